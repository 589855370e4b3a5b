/* test_readers_alloc.c - YAML, hostlists and folding with the n-th allocation failing, for every n: the answer is
 * HR_ENOMEM, nothing leaks, nothing crashes. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/hostlist.h"
#include "model/yaml.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

static hr_ctx *ctx;
static hr_arena *arena;

/* Runs `work` with the 1st, 2nd, ... allocation failing until one run needs fewer. */
static void fail_each(hr_err (*work)(void), hr_err whole)
{
    for (long n = 0;; n++) {
        assert_non_null(ctx = hr_ctx_new("2026-01-01"));
        assert_non_null(arena = hr_arena_new());
        hr_alloc_fail_after(n);
        hr_err e = work();
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        hr_arena_free(arena);
        hr_ctx_free(ctx);
        assert_int_equal(e, failed ? HR_ENOMEM : whole);
        if (failed) continue;
        assert_true(n > 0);
        return;
    }
}

static hr_err parse(const char *text)
{
    hr_id file;
    hr_ynode *root;
    hr_err e = hr_source_text(ctx, "test", text, strlen(text), &file);
    return e == HR_OK ? hr_yaml_parse(&root, ctx, arena, file) : e;
}

static hr_err work_tree(void)
{
    static char text[20000]; /* more keys than are compared one by one, more nodes than one block of the arena */
    size_t n = 0;
    for (int i = 0; i < 300; i++) n += (size_t)snprintf(text + n, sizeof text - n, "k%d: {a: [1, 'it''s']}\n", i);
    return parse(text);
}

static hr_err work_refused(void) { return parse("a: {to: tx-[A,B]}"); }

static hr_err work_hostlist(void)
{
    hr_hostlist h;
    return hr_hostlist_parse(&h, ctx, arena, HR_STR("row[1-4]-rack[01-08,A]"), HR_NOWHERE, false, false);
}

static hr_err work_hostlist_refused(void)
{
    hr_hostlist h;
    return hr_hostlist_parse(&h, ctx, arena, HR_STR("row[4-1]"), HR_NOWHERE, false, false);
}

static hr_err work_fold(void)
{
    hr_str name[] = {HR_STR("a1b1"), HR_STR("a1b2"), HR_STR("a2b1"), HR_STR("a2b2"), HR_STR("hall")};
    hr_buf out = {0};
    hr_err e = hr_hostlist_fold(name, 5, &out);
    hr_buf_free(&out);
    return e;
}

static void each_allocation_fails(void **state)
{
    (void)state;
    fail_each(work_tree, HR_OK);
    fail_each(work_refused, HR_EINPUT);
    fail_each(work_hostlist, HR_OK);
    fail_each(work_hostlist_refused, HR_EINPUT);
    fail_each(work_fold, HR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
