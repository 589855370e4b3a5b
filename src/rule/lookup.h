/* lookup.h - a field of an element by its name, for rules on fields that engines do not ask for. */
#ifndef HR_RULE_LOOKUP_H
#define HR_RULE_LOOKUP_H

#include "rule/rule.h"

/* The member of a unit's struct that holds a field, by path ("measured.demand"); NULL where its type has no such field of
 * that kind. Numbers are asked for as HR_F_QUANTITY, which finds counts too. */
const void *hr_field_of(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind);
static inline const hr_num *hr_num_of(const hr_site *site, hr_id unit, const char *path)
{
    return hr_field_of(site, unit, path, HR_F_QUANTITY);
}
static inline const hr_flag *hr_flag_of(const hr_site *site, hr_id unit, const char *path)
{
    return hr_field_of(site, unit, path, HR_F_FLAG);
}
/* Present, and true. */
static inline bool hr_says(const hr_flag *f) { return f && f->presence && f->v; }

static inline hr_id hr_limit_at(const hr_site *site, const hr_limit *l)
{
    return site->port[hr_point_port(l->point)].unit;
}

#define HR_KIND_NORMAL (1u << HR_CASE_NORMAL)

/* A limit of a rule at the own port of a unit, stated, unknown for want of a field until it is filled. */
hr_limit hr_stated_limit(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense,
                         const char *missing);
/* Makes it known: the load is what the model says, the limit a figure of the rule's or of the user's. */
void hr_stated_fill(hr_limit *l, const hr_num *load, hr_harsh harsh, const hr_num *limit, hr_harsh limit_harsh);
/* A figure that a rule knows. */
hr_num hr_figure(double v, hr_trust trust);
/* The user's own where it is given, else the rule's. */
const hr_num *hr_figure_or(const hr_num *own, const hr_num *figure);
/* "12 kPa" */
void hr_amount_add(hr_buf *out, double v, hr_dim dim);

#endif
