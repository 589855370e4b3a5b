/* template.h - what a table of one element type may say: its columns, from the field tables, for people who fill in
 * spreadsheets. */
#ifndef HR_PORT_TEMPLATE_H
#define HR_PORT_TEMPLATE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "headroom/diag.h"
#include "headroom/element.h"

typedef struct hr_template_column {
    const char *path;         /* "from.A.breaker.rating" */
    const char *unit;         /* of bare numbers in its cells, NULL: none */
    const char *const *words; /* all that it takes, NULL-terminated; NULL: anything */
    bool number, whole;       /* a number; one that counts things */
    bool negative;            /* a number that may be below zero */
    const char *need;         /* "needed", "needed: one of these", "default 1", or "" */
    const char *doc;          /* one line */
    const char *example;      /* for the example row; "" where it stays empty */
} hr_template_column;

/* Adds the columns of a type to a list of hr_template_column: `name`, `type` and `part` first, unless it is a section
 * of the model; then `held_by` where it may be held (held_by is what may hold it, or NULL). What a table cannot carry is added to omitted: "efficiency (a curve)". */
hr_err hr_template_columns(hr_arena *a, const hr_type *type, bool section, const char *held_by, hr_vec *out,
                           hr_buf *omitted);

/* Adds a CSV table of some types with an example row for each, which `elements: {csv: FILE}` reads back. */
hr_err hr_template_csv(const hr_type *const *type, size_t n, hr_buf *out);
/* Writes an empty workbook, which `headroom import xlsx` reads back: a sheet for the site and for each type. */
hr_err hr_template_xlsx(hr_ctx *ctx, const hr_types *types, const hr_type *const *type, size_t n, hr_buf *out);

#endif
