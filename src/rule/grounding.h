/* grounding.h - how the sources that can feed a bus are grounded, as far as no transformer lies between. */
#ifndef HR_RULE_GROUNDING_H
#define HR_RULE_GROUNDING_H

#include "rule/stated.h"

typedef struct hr_grounding {
    bool solid;   /* some is a solidly grounded wye */
    bool other;   /* some is not: impedance, ungrounded, delta */
    hr_id unsaid; /* a unit that does not say, HR_NONE */
    const char *missing;
    hr_id who; /* of those that say: one that is not solid, else one that is; HR_NONE */
} hr_grounding;

/* False when memory runs out. */
bool hr_grounding_at(const hr_site *site, hr_id bus, hr_grounding *out);

#endif
