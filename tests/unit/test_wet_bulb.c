/* test_wet_bulb.c - wet bulb from relative humidity: against published points, against its own inverse, in frost.
 * docs/physics/pue.md */
#include <math.h>

#include "engine/humid_air.h"

#include "cm.h"

static double wet_at(double celsius, double humidity, double pressure)
{
    double wet;
    assert_true(hr_air_wet_bulb(celsius + HR_ZERO_CELSIUS, humidity, pressure, &wet));
    return wet - HR_ZERO_CELSIUS;
}

static void assert_within(double have, double want, double most)
{
    if (!(fabs(have - want) <= most)) print_error("%.12g is not within %g of %.12g\n", have, most, want);
    assert_true(fabs(have - want) <= most);
}

/* Each with the digits that its source prints. */
static void published_points(void **state)
{
    (void)state;
    /* PsychroLib 2.5, tests/test_psychrolib_si.py, test_TWetBulb_RelHum: to 0.1 % there */
    assert_within(wet_at(7, 0.61, 100000), 3.92667433781955, 0.0039);
    /* Stull, J. Appl. Meteorol. Climatol. 50 (2011) 2267, example below eq. 1; the fit is good to 0.3 K */
    assert_within(wet_at(20, 0.50, 101325), 13.7, 0.1);
    /* ASHRAE Fundamentals (2017), chapter 1, example 1: 20 degC wet bulb, humidity ratio 0.0065 with vapour pressure
     * 101325 x 0.0065 / (0.621945 + 0.0065), over that of saturation at 40 degC, 7384.9 Pa in its table 3; half of the last digit printed is 0.07 K */
    assert_within(wet_at(40, 101325 * 0.0065 / (0.621945 + 0.0065) / 7384.9, 101325), 20, 0.075);
    /* PsychroLib, the same, test_HumRatio_TWetBulb, above and below freezing; 562.67 and 4246.0 Pa are saturation at -1
     * and 30 degC in table 3 of ASHRAE Fundamentals (2017), chapter 1 */
    double w = 0.0192281274241096;
    assert_within(wet_at(30, 95461 * w / (0.621945 + w) / 4246.0, 95461), 25, 0.01);
    w = 0.00120399819933844;
    assert_within(wet_at(-1, 95461 * w / (0.621945 + w) / 562.67, 95461), -5, 0.01);
}

static void it_turns_the_other_way_round(void **state)
{
    (void)state;
    unsigned n = 0;
    for (double t = 1; t <= 60; t += 1)
        for (double wet = 0.02; wet <= t; wet += 0.37)
            for (double p = 60e3; p <= 110e3; p += 12.5e3) {
                hr_humid_air a;
                double saturated;
                const double T = t + HR_ZERO_CELSIUS;
                if (!hr_air_of_wet_bulb(&a, T, wet + HR_ZERO_CELSIUS, p) || !hr_vapour_pressure(T, &saturated))
                    continue;
                const double vapour = p * a.ratio / (0.621945 + a.ratio);
                assert_within(wet_at(t, fmin(vapour / saturated, 1), p), wet, 1e-9);
                n++;
            }
    assert_true(n > 10000);
}

static void saturated_air_is_its_own_wet_bulb(void **state)
{
    (void)state;
    for (double t = -60; t <= 60; t += 0.5) assert_within(wet_at(t, 1, 101325), t, 1e-9);
}

/* From dry to damp it only rises, with a step up where ice melts; never above the dry bulb. */
static void it_rises_with_humidity(void **state)
{
    (void)state;
    for (double t = -40; t <= 45; t += 2.5) {
        double before = -200;
        for (int k = 0; k <= 1000; k++) {
            double wet = wet_at(t, k / 1000.0, 90e3);
            assert_true(wet > before && wet <= t + 1e-10);
            before = wet;
        }
    }
}

/* Over ice: 103.24 Pa at -20 degC and 401.74 Pa at -5 degC in table 3 of ASHRAE Fundamentals (2017), chapter 1. Air of -5
 * degC with the vapour of saturation at -20 degC: the balance of eq. 35 holds at the bulb that is found. */
static void a_bulb_of_ice_balances(void **state)
{
    (void)state;
    const double p = 101325, w = 0.621945 * 103.24 / (p - 103.24), wet = wet_at(-5, 103.24 / 401.74, p);
    const double es = 103.24 + (wet + 20) * (401.74 - 103.24) / 15; /* only to see that it lies between */
    assert_true(wet > -20 && wet < -5 && es > 103.24);
    const double r = (wet + HR_ZERO_CELSIUS) / 273.16;
    const double ice = 611.657 * exp(-13.928169 * (1 - pow(r, -1.5)) + 34.7078238 * (1 - pow(r, -1.25)));
    const double full = 0.621945 * ice / (p - ice);
    assert_within(((2830 - 0.24 * wet) * full - 1.006 * (-5 - wet)) / (2830 + 1.86 * -5 - 2.1 * wet), w, 2e-3 * w);
}

static void what_is_not_air_is_refused(void **state)
{
    (void)state;
    double wet = -1;
    assert_false(hr_air_wet_bulb(300, 1.01, 101325, &wet));
    assert_false(hr_air_wet_bulb(300, -0.01, 101325, &wet));
    assert_false(hr_air_wet_bulb(189, 0.5, 101325, &wet));
    assert_false(hr_air_wet_bulb(374, 0.5, 101325, &wet));
    assert_false(hr_air_wet_bulb(300, 0.5, 3000, &wet)); /* boils: 3536 Pa */
    assert_false(hr_air_wet_bulb((double)NAN, 0.5, 101325, &wet));
    assert_true(wet == -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_points),
        cmocka_unit_test(it_turns_the_other_way_round),
        cmocka_unit_test(saturated_air_is_its_own_wet_bulb),
        cmocka_unit_test(it_rises_with_humidity),
        cmocka_unit_test(a_bulb_of_ice_balances),
        cmocka_unit_test(what_is_not_air_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
