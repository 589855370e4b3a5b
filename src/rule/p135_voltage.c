/* p135_voltage.c - P135: the rated input voltage of power supplies and outlet strips against that of their feed. */
#include <math.h>
#include <string.h>

#include "engine/fault.h"
#include "rule/stated.h"

enum { HIGH, LOW, STRIP }; /* hr_limit.tag */

static const hr_psus *psus_of(const hr_site *s, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    const hr_psus *p = ops && ops->psus ? ops->psus(hr_unit_fields(s, u)) : NULL;
    return p && p->present && hr_unit_type(s, u)->modelled ? p : NULL;
}

/* What they lie across: a share of the voltage between lines; 0 where it is not said. */
static double share(const hr_psus *p, uint8_t phases)
{
    uint8_t lines = phases & (HR_A | HR_B | HR_C);
    double neutral = 1 / sqrt(3.0);
    if (!lines) return 0;
    if (lines & (lines - 1) && lines != (HR_A | HR_B | HR_C)) return 1;
    if (lines != (HR_A | HR_B | HR_C)) return neutral;
    return !p->connection.presence ? 0 : p->connection.v == HR_LINE_NEUTRAL ? neutral : 1;
}

static const hr_num *end_of(const hr_psus *p, int tag) { return tag == HIGH ? &p->input_high : &p->input_low; }

/* Says why it is unknown, or compares. */
static void fill(hr_limit *l, const hr_site *s, hr_id u, const hr_psus *p, const hr_wire *w)
{
    static const char *const names[] = {"psus.input_high", "psus.input_low"};
    double volts = s->nominal[w->parent].vout, part = share(p, w->phases);
    const hr_num *end = end_of(p, l->tag);
    if (!end->presence) hr_stated_lacks(l, names[l->tag], u);
    else if (volts <= 0) hr_stated_lacks(l, "voltage", w->parent);
    else if (part <= 0) hr_stated_lacks(l, w->phases ? "psus.connection" : "phases", u);
    if (l->missing) return;
    hr_stated_value(l, end, 1);
    for (int c = 0; c < HR_CORNERS; c++) l->load[c] = part < 1 ? hr_line_to_neutral(volts, l->v[c]) : volts;
    hr_stated_input(l, hr_input_num(names[l->tag], end, HR_DIM_VOLT));
}

/* One question for all cords where the range is not given at all. */
static void add_cords(hr_limits *out, const hr_site *s, uint16_t rule, hr_id u, const hr_psus *p)
{
    hr_id holder = s->unit[u].wire_count ? u : s->unit[u].holder;
    if (holder == HR_NONE || (holder != u && hr_is_pooled(s, holder))) return;
    const hr_unit *x = &s->unit[holder];
    bool any = p->input_high.presence || p->input_low.presence;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        if (holder != u && !hr_is_plugged(s, w, u)) continue;
        const char *lacked = NULL;
        for (int tag = HIGH; tag <= LOW; tag++) {
            hr_limit l =
                hr_stated_limit(s, rule, u, hr_point_of(s->wire[w].port, HR_Q_VOLTAGE), tag == HIGH ? HR_MAX : HR_MIN);
            l.tag = (uint8_t)tag;
            fill(&l, s, u, p, &s->wire[w]);
            if (!l.missing || !lacked || strcmp(l.missing, lacked) != 0) hr_limit_add(out, &l); /* once */
            lacked = l.missing;
            if (!any) return;
        }
    }
}

/* An outlet strip states the highest voltage between its lines. */
static void add_strip(hr_limits *out, const hr_site *s, uint16_t rule, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    const hr_num *rated = ops && ops->banks ? hr_unit_num(s, u, "voltage") : NULL;
    if (!rated) return;
    hr_limit l = hr_stated_limit(s, rule, u, hr_point_of(s->unit[u].port, HR_Q_VOLTAGE), HR_MAX);
    l.tag = STRIP;
    if (!rated->presence) hr_stated_lacks(&l, "voltage", u);
    else if (s->nominal[u].vin <= 0) hr_stated_lacks(&l, s->unit[u].wire_count ? "voltage of its supply" : "from", u);
    else hr_stated_value(&l, rated, 1);
    hr_stated_constant(l.load, s->nominal[u].vin);
    hr_stated_input(&l, hr_input_num("voltage", rated, HR_DIM_VOLT));
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_psus *p = psus_of(site, u);
        if (p) add_cords(out, site, rule, u, p);
        add_strip(out, site, rule, u);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_port *port = &site->port[hr_point_port(l->point)];
    hr_id w = port->wire != HR_NONE ? port->wire : site->unit[port->unit].wire_first;
    double volts = site->nominal[site->wire[w].parent].vout;
    bool neutral = l->tag != STRIP && hr_row_beyond(HR_MAX, volts, l->load[HR_NOMINAL]);
    if (neutral) hr_put_line_to_neutral(out, volts, l->load[HR_NOMINAL]);
    else hr_put_quantity(out, volts, HR_DIM_VOLT);
    hr_buf_printf(out, "%s; %s ", neutral ? " between line and neutral" : " between lines", l->input[0].name);
    hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_VOLT);
}

const hr_rule hr_rule_p135_voltage = {
    .code = "P135",
    .title = "rated input voltage against that of the feed",
    .clause = "",
    .edition = "",
    .formula = "input_low <= V of the feed <= input_high; V between lines <= voltage of a rack PDU",
    .text = "A power supply works within the range of nominal voltages that its maker rates it for (`psus.input_low`,\n"
            "`psus.input_high`): 200 to 240 V of many servers, 200 to 277 V of the rectifiers of an open rack. A cord "
            "or bank on "
            "two\n"
            "lines gives the voltage between lines, one on a line and the neutral that divided by sqrt(3). Where a "
            "cord brings "
            "three\n"
            "lines `psus.connection` says what the supplies lie across. A rack PDU states the highest `voltage` "
            "between its "
            "lines.\n"
            "Nominal voltages are rounded names: 480 / sqrt(3) is called 277 V, so V / sqrt(3) within 0.5 % of a "
            "rating is that "
            "rating.\n"
            "\n"
            "Example: supplies of 200-240 V between line and neutral at 415 V: 415 / sqrt(3) = 239.6 V: holds. At 480 "
            "V they "
            "see\n"
            "277.1 V: violated, headroom -37.1 V.\n"
            "\n"
            "Unknown when one of these fields, or the voltage or phases of the feed, is not given.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
