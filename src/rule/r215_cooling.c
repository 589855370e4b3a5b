/* r215_cooling.c - R215, a statement of Tier IV: continuous cooling. */
#include "rule/tier.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    uint16_t kinds = (uint16_t)(HR_KIND_BIT(HR_CASE_FAULT) | HR_KIND_BIT(HR_CASE_COMMON) | HR_KIND_BIT(HR_CASE_NORMAL));
    hr_tier_cooled(out, site, rule, HR_Q_UNCOOLED_FOR, kinds);
}

const hr_rule hr_rule_r215_cooling = {
    .code = "R215",
    .title = "statement of Tier IV: continuous cooling",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "time until cooling is back <= time that stored heat lasts",
    .set = "tier-4",
    .declare = declare,
    .text =
        "From the loss of power until the cooling plant has restarted, space and coolant stay within their limits: "
        "pumps, "
        "CDUs and fans stand\n"
        "behind a UPS, and what is stored carries while chillers restart. It is the time of R107 in every fault and "
        "common "
        "cause, for each\n"
        "critical rack. What does not come back at all is R106's and R205's.\n"
        "\n"
        "Example: pumps behind a UPS, chillers back after 312 s, 5 m3 of facility water under 400 kW with 13 K to the "
        "limit: 692 s, 0.45.\n"
        "\n"
        "Unknown without generators; where a rack names neither `coolant` nor `zone`; where assumed ranges decide.\n",
};
