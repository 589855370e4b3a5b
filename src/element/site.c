/* site.c - what is said of the site as a whole: its name, its weather, the rules it is judged by. */
#include "element/fields.h"
#include "element/redundancy.h"
#include "element/site_fields.h"

const char *const hr_redundancy_words[] = {"none", "any-one", "maintenance+fault", "any-two", NULL};

typedef hr_site_fields fields;

static const hr_field outdoor[] = {
    /* offsets of a record's table count from the record */
    HR_FIELD_IN(hr_site_outdoor, dry_bulb, HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .harsh = HR_HARSH_HIGH,
                .flags = HR_MAY_NEGATIVE, .doc = "dry-bulb temperature of the design day"),
    HR_FIELD_IN(hr_site_outdoor, wet_bulb, HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .harsh = HR_HARSH_HIGH,
                .flags = HR_MAY_NEGATIVE, .doc = "wet-bulb temperature of the design day"),
    HR_FIELD_END,
};

#define LIMIT(m, dim_, harsh_, doc_) \
    HR_FIELD_IN(hr_site_limits, m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = HR_POSITIVE, .doc = (doc_))

#define TEMPERATURE(m, harsh_, doc_) \
    HR_FIELD_IN(hr_site_limits, m, HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .harsh = (harsh_), .flags = HR_MAY_NEGATIVE, \
                .doc = (doc_))

static const hr_field limits[] = {
    LIMIT(fuel, HR_DIM_SECOND, HR_HARSH_HIGH, "hours of fuel that R204 asks for; else 12 h"),
    LIMIT(hanging, HR_DIM_PASCAL, HR_HARSH_HIGH, "hanging load that S108 asks for; else 2.4 kPa"),
    LIMIT(air, HR_DIM_WATT, HR_HARSH_LOW, "rack that S107 and C116 let air cool without proof; else 20 kW"),
    LIMIT(air_proved, HR_DIM_WATT, HR_HARSH_LOW, "rack that S107 and C116 let air cool at all; else 40 kW"),
    LIMIT(rear_door, HR_DIM_WATT, HR_HARSH_LOW, "rack of S107's table for a rear door; else 35 kW"),
    LIMIT(cold_plate, HR_DIM_WATT, HR_HARSH_LOW, "rack of S107's table for cold plates; else 100 kW"),
    LIMIT(immersion, HR_DIM_WATT, HR_HARSH_LOW, "rack of S107's table for immersion; else 200 kW"),
    TEMPERATURE(inlet_high, HR_HARSH_LOW, "warmest inlet air of C107; else that of the zone's `class`"),
    TEMPERATURE(inlet_low, HR_HARSH_HIGH, "coldest inlet air of C107; else that of the zone's `class`"),
    TEMPERATURE(facility_supply, HR_HARSH_LOW, "warmest facility water of C108; else that of the loop's `class`"),
    LIMIT(dew_margin, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, "of coolant above dew point that C109 asks for; else 2 K"),
    LIMIT(filtration, HR_DIM_METRE, HR_HARSH_LOW, "coarsest filter of a coolant that C111 allows; else 50 um"),
    LIMIT(ph_high, HR_DIM_NONE, HR_HARSH_LOW, "highest pH of a coolant that C112 allows; else 10.5"),
    LIMIT(ph_low, HR_DIM_NONE, HR_HARSH_HIGH, "lowest pH of a coolant that C112 allows; else 8"),
    LIMIT(chloride, HR_DIM_NONE, HR_HARSH_LOW, "most chloride in a coolant that C112 allows; else 25 ppm"),
    LIMIT(pue, HR_DIM_NONE, HR_HARSH_LOW, "most power of the site for the power of its IT (PUE)"),
    LIMIT(wue, HR_DIM_M3_PER_JOULE, HR_HARSH_LOW, "most water of the site for the energy of its IT (WUE)"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_TEXT(name, HR_NEED, "name of the hall or site"),
    HR_FIELD_RECORD(outdoor, outdoor, "outdoor air on the design day"),
    HR_FIELD_TEXTS(rules, "editions and programmes it is judged by"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what loads must survive unless they say otherwise"),
    HR_FIELD_QUANTITY(frequency, HR_DIM_HERTZ, HR_HARSH_NONE, HR_POSITIVE, "frequency of the supply"),
    HR_FIELD_RECORD(limits, limits, "figures of your own in place of those of rule sets that are not verified"),
    HR_FIELD_END,
};

const hr_type hr_type_site = {
    .name = "site",
    .doc = "the site as a whole, once in each model",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
};
