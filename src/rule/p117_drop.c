/* p117_drop.c - P117: voltage drop along one run, the informational notes of NEC 210.19 and 215.2, as a limit on current.
 *
 * The drop of a phase is I L (R cos phi + X sin phi). A rule sees no power factor, so it takes the one that is stated for
 * what the run carries. Where none is, or no raceway, the drop is at most that of |Z| and of the worst raceway: what
 * holds by that bound holds, what does not is unknown. */
#include <math.h>

#include "model/cable_fields.h"
#include "rule/redundancy.h"
#include "rule/run.h"

#define SHARE 0.03

typedef struct drop {
    const char *missing; /* field: unknown without it, or, where `bound`, known only as a bound */
    bool bound;
    const hr_num *factor; /* power factor that is stated; NULL: the worst */
    double r, x, z;       /* ohm/m of one conductor of one set */
    double conductors;    /* that the drop is taken along: sqrt(3) of three lines, 2 there and back */
    double v;             /* A */
} drop;

static const hr_num *factor_of(const hr_site *s, const hr_run *run)
{
    const hr_power_ops *ops = hr_unit_type(s, run->unit)->power;
    const hr_num *own = ops->power_factor ? ops->power_factor(hr_unit_fields(s, run->unit)) : NULL;
    if (run->cable->power_factor.presence) return &run->cable->power_factor;
    return own && own->presence && hr_is_load(s, run->unit) ? own : NULL;
}

/* The largest over the raceways that it may lie in. */
static bool find_table(const hr_cable_rec *c, drop *d)
{
    bool any = false;
    for (int w = 0; w < HR_RACEWAYS; w++) {
        double r, x;
        if (c->raceway.presence && w != c->raceway.v) continue;
        if (!hr_conductor_impedance(c->size.v, (hr_material)c->conductor.v, (hr_raceway)w, &r, &x)) return false;
        d->bound |= any && (r != d->r || x != d->x);
        d->r = any ? fmax(d->r, r) : r;
        d->x = any ? fmax(d->x, x) : x;
        any = true;
    }
    return any;
}

static void find_impedance(const hr_run *run, hr_corner corner, drop *d)
{
    const hr_cable_rec *c = run->cable;
    bool stated = c->resistance.presence && c->reactance.presence;
    if (!stated && !c->size.presence) d->missing = "size";
    else if (!stated && !c->conductor.presence) d->missing = "conductor";
    else if (!stated && !find_table(c, d)) d->missing = c->resistance.presence ? "reactance" : "resistance";
    else if (d->bound) d->missing = "raceway";
    if (c->resistance.presence) d->r = hr_num_at(&c->resistance, HR_HARSH_HIGH, corner);
    if (c->reactance.presence) d->x = hr_num_at(&c->reactance, HR_HARSH_HIGH, corner);
}

static double volts_of(const hr_site *s, const hr_run *run)
{
    return run->parent != HR_NONE ? s->nominal[run->parent].vout : s->nominal[run->unit].vout;
}

static drop drop_of(const hr_site *s, const hr_run *run, hr_corner corner)
{
    drop d = {.missing = run->cable->length.presence ? NULL : "length", .factor = factor_of(s, run)};
    uint8_t lines = run->phases & (HR_A | HR_B | HR_C);
    double volts = volts_of(s, run);
    if (!d.missing) find_impedance(run, corner, &d);
    if (!d.missing && !d.factor) d.missing = "power_factor", d.bound = true;
    if (d.missing) d.missing = hr_run_field(run, d.missing);
    if (volts == 0) d.missing = "voltage", d.bound = false;
    if (d.missing && !d.bound) return d;
    d.z = d.factor ? d.r * d.factor->v + d.x * sqrt(1 - d.factor->v * d.factor->v) : hypot(d.r, d.x);
    d.conductors = lines == 0 || lines == (HR_A | HR_B | HR_C) ? sqrt(3) : 2;
    if (lines && !(lines & (lines - 1))) volts /= sqrt(3); /* one line and the neutral */
    double ohm = d.conductors * hr_num_at(&run->cable->length, HR_HARSH_HIGH, corner) * d.z;
    d.v = ohm > 0 ? SHARE * volts * hr_run_sets(run, corner) / ohm : 0;
    if (ohm <= 0) d.missing = hr_run_field(run, "length"), d.bound = false; /* of no length */
    return d;
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    const hr_cable_rec *c = run.cable;
    const hr_num *factor = factor_of(site, &run);
    bool stated = c->resistance.presence && c->reactance.presence;
    uint8_t n = 0;
    if (!stated && c->size.presence) out[n++] = hr_input_num(hr_run_field(&run, "size"), &c->size, HR_DIM_M2_CONDUCTOR);
    if (!stated && c->conductor.presence)
        out[n++] = hr_input_choice(hr_run_field(&run, "conductor"), &c->conductor, hr_conductor_words);
    if (!stated && c->raceway.presence)
        out[n++] = hr_input_choice(hr_run_field(&run, "raceway"), &c->raceway, hr_raceway_words);
    if (c->resistance.presence)
        out[n++] = hr_input_num(hr_run_field(&run, "resistance"), &c->resistance, HR_DIM_OHM_PER_M);
    if (c->reactance.presence)
        out[n++] = hr_input_num(hr_run_field(&run, "reactance"), &c->reactance, HR_DIM_OHM_PER_M);
    if (c->sets.presence) out[n++] = hr_input_num(hr_run_field(&run, "sets"), &c->sets, HR_DIM_NONE);
    if (c->length.presence) out[n++] = hr_input_num(hr_run_field(&run, "length"), &c->length, HR_DIM_METRE);
    if (factor) out[n++] = hr_input_num("power_factor", factor, HR_DIM_NONE);
    return n;
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    hr_limit l = hr_run_limit(site, rule, run);
    drop d = drop_of(site, run, HR_NOMINAL);
    hr_id first = run->phases & HR_A ? 0 : run->phases & HR_B ? 1 : 2;
    l.missing = d.missing;
    l.state = !d.missing ? HR_S_KNOWN : d.bound ? HR_S_PARTIAL : HR_S_UNKNOWN;
    for (int c = 0; c < HR_CORNERS; c++) l.v[c] = drop_of(site, run, (hr_corner)c).v;
    l.point = hr_point_of(run->port, (hr_quantity)(HR_Q_CURRENT_A + first));
    l.trust = hr_inputs_trust(in, inputs(site, &l, in));
    hr_run_add_current(out, run, l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    drop d = drop_of(site, &run, HR_NOMINAL);
    bool one = d.conductors == 2 && (run.phases & HR_N);
    hr_buf_printf(out, "3 %% of %g V%s", volts_of(site, &run), one ? " / sqrt(3)" : "");
    if (hr_run_sets(&run, HR_NOMINAL) != 1) hr_buf_printf(out, " x %g sets", hr_run_sets(&run, HR_NOMINAL));
    hr_buf_printf(out, " / (%s x %g m x ", d.conductors == 2 ? "2" : "sqrt(3)", run.cable->length.v);
    if (d.factor)
        hr_buf_printf(out, "(%.4g x %.4g + %.4g x %.4g)", d.r * 1000, d.factor->v, d.x * 1000,
                      sqrt(1 - d.factor->v * d.factor->v));
    else hr_buf_printf(out, "|%.4g + j %.4g|", d.r * 1000, d.x * 1000);
    hr_buf_printf(out, " ohm/km) = %.5g A", d.v);
    if (!d.factor) hr_buf_z(out, ", the least at any power factor");
    if (d.bound && d.factor) hr_buf_z(out, ", in the worst raceway");
}

const hr_rule hr_rule_p117_drop = {
    .code = "P117",
    .title = "voltage drop along a run (advice)",
    .clause = "210.19 and 215.2(A)(2) informational notes; Ch. 9 Table 9 (2017)",
    .edition = "NEC 2023",
    .formula = "I <= 3 % x V / (sqrt(3) x length x (R cos phi + X sin phi))",
    .text =
        "Informational notes advise that no branch circuit and no feeder loses more than 3 % of the voltage; they are "
        "no "
        "part of\n"
        "the requirements. R and X at 75 degC are those of Chapter 9 Table 9 (read in NEC 2017) for the `raceway`, or "
        "`resistance`\n"
        "and `reactance`. The drop line to neutral is I L (R cos phi + X sin phi), divided by `sets`; on two lines, or "
        "on one and\n"
        "the neutral, it is taken there and back.\n"
        "\n"
        "The power factor is that of the cable (`power_factor`), else that of the load at its end. For what feeds "
        "others it is\n"
        "not known to the rule: |Z| is then the most that any power factor can make of it, and without a `raceway` the "
        "largest R\n"
        "and X of the three. What holds by that bound holds; what exceeds it is unknown until the field is given.\n"
        "\n"
        "The 5 % that the notes advise for branch circuit and feeder together are not judged: that is a sum of "
        "voltages "
        "along a\n"
        "path, and voltages are nominal here.\n"
        "\n"
        "Example: 3 AWG Cu in PVC, 50 m, power factor 0.95, 415 V: R cos phi + X sin phi = 0.82 x 0.95 + 0.154 x 0.312 "
        "= 0.827\n"
        "ohm/km; limit 3 % x 415 / (sqrt(3) x 50 m x 0.827 ohm/km) = 173.8 A. 80 A lose 3.31 V of 240 V: 1.38 %, ratio "
        "0.460.\n"
        "\n"
        "Unknown when `length`, `size` or `conductor` is not given, and for sizes that the table does not have "
        "without\n"
        "`resistance` and `reactance`.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .set = "nec-notes",
};
