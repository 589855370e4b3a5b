/* free_cooling.c - economisers: what a cold source takes of the heat of a loop or zone ahead of the other coolers.
 *
 * Return comes to it at T_in, and C of it (W/K) passes through. What leaves it comes as near to its source as its approach
 * lets it, which goes with the heat: T_in - Q / C >= T_source + approach Q / cooling. So it can take
 *
 *   Q = (T_in - T_source) / (1 / C + approach / cooling)
 *
 * at most `cooling`, at most what there is, and nothing where its source is no colder than what comes back. The others share
 * what it leaves. T_in is what they supply and all heat on top, so where one of them cannot hold its set point (a dry cooler)
 * Q depends on itself: as on a source that warms by it. Each change of direction halves the step of a pass.
 *
 * Of a zone it is the outdoor air itself that comes in, up to `airflow` of it, for as much of the air that comes back: the
 * same without an approach, C that of what comes in, Q = C (T_in - T_outdoor).
 *
 * Several economisers stand side by side. docs/physics/cooling.md */
#include <math.h>

#include "engine/cooling.h"

#define STEP_LEAST (1.0 / 256)
#define STEP_GROWS 1.25
#define BEYOND 1e-9        /* of what a primary carries: rounding */
#define NOTHING_LEFT 1e-12 /* of the heat of a body: rounding */
enum { BEGINNING = 2 };    /* passes in which what a source supplies may not have come down yet */
enum { TURNS = 8 };        /* changes of mind from pass to pass after which one stays beyond what its primary carries */

bool hr_cools_ahead(const hr_site *s, hr_id cooler, hr_id body)
{
    if (hr_unit_cooler(s, cooler).law != HR_LAW_FREE) return false;
    uint32_t n, first = hr_unit_heat_refs(s, body, &n);
    for (uint32_t i = first; i < first + n; i++) {
        if (s->heat_ref[i].role != HR_HEAT_COOLED_BY) continue;
        if (hr_unit_cooler(s, s->heat_ref[i].to).law != HR_LAW_FREE) return true;
    }
    return false;
}

/* --- what it is let, and where to ------------------------------------------------------------------------------------- */

cool_amount hr_free_cooling_open(const cooling *c, const cool_cooler *x)
{
    const hr_num *most[] = {x->f.max_outdoor, x->f.max_dew_point};
    const cool_amount *now[] = {&c->dry_bulb, &c->dew_point};
    cool_amount open = cool_known(1);
    for (unsigned i = 0; i < sizeof most / sizeof *most; i++) {
        if (!most[i] || !most[i]->presence) continue;
        if (!cool_is(now[i])) open = cool_lacks(now[i]);
        else if (now[i]->v > hr_num_at(most[i], HR_HARSH_LOW, c->e->corner)) return cool_known(0);
    }
    return open;
}

cool_amount hr_free_cooling_source(const cooling *c, const cool_cooler *x)
{
    return x->to == COOL_NONE ? c->dry_bulb : c->body[x->to].supply;
}

/* The part of its primary flow that is there: as the pass before found, since in this one needs are still being added. */
static double primary_part(const cooling *c, const cool_cooler *x, double rated)
{
    if (x->to == COOL_NONE || c->passes == 0) return 1;
    if (x->primary_piped && cool_is(&x->primary_able) && rated > 0) return fmin(1, x->primary_able.v / rated);
    cool_amount part = hr_cooling_supplied(&c->before[x->to]);
    return cool_is(&part) ? part.v : 1;
}

/* --- alone ------------------------------------------------------------------------------------------------------------- */

/* What is known of it, in this pass or the one before; 1 else. */
double hr_free_cooling_part(const cooling *c, const cool_cooler *x)
{
    cool_amount rated = cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
    cool_amount source = hr_free_cooling_source(c, x);
    if (x->to == COOL_NONE || !cool_is(&rated) || !cool_is(&source)) return 1;
    cool_amount primary = hr_cooling_primary_flow(c, x, rated.v, source.v);
    return primary_part(c, x, cool_is(&primary) ? primary.v : 0);
}

/* Whether what is there of its primary is known. */
static cool_amount primary_state(const cooling *c, const cool_cooler *x)
{
    if (c->passes == 0) return cool_known(1);
    return x->primary_piped ? x->primary_able : hr_cooling_supplied(&c->before[x->to]);
}

/* W that its primary takes at most: warmed to what comes back, and where it is short no more than its part of `cooling`. */
static cool_amount carried(const cooling *c, const cool_cooler *x)
{
    const cool_body *b = &c->body[x->body];
    cool_body at = *b;
    cool_amount rated = cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
    cool_amount source = hr_free_cooling_source(c, x), state = primary_state(c, x);
    if (!cool_is(&at.supply)) at.supply = x->supply;
    cool_amount into = hr_cooling_warmed(&at);
    const cool_amount *all[] = {&rated, &source, &state, &into};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (!cool_is(all[i])) return cool_lacks(all[i]);
    cool_amount primary = hr_cooling_primary_flow(c, x, rated.v, source.v);
    if (!cool_is(&primary)) return cool_lacks(&primary);
    const double part = primary_part(c, x, primary.v);
    const double each = hr_cooling_rho_cp(&c->body[x->to], source.v) * primary.v * part;
    return cool_known(fmin(part < 1 ? rated.v * part : INFINITY, each * fmax(0, into.v - source.v)));
}

/* What fails may take away what it fails by (a rear door of which nobody knows what it gives): after some turns it stays failed,
 * though nobody knows by how much. */
bool hr_free_cooling_beyond(const cooling *c, cool_cooler *x)
{
    cool_alone *a = &x->alone;
    a->carried = x->to == COOL_NONE ? cool_none() : carried(c, x);
    bool beyond = cool_is(&x->heat) && cool_is(&a->carried) && x->heat.v > a->carried.v * (1 + BEYOND);
    if (beyond != a->beyond) a->turns++;
    return a->beyond = beyond || a->turns >= TURNS;
}

/* --- what it can take ---------------------------------------------------------------------------------------------------- */

/* K that comes back: what is supplied, or while nobody can tell that is to be, and all heat on top. */
static cool_amount inlet_of(const cool_body *b)
{
    cool_body at = *b;
    if (!cool_is(&at.supply)) at.supply = at.set;
    return hr_cooling_warmed(&at);
}

/* By which economisers of a body share its flow: what can pass through them, else their heat. */
static cool_amount measure(const cooling *c, const cool_cooler *x, bool by_flow)
{
    if (x->lives == HR_S_OFF) return cool_known(0);
    if (x->lives != HR_S_KNOWN) return cool_unknown(x->unit, "from");
    if (by_flow || x->f.air) return x->rated_flow;
    return cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
}

static bool all_state_flow(const cooling *c, const cool_body *b)
{
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->ahead.is && !cool_is(&x->rated_flow)) return false;
    }
    return true;
}

static cool_amount sum_measures(const cooling *c, const cool_body *b, bool by_flow)
{
    cool_amount sum = cool_known(0);
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->ahead.is) cool_add(&sum, measure(c, x, by_flow));
    }
    return sum;
}

/* m3/s through it: its part of what its body moves, as far as it lets that through. */
static cool_amount flow_through(const cooling *c, const cool_body *b, const cool_cooler *x, bool by_flow,
                                cool_amount sum)
{
    cool_amount moved = hr_cooling_moved(b), own = measure(c, x, by_flow);
    if (x->lives == HR_S_OFF) return cool_known(0);
    if (!b->net && !cool_is(&b->need)) return cool_lacks(&b->need);
    if (!cool_is(&moved)) return cool_lacks(&moved);
    if (!cool_is(&sum)) return cool_lacks(&sum);
    double part = sum.v > 0 ? moved.v * own.v / sum.v : 0;
    return cool_known(cool_is(&x->rated_flow) ? fmin(part, x->rated_flow.v) : part);
}

/* What it can take, whatever there is to take. */
static cool_amount takes_of(cooling *c, cool_cooler *x, cool_amount source)
{
    cool_amount most = cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
    cool_amount approach = cool_num(x->f.approach, HR_HARSH_HIGH, c->e->corner, x->unit, "approach");
    const double colder = x->ahead.into - source.v;
    if (!(colder > 0) || !(x->ahead.through > 0)) return cool_known(0);
    if (x->f.air) return cool_known(colder * x->ahead.through); /* it goes into the zone itself: no approach */
    if (!cool_is(&most) || !cool_is(&approach)) return cool_lacks(cool_is(&most) ? &approach : &most);
    cool_amount primary = hr_cooling_primary_flow(c, x, most.v, source.v);
    const double rated = most.v * primary_part(c, x, cool_is(&primary) ? primary.v : 0);
    if (!(rated > 0)) return cool_known(0);
    double most_of_primary = INFINITY; /* what warms it to what comes in */
    if (x->to != COOL_NONE) {
        x->primary_flow = primary;
        if (!cool_is(&primary)) return cool_lacks(&primary);
        const double part = primary_part(c, x, primary.v);
        most_of_primary = hr_cooling_rho_cp(&c->body[x->to], source.v) * primary.v * part * colder;
    }
    return cool_known(fmin(fmin(rated, most_of_primary), colder / (1 / x->ahead.through + approach.v / rated)));
}

static cool_amount wants(cooling *c, const cool_body *b, cool_cooler *x)
{
    cool_amount open = hr_free_cooling_open(c, x), source = hr_free_cooling_source(c, x), into = inlet_of(b);
    x->primary_flow = cool_known(0);
    x->ahead.into = cool_is(&into) ? into.v : 0;
    x->ahead.through = 0;
    if (x->lives == HR_S_OFF || (cool_is(&open) && open.v <= 0)) return cool_known(0);
    if (x->lives != HR_S_KNOWN) return cool_unknown(x->unit, "from");
    if (!cool_is(&open)) return open;
    const cool_amount *all[] = {&x->flow, &into, &source};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++) {
        if (cool_is(all[i])) continue;
        if (x->ahead
                .told) { /* the others cannot hold their set point: it takes what it would at that, the rest is theirs */
            x->flow = cool_known(x->ahead.flow);
            return cool_known(x->ahead.wanted);
        }
        c->begins = c->passes < BEGINNING;
        return c->begins ? cool_known(0) : cool_lacks(all[i]);
    }
    double at = cool_is(&b->supply) ? 0.5 * (b->supply.v + into.v) : into.v;
    x->ahead.through = x->flow.v * hr_cooling_rho_cp(b, b->air && cool_is(&b->supply) ? b->supply.v : at);
    cool_amount wanted = takes_of(c, x, source);
    x->ahead.told = cool_is(&wanted);
    x->ahead.flow = x->flow.v, x->ahead.wanted = wanted.v;
    return wanted;
}

/* --- all of a body --------------------------------------------------------------------------------------------------------- */

/* A part of the way from what it took to what it would take now. */
static double go_on(cool_ahead *a, double to)
{
    const double by = to - a->taken;
    if (a->taken < 0) return to;
    if (by * a->drift < 0) a->step = fmax(STEP_LEAST, a->step / 2);
    else if (by * a->drift > 0) a->step = fmin(1, a->step * STEP_GROWS);
    a->drift = by;
    return a->taken + a->step * by;
}

/* Not more than there is, each its part of that. */
static double held_down(const cooling *c, const cool_body *b, bool go)
{
    double sum = 0;
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!x->ahead.is) continue;
        if (go) x->heat.v = go_on(&x->ahead, x->heat.v);
        sum += x->heat.v;
    }
    const double part = sum > b->heat.v ? b->heat.v / sum : 1;
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!x->ahead.is) continue;
        x->heat.v *= part;
        if (go) x->ahead.taken = x->heat.v;
    }
    return sum * part;
}

void hr_free_cooling_take(cooling *c, cool_body *b)
{
    const bool by_flow = all_state_flow(c, b);
    cool_amount sum, taken = cool_known(0);
    b->rest = b->heat;
    if (!b->ahead) return;
    sum = sum_measures(c, b, by_flow);
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!x->ahead.is) continue;
        x->flow = flow_through(c, b, x, by_flow, sum);
        x->heat = wants(c, b, x);
        if (!cool_is(&x->heat) && x->to != COOL_NONE) x->primary_flow = cool_lacks(&x->heat);
        cool_add(&taken, x->heat);
    }
    if (!cool_is(&taken) || !cool_is(&b->heat)) {
        b->rest = cool_lacks(cool_is(&taken) ? &b->heat : &taken);
        return;
    }
    (void)held_down(c, b, false);
    const double left = b->heat.v - held_down(c, b, true);
    b->rest = cool_known(left > NOTHING_LEFT * b->heat.v ? left : 0);
}

int hr_free_cooling_degree(const cooling *c)
{
    double heat = 0, rest = 0;
    for (uint32_t i = 0; i < c->n_body; i++) {
        const cool_body *b = &c->body[i];
        if (!b->ahead) continue;
        if (!cool_is(&b->heat) || !cool_is(&b->rest)) return COOL_FREE_N;
        heat += b->heat.v, rest += b->rest.v;
    }
    if (!(heat > 0)) return COOL_FREE_N;
    return rest <= 0 ? COOL_FREE_FULL : rest < heat ? COOL_FREE_PART : COOL_FREE_NONE;
}

void hr_free_cooling_law(const cooling *c, cool_cooler *x)
{
    const cool_amount source = hr_free_cooling_source(c, x);
    x->lowest = cool_unknown(x->unit, "cooled_by");
    x->supply = !cool_is(&x->heat) ? cool_lacks(&x->heat) : x->back;
    if (x->f.air && cool_is(&x->heat) && x->heat.v <= 0) x->flow = cool_known(0);
    if (!cool_is(&x->heat) || x->heat.v <= 0 || !(x->ahead.through > 0) || !cool_is(&source)) return;
    x->supply = cool_known(x->ahead.into - x->heat.v / x->ahead.through);
    if (x->f.air) {
        const double part = fmin(1, x->heat.v / (x->ahead.through * (x->ahead.into - source.v)));
        x->flow.v *= part;
        x->speed = x->rated_flow.v > 0 ? fmin(1, x->flow.v / x->rated_flow.v) : 1;
        x->supply = source;
        return;
    }
    const double rated = hr_num_at(x->f.cooling, HR_HARSH_LOW, c->e->corner);
    const double rise = hr_num_at(x->f.approach, HR_HARSH_HIGH, c->e->corner) * x->heat.v / rated;
    x->speed = fmin(1, rise / (x->supply.v - source.v));
}
