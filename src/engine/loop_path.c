/* loop_path.c - finds the worst circuit of a loop with pipes. */
#include "engine/loop_path.h"

#include <math.h>

#define STILL 1e-9 /* part of the largest flow below which nothing flows: a dead end keeps what rounding leaves */

typedef struct walk {
    const hr_loop_view *v;
    double least;          /* kg/s */
    bool cooler_pumps;     /* one does, and holds no pressures */
    bool *seen, *goes;     /* by node: on the path; the end can be reached from it */
    hr_id *back, *forward; /* links before the load, nearest first; behind it */
    uint32_t n_back, n_forward;
} walk;

static bool flows(const walk *w, hr_id k) { return fabs(w->v->flow[k]) > w->least; }

static uint32_t upper(const hr_loop_view *v, hr_id k)
{
    return v->flow[k] > 0 ? v->net.link[k].from : v->net.link[k].to;
}
static uint32_t lower(const hr_loop_view *v, hr_id k)
{
    return v->flow[k] > 0 ? v->net.link[k].to : v->net.link[k].from;
}

/* Where a path begins and ends: a cooler that pumps. Without one that does, the pump at which the pressure is known: else that is
 * but on the way. */
static bool is_source(const walk *w, hr_id k)
{
    const hr_loop_view *v = w->v;
    const hr_hydraulic_link *l = &v->net.link[k];
    if (v->what[k] == NET_SOURCE) return true;
    return l->kind == HR_LINK_PUMP && v->n_held == 0 && !w->cooler_pumps && v->net.node[l->from].fixed;
}

static bool is_load(const hr_loop_view *v, hr_id k) { return v->what[k] == NET_RACK || v->what[k] == NET_PRIMARY; }

static hr_id worst_load(const walk *w, double *part, uint32_t *n)
{
    hr_id worst = HR_NONE;
    for (hr_id k = 0; k < w->v->net.n_link; k++) {
        if (!is_load(w->v, k) || w->v->flow[k] <= w->least) continue;
        ++*n;
        double p = w->v->flow[k] / w->v->net.link[k].u.power.m0; /* its law is scaled by what it needs */
        if (worst == HR_NONE || p < *part) worst = k, *part = p;
    }
    return worst;
}

/* --- the way there -------------------------------------------------------------------------------------------------- */

static hr_id held_at(const hr_loop_view *v, uint32_t node, bool supply)
{
    for (uint32_t i = 0; i < v->n_held; i++)
        if ((supply ? v->held[i].supply : v->held[i].back) == node) return i;
    return HR_NONE;
}

static hr_id most_into(const walk *w, uint32_t node)
{
    hr_id most = HR_NONE;
    for (hr_id k = 0; k < w->v->net.n_link; k++)
        if (flows(w, k) && lower(w->v, k) == node && !w->seen[upper(w->v, k)] &&
            (most == HR_NONE || fabs(w->v->flow[k]) > fabs(w->v->flow[most])))
            most = k;
    return most;
}

/* Upstream to what moves the coolant: its link, or HR_NONE with its place among those that hold in *held. */
static hr_id find_source(walk *w, uint32_t node, hr_id *held)
{
    for (;;) {
        *held = held_at(w->v, node, true);
        if (*held != HR_NONE) return HR_NONE;
        w->seen[node] = true;
        hr_id k = most_into(w, node);
        if (k == HR_NONE || is_source(w, k)) return k;
        w->back[w->n_back++] = k;
        node = upper(w->v, k);
    }
}

/* --- the way back --------------------------------------------------------------------------------------------------- */

/* From which nodes coolant comes to `end`, without going through what moves it; HR_NONE: to any place where a path ends. */
static void find_goes(walk *w, uint32_t end)
{
    const hr_loop_view *v = w->v;
    for (uint32_t i = 0; i < v->net.n_node; i++)
        w->goes[i] = end == HR_NONE ? held_at(v, i, false) != HR_NONE : i == end;
    for (hr_id k = 0; end == HR_NONE && k < v->net.n_link; k++)
        if (is_source(w, k)) w->goes[v->net.link[k].from] = true;
    for (bool more = true; more;) {
        more = false;
        for (hr_id k = 0; k < v->net.n_link; k++) {
            if (!flows(w, k) || is_source(w, k) || !w->goes[lower(v, k)] || w->goes[upper(v, k)]) continue;
            w->goes[upper(v, k)] = more = true;
        }
    }
}

static hr_id most_out_of(const walk *w, uint32_t node)
{
    hr_id most = HR_NONE;
    for (hr_id k = 0; k < w->v->net.n_link; k++)
        if (flows(w, k) && !is_source(w, k) && upper(w->v, k) == node && w->goes[lower(w->v, k)] &&
            !w->seen[lower(w->v, k)] && (most == HR_NONE || fabs(w->v->flow[k]) > fabs(w->v->flow[most])))
            most = k;
    return most;
}

static hr_id source_from(const walk *w, uint32_t node)
{
    const hr_loop_view *v = w->v;
    hr_id held = held_at(v, node, false);
    if (held != HR_NONE) return v->held_unit[held];
    for (hr_id k = 0; k < v->net.n_link; k++)
        if (is_source(w, k) && v->net.link[k].from == node) return v->link_unit[k];
    return HR_NONE;
}

/* Downstream until a path ends; the unit there, or HR_NONE where none is reached. */
static hr_id find_end(walk *w, uint32_t node, uint32_t end)
{
    find_goes(w, end);
    if (!w->goes[node]) find_goes(w, end = HR_NONE);
    for (;;) {
        hr_id at = source_from(w, node);
        if (at != HR_NONE && (end == HR_NONE || node == end)) return at;
        w->seen[node] = true;
        hr_id k = most_out_of(w, node);
        if (k == HR_NONE) return HR_NONE;
        w->forward[w->n_forward++] = k;
        node = lower(w->v, k);
    }
}

/* --- points --------------------------------------------------------------------------------------------------------- */

static void add_point(hr_loop_path *out, hr_id k)
{
    const hr_hydraulic_link *l = &out->view.net.link[k];
    const hr_loop_point *before = &out->point[out->n_point - 1];
    double sign = out->view.flow[k] > 0 ? 1 : -1;
    out->point[out->n_point++] =
        (hr_loop_point){.node = lower(&out->view, k),
                        .link = k,
                        .flow = sign * out->view.flow[k],
                        .loss = sign * out->view.loss[k],
                        .length = before->length + (l->kind == HR_LINK_PIPE ? l->u.pipe.length : 0)};
}

/* What holds the pressures of its two junctions adds what they differ by. */
static double held_flow(const hr_loop_view *v, uint32_t supply)
{
    double flow = 0;
    for (hr_id k = 0; k < v->net.n_link; k++)
        flow += v->net.link[k].from == supply ? v->flow[k] : v->net.link[k].to == supply ? -v->flow[k] : 0;
    return flow;
}

static double held_gain(const hr_loop_view *v, const net_held *h)
{
    double metres = v->net.node[h->supply].z - v->net.node[h->back].z;
    return v->pressure[h->supply] - v->pressure[h->back] + v->rho * v->net.g * metres;
}

static void put_together(const walk *w, hr_id source, hr_id held, hr_loop_path *out)
{
    const hr_loop_view *v = &out->view;
    bool pumped = source != HR_NONE;
    out->source = pumped ? v->link_unit[source] : v->held_unit[held];
    out->point[out->n_point++] =
        (hr_loop_point){.node = pumped ? lower(v, source) : v->held[held].supply,
                        .link = source,
                        .flow = pumped ? fabs(v->flow[source]) : held_flow(v, v->held[held].supply),
                        .loss = pumped ? v->loss[source] : -held_gain(v, &v->held[held])};
    for (uint32_t i = w->n_back; i-- > 0;) add_point(out, w->back[i]);
    if (out->worst != HR_NONE) add_point(out, out->worst);
    for (uint32_t i = 0; i < w->n_forward; i++) add_point(out, w->forward[i]);
}

static void find(walk *w, hr_loop_path *out)
{
    const hr_loop_view *v = w->v;
    hr_id held = HR_NONE, source = HR_NONE;
    out->worst = worst_load(w, &out->part, &out->n_load);
    if (out->worst != HR_NONE) {
        source = find_source(w, v->net.link[out->worst].from, &held);
    } else { /* a circuit without a load */
        for (hr_id k = 0; k < v->net.n_link && source == HR_NONE; k++)
            if (is_source(w, k) && flows(w, k)) source = k;
        if (source == HR_NONE && v->n_held) held = 0;
    }
    if (source == HR_NONE && held == HR_NONE) return;
    uint32_t begin = source != HR_NONE ? lower(v, source) : v->held[held].supply;
    uint32_t end = source != HR_NONE ? upper(v, source) : v->held[held].back;
    out->end = find_end(w, out->worst != HR_NONE ? v->net.link[out->worst].to : begin, end);
    if (out->end != HR_NONE) put_together(w, source, held, out);
}

hr_err hr_loop_path_find(const hr_loop_view *v, hr_arena *a, hr_loop_path *out)
{
    uint32_t n = v->net.n_node;
    walk w = {.v = v,
              .seen = HR_NEW_ARRAY(a, bool, n),
              .goes = HR_NEW_ARRAY(a, bool, n),
              .back = HR_NEW_ARRAY(a, hr_id, n),
              .forward = HR_NEW_ARRAY(a, hr_id, n)};
    *out = (hr_loop_path){.view = *v, .source = HR_NONE, .end = HR_NONE, .worst = HR_NONE};
    out->point = HR_NEW_ARRAY(a, hr_loop_point, (size_t)n + 1);
    if (!v->net.link || !w.seen || !w.goes || !w.back || !w.forward || !out->point) return HR_ENOMEM;
    if (!cool_is(&v->lacks)) return HR_OK;
    for (hr_id k = 0; k < v->net.n_link; k++) w.least = fmax(w.least, STILL * fabs(v->flow[k]));
    for (hr_id k = 0; k < v->net.n_link; k++) w.cooler_pumps |= v->what[k] == NET_SOURCE && flows(&w, k);
    find(&w, out);
    return HR_OK;
}
