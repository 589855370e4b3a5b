/* epanet_fit.c - curves of an .inp file as laws. */
#include "port/epanet_fit.h"

#include <math.h>

double epanet_loss_at(const epanet_loss *l, double q) { return l->h * pow(q / l->q, l->exponent); }

/* Head at a flow below the transition qt of a law: a x + b x3 with value and slope of the law at qt. */
static double below(const epanet_loss *l, double qt, double q)
{
    double x = q / qt;
    return epanet_loss_at(l, qt) * ((3 - l->exponent) / 2 * x + (l->exponent - 1) / 2 * x * x * x);
}

/* The transition that explains the first point: its head rises with it, from the law's own on. */
static double transition_of(const epanet_loss *l, double q, double h)
{
    double lo = q, hi = l->q * 10;
    if (l->exponent < 1.01 || !(h > epanet_loss_at(l, q) * (1 + 1e-6)) || h > below(l, hi, q)) return 0;
    for (int i = 0; i < 100; i++) {
        double middle = 0.5 * (lo + hi);
        if (below(l, middle, q) < h) lo = middle;
        else hi = middle;
    }
    return 0.5 * (lo + hi);
}

/* Of two points far from 0: the last one, and the first from half its flow on. */
static bool find_law(const hr_head_curve *c, epanet_loss *out)
{
    uint32_t last = c->n - 1, i = 1;
    while (i < last && c->q[i] < 0.5 * c->q[last] * (1 - 1e-9)) i++;
    if (!(c->h[last] > 0) || !(c->h[i] > 0)) return false;
    *out = (epanet_loss){.exponent = 1, .q = c->q[i], .h = c->h[i]};
    if (i < last) out->exponent = log(c->h[last] / c->h[i]) / log(c->q[last] / c->q[i]);
    if (fabs(out->exponent - 1) < 1e-9) out->exponent = 1;
    return isfinite(out->exponent) && out->exponent >= 1 && out->exponent < 3;
}

bool epanet_fit_loss(const hr_head_curve *c, bool transitions, epanet_loss *out)
{
    if (c->n < 2 || !find_law(c, out)) return false;
    if (transitions) out->transition = transition_of(out, c->q[1], c->h[1]);
    for (uint32_t i = 1; i < c->n; i++) {
        if (c->q[i] < 0.1 * c->q[c->n - 1]) continue;
        double law = c->q[i] < out->transition ? below(out, out->transition, c->q[i]) : epanet_loss_at(out, c->q[i]);
        out->off = fmax(out->off, fabs(c->h[i] / law - 1));
    }
    return out->off <= EPANET_LOSS_MOST && out->q > 0 && isfinite(out->off);
}

/* EPANET's own one-point curves have 1.33334 for 4/3: they come back by their point. */
bool epanet_fit_pump(const hr_pump_curve *c, double *q0, double *h0)
{
    double slope, rated;
    if (c->form != HR_PUMP_LAW || fabs(c->c - 2) > 1e-3) return false;
    rated = hr_pump_curve_at(c, c->q_nominal, 1, 1, &slope);
    *q0 = c->q_nominal, *h0 = rated;
    if (rated > 0 && fabs(c->a / rated - 4.0 / 3) < 1e-4) return true;
    *h0 = 0.75 * c->a, *q0 = sqrt(0.25 * c->a / c->b);
    return fabs(c->c - 2) < 1e-7 && isfinite(*q0) && *q0 > 0;
}
