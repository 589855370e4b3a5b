/* floor.c - limits that a floor sets on what stands on it: S102 and S103 differ in the field and the quantity only. */
#include "rule/floor.h"

#include "rule/capacity.h"
#include "rule/stated.h"

static const hr_structure_ops *ops_of(const hr_site *s, hr_id unit) { return hr_unit_type(s, unit)->structure; }

static bool has_floor(const hr_site *s)
{
    for (hr_id u = 0; u < s->n_unit; u++)
        if (ops_of(s, u) && ops_of(s, u)->area) return true;
    return false;
}

void hr_floor_add_input(hr_limit *l, const char *name, const hr_num *num, hr_dim dim)
{
    if (!num->presence) return;
    l->input[l->n_input++] = hr_input_num(name, num, dim);
    if (num->trust > l->trust) l->trust = num->trust;
}

static hr_limit unknown_floor(const hr_site *s, hr_id unit, uint16_t rule)
{
    hr_id decl = s->unit[unit].decl;
    return (hr_limit){.rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .missing = "floor",
                      .decl = decl,
                      .at = s->decl[decl].at};
}

void hr_floor_declare(hr_limits *out, const hr_site *site, uint16_t rule, const char *field, hr_quantity quantity)
{
    if (!has_floor(site)) return;
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_structure_ops *ops = ops_of(site, u);
        if (!ops || !ops->feet || site->unit[u].holder != HR_NONE || site->unit[u].port == HR_NONE) continue;
        hr_limit l = unknown_floor(site, u, rule);
        if (site->unit[u].floor != HR_NONE && !hr_capacity_stated(site, site->unit[u].floor, rule, field, &l)) continue;
        l.point = hr_point_of(site->unit[u].port, quantity);
        l.kinds = HR_FLOOR_KINDS;
        if (quantity == HR_Q_POINT_LOAD)
            hr_floor_add_input(&l, "feet", ops->feet(hr_unit_fields(site, u)), HR_DIM_NONE);
        hr_limit_add(out, &l);
    }
}

void hr_floor_each(hr_limits *out, const hr_site *site, uint16_t rule, hr_floor_cb *one)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_structure_ops *ops = ops_of(site, u);
        if (!ops || site->unit[u].port == HR_NONE) continue;
        if (ops->area) {
            one(out, site, u, rule);
        } else if (ops->feet && site->unit[u].holder == HR_NONE && site->unit[u].floor == HR_NONE) {
            hr_limit l = hr_stated_unknown(site, u, rule, HR_Q_PRESSURE, HR_MIN, "floor");
            hr_limit_add(out, &l);
        }
    }
}
