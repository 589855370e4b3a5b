/* oneline_label.c - what stands beside a symbol: its name, and the row that is nearest to its limit. */
#include <math.h>
#include <stdio.h>

#include "base/utf8.h"
#include "report/findings.h"
#include "report/lines.h"
#include "report/oneline.h"

/* "P104 112.5 %", "P101 48 %": one decimal where it may matter. */
static void add_ratio(const hr_check *c, uint32_t limit, hr_buf *out)
{
    hr_row row = {.limit = limit};
    hr_view v = hr_view_of(c, &row);
    char percent[64];
    hr_line_percent(&v, percent, sizeof percent);
    if (v.has_ratio) hr_buf_printf(out, "%s %s", v.rule->code, percent);
    else if (hr_view_is_loss(&v)) hr_buf_printf(out, "%s %s", v.rule->code, hr_view_loss(&v));
    else hr_buf_printf(out, "%s beyond", v.rule->code);
}

static void add_note(const hr_check *c, const hr_ol_symbol *s, hr_buf *out)
{
    bool near = s->limit != HR_NONE && !(c->worst[s->limit].ratio == 0 && s->unknown);
    if (near) add_ratio(c, s->limit, out);
    if (s->waived) hr_buf_z(out, " waived");
    else if (s->heat == HR_OL_OVER) hr_buf_z(out, " !");
    if (s->unknown) hr_buf_z(out, near ? " ?" : "unknown");
    else if (!near) hr_buf_z(out, "not judged");
    if (s->hit == HR_OL_OUT) hr_buf_z(out, ", out"); /* lost ones would widen the drawing: their titles say it */
}

static hr_err label(hr_oneline *o, hr_ol_symbol *s, hr_buf *b)
{
    char count[16] = "";
    b->n = 0;
    hr_err e = HR_OK;
    if (s->n_unit) e = hr_fold_units(o->c->site, s->unit, s->n_unit, b);
    else hr_buf_z(b, "outdoor air");
    s->name = hr_arena_str(o->arena, b->s ? b->s : "", b->n);
    b->n = 0;
    if (s->n_unit > 1) snprintf(count, sizeof count, " x%u", s->n_unit);
    hr_line_cut(b, s->name, (uint32_t)(HR_OL_LABEL - hr_utf8_columns(hr_str_of(count))));
    hr_buf_z(b, count);
    s->label = hr_arena_str(o->arena, b->s ? b->s : "", b->n);
    b->n = 0;
    if (s->n_unit) add_note(o->c, s, b);
    s->note = hr_arena_str(o->arena, b->s ? b->s : "", b->n);
    if (e != HR_OK) return e;
    return b->failed || !s->name.s || !s->label.s || !s->note.s ? HR_ENOMEM : HR_OK;
}

static hr_err add_more(hr_oneline *o, hr_ol_symbol *s)
{
    hr_buf line[HR_OL_MORE] = {{0}};
    bool failed = false;
    hr_ol_cooling_words(o, s, line);
    for (int i = 0; i < HR_OL_MORE; i++) {
        s->more[i] = hr_arena_str(o->arena, line[i].s ? line[i].s : "", line[i].n);
        failed |= line[i].failed || !s->more[i].s;
        hr_buf_free(&line[i]);
    }
    return failed ? HR_ENOMEM : HR_OK;
}

static double width_of(hr_str text) { return ceil((double)hr_utf8_columns(text) * HR_OL_CHAR / 10); }

/* Beside its middle: a bar's label stands above it, on the right of what feeds it; a tie's in the middle above it. */
static void extent(hr_ol_symbol *s)
{
    double text = fmax(width_of(s->label), width_of(s->note));
    for (int i = 0; i < HR_OL_MORE; i++) text = fmax(text, width_of(s->more[i]));
    double in = s->n_in > 1 ? 5.0 * (s->n_in - 1) : 0;
    s->left = s->right = fmax(HR_OL_BOX / 2.0, in + 5);
    if (s->shape == HR_OL_TIES) s->left = s->right = fmax(text / 2, HR_OL_TIE) + 4;
    else if (hr_ol_is_bar(s)) s->left = fmax(s->left, 22), s->right = in + 8 + text;
    else s->right += 6 + text;
}

hr_err hr_ol_label(hr_oneline *o)
{
    hr_buf b = {0};
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < o->n_symbol && e == HR_OK; i++) {
        e = label(o, &o->symbol[i], &b);
        if (e == HR_OK && o->cooling) e = add_more(o, &o->symbol[i]);
        extent(&o->symbol[i]);
    }
    hr_buf_free(&b);
    return e;
}
