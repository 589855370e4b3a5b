/* cold_plate.h - from coolant to chip: how hot a processor gets on its plate, and what the plate costs in pressure.
 *
 * A plate is known by a table of case-to-inlet resistance R over coolant flow V. R V is nearly a straight line in V, so
 * it is R V that is interpolated; outside the table R V stays at the end value and R goes with 1 / V, hotter than any
 * extrapolation of the fit would say at low flow. The limits of processors are limits of the die: the resistance from
 * die to case is always added. Flows in m3/s through one plate, R in K/W, P in W, T in K, pressures in Pa.
 * Equations and sources: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_COLD_PLATE_H
#define HR_ENGINE_COLD_PLATE_H

#include <stdbool.h>
#include <stdint.h>

#define HR_LITRE_A_MINUTE (1e-3 / 60) /* m3/s */

typedef struct hr_plate_curve {
    uint32_t n;
    const double *flow, *resistance;
} hr_plate_curve;

/* One 1 kW accelerator module, OCP OAI System Liquid Cooling Guidelines (2023), figures 7 and 8. */
extern const hr_plate_curve hr_plate_pg25, hr_plate_water;

/* Whether a curve can be used: flows rising, all positive, and no more resistance with more flow. */
bool hr_plate_curve_holds(const hr_plate_curve *c);
/* False without flow: then there is no steady temperature. */
bool hr_plate_resistance(const hr_plate_curve *c, double flow, double *resistance);
/* Die and case above a coolant that enters at `inlet`. r_jc: die to case. False without flow. */
typedef struct hr_chip_heat {
    double T_die, T_case; /* K */
} hr_chip_heat;
bool hr_plate_chip(const hr_plate_curve *c, double flow, double inlet, double power, double r_jc, hr_chip_heat *out);
/* Plates that a rack of `power` stands for, each with `flow` warmed by `rise`; density and heat of the coolant. */
double hr_plate_number(double power, double flow, double density, double heat, double rise);

/* --- pressure ----------------------------------------------------------------------------------------------------- */

/* drop = rated_drop (V / rated_flow)^exponent, turning into a polynomial through 0 below `transition` of rated flow. */
typedef struct hr_drop_law {
    double rated_drop, rated_flow, exponent, transition;
} hr_drop_law;

/* A loop of 8 modules with PG25: 50 kPa at 10 L/min, exponent 1.85, from 0.3 of it. Generic values. */
extern const hr_drop_law hr_drop_eight_plates;

/* Odd in flow; `slope`, d drop / d flow, may be NULL. Value, slope and curvature are continuous. */
double hr_pressure_drop(const hr_drop_law *law, double flow, double *slope);

#endif
