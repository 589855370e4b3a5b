/* fmt.h - the canonical form of a model file, with every comment kept. */
#ifndef HR_MODEL_FMT_H
#define HR_MODEL_FMT_H

#include "base/str.h"
#include "headroom/diag.h"
#include "headroom/element.h"

/* Adds the canonical form of a source to out. What the text means is the same before and after: the result is parsed
 * again and compared, and HR_EINTERNAL is returned (out is left as it was) if it were not. A second run changes nothing.
 * The source need only be well-formed YAML; the field tables tell where quantities stand. */
hr_err hr_fmt(hr_ctx *ctx, hr_id file, const hr_types *types, hr_buf *out);

#endif
