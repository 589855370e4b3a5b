/* dps_plan.h - which element each entity of a DPS topology becomes, under which name, and what is noted about it. */
#ifndef HR_PORT_DPS_PLAN_H
#define HR_PORT_DPS_PLAN_H

#include "base/str.h"
#include "port/dps_topology.h"
#include "port/made.h"

typedef enum hr_dps_role {
    HR_DPS_LEFT_OUT,
    HR_DPS_UTILITY,
    HR_DPS_BOARD,
    HR_DPS_PDU,
    HR_DPS_RACK,
    HR_DPS_CORD, /* a power supply of a node that has several feeds */
    HR_DPS_NODE
} hr_dps_role;

typedef struct hr_dps_cord { /* one feed of a node: directly, or by a power supply */
    hr_id from, supply;      /* supply: HR_NONE without */
} hr_dps_cord;

typedef struct hr_dps_rack { /* a supply with its nodes, or nodes that share their feeds */
    hr_str name;
    hr_id supply;  /* HR_NONE: made up to hold the nodes */
    hr_vec node;   /* hr_id */
    hr_vec feed;   /* hr_id: what feeds it, each once */
    bool supplies; /* its nodes have power supplies of their own */
} hr_dps_rack;

typedef struct hr_dps_plan {
    hr_arena *arena;
    hr_dps dps;
    hr_dps_role *role; /* by entity */
    hr_str *name;      /* by entity */
    hr_vec rack;       /* of hr_dps_rack */
    hr_namer namer;
    hr_map rack_of; /* feeds of a node, as text -> its rack */
    hr_notes notes;
} hr_dps_plan;

/* Plans for a topology that was read into p->dps; p->arena is there. */
hr_err hr_dps_plan_make(hr_dps_plan *p);
void hr_dps_plan_close(hr_dps_plan *p);

/* The feeds of a node, in the order of the file: appended to list (of hr_dps_cord). */
hr_err hr_dps_feeds(const hr_dps_plan *p, hr_id node, hr_vec *list);

/* Adds a line to a section of the comments, with the names of all entities that `which` chooses behind it, folded;
 * nothing when there are none. */
typedef bool hr_dps_which(const hr_dps_plan *p, hr_id i);
void hr_dps_note_those(hr_dps_plan *p, hr_made_section s, hr_dps_which *which, const char *what);

#endif
