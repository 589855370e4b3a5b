/* p142_shelf.c - P142: the rectifiers of a power shelf: what they carry, and with one of them out. */
#include "engine/fault.h"
#include "rule/open_rack.h"

enum { SUM, SPARE }; /* hr_limit.tag of P142 */

static const hr_psus *rectifiers(const hr_site *s, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    return ops && ops->pools ? ops->psus(hr_unit_fields(s, u)) : NULL;
}

static double installed(const hr_psus *p)
{
    double n = 0;
    for (uint32_t i = 0; i < p->n; i++) n += p->cord[i].count.v;
    return p->installed.presence ? p->installed.v : n;
}

static hr_limit new_limit(const hr_site *s, uint16_t rule, hr_id u, uint8_t tag)
{
    hr_limit l = hr_stated_limit(s, rule, u, hr_point_of(s->unit[u].port, HR_Q_POWER), HR_MAX);
    l.tag = tag;
    l.stated = tag == SUM;
    l.kinds = tag == SUM ? HR_EVERY_KIND : 1u << HR_CASE_NORMAL | 1u << HR_CASE_ON_GENERATORS;
    return l;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_psus *p = rectifiers(site, u);
        const hr_num *rating = p ? hr_unit_num(site, u, "rating") : NULL;
        for (uint8_t tag = SUM; p && tag <= SPARE; tag++) {
            hr_limit l = new_limit(site, rule, u, tag);
            double n = installed(p) - (tag == SPARE);
            if (installed(p) <= 0) hr_stated_lacks(&l, "psus.installed", HR_NONE);
            else if (!p->rating.presence) hr_stated_lacks(&l, "psus.rating", HR_NONE);
            else hr_stated_value(&l, &p->rating, n);
            if (tag == SUM && rating->presence) hr_stated_load(&l, rating);
            hr_stated_input(&l, hr_input_num("psus.rating", &p->rating, HR_DIM_WATT));
            hr_stated_input(&l, hr_input_num("psus.installed", &p->installed, HR_DIM_NONE));
            if (tag == SUM) hr_stated_input(&l, hr_input_num("rating", rating, HR_DIM_WATT));
            if (tag == SPARE || !l.missing) hr_limit_add(out, &l); /* asked for once */
        }
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_psus *p = rectifiers(site, site->port[hr_point_port(l->point)].unit);
    if (l->tag == SUM) hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_WATT), hr_buf_z(out, " stated; ");
    if (l->tag == SUM) hr_buf_printf(out, "%g x ", installed(p));
    else hr_buf_printf(out, "(%g - 1) x ", installed(p));
    hr_put_quantity(out, p->rating.v, HR_DIM_WATT);
}

const hr_rule hr_rule_p142_shelf = {
    .code = "P142",
    .title = "rectifiers of a power shelf",
    .clause = "shelf documents",
    .edition = "OCP ORv3",
    .formula = "rating <= installed x rectifier; P <= (installed - 1) x rectifier",
    .text = "A shelf cannot be rated for more than its rectifiers give together. In the base states its load is within "
            "what they "
            "give\n"
            "with one of them out (N+1): the shelf of the standard has 6 x 3 kW = 18 kW and carries 15 kW at N+1. What "
            "the rack "
            "takes\n"
            "is shared by the rectifiers of all its live shelves.\n"
            "\n"
            "Example: 6 rectifiers of 3 kW under 16 kW: 16 on 5 x 3 = 15 kW: violated, ratio 1.067.\n"
            "\n"
            "Unknown when `psus.installed` or `psus.rating`, or the load, is not given.\n",
    .declare = declare,
    .set = "ocp-orv3",
    .because = because,
};
