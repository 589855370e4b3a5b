/* c101_heat.c - C101: heat that a cooler takes against the heat of its nameplate. */
#include "rule/cooling.h"

/* An economiser that serves alone can give away no more than its primary carries: ahead of others it takes no more. */
static void alone(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule, const hr_cooler_fields *f)
{
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_HEAT, HR_MAX);
    if (hr_cooled_by(s, unit) == HR_NONE || hr_is_ahead(s, unit)) return;
    if (hr_unit_heat_to(s, unit, HR_HEAT_PRIMARY) == HR_NONE) return;
    if (f->primary_flow->presence) hr_cooling_value(&l, "primary_flow", f->primary_flow, HR_DIM_M3_PER_S);
    else if (f->primary_rise->presence) hr_cooling_value(&l, "primary_rise", f->primary_rise, HR_DIM_KELVIN_DIFF);
    hr_cooling_value_point(s, &l, unit, HR_Q_CARRIED, "primary_flow");
    hr_limit_add(out, &l);
}

static void cooler(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_HEAT, HR_MAX);
    hr_cooler_fields f = hr_unit_cooler(s, unit);
    if (f.law == HR_LAW_FREE && f.air && hr_cooled_by(s, unit) != HR_NONE) return; /* as much as its air brings */
    hr_cooling_value(&l, "cooling", f.cooling, HR_DIM_WATT);
    if (hr_cooled_by(s, unit) == HR_NONE) hr_stated_lacks(&l, "cooled_by", HR_NONE);
    hr_limit_add(out, &l);
    if (f.law == HR_LAW_FREE) alone(out, s, unit, rule, &f);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_COOLER, cooler);
}

const hr_rule hr_rule_c101_heat = {
    .code = "C101",
    .title = "heat that a cooler takes",
    .clause = "",
    .edition = "",
    .formula = "heat <= cooling",
    .declare = declare,
    .text =
        "A chiller, tower, dry cooler, heat exchanger, CDU, tank or air handler may not be given more heat than its "
        "`cooling`. Its heat is\n"
        "its share of what goes into the loop or zone that names it in `cooled_by`: by what each can move, and "
        "where they do not all\n"
        "say that, by `cooling`; a tank has that of all that is in it. What pumps and fans draw is heat too.\n"
        "\n"
        "It is one of three limits, and which one binds differs: heat (C101), what has to be moved (C102), "
        "temperature (C103). A\n"
        "nameplate holds at the rise of its maker, some 16 K for a CDU; racks that ask for more coolant have a "
        "smaller one.\n"
        "\n"
        "Example: 2.4 MW into a loop with three CDUs of 1 MW: 800 kW each, ratio 0.80. One of them out of service "
        "(--out): 1.2 MW,\n"
        "violated.\n"
        "\n"
        "An economiser with nothing else on its loop has a second row, what its primary carries: `primary_flow` (or "
        "what of "
        "it is there),\n"
        "warmed from what its primary supplies to what comes back. Example: 500 kW into 750 L/min of water at 20 degC "
        "come "
        "back at 29.6 degC;\n"
        "400 L/min from 18 degC carry 323 kW: violated, 1.55, whatever its nameplate says.\n"
        "\n"
        "An air economiser has no such row: it brings what its air does. A loop or zone with an economiser ahead gives "
        "the "
        "others what\n"
        "that leaves: all of it where the outdoor air shuts it off.\n"
        "\n"
        "Unknown when `cooling` is not given, or the heat is not known: a power, a `liquid_share`, a `zone` on the "
        "way. Heat known only\n"
        "in part is a lower bound: already over the limit it is violated. Unknown too for a cooler that no loop "
        "and no zone names\n"
        "in `cooled_by`.\n",
};
