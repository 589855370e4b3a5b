/* r205_cooled.c - R205, a statement of Tier III and IV that this version cannot judge: cooled in maintenance. */
#include "rule/tier.h"

const hr_rule hr_rule_r205_cooled = {
    .code = "R205",
    .title = "statement of Tier III: cooled in maintenance of anything",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "heat of critical load <= cooling that is left",
    .set = "tier-3,tier-4",
    .declare = hr_tier_cooling,
    .text =
        "Not only served but cooled: with any component or path of cooling taken out as planned, on generators, the "
        "rest\n"
        "cools the critical load. What cools is judged in the normal state (C101 to C116), and not yet in an outage, "
        "so "
        "each IT\n"
        "load has an unknown row: a hall does not come out as holding these statements before that.\n"
        "\n"
        "Example: a rack with `coolant: tcs-1`: unknown, until the outage of each CDU and chiller is judged. One at a "
        "time can be\n"
        "looked at: check --out cdu-1.\n"
        "\n"
        "Unknown always; where a rack names neither `coolant` nor `zone`, for want of that first.\n",
};
