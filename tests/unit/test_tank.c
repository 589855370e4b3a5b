/* test_tank.c - immersion tanks against effectiveness and transfer units written out by hand: docs/physics/cooling.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "element/types.h"
#include "engine/fluid.h"
#include "headroom/engine.h"
#include "task/check.h"

#include "printed.h"

#define C(t) ((t) + HR_ZERO_CELSIUS)

typedef struct hall {
    hr_ctx *ctx;
    hr_site *site;
    hr_engine *engine;
    hr_work *work;
} hall;

static hr_fluid water;

static hall open_hall(const char *elements)
{
    static const hr_case normal = {.kind = HR_CASE_NORMAL, .base = HR_BASE_UTILITY};
    hall h = {.ctx = hr_ctx_new("2026-11-20")};
    char path[] = P_tmpdir "/headroom-tank-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f,
            "headroom: 1\nsite: {name: t, redundancy: none, outdoor: {dry_bulb: 30 degC}}\nelements:\n"
            "  grid: {type: utility, voltage: 415 V, rating: 5 MVA}\n"
            "  chiller: {type: chiller, from: grid, cooling: 1 MW, flow: 500 L/min, cop: 10, cop_slope: 0 %%}\n%s",
            elements);
    assert_int_equal(fclose(f), 0);
    hr_open_opts opts = {.types = &hr_builtin_types};
    assert_int_equal(hr_site_open(&h.site, h.ctx, path, &opts), HR_OK);
    unlink(path);
    assert_int_equal(hr_power_engine.build(&h.engine, h.ctx, h.site, HR_NOMINAL, NULL, 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&h.work, h.engine), HR_OK);
    hr_power_engine.solve(h.work, &normal);
    return h;
}

static void close_hall(hall *h)
{
    hr_power_engine.work_free(h->work);
    hr_power_engine.free(h->engine);
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
}

static hr_reading reading(const hall *h, const char *name)
{
    hr_buf b = {0};
    hr_id found = HR_NONE;
    for (hr_id point = 0; point < h->site->n_port * HR_Q_COUNT && found == HR_NONE; point++) {
        b.n = 0;
        hr_point_name(h->site, point, &b);
        assert_false(b.failed);
        if (strcmp(b.s, name) == 0) found = point;
    }
    hr_buf_free(&b);
    if (found == HR_NONE) print_message("no point %s\n", name);
    assert_true(found != HR_NONE);
    return hr_power_engine.reading(h->work, found);
}

static double known(const hall *h, const char *name)
{
    hr_reading r = reading(h, name);
    if (r.state != HR_S_KNOWN) print_message("%s has state %d\n", name, r.state);
    assert_int_equal(r.state, HR_S_KNOWN);
    return r.v;
}

static double rho(double T)
{
    hr_properties p = {0};
    assert_true(hr_fluid_properties(&water, T, &p));
    return p.density;
}

static double cp(double T1, double T2)
{
    double heat = 0;
    assert_true(hr_fluid_mean_heat(&water, T1, T2, &heat));
    return heat;
}

/* Counterflow of unequal streams. */
static double effectiveness(double ua, double least, double most)
{
    double z = least / most, e = exp(-ua / least * (1 - z));
    return (1 - e) / (1 - z * e);
}

static double conductance(double effectiveness, double least, double most)
{
    double z = least / most;
    return least * log((1 - effectiveness * z) / (1 - effectiveness)) / (1 - z);
}

#define WATER(supply) "  fws: {type: loop, fluid: water, cooled_by: chiller, supply: " supply "}\n"

/* Nameplate 120 kW at 40 degC from water at 32 degC. Water at 36 degC cannot keep 40 degC with 102 kW: valve wide open, all
 * flows those of the nameplate, so that its conductance is. */
static void a_pumped_bath(void **state)
{
    (void)state;
    hall h = open_hall(WATER("36 degC") //
                       "  r: {type: rack, from: {A: grid}, coolant: bath, power: 100 kW}\n"
                       "  bath: {type: tank, from: grid, power: 2 kW, primary: fws, cooling: 120 kW, supply: 40 degC,\n"
                       "    flow: 400 L/min, approach: 8 K, primary_flow: 150 L/min,\n"
                       "    fluid: {density: 800 kg/m3, heat_capacity: 2200 J/(kg K)}}\n");
    const double c = 400.0 / 60000 * 800 * 2200, heat = 102000, kg = 150.0 / 60000 * rho(C(32)), rise = 120000 / c;
    const double w0 = kg * cp(C(32), C(40) + rise);
    const double ua = conductance(120000 / (w0 * (rise + 8)), w0, c);
    double T = known(&h, "bath.from.return"), w = kg * cp(C(36), T);
    expect_near(c, 11733.333333333334, 1e-9);
    assert_true(w0 < c && w < c);
    expect_near(known(&h, "bath.from.heat"), heat, 1e-6);
    expect_near(effectiveness(ua, w, c) * w * (T - C(36)), heat, 1e-9 * heat);
    expect_near(known(&h, "bath.from.supply"), T - heat / c, 1e-9);
    expect_near(known(&h, "bath.from.lowest_supply"), T - heat / c, 1e-9);
    expect_near(known(&h, "bath.from.primary_flow"), kg / rho(C(36)), 1e-12);
    expect_near(known(&h, "r.from.supply"), T - heat / c, 1e-9);
    expect_near(known(&h, "r.from.return"), T, 0);
    expect_near(known(&h, "r.from.heat"), 100000, 1e-9); /* all of it, without a liquid_share */
    expect_near(known(&h, "r.from.air_heat"), 0, 1e-9);
    expect_near(known(&h, "fws.heat.heat"), heat, 1e-6);
    hr_id site = h.site->unit[h.site->self].port; /* named as the file is */
    hr_reading pue = hr_power_engine.reading(h.work, hr_point_of(site, HR_Q_PUE));
    expect_near(pue.v, (heat + heat / 10) / 100000, 1e-9); /* its pumps and the chiller */
    print_message("C %.1f W/K, UA %.1f W/K, back at %.4f degC\n", c, ua, T - C(0));
    close_hall(&h);
}

/* Of half a rack's heat to the air, half comes into the bath. */
static void a_part_of_the_heat(void **state)
{
    (void)state;
    hall h = open_hall(WATER("30 degC") //
                       "  r: {type: rack, from: {A: grid}, coolant: bath, power: 100 kW, liquid_share: 50 %}\n"
                       "  bath: {type: tank, from: grid, power: 0 W, primary: fws, cooling: 120 kW, supply: 40 degC,\n"
                       "    flow: 400 L/min, approach: 8 K, primary_flow: 150 L/min,\n"
                       "    fluid: {density: 800 kg/m3, heat_capacity: 2200 J/(kg K)}}\n");
    expect_near(known(&h, "bath.from.heat"), 50000, 1e-6);
    expect_near(known(&h, "r.from.air_heat"), 50000, 1e-6);
    expect_near(known(&h, "bath.from.supply"), C(40), 1e-9); /* held: the valve lets through less */
    assert_true(known(&h, "bath.from.primary_flow") < 150.0 / 60000);
    close_hall(&h);
}

#define BOILS \
    "  bath: {type: tank, from: grid, power: 500 W, primary: fws, cooling: 100 kW, boiling: 49 degC,\n" \
    "    approach: 19 K, primary_flow: 120 L/min}\n"

/* Q = C (1 - exp(-UA / C)) (T - Tw), UA as the 0.8th power of the water. */
static double condensed(double kg, double kg0, double ua0, double T, double Tw)
{
    double c = kg * cp(T, Tw), ua = ua0 * pow(kg / kg0, 0.8);
    return c * (1 - exp(-ua / c)) * (T - Tw);
}

static void a_boiling_bath(void **state)
{
    (void)state;
    const double kg0 = 120.0 / 60000 * rho(C(30)), c0 = kg0 * cp(C(30), C(49));
    const double ua0 = -c0 * log(1 - 100000 / (c0 * 19));
    hall h = open_hall(WATER("30 degC") "  r: {type: rack, from: {A: grid}, coolant: bath, power: 70 kW}\n" BOILS);
    double T = known(&h, "bath.from.lowest_supply"), kg = known(&h, "bath.from.primary_flow") * rho(C(30));
    print_message("C %.1f W/K, UA %.1f W/K, lowest %.4f degC, %.5f of %.5f kg/s\n", c0, ua0, T - C(0), kg, kg0);
    expect_near(condensed(kg0, kg0, ua0, C(49), C(30)), 100000, 1e-4); /* the nameplate comes back */
    expect_near(condensed(kg0, kg0, ua0, T, C(30)), 70500, 70500 * 1e-9);
    expect_near(condensed(kg, kg0, ua0, C(49), C(30)), 70500, 70500 * 1e-9);
    assert_true(T < C(49) && kg < kg0);
    expect_near(known(&h, "bath.from.supply"), C(49), 0);
    expect_near(known(&h, "bath.from.return"), C(49), 0);
    expect_near(known(&h, "r.from.return"), C(49), 0);
    assert_int_equal(reading(&h, "bath.from.flow").state, HR_S_OFF); /* nothing moves it */
    assert_int_equal(reading(&h, "r.from.flow_needed").state, HR_S_OFF);
    close_hall(&h);
}

/* Too warm water: the bath goes up to where the coil takes all, with all of its water. */
static void a_bath_that_boils_over(void **state)
{
    (void)state;
    const double kg0 = 120.0 / 60000 * rho(C(30)), c0 = kg0 * cp(C(30), C(49));
    const double ua0 = -c0 * log(1 - 100000 / (c0 * 19));
    hall h = open_hall(WATER("40 degC") "  r: {type: rack, from: {A: grid}, coolant: bath, power: 70 kW}\n" BOILS);
    double T = known(&h, "bath.from.lowest_supply");
    expect_near(condensed(kg0, kg0, ua0, T, C(40)), 70500, 70500 * 1e-9);
    assert_true(T > C(49));
    expect_near(known(&h, "bath.from.return"), T, 0);
    expect_near(known(&h, "bath.from.primary_flow") * rho(C(40)), kg0, 1e-12);
    close_hall(&h);
}

/* Two alike on a loop whose pumps move 150 of the 2 x 96 L/min that they want: each gets half of it. */
static void water_that_falls_short(void **state)
{
    (void)state;
    hall h = open_hall("  fws: {type: loop, fluid: water, cooled_by: chiller, supply: 30 degC, flow: 150 L/min}\n"
                       "  \"r-[1-2]\": {type: rack, from: {A: grid}, coolant: bath-$1, power: 90 kW}\n"
                       "  \"bath-[1-2]\": {type: tank, from: grid, power: 500 W, primary: fws, cooling: 100 kW,\n"
                       "    boiling: 49 degC, approach: 19 K, primary_flow: 120 L/min}\n");
    const double kg0 = 120.0 / 60000 * rho(C(30)), c0 = kg0 * cp(C(30), C(49));
    const double ua0 = -c0 * log(1 - 100000 / (c0 * 19)), kg = 75.0 / 60000 * rho(C(30));
    double T = known(&h, "bath-1.from.return");
    expect_near(condensed(kg, kg0, ua0, T, C(30)), 90500, 90500 * 1e-9);
    expect_near(known(&h, "bath-2.from.return"), T, 0);
    close_hall(&h);
}

static void what_lacks(void **state)
{
    (void)state;
    hall h = open_hall(WATER("30 degC") //
                       "  r: {type: rack, from: {A: grid}, coolant: bath, power: 100 kW}\n"
                       "  bath: {type: tank, from: grid, power: 2 kW, primary: fws, cooling: 120 kW, supply: 40 degC,\n"
                       "    flow: 400 L/min, approach: 8 K, primary_flow: 150 L/min, fluid: {density: 800 kg/m3}}\n");
    expect_near(known(&h, "bath.from.heat"), 102000, 1e-6);
    assert_int_equal(reading(&h, "bath.from.return").state, HR_S_UNKNOWN);
    assert_int_equal(reading(&h, "bath.from.lowest_supply").state, HR_S_UNKNOWN);
    assert_int_equal(reading(&h, "bath.from.flow").state, HR_S_UNKNOWN); /* nobody says what is needed */
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pumped_bath),          cmocka_unit_test(a_part_of_the_heat),
        cmocka_unit_test(a_boiling_bath),         cmocka_unit_test(a_bath_that_boils_over),
        cmocka_unit_test(water_that_falls_short), cmocka_unit_test(what_lacks),
    };
    if (!hr_fluid_of_mass(&water, 0)) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
