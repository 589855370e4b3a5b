/* shared.h - what coolers share, in words: causes, what they stop, what is left. */
#ifndef HR_REPORT_SHARED_H
#define HR_REPORT_SHARED_H

#include "task/common.h"

enum { HR_SHARED_COLUMNS = 5 };
extern const char hr_shared_head[]; /* "body|stopped by|..." */

/* The columns of a line, in full. */
hr_err hr_shared_line(const hr_check *c, const hr_common *x, hr_buf column[HR_SHARED_COLUMNS]);
/* "grid,board-A": what is out in its cases, as a hostlist. */
hr_err hr_shared_causes(const hr_check *c, const hr_common *x, hr_buf *out);
const char *hr_shared_left(const hr_common *x); /* "holds", "does not hold", "unknown" */

#endif
