/* arena.c - bump allocation in blocks that double in size.
 *
 * A site of a million elements makes millions of small allocations that all die together: a pointer bump is the
 * cheapest thing that can serve them, and one walk over a few blocks frees them. Blocks come zeroed from calloc, so
 * large ones cost no memory before they are touched. Under AddressSanitizer the unused rest of each block and a gap
 * behind each object are poisoned, so that writing past an object is caught as it would be with malloc. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
enum { GAP = 16 };
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
enum { GAP = 0 };
#endif

enum {
    ALIGN_SMALL = _Alignof(max_align_t),
    ALIGN_LARGE = 64, /* a cache line: what vector loops over big arrays want */
    LARGE = 4096,
    FIRST_BLOCK = 16 * 1024,
    LAST_BLOCK = 32 * 1024 * 1024
};

typedef struct block {
    struct block *next;
    char *end;
} block;

struct hr_arena {
    block *blocks;     /* all of them, in no order that matters */
    char *at, *end;    /* the free part of the current block */
    size_t next_block; /* the size of the next one */
    size_t used;
};

hr_arena *hr_arena_new(void)
{
    hr_arena *a = hr_calloc(1, sizeof *a);
    if (a != NULL) a->next_block = FIRST_BLOCK;
    return a;
}

void hr_arena_free(hr_arena *a)
{
    if (a == NULL) return;
    for (block *b = a->blocks; b != NULL;) {
        block *next = b->next;
        UNPOISON(b, (size_t)(b->end - (char *)b));
        hr_free(b);
        b = next;
    }
    hr_free(a);
}

/* A new block with room for n bytes behind its head, linked into the arena. */
static block *block_new(hr_arena *a, size_t n)
{
    size_t whole = sizeof(block) + n;
    block *b = hr_calloc(1, whole);
    if (b == NULL) return NULL;
    b->next = a->blocks;
    b->end = (char *)b + whole;
    a->blocks = b;
    POISON(b + 1, n);
    return b;
}

static char *align_up(char *p, size_t align)
{
    size_t over = (size_t)((uintptr_t)p & (align - 1));
    return over == 0 ? p : p + (align - over);
}

/* The slow path: something that fills much of a block gets one of its own, so that the rest of the current block is
 * not thrown away; everything else starts the next block. */
static void *alloc_in_new_block(hr_arena *a, size_t n, size_t align)
{
    bool alone = n > a->next_block / 4;
    block *b = block_new(a, alone ? n + align + GAP : a->next_block);
    if (b == NULL) return NULL;
    char *p = align_up((char *)(b + 1), align);
    UNPOISON(p, n);
    a->used += n;
    if (!alone) {
        a->at = p + n + GAP;
        a->end = b->end;
        if (a->next_block < LAST_BLOCK) a->next_block *= 2;
    }
    return p;
}

void *hr_arena_alloc(hr_arena *a, size_t n)
{
    if (n > PTRDIFF_MAX / 2) return NULL;
    if (n == 0) n = 1; /* distinct, valid pointers */
    size_t align = n >= LARGE ? ALIGN_LARGE : ALIGN_SMALL;
    if (a->at != NULL) {
        char *p = align_up(a->at, align);
        if (p <= a->end && n + GAP <= (size_t)(a->end - p)) {
            UNPOISON(p, n);
            a->at = p + n + GAP;
            a->used += n;
            return p;
        }
    }
    return alloc_in_new_block(a, n, align);
}

void *hr_arena_array(hr_arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) return NULL;
    return hr_arena_alloc(a, count * size);
}

hr_str hr_arena_str(hr_arena *a, const char *s, size_t n)
{
    hr_str none = {NULL, 0};
    if (n >= UINT32_MAX) return none;
    char *copy = hr_arena_alloc(a, n + 1); /* zeroed: the NUL is there already */
    if (copy == NULL) return none;
    if (n != 0) memcpy(copy, s, n);
    return (hr_str){copy, (uint32_t)n};
}

char *hr_arena_printf(hr_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    char *text = NULL;
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n >= 0) text = hr_arena_alloc(a, (size_t)n + 1);
    if (text != NULL) vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    return text;
}

size_t hr_arena_used(const hr_arena *a) { return a->used; }
