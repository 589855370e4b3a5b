/* hydraulics_law.c - losses and their derivatives. docs/physics/hydraulics.md has each equation with its source. */
#include "engine/hydraulics_law.h"

#include <math.h>

#define FOOT 0.3048 /* m */
#define HAZEN_EXPONENT 1.852
#define LAMINAR (500 * M_PI)    /* pi / 4 of Re 2000, up to which flow is laminar */
#define TURBULENT (1000 * M_PI) /* of Re 4000, from which it is turbulent */
#define FLAT 1e-3               /* least slope of a pump's curve, of shut-off pressure over nominal flow */

/* A square law that goes over into a straight line through 0 below `least`, value and slope joined. */
static double square(double m, double k, double least, double *slope)
{
    double x = fabs(m);
    if (x >= least) return *slope = 2 * k * x, k * x * m;
    x /= least;
    *slope = k * least * (0.5 + 1.5 * x * x);
    return k * least * m * (0.5 + 0.5 * x * x);
}

/* k |m|^n likewise. */
static double power(double m, double k, double n, double least, double *slope)
{
    if (n == 2) return square(m, k, least, slope);
    double x = fabs(m);
    if (x >= least) {
        double y = k * pow(x, n - 1);
        return *slope = n * y, y * m;
    }
    double y = k * pow(least, n - 1), linear = (3 - n) / 2, cubic = (n - 1) / 2;
    x /= least;
    *slope = y * (linear + 3 * cubic * x * x);
    return y * m * (linear + cubic * x * x);
}

/* --- pipes ------------------------------------------------------------------------------------------------- *
 * Darcy-Weisbach: a = 1 / D, b = L / (2 D A2), c = K / (2 A2), d = roughness / (3.7 D), e = 16 pi D b.
 * The others:     a = head per (m3/s)^n, b = n, c = K / (2 A2), d = flow in m3/s below which it is smooth. */

static double area(double diameter) { return M_PI / 4 * diameter * diameter; }

static const double log_scale = -0.86858896380650365530; /* -2 / ln 10 */

/* Swamee and Jain want a power and a logarithm at each flow: y = 5.74 / Re^0.9, s = roughness + y, ln s. From one step to
 * the next, and from one solution to a neighbouring one, w = pi / 4 Re moves by a few per cent: within 1/20 of where the
 * two were taken last, series give both to rounding (remainders below 3e-16) in a third of the time. */
static double turbulent_log(hr_law *p, double w, double *y, double *s)
{
    static const double y_1 = 4.6184131985906666898; /* 5.74 (pi / 4)^0.9 */
    double t = w / p->at.w - 1;
    if (!(fabs(t) <= 0.05)) { /* the first time, too: at.w is 0 then */
        p->at.w = w;
        *y = p->at.y = y_1 / pow(w, 0.9);
        *s = p->at.s = p->d + p->at.y;
        return p->at.log_s = log(p->at.s);
    }
    /* (1 + t)^-0.9 - 1 by its binomial series; odd and even terms apart, so that neither waits for the other */
    double tt = t * t;
    double odd = -0.90000000000000002 +
                 tt * (-0.82650000000000001 +
                       tt * (-0.78972075000000008 +
                             tt * (-0.76546504125000014 + tt * (-0.74749787569843773 + tt * -0.73329541606016746))));
    double even = 0.85499999999999998 +
                  tt * (0.80583749999999998 +
                        tt * (0.77655873750000015 +
                              tt * (0.75589672823437515 + tt * (0.7400228969414534 + tt * 0.72718462092633274))));
    double u = t * odd + tt * even;
    double change = p->at.y * u, z = change / (2 * p->at.s + change), zz = z * z;
    *y = p->at.y + change;
    *s = p->at.s + change;
    return p->at.log_s + 2 * z * (1 + zz * (1.0 / 3 + zz * (1.0 / 5 + zz * (1.0 / 7))));
}

/* Fully turbulent by Swamee and Jain; the cubic of Dunlop leads from 64 / Re to it, value and slope.
 * *gradient = w df/dw. */
static double friction_factor(hr_law *p, double w, double *gradient)
{
    static const double y_4000 = 3.2889547634539905869e-3; /* 5.74 / 4000^0.9 */
    if (w >= TURBULENT) {
        double y, s, root = log_scale * turbulent_log(p, w, &y, &s), f = 1 / (root * root);
        *gradient = 1.8 * f * y * log_scale / (s * root);
        return f;
    }
    double s = p->d + y_4000, root = log_scale * log(s), fa = 1 / (root * root);
    double fb = (2 + 1.8 * log_scale * y_4000 / (s * root)) * fa, r = w / LAMINAR;
    double x1 = 7 * fa - fb, x2 = 0.128 - 17 * fa + 2.5 * fb, x3 = -0.128 + 13 * fa - 2 * fb;
    double x4 = 0.032 - 3 * fa + 0.5 * fb;
    *gradient = r * (x2 + r * (2 * x3 + r * 3 * x4));
    return x1 + r * (x2 + r * (x3 + r * x4));
}

static double darcy(hr_law *p, double m, double rho, double mu, double *slope)
{
    double size = fabs(m), w = size * p->a / mu, specific = 1 / rho, gradient;
    if (w <= LAMINAR) {
        double linear = p->e * mu;
        *slope = (linear + 2 * p->c * size) * specific;
        return m * (linear + p->c * size) * specific;
    }
    double f = friction_factor(p, w, &gradient), k = (f * p->b + p->c) * size * specific;
    *slope = 2 * k + gradient * p->b * size * specific;
    return k * m;
}

static double pipe_loss(const hr_laws *l, hr_id k, double m, double rho, double mu, double *slope)
{
    hr_law *p = &l->law[k];
    if (p->darcy) return darcy(p, m, rho, mu, slope);
    double size = fabs(m), v = m / rho, friction = power(v, p->a, p->b, p->d, slope);
    *slope = l->g * *slope + 2 * p->c * size / rho;
    return rho * l->g * friction + p->c * size * m / rho;
}

static void make_pipe(hr_law *out, const hr_hydraulic_link *l)
{
    double d = l->u.pipe.diameter, a = area(d), r = l->u.pipe.roughness, length = l->u.pipe.length;
    out->c = l->u.pipe.k / (2 * a * a);
    out->darcy = l->u.pipe.friction == HR_DARCY_WEISBACH;
    if (out->darcy) {
        out->a = 1 / d;
        out->b = length / (2 * d * a * a);
        out->d = r / (3.7 * d);
        out->e = 16 * M_PI * d * out->b;
        return;
    }
    /* Both laws are written in feet and cubic feet a second. */
    double feet = d / FOOT, manning = 4 * r / (1.49 * M_PI * feet * feet);
    bool hazen = l->u.pipe.friction == HR_HAZEN_WILLIAMS;
    out->b = hazen ? HAZEN_EXPONENT : 2;
    out->a = hazen ? 4.727 / (pow(r, HAZEN_EXPONENT) * pow(feet, 4.871)) : manning * manning * pow(feet / 4, -1.333);
    out->a *= length / pow(FOOT, 3 * out->b);
    out->d = HR_TRANSITION_LEAST * a; /* 1 mm/s */
}

/* --- plates, valves, curves, pumps ------------------------------------------------------------------------- */

/* a = dp0 / m0^n, b = n, c = flow below which it is smooth. */
static double power_loss(const hr_laws *l, hr_id k, double m, double *slope)
{
    const hr_law *p = &l->law[k];
    return power(m, p->a, p->b, p->c, slope);
}

/* a = Pa kg/m3 / (kg/s)2, c = flow below which it is smooth. */
static double valve_loss(const hr_laws *l, hr_id k, double m, double rho, double *slope)
{
    return square(m, l->law[k].a / rho, l->law[k].c, slope);
}

/* a = least slope in m/(m3/s). */
static double curve_loss(const hr_laws *l, hr_id k, double m, double rho, double *slope)
{
    hr_law *p = &l->law[k];
    double head = hr_head_curve_at(l->link[k].u.curve, fabs(m) / rho, &p->hint, slope);
    *slope = fmax(*slope, p->a) * l->g;
    return copysign(rho * l->g * head, m);
}

/* a = least slope in m/(m3/s), b = slope against the flow, c = flow below which a stopped one is smooth. */
static double pump_loss(const hr_laws *l, hr_id k, double m, double rho, double *slope)
{
    const hr_law *p = &l->law[k];
    const hr_hydraulic_link *link = &l->link[k];
    if (link->u.pump.speed == 0) return square(m, link->u.pump.k_stopped, p->c, slope);
    double head = hr_pump_curve_at(link->u.pump.curve, fmax(m, 0) / rho, link->u.pump.speed, rho * l->g, slope);
    *slope = fmax(-*slope, p->a) * l->g;
    if (m < 0) { /* no curve says what a pump does then; it must rise, lest no flow be a solution */
        *slope = fmax(*slope, p->b * l->g);
        return -rho * l->g * head + m * *slope;
    }
    return -rho * l->g * head;
}

double hr_valve_share(double opening)
{
    const double half = 0.005; /* of the width over which the laws are joined */
    double full = log(HR_VALVE_RANGE), rise = (pow(HR_VALVE_RANGE, 2 * half - 1) - HR_VALVE_LEAKAGE) / (2 * half);
    if (opening <= half) return HR_VALVE_LEAKAGE + opening * rise;
    if (opening >= 3 * half) return pow(HR_VALVE_RANGE, opening - 1);
    double w = 2 * half, t = (opening - half) / w, y0 = HR_VALVE_LEAKAGE + half * rise;
    double y1 = pow(HR_VALVE_RANGE, 3 * half - 1), d0 = rise * w, d1 = y1 * full * w, step = y1 - y0;
    return y0 + t * (d0 + t * (3 * step - 2 * d0 - d1 + t * (d0 + d1 - 2 * step)));
}

static void make_valve(hr_law *out, const hr_hydraulic_link *l)
{
    double kv = l->u.valve.kv * hr_valve_share(l->u.valve.opening);
    out->a = 100 / (kv * kv); /* 1 bar over 1000 kg/m3 */
    out->c = HR_TRANSITION_LEAST * kv * 1000;
}

static void make_pump(hr_law *out, const hr_hydraulic_link *l, double g)
{
    const hr_pump_curve *c = l->u.pump.curve;
    double slope, speed = l->u.pump.speed;
    out->c = HR_TRANSITION_LEAST * c->q_nominal * 1000;
    if (speed > 0) out->b = hr_pump_curve_at(c, 0, speed, 1000 * g, &slope) / (c->q_nominal * speed);
    out->a = c->form == HR_PUMP_CONSTANT_POWER ? 0 : FLAT * out->b; /* the one that is never flat */
}

/* --- all of them ------------------------------------------------------------------------------------------- */

static bool is_above_0(double v) { return isfinite(v) && v > 0; }
static bool is_at_least_0(double v) { return isfinite(v) && v >= 0; }

bool hr_law_figures_are_sound(const hr_hydraulic_link *l)
{
    switch (l->kind) {
    case HR_LINK_PIPE:
        if (l->u.pipe.friction > HR_CHEZY_MANNING) return false;
        if (l->u.pipe.friction == HR_DARCY_WEISBACH ? !is_at_least_0(l->u.pipe.roughness)
                                                    : !is_above_0(l->u.pipe.roughness))
            return false;
        /* Swamee and Jain have no solution once 3.7 D is reached. */
        if (l->u.pipe.friction == HR_DARCY_WEISBACH && l->u.pipe.roughness > 0.5 * l->u.pipe.diameter) return false;
        return is_above_0(l->u.pipe.length) && is_above_0(l->u.pipe.diameter) && is_at_least_0(l->u.pipe.k);
    case HR_LINK_POWER:
        return is_above_0(l->u.power.dp0) && is_above_0(l->u.power.m0) && l->u.power.n >= 1 && l->u.power.n < 3 &&
               l->u.power.transition >= 0 && l->u.power.transition <= 1;
    case HR_LINK_VALVE: return is_above_0(l->u.valve.kv) && l->u.valve.opening >= 0 && l->u.valve.opening <= 1;
    case HR_LINK_CURVE: return l->u.curve != NULL && l->u.curve->h[l->u.curve->n - 1] > 0;
    case HR_LINK_PUMP:
        return l->u.pump.curve != NULL && is_at_least_0(l->u.pump.speed) && is_at_least_0(l->u.pump.k_stopped);
    default: return false;
    }
}

void hr_law_make(hr_law *out, const hr_hydraulic_link *l, double g)
{
    *out = (hr_law){0};
    switch (l->kind) {
    case HR_LINK_PIPE: make_pipe(out, l); break;
    case HR_LINK_POWER:
        out->a = l->u.power.dp0 / pow(l->u.power.m0, l->u.power.n);
        out->b = l->u.power.n;
        out->c = fmax(l->u.power.transition, HR_TRANSITION_LEAST) * l->u.power.m0;
        break;
    case HR_LINK_VALVE: make_valve(out, l); break;
    case HR_LINK_CURVE: {
        const hr_head_curve *c = l->u.curve;
        out->a = 1e-6 * c->h[c->n - 1] / c->q[c->n - 1];
        break;
    }
    default: make_pump(out, l, g); break;
    }
}

bool hr_law_is_closed(const hr_hydraulic_link *l)
{
    return l->closed || (l->kind == HR_LINK_PUMP && l->u.pump.speed == 0 && l->u.pump.k_stopped == 0);
}

double hr_hydraulic_nominal_flow(const hr_hydraulic_link *l, double rho)
{
    switch (l->kind) {
    case HR_LINK_PIPE: return rho * area(l->u.pipe.diameter); /* 1 m/s */
    case HR_LINK_POWER: return l->u.power.m0;
    case HR_LINK_VALVE: return 0.3 * rho * l->u.valve.kv * hr_valve_share(l->u.valve.opening); /* 0.1 bar */
    case HR_LINK_CURVE: return 0.5 * rho * l->u.curve->q[l->u.curve->n - 1];
    default: return rho * l->u.pump.curve->q_nominal * l->u.pump.speed;
    }
}

void hr_laws_evaluate(const hr_laws *l, const double *rho, const double *mu, const double *flow, double *loss,
                      double *slope)
{
    const uint32_t *first = l->first;
    const hr_id *link = l->by_kind;
    for (uint32_t i = first[HR_LINK_PIPE]; i < first[HR_LINK_PIPE + 1]; i++) {
        hr_id k = link[i];
        loss[k] = pipe_loss(l, k, flow[k], rho[k], mu[k], &slope[k]);
    }
    for (uint32_t i = first[HR_LINK_POWER]; i < first[HR_LINK_POWER + 1]; i++)
        loss[link[i]] = power_loss(l, link[i], flow[link[i]], &slope[link[i]]);
    for (uint32_t i = first[HR_LINK_VALVE]; i < first[HR_LINK_VALVE + 1]; i++)
        loss[link[i]] = valve_loss(l, link[i], flow[link[i]], rho[link[i]], &slope[link[i]]);
    for (uint32_t i = first[HR_LINK_CURVE]; i < first[HR_LINK_CURVE + 1]; i++)
        loss[link[i]] = curve_loss(l, link[i], flow[link[i]], rho[link[i]], &slope[link[i]]);
    for (uint32_t i = first[HR_LINK_PUMP]; i < first[HR_LINK_PUMP + 1]; i++)
        loss[link[i]] = pump_loss(l, link[i], flow[link[i]], rho[link[i]], &slope[link[i]]);
}

double hr_hydraulic_loss(const hr_hydraulic_link *link, double g, double flow, double rho, double mu, double *slope)
{
    const hr_id first = 0;
    hr_law law;
    double loss = 0;
    hr_law_make(&law, link, g);
    hr_laws l = {.link = link, .law = &law, .by_kind = &first, .g = g};
    for (int kind = link->kind + 1; kind <= HR_LINK_KINDS; kind++) l.first[kind] = 1;
    hr_laws_evaluate(&l, &rho, &mu, &flow, &loss, slope);
    return loss;
}
