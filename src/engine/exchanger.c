/* exchanger.c - effectiveness-NTU in counterflow, nameplates, and the valve that holds a supply temperature. */
#include "engine/exchanger.h"

#include <math.h>

#define FILM_POWER 0.8
#define FILM_LEAST 0.1 /* of rated flow: below it the power law gives way to a quartic */

/* With d = 1 - z and phi = (1 - exp(-ntu d)) / d, which tends to ntu: eff = phi / (1 + z phi). */
double hr_counterflow_effectiveness(double ntu, double z)
{
    const double d = 1 - z, phi = d > 0 ? -expm1(-ntu * d) / d : ntu;
    return isinf(phi) ? 1 / z : phi / (1 + z * phi);
}

double hr_counterflow_ntu(double effectiveness, double z)
{
    const double d = 1 - z, odds = effectiveness / (1 - effectiveness);
    return d > 0 ? log1p(odds * d) / d : odds;
}

/* Value, slope and curvature of u^n at u = 1 make the quartic c0 + c2 u^2 + c4 u^4. */
double hr_film_ratio(double flow_ratio)
{
    const double n = FILM_POWER;
    if (flow_ratio >= FILM_LEAST) return pow(flow_ratio, n);
    const double c4 = n * (n - 2) / 8, c2 = n * (4 - n) / 4, u2 = flow_ratio * flow_ratio / (FILM_LEAST * FILM_LEAST);
    return pow(FILM_LEAST, n) * (1 - c2 - c4 + u2 * (c2 + u2 * c4));
}

bool hr_exchanger_rate(double heat, double approach, double c_it, double c_primary, hr_exchange *out)
{
    if (!(heat > 0 && c_it > 0 && c_primary > 0)) return false;
    const double least = fmin(c_it, c_primary), z = least / fmax(c_it, c_primary);
    const double between = heat / c_it + approach; /* inlet to inlet */
    const double effectiveness = heat / (least * between);
    if (!(between > 0 && effectiveness < 1)) return false;
    const double ntu = hr_counterflow_ntu(effectiveness, z);
    *out =
        (hr_exchange){.heat = heat, .effectiveness = effectiveness, .capacity_ratio = z, .ntu = ntu, .ua = ntu * least};
    return true;
}

/* k (m / mu)^0.8 Pr^(1/3): what a film is proportional to. */
static double film(const hr_properties *p, double flow)
{
    return p->conductivity * pow(flow / p->viscosity, FILM_POWER) * cbrt(p->prandtl);
}

bool hr_exchanger_of_nameplate(hr_exchanger *x, const hr_nameplate *n)
{
    hr_properties it, primary;
    double h, it_in, it_heat, primary_heat;
    const double primary_in = n->supply - n->approach;
    if (!(n->it_flow > 0 && n->primary_flow > 0 && n->heat > 0)) return false;
    if (!hr_fluid_enthalpy(&n->it_fluid, n->supply, &h)) return false;
    if (!hr_fluid_temperature(&n->it_fluid, h + n->heat / n->it_flow, &it_in)) return false;
    if (!hr_fluid_mean_heat(&n->it_fluid, it_in, primary_in, &it_heat)) return false;
    if (!hr_fluid_mean_heat(&n->primary_fluid, it_in, primary_in, &primary_heat)) return false;
    if (!hr_fluid_properties(&n->it_fluid, n->supply, &it)) return false;
    if (!hr_fluid_properties(&n->primary_fluid, n->supply, &primary)) return false;
    const double c_it = n->it_flow * it_heat, c_primary = n->primary_flow * primary_heat;
    hr_exchange rated;
    /* The approach that, over c_it, gives the distance between the inlets. */
    if (!hr_exchanger_rate(n->heat, it_in - primary_in - n->heat / c_it, c_it, c_primary, &rated)) return false;
    const double r = film(&primary, n->primary_flow) / film(&it, n->it_flow);
    x->primary_film = (1 + r) * rated.ua;
    x->it_film = x->primary_film / r;
    x->it_flow = n->it_flow;
    x->primary_flow = n->primary_flow;
    return true;
}

double hr_exchanger_ua(const hr_exchanger *x, double it_flow, double primary_flow)
{
    const double it = x->it_film * hr_film_ratio(it_flow / x->it_flow);
    const double primary = x->primary_film * hr_film_ratio(primary_flow / x->primary_flow);
    return 1 / (1 / it + 1 / primary);
}

/* Mean specific heats of both streams between the two inlets. */
static bool mean_heats(const hr_stream *it, const hr_stream *primary, double *it_heat, double *primary_heat)
{
    return it->flow >= 0 && primary->flow >= 0 && hr_fluid_mean_heat(it->fluid, it->T, primary->T, it_heat) &&
           hr_fluid_mean_heat(primary->fluid, it->T, primary->T, primary_heat);
}

/* Where a stream leaves that gives off `heat`. Between the inlets by construction, but for rounding. */
static void leave(const hr_stream *s, double heat, double other, double *h_out, double *T_out)
{
    const double h_in = fluid_enthalpy(s->fluid->heat, s->T - HR_ZERO_CELSIUS);
    *h_out = s->flow > 0 ? h_in - heat / s->flow : h_in;
    if (s->flow <= 0 || !hr_fluid_temperature(s->fluid, *h_out, T_out)) *T_out = s->flow > 0 ? other : s->T;
}

static void move(const hr_stream *it, const hr_stream *primary, double c_min, hr_exchange *out)
{
    out->heat = out->effectiveness * c_min * (it->T - primary->T);
    leave(it, out->heat, primary->T, &out->it_h_out, &out->it_out);
    leave(primary, -out->heat, it->T, &out->primary_h_out, &out->primary_out);
}

static void exchange(const hr_exchanger *x, const hr_stream *it, const hr_stream *primary, double it_heat,
                     double primary_heat, hr_exchange *out)
{
    const double c_it = it->flow * it_heat, c_primary = primary->flow * primary_heat;
    const double least = fmin(c_it, c_primary), most = fmax(c_it, c_primary);
    *out = (hr_exchange){.ua = hr_exchanger_ua(x, it->flow, primary->flow)};
    if (least > 0) {
        out->capacity_ratio = least / most;
        out->ntu = out->ua / least;
        out->effectiveness = hr_counterflow_effectiveness(out->ntu, out->capacity_ratio);
    }
    move(it, primary, least, out);
}

bool hr_exchanger_heat(const hr_exchanger *x, const hr_stream *it, const hr_stream *primary, hr_exchange *out)
{
    double it_heat, primary_heat;
    if (!mean_heats(it, primary, &it_heat, &primary_heat)) return false;
    exchange(x, it, primary, it_heat, primary_heat, out);
    return true;
}

bool hr_coil_heat(double effectiveness, const hr_stream *it, const hr_stream *primary, hr_exchange *out)
{
    double it_heat, primary_heat;
    if (!(effectiveness >= 0 && effectiveness <= 1) || !mean_heats(it, primary, &it_heat, &primary_heat)) return false;
    const double c_it = it->flow * it_heat, c_primary = primary->flow * primary_heat;
    const double least = fmin(c_it, c_primary), most = fmax(c_it, c_primary);
    *out = (hr_exchange){.effectiveness = effectiveness, .capacity_ratio = most > 0 ? least / most : 0};
    move(it, primary, least, out);
    return true;
}

typedef struct one_stream { /* all that stays as it is while the primary flow changes */
    const hr_exchanger *x;
    double between;             /* K between the inlets */
    double c_it, it_resistance; /* W/K, K/W */
    double primary_heat;        /* J/(kg K) */
} one_stream;

/* W, as exchange() has it. */
static double heat_of(const one_stream *s, double primary_flow)
{
    const double c_primary = primary_flow * s->primary_heat, ratio = primary_flow / s->x->primary_flow;
    const double least = fmin(s->c_it, c_primary), most = fmax(s->c_it, c_primary);
    const double ua = 1 / (s->it_resistance + 1 / (s->x->primary_film * hr_film_ratio(ratio)));
    return hr_counterflow_effectiveness(ua / least, least / most) * least * s->between;
}

/* Heat rises with the primary flow, from nothing as its capacity does (there it is warmed to the other inlet) and then ever
 * less: 1 / heat is nearly a straight line over 1 / flow, known at its end. The secant of that, within a bracket; halves
 * where it does not close in. */
static double find_flow(const one_stream *s, double most, double most_heat, double wanted)
{
    double low = 0, high = most, m = most, u = 1 / most, g = 1 / most_heat - 1 / wanted;
    double next = 1 / (u - g * s->primary_heat * s->between);
    for (int i = 0; i < 200; i++) {
        const double u0 = u, g0 = g;
        m = next > low && next < high && (i < 8 || i % 2) ? next : low + (high - low) / 2;
        if (m <= low || m >= high) return m;
        const double heat = heat_of(s, m);
        if (fabs(heat - wanted) <= 1e-13 * wanted) return m;
        if (heat > wanted) high = m;
        else low = m;
        u = 1 / m;
        g = 1 / heat - 1 / wanted;
        next = 1 / (u - g * (u - u0) / (g - g0));
    }
    return m;
}

bool hr_exchanger_supply(const hr_exchanger *x, const hr_stream *it, const hr_stream *primary, double set_point,
                         double *primary_flow, hr_supply_state *state, hr_exchange *out)
{
    double it_heat, primary_heat, h_set;
    hr_stream p = *primary;
    if (!mean_heats(it, primary, &it_heat, &primary_heat)) return false;
    if (!hr_fluid_enthalpy(it->fluid, set_point, &h_set)) return false;
    const double wanted = it->flow * (fluid_enthalpy(it->fluid->heat, it->T - HR_ZERO_CELSIUS) - h_set);
    if (wanted <= 0) p.flow = 0;
    exchange(x, it, &p, it_heat, primary_heat, out);
    *state = wanted <= 0 ? HR_SUPPLY_COLD : out->heat < wanted ? HR_SUPPLY_SHORT : HR_SUPPLY_MET;
    if (*state == HR_SUPPLY_MET) {
        const double it_film = x->it_film * hr_film_ratio(it->flow / x->it_flow);
        const one_stream s = {x, it->T - p.T, it->flow * it_heat, 1 / it_film, primary_heat};
        p.flow = find_flow(&s, p.flow, out->heat, wanted);
        exchange(x, it, &p, it_heat, primary_heat, out);
    }
    *primary_flow = p.flow;
    return true;
}
