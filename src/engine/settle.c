/* settle.c - which feed is live: the discrete part of a case, decided before any watt is summed.
 *
 * A source lives unless it is out. A series element takes the first of its alternatives, in order, that closes by
 * itself and whose supply lives. Elements whose feeds form a ring are settled together and from dead, so that boards
 * that name each other never keep each other alive; then each takes a better alternative where that does not put it
 * behind itself. The order of decisions is the order of numbers: same case, same state. */
#include "engine/power.h"

static bool is_dead(const hr_work *w, hr_id unit) { return w->s.live[unit] == HR_NONE; }

static bool wire_live(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    return x->automatic && !w->out_wire[wire] && !is_dead(w, x->parent);
}

static hr_id first_live(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++)
        if (wire_live(w, x)) return x;
    return HR_NONE;
}

static hr_id feed_of(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    uint8_t kind = w->e->unit[unit].kind;
    if (w->out_unit[unit] >= s->unit[unit].count) return HR_NONE;
    if (kind == HR_P_SOURCE) return LIVE_SOURCE;
    return first_live(w, unit);
}

bool hr_power_wire_maybe(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    return x->automatic && !w->out_wire[wire] && w->s.maybe[x->parent];
}

/* Dead, but an element whose behaviour is not modelled (a generator, say) stands behind one of its feeds: whether it
 * lives is not known. For a holder one such cord is enough: whether it takes a share is not known then. */
static bool is_maybe(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    uint8_t kind = w->e->unit[unit].kind;
    if (w->out_unit[unit] >= u->count || (kind != HR_P_HOLDER && !is_dead(w, unit))) return false;
    if (u->wire_count == 0)
        return kind != HR_P_SOURCE; /* what feeds it is not given, or it feeds itself in its own way */
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++)
        if (hr_power_wire_maybe(w, x)) return true;
    return false;
}

bool hr_power_shares(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    hr_id feed = w->s.live[unit];
    uint32_t live = 0;
    if (feed >= LIVE_SOURCE || !w->e->site->wire[feed].parallel) return false;
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++) live += wire_live(w, x);
    return live > 1;
}

/* A dead unit that may live on a feed it does not live on in the base would load that feed by an amount that no other
 * case shows. On the feed of the base it would carry what it carries there, which is judged there. */
hr_flow_state hr_power_idle(const hr_work *w, hr_id wire)
{
    hr_id unit = w->e->site->wire[wire].child;
    bool open = is_dead(w, unit) ? w->e->base.live[unit] != wire && hr_power_wire_maybe(w, wire)
                                 : wire_live(w, wire) && hr_power_shares(w, unit);
    return open && w->out_unit[unit] < w->e->site->unit[unit].count ? HR_FLOW_UNKNOWN : HR_FLOW_OFF;
}

static bool set_live(hr_work *w, hr_id unit, hr_id feed)
{
    hr_id old = w->s.live[unit];
    bool was = w->s.maybe[unit];
    hr_power_touch_unit(w, unit);
    w->s.live[unit] = feed;
    w->s.maybe[unit] = is_maybe(w, unit);
    return (old == HR_NONE) != (feed == HR_NONE) || was != w->s.maybe[unit];
}

/* --- rings ------------------------------------------------------------------------------------------------------ */

static bool is_behind(const hr_work *w, hr_id unit, hr_id start)
{
    const hr_site *s = w->e->site;
    hr_id ring = s->nominal[unit].ring, at = start;
    while (s->nominal[at].ring == ring) {
        if (at == unit) return true;
        if (w->s.live[at] >= LIVE_SOURCE) return false;
        at = s->wire[w->s.live[at]].parent;
    }
    return false;
}

static bool improve(hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    if (is_dead(w, unit)) return false;
    for (hr_id x = s->unit[unit].wire_first; x < w->s.live[unit]; x++)
        if (wire_live(w, x) && !is_behind(w, unit, s->wire[x].parent)) {
            w->s.live[unit] = x;
            return true;
        }
    return false;
}

static bool settle_ring(hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    uint32_t first = s->nominal[unit].ring, end = first;
    bool changed = true, any = false;
    while (end < s->n_unit && s->nominal[s->order[end]].ring == first) end++;
    for (uint32_t i = first; i < end; i++) {
        hr_power_touch_unit(w, s->order[i]);
        w->s.live[s->order[i]] = HR_NONE;
        w->s.maybe[s->order[i]] = false;
    }
    while (changed) {
        changed = false;
        for (uint32_t i = first; i < end; i++)
            if (is_dead(w, s->order[i]) && (w->s.live[s->order[i]] = feed_of(w, s->order[i])) != HR_NONE)
                changed = true;
    }
    /* Every improvement takes a feed of lower number, so this ends. */
    for (changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++) changed |= improve(w, s->order[i]);
    }
    for (changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++)
            if (!w->s.maybe[s->order[i]] && is_maybe(w, s->order[i])) w->s.maybe[s->order[i]] = changed = true;
    }
    for (uint32_t i = first; i < end; i++) {
        any = true;
        hr_power_mark(w->up, &w->up_min, &w->up_max, i);
    }
    return any;
}

/* --- holders ------------------------------------------------------------------------------------------------------- */

static bool settle_cords(hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    uint16_t cords = 0;
    bool out = w->out_unit[unit] >= u->count;
    for (uint32_t k = 0; k < u->wire_count && !out; k++)
        if (wire_live(w, u->wire_first + k)) cords |= (uint16_t)(1u << k);
    if (cords != w->s.cords[unit]) {
        hr_power_touch_unit(w, unit);
        w->s.cords[unit] = cords;
    }
    return set_live(w, unit, cords ? LIVE_SOURCE : HR_NONE);
}

bool hr_power_settle(hr_work *w, hr_id unit)
{
    if (w->e->unit[unit].kind == HR_P_HOLDER) return settle_cords(w, unit);
    if (w->e->site->nominal[unit].ring != HR_NONE) return settle_ring(w, unit);
    return set_live(w, unit, feed_of(w, unit));
}
