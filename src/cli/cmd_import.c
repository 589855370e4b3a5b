/* cmd_import.c - `headroom import FORMAT FILE`: the file of another tool as a model, on standard output or in -o. */
#include "cli/cli.h"
#include "port/import.h"

int hr_cmd_import(hr_cli *cli)
{
    hr_buf out = {0};
    const hr_importer *importer = hr_importer_find(hr_args_at(&cli->args, 0));
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = importer->run(cli->ctx, hr_args_at(&cli->args, 1), &out);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) return hr_cli_deliver(cli, &out, code);
    hr_buf_free(&out);
    return code;
}
