/* p141_sockets.c - P141: how many cords are plugged into a bank of a rack PDU. */
#include <string.h>

#include "rule/stated.h"

/* Power supplies of one member on the strip. */
static double supplies(const hr_site *s, hr_id load, hr_str cord)
{
    const hr_power_ops *ops = hr_unit_type(s, load)->power;
    const hr_psus *p = ops->psus ? ops->psus(hr_unit_fields(s, load)) : NULL;
    double count = p && p->n ? 0 : 1;
    for (uint32_t i = 0; p && i < p->n; i++)
        if (hr_str_eq(p->cord[i].cord, cord)) count = p->cord[i].count.v;
    return count;
}

/* Banks of the strip that a load is plugged into: its supplies are dealt over them. */
static double banks_of(const hr_site *s, const hr_wire *bank, hr_id load)
{
    const hr_unit *x = &s->unit[bank->child];
    double n = 0;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        n += s->wire[w].parent == bank->parent && hr_is_plugged(s, w, load);
    return n;
}

static double cords_on(const hr_site *s, hr_id wire)
{
    const hr_wire *w = &s->wire[wire];
    const hr_unit *x = &s->unit[w->child];
    double n = 0;
    for (hr_id h = x->held_first; x->held_count && h < x->held_first + x->held_count; h++)
        if (hr_hangs_on_holder(s, h) && hr_is_plugged(s, wire, h))
            n += s->unit[h].count * supplies(s, h, hr_wire_cord(s, wire)) / banks_of(s, w, h);
    return n;
}

/* The record of a bank: the banks of a strip are the wires from it, in the order in which they are written. */
static const hr_num *sockets_of(const hr_site *s, hr_id wire)
{
    hr_id part = s->wire[wire].parent, first = wire;
    const hr_bank_ops *banks = hr_unit_type(s, part)->power->banks;
    while (first > s->unit[s->wire[wire].child].wire_first && s->wire[first - 1].parent == part) first--;
    for (const hr_field *f = hr_unit_type(s, part)->fields; f->name; f++) {
        if (strcmp(f->name, banks->field) != 0) continue;
        const hr_records *r = (const hr_records *)(const void *)((const char *)hr_unit_fields(s, part) + f->offset);
        const void *record = hr_record_at(r, wire - first);
        for (const hr_field *g = f->record; g->name; g++)
            if (strcmp(g->name, "sockets") == 0)
                return (const hr_num *)(const void *)((const char *)record + g->offset);
    }
    return NULL;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id w = 0; w < site->n_wire; w++) {
        const hr_wire *x = &site->wire[w];
        if (x->role != HR_WIRE_HELD || !x->feed->outlets) continue;
        const hr_num *sockets = sockets_of(site, w);
        hr_limit l = hr_stated_limit(site, rule, x->parent, hr_point_of(x->port, HR_Q_NUMBER), HR_MAX);
        l.at = x->feed->at;
        hr_stated_constant(l.load, cords_on(site, w));
        if (sockets && sockets->presence) hr_stated_value(&l, sockets, 1);
        else hr_stated_lacks(&l, "banks.sockets", x->parent);
        if (sockets) hr_stated_input(&l, hr_input_num("banks.sockets", sockets, HR_DIM_NONE));
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    hr_buf_printf(out, "%g cords of power supplies; sockets %g", l->load[HR_NOMINAL], l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_p141_sockets = {
    .code = "P141",
    .title = "cords on the outlets of a bank",
    .clause = "",
    .edition = "",
    .formula = "power supplies plugged in <= sockets",
    .text = "Each power supply of what a bank's `outlets` name takes one outlet of it. Supplies of a node that is "
            "plugged into "
            "several\n"
            "banks of the strip are dealt over them evenly.\n"
            "\n"
            "Example: three nodes with two supplies each on the strip, all in one bank of 6: 6 on 6, holds; a fourth "
            "node: 8 on "
            "6,\n"
            "violated.\n"
            "\n"
            "Unknown when `sockets` of a bank is not given. A strip without banks, or whose banks do not name what is "
            "plugged "
            "in, has\n"
            "no such row: P110 asks for that.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
