/* p104_device.c - P104: continuous load on overcurrent devices, NEC 210.20(A) and 215.3. */
#include "rule/conductor.h"
#include "rule/device.h"
#include "rule/standard_rating.h"

#define CONTINUOUS_SHARE 0.80 /* 1 / 1.25 */

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device_declare(out, site, rule, CONTINUOUS_SHARE);
}

/* Ratings are those of the NEC: told where the site asks for that code by name. */
static void remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out)
{
    const hr_flag *full = l->n_input > 1 ? l->input[1].flag : NULL;
    double next = hr_standard_up(load / (full && full->presence && full->v ? 1 : CONTINUOUS_SHARE));
    if (next > 0 && hr_site_names_set(site, "nec-2023"))
        hr_buf_printf(out, "next standard rating that would do: %g A (240.6(A))", next);
}

const hr_rule hr_rule_p104_device = {
    .code = "P104",
    .title = "continuous load on overcurrent devices",
    .clause = "210.20(A), 215.3",
    .edition = "NEC 2023",
    .formula = "I <= 0.80 x breaker (1.00 x where full_rated)",
    .text = "A branch-circuit or feeder overcurrent device is rated at not less than 125 % of the continuous load plus "
            "the\n"
            "non-continuous load: Ir >= 1.25 Ic + In. A training job runs for more than 3 hours at its rated load, so "
            "all of it is\n"
            "continuous, and the device may carry 1 / 1.25 = 80 % of its rating. Where the assembly including the "
            "device is\n"
            "listed for operation at 100 % of its rating (`full_rated: true`) it may carry all of it. Without "
            "`full_rated` the\n"
            "80 % holds, and the row shows it as a default.\n"
            "\n"
            "The same holds after an outage: a feed that takes over carries its load for as long as the repair lasts.\n"
            "\n"
            "Example: a rack of 80.5 kW at 415 V on one cord: 80,500 / (sqrt(3) x 415) = 112.0 A; breaker 100 A x 0.80 "
            "= 80 A:\n"
            "ratio 1.40, headroom -32.0 A.\n"
            "\n"
            "Unknown when the breaker, the voltage or the phases of the feed are not given.\n"
            "Waive with: waive: {P104: {on: row2-rack05, until: 2027-06-30, because: \"...\"}}\n",
    .declare = declare,
    .remedy = remedy,
    .set = "nec-2023",
    .by_default = true,
};
