/* p143_bar_class.c - P143: the bus bar of an open rack against its class. */
#include "rule/open_rack.h"

#define LEAST_ORV3 18e3 /* W: rack frames of OCP (verified) */
#define LEAST_HPR 92e3

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (hr_unit_kind(site, u) != HR_P_BAR || site->unit[u].port == HR_NONE) continue;
        const hr_num *rating = hr_unit_num(site, u, "rating");
        const hr_num *volts = site->unit[u].holder != HR_NONE ? hr_bus_volts(site, site->unit[u].holder) : NULL;
        const hr_choice *c = hr_unit_choice(site, u, "class");
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(site->unit[u].port, HR_Q_DIRECT), HR_MIN);
        if (rating->presence) hr_stated_load(&l, rating);
        if (!c->presence) hr_stated_lacks(&l, "class", HR_NONE);
        else if (!volts) hr_stated_lacks(&l, "voltage", HR_NONE);
        else if (!rating->presence) hr_stated_lacks(&l, "rating", HR_NONE);
        for (int k = 0; k < HR_CORNERS && !l.missing; k++)
            l.v[k] = (c->v == HR_CLASS_HPR ? LEAST_HPR : LEAST_ORV3) / hr_num_at(volts, HR_HARSH_LOW, (hr_corner)k);
        hr_stated_input(&l, hr_input_num("rating", rating, HR_DIM_AMP));
        if (volts) hr_stated_input(&l, hr_input_num("voltage", volts, HR_DIM_VOLT));
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_choice *c = hr_unit_choice(site, site->port[hr_point_port(l->point)].unit, "class");
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_printf(out, "; class %s: ", c->v == HR_CLASS_HPR ? "hpr" : "orv3");
    hr_put_quantity(out, c->v == HR_CLASS_HPR ? LEAST_HPR : LEAST_ORV3, HR_DIM_WATT);
    hr_buf_z(out, " / ");
    hr_put_quantity(out, l->input[1].num->v, HR_DIM_VOLT);
}

const hr_rule hr_rule_p143_bar_class = {
    .code = "P143",
    .title = "bus bar against the class of its rack",
    .clause = "rack frame",
    .edition = "OCP ORv3",
    .formula = "rating >= 18 kW (orv3) or 92 kW (hpr) / V",
    .text = "The bar of an open rack of the class orv3 carries 18 kW or more, one of the class hpr 92 kW or more, at "
            "the voltage "
            "of\n"
            "the bar or else of its shelves: 375 A and 1.9 kA at 48 V.\n"
            "\n"
            "Example: an hpr bar of 1,500 A at 48 V: 92,000 / 48 = 1,917 A are asked for: violated.\n"
            "\n"
            "Unknown when `class`, `rating` or the voltage is not given. Its load is judged by P109.\n",
    .declare = declare,
    .set = "ocp-orv3",
    .because = because,
};
