/* cooling_tower.c - gives the heat of a loop to the outdoor air by evaporation: what it supplies follows the wet bulb.
 *
 * Water: each joule of heat evaporates `evaporation`, about 1 kg for 2.4 MJ; what is drained besides, so that salts do not
 * gather, is `blow_down`, a part of that. */
#include "element/cooler.h"
#include "element/redundancy.h"

#define LATENT_HEAT 2.4e6 /* J/kg */
#define WATER 1000.0      /* kg/m3 */

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, 0, "most its fans draw for long; else `fan` of `cooling`"),
    HR_COOLER_COOLING,
    HR_COOLER_NUM(approach, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_POSITIVE,
                  "at its nameplate: what it supplies less the wet bulb; else 4 K"),
    HR_COOLER_SUPPLY("what it is set to; else as its loop is"),
    HR_COOLER_FLOW,
    HR_COOLER_FAN("1.5 %"),
    HR_COOLER_VARIABLE("fans"),
    HR_COOLER_NUM(evaporation, HR_DIM_M3_PER_JOULE, HR_HARSH_HIGH, 0, "water it evaporates by heat; else 1.5 L/kWh"),
    HR_COOLER_NUM(blow_down, HR_DIM_NONE, HR_HARSH_HIGH, 0,
                  "water it drains, by what it evaporates; else none is counted"),
    HR_COOLER_SUPPLIES,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed approach = {4, 3, 6, HR_DIM_KELVIN_DIFF, "assumed, 3 to 6 K to the wet bulb"};
    static const hr_assumed fan = {0.015, 0.01, 0.025, HR_DIM_NONE, "assumed, 1 to 2.5 % of the heat it takes"};
    static const double each = 1 / (LATENT_HEAT * WATER);
    const hr_assumed evaporation = {each, each, each, HR_DIM_M3_PER_JOULE,
                                    "assumed: all heat goes into evaporation at 2.4 MJ/kg; blow-down comes on top"};
    hr_cooler *c = decl->fields;
    hr_default_assumed(site, decl, "approach", &c->approach, &approach);
    hr_default_assumed(site, decl, "evaporation", &c->evaporation, &evaporation);
    hr_cooler_default_fan(site, decl, c, &fan);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_WET, false, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_cooling_tower = {
    .name = "cooling-tower",
    .doc = "evaporative heat rejection",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
