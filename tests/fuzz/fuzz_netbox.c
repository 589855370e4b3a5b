/* fuzz_netbox.c - any text as a NetBox export, and as a device type: what is imported is a model in canonical form, what is
 * not has a diagnostic. A model that was imported opens; what is exported of it gives a model that exports the same. */
#include <stdio.h>
#include <unistd.h>

#include "fuzz/model.h"
#include "port/netbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64];

static hr_site *open_model(hr_ctx *ctx, const hr_buf *model)
{
    const hr_open_opts opts = {.types = &hr_builtin_types};
    hr_site *site;
    if (!path[0]) {
        strcpy(path, P_tmpdir "/fuzz-netbox-XXXXXX");
        int fd = mkstemp(path);
        if (fd < 0) abort();
        close(fd);
    }
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(model->s, 1, model->n, f) != model->n || fclose(f) != 0) abort();
    if (hr_site_open(&site, ctx, path, &opts) != HR_OK) abort();
    return site;
}

/* The export of a model. */
static void export_model(const hr_buf *model, hr_buf *out)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    if (ctx == NULL) abort();
    hr_site *site = open_model(ctx, model);
    if (hr_export_netbox(ctx, site, out) != HR_OK) abort();
    hr_site_free(site);
    hr_ctx_free(ctx);
}

/* There and back again. */
static void check_export(const hr_buf *model)
{
    hr_buf first = {0}, back = {0}, second = {0};
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_id file;
    if (ctx == NULL) abort();
    export_model(model, &first);
    if (hr_source_text(ctx, "netbox.json", first.s, first.n, &file) != HR_OK) abort();
    if (hr_import_netbox_source(ctx, file, HR_NB_INFER, &back) != HR_OK) abort();
    export_model(&back, &second);
    if (first.n != second.n || memcmp(first.s, second.s, first.n) != 0) abort();
    hr_ctx_free(ctx);
    hr_buf_free(&first);
    hr_buf_free(&back);
    hr_buf_free(&second);
}

static void check_refused(const hr_ctx *ctx, hr_err e, const hr_buf *model)
{
    if (e != HR_EINPUT || hr_diag_errors(ctx) == 0 || model->n > 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_buf model = {0}, part = {0};
    hr_id file;
    if (ctx == NULL) abort();
    hr_err e = hr_source_text(ctx, "t.json", (const char *)data, size, &file);
    if (e == HR_OK) {
        hr_nb_draw draw = (hr_nb_draw)(size % 3);
        e = hr_import_netbox_source(ctx, file, draw, &model);
        if (e == HR_OK) check_model(ctx, &model, "elements");
        else check_refused(ctx, e, &model);
        if (e == HR_OK) check_export(&model);
        e = hr_import_netbox_type(ctx, file, draw, &part);
        if (e == HR_OK) check_model(ctx, &part, "parts");
        else check_refused(ctx, e, &part);
    }
    hr_buf_free(&model);
    hr_buf_free(&part);
    hr_ctx_free(ctx);
    return 0;
}
