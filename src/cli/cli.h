/* cli.h - what every verb works with: its arguments, a context, a way out for results and one for messages.
 *
 * Results go to standard output or to the file of -o; everything else goes to standard error. A verb is one cmd_VERB.c
 * with a function hr_cmd_VERB that returns the exit code. */
#ifndef HR_CLI_CLI_H
#define HR_CLI_CLI_H

#include "base/term.h"
#include "cli/options.h"
#include "cli/output.h"
#include "headroom/site.h"

enum { HR_EXIT_OK = 0, HR_EXIT_FINDINGS = 1, HR_EXIT_INPUT = 2, HR_EXIT_SOLVE = 3, HR_EXIT_INTERNAL = 101 };

typedef struct hr_cli {
    hr_args args;
    hr_color color;
    hr_ctx *ctx; /* from hr_cli_begin on */
    size_t diags_shown;
} hr_cli;

#define HR_COMMAND(id, ...) int hr_cmd_##id(hr_cli *cli);
#include "cli/commands.def"
#undef HR_COMMAND

/* Prints "error: ..." with a way out (or NULL) on standard error, and returns HR_EXIT_INPUT. */
int hr_cli_fault(const hr_cli *cli, const char *help, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
int hr_cli_no_type(const hr_cli *cli, const char *word); /* "unknown type", with the closest; returns HR_EXIT_INPUT */
int hr_cli_no_memory(const hr_cli *cli);                 /* says so, returns HR_EXIT_INTERNAL */

/* The exit code of what failed without a diagnostic; says so. */
int hr_cli_failed(const hr_cli *cli, hr_err e);

/* The context of this run, with --today and the catalogue. On false it has been said why. */
bool hr_cli_begin(hr_cli *cli);
/* Opens a site with the overlays of the command line. */
hr_err hr_cli_open(hr_cli *cli, const char *path, const char *case_name, hr_site **out);
/* The same in a case as --case names it: an outage ("fault: bus-A2"), or a case of the model. That may set values, so
 * the site is opened once more with it. Appends to outage what is out, as the tasks name it; nothing in the normal
 * state. */
hr_err hr_cli_open_in_case(hr_cli *cli, const char *path, const char *name, hr_site **site, hr_buf *outage);
/* Prints the diagnostics that are not yet printed. */
void hr_cli_show(hr_cli *cli);
/* hr_cli_show, and the exit code that belongs to e. */
int hr_cli_end(hr_cli *cli, hr_err e);

/* Whether results are painted: they are on a terminal, or --color says so. */
bool hr_cli_paint(const hr_cli *cli);
/* Whether the file of -o can be written, as far as can be told before there is anything to write. Says so if not. */
bool hr_cli_can_deliver(const hr_cli *cli);
/* Standard output, or the file of -o. Closing says what went wrong, and returns `code` when nothing did. */
bool hr_cli_output(const hr_cli *cli, hr_output *o);
int hr_cli_close(const hr_cli *cli, hr_output *o, int code);
/* Both around a result that is whole already; frees it. */
int hr_cli_deliver(const hr_cli *cli, hr_buf *result, int code);

#endif
