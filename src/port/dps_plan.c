/* dps_plan.c - places the entities of a DPS topology: names, elements, racks.
 *
 * DPS knows equipment by what it does for power capping, not by what it is: a PowerDistribution may be a switchboard or
 * a strip in a rack. So an entity's element follows from its place in the tree:
 *   whatever is fed by nothing                 a utility
 *   what feeds further distribution            a switchboard
 *   what feeds racks or nodes                  a pdu
 *   a PowerSupply that alone feeds its nodes   a rack that holds them
 *   a PowerSupply of nodes with several feeds  a cord: nodes whose supplies hang on the same equipment share a rack */
#include "port/dps_plan.h"

/* --- notes ------------------------------------------------------------------------------------------------- */

void hr_dps_note_those(hr_dps_plan *p, hr_made_section s, hr_dps_which *which, const char *what)
{
    hr_vec list = {0};
    for (hr_id i = 0; i < p->dps.n; i++) {
        if (!which(p, i)) continue;
        hr_str *slot = hr_vec_push(&list, sizeof *slot);
        if (slot != NULL) *slot = p->name[i];
        else p->notes.text[s].failed = true;
    }
    hr_note_names(&p->notes, s, what, &list);
    hr_vec_free(&list);
}

/* --- which element each entity becomes --------------------------------------------------------------------- */

static bool feeds(const hr_dps_plan *p, hr_id i, unsigned types)
{
    const hr_dps_entity *x = &p->dps.entity[i];
    for (uint32_t k = 0; k < x->children; k++)
        if (types >> p->dps.entity[x->child[k]].type & 1) return true;
    return false;
}

/* Whether some node beneath it has other feeds too. */
static bool shares_nodes(const hr_dps_plan *p, hr_id i)
{
    const hr_dps_entity *x = &p->dps.entity[i];
    for (uint32_t k = 0; k < x->children; k++)
        if (p->dps.entity[x->child[k]].parents > 1) return true;
    return false;
}

static hr_dps_role role_of(const hr_dps_plan *p, hr_id i)
{
    const unsigned distribution = 1u << HR_DPS_DOMAIN | 1u << HR_DPS_DISTRIBUTION;
    const hr_dps_entity *x = &p->dps.entity[i];
    if (!x->connected || x->type == HR_DPS_GPU || x->type == HR_DPS_CPU) return HR_DPS_LEFT_OUT;
    if (x->type == HR_DPS_SYSTEM) return HR_DPS_NODE;
    if (x->type == HR_DPS_SUPPLY && !feeds(p, i, distribution | 1u << HR_DPS_SUPPLY))
        return shares_nodes(p, i) ? HR_DPS_CORD : HR_DPS_RACK;
    if (x->parents == 0) return HR_DPS_UTILITY;
    return x->type == HR_DPS_DOMAIN || feeds(p, i, distribution) ? HR_DPS_BOARD : HR_DPS_PDU;
}

static bool is_unconnected(const hr_dps_plan *p, hr_id i) { return !p->dps.entity[i].connected; }

static bool is_root_by_place(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] == HR_DPS_UTILITY && p->dps.entity[i].type != HR_DPS_DOMAIN;
}

static bool is_board(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_BOARD; }
static bool is_pdu(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_PDU; }
static bool is_rack(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_RACK; }
static bool is_cord(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_CORD; }

static bool has_alternatives(const hr_dps_plan *p, hr_id i)
{
    return (p->role[i] == HR_DPS_BOARD || p->role[i] == HR_DPS_PDU) && p->dps.entity[i].parents > 1;
}

static hr_err assign(hr_dps_plan *p)
{
    p->namer.arena = p->arena;
    p->role = HR_NEW_ARRAY(p->arena, hr_dps_role, p->dps.n);
    p->name = HR_NEW_ARRAY(p->arena, hr_str, p->dps.n);
    if (p->role == NULL || p->name == NULL) return HR_ENOMEM;
    for (hr_id i = 0; i < p->dps.n; i++) {
        hr_str given = p->dps.entity[i].given;
        p->role[i] = role_of(p, i);
        p->name[i] = hr_namer_take(&p->namer, hr_name_legal(p->arena, given), "");
        if (p->name[i].s == NULL) return HR_ENOMEM;
        if (p->role[i] != HR_DPS_LEFT_OUT && !hr_str_eq(p->name[i], given))
            hr_note(&p->notes, HR_MADE_RENAMED, "\"%.*s\" is %.*s", HR_STR_FMT(given), HR_STR_FMT(p->name[i]));
    }
    hr_dps_note_those(p, HR_MADE_INFERRED, is_root_by_place, "utility, for nothing feeds it");
    hr_dps_note_those(p, HR_MADE_INFERRED, is_board, "switchboard, for it feeds further distribution");
    hr_dps_note_those(p, HR_MADE_INFERRED, is_pdu, "pdu, for it feeds racks or nodes");
    hr_dps_note_those(p, HR_MADE_INFERRED, is_rack, "rack, a power supply that holds what it feeds");
    hr_dps_note_those(p, HR_MADE_INFERRED, is_cord, "cord of a rack, a power supply of nodes that have several");
    hr_dps_note_those(p, HR_MADE_INFERRED, has_alternatives,
                      "several feeds, taken as alternatives in the order of the file");
    hr_dps_note_those(p, HR_MADE_UNREAD, is_unconnected, "not in the topology, left out");
    return HR_OK;
}

/* --- racks ------------------------------------------------------------------------------------------------- */

static hr_err add_feed(hr_vec *list, hr_id from, hr_id supply)
{
    hr_dps_cord *c = hr_vec_push(list, sizeof *c);
    if (c == NULL) return HR_ENOMEM;
    *c = (hr_dps_cord){from, supply};
    return HR_OK;
}

hr_err hr_dps_feeds(const hr_dps_plan *p, hr_id node, hr_vec *list)
{
    const hr_dps_entity *x = &p->dps.entity[node];
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < x->parents && e == HR_OK; i++) {
        hr_id parent = x->parent[i];
        const hr_dps_entity *supply = &p->dps.entity[parent];
        if (p->role[parent] != HR_DPS_CORD) e = add_feed(list, parent, HR_NONE);
        else
            for (uint32_t k = 0; k < supply->parents && e == HR_OK; k++) e = add_feed(list, supply->parent[k], parent);
    }
    return e;
}

static hr_dps_rack *new_rack(hr_dps_plan *p, hr_str name, hr_id supply)
{
    hr_dps_rack *r = name.s != NULL ? hr_vec_push(&p->rack, sizeof *r) : NULL;
    if (r == NULL) return NULL;
    *r = (hr_dps_rack){.name = name, .supply = supply};
    return r;
}

static bool rack_add_feed(hr_dps_rack *r, hr_id from)
{
    const hr_id *have = r->feed.item;
    for (size_t i = 0; i < r->feed.n; i++)
        if (have[i] == from) return true;
    hr_id *slot = hr_vec_push(&r->feed, sizeof *slot);
    if (slot == NULL) return false;
    *slot = from;
    return true;
}

/* What a rack would hold: a power supply, or nodes that hang on the same equipment. As text, to find it by. */
static hr_str key_of(hr_dps_plan *p, const hr_dps_rack *r)
{
    hr_buf key = {0};
    const hr_id *feed = r->feed.item;
    for (size_t i = 0; i < r->feed.n; i++) hr_buf_printf(&key, "%u,", feed[i]);
    if (r->supplies) hr_buf_c(&key, '+');
    hr_str text = key.failed ? (hr_str){NULL, 0} : hr_arena_str(p->arena, key.n > 0 ? key.s : "", key.n);
    hr_buf_free(&key);
    return text;
}

/* A name for a rack that the file does not have: after what feeds it, or the first node it holds. */
static hr_str inferred_name(hr_dps_plan *p, const hr_dps_rack *r, hr_id node)
{
    const hr_id *feed = r->feed.item;
    if (r->feed.n == 0) return hr_namer_take(&p->namer, HR_STR("unfed"), "");
    return hr_namer_take(&p->namer, p->name[r->feed.n == 1 ? feed[0] : node], "-rack");
}

/* Finds or makes the rack of a node that no supply holds alone. wanted: its feeds; they move into a rack that is new. */
static hr_err infer_rack(hr_dps_plan *p, hr_id node, hr_dps_rack *wanted, uint32_t *out)
{
    hr_str key = key_of(p, wanted);
    if (key.s == NULL || !hr_map_add(&p->rack_of, key, (uint32_t)p->rack.n, out)) return HR_ENOMEM;
    if (*out != HR_NONE) return HR_OK;
    *out = (uint32_t)p->rack.n;
    hr_dps_rack *r = new_rack(p, inferred_name(p, wanted, node), HR_NONE);
    if (r == NULL) return HR_ENOMEM;
    r->feed = wanted->feed;
    r->supplies = wanted->supplies;
    wanted->feed = (hr_vec){0};
    if (r->feed.n == 0) hr_note(&p->notes, HR_MADE_MISSING, "feed of the nodes in %.*s", HR_STR_FMT(r->name));
    hr_note(&p->notes, HR_MADE_INFERRED, "%.*s, a rack that the file does not have, to hold nodes",
            HR_STR_FMT(r->name));
    return HR_OK;
}

static hr_err place_node(hr_dps_plan *p, hr_id node)
{
    hr_vec list = {0};
    hr_dps_rack wanted = {.supply = HR_NONE};
    uint32_t at = HR_NONE;
    hr_err e = hr_dps_feeds(p, node, &list);
    const hr_dps_cord *c = list.item;
    for (size_t i = 0; i < list.n && e == HR_OK; i++) {
        wanted.supplies |= c[i].supply != HR_NONE;
        if (!rack_add_feed(&wanted, c[i].from)) e = HR_ENOMEM;
    }
    if (e == HR_OK) e = infer_rack(p, node, &wanted, &at);
    hr_id *slot = e == HR_OK ? hr_vec_push(&((hr_dps_rack *)p->rack.item)[at].node, sizeof *slot) : NULL;
    if (slot != NULL) *slot = node;
    hr_vec_free(&list);
    hr_vec_free(&wanted.feed);
    return e == HR_OK && slot == NULL ? HR_ENOMEM : e;
}

/* A supply that is a rack, with all its nodes. */
static hr_err place_supply(hr_dps_plan *p, hr_id i)
{
    const hr_dps_entity *x = &p->dps.entity[i];
    hr_dps_rack *r = new_rack(p, p->name[i], i);
    if (r == NULL) return HR_ENOMEM;
    if (x->parents == 0) hr_note(&p->notes, HR_MADE_MISSING, "feed of %.*s", HR_STR_FMT(p->name[i]));
    for (uint32_t k = 0; k < x->parents; k++)
        if (!rack_add_feed(r, x->parent[k])) return HR_ENOMEM;
    for (uint32_t k = 0; k < x->children; k++) {
        hr_id *slot = hr_vec_push(&r->node, sizeof *slot);
        if (slot == NULL) return HR_ENOMEM;
        *slot = x->child[k];
    }
    return HR_OK;
}

static bool is_held_alone(const hr_dps_plan *p, hr_id node)
{
    const hr_dps_entity *x = &p->dps.entity[node];
    return x->parents == 1 && p->role[x->parent[0]] == HR_DPS_RACK;
}

static bool is_unfed_cord(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] == HR_DPS_CORD && p->dps.entity[i].parents == 0;
}

static bool is_forked_cord(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] == HR_DPS_CORD && p->dps.entity[i].parents > 1;
}

static hr_err make_racks(hr_dps_plan *p)
{
    hr_err e = HR_OK;
    for (hr_id i = 0; i < p->dps.n && e == HR_OK; i++)
        if (p->role[i] == HR_DPS_RACK) e = place_supply(p, i);
    for (hr_id i = 0; i < p->dps.n && e == HR_OK; i++)
        if (p->role[i] == HR_DPS_NODE && !is_held_alone(p, i)) e = place_node(p, i);
    hr_dps_note_those(p, HR_MADE_MISSING, is_unfed_cord, "feed of power supplies");
    hr_dps_note_those(p, HR_MADE_INFERRED, is_forked_cord, "power supplies on several feeds, taken as one on each");
    return e;
}

/* --- the whole --------------------------------------------------------------------------------------------- */

hr_err hr_dps_plan_make(hr_dps_plan *p)
{
    hr_err e = assign(p);
    return e == HR_OK ? make_racks(p) : e;
}

void hr_dps_plan_close(hr_dps_plan *p)
{
    for (size_t i = 0; i < p->rack.n; i++) {
        hr_vec_free(&((hr_dps_rack *)p->rack.item)[i].node);
        hr_vec_free(&((hr_dps_rack *)p->rack.item)[i].feed);
    }
    hr_notes_close(&p->notes);
    hr_namer_close(&p->namer);
    hr_vec_free(&p->rack);
    hr_vec_free(&p->dps.unread);
    hr_map_free(&p->rack_of);
}
