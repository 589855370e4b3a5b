/* p123_primary.c - P123: the devices on the primary of a transformer, NEC 450.3. */
#include "rule/transformer_table.h"

static void fill(hr_limit *l, const hr_tx *x, const hr_device *d)
{
    bool fuse = d->rec->kind.presence && d->rec->kind.v == HR_KIND_FUSE;
    if (!d->rec->rating.presence) hr_stated_lacks(l, "breaker.rating", HR_NONE);
    else if (!x->rating->presence) hr_stated_lacks(l, "rating", HR_NONE);
    else if (x->v[0] <= 0) hr_stated_lacks(l, "voltage", d->supply);
    if (l->missing) return;
    hr_stated_value(l, x->rating, 1);
    hr_stated_load(l, &d->rec->rating);
    l->at = d->rec->rating.at;
    hr_tx_limit t = hr_tx_primary(x, fuse);
    if (t.missing) hr_stated_lacks(l, t.missing, HR_NONE);
    for (int c = 0; c < HR_CORNERS && !t.missing; c++) l->v[c] = hr_tx_value(x, 0, &t, (hr_corner)c);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tx x;
    hr_device d;
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_unit *unit = &site->unit[u];
        if (!hr_tx_of(site, u, &x)) continue;
        for (hr_id w = unit->wire_first; w < unit->wire_first + unit->wire_count; w++) {
            if (!hr_device_at(site, w, &d)) continue;
            hr_limit l = hr_device_limit(site, rule, &d, HR_Q_DEVICE, HR_MAX);
            fill(&l, &x, &d);
            hr_limit_add(out, &l);
        }
    }
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_tx x;
    hr_device d;
    uint8_t n = 0;
    if (!hr_device_of(site, l, &d) || !hr_tx_of(site, d.unit, &x)) return 0;
    out[n++] = hr_input_num("rating", x.rating, HR_DIM_VA);
    if (x.impedance && x.impedance->presence) out[n++] = hr_input_num("impedance", x.impedance, HR_DIM_NONE);
    if (x.supervised && x.supervised->presence) out[n++] = hr_input_flag("supervised", x.supervised);
    out[n++] = hr_input_num("breaker.rating", &d.rec->rating, HR_DIM_AMP);
    if (d.rec->kind.presence) out[n++] = hr_input_choice("breaker.kind", &d.rec->kind, hr_device_kind_words);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_tx x;
    hr_device d;
    if (!hr_device_of(site, l, &d) || !hr_tx_of(site, d.unit, &x)) return;
    bool fuse = d.rec->kind.presence && d.rec->kind.v == HR_KIND_FUSE;
    hr_tx_limit t = hr_tx_primary(&x, fuse);
    hr_buf_z(out, fuse ? "fuse " : "breaker ");
    hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
    hr_buf_z(out, "; ");
    hr_tx_words(&x, 0, &t, out);
}

const hr_rule hr_rule_p123_primary = {
    .code = "P123",
    .title = "device on the primary of a transformer",
    .clause = "450.3",
    .edition = "NEC 2023",
    .formula = "device <= percentage of Table 450.3(A), (B) x rated primary current",
    .text =
        "Primary up to 1,000 V, Table 450.3(B): 125 % of the rated current, or the next standard rating above it, "
        "where "
        "the\n"
        "primary device alone protects the transformer (167 % below 9 A, 300 % below 2 A); 250 % where the secondary "
        "is\n"
        "protected too: then P124 judges that. A primary device within 125 % needs no other, so P124 has no row.\n"
        "\n"
        "Primary above 1,000 V, Table 450.3(A), breaker / fuse: 600 / 300 % up to 6 % impedance, 400 / 300 % up to 10 "
        "%; "
        "under\n"
        "supervision (`supervised: true`: only qualified persons monitor and service it) 300 / 250 % without a "
        "secondary\n"
        "device. The next commercially available rating is allowed there; it is not known here, so the percentage "
        "itself "
        "is\n"
        "the limit.\n"
        "\n"
        "A device counts as a breaker unless `breaker.kind` says fuse. The maker's coordinated thermal protection, "
        "which "
        "allows\n"
        "more, is not read. Standard ratings: 240.6(A).\n"
        "\n"
        "Example: 1,500 kVA, 13.8 kV to 480 V, 5.75 %, unsupervised: 1,500,000 / (sqrt(3) x 13,800) = 62.8 A; breaker "
        "up "
        "to\n"
        "600 % = 377 A, fuse up to 300 % = 188 A.\n"
        "\n"
        "Unknown when `rating` of the transformer or of the device is not given, or above 1,000 V its `impedance`, or "
        "that is\n"
        "more than the 10 % the table ends at.\n",
    .declare = declare,
    .set = "nec-2023",
    .inputs = inputs,
    .because = because,
};
