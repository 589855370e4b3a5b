/* c105_need.c - C105: coolant or air that the loads of a loop or zone need against what can be moved. */
#include "engine/cooling.h"
#include "rule/cooling.h"

/* All that they move while every pump runs; the case's own is read where it is judged. */
static void add_flow(hr_limit *l, const hr_num *flow)
{
    for (int c = 0; c < HR_CORNERS; c++) l->v[c] += hr_num_at(flow, HR_HARSH_LOW, (hr_corner)c);
    l->trust = flow->trust > l->trust ? flow->trust : l->trust;
}

/* A cooler that does not say what it moves leaves the whole unknown. */
static void lack_of_coolers(const hr_site *s, hr_id body, hr_limit *l)
{
    uint32_t n, first = hr_unit_heat_refs(s, body, &n);
    for (uint32_t i = first; i < first + n && l->state == HR_S_KNOWN; i++) {
        if (s->heat_ref[i].role != HR_HEAT_COOLED_BY) continue;
        if (hr_cools_ahead(s, s->heat_ref[i].to, body)) continue; /* others move what passes through it */
        hr_cooler_fields f = hr_unit_cooler(s, s->heat_ref[i].to);
        if (!f.flow || !f.flow->presence) hr_stated_lacks(l, f.air ? "airflow" : "flow", s->heat_ref[i].to);
        else add_flow(l, f.flow);
    }
    if (!hr_is_cooled(s, body)) hr_stated_lacks(l, "cooled_by", HR_NONE);
}

static void body(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    const hr_num *own = hr_unit_num(s, unit, "flow");
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_NEED, HR_MAX);
    if (own && own->presence) hr_cooling_value(&l, "flow", own, HR_DIM_M3_PER_S);
    else lack_of_coolers(s, unit, &l);
    if (l.state == HR_S_KNOWN) hr_cooling_value_point(s, &l, unit, HR_Q_FLOW, "from");
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, body);
    hr_cooling_each(out, site, rule, HR_COOLING_ZONE, body);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id unit = hr_limit_at(site, l);
    bool air = hr_unit_cooling(site, unit) == HR_COOLING_ZONE;
    if (l->n_input) hr_buf_z(out, "its own pumps move it");
    else hr_buf_printf(out, "its coolers move %s", air ? "their `airflow`" : "their `flow`, by the pumps that run");
}

const hr_rule hr_rule_c105_need = {
    .code = "C105",
    .title = "coolant or air that a loop or zone has to supply",
    .clause = "",
    .edition = "",
    .formula = "flow needed <= flow that can be moved",
    .declare = declare,
    .because = because,
    .text = "All that hangs on a loop or breathes the air of a zone needs a flow: what it says itself (`flow`, "
            "`airflow`), else its heat x\n"
            "`flow_per_power` or `airflow_per_power`. Coolers that hang on a loop as their `primary` take what their "
            "valve lets through.\n"
            "Together that may not be more than can be moved: `flow` of a loop with pumps of its own, else what its "
            "coolers move with the\n"
            "pumps that run.\n"
            "\n"
            "A loop that falls short gives each its part; it comes back warmer, and chips are warmer (C106). In a zone "
            "that falls short\n"
            "racks take in their own exhaust: the inlet air warms (C107).\n"
            "\n"
            "Example: 20 racks of 132 kW, 87 % to liquid, at 1.5 L/min/kW: 3,445 L/min. Three CDUs of 1,223 L/min move "
            "3,669: 0.94.\n"
            "\n"
            "Unknown when a cooler does not say what it moves, or a load what it needs.\n",
};
