/* blame.c - which outage took a load: minimal sets of what is out, and the chain from there to the load.
 *
 * A single outage is its own blame. Of several at once every minimal subset that alone loses the load is found by
 * trying subsets in order of size: one subset "a" or "a+b", several "a|b". Each lost load stands under exactly one such
 * key, so the parts of a case add up to its whole. */
#include <string.h>

#include "task/check.h"

#define MOST_OUTS 12 /* 4,096 subsets; beyond that only the whole set is blamed */

typedef struct blamer {
    hr_check *c;
    hr_work *work;
    hr_vec blame;
} blamer;

static hr_err target_text(const hr_check *c, const hr_target *t, hr_buf *out)
{
    char name[512];
    size_t n = hr_target_name(c->site, *t, name, sizeof name);
    hr_buf_add(out, name, n < sizeof name ? n : sizeof name - 1);
    return out->failed ? HR_ENOMEM : HR_OK;
}

static hr_err subset_text(const hr_check *c, const hr_case *x, uint32_t subset, hr_buf *out)
{
    bool first = true;
    for (uint32_t i = 0; i < x->n_out; i++) {
        if (x->n_out <= MOST_OUTS && !(subset >> i & 1)) continue;
        if (!first) hr_buf_c(out, '+');
        first = false;
        target_text(c, &x->out[i], out);
    }
    return out->failed ? HR_ENOMEM : HR_OK;
}

static hr_err push_blame(blamer *b, hr_str text, hr_target first, uint32_t *index)
{
    const hr_blame *have = b->blame.item;
    if (b->blame.n && hr_str_eq(have[b->blame.n - 1].text, text)) return *index = (uint32_t)b->blame.n - 1, HR_OK;
    hr_blame *x = hr_vec_push(&b->blame, sizeof *x);
    if (!x) return HR_ENOMEM;
    *x = (hr_blame){hr_arena_str(b->c->arena, text.s, text.n), first};
    *index = (uint32_t)b->blame.n - 1;
    return x->text.s ? HR_OK : HR_ENOMEM;
}

/* --- several outages ------------------------------------------------------------------------------------------------- */

typedef struct minimal { /* minimal subsets of one lost load, in order of size */
    uint32_t set[64];
    uint32_t n;
} minimal;

static bool covered(const minimal *m, uint32_t subset)
{
    for (uint32_t i = 0; i < m->n; i++)
        if ((m->set[i] & subset) == m->set[i]) return true;
    return false;
}

static void try_subset(blamer *b, const hr_case *x, uint32_t subset, const hr_loss *loss, uint32_t n, minimal *found)
{
    hr_target out[MOST_OUTS];
    hr_case part = *x;
    part.n_out = 0;
    part.out = out;
    for (uint32_t i = 0; i < x->n_out; i++)
        if (subset >> i & 1) out[part.n_out++] = x->out[i];
    hr_power_engine.solve(b->work, &part);
    for (uint32_t i = 0; i < n; i++) {
        hr_id port = b->c->site->unit[loss[i].unit].port;
        hr_reading r = hr_power_engine.reading(b->work, hr_point_of(port, HR_Q_LOST));
        bool lost = r.state == HR_S_UNKNOWN || (r.state == HR_S_KNOWN && r.v > 0);
        if (lost && !covered(&found[i], subset) && found[i].n < 64) found[i].set[found[i].n++] = subset;
    }
    static const hr_case nothing = {.kind = HR_CASE_NORMAL};
    hr_power_engine.solve(b->work, &nothing); /* out[] is gone after this */
}

static hr_err write_minimal(blamer *b, const hr_case *x, const minimal *m, uint32_t *index)
{
    hr_buf text = {0};
    uint32_t all = x->n_out >= 32 ? UINT32_MAX : (1u << x->n_out) - 1, first = 0;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < m->n && e == HR_OK; i++) {
        if (i) hr_buf_c(&text, '|');
        e = subset_text(b->c, x, m->set[i], &text);
    }
    if (m->n == 0) e = subset_text(b->c, x, all, &text);
    while (m->n && !(m->set[0] >> first & 1)) first++;
    if (e == HR_OK) e = push_blame(b, (hr_str){text.s, (uint32_t)text.n}, x->out[first], index);
    hr_buf_free(&text);
    return e;
}

static hr_err blame_several(blamer *b, const hr_case *x, hr_loss *loss, uint32_t n)
{
    hr_arena *a = hr_arena_new();
    minimal *found = a ? HR_NEW_ARRAY(a, minimal, n) : NULL;
    hr_err e = found ? HR_OK : HR_ENOMEM;
    for (uint32_t size = 1; e == HR_OK && x->n_out <= MOST_OUTS && size <= x->n_out; size++)
        for (uint32_t subset = 1; subset < 1u << x->n_out; subset++)
            if ((uint32_t)__builtin_popcount(subset) == size) try_subset(b, x, subset, loss, n, found);
    for (uint32_t i = 0; i < n && e == HR_OK; i++) e = write_minimal(b, x, &found[i], &loss[i].blame);
    hr_arena_free(a);
    return e;
}

/* --- one outage, or none ------------------------------------------------------------------------------------------------ */

static hr_err blame_one(blamer *b, hr_target t, hr_loss *loss, uint32_t n)
{
    hr_buf text = {0};
    uint32_t index = 0;
    hr_err e = target_text(b->c, &t, &text);
    if (e == HR_OK) e = push_blame(b, (hr_str){text.s, (uint32_t)text.n}, t, &index);
    for (uint32_t i = 0; i < n; i++) loss[i].blame = index;
    hr_buf_free(&text);
    return e;
}

/* Lost with nothing out: what --out took away in the base, or no feed that closes by itself. */
static hr_err blame_base(blamer *b, hr_loss *loss, uint32_t n)
{
    hr_case base = {.kind = HR_CASE_COMMON, .n_out = (uint16_t)b->c->n_base_out, .out = b->c->base_out};
    hr_buf text = {0};
    uint32_t index = 0;
    hr_err e = HR_OK;
    if (base.n_out) e = subset_text(b->c, &base, UINT32_MAX, &text);
    else hr_buf_z(&text, "no live feed");
    hr_target first = base.n_out ? base.out[0] : (hr_target){HR_NONE, 0, HR_NONE};
    if (e == HR_OK) e = push_blame(b, (hr_str){text.s, (uint32_t)text.n}, first, &index);
    for (uint32_t i = 0; i < n; i++) loss[i].blame = index;
    hr_buf_free(&text);
    return e;
}

static hr_err blame_all(blamer *b)
{
    hr_check *c = b->c;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < c->n_loss && e == HR_OK;) {
        uint32_t end = i;
        const hr_case *x = &c->cases[c->loss[i].case_];
        while (end < c->n_loss && c->loss[end].case_ == c->loss[i].case_) end++;
        if (x->n_out == 0) e = blame_base(b, c->loss + i, end - i);
        else if (x->n_out == 1) e = blame_one(b, x->out[0], c->loss + i, end - i);
        else e = blame_several(b, x, c->loss + i, end - i);
        i = end;
    }
    return e;
}

hr_err hr_check_blame(hr_check *c)
{
    blamer b = {.c = c};
    hr_err e = hr_power_engine.work_new(&b.work, c->engine[HR_NOMINAL]);
    if (e == HR_OK) e = blame_all(&b);
    if (e == HR_OK) {
        c->n_blame = (uint32_t)b.blame.n;
        c->blame = HR_NEW_ARRAY(c->arena, hr_blame, b.blame.n);
        if (!c->blame) e = HR_ENOMEM;
        else if (b.blame.n) memcpy(c->blame, b.blame.item, b.blame.n * sizeof *c->blame);
    }
    hr_power_engine.work_free(b.work);
    hr_vec_free(&b.blame);
    return e;
}

/* --- chain ------------------------------------------------------------------------------------------------------------------ */

/* Breadth first from the load up its feeds. What feeds one load is a small part of the site, so those seen are a short
 * list: marks for every unit would have to be cleared for every chain. */
typedef struct walker {
    struct visit {
        hr_id unit;
        uint32_t from; /* index of the one we came from; of the load itself, its own */
    } * seen;
    uint32_t n, cap;
    hr_arena *arena;
    bool failed; /* memory ran out */
} walker;

static void step(walker *w, hr_id unit, uint32_t from)
{
    for (uint32_t i = 0; i < w->n; i++)
        if (w->seen[i].unit == unit) return;
    if (w->n == w->cap) {
        uint32_t cap = w->cap ? 2 * w->cap : 32;
        struct visit *grown = HR_NEW_ARRAY(w->arena, struct visit, cap);
        if (!grown) {
            w->failed = true;
            return;
        }
        if (w->n) memcpy(grown, w->seen, w->n * sizeof *grown);
        w->seen = grown;
        w->cap = cap;
    }
    w->seen[w->n++] = (struct visit){unit, from};
}

/* Index of the unit where the chain begins, HR_NONE when the load is not fed from there. */
static uint32_t search(const hr_site *s, walker *w, hr_id load, hr_id goal, hr_id goal_wire)
{
    step(w, load, 0);
    for (uint32_t i = 0; i < w->n; i++) {
        hr_id u = w->seen[i].unit;
        if (u == goal) return i;
        if (s->unit[u].holder != HR_NONE && s->unit[u].wire_count == 0) step(w, s->unit[u].holder, i);
        for (hr_id k = s->unit[u].wire_first; k < s->unit[u].wire_first + s->unit[u].wire_count; k++) {
            if (k == goal_wire) return i;
            step(w, s->wire[k].parent, i);
        }
    }
    return HR_NONE;
}

static hr_err name_into(const hr_site *s, hr_arena *a, hr_target t, hr_str *out)
{
    size_t n = hr_target_name(s, t, NULL, 0);
    char *text = hr_arena_alloc(a, n + 1);
    if (!text) return HR_ENOMEM;
    hr_target_name(s, t, text, n + 1);
    *out = (hr_str){text, (uint32_t)n};
    return HR_OK;
}

hr_err hr_check_chain(const hr_check *c, const hr_loss *l, hr_arena *a, hr_str **names, uint32_t *n)
{
    const hr_site *s = c->site;
    hr_target cause = c->blame[l->blame].first;
    walker w = {.arena = a};
    *n = 0;
    uint32_t at = search(s, &w, l->unit, cause.unit, cause.wire);
    if (w.failed || !(*names = HR_NEW_ARRAY(a, hr_str, (size_t)w.n + 2))) return HR_ENOMEM;
    hr_err e = HR_OK;
    if (cause.wire != HR_NONE) e = name_into(s, a, cause, &(*names)[(*n)++]);
    while (at != HR_NONE && e == HR_OK) {
        e = name_into(s, a, (hr_target){w.seen[at].unit, 0, HR_NONE}, &(*names)[(*n)++]);
        if (w.seen[at].from == at) break;
        at = w.seen[at].from;
    }
    return e;
}
