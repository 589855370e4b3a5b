/* p128_arc_energy.c - P128: what reduces the energy of arcs at large devices, NEC 240.87 and 240.67. */
#include "rule/stated.h"

#define LEAST_RATING 1200.0 /* A: highest setting, or rating of the fuse */

/* Which means counts for which device. */
static const bool counts[][2] = {
    [HR_ARC_ZONE] = {[HR_KIND_BREAKER] = true},
    [HR_ARC_DIFFERENTIAL] = {[HR_KIND_BREAKER] = true, [HR_KIND_FUSE] = true},
    [HR_ARC_MAINTENANCE] = {[HR_KIND_BREAKER] = true, [HR_KIND_FUSE] = true},
    [HR_ARC_ACTIVE] = {[HR_KIND_BREAKER] = true, [HR_KIND_FUSE] = true},
    [HR_ARC_INSTANTANEOUS] = {[HR_KIND_BREAKER] = true},
    [HR_ARC_OVERRIDE] = {[HR_KIND_BREAKER] = true},
    [HR_ARC_FAST] = {[HR_KIND_FUSE] = true},
    [HR_ARC_NONE] = {false, false},
};

static int16_t kind_of(const hr_device *d) { return d->rec->kind.presence ? d->rec->kind.v : HR_KIND_BREAKER; }

static const hr_num *highest(const hr_device *d)
{
    return d->rec->frame.presence && kind_of(d) == HR_KIND_BREAKER ? &d->rec->frame : &d->rec->rating;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    for (hr_id i = 0; i < hr_device_places(site); i++) {
        if (!hr_device_at(site, i, &d) || !highest(&d)->presence || highest(&d)->hi < LEAST_RATING) continue;
        const hr_choice *means = &d.rec->arc_energy;
        hr_limit l = hr_device_limit(site, rule, &d, HR_Q_MEANS, HR_MIN);
        hr_stated_constant(l.v, 1);
        hr_stated_constant(l.load, means->presence && counts[means->v][kind_of(&d)]);
        if (means->presence) l.at = means->at;
        else hr_stated_lacks(&l, hr_device_field(&d, "breaker.arc_energy"), HR_NONE);
        hr_stated_input(&l,
                        hr_input_num(hr_device_field(&d, d.rec->frame.presence ? "breaker.frame" : "breaker.rating"),
                                     highest(&d), HR_DIM_AMP));
        hr_stated_input(&l, hr_input_choice(hr_device_field(&d, "breaker.arc_energy"), means, hr_arc_energy_words));
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_device d;
    if (!hr_device_of(site, l, &d)) return;
    bool fuse = kind_of(&d) == HR_KIND_FUSE;
    hr_put_quantity(out, highest(&d)->v, HR_DIM_AMP);
    hr_buf_printf(out, " on 1200 A and more: arc_energy %s", hr_arc_energy_words[d.rec->arc_energy.v]);
    if (l->load[HR_NOMINAL] == 0 && d.rec->arc_energy.v != HR_ARC_NONE)
        hr_buf_printf(out, " does not count for a %s", fuse ? "fuse" : "breaker");
}

const hr_rule hr_rule_p128_arc_energy = {
    .code = "P128",
    .title = "reduction of arc energy",
    .clause = "240.87, 240.67",
    .edition = "NEC 2023",
    .formula = "one of the means of the clause at each device that can be set to 1,200 A or more",
    .text =
        "A breaker that can be set to a long time of 1,200 A or more (`frame`; its `rating` where no frame is stated) "
        "has "
        "one of:\n"
        "zone-interlocking, differential relaying, an energy-reducing maintenance-switch with indicator, active "
        "mitigation, an\n"
        "instantaneous trip that is not a temporary setting, an instantaneous override (`arc_energy`, 240.87). Fuses "
        "of "
        "1,200 A\n"
        "or more clear the arcing current within 0.07 s (`fast-clearing`) or have differential, maintenance-switch or "
        "active\n"
        "(240.67). The means must operate below the available arcing current and be tested: that is not in the model.\n"
        "\n"
        "A breaker of less than 1,200 A without a `frame` is taken to reach no more than its rating: give `frame` "
        "where "
        "a sensor\n"
        "or plug could raise it.\n"
        "\n"
        "Example: rating 1,000 A in a frame of 1,600 A with `arc_energy: none`: 0 of 1 means, violated.\n"
        "\n"
        "Unknown when `arc_energy` of such a device is not given.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
