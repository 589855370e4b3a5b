/* p101_current.c - P101: current through boards and busways against their continuous rating. */
#include "rule/capacity.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_capacity_declare(out, site, rule, HR_DIM_AMP, HR_Q_CURRENT_A);
}

const hr_rule hr_rule_p101_current = {
    .code = "P101",
    .title = "continuous current rating of equipment",
    .clause = "",
    .edition = "",
    .formula = "I <= rating, each phase",
    .text =
        "The current of each phase at the input of a board or busway, loss included, may not exceed its continuous\n"
        "rating. The rating of a board or busway is continuous by definition, so no factor is applied here; the 80 % "
        "rule\n"
        "belongs to the overcurrent device (P104).\n"
        "\n"
        "Current is taken at nominal voltage: I = |S_phase| / (V / sqrt(3)), with loads between two lines added as "
        "phasors.\n"
        "\n"
        "Example: 500 kW at 415 V, unity power factor, balanced: 500,000 / (sqrt(3) x 415) = 695.6 A on a busway of "
        "800 A:\n"
        "ratio 0.870, headroom 104.4 A.\n"
        "\n"
        "Unknown when the rating, the voltage of the source or the phases of a single load are not given.\n",
    .declare = declare,
};
