/* csv.c - rows as CSV, RFC 4180: for spreadsheets. A cell holds one scalar; lists stay with the JSON. */
#include <string.h>

#include "report/report.h"
#include "report/view.h"

enum { BLOCK = 64 * 1024, DIGITS = 12 };

typedef struct writer {
    const hr_check *c;
    hr_work *work;
    hr_buf out, cell;
    bool begun; /* a cell stands in this line */
} writer;

static void put_str(writer *w, hr_str v)
{
    bool quoted = false;
    for (uint32_t i = 0; i < v.n && !quoted; i++) quoted = memchr(",\"\r\n", v.s[i], 4) != NULL;
    if (w->begun) hr_buf_c(&w->out, ',');
    w->begun = true;
    if (quoted) hr_buf_c(&w->out, '"');
    for (uint32_t i = 0; i < v.n; i++) {
        if (v.s[i] == '"') hr_buf_c(&w->out, '"');
        hr_buf_c(&w->out, v.s[i]);
    }
    if (quoted) hr_buf_c(&w->out, '"');
}

static void put_z(writer *w, const char *z) { put_str(w, hr_str_of(z)); }

static void put_cell(writer *w)
{
    put_str(w, hr_buf_text(&w->cell));
    w->cell.n = 0;
}

static void put_num(writer *w, bool known, double v)
{
    char text[40] = "";
    if (known) hr_num_text(text, sizeof text, v, DIGITS);
    put_z(w, text);
}

static void end_line(writer *w)
{
    hr_buf_z(&w->out, "\r\n");
    w->begun = false;
}

/* --- columns ----------------------------------------------------------------------------------------------------------- */

static void put_header(writer *w)
{
    static const char *const column[] = {
        "code",  "state",   "element",    "members", "point",   "port",    "quantity", "place", "unit",
        "sense", "load",    "load_state", "limit",   "ref",     "ratio",   "headroom", "case",  "stage",
        "t",     "cascade", "clause",     "edition", "formula", "because", "file",     "line",  "col"};
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) put_z(w, column[i]);
    end_line(w);
}

static void put_numbers(writer *w, const hr_view *v)
{
    put_z(w, v->quantity->unit);
    put_z(w, v->limit->sense == HR_MAX ? "max" : "min");
    put_num(w, v->has_load, v->load);
    put_z(w, v->load_state);
    put_num(w, v->has_at, v->at);
    put_num(w, true, v->limit->ref);
    put_num(w, v->has_ratio, v->ratio);
    put_num(w, v->has_headroom, v->headroom);
}

static void put_place(writer *w, hr_span at)
{
    bool known = at.file != HR_NONE;
    put_z(w, known ? hr_source_name(w->c->site->ctx, at.file) : "");
    put_num(w, known, at.line);
    put_num(w, known, at.col);
}

static hr_err put_row(writer *w, const hr_row *r)
{
    hr_view v = hr_view_of(w->c, r);
    put_z(w, v.rule->code);
    put_z(w, hr_verdict_word[r->verdict]);
    put_str(w, r->element);
    put_num(w, true, r->members);
    hr_point_name(w->c->site, v.limit->point, &w->cell);
    put_cell(w);
    put_str(w, v.port);
    put_z(w, v.quantity->quantity);
    put_z(w, v.quantity->place);
    put_numbers(w, &v);
    hr_view_case_name(w->c, r->case_, &w->cell);
    put_cell(w);
    put_z(w, hr_stage_word[w->c->worst[r->limit].stage]);
    put_z(w, "");
    put_z(w, w->c->worst[r->limit].cascade ? "true" : "false");
    put_z(w, v.rule->clause);
    put_z(w, v.rule->edition);
    put_z(w, v.rule->formula);
    hr_err e = hr_check_because(w->c, w->work, r, &w->cell);
    put_cell(w);
    put_place(w, v.limit->at);
    end_line(w);
    return e == HR_OK && (w->out.failed || w->cell.failed) ? HR_ENOMEM : e;
}

static hr_err flush(writer *w, hr_json_put *put, void *user)
{
    bool good = w->out.n == 0 || put(user, w->out.s, w->out.n);
    w->out.n = 0;
    return good ? HR_OK : HR_EIO;
}

hr_err hr_report_csv(const hr_check *c, hr_json_put *put, void *user)
{
    writer w = {.c = c};
    hr_err e = hr_power_engine.work_new(&w.work, c->engine[HR_NOMINAL]);
    put_header(&w);
    for (uint32_t i = 0; i < c->n_row && e == HR_OK; i++) {
        e = put_row(&w, &c->row[i]);
        if (e == HR_OK && w.out.n >= BLOCK) e = flush(&w, put, user);
    }
    if (e == HR_OK) e = w.out.failed ? HR_ENOMEM : flush(&w, put, user);
    hr_power_engine.work_free(w.work);
    hr_buf_free(&w.out);
    hr_buf_free(&w.cell);
    return e;
}
