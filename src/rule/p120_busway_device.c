/* p120_busway_device.c - P120: the device that protects a busway, NEC 368.17(A) and 240.4. */
#include "rule/standard_rating.h"
#include "rule/stated.h"

#include "engine/fault.h"

#define ROUND_UP_MOST 800.0 /* A: 240.4(B); above it 240.4(C) */

/* What has tap-offs is a busway. */
static const hr_num *rating_of(const hr_site *s, hr_id u)
{
    return hr_unit_num(s, u, "tap_rating") ? hr_unit_num(s, u, "rating") : NULL;
}

static double allowed(double rating) { return rating < ROUND_UP_MOST ? hr_standard_or_own(rating) : rating; }

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    for (hr_id i = 0; i < hr_device_places(site); i++) {
        if (!hr_device_at(site, i, &d) || d.wire == HR_NONE) continue;
        const hr_num *rating = rating_of(site, d.unit);
        if (!rating) continue;
        hr_limit l = hr_device_limit(site, rule, &d, HR_Q_DEVICE, HR_MAX);
        if (!rating->presence) {
            hr_stated_lacks(&l, "rating", HR_NONE);
        } else if (!d.rec->rating.presence) {
            hr_stated_lacks(&l, "breaker.rating", HR_NONE);
        } else {
            hr_stated_value(&l, rating, 1);
            hr_stated_load(&l, &d.rec->rating);
            for (int c = 0; c < HR_CORNERS; c++) l.v[c] = allowed(l.v[c]);
            hr_stated_input(&l, hr_input_num("rating", rating, HR_DIM_AMP));
            hr_stated_input(&l, hr_input_num("breaker.rating", &d.rec->rating, HR_DIM_AMP));
        }
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_num *rating = l->input[0].num;
    (void)site;
    hr_buf_z(out, "device ");
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_z(out, "; busway rating ");
    hr_put_quantity(out, rating->v, HR_DIM_AMP);
    if (l->v[HR_NOMINAL] <= rating->v) return;
    hr_buf_z(out, ", next standard rating ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
}

const hr_rule hr_rule_p120_busway_device = {
    .code = "P120",
    .title = "device that protects a busway",
    .clause = "368.17(A), 240.4",
    .edition = "NEC 2023",
    .formula = "device <= busway rating, below 800 A the next standard rating",
    .text =
        "A busway used as a feeder is protected by an overcurrent device of its current rating. Where that rating is "
        "no\n"
        "standard rating of 240.6(A), the next standard one is allowed up to 800 A (240.4(B)); above 800 A the device "
        "may not\n"
        "exceed the rating (240.4(C)). Each device on a feed of the busway is judged.\n"
        "\n"
        "Example: a busway of 365 A: the next standard rating is 400 A, so a device of 400 A holds, one of 450 A does "
        "not. A\n"
        "busway of 1,350 A may have 1,200 A, not 1,600 A.\n"
        "\n"
        "Unknown when `rating` of the busway or of the device is not given. That a feed has a device at all is asked "
        "for by P104.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
