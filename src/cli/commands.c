/* commands.c - the tables made from commands.def, and what the program says of itself. */
#include "cli/cli.h"

static const char *const hr_format_words[] = {"text", "json", "jsonl", "csv", "html", "svg", "md", "sarif", NULL};
static const char *const hr_diagram_words[] = {"one-line", "cooling", "loop", NULL};
static const char *const hr_parts_format_words[] = {"text", "json", NULL};
static const char *const hr_diff_words[] = {"text", "json", NULL};
static const char *const hr_outage_words[] = {"all", "fault", "none", NULL}; /* as hr_outages */
static const char *const hr_color_words[] = {"auto", "always", "never", NULL};
/* Those of hr_trust_words that a catalogue may state. */
static const char *const hr_parts_trust_words[] = {"verified", "computed", "secondary", "recalled", "assumed", NULL};
static const char *const hr_import_words[] = {
#define HR_IMPORT(id, word, needs) word,
#include "port/importers.def"
#undef HR_IMPORT
    NULL};
static const char *const hr_export_words[] = {
#define HR_EXPORT(id, word, needs) word,
#include "port/exporters.def"
#undef HR_EXPORT
    NULL};
static const char *const hr_template_words[] = {"csv", "xlsx", NULL};
static const char *const hr_draw_words[] = {"per-port", "per-device", NULL}; /* as hr_nb_draw from 1 on */
static const char *const hr_shell_words[] = {"bash", "zsh", "fish", NULL};

const hr_command hr_commands[HR_CMD_COUNT] = {
#define HR_COMMAND(id, arguments_, least_, most_, first_, words_, rest_, summary_, text_) \
    [HR_CMD_##id] = {.name = #id, \
                     .arguments = (arguments_), \
                     .least = (least_), \
                     .most = (most_), \
                     .first = (first_), \
                     .words = (words_), \
                     .rest = (rest_), \
                     .summary = (summary_), \
                     .text = (text_), \
                     .run = hr_cmd_##id},
#include "cli/commands.def"
#undef HR_COMMAND
};

#define C(id) (1u << HR_CMD_##id)
#define SITES (C(check) | C(explain) | C(export))

const hr_option hr_options[HR_OPT_COUNT] = {
#define HR_OPTION(id, name_, letter_, argument_, kind_, words_, commands_, repeats_, help_) \
    [HR_OPT_##id] = {.name = (name_), \
                     .letter = (letter_), \
                     .argument = (argument_), \
                     .kind = (kind_), \
                     .words = (words_), \
                     .commands = (commands_), \
                     .repeats = (repeats_), \
                     .help = (help_)},
#include "cli/commands.def"
#undef HR_OPTION
};

const hr_example hr_examples[] = {
#define HR_EXAMPLE(command_, line_, text_) {.command = HR_CMD_##command_, .line = (line_), .text = (text_)},
#include "cli/commands.def"
#undef HR_EXAMPLE
};
const size_t hr_example_count = sizeof hr_examples / sizeof *hr_examples;

const char hr_program_summary[] = "does an AI data-centre hall hold, with anything single out of service";
const char hr_program_text[] =
    "headroom reads one text model of a hall (its power path, racks and computers) and judges every element against "
    "the limits of its rules (`headroom check --help` names them), normally and with each single thing out of service. "
    "Each result shows its arithmetic, the clause "
    "behind the limit and the line of the model it comes from. What is not known is never called fine.";

const hr_exit hr_exits[] = {
    {0, "all limits hold"},
    {1, "findings: a limit is violated, or cannot be judged because something is not known"},
    {2, "the input or the command line is wrong, or a file cannot be read or written"},
    {3, "a solver did not converge"},
    {101, "a fault of the program itself, or memory ran out"},
};
const size_t hr_exit_count = sizeof hr_exits / sizeof *hr_exits;
