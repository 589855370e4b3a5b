/* humid_air.h - air with water vapour in it: how heavy, how much heat it takes, and where it begins to wet things.
 *
 * Everything counts per kilogram of dry air, the part that stays the same when air is warmed or dried: with that flow a
 * heat balance needs no other. Ideal gases; saturation over liquid water, so between 0.01 and 100 degC. Humidity is
 * `ratio`, kg of vapour per kg of dry air. Temperatures in K, pressures in Pa. Functions that say false leave their
 * result alone. Equations: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_HUMID_AIR_H
#define HR_ENGINE_HUMID_AIR_H

#include "engine/fluid.h"

typedef struct hr_humid_air {
    double T, pressure, ratio;
} hr_humid_air;

/* Relative humidity 0..1. False outside, below the triple point, or where water boils. */
bool hr_air_of_humidity(hr_humid_air *a, double T, double relative_humidity, double pressure);
/* False also for a wet bulb above the dry bulb, or so far below it that no air is as dry. */
bool hr_air_of_wet_bulb(hr_humid_air *a, double T, double wet_bulb, double pressure);
/* False where dew would be frost: below 0.01 degC. */
bool hr_air_dew_point(const hr_humid_air *a, double *T);
/* Dew point from relative humidity, and from a wet bulb. Frost counts as 0.01 degC, which is warmer. */
bool hr_air_dew_of_humidity(double T, double relative_humidity, double pressure, double *dew);
bool hr_air_dew_of_wet_bulb(double T, double wet_bulb, double pressure, double *dew);
/* Wet bulb from relative humidity, to 1e-9 K; also in frost, where humidity and wet bulb are those over ice. False outside
 * 190..373.16 K, or where water boils. */
bool hr_air_wet_bulb(double T, double relative_humidity, double pressure, double *wet_bulb);
double hr_air_dry_density(const hr_humid_air *a); /* kg of dry air in a m3 */
double hr_air_density(const hr_humid_air *a);     /* kg/m3, vapour included */
double hr_air_heat(const hr_humid_air *a);        /* J/K for each kg of dry air */
/* As a fluid whose flow is that of its dry air, for exchangers and flows without condensation. */
void hr_air_fluid(const hr_humid_air *a, hr_fluid *f);
/* Vapour pressure over liquid water. False outside 273.16..373.16 K. */
bool hr_vapour_pressure(double T, double *pressure);

#endif
