/* diff_json.c - what differs between two models, for programs: one object. Every key is always present; numbers are SI,
 * `unit` names them, and what there is not is null. */
#include "model/units.h"
#include "report/diff.h"
#include "report/place.h"
#include "report/view.h"

typedef struct writer {
    hr_json *j;
    const hr_diff *d;
    hr_buf text;
    hr_err err;
} writer;

static void begin_line(writer *w)
{
    hr_json_object(w->j);
    hr_json_inline(w->j, true);
}

static void end_line(writer *w)
{
    hr_json_object_end(w->j);
    hr_json_inline(w->j, false);
}

static void key_num(writer *w, const char *key, bool known, double v)
{
    hr_json_key(w->j, key);
    if (known) hr_json_num(w->j, v);
    else hr_json_null(w->j);
}

/* A key with what was put into w->text, which is empty afterwards. */
static void key_text(writer *w, const char *key)
{
    if (w->text.failed) w->err = HR_ENOMEM;
    hr_json_key_str(w->j, key, hr_buf_text(&w->text));
    w->text.n = 0;
}

/* --- heads ------------------------------------------------------------------------------------------------- */

static void put_side(writer *w, const char *key, const hr_check *c)
{
    const hr_site *s = c->site;
    hr_json_key(w->j, key);
    begin_line(w);
    hr_json_key_str(w->j, "name", s->name);
    hr_json_key_z(w->j, "file", hr_source_name(s->ctx, s->file));
    hr_json_key_z(w->j, "hash", s->hash);
    hr_json_key_int(w->j, "elements", s->n_elements);
    hr_json_key_int(w->j, "rows", c->n_row);
    for (int v = 0; v < HR_VERDICTS; v++) hr_json_key_int(w->j, hr_verdict_word[v], c->count[v]);
    hr_json_key_int(w->j, "cases", c->n_cases);
    hr_json_key_bool(w->j, "converged", c->converged);
    end_line(w);
}

static void put_summary(writer *w)
{
    const hr_diff *d = w->d;
    hr_json_key(w->j, "summary");
    begin_line(w);
    hr_json_key_bool(w->j, "differs", hr_diff_differs(d));
    hr_json_key_int(w->j, "added", d->count[HR_DIFF_ADDED]);
    hr_json_key_int(w->j, "removed", d->count[HR_DIFF_REMOVED]);
    hr_json_key_int(w->j, "changed", d->count[HR_DIFF_CHANGED]);
    hr_json_key_int(w->j, "became_holds", d->became[HR_HOLDS]);
    hr_json_key_int(w->j, "became_violated", d->became[HR_VIOLATED]);
    hr_json_key_int(w->j, "became_unknown", d->became[HR_V_UNKNOWN]);
    hr_json_key_int(w->j, "became_waived", d->became[HR_WAIVED]);
    hr_json_key_int(w->j, "limits_new", d->limits_new);
    hr_json_key_int(w->j, "limits_gone", d->limits_gone);
    hr_json_key_int(w->j, "limits_moved", d->limits_moved);
    end_line(w);
}

/* --- the model --------------------------------------------------------------------------------------------- */

static void put_value(writer *w, const char *key, const hr_check *c, const hr_diff_value *v)
{
    bool number = v->kind == HR_DIFF_NUMBER;
    hr_json_key(w->j, key);
    if (v->kind == HR_DIFF_NOTHING) {
        hr_json_null(w->j);
        return;
    }
    hr_json_object(w->j);
    hr_json_key(w->j, "value");
    if (number) hr_json_exact(w->j, v->v);
    else hr_json_str(w->j, v->text);
    hr_json_key_z(w->j, "unit", number ? hr_unit_si((hr_dim)v->dim) : NULL);
    hr_json_key(w->j, "range");
    if (number && v->lo < v->hi) {
        hr_json_array(w->j);
        hr_json_num(w->j, v->lo);
        hr_json_num(w->j, v->hi);
        hr_json_array_end(w->j);
    } else {
        hr_json_null(w->j);
    }
    hr_json_key_z(w->j, "trust", hr_trust_words[v->trust]);
    hr_json_key_at(w->j, c->site->ctx, v->at);
    hr_json_object_end(w->j);
}

static void put_place(writer *w, const char *key, const hr_check *c, hr_span at)
{
    hr_json_key(w->j, key);
    hr_json_object(w->j);
    hr_json_key_at(w->j, c->site->ctx, at);
    hr_json_object_end(w->j);
}

static void put_change(writer *w, const hr_diff_change *c)
{
    static const char *const sign[HR_DIFF_SIGNS] = {"added", "removed", "changed"};
    begin_line(w);
    hr_json_key_z(w->j, "change", sign[c->sign]);
    hr_json_key_z(w->j, "section", c->section);
    hr_json_key_str(w->j, "names", c->names);
    hr_json_key_int(w->j, "members", c->members);
    hr_json_key_int(w->j, "held", c->held);
    hr_json_key_z(w->j, "type", c->type);
    hr_json_key(w->j, "field");
    if (c->field.n > 0) hr_json_str(w->j, c->field);
    else hr_json_null(w->j);
    put_value(w, "a", w->d->old, &c->old);
    put_value(w, "b", w->d->now, &c->now);
    put_place(w, "declared_a", w->d->old, c->old_at);
    put_place(w, "declared_b", w->d->now, c->sign == HR_DIFF_REMOVED ? HR_NOWHERE : c->at);
    end_line(w);
}

/* --- findings ---------------------------------------------------------------------------------------------- */

static void put_row_side(writer *w, const char *key, const hr_check *c, const hr_row *r)
{
    hr_json_key(w->j, key);
    if (r->limit == HR_NONE) {
        hr_json_null(w->j);
        return;
    }
    hr_view v = hr_view_of(c, r);
    hr_json_object(w->j);
    hr_json_key_z(w->j, "state", hr_verdict_word[r->verdict]);
    key_num(w, "load", v.has_load, v.load);
    hr_json_key_z(w->j, "load_state", v.load_state);
    key_num(w, "limit", v.has_at, v.at);
    key_num(w, "headroom", v.has_headroom, v.headroom);
    key_num(w, "ratio", v.has_ratio, v.ratio);
    hr_view_case_name(c, r->case_, &w->text);
    key_text(w, "case");
    hr_json_key_at(w->j, c->site->ctx, v.limit->at);
    hr_json_object_end(w->j);
}

static void put_row(writer *w, const hr_diff_row *r)
{
    static const char *const fate[] = {"state", "new", "gone", "moved"};
    bool now = r->now.limit != HR_NONE;
    const hr_check *c = now ? w->d->now : w->d->old;
    const hr_limit *l = &c->limits.item[now ? r->now.limit : r->old.limit];
    begin_line(w);
    hr_json_key_z(w->j, "change", fate[r->fate]);
    hr_json_key_z(w->j, "code", hr_rules[l->rule]->code);
    hr_point_name(c->site, l->point, &w->text);
    key_text(w, "point");
    hr_json_key_str(w->j, "elements", r->names);
    hr_json_key_int(w->j, "limits", r->members);
    hr_json_key_z(w->j, "unit", hr_quantity_table[hr_point_quantity(l->point)].unit);
    put_row_side(w, "a", w->d->old, &r->old);
    put_row_side(w, "b", w->d->now, &r->now);
    end_line(w);
}

static void put_lists(writer *w)
{
    hr_json_key(w->j, "model");
    hr_json_array(w->j);
    for (uint32_t i = 0; i < w->d->n_change; i++) put_change(w, &w->d->change[i]);
    hr_json_array_end(w->j);
    hr_json_key(w->j, "findings");
    hr_json_array(w->j);
    for (uint32_t i = 0; i < w->d->n_row; i++) put_row(w, &w->d->row[i]);
    hr_json_array_end(w->j);
}

hr_err hr_report_diff_json(const hr_diff *d, hr_json_put *put, void *user)
{
    writer w = {.j = hr_json_new(put, user, true), .d = d};
    hr_json_object(w.j);
    hr_json_key_int(w.j, "schema", HR_SCHEMA);
    hr_json_key_z(w.j, "headroom", HR_VERSION);
    hr_json_key_z(w.j, "verb", "diff");
    put_side(&w, "a", d->old);
    put_side(&w, "b", d->now);
    put_summary(&w);
    put_lists(&w);
    hr_json_object_end(w.j);
    hr_json_end_line(w.j);
    if (!hr_json_free(w.j) && w.err == HR_OK) w.err = HR_EIO;
    hr_buf_free(&w.text);
    return w.err;
}
