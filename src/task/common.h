/* common.h - common causes of what cools: single outages that stop several coolers of one loop or zone, or some of them
 * together with the supply of what these cool. Such coolers, or coolers and UPS, look independent and are not.
 *
 * It is found from the faults of single elements and feeds on utility supply, pipework that they share among them. */
#ifndef HR_TASK_COMMON_H
#define HR_TASK_COMMON_H

#include "task/check.h"

typedef struct hr_common {
    hr_id body;              /* a loop or zone with several coolers */
    uint32_t *case_, n_case; /* faults that do alike, in natural order */
    hr_id *cooler;           /* of the body, that they stop */
    uint32_t n_cooler, of;   /* of so many that it has */
    hr_id *taken;            /* UPS above its loads, and racks and loads of it, that lose their supply too */
    uint32_t n_taken;
    uint8_t left; /* HR_HOLDS, HR_VIOLATED, HR_V_UNKNOWN: whether it still cools what there is */
} hr_common;

/* In the order of bodies; of each, first what does not hold. In `a`. */
hr_err hr_commons_find(const hr_check *c, hr_arena *a, hr_common **out, uint32_t *n);

#endif
