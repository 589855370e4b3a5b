/* prop_cooled.c - proves on halls with cooling that settling only what an outage changes gives the same bits as settling
 * everything from nothing: worst case of every limit, losses of power and of cooling, in every case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "element/types.h"
#include "headroom/site.h"
#include "task/check.h"

static const char *const halls[] = {
    "tests/golden/heat-cdu-one-board", "tests/golden/heat-n-plus-1-shared", "tests/golden/heat-ring-valve",
    "tests/golden/heat-standby",       "tests/golden/heat-standby-pipes",   "tests/golden/heat-chiller-restart",
    "tests/golden/heat-rear-door",     "tests/golden/heat-door-back",       "tests/golden/heat-tank",
    "tests/golden/heat-drain",         "tests/golden/heat-tower-common",    "tests/golden/heat-unknown",
    "tests/golden/heat-shares",        "tests/golden/heat-chain",           "tests/golden/heat-places",
    "tests/golden/rule-r107",          "tests/golden/rule-r107-standby",    "sites/legacy-hall",
};

static bool same_bits(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

static hr_check *check(hr_site *site, hr_ctx *ctx, bool brute)
{
    hr_check *c = NULL;
    const hr_check_opts o = {.threads = 1, .brute = brute};
    assert_int_equal(hr_check_run(&c, ctx, site, &o), HR_OK);
    return c;
}

static int given; /* files */
static char **files;

static void compare_worst(const char *hall, const hr_check *a, const hr_check *b)
{
    assert_int_equal(a->limits.n, b->limits.n);
    assert_int_equal(a->n_cases, b->n_cases);
    for (uint32_t i = 0; i < a->limits.n; i++) {
        const hr_worst *x = &a->worst[i], *y = &b->worst[i];
        /* What is not known in the base is told in the first case that touches it: from nothing every case does. */
        if (given && x->verdict == HR_V_UNKNOWN && y->verdict == HR_V_UNKNOWN) continue;
        bool same = same_bits(x->load, y->load) && same_bits(x->ratio, y->ratio) && x->case_ == y->case_ &&
                    x->verdict == y->verdict && x->load_state == y->load_state && x->cascade == y->cascade &&
                    (same_bits(x->limit, y->limit) || (x->limit != x->limit && y->limit != y->limit));
        if (!same)
            fail_msg("%s, limit %u: %s: load %.17g of %.17g in case %u; from nothing %s: %.17g of %.17g in case %u",
                     hall, i, hr_verdict_word[x->verdict], x->load, x->limit, x->case_, hr_verdict_word[y->verdict],
                     y->load, y->limit, y->case_);
    }
}

static void compare_losses(const char *hall, const hr_check *a, const hr_check *b)
{
    assert_int_equal(a->n_loss, b->n_loss);
    for (uint32_t i = 0; i < a->n_loss; i++) {
        const hr_loss *x = &a->loss[i], *y = &b->loss[i];
        bool same = x->case_ == y->case_ && x->unit == y->unit && x->heat == y->heat && x->unknown == y->unknown &&
                    x->cascade == y->cascade && same_bits(x->w, y->w);
        if (!same) fail_msg("%s, loss %u: %.17g W; from nothing %.17g W", hall, i, x->w, y->w);
    }
}

/* How many losses of cooling it has. */
static uint32_t compare_hall(const char *hall)
{
    hr_ctx *ctx = hr_ctx_new("2030-01-01");
    const hr_open_opts o = {.types = &hr_builtin_types};
    hr_site *site = NULL;
    uint32_t heat = 0;
    assert_int_equal(hr_site_open(&site, ctx, hall, &o), HR_OK);
    hr_check *some = check(site, ctx, false), *all = check(site, ctx, true);
    compare_worst(hall, some, all);
    compare_losses(hall, some, all);
    for (uint32_t k = 0; k < some->n_loss; k++) heat += some->loss[k].heat;
    hr_check_free(some);
    hr_check_free(all);
    hr_site_free(site);
    hr_ctx_free(ctx);
    return heat;
}

static void only_what_changes_gives_the_bits_of_everything(void **state)
{
    (void)state;
    uint32_t heat = 0;
    for (int i = 0; i < given; i++) compare_hall(files[i]);
    for (size_t i = 0; !given && i < sizeof halls / sizeof *halls; i++) heat += compare_hall(halls[i]);
    assert_true(given || heat > 100); /* cooling is lost in them */
}

/* Without FILES the halls above. */
int main(int argc, char **argv)
{
    given = argc - 1, files = argv + 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_what_changes_gives_the_bits_of_everything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
