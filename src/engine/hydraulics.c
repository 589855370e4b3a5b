/* hydraulics.c - the face of the hydraulic engine: builds a network, makes workers, solves.
 *
 * Links that let flow pass one way only are solved by guessing which of them are shut: each guess is a network of its
 * own, and its solution says what was guessed wrong. All wrong guesses are changed at once; when that leads back to a
 * guess that was tried, only the first wrong one is, which ends for linear networks (Murty's least index) and is given
 * up with a fault when it, too, comes back. */
#include "engine/hydraulics.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "engine/hydraulics_state.h"

const char *const hr_hydraulic_what_word[HR_HYDRAULIC_WHATS] = {
    [HR_HYDRAULIC_BAD_LINK] = "a figure of the link is not what it may be",
    [HR_HYDRAULIC_BAD_NODE] = "a figure of the node is not what it may be",
    [HR_HYDRAULIC_BAD_FLUID] = "density or viscosity in the link is not above 0",
    [HR_HYDRAULIC_NO_REFERENCE] = "no node holds its pressure",
    [HR_HYDRAULIC_CUT_OFF] = "nothing open leads from the node to one that holds its pressure",
    [HR_HYDRAULIC_NO_FLOW] = "the pump runs, but nothing flows anywhere: every way is closed",
    [HR_HYDRAULIC_SWITCHING] = "no set of shut check valves agrees with its own flows, as seen at the link",
    [HR_HYDRAULIC_NOT_FOUND] = "no convergence; the residual is largest at the link",
};

static hr_err blame(hr_hydraulic_fault *fault, hr_hydraulic_what what, hr_id node, hr_id link, hr_err e)
{
    *fault = (hr_hydraulic_fault){what, node, link};
    return e;
}

/* --- building ---------------------------------------------------------------------------------------------- */

static hr_err check_net(const hr_hydraulic_net *net, hr_hydraulic_fault *fault)
{
    bool held = false;
    for (hr_id i = 0; i < net->n_node; i++) {
        const hr_hydraulic_node *n = &net->node[i];
        if (!isfinite(n->z) || !isfinite(n->demand) || !isfinite(n->pressure))
            return blame(fault, HR_HYDRAULIC_BAD_NODE, i, HR_NONE, HR_EINPUT);
        held = held || n->fixed;
    }
    for (hr_id k = 0; k < net->n_link; k++) {
        const hr_hydraulic_link *l = &net->link[k];
        if (l->from >= net->n_node || l->to >= net->n_node || l->from == l->to || !hr_law_figures_are_sound(l))
            return blame(fault, HR_HYDRAULIC_BAD_LINK, HR_NONE, k, HR_EINPUT);
    }
    return held ? HR_OK : blame(fault, HR_HYDRAULIC_NO_REFERENCE, HR_NONE, HR_NONE, HR_EINPUT);
}

static bool copy_net(hr_hydraulics *h, const hr_hydraulic_net *net)
{
    h->g = net->g, h->n_node = net->n_node, h->n_link = net->n_link;
    h->node = HR_NEW_ARRAY(h->arena, hr_hydraulic_node, net->n_node);
    h->link = HR_NEW_ARRAY(h->arena, hr_hydraulic_link, net->n_link);
    h->law = HR_NEW_ARRAY(h->arena, hr_law, net->n_link);
    h->by_kind = HR_NEW_ARRAY(h->arena, hr_id, net->n_link);
    h->unknown = HR_NEW_ARRAY(h->arena, hr_id, net->n_node);
    h->ends = HR_NEW_ARRAY(h->arena, hydraulic_ends, net->n_link);
    h->diagonal = HR_NEW_ARRAY(h->arena, uint32_t, (size_t)net->n_node + 1);
    if (!h->node || !h->link || !h->law || !h->by_kind || !h->unknown || !h->ends || !h->diagonal) return false;
    memcpy(h->node, net->node, net->n_node * sizeof *h->node);
    if (net->n_link > 0) memcpy(h->link, net->link, net->n_link * sizeof *h->link);
    return true;
}

static void sort_links(hr_hydraulics *h)
{
    uint32_t n = 0;
    for (unsigned kind = 0; kind < HR_LINK_KINDS; kind++) {
        h->first[kind] = n;
        for (hr_id k = 0; k < h->n_link; k++)
            if (h->link[k].kind == kind) h->by_kind[n++] = k;
    }
    h->first[HR_LINK_KINDS] = n;
    for (hr_id k = 0; k < h->n_link; k++) hr_law_make(&h->law[k], &h->link[k], h->g);
}

static void number_unknowns(hr_hydraulics *h)
{
    for (hr_id i = 0; i < h->n_node; i++)
        if (!h->node[i].fixed) h->unknown[i] = h->n_unknown++;
    for (hr_id i = 0; i < h->n_node; i++)
        if (h->node[i].fixed) h->unknown[i] = h->n_unknown;
}

static bool has_pair(const hr_hydraulics *h, hr_id k)
{
    return h->ends[k].row_from < h->n_unknown && h->ends[k].row_to < h->n_unknown;
}

static void find_ends(hr_hydraulics *h)
{
    for (hr_id k = 0; k < h->n_link; k++) {
        hr_id i = h->link[k].from, j = h->link[k].to;
        h->ends[k] = (hydraulic_ends){.from = i, .to = j, .row_from = h->unknown[i], .row_to = h->unknown[j]};
        h->ends[k].lift = h->g * (h->node[i].z - h->node[j].z);
    }
}

static hr_err analyse(hr_hydraulics *h)
{
    number_unknowns(h);
    find_ends(h);
    if (h->n_unknown == 0) return HR_OK;
    hr_sparse_pair *pair = HR_NEW_ARRAY(h->arena, hr_sparse_pair, h->n_link);
    uint32_t n = 0;
    if (pair == NULL) return HR_ENOMEM;
    for (hr_id k = 0; k < h->n_link; k++)
        if (has_pair(h, k)) pair[n++] = (hr_sparse_pair){h->ends[k].row_from, h->ends[k].row_to};
    hr_err e = hr_sparse_new(&h->pattern, h->n_unknown, pair, n);
    if (e != HR_OK) return e;
    uint32_t nowhere = hr_sparse_slots(h->pattern);
    for (hr_id k = 0; k < h->n_link; k++) {
        hydraulic_ends *x = &h->ends[k];
        x->slot = has_pair(h, k) ? hr_sparse_slot(h->pattern, x->row_from, x->row_to) : nowhere;
    }
    for (hr_id i = 0; i < h->n_unknown; i++) h->diagonal[i] = hr_sparse_slot(h->pattern, i, i);
    h->diagonal[h->n_unknown] = nowhere;
    return HR_OK;
}

hr_err hr_hydraulics_build(hr_hydraulics **out, const hr_hydraulic_net *net, hr_hydraulic_fault *fault)
{
    *out = NULL;
    hr_err e = check_net(net, fault);
    if (e != HR_OK) return e;
    hr_arena *arena = hr_arena_new();
    hr_hydraulics *h = arena != NULL ? HR_NEW(arena, hr_hydraulics) : NULL;
    if (h == NULL) return hr_arena_free(arena), HR_ENOMEM;
    h->arena = arena;
    e = copy_net(h, net) ? HR_OK : HR_ENOMEM;
    if (e == HR_OK) {
        sort_links(h);
        e = analyse(h);
    }
    if (e == HR_OK) *out = h;
    else hr_hydraulics_free(h);
    return e;
}

void hr_hydraulics_free(hr_hydraulics *h)
{
    if (h == NULL) return;
    hr_sparse_free(h->pattern);
    hr_arena_free(h->arena);
}

/* --- workers ----------------------------------------------------------------------------------------------- */

static bool make_arrays(hr_hydraulic_work *w, struct hr_hydraulic_state *s)
{
    const hr_hydraulics *h = s->h;
    size_t rows = (size_t)h->n_unknown + 1, links = h->n_link, nodes = h->n_node;
    double **by_link[] = {&w->rho,      &w->mu,          &w->flow,   &w->loss,  &s->slope,
                          &s->residual, &s->conductance, &s->change, &s->trial, &s->trial_loss};
    double **by_row[] = {&s->surplus, &s->step};
    for (size_t i = 0; i < sizeof by_link / sizeof *by_link; i++)
        if ((*by_link[i] = HR_NEW_ARRAY(s->arena, double, links)) == NULL) return false;
    for (size_t i = 0; i < sizeof by_row / sizeof *by_row; i++)
        if ((*by_row[i] = HR_NEW_ARRAY(s->arena, double, rows)) == NULL) return false;
    w->demand = HR_NEW_ARRAY(s->arena, double, nodes);
    w->pressure = HR_NEW_ARRAY(s->arena, double, nodes);
    w->shut = HR_NEW_ARRAY(s->arena, bool, links);
    s->open = HR_NEW_ARRAY(s->arena, bool, links);
    s->closed = HR_NEW_ARRAY(s->arena, bool, links);
    s->one_way = HR_NEW_ARRAY(s->arena, bool, links);
    s->reached_with = HR_NEW_ARRAY(s->arena, bool, links);
    s->root = HR_NEW_ARRAY(s->arena, hr_id, nodes + 1);
    s->link = HR_NEW_ARRAY(s->arena, hr_hydraulic_link, links);
    s->laws.law = HR_NEW_ARRAY(s->arena, hr_law, links);
    if (s->closed == NULL || s->one_way == NULL) return false;
    return w->demand && w->pressure && w->shut && s->open && s->reached_with && s->root && s->link && s->laws.law;
}

static void keep_flags(struct hr_hydraulic_state *s, hr_id k)
{
    s->closed[k] = hr_law_is_closed(&s->link[k]);
    s->one_way[k] = s->link[k].one_way;
}

static void fill_arrays(hr_hydraulic_work *w, struct hr_hydraulic_state *s)
{
    const hr_hydraulics *h = s->h;
    if (h->n_link > 0) {
        memcpy(s->link, h->link, h->n_link * sizeof *s->link);
        memcpy(s->laws.law, h->law, h->n_link * sizeof *s->laws.law);
    }
    s->laws.link = s->link, s->laws.by_kind = h->by_kind, s->laws.g = h->g;
    memcpy(s->laws.first, h->first, sizeof h->first);
    for (hr_id k = 0; k < h->n_link; k++) w->rho[k] = 998.2, w->mu[k] = 1.002e-3, keep_flags(s, k);
    for (hr_id i = 0; i < h->n_node; i++) w->demand[i] = h->node[i].demand, w->pressure[i] = h->node[i].pressure;
}

hr_err hr_hydraulics_work(hr_hydraulic_work **out, const hr_hydraulics *h)
{
    *out = NULL;
    hr_arena *arena = hr_arena_new();
    hr_hydraulic_work *w = arena != NULL ? HR_NEW(arena, hr_hydraulic_work) : NULL;
    struct hr_hydraulic_state *s = w != NULL ? HR_NEW(arena, struct hr_hydraulic_state) : NULL;
    if (s == NULL) return hr_arena_free(arena), HR_ENOMEM;
    s->arena = arena, s->h = h, w->state = s;
    hr_err e = make_arrays(w, s) ? HR_OK : HR_ENOMEM;
    if (e == HR_OK && h->pattern != NULL) e = hr_sparse_copy(&s->matrix, h->pattern);
    if (e != HR_OK) return hr_hydraulics_work_free(w), e;
    fill_arrays(w, s);
    *out = w;
    return HR_OK;
}

void hr_hydraulics_work_free(hr_hydraulic_work *w)
{
    if (w == NULL) return;
    hr_sparse_free(w->state->matrix);
    hr_vec_free(&w->state->seen);
    hr_arena_free(w->state->arena);
}

const hr_hydraulic_link *hr_hydraulics_link(const hr_hydraulic_work *w, hr_id k) { return &w->state->link[k]; }

bool hr_hydraulics_set(hr_hydraulic_work *w, hr_id k, const hr_hydraulic_link *link)
{
    hr_hydraulic_link *l = &w->state->link[k];
    if (link->from != l->from || link->to != l->to || link->kind != l->kind || !hr_law_figures_are_sound(link))
        return false;
    *l = *link;
    hr_law_make(&w->state->laws.law[k], l, w->state->h->g);
    keep_flags(w->state, k);
    return true;
}

void hr_hydraulics_forget(hr_hydraulic_work *w) { w->state->started = false; }

double hr_hydraulics_surplus(const hr_hydraulic_work *w, hr_id node)
{
    double sum = w->state->h->node[node].fixed ? 0 : -w->demand[node];
    for (hr_id k = 0; k < w->state->h->n_link; k++) {
        if (w->state->link[k].to == node) sum += w->flow[k];
        if (w->state->link[k].from == node) sum -= w->flow[k];
    }
    return sum;
}

/* --- solving ----------------------------------------------------------------------------------------------- */

static hr_err check_work(const hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    const hr_hydraulics *h = w->state->h;
    for (hr_id k = 0; k < h->n_link; k++)
        if (!(w->rho[k] > 0) || !(w->mu[k] > 0) || !isfinite(w->rho[k]) || !isfinite(w->mu[k]))
            return blame(fault, HR_HYDRAULIC_BAD_FLUID, HR_NONE, k, HR_EINPUT);
    for (hr_id i = 0; i < h->n_node; i++)
        if (!isfinite(w->demand[i]) || !isfinite(w->pressure[i]))
            return blame(fault, HR_HYDRAULIC_BAD_NODE, i, HR_NONE, HR_EINPUT);
    return HR_OK;
}

static void start(hr_hydraulic_work *w)
{
    const hr_hydraulics *h = w->state->h;
    double sum = 0, held = 0;
    for (hr_id i = 0; i < h->n_node; i++)
        if (h->node[i].fixed) sum += w->pressure[i], held++;
    for (hr_id i = 0; i < h->n_node; i++)
        if (!h->node[i].fixed) w->pressure[i] = sum / held;
    for (hr_id k = 0; k < h->n_link; k++) {
        w->flow[k] = hr_hydraulic_nominal_flow(&w->state->link[k], w->rho[k]);
        w->shut[k] = false;
    }
    w->state->started = true;
}

/* Whether this set of shut links was tried before in this solve; notes it. */
static hr_err was_tried(hr_hydraulic_work *w, bool *tried)
{
    hr_vec *seen = &w->state->seen;
    uint64_t now = hr_hash64(w->shut, w->state->h->n_link * sizeof *w->shut, 0);
    *tried = false;
    for (size_t i = 0; i < seen->n; i++) *tried = *tried || ((uint64_t *)seen->item)[i] == now;
    if (*tried) return HR_OK;
    uint64_t *slot = hr_vec_push(seen, sizeof *slot);
    if (slot == NULL) return HR_ENOMEM;
    *slot = now;
    return HR_OK;
}

static hr_err settle(hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    bool one = false, tried;
    hr_id first = HR_NONE;
    w->state->seen.n = 0;
    for (;;) {
        hr_err e = was_tried(w, &tried);
        if (e == HR_OK && tried && one) return blame(fault, HR_HYDRAULIC_SWITCHING, HR_NONE, first, HR_ESOLVE);
        if (tried) w->state->seen.n = 0, one = true;
        if (e == HR_OK) e = hr_hydraulics_open(w, fault);
        if (e == HR_OK) e = hr_hydraulics_newton(w, fault);
        if (e != HR_OK || (first = hr_hydraulics_switch(w, one)) == HR_NONE) return e;
    }
}

/* A pump runs, and nothing flows anywhere: every way is closed. (One that others hold shut, or that cannot lift the
 * water as high as it would have to, is no fault: its flow is 0.) */
static hr_err check_pumps(const hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    const struct hr_hydraulic_state *s = w->state;
    double most = 0;
    for (hr_id k = 0; k < s->h->n_link; k++) most = larger(most, fabs(w->flow[k]));
    for (uint32_t i = s->h->first[HR_LINK_PUMP]; i < s->h->first[HR_LINK_PUMP + 1]; i++) {
        hr_id k = s->h->by_kind[i];
        const hr_hydraulic_link *l = &s->link[k];
        bool runs = !l->closed && l->u.pump.speed > 0;
        if (runs && most <= 1e-9 * w->rho[k] * l->u.pump.curve->q_nominal)
            return blame(fault, HR_HYDRAULIC_NO_FLOW, HR_NONE, k, HR_ESOLVE);
    }
    return HR_OK;
}

hr_err hr_hydraulics_solve(hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    hr_err e = check_work(w, fault);
    w->iterations = w->factorings = 0;
    if (e == HR_OK && !w->state->started) start(w);
    if (e == HR_OK) e = settle(w, fault);
    if (e == HR_OK) e = check_pumps(w, fault);
    if (e != HR_OK) w->state->started = false;
    return e;
}
