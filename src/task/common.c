/* common.c - single faults that stop several coolers of one body, or coolers and the supply of what they cool. */
#include "task/common.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

typedef struct seen { /* a fault that stops some cooler */
    uint32_t case_;
    uint32_t stopped, n_stopped; /* finder.stopped[] */
    uint32_t dead, n_dead;       /* finder.dead[]: stores without supply */
    uint32_t short_, n_short;    /* finder.short_[]: bodies that do not hold, or are not known to */
} seen;

typedef struct finder {
    const hr_check *c;
    hr_arena *a;
    hr_work *work;
    hr_id *primary;             /* by unit: the body a cooler gives its heat to, HR_NONE */
    bool *cooler;               /* by unit */
    bool *matters;              /* by unit: coolers, their pumps, what feeds either, and parts of pipework */
    bool *off;                  /* by unit: does not run in the normal state either */
    bool *stops;                /* by unit: does not run in the case at hand */
    hr_id *body, *store, *list; /* bodies; UPS and the like; coolers */
    uint32_t n_body, n_store, n_list;
    uint8_t *mark; /* by unit, of the body at hand: its load, or feeds one */
    hr_vec seen, stopped, dead, short_, found;
} finder;

enum { IS_LOAD = 1, FEEDS = 2, IS_BODY = 4 };

static bool push(hr_vec *v, hr_id unit)
{
    hr_id *x = hr_vec_push(v, sizeof *x);
    if (x) *x = unit;
    return x != NULL;
}

/* --- what there is ---------------------------------------------------------------------------------------------------- */

static hr_id loop_of(const hr_site *s, hr_id u)
{
    hr_id loop = hr_unit_heat_to(s, u, HR_HEAT_LOOP);
    return loop == HR_NONE ? u : loop;
}

static hr_id primary_of(const hr_site *s, hr_id u)
{
    hr_id to = hr_unit_heat_to(s, u, HR_HEAT_PRIMARY);
    if (to == HR_NONE && hr_unit_cooler(s, u).law == HR_LAW_TO_AIR) to = hr_unit_heat_to(s, u, HR_HEAT_ZONE);
    return to == HR_NONE ? HR_NONE : loop_of(s, to);
}

static void feed_matters(finder *f, hr_id u)
{
    const hr_unit *x = &f->c->site->unit[u];
    if (f->matters[u]) return;
    f->matters[u] = true;
    if (x->wire_count == 0 && x->holder != HR_NONE) feed_matters(f, x->holder);
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) feed_matters(f, f->c->site->wire[w].parent);
}

static hr_err list_units(finder *f)
{
    const hr_site *s = f->c->site;
    size_t n = (size_t)s->n_unit + 1;
    f->primary = HR_NEW_ARRAY(f->a, hr_id, n);
    f->cooler = HR_NEW_ARRAY(f->a, bool, n);
    f->matters = HR_NEW_ARRAY(f->a, bool, n);
    f->off = HR_NEW_ARRAY(f->a, bool, n);
    f->stops = HR_NEW_ARRAY(f->a, bool, n);
    f->body = HR_NEW_ARRAY(f->a, hr_id, n);
    f->store = HR_NEW_ARRAY(f->a, hr_id, n);
    f->list = HR_NEW_ARRAY(f->a, hr_id, n);
    f->mark = HR_NEW_ARRAY(f->a, uint8_t, n);
    if (!f->primary || !f->cooler || !f->matters || !f->off || !f->stops || !f->body || !f->store || !f->list ||
        !f->mark)
        return HR_ENOMEM;
    for (hr_id u = 0; u < s->n_unit; u++) {
        hr_cooling_kind k = hr_unit_cooling(s, u);
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        hr_id pair[2];
        f->cooler[u] = hr_cooling_is_cooler(k);
        if (f->cooler[u]) f->list[f->n_list++] = u;
        f->primary[u] = f->cooler[u] ? primary_of(s, u) : HR_NONE;
        if (k == HR_COOLING_LOOP || k == HR_COOLING_ZONE) f->body[f->n_body++] = u;
        if (ops && ops->bridge && ops->bridge->autonomy && s->unit[u].holder == HR_NONE) f->store[f->n_store++] = u;
        if (f->cooler[u] || k == HR_COOLING_PUMP) feed_matters(f, u);
        if (hr_unit_heat_pair(s, u, HR_HEAT_BETWEEN, pair)) f->matters[u] = true;
    }
    return HR_OK;
}

/* --- what stands still in a case ------------------------------------------------------------------------------------------ */

static bool is_out(const hr_case *x, hr_id unit)
{
    for (uint32_t i = 0; i < x->n_out; i++)
        if (x->out[i].unit == unit && x->out[i].how == HR_OUT) return true;
    return false;
}

/* It holds pumps, and none of them turns. */
static bool is_without_pumps(const finder *f, hr_id unit, const hr_case *x)
{
    const hr_site *s = f->c->site;
    const hr_unit *u = &s->unit[unit];
    bool any = false;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        if (hr_unit_cooling(s, h) != HR_COOLING_PUMP) continue;
        any = true;
        bool all_out = is_out(x, h) && s->unit[h].count == 1;
        if (!all_out && hr_power_engine.lives(f->work, h) != HR_S_OFF) return false;
    }
    return any;
}

/* No cooler that the body names runs. */
static bool is_dead(const finder *f, hr_id body)
{
    const hr_site *s = f->c->site;
    uint32_t n, first = hr_unit_heat_refs(s, body, &n), coolers = 0;
    for (uint32_t i = first; i < first + n; i++) {
        if (s->heat_ref[i].role != HR_HEAT_COOLED_BY) continue;
        coolers++;
        if (!f->stops[s->heat_ref[i].to]) return false;
    }
    return coolers > 0;
}

/* Out, without supply, without pumps, or without flow through it; then, from the outdoor air down, what gives its heat to a body
 * that is dead. */
static void find_stops(finder *f, const hr_case *x)
{
    const hr_site *s = f->c->site;
    for (uint32_t i = 0; i < f->n_list; i++) {
        hr_id u = f->list[i];
        bool fed = s->unit[u].wire_count == 0 || hr_power_engine.lives(f->work, u) != HR_S_OFF;
        f->stops[u] = !fed || is_out(x, u) || is_without_pumps(f, u, x) || hr_power_engine.cut_off(f->work, u);
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->n_list; i++) {
            hr_id u = f->list[i];
            if (f->stops[u] || f->primary[u] == HR_NONE || !is_dead(f, f->primary[u])) continue;
            f->stops[u] = more = true;
        }
    }
}

static hr_err look_at(finder *f, uint32_t case_)
{
    seen x = {case_, (uint32_t)f->stopped.n, 0, (uint32_t)f->dead.n, 0, (uint32_t)f->short_.n, 0};
    bool room = true;
    hr_power_engine.solve(f->work, &f->c->cases[case_]);
    if (hr_power_engine.failed(f->work)) return HR_ENOMEM;
    find_stops(f, &f->c->cases[case_]);
    for (uint32_t i = 0; i < f->n_list && room; i++)
        if (f->stops[f->list[i]] && !f->off[f->list[i]]) room = push(&f->stopped, f->list[i]);
    x.n_stopped = (uint32_t)f->stopped.n - x.stopped;
    if (x.n_stopped == 0) return room ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < f->n_store && room; i++)
        if (hr_power_engine.lives(f->work, f->store[i]) == HR_S_OFF && !f->off[f->store[i]])
            room = push(&f->dead, f->store[i]);
    for (uint32_t i = 0; i < f->n_body && room; i++)
        if (hr_power_engine.suffers(f->work, f->body[i])) room = push(&f->short_, f->body[i]);
    x.n_dead = (uint32_t)f->dead.n - x.dead;
    x.n_short = (uint32_t)f->short_.n - x.short_;
    if (hr_power_engine.failed(f->work)) return HR_ENOMEM;
    seen *slot = hr_vec_push(&f->seen, sizeof *slot);
    if (!slot || !room) return HR_ENOMEM;
    *slot = x;
    return HR_OK;
}

static hr_err look(finder *f)
{
    const hr_check *c = f->c;
    const hr_site *s = c->site;
    hr_err e = HR_OK;
    hr_power_engine.solve(f->work, &c->cases[0]);
    find_stops(f, &c->cases[0]);
    memcpy(f->off, f->stops, s->n_unit * sizeof *f->off);
    for (uint32_t i = 0; i < f->n_store; i++)
        f->off[f->store[i]] = hr_power_engine.lives(f->work, f->store[i]) == HR_S_OFF;
    for (uint32_t i = 0; i < c->n_cases && e == HR_OK; i++) {
        const hr_case *x = &c->cases[i];
        if (x->kind != HR_CASE_FAULT || x->base != HR_BASE_UTILITY || x->n_out != 1) continue;
        hr_id unit = x->out[0].unit != HR_NONE ? x->out[0].unit : s->wire[x->out[0].wire].child;
        if (f->matters[unit]) e = look_at(f, i);
    }
    return e;
}

/* --- what a body cools -------------------------------------------------------------------------------------------------- */

static void mark_feeds(finder *f, hr_id u)
{
    const hr_unit *x = &f->c->site->unit[u];
    if (f->mark[u] & FEEDS) return;
    f->mark[u] |= FEEDS;
    if (x->wire_count == 0 && x->holder != HR_NONE) mark_feeds(f, x->holder);
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) mark_feeds(f, f->c->site->wire[w].parent);
}

static void mark_load(finder *f, hr_id u)
{
    const hr_site *s = f->c->site;
    while (s->unit[u].holder != HR_NONE) u = s->unit[u].holder; /* a door's rack */
    f->mark[u] |= IS_LOAD;
    mark_feeds(f, u);
    for (hr_id h = s->unit[u].held_first; s->unit[u].held_count && h < s->unit[u].held_first + s->unit[u].held_count;
         h++) {
        f->mark[h] |= IS_LOAD;
        mark_feeds(f, h);
    }
}

/* What gives heat to it, and to the bodies whose coolers do. */
static void mark_served(finder *f, hr_id body)
{
    const hr_site *s = f->c->site;
    memset(f->mark, 0, s->n_unit);
    f->mark[body] = IS_BODY;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->n_body; i++) {
            uint32_t n, first = hr_unit_heat_refs(s, f->body[i], &n);
            for (uint32_t k = first; k < first + n && !(f->mark[f->body[i]] & IS_BODY); k++) {
                hr_id to = s->heat_ref[k].role == HR_HEAT_COOLED_BY ? f->primary[s->heat_ref[k].to] : HR_NONE;
                if (to == HR_NONE || !(f->mark[to] & IS_BODY)) continue;
                f->mark[f->body[i]] |= IS_BODY;
                more = true;
            }
        }
    }
    for (uint32_t k = 0; k < s->n_heat_ref; k++) {
        const hr_heat_ref *r = &s->heat_ref[k];
        bool gives = r->role == HR_HEAT_COOLANT || r->role == HR_HEAT_ZONE ||
                     (r->role == HR_HEAT_PRIMARY && hr_unit_cooling(s, r->unit) == HR_COOLING_DOOR);
        hr_cooling_kind kind = hr_unit_cooling(s, r->unit);
        bool load = !hr_cooling_is_body(kind) && !hr_cooling_is_cooler(kind) && kind != HR_COOLING_PUMP;
        if (gives && load && f->mark[loop_of(s, r->to)] & IS_BODY) mark_load(f, r->unit);
    }
}

/* --- causes --------------------------------------------------------------------------------------------------------------- */

static bool names(const hr_site *s, hr_id body, hr_id cooler)
{
    uint32_t n, first = hr_unit_heat_refs(s, body, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (s->heat_ref[i].role == HR_HEAT_COOLED_BY && s->heat_ref[i].to == cooler) return true;
    return false;
}

static uint32_t count_coolers(const hr_site *s, hr_id body)
{
    uint32_t n, first = hr_unit_heat_refs(s, body, &n), coolers = 0;
    for (uint32_t i = first; i < first + n; i++) coolers += s->heat_ref[i].role == HR_HEAT_COOLED_BY;
    return coolers;
}

/* Of a body that is short, or has nothing left: by what its loads lose. Without coolers it gets no heat, and is not short. */
static uint8_t what_is_left(const finder *f, const seen *x, const hr_common *y)
{
    const hr_check *c = f->c;
    const hr_id *list = f->short_.item;
    bool bare = y->n_cooler == y->of, is_short = bare, lost = false, unknown = false;
    for (uint32_t i = x->short_; i < x->short_ + x->n_short; i++) is_short = is_short || list[i] == y->body;
    for (uint32_t i = hr_first_loss(c, x->case_); i < c->n_loss && c->loss[i].case_ == x->case_ && is_short; i++) {
        bool mine = c->loss[i].heat && f->mark[c->loss[i].unit] & IS_LOAD;
        lost = lost || (mine && !c->loss[i].unknown);
        unknown = unknown || (mine && c->loss[i].unknown);
    }
    return lost ? HR_VIOLATED : unknown || (is_short && !bare) ? HR_V_UNKNOWN : HR_HOLDS;
}

static int by_id(const void *a, const void *b)
{
    hr_id x = *(const hr_id *)a, y = *(const hr_id *)b;
    return x < y ? -1 : x > y;
}

/* UPS above its loads, and those loads, racks whole: that the case leaves without supply. */
static hr_err list_taken(finder *f, const seen *x, hr_common *y)
{
    const hr_check *c = f->c;
    hr_vec list = {0};
    bool room = true;
    const hr_id *dead = f->dead.item;
    for (uint32_t i = x->dead; i < x->dead + x->n_dead && room; i++)
        if (f->mark[dead[i]] & FEEDS) room = push(&list, dead[i]);
    for (uint32_t i = hr_first_loss(c, x->case_); i < c->n_loss && c->loss[i].case_ == x->case_ && room; i++) {
        hr_id u = c->loss[i].unit;
        if (c->loss[i].heat || !(f->mark[u] & IS_LOAD) || f->cooler[u]) continue;
        room = push(&list, c->site->unit[u].holder != HR_NONE ? c->site->unit[u].holder : u);
    }
    y->taken = HR_NEW_ARRAY(f->a, hr_id, list.n);
    hr_id *u = list.item;
    if (list.n > 1) qsort(u, list.n, sizeof *u, by_id);
    for (size_t i = 0; i < list.n && y->taken; i++)
        if (y->n_taken == 0 || y->taken[y->n_taken - 1] != u[i]) y->taken[y->n_taken++] = u[i];
    hr_vec_free(&list);
    return room && y->taken ? HR_OK : HR_ENOMEM;
}

static bool is_alike(const hr_common *x, const hr_common *y)
{
    return x->left == y->left && x->n_cooler == y->n_cooler && x->n_taken == y->n_taken &&
           memcmp(x->cooler, y->cooler, x->n_cooler * sizeof *x->cooler) == 0 &&
           (x->n_taken == 0 || memcmp(x->taken, y->taken, x->n_taken * sizeof *x->taken) == 0);
}

static hr_err note(finder *f, const hr_common *y, uint32_t case_, size_t first)
{
    hr_common *list = f->found.item;
    for (size_t i = first; i < f->found.n; i++) {
        if (!is_alike(&list[i], y)) continue;
        list[i].case_[list[i].n_case++] = case_;
        return HR_OK;
    }
    hr_common *slot = hr_vec_push(&f->found, sizeof *slot);
    if (!slot) return HR_ENOMEM;
    *slot = *y;
    slot->case_ = HR_NEW_ARRAY(f->a, uint32_t, f->seen.n);
    if (!slot->case_) return HR_ENOMEM;
    slot->case_[slot->n_case++] = case_;
    return HR_OK;
}

static int by_left(const void *a, const void *b)
{
    static const int rank[HR_VERDICTS] = {[HR_VIOLATED] = 0, [HR_V_UNKNOWN] = 1, [HR_HOLDS] = 2};
    const hr_common *x = a, *y = b;
    if (rank[x->left] != rank[y->left]) return rank[x->left] - rank[y->left];
    if (x->n_cooler != y->n_cooler) return x->n_cooler > y->n_cooler ? -1 : 1;
    return x->case_[0] < y->case_[0] ? -1 : x->case_[0] > y->case_[0];
}

static hr_err judge_body(finder *f, hr_id body)
{
    const hr_site *s = f->c->site;
    const seen *x = f->seen.item;
    size_t first = f->found.n;
    hr_err e = HR_OK;
    mark_served(f, body);
    for (size_t i = 0; i < f->seen.n && e == HR_OK; i++) {
        hr_common y = {.body = body, .of = count_coolers(s, body)};
        const hr_id *stopped = (const hr_id *)f->stopped.item + x[i].stopped;
        y.cooler = HR_NEW_ARRAY(f->a, hr_id, x[i].n_stopped);
        if (!y.cooler) return HR_ENOMEM;
        for (uint32_t k = 0; k < x[i].n_stopped; k++)
            if (names(s, body, stopped[k])) y.cooler[y.n_cooler++] = stopped[k];
        if (y.n_cooler == 0) continue;
        e = list_taken(f, &x[i], &y);
        y.left = what_is_left(f, &x[i], &y);
        if (e == HR_OK && (y.n_cooler > 1 || y.n_taken)) e = note(f, &y, x[i].case_, first);
    }
    if (f->found.n - first > 1)
        qsort((hr_common *)f->found.item + first, f->found.n - first, sizeof(hr_common), by_left);
    return e;
}

static hr_err find(finder *f)
{
    hr_err e = list_units(f);
    if (e != HR_OK || f->n_body == 0) return e;
    bool several = false;
    for (uint32_t i = 0; i < f->n_body; i++) several = several || count_coolers(f->c->site, f->body[i]) > 1;
    if (!several) return HR_OK;
    e = hr_power_engine.work_new(&f->work, f->c->engine[HR_NOMINAL]);
    if (e == HR_OK) e = look(f);
    for (uint32_t i = 0; i < f->n_body && f->seen.n && e == HR_OK; i++)
        if (count_coolers(f->c->site, f->body[i]) > 1) e = judge_body(f, f->body[i]);
    return e;
}

hr_err hr_commons_find(const hr_check *c, hr_arena *a, hr_common **out, uint32_t *n)
{
    finder f = {.c = c, .a = a};
    hr_err e = find(&f);
    *n = (uint32_t)f.found.n;
    *out = HR_NEW_ARRAY(a, hr_common, f.found.n);
    if (!*out) e = HR_ENOMEM;
    else if (f.found.n) memcpy(*out, f.found.item, f.found.n * sizeof **out);
    if (e != HR_OK) *n = 0;
    hr_power_engine.work_free(f.work);
    hr_vec_free(&f.seen);
    hr_vec_free(&f.stopped);
    hr_vec_free(&f.dead);
    hr_vec_free(&f.short_);
    hr_vec_free(&f.found);
    return e;
}
