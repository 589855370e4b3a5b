/* p137_plug.c - P137: plugs against receptacles: whether they fit, and what a receptacle carries. */
#include <math.h>

#include "rule/plugs.h"
#include "rule/stated.h"

enum { FITS, AMPERES, VOLTS }; /* hr_limit.tag */

static const hr_plug *found(const hr_text *t) { return t && t->presence ? hr_plug_find(t->v) : NULL; }

static hr_limit new_limit(const hr_site *s, uint16_t rule, const hr_wire *w, hr_quantity q, uint8_t tag)
{
    hr_limit l = hr_stated_limit(s, rule, w->child, hr_point_of(w->port, q), tag == FITS ? HR_MIN : HR_MAX);
    l.tag = tag;
    l.at = w->feed->receptacle.presence ? w->feed->receptacle.at : w->feed->at;
    return l;
}

static void add_fit(hr_limits *out, const hr_site *s, uint16_t rule, const hr_wire *w, const hr_text *plug)
{
    const hr_text *at = &w->feed->receptacle;
    const hr_plug *p = found(plug), *r = found(at);
    hr_limit l = new_limit(s, rule, w, HR_Q_MEANS, FITS);
    hr_stated_constant(l.v, 1);
    hr_stated_constant(l.load, p && r && hr_plug_fits(p, r));
    if (!plug->presence) hr_stated_lacks(&l, "plug", w->child);
    else if (!at->presence) hr_stated_lacks(&l, "receptacle", HR_NONE);
    else if (!p) hr_stated_lacks(&l, "plug of a known name", w->child);
    else if (!r) hr_stated_lacks(&l, "receptacle of a known name", HR_NONE);
    hr_limit_add(out, &l);
}

/* What the device lets through, and the voltage, on what the receptacle is made for. */
static void add_ratings(hr_limits *out, const hr_site *s, uint16_t rule, const hr_wire *w)
{
    const hr_plug *r = found(&w->feed->receptacle);
    const hr_num *device = &w->feed->breaker.rating;
    double volts = s->nominal[w->parent].vout;
    if (!r) return; /* asked for where a plug is */
    hr_limit a = new_limit(s, rule, w, HR_Q_DEVICE, AMPERES), v = new_limit(s, rule, w, HR_Q_VOLTAGE, VOLTS);
    a.trust = v.trust = (uint8_t)r->trust;
    hr_stated_constant(a.v, r->amperes);
    if (device->presence) hr_stated_load(&a, device);
    else hr_stated_lacks(&a, w->feed->breaker.present ? "breaker.rating" : "breaker", HR_NONE);
    hr_stated_constant(v.v, r->volts);
    bool neutral = r->lines == 2 && w->phases & HR_N;
    hr_stated_constant(v.load, neutral ? hr_line_to_neutral(volts, r->volts) : volts);
    if (volts <= 0) hr_stated_lacks(&v, "voltage", w->parent);
    hr_limit_add(out, &a);
    hr_limit_add(out, &v);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id i = 0; i < site->n_wire; i++) {
        const hr_wire *w = &site->wire[i];
        const hr_text *plug = hr_unit_text_field(site, w->child, "plug");
        if (w->role != HR_WIRE_FEED) continue;
        if (plug && (plug->presence || w->feed->receptacle.presence)) add_fit(out, site, rule, w, plug);
        add_ratings(out, site, rule, w);
    }
}

static const hr_wire *wire_of(const hr_site *s, const hr_limit *l)
{
    const hr_port *p = &s->port[hr_point_port(l->point)];
    return &s->wire[p->wire != HR_NONE ? p->wire : s->unit[p->unit].wire_first];
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    const hr_wire *w = wire_of(site, l);
    const hr_plug *r = found(&w->feed->receptacle);
    const hr_text *plug = hr_unit_text_field(site, w->child, "plug");
    if (l->tag == FITS) {
        hr_buf_printf(out, "plug %.*s, receptacle %.*s", HR_STR_FMT(plug->v), HR_STR_FMT(w->feed->receptacle.v));
        return;
    }
    hr_buf_z(out, l->tag == AMPERES ? "device " : "voltage ");
    hr_put_quantity(out, l->load[HR_NOMINAL], l->tag == AMPERES ? HR_DIM_AMP : HR_DIM_VOLT);
    hr_buf_printf(out, "; %s is made for %g A, %g V (%s)", r->name, r->amperes, r->volts, hr_trust_words[r->trust]);
}

const hr_rule hr_rule_p137_plug = {
    .code = "P137",
    .title = "plugs, receptacles and what they are made for",
    .clause = "",
    .edition = "",
    .formula = "plug fits receptacle; device <= amperes, V <= volts of the receptacle",
    .text =
        "The `plug` of a rack PDU or power shelf has to be that of the `receptacle` at the end of its feed. The device "
        "of "
        "that\n"
        "feed may not be rated more than the receptacle, nor its voltage higher.\n"
        "\n"
        "Names: NEMA 5-15, 5-20, L5-20, L5-30, 6-20, L6-20, L6-30, L7-20, L7-30, L15-20, L15-30, L16-20, L16-30, "
        "L21-20,\n"
        "L21-30, L22-20, L22-30; UNIVERSAL-7 (7 pins, 50 A, 480 V); IEC60309-2P+E-16, -32, -63; IEC60309-3P+E-60, "
        "-100;\n"
        "IEC60309-3P+N+E-16, -32, -60, -63, -100, -125 (up to 415 V); C13, C14, C19, C20. A P or R at the end of a "
        "NEMA "
        "name is\n"
        "read as plug or receptacle. Their ratings are recalled, but for UNIVERSAL-7; colours and "
        "clock\n"
        "positions of IEC 60309 are not told apart.\n"
        "\n"
        "Example: L21-30 on a breaker of 30 A at 208 V holds; the same receptacle behind 50 A: 50 on 30, violated; at "
        "415 "
        "V: 415 on\n"
        "208, violated.\n"
        "\n"
        "Unknown when one of the two is given and the other is not, or is none of these names.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
