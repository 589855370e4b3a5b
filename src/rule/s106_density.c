/* s106_density.c - S106: power by area of a floor against what the hall was built for. */
#include "rule/capacity.h"
#include "rule/floor.h"
#include "rule/stated.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_num *n = hr_unit_num(site, u, "density");
        hr_limit l;
        if (!n || !n->presence || site->unit[u].port == HR_NONE) continue;
        if (!hr_capacity_stated(site, u, rule, "density", &l)) continue;
        l.point = hr_point_of(site->unit[u].port, HR_Q_DENSITY);
        l.kinds = HR_FLOOR_KINDS;
        hr_floor_add_input(&l, "area", hr_unit_num(site, u, "area"), HR_DIM_M2);
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_s106_density = {
    .code = "S106",
    .title = "power by area of a floor",
    .clause = "",
    .edition = "",
    .formula = "P of all that stands on it / area <= density",
    .declare = declare,
    .text =
        "What all racks that name a floor take in, in the normal state, over the whole area of the floor, may not "
        "exceed "
        "the\n"
        "`density` that the hall was built for: its cooling, its busways and its fuel were sized by it. The area is "
        "that "
        "of the\n"
        "floor in the model, white space with its aisles; a figure for the gross area of a building is another one. "
        "1 W/ft2 is\n"
        "10.76 W/m2.\n"
        "\n"
        "It is an average, and a first look: what the feeds and the cooling of each rack carry is judged elsewhere.\n"
        "\n"
        "Example: 10 racks of 40 kW on 420 m2: 952 W/m2. A hall of 200 W/ft2, 2.15 kW/m2, holds it: ratio 0.44. Ten "
        "racks of\n"
        "132 kW there: 3.14 kW/m2, violated.\n"
        "\n"
        "Unknown when the area or a power is not given, and while a rack names no floor. What is known only in part is "
        "a lower\n"
        "bound: already over the limit it is violated. A floor without `density` has no such row.\n",
};
