/* c104_place.c - C104: the heat of a rack has somewhere to go.
 *
 * Heat to air that no zone takes is no heat of any cooler, so nothing else would notice it. */
#include "engine/cooling.h"
#include "rule/cooling.h"

static void rack(hr_limits *out, const hr_site *s, hr_id unit, uint16_t rule)
{
    if (s->unit[unit].holder != HR_NONE) return;
    if (hr_unit_heat_to(s, unit, HR_HEAT_COOLANT) == HR_NONE && hr_cooling_is_wet(s, unit)) {
        hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_HEAT, HR_MAX);
        hr_stated_lacks(&l, "coolant", HR_NONE);
        hr_limit_add(out, &l);
    }
    if (hr_unit_heat_to(s, unit, HR_HEAT_ZONE) == HR_NONE) {
        hr_limit l = hr_cooling_limit(s, unit, rule, HR_Q_AIR_HEAT, HR_MAX);
        hr_stated_constant(l.v, HR_HEAT_ROUNDING);
        l.state = HR_S_PARTIAL; /* nothing to speak of, unless something takes it */
        l.missing = "zone";
        hr_limit_add(out, &l);
    }
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    if (hr_site_cools(site)) hr_cooling_each(out, site, rule, HR_COOLING_RACK, rack);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site, (void)l;
    hr_buf_z(out, "no heat to air, so it needs no `zone`");
}

const hr_rule hr_rule_c104_place = {
    .code = "C104",
    .title = "heat of a rack has somewhere to go",
    .clause = "",
    .edition = "",
    .formula = "heat to air without `zone` <= 1 W; heat to liquid only with `coolant`",
    .declare = declare,
    .because = because,
    .text = "On a site that says what cools, heat that no loop and no zone takes is in no sum: all that cools would "
            "hold with ease. So a\n"
            "rack that gives heat to air has to name its `zone`, and one that gives heat to liquid its `coolant`: it "
            "or something in it has\n"
            "a `liquid_share`, or its `cooling` is cold-plate or immersion. A rack that names both has no such row: "
            "what takes its heat has\n"
            "rows of its own. What is below 1 W is rounding.\n"
            "\n"
            "Example: a rack of 132 kW with liquid_share: 87 % and `coolant`, and without `zone`: 17 kW go nowhere, "
            "unknown. With\n"
            "liquid_share: 100 %: holds.\n"
            "\n"
            "Unknown as above; never violated.\n",
};
