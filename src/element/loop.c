/* loop.c - a header of liquid: what names it gives it heat, what it is `cooled_by` takes that.
 *
 * Its fluid decides how much heat a flow carries, by some 4 % between water and PG25: it is asked for, never taken. */
#include "element/fields.h"

const char *const hr_fluid_words[] = {"water", "PG20", "PG25", "PG30", NULL};

typedef struct fields {
    hr_choice fluid;
    hr_texts cooled_by;
    hr_num supply, flow_per_power, flow;
    hr_choice class_;
    hr_num pressure, rating, dp, volume;
    hr_num filtration, ph, chloride;
} fields;

static const char *const class_words[] = {"W17", "W27", "W32", "W40", "W45", "W+", NULL};

static const hr_field table[] = {
    HR_FIELD_(fluid, HR_F_CHOICE, .flags = HR_NEED, .words = hr_fluid_words,
              .doc = "what is in it; PG25 is a quarter of propylene glycol by volume"),
    HR_FIELD_(cooled_by, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "what takes its heat: one or several"),
    HR_FIELD_QUANTITY(supply, HR_DIM_KELVIN, HR_HARSH_HIGH_THEN_LOW, HR_NEED | HR_MAY_NEGATIVE,
                      "what it is supplied at: its set point"),
    HR_FIELD_QUANTITY(flow_per_power, HR_DIM_FLOW_PER_WATT, HR_HARSH_HIGH, HR_POSITIVE,
                      "coolant that its loads need by their heat, where they do not say: 1.5 L/min/kW"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE,
                      "what pumps of its own move; else what its coolers do"),
    {.name = "class",
     .kind = HR_F_CHOICE,
     .offset = offsetof(fields, class_),
     .words = class_words,
     .doc = "warmest supply that what it cools is built for"},
    HR_FIELD_QUANTITY(pressure, HR_DIM_PASCAL, HR_HARSH_HIGH, 0, "static pressure above that of the air"),
    HR_FIELD_QUANTITY(rating, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE,
                      "highest pressure it may bear, above that of the air"),
    HR_FIELD_QUANTITY(dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_POSITIVE,
                      "pressure difference that its pumps keep; with pipes, where its coolers supply it"),
    HR_FIELD_QUANTITY(volume, HR_DIM_M3, HR_HARSH_LOW, HR_POSITIVE, "liquid in it"),
    HR_FIELD_QUANTITY(filtration, HR_DIM_METRE, HR_HARSH_HIGH, HR_POSITIVE,
                      "size of what its filters hold back: 50 um"),
    HR_FIELD_QUANTITY(ph, HR_DIM_NONE, HR_HARSH_NONE, HR_POSITIVE, "pH of the liquid"),
    HR_FIELD_QUANTITY(chloride, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1, "chloride in it by mass: 20 ppm"),
    HR_FIELD_END,
};

static void loop(const void *p, hr_loop_fields *out)
{
    const fields *f = p;
    *out = (hr_loop_fields){.fluid = &f->fluid,
                            .supply = &f->supply,
                            .flow_per_power = &f->flow_per_power,
                            .flow = &f->flow,
                            .pressure = &f->pressure,
                            .dp = &f->dp,
                            .volume = &f->volume};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LOOP, .loop = loop};

const hr_type hr_type_loop = {
    .name = "loop",
    .doc = "a liquid header",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
};
