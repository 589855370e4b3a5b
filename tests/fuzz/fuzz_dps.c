/* fuzz_dps.c - any text as a DPS topology: what is imported parses as YAML and is in canonical form, what is not has a
 * diagnostic. */
#include "fuzz/model.h"
#include "port/dps.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf model = {0};
    hr_id file;
    if (ctx == NULL) abort();
    hr_err e = hr_source_text(ctx, "t.json", (const char *)data, size, &file);
    if (e == HR_OK) e = hr_import_dps(ctx, file, &model);
    if (e == HR_OK) check_model(ctx, &model, "elements");
    else if (e != HR_EINPUT || hr_diag_count(ctx) == 0 || model.n > 0) abort();
    hr_buf_free(&model);
    hr_ctx_free(ctx);
    return 0;
}
