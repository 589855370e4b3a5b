/* floor_fields.h - the fields of a floor, for the rules that read them. */
#ifndef HR_ELEMENT_FLOOR_FIELDS_H
#define HR_ELEMENT_FLOOR_FIELDS_H

#include "headroom/element.h"

typedef struct hr_floor_evidence {
    hr_flag declared, weights, process, accepted;
} hr_floor_evidence;

typedef struct hr_floor_route {
    hr_num door_height, door_width, ramp;
    hr_flag no_lift;
    hr_num lift, lift_height, lift_width;
} hr_floor_route;

typedef struct hr_floor_fields {
    hr_num area, rating, point_load, rolling_load, hanging, density, slab_to_slab;
    hr_floor_route route;
    hr_floor_evidence evidence;
} hr_floor_fields;

#endif
