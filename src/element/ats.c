/* ats.c - automatic transfer switch: takes the first of its alternatives that lives.
 *
 * Mechanical contacts: the transfer time of each alternative stands there. */
#include "element/transfer.h"
#include "element/types.h"

static const hr_power_ops power = {.kind = HR_P_SERIES};

const hr_type hr_type_ats = {
    .name = "ats",
    .doc = "automatic transfer switch",
    .fields = hr_transfer_table,
    .size = sizeof(hr_transfer_fields),
    .modelled = true,
    .power = &power,
    .complete = hr_transfer_complete,
};
