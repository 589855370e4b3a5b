/* c113_outdoor.c - C113: outdoor air of the design day against what rejects heat to it. */
#include "rule/cooling.h"

/* An economiser stops above it, by itself: where others cool behind it, or it has no such limit, nothing is beyond. */
static bool only_stops(const hr_site *s, hr_id unit, const hr_num *most)
{
    if (hr_unit_cooler(s, unit).law != HR_LAW_FREE) return false;
    return hr_is_ahead(s, unit) || !most || !most->presence;
}

static void cooler(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    const hr_num *most = hr_unit_num(s, unit, "max_outdoor");
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_OUTDOOR, HR_MAX);
    if (only_stops(s, unit, most)) return;
    if (!most || hr_unit_heat_to(s, unit, HR_HEAT_PRIMARY) != HR_NONE) return;
    hr_cooling_value(&l, "max_outdoor", most, HR_DIM_KELVIN);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_COOLER, cooler);
}

const hr_rule hr_rule_c113_outdoor = {
    .code = "C113",
    .title = "outdoor air of the design day",
    .clause = "",
    .edition = "",
    .formula = "outdoor.dry_bulb <= max_outdoor",
    .declare = declare,
    .text = "A chiller, air conditioner or dry cooler that gives its heat to the outdoor air works up to "
            "`max_outdoor`: beyond it a compressor\n"
            "trips on its head pressure. The air of the design day, `outdoor: {dry_bulb: ...}` of the site, may not be "
            "warmer. On a roof it\n"
            "is warmer than at the weather station: give what reaches the coil.\n"
            "\n"
            "One that gives its heat to a condenser loop has no such row, nor has an economiser ahead of other "
            "coolers: above its "
            "`max_outdoor`\n"
            "it stops, and they carry everything (C101). Ratios count from 0 degC.\n"
            "\n"
            "Example: dry_bulb 38 degC, max_outdoor 46 degC: 0.83.\n"
            "\n"
            "Unknown when `max_outdoor` or the outdoor air is not given.\n",
};
