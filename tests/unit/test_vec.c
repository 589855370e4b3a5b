/* test_vec.c - the growing array keeps what was pushed, zeroes new slots and refuses sizes that can't be. */
#include "base/vec.h"

#include "cm.h"

static void pushed_items_stay(void **state)
{
    (void)state;
    hr_vec v = {0};
    for (uint32_t i = 0; i < 100000; i++) {
        uint32_t *slot = hr_vec_push(&v, sizeof *slot);
        assert_non_null(slot);
        assert_int_equal(*slot, 0);
        *slot = i + 1;
    }
    assert_int_equal(v.n, 100000);
    for (uint32_t i = 0; i < 100000; i++) assert_int_equal(((uint32_t *)v.item)[i], i + 1);
    hr_vec_free(&v);
    assert_null(v.item);
    assert_int_equal(v.n + v.cap, 0);
}

static void popped_slots_come_back_zeroed(void **state)
{
    (void)state;
    hr_vec v = {0};
    *(int *)hr_vec_push(&v, sizeof(int)) = 5;
    v.n--;
    assert_int_equal(*(int *)hr_vec_push(&v, sizeof(int)), 0);
    hr_vec_free(&v);
}

static void room_is_kept_and_checked(void **state)
{
    (void)state;
    hr_vec v = {0};
    assert_true(hr_vec_reserve(&v, 1000, 16));
    void *item = v.item;
    for (int i = 0; i < 1000; i++) assert_non_null(hr_vec_push(&v, 16));
    assert_ptr_equal(v.item, item);
    assert_false(hr_vec_reserve(&v, SIZE_MAX / 8, 16));
    assert_false(hr_vec_reserve(&v, SIZE_MAX, 1));
    assert_int_equal(v.n, 1000); /* a refused growth leaves it whole */
    hr_vec_free(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushed_items_stay),
        cmocka_unit_test(popped_slots_come_back_zeroed),
        cmocka_unit_test(room_is_kept_and_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
