/* defaults.h - the defaults behind a check's rows: nothing enters a result in silence. */
#ifndef HR_REPORT_DEFAULTS_H
#define HR_REPORT_DEFAULTS_H

#include "base/vec.h"
#include "task/check.h"

typedef struct hr_used_default {
    hr_id decl;
    hr_id unit; /* the first of the declaration */
    const char *field;
    double v;
    hr_dim dim;
    bool flag;                             /* yes or no: v is 1 or 0 */
    hr_str text;                           /* as words when it is no number */
    const char *source, *clause, *edition; /* source, or the clause of the rule that says so */
} hr_used_default;

typedef struct hr_used_defaults {
    const hr_check *c;
    hr_vec list;  /* of hr_used_default, in natural order of what they belong to */
    hr_id *next;  /* units of a declaration: by unit, the next one */
    hr_id *first; /* by declaration */
    hr_id *unit;  /* scratch */
} hr_used_defaults;

hr_err hr_used_defaults_open(hr_used_defaults *u, const hr_check *c);
void hr_used_defaults_close(hr_used_defaults *u);
/* What it belongs to, as a hostlist, and where it comes from. */
hr_err hr_used_default_names(const hr_used_defaults *u, const hr_used_default *d, hr_buf *out);
void hr_used_default_source(const hr_used_default *d, hr_buf *out);

#endif
