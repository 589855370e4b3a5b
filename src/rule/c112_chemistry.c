/* c112_chemistry.c - C112: pH and chloride of the coolant of racks. */
#include "rule/cooling.h"

typedef struct bound {
    const char *field, *name;
    double figure;
    size_t own; /* of hr_site_limits */
    uint8_t sense, quantity;
} bound;

#define OWN(m) "limits." #m, .own = offsetof(hr_site_limits, m)
static const bound bounds[] = {
    {.field = "ph", .name = OWN(ph_high), .figure = 10.5, .sense = HR_MAX, .quantity = HR_Q_PH},
    {.field = "ph", .name = OWN(ph_low), .figure = 8, .sense = HR_MIN, .quantity = HR_Q_PH},
    {.field = "chloride", .name = OWN(chloride), .figure = 25e-6, .sense = HR_MAX, .quantity = HR_Q_CHLORIDE},
};
enum { BOUNDS = sizeof bounds / sizeof *bounds };

static const hr_num *own_figure(const hr_site *s, const bound *b)
{
    return (const hr_num *)(const void *)((const char *)hr_limits_of_site(s) + b->own);
}

static void add_bound(hr_limits *out, const hr_site *s, hr_id loop, uint16_t rule, const bound *b)
{
    const hr_num *n = hr_unit_num(s, loop, b->field);
    hr_limit l =
        hr_stated_limit(s, rule, loop, hr_point_of(s->unit[loop].port, (hr_quantity)b->quantity), (hr_sense)b->sense);
    if (n->presence) {
        hr_stated_load(&l, n);
        hr_stated_input(&l, hr_input_num(b->field, n, HR_DIM_NONE));
        hr_cooling_figure(&l, b->name, own_figure(s, b), HR_DIM_NONE, b->figure, HR_SECONDARY);
        l.at = n->at;
    } else {
        if (b->sense == HR_MIN) return; /* the other bound asks for it */
        hr_stated_lacks(&l, b->field, HR_NONE);
    }
    hr_limit_add(out, &l);
}

static void loop(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    for (unsigned i = 0; i < BOUNDS && hr_loop_has_racks(s, unit); i++) add_bound(out, s, unit, rule, &bounds[i]);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, loop);
}

static void put(hr_buf *out, const hr_limit *l, double v)
{
    bool ph = hr_point_quantity(l->point) == HR_Q_PH;
    char text[32];
    hr_num_text(text, sizeof text, ph ? v : v * 1e6, 4);
    hr_buf_printf(out, ph ? "pH %s" : "%s ppm", text);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const char *last = l->input[l->n_input - 1].name;
    (void)site;
    put(out, l, l->load[HR_NOMINAL]);
    hr_buf_z(out, l->sense == HR_MAX ? "; at most " : "; at least ");
    put(out, l, l->v[HR_NOMINAL]);
    if (l->n_input > 1) hr_buf_printf(out, " (%s of the site)", last);
    else hr_buf_z(out, " (secondary source, not verified)");
}

const hr_rule hr_rule_c112_chemistry = {
    .code = "C112",
    .title = "pH and chloride of a coolant",
    .clause = "",
    .edition = "",
    .formula = "8 <= ph <= 10.5; chloride <= 25 ppm",
    .declare = declare,
    .because = because,
    .set = "coolant",
    .text = "Coolant that is too acid, or holds chloride, attacks copper and steel; attack begins below pH 7. In a "
            "loop that racks hang on\n"
            "`ph` stays between 8 and 10.5 and `chloride` at 25 ppm or below. The figures are from a secondary source; "
            "the site may state its\n"
            "own: limits: {ph_low: 8.5, ph_high: 10, chloride: 10 ppm}.\n"
            "\n"
            "Example: ph: 9.2, chloride: 12 ppm: 0.88 of 10.5, 8 / 9.2 = 0.87, 12 / 25 = 0.48. ph: 7.4 is violated.\n"
            "\n"
            "Unknown when `ph` or `chloride` is not given. Judged where the site names `rules: [coolant]`.\n",
};
