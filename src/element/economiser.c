/* economiser.c - free cooling of a loop: takes what a cold source can out of its coolant before it comes to the other coolers.
 *
 * Its source is a loop of towers or dry coolers, or the outdoor air itself. While that is too warm it passes the coolant on as
 * it came, and draws nothing. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, HR_NEED, "what its pumps and fans draw while it works; else nothing"),
    HR_COOLER_PRIMARY(0, "loop that takes its heat; else the outdoor air does"),
    HR_COOLER_COOLING,
    HR_COOLER_NUM(approach, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE,
                  "at its nameplate: what leaves it less what its primary supplies, or the outdoor air"),
    HR_COOLER_NUM(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE,
                  "coolant that passes through it at most, the rest by it; else all of its loop"),
    HR_COOLER_PRIMARY_SIDE,
    HR_COOLER_VARIABLE("pumps and fans"),
    HR_COOLER_MAX_OUTDOOR,
    HR_COOLER_PRIMARY_DP,
    HR_FIELD_END,
};

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_FREE, false, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_economiser = {
    .name = "economiser",
    .doc = "free cooling of a loop, ahead of its other coolers",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = hr_cooler_complete,
};
