/* cases.c - which outages `check` sweeps, in natural order: by kind, then by base state, then by what is out.
 *
 * Faults: the sources, every element above the node, every feed that has a breaker or cable; of identical held loads one
 * stands for its class. Maintenance: what passes power on; of loads, racks and their cords it is the fault on generators,
 * since hands can do nothing for them, and what a rack is fed by inside it counts with them. A rack that is out takes
 * load away and nothing else, so pairs leave racks out. Case
 * 0 is the normal state. Stuck devices are known only when the faults that call them have been solved: they come in
 * between later. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "element/redundancy.h"
#include "element/site_fields.h"
#include "task/check.h"

typedef struct lister {
    hr_check *c;
    hr_vec cases, first, targets; /* hr_case, where its targets begin, hr_target: linked when all stand still */
    uint8_t base;                 /* of the cases pushed now */
    uint32_t *fault[HR_BASES];    /* by unit: the case of its fault, HR_NONE */
    hr_work *work;                /* at a base state */
} lister;

static hr_case *push(lister *l, uint8_t kind, hr_str name, uint32_t first, uint32_t n, uint32_t stands_for)
{
    hr_case *x = hr_vec_push(&l->cases, sizeof *x);
    uint32_t *slot = hr_vec_push(&l->first, sizeof *slot);
    if (!x || !slot) return NULL;
    *x = (hr_case){.kind = kind, .base = l->base, .n_out = (uint16_t)n, .name = name, .stands_for = stands_for};
    x->alone[0] = x->alone[1] = HR_NONE;
    *slot = first;
    return x;
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

static bool is_absent(const lister *l, hr_target t)
{
    if (l->base != HR_BASE_GENERATORS || t.unit == HR_NONE) return false;
    const hr_power_ops *ops = hr_unit_type(l->c->site, t.unit)->power;
    return ops && ops->utility;
}

static bool push_one(lister *l, uint8_t kind, hr_target t, uint32_t stands_for)
{
    if (is_out_already(l->c, t) || is_absent(l, t)) return true;
    if (!push_target(l, t)) return false;
    hr_case *x = push(l, kind, (hr_str){"", 0}, (uint32_t)l->targets.n - 1, 1, stands_for);
    if (x && kind == HR_CASE_MAINTENANCE) x->n_maintained = 1;
    if (x && kind == HR_CASE_FAULT && t.unit != HR_NONE) l->fault[l->base][t.unit] = (uint32_t)l->cases.n - 1;
    return x != NULL;
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

static hr_target unit_target(hr_id u, hr_how how) { return (hr_target){u, 0, HR_NONE, how}; }
static hr_target wire_target(hr_id w, hr_how how) { return (hr_target){HR_NONE, 0, w, how}; }

static bool has_device(const hr_site *s, hr_id wire)
{
    const hr_feed *f = s->wire[wire].feed;
    return (f->breaker.present || f->cable) && s->wire[wire].role <= HR_WIRE_BYPASS;
}

/* What takes part in cooling and can fail: coolers, doors, what stands between junctions. Pumps that a CDU holds are loads. */
static bool cools(const hr_site *s, hr_id u)
{
    hr_cooling_kind k = hr_unit_cooling(s, u);
    hr_id pair[2];
    if (k == HR_COOLING_DOOR) return hr_unit_heat_to(s, u, HR_HEAT_PRIMARY) != HR_NONE;
    return hr_cooling_is_cooler(k) || hr_unit_heat_pair(s, u, HR_HEAT_BETWEEN, pair);
}

/* What power or cooling knows: an exchanger without a feed is in neither path of power, and in a room all the same. */
static bool can_fail(const hr_site *s, hr_id u) { return hr_unit_kind(s, u) != HR_P_NONE || cools(s, u); }

static bool push_unit_faults(lister *l, hr_id u)
{
    const hr_site *s = l->c->site;
    const hr_unit *x = &s->unit[u];
    uint32_t members = class_size(s, u);
    if (!can_fail(s, u) || members == 0) return true;
    if (!push_one(l, HR_CASE_FAULT, unit_target(u, HR_OUT), members)) return false;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (has_device(s, w) && !push_one(l, HR_CASE_FAULT, wire_target(w, HR_OUT), 1)) return false;
    return true;
}

/* What stands in a rack and feeds it counts with the rack. */
static bool passes_on(const hr_site *s, hr_id u)
{
    hr_power_kind k = hr_unit_kind(s, u);
    if (k == HR_P_SERIES && s->unit[u].holder != HR_NONE) return false;
    return k == HR_P_SOURCE || k == HR_P_SERIES || k == HR_P_UNMODELLED;
}

static hr_case *push_two(lister *l, uint8_t kind, hr_target a, hr_target b)
{
    uint32_t at = (uint32_t)l->targets.n;
    if (!push_target(l, a) || !push_target(l, b)) return NULL;
    return push(l, kind, (hr_str){"", 0}, at, 2, 1);
}

/* The first device above a fault stays closed: a feed that has one, and is the live one. What stands above it goes first,
 * which it does alike for all that it feeds, then what has the fault. */
static bool push_breaker_failure(lister *l, hr_id wire)
{
    const hr_wire *x = &l->c->site->wire[wire];
    uint32_t above = l->fault[l->base][x->parent], below = l->fault[l->base][x->child];
    if (above == HR_NONE || below == HR_NONE) return true;
    hr_case *c =
        push_two(l, HR_CASE_BREAKER_FAILURE, unit_target(x->parent, HR_OUT), wire_target(wire, HR_STAYS_CLOSED));
    if (c) c->alone[0] = above, c->alone[1] = below;
    return c != NULL;
}

static bool push_breaker_failures(lister *l, hr_id u)
{
    const hr_site *s = l->c->site;
    const hr_unit *x = &s->unit[u];
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].feed->breaker.present && s->wire[w].role <= HR_WIRE_BYPASS && passes_on(s, u) &&
            hr_power_engine.feeds(l->work, w) && !push_breaker_failure(l, w))
            return false;
    return true;
}

static bool push_bypasses(lister *l, hr_id u)
{
    const hr_site *s = l->c->site;
    const hr_unit *x = &s->unit[u];
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].role == HR_WIRE_BYPASS) return push_one(l, HR_CASE_BYPASS, unit_target(u, HR_FED_BY_BYPASS), 1);
    return true;
}

/* Withdrawing a breaker of a board that is not drawout takes the board out: that is the board's own case. */
static bool takes_its_board(const hr_site *s, hr_id wire)
{
    const hr_power_ops *ops = hr_unit_type(s, s->wire[wire].parent)->power;
    if (!ops || !ops->switching || !ops->switching->drawout) return false;
    const hr_flag *f = ops->switching->drawout(hr_unit_fields(s, s->wire[wire].parent));
    return !(f->presence && f->v);
}

static bool push_maintenance(lister *l, hr_id u)
{
    const hr_site *s = l->c->site;
    const hr_unit *x = &s->unit[u];
    if (!passes_on(s, u) && !(cools(s, u) && s->unit[u].holder == HR_NONE)) return true;
    if (!push_one(l, HR_CASE_MAINTENANCE, unit_target(u, HR_OUT), 1)) return false;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (has_device(s, w) && !takes_its_board(s, w) && !push_one(l, HR_CASE_MAINTENANCE, wire_target(w, HR_OUT), 1))
            return false;
    return true;
}

/* --- pairs ---------------------------------------------------------------------------------------------------------- */

static hr_target target_of(const lister *l, uint32_t case_)
{
    return ((const hr_target *)l->targets.item)[((const uint32_t *)l->first.item)[case_]];
}

static bool is_element_pair(const lister *l, uint32_t case_, uint8_t kind)
{
    const hr_case *x = &((const hr_case *)l->cases.item)[case_];
    hr_target t = x->kind == kind && x->n_out == 1 ? target_of(l, case_) : wire_target(0, HR_OUT);
    return x->kind == kind && x->base == l->base && t.wire == HR_NONE &&
           (passes_on(l->c->site, t.unit) || cools(l->c->site, t.unit));
}

/* Every element that passes power on with every other: a fault beside maintenance, or two faults. */
static bool push_pairs(lister *l, uint8_t kind)
{
    bool ordered = kind == HR_CASE_MAINTENANCE_FAULT;
    uint8_t first_kind = ordered ? HR_CASE_MAINTENANCE : HR_CASE_FAULT;
    uint32_t n = (uint32_t)l->cases.n;
    for (uint32_t i = 0; i < n; i++) {
        if (!is_element_pair(l, i, first_kind)) continue;
        for (uint32_t k = ordered ? 0 : i + 1; k < n; k++) {
            if (!is_element_pair(l, k, HR_CASE_FAULT)) continue;
            hr_target a = target_of(l, i), b = target_of(l, k);
            if (a.unit == b.unit) continue;
            hr_case *x = push_two(l, kind, a, b);
            if (!x) return false;
            x->n_maintained = ordered;
            x->alone[0] = i, x->alone[1] = k;
        }
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
            t[sorted[i].place] = (hr_target){HR_NONE, 0, HR_NONE, HR_OUT};
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

/* --- groups that one cause takes out ------------------------------------------------------------------------------- */

typedef struct group { /* a room or an emergency power-off, and a unit that belongs to it */
    hr_str name;
    hr_id unit;
} group;

static int by_group(const void *a, const void *b)
{
    const group *x = a, *y = b;
    int d = hr_name_cmp(x->name, y->name);
    if (d) return d;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static bool list_groups(const hr_site *s, bool epo, hr_vec *out)
{
    for (hr_id u = 0; u < s->n_unit; u++) {
        const hr_texts *names = epo ? s->unit[u].epo : s->unit[u].room;
        for (uint32_t i = 0; i < names->n && can_fail(s, u); i++) {
            group *g = hr_vec_push(out, sizeof *g);
            if (!g) return false;
            *g = (group){names->item[i].v, u};
        }
    }
    if (out->n) qsort(out->item, out->n, sizeof(group), by_group);
    return true;
}

static hr_err push_group(lister *l, const group *g, size_t n, const char *word)
{
    const hr_site *s = l->c->site;
    uint32_t first = (uint32_t)l->targets.n;
    for (size_t i = 0; i < n; i++)
        for (uint32_t m = 0; m < s->unit[g[i].unit].count; m++) {
            hr_target t = {g[i].unit, m, HR_NONE, HR_OUT};
            if (!is_absent(l, t) && !push_target(l, t)) return HR_ENOMEM;
        }
    hr_err e = drop_repeated(l, first);
    uint32_t count = (uint32_t)l->targets.n - first;
    if (e != HR_OK || count == 0) return e;
    if (count > UINT16_MAX)
        return hr_diag_add(s->ctx, HR_ERROR, "M106", s->decl[s->unit[g->unit].decl].at, NULL,
                           "%s %.*s takes out more than %d things", word, HR_STR_FMT(g->name), UINT16_MAX);
    char *name = hr_arena_printf(l->c->arena, "%s %.*s", word, HR_STR_FMT(g->name));
    return name && push(l, HR_CASE_COMMON, hr_str_of(name), first, count, 1) ? HR_OK : HR_ENOMEM;
}

static hr_err push_groups(lister *l, bool epo)
{
    hr_vec list = {0};
    hr_err e = list_groups(l->c->site, epo, &list) ? HR_OK : HR_ENOMEM;
    const group *g = list.item;
    for (size_t i = 0; i < list.n && e == HR_OK;) {
        size_t end = i;
        while (end < list.n && hr_str_eq(g[end].name, g[i].name)) end++;
        e = push_group(l, g + i, end - i, epo ? "epo" : "room");
        i = end;
    }
    hr_vec_free(&list);
    return e;
}

/* Several utilities, and something that stands in for them: that all of them fail is what it is there for. */
static hr_err push_all_utilities(lister *l, uint32_t bases)
{
    const hr_site *s = l->c->site;
    uint32_t first = (uint32_t)l->targets.n;
    for (hr_id u = 0; u < s->n_unit && bases > 1; u++) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        hr_target t = unit_target(u, HR_OUT);
        if (ops && ops->utility && !is_out_already(l->c, t) && !push_target(l, t)) return HR_ENOMEM;
    }
    uint32_t n = (uint32_t)l->targets.n - first;
    if (n < 2) return l->targets.n = first, HR_OK;
    return push(l, HR_CASE_COMMON, HR_STR("all utilities"), first, n, 1) ? HR_OK : HR_ENOMEM;
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

static bool asks_for(const hr_site *s, hr_redundancy least)
{
    const hr_choice *own = &((const hr_site_fields *)s->fields)->redundancy;
    if (own->presence && own->v >= (int)least) return true;
    for (hr_id d = 0; d < s->n_decl; d++) {
        const hr_power_ops *ops = s->decl[d].type->power;
        const hr_choice *c = ops && ops->redundancy ? ops->redundancy(s->decl[d].fields) : NULL;
        if (c && c->presence && c->v >= (int)least) return true;
    }
    return false;
}

static bool has_rule_set(const hr_site *s, const char *name)
{
    const hr_texts *sets = &((const hr_site_fields *)s->fields)->rules;
    for (uint32_t i = 0; i < sets->n; i++)
        if (hr_str_is(sets->item[i].v, name)) return true;
    return false;
}

typedef bool push_of_unit(lister *l, hr_id unit);

/* Which feeds are live in a base state is the engine's to say. */
static hr_err list_breaker_failures(lister *l, uint32_t bases)
{
    hr_err e = hr_power_engine.work_new(&l->work, l->c->engine[HR_NOMINAL]);
    for (l->base = 0; e == HR_OK && l->base < bases; l->base++) {
        hr_case base = {.kind = HR_CASE_NORMAL, .base = l->base};
        hr_power_engine.solve(l->work, &base);
        for (hr_id u = 0; e == HR_OK && u < l->c->site->n_unit; u++)
            if (!push_breaker_failures(l, u)) e = HR_ENOMEM;
    }
    l->base = 0;
    hr_power_engine.work_free(l->work);
    return e;
}

static hr_err list_units(lister *l, uint32_t bases, push_of_unit *one)
{
    for (l->base = 0; l->base < bases; l->base++)
        for (hr_id u = 0; u < l->c->site->n_unit; u++)
            if (!one(l, u)) return HR_ENOMEM;
    l->base = 0;
    return HR_OK;
}

static hr_err list_common(lister *l, const hr_check_opts *o, uint32_t bases)
{
    const hr_site *s = l->c->site;
    hr_err e = HR_OK;
    for (l->base = 0; l->base < bases && e == HR_OK; l->base++) {
        for (uint32_t i = 0; i < s->n_cases && e == HR_OK; i++)
            if (!(o->case_name && hr_str_is(s->cases[i].name, o->case_name))) e = push_common(l, &s->cases[i]);
        if (e == HR_OK) e = push_groups(l, false);
        if (e == HR_OK) e = push_groups(l, true);
        if (e == HR_OK && l->base == HR_BASE_UTILITY) e = push_all_utilities(l, bases);
    }
    l->base = 0;
    return e;
}

static hr_err list_maintenance(lister *l, uint32_t bases)
{
    const hr_site *s = l->c->site;
    l->base = (uint8_t)(bases - 1); /* on generators where there are some */
    for (hr_id u = 0; u < s->n_unit; u++)
        if (!push_maintenance(l, u)) return HR_ENOMEM;
    if (asks_for(s, HR_REDUNDANCY_MAINTENANCE_FAULT) && !push_pairs(l, HR_CASE_MAINTENANCE_FAULT)) return HR_ENOMEM;
    l->base = 0;
    return asks_for(s, HR_REDUNDANCY_ANY_TWO) && !push_pairs(l, HR_CASE_TWO_FAULTS) ? HR_ENOMEM : HR_OK;
}

/* A source that has to be called before it carries load. */
static bool has_standby(const hr_site *s)
{
    for (hr_id u = 0; u < s->n_unit; u++) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        if (ops && ops->kind == HR_P_SOURCE && ops->bridge && ops->bridge->start) return true;
    }
    return false;
}

static bool no_faults_yet(lister *l)
{
    uint32_t n = l->c->site->n_unit;
    for (int b = 0; b < HR_BASES; b++) {
        if (!(l->fault[b] = HR_NEW_ARRAY(l->c->arena, uint32_t, n))) return false;
        for (hr_id u = 0; u < n; u++) l->fault[b][u] = HR_NONE;
    }
    return true;
}

static hr_err list_all(lister *l, const hr_check_opts *o)
{
    const hr_site *s = l->c->site;
    uint32_t bases = has_standby(s) && o->outages == HR_OUTAGES_ALL ? HR_BASES : 1;
    hr_err e = HR_OK;
    if (!no_faults_yet(l) || !push(l, HR_CASE_NORMAL, (hr_str){"", 0}, 0, 0, 1)) return HR_ENOMEM;
    if (o->outages == HR_OUTAGES_NONE) return HR_OK;
    l->base = HR_BASE_GENERATORS;
    if (bases > 1 && !push(l, HR_CASE_ON_GENERATORS, (hr_str){"", 0}, 0, 0, 1)) return HR_ENOMEM;
    e = list_units(l, bases, push_unit_faults);
    if (e == HR_OK && o->outages == HR_OUTAGES_ALL) {
        if (has_rule_set(s, "tier-4")) e = list_breaker_failures(l, bases);
        if (e == HR_OK) e = list_units(l, bases, push_bypasses);
        if (e == HR_OK) e = list_maintenance(l, bases);
    }
    return e == HR_OK ? list_common(l, o, bases) : e;
}

static hr_err keep(lister *l)
{
    hr_check *c = l->c;
    c->n_cases = (uint32_t)l->cases.n;
    c->cases = HR_NEW_ARRAY(c->arena, hr_case, l->cases.n);
    hr_target *t = HR_NEW_ARRAY(c->arena, hr_target, l->targets.n);
    if (!c->cases || !t) return HR_ENOMEM;
    if (l->targets.n) memcpy(t, l->targets.item, l->targets.n * sizeof *t);
    if (l->cases.n) memcpy(c->cases, l->cases.item, l->cases.n * sizeof *c->cases);
    for (uint32_t i = 0; i < c->n_cases; i++) {
        hr_case *x = &c->cases[i];
        x->out = t + ((const uint32_t *)l->first.item)[i];
        c->by_kind[x->kind].cases++;
        c->by_kind[x->kind].stands_for += x->stands_for;
    }
    return HR_OK;
}

/* --- stuck devices, once the faults are solved --------------------------------------------------------------------- */

static int by_call(const void *a, const void *b)
{
    const hr_call *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    if (x->case_ != y->case_) return x->case_ < y->case_ ? -1 : 1;
    return x->device < y->device ? -1 : x->device > y->device;
}

static uint8_t stuck_kind(const hr_check *c, const hr_case *fault)
{
    hr_id u = fault->out[0].unit;
    const hr_power_ops *ops = u != HR_NONE ? hr_unit_type(c->site, u)->power : NULL;
    return ops && ops->utility ? HR_CASE_STUCK : HR_CASE_STUCK_FAULT;
}

static size_t sort_calls(const hr_check *c, hr_call *call, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) call[i].kind = stuck_kind(c, &c->cases[call[i].case_]);
    if (n) qsort(call, n, sizeof *call, by_call);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || by_call(&call[i], &call[kept - 1])) call[kept++] = call[i];
    return kept;
}

/* They stand behind the faults; what came behind those moves on. Nothing behind them has been solved yet. */
hr_err hr_check_stuck_cases(hr_check *c, hr_call *call, size_t n)
{
    uint32_t at = 0;
    n = sort_calls(c, call, n);
    hr_case *all = HR_NEW_ARRAY(c->arena, hr_case, c->n_cases + n);
    hr_target *t = HR_NEW_ARRAY(c->arena, hr_target, 2 * n);
    if (!all || !t) return HR_ENOMEM;
    while (at < c->n_cases && c->cases[at].kind <= HR_CASE_FAULT) at++;
    if (at) memcpy(all, c->cases, at * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        const hr_case *fault = &c->cases[call[i].case_];
        t[2 * i] = fault->out[0];
        t[2 * i + 1] = (hr_target){call[i].device, 0, HR_NONE, HR_STUCK};
        all[at + i] =
            (hr_case){.kind = call[i].kind, .base = fault->base, .n_out = 2, .out = t + 2 * i, .stands_for = 1};
        all[at + i].alone[0] = call[i].case_;
        all[at + i].alone[1] = HR_NONE;
        c->by_kind[call[i].kind].cases++;
        c->by_kind[call[i].kind].stands_for++;
    }
    if (at < c->n_cases) memcpy(all + at + n, c->cases + at, (c->n_cases - at) * sizeof *all);
    for (uint32_t i = at + (uint32_t)n; i < c->n_cases + n; i++) /* maintenance has moved, faults have not */
        for (int k = 0; k < 2; k++)
            if (all[i].alone[k] != HR_NONE && all[i].alone[k] >= at) all[i].alone[k] += (uint32_t)n;
    c->cases = all;
    c->n_cases += (uint32_t)n;
    return HR_OK;
}

static void end_list(lister *l)
{
    hr_vec_free(&l->cases);
    hr_vec_free(&l->first);
    hr_vec_free(&l->targets);
}

hr_err hr_check_base_out(hr_check *c, const hr_check_opts *opts)
{
    lister l = {.c = c};
    hr_err e = list_base_out(&l, opts);
    end_list(&l);
    return e;
}

hr_err hr_check_cases(hr_check *c, const hr_check_opts *opts)
{
    lister l = {.c = c};
    hr_err e = list_all(&l, opts);
    if (e == HR_OK) e = keep(&l);
    end_list(&l);
    return e;
}

/* --- names ----------------------------------------------------------------------------------------------------------- */

static void add_target(const hr_check *c, const char *word, hr_target t, hr_buf *out)
{
    char small[256];
    size_t n = hr_target_name(c->site, t, small, sizeof small);
    hr_buf_printf(out, "%s: ", word);
    if (n < sizeof small) {
        hr_buf_add(out, small, n);
        return;
    }
    char *big = hr_malloc(n + 1);
    if (big) hr_buf_add(out, big, hr_target_name(c->site, t, big, n + 1));
    else out->failed = true;
    hr_free(big);
}

void hr_case_words(const hr_check *c, uint32_t case_, hr_buf *out)
{
    const hr_case *x = &c->cases[case_];
    const char *kind = hr_case_kind_word[x->kind], *fault = hr_case_kind_word[HR_CASE_FAULT];
    switch ((hr_case_kind)x->kind) {
    case HR_CASE_NORMAL:
    case HR_CASE_ON_GENERATORS: hr_buf_z(out, kind); break;
    case HR_CASE_COMMON: hr_buf_printf(out, "%s: %.*s", kind, HR_STR_FMT(x->name)); break;
    case HR_CASE_STUCK:
    case HR_CASE_STUCK_FAULT:
        add_target(c, kind, x->out[1], out);
        hr_buf_z(out, " at ");
        add_target(c, fault, x->out[0], out);
        break;
    case HR_CASE_MAINTENANCE_FAULT:
        add_target(c, hr_case_kind_word[HR_CASE_MAINTENANCE], x->out[0], out);
        hr_buf_z(out, " + ");
        add_target(c, fault, x->out[1], out);
        break;
    case HR_CASE_TWO_FAULTS:
        add_target(c, fault, x->out[0], out);
        hr_buf_z(out, " + ");
        add_target(c, fault, x->out[1], out);
        break;
    case HR_CASE_BREAKER_FAILURE: add_target(c, kind, x->out[1], out); break;
    default: add_target(c, kind, x->out[0], out); break;
    }
    if (x->base == HR_BASE_GENERATORS) hr_buf_z(out, ", on generators");
}

size_t hr_case_name(const hr_check *c, uint32_t case_, char *buf, size_t n)
{
    hr_buf text = {0};
    hr_case_words(c, case_, &text);
    size_t len = text.n, fits = n ? (len < n ? len : n - 1) : 0;
    if (fits) memcpy(buf, text.s, fits);
    if (n) buf[fits] = '\0';
    hr_buf_free(&text);
    return len;
}

/* --- a case by its name ------------------------------------------------------------------------------------------- */

static hr_err no_such_case(hr_ctx *ctx, const char *name)
{
    return hr_diag_add(ctx, HR_ERROR, "M502", HR_NOWHERE,
                       "name what is out: \"fault: bus-A2\", \"fault: rack-1.from.A\", or a declared case with `out:`",
                       "no case \"%s\"", name);
}

/* A word and a colon before it, taken off; false and as it was without. */
static bool cut_front(hr_str *n, const char *word)
{
    uint32_t len = (uint32_t)strlen(word);
    if (n->n <= len || memcmp(n->s, word, len) != 0 || n->s[len] != ':') return false;
    *n = hr_str_trim((hr_str){n->s + len + 1, n->n - len - 1});
    return true;
}

static bool cut_end(hr_str *n, const char *end)
{
    uint32_t len = (uint32_t)strlen(end);
    if (n->n < len || memcmp(n->s + n->n - len, end, len) != 0) return false;
    *n = hr_str_trim((hr_str){n->s, n->n - len});
    return true;
}

/* The text before and after the first `mark`. */
static bool cut_at(hr_str n, const char *mark, hr_str *left, hr_str *right)
{
    uint32_t len = (uint32_t)strlen(mark);
    for (uint32_t i = 0; i + len <= n.n; i++) {
        if (memcmp(n.s + i, mark, len) != 0) continue;
        *left = hr_str_trim((hr_str){n.s, i});
        *right = hr_str_trim((hr_str){n.s + i + len, n.n - i - len});
        return true;
    }
    return false;
}

static bool has_bypass(const hr_site *s, hr_id unit)
{
    const hr_unit *x = &s->unit[unit];
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].role == HR_WIRE_BYPASS) return true;
    return false;
}

/* "fault: bus-A2", "maintenance: ups-1", "bypass: ups-1", or bare what is out. */
static bool find_one(const hr_site *site, hr_str n, uint8_t *kind, hr_target *t)
{
    static const uint8_t kinds[] = {HR_CASE_FAULT, HR_CASE_BYPASS, HR_CASE_MAINTENANCE};
    *kind = HR_CASE_FAULT;
    for (size_t i = 0; i < sizeof kinds; i++)
        if (cut_front(&n, hr_case_kind_word[kinds[i]])) {
            *kind = kinds[i];
            break;
        }
    if (!hr_site_find_target(site, n, t)) return false;
    if (*kind != HR_CASE_BYPASS) return true;
    t->how = HR_FED_BY_BYPASS;
    return t->wire == HR_NONE && has_bypass(site, t->unit);
}

/* "stuck: ats-1 at fault: bus-A", "breaker failure: bus-A.from", "maintenance: msb-A + fault: ups-B". */
static bool find_two(const hr_site *site, hr_str n, uint8_t *kind, hr_target t[2])
{
    hr_str left, right;
    uint8_t first, second;
    if (cut_front(&n, hr_case_kind_word[HR_CASE_STUCK]) && cut_at(n, " at ", &left, &right)) {
        *kind = HR_CASE_STUCK_FAULT;
        if (!find_one(site, right, &first, &t[0]) || !hr_site_find_target(site, left, &t[1])) return false;
        t[1].how = HR_STUCK;
        return first == HR_CASE_FAULT && t[1].wire == HR_NONE;
    }
    if (cut_front(&n, hr_case_kind_word[HR_CASE_BREAKER_FAILURE])) {
        *kind = HR_CASE_BREAKER_FAILURE;
        if (!hr_site_find_target(site, n, &t[1]) || t[1].wire == HR_NONE) return false;
        t[0] = unit_target(site->wire[t[1].wire].parent, HR_OUT);
        t[1].how = HR_STAYS_CLOSED;
        return true;
    }
    if (!cut_at(n, " + ", &left, &right) || !find_one(site, left, &first, &t[0]) ||
        !find_one(site, right, &second, &t[1]))
        return false;
    *kind = first == HR_CASE_MAINTENANCE ? HR_CASE_MAINTENANCE_FAULT : HR_CASE_TWO_FAULTS;
    return second == HR_CASE_FAULT && (first == HR_CASE_FAULT || first == HR_CASE_MAINTENANCE);
}

/* A declared case, a room or epo group, all utilities. */
static hr_err find_common(hr_ctx *ctx, const hr_site *site, hr_arena *a, hr_str wanted, const char *name, hr_case *out)
{
    hr_check c = {.site = site, .arena = a};
    lister l = {.c = &c};
    hr_check_opts all = {.outages = HR_OUTAGES_ALL};
    hr_err e = list_common(&l, &all, has_standby(site) ? HR_BASES : 1);
    bool found = false;
    cut_front(&wanted, hr_case_kind_word[HR_CASE_COMMON]);
    if (e == HR_OK) e = keep(&l);
    for (uint32_t i = 0; e == HR_OK && i < c.n_cases && !found; i++)
        if (hr_str_eq(c.cases[i].name, wanted) && c.cases[i].base == out->base) *out = c.cases[i], found = true;
    if (e == HR_OK && !found) e = no_such_case(ctx, name);
    hr_vec_free(&l.cases);
    hr_vec_free(&l.first);
    hr_vec_free(&l.targets);
    return e;
}

hr_err hr_case_find(hr_ctx *ctx, const hr_site *site, hr_arena *a, const char *name, hr_case *out)
{
    hr_str n = name ? hr_str_trim(hr_str_of(name)) : HR_STR("normal");
    hr_target *t = HR_NEW_ARRAY(a, hr_target, 2);
    if (!t) return HR_ENOMEM;
    *out = (hr_case){.kind = HR_CASE_NORMAL, .out = t, .stands_for = 1, .alone = {HR_NONE, HR_NONE}};
    if (has_standby(site) && cut_end(&n, ", on generators")) out->base = HR_BASE_GENERATORS;
    if (hr_str_is(n, "normal")) {
        if (out->base == HR_BASE_GENERATORS) out->kind = HR_CASE_ON_GENERATORS;
        return HR_OK;
    }
    if (find_one(site, n, &out->kind, t)) out->n_out = 1;
    else if (find_two(site, n, &out->kind, t)) out->n_out = 2;
    else return find_common(ctx, site, a, n, name, out);
    out->n_maintained = out->kind == HR_CASE_MAINTENANCE || out->kind == HR_CASE_MAINTENANCE_FAULT;
    return HR_OK;
}
