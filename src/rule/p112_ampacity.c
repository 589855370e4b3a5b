/* p112_ampacity.c - P112: conductors after correction for ambient and bundling, NEC 210.19(A)(2) and 215.2(A)(2). */
#include "rule/run.h"

static double limit_of(const hr_run *run, hr_corner corner)
{
    hr_ampacity a = hr_run_corrected(run, corner);
    return a.missing ? 0 : a.corrected;
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    return hr_run_inputs(&run, true, out, 0);
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    hr_limit l = hr_run_limit(site, rule, run);
    l.missing = hr_run_corrected(run, HR_NOMINAL).missing;
    l.state = l.missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    l.trust = hr_inputs_trust(in, hr_run_inputs(run, true, in, 0));
    for (int c = 0; c < HR_CORNERS; c++) l.v[c] = limit_of(run, (hr_corner)c);
    hr_run_add_current(out, run, l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    hr_run_corrected_words(&run, out);
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

const hr_rule hr_rule_p112_ampacity = {
    .code = "P112",
    .title = "load on conductors, after correction",
    .clause = "210.19(A)(2), 215.2(A)(2), 310.15, 110.14(C)",
    .edition = "NEC 2023",
    .formula = "I <= sets x min(ampacity x ambient x bundling, ampacity at the terminations)",
    .text =
        "The ampacity of a conductor where it lies is that of Table 310.16 in the column of its insulation, times the "
        "factor for\n"
        "its ambient (310.15(B)(1)) and that for the current-carrying conductors in its raceway (310.15(C)(1)), but "
        "not "
        "more\n"
        "than the table gives for its terminations (110.14(C), see P111). All of it may be used by the load: no 1.25 "
        "here.\n"
        "\n"
        "`bundled` counts what 310.15(C)(1) counts: each conductor of parallel sets, spares, and the neutral of a "
        "4-wire "
        "wye\n"
        "feed whose load is mostly nonlinear (310.15(E)(3)), as that of power supplies is. In a raceway of 600 mm or "
        "less, and\n"
        "for cables with space around them, write 3. `ambient` is that of the warmest stretch; near a sunlit roof it "
        "holds the\n"
        "33 K of 310.15(B)(2). A temperature between two rows of the table takes the warmer one.\n"
        "`ampacity`, that of one set at 30 degC and on its own, takes the place of the table, and `derating` that of "
        "both\n"
        "factors.\n"
        "\n"
        "Example: 3 AWG Cu of 75 degC, 4 conductors, 30 degC: 100 x 1.00 x 0.80 = 80 A. Of 90 degC: 115 x 1.00 x 0.80 "
        "= "
        "92 A;\n"
        "at 40 degC 115 x 0.91 x 0.80 = 83.7 A.\n"
        "\n"
        "Unknown when `size`, `conductor`, `insulation`, `ambient` or `bundled` is not given; for sizes and voltages "
        "see "
        "P111.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .remedy = remedy,
    .set = "nec-2023",
};
