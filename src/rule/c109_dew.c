/* c109_dew.c - C109: coolant above the dew point of the air around it. */
#include "rule/cooling.h"

#define MARGIN 2.0 /* K */

static void loop(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_DEW_MARGIN, HR_MIN);
    if (!hr_loop_has_racks(s, unit)) return;
    hr_cooling_figure(&l, "limits.dew_margin", &hr_limits_of_site(s)->dew_margin, HR_DIM_KELVIN_DIFF, MARGIN,
                      HR_SECONDARY);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_cooling_each(out, site, rule, HR_COOLING_LOOP, loop);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_buf_z(out, "at least ");
    hr_cooling_figure_words(l, HR_DIM_KELVIN_DIFF, HR_SECONDARY, out);
}

const hr_rule hr_rule_c109_dew = {
    .code = "C109",
    .title = "coolant above dew point",
    .clause = "",
    .edition = "",
    .formula = "supply of the loop - dew point of the air around it >= 2 K",
    .declare = declare,
    .because = because,
    .text = "Water condenses on what is colder than the dew point of the air around it. Coolant of a loop that racks "
            "hang on, through\n"
            "plates or a rear door, has to stay 2 K above the highest `dew_point` of the zones in which those racks "
            "stand. The figure is\n"
            "from secondary sources, which say 2 to 3 K; the site may state its own: limits: {dew_margin: 3 K}.\n"
            "\n"
            "Example: coolant at 18 degC in a zone with a dew point of 15 degC: 3 K, ratio 2 / 3 = 0.67. Dew point 17 "
            "degC: 1 K, violated.\n"
            "\n"
            "Unknown when a rack names no `zone`, a zone has no `dew_point`, or the temperature of the loop is not "
            "known.\n",
};
