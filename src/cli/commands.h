/* commands.h - the one table of commands and options.
 *
 * commands.def holds it; help, man pages, shell completion and the parser of options are made from it, so none of them
 * can say what another does not. A new verb is one cmd_VERB.c and one row. */
#ifndef HR_CLI_COMMANDS_H
#define HR_CLI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hr_cli;

/* What a value is: how it is checked, and what a shell offers for it. */
typedef enum hr_value_kind {
    HR_VALUE_NONE, /* a flag; a position that takes nothing */
    HR_VALUE_TEXT,
    HR_VALUE_WORD, /* one of a list */
    HR_VALUE_NUMBER,
    HR_VALUE_DATE,
    HR_VALUE_FILE,
    HR_VALUE_SITE, /* a model file, or a folder with site.yaml */
    HR_VALUE_CODE, /* of a rule or a diagnostic */
    HR_VALUE_TYPE, /* of an element */
    HR_VALUE_COMMAND
} hr_value_kind;

typedef enum hr_cmd {
#define HR_COMMAND(id, ...) HR_CMD_##id,
#include "cli/commands.def"
#undef HR_COMMAND
    HR_CMD_COUNT
} hr_cmd;

typedef enum hr_opt {
#define HR_OPTION(id, ...) HR_OPT_##id,
#include "cli/commands.def"
#undef HR_OPTION
    HR_OPT_COUNT
} hr_opt;

typedef struct hr_command {
    const char *name;
    const char *arguments;          /* "SITE", "[PATTERN]", "FILE..." */
    size_t least, most;             /* how many of them */
    hr_value_kind first, rest;      /* what the first of them is, and all behind it */
    const char *const *words;       /* of a first one that is HR_VALUE_WORD: NULL-terminated */
    const char *summary;            /* one line, no full stop */
    const char *text;               /* paragraphs between empty lines; an indented line stands as it is */
    int (*run)(struct hr_cli *cli); /* returns the exit code */
} hr_command;

typedef struct hr_option {
    const char *name;     /* "format" for --format; "" where there is only the letter */
    const char *letter;   /* "o" for -o, or "" */
    const char *argument; /* "FORMAT", or NULL for a flag */
    hr_value_kind kind;
    const char *const *words;
    uint32_t commands; /* set of 1 << hr_cmd that take it */
    bool repeats;
    const char *help; /* NULL: not in help, man pages and completion */
} hr_option;

typedef struct hr_example {
    hr_cmd command;
    const char *line, *text;
} hr_example;

#define HR_EVERY_COMMAND UINT32_MAX /* and of the program without one */

extern const hr_command hr_commands[HR_CMD_COUNT];
extern const hr_option hr_options[HR_OPT_COUNT];
extern const hr_example hr_examples[];
extern const size_t hr_example_count;

/* What the program is, in one line and in a paragraph, and what its exit codes mean. */
extern const char hr_program_summary[], hr_program_text[];
typedef struct hr_exit {
    int code;
    const char *meaning;
} hr_exit;
extern const hr_exit hr_exits[];
extern const size_t hr_exit_count;

static inline bool hr_option_of(const hr_option *o, const hr_command *c)
{ /* c is NULL for the program itself: options of every command */
    return c ? (o->commands >> (c - hr_commands) & 1) != 0 : o->commands == HR_EVERY_COMMAND;
}

#endif
