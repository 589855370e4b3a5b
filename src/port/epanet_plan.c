/* epanet_plan.c - which loops an .inp file holds, how they close, and what runs in them.
 *
 * A cooling loop is closed: nothing flows in or out, and one pressure is known. So of an .inp file
 *   a part that hangs together           is a loop
 *   its only reservoir or tank           is where the pressure is known
 *   two reservoirs and no demand         are a pump that moves what flows from one to the other back
 *   demands, or other reservoirs         leave it open: what it is made of is taken over, its flows are not */
#include "port/epanet_plan.h"

#include <math.h>
#include <string.h>

#include "element/fields.h"
#include "engine/cooling.h"
#include "port/epanet_units.h"

#define MIXED_AT 293.15 /* K, at which heads of pumps are stated */

void hr_epanet_list(hr_epanet_plan *p, hr_epanet_note note, hr_str name)
{
    hr_str *slot = hr_vec_push(&p->list[note], sizeof *slot);
    if (slot) *slot = name;
    else p->notes.text[HR_MADE_INFERRED].failed = true;
}

double hr_epanet_head(const hr_epanet_plan *p, hr_id node)
{
    const hr_hydraulic_node *n = &p->ep.net.node[node];
    double pressure = p->w ? p->w->pressure[node] : n->pressure;
    return n->z + pressure / (EPANET_RHO * EPANET_G);
}

hr_str hr_epanet_holder(const hr_epanet_plan *p, hr_id node, double *z)
{
    hr_str tag = p->ep.node_mark[node].tag;
    const char *at = tag.n > 0 ? memchr(tag.s, '@', tag.n) : NULL;
    if (!p->own || !at) return (hr_str){NULL, 0};
    uint32_t n = (uint32_t)(at - tag.s);
    if (!hr_num_parse((hr_str){at + 1, tag.n - n - 1}, z)) return (hr_str){NULL, 0};
    return (hr_str){tag.s, n};
}

/* --- coolant ------------------------------------------------------------------------------------------------------- */

/* Where a fluid has this kinematic viscosity, which falls as it gets warmer; 0: nowhere. */
static double warm_as(const hr_fluid *f, double nu)
{
    hr_properties p;
    double lo = f->least, hi = f->most;
    if (!hr_fluid_properties(f, lo, &p) || nu > p.viscosity / p.density) return 0;
    if (!hr_fluid_properties(f, hi, &p) || nu < p.viscosity / p.density) return 0;
    for (int i = 0; i < 100; i++) {
        double middle = 0.5 * (lo + hi);
        if (!hr_fluid_properties(f, middle, &p)) return 0;
        if (p.viscosity / p.density > nu) lo = middle;
        else hi = middle;
    }
    return 0.5 * (lo + hi);
}

static void find_coolant(hr_epanet_plan *p)
{
    const hr_str remark = p->ep.title[1];
    const uint32_t head = sizeof HR_EPANET_REMARK - 1;
    int which = HR_FLUID_WATER;
    hr_fluid f;
    hr_properties at;
    p->rho = p->rho0 = EPANET_RHO;
    p->own = remark.n > head && memcmp(remark.s, HR_EPANET_REMARK, head) == 0;
    for (int i = 0; p->own && hr_fluid_words[i]; i++)
        if (hr_str_is(hr_str_trim((hr_str){remark.s + head, remark.n - head}), hr_fluid_words[i])) which = i;
    if (!hr_cooling_liquid(which, &f)) return;
    p->T = warm_as(&f, p->ep.mu / p->ep.rho);
    if (!(p->T > 0)) return;
    p->fluid = hr_fluid_words[which];
    if (hr_fluid_properties(&f, p->T, &at)) p->rho = at.density;
    if (hr_fluid_properties(&f, MIXED_AT, &at)) p->rho0 = at.density;
}

/* --- parts --------------------------------------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* Closed links join too: they are of one loop. */
static bool find_parts(hr_epanet_plan *p)
{
    const hr_hydraulic_net *net = &p->ep.net;
    uint32_t *parent = HR_NEW_ARRAY(p->arena, uint32_t, net->n_node);
    p->part_of = HR_NEW_ARRAY(p->arena, uint32_t, net->n_node);
    if (!parent || !p->part_of) return false;
    for (uint32_t i = 0; i < net->n_node; i++) parent[i] = i, p->part_of[i] = HR_NONE;
    for (uint32_t k = 0; k < net->n_link; k++)
        parent[root_of(parent, net->link[k].from)] = root_of(parent, net->link[k].to);
    for (uint32_t i = 0; i < net->n_node; i++) {
        uint32_t root = root_of(parent, i);
        if (p->part_of[root] == HR_NONE) p->part_of[root] = p->n_part++;
        p->part_of[i] = p->part_of[root];
    }
    p->part = HR_NEW_ARRAY(p->arena, hr_epanet_part, p->n_part);
    p->pool = HR_NEW_ARRAY(p->arena, hr_epanet_pool, net->n_node);
    return p->part && p->pool;
}

/* Nodes and links of each part, one part behind the other. */
static bool list_parts(hr_epanet_plan *p)
{
    const hr_hydraulic_net *net = &p->ep.net;
    hr_id *node = HR_NEW_ARRAY(p->arena, hr_id, net->n_node), *link = HR_NEW_ARRAY(p->arena, hr_id, net->n_link);
    if (!node || !link) return false;
    for (hr_id i = 0; i < net->n_node; i++) p->part[p->part_of[i]].n_node++;
    for (hr_id k = 0; k < net->n_link; k++) p->part[p->part_of[net->link[k].from]].n_link++;
    for (uint32_t i = 0; i < p->n_part; i++) {
        hr_epanet_part *x = &p->part[i];
        x->node = node, x->link = link;
        node += x->n_node, link += x->n_link;
        x->n_node = x->n_link = 0;
    }
    for (hr_id i = 0; i < net->n_node; i++) {
        hr_epanet_part *x = &p->part[p->part_of[i]];
        x->node[x->n_node++] = i;
    }
    for (hr_id k = 0; k < net->n_link; k++) {
        hr_epanet_part *x = &p->part[p->part_of[net->link[k].from]];
        x->link[x->n_link++] = k;
    }
    return true;
}

static void count_parts(hr_epanet_plan *p)
{
    for (uint32_t i = 0; i < p->ep.net.n_node; i++) {
        const hr_hydraulic_node *n = &p->ep.net.node[i];
        hr_epanet_part *part = &p->part[p->part_of[i]];
        part->held += n->fixed;
        part->known |= n->fixed;
        if (n->fixed || n->demand == 0) continue;
        part->drawn++;
        part->demand += fabs(n->demand) / EPANET_RHO;
    }
}

/* --- names --------------------------------------------------------------------------------------------------------- */

static bool take_name(hr_epanet_plan *p, hr_str given, const char *suffix, hr_str *out)
{
    hr_str legal = hr_name_legal(p->arena, given);
    bool free_ = legal.s && hr_namer_is_free(&p->namer, legal);
    *out = hr_namer_take(&p->namer, legal, free_ ? "" : suffix);
    if (out->s && !hr_str_eq(*out, given))
        hr_note(&p->notes, HR_MADE_RENAMED, "\"%.*s\" is %.*s", HR_STR_FMT(given), HR_STR_FMT(*out));
    return out->s != NULL;
}

static const char *suffix_of(const hr_hydraulic_link *l)
{
    return l->kind == HR_LINK_PIPE ? "-pipe" : l->kind == HR_LINK_PUMP ? "-pump" : "-valve";
}

/* Loops first, so that theirs stay; in EPANET a node and a link may share one. */
static bool take_names(hr_epanet_plan *p)
{
    const hr_epanet *e = &p->ep;
    hr_str title = p->own ? hr_name_legal(p->arena, hr_str_trim(e->title[0])) : HR_STR("loop");
    p->node = HR_NEW_ARRAY(p->arena, hr_str, e->net.n_node);
    p->link = HR_NEW_ARRAY(p->arena, hr_str, e->net.n_link);
    if (!p->node || !p->link) return false;
    for (uint32_t i = 0; i < p->n_part; i++)
        if (!(p->part[i].name = hr_namer_take(&p->namer, title, "")).s) return false;
    for (uint32_t i = 0; i < e->net.n_node; i++)
        if (!take_name(p, e->node_name[i], "-junction", &p->node[i])) return false;
    for (uint32_t k = 0; k < e->net.n_link; k++)
        if (!take_name(p, e->link_name[k], suffix_of(&e->net.link[k]), &p->link[k])) return false;
    return true;
}

/* --- heights ------------------------------------------------------------------------------------------------------- */

/* What stands at the other end of its first link, where that is no reservoir. */
static hr_id neighbour_of(const hr_epanet_plan *p, hr_id node)
{
    for (uint32_t k = 0; k < p->ep.net.n_link; k++) {
        const hr_hydraulic_link *l = &p->ep.net.link[k];
        hr_id other = l->from == node ? l->to : l->to == node ? l->from : HR_NONE;
        if (other != HR_NONE) return p->ep.node_mark[other].kind != HR_EPANET_RESERVOIR ? other : HR_NONE;
    }
    return HR_NONE;
}

/* Our own files have heights in EPANET's metre, of which as many make the same pressure; in others they are heights. */
static bool find_heights(hr_epanet_plan *p)
{
    double metre = p->own ? EPANET_G / HR_STANDARD_GRAVITY : 1;
    p->z = HR_NEW_ARRAY(p->arena, double, p->ep.net.n_node);
    for (uint32_t i = 0; p->z && i < p->ep.net.n_node; i++) {
        hr_id at = i;
        if (p->ep.node_mark[i].kind == HR_EPANET_RESERVOIR) {
            if (hr_epanet_holder(p, i, &p->z[i]).n > 0) continue;
            if ((at = neighbour_of(p, i)) != HR_NONE) hr_epanet_list(p, HR_EPANET_NOTE_LEVEL, p->node[i]);
        }
        p->z[i] = at != HR_NONE ? p->ep.net.node[at].z * metre : 0;
    }
    return p->z != NULL;
}

/* --- how it closes ------------------------------------------------------------------------------------------------- */

/* A part that holds no pressure anywhere is given one, any: its flows do not depend on it. */
static const hr_hydraulic_node *held_nodes(const hr_epanet_plan *p)
{
    const hr_hydraulic_net *net = &p->ep.net;
    hr_hydraulic_node *node = HR_NEW_ARRAY(p->arena, hr_hydraulic_node, net->n_node);
    bool *held = HR_NEW_ARRAY(p->arena, bool, p->n_part);
    if (!node || !held) return NULL;
    for (uint32_t i = 0; i < p->n_part; i++) held[i] = p->part[i].held > 0;
    for (uint32_t i = 0; i < net->n_node; i++) {
        node[i] = net->node[i];
        node[i].fixed |= !held[p->part_of[i]];
        held[p->part_of[i]] = true;
    }
    return node;
}

static hr_err solve(hr_epanet_plan *p)
{
    hr_hydraulic_fault fault;
    hr_hydraulic_net net = p->ep.net;
    if (!(net.node = held_nodes(p))) return HR_ENOMEM;
    hr_err e = hr_hydraulics_build(&p->h, &net, &fault);
    if (e == HR_OK) e = hr_hydraulics_work(&p->w, p->h);
    for (uint32_t k = 0; e == HR_OK && k < p->ep.net.n_link; k++) p->w->rho[k] = p->ep.rho, p->w->mu[k] = p->ep.mu;
    if (e == HR_OK) e = hr_hydraulics_solve(p->w, &fault);
    if (e == HR_OK || e == HR_ENOMEM) return e;
    hr_hydraulics_work_free(p->w);
    p->w = NULL;
    return HR_OK;
}

/* Whether two nodes that hold heads belong together: by what holds them, or as the only two reservoirs. */
static bool is_pair(const hr_epanet_plan *p, hr_id a, hr_id b)
{
    double z;
    hr_str x = hr_epanet_holder(p, a, &z), y = hr_epanet_holder(p, b, &z);
    if (x.n > 0 || y.n > 0) return hr_str_eq(x, y);
    return p->part[p->part_of[a]].held == 2 && p->ep.node_mark[a].kind == HR_EPANET_RESERVOIR &&
           p->ep.node_mark[b].kind == HR_EPANET_RESERVOIR;
}

static bool add_pool(hr_epanet_plan *p, hr_id a, hr_id b)
{
    double z, head = hr_epanet_head(p, a) - hr_epanet_head(p, b);
    hr_id supply = head > 0 ? a : b, back = head > 0 ? b : a;
    double flow = -hr_hydraulics_surplus(p->w, supply) / EPANET_RHO;
    if (!(flow > 0) || !(fabs(head) > 0)) return true;
    hr_str holder = hr_epanet_holder(p, supply, &z);
    hr_epanet_pool *pool = &p->pool[p->n_pool++];
    *pool = (hr_epanet_pool){.supply = supply, .back = back, .flow = flow, .head = fabs(head)};
    pool->name = holder.n > 0 ? hr_namer_take(&p->namer, hr_name_legal(p->arena, holder), "")
                              : hr_namer_take(&p->namer, p->node[supply], "-pump");
    p->part[p->part_of[a]].held -= 2;
    return pool->name.s != NULL;
}

static bool find_pools_of(hr_epanet_plan *p, hr_epanet_part *x)
{
    const hr_hydraulic_node *node = p->ep.net.node;
    x->pool_first = p->n_pool;
    for (uint32_t i = 0; x->drawn == 0 && i < x->n_node; i++) {
        if (!node[x->node[i]].fixed) continue;
        for (uint32_t j = i + 1; j < x->n_node; j++) {
            if (!node[x->node[j]].fixed || !is_pair(p, x->node[i], x->node[j])) continue;
            if (!add_pool(p, x->node[i], x->node[j])) return false;
            break;
        }
    }
    x->n_pool = p->n_pool - x->pool_first;
    return true;
}

static bool find_pools(hr_epanet_plan *p)
{
    bool ok = true;
    for (uint32_t i = 0; p->w && ok && i < p->n_part; i++) ok = find_pools_of(p, &p->part[i]);
    return ok;
}

/* Where it is seen that a part is open: its first demand, else its last held head. */
static hr_span seen_at(const hr_epanet_plan *p, const hr_epanet_part *x)
{
    hr_span at = HR_NOWHERE;
    for (uint32_t i = 0; i < x->n_node; i++) {
        const hr_hydraulic_node *n = &p->ep.net.node[x->node[i]];
        if (!n->fixed && n->demand != 0) return p->ep.node_mark[x->node[i]].at;
        if (n->fixed) at = p->ep.node_mark[x->node[i]].at;
    }
    return at;
}

static hr_err judge(hr_epanet_plan *p)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < p->n_part && e == HR_OK; i++) {
        hr_epanet_part *x = &p->part[i];
        x->open = x->drawn > 0 || x->held > 1 || (x->held > 0 && x->n_pool > 0);
        if (!x->open) continue;
        e = hr_diag_add(
            p->ctx, HR_WARNING, "M733", seen_at(p, x),
            "its `supply` is left out, so its flows are unknown: close it, put racks in place of demands, "
            "then state it",
            "`%.*s` is no closed loop: %u junctions with demands of %.4g L/s in all, %u nodes that hold a head",
            HR_STR_FMT(x->name), x->drawn, x->demand * 1e3, x->held);
    }
    return e;
}

hr_err hr_epanet_plan_make(hr_epanet_plan *p)
{
    find_coolant(p);
    if (!find_parts(p) || !list_parts(p) || !take_names(p) || !find_heights(p)) return HR_ENOMEM;
    count_parts(p);
    hr_err e = solve(p);
    if (e == HR_OK && !find_pools(p)) e = HR_ENOMEM;
    return e == HR_OK ? judge(p) : e;
}

void hr_epanet_plan_close(hr_epanet_plan *p)
{
    hr_hydraulics_work_free(p->w);
    hr_hydraulics_free(p->h);
    hr_namer_close(&p->namer);
    hr_notes_close(&p->notes);
    for (int i = 0; i < HR_EPANET_NOTES; i++) hr_vec_free(&p->list[i]);
    hr_epanet_close(&p->ep);
}
