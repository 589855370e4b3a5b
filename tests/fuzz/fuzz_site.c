/* fuzz_site.c - whole models of hostile text: open, check, explain. Nothing may crash, leak or run away; a model that
 * opens must give rows whose verdicts add up, and the same answer from nothing as from the base. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "element/types.h"
#include "task/check.h"

static char path[64];

static void write_model(const uint8_t *data, size_t size)
{
    if (!path[0]) {
        strcpy(path, P_tmpdir "/fuzz-site-XXXXXX");
        int fd = mkstemp(path);
        if (fd < 0) abort();
        close(fd);
    }
    FILE *f = fopen(path, "wb");
    if (!f) abort();
    fwrite(data, 1, size, f);
    fclose(f);
}

static void same_worst(const hr_check *a, const hr_check *b)
{
    if (a->limits.n != b->limits.n || a->n_row != b->n_row || a->n_loss != b->n_loss) abort();
    for (uint32_t i = 0; i < a->limits.n; i++)
        if (a->worst[i].verdict != b->worst[i].verdict || a->worst[i].load != b->worst[i].load) abort();
    if (a->count[0] + a->count[1] + a->count[2] + a->count[3] != a->n_row) abort();
}

static void check_both(hr_ctx *ctx, const hr_site *site)
{
    hr_check_opts o = {.threads = 1};
    hr_check *a = NULL, *b = NULL;
    if (hr_check_run(&a, ctx, site, &o) != HR_OK) return;
    o.brute = true;
    if (a->n_cases < 200 && hr_check_run(&b, ctx, site, &o) == HR_OK) same_worst(a, b);
    hr_check_free(a);
    hr_check_free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16) return 0;
    write_model(data, size);
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_open_opts o = {.types = &hr_builtin_types};
    hr_site *site;
    if (hr_site_open(&site, ctx, path, &o) == HR_OK) {
        if (site->n_elements < 20000) check_both(ctx, site);
        hr_site_free(site);
    } else if (hr_diag_errors(ctx) == 0) {
        abort(); /* refused without a word */
    }
    hr_ctx_free(ctx);
    return 0;
}
