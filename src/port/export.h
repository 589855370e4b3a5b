/* export.h - an opened site in other forms: a table for spreadsheets, JSON for programs. */
#ifndef HR_PORT_EXPORT_H
#define HR_PORT_EXPORT_H

#include "base/json.h"
#include "base/str.h"
#include "headroom/site.h"

/* The elements at top level as a table that `elements: {csv: FILE}` reads back. What it cannot carry is told in
 * warnings (M603). */
hr_err hr_export_csv(hr_ctx *ctx, const hr_site *site, hr_buf *out);

/* Everything as the program sees it, streamed. HR_EIO when put refused. */
hr_err hr_export_json(const hr_site *site, hr_json_put *put, void *user);

/* --- what both need ---------------------------------------------------------------------------------------- */

/* The word of a set of phases ("ABC", "A-N"), or NULL. */
const char *hr_export_phases(int16_t set);
/* Where a number comes from, or NULL. */
const hr_provenance *hr_export_provenance(const hr_site *site, const hr_num *n);

#endif
