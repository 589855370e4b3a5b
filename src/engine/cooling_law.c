/* cooling_law.c - what comes out of a cooler: at which temperature, for how much of its primary, of power, of water.
 *
 *   exchanger   two streams in counterflow. Its conductance comes from its nameplate (heat, both flows, approach) and
 *               follows the flows. With its valve wide open it supplies the lowest temperature that it can; where its set
 *               point is above that, the valve lets through just what the set point takes.
 *   condenser   vapour of a bath at its boiling point, one stream of primary: the same valve, by heat.
 *   to air      the same by its nameplate alone: approach in proportion to heat. Its fans take in air of the zone.
 *   compressor  its set point, up to its capacity; power = heat / COP, and COP falls with what it rejects to.
 *   dry, wet    approach to the outdoor air; where the set point is above, fans slow down.
 *   free        the same, to its source; ahead of other coolers what that can take, and no more: free_cooling.c.
 *
 * A cooler beyond its capacity has no steady temperature: it is unknown, and the row on its heat says why. */
#include <math.h>

#include "engine/cooling.h"
#include "engine/plant_laws.h"

#define MIXED_AT (HR_ZERO_CELSIUS + 20) /* where parts by volume are measured */
#define BATH_LEAST 200.0                /* K: within these no bath of computers is out of place */
#define BATH_MOST 500.0

static cool_amount given(const cooling *c, const cool_cooler *x, const hr_num *n, hr_harsh harsh, const char *field)
{
    return cool_num(n, harsh, c->e->corner, x->unit, field);
}

/* 0 where it is not given. */
static double at(const cooling *c, const hr_num *n, hr_harsh harsh)
{
    return n && n->presence ? hr_num_at(n, harsh, c->e->corner) : 0;
}

/* --- fluids ------------------------------------------------------------------------------------------------------------- */

/* Dry air at the pressure of the zone: its dew point decides where water condenses, not how much heat air carries. */
static bool air_of(cool_body *b, hr_fluid *f)
{
    hr_humid_air a = {.T = b->set.state == HR_S_KNOWN ? b->set.v : MIXED_AT, .pressure = HR_ATMOSPHERE};
    if (b->zone.pressure && b->zone.pressure->presence) a.pressure = b->zone.pressure->v;
    b->rated_at = a.T;
    hr_air_fluid(&a, f);
    return true;
}

bool hr_cooling_liquid(int which, hr_fluid *f)
{
    static const double part[] = {
        [HR_FLUID_WATER] = 0, [HR_FLUID_PG20] = 0.20, [HR_FLUID_PG25] = 0.25, [HR_FLUID_PG30] = 0.30};
    return hr_fluid_of_volume(f, part[which], MIXED_AT);
}

static bool liquid_of(const cool_body *b, hr_fluid *f)
{
    const hr_choice *fluid = b->loop.fluid;
    return fluid && fluid->presence && hr_cooling_liquid(fluid->v, f);
}

/* By the figures of its own: the same at all temperatures that a bath can have. */
static bool bath_of(const cool_body *b, hr_corner corner, hr_fluid *f)
{
    const hr_bath_fields *n = &b->bath;
    if (!n->density->presence || !n->heat->presence || !n->viscosity->presence || !n->conductivity->presence)
        return false;
    const hr_properties p = {.density = hr_num_at(n->density, HR_HARSH_LOW, corner),
                             .heat = hr_num_at(n->heat, HR_HARSH_LOW, corner),
                             .viscosity = hr_num_at(n->viscosity, HR_HARSH_LOW, corner) *
                                          hr_num_at(n->density, HR_HARSH_LOW, corner),
                             .conductivity = hr_num_at(n->conductivity, HR_HARSH_HIGH, corner)};
    return hr_fluid_constant(f, &p, BATH_LEAST, BATH_MOST);
}

cool_amount hr_cooling_no_fluid(const cool_body *b)
{
    if (!b->bathes) return cool_unknown(b->unit, "fluid");
    return cool_unknown(b->unit, b->bath.density->presence ? "fluid.heat_capacity" : "fluid.density");
}

/* Air is as heavy as its own temperature makes it: what it is rated with was told at the set point. */
static double warmer(const cool_body *b, double T) { return b->air && T > 0 ? b->rated_at / T : 1; }

/* degC; what lies outside the range of a fluid is told from its end. */
static double held(const cool_body *b, double T)
{
    return fmin(fmax(T, b->fluid.least), b->fluid.most) - HR_ZERO_CELSIUS;
}

static double density(const cool_body *b, double T) { return fluid_cubic(b->fluid.density, held(b, T)) * warmer(b, T); }

bool hr_cooling_fluid(cool_body *b, hr_corner corner)
{
    bool known = b->air ? air_of(b, &b->fluid) : b->bathes ? bath_of(b, corner, &b->fluid) : liquid_of(b, &b->fluid);
    if (known) b->rho0 = density(b, MIXED_AT);
    return known;
}

double hr_cooling_rho_cp(const cool_body *b, double T)
{
    return density(b, T) * fluid_cubic(b->fluid.heat, held(b, T));
}

/* --- nameplate ------------------------------------------------------------------------------------------------------------ */

/* m3/s of the primary at nameplate: stated, or from what it warms by. */
cool_amount hr_cooling_primary_flow(const cooling *c, const cool_cooler *x, double heat, double T)
{
    cool_amount flow = given(c, x, x->f.primary_flow, HR_HARSH_LOW, "primary_flow");
    cool_amount rise = given(c, x, x->f.primary_rise, HR_HARSH_HIGH, "primary_flow");
    if (cool_is(&flow) || !cool_is(&rise) || x->to == COOL_NONE) return flow;
    if (!c->body[x->to].has_fluid) return hr_cooling_no_fluid(&c->body[x->to]);
    return cool_known(heat / (hr_cooling_rho_cp(&c->body[x->to], T + rise.v / 2) * rise.v));
}

/* What is printed on it holds for the fluids that it has here. */
static void rate_exchanger(const cooling *c, cool_cooler *x)
{
    const cool_body *it = &c->body[x->body], *primary = &c->body[x->to];
    bool condenses = x->f.law == HR_LAW_CONDENSER;
    cool_amount heat = given(c, x, x->f.cooling, HR_HARSH_LOW, "cooling");
    cool_amount approach = given(c, x, x->f.approach, HR_HARSH_HIGH, "approach");
    cool_amount flow = given(c, x, x->f.flow, HR_HARSH_LOW, x->f.air ? "airflow" : "flow");
    cool_amount supply = given(c, x, x->f.supply, HR_HARSH_HIGH_THEN_LOW, "supply");
    cool_amount primary_supply = given(c, x, x->f.primary_supply, HR_HARSH_NONE, "primary_supply");
    if (!cool_is(&supply)) supply = it->set;
    if (!cool_is(&approach) && cool_is(&primary_supply) && cool_is(&supply))
        approach = cool_known(supply.v - primary_supply.v);
    const cool_amount *all[] = {&heat, &approach, &supply, &flow};
    for (unsigned i = 0; i < (condenses ? 3 : 4); i++)
        if (!cool_is(all[i])) x->nameplate = cool_lacks(all[i]);
    if (!cool_is(&x->nameplate)) return;
    cool_amount primary0 = hr_cooling_primary_flow(c, x, heat.v, supply.v - approach.v);
    if (!cool_is(&primary0)) {
        x->nameplate = cool_lacks(&primary0);
        return;
    }
    hr_nameplate n = {.heat = heat.v, .approach = approach.v, .supply = supply.v};
    n.it_fluid = it->fluid, n.primary_fluid = primary->fluid;
    n.it_flow = condenses ? 0 : flow.v * density(it, supply.v);
    n.primary_flow = x->primary0 = primary0.v * density(primary, supply.v - approach.v);
    bool rated = (condenses ? hr_condenser_of_nameplate : hr_exchanger_of_nameplate)(&x->exchanger, &n);
    if (!rated) x->nameplate = cool_unknown(x->unit, "nameplate");
}

void hr_cooling_nameplate(const cooling *c, cool_cooler *x)
{
    x->nameplate = cool_known(0);
    if (!hr_law_two_sided(x->f.law) || x->body == COOL_NONE) return;
    x->nameplate = cool_unknown(x->unit, "primary");
    if (x->to == COOL_NONE) return;
    x->nameplate = cool_known(0);
    for (int i = 0; i < 2; i++) {
        const cool_body *b = &c->body[i ? x->to : x->body];
        if (!b->has_fluid && !cool_boils(b)) x->nameplate = hr_cooling_no_fluid(b);
    }
    if (cool_is(&x->nameplate)) rate_exchanger(c, x);
}

/* --- exchanger ----------------------------------------------------------------------------------------------------------- */

static void fail(cool_cooler *x, cool_amount why) { x->supply = x->lowest = x->primary_flow = cool_lacks(&why); }

/* What it is set to: its own, or its body's. */
static cool_amount set_point(const cooling *c, const cool_cooler *x)
{
    cool_amount own = given(c, x, x->f.supply, HR_HARSH_HIGH_THEN_LOW, "supply");
    return cool_is(&own) ? own : c->body[x->body].set;
}

/* kg/s of its body through it. */
static cool_amount mass_through(const cooling *c, const cool_cooler *x, double T)
{
    const cool_body *b = &c->body[x->body];
    cool_amount flow = hr_cooling_moved(b);
    if (!cool_is(&flow)) return flow;
    return cool_known(flow.v * x->share.v * density(b, T));
}

/* How warm a stream has to come in so that it gives its heat away: heat over what one kelvin between the inlets moves,
 * taken again as specific heats follow. */
static bool inlet_for(const hr_exchanger *e, hr_stream *it, const hr_stream *primary, double heat, hr_exchange *out)
{
    for (int i = 0; i < 60; i++) {
        if (!hr_exchanger_heat(e, it, primary, out) || !(out->heat > 0)) return false;
        double next = primary->T + (it->T - primary->T) * heat / out->heat;
        if (fabs(next - it->T) <= 1e-13 * fabs(next)) return true;
        it->T = next;
    }
    return false;
}

/* Its valve lets through just what the set point takes; false where it cannot keep it, and *warm where the stream would
 * come in warmer than its fluid may be. */
static bool keep_set_point(cool_cooler *x, const cool_body *b, const cool_body *p, double set, double mass,
                           const hr_stream *primary, bool *warm)
{
    double h, T, flow;
    hr_supply_state state;
    hr_exchange e;
    *warm = !hr_fluid_enthalpy(&b->fluid, set, &h) || !hr_fluid_temperature(&b->fluid, h + x->heat.v / mass, &T);
    if (*warm) return false;
    const hr_stream it = {&b->fluid, mass, T};
    if (!hr_exchanger_supply(&x->exchanger, &it, primary, set, &flow, &state, &e) || state != HR_SUPPLY_MET)
        return false;
    x->supply = cool_known(set);
    x->primary_flow = cool_known(flow / density(p, p->supply.v));
    return x->keeps = true;
}

/* K that it supplies with this much of its primary. */
static cool_amount supplies_with(const cool_cooler *x, const cool_body *b, const cool_body *p, double mass,
                                 const hr_stream *primary)
{
    hr_stream it = {&b->fluid, mass, p->supply.v + 10};
    hr_exchange e;
    bool found = inlet_for(&x->exchanger, &it, primary, x->heat.v, &e);
    return found ? cool_known(e.it_out) : cool_unknown(x->unit, "nameplate");
}

/* A primary loop that cannot move what is needed of it gives each its part: what it wants stays as it is, what it
 * supplies gets warmer. */
static void rationed(cool_cooler *x, const cool_body *b, const cool_body *p, double mass)
{
    cool_amount part = hr_cooling_supplied(p);
    if (p->net || !cool_is(&part) || part.v >= 1 || !cool_is(&x->primary_flow) || x->primary_flow.v <= 0) return;
    hr_stream primary = {&p->fluid, part.v * x->primary_flow.v * density(p, p->supply.v), p->supply.v};
    cool_amount T = part.v > 0 ? supplies_with(x, b, p, mass, &primary) : cool_unknown(x->unit, "flow");
    x->lowest = x->supply = cool_is(&T) ? T : cool_unknown(p->unit, "flow");
    x->keeps = false;
}

/* kg/s of its primary with its valve wide open: of its nameplate, or what pipes let through. */
static double most_primary(const cool_cooler *x, const cool_body *p)
{
    bool piped = x->primary_piped && cool_is(&x->primary_able);
    return piped ? fmin(x->primary0, x->primary_able.v * density(p, p->supply.v)) : x->primary0;
}

static hr_stream wide_open(const cool_cooler *x, const cool_body *p)
{
    return (hr_stream){&p->fluid, most_primary(x, p), p->supply.v};
}

static void open_wide(cool_cooler *x, const cool_body *b, const cool_body *p, double mass, const hr_stream *primary)
{
    x->lowest = x->supply = supplies_with(x, b, p, mass, primary);
    x->primary_flow = cool_known(primary->flow / density(p, p->supply.v));
    if (!cool_is(&x->supply)) fail(x, x->supply);
}

/* What it supplies as its heat goes to nothing, behind an economiser that is about to take all: on a primary loop that gives
 * each its part only, the rationed trickle that keeps it at its set point is held by warmer air or water. Without that the
 * last watt would move the supply at once, and no steady state lie between. */
static double at_nothing(const cool_body *b, const cool_body *p, double set)
{
    cool_amount part = hr_cooling_supplied(p);
    bool short_of = b->ahead && !p->net && cool_is(&part) && part.v > 0 && part.v < 1;
    double cold, warm, T;
    bool told =
        short_of && hr_fluid_enthalpy(&p->fluid, p->supply.v, &cold) && hr_fluid_enthalpy(&p->fluid, set, &warm);
    return told && hr_fluid_temperature(&p->fluid, cold + (warm - cold) / part.v, &T) ? T : set;
}

static void exchange(cooling *c, cool_cooler *x, cool_amount set, double mass)
{
    const cool_body *b = &c->body[x->body], *p = &c->body[x->to];
    if (x->heat.v <= 0 || mass <= 0) { /* nothing to take */
        x->lowest = p->supply;
        x->supply = cool_is(&set) && set.v > p->supply.v ? cool_known(at_nothing(b, p, set.v)) : p->supply;
        x->primary_flow = cool_known(0);
        return;
    }
    const hr_stream primary = wide_open(x, p);
    bool warm = false;
    if (!cool_is(&set) || !keep_set_point(x, b, p, set.v, mass, &primary, &warm)) {
        open_wide(x, b, p, mass, &primary);
        if (warm && cool_is(&x->supply) && set.v > x->supply.v) fail(x, cool_unknown(x->unit, "nameplate"));
    }
    if (cool_is(&x->supply)) rationed(x, b, p, mass);
}

/* Of one that keeps its set point it is found where it is asked for. */
cool_amount hr_cooling_lowest(const cooling *c, const cool_cooler *x)
{
    if (!x->keeps || !cool_is(&x->supply)) return x->lowest;
    const cool_body *b = &c->body[x->body], *p = &c->body[x->to];
    const hr_stream primary = wide_open(x, p);
    return supplies_with(x, b, p, x->last.mass, &primary);
}

/* How warm vapour has to be so that this much of the primary, in kg/s, takes the heat. */
static bool condensing_at(const cool_cooler *x, const cool_body *p, double kg, double *T)
{
    hr_stream primary = {&p->fluid, kg, p->supply.v}, vapour = {NULL, 0, p->supply.v + 10};
    hr_exchange e;
    bool found = inlet_for(&x->exchanger, &vapour, &primary, x->heat.v, &e);
    if (found) *T = vapour.T;
    return found;
}

/* Vapour at the boiling point, of which a coil takes what comes. Its lowest is where the fluid would boil with the valve wide
 * open; where that lies above the boiling point, pressure and temperature rise until it gets there. */
static void condense(const cooling *c, cool_cooler *x, double boiling)
{
    const cool_body *p = &c->body[x->to];
    double T, kg = most_primary(x, p), rho = density(p, p->supply.v);
    hr_stream vapour = {NULL, 0, boiling}, primary = {&p->fluid, kg, p->supply.v};
    x->lowest = p->supply;
    x->supply = cool_known(boiling);
    x->primary_flow = cool_known(0);
    if (x->heat.v <= 0) return;
    if (!condensing_at(x, p, kg, &T)) {
        fail(x, cool_unknown(x->unit, "nameplate"));
        return;
    }
    x->lowest = cool_known(T);
    if (T < boiling) (void)hr_condenser_flow(&x->exchanger, &vapour, &primary, x->heat.v, &kg);
    x->primary_flow = cool_known(kg / rho);
    cool_amount part = hr_cooling_supplied(p);
    if (!p->net && cool_is(&part) && part.v < 1) {
        bool any = part.v > 0 && condensing_at(x, p, part.v * kg, &T);
        x->lowest = any ? cool_known(T) : cool_unknown(p->unit, "flow");
    }
    if (!cool_is(&x->lowest) || x->lowest.v > boiling * (1 + 1e-9)) x->supply = x->lowest;
}

static bool same_exchange(const cool_exchange *a, const cool_exchange *b)
{
    return a->done && a->heat == b->heat && a->mass == b->mass && a->primary == b->primary && a->set == b->set &&
           a->most == b->most && a->part == b->part;
}

/* What an exchanger does is told by what goes into it alone: where that is what it was the last time, or in the one of the
 * same declaration before it, nothing is solved again. Nearly all the time of a year would go there. */
static const cool_exchange *known_exchange(const cooling *c, const cool_cooler *x, const cool_exchange *now)
{
    const cool_cooler *before = x > c->cooler ? x - 1 : NULL;
    const hr_unit *u = c->e->site->unit;
    if (same_exchange(&x->last, now)) return &x->last;
    if (!before || u[before->unit].decl != u[x->unit].decl || before->body != x->body || before->to != x->to)
        return NULL;
    return same_exchange(&before->last, now) ? &before->last : NULL;
}

/* A failure names the unit it is of. */
static cool_amount of_unit(cool_amount a, hr_id from, hr_id to)
{
    if (!cool_is(&a) && a.unit == from) a.unit = to;
    return a;
}

static void exchanger(cooling *c, cool_cooler *x)
{
    const cool_body *b = &c->body[x->body], *p = &c->body[x->to];
    bool condenses = x->f.law == HR_LAW_CONDENSER;
    cool_amount set = set_point(c, x);
    cool_amount mass = condenses ? cool_known(0) : mass_through(c, x, cool_is(&b->supply) ? b->supply.v : MIXED_AT);
    const cool_amount *all[] = {&x->nameplate, &x->heat, &mass, &p->supply};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (!cool_is(all[i])) {
            fail(x, *all[i]);
            return;
        }
    cool_amount part = hr_cooling_supplied(p);
    cool_exchange now = {.done = true, .heat = x->heat.v, .mass = mass.v, .primary = p->supply.v};
    now.set = cool_is(&set) ? set.v : -1;
    now.most = most_primary(x, p);
    now.part = cool_is(&part) ? part.v : 1;
    const cool_exchange *known = known_exchange(c, x, &now);
    if (known) {
        hr_id from = known == &x->last ? x->unit : x[-1].unit;
        x->supply = of_unit(known->supply, from, x->unit);
        x->lowest = of_unit(known->lowest, from, x->unit);
        x->primary_flow = of_unit(known->primary_flow, from, x->unit);
        x->keeps = known->keeps;
    } else if (condenses) {
        condense(c, x, set.v);
    } else {
        exchange(c, x, set, mass.v);
    }
    now.supply = x->supply, now.lowest = x->lowest, now.primary_flow = x->primary_flow, now.keeps = x->keeps;
    x->last = now;
}

/* --- the others ---------------------------------------------------------------------------------------------------------- */

/* Approach to what a cooler gives its heat to, in proportion to heat over a part of its rating; with part 0 at all heats. */
static void by_approach(cooling *c, cool_cooler *x, cool_amount to, double part)
{
    cool_amount approach = given(c, x, x->f.approach, HR_HARSH_HIGH, "approach");
    cool_amount rated = given(c, x, x->f.cooling, HR_HARSH_LOW, "cooling");
    cool_amount set = set_point(c, x);
    const cool_amount *all[] = {&to, &approach, &x->heat, &rated};
    for (unsigned i = 0; i < (part > 0 ? 4 : 2); i++)
        if (!cool_is(all[i])) {
            fail(x, *all[i]);
            return;
        }
    double rise = part > 0 ? hr_dry_cooler_supply(0, approach.v, x->heat.v, rated.v * part) : approach.v;
    x->lowest = cool_known(to.v + rise);
    x->supply = cool_is(&set) && set.v > x->lowest.v ? set : x->lowest;
    x->speed = x->supply.v > x->lowest.v ? rise / (x->supply.v - to.v) : 1;
    x->primary_flow = cool_known(0);
}

/* K of what a compressor gives its heat to. */
static cool_amount rejects_to(const cooling *c, const cool_cooler *x)
{
    return x->to == COOL_NONE ? c->dry_bulb : c->body[x->to].supply;
}

/* It blows air through the zone that it gives its heat to: its own figure, else by all the heat that it gives there. */
cool_amount hr_cooling_side_stream(const cooling *c, const cool_cooler *x)
{
    const cool_body *zone = &c->body[x->to];
    const hr_num *each = zone->zone.airflow_per_power;
    if (x->f.airflow->presence) return given(c, x, x->f.airflow, HR_HARSH_HIGH, "airflow");
    if (!each || !each->presence) return cool_unknown(x->unit, "airflow");
    if (!cool_is(&x->heat) || !cool_is(&x->power)) return cool_lacks(cool_is(&x->heat) ? &x->power : &x->heat);
    return cool_known((x->heat.v + x->power.v) * hr_num_at(each, HR_HARSH_HIGH_THEN_LOW, c->e->corner));
}

static void to_air(cooling *c, cool_cooler *x)
{
    by_approach(c, x, x->to == COOL_NONE ? cool_unknown(x->unit, "zone") : c->body[x->to].inlet, 1);
    if (x->to != COOL_NONE) x->primary_flow = hr_cooling_side_stream(c, x);
}

static void compressor(cooling *c, cool_cooler *x)
{
    cool_amount set = set_point(c, x), rated = given(c, x, x->f.cooling, HR_HARSH_LOW, "cooling");
    cool_amount to = rejects_to(c, x), cop = given(c, x, x->f.cop, HR_HARSH_LOW, "cop");
    hr_chiller_law law = {cop.v, at(c, x->f.cop_at, HR_HARSH_LOW), -at(c, x->f.cop_slope, HR_HARSH_HIGH)};
    x->primary_flow =
        x->to == COOL_NONE ? cool_known(0) : given(c, x, x->f.primary_flow, HR_HARSH_HIGH, "primary_flow");
    if (cool_is(&x->heat) && x->heat.v <= 0) x->primary_flow = cool_known(0); /* it stands still */
    bool beyond = cool_is(&x->heat) && cool_is(&rated) && x->heat.v > rated.v * (1 + 1e-9);
    x->lowest = x->supply = !cool_is(&set) ? cool_lacks(&set) : beyond ? cool_unknown(x->unit, "capacity") : set;
    if (!cool_is(&x->heat)) x->power = cool_lacks(&x->heat);
    else if (!cool_is(&to)) x->power = cool_lacks(&to);
    else if (!cool_is(&cop)) x->power = cool_lacks(&cop);
    else if (x->f.free_cooling->presence && cool_is(&set) && to.v + at(c, x->f.free_cooling, HR_HARSH_HIGH) <= set.v)
        x->power = cool_known(0);
    else if (!hr_chiller_power(&law, to.v, x->heat.v, &x->power.v)) x->power = cool_unknown(x->unit, "cop");
    else x->power = cool_known(x->power.v);
}

/* Outdoor air is let in as it is, with as much of what comes back as the set point takes. Its fans turn by what is let in of
 * what they could. */
static void outdoor_air(cooling *c, cool_cooler *x, cool_amount outdoor)
{
    cool_amount set = set_point(c, x), moved = hr_cooling_moved(&c->body[x->body]);
    if (!cool_is(&outdoor)) {
        fail(x, outdoor);
        return;
    }
    x->lowest = outdoor;
    x->supply = cool_is(&set) && set.v > outdoor.v ? set : outdoor;
    x->primary_flow = cool_known(0);
    if (!cool_is(&x->back) || !cool_is(&moved) || !cool_is(&x->rated_flow) || x->back.v <= x->supply.v) return;
    const double part = (x->back.v - x->supply.v) / (x->back.v - outdoor.v);
    x->speed = x->rated_flow.v > 0 ? fmin(1, part * moved.v * x->share.v / x->rated_flow.v) : 1;
}

/* Without others it is a cooler as others are, as long as it is let. */
static void economiser(cooling *c, cool_cooler *x)
{
    cool_amount open = hr_free_cooling_open(c, x), source = hr_free_cooling_source(c, x);
    if (x->ahead.is) {
        hr_free_cooling_law(c, x);
        return;
    }
    if (!cool_is(&open) || open.v <= 0) {
        fail(x, cool_is(&open) ? cool_unknown(x->unit, "free cooling") : open);
        return;
    }
    if (x->f.air) {
        outdoor_air(c, x, source);
        return;
    }
    double part = hr_free_cooling_part(c, x);
    by_approach(c, x, source, part > 0 ? part : 1);
    cool_amount rated = given(c, x, x->f.cooling, HR_HARSH_LOW, "cooling");
    if (x->to != COOL_NONE && cool_is(&x->supply)) x->primary_flow = hr_cooling_primary_flow(c, x, rated.v, source.v);
    if (hr_free_cooling_beyond(c, x)) x->supply = x->lowest = cool_unknown(x->unit, "capacity");
}

/* --- power, water -------------------------------------------------------------------------------------------------------- */

/* Pumps and fans: their nameplate, by the cube of what they move where they follow it. */
static void find_power(cooling *c, cool_cooler *x)
{
    bool fed = c->e->unit[x->unit].kind != HR_P_NONE;
    cool_amount rated = given(c, x, x->f.power, HR_HARSH_HIGH, "power");
    x->power = fed ? rated : cool_known(0);
    if (x->f.law == HR_LAW_FREE && !cool_is(&x->heat)) x->power = cool_lacks(&x->heat);
    if (x->f.law == HR_LAW_FREE && cool_is(&x->heat) && x->heat.v <= 0) x->power = cool_known(0);
    if (!cool_is(&x->power) || !x->f.variable->presence || !x->f.variable->v) return;
    if (x->f.law == HR_LAW_EXCHANGER || x->f.law == HR_LAW_TO_AIR) {
        cool_amount flow = hr_cooling_moved(&c->body[x->body]);
        if (!cool_is(&flow)) x->power = cool_lacks(&flow);
        else if (!cool_is(&x->rated_flow)) x->power = cool_lacks(&x->rated_flow);
        else x->speed = x->rated_flow.v > 0 ? fmin(1, flow.v * x->share.v / x->rated_flow.v) : 0;
    }
    if (cool_is(&x->power)) x->power.v = hr_affinity_power(x->power.v, x->speed);
}

static void find_water(cooling *c, cool_cooler *x)
{
    x->water = cool_known(0);
    if (x->f.law != HR_LAW_WET) return;
    cool_amount each = given(c, x, x->f.evaporation, HR_HARSH_HIGH, "evaporation");
    if (!cool_is(&each)) x->water = cool_lacks(&each);
    else if (!cool_is(&x->heat)) x->water = cool_lacks(&x->heat);
    else x->water = cool_known(each.v * x->heat.v * (1 + at(c, x->f.blow_down, HR_HARSH_HIGH)));
}

void hr_cooling_law(cooling *c, cool_cooler *x)
{
    x->speed = 1;
    x->keeps = false;
    if (x->lives == HR_S_OFF) {
        fail(x, cool_unknown(x->unit, "from"));
        x->power = x->water = cool_known(0);
        return;
    }
    if (x->body == COOL_NONE) {
        fail(x, cool_unknown(x->unit, "cooled_by"));
        x->heat = x->flow = x->share = cool_known(0);
    } else {
        switch (x->f.law) {
        case HR_LAW_EXCHANGER:
        case HR_LAW_CONDENSER: exchanger(c, x); break;
        case HR_LAW_TO_AIR: to_air(c, x); break;
        case HR_LAW_COMPRESSOR: compressor(c, x); break;
        case HR_LAW_DRY: by_approach(c, x, c->dry_bulb, 1); break;
        case HR_LAW_WET: by_approach(c, x, c->wet_bulb, 0); break;
        case HR_LAW_FREE: economiser(c, x); break;
        }
    }
    x->outdoor = x->f.law == HR_LAW_WET ? c->wet_bulb : c->dry_bulb;
    if (x->f.law != HR_LAW_COMPRESSOR || x->body == COOL_NONE) find_power(c, x);
    find_water(c, x);
}
