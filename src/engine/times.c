/* times.c - what a case does before all has settled: seconds without supply, seconds on a store, the step on a standby
 * source. Read off the settled state when somebody asks; nothing is kept for it but the time beside each feed. */
#include "engine/power.h"

/* A unit whose time is that of the base has not been without supply. */
static power_gap since_base(const hr_work *w, hr_id unit)
{
    power_gap g = w->s.gap[unit], b = w->b->s.gap[unit];
    bool same = g.from == b.from && g.lo == b.lo && g.hi == b.hi && w->b->s.live[unit] != HR_NONE;
    return same ? (power_gap){0, 0, 0} : g;
}

/* A range is a lower bound: its upper end is not known. */
static hr_reading reading_of(double lo, double hi)
{
    if (lo == hi) return (hr_reading){lo, HR_S_KNOWN};
    return lo > 0 ? (hr_reading){lo, HR_S_PARTIAL} : (hr_reading){0, HR_S_UNKNOWN};
}

static hr_reading length_of(power_gap g)
{
    return g.hi > g.from ? reading_of(fmax(g.lo - g.from, 0), g.hi - g.from) : (hr_reading){0, HR_S_KNOWN};
}

/* --- loads on several cords ------------------------------------------------------------------------------------------- */

#define MOST_WAYS (2 * HR_MAX_CORDS)

/* The ways in which power comes to a holder: its cords, or the whips of a shelf that is one; when each is away. */
typedef struct ways {
    double from[MOST_WAYS], to[MOST_WAYS];
    uint32_t cord[MOST_WAYS]; /* that it belongs to */
    double part[MOST_WAYS];   /* of that cord's power supplies */
    uint32_t n;
} ways;

typedef struct reading_as { /* times that are not given at their bad end, and a store that bridges */
    bool harsh;
    const power_gap *store;
} reading_as;

/* On from the parent of `wire`, which is back in the end; a store puts off that it goes. Beyond the last place it counts
 * with the way before it. */
static void add_way(const hr_work *w, hr_id wire, uint32_t cord, double part, ways *c, reading_as as)
{
    power_gap g = since_base(w, w->e->site->wire[wire].parent);
    double store = as.store ? (as.harsh ? as.store->lo : as.store->hi) : 0;
    uint32_t i = c->n < MOST_WAYS ? c->n++ : MOST_WAYS - 1;
    c->from[i] = (w->out_wire[wire] ? 0 : g.from) + store;
    c->to[i] = hr_power_wire_live(w, wire) ? (as.harsh ? g.hi : g.lo) : INFINITY;
    c->cord[i] = cord;
    c->part[i] = part;
}

/* A shelf is there as far as its whips are, or its store is. */
static void add_whips(const hr_work *w, hr_id shelf, uint32_t cord, ways *c, reading_as as)
{
    const hr_unit *x = &w->e->site->unit[shelf];
    double all = 0;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) all += w->e->weight[k];
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++)
        add_way(w, k, cord, all > 0 ? w->e->weight[k] / all : 1.0 / x->wire_count, c, as);
}

static ways ways_of(const hr_work *w, hr_id holder, bool harsh, bool stores)
{
    const hr_unit *x = &w->e->site->unit[holder];
    ways c = {.n = 0};
    for (uint32_t k = 0; k < x->wire_count; k++) {
        hr_id wire = x->wire_first + k, parent = w->e->site->wire[wire].parent;
        const power_unit *p = &w->e->unit[parent];
        bool whips = p->pools && !hr_power_is_out(w, parent) && !w->out_wire[wire];
        if (whips) add_whips(w, parent, k, &c, (reading_as){harsh, p->store && stores ? &p->start : NULL});
        else add_way(w, wire, k, 1, &c, (reading_as){harsh, NULL});
    }
    return c;
}

static bool is_served_at(const hr_work *w, const power_load *l, const ways *c, double t)
{
    double part[HR_MAX_CORDS] = {0};
    hr_cords live = 0;
    for (uint32_t k = 0; k < c->n; k++) {
        if (t >= c->from[k] && t < c->to[k]) continue;
        live |= (hr_cords)1 << c->cord[k];
        part[c->cord[k]] += c->part[k];
    }
    return l->pooled ? hr_power_pool_serves(w, l->at, part) : hr_power_live_psus(w, l, live) > 0;
}

/* The longest time without enough power supplies: it begins when a way goes, and ends when one comes back. */
static double longest_away(const hr_work *w, const power_load *l, const ways *c)
{
    double longest = 0;
    for (uint32_t k = 0; k < c->n; k++) {
        double back = INFINITY;
        if (c->from[k] >= c->to[k] || is_served_at(w, l, c, c->from[k])) continue;
        for (uint32_t i = 0; i < c->n; i++)
            if (c->to[i] > c->from[k] && c->to[i] < back && is_served_at(w, l, c, c->to[i])) back = c->to[i];
        longest = fmax(longest, back - c->from[k]);
    }
    return longest;
}

/* A load that the case does not serve in the end, or that is out itself, has no time. */
hr_reading hr_power_gap_reading(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    hr_id i = w->e->unit[unit].own_load;
    if (i == HR_NONE || w->s.psu_live[i] <= 0 || w->out_unit[unit] >= u->count) return (hr_reading){0, HR_S_OFF};
    const power_load *l = &w->e->load[i];
    if (!l->needs_cords) return length_of(since_base(w, unit));
    hr_id holder = u->holder != HR_NONE && u->wire_count == 0 ? u->holder : unit;
    if (hr_power_is_out(w, holder)) return (hr_reading){0, HR_S_OFF};
    ways kind = ways_of(w, holder, false, true), harsh = ways_of(w, holder, true, true);
    hr_id at;
    const char *field;
    bool away = false;
    for (uint32_t k = 0; k < harsh.n; k++) away = away || harsh.to[k] > harsh.from[k];
    if (away && l->pooled && hr_power_pool_gap(w, holder, &at, &field)) return (hr_reading){0, HR_S_UNKNOWN};
    return reading_of(longest_away(w, l, &kind), longest_away(w, l, &harsh));
}

/* A load of what shares all of a rack's shelves. */
static const power_load *pooled_load(const hr_work *w, hr_id holder)
{
    const power_unit *u = &w->e->unit[holder];
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++)
        if (w->e->load[i].pooled) return &w->e->load[i];
    return NULL;
}

static bool goes_away(const hr_work *w, hr_id shelf, const ways *c)
{
    for (uint32_t k = 0; k < c->n; k++) {
        hr_id wire = w->e->site->unit[w->e->site->unit[shelf].holder].wire_first + c->cord[k];
        if (w->e->site->wire[wire].parent == shelf && c->to[k] > c->from[k]) return true;
    }
    return false;
}

/* What backs up a shelf carries while the rectifiers that live are too few for the rack, not while others carry on. */
static hr_reading shelf_on_store(const hr_work *w, hr_id shelf)
{
    hr_id holder = w->e->site->unit[shelf].holder;
    const power_load *l = holder != HR_NONE ? pooled_load(w, holder) : NULL;
    if (!l || hr_power_is_out(w, shelf) || hr_power_is_out(w, holder)) return (hr_reading){0, HR_S_OFF};
    ways kind = ways_of(w, holder, false, false), harsh = ways_of(w, holder, true, false);
    hr_id unit;
    const char *field;
    if (!goes_away(w, shelf, &harsh)) return (hr_reading){0, HR_S_KNOWN};
    if (hr_power_pool_gap(w, holder, &unit, &field)) return (hr_reading){0, HR_S_UNKNOWN};
    double lo = longest_away(w, l, &kind), hi = longest_away(w, l, &harsh);
    return isinf(lo) ? (hr_reading){0, HR_S_OFF} : reading_of(lo, hi);
}

/* Where no feed comes back at all, what it feeds is lost in the end, and that is judged. */
hr_reading hr_power_battery_reading(const hr_work *w, hr_id unit)
{
    hr_id feed = w->s.live[unit];
    if (w->e->unit[unit].store && w->e->unit[unit].pools) return shelf_on_store(w, unit);
    if (!w->e->unit[unit].store || !LIVE_ON_WIRE(feed)) return (hr_reading){0, HR_S_OFF};
    hr_id parent = w->e->site->wire[feed].parent;
    if (w->b->s.live[unit] == feed && since_base(w, parent).hi <= 0) return (hr_reading){0, HR_S_KNOWN};
    return length_of(hr_power_gap_in(w, unit));
}

/* --- how long a case is on its way ----------------------------------------------------------------------------------- */

static double latest(const hr_work *w, const id_list *units, double so_far)
{
    for (uint32_t i = 0; i < units->n; i++)
        if (w->s.live[units->id[i]] != HR_NONE) so_far = fmax(so_far, since_base(w, units->id[i]).hi);
    return so_far;
}

/* What stays dead moves nothing. */
double hr_power_moving(const hr_work *w)
{
    double t = latest(w, &w->units, 0);
    return w->nest.on ? latest(w, &w->nest.units, t) : t;
}

/* --- where times come from -------------------------------------------------------------------------------------------- */

static void times_of_unit(const hr_work *w, hr_id unit, hr_time_cb *cb, void *user)
{
    const hr_site *s = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    const void *fields = hr_unit_fields(s, unit);
    if (u->standby && w->base == HR_BASE_UTILITY) cb(user, unit, HR_NONE, "start", ops->bridge->start(fields));
    if (u->store) cb(user, unit, HR_NONE, hr_autonomy_field(s, unit), ops->bridge->autonomy(fields));
}

/* Up the feeds of now, which make no rings. */
static void times_above(const hr_work *w, hr_id unit, uint32_t depth, hr_time_cb *cb, void *user)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[unit];
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count && depth < s->n_unit; k++) {
        if (!hr_power_feeds(w, k)) continue;
        if (w->e->unit[unit].kind != HR_P_HOLDER && hr_power_closing_time(w, k).hi > 0)
            cb(user, unit, k, "time", &s->wire[k].feed->time);
        times_of_unit(w, s->wire[k].parent, cb, user);
        times_above(w, s->wire[k].parent, depth + 1, cb, user);
    }
}

void hr_power_times(const hr_work *w, hr_id port, hr_time_cb *cb, void *user)
{
    const hr_site *s = w->e->site;
    hr_id unit = s->port[port].unit;
    if (unit >= s->n_unit) return;
    times_of_unit(w, unit, cb, user);
    if (s->unit[unit].wire_count == 0 && s->unit[unit].holder != HR_NONE) unit = s->unit[unit].holder;
    times_above(w, unit, 0, cb, user);
}

/* --- the step --------------------------------------------------------------------------------------------------------- */

#define MOST_STEPS 32

typedef struct steps { /* W that arrive at each moment */
    struct step {
        power_gap at;
        double w;
    } step[MOST_STEPS];
    uint32_t n;
    uint8_t state;
} steps;

/* Beyond the last place everything counts as one step: more than it can be, never less. */
static void add_step(steps *s, power_gap at, double watts)
{
    uint32_t i = 0;
    while (i < s->n && (s->step[i].at.lo != at.lo || s->step[i].at.hi != at.hi)) i++;
    if (i == MOST_STEPS) i--;
    if (i == s->n) s->step[s->n++] = (struct step){at, 0};
    s->step[i].w += watts;
}

static power_gap later(power_gap a, power_gap b) { return (power_gap){0, fmax(a.lo, b.lo), fmax(a.hi, b.hi)}; }

/* When a unit takes up its load: once its feed is there, and not before what changed over to it has closed. */
static power_gap arrival(const hr_work *w, hr_id unit, power_gap above)
{
    if (w->b->s.live[unit] == w->s.live[unit] || w->e->unit[unit].kind == HR_P_HOLDER) return above;
    return later(above, hr_power_gap_in(w, unit));
}

/* What a unit takes for a watt that it gives: what it loses arrives with its load. */
static double gross_of(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    double given = u->leaves ? w->s.slot[u->slot + 1].p : 0;
    return given > 0 ? fmax(w->s.in[unit].p / given, 1) : 1;
}

/* What hangs on a unit arrives with it, but for what further down comes later. That brings the losses on the way with it,
 * which count in the earlier step too: more than it can be, never less. */
static void walk(const hr_work *w, hr_id unit, power_gap at, double share, double gross, uint32_t depth, steps *s)
{
    const hr_site *site = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    for (uint32_t i = 0; i < u->n_child && depth < site->n_unit; i++) {
        hr_id wire = w->e->child[u->child_first + i], child = site->wire[wire].child;
        uint32_t slot = w->e->wire_slot[wire];
        if (w->s.slot_state[slot].total == HR_S_OFF) continue;
        s->state = (uint8_t)hr_state_add((hr_state)s->state, (hr_state)w->s.slot_state[slot].total);
        power_gap then = arrival(w, child, at);
        double watts = w->s.slot[slot].p * share;
        if (then.lo != at.lo || then.hi != at.hi) add_step(s, at, -watts), add_step(s, then, watts * gross);
        walk(w, child, then, share * hr_power_share(w, wire), gross * gross_of(w, child), depth + 1, s);
    }
}

hr_reading hr_power_step_reading(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    steps s = {.state = HR_S_OFF};
    if (!u->standby || w->base != HR_BASE_UTILITY || w->s.live[unit] == HR_NONE) return (hr_reading){0, HR_S_OFF};
    if (w->b->s.in_state[unit].total != HR_S_OFF && w->b->s.in[unit].p > 0) return (hr_reading){0, HR_S_OFF};
    double most = 0;
    add_step(&s, u->start, w->s.in[unit].p);
    walk(w, unit, u->start, 1, 1, 0, &s);
    for (uint32_t i = 0; i < s.n; i++) most = fmax(most, s.step[i].w);
    return (hr_reading){s.state == HR_S_UNKNOWN ? 0 : most, s.state};
}
