/* curve.c - curves of head over flow.
 *
 * Cubics: slopes at the points by Fritsch and Butland (the weighted harmonic mean of the neighbouring chords, 0 at an
 * extremum), at both ends the three-point formula limited by Fritsch and Carlson: what pchip does everywhere. */
#include "engine/curve.h"

#include <math.h>
#include <string.h>

static bool is_rising(const double *q, const double *h, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!isfinite(q[i]) || !isfinite(h[i]) || q[i] < 0 || (i > 0 && q[i] <= q[i - 1])) return false;
    return n >= 2;
}

static bool copy_points(hr_head_curve *out, hr_arena *a, const double *q, const double *h, uint32_t n)
{
    *out = (hr_head_curve){HR_NEW_ARRAY(a, double, n), HR_NEW_ARRAY(a, double, n), n};
    if (out->q == NULL || out->h == NULL) return false;
    memcpy(out->q, q, n * sizeof *q);
    memcpy(out->h, h, n * sizeof *h);
    return true;
}

bool hr_head_curve_make(hr_head_curve *out, hr_arena *a, const double *q, const double *h, uint32_t n)
{
    if (!is_rising(q, h, n) || q[0] != 0 || h[0] != 0) return false;
    for (uint32_t i = 1; i < n; i++)
        if (h[i] < h[i - 1]) return false;
    return copy_points(out, a, q, h, n);
}

/* The segment that holds q: i with q[i] <= q < q[i + 1], the first or last one beyond the ends. */
static uint32_t find_segment(const hr_head_curve *c, double q)
{
    uint32_t lo = 0, hi = c->n - 1;
    while (hi - lo > 1) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (c->q[middle] <= q) lo = middle;
        else hi = middle;
    }
    return lo;
}

double hr_head_curve_at(const hr_head_curve *c, double q, uint32_t *hint, double *slope)
{
    uint32_t i = *hint;
    if (!(i < c->n - 1 && c->q[i] <= q && q < c->q[i + 1])) i = *hint = find_segment(c, q);
    *slope = (c->h[i + 1] - c->h[i]) / (c->q[i + 1] - c->q[i]);
    return c->h[i] + (q - c->q[i]) * *slope;
}

/* --- pumps ------------------------------------------------------------------------------------------------- */

bool hr_pump_curve_law(hr_pump_curve *out, double a, double b, double c, double q_nominal)
{
    *out = (hr_pump_curve){.form = HR_PUMP_LAW, .a = a, .b = b, .c = c, .q_nominal = q_nominal};
    return isfinite(a) && isfinite(b) && isfinite(c) && a > 0 && b > 0 && c > 0 && isfinite(q_nominal) && q_nominal > 0;
}

bool hr_pump_curve_point(hr_pump_curve *out, double q0, double h0)
{
    return hr_pump_curve_law(out, 4.0 / 3 * h0, h0 / 3 / (q0 * q0), 2, q0);
}

bool hr_pump_curve_power(hr_pump_curve *out, double watts)
{
    *out = (hr_pump_curve){.form = HR_PUMP_CONSTANT_POWER, .power = watts, .q_nominal = watts / 1e5};
    return isfinite(watts) && watts > 0;
}

static double end_slope(double near, double far, double chord, double next)
{
    double s = ((2 * near + far) * chord - near * next) / (near + far);
    if (s * chord <= 0) return 0;
    return chord * next <= 0 && fabs(s) > fabs(3 * chord) ? 3 * chord : s;
}

static void find_slopes(const hr_head_curve *c, double *slope)
{
    uint32_t n = c->n;
    const double *q = c->q, *h = c->h;
    if (n == 2) {
        slope[0] = slope[1] = (h[1] - h[0]) / (q[1] - q[0]);
        return;
    }
    for (uint32_t i = 1; i + 1 < n; i++) {
        double left = q[i] - q[i - 1], right = q[i + 1] - q[i];
        double before = (h[i] - h[i - 1]) / left, after = (h[i + 1] - h[i]) / right;
        double w = 2 * right + left, v = right + 2 * left;
        slope[i] = before * after > 0 ? (w + v) / (w / before + v / after) : 0;
    }
    double first = q[1] - q[0], second = q[2] - q[1], last = q[n - 1] - q[n - 2], previous = q[n - 2] - q[n - 3];
    slope[0] = end_slope(first, second, (h[1] - h[0]) / first, (h[2] - h[1]) / second);
    slope[n - 1] = end_slope(last, previous, (h[n - 1] - h[n - 2]) / last, (h[n - 2] - h[n - 3]) / previous);
}

bool hr_pump_curve_points(hr_pump_curve *out, hr_arena *a, hr_pump_form form, const double *q, const double *h,
                          uint32_t n, double q_nominal)
{
    *out = (hr_pump_curve){.form = (uint8_t)form, .q_nominal = q_nominal};
    if (!is_rising(q, h, n) || !(q_nominal > 0) || !isfinite(q_nominal)) return false;
    if (!copy_points(&out->points, a, q, h, n) || (out->slope = HR_NEW_ARRAY(a, double, n)) == NULL) return false;
    for (uint32_t i = 1; i < n; i++) out->points.h[i] = fmin(out->points.h[i], out->points.h[i - 1]);
    find_slopes(&out->points, out->slope);
    return out->points.h[n - 1] < out->points.h[0];
}

static double cubic_at(const hr_pump_curve *c, double q, double *slope)
{
    const hr_head_curve *p = &c->points;
    uint32_t last = p->n - 1, i;
    if (q <= p->q[0] || q >= p->q[last]) {
        i = q <= p->q[0] ? 0 : last;
        *slope = c->slope[i];
        return p->h[i] + (q - p->q[i]) * c->slope[i];
    }
    i = find_segment(p, q);
    double w = p->q[i + 1] - p->q[i], t = (q - p->q[i]) / w;
    double d0 = c->slope[i] * w, d1 = c->slope[i + 1] * w, rise = p->h[i + 1] - p->h[i];
    double c2 = 3 * rise - 2 * d0 - d1, c3 = d0 + d1 - 2 * rise;
    *slope = fmin((d0 + t * (2 * c2 + t * 3 * c3)) / w, 0);
    return p->h[i] + t * (d0 + t * (c2 + t * c3));
}

static double law_at(const hr_pump_curve *c, double q, double *slope)
{
    if (q <= 0) return *slope = 0, c->a;
    double lost = c->c == 2 ? c->b * q * q : c->b * pow(q, c->c);
    *slope = -c->c * lost / q;
    return c->a - lost;
}

/* Head grows without bound as flow goes to 0: from 10 km on it goes on straight. */
static double power_at(const hr_pump_curve *c, double q, double rho_g, double *slope)
{
    double k = c->power / rho_g, least = k / 1e4;
    if (q >= least) return *slope = -k / (q * q), k / q;
    *slope = -k / (least * least);
    return k / least + (q - least) * *slope;
}

double hr_pump_curve_at(const hr_pump_curve *c, double q, double speed, double rho_g, double *slope)
{
    uint32_t hint = 0;
    double head, x = q / speed;
    switch (c->form) {
    case HR_PUMP_LAW: head = law_at(c, x, slope); break;
    case HR_PUMP_CUBIC: head = cubic_at(c, x, slope); break;
    case HR_PUMP_LINEAR: head = hr_head_curve_at(&c->points, x, &hint, slope); break;
    default: return power_at(c, q, rho_g, slope);
    }
    *slope *= speed;
    return head * speed * speed;
}

double hr_pump_curve_shut_off(const hr_pump_curve *c, double q_nominal)
{
    double slope, rated = hr_pump_curve_at(c, q_nominal, 1, 1, &slope);
    return rated > 0 ? hr_pump_curve_at(c, 0, 1, 1, &slope) / rated : 0;
}
