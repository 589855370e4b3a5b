/* xlsx.h - writing workbooks: one that is being made, its formats, and cells that remember what failed.
 *
 * libxlsxwriter writes to a file of its own, which is read back and removed. No clock goes in: same input, same bytes. */
#ifndef HR_PORT_XLSX_H
#define HR_PORT_XLSX_H

#include <xlsxwriter.h>

#include "base/str.h"
#include "headroom/diag.h"

enum { HR_XLSX_CHARACTERS = 32000, HR_XLSX_ROWS = 1048576 }; /* of a cell, of a sheet */

typedef struct hr_xlsx {
    lxw_workbook *book;
    lxw_format *head, *number, *percent, *text, *note, *bold;
    char path[4096];
    bool full;   /* something was beyond what a sheet can hold */
    bool failed; /* memory ran out, or a name was refused */
} hr_xlsx;

hr_err hr_xlsx_open(hr_xlsx *x, hr_ctx *ctx, const char *title);
/* Hands over the whole file, and frees. HR_EIO and HR_EINPUT have been told (M721). */
hr_err hr_xlsx_close(hr_xlsx *x, hr_ctx *ctx, hr_buf *out);
void hr_xlsx_drop(hr_xlsx *x); /* frees without a result */

lxw_worksheet *hr_xlsx_sheet(hr_xlsx *x, const char *name);
/* Headings in row 0, frozen, with a filter over `rows` rows below; width in characters of each column. */
void hr_xlsx_heads(hr_xlsx *x, lxw_worksheet *sheet, const char *const *head, const double *width, uint16_t n);
void hr_xlsx_filter(hr_xlsx *x, lxw_worksheet *sheet, uint32_t rows, uint16_t columns);

void hr_xlsx_text(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, hr_str v, lxw_format *f);
void hr_xlsx_z(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *z, lxw_format *f);
void hr_xlsx_num(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, double v, lxw_format *f);
/* A formula with the value it has now: a number, or (z not NULL) a text. */
void hr_xlsx_formula(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *formula, double v,
                     const char *z, lxw_format *f);

#endif
