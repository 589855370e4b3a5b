/* humid_air.c - see humid_air.h.
 *
 * Saturation: W. Wagner, A. Saul, A. Pruss (1993), eq. 3.5 in the form of Modelica Buildings
 * (Utilities/Psychrometrics/Functions/saturationPressureLiquid.mo): it turns round by hand, so the dew point is exact.
 * Over ice: the same authors (1994), in the form of sublimationPressureIce.mo beside it.
 * Wet bulb: ASHRAE Handbook - Fundamentals (2017), chapter 1, eq. 33; eq. 35 where the bulb is ice. */
#include "engine/humid_air.h"

#include <math.h>

#define TRIPLE 273.16
#define STEAM 373.16
#define COLDEST 190.0
#define DRY_GAS 287.042 /* J/(kg K): ASHRAE Fundamentals 2017, chapter 1, eq. 1 */
#define RATIO 0.621945  /* molar masses of water and dry air, the same, eq. 20 */
#define DRY_HEAT 1006.0 /* J/(kg K), the same, eq. 30 */
#define VAPOUR_HEAT 1860.0

bool hr_vapour_pressure(double T, double *pressure)
{
    if (!(T >= TRIPLE && T <= STEAM)) return false;
    *pressure = 611.657 * exp(17.2799 - 4102.99 / (T - 35.719));
    return true;
}

bool hr_air_of_humidity(hr_humid_air *a, double T, double relative_humidity, double pressure)
{
    double saturated;
    if (!(relative_humidity >= 0 && relative_humidity <= 1) || !hr_vapour_pressure(T, &saturated)) return false;
    if (!(pressure > saturated)) return false;
    const double vapour = relative_humidity * saturated;
    *a = (hr_humid_air){T, pressure, RATIO * vapour / (pressure - vapour)};
    return true;
}

bool hr_air_of_wet_bulb(hr_humid_air *a, double T, double wet_bulb, double pressure)
{
    double saturated;
    if (!(wet_bulb <= T && T <= STEAM) || !hr_vapour_pressure(wet_bulb, &saturated) || !(pressure > saturated)) {
        return false;
    }
    const double t = T - HR_ZERO_CELSIUS, wet = wet_bulb - HR_ZERO_CELSIUS;
    const double full = RATIO * saturated / (pressure - saturated);
    const double ratio = ((2501 - 2.326 * wet) * full - 1.006 * (t - wet)) / (2501 + 1.86 * t - 4.186 * wet);
    if (ratio < 0) return false;
    *a = (hr_humid_air){T, pressure, ratio};
    return true;
}

static bool saturation(double T, double *pressure)
{
    const double r = T / TRIPLE;
    if (T >= TRIPLE) return hr_vapour_pressure(T, pressure);
    if (!(T >= COLDEST)) return false;
    *pressure = 611.657 * exp(-13.928169 * (1 - pow(r, -1.5)) + 34.7078238 * (1 - pow(r, -1.25)));
    return true;
}

/* kg of vapour per kg of dry air that makes this wet bulb; it rises with it. */
static double ratio_of_bulb(double T, double wet_bulb, double pressure, bool ice)
{
    double saturated = 0;
    (void)saturation(wet_bulb, &saturated);
    const double t = T - HR_ZERO_CELSIUS, wet = wet_bulb - HR_ZERO_CELSIUS;
    const double full = RATIO * saturated / (pressure - saturated);
    if (ice) return ((2830 - 0.24 * wet) * full - 1.006 * (t - wet)) / (2830 + 1.86 * t - 2.1 * wet);
    return ((2501 - 2.326 * wet) * full - 1.006 * (t - wet)) / (2501 + 1.86 * t - 4.186 * wet);
}

/* At the freezing point a bulb of ice needs more vapour than one of water, so near it both fit: water is taken, the warmer. */
bool hr_air_wet_bulb(double T, double relative_humidity, double pressure, double *wet_bulb)
{
    double saturated;
    if (!(relative_humidity >= 0 && relative_humidity <= 1) || !saturation(T, &saturated)) return false;
    if (!(pressure > saturated)) return false;
    const double vapour = relative_humidity * saturated, ratio = RATIO * vapour / (pressure - vapour);
    const bool ice = T < TRIPLE || ratio_of_bulb(T, TRIPLE, pressure, false) > ratio;
    double low = ice ? COLDEST : TRIPLE, high = ice ? fmin(T, TRIPLE) : T;
    while (high - low > 1e-10) {
        const double middle = low + (high - low) / 2;
        if (ratio_of_bulb(T, middle, pressure, ice) > ratio) high = middle;
        else low = middle;
    }
    *wet_bulb = low + (high - low) / 2;
    return true;
}

static double vapour_of(const hr_humid_air *a) { return a->pressure * a->ratio / (RATIO + a->ratio); }

bool hr_air_dew_point(const hr_humid_air *a, double *T)
{
    const double vapour = vapour_of(a);
    if (!(vapour > 0)) return false;
    const double dew = 35.719 + 4102.99 / (17.2799 - log(vapour / 611.657));
    if (!(dew >= TRIPLE && dew <= STEAM)) return false;
    *T = dew;
    return true;
}

static double dew_or_frost(const hr_humid_air *a)
{
    double dew;
    return hr_air_dew_point(a, &dew) ? dew : TRIPLE;
}

bool hr_air_dew_of_humidity(double T, double relative_humidity, double pressure, double *dew)
{
    hr_humid_air a;
    if (T < TRIPLE) return *dew = TRIPLE, true;
    if (!hr_air_of_humidity(&a, T, relative_humidity, pressure)) return false;
    *dew = dew_or_frost(&a);
    return true;
}

bool hr_air_dew_of_wet_bulb(double T, double wet_bulb, double pressure, double *dew)
{
    hr_humid_air a;
    if (wet_bulb < TRIPLE) return *dew = TRIPLE, true;
    if (!hr_air_of_wet_bulb(&a, T, wet_bulb, pressure)) return false;
    *dew = dew_or_frost(&a);
    return true;
}

double hr_air_dry_density(const hr_humid_air *a) { return (a->pressure - vapour_of(a)) / (DRY_GAS * a->T); }

double hr_air_density(const hr_humid_air *a) { return hr_air_dry_density(a) * (1 + a->ratio); }

double hr_air_heat(const hr_humid_air *a) { return DRY_HEAT + VAPOUR_HEAT * a->ratio; }

/* Viscosity and conductivity are those of dry air at 27 degC (Incropera, table A.4): no result here rests on them. */
void hr_air_fluid(const hr_humid_air *a, hr_fluid *f)
{
    const hr_properties p = {
        .density = hr_air_dry_density(a), .heat = hr_air_heat(a), .viscosity = 1.846e-5, .conductivity = 0.0263};
    (void)hr_fluid_constant(f, &p, TRIPLE, STEAM);
}
