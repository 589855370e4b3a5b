/* p107_modules.c - P107: the load of a UPS with one of its power modules out, of a shelf with only the rectifiers that
 * it needs. */
#include <string.h>

#include "rule/rule.h"

/* The record `modules` of a type, with its fields rating and installed. */
static const hr_num *module_field(const hr_site *s, hr_id u, const char *name)
{
    for (const hr_field *f = hr_unit_type(s, u)->fields; f && f->name; f++) {
        if (f->kind != HR_F_RECORD || strcmp(f->name, "modules") != 0) continue;
        for (const hr_field *m = f->record; m->name; m++)
            if (strcmp(m->name, name) == 0)
                return (const hr_num *)(const void *)((const char *)hr_unit_fields(s, u) + f->offset + m->offset);
    }
    return NULL;
}

static hr_limit new_limit(const hr_site *s, hr_id u, uint16_t rule, const char *missing)
{
    return (hr_limit){.point = hr_point_of(s->unit[u].port, HR_Q_POWER),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = 1u << HR_CASE_NORMAL | 1u << HR_CASE_ON_GENERATORS,
                      .missing = missing,
                      .decl = s->unit[u].decl,
                      .at = s->decl[s->unit[u].decl].at};
}

/* `count` of them, at `rating` each, carry it. */
static void fill(hr_limit *l, const hr_num *count, double minus, const hr_num *rating, const char *const names[2])
{
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = count->at;
    l->trust = rating->trust > count->trust ? rating->trust : count->trust;
    for (int c = 0; c < HR_CORNERS; c++) l->v[c] = hr_num_at(rating, HR_HARSH_LOW, (hr_corner)c) * (count->v - minus);
    l->input[l->n_input++] = hr_input_num(names[0], count, HR_DIM_NONE);
    l->input[l->n_input++] = hr_input_num(names[1], rating, HR_DIM_WATT);
}

/* Of a shelf that says how many rectifiers it needs. */
static void declare_shelf(hr_limits *out, const hr_site *site, uint16_t rule, hr_id u)
{
    static const char *const names[2] = {"psus.needed", "psus.rating"};
    const hr_power_ops *ops = hr_unit_type(site, u)->power;
    if (!ops || !ops->pools) return;
    const hr_psus *p = ops->psus(hr_unit_fields(site, u));
    hr_limit l = new_limit(site, u, rule, names[1]);
    if (!p->needed.presence) return;
    if (p->rating.presence) fill(&l, &p->needed, 0, &p->rating, names);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    static const char *const names[2] = {"modules.installed", "modules.rating"};
    for (hr_id u = 0; u < site->n_unit; u++) {
        declare_shelf(out, site, rule, u);
        const hr_num *rating = module_field(site, u, "rating"), *installed = module_field(site, u, "installed");
        if (!rating || (!rating->presence && !installed->presence)) continue;
        hr_limit l = new_limit(site, u, rule, rating->presence ? names[0] : names[1]);
        if (rating->presence && installed->presence) fill(&l, installed, 1, rating, names);
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p107_modules = {
    .code = "P107",
    .title = "load of a UPS or power shelf with one module out",
    .clause = "",
    .edition = "",
    .formula = "P <= (installed - 1) x module rating; of a shelf: needed x rectifier rating",
    .text =
        "The power modules of a UPS share its load. With any one of them out the rest must carry it: this is the "
        "fault of a\n"
        "module, judged in the base states, since all modules are alike. It is redundancy inside one frame and no "
        "second path:\n"
        "the fault of the whole UPS is a case of its own.\n"
        "\n"
        "A power shelf that states `psus.needed` keeps the rest in reserve: its load may not exceed what the needed "
        "ones carry.\n"
        "Without `needed` it has no such row: the fault of the whole shelf is a case of its own and takes more.\n"
        "\n"
        "Example: 5 modules of 500 kW under 1.9 MW: 1,900 / (4 x 500) = 0.95. A shelf of 6 rectifiers of 3 kW that "
        "needs 5\n"
        "carries 15 kW.\n"
        "\n"
        "Unknown when `modules` states its rating or how many are installed, but not both; when a shelf states "
        "`needed` and\n"
        "no rating.\n",
    .declare = declare,
};
