/* export_xlsx.c - a check as a workbook: the verdict, every row with formulas that live on, losses, what is not known,
 * defaults, and the elements in the form that the import of tables takes.
 *
 * Headroom and ratio are formulas over load and limit, so that who changes a limit in the sheet sees what follows; each
 * carries the value it has now. Numbers are SI, their unit stands in a column. */
#include <stdio.h>

#include "port/export_xlsx.h"
#include "report/report.h"
#include "report/view.h"

/* --- rows -------------------------------------------------------------------------------------------------- */

enum column { /* letters in the formulas below */
              RULE,
              STATE,
              ELEMENT,
              MEMBERS,
              POINT,
              UNIT,
              SENSE,
              LOAD,
              LOAD_STATE,
              LIMIT,
              REF,
              HEADROOM,
              RATIO,
              CASE,
              STAGE,
              CLAUSE,
              EDITION,
              FORMULA,
              BECAUSE,
              PLACE,
              LINE,
              COLUMNS
};

static const char *const heads[COLUMNS] = {"rule",  "state",      "element", "members",   "point",    "unit",  "sense",
                                           "load",  "load state", "limit",   "reference", "headroom", "ratio", "case",
                                           "stage", "clause",     "edition", "formula",   "because",  "file",  "line"};
static const double widths[COLUMNS] = {7, 10, 28, 9, 34, 6, 7, 14, 11, 14, 10, 14, 9, 26, 10, 12, 12, 30, 60, 26, 7};

typedef struct row_writer {
    hr_xlsx *x;
    const hr_check *c;
    lxw_worksheet *sheet;
    hr_work *work;
    hr_buf text;
} row_writer;

/* The same as hr_row_headroom and hr_row_ratio: what is not known has none, and a limit of nothing has no ratio. */
static void put_formulas(row_writer *w, uint32_t at, const hr_view *v)
{
    char formula[256];
    unsigned r = at + 1;
    snprintf(formula, sizeof formula, "=IF(OR(H%u=\"\",J%u=\"\"),\"\",IF(G%u=\"max\",J%u-H%u,H%u-J%u))", r, r, r, r, r,
             r, r);
    hr_xlsx_formula(w->x, w->sheet, at, HEADROOM, formula, v->headroom, v->has_headroom ? NULL : "", w->x->number);
    snprintf(formula, sizeof formula,
             "=IF(OR(H%u=\"\",J%u=\"\"),\"\",IF(G%u=\"max\",IF(J%u=K%u,IF(H%u>K%u,\"beyond\",0),(H%u-K%u)/(J%u-K%u)),"
             "IF(H%u=K%u,IF(J%u>K%u,\"beyond\",0),(J%u-K%u)/(H%u-K%u))))",
             r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r, r);
    const char *word = v->has_ratio ? NULL : v->has_headroom ? "beyond" : "";
    hr_xlsx_formula(w->x, w->sheet, at, RATIO, formula, v->ratio, word, w->x->percent);
}

static void put_text(row_writer *w, uint32_t at, enum column col)
{
    if (w->text.failed) w->x->failed = true;
    else hr_xlsx_text(w->x, w->sheet, at, (uint16_t)col, hr_buf_text(&w->text), NULL);
    w->text.n = 0;
}

static void put_numbers(row_writer *w, uint32_t at, const hr_view *v)
{
    hr_xlsx *x = w->x;
    hr_xlsx_z(x, w->sheet, at, UNIT, v->quantity->unit, NULL);
    hr_xlsx_z(x, w->sheet, at, SENSE, v->limit->sense == HR_MAX ? "max" : "min", NULL);
    if (v->has_load) hr_xlsx_num(x, w->sheet, at, LOAD, v->load, x->number);
    hr_xlsx_z(x, w->sheet, at, LOAD_STATE, v->load_state, NULL);
    if (v->has_at) hr_xlsx_num(x, w->sheet, at, LIMIT, v->at, x->number);
    hr_xlsx_num(x, w->sheet, at, REF, v->limit->ref, x->number);
    put_formulas(w, at, v);
}

static hr_err put_row(row_writer *w, uint32_t at, const hr_row *r)
{
    hr_xlsx *x = w->x;
    hr_view v = hr_view_of(w->c, r);
    hr_xlsx_z(x, w->sheet, at, RULE, v.rule->code, NULL);
    hr_xlsx_z(x, w->sheet, at, STATE, hr_verdict_word[r->verdict], NULL);
    hr_xlsx_text(x, w->sheet, at, ELEMENT, r->element, NULL);
    hr_xlsx_num(x, w->sheet, at, MEMBERS, r->members, NULL);
    hr_point_name(w->c->site, v.limit->point, &w->text);
    put_text(w, at, POINT);
    put_numbers(w, at, &v);
    hr_view_case_name(w->c, r->case_, &w->text);
    put_text(w, at, CASE);
    hr_xlsx_z(x, w->sheet, at, STAGE, hr_stage_word[w->c->worst[r->limit].stage], NULL);
    hr_xlsx_z(x, w->sheet, at, CLAUSE, v.rule->clause, NULL);
    hr_xlsx_z(x, w->sheet, at, EDITION, v.rule->edition, NULL);
    hr_xlsx_z(x, w->sheet, at, FORMULA, v.rule->formula, NULL);
    hr_err e = hr_check_because(w->c, w->work, r, &w->text);
    put_text(w, at, BECAUSE);
    if (v.limit->at.file == HR_NONE) return e;
    hr_xlsx_z(x, w->sheet, at, PLACE, hr_source_name(w->c->site->ctx, v.limit->at.file), NULL);
    hr_xlsx_num(x, w->sheet, at, LINE, v.limit->at.line, NULL);
    return e;
}

/* Colours of the ratio, in this order: not known, beyond, near, fine. */
static void colour(hr_xlsx *x, lxw_worksheet *sheet, uint32_t rows)
{
    static const struct {
        const char *formula;
        lxw_color_t paper;
    } rule[] = {{"=$B2=\"unknown\"", 0xD9D9D9},
                {"=OR($B2=\"violated\",AND(ISNUMBER($M2),$M2>1+1E-9))", 0xF4B6B6},
                {"=AND(ISNUMBER($M2),$M2>=0.8)", 0xFCE4A8},
                {"=AND(ISNUMBER($M2),$M2<0.8)", 0xC9E7CB}};
    for (size_t i = 0; i < sizeof rule / sizeof *rule && rows > 0 && sheet; i++) {
        lxw_format *f = workbook_add_format(x->book);
        char formula[128];
        if (!f) {
            x->failed = true;
            return;
        }
        format_set_bg_color(f, rule[i].paper);
        snprintf(formula, sizeof formula, "%s", rule[i].formula);
        lxw_conditional_format when = {
            .type = LXW_CONDITIONAL_TYPE_FORMULA, .value_string = formula, .format = f, .stop_if_true = LXW_TRUE};
        if (worksheet_conditional_format_range(sheet, 1, RATIO, rows, RATIO, &when) != LXW_NO_ERROR) x->failed = true;
    }
}

hr_err hr_xlsx_rows(hr_xlsx *x, const hr_check *c)
{
    row_writer w = {.x = x, .c = c, .sheet = hr_xlsx_sheet(x, "Rows")};
    hr_err e = hr_power_engine.work_new(&w.work, c->engine[HR_NOMINAL]);
    hr_xlsx_heads(x, w.sheet, heads, widths, COLUMNS);
    for (uint32_t i = 0; i < c->n_row && e == HR_OK; i++) e = put_row(&w, i + 1, &c->row[i]);
    colour(x, w.sheet, c->n_row);
    hr_xlsx_filter(x, w.sheet, c->n_row, COLUMNS);
    hr_power_engine.work_free(w.work);
    hr_buf_free(&w.text);
    return e;
}

/* --- summary ----------------------------------------------------------------------------------------------- */

static const char *verdict_of(const hr_check *c)
{
    if (c->count[HR_VIOLATED]) return "VIOLATED";
    return c->n_row && !c->count[HR_V_UNKNOWN] && !c->unjudged ? "HOLDS" : "UNKNOWN"; /* nothing judged is not green */
}

static void put_line(hr_xlsx *x, lxw_worksheet *sheet, uint32_t *at, const char *name, hr_str value)
{
    hr_xlsx_z(x, sheet, *at, 0, name, x->bold);
    hr_xlsx_text(x, sheet, (*at)++, 1, value, NULL);
}

static void put_count(hr_xlsx *x, lxw_worksheet *sheet, uint32_t *at, const char *name, double n)
{
    hr_xlsx_z(x, sheet, *at, 0, name, x->bold);
    hr_xlsx_num(x, sheet, (*at)++, 1, n, NULL);
}

/* Rows by state: counted in the sheet itself. */
static void put_states(hr_xlsx *x, lxw_worksheet *sheet, uint32_t *at, const hr_check *c)
{
    char formula[64];
    for (int v = 0; v < HR_VERDICTS; v++) {
        snprintf(formula, sizeof formula, "=COUNTIF(Rows!$B:$B,\"%s\")", hr_verdict_word[v]);
        hr_xlsx_z(x, sheet, *at, 0, hr_verdict_word[v], x->bold);
        hr_xlsx_formula(x, sheet, (*at)++, 1, formula, c->count[v], NULL, NULL);
    }
    snprintf(formula, sizeof formula, "=SUM(B%u:B%u)", *at - HR_VERDICTS + 1, *at);
    hr_xlsx_z(x, sheet, *at, 0, "rows", x->bold);
    hr_xlsx_formula(x, sheet, (*at)++, 1, formula, c->n_row, NULL, NULL);
}

static void put_worst(hr_xlsx *x, lxw_worksheet *sheet, uint32_t *at, const hr_check *c)
{
    const hr_row *r = hr_view_worst(c);
    hr_buf text = {0};
    if (!r) return;
    hr_view v = hr_view_of(c, r);
    hr_buf_printf(&text, "%s ", v.rule->code);
    hr_point_name(c->site, v.limit->point, &text);
    hr_buf_z(&text, ", ");
    hr_view_case_name(c, r->case_, &text);
    if (text.failed) x->failed = true;
    else put_line(x, sheet, at, r->verdict == HR_VIOLATED ? "worst" : "nearest", hr_buf_text(&text));
    hr_buf_free(&text);
}

static void put_summary(hr_xlsx *x, const hr_check *c)
{
    const hr_site *s = c->site;
    lxw_worksheet *sheet = hr_xlsx_sheet(x, "Summary");
    uint32_t at = 0;
    if (!sheet) return;
    worksheet_set_column(sheet, 0, 0, 16, NULL);
    worksheet_set_column(sheet, 1, 1, 60, NULL);
    put_line(x, sheet, &at, "verdict", hr_str_of(verdict_of(c)));
    put_line(x, sheet, &at, "site", s->name);
    put_line(x, sheet, &at, "file", hr_str_of(hr_source_name(s->ctx, s->file)));
    put_line(x, sheet, &at, "hash", hr_str_of(s->hash));
    put_line(x, sheet, &at, "headroom", HR_STR(HR_VERSION));
    put_count(x, sheet, &at, "elements", s->n_elements);
    put_count(x, sheet, &at, "racks", s->n_racks);
    put_count(x, sheet, &at, "nodes", s->n_nodes);
    put_count(x, sheet, &at, "GPUs", (double)s->n_gpus);
    put_count(x, sheet, &at, "cases judged", c->n_cases);
    put_states(x, sheet, &at, c);
    put_worst(x, sheet, &at, c);
    if (!c->converged) put_line(x, sheet, &at, "not converged", HR_STR("a solver did not converge"));
    put_line(
        x, sheet, &at, "how to read it",
        HR_STR("Rows: headroom = limit - load, live formulas in SI units. Lost: what a case loses beyond the normal "
               "state. Unknown is never green. The sheets named as types: `headroom import xlsx` reads them back."));
}

/* --- whole ------------------------------------------------------------------------------------------------- */

hr_err hr_export_run_xlsx(const hr_export_in *in, hr_json_put *put, void *user)
{
    static hr_err (*const sheet[])(hr_xlsx *, const hr_check *) = {hr_xlsx_rows, hr_xlsx_losses, hr_xlsx_unknowns,
                                                                   hr_xlsx_defaults};
    hr_xlsx x;
    hr_buf out = {0};
    hr_err e = hr_xlsx_open(&x, in->ctx, "headroom check");
    if (e != HR_OK) return e;
    put_summary(&x, in->check);
    for (size_t i = 0; i < sizeof sheet / sizeof *sheet && e == HR_OK; i++) e = sheet[i](&x, in->check);
    if (e == HR_OK) e = hr_xlsx_elements(&x, in->ctx, in->site);
    if (e == HR_OK) e = hr_xlsx_close(&x, in->ctx, &out);
    else hr_xlsx_drop(&x);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}
