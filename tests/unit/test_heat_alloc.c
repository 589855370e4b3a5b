/* test_heat_alloc.c - heat along flows with the n-th allocation failing, for every n: in making a net, in solving it,
 * and in planning it anew when its flows turn. None may crash, leak or look whole. Built with HR_TEST_ALLOC. */
#include "base/alloc.h"
#include "engine/heat_flow.h"

#include "cm.h"

#ifndef HR_TEST_ALLOC
#error "this test is linked with the build whose allocations can fail: see CMakeLists.txt"
#endif

#define NODES 40 /* one ring, and as many small ones when the flow turns: more room for their matrix */

static hr_fluid water;

/* Forward the chords lead out of the ring's order and forth; backward they make rings of their own. */
static hr_err make_and_solve(void)
{
    static uint8_t kind[NODES];
    static hr_heat_link link[2 * NODES];
    static double flow[2 * NODES], heat[2 * NODES], fixed[NODES];
    for (hr_id n = 0; n < NODES; n++) {
        link[n] = (hr_heat_link){n, (n + 1) % NODES, &water, 5, 300};
        flow[n] = 2;
        link[NODES + n] = (hr_heat_link){n, (n + 1) % NODES, &water, 0, 300};
        flow[NODES + n] = 0;
        heat[n] = 100;
    }
    const hr_heat_net net = {NODES, 2 * NODES, kind, link};
    const hr_heat_input in = {flow, heat, fixed, 0};
    hr_heat_fault fault;
    hr_heat *h;
    hr_err e = hr_heat_new(&h, &net, &fault);
    if (e == HR_OK) e = hr_heat_solve(h, &in, &fault);
    for (hr_id n = 0; n + 1 < NODES; n++) {
        flow[n] = 3;
        flow[NODES + n] = -1;
    }
    if (e == HR_OK) e = hr_heat_solve(h, &in, &fault);
    if (e == HR_OK) assert_true(hr_heat_check(h, &in).mixing <= 1e-12);
    else assert_int_equal(e, HR_ENOMEM);
    hr_heat_free(h);
    return e;
}

static void each_allocation_of_a_net(void **state)
{
    (void)state;
    assert_true(hr_fluid_of_mass(&water, 0));
    for (long n = 0;; n++) {
        hr_alloc_fail_after(n);
        const hr_err e = make_and_solve();
        const bool failed = hr_alloc_failed();
        hr_alloc_fail_after(-1);
        assert_int_equal(e == HR_OK, !failed);
        if (failed) continue;
        assert_true(n > 2);
        print_message("%ld allocations\n", n);
        return;
    }
}

/* Memory that ran out while flows turned leaves a net that solves the next time. */
static void a_net_survives(void **state)
{
    (void)state;
    const uint8_t kind[3] = {0};
    const hr_heat_link link[] = {{0, 1, &water, 5, 300}, {1, 2, &water, 5, 300}, {2, 0, &water, 5, 300}};
    const hr_heat_net net = {3, 3, kind, link};
    const double flow[] = {1, 1, 1}, heat[] = {100, 0, 0}, fixed[3] = {0};
    const hr_heat_input in = {flow, heat, fixed, 0};
    hr_heat_fault fault;
    hr_heat *h;
    assert_int_equal(hr_heat_new(&h, &net, &fault), HR_OK);
    hr_alloc_fail_after(0);
    assert_int_equal(hr_heat_solve(h, &in, &fault), HR_ENOMEM);
    hr_alloc_fail_after(-1);
    assert_int_equal(hr_heat_solve(h, &in, &fault), HR_OK);
    assert_true(hr_heat_check(h, &in).energy <= 1e-12);
    hr_heat_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_allocation_of_a_net), cmocka_unit_test(a_net_survives)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
