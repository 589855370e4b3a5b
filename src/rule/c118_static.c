/* c118_static.c - C118: static pressure at every junction of a loop with pipes against what the loop may bear. C110 adds two
 * figures of the model for loops without; here pipes, heights and pumps decide where it is highest. */
#include "rule/cooling.h"

/* Said once for a loop: by its `rating`, or by the set that asks for it. */
static void junction(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id loop = hr_unit_heat_to(s, unit, HR_HEAT_LOOP);
    const hr_num *rating = loop == HR_NONE ? NULL : hr_unit_num(s, loop, "rating");
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_STATIC, HR_MAX);
    if (!rating || (!rating->presence && !hr_site_names_set(s, "coolant"))) return;
    if (rating->presence) hr_cooling_value(&l, "rating", rating, HR_DIM_PASCAL);
    else hr_stated_lacks(&l, "rating", loop);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_JUNCTION, junction);
}

const hr_rule hr_rule_c118_static = {
    .code = "C118",
    .title = "static pressure in a loop with pipes",
    .clause = "",
    .edition = "",
    .formula = "static pressure <= rating of the loop",
    .declare = declare,
    .text = "At no junction of a loop with pipes may the static pressure be above `rating` of the loop: the least that "
            "anything on it may\n"
            "bear, hoses and couplings included. It is counted from `pressure` of the loop, which holds where coolant "
            "comes back to the\n"
            "first of its coolers or at the inlet of its first pump; pumps add to it, pipes and racks take from it, "
            "and each metre of\n"
            "`elevation` down adds rho g: 9.8 kPa in water. Velocity heads are not in it.\n"
            "\n"
            "Example: 2 bar at the CDU's return, 217 kPa of its pumps: 417 kPa on a loop rated 6 bar, 0.70. A pipe "
            "25 m further down\n"
            "adds 1,010 x 9.81 x 25 = 248 kPa: 665 kPa, violated.\n"
            "\n"
            "Unknown when `pressure` of the loop or a figure of one of its parts is not given, and when `rating` is "
            "not and the site\n"
            "names `rules: [coolant]`. Without `rating` and without that nothing is judged. Loops without junctions: "
            "C110.\n",
};
