/* heat_flow.h - where heat goes in a network of flowing coolant: enthalpies carried along known flows.
 *
 * Nodes are joined by links, each with a mass flow that somebody else has found. What enters a link at its upstream
 * node loses heat to the surroundings (a pipe) and takes up what is put into it (a rack, a pump) before it leaves; in a
 * node all that flows in mixes: h = sum(m h) / sum(m). A fixed node imposes its temperature on what leaves it: a supply
 * from outside, a CDU that holds its set point; the heat that this takes is a result. A link whose flow is below
 * `least_flow` carries nothing, and what heat is put into it goes nowhere. A link may boil what a node mixes back:
 * h_out tells.
 *
 * Taken in the order of flow this is one pass. Only where coolant runs in a circle without a fixed node do nodes depend
 * on themselves; those parts are solved together (heat_flow.c says how), and one that neither takes in anything from
 * outside nor loses heat has no temperature that anything would hold: an error that names it.
 * The order depends on the directions of the flows alone and is kept until one of them turns.
 *
 * SI: kg/s, W, K, J/kg. No result is NaN. Equations: docs/physics/liquid-heat.md. */
#ifndef HR_ENGINE_HEAT_FLOW_H
#define HR_ENGINE_HEAT_FLOW_H

#include "engine/fluid.h"
#include "headroom/err.h"
#include "headroom/id.h"

typedef enum hr_heat_kind {
    HR_HEAT_JUNCTION,
    HR_HEAT_FIXED, /* its temperature is given; coolant may enter and leave the network here */
    HR_HEAT_OUTLET /* coolant may leave the network here */
} hr_heat_kind;

typedef struct hr_heat_link {
    hr_id from, to; /* where positive flow comes from and goes to */
    const hr_fluid *fluid;
    double ua, ambient; /* W/K to surroundings at that many K: U pi D L of a pipe; ua 0: none */
} hr_heat_link;

typedef struct hr_heat_net {
    hr_id n_node, n_link;
    const uint8_t *kind; /* hr_heat_kind of each node */
    const hr_heat_link *link;
} hr_heat_net;

typedef struct hr_heat_input {
    const double *flow;  /* each link, negative against its direction */
    const double *heat;  /* each link, put into what flows through it, whichever way */
    const double *fixed; /* K, each node; read at fixed ones */
    double least_flow;   /* the error of the flows: less carries nothing, nor does less than 1e-12 kg/s */
} hr_heat_input;

typedef enum hr_heat_state {
    HR_HEAT_KNOWN,
    HR_HEAT_BEYOND, /* its fluid would freeze or boil, or such fluid has lost heat on the way: T is no answer */
    HR_HEAT_STILL   /* nothing flows in: no temperature; T and h are 0 */
} hr_heat_state;

typedef enum hr_heat_trouble {
    HR_HEAT_FINE,
    HR_HEAT_BAD_NODE,  /* at a link: it joins a node to itself, or to one that is not there */
    HR_HEAT_BAD_VALUE, /* at a link: flow, heat, ua or ambient is not a number, or ua < 0 */
    HR_HEAT_MIXED,     /* at a node: links with different fluids meet */
    HR_HEAT_RANGE,     /* at a fixed node: its fluid does not hold at this temperature */
    HR_HEAT_NO_SOURCE, /* at a junction: coolant flows out and none flows in */
    HR_HEAT_UNBOUND,   /* at the first node of a loop: closed, without a fixed temperature and without loss */
    HR_HEAT_UNSETTLED  /* at the first node of a loop: its temperatures did not converge (HR_ESOLVE) */
} hr_heat_trouble;

typedef struct hr_heat_fault {
    hr_heat_trouble what;
    hr_id at; /* node or link */
} hr_heat_fault;

typedef struct hr_heat hr_heat;

/* Copies the net; the fluids must live on. HR_EINPUT with *fault, HR_ENOMEM. */
hr_err hr_heat_new(hr_heat **out, const hr_heat_net *net, hr_heat_fault *fault);
void hr_heat_free(hr_heat *s); /* NULL is fine */
/* HR_EINPUT and HR_ESOLVE with *fault, HR_ENOMEM (only when a direction has changed). After an error there are no
 * results. */
hr_err hr_heat_solve(hr_heat *s, const hr_heat_input *in, hr_heat_fault *fault);

/* Results of the last solve, to be read until the next. */
typedef struct hr_heat_result {
    const double *h, *T;  /* nodes; T in the range of the fluid, see its state */
    const uint8_t *state; /* nodes: hr_heat_state */
    const double *h_out;  /* links: what leaves them; 0 where nothing flows */
    const double *loss;   /* links: W given to the surroundings */
    const double *taken;  /* nodes: W that a fixed node takes from what flows in; 0 elsewhere */
} hr_heat_result;
hr_heat_result hr_heat_results(const hr_heat *s);

/* How well the last solve closes, each relative to what is balanced: mass at the worst junction, mixing at the worst
 * node, and energy of the whole network (at least 1 W). `in` is what was solved. */
typedef struct hr_heat_residuals {
    double mass, mixing, energy;
} hr_heat_residuals;
hr_heat_residuals hr_heat_check(const hr_heat *s, const hr_heat_input *in);

#endif
