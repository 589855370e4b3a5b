/* fuzz_epanet.c - any text as an .inp file: what is read is a network that is solved, or a fault says why not; written
 * and read again it is the same network; imported it is a model. What is not read has a diagnostic. */
#include <math.h>

#include "model.h"
#include "port/epanet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void solve(const hr_epanet *e)
{
    hr_hydraulics *h;
    hr_hydraulic_work *w;
    hr_hydraulic_fault fault;
    hr_err err = hr_hydraulics_build(&h, &e->net, &fault);
    if (err == HR_EINPUT && fault.what < HR_HYDRAULIC_WHATS) return;
    if (err != HR_OK || hr_hydraulics_work(&w, h) != HR_OK) abort();
    for (hr_id k = 0; k < e->net.n_link; k++) w->rho[k] = e->rho, w->mu[k] = e->mu;
    err = hr_hydraulics_solve(w, &fault);
    if (err != HR_OK && err != HR_ESOLVE && err != HR_EINPUT) abort();
    for (hr_id k = 0; k < e->net.n_link && err == HR_OK; k++)
        if (!isfinite(w->flow[k])) abort();
    for (hr_id i = 0; i < e->net.n_node && err == HR_OK; i++)
        if (!isfinite(w->pressure[i])) abort();
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
}

/* Names are numbers again, because a name in quotes may hold blanks. Figures so large or small that they are refused
 * after the change of units are no fault of the writer. */
static void write_again(hr_ctx *ctx, const hr_epanet *e)
{
    hr_buf out = {0};
    hr_epanet again;
    hr_id file, link;
    hr_err err = hr_epanet_write(
        &(hr_epanet_source){"t", &e->net, NULL, NULL, NULL, e->rho, e->mu, NULL, NULL, NULL, NULL}, &out, &link);
    if (err != HR_OK && (err != HR_EINPUT || link >= e->net.n_link)) abort();
    if (err == HR_OK) {
        if (hr_source_text(ctx, "again.inp", out.s, out.n, &file) != HR_OK) abort();
        if (hr_epanet_read(&again, ctx, file) == HR_OK) {
            if (again.net.n_node != e->net.n_node || again.net.n_link != e->net.n_link) abort();
            hr_epanet_close(&again);
        }
    }
    hr_buf_free(&out);
}

static void import(hr_ctx *ctx, hr_id file)
{
    hr_buf model = {0};
    if (hr_import_epanet(ctx, file, &model) != HR_OK) abort();
    check_model(ctx, &model, "elements");
    hr_buf_free(&model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_epanet e;
    hr_id file;
    if (ctx == NULL) abort();
    hr_err err = hr_source_text(ctx, "t.inp", (const char *)data, size, &file);
    if (err == HR_OK) err = hr_epanet_read(&e, ctx, file);
    if (err == HR_OK) {
        solve(&e);
        write_again(ctx, &e);
        hr_epanet_close(&e);
        import(ctx, file);
    } else if (err != HR_EINPUT || hr_diag_errors(ctx) == 0) {
        abort();
    }
    hr_ctx_free(ctx);
    return 0;
}
