/* bbu.h - battery backup units, as a power shelf or its rack holds them. */
#ifndef HR_ELEMENT_BBU_H
#define HR_ELEMENT_BBU_H

#include "headroom/site.h"

typedef struct hr_bbu_store {            /* all units of one holder */
    double joules, joules_lo, joules_hi; /* lo and hi where something is assumed with a range */
    double watts;
    bool any;   /* there are some */
    bool known; /* all of them say enough */
} hr_bbu_store;

/* What one member of the declaration `holder` holds. */
hr_bbu_store hr_bbu_held_by(const hr_site *site, hr_id holder);

#endif
