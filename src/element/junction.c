/* junction.c - a point of a loop with pipes: where they meet, where racks and coolers are connected. A loop without junctions
 * is an ideal header. */
#include "element/fields.h"

typedef struct fields {
    hr_texts loop;
    hr_num elevation;
} fields;

static const hr_field table[] = {
    HR_FIELD_(loop, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "loop that it is part of"),
    HR_FIELD_(elevation, HR_F_QUANTITY, .dim = HR_DIM_METRE, .flags = HR_MAY_NEGATIVE, .dflt = "0 m",
              .dflt_source = "all of a loop on one level", .doc = "height above a level of your choice"),
    HR_FIELD_END,
};

static const hr_num *elevation(const void *p) { return &((const fields *)p)->elevation; }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_JUNCTION, .elevation = elevation};

const hr_type hr_type_junction = {
    .name = "junction",
    .doc = "a point of a loop with pipes",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
};
