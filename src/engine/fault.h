/* fault.h - the short-circuit current that can flow where: bolted three-phase, by series impedances.
 *
 * It is the same in every case, so it has no base and no work. It is what can flow in the worst arrangement of the supply:
 * of alternatives the strongest, sources in parallel and across closed ties together. */
#ifndef HR_ENGINE_FAULT_H
#define HR_ENGINE_FAULT_H

#include "base/arena.h"
#include "base/str.h"
#include "headroom/site.h"

#define HR_IMPEDANCE_TOLERANCE 0.075 /* recalled: transformers of medium voltage; impedance_tolerance overrides it */

/* Short-circuit power at a bus. INFINITY where nothing limits it that the model knows. */
typedef struct hr_fault {
    double va[HR_CORNERS]; /* harsh: the most */
    bool exact;            /* false: that much at most, for want of `missing` */
    const char *missing;
    hr_id lacks; /* the unit that lacks it */
} hr_fault;

typedef struct hr_faults { /* by unit, at its input and at its output */
    const hr_site *site;
    hr_fault *in, *out;
    hr_id *part; /* of a ring: what closed feeds join has the same number */
} hr_faults;

hr_err hr_faults_find(hr_faults *out, hr_arena *arena, const hr_site *site);
/* What a device at the supply end of a wire has to break: from its supply, or back from the others in parallel with it. */
hr_fault hr_fault_of_wire(const hr_faults *f, hr_id wire);
/* "grid 500 MVA; tx: 1 / (1 / 500 MVA + 5.75 % x 0.925 / 1.5 MVA) = 22.98 MVA": how the power at a unit's output comes
 * about. */
void hr_fault_words(const hr_faults *f, hr_id unit, hr_buf *out);

#endif
