/* c102_flow.c - C102: coolant or air that a cooler has to move against what it can, by the pumps that run. */
#include "rule/cooling.h"

static void cooler(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_cooler_fields f = hr_unit_cooler(s, unit);
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_FLOW, HR_MAX);
    if (hr_cooled_by(s, unit) == HR_NONE) return; /* C101 says so */
    if (f.law == HR_LAW_CONDENSER) return;        /* nothing moves what boils */
    if (hr_is_ahead(s, unit)) return;             /* others move what passes through it */
    hr_cooling_value(&l, f.air ? "airflow" : "flow", f.flow, HR_DIM_M3_PER_S);
    if (l.state == HR_S_KNOWN) hr_cooling_value_point(s, &l, unit, HR_Q_ABLE, "from");
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_COOLER, cooler);
}

const hr_rule hr_rule_c102_flow = {
    .code = "C102",
    .title = "coolant or air that a cooler has to move",
    .clause = "",
    .edition = "",
    .formula = "flow <= flow of its nameplate x part of its pumps that run",
    .declare = declare,
    .text =
        "A cooler may not have to move more coolant or air than its `flow` or `airflow`. A CDU that holds pumps of "
        "its own moves its\n"
        "`flow` as long as `needed` of them run, and less in proportion with fewer. What it has to move is its "
        "share of what the\n"
        "loads of its loop or zone need; a one-phase tank, what is in it needs. Fluid that boils moves by itself: a "
        "two-phase tank has\n"
        "no such row.\n"
        "\n"
        "This is the trap of nameplates: heat and flow of a CDU go together at the rise of its maker, some 16 K. "
        "At 1.5 L/min/kW\n"
        "the rise is 10 K, so a CDU that holds by its heat (C101) can be too small by its flow.\n"
        "\n"
        "Example: a CDU of 1,368 kW and 1,223 L/min for 1,000 kW at 1.5 L/min/kW: C101 0.73, and 1,500 / 1,223 = "
        "1.23, violated:\n"
        "at that flow it serves 815 kW, 60 % of its nameplate.\n"
        "\n"
        "An economiser ahead of other coolers has no such row: they move what passes through it, and what it does not "
        "let "
        "through\n"
        "passes by.\n"
        "\n"
        "Unknown when `flow` or `airflow` is not given, or what a load needs: its own `flow` or `airflow`, or "
        "`flow_per_power` of the\n"
        "loop or tank, `airflow_per_power` of the zone.\n",
};
