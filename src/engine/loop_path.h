/* loop_path.h - the worst circuit of a loop with pipes: from what moves the coolant, through the load that gets the least
 * of the flow that it needs, and back.
 *
 * All circuits of a loop lose what its pumps add, so the worst one (index circuit) is not the one that loses most but that
 * of the load which the balance leaves shortest. Before and behind that load the path follows, at each junction, the part
 * with the most flow. */
#ifndef HR_ENGINE_LOOP_PATH_H
#define HR_ENGINE_LOOP_PATH_H

#include "engine/loop_net.h"

typedef struct hr_loop_point {
    uint32_t node; /* of the view */
    hr_id link;    /* that leads to it; HR_NONE at the first point where that is held and not pumped */
    double flow;   /* kg/s through it */
    double loss;   /* Pa that is lost in it; a pump's is negative */
    double length; /* m of pipe from the first point */
} hr_loop_point;

typedef struct hr_loop_path {
    hr_loop_view view;
    hr_loop_point *point; /* the first behind the pump or cooler, the last where the coolant comes back to one */
    uint32_t n_point;     /* 0: the loop is not solved, or nothing flows round */
    hr_id source, end;    /* units where it begins and ends; the same one where it is a circuit */
    hr_id worst;          /* link of the load, HR_NONE where there is none */
    double part;          /* of what that load needs */
    uint32_t n_load;      /* loads through which something flows */
} hr_loop_path;

/* Of a network that hr_loop_view_at gave; HR_ENOMEM. */
hr_err hr_loop_path_find(const hr_loop_view *v, hr_arena *a, hr_loop_path *out);

#endif
