/* diff.h - two models compared, for people and for programs. */
#ifndef HR_REPORT_DIFF_H
#define HR_REPORT_DIFF_H

#include "report/report.h"
#include "task/diff.h"

hr_err hr_report_diff_text(const hr_diff *d, hr_buf *out, const hr_report_opts *o);
hr_err hr_report_diff_json(const hr_diff *d, hr_json_put *put, void *user);

#endif
