/* c116_air_heat.c - C116: heat that a rack leaves to the air of its zone against what air is held to carry. */
#include "rule/cooling.h"

#define UNPROVED 20e3 /* W */
#define PROVED 40e3

static bool has_door(const hr_site *s, hr_id rack)
{
    const hr_unit *u = &s->unit[rack];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_DOOR) return true;
    return false;
}

static void band(hr_limits *out, const hr_site *s, hr_id rack, uint16_t rule, bool proved)
{
    const hr_site_limits *own = hr_limits_of_site(s);
    hr_limit l = hr_cooling_limit(s, rack, rule, HR_Q_AIR_HEAT, HR_MAX);
    l.tag = proved;
    hr_cooling_figure(&l, proved ? "limits.air_proved" : "limits.air", proved ? &own->air_proved : &own->air,
                      HR_DIM_WATT, proved ? PROVED : UNPROVED, HR_SECONDARY);
    if (!proved) { /* beyond it the proof decides */
        l.state = HR_S_PARTIAL;
        l.missing = "airflow_proved";
    }
    hr_limit_add(out, &l);
}

static void rack(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    if (hr_unit_heat_to(s, unit, HR_HEAT_ZONE) == HR_NONE || has_door(s, unit)) return;
    if (!hr_says(hr_unit_flag(s, unit, "airflow_proved"))) band(out, s, unit, rule, false);
    band(out, s, unit, rule, true);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_RACK, rack);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_cooling_figure_words(l, HR_DIM_WATT, HR_SECONDARY, out);
    if (!l->tag) hr_buf_z(out, " without proof of airflow");
}

const hr_rule hr_rule_c116_air_heat = {
    .code = "C116",
    .title = "heat that a rack leaves to air",
    .clause = "",
    .edition = "",
    .formula = "heat to air <= what air is held to carry",
    .declare = declare,
    .because = because,
    .set = "rack-density",
    .text =
        "What of its heat a rack gives to the air of its `zone`, and not to its `coolant`, is held against the bands "
        "of S107 for air: 20 kW\n"
        "without proof, unknown between 20 and 40 kW until containment and airflow are proved (`airflow_proved: yes`), "
        "violated beyond\n"
        "40 kW. So a rack of cold plates may have far more than 40 kW, but what is left of it for the air counts like "
        "an air-cooled rack.\n"
        "The figures are from secondary sources; the site may state its own: limits: {air: 15 kW, air_proved: 30 kW}.\n"
        "\n"
        "A rack with a rear door has no such row: what its door leaves goes into the zone, and what cools that "
        "decides.\n"
        "\n"
        "Example: 132 kW with liquid_share: 87 %: 17.2 kW to air, 0.86 of 20 kW. With 80 %: 26.4 kW, unknown without "
        "proof; 0.66 of 40 kW.\n"
        "\n"
        "Unknown as above, and when `liquid_share` or a power is not given.\n",
};
