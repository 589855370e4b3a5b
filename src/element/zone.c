/* zone.c - an aisle or hall of air: what names it gives it heat, what it is `cooled_by` takes that.
 *
 * Not all supply air reaches a rack, and not all exhaust returns to what cools it: both parts are assumed where the model does
 * not say, within the range of aisles that leak little and of those that are open. */
#include "element/fields.h"

typedef struct fields {
    hr_texts cooled_by;
    hr_num supply;
    hr_choice class_;
    hr_num airflow_per_power, airflow_per_place, leakage, recirculation;
    hr_num dew_point, humidity, pressure;
    hr_choice containment;
} fields;

static const char *const class_words[] = {"A1", "A2", "A3", "A4", "H1", NULL};
static const char *const containment_words[] = {"none", "cold-aisle", "hot-aisle", NULL};

#define ATMOSPHERE 101325.0 /* Pa */

static const hr_field table[] = {
    HR_FIELD_(cooled_by, HR_F_REF, .medium = HR_AIR, .flags = HR_NEED, .doc = "what takes its heat: one or several"),
    HR_FIELD_QUANTITY(supply, HR_DIM_KELVIN, HR_HARSH_HIGH_THEN_LOW, HR_NEED | HR_MAY_NEGATIVE,
                      "air it is supplied with: its set point"),
    {.name = "class",
     .kind = HR_F_CHOICE,
     .offset = offsetof(fields, class_),
     .words = class_words,
     .doc = "class of inlet air that what it cools is built for"},
    HR_FIELD_QUANTITY(airflow_per_power, HR_DIM_FLOW_PER_WATT, HR_HARSH_HIGH_THEN_LOW, HR_POSITIVE,
                      "air that its loads take in by their heat, where they do not say: 120 cfm/kW"),
    HR_FIELD_QUANTITY(airflow_per_place, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE,
                      "air that the place of one rack gets: of its tiles, or a row's by its racks"),
    HR_FIELD_QUANTITY(leakage, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1,
                      "part of the supply air that no rack takes in; else 10 %"),
    HR_FIELD_QUANTITY(recirculation, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1,
                      "part of the exhaust air that returns to the inlets; else 5 %"),
    HR_FIELD_CHOICE(containment, containment_words,
                    "which aisles are closed; `leakage` and `recirculation` say how well"),
    HR_FIELD_QUANTITY(dew_point, HR_DIM_KELVIN, HR_HARSH_HIGH, HR_MAY_NEGATIVE, "of its air"),
    HR_FIELD_QUANTITY(humidity, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1, "relative humidity of the supply air"),
    HR_FIELD_QUANTITY(pressure, HR_DIM_PASCAL, HR_HARSH_LOW, HR_POSITIVE,
                      "of its air; else 101.325 kPa: less on a height"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed leakage = {0.10, 0.03, 0.20, HR_DIM_NONE, "assumed, 3 to 20 % of the supply air"};
    static const hr_assumed recirculation = {0.05, 0, 0.15, HR_DIM_NONE, "assumed, 0 to 15 % of the exhaust air"};
    static const hr_assumed pressure = {
        ATMOSPHERE, ATMOSPHERE, ATMOSPHERE, HR_DIM_PASCAL,
        "standard atmosphere at sea level, ISO 2533; give it for a site that lies higher"};
    fields *f = decl->fields;
    hr_default_assumed(site, decl, "leakage", &f->leakage, &leakage);
    hr_default_assumed(site, decl, "recirculation", &f->recirculation, &recirculation);
    hr_default_assumed(site, decl, "pressure", &f->pressure, &pressure);
}

static void zone(const void *p, hr_zone_fields *out)
{
    const fields *f = p;
    *out = (hr_zone_fields){.supply = &f->supply,
                            .airflow_per_power = &f->airflow_per_power,
                            .leakage = &f->leakage,
                            .recirculation = &f->recirculation,
                            .dew_point = &f->dew_point,
                            .pressure = &f->pressure};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_ZONE, .zone = zone};

const hr_type hr_type_zone = {
    .name = "zone",
    .doc = "an aisle or hall of air",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
