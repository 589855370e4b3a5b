/* lines.c - pieces of text for people. */
#include "report/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/units.h"

enum { DIGITS = 4, MOST_DIGITS = 12 };

/* --- numbers ----------------------------------------------------------------------------------------------------------- */

void hr_line_percent(const hr_view *v, char *buf, size_t n)
{
    double percent = v->ratio * 100, tenths = round(percent * 10);
    if (!v->has_ratio) {
        snprintf(buf, n, "-");
    } else if (v->row && v->row->verdict == HR_HOLDS && hr_is_stated(hr_point_quantity(v->limit->point)) &&
               v->ratio == 1) {
        snprintf(buf, n, "met");                   /* exactly, and no load brings it further */
    } else if (tenths == 1000 && percent != 100) { /* beyond or not is what matters here */
        int digits = DIGITS;
        do hr_percent_text(buf, n, v->ratio, ++digits);
        while (digits < MOST_DIGITS && strcmp(buf, "100 %") == 0);
    } else if (fabs(tenths) < 1e9) { /* not with %.1f, which asks the locale for its comma */
        long long t = llround(fabs(tenths));
        snprintf(buf, n, "%s%lld.%lld %%", tenths < 0 ? "-" : "", t / 10, t % 10);
    } else {
        hr_percent_text(buf, n, v->ratio, DIGITS);
    }
}

static void quantity(hr_dim dim, bool known, double x, const char *before, char *buf, size_t n)
{
    char text[48] = "unknown";
    if (known) hr_unit_text(text, sizeof text, x, dim, DIGITS);
    snprintf(buf, n, "%s%s", known ? before : "", text);
}

void hr_line_load(const hr_view *v, char *buf, size_t n)
{
    quantity((hr_dim)v->quantity->dim, v->has_load, v->load, v->lower_bound ? ">= " : "", buf, n);
}

void hr_line_limit(const hr_view *v, char *buf, size_t n)
{
    quantity((hr_dim)v->quantity->dim, v->has_at, v->at, v->limit->sense == HR_MIN ? ">= " : "", buf, n);
}

void hr_line_headroom(const hr_view *v, char *buf, size_t n)
{
    hr_dim dim = hr_unit_difference((hr_dim)v->quantity->dim);
    if (v->has_headroom) quantity(dim, true, v->headroom, v->lower_bound ? "<= " : "", buf, n);
    else snprintf(buf, n, "-");
}

/* --- names ---------------------------------------------------------------------------------------------------------------- */

/* Bytes from the front that take at most `columns`. */
static uint32_t front(hr_str v, uint32_t columns)
{
    uint32_t i = 0;
    while (i < v.n) {
        uint32_t code = '?';
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code), wide = length ? hr_utf8_width(code) : 1;
        if (wide > columns) break;
        columns -= wide;
        i += length ? length : 1;
    }
    return i;
}

void hr_line_cut(hr_buf *out, hr_str name, uint32_t width)
{
    uint32_t all = (uint32_t)hr_utf8_columns(name);
    if (all <= width || width < 5) {
        hr_buf_str(out, name);
        return;
    }
    uint32_t head = (width - 3 + 1) / 2, tail = width - 3 - head;
    uint32_t from = front(name, all - tail);
    while (from < name.n && hr_utf8_columns((hr_str){name.s + from, name.n - from}) > tail) { /* half of a wide one */
        unsigned length = hr_utf8_decode(name.s + from, name.n - from, NULL);
        from += length ? length : 1;
    }
    hr_buf_add(out, name.s, front(name, head));
    hr_buf_z(out, "...");
    hr_buf_add(out, name.s + from, name.n - from);
}

/* --- paragraphs ------------------------------------------------------------------------------------------------------------ */

static uint32_t next_word(hr_str text, uint32_t *from)
{
    while (*from < text.n && (text.s[*from] == ' ' || text.s[*from] == '\n')) ++*from;
    uint32_t end = *from;
    while (end < text.n && text.s[end] != ' ' && text.s[end] != '\n') end++;
    return end;
}

void hr_line_wrap(hr_buf *out, hr_str text, uint32_t first, uint32_t indent, uint32_t width)
{
    uint32_t at = 0; /* columns taken in this line */
    for (uint32_t i = 0, end; (end = next_word(text, &i)) > i; i = end) {
        hr_str word = {text.s + i, end - i};
        uint32_t wide = (uint32_t)hr_utf8_columns(word);
        if (at && at + 1 + wide > width) {
            hr_buf_c(out, '\n');
            first = indent;
            at = 0;
        }
        hr_buf_printf(out, "%*s", at ? 1 : (int)first, "");
        at += (at ? 1 : first) + wide;
        hr_buf_safe(out, word);
    }
    if (at) hr_buf_c(out, '\n');
}
