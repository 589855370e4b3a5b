/* generator.c - engine and alternator: a source that stands by until it is called.
 *
 * Two limits of its own: `rating` of the alternator in VA, `power` of the engine in W. In the base state `utility` it is
 * ready and carries nothing unless something is fed by it alone; what calls it waits for `start`. In the base state
 * `generators` the utilities are absent and every set runs. */
#include "element/fields.h"

typedef struct fields {
    hr_num voltage, rating, power, start, first_step;
    hr_choice class_;
    hr_num fuel, subtransient, continuous_power;
    hr_flag overload;
    hr_choice grounding;
} fields;

static const char *const class_words[] = {"G1", "G2", "G3", "G4", NULL};

static const hr_field table[] = {
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "nominal line-to-line voltage"),
    HR_FIELD_QUANTITY(rating, HR_DIM_VA, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "apparent power of the alternator"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "active power of the engine"),
    HR_FIELD_QUANTITY(start, HR_DIM_SECOND, HR_HARSH_HIGH, 0, "from the call until it can carry load"),
    HR_FIELD_QUANTITY(first_step, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "largest part of `power` that it takes at once"),
    {.name = "class",
     .kind = HR_F_CHOICE,
     .offset = offsetof(fields, class_),
     .words = class_words,
     .doc = "performance class of ISO 8528-5"},
    HR_FIELD_QUANTITY(fuel, HR_DIM_SECOND, HR_HARSH_LOW, HR_POSITIVE, "hours it runs on the fuel of the site"),
    HR_FIELD_FLAG(overload, "whether it can be overloaded: no where its design prevents it; absent counts as yes"),
    HR_FIELD_QUANTITY(subtransient, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "direct-axis subtransient reactance at its rating"),
    HR_FIELD_CHOICE(grounding, hr_grounding_words, "how its neutral is connected to ground"),
    HR_FIELD_QUANTITY(continuous_power, HR_DIM_WATT, HR_HARSH_LOW, HR_POSITIVE,
                      "active power it gives without a limit of hours (COP of ISO 8528-1)"),
    HR_FIELD_END,
};

static const hr_num *voltage(const void *p) { return &((const fields *)p)->voltage; }
static const hr_num *start(const void *p) { return &((const fields *)p)->start; }
static const hr_num *first_step(const void *p) { return &((const fields *)p)->first_step; }

static double weight(const void *p, const char **missing)
{
    *missing = "rating";
    return ((const fields *)p)->rating.v;
}

static const hr_bridge_ops bridge = {.start = start, .first_step = first_step};
static const hr_power_ops power = {
    .kind = HR_P_SOURCE, .by_phase = true, .voltage = voltage, .weight = weight, .bridge = &bridge};

const hr_type hr_type_generator = {
    .name = "generator",
    .doc = "engine and alternator",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
};
