/* r107_interrupted.c - R107: how long an outage leaves a load without cooling, against how long stored heat lasts. */
#include "element/redundancy.h"
#include "rule/redundancy.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_choice *c = hr_redundancy_of(site, u);
        if (!hr_is_cooled_load(site, u) || !c || !c->presence || c->v == HR_REDUNDANCY_NONE) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_UNCOOLED_FOR),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_KNOWN,
                      .value_point = hr_point_of(site->unit[u].port, HR_Q_COOLING_LASTS),
                      .factor = 1,
                      .kinds = hr_redundancy_kinds(c),
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r107_interrupted = {
    .code = "R107",
    .title = "time without cooling",
    .clause = "",
    .edition = "",
    .formula = "time until cooling is back <= time that stored heat lasts",
    .text =
        "Where pumps, CDUs, fans or chillers lose their supply for a while, the load may not get too warm before they "
        "are "
        "back. Time\n"
        "without cooling is that of the loss until supply returns, and the restart: `restart` of the cooler or pump, "
        "else "
        "5 min [1, 15] of\n"
        "a compressor and 10 s [5, 60] of a drive. A pump stopped takes the flow from the plates: seconds. A chiller "
        "stopped warms the\n"
        "water of its loop and of all that gives its heat to it: minutes, by the `volume` of loops and buffer tanks, "
        "else "
        "0.5 L/kW [0.3, 2]\n"
        "of a loop that cools racks and 5 L/kW [2, 15] of others, until the first chip is at its `plate.limit` or the "
        "air at "
        "the end of its\n"
        "`class`. What does not come back is R106.\n"
        "\n"
        "Assumed values count with their ranges: the row holds only if it does at their bad ends, and is violated only "
        "if "
        "it is at their\n"
        "good ones. docs/physics/time-to-limit.md has the equations.\n"
        "\n"
        "Example: a loop of 5 m3 of water under 1 MW, chillers back after 12 s and 5 min of restart, 8 K to the limit: "
        "5 x "
        "4.18 MJ/K x 8 K /\n"
        "1 MW = 167 s of 312 s: violated, unless the restart is known to be shorter.\n"
        "\n"
        "Unknown where ranges decide, and without `plate` of a node with GPUs, without `class` of a zone.\n",
    .declare = declare,
};
