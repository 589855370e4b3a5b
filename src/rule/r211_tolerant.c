/* r211_tolerant.c - R211, a statement of Tier IV: no single failure, error or event interrupts what is critical. */
#include "rule/redundancy.h"
#include "rule/tier.h"

/* The normal state with them: every limit is met there, so an untouched one has its row. */
#define ANY_SINGLE \
    (HR_KIND_BIT(HR_CASE_NORMAL) | HR_KIND_BIT(HR_CASE_ON_GENERATORS) | HR_KIND_BIT(HR_CASE_FAULT) | \
     HR_KIND_BIT(HR_CASE_STUCK) | HR_KIND_BIT(HR_CASE_BREAKER_FAILURE) | HR_KIND_BIT(HR_CASE_BYPASS) | \
     HR_KIND_BIT(HR_CASE_COMMON))

static uint16_t kinds_of(const hr_site *site, hr_id unit) { return hr_tier_is_critical(site, unit) ? ANY_SINGLE : 0; }

/* Without a generator all of it is unknown already. */
static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tier_served(out, site, rule, ANY_SINGLE);
    if (hr_tier_has_standby(site)) hr_gap_declare(out, site, rule, kinds_of);
}

const hr_rule hr_rule_r211_tolerant = {
    .code = "R211",
    .title = "statement of Tier IV: uninterrupted in any single failure",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "unserved power <= 0; time without supply <= ride-through",
    .set = "tier-4",
    .declare = declare,
    .text =
        "Fault tolerant: no single failure, error or event interrupts the critical load, and what responds does so by "
        "itself.\n"
        "Rows are the worst of all faults, on utility and on generators, of a device that fails to act when the loss "
        "of "
        "a\n"
        "utility calls it, of a breaker that stays closed, of a UPS on its bypass, and of each `room:`, `epo:` and "
        "declared\n"
        "common cause: what is lost, and how long it is without supply against what it rides through.\n"
        "\n"
        "That N is left after the failure is the rows of P101 to P110 in these cases, with R203 for the hours of "
        "generators;\n"
        "there is no row here that says it twice. Critical is each load that does not say, itself or by its rack,\n"
        "`redundancy: none`. This is a statement of Tier IV; it is not the tier, which the Uptime Institute awards.\n"
        "\n"
        "Example: a static switch that feeds both boards of a rack fails: both cords are dead, 50 kW lost: violated.\n"
        "\n"
        "Unknown when the site has no generator, a load has no `from`, a time on the way is not given, or an element "
        "on "
        "the way\n"
        "is not modelled.\n",
};
