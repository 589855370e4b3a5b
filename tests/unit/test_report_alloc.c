/* test_report_alloc.c - reports with the n-th allocation failing, for every n: a report that lacks something must not
 * look whole. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"
#include "element/types.h"
#include "report/report.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

static const hr_check *checked;

static bool drop(void *user, const char *s, size_t n)
{
    *(size_t *)user += n + (s == NULL);
    return true;
}

static hr_err make_json(void)
{
    size_t n = 0;
    return hr_report_json(checked, drop, &n, true);
}

static hr_err make_jsonl(void)
{
    size_t n = 0;
    return hr_report_jsonl(checked, drop, &n);
}

static hr_err make_csv(void)
{
    size_t n = 0;
    return hr_report_csv(checked, drop, &n);
}

static hr_err make_html(void)
{
    size_t n = 0;
    return hr_report_html(checked, drop, &n);
}

static hr_err make_svg(void)
{
    size_t n = 0;
    return hr_report_svg(checked, drop, &n);
}

static hr_err make_loop_svg(void)
{
    size_t n = 0;
    return hr_report_loop_svg(checked, drop, &n);
}

static hr_err make_md(void)
{
    size_t n = 0;
    return hr_report_md(checked, drop, &n);
}

static hr_err make_sarif(void)
{
    size_t n = 0;
    return hr_report_sarif(checked, drop, &n);
}

static hr_err make_text(void)
{
    hr_buf out = {0};
    hr_err e = hr_report_text(checked, &out, &(hr_report_opts){.color = true});
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

static void report_all(const char *path, bool loops)
{
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    const hr_open_opts opts = {.types = &hr_builtin_types};
    const hr_check_opts how = {.threads = 1};
    hr_site *site = NULL;
    hr_check *c = NULL;
    assert_int_equal(hr_site_open(&site, ctx, path, &opts), HR_OK);
    assert_int_equal(hr_check_run(&c, ctx, site, &how), HR_OK);
    checked = c;
    fail_each(make_json);
    fail_each(make_jsonl);
    fail_each(make_csv);
    fail_each(make_text);
    fail_each(make_html);
    fail_each(make_svg);
    fail_each(make_md);
    fail_each(make_sarif);
    if (loops) fail_each(make_loop_svg);
    hr_check_free(c);
    hr_site_free(site);
    hr_ctx_free(ctx);
}

static void each_allocation_of_a_report(void **state)
{
    (void)state;
    report_all("sites/dps-144", false);
    report_all("tests/twin/halls/two-cords.yaml", false);
    report_all("tests/twin/halls/psu-limits.yaml", false);
    report_all("tests/golden/rule-s101", false);
    report_all("tests/golden/path-main-tie-main", false);
    report_all("tests/golden/report-outages", false);
    report_all("tests/golden/rule-c118", true);
    report_all("sites/piped-row", true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_a_report)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
