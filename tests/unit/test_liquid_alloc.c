/* test_liquid_alloc.c - the hydraulic engine and its files with the n-th allocation failing, for every n: the answer is
 * HR_ENOMEM, nothing leaks, nothing crashes, and what failed works the next time. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"

#include <string.h>

#include "engine/manifold.h"
#include "port/epanet.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

/* Check valves of which one shuts, pumps of every form, a valve and a curve, words in quotes, a fault, a note. */
static const char text[] =
    "[JUNCTIONS]\n\"A\" 0 1 P\nB 1\nC 2\n[DEMANDS]\nA 1\n[RESERVOIRS]\nR 20\n[TANKS]\nT 10 1\n"
    "[PIPES]\n1 A B 10 100 0.1 1 CV\n2 B C 10 100 0.1\n3 C A 10 100 0.1\n4 C A 9 90 0.1 CV\n"
    "[PUMPS]\n5 R A HEAD H\n6 R A HEAD M\n7 R B POWER 1\n[VALVES]\n8 C T 80 GPV G\n9 B T 80 TCV 5\n"
    "[CURVES]\nH 5 20\nM 0 30\nM 1 28\nM 2 25\nM 3 20\nG 0 0\nG 5 3\nG 9 8\n[PATTERNS]\nP 1.5\n"
    "[STATUS]\n7 CLOSED\n[REPORT]\nx\n[OPTIONS]\nUNITS LPS\nHEADLOSS D-W\n";
static const char wrong[] = "[JUNCTIONS]\nA 0\n[PIPES]\n1 A B 1 1 1\n[CURVES]\nC 1\n";

static hr_ctx *ctx;

static hr_err solve(const hr_epanet *e)
{
    hr_hydraulics *h = NULL;
    hr_hydraulic_work *w = NULL;
    hr_hydraulic_fault fault;
    hr_err err = hr_hydraulics_build(&h, &e->net, &fault);
    if (err == HR_OK) err = hr_hydraulics_work(&w, h);
    if (err == HR_OK) err = hr_hydraulics_solve(w, &fault);
    if (err == HR_ENOMEM && w != NULL) { /* the work is as good as before */
        hr_alloc_fail_after(-1);
        assert_int_equal(hr_hydraulics_solve(w, &fault), HR_OK);
        hr_alloc_fail_after(0); /* so that the caller still learns that one failed */
        void *used = hr_malloc(1);
        assert_null(used);
    }
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
    return err;
}

static hr_err read_text(hr_epanet *e, const char *body)
{
    hr_id file;
    hr_err err = hr_source_text(ctx, "t.inp", body, strlen(body), &file);
    return err == HR_OK ? hr_epanet_read(e, ctx, file) : err;
}

static hr_err work_whole(void)
{
    hr_epanet e = {0};
    hr_buf out = {0};
    hr_id link;
    hr_err err = read_text(&e, text);
    if (err == HR_OK) err = solve(&e);
    if (err == HR_OK)
        err = hr_epanet_write(
            &(hr_epanet_source){"t", &e.net, e.node_name, e.link_name, NULL, e.rho, e.mu, NULL, NULL, NULL, NULL}, &out,
            &link);
    hr_buf_free(&out);
    hr_epanet_close(&e);
    return err;
}

static hr_err work_manifold(void)
{
    const hr_manifold_shape shape = {
        .trays = 3, .pitch = 0.05, .diameter = 0.02, .couplings = {1e4, 1e-4, 2, 0.1}, .tray = {4e4, 1e-4, 1.85, 0.3}};
    hr_manifold *m = NULL;
    hr_manifold_flow f;
    hr_err err = hr_manifold_new(&m, &shape);
    if (err == HR_OK) err = hr_manifold_solve(m, 3e-4, 1000, 1e-3, &f);
    hr_manifold_free(m);
    return err;
}

static hr_err work_wrong(void)
{
    hr_epanet e = {0};
    hr_err err = read_text(&e, wrong);
    hr_epanet_close(&e);
    return err;
}

static void fail_each(hr_err (*work)(void), hr_err whole)
{
    for (long n = 0;; n++) {
        assert_non_null(ctx = hr_ctx_new("2026-01-01"));
        hr_alloc_fail_after(n);
        hr_err e = work();
        bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        hr_ctx_free(ctx);
        assert_int_equal(e, failed ? HR_ENOMEM : whole);
        if (failed) continue;
        assert_true(n > 10);
        return;
    }
}

static void each_allocation_fails(void **unused)
{
    (void)unused;
    fail_each(work_whole, HR_OK);
    fail_each(work_wrong, HR_EINPUT);
    fail_each(work_manifold, HR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
