/* p102_apparent.c - P102: apparent power against the rating in volt-amperes. */
#include "rule/capacity.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_capacity_declare(out, site, rule, HR_DIM_VA, HR_Q_APPARENT);
}

const hr_rule hr_rule_p102_apparent = {
    .code = "P102",
    .title = "apparent power rating of equipment",
    .clause = "",
    .edition = "",
    .formula = "sqrt(P^2 + Q^2) <= rating",
    .text = "The apparent power of a source, transformer or power distribution unit may not exceed its rating in VA. "
            "It is\n"
            "taken at the input, the element's own loss included, which is the stricter of the two readings of a "
            "nameplate.\n"
            "P and Q are the three-phase totals: a load on one phase may overload its winding while the total holds: "
            "P106.\n"
            "\n"
            "Example: 950 kW at power factor 0.95 is 1,000 kVA: on a transformer of 1,000 kVA ratio 1.000, headroom 0 "
            "before\n"
            "its own loss, and violated with it.\n"
            "\n"
            "Unknown when neither `rating` nor `power` is given.\n",
    .declare = declare,
};
