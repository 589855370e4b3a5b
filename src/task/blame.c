/* blame.c - which outage took a load: minimal sets of what is out, and the chain from there to the load.
 *
 * A single outage is its own blame. Of several at once every minimal subset that alone loses the load is found by
 * trying subsets in order of size: one subset "a" or "a+b", several "a|b". Each lost load stands under exactly one such
 * key, so the parts of a case add up to its whole. Of a large group only what stands above a load can take it (unless
 * overloads carry the outage elsewhere): loads below the same members of the group are looked at together. Of two things
 * the sweep has solved each alone already. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "task/check.h"

#define MOST_OUTS 12 /* 4,096 subsets; with more above one load only the whole set is blamed */

struct hr_check_chains { /* one case is solved for all chains of it: they are asked for one after the other */
    hr_work *work;
    uint32_t case_;
};

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

/* What may take a load: all that is out, or the part of it that stands above the load. */
typedef struct suspects {
    hr_target out[MOST_OUTS];
    uint32_t n; /* 0: too many to try */
} suspects;

static hr_err subset_text(const hr_check *c, const hr_target *out, uint32_t n, uint32_t subset, hr_buf *text)
{
    bool first = true;
    for (uint32_t i = 0; i < n; i++) {
        if (n <= MOST_OUTS && !(subset >> i & 1)) continue;
        if (!first) hr_buf_c(text, '+');
        first = false;
        target_text(c, &out[i], text);
    }
    return text->failed ? HR_ENOMEM : HR_OK;
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

static bool comes_before(const hr_site *s, hr_target a, hr_target b)
{
    char x[512], y[512];
    hr_target_name(s, a, x, sizeof x);
    hr_target_name(s, b, y, sizeof y);
    return hr_name_cmp(hr_str_of(x), hr_str_of(y)) < 0;
}

/* In the order of names, so that one set of causes has one text: "a+b" is never "b+a". */
static void sort_suspects(const hr_site *s, suspects *who)
{
    for (uint32_t i = 1; i < who->n; i++)
        for (uint32_t k = i; k && comes_before(s, who->out[k], who->out[k - 1]); k--) {
            hr_target t = who->out[k];
            who->out[k] = who->out[k - 1];
            who->out[k - 1] = t;
        }
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

static bool is_some(hr_reading r) { return r.state == HR_S_UNKNOWN || (r.state != HR_S_OFF && r.v > 0); }

/* Of cooling: whether nothing takes the heat that it is about, coolant, door and air each. */
static bool is_lost(const blamer *b, const hr_loss *l)
{
    hr_reading by[HR_COOL_MEDIA];
    hr_id port = b->c->site->unit[l->unit].port;
    if (!l->heat) return is_some(hr_power_engine.reading(b->work, hr_point_of(port, HR_Q_LOST)));
    hr_power_engine.uncooled(b->work, l->unit, by);
    for (int i = 0; i < HR_COOL_MEDIA; i++)
        if (l->by >> i & 1 && !is_some(by[i]) && by[i].state != HR_S_UNSOLVED) return false;
    return true;
}

/* What is lost before any cascade is blamed on what loses it so; what only a cascade loses, on what does in either way. */
static void mark_lost(const blamer *b, hr_loss *const *loss, uint32_t n, uint32_t subset, bool cascade, minimal *found)
{
    for (uint32_t i = 0; i < n; i++)
        if ((loss[i]->cascade || !cascade) && !covered(&found[i], subset) && found[i].n < 64 && is_lost(b, loss[i]))
            found[i].set[found[i].n++] = subset;
}

static void try_subset(blamer *b, const hr_case *x, const suspects *who, uint32_t subset, hr_loss *const *loss,
                       uint32_t n, minimal *found)
{
    hr_target out[MOST_OUTS];
    static const hr_case nothing[HR_BASES] = {
        [HR_BASE_UTILITY] = {.base = HR_BASE_UTILITY}, [HR_BASE_GENERATORS] = {.base = HR_BASE_GENERATORS}};
    hr_case part = *x;
    part.n_out = 0;
    part.out = out;
    for (uint32_t i = 0; i < who->n; i++)
        if (subset >> i & 1) out[part.n_out++] = who->out[i];
    hr_power_engine.solve(b->work, &part);
    mark_lost(b, loss, n, subset, false, found);
    if (hr_power_engine.cascade(b->work)) mark_lost(b, loss, n, subset, true, found);
    hr_power_engine.solve(b->work, &nothing[x->base]); /* part and out[] are gone after this */
}

static hr_err write_minimal(blamer *b, const hr_case *x, const suspects *who, const minimal *m, uint32_t *index)
{
    hr_buf text = {0};
    uint32_t first = 0;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < m->n && e == HR_OK; i++) {
        if (i) hr_buf_c(&text, '|');
        e = subset_text(b->c, who->out, who->n, m->set[i], &text);
    }
    if (m->n == 0) e = subset_text(b->c, x->out, x->n_out, UINT32_MAX, &text);
    while (m->n && !(m->set[0] >> first & 1)) first++;
    hr_target begin = m->n ? who->out[first] : x->out[0];
    if (e == HR_OK) e = push_blame(b, (hr_str){text.s, (uint32_t)text.n}, begin, index);
    hr_buf_free(&text);
    return e;
}

/* Losses with the same suspects. */
static hr_err blame_alike(blamer *b, const hr_case *x, const suspects *who, hr_loss *const *loss, uint32_t n)
{
    hr_arena *a = hr_arena_new();
    minimal *found = a ? HR_NEW_ARRAY(a, minimal, n) : NULL;
    hr_err e = found ? HR_OK : HR_ENOMEM;
    for (uint32_t size = 1; e == HR_OK && size <= who->n; size++)
        for (uint32_t subset = 1; subset < 1u << who->n; subset++)
            if ((uint32_t)__builtin_popcount(subset) == size) try_subset(b, x, who, subset, loss, n, found);
    for (uint32_t i = 0; i < n && e == HR_OK; i++) e = write_minimal(b, x, who, &found[i], &loss[i]->blame);
    hr_arena_free(a);
    return e;
}

/* --- many outages: who stands above a load ------------------------------------------------------------------------------- */

typedef struct suspected { /* a loss and who may have caused it */
    hr_loss *loss;
    suspects who;
} suspected;

static int by_target(const hr_target *a, const hr_target *b)
{
    if (a->unit != b->unit) return a->unit < b->unit ? -1 : 1;
    if (a->wire != b->wire) return a->wire < b->wire ? -1 : 1;
    return a->member < b->member ? -1 : a->member > b->member;
}

static int by_suspects(const void *a, const void *b)
{
    const suspected *x = a, *y = b;
    if (x->who.n != y->who.n) return x->who.n < y->who.n ? -1 : 1;
    for (uint32_t i = 0; i < x->who.n; i++) {
        int d = by_target(&x->who.out[i], &y->who.out[i]);
        if (d) return d;
    }
    return x->loss < y->loss ? -1 : x->loss > y->loss;
}

/* Marks what stands above a unit, itself and its holders included. seen has a place for each unit, then for each wire. */
static void mark_above(const hr_site *s, hr_id unit, uint32_t mark, uint32_t *seen, hr_id *stack)
{
    uint32_t n = 0;
    stack[n++] = unit;
    seen[unit] = mark;
    while (n) {
        const hr_unit *u = &s->unit[stack[--n]];
        hr_id bar = hr_bar_of(s, (hr_id)(u - s->unit));
        if (bar != HR_NONE) seen[bar] = mark;
        if (u->holder != HR_NONE && seen[u->holder] != mark) seen[u->holder] = mark, stack[n++] = u->holder;
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            hr_id parent = s->wire[w].parent;
            seen[s->n_unit + w] = mark;
            if (seen[parent] != mark) seen[parent] = mark, stack[n++] = parent;
        }
    }
}

static void find_suspects(const hr_site *s, const hr_case *x, const uint32_t *seen, uint32_t mark, suspects *who)
{
    who->n = 0;
    for (uint32_t i = 0; i < x->n_out; i++) {
        const hr_target *t = &x->out[i];
        uint32_t at = t->wire != HR_NONE ? s->n_unit + t->wire : t->unit;
        if (seen[at] != mark) continue;
        if (who->n == MOST_OUTS) {
            who->n = 0;
            return;
        }
        who->out[who->n++] = *t;
    }
}

static hr_err blame_groups(blamer *b, const hr_case *x, suspected *list, uint32_t n)
{
    hr_loss **loss = hr_malloc((n + 1) * sizeof *loss);
    hr_err e = loss ? HR_OK : HR_ENOMEM;
    qsort(list, n, sizeof *list, by_suspects);
    for (uint32_t i = 0; i < n && e == HR_OK;) {
        uint32_t k = 0;
        const suspects *who = &list[i].who;
        suspected same = list[i];
        for (; i < n; i++) {
            same.loss = list[i].loss;
            if (by_suspects(&same, &list[i])) break;
            loss[k++] = list[i].loss;
        }
        e = blame_alike(b, x, who, loss, k);
    }
    hr_free(loss);
    return e;
}

static hr_err blame_several(blamer *b, const hr_case *x, hr_loss *loss, uint32_t n)
{
    const hr_site *s = b->c->site;
    suspected *list = hr_calloc(n + 1, sizeof *list);
    uint32_t *seen = hr_calloc((size_t)s->n_unit + s->n_wire + 1, sizeof *seen);
    hr_id *stack = hr_malloc((s->n_unit + 1) * sizeof *stack);
    hr_err e = list && seen && stack ? HR_OK : HR_ENOMEM;
    suspects all = {.n = x->n_out <= MOST_OUTS ? x->n_out : 0};
    memcpy(all.out, x->out, all.n * sizeof *x->out);
    sort_suspects(s, &all);
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        list[i] = (suspected){&loss[i], all};
        if (x->n_out <= MOST_OUTS || loss[i].cascade || loss[i].heat) continue;
        mark_above(s, loss[i].unit, i + 1, seen, stack);
        find_suspects(s, x, seen, i + 1, &list[i].who);
        sort_suspects(s, &list[i].who);
    }
    if (e == HR_OK) e = blame_groups(b, x, list, n);
    hr_free(list);
    hr_free(seen);
    hr_free(stack);
    return e;
}

/* --- two things ------------------------------------------------------------------------------------------------------------- */

static bool lost_alone(const hr_check *c, uint32_t case_, const hr_loss *loss)
{
    hr_id unit = loss->unit;
    uint32_t lo = 0, hi = c->n_loss;
    if (case_ == HR_NONE) return false;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        const hr_loss *x = &c->loss[mid];
        bool before = x->heat != loss->heat ? loss->heat : x->unit < unit;
        if (x->case_ < case_ || (x->case_ == case_ && before)) lo = mid + 1;
        else hi = mid;
    }
    uint8_t by = 0;
    bool any = false;
    for (uint32_t i = lo; i < c->n_loss && c->loss[i].case_ == case_ && c->loss[i].unit == unit; i++) {
        const hr_loss *x = &c->loss[i];
        if (x->heat != loss->heat || (x->cascade && !loss->cascade)) continue;
        any = true, by |= x->by;
    }
    return any && (by & loss->by) == loss->by;
}

static hr_err blame_two(blamer *b, const hr_case *x, hr_loss *loss, uint32_t n)
{
    uint32_t first = comes_before(b->c->site, x->out[1], x->out[0]); /* in the order of names */
    suspects who = {.n = 2, .out = {x->out[first], x->out[!first]}};
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        minimal m = {.n = 0};
        for (uint32_t k = 0; k < 2; k++)
            if (lost_alone(b->c, x->alone[k ^ first], &loss[i])) m.set[m.n++] = 1u << k;
        if (m.n == 0) m.set[m.n++] = 3;
        e = write_minimal(b, x, &who, &m, &loss[i].blame);
    }
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

/* Lost with nothing out: what --out took away in the base, the utilities where generators are to carry the load, or no
 * feed that closes by itself. */
static hr_err blame_base(blamer *b, const hr_case *x, hr_loss *loss, uint32_t n)
{
    hr_case base = {.kind = HR_CASE_COMMON, .n_out = (uint16_t)b->c->n_base_out, .out = b->c->base_out};
    hr_buf text = {0};
    uint32_t index = 0;
    hr_err e = HR_OK;
    if (base.n_out) e = subset_text(b->c, base.out, base.n_out, UINT32_MAX, &text);
    else if (loss->heat) hr_buf_z(&text, "cooling as it stands");
    else hr_buf_z(&text, x->base == HR_BASE_GENERATORS ? "no utility" : "no live feed");
    hr_target first = base.n_out ? base.out[0] : (hr_target){HR_NONE, 0, HR_NONE, HR_OUT};
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
        uint32_t power = i;
        while (power < end && !c->loss[power].heat) power++;
        if (x->n_out == 0 && power > i) e = blame_base(b, x, c->loss + i, power - i);
        if (x->n_out == 0 && power < end && e == HR_OK) e = blame_base(b, x, c->loss + power, end - power);
        if (x->n_out == 0) {
            i = end;
            continue;
        }
        if (x->n_out == 1) e = blame_one(b, x->out[0], c->loss + i, end - i);
        else if (x->kind == HR_CASE_BREAKER_FAILURE) e = blame_one(b, x->out[1], c->loss + i, end - i);
        else if (x->kind != HR_CASE_COMMON) e = blame_two(b, x, c->loss + i, end - i);
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
    static const hr_case nothing[HR_BASES] = {{.base = HR_BASE_UTILITY}, {.base = HR_BASE_GENERATORS}};
    for (uint32_t i = hr_power_engine.bases(c->engine[HR_NOMINAL]); b.work && i-- > 0;)
        hr_power_engine.solve(b.work, &nothing[i]); /* what it was solved for may be gone */
    hr_vec_free(&b.blame);
    c->chains = HR_NEW(c->arena, struct hr_check_chains);
    if (c->chains) *c->chains = (struct hr_check_chains){b.work, HR_NONE};
    else hr_power_engine.work_free(b.work);
    return e == HR_OK && !c->chains ? HR_ENOMEM : e;
}

void hr_check_chains_free(hr_check *c)
{
    if (c->chains) hr_power_engine.work_free(c->chains->work);
}

/* --- chain ------------------------------------------------------------------------------------------------------------------ */

/* Breadth first from the load up its feeds. What feeds one load is a small part of the site, so those seen are a short
 * list: marks for every unit would have to be cleared for every chain. Who asks for many chains brings `place`. */
typedef struct walker {
    struct visit {
        hr_id unit;
        uint32_t from; /* index of the one we came from; of the load itself, its own */
        uint32_t depth;
    } * seen;
    uint32_t n, cap;
    hr_arena *arena;
    uint32_t *place;     /* by unit: its index + 1; NULL: the list is searched */
    hr_vec *edge;        /* of pairs of indices, every way that is no longer than the shortest; NULL: one will do */
    const hr_work *work; /* of cooling: only what suffers is gone through; NULL: everything is */
    bool failed;         /* memory ran out */
} walker;

static uint32_t place_of(const walker *w, hr_id unit)
{
    if (w->place) return w->place[unit] ? w->place[unit] - 1 : w->n;
    uint32_t i = 0;
    while (i < w->n && w->seen[i].unit != unit) i++;
    return i;
}

static bool make_room(walker *w)
{
    if (w->n < w->cap) return true;
    uint32_t cap = w->cap ? 2 * w->cap : 32;
    struct visit *grown = HR_NEW_ARRAY(w->arena, struct visit, cap);
    if (!grown) return false;
    if (w->n) memcpy(grown, w->seen, w->n * sizeof *grown);
    w->seen = grown;
    w->cap = cap;
    return true;
}

static void note_edge(walker *w, uint32_t from, uint32_t to)
{
    if (!w->edge || !w->seen || from == to || w->seen[to].depth != w->seen[from].depth + 1) return;
    uint32_t *x = hr_vec_push(w->edge, 2 * sizeof *x);
    if (x) x[0] = from, x[1] = to;
    else w->failed = true;
}

static void step(walker *w, hr_id unit, uint32_t from)
{
    uint32_t at = place_of(w, unit);
    if (at == w->n) {
        if (w->work && w->n && !hr_power_engine.suffers(w->work, unit)) return;
        if (!make_room(w)) {
            w->failed = true;
            return;
        }
        w->seen[w->n++] = (struct visit){unit, from, at ? w->seen[from].depth + 1 : 0};
        if (w->place) w->place[unit] = w->n;
    }
    note_edge(w, from, at);
}

static void forget(walker *w)
{
    for (uint32_t i = 0; w->place && i < w->n; i++) w->place[w->seen[i].unit] = 0;
    if (w->edge) w->edge->n = 0;
    w->n = 0;
}

/* The loop of a junction; what stands for itself. */
static hr_id loop_of(const hr_site *s, hr_id u)
{
    hr_id loop = hr_unit_cooling(s, u) == HR_COOLING_JUNCTION ? hr_unit_heat_to(s, u, HR_HEAT_LOOP) : HR_NONE;
    return loop == HR_NONE ? u : loop;
}

/* Where its heat goes on: that of a load, or of what cools. */
static void step_onwards(const hr_site *s, walker *w, hr_id u, uint32_t i)
{
    static const hr_heat_role to[] = {HR_HEAT_COOLANT, HR_HEAT_PRIMARY, HR_HEAT_ZONE};
    bool load = i == 0, cooler = hr_cooling_is_cooler(hr_unit_cooling(s, u));
    if (!load && !cooler && hr_unit_cooling(s, u) != HR_COOLING_DOOR) return;
    for (unsigned k = 0; k < sizeof to / sizeof *to; k++) {
        hr_id unit = hr_unit_heat_to(s, u, to[k]);
        if (!load && to[k] == HR_HEAT_ZONE && hr_unit_heat_to(s, u, HR_HEAT_PRIMARY) != HR_NONE) continue;
        if (unit != HR_NONE) step(w, loop_of(s, unit), i);
    }
}

/* Doors and pumps. */
static void step_held(const hr_site *s, walker *w, hr_id u, uint32_t i)
{
    const hr_unit *x = &s->unit[u];
    for (hr_id h = x->held_first; x->held_count && h < x->held_first + x->held_count; h++) {
        hr_cooling_kind k = hr_unit_cooling(s, h);
        if (k == HR_COOLING_DOOR || k == HR_COOLING_PUMP) step(w, h, i);
    }
}

/* What cools a body, and what stands between its junctions. */
static void step_into_body(const hr_site *s, walker *w, hr_id u, uint32_t i, hr_id goal)
{
    bool door = goal != HR_NONE && hr_unit_cooling(s, goal) == HR_COOLING_DOOR;
    uint32_t n, first = hr_unit_heat_refs(s, u, &n);
    for (uint32_t k = first; k < first + n; k++)
        if (s->heat_ref[k].role == HR_HEAT_COOLED_BY) step(w, s->heat_ref[k].to, i);
    if (door && hr_unit_heat_to(s, s->unit[goal].holder, HR_HEAT_ZONE) == u) step(w, goal, i);
    for (uint32_t k = 0; hr_unit_cooling(s, u) == HR_COOLING_LOOP && k < s->n_heat_ref; k++) {
        const hr_heat_ref *r = &s->heat_ref[k];
        if (r->role == HR_HEAT_BETWEEN && r->place == 0 && loop_of(s, r->to) == u) step(w, r->unit, i);
    }
}

/* True for the load itself: how it is fed is not what is asked. */
static bool step_heat(const hr_site *s, walker *w, hr_id u, uint32_t i, hr_id goal)
{
    step_onwards(s, w, u, i);
    step_held(s, w, u, i);
    step_into_body(s, w, u, i, goal);
    return i == 0;
}

/* Index of the unit where the chain begins, HR_NONE when the load is not fed, or cooled, from there. */
static uint32_t search(const hr_site *s, walker *w, const hr_loss *l, hr_id goal, hr_id goal_wire)
{
    step(w, l->unit, 0);
    for (uint32_t i = 0; i < w->n; i++) {
        hr_id u = w->seen[i].unit;
        if (u == goal) return i;
        if (l->heat && step_heat(s, w, u, i, goal)) continue;
        if (s->unit[u].holder != HR_NONE && s->unit[u].wire_count == 0) step(w, s->unit[u].holder, i);
        if (hr_unit_kind(s, u) == HR_P_HOLDER && hr_bar_of(s, u) != HR_NONE) step(w, hr_bar_of(s, u), i);
        /* what has its supply suffers from something else */
        if (w->work && hr_power_engine.lives(w->work, u) == HR_S_KNOWN) continue;
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

/* As the case leaves it, by the cascade where that took it. */
static const hr_work *at_case(const hr_check *c, const hr_loss *l)
{
    struct hr_check_chains *k = c->chains;
    uint32_t key = 2 * l->case_ + l->cascade;
    if (k->case_ != key) hr_power_engine.solve(k->work, &c->cases[l->case_]);
    if (k->case_ != key && l->cascade) (void)hr_power_engine.cascade(k->work);
    k->case_ = hr_power_engine.failed(k->work) ? HR_NONE : key;
    return k->work;
}

const char *const hr_loss_when_word[HR_WHENS] = {[HR_WHEN_NONE] = "none",
                                                 [HR_WHEN_REACHED] = "reached",
                                                 [HR_WHEN_NOT_REACHED] = "not reached",
                                                 [HR_WHEN_AT_MOST] = "at most",
                                                 [HR_WHEN_UNKNOWN] = "unknown"};

static hr_loss_when when_of(const hr_reading r[HR_CORNERS_OF_TIME])
{
    bool known = true;
    for (int i = 0; i < HR_CORNERS_OF_TIME; i++) known &= r[i].state == HR_S_KNOWN;
    if (known) return isfinite(r[HR_NOMINAL].v) ? HR_WHEN_REACHED : HR_WHEN_NOT_REACHED;
    if (r[HR_NOMINAL].state == HR_S_OFF) return HR_WHEN_NONE;
    return r[HR_NOMINAL].state == HR_S_PARTIAL && isfinite(r[HR_NOMINAL].v) ? HR_WHEN_AT_MOST : HR_WHEN_UNKNOWN;
}

hr_loss_time hr_check_loss_time(const hr_check *c, const hr_loss *l, bool shutdown)
{
    hr_id point = hr_point_of(c->site->unit[l->unit].port, shutdown ? HR_Q_SHUTDOWN_AFTER : HR_Q_LIMIT_AFTER);
    hr_loss_time out = {.when = HR_WHEN_NONE, .unit = HR_NONE};
    hr_reading r[HR_CORNERS_OF_TIME];
    if (!l->heat) return out;
    const hr_work *work = at_case(c, l);
    for (int i = 0; i < HR_CORNERS_OF_TIME; i++) {
        r[i] = hr_power_engine.reading_at(work, point, (hr_corner)i);
        bool bounded = r[i].state == HR_S_KNOWN || r[i].state == HR_S_PARTIAL;
        out.s[i] = bounded ? r[i].v : INFINITY;
    }
    out.when = when_of(r);
    if (!hr_loss_time_is_known(&out)) (void)hr_power_engine.gap(work, point, &out.unit, &out.field);
    out.failed = hr_power_engine.failed(work);
    return out;
}

static uint32_t search_one(const hr_check *c, walker *w, const hr_loss *l, hr_target cause)
{
    w->work = l->heat ? at_case(c, l) : NULL;
    w->failed = w->work && hr_power_engine.failed(w->work);
    if (w->failed) return HR_NONE;
    uint32_t at = search(c->site, w, l, cause.unit, cause.wire);
    if (at != HR_NONE || !w->work || w->failed) return at;
    w->work = NULL; /* what stands there and is not known to fail */
    forget(w);
    return search(c->site, w, l, cause.unit, cause.wire);
}

/* What only a cascade loses is lost through a device that has opened: the chain goes on from there. */
static uint32_t search_from(const hr_check *c, walker *w, const hr_loss *l, hr_target *cause)
{
    hr_target device;
    for (uint32_t i = 0; l->cascade && !w->failed && hr_power_engine.opened(at_case(c, l), i, &device); i++) {
        uint32_t at = search_one(c, w, l, device);
        if (at != HR_NONE) return *cause = device, at;
        forget(w);
    }
    return w->failed ? HR_NONE : search_one(c, w, l, *cause);
}

hr_err hr_check_chain(const hr_check *c, const hr_loss *l, hr_arena *a, hr_str **names, uint32_t *n)
{
    const hr_site *s = c->site;
    hr_target cause = c->blame[l->blame].first;
    walker w = {.arena = a};
    *n = 0;
    uint32_t at = search_from(c, &w, l, &cause);
    if (w.failed || (l->heat && hr_power_engine.failed(c->chains->work)) ||
        !(*names = HR_NEW_ARRAY(a, hr_str, (size_t)w.n + 3)))
        return HR_ENOMEM;
    hr_err e = HR_OK;
    hr_target first = c->blame[l->blame].first;
    bool through = !hr_target_same(first, cause) && (first.unit != HR_NONE || first.wire != HR_NONE);
    if (through) e = name_into(s, a, first, &(*names)[(*n)++]);
    if (cause.wire != HR_NONE) e = name_into(s, a, cause, &(*names)[(*n)++]);
    while (at != HR_NONE && e == HR_OK) {
        e = name_into(s, a, (hr_target){w.seen[at].unit, 0, HR_NONE, HR_OUT}, &(*names)[(*n)++]);
        if (w.seen[at].from == at) break;
        at = w.seen[at].from;
    }
    return e;
}

/* From the cause down: what lies on a shortest way. Edges stand in the order of the walk, so those that lead to what is
 * nearer to the cause stand behind. */
static hr_err take_layers(const walker *w, uint32_t cause, hr_arena *a, hr_chain_layers *out)
{
    bool *on = HR_NEW_ARRAY(a, bool, (size_t)w->n + 1);
    uint32_t deep = w->seen[cause].depth, n = 0;
    out->unit = HR_NEW_ARRAY(a, hr_id, (size_t)w->n + 1);
    out->first = HR_NEW_ARRAY(a, uint32_t, (size_t)deep + 2);
    if (!on || !out->unit || !out->first) return HR_ENOMEM;
    const uint32_t *edge = w->edge->item;
    on[cause] = true;
    for (size_t k = w->edge->n; k-- > 0;)
        if (on[edge[2 * k + 1]]) on[edge[2 * k]] = true;
    for (uint32_t d = 0; d <= deep; d++) {
        out->first[d] = n;
        for (uint32_t i = 0; i < w->n; i++)
            if (on[i] && w->seen[i].depth == deep - d) out->unit[n++] = w->seen[i].unit;
    }
    out->first[deep + 1] = n;
    out->n = deep + 1;
    return HR_OK;
}

hr_err hr_check_layers(const hr_check *c, const hr_loss *l, hr_target cause, uint32_t *place, hr_arena *a,
                       hr_chain_layers *out)
{
    hr_vec edge = {0};
    walker w = {.arena = a, .edge = &edge};
    w.place = place;
    const hr_target asked = cause, none = {.unit = HR_NONE, .wire = HR_NONE};
    *out = (hr_chain_layers){.n = 0};
    uint32_t at = search_from(c, &w, l, &cause);
    out->through = hr_target_same(asked, cause) ? none : cause;
    hr_err e = w.failed || (l->heat && hr_power_engine.failed(c->chains->work)) ? HR_ENOMEM : HR_OK;
    if (e == HR_OK && at != HR_NONE) e = take_layers(&w, at, a, out);
    forget(&w);
    hr_vec_free(&edge);
    return e;
}
