/* cooling.c - what the rules on cooling share. */
#include "rule/cooling.h"

#include <string.h>

#include "engine/cooling.h"

bool hr_site_cools(const hr_site *s)
{
    for (hr_id u = 0; u < s->n_unit; u++) {
        hr_cooling_kind k = hr_unit_cooling(s, u);
        if (hr_cooling_is_body(k) || hr_cooling_is_cooler(k)) return true;
    }
    return false;
}

void hr_cooling_each(hr_limits *out, const hr_site *s, uint16_t rule, hr_cooling_kind kind, hr_cooling_cb *one)
{
    for (hr_id u = 0; u < s->n_unit; u++) {
        hr_cooling_kind k = hr_unit_cooling(s, u);
        if (k == kind || (kind == HR_COOLING_COOLER && hr_cooling_is_cooler(k))) one(out, s, u, rule);
    }
}

hr_id hr_cooled_by(const hr_site *s, hr_id cooler)
{
    if (hr_unit_cooling(s, cooler) == HR_COOLING_IMMERSION) return cooler;
    for (uint32_t i = 0; i < s->n_heat_ref; i++)
        if (s->heat_ref[i].role == HR_HEAT_COOLED_BY && s->heat_ref[i].to == cooler) return s->heat_ref[i].unit;
    return HR_NONE;
}

bool hr_is_ahead(const hr_site *s, hr_id cooler)
{
    hr_id body = hr_cooled_by(s, cooler);
    return body != HR_NONE && hr_cools_ahead(s, cooler, body);
}

bool hr_is_cooled(const hr_site *s, hr_id body)
{
    if (body == HR_NONE) return false;
    bool bathes = hr_unit_cooling(s, body) == HR_COOLING_IMMERSION;
    return hr_unit_heat_to(s, body, bathes ? HR_HEAT_PRIMARY : HR_HEAT_COOLED_BY) != HR_NONE;
}

bool hr_loop_has_racks(const hr_site *s, hr_id loop)
{
    for (uint32_t i = 0; i < s->n_heat_ref; i++) {
        const hr_heat_ref *k = &s->heat_ref[i];
        if (k->to != loop) continue;
        if (k->role == HR_HEAT_COOLANT) return true;
        if (k->role == HR_HEAT_PRIMARY && hr_unit_cooling(s, k->unit) == HR_COOLING_DOOR) return true;
    }
    return false;
}

bool hr_loop_has_pipes(const hr_site *s, hr_id loop)
{
    for (uint32_t i = 0; i < s->n_heat_ref; i++)
        if (s->heat_ref[i].role == HR_HEAT_LOOP && s->heat_ref[i].to == loop &&
            hr_unit_cooling(s, s->heat_ref[i].unit) == HR_COOLING_JUNCTION)
            return true;
    return false;
}

hr_heat_fields hr_heat_at(const hr_site *s, hr_id unit)
{
    hr_heat_fields f = {0};
    const hr_cooling_ops *ops = hr_unit_type(s, unit)->cooling;
    if (ops && ops->heat) ops->heat(hr_unit_fields(s, unit), &f);
    return f;
}

hr_limit hr_cooling_limit(const hr_site *s, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense)
{
    hr_limit l = hr_stated_limit(s, rule, unit, hr_point_of(s->unit[unit].port, q), sense);
    l.stated = false;
    l.kinds = HR_KIND_NORMAL;
    if (hr_quantity_table[q].dim == HR_DIM_KELVIN) l.ref = HR_ZERO_C;
    return l;
}

void hr_cooling_value(hr_limit *l, const char *field, const hr_num *n, hr_dim dim)
{
    if (!n || !n->presence) {
        hr_stated_lacks(l, field, HR_NONE);
        return;
    }
    hr_stated_value(l, n, 1);
    hr_stated_input(l, hr_input_num(field, n, dim));
}

void hr_cooling_value_point(const hr_site *s, hr_limit *l, hr_id unit, hr_quantity q, const char *missing)
{
    l->value_point = hr_point_of(s->unit[unit].port, q);
    l->factor = 1;
    l->missing = missing;
}

void hr_cooling_figure(hr_limit *l, const char *name, const hr_num *own, hr_dim dim, double figure, hr_trust trust)
{
    const hr_num known = hr_figure(figure, trust);
    hr_span at = l->at;
    hr_stated_value(l, hr_figure_or(own, &known), 1);
    if (!own->presence) l->at = at; /* a figure of the rule's own stands in no file */
    hr_stated_input(l, hr_input_num(name, own, dim));
}

void hr_cooling_figure_words(const hr_limit *l, hr_dim dim, hr_trust trust, hr_buf *out)
{
    const char *last = l->n_input ? l->input[l->n_input - 1].name : "";
    bool own = strncmp(last, "limits.", strlen("limits.")) == 0;
    hr_put_quantity(out, l->v[HR_NOMINAL], dim);
    if (own) hr_buf_printf(out, " (%s of the site)", last);
    else hr_buf_printf(out, trust == HR_RECALLED ? " (recalled, not verified)" : " (secondary source, not verified)");
}
