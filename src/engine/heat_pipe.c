/* heat_pipe.c - the law of a pipe that gives heat to its surroundings.
 *
 * m cp(T) dT/dx = -ua/L (T - Ta) has its variables apart, and with the cubic of cp both sides have an integral: y =
 * ln(s_in / s_out), s = T - Ta, solves c0 y + c1 (s_in - s) + c2/2 (s_in^2 - s^2) + c3/3 (s_in^3 - s^3) = ua / m, the c
 * being those of cp about Ta. With a constant cp this is the exponential law. And d h_out / d h_in = exp(-y). */
#include "engine/heat_pipe.h"

#include <math.h>

/* Specific heat as a cubic of s = T - ambient. */
static void heat_about(const double heat[4], double ambient, double c[4])
{
    const double a = ambient - HR_ZERO_CELSIUS;
    c[0] = fluid_cubic(heat, a);
    c[1] = heat[1] + a * (2 * heat[2] + a * 3 * heat[3]);
    c[2] = heat[2] + 3 * a * heat[3];
    c[3] = heat[3];
}

/* Integral of c(s) / s without its logarithm, and of c(s), from `out` to `in`; d = in - out. */
static double mean_over_s(const double c[4], double in, double out, double d)
{
    return d * (c[1] + c[2] / 2 * (in + out) + c[3] / 3 * (in * in + in * out + out * out));
}

static double heat_between(const double c[4], double in, double out, double d)
{
    return d * (c[0] + c[1] / 2 * (in + out) + c[2] / 3 * (in * in + in * out + out * out) +
                c[3] / 4 * (in + out) * (in * in + out * out));
}

/* J/kg lost from s = *s on with ua_m = ua / m, by Newton on y; *slope is exp(-y), and s is where it ends. */
static double decay(const double c[4], double *s, double ua_m, double *slope)
{
    const double in = *s;
    double y = ua_m / fluid_cubic(c, in), d = in, out = 0;
    *slope = 0;
    for (int i = 0; i < 20 && y < 700; i++) { /* exp(-700) is nothing left */
        const double fraction = expm1(-y);
        d = -in * fraction;
        out = in - d;
        *slope = 1 + fraction;
        const double step = (ua_m - c[0] * y - mean_over_s(c, in, out, d)) / fluid_cubic(c, out);
        y += step;
        if (fabs(step) > 1e-8) continue;
        d += out * step; /* exp(-step) is 1 - step here, and what Newton leaves is below rounding */
        out -= out * step;
        *slope -= *slope * step;
        break;
    }
    *s = out;
    return heat_between(c, in, out, d);
}

double hr_pipe_loss(const hr_fluid *f, double h, double T, double ua_m, double ambient, double *slope, double *T_out)
{
    const double here = fluid_cubic(f->heat, T - HR_ZERO_CELSIUS);
    double c[4], total = 0, part;
    if (h > f->h_most) T += (h - f->h_most) / here;
    if (h < f->h_least) T += (h - f->h_least) / here;
    *slope = 1;
    *T_out = T;
    /* Where the surroundings lie outside the range, coolant may cross an end of it on its way. */
    for (int piece = 0; piece < 3; piece++) {
        const bool hot = T > f->most || (T == f->most && ambient >= f->most);
        const bool cold = T < f->least || (T == f->least && ambient <= f->least);
        const double end = hot || (!cold && ambient > f->most) ? f->most : f->least, in = T - ambient;
        const double flat[4] = {fluid_cubic(f->heat, end - HR_ZERO_CELSIUS)};
        heat_about(hot || cold ? flat : f->heat, ambient, c);
        const double out = end - ambient, d = in - out; /* on from the end, if it lies on the way */
        if (in * out > 0 && fabs(out) < fabs(in)) {
            const double spent = c[0] * log(in / out) + mean_over_s(c, in, out, d);
            if (spent < ua_m) {
                total += heat_between(c, in, out, d);
                *slope *= out / in;
                ua_m -= spent;
                T = end;
                continue;
            }
        }
        double s = in;
        total += decay(c, &s, ua_m, &part);
        *slope *= part;
        *T_out = ambient + s;
        break;
    }
    return total;
}
