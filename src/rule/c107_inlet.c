/* c107_inlet.c - C107: air that racks of a zone take in against the class that they are built for. */
#include "element/air_class.h"
#include "rule/cooling.h"

static void end(hr_limits *out, const hr_site *s, hr_id zone, uint16_t rule, hr_sense sense)
{
    const hr_choice *c = hr_unit_choice(s, zone, "class");
    const hr_num *own = sense == HR_MAX ? &hr_limits_of_site(s)->inlet_high : &hr_limits_of_site(s)->inlet_low;
    hr_limit l = hr_cooling_limit(s, zone, rule, HR_Q_INLET, sense);
    if (!c->presence && !own->presence) {
        hr_stated_lacks(&l, "class", HR_NONE);
        hr_limit_add(out, &l);
        return;
    }
    const hr_air_class *k = &hr_air_classes[c->presence ? c->v : 0];
    hr_stated_input(&l, hr_input_choice("class", c, hr_unit_words(s, zone, "class")));
    hr_cooling_figure(&l, sense == HR_MAX ? "limits.inlet_high" : "limits.inlet_low", own, HR_DIM_KELVIN,
                      HR_ZERO_C + (sense == HR_MAX ? k->high : k->low), (hr_trust)k->trust);
    hr_limit_add(out, &l);
}

static void zone(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    bool any = hr_unit_choice(s, unit, "class")->presence || hr_limits_of_site(s)->inlet_low.presence;
    end(out, s, unit, rule, HR_MAX);
    if (any || hr_limits_of_site(s)->inlet_high.presence) end(out, s, unit, rule, HR_MIN); /* else one asks for both */
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_ZONE, zone);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id unit = hr_limit_at(site, l);
    const hr_choice *c = hr_unit_choice(site, unit, "class");
    if (c->presence) hr_buf_printf(out, "%s ", hr_unit_words(site, unit, "class")[c->v]);
    hr_buf_z(out, l->sense == HR_MAX ? "at most " : "at least ");
    hr_cooling_figure_words(l, HR_DIM_KELVIN, c->presence ? (hr_trust)hr_air_classes[c->v].trust : HR_RECALLED, out);
}

const hr_rule hr_rule_c107_inlet = {
    .code = "C107",
    .title = "inlet air of a zone",
    .clause = "",
    .edition = "",
    .formula = "lowest of its `class` <= inlet air <= highest",
    .declare = declare,
    .because = because,
    .text = "The air that the racks of a zone take in has to stay within the range of the `class` that they are built "
            "for:\n"
            "  class   degC      range         trust\n"
            "  A1      15 - 32   allowable     recalled\n"
            "  A2      10 - 35   allowable     recalled\n"
            "  A3       5 - 40   allowable     recalled\n"
            "  A4       5 - 45   allowable     recalled\n"
            "  H1      18 - 22   recommended   secondary\n"
            "The figures are not read in the standard. The site may state its own: limits: {inlet_high: 27 degC, "
            "inlet_low: 18 degC}.\n"
            "\n"
            "Inlet air is the supply air, and of the exhaust what comes back: by `recirculation`, and by what the "
            "supply falls short of\n"
            "what racks take in once `leakage` is gone. Ratios count from 0 degC.\n"
            "\n"
            "Example: supply at 24 degC, 5 % of exhaust that is 12 K warmer: 24.6 degC. A2: 24.6 / 35 = 0.70 above, 10 "
            "/ 24.6 = 0.41 below.\n"
            "\n"
            "Unknown when neither `class` nor the site's own figure is given, and when supply, heat or airflow of the "
            "zone is not known.\n",
};
