/* r106_uncooled.c - R106: loads that an outage leaves without cooling, where their redundancy says it must not. */
#include "rule/redundancy.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_choice *c = hr_redundancy_of(site, u);
        if (!hr_is_cooled_load(site, u)) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_UNCOOLED),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_KNOWN,
                      .value_point = HR_NONE,
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        hr_redundant_limit(out, l, c);
    }
}

const hr_rule hr_rule_r106_uncooled = {
    .code = "R106",
    .title = "load that an outage leaves without cooling",
    .clause = "",
    .edition = "",
    .formula = "heat that nothing carries away <= 0",
    .text =
        "A load loses its cooling where its loop, zone, tank or the loop of its door does not hold: nothing that cools "
        "it "
        "runs, what runs is\n"
        "rated for less than the heat that there is, moves less than is needed, or gives its heat to what does not "
        "hold "
        "itself. On a loop\n"
        "with junctions each rack needs its own flow too. So the loss of a feeder stops a pump, and that a row. What "
        "has no "
        "supply has no\n"
        "heat: it is lost by R101, and not counted here again. Outages count by the load's `redundancy`, as for R101.\n"
        "\n"
        "An ideal header shares what is left and chooses no victims: all loads on it lose their cooling.\n"
        "\n"
        "Example: eight racks of 132 kW on three CDUs of 600 kW, all three fed from board-A: its fault leaves 1,056 kW "
        "without "
        "cooling,\n"
        "violated. One CDU out of service: 1,056 kW on 1,200 kW, holds.\n"
        "\n"
        "Unknown where a figure is missing that decides: `cooling`, `flow`, `primary_flow` of what runs, the heat of a "
        "load, the\n"
        "`zone` or `coolant` of a rack that names the other and gives heat to both (C104); and when nobody states a "
        "redundancy.\n",
    .declare = declare,
};
