/* manifold.c - the ladder of a manifold as a network, solved for one flow at a time.
 *
 *     in -> S1 --- S2 --- ... --- Sn        supply header
 *           |      |              |         rungs: couplings, then plates
 *    out <- R1 --- R2 --- ... --- Rn        return header; out at Rn where the ends are opposite */
#include "engine/manifold.h"

#include <math.h>

#include "base/arena.h"
#include "engine/constants.h"

#define ALIKE 1e-6 /* part of a flow by which trays that get the same may differ */

struct hr_manifold {
    hr_arena *arena;
    hr_manifold_shape shape;
    hr_hydraulics *h;
    hr_hydraulic_work *w;
    hr_hydraulic_link *rung; /* of all trays alike: couplings, plates; m0 by volume */
    uint32_t n_rung, first;  /* links of one rung, and where rungs begin among links */
    double rho;              /* that rungs are set for; 0: none yet */
};

typedef struct ladder {
    hr_hydraulic_node *node;
    hr_hydraulic_link *link;
    uint32_t n_node, n_link;
} ladder;

static hr_hydraulic_link rung_of(const hr_rung_law *l)
{
    hr_hydraulic_link k = {.kind = HR_LINK_POWER};
    k.u.power.dp0 = l->dp, k.u.power.m0 = l->flow, k.u.power.n = l->exponent, k.u.power.transition = l->transition;
    return k;
}

static void find_rung(hr_manifold *m)
{
    const hr_rung_law *law[] = {&m->shape.couplings, &m->shape.tray};
    for (unsigned i = 0; i < 2; i++)
        if (law[i]->dp != 0) m->rung[m->n_rung++] = rung_of(law[i]);
}

static void add_header(const hr_manifold_shape *s, ladder *l, hr_id from, hr_id to)
{
    hr_hydraulic_link k = {.from = from, .to = to, .kind = HR_LINK_PIPE};
    k.u.pipe.length = s->pitch, k.u.pipe.diameter = s->diameter;
    k.u.pipe.roughness = s->roughness, k.u.pipe.k = s->loss, k.u.pipe.friction = HR_DARCY_WEISBACH;
    l->link[l->n_link++] = k;
}

/* Nodes: supply 0 .. n - 1, return n .. 2 n - 1, then between couplings and plates. */
static void make_ladder(hr_manifold *m, ladder *l)
{
    const hr_manifold_shape *s = &m->shape;
    uint32_t n = s->trays;
    for (uint32_t i = 0; i + 1 < n; i++) {
        add_header(s, l, i, i + 1);
        if (s->opposite) add_header(s, l, n + i, n + i + 1);
        else add_header(s, l, n + i + 1, n + i);
    }
    m->first = l->n_link;
    l->n_node = 2 * n;
    for (uint32_t i = 0; i < n; i++) {
        hr_id at = i;
        for (uint32_t k = 0; k < m->n_rung; k++) {
            hr_hydraulic_link *r = &l->link[l->n_link++];
            *r = m->rung[k];
            r->from = at, r->to = at = k + 1 == m->n_rung ? n + i : l->n_node++;
        }
    }
    l->node[s->opposite ? 2 * n - 1 : n].fixed = true;
}

static hr_err build(hr_manifold *m)
{
    uint32_t n = m->shape.trays;
    hr_hydraulic_fault fault;
    m->rung = HR_NEW_ARRAY(m->arena, hr_hydraulic_link, 2);
    ladder l = {.node = HR_NEW_ARRAY(m->arena, hr_hydraulic_node, 3 * (size_t)n),
                .link = HR_NEW_ARRAY(m->arena, hr_hydraulic_link, 4 * (size_t)n)};
    if (!m->rung || !l.node || !l.link) return HR_ENOMEM;
    find_rung(m);
    if (m->n_rung == 0) return HR_EINPUT;
    make_ladder(m, &l);
    const hr_hydraulic_net net = {l.node, l.link, l.n_node, l.n_link, HR_STANDARD_GRAVITY};
    hr_err e = hr_hydraulics_build(&m->h, &net, &fault);
    return e == HR_OK ? hr_hydraulics_work(&m->w, m->h) : e;
}

hr_err hr_manifold_new(hr_manifold **out, const hr_manifold_shape *shape)
{
    *out = NULL;
    if (shape->trays == 0 || shape->trays > HR_TRAYS_MOST) return HR_EINPUT;
    hr_arena *a = hr_arena_new();
    hr_manifold *m = a ? HR_NEW(a, hr_manifold) : NULL;
    if (!m) return hr_arena_free(a), HR_ENOMEM;
    *m = (hr_manifold){.arena = a, .shape = *shape};
    hr_err e = build(m);
    if (e != HR_OK) return hr_manifold_free(m), e;
    *out = m;
    return HR_OK;
}

void hr_manifold_free(hr_manifold *m)
{
    if (!m) return;
    hr_hydraulics_work_free(m->w);
    hr_hydraulics_free(m->h);
    hr_arena_free(m->arena);
}

/* Laws of rungs are of volume: they lose the same at the same volume, whatever it weighs. */
static bool set_fluid(hr_manifold *m, double rho, double mu)
{
    uint32_t links = m->first + m->n_rung * m->shape.trays;
    bool changed = m->rho != rho, ok = true;
    m->rho = rho;
    for (uint32_t k = 0; k < links; k++) m->w->rho[k] = rho, m->w->mu[k] = mu;
    for (uint32_t k = m->first; changed && k < links; k++) {
        hr_hydraulic_link l = *hr_hydraulics_link(m->w, k);
        l.u.power.m0 = m->rung[(k - m->first) % m->n_rung].u.power.m0 * rho;
        ok &= hr_hydraulics_set(m->w, k, &l);
    }
    return ok;
}

/* Solved once more from the solution, a step that takes it to rounding: then it does not show what was asked before. */
static hr_err drop_at(hr_manifold *m, double mass, double *drop)
{
    hr_hydraulic_fault fault;
    m->w->demand[0] = -mass;
    hr_err e = hr_hydraulics_solve(m->w, &fault);
    if (e == HR_OK) e = hr_hydraulics_solve(m->w, &fault);
    if (e == HR_OK) *drop = m->w->pressure[0];
    return e;
}

static double tray_flow(const hr_manifold *m, uint32_t i, double rho)
{
    return m->w->flow[m->first + i * m->n_rung] / rho;
}

/* Of trays that are alike but for rounding the first is named. */
static void find_extremes(const hr_manifold *m, double rho, hr_manifold_flow *out)
{
    out->least = out->most = tray_flow(m, 0, rho);
    for (uint32_t i = 1; i < m->shape.trays; i++) {
        out->least = fmin(out->least, tray_flow(m, i, rho));
        out->most = fmax(out->most, tray_flow(m, i, rho));
    }
    out->tray = 1;
    while (tray_flow(m, out->tray - 1, rho) > out->least * (1 + ALIKE)) out->tray++;
}

hr_err hr_manifold_solve(hr_manifold *m, double flow, double rho, double mu, hr_manifold_flow *out)
{
    if (!(flow > 0) || !(rho > 0) || !set_fluid(m, rho, mu)) return HR_EINPUT;
    hr_err e = drop_at(m, flow * rho, &out->drop);
    if (e != HR_OK) return e;
    find_extremes(m, rho, out);
    return HR_OK;
}
