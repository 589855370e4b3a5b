/* r205_cooled.c - R205, a statement of Tier III and IV: cooled in maintenance of anything. */
#include "rule/tier.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tier_cooled(out, site, rule, HR_Q_UNCOOLED,
                   (uint16_t)(HR_KIND_BIT(HR_CASE_ON_GENERATORS) | HR_KIND_BIT(HR_CASE_MAINTENANCE)));
}

const hr_rule hr_rule_r205_cooled = {
    .code = "R205",
    .title = "statement of Tier III: cooled in maintenance of anything",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "heat that nothing carries away <= 0",
    .set = "tier-3,tier-4",
    .declare = declare,
    .text =
        "Not only served but cooled: with any component or path taken out as planned, on generators, what is left "
        "cools the "
        "critical load.\n"
        "Maintenance of each cooler, pump between junctions, pipe, valve and filter counts, and of all that feeds "
        "them; a "
        "part of a loop is\n"
        "drained as far as the next valves. What is left has to carry all heat, move what is needed, and give it to "
        "what "
        "holds itself (R106).\n"
        "\n"
        "Example: three CDUs of 600 kW for 1,056 kW: with one of them out 1,200 kW are left: holds. All three on one "
        "board: the maintenance of\n"
        "that board takes all, violated.\n"
        "\n"
        "Unknown without generators, since the statement is made on them; where a rack names neither `coolant` nor "
        "`zone`; "
        "where a figure is\n"
        "missing that decides.\n",
};
