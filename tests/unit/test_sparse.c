/* test_sparse.c - symmetric systems: against dense elimination, patterns that repeat, and what is not positive definite.
 */
#include "base/sparse.h"

#include <math.h>
#include <string.h>

#include "cm.h"
#include "random.h"

enum { MOST = 40 };

typedef struct dense {
    double a[MOST][MOST], b[MOST];
    uint32_t n;
} dense;

/* Gauss without pivoting, which a positive definite matrix does not need. */
static void eliminate(dense *d)
{
    for (uint32_t k = 0; k < d->n; k++)
        for (uint32_t i = k + 1; i < d->n; i++) {
            double f = d->a[i][k] / d->a[k][k];
            for (uint32_t j = k; j < d->n; j++) d->a[i][j] -= f * d->a[k][j];
            d->b[i] -= f * d->b[k];
        }
    for (uint32_t k = d->n; k-- > 0;) {
        for (uint32_t j = k + 1; j < d->n; j++) d->b[k] -= d->a[k][j] * d->b[j];
        d->b[k] /= d->a[k][k];
    }
}

static double random_share(uint64_t *state) { return (double)random_below(state, 1000001) / 1e6; }

/* Conductances along the pairs and a little to ground. */
static void fill(hr_sparse *s, dense *d, const hr_sparse_pair *pair, uint32_t n_pair, uint64_t *state)
{
    double *value = hr_sparse_values(s);
    memset(value, 0, hr_sparse_slots(s) * sizeof *value);
    memset(d->a, 0, sizeof d->a);
    for (uint32_t i = 0; i < d->n; i++) d->a[i][i] = 0.01, value[hr_sparse_slot(s, i, i)] = 0.01;
    for (uint32_t k = 0; k < n_pair; k++) {
        hr_id i = pair[k].i, j = pair[k].j;
        double c = 0.1 + random_share(state);
        assert_int_equal(hr_sparse_slot(s, i, j), hr_sparse_slot(s, j, i));
        d->a[i][j] -= c, d->a[j][i] -= c, d->a[i][i] += c, d->a[j][j] += c;
        value[hr_sparse_slot(s, i, j)] -= c;
        value[hr_sparse_slot(s, i, i)] += c;
        value[hr_sparse_slot(s, j, j)] += c;
    }
}

static void solve_both(hr_sparse *s, dense *d, uint64_t *state)
{
    double x[MOST];
    hr_id row;
    for (uint32_t i = 0; i < d->n; i++) x[i] = d->b[i] = random_share(state) - 0.5;
    assert_int_equal(hr_sparse_factor(s, &row), HR_OK);
    assert_int_equal(hr_sparse_solve(s, x), HR_OK);
    eliminate(d);
    for (uint32_t i = 0; i < d->n; i++) assert_true(fabs(x[i] - d->b[i]) <= 1e-11);
}

static void agrees_with_dense(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (int round = 0; round < 200; round++) {
        dense d = {.n = 2 + random_below(&state, MOST - 1)};
        hr_sparse_pair pair[3 * MOST];
        uint32_t n_pair = random_below(&state, 3 * MOST);
        for (uint32_t k = 0; k < n_pair; k++) { /* some come twice */
            pair[k].i = random_below(&state, d.n);
            pair[k].j = (pair[k].i + 1 + random_below(&state, d.n - 1)) % d.n;
        }
        hr_sparse *s, *copy;
        assert_int_equal(hr_sparse_new(&s, d.n, pair, n_pair), HR_OK);
        assert_int_equal(hr_sparse_copy(&copy, s), HR_OK);
        assert_int_equal(hr_sparse_slots(copy), hr_sparse_slots(s));
        for (int again = 0; again < 3; again++) {
            fill(s, &d, pair, n_pair, &state);
            solve_both(s, &d, &state);
            fill(copy, &d, pair, n_pair, &state);
            solve_both(copy, &d, &state);
        }
        hr_sparse_free(copy);
        hr_sparse_free(s);
    }
}

static void not_positive_definite(void **unused)
{
    (void)unused;
    const hr_sparse_pair pair[] = {{0, 1}, {1, 2}};
    hr_sparse *s;
    hr_id row = HR_NONE;
    double x[3] = {1, 2, 3};
    assert_int_equal(hr_sparse_new(&s, 3, pair, 2), HR_OK);
    double *value = hr_sparse_values(s);
    const double bad[] = {0, -1, NAN, -INFINITY};
    for (int i = 0; i < 4; i++) {
        for (hr_id k = 0; k < 3; k++) value[hr_sparse_slot(s, k, k)] = 2;
        value[hr_sparse_slot(s, 0, 1)] = value[hr_sparse_slot(s, 1, 2)] = 0;
        value[hr_sparse_slot(s, 1, 1)] = bad[i];
        assert_int_equal(hr_sparse_factor(s, &row), HR_ESOLVE);
        assert_int_equal(row, 1);
    }
    value[hr_sparse_slot(s, 1, 1)] = 4; /* it still works afterwards */
    assert_int_equal(hr_sparse_factor(s, &row), HR_OK);
    assert_int_equal(hr_sparse_solve(s, x), HR_OK);
    assert_true(x[0] == 0.5 && x[1] == 0.5 && x[2] == 1.5);
    hr_sparse_free(s);
}

static void what_is_refused(void **unused)
{
    (void)unused;
    hr_sparse *s;
    const hr_sparse_pair self[] = {{1, 1}}, beyond[] = {{0, 3}}, fine[] = {{0, 2}};
    assert_int_equal(hr_sparse_new(&s, 0, NULL, 0), HR_EINPUT);
    assert_int_equal(hr_sparse_new(&s, 3, self, 1), HR_EINPUT);
    assert_int_equal(hr_sparse_new(&s, 3, beyond, 1), HR_EINPUT);
    assert_null(s);
    assert_int_equal(hr_sparse_new(&s, 3, fine, 1), HR_OK);
    assert_int_equal(hr_sparse_slots(s), 4);
    assert_int_equal(hr_sparse_slot(s, 0, 1), HR_NONE);
    hr_sparse_free(s);
    hr_sparse_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_dense), cmocka_unit_test(not_positive_definite),
                                       cmocka_unit_test(what_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
