/* c117_branch.c - C117: coolant that a rack gets of a loop with pipes against what it needs. C105 looks at the whole of a loop: a
 * header that moves enough may still starve the rack at its far end. */
#include "rule/cooling.h"

static void rack(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id pair[2];
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_FLOW, HR_MIN);
    if (!hr_unit_heat_pair(s, unit, HR_HEAT_COOLANT, pair)) return;
    hr_cooling_value_point(s, &l, unit, HR_Q_NEED, "flow");
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_RACK, rack);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site, (void)l;
    hr_buf_z(out, "what its own branch lets through, at the pressures of its two junctions");
}

const hr_rule hr_rule_c117_branch = {
    .code = "C117",
    .title = "coolant that a rack gets of a loop with pipes",
    .clause = "",
    .edition = "",
    .formula = "flow of the rack >= flow that it needs",
    .declare = declare,
    .because = because,
    .text =
        "A rack between two junctions gets what the pressures there drive through it: `dp` at the flow it needs, by "
        "the "
        "1.85th power\n"
        "of the flow. That may not be less than it needs, whatever the loop moves as a whole (C105).\n"
        "\n"
        "Example: a rack that needs 144 L/min at 150 kPa, between junctions 199 kPa apart: 168 L/min, 0.86. Between "
        "junctions 100 kPa\n"
        "apart it gets 116 L/min: violated, 1.24.\n"
        "\n"
        "Unknown when a part of the loop lacks a figure (a pipe its diameter, a rack its `dp` or its manifold), when a "
        "rack does not "
        "say "
        "what it\n"
        "needs, or when nothing open leads to a pump.\n",
};
