/* rack.c - a rack: its cords feed what it holds. A rack that holds nothing may say its power itself. */
#include "element/fields.h"
#include "element/rack_cooling.h"
#include "element/redundancy.h"

const char *const hr_rack_cooling_words[] = {"air", "rear-door", "cold-plate", "immersion", NULL};

typedef struct fields {
    hr_from from;
    hr_num rating, power, power_factor;
    hr_psus psus;
    hr_choice redundancy; /* hr_redundancy */
    hr_num u, footprint, feet;
    hr_texts coolant, zone, floor;
    hr_num dp;
    hr_choice cooling; /* hr_rack_cooling */
    hr_flag airflow_proved, new_;
    hr_num liquid_share, flow, airflow;
} fields;

#define FEET_DEFAULT "4"
#define FEET 4
#define FEET_SOURCE \
    "four feet or casters that share the weight evenly; give feet: 3 or 2 where the floor or the load is uneven"

static const hr_field table[] = {
    HR_FIELD_FROM("its cords by name, or its one feed"),
    HR_FIELD_QUANTITY(rating, HR_DIM_WATT, HR_HARSH_LOW, HR_POSITIVE, "power its vendor or operator allows"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, 0, "most it draws for long; only where it holds nothing"),
    HR_FIELD_QUANTITY(power_factor, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "power factor of its own power, lagging; else " HR_POWER_FACTOR_DEFAULT),
    HR_FIELD_PSUS("power supplies on each cord, and how many it needs"),
    HR_FIELD_CHOICE(redundancy, hr_redundancy_words, "what it must survive; else as the site says"),
    HR_FIELD_COUNT(u, HR_POSITIVE, "height in rack units"),
    HR_FIELD_QUANTITY(footprint, HR_DIM_M2, HR_HARSH_LOW, HR_POSITIVE, "floor it stands on"),
    HR_FIELD_COUNT(feet, HR_POSITIVE, "feet or casters that share its weight evenly; else " FEET_DEFAULT),
    HR_FIELD_REF(coolant, HR_LIQUID,
                 "loop that cools it, or two junctions of one: there and back; or the tank it is in"),
    HR_FIELD_QUANTITY(
        dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_POSITIVE,
        "loss of its coolant side at the flow it needs, hoses and couplings included; not with a `manifold`"),
    HR_FIELD_REF(zone, HR_AIR, "aisle or hall whose air it breathes"),
    HR_FIELD_REF(floor, HR_FLOOR, "floor that carries it"),
    HR_FIELD_QUANTITY(liquid_share, HR_DIM_NONE, HR_HARSH_LOW_THEN_HIGH, HR_IS_RATIO_0_1,
                      "part of the heat of its own power that goes to its coolant; else, in a tank, all of it"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_HIGH, HR_POSITIVE, "coolant that its own power needs"),
    HR_FIELD_QUANTITY(airflow, HR_DIM_M3_PER_S, HR_HARSH_HIGH_THEN_LOW, HR_POSITIVE,
                      "air it takes in at its own power"),
    HR_FIELD_CHOICE(cooling, hr_rack_cooling_words, "what takes most of its heat away"),
    HR_FIELD_FLAG(airflow_proved, "containment and airflow are proved for its power"),
    HR_FIELD_NEW,
    HR_FIELD_END,
};

static const char *const held[] = {"node",    "load", "switch",    "rack-pdu", "power-shelf",
                                   "bus-bar", "bbu",  "rear-door", "manifold", NULL};

/* A rack that holds nodes has no power of its own, so the default enters (and is listed) only where there is one. Feet
 * matter where there is a floor. */
static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_power_factor(site, decl, &f->power, &f->power_factor);
    if (f->floor.n && f->feet.presence != HR_PRESENT)
        hr_default_num(site, decl, "feet", &f->feet, FEET, HR_DIM_NONE, FEET_SOURCE);
}

static const hr_num *load(const void *p) { return &((const fields *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const fields *)p)->power_factor; }
static const hr_psus *psus(const void *p) { return &((const fields *)p)->psus; }
static const hr_choice *redundancy(const void *p) { return &((const fields *)p)->redundancy; }

static const hr_power_ops power = {
    .kind = HR_P_HOLDER, .load = load, .power_factor = power_factor, .psus = psus, .redundancy = redundancy};

static const hr_num *footprint(const void *p) { return &((const fields *)p)->footprint; }
static const hr_num *feet(const void *p) { return &((const fields *)p)->feet; }

static const hr_structure_ops structure = {.footprint = footprint, .feet = feet};

static void heat(const void *p, hr_heat_fields *out)
{
    const fields *f = p;
    *out = (hr_heat_fields){.liquid_share = &f->liquid_share, .flow = &f->flow, .airflow = &f->airflow, .it = true};
}

static const hr_num *drop(const void *p) { return &((const fields *)p)->dp; }

static const hr_cooling_ops cooling = {.kind = HR_COOLING_RACK, .heat = heat, .drop = drop};

const hr_type hr_type_rack = {
    .name = "rack",
    .doc = "a rack, with what it holds",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .counts_as_rack = true,
    .held = held,
    .power = &power,
    .structure = &structure,
    .cooling = &cooling,
    .complete = complete,
};
