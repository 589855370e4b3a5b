/* markup.c - escapes. */
#include "report/markup.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define REPLACED "\xef\xbf\xbd" /* U+FFFD */

static const char *entity(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* The character at s, n bytes left, into out; how many bytes it took. */
static unsigned put_character(hr_buf *out, const char *s, uint32_t n)
{
    uint32_t code = 0;
    unsigned length = hr_utf8_decode(s, n, &code);
    bool blank = code == '\n' || code == '\t';
    if (length == 0 || (hr_utf8_unsafe(code) && !blank) || code == 0xfffe || code == 0xffff) hr_buf_z(out, REPLACED);
    else if (blank) hr_buf_c(out, ' ');
    else hr_buf_add(out, s, length);
    return length ? length : 1;
}

void hr_markup_text(hr_buf *out, hr_str v)
{
    for (uint32_t i = 0; i < v.n;) {
        const char *as = entity(v.s[i]);
        if (as) hr_buf_z(out, as), i++;
        else i += put_character(out, v.s + i, v.n - i);
    }
}

void hr_markup_z(hr_buf *out, const char *z) { hr_markup_text(out, hr_str_of(z)); }

void hr_markdown_text(hr_buf *out, hr_str v)
{
    for (uint32_t i = 0; i < v.n;) {
        const char *as = strchr("&<>", v.s[i]) ? entity(v.s[i]) : NULL;
        if (as) {
            hr_buf_z(out, as), i++;
        } else {
            if (v.s[i] && strchr("\\`*_[]|~#", v.s[i])) hr_buf_c(out, '\\');
            i += put_character(out, v.s + i, v.n - i);
        }
    }
}

void hr_markup_num(hr_buf *out, double v)
{
    char text[40];
    hr_num_text(text, sizeof text, round(v * 10) / 10, 9);
    hr_buf_z(out, text);
}
