/* manifold.h - how coolant divides over the trays of a rack: a supply and a return header with a rung between them for each
 * tray, its couplings and its plates in series.
 *
 * The ladder is a network of the hydraulic engine with what flows into it given. Trays are counted from the end at which
 * coolant comes in. Flows in m3/s, pressures in Pa. docs/physics/hydraulics.md */
#ifndef HR_ENGINE_MANIFOLD_H
#define HR_ENGINE_MANIFOLD_H

#include "engine/hydraulics.h"

enum { HR_TRAYS_MOST = 1000 }; /* more than any rack has room for */

typedef struct hr_rung_law { /* dp at flow, by a power of it; dp 0: it loses nothing */
    double dp, flow, exponent;
    double transition; /* part of flow below which it goes over into a straight line */
} hr_rung_law;

typedef struct hr_manifold_shape {
    uint32_t trays;
    bool opposite;                           /* it is left at the other end than it is entered: reverse return */
    double pitch, diameter, roughness, loss; /* of the headers from one tray to the next: m, m, m, velocity heads */
    hr_rung_law couplings, tray;             /* of one rung */
} hr_manifold_shape;

typedef struct hr_manifold_flow {
    double drop;        /* Pa from where it comes in to where it leaves */
    double least, most; /* m3/s of the trays that get least and most */
    uint32_t tray;      /* which gets least, from 1; the first of equals */
} hr_manifold_flow;

typedef struct hr_manifold hr_manifold;

/* HR_EINPUT where a figure is wrong, HR_ENOMEM. */
hr_err hr_manifold_new(hr_manifold **out, const hr_manifold_shape *shape);
void hr_manifold_free(hr_manifold *m); /* NULL is fine */
/* With so much flow through all of it, above 0, as heavy and as viscous; HR_ESOLVE, HR_EINPUT, HR_ENOMEM. */
hr_err hr_manifold_solve(hr_manifold *m, double flow, double rho, double mu, hr_manifold_flow *out);

#endif
