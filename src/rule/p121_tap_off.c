/* p121_tap_off.c - P121: each tap-off of a busway: its current, and its device, NEC 368.17(C). */
#include "rule/stated.h"

#include "engine/fault.h"

static hr_limit new_limit(const hr_site *s, uint16_t rule, const hr_wire *w, hr_quantity q)
{
    hr_limit l = hr_stated_limit(s, rule, w->child, hr_point_of(w->port, q), HR_MAX);
    l.at = w->feed->at;
    return l;
}

/* A limit on what an engine finds. */
static void add_current(hr_limits *out, const hr_site *s, uint16_t rule, const hr_wire *w, const hr_num *tap)
{
    uint8_t phases = (w->phases & (HR_A | HR_B | HR_C)) ? w->phases : HR_A | HR_B | HR_C;
    for (unsigned k = 0, added = 0; k < 3; k++) {
        if (!(phases >> k & 1) || (!tap->presence && added++)) continue;
        hr_limit l = new_limit(s, rule, w, (hr_quantity)(HR_Q_CURRENT_A + k));
        l.stated = false;
        if (tap->presence) hr_stated_value(&l, tap, 1);
        else hr_stated_lacks(&l, "tap_rating", w->parent);
        hr_stated_input(&l, hr_input_num("tap_rating", tap, HR_DIM_AMP));
        hr_limit_add(out, &l);
    }
}

static void add_device(hr_limits *out, const hr_site *s, uint16_t rule, const hr_wire *w)
{
    hr_limit l = new_limit(s, rule, w, HR_Q_MEANS);
    l.sense = HR_MIN;
    l.tag = 1;
    hr_stated_constant(l.v, 1);
    hr_stated_constant(l.load, 1);
    if (!w->feed->breaker.present) hr_stated_lacks(&l, "breaker", HR_NONE);
    else l.at = w->feed->breaker.at;
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id i = 0; i < site->n_wire; i++) {
        const hr_wire *w = &site->wire[i];
        const hr_num *tap = hr_unit_num(site, w->parent, "tap_rating");
        if (!tap || w->role == HR_WIRE_SIDE) continue;
        add_current(out, site, rule, w, tap);
        add_device(out, site, rule, w);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    if (l->tag) {
        hr_buf_z(out, "the tap-off has a device of its own");
        return;
    }
    hr_buf_z(out, "tap_rating ");
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
}

const hr_rule hr_rule_p121_tap_off = {
    .code = "P121",
    .title = "tap-offs of a busway: their current, their devices",
    .clause = "368.17(C)",
    .edition = "NEC 2023",
    .formula = "I <= tap_rating, each phase; a device in each tap-off",
    .text =
        "What a busway feeds hangs on a tap-off, which carries no more than its maker's rating (`tap_rating`) in each "
        "phase,\n"
        "normally and in every outage. Each tap-off has a breaker or fusible switch of its own, which can be operated "
        "from\n"
        "the floor: a feed from a busway for which the model has no `breaker` is unknown.\n"
        "\n"
        "Example: racks of 44 kW at 415 V on one tap-off of 60 A: 44,000 / (sqrt(3) x 415) = 61.2 A: violated, "
        "headroom -1.2 A.\n"
        "\n"
        "Unknown when `tap_rating` of the busway or the load is not given; when a feed from the busway states no "
        "`breaker`.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
