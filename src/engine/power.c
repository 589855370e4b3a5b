/* power.c - the face of the power engine: base, work, solve.
 *
 * A case is solved in two sweeps over the order of supply: down, deciding again which feeds live wherever the outage
 * reaches; up, taking loads and losses again wherever something changed. Both visit units through a bitmap over ranks,
 * so the cost is what the case touches. solve_all does the same from nothing and must give the same bits. */
#include "engine/cooled.h"
#include "engine/trays.h"

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

static void copy_unit(const hr_engine *e, power_state *to, const power_state *from, hr_id u)
{
    const power_unit *p = &e->unit[u];
    to->in[u] = from->in[u];
    to->in_state[u] = from->in_state[u];
    to->live[u] = from->live[u];
    to->maybe[u] = from->maybe[u];
    to->gap[u] = from->gap[u];
    to->cords[u] = from->cords[u];
    for (uint32_t i = p->load_first; i < p->load_first + p->n_load; i++) to->psu_live[i] = from->psu_live[i];
}

static void copy_slot(power_state *to, const power_state *from, uint32_t slot)
{
    to->slot[slot] = from->slot[slot];
    to->slot_state[slot] = from->slot_state[slot];
}

void hr_power_touch_unit(hr_work *w, hr_id unit)
{
    power_nest *n = &w->nest;
    if (n->on && !n->unit_saved[unit]) {
        n->unit_saved[unit] = true;
        n->units.id[n->units.n++] = unit;
        copy_unit(w->e, &n->saved, &w->s, unit);
    }
    if (w->note_changes && !w->is_changed[unit]) {
        w->is_changed[unit] = true;
        w->changed.id[w->changed.n++] = unit;
    }
    if (w->unit_touched[unit]) return;
    w->unit_touched[unit] = true;
    w->units.id[w->units.n++] = unit;
}

void hr_power_touch_slot(hr_work *w, uint32_t slot)
{
    power_nest *n = &w->nest;
    if (n->on && !n->slot_saved[slot]) {
        n->slot_saved[slot] = true;
        n->slots.id[n->slots.n++] = slot;
        copy_slot(&n->saved, &w->s, slot);
    }
    if (w->slot_touched[slot]) return;
    w->slot_touched[slot] = true;
    w->slots.id[w->slots.n++] = slot;
}

static void restore_unit(hr_work *w, hr_id u)
{
    copy_unit(w->e, &w->s, &w->b->s, u);
    w->mode.planned[u] = HR_NONE;
    w->unit_touched[u] = false;
}

static bool is_maintained(const hr_case *c, uint32_t i) { return i < c->n_maintained; }

static void count_out(hr_work *w, const hr_case *c, uint32_t i, int by)
{
    const hr_target *t = &c->out[i];
    hr_power_count_out(w->e, w->b, w->out_unit, w->out_wire, t, is_maintained(c, i), by);
    if (t->how == HR_STUCK) w->mode.stuck[t->unit] = by > 0;
    if (t->how == HR_FED_BY_BYPASS) w->mode.on_bypass[t->unit] = by > 0;
}

/* Closes again what the cascade opened, the last `keep` aside. */
static void close_opened(hr_work *w, uint32_t keep_wires, uint32_t keep_units)
{
    power_mode *m = &w->mode;
    for (uint32_t i = keep_wires; i < m->n_opened_wire; i++) {
        hr_id x = m->opened_wire[i];
        w->out_wire[x] = w->b->out_wire[x];
        m->contested[x] = false;
    }
    for (uint32_t i = keep_units; i < m->n_opened_unit; i++)
        w->out_unit[m->opened_unit[i]] -= w->e->site->unit[m->opened_unit[i]].count;
    m->n_opened_wire = keep_wires;
    m->n_opened_unit = keep_units;
}

/* The state of the first of two things, and nothing noted of the second. */
static void back_to_first(hr_work *w)
{
    power_nest *n = &w->nest;
    for (uint32_t i = 0; i < n->units.n; i++) {
        copy_unit(w->e, &w->s, &n->saved, n->units.id[i]);
        n->unit_saved[n->units.id[i]] = false;
    }
    for (uint32_t i = 0; i < n->slots.n; i++) {
        copy_slot(&w->s, &n->saved, n->slots.id[i]);
        n->slot_saved[n->slots.id[i]] = false;
    }
    for (uint32_t i = 0; i < n->ports.n; i++) n->port_noted[n->ports.id[i]] = false;
    n->units.n = n->slots.n = n->ports.n = 0;
    n->on = false;
}

/* Takes back the second of two things. */
static void roll_back(hr_work *w)
{
    power_nest *n = &w->nest;
    if (!n->on) return;
    close_opened(w, n->opened_wire, n->opened_unit);
    back_to_first(w);
    count_out(w, n->at, n->at->n_out - 1u, -1);
}

/* What hands closed and what the cascade opened goes back to where it was. */
static void restore_mode(hr_work *w)
{
    const hr_site *s = w->e->site;
    close_opened(w, 0, 0);
    for (uint32_t i = 0; w->at && w->at->n_maintained && i < w->units.n; i++) {
        const hr_unit *u = &s->unit[w->units.id[i]];
        for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++) w->mode.closed[x] = false;
    }
}

/* The state of the base, and nothing noted. */
static void back_to_base(hr_work *w)
{
    for (uint32_t i = 0; i < w->units.n; i++) restore_unit(w, w->units.id[i]);
    for (uint32_t i = 0; i < w->slots.n; i++) {
        uint32_t k = w->slots.id[i];
        copy_slot(&w->s, &w->b->s, k);
        w->slot_touched[k] = false;
    }
    for (uint32_t i = 0; i < w->ports.n; i++) w->port_touched[w->ports.id[i]] = false;
    w->units.n = w->slots.n = w->ports.n = 0;
    w->nest.rooted = false;
    hr_cooled_forget(w);
}

static void restore(hr_work *w)
{
    roll_back(w);
    restore_mode(w);
    back_to_base(w);
    for (uint32_t i = 0; w->at && i < w->at->n_out; i++) count_out(w, w->at, i, -1);
    w->at = NULL;
}

/* --- the two sweeps -------------------------------------------------------------------------------------------------- */

void hr_power_mark_down(hr_work *w, hr_id unit)
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
        if (ring == HR_NONE || s->nominal[child].ring != ring) hr_power_mark_down(w, child);
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
    for (hr_id at = unit; s->nominal[at].ring == ring && LIVE_ON_WIRE(w->s.live[at]); depth++)
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
            if (hr_power_share(w, x) <= 0) hr_power_wire_put(w, x, &none, hr_power_idle(w, x));
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

void hr_power_touch_port(hr_work *w, hr_id port)
{
    bool *noted = w->nest.on ? w->nest.port_noted : w->port_touched;
    id_list *list = w->nest.on ? &w->nest.ports : &w->ports;
    if (port == HR_NONE || noted[port]) return;
    noted[port] = true;
    list->id[list->n++] = port;
}

/* The standby sources that feed a unit now, through whatever lives. */
static void note_sources(hr_work *w, hr_id unit, uint32_t depth)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[unit];
    if (w->e->unit[unit].standby) hr_power_touch_port(w, x->port);
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count && depth < s->n_unit; k++)
        if (w->e->unit[unit].kind == HR_P_HOLDER ? hr_power_wire_live(w, k) : hr_power_share(w, k) > 0)
            note_sources(w, s->wire[k].parent, depth + 1);
}

/* What arrives at a standby source at once depends on times further down, which may change while its load does not: of
 * two things the second does that, of one there is no load without it. */
static void note_steps(hr_work *w)
{
    bool possible = w->nest.on && w->base == HR_BASE_UTILITY && w->e->n_base > 1;
    for (uint32_t i = 0; possible && i < w->nest.units.n; i++) note_sources(w, w->nest.units.id[i], 0);
}

static void note_ports(hr_work *w)
{
    const hr_site *s = w->e->site;
    const id_list *units = w->nest.on ? &w->nest.units : &w->units;
    for (uint32_t i = 0; i < units->n; i++) {
        hr_id u = units->id[i];
        const hr_unit *x = &s->unit[u];
        const power_unit *p = &w->e->unit[u];
        hr_power_touch_port(w, x->port);
        if (p->bar != HR_NONE) hr_power_touch_port(w, s->unit[p->bar].port);
        for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) hr_power_touch_port(w, s->wire[k].port);
        for (uint32_t k = p->load_first; k < p->load_first + p->n_load; k++)
            hr_power_touch_port(w, s->unit[w->e->load[k].unit].port);
    }
    note_steps(w);
}

/* --- solving ----------------------------------------------------------------------------------------------------------------- */

static void mark_target(hr_work *w, const hr_target *t, bool maintained)
{
    const hr_site *s = w->e->site;
    hr_id unit = t->wire != HR_NONE ? s->wire[t->wire].child : t->unit;
    const power_unit *p = &w->e->unit[unit];
    bool held_load = p->own_load != HR_NONE && s->unit[unit].holder != HR_NONE && !s->unit[unit].wire_count;
    hr_power_mark_down(w, held_load ? s->unit[unit].holder : unit);
    if (held_load) hr_power_touch_unit(w, s->unit[unit].holder);
    if (p->kind == HR_P_BAR) hr_power_mark_down(w, s->unit[unit].holder);
    for (int i = 0; i < 2 && t->how == HR_OUT && t->wire == HR_NONE && !(maintained && p->drawout); i++)
        if (p->side[i] != HR_NONE) hr_power_mark_down(w, p->side[i]);
    /* what hangs on a tie that keeps its state looks again */
    if (t->how == HR_STUCK) mark_children(w, unit);
}

static void take_out(hr_work *w, const hr_case *c, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        count_out(w, c, i, 1);
        mark_target(w, &c->out[i], is_maintained(c, i));
    }
}

void hr_power_sweep(hr_work *w)
{
    sweep_down(w);
    sweep_up(w);
}

/* Another base: its solution changes places with the one in use. Each points at the first target it holds itself. */
static void at_base(hr_work *w, uint8_t base)
{
    for (uint32_t i = 1; i < w->e->n_base && w->base != base; i++) {
        if (w[i].base != base) continue;
        hr_work now = w[0];
        w[0] = w[i];
        w[i] = now;
        for (uint32_t k = 0; k <= i; k += i) {
            w[k].nest.root.out = &w[k].nest.first;
            if (w[k].nest.rooted) w[k].at = &w[k].nest.root;
        }
    }
}

/* Maintenance is switched by hand first; what then happens is left to what acts by itself. */
static void run_case(hr_work *w, const hr_case *c)
{
    if (c->n_maintained) {
        w->mode.manual = true;
        take_out(w, c, 0, c->n_maintained);
        sweep_down(w);
        w->mode.manual = false;
        for (uint32_t i = 0; i < w->units.n; i++) w->mode.planned[w->units.id[i]] = w->s.live[w->units.id[i]];
    }
    take_out(w, c, c->n_maintained, c->n_out);
    hr_power_sweep(w);
    note_ports(w);
    hr_cooled_case(w);
}

static bool has_root(const hr_work *w, const hr_case *c)
{
    const hr_target *a = &w->nest.first, *b = &c->out[0];
    return w->nest.rooted && w->nest.root.n_maintained == c->n_maintained && a->unit == b->unit && a->wire == b->wire &&
           a->member == b->member && a->how == b->how;
}

static void solve_first(hr_work *w, const hr_case *c)
{
    power_nest *n = &w->nest;
    restore(w);
    n->first = c->out[0];
    n->root = *c;
    n->root.n_out = 1;
    n->root.out = &n->first;
    n->rooted = true;
    w->at = &n->root;
    run_case(w, w->at);
    n->overloaded = hr_power_is_overloaded(w);
}

static void solve_second(hr_work *w, const hr_case *c)
{
    power_nest *n = &w->nest;
    if (has_root(w, c)) roll_back(w);
    else solve_first(w, c);
    n->on = true;
    n->at = c;
    n->opened_unit = w->mode.n_opened_unit;
    n->opened_wire = w->mode.n_opened_wire;
    take_out(w, c, 1, 2);
    hr_power_sweep(w);
    note_ports(w);
    hr_cooled_case(w);
}

static void solve_at(hr_work *w, uint8_t base, const hr_case *c)
{
    at_base(w, base);
    if (c->n_out == 2 && c->kind != HR_CASE_COMMON) {
        solve_second(w, c);
        return;
    }
    restore(w);
    w->at = c;
    run_case(w, c);
}

static void solve(hr_work *w, const hr_case *c) { solve_at(w, c->base, c); }

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
        hr_power_mark_down(w, u);
    }
    for (uint32_t i = 0; i < e->n_load; i++) w->s.psu_live[i] = 0;
}

/* The base again from nothing, then the case on it, as far as hands are needed; else all at once. */
static void solve_all(hr_work *w, const hr_case *c)
{
    at_base(w, c->base);
    restore(w);
    w->at = c;
    if (w->cooled) w->cooled->all = true;
    clear(w);
    if (c->n_maintained) hr_power_sweep(w);
    run_case(w, c);
}

static bool calls_standby(const hr_work *w)
{
    for (uint32_t i = 0; i < w->units.n && w->base == HR_BASE_UTILITY; i++) {
        hr_id u = w->units.id[i];
        if (w->e->unit[u].standby && w->s.in_state[u].total != HR_S_OFF &&
            w->s.in_state[u].total != w->b->s.in_state[u].total)
            return true;
        if (w->e->unit[u].standby && w->s.in[u].p > w->b->s.in[u].p) return true;
    }
    return false;
}

static bool before_standby(hr_work *w)
{
    const hr_case *c = w->nest.on ? w->nest.at : w->at;
    if (!c || !calls_standby(w)) return false;
    solve_at(w, BASE_BEFORE_STANDBY, c);
    return true;
}

static uint32_t cascade(hr_work *w)
{
    uint32_t n = hr_power_cascade(w);
    if (n) note_ports(w), hr_cooled_case(w);
    return n;
}

/* --- what was called to act ----------------------------------------------------------------------------------------------- */

static bool feeds_something(const power_state *s, hr_id unit)
{
    return s->in[unit].p > 0 || s->in_state[unit].total == HR_S_UNKNOWN || s->in_state[unit].total == HR_S_PARTIAL;
}

/* A standby source starts for what the base does not take from it; one that runs already has nothing to do. */
static bool has_to_start(const hr_work *w, hr_id unit)
{
    return w->e->unit[unit].standby && w->base == HR_BASE_UTILITY && feeds_something(&w->s, unit) &&
           !feeds_something(&w->b->s, unit);
}

static uint32_t called(const hr_work *w, hr_target *out, uint32_t most)
{
    const hr_site *s = w->e->site;
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->units.n && n < most; i++) {
        hr_id u = w->units.id[i], now = w->s.live[u], before = w->b->s.live[u];
        bool starts = has_to_start(w, u);
        bool moved = LIVE_ON_WIRE(now) && LIVE_ON_WIRE(before) && now != before && w->e->unit[u].transfers;
        if (!starts && !moved) continue;
        bool by_tie = moved && s->wire[now].role == HR_WIRE_TIE;
        hr_id device = by_tie ? s->wire[now].parent : u;
        if (by_tie && !s->wire[now].normally_open) continue; /* it conducted already */
        bool tie_itself = w->e->unit[u].side[0] != HR_NONE;
        if (!tie_itself) out[n++] = (hr_target){device, 0, HR_NONE, HR_STUCK};
    }
    return n + hr_cooled_called(w, out + n, most - n);
}

/* --- what lives, and by which feed ------------------------------------------------------------------------------------ */

static hr_state lives(const hr_work *w, hr_id unit)
{
    if (w->s.live[unit] != HR_NONE) return HR_S_KNOWN;
    return w->s.maybe[unit] ? HR_S_UNKNOWN : HR_S_OFF;
}

static uint32_t bases(const hr_engine *e) { return e->n_base > 1 ? HR_BASES : 1; }

/* --- work -------------------------------------------------------------------------------------------------------------------- */

static bool alloc_mode(hr_work *w, const hr_engine *e)
{
    uint32_t n = e->site->n_unit;
    power_mode *m = &w->mode;
    m->stuck = HR_NEW_ARRAY(w->arena, bool, n);
    m->on_bypass = HR_NEW_ARRAY(w->arena, bool, n);
    m->closed = HR_NEW_ARRAY(w->arena, bool, e->site->n_wire);
    m->contested = HR_NEW_ARRAY(w->arena, bool, e->site->n_wire);
    m->planned = HR_NEW_ARRAY(w->arena, hr_id, n);
    m->opened_unit = HR_NEW_ARRAY(w->arena, hr_id, n);
    m->opened_wire = HR_NEW_ARRAY(w->arena, hr_id, e->site->n_wire);
    for (uint32_t u = 0; m->planned && u < n; u++) m->planned[u] = HR_NONE;
    return m->stuck && m->on_bypass && m->closed && m->contested && m->planned && m->opened_unit && m->opened_wire;
}

static bool alloc_queue(hr_work *w, const hr_engine *e)
{
    uint32_t n = e->site->n_wire + e->site->n_unit;
    w->queue.device = HR_NEW_ARRAY(w->arena, uint32_t, n);
    w->queue.place = HR_NEW_ARRAY(w->arena, uint32_t, n);
    w->queue.ratio = HR_NEW_ARRAY(w->arena, double, n);
    w->changed.id = HR_NEW_ARRAY(w->arena, hr_id, e->site->n_unit);
    w->is_changed = HR_NEW_ARRAY(w->arena, bool, e->site->n_unit);
    return w->queue.device && w->queue.place && w->queue.ratio && w->changed.id && w->is_changed;
}

static bool alloc_nest(hr_work *w, const hr_engine *e)
{
    uint32_t n = e->site->n_unit, slots = e->n_slot + 1, ports = e->site->n_port;
    power_nest *k = &w->nest;
    k->unit_saved = HR_NEW_ARRAY(w->arena, bool, n);
    k->slot_saved = HR_NEW_ARRAY(w->arena, bool, slots);
    k->port_noted = HR_NEW_ARRAY(w->arena, bool, ports);
    k->units.id = HR_NEW_ARRAY(w->arena, hr_id, n);
    k->slots.id = HR_NEW_ARRAY(w->arena, hr_id, slots);
    k->ports.id = HR_NEW_ARRAY(w->arena, hr_id, ports);
    return k->unit_saved && k->slot_saved && k->port_noted && k->units.id && k->slots.id && k->ports.id &&
           hr_power_state_new(w->arena, e, &k->saved);
}

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
    return alloc_mode(w, e) && alloc_nest(w, e) && alloc_queue(w, e) && w->out_unit && w->out_wire && w->down &&
           w->up && w->dirty && w->unit_touched && w->slot_touched && w->port_touched && w->units.id && w->slots.id &&
           w->ports.id && hr_power_state_new(w->arena, e, &w->s);
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
    memcpy(to->gap, from->gap, n * sizeof *to->gap);
    memcpy(to->cords, from->cords, n * sizeof *to->cords);
    memcpy(to->psu_live, from->psu_live, e->n_load * sizeof *to->psu_live);
}

/* As if it were new. Cases that it has solved may be gone. */
static void renew(hr_work *w)
{
    const hr_site *s = w->e->site;
    back_to_first(w);
    back_to_base(w);
    memcpy(w->out_unit, w->b->out_unit, s->n_unit * sizeof *w->out_unit);
    memcpy(w->out_wire, w->b->out_wire, s->n_wire * sizeof *w->out_wire);
    memset(w->mode.stuck, 0, s->n_unit * sizeof *w->mode.stuck);
    memset(w->mode.on_bypass, 0, s->n_unit * sizeof *w->mode.on_bypass);
    memset(w->mode.closed, 0, s->n_wire * sizeof *w->mode.closed);
    memset(w->mode.contested, 0, s->n_wire * sizeof *w->mode.contested);
    w->mode.n_opened_unit = w->mode.n_opened_wire = 0;
    w->at = NULL;
}

/* Of all base states, which stand side by side. */
static void unmake(hr_work *w)
{
    for (uint32_t i = 0; i < w->e->n_base; i++) hr_cooled_free(&w[i]);
    hr_arena_free(w->arena);
}

/* One is kept for the next who asks: nearly all ask one after the other, and a new one is as large as the engine. */
static void work_free(hr_work *w)
{
    if (!w) return;
    hr_work **spare = w->e->spare;
    if (*spare) {
        unmake(w);
        return;
    }
    for (uint32_t i = 0; i < w->e->n_base; i++) renew(&w[i]);
    at_base(w, HR_BASE_UTILITY);
    *spare = w;
}

static hr_err start_at(hr_work *w, const hr_engine *e, hr_arena *a, uint8_t base)
{
    *w = (hr_work){.e = e, .b = &e->base[base], .base = base, .arena = a, .down_min = UINT32_MAX, .up_min = UINT32_MAX};
    w->mode.no_standby = base == BASE_BEFORE_STANDBY;
    w->mode.ties_by_hand = true;
    if (!alloc_work(w, e)) return HR_ENOMEM;
    memcpy(w->out_unit, w->b->out_unit, e->site->n_unit * sizeof *w->out_unit);
    memcpy(w->out_wire, w->b->out_wire, e->site->n_wire * sizeof *w->out_wire);
    copy_state(e, &w->s, &w->b->s);
    return HR_OK;
}

static hr_err work_new(hr_work **out, const hr_engine *e)
{
    *out = *e->spare;
    *e->spare = NULL;
    if (*out) return HR_OK;
    hr_arena *a = hr_arena_new();
    hr_work *w = a ? HR_NEW_ARRAY(a, hr_work, POWER_BASES) : NULL;
    const bool ok = w != NULL;
    hr_err err = ok ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < e->n_base && err == HR_OK; i++) err = start_at(&w[i], e, a, (uint8_t)i);
    for (uint32_t i = 0; i < e->n_base && err == HR_OK && e->solved; i++) err = hr_cooled_new(&w[i]);
    if (err == HR_OK) *out = w;
    else if (ok) unmake(w);
    else hr_arena_free(a);
    return err;
}

static void free_engine(hr_engine *e)
{
    if (!e) return;
    hr_loop_nets_free(e->cooling);
    hr_trays_free(e->cooling);
    if (e->spare && *e->spare) unmake(*e->spare);
    hr_arena_free(e->arena);
}

/* A base is the solution from nothing with what is out in it: once to know what lives, then with the times, which are told
 * from that. */
static void solve_base(hr_engine *e, hr_work *w, uint8_t base)
{
    hr_case at = {.kind = HR_CASE_NORMAL, .base = base};
    at_base(w, base);
    for (int building = 1; building >= 0; building--) {
        w->mode.building = building;
        solve_all(w, &at);
        copy_state(e, &e->base[base].s, &w->s);
    }
    e->base[base].overloaded = hr_power_overloaded(w);
    w->at = NULL; /* `at` is gone after this */
}

static hr_err build(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                    uint32_t n)
{
    hr_engine *e;
    hr_work *w;
    hr_err err = hr_power_build(&e, ctx, site, corner, out_base, n);
    if (err != HR_OK) return err;
    if ((err = hr_cooling_build(&e->cooling, ctx, e)) == HR_OK) err = work_new(&w, e);
    if (err != HR_OK) {
        free_engine(e);
        return err;
    }
    bool found = true;
    for (uint32_t b = 0; b < e->n_base; b++) {
        solve_base(e, w, (uint8_t)b);
        if (b == HR_BASE_UTILITY && e->cooling) {
            found = hr_cooling_year(e, w) == HR_OK;
            hr_couple(e, w);
            solve_base(e, w, (uint8_t)b);
        }
        if (b == HR_BASE_UTILITY) found = hr_density_find(e, w) && found;
    }
    if (e->cooling) unmake(w); /* the next is made with what its cooling needs */
    else work_free(w);
    e->solved = true;
    if (!found) return free_engine(e), HR_ENOMEM;
    return *out = e, HR_OK;
}

static const hr_id *touched(const hr_work *w, uint32_t *n)
{
    *n = w->nest.on ? w->nest.ports.n : w->ports.n;
    return w->nest.on ? w->nest.ports.id : w->ports.id;
}

/* As `solve` left it: neither cascaded nor before standby. */
static const hr_case *solved(const hr_work *w)
{
    if (w->mode.n_opened_wire || w->mode.n_opened_unit || w->base == BASE_BEFORE_STANDBY) return NULL;
    return w->nest.on ? w->nest.at : w->at;
}

static hr_reading reading_at(const hr_work *w, hr_id point, hr_corner corner)
{
    bool timed = hr_is_time_of_heat(hr_point_quantity(point));
    return timed ? hr_cooled_time_reading(w, point, corner) : hr_power_reading(w, point);
}

static void words(const hr_work *w, hr_id point, hr_buf *out)
{
    hr_quantity q = hr_point_quantity(point);
    if (q == HR_Q_UNCOOLED) hr_cooled_words(w, point, out);
    else if (hr_is_time_of_heat(q)) hr_cooled_time_words(w, point, out);
    else hr_cooling_words(w, point, out);
}

const hr_engine_ops hr_power_engine = {
    .name = "power",
    .build = build,
    .work_new = work_new,
    .solve = solve,
    .solve_all = solve_all,
    .before_standby = before_standby,
    .cascade = cascade,
    .first_opened = hr_power_first_opened,
    .opened = hr_power_opened,
    .called = called,
    .bases = bases,
    .lives = lives,
    .suffers = hr_cooled_suffers,
    .cut_off = hr_cooled_cut_off,
    .uncooled = hr_cooled_parts,
    .feeds = hr_power_feeds,
    .reading = hr_power_reading,
    .reading_at = reading_at,
    .touched = touched,
    .explain = hr_power_explain,
    .gap = hr_power_gap,
    .failed = hr_cooled_failed,
    .decides = hr_cooled_decides,
    .words = words,
    .supply = hr_power_supply,
    .loads = hr_power_loads,
    .moving = hr_power_moving,
    .times = hr_power_times,
    .solved = solved,
    .volts = hr_power_volts,
    .work_free = work_free,
    .free = free_engine,
};
