/* alloc.h - the one door to the heap, so that a test can shut it.
 *
 * Everything in headroom allocates through these wrappers. In ordinary builds they are malloc, calloc, realloc and
 * free, nothing else. Built with HR_TEST_ALLOC, one allocation of the test's choosing fails: running the program once
 * per allocation proves that no path forgets to look. */
#ifndef HR_BASE_ALLOC_H
#define HR_BASE_ALLOC_H

#include <stdlib.h>

#ifdef HR_TEST_ALLOC

#include <stdbool.h>

void *hr_malloc(size_t n);
void *hr_calloc(size_t count, size_t size);
void *hr_realloc(void *p, size_t n);
/* The next n allocations succeed, the one after them fails (once); negative: none fails. Starts the count afresh. */
void hr_alloc_fail_after(long n);
bool hr_alloc_failed(void); /* whether the chosen allocation was reached since then: false ends a test's loop */

#else

static inline void *hr_malloc(size_t n) { return malloc(n); }
static inline void *hr_calloc(size_t count, size_t size) { return calloc(count, size); }
static inline void *hr_realloc(void *p, size_t n) { return realloc(p, n); }

#endif

static inline void hr_free(void *p) { free(p); }

#endif
