/* p110_bank.c - P110: load on the banks of a rack PDU against their breakers. */
#include "rule/device.h"

#define CONTINUOUS_SHARE 0.80 /* as for any other overcurrent device, P104 */

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_bank_declare(out, site, rule, CONTINUOUS_SHARE);
}

const hr_rule hr_rule_p110_bank = {
    .code = "P110",
    .title = "continuous load on the banks of a rack PDU",
    .clause = "210.20(A)",
    .edition = "NEC 2023",
    .formula = "I <= 0.80 x bank (1.00 x where full_rated)",
    .text =
        "Each bank of outlets has a breaker, which may carry 80 % of its rating continuously, or all of it where the "
        "bank "
        "says\n"
        "`full_rated: true` (see P104). Its load is that of what its `outlets` name: power supplies of a node that is "
        "plugged\n"
        "into several banks of one strip are dealt over them evenly. A bank on two lines carries S / V, on one line "
        "and "
        "neutral\n"
        "S / (V / sqrt(3)); the lines of the inlet (P101) and its whip (P104) add up their banks as phasors. Kilowatts "
        "at "
        "the\n"
        "inlet hide all of them.\n"
        "\n"
        "A bank beyond its rating opens in the cascade, and takes the supplies plugged into it.\n"
        "\n"
        "Example: two nodes of 6 kW, half of each on this strip, on a bank of 20 A between two lines at 415 V: 6,000 / "
        "415 "
        "=\n"
        "14.5 A on 16 A: ratio 0.904. With the other strip lost 28.9 A: ratio 1.807.\n"
        "\n"
        "Unknown when the model has no `banks`, when a bank lacks its rating or phases, and when not every load on the "
        "strip\n"
        "is named by a bank: then the lines of the inlet are unknown too, unless it has but one phase. A strip without "
        "banks\n"
        "says `banks: []`.\n",
    .declare = declare,
    .set = "nec-2023",
    .by_default = true,
};
