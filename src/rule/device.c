/* device.c - what overcurrent devices may carry for ever: P104 by the NEC, P130 by IEC 60364, alike but for the share. */
#include "rule/device.h"

static void fill(hr_limit *l, const hr_num *rating, const hr_flag *full_rated, double share, const char *name)
{
    bool full = full_rated->presence && full_rated->v;
    l->missing = name;
    if (!rating->presence) return;
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = rating->at;
    l->trust = rating->trust;
    for (int c = 0; c < HR_CORNERS; c++) l->v[c] = hr_num_at(rating, HR_HARSH_LOW, (hr_corner)c) * (full ? 1.0 : share);
    l->input[l->n_input++] = hr_input_num(name, rating, HR_DIM_AMP);
    if (share < 1) l->input[l->n_input++] = hr_input_flag("full_rated", full_rated);
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

void hr_device_declare(hr_limits *out, const hr_site *site, uint16_t rule, double share)
{
    for (hr_id w = 0; w < site->n_wire; w++) {
        const hr_wire *x = &site->wire[w];
        const hr_breaker_rec *b = &x->feed->breaker;
        if (x->role == HR_WIRE_TIE || x->role == HR_WIRE_SIDE || x->role == HR_WIRE_HELD) continue;
        hr_limit l = new_limit(site, x->child, rule, x->feed->at);
        fill(&l, &b->rating, &b->full_rated, share, b->present && !b->rating.presence ? "breaker.rating" : "breaker");
        add_phases(out, &l, x->port, x->phases);
    }
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_flag *full;
        if (!is_device(site, u)) continue;
        hr_limit l = new_limit(site, u, rule, site->decl[site->unit[u].decl].at);
        const hr_num *rating = hr_unit_type(site, u)->power->switching->device(hr_unit_fields(site, u), &full);
        fill(&l, rating, full, share, "rating");
        add_phases(out, &l, site->unit[u].port, site->nominal[u].phases);
    }
}
