/* s103_rolling.c - S103: a whole rack on its way to its place against what the floor carries rolling. */
#include "rule/floor.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_floor_declare(out, site, rule, "rolling_load", HR_Q_ROLLING_LOAD);
}

const hr_rule hr_rule_s103_rolling = {
    .code = "S103",
    .title = "rolling load of a rack",
    .clause = "",
    .edition = "",
    .formula = "mass x g <= rolling_load",
    .text =
        "A rack that rolls to its place, with all it holds, may not weigh more than the floor states for a rolling "
        "load:\n"
        "the weight of the whole rack, not of one wheel. g = 9.80665 m/s2. The limit is that of the floor it stands "
        "on;\n"
        "ramps, lifts and doors on the way are not in the model, so let `rolling_load` be the least of them. Packing "
        "and\n"
        "the tug are not counted. A rack that is filled in its place is judged as if it came filled.\n"
        "\n"
        "Example: a rack of 1,360 kg: 13.34 kN. A route for 680 kg, 6.67 kN, is at ratio 2.000, headroom -6.67 kN.\n"
        "\n"
        "Unknown when the rolling load of the floor or a weight is not given, and for a rack that names no floor on a "
        "site\n"
        "that has one. A site without a floor has no such row.\n"
        "Waive with: waive: {S103: {on: row2-rack05, until: 2027-06-30, because: \"...\"}}\n",
    .declare = declare,
};
