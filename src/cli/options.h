/* options.h - the arguments of the program, taken apart by the table of commands and options.
 *
 * Long options take their value behind = or as the next argument, short ones also joined (-oFILE); options may stand
 * anywhere behind the command; -- ends them. A value that begins with - must be joined: --case=-x. One that is given
 * twice is refused unless it may be repeated, because one of the two would be ignored silently. */
#ifndef HR_CLI_OPTIONS_H
#define HR_CLI_OPTIONS_H

#include "base/str.h"
#include "base/vec.h"
#include "cli/commands.h"

typedef struct hr_args {        /* all texts are the caller's */
    const hr_command *command;  /* NULL when none was given */
    hr_vec argument;            /* of const char *: what is no option, behind the command */
    hr_vec value[HR_OPT_COUNT]; /* of const char *; a flag has one NULL for each time it was given */
    hr_buf fault, help;         /* what is wrong and the way out, when hr_args_parse returned false */
} hr_args;

/* Takes argv[1..argc-1] apart. On false `fault` says why (empty: memory ran out). Counts of arguments are checked
 * unless help or the version is asked for. */
bool hr_args_parse(hr_args *out, int argc, char *const *argv);
void hr_args_free(hr_args *a);

static inline bool hr_args_has(const hr_args *a, hr_opt o) { return a->value[o].n > 0; }
/* The value of an option, or otherwise. */
const char *hr_args_value(const hr_args *a, hr_opt o, const char *otherwise);
static inline const char *const *hr_args_values(const hr_args *a, hr_opt o) { return a->value[o].item; }
/* Argument i behind the command, or NULL. */
const char *hr_args_at(const hr_args *a, size_t i);
/* Index of a word in a NULL-terminated list, or -1. */
int hr_word_index(const char *const *words, const char *word);
/* Adds "text, json or csv". */
void hr_words_add(hr_buf *b, const char *const *words);

#endif
