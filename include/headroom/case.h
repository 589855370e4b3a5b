/* case.h - what differs from the site: what is out, of which kind, in which base state, at which corner.
 *
 * A case is a value: the answer of every engine depends on (site, case, base) alone. Cases are numbered in natural
 * order (normal first, then by kind, then by the name of what is out): equal ratios go to the lowest number. */
#ifndef HEADROOM_CASE_H
#define HEADROOM_CASE_H

#include "headroom/site.h"

typedef enum hr_case_kind {
    HR_CASE_NORMAL,
    HR_CASE_ON_GENERATORS, /* everything works, the utilities are absent */
    HR_CASE_FAULT,
    HR_CASE_STUCK,             /* a device fails to act when the loss of a utility calls it */
    HR_CASE_STUCK_FAULT,       /* the same when another fault calls it: two things at once */
    HR_CASE_BREAKER_FAILURE,   /* a fault whose first device upstream stays closed */
    HR_CASE_BYPASS,            /* a converter is out, its static bypass carries: not protected */
    HR_CASE_MAINTENANCE,       /* isolated after switching by hand */
    HR_CASE_MAINTENANCE_FAULT, /* then a fault, automatic devices only */
    HR_CASE_TWO_FAULTS,
    HR_CASE_COMMON,
    HR_CASE_KINDS
} hr_case_kind;
typedef enum hr_base_state { HR_BASE_UTILITY, HR_BASE_GENERATORS, HR_BASES } hr_base_state;
typedef enum hr_stage { HR_STAGE_BRIDGE, HR_STAGE_BATTERY, HR_STAGE_GENERATOR, HR_STAGE_SETTLED } hr_stage;

extern const char *const hr_case_kind_word[HR_CASE_KINDS];
extern const char *const hr_base_word[HR_BASES];
extern const char *const hr_stage_word[4];

typedef struct hr_case {
    uint8_t kind; /* hr_case_kind */
    uint8_t base; /* hr_base_state */
    uint16_t n_out;
    uint16_t n_maintained; /* the first of out: isolated by hand before the rest happens */
    const hr_target *out;  /* owned by the list of cases, or by the caller */
    hr_str name;           /* of a declared common cause, else empty */
    uint32_t stands_for;   /* members of an identical class that this case speaks for; 1 otherwise */
    uint32_t alone[2];     /* of two things: the case of each alone, HR_NONE where it does nothing */
} hr_case;

#endif
