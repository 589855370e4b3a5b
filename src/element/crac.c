/* crac.c - a room air conditioner with a compressor of its own: cools the air of the zones that name it. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, 0, "most it draws for long; what it draws follows from heat, `cop` and outdoor air"),
    HR_COOLER_COOLING,
    HR_COOLER_SUPPLY("air it is set to; else as its zone is"),
    HR_COOLER_AIRFLOW("air it moves, all its fans running"),
    HR_COOLER_COP,
    HR_COOLER_PRIMARY(0, "condenser loop that takes its heat; else the outdoor air does"),
    HR_COOLER_PRIMARY_SIDE,
    HR_COOLER_MAX_OUTDOOR,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    hr_cooler_default_cop(site, decl, decl->fields);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_COMPRESSOR, true, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_crac = {
    .name = "crac",
    .doc = "room air conditioner with a compressor",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
