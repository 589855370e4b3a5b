/* sheet.h - the elements of a site as a table: a row for each declaration, a column for each field.
 *
 * Columns are paths of fields (from.A.breaker.rating) with their unit in the header; a path that has several dimensions
 * in different types has none there, and its cells carry theirs. Where some number of a column is not the user's own,
 * the column takes its long form: PATH.value, and PATH.trust, PATH.source, PATH.as_of beside it. A declaration that an
 * overlay split into several, or that stands for part of its names only, gets a row for each element, with its
 * references resolved.
 *
 * Not carried, with a warning: what elements hold, unless it is asked for; lists of feeds (alternatives, several parallel ones); lists of
 * words; curves; values with a range; fields of types that are still to come. Not carried, because an opened site
 * does not keep them: comments, `part` (its values are written out), `position`, `because`, fields kept as text (a
 * breaker's `trip`). The sections site, jobs, cases and waive are no part of a table. */
#ifndef HR_PORT_SHEET_H
#define HR_PORT_SHEET_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "headroom/site.h"

typedef struct hr_sheet_column {
    const char *path;
    bool number, mixed, sourced; /* mixed: of several dimensions; sourced: takes the long form */
    hr_dim dim;
    const char *unit; /* in the header, or NULL */
} hr_sheet_column;

typedef struct hr_sheet_cell {
    uint32_t row, column;
    const hr_num *num; /* or text */
    hr_dim dim;
    hr_str text;
} hr_sheet_cell;

typedef struct hr_sheet {
    hr_arena *arena;
    hr_vec column; /* of hr_sheet_column; the first is name, the next type */
    hr_vec cell;   /* of hr_sheet_cell, by row */
    uint32_t rows;
} hr_sheet;

/* The declarations at top level, those of one type or (NULL) all; of the type `site` its fields, in one row. What it cannot carry is told in warnings (M603).
 * held: what others hold has rows too, with a column `held_by` that names the holder ("rack-[1-8]", "rack-1.shelf-1"). */
hr_err hr_sheet_open(hr_sheet *s, hr_ctx *ctx, const hr_site *site, const hr_type *type, bool held);
void hr_sheet_close(hr_sheet *s);
/* Adds the number of a cell in the unit of its column; behind it its own where the column has none. */
void hr_sheet_number(const hr_sheet_cell *c, const hr_sheet_column *k, hr_buf *out);
/* The number whose text with this unit (NULL: none) reads back as the very same double; false when there is none. */
bool hr_sheet_exact(double si, hr_dim dim, const char *unit, double scale, double offset, hr_buf *out);
/* si = v * scale + offset; false for units that are no multiple. */
bool hr_sheet_scale(hr_dim dim, const char *unit, double *scale, double *offset);

#endif
