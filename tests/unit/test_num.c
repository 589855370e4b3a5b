/* test_num.c - numbers as text and back: exact at 17 digits, shortest, rounded rightly, under any locale. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "cm.h"
#include "random.h"

static const char *text_of(double v, int digits)
{
    static char buf[40];
    size_t n = hr_num_text(buf, sizeof buf, v, digits);
    assert_int_equal(n, strlen(buf));
    assert_true(n < 32);
    return buf;
}

static void known_numbers(void **state)
{
    (void)state;
    static const struct {
        double v;
        int digits;
        const char *text;
    } rows[] = {
        {806400, 12, "806400"},
        {0.05, 12, "0.05"},
        {1e21, 12, "1e+21"},
        {-0.0, 12, "0"},
        {0.1 + 0.2, 12, "0.3"},
        {0.1 + 0.2, 17, "0.30000000000000004"},
        {1e-5, 12, "0.00001"},
        {9.9999e-6, 12, "9.9999e-6"},
        {9999999999999998.0, 17, "9999999999999998"},
        {1e16, 17, "1e+16"},
        {1e15, 12, "1000000000000000"},
        {1234567890123.0, 12, "1234567890120"},
        {-1.5, 3, "-1.5"},
        {999999999999.9, 12, "1000000000000"},
        {0.99999999999999, 12, "1"},
        {2.5, 1, "2"},
        {3.5, 1, "4"},
        {1e300, 17, "1e+300"},
        {5e-324, 17, "5e-324"},
        {5e-324, 12, "5e-324"},
        {DBL_MAX, 17, "1.7976931348623157e+308"},
        {1.0 / 3, 15, "0.333333333333333"},
        {123456.789, 5, "123460"},
        {INFINITY, 12, "inf"},
        {-INFINITY, 12, "-inf"},
        {NAN, 12, "nan"},
        {480, 1, "500"},
        {0.96, 17, "0.96"},
        {1e-7, 17, "1e-7"},
        {-12.0, 17, "-12"},
        {7, 17, "7"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(text_of(rows[i].v, rows[i].digits), rows[i].text);
    }
    char small[8] = "x";
    assert_int_equal(hr_num_text(small, sizeof small, 1.0, 12), 0);
}

static double random_double(uint64_t *seed)
{
    for (;;) {
        uint64_t bits = random_next(seed);
        double v;
        memcpy(&v, &bits, sizeof v);
        if (random_below(seed, 2) == 0) v = ldexp((double)(bits >> 11), (int)(bits % 120) - 110); /* everyday sizes */
        if (isfinite(v)) return v;
    }
}

static int significant_digits(const char *text)
{
    int n = 0, zeros = 0; /* zeros that only count if another digit follows */
    for (const char *p = text; *p != '\0' && *p != 'e'; p++) {
        if (*p < '0' || *p > '9' || (*p == '0' && n == 0)) continue;
        zeros = *p == '0' ? zeros + 1 : 0;
        n++;
    }
    return n - zeros;
}

static void seventeen_digits_read_back(void **state)
{
    (void)state;
    uint64_t seed = 20;
    for (int i = 0; i < 100000; i++) {
        double v = random_double(&seed), back = 0;
        const char *text = text_of(v, 17);
        assert_true(strtod(text, NULL) == v);
        assert_true(hr_num_parse(hr_str_of(text), &back));
        assert_true(back == v);
        int digits = significant_digits(text); /* shortest: one digit less must not do */
        char less[48];
        snprintf(less, sizeof less, "%.*e", digits > 1 ? digits - 2 : 0, v);
        if (digits > 1) assert_true(strtod(less, NULL) != v);
    }
}

/* The fast way must give the digits of the C library's, which rounds exactly. */
static void rounding_is_the_librarys(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int i = 0; i < 400000; i++) {
        int digits = 1 + (int)random_below(&seed, 15);
        double v = random_double(&seed);
        if (i % 4 == 0) { /* near the half-way points, where a wrong rounding would show */
            v = ((double)random_below(&seed, 1000000000) + 0.5) / pow(10, random_below(&seed, 12));
        }
        if (v == 0 || fabs(v) < DBL_MIN) continue;
        char want[48];
        snprintf(want, sizeof want, "%.*e", digits - 1, v);
        if (isinf(strtod(want, NULL))) continue; /* the largest doubles, rounded up */
        double got = 0;
        assert_true(hr_num_parse(hr_str_of(text_of(v, digits)), &got));
        assert_true(got == strtod(want, NULL));
    }
}

static void reading_is_the_librarys(void **state)
{
    (void)state;
    uint64_t seed = 22;
    for (int i = 0; i < 300000; i++) {
        char text[2000];
        size_t n = 0;
        if (random_below(&seed, 3) == 0) text[n++] = '-';
        uint32_t most = i % 1000 == 0 ? 900 : 22;
        uint32_t whole = random_below(&seed, most), fraction = random_below(&seed, most);
        for (uint32_t k = 0; k < whole; k++) text[n++] = (char)('0' + random_below(&seed, 10));
        text[n++] = '.';
        for (uint32_t k = 0; k < fraction; k++) text[n++] = (char)('0' + random_below(&seed, 10));
        if (random_below(&seed, 2) == 0) n += (size_t)sprintf(text + n, "e%d", (int)random_below(&seed, 660) - 330);
        text[n] = '\0';
        double want = strtod(text, NULL), got = 0;
        bool good = hr_num_parse((hr_str){text, (uint32_t)n}, &got);
        assert_int_equal(good, whole + fraction > 0 && isfinite(want));
        if (good) assert_true(got == want);
    }
}

/* Half-way between two doubles, decided by the eight-hundredth digit. */
static void long_digits_decide(void **state)
{
    (void)state;
    char text[1100];
    size_t n = (size_t)sprintf(text, "9007199254740993"); /* 2^53 + 1: half-way, to even is down */
    text[n++] = '.';
    memset(text + n, '0', 1000);
    n += 1000;
    double v = 0;
    assert_true(hr_num_parse((hr_str){text, (uint32_t)n}, &v));
    assert_true(v == 9007199254740992.0);
    text[n++] = '1';
    assert_true(hr_num_parse((hr_str){text, (uint32_t)n}, &v));
    assert_true(v == 9007199254740994.0);
}

static void plain_decimals_only(void **state)
{
    (void)state;
    static const char *const good[] = {"0",    "-0",   "+1",  "1.",     ".5",           "1e3",
                                       "1E+3", "1e-3", "007", "1e-999", "0e99999999999"};
    static const char *const bad[] = {"",         "-",     ".",    "e1",    "1e",  "1e+",
                                      "1 ",       " 1",    "0x10", "1_000", "1,5", "inf",
                                      "nan",      "1e999", "--1",  "1.2.3", "1a",  "1e99999999999999999999",
                                      "infinity", "-.e1"};
    double v = 42;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) assert_true(hr_num_parse(hr_str_of(good[i]), &v));
    v = 42;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(hr_num_parse(hr_str_of(bad[i]), &v));
    assert_true(v == 42);
    assert_true(hr_num_parse((hr_str){"12345", 2}, &v)); /* a view, not a NUL-terminated string */
    assert_true(v == 12);
}

static void locale_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    bool set = false;
    for (size_t i = 0; i < 4 && !set; i++) set = setlocale(LC_ALL, names[i]) != NULL;
    if (!set) fail_msg("no locale with a decimal comma: install those of the file `packages`");
    double v = 0;
    assert_string_equal(text_of(1.0 / 3, 17), "0.3333333333333333");
    assert_true(hr_num_parse(hr_str_of("0.333333333333333314829616"), &v));
    setlocale(LC_ALL, "C");
    assert_true(v == 1.0 / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers),
        cmocka_unit_test(seventeen_digits_read_back),
        cmocka_unit_test(rounding_is_the_librarys),
        cmocka_unit_test(reading_is_the_librarys),
        cmocka_unit_test(long_digits_decide),
        cmocka_unit_test(plain_decimals_only),
        cmocka_unit_test(locale_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
