/* tier.c - critical loads, and the ways that lead to them while nothing is out.
 *
 * A tier is no property that a program can stamp: each statement of it is a rule with rows of its own. */
#include "rule/tier.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "element/redundancy.h"
#include "element/transfer.h"
#include "rule/redundancy.h"

bool hr_tier_is_critical(const hr_site *s, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = s->unit[u].holder) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        const hr_choice *c = ops && ops->redundancy ? ops->redundancy(hr_unit_fields(s, u)) : NULL;
        if (c && c->presence) return c->v != HR_REDUNDANCY_NONE;
    }
    return hr_is_load(s, unit) && s->unit[unit].port != HR_NONE;
}

bool hr_tier_is_it(const hr_site *s, hr_id unit)
{
    if (!hr_is_load(s, unit) || s->unit[unit].port == HR_NONE || !hr_tier_is_critical(s, unit)) return false;
    return hr_unit_kind(s, unit) == HR_P_HOLDER || s->unit[unit].holder != HR_NONE;
}

bool hr_tier_is_standby(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    return ops && ops->kind == HR_P_SOURCE && !ops->utility && ops->bridge && ops->bridge->start;
}

bool hr_tier_has_standby(const hr_site *s)
{
    for (hr_id u = 0; u < s->n_unit; u++)
        if (hr_tier_is_standby(s, u)) return true;
    return false;
}

static hr_limit new_limit(const hr_site *s, hr_id unit, uint16_t rule, uint16_t kinds, const char *missing)
{
    hr_limit l = hr_stated_unknown(s, unit, rule, HR_Q_LOST, HR_MAX, missing);
    l.stated = false;
    l.kinds = missing ? HR_EVERY_KIND : kinds;
    l.state = missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    return l;
}

static bool has_feed(const hr_site *s, hr_id u)
{
    return s->unit[u].wire_count || (s->unit[u].holder != HR_NONE && s->unit[s->unit[u].holder].wire_count);
}

void hr_tier_served(hr_limits *out, const hr_site *s, uint16_t rule, uint16_t kinds)
{
    bool standby = hr_tier_has_standby(s);
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!hr_is_load(s, u) || s->unit[u].port == HR_NONE || !hr_tier_is_critical(s, u)) continue;
        hr_limit l = new_limit(s, u, rule, kinds, !has_feed(s, u) ? "from" : !standby ? "generator" : NULL);
        hr_limit_add(out, &l);
    }
}

/* A rack, or a load in it that is fed by itself, counts once: as the rack that heat comes from. */
static bool is_critical_rack(const hr_site *s, hr_id u)
{
    const hr_unit *x = &s->unit[u];
    if (hr_unit_kind(s, u) != HR_P_HOLDER || x->port == HR_NONE) return false;
    bool critical = hr_tier_is_it(s, u);
    for (hr_id h = x->held_first; x->held_count && h < x->held_first + x->held_count; h++)
        critical |= hr_tier_is_it(s, h);
    return critical;
}

void hr_tier_cooled(hr_limits *out, const hr_site *s, uint16_t rule, hr_quantity q, uint16_t kinds)
{
    bool standby = hr_tier_has_standby(s);
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!is_critical_rack(s, u)) continue;
        const char *missing = !hr_is_cooled_load(s, u) ? "zone" : !standby ? "generator" : NULL;
        hr_limit l = new_limit(s, u, rule, kinds, missing);
        l.point = hr_point_of(s->unit[u].port, q);
        l.value_point = HR_NONE;
        if (q == HR_Q_UNCOOLED_FOR && !missing) {
            l.value_point = hr_point_of(s->unit[u].port, HR_Q_COOLING_LASTS);
            l.factor = 1;
        }
        hr_limit_add(out, &l);
    }
}

/* --- feeds at the point of use ---------------------------------------------------------------------------------------- */

static void push(hr_tier_feeds *f, hr_id wire)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->wire[i] == wire) return;
    if (f->n < HR_TIER_FEEDS) f->wire[f->n++] = wire;
}

/* A load that says how many power supplies are on each cord uses those that have some. */
static bool uses_cord(const hr_site *s, hr_id load, hr_id wire)
{
    const hr_power_ops *ops = hr_unit_type(s, load)->power;
    const hr_psus *p = ops && ops->psus ? ops->psus(hr_unit_fields(s, load)) : NULL;
    if (!hr_is_plugged(s, wire, load)) return false;
    if (!p || p->n == 0) return true;
    for (uint32_t i = 0; i < p->n; i++)
        if (hr_str_eq(p->cord[i].cord, hr_wire_cord(s, wire))) return p->cord[i].count.v > 0;
    return false;
}

static void push_all(const hr_site *s, hr_tier_feeds *out, hr_id unit)
{
    const hr_unit *x = &s->unit[unit];
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].role == HR_WIRE_FEED && s->wire[w].automatic) push(out, w);
}

void hr_tier_list_feeds(const hr_site *s, hr_id load, hr_tier_feeds *out)
{
    hr_id fed = s->unit[load].wire_count || s->unit[load].holder == HR_NONE ? load : s->unit[load].holder;
    const hr_unit *x = &s->unit[fed];
    *out = (hr_tier_feeds){.transfer = HR_NONE};
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        bool held = s->wire[w].role == HR_WIRE_HELD;
        if (!hr_is_pooled(s, fed) && !uses_cord(s, load, w)) continue; /* behind shelves every load uses all */
        if (held) push_all(s, out, s->wire[w].parent);
        else push(out, w);
    }
    if (out->n != 1) return;
    hr_id above = s->wire[out->wire[0]].parent;
    if (hr_unit_type(s, above)->fields != hr_transfer_table) return;
    out->n = 0;
    out->transfer = above;
    push_all(s, out, above);
}

/* --- chains ----------------------------------------------------------------------------------------------------------- */

static void meet(hr_tier_walk *k, hr_id unit)
{
    if (k->stamp[unit] == k->now) return;
    k->stamp[unit] = k->now;
    k->stack[k->n++] = unit;
}

/* What feeds it while nothing is out: all in parallel, else the first; closed ties. */
static bool climb(hr_tier_walk *k, hr_id unit)
{
    const hr_unit *x = &k->s->unit[unit];
    bool fed = false, first = true;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        const hr_wire *y = &k->s->wire[w];
        bool tie = y->role == HR_WIRE_SIDE || y->role == HR_WIRE_TIE;
        bool takes = tie ? !y->normally_open : y->role != HR_WIRE_BYPASS && (first || y->parallel);
        if (!takes) continue;
        first = first && tie;
        fed = true;
        meet(k, y->parent);
    }
    return fed;
}

static void lacks(hr_tier_chain *c, hr_id unit, const char *field)
{
    if (c->lacks != HR_NONE) return;
    c->lacks = unit;
    c->missing = field;
}

static int by_id(const void *a, const void *b)
{
    const hr_id *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool follow(hr_tier_walk *k, hr_id wire, hr_tier_chain *c)
{
    size_t first = k->units.n;
    *c = (hr_tier_chain){.lacks = HR_NONE};
    k->now++;
    meet(k, k->s->wire[wire].parent);
    while (k->n) {
        hr_id u = k->stack[--k->n];
        hr_power_kind kind = hr_unit_kind(k->s, u);
        if (kind == HR_P_SOURCE) continue;
        hr_id *slot = hr_vec_push(&k->units, sizeof *slot);
        if (!slot) return false;
        *slot = u;
        if (kind == HR_P_UNMODELLED) lacks(c, u, "type");
        if (!climb(k, u)) lacks(c, u, "from");
    }
    c->n = (uint32_t)(k->units.n - first);
    if (c->n) qsort((hr_id *)k->units.item + first, c->n, sizeof(hr_id), by_id);
    return true;
}

bool hr_tier_walk_open(hr_tier_walk *k, const hr_site *s)
{
    *k = (hr_tier_walk){.s = s,
                        .stamp = hr_calloc((size_t)s->n_unit + 1, sizeof *k->stamp),
                        .stack = hr_calloc((size_t)s->n_unit + 1, sizeof *k->stack)};
    return k->stamp && k->stack;
}

void hr_tier_walk_close(hr_tier_walk *k)
{
    hr_free(k->stamp);
    hr_free(k->stack);
    hr_vec_free(&k->units);
}

bool hr_tier_walk_load(hr_tier_walk *k, hr_id load)
{
    size_t at = 0;
    hr_tier_list_feeds(k->s, load, &k->feeds);
    k->units.n = 0;
    for (uint32_t i = 0; i < k->feeds.n; i++)
        if (!follow(k, k->feeds.wire[i], &k->chain[i])) return false;
    for (uint32_t i = 0; i < k->feeds.n; i++) { /* the list stands still now */
        if (k->units.n) k->chain[i].unit = (const hr_id *)k->units.item + at;
        at += k->chain[i].n;
    }
    return true;
}

hr_id hr_tier_shared(const hr_tier_chain *a, const hr_tier_chain *b, hr_id from)
{
    for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
        if (a->unit[i] == b->unit[j] && a->unit[i] >= from) return a->unit[i];
        if (a->unit[i] <= b->unit[j]) i++;
        else j++;
    }
    return HR_NONE;
}

void hr_tier_name(const hr_site *s, hr_id unit, hr_buf *out)
{
    char name[512];
    size_t n = hr_unit_name(s, unit, 0, name, sizeof name);
    hr_buf_add(out, name, n < sizeof name ? n : sizeof name - 1);
}
