/* cmd_export.c - `headroom export FORMAT SITE`. */
#include <unistd.h>

#include "cli/cli.h"
#include "port/export.h"

static int write_out(hr_cli *cli, const hr_exporter *x, const hr_export_in *in)
{
    hr_output o;
    hr_err e = HR_OK;
    if (hr_cli_output(cli, &o)) e = x->run(in, hr_output_put, &o);
    int code = e == HR_EIO ? HR_EXIT_OK : hr_cli_end(cli, e); /* what could not be written is told by closing */
    if (code == HR_EXIT_OK) return hr_cli_close(cli, &o, code);
    hr_output_drop(&o);
    return code;
}

static bool suits_output(const hr_cli *cli, const hr_exporter *x)
{
    bool terminal = (x->needs & HR_EXPORT_BINARY) && !hr_args_has(&cli->args, HR_OPT_file) && isatty(STDOUT_FILENO);
    if (terminal) hr_cli_fault(cli, "name a file with -o", "`export %s` writes no text", x->word);
    return !terminal && hr_cli_can_deliver(cli);
}

static hr_err open_site(hr_cli *cli, const hr_exporter *x, hr_site **site, hr_buf *outage)
{
    const char *case_name = hr_args_value(&cli->args, HR_OPT_case_values, NULL), *path = hr_args_at(&cli->args, 1);
    hr_err e = x->needs & HR_EXPORT_OUTAGE ? hr_cli_open_in_case(cli, path, case_name, site, outage)
                                           : hr_cli_open(cli, path, case_name, site);
    return e == HR_OK && outage->failed ? HR_ENOMEM : e;
}

int hr_cmd_export(hr_cli *cli)
{
    hr_site *site = NULL;
    hr_check *check = NULL;
    hr_buf outage = {0};
    const hr_exporter *x = hr_exporter_find(hr_args_at(&cli->args, 0));
    if (hr_args_has(&cli->args, HR_OPT_loop) && !(x->needs & HR_EXPORT_LOOP))
        return hr_cli_fault(cli, NULL, "--loop is for `export epanet`");
    if (!suits_output(cli, x)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = open_site(cli, x, &site, &outage);
    if (e == HR_OK && (x->needs & HR_EXPORT_CHECK)) e = hr_check_run(&check, cli->ctx, site, &(hr_check_opts){0});
    const hr_export_in in = {.ctx = cli->ctx,
                             .site = site,
                             .check = check,
                             .outage = outage.n > 0 ? outage.s : NULL,
                             .loop = hr_args_value(&cli->args, HR_OPT_loop, NULL)};
    int code = e == HR_OK ? write_out(cli, x, &in) : hr_cli_end(cli, e);
    hr_buf_free(&outage);
    hr_check_free(check);
    hr_site_free(site);
    return code;
}
