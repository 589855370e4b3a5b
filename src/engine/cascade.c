/* cascade.c - what happens after all has settled, where something carries more than it can: reserves that are claimed by
 * several refuse the later ones, then protective devices open one by one, the worst first, and after each everything
 * settles again. A device opens above 100 % of its rating, not above the 80 % that rules ask for. */
#include "engine/power.h"

static const double beyond = 1 + 1e-9;

/* --- reserves ------------------------------------------------------------------------------------------------------- */

static bool claims(const hr_work *w, hr_id wire)
{
    const hr_wire *x = &w->e->site->wire[wire];
    return x->role == HR_WIRE_FEED && w->s.live[x->child] == wire && w->b->s.live[x->child] != wire && !x->parallel;
}

static bool carries_too_much(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    const hr_flow *f = u->rated_out && u->leaves ? &w->s.slot[u->slot + 1] : &w->s.in[unit];
    double volts = w->e->site->nominal[unit].vin, va = sqrt(f->p * f->p + f->q * f->q);
    if (w->s.live[unit] == HR_NONE) return false;
    if (u->watts > 0 && f->p > u->watts * beyond) return true;
    if (u->va > 0 && va > u->va * beyond) return true;
    for (int k = 0; k < 3 && u->amps > 0 && volts > 0; k++)
        if (sqrt(f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]) * sqrt(3.0) / volts > u->amps * beyond) return true;
    return false;
}

/* The claim that has to give way: the last by priority. HR_NONE where one of them has none: nobody knows which. */
static hr_id last_claim(const hr_work *w, hr_id unit, uint32_t *n)
{
    const hr_site *s = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    hr_id last = HR_NONE;
    bool ranked = true;
    *n = 0;
    for (uint32_t i = 0; i < u->n_child; i++) {
        hr_id wire = w->e->child[u->child_first + i];
        if (!claims(w, wire)) continue;
        const hr_num *p = &s->wire[wire].feed->priority;
        ranked = ranked && p->presence;
        if (last == HR_NONE || p->v >= s->wire[last].feed->priority.v) last = wire;
        ++*n;
    }
    return ranked ? last : HR_NONE;
}

static void open_wire(hr_work *w, hr_id wire)
{
    w->out_wire[wire] = true;
    w->mode.opened_wire[w->mode.n_opened_wire++] = wire;
    hr_power_mark_down(w, w->e->site->wire[wire].child);
}

static void contest(hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    for (uint32_t i = 0; i < u->n_child; i++) {
        hr_id wire = w->e->child[u->child_first + i];
        if (!claims(w, wire)) continue;
        w->mode.contested[wire] = true;
        w->mode.opened_wire[w->mode.n_opened_wire++] = wire;
        hr_power_mark_down(w, w->e->site->wire[wire].child);
    }
}

/* What has to be looked at: what the case touched; of two things what the second touched, when the first leaves nothing
 * beyond its rating. */
static const id_list *in_question(const hr_work *w)
{
    return w->nest.on && !w->nest.overloaded ? &w->nest.units : &w->units;
}

/* The reserve with the lowest number that is claimed by more than it can carry, and the claim that gives way. */
static hr_id claimed_too_much(const hr_work *w, hr_id *last)
{
    const id_list *units = in_question(w);
    hr_id found = HR_NONE;
    for (uint32_t i = 0; i < units->n; i++) {
        hr_id u = units->id[i];
        uint32_t n = 0;
        if (w->e->unit[u].n_child < 2 || u > found || !carries_too_much(w, u)) continue;
        hr_id wire = last_claim(w, u, &n);
        if (n > 1) found = u, *last = wire;
    }
    return found;
}

/* One reserve after the other; true when something gave way. */
static bool refuse_one(hr_work *w)
{
    hr_id last = HR_NONE, reserve = claimed_too_much(w, &last);
    if (reserve == HR_NONE) return false;
    if (last != HR_NONE) open_wire(w, last);
    else contest(w, reserve);
    return true;
}

/* --- protective devices ------------------------------------------------------------------------------------------------ */

typedef struct device { /* how far beyond its rating, and which it is: a wire, or else a unit */
    double ratio;
    hr_id unit, wire;
} device;

static double worst_phase(const hr_flow *f, hr_flow_state fs, double volts)
{
    double most = 0;
    if (volts <= 0 || fs.phase == HR_S_OFF || fs.phase == HR_S_UNKNOWN) return 0;
    for (int k = 0; k < 3; k++) most = fmax(most, f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]);
    return sqrt(most) * sqrt(3.0) / volts;
}

/* Ties go to the name that comes first: to the lower number. */
static void take_worse(device *worst, double ratio, hr_id unit, hr_id wire)
{
    bool before = unit < worst->unit || (unit == worst->unit && wire < worst->wire);
    if (ratio > beyond && (ratio > worst->ratio || (ratio == worst->ratio && before)))
        *worst = (device){ratio, unit, wire};
}

static void look_at(const hr_work *w, hr_id unit, device *worst)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[unit];
    double own = w->e->unit[unit].device;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        uint32_t slot = w->e->wire_slot[k];
        if (w->e->device[k] <= 0) continue;
        double amps = worst_phase(&w->s.slot[slot], w->s.slot_state[slot], s->nominal[s->wire[k].parent].vout);
        take_worse(worst, amps / w->e->device[k], unit, k);
    }
    if (own > 0)
        take_worse(worst, worst_phase(&w->s.in[unit], w->s.in_state[unit], s->nominal[unit].vin) / own, unit, HR_NONE);
}

static device worst_touched(const hr_work *w)
{
    device worst = {0, HR_NONE, HR_NONE};
    const id_list *units = in_question(w);
    for (uint32_t i = 0; i < units->n; i++) look_at(w, units->id[i], &worst);
    return worst;
}

static device worst_of_all(const hr_work *w)
{
    device worst = {0, HR_NONE, HR_NONE};
    for (hr_id u = 0; u < w->e->site->n_unit; u++) look_at(w, u, &worst);
    return worst;
}

/* Where the base has devices beyond their rating, those that the case did not touch open as well. */
static device worst_device(const hr_work *w) { return w->b->overloaded ? worst_of_all(w) : worst_touched(w); }

bool hr_power_overloaded(const hr_work *w) { return worst_of_all(w).ratio > 0; }

/* Carries more than in the base: else the base has opened it already. */
static bool carries_more(const hr_work *w, hr_id unit)
{
    const hr_unit *x = &w->e->site->unit[unit];
    const power_state *base = &w->b->s;
    bool more = worst_phase(&w->s.in[unit], w->s.in_state[unit], 1) >
                worst_phase(&base->in[unit], base->in_state[unit], 1) * beyond;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count && !more; k++) {
        uint32_t slot = w->e->wire_slot[k];
        more = worst_phase(&w->s.slot[slot], w->s.slot_state[slot], 1) >
               worst_phase(&base->slot[slot], base->slot_state[slot], 1) * beyond;
    }
    return more;
}

bool hr_power_is_overloaded(const hr_work *w)
{
    const id_list *units = in_question(w);
    device worst = {0, HR_NONE, HR_NONE};
    hr_id last;
    for (uint32_t i = 0; i < units->n; i++)
        if (!w->b->overloaded || carries_more(w, units->id[i])) look_at(w, units->id[i], &worst);
    return worst.ratio > 0 || claimed_too_much(w, &last) != HR_NONE;
}

static bool open_one(hr_work *w)
{
    device worst = worst_device(w);
    if (worst.ratio <= 0) return false;
    if (worst.wire != HR_NONE) {
        open_wire(w, worst.wire);
        return true;
    }
    w->out_unit[worst.unit] += w->e->site->unit[worst.unit].count;
    w->mode.opened_unit[w->mode.n_opened_unit++] = worst.unit;
    hr_power_mark_down(w, worst.unit);
    return true;
}

/* All that is out consumes, or is a cord: the case takes load away, or moves it to other cords. The feed of a load may be one
 * that it would change over to. */
static bool takes_load_only(const hr_work *w, const hr_case *c)
{
    for (uint32_t i = 0; i < c->n_out; i++) {
        const hr_target *t = &c->out[i];
        uint8_t kind = w->e->unit[t->wire != HR_NONE ? w->e->site->wire[t->wire].child : t->unit].kind;
        if (kind != HR_P_HOLDER && (kind != HR_P_LOAD || t->wire != HR_NONE)) return false;
    }
    return c->n_out > 0;
}

/* A case that takes load away and puts nothing beyond its rating that was not beyond it before cascades as its base does,
 * which is told there. Each round opens something that was closed, so this ends. */
uint32_t hr_power_cascade(hr_work *w)
{
    uint32_t n = 0;
    if (w->at && takes_load_only(w, w->at) && !hr_power_is_overloaded(w)) return 0;
    while (refuse_one(w) || open_one(w)) {
        hr_power_sweep(w);
        n++;
    }
    return n;
}
