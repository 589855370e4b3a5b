/* curve.h - curves of head over flow: of pumps, and of anything that loses head.
 *
 * Flow in m3/s, head in m. A pump's curve never rises with flow, or several flows would fit one head: where points rise,
 * the lower head is taken. */
#ifndef HR_ENGINE_CURVE_H
#define HR_ENGINE_CURVE_H

#include "base/arena.h"

#define HR_SHUT_OFF_MOST 2.0 /* times the head at nominal flow; a curve beyond that is taken for wrong */

typedef struct hr_head_curve {
    double *q, *h; /* rising flows */
    uint32_t n;
} hr_head_curve;

typedef enum hr_pump_form {
    HR_PUMP_LAW,    /* a - b q^c */
    HR_PUMP_CUBIC,  /* monotone cubics through points */
    HR_PUMP_LINEAR, /* straight between points */
    HR_PUMP_CONSTANT_POWER
} hr_pump_form;

typedef struct hr_pump_curve {
    uint8_t form;
    double a, b, c;   /* of the law */
    double power;     /* W, constant */
    double q_nominal; /* m3/s, where a search for the flow begins */
    hr_head_curve points;
    double *slope; /* of the cubics, at the points */
} hr_pump_curve;

/* A loss by points. False when flows do not rise from 0, heads do not begin with 0, or fall; or memory ran out. */
bool hr_head_curve_make(hr_head_curve *out, hr_arena *a, const double *q, const double *h, uint32_t n);
/* Straight between points, and beyond the last two; q >= 0. *slope = dh/dq; *hint is where the last search ended. */
double hr_head_curve_at(const hr_head_curve *c, double q, uint32_t *hint, double *slope);

/* h = 4/3 h0 - h0/3 (q/q0)2: all that one point tells. */
bool hr_pump_curve_point(hr_pump_curve *out, double q0, double h0);
/* h = a - b q^c. */
bool hr_pump_curve_law(hr_pump_curve *out, double a, double b, double c, double q_nominal);
bool hr_pump_curve_power(hr_pump_curve *out, double watts);
/* Through at least two points with rising flows; form is CUBIC or LINEAR. False when they are
 * not, when no head is lost over all of them, or memory ran out. */
bool hr_pump_curve_points(hr_pump_curve *out, hr_arena *a, hr_pump_form form, const double *q, const double *h,
                          uint32_t n, double q_nominal);
/* Head at a speed > 0 (1 = the curve's own), by affinity: n2 h(q / n). *slope = dh/dq, never above 0. Before the
 * first point and beyond the last one it goes on straight. Of constant power: rho g matters, Pa per m. */
double hr_pump_curve_at(const hr_pump_curve *c, double q, double speed, double rho_g, double *slope);
/* Head without flow over head at nominal flow; 0 where there is no head at nominal flow. */
double hr_pump_curve_shut_off(const hr_pump_curve *c, double q_nominal);

#endif
