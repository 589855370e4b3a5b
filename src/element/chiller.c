/* chiller.c - a compressor that makes cold water, and gives heat and its own power to a condenser loop or the outdoor air.
 *
 * What it draws follows from the heat and the temperature it works against: cop (1 - cop_slope (T - cop_at)). */
#include "element/cooler.h"
#include "element/redundancy.h"

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, 0, "most it draws for long; what it draws follows from heat, `cop` and outdoor air"),
    HR_COOLER_COOLING,
    HR_COOLER_SUPPLY("what it is set to; else as its loop is"),
    HR_COOLER_FLOW,
    HR_COOLER_COP,
    HR_COOLER_PRIMARY(0, "condenser loop that takes its heat; else the outdoor air does"),
    HR_COOLER_PRIMARY_SIDE,
    HR_COOLER_NUM(free_cooling, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, 0,
                  "how far the outdoor air must be below its supply to do without the compressor; else never"),
    HR_COOLER_MAX_OUTDOOR,
    HR_COOLER_NUM(min_load, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1, "part of `cooling` below which it stops"),
    HR_COOLER_SUPPLIES,
    HR_COOLER_PRIMARY_DP,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    hr_cooler_default_cop(site, decl, decl->fields);
    hr_cooler_complete(site, decl);
}

static void cooler(const void *p, hr_cooler_fields *out) { hr_cooler_give(p, HR_LAW_COMPRESSOR, false, out); }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_COOLER, .cooler = cooler};

const hr_type hr_type_chiller = {
    .name = "chiller",
    .doc = "compressor that makes cold water",
    .fields = table,
    .size = sizeof(hr_cooler),
    .modelled = true,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
