/* fuzz_fmt.c - any text that parses has a canonical form: formatting never fails on it (but for byte order marks that are
 * no text, which are refused), and a second run changes nothing. That the meaning stays is checked inside, which answers
 * HR_EINTERNAL. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "element/types.h"
#include "model/fmt.h"
#include "model/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool parses(hr_ctx *ctx, hr_id file)
{
    hr_arena *arena = hr_arena_new();
    hr_ynode *root;
    if (arena == NULL) abort();
    bool good = hr_yaml_parse(&root, ctx, arena, file) == HR_OK;
    hr_arena_free(arena);
    return good;
}

static void format_twice(hr_ctx *ctx, hr_id file, hr_buf *once, hr_buf *twice)
{
    hr_id again;
    hr_err e = hr_fmt(ctx, file, &hr_builtin_types, once);
    if (e == HR_EINPUT && hr_diag_count(ctx) == 1) return;
    if (e != HR_OK) abort();
    if (hr_source_text(ctx, "y.yaml", once->n > 0 ? once->s : "", once->n, &again) != HR_OK) abort();
    if (hr_fmt(ctx, again, &hr_builtin_types, twice) != HR_OK) abort();
    if (once->n != twice->n || (once->n > 0 && memcmp(once->s, twice->s, once->n) != 0)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_id file;
    hr_buf once = {0}, twice = {0};
    if (ctx == NULL) abort();
    if (hr_source_text(ctx, "x.yaml", (const char *)data, size, &file) == HR_OK && parses(ctx, file))
        format_twice(ctx, file, &once, &twice);
    hr_buf_free(&once);
    hr_buf_free(&twice);
    hr_ctx_free(ctx);
    return 0;
}
