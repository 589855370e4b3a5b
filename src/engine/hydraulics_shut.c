/* hydraulics_shut.c - which links are open: what is closed, which check valves are shut, and who is cut off by that.
 *
 * Check valves can leave a part of the network without any open way to a held pressure. Nothing flows there, but its
 * pressures are wanted. So the first shut check valve that leads to such a part is held open: no flow can pass it, and
 * it hands the pressure on. What is cut off even so has no pressure at all, and that is a fault. */
#include <math.h>
#include <string.h>

#include "engine/hydraulics_state.h"

static hr_id root_of(hr_id *root, hr_id i)
{
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

/* Joins the trees of a link's ends; false when they were one. */
static bool join(hr_id *root, const hr_hydraulic_link *l)
{
    hr_id a = root_of(root, l->from), b = root_of(root, l->to);
    if (a == b) return false;
    root[a > b ? b : a] = a > b ? a : b; /* the greater one: that of held pressures is beyond all nodes */
    return true;
}

static hr_err reach_all(hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    struct hr_hydraulic_state *s = w->state;
    const hr_hydraulics *h = s->h;
    hr_id held = h->n_node;
    for (hr_id i = 0; i <= h->n_node; i++) s->root[i] = i < h->n_node && h->node[i].fixed ? held : i;
    for (hr_id k = 0; k < h->n_link; k++)
        if (s->open[k]) (void)join(s->root, &s->link[k]);
    for (hr_id k = 0; k < h->n_link; k++)
        if (w->shut[k] && !s->closed[k]) s->open[k] = join(s->root, &s->link[k]);
    for (hr_id i = 0; i < h->n_node; i++) {
        if (root_of(s->root, i) == held) continue;
        *fault = (hr_hydraulic_fault){HR_HYDRAULIC_CUT_OFF, i, HR_NONE};
        return HR_ESOLVE;
    }
    return HR_OK;
}

hr_err hr_hydraulics_open(hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    struct hr_hydraulic_state *s = w->state;
    uint32_t n = s->h->n_link;
    bool same = s->connected;
    for (hr_id k = 0; k < n; k++) {
        s->open[k] = !s->closed[k] && !w->shut[k];
        same = same && s->reached_with[k] == s->open[k] && !w->shut[k];
    }
    if (same) return HR_OK;
    memcpy(s->reached_with, s->open, n * sizeof *s->open);
    hr_err e = reach_all(w, fault);
    s->connected = e == HR_OK;
    return e;
}

hr_id hr_hydraulics_switch(hr_hydraulic_work *w, bool one)
{
    struct hr_hydraulic_state *s = w->state;
    uint32_t n = s->h->n_link;
    hr_id first = HR_NONE;
    double largest = 0, drop = 0;
    for (hr_id k = 0; k < n; k++) largest = larger(largest, fabs(w->flow[k])), drop = larger(drop, fabs(w->loss[k]));
    for (hr_id k = 0; k < n; k++) {
        if (!s->one_way[k] || s->closed[k]) continue;
        bool wrong = false;
        if (s->open[k]) wrong = w->flow[k] < -1e-9 * largest - 1e-12;
        else wrong = hr_hydraulics_drive(w, k) - w->loss[k] > 1e-9 * drop + 1e-6; /* its loss without flow */
        if (!wrong) continue;
        w->shut[k] = s->open[k];
        if (first == HR_NONE) first = k;
        if (one) break;
    }
    return first;
}
