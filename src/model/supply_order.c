/* supply_order.c - the order of supply: what feeds before what is fed. Strongly connected parts of the feeds are rings: they
 * stand together, and need a feed from outside. */
#include <stdlib.h>

#include "model/wiring.h"

typedef struct tarjan {
    hr_build *b;
    uint32_t *index, *low, *next; /* next: which wire of the unit is looked at */
    hr_id *stack, *path;
    uint32_t n_stack, n_path, n_index, n_order;
    bool *on_stack;
} tarjan;

static int by_number(const void *a, const void *b)
{
    hr_id x = *(const hr_id *)a, y = *(const hr_id *)b;
    return (x > y) - (x < y);
}

static void close_component(tarjan *t, hr_id unit)
{
    hr_site *s = t->b->site;
    uint32_t first = t->n_order;
    hr_id u;
    do {
        u = t->stack[--t->n_stack];
        t->on_stack[u] = false;
        s->order[t->n_order++] = u;
    } while (u != unit);
    if (t->n_order - first == 1) return;
    for (uint32_t i = first; i < t->n_order; i++) s->nominal[s->order[i]].ring = first;
    qsort(s->order + first, t->n_order - first, sizeof *s->order, by_number); /* lowest first: ties go to it */
}

static void enter(tarjan *t, hr_id unit)
{
    t->index[unit] = t->low[unit] = ++t->n_index;
    t->stack[t->n_stack++] = unit;
    t->on_stack[unit] = true;
    t->path[t->n_path++] = unit;
}

static void visit(tarjan *t, hr_id start)
{
    const hr_site *s = t->b->site;
    enter(t, start);
    while (t->n_path) {
        hr_id u = t->path[t->n_path - 1];
        if (t->next[u] < s->unit[u].wire_count) {
            hr_id p = s->wire[s->unit[u].wire_first + t->next[u]++].parent;
            if (!t->index[p]) enter(t, p);
            else if (t->on_stack[p] && t->index[p] < t->low[u]) t->low[u] = t->index[p];
            continue;
        }
        if (t->low[u] == t->index[u]) close_component(t, u);
        if (--t->n_path && t->low[u] < t->low[t->path[t->n_path - 1]]) t->low[t->path[t->n_path - 1]] = t->low[u];
    }
}

static hr_err find_order(hr_build *b)
{
    hr_site *s = b->site;
    tarjan t = {.b = b};
    hr_arena *a = hr_arena_new();
    uint32_t n = s->n_unit;
    if (!a) return HR_ENOMEM;
    t.index = HR_NEW_ARRAY(a, uint32_t, n);
    t.low = HR_NEW_ARRAY(a, uint32_t, n);
    t.next = HR_NEW_ARRAY(a, uint32_t, n);
    t.stack = HR_NEW_ARRAY(a, hr_id, n);
    t.path = HR_NEW_ARRAY(a, hr_id, n);
    t.on_stack = HR_NEW_ARRAY(a, bool, n);
    bool ok = t.index && t.low && t.next && t.stack && t.path && t.on_stack;
    for (hr_id u = 0; ok && u < n; u++)
        if (!t.index[u]) visit(&t, u);
    hr_arena_free(a);
    return ok ? HR_OK : HR_ENOMEM;
}

static hr_err check_rings(hr_build *b)
{
    const hr_site *s = b->site;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < s->n_unit;) {
        hr_id ring = s->nominal[s->order[i]].ring;
        uint32_t end = i + 1;
        if (ring == HR_NONE) {
            i++;
            continue;
        }
        while (end < s->n_unit && s->nominal[s->order[end]].ring == ring) end++;
        bool fed = false;
        for (uint32_t k = i; k < end; k++) {
            const hr_unit *u = &s->unit[s->order[k]];
            for (uint32_t w = 0; w < u->wire_count; w++)
                fed |= s->nominal[s->wire[u->wire_first + w].parent].ring != ring;
        }
        if (!fed)
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M308", decl_of(b, s->order[i])->at,
                            "feed one of them from outside the ring",
                            "the feeds of `%.*s` and %u more form a ring without a source",
                            HR_STR_FMT(decl_of(b, s->order[i])->name), end - i - 1);
        i = end;
    }
    return e;
}

hr_err hr_wire_order(hr_build *b)
{
    hr_err e = find_order(b);
    return e == HR_OK ? check_rings(b) : e;
}
