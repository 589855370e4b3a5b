/* markup.h - text of the user's put into HTML, SVG and Markdown so that it stays text. */
#ifndef HR_REPORT_MARKUP_H
#define HR_REPORT_MARKUP_H

#include "base/str.h"

/* For HTML and SVG, in elements and in quoted attributes. What no XML may hold (controls, what is not UTF-8), and what
 * turns the direction of writing, becomes U+FFFD. */
void hr_markup_text(hr_buf *out, hr_str v);
void hr_markup_z(hr_buf *out, const char *z);
/* For a cell of a GitHub-flavoured Markdown table, and for a paragraph: one line, no markup. */
void hr_markdown_text(hr_buf *out, hr_str v);
/* A coordinate: at most one decimal, whatever the locale. */
void hr_markup_num(hr_buf *out, double v);

#endif
