/* arena.h - memory that is freed all at once: one arena per site, one per run.
 *
 * Allocation never moves or frees single objects. Returns NULL when memory ran out; callers answer HR_ENOMEM. */
#ifndef HR_BASE_ARENA_H
#define HR_BASE_ARENA_H

#include <stddef.h>

#include "headroom/id.h"

typedef struct hr_arena hr_arena;

hr_arena *hr_arena_new(void);
void hr_arena_free(hr_arena *a); /* NULL is fine */
/* n bytes, zeroed, aligned for any type (64 for blocks of 4 KiB and more). n == 0 gives a valid pointer. */
void *hr_arena_alloc(hr_arena *a, size_t n);
void *hr_arena_array(hr_arena *a, size_t count, size_t size); /* checks the product */
#define HR_NEW(a, type) ((type *)hr_arena_alloc((a), sizeof(type)))
#define HR_NEW_ARRAY(a, type, count) ((type *)hr_arena_array((a), (count), sizeof(type)))
hr_str hr_arena_str(hr_arena *a, const char *s, size_t n); /* copy, NUL-terminated behind; .s is NULL on failure */
char *hr_arena_printf(hr_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
size_t hr_arena_used(const hr_arena *a);

#endif
