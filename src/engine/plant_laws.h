/* plant_laws.h - laws of the plant outside: chillers, dry coolers, towers, fans and pumps.
 *
 * Small functions of what a machine is rated for; each says where its form comes from. SI: W, K, kg/s, m3/s, Pa.
 * Defaults are the caller's business. Sources and tests: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_PLANT_LAWS_H
#define HR_ENGINE_PLANT_LAWS_H

#include <stdbool.h>

/* A chiller's coefficient of performance falls in a straight line with the temperature outside. */
typedef struct hr_chiller_law {
    double cop, at; /* the rated one, and the outdoor temperature (K) it is rated at */
    double slope;   /* part of the rated COP for each K above: -0.025 */
} hr_chiller_law;

/* False where the line has come down to 0. */
bool hr_chiller_cop(const hr_chiller_law *law, double outdoor, double *cop);
bool hr_chiller_power(const hr_chiller_law *law, double outdoor, double heat, double *power);

/* What leaves a dry cooler with its fans at full speed: dry bulb + approach, in proportion to the heat, since an
 * exchanger with both flows constant has a constant effectiveness. */
double hr_dry_cooler_supply(double dry_bulb, double rated_approach, double heat, double rated_heat);
/* What leaves a cooling tower: wet bulb + approach, which is kept at part load (the harder side). */
double hr_tower_supply(double wet_bulb, double approach);
/* Water that a tower evaporates, kg/s: 2.4 MJ for each kg, so 1.5 kg for each kWh. Blow-down comes on top. */
double hr_tower_evaporation(double heat);

/* Affinity: flow goes with speed, head with its square, power with its cube. */
double hr_affinity_flow(double rated, double speed_ratio);
double hr_affinity_head(double rated, double speed_ratio);
double hr_affinity_power(double rated, double speed_ratio);
/* Shaft power rho g H V / eta. */
double hr_pump_power(double density, double head, double flow, double efficiency);
/* Speed of a pump that has lost its power, over its speed before: 1 / (1 + t / t_c). */
double hr_coast_down(double time, double time_constant);

#endif
