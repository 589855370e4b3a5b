/* test_heat_flow.c - heat carried along flows, against analytic and published cases: docs/physics/liquid-heat.md. */
#include "engine/heat_flow.h"

#include <stdlib.h>
#include <string.h>

#include "printed.h"

#define PI 3.14159265358979323846
#define C(t) ((t) + HR_ZERO_CELSIUS)
#define MOST 12

/* A small net, its flows and its solution. */
typedef struct small {
    hr_fluid fluid;
    uint8_t kind[MOST];
    hr_heat_link link[MOST];
    double flow[MOST], heat[MOST], fixed[MOST];
    hr_id n_node, n_link;
    hr_heat *h;
    hr_heat_result r;
    hr_heat_fault fault;
} small;

static void constant_fluid(hr_fluid *f, double density, double heat)
{
    const hr_properties p = {.density = density, .heat = heat, .viscosity = 1e-3, .conductivity = 0.6};
    assert_true(hr_fluid_constant(f, &p, 0, 2000));
}

static hr_id node(small *s, hr_heat_kind kind, double T)
{
    s->kind[s->n_node] = (uint8_t)kind;
    s->fixed[s->n_node] = T;
    return s->n_node++;
}

static hr_id add(small *s, hr_id from, hr_id to, double flow, double heat, double ua, double ambient)
{
    s->link[s->n_link] = (hr_heat_link){from, to, &s->fluid, ua, ambient};
    s->flow[s->n_link] = flow;
    s->heat[s->n_link] = heat;
    return s->n_link++;
}

static hr_heat_input input(const small *s) { return (hr_heat_input){s->flow, s->heat, s->fixed, 0}; }

static hr_err try_solve(small *s)
{
    const hr_heat_net net = {s->n_node, s->n_link, s->kind, s->link};
    const hr_heat_input in = input(s);
    hr_heat_free(s->h);
    hr_err e = hr_heat_new(&s->h, &net, &s->fault);
    if (e == HR_OK) e = hr_heat_solve(s->h, &in, &s->fault);
    if (e == HR_OK) s->r = hr_heat_results(s->h);
    return e;
}

static void solve(small *s)
{
    assert_int_equal(try_solve(s), HR_OK);
    const hr_heat_input in = input(s);
    const hr_heat_residuals r = hr_heat_check(s->h, &in);
    assert_true(r.mass <= 1e-9 && r.mixing <= 1e-12 && r.energy <= 1e-12);
}

/* --- pandapipes: analytic cases (src/pandapipes/test/data) -------------------------------------------------------- */

#define ALPHA 5.0     /* W/(m2 K) */
#define AMBIENT 293.0 /* K */

static hr_id pipe(small *s, hr_id from, hr_id to, double metres, double flow)
{
    return add(s, from, to, flow, 0, ALPHA * PI * 0.075 * metres, AMBIENT);
}

static small pandapipes(void)
{
    small s = {0};
    constant_fluid(&s.fluid, 1000, 4182);
    return s;
}

static void one_pipe(void **state)
{
    (void)state;
    static const double T[] = {320.9163141, 314.0627188, 308.8917155, 304.9902195, 302.0465604, 299.8255844};
    small s = pandapipes();
    node(&s, HR_HEAT_FIXED, 330);
    for (hr_id i = 0; i < 6; i++) {
        node(&s, i < 5 ? HR_HEAT_JUNCTION : HR_HEAT_OUTLET, 0);
        pipe(&s, i, i + 1, 1000, 1);
    }
    solve(&s);
    for (int i = 0; i < 6; i++) expect_near(s.r.T[i + 1], T[i], 1e-6);
    hr_heat_free(s.h);
}

static void tees(void **state)
{
    (void)state;
    small s = pandapipes(); /* one in, two out; the first link is laid against its flow */
    hr_id n[4];
    for (int i = 0; i < 4; i++)
        n[i] = node(&s, i == 0 ? HR_HEAT_FIXED : i == 1 ? HR_HEAT_JUNCTION : HR_HEAT_OUTLET, 350);
    pipe(&s, n[1], n[0], 2500, -2);
    pipe(&s, n[1], n[2], 2500, 1);
    pipe(&s, n[1], n[3], 2500, 1);
    solve(&s);
    expect_near(s.r.T[1], 333.0816228, 1e-6);
    expect_near(s.r.T[2], 312.8192027, 1e-6);
    expect_near(s.r.T[3], 312.8192027, 1e-6);
    hr_heat_free(s.h);

    s = pandapipes(); /* two in, one out */
    for (int i = 0; i < 4; i++)
        n[i] = node(&s, i < 2 ? HR_HEAT_FIXED : i == 2 ? HR_HEAT_JUNCTION : HR_HEAT_OUTLET, 350);
    pipe(&s, n[0], n[2], 2500, 0.5);
    pipe(&s, n[1], n[2], 2500, 0.5);
    pipe(&s, n[2], n[3], 2500, 1);
    solve(&s);
    expect_near(s.r.T[2], 306.9365931, 1e-6);
    expect_near(s.r.T[3], 299.8912420, 1e-6);
    hr_heat_free(s.h);
}

static void two_in_two_out(void **state)
{
    (void)state;
    small s = pandapipes();
    const hr_id a = node(&s, HR_HEAT_FIXED, 350), b = node(&s, HR_HEAT_FIXED, 300), m = node(&s, HR_HEAT_JUNCTION, 0);
    const hr_id x = node(&s, HR_HEAT_OUTLET, 0), y = node(&s, HR_HEAT_OUTLET, 0);
    const hr_id la = pipe(&s, a, m, 2500, 1), lb = pipe(&s, b, m, 2500, 1);
    pipe(&s, m, x, 2500, 1);
    pipe(&s, m, y, 2500, 1);
    solve(&s);
    double T;
    assert_true(hr_fluid_temperature(&s.fluid, s.r.h_out[la], &T));
    expect_near(T, 321.1848506, 1e-6);
    assert_true(hr_fluid_temperature(&s.fluid, s.r.h_out[lb], &T));
    expect_near(T, 296.4612974, 1e-6);
    expect_near(s.r.T[m], 308.8230740, 1e-6);
    expect_near(s.r.T[x], 300.8240523, 1e-6);
    expect_near(s.r.T[y], 300.8240523, 1e-6);
    hr_heat_free(s.h);
}

/* The split is given to six digits, worth up to 1.0e-5 K where the two ways end. */
static void ring(void **state)
{
    (void)state;
    small s = pandapipes();
    const hr_id a = node(&s, HR_HEAT_FIXED, 350), b = node(&s, HR_HEAT_JUNCTION, 0), c = node(&s, HR_HEAT_JUNCTION, 0);
    const hr_id load = node(&s, HR_HEAT_OUTLET, 0);
    pipe(&s, a, b, 2500, 1);
    const hr_id near = pipe(&s, b, load, 2500, 0.606421);
    pipe(&s, b, c, 2500, 0.393579);
    const hr_id far = pipe(&s, c, load, 2500, 0.393579);
    solve(&s);
    double T;
    expect_near(s.r.T[b], 321.1848506, 1e-6);
    assert_true(hr_fluid_temperature(&s.fluid, s.r.h_out[near], &T));
    expect_near(T, 301.8236468, 1e-5);
    expect_near(s.r.T[c], 297.7086150, 1e-5);
    assert_true(hr_fluid_temperature(&s.fluid, s.r.h_out[far], &T));
    expect_near(T, 293.7866302, 1e-5);
    expect_near(s.r.T[load], 298.6604458, 1e-5);
    hr_heat_free(s.h);
}

static void heat_exchanger(void **state)
{
    (void)state;
    small s = {0};
    constant_fluid(&s.fluid, 1000, 4190);
    const double flow = 1000 * 0.22760187 * PI / 4 * 0.075 * 0.075;
    expect_near(flow, 1.0055143, 5e-8);
    const hr_id in = node(&s, HR_HEAT_FIXED, 330), out = node(&s, HR_HEAT_OUTLET, 0);
    add(&s, in, out, flow, -20000, 0, 0);
    solve(&s);
    expect_near(s.r.T[out], 325.2529070, 1e-6);
    hr_heat_free(s.h);
}

/* --- Modelica.Thermal.FluidHeatFlow: steady answers of its examples ----------------------------------------------- */

/* Density and specific heat 1, 1 m3/s, 10 W, 1 W/K between coolant and source, which sees the outlet. */
static void modelica_cooling(void **state)
{
    (void)state;
    const double T0 = 293.15;
    small s = {0};
    constant_fluid(&s.fluid, 1, 1);
    hr_id in = node(&s, HR_HEAT_FIXED, T0), out = node(&s, HR_HEAT_OUTLET, 0);
    add(&s, in, out, 1, 10, 0, 0);
    solve(&s);
    expect_near(s.r.T[out] - T0, 10, 1e-10);
    expect_near(s.r.T[out] + 10 / 1.0 - T0, 20, 1e-10); /* the source */
    hr_heat_free(s.h);

    s = (small){0};
    constant_fluid(&s.fluid, 1, 1);
    in = node(&s, HR_HEAT_FIXED, T0);
    out = node(&s, HR_HEAT_OUTLET, 0);
    const hr_id a = node(&s, HR_HEAT_JUNCTION, 0), b = node(&s, HR_HEAT_JUNCTION, 0);
    add(&s, in, a, 0.5, 5, 0, 0);
    add(&s, in, b, 0.5, 10, 0, 0);
    add(&s, a, out, 0.5, 0, 0, 0);
    add(&s, b, out, 0.5, 0, 0, 0);
    solve(&s);
    expect_near(s.r.T[a] - T0, 10, 1e-10);
    expect_near(s.r.T[b] - T0, 20, 1e-10);
    expect_near(s.r.T[a] + 5 - T0, 15, 1e-10);
    expect_near(s.r.T[b] + 10 - T0, 30, 1e-10);
    expect_near(s.r.T[out] - T0, 15, 1e-10);
    hr_heat_free(s.h);
}

/* IndirectCooling: the inner circuit is closed over a cooler of 2 W/K on either side, which holds its outlet 10 W / (1
 * W/K) above the outer circuit's. What the inner circuit gives up there must be the 10 W that the outer one takes. */
static void modelica_indirect_cooling(void **state)
{
    (void)state;
    const double T0 = 293.15;
    small outer = {0}, inner = {0};
    constant_fluid(&outer.fluid, 1, 1);
    constant_fluid(&inner.fluid, 1, 1);
    const hr_id end = node(&outer, HR_HEAT_FIXED, T0), leaves = node(&outer, HR_HEAT_OUTLET, 0);
    add(&outer, end, leaves, 1, 10, 0, 0);
    solve(&outer);
    const double cooler = outer.r.T[leaves] + 10 / (1 / (1 / 2.0 + 1 / 2.0));
    const hr_id cold = node(&inner, HR_HEAT_FIXED, cooler), hot = node(&inner, HR_HEAT_JUNCTION, 0);
    add(&inner, cold, hot, 1, 10, 0, 0);
    add(&inner, hot, cold, 1, 0, 0, 0);
    solve(&inner);
    expect_near(outer.r.T[leaves] - T0, 10, 1e-10);
    expect_near(cooler - T0, 20, 1e-10);
    expect_near(inner.r.T[hot] - T0, 30, 1e-10);
    expect_near(inner.r.T[hot] + 10 / 1.0 - T0, 40, 1e-10); /* the source */
    expect_near(inner.r.taken[cold], 10, 1e-10);
    hr_heat_free(outer.h);
    hr_heat_free(inner.h);
}

/* --- a fluid whose specific heat changes -------------------------------------------------------------------------- */

/* m cp(T) dT/dx = -ua (T - Ta) by Runge-Kutta, in 4,000 steps. */
static double by_steps(const hr_fluid *f, double T, double ua_m, double ambient)
{
    const int n = 4000;
    for (int i = 0; i < n; i++) {
        double k[4], at = T;
        for (int j = 0; j < 4; j++) {
            k[j] = -ua_m / n * (at - ambient) / fluid_cubic(f->heat, at - HR_ZERO_CELSIUS);
            at = T + k[j] * (j < 2 ? 0.5 : 1);
        }
        T += (k[0] + 2 * k[1] + 2 * k[2] + k[3]) / 6;
    }
    return T;
}

static void a_pipe_with_any_specific_heat(void **state)
{
    (void)state;
    static const double rows[][4] = {/* glycol, degC in, ambient degC, ua / m */
                                     {0.6, 95, -30, 1000}, {0.6, 95, -30, 9000}, {0.2588, 45, 25, 50},
                                     {0, 90, 5, 4000},     {0, 5, 60, 20000},    {0.4, 30, 30, 500}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        small s = {0};
        assert_true(hr_fluid_of_mass(&s.fluid, rows[i][0]));
        const hr_id a = node(&s, HR_HEAT_FIXED, C(rows[i][1])), b = node(&s, HR_HEAT_OUTLET, 0);
        add(&s, a, b, 2, 0, 2 * rows[i][3], C(rows[i][2]));
        solve(&s);
        const double once = s.r.T[b], h = s.r.h[b];
        expect_near(once, by_steps(&s.fluid, C(rows[i][1]), rows[i][3], C(rows[i][2])), 1e-9);
        /* Two halves are one whole. */
        s.kind[b] = HR_HEAT_JUNCTION;
        s.link[0].ua /= 2;
        const hr_id c = node(&s, HR_HEAT_OUTLET, 0);
        add(&s, b, c, 2, 0, rows[i][3], C(rows[i][2]));
        solve(&s);
        expect_near(s.r.h[c], h, 1e-12 * 4e5);
        hr_heat_free(s.h);
    }
}

/* --- loops -------------------------------------------------------------------------------------------------------- */

/* A closed loop warmed by a rack until its pipe loses as much: s (1 - exp(-y)) m cp = Q. */
static void a_loop_held_by_its_loss(void **state)
{
    (void)state;
    for (int weak = 0; weak < 2; weak++) {
        small s = {0};
        constant_fluid(&s.fluid, 1000, 4000);
        const hr_id a = node(&s, HR_HEAT_JUNCTION, 0), b = node(&s, HR_HEAT_JUNCTION, 0),
                    c = node(&s, HR_HEAT_JUNCTION, 0);
        const double ua = weak ? 0.1 : 500, q = weak ? 10 : 10e3;
        add(&s, a, b, 2, q, 0, 0);
        add(&s, b, c, 2, 0, ua, 300);
        add(&s, c, a, 2, 0, 0, 0);
        solve(&s);
        expect_near(s.r.T[b] - 300, q / (2 * 4000 * -expm1(-ua / 8000)), weak ? 1e-7 : 1e-9);
        expect_near(s.r.T[b] - s.r.T[c], q / 8000, 1e-9);
        expect_near(s.r.loss[1], q, weak ? 1e-7 : 1e-8);
        hr_heat_free(s.h);
    }
}

static void a_loop_that_nothing_holds(void **state)
{
    (void)state;
    small s = {0};
    constant_fluid(&s.fluid, 1000, 4000);
    const hr_id in = node(&s, HR_HEAT_FIXED, 300), out = node(&s, HR_HEAT_OUTLET, 0);
    const hr_id a = node(&s, HR_HEAT_JUNCTION, 0), b = node(&s, HR_HEAT_JUNCTION, 0);
    add(&s, in, out, 1, 0, 0, 0);
    add(&s, a, b, 2, 0, 0, 0);
    add(&s, b, a, 2, 0, 0, 0);
    assert_int_equal(try_solve(&s), HR_EINPUT);
    assert_int_equal(s.fault.what, HR_HEAT_UNBOUND);
    assert_int_equal(s.fault.at, a);
    s.kind[b] = HR_HEAT_FIXED; /* a CDU at its set point holds it */
    s.fixed[b] = 310;
    s.heat[1] = 8000;
    solve(&s);
    expect_near(s.r.T[a], 310, 1e-9);
    expect_near(s.r.taken[b], 8000, 1e-6);
    hr_heat_free(s.h);
}

/* A bypass that carries 3 of 4 kg/s back: x = (1 a + 3 y) / 4, y = x + Q / (4 cp), so y = a + Q / cp whatever the
 * bypass. */
static void recirculation(void **state)
{
    (void)state;
    small s = {0};
    constant_fluid(&s.fluid, 1000, 4000);
    const hr_id in = node(&s, HR_HEAT_FIXED, 300), x = node(&s, HR_HEAT_JUNCTION, 0), y = node(&s, HR_HEAT_OUTLET, 0);
    add(&s, in, x, 1, 0, 0, 0);
    add(&s, x, y, 4, 40e3, 0, 0);
    add(&s, x, y, -3, 0, 0, 0);
    solve(&s);
    expect_near(s.r.T[y], 310, 1e-9);
    expect_near(s.r.T[x], 307.5, 1e-9);
    hr_heat_free(s.h);
}

/* --- states and errors -------------------------------------------------------------------------------------------- */

static void still_branches_carry_nothing(void **state)
{
    (void)state;
    small s = {0};
    assert_true(hr_fluid_of_volume(&s.fluid, 0.25, C(32)));
    const hr_id in = node(&s, HR_HEAT_FIXED, C(30)), out = node(&s, HR_HEAT_OUTLET, 0);
    const hr_id dead = node(&s, HR_HEAT_JUNCTION, 0), lone = node(&s, HR_HEAT_JUNCTION, 0);
    const hr_id cap = node(&s, HR_HEAT_FIXED, C(50));
    add(&s, in, out, 1, 10e3, 0, 0);
    const hr_id closed = add(&s, in, dead, 0, 1000, 10, C(20));
    add(&s, dead, cap, 1e-15, 0, 0, 0);
    solve(&s);
    assert_int_equal(s.r.state[dead], HR_HEAT_STILL);
    assert_int_equal(s.r.state[lone], HR_HEAT_STILL);
    assert_int_equal(s.r.state[cap], HR_HEAT_KNOWN);
    assert_true(s.r.T[dead] == 0 && s.r.h[dead] == 0 && s.r.h_out[closed] == 0 && s.r.loss[closed] == 0);
    expect_near(s.r.T[cap], C(50), 0);
    hr_heat_free(s.h);
}

/* Little flow through a rack boils: the balance still closes, the temperature says that it is none. */
static void too_hot_is_a_state(void **state)
{
    (void)state;
    small s = {0};
    assert_true(hr_fluid_of_mass(&s.fluid, 0));
    const hr_id in = node(&s, HR_HEAT_FIXED, C(30)), hot = node(&s, HR_HEAT_JUNCTION, 0),
                mixed = node(&s, HR_HEAT_JUNCTION, 0);
    const hr_id out = node(&s, HR_HEAT_OUTLET, 0);
    add(&s, in, hot, 0.01, 10e3, 0, 0);
    const hr_id back = add(&s, hot, mixed, 0.01, 0, 0, 0);
    add(&s, in, mixed, 0.99, 0, 0, 0);
    add(&s, mixed, out, 1, 0, 0, 0);
    solve(&s);
    assert_int_equal(s.r.state[hot], HR_HEAT_BEYOND);
    expect_near(s.r.T[hot], C(100), 1e-9);
    assert_int_equal(s.r.state[mixed], HR_HEAT_KNOWN); /* nothing was lost on the way: exact */
    expect_near(s.r.h[out], s.r.h[in] + 10e3, 1e-8);
    s.link[back].ua = 1;
    s.link[back].ambient = C(20);
    solve(&s);
    assert_int_equal(s.r.state[mixed], HR_HEAT_BEYOND); /* what boiling water loses nobody has said */
    assert_int_equal(s.r.state[out], HR_HEAT_BEYOND);
    assert_true(isfinite(s.r.T[out]) && s.r.h[out] < s.r.h[in] + 10e3);
    hr_heat_free(s.h);
}

/* Pipes that cross an end of the range, and closed loops far beyond it: one law without a jump, so the answer of two
 * halves is that of the whole, more heat is always hotter, and every loop is settled. */
static void the_law_goes_on_beyond(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        small s = {0};
        assert_true(hr_fluid_of_mass(&s.fluid, 0));
        const double start = i == 0 ? 5 : 95, ambient = i == 0 ? -40 : i == 1 ? 150 : 20, q = i < 2 ? 0 : 4e5 * i;
        const double first = 2e3, second = 5e3; /* W/K, at 1 kg/s; heat comes in between where it boils */
        const hr_id in = node(&s, HR_HEAT_FIXED, C(start)), a = node(&s, HR_HEAT_JUNCTION, 0);
        const hr_id b = node(&s, HR_HEAT_JUNCTION, 0), out = node(&s, HR_HEAT_OUTLET, 0);
        add(&s, in, a, 1, q, 0, 0);
        add(&s, a, b, 1, 0, first, C(ambient));
        add(&s, b, out, 1, 0, second, C(ambient));
        solve(&s);
        const double h = s.r.h[out];
        assert_int_equal(s.r.state[out], HR_HEAT_BEYOND);
        s.link[1].ua = first + second;
        s.link[2].ua = 0;
        solve(&s);
        expect_near(s.r.h[out], h, 1e-12 * fabs(s.r.h[a]) + 1e-9);
        hr_heat_free(s.h);
    }
    double last = 0;
    for (double q = 1e3; q < 1e9; q *= 1.3) {
        small s = {0};
        assert_true(hr_fluid_of_mass(&s.fluid, 0.25));
        const hr_id a = node(&s, HR_HEAT_JUNCTION, 0), b = node(&s, HR_HEAT_JUNCTION, 0);
        add(&s, a, b, 2, q, 0, 0);
        add(&s, b, a, 2, 0, 500, C(20));
        solve(&s);
        assert_true(s.r.h[b] > last);
        expect_near(s.r.loss[1] / q, 1, 1e-9);
        last = s.r.h[b];
        hr_heat_free(s.h);
    }
}

static void errors_name_their_place(void **state)
{
    (void)state;
    small s = {0};
    hr_fluid other;
    constant_fluid(&s.fluid, 1000, 4000);
    constant_fluid(&other, 1000, 4000);
    const hr_id in = node(&s, HR_HEAT_FIXED, 300), mid = node(&s, HR_HEAT_JUNCTION, 0),
                out = node(&s, HR_HEAT_OUTLET, 0);
    add(&s, in, mid, 1, 0, 0, 0);
    const hr_id last = add(&s, mid, out, 1, 0, 0, 0);
    const small whole = s;
    for (int i = 0; i < 9; i++) {
        static const struct {
            hr_heat_trouble what;
            hr_id at;
        } want[] = {{HR_HEAT_MIXED, 1},     {HR_HEAT_RANGE, 0},     {HR_HEAT_NO_SOURCE, 1},
                    {HR_HEAT_BAD_NODE, 1},  {HR_HEAT_BAD_NODE, 1},  {HR_HEAT_BAD_VALUE, 1},
                    {HR_HEAT_BAD_VALUE, 1}, {HR_HEAT_BAD_VALUE, 1}, {HR_HEAT_BAD_VALUE, 1}};
        s = whole;
        for (hr_id l = 0; l < s.n_link; l++) s.link[l].fluid = &s.fluid;
        if (i == 0) s.link[last].fluid = &other;
        if (i == 1) s.fixed[in] = 3000;
        if (i == 2) s.flow[0] = 0;
        if (i == 3) s.link[last].to = mid;
        if (i == 4) s.link[last].to = 7;
        if (i == 5) s.flow[last] = NAN;
        if (i == 6) s.heat[last] = INFINITY;
        if (i == 7) s.link[last].ua = -1;
        if (i == 8) s.link[last].ambient = NAN;
        assert_int_equal(try_solve(&s), HR_EINPUT);
        assert_int_equal(s.fault.what, want[i].what);
        assert_int_equal(s.fault.at, want[i].at);
        hr_heat_free(s.h);
    }
}

/* After flows have turned, and turned back, every result has the bits of a first solution. */
static void no_history(void **state)
{
    (void)state;
    small s = {0};
    assert_true(hr_fluid_of_mass(&s.fluid, 0.2));
    const hr_id a = node(&s, HR_HEAT_JUNCTION, 0), b = node(&s, HR_HEAT_JUNCTION, 0), c = node(&s, HR_HEAT_JUNCTION, 0);
    const hr_id d = node(&s, HR_HEAT_JUNCTION, 0);
    add(&s, a, b, 3, 5e3, 0, 0);
    add(&s, b, c, 2, 0, 90, C(20));
    add(&s, b, d, 1, 700, 30, C(25));
    add(&s, d, c, 1, 0, 0, 0);
    add(&s, c, a, 3, 0, 40, C(22));
    solve(&s);
    double first[4], turned[4];
    memcpy(first, s.r.h, sizeof first);
    hr_heat_input in = input(&s);
    for (int round = 0; round < 2; round++) {
        for (hr_id l = 0; l < s.n_link; l++) s.flow[l] = -s.flow[l];
        assert_int_equal(hr_heat_solve(s.h, &in, &s.fault), HR_OK);
        if (round == 0) memcpy(turned, s.r.h, sizeof turned);
    }
    assert_memory_equal(first, s.r.h, sizeof first);
    assert_true(fabs(turned[a] - first[a]) > 1);
    hr_heat_free(s.h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_pipe),
        cmocka_unit_test(tees),
        cmocka_unit_test(two_in_two_out),
        cmocka_unit_test(ring),
        cmocka_unit_test(heat_exchanger),
        cmocka_unit_test(modelica_cooling),
        cmocka_unit_test(modelica_indirect_cooling),
        cmocka_unit_test(a_pipe_with_any_specific_heat),
        cmocka_unit_test(a_loop_held_by_its_loss),
        cmocka_unit_test(a_loop_that_nothing_holds),
        cmocka_unit_test(recirculation),
        cmocka_unit_test(still_branches_carry_nothing),
        cmocka_unit_test(too_hot_is_a_state),
        cmocka_unit_test(the_law_goes_on_beyond),
        cmocka_unit_test(errors_name_their_place),
        cmocka_unit_test(no_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
