/* fluid.h - coolants: what a kilogram of one weighs, holds and resists at a temperature.
 *
 * Water and propylene glycol in water follow one set of polynomials in glycol mass fraction and temperature (Melinder
 * 2010). The fraction of a loop never changes, so a fluid is made once, with its fraction worked in, and is then four
 * cubics of temperature. The specific enthalpy is the exact integral of the cubic of the specific heat: a balance
 * written in enthalpy closes to rounding, one written in temperature does not.
 *
 * Every fluid knows the temperatures for which it holds: from its freezing point to 100 degC for water and glycol.
 * Outside nothing is worked out: functions say false and leave their result alone.
 * Temperatures are in K, enthalpies in J/kg counted from 0 degC. Equations: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_FLUID_H
#define HR_ENGINE_FLUID_H

#include <stdbool.h>

#include "engine/constants.h"

#define HR_GLYCOL_MOST 0.6 /* mass fraction: the polynomials end there */

typedef struct hr_fluid {
    /* Cubics of t = T - 0 degC, lowest power first: kg/m3, J/(kg K), ln(mPa s), W/(m K). */
    double density[4], heat[4], viscosity[4], conductivity[4];
    double glycol;                  /* mass fraction */
    double least, most;             /* K, the temperatures for which it holds */
    double h_least, h_most, h_mean; /* J/kg at these two; J/(kg K), mean specific heat between them */
    double bend;                    /* 1/K: T lies bend (T1 - least) (most - T1) off T1, the straight line in h */
} hr_fluid;

typedef struct hr_properties {
    double density;      /* kg/m3 */
    double heat;         /* J/(kg K), at constant pressure */
    double viscosity;    /* Pa s, dynamic */
    double conductivity; /* W/(m K) */
    double prandtl;
} hr_properties;

/* Propylene glycol in water, 0 for water. False for a fraction outside 0..0.6. */
bool hr_fluid_of_mass(hr_fluid *f, double mass_fraction);
/* The same, 0.25 for PG25: a fraction by volume, both parts at `mixed_at` (K), where volumes are measured. False where
 * either lies outside what the polynomials cover. */
bool hr_fluid_of_volume(hr_fluid *f, double volume_fraction, double mixed_at);
/* The mass fraction of a volume fraction. */
bool hr_glycol_mass_fraction(double volume_fraction, double mixed_at, double *mass_fraction);
/* Properties that do not change, from `least` to `most` K: other media, and air. False unless all are positive. */
bool hr_fluid_constant(hr_fluid *f, const hr_properties *p, double least, double most);

static inline bool hr_fluid_holds(const hr_fluid *f, double T) { return T >= f->least && T <= f->most; }
bool hr_fluid_properties(const hr_fluid *f, double T, hr_properties *out);
bool hr_fluid_enthalpy(const hr_fluid *f, double T, double *h);
/* The inverse, by Newton, to 1e-12 of T. */
bool hr_fluid_temperature(const hr_fluid *f, double h, double *T);
/* The same from a guess in K, which should be near: the result does not depend on it beyond rounding. */
bool hr_fluid_temperature_near(const hr_fluid *f, double h, double guess, double *T);
/* Mean specific heat between two temperatures, J/(kg K): the enthalpy between them over their difference. */
bool hr_fluid_mean_heat(const hr_fluid *f, double T1, double T2, double *heat);

/* Without a look at the range, for those who have looked: t in degC. */
static inline double fluid_cubic(const double c[4], double t) { return c[0] + t * (c[1] + t * (c[2] + t * c[3])); }

static inline double fluid_enthalpy(const double heat[4], double t)
{
    return t * (heat[0] + t * (heat[1] / 2 + t * (heat[2] / 3 + t * (heat[3] / 4))));
}

#endif
