/* sts.c - static transfer switch: takes the first of its alternatives that lives.
 *
 * Thyristors: it changes over within milliseconds, said by the alternative's `time`. */
#include "element/transfer.h"
#include "element/types.h"

static const hr_power_ops power = {.kind = HR_P_SERIES};

const hr_type hr_type_sts = {
    .name = "sts",
    .doc = "static transfer switch",
    .fields = hr_transfer_table,
    .size = sizeof(hr_transfer_fields),
    .modelled = true,
    .power = &power,
    .complete = hr_transfer_complete,
};
