/* c119_suction.c - C119: pressure above vapour at the inlet of a pump against what the pump needs there. */
#include "rule/cooling.h"

static void pump(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id pair[2];
    const hr_num *needs = hr_unit_num(s, unit, "npsh_required");
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_SUCTION, HR_MIN);
    if (!hr_unit_heat_pair(s, unit, HR_HEAT_BETWEEN, pair)) return;
    if (!needs->presence && !hr_site_names_set(s, "coolant")) return;
    hr_cooling_value(&l, "npsh_required", needs, HR_DIM_PASCAL);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_PUMP, pump);
}

const hr_rule hr_rule_c119_suction = {
    .code = "C119",
    .title = "pressure at the inlet of a pump",
    .clause = "",
    .edition = "",
    .formula = "static pressure + 101.325 kPa - vapour pressure >= npsh_required",
    .declare = declare,
    .text =
        "Coolant boils in a pump whose inlet is near the pressure of vapour: it loses head, is eaten away and loses "
        "its prime. What is\n"
        "there, NPSH available, is the absolute static pressure at the inlet less the pressure of vapour at the "
        "temperature there; as a\n"
        "head it is (p + p_air - p_vapour) / (rho g). It may not be less than `npsh_required` of the pump, given "
        "as a pressure or as a\n"
        "head of water: 30 kPa, 3 mH2O. The velocity head at the inlet, 0.5 kPa at 1 m/s, is left out, and so is "
        "what glycol takes off\n"
        "the pressure of vapour: both are on the safe side. p_air is 101.325 kPa, which on a height is too much: "
        "by 17 kPa at 1,500 m.\n"
        "\n"
        "Example: 20 kPa at the inlet, water of 60 degC (vapour 19.9 kPa): 20 + 101.3 - 19.9 = 101.4 kPa, 10.5 m "
        "of water, for a pump\n"
        "that needs 40 kPa: 0.39. With 70 kPa lost in a strainer before it: 31.4 kPa, violated.\n"
        "\n"
        "Judged of pumps between two junctions, of those that turn. Unknown when `pressure` of the loop or a "
        "figure of one of its parts\n"
        "is not given, and when `npsh_required` is not and the site names `rules: [coolant]`; without either "
        "nothing is judged.\n",
};
