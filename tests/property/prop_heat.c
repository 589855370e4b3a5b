/* prop_heat.c - heat along flows on random networks, with loops, reversed flows and rings that feed themselves:
 *
 *   - 200 networks of real coolants close their balances: mass, mixing and energy to 1e-9;
 *   - with a constant specific heat every temperature is that of a dense system of all nodes at once, set up here from
 *     the equations and solved by elimination, to 1e-9 of the largest difference of temperature;
 *   - raising the fixed temperatures never lowers a node, and so no plate fed by it;
 *   - laying a link the other way round changes nothing but a sign;
 *   - solving again, after other flows, gives the same bits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cold_plate.h"
#include "engine/heat_flow.h"
#include "unit/cm.h"
#include "unit/random.h"

#define NODES 60
#define LINKS 180
#define NETS 200

typedef struct web {
    uint64_t seed;
    hr_fluid fluid;
    hr_id n_node, n_link;
    uint8_t kind[NODES];
    hr_heat_link link[LINKS];
    double flow[LINKS], heat[LINKS], fixed[NODES];
} web;

static double uniform(uint64_t *seed, double from, double to)
{
    return from + (to - from) * (double)(random_next(seed) >> 11) * 0x1p-53;
}

static void join(web *w, hr_id from, hr_id to)
{
    w->link[w->n_link++] = (hr_heat_link){.from = from, .to = to, .fluid = &w->fluid, .ambient = 273.15 + 25};
}

/* Flow goes round: along each chord, back through the tree that joins its ends. */
static void circulate(web *w, const hr_id *parent, const hr_id *tree, hr_id chord)
{
    const double m = uniform(&w->seed, -2, 2);
    w->flow[chord] = m;
    for (int side = 0; side < 2; side++) {
        const hr_id from = side ? w->link[chord].from : w->link[chord].to;
        const double s = side ? -m : m; /* what must leave `from` towards the root */
        for (hr_id n = from; n != 0; n = parent[n]) w->flow[tree[n]] += w->link[tree[n]].from == n ? s : -s;
    }
}

/* A random tree and chords; some nodes fixed, some links losing heat; one ring at least must be held by something. */
static void draw(web *w, uint32_t seed, bool real)
{
    *w = (web){.seed = seed + 1};
    const hr_properties p = {.density = 1000, .heat = 4000, .viscosity = 1e-3, .conductivity = 0.6};
    if (real) (void)hr_fluid_of_mass(&w->fluid, uniform(&w->seed, 0, 0.5));
    else (void)hr_fluid_constant(&w->fluid, &p, 1, 5000);
    hr_id parent[NODES] = {0}, tree[NODES] = {0};
    w->n_node = 4 + random_below(&w->seed, NODES - 4);
    for (hr_id n = 1; n < w->n_node; n++) {
        parent[n] = random_below(&w->seed, n);
        tree[n] = w->n_link;
        if (random_next(&w->seed) & 1) join(w, n, parent[n]);
        else join(w, parent[n], n);
    }
    const hr_id chords = 1 + random_below(&w->seed, 2 * w->n_node);
    for (hr_id k = 0; k < chords && w->n_link < LINKS; k++) {
        const hr_id a = random_below(&w->seed, w->n_node), b = random_below(&w->seed, w->n_node);
        if (a == b) continue;
        join(w, a, b);
        circulate(w, parent, tree, w->n_link - 1);
    }
    const uint32_t lossy = random_below(&w->seed, 3); /* none, few, many */
    for (hr_id n = 0; n < w->n_node; n++) {
        const bool is_fixed = random_below(&w->seed, 12) == 0 || (n == 0 && !lossy);
        w->kind[n] = is_fixed ? HR_HEAT_FIXED : HR_HEAT_JUNCTION;
        w->fixed[n] = 273.15 + uniform(&w->seed, 15, 45);
    }
    const double much = random_below(&w->seed, 8) ? 1 : 100; /* some boil */
    for (hr_id l = 0; l < w->n_link; l++) {
        if (random_below(&w->seed, 3) == 0) w->heat[l] = much * uniform(&w->seed, -2e3, 8e3);
        if (lossy && random_below(&w->seed, lossy == 2 ? 2 : 6) == 0) w->link[l].ua = uniform(&w->seed, 50, 3000);
    }
}

static hr_heat_input input(const web *w, double least) { return (hr_heat_input){w->flow, w->heat, w->fixed, least}; }

/* NULL where a ring of the net is held by nothing, which is an answer too. */
static hr_heat *solved(const web *w)
{
    const hr_heat_net net = {w->n_node, w->n_link, w->kind, w->link};
    const hr_heat_input in = input(w, 1e-9);
    hr_heat_fault fault;
    hr_heat *h;
    assert_int_equal(hr_heat_new(&h, &net, &fault), HR_OK);
    const hr_err e = hr_heat_solve(h, &in, &fault);
    if (e == HR_OK) return h;
    assert_int_equal(e, HR_EINPUT);
    assert_int_equal(fault.what, HR_HEAT_UNBOUND);
    hr_heat_free(h);
    return NULL;
}

static void balances_close(void **state)
{
    (void)state;
    hr_heat_residuals worst = {0};
    uint32_t n = 0, beyond = 0, reversed = 0, unbound = 0;
    for (uint32_t seed = 0; n < NETS; seed++) {
        web w;
        draw(&w, seed, true);
        hr_heat *h = solved(&w);
        unbound += !h;
        if (!h) continue;
        const hr_heat_input in = input(&w, 1e-9);
        const hr_heat_residuals r = hr_heat_check(h, &in);
        const hr_heat_result x = hr_heat_results(h);
        for (hr_id k = 0; k < w.n_node; k++) {
            assert_true(isfinite(x.h[k]) && isfinite(x.T[k]));
            beyond += x.state[k] == HR_HEAT_BEYOND;
        }
        for (hr_id l = 0; l < w.n_link; l++) reversed += w.flow[l] < 0;
        worst.mass = fmax(worst.mass, r.mass);
        worst.mixing = fmax(worst.mixing, r.mixing);
        worst.energy = fmax(worst.energy, r.energy);
        hr_heat_free(h);
        n++;
    }
    print_message("%u nets, %u links reversed, %u nodes beyond, %u nets unbound: mass %.1e, mixing %.1e, energy %.1e\n",
                  n, reversed, beyond, unbound, worst.mass, worst.mixing, worst.energy);
    assert_true(worst.mass <= 1e-9 && worst.mixing <= 1e-9 && worst.energy <= 1e-9);
    assert_true(reversed > 1000 && beyond > 100 && unbound < NETS);
}

/* --- all nodes at once -------------------------------------------------------------------------------------------- */

/* Gauss with full rows; false where singular. */
static bool dense(double A[NODES][NODES + 1], hr_id n)
{
    for (hr_id c = 0; c < n; c++) {
        hr_id best = c;
        for (hr_id r = c; r < n; r++)
            if (fabs(A[r][c]) > fabs(A[best][c])) best = r;
        if (fabs(A[best][c]) < 1e-13) return false;
        for (hr_id k = 0; k <= n; k++) {
            const double t = A[c][k];
            A[c][k] = A[best][k];
            A[best][k] = t;
        }
        for (hr_id r = 0; r < n; r++) {
            const double f = A[r][c] / A[c][c];
            for (hr_id k = c; k <= n && r != c; k++) A[r][k] -= f * A[c][k];
        }
    }
    return true;
}

/* Temperatures, from sum_in m (Ta + (T_from - Ta) e^(-ua / m cp) + q / m cp) = T sum_in m. NAN where nothing flows
 * in. */
static bool all_at_once(const web *w, double *T)
{
    static double A[NODES][NODES + 1];
    const double cp = w->fluid.heat[0];
    memset(A, 0, sizeof A);
    for (hr_id l = 0; l < w->n_link; l++) {
        const double m = fabs(w->flow[l]);
        const hr_heat_link *k = &w->link[l];
        const hr_id to = w->flow[l] > 0 ? k->to : k->from, from = w->flow[l] > 0 ? k->from : k->to;
        if (m < 1e-9 || w->kind[to] == HR_HEAT_FIXED) continue;
        const double left = exp(-k->ua / (m * cp));
        A[to][to] += m;
        A[to][from] -= m * left;
        A[to][w->n_node] += m * k->ambient * (1 - left) + w->heat[l] / cp;
    }
    for (hr_id n = 0; n < w->n_node; n++) {
        const double m = A[n][n];
        for (hr_id k = 0; k <= w->n_node && m > 0; k++) A[n][k] /= m;
        if (m <= 0) A[n][n] = 1, A[n][w->n_node] = w->kind[n] == HR_HEAT_FIXED ? w->fixed[n] : NAN;
    }
    if (!dense(A, w->n_node)) return false;
    for (hr_id n = 0; n < w->n_node; n++) T[n] = A[n][w->n_node] / A[n][n];
    return true;
}

static void same_as_all_nodes_at_once(void **state)
{
    (void)state;
    double worst = 0, T[NODES];
    uint32_t n = 0, compared = 0;
    for (uint32_t seed = 5000; n < NETS; seed++) {
        web w;
        draw(&w, seed, false);
        hr_heat *h = solved(&w);
        if (!h) {
            assert_false(all_at_once(&w, T)); /* singular there too */
            continue;
        }
        assert_true(all_at_once(&w, T));
        const hr_heat_result x = hr_heat_results(h);
        for (hr_id k = 0; k < w.n_node; k++) {
            if (x.state[k] != HR_HEAT_KNOWN) continue;
            worst = fmax(worst, fabs(x.T[k] - T[k]) / fmax(1, fabs(T[k] - 300)));
            compared++;
        }
        hr_heat_free(h);
        n++;
    }
    print_message("%u nets, %u nodes: off by %.1e\n", n, compared, worst);
    assert_true(worst <= 1e-9 && compared > 2000);
}

/* --- what must not happen ----------------------------------------------------------------------------------------- */

static void warmer_supply_never_cools(void **state)
{
    (void)state;
    uint32_t n = 0, warmed = 0;
    for (uint32_t seed = 10000; n < NETS; seed++) {
        web w;
        draw(&w, seed, true);
        hr_heat *h = solved(&w);
        if (!h) continue;
        const hr_heat_result x = hr_heat_results(h);
        double T[NODES];
        uint8_t was[NODES];
        memcpy(T, x.T, sizeof(double) * w.n_node);
        memcpy(was, x.state, w.n_node);
        for (hr_id k = 0; k < w.n_node; k++) w.fixed[k] += uniform(&w.seed, 0, 5);
        const hr_heat_input in = input(&w, 1e-9);
        hr_heat_fault fault;
        assert_int_equal(hr_heat_solve(h, &in, &fault), HR_OK);
        for (hr_id k = 0; k < w.n_node; k++) {
            assert_true(x.T[k] >= T[k] - 1e-9);
            warmed += x.T[k] > T[k] + 1e-6;
            hr_chip_heat before, after;
            if (was[k] == HR_HEAT_STILL) continue;
            const double flow = HR_LITRE_A_MINUTE * uniform(&w.seed, 0.1, 3);
            assert_true(hr_plate_chip(&hr_plate_pg25, flow, T[k], 1000, 0.015, &before));
            assert_true(hr_plate_chip(&hr_plate_pg25, flow, x.T[k], 1000, 0.015, &after));
            assert_true(after.T_die >= before.T_die - 1e-9);
        }
        hr_heat_free(h);
        n++;
    }
    assert_true(warmed > 1000);
}

static void a_link_has_no_right_way_round(void **state)
{
    (void)state;
    for (uint32_t seed = 20000, n = 0; n < NETS / 4; seed++) {
        web w;
        draw(&w, seed, true);
        hr_heat *h = solved(&w);
        if (!h) continue;
        web turned = w;
        for (hr_id l = 0; l < w.n_link; l++) {
            turned.link[l].fluid = &w.fluid;
            if (random_next(&w.seed) & 1) continue;
            turned.link[l].from = w.link[l].to;
            turned.link[l].to = w.link[l].from;
            turned.flow[l] = -w.flow[l];
        }
        hr_heat *t = solved(&turned);
        assert_non_null(t);
        assert_memory_equal(hr_heat_results(h).h, hr_heat_results(t).h, sizeof(double) * w.n_node);
        hr_heat_free(h);
        hr_heat_free(t);
        n++;
    }
}

static void other_flows_leave_no_trace(void **state)
{
    (void)state;
    for (uint32_t seed = 30000, n = 0; n < NETS / 4; seed++) {
        web w;
        draw(&w, seed, true);
        hr_heat *h = solved(&w);
        if (!h) continue;
        double first[NODES], flow[LINKS];
        memcpy(first, hr_heat_results(h).h, sizeof(double) * w.n_node);
        memcpy(flow, w.flow, sizeof flow);
        for (hr_id l = 0; l < w.n_link; l++) w.flow[l] = -w.flow[l];
        const hr_heat_input in = input(&w, 1e-9);
        hr_heat_fault fault;
        const hr_err e = hr_heat_solve(h, &in, &fault);
        assert_true(e == HR_OK || fault.what == HR_HEAT_UNBOUND);
        memcpy(w.flow, flow, sizeof flow);
        assert_int_equal(hr_heat_solve(h, &in, &fault), HR_OK);
        assert_memory_equal(first, hr_heat_results(h).h, sizeof(double) * w.n_node);
        hr_heat_free(h);
        n++;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balances_close),
        cmocka_unit_test(same_as_all_nodes_at_once),
        cmocka_unit_test(warmer_supply_never_cools),
        cmocka_unit_test(a_link_has_no_right_way_round),
        cmocka_unit_test(other_flows_leave_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
