/* p151_cap.c - P151: the set-point of an energy management system as the load of a feeder, NEC 220.70. */
#include "rule/stated.h"

#define CONTINUOUS 1.25

static hr_limit at_wire(const hr_site *s, const hr_wire *w, uint16_t rule, hr_quantity q, const char *missing)
{
    hr_limit l = hr_stated_unknown(s, w->child, rule, q, HR_MIN, missing);
    l.point = hr_point_of(w->port, q);
    l.at = w->feed->breaker.cap.at;
    return l;
}

static double factor_of(const hr_breaker_rec *b) { return hr_says(&b->full_rated) ? 1.0 : CONTINUOUS; }

static void add_device(hr_limits *out, const hr_site *s, const hr_wire *w, uint16_t rule)
{
    const hr_breaker_rec *b = &w->feed->breaker;
    hr_limit l = at_wire(s, w, rule, HR_Q_DEVICE, "breaker.rating");
    hr_span at = l.at;
    if (b->rating.presence) {
        hr_stated_fill(&l, &b->rating, HR_HARSH_LOW, &b->cap, HR_HARSH_HIGH);
        for (int c = 0; c < HR_CORNERS; c++) l.v[c] *= factor_of(b);
        l.at = at;
    }
    hr_limit_add(out, &l);
}

static void add_means(hr_limits *out, const hr_site *s, const hr_wire *w, uint16_t rule)
{
    const hr_breaker_rec *b = &w->feed->breaker;
    const char *missing = !b->cap_listed.presence      ? "breaker.cap_listed"
                          : !b->cap_fail_safe.presence ? "breaker.cap_fail_safe"
                                                       : NULL;
    bool refused = (b->cap_listed.presence && !b->cap_listed.v) || (b->cap_fail_safe.presence && !b->cap_fail_safe.v);
    hr_limit l = at_wire(s, w, rule, HR_Q_MEANS, missing);
    hr_num n = hr_figure(hr_says(&b->cap_listed) + hr_says(&b->cap_fail_safe), HR_GIVEN);
    const hr_num both = hr_figure(2, HR_VERIFIED);
    n.at = l.at;
    if (!missing || refused) hr_stated_fill(&l, &n, HR_HARSH_NONE, &both, HR_HARSH_NONE);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id i = 0; i < site->n_wire; i++) {
        const hr_wire *w = &site->wire[i];
        if (!w->feed->breaker.cap.presence || w->role > HR_WIRE_BYPASS) continue;
        add_device(out, site, w, rule);
        add_means(out, site, w, rule);
    }
}

static const hr_breaker_rec *breaker_of(const hr_site *s, const hr_limit *l)
{
    return &s->wire[s->port[hr_point_port(l->point)].wire].feed->breaker;
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    const hr_breaker_rec *b = breaker_of(site, l);
    uint8_t n = 0;
    out[n++] = hr_input_num("breaker.cap", &b->cap, HR_DIM_AMP);
    if (hr_point_quantity(l->point) == HR_Q_DEVICE) {
        if (b->rating.presence) out[n++] = hr_input_num("breaker.rating", &b->rating, HR_DIM_AMP);
        if (b->full_rated.presence) out[n++] = hr_input_flag("breaker.full_rated", &b->full_rated);
        return n;
    }
    if (b->cap_listed.presence) out[n++] = hr_input_flag("breaker.cap_listed", &b->cap_listed);
    if (b->cap_fail_safe.presence) out[n++] = hr_input_flag("breaker.cap_fail_safe", &b->cap_fail_safe);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_breaker_rec *b = breaker_of(site, l);
    if (hr_point_quantity(l->point) == HR_Q_MEANS) {
        hr_buf_printf(out, "its system is %slisted, and %sfail-safe", hr_says(&b->cap_listed) ? "" : "not ",
                      hr_says(&b->cap_fail_safe) ? "" : "not ");
        return;
    }
    hr_buf_printf(out, "%.2f x set-point ", factor_of(b));
    hr_put_quantity(out, b->cap.v, HR_DIM_AMP);
    hr_buf_z(out, " = ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_z(out, " asked for of the device; it has ");
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
}

const hr_rule hr_rule_p151_cap = {
    .code = "P151",
    .title = "software cap as the load of a feeder",
    .clause = "220.70, 215.3",
    .edition = "NEC 2023",
    .formula = "breaker >= 1.25 x cap (1.00 x where full_rated); the system listed and fail-safe",
    .set = "nec-2023",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "The set-point of an energy management system may be the load of a feeder or service, as one value. It counts "
        "as "
        "a\n"
        "continuous load, so the device has to be rated at 1.25 times the set-point. The conditions of 750.30, under "
        "which a\n"
        "system counts, were not read: that it is listed for the purpose and fail-safe is for the user to say.\n"
        "\n"
        "Each feed with `breaker: {cap: ...}` has a row for the rating of its device and one for these two. P104 goes "
        "on "
        "judging\n"
        "the load that the model finds: a power cap of GPUs is no such system by itself, because short bursts exceed "
        "it.\n"
        "\n"
        "Example: a set-point of 1,000 A on a breaker of 1,200 A that is not full-rated asks for 1,250 A: ratio 1.042, "
        "violated.\n"
        "\n"
        "Unknown when `breaker.rating`, `breaker.cap_listed` or `breaker.cap_fail_safe` is not given.\n",
};
