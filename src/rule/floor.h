/* floor.h - what the rules on floors share: limits that a floor sets on what stands on it. */
#ifndef HR_RULE_FLOOR_H
#define HR_RULE_FLOOR_H

#include "rule/rule.h"

/* Weights are the same in every case. */
#define HR_FLOOR_KINDS (1 << HR_CASE_NORMAL)

/* Adds to the inputs of a limit the number that a weight is divided by, where it is given. */
void hr_floor_add_input(hr_limit *l, const char *name, const hr_num *num, hr_dim dim);
/* Declares, for all that stands on a floor, the limit that the floor's `field` sets on `quantity`. Where the site has a
 * floor, what could stand on one and names none gets an unknown limit: nobody said what carries it. */
void hr_floor_declare(hr_limits *out, const hr_site *site, uint16_t rule, const char *field, hr_quantity quantity);

/* Calls `one` for every floor; for what could stand on one and names none a limit stays unknown, on sites without a floor
 * too: a programme asks for floors, and nobody said what carries it. */
typedef void hr_floor_cb(hr_limits *out, const hr_site *site, hr_id floor, uint16_t rule);
void hr_floor_each(hr_limits *out, const hr_site *site, uint16_t rule, hr_floor_cb *one);

#endif
