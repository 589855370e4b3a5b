/* c103_supply.c - C103: the lowest temperature that a cooler can supply against what it is set to. */
#include "rule/cooling.h"

/* Its own, or that of what it cools. A tower or dry cooler may be set lower than its loop has to be, as cold as free cooling
 * can use: then it is the loop's that may not be missed. */
static hr_id states_set_point(const hr_site *s, hr_id cooler, hr_id body)
{
    hr_cooler_fields f = hr_unit_cooler(s, cooler);
    const hr_num *loop = hr_unit_num(s, body, "supply");
    if (!f.supply || !f.supply->presence) return body;
    bool outdoors = f.law == HR_LAW_DRY || f.law == HR_LAW_WET;
    return outdoors && loop && loop->presence && loop->v > f.supply->v ? body : cooler;
}

static void cooler(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id body = hr_cooled_by(s, unit);
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_LOWEST, HR_MAX);
    if (body == HR_NONE || hr_unit_cooler(s, unit).law == HR_LAW_COMPRESSOR || hr_is_ahead(s, unit)) return;
    hr_id by = states_set_point(s, unit, body);
    const char *field = hr_unit_cooler(s, unit).law == HR_LAW_CONDENSER ? "boiling" : "supply";
    const hr_num *set = hr_unit_num(s, by, field);
    if (set && set->presence) hr_cooling_value(&l, field, set, HR_DIM_KELVIN);
    else hr_stated_lacks(&l, field, by);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_COOLER, cooler);
}

const hr_rule hr_rule_c103_supply = {
    .code = "C103",
    .title = "temperature that a cooler can supply",
    .clause = "",
    .edition = "",
    .formula = "lowest supply <= set point",
    .declare = declare,
    .text =
        "With its valve wide open, or its fans at full speed, a cooler supplies the lowest temperature that it can: "
        "that of what\n"
        "takes its heat and its approach at the heat that it has. It may not be above what it is set to: its own "
        "`supply`, else that\n"
        "of its loop or zone. (A tower or dry cooler that is set lower than its loop, so that an economiser has a cold "
        "source in winter,\n"
        "is held against its loop's.) Approach grows with heat: a CDU of 4 K at its nameplate has less below it.\n"
        "\n"
        "Of a two-phase tank it is the temperature at which its fluid would have to boil so that the coil takes all of "
        "the vapour. Above\n"
        "`boiling` the coil takes less than what comes: a closed tank gets warmer under pressure, an open one loses "
        "fluid.\n"
        "\n"
        "A chiller or air conditioner has no such row: a compressor keeps its set point as long as its heat (C101) "
        "holds. Nor\n"
        "has an economiser ahead of other coolers: they hold the set point with what it leaves. Ratios count from 0 "
        "degC.\n"
        "\n"
        "Example: a primary loop at 34 degC, a CDU with 3.1 K of approach at its heat: it supplies 37.1 degC. Set to "
        "40 degC: 0.93.\n"
        "Set to 36 degC: violated.\n"
        "\n"
        "Unknown when `supply` is not given, or what its approach follows from: heat, flow, `cooling`, `approach`, "
        "`primary_flow`, the\n"
        "temperature of what takes its heat. Beyond its capacity a cooler has no steady temperature: C101 says why.\n",
};
