/* cli.c - what all verbs share: messages, the context, opening a site, handing over a result. */
#include "cli/cli.h"

#include <string.h>

#include "cli/catalogue.h"
#include "element/types.h"
#include "report/diag.h"

/* --- messages ---------------------------------------------------------------------------------------------- */

/* What cannot be written to standard error cannot be told anybody. */
static void say(hr_buf *text)
{
    if (!text->failed && text->n > 0) (void)fwrite(text->s, 1, text->n, stderr);
    (void)fflush(stderr);
    hr_buf_free(text);
}

static void safe_lines(hr_buf *out, const hr_buf *raw)
{
    hr_buf_safe(out, (hr_str){raw->s ? raw->s : "", (uint32_t)raw->n});
    hr_buf_c(out, '\n');
}

int hr_cli_fault(const hr_cli *cli, const char *help, const char *fmt, ...)
{
    bool color = hr_term_color(stderr, cli->color);
    hr_buf message = {0}, out = {0};
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&message, fmt, ap);
    va_end(ap);
    hr_paint_add(&out, color, HR_RED, "error");
    hr_buf_z(&out, ": ");
    safe_lines(&out, &message);
    if (help && help[0]) {
        hr_buf_z(&out, "  ");
        hr_paint_add(&out, color, HR_BLUE, "=");
        hr_paint_add(&out, color, HR_BOLD, " help: ");
        message.n = 0;
        hr_buf_z(&message, help);
        safe_lines(&out, &message);
    }
    out.failed = out.failed || message.failed;
    hr_buf_free(&message);
    say(&out);
    return HR_EXIT_INPUT;
}

int hr_cli_no_type(const hr_cli *cli, const char *word)
{
    const hr_types *t = &hr_builtin_types;
    const char *names[256];
    char help[96];
    size_t n = 0;
    for (; n < t->n && n < 254; n++) names[n] = t->type[n]->name;
    names[n++] = t->site->name;
    names[n++] = t->job->name;
    const char *near = hr_str_closest(hr_str_of(word), names, n);
    snprintf(help, sizeof help, "did you mean %s?", near ? near : "");
    return hr_cli_fault(cli, near ? help : "`headroom schema --types` lists the types", "unknown type \"%s\"", word);
}

int hr_cli_no_memory(const hr_cli *cli)
{
    hr_cli_fault(cli, NULL, "memory ran out");
    return HR_EXIT_INTERNAL;
}

void hr_cli_show(hr_cli *cli)
{
    hr_buf out = {0};
    bool color = hr_term_color(stderr, cli->color);
    if (!cli->ctx) return; /* memory ran out before there was one */
    size_t count = hr_diag_count(cli->ctx);
    if (cli->diags_shown == 0) hr_diag_write_all(cli->ctx, &out, color);
    for (size_t i = cli->diags_shown; cli->diags_shown > 0 && i < count; i++) {
        hr_buf_c(&out, '\n');
        hr_diag_write(cli->ctx, hr_diag_at(cli->ctx, i), &out, color);
    }
    cli->diags_shown = count;
    say(&out);
}

int hr_cli_failed(const hr_cli *cli, hr_err e)
{
    if (e == HR_ENOMEM) return hr_cli_no_memory(cli);
    hr_cli_fault(cli, "please report it, with the model if you may share it", "headroom made a mistake of its own");
    return HR_EXIT_INTERNAL;
}

int hr_cli_end(hr_cli *cli, hr_err e)
{
    hr_cli_show(cli);
    if (e == HR_OK) return HR_EXIT_OK;
    if (e == HR_ESOLVE) return HR_EXIT_SOLVE;
    bool told = (e == HR_EINPUT || e == HR_EIO) && hr_diag_errors(cli->ctx) > 0;
    return told ? HR_EXIT_INPUT : hr_cli_failed(cli, e); /* refused without a word is our own fault */
}

/* --- opening ----------------------------------------------------------------------------------------------- */

bool hr_cli_begin(hr_cli *cli)
{
    cli->ctx = hr_ctx_new(hr_args_value(&cli->args, HR_OPT_today, NULL));
    if (cli->ctx && hr_catalogue_find(cli->ctx) == HR_OK) return true;
    hr_cli_no_memory(cli);
    return false;
}

hr_err hr_cli_open(hr_cli *cli, const char *path, const char *case_name, hr_site **out)
{
    const hr_args *a = &cli->args;
    const hr_open_opts opts = {.types = &hr_builtin_types,
                               .with = hr_args_values(a, HR_OPT_with),
                               .n_with = a->value[HR_OPT_with].n,
                               .set = hr_args_values(a, HR_OPT_set),
                               .n_set = a->value[HR_OPT_set].n,
                               .case_name = case_name};
    return hr_site_open(out, cli->ctx, path, &opts);
}

static const hr_case_decl *declared_case(const hr_site *site, const char *name)
{
    for (uint32_t i = 0; name && i < site->n_cases; i++)
        if (hr_str_is(site->cases[i].name, name)) return &site->cases[i];
    return NULL;
}

hr_err hr_cli_open_in_case(hr_cli *cli, const char *path, const char *name, hr_site **site, hr_buf *outage)
{
    hr_err e = hr_cli_open(cli, path, NULL, site);
    const hr_case_decl *c = e == HR_OK ? declared_case(*site, name) : NULL;
    if (e != HR_OK || !c) {
        if (name) hr_buf_z(outage, name);
        return e;
    }
    if (c->out.n > 0) hr_buf_printf(outage, "common: %s", name);
    hr_site_free(*site);
    *site = NULL;
    hr_ctx_free(cli->ctx); /* else every warning would stand there twice */
    cli->ctx = NULL;
    return hr_cli_begin(cli) ? hr_cli_open(cli, path, name, site) : HR_ENOMEM;
}

/* --- handing over ------------------------------------------------------------------------------------------ */

bool hr_cli_paint(const hr_cli *cli)
{
    bool to_file = hr_args_has(&cli->args, HR_OPT_file);
    if (to_file && cli->color == HR_COLOR_AUTO) return false;
    return hr_term_color(stdout, cli->color);
}

static int cannot_write(const hr_cli *cli, const char *path, int reason)
{
    if (!path) return hr_cli_fault(cli, NULL, "can't write to standard output: %s", strerror(reason));
    return hr_cli_fault(cli, NULL, "can't write \"%s\": %s", path, strerror(reason));
}

bool hr_cli_can_deliver(const hr_cli *cli)
{
    const char *path = hr_args_value(&cli->args, HR_OPT_file, NULL);
    int reason = path ? hr_output_refused(path) : 0;
    if (reason) cannot_write(cli, path, reason);
    return reason == 0;
}

bool hr_cli_output(const hr_cli *cli, hr_output *o)
{
    return hr_output_open(o, hr_args_value(&cli->args, HR_OPT_file, NULL));
}

int hr_cli_close(const hr_cli *cli, hr_output *o, int code)
{
    return hr_output_close(o) ? code : cannot_write(cli, hr_args_value(&cli->args, HR_OPT_file, NULL), o->reason);
}

int hr_cli_deliver(const hr_cli *cli, hr_buf *result, int code)
{
    hr_output o;
    if (result->failed) {
        hr_buf_free(result);
        return hr_cli_no_memory(cli);
    }
    if (hr_cli_output(cli, &o)) hr_output_put(&o, result->s, result->n);
    hr_buf_free(result);
    return hr_cli_close(cli, &o, code);
}
