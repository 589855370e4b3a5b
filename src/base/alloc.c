/* alloc.c - the failing heap of the allocation tests; empty in ordinary builds.
 *
 * The counter is the program's only global, exists only here, and is atomic because workers allocate too. */
#include "base/alloc.h"

#ifdef HR_TEST_ALLOC

#include <stdatomic.h>

static atomic_long allocations_left = -1; /* until the failing one; -1: never */
static atomic_bool has_failed;

static bool is_chosen(void)
{
    if (atomic_load(&allocations_left) < 0) return false;
    if (atomic_fetch_sub(&allocations_left, 1) != 0) return false;
    atomic_store(&has_failed, true); /* the counter now stands at -1: every later allocation succeeds */
    return true;
}

void *hr_malloc(size_t n) { return is_chosen() ? NULL : malloc(n); }

void *hr_calloc(size_t count, size_t size) { return is_chosen() ? NULL : calloc(count, size); }

void *hr_realloc(void *p, size_t n) { return is_chosen() ? NULL : realloc(p, n); }

void hr_alloc_fail_after(long n)
{
    atomic_store(&has_failed, false);
    atomic_store(&allocations_left, n < 0 ? -1 : n);
}

bool hr_alloc_failed(void) { return atomic_load(&has_failed); }

#else

typedef int hr_alloc_is_plain; /* ISO C wants at least one declaration in a file */

#endif
