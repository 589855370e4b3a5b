/* c108_facility.c - C108: facility water against the class that what it cools is built for. */
#include "rule/cooling.h"

typedef struct class
{
    const char *set; /* of `rules:` */
    double most;     /* degC; 0: no ceiling */
} class;

static const class classes[] = {/* by place in the words of `class` */
                                {"liquid-w17", 17}, {"liquid-w27", 27}, {"liquid-w32", 32},
                                {"liquid-w40", 40}, {"liquid-w45", 45}, {"liquid-w+", 0}};
enum { CLASSES = sizeof classes / sizeof *classes, OF_SITE = CLASSES, BY_SET };

/* What takes the heat of a loop of racks: through a distribution unit or a heat exchanger. */
static bool is_facility(const hr_site *s, hr_id loop)
{
    for (uint32_t i = 0; i < s->n_heat_ref; i++) {
        const hr_heat_ref *k = &s->heat_ref[i];
        if (k->to != loop || k->role != HR_HEAT_PRIMARY || !hr_cooling_is_cooler(hr_unit_cooling(s, k->unit))) continue;
        hr_cooler_fields f = hr_unit_cooler(s, k->unit);
        hr_id body = hr_cooled_by(s, k->unit);
        if (hr_law_two_sided(f.law) && !f.air && body != HR_NONE && hr_loop_has_racks(s, body)) return true;
    }
    return false;
}

/* The first that `rules:` names of those with a ceiling; CLASSES without. */
static unsigned named(const hr_site *s)
{
    unsigned i = 0;
    while (i < CLASSES && !(classes[i].most > 0 && hr_site_names_set(s, classes[i].set))) i++;
    return i;
}

static void ceiling(hr_limits *out, const hr_site *s, hr_id loop, uint16_t rule, unsigned k, bool by_set)
{
    const hr_choice *c = hr_unit_choice(s, loop, "class");
    hr_limit l = hr_cooling_limit(s, loop, rule, HR_Q_SUPPLY, HR_MAX);
    l.tag = (uint8_t)(by_set ? BY_SET + k : k);
    if (!by_set) hr_stated_input(&l, hr_input_choice("class", c, hr_unit_words(s, loop, "class")));
    hr_cooling_figure(&l, "limits.facility_supply", &hr_limits_of_site(s)->facility_supply, HR_DIM_KELVIN,
                      HR_ZERO_C + classes[k < CLASSES ? k : 0].most, HR_RECALLED);
    hr_limit_add(out, &l);
}

static void loop(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    const hr_choice *c = hr_unit_choice(s, unit, "class");
    unsigned by_rules = named(s);
    if (!is_facility(s, unit)) return;
    bool any = c->presence || by_rules < CLASSES || hr_site_names_set(s, "liquid-w+");
    if (hr_limits_of_site(s)->facility_supply.presence) {
        ceiling(out, s, unit, rule, OF_SITE, false);
        return;
    }
    if (c->presence && classes[c->v].most > 0) ceiling(out, s, unit, rule, (unsigned)c->v, false);
    if (by_rules < CLASSES) ceiling(out, s, unit, rule, by_rules, true);
    if (any) return;
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_SUPPLY, HR_MAX);
    hr_stated_lacks(&l, "class", HR_NONE);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, loop);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    unsigned k = l->tag;
    if (k >= BY_SET) hr_buf_printf(out, "`rules:` %s at most ", classes[k - BY_SET].set);
    else if (k < CLASSES) hr_buf_printf(out, "%s at most ", hr_unit_words(site, hr_limit_at(site, l), "class")[k]);
    else hr_buf_z(out, "at most ");
    hr_cooling_figure_words(l, HR_DIM_KELVIN, HR_RECALLED, out);
}

const hr_rule hr_rule_c108_facility = {
    .code = "C108",
    .title = "supply of facility water",
    .clause = "",
    .edition = "",
    .formula = "supply <= highest of its class",
    .declare = declare,
    .because = because,
    .set = "liquid-w17,liquid-w27,liquid-w32,liquid-w40,liquid-w45,liquid-w+",
    .everywhere = true,
    .text =
        "Water that takes the heat of racks, through a CDU, a heat exchanger or a tank, has to be as cold as what "
        "hangs on it "
        "is built for. The\n"
        "loop says that in `class`; `rules: [liquid-w32]` says it for all such loops. Where both do, both are judged.\n"
        "  W17   W27   W32   W40   W45   W+\n"
        "   17    27    32    40    45   no ceiling here   degC\n"
        "The figures are recalled, not read in the standard. The site may state its own in their place:\n"
        "limits: {facility_supply: 30 degC}. Ratios count from 0 degC.\n"
        "\n"
        "Example: dry coolers at 35 degC with 6 K of approach: water at 41 degC. W45: 0.91. W40: violated.\n"
        "\n"
        "Unknown when no class is named, and when the temperature is not known. W+ has no row.\n",
};
