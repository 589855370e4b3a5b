/* pool.c - blocks of work handed out by one atomic counter.
 *
 * Cases differ a lot in cost, so a fixed share per thread would leave most of them waiting for one. The caller is
 * worker 0 and works as well: a machine that refuses threads still finishes, only later. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sched_getaffinity and its sets of more than 1024 processors */
#endif
#include "base/pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/alloc.h"

unsigned hr_pool_cores(void)
{
    /* The affinity mask, not the number of processors: in a container or under a batch system most may be others'. */
    for (int cpus = 1024; cpus <= 1024 * 64; cpus *= 2) {
        cpu_set_t *set = CPU_ALLOC((size_t)cpus);
        if (set == NULL) break;
        size_t size = CPU_ALLOC_SIZE((size_t)cpus);
        int refused = sched_getaffinity(0, size, set);
        int usable = refused == 0 ? CPU_COUNT_S(size, set) : 0;
        CPU_FREE(set);
        if (usable > 0) return (unsigned)usable;
        if (errno != EINVAL) break; /* EINVAL: the machine has more processors than the set has room for */
    }
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}

typedef struct shared {
    hr_pool_run *run;
    void *user;
    uint32_t n, block;
    atomic_uint_fast64_t next; /* first item of the next block; 64 bits: threads step beyond n before they stop */
} shared;

typedef struct worker {
    shared *work;
    unsigned number;
    pthread_t thread;
} worker;

static void work_until_done(shared *w, unsigned number)
{
    for (;;) {
        uint64_t first = atomic_fetch_add_explicit(&w->next, w->block, memory_order_relaxed);
        if (first >= w->n) return;
        uint64_t last = first + w->block;
        w->run(w->user, number, (uint32_t)first, last < w->n ? (uint32_t)last : w->n);
    }
}

static void *worker_main(void *arg)
{
    worker *me = arg;
    work_until_done(me->work, me->number);
    return NULL;
}

bool hr_pool_for(unsigned threads, uint32_t n, uint32_t block, hr_pool_run *run, void *user)
{
    if (n == 0) return true;
    if (block == 0) block = 1;
    uint32_t blocks = n / block + (n % block != 0);
    if (threads > blocks) threads = blocks;

    shared work = {.run = run, .user = user, .n = n, .block = block};
    atomic_init(&work.next, 0);
    unsigned started = 0;
    worker *others = threads > 1 ? hr_calloc(threads - 1, sizeof *others) : NULL;
    while (others != NULL && started < threads - 1) {
        worker *w = &others[started];
        *w = (worker){.work = &work, .number = started + 1};
        if (pthread_create(&w->thread, NULL, worker_main, w) != 0) break; /* fewer threads do the same work */
        started++;
    }
    work_until_done(&work, 0);
    for (unsigned i = 0; i < started; i++) pthread_join(others[i].thread, NULL);
    hr_free(others);
    return true;
}
