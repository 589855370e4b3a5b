/* r101_lost.c - R101: loads that an outage leaves without supply, where their redundancy says it must not. */
#include "rule/redundancy.h"

static bool has_feed(const hr_site *s, hr_id u)
{
    if (s->unit[u].wire_count) return true;
    return s->unit[u].holder != HR_NONE && s->unit[s->unit[u].holder].wire_count > 0;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (!hr_is_load(site, u) || site->unit[u].port == HR_NONE) continue;
        const hr_choice *c = hr_redundancy_of(site, u);
        bool fed = has_feed(site, u);
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_LOST),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = fed ? HR_S_KNOWN : HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .missing = fed ? NULL : "from",
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        hr_redundant_limit(out, l, c);
    }
}

const hr_rule hr_rule_r101_lost = {
    .code = "R101",
    .title = "load lost by an outage",
    .clause = "",
    .edition = "",
    .formula = "unserved power <= 0",
    .text =
        "A load that has no live feed left, or whose live power supplies are fewer than needed or too weak, is lost. "
        "That is a\n"
        "violation in the normal state always, and after an outage where the load's `redundancy` (its own, else its\n"
        "rack's, else the site's) covers it:\n"
        "  none                nothing; the loss is listed under `lost` only\n"
        "  any-one             every single fault on utility and on generators, maintenance, common causes, a UPS on "
        "its\n"
        "                      bypass, and a device that fails to act when the loss of a utility calls it\n"
        "  maintenance+fault   a fault while something is in maintenance too, and a device that fails to act in any "
        "fault\n"
        "  any-two             two faults too\n"
        "Behind power shelves all that a rack takes is one load: it is lost as a whole when the live rectifiers are "
        "too weak "
        "for\n"
        "it.\n"
        "The outage of a load itself is no finding, nor that of its rack or of the bus bar that all of the rack hangs "
        "on:\n"
        "R105 counts their GPUs. A loss that comes only after devices beyond their rating have "
        "opened\n"
        "carries `cascade: true`.\n"
        "\n"
        "Example: a rack with one feed, redundancy any-one: the fault of its board takes 100.8 kW: violated.\n"
        "\n"
        "Unknown when nobody states a redundancy, or the load has no `from`.\n",
    .declare = declare,
};
