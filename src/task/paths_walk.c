/* paths_walk.c - walks up from an element, feed by feed, and lists every way to a source.
 *
 * The number of ways through ring mains and ties grows without bound, so for each cord and each way of coming to carry
 * there are only so many listed and so many steps taken; what is beyond is counted, and said to be at least that where
 * the steps ran out. Alternatives are tried in the order in which they close, so the first listed is the first taken. */
#include <string.h>

#include "task/paths.h"

enum { LISTED = 6, STEPS = 200000 }; /* for each cord and way; a step is a feed looked at */

typedef struct walker {
    hr_paths *p;
    const hr_site *s;
    bool *feeding;        /* by wire: in the normal state */
    bool *reach[HR_WAYS]; /* by unit: a source can be reached over feeds of this way */
    bool *passed;         /* by unit: on the path now */
    hr_id *wire;          /* the path now */
    hr_id *next;          /* by place: the next feed to try above it */
    uint32_t n;
    uint32_t steps;
    uint32_t *looked, look; /* by unit: the search for a way on that came by last */
    hr_id *queue;
    hr_vec path;
} walker;

static bool allowed(const walker *k, hr_id wire, uint8_t way)
{
    const hr_target t = {HR_NONE, 0, wire, HR_OUT};
    if (way == HR_WAY_LIVE) return k->feeding[wire];
    if (way == HR_WAY_AUTOMATIC && !k->s->wire[wire].automatic) return false;
    return !hr_paths_is_out(k->p, t, HR_BASE_UTILITY);
}

static bool in_service(const walker *k, hr_id unit)
{
    const hr_target t = {unit, 0, HR_NONE, HR_OUT};
    return !hr_paths_is_out(k->p, t, HR_BASE_UTILITY);
}

static bool begins(const walker *k, hr_id unit)
{
    return k->s->unit[unit].wire_count == 0 || hr_unit_kind(k->s, unit) == HR_P_SOURCE;
}

/* Down from the sources, round after round, until nobody new is reached; `order` makes one round enough but in rings. */
static void find_reach(walker *k, uint8_t way)
{
    const hr_site *s = k->s;
    bool *reach = k->reach[way];
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < s->n_unit; i++) {
            hr_id u = s->order[i];
            bool now = begins(k, u) && in_service(k, u);
            for (hr_id w = s->unit[u].wire_first; !now && w < s->unit[u].wire_first + s->unit[u].wire_count; w++)
                now = reach[s->wire[w].parent] && allowed(k, w, way) && in_service(k, u);
            if (!now || reach[u]) continue;
            reach[u] = true;
            again |= s->nominal[u].ring != HR_NONE;
        }
    }
}

/* Sources in parallel that are fed alike are one step: the first of them speaks for all. */
static bool is_spoken_for(const walker *k, hr_id wire, uint8_t way)
{
    const hr_site *s = k->s;
    for (hr_id w = s->unit[s->wire[wire].child].wire_first; w < wire && s->wire[wire].parallel; w++)
        if (hr_path_is_alike(s, w, wire) && allowed(k, w, way) && k->reach[way][s->wire[w].parent]) return true;
    return false;
}

/* --- one path ------------------------------------------------------------------------------------------------ */

static bool is_of_way(const walker *k, uint8_t way)
{
    if (way == HR_WAY_LIVE) return true;
    for (uint32_t i = 0; i < k->n; i++)
        if (way == HR_WAY_AUTOMATIC ? !k->feeding[k->wire[i]] : !k->s->wire[k->wire[i]].automatic) return true;
    return false;
}

static bool takes_time(const hr_wire *x) { return !x->parallel && (x->role == HR_WIRE_FEED || x->normally_open); }

static void add_time(hr_path *path, const hr_num *time)
{
    path->time_known = path->time_known && time->presence;
    if (time->presence && hr_num_at(time, HR_HARSH_HIGH, HR_NOMINAL) > path->time)
        path->time = hr_num_at(time, HR_HARSH_HIGH, HR_NOMINAL);
}

/* Everything is called at the same moment, so the slowest decides. */
static void time_of(const walker *k, hr_path *path)
{
    const hr_site *s = k->s;
    uint32_t first = path->n;
    hr_id top = s->wire[path->wire[path->n - 1]].parent;
    const hr_bridge_ops *start = hr_unit_type(s, top)->power ? hr_unit_type(s, top)->power->bridge : NULL;
    path->time_known = true;
    for (uint32_t i = path->n; i-- > 0;) {
        const hr_wire *x = &s->wire[path->wire[i]];
        if (k->feeding[path->wire[i]]) continue;
        first = i;
        if (takes_time(x)) add_time(path, &x->feed->time);
    }
    if (start && start->start) add_time(path, start->start(hr_unit_fields(s, top)));
    for (uint32_t i = 0; i < first; i++) {
        hr_id unit = s->wire[path->wire[i]].parent;
        const hr_bridge_ops *b = hr_unit_type(s, unit)->power ? hr_unit_type(s, unit)->power->bridge : NULL;
        const hr_num *autonomy = b && b->autonomy ? b->autonomy(hr_unit_fields(s, unit)) : NULL;
        bool around = i + 1 == first && first < path->n && s->wire[path->wire[first]].role == HR_WIRE_BYPASS;
        if (autonomy && autonomy->presence && path->store == HR_NONE && !around) path->store = unit;
    }
}

static hr_err keep(walker *k, uint8_t way)
{
    hr_path *path = hr_vec_push(&k->path, sizeof *path);
    hr_id *wire = HR_NEW_ARRAY(k->p->c->arena, hr_id, k->n);
    if (!path || !wire) return HR_ENOMEM;
    memcpy(wire, k->wire, k->n * sizeof *wire);
    *path = (hr_path){.wire = wire, .n = k->n, .way = way, .store = HR_NONE};
    if (way == HR_WAY_AUTOMATIC) time_of(k, path);
    while (way == HR_WAY_BY_HAND && k->s->wire[wire[path->first_hand]].automatic) path->first_hand++;
    return HR_OK;
}

/* --- all paths of one cord and way ---------------------------------------------------------------------------- */

/* In a ring a unit can be reached from which no way goes on but through the path itself. Outside of rings there is none. */
static bool leads_on(walker *k, hr_id unit, uint8_t way)
{
    const hr_site *s = k->s;
    hr_id ring = s->nominal[unit].ring;
    uint32_t n = 0;
    if (ring == HR_NONE || begins(k, unit)) return true;
    k->looked[unit] = ++k->look;
    k->queue[n++] = unit;
    for (uint32_t i = 0; i < n; i++) {
        const hr_unit *u = &s->unit[k->queue[i]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            hr_id parent = s->wire[w].parent;
            k->steps++;
            if (!allowed(k, w, way) || k->passed[parent] || !k->reach[way][parent]) continue;
            if (s->nominal[parent].ring != ring || begins(k, parent)) return true;
            if (k->looked[parent] == k->look) continue;
            k->looked[parent] = k->look;
            k->queue[n++] = parent;
        }
    }
    return false;
}

static bool can_step(walker *k, hr_id wire, uint8_t way)
{
    hr_id parent = k->s->wire[wire].parent;
    if (!allowed(k, wire, way) || k->passed[parent] || !k->reach[way][parent]) return false;
    return !is_spoken_for(k, wire, way) && leads_on(k, parent, way);
}

static void step_to(walker *k, hr_id wire)
{
    hr_id parent = k->s->wire[wire].parent;
    k->passed[parent] = true;
    k->wire[k->n] = wire;
    k->next[k->n++] = begins(k, parent) ? HR_NONE : k->s->unit[parent].wire_first;
}

static void step_back(walker *k) { k->passed[k->s->wire[k->wire[--k->n]].parent] = false; }

static hr_err arrive(walker *k, uint8_t way, hr_unlisted *count)
{
    if (!is_of_way(k, way)) return HR_OK;
    if (count->n++ < LISTED) return keep(k, way);
    return HR_OK;
}

/* Something above the element would make a path one of this way. Without, there is nothing to search for. */
static bool has_way(walker *k, uint8_t way)
{
    const hr_site *s = k->s;
    uint32_t n = 0;
    k->looked[k->p->fed] = ++k->look;
    k->queue[n++] = k->p->fed;
    for (uint32_t i = 0; i < n; i++) {
        const hr_unit *u = &s->unit[k->queue[i]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            hr_id parent = s->wire[w].parent;
            if (!allowed(k, w, way) || !k->reach[way][parent]) continue;
            if (way == HR_WAY_LIVE || (way == HR_WAY_AUTOMATIC ? !k->feeding[w] : !s->wire[w].automatic)) return true;
            if (k->looked[parent] == k->look) continue;
            k->looked[parent] = k->look;
            k->queue[n++] = parent;
        }
    }
    return false;
}

static hr_err walk_cord(walker *k, hr_id cord, uint8_t way)
{
    const hr_site *s = k->s;
    hr_unlisted count = {.cord = cord, .way = way};
    hr_err e = HR_OK;
    if (!allowed(k, cord, way) || !k->reach[way][s->wire[cord].parent]) return HR_OK;
    step_to(k, cord);
    for (k->steps = 0; k->n && e == HR_OK; k->steps++) {
        hr_id at = s->wire[k->wire[k->n - 1]].parent, *next = &k->next[k->n - 1];
        if (*next == HR_NONE && (e = arrive(k, way, &count)) != HR_OK) break;
        count.at_least |= k->steps >= STEPS;
        if (*next == HR_NONE || *next == s->unit[at].wire_first + s->unit[at].wire_count || count.at_least) {
            step_back(k);
            continue;
        }
        hr_id w = (*next)++;
        if (can_step(k, w, way)) step_to(k, w);
    }
    while (k->n) step_back(k);
    count.n -= count.n < LISTED ? count.n : LISTED;
    if (e != HR_OK || (!count.n && !count.at_least)) return e;
    hr_unlisted *slot = hr_vec_push(&k->p->unlisted, sizeof *slot);
    if (slot) *slot = count;
    return slot ? HR_OK : HR_ENOMEM;
}

static hr_err walk_all(walker *k)
{
    const hr_unit *u = &k->s->unit[k->p->fed];
    hr_err e = HR_OK;
    bool has[HR_WAYS];
    for (unsigned way = 0; way < HR_WAYS; way++) {
        find_reach(k, (uint8_t)way);
        has[way] = has_way(k, (uint8_t)way);
    }
    k->passed[k->p->fed] = true;
    bool cords = hr_unit_kind(k->s, k->p->fed) == HR_P_HOLDER;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count && cords; w++)
        for (unsigned way = 0; way < HR_WAYS && e == HR_OK && hr_paths_uses_cord(k->p, w); way++)
            if (has[way]) e = walk_cord(k, w, (uint8_t)way);
    for (unsigned way = 0; way < HR_WAYS && !cords; way++) /* alternatives: what lives comes first, whichever it is */
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count && e == HR_OK; w++)
            if (has[way] && !is_spoken_for(k, w, (uint8_t)way)) e = walk_cord(k, w, (uint8_t)way);
    return e;
}

static hr_err keep_list(walker *k)
{
    hr_paths *p = k->p;
    p->n_path = (uint32_t)k->path.n;
    if (!(p->path = HR_NEW_ARRAY(p->c->arena, hr_path, k->path.n))) return HR_ENOMEM;
    if (k->path.n) memcpy(p->path, k->path.item, k->path.n * sizeof *p->path);
    return HR_OK;
}

hr_err hr_paths_walk(hr_paths *p, hr_work *work)
{
    const hr_site *s = p->c->site;
    hr_arena *a = hr_arena_new();
    if (!a) return HR_ENOMEM;
    walker k = {.p = p, .s = s};
    k.feeding = HR_NEW_ARRAY(a, bool, s->n_wire);
    k.passed = HR_NEW_ARRAY(a, bool, s->n_unit);
    k.wire = HR_NEW_ARRAY(a, hr_id, s->n_unit + 1);
    k.next = HR_NEW_ARRAY(a, hr_id, s->n_unit + 1);
    k.looked = HR_NEW_ARRAY(a, uint32_t, s->n_unit);
    k.queue = HR_NEW_ARRAY(a, hr_id, s->n_unit + 1);
    bool ok = k.feeding && k.passed && k.wire && k.next && k.looked && k.queue;
    for (int i = 0; i < HR_WAYS; i++) ok = (k.reach[i] = HR_NEW_ARRAY(a, bool, s->n_unit)) && ok;
    hr_err e = ok ? HR_OK : HR_ENOMEM;
    if (ok) {
        hr_power_engine.solve(work, &hr_paths_base[HR_BASE_UTILITY]);
        for (hr_id w = 0; w < s->n_wire; w++) k.feeding[w] = hr_power_engine.feeds(work, w);
        e = walk_all(&k);
    }
    if (e == HR_OK) e = keep_list(&k);
    hr_vec_free(&k.path);
    hr_arena_free(a);
    return e;
}
