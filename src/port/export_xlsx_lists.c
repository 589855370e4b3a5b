/* export_xlsx_lists.c - the lists of a workbook: losses, what is not known, defaults, elements by type. */
#include <string.h>

#include "model/units.h"
#include "port/export_xlsx.h"
#include "port/sheet.h"
#include "report/defaults.h"
#include "report/lost.h"
#include "report/view.h"
#include "report/words.h"

enum { LOSSES = 50000 }; /* lines; the worst cases come first */

static void put_text(hr_xlsx *x, lxw_worksheet *sheet, uint32_t at, uint16_t col, hr_buf *text)
{
    if (text->failed) x->failed = true;
    else hr_xlsx_text(x, sheet, at, col, hr_buf_text(text), NULL);
    text->n = 0;
}

static void put_place(hr_xlsx *x, lxw_worksheet *sheet, uint32_t at, uint16_t col, const hr_ctx *ctx, hr_span span)
{
    if (span.file == HR_NONE) return;
    hr_xlsx_z(x, sheet, at, col, hr_source_name(ctx, span.file), NULL);
    hr_xlsx_num(x, sheet, at, (uint16_t)(col + 1), span.line, NULL);
}

/* --- losses ------------------------------------------------------------------------------------------------ */

static hr_err put_loss(hr_xlsx *x, lxw_worksheet *sheet, uint32_t at, hr_lost *l, const hr_lost_case *k,
                       const hr_lost_part *p, hr_buf *text)
{
    hr_view_case_name(l->c, k->case_, text);
    put_text(x, sheet, at, 0, text);
    hr_xlsx_z(x, sheet, at, 1, hr_words_what(k->heat), NULL);
    hr_err e = hr_lost_names(l, p, text);
    put_text(x, sheet, at, 2, text);
    if (!p->unknown || p->w > 0) hr_xlsx_num(x, sheet, at, 3, p->w, x->number);
    hr_xlsx_z(x, sheet, at, 4, !p->unknown ? "known" : p->w > 0 ? "at least" : "unknown", NULL);
    hr_xlsx_text(x, sheet, at, 5, l->c->blame[p->blame].text, NULL);
    hr_xlsx_z(x, sheet, at, 6, p->cascade ? "yes" : "no", NULL);
    return e;
}

hr_err hr_xlsx_losses(hr_xlsx *x, const hr_check *c)
{
    static const char *const head[] = {"case", "what", "elements", "lost [W]", "known", "because of", "by cascade"};
    static const double width[] = {34, 10, 50, 14, 10, 30, 11};
    lxw_worksheet *sheet = hr_xlsx_sheet(x, "Losses");
    uint32_t at = 0;
    hr_buf text = {0};
    hr_lost l;
    hr_err e = hr_lost_open(&l, c);
    hr_xlsx_heads(x, sheet, head, width, 7);
    for (size_t i = 0; i < l.cases.n && e == HR_OK && at < LOSSES; i++) {
        const hr_lost_case *k = &hr_lost_cases(&l)[i];
        e = hr_lost_split(&l, k);
        for (size_t m = 0; m < l.parts.n && e == HR_OK; m++)
            e = put_loss(x, sheet, ++at, &l, k, &hr_lost_parts(&l)[m], &text);
        if (at < LOSSES || i + 1 == l.cases.n) continue;
        hr_buf_printf(&text, "and %zu more cases: headroom check --format json", l.cases.n - i - 1);
        put_text(x, sheet, at + 1, 0, &text);
    }
    hr_xlsx_filter(x, sheet, at, 7);
    hr_lost_close(&l);
    hr_buf_free(&text);
    return e;
}

/* --- what is not known, defaults --------------------------------------------------------------------------- */

hr_err hr_xlsx_unknowns(hr_xlsx *x, const hr_check *c)
{
    static const char *const head[] = {"elements", "field", "needed by", "rows", "file", "line"};
    static const double width[] = {50, 24, 24, 8, 30, 8};
    lxw_worksheet *sheet = hr_xlsx_sheet(x, "Unknowns");
    hr_buf text = {0};
    hr_xlsx_heads(x, sheet, head, width, 6);
    for (uint32_t i = 0; i < c->n_gap; i++) {
        const hr_gap *g = &c->gap[i];
        hr_xlsx_text(x, sheet, i + 1, 0, g->elements, NULL);
        hr_xlsx_text(x, sheet, i + 1, 1, g->field, NULL);
        for (uint16_t r = 0; r < hr_rule_count; r++)
            if (hr_gap_of(g, r)) hr_buf_printf(&text, "%s%s", text.n > 0 ? ", " : "", hr_rules[r]->code);
        put_text(x, sheet, i + 1, 2, &text);
        hr_xlsx_num(x, sheet, i + 1, 3, g->rows, NULL);
        put_place(x, sheet, i + 1, 4, c->site->ctx, g->at);
    }
    hr_xlsx_filter(x, sheet, c->n_gap, 6);
    hr_buf_free(&text);
    return HR_OK;
}

static hr_err put_default(hr_xlsx *x, lxw_worksheet *sheet, uint32_t at, const hr_used_defaults *u,
                          const hr_used_default *d)
{
    hr_buf text = {0};
    hr_err e = hr_used_default_names(u, d, &text);
    put_text(x, sheet, at, 0, &text);
    hr_xlsx_z(x, sheet, at, 1, d->field, NULL);
    if (d->flag) hr_xlsx_z(x, sheet, at, 2, d->v != 0 ? "true" : "false", NULL);
    else if (d->text.n > 0) hr_xlsx_text(x, sheet, at, 2, d->text, NULL);
    else hr_xlsx_num(x, sheet, at, 2, d->v, x->number);
    if (!d->flag && d->text.n == 0) hr_xlsx_z(x, sheet, at, 3, hr_unit_si(d->dim), NULL);
    hr_used_default_source(d, &text);
    put_text(x, sheet, at, 4, &text);
    hr_buf_free(&text);
    return e;
}

hr_err hr_xlsx_defaults(hr_xlsx *x, const hr_check *c)
{
    static const char *const head[] = {"elements", "field", "value", "unit", "source"};
    static const double width[] = {50, 24, 12, 8, 70};
    lxw_worksheet *sheet = hr_xlsx_sheet(x, "Defaults");
    hr_used_defaults u;
    hr_err e = hr_used_defaults_open(&u, c);
    hr_xlsx_heads(x, sheet, head, width, 5);
    const hr_used_default *d = u.list.item;
    for (uint32_t i = 0; i < u.list.n && e == HR_OK; i++) e = put_default(x, sheet, i + 1, &u, &d[i]);
    hr_xlsx_filter(x, sheet, (uint32_t)u.list.n, 5);
    hr_used_defaults_close(&u);
    return e;
}

/* --- elements ---------------------------------------------------------------------------------------------- */

typedef struct element_writer {
    hr_xlsx *x;
    const hr_site *site;
    lxw_worksheet *sheet;
    hr_sheet s;
    uint16_t *at; /* by column of s: where it stands */
    uint16_t columns;
    hr_buf text;
} element_writer;

static void put_head(element_writer *w, const char *path, const char *behind, const char *unit)
{
    if (!w->sheet) return;
    hr_buf_printf(&w->text, unit ? "%s%s [%s]" : "%s%s", path, behind, unit);
    if (w->text.failed) w->x->failed = true;
    else hr_xlsx_z(w->x, w->sheet, 0, w->columns, w->text.s, w->x->head);
    worksheet_set_column(w->sheet, w->columns, w->columns, w->text.n < 10 ? 12 : (double)w->text.n + 2, NULL);
    w->columns++;
    w->text.n = 0;
}

static void put_element_heads(element_writer *w)
{
    static const char *const source[] = {".trust", ".source", ".as_of"};
    const hr_sheet_column *k = w->s.column.item;
    for (size_t i = 0; i < w->s.column.n; i++) {
        w->at[i] = w->columns;
        put_head(w, k[i].path, k[i].sourced ? ".value" : "", k[i].unit);
        for (int m = 0; m < 3 && k[i].sourced; m++) put_head(w, k[i].path, source[m], NULL);
    }
    if (w->sheet) worksheet_freeze_panes(w->sheet, 1, 1);
}

static void put_source(element_writer *w, const hr_sheet_cell *c)
{
    const hr_provenance *p = hr_export_provenance(w->site, c->num);
    uint16_t col = w->at[c->column];
    if (p || c->num->trust != HR_GIVEN)
        hr_xlsx_z(w->x, w->sheet, c->row + 1, (uint16_t)(col + 1), hr_trust_words[c->num->trust], w->x->text);
    if (!p) return;
    hr_xlsx_text(w->x, w->sheet, c->row + 1, (uint16_t)(col + 2), p->source, w->x->text);
    hr_xlsx_text(w->x, w->sheet, c->row + 1, (uint16_t)(col + 3), p->as_of, w->x->text);
}

/* A number whose unit stands in the header is a number in the sheet too. */
static void put_cell(element_writer *w, const hr_sheet_cell *c)
{
    const hr_sheet_column *k = &((const hr_sheet_column *)w->s.column.item)[c->column];
    double v;
    if (!c->num) {
        hr_xlsx_text(w->x, w->sheet, c->row + 1, w->at[c->column], c->text, NULL);
        return;
    }
    hr_sheet_number(c, k, &w->text);
    if (!w->text.failed && hr_num_parse(hr_buf_text(&w->text), &v))
        hr_xlsx_num(w->x, w->sheet, c->row + 1, w->at[c->column], v, NULL);
    else put_text(w->x, w->sheet, c->row + 1, w->at[c->column], &w->text);
    w->text.n = 0;
    if (k->sourced) put_source(w, c);
}

static hr_err put_type(hr_xlsx *x, hr_ctx *ctx, const hr_site *site, const hr_type *type)
{
    element_writer w = {.x = x, .site = site};
    hr_err e = hr_sheet_open(&w.s, ctx, site, type, true);
    if (e != HR_OK) return e;
    w.at = HR_NEW_ARRAY(w.s.arena, uint16_t, w.s.column.n);
    if (!w.at) e = HR_ENOMEM;
    if (e == HR_OK && w.s.rows > 0) {
        const hr_sheet_cell *c = w.s.cell.item;
        w.sheet = hr_xlsx_sheet(x, type->name);
        put_element_heads(&w);
        for (size_t i = 0; i < w.s.cell.n; i++) put_cell(&w, &c[i]);
        hr_xlsx_filter(x, w.sheet, w.s.rows, w.columns);
    }
    hr_sheet_close(&w.s);
    hr_buf_free(&w.text);
    return e;
}

hr_err hr_xlsx_elements(hr_xlsx *x, hr_ctx *ctx, const hr_site *site)
{
    hr_err e = put_type(x, ctx, site, site->types->site);
    for (size_t i = 0; i < site->types->n && e == HR_OK; i++) e = put_type(x, ctx, site, site->types->type[i]);
    return e;
}
