/* dps.h - NVIDIA DPS topology files (JSON, schema id dcpower_0.1) -> a model. */
#ifndef HR_PORT_DPS_H
#define HR_PORT_DPS_H

#include "base/str.h"
#include "headroom/diag.h"

/* Adds the model that a topology file describes, as YAML text that opens. What was inferred, what the file lacks and
 * what was renamed stands in comments at its top. Wrong files are refused with M701. */
hr_err hr_import_dps(hr_ctx *ctx, hr_id file, hr_buf *out);

#endif
