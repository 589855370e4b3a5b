/* bus_bar.c - the direct-current bar of an open rack: it carries all that its rack takes, so its fault takes all of it. */
#include "element/fields.h"

typedef struct fields {
    hr_num rating, voltage;
    hr_choice class_; /* hr_rack_class */
} fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "continuous direct current"),
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_NONE, HR_POSITIVE,
                      "voltage at which its current is counted; else that of the shelves"),
    HR_FIELD_CLASS,
    HR_FIELD_END,
};

static const hr_num *voltage(const void *p) { return &((const fields *)p)->voltage; }

static const hr_power_ops power = {.kind = HR_P_BAR, .voltage = voltage};

const hr_type hr_type_bus_bar = {
    .name = "bus-bar",
    .doc = "the direct-current bar of an open rack, held by it",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
