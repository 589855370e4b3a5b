/* epanet_fit.h - curves of an .inp file as the few figures that a model states: laws found again from their points. */
#ifndef HR_PORT_EPANET_FIT_H
#define HR_PORT_EPANET_FIT_H

#include "engine/curve.h"

typedef struct epanet_loss { /* h (q / q0)^exponent, below `transition` over into a straight line through 0 */
    double exponent, q, h;   /* m3/s, m: one point of it, in the middle of the curve */
    double transition;       /* m3/s; 0: none can be seen */
    double off;              /* most that a point above a tenth of the flow lies off it, as a share */
} epanet_loss;

/* transitions: the curve is of a law with one, which its first point shows. False when no power from 1 to below 3 comes within EPANET_LOSS_MOST of the points. */
#define EPANET_LOSS_MOST 0.05
bool epanet_fit_loss(const hr_head_curve *c, bool transitions, epanet_loss *out);
/* Metres at a flow, of the law alone. */
double epanet_loss_at(const epanet_loss *l, double q);

/* The one point, m3/s and m, of a pump whose curve is h = 4/3 h0 - h0/3 (q/q0)2; false when it is another. */
bool epanet_fit_pump(const hr_pump_curve *c, double *q0, double *h0);

#endif
