/* iec_run.h - what a conductor run may carry by IEC 60364, for P131 and P132. */
#ifndef HR_RULE_IEC_RUN_H
#define HR_RULE_IEC_RUN_H

#include "rule/run.h"

/* Iz of all sets at a corner. NULL, or the field that is missing. */
const char *hr_iz(const hr_run *run, hr_corner corner, double *iz);
/* "2 x 200 A (ampacity as given) x 0.91 (ambient 40 degC, recalled) x 0.80 (2 circuits, recalled) = 291.2 A" */
void hr_iz_words(const hr_run *run, hr_buf *out);
uint8_t hr_iz_inputs(const hr_run *run, hr_limit_input *out, uint8_t n);
/* A stated limit at the device of the run: load and limit are to be filled in. False without a breaker: it is then
 * unknown for want of that. */
bool hr_iz_limit(const hr_site *site, uint16_t rule, const hr_run *run, hr_limit *l);

#endif
