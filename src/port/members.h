/* members.h - members of JSON objects, as the importers read them: absent and null are alike, shapes are checked. */
#ifndef HR_PORT_MEMBERS_H
#define HR_PORT_MEMBERS_H

#include "model/yaml.h"

/* What importers of one format share: where diagnostics go, and under which code. */
typedef struct hr_members {
    hr_ctx *ctx;
    const char *code;
} hr_members;

/* A member of an object; NULL when it is absent or null, or map is no object. */
const hr_ynode *hr_member(const hr_ynode *map, const char *name);
hr_err hr_member_shape(const hr_members *m, const hr_ynode *n, const char *name, const char *expected);
hr_err hr_member_missing(const hr_members *m, const hr_ynode *n, const char *what, const char *name);
/* Optional text of an object; *out stays as it is without it. */
hr_err hr_member_text(const hr_members *m, const hr_ynode *map, const char *name, hr_str *out);
/* A number that is not negative; of text too. */
hr_err hr_member_number(const hr_members *m, const hr_ynode *n, const char *name, double *out);

static inline hr_err hr_keep_worst(hr_err e, hr_err worst) { return e == HR_OK || worst == HR_ENOMEM ? worst : e; }

#endif
