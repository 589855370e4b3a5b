/* template_csv.c - an empty table to fill in: the header with all fields of some types and their units, and for each
 * type a row with examples. That begins with #, so it is a comment until somebody takes the # away. */
#include <string.h>

#include "base/map.h"
#include "port/template.h"

typedef struct writer {
    hr_arena *a;
    hr_vec column; /* of hr_template_column, of all types together */
    hr_map index;
    hr_err err;
} writer;

/* The column of a path, with the first type's unit: "name" is that of all of them. */
static void merge(writer *w, const hr_vec *own)
{
    const hr_template_column *c = own->item;
    for (size_t i = 0; i < own->n && w->err == HR_OK; i++) {
        uint32_t at = HR_NONE;
        if (!hr_map_add(&w->index, hr_str_of(c[i].path), (uint32_t)w->column.n, &at)) w->err = HR_ENOMEM;
        hr_template_column *slot = at == HR_NONE ? hr_vec_push(&w->column, sizeof *slot) : NULL;
        if (slot) *slot = c[i];
        else if (at == HR_NONE) w->err = HR_ENOMEM;
    }
}

static void write_header(const writer *w, hr_buf *out)
{
    const hr_template_column *c = w->column.item;
    for (size_t i = 0; i < w->column.n; i++) {
        hr_buf_printf(out, "%s%s", i > 0 ? "," : "", c[i].path);
        if (c[i].unit) hr_buf_printf(out, " [%s]", c[i].unit);
    }
    hr_buf_c(out, '\n');
}

/* The examples of one type in the columns of all; a number whose unit differs from the column's is left out. */
static void write_example(const writer *w, const hr_vec *own, hr_buf *out)
{
    const hr_template_column *all = w->column.item, *c = own->item;
    hr_buf_c(out, '#');
    for (size_t i = 0; i < w->column.n; i++) {
        if (i > 0) hr_buf_c(out, ',');
        for (size_t k = 0; k < own->n; k++) {
            if (strcmp(c[k].path, all[i].path) != 0) continue;
            const char *unit = c[k].unit ? c[k].unit : "", *other = all[i].unit ? all[i].unit : "";
            if (strcmp(unit, other) == 0) hr_buf_z(out, c[k].example);
        }
    }
    hr_buf_c(out, '\n');
}

static void write_omitted(const hr_type *type, const hr_buf *omitted, hr_buf *out)
{
    if (omitted->n == 0) return;
    hr_buf_printf(out, "# no column for these of %s: ", type->name);
    hr_buf_add(out, omitted->s, omitted->n);
    hr_buf_c(out, '\n');
}

hr_err hr_template_csv(const hr_type *const *type, size_t n, hr_buf *out)
{
    writer w = {.a = hr_arena_new()};
    hr_vec *own = w.a ? HR_NEW_ARRAY(w.a, hr_vec, n) : NULL;
    hr_buf *omitted = w.a ? HR_NEW_ARRAY(w.a, hr_buf, n) : NULL;
    if (!own || !omitted) w.err = HR_ENOMEM;
    for (size_t i = 0; i < n && w.err == HR_OK; i++) {
        w.err = hr_template_columns(w.a, type[i], false, NULL, &own[i], &omitted[i]);
        merge(&w, &own[i]);
    }
    if (w.err == HR_OK) write_header(&w, out);
    for (size_t i = 0; i < n && w.err == HR_OK; i++) write_example(&w, &own[i], out);
    for (size_t i = 0; i < n && w.err == HR_OK; i++) write_omitted(type[i], &omitted[i], out);
    for (size_t i = 0; i < n && own && omitted; i++) hr_vec_free(&own[i]), hr_buf_free(&omitted[i]);
    if (w.err == HR_OK && out->failed) w.err = HR_ENOMEM;
    hr_vec_free(&w.column);
    hr_map_free(&w.index);
    hr_arena_free(w.a);
    return w.err;
}
