/* cmd_completion.c - `headroom completion SHELL`. */
#include "cli/cli.h"
#include "cli/help.h"

int hr_cmd_completion(hr_cli *cli)
{
    hr_buf out = {0};
    hr_completion_add(&out, hr_args_at(&cli->args, 0));
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}
