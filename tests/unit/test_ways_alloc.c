/* test_ways_alloc.c - comparing two models, tables to fill in and the reader of workbooks with the n-th allocation
 * failing, for every n: none may crash, leak or look whole. Built with HR_TEST_ALLOC. What expat and zlib allocate does
 * not fail here. */
#include <stdio.h>

#include "base/alloc.h"
#include "element/types.h"
#include "port/import.h"
#include "port/template.h"
#include "report/diff.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

static const hr_check *old, *now;
static hr_buf book;

static bool drop(void *user, const char *s, size_t n)
{
    *(size_t *)user += n + (s == NULL);
    return true;
}

static hr_err compare(void)
{
    hr_diff *d = NULL;
    hr_buf text = {0};
    size_t n = 0;
    hr_err e = hr_diff_run(&d, old, now, &(hr_check_opts){0});
    if (e == HR_OK) e = hr_report_diff_text(d, &text, &(hr_report_opts){.color = true});
    if (e == HR_OK) e = hr_report_diff_json(d, drop, &n);
    hr_diff_free(d);
    hr_buf_free(&text);
    return e;
}

static hr_err tables(void)
{
    const hr_type *type[] = {hr_types_find(&hr_builtin_types, HR_STR("rack")),
                             hr_types_find(&hr_builtin_types, HR_STR("ups"))};
    hr_buf out = {0};
    hr_err e = hr_template_csv(type, 2, &out);
    hr_buf_free(&out);
    return e;
}

static hr_err import_book(void)
{
    hr_buf out = {0};
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    hr_err e = ctx ? hr_import_xlsx(ctx, "x.xlsx", book.s, book.n, &out) : HR_ENOMEM;
    hr_ctx_free(ctx);
    hr_buf_free(&out);
    return e;
}

/* Runs `make` with the 1st, 2nd, ... allocation failing until one run needs fewer. */
static void fail_each(hr_err (*make)(void))
{
    for (long n = 0;; n++) {
        hr_alloc_fail_after(n);
        hr_err e = make();
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        assert_int_equal(e == HR_OK, !failed);
        if (!failed) {
            assert_true(n > 0);
            return;
        }
    }
}

static hr_check *check(hr_ctx *ctx, const char *path, hr_site **site)
{
    const hr_open_opts opts = {.types = &hr_builtin_types};
    const hr_check_opts how = {.threads = 1};
    hr_check *c = NULL;
    assert_int_equal(hr_site_open(site, ctx, path, &opts), HR_OK);
    assert_int_equal(hr_check_run(&c, ctx, *site, &how), HR_OK);
    return c;
}

static void each_allocation_of_a_comparison(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_site *a = NULL, *b = NULL;
    hr_check *x = check(ctx, "tests/golden/diff-fields/a.yaml", &a);
    hr_check *y = check(ctx, "tests/golden/diff-fields/b.yaml", &b);
    old = x;
    now = y;
    fail_each(compare);
    hr_check_free(x);
    hr_check_free(y);
    hr_site_free(a);
    hr_site_free(b);
    hr_ctx_free(ctx);
}

static void each_allocation_of_a_table(void **state)
{
    (void)state;
    fail_each(tables);
}

static void each_allocation_of_an_import(void **state)
{
    (void)state;
    FILE *f = fopen("tests/fuzz/corpus/xlsx/archive", "rb");
    assert_non_null(f);
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) hr_buf_add(&book, block, n);
    fclose(f);
    fail_each(import_book);
    hr_buf_free(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_a_comparison),
                                       cmocka_unit_test(each_allocation_of_a_table),
                                       cmocka_unit_test(each_allocation_of_an_import)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
