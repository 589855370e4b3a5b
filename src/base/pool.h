/* pool.h - cases over threads: the only parallelism inside one machine.
 *
 * run(user, worker, first, last) is called for blocks first..last-1 of 0..n-1; each worker has a number 0..threads-1 so
 * that it can keep state of its own. Which worker gets which block is not fixed: results must not depend on it. */
#ifndef HR_BASE_POOL_H
#define HR_BASE_POOL_H

#include <stdbool.h>
#include <stdint.h>

typedef void hr_pool_run(void *user, unsigned worker, uint32_t first, uint32_t last);

unsigned hr_pool_cores(void); /* usable cores, at least 1 */
/* Runs n items in blocks of `block` on `threads` threads (1 = in the caller). Returns false if no thread could be
 * started at all; a smaller number of threads than asked for still does all the work. (The caller is worker 0 and
 * always works, so today this never fails.) */
bool hr_pool_for(unsigned threads, uint32_t n, uint32_t block, hr_pool_run *run, void *user);

#endif
