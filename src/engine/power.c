/* power.c - the face of the power engine: base, work, solve.
 *
 * A case is solved in two sweeps over the order of supply: down, deciding again which feeds live wherever the outage
 * reaches; up, taking loads and losses again wherever something changed. Both visit units through a bitmap over ranks,
 * so the cost is what the case touches. solve_all does the same from nothing and must give the same bits. */
#include "engine/power.h"

#include <string.h>

/* --- bitmaps --------------------------------------------------------------------------------------------------- */

void hr_power_mark(uint64_t *bits, uint32_t *min, uint32_t *max, uint32_t i)
{
    uint32_t word = i / 64;
    bits[word] |= 1ull << (i % 64);
    if (word < *min) *min = word;
    if (word > *max) *max = word;
}

static bool pop_lowest(hr_work *w, uint32_t *i)
{
    for (; w->down_min <= w->down_max; w->down_min++) {
        uint64_t *bits = &w->down[w->down_min];
        if (!*bits) continue;
        *i = w->down_min * 64 + (uint32_t)__builtin_ctzll(*bits);
        *bits &= *bits - 1;
        return true;
    }
    w->down_min = UINT32_MAX, w->down_max = 0;
    return false;
}

static bool pop_highest(hr_work *w, uint32_t *i)
{
    for (; w->up_max + 1 > w->up_min; w->up_max--) {
        uint64_t *bits = &w->up[w->up_max];
        if (*bits) {
            uint32_t top = 63 - (uint32_t)__builtin_clzll(*bits);
            *i = w->up_max * 64 + top;
            *bits &= ~(1ull << top);
            return true;
        }
        if (w->up_max == 0) break;
    }
    w->up_min = UINT32_MAX, w->up_max = 0;
    return false;
}

/* --- notes of what changed ---------------------------------------------------------------------------------------- */

void hr_power_touch_unit(hr_work *w, hr_id unit)
{
    if (w->unit_touched[unit]) return;
    w->unit_touched[unit] = true;
    w->units.id[w->units.n++] = unit;
}

void hr_power_touch_slot(hr_work *w, uint32_t slot)
{
    if (w->slot_touched[slot]) return;
    w->slot_touched[slot] = true;
    w->slots.id[w->slots.n++] = slot;
}

static void restore_unit(hr_work *w, hr_id u)
{
    const power_state *base = &w->e->base;
    const power_unit *p = &w->e->unit[u];
    w->s.in[u] = base->in[u];
    w->s.in_state[u] = base->in_state[u];
    w->s.live[u] = base->live[u];
    w->s.maybe[u] = base->maybe[u];
    w->s.cords[u] = base->cords[u];
    for (uint32_t i = p->load_first; i < p->load_first + p->n_load; i++) w->s.psu_live[i] = base->psu_live[i];
    w->unit_touched[u] = false;
}

static void count_out(hr_work *w, const hr_target *t, int by)
{
    if (t->wire != HR_NONE) w->out_wire[t->wire] = by > 0 || w->e->base_out_wire[t->wire];
    else w->out_unit[t->unit] = (uint32_t)((int64_t)w->out_unit[t->unit] + by);
}

static void restore(hr_work *w)
{
    for (uint32_t i = 0; i < w->units.n; i++) restore_unit(w, w->units.id[i]);
    for (uint32_t i = 0; i < w->slots.n; i++) {
        uint32_t k = w->slots.id[i];
        w->s.slot[k] = w->e->base.slot[k];
        w->s.slot_state[k] = w->e->base.slot_state[k];
        w->slot_touched[k] = false;
    }
    for (uint32_t i = 0; i < w->ports.n; i++) w->port_touched[w->ports.id[i]] = false;
    w->units.n = w->slots.n = w->ports.n = 0;
    for (uint32_t i = 0; w->at && i < w->at->n_out; i++) count_out(w, &w->at->out[i], -1);
    w->at = NULL;
}

/* --- the two sweeps -------------------------------------------------------------------------------------------------- */

static void mark_down(hr_work *w, hr_id unit)
{
    hr_power_mark(w->down, &w->down_min, &w->down_max, w->e->unit[unit].rank);
}

static void mark_up(hr_work *w, hr_id unit) { hr_power_mark(w->up, &w->up_min, &w->up_max, w->e->unit[unit].rank); }

static uint32_t ring_end(const hr_site *s, uint32_t first)
{
    uint32_t end = first;
    while (end < s->n_unit && s->nominal[s->order[end]].ring == first) end++;
    return end;
}

static void mark_children(hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    const hr_site *s = w->e->site;
    hr_id ring = s->nominal[unit].ring;
    for (uint32_t i = 0; i < u->n_child; i++) {
        hr_id child = s->wire[w->e->child[u->child_first + i]].child;
        if (ring == HR_NONE || s->nominal[child].ring != ring) mark_down(w, child);
    }
}

static void sweep_down(hr_work *w)
{
    const hr_site *s = w->e->site;
    uint32_t rank;
    while (pop_lowest(w, &rank)) {
        hr_id unit = s->order[rank], ring = s->nominal[unit].ring;
        bool changed = hr_power_settle(w, unit);
        mark_up(w, unit);
        if (changed && ring == HR_NONE) mark_children(w, unit);
        if (ring == HR_NONE) continue;
        for (uint32_t i = ring, end = ring_end(s, ring); i < end; i++) {
            w->down[i / 64] &= ~(1ull << (i % 64));
            mark_children(w, s->order[i]);
        }
    }
}

static uint32_t depth_in_ring(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    hr_id ring = s->nominal[unit].ring;
    uint32_t depth = 0;
    for (hr_id at = unit; s->nominal[at].ring == ring && w->s.live[at] < LIVE_SOURCE; depth++)
        at = s->wire[w->s.live[at]].parent;
    return depth;
}

/* Members of a ring are summed from the end of the supply chain inwards; feeds that are open carry nothing first. */
static void sum_ring(hr_work *w, uint32_t first)
{
    const hr_site *s = w->e->site;
    static const hr_flow none;
    uint32_t end = ring_end(s, first), deepest = 0;
    for (uint32_t i = first; i < end; i++) {
        const hr_unit *u = &s->unit[s->order[i]];
        uint32_t d = depth_in_ring(w, s->order[i]);
        if (d > deepest) deepest = d;
        for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++)
            if (x != w->s.live[s->order[i]]) hr_power_wire_put(w, x, &none, hr_power_idle(w, x));
    }
    /* Once is enough for what lives. What is dead and may live has no depth: what is unknown there spreads by one member
     * a round at least. */
    for (uint32_t round = first; round < end; round++) {
        bool again = false;
        for (uint32_t i = first; i < end; i++) w->up[i / 64] &= ~(1ull << (i % 64));
        for (uint32_t d = deepest + 1; d-- > 0;)
            for (uint32_t i = first; i < end; i++)
                if (depth_in_ring(w, s->order[i]) == d) hr_power_sum(w, s->order[i]);
        for (uint32_t i = first; i < end; i++) again |= w->s.maybe[s->order[i]] && w->up[i / 64] >> (i % 64) & 1;
        if (!again) break;
    }
    for (uint32_t i = first; i < end; i++) w->up[i / 64] &= ~(1ull << (i % 64));
}

static void sweep_up(hr_work *w)
{
    const hr_site *s = w->e->site;
    uint32_t rank;
    while (pop_highest(w, &rank)) {
        hr_id unit = s->order[rank], ring = s->nominal[unit].ring;
        if (ring == HR_NONE) hr_power_sum(w, unit);
        else sum_ring(w, ring);
    }
}

/* --- ports whose readings may have changed ------------------------------------------------------------------------------ */

static void touch_port(hr_work *w, hr_id port)
{
    if (port == HR_NONE || w->port_touched[port]) return;
    w->port_touched[port] = true;
    w->ports.id[w->ports.n++] = port;
}

static void note_ports(hr_work *w)
{
    const hr_site *s = w->e->site;
    for (uint32_t i = 0; i < w->units.n; i++) {
        hr_id u = w->units.id[i];
        const hr_unit *x = &s->unit[u];
        const power_unit *p = &w->e->unit[u];
        touch_port(w, x->port);
        for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) touch_port(w, s->wire[k].port);
        for (uint32_t k = p->load_first; k < p->load_first + p->n_load; k++)
            touch_port(w, s->unit[w->e->load[k].unit].port);
    }
}

/* --- solving ----------------------------------------------------------------------------------------------------------------- */

static void take_out(hr_work *w, const hr_target *t)
{
    const hr_site *s = w->e->site;
    count_out(w, t, 1);
    hr_id unit = t->wire != HR_NONE ? s->wire[t->wire].child : t->unit;
    bool held_load =
        w->e->unit[unit].own_load != HR_NONE && s->unit[unit].holder != HR_NONE && !s->unit[unit].wire_count;
    mark_down(w, held_load ? s->unit[unit].holder : unit);
    if (held_load) hr_power_touch_unit(w, s->unit[unit].holder);
}

static void solve(hr_work *w, const hr_case *c)
{
    restore(w);
    w->at = c;
    for (uint32_t i = 0; i < c->n_out; i++) take_out(w, &c->out[i]);
    sweep_down(w);
    sweep_up(w);
    note_ports(w);
}

static void clear(hr_work *w)
{
    const hr_engine *e = w->e;
    for (uint32_t i = 0; i <= e->n_slot; i++) {
        w->s.slot[i] = (hr_flow){0};
        w->s.slot_state[i] = HR_FLOW_OFF;
        hr_power_touch_slot(w, i);
    }
    for (hr_id u = 0; u < e->site->n_unit; u++) {
        w->s.in[u] = (hr_flow){0};
        w->s.in_state[u] = HR_FLOW_OFF;
        w->s.live[u] = HR_NONE;
        w->s.maybe[u] = false;
        w->s.cords[u] = 0;
        hr_power_touch_unit(w, u);
        mark_down(w, u);
    }
    for (uint32_t i = 0; i < e->n_load; i++) w->s.psu_live[i] = 0;
}

static void solve_all(hr_work *w, const hr_case *c)
{
    restore(w);
    w->at = c;
    for (uint32_t i = 0; c && i < c->n_out; i++) count_out(w, &c->out[i], 1);
    clear(w);
    sweep_down(w);
    sweep_up(w);
    note_ports(w);
}

/* --- work -------------------------------------------------------------------------------------------------------------------- */

static bool alloc_work(hr_work *w, const hr_engine *e)
{
    uint32_t n = e->site->n_unit, slots = e->n_slot + 1, ports = e->site->n_port;
    w->out_unit = HR_NEW_ARRAY(w->arena, uint32_t, n);
    w->out_wire = HR_NEW_ARRAY(w->arena, bool, e->site->n_wire);
    w->down = HR_NEW_ARRAY(w->arena, uint64_t, n / 64 + 1);
    w->up = HR_NEW_ARRAY(w->arena, uint64_t, n / 64 + 1);
    w->dirty = HR_NEW_ARRAY(w->arena, uint64_t, slots / 64 + 1);
    w->unit_touched = HR_NEW_ARRAY(w->arena, bool, n);
    w->slot_touched = HR_NEW_ARRAY(w->arena, bool, slots);
    w->port_touched = HR_NEW_ARRAY(w->arena, bool, ports);
    w->units.id = HR_NEW_ARRAY(w->arena, hr_id, n);
    w->slots.id = HR_NEW_ARRAY(w->arena, hr_id, slots);
    w->ports.id = HR_NEW_ARRAY(w->arena, hr_id, ports);
    return w->out_unit && w->out_wire && w->down && w->up && w->dirty && w->unit_touched && w->slot_touched &&
           w->port_touched && w->units.id && w->slots.id && w->ports.id && hr_power_state_new(w->arena, e, &w->s);
}

static void copy_state(const hr_engine *e, power_state *to, const power_state *from)
{
    size_t n = e->site->n_unit, slots = (size_t)e->n_slot + 1;
    memcpy(to->slot, from->slot, slots * sizeof *to->slot);
    memcpy(to->slot_state, from->slot_state, slots * sizeof *to->slot_state);
    memcpy(to->in, from->in, n * sizeof *to->in);
    memcpy(to->in_state, from->in_state, n * sizeof *to->in_state);
    memcpy(to->live, from->live, n * sizeof *to->live);
    memcpy(to->maybe, from->maybe, n * sizeof *to->maybe);
    memcpy(to->cords, from->cords, n * sizeof *to->cords);
    memcpy(to->psu_live, from->psu_live, e->n_load * sizeof *to->psu_live);
}

static void work_free(hr_work *w)
{
    if (w) hr_arena_free(w->arena);
}

static hr_err work_new(hr_work **out, const hr_engine *e)
{
    *out = NULL;
    hr_arena *a = hr_arena_new();
    hr_work *w = a ? HR_NEW(a, hr_work) : NULL;
    if (w) *w = (hr_work){.e = e, .arena = a, .down_min = UINT32_MAX, .up_min = UINT32_MAX};
    if (!w || !alloc_work(w, e)) {
        hr_arena_free(a);
        return HR_ENOMEM;
    }
    memcpy(w->out_unit, e->base_out_unit, e->site->n_unit * sizeof *w->out_unit);
    memcpy(w->out_wire, e->base_out_wire, e->site->n_wire * sizeof *w->out_wire);
    copy_state(e, &w->s, &e->base);
    *out = w;
    return HR_OK;
}

static void free_engine(hr_engine *e)
{
    if (e) hr_arena_free(e->arena);
}

/* The base is the solution from nothing with what --out takes away. */
static hr_err build(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                    uint32_t n)
{
    hr_engine *e;
    hr_work *w;
    hr_err err = hr_power_build(&e, ctx, site, corner, out_base, n);
    if (err != HR_OK) return err;
    if ((err = work_new(&w, e)) != HR_OK) {
        free_engine(e);
        return err;
    }
    solve_all(w, NULL);
    copy_state(e, &e->base, &w->s);
    work_free(w);
    *out = e;
    return HR_OK;
}

static const hr_id *touched(const hr_work *w, uint32_t *n)
{
    *n = w->ports.n;
    return w->ports.id;
}

static const hr_case *solved(const hr_work *w) { return w->at; }

const hr_engine_ops hr_power_engine = {
    .name = "power",
    .build = build,
    .work_new = work_new,
    .solve = solve,
    .solve_all = solve_all,
    .reading = hr_power_reading,
    .touched = touched,
    .explain = hr_power_explain,
    .gap = hr_power_gap,
    .supply = hr_power_supply,
    .loads = hr_power_loads,
    .solved = solved,
    .volts = hr_power_volts,
    .work_free = work_free,
    .free = free_engine,
};
