/* main.c - the program: arguments, then the verb they name. */
#include <fcntl.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/help.h"
#include "report/report.h"

/* A file opened while standard output or error is closed would take its number, and get what is meant for it. So closed
 * ones are filled with something that cannot be written to. */
static bool fill_streams(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) return false;
    return true;
}

static int show_version(const hr_cli *cli)
{
    hr_buf out = {0};
    hr_buf_z(&out, "headroom " HR_VERSION "\n");
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}

static int show_help(const hr_cli *cli)
{
    hr_buf out = {0};
    if (cli->args.command) hr_help_command(&out, cli->args.command, hr_cli_paint(cli));
    else hr_help_program(&out, hr_cli_paint(cli));
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}

/* `headroom --man` names the manual pages, `headroom --man PAGE` prints one. */
static int show_man(const hr_cli *cli)
{
    hr_buf out = {0};
    const char *page = hr_args_at(&cli->args, 0);
    for (size_t i = 0; !page && hr_man_name(i, &out); i++) hr_buf_c(&out, '\n');
    if (page && !hr_man_page(&out, hr_str_of(page)))
        return hr_cli_fault(cli, "`headroom --man` names the pages", "no manual page \"%s\"", page);
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}

/* `headroom` alone asks for help in its own way, but a script that lost its arguments must not see success. */
static int show_commands(const hr_cli *cli)
{
    hr_buf out = {0};
    hr_help_program(&out, hr_term_color(stderr, cli->color));
    if (!out.failed) (void)fputs(out.s, stderr);
    hr_buf_free(&out);
    return HR_EXIT_INPUT;
}

static int run(hr_cli *cli, bool parsed, bool bare)
{
    const hr_args *a = &cli->args;
    if (bare) return show_commands(cli);
    if (!parsed && a->fault.n == 0) return hr_cli_no_memory(cli);
    if (!parsed) return hr_cli_fault(cli, a->help.s, "%s", a->fault.s);
    if (hr_args_has(a, HR_OPT_man)) return show_man(cli);
    if (hr_args_has(a, HR_OPT_help)) return show_help(cli);
    if (hr_args_has(a, HR_OPT_version)) return show_version(cli);
    return a->command->run(cli);
}

int main(int argc, char **argv)
{
    if (!fill_streams()) return HR_EXIT_INTERNAL;
    hr_cli cli = {0};
    bool parsed = hr_args_parse(&cli.args, argc, argv);
    const char *when = hr_args_value(&cli.args, HR_OPT_color, "auto");
    int color = hr_word_index(hr_options[HR_OPT_color].words, when); /* in the order of hr_color */
    cli.color = color < 0 ? HR_COLOR_AUTO : (hr_color)color;
    int code = run(&cli, parsed, argc <= 1);
    hr_ctx_free(cli.ctx);
    hr_args_free(&cli.args);
    return code;
}
