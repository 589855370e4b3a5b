/* node.c - a computer held by a rack, fed by the rack's cords. `power` is the most it draws for long, not a peak of
 * milliseconds and not the sum of its power supplies. */
#include "element/fields.h"
#include "element/node_fields.h"
#include "element/redundancy.h"

typedef hr_node_fields fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, HR_NEED, "most it draws for long"),
    HR_FIELD_(power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW,
              .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .dflt = HR_POWER_FACTOR_DEFAULT,
              .dflt_source = HR_POWER_FACTOR_SOURCE, .doc = "power factor, lagging"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what it must survive; else as its rack or the site says"),
    HR_FIELD_COUNT(gpus, 0, "GPUs in it"),
    HR_FIELD_PSUS("power supplies on each cord, and how many it needs"),
    HR_FIELD_COUNT(u, HR_POSITIVE, "height in rack units"),
    HR_FIELD_QUANTITY(airflow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, 0, "air it takes in at power"),
    HR_FIELD_QUANTITY(liquid_share, HR_DIM_NONE, HR_HARSH_LOW, HR_IS_RATIO_0_1, "part of its heat that goes to liquid"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, 0, "coolant it needs at power"),
    HR_FIELD_QUANTITY(idle_power, HR_DIM_WATT, HR_HARSH_LOW, 0, "what it draws when its GPUs are idle"),
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
static const hr_psus *psus(const void *p) { return &((const fields *)p)->psus; }
static const hr_choice *redundancy(const void *p) { return &((const fields *)p)->redundancy; }

static const hr_power_ops power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .psus = psus, .redundancy = redundancy};

const hr_type hr_type_node = {
    .name = "node",
    .doc = "a computer held by a rack",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .counts_as_node = true,
    .power = &power,
    .complete = complete,
};
