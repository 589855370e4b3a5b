/* plugs.h - plugs and receptacles by name: what they carry, and which fit each other. */
#ifndef HR_RULE_PLUGS_H
#define HR_RULE_PLUGS_H

#include "headroom/element.h"

typedef struct hr_plug {
    const char *name;      /* without the P or R of plug or receptacle */
    double amperes, volts; /* volts between lines */
    int lines;             /* 3: three-phase; 2: two lines, or a line and the neutral */
    bool neutral;
    const char *mate; /* of couplers that are named by their side (C13, C14); NULL: its own name */
    hr_trust trust;
} hr_plug;

/* "L21-30", "l21-30p", "NEMA L21-30R"; NULL: not in the table. */
const hr_plug *hr_plug_find(hr_str name);
bool hr_plug_fits(const hr_plug *plug, const hr_plug *receptacle);

#endif
