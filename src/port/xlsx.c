/* xlsx.c - workbooks through libxlsxwriter. */
#include "port/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIXED_DATE = 946684800 }; /* 2000-01-01: files say when they were made, and this one must not */

static hr_err refused(hr_ctx *ctx, const char *what, const char *why)
{
    static const char help[] = "$TMPDIR names the folder of temporary files; `headroom export json` needs none";
    (void)hr_diag_add(ctx, HR_ERROR, "M721", HR_NOWHERE, help, "the workbook cannot be written: %s%s%s", what,
                      why[0] ? ": " : "", why);
    return HR_EINPUT;
}

static bool make_file(hr_xlsx *x)
{
    const char *folder = getenv("TMPDIR");
    int n = snprintf(x->path, sizeof x->path, "%s/headroom-XXXXXX", folder && folder[0] ? folder : P_tmpdir);
    int fd = n > 0 && (size_t)n < sizeof x->path ? mkstemp(x->path) : -1;
    if (fd < 0) x->path[0] = '\0';
    else close(fd);
    return fd >= 0;
}

static lxw_format *add_format(hr_xlsx *x, const char *number, bool bold)
{
    lxw_format *f = workbook_add_format(x->book);
    if (!f) {
        x->failed = true;
        return NULL;
    }
    if (number) format_set_num_format(f, number);
    if (bold) format_set_bold(f);
    return f;
}

static void make_formats(hr_xlsx *x)
{
    x->head = add_format(x, NULL, true);
    x->bold = add_format(x, NULL, true);
    x->number = add_format(x, "#,##0.######", false);
    x->percent = add_format(x, "0.0%", false);
    x->text = add_format(x, "@", false);
    x->note = add_format(x, "@", false);
    if (x->failed) return;
    format_set_bg_color(x->head, 0xE0E6EB);
    format_set_bottom(x->head, LXW_BORDER_THIN);
    format_set_text_wrap(x->head);
    format_set_align(x->head, LXW_ALIGN_VERTICAL_TOP);
    format_set_italic(x->note);
    format_set_font_color(x->note, 0x808080);
}

hr_err hr_xlsx_open(hr_xlsx *x, hr_ctx *ctx, const char *title)
{
    char name[128];
    *x = (hr_xlsx){0};
    if (!make_file(x)) return refused(ctx, "no temporary file ($TMPDIR)", strerror(errno));
    x->book = workbook_new(x->path);
    if (!x->book) {
        hr_xlsx_drop(x);
        return HR_ENOMEM;
    }
    snprintf(name, sizeof name, "%s", title);
    lxw_doc_properties properties = {.title = name, .created = FIXED_DATE};
    if (workbook_set_properties(x->book, &properties) != LXW_NO_ERROR) x->failed = true;
    make_formats(x);
    return HR_OK;
}

/* lxw frees a workbook in closing it; what it wrote is of no use. */
void hr_xlsx_drop(hr_xlsx *x)
{
    if (x->book) (void)workbook_close(x->book);
    if (x->path[0]) unlink(x->path);
    x->book = NULL;
    x->path[0] = '\0';
}

static int read_back(const char *path, hr_buf *out)
{
    char block[65536];
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC), reason = 0;
    if (fd < 0) return errno;
    while ((n = read(fd, block, sizeof block)) != 0) {
        if (n > 0) hr_buf_add(out, block, (size_t)n);
        else if (errno != EINTR) break;
    }
    if (n < 0) reason = errno;
    close(fd);
    return reason;
}

hr_err hr_xlsx_close(hr_xlsx *x, hr_ctx *ctx, hr_buf *out)
{
    lxw_error closed = workbook_close(x->book);
    x->book = NULL;
    int reason = closed == LXW_NO_ERROR ? read_back(x->path, out) : 0;
    hr_xlsx_drop(x);
    if (x->full) return refused(ctx, "it has more rows or columns than a sheet holds (1,048,576 by 16,384)", "");
    if (closed != LXW_NO_ERROR) return refused(ctx, lxw_strerror(closed), "");
    if (reason != 0) return refused(ctx, "its temporary file cannot be read", strerror(reason));
    return x->failed || out->failed ? HR_ENOMEM : HR_OK;
}

lxw_worksheet *hr_xlsx_sheet(hr_xlsx *x, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(x->book, name);
    if (!sheet) x->failed = true;
    return sheet;
}

/* --- cells ------------------------------------------------------------------------------------------------- */

static void note(hr_xlsx *x, lxw_error e)
{
    if (e == LXW_NO_ERROR) return;
    if (e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) x->full = true;
    else x->failed = true;
}

/* Excel ends a cell at 32,767 characters; a list of names that long is cut, and says so by its dots. */
void hr_xlsx_text(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, hr_str v, lxw_format *f)
{
    hr_buf text = {0};
    bool cut = v.n > HR_XLSX_CHARACTERS;
    uint32_t n = cut ? HR_XLSX_CHARACTERS : v.n;
    while (cut && n > 0 && ((unsigned char)v.s[n] & 0xC0) == 0x80) n--; /* not inside a character */
    for (uint32_t i = 0; i < n; i++)
        if ((unsigned char)v.s[i] >= 0x20 || v.s[i] == '\n' || v.s[i] == '\t') hr_buf_c(&text, v.s[i]);
    if (cut) hr_buf_z(&text, "...");
    if (text.failed || !sheet) x->failed = true;
    else if (text.n > 0) note(x, worksheet_write_string(sheet, row, col, text.s, f));
    hr_buf_free(&text);
}

void hr_xlsx_z(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *z, lxw_format *f)
{
    hr_xlsx_text(x, sheet, row, col, hr_str_of(z ? z : ""), f);
}

void hr_xlsx_num(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, double v, lxw_format *f)
{
    if (sheet) note(x, worksheet_write_number(sheet, row, col, v, f));
}

void hr_xlsx_formula(hr_xlsx *x, lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *formula, double v,
                     const char *z, lxw_format *f)
{
    if (!sheet) return;
    note(x, z ? worksheet_write_formula_str(sheet, row, col, formula, f, z)
              : worksheet_write_formula_num(sheet, row, col, formula, f, v));
}

void hr_xlsx_heads(hr_xlsx *x, lxw_worksheet *sheet, const char *const *head, const double *width, uint16_t n)
{
    for (uint16_t i = 0; i < n && sheet; i++) {
        note(x, worksheet_set_column(sheet, i, i, width[i], NULL));
        hr_xlsx_z(x, sheet, 0, i, head[i], x->head);
    }
    if (sheet) worksheet_freeze_panes(sheet, 1, 0);
}

void hr_xlsx_filter(hr_xlsx *x, lxw_worksheet *sheet, uint32_t rows, uint16_t columns)
{
    if (sheet && columns > 0) note(x, worksheet_autofilter(sheet, 0, 0, rows, (lxw_col_t)(columns - 1)));
}
