/* p129_sccr.c - P129: short-circuit current against what equipment withstands, NEC 110.10. */
#include "rule/short_circuit.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_faults faults;
    hr_arena *a = hr_arena_new();
    if (!a || hr_faults_find(&faults, a, site) != HR_OK) out->failed = true;
    for (hr_id u = 0; u < site->n_unit && !out->failed; u++) {
        const hr_num *sccr = hr_unit_num(site, u, "sccr");
        if (!sccr) continue;
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(site->unit[u].port, HR_Q_FAULT), HR_MAX);
        if (sccr->presence) hr_stated_value(&l, sccr, 1);
        hr_fault_judge(&l, &faults.in[u], site->nominal[u].vin, u);
        if (!sccr->presence) hr_stated_lacks(&l, "sccr", HR_NONE);
        hr_stated_input(&l, hr_input_num("sccr", sccr, HR_DIM_AMP));
        hr_limit_add(out, &l);
    }
    hr_arena_free(a);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id u = site->port[hr_point_port(l->point)].unit;
    const hr_unit *x = &site->unit[u];
    /* at its input: what feeds it, unless that adds up */
    hr_fault_because(site, l, hr_has_transformer(site, u) && x->wire_count == 1 ? site->wire[x->wire_first].parent : u,
                     site->nominal[u].vin, out);
}

const hr_rule hr_rule_p129_sccr = {
    .code = "P129",
    .title = "short-circuit current on equipment",
    .clause = "110.10",
    .edition = "NEC 2023",
    .formula = "fault current at its input <= sccr",
    .text = "Equipment survives the fault current that can flow at its input until the device before it clears: its "
            "short-circuit\n"
            "current rating (`sccr`) is at least that. Judged at boards, busways, transfer switches and PDUs.\n"
            "\n" HR_FAULT_HOW "\n"
            "Example: a board behind two transformers of 1,500 kVA and 5.75 % in parallel, utility without limit, 415 "
            "V: 2 x "
            "1,500 /\n"
            "(0.0575 x 0.925) kVA = 56.4 MVA and 78.5 kA: 65 kA are too little.\n"
            "\n" HR_FAULT_UNKNOWN "Unknown too when `sccr` or\n"
            "the voltage is not given. A lower current let through by a current-limiting device is not read: waive.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
