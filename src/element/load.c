/* load.c - any other electrical load: pumps and lights by hand, switch trays, what a drawing only sums up. Held by a
 * rack it hangs on the rack's cords and needs no feed of its own. */
#include "element/fields.h"
#include "element/redundancy.h"

typedef struct fields {
    hr_from from;
    hr_num power, power_factor, ride_through;
    hr_choice duty, redundancy;
    hr_flag new_, it;
    hr_texts zone;
    hr_num liquid_share, flow, airflow;
} fields;

static const char *const duty_words[] = {"continuous", "intermittent", NULL};

static const hr_field table[] = {
    HR_FIELD_FROM("where it is fed"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, HR_NEED, "most it draws for long"),
    HR_FIELD_(power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW,
              .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .dflt = HR_POWER_FACTOR_DEFAULT,
              .dflt_source = HR_POWER_FACTOR_SOURCE, .doc = "power factor, lagging"),
    HR_FIELD_CHOICE(duty, duty_words,
                    "continuous: three hours or more; kept as written, all load is judged as continuous"),
    HR_FIELD_QUANTITY(ride_through, HR_DIM_SECOND, HR_HARSH_LOW, 0, "how long it carries on without supply"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what it must survive; else as the site says"),
    HR_FIELD_REF(zone, HR_AIR, "zone whose air takes its heat; that of its rack where it is held"),
    HR_FIELD_FLAG(it, "its power counts as that of information technology; else what a rack holds does"),
    HR_FIELD_QUANTITY(liquid_share, HR_DIM_NONE, HR_HARSH_LOW_THEN_HIGH, HR_IS_RATIO_0_1,
                      "part of its heat that goes to the coolant of its rack; else, in a tank, all of it"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, HR_POSITIVE, "coolant it needs at power"),
    HR_FIELD_QUANTITY(airflow, HR_DIM_M3_PER_S, HR_HARSH_HIGH_THEN_LOW, HR_POSITIVE, "air it takes in at power"),
    HR_FIELD_NEW,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_power_factor(site, decl, &f->power, &f->power_factor);
    if (!f->it.presence)
        f->it =
            (hr_flag){.v = decl->parent != HR_NONE, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
}

static const hr_num *load(const void *p) { return &((const fields *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const fields *)p)->power_factor; }
static const hr_choice *redundancy(const void *p) { return &((const fields *)p)->redundancy; }

static const hr_num *ride_through(const void *p) { return &((const fields *)p)->ride_through; }

static const hr_bridge_ops bridge = {.ride_through = ride_through};
static const hr_power_ops power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .redundancy = redundancy, .bridge = &bridge};

static void heat(const void *p, hr_heat_fields *out)
{
    const fields *f = p;
    *out = (hr_heat_fields){.liquid_share = &f->liquid_share, .flow = &f->flow, .airflow = &f->airflow, .it = f->it.v};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LOAD, .heat = heat};

const hr_type hr_type_load = {
    .name = "load",
    .doc = "any other electrical load",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .cooling = &cooling,
    .complete = complete,
};
