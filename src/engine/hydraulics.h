/* hydraulics.h - steady flow in networks of pipes, valves, plates and pumps, open or closed.
 *
 * Flows are mass flows (kg/s), positive from `from` to `to`, because mass is what stays when density changes along a
 * loop; at nodes stand static pressures (Pa). A link asks
 *
 *     p_from - p_to + rho g (z_from - z_to) = loss(flow)
 *
 * with the density and viscosity of the fluid inside it, which the caller gives by link. A pump is a link whose loss is
 * negative. At least one node holds its pressure: a closed loop has one, and what flows out of it there is nothing.
 *
 *     hr_hydraulics_build(&h, &net, &fault);     // checks, analyses the pattern: once
 *     hr_hydraulics_work(&w, h);                 // one for each thread
 *     w->rho[k] = ...; w->mu[k] = ...;           // and demand, and pressure of the nodes that hold it
 *     hr_hydraulics_set(w, k, &link);            // another opening, speed, K
 *     hr_hydraulics_solve(w, &fault);            // starts from the last solution
 *
 * What a solution is: see docs/physics/hydraulics.md. */
#ifndef HR_ENGINE_HYDRAULICS_H
#define HR_ENGINE_HYDRAULICS_H

#include "engine/curve.h"
#include "headroom/err.h"
#include "headroom/id.h"

#define HR_VALVE_RANGE 50.0      /* R of an equal-percentage valve; 50 to 100 are usual */
#define HR_VALVE_LEAKAGE 1e-4    /* share of Kv at opening 0 */
#define HR_TRANSITION_LEAST 1e-3 /* share of nominal flow below which every power law is made smooth */

typedef enum hr_link_kind {
    HR_LINK_PIPE,  /* friction and a loss in velocity heads */
    HR_LINK_POWER, /* dp0 (m / m0)^n: plates, filters, exchangers */
    HR_LINK_VALVE, /* Kv, equal percentage */
    HR_LINK_CURVE, /* head loss over flow, straight between points, the same both ways */
    HR_LINK_PUMP,
    HR_LINK_KINDS
} hr_link_kind;

typedef enum hr_friction {
    HR_DARCY_WEISBACH, /* roughness in m */
    HR_HAZEN_WILLIAMS, /* roughness is C */
    HR_CHEZY_MANNING   /* roughness is n */
} hr_friction;

typedef struct hr_hydraulic_link {
    hr_id from, to;
    uint8_t kind;
    bool closed;  /* passes nothing */
    bool one_way; /* shuts before anything flows from `to` to `from`: a check valve; usual for pumps */
    union {
        struct {
            double length, diameter, roughness, k; /* m, m, see hr_friction, velocity heads */
            uint8_t friction;
        } pipe;
        struct {
            double dp0, m0, n; /* Pa at m0 kg/s; 1 <= n < 3 */
            double transition; /* share of m0 below which the loss goes over into a straight line through 0 */
        } power;
        struct {
            double kv;      /* m3/s of water (1000 kg/m3) at 1 bar, fully open */
            double opening; /* 0 to 1 */
        } valve;
        const hr_head_curve *curve; /* outlives the network and what is built from it */
        struct {
            const hr_pump_curve *curve; /* the same */
            double speed;               /* of the curve's: 0 = stopped */
            double k_stopped;           /* Pa/(kg/s)2 through a pump that stands; 0 = it passes nothing */
        } pump;
    } u;
} hr_hydraulic_link;

typedef struct hr_hydraulic_node {
    double z;        /* m above any level */
    double demand;   /* kg/s taken out; of no meaning where the pressure is held */
    double pressure; /* Pa, where it is held */
    bool fixed;      /* holds its pressure */
} hr_hydraulic_node;

typedef struct hr_hydraulic_net {
    const hr_hydraulic_node *node;
    const hr_hydraulic_link *link;
    uint32_t n_node, n_link;
    double g; /* m/s2 */
} hr_hydraulic_net;

typedef enum hr_hydraulic_what {
    HR_HYDRAULIC_BAD_LINK,     /* link: a figure is not what it may be */
    HR_HYDRAULIC_BAD_NODE,     /* node: the same */
    HR_HYDRAULIC_BAD_FLUID,    /* link: density or viscosity is not above 0 */
    HR_HYDRAULIC_NO_REFERENCE, /* no node holds its pressure */
    HR_HYDRAULIC_CUT_OFF,      /* node: nothing open leads to a node that holds its pressure */
    HR_HYDRAULIC_NO_FLOW,      /* link: this pump runs, and nothing flows anywhere */
    HR_HYDRAULIC_SWITCHING,    /* link: no set of check valves shut agrees with its own flows */
    HR_HYDRAULIC_NOT_FOUND,    /* link, where the residual is largest: no convergence */
    HR_HYDRAULIC_WHATS
} hr_hydraulic_what;

extern const char *const hr_hydraulic_what_word[HR_HYDRAULIC_WHATS];

typedef struct hr_hydraulic_fault {
    hr_hydraulic_what what;
    hr_id node, link; /* HR_NONE where it is none */
} hr_hydraulic_fault;

typedef struct hr_hydraulics hr_hydraulics;

typedef struct hr_hydraulic_work {
    /* What the caller sets between solves. At first: of the network; water of 20 degC. */
    double *rho, *mu; /* by link: kg/m3, Pa s */
    double *demand;   /* by node: kg/s */
    double *pressure; /* by node: Pa; given where it is held, found elsewhere */
    /* What was found. */
    double *flow;        /* by link: kg/s; exactly 0 where it is closed or shut */
    double *loss;        /* by link: Pa at that flow; of a closed one the last that was asked for */
    bool *shut;          /* by link: a check valve that is shut */
    uint32_t iterations; /* Newton steps of the last solve */
    uint32_t factorings; /* of its matrix */
    struct hr_hydraulic_state *state;
} hr_hydraulic_work;

/* HR_EINPUT with a fault, HR_ENOMEM. Keeps no pointer to net, but to the curves its links name. */
hr_err hr_hydraulics_build(hr_hydraulics **out, const hr_hydraulic_net *net, hr_hydraulic_fault *fault);
void hr_hydraulics_free(hr_hydraulics *h); /* after what works on it; NULL is fine */

hr_err hr_hydraulics_work(hr_hydraulic_work **out, const hr_hydraulics *h);
void hr_hydraulics_work_free(hr_hydraulic_work *w);

/* The link as it is now, and another in its place: its ends and kind stay. False when a figure is wrong (nothing is
 * changed then). */
const hr_hydraulic_link *hr_hydraulics_link(const hr_hydraulic_work *w, hr_id k);
bool hr_hydraulics_set(hr_hydraulic_work *w, hr_id k, const hr_hydraulic_link *link);

/* Forgets the last solution: the next solve starts as the first one did. */
void hr_hydraulics_forget(hr_hydraulic_work *w);

/* HR_ESOLVE or HR_EINPUT with a fault, HR_ENOMEM; then the next solve starts afresh and no result may be read. */
hr_err hr_hydraulics_solve(hr_hydraulic_work *w, hr_hydraulic_fault *fault);

/* What flows into a node less what flows out and is taken out: kg/s. Of a node that holds its pressure: what leaves the
 * network there. */
double hr_hydraulics_surplus(const hr_hydraulic_work *w, hr_id node);

/* Pa that one link loses at a flow in kg/s, *slope its derivative. Its figures are sound. */
double hr_hydraulic_loss(const hr_hydraulic_link *link, double g, double flow, double rho, double mu, double *slope);
/* kg/s at which it was made to run: 1 m/s in a pipe, 0.1 bar over a valve, the middle of a curve. */
double hr_hydraulic_nominal_flow(const hr_hydraulic_link *link, double rho);

/* Characteristic of an equal-percentage valve: share of Kv at an opening. */
double hr_valve_share(double opening);

#endif
