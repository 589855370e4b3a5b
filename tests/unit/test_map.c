/* test_map.c - the hash table against a list that is searched from end to end. */
#include "base/map.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

#include "cm.h"
#include "random.h"

static void agrees_with_a_list(void **state)
{
    (void)state;
    enum { KEYS = 3000 };
    static char text[KEYS][8];
    static hr_str key[KEYS];
    uint32_t n = 0;
    uint64_t seed = 5;
    hr_map m = {0};
    for (uint32_t step = 0; step < 8000; step++) {
        char t[8];
        hr_str k = {t, random_below(&seed, 6)};
        for (uint32_t i = 0; i < k.n; i++) t[i] = (char)('a' + random_below(&seed, 5));
        uint32_t want = HR_NONE;
        for (uint32_t i = 0; i < n && want == HR_NONE; i++) {
            if (hr_str_eq(key[i], k)) want = i;
        }
        assert_int_equal(hr_map_get(&m, k), want);
        if (n == KEYS && want == HR_NONE) continue;
        if (want == HR_NONE) { /* the key must outlive the map */
            memcpy(text[n], t, sizeof t);
            k.s = text[n];
        }
        uint32_t old = 77;
        assert_true(hr_map_add(&m, k, n, &old));
        assert_int_equal(old, want);
        if (want == HR_NONE) key[n++] = k;
        assert_int_equal(m.n, n);
        assert_true(m.n < m.cap); /* else a search for what is absent would not end */
    }
    assert_true(n > 1000);
    for (uint32_t i = 0; i < n; i++) assert_int_equal(hr_map_get(&m, key[i]), i);
    hr_map_free(&m);
    assert_int_equal(hr_map_get(&m, key[0]), HR_NONE);
}

static void first_value_stays(void **state)
{
    (void)state;
    hr_map m = {0};
    uint32_t old = 0;
    assert_true(hr_map_add(&m, HR_STR("ups"), 1, NULL));
    assert_true(hr_map_add(&m, HR_STR("ups"), 2, &old));
    assert_int_equal(old, 1);
    assert_int_equal(hr_map_get(&m, HR_STR("ups")), 1);
    assert_true(hr_map_add(&m, (hr_str){NULL, 0}, 3, NULL)); /* the empty key */
    assert_int_equal(hr_map_get(&m, HR_STR("")), 3);
    assert_int_equal(hr_map_get(&m, (hr_str){"a\0b", 3}), HR_NONE);
    hr_map_free(&m);
}

static void reserved_map_does_not_grow(void **state)
{
    (void)state;
    hr_map m = {0};
    assert_true(hr_map_reserve(&m, 10000));
    uint32_t cap = m.cap;
    static char text[10000][12];
    for (uint32_t i = 0; i < 10000; i++) {
        int n = snprintf(text[i], sizeof text[i], "row%u", i);
        assert_true(hr_map_add(&m, (hr_str){text[i], (uint32_t)n}, i, NULL));
    }
    assert_int_equal(m.cap, cap);
    assert_false(hr_map_reserve(&m, UINT32_MAX));
    hr_map_free(&m);
}

/* Written down once: cases and seeds are keyed by it, so it may never change nor differ between machines. */
static void hash_is_fixed(void **state)
{
    (void)state;
    uint64_t plain = UINT64_C(0x85944171f73967e8); /* FNV-1a of "foobar", from its authors' test vectors */
    assert_true(hr_hash64("foobar", 6, 0) == (plain ^ (plain >> 32)));
    assert_true(hr_hash64("", 0, 0) == (UINT64_C(0xcbf29ce484222325) ^ UINT64_C(0xcbf29ce4)));
    assert_true(hr_hash64("foobar", 6, 1) != hr_hash64("foobar", 6, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_a_list),
        cmocka_unit_test(first_value_stays),
        cmocka_unit_test(reserved_map_does_not_grow),
        cmocka_unit_test(hash_is_fixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
