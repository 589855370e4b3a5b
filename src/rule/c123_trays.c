/* c123_trays.c - C123: coolant that the least tray of a manifold gets against what a tray needs. C117 looks at the whole of a rack:
 * a rack that gets enough may still starve the tray at the far end of headers that are too narrow. */
#include "rule/cooling.h"

static void manifold(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_TRAY_FLOW, HR_MIN);
    hr_cooling_value_point(s, &l, unit, HR_Q_NEED, "flow");
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    if (hr_site_cools(site)) hr_cooling_each(out, site, rule, HR_COOLING_MANIFOLD, manifold);
}

const hr_rule hr_rule_c123_trays = {
    .code = "C123",
    .title = "coolant of the least tray of a manifold",
    .clause = "",
    .edition = "",
    .formula = "flow of the least tray >= flow that a tray needs",
    .declare = declare,
    .text =
        "A manifold divides what its rack gets over its trays: a supply and a return header, and for each tray a pair "
        "of "
        "quick disconnects\n"
        "and its plates between them. Coolant for far trays runs through more header, so they get less than the mean, "
        "and "
        "the rack as a\n"
        "whole (C105, C117) does not show it. The least of them may not get less than a tray may need: what the node "
        "needs that needs most.\n"
        "Hydraulics give a tray no more for holding a node of 10 kW than one of 1 kW, and where which node hangs no "
        "field says, so the\n"
        "largest may hang on the least tray. Where there are more nodes than trays, each gets an equal part of its "
        "tray. Where the rack\n"
        "holds no nodes, trays need what it needs in equal parts.\n"
        "Where headers end opposite (reverse return) the trays in the middle get least. A rack on a loop without pipes "
        "can "
        "get its part of\n"
        "all that the loop can move. Chips are judged in the least tray (C106).\n"
        "\n"
        "Example: two trays of 6 L/min each, 12 L/min to the rack. Branches lose 60 kPa at 6 L/min, a step of header 3 "
        "kPa "
        "at that, all by\n"
        "the square: the near tray gets sqrt(1 + 2 x 3 / 60) = 1.049 times what the far one does, 12 / 2.049 = 5.857 "
        "L/min: violated, 1.02.\n"
        "Of 12.5 L/min it gets 6.101: 0.98. Nine nodes of 10 L/min and nine of 1 L/min in a rack that gets 150 L/min: "
        "8.33 L/min in each\n"
        "tray, less than 10: violated, 1.20, though the rack needs 99 in all.\n"
        "\n"
        "Unknown when a figure of the manifold is not given, or the flow of its rack is not known. Where `trays` is "
        "not "
        "given they are the\n"
        "nodes of the rack.\n",
};
