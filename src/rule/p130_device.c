/* p130_device.c - P130: load on overcurrent devices by IEC 60364-4-43, recalled. */
#include "rule/device.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device_declare(out, site, rule, 1);
    hr_bank_declare(out, site, rule, 1);
}

const hr_rule hr_rule_p130_device = {
    .code = "P130",
    .title = "load on overcurrent devices",
    .clause = "433.1: Ib <= In",
    .edition = "IEC 60364-4-43, recalled",
    .formula = "I <= breaker",
    .text =
        "The design current of a circuit is at most the rated current of its device: Ib <= In. There is no 80 % rule: "
        "what an\n"
        "assembly carries for ever is what its maker declares, by its diversity factor (P133). Ambients above that of "
        "the\n"
        "device's standard reduce In: state the reduced one.\n"
        "\n"
        "It takes the place of P104 and P110 where a site names iec-60364 and not nec-2023, banks of rack PDUs "
        "included. The\n"
        "clause is recalled and was not read.\n"
        "\n"
        "Example: 60 kW at 415 V, 83.5 A on a breaker of 100 A: ratio 0.835, where P104 has 80 A: 1.043.\n"
        "\n"
        "Unknown when the breaker, the voltage or the phases of the feed are not given.\n",
    .declare = declare,
    .set = "iec-60364",
};
