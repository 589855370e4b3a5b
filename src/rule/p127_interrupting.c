/* p127_interrupting.c - P127, P129: short-circuit current against what devices interrupt and equipment withstands, NEC 110.9
 * and 110.10. */
#include <math.h>

#include "engine/fault.h"
#include "rule/stated.h"

static double amperes(double va, double volts) { return va / (sqrt(3.0) * volts); }

/* The load of a limit, from the power at a bus. What is only known to be at most that much decides nothing but that the
 * limit is kept. */
static void judge_fault(hr_limit *l, const hr_fault *f, double volts, hr_id bus)
{
    bool kept = true;
    if (volts <= 0) {
        hr_stated_lacks(l, "voltage", bus);
        return;
    }
    for (int c = 0; c < HR_CORNERS; c++) {
        l->load[c] = isinf(f->va[c]) ? 0 : amperes(f->va[c], volts);
        kept = kept && !isinf(f->va[c]) && !hr_row_beyond(HR_MAX, l->load[c], l->v[c]);
    }
    if (f->exact || kept) return;
    l->state = HR_S_KNOWN;
    l->load_state = HR_S_UNKNOWN;
    l->missing = f->missing;
    l->lacks = f->lacks + 1;
}

static void declare_devices(hr_limits *out, const hr_site *site, uint16_t rule)
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
        judge_fault(&l, &f, site->nominal[d.supply].vout, d.supply);
        if (!d.rec->interrupting.presence) hr_stated_lacks(&l, hr_device_field(&d, "breaker.interrupting"), HR_NONE);
        hr_stated_input(&l,
                        hr_input_num(hr_device_field(&d, "breaker.interrupting"), &d.rec->interrupting, HR_DIM_AMP));
        hr_limit_add(out, &l);
    }
    hr_arena_free(a);
}

static void declare_boards(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_faults faults;
    hr_arena *a = hr_arena_new();
    if (!a || hr_faults_find(&faults, a, site) != HR_OK) out->failed = true;
    for (hr_id u = 0; u < site->n_unit && !out->failed; u++) {
        const hr_num *sccr = hr_unit_num(site, u, "sccr");
        if (!sccr) continue;
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(site->unit[u].port, HR_Q_FAULT), HR_MAX);
        if (sccr->presence) hr_stated_value(&l, sccr, 1);
        judge_fault(&l, &faults.in[u], site->nominal[u].vin, u);
        if (!sccr->presence) hr_stated_lacks(&l, "sccr", HR_NONE);
        hr_stated_input(&l, hr_input_num("sccr", sccr, HR_DIM_AMP));
        hr_limit_add(out, &l);
    }
    hr_arena_free(a);
}

static void words(const hr_site *site, const hr_limit *l, hr_id bus, double volts, hr_buf *out)
{
    hr_faults faults;
    hr_buf way = {0};
    hr_arena *a = hr_arena_new();
    if (!a || hr_faults_find(&faults, a, site) != HR_OK) {
        out->failed = true;
    } else {
        hr_fault_words(&faults, bus, &way);
        hr_buf_add(out, way.s ? way.s : "", way.n);
        hr_buf_z(out, "; ");
        hr_put_quantity(out, l->load[HR_NOMINAL] * sqrt(3.0) * volts, HR_DIM_VA);
        hr_buf_z(out, " / (sqrt(3) x ");
        hr_put_quantity(out, volts, HR_DIM_VOLT);
        hr_buf_z(out, ") = ");
        hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
        hr_buf_printf(out, "; %s ", l->input[0].name);
        hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
    }
    hr_buf_free(&way);
    hr_arena_free(a);
}

static void device_words(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_device d;
    if (hr_device_of(site, l, &d)) words(site, l, d.supply, site->nominal[d.supply].vout, out);
}

static void board_words(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id u = site->port[hr_point_port(l->point)].unit;
    const hr_unit *x = &site->unit[u];
    /* at its input: what feeds it, unless that adds up */
    words(site, l, hr_has_transformer(site, u) && x->wire_count == 1 ? site->wire[x->wire_first].parent : u,
          site->nominal[u].vin, out);
}

#define HOW \
    "The current is that of a bolted three-phase fault, by short-circuit power: a utility gives its `fault`, a " \
    "generator\n" \
    "its rating / `subtransient`, and a transformer 1 / (1 / S + Z / rating), Z being its `impedance` less 7.5 % of " \
    "it for\n" \
    "the tolerance of manufacture (recalled; `impedance_tolerance` overrides). Cables, busways and boards count as\n" \
    "nothing and impedances as reactances: an upper bound. Of alternatives the strongest counts, sources in parallel " \
    "and\n" \
    "across normally closed ties add up; an open tie is taken to close only where the other supply is away, and " \
    "what\n" \
    "transfers without a break adds up too. A UPS passes on what its feeds give. What motors and converters add is " \
    "not\n" \
    "included.\n"
#define UNKNOWN \
    "Where `fault` of a utility or `impedance` of a transformer is not given it is taken as without limit: the row " \
    "holds\n" \
    "if even that is within the rating, else it is unknown and names the field. "

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
        "\n" HOW "\n"
        "Example: a transformer of 1,000 kVA and 5.75 % on a utility without limit, at 480 V: 1,000,000 / 0.0575 = "
        "17.4 "
        "MVA and\n"
        "20.9 kA; with the tolerance 18.8 MVA and 22.6 kA: a breaker of 25 kA holds, one of 22 kA does not.\n"
        "\n" UNKNOWN "Unknown too when `interrupting` or\n"
        "the voltage is not given. Series ratings (240.86) are not read: waive with the combination's test.\n",
    .declare = declare_devices,
    .set = "nec-2023",
    .because = device_words,
};

const hr_rule hr_rule_p129_sccr = {
    .code = "P129",
    .title = "short-circuit current on equipment",
    .clause = "110.10",
    .edition = "NEC 2023",
    .formula = "fault current at its input <= sccr",
    .text = "Equipment survives the fault current that can flow at its input until the device before it clears: its "
            "short-circuit\n"
            "current rating (`sccr`) is at least that. Judged at boards, busways, transfer switches and PDUs.\n"
            "\n" HOW "\n"
            "Example: a board behind two transformers of 1,500 kVA and 5.75 % in parallel, utility without limit, 415 "
            "V: 2 x "
            "1,500 /\n"
            "(0.0575 x 0.925) kVA = 56.4 MVA and 78.5 kA: rated 65 kA it is violated.\n"
            "\n" UNKNOWN "Unknown too when `sccr` or\n"
            "the voltage is not given. A lower current let through by a current-limiting device is not read: waive.\n",
    .declare = declare_boards,
    .set = "nec-2023",
    .because = board_words,
};
