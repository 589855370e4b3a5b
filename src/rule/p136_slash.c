/* p136_slash.c - P136: the voltage rating of devices, straight or slash, NEC 240.85. */
#include <math.h>

#include "rule/grounding.h"

enum { BETWEEN, TO_GROUND }; /* hr_limit.tag */

static void add_between(hr_limits *out, const hr_site *s, uint16_t rule, const hr_device *d, double volts)
{
    hr_limit l = hr_device_limit(s, rule, d, HR_Q_VOLTAGE, HR_MAX);
    hr_stated_constant(l.load, volts);
    if (!d->rec->voltage.presence) hr_stated_lacks(&l, hr_device_field(d, "breaker.voltage"), HR_NONE);
    else if (volts <= 0) hr_stated_lacks(&l, "voltage", d->supply);
    else hr_stated_value(&l, &d->rec->voltage, 1);
    hr_stated_input(&l, hr_input_num(hr_device_field(d, "breaker.voltage"), &d->rec->voltage, HR_DIM_VOLT));
    hr_limit_add(out, &l);
}

/* Solidly grounded: V / sqrt(3); otherwise a line may stand at V to ground. */
static void add_to_ground(hr_limits *out, const hr_site *s, uint16_t rule, const hr_device *d, double volts)
{
    const hr_num *most = &d->rec->voltage_ground;
    hr_grounding g;
    hr_limit l = hr_device_limit(s, rule, d, HR_Q_VOLTAGE, HR_MAX);
    if (!hr_grounding_at(s, d->supply, &g)) out->failed = true;
    l.tag = TO_GROUND;
    hr_stated_value(&l, most, 1);
    for (int c = 0; c < HR_CORNERS; c++) l.load[c] = g.solid && !g.other ? hr_line_to_neutral(volts, l.v[c]) : volts;
    bool decided = g.other || g.unsaid == HR_NONE || !hr_row_beyond(HR_MAX, volts, most->lo);
    if (!decided) hr_stated_lacks(&l, g.missing, g.unsaid);
    hr_stated_input(&l, hr_input_num(hr_device_field(d, "breaker.voltage_ground"), most, HR_DIM_VOLT));
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    for (hr_id i = 0; i < hr_device_places(site); i++) {
        if (!hr_device_at(site, i, &d)) continue;
        double volts = site->nominal[d.supply].vout;
        add_between(out, site, rule, &d, volts);
        if (d.rec->voltage_ground.presence && volts > 0) add_to_ground(out, site, rule, &d, volts);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_device d;
    if (!hr_device_of(site, l, &d)) return;
    double volts = site->nominal[d.supply].vout;
    bool solid = l->tag == TO_GROUND && hr_row_beyond(HR_MAX, volts, l->load[HR_NOMINAL]);
    if (solid) hr_put_line_to_neutral(out, volts, l->load[HR_NOMINAL]);
    else hr_put_quantity(out, volts, HR_DIM_VOLT);
    hr_buf_z(out, l->tag == BETWEEN ? " between lines"
                  : solid           ? " to ground, solidly grounded"
                                    : " to ground: not solidly grounded, as far as is said");
    hr_buf_printf(out, "; %s ", l->input[0].name);
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_VOLT);
}

const hr_rule hr_rule_p136_slash = {
    .code = "P136",
    .title = "voltage rating of devices",
    .clause = "240.85",
    .edition = "NEC 2023",
    .formula = "V between lines <= voltage; slash-rated: V to ground <= voltage_ground",
    .text =
        "A device is rated for the voltage between the lines it opens. One with a slash rating, as 480Y/277, may stand "
        "only "
        "in a\n"
        "solidly grounded system whose voltage to ground is within the lower value (`voltage_ground: 277 V`) and "
        "between "
        "lines\n"
        "within the higher one (`voltage: 480 V`). Behind an impedance, ungrounded or on a delta a line can stand at "
        "the "
        "full\n"
        "voltage to ground, so that is judged there. `grounding` is said at the transformer or source that makes the "
        "neutral; a\n"
        "UPS passes it on.\n"
        "\n"
        "Example: 480Y/277 at 480 V, solidly grounded: 480 / sqrt(3), nominally 277 V, on 277 V: holds. Through an "
        "impedance:\n"
        "480 V on 277 V, violated. (V / sqrt(3) within 0.5 % of the rating is the rating: names of systems are "
        "rounded.)\n"
        "\n"
        "Unknown when `voltage` of the device or of its supply is not given; `grounding`, where it decides.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
