/* xlsx_read.h - the sheets of a workbook (ECMA-376) as cells with text: what is needed to read tables, and no more.
 *
 * A number is written as short as reads back the same; a formula is the value it had when the file was saved. Formats
 * are not read, so a date is the number that it is stored as. Document types and their entities are refused. */
#ifndef HR_PORT_XLSX_READ_H
#define HR_PORT_XLSX_READ_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "headroom/err.h"

typedef struct hr_xlsx_cell {
    uint32_t row, col; /* from 1 */
    hr_str text;
    bool error; /* it holds an error, #REF! */
} hr_xlsx_cell;

typedef struct hr_xlsx_table {
    hr_str name;
    hr_vec cell; /* of hr_xlsx_cell, in order of rows, then columns; empty ones are not there */
} hr_xlsx_table;

typedef struct hr_xlsx_book {
    hr_arena *arena;
    hr_vec sheet; /* of hr_xlsx_table */
    hr_buf fault; /* what is wrong with the file, when reading returned HR_EINPUT */
} hr_xlsx_book;

hr_err hr_xlsx_read(hr_xlsx_book *book, const void *bytes, size_t n);
void hr_xlsx_book_free(hr_xlsx_book *book);
/* "C5" */
void hr_xlsx_cell_name(uint32_t row, uint32_t col, hr_buf *out);

#endif
