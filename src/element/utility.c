/* utility.c - the grid at the point of supply. `rating` limits apparent power, `power` active power; fault is the
 * short-circuit power there. */
#include "element/fields.h"
#include "element/measured.h"

typedef struct fields {
    hr_num voltage, rating, power, fault, x_r;
    hr_choice grounding;
    hr_measured measured;
} fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "nominal line-to-line voltage"),
    HR_FIELD_QUANTITY(rating, HR_DIM_VA, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "apparent power it supplies"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "active power it supplies"),
    HR_FIELD_QUANTITY(fault, HR_DIM_VA, HR_HARSH_NONE, HR_POSITIVE, "short-circuit power at the point of supply"),
    HR_FIELD_QUANTITY(x_r, HR_DIM_NONE, HR_HARSH_NONE, 0, "reactance over resistance of the supply"),
    HR_FIELD_CHOICE(grounding, hr_grounding_words, "how its neutral is connected to ground"),
    HR_FIELD_MEASURED,
    HR_FIELD_END,
};

static const hr_num *voltage(const void *p) { return &((const fields *)p)->voltage; }

static const hr_power_ops power = {.kind = HR_P_SOURCE, .utility = true, .voltage = voltage};

const hr_type hr_type_utility = {
    .name = "utility",
    .doc = "the grid at the point of supply",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
