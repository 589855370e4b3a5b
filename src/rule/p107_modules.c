/* p107_modules.c - P107: the load of a UPS with one of its power modules out. */
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

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_num *rating = module_field(site, u, "rating"), *installed = module_field(site, u, "installed");
        if (!rating || (!rating->presence && !installed->presence)) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_POWER),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = 1u << HR_CASE_NORMAL | 1u << HR_CASE_ON_GENERATORS,
                      .missing = rating->presence ? "modules.installed" : "modules.rating",
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        if (rating->presence && installed->presence) {
            l.state = HR_S_KNOWN;
            l.missing = NULL;
            l.at = installed->at;
            l.trust = rating->trust > installed->trust ? rating->trust : installed->trust;
            for (int c = 0; c < HR_CORNERS; c++)
                l.v[c] = hr_num_at(rating, HR_HARSH_LOW, (hr_corner)c) * (installed->v - 1);
            l.input[l.n_input++] = (hr_limit_input){"modules.installed", installed, NULL, HR_DIM_NONE};
            l.input[l.n_input++] = (hr_limit_input){"modules.rating", rating, NULL, HR_DIM_WATT};
        }
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p107_modules = {
    .code = "P107",
    .title = "load of a UPS with one module out",
    .clause = "",
    .edition = "",
    .formula = "P <= (installed - 1) x module rating",
    .text = "The power modules of a UPS share its load. With any one of them out the rest must carry it: this is the "
            "fault of a\n"
            "module, judged in the base states, since all modules are alike. It is redundancy inside one frame and no "
            "second path:\n"
            "the fault of the whole UPS is a case of its own.\n"
            "\n"
            "Example: 5 modules of 500 kW under 1.9 MW: 1,900 / (4 x 500) = 0.95.\n"
            "\n"
            "Unknown when `modules` states its rating or how many are installed, but not both.\n",
    .declare = declare,
};
