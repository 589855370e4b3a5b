/* infeed.c - where a model begins below the utility: a panel of which nobody says what feeds it.
 *
 * It lives while nothing is out, as a panel in service does, and its fault is judged like that of any other. What stands
 * above it is not known, and so is whether one event up there takes several infeeds: a row of R102 keeps that open. */
#include "element/fields.h"

typedef struct fields {
    hr_num voltage, rating, power;
} fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "nominal line-to-line voltage"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "continuous current of its bus"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "active power it may pass on"),
    HR_FIELD_END,
};

static const hr_num *voltage(const void *p) { return &((const fields *)p)->voltage; }

static const hr_power_ops power = {.kind = HR_P_SOURCE, .boundary = true, .voltage = voltage};

const hr_type hr_type_infeed = {
    .name = "infeed",
    .doc = "where the model begins: a panel of which it is not said what feeds it",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
