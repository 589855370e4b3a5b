/* p105_psu.c - P105: load on each live power supply against its rating. */
#include "rule/rule.h"

/* Lives on several cords: whether those that are left can carry it is what it has them for. */
static bool needs_psus(const hr_site *s, hr_id unit)
{
    const hr_unit *x = &s->unit[unit];
    const hr_num *power = hr_unit_type(s, unit)->power->load(hr_unit_fields(s, unit));
    hr_id holder = x->wire_count == 0 && x->holder != HR_NONE ? x->holder : unit;
    return power->presence && hr_unit_kind(s, holder) == HR_P_HOLDER && s->unit[holder].wire_count > 1 &&
           !hr_is_pooled(s, holder);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_type *t = hr_unit_type(site, u);
        const hr_psus *p = t->power && t->power->psus ? t->power->psus(hr_unit_fields(site, u)) : NULL;
        if (!p || site->unit[u].port == HR_NONE || (!p->present && !needs_psus(site, u))) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_PSU),
                      .rule = rule,
                      .sense = HR_MAX,
                      .kinds = HR_EVERY_KIND,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .missing = "psus.rating",
                      .decl = site->unit[u].decl,
                      .at = p->present ? p->at : site->decl[site->unit[u].decl].at};
        if (p->rating.presence) {
            l.state = HR_S_KNOWN;
            l.missing = NULL;
            l.at = p->rating.at;
            l.trust = p->rating.trust;
            for (int c = 0; c < HR_CORNERS; c++) l.v[c] = hr_num_at(&p->rating, HR_HARSH_LOW, (hr_corner)c);
            l.input[l.n_input++] = hr_input_num("psus.rating", &p->rating, HR_DIM_WATT);
        }
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p105_psu = {
    .code = "P105",
    .title = "load on each live power supply",
    .clause = "",
    .edition = "",
    .formula = "P / live power supplies <= psus.rating",
    .text =
        "The power supplies of a node on live cords share its load evenly. When a cord is lost the rest carries on up "
        "to its\n"
        "rating; beyond that, or with fewer than `needed` alive, the load is lost (R101). This row shows how near the\n"
        "surviving supplies come to their rating.\n"
        "\n"
        "Example: a node of 10.2 kW with six supplies of 3.3 kW, three a side: 1.70 kW each on both cords; with one "
        "cord lost\n"
        "10.2 / 3 = 3.40 kW on 3.3 kW: more than they can carry, so the node is lost, which R101 judges. With two "
        "cords of 4 + 2 and the\n"
        "cord of two lost: 10.2 / 4 = 2.55 kW, ratio 0.773.\n"
        "\n"
        "The rectifiers of a power shelf share its output likewise. All live shelves of a rack share what the rack "
        "takes "
        "in\n"
        "proportion to their live rectifiers; when these are too weak for it together, all of it is lost (R101).\n"
        "\n"
        "Example: 8 shelves of 6 rectifiers of 5.5 kW, 4 a side, under 132 kW: 2.75 kW each; with one side lost 132 / "
        "24 = "
        "5.5 kW,\n"
        "ratio 1.000. A watt more and the rack is lost.\n"
        "\n"
        "Unknown when `psus` states no rating, or a shelf not how many are installed.\n",
    .declare = declare,
};
