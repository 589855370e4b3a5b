/* dry_cooler.c - gives the heat of a loop to the outdoor air without water: what it supplies follows the dry bulb. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, 0, "most its fans draw for long; else `fan` of `cooling`"),
    HR_COOLER_COOLING,
    HR_COOLER_NUM(approach, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_POSITIVE,
                  "at its nameplate: what it supplies less the dry bulb; else 8 K"),
    HR_COOLER_SUPPLY("what it is set to; else as its loop is"),
    HR_COOLER_FLOW,
    HR_COOLER_FAN("2.5 %"),
    HR_COOLER_VARIABLE("fans"),
    HR_COOLER_MAX_OUTDOOR,
    HR_COOLER_SUPPLIES,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed approach = {8, 5, 15, HR_DIM_KELVIN_DIFF, "assumed, 5 to 15 K to the dry bulb"};
    static const hr_assumed fan = {0.025, 0.015, 0.04, HR_DIM_NONE, "assumed, 1.5 to 4 % of the heat it takes"};
    hr_cooler *c = decl->fields;
    hr_default_assumed(site, decl, "approach", &c->approach, &approach);
    hr_cooler_default_fan(site, decl, c, &fan);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_DRY, false, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_dry_cooler = {
    .name = "dry-cooler",
    .doc = "heat rejection to outdoor air without evaporation",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
