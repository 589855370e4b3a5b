/* report.h - what a check says, in the forms it is asked for: text for people, JSON, JSON lines and CSV for programs.
 *
 * A report only shows: every number in it was found by the task. What a row needs beyond its verdict (inputs, the
 * arithmetic, the chain of a loss) is made while it is printed, by solving that one case again. Same check, same bytes:
 * no clock, no host, no duration. */
#ifndef HR_REPORT_REPORT_H
#define HR_REPORT_REPORT_H

#include "base/json.h"
#include "base/str.h"
#include "headroom/headroom.h"
#include "task/check.h"
#include "task/paths.h"

#define HR_VERSION HEADROOM_VERSION /* `headroom` in every machine-readable report */
#define HR_SCHEMA 1                 /* `schema`: changes when a key changes its meaning or goes away */

typedef struct hr_report_opts {
    bool color;  /* of the verdicts, text only */
    bool pretty; /* JSON over several lines, one row a line */
    hr_id width; /* columns that text may take; 0 = 100 */
} hr_report_opts;

hr_err hr_report_text(const hr_check *c, hr_buf *out, const hr_report_opts *o);

/* These stream through `put`: memory does not grow with the number of rows. HR_EIO when put refused. */
hr_err hr_report_json(const hr_check *c, hr_json_put *put, void *user, bool pretty);
/* One row object a line, with the keys of rows[]; the last line is {"summary": ...}. */
hr_err hr_report_jsonl(const hr_check *c, hr_json_put *put, void *user);
/* Rows with a header, RFC 4180: the scalar keys of rows[]; what is not known or not given is an empty cell. */
hr_err hr_report_csv(const hr_check *c, hr_json_put *put, void *user);

/* The report to hand over: one HTML file that needs nothing else. */
hr_err hr_report_html(const hr_check *c, hr_json_put *put, void *user);
/* Its one-line diagram alone. */
hr_err hr_report_svg(const hr_check *c, hr_json_put *put, void *user);
/* Its cooling diagram alone; HR_EINPUT where the site says nothing of cooling. */
hr_err hr_report_cooling_svg(const hr_check *c, hr_json_put *put, void *user);
/* The plots of pressure and temperature along its loops alone; HR_EINPUT where no loop has pipes whose flows are known. */
hr_err hr_report_loop_svg(const hr_check *c, hr_json_put *put, void *user);
/* What text says, as GitHub-flavoured Markdown. */
hr_err hr_report_md(const hr_check *c, hr_json_put *put, void *user);
/* Violated, unknown and waived rows as SARIF 2.1.0, for tools that show findings at lines of files. */
hr_err hr_report_sarif(const hr_check *c, hr_json_put *put, void *user);

/* What `check --paths` found, for people and for programs. */
hr_err hr_report_paths_text(const hr_paths *paths, hr_buf *out, const hr_report_opts *o);
hr_err hr_report_paths_json(const hr_paths *paths, hr_json_put *put, void *user);

#endif
