/* cmd_export.c - `headroom export FORMAT SITE`. */
#include <string.h>

#include "cli/cli.h"
#include "port/export.h"
#include "port/netbox.h"
#include "task/explain.h"

static bool is_format(const hr_cli *cli, const char *word) { return strcmp(hr_args_at(&cli->args, 0), word) == 0; }

/* Tables are made whole first, because their warnings come before them. */
static hr_err make(hr_cli *cli, const hr_site *site, const hr_buf *outage, hr_output *o)
{
    hr_buf out = {0};
    if (is_format(cli, "json")) return hr_export_json(site, hr_output_put, o);
    hr_err e;
    if (is_format(cli, "csv")) e = hr_export_csv(cli->ctx, site, &out);
    else if (is_format(cli, "netbox")) e = hr_export_netbox(cli->ctx, site, &out);
    else e = hr_readings_csv(cli->ctx, site, outage->n > 0 ? outage->s : NULL, &out);
    if (e == HR_OK) hr_output_put(o, out.s, out.n);
    hr_buf_free(&out);
    return e;
}

static int write_out(hr_cli *cli, const hr_site *site, const hr_buf *outage)
{
    hr_output o;
    hr_err e = HR_OK;
    if (hr_cli_output(cli, &o)) e = make(cli, site, outage, &o);
    int code = e == HR_EIO ? HR_EXIT_OK : hr_cli_end(cli, e); /* what could not be written is told by closing */
    if (code == HR_EXIT_OK) return hr_cli_close(cli, &o, code);
    hr_output_drop(&o);
    return code;
}

int hr_cmd_export(hr_cli *cli)
{
    hr_site *site = NULL;
    hr_buf outage = {0};
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    const char *case_name = hr_args_value(&cli->args, HR_OPT_case_values, NULL);
    const char *path = hr_args_at(&cli->args, 1);
    hr_err e = is_format(cli, "readings") ? hr_cli_open_in_case(cli, path, case_name, &site, &outage)
                                          : hr_cli_open(cli, path, case_name, &site);
    if (e == HR_OK && outage.failed) e = HR_ENOMEM;
    int code = e == HR_OK ? write_out(cli, site, &outage) : hr_cli_end(cli, e);
    hr_buf_free(&outage);
    hr_site_free(site);
    return code;
}
