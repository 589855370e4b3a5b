/* loop.h - cooling loops of any size for tests and benchmarks: rows of 8 racks between supply and return headers.
 *
 * A node that holds its pressure stands before the pump; a row is fed through 20 m of 200 mm (K 2), its headers run in
 * steps of 1.2 m of 150 mm (K 0.2), a rack is 6 m of 32 mm (K 20), or a plate of the same nominal loss. */
#ifndef HR_TESTS_LOOP_H
#define HR_TESTS_LOOP_H

#include <math.h>
#include <stdlib.h>

#include "engine/hydraulics.h"

enum { LOOP_ROW = 8, LOOP_HELD = 0, LOOP_SUPPLY = 1, LOOP_RETURN = 2, LOOP_PUMP = 0, LOOP_MAIN = 1 };

typedef struct loop {
    hr_hydraulic_node *node;
    hr_hydraulic_link *link;
    hr_id *rack; /* by rack: its link */
    hr_pump_curve curve;
    hr_hydraulic_net net;
    uint32_t racks;
} loop;

static inline hr_id loop_add(loop *l, hr_hydraulic_link link)
{
    l->link[l->net.n_link] = link;
    return l->net.n_link++;
}

static inline hr_hydraulic_link loop_pipe(hr_id from, hr_id to, double length, double diameter, double k)
{
    hr_hydraulic_link link = {.from = from, .to = to, .kind = HR_LINK_PIPE};
    link.u.pipe.length = length, link.u.pipe.diameter = diameter, link.u.pipe.k = k;
    link.u.pipe.roughness = 0.05e-3;
    return link;
}

static inline hr_hydraulic_link loop_plate(hr_id from, hr_id to, double dp0, double m0)
{
    hr_hydraulic_link link = {.from = from, .to = to, .kind = HR_LINK_POWER};
    link.u.power.dp0 = dp0, link.u.power.m0 = m0, link.u.power.n = 1.85, link.u.power.transition = 0.3;
    return link;
}

/* litres: one litre a second in m3/s, as the peer converts it. */
static inline void loop_make(loop *l, uint32_t racks, bool plates, double g, double litre)
{
    uint32_t rows = (racks + LOOP_ROW - 1) / LOOP_ROW;
    *l = (loop){.racks = racks};
    l->node = calloc(3 + 2 * (size_t)racks, sizeof *l->node);
    l->link = calloc(2 + 2 * (size_t)rows + 3 * (size_t)racks, sizeof *l->link);
    l->rack = calloc(racks, sizeof *l->rack);
    if (l->node == NULL || l->link == NULL || l->rack == NULL) abort();
    if (!hr_pump_curve_point(&l->curve, 3 * litre * racks, 25)) abort();
    hr_hydraulic_link pump = {.from = LOOP_HELD, .to = LOOP_SUPPLY, .kind = HR_LINK_PUMP, .one_way = true};
    pump.u.pump.curve = &l->curve, pump.u.pump.speed = 1;
    (void)loop_add(l, pump);
    (void)loop_add(l, loop_pipe(LOOP_RETURN, LOOP_HELD, 1, 0.3 * sqrt((double)rows), 0));
    for (uint32_t i = 0; i < racks; i++) {
        hr_id s = 3 + 2 * i, r = s + 1;
        bool first = i % LOOP_ROW == 0;
        double length = first ? 20 : 1.2, diameter = first ? 0.2 : 0.15, k = first ? 2 : 0.2;
        (void)loop_add(l, loop_pipe(first ? LOOP_SUPPLY : s - 2, s, length, diameter, k));
        (void)loop_add(l, loop_pipe(r, first ? LOOP_RETURN : r - 2, length, diameter, k));
        l->rack[i] = loop_add(l, plates ? loop_plate(s, r, 200e3, 3) : loop_pipe(s, r, 6, 0.032, 20));
    }
    l->node[LOOP_HELD] = (hr_hydraulic_node){.fixed = true, .pressure = 1000 * g * 30};
    l->net.node = l->node, l->net.link = l->link, l->net.n_node = 3 + 2 * racks, l->net.g = g;
}

static inline void loop_free(loop *l)
{
    free(l->node);
    free(l->link);
    free(l->rack);
}

#endif
