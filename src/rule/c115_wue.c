/* c115_wue.c - C115: water of the site over the energy of its information technology. */
#include "rule/cooling.h"

static bool evaporates(const hr_site *s)
{
    for (hr_id u = 0; u < s->n_unit; u++)
        if (hr_cooling_is_cooler(hr_unit_cooling(s, u)) && hr_unit_cooler(s, u).law == HR_LAW_WET) return true;
    return false;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_limit l = hr_cooling_limit(site, site->self, rule, site->weather ? HR_Q_WUE_YEAR : HR_Q_WUE, HR_MAX);
    if (!evaporates(site)) return;
    hr_cooling_value(&l, "limits.wue", &hr_limits_of_site(site)->wue, HR_DIM_M3_PER_JOULE);
    hr_limit_add(out, &l);
}

const hr_rule hr_rule_c115_wue = {
    .code = "C115",
    .title = "water of the site for the energy of its IT",
    .clause = "",
    .edition = "",
    .formula = "WUE <= limits.wue",
    .declare = declare,
    .text =
        "Water that cooling towers evaporate, and what they drain, over the energy that comes in at what racks hold, "
        "may not exceed\n"
        "`limits: {wue: ...}` of the site. There is no figure that holds for all sites: climate and permit decide.\n"
        "\n"
        "Where the site names a file of weather it is that of the year (ISO/IEC 30134-9), else the value at full load "
        "on the design day.\n"
        "\n"
        "Example: 1.32 MW to a tower at 1.5 L/kWh, 1.2 MW of IT: 1.65 L/kWh. limits: {wue: 1.8 L/kWh}: 0.92.\n"
        "\n"
        "Unknown when `limits.wue` is not given, or a power. A site without a cooling tower has no such row.\n",
};
