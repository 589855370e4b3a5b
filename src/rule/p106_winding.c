/* p106_winding.c - P106: the most loaded phase of a transformer, UPS or generator against its share of the rating. */
#include "rule/capacity.h"

/* A distribution unit has a winding only with a transformer. */
static bool has_phases(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    if (!ops || !ops->by_phase || s->nominal[unit].phases != (HR_A | HR_B | HR_C)) return false;
    const hr_num *secondary = ops->winding ? ops->voltage(hr_unit_fields(s, unit)) : NULL;
    return !ops->winding || (secondary && secondary->presence);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        hr_limit l;
        if (has_phases(site, u) && hr_capacity_rating(site, u, rule, HR_DIM_VA, HR_Q_WINDING, &l))
            hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p106_winding = {
    .code = "P106",
    .title = "most loaded phase of a transformer, UPS or generator",
    .clause = "",
    .edition = "",
    .formula = "3 x largest |S_phase| <= rating",
    .text =
        "Three-phase equipment rated in VA has a third of its rating in each phase: the winding of a transformer or\n"
        "alternator, the converter leg of a UPS. Three times the apparent power of its most loaded phase, at the "
        "output,\n"
        "may not exceed the rating; with a balanced load this is the apparent power itself. The total (P102) hides an\n"
        "unbalanced load: all of it may lie on one phase.\n"
        "\n"
        "Example: 60 kW on phase A alone of a transformer of 75 kVA: the total is at 0.80 of the rating, the winding "
        "at\n"
        "3 x 60 / 75 = 2.40.\n"
        "\n"
        "Unknown when the rating or the phases of a load are not given. What is not fed on three lines, and a UPS "
        "that\n"
        "states no `rating_va`, has no such row.\n",
    .declare = declare,
};
