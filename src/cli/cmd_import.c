/* cmd_import.c - `headroom import FORMAT FILE`: the file of another tool as a model, on standard output or in -o. */
#include <string.h>

#include "cli/cli.h"
#include "port/dps.h"
#include "port/netbox.h"

static hr_nb_draw draw_of(const hr_cli *cli)
{
    const char *word = hr_args_value(&cli->args, HR_OPT_draw, NULL);
    if (!word) return HR_NB_INFER;
    return strcmp(word, "per-port") == 0 ? HR_NB_PER_PORT : HR_NB_PER_DEVICE;
}

static hr_err import(const hr_cli *cli, hr_buf *out)
{
    const char *format = hr_args_at(&cli->args, 0), *path = hr_args_at(&cli->args, 1);
    hr_id file;
    if (strcmp(format, "netbox") == 0) return hr_import_netbox(cli->ctx, path, draw_of(cli), out); /* folders too */
    hr_err e = hr_source_read(cli->ctx, path, HR_NOWHERE, &file);
    if (e != HR_OK) return e;
    return strcmp(format, "dps") == 0 ? hr_import_dps(cli->ctx, file, out)
                                      : hr_import_netbox_type(cli->ctx, file, draw_of(cli), out);
}

int hr_cmd_import(hr_cli *cli)
{
    hr_buf out = {0};
    bool draw = hr_args_has(&cli->args, HR_OPT_draw);
    if (draw && strncmp(hr_args_at(&cli->args, 0), "netbox", 6) != 0)
        return hr_cli_fault(cli, NULL, "--draw is for what comes from NetBox");
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = import(cli, &out);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) return hr_cli_deliver(cli, &out, code);
    hr_buf_free(&out);
    return code;
}
