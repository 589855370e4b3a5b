/* cooled_called.c - pumps that stand by stopped, and which of them a case calls: those that a failure to start would leave
 * standing. docs/physics/cooling-outages.md */
#include "engine/cooled.h"

static bool supplied(const hr_work *w, hr_id unit)
{
    return w->e->unit[unit].kind == HR_P_NONE || hr_power_engine.lives(w, unit) == HR_S_KNOWN;
}

/* --- held by a cooler ----------------------------------------------------------------------------------------------------- */

/* A pump with a feed lives with that, one without with what holds it. */
static bool turns(const hr_work *w, hr_id pump)
{
    const hr_unit *u = &w->e->site->unit[pump];
    return w->out_unit[pump] == 0 && (u->wire_count == 0 || supplied(w, pump));
}

/* The first of those that should always turn and does not. */
static hr_id first_missing(const hr_work *w, hr_id holder)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[holder];
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_PUMP && !hr_pump_stands_by(s, h) && !turns(w, h)) return h;
    return HR_NONE;
}

static bool can_start(const hr_work *w, hr_id pump)
{
    const hr_unit *u = &w->e->site->unit[pump];
    bool left = w->out_unit[pump] < u->count && (u->wire_count == 0 || supplied(w, pump));
    return left && !w->mode.stuck[pump] && w->out_unit[u->holder] == 0 && supplied(w, u->holder);
}

static bool is_held(const hr_site *s, hr_id pump)
{
    hr_id holder = s->unit[pump].holder;
    return holder != HR_NONE && hr_cooling_is_cooler(hr_unit_cooling(s, holder));
}

typedef struct calls {
    hr_target *out;
    uint32_t n, most;
} calls;

static void call(calls *x, hr_id pump)
{
    if (x->n < x->most) x->out[x->n++] = (hr_target){pump, 0, HR_NONE, HR_STUCK};
}

/* Of identical ones without feeds of their own the first stands for all. */
static void call_held(const hr_work *w, hr_id holder, calls *out)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[holder];
    hr_id last = HR_NONE;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++) {
        bool alike = last != HR_NONE && s->unit[h].wire_count == 0 && s->unit[h].decl == s->unit[last].decl;
        if (!w->cooled->stands[h] || alike || !can_start(w, h)) continue;
        call(out, h);
        last = h;
    }
}

/* Where a pump of a set has gone. The first of these that has speaks for all. */
static void look_at(const hr_work *w, hr_id unit, calls *out)
{
    const hr_site *s = w->e->site;
    if (hr_unit_cooling(s, unit) != HR_COOLING_PUMP || !is_held(s, unit)) return;
    if (first_missing(w, s->unit[unit].holder) == unit) call_held(w, s->unit[unit].holder, out);
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

static bool runs(const hr_work *w, hr_id pump)
{
    if (!is_held(w->e->site, pump)) return is_started(w->cooled, pump);
    return first_missing(w, w->e->site->unit[pump].holder) != HR_NONE;
}

bool hr_cooled_note_standby(hr_work *w)
{
    const hr_site *s = w->e->site;
    cooled_work *h = w->cooled;
    h->stands = HR_NEW_ARRAY(w->arena, bool, s->n_unit);
    h->in_pipes.id = HR_NEW_ARRAY(w->arena, hr_id, s->n_unit);
    if (!h->stands || !h->in_pipes.id) return false;
    for (hr_id u = 0; u < s->n_unit; u++) {
        bool stands = hr_unit_cooling(s, u) == HR_COOLING_PUMP && hr_pump_stands_by(s, u) && !runs(w, u);
        h->stands[u] = stands;
        if (stands && !is_held(s, u)) h->in_pipes.id[h->in_pipes.n++] = u;
    }
    return true;
}

uint32_t hr_cooled_called(const hr_work *w, hr_target *out, uint32_t most)
{
    const cooled_work *h = w->cooled;
    calls all = {out, 0, most};
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    if (!h || !h->reached) return 0;
    for (uint32_t i = 0; i < w->units.n; i++) look_at(w, w->units.id[i], &all);
    for (uint32_t i = 0; x && i < x->n_out; i++)
        if (x->out[i].wire == HR_NONE && !w->unit_touched[x->out[i].unit]) look_at(w, x->out[i].unit, &all);
    for (uint32_t i = 0; i < h->in_pipes.n; i++)
        if (is_started(h, h->in_pipes.id[i])) call(&all, h->in_pipes.id[i]);
    return all.n;
}
