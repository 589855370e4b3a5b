/* r202_dual_fed.c - R202, a statement of Tier III and IV: IT has two cords, or a transfer switch right before it. */
#include "rule/tier.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    const hr_num two = hr_figure(2, HR_VERIFIED);
    for (hr_id u = 0; u < site->n_unit; u++) {
        hr_tier_feeds feeds;
        if (!hr_tier_is_it(site, u)) continue;
        hr_tier_list_feeds(site, u, &feeds);
        hr_limit l = hr_stated_unknown(site, u, rule, HR_Q_NUMBER, HR_MIN, "from");
        const hr_num n = hr_figure(feeds.n, HR_GIVEN);
        hr_span at = l.at;
        if (feeds.n) hr_stated_fill(&l, &n, HR_HARSH_NONE, &two, HR_HARSH_NONE);
        l.at = at;
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_tier_feeds feeds;
    hr_tier_list_feeds(site, hr_limit_at(site, l), &feeds);
    if (feeds.transfer == HR_NONE) {
        hr_buf_printf(out, "%u cord%s", feeds.n, feeds.n == 1 ? "" : "s");
        hr_buf_z(out, feeds.n == 1 ? ", and no transfer switch right before it" : "");
        return;
    }
    hr_tier_name(site, feeds.transfer, out);
    hr_buf_printf(out, " right before it chooses by itself among %u feed%s", feeds.n, feeds.n == 1 ? "" : "s");
}

const hr_rule hr_rule_r202_dual_fed = {
    .code = "R202",
    .title = "statement of Tier III: two feeds at the point of use",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "feeds at the point of use >= 2",
    .set = "tier-3,tier-4",
    .declare = declare,
    .because = because,
    .text =
        "IT equipment has two cords, or a transfer switch (`ats`, `sts`) at its point of use. Counted are the cords of "
        "the\n"
        "rack on which the load has power supplies (`psus`), of power shelves and rack PDUs their feeds; a load on one "
        "cord\n"
        "counts the feeds that the switch right before it takes by itself. Whether the two feeds have something in "
        "common is\n"
        "R201's, R211's and R212's to find.\n"
        "\n"
        "Example: a rack with cords A and B: 2. A node whose `psus: {A: 2}` all hang on A: 1, violated.\n"
        "\n"
        "Unknown when the rack has no `from`.\n",
};
