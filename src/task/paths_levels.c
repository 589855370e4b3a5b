/* paths_levels.c - the largest common load of each level on the way to an element.
 *
 * A level is units of one type and voltage that stand at the same distance from the loads, and between which the loads
 * can choose: found by going down from the units on the element's paths to all that they can serve, and up again. Then
 * every unit of every level is taken out and solved. In each case each unit that the case touched gives
 * limit / load; the least of them is the factor by which all loads of the site may grow together. Without losses loads
 * and readings are in proportion, so that this is exact; with losses it takes them to grow with the load. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "task/paths.h"

enum { ROUNDS = 64 }; /* bound of searches that end by themselves */
#define SAME 1e-12    /* relative: equal but for rounding */

typedef struct key { /* what makes units stand side by side */
    const hr_type *type;
    double volts;
    uint32_t tier; /* units of the type below it, in a chain */
    bool tie;
} key;

typedef struct leveller {
    hr_paths *p;
    const hr_site *s;
    hr_arena *arena;               /* of what is not kept */
    hr_work *work;                 /* at the corner judged now */
    bool *feeding[HR_BASES];       /* by wire */
    uint32_t *child_first, *child; /* wires by what they come from */
    uint32_t *tier;                /* by declaration, of the type asked for last */
    bool *mine, *seen, *up;        /* by unit */
    hr_id *queue;
    uint32_t *level_of;          /* by unit */
    uint32_t *place_of;          /* by unit: in its level */
    double *before[HR_BASES];    /* by unit, of those in a level: W in the base */
    hr_vec level, cases, target; /* hr_level, hr_case, hr_target */
    const char *device_rule;     /* the code that judges overcurrent devices: P104, or P130 where that does not apply */
} leveller;

/* --- what stands side by side ---------------------------------------------------------------------------------------- */

static void list_children(leveller *k)
{
    const hr_site *s = k->s;
    for (hr_id w = 0; w < s->n_wire; w++) k->child_first[s->wire[w].parent + 2]++;
    for (uint32_t u = 2; u < s->n_unit + 2; u++) k->child_first[u] += k->child_first[u - 1];
    for (hr_id w = 0; w < s->n_wire; w++) k->child[k->child_first[s->wire[w].parent + 1]++] = w;
}

static bool is_live(const leveller *k, hr_id wire)
{
    return k->feeding[0][wire] || (k->feeding[1] && k->feeding[1][wire]);
}

/* How many of a type hang below each other, by unit, over what feeds in one of the bases; then the most of each
 * declaration, since the members of one line stand side by side. */
static void find_tiers(leveller *k, const hr_type *type, uint32_t *below)
{
    const hr_site *s = k->s;
    memset(below, 0, s->n_unit * sizeof *below);
    memset(k->tier, 0, s->n_decl * sizeof *k->tier);
    bool again = true;
    for (uint32_t round = 0; again && round < ROUNDS; round++) {
        again = false;
        for (uint32_t i = s->n_unit; i-- > 0;) {
            hr_id u = s->order[i];
            uint32_t most = 0, own = hr_unit_type(s, u) == type;
            for (uint32_t c = k->child_first[u]; c < k->child_first[u + 1]; c++) {
                hr_id child = s->wire[k->child[c]].child;
                if (is_live(k, k->child[c]) && below[child] > most) most = below[child];
            }
            if (most + own == below[u]) continue;
            below[u] = most + own;
            again |= s->nominal[u].ring != HR_NONE;
        }
    }
    for (hr_id u = 0; u < s->n_unit; u++)
        if (hr_unit_type(s, u) == type && below[u] > k->tier[s->unit[u].decl]) k->tier[s->unit[u].decl] = below[u];
}

static bool is_tie(const hr_site *s, hr_id unit)
{
    return s->unit[unit].wire_count && s->wire[s->unit[unit].wire_first].role == HR_WIRE_SIDE;
}

static key key_of(const leveller *k, hr_id unit)
{
    const hr_site *s = k->s;
    return (key){hr_unit_type(s, unit), s->nominal[unit].vout, k->tier[s->unit[unit].decl], is_tie(s, unit)};
}

static bool same_key(key a, key b)
{
    return a.type == b.type && a.volts == b.volts && a.tie == b.tie && (a.tie || a.tier == b.tier);
}

static bool can_stand(const hr_site *s, hr_id unit)
{
    hr_power_kind kind = hr_unit_kind(s, unit);
    return kind == HR_P_SOURCE || kind == HR_P_SERIES;
}

static bool is_end(const hr_site *s, hr_id unit)
{
    hr_power_kind kind = hr_unit_kind(s, unit);
    return kind == HR_P_HOLDER || kind == HR_P_LOAD;
}

/* All loads that the level can serve, at the front of the queue. */
static uint32_t loads_below(leveller *k)
{
    const hr_site *s = k->s;
    uint32_t n = 0, loads = 0;
    memset(k->seen, 0, s->n_unit * sizeof *k->seen);
    for (hr_id u = 0; u < s->n_unit; u++)
        if (k->mine[u]) k->seen[u] = true, k->queue[n++] = u;
    for (uint32_t i = 0; i < n; i++) {
        hr_id u = k->queue[i];
        for (uint32_t c = k->child_first[u]; c < k->child_first[u + 1]; c++) {
            const hr_wire *w = &s->wire[k->child[c]];
            if (!w->automatic || k->seen[w->child]) continue;
            k->seen[w->child] = true;
            k->queue[n++] = w->child;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        if (is_end(s, k->queue[i])) k->queue[loads++] = k->queue[i];
    return loads;
}

/* Down to the loads and up again until no unit is new. */
static void close_level(leveller *k, key wanted)
{
    const hr_site *s = k->s;
    bool again = true;
    for (uint32_t round = 0; again && round < ROUNDS; round++) {
        uint32_t n = loads_below(k);
        again = false;
        memset(k->up, 0, s->n_unit * sizeof *k->up);
        hr_paths_mark_above(k->p, k->up, k->queue, n);
        for (hr_id u = 0; u < s->n_unit; u++) {
            if (!k->up[u] || k->mine[u] || k->level_of[u] != HR_NONE || !same_key(key_of(k, u), wanted)) continue;
            k->mine[u] = again = true;
        }
    }
}

static hr_err keep_level(leveller *k, const hr_type *type)
{
    const hr_site *s = k->s;
    hr_level *l = hr_vec_push(&k->level, sizeof *l);
    uint32_t n = 0;
    for (hr_id u = 0; u < s->n_unit; u++) n += k->mine[u];
    hr_level_unit *unit = HR_NEW_ARRAY(k->p->c->arena, hr_level_unit, n);
    if (!l || !unit) return HR_ENOMEM;
    *l = (hr_level){.type = type, .unit = unit};
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!k->mine[u]) continue;
        k->level_of[u] = (uint32_t)k->level.n - 1;
        k->place_of[u] = l->n;
        unit[l->n++].what = (hr_target){u, 0, HR_NONE, HR_OUT};
    }
    return HR_OK;
}

/* Power supplies and cords of the element itself stand side by side too. */
static hr_err keep_cords(leveller *k)
{
    const hr_site *s = k->s;
    const hr_unit *fed = &s->unit[k->p->fed];
    if (!is_end(s, k->p->fed) || !fed->wire_count) return HR_OK;
    hr_level *l = hr_vec_push(&k->level, sizeof *l);
    hr_level_unit *unit = HR_NEW_ARRAY(k->p->c->arena, hr_level_unit, fed->wire_count);
    if (!l || !unit) return HR_ENOMEM;
    *l = (hr_level){.type = hr_unit_type(s, k->p->fed), .unit = unit, .cords = true};
    for (hr_id w = fed->wire_first; w < fed->wire_first + fed->wire_count; w++)
        if (hr_paths_uses_cord(k->p, w)) unit[l->n++].what = (hr_target){HR_NONE, 0, w, HR_OUT};
    k->level_of[k->p->fed] = (uint32_t)k->level.n - 1;
    for (hr_id h = fed->held_first; h < fed->held_first + fed->held_count; h++)
        if (!s->unit[h].wire_count && (k->p->unit == k->p->fed || h == k->p->unit))
            k->level_of[h] = (uint32_t)k->level.n - 1;
    return HR_OK;
}

/* One level after the other from the sources down, each beginning at a unit that can stand on the element's paths. */
static hr_err find_levels(leveller *k, const bool *above, uint32_t *below)
{
    const hr_site *s = k->s;
    const hr_type *type = NULL;
    hr_err e = HR_OK;
    for (hr_id u = 0; u < s->n_unit; u++) k->level_of[u] = HR_NONE;
    for (uint32_t i = 0; i < s->n_unit && e == HR_OK; i++) {
        hr_id u = s->order[i];
        if (!above[u] || !can_stand(s, u) || k->level_of[u] != HR_NONE) continue;
        if (hr_unit_type(s, u) != type) find_tiers(k, type = hr_unit_type(s, u), below);
        key wanted = key_of(k, u);
        memset(k->mine, 0, s->n_unit * sizeof *k->mine);
        for (hr_id v = 0; v < s->n_unit; v++)
            k->mine[v] = above[v] && k->level_of[v] == HR_NONE && can_stand(s, v) && same_key(key_of(k, v), wanted);
        close_level(k, wanted);
        e = keep_level(k, type);
    }
    return e == HR_OK ? keep_cords(k) : e;
}

/* --- cases ----------------------------------------------------------------------------------------------------------------- */

static bool add_case(leveller *k, uint8_t base, hr_target t)
{
    hr_case *x = hr_paths_is_out(k->p, t, base) ? NULL : hr_vec_push(&k->cases, sizeof *x);
    hr_target *slot = x ? hr_vec_push(&k->target, sizeof *slot) : NULL;
    if (hr_paths_is_out(k->p, t, base)) return true;
    if (!slot) return false;
    *x = (hr_case){.kind = HR_CASE_FAULT, .base = base, .n_out = 1, .stands_for = 1};
    *slot = t;
    return true;
}

static bool add_faults(leveller *k, uint8_t base, const hr_level *l)
{
    const hr_site *s = k->s;
    for (uint32_t i = 0; i < l->n; i++) {
        hr_target t = l->unit[i].what;
        if (!add_case(k, base, t)) return false;
        if (t.wire != HR_NONE) continue;
        for (hr_id w = s->unit[t.unit].wire_first; w < s->unit[t.unit].wire_first + s->unit[t.unit].wire_count; w++)
            if (hr_paths_counts(k->p, w) && !add_case(k, base, (hr_target){HR_NONE, 0, w, HR_OUT})) return false;
    }
    return true;
}

static hr_err list_cases(leveller *k)
{
    hr_paths *p = k->p;
    const hr_level *l = k->level.item;
    bool ok = true;
    for (unsigned b = 0; b < hr_paths_bases(p) && ok; b++) {
        hr_case *x = hr_vec_push(&k->cases, sizeof *x);
        hr_target *slot = hr_vec_push(&k->target, sizeof *slot);
        ok = x && slot;
        if (ok) *x = hr_paths_base[b], *slot = (hr_target){HR_NONE, 0, HR_NONE, HR_OUT};
        for (size_t i = 0; i < k->level.n && ok; i++) ok = add_faults(k, (uint8_t)b, &l[i]);
    }
    p->n_cases = (uint32_t)k->cases.n;
    p->cases = HR_NEW_ARRAY(p->c->arena, hr_case, k->cases.n);
    hr_target *t = HR_NEW_ARRAY(p->c->arena, hr_target, k->cases.n);
    if (!ok || !p->cases || !t) return HR_ENOMEM;
    memcpy(p->cases, k->cases.item, k->cases.n * sizeof *p->cases);
    memcpy(t, k->target.item, k->cases.n * sizeof *t);
    for (uint32_t i = 0; i < p->n_cases; i++) p->cases[i].out = &t[i];
    return HR_OK;
}

/* --- judging -------------------------------------------------------------------------------------------------------------------- */

typedef enum sort { NOT_COUNTED, RATING, DEVICE } sort;

static bool is_device(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    return ops && ops->switching && ops->switching->device;
}

/* P101 to P103 at what the unit states itself, P104 (by IEC P130) at the device it is or that stands on its feed, but
 * not at the banks of a strip; at the element's own cords the power supplies (P105) take the place of a rating. */
static sort sort_of(const leveller *k, const hr_limit *l, const hr_level *level)
{
    const char *code = hr_rules[l->rule]->code;
    const hr_port *port = &k->s->port[hr_point_port(l->point)];
    if (strcmp(code, "P105") == 0) return level->cords ? RATING : NOT_COUNTED;
    if (strcmp(code, k->device_rule) == 0) {
        if (port->wire != HR_NONE && k->s->wire[port->wire].role == HR_WIRE_HELD) return NOT_COUNTED;
        if (level->cords && port->wire != HR_NONE && !hr_paths_uses_cord(k->p, port->wire)) return NOT_COUNTED;
        return is_device(k->s, port->unit) ? RATING : DEVICE;
    }
    if (level->cords || code[0] != 'P' || code[1] != '1' || code[2] != '0') return NOT_COUNTED;
    return code[3] >= '1' && code[3] <= '3' ? RATING : NOT_COUNTED;
}

static void note_unknown(hr_measure *m, hr_id unit, hr_id wire, const char *field)
{
    if (m->unknown) return;
    m->unknown = true;
    m->missing = wire != HR_NONE ? (hr_target){HR_NONE, 0, wire, HR_OUT} : (hr_target){unit, 0, HR_NONE, HR_OUT};
    m->field = field;
}

static void note_gap(leveller *k, hr_measure *m, hr_id point)
{
    hr_id unit = k->s->port[hr_point_port(point)].unit;
    const char *field = "power";
    (void)hr_power_engine.gap(k->work, point, &unit, &field);
    note_unknown(m, unit, HR_NONE, field);
}

/* Of equal ones the first in natural order, whatever the order in which they are looked at. */
static void keep_least(hr_bind *b, const hr_bind *x)
{
    bool same = b->at != HR_NONE && fabs(x->factor - b->factor) <= SAME * b->factor;
    bool first = x->case_ < b->case_ || (x->case_ == b->case_ && x->at < b->at);
    if (b->at == HR_NONE || (same ? first : x->factor < b->factor)) *b = *x;
}

static bool carries(hr_reading r) { return r.state != HR_S_OFF && (r.state != HR_S_KNOWN || r.v > 0); }

/* Supplies too weak for their load drop it, and then carry nothing: what counts is what they would have to carry. */
static hr_reading load_at(leveller *k, const hr_limit *l)
{
    hr_supply x;
    hr_id unit = k->s->port[hr_point_port(l->point)].unit;
    bool psu = hr_point_quantity(l->point) == HR_Q_PSU && hr_power_engine.supply(k->work, unit, &x);
    if (psu && x.psus > 0 && x.psus >= x.needed && x.w > 0) return (hr_reading){x.w / x.psus, HR_S_KNOWN};
    return hr_power_engine.reading(k->work, l->point);
}

static void judge(leveller *k, uint32_t limit, uint32_t case_, uint32_t out_level, hr_corner corner)
{
    const hr_limit *l = &k->p->c->limits.item[limit];
    const hr_port *port = &k->s->port[hr_point_port(l->point)];
    uint32_t at = k->level_of[port->unit];
    hr_level *level = &((hr_level *)k->level.item)[at];
    sort what = sort_of(k, l, level);
    if (what == NOT_COUNTED) return;
    hr_measure *m = what == RATING ? &level->rating : &level->device;
    hr_reading load = load_at(k, l);
    m->present = true;
    /* a device that never carries anything is not asked for; what a unit is rated for is */
    if (l->state == HR_S_UNKNOWN && (what == RATING || carries(load)))
        note_unknown(m, port->unit, what == DEVICE ? port->wire : HR_NONE, l->missing);
    if (!carries(load) || l->state == HR_S_UNKNOWN) return;
    if (load.state != HR_S_KNOWN) {
        note_gap(k, m, l->point);
        return;
    }
    hr_bind x = {l->v[corner] / load.v, load.v, l->v[corner], limit, case_};
    if (corner == HR_HARSH) keep_least(&m->harsh, &x);
    else keep_least(&m->any, &x);
    if (corner == HR_NOMINAL && (out_level == HR_NONE || out_level == at)) keep_least(&m->own, &x);
}

static void judge_port(leveller *k, hr_id port, uint32_t case_, uint32_t out_level, hr_corner corner)
{
    const hr_limits *all = &k->p->c->limits;
    if (k->level_of[k->s->port[port].unit] == HR_NONE) return;
    for (uint32_t i = all->of_port[port]; i < all->of_port[port + 1]; i++)
        judge(k, all->by_port[i], case_, out_level, corner);
}

/* The level that a case takes a unit of; a feed of a unit is no unit of its level, but a cord of the element is. */
static uint32_t level_of_case(const leveller *k, const hr_case *x)
{
    if (x->n_out == 0) return HR_NONE;
    if (x->out[0].wire == HR_NONE) return k->level_of[x->out[0].unit];
    hr_id child = k->s->wire[x->out[0].wire].child;
    return child == k->p->fed && is_end(k->s, child) ? k->level_of[child] : HR_NONE - 1;
}

/* --- where the load of a unit goes ----------------------------------------------------------------------------------------- */

static double watts(const leveller *k, hr_id port)
{
    hr_reading r = hr_power_engine.reading(k->work, hr_point_of(port, HR_Q_POWER));
    return r.state == HR_S_KNOWN || r.state == HR_S_PARTIAL ? r.v : 0;
}

static hr_err note_moved(leveller *k, hr_level_unit *from, hr_id unit, uint8_t base)
{
    double w = watts(k, k->s->unit[unit].port) - k->before[base][unit];
    if (w <= fmax(1e-6, k->before[base][unit] * 1e-9)) return HR_OK;
    hr_moved *slot = hr_vec_push(&from->moved, sizeof *slot);
    if (slot) *slot = (hr_moved){unit, w};
    return slot ? HR_OK : HR_ENOMEM;
}

static void note_lost(leveller *k, hr_level_unit *from, hr_id port)
{
    const hr_unit *u = &k->s->unit[k->s->port[port].unit];
    if (u->port != port) return;
    hr_reading lost = hr_power_engine.reading(k->work, hr_point_of(port, HR_Q_LOST));
    if (lost.state == HR_S_UNKNOWN) from->lost_unknown = true;
    else if (lost.state != HR_S_OFF) from->lost += lost.v * u->count;
}

static int by_unit(const void *a, const void *b)
{
    const hr_moved *x = a, *y = b;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* Of sources every other source may take over, whatever its type. */
static hr_err follow(leveller *k, const hr_case *x)
{
    hr_id out = x->out[0].unit;
    if (out == HR_NONE || x->out[0].wire != HR_NONE) return HR_OK;
    hr_level *l = &((hr_level *)k->level.item)[k->level_of[out]];
    hr_level_unit *from = &l->unit[k->place_of[out]];
    uint32_t n;
    hr_err e = HR_OK;
    if (l->base != x->base) return HR_OK;
    const hr_id *port = hr_power_engine.touched(k->work, &n);
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        hr_id unit = k->s->port[port[i]].unit;
        bool beside = k->level_of[unit] == k->level_of[out] && unit != out;
        bool source = hr_unit_kind(k->s, out) == HR_P_SOURCE && hr_unit_kind(k->s, unit) == HR_P_SOURCE && unit != out;
        if ((beside || source) && k->level_of[unit] != HR_NONE && k->s->unit[unit].port == port[i])
            e = note_moved(k, from, unit, x->base);
        note_lost(k, from, port[i]);
    }
    if (from->moved.n) qsort(from->moved.item, from->moved.n, sizeof(hr_moved), by_unit);
    return e;
}

/* --- the sweep -------------------------------------------------------------------------------------------------------------- */

static void judge_base(leveller *k, uint32_t case_, hr_corner corner)
{
    const hr_case *x = &k->p->cases[case_];
    for (hr_id port = 0; port < k->s->n_port; port++) judge_port(k, port, case_, HR_NONE, corner);
    for (hr_id u = 0; u < k->s->n_unit && corner == HR_NOMINAL; u++)
        if (k->level_of[u] != HR_NONE && k->s->unit[u].port != HR_NONE)
            k->before[x->base][u] = watts(k, k->s->unit[u].port);
}

static void sweep(leveller *k, hr_corner corner)
{
    hr_paths *p = k->p;
    for (uint32_t i = 0; i < p->n_cases; i++) {
        const hr_case *x = &p->cases[i];
        uint32_t n, out = level_of_case(k, x);
        hr_power_engine.solve(k->work, x);
        if (x->n_out == 0) {
            judge_base(k, i, corner);
            continue;
        }
        const hr_id *port = hr_power_engine.touched(k->work, &n);
        for (uint32_t t = 0; t < n; t++) judge_port(k, port[t], i, out, corner);
    }
}

/* --- what is carried now ------------------------------------------------------------------------------------------------------ */

static hr_id port_of(const hr_site *s, hr_target t)
{
    return t.wire != HR_NONE ? s->wire[t.wire].port : s->unit[t.unit].port;
}

static double total_in(leveller *k, hr_level *l, uint8_t base)
{
    double sum = 0;
    hr_power_engine.solve(k->work, &hr_paths_base[base]);
    for (uint32_t i = 0; i < l->n; i++) sum += l->unit[i].now = watts(k, port_of(k->s, l->unit[i].what));
    return sum;
}

static void add_load(void *user, hr_id unit, uint32_t count, double w, const hr_num *num)
{
    (void)unit, (void)count, (void)num;
    *(double *)user += w;
}

/* Loads alone, without what is lost on the way to them. */
static bool has_losses(const leveller *k, hr_level *l)
{
    bool any = false;
    for (uint32_t i = 0; i < l->n; i++) {
        hr_level_unit *u = &l->unit[i];
        u->loads = 0;
        hr_power_engine.loads(k->work, port_of(k->s, u->what), add_load, &u->loads);
        any |= fabs(u->now - u->loads) > 1e-9 * u->now;
    }
    return any;
}

static void find_now(leveller *k, hr_level *l)
{
    for (l->base = 0; l->base < hr_paths_bases(k->p); l->base++)
        if ((l->now = total_in(k, l, l->base)) > 0) break;
    if (l->base == hr_paths_bases(k->p)) l->base = 0, l->now = total_in(k, l, 0);
    l->first_order = has_losses(k, l);
    for (uint32_t i = 0; i < l->n; i++) {
        uint8_t state = hr_power_engine.reading(k->work, hr_point_of(port_of(k->s, l->unit[i].what), HR_Q_POWER)).state;
        l->now_unknown |= state == HR_S_UNKNOWN || state == HR_S_PARTIAL;
    }
}

/* --- share of what is installed -------------------------------------------------------------------------------------------------- */

static bool is_current(hr_quantity q) { return q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C; }

/* Of a device its whole rating, whatever part of it may be used. */
static double rated(const hr_limit *l)
{
    const hr_num *n = l->n_input ? l->input[0].num : NULL;
    return n ? hr_num_at(n, HR_HARSH_LOW, HR_NOMINAL) : l->v[HR_NOMINAL];
}

/* Limits of the kind that binds, at one port: the load of its most loaded phase, and its rating. */
static bool at_port(leveller *k, const hr_limit *kind, hr_id port, double *load, double *rating)
{
    const hr_limits *all = &k->p->c->limits;
    bool found = false;
    *load = *rating = 0;
    for (uint32_t i = all->of_port[port]; i < all->of_port[port + 1]; i++) {
        const hr_limit *l = &all->item[all->by_port[i]];
        hr_quantity q = hr_point_quantity(l->point), wanted = hr_point_quantity(kind->point);
        if (l->rule != kind->rule || (q != wanted && !(is_current(q) && is_current(wanted)))) continue;
        if (l->state != HR_S_KNOWN) return false;
        *load = fmax(*load, hr_power_engine.reading(k->work, l->point).v);
        *rating = rated(l);
        found = true;
    }
    return found;
}

/* Load and rating of all, then of those that carry loads now. */
static void add_to(double sum[4], double load, double rating, bool active)
{
    sum[0] += load, sum[1] += rating;
    if (active) sum[2] += load, sum[3] += rating;
}

/* The ports at which a kind of limit of a unit stands: its own, or the feeds that carry it. */
static bool add_unit(leveller *k, const hr_limit *kind, const hr_level_unit *u, sort what, double sum[4])
{
    const hr_site *s = k->s;
    double load, rating;
    hr_id first = u->what.wire, end = first + 1;
    if (what == RATING) {
        if (!at_port(k, kind, s->unit[u->what.unit].port, &load, &rating)) return false;
        add_to(sum, load, rating, u->loads > 0);
        return true;
    }
    if (first == HR_NONE) first = s->unit[u->what.unit].wire_first, end = first + s->unit[u->what.unit].wire_count;
    for (hr_id w = first; w < end; w++) {
        if (!hr_power_engine.feeds(k->work, w)) continue;
        if (!at_port(k, kind, s->wire[w].port, &load, &rating)) return false;
        add_to(sum, load, rating, u->loads > 0);
    }
    return true;
}

static void find_share(leveller *k, hr_level *l, hr_measure *m, sort what)
{
    double sum[4] = {0, 0, 0, 0};
    if (!m->present || m->unknown || m->own.at == HR_NONE || (l->cords && what == RATING)) return;
    const hr_limit *kind = &k->p->c->limits.item[m->own.at];
    for (uint32_t i = 0; i < l->n; i++)
        if (!add_unit(k, kind, &l->unit[i], what, sum)) return;
    if (sum[1] > 0) m->of_installed = m->own.factor * sum[0] / sum[1];
    if (sum[3] > 0) m->of_active = m->own.factor * sum[2] / sum[3];
}

/* --- all ---------------------------------------------------------------------------------------------------------------------------- */

static hr_err sweep_harsh(leveller *k)
{
    hr_work *nominal = k->work;
    hr_err e = hr_power_engine.work_new(&k->work, k->p->c->engine[HR_HARSH]);
    if (e == HR_OK) sweep(k, HR_HARSH);
    if (k->work != nominal) hr_power_engine.work_free(k->work);
    k->work = nominal;
    return e;
}

static hr_err answer(leveller *k)
{
    hr_paths *p = k->p;
    hr_level *l = k->level.item;
    hr_err e = list_cases(k);
    for (size_t i = 0; i < k->level.n && e == HR_OK; i++) {
        const hr_bind none = {INFINITY, 0, 0, HR_NONE, 0};
        l[i].rating.own = l[i].rating.any = l[i].rating.harsh = none;
        l[i].device.own = l[i].device.any = l[i].device.harsh = none;
        find_now(k, &l[i]);
    }
    if (e == HR_OK) sweep(k, HR_NOMINAL);
    for (uint32_t i = 0; i < p->n_cases && e == HR_OK; i++) {
        if (p->cases[i].n_out == 0) continue;
        hr_power_engine.solve(k->work, &p->cases[i]);
        e = follow(k, &p->cases[i]);
    }
    for (size_t i = 0; i < k->level.n && e == HR_OK; i++) {
        hr_power_engine.solve(k->work, &hr_paths_base[l[i].base]);
        find_share(k, &l[i], &l[i].rating, RATING);
        find_share(k, &l[i], &l[i].device, DEVICE);
    }
    return e == HR_OK && p->c->engine[HR_HARSH] ? sweep_harsh(k) : e;
}

static bool alloc(leveller *k)
{
    const hr_site *s = k->s;
    uint32_t n = s->n_unit;
    k->child_first = HR_NEW_ARRAY(k->arena, uint32_t, n + 2);
    k->child = HR_NEW_ARRAY(k->arena, uint32_t, s->n_wire);
    k->tier = HR_NEW_ARRAY(k->arena, uint32_t, s->n_decl);
    k->mine = HR_NEW_ARRAY(k->arena, bool, n);
    k->seen = HR_NEW_ARRAY(k->arena, bool, n);
    k->up = HR_NEW_ARRAY(k->arena, bool, n);
    k->queue = HR_NEW_ARRAY(k->arena, hr_id, n + 1);
    k->level_of = HR_NEW_ARRAY(k->arena, uint32_t, n);
    k->place_of = HR_NEW_ARRAY(k->arena, uint32_t, n);
    bool ok =
        k->child_first && k->child && k->tier && k->mine && k->seen && k->up && k->queue && k->level_of && k->place_of;
    for (uint32_t b = 0; b < hr_paths_bases(k->p); b++) {
        k->before[b] = HR_NEW_ARRAY(k->arena, double, n);
        k->feeding[b] = HR_NEW_ARRAY(k->arena, bool, s->n_wire);
        ok = ok && k->before[b] && k->feeding[b];
    }
    return ok;
}

static hr_err start(leveller *k)
{
    const hr_site *s = k->s;
    bool *above = HR_NEW_ARRAY(k->arena, bool, s->n_unit);
    uint32_t *below = HR_NEW_ARRAY(k->arena, uint32_t, s->n_unit);
    if (!alloc(k) || !above || !below) return HR_ENOMEM;
    for (uint32_t b = 0; b < hr_paths_bases(k->p); b++) {
        hr_power_engine.solve(k->work, &hr_paths_base[b]);
        for (hr_id w = 0; w < s->n_wire && k->feeding[b]; w++) k->feeding[b][w] = hr_power_engine.feeds(k->work, w);
    }
    list_children(k);
    k->queue[0] = k->p->fed;
    above[k->p->fed] = true;
    hr_paths_mark_above(k->p, above, k->queue, 1);
    return find_levels(k, above, below);
}

static void forget(leveller *k)
{
    hr_level *l = k->level.item;
    for (size_t i = 0; i < k->level.n; i++)
        for (uint32_t u = 0; u < l[i].n; u++) hr_vec_free(&l[i].unit[u].moved);
}

hr_err hr_paths_levels(hr_paths *p, hr_work *work)
{
    leveller k = {.p = p, .s = p->c->site, .work = work, .arena = hr_arena_new()};
    if (!k.arena) return HR_ENOMEM;
    k.device_rule = hr_rule_applies(k.s, hr_rule_find(HR_STR("P104"))) ? "P104" : "P130";
    hr_err e = start(&k);
    if (e == HR_OK) e = answer(&k);
    hr_level *kept = HR_NEW_ARRAY(p->c->arena, hr_level, k.level.n);
    if (kept && k.level.n) memcpy(kept, k.level.item, k.level.n * sizeof *kept);
    if (kept) p->level = kept, p->n_level = (uint32_t)k.level.n;
    else forget(&k), e = HR_ENOMEM;
    hr_power_engine.solve(work, &hr_paths_base[HR_BASE_UTILITY]);
    hr_vec_free(&k.level);
    hr_vec_free(&k.cases);
    hr_vec_free(&k.target);
    hr_arena_free(k.arena);
    return e;
}
