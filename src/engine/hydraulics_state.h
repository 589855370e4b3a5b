/* hydraulics_state.h - inside the hydraulic engine: what is built once, what a thread works on.
 *
 * hydraulics.c builds and is the face; hydraulics_newton.c finds flows and pressures for a set of open links;
 * hydraulics_shut.c says which links are open. */
#ifndef HR_ENGINE_HYDRAULICS_STATE_H
#define HR_ENGINE_HYDRAULICS_STATE_H

#include "base/arena.h"
#include "base/sparse.h"
#include "base/vec.h"
#include "engine/hydraulics_law.h"

typedef struct hydraulic_ends { /* of a link, close together for the inner loops */
    hr_id from, to;             /* nodes */
    hr_id row_from, row_to;     /* rows of the matrix; n_unknown where the pressure is held */
    uint32_t slot;              /* in the matrix; beyond its end where a pressure is held */
    double lift;                /* g (z_from - z_to) */
} hydraulic_ends;

struct hr_hydraulics {
    hr_arena *arena;
    hr_hydraulic_node *node;
    hr_hydraulic_link *link;
    hr_law *law;
    hr_id *by_kind;
    uint32_t first[HR_LINK_KINDS + 1];
    hr_id *unknown; /* by node: its row in the matrix; n_unknown where the pressure is held */
    uint32_t n_node, n_link, n_unknown;
    hr_sparse *pattern;   /* NULL where every node holds its pressure */
    uint32_t *diagonal;   /* by row: place in the matrix; one more, beyond its end */
    hydraulic_ends *ends; /* by link */
    double g;
};

struct hr_hydraulic_state {
    const hr_hydraulics *h;
    hr_arena *arena;
    hr_hydraulic_link *link;
    hr_laws laws;
    hr_sparse *matrix;
    double *slope, *residual, *conductance; /* by link */
    double *change, *trial, *trial_loss;    /* by link: of a step; flows and losses while its length is looked for */
    double *surplus;                        /* by row, one more: kg/s */
    double *step;                           /* by row, one more: Pa; 0 beyond the end */
    bool *closed, *one_way;                 /* by link: of link[], close together */
    bool *open, *reached_with;              /* by link: is open; was when connections were last looked at */
    hr_id *root;    /* by node, and one for all that hold their pressure: trees of what is connected */
    hr_vec seen;    /* of uint64_t: sets of shut links that were tried in this solve */
    bool connected; /* reached_with is of use */
    bool started;   /* there is a solution to start from */
};

/* The matrix of the open links; the flows of closed ones are 0. HR_ESOLVE with a fault. */
hr_err hr_hydraulics_newton(hr_hydraulic_work *w, hr_hydraulic_fault *fault);

/* Sets open from what is closed and shut, holding open what must be lest a node be cut off. */
hr_err hr_hydraulics_open(hr_hydraulic_work *w, hr_hydraulic_fault *fault);
/* Shuts and opens check valves as flows and pressures ask for: all of them, or the first only. HR_NONE when none did,
 * else the first of them. */
hr_id hr_hydraulics_switch(hr_hydraulic_work *w, bool one);

/* Pa that drive flow through a link. */
static inline double hr_hydraulics_drive(const hr_hydraulic_work *w, hr_id k)
{
    const hydraulic_ends *x = &w->state->h->ends[k];
    return w->pressure[x->from] - w->pressure[x->to] + w->rho[k] * x->lift;
}

static inline double larger(double a, double b) { return a > b ? a : b; }

#endif
