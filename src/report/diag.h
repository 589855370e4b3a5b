/* diag.h - diagnostics as people read them: rustc's form, with the line of text and a caret under it. */
#ifndef HR_REPORT_DIAG_H
#define HR_REPORT_DIAG_H

#include <stdbool.h>

#include "base/str.h"
#include "headroom/diag.h"

/* One diagnostic: severity[code]: message, where, the line, a caret, help. Whatever the source text contains, the
 * output can't drive a terminal. */
void hr_diag_write(const hr_ctx *ctx, const hr_diag *d, hr_buf *out, bool color);

/* All of them in the order in which they were added, a blank line between, and how many errors were only counted. */
void hr_diag_write_all(const hr_ctx *ctx, hr_buf *out, bool color);

#endif
