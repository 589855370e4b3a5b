/* floor.c - what carries the weight: a slab, a raised floor, or a part of one.
 *
 * It states three limits that are checked apart, because each may bind first: what it carries spread over its whole
 * area, under one foot, and under one rack that rolls to its place. None has a default. */
#include "element/fields.h"

typedef struct fields {
    hr_num area, rating, point_load, rolling_load;
} fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(area, HR_DIM_M2, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "all of it, aisles included"),
    HR_FIELD_QUANTITY(rating, HR_DIM_PASCAL, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "uniform load it carries: what is left for what the model holds"),
    HR_FIELD_QUANTITY(point_load, HR_DIM_NEWTON, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "load it carries under one foot or caster that stands"),
    HR_FIELD_QUANTITY(rolling_load, HR_DIM_NEWTON, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "weight of a whole rack that may roll over it and the way to it"),
    HR_FIELD_END,
};

static const hr_num *area(const void *p) { return &((const fields *)p)->area; }

static const hr_structure_ops structure = {.area = area};

const hr_type hr_type_floor = {
    .name = "floor",
    .doc = "what carries the weight",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .structure = &structure,
};
