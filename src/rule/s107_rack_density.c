/* s107_rack_density.c - S107: power of a rack against what its way of cooling is held to be good for. */
#include "element/rack_cooling.h"
#include "rule/cooling.h"

typedef struct band {
    uint8_t cooling;
    double w;
    size_t own;          /* of hr_site_limits: the site's own figure */
    const char *missing; /* what would show whether it goes beyond; NULL: nothing does */
} band;

#define OWN(m) offsetof(hr_site_limits, m)
static const band bands[] = {
    {HR_COOLED_BY_AIR, 20e3, OWN(air), "airflow_proved"},
    {HR_COOLED_BY_AIR, 40e3, OWN(air_proved), NULL},
    {HR_COOLED_BY_REAR_DOOR, 35e3, OWN(rear_door), "zone"},
    {HR_COOLED_BY_COLD_PLATE, 100e3, OWN(cold_plate), "coolant"},
    {HR_COOLED_BY_IMMERSION, 200e3, OWN(immersion), "coolant"},
};
enum { BANDS = sizeof bands / sizeof *bands };

static const hr_num *own_figure(const hr_site *s, const band *b)
{
    const hr_site_fields *f = s->fields;
    return (const hr_num *)(const void *)((const char *)&f->limits + b->own);
}

/* What takes its heat is in the model: heat, flow and temperatures of that decide, not the table. Never for air. */
static bool is_modelled(const hr_site *s, hr_id rack, const band *b)
{
    if (b->cooling == HR_COOLED_BY_AIR) return false;
    bool door = b->cooling == HR_COOLED_BY_REAR_DOOR;
    return hr_is_cooled(s, hr_unit_heat_to(s, rack, door ? HR_HEAT_ZONE : HR_HEAT_COOLANT));
}

static hr_limit new_limit(const hr_site *s, hr_id rack, uint16_t rule)
{
    hr_limit l = hr_stated_unknown(s, rack, rule, HR_Q_POWER, HR_MAX, "cooling");
    l.stated = false;
    l.kinds = HR_KIND_NORMAL;
    return l;
}

/* Up to the figure it holds; beyond it what is missing decides, or it is violated. */
static void add_band(hr_limits *out, const hr_site *s, hr_id rack, uint16_t rule, unsigned i)
{
    const hr_num known = hr_figure(bands[i].w, HR_SECONDARY);
    const hr_num *n = hr_figure_or(own_figure(s, &bands[i]), &known);
    hr_limit l = new_limit(s, rack, rule);
    l.tag = (uint8_t)i;
    l.missing = bands[i].missing;
    l.state = bands[i].missing ? HR_S_PARTIAL : HR_S_KNOWN;
    l.trust = n->trust;
    for (int c = 0; c < HR_CORNERS; c++) l.v[c] = hr_num_at(n, HR_HARSH_LOW, (hr_corner)c);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_choice *cooling = hr_unit_choice(site, u, "cooling");
        if (!cooling || hr_unit_kind(site, u) != HR_P_HOLDER) continue;
        bool proved = hr_says(hr_unit_flag(site, u, "airflow_proved"));
        if (!cooling->presence) {
            hr_limit l = new_limit(site, u, rule);
            hr_limit_add(out, &l);
        }
        for (unsigned i = 0; i < BANDS && cooling->presence; i++) {
            bool waits_for_proof = bands[i].own == OWN(air);
            if (bands[i].cooling != cooling->v || (waits_for_proof && proved)) continue;
            if (!is_modelled(site, u, &bands[i])) add_band(out, site, u, rule, i);
        }
    }
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_id rack = hr_limit_at(site, l);
    const hr_choice *cooling = hr_unit_choice(site, rack, "cooling");
    const hr_num *own = own_figure(site, &bands[l->tag]);
    uint8_t n = 0;
    if (!cooling->presence) return 0;
    out[n++] = hr_input_choice("cooling", cooling, hr_rack_cooling_words);
    if (own->presence) out[n++] = hr_input_num("limits", own, HR_DIM_WATT);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const band *b = &bands[l->tag];
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_WATT);
    hr_buf_printf(out, " by %s", hr_rack_cooling_words[b->cooling]);
    if (b->own == OWN(air)) hr_buf_z(out, " without proof of airflow");
    hr_buf_z(out, own_figure(site, b)->presence ? " (limits of the site)" : " (secondary source, not verified)");
}

const hr_rule hr_rule_s107_rack_density = {
    .code = "S107",
    .title = "power of a rack for its way of cooling",
    .clause = "",
    .edition = "",
    .formula = "P <= what its `cooling` is held to be good for",
    .set = "rack-density",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "A first look by a table of the trade, from secondary sources, so every figure can be replaced by the site:\n"
        "  cooling      kW per rack   beyond it                                          limits of the site\n"
        "  air          20            unknown until containment and airflow are proved   air\n"
        "  air          40            violated                                           air_proved\n"
        "  rear-door    35            unknown until its `zone` is modelled               rear_door\n"
        "  cold-plate   100           unknown until its `coolant` is modelled            cold_plate\n"
        "  immersion    200           unknown until its `coolant` is modelled            immersion\n"
        "Sources disagree on air: 15 to 20, 20 to 25, 40 and 41 kW; so it is bands. Racks with cold plates of 120 to "
        "140 kW\n"
        "are sold, so a table that is exceeded is no physical failure. A rack whose `coolant` (rear door: `zone`) is "
        "`cooled_by`\n"
        "something, or is a tank with a `primary`, has no row here: heat, flow and temperature of what cools it decide "
        "(C101 to C109,\n"
        "C122), and for the heat that it leaves to air C116. A rack that proves its airflow says `airflow_proved: yes` "
        "and is held to 40 kW alone.\n"
        "\n"
        "Example: a rack of 30 kW on air holds 40 kW, and is unknown at 20 kW: `airflow_proved`. One of 50 kW is "
        "violated. One of\n"
        "132 kW on cold plates is unknown, and has no row once it names the loop of its CDUs.\n"
        "\n"
        "Unknown when a rack does not say `cooling`, and beyond a band as above.\n",
};
