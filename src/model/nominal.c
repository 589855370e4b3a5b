/* nominal.c - what is nominal at a unit whatever the case: voltage and phases, found along the order of supply. Feeds that
 * contradict each other are refused. */
#include <math.h>

#include "model/wiring.h"

/* changed: NULL for the pass that reports contradictions. */
static hr_err nominal_voltage(hr_build *b, hr_id unit, bool *changed)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    const hr_type *type = hr_unit_type(s, unit);
    hr_nominal *n = &s->nominal[unit], before = *n;
    for (uint32_t w = 0; w < u->wire_count; w++) {
        const hr_wire *wire = &s->wire[u->wire_first + w];
        double v = s->nominal[wire->parent].vout;
        if (v > 0 && n->vin > 0 && fabs(v - n->vin) > 1e-9 * n->vin && !changed)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M311", wire->feed->to.at, "put a transformer between them",
                               "\"%.*s\" delivers %g V where another feed delivers %g V", HR_STR_FMT(wire->feed->to.v),
                               v, n->vin);
        if (n->vin == 0) n->vin = v;
    }
    const hr_num *own = type->power && type->power->voltage ? type->power->voltage(decl_of(b, unit)->fields) : NULL;
    if (own && own->presence) n->vout = own->v;
    else if (!own || hr_unit_kind(s, unit) == HR_P_SERIES)
        n->vout = own && (type->power->winding || type->power->pools) && !own->presence ? 0 : n->vin;
    if (changed && (n->vin != before.vin || n->vout != before.vout)) *changed = true;
    return HR_OK;
}

static const char *phases_word(uint8_t set)
{
    static const char *const words[] = {"none", "A",   "B",   "AB", "C",   "CA", "BC", "ABC",
                                        "N",    "A-N", "B-N", "AB", "C-N", "CA", "BC", "ABC"};
    return words[set & 15];
}

static hr_err lacks_phases(hr_build *b, const hr_wire *wire, uint8_t supply)
{
    const hr_feed *f = wire->feed;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M312", f->phases.presence ? f->phases.at : f->at,
                       "take phases that the supply carries, or feed the supply with these",
                       "\"%.*s\" carries %s, this feed takes %s", HR_STR_FMT(f->to.v), phases_word(supply),
                       phases_word(wire->phases));
}

static hr_err nominal_phases(hr_build *b, hr_id unit)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    hr_nominal *n = &s->nominal[unit];
    hr_power_kind kind = hr_unit_kind(s, unit);
    bool three_phase = kind == HR_P_SOURCE || kind == HR_P_SERIES || kind == HR_P_UNMODELLED;
    if (u->wire_count == 0) n->phases = three_phase ? HR_A | HR_B | HR_C : 0;
    for (uint32_t w = 0; w < u->wire_count; w++) {
        hr_wire *wire = &s->wire[u->wire_first + w];
        uint8_t supply = s->nominal[wire->parent].phases, lines = HR_A | HR_B | HR_C;
        bool even = three_phase || hr_is_pooled(s, unit); /* what rectifiers take lies evenly on their lines */
        if (!wire->phases && (even || supply != lines)) wire->phases = supply ? supply : three_phase ? lines : 0;
        if (wire->phases & supply & lines) supply |= HR_N; /* a neutral is taken to come along */
        if (supply && (wire->phases & ~supply & 0xf)) return lacks_phases(b, wire, supply);
        if (three_phase && w && wire->phases != n->phases)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M312", wire->feed->at, "give all of them the same `phases`",
                               "the alternatives of one element take different phases: %s here, %s before",
                               phases_word(wire->phases), phases_word(n->phases));
        n->phases = wire->phases;
        const hr_power_ops *ops = hr_unit_type(s, unit)->power;
        if (ops->winding && ops->winding(hr_unit_fields(s, unit)) && wire->phases != lines)
            return hr_diag_add(
                b->r.ctx, HR_ERROR, "M312", wire->feed->phases.presence ? wire->feed->phases.at : wire->feed->at,
                "feed it on ABC; for a unit on one or two lines write winding: Yyn0 or Dd0",
                "a delta-wye winding lies across three lines, this feed takes %s", phases_word(wire->phases));
    }
    return HR_OK;
}

/* In a ring what feeds may stand behind what is fed: phases stated anywhere in it are handed on until all know. */
static void hand_on_phases(hr_build *b, uint32_t first, uint32_t end)
{
    hr_site *s = b->site;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++) {
            hr_nominal *n = &s->nominal[s->order[i]];
            const hr_unit *u = &s->unit[s->order[i]];
            for (uint32_t w = 0; w < u->wire_count && !n->phases; w++) {
                const hr_wire *wire = &s->wire[u->wire_first + w];
                n->phases = wire->phases ? wire->phases : s->nominal[wire->parent].phases;
                changed |= n->phases != 0;
            }
        }
    }
}

hr_err hr_wire_nominal(hr_build *b)
{
    hr_site *s = b->site;
    hr_err e = HR_OK, e2;
    /* Inside a ring what feeds may stand behind what is fed: again until all know, which takes the ring's length. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < s->n_unit; i++) nominal_voltage(b, s->order[i], &changed);
    }
    for (uint32_t i = 0; i < s->n_unit; i++)
        if ((e2 = nominal_voltage(b, s->order[i], NULL)) != HR_OK) e = e2;
    for (uint32_t i = 0, end; i < s->n_unit; i++) {
        hr_id ring = s->nominal[s->order[i]].ring;
        for (end = i; ring == i && end < s->n_unit && s->nominal[s->order[end]].ring == ring;) end++;
        if (ring == i) hand_on_phases(b, i, end); /* a ring is numbered by its first place in the order */
        if ((e2 = nominal_phases(b, s->order[i])) != HR_OK) e = e2;
    }
    return e;
}
