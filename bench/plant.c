/* plant.c - how long a day of a plant takes: power, heat, flow and temperature in their common steady state every 15 s.
 *
 * The plant is made like Frontier's: three racks of 128 nodes to a distribution unit, each unit with a loop of its own,
 * warm water through plates to cooling towers, air to a handler on the same water. Every step gives each unit's nodes
 * another power, pseudo-random between idle and full about a slow wave, and the towers another wet bulb: nothing of a
 * step repeats. 24 h are 5,760 steps of the coupled state, temperatures of all racks included.
 *
 * What comes out is held against the balance of the whole: what sources give, less what is not in the plant, is what
 * the towers take. The growth is time for a step and a unit between 25, 100 and 400 units. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "element/types.h"
#include "engine/cooling.h"
#include "headroom/headroom.h"
#include "measure.h"

enum { DAY = 5760, STEP = 15 };

typedef struct day { /* of one plant */
    double seconds;  /* for all its steps */
    double energy, it;
    double hottest, most_flow; /* K back from racks, part of what units can move */
    double residual;           /* W that towers take, over what goes in, less one: the largest */
    uint64_t rounds, passes;
} day;

/* --- the model -------------------------------------------------------------------------------------------------------- */

static void write_units(FILE *f, unsigned n)
{
    fprintf(f,
            "  rack-[001-%03u]-[1-3]: {part: olympus, coolant: tcs-$1, zone: room}\n"
            "  tcs-[001-%03u]: {type: loop, fluid: PG25, supply: 32 degC, flow_per_power: 0.95 L/min/kW, cooled_by: "
            "cdu-$1}\n"
            "  cdu-[001-%03u]: {type: cdu, from: {to: supply, phases: ABC}, power: 8473.47 W, primary: htw, cooling: "
            "1.3 MW, approach: 4 K, flow: 1300 L/min, primary_flow: 300 gpm}\n",
            n, n, n);
}

static void write_water(FILE *f, unsigned n)
{
    unsigned plates = (n + 7) / 8;
    fprintf(f,
            "  htw: {type: loop, fluid: water, supply: 25.7 degC, flow: %u gpm, cooled_by: \"plate-[1-%u]\"}\n"
            "  plate-[1-%u]: {type: heat-exchanger, primary: ctw, cooling: 12 MW, approach: 2 K, flow: 2600 gpm, "
            "primary_flow: 2600 gpm}\n"
            "  ctw: {type: loop, fluid: water, supply: 20.85 degC, cooled_by: towers}\n"
            "  towers: {type: cooling-tower, from: {to: supply, phases: ABC}, power: %u kW, variable: true, approach: "
            "4 K, evaporation: 1.7 L/kWh, cooling: %u MW, flow: %u gpm}\n",
            345 * n, plates, plates, 8 * n, 2 * n, 345 * n);
    fprintf(
        f,
        "  room: {type: zone, supply: 27 degC, cooled_by: air, airflow_per_power: 120 cfm/kW, leakage: 0 %%, "
        "recirculation: 0 %%}\n"
        "  air: {type: crah, from: {to: supply, phases: ABC}, power: %u kW, primary: htw, cooling: %u kW, approach: "
        "2 K, airflow: %u cfm, primary_flow: %u gpm}\n",
        2 * n, 150 * n, 18000 * n, 45 * n);
}

static hr_site *open_plant(hr_ctx **ctx, unsigned n)
{
    char path[] = P_tmpdir "/headroom-plant-XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f) die("temporary file");
    fprintf(f,
            "headroom: 1\nsite: {name: plant, redundancy: none, outdoor: {wet_bulb: 290 K}}\nelements:\n"
            "  supply: {type: utility, power: %u MW}\n",
            2 * n);
    write_units(f, n);
    write_water(f, n);
    fputs(
        "parts:\n  olympus:\n    type: rack\n    cooling: cold-plate\n    holds:\n"
        "      \"chassis[1-8]\": {type: power-shelf, from: {to: supply, phases: ABC}, psus: {installed: 4, efficiency: "
        "96 %}}\n"
        "      \"node[001-128]\": {type: node, power: 2772.7 W, idle_power: 652.3 W, gpus: 4, liquid_share: 98.4 %}\n"
        "      \"switch[01-32]\": {type: load, power: 250 W, liquid_share: 98.4 %}\n",
        f);
    fclose(f);
    const hr_open_opts o = {.types = &hr_builtin_types};
    hr_site *site = NULL;
    *ctx = hr_ctx_new("2026-01-01");
    if (!*ctx || hr_site_open(&site, *ctx, path, &o) != HR_OK) die("opening");
    remove(path);
    return site;
}

/* --- a day of it ------------------------------------------------------------------------------------------------------ */

static double draw(uint64_t *seed) /* xorshift64*: 0 .. 1 */
{
    *seed ^= *seed >> 12, *seed ^= *seed << 25, *seed ^= *seed >> 27;
    return (double)((*seed * 2685821657736338717u) >> 11) / 9007199254740992.0;
}

/* Nodes of one unit run one job: idle and full are 652 and 2,773 W. */
static double node_power(unsigned unit, unsigned step, uint64_t *seed)
{
    double wave = 0.5 + 0.4 * sin(2 * 3.14159265358979 * step / 960 + unit);
    return 652.3 + 2120.4 * fmin(1, wave + 0.1 * draw(seed));
}

static void set_step(hr_engine *e, hr_work *w, unsigned units, unsigned step, unsigned steps, uint64_t *seed)
{
    unsigned unit = 0, racks = 0;
    double p = 0;
    for (uint32_t i = 0; i < e->n_load; i++) {
        if (e->load[i].count != 128) continue;
        if (racks++ % 3 == 0) p = node_power(unit++, step, seed);
        hr_couple_draw(e, w, i, p);
    }
    if (unit != units) die("finding nodes");
    e->cooling->wet_bulb = cool_known(290 + 4 * sin(2 * 3.14159265358979 * step / steps));
}

static void look(const cooling *c, day *d)
{
    double towers = 0;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        if (!cool_is(&x->supply)) die(x->supply.missing);
        if (x->to == COOL_NONE) towers = x->heat.v + x->power.v; /* what they draw goes outdoors too */
        if (cool_is(&x->rated_flow) && !x->f.air) d->most_flow = fmax(d->most_flow, x->flow.v / x->rated_flow.v);
    }
    for (uint32_t i = 0; i < c->n_load; i++) d->hottest = fmax(d->hottest, c->load[i].back.v);
    if (!cool_is(&c->total) || !cool_is(&c->it) || c->unsolved) die("a step");
    d->energy += c->total.v * STEP, d->it += c->it.v * STEP;
    d->residual = fmax(d->residual, fabs(towers / c->total.v - 1));
    d->rounds += c->rounds, d->passes += c->passes;
}

static day run(unsigned units, unsigned steps)
{
    hr_ctx *ctx;
    hr_site *site = open_plant(&ctx, units);
    hr_engine *e;
    hr_work *w;
    if (hr_power_engine.build(&e, ctx, site, HR_NOMINAL, NULL, 0) != HR_OK) die("building");
    if (hr_power_engine.work_new(&w, e) != HR_OK) die("building");
    hr_couple_begin(e, w);
    day d = {0};
    uint64_t seed = 1;
    double start = now();
    for (unsigned step = 0; step < steps; step++) {
        set_step(e, w, units, step, steps, &seed);
        hr_couple_go_on(e, w);
        hr_cooling_spread(e->cooling);
        look(e->cooling, &d);
    }
    d.seconds = now() - start;
    hr_couple_end(e);
    hr_power_engine.work_free(w);
    hr_power_engine.free(e);
    hr_site_free(site);
    hr_ctx_free(ctx);
    return d;
}

/* --- bars ------------------------------------------------------------------------------------------------------------- */

static void bar(const char *what, double value, const char *unit, double limit)
{
    printf("%-64s %9.3f %-4s bar <= %g: %s\n", what, value, unit, limit, value <= limit ? "met" : "MISSED");
}

int main(void)
{
    const bool quick = getenv("QUICK") != NULL;
    static const struct {
        unsigned units, steps;
        int runs;
    } plant[] = {{25, DAY, 5}, {100, DAY / 4, 3}, {400, DAY / 16, 3}};
    double each[3] = {0}, whole = 0;
    printf("%6s %6s %7s %9s %12s %8s %8s %7s %9s %9s\n", "units", "racks", "steps", "s", "us/step/unit", "rounds",
           "passes", "PUE", "degC back", "residual");
    for (int i = 0; i < (quick ? 1 : 3); i++) {
        unsigned steps = quick ? 20 : plant[i].steps;
        double took[5];
        day d = {0};
        for (int k = 0; k < (quick ? 1 : plant[i].runs); k++) d = run(plant[i].units, steps), took[k] = d.seconds;
        double typical = median(took, quick ? 1 : plant[i].runs);
        each[i] = 1e6 * typical / steps / plant[i].units;
        if (i == 0) whole = typical;
        printf("%6u %6u %7u %9.3f %12.3f %8.2f %8.2f %7.4f %9.3f %9.1e\n", plant[i].units, 3 * plant[i].units, steps,
               typical, each[i], (double)d.rounds / steps, (double)d.passes / steps, d.energy / d.it,
               d.hottest - HR_ZERO_CELSIUS, d.residual);
        if (d.residual > 1e-9) die("the balance of the plant");
    }
    if (quick) return 0;
    bar("24 h of a plant of 25 units at 15 s", whole, "s", 1);
    bar("time for each step and unit, 100 / 25", each[1] / each[0], "", 1.5);
    bar("time for each step and unit, 400 / 100", each[2] / each[1], "", 1.5);
    return 0;
}
