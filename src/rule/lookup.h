/* lookup.h - a field of an element by its name, for rules on fields that engines do not ask for. */
#ifndef HR_RULE_LOOKUP_H
#define HR_RULE_LOOKUP_H

#include "rule/rule.h"

/* Present, and true. */
static inline bool hr_says(const hr_flag *f) { return f && f->presence && f->v; }

static inline hr_id hr_limit_at(const hr_site *site, const hr_limit *l)
{
    return site->port[hr_point_port(l->point)].unit;
}

#define HR_KIND_NORMAL (1u << HR_CASE_NORMAL)

/* A limit of a rule at the own port of a unit, stated, unknown for want of a field until it is filled. */
hr_limit hr_stated_unknown(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense,
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
