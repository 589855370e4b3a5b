/* explain.h - `headroom explain SITE POINT`: one reading derived to the file and line of every number behind it. */
#ifndef HR_TASK_EXPLAIN_H
#define HR_TASK_EXPLAIN_H

#include "base/str.h"
#include "headroom/site.h"

/* point: "rack-1.A.current.B", or an element or port alone: then all its readings and rows are listed. case_name:
 * "fault: bus-A2", "common: pit", a bare name of what is out, or NULL for the normal state. Appends text to out; on
 * HR_EINPUT ctx says which names are allowed. */
hr_err hr_explain_point(hr_ctx *ctx, const hr_site *site, const char *point, const char *case_name, hr_buf *out,
                        bool color);

/* All readings of one case as CSV: point,value,unit,state; SI values with 12 digits. case_name as above. */
hr_err hr_readings_csv(hr_ctx *ctx, const hr_site *site, const char *case_name, hr_buf *out);

#endif
