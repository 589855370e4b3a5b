/* help.c - help texts, from the table of commands and options. */
#include "cli/help.h"

#include <string.h>

#include "base/term.h"

enum { WIDTH = 90, OPTION_COLUMN = 24, COMMAND_COLUMN = 32 };

static void blanks_add(hr_buf *out, size_t n)
{
    while (n-- > 0) hr_buf_c(out, ' ');
}

/* --- wrapping ---------------------------------------------------------------------------------------------- */

/* One line of text as it stands, or broken at blanks. Returns the column where it ended. */
static void wrap_line(hr_buf *out, const char *s, size_t n, size_t indent, size_t width, size_t column)
{
    size_t start = column;
    while (n > 0) {
        size_t word = 0;
        while (word < n && s[word] != ' ') word++;
        if (column > start && column + 1 + word > width) {
            hr_buf_c(out, '\n');
            blanks_add(out, indent);
            start = column = indent;
        } else if (column > start) {
            hr_buf_c(out, ' ');
            column++;
        }
        hr_buf_add(out, s, word);
        column += word;
        while (word < n && s[word] == ' ') word++;
        s += word;
        n -= word;
    }
    hr_buf_c(out, '\n');
}

void hr_help_wrap(hr_buf *out, const char *text, size_t indent, size_t width, size_t column)
{
    for (bool first = true; *text; first = false) {
        size_t n = strcspn(text, "\n");
        if (!first && n > 0) blanks_add(out, indent);
        if (text[0] == ' ') {
            hr_buf_add(out, text, n);
            hr_buf_c(out, '\n');
        } else {
            wrap_line(out, text, n, indent, width, first ? column : indent);
        }
        text += n + (text[n] == '\n');
    }
}

/* --- parts of help ----------------------------------------------------------------------------------------- */

static void heading(hr_buf *out, const char *text, bool color)
{
    hr_buf_c(out, '\n');
    hr_paint_add(out, color, HR_BOLD, text);
    hr_buf_c(out, '\n');
}

/* `left` and, from a column on, what it means; on a line of its own when left is long. */
static void entry(hr_buf *out, const hr_buf *left, size_t column, const char *text)
{
    hr_buf_add(out, left->s, left->n);
    size_t at = left->n;
    if (at + 2 > column) {
        hr_buf_c(out, '\n');
        at = 0;
    }
    blanks_add(out, column - at);
    hr_help_wrap(out, text, column, WIDTH, column);
}

void hr_help_option(hr_buf *out, const hr_option *o)
{
    hr_buf_printf(out, "  %s%s%s", o->letter[0] ? "-" : "  ", o->letter, o->letter[0] && o->name[0] ? ", " : "");
    if (o->name[0]) hr_buf_printf(out, "%s--%s", o->letter[0] ? "" : "  ", o->name);
    if (o->argument) hr_buf_printf(out, " %s", o->argument);
}

static void options_add(hr_buf *out, const hr_command *c)
{
    hr_buf left = {0};
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (!o->help || !hr_option_of(o, c)) continue;
        left.n = 0;
        hr_help_option(&left, o);
        entry(out, &left, OPTION_COLUMN, o->help);
        out->failed = out->failed || left.failed;
    }
    hr_buf_free(&left);
}

static void examples_add(hr_buf *out, const hr_command *c, bool color)
{
    bool any = false;
    for (size_t i = 0; i < hr_example_count; i++) {
        const hr_example *x = &hr_examples[i];
        if (&hr_commands[x->command] != c) continue;
        if (!any) heading(out, "Examples:", color);
        any = true;
        hr_buf_printf(out, "  %s\n      ", x->line);
        hr_help_wrap(out, x->text, 6, WIDTH, 6);
    }
}

static void sentence(hr_buf *out, const char *text)
{
    hr_buf_c(out, (char)(text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' + 'A' : text[0]));
    hr_buf_z(out, text + 1);
    hr_buf_z(out, ".\n");
}

void hr_help_command(hr_buf *out, const hr_command *c, bool color)
{
    sentence(out, c->summary);
    heading(out, "Usage:", color);
    hr_buf_printf(out, "  headroom %s %s [OPTION]...\n\n", c->name, c->arguments);
    hr_help_wrap(out, c->text, 0, WIDTH, 0);
    heading(out, "Options:", color);
    options_add(out, c);
    examples_add(out, c, color);
}

void hr_help_program(hr_buf *out, bool color)
{
    hr_buf left = {0};
    hr_buf_z(out, "headroom: ");
    hr_buf_printf(out, "%s?\n\n", hr_program_summary);
    hr_help_wrap(out, hr_program_text, 0, WIDTH, 0);
    heading(out, "Usage:", color);
    hr_buf_z(out, "  headroom COMMAND [ARGUMENT]... [OPTION]...\n");
    heading(out, "Commands:", color);
    for (size_t i = 0; i < HR_CMD_COUNT; i++) {
        left.n = 0;
        hr_buf_printf(&left, "  %s %s", hr_commands[i].name, hr_commands[i].arguments);
        entry(out, &left, COMMAND_COLUMN, hr_commands[i].summary);
    }
    heading(out, "Options of every command:", color);
    options_add(out, NULL);
    heading(out, "Exit codes:", color);
    for (size_t i = 0; i < hr_exit_count; i++) {
        left.n = 0;
        hr_buf_printf(&left, "  %3d", hr_exits[i].code);
        entry(out, &left, 7, hr_exits[i].meaning);
    }
    hr_buf_z(out, "\n`headroom COMMAND --help` tells more of one command, headroom-model(5) of the model language.\n");
    out->failed = out->failed || left.failed;
    hr_buf_free(&left);
}
