/* cooling_hall.c - what the cooling diagram takes from a check: loops and zones, what cools them, what gives heat to them,
 * and what of it works. The outdoor air stands on top, racks stand at the foot, so heat rises.
 *
 * Junctions and what stands between them belong to their loop: its symbol shows the worst row of all of them. */
#include <string.h>

#include "report/oneline.h"

enum { DEEPEST = 200 };

/* --- what is drawn ----------------------------------------------------------------------------------------------------- */

static hr_id loop_of(const hr_site *s, hr_id unit)
{
    hr_id loop = hr_unit_heat_to(s, unit, HR_HEAT_LOOP);
    return loop != HR_NONE ? loop : unit;
}

/* The loop or zone that takes its heat in this role, whether it names it or two of its junctions. */
static hr_id taken_by(const hr_site *s, hr_id unit, hr_heat_role role)
{
    hr_id to = hr_unit_heat_to(s, unit, role);
    return to == HR_NONE ? HR_NONE : loop_of(s, to);
}

static void find_parts(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    for (hr_id i = 0; i < s->n_unit; i++) {
        hr_id junction = hr_unit_heat_to(s, i, HR_HEAT_BETWEEN);
        if (junction != HR_NONE) h->top[i] = loop_of(s, junction);
        else h->top[i] = loop_of(s, h->top[i]);
    }
}

/* --- edges --------------------------------------------------------------------------------------------------------------- */

static void add(hr_ol_hall *h, hr_id from, hr_id to, bool closed)
{
    if (from == HR_NONE || from == to) return;
    h->edge[h->n_edge++] = (hr_ol_edge){.from = from, .to = to, .closed = closed};
    h->drawn[from] = h->drawn[to] = true;
    h->leaf[from] = false;
}

/* Where a cooler leaves its heat, as the engine takes it: its primary; without one its zone, if it is made for that. */
static void add_cooler(hr_ol_hall *h, hr_id unit, bool lives)
{
    const hr_site *s = h->c->site;
    const hr_cooler_fields f = hr_unit_cooler(s, unit);
    hr_id to = taken_by(s, unit, HR_HEAT_PRIMARY);
    if (to == HR_NONE && f.law == HR_LAW_TO_AIR) to = taken_by(s, unit, HR_HEAT_ZONE);
    h->outdoor[unit] = to == HR_NONE && !hr_law_two_sided(f.law) && f.law != HR_LAW_TO_AIR;
    h->drawn[unit] = h->drawn[unit] || h->outdoor[unit];
    add(h, to, unit, lives);
}

static void add_body(hr_ol_hall *h, const hr_work *w, hr_id unit)
{
    const hr_site *s = h->c->site;
    uint32_t n, first = hr_unit_heat_refs(s, unit, &n);
    h->drawn[unit] = true;
    for (uint32_t i = first; i < first + n; i++)
        if (s->heat_ref[i].role == HR_HEAT_COOLED_BY)
            add(h, s->heat_ref[i].to, unit, hr_power_engine.lives(w, s->heat_ref[i].to) != HR_S_OFF);
}

static void add_unit(hr_ol_hall *h, const hr_work *w, hr_id unit)
{
    const hr_site *s = h->c->site;
    switch (hr_unit_cooling(s, unit)) {
    case HR_COOLING_LOOP:
    case HR_COOLING_ZONE: add_body(h, w, unit); break;
    case HR_COOLING_IMMERSION:
    case HR_COOLING_COOLER: add_cooler(h, unit, hr_power_engine.lives(w, unit) != HR_S_OFF); break;
    case HR_COOLING_DOOR: add(h, taken_by(s, unit, HR_HEAT_PRIMARY), h->top[unit], true); break;
    default:
        add(h, taken_by(s, unit, HR_HEAT_COOLANT), h->top[unit], true);
        if (s->unit[unit].holder == HR_NONE) add(h, taken_by(s, unit, HR_HEAT_ZONE), unit, true);
        break;
    }
}

static hr_err list_edges(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    hr_work *work = NULL;
    h->edge = HR_NEW_ARRAY(h->arena, hr_ol_edge, (size_t)s->n_heat_ref + 1);
    h->outdoor = HR_NEW_ARRAY(h->arena, bool, s->n_unit);
    if (!h->edge || !h->outdoor) return HR_ENOMEM;
    hr_err e = hr_power_engine.work_new(&work, h->c->engine[HR_NOMINAL]);
    if (e != HR_OK) return e;
    hr_power_engine.solve(work, &h->c->cases[0]);
    memset(h->leaf, true, s->n_unit * sizeof *h->leaf);
    for (hr_id i = 0; i < s->n_unit; i++) add_unit(h, work, i);
    hr_power_engine.work_free(work);
    return HR_OK;
}

/* --- layers -------------------------------------------------------------------------------------------------------------- */

static bool push_down(hr_ol_hall *h)
{
    bool moved = false;
    for (uint32_t i = 0; i < h->n_edge; i++) {
        const hr_ol_edge *x = &h->edge[i];
        if (h->layer[x->to] > h->layer[x->from] || h->layer[x->from] >= DEEPEST) continue;
        h->layer[x->to] = (uint16_t)(h->layer[x->from] + 1);
        moved = true;
    }
    return moved;
}

/* What takes heat stands directly above the first that gives it. */
static bool pull_down(hr_ol_hall *h, uint16_t *below)
{
    bool moved = false;
    memset(below, 0xff, h->c->site->n_unit * sizeof *below);
    for (uint32_t i = 0; i < h->n_edge; i++) {
        const hr_ol_edge *x = &h->edge[i];
        if (h->layer[x->to] < below[x->from]) below[x->from] = h->layer[x->to];
    }
    for (hr_id i = 0; i < h->c->site->n_unit; i++) {
        if (below[i] == UINT16_MAX || below[i] <= h->layer[i] + 1) continue;
        h->layer[i] = (uint16_t)(below[i] - 1);
        moved = true;
    }
    return moved;
}

/* Layer 0 is the outdoor air's, where something gives its heat to that. Each layer takes a round, so that rounds are few. */
static hr_err find_layers(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    uint16_t *below = HR_NEW_ARRAY(h->arena, uint16_t, s->n_unit);
    if (!below) return HR_ENOMEM;
    uint16_t first = 0;
    for (hr_id i = 0; i < s->n_unit; i++) first |= h->outdoor[i];
    for (hr_id i = 0; i < s->n_unit; i++) h->layer[i] = first;
    for (int round = 0; round < DEEPEST && push_down(h); round++) {
    }
    for (hr_id i = 0; i < s->n_unit; i++)
        if (h->drawn[i] && h->layer[i] >= h->n_layer) h->n_layer = (uint16_t)(h->layer[i] + 1);
    for (hr_id i = 0; i < s->n_unit; i++) { /* what only gives heat stands in one line */
        hr_cooling_kind k = hr_unit_cooling(s, i);
        bool takes = hr_cooling_is_body(k) || hr_cooling_is_cooler(k);
        if (h->drawn[i] && h->leaf[i] && !takes) h->layer[i] = (uint16_t)(h->n_layer - 1);
    }
    for (int round = 0; round < DEEPEST && pull_down(h, below); round++) {
    }
    return HR_OK;
}

hr_err hr_ol_cooling_read(hr_ol_hall *h, const hr_check *c, hr_arena *arena)
{
    hr_err e = hr_ol_hall_begin(h, c, arena);
    if (e != HR_OK) return e;
    h->cooling = true;
    memset(h->side, HR_OL_NO_SIDE, c->site->n_unit);
    find_parts(h);
    e = list_edges(h);
    if (e == HR_OK) e = hr_ol_find_worst(h, 'C');
    return e == HR_OK && h->n_edge ? find_layers(h) : e;
}
