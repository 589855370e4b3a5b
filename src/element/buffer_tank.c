/* buffer_tank.c - a volume on a loop: more liquid in it, which has to find room where it grows. It loses nothing and mixes fully. */
#include "element/fields.h"

typedef struct fields {
    hr_texts loop;
    hr_num volume;
} fields;

static const hr_field table[] = {
    HR_FIELD_(loop, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "loop that it is part of"),
    HR_FIELD_QUANTITY(volume, HR_DIM_M3, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE, "liquid in it"),
    HR_FIELD_END,
};

static const hr_cooling_ops cooling = {.kind = HR_COOLING_TANK};

const hr_type hr_type_buffer_tank = {
    .name = "buffer-tank",
    .doc = "a volume of liquid on a loop",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
};
