/* test_units.c - every unit there and back, the values that definitions fix, and what is refused. */
#include "model/units.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cm.h"
#include "random.h"

static hr_unit_err parse(const char *text, hr_dim dim, double *si) { return hr_unit_parse(hr_str_of(text), dim, si); }

/* Values are compared bit for bit: what a text says in a unit is the double one would write in SI. */
static void values_by_definition(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hr_dim dim;
        double si;
    } rows[] = {
        {"95 %", HR_DIM_NONE, 0.95},
        {"5.75%", HR_DIM_NONE, 0.0575},
        {"1.2", HR_DIM_NONE, 1.2},
        {"415V", HR_DIM_VOLT, 415},
        {"13.8 kV", HR_DIM_VOLT, 13800},
        {"+4000 A", HR_DIM_AMP, 4000},
        {"4_000 A", HR_DIM_AMP, 4000},
        {"  400 A\t", HR_DIM_AMP, 400},
        {"400\xC2\xA0"
         "A",
         HR_DIM_AMP, 400},
        {"1.6e3 kW", HR_DIM_WATT, 1.6e6},
        {"5 MVA", HR_DIM_VA, 5e6},
        {"300 kVAR", HR_DIM_VAR, 3e5},
        {"5 mohm", HR_DIM_OHM, 0.005},
        {"0.1 ohm/km", HR_DIM_OHM_PER_M, 1e-4},
        {"0.2 s", HR_DIM_SECOND, 0.2},
        {"20 ms", HR_DIM_SECOND, 0.02},
        {"3 µs", HR_DIM_SECOND, 3e-6},
        {"5 min", HR_DIM_SECOND, 300},
        {"128 weeks", HR_DIM_SECOND, 128.0 * 7 * 24 * 3600},
        {"1 year", HR_DIM_SECOND, 8760.0 * 3600},
        {"2 kWh", HR_DIM_JOULE, 7.2e6},
        {"18 degC", HR_DIM_KELVIN, 291.15},
        {"-273.15 °C", HR_DIM_KELVIN, 0},
        {"6 K", HR_DIM_KELVIN_DIFF, 6},
        {"9 delta_degF", HR_DIM_KELVIN_DIFF, 5},
        {"10 ft", HR_DIM_METRE, 3.048},
        {"1 in", HR_DIM_METRE, 0.0254},
        {"24 mm", HR_DIM_METRE, 0.024},
        {"60 L/min", HR_DIM_M3_PER_S, 0.001},
        {"3600 m3/h", HR_DIM_M3_PER_S, 1},
        {"1 gpm", HR_DIM_M3_PER_S, 3.785411784e-3 / 60},
        {"1000 kg", HR_DIM_KG, 1000},
        {"1 t", HR_DIM_KG, 1000},
        {"1 lb", HR_DIM_KG, 0.45359237},
        {"12 kPa", HR_DIM_PASCAL, 12000},
        {"1 mH2O", HR_DIM_PASCAL, 9806.65},
        {"20 MW/min", HR_DIM_WATT_PER_S, 20e6 / 60},
        {"400 Gb/s", HR_DIM_BIT_PER_S, 4e11},
        {"900 GB/s", HR_DIM_BIT_PER_S, 7.2e12},
        {"80 GiB", HR_DIM_BYTE, 80 * 1073741824.0},
        {"0.8 USD/kWh", HR_DIM_USD_PER_J, 0.8 / 3.6e6},
        {"120 mm2", HR_DIM_M2_CONDUCTOR, 1.2e-4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double si = -1;
        hr_unit_err e = parse(rows[i].text, rows[i].dim, &si);
        if (e != HR_UNIT_OK || si != rows[i].si) fail_msg("%s: %d, %.17g", rows[i].text, e, si);
    }
}

/* Values published elsewhere, with as many digits as they are published with. */
static void values_by_tables(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hr_dim dim;
        double si, within;
    } rows[] = {
        {"1 psi", HR_DIM_PASCAL, 6894.757293168, 1e-12}, /* NIST SP 811, table B.8, as all to the next blank line */
        {"1 psf", HR_DIM_PASCAL, 47.88026, 1e-7},
        {"1 inH2O", HR_DIM_PASCAL, 249.0889, 1e-6},
        {"1 lbf", HR_DIM_NEWTON, 4.448221615, 1e-9},
        {"1 cfm", HR_DIM_M3_PER_S, 4.719474432e-4, 1e-12},
        {"1 TR", HR_DIM_WATT, 3516.853, 1e-7},
        {"1 hp", HR_DIM_WATT, 745.6999, 1e-7},
        {"1 Btu/h", HR_DIM_WATT, 0.2930711, 2e-7},
        {"32 degF", HR_DIM_KELVIN, 273.15, 1e-15},
        {"212 °F", HR_DIM_KELVIN, 373.15, 1e-15},
        {"1 sq ft", HR_DIM_M2, 0.09290304, 1e-15},
        {"1 ft3", HR_DIM_M3, 0.028316846592, 1e-15},

        {"4/0 AWG", HR_DIM_M2_CONDUCTOR, 107.2e-6, 5e-4}, /* NEC chapter 9, table 8: area in mm2 */
        {"4/0AWG", HR_DIM_M2_CONDUCTOR, 107.2e-6, 5e-4},
        {"2/0 AWG", HR_DIM_M2_CONDUCTOR, 67.43e-6, 2e-4},
        {"1/0 AWG", HR_DIM_M2_CONDUCTOR, 53.49e-6, 5e-4},
        {"0 AWG", HR_DIM_M2_CONDUCTOR, 53.49e-6, 5e-4},
        {"6 AWG", HR_DIM_M2_CONDUCTOR, 13.30e-6, 5e-4},
        {"12 AWG", HR_DIM_M2_CONDUCTOR, 3.31e-6, 5e-4},
        {"500 kcmil", HR_DIM_M2_CONDUCTOR, 253e-6, 2e-3},
        {"211.6 kcmil", HR_DIM_M2_CONDUCTOR, 107.2193e-6, 1e-6},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double si = NAN;
        hr_unit_err e = parse(rows[i].text, rows[i].dim, &si);
        if (e != HR_UNIT_OK || !(fabs(si / rows[i].si - 1) <= rows[i].within)) fail_msg("%s: %.17g", rows[i].text, si);
    }
    double wire = 0, mils = 1;
    parse("4/0 AWG", HR_DIM_M2_CONDUCTOR, &wire);
    parse("211.6 MCM", HR_DIM_M2_CONDUCTOR, &mils); /* 0.46 inch thick: (460 mil)^2, by definition */
    assert_true(fabs(wire / mils - 1) < 4 * DBL_EPSILON);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hr_dim dim;
        hr_unit_err e;
    } rows[] = {
        {"", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"kW", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"-", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {". W", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"_1 W", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"about 5 W", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"information", HR_DIM_WATT, HR_UNIT_NO_NUMBER},
        {"nan W", HR_DIM_WATT, HR_UNIT_NOT_FINITE},
        {"-.inf", HR_DIM_WATT, HR_UNIT_NOT_FINITE},
        {"Infinity", HR_DIM_NONE, HR_UNIT_NOT_FINITE},
        {"1e999 W", HR_DIM_WATT, HR_UNIT_NOT_FINITE},
        {"1e308 GW", HR_DIM_WATT, HR_UNIT_NOT_FINITE},
        {"450", HR_DIM_WATT, HR_UNIT_MISSING},
        {"0", HR_DIM_WATT, HR_UNIT_MISSING},
        {"450 kw", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"450 kVA", HR_DIM_WATT, HR_UNIT_WRONG},
        {"450 kW", HR_DIM_VA, HR_UNIT_WRONG},
        {"95 %", HR_DIM_WATT, HR_UNIT_WRONG},
        {"5 A", HR_DIM_NONE, HR_UNIT_WRONG},
        {"5 degC", HR_DIM_KELVIN_DIFF, HR_UNIT_WRONG},
        {"20 ton", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"20 tons", HR_DIM_KG, HR_UNIT_UNKNOWN},
        {"1,000 W", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"1 000 W", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"1__0 W", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"1_ W", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"5 e W", HR_DIM_WATT, HR_UNIT_UNKNOWN},
        {"1 year", HR_DIM_METRE, HR_UNIT_WRONG},
        {"120 mm2", HR_DIM_M2, HR_UNIT_WRONG},
        {"4/0 mm2", HR_DIM_M2_CONDUCTOR, HR_UNIT_NO_NUMBER},
        {"4/0 AWG", HR_DIM_WATT, HR_UNIT_WRONG},
        {"4/0", HR_DIM_M2_CONDUCTOR, HR_UNIT_NO_NUMBER},
        {"5/0 AWG", HR_DIM_M2_CONDUCTOR, HR_UNIT_UNKNOWN},
        {"6.5 AWG", HR_DIM_M2_CONDUCTOR, HR_UNIT_NO_NUMBER},
        {"41 AWG", HR_DIM_M2_CONDUCTOR, HR_UNIT_NO_NUMBER},
        {"-3 AWG", HR_DIM_M2_CONDUCTOR, HR_UNIT_NO_NUMBER},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double si = 42;
        hr_unit_err e = parse(rows[i].text, rows[i].dim, &si);
        if (e != rows[i].e || si != 42) fail_msg("%s: %d, %g", rows[i].text, e, si);
    }
}

/* More digits than a double holds, grouped: read as far as the buffer for them goes, never further. */
static void long_numbers(void **state)
{
    (void)state;
    char text[4096];
    double si = 0;
    memset(text, '1', sizeof text);
    memcpy(text + 300, "e-300 W", 8);
    assert_int_equal(parse(text, HR_DIM_WATT, &si), HR_UNIT_OK);
    text[1] = '_';
    assert_int_equal(parse(text, HR_DIM_WATT, &si), HR_UNIT_NO_NUMBER);
}

static void dimension_of_a_text(void **state)
{
    (void)state;
    assert_int_equal(hr_unit_dim_of(HR_STR("5 kVA")), HR_DIM_VA);
    assert_int_equal(hr_unit_dim_of(HR_STR("5 %")), HR_DIM_NONE);
    assert_int_equal(hr_unit_dim_of(HR_STR("4/0 AWG")), HR_DIM_M2_CONDUCTOR);
    assert_int_equal(hr_unit_dim_of(HR_STR("5")), HR_DIM_COUNT_);
    assert_int_equal(hr_unit_dim_of(HR_STR("5 furlong")), HR_DIM_COUNT_);
    assert_int_equal(hr_unit_dim_of(HR_STR("kW")), HR_DIM_COUNT_);
}

static void is_hint(const char *text, hr_dim dim, const char *part)
{
    char buf[160] = "";
    bool given = hr_unit_hint(hr_str_of(text), dim, buf, sizeof buf);
    if (given != (part != NULL) || (part != NULL && strstr(buf, part) == NULL)) fail_msg("%s: %s", text, buf);
}

static void hints(void **state)
{
    (void)state;
    is_hint("20 ton", HR_DIM_WATT, "TR");
    is_hint("20 tons", HR_DIM_KG, "t (1000 kg)");
    is_hint("450 KW", HR_DIM_WATT, "did you mean kW?");
    is_hint("5 mva", HR_DIM_VA, "did you mean MVA?");
    is_hint("18 C", HR_DIM_KELVIN, "degC");
    is_hint("3 months", HR_DIM_SECOND, "weeks");
    is_hint("1,5 kW", HR_DIM_WATT, "point");
    is_hint("450 kW", HR_DIM_WATT, NULL);
    is_hint("450 kVA", HR_DIM_WATT, NULL); /* a unit, only the wrong one */
    is_hint("450 furlong", HR_DIM_WATT, NULL);
    is_hint("450", HR_DIM_WATT, NULL);
    is_hint("kw", HR_DIM_WATT, NULL);
}

static void is_text(double si, hr_dim dim, int digits, const char *expected)
{
    char buf[64];
    size_t n = hr_unit_text(buf, sizeof buf, si, dim, digits);
    assert_string_equal(buf, expected);
    assert_int_equal(n, strlen(expected));
}

static void texts_for_people(void **state)
{
    (void)state;
    is_text(806400, HR_DIM_WATT, 6, "806.4 kW");
    is_text(0.02, HR_DIM_SECOND, 6, "20 ms");
    is_text(0, HR_DIM_SECOND, 6, "0 s");
    is_text(90, HR_DIM_SECOND, 6, "90 s");
    is_text(300, HR_DIM_SECOND, 6, "5 min");
    is_text(72 * 3600.0, HR_DIM_SECOND, 6, "3 days");
    is_text(10 * 8760 * 3600.0, HR_DIM_SECOND, 6, "10 years");
    is_text(415, HR_DIM_VOLT, 6, "415 V");
    is_text(-13800, HR_DIM_VOLT, 6, "-13.8 kV");
    is_text(4000, HR_DIM_AMP, 6, "4000 A");
    is_text(65000, HR_DIM_AMP, 6, "65 kA");
    is_text(291.15, HR_DIM_KELVIN, 6, "18 degC");
    is_text(0, HR_DIM_WATT, 6, "0 W");
    is_text(0.001, HR_DIM_M3_PER_S, 6, "60 L/min");
    is_text(1.2e-4, HR_DIM_M2_CONDUCTOR, 6, "120 mm2");
    is_text(0.08 / 3.6e6, HR_DIM_USD_PER_J, 6, "0.08 USD/kWh");
    is_text(0.05, HR_DIM_NONE, 6, "0.05");
    is_text(INFINITY, HR_DIM_WATT, 6, "inf GW");
    is_text(NAN, HR_DIM_WATT, 6, "nan W");
    is_text(1234567, HR_DIM_WATT, 3, "1.23 MW");
    char buf[64];
    hr_percent_text(buf, sizeof buf, 0.0575, 6);
    assert_string_equal(buf, "5.75 %");
}

/* A value of a dimension: every order of magnitude that a hall has, both signs. */
static double random_value(uint64_t *random)
{
    double v = ((double)(random_next(random) >> 11) + 1) / 9007199254740992.0;
    int power = (int)random_below(random, 40) - 20;
    return (random_below(random, 2) != 0 ? v : -v) * pow(10, power);
}

/* parse(text(v)) == v. The text is exact (17 digits) but for the arithmetic from SI to the unit and back: at most three
 * roundings each way, so 3 units in the last place; for temperatures of the larger of v and its offset. */
static void text_there_and_back(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (hr_dim dim = 0; dim < HR_DIM_COUNT_; dim++) {
        for (int i = 0; i < 20000; i++) {
            double v = random_value(&random), back = 0;
            char buf[64];
            size_t n = hr_unit_text(buf, sizeof buf, v, dim, 17);
            hr_unit_err e = hr_unit_parse((hr_str){buf, (uint32_t)n}, dim, &back);
            double size = fmax(fabs(v), dim == HR_DIM_KELVIN ? 273.15 : 0);
            if (e != HR_UNIT_OK || fabs(back - v) > 3 * DBL_EPSILON * size)
                fail_msg("%.17g -> %s -> %.17g", v, buf, back);
        }
    }
}

/* Every unit: value -> text in it -> SI is value * scale + offset; its canonical spelling means the same and is
 * canonical itself; no other unit of its dimension is spelled alike. */
static void each_unit(void **state)
{
    (void)state;
    uint64_t random = 2;
    size_t count = 0;
    for (hr_dim dim = 0; dim < HR_DIM_COUNT_; dim++) {
        double scale, offset;
        const char *unit;
        for (size_t i = 0; (unit = hr_unit_at(dim, i, &scale, &offset)) != NULL; i++, count++) {
            double s2, o2;
            for (size_t k = 0; k < i; k++) assert_string_not_equal(unit, hr_unit_at(dim, k, &s2, &o2));
            for (int k = 0; k < 200; k++) {
                double v = isnan(scale) ? random_below(&random, 41) : random_value(&random), si = 0, again = 0;
                char text[64], canonical[64], twice[64];
                size_t n = hr_num_text(text, sizeof text, v, 17);
                snprintf(text + n, sizeof text - n, "%s%s", k % 2 != 0 ? " " : "", unit);
                assert_int_equal(parse(text, dim, &si), HR_UNIT_OK);
                if (!isnan(scale))
                    assert_true(fabs(si - (v * scale + offset)) <= 3 * DBL_EPSILON * fmax(fabs(si), offset));
                assert_true(hr_unit_canonical(hr_str_of(text), canonical, sizeof canonical));
                assert_int_equal(parse(canonical, dim, &again), HR_UNIT_OK);
                assert_true(again == si);
                assert_true(hr_unit_canonical(hr_str_of(canonical), twice, sizeof twice));
                assert_string_equal(canonical, twice);
            }
        }
    }
    assert_true(count > 150);
}

static void is_canonical(const char *text, const char *expected)
{
    char buf[64] = "";
    bool known = hr_unit_canonical(hr_str_of(text), buf, sizeof buf);
    if (known != (expected != NULL)) fail_msg("%s: %s", text, buf);
    if (expected != NULL) assert_string_equal(buf, expected);
}

static void canonical_spellings(void **state)
{
    (void)state;
    is_canonical("415V", "415 V");
    is_canonical("1.60 MW", "1.60 MW");
    is_canonical(" +4_000   A ", "+4_000 A");
    is_canonical("5%", "5 %");
    is_canonical("18 °C", "18 degC");
    is_canonical("100 GPM", "100 gpm");
    is_canonical("400Gbps", "400 Gb/s");
    is_canonical("5000 sq ft", "5000 ft2");
    is_canonical("4/0AWG", "4/0 AWG");
    is_canonical("6AWG", "6 AWG");
    is_canonical("415", NULL);
    is_canonical("415 KV", NULL);
    is_canonical("4/0 kcmil", NULL);
    is_canonical("6.5 AWG", NULL);
    is_canonical("1e999 W", NULL);
    is_canonical("Hall 1", NULL);
    char small[6];
    assert_false(hr_unit_canonical(HR_STR("1000 kW"), small, sizeof small));
}

/* The words that messages are made of: each dimension has them, and its example and likely unit are its own. */
static void words(void **state)
{
    (void)state;
    for (hr_dim dim = 0; dim < HR_DIM_COUNT_; dim++) {
        double si = 0;
        char text[64];
        assert_true(hr_unit_si(dim) != NULL && hr_unit_dim_word(dim) != NULL);
        assert_int_equal(parse(hr_unit_example(dim), dim, &si), HR_UNIT_OK);
        snprintf(text, sizeof text, "1 %s", hr_unit_likely(dim));
        assert_int_equal(parse(text, dim, &si), HR_UNIT_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_by_definition),
        cmocka_unit_test(values_by_tables),
        cmocka_unit_test(refusals),
        cmocka_unit_test(long_numbers),
        cmocka_unit_test(dimension_of_a_text),
        cmocka_unit_test(hints),
        cmocka_unit_test(texts_for_people),
        cmocka_unit_test(text_there_and_back),
        cmocka_unit_test(each_unit),
        cmocka_unit_test(canonical_spellings),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
