/* c122_bath.c - C122: the warmest fluid of an immersion tank against what it and what is in it may get. */
#include "rule/cooling.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (hr_unit_cooling(site, u) != HR_COOLING_IMMERSION) continue;
        hr_limit l = hr_cooling_limit(site, u, rule, HR_Q_RETURN, HR_MAX);
        hr_cooling_value(&l, "max_temperature", hr_unit_num(site, u, "max_temperature"), HR_DIM_KELVIN);
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_c122_bath = {
    .code = "C122",
    .title = "temperature of the fluid of a tank",
    .clause = "",
    .edition = "",
    .formula = "fluid that comes off what is in it <= max_temperature",
    .declare = declare,
    .text =
        "The fluid of an immersion tank is warmest where it comes off the computers. There it may not be warmer than "
        "its\n"
        "`max_temperature`: what their maker allows, or that of the fluid, the lower of the two. One-phase: what is "
        "supplied, and the heat\n"
        "of the bath over density x heat_capacity x `flow`. Two-phase: `boiling`, as long as the coil takes all of the "
        "vapour; else what\n"
        "it would have to boil at for that (C103).\n"
        "Ratios count from 0 degC.\n"
        "\n"
        "Example: 102 kW into 400 L/min of 800 kg/m3 and 2,200 J/(kg K): 8.7 K. Supplied at 40 degC it comes back at "
        "48.7 degC. At most\n"
        "50 degC: 0.97. At most 45 degC: violated.\n"
        "\n"
        "Unknown when `max_temperature` is not given, or what the temperature follows from: `fluid`, `flow`, the heat, "
        "the loop that takes\n"
        "it.\n",
};
