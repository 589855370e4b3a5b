/* loop_net.c - from the parts of a loop to flows and pressures, and back to racks and coolers. */
#include "engine/loop_net.h"

#include <math.h>

#include "engine/heat_flow.h"
#include "engine/trays.h"

#define PLATE_EXPONENT 1.85 /* dp ~ V^1.85: LBL Buildings, cold plates */
#define SIDE_EXPONENT 2.0   /* an exchanger's side, LBL Buildings, CDUs */
#define SIDE_TRANSITION 0.1
#define STEEPEST 2.99 /* exponent that the hydraulic engine takes */

enum { LAWS_MOST = 50 }; /* solves in which manifolds have to settle */

/* --- parts ------------------------------------------------------------------------------------------------------------------ */

static const hr_cooling_ops *ops_of(const hr_site *s, hr_id unit) { return hr_unit_type(s, unit)->cooling; }

/* A number that the network cannot do without; what lacks is noted once. */
static double need(cooling *c, loop_net *n, const hr_num *num, hr_harsh harsh, hr_id unit, const char *field)
{
    cool_amount a = cool_num(num, harsh, c->e->corner, unit, field);
    if (!cool_is(&a) && cool_is(&n->state)) n->state = cool_lacks(&a);
    return a.v;
}

static bool in_net(const loop_net *n, const cooling *c, const hr_id pair[2])
{
    return c->net_of[pair[0]] == n->body && c->net_of[pair[1]] == n->body;
}

static net_link *push(loop_net *n, const hr_id pair[2], hr_id unit, net_what what, uint32_t index)
{
    net_link *l = &n->link[n->n_link++];
    *l = (net_link){.unit = unit, .what = (uint8_t)what, .index = index};
    l->link.from = n->node[pair[0]], l->link.to = n->node[pair[1]];
    return l;
}

static void make_pipe(cooling *c, loop_net *n, net_link *l, const hr_link_fields *f)
{
    l->link.kind = HR_LINK_PIPE;
    l->link.u.pipe.length = need(c, n, f->length, HR_HARSH_HIGH, l->unit, "length");
    l->link.u.pipe.diameter = need(c, n, f->diameter, HR_HARSH_LOW, l->unit, "diameter");
    l->link.u.pipe.roughness = need(c, n, f->roughness, HR_HARSH_HIGH, l->unit, "roughness");
    l->link.u.pipe.k = need(c, n, f->loss, HR_HARSH_HIGH, l->unit, "loss");
    l->link.u.pipe.friction = HR_DARCY_WEISBACH;
}

static void make_filter(cooling *c, loop_net *n, net_link *l, const hr_link_fields *f)
{
    l->link.kind = HR_LINK_POWER;
    l->link.u.power.dp0 = need(c, n, f->dp, HR_HARSH_HIGH, l->unit, "dp");
    l->flow0 = need(c, n, f->flow, HR_HARSH_LOW, l->unit, "flow");
    l->link.u.power.n = need(c, n, f->exponent, HR_HARSH_HIGH, l->unit, "exponent");
    l->link.u.power.transition = HR_FILTER_TRANSITION;
}

static void make_valve(cooling *c, loop_net *n, net_link *l, const hr_link_fields *f)
{
    l->link.kind = HR_LINK_VALVE;
    l->link.u.valve.kv = need(c, n, f->kv, HR_HARSH_LOW, l->unit, "kv");
    l->link.u.valve.opening = need(c, n, f->opening, HR_HARSH_LOW, l->unit, "opening");
}

/* Curves are of head in m of the coolant: what is stated in Pa is of it at 20 degC. */
static bool pump_curve(cooling *c, loop_net *n, net_link *l, const hr_num *flow, const hr_num *dp,
                       const hr_curve *points, double parts)
{
    double per_metre = c->body[n->body].rho0 * HR_STANDARD_GRAVITY;
    if (points && points->n) {
        double *h = HR_NEW_ARRAY(c->arena, double, points->n), *q = HR_NEW_ARRAY(c->arena, double, points->n);
        if (!h || !q) return false;
        for (uint32_t i = 0; i < points->n; i++) h[i] = points->y[i] / per_metre, q[i] = points->x[i] * parts;
        if (!hr_pump_curve_points(&l->curve, c->arena, HR_PUMP_CUBIC, q, h, points->n, q[points->n / 2]))
            n->state = cool_unknown(l->unit, "curve");
        return true;
    }
    double q0 = need(c, n, flow, HR_HARSH_LOW, l->unit, "flow") * parts;
    double h0 = need(c, n, dp, HR_HARSH_LOW, l->unit, l->what == NET_SOURCE ? "dp" : "head") / per_metre;
    if (cool_is(&n->state) && !hr_pump_curve_point(&l->curve, q0, h0)) n->state = cool_unknown(l->unit, "flow");
    return true;
}

static bool make_pump(cooling *c, loop_net *n, net_link *l, const hr_link_fields *f)
{
    l->link.kind = HR_LINK_PUMP;
    l->link.one_way = true;
    l->link.u.pump.speed = need(c, n, f->speed, HR_HARSH_LOW, l->unit, "speed");
    return pump_curve(c, n, l, f->flow, f->dp, f->curve, 1);
}

static bool add_part(cooling *c, loop_net *n, hr_id unit)
{
    hr_id pair[2];
    hr_link_fields f = {0};
    const hr_cooling_ops *ops = ops_of(c->e->site, unit);
    if (!ops || !ops->link || !hr_unit_heat_pair(c->e->site, unit, HR_HEAT_BETWEEN, pair) || !in_net(n, c, pair))
        return true;
    ops->link(hr_unit_fields(c->e->site, unit), &f);
    net_link *l = push(n, pair, unit, NET_PART, 0);
    l->link.closed = f.closed;
    l->link.one_way = f.one_way;
    switch (f.law) {
    case HR_FLOW_PIPE: make_pipe(c, n, l, &f); break;
    case HR_FLOW_FILTER: make_filter(c, n, l, &f); break;
    case HR_FLOW_VALVE: make_valve(c, n, l, &f); break;
    case HR_FLOW_PUMP: return make_pump(c, n, l, &f);
    }
    return true;
}

static void need_trays(const cooling *c, loop_net *n, const cool_load *l)
{
    cool_amount state = hr_trays_state(c, l);
    if (!cool_is(&state) && cool_is(&n->state)) n->state = state;
}

/* A rack's coolant side, scaled by the flow that it needs; with a manifold by what that loses where it runs. */
static void add_rack(cooling *c, loop_net *n, uint32_t i)
{
    hr_id pair[2], unit = c->load[i].unit;
    if (!hr_unit_heat_pair(c->e->site, unit, HR_HEAT_COOLANT, pair) || !in_net(n, c, pair)) return;
    const hr_cooling_ops *ops = ops_of(c->e->site, unit);
    net_link *l = push(n, pair, unit, NET_RACK, i);
    l->link.kind = HR_LINK_POWER;
    l->link.u.power.dp0 = 1; /* of a manifold until it is solved */
    if (hr_has_trays(&c->load[i])) need_trays(c, n, &c->load[i]);
    else
        l->link.u.power.dp0 =
            need(c, n, ops->drop ? ops->drop(hr_unit_fields(c->e->site, unit)) : NULL, HR_HARSH_HIGH, unit, "dp");
    l->link.u.power.n = PLATE_EXPONENT;
    l->link.u.power.transition = HR_PLATE_TRANSITION;
    c->load[i].piped = true;
}

static bool add_source(cooling *c, loop_net *n, uint32_t i)
{
    cool_cooler *x = &c->cooler[i];
    hr_id pair[2], back[2];
    const hr_num *kept = c->body[n->body].loop.dp;
    if (!hr_unit_heat_pair(c->e->site, x->unit, HR_HEAT_SUPPLIES, pair) || !in_net(n, c, pair)) return true;
    x->piped = true;
    if (kept && kept->presence) {
        n->held[n->n_held++] = (net_held){i, n->node[pair[0]], n->node[pair[1]]};
        return true;
    }
    back[0] = pair[1], back[1] = pair[0];
    net_link *l = push(n, back, x->unit, NET_SOURCE, i);
    l->link.kind = HR_LINK_PUMP;
    l->link.one_way = true;
    l->link.u.pump.speed = 1;
    return pump_curve(c, n, l, x->f.flow, x->f.dp, NULL, 1);
}

/* The primary side of a cooler, its valve open. */
static void add_primary(cooling *c, loop_net *n, uint32_t i)
{
    cool_cooler *x = &c->cooler[i];
    hr_id pair[2];
    if (!hr_unit_heat_pair(c->e->site, x->unit, HR_HEAT_PRIMARY, pair) || !in_net(n, c, pair)) return;
    net_link *l = push(n, pair, x->unit, NET_PRIMARY, i);
    l->link.kind = HR_LINK_POWER;
    l->link.u.power.dp0 = need(c, n, x->f.primary_dp, HR_HARSH_HIGH, x->unit, "primary_dp");
    l->flow0 = need(c, n, x->f.primary_flow, HR_HARSH_LOW, x->unit, "primary_flow");
    l->link.u.power.n = SIDE_EXPONENT;
    l->link.u.power.transition = SIDE_TRANSITION;
    x->primary_piped = true;
}

/* --- nodes ----------------------------------------------------------------------------------------------------------------- */

static bool add_nodes(cooling *c, loop_net *n)
{
    const hr_site *s = c->e->site;
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (c->net_of[u] != n->body) continue;
        const hr_cooling_ops *ops = ops_of(s, u);
        n->unit[n->n_node] = u;
        n->node[u] = n->n_node;
        n->at[n->n_node++] =
            (hr_hydraulic_node){.z = need(c, n, ops->elevation(hr_unit_fields(s, u)), HR_HARSH_HIGH, u, "elevation")};
    }
    return true;
}

/* Where its pressure is known: where the loop comes back to its first cooler. */
static void hold_pressure(cooling *c, loop_net *n)
{
    const hr_loop_fields *f = &c->body[n->body].loop;
    double base = f->pressure && f->pressure->presence ? f->pressure->v : 0;
    double kept = f->dp && f->dp->presence ? f->dp->v : 0;
    for (uint32_t i = 0; i < n->n_held; i++) {
        hr_hydraulic_node *back = &n->at[n->held[i].back], *supply = &n->at[n->held[i].supply];
        back->fixed = supply->fixed = true;
        back->pressure = base;
        supply->pressure = base + kept;
    }
    for (uint32_t i = 0; i < n->n_link && n->n_held == 0; i++)
        if (n->link[i].what == NET_SOURCE || n->link[i].link.kind == HR_LINK_PUMP) {
            n->at[n->link[i].link.from].fixed = true;
            n->at[n->link[i].link.from].pressure = base;
            return;
        }
}

static bool alloc_net(cooling *c, loop_net *n)
{
    const hr_site *s = c->e->site;
    hr_arena *a = c->arena;
    uint32_t most = c->n_load + 2 * c->n_cooler;
    for (hr_id u = 0; u < s->n_unit; u++) most += ops_of(s, u) && ops_of(s, u)->link;
    n->unit = HR_NEW_ARRAY(a, hr_id, s->n_unit);
    n->node = HR_NEW_ARRAY(a, uint32_t, s->n_unit);
    n->at = HR_NEW_ARRAY(a, hr_hydraulic_node, s->n_unit);
    n->link = HR_NEW_ARRAY(a, net_link, most);
    n->held = HR_NEW_ARRAY(a, net_held, c->n_cooler);
    n->T = HR_NEW_ARRAY(a, double, s->n_unit);
    n->drained = HR_NEW_ARRAY(a, bool, s->n_unit);
    n->root = HR_NEW_ARRAY(a, uint32_t, s->n_unit);
    n->now = HR_NEW_ARRAY(a, hr_hydraulic_link, most);
    n->without = HR_NEW_ARRAY(a, cool_amount, most + c->n_cooler + 1);
    return n->without && n->unit && n->node && n->at && n->link && n->held && n->T && n->drained && n->root && n->now;
}

static bool fill_net(cooling *c, loop_net *n)
{
    const hr_site *s = c->e->site;
    bool ok = add_nodes(c, n);
    for (hr_id u = 0; ok && u < s->n_unit; u++) ok = add_part(c, n, u);
    for (uint32_t i = 0; i < c->n_load; i++) add_rack(c, n, i);
    for (uint32_t i = 0; ok && i < c->n_cooler; i++) {
        ok = add_source(c, n, i);
        add_primary(c, n, i);
    }
    hold_pressure(c, n);
    return ok;
}

/* The power of the flow that touches the ladder's law where that was told; m3/s there. */
static double law_of_trays(const cool_trays *t, hr_hydraulic_link *k)
{
    if (!(t->flow > 0)) return 0;
    k->u.power.dp0 = t->drop;
    k->u.power.n = fmin(fmax(t->exponent, 1), STEEPEST);
    k->u.power.transition = HR_TRANSITION_LEAST;
    return t->flow;
}

/* The law of a link as it is now: what it needs scales it, what is out passes nothing. */
static hr_hydraulic_link law_of(const cooling *c, const loop_net *n, const net_link *l)
{
    hr_hydraulic_link k = l->link;
    double flow0 = l->flow0;
    k.closed = (k.closed && !l->opened) || l->stands || n->drained[k.from] || n->drained[k.to];
    if (l->what == NET_RACK) {
        flow0 = c->load[l->index].need.v;
        k.closed |= !(flow0 > 0);
        if (hr_has_trays(&c->load[l->index])) flow0 = law_of_trays(&c->load[l->index].trays, &k);
    }
    if (l->what == NET_SOURCE) {
        const cool_cooler *x = &c->cooler[l->index];
        k.closed |= x->lives == HR_S_OFF;
        k.u.pump.speed = x->pumps > 0 ? 1 : 0;
    }
    if (k.kind == HR_LINK_POWER) k.u.power.m0 = (flow0 > 0 ? flow0 : 1) * n->rho;
    return k;
}

static hr_err build_hydraulics(cooling *c, loop_net *n)
{
    hr_hydraulic_link *link = HR_NEW_ARRAY(c->arena, hr_hydraulic_link, n->n_link);
    hr_hydraulic_fault fault = {0, HR_NONE, HR_NONE};
    if (!link) return HR_ENOMEM;
    if (!c->body[n->body].has_fluid && cool_is(&n->state)) n->state = cool_unknown(c->body[n->body].unit, "fluid");
    if (!cool_is(&n->state)) return HR_OK;
    n->rho = c->body[n->body].rho0, n->mu = 1e-3;
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        if (l->link.kind == HR_LINK_PUMP) l->link.u.pump.curve = &l->curve;
        if (l->link.kind == HR_LINK_POWER) l->link.u.power.m0 = (l->flow0 > 0 ? l->flow0 : 1e-3) * n->rho;
        link[i] = l->link;
    }
    const hr_hydraulic_net net = {n->at, link, n->n_node, n->n_link, HR_STANDARD_GRAVITY};
    hr_err e = hr_hydraulics_build(&n->h, &net, &fault);
    if (e == HR_OK) e = hr_hydraulics_work(&n->w, n->h);
    if (e == HR_ENOMEM) return e;
    if (e != HR_OK)
        n->state = cool_unknown(fault.link != HR_NONE   ? n->link[fault.link].unit
                                : fault.node != HR_NONE ? n->unit[fault.node]
                                                        : c->body[n->body].unit,
                                fault.what == HR_HYDRAULIC_NO_REFERENCE ? "supplies" : "between");
    return HR_OK;
}

/* --- building ---------------------------------------------------------------------------------------------------------------- */

static bool has_junctions(const cooling *c, uint32_t body)
{
    for (hr_id u = 0; u < c->e->site->n_unit; u++)
        if (c->net_of[u] == body) return true;
    return false;
}

hr_err hr_loop_nets_build(cooling *c)
{
    const hr_site *s = c->e->site;
    c->net_of = HR_NEW_ARRAY(c->arena, uint32_t, s->n_unit);
    if (!c->net_of) return HR_ENOMEM;
    for (hr_id u = 0; u < s->n_unit; u++) {
        c->net_of[u] = COOL_NONE;
        if (hr_unit_cooling(s, u) != HR_COOLING_JUNCTION) continue;
        hr_id loop = hr_unit_heat_to(s, u, HR_HEAT_LOOP);
        if (loop != HR_NONE) c->net_of[u] = c->index[loop];
    }
    for (uint32_t i = 0; i < c->n_body; i++) {
        if (c->body[i].air || !has_junctions(c, i)) continue;
        loop_net *n = HR_NEW(c->arena, loop_net);
        if (!n) return HR_ENOMEM;
        *n = (loop_net){.body = i, .state = cool_known(0)};
        if (!alloc_net(c, n) || !fill_net(c, n)) return HR_ENOMEM;
        hr_err e = build_hydraulics(c, n);
        c->body[i].net = n;
        if (e != HR_OK) return e;
    }
    return HR_OK;
}

void hr_loop_nets_free(cooling *c)
{
    for (uint32_t i = 0; c && i < c->n_body; i++) {
        if (!c->body[i].net) continue;
        hr_hydraulics_work_free(c->body[i].net->w);
        hr_hydraulics_free(c->body[i].net->h);
    }
}

/* --- solving ------------------------------------------------------------------------------------------------------------------ */

static cool_amount fault_of(const loop_net *n, const hr_hydraulic_fault *f, hr_id loop)
{
    hr_id unit = f->link != HR_NONE ? n->link[f->link].unit : f->node != HR_NONE ? n->unit[f->node] : loop;
    return cool_unknown(unit, f->what == HR_HYDRAULIC_CUT_OFF   ? "way to a pump"
                              : f->what == HR_HYDRAULIC_NO_FLOW ? "way for its flow"
                                                                : "convergence");
}

/* A rack on the loop that names no junctions, or whose need is not known, leaves all flows unknown. */
static cool_amount ready(const cooling *c, const loop_net *n)
{
    if (!cool_is(&n->state)) return n->state;
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        if (l->coolant != n->body) continue;
        if (!l->piped) return cool_unknown(l->unit, "coolant");
        if (!cool_is(&l->need)) return cool_lacks(&l->need);
    }
    for (uint32_t i = 0; i < c->n_load; i++)
        if (c->load[i].door_to == n->body) return cool_unknown(c->load[i].door, "primary");
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        if (x->body == n->body && x->ahead.is) continue; /* it stands where what comes back has come together */
        if (x->body == n->body && !x->piped) return cool_unknown(x->unit, "supplies");
        if (x->body == n->body && x->lives != HR_S_KNOWN && x->lives != HR_S_OFF) return cool_unknown(x->unit, "from");
        if (x->to == n->body && !x->primary_piped) return cool_unknown(x->unit, "primary");
    }
    return cool_known(0);
}

static void scatter(cooling *c, loop_net *n, const cool_amount *state)
{
    cool_body *b = &c->body[n->body];
    bool good = cool_is(state);
    double some = n->still ? 0 : 1;
    b->able = good ? cool_known(0) : cool_lacks(state);
    for (uint32_t i = 0; i < n->n_link; i++) {
        const net_link *l = &n->link[i];
        cool_amount flow = good ? cool_known(some * n->w->flow[i] / n->rho) : cool_lacks(state);
        if (l->what == NET_RACK) c->load[l->index].flow = flow;
        if (l->what == NET_PRIMARY) c->cooler[l->index].primary_able = flow;
        if (l->what != NET_SOURCE) continue;
        c->cooler[l->index].moves = flow;
        if (good) b->able.v += flow.v;
    }
    for (uint32_t i = 0; i < n->n_held; i++) {
        const net_held *k = &n->held[i];
        double out = good ? -some * hr_hydraulics_surplus(n->w, k->supply) / n->rho : 0;
        c->cooler[k->cooler].moves = good ? cool_known(out) : cool_lacks(state);
        if (good) b->able.v += out;
    }
}

/* Tells the laws of manifolds where flows are now; before the first solve, at what racks need. Far below that a law stays
 * as it is. */
static bool follow_trays(cooling *c, loop_net *n, bool first, bool *moved)
{
    for (uint32_t i = 0; i < n->n_link; i++) {
        const net_link *l = &n->link[i];
        cool_load *x = &c->load[l->index];
        if (l->what != NET_RACK || !hr_has_trays(x) || !(x->need.v > 0)) continue;
        if (first && x->trays.flow > 0) continue;
        double flow = first ? x->need.v : fmax(fabs(n->w->flow[i]) / n->rho, HR_TRANSITION_LEAST * x->need.v);
        if (!hr_trays_at(c, x, flow, n->rho, n->mu, moved)) return false;
    }
    return true;
}

static uint32_t root_of(uint32_t *root, uint32_t i)
{
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

/* Joins what two nodes hang together with; those that hold a pressure are all at `held`. False where it is one already. */
static bool join(loop_net *n, const hr_hydraulic_link *k)
{
    uint32_t a = root_of(n->root, k->from), b = root_of(n->root, k->to);
    if (a == b) return false;
    n->root[a > b ? b : a] = a > b ? a : b;
    return true;
}

/* A part that nothing open joins to a held pressure gets its own over one way that is shut: nothing can flow through that, for
 * there is no way back. */
static void hand_pressure_on(loop_net *n)
{
    uint32_t held = HR_NONE;
    for (uint32_t i = 0; i < n->n_node; i++) n->root[i] = i;
    for (uint32_t i = n->n_node; i-- > 0;) {
        if (!n->at[i].fixed) continue;
        if (held == HR_NONE) held = i;
        else n->root[i] = held; /* the greatest of them */
    }
    for (uint32_t i = 0; i < n->n_link; i++)
        if (!n->now[i].closed) (void)join(n, &n->now[i]);
    for (bool any = true; any;) { /* from what holds a pressure outwards */
        any = false;
        for (uint32_t i = 0; held != HR_NONE && i < n->n_link; i++) {
            hr_hydraulic_link *k = &n->now[i];
            uint32_t with = root_of(n->root, held);
            if (!k->closed || (root_of(n->root, k->from) == with) == (root_of(n->root, k->to) == with)) continue;
            k->closed = false;
            if (k->kind == HR_LINK_PUMP) k->u.pump.speed = 0, k->u.pump.k_stopped = 1; /* as a way, it stands */
            any = join(n, k);
        }
    }
}

/* A cooler that holds the pressures of its junctions and does not run moves nothing. */
static void stop_held(const cooling *c, loop_net *n)
{
    for (uint32_t i = 0; i < n->n_held; i++) {
        bool runs = false;
        for (uint32_t k = 0; k < n->n_held; k++)
            runs |= n->held[k].supply == n->held[i].supply && c->cooler[n->held[k].cooler].lives != HR_S_OFF;
        for (uint32_t k = 0; k < n->n_link && !runs; k++)
            n->now[k].closed |= n->now[k].from == n->held[i].supply || n->now[k].to == n->held[i].supply;
    }
}

static bool set_laws(const cooling *c, loop_net *n)
{
    bool set = true;
    for (uint32_t i = 0; i < n->n_link; i++) n->now[i] = law_of(c, n, &n->link[i]);
    stop_held(c, n);
    if (n->in_case) hand_pressure_on(n);
    for (uint32_t i = 0; i < n->n_link; i++) {
        n->w->rho[i] = n->rho, n->w->mu[i] = n->mu;
        set &= hr_hydraulics_set(n->w, i, &n->now[i]);
    }
    return set;
}

/* Again as long as the laws of manifolds move: a loop without any takes one solve. */
static cool_amount settle(cooling *c, loop_net *n, hr_id loop)
{
    hr_hydraulic_fault fault = {0, HR_NONE, HR_NONE};
    bool moved = true, told = follow_trays(c, n, true, &moved);
    for (int i = 0; i < LAWS_MOST && told && moved; i++) {
        moved = false;
        if (!set_laws(c, n)) return cool_unknown(loop, "between");
        hr_err e = hr_hydraulics_solve(n->w, &fault);
        n->still = n->in_case && e != HR_OK && fault.what == HR_HYDRAULIC_NO_FLOW;
        n->no_memory |= e == HR_ENOMEM;
        if (n->still) return cool_known(0);
        if (e != HR_OK) return fault_of(n, &fault, loop);
        told = follow_trays(c, n, false, &moved);
    }
    return told && !moved ? cool_known(0) : cool_unknown(loop, "convergence");
}

void hr_loop_net_solve(cooling *c, cool_body *b)
{
    loop_net *n = b->net;
    cool_amount state = ready(c, n);
    n->still = false;
    hr_properties p = {0};
    double T = !cool_is(&b->supply) ? 0 : cool_is(&b->back) ? 0.5 * (b->supply.v + b->back.v) : b->supply.v;
    if (!(T > 0) && cool_is(&b->set)) T = b->set.v; /* no cooler that can tell: as warm as it is set to */
    if (cool_is(&state) && !(T > 0)) state = cool_unknown(b->unit, "supply");
    if (cool_is(&state) && !hr_fluid_properties(&b->fluid, T, &p)) state = cool_unknown(b->unit, "supply");
    if (cool_is(&state)) {
        n->rho = p.density, n->mu = p.viscosity;
        state = settle(c, n, b->unit);
    }
    n->solved = cool_is(&state);
    n->lacks = state;
    scatter(c, n, &state);
}

/* --- temperatures -------------------------------------------------------------------------------------------------------------- */

/* W put into what flows through a link. */
static double heat_in(const cooling *c, const net_link *l)
{
    if (l->what == NET_PART) return cool_is(&l->draw) ? l->draw.v : 0;
    if (l->what == NET_RACK && cool_is(&c->load[l->index].liquid)) return c->load[l->index].liquid.v;
    if (l->what != NET_PRIMARY) return 0;
    const cool_cooler *x = &c->cooler[l->index];
    const double own = cool_warms_what_takes(x) && cool_is(&x->power) ? x->power.v : 0;
    return cool_is(&x->heat) ? x->heat.v + own : 0;
}

/* Coolers hold what they supply; everything else follows the flow. */
static hr_err warm(const cooling *c, loop_net *n, const cool_body *b, hr_arena *a)
{
    uint8_t *kind = HR_NEW_ARRAY(a, uint8_t, n->n_node);
    hr_heat_link *link = HR_NEW_ARRAY(a, hr_heat_link, n->n_link);
    double *heat = HR_NEW_ARRAY(a, double, n->n_link), *fixed = HR_NEW_ARRAY(a, double, n->n_node);
    hr_heat *h = NULL;
    hr_heat_fault fault;
    if (!kind || !link || !heat || !fixed) return HR_ENOMEM;
    for (uint32_t i = 0; i < n->n_held; i++) {
        kind[n->held[i].supply] = HR_HEAT_FIXED;
        kind[n->held[i].back] = HR_HEAT_OUTLET;
        fixed[n->held[i].supply] = b->supply.v;
    }
    for (uint32_t i = 0; i < n->n_link; i++) {
        const hr_hydraulic_link *k = &n->link[i].link;
        link[i] = (hr_heat_link){k->from, k->to, &b->fluid, 0, 0};
        heat[i] = heat_in(c, &n->link[i]);
        if (n->link[i].what == NET_SOURCE) kind[k->to] = HR_HEAT_FIXED, fixed[k->to] = b->supply.v;
    }
    const hr_heat_net net = {n->n_node, n->n_link, kind, link};
    const hr_heat_input in = {n->w->flow, heat, fixed, 1e-9};
    hr_err e = hr_heat_new(&h, &net, &fault);
    if (e == HR_OK) e = hr_heat_solve(h, &in, &fault);
    hr_heat_result r = {0};
    if (e == HR_OK) r = hr_heat_results(h);
    for (uint32_t i = 0; i < n->n_node; i++) n->T[i] = e == HR_OK && r.state[i] == HR_HEAT_KNOWN ? r.T[i] : 0;
    hr_heat_free(h);
    return e;
}

void hr_loop_net_warm(cooling *c, cool_body *b)
{
    loop_net *n = b->net;
    for (uint32_t i = 0; i < n->n_node; i++) n->T[i] = 0;
    if (!n->solved || !cool_is(&b->supply)) return;
    hr_arena *a = hr_arena_new();
    if (a) (void)warm(c, n, b, a); /* without an answer there are no temperatures */
    hr_arena_free(a);
}

/* --- amounts ------------------------------------------------------------------------------------------------------------------- */

static cool_amount at_node(const cooling *c, const loop_net *n, hr_id unit, hr_quantity q)
{
    uint32_t i = n->node[unit];
    const hr_num *stated = c->body[n->body].loop.pressure;
    if (!n->solved) return cool_lacks(&n->lacks);
    if (q == HR_Q_TEMPERATURE) return n->T[i] > 0 ? cool_known(n->T[i]) : cool_unknown(c->body[n->body].unit, "supply");
    if (!stated || !stated->presence) return cool_unknown(c->body[n->body].unit, "pressure");
    return cool_known(n->w->pressure[i]);
}

/* Pa above vapour at the inlet of a pump. */
static cool_amount suction(const cooling *c, const loop_net *n, const net_link *l)
{
    cool_amount p = at_node(c, n, n->unit[l->link.from], HR_Q_STATIC);
    double vapour;
    if (!cool_is(&p)) return p;
    double T = n->T[l->link.from] > 0 ? n->T[l->link.from] : c->body[n->body].supply.v;
    if (!hr_vapour_pressure(T, &vapour)) return cool_unknown(c->body[n->body].unit, "supply");
    return cool_known(p.v + HR_ATMOSPHERE - vapour);
}

static cool_amount in_part(const cooling *c, const loop_net *n, hr_id unit, hr_quantity q)
{
    for (uint32_t i = 0; i < n->n_link; i++) {
        const net_link *l = &n->link[i];
        if (l->unit != unit || l->what != NET_PART) continue;
        if (q == HR_Q_DRAW) return l->draw;
        if (!n->solved) return cool_lacks(&n->lacks);
        if (q == HR_Q_FLOW) return cool_known(n->w->flow[i] / n->rho);
        if (q == HR_Q_DROP && l->link.kind != HR_LINK_PUMP) return cool_known(fabs(n->w->loss[i]));
        if (q == HR_Q_DROP) return cool_known(-n->w->loss[i]);
        if (q == HR_Q_SUCTION && l->link.kind == HR_LINK_PUMP) return suction(c, n, l);
    }
    return cool_none();
}

cool_amount hr_loop_net_amount(const cooling *c, hr_id unit, hr_quantity q)
{
    const hr_site *s = c->e->site;
    const cool_amount off = cool_none();
    bool junction = hr_unit_cooling(s, unit) == HR_COOLING_JUNCTION;
    bool of_junction = q == HR_Q_STATIC || q == HR_Q_TEMPERATURE;
    hr_id pair[2] = {unit, unit};
    bool of_part = q == HR_Q_FLOW || q == HR_Q_DROP || q == HR_Q_SUCTION || q == HR_Q_DRAW;
    if (junction != of_junction || (!junction && !of_part)) return off;
    if (!junction && !hr_unit_heat_pair(s, unit, HR_HEAT_BETWEEN, pair)) return off;
    if (c->net_of[pair[0]] == COOL_NONE) return off;
    const loop_net *n = c->body[c->net_of[pair[0]]].net;
    return junction ? at_node(c, n, unit, q) : in_part(c, n, unit, q);
}

/* The cooler that holds each node, else what comes first after the one whose pressure is known. */
static const hr_id *held_by(const cooling *c, const loop_net *n, hr_arena *a)
{
    hr_id *by = HR_NEW_ARRAY(a, hr_id, n->n_node);
    for (uint32_t i = 0; by && i < n->n_node; i++) by[i] = HR_NONE;
    for (uint32_t i = 0; by && i < n->n_held; i++)
        by[n->held[i].supply] = by[n->held[i].back] = c->cooler[n->held[i].cooler].unit;
    for (uint32_t i = 0; by && i < n->n_link; i++) {
        const hr_hydraulic_link *k = &n->link[i].link;
        if (k->kind == HR_LINK_PUMP && n->at[k->from].fixed && by[k->from] == HR_NONE) by[k->from] = n->link[i].unit;
    }
    return by;
}

/* --- as others see it ----------------------------------------------------------------------------------------------------------- */

static bool fill_view(const cooling *c, const loop_net *n, hr_arena *a, hr_loop_view *out)
{
    hr_hydraulic_link *link = HR_NEW_ARRAY(a, hr_hydraulic_link, n->n_link);
    hr_id *unit = HR_NEW_ARRAY(a, hr_id, n->n_link), *held = HR_NEW_ARRAY(a, hr_id, n->n_held);
    uint8_t *what = HR_NEW_ARRAY(a, uint8_t, n->n_link);
    out->held_by = held_by(c, n, a);
    if (!link || !unit || !held || !what || !out->held_by) return false;
    for (uint32_t i = 0; i < n->n_link; i++) {
        link[i] = n->w ? *hr_hydraulics_link(n->w, i) : n->link[i].link;
        unit[i] = n->link[i].unit;
        what[i] = n->link[i].what;
    }
    for (uint32_t i = 0; i < n->n_held; i++) held[i] = c->cooler[n->held[i].cooler].unit;
    out->net = (hr_hydraulic_net){n->at, link, n->n_node, n->n_link, HR_STANDARD_GRAVITY};
    out->link_unit = unit;
    out->what = what;
    out->held_unit = held;
    return true;
}

uint32_t hr_loop_view_count(const hr_engine *e)
{
    uint32_t n = 0;
    for (uint32_t i = 0; e->cooling && i < e->cooling->n_body; i++) n += e->cooling->body[i].net != NULL;
    return n;
}

bool hr_loop_view_at(const hr_engine *e, uint32_t k, hr_arena *a, hr_loop_view *out)
{
    const cooling *c = e->cooling;
    const loop_net *n = NULL;
    for (uint32_t i = 0; c && i < c->n_body && !n; i++)
        if (c->body[i].net && k-- == 0) n = c->body[i].net;
    if (!n) return false;
    const hr_num *stated = c->body[n->body].loop.pressure;
    *out = (hr_loop_view){.node_unit = n->unit,
                          .held = n->held,
                          .n_held = n->n_held,
                          .T = n->T,
                          .rho = n->rho,
                          .mu = n->mu,
                          .loop = c->body[n->body].unit,
                          .has_pressure = stated && stated->presence,
                          .lacks = n->solved ? cool_known(0) : n->lacks};
    if (!fill_view(c, n, a, out)) return out->lacks = cool_unknown(out->loop, "memory"), true;
    if (n->w) out->flow = n->w->flow, out->loss = n->w->loss, out->pressure = n->w->pressure;
    return true;
}
