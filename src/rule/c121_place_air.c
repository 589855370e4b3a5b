/* c121_place_air.c - C121: air that a rack takes in against what its place gets. C105 looks at the whole of a zone: a row that
 * has air enough may still starve the one rack that takes in far more than its neighbours. */
#include "rule/cooling.h"

static void rack(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id zone = hr_unit_heat_to(s, unit, HR_HEAT_ZONE);
    const hr_num *each = zone == HR_NONE ? NULL : hr_unit_num(s, zone, "airflow_per_place");
    if (!each || !each->presence) return;
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_AIR_NEED, HR_MAX);
    hr_cooling_value(&l, "airflow_per_place", each, HR_DIM_M3_PER_S);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_RACK, rack);
}

const hr_rule hr_rule_c121_place_air = {
    .code = "C121",
    .title = "air that a rack takes in",
    .clause = "",
    .edition = "",
    .formula = "air that it takes in <= airflow_per_place of its zone",
    .declare = declare,
    .text =
        "Perforated tiles, or a row's air by its racks, bring each place so much air, whatever the zone has as a whole "
        "(C105). A rack that\n"
        "takes in more draws the rest from above and around it: exhaust. Its air is that of what it holds: `airflow`, "
        "else the heat to\n"
        "air x `airflow_per_power` of its zone. With a rear door only the part counts whose heat the door leaves: the "
        "rest comes back\n"
        "cooled.\n"
        "\n"
        "Example: a row built for racks of 12 kW at 120 cfm/kW gives each place 1,500 cfm. A rack of 12 kW takes in "
        "1,440: 0.96. One of\n"
        "80 kW takes in 9,600: violated, 6.4. With a door that takes 70 of the 80 kW 1,200 are left: 0.80.\n"
        "\n"
        "Judged where the zone says `airflow_per_place`. Unknown when a rack says no `airflow` and its zone no "
        "`airflow_per_power`.\n",
};
