/* term.c - colour and aligned tables. What a table holds may come from a hostile file, so what could drive the terminal
 * is made harmless as it enters. */
#include "base/term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/vec.h"

bool hr_term_color(FILE *f, hr_color mode)
{
    if (mode != HR_COLOR_AUTO) return mode == HR_COLOR_ALWAYS;
    const char *no_color = getenv("NO_COLOR"); /* https://no-color.org: set and not empty */
    if (no_color != NULL && no_color[0] != '\0') return false;
    const char *term = getenv("TERM");
    if (term != NULL && strcmp(term, "dumb") == 0) return false;
    int fd = f != NULL ? fileno(f) : -1;
    return fd >= 0 && isatty(fd) == 1;
}

static const char *paint_code(hr_paint p)
{
    switch (p) {
    case HR_RED: return "\033[1;31m";
    case HR_YELLOW: return "\033[33m";
    case HR_GREEN: return "\033[32m";
    case HR_BLUE: return "\033[1;34m";
    case HR_BOLD: return "\033[1m";
    case HR_DIM: return "\033[2m";
    case HR_PLAIN: break;
    }
    return NULL;
}

static void paint_str(hr_buf *b, bool on, hr_paint p, hr_str v)
{
    const char *code = on && v.n > 0 ? paint_code(p) : NULL;
    if (code != NULL) hr_buf_z(b, code);
    hr_buf_str(b, v);
    if (code != NULL) hr_buf_z(b, "\033[0m");
}

void hr_paint_add(hr_buf *b, bool on, hr_paint p, const char *z) { paint_str(b, on, p, hr_str_of(z)); }

/* --- tables ------------------------------------------------------------------------------------------------ */

typedef struct cell {
    size_t at; /* in the table's text, which moves as it grows */
    uint32_t n, columns;
    hr_paint paint;
} cell;

struct hr_table {
    char *align;
    size_t columns;
    hr_vec cells; /* of cell; rows one behind the other, every finished row filled up to `columns` */
    size_t in_row;
    hr_buf text;
    bool failed;
};

hr_table *hr_table_new(const char *align)
{
    size_t n = strlen(align);
    hr_table *t = hr_calloc(1, sizeof *t);
    if (t == NULL) return NULL;
    t->align = hr_malloc(n + 1);
    if (t->align == NULL) {
        hr_free(t);
        return NULL;
    }
    memcpy(t->align, align, n + 1);
    t->columns = n;
    return t;
}

void hr_table_free(hr_table *t)
{
    if (t == NULL) return;
    hr_free(t->align);
    hr_vec_free(&t->cells);
    hr_buf_free(&t->text);
    hr_free(t);
}

static void cell_add(hr_table *t, hr_paint p, hr_str raw)
{
    size_t at = t->text.n;
    hr_buf_safe(&t->text, raw);
    cell *c = hr_vec_push(&t->cells, sizeof *c);
    if (c == NULL || t->text.failed) {
        t->failed = true;
        return;
    }
    uint32_t n = (uint32_t)(t->text.n - at);
    hr_str text = {n > 0 ? t->text.s + at : "", n};
    *c = (cell){at, n, (uint32_t)hr_utf8_columns(text), p};
    t->in_row++;
}

void hr_table_cell(hr_table *t, hr_paint p, const char *fmt, ...)
{
    if (t == NULL || t->failed || t->in_row == t->columns) return; /* more cells than columns: not shown */
    hr_buf raw = {0};
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&raw, fmt, ap);
    va_end(ap);
    if (raw.failed) {
        t->failed = true;
    } else {
        cell_add(t, p, (hr_str){raw.s != NULL ? raw.s : "", (uint32_t)raw.n});
    }
    hr_buf_free(&raw);
}

void hr_table_row(hr_table *t)
{
    if (t == NULL) return;
    while (!t->failed && t->in_row < t->columns) cell_add(t, HR_PLAIN, (hr_str){"", 0});
    t->in_row = 0;
}

static void blanks_add(hr_buf *out, uint32_t n)
{
    while (n-- > 0) hr_buf_c(out, ' ');
}

static void row_write(const hr_table *t, const cell *row, const uint32_t *width, hr_buf *out, bool color)
{
    /* Blanks at the end of a line would only show as a mess in a diff: the last cell that says something ends it. */
    size_t shown = t->columns;
    while (shown > 0 && row[shown - 1].n == 0) shown--;
    for (size_t k = 0; k < shown; k++) {
        uint32_t pad = width[k] - row[k].columns;
        bool right = t->align[k] == 'r';
        if (k > 0) blanks_add(out, 2);
        if (right) blanks_add(out, pad);
        if (row[k].n > 0) paint_str(out, color, row[k].paint, (hr_str){t->text.s + row[k].at, row[k].n});
        if (!right && k + 1 < shown) blanks_add(out, pad);
    }
    hr_buf_c(out, '\n');
}

void hr_table_write(hr_table *t, hr_buf *out, const char *indent, bool color)
{
    if (t != NULL && t->in_row > 0) hr_table_row(t); /* a last row that nobody ended */
    uint32_t *width = t != NULL && !t->failed ? hr_calloc(t->columns + 1, sizeof *width) : NULL;
    if (width == NULL) {
        out->failed = true; /* a table with holes would look whole */
        return;
    }
    const cell *cells = t->cells.item;
    size_t rows = t->columns > 0 ? t->cells.n / t->columns : 0;
    for (size_t i = 0; i < rows * t->columns; i++) {
        uint32_t *w = &width[i % t->columns];
        if (cells[i].columns > *w) *w = cells[i].columns;
    }
    for (size_t r = 0; r < rows; r++) {
        hr_buf_z(out, indent);
        row_write(t, cells + r * t->columns, width, out, color);
    }
    hr_free(width);
}
