/* ats.c - automatic transfer switch: takes the first of its alternatives that lives.
 *
 * mechanical contacts: the transfer time of each alternative stands there. */
#include "element/fields.h"
#include "element/transfer.h"

typedef hr_transfer_fields fields;

static const hr_field table[] = {
    HR_FIELD_FROM("its alternatives in order, two as a rule"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "continuous current"),
    HR_FIELD_CHOICE(transition, hr_transition_words,
                    "break before make, or make before break; else as each alternative says"),
    HR_FIELD_END,
};

static const hr_power_ops power = {.kind = HR_P_SERIES};

const hr_type hr_type_ats = {
    .name = "ats",
    .doc = "automatic transfer switch",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = hr_transfer_complete,
};
