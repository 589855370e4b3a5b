/* fluid.c - the polynomials of propylene glycol in water, and fluids made from them.
 *
 * The coefficients are those of A. Melinder, Properties of Secondary Working Fluids for Indirect Systems (IIR, 2010),
 * as Modelica Buildings (Media/Antifreeze/PropyleneGlycolWater.mo) and CoolProp (fluid MPG) print them; both let them
 * run over mass fractions 0..0.6, from the freezing point to 100 degC. */
#include "engine/fluid.h"

#include <math.h>
#include <string.h>

#define POWERS 6 /* of the mass fraction */
#define MASS_REF 0.307031
#define T_REF 32.7083 /* degC */
#define BOILING (HR_ZERO_CELSIUS + 100)

/* f(x, t) = sum_i sum_j a_ij (100 (x - MASS_REF))^i (t - T_REF)^j, with as many j as TERMS says for each i. */
static const int TERMS[POWERS] = {4, 4, 4, 3, 2, 1};

static const double DENSITY[] = {1.018e3,   -5.406e-1, -2.666e-3, 1.347e-5,  7.604e-1,  -9.450e-3,
                                 5.541e-5,  -1.343e-7, -2.498e-3, 2.700e-5,  -4.018e-7, 3.376e-9,
                                 -1.550e-4, 2.829e-6,  -7.175e-9, -1.131e-6, -2.221e-8, 2.342e-8};
static const double HEAT[] = {3.882e3,   2.699,    -1.659e-3, -1.032e-5, -1.304e1,  5.070e-2,
                              -4.752e-5, 1.522e-6, -1.598e-1, 9.534e-5,  1.167e-5,  -4.870e-8,
                              3.539e-4,  3.102e-5, -2.950e-7, 5.000e-5,  -7.135e-7, -4.959e-7};
static const double VISCOSITY[] = {6.837e-1,  -3.045e-2, 2.525e-4,  -1.399e-6, 3.328e-2,  -3.984e-4,
                                   4.332e-6,  -1.860e-8, 5.453e-5,  -8.600e-8, -1.593e-8, -4.465e-11,
                                   -3.900e-6, 1.054e-7,  -1.589e-9, -1.587e-8, 4.475e-10, 3.564e-9};
static const double CONDUCTIVITY[] = {4.513e-1,  7.955e-4,  3.482e-8,  -5.966e-9,  -4.795e-3,  -1.678e-5,
                                      8.941e-8,  1.493e-10, 2.076e-5,  1.563e-7,   -4.615e-9,  9.897e-12,
                                      -9.083e-8, -2.518e-9, 6.543e-11, -5.952e-10, -3.605e-11, 2.104e-11};
static const double FREEZING[] = {-1.325e1,  -3.820e-5,  7.865e-7,  -1.733e-9, -6.631e-1, 6.774e-6,
                                  -6.242e-8, -7.819e-10, -1.094e-2, 5.332e-8,  -4.169e-9, 3.288e-11,
                                  -2.283e-4, -1.131e-8,  1.918e-10, -3.409e-6, 8.035e-11, 1.465e-8};

/* One property at a mass fraction, as a cubic of t in degC: the powers of (t - T_REF) multiplied out. */
static void collapse(const double *a, double x, double c[4])
{
    double about[4] = {0}, power = 1;
    for (int i = 0; i < POWERS; i++) {
        for (int j = 0; j < TERMS[i]; j++) about[j] += *a++ * power;
        power *= 100 * (x - MASS_REF);
    }
    const double r = -T_REF;
    c[0] = fluid_cubic(about, r);
    c[1] = about[1] + r * (2 * about[2] + r * 3 * about[3]);
    c[2] = about[2] + r * 3 * about[3];
    c[3] = about[3];
}

/* The fit lets the freezing point depend on temperature, by some mK: it is taken at the fit's own reference. */
static double freezing_point(double x)
{
    double c[4];
    collapse(FREEZING, x, c);
    return HR_ZERO_CELSIUS + fluid_cubic(c, T_REF);
}

static void set_range(hr_fluid *f, double least, double most)
{
    f->least = least;
    f->most = most;
    f->h_least = fluid_enthalpy(f->heat, least - HR_ZERO_CELSIUS);
    f->h_most = fluid_enthalpy(f->heat, most - HR_ZERO_CELSIUS);
    f->h_mean = (f->h_most - f->h_least) / (most - least);
    /* At the middle the line through the ends is short of, or beyond, the enthalpy by what the bend makes up. */
    const double middle = (least + most) / 2, half = (most - least) / 2;
    const double line = f->h_least + f->h_mean * half, h = fluid_enthalpy(f->heat, middle - HR_ZERO_CELSIUS);
    f->bend = (line - h) / f->h_mean / (half * half);
}

bool hr_fluid_of_mass(hr_fluid *f, double mass_fraction)
{
    if (!(mass_fraction >= 0 && mass_fraction <= HR_GLYCOL_MOST)) return false;
    f->glycol = mass_fraction;
    collapse(DENSITY, mass_fraction, f->density);
    collapse(HEAT, mass_fraction, f->heat);
    collapse(VISCOSITY, mass_fraction, f->viscosity);
    collapse(CONDUCTIVITY, mass_fraction, f->conductivity);
    set_range(f, freezing_point(mass_fraction), BOILING);
    return true;
}

static double density_at(double x, double t)
{
    double c[4];
    collapse(DENSITY, x, c);
    return fluid_cubic(c, t);
}

bool hr_glycol_mass_fraction(double volume_fraction, double mixed_at, double *mass_fraction)
{
    const double t = mixed_at - HR_ZERO_CELSIUS, phi = volume_fraction;
    if (!(phi >= 0 && phi <= 1 && mixed_at >= freezing_point(0) && mixed_at <= BOILING)) return false;
    /* Pure glycol: a straight line from the last hundredth of what the fit covers. */
    const double end = density_at(HR_GLYCOL_MOST, t), slope = (end - density_at(HR_GLYCOL_MOST - 0.01, t)) / 0.01;
    const double glycol = end + slope * (1 - HR_GLYCOL_MOST), water = density_at(0, t);
    const double x = phi * glycol / (phi * glycol + (1 - phi) * water);
    if (x > HR_GLYCOL_MOST) return false;
    *mass_fraction = x;
    return true;
}

bool hr_fluid_of_volume(hr_fluid *f, double volume_fraction, double mixed_at)
{
    double x;
    return hr_glycol_mass_fraction(volume_fraction, mixed_at, &x) && hr_fluid_of_mass(f, x);
}

bool hr_fluid_constant(hr_fluid *f, const hr_properties *p, double least, double most)
{
    if (!(p->density > 0 && p->heat > 0 && p->viscosity > 0 && p->conductivity > 0)) return false;
    if (!(least >= 0 && least < most && isfinite(most))) return false;
    memset(f, 0, sizeof *f);
    f->density[0] = p->density;
    f->heat[0] = p->heat;
    f->viscosity[0] = log(p->viscosity * 1e3);
    f->conductivity[0] = p->conductivity;
    set_range(f, least, most);
    return true;
}

bool hr_fluid_properties(const hr_fluid *f, double T, hr_properties *out)
{
    if (!hr_fluid_holds(f, T)) return false;
    const double t = T - HR_ZERO_CELSIUS;
    out->density = fluid_cubic(f->density, t);
    out->heat = fluid_cubic(f->heat, t);
    out->viscosity = 1e-3 * exp(fluid_cubic(f->viscosity, t));
    out->conductivity = fluid_cubic(f->conductivity, t);
    out->prandtl = out->heat * out->viscosity / out->conductivity;
    return true;
}

bool hr_fluid_enthalpy(const hr_fluid *f, double T, double *h)
{
    if (!hr_fluid_holds(f, T)) return false;
    *h = fluid_enthalpy(f->heat, T - HR_ZERO_CELSIUS);
    return true;
}

/* The curvature of the enthalpy, cp'/(2 cp), is below 1e-3 per K in every fluid here, so a step below 1e-6 K leaves
 * less than 1e-15 K. */
bool hr_fluid_temperature_near(const hr_fluid *f, double h, double guess, double *T)
{
    if (!(h >= f->h_least && h <= f->h_most)) return false;
    double t = guess - HR_ZERO_CELSIUS;
    for (int i = 0; i < 20; i++) {
        const double step = (h - fluid_enthalpy(f->heat, t)) / fluid_cubic(f->heat, t);
        t += step;
        if (fabs(step) < 1e-6) break;
    }
    *T = fmin(fmax(HR_ZERO_CELSIUS + t, f->least), f->most);
    return true;
}

/* From the parabola through the ends of the range and its middle. */
bool hr_fluid_temperature(const hr_fluid *f, double h, double *T)
{
    const double line = f->least + (h - f->h_least) / f->h_mean;
    return hr_fluid_temperature_near(f, h, line + f->bend * (line - f->least) * (f->most - line), T);
}

bool hr_fluid_mean_heat(const hr_fluid *f, double T1, double T2, double *heat)
{
    if (!hr_fluid_holds(f, T1) || !hr_fluid_holds(f, T2)) return false;
    /* The mean of t^k over an interval, without the difference of two near numbers. */
    const double a = T1 - HR_ZERO_CELSIUS, b = T2 - HR_ZERO_CELSIUS, *c = f->heat;
    *heat = c[0] + c[1] / 2 * (a + b) + c[2] / 3 * (a * a + a * b + b * b) + c[3] / 4 * (a + b) * (a * a + b * b);
    return true;
}
