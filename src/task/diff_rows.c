/* diff_rows.c - the findings of two checks, limit by limit: which changed their state, and which moved most.
 *
 * A limit is known by its rule and the name of its point. Limits of one declaration, port and quantity that fared
 * alike are one row, as in a check: its worst member stands for it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/vec.h"
#include "task/diff.h"

enum { NEAR_SAME = 1000000000 }; /* loads and limits closer than one part in this many are the same */

typedef struct pair {  /* one limit in both */
    uint32_t old, now; /* HR_NONE where it is not there */
    uint8_t fate;
    double by;
    hr_id decl; /* of the site that has it last */
} pair;

typedef struct matcher {
    hr_diff *d;
    const hr_check_opts *opts;
    hr_map index; /* rule and point -> limit, of the old check */
    hr_vec pairs; /* of pair */
    hr_vec rows;  /* of hr_diff_row */
    hr_err err;
} matcher;

static bool is_judged(const hr_check *c, uint32_t limit, const hr_check_opts *o)
{
    return c->worst[limit].verdict != HR_VERDICTS &&
           hr_code_selected(hr_rules[c->limits.item[limit].rule]->code, o->select, o->ignore);
}

static hr_str key_of(hr_arena *a, const hr_check *c, uint32_t limit, hr_buf *b)
{
    b->n = 0;
    hr_buf_printf(b, "%s ", hr_rules[c->limits.item[limit].rule]->code);
    hr_point_name(c->site, c->limits.item[limit].point, b);
    return b->failed ? (hr_str){NULL, 0} : hr_arena_str(a, b->s, b->n);
}

static bool has_load(const hr_worst *w)
{
    return w->load_state == HR_S_KNOWN || w->load_state == HR_S_PARTIAL || w->load_state == HR_S_OFF;
}

static bool near(double a, double b) { return a == b || fabs(a - b) * NEAR_SAME <= fmax(fabs(a), fabs(b)); }

static bool has_limit(const hr_check *c, uint32_t limit) { return c->limits.item[limit].state != HR_S_UNKNOWN; }

/* The same state: how far the row moved; 0 where it did not. */
static double moved(const hr_diff *d, uint32_t old, uint32_t now)
{
    const hr_worst *x = &d->old->worst[old], *y = &d->now->worst[now];
    bool load = has_load(x), limit = has_limit(d->old, old);
    if (load != has_load(y) || limit != has_limit(d->now, now)) return INFINITY; /* more or less is known */
    bool same = (!load || near(x->load, y->load)) && (!limit || near(x->limit, y->limit));
    if (same) return 0;
    if (load && limit && isfinite(x->ratio) && isfinite(y->ratio) && !near(x->ratio, y->ratio))
        return fabs(x->ratio - y->ratio);
    double a = load ? x->load : x->limit, b = load ? y->load : y->limit;
    double most = fmax(fabs(a), fabs(b));
    return most > 0 && !near(a, b) ? fabs(a - b) / most : 1e-12; /* both moved, and the ratio is as it was */
}

static hr_id decl_of(const hr_check *c, uint32_t limit)
{
    return c->site->unit[c->site->port[hr_point_port(c->limits.item[limit].point)].unit].decl;
}

static void push_pair(matcher *m, uint32_t old, uint32_t now)
{
    const hr_diff *d = m->d;
    pair p = {.old = old, .now = now, .fate = HR_DIFF_BECAME};
    p.decl = now != HR_NONE ? decl_of(d->now, now) : decl_of(d->old, old);
    if (old == HR_NONE) p.fate = HR_DIFF_NEW;
    else if (now == HR_NONE) p.fate = HR_DIFF_GONE;
    else if (d->old->worst[old].verdict == d->now->worst[now].verdict) {
        p.fate = HR_DIFF_MOVED;
        if ((p.by = moved(d, old, now)) == 0) return;
    }
    pair *slot = hr_vec_push(&m->pairs, sizeof *slot);
    if (slot) *slot = p;
    else m->err = HR_ENOMEM;
}

static void match(matcher *m)
{
    const hr_check *old = m->d->old, *now = m->d->now;
    hr_arena *a = hr_arena_new();
    hr_buf b = {0};
    bool *met = hr_calloc((size_t)old->limits.n + 1, sizeof *met);
    if (!a || !met) m->err = HR_ENOMEM;
    for (uint32_t i = 0; i < old->limits.n && m->err == HR_OK; i++) {
        uint32_t there;
        if (!is_judged(old, i, m->opts)) continue;
        hr_str key = key_of(a, old, i, &b);
        if (!key.s || !hr_map_add(&m->index, key, i, &there)) m->err = HR_ENOMEM;
    }
    for (uint32_t i = 0; i < now->limits.n && m->err == HR_OK; i++) {
        if (!is_judged(now, i, m->opts)) continue;
        hr_str key = key_of(a, now, i, &b);
        uint32_t there = key.s ? hr_map_get(&m->index, key) : HR_NONE;
        if (!key.s) m->err = HR_ENOMEM;
        else push_pair(m, there, i);
        if (there != HR_NONE) met[there] = true;
    }
    for (uint32_t i = 0; i < old->limits.n && m->err == HR_OK; i++)
        if (!met[i] && is_judged(old, i, m->opts)) push_pair(m, i, HR_NONE);
    hr_buf_free(&b);
    hr_free(met);
    hr_map_free(&m->index);
    hr_arena_free(a);
}

/* --- groups ------------------------------------------------------------------------------------------------ */

static const hr_check *check_of(const hr_diff *d, const pair *p) { return p->now != HR_NONE ? d->now : d->old; }
static uint32_t limit_of(const pair *p) { return p->now != HR_NONE ? p->now : p->old; }

static int state_of(const hr_check *c, uint32_t limit) { return limit == HR_NONE ? -1 : c->worst[limit].verdict; }

typedef struct keyed { /* a pair with all that groups it */
    pair p;
    int old_state, new_state;
    uint16_t rule;
    hr_quantity quantity;
    hr_str port;
} keyed;

#define ORDER(x, y) \
    if ((x) != (y)) return (x) < (y) ? -1 : 1

static int group_cmp(const keyed *x, const keyed *y)
{
    ORDER(x->p.fate, y->p.fate);
    ORDER(x->new_state, y->new_state);
    ORDER(x->old_state, y->old_state);
    ORDER(x->rule, y->rule);
    ORDER(x->p.decl, y->p.decl);
    ORDER(x->quantity, y->quantity);
    return hr_name_cmp(x->port, y->port);
}

static int by_group(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    int c = group_cmp(x, y);
    if (c != 0) return c;
    ORDER(limit_of(&x->p), limit_of(&y->p));
    return 0;
}

static keyed keyed_of(const hr_diff *d, const pair *p)
{
    const hr_check *c = check_of(d, p);
    const hr_limit *l = &c->limits.item[limit_of(p)];
    return (keyed){.p = *p,
                   .old_state = state_of(d->old, p->old),
                   .new_state = state_of(d->now, p->now),
                   .rule = l->rule,
                   .quantity = hr_point_quantity(l->point),
                   .port = c->site->port[hr_point_port(l->point)].name};
}

/* Which of two stands for their group. */
static bool stands_before(const hr_diff *d, const keyed *x, const keyed *y)
{
    if (x->p.fate == HR_DIFF_MOVED && x->p.by != y->p.by) return x->p.by > y->p.by;
    return hr_worse(&check_of(d, &x->p)->worst[limit_of(&x->p)], &check_of(d, &y->p)->worst[limit_of(&y->p)]);
}

static hr_row row_of(const hr_check *c, uint32_t limit)
{
    if (limit == HR_NONE) return (hr_row){.limit = HR_NONE};
    return (hr_row){.limit = limit, .case_ = c->worst[limit].case_, .verdict = c->worst[limit].verdict, .members = 1};
}

static hr_err fold(const hr_diff *d, const keyed *k, size_t n, hr_str *out)
{
    hr_id *unit = hr_malloc(n * sizeof *unit);
    hr_buf names = {0};
    hr_err e = unit ? HR_OK : HR_ENOMEM;
    const hr_check *c = check_of(d, &k[0].p);
    for (size_t i = 0; i < n && unit; i++)
        unit[i] = c->site->port[hr_point_port(c->limits.item[limit_of(&k[i].p)].point)].unit;
    if (e == HR_OK) e = hr_fold_units(c->site, unit, n, &names);
    *out = hr_arena_str(d->arena, names.s ? names.s : "", names.n);
    if (e == HR_OK && (names.failed || !out->s)) e = HR_ENOMEM;
    hr_free(unit);
    hr_buf_free(&names);
    return e;
}

static void push_row(matcher *m, const keyed *k, size_t n)
{
    hr_diff_row *r = hr_vec_push(&m->rows, sizeof *r);
    const keyed *best = k;
    for (size_t i = 1; i < n; i++)
        if (stands_before(m->d, &k[i], best)) best = &k[i];
    if (!r) {
        m->err = HR_ENOMEM;
        return;
    }
    *r = (hr_diff_row){.fate = best->p.fate,
                       .old = row_of(m->d->old, best->p.old),
                       .now = row_of(m->d->now, best->p.now),
                       .members = (uint32_t)n,
                       .by = best->p.by};
    hr_err e = fold(m->d, k, n, &r->names);
    if (e != HR_OK) m->err = e;
}

static void group(matcher *m)
{
    keyed *k = hr_malloc((m->pairs.n + 1) * sizeof *k);
    const pair *p = m->pairs.item;
    if (!k) {
        m->err = HR_ENOMEM;
        return;
    }
    for (size_t i = 0; i < m->pairs.n; i++) k[i] = keyed_of(m->d, &p[i]);
    if (m->pairs.n > 1) qsort(k, m->pairs.n, sizeof *k, by_group);
    for (size_t i = 0; i < m->pairs.n && m->err == HR_OK;) {
        size_t end = i + 1;
        while (end < m->pairs.n && group_cmp(&k[i], &k[end]) == 0) end++;
        push_row(m, k + i, end - i);
        i = end;
    }
    hr_free(k);
}

/* --- order and counts -------------------------------------------------------------------------------------- */

static int rank(const hr_diff_row *r)
{
    static const int state[HR_VERDICTS] = {[HR_VIOLATED] = 0, [HR_V_UNKNOWN] = 1, [HR_WAIVED] = 2, [HR_HOLDS] = 3};
    if (r->fate == HR_DIFF_GONE) return 4;
    return r->fate == HR_DIFF_MOVED ? 5 : state[r->now.verdict];
}

typedef struct ordered {
    hr_diff_row row;
    double ratio;
    uint32_t limit;
} ordered;

static int by_rank(const void *a, const void *b)
{
    const ordered *x = a, *y = b;
    ORDER(rank(&x->row), rank(&y->row));
    ORDER(x->row.fate, y->row.fate);
    ORDER(y->row.by, x->row.by);
    ORDER(y->ratio, x->ratio);
    ORDER(x->limit, y->limit);
    return 0;
}

static hr_err keep(matcher *m)
{
    hr_diff *d = m->d;
    ordered *o = hr_malloc((m->rows.n + 1) * sizeof *o);
    const hr_diff_row *r = m->rows.item;
    d->row = HR_NEW_ARRAY(d->arena, hr_diff_row, m->rows.n);
    if (!o || !d->row) {
        hr_free(o);
        return HR_ENOMEM;
    }
    for (size_t i = 0; i < m->rows.n; i++) {
        const hr_check *c = r[i].now.limit != HR_NONE ? d->now : d->old;
        uint32_t limit = r[i].now.limit != HR_NONE ? r[i].now.limit : r[i].old.limit;
        bool unknown = c->worst[limit].verdict == HR_V_UNKNOWN;
        o[i] = (ordered){.row = r[i], .ratio = unknown ? 0 : c->worst[limit].ratio, .limit = limit};
    }
    if (m->rows.n > 1) qsort(o, m->rows.n, sizeof *o, by_rank);
    for (size_t i = 0; i < m->rows.n; i++) {
        d->row[i] = o[i].row;
        uint32_t n = o[i].row.members;
        if (o[i].row.fate == HR_DIFF_GONE) d->limits_gone += n;
        else if (o[i].row.fate == HR_DIFF_MOVED) d->limits_moved += n;
        else d->became[o[i].row.now.verdict] += n;
        if (o[i].row.fate == HR_DIFF_NEW) d->limits_new += n;
    }
    d->n_row = (uint32_t)m->rows.n;
    hr_free(o);
    return HR_OK;
}

hr_err hr_diff_rows(hr_diff *d, const hr_check_opts *opts)
{
    matcher m = {.d = d, .opts = opts};
    match(&m);
    if (m.err == HR_OK) group(&m);
    if (m.err == HR_OK) m.err = keep(&m);
    hr_vec_free(&m.pairs);
    hr_vec_free(&m.rows);
    return m.err;
}
