/* p132_i2.c - P132: the current at which a device trips against its conductor, IEC 60364-4-43 433.1, recalled. */
#include "rule/iec_run.h"

#define ALLOWED 1.45

static const double tripping[] = {[HR_MINIATURE] = 1.45, [HR_MOULDED_CASE] = 1.30}; /* x In, within 1 h or 2 h */

static const char *i2_of(const hr_breaker_rec *b, hr_corner corner, double *i2)
{
    *i2 = 0;
    if (b->trip_current.presence) *i2 = hr_num_at(&b->trip_current, HR_HARSH_HIGH, corner);
    else if (b->standard.presence) *i2 = tripping[b->standard.v] * hr_num_at(&b->rating, HR_HARSH_HIGH, corner);
    else return "breaker.standard";
    return NULL;
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    static const char *const words[] = {"60898-1", "60947-2"};
    hr_run run = hr_run_of(site, l);
    const hr_breaker_rec *b = hr_run_breaker(&run);
    uint8_t n = 0;
    if (b) out[n++] = hr_input_num("breaker", &b->rating, HR_DIM_AMP);
    if (b && b->trip_current.presence) out[n++] = hr_input_num("breaker.trip_current", &b->trip_current, HR_DIM_AMP);
    else if (b && b->standard.presence) out[n++] = hr_input_choice("breaker.standard", &b->standard, words);
    return hr_iz_inputs(&run, out, n);
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit l;
    bool protected = hr_iz_limit(site, rule, run, &l);
    for (int c = 0; c < HR_CORNERS; c++) {
        const char *missing = protected ? i2_of(&run->feed->breaker, (hr_corner)c, &l.load[c]) : NULL;
        (void)hr_iz(run, (hr_corner)c, &l.v[c]);
        l.v[c] *= ALLOWED;
        if (!missing) continue;
        l.load_state = HR_S_UNKNOWN;
        if (!l.missing) l.missing = missing;
    }
    if (protected && run->feed->breaker.standard.presence && !run->feed->breaker.trip_current.presence &&
        l.trust < HR_RECALLED)
        l.trust = HR_RECALLED;
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    const hr_breaker_rec *b = &run.feed->breaker;
    if (b->trip_current.presence) hr_buf_printf(out, "I2 %g A (trip_current)", b->trip_current.v);
    else
        hr_buf_printf(out, "I2 = %.2f x %g A = %.5g A (recalled)", tripping[b->standard.v], b->rating.v,
                      l->load[HR_NOMINAL]);
    hr_buf_z(out, "; Iz = ");
    hr_iz_words(&run, out);
    hr_buf_printf(out, "; x 1.45 = %.5g A", l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_p132_i2 = {
    .code = "P132",
    .title = "tripping current of a device against its conductor",
    .clause = "433.1: I2 <= 1.45 Iz",
    .edition = "IEC 60364-4-43, recalled",
    .formula = "I2 <= 1.45 x sets x ampacity x ambient x grouping",
    .text =
        "The current I2 at which a device is sure to trip within its conventional time (1 h up to 63 A, 2 h above) is "
        "at "
        "most 1.45\n"
        "times what its conductor carries where it lies (Iz, see P131). I2 is `trip_current` of the breaker; else, by "
        "its\n"
        "`standard`, 1.45 In of a miniature breaker (60898-1) and 1.30 In of a moulded-case one (60947-2). Both "
        "figures "
        "and the\n"
        "clause are recalled and were not read. With them P131 is the stricter of the two; a fuse with a higher I2 is "
        "what this\n"
        "rule is for.\n"
        "\n"
        "Example: a miniature breaker of 125 A: I2 = 181.3 A on 1.45 x 145.6 = 211.1 A: ratio 0.859. A fuse of 125 A "
        "with I2 1.6\n"
        "In, 200 A: 0.947; of 160 A, 256 A: 1.213.\n"
        "\n"
        "Unknown when an input of P131, or neither `standard` nor `trip_current` of the breaker, is given.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .set = "iec-60364",
};
