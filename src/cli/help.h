/* help.h - the three things made from the table of commands: help, man pages, shell completion. */
#ifndef HR_CLI_HELP_H
#define HR_CLI_HELP_H

#include "base/str.h"
#include "cli/commands.h"

/* `headroom --help`, `headroom COMMAND --help`. */
void hr_help_program(hr_buf *out, bool color);
void hr_help_command(hr_buf *out, const hr_command *c, bool color);
/* "  -o, --name ARGUMENT" as help shows it. */
void hr_help_option(hr_buf *out, const hr_option *o);
/* Adds text broken into lines of at most `width` columns, each behind `indent` blanks. The first line begins at
 * `column`. Paragraphs stay apart; lines that begin with a blank stand as they are. Ends with a newline. */
void hr_help_wrap(hr_buf *out, const char *text, size_t indent, size_t width, size_t column);

/* Manual pages: names of all of them by number (NULL behind the last), and the roff of one. False for another name. */
bool hr_man_name(size_t i, hr_buf *out);
bool hr_man_page(hr_buf *out, hr_str name);
void hr_man_model(hr_buf *out); /* headroom-model(5), from the field tables */
/* Adds text to roff: what would be markup is escaped, `code` becomes bold, paragraphs and indented lines are kept. */
void hr_roff_text(hr_buf *out, const char *text);
void hr_roff_word(hr_buf *out, hr_str word); /* the escapes only */

/* A completion script; shell is bash, zsh or fish. */
void hr_completion_add(hr_buf *out, const char *shell);

#endif
