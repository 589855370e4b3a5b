/* p127_interrupting.c - P127: short-circuit current against what devices interrupt, NEC 110.9. */
#include "rule/short_circuit.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    hr_faults faults;
    hr_arena *a = hr_arena_new();
    if (!a || hr_faults_find(&faults, a, site) != HR_OK) out->failed = true;
    for (hr_id i = 0; i < hr_device_places(site) && !out->failed; i++) {
        if (!hr_device_at(site, i, &d)) continue;
        hr_fault f = d.wire == HR_NONE ? faults.in[d.unit] : hr_fault_of_wire(&faults, d.wire);
        hr_limit l = hr_device_limit(site, rule, &d, HR_Q_FAULT, HR_MAX);
        if (d.rec->interrupting.presence) hr_stated_value(&l, &d.rec->interrupting, 1);
        hr_fault_judge(&l, &f, site->nominal[d.supply].vout, d.supply);
        if (!d.rec->interrupting.presence) hr_stated_lacks(&l, hr_device_field(&d, "breaker.interrupting"), HR_NONE);
        hr_stated_input(&l,
                        hr_input_num(hr_device_field(&d, "breaker.interrupting"), &d.rec->interrupting, HR_DIM_AMP));
        hr_limit_add(out, &l);
    }
    hr_arena_free(a);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_device d;
    if (hr_device_of(site, l, &d)) hr_fault_because(site, l, d.supply, site->nominal[d.supply].vout, out);
}

const hr_rule hr_rule_p127_interrupting = {
    .code = "P127",
    .title = "short-circuit current on the interrupting rating of devices",
    .clause = "110.9",
    .edition = "NEC 2023",
    .formula = "fault current at its line terminals <= interrupting",
    .text =
        "A device that opens on a fault is rated to interrupt at least the current that can flow at its line "
        "terminals, "
        "at the\n"
        "voltage of the system. In parallel with others it may have to break what they all feed back into the fault.\n"
        "\n" HR_FAULT_HOW "\n"
        "Example: a transformer of 1,000 kVA and 5.75 % on a utility without limit, at 480 V: 1,000,000 / 0.0575 = "
        "17.4 "
        "MVA and\n"
        "20.9 kA; with the tolerance 18.8 MVA and 22.6 kA: 25 kA are enough, 22 kA are not.\n"
        "\n" HR_FAULT_UNKNOWN "Unknown too when `interrupting` or\n"
        "the voltage is not given. Series ratings (240.86) are not read: waive with the combination's test.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
