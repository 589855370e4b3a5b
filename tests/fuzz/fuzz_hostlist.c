/* fuzz_hostlist.c - any text as a pattern, and any list of names folded. The first byte says which: bit 0 dots, bit 1
 * globs, bit 2 the rest is a list of names, one a line.
 *
 * Names of a pattern are patterns of one name, themselves; captures stand in them; folding names and expanding the
 * result gives the same set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "model/hostlist.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { SAMPLE = 300 };

static int text_cmp(const void *pa, const void *pb)
{
    const hr_str *a = pa, *b = pb;
    int c = memcmp(a->s, b->s, a->n < b->n ? a->n : b->n);
    return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

/* Sorts and drops doubles. */
static size_t unique(hr_str *name, size_t n)
{
    size_t kept = 0;
    if (n > 0) qsort(name, n, sizeof *name, text_cmp);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || !hr_str_eq(name[i], name[kept - 1])) name[kept++] = name[i];
    }
    return kept;
}

static void add_name(hr_vec *list, hr_arena *arena, const hr_hostlist *h, uint32_t i)
{
    hr_buf b = {0};
    hr_str *slot = hr_vec_push(list, sizeof *slot);
    hr_hostlist_name(h, i, &b);
    CHECK(slot != NULL && !b.failed);
    *slot = hr_arena_str(arena, b.s, b.n);
    hr_buf_free(&b);
}

/* --- folding ----------------------------------------------------------------------------------------------- */

static void expand(hr_vec *out, hr_arena *arena, hr_str list)
{
    uint32_t from = 0, depth = 0;
    for (uint32_t i = 0; i <= list.n; i++) {
        if (i < list.n) depth += (uint32_t)(list.s[i] == '[') - (uint32_t)(list.s[i] == ']');
        if (i < list.n && (list.s[i] != ',' || depth > 0)) continue;
        hr_hostlist h;
        CHECK(hr_hostlist_parse(&h, NULL, arena, (hr_str){list.s + from, i - from}, HR_NOWHERE, true, true) == HR_OK);
        for (uint32_t k = 0; k < h.count; k++) add_name(out, arena, &h, k);
        from = i + 1;
    }
}

static void check_fold(hr_arena *arena, hr_vec *names)
{
    hr_buf folded = {0};
    hr_vec back = {0};
    CHECK(hr_hostlist_fold(names->item, names->n, &folded) == HR_OK);
    if (names->n > 0) expand(&back, arena, (hr_str){folded.s, (uint32_t)folded.n});
    hr_str *a = names->item, *b = back.item;
    size_t n = unique(a, names->n);
    CHECK(back.n == n && unique(b, back.n) == n); /* each name once */
    for (size_t i = 0; i < n; i++) CHECK(hr_str_eq(a[i], b[i]));
    hr_vec_free(&back);
    hr_buf_free(&folded);
}

static void fuzz_fold(hr_arena *arena, hr_str text)
{
    hr_vec names = {0};
    for (uint32_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && text.s[i] != '\n') continue;
        hr_hostlist h;
        hr_str name = {text.s + from, i - from};
        hr_err e = hr_hostlist_parse(&h, NULL, arena, name, HR_NOWHERE, true, true);
        if (e == HR_OK && h.brackets == 0 && names.n < SAMPLE) add_name(&names, arena, &h, 0);
        from = i + 1;
    }
    check_fold(arena, &names);
    hr_vec_free(&names);
}

/* --- patterns ---------------------------------------------------------------------------------------------- */

static void check_name(hr_arena *arena, const hr_hostlist *h, uint32_t i, bool dots, bool globs)
{
    hr_buf name = {0}, part = {0};
    hr_hostlist one;
    hr_hostlist_name(h, i, &name);
    CHECK(name.n > 0 && name.n <= 255);
    CHECK(hr_hostlist_parse(&one, NULL, arena, (hr_str){name.s, (uint32_t)name.n}, HR_NOWHERE, dots, globs) == HR_OK);
    CHECK(one.count == 1 && one.brackets == 0 && one.after.n == name.n);
    for (uint32_t k = 0; k <= h->brackets + 1; k++) {
        bool there = hr_hostlist_capture(h, i, k, &part);
        CHECK(there == (k >= 1 && k <= h->brackets));
        if (there) CHECK(part.n > 0 && strstr(name.s, part.s) != NULL);
        part.n = 0;
    }
    hr_buf_free(&name);
    hr_buf_free(&part);
}

static void check_pattern(hr_arena *arena, const hr_hostlist *h, bool dots, bool globs)
{
    hr_vec names = {0};
    CHECK(h->count >= 1 && h->count <= HR_HOSTLIST_MAX && h->brackets <= HR_HOSTLIST_BRACKETS);
    for (uint32_t i = 0; i < h->count && i < SAMPLE; i++) {
        check_name(arena, h, i, dots, globs);
        add_name(&names, arena, h, i);
        check_name(arena, h, h->count - 1 - i, dots, globs);
    }
    check_fold(arena, &names);
    hr_vec_free(&names);
}

static void fuzz_pattern(hr_arena *arena, hr_str text, bool dots, bool globs)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_span at = {0, 1, 1, text.n};
    hr_hostlist h;
    CHECK(ctx != NULL);
    hr_err e = hr_hostlist_parse(&h, NULL, arena, text, at, dots, globs);
    CHECK(hr_hostlist_parse(&h, ctx, arena, text, at, dots, globs) == e);
    CHECK(hr_diag_count(ctx) == (e == HR_EINPUT) && (e == HR_OK || e == HR_EINPUT));
    if (e == HR_OK) {
        check_pattern(arena, &h, dots, globs);
    } else {
        hr_span where = hr_diag_at(ctx, 0)->at;
        CHECK(where.col >= 1 && where.col - 1 + where.len <= text.n + 1);
    }
    hr_ctx_free(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    hr_arena *arena = hr_arena_new();
    CHECK(arena != NULL);
    hr_str text = {(const char *)data + 1, (uint32_t)size - 1};
    if (data[0] & 4) fuzz_fold(arena, text);
    else fuzz_pattern(arena, text, data[0] & 1, data[0] & 2);
    hr_arena_free(arena);
    return 0;
}
