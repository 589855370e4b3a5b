/* s102_point.c - S102: the load under one foot of a rack against what the floor carries at a point. */
#include "rule/floor.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_floor_declare(out, site, rule, "point_load", HR_Q_POINT_LOAD);
}

const hr_rule hr_rule_s102_point = {
    .code = "S102",
    .title = "point load under a foot",
    .clause = "",
    .edition = "",
    .formula = "mass x g / feet <= point_load",
    .text =
        "A rack stands on its feet or casters. Its weight, with what it holds, shared evenly by them, may not exceed "
        "the\n"
        "point load that the floor states for one foot, on one panel where the floor is raised. g = 9.80665 m/s2.\n"
        "\n"
        "Four feet are taken where the rack states none, and the default is listed. Even shares are the least that "
        "the\n"
        "worst foot can carry: on an uneven floor, or with the weight off the middle, give `feet: 3` or `feet: 2`.\n"
        "\n"
        "Example: a rack of 1,360 kg: 1,360 x 9.80665 / 4 = 3.33 kN; on a floor of 4.5 kN ratio 0.741, headroom 1.17 "
        "kN.\n"
        "On two feet 6.67 kN: violated.\n"
        "\n"
        "Unknown when the point load of the floor or a weight is not given, and for a rack that names no floor on a "
        "site\n"
        "that has one. A site without a floor has no such row.\n"
        "Waive with: waive: {S102: {on: row2-rack05, until: 2027-06-30, because: \"...\"}}\n",
    .declare = declare,
};
