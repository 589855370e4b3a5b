/* c106_die.c - C106: temperature of the hottest chip of a node against the limit of its die. */
#include "rule/cooling.h"

static hr_id rack_of(const hr_site *s, hr_id unit)
{
    while (s->unit[unit].holder != HR_NONE) unit = s->unit[unit].holder;
    return unit;
}

/* What is in a tank has no plates: its fluid is judged as a whole (C122), and its chips where the node says what they are at. */
static bool is_bathed(const hr_site *s, hr_id rack)
{
    hr_id to = hr_unit_heat_to(s, rack, HR_HEAT_COOLANT);
    return to != HR_NONE && hr_unit_cooling(s, to) == HR_COOLING_IMMERSION;
}

static void node(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    const hr_plate_rec *plate = hr_heat_at(s, unit).plate;
    const hr_num *gpus = hr_unit_num(s, unit, "gpus");
    hr_id rack = rack_of(s, unit);
    bool wet = hr_unit_heat_to(s, rack, HR_HEAT_COOLANT) != HR_NONE && !is_bathed(s, rack);
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_DIE, HR_MAX);
    if (!plate || s->unit[unit].port == HR_NONE) return;
    if (!plate->present && !(wet && gpus && gpus->presence && gpus->v > 0)) return;
    if (plate->present) hr_cooling_value(&l, "plate.limit", &plate->limit, HR_DIM_KELVIN);
    else hr_stated_lacks(&l, "plate", HR_NONE);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    if (hr_site_cools(site)) hr_cooling_each(out, site, rule, HR_COOLING_LOAD, node);
}

const hr_rule hr_rule_c106_die = {
    .code = "C106",
    .title = "temperature of chips under cold plates",
    .clause = "",
    .edition = "",
    .formula = "coolant + P x (R of the plate + R of the die) <= plate.limit",
    .declare = declare,
    .text = "The die of the hottest chip of a node may not be warmer than `plate.limit`, the temperature at which it "
            "slows down. Tables of\n"
            "cold plates end at the case: from the coolant that comes in to the case by `plate.resistance` at the flow "
            "through one plate,\n"
            "from case to die by `plate.die_resistance`, 0.015 K/W where it is not given. A plate has `plate.flow`, "
            "else the node's `flow`\n"
            "in equal parts, and less where the loop falls short (C105), and in a rack with "
            "a manifold its\n"
            "part of the least tray (C123), whatever the node needs. Ratios count from 0 degC.\n"
            "\n"
            "The limit is that of the die. What a GPU reports as T.Limit is no temperature but a margin of its die, in "
            "kelvin below the\n"
            "one at which it slows down, some 87 degC: never give it here.\n"
            "\n"
            "In a two-phase tank a chip has no plate: it is above what its fluid boils at by "
            "`plate.boiling_resistance` and "
            "that of the\n"
            "die, however much flows. Nodes in a tank are not asked for a `plate`: without, its fluid is judged alone "
            "(C122).\n"
            "\n"
            "Example: a chip of 1 kW, coolant at 40 degC, 0.0230 K/W at 1.2 L/min: 40 + 1,000 x (0.0230 + 0.015) = 78 "
            "degC of 87: 0.90.\n"
            "At 0.5 L/min it is 87.5 degC: violated.\n"
            "\n"
            "Unknown when a node with GPUs hangs on a `coolant` and says nothing of its `plate`, and when "
            "`plate.limit`, power, flow or\n"
            "resistance is not given. Outside of its table a plate keeps the resistance x flow of the end of it.\n",
};
