/* p111_conductor.c - P111: conductors under continuous load before any correction, NEC 210.19(A)(1) and 215.2(A)(1). */
#include "rule/run.h"

#define CONTINUOUS 1.25

static double factor_of(const hr_run *run) { return hr_run_full_rated(run) ? 1 : CONTINUOUS; }

static double limit_of(const hr_run *run, hr_corner corner)
{
    hr_ampacity a = hr_run_terminal(run, corner);
    return a.missing ? 0 : a.sets * a.limit / factor_of(run);
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    const hr_breaker_rec *b = hr_run_breaker(&run);
    uint8_t n = hr_run_inputs(&run, false, out, 0);
    if (b) out[n++] = hr_input_flag("full_rated", &b->full_rated);
    return n;
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    hr_limit l = hr_run_limit(site, rule, run);
    l.missing = hr_run_terminal(run, HR_NOMINAL).missing;
    l.state = l.missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    l.trust = hr_inputs_trust(in, hr_run_inputs(run, false, in, 0));
    for (int c = 0; c < HR_CORNERS; c++) l.v[c] = limit_of(run, (hr_corner)c);
    hr_run_add_current(out, run, l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    hr_run_terminal_words(&run, out);
    hr_buf_printf(out, " / %.2f%s = %.5g A", factor_of(&run), hr_run_full_rated(&run) ? " (listed for 100 %)" : "",
                  l->v[HR_NOMINAL]);
    hr_run_default_words(&run, out);
}

static bool does(const hr_site *site, const hr_run *run, double load)
{
    (void)site;
    return limit_of(run, HR_NOMINAL) >= load;
}

static void remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    (void)hr_run_next_size(site, &run, does, load, out);
}

const hr_rule hr_rule_p111_conductor = {
    .code = "P111",
    .title = "continuous load on conductors, before correction",
    .clause = "210.19(A)(1), 215.2(A)(1), 110.14(C)",
    .edition = "NEC 2023",
    .formula = "I <= sets x ampacity / 1.25 (/ 1.00 where the device is full_rated)",
    .text =
        "A conductor has an ampacity, before any correction, of at least 125 % of the continuous load: it is a heat "
        "sink "
        "for\n"
        "the device at its end. All load counts as continuous (P104). The ampacity is that of Table 310.16 in the "
        "column "
        "of\n"
        "the lower of the terminations and the insulation. Where the feed's breaker is listed with its assembly for "
        "100 "
        "%\n"
        "(`full_rated`) the 1.25 drops. The test after correction is P112, that of the device P113.\n"
        "\n"
        "Where `termination` does not say what the terminations are marked for it is 60 degC for a breaker of 100 A or "
        "less,\n"
        "without a breaker for sizes up to 1 AWG, and 75 degC above: 110.14(C)(1). The default is listed.\n"
        "`ampacity`, that of one set by its maker or an engineer, takes the place of the table.\n"
        "\n"
        "Example: 57.5 kW at 415 V are 80.0 A; 3 AWG Cu on terminations marked 75 degC: 100 / 1.25 = 80 A: ratio "
        "1.000.\n"
        "On terminations that are not marked: 85 / 1.25 = 68 A: violated; 1 AWG, 110 / 1.25 = 88 A, does.\n"
        "\n"
        "Unknown when `size`, `conductor` or `insulation` is not given, and for a size that the table does not have or "
        "above\n"
        "2,000 V, for which it is not made, without `ampacity`.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .remedy = remedy,
    .set = "nec-2023",
};
