/* cooled_away.c - when a body cannot carry what there is, and what is stored under it meanwhile.
 *
 * A cooler is away from the loss of its supply until that is back and it has started again; one that is out, or whose supply does
 * not come back, for good. A body is away as long as those that run are too weak for its heat, or move too little. Of several
 * such times the longest counts. docs/physics/time-to-limit.md */
#include <math.h>

#include "engine/cooled.h"

#define ROOM 1e-9
#define RIDE_THROUGH 0.02 /* s that a drive does not notice: dynamics.md 8, after 20 ms */

typedef struct span {
    double from, to;
} span;

static const span never = {0, 0};

static bool is_away(span s, double t) { return t >= s.from && t < s.to; }

/* --- one unit ------------------------------------------------------------------------------------------------------------- */

/* Since when and until when it has no supply, as its times are given; at a bad end where they are not. */
static span without_supply(const hr_work *w, hr_id unit, hr_corner corner)
{
    if (w->e->unit[unit].kind == HR_P_NONE || w->b->s.live[unit] == HR_NONE) return never;
    power_gap g = w->s.gap[unit], b = w->b->s.gap[unit];
    if (g.from == b.from && g.lo == b.lo && g.hi == b.hi) return never;
    return (span){g.from, corner == HR_KIND ? g.lo : g.hi};
}

static double ride_through(const hr_work *w, hr_id unit, hr_corner corner)
{
    const hr_power_ops *ops = hr_unit_type(w->e->site, unit)->power;
    const hr_num *n = ops && ops->bridge && ops->bridge->ride_through
                          ? ops->bridge->ride_through(hr_unit_fields(w->e->site, unit))
                          : NULL;
    return n && n->presence ? hr_num_at(n, HR_HARSH_LOW, corner) : RIDE_THROUGH;
}

static double restart(const hr_work *w, hr_id unit, bool compressor, hr_corner corner)
{
    const hr_num *n = hr_unit_num(w->e->site, unit, "restart");
    if (n && n->presence) return hr_num_at(n, HR_HARSH_HIGH, corner);
    return hr_heat_default(compressor ? HR_HEAT_CHILLER_RESTART : HR_HEAT_VFD_RESTART, corner);
}

static span away_of_unit(const hr_work *w, hr_id unit, bool compressor, hr_corner corner)
{
    const hr_unit *u = &w->e->site->unit[unit];
    if (w->out_unit[unit] >= u->count) return w->b->out_unit[unit] >= u->count ? never : (span){0, INFINITY};
    span s = without_supply(w, unit, corner);
    if (s.to - s.from <= ride_through(w, unit, corner)) return never;
    s.to += restart(w, unit, compressor, corner);
    return s;
}

bool hr_cooled_interrupts(const hr_work *w, hr_id unit)
{
    span s = w->e->unit[unit].kind == HR_P_NONE ? never : without_supply(w, unit, HR_HARSH);
    return s.to - s.from > ride_through(w, unit, HR_HARSH);
}

/* --- coolers -------------------------------------------------------------------------------------------------------------- */

typedef struct running { /* a cooler in time */
    span self, pumps;    /* away; some of its pumps are */
    double part;         /* of its flow meanwhile */
} running;

/* Pumps with feeds of their own: those that go on, of those it takes. */
static void time_pumps(const hr_work *w, const cool_cooler *x, hr_corner corner, running *out)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[x->unit];
    double held = 0, go_on = 0, stopped = 0;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        if (hr_unit_cooling(s, h) != HR_COOLING_PUMP) continue;
        span away = s->unit[h].wire_count ? away_of_unit(w, h, false, corner) : never;
        double n = s->unit[h].count - (double)w->out_unit[h];
        held += s->unit[h].count;
        stopped += hr_unit_type(s, h)->cooling->runs(hr_unit_fields(s, h)) ? 0 : s->unit[h].count;
        if (away.to > away.from) {
            bool first = out->pumps.to <= out->pumps.from;
            out->pumps.from = first ? away.from : fmin(out->pumps.from, away.from);
            out->pumps.to = fmax(out->pumps.to, away.to);
        } else {
            go_on += n;
        }
    }
    double want = x->f.needed && x->f.needed->presence ? x->f.needed->v : held > stopped ? held - stopped : held;
    out->part = want > 0 ? fmin(1, go_on / want) : 1;
}

static running time_cooler(const hr_work *w, const cool_cooler *x, const cool_cooler *normal, hr_corner corner)
{
    running r = {never, never, 1};
    if (normal->lives == HR_S_OFF) return (running){{0, INFINITY}, never, 0};
    r.self = away_of_unit(w, x->unit, x->f.law == HR_LAW_COMPRESSOR, corner);
    time_pumps(w, x, corner, &r);
    /* What only lost what takes its heat goes on moving: the time is that of the body further out. */
    bool cold = x->to != COOL_NONE && w->cooled->body[x->to].dead == HR_S_KNOWN;
    if (x->lives == HR_S_OFF && !cold && isfinite(r.self.to)) r.self.to = INFINITY;
    return r;
}

/* --- bodies --------------------------------------------------------------------------------------------------------------- */

typedef struct moment { /* what a body has at a time */
    double rating, flow;
} moment;

static double known(const cool_amount *a) { return cool_is(a) ? a->v : 0; }

static moment at(const hr_work *w, const cool_body *b, const running *r, double t)
{
    const cooling *c = w->cooled->c;
    moment m = {0, 0};
    for (uint32_t k = 0; k < b->n; k++) {
        const cool_cooler *x = &c->cooler[c->of_body[b->first + k]];
        if (x->ahead.is || is_away(r[k].self, t)) continue;
        double part = is_away(r[k].pumps, t) ? r[k].part : 1;
        if (part <= 0) continue;
        m.rating += x->f.cooling && x->f.cooling->presence ? hr_num_at(x->f.cooling, HR_HARSH_LOW, c->e->corner) : 0;
        m.flow += known(&x->rated_flow) * part;
    }
    return m;
}

static double deficit_at(const cool_body *b, moment m) { return fmax(0, known(&b->heat) - m.rating * (1 + ROOM)); }

/* Nothing gives its heat to what is dead: there it is what came in before. */
static cool_body in_time(const hr_work *w, uint32_t body)
{
    cool_body b = w->cooled->c->body[body];
    if (w->cooled->body[body].dead == HR_S_KNOWN) b.heat = w->e->cooling->body[body].heat;
    return b;
}

/* The part of what is needed that moves; pumps of the loop's own are taken to go on. */
static double left_at(const cool_body *b, moment m)
{
    bool own = !b->air && b->loop.flow && b->loop.flow->presence;
    if (b->net || own || cool_boils(b) || !cool_is(&b->need) || b->need.v <= 0)
        return m.flow > 0 || own ? 1 : m.rating > 0;
    return fmin(1, m.flow / b->need.v);
}

static bool is_short(const cool_body *b, moment m) { return deficit_at(b, m) > 0 || left_at(b, m) < 1 - ROOM; }

/* When what runs is enough again after t: at the return of a cooler. */
static double enough_after(const hr_work *w, const cool_body *b, const running *r, double t, uint32_t *by)
{
    double end = INFINITY;
    for (uint32_t k = 0; k < b->n; k++)
        for (int i = 0; i < 2; i++) {
            double back = i ? r[k].pumps.to : r[k].self.to;
            if (back <= t || back >= end || is_short(b, at(w, b, r, back))) continue;
            end = back;
            *by = w->cooled->c->of_body[b->first + k];
        }
    return end;
}

static void consider(const hr_work *w, const cool_body *b, const running *r, double t, cooled_away *out)
{
    moment m = at(w, b, r, t);
    cooled_away a = {.from = t, .deficit = deficit_at(b, m), .left = left_at(b, m), .by = COOL_NONE};
    if (!is_short(b, m)) return;
    a.to = enough_after(w, b, r, t, &a.by);
    if (a.to - a.from > out->to - out->from) *out = a;
}

enum { COOLERS_MOST = 512 }; /* of one body that are told apart in time */

static cooled_away away_of_body(const hr_work *w, uint32_t body, hr_corner corner)
{
    const cooling *c = w->cooled->c, *normal = w->e->cooling;
    const cool_body now = in_time(w, body), *b = &now;
    running r[COOLERS_MOST];
    cooled_away out = {0, 0, 0, 1, COOL_NONE};
    if (b->n > COOLERS_MOST || b->n == 0 || (cool_is(&b->heat) && b->heat.v <= 0)) return out;
    bool any = false;
    for (uint32_t k = 0; k < b->n; k++) {
        uint32_t i = c->of_body[b->first + k];
        r[k] = time_cooler(w, &c->cooler[i], &normal->cooler[i], corner);
        any |= r[k].self.to > r[k].self.from || r[k].pumps.to > r[k].pumps.from;
    }
    for (uint32_t k = 0; any && k < b->n; k++) {
        if (r[k].self.to > r[k].self.from) consider(w, b, r, r[k].self.from, &out);
        if (r[k].pumps.to > r[k].pumps.from) consider(w, b, r, r[k].pumps.from, &out);
    }
    return out;
}

void hr_cooled_find_away(hr_work *w, hr_corner corner)
{
    cooled_work *h = w->cooled;
    if (!h->settled) hr_cooled_settle(w);
    if (h->timed == (int)corner) return;
    for (uint32_t i = h->c->n_body; i-- > 0;) h->away[i] = away_of_body(w, i, corner);
    h->timed = (int)corner;
}

/* --- what is stored ------------------------------------------------------------------------------------------------------- */

/* m3 of buffer tanks on a loop. */
static double tanks_on(const hr_site *s, hr_id loop)
{
    double sum = 0;
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (hr_unit_cooling(s, u) != HR_COOLING_TANK || hr_unit_heat_to(s, u, HR_HEAT_LOOP) != loop) continue;
        const hr_num *n = hr_unit_num(s, u, "volume");
        if (n && n->presence) sum += n->v * s->unit[u].count;
    }
    return sum;
}

static bool cools_racks(const cooling *c, uint32_t body)
{
    for (uint32_t i = 0; i < c->n_load; i++)
        if (c->load[i].coolant == body) return true;
    return false;
}

static double rack_power(const cooling *c, uint32_t zone)
{
    double sum = 0;
    for (uint32_t i = 0; i < c->n_load; i++)
        if (c->load[i].zone == zone) sum += known(&c->load[i].liquid) + known(&c->load[i].air);
    return sum;
}

/* J/K of one body, by what there is in the normal state. */
static double own_store(const cooling *c, uint32_t body, hr_corner corner)
{
    const cool_body *b = &c->body[body];
    if (b->air) return hr_heat_zone_capacity(rack_power(c, body), hr_heat_default(HR_HEAT_ZONE_MASS, corner), 0);
    if (!b->has_fluid || cool_boils(b)) return 0;
    const hr_num *n = b->bathes ? hr_unit_num(c->e->site, b->unit, "volume") : b->loop.volume;
    double each = hr_heat_default(cools_racks(c, body) ? HR_HEAT_VOLUME_TCS : HR_HEAT_VOLUME_FWS, corner);
    double volume = n && n->presence ? hr_num_at(n, HR_HARSH_LOW, corner) : each * known(&b->heat);
    double T = cool_is(&b->supply) ? b->supply.v : cool_is(&b->set) ? b->set.v : 0;
    return T > 0 ? hr_cooling_rho_cp(b, T) * (volume + tanks_on(c->e->site, b->unit)) : 0;
}

/* With what gives its heat to it, each body once. */
void hr_cooled_find_store(hr_work *w, hr_corner corner)
{
    cooled_work *h = w->cooled;
    const cooling *c = w->e->cooling;
    if (h->stored == (int)corner) return;
    for (uint32_t i = 0; i < c->n_body; i++) h->store[i] = own_store(c, i, corner);
    for (uint32_t i = 0; i < c->n_body; i++) {
        const cool_body *b = &c->body[i];
        for (uint32_t k = b->first; k < b->first + b->n; k++) {
            uint32_t to = c->cooler[c->of_body[k]].to;
            bool first = to != COOL_NONE;
            for (uint32_t j = b->first; j < k; j++) first &= c->cooler[c->of_body[j]].to != to;
            if (first) h->store[to] += h->store[i];
        }
    }
    h->stored = (int)corner;
}
