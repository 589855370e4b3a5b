/* worst.c - which outages take most, and how: losses of the sweep, those of like cases taken together. */
#include "task/worst.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "task/gpus.h"

enum { MOST_TIMED = 256 }; /* stories, and cases of one, of which it is asked how soon: each has to be settled again */

/* --- stories ---------------------------------------------------------------------------------------------------------- */

typedef struct taker { /* a case that loses something */
    uint64_t hash;     /* of what, and to whom */
    uint32_t case_, loss, n_loss;
} taker;

static bool is_alike(const hr_check *c, const taker *a, const taker *b)
{
    for (uint32_t i = 0; i < a->n_loss && a->n_loss == b->n_loss; i++) {
        const hr_loss *x = &c->loss[a->loss + i], *y = &c->loss[b->loss + i];
        if (x->unit != y->unit || x->members != y->members || x->heat != y->heat || x->cascade != y->cascade)
            return false;
        if (x->unknown != y->unknown || !hr_str_eq(c->blame[x->blame].text, c->blame[y->blame].text)) return false;
    }
    return a->n_loss == b->n_loss;
}

static uint64_t hash_of(const hr_check *c, const taker *t, const uint64_t *blame)
{
    uint64_t h = 0;
    for (uint32_t i = t->loss; i < t->loss + t->n_loss; i++) {
        const hr_loss *l = &c->loss[i];
        const uint64_t key[3] = {(uint64_t)l->unit << 32 | l->members, blame[l->blame],
                                 (uint64_t)(4 * l->heat + 2 * l->cascade + l->unknown)};
        h = hr_hash64(key, sizeof key, h + 1);
    }
    return h;
}

static hr_err list_takers(const hr_check *c, hr_vec *list)
{
    uint64_t *blame = hr_malloc((c->n_blame + 1) * sizeof *blame);
    for (uint32_t i = 0; blame && i < c->n_blame; i++) blame[i] = hr_hash64(c->blame[i].text.s, c->blame[i].text.n, 1);
    hr_err e = blame ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0, end; i < c->n_loss && e == HR_OK; i = end) {
        for (end = i; end < c->n_loss && c->loss[end].case_ == c->loss[i].case_;) end++;
        if (c->cases[c->loss[i].case_].kind == HR_CASE_NORMAL) continue; /* no outage */
        taker *t = hr_vec_push(list, sizeof *t);
        if (!t) e = HR_ENOMEM;
        else *t = (taker){.case_ = c->loss[i].case_, .loss = i, .n_loss = end - i};
        if (t) t->hash = hash_of(c, t, blame);
    }
    hr_free(blame);
    return e;
}

static int by_hash(const void *a, const void *b)
{
    const taker *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->case_ < y->case_ ? -1 : x->case_ > y->case_;
}

/* Those with one hash that are alike in truth; the first of them begins a story. */
static bool tell(hr_stories *s, const taker *t, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool known = false;
        for (uint32_t k = 0; k < i && !known; k++) known = is_alike(s->c, &t[k], &t[i]);
        if (known) continue;
        hr_story *x = &s->item[s->n++];
        *x = (hr_story){.loss = t[i].loss,
                        .n_loss = t[i].n_loss,
                        .soonest = HR_NONE,
                        .case_ = HR_NEW_ARRAY(s->arena, uint32_t, n - i)};
        if (!x->case_) return false;
        for (uint32_t k = i; k < n; k++)
            if (is_alike(s->c, &t[i], &t[k])) x->case_[x->n_case++] = t[k].case_;
    }
    return true;
}

static hr_err group(hr_stories *s)
{
    hr_vec list = {0};
    hr_err e = list_takers(s->c, &list);
    taker *t = list.item;
    if (e == HR_OK && list.n > 1) qsort(t, list.n, sizeof *t, by_hash);
    s->item = HR_NEW_ARRAY(s->arena, hr_story, list.n);
    if (!s->item) e = HR_ENOMEM;
    for (size_t i = 0, end; i < list.n && e == HR_OK; i = end) {
        for (end = i; end < list.n && t[end].hash == t[i].hash;) end++;
        if (!tell(s, &t[i], (uint32_t)(end - i))) e = HR_ENOMEM;
    }
    hr_vec_free(&list);
    return e;
}

/* --- what each takes ----------------------------------------------------------------------------------------------------- */

static hr_id rack_of(const hr_site *s, hr_id unit)
{
    while (unit != HR_NONE && !hr_unit_type(s, unit)->counts_as_rack) unit = s->unit[unit].holder;
    return unit;
}

static void add_up(hr_stories *s, hr_gpus *g, uint32_t *rack_seen)
{
    const hr_check *c = s->c;
    for (uint32_t i = 0; i < s->n; i++) {
        hr_story *x = &s->item[i];
        for (uint32_t k = x->loss; k < x->loss + x->n_loss; k++) {
            const hr_loss *l = &c->loss[k];
            hr_id rack = rack_of(c->site, l->unit);
            x->w[l->heat] += l->w;
            x->lost[l->heat]++;
            x->unknown[l->heat] = x->unknown[l->heat] || l->unknown;
            if (rack == HR_NONE || rack_seen[rack] == i + 1) continue;
            rack_seen[rack] = i + 1;
            x->racks += rack == l->unit ? l->members : 1;
        }
        x->gpus = hr_gpus_taken(g, x->case_[0], &x->gpus_unknown);
        x->gpus_unknown = x->gpus_unknown || (g->unknown && x->racks);
    }
}

static int by_worst(const void *a, const void *b)
{
    const hr_story *x = a, *y = b;
    if (x->gpus != y->gpus) return x->gpus > y->gpus ? -1 : 1;
    if ((x->racks == 0) != (y->racks == 0)) return x->racks ? -1 : 1;
    if (x->after != y->after) return x->after < y->after ? -1 : 1;
    double v = x->w[0] + x->w[1], w = y->w[0] + y->w[1];
    if (v != w) return v > w ? -1 : 1;
    return x->case_[0] < y->case_[0] ? -1 : x->case_[0] > y->case_[0];
}

/* s until a loss is felt, as things are assumed: at once without supply, and where it is not known. */
static double felt_after(const hr_check *c, const hr_loss *l, hr_err *e)
{
    hr_loss_time t = hr_check_loss_time(c, l, false);
    if (t.failed) *e = HR_ENOMEM;
    return hr_loss_time_is_known(&t) ? t.s[HR_NOMINAL] : 0;
}

/* Of racks and what they hold, or of anything where no rack is lost; one of each declaration stands for the others. */
static double soonest(const hr_check *c, const hr_story *x, hr_err *e)
{
    const hr_site *s = c->site;
    double after = INFINITY;
    hr_id decl = HR_NONE;
    for (uint32_t i = x->loss; i < x->loss + x->n_loss && after > 0; i++) {
        const hr_loss *l = &c->loss[i];
        hr_id of = s->unit[l->unit].decl;
        if ((x->racks && rack_of(s, l->unit) == HR_NONE) || (l->heat && of == decl)) continue;
        after = fmin(after, felt_after(c, l, e));
        decl = l->heat ? of : HR_NONE;
    }
    return after;
}

/* How soon decides between outages that take as many GPUs: asked of those that come into question. */
static hr_err put_sooner_first(hr_stories *s)
{
    hr_err e = HR_OK;
    uint32_t n = 0;
    while (n < s->n && n < MOST_TIMED && (n < HR_STORIES_WORST * 2 || s->item[n].gpus >= s->item[n - 1].gpus)) n++;
    for (uint32_t i = 0; i < n; i++) s->item[i].after = soonest(s->c, &s->item[i], &e);
    if (n > 1) qsort(s->item, n, sizeof *s->item, by_worst);
    return e;
}

static bool is_pair(const hr_check *c, uint32_t case_)
{
    return c->cases[case_].n_out > 1 && c->cases[case_].kind != HR_CASE_COMMON;
}

/* One of two things at once takes as many loads alone. */
static bool adds_nothing(const hr_check *c, const hr_story *x)
{
    for (int k = 0; k < 2; k++) {
        uint32_t alone = c->cases[x->case_[0]].alone[k], n = 0;
        if (alone == HR_NONE) continue;
        for (uint32_t i = hr_first_loss(c, alone); i < c->n_loss && c->loss[i].case_ == alone; i++) n++;
        if (n >= x->n_loss) return true;
    }
    return false;
}

/* --- what takes the same ---------------------------------------------------------------------------------------------- */

typedef struct climb { /* up the feeds of one thing; seen: by unit, cleared by counting on */
    const hr_site *s;
    uint32_t *seen, mark;
    hr_id *stack;
} climb;

static bool takes_the_same(const hr_check *c, const hr_story *x, const hr_story *y)
{
    if (x->n_loss != y->n_loss || x->gpus != y->gpus || x->after != y->after) return false;
    for (uint32_t i = 0; i < x->n_loss; i++) {
        const hr_loss *a = &c->loss[x->loss + i], *b = &c->loss[y->loss + i];
        if (a->unit != b->unit || a->members != b->members || a->heat != b->heat || a->unknown != b->unknown ||
            a->w != b->w)
            return false;
    }
    return true;
}

static hr_id feeder(const climb *u, hr_id unit)
{
    const hr_unit *x = &u->s->unit[unit];
    return x->wire_count == 0 ? x->holder : HR_NONE;
}

/* Whether `high` stands somewhere above `low` in the feeds of that. */
static bool is_above(climb *u, hr_target high, hr_target low)
{
    const hr_site *s = u->s;
    uint32_t n = 0;
    u->mark++;
    u->stack[n++] = low.wire != HR_NONE ? s->wire[low.wire].parent : low.unit;
    u->seen[u->stack[0]] = u->mark;
    while (n) {
        hr_id unit = u->stack[--n];
        if (high.wire == HR_NONE && unit == high.unit && (low.wire != HR_NONE || unit != low.unit)) return true;
        const hr_unit *x = &s->unit[unit];
        hr_id up = feeder(u, unit);
        for (hr_id k = x->wire_first; k <= x->wire_first + x->wire_count; k++) {
            bool last = k == x->wire_first + x->wire_count;
            if (!last && k == high.wire) return true;
            hr_id next = last ? up : s->wire[k].parent;
            if (next == HR_NONE || u->seen[next] == u->mark) continue;
            u->seen[next] = u->mark;
            u->stack[n++] = next;
        }
    }
    return false;
}

/* One thing each, of which one feeds the other. */
static bool is_on_path(const hr_check *c, climb *u, const hr_story *x, const hr_story *y)
{
    const hr_case *a = &c->cases[x->case_[0]], *b = &c->cases[y->case_[0]];
    if (a->n_out != 1 || b->n_out != 1 || a->base != b->base) return false;
    return is_above(u, a->out[0], b->out[0]) || is_above(u, b->out[0], a->out[0]);
}

/* What takes the same as one that is chosen, on its path, is told with that. */
static bool is_told(hr_stories *s, climb *u, uint32_t i)
{
    for (uint32_t k = 0; k < s->n_worst; k++) {
        hr_story *x = &s->item[s->worst[k]];
        if (!takes_the_same(s->c, x, &s->item[i]) || !is_on_path(s->c, u, x, &s->item[i])) continue;
        x->on_path += s->item[i].n_case;
        return true;
    }
    return false;
}

/* Each plain loss has many variants with something stuck or in maintenance, which say little beside it. */
static void choose(hr_stories *s, climb *u)
{
    uint32_t pairs = 0, left = HR_STORIES_WORST / 2;
    bool taken[HR_STORIES_WORST * 2] = {false};
    for (uint32_t i = 0; i < s->n; i++) {
        bool told = is_told(s, u, i);
        if (told && i < sizeof taken) taken[i] = true;
        if (told || s->n_worst == HR_STORIES_WORST) continue;
        bool pair = is_pair(s->c, s->item[i].case_[0]);
        if (pair && (pairs == left || adds_nothing(s->c, &s->item[i]))) continue;
        pairs += pair;
        s->worst[s->n_worst++] = i;
        if (i < sizeof taken) taken[i] = true;
    }
    for (uint32_t i = 0; i < s->n && i < sizeof taken && s->n_worst < HR_STORIES_WORST; i++)
        if (!taken[i] && !adds_nothing(s->c, &s->item[i])) s->worst[s->n_worst++] = i;
    for (uint32_t i = 1; i < s->n_worst; i++)
        for (uint32_t k = i; k && s->worst[k] < s->worst[k - 1]; k--) {
            uint32_t t = s->worst[k];
            s->worst[k] = s->worst[k - 1];
            s->worst[k - 1] = t;
        }
}

/* s until the first limit of loads that lose their cooling, as things are assumed; INFINITY where none is known. */
static double first_limit(const hr_check *c, uint32_t loss, uint32_t n, hr_err *e)
{
    double after = INFINITY;
    hr_id decl = HR_NONE;
    for (uint32_t i = loss; i < loss + n; i++) {
        const hr_loss *l = &c->loss[i];
        if (!l->heat || c->site->unit[l->unit].decl == decl) continue;
        decl = c->site->unit[l->unit].decl; /* one of each declaration stands for the others */
        hr_loss_time t = hr_check_loss_time(c, l, false);
        if (t.failed) *e = HR_ENOMEM;
        if (t.when == HR_WHEN_REACHED) after = fmin(after, t.s[HR_NOMINAL]);
    }
    return after;
}

/* Cases that take the same need not take it as soon: a switch that is stuck besides leaves no time until it would have acted. */
static hr_err find_soonest(const hr_stories *s, hr_story *x)
{
    hr_err e = HR_OK;
    x->soonest = HR_NONE;
    if (x->lost[true] == 0 || x->n_case == 1) return e;
    double first = x->soonest_after = first_limit(s->c, x->loss, x->n_loss, &e);
    for (uint32_t i = 1; i < x->n_case && i < MOST_TIMED && first > 0 && e == HR_OK; i++) {
        double t = first_limit(s->c, hr_first_loss(s->c, x->case_[i]), x->n_loss, &e);
        if (t < x->soonest_after && t < first * (1 - 1e-9)) x->soonest = x->case_[i], x->soonest_after = t;
    }
    return e;
}

hr_err hr_stories_open(hr_stories *s, const hr_check *c)
{
    hr_gpus g;
    *s = (hr_stories){.c = c, .arena = hr_arena_new()};
    uint32_t *seen = hr_calloc(c->site->n_unit + 1, sizeof *seen),
             *above = hr_calloc(c->site->n_unit + 1, sizeof *above);
    climb up = {.s = c->site, .seen = above, .stack = hr_malloc((c->site->n_unit + 1) * sizeof *up.stack)};
    hr_err e = hr_gpus_open(&g, c);
    if (!s->arena || !seen || !above || !up.stack) e = HR_ENOMEM;
    if (e == HR_OK) e = group(s);
    if (e == HR_OK) add_up(s, &g, seen);
    if (e == HR_OK && s->n > 1) qsort(s->item, s->n, sizeof *s->item, by_worst);
    if (e == HR_OK) e = put_sooner_first(s);
    if (e == HR_OK) choose(s, &up);
    for (uint32_t i = 0; i < s->n_worst && e == HR_OK; i++) e = find_soonest(s, &s->item[s->worst[i]]);
    hr_gpus_close(&g);
    hr_free(seen);
    hr_free(above);
    hr_free(up.stack);
    return e;
}

void hr_stories_close(hr_stories *s) { hr_arena_free(s->arena); }

uint32_t hr_stories_find(const hr_stories *s, uint32_t case_)
{
    for (uint32_t i = 0; i < s->n; i++)
        for (uint32_t k = 0; k < s->item[i].n_case; k++)
            if (s->item[i].case_[k] == case_) return i;
    return HR_NONE;
}

/* --- chains ----------------------------------------------------------------------------------------------------------------- */

enum { CAUSES = 4 }; /* of one loss that chains begin at */

typedef struct way { /* of one loss from one cause */
    const hr_loss *l;
    uint32_t k, of;  /* its causes stand one behind the other: k = 0 is the first of so many */
    hr_target cause; /* unit and wire HR_NONE: nothing is out */
    hr_chain_layers layers;
} way;

typedef struct teller {
    const hr_check *c;
    hr_arena *a;
    uint32_t *place;
    hr_vec ways, units; /* way; named */
} teller;

static hr_err name_of(const hr_site *s, hr_target t, hr_arena *a, hr_str *out)
{
    size_t n = hr_target_name(s, t, NULL, 0);
    char *text = hr_arena_alloc(a, n + 1);
    if (!text) return HR_ENOMEM;
    hr_target_name(s, t, text, n + 1);
    *out = (hr_str){text, (uint32_t)n};
    return HR_OK;
}

/* Whether "a+b|c" names it. */
static bool is_named(hr_str blame, hr_str name)
{
    for (uint32_t i = 0, end; i < blame.n; i = end + 1) {
        for (end = i; end < blame.n && blame.s[end] != '+' && blame.s[end] != '|';) end++;
        if (hr_str_eq((hr_str){blame.s + i, end - i}, name)) return true;
    }
    return false;
}

/* What its losses are traced to: one thing, or each of several that are named. */
static hr_err find_causes(const teller *t, const hr_loss *l, hr_target *cause, uint32_t *n)
{
    const hr_case *x = &t->c->cases[l->case_];
    const hr_blame *b = &t->c->blame[l->blame];
    hr_str name;
    hr_err e = HR_OK;
    *n = 0;
    for (uint32_t i = 0; i < x->n_out && *n < CAUSES && e == HR_OK; i++) {
        e = name_of(t->c->site, x->out[i], t->a, &name);
        if (e == HR_OK && is_named(b->text, name)) cause[(*n)++] = x->out[i];
    }
    if (*n == 0) cause[(*n)++] = b->first;
    return e;
}

static bool same_refs(const hr_site *s, hr_id a, hr_id b)
{
    uint32_t n, m, x = hr_unit_heat_refs(s, a, &n), y = hr_unit_heat_refs(s, b, &m);
    for (uint32_t i = 0; i < n && n == m; i++)
        if (s->heat_ref[x + i].role != s->heat_ref[y + i].role || s->heat_ref[x + i].to != s->heat_ref[y + i].to)
            return false;
    return n == m;
}

/* Two loads of one declaration that hang on the same: the ways to them differ in the load alone. */
static bool hang_alike(const hr_site *s, const hr_loss *a, const hr_loss *b)
{
    const hr_unit *x = &s->unit[a->unit], *y = &s->unit[b->unit];
    if (x->decl != y->decl || x->holder != y->holder || x->wire_count != y->wire_count) return false;
    if (a->heat != b->heat || a->cascade != b->cascade || a->blame != b->blame) return false;
    for (uint32_t i = 0; i < x->wire_count; i++)
        if (s->wire[x->wire_first + i].parent != s->wire[y->wire_first + i].parent) return false;
    if (x->held_count != y->held_count || !same_refs(s, a->unit, b->unit)) return false;
    for (uint32_t i = 0; i < x->held_count; i++)
        if (!same_refs(s, x->held_first + i, y->held_first + i)) return false;
    return true;
}

/* The way of the one before, with another end. */
static hr_err copy_way(teller *t, const way *from, way *to)
{
    uint32_t last = from->layers.n - 1, n = from->layers.first[last + 1];
    to->layers = from->layers;
    to->layers.unit = HR_NEW_ARRAY(t->a, hr_id, n);
    if (!to->layers.unit) return HR_ENOMEM;
    memcpy(to->layers.unit, from->layers.unit, n * sizeof(hr_id));
    to->layers.unit[n - 1] = to->l->unit;
    return HR_OK;
}

static bool is_none(hr_target t) { return t.unit == HR_NONE && t.wire == HR_NONE; }

/* A cause that is the load itself, or one of its own feeds, is no way that another may copy. */
static bool is_common(const hr_loss *l, const way *w)
{
    return w->layers.n > 1 && w->cause.wire == HR_NONE && l->unit != w->cause.unit && is_none(w->layers.through);
}

static hr_err find_ways(teller *t, const hr_story *x)
{
    hr_err e = HR_OK;
    size_t before = 0, n_before = 0; /* ways of the loss before */
    for (uint32_t i = x->loss; i < x->loss + x->n_loss && e == HR_OK; i++) {
        const hr_loss *l = &t->c->loss[i];
        hr_target cause[CAUSES];
        uint32_t n;
        size_t first = t->ways.n;
        e = find_causes(t, l, cause, &n);
        for (uint32_t k = 0; k < n && e == HR_OK; k++) {
            way *w = hr_vec_push(&t->ways, sizeof *w);
            if (!w) return HR_ENOMEM;
            const way *old = n_before == n ? (const way *)t->ways.item + before + k : NULL;
            *w = (way){.l = l, .k = k, .of = n, .cause = cause[k]};
            if (old && is_common(l, old) && hang_alike(t->c->site, old->l, l)) e = copy_way(t, old, w);
            else e = hr_check_layers(t->c, l, cause[k], t->place, t->a, &w->layers);
        }
        before = first;
        n_before = n;
    }
    return e;
}

/* --- ways taken together ---------------------------------------------------------------------------------------------------- */

static const hr_type *type_at(const hr_site *s, const way *w, uint32_t layer)
{
    return hr_unit_type(s, w->layers.unit[w->layers.first[layer]]);
}

static bool same_cause(const way *x, const way *y)
{
    return hr_target_same(x->cause, y->cause) && hr_target_same(x->layers.through, y->layers.through);
}

static bool is_one_way(const hr_site *s, const way *x, const way *y)
{
    if (x->l->heat != y->l->heat || x->l->blame != y->l->blame || x->l->cascade != y->l->cascade) return false;
    if (!same_cause(x, y) || x->layers.n != y->layers.n) return false;
    if (x->layers.n == 0) return hr_unit_type(s, x->l->unit) == hr_unit_type(s, y->l->unit);
    for (uint32_t i = 0; i < x->layers.n; i++)
        if (type_at(s, x, i) != type_at(s, y, i)) return false;
    return true;
}

/* Losses whose ways from each of their causes go through the same kinds of elements are one chain. */
static bool go_together(const hr_site *s, const way *x, const way *y)
{
    for (uint32_t k = 0; k < x->of && x->of == y->of; k++)
        if (!is_one_way(s, &x[k], &y[k])) return false;
    return x->of == y->of;
}

typedef struct named { /* a unit by what it is called in its holder */
    uint32_t name;
    hr_id unit, first; /* first: of all that are called so */
} named;

static int by_name(const void *a, const void *b)
{
    const named *x = a, *y = b;
    if (x->name != y->name) return x->name < y->name ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static int by_first(const void *a, const void *b)
{
    const named *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* What is held alike in several stands together: "rack-[1-4].pdu-1,rack-[1-4].pdu-2". Names are numbered as they stand in the
 * text, so the order is that of the first unit of each. */
static void put_in_order(named *u, size_t n)
{
    if (n > 1) qsort(u, n, sizeof *u, by_name);
    for (size_t i = 0; i < n; i++) u[i].first = i && u[i].name == u[i - 1].name ? u[i - 1].first : u[i].unit;
    if (n > 1) qsort(u, n, sizeof *u, by_first);
}

/* t->units, each once, as a step. */
static hr_err put_step(teller *t, hr_chain_step *out)
{
    const hr_site *s = t->c->site;
    named *u = t->units.item;
    uint32_t n = 0;
    hr_buf text = {0};
    put_in_order(u, t->units.n);
    *out = (hr_chain_step){.unit = HR_NEW_ARRAY(t->a, hr_id, t->units.n), .wire = HR_NONE};
    for (size_t i = 0; i < t->units.n && out->unit; i++)
        if (n == 0 || out->unit[n - 1] != u[i].unit) out->unit[n++] = u[i].unit;
    out->n = n;
    hr_err e = out->unit ? hr_fold_units(s, out->unit, n, &text) : HR_ENOMEM;
    if (e == HR_OK) {
        out->name = hr_arena_str(t->a, text.s ? text.s : "", text.n);
        if (!out->name.s) e = HR_ENOMEM;
    }
    hr_buf_free(&text);
    t->units.n = 0;
    return e;
}

static hr_err add_units(teller *t, const hr_id *unit, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const hr_unit *u = &t->c->site->unit[unit[i]];
        named *slot = hr_vec_push(&t->units, sizeof *slot);
        if (!slot) return HR_ENOMEM;
        *slot = (named){u->holder == HR_NONE ? 0 : u->name + 1, unit[i], 0};
    }
    return HR_OK;
}

/* Nothing but the holders of what comes next, whose names say so. */
static bool says_nothing(const teller *t, const hr_chain_step *x, const hr_chain_step *next)
{
    bool so = next->n > 0;
    for (uint32_t i = 0; i < x->n; i++) t->place[x->unit[i]] = 1;
    for (uint32_t i = 0; i < next->n && so; i++) {
        hr_id holder = t->c->site->unit[next->unit[i]].holder;
        so = holder != HR_NONE && t->place[holder];
    }
    for (uint32_t i = 0; i < x->n; i++) t->place[x->unit[i]] = 0;
    return so;
}

/* A feed is a step of its own; a unit too where the layers do not begin with it. */
static hr_err put_target(teller *t, hr_target x, bool in_layers, hr_chain_way *out)
{
    hr_chain_step *step = &out->step[out->n_step];
    if (is_none(x) || (x.wire == HR_NONE && in_layers)) return HR_OK;
    out->n_step++;
    *step = (hr_chain_step){.wire = x.wire, .n = x.wire == HR_NONE};
    if (step->n && !(step->unit = HR_NEW_ARRAY(t->a, hr_id, 1))) return HR_ENOMEM;
    if (step->n) step->unit[0] = x.unit;
    return name_of(t->c->site, x, t->a, &step->name);
}

/* What is out; then, where only a cascade loses what lies below another device, that. */
static hr_err put_cause(teller *t, const way *w, hr_chain_way *out)
{
    hr_target through = w->layers.through;
    if (is_none(w->cause))
        out->step[out->n_step++] = (hr_chain_step){.wire = HR_NONE, .name = t->c->blame[w->l->blame].text};
    hr_err e = put_target(t, w->cause, w->layers.n > 0 && is_none(through), out);
    return e == HR_OK ? put_target(t, through, true, out) : e;
}

/* list: the losses of one chain, by the first of their ways; k: of which cause. */
static hr_err put_way(teller *t, const way *const *list, uint32_t n, uint32_t k, hr_chain_way *out)
{
    uint32_t deep = list[0][k].layers.n;
    *out = (hr_chain_way){HR_NEW_ARRAY(t->a, hr_chain_step, (size_t)deep + 3), 0};
    hr_err e = out->step ? put_cause(t, &list[0][k], out) : HR_ENOMEM;
    for (uint32_t d = 0; d < (deep ? deep : 1) && e == HR_OK; d++) {
        for (uint32_t i = 0; i < n && e == HR_OK; i++) {
            const hr_chain_layers *y = &list[i][k].layers;
            e = deep ? add_units(t, y->unit + y->first[d], y->first[d + 1] - y->first[d])
                     : add_units(t, &list[i]->l->unit, 1);
        }
        if (e == HR_OK) e = put_step(t, &out->step[out->n_step++]);
        hr_chain_step *last = &out->step[out->n_step - 1];
        if (e == HR_OK && d && d + 1 == deep && d > 1 && says_nothing(t, last - 1, last))
            last[-1] = *last, out->n_step--;
    }
    return e;
}

/* Steps at the end that all ways have; each has one of its own at least. */
static uint32_t where_they_meet(const hr_chain *x)
{
    for (uint32_t same = 0;; same++)
        for (uint32_t k = 0; k < x->n_way; k++) {
            const hr_chain_way *y = &x->way[k];
            if (y->n_step <= same + 1) return same;
            if (!hr_str_eq(y->step[y->n_step - 1 - same].name, x->way[0].step[x->way[0].n_step - 1 - same].name))
                return same;
        }
}

/* "(board-A > cdu-1)", without what is a cause itself: that stands beside it. */
static void put_branch(const hr_chain *x, uint32_t k, uint32_t same, hr_str blame, hr_buf *out)
{
    const hr_chain_way *y = &x->way[k];
    uint32_t n = y->n_step - same;
    if (n > 1 && is_named(blame, y->step[n - 1].name)) n--;
    if (n > 1) hr_buf_c(out, '(');
    for (uint32_t i = 0; i < n; i++) hr_buf_printf(out, "%s%.*s", i ? " > " : "", HR_STR_FMT(y->step[i].name));
    if (n > 1) hr_buf_c(out, ')');
}

/* The blame, "a+b|c", each cause with its way to where they meet: "a + (b > x) or c". */
static void put_causes(const hr_chain *x, const hr_str *cause, uint32_t same, hr_str blame, hr_buf *out)
{
    for (uint32_t i = 0, end; i < blame.n; i = end + 1) {
        for (end = i; end < blame.n && blame.s[end] != '+' && blame.s[end] != '|';) end++;
        const hr_str name = {blame.s + i, end - i};
        uint32_t k = 0;
        while (k < x->n_way && !hr_str_eq(cause[k], name)) k++;
        if (k < x->n_way) put_branch(x, k, same, blame, out);
        else hr_buf_printf(out, "%.*s", HR_STR_FMT(name));
        if (end < blame.n) hr_buf_z(out, blame.s[end] == '+' ? " + " : " or ");
    }
}

/* A loss with several causes is told once, by a first step that names all. */
static hr_err join(teller *t, const way *first, hr_chain *x)
{
    hr_str cause[CAUSES];
    hr_buf text = {0};
    uint32_t same = where_they_meet(x);
    hr_err e = HR_OK;
    for (uint32_t k = 0; k < x->n_way && e == HR_OK; k++) e = name_of(t->c->site, first[k].cause, t->a, &cause[k]);
    x->step = HR_NEW_ARRAY(t->a, hr_chain_step, (size_t)same + 1);
    x->n_step = same + 1;
    if (!x->step || e != HR_OK) return HR_ENOMEM;
    put_causes(x, cause, same, t->c->blame[x->blame].text, &text);
    x->step[0] = (hr_chain_step){.wire = HR_NONE, .name = hr_arena_str(t->a, text.s ? text.s : "", text.n)};
    if (same) memcpy(x->step + 1, x->way[0].step + (x->way[0].n_step - same), same * sizeof *x->step);
    e = text.failed || !x->step[0].name.s ? HR_ENOMEM : HR_OK;
    hr_buf_free(&text);
    return e;
}

static hr_err put_chain(teller *t, const way *const *list, uint32_t n, hr_chain *out)
{
    const hr_loss *l = list[0]->l;
    *out = (hr_chain){.heat = l->heat, .cascade = l->cascade, .blame = l->blame, .first = l, .n_way = list[0]->of};
    out->way = HR_NEW_ARRAY(t->a, hr_chain_way, out->n_way);
    hr_err e = out->way ? HR_OK : HR_ENOMEM;
    for (uint32_t k = 0; k < out->n_way && e == HR_OK; k++) e = put_way(t, list, n, k, &out->way[k]);
    if (e == HR_OK && out->n_way > 1) e = join(t, list[0], out);
    else if (e == HR_OK) out->step = out->way[0].step, out->n_step = out->way[0].n_step;
    for (uint32_t i = 0; i < n; i++) {
        out->w += list[i]->l->w;
        out->unknown = out->unknown || list[i]->l->unknown;
    }
    return e;
}

/* Reports show the first few. */
static int by_size(const void *a, const void *b)
{
    const hr_chain *x = a, *y = b;
    if (x->w != y->w) return x->w > y->w ? -1 : 1;
    if (x->heat != y->heat) return x->heat ? 1 : -1;
    if (x->blame != y->blame) return x->blame < y->blame ? -1 : 1;
    const hr_chain_way *v = &x->way[0], *w = &y->way[0];
    const hr_chain_step *p = &v->step[v->n_step - 1], *q = &w->step[w->n_step - 1];
    if (p->unit[0] != q->unit[0]) return p->unit[0] < q->unit[0] ? -1 : 1;
    return hr_name_cmp(x->step[0].name, y->step[0].name);
}

static hr_err fold(teller *t, hr_chain **out, uint32_t *n)
{
    const way *w = t->ways.item;
    const way **list = HR_NEW_ARRAY(t->a, const way *, t->ways.n);
    bool *done = HR_NEW_ARRAY(t->a, bool, t->ways.n);
    *out = HR_NEW_ARRAY(t->a, hr_chain, t->ways.n);
    hr_err e = list && done && *out ? HR_OK : HR_ENOMEM;
    *n = 0;
    for (size_t i = 0; i < t->ways.n && e == HR_OK; i++) {
        uint32_t m = 0;
        for (size_t k = i; k < t->ways.n && !done[i] && w[i].k == 0; k += w[k].of)
            if (k == i || (!done[k] && go_together(t->c->site, &w[i], &w[k]))) list[m++] = &w[k];
        if (m == 0) continue;
        for (uint32_t k = 0; k < m; k++) done[list[k] - w] = true;
        e = put_chain(t, list, m, &(*out)[(*n)++]);
    }
    if (e == HR_OK && *n > 1) qsort(*out, *n, sizeof **out, by_size);
    return e;
}

hr_err hr_story_chains(const hr_stories *s, const hr_story *x, hr_arena *a, hr_chain **out, uint32_t *n)
{
    teller t = {.c = s->c, .a = a, .place = hr_calloc(s->c->site->n_unit + 1, sizeof *t.place)};
    *out = NULL;
    *n = 0;
    hr_err e = t.place ? find_ways(&t, x) : HR_ENOMEM;
    if (e == HR_OK) e = fold(&t, out, n);
    if (e != HR_OK) *n = 0; /* the last of them is not whole */
    hr_free(t.place);
    hr_vec_free(&t.ways);
    hr_vec_free(&t.units);
    return e;
}
