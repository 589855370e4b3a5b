/* cmd_fmt.c - `headroom fmt FILE...`: prints files in the one form, changes them, or says which would change. */
#include <string.h>

#include "cli/cli.h"
#include "element/types.h"
#include "model/fmt.h"

typedef struct job {
    hr_cli *cli;
    bool check, write;
    hr_buf out; /* formatted texts, or names of files that would change */
    bool differs;
} job;

static bool same(hr_str body, const hr_buf *text)
{
    return body.n == text->n && (body.n == 0 || memcmp(body.s, text->s, body.n) == 0);
}

static int write_back(const hr_cli *cli, const char *path, const hr_buf *text)
{
    hr_output o;
    if (hr_output_open(&o, path)) hr_output_put(&o, text->s, text->n);
    if (hr_output_close(&o)) return HR_EXIT_OK;
    return hr_cli_fault(cli, NULL, "can't write \"%s\": %s", path, strerror(o.reason));
}

static int use(job *j, const char *path, hr_id file, const hr_buf *text)
{
    bool changes = !same(hr_source_body(j->cli->ctx, file), text);
    j->differs = j->differs || changes;
    if (j->check && changes) hr_buf_printf(&j->out, "%s\n", path);
    if (j->write) return changes ? write_back(j->cli, path, text) : HR_EXIT_OK;
    if (!j->check) hr_buf_add(&j->out, text->s, text->n);
    return HR_EXIT_OK;
}

static int format_one(job *j, const char *path)
{
    hr_buf text = {0};
    hr_id file;
    hr_err e = hr_source_read(j->cli->ctx, path, HR_NOWHERE, &file);
    if (e == HR_OK) e = hr_fmt(j->cli->ctx, file, &hr_builtin_types, &text);
    if (e == HR_OK && text.failed) e = HR_ENOMEM;
    int code = hr_cli_end(j->cli, e);
    if (e == HR_OK) code = use(j, path, file, &text);
    hr_buf_free(&text);
    return code;
}

/* A file that is wrong does not keep the others from being looked at, but some texts without one would look whole. */
int hr_cmd_fmt(hr_cli *cli)
{
    job j = {.cli = cli};
    j.check = hr_args_has(&cli->args, HR_OPT_check);
    j.write = hr_args_has(&cli->args, HR_OPT_write);
    if (j.check && j.write) return hr_cli_fault(cli, "keep one of the two", "--check changes nothing, --write does");
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    int worst = HR_EXIT_OK;
    for (size_t i = 0; i < cli->args.argument.n; i++) {
        int code = format_one(&j, hr_args_at(&cli->args, i));
        if (code > worst) worst = code;
    }
    if (worst == HR_EXIT_OK && j.check && j.differs) worst = HR_EXIT_FINDINGS;
    if (worst >= HR_EXIT_INPUT && !j.check) j.out.n = 0;
    return hr_cli_deliver(cli, &j.out, worst);
}
