/* p140_inlet.c - P140: the inlet of a rack PDU against the device of its whip. */
#include "engine/fault.h"
#include "rule/stated.h"

#define CONTINUOUS_SHARE 0.80 /* of a device that is not listed for 100 %, P104 */

static double factor_of(const hr_breaker_rec *r)
{
    return r->full_rated.presence && r->full_rated.v ? 1 : 1 / CONTINUOUS_SHARE;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    for (hr_id w = 0; w < site->n_wire; w++) {
        hr_id u = site->wire[w].child;
        const hr_power_ops *ops = hr_unit_type(site, u)->power;
        if (!ops || !ops->banks || !hr_device_at(site, w, &d)) continue;
        const hr_num *rating = hr_unit_num(site, u, "rating");
        hr_limit l = hr_device_limit(site, rule, &d, HR_Q_DEVICE, HR_MAX);
        if (!rating->presence) hr_stated_lacks(&l, "rating", u);
        else if (!d.rec->rating.presence) hr_stated_lacks(&l, "breaker.rating", u);
        else hr_stated_value(&l, rating, factor_of(d.rec)), hr_stated_load(&l, &d.rec->rating);
        hr_stated_input(&l, hr_input_num("rating", rating, HR_DIM_AMP));
        hr_stated_input(&l, hr_input_num("breaker.rating", &d.rec->rating, HR_DIM_AMP));
        if (d.rec->full_rated.presence) hr_stated_input(&l, hr_input_flag("full_rated", &d.rec->full_rated));
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_device d;
    if (!hr_device_of(site, l, &d)) return;
    hr_buf_z(out, "device ");
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_z(out, "; inlet ");
    hr_put_quantity(out, l->input[0].num->v, HR_DIM_AMP);
    hr_buf_z(out, factor_of(d.rec) > 1 ? " / 0.80 = " : " x 1.00, full-rated = ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
}

const hr_rule hr_rule_p140_inlet = {
    .code = "P140",
    .title = "inlet of a rack PDU on the device of its whip",
    .clause = "",
    .edition = "",
    .formula = "device <= rating / 0.80 (rating where full_rated)",
    .text = "The inlet of an outlet strip is rated for the current that its whip may carry for ever: 80 % of the "
            "device, or all "
            "of\n"
            "it where that is listed for 100 %. A larger device lets the inlet be overloaded without opening: the load "
            "is then "
            "held\n"
            "back only by P101 of the model.\n"
            "\n"
            "Example: an inlet of 24 A on 30 A: 24 / 0.80 = 30 A, holds; on 60 A violated. 32 A on a device of 32 A "
            "that is "
            "listed\n"
            "for 100 % holds.\n"
            "\n"
            "Unknown when either rating is not given.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
