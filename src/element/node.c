/* node.c - a computer held by a rack, fed by the rack's cords. `power` is the most it draws for long, not a peak of
 * milliseconds and not the sum of its power supplies. */
#include "element/fields.h"
#include "element/node_fields.h"
#include "element/redundancy.h"

typedef hr_node_fields fields;

#define PLATE(m, dim_, harsh_, flags_, doc_) \
    HR_FIELD_IN(hr_plate_rec, m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = (flags_), .doc = (doc_))

static const hr_field plate_fields[] = {
    HR_FIELD_IN(hr_plate_rec, count, HR_F_COUNT, .flags = HR_POSITIVE, .doc = "cold plates in it, all alike"),
    PLATE(power, HR_DIM_WATT, HR_HARSH_HIGH, HR_POSITIVE, "of the chip under each"),
    PLATE(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, "coolant through each; else its `flow` in equal parts"),
    HR_FIELD_IN(hr_plate_rec, resistance, HR_F_CURVE, .dim = HR_DIM_M3_PER_S, .dim2 = HR_DIM_KELVIN_PER_WATT,
                .flags = HR_POSITIVE,
                .doc = "from the coolant at its inlet to the case of the chip, by coolant through it"),
    PLATE(boiling_resistance, HR_DIM_KELVIN_PER_WATT, HR_HARSH_HIGH, HR_POSITIVE,
          "in a two-phase tank, without a plate: from its fluid to the case of the chip"),
    PLATE(die_resistance, HR_DIM_KELVIN_PER_WATT, HR_HARSH_HIGH, 0, "from case to die; else 0.015 K/W"),
    PLATE(limit, HR_DIM_KELVIN, HR_HARSH_LOW, 0, "of the die, at which it slows down"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, HR_NEED, "most it draws for long"),
    HR_FIELD_(power_factor, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW,
              .flags = HR_POSITIVE | HR_IS_RATIO_0_1, .dflt = HR_POWER_FACTOR_DEFAULT,
              .dflt_source = HR_POWER_FACTOR_SOURCE, .doc = "power factor, lagging"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what it must survive; else as its rack or the site says"),
    HR_FIELD_COUNT(gpus, 0, "GPUs in it"),
    HR_FIELD_PSUS("power supplies on each cord, and how many it needs"),
    HR_FIELD_COUNT(u, HR_POSITIVE, "height in rack units"),
    HR_FIELD_QUANTITY(airflow, HR_DIM_M3_PER_S, HR_HARSH_HIGH_THEN_LOW, 0, "air it takes in at power"),
    HR_FIELD_QUANTITY(liquid_share, HR_DIM_NONE, HR_HARSH_LOW_THEN_HIGH, HR_IS_RATIO_0_1,
                      "part of its heat that goes to liquid; else, in a tank, all of it"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, 0, "coolant it needs at power"),
    HR_FIELD_QUANTITY(idle_power, HR_DIM_WATT, HR_HARSH_LOW, 0, "what it draws when its GPUs are idle"),
    HR_FIELD_RECORD(plate, plate_fields, "the cold plates of its chips"),
    HR_FIELD_NEW,
    HR_FIELD_END,
};

/* A record that says nothing is none. Limits are those of the die, tables end at the case. */
static void complete_plate(hr_site *site, const hr_decl *decl, hr_plate_rec *p)
{
    static const hr_assumed die_resistance = {0.015, 0.008, 0.025, HR_DIM_KELVIN_PER_WATT,
                                              "assumed, 0.008 to 0.025 K/W: what chip makers do not publish"};
    p->present = p->count.presence || p->power.presence || p->flow.presence || p->resistance.n ||
                 p->boiling_resistance.presence || p->limit.presence;
    p->at = decl->at;
    if (p->present) hr_default_assumed(site, decl, "plate.die_resistance", &p->die_resistance, &die_resistance);
}

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_power_factor(site, decl, &f->power, &f->power_factor);
    complete_plate(site, decl, &f->plate);
}

static const hr_num *load(const void *p) { return &((const fields *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const fields *)p)->power_factor; }
static const hr_psus *psus(const void *p) { return &((const fields *)p)->psus; }
static const hr_choice *redundancy(const void *p) { return &((const fields *)p)->redundancy; }

static const hr_power_ops power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .psus = psus, .redundancy = redundancy};

static void heat(const void *p, hr_heat_fields *out)
{
    const fields *f = p;
    *out = (hr_heat_fields){
        .liquid_share = &f->liquid_share, .flow = &f->flow, .airflow = &f->airflow, .plate = &f->plate, .it = true};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LOAD, .heat = heat};

const hr_type hr_type_node = {
    .name = "node",
    .doc = "a computer held by a rack",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .counts_as_node = true,
    .power = &power,
    .cooling = &cooling,
    .complete = complete,
};
