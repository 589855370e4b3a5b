/* p113_protection.c - P113: the device of a conductor against its ampacity, NEC 240.4. */
#include "rule/run.h"
#include "rule/standard_rating.h"

#define ROUNDED_UP_TO 800 /* A, 240.4(B)(3) */

typedef struct protection {
    const char *missing;
    double ampacity, v; /* A: of the conductor where it lies, and what its device may be rated at */
    double small;       /* A: what 240.4(D) allows; 0: it does not apply */
    bool exact;         /* a secondary, or a tap: never rounded up */
    bool rounded;
} protection;

static bool is_exact(const hr_site *site, const hr_run *run)
{
    return hr_run_is_secondary(site, run) || (run->cable->tap.presence && run->cable->tap.v);
}

/* 240.4(D) goes by size and material, whatever the ampacity is taken from. */
static const char *missing_of_small(const hr_run *run)
{
    const hr_cable_rec *c = run->cable;
    if (!c->size.presence) return hr_run_field(run, "size");
    if (!c->conductor.presence) return hr_run_field(run, "conductor");
    bool listed = c->size.v >= hr_conductor_smallest_m2((hr_material)c->conductor.v) * (1 - 1e-6);
    return listed ? NULL : hr_run_field(run, "size");
}

static protection protection_of(const hr_site *site, const hr_run *run, hr_corner corner)
{
    hr_ampacity a = hr_run_corrected(run, corner);
    protection p = {.missing = a.missing ? a.missing : missing_of_small(run), .exact = is_exact(site, run)};
    if (p.missing) return p;
    p.v = p.ampacity = a.corrected;
    double next = hr_standard_up(p.ampacity);
    p.rounded = !p.exact && next > 0 && next <= ROUNDED_UP_TO && next > p.ampacity;
    if (p.rounded) p.v = next;
    p.small = a.sets * hr_conductor_small(run->cable->size.v, (hr_material)run->cable->conductor.v);
    if (p.small > 0 && p.v > p.small) p.v = p.small;
    return p;
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    const hr_breaker_rec *b = hr_run_breaker(&run);
    uint8_t n = 0;
    if (b) out[n++] = hr_input_num("breaker", &b->rating, HR_DIM_AMP);
    return hr_run_inputs(&run, true, out, n);
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    const hr_breaker_rec *b = hr_run_breaker(run);
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    hr_limit l = hr_run_limit(site, rule, run);
    l.point = hr_point_of(run->port, HR_Q_DEVICE);
    l.stated = true;
    l.missing = b ? protection_of(site, run, HR_NOMINAL).missing : "breaker";
    l.state = l.missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    l.load_state = b ? HR_S_KNOWN : HR_S_UNKNOWN;
    l.trust = hr_inputs_trust(in, hr_run_inputs(run, true, in, 0));
    if (b && b->rating.trust > l.trust) l.trust = b->rating.trust;
    if (b) l.at = b->rating.at;
    for (int c = 0; c < HR_CORNERS; c++) {
        l.v[c] = protection_of(site, run, (hr_corner)c).v;
        if (b) l.load[c] = hr_num_at(&b->rating, HR_HARSH_HIGH, (hr_corner)c);
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    protection p = protection_of(site, &run, HR_NOMINAL);
    hr_buf_printf(out, "breaker %g A; ", l->load[HR_NOMINAL]);
    hr_run_corrected_words(&run, out);
    if (p.small > 0 && p.v == p.small) hr_buf_printf(out, "; %g A at most for its size (240.4(D))", p.small);
    else if (p.rounded) hr_buf_printf(out, "; next standard rating %g A (240.4(B))", p.v);
    else if (p.exact && run.cable->tap.presence && run.cable->tap.v)
        hr_buf_z(out, "; a tap: not rounded up (240.21(B))");
    else if (p.exact) hr_buf_z(out, "; secondary of a transformer: not rounded up (240.21(C))");
    else if (p.ampacity > ROUNDED_UP_TO) hr_buf_z(out, "; above 800 A not rounded up (240.4(C))");
    hr_run_default_words(&run, out);
}

static bool does(const hr_site *site, const hr_run *run, double load)
{
    protection p = protection_of(site, run, HR_NOMINAL);
    return !p.missing && p.v >= load;
}

static void remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    double largest = hr_standard_down(l->v[HR_NOMINAL]);
    if (largest > 0) hr_buf_printf(out, "largest standard rating that would do: %g A; ", largest);
    if (!hr_run_next_size(site, &run, does, load, out) && largest > 0)
        hr_buf_z(out, "no single size of the table does");
}

const hr_rule hr_rule_p113_protection = {
    .code = "P113",
    .title = "overcurrent device against its conductor",
    .clause = "240.4(B), (C), (D), 240.21",
    .edition = "NEC 2023",
    .formula = "breaker <= ampacity after correction, or the next standard rating up to 800 A",
    .text =
        "A device protects its conductor at the ampacity that this has where it lies (P112). Up to 800 A the next "
        "standard rating\n"
        "above that ampacity is allowed (240.4(B), ratings of 240.6(A)); above 800 A the ampacity is at least the "
        "rating "
        "(240.4(C)).\n"
        "For the secondary conductors of a transformer and for a `tap` it is never rounded up (240.21(B), (C)). Small "
        "conductors have\n"
        "their own ceiling: 14 AWG Cu 15 A, 12 Cu 20 A, 10 Cu 30 A, 12 Al 15 A, 10 Al 25 A (240.4(D)). The rating of "
        "an "
        "adjustable\n"
        "device is its highest possible setting unless access to it is restricted (240.6(B), (C)): state that one.\n"
        "Ratings that are not standard are permitted.\n"
        "\n"
        "Not judged here: that a branch circuit with several receptacles for portable loads is not rounded up "
        "(240.4(B)(1)), and\n"
        "the lengths and shares of taps (240.21(B)) and secondaries (240.21(C)).\n"
        "\n"
        "Example: 3 AWG Cu of 90 degC, 4 conductors, 75 degC terminations: 92 A at 30 degC, so 100 A holds; at 40 degC "
        "83.7 A,\n"
        "next standard rating 90 A: 100 A is violated, 2 AWG (94.6 A) does. 1,600 A on 4 sets of 600 kcmil Cu (1,680 "
        "A) "
        "holds, on 4\n"
        "of 500 kcmil (1,520 A) not.\n"
        "\n"
        "Unknown when the breaker or an input of P112 is not given, and below 14 AWG Cu or 12 AWG Al. A cable "
        "`between` "
        "two\n"
        "elements has no breaker of its own in the model, so it is unknown.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .remedy = remedy,
    .set = "nec-2023",
};
