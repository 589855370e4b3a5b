/* p106_winding.c - P106: the most loaded winding of a transformer against its share of the rating. */
#include "rule/capacity.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_power_ops *ops = hr_unit_type(site, u)->power;
        if (!ops || !ops->winding || !ops->voltage) continue;
        const hr_num *secondary = ops->voltage(hr_unit_fields(site, u));
        bool windings = secondary && secondary->presence && site->nominal[u].phases == (HR_A | HR_B | HR_C);
        hr_limit l;
        if (windings && hr_capacity_rating(site, u, rule, HR_DIM_VA, HR_Q_WINDING, &l)) hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p106_winding = {
    .code = "P106",
    .title = "most loaded winding of a transformer",
    .clause = "",
    .edition = "",
    .formula = "3 x largest |S_phase| <= rating",
    .text = "A three-phase transformer has a third of its rating in each winding. Three times the apparent power of "
            "its most\n"
            "loaded phase, at the output, may not exceed the rating; with a balanced load this is the apparent power "
            "itself. The\n"
            "total (P102) hides an unbalanced load: all of it may lie on one winding.\n"
            "\n"
            "Example: 60 kW on phase A alone of a transformer of 75 kVA: the total is at 0.80 of the rating, the "
            "winding at\n"
            "3 x 60 / 75 = 2.40.\n"
            "\n"
            "Unknown when the rating or the phases of a load are not given. Transformers that are not fed on three "
            "lines have no\n"
            "such row.\n",
    .declare = declare,
};
