/* cdu.c - a coolant distribution unit: takes the heat of a loop and gives it to its primary loop, or to the air of a zone.
 *
 * Three figures limit it apart: the heat of its nameplate, the coolant its pumps move, and its approach. Its `power` is all
 * that it draws, the pumps that it holds included, except those that have feeds of their own. */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, HR_NEED, "most it draws for long, without pumps that have a feed of their own"),
    HR_COOLER_PRIMARY(0, "loop that takes its heat"),
    HR_COOLER_(zone, HR_F_REF, .medium = HR_AIR, .doc = "zone whose air takes its heat where it names no `primary`"),
    HR_COOLER_NUM(airflow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, HR_POSITIVE,
                  "air of its `zone` that it takes in; else by its heat as the zone says"),
    HR_COOLER_COOLING,
    HR_COOLER_SUPPLY("what it is set to; else as its loop is"),
    HR_COOLER_FLOW,
    HR_COOLER_EXCHANGER,
    HR_COOLER_NUM(filtration, HR_DIM_METRE, HR_HARSH_NONE, HR_POSITIVE, "size of what its filter holds back: 50 um"),
    HR_COOLER_(needed, HR_F_COUNT, .harsh = HR_HARSH_HIGH, .flags = HR_POSITIVE,
               .doc = "pumps that move `flow`, of those it holds"),
    HR_COOLER_VARIABLE("pumps"),
    HR_COOLER_SUPPLIES,
    HR_COOLER_PRIMARY_DP,
    HR_FIELD_END,
};

static const char *const held[] = {"pump", "valve", NULL};

static void complete(hr_site *site, hr_decl *decl)
{
    hr_cooler_check_pumps(site, decl, &((const hr_cooler *)decl->fields)->needed);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out)
{
    const hr_cooler *c = p;
    hr_cooler_give(c, c->zone.n && !c->primary.n ? HR_LAW_TO_AIR : HR_LAW_EXCHANGER, false, out);
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_cdu = {
    .name = "cdu",
    .doc = "coolant distribution unit: from a loop to its primary loop, or to air",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .held = held,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
