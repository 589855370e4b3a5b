/* p122_taps.c - P122: how many tap-offs a busway carries. */
#include "rule/stated.h"

#include "engine/fault.h"

static double tap_offs(const hr_site *s, hr_id busway)
{
    double n = 0;
    for (hr_id i = 0; i < s->n_wire; i++)
        if (s->wire[i].parent == busway && s->wire[i].role != HR_WIRE_SIDE) n += s->unit[s->wire[i].child].count;
    return n;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_num *taps = hr_unit_num(site, u, "taps");
        if (!taps) continue;
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(site->unit[u].port, HR_Q_NUMBER), HR_MAX);
        hr_stated_constant(l.load, tap_offs(site, u));
        if (taps->presence) hr_stated_value(&l, taps, 1);
        else hr_stated_lacks(&l, "taps", HR_NONE);
        hr_stated_input(&l, hr_input_num("taps", taps, HR_DIM_NONE));
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_buf_printf(out, "%g feeds from it, each a tap-off; taps %g", l->load[HR_NOMINAL], l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_p122_taps = {
    .code = "P122",
    .title = "number of tap-offs on a busway",
    .clause = "",
    .edition = "",
    .formula = "feeds from it <= taps",
    .text =
        "Nothing mechanical stops too many tap-offs from being hung on a track busway: the sum is a check of the "
        "model. Each\n"
        "feed from the busway counts as a tap-off, whether it is live or an alternative; `taps` is how many the run "
        "may\n"
        "carry.\n"
        "\n"
        "Example: 9 racks with one feed each on a busway of 8 tap-offs: 9 on 8, violated.\n"
        "\n"
        "Unknown when `taps` of the busway is not given.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
