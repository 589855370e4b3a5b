/* test_alloc.c - base with the n-th allocation failing, for every n: nothing leaks, nothing crashes, and the failure is
 * reported. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/map.h"
#include "base/pool.h"
#include "base/str.h"
#include "base/term.h"
#include "base/vec.h"
#include "report/diag.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

/* Runs `work` with the 1st, 2nd, ... allocation failing until one run needs fewer. `work` returns whether it did all
 * it should: it must say no exactly when an allocation failed. */
static void fail_each(bool (*work)(void))
{
    for (long n = 0;; n++) {
        hr_alloc_fail_after(n);
        bool whole = work();
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        assert_int_equal(whole, !failed);
        if (!failed) {
            assert_true(n > 0);
            return;
        }
    }
}

static bool work_arena(void)
{
    hr_arena *a = hr_arena_new();
    bool good = a != NULL;
    for (size_t i = 0; good && i < 200; i++) good = hr_arena_alloc(a, i * 37) != NULL;
    if (good) good = hr_arena_printf(a, "%d", 1) != NULL && hr_arena_str(a, "x", 1).s != NULL;
    hr_arena_free(a);
    return good;
}

static bool work_vec_and_map(void)
{
    static const char *const key[] = {"a", "b", "c"};
    hr_vec v = {0};
    hr_map m = {0};
    bool good = true;
    for (int i = 0; good && i < 100; i++) good = hr_vec_push(&v, 4) != NULL;
    for (uint32_t i = 0; good && i < 3; i++) good = hr_map_add(&m, hr_str_of(key[i]), i, NULL);
    if (good) good = hr_map_reserve(&m, 1000) && hr_map_get(&m, HR_STR("b")) == 1;
    hr_vec_free(&v);
    hr_map_free(&m);
    return good;
}

static bool to_buf(void *user, const char *s, size_t n)
{
    hr_buf_add(user, s, n);
    return !((hr_buf *)user)->failed;
}

static bool work_json(void)
{
    hr_buf b = {0};
    hr_json *j = hr_json_new(to_buf, &b, true);
    for (int i = 0; i < 20; i++) hr_json_array(j);
    hr_json_z(j, "text");
    for (int i = 0; i < 20; i++) hr_json_array_end(j);
    bool good = hr_json_free(j);
    hr_buf_free(&b);
    return good;
}

static bool work_table(void)
{
    hr_table *t = hr_table_new("lr");
    hr_buf b = {0};
    for (int i = 0; i < 30; i++) {
        hr_table_cell(t, HR_RED, "%d", i);
        hr_table_row(t);
    }
    hr_table_write(t, &b, "", true);
    hr_table_free(t);
    bool good = !b.failed;
    hr_buf_free(&b);
    return good;
}

static bool work_context(void)
{
    hr_ctx *ctx = hr_ctx_new(NULL);
    hr_buf b = {0};
    hr_id file;
    bool good = ctx != NULL && hr_ctx_add_catalogue(ctx, "parts") == HR_OK;
    if (good) good = hr_source_text(ctx, "t", "a\nb", 3, &file) == HR_OK;
    if (good) good = hr_source_read(ctx, "/dev/null", HR_NOWHERE, &file) == HR_OK;
    for (int i = 0; good && i < 20; i++) {
        good = hr_diag_add(ctx, HR_ERROR, "M1", (hr_span){0, 1, 1, 1}, "help", "m") == HR_EINPUT;
    }
    if (good) {
        hr_diag_write_all(ctx, &b, true);
        good = !b.failed;
    }
    hr_buf_free(&b);
    hr_ctx_free(ctx);
    return good;
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    fail_each(work_arena);
    fail_each(work_vec_and_map);
    fail_each(work_json);
    fail_each(work_table);
    fail_each(work_context);
}

static void add_up(void *user, unsigned worker, uint32_t first, uint32_t last)
{
    (void)worker;
    *(uint32_t *)user += last - first;
}

static void pool_works_alone_then(void **state)
{
    (void)state;
    uint32_t sum = 0;
    hr_alloc_fail_after(0);
    assert_true(hr_pool_for(4, 100, 7, add_up, &sum)); /* no other thread: no race */
    assert_true(hr_alloc_failed());
    hr_alloc_fail_after(-1);
    assert_int_equal(sum, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(pool_works_alone_then),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
