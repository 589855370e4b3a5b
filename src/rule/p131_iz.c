/* p131_iz.c - P131: rated current of a device against its conductor, IEC 60364-4-43 433.1, recalled. */
#include "rule/iec_run.h"

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    const hr_breaker_rec *b = hr_run_breaker(&run);
    uint8_t n = 0;
    if (b) out[n++] = hr_input_num("breaker", &b->rating, HR_DIM_AMP);
    return hr_iz_inputs(&run, out, n);
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit l;
    bool protected = hr_iz_limit(site, rule, run, &l);
    for (int c = 0; c < HR_CORNERS; c++) {
        (void)hr_iz(run, (hr_corner)c, &l.v[c]);
        if (protected) l.load[c] = hr_num_at(&run->feed->breaker.rating, HR_HARSH_HIGH, (hr_corner)c);
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    hr_buf_printf(out, "In %g A; Iz = ", l->load[HR_NOMINAL]);
    hr_iz_words(&run, out);
}

const hr_rule hr_rule_p131_iz = {
    .code = "P131",
    .title = "rated current of a device against its conductor",
    .clause = "433.1: In <= Iz",
    .edition = "IEC 60364-4-43, recalled",
    .formula = "breaker <= sets x ampacity x ambient x grouping",
    .text =
        "The rated current of a device is at most what its conductor carries where it lies: In <= Iz, never rounded "
        "up. "
        "Iz is\n"
        "`ampacity`, of one set at 30 degC in air and on its own, as its maker or an engineer gives it for the way in "
        "which it\n"
        "is laid (the tables of IEC 60364-5-52 are not in here), times `sets` and the factors\n"
        "\n"
        "  ambient in air, 90 degC insulation   30 degC 1.00, 35 degC 0.96, 40 degC 0.91\n"
        "  `circuits` laid together             1: 1.00, 2: 0.80, 3: 0.70, 4: 0.65, 6: 0.57, 9: 0.50\n"
        "\n"
        "Between two rows the lower factor counts. These factors are recalled and were not read: `derating`, one "
        "factor "
        "for\n"
        "both, takes their place.\n"
        "\n"
        "Example: 200 A, 40 degC, 2 circuits: 200 x 0.91 x 0.80 = 145.6 A: a breaker of 125 A is at ratio 0.859, one "
        "of "
        "160 A at\n"
        "1.099.\n"
        "\n"
        "Unknown when the breaker, `ampacity`, `insulation`, `ambient` or `circuits` is not given, and beyond these "
        "rows without\n"
        "`derating`.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .set = "iec-60364",
};
