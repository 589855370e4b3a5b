/* c120_expansion.c - C120: what the liquid of a loop grows by against what its expansion vessel takes up. */
#include "engine/constants.h"
#include "rule/cooling.h"

/* Highest pressure at the vessel: its own, else what the loop may bear. */
static const hr_num *final_of(const hr_site *s, hr_id vessel, hr_id loop, bool *own)
{
    const hr_num *final = hr_unit_num(s, vessel, "final");
    *own = final->presence;
    return *own ? final : hr_unit_num(s, loop, "rating");
}

/* Boyle: V (1 - p0 / p1), absolute pressures; nothing where the gas is pressed as hard before. */
static void accept(hr_limit *l, const hr_num *volume, const hr_num *precharge, const hr_num *final)
{
    hr_stated_value(l, volume, 1);
    for (int c = 0; c < HR_CORNERS; c++) {
        double p0 = hr_num_at(precharge, HR_HARSH_HIGH, (hr_corner)c) + HR_ATMOSPHERE;
        double p1 = hr_num_at(final, HR_HARSH_LOW, (hr_corner)c) + HR_ATMOSPHERE;
        l->v[c] *= p1 > p0 ? 1 - p0 / p1 : 0;
    }
    if (precharge->trust > l->trust) l->trust = precharge->trust;
    if (final->trust > l->trust) l->trust = final->trust;
}

static void vessel(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id loop = hr_unit_heat_to(s, unit, HR_HEAT_LOOP);
    const hr_num *volume = hr_unit_num(s, unit, "volume"), *precharge = hr_unit_num(s, unit, "precharge");
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_EXPANSION, HR_MAX);
    bool own;
    if (loop == HR_NONE) return;
    const hr_num *final = final_of(s, unit, loop, &own);
    if (!volume->presence) hr_stated_lacks(&l, "volume", HR_NONE);
    else if (!precharge->presence) hr_stated_lacks(&l, "precharge", HR_NONE);
    else if (!final->presence) hr_stated_lacks(&l, "final", HR_NONE);
    else accept(&l, volume, precharge, final);
    hr_stated_input(&l, hr_input_num("volume", volume, HR_DIM_M3));
    hr_stated_input(&l, hr_input_num("precharge", precharge, HR_DIM_PASCAL));
    hr_stated_input(&l, hr_input_num(own ? "final" : "rating", final, HR_DIM_PASCAL));
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_VESSEL, vessel);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    if (l->n_input < 3) return;
    hr_put_quantity(out, l->input[0].num->v, HR_DIM_M3);
    hr_buf_z(out, " x (1 - ");
    hr_put_quantity(out, l->input[1].num->v + HR_ATMOSPHERE, HR_DIM_PASCAL);
    hr_buf_z(out, " / ");
    hr_put_quantity(out, l->input[2].num->v + HR_ATMOSPHERE, HR_DIM_PASCAL);
    hr_buf_printf(out, "), absolute, from `precharge` to `%s`", l->input[2].name);
}

const hr_rule hr_rule_c120_expansion = {
    .code = "C120",
    .title = "expansion of the liquid of a loop",
    .clause = "",
    .edition = "",
    .formula = "V (rho_cold / rho_warm - 1) <= V_vessel (1 - p0 / p1)",
    .declare = declare,
    .because = because,
    .text =
        "Liquid that is warmer than it was filled takes more room. `volume` of the loop and of its buffer tanks, "
        "filled at "
        "`cold` of the\n"
        "vessel, grows by the ratio of densities to the warmer of supply and return, all of it counted there. A vessel "
        "takes up what its gas\n"
        "leaves between `precharge` and its `final` pressure, else `rating` of the loop, by Boyle's law with absolute "
        "pressures. Several on\n"
        "one loop share by their volumes. Liquid that a vessel holds when cold, as a reserve, is not asked for.\n"
        "\n"
        "Example: 1,000 L of PG25, filled at 10 degC (1,024.0 kg/m3), at 50 degC (1,005.0): 18.9 L. A vessel of 28 L "
        "from "
        "1 bar to 3 bar\n"
        "takes 28 x (1 - 201 / 401) = 14 L: violated, 1.35. Of 56 L it takes 28: 0.67.\n"
        "\n"
        "Unknown when `volume` of the loop, its temperatures, or what the vessel may be pressed to is not given.\n",
};
