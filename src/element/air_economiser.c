/* air_economiser.c - free cooling of a zone: lets outdoor air in for its own that goes out, ahead of the other coolers.
 *
 * While the outdoor air is too warm or too moist it is shut, and draws nothing. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, HR_NEED, "what its fans draw while it works; else nothing"),
    HR_COOLER_AIRFLOW("outdoor air that it lets in at most"),
    HR_COOLER_VARIABLE("fans"),
    HR_COOLER_MAX_OUTDOOR,
    HR_COOLER_NUM(max_dew_point, HR_DIM_KELVIN, HR_HARSH_LOW, HR_MAY_NEGATIVE,
                  "dew point of the outdoor air up to which it works"),
    HR_FIELD_END,
};

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_FREE, true, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_air_economiser = {
    .name = "air-economiser",
    .doc = "free cooling of a zone by outdoor air, ahead of its other coolers",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = hr_cooler_complete,
};
