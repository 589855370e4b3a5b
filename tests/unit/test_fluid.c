/* test_fluid.c - properties of water, glycol and air against printed tables, and what enthalpy must do:
 * docs/physics/liquid-heat.md. */
#include "engine/fluid.h"
#include "engine/humid_air.h"

#include "printed.h"
#include "random.h"

#define C(t) ((t) + HR_ZERO_CELSIUS)

static double uniform(uint64_t *seed, double from, double to)
{
    return from + (to - from) * (double)(random_next(seed) >> 11) * 0x1p-53;
}

typedef struct row {
    double x, t, density, heat, mu, k, k_last, pr, pr_last, volume_heat; /* mu in mPa s; 0: not printed */
    double mu_last;
    double volume; /* fraction by volume at 32 degC, whose mass fraction x rounds */
} row;

/* The last column is printed as the product of two rounded numbers: 4181 for water at 20 degC is 4180.4. */
static void tables_of_properties(void **state)
{
    (void)state;
    static const row rows[] = {
        {0.2588, 20, 1020.1, 3910, 2.529, 0.4637, 1e-4, 21.3, 0.1, 3988, 1e-3, 0.25},
        {0.2588, 30, 1015.6, 3935, 1.829, 0.4725, 1e-4, 15.2, 0.1, 3996, 1e-3, 0.25},
        {0.2588, 40, 1010.5, 3959, 1.389, 0.4813, 1e-4, 11.4, 0.1, 4001, 1e-3, 0.25},
        {0.2588, 45, 1007.8, 3971, 1.229, 0.4856, 1e-4, 10.1, 0.1, 4002, 1e-3, 0.25},
        {0.2588, 50, 1004.9, 3983, 1.098, 0.4900, 1e-4, 8.93, 0.01, 4003, 1e-3, 0.25},
        {0.2075, 32, 1010.6, 3995, 1.463, 0.5005, 1e-4, 11.7, 0.1, 4037, 1e-3, 0.20},
        {0.2075, 45, 1004.4, 4023, 1.066, 0.5130, 1e-4, 8.36, 0.01, 4040, 1e-3, 0.20},
        {0, 20, 998.5, 4187, 1.007, 0.5991, 1e-4, 7.04, 0.01, 4181, 1e-3, 0},
        {0, 30, 996.0, 4180, 0.797, 0.6155, 1e-4, 5.41, 0.01, 4163, 1e-3, 0},
        {0, 40, 992.5, 4178, 0.650, 0.6301, 1e-4, 4.31, 0.01, 4147, 1e-3, 0},
        {0, 45, 990.5, 4178, 0.594, 0.6367, 1e-4, 3.90, 0.01, 4138, 1e-3, 0},
        {0.257, 20, 1019.9, 3912, 2.51, 0.4645, 1e-4, 0, 0, 0, 1e-2, 0},
        {0.257, 30, 1015.5, 3937, 1.82, 0.4734, 1e-4, 0, 0, 0, 1e-2, 0},
        {0.257, 40, 1010.4, 3961, 1.38, 0.4822, 1e-4, 0, 0, 0, 1e-2, 0},
        {0.257, 45, 1007.7, 3973, 1.22, 0.4866, 1e-4, 0, 0, 0, 1e-2, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        hr_fluid f;
        hr_properties p;
        assert_true(r->volume > 0 ? hr_fluid_of_volume(&f, r->volume, C(32)) : hr_fluid_of_mass(&f, r->x));
        assert_true(hr_fluid_properties(&f, C(r->t), &p));
        expect_printed(p.density, r->density, 0.1);
        expect_printed(p.heat, r->heat, 1);
        expect_printed(p.viscosity * 1e3, r->mu, r->mu_last);
        expect_printed(p.conductivity, r->k, r->k_last);
        if (r->pr > 0) expect_printed(p.prandtl, r->pr, r->pr_last);
        if (r->volume_heat > 0) expect_near(p.density * p.heat / 1e3, r->volume_heat, 1);
    }
}

static void volume_and_mass_fractions(void **state)
{
    (void)state;
    static const double rows[][3] = {{0.25, 20, 0.2601}, {0.25, 32, 0.2588}, {0.25, 45, 0.2577},
                                     {0.20, 20, 0.2086}, {0.20, 32, 0.2075}, {0.20, 45, 0.2066}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hr_fluid f;
        double x;
        assert_true(hr_glycol_mass_fraction(rows[i][0], C(rows[i][1]), &x));
        expect_printed(x, rows[i][2], 1e-4);
        assert_true(hr_fluid_of_volume(&f, rows[i][0], C(rows[i][1])));
        assert_true(f.glycol == x);
    }
    hr_fluid f;
    double x = -1;
    assert_true(hr_fluid_of_volume(&f, 0.30, C(20)));
    assert_true(f.glycol > 0.30 && f.glycol < 0.32);
    assert_true(hr_glycol_mass_fraction(0, C(20), &x) && x == 0);
    assert_false(hr_glycol_mass_fraction(0.7, C(20), &x)); /* heavier than what the polynomials cover */
    assert_false(hr_glycol_mass_fraction(-0.1, C(20), &x));
    assert_false(hr_glycol_mass_fraction(0.25, C(-5), &x)); /* there the water of the mixture is ice */
}

static void freezing_points(void **state)
{
    (void)state;
    hr_fluid f;
    assert_true(hr_fluid_of_mass(&f, 0.2057));
    expect_printed(f.least - HR_ZERO_CELSIUS, -7.5, 0.1);
    assert_true(hr_fluid_of_mass(&f, 0.257));
    expect_printed(f.least - HR_ZERO_CELSIUS, -10.2, 0.1);
}

/* 1.500 L/min for each kW at 10 K in PG25 at 40 degC, 1.447 in water; 3.6 % apart. */
static void flow_for_a_kilowatt(void **state)
{
    (void)state;
    double flow[2];
    for (int i = 0; i < 2; i++) {
        hr_fluid f;
        hr_properties p;
        assert_true(hr_fluid_of_mass(&f, i ? 0 : 0.2588) && hr_fluid_properties(&f, C(40), &p));
        flow[i] = 1000 / (p.density * p.heat * 10) * 60e3;
    }
    expect_printed(flow[0], 1.500, 1e-3);
    expect_printed(flow[1], 1.447, 1e-3);
    expect_near(flow[0] / flow[1] - 1, 0.036, 1e-3);
}

/* Simpson's rule is exact for a cubic: an integral made in another way. */
static void enthalpy_is_the_integral_of_heat(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 2000; i++) {
        hr_fluid f;
        hr_properties p[3];
        double h[2], mean;
        assert_true(hr_fluid_of_mass(&f, uniform(&seed, 0, HR_GLYCOL_MOST)));
        const double a = uniform(&seed, f.least, f.most), b = uniform(&seed, f.least, f.most);
        for (int k = 0; k < 3; k++) assert_true(hr_fluid_properties(&f, a + (b - a) * k / 2, &p[k]));
        assert_true(hr_fluid_enthalpy(&f, a, &h[0]) && hr_fluid_enthalpy(&f, b, &h[1]));
        const double simpson = (p[0].heat + 4 * p[1].heat + p[2].heat) / 6;
        expect_near(h[1] - h[0], simpson * (b - a), 1e-9);
        assert_true(hr_fluid_mean_heat(&f, a, b, &mean));
        expect_near(mean, simpson, 1e-11 * simpson);
    }
}

static void temperature_of_enthalpy(void **state)
{
    (void)state;
    uint64_t seed = 2;
    double worst = 0;
    for (int i = 0; i < 20000; i++) {
        hr_fluid f;
        double h = 0, T = 0;
        assert_true(hr_fluid_of_mass(&f, i % 3 ? uniform(&seed, 0, HR_GLYCOL_MOST) : 0));
        const double was = i % 100 ? uniform(&seed, f.least, f.most) : i % 200 ? f.least : f.most;
        assert_true(hr_fluid_enthalpy(&f, was, &h) && hr_fluid_temperature(&f, h, &T));
        worst = fmax(worst, fabs(T - was) / was);
    }
    print_message("temperature of enthalpy: off by at most %.1e\n", worst);
    assert_true(worst <= 1e-12);
}

static void nothing_outside_the_range(void **state)
{
    (void)state;
    hr_fluid f;
    hr_properties p = {.density = 7};
    double v = 7;
    assert_false(hr_fluid_of_mass(&f, -1e-9));
    assert_false(hr_fluid_of_mass(&f, 0.6000001));
    assert_false(hr_fluid_of_mass(&f, NAN));
    assert_true(hr_fluid_of_mass(&f, 0));
    const double outside[] = {C(-1), C(100.001), NAN, INFINITY};
    for (int i = 0; i < 4; i++) {
        assert_false(hr_fluid_holds(&f, outside[i]));
        assert_false(hr_fluid_properties(&f, outside[i], &p));
        assert_false(hr_fluid_enthalpy(&f, outside[i], &v));
        assert_false(hr_fluid_mean_heat(&f, C(20), outside[i], &v));
    }
    assert_false(hr_fluid_temperature(&f, f.h_most + 1, &v));
    assert_false(hr_fluid_temperature(&f, f.h_least - 1, &v));
    assert_false(hr_fluid_temperature(&f, NAN, &v));
    assert_true(p.density == 7 && v == 7);
    hr_properties odd = {.density = 1, .heat = 0, .viscosity = 1, .conductivity = 1};
    assert_false(hr_fluid_constant(&f, &odd, 0, 1000));
    odd.heat = 1;
    assert_false(hr_fluid_constant(&f, &odd, 300, 300));
    assert_true(hr_fluid_constant(&f, &odd, 0, 1000));
}

/* The polynomials at their far end against IAPWS-IF97 for water at 80 degC: 971.8 kg/m3, 4,197 J/(kg K), 0.354 mPa s,
 * 0.670 W/(m K). What a glycol does there nobody printed. */
static void water_far_from_the_table(void **state)
{
    (void)state;
    hr_fluid f;
    hr_properties p;
    assert_true(hr_fluid_of_mass(&f, 0) && hr_fluid_properties(&f, C(80), &p));
    expect_near(p.density, 971.8, 971.8 * 1e-4);
    expect_near(p.heat, 4197, 4197 * 3e-4);
    expect_near(p.viscosity, 0.354e-3, 0.354e-3 * 1e-2);
    expect_near(p.conductivity, 0.670, 0.670 * 1e-3);
}

/* --- air ---------------------------------------------------------------------------------------------------------- */

static void saturation_pressures(void **state)
{
    (void)state;
    static const double rows[][3] = {
        {0.0100000001, 611.657, 3e-4}, {25, 3169.8, 3e-4}, {50, 12351.3, 3e-4}}; /* IAPWS */
    for (int i = 0; i < 3; i++) {
        double p;
        assert_true(hr_vapour_pressure(C(rows[i][0]), &p));
        expect_near(p, rows[i][1], rows[i][1] * rows[i][2]);
    }
    double p = 7;
    assert_false(hr_vapour_pressure(C(0), &p));
    assert_false(hr_vapour_pressure(C(100.5), &p));
    assert_true(p == 7);
}

static void dew_points(void **state)
{
    (void)state;
    hr_humid_air a;
    double dew;
    assert_true(hr_air_of_humidity(&a, C(25), 0.5, 101325));
    assert_true(hr_air_dew_point(&a, &dew));
    expect_printed(dew - HR_ZERO_CELSIUS, 13.9, 0.1); /* psychrometric charts */
    assert_true(hr_air_of_humidity(&a, C(25), 1, 101325) && hr_air_dew_point(&a, &dew));
    expect_near(dew, C(25), 1e-10);
    /* GetHumRatioFromTWetBulb(30, 25, 95461) of PsychroLib's tests, worked out with a spreadsheet; 3e-4 is theirs. */
    assert_true(hr_air_of_wet_bulb(&a, C(30), C(25), 95461));
    expect_near(a.ratio, 0.0192281274241096, 0.0192281274241096 * 3e-4);
    assert_true(hr_air_of_wet_bulb(&a, C(25), C(25), 101325) && hr_air_dew_point(&a, &dew));
    expect_near(dew, C(25), 1e-10);
    /* A higher site has the same dew point at the same relative humidity, and more vapour to a kilogram of air. */
    hr_humid_air high;
    double dew_high = 0;
    assert_true(hr_air_of_humidity(&a, C(30), 0.4, 101325) && hr_air_of_humidity(&high, C(30), 0.4, 84000));
    assert_true(hr_air_dew_point(&a, &dew) && hr_air_dew_point(&high, &dew_high));
    expect_near(dew, dew_high, 1e-9);
    assert_true(high.ratio > a.ratio * 1.2);
}

static void air_that_is_not_there(void **state)
{
    (void)state;
    hr_humid_air a = {.T = 7};
    double dew = 7;
    assert_false(hr_air_of_humidity(&a, C(25), 1.01, 101325));
    assert_false(hr_air_of_humidity(&a, C(25), -0.01, 101325));
    assert_false(hr_air_of_humidity(&a, C(-1), 0.5, 101325));
    assert_false(hr_air_of_humidity(&a, C(90), 0.5, 60000)); /* boils */
    assert_false(hr_air_of_wet_bulb(&a, C(25), C(26), 101325));
    assert_false(hr_air_of_wet_bulb(&a, C(45), C(2), 101325)); /* drier than dry */
    assert_true(a.T == 7);
    assert_true(hr_air_of_humidity(&a, C(25), 0, 101325));
    assert_false(hr_air_dew_point(&a, &dew)); /* no vapour, no dew */
    assert_true(hr_air_of_humidity(&a, C(5), 0.3, 101325));
    assert_false(hr_air_dew_point(&a, &dew)); /* frost */
    assert_true(dew == 7);
}

/* Dry air at 20 degC and 101,325 Pa: 1.204 kg/m3. Vapour makes it lighter and its heat larger. */
static void weight_and_heat_of_air(void **state)
{
    (void)state;
    hr_humid_air dry, wet;
    assert_true(hr_air_of_humidity(&dry, C(20), 0, 101325) && hr_air_of_humidity(&wet, C(20), 0.6, 101325));
    expect_printed(hr_air_density(&dry), 1.204, 1e-3);
    assert_true(hr_air_heat(&dry) == 1006);
    expect_near(hr_air_heat(&wet), 1006 + 1860 * wet.ratio, 1e-12);
    assert_true(hr_air_density(&wet) < hr_air_density(&dry));
    expect_near(hr_air_density(&wet), hr_air_dry_density(&wet) * (1 + wet.ratio), 1e-15);
    hr_fluid f;
    hr_properties p;
    hr_air_fluid(&wet, &f);
    assert_true(hr_fluid_properties(&f, C(35), &p));
    expect_near(p.heat, hr_air_heat(&wet), 1e-12);
    expect_near(p.density, hr_air_dry_density(&wet), 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_properties),
        cmocka_unit_test(volume_and_mass_fractions),
        cmocka_unit_test(freezing_points),
        cmocka_unit_test(flow_for_a_kilowatt),
        cmocka_unit_test(enthalpy_is_the_integral_of_heat),
        cmocka_unit_test(temperature_of_enthalpy),
        cmocka_unit_test(nothing_outside_the_range),
        cmocka_unit_test(water_far_from_the_table),
        cmocka_unit_test(saturation_pressures),
        cmocka_unit_test(dew_points),
        cmocka_unit_test(air_that_is_not_there),
        cmocka_unit_test(weight_and_heat_of_air),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
