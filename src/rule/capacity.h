/* capacity.h - the fields by which a type states what it can carry, found in its own field table. */
#ifndef HR_RULE_CAPACITY_H
#define HR_RULE_CAPACITY_H

#include "rule/rule.h"

/* Declares, for every unit whose type states `rating` or `power` in dimension dim, a limit on `quantity` at its own
 * port. A unit that states no capacity in any dimension gets one unknown limit, from the rule of its `rating`. */
void hr_capacity_declare(hr_limits *out, const hr_site *site, uint16_t rule, hr_dim dim, hr_quantity quantity);

/* The limit that a unit's `rating`, or its `rating_va` where that is of another dimension, sets on `quantity`, when the type states it in dimension dim: value, span, input. False
 * when the type has no such field; unknown when it is not given. */
bool hr_capacity_rating(const hr_site *site, hr_id unit, uint16_t rule, hr_dim dim, hr_quantity quantity,
                        hr_limit *out);

/* The limit that a unit's field sets, without a point: value, span, input; unknown when it is not given. False when the
 * type has no such field. */
bool hr_capacity_stated(const hr_site *site, hr_id unit, uint16_t rule, const char *field, hr_limit *out);

#endif
