/* heat.c - how long heat takes along known flows in a hall of 1,024 racks: 2,051 nodes, 3,074 links.
 *
 * Supply and return headers, 8 racks a row, one pump. Warm: the directions of the flows are those of the last solve,
 * its temperatures and loads are not. The bar is 0.2 ms. Median of many runs. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/heat_flow.h"
#include "measure.h"

#define RACKS 1024
#define NODES (2 * RACKS + 3)
#define LINKS (3 * RACKS + 2)

typedef struct plant {
    hr_fluid fluid;
    uint8_t kind[NODES];
    hr_heat_link link[LINKS];
    double flow[LINKS], heat[LINKS], fixed[NODES];
    hr_id n_link;
} plant;

static void join(plant *p, hr_id from, hr_id to, double flow, double heat, double ua)
{
    p->link[p->n_link] = (hr_heat_link){from, to, &p->fluid, ua, HR_ZERO_CELSIUS + 25};
    p->flow[p->n_link] = flow;
    p->heat[p->n_link++] = heat;
}

/* Nodes: 0 the CDU's outlet, 1 the pump's outlet, 2 the return; then supply and return of each rack. */
static void build(plant *p, bool fixed, double ua)
{
    *p = (plant){0};
    if (!hr_fluid_of_volume(&p->fluid, 0.25, HR_ZERO_CELSIUS + 32)) exit(1);
    p->kind[0] = fixed ? HR_HEAT_FIXED : HR_HEAT_JUNCTION;
    p->fixed[0] = HR_ZERO_CELSIUS + 32;
    const double each = 3.0; /* kg/s: 132 kW at 11 K */
    join(p, 0, 1, each * RACKS, 60e3, 0);
    for (hr_id r = 0; r < RACKS; r++) {
        const hr_id s = 3 + 2 * r, left = 8 - r % 8;
        join(p, r % 8 ? s - 2 : 1, s, each * left, 0, ua);
        join(p, s, s + 1, each, fixed ? 132e3 : 1e3, 0);
        join(p, s + 1, r % 8 ? s - 1 : 2, each * left, 0, ua);
    }
    join(p, 2, 0, each * RACKS, 0, ua);
}

static void measure(const char *what, plant *p, int rounds, bool turn)
{
    const hr_heat_net net = {NODES, LINKS, p->kind, p->link};
    const hr_heat_input in = {p->flow, p->heat, p->fixed, 0};
    hr_heat_fault fault;
    hr_heat *h;
    double *t = malloc((size_t)rounds * sizeof *t);
    if (!t || hr_heat_new(&h, &net, &fault) != HR_OK || hr_heat_solve(h, &in, &fault) != HR_OK) exit(1);
    for (int i = 0; i < rounds; i++) {
        p->fixed[0] += i % 2 ? 1 : -1;
        for (hr_id l = 0; l < LINKS; l++) {
            p->heat[l] *= i % 2 ? 1.01 : 1 / 1.01;
            if (turn) p->flow[l] = -p->flow[l];
        }
        const double start = now();
        if (hr_heat_solve(h, &in, &fault) != HR_OK) exit(1);
        t[i] = now() - start;
    }
    qsort(t, (size_t)rounds, sizeof *t, by_size);
    const hr_heat_residuals r = hr_heat_check(h, &in);
    printf("%-44s %7.4f ms (%.4f .. %.4f)  residuals: mass %.0e mixing %.0e energy %.0e\n", what, t[rounds / 2] * 1e3,
           t[0] * 1e3, t[rounds * 9 / 10] * 1e3, r.mass, r.mixing, r.energy);
    hr_heat_free(h);
    free(t);
}

int main(void)
{
    static plant p;
    const int rounds = getenv("QUICK") ? 3 : 1001;
    printf("%d nodes, %d links; bar 0.2 ms\n", NODES, LINKS);
    build(&p, true, 0);
    measure("CDU at its set point, pipes without loss", &p, rounds, false);
    build(&p, true, 15);
    measure("CDU at its set point, every pipe loses heat", &p, rounds, false);
    build(&p, false, 15);
    measure("closed loop held by the losses of its pipes", &p, rounds, false);
    build(&p, true, 15);
    measure("the same as the second, every flow turned", &p, rounds, true);
    return 0;
}
