/* tank.c - an immersion tank: what is in it gives its heat to a bath of dielectric fluid, and a coil or an exchanger of the tank
 * gives that to its primary loop. Racks, or what stands in for them, name it as their `coolant`.
 *
 * One-phase: pumps move the fluid past the computers and through the exchanger. Two-phase, where it says at what temperature
 * its fluid boils: vapour rises to a coil and falls back, and nothing moves the fluid. */
#include "element/cooler.h"
#include "element/redundancy.h"

typedef struct fluid_rec {
    hr_num density, heat_capacity, viscosity, conductivity;
} fluid_rec;

typedef struct fields {
    hr_cooler cooler; /* first: rows of cooler.h count from it */
    hr_num flow_per_power, max_temperature, boiling;
    fluid_rec fluid;
} fields;

#define FLUID(m, dim_, harsh_, doc_) \
    HR_FIELD_IN(fluid_rec, m, HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = HR_POSITIVE, .doc = (doc_))

static const hr_field fluid_fields[] = {
    FLUID(density, HR_DIM_KG_PER_M3, HR_HARSH_LOW, "as it is in the bath"),
    FLUID(heat_capacity, HR_DIM_J_PER_KG_K, HR_HARSH_LOW, "its specific heat"),
    FLUID(viscosity, HR_DIM_M2_PER_S, HR_HARSH_LOW, "kinematic; else 6 mm2/s"),
    FLUID(conductivity, HR_DIM_WATT_PER_M_K, HR_HARSH_HIGH, "for heat; else 0.13 W/(m K)"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_COOLER_FED(HR_NEED, HR_NEED, "most it draws for long, without pumps that have a feed of their own"),
    HR_COOLER_PRIMARY(HR_NEED, "loop that takes its heat, or two junctions of one: there and back"),
    HR_COOLER_COOLING,
    HR_FIELD_QUANTITY(boiling, HR_DIM_KELVIN, HR_HARSH_LOW, HR_MAY_NEGATIVE,
                      "at which its fluid boils in it; absent: it does not, the tank is one-phase"),
    HR_COOLER_SUPPLY("one-phase: fluid that comes to what is in it, as it is set to"),
    HR_COOLER_NUM(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_POSITIVE, "one-phase: fluid it moves, all its pumps running"),
    HR_FIELD_QUANTITY(flow_per_power, HR_DIM_FLOW_PER_WATT, HR_HARSH_HIGH, HR_POSITIVE,
                      "one-phase: fluid that what is in it needs by its heat, where that does not say"),
    HR_FIELD_QUANTITY(max_temperature, HR_DIM_KELVIN, HR_HARSH_LOW, HR_NEED | HR_MAY_NEGATIVE,
                      "warmest that its fluid may get, for what is in it and for itself"),
    HR_FIELD_RECORD(fluid, fluid_fields, "one-phase: what its fluid is"),
    HR_COOLER_NUM(approach, HR_DIM_KELVIN_DIFF, HR_HARSH_HIGH, HR_POSITIVE,
                  "at its nameplate: what it supplies, or `boiling`, less what its primary does"),
    HR_COOLER_PRIMARY_SIDE,
    HR_COOLER_NUM(primary_supply, HR_DIM_KELVIN, HR_HARSH_NONE, HR_MAY_NEGATIVE,
                  "of its primary at its nameplate, in place of `approach`"),
    HR_COOLER_PRIMARY_DP,
    HR_COOLER_(needed, HR_F_COUNT, .harsh = HR_HARSH_HIGH, .flags = HR_POSITIVE,
               .doc = "pumps that move `flow`, of those it holds"),
    HR_FIELD_END,
};

static const char *const held[] = {"pump", NULL};

static bool boils(const fields *f) { return f->boiling.presence != HR_ABSENT; }

/* What boils goes by itself, at its own temperature: a figure for either would not be looked at. */
static void check_boiling(hr_site *site, const hr_decl *decl, const fields *f)
{
    const struct {
        const char *field;
        const hr_num *n;
    } other[] = {{"supply", &f->cooler.supply}, {"flow", &f->cooler.flow}, {"flow_per_power", &f->flow_per_power}};
    for (unsigned i = 0; i < sizeof other / sizeof *other; i++)
        if (other[i].n->presence)
            (void)hr_diag_add(site->ctx, HR_ERROR, "M320", other[i].n->at,
                              "a two-phase tank says `boiling` alone, a one-phase tank leaves that out",
                              "`%.*s` boils, and states `%s`", HR_STR_FMT(decl->name), other[i].field);
}

/* What of the two films stands in the way of heat follows from these two, at other flows than those of the nameplate. */
static void default_fluid(hr_site *site, const hr_decl *decl, fields *f)
{
    static const hr_assumed viscosity = {6e-6, 2e-6, 12e-6, HR_DIM_M2_PER_S,
                                         "assumed, 2 to 12 mm2/s: dielectric fluids in a warm bath"};
    static const hr_assumed conductivity = {0.13, 0.06, 0.15, HR_DIM_WATT_PER_M_K,
                                            "assumed, 0.06 to 0.15 W/(m K): fluorinated fluids to hydrocarbons"};
    hr_default_assumed(site, decl, "fluid.viscosity", &f->fluid.viscosity, &viscosity);
    hr_default_assumed(site, decl, "fluid.conductivity", &f->fluid.conductivity, &conductivity);
}

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_cooler_check_pumps(site, decl, &f->cooler.needed);
    if (boils(f)) check_boiling(site, decl, f);
    else default_fluid(site, decl, f);
    hr_cooler_complete(site, decl);
}

static const hr_num *set_point(const fields *f) { return boils(f) ? &f->boiling : &f->cooler.supply; }

static void cooler(const void *p, hr_cooler_fields *out)
{
    const fields *f = p;
    hr_cooler_give(&f->cooler, boils(f) ? HR_LAW_CONDENSER : HR_LAW_EXCHANGER, false, out);
    out->supply = set_point(f);
    if (boils(f)) out->flow = NULL; /* nothing moves its fluid */
}

static void loop(const void *p, hr_loop_fields *out)
{
    const fields *f = p;
    *out = (hr_loop_fields){.supply = set_point(f), .flow_per_power = &f->flow_per_power};
}

static void bath(const void *p, hr_bath_fields *out)
{
    const fields *f = p;
    *out = (hr_bath_fields){.density = &f->fluid.density,
                            .heat = &f->fluid.heat_capacity,
                            .viscosity = &f->fluid.viscosity,
                            .conductivity = &f->fluid.conductivity,
                            .boiling = &f->boiling};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_IMMERSION, .cooler = cooler, .loop = loop, .bath = bath};

const hr_type hr_type_tank = {
    .name = "tank",
    .doc = "immersion tank: a bath that takes the heat of what is in it, and its exchanger or coil",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .held = held,
    .power = &hr_cooler_power,
    .cooling = &cooling,
    .complete = complete,
};
