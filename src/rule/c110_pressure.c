/* c110_pressure.c - C110: pressure of a loop of racks without pipes against what it may bear. */
#include "rule/cooling.h"

/* Of the coolers of a loop the most that one leaves to it; the first that does not say it in *lacks. */
static hr_num highest_dp(const hr_site *s, hr_id loop, hr_id *lacks, hr_id *by)
{
    uint32_t n, first = hr_unit_heat_refs(s, loop, &n);
    hr_num most = {0};
    *lacks = *by = HR_NONE;
    for (uint32_t i = first; i < first + n; i++) {
        if (s->heat_ref[i].role != HR_HEAT_COOLED_BY) continue;
        const hr_num *dp = hr_unit_num(s, s->heat_ref[i].to, "dp");
        if (!dp) continue; /* of a type that moves nothing by a pump of its own */
        if (!dp->presence) {
            if (*lacks == HR_NONE) *lacks = s->heat_ref[i].to;
        } else if (!most.presence || dp->hi > most.hi) {
            most = *dp, *by = s->heat_ref[i].to;
        }
    }
    return most;
}

static void loop(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    const hr_num *pressure = hr_unit_num(s, unit, "pressure"), *rating = hr_unit_num(s, unit, "rating");
    hr_id lacks, by;
    hr_num dp = highest_dp(s, unit, &lacks, &by);
    hr_limit l = hr_stated_limit(s, rule, unit, hr_point_of(s->unit[unit].port, HR_Q_PRESSURE), HR_MAX);
    if (hr_loop_has_pipes(s, unit) || !hr_loop_has_racks(s, unit)) return;
    if (!pressure->presence) hr_stated_lacks(&l, "pressure", HR_NONE);
    else if (lacks != HR_NONE) hr_stated_lacks(&l, "dp", lacks);
    else if (!rating->presence) hr_stated_lacks(&l, "rating", HR_NONE);
    if (l.state == HR_S_KNOWN) {
        hr_stated_load(&l, &dp);
        double more[HR_CORNERS];
        for (int c = 0; c < HR_CORNERS; c++) more[c] = l.load[c];
        hr_stated_load(&l, pressure);
        for (int c = 0; c < HR_CORNERS; c++) l.load[c] += more[c];
        hr_stated_value(&l, rating, 1);
        l.lacks = 0;
        hr_stated_input(&l, hr_input_num("pressure", pressure, HR_DIM_PASCAL));
        if (by != HR_NONE) hr_stated_input(&l, hr_input_num("dp", hr_unit_num(s, by, "dp"), HR_DIM_PASCAL));
        hr_stated_input(&l, hr_input_num("rating", rating, HR_DIM_PASCAL));
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, loop);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    for (uint8_t i = 0; i < l->n_input; i++) {
        bool limit = i + 1 == l->n_input;
        hr_buf_printf(out, "%s%s ", i == 0 ? "" : limit ? "; " : " + ", l->input[i].name);
        hr_put_quantity(out, l->input[i].num->v, HR_DIM_PASCAL);
    }
}

const hr_rule hr_rule_c110_pressure = {
    .code = "C110",
    .title = "pressure of a loop of racks",
    .clause = "",
    .edition = "",
    .formula = "pressure + dp of its CDU <= rating",
    .declare = declare,
    .because = because,
    .set = "coolant",
    .text =
        "The static `pressure` of a loop that racks hang on, and on top of it the highest `dp` that one of its "
        "CDUs leaves to it at its\n"
        "`flow`, may not exceed the `rating`: the least that anything on it may bear, hoses and couplings "
        "included. All are above the\n"
        "pressure of the air. With valves shut a pump gives more than at its flow: that is not judged here. Where a "
        "loop has junctions, C118\n"
        "judges what pressure is at each.\n"
        "\n"
        "Example: 1.5 bar and 2.8 bar of the CDU on a loop rated 6 bar: 4.3 / 6 = 0.72.\n"
        "\n"
        "Unknown when `pressure`, `rating` or the `dp` of a CDU is not given. Judged where the site names `rules: "
        "[coolant]`.\n",
};
