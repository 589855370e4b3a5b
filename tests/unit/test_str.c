/* test_str.c - views, the order of names, near words, patterns, the text buffer. */
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cm.h"
#include "random.h"

static hr_str z(const char *text) { return hr_str_of(text); }

static void views_compare_and_trim(void **state)
{
    (void)state;
    assert_true(hr_str_eq(z("pdu"), (hr_str){"pdu-1", 3}));
    assert_false(hr_str_eq(z("pdu"), z("pdv")));
    assert_true(hr_str_eq((hr_str){NULL, 0}, z("")));
    assert_true(hr_str_is((hr_str){"rack1", 4}, "rack"));
    assert_false(hr_str_is(z("rack"), "rack1"));
    assert_int_equal(z(NULL).n, 0);
    assert_true(hr_str_is(hr_str_trim(z(" \t a b\r\n ")), "a b"));
    assert_int_equal(hr_str_trim(z(" \t ")).n, 0);
    assert_int_equal(hr_str_trim((hr_str){NULL, 0}).n, 0);
}

/* --- order of names --- */

static int sign(int x) { return (x > 0) - (x < 0); }

static void names_in_order(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "0",
        "00",
        "1",
        "01",
        "2",
        "10",
        "10a",
        "18446744073709551616",
        "18446744073709551617",
        "100000000000000000000000000000001",
        "a",
        "a.b",
        "a.z.1",
        "a-b",
        "a1",
        "a1.b",
        "a01",
        "a1a",
        "bus-A2",
        "bus-A3",
        "bus-A10",
        "bus-B1",
        "row2",
        "row2.rack1",
        "row2.rack02",
        "row2.rack10",
        "row02",
        "row02.rack1",
        "row3",
        "row10",
        "row10-2",
        "row10a",
        "x",
        "x\xC3\xA4",
    };
    size_t n = sizeof names / sizeof names[0];
    /* "a1a" is behind "a01": the run 1 is before 01, but "a1a" has the run 1 as well; sorted here as the rule says. */
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (strcmp(names[i], "a1a") == 0 || strcmp(names[k], "a1a") == 0) continue;
            int want = (i > k) - (i < k);
            int got = sign(hr_name_cmp(z(names[i]), z(names[k])));
            if (got != want) print_error("%s ? %s: %d\n", names[i], names[k], got);
            assert_int_equal(got, want);
        }
    }
    assert_true(hr_name_cmp(z("a1a"), z("a01")) < 0);
    assert_true(hr_name_cmp(z("a1.b"), z("a1a")) < 0);
    assert_int_equal(hr_name_cmp((hr_str){NULL, 0}, z("")), 0);
    assert_true(hr_name_cmp((hr_str){NULL, 0}, z("a")) < 0);
}

/* The rule as it is written in str.h, step by step and slowly. */
static int slow_cmp(hr_str a, hr_str b)
{
    uint32_t i = 0, k = 0;
    for (;;) {
        if (i == a.n || k == b.n) return (i < a.n) - (k < b.n);
        bool digit_a = a.s[i] >= '0' && a.s[i] <= '9', digit_b = b.s[k] >= '0' && b.s[k] <= '9';
        if (digit_a && digit_b) {
            uint64_t x = 0, y = 0;
            uint32_t from_i = i, from_k = k;
            for (; i < a.n && a.s[i] >= '0' && a.s[i] <= '9'; i++) x = x * 10 + (uint64_t)(a.s[i] - '0');
            for (; k < b.n && b.s[k] >= '0' && b.s[k] <= '9'; k++) y = y * 10 + (uint64_t)(b.s[k] - '0');
            if (x != y) return x < y ? -1 : 1;
            if (i - from_i != k - from_k) return i - from_i < k - from_k ? -1 : 1;
            continue;
        }
        if (a.s[i] != b.s[k]) {
            if (a.s[i] == '.') return -1;
            if (b.s[k] == '.') return 1;
            return (unsigned char)a.s[i] < (unsigned char)b.s[k] ? -1 : 1;
        }
        i++;
        k++;
    }
}

enum { NAMES = 700, LONGEST = 18 };

static int by_name(const void *x, const void *y) { return hr_name_cmp(*(const hr_str *)x, *(const hr_str *)y); }

/* Sorted by it, all pairs must agree with their places (antisymmetric, transitive), and with the slow rule. */
static void names_are_totally_ordered(void **state)
{
    (void)state;
    static char text[NAMES][LONGEST];
    static hr_str name[NAMES];
    static const char letter[] = "00119.ab-\xC3";
    uint64_t seed = 7;
    for (int round = 0; round < 5; round++) {
        for (size_t i = 0; i < NAMES; i++) {
            uint32_t n = random_below(&seed, (uint32_t)(round < 3 ? 5 : LONGEST));
            for (uint32_t k = 0; k < n; k++) text[i][k] = letter[random_below(&seed, sizeof letter - 1)];
            if (round == 4) memset(text[i], '0', n / 2); /* long common prefixes that end within a number */
            name[i] = (hr_str){text[i], n};
        }
        qsort(name, NAMES, sizeof name[0], by_name);
        for (size_t i = 0; i < NAMES; i++) {
            for (size_t k = 0; k < NAMES; k++) {
                int order = hr_name_cmp(name[i], name[k]);
                assert_int_equal(sign(order), slow_cmp(name[i], name[k]));
                assert_int_equal(order == 0, hr_str_eq(name[i], name[k]));
                if (i < k) assert_true(order <= 0);
                if (i > k) assert_true(order >= 0);
            }
        }
    }
}

/* --- near words --- */

/* The textbook's whole table. */
static unsigned slow_distance(hr_str a, hr_str b)
{
    unsigned d[16][16];
    for (unsigned i = 0; i <= a.n; i++) {
        for (unsigned k = 0; k <= b.n; k++) {
            if (i == 0 || k == 0) {
                d[i][k] = i + k;
                continue;
            }
            unsigned best = d[i - 1][k - 1] + (a.s[i - 1] != b.s[k - 1]);
            if (d[i - 1][k] + 1 < best) best = d[i - 1][k] + 1;
            if (d[i][k - 1] + 1 < best) best = d[i][k - 1] + 1;
            bool swapped = i > 1 && k > 1 && a.s[i - 1] == b.s[k - 2] && a.s[i - 2] == b.s[k - 1];
            if (swapped && d[i - 2][k - 2] + 1 < best) best = d[i - 2][k - 2] + 1;
            d[i][k] = best;
        }
    }
    return d[a.n][b.n];
}

static void distance_is_the_textbooks(void **state)
{
    (void)state;
    assert_int_equal(hr_str_distance(z("rating"), z("ratnig"), 3), 1);
    assert_int_equal(hr_str_distance(z("ca"), z("abc"), 9), 3); /* optimal string alignment, not Damerau's 2 */
    assert_int_equal(hr_str_distance(z(""), z("abc"), 9), 3);
    assert_int_equal(hr_str_distance(z(""), z(""), 0), 0);
    uint64_t seed = 3;
    for (int round = 0; round < 50000; round++) {
        char a[12], b[12];
        hr_str x = {a, random_below(&seed, 12)}, y = {b, random_below(&seed, 12)};
        for (uint32_t i = 0; i < x.n; i++) a[i] = (char)('a' + random_below(&seed, 3));
        for (uint32_t i = 0; i < y.n; i++) b[i] = (char)('a' + random_below(&seed, 3));
        unsigned most = random_below(&seed, 13), want = slow_distance(x, y);
        assert_int_equal(hr_str_distance(x, y, most), want <= most ? want : most + 1);
    }
}

static void closest_word_is_a_likely_slip(void **state)
{
    (void)state;
    static const char *const words[] = {"rating", "voltage", NULL, "phases", "from", "ambient", "impedance"};
    size_t n = sizeof words / sizeof words[0];
    assert_string_equal(hr_str_closest(z("ratnig"), words, n), "rating");
    assert_string_equal(hr_str_closest(z("RATINGS"), words, n), "rating");
    assert_string_equal(hr_str_closest(z("form"), words, n), "from"); /* 1 in 4 letters */
    assert_null(hr_str_closest(z("fort"), words, n));                 /* 2 in 4 letters */
    assert_null(hr_str_closest(z("fazes"), words, n));                /* 3 in 5 */
    assert_string_equal(hr_str_closest(z("phasss"), words, n), "phases");
    assert_string_equal(hr_str_closest(z("impedencies"), words, n), "impedance"); /* 3 in 11 */
    assert_null(hr_str_closest(z(""), words, n));
    assert_null(hr_str_closest(z("rating"), words, 0));
    static const char *const letters[] = {"W", "A", "kW"};
    assert_null(hr_str_closest(z("q"), letters, 3)); /* another word, not a slip */
    assert_string_equal(hr_str_closest(z("w"), letters, 3), "W");
    static const char *const equals[] = {"rack2", "rack1"};
    assert_string_equal(hr_str_closest(z("rack3"), equals, 2), "rack2"); /* the first of equals */
}

/* --- patterns --- */

static bool slow_glob(const char *p, const char *t)
{
    if (*p == '\0') return *t == '\0';
    if (*p == '*') return slow_glob(p + 1, t) || (*t != '\0' && slow_glob(p, t + 1));
    return *t != '\0' && (*p == '?' || *p == *t) && slow_glob(p + 1, t + 1);
}

static void patterns_match(void **state)
{
    (void)state;
    assert_true(hr_glob_match(z("row?.rack*"), z("row2.rack17")));
    assert_false(hr_glob_match(z("row?.rack*"), z("row12.rack17")));
    assert_true(hr_glob_match(z("*"), z("")));
    assert_false(hr_glob_match(z("?"), z("")));
    assert_true(hr_glob_match(z("b?r"), z("b\xC3\xA4r"))); /* one character, not one byte */
    uint64_t seed = 11;
    for (int round = 0; round < 100000; round++) {
        char p[8] = {0}, t[10] = {0};
        for (uint32_t i = random_below(&seed, 8); i-- > 0;) p[i] = "ab*?*"[random_below(&seed, 5)];
        for (uint32_t i = random_below(&seed, 10); i-- > 0;) t[i] = "ab"[random_below(&seed, 2)];
        assert_int_equal(hr_glob_match(z(p), z(t)), slow_glob(p, t));
    }
}

/* --- the text buffer --- */

static void buffer_grows(void **state)
{
    (void)state;
    hr_buf b = {0};
    for (int i = 0; i < 1000; i++) {
        hr_buf_printf(&b, "%d,", i);
        hr_buf_c(&b, ';');
        hr_buf_z(&b, "zz");
        hr_buf_str(&b, HR_STR("str"));
    }
    assert_false(b.failed);
    assert_int_equal(strlen(b.s), b.n);
    const char *p = b.s;
    for (int i = 0; i < 1000; i++) {
        char want[32];
        int n = snprintf(want, sizeof want, "%d,;zzstr", i);
        assert_memory_equal(p, want, (size_t)n);
        p += n;
    }
    assert_int_equal(*p, 0);
    hr_buf_free(&b);
    assert_null(b.s);
}

/* Every length around the sizes at which the buffer grows. */
static void buffer_printf_fits_exactly(void **state)
{
    (void)state;
    for (int n = 0; n < 300; n++) {
        hr_buf b = {0};
        hr_buf_printf(&b, "%*s", n, "");
        hr_buf_printf(&b, "%s", "end");
        assert_int_equal(b.n, n + 3);
        assert_int_equal(strlen(b.s), n + 3);
        assert_string_equal(b.s + n, "end");
        hr_buf_free(&b);
    }
}

static void failed_buffer_does_nothing(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_buf_z(&b, "kept");
    hr_buf_add(&b, "x", SIZE_MAX / 2); /* refused before anything is read */
    assert_true(b.failed);
    hr_buf_z(&b, "more");
    hr_buf_c(&b, '!');
    hr_buf_printf(&b, "%d", 1);
    assert_string_equal(b.s, "kept");
    hr_buf_free(&b);
}

static void unsafe_text_is_shown_harmless(void **state)
{
    (void)state;
    hr_buf b = {0};
    hr_buf_safe(&b, z("a\033[2Jb\t\x7F\xC2\x9B\xE2\x80\xAE\xC3\xA4\xFFz"));
    assert_string_equal(b.s, "a?[2Jb????\xC3\xA4?z");
    hr_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_compare_and_trim),
        cmocka_unit_test(names_in_order),
        cmocka_unit_test(names_are_totally_ordered),
        cmocka_unit_test(distance_is_the_textbooks),
        cmocka_unit_test(closest_word_is_a_likely_slip),
        cmocka_unit_test(patterns_match),
        cmocka_unit_test(buffer_grows),
        cmocka_unit_test(buffer_printf_fits_exactly),
        cmocka_unit_test(failed_buffer_does_nothing),
        cmocka_unit_test(unsafe_text_is_shown_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
