/* cases.c - which outages `check` sweeps, in natural order.
 *
 * Single faults: the sources, every element above the node, every feed that has a breaker or cable; of identical held
 * loads one stands for its class. Then the declared common causes. Case 0 is the normal state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "task/check.h"

typedef struct lister {
    hr_check *c;
    hr_vec cases, first, targets; /* hr_case, where its targets begin, hr_target: linked when all stand still */
} lister;

static bool push(lister *l, uint8_t kind, hr_str name, uint32_t first, uint32_t n, uint32_t stands_for)
{
    hr_case *x = hr_vec_push(&l->cases, sizeof *x);
    if (!x) return false;
    *x = (hr_case){.kind = kind, .n_out = (uint16_t)n, .name = name, .stands_for = stands_for};
    uint32_t *slot = hr_vec_push(&l->first, sizeof *slot);
    if (slot) *slot = first;
    return slot != NULL;
}

static bool push_target(lister *l, hr_target t)
{
    hr_target *x = hr_vec_push(&l->targets, sizeof *x);
    if (x) *x = t;
    return x != NULL;
}

static bool is_out_already(const hr_check *c, hr_target t)
{
    for (uint32_t i = 0; i < c->n_base_out; i++) {
        const hr_target *b = &c->base_out[i];
        if (b->wire == t.wire && b->unit == t.unit && (t.unit == HR_NONE || b->member == t.member)) return true;
    }
    return false;
}

static bool push_fault(lister *l, hr_target t, uint32_t stands_for)
{
    if (is_out_already(l->c, t)) return true;
    return push_target(l, t) && push(l, HR_CASE_FAULT, (hr_str){"", 0}, (uint32_t)l->targets.n - 1, 1, stands_for);
}

/* Members of the class of identical held loads that this unit belongs to, 0 when an earlier unit speaks for them:
 * n[1,3] and n[2,4] lie in four runs and are two classes. */
static uint32_t class_size(const hr_site *s, hr_id u)
{
    const hr_unit *x = &s->unit[u];
    uint32_t size = 0;
    if (x->holder == HR_NONE || x->wire_count) return x->count;
    const hr_unit *h = &s->unit[x->holder];
    for (hr_id k = h->held_first; k < h->held_first + h->held_count; k++) {
        if (s->unit[k].decl != x->decl) continue;
        if (k < u) return 0;
        size += s->unit[k].count;
    }
    return size;
}

static bool push_unit_faults(lister *l, hr_id u)
{
    const hr_site *s = l->c->site;
    const hr_unit *x = &s->unit[u];
    uint32_t members = class_size(s, u);
    if (hr_unit_kind(s, u) == HR_P_NONE || members == 0) return true;
    if (!push_fault(l, (hr_target){u, 0, HR_NONE}, members)) return false;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        const hr_feed *f = s->wire[w].feed;
        if ((f->breaker.present || f->cable.present) && !push_fault(l, (hr_target){HR_NONE, 0, w}, 1)) return false;
    }
    return true;
}

static hr_err take_target(void *user, hr_target t) { return push_target(user, t) ? HR_OK : HR_ENOMEM; }

/* --- lists of what is out ------------------------------------------------------------------------------------------ */

typedef struct placed { /* a target and where it stands in its list */
    hr_target t;
    size_t place;
} placed;

static int by_target(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->t.unit != y->t.unit) return x->t.unit < y->t.unit ? -1 : 1;
    if (x->t.wire != y->t.wire) return x->t.wire < y->t.wire ? -1 : 1;
    if (x->t.member != y->t.member) return x->t.member < y->t.member ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static bool same_target(hr_target a, hr_target b)
{
    return a.unit == b.unit && a.wire == b.wire && a.member == b.member;
}

/* What is named twice, or out in the base already, is out once: engines count the members of a unit that are out. Of
 * the targets from `first` on, the first of each stays. */
static hr_err drop_repeated(lister *l, size_t first)
{
    size_t n = l->targets.n - first, kept = 0;
    hr_target *t = l->targets.item;
    placed *sorted = hr_malloc((n + 1) * sizeof *sorted);
    if (!sorted) return HR_ENOMEM;
    if (n) t += first;
    for (size_t i = 0; i < n; i++) sorted[i] = (placed){t[i], i};
    qsort(sorted, n, sizeof *sorted, by_target);
    for (size_t i = 0; i < n; i++)
        if ((i && same_target(sorted[i].t, sorted[i - 1].t)) || is_out_already(l->c, sorted[i].t))
            t[sorted[i].place] = (hr_target){HR_NONE, 0, HR_NONE};
    for (size_t i = 0; i < n; i++)
        if (t[i].unit != HR_NONE || t[i].wire != HR_NONE) t[kept++] = t[i];
    l->targets.n = first + kept;
    hr_free(sorted);
    return HR_OK;
}

static hr_err push_common(lister *l, const hr_case_decl *d)
{
    uint32_t first = (uint32_t)l->targets.n, n;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < d->out.n && e == HR_OK; i++)
        e = hr_site_match(l->c->site, d->out.item[i], take_target, l, &n);
    if (e == HR_OK) e = drop_repeated(l, first);
    n = (uint32_t)l->targets.n - first;
    if (e != HR_OK || n == 0) return e;
    if (n > UINT16_MAX)
        return hr_diag_add(l->c->site->ctx, HR_ERROR, "M106", d->at, NULL, "a case takes out more than %d things",
                           UINT16_MAX);
    return push(l, HR_CASE_COMMON, d->name, first, n, 1) ? HR_OK : HR_ENOMEM;
}

/* The base itself: what --out and --case take away before anything else happens. */
static hr_err list_base_out(lister *l, const hr_check_opts *o)
{
    const hr_site *s = l->c->site;
    hr_err e = HR_OK;
    for (size_t i = 0; i < o->n_out && e == HR_OK; i++) {
        uint32_t n;
        e = hr_site_match(s, (hr_text){.v = hr_str_of(o->out[i]), .at = HR_NOWHERE}, take_target, l, &n);
        if (e == HR_OK && n == 0)
            e = hr_diag_add(s->ctx, HR_ERROR, "M501", HR_NOWHERE,
                            "name an element, a pattern, or a feed as rack-1.from.A", "--out: nothing is called \"%s\"",
                            o->out[i]);
    }
    for (uint32_t i = 0; i < s->n_cases && e == HR_OK && o->case_name; i++) {
        uint32_t n;
        if (!hr_str_is(s->cases[i].name, o->case_name)) continue;
        for (uint32_t k = 0; k < s->cases[i].out.n && e == HR_OK; k++)
            e = hr_site_match(s, s->cases[i].out.item[k], take_target, l, &n);
    }
    if (e == HR_OK) e = drop_repeated(l, 0);
    if (e != HR_OK) return e;
    l->c->n_base_out = (uint32_t)l->targets.n;
    if (!(l->c->base_out = HR_NEW_ARRAY(l->c->arena, hr_target, l->targets.n))) return HR_ENOMEM;
    if (l->targets.n) memcpy(l->c->base_out, l->targets.item, l->targets.n * sizeof *l->c->base_out);
    l->targets.n = 0;
    return HR_OK;
}

static hr_err list_all(lister *l, const hr_check_opts *o)
{
    const hr_site *s = l->c->site;
    hr_err e = list_base_out(l, o);
    if (e != HR_OK) return e;
    if (!push(l, HR_CASE_NORMAL, (hr_str){"", 0}, 0, 0, 1)) return HR_ENOMEM;
    if (o->normal_only) return HR_OK;
    for (hr_id u = 0; u < s->n_unit; u++)
        if (!push_unit_faults(l, u)) return HR_ENOMEM;
    for (uint32_t i = 0; i < s->n_cases && e == HR_OK; i++)
        if (!(o->case_name && hr_str_is(s->cases[i].name, o->case_name))) e = push_common(l, &s->cases[i]);
    return e;
}

static hr_err keep(lister *l)
{
    hr_check *c = l->c;
    c->n_cases = (uint32_t)l->cases.n;
    c->cases = HR_NEW_ARRAY(c->arena, hr_case, l->cases.n);
    hr_target *t = HR_NEW_ARRAY(c->arena, hr_target, l->targets.n);
    if (!c->cases || !t) return HR_ENOMEM;
    if (l->targets.n) memcpy(t, l->targets.item, l->targets.n * sizeof *t);
    memcpy(c->cases, l->cases.item, l->cases.n * sizeof *c->cases);
    for (uint32_t i = 0; i < c->n_cases; i++) {
        hr_case *x = &c->cases[i];
        x->out = t + ((const uint32_t *)l->first.item)[i];
        c->by_kind[x->kind].cases++;
        c->by_kind[x->kind].stands_for += x->stands_for;
    }
    return HR_OK;
}

hr_err hr_check_cases(hr_check *c, const hr_check_opts *opts)
{
    lister l = {.c = c};
    hr_err e = list_all(&l, opts);
    if (e == HR_OK) e = keep(&l);
    hr_vec_free(&l.cases);
    hr_vec_free(&l.first);
    hr_vec_free(&l.targets);
    return e;
}

size_t hr_case_name(const hr_check *c, uint32_t case_, char *buf, size_t n)
{
    const hr_case *x = &c->cases[case_];
    const char *kind = hr_case_kind_word[x->kind];
    size_t at = strlen(kind);
    char target[512];
    if (x->kind == HR_CASE_NORMAL) return (size_t)snprintf(buf, n, "%s", kind);
    if (x->kind == HR_CASE_COMMON) return (size_t)snprintf(buf, n, "%s: %.*s", kind, HR_STR_FMT(x->name));
    if (hr_target_name(c->site, x->out[0], target, sizeof target) < sizeof target)
        return (size_t)snprintf(buf, n, "%s: %s", kind, target);
    if (at + 2 < n) { /* a very long name: straight into the caller's buffer */
        snprintf(buf, n, "%s: ", kind);
        return at + 2 + hr_target_name(c->site, x->out[0], buf + at + 2, n - at - 2);
    }
    return at + 2 + hr_target_name(c->site, x->out[0], NULL, 0);
}

/* --- a case by its name ------------------------------------------------------------------------------------------- */

static hr_err no_such_case(hr_ctx *ctx, const char *name)
{
    return hr_diag_add(ctx, HR_ERROR, "M502", HR_NOWHERE,
                       "name what is out: \"fault: bus-A2\", \"fault: rack-1.from.A\", or a declared case with `out:`",
                       "no case \"%s\"", name);
}

static hr_err find_common(hr_ctx *ctx, const hr_site *site, hr_arena *a, hr_str wanted, const char *name, hr_case *out)
{
    hr_check c = {.site = site, .arena = a};
    lister l = {.c = &c};
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < site->n_cases; i++)
        if (hr_str_eq(site->cases[i].name, wanted) && e == HR_OK) e = push_common(&l, &site->cases[i]);
    if (e == HR_OK && l.cases.n == 0) e = no_such_case(ctx, name);
    else if (e == HR_OK && (e = keep(&l)) == HR_OK) *out = c.cases[0];
    hr_vec_free(&l.cases);
    hr_vec_free(&l.first);
    hr_vec_free(&l.targets);
    return e;
}

hr_err hr_case_find(hr_ctx *ctx, const hr_site *site, hr_arena *a, const char *name, hr_case *out)
{
    hr_str n = name ? hr_str_trim(hr_str_of(name)) : HR_STR("normal");
    const char *colon = n.n ? memchr(n.s, ':', n.n) : NULL;
    if (colon) n = hr_str_trim((hr_str){colon + 1, n.n - (uint32_t)(colon - n.s) - 1});
    *out = (hr_case){.kind = HR_CASE_NORMAL, .stands_for = 1};
    if (hr_str_is(n, "normal")) return HR_OK;
    hr_target *t = HR_NEW(a, hr_target);
    if (!t) return HR_ENOMEM;
    if (!hr_site_find_target(site, n, t)) return find_common(ctx, site, a, n, name, out);
    *out = (hr_case){.kind = HR_CASE_FAULT, .n_out = 1, .out = t, .stands_for = 1};
    return HR_OK;
}
