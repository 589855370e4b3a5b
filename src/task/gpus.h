/* gpus.h - GPUs that a case takes: of nodes that lose their supply or their cooling, and of what is out itself. */
#ifndef HR_TASK_GPUS_H
#define HR_TASK_GPUS_H

#include "task/check.h"

typedef struct hr_gpus {
    const hr_check *c;
    const hr_num **of; /* by unit: GPUs of one member, NULL where it is no node */
    bool *on;          /* by unit: it is counted */
    uint32_t *seen;    /* by unit: the count that has it already */
    uint32_t mark;     /* of the count at hand */
    double all;        /* GPUs of all nodes that are counted */
    bool unknown;      /* some of these do not say how many they have */
} hr_gpus;

/* Counts every node. */
hr_err hr_gpus_open(hr_gpus *g, const hr_check *c);
void hr_gpus_close(hr_gpus *g);
/* From now on only nodes that these references name; every node where there are none. */
hr_err hr_gpus_on(hr_gpus *g, const hr_texts *on);
/* What a case adds to its base state; of a base state, what that lacks. *unknown: whether some loss in it is. */
double hr_gpus_taken(hr_gpus *g, uint32_t case_, bool *unknown);

#endif
