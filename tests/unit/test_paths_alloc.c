/* test_paths_alloc.c - `check --paths` with the n-th allocation failing, for every n: found and shown whole, or not at
 * all. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"
#include "element/types.h"
#include "report/report.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

static bool drop(void *user, const char *s, size_t n)
{
    *(size_t *)user += n + (s == NULL);
    return true;
}

static hr_err show(const hr_paths *p)
{
    size_t n = 0;
    hr_buf out = {0};
    hr_err e = hr_report_paths_json(p, drop, &n);
    if (e == HR_OK) e = hr_report_paths_text(p, &out, &(hr_report_opts){.color = true});
    hr_buf_free(&out);
    return e;
}

static hr_err find_and_show(hr_ctx *ctx, const hr_site *site, const char *element)
{
    const hr_check_opts opts = {.threads = 1};
    hr_paths *p = NULL;
    hr_err e = hr_paths_run(&p, ctx, site, element, &opts);
    assert_int_equal(p != NULL, e == HR_OK);
    if (e == HR_OK) e = show(p);
    hr_paths_free(p);
    return e;
}

static void fail_each(const char *path, const char *element)
{
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    const hr_open_opts opts = {.types = &hr_builtin_types};
    hr_site *site = NULL;
    bool failed = true;
    assert_int_equal(hr_site_open(&site, ctx, path, &opts), HR_OK);
    for (long n = 0; failed; n++) {
        hr_alloc_fail_after(n);
        hr_err e = find_and_show(ctx, site, element);
        failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        assert_int_equal(e == HR_OK, !failed);
        assert_true(failed || n > 0);
    }
    hr_site_free(site);
    hr_ctx_free(ctx);
}

static void each_allocation_of_paths(void **state)
{
    (void)state;
    fail_each("tests/golden/paths-2n/site.yaml", "rack-1");
    fail_each("tests/golden/paths-shared/site.yaml", "rack-2");
    fail_each("tests/golden/paths-ways/site.yaml", "rack.one");
    fail_each("tests/golden/paths-block/site.yaml", "block-1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
