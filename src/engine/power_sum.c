/* power_sum.c - loads up the path: per-phase P and Q from what consumes to what supplies, with losses on the way.
 *
 * A unit's intake is a pure function of what it feeds, so a case only takes again what its outage reaches, from the
 * loads upwards, and stops where nothing changed. Equations and sources: docs/physics/power.md. */
#include "engine/power.h"

/* --- trees -------------------------------------------------------------------------------------------------------- */

static void mark_path(hr_work *w, const power_unit *parent, uint32_t slot)
{
    for (uint32_t k = (slot - parent->slot) / 2; k >= 1; k /= 2) {
        uint32_t at = parent->slot + k;
        if (w->dirty[at / 64] >> (at % 64) & 1) return;
        w->dirty[at / 64] |= 1ull << (at % 64);
    }
}

void hr_power_wire_put(hr_work *w, hr_id wire, const hr_flow *f, hr_flow_state fs)
{
    uint32_t slot = w->e->wire_slot[wire];
    hr_flow_state *have = &w->s.slot_state[slot];
    if (flow_same(&w->s.slot[slot], f) && have->total == fs.total && have->phase == fs.phase) return;
    hr_power_touch_slot(w, slot);
    w->s.slot[slot] = *f;
    *have = fs;
    hr_id parent = w->e->site->wire[wire].parent;
    mark_path(w, &w->e->unit[parent], slot);
    hr_power_mark(w->up, &w->up_min, &w->up_max, w->e->unit[parent].rank);
}

static void add_pair(hr_work *w, const power_unit *u, uint32_t k)
{
    uint32_t at = u->slot + k, left = u->slot + 2 * k;
    hr_power_touch_slot(w, at);
    w->s.slot[at] = w->s.slot[left];
    w->s.slot_state[at] = w->s.slot_state[left];
    flow_add(&w->s.slot[at], &w->s.slot_state[at], &w->s.slot[left + 1], w->s.slot_state[left + 1]);
}

/* Takes again the sums whose addends changed, children before parents. */
static void sum_tree(hr_work *w, const power_unit *u)
{
    if (u->leaves < 2) return;
    uint32_t last = u->slot + u->leaves - 1;
    for (uint32_t word = last / 64 + 1; word-- > u->slot / 64;) {
        uint64_t bits = w->dirty[word], mine = 0;
        while (bits) {
            uint32_t top = 63 - (uint32_t)__builtin_clzll(bits), at = word * 64 + top;
            bits &= ~(1ull << top);
            if (at <= u->slot || at > last) continue;
            mine |= 1ull << top;
            add_pair(w, u, at - u->slot);
        }
        w->dirty[word] &= ~mine;
    }
}

/* --- series elements -------------------------------------------------------------------------------------------------- */

static void fed_by(const hr_work *w, const power_unit *u, hr_flow *f, hr_flow_state *fs)
{
    *f = (hr_flow){0};
    *fs = HR_FLOW_OFF;
    if (u->leaves) *f = w->s.slot[u->slot + 1], *fs = w->s.slot_state[u->slot + 1];
}

/* Loss of a series element with output f. Copper heats with the square of the current in each winding or conductor, so
 * an unbalanced load loses more than its total says. The part of unknown phases is taken as balanced: a lower bound. */
static double loss_of(const hr_work *w, hr_id unit, const hr_flow *f, hr_flow_state fs, hr_state *state)
{
    const hr_series_coef *c = &w->e->unit[unit].coef;
    const hr_nominal *n = &w->e->site->nominal[unit];
    bool known = fs.phase == HR_S_KNOWN || fs.phase == HR_S_OFF, three = n->phases == (HR_A | HR_B | HR_C);
    double total = f->p * f->p + f->q * f->q, squares = total / 3, amps = 0;
    if (c->efficiency) {
        *state = HR_S_KNOWN;
        return f->p * (1 / hr_curve_at(c->efficiency, f->p / c->rating) - 1);
    }
    *state = known || (c->per_a2 <= 0 && (c->per_va2 <= 0 || !three)) ? HR_S_KNOWN : HR_S_PARTIAL;
    if (known) {
        squares = 0;
        for (int k = 0; k < 3; k++) squares += f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k];
    }
    if (n->vout > 0) amps = squares * 3 / (n->vout * n->vout); /* sum of |S_phase / V_ln|^2 */
    else if (c->per_a2 > 0) *state = HR_S_UNKNOWN;
    return c->fixed + c->per_w * f->p + c->per_va * sqrt(total) + c->per_va2 * (three ? 3 * squares : total) +
           c->per_a2 * amps;
}

static bool is_open(hr_flow_state fs) { return fs.total == HR_S_UNKNOWN || fs.total == HR_S_PARTIAL; }

/* What a dead unit takes: nothing; not known, where it may live on a feed of its own or for what it feeds. */
static hr_flow_state intake_if_dead(const hr_work *w, hr_id unit, hr_flow_state fed)
{
    const hr_unit *x = &w->e->site->unit[unit];
    bool open = is_open(fed);
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) open |= is_open(hr_power_idle(w, k));
    return open && w->s.maybe[unit] ? HR_FLOW_UNKNOWN : HR_FLOW_OFF;
}

static hr_flow scaled(const hr_flow *f, double by)
{
    hr_flow part = {.p = f->p * by, .q = f->q * by};
    for (int k = 0; k < 3; k++) part.fp[k] = f->fp[k] * by, part.fq[k] = f->fq[k] * by;
    return part;
}

/* A unit's intake, on the feed it takes it from, or divided over sources in parallel by their weights: on none of them
 * where their shares are not known. */
static void put_on_feeds(hr_work *w, hr_id unit, const hr_flow *f, hr_flow_state fs)
{
    const hr_unit *x = &w->e->site->unit[unit];
    bool passed_on = w->s.live[unit] == HR_NONE && is_open(fs);
    bool open = w->s.live[unit] == HR_NONE || hr_power_shares(w, unit) || hr_power_closes_loop(w, unit);
    static const hr_flow none;
    hr_power_touch_unit(w, unit);
    w->s.in[unit] = *f;
    w->s.in_state[unit] = hr_power_closes_loop(w, unit) ? HR_FLOW_UNKNOWN : fs;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        double share = open ? 0 : hr_power_share(w, k);
        hr_flow part = share < 1 ? scaled(f, share) : *f;
        if (share > 0) hr_power_wire_put(w, k, &part, fs);
        else if (passed_on && hr_power_wire_maybe(w, k)) hr_power_wire_put(w, k, &none, HR_FLOW_UNKNOWN);
        else hr_power_wire_put(w, k, &none, hr_power_idle(w, k));
    }
}

static void sum_series(hr_work *w, hr_id unit)
{
    const hr_engine *e = w->e;
    const power_unit *u = &e->unit[unit];
    hr_flow f;
    hr_flow_state fs;
    sum_tree(w, u);
    fed_by(w, u, &f, &fs);
    hr_id feed = w->s.live[unit];
    if (feed == HR_NONE) {
        f = (hr_flow){0};
        fs = intake_if_dead(w, unit, fs);
    } else if (feed == LIVE_STORE) { /* what it carries comes from its store */
        f = (hr_flow){0};
        fs = HR_FLOW_OFF;
    } else if (u->kind != HR_P_SOURCE) {
        hr_state loss_state;
        double loss = loss_of(w, unit, &f, fs, &loss_state);
        flow_through_winding(&f, u->winding);
        uint8_t phases = e->site->nominal[unit].phases;
        if (loss > 0 || fs.total == HR_S_OFF) flow_load(&f, &fs, loss, 0, phases);
        if (u->opaque || loss_state == HR_S_UNKNOWN || loss_state == HR_S_PARTIAL) {
            fs.total = (uint8_t)flow_state_add((hr_state)fs.total, HR_S_UNKNOWN);
            fs.phase = (uint8_t)flow_state_add((hr_state)fs.phase, HR_S_UNKNOWN);
        }
    }
    put_on_feeds(w, unit, &f, fs);
}

/* --- loads ------------------------------------------------------------------------------------------------------------- */

static void put_load(const hr_work *w, const power_load *l, hr_flow *f, hr_flow_state *fs, double share, uint8_t phases)
{
    double alive = l->count - (l->unit < w->e->site->n_unit ? w->out_unit[l->unit] : 0);
    if (alive <= 0) return;
    if (l->known) {
        flow_load(f, fs, alive * (l->p * share), alive * (l->q * share), phases);
    } else {
        fs->total = (uint8_t)flow_state_add((hr_state)fs->total, HR_S_UNKNOWN);
        fs->phase = (uint8_t)flow_state_add((hr_state)fs->phase, HR_S_UNKNOWN);
    }
}

static void sum_holder(hr_work *w, hr_id unit)
{
    const hr_engine *e = w->e;
    const power_unit *u = &e->unit[unit];
    const hr_unit *x = &e->site->unit[unit];
    hr_flow total = {0};
    hr_flow_state total_state = HR_FLOW_OFF;
    hr_cords cords = w->s.cords[unit];
    hr_power_touch_unit(w, unit);
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++)
        w->s.psu_live[i] = hr_power_live_psus(w, &e->load[i], cords);
    for (uint32_t k = 0; k < x->wire_count; k++) {
        hr_flow f = {0};
        hr_flow_state fs = HR_FLOW_OFF;
        bool live = cords >> k & 1,
             maybe = !(w->b->s.cords[unit] >> k & 1) && hr_power_wire_maybe(w, x->wire_first + k) && w->s.maybe[unit];
        for (uint32_t i = u->load_first; i < u->load_first + u->n_load && (live || maybe); i++) {
            const power_load *l = &e->load[i];
            double psus = hr_power_psus(w, l, k);
            if (maybe && psus > 0) fs = HR_FLOW_UNKNOWN;
            if (live && w->s.psu_live[i] > 0 && psus > 0)
                put_load(w, l, &f, &fs, psus / w->s.psu_live[i], e->site->wire[x->wire_first + k].phases);
        }
        flow_add(&total, &total_state, &f, fs);
        if (u->uneven && fs.total != HR_S_OFF) f = (hr_flow){0}, fs = HR_FLOW_UNKNOWN;
        hr_power_wire_put(w, x->wire_first + k, &f, fs);
    }
    w->s.in[unit] = total;
    w->s.in_state[unit] = total_state;
}

static void sum_load(hr_work *w, hr_id unit)
{
    const hr_engine *e = w->e;
    const power_unit *u = &e->unit[unit];
    hr_id feed = w->s.live[unit];
    hr_flow f = {0};
    hr_flow_state fs = HR_FLOW_OFF;
    if (feed == HR_NONE) fs = intake_if_dead(w, unit, fs);
    if (u->n_load) w->s.psu_live[u->load_first] = feed != HR_NONE;
    if (u->n_load && feed != HR_NONE) /* each alternative may take phases of its own */
        put_load(w, &e->load[u->load_first], &f, &fs, 1, e->site->wire[feed].phases);
    put_on_feeds(w, unit, &f, fs);
}

void hr_power_sum(hr_work *w, hr_id unit)
{
    switch ((hr_power_kind)w->e->unit[unit].kind) {
    case HR_P_SOURCE:
    case HR_P_SERIES:
    case HR_P_UNMODELLED: sum_series(w, unit); break;
    case HR_P_HOLDER: sum_holder(w, unit); break;
    case HR_P_LOAD: sum_load(w, unit); break;
    case HR_P_BAR: /* what its holder takes */
    case HR_P_NONE: break;
    }
}
