/* cold_plate.c - see cold_plate.h. The tables are those of Modelica Buildings
 * (Racks/LiquidCooledSinglePhase/Data/OCP_1kW_OAM_{PG25,Water}.mo), digitised from the guideline's figures. */
#include "engine/cold_plate.h"

#include <math.h>
#include <stddef.h>

#define L(v) ((v)*HR_LITRE_A_MINUTE)
#define LENGTH(a) (uint32_t)(sizeof(a) / sizeof *(a))

static const double PG25_FLOW[] = {L(0.4), L(0.5), L(0.6), L(0.7), L(0.8), L(0.9), L(1.0),
                                   L(1.2), L(1.4), L(1.6), L(1.8), L(2.0), L(2.2), L(2.4)};
static const double PG25_R[] = {.0389, .0325, .0300, .0280, .0265, .0255, .0245,
                                .0230, .0220, .0214, .0209, .0204, .0200, .0197};
static const double WATER_FLOW[] = {L(2), L(3), L(4), L(5)};
static const double WATER_R[] = {.0172, .0160, .0154, .0151};

const hr_plate_curve hr_plate_pg25 = {LENGTH(PG25_FLOW), PG25_FLOW, PG25_R};
const hr_plate_curve hr_plate_water = {LENGTH(WATER_FLOW), WATER_FLOW, WATER_R};
const hr_drop_law hr_drop_eight_plates = {50e3, L(10), 1.85, 0.3};

bool hr_plate_curve_holds(const hr_plate_curve *c)
{
    if (c->n == 0) return false;
    for (uint32_t i = 0; i < c->n; i++) {
        if (!(c->flow[i] > 0 && c->resistance[i] > 0 && isfinite(c->flow[i]) && isfinite(c->resistance[i]))) {
            return false;
        }
        if (i > 0 && !(c->flow[i] > c->flow[i - 1] && c->resistance[i] <= c->resistance[i - 1])) return false;
    }
    return true;
}

bool hr_plate_resistance(const hr_plate_curve *c, double flow, double *resistance)
{
    if (!(flow > 0)) return false;
    const double *V = c->flow, *R = c->resistance;
    uint32_t i = 0; /* the first point beyond flow */
    while (i < c->n && V[i] <= flow) i++;
    if (i == 0 || i == c->n) {
        const uint32_t end = i ? c->n - 1 : 0;
        *resistance = R[end] * V[end] / flow;
        return true;
    }
    const double part = (flow - V[i - 1]) / (V[i] - V[i - 1]);
    *resistance = (R[i - 1] * V[i - 1] * (1 - part) + R[i] * V[i] * part) / flow;
    return true;
}

bool hr_plate_chip(const hr_plate_curve *c, double flow, double inlet, double power, double r_jc, hr_chip_heat *out)
{
    double r;
    if (!hr_plate_resistance(c, flow, &r)) return false;
    *out = (hr_chip_heat){.T_die = inlet + power * (r + r_jc), .T_case = inlet + power * r};
    return true;
}

double hr_plate_number(double power, double flow, double density, double heat, double rise)
{
    return power / (flow * density * heat * rise);
}

/* Below the transition u (a + b u^2 + c u^4) with the value, slope and curvature of u^n at u = 1; for n = 2 this is
 * 3/8, 3/4, -1/8, as in Modelica Buildings (BaseClasses/FlowModels/basicFlowFunction_m_flow.mo). */
double hr_pressure_drop(const hr_drop_law *law, double flow, double *slope)
{
    const double n = law->exponent, turn = law->transition * law->rated_flow, u = fabs(flow) / turn;
    const double drop = law->rated_drop * pow(law->transition, n);
    double f, df;
    if (u >= 1) {
        f = pow(u, n);
        df = n * f / u;
    } else {
        const double c = (n - 1) * (n - 3) / 8, b = (n - 1) * (5 - n) / 4, a = 1 - b - c, u2 = u * u;
        f = u * (a + u2 * (b + u2 * c));
        df = a + u2 * (3 * b + u2 * 5 * c);
    }
    if (slope) *slope = drop * df / turn;
    return copysign(drop * f, flow);
}
