/* load.c - any other electrical load: pumps and lights by hand, switch trays, what a drawing only sums up. Held by a
 * rack it hangs on the rack's cords and needs no feed of its own. */
#include "element/fields.h"
#include "element/redundancy.h"

typedef struct fields {
    hr_from from;
    hr_num power, power_factor, ride_through;
    hr_choice duty, redundancy;
    hr_flag new_;
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
    HR_FIELD_NEW,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_power_factor(site, decl, &f->power, &f->power_factor);
}

static const hr_num *load(const void *p) { return &((const fields *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const fields *)p)->power_factor; }
static const hr_choice *redundancy(const void *p) { return &((const fields *)p)->redundancy; }

static const hr_num *ride_through(const void *p) { return &((const fields *)p)->ride_through; }

static const hr_bridge_ops bridge = {.ride_through = ride_through};
static const hr_power_ops power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .redundancy = redundancy, .bridge = &bridge};

const hr_type hr_type_load = {
    .name = "load",
    .doc = "any other electrical load",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
