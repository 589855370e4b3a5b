/* epanet_plan.h - a network that was read from an .inp file, on its way to a model: what becomes a loop, under which names,
 * with which coolant. */
#ifndef HR_PORT_EPANET_PLAN_H
#define HR_PORT_EPANET_PLAN_H

#include "engine/fluid.h"
#include "port/epanet.h"
#include "port/made.h"

/* Notes that name elements: HR_EPANET_NOTE(id, section, text), in the order in which they are written. */
typedef enum hr_epanet_note {
#define HR_EPANET_NOTE(id, section, text) HR_EPANET_NOTE_##id,
#include "port/epanet_notes.def"
#undef HR_EPANET_NOTE
    HR_EPANET_NOTES
} hr_epanet_note;

typedef struct hr_epanet_part { /* what hangs together: a loop of the model */
    hr_str name;
    bool open;  /* something flows in or out: its flows are not those of a closed loop */
    bool known; /* a head is held somewhere */
    uint32_t held, drawn;
    double demand;      /* m3/s, the sum of the sizes */
    hr_id *node, *link; /* its own, ascending */
    uint32_t n_node, n_link;
    uint32_t pool_first, n_pool; /* in pool, by part */
} hr_epanet_part;

typedef struct hr_epanet_pool { /* two nodes that hold heads, between which flow comes back: a pump */
    hr_str name;
    hr_id supply, back;
    double flow, head; /* m3/s, m of EPANET */
} hr_epanet_pool;

typedef struct hr_epanet_plan {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_epanet ep;
    hr_hydraulics *h;
    hr_hydraulic_work *w; /* its solution; NULL when there is none */
    bool own;             /* made by `export epanet` */
    const char *fluid;    /* word of it, or NULL */
    double T;             /* K at which it has the viscosity of the file; 0: none */
    double rho, rho0;     /* kg/m3 at T and at 20 degC */
    hr_str *node, *link;  /* names in the model */
    double *z;            /* by node: m in the model */
    uint32_t *part_of;    /* by node */
    hr_epanet_part *part;
    hr_epanet_pool *pool;
    uint32_t n_part, n_pool;
    hr_namer namer;
    hr_notes notes;
    hr_vec list[HR_EPANET_NOTES]; /* of hr_str */
} hr_epanet_plan;

/* Plans for the network in p->ep; p->arena is there. HR_ENOMEM; M733 for what is no closed loop. */
hr_err hr_epanet_plan_make(hr_epanet_plan *p);
void hr_epanet_plan_close(hr_epanet_plan *p);
/* Puts a name on one of the lists. */
void hr_epanet_list(hr_epanet_plan *p, hr_epanet_note note, hr_str name);
/* Metres of EPANET above its level: elevation and pressure, where it is solved or held. */
double hr_epanet_head(const hr_epanet_plan *p, hr_id node);
/* The word before the @ of a node that holds its pressure; without characters: none. */
hr_str hr_epanet_holder(const hr_epanet_plan *p, hr_id node, double *z);

#endif
