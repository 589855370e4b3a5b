/* heat_plan.h - the order in which the nodes of a flowing network are worked out. Inside of heat_flow.
 *
 * Strongly connected parts of the graph of flow, found by Tarjan's algorithm (1972) on the edges from a node to those
 * that feed it: parts come out after everything that feeds them. Inside a part its nodes stand in the order in which
 * that search leaves them, so that a node follows those that feed it wherever it can; one that is used before its turn
 * is a tear. A fixed node depends on nothing and stands in no part. */
#ifndef HR_ENGINE_HEAT_PLAN_H
#define HR_ENGINE_HEAT_PLAN_H

#include "base/arena.h"
#include "headroom/id.h"

typedef struct hr_heat_graph { /* what flows into each node: links in_link[in_first[n]..in_first[n + 1]] */
    hr_id n_node, n_link;
    hr_id *in_first, *in_link, *in_from;
    bool *fixed;
} hr_heat_graph;

typedef struct hr_heat_plan {
    hr_id n_part, *part_first, *order; /* nodes of part p: order[part_first[p]..part_first[p + 1]] */
    hr_id *part_tears;                 /* how many tears part p has; 0: one node, fed by others alone */
    hr_id *part;                       /* of each node; HR_NONE at fixed ones */
    hr_id *tear;                       /* of each node: its number among the tears of its part, or HR_NONE */
    hr_id *place;                      /* of each node of a part with tears: where it stands in order */
    hr_id *index, *low, *stack, *path, *next, *left; /* of the search */
} hr_heat_plan;

bool hr_heat_plan_new(hr_heat_plan *p, hr_arena *a, hr_id n_node); /* false: memory ran out */
void hr_heat_plan_find(hr_heat_plan *p, const hr_heat_graph *g);

#endif
