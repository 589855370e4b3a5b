/* heat_exchanger.c - passes heat between two loops. Nothing in it draws power: what moves the liquids is part of the loops. */
#include "element/cooler.h"

static const hr_field table[] = {
    HR_COOLER_PRIMARY(HR_NEED, "loop that takes its heat"),
    HR_COOLER_COOLING,
    HR_COOLER_SUPPLY("what its other side is set to; else as its loop is"),
    HR_COOLER_NUM(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE,
                  "coolant it takes of what it cools, at its nameplate"),
    HR_COOLER_EXCHANGER,
    HR_COOLER_SUPPLIES,
    HR_COOLER_PRIMARY_DP,
    HR_FIELD_END,
};

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_EXCHANGER, false, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_heat_exchanger = {
    .name = "heat-exchanger",
    .doc = "passes heat between two loops",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .cooling = &cooling,
};
