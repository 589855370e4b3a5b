/* test_cold_plate.c - plates, chips and the plant's laws against published tables: docs/physics/liquid-heat.md. */
#include "engine/cold_plate.h"
#include "engine/constants.h"
#include "engine/plant_laws.h"

#include "printed.h"

#define C(t) ((t) + HR_ZERO_CELSIUS)
#define L(v) ((v)*HR_LITRE_A_MINUTE)

static double resistance(const hr_plate_curve *c, double litres)
{
    double r;
    assert_true(hr_plate_resistance(c, L(litres), &r));
    return r;
}

static void the_tables_come_back(void **state)
{
    (void)state;
    static const double pg25[][2] = {{0.4, .0389}, {0.5, .0325}, {0.6, .0300}, {0.7, .0280}, {0.8, .0265},
                                     {0.9, .0255}, {1.0, .0245}, {1.2, .0230}, {1.4, .0220}, {1.6, .0214},
                                     {1.8, .0209}, {2.0, .0204}, {2.2, .0200}, {2.4, .0197}};
    static const double water[][2] = {{2, .0172}, {3, .0160}, {4, .0154}, {5, .0151}};
    assert_true(hr_plate_curve_holds(&hr_plate_pg25) && hr_plate_curve_holds(&hr_plate_water));
    assert_int_equal(hr_plate_pg25.n, 14);
    assert_int_equal(hr_plate_water.n, 4);
    for (int i = 0; i < 14; i++) expect_near(resistance(&hr_plate_pg25, pg25[i][0]), pg25[i][1], 1e-16);
    for (int i = 0; i < 4; i++) expect_near(resistance(&hr_plate_water, water[i][0]), water[i][1], 1e-16);
}

/* R V is interpolated: half way between 1.4 and 1.6 L/min it is (1.4 x 0.0220 + 1.6 x 0.0214) / 2. Outside it stays. */
static void between_and_outside(void **state)
{
    (void)state;
    expect_near(resistance(&hr_plate_pg25, 1.5), (1.4 * .0220 + 1.6 * .0214) / 2 / 1.5, 1e-16);
    expect_near(resistance(&hr_plate_pg25, 0.1), 0.4 * .0389 / 0.1, 1e-15);
    expect_near(resistance(&hr_plate_pg25, 4.8), 2.4 * .0197 / 4.8, 1e-16);
    double last = 10, r = 7;
    for (double v = 0.01; v < 4; v += 0.001) {
        const double now = resistance(&hr_plate_pg25, v);
        assert_true(now < last && fabs(now - last) < 0.1 * last + 10 * (last > 9));
        last = now;
    }
    assert_false(hr_plate_resistance(&hr_plate_pg25, 0, &r));
    assert_false(hr_plate_resistance(&hr_plate_pg25, -L(1), &r));
    assert_true(r == 7);
}

/* The published straight lines R = a / V + b, made anew by least squares of R V over V, and how far they are off. */
static void fits(void **state)
{
    (void)state;
    static const struct {
        const hr_plate_curve *c;
        double a, b, worst, worst_else;
    } rows[] = {{&hr_plate_pg25, 0.008392, 0.016166, 0.045, 0.014},
                {&hr_plate_water, 0.006960, 0.013690, 0.002, 0.002}};
    for (int k = 0; k < 2; k++) {
        const hr_plate_curve *c = rows[k].c;
        double sv = 0, svv = 0, sy = 0, svy = 0, n = c->n, worst = 0, worst_else = 0;
        for (uint32_t i = 0; i < c->n; i++) {
            const double v = c->flow[i] / HR_LITRE_A_MINUTE, y = c->resistance[i] * v;
            sv += v, svv += v * v, sy += y, svy += v * y;
        }
        const double b = (n * svy - sv * sy) / (n * svv - sv * sv), a = (sy - b * sv) / n;
        expect_printed(a, rows[k].a, 1e-6);
        expect_printed(b, rows[k].b, 1e-6);
        for (uint32_t i = 0; i < c->n; i++) {
            const double v = c->flow[i] / HR_LITRE_A_MINUTE;
            const double off = fabs((rows[k].a / v + rows[k].b) / c->resistance[i] - 1);
            worst = fmax(worst, off);
            if (i > 0) worst_else = fmax(worst_else, off);
        }
        print_message("fit %d: off by %.2f %%, %.2f %% without the first point\n", k, worst * 100, worst_else * 100);
        expect_printed(worst, rows[k].worst, 1e-3);
        assert_true(worst_else <= rows[k].worst_else);
    }
}

/* Dies in steady flow at 1.5 L/min of PG25 for each kW, r_jc 0.015 K/W. */
static void dies(void **state)
{
    (void)state;
    static const double rows[][3] = {{1000, 40, 76.7}, {1000, 45, 81.7}, {1200, 40, 83.1}, {1200, 45, 88.1}};
    for (int i = 0; i < 4; i++) {
        hr_chip_heat h;
        assert_true(hr_plate_chip(&hr_plate_pg25, L(1.5 * rows[i][0] / 1e3), C(rows[i][1]), rows[i][0], 0.015, &h));
        expect_printed(h.T_die - HR_ZERO_CELSIUS, rows[i][2], 0.1);
        expect_near(h.T_die - h.T_case, 0.015 * rows[i][0], 1e-10);
    }
    /* 45 + 25.1 + 18.0 */
    hr_chip_heat h;
    assert_true(hr_plate_chip(&hr_plate_pg25, L(1.8), C(45), 1200, 0.015, &h));
    expect_printed(h.T_case - C(45), 25.1, 0.1);
    expect_near(h.T_die - h.T_case, 18.0, 1e-10);
    assert_false(hr_plate_chip(&hr_plate_pg25, 0, C(45), 1200, 0.015, &h));
}

static void a_curve_of_ones_own(void **state)
{
    (void)state;
    const double v[] = {L(1), L(2), L(2)}, r[] = {0.03, 0.02, 0.019}, up[] = {0.03, 0.031}, none[] = {0, L(1)};
    assert_true(hr_plate_curve_holds(&(hr_plate_curve){2, v, r}));
    assert_true(hr_plate_curve_holds(&(hr_plate_curve){1, v, r}));
    assert_false(hr_plate_curve_holds(&(hr_plate_curve){0, v, r}));
    assert_false(hr_plate_curve_holds(&(hr_plate_curve){3, v, r}));  /* the same flow twice */
    assert_false(hr_plate_curve_holds(&(hr_plate_curve){2, v, up})); /* more resistance with more flow */
    assert_false(hr_plate_curve_holds(&(hr_plate_curve){2, none, r}));
    expect_near(resistance(&(hr_plate_curve){1, v, r}, 3), 0.01, 1e-16);
    expect_near(resistance(&(hr_plate_curve){2, v, r}, 1.5), (0.03 + 0.04) / 2 / 1.5, 1e-16);
}

/* n = P / (V rho cp dT): 100 kW, 1.5 L/min each, PG25 at 40 degC, 10 K: 100 plates of 1 kW. */
static void number_of_plates(void **state)
{
    (void)state;
    expect_near(hr_plate_number(100e3, L(1.5), 1010.5, 3959, 10), 100, 0.05);
}

static void pressure_drop(void **state)
{
    (void)state;
    const hr_drop_law *law = &hr_drop_eight_plates;
    expect_near(hr_pressure_drop(law, L(10), NULL), 50e3, 1e-9);
    expect_near(hr_pressure_drop(law, L(5), NULL), 50e3 * pow(0.5, 1.85), 1e-9);
    expect_near(hr_pressure_drop(law, L(3), NULL), 50e3 * pow(0.3, 1.85), 1e-9);
    expect_near(hr_pressure_drop(law, -L(5), NULL), -50e3 * pow(0.5, 1.85), 1e-9);
    assert_true(hr_pressure_drop(law, 0, NULL) == 0);
    const double step = L(1e-4);
    double last = -1, slope, up;
    for (double v = 0; v < 12; v += 0.01) {
        const double drop = hr_pressure_drop(law, L(v), &slope);
        assert_true(drop > last && slope > 0);
        const double difference = hr_pressure_drop(law, L(v) + step, NULL) - hr_pressure_drop(law, L(v) - step, NULL);
        expect_near(slope, difference / (2 * step), 1e-4 * slope);
        last = drop;
    }
    /* No jump of value, slope or curvature at the transition. */
    double below, above, s[3];
    (void)hr_pressure_drop(law, L(3) * (1 - 1e-9), &below);
    (void)hr_pressure_drop(law, L(3) * (1 + 1e-9), &above);
    expect_near(above / below, 1, 1e-8);
    const double d = L(1e-3);
    for (int i = 0; i < 3; i++) (void)hr_pressure_drop(law, L(3) + (i - 1) * d, &s[i]);
    expect_near((s[2] - s[1]) / (s[1] - s[0]), 1, 2e-3);
    /* For the square law the polynomial is 3/8, 3/4, -1/8. */
    const hr_drop_law square = {100, 1, 2, 0.1};
    up = 0.05 / 0.1;
    expect_near(hr_pressure_drop(&square, 0.05, NULL), 1 * up * (0.375 + 0.75 * up * up - 0.125 * pow(up, 4)), 1e-14);
}

/* --- the plant ---------------------------------------------------------------------------------------------------- */

static void chillers(void **state)
{
    (void)state;
    const hr_chiller_law law = {5.5, C(30), -0.025};
    double cop, power;
    assert_true(hr_chiller_cop(&law, C(30), &cop));
    expect_near(cop, 5.5, 1e-12);
    assert_true(hr_chiller_cop(&law, C(35), &cop));
    expect_printed(cop, 4.8, 0.1);
    assert_true(hr_chiller_cop(&law, C(45), &cop));
    expect_printed(cop, 3.4, 0.1);
    assert_true(hr_chiller_power(&law, C(35), 1e6, &power));
    expect_near(power, 1e6 / 4.8125, 1e-6);
    cop = power = 7;
    assert_false(hr_chiller_cop(&law, C(70), &cop)); /* the line has come down to 0 */
    assert_false(hr_chiller_power(&law, C(75), 1e6, &power));
    assert_true(cop == 7 && power == 7);
}

static void heat_rejection(void **state)
{
    (void)state;
    expect_near(hr_dry_cooler_supply(C(35), 8, 1e6, 1e6), C(43), 1e-12);
    expect_near(hr_dry_cooler_supply(C(35), 8, 0.5e6, 1e6), C(39), 1e-12);
    expect_near(hr_tower_supply(C(24), 4), C(28), 1e-12);
    expect_near(hr_tower_evaporation(1e6) * 3600, 1500, 1e-9); /* 1 MWh: 1.5 L for each kWh */
}

static void affinity(void **state)
{
    (void)state;
    expect_near(hr_affinity_flow(10, 0.8), 8, 1e-14);
    expect_near(hr_affinity_head(10, 0.8), 6.4, 1e-14);
    expect_near(hr_affinity_power(10, 0.8), 5.12, 1e-14);
    /* Flow x head / power stays. */
    for (double s = 0.1; s < 1.2; s += 0.1)
        expect_near(hr_affinity_flow(1, s) * hr_affinity_head(1, s), hr_affinity_power(1, s), 1e-15);
    expect_near(hr_pump_power(1000, 25, 6e-3, 0.7), 1000 * 9.80665 * 25 * 6e-3 / 0.7, 1e-9);
    expect_near(hr_coast_down(0, 1.5), 1, 0);
    expect_near(hr_coast_down(1.5, 1.5), 0.5, 1e-15);
    expect_near(hr_coast_down(13.5, 1.5), 0.1, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_come_back),
        cmocka_unit_test(between_and_outside),
        cmocka_unit_test(fits),
        cmocka_unit_test(dies),
        cmocka_unit_test(a_curve_of_ones_own),
        cmocka_unit_test(number_of_plates),
        cmocka_unit_test(pressure_drop),
        cmocka_unit_test(chillers),
        cmocka_unit_test(heat_rejection),
        cmocka_unit_test(affinity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
