/* cooled_called.c - pumps that stand by stopped, and which of them a case calls: those that a failure to start would leave
 * standing. docs/physics/cooling-outages.md */
#include "engine/cooled.h"

static bool supplied(const hr_work *w, hr_id unit)
{
    return w->e->unit[unit].kind == HR_P_NONE || hr_power_engine.lives(w, unit) == HR_S_KNOWN;
}

static bool is_held(const hr_site *s, hr_id pump)
{
    hr_id holder = s->unit[pump].holder;
    return holder != HR_NONE && hr_cooling_is_cooler(hr_unit_cooling(s, holder));
}

/* --- held by a cooler ----------------------------------------------------------------------------------------------------- */

/* A pump with a feed lives with that, one without with what holds it. */
static bool turns(const hr_work *w, hr_id pump)
{
    const hr_unit *u = &w->e->site->unit[pump];
    return w->out_unit[pump] == 0 && (u->wire_count == 0 || supplied(w, pump));
}

/* Whether one that runs else does not. */
static bool misses_one(const hr_work *w, hr_id holder)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[holder];
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_PUMP && !hr_pump_stands_by(s, h) && !turns(w, h)) return true;
    return false;
}

static bool can_start(const hr_work *w, hr_id pump)
{
    const hr_unit *u = &w->e->site->unit[pump];
    bool left = w->out_unit[pump] < u->count && (u->wire_count == 0 || supplied(w, pump));
    return left && w->out_unit[u->holder] == 0 && supplied(w, u->holder);
}

/* --- between junctions ------------------------------------------------------------------------------------------------------ */

static bool is_started(const cooled_work *h, hr_id pump)
{
    for (uint32_t i = 0; i < h->c->n_body; i++) {
        const loop_net *n = h->c->body[i].net;
        for (uint32_t k = 0; n && k < n->n_link; k++) {
            const net_link *l = &n->link[k];
            if (l->unit != pump || l->what != NET_PART) continue;
            return l->opened && !l->stands && !n->drained[l->link.from] && !n->drained[l->link.to];
        }
    }
    return false;
}

/* --- all -------------------------------------------------------------------------------------------------------------------- */

static bool runs_now(const hr_work *w, hr_id pump)
{
    const hr_site *s = w->e->site;
    if (!is_held(s, pump)) return is_started(w->cooled, pump);
    return can_start(w, pump) && misses_one(w, s->unit[pump].holder);
}

bool hr_cooled_note_standby(hr_work *w)
{
    const hr_site *s = w->e->site;
    cooled_work *h = w->cooled;
    if (!h->standby.id && !(h->standby.id = HR_NEW_ARRAY(w->arena, hr_id, s->n_unit))) return false;
    h->standby.n = 0;
    for (hr_id u = 0; u < s->n_unit; u++)
        if (hr_unit_cooling(s, u) == HR_COOLING_PUMP && hr_pump_stands_by(s, u) && !runs_now(w, u))
            h->standby.id[h->standby.n++] = u;
    return true;
}

/* Of identical ones without feeds of their own the first stands for all. */
static bool is_first(const hr_site *s, hr_id pump, hr_id last)
{
    const hr_unit *a = &s->unit[pump], *b = last == HR_NONE ? NULL : &s->unit[last];
    return !b || a->wire_count > 0 || a->holder == HR_NONE || a->holder != b->holder || a->decl != b->decl;
}

uint32_t hr_cooled_called(const hr_work *w, hr_target *out, uint32_t most)
{
    const cooled_work *h = w->cooled;
    uint32_t n = 0;
    hr_id last = HR_NONE;
    if (!h || !h->reached) return 0;
    for (uint32_t i = 0; i < h->standby.n && n < most; i++) {
        hr_id u = h->standby.id[i];
        if (!is_first(w->e->site, u, last) || !runs_now(w, u)) continue;
        out[n++] = (hr_target){u, 0, HR_NONE, HR_STUCK};
        last = u;
    }
    return n;
}
