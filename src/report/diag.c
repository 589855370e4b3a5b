/* diag.c - writes diagnostics in rustc's form.
 *
 *     error[M202]: `furlong` is no unit of current
 *       --> hall.yaml:17:16
 *        |
 *     17 |   rating: 1200 furlong
 *        |                ^^^^^^^
 *        = help: write A or kA
 *
 * A caret is only of use when it stands under the right character, so everything is counted in terminal columns, by
 * one walk over the line that measuring and writing share: a tab is four blanks, wide characters take two columns, what
 * could drive the terminal is one '?'. A line that is too long is shown as a window around the caret. */
#include "report/diag.h"

#include <string.h>

#include "base/term.h"
#include "base/utf8.h"

enum { TAB = 4, LINE_COLUMNS = 160, BEFORE_CARET = 60, DOTS = 3 };

/* --- one line in columns ----------------------------------------------------------------------------------- */

typedef struct glyph {
    const char *s; /* what is written */
    uint32_t bytes, columns;
    uint32_t taken; /* bytes of the line */
} glyph;

static glyph glyph_at(hr_str line, uint32_t i)
{
    if (line.s[i] == '\t') return (glyph){"    ", TAB, TAB, 1};
    uint32_t code = 0;
    unsigned length = hr_utf8_decode(line.s + i, line.n - i, &code);
    if (length == 0) return (glyph){"?", 1, 1, 1};
    if (hr_utf8_unsafe(code)) return (glyph){"?", 1, 1, length};
    return (glyph){line.s + i, length, hr_utf8_width(code), length};
}

typedef struct layout {
    uint32_t caret, carets; /* columns before the caret, and under how many it stands */
    uint32_t columns;       /* of the whole line */
    uint32_t from, to;      /* the columns that are shown */
} layout;

/* Columns of the caret and of the line: span.len bytes from the span.col-th character on, at least one column. */
static void layout_measure(layout *l, hr_str line, hr_span at)
{
    uint32_t column = 0, character = 1, left = 0;
    bool placed = false;
    uint32_t end = 0;
    for (uint32_t i = 0; i < line.n; character++) {
        glyph g = glyph_at(line, i);
        if (character == at.col) {
            placed = true;
            l->caret = end = column;
            left = at.len;
        }
        column += g.columns;
        if (left > 0) end = column;
        left -= left < g.taken ? left : g.taken;
        i += g.taken;
    }
    l->columns = column;
    if (!placed) l->caret = end = column; /* behind the last character */
    l->carets = end > l->caret ? end - l->caret : 1;
}

/* Which columns are shown; the dots that stand for the rest lie within them. */
static void layout_window(layout *l)
{
    l->from = 0;
    l->to = l->columns;
    if (l->columns <= LINE_COLUMNS) return;
    if (l->caret > LINE_COLUMNS - BEFORE_CARET) l->from = l->caret - BEFORE_CARET;
    if (l->from + LINE_COLUMNS > l->columns) l->from = l->columns - LINE_COLUMNS;
    l->to = l->from + LINE_COLUMNS;
    uint32_t last = l->to < l->columns ? l->to - DOTS : l->to;
    if (l->caret + l->carets > last) l->carets = l->caret < last ? last - l->caret : 1;
}

static void blanks_add(hr_buf *out, uint32_t n)
{
    while (n-- > 0) hr_buf_c(out, ' ');
}

/* The columns from..to of the line; a character that lies across an edge is shown as blanks. */
static void line_add(hr_buf *out, hr_str line, uint32_t from, uint32_t to)
{
    uint32_t column = 0;
    for (uint32_t i = 0; i < line.n && column < to;) {
        glyph g = glyph_at(line, i);
        uint32_t end = column + g.columns;
        if (column >= from && end <= to) {
            hr_buf_add(out, g.s, g.bytes);
        } else if (end > from) {
            blanks_add(out, (end < to ? end : to) - (column > from ? column : from));
        }
        column = end;
        i += g.taken;
    }
}

static void window_add(hr_buf *out, hr_str line, const layout *l)
{
    bool cut_before = l->from > 0, cut_behind = l->to < l->columns;
    if (cut_before) hr_buf_z(out, "...");
    line_add(out, line, l->from + (cut_before ? DOTS : 0), l->to - (cut_behind ? DOTS : 0));
    if (cut_behind) hr_buf_z(out, "...");
}

/* --- the parts of a diagnostic ----------------------------------------------------------------------------- */

static const char *severity_word(hr_severity s)
{
    return s == HR_ERROR ? "error" : s == HR_WARNING ? "warning" : "note";
}

static hr_paint severity_paint(hr_severity s)
{
    return s == HR_ERROR ? HR_RED : s == HR_WARNING ? HR_YELLOW : HR_GREEN;
}

/* Text of our own that may quote the input: made safe line by line, further lines indented. */
static void text_add(hr_buf *out, const char *text, uint32_t indent)
{
    for (;;) {
        const char *end = strchr(text, '\n');
        size_t n = end != NULL ? (size_t)(end - text) : strlen(text);
        hr_buf_safe(out, (hr_str){text, (uint32_t)n});
        hr_buf_c(out, '\n');
        if (end == NULL || end[1] == '\0') return;
        text = end + 1;
        blanks_add(out, indent);
    }
}

static void title_add(hr_buf *out, const hr_diag *d, bool color)
{
    hr_buf title = {0};
    hr_buf_printf(&title, "%s[%s]", severity_word(d->severity), d->code);
    hr_paint_add(out, color, severity_paint(d->severity), title.failed ? "" : title.s);
    out->failed = out->failed || title.failed;
    hr_buf_z(out, ": ");
    text_add(out, d->message, (uint32_t)title.n + 2);
    hr_buf_free(&title);
}

/* "   | " or "17 | ", as wide as the number needs. */
static void gutter_add(hr_buf *out, uint32_t width, uint32_t line, bool color)
{
    char number[32] = "";
    if (line > 0) hr_num_text(number, sizeof number, line, 12);
    blanks_add(out, width - (uint32_t)strlen(number));
    hr_paint_add(out, color, HR_BLUE, number);
    hr_paint_add(out, color, HR_BLUE, " |");
}

static void excerpt_add(const hr_ctx *ctx, hr_span at, hr_severity severity, uint32_t width, hr_buf *out, bool color)
{
    hr_str line = hr_source_line(ctx, at.file, at.line);
    layout l = {0};
    layout_measure(&l, line, at);
    layout_window(&l);
    gutter_add(out, width, 0, color);
    hr_buf_c(out, '\n');
    gutter_add(out, width, at.line, color);
    if (line.n > 0) hr_buf_c(out, ' ');
    window_add(out, line, &l);
    hr_buf_c(out, '\n');
    gutter_add(out, width, 0, color);
    blanks_add(out, 1 + l.caret - l.from);
    hr_buf carets = {0};
    for (uint32_t i = 0; i < l.carets; i++) hr_buf_c(&carets, '^');
    hr_paint_add(out, color, severity_paint(severity), carets.failed ? "" : carets.s);
    out->failed = out->failed || carets.failed;
    hr_buf_free(&carets);
    hr_buf_c(out, '\n');
}

static void place_add(const hr_ctx *ctx, hr_span at, uint32_t width, hr_buf *out, bool color)
{
    blanks_add(out, width);
    hr_paint_add(out, color, HR_BLUE, "-->");
    hr_buf_c(out, ' ');
    hr_buf_safe(out, hr_str_of(hr_source_name(ctx, at.file)));
    if (at.line > 0) hr_buf_printf(out, ":%u:%u", (unsigned)at.line, (unsigned)(at.col > 0 ? at.col : 1));
    hr_buf_c(out, '\n');
}

static uint32_t digits_of(uint32_t v)
{
    uint32_t n = 1;
    for (; v >= 10; v /= 10) n++;
    return n;
}

void hr_diag_write(const hr_ctx *ctx, const hr_diag *d, hr_buf *out, bool color)
{
    uint32_t width = digits_of(d->at.line);
    bool placed = d->at.file != HR_NONE;
    title_add(out, d, color);
    if (placed) place_add(ctx, d->at, width, out, color);
    if (placed && d->at.line > 0) excerpt_add(ctx, d->at, d->severity, width, out, color);
    if (d->help == NULL) return;
    blanks_add(out, width + 1);
    hr_paint_add(out, color, HR_BLUE, "=");
    hr_paint_add(out, color, HR_BOLD, " help: ");
    text_add(out, d->help, width + 1 + 8);
}

void hr_diag_write_all(const hr_ctx *ctx, hr_buf *out, bool color)
{
    size_t errors = 0, count = hr_diag_count(ctx);
    for (size_t i = 0; i < count; i++) {
        const hr_diag *d = hr_diag_at(ctx, i);
        if (i > 0) hr_buf_c(out, '\n');
        hr_diag_write(ctx, d, out, color);
        errors += d->severity == HR_ERROR;
    }
    size_t more = hr_diag_errors(ctx) - errors;
    if (more == 0) return;
    if (count > 0) hr_buf_c(out, '\n');
    hr_paint_add(out, color, HR_GREEN, "note");
    hr_buf_printf(out, ": %zu more error%s not shown\n", more, more == 1 ? " is" : "s are");
}
