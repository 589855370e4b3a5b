/* bank.c - what the breakers of a rack PDU's banks may carry for ever: P110 by the NEC, P130 by IEC 60364. */
#include <string.h>

#include "rule/device.h"

static hr_limit new_limit(const hr_site *s, hr_id part, uint16_t rule, hr_span at, const char *missing)
{
    return (hr_limit){.rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = HR_EVERY_KIND,
                      .missing = missing,
                      .decl = s->unit[part].decl,
                      .at = at};
}

static void fill(hr_limit *l, const hr_breaker_rec *b, double share)
{
    bool full = b->full_rated.presence && b->full_rated.v;
    if (!b->rating.presence) return;
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = b->rating.at;
    l->trust = b->rating.trust;
    for (int c = 0; c < HR_CORNERS; c++)
        l->v[c] = hr_num_at(&b->rating, HR_HARSH_LOW, (hr_corner)c) * (full ? 1.0 : share);
    l->input[l->n_input++] = hr_input_num("banks.rating", &b->rating, HR_DIM_AMP);
    if (share < 1) l->input[l->n_input++] = hr_input_flag("full_rated", &b->full_rated);
}

/* Of a bank on two lines both carry the same current: one row. */
static void declare_bank(hr_limits *out, const hr_site *s, uint16_t rule, const hr_wire *w, double share)
{
    hr_limit l = new_limit(s, w->parent, rule, w->feed->at, "banks.rating");
    bool three = w->phases == (HR_A | HR_B | HR_C);
    fill(&l, &w->feed->breaker, share);
    for (unsigned k = 0, added = 0; k < 3; k++) {
        bool here = w->phases ? w->phases >> k & 1 : k == 0;
        if (!here || (added && (!three || l.state == HR_S_UNKNOWN))) continue;
        added++;
        l.point = hr_point_of(w->port, (hr_quantity)(HR_Q_CURRENT_A + k));
        hr_limit_add(out, &l);
    }
}

static const hr_records *records_of(const hr_site *s, hr_id part, const hr_bank_ops *banks)
{
    for (const hr_field *f = hr_unit_type(s, part)->fields; f->name; f++)
        if (strcmp(f->name, banks->field) == 0)
            return (const hr_records *)(const void *)((const char *)hr_unit_fields(s, part) + f->offset);
    return NULL;
}

static bool is_mapped(const hr_site *s, hr_id part)
{
    hr_id holder = s->unit[part].holder;
    const hr_unit *x = holder != HR_NONE ? &s->unit[holder] : NULL;
    for (hr_id w = x ? x->wire_first : 0; x && w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].parent == part && s->wire[w].feed->outlets) return true;
    return false;
}

void hr_bank_declare(hr_limits *out, const hr_site *site, uint16_t rule, double share)
{
    for (hr_id w = 0; w < site->n_wire; w++)
        if (site->wire[w].role == HR_WIRE_HELD && site->wire[w].feed->outlets)
            declare_bank(out, site, rule, &site->wire[w], share);
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_power_ops *ops = hr_unit_type(site, u)->power;
        const hr_records *banks = ops && ops->banks ? records_of(site, u, ops->banks) : NULL;
        if (!banks || (banks->present && banks->n == 0) || is_mapped(site, u)) continue;
        hr_limit l = new_limit(site, u, rule, banks->present ? banks->at : site->decl[site->unit[u].decl].at,
                               banks->present ? "banks.outlets" : "banks");
        l.point = hr_point_of(site->unit[u].port, HR_Q_CURRENT_A); /* one question for all its banks */
        hr_limit_add(out, &l);
    }
}
