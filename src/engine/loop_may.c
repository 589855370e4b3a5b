/* loop_may.c - flows in a loop with pipes of which it is not known whether some of its pumps turn: they lie between what flows
 * with all of these and what flows with none, where pumps that stand by have started. docs/physics/cooling-outages.md */
#include <math.h>

#include "engine/loop_net.h"

/* What is found of a link, then of a cooler that holds its junctions; NULL where nobody asks. */
static cool_amount *found(cooling *c, const loop_net *n, uint32_t i)
{
    if (i >= n->n_link) return &c->cooler[n->held[i - n->n_link].cooler].moves;
    const net_link *l = &n->link[i];
    switch ((net_what)l->what) {
    case NET_RACK: return &c->load[l->index].flow;
    case NET_PRIMARY: return &c->cooler[l->index].primary_able;
    case NET_SOURCE: return &c->cooler[l->index].moves;
    case NET_PART: break;
    }
    return NULL;
}

static cool_amount bounds(const cool_amount *a, const cool_amount *b, const cool_amount *why)
{
    if (!cool_is(a) || !cool_is(b)) return cool_lacks(cool_is(a) ? b : a);
    return a->v == b->v ? *a : cool_between(fmin(a->v, b->v), fmax(a->v, b->v), why);
}

/* Those that may turn stand, and what stands by for one of them starts; or all as it was. */
static void stop_those(loop_net *n, bool stop)
{
    bool called = false;
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        if (!l->may) continue;
        l->stands = stop;
        called |= !l->link.closed;
    }
    for (uint32_t i = 0; i < n->n_link && called; i++) {
        net_link *l = &n->link[i];
        if (l->waits) l->opened = stop;
    }
}

void hr_loop_net_bound(cooling *c, cool_body *b)
{
    loop_net *n = b->net;
    const net_link *first = NULL;
    const uint32_t all = n->n_link + n->n_held;
    for (uint32_t i = 0; i < n->n_link && !first; i++)
        if (n->link[i].may) first = &n->link[i];
    if (first) {
        stop_those(n, true);
        hr_loop_net_solve(c, b);
        for (uint32_t i = 0; i < all; i++)
            if (found(c, n, i)) n->without[i] = *found(c, n, i);
        n->without[all] = b->able;
        stop_those(n, false);
    }
    hr_loop_net_solve(c, b);
    if (!first) return;
    const cool_amount why = first->fed;
    for (uint32_t i = 0; i < all; i++) {
        cool_amount *a = found(c, n, i);
        if (a) *a = bounds(&n->without[i], a, &why);
    }
    b->able = bounds(&n->without[all], &b->able, &why);
}
