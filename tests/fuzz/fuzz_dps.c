/* fuzz_dps.c - any text as a DPS topology: what is imported parses as YAML and is in canonical form, what is not has a
 * diagnostic. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "element/types.h"
#include "model/fmt.h"
#include "model/yaml.h"
#include "port/dps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_model(hr_ctx *ctx, const hr_buf *model)
{
    hr_arena *arena = hr_arena_new();
    hr_buf canonical = {0};
    hr_ynode *root;
    hr_id file;
    if (arena == NULL || model->failed || model->n == 0) abort();
    if (hr_source_text(ctx, "model.yaml", model->s, model->n, &file) != HR_OK) abort();
    if (hr_yaml_parse(&root, ctx, arena, file) != HR_OK) abort();
    if (hr_yaml_get(root, "headroom") == NULL || hr_yaml_get(root, "elements") == NULL) abort();
    if (hr_fmt(ctx, file, &hr_builtin_types, &canonical) != HR_OK) abort();
    if (canonical.n != model->n || memcmp(canonical.s, model->s, model->n) != 0) abort();
    hr_buf_free(&canonical);
    hr_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf model = {0};
    hr_id file;
    if (ctx == NULL) abort();
    hr_err e = hr_source_text(ctx, "t.json", (const char *)data, size, &file);
    if (e == HR_OK) e = hr_import_dps(ctx, file, &model);
    if (e == HR_OK) check_model(ctx, &model);
    else if (e != HR_EINPUT || hr_diag_count(ctx) == 0 || model.n > 0) abort();
    hr_buf_free(&model);
    hr_ctx_free(ctx);
    return 0;
}
