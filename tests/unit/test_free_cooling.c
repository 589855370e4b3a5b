/* test_free_cooling.c - economisers against closed forms worked out by hand: docs/physics/cooling.md, free cooling.
 *
 * C of a loop is taken from what the engine says of it, heat over its rise: what is tested is what an economiser makes of that. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "element/types.h"
#include "engine/cooling.h"

#include "cm.h"

#define H 500e3
#define ZERO 273.15

typedef struct hall {
    hr_ctx *ctx;
    hr_site *site;
    hr_engine *engine;
    hr_work *work;
} hall;

static hall open_hall(const char *outdoor, const char *elements)
{
    hall h = {.ctx = hr_ctx_new("2026-11-20")};
    char path[] = P_tmpdir "/headroom-free-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f,
            "headroom: 1\nsite: {name: t, outdoor: {%s}}\nelements:\n  grid: {type: utility, voltage: 415 V}\n"
            "  r: {type: rack, power: 500 kW, from: {A: grid}, liquid_share: 100 %%, coolant: l}\n%s",
            outdoor, elements);
    assert_int_equal(fclose(f), 0);
    hr_open_opts opts = {.types = &hr_builtin_types};
    hr_err e = hr_site_open(&h.site, h.ctx, path, &opts);
    unlink(path);
    for (size_t i = 0; e != HR_OK && i < hr_diag_count(h.ctx); i++)
        print_message("%s\n", hr_diag_at(h.ctx, i)->message);
    assert_int_equal(e, HR_OK);
    assert_int_equal(hr_power_engine.build(&h.engine, h.ctx, h.site, HR_NOMINAL, NULL, 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&h.work, h.engine), HR_OK);
    return h;
}

static void close_hall(hall *h)
{
    hr_power_engine.work_free(h->work);
    hr_power_engine.free(h->engine);
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
}

static hr_id point_of(const hall *h, const char *name, hr_quantity q)
{
    hr_id unit;
    uint32_t member;
    assert_true(hr_site_find(h->site, hr_str_of(name), &unit, &member));
    return hr_point_of(h->site->unit[unit].port, q);
}

static double known(const hall *h, const char *name, hr_quantity q)
{
    hr_reading r = hr_power_engine.reading(h->work, point_of(h, name, q));
    if (r.state != HR_S_KNOWN) print_error("%s: quantity %d is not known\n", name, (int)q);
    assert_int_equal(r.state, HR_S_KNOWN);
    return r.v;
}

static void assert_near(double a, double b, double relative)
{
    if (!(fabs(a - b) <= relative * fmax(fabs(a), fabs(b)))) print_error("%.15g, %.15g\n", a, b);
    assert_true(fabs(a - b) <= relative * fmax(fabs(a), fabs(b)));
}

/* W/K of the loop. */
static double c_of(const hall *h)
{
    return known(h, "l", HR_Q_HEAT) / (known(h, "l", HR_Q_RETURN) - known(h, "l", HR_Q_SUPPLY));
}

#define CHILLER \
    "  ch: {type: chiller, from: grid, cooling: 600 kW, flow: 2000 L/min, cop: 5, cop_at: 20 degC, cop_slope: 2 %}\n"
#define LOOP(by) "  l: {type: loop, fluid: water, cooled_by: [" by "], supply: 20 degC, flow_per_power: 1.5 L/min/kW}\n"
#define ECON(name, more) \
    "  " name ": {type: economiser, from: grid, power: 5 kW, cooling: 500 kW, approach: 2 K" more "}\n"

static void it_takes_what_its_source_can(void **state)
{
    (void)state;
    static const struct {
        const char *outdoor;
        double T;
    } hour[] = {
        {"dry_bulb: -5 degC", -5}, {"dry_bulb: 16 degC", 16}, {"dry_bulb: 22 degC", 22}, {"dry_bulb: 31 degC", 31}};
    for (size_t i = 0; i < sizeof hour / sizeof *hour; i++) {
        hall h = open_hall(hour[i].outdoor, CHILLER LOOP("e, ch") ECON("e", ""));
        const double C = c_of(&h), able = (20 + H / C - hour[i].T) / (1 / C + 2 / 500e3);
        const double Q = fmax(0, fmin(able, H)), drawn = Q > 0 ? 5e3 : 0;
        const double cop = 5 * (1 - 0.02 * (hour[i].T - 20));
        assert_near(known(&h, "e", HR_Q_HEAT), Q, 1e-9);
        assert_near(known(&h, "ch", HR_Q_HEAT), H - Q, 1e-9);
        assert_near(known(&h, "e", HR_Q_DRAW), drawn, 0);
        assert_near(known(&h, "ch", HR_Q_DRAW), (H - Q) / cop, 1e-9);
        assert_near(known(&h, "l", HR_Q_SUPPLY), 20 + ZERO, 0);
        assert_near(known(&h, "e", HR_Q_SUPPLY), 20 + ZERO + (H - Q) / C, 1e-9);
        hr_reading pue = hr_power_engine.reading(h.work, hr_point_of(h.site->unit[h.site->self].port, HR_Q_PUE));
        assert_near(pue.v, (H + drawn + (H - Q) / cop) / H, 1e-9);
        close_hall(&h);
    }
}

static void beyond_its_nameplate_it_takes_that(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: -5 degC", CHILLER LOOP("e, ch") "  e: {type: economiser, from: grid, power: 5 kW, "
                                                                  "cooling: 300 kW, approach: 2 K, variable: yes}\n");
    const double C = c_of(&h), left = 20 + H / C - 300e3 / C;
    assert_near(known(&h, "e", HR_Q_HEAT), 300e3, 0);
    assert_near(known(&h, "ch", HR_Q_HEAT), 200e3, 1e-12);
    assert_near(known(&h, "e", HR_Q_DRAW), 5e3 * pow(2 / (left + 5), 3), 1e-9); /* its full approach of all it leaves */
    close_hall(&h);
}

/* Half of the flow for each, and one lets through less than that. */
static void side_by_side(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 22 degC", CHILLER LOOP("\"e[1-2]\", ch") ECON("\"e[1-2]\"", ""));
    double C = c_of(&h), colder = H / C - 2;
    assert_near(known(&h, "e1", HR_Q_HEAT), colder / (2 / C + 2 / 500e3), 1e-9);
    assert_near(known(&h, "e1", HR_Q_HEAT), known(&h, "e2", HR_Q_HEAT), 0);
    close_hall(&h);
    h = open_hall("dry_bulb: 22 degC",
                  CHILLER LOOP("e1, e2, ch") ECON("e1", ", flow: 100 L/min") ECON("e2", ", flow: 900 L/min"));
    C = c_of(&h), colder = H / C - 2; /* 750 L/min come back: 75 and 675 */
    assert_near(known(&h, "e1", HR_Q_HEAT), colder / (1 / (0.1 * C) + 2 / 500e3), 1e-9);
    assert_near(known(&h, "e2", HR_Q_HEAT), colder / (1 / (0.9 * C) + 2 / 500e3), 1e-9);
    close_hall(&h);
    h = open_hall("dry_bulb: 22 degC", CHILLER LOOP("e, ch") ECON("e", ", flow: 300 L/min"));
    C = c_of(&h), colder = H / C - 2; /* 300 of 750 */
    assert_near(known(&h, "e", HR_Q_HEAT), colder / (1 / (0.4 * C) + 2 / 500e3), 1e-9);
    close_hall(&h);
}

/* A dry cooler behind it that cannot hold 20 degC, 25 degC outside, and 14 K for each 100 kW:
 * Q (1 / C + a / q) = T_d + a_d (H - Q) / q_d + H / C - T_d. */
static void behind_it_what_cannot_hold_the_set_point(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 25 degC",
                       "  d: {type: dry-cooler, from: grid, cooling: 500 kW, approach: 70 K, flow: 2000 L/min}\n" LOOP(
                           "e, d") ECON("e", ""));
    const double C = c_of(&h), Q = H * (70 / 500e3 + 1 / C) / (1 / C + 2 / 500e3 + 70 / 500e3);
    assert_near(known(&h, "e", HR_Q_HEAT), Q, 1e-9);
    assert_near(known(&h, "l", HR_Q_SUPPLY), 25 + ZERO + 70 * (H - Q) / 500e3, 1e-11);
    close_hall(&h);
}

/* A dry cooler of its own, which its heat warms by 12 K at 500 kW: Q (1 / C + a / q + a_s / q_s) = T_in - T_dry. */
static void a_source_that_warms(void **state)
{
    (void)state;
    hall h = open_hall(
        "dry_bulb: 18 degC",
        CHILLER LOOP("e, ch")
            ECON("e", ", primary: s, primary_flow: 900 L/min") "  s: {type: loop, fluid: PG25, cooled_by: d}\n"
                                                               "  d: {type: dry-cooler, from: grid, cooling: 500 kW, "
                                                               "approach: 12 K, flow: 2000 L/min}\n");
    const double C = c_of(&h), Q = (2 + H / C) / (1 / C + 2 / 500e3 + 12 / 500e3);
    assert_near(known(&h, "e", HR_Q_HEAT), Q, 1e-9);
    assert_near(known(&h, "s", HR_Q_HEAT), Q, 1e-9);
    assert_near(known(&h, "s", HR_Q_SUPPLY), 18 + ZERO + 12 * Q / 500e3, 1e-11);
    close_hall(&h);
    /* half of the flow that it asks for is there: half of its nameplate */
    h = open_hall("dry_bulb: 18 degC",
                  CHILLER LOOP("e, ch") ECON(
                      "e", ", primary: s, primary_flow: 1800 L/min") "  s: {type: loop, fluid: PG25, cooled_by: d}\n"
                                                                     "  d: {type: dry-cooler, from: grid, cooling: 500 "
                                                                     "kW, approach: 12 K, flow: 900 L/min}\n");
    const double half = (2 + H / C) / (1 / C + 2 / 250e3 + 12 / 500e3);
    assert_near(known(&h, "e", HR_Q_HEAT), half, 1e-9);
    close_hall(&h);
    /* and so little that it would leave warmer than what it cools: it is warmed to that, Q = C_s (T_in - T_s) */
    h = open_hall("dry_bulb: 18 degC",
                  CHILLER LOOP("e, ch") ECON(
                      "e", ", primary: s, primary_flow: 900 L/min") "  s: {type: loop, fluid: PG25, cooled_by: d}\n"
                                                                    "  d: {type: dry-cooler, from: grid, cooling: 500 "
                                                                    "kW, approach: 12 K, flow: 450 L/min}\n");
    const cooling *c = h.engine->cooling;
    const cool_body *s = &c->body[c->index[h.site->port[hr_point_port(point_of(&h, "s", HR_Q_HEAT))].unit]];
    const double C_s = hr_cooling_rho_cp(s, s->supply.v) * 450 / 60e3;
    assert_near(known(&h, "e", HR_Q_HEAT), (2 + H / C) / (1 / C_s + 12 / 500e3), 1e-9);
    close_hall(&h);
}

static void set_air(hall *h, double dry, double dew)
{
    h->engine->cooling->dry_bulb = cool_known(dry + ZERO);
    h->engine->cooling->dew_point = cool_known(dew + ZERO);
    hr_couple(h->engine, h->work);
}

/* Whatever the weather, it comes to rest; never takes more where it is warmer, nor jumps. */
static void every_weather_has_an_answer(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 0 degC",
                       "  d: {type: dry-cooler, from: grid, cooling: 500 kW, approach: 40 K, flow: 2000 L/min}\n"
                       "  s: {type: loop, fluid: PG25, cooled_by: w}\n"
                       "  w: {type: dry-cooler, from: grid, cooling: 500 kW, approach: 30 K, flow: 2000 L/min}\n" LOOP(
                           "e, d") ECON("e", ", primary: s, primary_flow: 900 L/min"));
    double before = H;
    for (int i = 0; i < 1600; i++) {
        const double T = -40 + 0.05 * i;
        set_air(&h, T, 0);
        double Q = known(&h, "e", HR_Q_HEAT);
        /* behind where the dry cooler loses its set point both follow the air, and so do their fluids, by a little */
        assert_true(Q <= before * (1 + 1e-4) && Q >= before - 0.05 * H / 10);
        assert_near(known(&h, "d", HR_Q_HEAT), H - Q, 1e-9);
        before = Q;
    }
    close_hall(&h);
}

static void a_limit_shuts_it_off(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 12 degC", CHILLER LOOP("e, ch") ECON("e", ", max_outdoor: 10 degC"));
    assert_near(known(&h, "e", HR_Q_HEAT), 0, 0);
    assert_near(known(&h, "ch", HR_Q_HEAT), H, 0);
    set_air(&h, 10, 0);
    assert_true(known(&h, "e", HR_Q_HEAT) > 400e3);
    close_hall(&h);
}

#define AIR \
    "  a: {type: rack, power: 120 kW, from: {A: grid}, zone: z, liquid_share: 0 %}\n" \
    "  z: {type: zone, cooled_by: [e, cr], supply: 22 degC, airflow_per_power: 150 cfm/kW}\n" \
    "  cr: {type: crac, from: grid, cooling: 150 kW, airflow: 12 m3/s}\n"

static void outdoor_air_brings_what_it_is_colder(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 20 degC, wet_bulb: 15 degC",
                       CHILLER LOOP("ch") AIR "  e: {type: air-economiser, from: grid, power: 4 kW, airflow: 6 m3/s, "
                                              "variable: yes, max_outdoor: 26 degC, max_dew_point: 15 degC}\n");
    const double each = 101325 / (287.042 * (22 + ZERO)) * 1006, moved = 120 * 150 * pow(0.3048, 3) / 60;
    const double back = 22 + 120e3 / (each * moved);
    for (int T = -20; T < 30; T++) {
        set_air(&h, T, 14);
        const double able = T > 26 ? 0 : 6 * each * (back - T), Q = fmin(120e3, able);
        const double in = Q > 0 ? Q / (each * (back - T)) : 0;
        assert_near(known(&h, "e", HR_Q_HEAT), Q, 1e-9);
        assert_near(known(&h, "e", HR_Q_FLOW), in, 1e-9);
        assert_near(known(&h, "e", HR_Q_DRAW), 4e3 * pow(in / 6, 3), 1e-9);
        assert_near(known(&h, "cr", HR_Q_HEAT), 120e3 - Q, 1e-9);
        assert_near(known(&h, "z", HR_Q_SUPPLY), 22 + ZERO, 0);
        set_air(&h, T, 15.1);
        assert_near(known(&h, "e", HR_Q_HEAT), 0, 0);
    }
    close_hall(&h);
}

/* Fans for more than the zone moves: what is let in of what they could, not of what passes by. So it is where nothing else cools. */
static void wide_fans_turn_slowly(void **state)
{
    (void)state;
    const double each = 101325 / (287.042 * (22 + ZERO)) * 1006, moved = 120 * 150 * pow(0.3048, 3) / 60;
    const double back = 22 + 120e3 / (each * moved);
    const char *const alone[] = {
        AIR, "  a: {type: rack, power: 120 kW, from: {A: grid}, zone: z, liquid_share: 0 %}\n"
             "  z: {type: zone, cooled_by: e, supply: 22 degC, airflow_per_power: 150 cfm/kW, leakage: 0 %}\n"};
    for (int k = 0; k < 2; k++) {
        char elements[1000];
        (void)snprintf(elements, sizeof elements, "%s%s%s", CHILLER LOOP("ch"), alone[k],
                       "  e: {type: air-economiser, from: grid, power: 4 kW, airflow: 20 m3/s, variable: yes}\n");
        hall h = open_hall("dry_bulb: 10 degC", elements);
        assert_near(known(&h, "e", HR_Q_HEAT), 120e3, 1e-9);
        const double in = 120e3 / (each * (back - 10));
        assert_true(in < moved && moved < 20);
        assert_near(known(&h, "e", HR_Q_DRAW), 4e3 * pow(in / 20, 3), 1e-9);
        close_hall(&h);
    }
}

/* What comes back to what stands behind it is what it leaves: the same water, told with the specific heat of its own mean temperature,
 * which is 0.1 % of some kelvin. */
static void behind_it_comes_what_it_leaves(void **state)
{
    (void)state;
    hall h = open_hall("dry_bulb: 22 degC", CHILLER LOOP("e, ch") ECON("e", ""));
    assert_near(known(&h, "ch", HR_Q_RETURN), known(&h, "e", HR_Q_SUPPLY), 2e-5);
    assert_near(known(&h, "e", HR_Q_RETURN), known(&h, "l", HR_Q_RETURN), 1e-12);
    assert_true(known(&h, "ch", HR_Q_RETURN) < known(&h, "l", HR_Q_RETURN) - 1);
    close_hall(&h);
}

/* Where it is all that cools: 2 K of approach in proportion, and nothing that holds beyond its limit. */
static void alone_it_is_a_cooler(void **state)
{
    (void)state;
    hall h =
        open_hall("dry_bulb: 30 degC", "  l: {type: loop, fluid: water, cooled_by: e, supply: 20 degC, flow: 9 L/s, "
                                       "flow_per_power: 1 L/min/kW}\n" ECON("e", ", max_outdoor: 35 degC"));
    assert_near(known(&h, "l", HR_Q_SUPPLY), 32 + ZERO, 1e-12);
    assert_near(known(&h, "e", HR_Q_LOWEST), 32 + ZERO, 1e-12);
    set_air(&h, 35.5, 0);
    hr_reading r = hr_power_engine.reading(h.work, point_of(&h, "l", HR_Q_SUPPLY));
    assert_int_equal(r.state, HR_S_UNKNOWN);
    const char *missing;
    hr_id at;
    assert_true(hr_power_engine.gap(h.work, point_of(&h, "l", HR_Q_SUPPLY), &at, &missing));
    assert_string_equal(missing, "free cooling");
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_takes_what_its_source_can),
        cmocka_unit_test(beyond_its_nameplate_it_takes_that),
        cmocka_unit_test(side_by_side),
        cmocka_unit_test(behind_it_what_cannot_hold_the_set_point),
        cmocka_unit_test(a_source_that_warms),
        cmocka_unit_test(every_weather_has_an_answer),
        cmocka_unit_test(a_limit_shuts_it_off),
        cmocka_unit_test(outdoor_air_brings_what_it_is_colder),
        cmocka_unit_test(wide_fans_turn_slowly),
        cmocka_unit_test(behind_it_comes_what_it_leaves),
        cmocka_unit_test(alone_it_is_a_cooler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
