/* loop_net.h - a loop with pipes: its junctions and what stands between them, as a network of flows and pressures.
 *
 * What is known of each part by its fields becomes a link of the hydraulic engine: pipes, valves, filters, pumps; racks by
 * the loss that they have at the flow that they need; coolers by the pressure difference that they leave to the loop, as a
 * pump with the one point that they state, or, where the loop says what difference is kept, as two junctions that hold
 * theirs. All of it is solved at one temperature of the coolant, the mean of what comes and goes back. Temperatures of
 * junctions follow from the flows. docs/physics/cooling.md */
#ifndef HR_ENGINE_LOOP_NET_H
#define HR_ENGINE_LOOP_NET_H

#include "engine/cooling.h"
#include "engine/hydraulics.h"

/* Parts of their stated flow below which losses go over into a straight line. */
#define HR_FILTER_TRANSITION 0.1
#define HR_PLATE_TRANSITION 0.3 /* a rack: LBL Buildings, cold plates */

typedef enum net_what { NET_PART, NET_RACK, NET_SOURCE, NET_PRIMARY } net_what; /* PART: pipe, valve, filter, pump */

typedef struct net_link {
    hr_id unit;
    uint8_t what;   /* net_what */
    uint32_t index; /* of the load, or the cooler */
    hr_hydraulic_link link;
    hr_pump_curve curve;
    cool_amount draw; /* W that a pump between junctions draws from a feed of its own: all of it warms the coolant */
    bool stands;      /* it passes nothing: out of service, drained, a pump without supply */
    bool may;         /* a pump that may turn or not: nobody says what feeds it, */
    cool_amount fed;  /* and what would tell */
    bool waits;       /* a pump that stands by, and starts when it is called */
    bool opened;      /* though it is shut, or stands by: a valve opened by hand, a pump that starts */
    double flow0;     /* m3/s that its law is scaled by: a rack's need, a cooler's primary; 0: none */
} net_link;

typedef struct net_held { /* a cooler that holds its junctions: HR_HYDRAULIC fixed nodes */
    uint32_t cooler, supply, back;
} net_held;

struct loop_net {
    uint32_t body;
    hr_id *unit;    /* of each node: its junction */
    uint32_t *node; /* by unit: node */
    hr_hydraulic_node *at;
    net_link *link;
    net_held *held;
    uint32_t n_node, n_link, n_held, n_alive;
    cool_amount state; /* whether all that it is built from is known, and what lacks */
    cool_amount lacks; /* what keeps it from being solved */
    bool solved, no_memory;
    bool in_case;           /* parts of it may be cut off: they hold still, and all else goes on */
    bool *drained;          /* by node */
    uint32_t *root;         /* by node: scratch, which part of the loop it hangs together with */
    double rho, mu;         /* that it was solved with */
    bool still;             /* pumps run, and every way is shut */
    cool_amount *without;   /* by link, by held, then of the body: what flows while those that may turn stand */
    hr_hydraulic_link *now; /* laws of its links as they are set */
    hr_hydraulics *h;
    hr_hydraulic_work *w;
    double *T; /* by node: K, 0 where nothing flows */
};

/* Networks of all loops with junctions; HR_ENOMEM. */
hr_err hr_loop_nets_build(cooling *c);
void hr_loop_nets_free(cooling *c);
/* With what racks need and what the loop is at; loads and coolers get their flows. */
void hr_loop_net_solve(cooling *c, cool_body *b);
/* loop_may.c: the same in cases, between bounds where it is not known whether some pumps turn. */
void hr_loop_net_bound(cooling *c, cool_body *b);
/* loop_out.c: which parts of a loop pass nothing as w stands, by faults and by maintenance; or by maintenance alone. */
void hr_loop_net_out(const cooling *c, loop_net *n, const hr_work *w, bool only_maintained);
/* Hands open what is shut, but for what bounds a drained section. */
void hr_loop_net_open(loop_net *n, const hr_work *w);
/* Temperatures of its junctions, from flows and heats as they are now. */
void hr_loop_net_warm(cooling *c, cool_body *b);
/* What is at a junction, and in a part: HR_Q_STATIC, HR_Q_TEMPERATURE; HR_Q_FLOW, HR_Q_DROP, HR_Q_SUCTION,
 * HR_Q_DRAW. */
cool_amount hr_loop_net_amount(const cooling *c, hr_id unit, hr_quantity q);
/* The network of a loop as it was solved: isothermal, with one fluid. */
typedef struct hr_loop_view {
    hr_hydraulic_net net;
    const hr_id *node_unit, *link_unit; /* what each stands for */
    const uint8_t *what;                /* by link: net_what */
    const hr_id *held_by;               /* by node: the cooler or pump at which its pressure is held, or HR_NONE */
    const net_held *held;               /* coolers that hold the pressures of their junctions */
    const hr_id *held_unit;             /* by them */
    uint32_t n_held;
    const double *flow, *loss; /* by link: kg/s, Pa */
    const double *pressure;    /* by node: Pa; above that at the first cooler's return where the loop states none */
    const double *T;           /* by node: K, 0 where it is not known */
    double rho, mu;
    hr_id loop;
    bool has_pressure; /* the loop states its pressure */
    cool_amount lacks; /* known where it is solved */
} hr_loop_view;
/* How many networks an engine has. */
uint32_t hr_loop_view_count(const hr_engine *e);
/* The k-th network of an engine; false behind the last. Arrays live in `a`. */
bool hr_loop_view_at(const hr_engine *e, uint32_t k, hr_arena *a, hr_loop_view *out);

#endif
