/* floor.c - what carries the weight: a slab, a raised floor, or a part of one.
 *
 * It states three limits that are checked apart, because each may bind first: what it carries spread over its whole
 * area, under one foot, and under one rack that rolls to its place. None has a default. */
#include "element/floor_fields.h"

#include "element/fields.h"

typedef hr_floor_fields fields;

static const hr_field evidence[] = {
    HR_FIELD_IN(hr_floor_evidence, declared, HR_F_FLAG, .doc = "a structural engineer declared its capacity"),
    HR_FIELD_IN(hr_floor_evidence, weights, HR_F_FLAG, .doc = "the weight of each rack is recorded"),
    HR_FIELD_IN(hr_floor_evidence, process, HR_F_FLAG, .doc = "a process manages the weights"),
    HR_FIELD_IN(hr_floor_evidence, accepted, HR_F_FLAG, .doc = "the auditor accepted these"),
    HR_FIELD_END,
};

static const hr_field route[] = {
    HR_FIELD_IN(hr_floor_route, door_height, HR_F_QUANTITY, .dim = HR_DIM_METRE, .harsh = HR_HARSH_LOW,
                .flags = HR_POSITIVE, .doc = "least clear height of the doors on the way in"),
    HR_FIELD_IN(hr_floor_route, door_width, HR_F_QUANTITY, .dim = HR_DIM_METRE, .harsh = HR_HARSH_LOW,
                .flags = HR_POSITIVE, .doc = "least clear width of these doors"),
    HR_FIELD_IN(hr_floor_route, ramp, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_HIGH,
                .doc = "steepest ramp, rise over run: 8.3 %; 0 where there is none"),
    HR_FIELD_IN(hr_floor_route, no_lift, HR_F_FLAG, .doc = "there is no lift on the way"),
    HR_FIELD_IN(hr_floor_route, lift, HR_F_QUANTITY, .dim = HR_DIM_KG, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE,
                .doc = "what the lift carries"),
    HR_FIELD_IN(hr_floor_route, lift_height, HR_F_QUANTITY, .dim = HR_DIM_METRE, .harsh = HR_HARSH_LOW,
                .flags = HR_POSITIVE, .doc = "clear height of its door"),
    HR_FIELD_IN(hr_floor_route, lift_width, HR_F_QUANTITY, .dim = HR_DIM_METRE, .harsh = HR_HARSH_LOW,
                .flags = HR_POSITIVE, .doc = "clear width of its door"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_QUANTITY(area, HR_DIM_M2, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "all of it, aisles included"),
    HR_FIELD_QUANTITY(rating, HR_DIM_PASCAL, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "uniform load it carries: what is left for what the model holds"),
    HR_FIELD_QUANTITY(point_load, HR_DIM_NEWTON, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "load it carries under one foot or caster that stands"),
    HR_FIELD_QUANTITY(rolling_load, HR_DIM_NEWTON, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "weight of a whole rack that may roll over it and the way to it"),
    HR_FIELD_QUANTITY(hanging, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE,
                      "uniform load that may hang from the structure above it"),
    HR_FIELD_QUANTITY(density, HR_DIM_WATT_PER_M2, HR_HARSH_LOW, HR_POSITIVE,
                      "power by area of this floor that the hall was built for"),
    HR_FIELD_QUANTITY(slab_to_slab, HR_DIM_METRE, HR_HARSH_LOW, HR_POSITIVE, "height from slab to slab"),
    HR_FIELD_RECORD(route, route, "the way that racks take to it"),
    HR_FIELD_RECORD(evidence, evidence, "what stands in for a rating that is too low for a programme"),
    HR_FIELD_END,
};

static const hr_num *area(const void *p) { return &((const fields *)p)->area; }

static const hr_num *density(const void *p) { return &((const fields *)p)->density; }

static const hr_structure_ops structure = {.area = area, .density = density};

const hr_type hr_type_floor = {
    .name = "floor",
    .doc = "what carries the weight",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .structure = &structure,
};
