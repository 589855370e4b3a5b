/* s101_floor.c - S101: all that stands on a floor, spread over its area, against its uniform rating. */
#include "rule/capacity.h"
#include "rule/floor.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_structure_ops *ops = hr_unit_type(site, u)->structure;
        hr_limit l;
        if (!ops || !ops->area || site->unit[u].port == HR_NONE) continue;
        if (!hr_capacity_stated(site, u, rule, "rating", &l)) continue;
        l.point = hr_point_of(site->unit[u].port, HR_Q_PRESSURE);
        l.kinds = HR_FLOOR_KINDS;
        hr_floor_add_input(&l, "area", ops->area(hr_unit_fields(site, u)), HR_DIM_M2);
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_s101_floor = {
    .code = "S101",
    .title = "uniform load on a floor",
    .clause = "",
    .edition = "",
    .formula = "mass x g / area <= rating",
    .text =
        "The weight of all racks that name a floor, with what they hold, spread over the whole area of the floor, may\n"
        "not exceed its uniform rating. g = 9.80665 m/s2. A rack weighs its own `weight` and that of each part it "
        "holds;\n"
        "where only the whole is known, give it to the rack and `weight: 0 kg` to what it holds.\n"
        "\n"
        "This is an average, aisles included: it says nothing of heavy racks that stand close together. Declare parts "
        "of a\n"
        "floor as floors of their own to judge them. What the racks do to the floor they stand on is the reading\n"
        "`pressure` of a rack, which no rule judges, because weight spreads into the aisles. Nor does the model hold "
        "what\n"
        "else the floor carries: raised floor, pipes, walls. Take that off the rating.\n"
        "\n"
        "Example: 40 racks of 1,360 kg on 100 m2: 54,400 x 9.80665 / 100 = 5.33 kPa; on a floor of 4.8 kPa ratio "
        "1.111,\n"
        "headroom -535 Pa. One rack of 1,360 kg on 0.6 x 2.4 m, half its aisles included: 9.26 kPa.\n"
        "\n"
        "Unknown when the area, the rating or a weight is not given. What is known only in part is a lower bound: "
        "already\n"
        "over the limit it is violated, otherwise unknown.\n"
        "Waive with: waive: {S101: {on: hall, until: 2027-06-30, because: \"...\"}}\n",
    .declare = declare,
};
