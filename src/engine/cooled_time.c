/* cooled_time.c - how long a load is without cooling in a case, and how long stored heat lets it be: docs/physics/time-to-limit.md.
 *
 * Every body on the way of its heat may be away or short: its own, by which the flow through its plates stops or falls, or one
 * further out, whose water warms up with all that gives its heat to it. Each gives a time without and a time that it lasts;
 * what counts is where the first is the largest part of the second, of what is away for good where the second is shortest. */
#include <math.h>

#include "base/str.h"
#include "element/air_class.h"
#include "element/site_fields.h"
#include "engine/cooled.h"
#include "model/units.h"

/* --- chips ---------------------------------------------------------------------------------------------------------------- */

/* Many racks are alike: the same chip is worked out once. */
static double trip_time(cooled_work *h, const hr_heat_trip *x, double limit)
{
    for (uint32_t i = 0; i < h->n_trip; i++) {
        const hr_heat_trip *y = &h->trip[i];
        bool same = y->power == x->power && y->inlet == x->inlet && y->die_resistance == x->die_resistance &&
                    y->plate == x->plate && y->die == x->die && y->flow == x->flow && y->left == x->left &&
                    y->coast_down == x->coast_down && h->trip_table[i] == x->curve->flow;
        if (same && h->trip_limit[i] == limit) return h->trip_time[i];
    }
    double t = NAN;
    if (!hr_heat_trip_time(x, limit, &t)) t = NAN;
    uint32_t k = h->next_trip;
    h->trip[k] = *x, h->trip_limit[k] = limit, h->trip_time[k] = t;
    h->trip[k].curve = NULL; /* it is the caller's; its table is the model's */
    h->trip_table[k] = x->curve->flow;
    h->next_trip = (k + 1) % COOLED_TRIPS;
    if (h->n_trip < COOLED_TRIPS) h->n_trip++;
    return t;
}

typedef struct chips { /* of a load that hangs on a loop */
    const cooling *c;
    hr_corner corner;
    cool_amount margin;     /* K of the hottest to its limit, as it runs */
    cool_amount slow, shut; /* s after a trip of its pumps */
} chips;

/* K above `plate.limit` at which they shut down. */
static double shutdown_at(const hr_plate_rec *p, hr_corner corner)
{
    return hr_num_at(&p->limit, HR_HARSH_LOW, corner) + hr_heat_default(HR_HEAT_SHUTDOWN, corner);
}

static cool_amount lower(cool_amount a, double v)
{
    if (isnan(v)) return cool_unknown(a.unit, "plate.resistance");
    return a.state == HR_S_OFF || (cool_is(&a) && v < a.v) ? cool_known(v) : a;
}

/* `before` of its flow moves until now, which tells how far its limit is, `left` of it from now on. */
static void add_chip(chips *all, cooled_work *h, hr_id node, double before, double left)
{
    cool_chip x;
    if (!hr_cooling_chip(all->c, node, &x)) return;
    cool_amount lacks = x.lacks;
    if (cool_is(&lacks) && !x.plate->limit.presence) lacks = cool_unknown(node, "plate.limit");
    if (!cool_is(&lacks)) {
        all->margin = all->slow = all->shut = cool_lacks(&lacks);
        return;
    }
    const hr_plate_curve curve = {x.plate->resistance.n, x.plate->resistance.x, x.plate->resistance.y};
    const hr_heat_trip trip = {.power = x.power,
                               .inlet = x.inlet,
                               .die_resistance = hr_num_at(&x.plate->die_resistance, HR_HARSH_HIGH, all->corner),
                               .die = hr_heat_default(HR_HEAT_DIE, all->corner),
                               .plate = hr_heat_default(HR_HEAT_PLATE, all->corner),
                               .curve = &curve,
                               .flow = x.flow * before,
                               .coast_down = hr_heat_default(HR_HEAT_COAST_DOWN, all->corner),
                               .left = left / before};
    double limit = hr_num_at(&x.plate->limit, HR_HARSH_LOW, all->corner), r = 0;
    if (x.boils) r = hr_num_at(&x.plate->boiling_resistance, HR_HARSH_HIGH, all->corner);
    else (void)hr_plate_resistance(&curve, x.flow * before, &r);
    all->margin = lower(all->margin, limit - (x.inlet + x.power * (r + trip.die_resistance)));
    if (left >= 1 || x.boils) return;
    all->slow = lower(all->slow, trip_time(h, &trip, limit));
    all->shut = lower(all->shut, trip_time(h, &trip, shutdown_at(x.plate, all->corner)));
}

static chips chips_of(const hr_work *w, const cool_load *l, double before, double left, hr_corner corner)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[l->unit];
    const cool_amount off = cool_none();
    chips all = {w->e->cooling, corner, off, off, off};
    for (hr_id i = u->held_first; u->held_count && i < u->held_first + u->held_count; i++)
        add_chip(&all, w->cooled, i, before, left);
    if (all.margin.state == HR_S_OFF) all.margin = cool_unknown(l->unit, "plate");
    if (all.slow.state == HR_S_OFF) all.slow = all.shut = cool_unknown(l->unit, "plate");
    return all;
}

/* --- one body on the way -------------------------------------------------------------------------------------------------- */

typedef struct asked {
    const hr_work *w;
    const double *store; /* by body: J/K */
    const cool_load *load;
    hr_corner corner;
    cool_amount margin;      /* K that its first limit is away */
    double shutdown;         /* K more to the shutdown of its chips; 0: none is known of */
    bool air;                /* that limit is one of air */
    double stays;            /* part of the flow of its chips that goes on for good, */
    double from;             /* from so many s on */
    const cooled_time *only; /* nothing but this body, and how it is short, is asked of; NULL: whatever is away */
    cooled_time best;
} asked;

/* Nothing where it lasts for ever, for good as it may be away. */
static double part_of(const cooled_time *t)
{
    if (!cool_is(&t->lasts)) return INFINITY;
    if (isinf(t->lasts.v)) return 0;
    return t->away.v <= 0 ? 0 : t->lasts.v > 0 ? t->away.v / t->lasts.v : INFINITY;
}

/* Of what is not known, or away for good, what is at its limit first. */
static bool is_worse(const cooled_time *a, const cooled_time *b)
{
    double x = part_of(a), y = part_of(b);
    if (x != y) return x > y;
    if (cool_is(&a->lasts) != cool_is(&b->lasts)) return cool_is(&a->lasts); /* a number says more */
    return a->from + a->lasts.v < b->from + b->lasts.v;
}

/* What comes back before its time is up reaches nothing. */
static void note_first(cooled_first *all, const cooled_time *t, const cool_amount *lasts)
{
    all->any = true;
    if (!cool_is(lasts)) all->lacks = cool_lacks(lasts);
    else if (lasts->v < t->away.v) all->s = fmin(all->s, t->from + lasts->v);
}

static bool is_same(const cooled_time *a, const cooled_time *b)
{
    return a->body == b->body && (a->body == COOL_NONE || (a->how == b->how && a->air == b->air));
}

static void consider(asked *q, const cooled_time *t, bool shuts_down)
{
    cooled_time *all = &q->best, kept = q->best, now = *t;
    now.air = q->air;
    if (!(t->away.v > 0) || (q->only && !is_same(q->only, &now))) return;
    if (all->body == COOL_NONE || is_worse(t, all)) *all = now;
    all->for_good = kept.for_good || isinf(t->away.v);
    all->limit = kept.limit, all->stop = kept.stop;
    note_first(&all->limit, t, &t->lasts);
    if (shuts_down) note_first(&all->stop, t, &t->shutdown);
}

/* What a zone stores is told by its racks; without, nothing is known of it. */
static bool has_racks(const hr_work *w, uint32_t zone)
{
    const cooled_work *h = w->cooled;
    for (uint32_t k = h->load_first[zone]; k < h->load_first[zone + 1]; k++)
        if (hr_unit_cooling(w->e->site, h->c->load[h->load_of[k] / 4].unit) == HR_COOLING_RACK) return true;
    return false;
}

static bool stands_still(const asked *q, uint32_t body)
{
    const cool_body *b = &q->w->cooled->c->body[body];
    return !b->air && hr_cooled_is_out(q->w, b);
}

/* J/K: liquid that stands still takes no heat, what gives its heat to it does. */
static double capacity_of(const asked *q, uint32_t body)
{
    const cooled_work *h = q->w->cooled;
    uint32_t last = COOL_NONE;
    double sum = 0;
    if (!stands_still(q, body)) return q->store[body];
    for (uint32_t k = h->giver_first[body]; k < h->giver_first[body + 1]; k++) {
        uint32_t from = h->c->cooler[h->giver_of[k]].body;
        if (from != last) sum += q->store[from];
        last = from;
    }
    return sum;
}

/* W that warms it up in a stage: what its own chips lack of flow they tell. */
static double deficit_of(const cooled_stage *x, bool stops)
{
    return stops ? x->deficit : fmax(x->deficit, x->unmoved);
}

/* K to the first limit with a part of the flow of its chips; where they would be at it, they tell that by their flow. */
static double rise_with(const asked *q, double left, double more)
{
    double all = q->margin.v + more;
    if (q->air || left >= 1 || left <= 0) return all;
    chips x = chips_of(q->w, q->load, left, 1, q->corner);
    return cool_is(&x.margin) && x.margin.v + more > 0 ? x.margin.v + more : all;
}

/* s from the beginning of a stage until `capacity` has risen to the limit, as though it went on for ever. */
static double stage_time(const asked *q, const cooled_stage *x, bool stops, double capacity, double more, double spent)
{
    double deficit = deficit_of(x, stops), all = capacity * (q->margin.v + more) - spent;
    double part = capacity * rise_with(q, stops ? x->left : q->stays, more) - spent;
    double early = hr_heat_stored_time(fmax(0, all), 1, deficit), late = hr_heat_stored_time(fmax(0, part), 1, deficit);
    if (stops) return late;
    return x->t + early <= q->from ? early : fmax(q->from - x->t, late);
}

/* s from `from` until `capacity` has risen to the limit, and `more`, stage by stage; as though the last one went on for ever. */
static double time_by_stages(const asked *q, const cooled_away *a, bool stops, double capacity, double more)
{
    double spent = 0;
    if (q->margin.v + more <= 0) return 0;
    for (uint32_t i = 0; i < a->n_stage; i++) {
        const cooled_stage *x = &a->stage[i];
        double deficit = deficit_of(x, stops), lasts = i + 1 < a->n_stage ? x[1].t - x->t : INFINITY;
        if (deficit <= 0) continue;
        double t = stage_time(q, x, stops, capacity, more, spent);
        if (t <= lasts) return x->t - a->from + t;
        spent += deficit * lasts;
    }
    return INFINITY;
}

static cool_amount stored_time(const asked *q, uint32_t body, const cooled_away *a, bool stops, double more)
{
    const cool_body *b = &q->w->cooled->c->body[body];
    double capacity = capacity_of(q, body);
    if (!cool_is(&q->margin)) return cool_lacks(&q->margin);
    if (b->air && !(capacity > 0) && !has_racks(q->w, body)) return cool_unknown(b->unit, "thermal mass");
    if (!b->air && !(capacity > 0)) return cool_unknown(b->unit, "volume");
    return cool_known(time_by_stages(q, a, stops, capacity, more));
}

static cool_amount why_rough(const cooled_work *h, uint32_t body)
{
    const cool_amount *heat = &h->meets[body], *need = &h->c->body[body].need;
    if (!cool_is(heat)) return cool_lacks(heat);
    if (h->whole[body].unrated == COOL_NONE || !(cool_is(need) || need->state == HR_S_OFF)) return cool_lacks(need);
    const cool_amount most = hr_cooled_takes(h->c, &h->c->cooler[h->whole[body].unrated]);
    return cool_lacks(&most);
}

/* It warms up, and all that gives its heat to it. */
static void by_store(asked *q, uint32_t body, const cooled_away *a, bool stops)
{
    const cooled_work *h = q->w->cooled;
    double most = 0;
    for (uint32_t i = 0; i < a->n_stage; i++) most = fmax(most, deficit_of(&a->stage[i], stops));
    if (most <= 0) return;
    cooled_time t = {.from = a->from, .away = cool_known(a->to - a->from), .body = body};
    const cool_amount rough = why_rough(h, body);
    t.lasts = a->rough ? rough : stored_time(q, body, a, stops, 0);
    t.shutdown = q->shutdown <= 0 ? cool_unknown(q->load->unit, "plate")
                 : a->rough       ? rough
                                  : stored_time(q, body, a, stops, q->shutdown);
    consider(q, &t, q->shutdown > 0);
}

/* s from the first of them; a later bound than another is the nearer one. */
static void note_trip(cool_amount *all, const cool_amount *trip, double after, double until)
{
    if (!cool_is(trip)) *all = *trip;
    else if (!cool_is(all) || isfinite(all->v) || trip->v > until) return;
    else all->v = after + trip->v;
}

/* What moves through its plates stops, or falls, by and by: stages until there is enough again. From one to the next chips
 * begin as though they had come to where the flow so far leads: a little too warm. So they do with the least flow from the
 * first on; the later of the two is the nearer one. */
static void by_flow(asked *q, uint32_t body, const cooled_stage *stage, uint32_t n, double to)
{
    cool_amount slow = cool_known(INFINITY), shut = slow;
    double left = 1, from = stage->t;
    uint32_t falls = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (stage[i].left >= left) continue;
        uint32_t next = i + 1;
        while (next < n && stage[next].left >= stage[i].left) next++;
        double until = next < n ? stage[next].t - stage[i].t : INFINITY;
        chips x = chips_of(q->w, q->load, left, stage[i].left, q->corner);
        note_trip(&slow, &x.slow, stage[i].t - from, until);
        note_trip(&shut, &x.shut, stage[i].t - from, until);
        left = stage[i].left;
        falls++;
    }
    if (falls > 1) {
        chips at_once = chips_of(q->w, q->load, 1, left, q->corner);
        if (cool_is(&slow)) slow.v = fmax(slow.v, at_once.slow.v);
        if (cool_is(&shut)) shut.v = fmax(shut.v, at_once.shut.v);
    }
    cooled_time t = {.from = from,
                     .away = cool_known(to - from),
                     .lasts = slow,
                     .shutdown = shut,
                     .body = body,
                     .how = COOLED_BY_FLOW};
    consider(q, &t, true);
}

/* Chips are as before as soon as enough flows again: each time without by itself. */
static void by_flows(asked *q, uint32_t body, const cooled_away *a)
{
    for (uint32_t i = 0, n; i < a->n_stage; i += n ? n : 1) {
        for (n = 0; i + n < a->n_stage && a->stage[i + n].left < 1;) n++;
        if (n) by_flow(q, body, a->stage + i, n, i + n < a->n_stage ? a->stage[i + n].t : a->to);
    }
}

/* With pipes nobody has told what flows while something is away. */
static void by_pipes(asked *q, uint32_t body, const cooled_away *a)
{
    cool_amount lacks = cool_unknown(q->w->cooled->c->body[body].unit, "flow while pumps start");
    cooled_time t = {.from = a->from,
                     .away = cool_known(a->to - a->from),
                     .lasts = lacks,
                     .shutdown = lacks,
                     .body = body,
                     .how = COOLED_BY_PIPES};
    consider(q, &t, true);
}

static void ask_body(asked *q, uint32_t body, bool own)
{
    const cooled_work *h = q->w->cooled;
    const cool_body *b = &h->c->body[body];
    const cooled_away *a = &h->away[body];
    bool stops = own && !b->air && !cool_boils(b) && a->left < 1 - 1e-9;
    if (a->to > a->from && a->untold) by_pipes(q, body, a);
    else if (a->to > a->from && stops) by_flows(q, body, a);
    if (a->to > a->from && !a->untold && !(own && stands_still(q, body))) by_store(q, body, a, stops);
    for (uint32_t k = h->below_first[body]; k < h->below_first[body + 1]; k++) ask_body(q, h->below_of[k], false);
}

/* --- loads ---------------------------------------------------------------------------------------------------------------- */

/* What flows for good while its own loop is short of it. With pipes that is told by what comes to the load. */
static void find_stays(asked *q, bool piped)
{
    const cool_load *l = q->load;
    const cool_body *b = &q->w->cooled->c->body[l->coolant];
    const cooled_away *a = &q->w->cooled->away[l->coolant];
    if (piped) q->stays = fmin(1, fmax(0, l->flow.v / l->need.v));
    if (piped || cool_boils(b) || a->untold || a->n_stage == 0 || isfinite(a->to)) return;
    uint32_t i = a->n_stage - 1;
    q->stays = a->stage[i].left;
    while (i > 0 && a->stage[i - 1].left <= q->stays) i--;
    q->from = a->stage[i].t;
}

static void ask_coolant(asked *q)
{
    const hr_work *w = q->w;
    const cool_load *l = q->load;
    if (l->coolant == COOL_NONE || (cool_is(&l->liquid) && l->liquid.v <= 0)) return;
    q->margin = chips_of(w, l, 1, 1, q->corner).margin;
    q->shutdown = hr_heat_default(HR_HEAT_SHUTDOWN, q->corner);
    bool piped = l->piped && cool_is(&l->flow) && cool_is(&l->need) && l->need.v > 0;
    find_stays(q, piped);
    ask_body(q, l->coolant, true);
    if (!piped || l->flow.v >= l->need.v * (1 - 1e-9)) return;
    const cooled_stage a = {.left = q->stays};
    by_flow(q, l->coolant, &a, 1, INFINITY);
}

static cool_amount air_margin(const cooling *c, uint32_t zone, hr_corner corner)
{
    const cool_body *b = &c->body[zone];
    const hr_num *own = &((const hr_site_fields *)c->e->site->fields)->limits.inlet_high;
    const hr_choice *class = hr_unit_choice(c->e->site, b->unit, "class");
    if (!cool_is(&b->inlet)) return cool_lacks(&b->inlet);
    if (own->presence) return cool_known(hr_num_at(own, HR_HARSH_LOW, corner) - b->inlet.v);
    if (!class->presence) return cool_unknown(b->unit, "class");
    return cool_known(HR_ZERO_CELSIUS + hr_air_classes[class->v].high - b->inlet.v);
}

/* Where the loop of its door is dead for good and the zone carries what the door took, nothing is without cooling. */
static bool waits_for_door(const asked *q)
{
    const cooled_work *h = q->w->cooled;
    uint32_t to = q->load->door_to;
    if (to == COOL_NONE) return false;
    const cooled_loss *l = &h->lost[q->load - h->c->load];
    return h->body[to].dead != HR_S_KNOWN || l->w.state != HR_S_KNOWN || l->w.v > 0;
}

static void ask_zone(asked *q)
{
    if (q->load->zone == COOL_NONE || (cool_is(&q->load->air) && q->load->air.v <= 0)) return;
    q->margin = air_margin(q->w->e->cooling, q->load->zone, q->corner);
    q->shutdown = 0;
    q->air = true;
    ask_body(q, q->load->zone, true);
    if (waits_for_door(q)) ask_body(q, q->load->door_to, false);
}

static cooled_time nothing_away(void)
{
    const cool_amount never = cool_known(INFINITY), off = cool_none();
    return (cooled_time){.away = cool_known(0),
                         .lasts = never,
                         .shutdown = never,
                         .body = COOL_NONE,
                         .limit = {INFINITY, off, false},
                         .stop = {INFINITY, off, false}};
}

static bool time_of(hr_work *w, hr_id unit, hr_corner corner, const cooled_time *only, cooled_time *out)
{
    cooled_work *h = w->cooled;
    if (!h || unit >= w->e->site->n_unit || !hr_cooling_is_load(w->e->site, unit)) return false;
    *out = nothing_away();
    if (!h->settled && !h->reached && !h->waits) return true; /* nothing that cools is away */
    hr_cooled_find_away(w, corner);
    asked q = {.w = w, .store = hr_cooled_store(w, corner), .load = &h->c->load[h->c->index[unit]], .corner = corner};
    q.best = nothing_away();
    q.only = only;
    q.stays = 1;
    ask_coolant(&q);
    ask_zone(&q);
    *out = q.best;
    return true;
}

bool hr_cooled_time(hr_work *w, hr_id unit, hr_corner corner, cooled_time *out)
{
    return time_of(w, unit, corner, NULL, out);
}

/* --- readings ------------------------------------------------------------------------------------------------------------- */

static bool time_of_only(const hr_work *w, hr_id point, hr_corner corner, const cooled_time *only, cooled_time *out)
{
    hr_id port = hr_point_port(point), unit = w->e->site->port[port].unit;
    hr_work *at = (hr_work *)w; /* what is kept beside its state */
    if (unit >= w->e->site->n_unit || w->e->site->unit[unit].port != port) return false;
    return time_of(at, unit, corner, only, out);
}

static bool time_at(const hr_work *w, hr_id point, hr_corner corner, cooled_time *out)
{
    return time_of_only(w, point, corner, NULL, out);
}

/* Whether it is known that something cools it at all, each part of its heat. */
static bool is_told(const hr_work *w, hr_id point)
{
    hr_work *at = (hr_work *)w;
    const cooled_loss *l = hr_cooled_loss(at, w->e->site->port[hr_point_port(point)].unit);
    bool told = l && l->w.state != HR_S_UNKNOWN;
    for (int i = 0; told && i < HR_COOL_MEDIA; i++) told = l->by[i].state != HR_S_UNKNOWN;
    return told;
}

static bool is_lost(const hr_work *w, hr_id point)
{
    const cooled_loss *l = hr_cooled_loss((hr_work *)w, w->e->site->port[hr_point_port(point)].unit);
    return l && l->w.state != HR_S_UNKNOWN && l->w.v > 0;
}

/* Partial: something else may be sooner. */
static hr_reading after(const cooled_time *t, const cooled_first *first)
{
    if (!t->for_good) return (hr_reading){0, HR_S_UNKNOWN}; /* it comes back, or nobody knows whether it is away */
    if (!first->any) return (hr_reading){0, HR_S_OFF};      /* without chips nothing shuts down */
    return (hr_reading){first->s, first->lacks.state == HR_S_OFF ? HR_S_KNOWN : HR_S_PARTIAL};
}

/* What is lost in the end has no time until it is back: that it is lost is judged. */
hr_reading hr_cooled_time_reading(const hr_work *w, hr_id point, hr_corner corner)
{
    cooled_time t;
    if (!time_at(w, point, corner, &t)) return (hr_reading){0, HR_S_OFF};
    hr_quantity q = hr_point_quantity(point);
    if (q == HR_Q_LIMIT_AFTER || q == HR_Q_SHUTDOWN_AFTER) return after(&t, q == HR_Q_LIMIT_AFTER ? &t.limit : &t.stop);
    if (q == HR_Q_UNCOOLED_FOR && !is_told(w, point)) return (hr_reading){0, HR_S_UNKNOWN};
    if (isinf(t.away.v) && !is_lost(w, point))
        return (hr_reading){0, HR_S_UNKNOWN}; /* it comes back, nobody says when */
    if (isinf(t.away.v) || t.away.v <= 0) return (hr_reading){0, HR_S_OFF};
    if (q == HR_Q_UNCOOLED_FOR) return (hr_reading){t.away.v, HR_S_KNOWN};
    return (hr_reading){t.lasts.v, t.lasts.state};
}

/* The time on the way to a cooler of a body, or one of its pumps, that is not given. */
static bool time_missing(const hr_work *w, uint32_t body, hr_id *unit, const char **field)
{
    const cooling *c = w->cooled->c;
    const hr_site *s = w->e->site;
    const cool_body *b = &c->body[body];
    for (uint32_t k = b->first; k < b->first + b->n; k++) {
        hr_id x = c->cooler[c->of_body[k]].unit;
        const hr_unit *u = &s->unit[x];
        for (hr_id h = x; h != HR_NONE;) {
            bool fed = s->unit[h].port != HR_NONE && w->e->unit[h].kind != HR_P_NONE;
            if (fed && isinf(w->s.gap[h].hi) && w->s.live[h] != HR_NONE &&
                hr_power_gap(w, hr_point_of(s->unit[h].port, HR_Q_GAP), unit, field))
                return true;
            if (h == x) h = u->held_count ? u->held_first : HR_NONE;
            else h = h + 1 < u->held_first + u->held_count ? h + 1 : HR_NONE;
        }
    }
    return false;
}

/* Of what is not known. */
bool hr_cooled_time_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field)
{
    cooled_time t;
    if (!time_at(w, point, HR_HARSH, &t)) return false;
    if (!is_told(w, point)) return hr_cooled_gap(w, hr_point_of(hr_point_port(point), HR_Q_UNCOOLED), unit, field);
    hr_quantity q = hr_point_quantity(point);
    const cool_amount *a = q == HR_Q_SHUTDOWN_AFTER ? &t.stop.lacks : q == HR_Q_LIMIT_AFTER ? &t.limit.lacks : &t.lasts;
    if (t.body != COOL_NONE && isinf(t.away.v) && !is_lost(w, point) && time_missing(w, t.body, unit, field))
        return true;
    if (t.body == COOL_NONE || cool_is(a) || !a->missing) return false;
    *unit = a->unit == HR_NONE ? w->e->site->self : a->unit;
    *field = a->missing;
    return true;
}

/* Of what is assumed what moves the time most: a restart that is not stated, else what stores heat. */
bool hr_cooled_decides(const hr_work *w, hr_id point, hr_id *unit, const char **field)
{
    cooled_time t;
    if (!hr_is_time_of_heat(hr_point_quantity(point)) || !time_at(w, point, HR_HARSH, &t) || t.body == COOL_NONE)
        return false;
    const cooled_work *h = w->cooled;
    const cooled_away *a = &h->away[t.body];
    if (a->by == COOL_NONE || a->untold) return false;
    if (!hr_cooled_interrupts(w, h->c->cooler[a->by].unit))
        return false; /* a pump of it, or one that stands by: no field tells */
    const hr_num *n = hr_unit_num(w->e->site, h->c->cooler[a->by].unit, "restart");
    bool nothing_stored = h->c->body[t.body].air && cool_is(&t.lasts) && t.lasts.v <= 0; /* however soon it is back */
    bool restart = (!n || !n->presence) && !nothing_stored;
    *unit = restart ? h->c->cooler[a->by].unit : h->c->body[t.body].unit;
    *field = restart ? "restart" : h->c->body[t.body].air ? "thermal mass" : "volume";
    return true;
}

/* --- words ---------------------------------------------------------------------------------------------------------------- */

typedef struct ends { /* one body's time at the corners; at a single one where `corner` is not HR_NOMINAL */
    hr_heat_times away, lasts;
} ends;

static hr_heat_times one_time(double t) { return (hr_heat_times){t, t, t}; }

/* Of the body that is worst as things are assumed: at the other corners the same, though another may be worse there. */
static ends ends_of(const hr_work *w, hr_id point, const cooled_time *t, hr_corner corner)
{
    cooled_time at[HR_CORNERS_OF_TIME];
    ends x = {one_time(t->away.v), one_time(t->lasts.v)};
    if (corner != HR_NOMINAL) return x;
    for (int i = 0; i < HR_CORNERS_OF_TIME; i++)
        if (!time_of_only(w, point, (hr_corner)i, t, &at[i])) return x;
    x.away = (hr_heat_times){at[HR_KIND].away.v, t->away.v, at[HR_HARSH].away.v};
    x.lasts = (hr_heat_times){at[HR_KIND].lasts.v, t->lasts.v, at[HR_HARSH].lasts.v};
    return x;
}

static void put_times(const char *before, const hr_heat_times *x, hr_buf *out)
{
    char text[HR_HEAT_TIMES_TEXT];
    hr_heat_times_text(text, sizeof text, x);
    hr_buf_printf(out, "%s%s", before, text);
}

/* "fws is without cooling for 5 min (1..15); stored heat lasts 43 s (20..90) until chips are too warm". */
static void put_body(const hr_work *w, hr_id point, const cooled_time *t, hr_corner corner, const char *then,
                     hr_buf *out)
{
    char name[256];
    bool flow = t->how == COOLED_BY_FLOW;
    const char *what = t->air ? "the air is" : "chips are";
    if (t->body == COOL_NONE) {
        hr_buf_z(out, "what cools it goes on");
        return;
    }
    ends x = ends_of(w, point, t, corner);
    hr_unit_name(w->e->site, w->cooled->c->body[t->body].unit, 0, name, sizeof name);
    hr_buf_printf(out, "%s %s for ", name, flow ? "moves too little" : "is without cooling");
    if (isinf(t->away.v)) hr_buf_z(out, "good");
    else put_times("", &x.away, out);
    if (!cool_is(&t->lasts)) return;
    hr_buf_z(out, then);
    if (isinf(t->lasts.v)) hr_buf_z(out, "no limit is reached");
    else if (flow) put_times("chips are too warm after ", &x.lasts, out);
    else put_times("stored heat lasts ", &x.lasts, out);
    if (isfinite(t->lasts.v) && !flow) hr_buf_printf(out, " until %s too warm", what);
}

/* Each range is that of one body; where another is worse at an end of what is assumed, it is told by itself. */
void hr_cooled_time_words(const hr_work *w, hr_id point, hr_buf *out)
{
    static const hr_corner corner[] = {HR_HARSH, HR_KIND};
    static const char *const end[] = {"; at the harsh end of what is assumed ", "; at the kind end "};
    cooled_time t, at;
    if (!time_at(w, point, HR_NOMINAL, &t)) return;
    put_body(w, point, &t, HR_NOMINAL, "; ", out);
    for (int i = 0; i < 2; i++) {
        if (!time_at(w, point, corner[i], &at) || is_same(&at, &t)) continue;
        hr_buf_z(out, end[i]);
        put_body(w, point, &at, corner[i], ", ", out);
    }
}
