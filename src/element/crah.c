/* crah.c - a room air handler on chilled water: passes the heat of the zones that name it to its primary loop. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, 0, "most its fans draw for long; else `fan` of `cooling`"),
    HR_COOLER_PRIMARY(HR_NEED, "loop that takes its heat"),
    HR_COOLER_COOLING,
    HR_COOLER_SUPPLY("air it is set to; else as its zone is"),
    HR_COOLER_AIRFLOW("air it moves, all its fans running"),
    HR_COOLER_EXCHANGER,
    HR_COOLER_FAN("3 %"),
    HR_COOLER_VARIABLE("fans"),
    HR_COOLER_PRIMARY_DP,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed fan = {0.03, 0.02, 0.05, HR_DIM_NONE, "assumed, 2 to 5 % of the heat it takes"};
    hr_cooler_default_fan(site, decl, decl->fields, &fan);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_EXCHANGER, true, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_crah = {
    .name = "crah",
    .doc = "room air handler on chilled water",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
