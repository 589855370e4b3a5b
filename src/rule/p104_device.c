/* p104_device.c - P104: continuous load on overcurrent devices, NEC 210.20(A) and 215.3. */
#include "rule/rule.h"

#define CONTINUOUS_SHARE 0.80 /* 1 / 1.25 */

static void fill(hr_limit *l, const hr_num *rating, const hr_flag *full_rated, const char *name)
{
    bool full = full_rated->presence && full_rated->v;
    l->missing = name;
    if (!rating->presence) return;
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = rating->at;
    l->trust = rating->trust;
    for (int c = 0; c < HR_CORNERS; c++)
        l->v[c] = hr_num_at(rating, HR_HARSH_LOW, (hr_corner)c) * (full ? 1.0 : CONTINUOUS_SHARE);
    l->input[l->n_input++] = hr_input_num(name, rating, HR_DIM_AMP);
    l->input[l->n_input++] = hr_input_flag("full_rated", full_rated);
}

static void add_phases(hr_limits *out, hr_limit *l, hr_id port, uint8_t phases)
{
    if (!phases) phases = HR_A | HR_B | HR_C;
    for (unsigned k = 0, added = 0; k < 3; k++) {
        if (!(phases >> k & 1)) continue;
        if (l->state == HR_S_UNKNOWN && added++) break; /* one question, not one for each phase */
        l->point = hr_point_of(port, (hr_quantity)(HR_Q_CURRENT_A + k));
        hr_limit_add(out, l);
    }
}

static hr_limit new_limit(const hr_site *site, hr_id unit, uint16_t rule, hr_span at)
{
    return (hr_limit){.rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = HR_EVERY_KIND,
                      .decl = site->unit[unit].decl,
                      .at = at};
}

/* What is a device itself has no other on its feeds. */
static bool is_device(const hr_site *site, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(site, unit)->power;
    return ops && ops->switching && ops->switching->device;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id w = 0; w < site->n_wire; w++) {
        const hr_wire *x = &site->wire[w];
        const hr_breaker_rec *b = &x->feed->breaker;
        if (x->role == HR_WIRE_TIE || x->role == HR_WIRE_SIDE || x->role == HR_WIRE_HELD) continue;
        hr_limit l = new_limit(site, x->child, rule, x->feed->at);
        fill(&l, &b->rating, &b->full_rated, b->present && !b->rating.presence ? "breaker.rating" : "breaker");
        add_phases(out, &l, x->port, x->phases);
    }
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_flag *full;
        if (!is_device(site, u)) continue;
        hr_limit l = new_limit(site, u, rule, site->decl[site->unit[u].decl].at);
        const hr_num *rating = hr_unit_type(site, u)->power->switching->device(hr_unit_fields(site, u), &full);
        fill(&l, rating, full, "rating");
        add_phases(out, &l, site->unit[u].port, site->nominal[u].phases);
    }
}

const hr_rule hr_rule_p104_device = {
    .code = "P104",
    .title = "continuous load on overcurrent devices",
    .clause = "210.20(A), 215.3",
    .edition = "NEC 2023",
    .formula = "I <= 0.80 x breaker (1.00 x where full_rated)",
    .text = "A branch-circuit or feeder overcurrent device is rated at not less than 125 % of the continuous load plus "
            "the\n"
            "non-continuous load: Ir >= 1.25 Ic + In. A training job runs for more than 3 hours at its rated load, so "
            "all of it is\n"
            "continuous, and the device may carry 1 / 1.25 = 80 % of its rating. Where the assembly including the "
            "device is\n"
            "listed for operation at 100 % of its rating (`full_rated: true`) it may carry all of it. Without "
            "`full_rated` the\n"
            "80 % holds, and the row shows it as a default.\n"
            "\n"
            "The same holds after an outage: a feed that takes over carries its load for as long as the repair lasts.\n"
            "\n"
            "Example: a rack of 80.5 kW at 415 V on one cord: 80,500 / (sqrt(3) x 415) = 112.0 A; breaker 100 A x 0.80 "
            "= 80 A:\n"
            "ratio 1.40, headroom -32.0 A.\n"
            "\n"
            "Unknown when the breaker, the voltage or the phases of the feed are not given.\n"
            "Waive with: waive: {P104: {on: row2-rack05, until: 2027-06-30, because: \"...\"}}\n",
    .declare = declare,
    .set = "nec-2023",
    .by_default = true,
};
