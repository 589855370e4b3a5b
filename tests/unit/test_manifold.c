/* test_manifold.c - how flow divides over trays, against arithmetic by hand: docs/physics/hydraulics.md.
 *
 * Headers that are all fittings (a nanometre of pipe with K velocity heads) and rungs with the exponent 2 make every
 * loss a square: a = rho K / (2 A^2) for a step of a header, b for a rung, in Pa/(m3/s)^2. */
#include "engine/manifold.h"

#include "printed.h"

#define RHO 1000.0
#define MU 1e-3
#define AREA (M_PI / 4 * 0.02 * 0.02)
#define K 4.0

static const double b = 30e3 / (1e-4 * 1e-4);

static hr_manifold_shape square_laws(uint32_t trays, bool opposite)
{
    return (hr_manifold_shape){.trays = trays,
                               .opposite = opposite,
                               .pitch = 1e-9,
                               .diameter = 0.02,
                               .loss = K,
                               .couplings = {10e3, 1e-4, 2, 0},
                               .tray = {20e3, 1e-4, 2, 0}};
}

static hr_manifold_flow solved(const hr_manifold_shape *shape, double flow, double rho)
{
    hr_manifold *m;
    hr_manifold_flow out = {0};
    assert_int_equal(hr_manifold_new(&m, shape), HR_OK);
    assert_int_equal(hr_manifold_solve(m, flow, rho, MU, &out), HR_OK);
    hr_manifold_free(m);
    return out;
}

/* A header so wide that it loses nothing: all alike, and the drop is that of one rung: (n V / n)^2. */
static void wide_headers(void **state)
{
    (void)state;
    hr_manifold_shape s = square_laws(18, false);
    s.diameter = 5;
    hr_manifold_flow f = solved(&s, 18 * 2e-4, RHO);
    expect_near(f.least, 2e-4, 2e-4 * 1e-8);
    expect_near(f.most, 2e-4, 2e-4 * 1e-8);
    expect_near(f.drop, 4 * 30e3, 4 * 30e3 * 1e-7);
    assert_int_equal(f.tray, 1);
}

/* Same end: the far of two trays gets 1, the near sqrt(1 + 2 a / b). Of three, the nearest r with b r^2 = b s^2 + 2 a (1 + s)^2,
 * s the middle one. */
static void same_end(void **state)
{
    (void)state;
    const double a = RHO * K / (2 * AREA * AREA), s = sqrt(1 + 2 * a / b);
    const double r = sqrt(s * s + 2 * a / b * (1 + s) * (1 + s));
    hr_manifold_shape two = square_laws(2, false), three = square_laws(3, false);
    hr_manifold_flow f = solved(&two, 2e-4, RHO);
    expect_near(f.least, 2e-4 / (1 + s), 1e-4 * 1e-11);
    expect_near(f.most, 2e-4 * s / (1 + s), 1e-4 * 1e-11);
    expect_near(f.drop, b * f.most * f.most, f.drop * 1e-11);
    assert_int_equal(f.tray, 2);
    f = solved(&three, 3e-4, RHO);
    expect_near(f.least, 3e-4 / (1 + s + r), 1e-4 * 1e-11);
    expect_near(f.most, 3e-4 * r / (1 + s + r), 1e-4 * 1e-11);
    assert_int_equal(f.tray, 3);
    print_message("three trays, same end: %.4f of the mean, nearest %.4f\n", f.least / 1e-4, f.most / 1e-4);
}

/* Opposite ends: two trays are alike. Of three the outer ones are; the middle gets r of theirs with
 * b r^2 = b - a ((1 + r)^2 - 1). */
static void opposite_ends(void **state)
{
    (void)state;
    const double a = RHO * K / (2 * AREA * AREA), r = (sqrt(a * a + (a + b) * b) - a) / (a + b);
    hr_manifold_shape two = square_laws(2, true), three = square_laws(3, true);
    hr_manifold_flow f = solved(&two, 2e-4, RHO);
    expect_near(f.least, 1e-4, 1e-4 * 1e-11);
    f = solved(&three, 3e-4, RHO);
    expect_near(f.least, 3e-4 * r / (2 + r), 1e-4 * 1e-11);
    expect_near(f.most, 3e-4 / (2 + r), 1e-4 * 1e-11);
    assert_int_equal(f.tray, 2);
}

/* Laminar headers and straight rungs: every loss is a straight line, a step of a header 128 mu L / (pi D^4) of volume. */
static void laminar(void **state)
{
    (void)state;
    hr_manifold_shape s = square_laws(2, false);
    s.pitch = 3, s.loss = 0, s.couplings.dp = 0;
    s.tray = (hr_rung_law){100, 1e-5, 1, 0};
    const double a = 128 * 0.5 * 3 / (M_PI * pow(0.02, 4)), rung = 100 / 1e-5, near = 1 + 2 * a / rung;
    hr_manifold *m;
    hr_manifold_flow f = {0};
    assert_int_equal(hr_manifold_new(&m, &s), HR_OK);
    assert_int_equal(hr_manifold_solve(m, 1e-5, RHO, 0.5, &f), HR_OK);
    expect_near(f.least, 1e-5 / (1 + near), 1e-5 * 1e-9);
    expect_near(f.drop, rung * f.most, f.drop * 1e-11);
    hr_manifold_free(m);
}

/* Rungs go by volume and headers that are all fittings by weight; one object gives the same whatever it was asked before. */
static void fluids(void **state)
{
    (void)state;
    hr_manifold_shape s = square_laws(2, false);
    hr_manifold *m;
    hr_manifold_flow f, again;
    assert_int_equal(hr_manifold_new(&m, &s), HR_OK);
    assert_int_equal(hr_manifold_solve(m, 2e-4, RHO, MU, &f), HR_OK);
    assert_int_equal(hr_manifold_solve(m, 1e-3, 800, MU, &again), HR_OK);
    const double far = 1 / (1 + sqrt(1 + 2 * 800 * K / (2 * AREA * AREA) / b));
    expect_near(again.least, 1e-3 * far, 1e-3 * 1e-11);
    assert_int_equal(hr_manifold_solve(m, 2e-4, RHO, MU, &again), HR_OK);
    expect_near(again.least, f.least, f.least * 1e-13);
    expect_near(again.drop, f.drop, f.drop * 1e-13);
    hr_manifold_free(m);
}

/* The sizes of a rack: what is put in comes out in every part of it. Two solutions apart by a part of the flow lie on a power of
 * it between that of plates and that of couplings. */
static void a_rack(void **state)
{
    (void)state;
    hr_manifold_shape s = {.trays = 27,
                           .pitch = 0.045,
                           .diameter = 0.045,
                           .roughness = 5e-5,
                           .loss = 0.1,
                           .couplings = {15e3, 1e-4, 2, 0.1},
                           .tray = {40e3, 1e-4, 1.85, 0.3}};
    hr_manifold_flow f = solved(&s, 2.7e-3, 1015), more = solved(&s, 2.7e-3 * 1.001, 1015);
    const double exponent = log(more.drop / f.drop) / log(1.001), near = pow(f.most / 1e-4, 2) * 15e3;
    assert_true(exponent > 1.85 && exponent < 2);
    expect_near(f.drop, near + 40e3 * pow(f.most / 1e-4, 1.85), f.drop * 1e-11);
    print_message("27 trays on 45 mm: least %.4f of the mean, drop %.2f kPa, exponent %.4f\n", f.least / 1e-4,
                  f.drop / 1e3, exponent);
}

static void refused(void **state)
{
    (void)state;
    hr_manifold_shape none = square_laws(0, false), many = square_laws(HR_TRAYS_MOST + 1, false),
                      open = square_laws(2, false), flat = open;
    hr_manifold *m;
    hr_manifold_flow f;
    open.couplings.dp = open.tray.dp = 0;
    flat.diameter = 0;
    assert_int_equal(hr_manifold_new(&m, &none), HR_EINPUT);
    assert_int_equal(hr_manifold_new(&m, &many), HR_EINPUT);
    assert_int_equal(hr_manifold_new(&m, &open), HR_EINPUT);
    assert_int_equal(hr_manifold_new(&m, &flat), HR_EINPUT);
    flat = square_laws(1, true);
    assert_int_equal(hr_manifold_new(&m, &flat), HR_OK);
    assert_int_equal(hr_manifold_solve(m, 0, RHO, MU, &f), HR_EINPUT);
    assert_int_equal(hr_manifold_solve(m, 1e-4, RHO, MU, &f), HR_OK);
    expect_near(f.drop, 30e3, 30e3 * 1e-7);
    hr_manifold_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_headers), cmocka_unit_test(same_end), cmocka_unit_test(opposite_ends),
        cmocka_unit_test(laminar),      cmocka_unit_test(fluids),   cmocka_unit_test(a_rack),
        cmocka_unit_test(refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
