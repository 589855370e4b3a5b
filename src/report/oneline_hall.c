/* oneline_hall.c - what the one-line diagram takes from a check: which units it draws, on which side each stands, which
 * feeds are closed in the normal state, and the worst row of each. */
#include <math.h>
#include <string.h>

#include "report/oneline.h"

/* --- what is drawn --------------------------------------------------------------------------------------------------- */

static void find_tops(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    for (hr_id i = 0; i < s->n_unit; i++) {
        hr_id top = i;
        while (s->unit[top].holder != HR_NONE) top = s->unit[top].holder;
        h->top[i] = top;
    }
}

/* Whatever has an electrical part, or hangs on one. */
static void find_drawn(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    for (hr_id i = 0; i < s->n_unit; i++) {
        hr_power_kind k = hr_unit_kind(s, i);
        h->leaf[i] = true;
        if (k != HR_P_NONE && k != HR_P_UNMODELLED) h->drawn[h->top[i]] = true;
    }
    for (hr_id w = 0; w < s->n_wire; w++) {
        hr_id from = h->top[s->wire[w].parent], to = h->top[s->wire[w].child];
        h->drawn[from] = h->drawn[to] = true;
        if (from != to) h->leaf[from] = false;
        if (s->wire[w].role == HR_WIRE_SIDE) h->tie[to] = true;
    }
    for (hr_id i = 0; i < s->n_unit; i++) h->drawn[i] = h->drawn[i] && h->top[i] == i;
}

static hr_err find_closed(hr_ol_hall *h)
{
    hr_work *work = NULL;
    hr_err e = hr_power_engine.work_new(&work, h->c->engine[HR_NOMINAL]);
    if (e != HR_OK) return e;
    hr_power_engine.solve(work, &h->c->cases[0]);
    for (hr_id w = 0; w < h->c->site->n_wire; w++) h->closed[w] = hr_power_engine.feeds(work, w);
    hr_power_engine.work_free(work);
    return HR_OK;
}

/* --- the worst row ------------------------------------------------------------------------------------------------------ */

static bool is_beyond(const hr_worst *w) { return w->verdict == HR_VIOLATED || w->verdict == HR_WAIVED; }

static bool is_worse(const hr_worst *a, const hr_worst *b)
{
    if (is_beyond(a) != is_beyond(b)) return is_beyond(a);
    return a->ratio > b->ratio;
}

/* Only of rules that have rows: others were not asked for. */
hr_err hr_ol_find_worst(hr_ol_hall *h, char letter)
{
    const hr_check *c = h->c;
    bool *asked = HR_NEW_ARRAY(h->arena, bool, hr_rule_count);
    if (!asked) return HR_ENOMEM;
    for (uint32_t i = 0; i < c->n_row; i++) asked[c->limits.item[c->row[i].limit].rule] = true;
    for (hr_id i = 0; i < c->site->n_unit; i++) h->limit[i] = HR_NONE;
    for (uint32_t i = 0; i < c->limits.n; i++) {
        const hr_worst *w = &c->worst[i];
        hr_id unit = c->site->port[hr_point_port(c->limits.item[i].point)].unit;
        if (unit >= c->site->n_unit || w->verdict == HR_VERDICTS || !asked[c->limits.item[i].rule]) continue;
        if (letter && hr_rules[c->limits.item[i].rule]->code[0] != letter) continue;
        hr_id top = h->top[unit];
        if (w->verdict == HR_V_UNKNOWN) h->unknown[top] = true;
        else if (w->verdict == HR_HOLDS && c->limits.item[i].stated) continue; /* stands where it stands */
        else if (h->limit[top] == HR_NONE || is_worse(w, &c->worst[h->limit[top]])) h->limit[top] = i;
    }
    return HR_OK;
}

/* --- sides -------------------------------------------------------------------------------------------------------------- */

enum { MIXED = HR_OL_NO_SIDE - 1, SIDES = 4 };

static bool is_cord(const hr_site *s, hr_id wire)
{
    const hr_wire *w = &s->wire[wire];
    hr_str port = s->port[w->port].name;
    if (w->role == HR_WIRE_HELD) return true;
    return w->role == HR_WIRE_FEED && !w->parallel && !(port.n >= 4 && memcmp(port.s, "from", 4) == 0);
}

static void vote(hr_ol_hall *h, hr_id unit, uint8_t side)
{
    if (side >= MIXED) return;
    if (h->side[unit] == HR_OL_NO_SIDE) h->side[unit] = side;
    else if (h->side[unit] != side) h->side[unit] = MIXED;
}

/* Cords of what has several stand for sides, in their order; everything else stands on the side of what it feeds. */
static void vote_up(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    for (uint32_t k = s->n_unit; k-- > 0;) {
        const hr_unit *u = &s->unit[s->order[k]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            const hr_wire *x = &s->wire[w];
            bool several = u->wire_count > 1 && is_cord(s, w);
            if (x->role == HR_WIRE_SIDE || x->role == HR_WIRE_TIE) continue;
            if (several) vote(h, x->parent, x->order < SIDES ? (uint8_t)x->order : MIXED);
            else if (x->order == 0 || x->parallel) vote(h, x->parent, h->side[s->order[k]]);
        }
    }
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The first letter A to D that stands alone: grid-A, bus-1A, tx-A01. */
static uint8_t side_in_name(hr_str name)
{
    for (uint32_t i = 0; i < name.n; i++) {
        bool alone = (i == 0 || !is_letter(name.s[i - 1])) && (i + 1 == name.n || !is_letter(name.s[i + 1]));
        if (alone && name.s[i] >= 'A' && name.s[i] < 'A' + SIDES) return (uint8_t)(name.s[i] - 'A');
        if (alone && name.s[i] >= 'a' && name.s[i] < 'a' + SIDES) return (uint8_t)(name.s[i] - 'a');
    }
    return HR_OL_NO_SIDE;
}

/* The one side of all that feeds it first. */
static uint8_t side_of_feeds(const hr_ol_hall *h, hr_id unit)
{
    const hr_site *s = h->c->site;
    const hr_unit *u = &s->unit[unit];
    uint8_t side = HR_OL_NO_SIDE;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        const hr_wire *x = &s->wire[w];
        uint8_t its = h->side[h->top[x->parent]];
        if (x->role != HR_WIRE_FEED || (x->order > 0 && !x->parallel && !is_cord(s, w))) continue;
        if (its >= MIXED || (side != HR_OL_NO_SIDE && side != its)) return HR_OL_NO_SIDE;
        side = its;
    }
    return side;
}

static void find_sides(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    memset(h->side, HR_OL_NO_SIDE, s->n_unit);
    vote_up(h);
    for (uint32_t k = 0; k < s->n_unit; k++) {
        hr_id i = s->order[k];
        bool named = !h->leaf[i] && !h->tie[i];
        if (!h->drawn[i] || h->side[i] != HR_OL_NO_SIDE) continue;
        if (named) h->side[i] = side_in_name(s->names[s->unit[i].name]);
        if (h->side[i] == HR_OL_NO_SIDE && !h->tie[i]) h->side[i] = side_of_feeds(h, i);
    }
    for (hr_id i = 0; i < s->n_unit; i++)
        if (h->side[i] == MIXED) h->side[i] = HR_OL_NO_SIDE;
}

/* --- layers ---------------------------------------------------------------------------------------------------------------- */

enum { ROUNDS = 64, DEEPEST = 200, MOVES = 3 };

static bool is_feed(const hr_ol_hall *h, hr_id w, hr_id *from, hr_id *to)
{
    const hr_wire *x = &h->c->site->wire[w];
    *from = h->top[x->parent];
    *to = h->top[x->child];
    return *from != *to && x->role != HR_WIRE_SIDE && x->role != HR_WIRE_TIE;
}

/* Each below all that feeds it. */
static bool push_down(hr_ol_hall *h, bool *fed)
{
    const hr_site *s = h->c->site;
    bool moved = false;
    hr_id from, to;
    for (uint32_t k = 0; k < s->n_unit; k++) {
        const hr_unit *u = &s->unit[s->order[k]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            if (!is_feed(h, w, &from, &to)) continue;
            fed[to] = true;
            if (h->layer[to] > h->layer[from] || h->layer[from] >= DEEPEST) continue;
            h->layer[to] = (uint16_t)(h->layer[from] + 1);
            moved = true;
        }
    }
    return moved;
}

/* Both that a tie ties stand in one layer, the tie between them; what only ties feed beside what it is tied to. Each is
 * moved a few times at most: a tie may lead back to what feeds it. */
static bool level_tie(hr_ol_hall *h, hr_id tie, bool *fed, uint8_t *moves)
{
    const hr_site *s = h->c->site;
    const hr_unit *u = &s->unit[tie];
    bool moved = false;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        hr_id end = h->top[s->wire[w].parent];
        if (s->wire[w].role != HR_WIRE_SIDE || !fed[end] || (fed[tie] && h->layer[end] <= h->layer[tie])) continue;
        h->layer[tie] = h->layer[end];
        fed[tie] = moved = true;
    }
    for (hr_id w = u->wire_first; fed[tie] && w < u->wire_first + u->wire_count; w++) {
        hr_id end = h->top[s->wire[w].parent];
        bool level = s->wire[w].role != HR_WIRE_SIDE || (fed[end] && h->layer[end] >= h->layer[tie]);
        if (level || moves[end]++ >= MOVES) continue;
        h->layer[end] = h->layer[tie];
        fed[end] = moved = true;
    }
    return moved;
}

static bool level_ties(hr_ol_hall *h, bool *fed, uint8_t *moves)
{
    bool moved = false;
    for (hr_id i = 0; i < h->c->site->n_unit; i++)
        if (h->tie[i] && level_tie(h, i, fed, moves)) moved = true;
    return moved;
}

/* Sources, and what only they feed, stand directly above what they feed; the utility stays on top. */
static hr_err pull_sources(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    bool *fixed = HR_NEW_ARRAY(h->arena, bool, s->n_unit);
    uint16_t *below = HR_NEW_ARRAY(h->arena, uint16_t, s->n_unit);
    hr_id from, to;
    if (!fixed || !below) return HR_ENOMEM;
    for (hr_id i = 0; i < s->n_unit; i++) {
        below[i] = UINT16_MAX;
        fixed[i] = h->tie[i] || (hr_unit_kind(s, i) == HR_P_SOURCE && hr_unit_type(s, i)->power->utility);
    }
    for (hr_id w = 0; w < s->n_wire; w++) /* both ends of a tie stay */
        if (s->wire[w].role == HR_WIRE_SIDE) fixed[h->top[s->wire[w].parent]] = true;
    for (uint32_t k = 0; k < s->n_unit; k++) {
        const hr_unit *u = &s->unit[s->order[k]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
            if (is_feed(h, w, &from, &to)) fixed[to] = fixed[to] || fixed[from];
    }
    for (uint32_t k = s->n_unit; k-- > 0;) {
        hr_id i = h->top[s->order[k]];
        const hr_unit *u = &s->unit[s->order[k]];
        if (!fixed[i] && below[i] != UINT16_MAX && below[i] > h->layer[i] + 1) h->layer[i] = (uint16_t)(below[i] - 1);
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
            if (is_feed(h, w, &from, &to) && h->layer[to] < below[from]) below[from] = h->layer[to];
    }
    return HR_OK;
}

static hr_err find_layers(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    bool *fed = HR_NEW_ARRAY(h->arena, bool, s->n_unit);
    uint8_t *moves = HR_NEW_ARRAY(h->arena, uint8_t, s->n_unit);
    if (!fed || !moves) return HR_ENOMEM;
    for (hr_id i = 0; i < s->n_unit; i++) fed[i] = hr_unit_kind(s, i) == HR_P_SOURCE;
    for (int round = 0; round < ROUNDS; round++) {
        bool moved = push_down(h, fed);
        if (!level_ties(h, fed, moves) && !moved) break;
    }
    hr_err e = pull_sources(h);
    for (hr_id i = 0; i < s->n_unit; i++)
        if (h->drawn[i] && h->layer[i] >= h->n_layer) h->n_layer = (uint16_t)(h->layer[i] + 1);
    for (hr_id i = 0; i < s->n_unit; i++) /* racks stand in one line */
        if (h->drawn[i] && h->leaf[i] && hr_unit_type(s, i)->counts_as_rack) h->layer[i] = (uint16_t)(h->n_layer - 1);
    return e;
}

/* A tie hangs on both that it ties; what goes back from it is the same line. */
static hr_err list_edges(hr_ol_hall *h)
{
    const hr_site *s = h->c->site;
    h->edge = HR_NEW_ARRAY(h->arena, hr_ol_edge, s->n_wire + 1);
    if (!h->edge) return HR_ENOMEM;
    for (hr_id w = 0; w < s->n_wire; w++) {
        const hr_wire *x = &s->wire[w];
        hr_ol_edge e = {.from = h->top[x->parent], .to = h->top[x->child], .closed = h->closed[w]};
        if (e.from == e.to || x->role == HR_WIRE_TIE) continue;
        e.side = x->role == HR_WIRE_SIDE;
        e.normally_open = x->normally_open;
        e.device = x->feed && x->feed->breaker.present;
        h->edge[h->n_edge++] = e;
    }
    return HR_OK;
}

hr_err hr_ol_hall_begin(hr_ol_hall *h, const hr_check *c, hr_arena *arena)
{
    uint32_t n = c->site->n_unit;
    *h = (hr_ol_hall){.c = c, .arena = arena};
    h->top = HR_NEW_ARRAY(arena, hr_id, n);
    h->drawn = HR_NEW_ARRAY(arena, bool, n);
    h->tie = HR_NEW_ARRAY(arena, bool, n);
    h->leaf = HR_NEW_ARRAY(arena, bool, n);
    h->side = HR_NEW_ARRAY(arena, uint8_t, n);
    h->layer = HR_NEW_ARRAY(arena, uint16_t, n);
    h->limit = HR_NEW_ARRAY(arena, uint32_t, n);
    h->unknown = HR_NEW_ARRAY(arena, bool, n);
    h->closed = HR_NEW_ARRAY(arena, bool, c->site->n_wire);
    if (!h->top || !h->drawn || !h->tie || !h->leaf || !h->side || !h->layer || !h->limit || !h->unknown || !h->closed)
        return HR_ENOMEM;
    find_tops(h);
    return HR_OK;
}

hr_err hr_ol_hall_read(hr_ol_hall *h, const hr_check *c, hr_arena *arena)
{
    hr_err e = hr_ol_hall_begin(h, c, arena);
    if (e != HR_OK) return e;
    find_drawn(h);
    find_sides(h);
    e = find_closed(h);
    if (e == HR_OK) e = list_edges(h);
    if (e == HR_OK) e = hr_ol_find_worst(h, 0);
    return e == HR_OK ? find_layers(h) : e;
}
