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

static const hr_flow *rated_flow(const power_state *s, const power_unit *u, hr_id unit)
{
    return u->rated_out && u->leaves ? &s->slot[u->slot + 1] : &s->in[unit];
}

static bool carries_too_much(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    const hr_flow *f = rated_flow(&w->s, u, unit);
    double volts = w->e->site->nominal[unit].vin, va = sqrt(f->p * f->p + f->q * f->q);
    if (w->s.live[unit] == HR_NONE) return false;
    if (u->watts > 0 && f->p > u->watts * beyond) return true;
    if (u->va > 0 && va > u->va * beyond) return true;
    for (int k = 0; k < 3 && u->amps > 0 && volts > 0; k++)
        if (sqrt(f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]) * sqrt(3.0) / volts > u->amps * beyond) return true;
    return false;
}

/* What claims a reserve: feeds that changed over to it, or to what it feeds: its output board. */
typedef struct claim_list {
    hr_id last; /* by priority */
    uint32_t n, direct;
    bool ranked; /* all of them have a priority */
} claim_list;

static void add_claim(hr_work *w, hr_id wire, claim_list *c)
{
    const hr_num *p = &w->e->site->wire[wire].feed->priority;
    if (wire == c->last) return; /* met again on another of parallel ways */
    c->ranked = c->ranked && p->presence;
    if (c->last == HR_NONE || p->v >= w->e->site->wire[c->last].feed->priority.v) c->last = wire;
    c->n++;
}

typedef void each_claim(hr_work *w, hr_id wire, claim_list *c);

/* What feeds makes no rings. */
static void find_claims(hr_work *w, hr_id unit, each_claim *each, claim_list *c)
{
    const power_unit *u = &w->e->unit[unit];
    for (uint32_t i = 0; i < u->n_child; i++) {
        hr_id wire = w->e->child[u->child_first + i];
        if (claims(w, wire)) each(w, wire, c);
        else if (hr_power_feeds(w, wire)) find_claims(w, w->e->site->wire[wire].child, each, c);
    }
}

static void open_wire(hr_work *w, hr_id wire)
{
    w->out_wire[wire] = true;
    w->mode.opened_wire[w->mode.n_opened_wire++] = wire;
    hr_power_mark_down(w, w->e->site->wire[wire].child);
}

static void contest(hr_work *w, hr_id wire, claim_list *c)
{
    (void)c;
    if (w->mode.contested[wire]) return;
    w->mode.contested[wire] = true;
    w->mode.opened_wire[w->mode.n_opened_wire++] = wire;
    hr_power_mark_down(w, w->e->site->wire[wire].child);
}

/* What has to be looked at: what the case touched; of two things what the second touched, when the first leaves nothing
 * beyond its rating. */
static const id_list *in_question(const hr_work *w)
{
    return w->nest.on && !w->nest.overloaded ? &w->nest.units : &w->units;
}

/* Somebody shares it out: all its claims have priorities, or it is a catcher. What carries load in the base and is claimed
 * from behind its boards, and any source, is no catcher: where it is too small that is a violated row. */
static bool is_shared_out(const hr_work *w, hr_id unit, const claim_list *c)
{
    const power_unit *u = &w->e->unit[unit];
    bool idle = rated_flow(&w->b->s, u, unit)->p <= 0;
    return c->n > 1 && (c->ranked || (u->kind == HR_P_SERIES && ((idle && u->rated_out) || c->direct > 1)));
}

/* The reserve with the lowest number that is claimed by more than it can carry. */
static hr_id claimed_too_much(hr_work *w, claim_list *out)
{
    const id_list *units = in_question(w);
    hr_id found = HR_NONE;
    for (uint32_t i = 0; i < units->n; i++) {
        hr_id u = units->id[i];
        claim_list c = {.last = HR_NONE, .ranked = true};
        if (u > found || !carries_too_much(w, u)) continue;
        find_claims(w, u, add_claim, &c);
        for (uint32_t k = 0; k < w->e->unit[u].n_child; k++)
            c.direct += claims(w, w->e->child[w->e->unit[u].child_first + k]);
        if (is_shared_out(w, u, &c)) found = u, *out = c;
    }
    return found;
}

/* The last by priority gives way; where one has none nobody knows who is served. */
static bool refuse_claim(hr_work *w)
{
    claim_list c;
    hr_id reserve = claimed_too_much(w, &c);
    if (reserve == HR_NONE) return false;
    if (c.ranked) open_wire(w, c.last);
    else find_claims(w, reserve, contest, &c);
    return true;
}

/* --- protective devices ------------------------------------------------------------------------------------------------ */

static double worst_phase(const hr_flow *f, hr_flow_state fs, double volts)
{
    double most = 0;
    if (volts <= 0 || fs.phase == HR_S_OFF || fs.phase == HR_S_UNKNOWN) return 0;
    for (int k = 0; k < 3; k++) most = fmax(most, f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]);
    return sqrt(most) * sqrt(3.0) / volts;
}

static double wire_amps_in(const hr_work *w, const power_state *state, hr_id wire)
{
    const hr_site *s = w->e->site;
    uint32_t slot = w->e->wire_slot[wire];
    return worst_phase(&state->slot[slot], state->slot_state[slot], s->nominal[s->wire[wire].parent].vout);
}

static double unit_amps_in(const hr_work *w, const power_state *state, hr_id unit)
{
    return worst_phase(&state->in[unit], state->in_state[unit], w->e->site->nominal[unit].vin);
}

static double wire_amps(const hr_work *w, hr_id wire) { return wire_amps_in(w, &w->s, wire); }
static double unit_amps(const hr_work *w, hr_id unit) { return unit_amps_in(w, &w->s, unit); }

static bool is_beyond_in(const hr_work *w, const power_state *state, hr_id unit)
{
    const hr_unit *x = &w->e->site->unit[unit];
    double own = w->e->unit[unit].device;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++)
        if (w->e->device[k] > 0 && wire_amps_in(w, state, k) > w->e->device[k] * beyond) return true;
    return own > 0 && unit_amps_in(w, state, unit) > own * beyond;
}

static bool is_beyond(const hr_work *w, hr_id unit) { return is_beyond_in(w, &w->s, unit); }
static bool was_beyond(const hr_work *w, hr_id unit) { return is_beyond_in(w, &w->b->s, unit); }

bool hr_power_overloaded(const hr_work *w)
{
    for (hr_id u = 0; u < w->e->site->n_unit; u++)
        if (is_beyond(w, u)) return true;
    return false;
}

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

bool hr_power_is_overloaded(hr_work *w)
{
    const id_list *units = in_question(w);
    claim_list c;
    for (uint32_t i = 0; i < units->n; i++)
        if ((!w->b->overloaded || carries_more(w, units->id[i])) && is_beyond(w, units->id[i])) return true;
    return claimed_too_much(w, &c) != HR_NONE;
}

/* --- devices beyond their rating, the worst first --------------------------------------------------------------------- */

/* A device is a number: its wire, or behind the wires the unit that it is. */
static hr_id unit_of(const hr_work *w, uint32_t d)
{
    uint32_t wires = w->e->site->n_wire;
    return d < wires ? w->e->site->wire[d].child : d - wires;
}

/* Ties go to the name that comes first: to the lower number, and what hangs on a unit before the unit. */
static bool goes_before(const hr_work *w, uint32_t a, uint32_t b)
{
    const power_queue *q = &w->queue;
    hr_id x = unit_of(w, a), y = unit_of(w, b);
    if (q->ratio[a] != q->ratio[b]) return q->ratio[a] > q->ratio[b];
    return x != y ? x < y : a < b;
}

static void put_at(power_queue *q, uint32_t place, uint32_t d)
{
    q->device[place] = d;
    q->place[d] = place + 1;
}

static void sift_up(hr_work *w, uint32_t place)
{
    power_queue *q = &w->queue;
    uint32_t d = q->device[place];
    for (; place && goes_before(w, d, q->device[(place - 1) / 2]); place = (place - 1) / 2)
        put_at(q, place, q->device[(place - 1) / 2]);
    put_at(q, place, d);
}

static void sift_down(hr_work *w, uint32_t place)
{
    power_queue *q = &w->queue;
    uint32_t d = q->device[place];
    for (uint32_t next; (next = 2 * place + 1) < q->n; place = next) {
        if (next + 1 < q->n && goes_before(w, q->device[next + 1], q->device[next])) next++;
        if (!goes_before(w, q->device[next], d)) break;
        put_at(q, place, q->device[next]);
    }
    put_at(q, place, d);
}

static void take_from_queue(hr_work *w, uint32_t d)
{
    power_queue *q = &w->queue;
    uint32_t place = q->place[d] - 1, last = q->device[--q->n];
    q->place[d] = 0;
    if (last == d) return;
    put_at(q, place, last);
    sift_up(w, place);
    sift_down(w, q->place[last] - 1);
}

/* What a device carries now over its rating: into the queue, to another place in it, or out of it. */
static void queue_device(hr_work *w, uint32_t d, double ratio)
{
    power_queue *q = &w->queue;
    if (q->place[d]) take_from_queue(w, d);
    if (ratio <= beyond) return;
    q->ratio[d] = ratio;
    put_at(q, q->n++, d);
    sift_up(w, q->n - 1);
}

static void queue_devices(hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[unit];
    double own = w->e->unit[unit].device;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++)
        if (w->e->device[k] > 0) queue_device(w, k, wire_amps(w, k) / w->e->device[k]);
    if (own > 0) queue_device(w, s->n_wire + unit, unit_amps(w, unit) / own);
}

static void open_device(hr_work *w, uint32_t d)
{
    hr_id unit = unit_of(w, d);
    if (d < w->e->site->n_wire) {
        open_wire(w, d);
        return;
    }
    w->out_unit[unit] += w->e->site->unit[unit].count;
    w->mode.opened_unit[w->mode.n_opened_unit++] = unit;
    hr_power_mark_down(w, unit);
}

/* --- one after the other ------------------------------------------------------------------------------------------------ */

static void forget_changes(hr_work *w)
{
    for (uint32_t i = 0; i < w->changed.n; i++) w->is_changed[w->changed.id[i]] = false;
    w->changed.n = 0;
}

/* Where the base has devices beyond their rating, those that the case did not touch open as well. */
static void begin_queue(hr_work *w)
{
    const id_list *units = in_question(w);
    for (uint32_t i = 0; i < units->n && !w->b->overloaded; i++) queue_devices(w, units->id[i]);
    for (hr_id u = 0; u < w->e->site->n_unit && w->b->overloaded; u++) queue_devices(w, u);
}

static void end_queue(hr_work *w)
{
    while (w->queue.n) take_from_queue(w, w->queue.device[w->queue.n - 1]);
}

/* A reserve that gives way goes before any device. Those that could were touched by the case or by what has opened. */
static bool open_next(hr_work *w)
{
    if (refuse_claim(w)) return true;
    if (w->queue.n == 0) return false;
    uint32_t d = w->queue.device[0];
    if (w->first_opened == HR_NONE) {
        w->first_opened = d;
        w->first_ratio = w->queue.ratio[d];
    }
    open_device(w, d);
    return true;
}

/* All that is out consumes: the case takes load away. */
static bool takes_load_away(const hr_work *w)
{
    const hr_case *c = w->nest.on ? w->nest.at : w->at;
    for (uint32_t i = 0; c && i < c->n_out; i++) {
        const hr_target *t = &c->out[i];
        uint8_t kind = t->unit != HR_NONE ? w->e->unit[t->unit].kind : (uint8_t)HR_P_NONE;
        if (t->how != HR_OUT || (kind != HR_P_HOLDER && kind != HR_P_LOAD)) return false;
    }
    return c && c->n_out > 0;
}

/* Nothing that goes on opens, or is spared, that would not in the base: then the case cascades as its base does. Not where
 * anything is cooled: what that cascade takes in the base, a case may leave with its supply and without its cooling. */
static bool leaves_the_base_its_cascade(hr_work *w)
{
    const id_list *units = in_question(w);
    if (!w->b->overloaded || w->cooled || !takes_load_away(w) || hr_power_is_overloaded(w)) return false;
    for (uint32_t i = 0; i < units->n; i++) {
        hr_id u = units->id[i];
        bool out = w->out_unit[u] >= w->e->site->unit[u].count;
        if (!out && was_beyond(w, u) && !is_beyond(w, u)) return false;
    }
    return true;
}

/* A case that cascades as its base does adds nothing to what is told there. Each round opens something that was closed, so
 * this ends. */
uint32_t hr_power_cascade(hr_work *w)
{
    uint32_t n = 0;
    w->first_opened = HR_NONE;
    if (leaves_the_base_its_cascade(w)) return 0;
    begin_queue(w);
    for (w->note_changes = true; open_next(w); n++) {
        hr_power_sweep(w);
        for (uint32_t i = 0; i < w->changed.n; i++) queue_devices(w, w->changed.id[i]);
        forget_changes(w);
    }
    w->note_changes = false;
    forget_changes(w);
    end_queue(w);
    return n;
}

bool hr_power_opened(const hr_work *w, uint32_t i, hr_target *device)
{
    uint32_t wires = w->mode.n_opened_wire;
    if (i >= wires + w->mode.n_opened_unit) return false;
    if (i < wires) *device = (hr_target){.unit = HR_NONE, .wire = w->mode.opened_wire[i]};
    else *device = (hr_target){.unit = w->mode.opened_unit[i - wires], .wire = HR_NONE};
    return true;
}

bool hr_power_first_opened(const hr_work *w, hr_target *device, double *ratio)
{
    uint32_t d = w->first_opened, wires = w->e->site->n_wire;
    if (d == HR_NONE) return false;
    *device = d < wires ? (hr_target){.unit = HR_NONE, .wire = d} : (hr_target){.unit = d - wires, .wire = HR_NONE};
    *ratio = w->first_ratio;
    return true;
}
