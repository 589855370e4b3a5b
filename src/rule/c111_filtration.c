/* c111_filtration.c - C111: what filters of a loop of racks let through. */
#include "rule/cooling.h"

#define COARSEST 50e-6 /* m */

/* The loop's own; else the coarsest of its coolers, or the one that does not say. */
static const hr_num *filter_of(const hr_site *s, hr_id loop, hr_id *unit)
{
    uint32_t n, first = hr_unit_heat_refs(s, loop, &n);
    const hr_num *own = hr_unit_num(s, loop, "filtration"), *coarsest = own;
    *unit = loop;
    for (uint32_t i = first; i < first + n && !own->presence; i++) {
        if (s->heat_ref[i].role != HR_HEAT_COOLED_BY) continue;
        const hr_num *f = hr_unit_num(s, s->heat_ref[i].to, "filtration");
        if (!f || (coarsest != own && (!coarsest->presence || (f->presence && f->v <= coarsest->v)))) continue;
        coarsest = f, *unit = s->heat_ref[i].to;
    }
    return coarsest;
}

static void loop(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id by;
    const hr_num *f = filter_of(s, unit, &by);
    hr_limit l = hr_stated_limit(s, rule, unit, hr_point_of(s->unit[unit].port, HR_Q_LENGTH), HR_MAX);
    if (!hr_loop_has_racks(s, unit)) return;
    if (f->presence) {
        hr_stated_load(&l, f);
        hr_stated_input(&l, hr_input_num("filtration", f, HR_DIM_METRE));
        hr_cooling_figure(&l, "limits.filtration", &hr_limits_of_site(s)->filtration, HR_DIM_METRE, COARSEST,
                          HR_SECONDARY);
        l.at = f->at;
    } else {
        hr_stated_lacks(&l, "filtration", HR_NONE);
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, loop);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_METRE);
    hr_buf_z(out, " is held back; at most ");
    hr_cooling_figure_words(l, HR_DIM_METRE, HR_SECONDARY, out);
}

const hr_rule hr_rule_c111_filtration = {
    .code = "C111",
    .title = "filters of a loop of racks",
    .clause = "",
    .edition = "",
    .formula = "filtration <= 50 um",
    .declare = declare,
    .because = because,
    .set = "coolant",
    .text = "Channels of cold plates are some 100 um wide: filters of a loop that racks hang on have to hold back what "
            "is larger than 50 um.\n"
            "The `filtration` is that of the loop, else the coarsest of its CDUs. The figure is from a secondary "
            "source, which sees 25 um\n"
            "coming; the site may state its own: limits: {filtration: 25 um}.\n"
            "\n"
            "Example: 25 um: 0.50. 100 um: violated.\n"
            "\n"
            "Unknown when neither says `filtration`. Judged where the site names `rules: [coolant]`.\n",
};
