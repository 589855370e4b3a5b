/* cmd_help.c - `headroom help [COMMAND]`. */
#include "cli/cli.h"
#include "cli/help.h"

int hr_cmd_help(hr_cli *cli)
{
    const char *word = hr_args_at(&cli->args, 0);
    const char *names[HR_CMD_COUNT];
    const hr_command *c = NULL;
    for (size_t i = 0; i < HR_CMD_COUNT; i++) {
        names[i] = hr_commands[i].name;
        if (word && hr_str_is(hr_str_of(word), names[i])) c = &hr_commands[i];
    }
    if (word && !c) {
        const char *near = hr_str_closest(hr_str_of(word), names, HR_CMD_COUNT);
        char help[64];
        snprintf(help, sizeof help, "did you mean `headroom help %s`?", near ? near : "");
        return hr_cli_fault(cli, near ? help : "`headroom --help` lists the commands", "unknown command \"%s\"", word);
    }
    hr_buf out = {0};
    if (c) hr_help_command(&out, c, hr_cli_paint(cli));
    else hr_help_program(&out, hr_cli_paint(cli));
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}
