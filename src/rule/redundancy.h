/* redundancy.h - what a load has to survive, for the rules that judge losses and interruptions. */
#ifndef HR_RULE_REDUNDANCY_H
#define HR_RULE_REDUNDANCY_H

#include "rule/rule.h"

/* Consumes, held loads and racks of their own power included; what only holds others is none. */
bool hr_is_load(const hr_site *site, hr_id unit);
/* What the load itself says, else its holder, else the site: NULL or absent when nobody says. */
const hr_choice *hr_redundancy_of(const hr_site *site, hr_id unit);
/* The kinds of cases that a word covers; without a word all, since what must be survived is not known. */
uint16_t hr_redundancy_kinds(const hr_choice *c);

#endif
