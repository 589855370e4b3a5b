/* paths.h - names that the text and the JSON of `check --paths` have in common. */
#ifndef HR_REPORT_PATHS_H
#define HR_REPORT_PATHS_H

#include "report/view.h"
#include "task/paths.h"

void hr_paths_element_name(const hr_paths *p, hr_buf *out);
/* One step of a path: the unit a feed comes from; sources in parallel together; "ups-A.bypass" where the bypass of what
 * stands below is taken. */
hr_err hr_paths_step_name(const hr_paths *p, const hr_path *path, uint32_t i, hr_buf *out);
/* "rack-1.A": the element as the path comes into it. */
void hr_paths_end_name(const hr_paths *p, const hr_path *path, hr_buf *out);
/* From the source down, with `between` between. */
hr_err hr_paths_chain(const hr_paths *p, const hr_path *path, const char *between, hr_buf *out);
/* The hostlist of a level's units. */
hr_err hr_paths_level_name(const hr_paths *p, const hr_level *l, hr_buf *out);

#endif
