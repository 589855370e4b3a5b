/* heat_plan.c - see heat_plan.h. The search keeps its own stack: networks are deep, thousands of nodes in a row. */
#include "engine/heat_plan.h"

#include <string.h>

bool hr_heat_plan_new(hr_heat_plan *p, hr_arena *a, hr_id n_node)
{
    hr_id **const array[] = {&p->order, &p->part_tears, &p->part, &p->tear, &p->index, &p->low,
                             &p->stack, &p->path,       &p->next, &p->left, &p->place};
    for (size_t i = 0; i < sizeof array / sizeof *array; i++)
        if (!(*array[i] = HR_NEW_ARRAY(a, hr_id, n_node))) return false;
    return (p->part_first = HR_NEW_ARRAY(a, hr_id, (size_t)n_node + 1)) != NULL;
}

typedef struct search {
    hr_heat_plan *p;
    const hr_heat_graph *g;
    hr_id found, left, n_stack, n_path;
} search;

static void enter(search *s, hr_id node)
{
    s->p->index[node] = s->p->low[node] = s->found++;
    s->p->next[node] = s->g->in_first[node];
    s->p->stack[s->n_stack++] = node;
    s->p->path[s->n_path++] = node;
}

/* All that feeds the node has been seen: it may close a part, and it lowers the one that asked for it. */
static void leave(search *s, hr_id node)
{
    hr_heat_plan *p = s->p;
    p->left[s->left++] = node;
    s->n_path--;
    if (p->low[node] == p->index[node]) {
        hr_id top;
        do {
            top = p->stack[--s->n_stack];
            p->part[top] = p->n_part;
        } while (top != node);
        p->n_part++;
    }
    if (s->n_path == 0) return;
    const hr_id asker = p->path[s->n_path - 1];
    if (p->low[node] < p->low[asker]) p->low[asker] = p->low[node];
}

static void search_from(search *s, hr_id root)
{
    hr_heat_plan *p = s->p;
    enter(s, root);
    while (s->n_path) {
        const hr_id node = p->path[s->n_path - 1];
        if (p->next[node] == s->g->in_first[node + 1]) {
            leave(s, node);
            continue;
        }
        const hr_id from = s->g->in_from[p->next[node]++];
        if (s->g->fixed[from]) continue;
        if (p->index[from] == HR_NONE) enter(s, from);
        else if (p->part[from] == HR_NONE && p->index[from] < p->low[node]) p->low[node] = p->index[from];
    }
}

/* Nodes by part, in each part in the order in which they were left. */
static void put_in_order(hr_heat_plan *p, hr_id n_left)
{
    memset(p->part_first, 0, ((size_t)p->n_part + 1) * sizeof *p->part_first);
    for (hr_id i = 0; i < n_left; i++) p->part_first[p->part[p->left[i]] + 1]++;
    for (hr_id k = 0; k < p->n_part; k++) {
        p->part_first[k + 1] += p->part_first[k];
        p->next[k] = p->part_first[k];
    }
    for (hr_id i = 0; i < n_left; i++) p->order[p->next[p->part[p->left[i]]]++] = p->left[i];
}

static void find_tears(hr_heat_plan *p, const hr_heat_graph *g, hr_id part)
{
    for (hr_id i = p->part_first[part]; i < p->part_first[part + 1]; i++) p->place[p->order[i]] = i;
    for (hr_id i = p->part_first[part]; i < p->part_first[part + 1]; i++) {
        const hr_id node = p->order[i];
        for (hr_id e = g->in_first[node]; e < g->in_first[node + 1]; e++) {
            const hr_id from = g->in_from[e];
            if (p->part[from] != part || p->place[from] < i || p->tear[from] != HR_NONE) continue;
            p->tear[from] = p->part_tears[part]++;
        }
    }
}

void hr_heat_plan_find(hr_heat_plan *p, const hr_heat_graph *g)
{
    search s = {.p = p, .g = g};
    p->n_part = 0;
    for (hr_id n = 0; n < g->n_node; n++) p->index[n] = p->part[n] = p->tear[n] = HR_NONE;
    for (hr_id n = 0; n < g->n_node; n++)
        if (!g->fixed[n] && p->index[n] == HR_NONE) search_from(&s, n);
    put_in_order(p, s.left);
    for (hr_id k = 0; k < p->n_part; k++) {
        p->part_tears[k] = 0;
        if (p->part_first[k + 1] - p->part_first[k] > 1) find_tears(p, g, k);
    }
}
