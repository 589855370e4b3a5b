/* cooler.c - the electrical side of all that cools, what engines read of it, and the assumed figures that several types share. */
#include "element/cooler.h"

#include "element/redundancy.h"

static const hr_num *load(const void *p) { return &((const hr_cooler *)p)->power; }
static const hr_num *power_factor(const void *p) { return &((const hr_cooler *)p)->power_factor; }
static const hr_num *ride_through(const void *p) { return &((const hr_cooler *)p)->ride_through; }

static const hr_choice *redundancy(const void *p)
{
    static const hr_choice none = {
        .v = HR_REDUNDANCY_NONE, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
    const hr_choice *own = &((const hr_cooler *)p)->redundancy;
    return own->presence ? own : &none;
}

static const hr_bridge_ops bridge = {.ride_through = ride_through};
const hr_power_ops hr_cooler_power = {
    .kind = HR_P_LOAD, .load = load, .power_factor = power_factor, .redundancy = redundancy, .bridge = &bridge};

void hr_cooler_give(const hr_cooler *c, hr_cooler_law law, bool air, hr_cooler_fields *out)
{
    *out = (hr_cooler_fields){.law = law,
                              .air = air,
                              .cooling = &c->cooling,
                              .approach = &c->approach,
                              .supply = &c->supply,
                              .flow = &c->flow,
                              .primary_flow = &c->primary_flow,
                              .primary_rise = &c->primary_rise,
                              .primary_supply = &c->primary_supply,
                              .power = &c->power,
                              .variable = &c->variable,
                              .cop = &c->cop,
                              .cop_at = &c->cop_at,
                              .cop_slope = &c->cop_slope,
                              .free_cooling = &c->free_cooling,
                              .max_outdoor = &c->max_outdoor,
                              .max_dew_point = &c->max_dew_point,
                              .evaporation = &c->evaporation,
                              .blow_down = &c->blow_down,
                              .dp = &c->dp,
                              .primary_dp = &c->primary_dp,
                              .needed = &c->needed,
                              .airflow = &c->airflow};
}

void hr_cooler_default_cop(hr_site *site, const hr_decl *decl, hr_cooler *c)
{
    static const hr_assumed cop = {5.5, 4.5, 6.5, HR_DIM_NONE,
                                   "assumed, 4.5 to 6.5: a water-cooled or large air-cooled unit"};
    static const hr_assumed at = {303.15, 303.15, 303.15, HR_DIM_KELVIN,
                                  "assumed: the outdoor air that goes with the assumed `cop`"};
    static const hr_assumed slope = {0.025, 0.025, 0.025, HR_DIM_NONE, "assumed: each K takes off so much"};
    hr_default_assumed(site, decl, "cop", &c->cop, &cop);
    hr_default_assumed(site, decl, "cop_at", &c->cop_at, &at);
    hr_default_assumed(site, decl, "cop_slope", &c->cop_slope, &slope);
}

static uint8_t weaker(uint8_t a, uint8_t b) { return a > b ? a : b; }

void hr_cooler_default_fan(hr_site *site, const hr_decl *decl, hr_cooler *c, const hr_assumed *fan)
{
    if (c->power.presence) return;
    hr_default_assumed(site, decl, "fan", &c->fan, fan);
    if (!c->cooling.presence) return;
    c->power = (hr_num){.v = c->fan.v * c->cooling.v,
                        .lo = c->fan.lo * c->cooling.lo,
                        .hi = c->fan.hi * c->cooling.hi,
                        .at = c->cooling.at,
                        .presence = HR_DEFAULTED,
                        .trust = weaker(HR_COMPUTED, weaker(c->fan.trust, c->cooling.trust)),
                        .provenance = HR_NONE};
}

void hr_cooler_check_pumps(hr_site *site, const hr_decl *decl, const hr_num *needed)
{
    hr_id holder = (hr_id)(decl - site->decl);
    double pumps = 0;
    for (hr_id d = holder + 1; d < site->n_decl && site->decl[d].parent != HR_NONE && site->decl[d].parent >= holder;
         d++)
        if (site->decl[d].parent == holder && site->decl[d].type == &hr_type_pump)
            pumps += (double)site->decl[d].members / decl->members;
    if (!needed->presence || pumps == 0 || needed->v <= pumps) return;
    (void)hr_diag_add(site->ctx, HR_ERROR, "M314", needed->at, "`needed` counts those that move its `flow`",
                      "`%.*s` needs %g pumps and holds %g", HR_STR_FMT(decl->name), needed->v, pumps);
}

void hr_cooler_complete(hr_site *site, hr_decl *decl)
{
    hr_cooler *c = decl->fields;
    const hr_num *drawn = c->power.presence ? &c->power : &c->cop; /* of a compressor the power is worked out */
    hr_default_power_factor(site, decl, drawn, &c->power_factor);
}
