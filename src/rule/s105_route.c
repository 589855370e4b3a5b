/* s105_route.c - S105: floor, route, doors and lift against the colocation guideline of the Open Compute Project. */
#include "element/floor_fields.h"
#include "engine/structure.h"
#include "rule/floor.h"
#include "rule/stated.h"

typedef struct row { /* one line of the guideline's table */
    const char *field, *words;
    uint8_t quantity, sense, dim;
    double acceptable, optimum;
    bool of_lift;
} row;

#define G HR_STANDARD_GRAVITY
static const row rows[] = {
    {"route.door_height", "doors on the way, height", HR_Q_LENGTH, HR_MIN, HR_DIM_METRE, 2.7, 2.7, false},
    {"route.door_width", "doors on the way, width", HR_Q_LENGTH, HR_MIN, HR_DIM_METRE, 1.2, 2.4, false},
    {"route.lift_height", "door of the lift, height", HR_Q_LENGTH, HR_MIN, HR_DIM_METRE, 2.4, 2.4, true},
    {"route.lift_width", "door of the lift, width", HR_Q_LENGTH, HR_MIN, HR_DIM_METRE, 1.2, 1.5, true},
    {"route.lift", "lift", HR_Q_MASS, HR_MIN, HR_DIM_KG, 1500, 3000, true},
    {"route.ramp", "ramp, 1:12 or none", HR_Q_NUMBER, HR_MAX, HR_DIM_NONE, 1.0 / 12, 0, false},
    {"rolling_load", "rolling load, 567 or 680 kg x g", HR_Q_ROLLING_LOAD, HR_MIN, HR_DIM_NEWTON, 567 * G, 680 * G,
     false},
    {"rating", "floor, 732 or 1220 kg/m2 x g", HR_Q_PRESSURE, HR_MIN, HR_DIM_PASCAL, 732 * G, 1220 * G, false},
    {"slab_to_slab", "slab to slab", HR_Q_LENGTH, HR_MIN, HR_DIM_METRE, 3.1, 4.5, false},
};
enum { ROWS = sizeof rows / sizeof *rows };

static void floor_limits(hr_limits *out, const hr_site *site, hr_id floor, uint16_t rule)
{
    bool optimum = hr_site_names_set(site, "ocp-colo-optimum");
    bool no_lift = hr_says(hr_unit_flag(site, floor, "route.no_lift"));
    for (unsigned i = 0; i < ROWS; i++) {
        const hr_num *n = hr_unit_num(site, floor, rows[i].field);
        const hr_num asked = hr_figure(optimum ? rows[i].optimum : rows[i].acceptable, HR_VERIFIED);
        if ((no_lift && rows[i].of_lift) || !n) continue;
        hr_limit l =
            hr_stated_unknown(site, floor, rule, (hr_quantity)rows[i].quantity, (hr_sense)rows[i].sense, rows[i].field);
        l.tag = (uint8_t)i;
        hr_harsh harsh = rows[i].sense == HR_MIN ? HR_HARSH_LOW : HR_HARSH_HIGH;
        if (n->presence) hr_stated_fill(&l, n, harsh, &asked, HR_HARSH_NONE);
        hr_limit_add(out, &l);
    }
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_floor_each(out, site, rule, floor_limits);
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    const row *r = &rows[l->tag];
    const hr_num *n = hr_unit_num(site, hr_limit_at(site, l), r->field);
    if (l->state != HR_S_KNOWN || !n || !n->presence) return 0;
    out[0] = hr_input_num(r->field, n, (hr_dim)r->dim);
    return 1;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const row *r = &rows[l->tag];
    bool optimum = hr_site_names_set(site, "ocp-colo-optimum");
    hr_buf_printf(out, "%s: ", r->words);
    hr_put_quantity(out, l->load[HR_NOMINAL], (hr_dim)r->dim);
    hr_buf_printf(out, ", %s is %s ", optimum ? "optimum" : "acceptable", r->sense == HR_MIN ? "at least" : "at most");
    hr_put_quantity(out, l->v[HR_NOMINAL], (hr_dim)r->dim);
}

const hr_rule hr_rule_s105_route = {
    .code = "S105",
    .title = "route and floor for colocation",
    .clause = "colocation facility guidelines",
    .edition = "Open Compute Project",
    .formula = "what the site states >= what the guideline asks for",
    .set = "ocp-colo,ocp-colo-optimum",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "The guideline for colocation facilities of the Open Compute Project (CC BY 4.0) names two grades. `ocp-colo` "
        "judges by\n"
        "acceptable, `ocp-colo-optimum` by optimum; where both are named, by optimum:\n"
        "                          acceptable    optimum\n"
        "  doors on the way        2.7 x 1.2 m   2.7 x 2.4 m   route.door_height, route.door_width\n"
        "  door of the lift        2.4 x 1.2 m   2.4 x 1.5 m   route.lift_height, route.lift_width\n"
        "  lift                    1500 kg       3000 kg       route.lift\n"
        "  ramp                    1:12          none          route.ramp, 0 for none\n"
        "  rolling load            567 kg        680 kg        rolling_load\n"
        "  floor                   732 kg/m2     1220 kg/m2    rating\n"
        "  slab to slab            3.1 m         4.5 m         slab_to_slab\n"
        "`no_lift: yes` says that there is none on the way. It covers racks of 500 kg at 6.6 kW up to 1400 kg at 36 "
        "kW; "
        "heavier\n"
        "ones are S101's to S103's to judge.\n"
        "\n"
        "Example: a rolling load of 6 kN on 567 kg x 9.80665 = 5.56 kN: ratio 0.93; on optimum 680 kg, 6.67 kN: 1.11.\n"
        "\n"
        "Unknown when one of these fields is not given, and for a rack that names no floor.\n",
};
