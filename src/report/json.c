/* json.c - a check as JSON: one object (hr_report_json), or one row a line (hr_report_jsonl).
 *
 * Every key is always present: a program that reads this needs no case for "missing", and what is not known is null.
 * Text goes through one buffer, what a row needs from the engine through one solution and an arena that is thrown away
 * whenever it has grown, so memory does not grow with the number of rows. */
#include <math.h>

#include "base/arena.h"
#include "model/units.h"
#include "report/defaults.h"
#include "report/lost.h"
#include "report/place.h"
#include "report/report.h"
#include "report/shared.h"
#include "report/view.h"
#include "report/words.h"
#include "task/worst.h"

enum { LOAD_INPUTS = 8, STORY_CASES = 50, ARENA_MOST = 1 << 20 };

typedef struct writer {
    hr_json *j;
    const hr_check *c;
    hr_work *work;
    hr_arena *arena; /* of one row or chain; thrown away when it has grown */
    hr_buf text;
    hr_err err; /* the first one; nothing is written behind it */
} writer;

static bool note(writer *w, hr_err e)
{
    if (w->err == HR_OK) w->err = e;
    return w->err == HR_OK;
}

/* --- keys with values ------------------------------------------------------------------------------------------------ */

/* What was put into w->text, which is empty again afterwards. */
static void value_text(writer *w)
{
    if (w->text.failed) note(w, HR_ENOMEM);
    hr_json_str(w->j, hr_buf_text(&w->text));
    w->text.n = 0;
}

static void key_text(writer *w, const char *key)
{
    hr_json_key(w->j, key);
    value_text(w);
}

static void key_num(writer *w, const char *key, bool known, double v)
{
    hr_json_key(w->j, key);
    if (known) hr_json_num(w->j, v);
    else hr_json_null(w->j);
}

static void begin_array(writer *w, const char *key)
{
    hr_json_key(w->j, key);
    hr_json_array(w->j);
}

/* An object that stands on a line of its own when the output is pretty. */
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

/* --- rows -------------------------------------------------------------------------------------------------------------- */

static void put_out(writer *w, const hr_target *t, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        hr_view_target_name(w->c->site, t[i], &w->text);
        value_text(w);
    }
}

static bool fresh_arena(writer *w)
{
    if (w->arena && hr_arena_used(w->arena) < ARENA_MOST) return true;
    hr_arena_free(w->arena);
    w->arena = hr_arena_new();
    return note(w, w->arena ? HR_OK : HR_ENOMEM);
}

/* What acted by itself or was switched in the case: transfers, ties, starts. */
static void put_switched(writer *w, const hr_row *r)
{
    hr_target *list = NULL;
    uint32_t n = 0;
    if (!fresh_arena(w) || !note(w, hr_check_switched(w->c, w->work, r->case_, w->arena, &list, &n))) n = 0;
    begin_array(w, "switched");
    put_out(w, list, n);
    hr_json_array_end(w->j);
}

static void put_case(writer *w, const hr_row *r)
{
    const hr_case *x = &w->c->cases[r->case_];
    hr_view_case_name(w->c, r->case_, &w->text);
    key_text(w, "case");
    hr_json_key(w->j, "case_detail");
    hr_json_object(w->j);
    hr_json_key_z(w->j, "kind", hr_case_kind_word[x->kind]);
    hr_json_key_z(w->j, "base", hr_base_word[x->base]);
    begin_array(w, "out");
    put_out(w, w->c->base_out, w->c->n_base_out);
    put_out(w, x->out, x->n_out);
    hr_json_array_end(w->j);
    put_switched(w, r);
    hr_json_key_bool(w->j, "protected", x->kind != HR_CASE_BYPASS);
    hr_json_object_end(w->j);
    hr_json_key_z(w->j, "stage", hr_stage_word[w->c->worst[r->limit].stage]);
    key_num(w, "t", false, 0);
    hr_json_key_bool(w->j, "cascade", w->c->worst[r->limit].cascade);
}

static void put_input(writer *w, const hr_limit_input *in)
{
    bool given = in->num      ? in->num->presence != HR_ABSENT
                 : in->choice ? in->choice->presence != HR_ABSENT
                              : in->flag->presence == HR_PRESENT;
    uint8_t trust = in->num ? in->num->trust : in->choice ? in->choice->trust : in->flag->trust;
    hr_span at = in->num ? in->num->at : in->choice ? in->choice->at : in->flag->at;
    hr_json_object(w->j);
    hr_json_key_z(w->j, "name", in->name);
    if (in->num) key_num(w, "value", given, in->num->v);
    else if (in->choice) hr_json_key_z(w->j, "value", given ? in->words[in->choice->v] : "");
    else hr_json_key_bool(w->j, "value", in->flag->v);
    hr_json_key_z(w->j, "unit", hr_unit_si((hr_dim)in->dim));
    hr_json_key_at(w->j, w->c->site->ctx, given ? at : HR_NOWHERE);
    hr_json_key_z(w->j, "trust", hr_trust_words[given ? trust : HR_DEFAULT]);
    hr_json_object_end(w->j);
}

static void put_inputs(writer *w, const hr_limit *l)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    uint8_t n = hr_limit_inputs(w->c->site, l, in);
    begin_array(w, "inputs");
    for (uint8_t i = 0; i < n; i++)
        if (in[i].num || in[i].flag || in[i].choice) put_input(w, &in[i]);
    hr_json_array_end(w->j);
}

static void put_load_input(writer *w, const hr_load_input *in)
{
    bool given = in->num->presence != HR_ABSENT;
    hr_json_object(w->j);
    hr_json_key_z(w->j, "name", in->name);
    key_num(w, "value", given, in->num->v);
    hr_json_key_z(w->j, "unit", hr_unit_si(hr_words_dim(w->c->site, in)));
    hr_json_key_int(w->j, "count", in->count);
    key_num(w, "carried", true, in->carried);
    hr_json_key_at(w->j, w->c->site->ctx, given ? in->num->at : HR_NOWHERE);
    hr_json_key_z(w->j, "trust", hr_trust_words[in->num->trust]);
    hr_json_object_end(w->j);
}

static void put_load_inputs(writer *w, const hr_row *r)
{
    hr_load_input *in = NULL;
    uint32_t n = 0, others = 0;
    if (!fresh_arena(w) || !note(w, hr_check_load_inputs(w->c, w->work, r, w->arena, LOAD_INPUTS, &in, &n, &others)))
        n = 0;
    begin_array(w, "load_inputs");
    for (uint32_t i = 0; i < n; i++) put_load_input(w, &in[i]);
    hr_json_array_end(w->j);
    hr_json_key_int(w->j, "load_inputs_more", others);
}

static void put_numbers(writer *w, const hr_view *v)
{
    hr_json_key_z(w->j, "unit", v->quantity->unit);
    hr_json_key_z(w->j, "sense", v->limit->sense == HR_MAX ? "max" : "min");
    key_num(w, "load", v->has_load, v->load);
    hr_json_key_z(w->j, "load_state", v->load_state);
    key_num(w, "limit", v->has_at, v->at);
    key_num(w, "ref", true, v->limit->ref);
    key_num(w, "ratio", v->has_ratio, v->ratio);
    key_num(w, "headroom", v->has_headroom, v->headroom);
}

static void put_row(writer *w, const hr_row *r)
{
    hr_view v = hr_view_of(w->c, r);
    begin_line(w);
    hr_json_key_z(w->j, "code", v.rule->code);
    hr_json_key_z(w->j, "state", hr_verdict_word[r->verdict]);
    hr_json_key_str(w->j, "element", r->element);
    hr_json_key_int(w->j, "members", r->members);
    hr_point_name(w->c->site, v.limit->point, &w->text);
    key_text(w, "point");
    hr_json_key_str(w->j, "port", v.port);
    hr_json_key_z(w->j, "quantity", v.quantity->quantity);
    hr_json_key_z(w->j, "place", v.quantity->place);
    put_numbers(w, &v);
    put_case(w, r);
    hr_json_key_z(w->j, "clause", v.rule->clause);
    hr_json_key_z(w->j, "edition", v.rule->edition);
    hr_json_key_z(w->j, "formula", v.rule->formula);
    note(w, hr_check_because(w->c, w->work, r, &w->text));
    key_text(w, "because");
    hr_json_key_at(w->j, w->c->site->ctx, v.limit->at);
    put_inputs(w, v.limit);
    put_load_inputs(w, r);
    end_line(w);
}

/* --- summary ------------------------------------------------------------------------------------------------------------- */

static void put_worst(writer *w)
{
    const hr_row *r = hr_view_worst(w->c);
    hr_json_key(w->j, "worst");
    if (!r) {
        hr_json_null(w->j);
        return;
    }
    hr_view v = hr_view_of(w->c, r);
    hr_json_object(w->j);
    hr_json_key_z(w->j, "code", v.rule->code);
    hr_json_key_str(w->j, "element", r->element);
    key_num(w, "ratio", v.has_ratio, v.ratio);
    hr_view_case_name(w->c, r->case_, &w->text);
    key_text(w, "case");
    hr_json_object_end(w->j);
}

static void put_summary(writer *w)
{
    hr_json_key(w->j, "summary");
    begin_line(w);
    hr_json_key_int(w->j, "rows", w->c->n_row);
    for (int i = 0; i < HR_VERDICTS; i++) hr_json_key_int(w->j, hr_verdict_word[i], w->c->count[i]);
    hr_json_key_int(w->j, "judged", w->c->judged);
    hr_json_key_int(w->j, "cases", w->c->n_cases);
    hr_json_key_bool(w->j, "converged", w->c->converged);
    put_worst(w);
    end_line(w);
}

static void put_site(writer *w)
{
    const hr_site *s = w->c->site;
    hr_json_key(w->j, "site");
    begin_line(w);
    hr_json_key_str(w->j, "name", s->name);
    hr_json_key_z(w->j, "file", hr_source_name(s->ctx, s->file));
    hr_json_key_z(w->j, "hash", s->hash);
    hr_json_key_int(w->j, "elements", s->n_elements);
    hr_json_key_int(w->j, "racks", s->n_racks);
    hr_json_key_int(w->j, "nodes", s->n_nodes);
    hr_json_key_int(w->j, "gpus", s->n_gpus);
    end_line(w);
}

/* --- losses -------------------------------------------------------------------------------------------------------------- */

static void put_chain(writer *w, const hr_loss *x)
{
    hr_str *name = NULL;
    uint32_t n = 0;
    if (!fresh_arena(w) || !note(w, hr_check_chain(w->c, x, w->arena, &name, &n))) n = 0;
    begin_array(w, "chain");
    for (uint32_t i = 0; i < n; i++) hr_json_str(w->j, name[i]);
    hr_json_array_end(w->j);
}

/* By corner of what is assumed, null where it is never; null as a whole where there is none. */
static void put_corners(writer *w, const char *key, bool any, const hr_loss_time *t)
{
    static const char *const name[HR_CORNERS_OF_TIME] = {
        [HR_NOMINAL] = "nominal", [HR_KIND] = "kind", [HR_HARSH] = "harsh"};
    if (!any) {
        key_num(w, key, false, 0);
        return;
    }
    hr_json_key(w->j, key);
    hr_json_object(w->j);
    for (int i = 0; i < HR_CORNERS_OF_TIME; i++) key_num(w, name[i], isfinite(t->s[i]), t->s[i]);
    hr_json_object_end(w->j);
}

/* s until the first limit, and until a shutdown: what kind of time it is, the time, or the latest that it may be. */
static void put_times(writer *w, const hr_loss *l)
{
    static const struct {
        const char *kind, *after, *at_most;
    } key[] = {{"limit_kind", "limit_after", "limit_at_most"}, {"shutdown_kind", "shutdown_after", "shutdown_at_most"}};
    for (int i = 0; i < 2; i++) {
        hr_loss_time t = hr_check_loss_time(w->c, l, i == 1);
        if (t.failed) note(w, HR_ENOMEM);
        hr_json_key_z(w->j, key[i].kind, hr_loss_when_word[t.when]);
        put_corners(w, key[i].after, hr_loss_time_is_known(&t), &t);
        put_corners(w, key[i].at_most, t.when == HR_WHEN_AT_MOST, &t);
    }
}

static void put_part(writer *w, hr_lost *l, const hr_lost_part *p)
{
    begin_line(w);
    note(w, hr_lost_names(l, p, &w->text));
    key_text(w, "element");
    hr_json_key(w->j, "value");
    hr_json_exact(w->j, p->w);
    hr_json_key_str(w->j, "blame", w->c->blame[p->blame].text);
    hr_json_key_bool(w->j, "unknown", p->unknown);
    hr_json_key_bool(w->j, "cascade", p->cascade);
    put_times(w, &w->c->loss[p->loss]);
    put_chain(w, &w->c->loss[p->loss]);
    end_line(w);
}

static void put_lost_case(writer *w, hr_lost *l, const hr_lost_case *k)
{
    hr_json_object(w->j);
    hr_view_case_name(w->c, k->case_, &w->text);
    key_text(w, "case");
    hr_json_key_z(w->j, "what", k->heat ? "heat" : "power");
    hr_json_key_z(w->j, "unit", "W");
    hr_json_key(w->j, "total");
    hr_json_exact(w->j, k->total);
    begin_array(w, "parts");
    note(w, hr_lost_split(l, k));
    for (size_t i = 0; w->err == HR_OK && i < l->parts.n; i++) put_part(w, l, &hr_lost_parts(l)[i]);
    hr_json_array_end(w->j);
    hr_json_object_end(w->j);
}

static void put_lost(writer *w)
{
    hr_lost l;
    note(w, hr_lost_open(&l, w->c));
    begin_array(w, "lost");
    for (size_t i = 0; w->err == HR_OK && i < l.cases.n; i++) put_lost_case(w, &l, &hr_lost_cases(&l)[i]);
    hr_json_array_end(w->j);
    hr_lost_close(&l);
}

/* --- the outages that take most ------------------------------------------------------------------------------------------ */

static void put_story_chain(writer *w, const hr_chain *x)
{
    begin_line(w);
    hr_json_key_z(w->j, "what", x->heat ? "heat" : "power");
    hr_json_key_z(w->j, "unit", "W");
    hr_json_key(w->j, "value");
    hr_json_exact(w->j, x->w);
    hr_json_key_bool(w->j, "unknown", x->unknown);
    hr_json_key_str(w->j, "blame", w->c->blame[x->blame].text);
    hr_json_key_bool(w->j, "cascade", x->cascade);
    put_times(w, x->first);
    begin_array(w, "chain");
    for (uint32_t i = 0; i < x->n_step; i++) hr_json_str(w->j, x->step[i].name);
    hr_json_array_end(w->j);
    end_line(w);
}

static void put_story_cases(writer *w, const hr_story *x)
{
    begin_array(w, "cases");
    for (uint32_t i = 0; i < x->n_case && i < STORY_CASES; i++) {
        hr_view_case_name(w->c, x->case_[i], &w->text);
        value_text(w);
    }
    hr_json_array_end(w->j);
    hr_json_key_int(w->j, "cases_more", x->n_case > STORY_CASES ? x->n_case - STORY_CASES : 0);
}

/* The values of its chains, in the order in which they are printed: what a reader adds up comes to the last bit. */
static void put_taken(writer *w, const char *key, bool heat, const hr_chain *chain, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        if (chain[i].heat == heat) sum += chain[i].w;
    hr_json_key(w->j, key);
    hr_json_exact(w->j, sum);
}

/* Another of its cases, in which a limit is reached sooner than in the first. */
static void put_soonest(writer *w, const hr_story *x)
{
    hr_json_key(w->j, "soonest");
    if (x->soonest == HR_NONE) {
        hr_json_null(w->j);
        return;
    }
    hr_json_object(w->j);
    hr_view_case_name(w->c, x->soonest, &w->text);
    key_text(w, "case");
    key_num(w, "after", true, x->soonest_after);
    hr_json_object_end(w->j);
}

static void put_story(writer *w, const hr_stories *s, const hr_story *x)
{
    hr_chain *chain = NULL;
    uint32_t n = 0;
    if (!fresh_arena(w) || !note(w, hr_story_chains(s, x, w->arena, &chain, &n))) n = 0;
    hr_json_object(w->j);
    hr_view_case_name(w->c, x->case_[0], &w->text);
    key_text(w, "case");
    put_story_cases(w, x);
    hr_json_key_int(w->j, "on_path", x->on_path);
    key_num(w, "after", isfinite(x->after), x->after);
    put_soonest(w, x);
    key_num(w, "gpus", true, x->gpus);
    hr_json_key_bool(w->j, "gpus_unknown", x->gpus_unknown);
    hr_json_key_int(w->j, "racks", x->racks);
    put_taken(w, "power", false, chain, n);
    hr_json_key_bool(w->j, "power_unknown", x->unknown[0]);
    put_taken(w, "heat", true, chain, n);
    hr_json_key_bool(w->j, "heat_unknown", x->unknown[1]);
    begin_array(w, "chains");
    for (uint32_t i = 0; w->err == HR_OK && i < n; i++) put_story_chain(w, &chain[i]);
    hr_json_array_end(w->j);
    hr_json_object_end(w->j);
}

static void put_stories(writer *w)
{
    hr_stories s;
    note(w, hr_stories_open(&s, w->c));
    begin_array(w, "worst");
    for (uint32_t i = 0; w->err == HR_OK && i < s.n_worst; i++) put_story(w, &s, &s.item[s.worst[i]]);
    hr_json_array_end(w->j);
    hr_stories_close(&s);
}

/* --- what coolers share ---------------------------------------------------------------------------------------------------- */

static void put_units(writer *w, const char *key, const hr_id *unit, uint32_t n)
{
    if (n) note(w, hr_fold_units(w->c->site, unit, n, &w->text));
    key_text(w, key);
}

static void put_common(writer *w, const hr_common *x)
{
    begin_line(w);
    note(w, hr_unit_names(w->c->site, x->body, &w->text));
    key_text(w, "body");
    note(w, hr_shared_causes(w->c, x, &w->text));
    key_text(w, "cause");
    put_units(w, "coolers", x->cooler, x->n_cooler);
    hr_json_key_int(w->j, "stopped", x->n_cooler);
    hr_json_key_int(w->j, "of", x->of);
    put_units(w, "supply", x->taken, x->n_taken);
    hr_json_key_z(w->j, "left", hr_verdict_word[x->left]);
    end_line(w);
}

static void put_commons(writer *w)
{
    hr_common *list = NULL;
    uint32_t n = 0;
    if (fresh_arena(w)) note(w, hr_commons_find(w->c, w->arena, &list, &n));
    begin_array(w, "common");
    for (uint32_t i = 0; w->err == HR_OK && i < n; i++) put_common(w, &list[i]);
    hr_json_array_end(w->j);
}

/* --- defaults, unknowns, diagnostics ---------------------------------------------------------------------------------- */

static void put_default(writer *w, const hr_used_defaults *u, const hr_used_default *d)
{
    begin_line(w);
    note(w, hr_used_default_names(u, d, &w->text));
    key_text(w, "element");
    hr_json_key_z(w->j, "field", d->field);
    if (d->flag) hr_json_key_bool(w->j, "value", d->v != 0);
    else if (d->text.n) hr_json_key_str(w->j, "value", d->text);
    else key_num(w, "value", true, d->v);
    hr_json_key_z(w->j, "unit", hr_unit_si(d->dim));
    hr_used_default_source(d, &w->text);
    key_text(w, "source");
    hr_json_key_z(w->j, "trust", hr_trust_words[HR_DEFAULT]);
    end_line(w);
}

static void put_defaults(writer *w)
{
    hr_used_defaults u;
    note(w, hr_used_defaults_open(&u, w->c));
    const hr_used_default *d = u.list.item;
    begin_array(w, "defaults");
    for (size_t i = 0; w->err == HR_OK && i < u.list.n; i++) put_default(w, &u, &d[i]);
    hr_json_array_end(w->j);
    hr_used_defaults_close(&u);
}

static void put_unknowns(writer *w)
{
    begin_array(w, "unknowns");
    for (uint32_t i = 0; i < w->c->n_gap; i++) {
        const hr_gap *g = &w->c->gap[i];
        begin_line(w);
        hr_json_key_str(w->j, "element", g->elements);
        hr_json_key_str(w->j, "field", g->field);
        begin_array(w, "needed_by");
        for (uint16_t r = 0; r < hr_rule_count; r++)
            if (hr_gap_of(g, r)) hr_json_z(w->j, hr_rules[r]->code);
        hr_json_array_end(w->j);
        hr_json_key_at(w->j, w->c->site->ctx, g->at);
        end_line(w);
    }
    hr_json_array_end(w->j);
}

/* Sets of rules with rules that the site does not ask for. */
static void put_not_judged(writer *w)
{
    const char *set;
    uint32_t rules, not_asked;
    begin_array(w, "not_judged");
    for (size_t i = 0; (set = hr_rule_set_at(w->c->site, i, &rules, &not_asked)) != NULL; i++) {
        if (not_asked == 0) continue;
        begin_line(w);
        hr_json_key_z(w->j, "set", set);
        hr_json_key_int(w->j, "rules", rules);
        hr_json_key_int(w->j, "not_asked", not_asked);
        end_line(w);
    }
    hr_json_array_end(w->j);
}

static void put_diagnostics(writer *w)
{
    static const char *const severity[] = {[HR_ERROR] = "error", [HR_WARNING] = "warning", [HR_NOTE] = "note"};
    const hr_ctx *ctx = w->c->site->ctx;
    begin_array(w, "diagnostics");
    for (size_t i = 0; i < hr_diag_count(ctx); i++) {
        const hr_diag *d = hr_diag_at(ctx, i);
        begin_line(w);
        hr_json_key_z(w->j, "code", d->code);
        hr_json_key_z(w->j, "severity", severity[d->severity]);
        hr_json_key_z(w->j, "message", d->message);
        hr_json_key_z(w->j, "help", d->help);
        hr_json_key_at(w->j, w->c->site->ctx, d->at);
        end_line(w);
    }
    hr_json_array_end(w->j);
}

/* --- whole ---------------------------------------------------------------------------------------------------------------- */

static void put_rows(writer *w)
{
    begin_array(w, "rows");
    for (uint32_t i = 0; w->err == HR_OK && i < w->c->n_row; i++) put_row(w, &w->c->row[i]);
    hr_json_array_end(w->j);
}

static void put_report(writer *w)
{
    hr_json_object(w->j);
    hr_json_key_int(w->j, "schema", HR_SCHEMA);
    hr_json_key_z(w->j, "headroom", HR_VERSION);
    put_site(w);
    hr_json_key_z(w->j, "verb", "check");
    put_summary(w);
    put_rows(w);
    put_lost(w);
    put_stories(w);
    put_commons(w);
    put_defaults(w);
    put_unknowns(w);
    put_not_judged(w);
    put_diagnostics(w);
    hr_json_object_end(w->j);
    hr_json_end_line(w->j);
}

static void put_lines(writer *w)
{
    for (uint32_t i = 0; w->err == HR_OK && i < w->c->n_row; i++) {
        put_row(w, &w->c->row[i]);
        hr_json_end_line(w->j);
    }
    hr_json_object(w->j);
    put_summary(w);
    hr_json_object_end(w->j);
    hr_json_end_line(w->j);
}

static hr_err run(const hr_check *c, hr_json_put *put, void *user, bool pretty, void (*write)(writer *))
{
    writer w = {.c = c, .j = hr_json_new(put, user, pretty)};
    note(&w, w.j ? HR_OK : HR_ENOMEM);
    note(&w, hr_power_engine.work_new(&w.work, c->engine[HR_NOMINAL]));
    if (w.err == HR_OK) write(&w);
    hr_power_engine.work_free(w.work);
    hr_arena_free(w.arena);
    hr_buf_free(&w.text);
    if (!hr_json_free(w.j)) note(&w, HR_EIO);
    return w.err;
}

hr_err hr_report_json(const hr_check *c, hr_json_put *put, void *user, bool pretty)
{
    return run(c, put, user, pretty, put_report);
}

hr_err hr_report_jsonl(const hr_check *c, hr_json_put *put, void *user) { return run(c, put, user, false, put_lines); }
