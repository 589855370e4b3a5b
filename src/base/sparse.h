/* sparse.h - symmetric positive definite systems with a pattern that never changes: analyse once, factor often.
 *
 *     hr_sparse_new(&s, n, pair, n_pair);          // the pattern: the diagonal and the pairs
 *     value = hr_sparse_values(s);                 // all slots; a pair has one for both of its places; behind them
 *                                                  // one more, that nothing reads
 *     value[hr_sparse_slot(s, i, j)] = ...
 *     hr_sparse_factor(s, &row);                   // LDL'
 *     hr_sparse_solve(s, x);                       // right side in, solution out
 * Factoring and solving allocate nothing after the first time. One object belongs to one thread at a time. */
#ifndef HR_BASE_SPARSE_H
#define HR_BASE_SPARSE_H

#include "headroom/err.h"
#include "headroom/id.h"

typedef struct hr_sparse hr_sparse;

typedef struct hr_sparse_pair {
    hr_id i, j; /* below n, not equal; the same pair may stand several times */
} hr_sparse_pair;

/* HR_ENOMEM; HR_EINPUT when a pair is not one of two different unknowns, or there is none. */
hr_err hr_sparse_new(hr_sparse **out, uint32_t n, const hr_sparse_pair *pair, uint32_t n_pair);
/* The same pattern for another thread; the values are 0. */
hr_err hr_sparse_copy(hr_sparse **out, const hr_sparse *s);
void hr_sparse_free(hr_sparse *s); /* NULL is fine */

uint32_t hr_sparse_slots(const hr_sparse *s);
double *hr_sparse_values(hr_sparse *s);
/* The slot of a place; i == j is the diagonal. HR_NONE where the pattern has nothing. */
uint32_t hr_sparse_slot(const hr_sparse *s, hr_id i, hr_id j);

/* HR_ESOLVE when the matrix is not positive definite: *row is an unknown at which that showed. */
hr_err hr_sparse_factor(hr_sparse *s, hr_id *row);
/* Of the matrix that was factored last. */
hr_err hr_sparse_solve(hr_sparse *s, double *x);

#endif
