/* explain.h - `headroom explain SITE POINT`: one reading derived to the file and line of every number behind it. */
#ifndef HR_TASK_EXPLAIN_H
#define HR_TASK_EXPLAIN_H

#include "base/arena.h"
#include "base/str.h"
#include "headroom/engine.h"

/* point: "rack-1.A.current.B", or an element or port alone: then all its readings and rows are listed. case_name:
 * "fault: bus-A2", "common: pit", a bare name of what is out, or NULL for the normal state. Appends text to out; on
 * HR_EINPUT ctx says which names are allowed. */
hr_err hr_explain_point(hr_ctx *ctx, const hr_site *site, const char *point, const char *case_name, hr_buf *out,
                        bool color);

/* All readings of one case as CSV: point,value,unit,state; SI values with 12 digits. case_name as above. */
hr_err hr_readings_csv(hr_ctx *ctx, const hr_site *site, const char *case_name, hr_buf *out);

/* Off says something of power at a port. No power supplies, no load, no floor below: there is nothing to say. */
bool hr_off_is_said(const hr_site *site, hr_id point);

/* --- between the files of explain ---------------------------------------------------------------------------------- */

/* One line: name, value, where it stands, how far it is trusted and by whom. */
void hr_explain_num(const hr_site *site, const char *name, const hr_num *n, hr_dim dim, uint32_t depth, hr_buf *out);
/* The derivation of a weight: what is added, what it is divided by. */
hr_err hr_explain_weight(const hr_site *site, hr_work *work, hr_id point, hr_arena *a, hr_buf *out);
/* That of a reading of the cooling engine. */
hr_err hr_explain_heat(const hr_site *site, hr_work *work, hr_id point, hr_arena *a, hr_buf *out);

#endif
