/* term.h - the terminal: colour when wanted, aligned tables, progress on stderr. */
#ifndef HR_BASE_TERM_H
#define HR_BASE_TERM_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

typedef enum hr_color { HR_COLOR_AUTO, HR_COLOR_ALWAYS, HR_COLOR_NEVER } hr_color;

/* auto = a terminal, and NO_COLOR is not set (or empty), and TERM is not "dumb". */
bool hr_term_color(FILE *f, hr_color mode);

typedef enum hr_paint { HR_PLAIN, HR_RED, HR_YELLOW, HR_GREEN, HR_BLUE, HR_BOLD, HR_DIM } hr_paint;
/* Adds text in a colour when `on`. */
void hr_paint_add(hr_buf *b, bool on, hr_paint p, const char *z);

/* A table: cells are added row by row, then laid out. Cells hold UTF-8; widths are counted in characters (wide ones as
 * two); control characters show as '?'. Missing cells stay empty, cells beyond the last column are not shown. When
 * memory runs out (a NULL table too), hr_table_write sets out->failed and writes nothing. */
typedef struct hr_table hr_table;
hr_table *hr_table_new(const char *align); /* one character a column: l or r */
void hr_table_cell(hr_table *t, hr_paint p, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void hr_table_row(hr_table *t);
void hr_table_write(hr_table *t, hr_buf *out, const char *indent, bool color);
void hr_table_free(hr_table *t);

#endif
