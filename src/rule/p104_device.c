/* p104_device.c - P104: continuous load on overcurrent devices, NEC 210.20(A) and 215.3. */
#include "rule/rule.h"

#define CONTINUOUS_SHARE 0.80 /* 1 / 1.25 */

static void fill(hr_limit *l, const hr_feed *f)
{
    const hr_breaker_rec *b = &f->breaker;
    bool full = b->full_rated.presence && b->full_rated.v;
    if (!b->rating.presence) return;
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = b->rating.at;
    l->trust = b->rating.trust;
    for (int c = 0; c < HR_CORNERS; c++)
        l->v[c] = hr_num_at(&b->rating, HR_HARSH_LOW, (hr_corner)c) * (full ? 1.0 : CONTINUOUS_SHARE);
    l->input[l->n_input++] = (hr_limit_input){"breaker", &b->rating, NULL, HR_DIM_AMP};
    l->input[l->n_input++] = (hr_limit_input){"full_rated", NULL, &b->full_rated, HR_DIM_NONE};
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id w = 0; w < site->n_wire; w++) {
        const hr_wire *x = &site->wire[w];
        hr_id decl = site->unit[x->child].decl;
        hr_limit l = {.rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = 0xff,
                      .missing = x->feed->breaker.present ? "breaker.rating" : "breaker",
                      .decl = decl,
                      .at = x->feed->at};
        fill(&l, x->feed);
        uint8_t phases = x->phases ? x->phases : HR_A | HR_B | HR_C;
        for (unsigned k = 0, added = 0; k < 3; k++) {
            if (!(phases >> k & 1)) continue;
            if (l.state == HR_S_UNKNOWN && added++) break; /* one question, not one for each phase */
            l.point = hr_point_of(x->port, (hr_quantity)(HR_Q_CURRENT_A + k));
            hr_limit_add(out, &l);
        }
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
};
