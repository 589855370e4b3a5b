/* s108_hanging.c - S108: what may hang from the structure above a floor against TIA-942 Rated 3. */
#include "element/floor_fields.h"
#include "element/site_fields.h"
#include "rule/floor.h"
#include "rule/stated.h"

#define ASKED (50 * 0.45359237 * 9.80665 / (0.3048 * 0.3048)) /* 50 lb/ft2 in Pa, rounded to 2.4 kPa in the standard */

static void floor_limit(hr_limits *out, const hr_site *site, hr_id floor, uint16_t rule)
{
    const hr_num recalled = hr_figure(ASKED, HR_RECALLED);
    const hr_num *asked = hr_figure_or(&((const hr_site_fields *)site->fields)->limits.hanging, &recalled);
    const hr_num *hanging = hr_unit_num(site, floor, "hanging");
    hr_limit l = hr_stated_unknown(site, floor, rule, HR_Q_PRESSURE, HR_MIN, "hanging");
    if (hanging && hanging->presence) hr_stated_fill(&l, hanging, HR_HARSH_LOW, asked, HR_HARSH_HIGH);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_floor_each(out, site, rule, floor_limit); }

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    const hr_num *hanging = hr_unit_num(site, hr_limit_at(site, l), "hanging");
    const hr_num *own = &((const hr_site_fields *)site->fields)->limits.hanging;
    uint8_t n = 0;
    if (hanging && hanging->presence) out[n++] = hr_input_num("hanging", hanging, HR_DIM_PASCAL);
    if (own->presence) out[n++] = hr_input_num("limits.hanging", own, HR_DIM_PASCAL);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    bool own = ((const hr_site_fields *)site->fields)->limits.hanging.presence != HR_ABSENT;
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_PASCAL);
    hr_buf_z(out, " may hang there; asked for are ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_PASCAL);
    hr_buf_z(out, own ? " (limits.hanging of the site)" : " (recalled, not verified)");
}

const hr_rule hr_rule_s108_hanging = {
    .code = "S108",
    .title = "hanging load above a Rated 3 hall",
    .clause = "structural, hanging load",
    .edition = "TIA-942",
    .formula = "hanging >= 50 lb/ft2 (2.4 kPa)",
    .set = "tia-942-3",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text = "Rated 3 asks that 2.4 kPa (50 lb/ft2) may hang from the structure above the floor: busways, cable trays, "
            "pipes.\n"
            "\n"
            "The figure is recalled, not read in the standard: rows carry the trust `recalled`, and the site may state "
            "its own:\n"
            "limits: {hanging: 1.2 kPa}.\n"
            "\n"
            "Example: hanging: 25 lb/ft2 (1.2 kPa): ratio 2.00, violated.\n"
            "\n"
            "Unknown when `hanging` of the floor is not given, and for a rack that names no floor.\n",
};
