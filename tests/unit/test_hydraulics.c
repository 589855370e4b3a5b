/* test_hydraulics.c - flows and pressures against closed forms, a worked fixture, and what must always hold. */
#include "engine/hydraulics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "cm.h"
#include "loop.h"
#include "random.h"

/* The constants of the program whose results the fixture was compared with: feet. */
#define FOOT 0.3048
#define PEER_G (32.2 * FOOT)
#define PEER_NU (1.1e-5 * FOOT * FOOT)
#define PEER_K (0.02517 * 32.2 * M_PI * M_PI / 8) /* of minor losses: it takes 0.02517 for 8 / (g pi2) */
#define PEER_LITRE (FOOT * FOOT * FOOT / 28.317)  /* m3/s */
#define RHO 1000.0
#define G 9.80665

static hr_hydraulics *h;
static hr_hydraulic_work *w;
static hr_hydraulic_fault fault;

static void open_net(const hr_hydraulic_net *net, double mu)
{
    assert_int_equal(hr_hydraulics_build(&h, net, &fault), HR_OK);
    assert_int_equal(hr_hydraulics_work(&w, h), HR_OK);
    for (uint32_t k = 0; k < net->n_link; k++) w->rho[k] = RHO, w->mu[k] = mu;
}

static void close_net(void)
{
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
}

static void solve(void)
{
    hr_err e = hr_hydraulics_solve(w, &fault);
    if (e != HR_OK)
        print_error("fault: %s (node %u, link %u)\n", hr_hydraulic_what_word[fault.what], fault.node, fault.link);
    assert_int_equal(e, HR_OK);
}

static void fails(hr_hydraulic_what what, hr_id node, hr_id link)
{
    hr_err e = hr_hydraulics_solve(w, &fault);
    if (e == HR_OK || fault.what != what || fault.node != node || fault.link != link)
        print_error("found: %d %s (node %u, link %u)\n", e, hr_hydraulic_what_word[fault.what], fault.node, fault.link);
    assert_int_equal(e, HR_ESOLVE);
    assert_int_equal(fault.what, what);
    assert_int_equal(fault.node, node);
    assert_int_equal(fault.link, link);
}

static void near(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within)) print_error("%.12g is not %.12g within %g\n", value, wanted, within);
    assert_true(fabs(value - wanted) <= within);
}

/* Mass at every node: 1e-9 of the largest flow. */
static void mass_is_kept(const hr_hydraulic_net *net)
{
    double most = 0;
    for (hr_id k = 0; k < net->n_link; k++) {
        assert_true(isfinite(w->flow[k]) && isfinite(w->loss[k]));
        most = fmax(most, fabs(w->flow[k]));
    }
    for (hr_id i = 0; i < net->n_node; i++) {
        assert_true(isfinite(w->pressure[i]));
        if (net->node[i].fixed) continue;
        most = fmax(most, fabs(w->demand[i]));
        assert_true(fabs(hr_hydraulics_surplus(w, i)) <= 1e-9 * most);
    }
}

static double head(hr_id node) { return w->pressure[node] / (RHO * PEER_G); }
static double litres(hr_id link) { return w->flow[link] / RHO / PEER_LITRE; }

/* --- the fixture -------------------------------------------------------------------------------------------- */

/* Two racks on one pump, worked out for the facts and found by EPANET: every figure to the digits it is given with. */
static void two_racks(void **unused)
{
    (void)unused;
    static const hr_hydraulic_node node[] = {[5] = {.fixed = true, .pressure = RHO * PEER_G * 30}};
    enum { D, S1, S2, R1, R2, S = 6, HELD = 5 };
    hr_hydraulic_node all[7];
    memcpy(all, node, sizeof node);
    all[S] = (hr_hydraulic_node){0};
    hr_pump_curve curve;
    /* Its one-point curve has 1.33334 h0 at no flow, and 0 at twice the flow. */
    double top = 1.33334 * 25, c = log(top / (top - 25)) / log(2), b = (top - 25) / pow(6 * PEER_LITRE, c);
    assert_true(hr_pump_curve_law(&curve, top, b, c, 6 * PEER_LITRE));
    hr_hydraulic_link pump = {.from = HELD, .to = D, .kind = HR_LINK_PUMP, .one_way = true};
    pump.u.pump.curve = &curve, pump.u.pump.speed = 1;
    hr_hydraulic_link link[] = {pump,
                                loop_pipe(D, S1, 20, 0.2, 2),
                                loop_pipe(R1, S, 20, 0.2, 2),
                                loop_pipe(S1, S2, 1.2, 0.15, 0.2),
                                loop_pipe(R2, R1, 1.2, 0.15, 0.2),
                                loop_pipe(S1, R1, 6, 0.032, 20),
                                loop_pipe(S2, R2, 6, 0.032, 20),
                                loop_pipe(S, HELD, 1, 0.3, 0)};
    const hr_hydraulic_net net = {all, link, 7, 8, PEER_G};
    for (int k = 1; k < 8; k++) link[k].u.pipe.k *= PEER_K;
    open_net(&net, RHO * PEER_NU);
    solve();
    near(litres(0), 6.83701, 5e-6);
    near(litres(5), 3.41856, 5e-6);
    near(litres(6), 3.41844, 5e-6);
    near(w->flow[5] / RHO / (M_PI / 4 * 0.032 * 0.032), 4.2506, 5e-5);
    near(w->flow[6] / RHO / (M_PI / 4 * 0.032 * 0.032), 4.2505, 5e-5);
    near(w->loss[5] / (RHO * PEER_G), 22.49228, 5e-6);
    near(w->loss[6] / (RHO * PEER_G), 22.49077, 5e-6);
    near(w->loss[1] / (RHO * PEER_G), 0.01024, 5e-6);
    near(w->loss[2] / (RHO * PEER_G), 0.01024, 5e-6);
    near(w->loss[3] / (RHO * PEER_G), 0.00076, 5e-6);
    near(w->loss[4] / (RHO * PEER_G), 0.00076, 5e-6);
    near(head(D), 52.51280, 5e-6);
    near(head(S1), 52.50256, 5e-6);
    near(head(S2), 52.50180, 5e-6);
    near(head(R1), 30.01028, 5e-6);
    near(head(R2), 30.01103, 5e-6);
    mass_is_kept(&net);
    assert_true(fabs(hr_hydraulics_surplus(w, HELD)) <= 1e-9 * w->flow[0]); /* a closed loop loses nothing there */
    close_net();
}

/* --- single links ------------------------------------------------------------------------------------------- */

/* Two held pressures, 5 m apart, and one link between them. */
static double flow_between(hr_hydraulic_link link, double drop, double mu)
{
    link.from = 0, link.to = 1;
    const hr_hydraulic_node node[] = {{.z = 5, .pressure = drop + 1e5, .fixed = true},
                                      {.z = 0, .pressure = 1e5 + RHO * G * 5, .fixed = true}};
    const hr_hydraulic_net net = {node, &link, 2, 1, G};
    open_net(&net, mu);
    solve();
    double flow = w->flow[0];
    close_net();
    return flow;
}

static void one_pipe(void **unused)
{
    (void)unused;
    const double d = 0.05, l = 30, a = M_PI / 4 * d * d;
    hr_hydraulic_link pipe = loop_pipe(0, 1, l, d, 0);
    /* Hagen and Poiseuille: Re 1000. */
    double mu = 0.1, flow = 1000 * mu * M_PI / 4 * d, dp = 128 * mu * l * flow / (RHO * M_PI * d * d * d * d);
    near(flow_between(pipe, dp, mu), flow, 1e-7 * flow);
    near(flow_between(pipe, -dp, mu), -flow, 1e-7 * flow);
    /* Swamee and Jain: Re 50,000 and 5,000,000, rough and smooth, with fittings. */
    for (int i = 0; i < 8; i++) {
        double re = i & 1 ? 5e4 : 5e6, rough = i & 2 ? 0.2e-3 : 0, k = i & 4 ? 7 : 0;
        pipe.u.pipe.roughness = rough, pipe.u.pipe.k = k;
        mu = 1e-3;
        flow = re * mu * M_PI / 4 * d;
        double term = log10(rough / (3.7 * d) + 5.74 / pow(re, 0.9)), v = flow / (RHO * a);
        dp = (0.25 / (term * term) * l / d + k) * RHO * v * v / 2;
        near(flow_between(pipe, dp, mu), flow, 1e-7 * flow);
        near(flow_between(pipe, -dp, mu), -flow, 1e-7 * flow);
    }
}

/* Between Re 2000 and 4000 the loss rises and meets both laws. */
static void transition_rises(void **unused)
{
    (void)unused;
    const double d = 0.05, mu = 1e-3;
    hr_hydraulic_link pipe = loop_pipe(0, 1, 30, d, 0);
    double last = 0;
    for (int i = 0; i <= 400; i++) {
        double flow = flow_between(pipe, 50 + 0.5 * i, mu);
        assert_true(flow > last);
        last = flow;
    }
    for (int i = 0; i < 2; i++) { /* no jump at either end */
        double re = i == 0 ? 2000 : 4000, flow = re * mu * M_PI / 4 * d;
        double term = log10(0.05e-3 / (3.7 * d) + 5.74 / pow(re, 0.9)), f = i == 0 ? 64 / re : 0.25 / (term * term);
        double v = flow / (RHO * M_PI / 4 * d * d), dp = f * 30 / d * RHO * v * v / 2;
        near(flow_between(pipe, dp, mu), flow, 1e-7 * flow);
    }
}

static void power_laws(void **unused)
{
    (void)unused;
    static const double exponent[] = {1.85, 1.76, 2, 1}, transition[] = {0.3, 0, 0.1, 0};
    for (int i = 0; i < 4; i++) {
        hr_hydraulic_link link = {.kind = HR_LINK_POWER};
        link.u.power.dp0 = 65e3, link.u.power.m0 = 20, link.u.power.n = exponent[i];
        link.u.power.transition = transition[i];
        for (int k = 1; k <= 20; k++) {
            double share = 0.1 * k;
            if (share < transition[i]) continue;
            near(flow_between(link, 65e3 * pow(share, exponent[i]), 1e-3), 20 * share, 2e-6 * share);
        }
        /* Below the transition: less loss at less flow, odd, and a straight line at the end. */
        double t = fmax(transition[i], HR_TRANSITION_LEAST), end = 65e3 * pow(t, exponent[i]);
        double half = flow_between(link, end / 2, 1e-3), little = flow_between(link, end * 1e-3, 1e-3);
        assert_true(half > 0 && half < 20 * t && little < half);
        near(flow_between(link, -end / 2, 1e-3), -half, 2e-6 * half);
        near(flow_between(link, end * 2e-3, 1e-3), 2 * little, 1e-3 * little);
    }
}

static void valve(void **unused)
{
    (void)unused;
    hr_hydraulic_link link = {.kind = HR_LINK_VALVE};
    link.u.valve.kv = 0.01;
    for (int i = 0; i <= 10; i++) {
        double y = 0.1 * i, share = i == 0 ? 1e-4 : pow(50, y - 1);
        link.u.valve.opening = y;
        near(flow_between(link, 1e5, 1e-3), 10 * share, 1e-6 * share); /* 1 bar, 1000 kg/m3 */
        near(flow_between(link, 4e5, 1e-3), 20 * share, 2e-6 * share);
    }
    double last = 0; /* the joint of the three laws: rising, and no jump */
    for (int i = 0; i <= 2000; i++) {
        double share = hr_valve_share(1e-5 * i);
        assert_true(share > last && (i == 0 || share - last < 3e-5));
        last = share;
    }
    near(hr_valve_share(0.0025), 1e-4 + 0.25 * (pow(50, -0.99) - 1e-4), 1e-15);
    near(hr_valve_share(0.015), pow(50, -0.985), 1e-15);
}

static void head_loss_curve(void **unused)
{
    (void)unused;
    const double q[] = {0, 0.001, 0.002, 0.004}, loss[] = {0, 1, 3, 11};
    hr_arena *arena = hr_arena_new();
    hr_head_curve curve;
    hr_hydraulic_link link = {.kind = HR_LINK_CURVE};
    link.u.curve = &curve;
    assert_true(hr_head_curve_make(&curve, arena, q, loss, 4));
    near(flow_between(link, RHO * G * 0.5, 1e-3), 0.5, 1e-6);
    near(flow_between(link, RHO * G * 2, 1e-3), 1.5, 1e-6);
    near(flow_between(link, RHO * G * -7, 1e-3), -3, 1e-6);
    near(flow_between(link, RHO * G * 15, 1e-3), 5, 1e-6); /* straight on */
    assert_false(hr_head_curve_make(&curve, arena, q, loss, 1));
    assert_false(hr_head_curve_make(&curve, arena, q + 1, loss + 1, 3));
    assert_false(hr_head_curve_make(&curve, arena, (double[]){0, 1, 1}, (double[]){0, 1, 2}, 3));
    assert_false(hr_head_curve_make(&curve, arena, (double[]){0, 1, 2}, (double[]){0, 2, 1}, 3));
    hr_arena_free(arena);
}

/* --- pumps -------------------------------------------------------------------------------------------------- */

static hr_hydraulic_link pump_between(const hr_pump_curve *curve, double speed)
{
    hr_hydraulic_link link = {.kind = HR_LINK_PUMP, .one_way = true};
    link.u.pump.curve = curve, link.u.pump.speed = speed;
    return link;
}

/* Flow goes with speed, head with its square, where the loss is square too. */
static void affinity(void **unused)
{
    (void)unused;
    hr_arena *arena = hr_arena_new();
    const double q[] = {0, 0.002, 0.004, 0.006, 0.008}, lift[] = {33, 32, 29.5, 25, 18};
    hr_pump_curve point, cubic, linear;
    assert_true(hr_pump_curve_point(&point, 0.006, 25));
    assert_true(hr_pump_curve_points(&cubic, arena, HR_PUMP_CUBIC, q, lift, 5, 0.006));
    assert_true(hr_pump_curve_points(&linear, arena, HR_PUMP_LINEAR, q, lift, 5, 0.006));
    const hr_pump_curve *curve[] = {&point, &cubic, &linear};
    for (int i = 0; i < 3; i++) {
        hr_hydraulic_node node[] = {{.fixed = true, .pressure = 2e5}, {.z = 0}};
        hr_hydraulic_link link[] = {pump_between(curve[i], 1), {.from = 1, .to = 0, .kind = HR_LINK_POWER}};
        link[0].to = 1;
        link[1].u.power.dp0 = RHO * G * 25, link[1].u.power.m0 = 6, link[1].u.power.n = 2;
        const hr_hydraulic_net net = {node, link, 2, 2, G};
        open_net(&net, 1e-3);
        solve();
        near(w->flow[0], 6, 1e-6);
        near(w->pressure[1], 2e5 + RHO * G * 25, 0.1);
        for (int k = 1; k <= 15; k++) {
            hr_hydraulic_link other = link[0];
            double n = other.u.pump.speed = 0.1 * k;
            assert_true(hr_hydraulics_set(w, 0, &other));
            solve();
            near(w->flow[0], 6 * n, 1e-6 * n);
            near(w->pressure[1] - 2e5, RHO * G * 25 * n * n, 0.1 * n * n);
        }
        close_net();
    }
    hr_arena_free(arena);
}

static void pump_curves(void **unused)
{
    (void)unused;
    hr_arena *arena = hr_arena_new();
    hr_pump_curve c;
    double slope;
    /* The three records of LBL, nominal flow 1: refused, all of them; one point: 4/3. */
    const double q[] = {0, 0.25, 0.5, 0.75, 1};
    const double deschutes[] = {11.90, 11.61, 9.810, 6.202, 1}, xdu[] = {3.846, 3.676, 3.231, 2.538, 1};
    assert_true(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, q, deschutes, 5, 1));
    near(hr_pump_curve_shut_off(&c, 1), 11.90, 1e-12);
    assert_true(hr_pump_curve_shut_off(&c, 1) > HR_SHUT_OFF_MOST);
    assert_true(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, q, xdu, 5, 1));
    near(hr_pump_curve_shut_off(&c, 1), 3.846, 1e-12);
    double last = 4; /* no overshoot */
    for (int i = 0; i <= 1000; i++) {
        double value = hr_pump_curve_at(&c, 0.001 * i, 1, 1, &slope);
        assert_true(value < last && value <= 3.846 && value >= 1 - 1e-12 && slope <= 0);
        last = value;
    }
    for (int i = 0; i < 5; i++) near(hr_pump_curve_at(&c, q[i], 1, 1, &slope), xdu[i], 1e-12);
    assert_true(hr_pump_curve_point(&c, 6, 25));
    near(hr_pump_curve_shut_off(&c, 6), 4.0 / 3, 1e-12);
    near(hr_pump_curve_at(&c, 6, 1, 1, &slope), 25, 1e-12);
    near(hr_pump_curve_at(&c, 0, 1, 1, &slope), 100.0 / 3, 1e-12);
    /* Where points rise, the lower head is taken; what loses nothing is no curve. */
    const double rising[] = {10, 11, 9, 9.5, 4};
    assert_true(hr_pump_curve_points(&c, arena, HR_PUMP_LINEAR, q, rising, 5, 1));
    const double made[] = {10, 10, 9, 9, 4};
    for (int i = 0; i < 5; i++) near(hr_pump_curve_at(&c, q[i], 1, 1, &slope), made[i], 1e-12);
    assert_false(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, q, (double[]){1, 1, 1, 1, 1}, 5, 1));
    assert_false(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, q, xdu, 1, 1));
    assert_false(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, (double[]){0, 2, 1}, xdu, 3, 1));
    assert_false(hr_pump_curve_points(&c, arena, HR_PUMP_CUBIC, q, (double[]){3, NAN, 1}, 3, 1));
    assert_false(hr_pump_curve_point(&c, 0, 25));
    assert_false(hr_pump_curve_power(&c, -1));
    hr_arena_free(arena);
}

static void constant_power(void **unused)
{
    (void)unused;
    hr_pump_curve c;
    assert_true(hr_pump_curve_power(&c, 1500));
    hr_hydraulic_node node[] = {{.fixed = true}, {.z = 0}};
    hr_hydraulic_link link[] = {pump_between(&c, 1), {.from = 1, .to = 0, .kind = HR_LINK_POWER}};
    link[0].to = 1;
    link[1].u.power.dp0 = 25e4, link[1].u.power.m0 = 6, link[1].u.power.n = 2;
    const hr_hydraulic_net net = {node, link, 2, 2, G};
    open_net(&net, 1e-3);
    solve();
    near(w->flow[0], 6, 1e-6); /* 1500 W = 250 kPa x 0.006 m3/s */
    close_net();
}

/* --- the loop: what stops, shuts, is cut off ---------------------------------------------------------------- */

/* Two pumps in parallel on a loop of 16 racks, each behind a check valve of its own; pump 0, check 1, pump 2, check 3. */
typedef struct twin_loop {
    loop l;
    hr_hydraulic_node *node;
    hr_hydraulic_link *link;
    hr_hydraulic_net net;
} twin_loop;

static void make_twin(twin_loop *t, bool checks)
{
    loop_make(&t->l, 16, true, G, 0.001);
    uint32_t nodes = t->l.net.n_node, links = t->l.net.n_link;
    t->node = calloc(nodes + 2, sizeof *t->node);
    t->link = calloc(links + 3, sizeof *t->link);
    assert_true(t->node != NULL && t->link != NULL);
    memcpy(t->node, t->l.node, nodes * sizeof *t->node);
    for (hr_id i = 0; i < 2; i++) {
        t->link[2 * i] = t->l.link[LOOP_PUMP];
        t->link[2 * i].to = nodes + i;
        t->link[2 * i].one_way = !checks;
        t->link[2 * i].u.pump.k_stopped = checks ? 100 : 0;
        t->link[2 * i + 1] = loop_pipe(nodes + i, LOOP_SUPPLY, 1, 0.3, 1);
        t->link[2 * i + 1].one_way = checks;
    }
    memcpy(t->link + 4, t->l.link + 1, (links - 1) * sizeof *t->link);
    t->net = (hr_hydraulic_net){t->node, t->link, nodes + 2, links + 3, G};
}

static void free_twin(twin_loop *t)
{
    loop_free(&t->l);
    free(t->node);
    free(t->link);
}

static void set_speed(hr_id k, double speed)
{
    hr_hydraulic_link link = *hr_hydraulics_link(w, k);
    link.u.pump.speed = speed;
    assert_true(hr_hydraulics_set(w, k, &link));
}

static void set_closed(hr_id k, bool closed)
{
    hr_hydraulic_link link = *hr_hydraulics_link(w, k);
    link.closed = closed;
    assert_true(hr_hydraulics_set(w, k, &link));
}

static void stopped_pump(void **unused)
{
    (void)unused;
    for (int checks = 0; checks < 2; checks++) {
        twin_loop t;
        make_twin(&t, checks);
        open_net(&t.net, 1e-3);
        solve();
        double both = w->flow[0];
        near(w->flow[2], both, 1e-8 * both);
        set_speed(2, 0); /* one stands: the check valve behind it, or the pump itself, lets nothing back */
        solve();
        assert_true(w->flow[checks ? 3 : 2] == 0 && w->flow[0] > both);
        near(w->flow[2] + w->flow[3], 0, 1e-12 * both); /* behind it is a dead end */
        assert_int_equal(w->shut[3], checks);
        mass_is_kept(&t.net);
        double alone = w->flow[0];
        set_speed(2, 0.3); /* too slow to open its way */
        solve();
        near(w->flow[2], 0, 1e-9 * alone);
        near(w->flow[0], alone, 1e-7 * alone);
        set_speed(2, 1);
        solve();
        near(w->flow[0], both, 1e-7 * both);
        near(w->flow[2], both, 1e-7 * both);
        assert_false(w->shut[3]);
        set_speed(0, 0);
        set_speed(2, 0); /* nothing drives, nothing flows, and every pressure is that of the water standing */
        solve();
        for (hr_id k = 0; k < t.net.n_link; k++) assert_true(fabs(w->flow[k]) <= 1e-9);
        for (hr_id i = 0; i < t.net.n_node; i++) near(w->pressure[i], w->pressure[LOOP_HELD], 1e-6);
        close_net();
        free_twin(&t);
    }
}

static void check_valve(void **unused)
{
    (void)unused;
    hr_hydraulic_link link = loop_pipe(0, 1, 10, 0.1, 1);
    link.one_way = true;
    assert_true(flow_between(link, 1e4, 1e-3) > 0);
    assert_true(flow_between(link, -1e4, 1e-3) == 0);
    link.closed = true;
    assert_true(flow_between(link, 1e4, 1e-3) == 0);
}

/* Two held pressures, a pocket between two check valves that both point out of it, or into it. */
static void pocket_between_check_valves(void **unused)
{
    (void)unused;
    for (int into = 0; into < 2; into++) {
        const hr_hydraulic_node node[] = {{.fixed = true, .pressure = 3e5}, {.z = 0}, {.fixed = true, .pressure = 2e5}};
        hr_hydraulic_link link[] = {loop_pipe(into ? 0 : 1, into ? 1 : 0, 5, 0.1, 0),
                                    loop_pipe(into ? 2 : 1, into ? 1 : 2, 5, 0.1, 0)};
        link[0].one_way = link[1].one_way = true;
        const hr_hydraulic_net net = {node, link, 3, 2, G};
        open_net(&net, 1e-3);
        solve();
        assert_true(w->flow[0] == 0 || fabs(w->flow[0]) < 1e-9);
        assert_true(w->flow[1] == 0 || fabs(w->flow[1]) < 1e-9);
        assert_true(into ? w->pressure[1] >= 3e5 - 1e-3 : w->pressure[1] <= 2e5 + 1e-3);
        w->demand[1] = into ? -1 : 1; /* against both valves: no answer */
        assert_int_equal(hr_hydraulics_solve(w, &fault), HR_ESOLVE);
        w->demand[1] = into ? 1 : -1;
        solve();
        mass_is_kept(&net);
        close_net();
    }
}

static void cut_off(void **unused)
{
    (void)unused;
    loop l;
    loop_make(&l, 16, false, G, 0.001);
    open_net(&l.net, 1e-3);
    solve();
    double before = w->flow[LOOP_PUMP];
    set_closed(l.rack[15], true); /* a dead end on either side is still part of the network */
    solve();
    assert_true(w->flow[l.rack[15]] == 0);
    near(w->flow[l.rack[15] - 1], 0, 1e-12 * before);
    set_closed(l.rack[15] - 1, true); /* its return header: rack and header closed, the end of the return hangs free */
    fails(HR_HYDRAULIC_CUT_OFF, 3 + 2 * 15 + 1, HR_NONE);
    set_closed(l.rack[15], false);
    set_closed(l.rack[15] - 1, false);
    solve();
    near(w->flow[LOOP_PUMP], before, 1e-7 * before);
    for (uint32_t i = 0; i < l.racks; i++) set_closed(l.rack[i], true); /* all: the pump works against a wall */
    fails(HR_HYDRAULIC_NO_FLOW, HR_NONE, LOOP_PUMP);
    set_closed(l.rack[3], false);
    solve();
    mass_is_kept(&l.net);
    close_net();
    loop_free(&l);
}

static void wrong_figures(void **unused)
{
    (void)unused;
    loop l;
    loop_make(&l, 8, false, G, 0.001);
    hr_hydraulic_net net = l.net;
    hr_hydraulic_link kept = l.link[4];
    for (int i = 0; i < 7; i++) {
        hr_hydraulic_link *bad = &l.link[4];
        *bad = kept;
        if (i == 0) bad->u.pipe.diameter = 0;
        if (i == 1) bad->u.pipe.length = -1;
        if (i == 2) bad->u.pipe.k = NAN;
        if (i == 3) bad->to = bad->from;
        if (i == 4) bad->to = net.n_node;
        if (i == 5) bad->kind = HR_LINK_KINDS;
        if (i == 6) bad->u.pipe.roughness = bad->u.pipe.diameter;
        assert_int_equal(hr_hydraulics_build(&h, &net, &fault), HR_EINPUT);
        assert_true(fault.what == HR_HYDRAULIC_BAD_LINK && fault.link == 4);
    }
    l.link[4] = kept;
    l.node[5].z = INFINITY;
    assert_int_equal(hr_hydraulics_build(&h, &net, &fault), HR_EINPUT);
    assert_true(fault.what == HR_HYDRAULIC_BAD_NODE && fault.node == 5);
    l.node[5].z = 0;
    l.node[LOOP_HELD].fixed = false;
    assert_int_equal(hr_hydraulics_build(&h, &net, &fault), HR_EINPUT);
    assert_true(fault.what == HR_HYDRAULIC_NO_REFERENCE);
    l.node[LOOP_HELD].fixed = true;
    open_net(&net, 1e-3);
    w->mu[7] = 0;
    assert_int_equal(hr_hydraulics_solve(w, &fault), HR_EINPUT);
    assert_true(fault.what == HR_HYDRAULIC_BAD_FLUID && fault.link == 7);
    w->mu[7] = 1e-3, w->demand[4] = NAN;
    assert_int_equal(hr_hydraulics_solve(w, &fault), HR_EINPUT);
    assert_true(fault.what == HR_HYDRAULIC_BAD_NODE && fault.node == 4);
    w->demand[4] = 0;
    kept.u.pipe.diameter = -1;
    assert_false(hr_hydraulics_set(w, 4, &kept));
    solve();
    close_net();
    loop_free(&l);
}

/* --- what must always hold ---------------------------------------------------------------------------------- */

/* Opening a branch never raises the flow of a sibling at fixed pump speed. */
static void siblings_give_way(void **unused)
{
    (void)unused;
    for (int plates = 0; plates < 2; plates++) {
        loop l;
        loop_make(&l, 24, plates, G, 0.001);
        hr_hydraulic_link branch = l.link[l.rack[10]];
        open_net(&l.net, 1e-3);
        double last[24];
        for (int step = 0; step <= 20; step++) {
            hr_hydraulic_link wider = branch;
            if (plates) wider.u.power.dp0 *= pow(0.7, step);
            else wider.u.pipe.k = 200 * pow(0.6, step);
            assert_true(hr_hydraulics_set(w, l.rack[10], &wider));
            solve();
            mass_is_kept(&l.net);
            for (uint32_t i = 0; i < 24; i++) {
                double flow = w->flow[l.rack[i]];
                if (step > 0) assert_true(i == 10 ? flow > last[i] : flow <= last[i] * (1 + 1e-9));
                last[i] = flow;
            }
        }
        close_net();
        loop_free(&l);
    }
}

/* A warm start ends where a cold one does, after any change. */
static void warm_is_cold(void **unused)
{
    (void)unused;
    uint64_t state = 7;
    loop l;
    loop_make(&l, 64, true, G, 0.001);
    open_net(&l.net, 1e-3);
    for (int round = 0; round < 50; round++) {
        hr_id k = l.rack[random_below(&state, 64)];
        hr_hydraulic_link link = *hr_hydraulics_link(w, k);
        link.u.power.dp0 = 1e4 + random_below(&state, 1000000);
        link.closed = random_below(&state, 4) == 0;
        assert_true(hr_hydraulics_set(w, k, &link));
        double rho = 980 + random_below(&state, 40), mu = 1e-3 * (0.4 + 0.01 * random_below(&state, 200)), warm[64];
        for (hr_id i = 0; i < l.net.n_link; i++) w->rho[i] = rho, w->mu[i] = mu;
        solve();
        for (int i = 0; i < 64; i++) warm[i] = w->flow[l.rack[i]];
        hr_hydraulics_forget(w);
        solve();
        for (int i = 0; i < 64; i++) near(warm[i], w->flow[l.rack[i]], 1e-7 * (1 + fabs(warm[i])));
    }
    close_net();
    loop_free(&l);
}

/* Buoyancy: a loop without a pump turns when one leg is warmer, in the direction of the warm leg upwards. */
static void warm_leg_rises(void **unused)
{
    (void)unused;
    const hr_hydraulic_node node[] = {{.fixed = true, .pressure = 1e5}, {.z = 10}};
    const hr_hydraulic_link link[] = {loop_pipe(0, 1, 10, 0.1, 1), loop_pipe(1, 0, 10, 0.1, 1)};
    const hr_hydraulic_net net = {node, link, 2, 2, G};
    open_net(&net, 1e-3);
    w->rho[0] = 990;
    solve();
    assert_true(w->flow[0] > 0.1);
    near(w->flow[1], w->flow[0], 1e-9);
    near(w->loss[0] + w->loss[1], 10 * G * 10, 1e-4);
    close_net();
}

typedef struct random_net {
    hr_hydraulic_node node[60];
    hr_hydraulic_link link[200];
    hr_pump_curve pump[3];
    hr_head_curve curve;
    hr_hydraulic_net net;
    hr_arena *arena;
} random_net;

static double between(uint64_t *state, double lo, double hi)
{
    return lo + (hi - lo) * random_below(state, 1000001) / 1e6;
}

static hr_hydraulic_link random_link(random_net *r, uint64_t *state, hr_id from, hr_id to)
{
    hr_hydraulic_link l =
        loop_pipe(from, to, between(state, 0.5, 100), between(state, 0.02, 0.3), between(state, 0, 20));
    l.one_way = random_below(state, 10) == 0;
    l.kind = (uint8_t)random_below(state, 8);
    if (l.kind > HR_LINK_PUMP || (l.kind == HR_LINK_PUMP && random_below(state, 2) == 0)) l.kind = HR_LINK_PIPE;
    if (l.kind == HR_LINK_PIPE) {
        l.u.pipe.friction = random_below(state, 5) == 0 ? HR_HAZEN_WILLIAMS : HR_DARCY_WEISBACH;
        if (l.u.pipe.friction == HR_HAZEN_WILLIAMS) l.u.pipe.roughness = between(state, 80, 150);
    } else if (l.kind == HR_LINK_POWER) {
        double dp0 = between(state, 1e3, 3e5), m0 = between(state, 0.1, 50);
        l.u.power.dp0 = dp0, l.u.power.m0 = m0, l.u.power.n = between(state, 1, 2.2);
        l.u.power.transition = between(state, 0, 0.3);
    } else if (l.kind == HR_LINK_VALVE) {
        double kv = between(state, 0.001, 0.05);
        l.u.valve.kv = kv, l.u.valve.opening = between(state, 0, 1);
    } else if (l.kind == HR_LINK_CURVE) {
        l.u.curve = &r->curve;
    } else {
        const hr_pump_curve *c = &r->pump[random_below(state, 3)];
        double speed = random_below(state, 4) == 0 ? 0 : between(state, 0.4, 1.2);
        l.u.pump.curve = c, l.u.pump.speed = speed, l.u.pump.k_stopped = 0;
        l.one_way = true;
    }
    return l;
}

/* A tree of pipes, so that everything hangs together, and links of every kind across it. */
static void make_random(random_net *r, uint64_t *state)
{
    const double q[] = {0, 0.002, 0.005, 0.01, 0.02}, loss[] = {0, 1, 4, 12, 50}, lift[] = {40, 38, 33, 20, 5};
    r->arena = hr_arena_new();
    assert_true(hr_head_curve_make(&r->curve, r->arena, q, loss, 5) && hr_pump_curve_point(&r->pump[0], 0.01, 30));
    assert_true(hr_pump_curve_points(&r->pump[1], r->arena, HR_PUMP_CUBIC, q, lift, 5, 0.01));
    assert_true(hr_pump_curve_points(&r->pump[2], r->arena, HR_PUMP_LINEAR, q, lift, 5, 0.01));
    uint32_t n = 3 + random_below(state, 57), links = 0;
    for (hr_id i = 0; i < n; i++) {
        r->node[i] = (hr_hydraulic_node){.z = between(state, 0, 20), .demand = between(state, -2, 4)};
        if (i == 0 || random_below(state, 15) == 0)
            r->node[i].fixed = true, r->node[i].pressure = between(state, 1e5, 6e5);
        if (i > 0)
            r->link[links] =
                loop_pipe(random_below(state, i), i, between(state, 0.5, 60), between(state, 0.02, 0.3), 1);
        links += i > 0;
    }
    for (uint32_t extra = random_below(state, 2 * n); extra > 0; extra--) {
        hr_id i = random_below(state, n), j = (i + 1 + random_below(state, n - 1)) % n;
        r->link[links++] = random_link(r, state, i, j);
    }
    r->net = (hr_hydraulic_net){r->node, r->link, n, links, G};
}

/* What every solution is: mass at the nodes, energy along open links, no way back through a check valve. */
static void is_solution(const hr_hydraulic_net *net)
{
    double most = 0, flow = 0;
    mass_is_kept(net);
    for (hr_id k = 0; k < net->n_link; k++) most = fmax(most, fabs(w->loss[k])), flow = fmax(flow, fabs(w->flow[k]));
    for (hr_id k = 0; k < net->n_link; k++) {
        const hr_hydraulic_link *l = &net->link[k];
        double drive =
            w->pressure[l->from] - w->pressure[l->to] + RHO * G * (net->node[l->from].z - net->node[l->to].z);
        bool stands = l->kind == HR_LINK_PUMP && l->u.pump.speed == 0;
        if (l->one_way) assert_true(w->flow[k] >= -1e-9 * flow - 1e-12);
        if (w->flow[k] == 0 && (stands || w->shut[k])) {
            if (!stands) assert_true(drive - w->loss[k] <= 1e-8 * most);
            continue;
        }
        near(drive, w->loss[k], 1e-6 * fabs(w->loss[k]) + 1e-8 * most);
    }
}

static void random_networks(void **unused)
{
    (void)unused;
    uint64_t state = 2024;
    static random_net r;
    uint32_t steps = 0, rounds = getenv("HR_LONG") != NULL ? 20000 : 200;
    for (uint32_t round = 0; round < rounds; round++) {
        make_random(&r, &state);
        open_net(&r.net, 1e-3);
        hr_err e = hr_hydraulics_solve(w, &fault);
        if (e != HR_OK)
            print_error("network %u: %s (node %u, link %u, kind %d)\n", round, hr_hydraulic_what_word[fault.what],
                        fault.node, fault.link, fault.link != HR_NONE ? r.link[fault.link].kind : -1);
        assert_int_equal(e, HR_OK);
        is_solution(&r.net);
        steps += w->iterations;
        close_net();
        hr_arena_free(r.arena);
    }
    assert_true(steps < rounds * 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_racks),    cmocka_unit_test(one_pipe),       cmocka_unit_test(transition_rises),
        cmocka_unit_test(power_laws),   cmocka_unit_test(valve),          cmocka_unit_test(head_loss_curve),
        cmocka_unit_test(affinity),     cmocka_unit_test(pump_curves),    cmocka_unit_test(constant_power),
        cmocka_unit_test(stopped_pump), cmocka_unit_test(check_valve),    cmocka_unit_test(pocket_between_check_valves),
        cmocka_unit_test(cut_off),      cmocka_unit_test(wrong_figures),  cmocka_unit_test(siblings_give_way),
        cmocka_unit_test(warm_is_cold), cmocka_unit_test(warm_leg_rises), cmocka_unit_test(random_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
