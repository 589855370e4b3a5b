/* cmd_export.c - `headroom export FORMAT SITE`. */
#include <string.h>

#include "cli/cli.h"
#include "port/export.h"

/* The table is made whole first, because its warnings come before it. */
static hr_err make_csv(hr_cli *cli, const hr_site *site, hr_output *o)
{
    hr_buf out = {0};
    hr_err e = hr_export_csv(cli->ctx, site, &out);
    if (e == HR_OK) hr_output_put(o, out.s, out.n);
    hr_buf_free(&out);
    return e;
}

static int write_out(hr_cli *cli, const hr_site *site)
{
    hr_output o;
    hr_err e = HR_OK;
    bool csv = strcmp(hr_args_at(&cli->args, 0), "csv") == 0;
    if (hr_cli_output(cli, &o)) e = csv ? make_csv(cli, site, &o) : hr_export_json(site, hr_output_put, &o);
    int code = e == HR_EIO ? HR_EXIT_OK : hr_cli_end(cli, e); /* what could not be written is told by closing */
    if (code == HR_EXIT_OK) return hr_cli_close(cli, &o, code);
    hr_output_drop(&o);
    return code;
}

int hr_cmd_export(hr_cli *cli)
{
    hr_site *site = NULL;
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    const char *case_name = hr_args_value(&cli->args, HR_OPT_case_values, NULL);
    hr_err e = hr_cli_open(cli, hr_args_at(&cli->args, 1), case_name, &site);
    int code = e == HR_OK ? write_out(cli, site) : hr_cli_end(cli, e);
    hr_site_free(site);
    return code;
}
