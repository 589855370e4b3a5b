/* paths_share.c - what the paths of an element have in common.
 *
 * Two questions, answered in two ways. What takes the element out alone is asked of the engine, which knows transfers,
 * power supplies and ties: each element and feed that can stand on an automatic path is taken out, then each room and
 * each emergency power-off that any of them belongs to. What two paths have in common is read off their chains. */
#include <stdlib.h>
#include <string.h>

#include "task/paths.h"

/* --- does a case lose it? ------------------------------------------------------------------------------------- */

typedef enum loss { SERVED, PERHAPS, LOST } loss;

static loss loss_of_unit(hr_work *work, const hr_site *s, hr_id unit)
{
    if (s->unit[unit].port == HR_NONE) return SERVED;
    hr_reading r = hr_power_engine.reading(work, hr_point_of(s->unit[unit].port, HR_Q_LOST));
    if (r.state == HR_S_UNKNOWN) return PERHAPS;
    return r.state != HR_S_OFF && r.v > 0 ? LOST : SERVED;
}

/* Part of what a rack holds is enough: the element does not do its work any more. */
static loss loss_of(const hr_paths *p, hr_work *work)
{
    const hr_site *s = p->c->site;
    const hr_unit *fed = &s->unit[p->fed];
    hr_state lives = hr_power_engine.lives(work, p->fed);
    if (lives == HR_S_OFF) return LOST;
    loss worst = lives == HR_S_UNKNOWN ? PERHAPS : SERVED;
    loss own = loss_of_unit(work, s, p->unit);
    if (own > worst) worst = own;
    for (hr_id h = fed->held_first; h < fed->held_first + fed->held_count && p->unit == p->fed; h++) {
        loss held = s->unit[h].wire_count ? SERVED : loss_of_unit(work, s, h);
        if (held > worst) worst = held;
    }
    return worst;
}

typedef struct sharer {
    hr_paths *p;
    const hr_site *s;
    hr_work *work;
    hr_arena *arena;
    bool *above;            /* by unit: it can stand on an automatic path */
    loss in_base[HR_BASES]; /* what is lost anyway is no one's fault */
    hr_case at;             /* the engine keeps a pointer to it */
} sharer;

static hr_err try_case(sharer *k, hr_target what, hr_str group)
{
    hr_power_engine.solve(k->work, &k->at);
    loss now = loss_of(k->p, k->work);
    if (now <= k->in_base[k->at.base]) return HR_OK;
    hr_single *x = hr_vec_push(&k->p->single, sizeof *x);
    if (!x) return HR_ENOMEM;
    *x = (hr_single){.what = what, .group = group, .base = k->at.base, .unknown = now == PERHAPS};
    return HR_OK;
}

static hr_err try_target(sharer *k, hr_target t)
{
    hr_err e = HR_OK;
    for (uint32_t b = 0; b < hr_paths_bases(k->p) && e == HR_OK; b++) {
        uint8_t base = (uint8_t)b;
        if (hr_paths_is_out(k->p, t, base)) continue;
        k->at = (hr_case){.kind = HR_CASE_FAULT, .base = base, .n_out = 1, .out = &t, .stands_for = 1};
        e = try_case(k, t, (hr_str){"", 0});
        hr_power_engine.solve(k->work, &hr_paths_base[base]); /* lets go of `at`, which changes */
    }
    return e;
}

/* From the source down, as people read a one-line diagram. */
static hr_err try_elements(sharer *k)
{
    const hr_site *s = k->s;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < s->n_unit && e == HR_OK; i++) {
        hr_id u = s->order[i];
        if (k->above[u]) e = try_target(k, (hr_target){u, 0, HR_NONE, HR_OUT});
        if (!k->above[u] && u != k->p->fed) continue;
        for (hr_id w = s->unit[u].wire_first; w < s->unit[u].wire_first + s->unit[u].wire_count && e == HR_OK; w++) {
            bool used = u != k->p->fed || hr_paths_uses_cord(k->p, w);
            if (used && hr_paths_counts(k->p, w)) e = try_target(k, (hr_target){HR_NONE, 0, w, HR_OUT});
        }
    }
    return e;
}

/* --- rooms and emergency power-offs --------------------------------------------------------------------------------- */

static const hr_texts *groups_of(const hr_site *s, hr_id unit, bool epo)
{
    return epo ? s->unit[unit].epo : s->unit[unit].room;
}

static bool belongs(const hr_site *s, hr_id unit, bool epo, hr_str name)
{
    const hr_texts *t = groups_of(s, unit, epo);
    for (uint32_t i = 0; i < t->n; i++)
        if (hr_str_eq(t->item[i].v, name)) return true;
    return false;
}

/* The element's own room takes it out in any case: that says nothing of its paths. */
static bool is_own(const sharer *k, bool epo, hr_str name)
{
    for (hr_id u = k->p->unit; u != HR_NONE; u = k->s->unit[u].holder)
        if (belongs(k->s, u, epo, name)) return true;
    return false;
}

static hr_err try_group(sharer *k, bool epo, hr_str name)
{
    const hr_site *s = k->s;
    hr_target *out = HR_NEW_ARRAY(k->arena, hr_target, s->n_unit);
    char *text = hr_arena_printf(k->p->c->arena, "%s %.*s", epo ? "epo" : "room", HR_STR_FMT(name));
    hr_err e = out && text ? HR_OK : HR_ENOMEM;
    for (uint32_t b = 0; b < hr_paths_bases(k->p) && e == HR_OK; b++) {
        uint8_t base = (uint8_t)b;
        uint32_t n = 0;
        for (hr_id u = 0; u < s->n_unit; u++)
            for (uint32_t m = 0; m < s->unit[u].count && belongs(s, u, epo, name); m++) {
                hr_target t = {u, m, HR_NONE, HR_OUT};
                bool there = hr_unit_kind(s, u) != HR_P_NONE && !hr_paths_is_out(k->p, t, base);
                if (there && n < s->n_unit) out[n++] = t;
            }
        if (n == 0 || n > UINT16_MAX) continue;
        k->at = (hr_case){.kind = HR_CASE_COMMON, .base = base, .n_out = (uint16_t)n, .out = out, .stands_for = 1};
        e = try_case(k, (hr_target){HR_NONE, 0, HR_NONE, HR_OUT}, hr_str_of(text));
        hr_power_engine.solve(k->work, &hr_paths_base[base]); /* lets go of `at`, which changes */
    }
    return e;
}

static int by_name(const void *a, const void *b) { return hr_name_cmp(*(const hr_str *)a, *(const hr_str *)b); }

static hr_err try_groups(sharer *k, bool epo)
{
    hr_vec names = {0};
    hr_err e = HR_OK;
    for (hr_id u = 0; u < k->s->n_unit && e == HR_OK; u++)
        for (uint32_t i = 0; i < groups_of(k->s, u, epo)->n && k->above[u] && e == HR_OK; i++) {
            hr_str *slot = hr_vec_push(&names, sizeof *slot);
            if (slot) *slot = groups_of(k->s, u, epo)->item[i].v;
            else e = HR_ENOMEM;
        }
    if (names.n) qsort(names.item, names.n, sizeof(hr_str), by_name);
    const hr_str *name = names.item;
    for (size_t i = 0; i < names.n && e == HR_OK; i++)
        if ((i == 0 || !hr_str_eq(name[i], name[i - 1])) && !is_own(k, epo, name[i])) e = try_group(k, epo, name[i]);
    hr_vec_free(&names);
    return e;
}

/* --- pairs of paths ---------------------------------------------------------------------------------------------------- */

/* One of sources in parallel of which any will do. */
static bool stands_for_many(const sharer *k, hr_id wire)
{
    const hr_unit *u = &k->s->unit[k->s->wire[wire].child];
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
        if (w != wire && hr_path_is_alike(k->s, wire, w)) return true;
    return false;
}

static uint32_t common_units(sharer *k, const hr_path *a, const hr_path *b, hr_id *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        if (stands_for_many(k, a->wire[i])) continue;
        for (uint32_t j = 0; j < b->n; j++)
            if (k->s->wire[a->wire[i]].parent == k->s->wire[b->wire[j]].parent) {
                out[n++] = k->s->wire[a->wire[i]].parent;
                break;
            }
    }
    return n;
}

static bool is_on(const sharer *k, const hr_path *path, bool epo, hr_str name)
{
    for (uint32_t i = 0; i < path->n; i++)
        if (belongs(k->s, k->s->wire[path->wire[i]].parent, epo, name)) return true;
    return false;
}

static hr_err common_groups(sharer *k, const hr_path *a, const hr_path *b, bool epo, const hr_str **out,
                            uint32_t *count)
{
    hr_vec found = {0};
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < a->n && e == HR_OK; i++) {
        const hr_texts *t = groups_of(k->s, k->s->wire[a->wire[i]].parent, epo);
        for (uint32_t g = 0; g < t->n && e == HR_OK; g++) {
            bool news = is_on(k, b, epo, t->item[g].v);
            for (size_t f = 0; f < found.n; f++) news &= !hr_str_eq(((const hr_str *)found.item)[f], t->item[g].v);
            hr_str *slot = news ? hr_vec_push(&found, sizeof *slot) : NULL;
            if (slot) *slot = t->item[g].v;
            else if (news) e = HR_ENOMEM;
        }
    }
    hr_str *kept = HR_NEW_ARRAY(k->p->c->arena, hr_str, found.n);
    if (!kept) e = HR_ENOMEM;
    if (found.n) qsort(found.item, found.n, sizeof(hr_str), by_name);
    if (e == HR_OK && found.n) memcpy(kept, found.item, found.n * sizeof *kept);
    *out = kept;
    *count = (uint32_t)found.n;
    hr_vec_free(&found);
    return e;
}

static bool same_names(const hr_str *a, uint32_t n, const hr_str *b, uint32_t m)
{
    bool same = n == m;
    for (uint32_t i = 0; i < n && same; i++) same = hr_str_eq(a[i], b[i]);
    return same;
}

static bool same_shared(const hr_shared *a, const hr_shared *b)
{
    bool units = a->n_unit == b->n_unit && (!a->n_unit || !memcmp(a->unit, b->unit, a->n_unit * sizeof *a->unit));
    return units && same_names(a->room, a->n_room, b->room, b->n_room) &&
           same_names(a->epo, a->n_epo, b->epo, b->n_epo);
}

static hr_err add_pair(sharer *k, hr_vec *list, uint32_t a, uint32_t b)
{
    const hr_path *x = &k->p->path[a], *y = &k->p->path[b];
    hr_id *unit = HR_NEW_ARRAY(k->p->c->arena, hr_id, x->n);
    hr_shared now = {.unit = unit};
    if (!unit) return HR_ENOMEM;
    now.n_unit = common_units(k, x, y, unit);
    hr_err e = common_groups(k, x, y, false, &now.room, &now.n_room);
    if (e == HR_OK) e = common_groups(k, x, y, true, &now.epo, &now.n_epo);
    hr_shared *to = list->item;
    size_t i = 0;
    while (i < list->n && !same_shared(&to[i], &now)) i++;
    if (e == HR_OK && i == list->n) {
        hr_shared *slot = hr_vec_push(list, sizeof *slot);
        if (slot) *slot = now;
        else e = HR_ENOMEM;
    }
    hr_pair *pair = e == HR_OK ? hr_vec_push(&((hr_shared *)list->item)[i].pair, sizeof *pair) : NULL;
    if (pair) *pair = (hr_pair){a, b};
    return pair ? HR_OK : HR_ENOMEM;
}

/* Paths that hands have to close are no redundancy, so they are not compared. */
static hr_err list_shared(sharer *k)
{
    hr_paths *p = k->p;
    hr_vec list = {0};
    hr_err e = HR_OK;
    for (uint32_t a = 0; a < p->n_path && e == HR_OK; a++)
        for (uint32_t b = a + 1; b < p->n_path && e == HR_OK; b++)
            if (p->path[a].way != HR_WAY_BY_HAND && p->path[b].way != HR_WAY_BY_HAND) e = add_pair(k, &list, a, b);
    p->shared = HR_NEW_ARRAY(p->c->arena, hr_shared, list.n);
    if (p->shared && list.n) memcpy(p->shared, list.item, list.n * sizeof *p->shared);
    p->n_shared = p->shared ? (uint32_t)list.n : 0;
    for (size_t i = 0; i < list.n && !p->shared; i++) hr_vec_free(&((hr_shared *)list.item)[i].pair);
    hr_vec_free(&list);
    return p->shared ? e : HR_ENOMEM;
}

/* --- all ------------------------------------------------------------------------------------------------------------------ */

static void solve_bases(sharer *k)
{
    for (uint32_t b = 0; b < hr_paths_bases(k->p); b++) {
        hr_power_engine.solve(k->work, &hr_paths_base[b]);
        k->in_base[b] = loss_of(k->p, k->work);
    }
    k->p->served = k->in_base[HR_BASE_UTILITY] == SERVED;
}

hr_err hr_paths_share(hr_paths *p, hr_work *work)
{
    sharer k = {.p = p, .s = p->c->site, .work = work, .arena = hr_arena_new()};
    if (!k.arena) return HR_ENOMEM;
    k.above = HR_NEW_ARRAY(k.arena, bool, k.s->n_unit);
    hr_id *queue = HR_NEW_ARRAY(k.arena, hr_id, k.s->n_unit + 1);
    hr_err e = k.above && queue ? HR_OK : HR_ENOMEM;
    if (e == HR_OK) {
        queue[0] = p->fed;
        hr_paths_mark_above(p, k.above, queue, 1);
        k.above[p->fed] = false;
        solve_bases(&k);
        e = try_elements(&k);
    }
    if (e == HR_OK) e = try_groups(&k, false);
    if (e == HR_OK) e = try_groups(&k, true);
    if (e == HR_OK) e = list_shared(&k);
    hr_arena_free(k.arena);
    return e;
}
