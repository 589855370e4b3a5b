/* test_pool_thread.c - every item is done exactly once, whatever the number of threads; run under TSan too. */
#include "base/pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cm.h"

enum { ITEMS = 20000, THREADS = 8 };

typedef struct tally {
    unsigned char done[ITEMS]; /* plain bytes: were an item given to two workers, TSan would see a race */
    uint64_t per_worker[THREADS];
    unsigned threads;
    uint32_t n, block;
    atomic_uint wrong;
} tally;

static void count(void *user, unsigned worker, uint32_t first, uint32_t last)
{
    tally *t = user;
    if (worker >= t->threads || first >= last || last > t->n || last - first > t->block || first % t->block != 0) {
        atomic_fetch_add(&t->wrong, 1);
        return;
    }
    for (uint32_t i = first; i < last; i++) t->done[i]++;
    t->per_worker[worker] += last - first; /* a worker's own: no lock */
}

static void every_item_once(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {0, 1, 2, 7, 64, 1000, ITEMS}, blocks[] = {1, 3, 64, 5000, UINT32_MAX};
    static tally t;
    for (unsigned threads = 1; threads <= THREADS; threads++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
            for (size_t b = 0; b < sizeof blocks / sizeof blocks[0]; b++) {
                memset(&t, 0, sizeof t);
                t.threads = threads;
                t.n = sizes[s];
                t.block = blocks[b];
                assert_true(hr_pool_for(threads, t.n, t.block, count, &t));
                uint64_t sum = 0;
                for (unsigned w = 0; w < THREADS; w++) sum += t.per_worker[w];
                assert_int_equal(atomic_load(&t.wrong), 0);
                assert_int_equal(sum, t.n);
                for (uint32_t i = 0; i < ITEMS; i++) assert_int_equal(t.done[i], i < t.n);
            }
        }
    }
}

/* Two workers that each wait for the other: only real threads can finish this. */
static void meet(void *user, unsigned worker, uint32_t first, uint32_t last)
{
    (void)worker;
    (void)first;
    (void)last;
    atomic_uint *arrived = user;
    atomic_fetch_add(arrived, 1);
    while (atomic_load(arrived) < 2) {
    }
}

static void threads_run_at_once(void **state)
{
    (void)state;
    atomic_uint arrived;
    atomic_init(&arrived, 0);
    assert_true(hr_pool_for(2, 2, 1, meet, &arrived));
    assert_int_equal(atomic_load(&arrived), 2);
}

static void last_index(void *user, unsigned worker, uint32_t first, uint32_t last)
{
    (void)worker;
    atomic_ullong *sum = user;
    atomic_fetch_add(sum, last - first);
}

static void largest_count_ends(void **state)
{
    (void)state;
    atomic_ullong sum;
    atomic_init(&sum, 0);
    assert_true(hr_pool_for(4, UINT32_MAX, 1u << 24, last_index, &sum));
    assert_true(atomic_load(&sum) == UINT32_MAX);
    atomic_store(&sum, 0);
    assert_true(hr_pool_for(0, 10, 0, last_index, &sum)); /* 0 threads, blocks of 0: taken as 1 */
    assert_true(atomic_load(&sum) == 10);
}

static void there_is_a_core(void **state)
{
    (void)state;
    assert_in_range(hr_pool_cores(), 1, 65536);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_once),
        cmocka_unit_test(threads_run_at_once),
        cmocka_unit_test(largest_count_ends),
        cmocka_unit_test(there_is_a_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
