/* r201_maintained.c - R201, a statement of Tier III and IV: what is critical stays served while anything is maintained. */
#include "rule/tier.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tier_served(out, site, rule, (uint16_t)(HR_KIND_BIT(HR_CASE_ON_GENERATORS) | HR_KIND_BIT(HR_CASE_MAINTENANCE)));
}

const hr_rule hr_rule_r201_maintained = {
    .code = "R201",
    .title = "statement of Tier III: served on generators, in maintenance of anything",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "unserved power <= 0",
    .set = "tier-3,tier-4",
    .declare = declare,
    .text =
        "Concurrently maintainable: every component that has capacity and every element of a path can be taken out as "
        "planned,\n"
        "and all critical load stays served. The utility is an economic alternative, so this holds on generators "
        "alone.\n"
        "Each row is the worst of the maintenance cases: every source, every element that passes power on, every feed "
        "with a\n"
        "device that can be withdrawn. Hands may switch before. A load cut off by devices that overload opens is lost "
        "too.\n"
        "\n"
        "That what is left can also carry the load, N with any component out, is the rows of P101 to P110 in these "
        "same "
        "cases;\n"
        "there is no row here that says it twice. Critical is each load that does not say, itself or by its rack,\n"
        "`redundancy: none`. This is a statement of Tier III and one of Tier IV; it is not the tier, which the "
        "Uptime Institute awards.\n"
        "\n"
        "Example: cords A and B from two boards that one transfer switch feeds: its maintenance takes both: violated.\n"
        "\n"
        "Unknown when the site has no generator (nothing then stands in for the utility), a load has no `from`, or an "
        "element on\n"
        "the way is not modelled.\n",
};
