/* p133_diversity.c - P133: outgoing circuits of an assembly against its rated diversity factor, IEC 61439, recalled. */
#include "rule/rule.h"

static hr_limit new_limit(const hr_site *s, const hr_wire *w, uint16_t rule, const hr_num *factor)
{
    const hr_num *rating = &w->feed->breaker.rating;
    hr_id assembly = s->unit[w->parent].decl;
    hr_limit l = {.rule = rule,
                  .sense = HR_MAX,
                  .state = HR_S_UNKNOWN,
                  .value_point = HR_NONE,
                  .kinds = HR_EVERY_KIND,
                  .decl = s->unit[w->child].decl,
                  .at = w->feed->at,
                  .missing = "breaker"};
    if (!factor->presence) {
        l.missing = "diversity";
        l.decl = assembly;
        l.at = s->decl[assembly].at;
    }
    if (!factor->presence || !rating->presence) return l;
    l.state = HR_S_KNOWN;
    l.missing = NULL;
    l.at = rating->at;
    l.trust = factor->trust > rating->trust ? factor->trust : rating->trust;
    for (int c = 0; c < HR_CORNERS; c++)
        l.v[c] = hr_num_at(factor, HR_HARSH_LOW, (hr_corner)c) * hr_num_at(rating, HR_HARSH_LOW, (hr_corner)c);
    l.input[l.n_input++] = hr_input_num("breaker", rating, HR_DIM_AMP);
    l.input[l.n_input++] = hr_input_num("diversity", factor, HR_DIM_NONE);
    return l;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id i = 0; i < site->n_wire; i++) {
        const hr_wire *w = &site->wire[i];
        const hr_num *factor = hr_unit_num(site, w->parent, "diversity");
        if (!factor || (w->role != HR_WIRE_FEED && w->role != HR_WIRE_BYPASS)) continue;
        hr_limit l = new_limit(site, w, rule, factor);
        uint8_t phases = w->phases ? w->phases : HR_A | HR_B | HR_C;
        for (unsigned k = 0, added = 0; k < 3; k++) {
            if (!(phases >> k & 1) || (l.state == HR_S_UNKNOWN && added++)) continue;
            l.point = hr_point_of(w->port, (hr_quantity)(HR_Q_CURRENT_A + k));
            hr_limit_add(out, &l);
        }
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_buf_printf(out, "diversity %g x breaker %g A = %.5g A", l->input[1].num->v, l->input[0].num->v,
                  l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_p133_diversity = {
    .code = "P133",
    .title = "rated diversity factor of an assembly",
    .clause = "rated diversity factor",
    .edition = "IEC 61439-1, -2, recalled",
    .formula = "I <= diversity x breaker",
    .text =
        "An assembly is proved with its outgoing circuits loaded at once to a part of their rated current: the rated "
        "diversity\n"
        "factor, which its maker declares. The servers of a training job draw their load at the same time, so that "
        "every\n"
        "circuit may carry that part of its device and no more, for ever. `diversity` of the switchboard, PDU or "
        "busway "
        "(its\n"
        "tap-off boxes) is that factor; a training hall wants 1.0. Makers often declare 0.9 for 2-3 circuits, 0.8 for "
        "4-5, 0.7 for\n"
        "6-9, 0.6 for 10 and more; these are recalled, and not taken for a declaration.\n"
        "\n"
        "Example: a breaker of 100 A in an assembly with a factor of 0.8 under 83.5 A: 80 A, ratio 1.043.\n"
        "\n"
        "Unknown when `diversity` is not given: ask for the declaration.\n",
    .declare = declare,
    .because = because,
    .set = "iec-60364",
};
