/* r102_unmodelled.c - R102: elements whose type this version knows by name only, and those above which the model ends. */
#include "rule/rule.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_type *t = hr_unit_type(site, u);
        bool begins = t->power && t->power->boundary;
        if ((t->modelled && !begins) || site->unit[u].port == HR_NONE) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_POWER),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = 1 << HR_CASE_NORMAL,
                      .missing = begins ? "from" : "type",
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r102_unmodelled = {
    .code = "R102",
    .title = "element of a type that is not modelled yet, or fed by what the model leaves out",
    .clause = "",
    .edition = "",
    .formula = "",
    .text =
        "The element is counted and named, and power passes through it, but what it draws, what it loses and what it "
        "does\n"
        "in an outage is not modelled in this version. Its row is unknown, and so is the load of everything upstream.\n"
        "\n"
        "An `infeed` is where the model begins: what feeds it is left out, and with it every fault up there, and "
        "whether one\n"
        "of them takes several infeeds. Its row stays unknown until the model says what stands above: then it is a\n"
        "`switchboard` with a `from`.\n"
        "\n"
        "Example: a UPS between two boards: the board above it carries the racks below and an unknown loss.\n",
    .declare = declare,
};
