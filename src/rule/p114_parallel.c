/* p114_parallel.c - P114: which conductors may be run in parallel, NEC 310.10(G). */
#include "model/cable_fields.h"
#include "rule/run.h"

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    uint8_t n = 0;
    if (run.cable->size.presence)
        out[n++] = hr_input_num(hr_run_field(&run, "size"), &run.cable->size, HR_DIM_M2_CONDUCTOR);
    out[n++] = hr_input_num(hr_run_field(&run, "sets"), &run.cable->sets, HR_DIM_NONE);
    return n;
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    const hr_cable_rec *c = run->cable;
    hr_limit l = hr_run_limit(site, rule, run);
    if (hr_num_at(&c->sets, HR_HARSH_HIGH, HR_HARSH) <= 1) return;
    l.point = hr_point_of(run->port, HR_Q_SIZE);
    l.stated = true;
    l.sense = HR_MIN;
    l.state = HR_S_KNOWN;
    l.load_state = c->size.presence ? HR_S_KNOWN : HR_S_UNKNOWN;
    l.missing = c->size.presence ? NULL : hr_run_field(run, "size");
    l.trust = c->size.trust > c->sets.trust ? c->size.trust : c->sets.trust;
    if (c->size.presence) l.at = c->size.at;
    for (int k = 0; k < HR_CORNERS; k++) {
        l.v[k] = hr_conductor_parallel_m2();
        l.load[k] = hr_num_at(&c->size, HR_HARSH_LOW, (hr_corner)k);
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    int row = hr_conductor_row(run.cable->size.v);
    hr_buf_printf(out, "%g sets of ", run.cable->sets.v);
    if (row >= 0) hr_buf_z(out, hr_conductor_name(row));
    else hr_buf_printf(out, "%.4g mm2", run.cable->size.v * 1e6);
    hr_buf_z(out, ", in parallel from 1/0 AWG on");
}

const hr_rule hr_rule_p114_parallel = {
    .code = "P114",
    .title = "size of conductors in parallel",
    .clause = "310.10(G)",
    .edition = "NEC 2023",
    .formula = "size >= 1/0 AWG where sets > 1",
    .text =
        "Conductors are run in parallel, `sets` of them to a phase, from 1/0 AWG on. They are alike in length, "
        "material, "
        "size,\n"
        "insulation and termination; the model states one of each for all sets, so that these cannot differ in it.\n"
        "\n"
        "Example: 4 sets of 600 kcmil hold: 304 mm2 on 53.5 mm2, ratio 0.176. 2 sets of 2 AWG: 33.6 mm2, ratio 1.590, "
        "violated.\n"
        "\n"
        "A run of one set has no such row. Unknown when `size` is not given.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .set = "nec-2023",
};
