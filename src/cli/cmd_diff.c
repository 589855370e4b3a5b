/* cmd_diff.c - `headroom diff A B`: two models opened and checked alike, and what differs between them. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/selection.h"
#include "report/diff.h"

typedef struct side {
    hr_site *site;
    hr_check *check;
} side;

static hr_err judge(hr_cli *cli, const char *path, const hr_check_opts *o, side *s)
{
    hr_err e = hr_cli_open(cli, path, NULL, &s->site);
    return e == HR_OK ? hr_check_run(&s->check, cli->ctx, s->site, o) : e;
}

static void forget(side *s)
{
    hr_check_free(s->check);
    hr_site_free(s->site);
}

static hr_err write_report(const hr_cli *cli, const hr_diff *d, hr_output *o)
{
    if (strcmp(hr_args_value(&cli->args, HR_OPT_diff_format, "text"), "json") == 0)
        return hr_report_diff_json(d, hr_output_put, o);
    hr_buf text = {0};
    hr_err e = hr_report_diff_text(d, &text, &(hr_report_opts){.color = hr_cli_paint(cli)});
    if (e == HR_OK) hr_output_put(o, text.s, text.n);
    hr_buf_free(&text);
    return e;
}

static int report(hr_cli *cli, const hr_diff *d)
{
    hr_output o;
    hr_err e = HR_OK;
    int code = hr_diff_differs(d) ? HR_EXIT_FINDINGS : HR_EXIT_OK;
    if (!d->old->converged || !d->now->converged) code = HR_EXIT_SOLVE;
    if (hr_cli_output(cli, &o)) e = write_report(cli, d, &o);
    if (e != HR_OK && e != HR_EIO && o.reason == 0) {
        hr_output_drop(&o);
        return hr_cli_end(cli, e);
    }
    return hr_cli_close(cli, &o, code);
}

int hr_cmd_diff(hr_cli *cli)
{
    hr_progress progress;
    side old = {0}, now = {0};
    hr_diff *d = NULL;
    if (!hr_cli_selection(cli) || !hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_progress_begin(&progress, "cases");
    const hr_check_opts o = {.threads = (unsigned)strtoul(hr_args_value(&cli->args, HR_OPT_threads, "0"), NULL, 10),
                             .outages = hr_cli_outages(cli),
                             .select = hr_args_value(&cli->args, HR_OPT_select, NULL),
                             .ignore = hr_args_value(&cli->args, HR_OPT_ignore, NULL),
                             .progress = progress.on ? hr_progress_step : NULL,
                             .progress_user = &progress};
    hr_err e = judge(cli, hr_args_at(&cli->args, 0), &o, &old);
    if (e == HR_OK) e = judge(cli, hr_args_at(&cli->args, 1), &o, &now);
    if (e == HR_OK) e = hr_diff_run(&d, old.check, now.check, &o);
    (void)hr_progress_end(&progress);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) code = report(cli, d);
    hr_diff_free(d);
    forget(&now);
    forget(&old);
    return code;
}
