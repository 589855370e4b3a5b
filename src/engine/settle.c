/* settle.c - which feed is live: the discrete part of a case, decided before any watt is summed.
 *
 * A source lives unless it is out. A series element takes the first of its alternatives, in order, that closes by
 * itself and whose supply lives; in maintenance, when none does, the first that hands can close. Elements whose feeds form a
 * ring (boards that name each other, ties) are settled together and from dead, so that they never keep each other alive:
 * first by what conducts while nothing is out, then by what closes by itself, one after the other, then, in maintenance, by
 * hand; then each takes a better alternative where that does not put it behind itself. The order of decisions is the order of numbers:
 * same case, same state.
 *
 * Beside the feed goes the time: how long the output was away until it lived as it does. */
#include "engine/power.h"

static bool is_dead(const hr_work *w, hr_id unit) { return w->s.live[unit] == HR_NONE; }

/* A tie that keeps its state feeds on whom it feeds in the base, and nobody else. */
static bool is_held_open(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    return x->role == HR_WIRE_TIE && w->mode.stuck[x->parent] && w->b->s.live[x->child] != wire;
}

static bool can_conduct(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    if (w->out_wire[wire] || w->mode.contested[wire] || is_held_open(w, wire)) return false;
    if (w->mode.on_bypass[x->child] && x->role != HR_WIRE_BYPASS) return false;
    return !(w->mode.conducting && x->normally_open);
}

bool hr_power_wire_live(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    return (x->automatic || w->mode.closed[wire]) && !is_dead(w, x->parent) && can_conduct(w, wire);
}

/* Hands close a feed for what lived before and lives no more; a tie for whoever may need it. */
static bool wire_by_hand(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    if (!w->mode.manual || x->automatic || is_dead(w, x->parent) || !can_conduct(w, wire)) return false;
    return x->role == HR_WIRE_SIDE ? w->mode.ties_by_hand : w->b->s.live[x->child] != HR_NONE;
}

static hr_id first_live(const hr_work *w, hr_id unit, bool by_hand)
{
    const hr_unit *u = &w->e->site->unit[unit];
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++)
        if (hr_power_wire_live(w, x)) return x;
    for (hr_id x = u->wire_first; by_hand && x < u->wire_first + u->wire_count; x++)
        if (wire_by_hand(w, x)) return x;
    return HR_NONE;
}

/* What carries load while the utilities feed runs already: it does not have to be waited for. */
static hr_id feed_of_source(const hr_work *w, hr_id unit)
{
    bool waits = w->mode.no_standby && w->e->base[HR_BASE_UTILITY].s.in[unit].p <= 0;
    return w->e->unit[unit].standby && (waits || w->mode.stuck[unit]) ? HR_NONE : LIVE_SOURCE;
}

/* The feed of a transfer that keeps its state. What is no transfer has nothing to get stuck. */
static hr_id feed_when_stuck(const hr_work *w, hr_id unit)
{
    hr_id feed = w->b->s.live[unit];
    if (!LIVE_ON_WIRE(feed)) return HR_NONE;
    return hr_power_wire_live(w, feed) ? feed : HR_NONE;
}

static hr_id feed_of(const hr_work *w, hr_id unit, bool by_hand)
{
    const hr_site *s = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    if (w->out_unit[unit] >= s->unit[unit].count) return HR_NONE;
    if (u->kind == HR_P_SOURCE) return feed_of_source(w, unit);
    hr_id feed = w->mode.stuck[unit] && u->side[0] == HR_NONE ? feed_when_stuck(w, unit) : first_live(w, unit, by_hand);
    bool on_store = feed == HR_NONE && w->mode.no_standby && u->store && u->start.lo > 0 && !w->mode.on_bypass[unit];
    return on_store ? LIVE_STORE : feed;
}

bool hr_power_wire_maybe(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    if (w->mode.contested[wire]) return !is_dead(w, x->parent) || w->s.maybe[x->parent];
    return x->automatic && w->s.maybe[x->parent] && can_conduct(w, wire);
}

/* Its store would carry it now, but for how long is not known. */
static bool maybe_on_store(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    return w->mode.no_standby && u->store && u->start.lo <= 0 && u->start.hi > 0;
}

bool hr_power_is_out(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    hr_id bar = w->e->unit[unit].bar;
    return w->out_unit[unit] >= s->unit[unit].count || (bar != HR_NONE && w->out_unit[bar] >= s->unit[bar].count);
}

/* Dead, but an element whose behaviour is not known stands behind one of its feeds: whether it lives is not known. For a
 * holder one such cord is enough: whether it takes a share is not known then. */
static bool is_maybe(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    uint8_t kind = w->e->unit[unit].kind;
    if (hr_power_is_out(w, unit) || kind == HR_P_BAR || (kind != HR_P_HOLDER && !is_dead(w, unit))) return false;
    if (maybe_on_store(w, unit)) return true;
    if (u->wire_count == 0)
        return kind != HR_P_SOURCE; /* what feeds it is not given, or it feeds itself in its own way */
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++)
        if (hr_power_wire_maybe(w, x)) return true;
    return false;
}

/* --- sources in parallel ------------------------------------------------------------------------------------------ */

static uint32_t live_weights(const hr_work *w, hr_id unit, double *sum)
{
    const hr_unit *u = &w->e->site->unit[unit];
    uint32_t live = 0;
    bool known = true;
    *sum = 0;
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++) {
        if (!w->e->site->wire[x].parallel || !hr_power_wire_live(w, x)) continue;
        live++;
        known = known && w->e->weight[x] > 0;
        *sum += w->e->weight[x];
    }
    if (!known) *sum = 0;
    return live;
}

static bool is_parallel(const hr_work *w, hr_id unit)
{
    hr_id feed = w->s.live[unit];
    return LIVE_ON_WIRE(feed) && w->e->site->wire[feed].parallel;
}

bool hr_power_shares(const hr_work *w, hr_id unit)
{
    double sum;
    return is_parallel(w, unit) && live_weights(w, unit, &sum) > 1 && sum <= 0;
}

double hr_power_share(const hr_work *w, hr_id wire)
{
    hr_id unit = w->e->site->wire[wire].child;
    double sum;
    if (!is_parallel(w, unit)) return w->s.live[unit] == wire;
    if (!w->e->site->wire[wire].parallel || !hr_power_wire_live(w, wire)) return 0;
    if (live_weights(w, unit, &sum) == 1) return 1;
    return sum > 0 ? w->e->weight[wire] / sum : 0;
}

bool hr_power_feeds(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    hr_id live = w->s.live[x->child];
    if (w->e->unit[x->child].kind == HR_P_HOLDER)
        return w->s.cords[x->child] >> (wire - w->e->site->unit[x->child].wire_first) & 1;
    if (LIVE_ON_WIRE(live) && x->parallel) return w->e->site->wire[live].parallel && hr_power_wire_live(w, wire);
    return live == wire;
}

bool hr_power_closes_loop(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[unit];
    const power_unit *p = &w->e->unit[unit];
    if (p->side[0] == HR_NONE || is_dead(w, unit) || s->wire[u->wire_first].normally_open) return false;
    for (uint32_t i = 0; i < 2; i++) {
        hr_id feed = w->s.live[p->side[i]];
        if (!hr_power_wire_live(w, u->wire_first + i)) return false;
        if (LIVE_ON_WIRE(feed) && s->wire[feed].parent == unit) return false;
    }
    return true;
}

/* A dead unit that may live on a feed it does not live on in the base would load that feed by an amount that no other
 * case shows. On the feed of the base it would carry what it carries there, which is judged there. */
hr_flow_state hr_power_idle(const hr_work *w, hr_id wire)
{
    hr_id unit = w->e->site->wire[wire].child;
    bool open = is_dead(w, unit)
                    ? w->b->s.live[unit] != wire && hr_power_wire_maybe(w, wire)
                    : hr_power_wire_live(w, wire) && (hr_power_shares(w, unit) || hr_power_closes_loop(w, unit));
    return open && w->out_unit[unit] < w->e->site->unit[unit].count ? HR_FLOW_UNKNOWN : HR_FLOW_OFF;
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static const power_gap no_gap, for_ever = {0, INFINITY, INFINITY};

static bool is_away(power_gap g) { return g.hi > g.from; }

static power_gap later(power_gap a, power_gap b) { return (power_gap){a.from, fmax(a.lo, b.lo), fmax(a.hi, b.hi)}; }
static power_gap sooner(power_gap a, power_gap b) { return (power_gap){a.from, fmin(a.lo, b.lo), fmin(a.hi, b.hi)}; }

/* What fed a unit before it happened: what maintenance had switched it to, else the feed of the base. */
static hr_id feed_before(const hr_work *w, hr_id unit)
{
    return w->mode.planned[unit] != HR_NONE ? w->mode.planned[unit] : w->b->s.live[unit];
}

/* A tie is closed already when one of its sides was fed through it. */
static bool fed_before(const hr_work *w, hr_id tie)
{
    const hr_site *s = w->e->site;
    for (int i = 0; i < 2; i++) {
        hr_id feed = feed_before(w, w->e->unit[tie].side[i]);
        if (LIVE_ON_WIRE(feed) && s->wire[feed].parent == tie) return true;
    }
    return false;
}

/* From the loss until this feed has closed. It is closed already where it fed before, and where nothing has to move; a
 * planned transfer that makes before it breaks loses no time. */
power_gap hr_power_closing_time(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    const hr_num *time = &x->feed->time;
    bool moves = x->role == HR_WIRE_FEED || (x->role == HR_WIRE_SIDE && x->normally_open);
    bool planned = w->at && w->at->n_maintained && w->mode.manual;
    if (w->mode.building || !moves || x->parallel) return no_gap;
    if (x->role == HR_WIRE_FEED ? feed_before(w, x->child) == wire : fed_before(w, x->child)) return no_gap;
    if (planned && x->feed->transition.presence && x->feed->transition.v == HR_TRANSITION_CLOSED) return no_gap;
    if (!time->presence) return (power_gap){0, 0, INFINITY};
    double t = hr_num_at(time, HR_HARSH_HIGH, w->e->corner);
    return (power_gap){0, t, t};
}

/* The moment from which the feed before is away: at once where it cannot conduct any more, else when what stands above
 * it goes, which a store may put off. */
static double lost_from(const hr_work *w, hr_id unit)
{
    hr_id before = feed_before(w, unit);
    if (w->mode.building || !LIVE_ON_WIRE(before) || w->out_wire[before]) return 0;
    if (w->mode.on_bypass[unit] && w->e->site->wire[before].role != HR_WIRE_BYPASS) return 0;
    power_gap g = w->s.gap[w->e->site->wire[before].parent];
    return is_away(g) ? g.from : 0;
}

/* Until the soonest of the feeds that live; of sources in parallel the last, since all of them are needed to carry the
 * load. */
power_gap hr_power_gap_in(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[unit];
    double from = lost_from(w, unit);
    power_gap all = {from, INFINITY, INFINITY};
    bool first = true;
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++) {
        if (!hr_power_wire_live(w, x) && x != w->s.live[unit]) continue;
        power_gap above = w->s.gap[s->wire[x].parent], close = hr_power_closing_time(w, x);
        power_gap g = {from, fmax(above.lo, from + close.lo), fmax(above.hi, from + close.hi)};
        if (!is_away(above)) g.lo = from + close.lo, g.hi = from + close.hi;
        all = s->wire[x].parallel && !first ? later(all, g) : sooner(all, g);
        first = false;
    }
    return is_away(all) ? all : no_gap;
}

/* A store puts off the loss, and takes away what is shorter than it lasts. */
static power_gap bridged(power_gap in, power_gap store)
{
    if (!is_away(in)) return no_gap;
    power_gap out = {in.from + store.lo, in.lo, in.hi};
    if (in.lo <= in.from + store.hi) out.lo = out.from;
    return is_away(out) ? out : no_gap;
}

/* A standby source that carries load in the base runs already. */
static power_gap start_of(const hr_work *w, hr_id source)
{
    const power_unit *u = &w->e->unit[source];
    bool called = u->standby && w->base == HR_BASE_UTILITY && !w->mode.building;
    return called && w->b->s.in[source].p <= 0 ? u->start : no_gap;
}

static power_gap gap_of(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    hr_id feed = w->s.live[unit];
    bool out = hr_power_is_out(w, unit);
    if (feed == HR_NONE && (u->kind == HR_P_SOURCE || out)) return for_ever;
    if (u->kind == HR_P_SOURCE) return start_of(w, unit);
    if (feed == LIVE_STORE || feed == LIVE_SOURCE) return no_gap;
    power_gap in = feed == HR_NONE ? (power_gap){lost_from(w, unit), INFINITY, INFINITY} : hr_power_gap_in(w, unit);
    return u->store ? bridged(in, u->start) : in;
}

/* --- one unit ------------------------------------------------------------------------------------------------------ */

static bool same_gap(power_gap a, power_gap b) { return a.from == b.from && a.lo == b.lo && a.hi == b.hi; }

static void close_by_hand(hr_work *w, hr_id wire)
{
    if (LIVE_ON_WIRE(wire) && w->mode.manual && !w->e->site->wire[wire].automatic) w->mode.closed[wire] = true;
}

static bool set_live(hr_work *w, hr_id unit, hr_id feed)
{
    hr_id old = w->s.live[unit];
    bool was = w->s.maybe[unit];
    power_gap gap = w->s.gap[unit];
    hr_power_touch_unit(w, unit);
    w->s.live[unit] = feed;
    close_by_hand(w, feed);
    w->s.maybe[unit] = is_maybe(w, unit);
    w->s.gap[unit] = gap_of(w, unit);
    return (old == HR_NONE) != (feed == HR_NONE) || was != w->s.maybe[unit] || !same_gap(gap, w->s.gap[unit]);
}

/* --- rings ------------------------------------------------------------------------------------------------------ */

static bool is_behind(const hr_work *w, hr_id unit, hr_id start)
{
    const hr_site *s = w->e->site;
    hr_id ring = s->nominal[unit].ring, at = start;
    while (s->nominal[at].ring == ring) {
        if (at == unit) return true;
        if (!LIVE_ON_WIRE(w->s.live[at])) return false;
        at = s->wire[w->s.live[at]].parent;
    }
    return false;
}

static bool improve(hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    if (is_dead(w, unit) || w->mode.stuck[unit] || !LIVE_ON_WIRE(w->s.live[unit])) return false;
    for (hr_id x = s->unit[unit].wire_first; x < w->s.live[unit]; x++)
        if (hr_power_wire_live(w, x) && !is_behind(w, unit, s->wire[x].parent)) {
            w->s.live[unit] = x;
            return true;
        }
    return false;
}

/* Something in the ring lived in the base and does not now: what hands are asked for. */
static bool misses_one(const hr_work *w, uint32_t first, uint32_t end)
{
    const hr_site *s = w->e->site;
    for (uint32_t i = first; i < end; i++) {
        hr_id u = s->order[i];
        bool tie = w->e->unit[u].side[0] != HR_NONE;
        if (!tie && is_dead(w, u) && w->b->s.live[u] != HR_NONE && w->out_unit[u] < s->unit[u].count) return true;
    }
    return false;
}

/* How far one goes for what is dead: what conducts while nothing is out; what closes by itself; an own feed that hands close;
 * a tie that hands close. */
typedef enum reach { REACH_CONDUCTING, REACH_AUTOMATIC, REACH_BY_HAND, REACH_TIE_BY_HAND } reach;

/* Gives a feed to what is dead: to all that find one, or to the first. */
static bool give_feeds(hr_work *w, uint32_t first, uint32_t end, reach r)
{
    const hr_site *s = w->e->site;
    bool any = false;
    w->mode.conducting = r == REACH_CONDUCTING;
    w->mode.ties_by_hand = r == REACH_TIE_BY_HAND;
    for (uint32_t i = first; i < end && !(any && r > REACH_CONDUCTING); i++) {
        hr_id u = s->order[i];
        if (!is_dead(w, u) || (w->s.live[u] = feed_of(w, u, r >= REACH_BY_HAND)) == HR_NONE) continue;
        close_by_hand(w, w->s.live[u]);
        any = true;
    }
    w->mode.conducting = false;
    w->mode.ties_by_hand = true;
    return any;
}

/* One thing closes at a time, and what it brings back by what conducts needs nothing else to close. */
static void spread_in_ring(hr_work *w, uint32_t first, uint32_t end, reach r)
{
    if (r > REACH_CONDUCTING) spread_in_ring(w, first, end, r - 1);
    for (;;) {
        if (r >= REACH_BY_HAND && !misses_one(w, first, end)) return;
        if (!give_feeds(w, first, end, r)) return;
        if (r > REACH_CONDUCTING) spread_in_ring(w, first, end, r - 1);
    }
}

/* Each round takes what stands above from the round before; a way through the ring is no longer than the ring. */
static void time_ring(hr_work *w, uint32_t first, uint32_t end)
{
    const hr_site *s = w->e->site;
    bool changed = true;
    for (uint32_t i = first; i < end; i++) w->s.gap[s->order[i]] = for_ever;
    for (uint32_t round = first; changed && round < end + 2; round++) {
        changed = false;
        for (uint32_t i = first; i < end; i++) {
            hr_id u = s->order[i];
            power_gap g = gap_of(w, u);
            changed |= !same_gap(g, w->s.gap[u]);
            w->s.gap[u] = g;
        }
    }
}

static void doubt_ring(hr_work *w, uint32_t first, uint32_t end)
{
    const hr_site *s = w->e->site;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++)
            if (!w->s.maybe[s->order[i]] && is_maybe(w, s->order[i])) w->s.maybe[s->order[i]] = changed = true;
    }
}

static bool settle_ring(hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    uint32_t first = s->nominal[unit].ring, end = first;
    while (end < s->n_unit && s->nominal[s->order[end]].ring == first) end++;
    for (uint32_t i = first; i < end; i++) {
        hr_power_touch_unit(w, s->order[i]);
        w->s.live[s->order[i]] = HR_NONE;
        w->s.maybe[s->order[i]] = false;
    }
    spread_in_ring(w, first, end, w->mode.manual ? REACH_TIE_BY_HAND : REACH_AUTOMATIC);
    /* Every improvement takes a feed of lower number, so this ends. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++) changed |= improve(w, s->order[i]);
    }
    time_ring(w, first, end);
    doubt_ring(w, first, end);
    for (uint32_t i = first; i < end; i++) hr_power_mark(w->up, &w->up_min, &w->up_max, i);
    return true;
}

/* --- holders ------------------------------------------------------------------------------------------------------- */

/* Cords have no time of their own; when one of them comes back later the loads must look again. */
static bool settle_cords(hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    hr_cords cords = 0;
    bool out = hr_power_is_out(w, unit);
    for (uint32_t k = 0; k < u->wire_count && !out; k++)
        if (hr_power_wire_live(w, u->wire_first + k)) cords |= (hr_cords)1 << k;
    hr_power_touch_unit(w, unit);
    w->s.cords[unit] = cords;
    return set_live(w, unit, cords ? LIVE_SOURCE : HR_NONE);
}

bool hr_power_settle(hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    if (u->kind == HR_P_HOLDER) return settle_cords(w, unit);
    if (u->kind == HR_P_BAR) return set_live(w, unit, hr_power_is_out(w, unit) ? HR_NONE : LIVE_SOURCE);
    if (w->e->site->nominal[unit].ring != HR_NONE) return settle_ring(w, unit);
    bool changed = set_live(w, unit, feed_of(w, unit, true));
    return changed || (u->pools && w->e->site->unit[unit].wire_count > 1); /* one whip less changes how many share */
}
