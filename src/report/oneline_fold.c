/* oneline_fold.c - elements that are alike become one symbol.
 *
 * Six levels, each coarser than the one before:
 *   0  loads and racks of one declaration that hang on the same feeds;
 *   1  everything of one declaration on one side that hangs on the same symbols, sources that feed the same;
 *   2  sources of one declaration on one side, whatever they feed;
 *   3  loads and racks of one type that hang on the same symbols;
 *   4  everything of one type on one side that does;
 *   5  everything of one type on one side in one layer.
 * Layers are part of every key, so lines always lead down and no fold can close a loop. */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "report/oneline.h"

typedef struct key {
    hr_id unit;
    uint32_t what; /* declaration, or type */
    uint32_t self; /* a symbol of its own: its number + 1 */
    uint8_t side;
    uint64_t feeds; /* hash of the set of symbols that it hangs on */
} key;

typedef struct folder {
    const hr_ol_hall *h;
    hr_oneline *o;
    unsigned level;
    uint32_t *symbol_of;         /* by unit */
    uint32_t *feed_first, *feed; /* by unit: its edges from others */
    uint32_t *out_first, *out;   /* by unit: its edges to others */
    uint32_t *type_no;           /* by declaration */
    uint32_t *scratch;
} folder;

/* --- which edges lead where ----------------------------------------------------------------------------------------- */

static bool list_edges(folder *f)
{
    const hr_site *s = f->h->c->site;
    const hr_ol_hall *h = f->h;
    hr_arena *a = f->o->arena;
    f->feed_first = HR_NEW_ARRAY(a, uint32_t, s->n_unit + 2);
    f->out_first = HR_NEW_ARRAY(a, uint32_t, s->n_unit + 2);
    f->feed = HR_NEW_ARRAY(a, uint32_t, h->n_edge + 1);
    f->out = HR_NEW_ARRAY(a, uint32_t, h->n_edge + 1);
    if (!f->feed_first || !f->out_first || !f->feed || !f->out) return false;
    for (uint32_t w = 0; w < h->n_edge; w++) {
        f->feed_first[h->edge[w].to + 2]++;
        f->out_first[h->edge[w].from + 2]++;
    }
    for (hr_id i = 2; i < s->n_unit + 2; i++) {
        f->feed_first[i] += f->feed_first[i - 1];
        f->out_first[i] += f->out_first[i - 1];
    }
    for (uint32_t w = 0; w < h->n_edge; w++) {
        f->feed[f->feed_first[h->edge[w].to + 1]++] = w;
        f->out[f->out_first[h->edge[w].from + 1]++] = w;
    }
    return true;
}

/* Types by number in the order of their table: addresses differ from run to run. */
static bool number_types(folder *f)
{
    const hr_site *s = f->h->c->site;
    f->type_no = HR_NEW_ARRAY(f->o->arena, uint32_t, s->n_decl);
    if (!f->type_no) return false;
    for (hr_id d = 0; d < s->n_decl; d++)
        for (uint32_t t = 0; t < s->types->n; t++)
            if (s->types->type[t] == s->decl[d].type) f->type_no[d] = t;
    return true;
}

/* --- keys ----------------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t hash_of_set(uint32_t *v, uint32_t n, uint64_t seed)
{
    uint32_t kept = 0;
    if (n > 1) qsort(v, n, sizeof *v, by_number);
    for (uint32_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1] != v[i]) v[kept++] = v[i];
    return hr_hash64(v, kept * sizeof *v, seed);
}

/* The symbols that it hangs on, each with how; of a source: the elements that hang on it. */
static uint64_t feeds_of(const folder *f, hr_id unit)
{
    uint32_t n = 0, first = f->feed_first[unit], end = f->feed_first[unit + 1];
    for (uint32_t i = first; i < end; i++) {
        const hr_ol_edge *x = &f->h->edge[f->feed[i]];
        f->scratch[n++] = 2 * f->symbol_of[x->from] + x->closed;
    }
    if (n || f->level >= 2) return hash_of_set(f->scratch, n, 1);
    for (uint32_t i = f->out_first[unit]; i < f->out_first[unit + 1]; i++) f->scratch[n++] = f->h->edge[f->out[i]].to;
    return hash_of_set(f->scratch, n, 2);
}

static key key_of(const folder *f, hr_id unit)
{
    const hr_ol_hall *h = f->h;
    hr_id decl = h->c->site->unit[unit].decl;
    bool leaf = h->leaf[unit] && !h->tie[unit];
    key k = {.unit = unit, .what = decl, .side = h->side[unit]};
    if (f->level >= 4 || (f->level == 3 && leaf)) k.what = f->type_no[decl];
    if (f->level == 0 && !leaf) k.self = unit + 1;
    else if (f->level < 5) k.feeds = feeds_of(f, unit);
    return k;
}

static int compare(const key *x, const key *y)
{
    if (x->self != y->self) return x->self < y->self ? -1 : 1;
    if (x->what != y->what) return x->what < y->what ? -1 : 1;
    if (x->side != y->side) return x->side < y->side ? -1 : 1;
    if (x->feeds != y->feeds) return x->feeds < y->feeds ? -1 : 1;
    return 0;
}

static int by_key(const void *a, const void *b)
{
    const key *x = a, *y = b;
    int d = compare(x, y);
    if (d) return d;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* --- symbols ----------------------------------------------------------------------------------------------------------- */

typedef struct group {
    uint32_t first, n; /* keys */
    hr_id unit;        /* the first of them */
} group;

static int by_first_unit(const void *a, const void *b)
{
    const group *x = a, *y = b;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static uint8_t shape_of(const hr_ol_hall *h, hr_id unit)
{
    static const struct {
        const char *type;
        uint8_t shape;
    } known[] = {{"utility", HR_OL_UTILITY},
                 {"generator", HR_OL_GENERATOR},
                 {"transformer", HR_OL_TRANSFORMER},
                 {"ups", HR_OL_UPS},
                 {"ats", HR_OL_TRANSFER},
                 {"sts", HR_OL_TRANSFER},
                 {"switchboard", HR_OL_BOARD},
                 {"busway", HR_OL_BUSWAY},
                 {"pdu", HR_OL_PDU},
                 {"rack", HR_OL_RACK},
                 {"load", HR_OL_LOAD}};
    if (h->tie[unit]) return HR_OL_TIES;
    if (h->cooling) return hr_ol_cooling_shape(h->c->site, unit);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(hr_unit_type(h->c->site, unit)->name, known[i].type) == 0) return known[i].shape;
    return HR_OL_OTHER;
}

static void take_worst(const hr_ol_hall *h, hr_ol_symbol *s, hr_id unit)
{
    const hr_worst *worst = h->c->worst;
    uint32_t mine = h->limit[unit];
    s->unknown = s->unknown || h->unknown[unit];
    if (mine == HR_NONE) return;
    bool beyond = worst[mine].verdict != HR_HOLDS;
    bool already = s->limit != HR_NONE && worst[s->limit].verdict != HR_HOLDS;
    if (s->limit == HR_NONE || (beyond && !already) || (beyond == already && worst[mine].ratio > worst[s->limit].ratio))
        s->limit = mine;
}

static void heat_of(const hr_check *c, hr_ol_symbol *s)
{
    s->heat = s->limit == HR_NONE ? HR_OL_UNJUDGED : HR_OL_COOL;
    if (s->limit == HR_NONE) return;
    const hr_worst *w = &c->worst[s->limit];
    s->waived = w->verdict == HR_WAIVED;
    if (w->verdict != HR_HOLDS) s->heat = HR_OL_OVER;
    else if (w->ratio >= 0.8) s->heat = HR_OL_NEAR;
}

static bool make_symbol(folder *f, const key *k, const group *g)
{
    hr_ol_symbol *s = &f->o->symbol[f->o->n_symbol];
    *s = (hr_ol_symbol){.type = hr_unit_type(f->h->c->site, g->unit),
                        .n_unit = g->n,
                        .limit = HR_NONE,
                        .shape = shape_of(f->h, g->unit),
                        .side = f->h->side[g->unit],
                        .layer = f->h->layer[g->unit]};
    s->unit = HR_NEW_ARRAY(f->o->arena, hr_id, g->n);
    if (!s->unit) return false;
    for (uint32_t i = 0; i < g->n; i++) {
        s->unit[i] = k[g->first + i].unit;
        f->symbol_of[s->unit[i]] = f->o->n_symbol;
        take_worst(f->h, s, s->unit[i]);
    }
    heat_of(f->h->c, s);
    f->o->n_symbol++;
    return true;
}

/* The keys of one layer, ties behind the others because they hang on these. */
static bool fold_keys(folder *f, key *k, uint32_t n)
{
    group *g = HR_NEW_ARRAY(f->o->arena, group, n);
    uint32_t n_group = 0;
    if (!g) return false;
    if (n > 1) qsort(k, n, sizeof *k, by_key);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || compare(&k[i - 1], &k[i]) != 0) g[n_group++] = (group){i, 0, k[i].unit};
        g[n_group - 1].n++;
    }
    if (n_group > 1) qsort(g, n_group, sizeof *g, by_first_unit);
    for (uint32_t i = 0; i < n_group; i++)
        if (!make_symbol(f, k, &g[i])) return false;
    return true;
}

static bool fold_layers(folder *f)
{
    const hr_ol_hall *h = f->h;
    uint32_t n_unit = h->c->site->n_unit;
    uint32_t *first = HR_NEW_ARRAY(f->o->arena, uint32_t, 2 * (size_t)h->n_layer + 2);
    hr_id *unit = HR_NEW_ARRAY(f->o->arena, hr_id, n_unit);
    key *k = HR_NEW_ARRAY(f->o->arena, key, n_unit);
    if (!first || !unit || !k) return false;
    for (hr_id i = 0; i < n_unit; i++)
        if (h->drawn[i]) first[2 * h->layer[i] + h->tie[i] + 1]++;
    for (uint32_t b = 1; b < 2 * (uint32_t)h->n_layer + 1; b++) first[b] += first[b - 1];
    for (hr_id i = 0; i < n_unit; i++)
        if (h->drawn[i]) unit[first[2 * h->layer[i] + h->tie[i]]++] = i;
    for (uint32_t b = 0, begin = 0; b < 2 * (uint32_t)h->n_layer; begin = first[b++]) {
        uint32_t n = first[b] - begin;
        for (uint32_t i = 0; i < n; i++) k[i] = key_of(f, unit[begin + i]);
        if (!fold_keys(f, k, n)) return false;
    }
    return true;
}

/* --- lines --------------------------------------------------------------------------------------------------------------- */

static int by_ends(const void *a, const void *b)
{
    const hr_ol_line *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->closed != y->closed) return x->closed ? -1 : 1;
    return x->device ? y->device ? 0 : -1 : y->device;
}

/* The outdoor air is a symbol without a unit, above all that gives its heat to it. */
static uint32_t hang_on_outdoor(folder *f, hr_ol_line *line)
{
    const hr_ol_hall *h = f->h;
    hr_oneline *o = f->o;
    uint32_t n = 0, air = o->n_symbol;
    for (uint32_t i = 0; h->outdoor && i < air; i++)
        if (h->outdoor[o->symbol[i].unit[0]]) line[n++] = (hr_ol_line){.from = air, .to = i, .closed = true};
    if (n)
        o->symbol[o->n_symbol++] =
            (hr_ol_symbol){.limit = HR_NONE, .shape = HR_OL_OUTDOOR, .side = HR_OL_NO_SIDE, .heat = HR_OL_COOL};
    return n;
}

static bool make_lines(folder *f)
{
    const hr_ol_hall *h = f->h;
    hr_ol_line *line = HR_NEW_ARRAY(f->o->arena, hr_ol_line, (size_t)h->n_edge + f->o->n_symbol);
    uint32_t n = 0, kept = 0;
    if (!line) return false;
    for (uint32_t w = 0; w < h->n_edge; w++) {
        const hr_ol_edge *x = &h->edge[w];
        line[n] = (hr_ol_line){.from = f->symbol_of[x->from], .to = f->symbol_of[x->to], .closed = x->closed};
        line[n].device = x->device;
        line[n].tie = x->side && h->layer[x->from] == h->layer[x->to];
        if (x->side) line[n].closed = !x->normally_open;
        n++;
    }
    n += hang_on_outdoor(f, line + n);
    if (n > 1) qsort(line, n, sizeof *line, by_ends);
    for (uint32_t i = 0; i < n; i++) {
        const hr_ol_line *last = kept ? &line[kept - 1] : NULL;
        if (last && last->from == line[i].from && last->to == line[i].to && last->closed == line[i].closed) continue;
        line[kept++] = line[i];
    }
    f->o->line = line;
    f->o->n_line = kept;
    for (uint32_t i = 0; i < kept; i++)
        if (!line[i].tie) f->o->symbol[line[i].to].n_in++;
    return true;
}

hr_err hr_ol_fold(const hr_ol_hall *h, unsigned level, hr_oneline *o)
{
    folder f = {.h = h, .o = o, .level = level};
    uint32_t n = h->c->site->n_unit;
    o->n_symbol = 0;
    o->symbol = HR_NEW_ARRAY(o->arena, hr_ol_symbol, n + 1);
    f.symbol_of = HR_NEW_ARRAY(o->arena, uint32_t, n);
    f.scratch = HR_NEW_ARRAY(o->arena, uint32_t, h->n_edge + 1);
    if (!o->symbol || !f.symbol_of || !f.scratch || !list_edges(&f) || !number_types(&f)) return HR_ENOMEM;
    if (!fold_layers(&f) || !make_lines(&f)) return HR_ENOMEM;
    o->n_real = o->n_symbol;
    o->n_layer = h->n_layer;
    o->drawn = o->left_out = 0;
    for (hr_id i = 0; i < n; i++) {
        bool top = h->c->site->unit[i].holder == HR_NONE;
        o->drawn += top && h->drawn[i];
        o->left_out += top && !h->drawn[i];
    }
    return HR_OK;
}
