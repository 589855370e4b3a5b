/* fuzz_csv.c - any bytes as a table: rows are mappings whose scalars stand inside the source, or a diagnostic says why
 * not. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"
#include "model/build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const hr_ctx *ctx, hr_id file, const hr_ynode *n, int depth)
{
    hr_str body = hr_source_body(ctx, file);
    size_t at = hr_source_offset(ctx, file, n->at.line, n->at.col);
    if (n->at.file != file || n->at.line == 0 || n->at.col == 0 || at + n->at.len > body.n || depth > 70) abort();
    if (n->kind == HR_Y_SCALAR && n->text.n == 0) abort(); /* empty cells are absent */
    if (n->kind == HR_Y_SCALAR) return;
    if (n->kind != HR_Y_MAP || n->n == 0) abort();
    for (uint32_t i = 0; i < n->n; i++) {
        check(ctx, file, n->u.pair[i].key, depth + 1);
        check(ctx, file, n->u.pair[i].value, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_arena *arena = hr_arena_new();
    hr_id file;
    if (ctx == NULL || arena == NULL) abort();
    (void)hr_source_text(ctx, "t.csv", (const char *)data, size, &file); /* read even if it is no text */
    hr_ynode *rows = NULL;
    hr_err e = file != HR_NONE ? hr_csv_read(ctx, arena, file, &rows) : HR_EINPUT;
    if ((e == HR_OK) != (rows != NULL) || (e != HR_OK && hr_diag_count(ctx) == 0)) abort();
    for (uint32_t i = 0; rows != NULL && i < rows->n; i++) check(ctx, file, rows->u.item[i], 0);
    hr_arena_free(arena);
    hr_ctx_free(ctx);
    return 0;
}
