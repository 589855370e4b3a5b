/* r203_continuous.c - R203, a statement of Tier III and IV: generators have no limit of hours at what they carry. */
#include "rule/capacity.h"
#include "rule/tier.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    unsigned kinds = HR_KIND_BIT(HR_CASE_ON_GENERATORS) | HR_KIND_BIT(HR_CASE_MAINTENANCE);
    if (hr_site_names_set(site, "tier-4"))
        kinds |= HR_KIND_BIT(HR_CASE_NORMAL) | HR_KIND_BIT(HR_CASE_FAULT) | HR_KIND_BIT(HR_CASE_STUCK) |
                 HR_KIND_BIT(HR_CASE_BREAKER_FAILURE) | HR_KIND_BIT(HR_CASE_COMMON);
    for (hr_id u = 0; u < site->n_unit; u++) {
        hr_limit l;
        if (!hr_tier_is_standby(site, u) || site->unit[u].port == HR_NONE) continue;
        if (!hr_capacity_stated(site, u, rule, "continuous_power", &l)) continue;
        l.point = hr_point_of(site->unit[u].port, HR_Q_POWER);
        if (l.state == HR_S_KNOWN) l.kinds = (uint16_t)kinds;
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r203_continuous = {
    .code = "R203",
    .title = "statement of Tier III: generators without a limit of hours",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "P <= continuous_power",
    .set = "tier-3,tier-4",
    .declare = declare,
    .text =
        "Generators carry the critical load without a limit of hours. A set counts with the power it gives for "
        "unlimited\n"
        "hours, `continuous_power`: its COP rating as it stands, a standby rating (ESP) not at all, a prime rating "
        "(PRP) "
        "with\n"
        "what its maker allows for a constant load. `power` of a set says nothing of hours, so it does not stand in.\n"
        "Judged on generators and in maintenance; where the site names tier-4, with single failures too.\n"
        "\n"
        "Example: three sets of 1,000 kW continuous carry 1,800 kW. With one in maintenance the two others carry 900 "
        "kW "
        "each:\n"
        "ratio 0.90.\n"
        "\n"
        "Unknown when `continuous_power` is not given, or the load is known only in part.\n",
};
