/* liquid.c - how long a cooling loop takes: hydraulics from nothing, warm after +1 K everywhere, warm after one branch;
 * and flow with heat, warm after +1 K of its supply and after one branch, until no temperature moves by more than 1 mK:
 * every link has density and viscosity at its own temperature, flows and temperatures are found in turn.
 *
 * Every figure is the median of many solves in this one process. EPANET solves the same loop, written by the engine's
 * own writer, in the same run: node with the packages of tests/peer, asked twice, before and after. Ratios are of this
 * run alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/heat_flow.h"
#include "loop.h"
#include "measure.h"
#include "port/epanet.h"
#include "port/epanet_units.h"

enum { MOST_RUNS = 201 };

typedef struct figures { /* seconds */
    double build, cold, kelvin, branch, peer;
    double both_kelvin, both_branch; /* with heat */
    uint32_t rounds[2];              /* of flow and heat, the most */
    uint32_t cold_steps, kelvin_steps, branch_steps, peer_steps;
} figures;

static double solve(hr_hydraulic_work *w, uint32_t *steps)
{
    hr_hydraulic_fault fault;
    double start = now();
    if (hr_hydraulics_solve(w, &fault) != HR_OK) die(hr_hydraulic_what_word[fault.what]);
    *steps = w->iterations;
    return now() - start;
}

/* PG25 at the mean of supply and return, 40 and 41 degC. */
static void set_fluid(hr_hydraulic_work *w, uint32_t n, bool warmer)
{
    for (hr_id k = 0; k < n; k++) w->rho[k] = warmer ? 1009.97 : 1010.5, w->mu[k] = warmer ? 1.355e-3 : 1.389e-3;
}

static void set_branch(hr_hydraulic_work *w, hr_id k, double factor)
{
    hr_hydraulic_link link = *hr_hydraulics_link(w, k);
    link.u.pipe.k = 20 * factor;
    if (!hr_hydraulics_set(w, k, &link)) die("setting a branch");
}

/* Median milliseconds of EPANET on a file, and its steps; 0 where it does not run. */
static double ask_peer(const char *path, int runs, uint32_t *steps)
{
    char command[256];
    double ms = 0;
    snprintf(command, sizeof command, "node tests/peer/epanet.mjs --time %d %s", runs, path);
    FILE *f = popen(command, "r");
    if (f == NULL) return 0;
    char line[128];
    while (fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, "ms ", 3) == 0) {
            char *end;
            ms = strtod(line + 3, &end);
            *steps = (uint32_t)strtod(end, NULL);
        }
    return pclose(f) == 0 ? 1e-3 * ms : 0;
}

static void write_loop(char *path, const loop *l, const hr_hydraulic_work *w)
{
    hr_buf out = {0};
    hr_id link;
    hr_epanet_source source = {"loop", &l->net, NULL, NULL, w->flow, w->rho[0], w->mu[0], NULL, NULL, NULL, NULL};
    if (hr_epanet_write(&source, &out, &link) != HR_OK) die("writing");
    strcpy(path, P_tmpdir "/headroom-liquid-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, out.s, out.n) != (ssize_t)out.n || close(fd) != 0) die("temporary file");
    hr_buf_free(&out);
}

/* --- with heat ------------------------------------------------------------------------------------------------------------ */

typedef struct warm_loop {
    hr_hydraulic_work *w;
    hr_heat *h;
    hr_fluid fluid;
    hr_heat_link *link;
    uint8_t *kind;
    double *heat, *fixed, *before; /* by link W; by node K: held, as the round before left it */
    uint32_t n_node, n_link;
} warm_loop;

enum { RACK_W = 132000 };

static void warm_make(warm_loop *l, const loop *of, hr_hydraulic_work *w)
{
    *l = (warm_loop){.w = w, .n_node = of->net.n_node, .n_link = of->net.n_link};
    l->link = calloc(l->n_link, sizeof *l->link);
    l->heat = calloc(l->n_link, sizeof *l->heat);
    l->kind = calloc(l->n_node, sizeof *l->kind);
    l->fixed = calloc(l->n_node, sizeof *l->fixed);
    l->before = calloc(l->n_node, sizeof *l->before);
    if (!l->link || !l->heat || !l->kind || !l->fixed || !l->before) die("memory");
    if (!hr_fluid_of_volume(&l->fluid, 0.25, HR_ZERO_CELSIUS + 20)) die("fluid");
    for (hr_id k = 0; k < l->n_link; k++)
        l->link[k] = (hr_heat_link){of->link[k].from, of->link[k].to, &l->fluid, 0, 0};
    for (uint32_t i = 0; i < of->racks; i++) l->heat[of->rack[i]] = RACK_W;
    l->kind[LOOP_HELD] = HR_HEAT_FIXED;
    const hr_heat_net net = {l->n_node, l->n_link, l->kind, l->link};
    hr_heat_fault fault;
    if (hr_heat_new(&l->h, &net, &fault) != HR_OK) die("heat");
}

static void warm_free(warm_loop *l)
{
    hr_heat_free(l->h);
    free(l->link), free(l->heat), free(l->kind), free(l->fixed), free(l->before);
}

/* Each link at the temperature of the node that it comes from; a rack at the mean of both. */
static void take_temperatures(warm_loop *l, const double *T)
{
    for (hr_id k = 0; k < l->n_link; k++) {
        const hr_heat_link *x = &l->link[k];
        hr_properties p;
        if (!hr_fluid_properties(&l->fluid, l->heat[k] > 0 ? 0.5 * (T[x->from] + T[x->to]) : T[x->from], &p))
            die("properties");
        l->w->rho[k] = p.density, l->w->mu[k] = p.viscosity;
    }
}

/* Seconds from a change to flows and temperatures that agree; `most` is raised to the rounds it took. */
static double settle(warm_loop *l, double supply, uint32_t *most)
{
    uint32_t steps, rounds = 0;
    hr_heat_fault fault;
    double moved = 1, start = now(), warmer = supply - l->fixed[LOOP_HELD];
    l->fixed[LOOP_HELD] = supply; /* the same heat: all of it gets warmer by as much, nearly */
    for (uint32_t i = 0; l->before[0] > 0 && i < l->n_node; i++) l->before[i] += warmer;
    while (moved > 1e-3 && rounds++ < 50) {
        const hr_heat_input in = {l->w->flow, l->heat, l->fixed, 1e-9};
        if (l->before[0] > 0) take_temperatures(l, l->before);
        solve(l->w, &steps);
        if (hr_heat_solve(l->h, &in, &fault) != HR_OK) die("heat");
        const double *T = hr_heat_results(l->h).T;
        moved = 0;
        for (uint32_t i = 0; i < l->n_node; i++) moved = fmax(moved, fabs(T[i] - l->before[i])), l->before[i] = T[i];
    }
    if (rounds > *most) *most = rounds;
    return now() - start;
}

static void measure_with_heat(figures *f, const loop *of, hr_hydraulic_work *w, int runs)
{
    static double kelvin[MOST_RUNS], branch[MOST_RUNS];
    const double supply = HR_ZERO_CELSIUS + 40;
    const hr_id one = of->rack[of->racks / 2];
    warm_loop l;
    uint32_t first = 0;
    warm_make(&l, of, w);
    settle(&l, supply, &first);
    for (int i = 0; i < runs; i++) {
        double T = supply + (i % 2 == 0);
        kelvin[i] = settle(&l, T, &f->rounds[0]);
        set_branch(w, one, i % 2 == 0 ? 0.8 : 1.2);
        branch[i] = settle(&l, T, &f->rounds[1]);
        set_branch(w, one, 1);
        settle(&l, T, &first);
    }
    const hr_heat_input in = {w->flow, l.heat, l.fixed, 1e-9};
    hr_heat_residuals r = hr_heat_check(l.h, &in);
    if (r.mass > 1e-9 || r.mixing > 1e-9 || r.energy > 1e-9) die("the balance of heat");
    f->both_kelvin = median(kelvin, runs), f->both_branch = median(branch, runs);
    warm_free(&l);
}

/* --- all ------------------------------------------------------------------------------------------------------------------- */

static figures measure(uint32_t racks, int runs, bool peer)
{
    static double cold[MOST_RUNS], kelvin[MOST_RUNS], branch[MOST_RUNS];
    figures f = {0};
    loop l;
    hr_hydraulics *h;
    hr_hydraulic_work *w;
    hr_hydraulic_fault fault;
    loop_make(&l, racks, false, EPANET_G, EPANET_LITRES);
    double start = now();
    if (hr_hydraulics_build(&h, &l.net, &fault) != HR_OK || hr_hydraulics_work(&w, h) != HR_OK) die("building");
    f.build = now() - start;
    set_fluid(w, l.net.n_link, false);
    solve(w, &f.cold_steps);
    char path[64];
    double first = 0;
    if (peer) write_loop(path, &l, w), first = ask_peer(path, runs, &f.peer_steps);
    for (int i = 0; i < runs; i++) {
        hr_hydraulics_forget(w);
        cold[i] = solve(w, &f.cold_steps);
        set_fluid(w, l.net.n_link, i % 2 == 0);
        kelvin[i] = solve(w, &f.kelvin_steps);
        set_branch(w, l.rack[racks / 2], i % 2 == 0 ? 0.8 : 1.2);
        branch[i] = solve(w, &f.branch_steps);
        set_branch(w, l.rack[racks / 2], 1);
    }
    if (peer) {
        double second = ask_peer(path, runs, &f.peer_steps);
        f.peer = first < second ? first : second;
        remove(path);
    }
    measure_with_heat(&f, &l, w, runs);
    f.cold = median(cold, runs), f.kelvin = median(kelvin, runs), f.branch = median(branch, runs);
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
    loop_free(&l);
    return f;
}

static void bar(const char *what, double value, const char *unit, double limit)
{
    printf("%-64s %9.3f %-4s bar <= %g: %s\n", what, value, unit, limit, value <= limit ? "met" : "MISSED");
}

int main(void)
{
    bool quick = getenv("QUICK") != NULL;
    static const uint32_t sizes[] = {8, 128, 1024, 8192};
    int n_sizes = quick ? 2 : 4;
    figures f[4];
    printf("%6s %9s %9s %14s %14s %14s %14s %19s %19s\n", "racks", "links", "build ms", "cold ms", "+1 K ms",
           "branch ms", "EPANET ms", "flow+heat +1 K ms", "branch ms");
    for (int i = 0; i < n_sizes; i++) {
        f[i] = measure(sizes[i], quick ? 3 : sizes[i] > 2000 ? 21 : MOST_RUNS, i < 3);
        printf("%6u %9u %9.2f %9.3f (%2u) %9.3f (%2u) %9.3f (%2u) %9.3f (%2u) %14.3f (%2u) %14.3f (%2u)\n", sizes[i],
               2 + sizes[i] / 8 * 24, 1e3 * f[i].build, 1e3 * f[i].cold, f[i].cold_steps, 1e3 * f[i].kelvin,
               f[i].kelvin_steps, 1e3 * f[i].branch, f[i].branch_steps, 1e3 * f[i].peer, f[i].peer_steps,
               1e3 * f[i].both_kelvin, f[i].rounds[0], 1e3 * f[i].both_branch, f[i].rounds[1]);
    }
    if (quick) return 0;
    double warm = f[2].kelvin > f[2].branch ? f[2].kelvin : f[2].branch;
    bar("1,024 racks, warm, supply +1 K", 1e3 * f[2].kelvin, "ms", 0.6);
    bar("1,024 racks, warm, one branch +-20 % of K", 1e3 * f[2].branch, "ms", 0.6);
    double both = f[2].both_kelvin > f[2].both_branch ? f[2].both_kelvin : f[2].both_branch;
    bar("1,024 racks, flow and heat, supply +1 K", 1e3 * f[2].both_kelvin, "ms", 1);
    bar("1,024 racks, flow and heat, one branch +-20 % of K", 1e3 * f[2].both_branch, "ms", 1);
    if (f[2].peer > 0) {
        bar("flow and heat, the slower / EPANET's hydraulics alone", both / f[2].peer, "", 1);
        bar("the slower of the two / EPANET's hydraulics", warm / f[2].peer, "", 1);
        bar("1,024 racks, from nothing / EPANET's hydraulics", f[2].cold / f[2].peer, "", 1);
    } else {
        printf("EPANET did not run: `npm ci` in tests/peer\n");
    }
    bar("time for each rack, warm +1 K, 1,024 / 128", f[2].kelvin / 1024 / (f[1].kelvin / 128), "", 1.5);
    bar("time for each rack, flow and heat, 1,024 / 128", f[2].both_kelvin / 1024 / (f[1].both_kelvin / 128), "", 1.5);
    bar("time for each rack, flow and heat, 8,192 / 1,024", f[3].both_kelvin / 8192 / (f[2].both_kelvin / 1024), "",
        1.5);
    bar("time for each rack, warm +1 K, 8,192 / 1,024", f[3].kelvin / 8192 / (f[2].kelvin / 1024), "", 1.5);
    return f[2].peer > 0 ? 0 : 1;
}
