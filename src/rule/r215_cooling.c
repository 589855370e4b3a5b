/* r215_cooling.c - R215, a statement of Tier IV that this version cannot judge: continuous cooling. */
#include "rule/tier.h"

const hr_rule hr_rule_r215_cooling = {
    .code = "R215",
    .title = "statement of Tier IV: continuous cooling",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "space and coolant stay within limits until the plant is back",
    .set = "tier-4",
    .declare = hr_tier_cooling,
    .text = "From the loss of power until the cooling plant has restarted, space and coolant stay within their limits: "
            "pumps,\n"
            "CDUs and fans stand behind a UPS, or there is a store of cold. Cooling is judged in a steady state, and "
            "not yet "
            "over the\n"
            "minutes of an outage, so each IT load has an unknown row.\n"
            "\n"
            "Example: pumps behind a UPS: unknown all the same, until temperatures are followed over time.\n"
            "\n"
            "Unknown always; where a rack names neither `coolant` nor `zone`, for want of that first.\n",
};
