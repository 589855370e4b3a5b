/* redundancy.h - what a load has to survive, for the rules that judge losses and interruptions. */
#ifndef HR_RULE_REDUNDANCY_H
#define HR_RULE_REDUNDANCY_H

#include "rule/rule.h"

/* Consumes, held loads and racks of their own power included; what only holds others is none. */
bool hr_is_load(const hr_site *site, hr_id unit);
/* A rack, or what stands in a zone, that gives heat to something that cools it. */
bool hr_is_cooled_load(const hr_site *site, hr_id unit);
/* What the load itself says, else its holder, else the site: NULL or absent when nobody says. */
const hr_choice *hr_redundancy_of(const hr_site *site, hr_id unit);
/* Adds a limit on what an outage takes, of a load with this redundancy. Without a word normal is judged, and whether an outage may
 * take it is unknown. */
void hr_redundant_limit(hr_limits *out, hr_limit l, const hr_choice *c);
/* The kinds of cases that a word covers; without a word all, since what must be survived is not known. */
uint16_t hr_redundancy_kinds(const hr_choice *c);

/* The kinds of cases in which a load is judged; none: it is left out. */
typedef uint16_t hr_kinds_of(const hr_site *site, hr_id unit);
/* Limits on the interruption of each load behind something that moves: R103, and statements of Tier IV. */
void hr_gap_declare(hr_limits *out, const hr_site *site, uint16_t rule, hr_kinds_of *kinds);

#endif
