/* test_arena.c - the arena gives zeroed, aligned, separate memory of any size and refuses what can't be. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#include "cm.h"
#include "random.h"

/* Fills every object with its own number at once and looks at all of them at the end: an overlap or a moved object
 * shows. Sizes around the block sizes are among them. */
static void objects_stay_apart(void **state)
{
    (void)state;
    enum { OBJECTS = 4000 };
    static unsigned char *object[OBJECTS];
    static size_t size[OBJECTS];
    uint64_t seed = 1;
    hr_arena *a = hr_arena_new();
    assert_non_null(a);
    size_t asked = 0;
    for (size_t i = 0; i < OBJECTS; i++) {
        uint32_t kind = random_below(&seed, 100);
        size[i] = random_below(&seed, kind < 90 ? 200 : kind < 99 ? 20000 : 300000);
        object[i] = hr_arena_alloc(a, size[i]);
        assert_non_null(object[i]);
        asked += size[i];
        for (size_t k = 0; k < size[i]; k++) assert_int_equal(object[i][k], 0);
        assert_int_equal((uintptr_t)object[i] % (size[i] >= 4096 ? 64 : _Alignof(max_align_t)), 0);
        if (size[i] > 0) memset(object[i], (int)(i % 255) + 1, size[i]);
    }
    for (size_t i = 0; i < OBJECTS; i++) {
        for (size_t k = 0; k < size[i]; k++) assert_int_equal(object[i][k], (int)(i % 255) + 1);
    }
    assert_in_range(hr_arena_used(a), asked, asked + OBJECTS);
    hr_arena_free(a);
}

static void empty_objects_are_distinct(void **state)
{
    (void)state;
    hr_arena *a = hr_arena_new();
    void *x = hr_arena_alloc(a, 0), *y = hr_arena_alloc(a, 0);
    assert_non_null(x);
    assert_non_null(y);
    assert_ptr_not_equal(x, y);
    hr_arena_free(a);
    hr_arena_free(NULL);
}

static void products_are_checked(void **state)
{
    (void)state;
    hr_arena *a = hr_arena_new();
    assert_null(hr_arena_array(a, SIZE_MAX / 8 + 2, 8)); /* would wrap to 8 bytes */
    assert_null(hr_arena_alloc(a, SIZE_MAX));
    assert_null(hr_arena_str(a, "", (size_t)UINT32_MAX).s);
    assert_non_null(hr_arena_array(a, SIZE_MAX, 0));
    double *d = HR_NEW_ARRAY(a, double, 3);
    assert_non_null(d);
    assert_true(d[2] == 0.0);
    hr_arena_free(a);
}

static void text_is_copied(void **state)
{
    (void)state;
    hr_arena *a = hr_arena_new();
    char from[] = "busway";
    hr_str v = hr_arena_str(a, from, 3);
    from[0] = 'x';
    assert_int_equal(v.n, 3);
    assert_string_equal(v.s, "bus");
    assert_string_equal(hr_arena_str(a, NULL, 0).s, "");
    assert_string_equal(hr_arena_printf(a, "%s-%03d", "pdu", 7), "pdu-007");
    char *big = hr_arena_printf(a, "%50000d", 1);
    assert_int_equal(strlen(big), 50000);
    hr_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_stay_apart),
        cmocka_unit_test(empty_objects_are_distinct),
        cmocka_unit_test(products_are_checked),
        cmocka_unit_test(text_is_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
