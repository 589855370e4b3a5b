/* p109_bus_bar.c - P109: direct current of a rack's bus bar against its rating. */
#include "rule/capacity.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        hr_limit l;
        if (hr_unit_kind(site, u) != HR_P_BAR || site->unit[u].port == HR_NONE) continue;
        if (!hr_capacity_rating(site, u, rule, HR_DIM_AMP, HR_Q_DIRECT, &l)) continue;
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p109_bus_bar = {
    .code = "P109",
    .title = "direct current of a bus bar",
    .clause = "",
    .edition = "",
    .formula = "P / V <= rating",
    .text =
        "All that a rack with a bus bar takes flows through the bar. Its current, at the bar's `voltage` or else at "
        "that of\n"
        "the power shelves (`psus.voltage`), may not exceed the bar's continuous rating. It is taken as if all of "
        "it passed\n"
        "one cross-section: shelves that feed the bar in its middle load each half of it less.\n"
        "\n"
        "The bus droops under load (0.5 V from no load to full load, OCP ORv3) and the current rises with it: give "
        "the voltage\n"
        "at full load to judge the worst.\n"
        "\n"
        "Example: 120 kW at 48 V are 2,500 A: on a bar of 2,900 A ratio 0.862, headroom 400 A.\n"
        "\n"
        "Unknown when the rating, the voltage or a load is not given.\n",
    .declare = declare,
};
