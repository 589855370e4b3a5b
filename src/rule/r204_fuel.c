/* r204_fuel.c - R204, a statement of Tier III and IV: fuel on the site for twelve hours. */
#include "element/site_fields.h"
#include "rule/tier.h"

#define HOURS (12 * 3600.0)

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    const hr_num recalled = hr_figure(HOURS, HR_RECALLED);
    const hr_num *asked = hr_figure_or(&((const hr_site_fields *)site->fields)->limits.fuel, &recalled);
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_num *fuel = hr_unit_num(site, u, "fuel");
        if (!hr_tier_is_standby(site, u) || !fuel || site->unit[u].port == HR_NONE) continue;
        hr_limit l = hr_stated_unknown(site, u, rule, HR_Q_TIME, HR_MIN, "fuel");
        if (fuel->presence) hr_stated_fill(&l, fuel, HR_HARSH_LOW, asked, HR_HARSH_HIGH);
        hr_limit_add(out, &l);
    }
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    const hr_num *fuel = hr_unit_num(site, hr_limit_at(site, l), "fuel");
    const hr_num *own = &((const hr_site_fields *)site->fields)->limits.fuel;
    uint8_t n = 0;
    if (fuel->presence) out[n++] = hr_input_num("fuel", fuel, HR_DIM_SECOND);
    if (own->presence) out[n++] = hr_input_num("limits.fuel", own, HR_DIM_SECOND);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    bool own = ((const hr_site_fields *)site->fields)->limits.fuel.presence != HR_ABSENT;
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_SECOND);
    hr_buf_z(out, " of fuel; asked for are ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_SECOND);
    hr_buf_z(out, own ? " (limits.fuel of the site)" : " (recalled, not verified)");
}

const hr_rule hr_rule_r204_fuel = {
    .code = "R204",
    .title = "statement of Tier III: fuel on the site",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "fuel >= 12 h",
    .set = "tier-3,tier-4",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "Fuel for at least 12 hours at N stands on the site. `fuel` of a generator is the time that it runs on what "
        "the "
        "site\n"
        "holds, so let it be that at the load N.\n"
        "\n"
        "The 12 hours are recalled, not read in the standard: rows carry the trust `recalled`, and the site may state "
        "its own\n"
        "figure: limits: {fuel: 24 h}.\n"
        "\n"
        "Example: fuel: 8 h on 12 h: ratio 1.50, violated.\n"
        "\n"
        "Unknown when `fuel` is not given.\n",
};
