/* lines.h - pieces of text for people: numbers, cut names, wrapped paragraphs. */
#ifndef HR_REPORT_LINES_H
#define HR_REPORT_LINES_H

#include "report/view.h"

/* "107.5 %"; "-" where there is no ratio. Not "100.0 %" for what is not 100 %. */
void hr_line_percent(const hr_view *v, char *buf, size_t n);
/* ">= 806.4 kW" where the load is a lower bound, "unknown" where it is not known. n is at least 64. */
void hr_line_load(const hr_view *v, char *buf, size_t n);
void hr_line_limit(const hr_view *v, char *buf, size_t n);
void hr_line_headroom(const hr_view *v, char *buf, size_t n);

/* A name in at most `width` columns: cut in the middle, where hostlists differ least. */
void hr_line_cut(hr_buf *out, hr_str name, uint32_t width);
/* A paragraph broken between words so that no line is longer than width; its first line begins with `first` blanks, the
 * others with `indent`. What could drive a terminal is made harmless. */
void hr_line_wrap(hr_buf *out, hr_str text, uint32_t first, uint32_t indent, uint32_t width);

/* "1 row", "2 rows" */
#define HR_PLURAL(n, one, many) ((n) == 1 ? (one) : (many))

#endif
