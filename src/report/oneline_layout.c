/* oneline_layout.c - where symbols stand: the order within each layer, then their places across.
 *
 * Lines that skip layers get a symbol without a shape in each layer they pass. The order comes from sweeps down and up
 * that put each symbol to the mean of its neighbours, side A before what has no side before side B; the sweep with the
 * fewest crossings is kept. Places across are the least squares of the distances to all neighbours under the order and
 * the room that each label takes: isotonic regression, one layer after the other. Parts that no line joins are moved
 * together at the end. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/oneline.h"

enum { SWEEPS = 8, ROUNDS = 24, SIDE_GAP = 18, BEND = 40, PART_GAP = 60 };

typedef struct layout {
    hr_oneline *o;
    uint32_t *up_first, *up, *down_first, *down; /* by symbol: lines from above, to below */
    double *place;                               /* by symbol: its number in its layer */
    double *wish;                                /* scratch, by number in a layer */
    uint32_t **best;
} layout;

/* --- what passes through layers ----------------------------------------------------------------------------------- */

static uint32_t count_passes(const hr_oneline *o)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->n_line; i++) {
        uint16_t from = o->symbol[o->line[i].from].layer, to = o->symbol[o->line[i].to].layer;
        if (!o->line[i].tie) n += to - from - 1u;
    }
    return n;
}

static uint32_t add_pass(hr_oneline *o, uint32_t from, uint8_t side, uint16_t layer)
{
    o->symbol[o->n_symbol] = (hr_ol_symbol){.type = o->symbol[from].type,
                                            .shape = HR_OL_PASS,
                                            .side = side,
                                            .layer = layer,
                                            .limit = HR_NONE,
                                            .left = 3,
                                            .right = 3,
                                            .n_in = 1};
    return o->n_symbol++;
}

/* Lines of one symbol and kind share what passes; pass[] holds, by kind and layer, what there is of the symbol's. */
static void lead_line(hr_oneline *o, hr_ol_line old, uint32_t *pass, hr_ol_line *out, uint32_t *n)
{
    const hr_ol_symbol *a = &o->symbol[old.from], *b = &o->symbol[old.to];
    uint8_t side = a->side != HR_OL_NO_SIDE ? a->side : b->side;
    uint16_t end = b->layer;
    uint32_t from = old.from;
    for (uint16_t l = (uint16_t)(a->layer + 1); l < end; l++) {
        uint32_t *slot = &pass[2 * l + old.closed];
        if (*slot == HR_NONE) {
            *slot = add_pass(o, from, side, l);
            out[(*n)++] = (hr_ol_line){.from = from, .to = *slot, .closed = old.closed};
        }
        from = *slot;
    }
    old.from = from;
    out[(*n)++] = old;
}

static bool add_passes(hr_oneline *o)
{
    uint32_t extra = count_passes(o), n = 0, before = o->n_line;
    hr_ol_symbol *symbol = HR_NEW_ARRAY(o->arena, hr_ol_symbol, (size_t)o->n_symbol + extra);
    hr_ol_line *line = HR_NEW_ARRAY(o->arena, hr_ol_line, (size_t)before + extra);
    uint32_t *pass = HR_NEW_ARRAY(o->arena, uint32_t, 2 * (size_t)o->n_layer + 2);
    if (!symbol || !line || !pass) return false;
    memcpy(symbol, o->symbol, o->n_symbol * sizeof *symbol);
    o->symbol = symbol;
    for (uint32_t i = 0; i < before; i++) { /* sorted by where they come from */
        if (i == 0 || o->line[i].from != o->line[i - 1].from)
            for (uint32_t k = 0; k < 2 * (uint32_t)o->n_layer + 2; k++) pass[k] = HR_NONE;
        if (o->line[i].tie) line[n++] = o->line[i];
        else lead_line(o, o->line[i], pass, line, &n);
    }
    o->line = line;
    o->n_line = n;
    return true;
}

/* --- neighbours and layers ----------------------------------------------------------------------------------------- */

static bool list_neighbours(layout *y)
{
    hr_oneline *o = y->o;
    hr_arena *a = o->arena;
    y->up_first = HR_NEW_ARRAY(a, uint32_t, o->n_symbol + 2);
    y->down_first = HR_NEW_ARRAY(a, uint32_t, o->n_symbol + 2);
    y->up = HR_NEW_ARRAY(a, uint32_t, o->n_line);
    y->down = HR_NEW_ARRAY(a, uint32_t, o->n_line);
    if (!y->up_first || !y->down_first || !y->up || !y->down) return false;
    for (uint32_t i = 0; i < o->n_line; i++) {
        if (o->line[i].tie) continue;
        y->up_first[o->line[i].to + 2]++;
        y->down_first[o->line[i].from + 2]++;
    }
    for (uint32_t i = 2; i < o->n_symbol + 2; i++) {
        y->up_first[i] += y->up_first[i - 1];
        y->down_first[i] += y->down_first[i - 1];
    }
    for (uint32_t i = 0; i < o->n_line; i++) {
        if (o->line[i].tie) continue;
        y->up[y->up_first[o->line[i].to + 1]++] = o->line[i].from;
        y->down[y->down_first[o->line[i].from + 1]++] = o->line[i].to;
    }
    return true;
}

static bool hangs_between(const hr_oneline *o, uint32_t symbol)
{
    if (o->symbol[symbol].shape != HR_OL_TIES) return false;
    for (uint32_t i = 0; i < o->n_line; i++)
        if (o->line[i].tie && o->line[i].to == symbol) return true;
    return false;
}

static bool fill_layers(layout *y)
{
    hr_oneline *o = y->o;
    o->layer = HR_NEW_ARRAY(o->arena, uint32_t *, o->n_layer);
    y->best = HR_NEW_ARRAY(o->arena, uint32_t *, o->n_layer);
    o->n_in_layer = HR_NEW_ARRAY(o->arena, uint32_t, o->n_layer);
    y->place = HR_NEW_ARRAY(o->arena, double, o->n_symbol);
    y->wish = HR_NEW_ARRAY(o->arena, double, o->n_symbol);
    if (!o->layer || !y->best || !o->n_in_layer || !y->place || !y->wish) return false;
    for (uint16_t l = 0; l < o->n_layer; l++) {
        o->layer[l] = HR_NEW_ARRAY(o->arena, uint32_t, o->n_symbol);
        y->best[l] = HR_NEW_ARRAY(o->arena, uint32_t, o->n_symbol);
        if (!o->layer[l] || !y->best[l]) return false;
    }
    for (uint32_t i = 0; i < o->n_symbol; i++) {
        uint16_t l = o->symbol[i].layer;
        if (hangs_between(o, i)) continue; /* put between its two when these stand */
        y->place[i] = o->n_in_layer[l];
        o->layer[l][o->n_in_layer[l]++] = i;
    }
    return true;
}

/* --- order -------------------------------------------------------------------------------------------------------------- */

typedef struct standing {
    uint32_t symbol;
    int rank; /* of its side */
    double mean;
    uint32_t before; /* its number in the order that is sorted: ties keep it */
} standing;

static int by_standing(const void *a, const void *b)
{
    const standing *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->mean != y->mean) return x->mean < y->mean ? -1 : 1;
    return x->before < y->before ? -1 : x->before > y->before;
}

static int rank_of(const hr_ol_symbol *s)
{
    if (s->side == 0) return 0;
    return s->side == HR_OL_NO_SIDE ? 1 : s->side + 1;
}

static double mean_place(const layout *y, uint32_t i, bool above)
{
    const uint32_t *first = above ? y->up_first : y->down_first, *list = above ? y->up : y->down;
    double sum = 0;
    uint32_t n = first[i + 1] - first[i];
    for (uint32_t k = first[i]; k < first[i + 1]; k++) sum += y->place[list[k]];
    return n ? sum / n : y->place[i];
}

static void order_layer(layout *y, uint16_t l, bool above, standing *s)
{
    hr_oneline *o = y->o;
    uint32_t n = o->n_in_layer[l];
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = o->layer[l][k];
        s[k] = (standing){i, rank_of(&o->symbol[i]), mean_place(y, i, above), k};
    }
    if (n > 1) qsort(s, n, sizeof *s, by_standing);
    for (uint32_t k = 0; k < n; k++) {
        o->layer[l][k] = s[k].symbol;
        y->place[s[k].symbol] = k;
    }
}

/* Pairs of lines of one channel whose ends stand in opposite order. */
static uint64_t crossings(const layout *y)
{
    const hr_oneline *o = y->o;
    uint64_t n = 0;
    for (uint32_t i = 0; i < o->n_line; i++) {
        const hr_ol_line *a = &o->line[i];
        if (a->tie) continue;
        for (uint32_t k = i + 1; k < o->n_line; k++) {
            const hr_ol_line *b = &o->line[k];
            if (b->tie || o->symbol[a->from].layer != o->symbol[b->from].layer) continue;
            n += (y->place[a->from] - y->place[b->from]) * (y->place[a->to] - y->place[b->to]) < 0;
        }
    }
    return n;
}

static void keep(layout *y, bool restore)
{
    hr_oneline *o = y->o;
    for (uint16_t l = 0; l < o->n_layer; l++) {
        uint32_t *to = restore ? o->layer[l] : y->best[l], *from = restore ? y->best[l] : o->layer[l];
        if (o->n_in_layer[l]) memcpy(to, from, o->n_in_layer[l] * sizeof *to);
    }
}

static bool order_layers(layout *y)
{
    hr_oneline *o = y->o;
    standing *s = HR_NEW_ARRAY(o->arena, standing, o->n_symbol);
    uint64_t fewest = UINT64_MAX;
    if (!s) return false;
    for (uint16_t l = 0; l < o->n_layer; l++) order_layer(y, l, true, s);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (uint16_t l = o->n_layer; l-- > 0;) order_layer(y, l, false, s);
        for (uint16_t l = 0; l < o->n_layer; l++) order_layer(y, l, true, s);
        uint64_t n = crossings(y);
        if (n >= fewest) continue;
        keep(y, false);
        fewest = n;
    }
    keep(y, true);
    return true;
}

/* A tie stands on the right of the first of its two. */
static void insert_tie(hr_oneline *o, uint32_t tie)
{
    uint16_t l = o->symbol[tie].layer;
    uint32_t at = o->n_in_layer[l];
    for (uint32_t k = o->n_in_layer[l]; k-- > 0;)
        for (uint32_t i = 0; i < o->n_line; i++)
            if (o->line[i].tie && o->line[i].to == tie && o->line[i].from == o->layer[l][k]) at = k + 1;
    memmove(&o->layer[l][at + 1], &o->layer[l][at], (o->n_in_layer[l] - at) * sizeof(uint32_t));
    o->layer[l][at] = tie;
    o->n_in_layer[l]++;
}

/* --- across ---------------------------------------------------------------------------------------------------------------- */

static double room(const hr_oneline *o, uint32_t a, uint32_t b)
{
    const hr_ol_symbol *x = &o->symbol[a], *y = &o->symbol[b];
    return x->right + y->left + HR_OL_GAP + (x->side != y->side ? SIDE_GAP : 0);
}

typedef struct block { /* of neighbours that stand as close as they may */
    double sum, weight;
    uint32_t n;
} block;

/* The places nearest to the wishes that keep order and room: pool adjacent violators. */
static void settle_layer(layout *y, uint16_t l, block *b)
{
    hr_oneline *o = y->o;
    uint32_t n = o->n_in_layer[l], n_block = 0;
    double packed = 0;
    for (uint32_t k = 0; k < n; k++) {
        if (k) packed += room(o, o->layer[l][k - 1], o->layer[l][k]);
        b[n_block++] = (block){y->wish[k] - packed, 1, 1};
        while (n_block > 1 && b[n_block - 2].sum / b[n_block - 2].weight > b[n_block - 1].sum / b[n_block - 1].weight) {
            b[n_block - 2].sum += b[n_block - 1].sum;
            b[n_block - 2].weight += b[n_block - 1].weight;
            b[n_block - 2].n += b[n_block - 1].n;
            n_block--;
        }
    }
    packed = 0;
    for (uint32_t k = 0, i = 0; i < n_block; i++)
        for (uint32_t m = 0; m < b[i].n; m++, k++) {
            if (k) packed += room(o, o->layer[l][k - 1], o->layer[l][k]);
            o->symbol[o->layer[l][k]].x = b[i].sum / b[i].weight + packed;
        }
}

static double mean_x(const layout *y, uint32_t i, bool above, bool below)
{
    const hr_ol_symbol *s = y->o->symbol;
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t k = y->up_first[i]; above && k < y->up_first[i + 1]; k++, n++) sum += s[y->up[k]].x;
    for (uint32_t k = y->down_first[i]; below && k < y->down_first[i + 1]; k++, n++) sum += s[y->down[k]].x;
    return n ? sum / n : s[i].x;
}

/* A tie in the middle of its two. */
static double middle(const hr_oneline *o, uint32_t tie)
{
    double sum = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->n_line; i++)
        if (o->line[i].tie && o->line[i].to == tie) sum += o->symbol[o->line[i].from].x, n++;
    return n ? sum / n : o->symbol[tie].x;
}

static void wish_layer(layout *y, uint16_t l, bool above, bool below, block *b)
{
    hr_oneline *o = y->o;
    for (uint32_t k = 0; k < o->n_in_layer[l]; k++) {
        uint32_t i = o->layer[l][k];
        bool lonely = y->up_first[i] == y->up_first[i + 1] && y->down_first[i] == y->down_first[i + 1];
        y->wish[k] = lonely ? middle(o, i) : mean_x(y, i, above, below);
    }
    settle_layer(y, l, b);
}

/* Moves a symbol under or over its only neighbour, where its own leave it the room: no bend for a few pixels. */
static void straighten(layout *y, uint16_t l, bool above)
{
    hr_oneline *o = y->o;
    const uint32_t *first = above ? y->up_first : y->down_first, *list = above ? y->up : y->down;
    for (uint32_t k = 0; k < o->n_in_layer[l]; k++) {
        uint32_t i = o->layer[l][k];
        bool source = y->up_first[i] == y->up_first[i + 1];
        if (first[i + 1] - first[i] != 1 || (!above && !source)) continue;
        double x = o->symbol[list[first[i]]].x;
        double left = k ? o->symbol[o->layer[l][k - 1]].x + room(o, o->layer[l][k - 1], i) : -INFINITY;
        double right =
            k + 1 < o->n_in_layer[l] ? o->symbol[o->layer[l][k + 1]].x - room(o, i, o->layer[l][k + 1]) : INFINITY;
        if (fabs(x - o->symbol[i].x) < BEND) o->symbol[i].x = fmax(fmin(x, right), left);
    }
}

typedef struct reach { /* of a symbol with its label, or of a line */
    double left, right;
} reach;

static int by_left(const void *a, const void *b)
{
    const reach *x = a, *y = b;
    return x->left < y->left ? -1 : x->left > y->left;
}

static uint32_t list_reaches(const hr_oneline *o, reach *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->n_symbol; i++)
        r[n++] = (reach){o->symbol[i].x - o->symbol[i].left, o->symbol[i].x + o->symbol[i].right};
    for (uint32_t i = 0; i < o->n_line; i++) {
        double from = o->symbol[o->line[i].from].x, to = o->symbol[o->line[i].to].x;
        r[n++] = (reach){fmin(from, to), fmax(from, to)};
    }
    if (n) qsort(r, n, sizeof *r, by_left);
    return n;
}

/* Nothing holds parts that no line joins at any distance: they move together. */
static bool close_gaps(hr_oneline *o)
{
    reach *r = HR_NEW_ARRAY(o->arena, reach, (size_t)o->n_symbol + o->n_line);
    double *x = HR_NEW_ARRAY(o->arena, double, o->n_symbol), right = -INFINITY;
    if (!r || !x) return false;
    uint32_t n = list_reaches(o, r);
    for (uint32_t i = 0; i < o->n_symbol; i++) x[i] = o->symbol[i].x;
    for (uint32_t k = 0; k < n; k++) {
        double much = r[k].left - right - PART_GAP;
        for (uint32_t i = 0; k > 0 && much > 0 && i < o->n_symbol; i++)
            if (x[i] > right) o->symbol[i].x -= much;
        right = fmax(right, r[k].right);
    }
    return true;
}

static bool place_across(layout *y)
{
    hr_oneline *o = y->o;
    block *b = HR_NEW_ARRAY(o->arena, block, o->n_symbol);
    if (!b) return false;
    for (uint16_t l = 0; l < o->n_layer; l++) wish_layer(y, l, true, false, b);
    for (int round = 0; round < ROUNDS; round++) {
        bool last = round >= ROUNDS / 2;
        for (uint16_t l = o->n_layer; l-- > 0;) wish_layer(y, l, last, true, b);
        for (uint16_t l = 0; l < o->n_layer; l++) wish_layer(y, l, true, last, b);
    }
    for (uint16_t l = 0; l < o->n_layer; l++) straighten(y, l, true);
    for (uint16_t l = 0; l < o->n_layer; l++) straighten(y, l, false);
    if (!close_gaps(o)) return false;
    double least = INFINITY;
    for (uint32_t i = 0; i < o->n_symbol; i++) least = fmin(least, o->symbol[i].x - o->symbol[i].left);
    o->width = 0;
    for (uint32_t i = 0; i < o->n_symbol; i++) {
        hr_ol_symbol *s = &o->symbol[i];
        s->x = round(s->x - least) + HR_OL_GAP;
        o->width = fmax(o->width, s->x + s->right + HR_OL_GAP);
    }
    return true;
}

hr_err hr_ol_layout(hr_oneline *o)
{
    layout y = {.o = o};
    if (!add_passes(o) || !list_neighbours(&y) || !fill_layers(&y) || !order_layers(&y)) return HR_ENOMEM;
    for (uint32_t i = 0; i < o->n_real; i++)
        if (hangs_between(o, i)) insert_tie(o, i);
    return place_across(&y) ? HR_OK : HR_ENOMEM;
}
