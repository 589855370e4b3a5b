/* place.h - where a value stands, as machine-readable reports and exports write it. */
#ifndef HR_REPORT_PLACE_H
#define HR_REPORT_PLACE_H

#include "base/json.h"
#include "headroom/diag.h"

/* "at": {"file", "line", "col"} on one line, null for what was not written anywhere. */
void hr_json_key_at(hr_json *j, const hr_ctx *ctx, hr_span at);

#endif
