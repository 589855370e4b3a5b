/* plant_laws.c - see plant_laws.h. */
#include "engine/plant_laws.h"

#include "engine/constants.h"

#define EVAPORATION 2.4e6 /* J/kg at the temperatures of a tower */

bool hr_chiller_cop(const hr_chiller_law *law, double outdoor, double *cop)
{
    const double value = law->cop * (1 + law->slope * (outdoor - law->at));
    if (!(value > 0)) return false;
    *cop = value;
    return true;
}

bool hr_chiller_power(const hr_chiller_law *law, double outdoor, double heat, double *power)
{
    double cop;
    if (!hr_chiller_cop(law, outdoor, &cop)) return false;
    *power = heat / cop;
    return true;
}

double hr_dry_cooler_supply(double dry_bulb, double rated_approach, double heat, double rated_heat)
{
    return dry_bulb + rated_approach * heat / rated_heat;
}

double hr_tower_supply(double wet_bulb, double approach) { return wet_bulb + approach; }

double hr_tower_evaporation(double heat) { return heat / EVAPORATION; }

double hr_affinity_flow(double rated, double speed_ratio) { return rated * speed_ratio; }

double hr_affinity_head(double rated, double speed_ratio) { return rated * speed_ratio * speed_ratio; }

double hr_affinity_power(double rated, double speed_ratio) { return rated * speed_ratio * speed_ratio * speed_ratio; }

double hr_pump_power(double density, double head, double flow, double efficiency)
{
    return density * HR_STANDARD_GRAVITY * head * flow / efficiency;
}

double hr_coast_down(double time, double time_constant) { return 1 / (1 + time / time_constant); }
