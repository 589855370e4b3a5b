/* export_csv.c - the elements of a site as a CSV table that `elements: {csv: FILE}` reads back (sheet.h says what it
 * carries). Numbers are written so that reading them gives the same bits. */
#include <string.h>

#include "port/export.h"
#include "port/sheet.h"

static void write_quoted(hr_buf *out, hr_str v)
{
    bool plain = v.n > 0 && v.s[0] != '#' && v.s[0] != ' ' && v.s[v.n - 1] != ' ';
    for (uint32_t i = 0; i < v.n && plain; i++) plain = strchr(",;\"\n\r\t", v.s[i]) == NULL;
    if (plain || v.n == 0) {
        hr_buf_str(out, v);
        return;
    }
    hr_buf_c(out, '"');
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.s[i] == '"') hr_buf_c(out, '"');
        hr_buf_c(out, v.s[i]);
    }
    hr_buf_c(out, '"');
}

static void write_header(const hr_sheet *t, hr_buf *out)
{
    const hr_sheet_column *c = t->column.item;
    for (uint32_t i = 0; i < t->column.n; i++) {
        if (i > 0) hr_buf_c(out, ',');
        hr_buf_printf(out, "%s%s", c[i].path, c[i].sourced ? ".value" : "");
        if (c[i].unit) hr_buf_printf(out, " [%s]", c[i].unit);
        if (c[i].sourced) hr_buf_printf(out, ",%s.trust,%s.source,%s.as_of", c[i].path, c[i].path, c[i].path);
    }
    hr_buf_c(out, '\n');
}

static void write_source(const hr_site *site, const hr_sheet_cell *c, hr_buf *out)
{
    const hr_num *n = c ? c->num : NULL;
    const hr_provenance *p = n ? hr_export_provenance(site, n) : NULL;
    bool told = n && (p || n->trust != HR_GIVEN);
    hr_buf_printf(out, ",%s,", told ? hr_trust_words[n->trust] : "");
    if (p) write_quoted(out, p->source);
    hr_buf_c(out, ',');
    if (p) write_quoted(out, p->as_of);
}

/* The cells of one row stand together; each column looks among them for its own. */
static void write_row(const hr_sheet *t, const hr_site *site, const hr_sheet_cell *cells, size_t n, hr_buf *out)
{
    const hr_sheet_column *k = t->column.item;
    for (uint32_t i = 0; i < t->column.n; i++) {
        const hr_sheet_cell *c = NULL;
        for (size_t m = 0; m < n && !c; m++)
            if (cells[m].column == i) c = &cells[m];
        if (i > 0) hr_buf_c(out, ',');
        if (c && c->num) hr_sheet_number(c, &k[i], out);
        else if (c) write_quoted(out, c->text);
        if (k[i].sourced) write_source(site, c, out);
    }
    hr_buf_c(out, '\n');
}

static void write_table(const hr_sheet *t, const hr_site *site, hr_buf *out)
{
    const hr_sheet_cell *c = t->cell.item;
    write_header(t, out);
    for (size_t i = 0; i < t->cell.n;) {
        size_t end = i;
        while (end < t->cell.n && c[end].row == c[i].row) end++;
        write_row(t, site, c + i, end - i, out);
        i = end;
    }
}

hr_err hr_export_csv(hr_ctx *ctx, const hr_site *site, hr_buf *out)
{
    hr_sheet s;
    hr_err e = hr_sheet_open(&s, ctx, site, NULL, false);
    if (e != HR_OK) return e;
    write_table(&s, site, out);
    hr_sheet_close(&s);
    return out->failed ? HR_ENOMEM : HR_OK;
}
