/* hydraulics_law.h - inside the hydraulic engine: the loss of each kind of link and its derivative.
 *
 * A law is what stays of a link's figures once all that depends on neither flow nor fluid has been worked out. Every
 * loss rises with flow, has a slope above 0 at no flow, and is smooth but where its kind is made of straight lines: then
 * Newton steps find the one solution there is. */
#ifndef HR_ENGINE_HYDRAULICS_LAW_H
#define HR_ENGINE_HYDRAULICS_LAW_H

#include "engine/hydraulics.h"

typedef struct hr_law { /* what the members mean is the kind's own affair: see hydraulics_law.c */
    double a, b, c, d, e;
    struct { /* where the logarithm of Swamee and Jain was taken last */
        double w, y, s, log_s;
    } at;
    uint32_t hint; /* segment of a curve in which the last flow lay */
    bool darcy;    /* of a pipe: by Darcy and Weisbach */
} hr_law;

typedef struct hr_laws {
    const hr_hydraulic_link *link;
    hr_law *law;                       /* by link */
    const hr_id *by_kind;              /* links, those of one kind together */
    uint32_t first[HR_LINK_KINDS + 1]; /* where a kind begins in by_kind */
    double g;
} hr_laws;

bool hr_law_figures_are_sound(const hr_hydraulic_link *l);
void hr_law_make(hr_law *out, const hr_hydraulic_link *l, double g);
/* Passes nothing, whatever the pressures. */
bool hr_law_is_closed(const hr_hydraulic_link *l);
/* Of all links: loss in Pa and slope in Pa/(kg/s), above 0. The slope is the derivative but for a pump whose curve is
 * flat, where it is small instead of 0. */
void hr_laws_evaluate(const hr_laws *l, const double *rho, const double *mu, const double *flow, double *loss,
                      double *slope);

#endif
