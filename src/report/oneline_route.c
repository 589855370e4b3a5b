/* oneline_route.c - how lines are led: between two layers lies a channel with runs side by side.
 *
 * Lines of one symbol share a run; a line whose symbol stands under the other goes straight down. Runs take the first
 * track that is free over their length. What arrives never stands exactly under what another symbol sends, so no two
 * lines lie on each other. */
#include <math.h>
#include <stdlib.h>

#include "report/oneline.h"

enum { IN_GAP = 10, STRAIGHT = 6, NEAREST = 4, MARGIN = 13, LEAST = 26, REACH = 8, FREE = 6 };

/* --- where lines arrive --------------------------------------------------------------------------------------------- */

/* Under one layer, by symbol and kind: a net's lines stand together, from left to right; ties last. */
static int by_net(const void *a, const void *b)
{
    const hr_ol_line *x = a, *y = b;
    if (x->tie != y->tie) return x->tie ? 1 : -1;
    if (x->channel != y->channel) return x->channel < y->channel ? -1 : 1;
    if (x->tie && x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->closed != y->closed) return x->closed ? -1 : 1;
    if (x->to_x != y->to_x) return x->to_x < y->to_x ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static int by_arrival(const void *a, const void *b)
{
    const hr_ol_line *x = *(hr_ol_line *const *)a, *y = *(hr_ol_line *const *)b;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->from_x != y->from_x) return x->from_x < y->from_x ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return y->closed - x->closed;
}

static bool arrive(hr_oneline *o)
{
    hr_ol_line **list = HR_NEW_ARRAY(o->arena, hr_ol_line *, o->n_line);
    uint32_t n = 0;
    if (!list) return false;
    for (uint32_t i = 0; i < o->n_line; i++) {
        hr_ol_line *l = &o->line[i];
        l->channel = o->symbol[l->from].layer;
        l->from_x = o->symbol[l->from].x;
        l->to_x = o->symbol[l->to].x;
        if (!l->tie) list[n++] = l;
    }
    if (n > 1) qsort(list, n, sizeof *list, by_arrival);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && list[end]->to == list[i]->to;) end++;
        for (uint32_t k = i; k < end; k++)
            list[k]->x = list[k]->to_x + IN_GAP * ((double)(k - i) - (double)(end - i - 1) / 2);
    }
    if (o->n_line > 1) qsort(o->line, o->n_line, sizeof *o->line, by_net);
    return true;
}

/* --- bars --------------------------------------------------------------------------------------------------------------- */

/* Between two that stand beside each other. */
static double halfway(const hr_ol_symbol *a, const hr_ol_symbol *b) { return (a->x + a->right + b->x - b->left) / 2; }

/* A bar reaches over what hangs on it as far as its neighbours let it. */
static void stretch(hr_oneline *o)
{
    for (uint16_t l = 0; l < o->n_layer; l++)
        for (uint32_t k = 0; k < o->n_in_layer[l]; k++) {
            hr_ol_symbol *s = &o->symbol[o->layer[l][k]];
            const hr_ol_symbol *before = k ? &o->symbol[o->layer[l][k - 1]] : NULL;
            const hr_ol_symbol *after = k + 1 < o->n_in_layer[l] ? &o->symbol[o->layer[l][k + 1]] : NULL;
            s->bar0 = s->room0 = s->x - s->left;
            s->bar1 = s->room1 = s->x + s->right;
            s->room0 = before ? fmin(s->room0, halfway(before, s) + FREE / 2.0) : fmin(s->room0, HR_OL_GAP);
            s->room1 = after ? fmax(s->room1, halfway(s, after) - FREE / 2.0) : fmax(s->room1, o->width - HR_OL_GAP);
        }
    for (uint32_t i = 0; i < o->n_line; i++) {
        hr_ol_symbol *s = &o->symbol[o->line[i].from];
        if (o->line[i].tie || !hr_ol_is_bar(s)) continue;
        s->bar0 = fmax(s->room0, fmin(s->bar0, o->line[i].x - REACH));
        s->bar1 = fmin(s->room1, fmax(s->bar1, o->line[i].x + REACH));
    }
}

/* --- nets --------------------------------------------------------------------------------------------------------------- */

static bool stands_under(const hr_ol_symbol *s, double x)
{
    if (s->shape == HR_OL_PASS) return fabs(x - s->x) < 2;
    if (hr_ol_is_bar(s)) return x >= s->bar0 + NEAREST && x <= s->bar1 - NEAREST;
    return fabs(x - s->x) <= STRAIGHT;
}

static bool make_nets(hr_oneline *o)
{
    o->net = HR_NEW_ARRAY(o->arena, hr_ol_net, o->n_line);
    if (!o->net) return false;
    for (uint32_t i = 0; i < o->n_line; i++) {
        const hr_ol_line *l = &o->line[i], *last = i ? l - 1 : NULL;
        bool same = last && last->tie == l->tie && last->channel == l->channel &&
                    (l->tie ? last->to == l->to : last->from == l->from && last->closed == l->closed);
        if (!same) {
            const hr_ol_symbol *s = &o->symbol[l->tie ? l->to : l->from];
            bool second = last && !l->tie && last->from == l->from && !last->tie;
            o->net[o->n_net++] = (hr_ol_net){.line_first = i, .channel = l->channel};
            o->net[o->n_net - 1].riser = s->x + (second ? STRAIGHT : 0);
        }
        o->net[o->n_net - 1].n_line++;
    }
    return true;
}

/* A line must not arrive exactly under what another net sends: it would lie on that one's. */
static bool is_taken(const hr_oneline *o, const hr_ol_net *mine, double x)
{
    for (uint32_t i = 0; i < o->n_net; i++) {
        const hr_ol_net *n = &o->net[i];
        if (n->channel != mine->channel) continue;
        if (n != mine && fabs(n->riser - x) < NEAREST) return true;
        for (uint32_t k = n->line_first; k < n->line_first + n->n_line; k++) {
            const hr_ol_line *l = &o->line[k];
            if (n == mine || l->tie) continue;
            if (fabs(l->x - x) < NEAREST) return true;
        }
    }
    return false;
}

static void part(hr_oneline *o)
{
    static const double offset[] = {0, 5, -5, 10, -10};
    for (uint32_t i = 0; i < o->n_net; i++)
        for (uint32_t k = o->net[i].line_first; k < o->net[i].line_first + o->net[i].n_line; k++) {
            hr_ol_line *l = &o->line[k];
            if (l->tie || o->symbol[l->to].shape == HR_OL_PASS) continue;
            for (size_t m = 0; m < sizeof offset / sizeof *offset; m++) {
                if (is_taken(o, &o->net[i], l->x + offset[m])) continue;
                l->x += offset[m];
                break;
            }
        }
}

/* What leaves must not stand over what arrives from elsewhere either. */
static void part_risers(hr_oneline *o)
{
    static const double offset[] = {0, 6, -6, 11, -11, 17, -17};
    for (uint32_t i = 0; i < o->n_net; i++) {
        hr_ol_net *n = &o->net[i];
        const hr_ol_line *l = &o->line[n->line_first];
        size_t most = hr_ol_is_bar(&o->symbol[l->from]) ? sizeof offset / sizeof *offset : 5;
        if (l->tie || o->symbol[l->from].shape == HR_OL_PASS) continue;
        for (size_t m = 0; m < most; m++) {
            if (is_taken(o, n, n->riser + offset[m])) continue;
            n->riser += offset[m];
            break;
        }
    }
}

/* Directly beside each other in their layer. */
static bool is_beside(const hr_oneline *o, uint32_t a, uint32_t b)
{
    uint16_t l = o->symbol[a].layer;
    for (uint32_t k = 0; k + 1 < o->n_in_layer[l]; k++) {
        uint32_t x = o->layer[l][k], y = o->layer[l][k + 1];
        if ((x == a && y == b) || (x == b && y == a)) return true;
    }
    return false;
}

static void widen(hr_ol_net *n, double x)
{
    if (!n->runs) n->x0 = n->x1 = n->riser;
    n->runs = true;
    n->x0 = fmin(n->x0, x);
    n->x1 = fmax(n->x1, x);
}

static void find_runs(hr_oneline *o)
{
    for (uint32_t i = 0; i < o->n_net; i++) {
        hr_ol_net *n = &o->net[i];
        for (uint32_t k = n->line_first; k < n->line_first + n->n_line; k++) {
            hr_ol_line *l = &o->line[k];
            const hr_ol_symbol *s = &o->symbol[l->from];
            if (l->tie) {
                l->level = is_beside(o, l->from, l->to);
                l->x = s->x + (o->symbol[l->to].x < s->x ? -NEAREST - 8 : NEAREST + 8);
                if (!l->level) widen(n, l->x);
            } else if (stands_under(s, l->x)) {
                l->straight = true;
            } else if (fabs(l->x - n->riser) < 2) { /* not worth a bend */
                l->x = n->riser;
                l->straight = true;
            } else {
                widen(n, l->x);
            }
        }
    }
}

/* --- tracks --------------------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const hr_ol_net *x = *(hr_ol_net *const *)a, *y = *(hr_ol_net *const *)b;
    if (x->channel != y->channel) return x->channel < y->channel ? -1 : 1;
    if (x->x0 != y->x0) return x->x0 < y->x0 ? -1 : 1;
    if (x->x1 != y->x1) return x->x1 > y->x1 ? -1 : 1;
    return x->line_first < y->line_first ? -1 : x->line_first > y->line_first;
}

/* How many tracks each channel needs, in tracks[]. */
static bool assign_tracks(hr_oneline *o, uint32_t *tracks)
{
    hr_ol_net **list = HR_NEW_ARRAY(o->arena, hr_ol_net *, o->n_net);
    double *end = HR_NEW_ARRAY(o->arena, double, o->n_net); /* of the last run on a track */
    uint32_t n = 0;
    if (!list || !end) return false;
    for (uint32_t i = 0; i < o->n_net; i++)
        if (o->net[i].runs) list[n++] = &o->net[i];
    if (n > 1) qsort(list, n, sizeof *list, by_start);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t *used = &tracks[list[i]->channel], t = 0;
        while (t < *used && end[t] + HR_OL_TRACK > list[i]->x0) t++;
        if (t == *used) ++*used;
        end[t] = list[i]->x1;
        list[i]->track = (uint16_t)t;
    }
    return true;
}

static void place_down(hr_oneline *o, const uint32_t *tracks)
{
    double y = 4;
    for (uint16_t l = 0; l < o->n_layer; l++) {
        double channel = MARGIN * 2 + HR_OL_TRACK * (tracks[l] > 1 ? tracks[l] - 1.0 : 0);
        o->layer_y[l] = y;
        if (l + 1 == o->n_layer) channel = tracks[l] ? channel : 4;
        y += hr_ol_height(o) + fmax(channel, l + 1 < o->n_layer ? LEAST : 4);
    }
    o->foot = y;
    for (uint32_t i = 0; i < o->n_symbol; i++) o->symbol[i].y = o->layer_y[o->symbol[i].layer];
    for (uint32_t i = 0; i < o->n_net; i++)
        o->net[i].y = o->layer_y[o->net[i].channel] + hr_ol_height(o) + MARGIN + HR_OL_TRACK * o->net[i].track;
}

hr_err hr_ol_route(hr_oneline *o)
{
    uint32_t *tracks = HR_NEW_ARRAY(o->arena, uint32_t, o->n_layer);
    o->layer_y = HR_NEW_ARRAY(o->arena, double, o->n_layer);
    if (!tracks || !o->layer_y || !arrive(o)) return HR_ENOMEM;
    stretch(o);
    if (!make_nets(o)) return HR_ENOMEM;
    part(o);
    part_risers(o);
    find_runs(o);
    if (!assign_tracks(o, tracks)) return HR_ENOMEM;
    place_down(o, tracks);
    return HR_OK;
}
