/* expansion_vessel.c - takes up what the liquid of a loop grows by as it warms: gas behind a membrane, pressed together. It holds
 * no pressure of the loop's network: that is `pressure` of the loop. */
#include "element/fields.h"

typedef struct fields {
    hr_texts loop;
    hr_num volume, precharge, final, cold;
} fields;

static const hr_field table[] = {
    HR_FIELD_(loop, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "loop whose liquid it takes up"),
    HR_FIELD_QUANTITY(volume, HR_DIM_M3, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "of all of it, gas and liquid"),
    HR_FIELD_QUANTITY(precharge, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_NEED, "of its gas without liquid, above the air"),
    HR_FIELD_QUANTITY(final, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE,
                      "highest pressure where it stands, above the air; else `rating` of its loop"),
    HR_FIELD_QUANTITY(cold, HR_DIM_KELVIN, HR_HARSH_LOW, HR_MAY_NEGATIVE,
                      "of the liquid as it is filled; else 10 degC"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed cold = {283.15, 278.15, 293.15, HR_DIM_KELVIN, "assumed, filled at 5 to 20 degC"};
    hr_default_assumed(site, decl, "cold", &((fields *)decl->fields)->cold, &cold);
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_VESSEL};

const hr_type hr_type_expansion_vessel = {
    .name = "expansion-vessel",
    .doc = "takes up what the liquid of a loop grows by",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
