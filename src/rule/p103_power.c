/* p103_power.c - P103: active power against the rating in watts. */
#include "rule/capacity.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_capacity_declare(out, site, rule, HR_DIM_WATT, HR_Q_POWER);
}

const hr_rule hr_rule_p103_power = {
    .code = "P103",
    .title = "active power rating of equipment",
    .clause = "",
    .edition = "",
    .formula = "P <= rating",
    .text =
        "The active power of a source, board, power distribution unit or rack may not exceed what it states in watts:\n"
        "the contracted power of a utility, the budget of a distribution unit, what a rack's vendor or operator "
        "allows.\n"
        "It is taken at the input, the element's own loss included; of a UPS and a power shelf at the output.\n"
        "Until the generators have taken over a UPS may carry more for as long as its `overload` says, if by then all "
        "that\n"
        "moves has moved.\n"
        "\n"
        "Example: 144 nodes of 5,600 W on a utility of 750 kW: 806,400 W, ratio 1.0752, headroom -56.4 kW.\n"
        "A load that is known only in part is a lower bound: already over the limit it is violated, otherwise "
        "unknown.\n",
    .declare = declare,
};
