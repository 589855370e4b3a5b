/* p126_leads.c - P126: conductors from a generator to the first overcurrent device, NEC 445.13(A). */
#include <math.h>
#include <string.h>

#include "rule/run.h"

#define OVERLOAD 1.15

typedef struct leads {
    const hr_num *rating, *voltage;
    const hr_flag *overload;
    double factor;
} leads;

static leads leads_of(const hr_site *s, const hr_run *run)
{
    leads g = {hr_unit_num(s, run->parent, "rating"), hr_unit_num(s, run->parent, "voltage"),
               hr_unit_flag(s, run->parent, "overload"), OVERLOAD};
    if (g.overload->presence && !g.overload->v) g.factor = 1;
    return g;
}

static double wanted(const leads *g, hr_corner corner)
{
    if (!g->rating->presence || !g->voltage->presence) return 0;
    return g->factor * hr_num_at(g->rating, HR_HARSH_HIGH, corner) /
           (sqrt(3) * hr_num_at(g->voltage, HR_HARSH_LOW, corner));
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_run run = hr_run_of(site, l);
    leads g = leads_of(site, &run);
    uint8_t n = 0;
    if (g.rating->presence) out[n++] = hr_input_num("rating", g.rating, HR_DIM_VA);
    if (g.voltage->presence) out[n++] = hr_input_num("voltage", g.voltage, HR_DIM_VOLT);
    if (g.overload->presence) out[n++] = hr_input_flag("overload", g.overload);
    return hr_run_inputs(&run, true, out, n);
}

static void declare_run(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    if (run->parent == HR_NONE || strcmp(hr_unit_type(site, run->parent)->name, "generator") != 0) return;
    hr_limit l = hr_run_limit(site, rule, run);
    leads g = leads_of(site, run);
    l.point = hr_point_of(run->port, HR_Q_AMPACITY);
    l.stated = true;
    l.sense = HR_MIN;
    l.missing = hr_run_corrected(run, HR_NOMINAL).missing;
    l.load_state = l.missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    const char *of_set = !g.rating->presence ? "rating" : !g.voltage->presence ? "voltage" : NULL;
    l.state = of_set ? HR_S_UNKNOWN : HR_S_KNOWN;
    if (of_set && !l.missing) {
        l.missing = of_set;
        l.decl = site->unit[run->parent].decl;
        l.at = site->decl[l.decl].at;
    }
    l.trust = hr_inputs_trust(in, inputs(site, &l, in));
    for (int c = 0; c < HR_CORNERS; c++) {
        l.v[c] = wanted(&g, (hr_corner)c);
        l.load[c] = hr_run_corrected(run, (hr_corner)c).corrected;
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_run_each(out, site, rule, declare_run); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    leads g = leads_of(site, &run);
    hr_run_corrected_words(&run, out);
    hr_buf_printf(out, "; %.2f%s x %g kVA / (sqrt(3) x %g V) = %.5g A", g.factor,
                  g.factor == 1 ? " (cannot be overloaded)" : "", g.rating->v / 1000, g.voltage->v, l->v[HR_NOMINAL]);
    hr_run_default_words(&run, out);
}

static bool does(const hr_site *site, const hr_run *run, double load)
{
    hr_ampacity a = hr_run_corrected(run, HR_NOMINAL);
    leads g = leads_of(site, run);
    (void)load;
    return !a.missing && a.corrected >= wanted(&g, HR_NOMINAL);
}

static void remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out)
{
    hr_run run = hr_run_of(site, l);
    (void)hr_run_next_size(site, &run, does, load, out);
}

const hr_rule hr_rule_p126_leads = {
    .code = "P126",
    .title = "conductors of a generator",
    .clause = "445.13(A), 310.15, 110.14(C)",
    .edition = "NEC 2023",
    .formula = "ampacity after correction >= 1.15 x nameplate current (1.00 where it cannot be overloaded)",
    .text =
        "From its terminals to the first overcurrent device the conductors of a generator carry 115 % of its nameplate "
        "current,\n"
        "rating / (sqrt(3) x voltage). Where the design of the set prevents that it is overloaded (`overload: no`) 100 "
        "% "
        "are\n"
        "enough. The ampacity is that of P112. Judged for each run that a generator feeds, since the device stands at "
        "its end.\n"
        "\n"
        "Example: 2,500 kVA at 480 V: 3,007 A, x 1.15 = 3,458 A. 8 sets of 600 kcmil Cu, 75 degC: 8 x 420 = 3,360 A, "
        "ratio\n"
        "1.029, violated; 9 sets (3,780 A) hold.\n"
        "\n"
        "Unknown when an input of P112, or the rating of the generator, is not given.\n",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .remedy = remedy,
    .set = "nec-2023",
};
