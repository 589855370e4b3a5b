/* p124_secondary.c - P124: the devices on the secondary of a transformer, NEC 450.3. */
#include "rule/transformer_table.h"

enum { SUM = 1, NUMBER = 2 }; /* of hr_limit.tag */

/* A single device is judged where it stands, several at the transformer. */
static hr_limit new_limit(const hr_site *s, uint16_t rule, const hr_tx *x, hr_quantity q, uint8_t tag)
{
    hr_device d;
    bool there = tag == SUM && x->secondary1 != HR_NONE && hr_device_at(s, x->secondary1, &d);
    hr_limit l = there ? hr_device_limit(s, rule, &d, q, HR_MAX)
                       : hr_stated_limit(s, rule, x->unit, hr_point_of(s->unit[x->unit].port, q), HR_MAX);
    l.tag = tag;
    return l;
}

static void add_sum(hr_limits *out, const hr_site *s, uint16_t rule, const hr_tx *x)
{
    hr_limit l = new_limit(s, rule, x, HR_Q_DEVICE, SUM);
    hr_span at = l.at;
    if (x->unsaid != HR_NONE) {
        hr_stated_lacks(&l, "breaker", x->unsaid);
    } else {
        hr_tx_limit t = hr_tx_secondary(x);
        hr_stated_value(&l, x->rating, 1);
        l.at = at;
        if (t.trust > l.trust) l.trust = t.trust;
        for (int c = 0; c < HR_CORNERS; c++) {
            l.load[c] = x->secondary[c];
            if (t.factor > 0) l.v[c] = hr_tx_value(x, 1, &t, (hr_corner)c);
        }
        if (t.missing) hr_stated_lacks(&l, t.missing, x->unit);
    }
    hr_limit_add(out, &l);
}

static void add_number(hr_limits *out, const hr_site *s, uint16_t rule, const hr_tx *x)
{
    hr_limit l = new_limit(s, rule, x, HR_Q_NUMBER, NUMBER);
    hr_stated_constant(l.load, x->n_secondary);
    hr_stated_constant(l.v, HR_SECONDARY_DEVICES);
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tx x;
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (!hr_tx_of(site, u, &x) || x.n_secondary == 0) continue;
        const char *lacks = !x.rating->presence ? "rating" : x.v[0] <= 0 ? "from" : x.v[1] <= 0 ? "secondary" : NULL;
        if (lacks) {
            hr_limit l = new_limit(site, rule, &x, HR_Q_DEVICE, 0);
            hr_stated_lacks(&l, lacks, u);
            hr_limit_add(out, &l);
        } else if (!hr_tx_alone(&x)) {
            add_sum(out, site, rule, &x);
            if (x.n_secondary > 1) add_number(out, site, rule, &x);
        }
    }
}

static bool transformer_of(const hr_site *s, const hr_limit *l, hr_tx *x)
{
    const hr_port *p = &s->port[hr_point_port(l->point)];
    if (p->wire != HR_NONE && hr_tx_of(s, s->wire[p->wire].parent, x) && x->secondary1 == p->wire) return true;
    return hr_tx_of(s, p->unit, x);
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_tx x;
    hr_device d;
    uint8_t n = 0;
    if (l->tag == NUMBER || !transformer_of(site, l, &x)) return 0;
    out[n++] = hr_input_num("rating", x.rating, HR_DIM_VA);
    if (x.supervised && x.supervised->presence) out[n++] = hr_input_flag("supervised", x.supervised);
    for (hr_id w = 0; w < site->n_wire && n < HR_LIMIT_INPUTS_MOST; w++)
        if (site->wire[w].parent == x.unit && hr_device_at(site, w, &d))
            out[n++] = hr_input_num("breaker.rating", &d.rec->rating, HR_DIM_AMP);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_tx x;
    if (!transformer_of(site, l, &x)) return;
    if (l->tag == NUMBER) {
        hr_buf_printf(out, "%u secondary devices; up to %d may be grouped", x.n_secondary, HR_SECONDARY_DEVICES);
        return;
    }
    hr_tx_limit t = hr_tx_secondary(&x);
    hr_buf_printf(out, x.n_secondary == 1 ? "one device, " : "%u devices, together ", x.n_secondary);
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_z(out, "; ");
    hr_tx_words(&x, 1, &t, out);
}

const hr_rule hr_rule_p124_secondary = {
    .code = "P124",
    .title = "devices on the secondary of a transformer",
    .clause = "450.3",
    .edition = "NEC 2023",
    .formula = "sum of devices <= percentage of Table 450.3(A), (B) x rated secondary current; at most 6",
    .text = "Judged where the primary device alone does not protect the transformer (P123). The devices on what it "
            "feeds are\n"
            "its secondary protection: one, or up to six grouped whose ratings add up to what one may have.\n"
            "\n"
            "Primary up to 1,000 V, Table 450.3(B): 125 % of the rated current, or the next standard rating above it; "
            "167 % "
            "below\n"
            "9 A. Primary above 1,000 V, Table 450.3(A): secondary up to 1,000 V 125 %, or the next standard rating; "
            "under\n"
            "supervision 250 %, and none is asked for where the primary breaker / fuse is within 300 / 250 %. "
            "Secondary above\n"
            "1,000 V, breaker / fuse: 300 / 250 % up to 6 % impedance (in any location: recalled, copies differ), 250 "
            "/ 225 % "
            "up to\n"
            "10 %.\n"
            "\n"
            "Conductors are another matter: the primary device does not protect those of a multi-wire secondary "
            "(240.4(F)).\n"
            "\n"
            "Example: 1,500 kVA, 13.8 kV to 480 V, unsupervised: 1,500,000 / (sqrt(3) x 480) = 1,804 A x 125 % = 2,255 "
            "A, the "
            "next\n"
            "standard rating is 2,500 A.\n"
            "\n"
            "Unknown when the `breaker` of a feed from it, its `rating` or a voltage is not given; `supervised`, where "
            "that "
            "would\n"
            "make a larger device acceptable.\n",
    .declare = declare,
    .set = "nec-2023",
    .inputs = inputs,
    .because = because,
};
