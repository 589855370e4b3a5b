/* man.c - manual pages of the program and of each command, as roff, from the table of commands and options. The pages
 * in man/ are made by this (`make man`), and a test compares them with it. */
#include <string.h>

#include "base/utf8.h"
#include "cli/help.h"
#include "report/report.h"

#define MODEL_PAGE "headroom-model.5"
#define LITERAL_INDENT 4 /* blanks that make a line literal; what is behind them stays */

/* --- roff -------------------------------------------------------------------------------------------------- */

/* What roff would read as markup, or would set as another character than a shell takes. */
static const char *escape_of(char c)
{
    switch (c) {
    case '\\': return "\\e";
    case '-': return "\\-";
    case '\'': return "\\(aq";
    case '^': return "\\(ha";
    case '~': return "\\(ti";
    default: return NULL;
    }
}

void hr_roff_word(hr_buf *out, hr_str word)
{
    for (uint32_t i = 0; i < word.n;) {
        uint32_t code = 0;
        unsigned n = hr_utf8_decode(word.s + i, word.n - i, &code);
        const char *escape = escape_of(word.s[i]);
        if (escape) hr_buf_z(out, escape);
        else if (code > 126) hr_buf_printf(out, "\\[u%04X]", (unsigned)code);
        else hr_buf_c(out, word.s[i]);
        i += n > 0 ? n : 1;
    }
}

/* One line; `code` becomes bold. A dot at the beginning would be a request. */
static void roff_line(hr_buf *out, const char *s, size_t n)
{
    if (n > 0 && s[0] == '.') hr_buf_z(out, "\\&");
    bool bold = false;
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && s[end] != '`') end++;
        hr_roff_word(out, (hr_str){s + i, (uint32_t)(end - i)});
        if (end < n) hr_buf_z(out, (bold = !bold) ? "\\fB" : "\\fR");
        i = end + 1;
    }
    hr_buf_c(out, '\n');
}

void hr_roff_text(hr_buf *out, const char *text)
{
    bool literal = false;
    while (*text) {
        size_t n = strcspn(text, "\n");
        bool indented = n > 0 && text[0] == ' ';
        if (indented && !literal) hr_buf_z(out, ".RS 4\n.nf\n");
        if (!indented && literal) hr_buf_z(out, ".fi\n.RE\n");
        literal = indented;
        size_t skip = indented ? strspn(text, " ") : 0;
        if (skip > LITERAL_INDENT) skip = LITERAL_INDENT;
        if (n > skip) roff_line(out, text + skip, n - skip);
        else if (text[n]) hr_buf_z(out, ".PP\n");
        text += n + (text[n] == '\n');
    }
    if (literal) hr_buf_z(out, ".fi\n.RE\n");
}

static void title(hr_buf *out, const char *name, const char *summary)
{
    hr_buf_z(out, ".\\\" made by `make man` from the table of commands and options\n.TH ");
    for (const char *p = name; *p; p++) hr_buf_c(out, (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p));
    hr_buf_z(out, " 1 \"\" \"headroom " HR_VERSION "\" \"User Commands\"\n.SH NAME\n");
    hr_roff_word(out, hr_str_of(name));
    hr_buf_z(out, " \\- ");
    roff_line(out, summary, strlen(summary));
}

/* --- parts of a page --------------------------------------------------------------------------------------- */

static void option_add(hr_buf *out, const hr_option *o)
{
    hr_buf_z(out, ".TP\n");
    if (o->letter[0]) hr_buf_printf(out, "\\fB\\-%s\\fR", o->letter);
    if (o->letter[0] && o->name[0]) hr_buf_z(out, ", ");
    if (o->name[0]) hr_buf_printf(out, "\\fB\\-\\-%s\\fR", o->name);
    if (o->argument) hr_buf_printf(out, " \\fI%s\\fR", o->argument);
    hr_buf_c(out, '\n');
    roff_line(out, o->help, strlen(o->help));
}

static void options_add(hr_buf *out, const hr_command *c)
{
    hr_buf_z(out, ".SH OPTIONS\n");
    for (size_t i = 0; i < HR_OPT_COUNT; i++)
        if (hr_options[i].help && hr_option_of(&hr_options[i], c)) option_add(out, &hr_options[i]);
}

static void exits_add(hr_buf *out)
{
    hr_buf_z(out, ".SH EXIT STATUS\n");
    for (size_t i = 0; i < hr_exit_count; i++) {
        hr_buf_printf(out, ".TP\n\\fB%d\\fR\n", hr_exits[i].code);
        roff_line(out, hr_exits[i].meaning, strlen(hr_exits[i].meaning));
    }
}

static void examples_add(hr_buf *out, const hr_command *c)
{
    bool any = false;
    for (size_t i = 0; i < hr_example_count; i++) {
        const hr_example *x = &hr_examples[i];
        if (&hr_commands[x->command] != c) continue;
        hr_buf_z(out, any ? ".TP\n\\fB" : ".SH EXAMPLES\n.TP\n\\fB");
        hr_roff_word(out, hr_str_of(x->line));
        hr_buf_z(out, "\\fR\n");
        roff_line(out, x->text, strlen(x->text));
        any = true;
    }
}

/* --- pages ------------------------------------------------------------------------------------------------- */

static void page_of_command(hr_buf *out, const hr_command *c)
{
    hr_buf name = {0};
    hr_buf_printf(&name, "headroom-%s", c->name);
    if (!name.failed) title(out, name.s, c->summary);
    out->failed = out->failed || name.failed;
    hr_buf_free(&name);
    hr_buf_printf(out, ".SH SYNOPSIS\n\\fBheadroom %s\\fR \\fI", c->name);
    hr_roff_word(out, hr_str_of(c->arguments));
    hr_buf_z(out, "\\fR [\\fIOPTION\\fR]...\n.SH DESCRIPTION\n");
    hr_roff_text(out, c->text);
    options_add(out, c);
    exits_add(out);
    examples_add(out, c);
    hr_buf_z(out, ".SH SEE ALSO\n\\fBheadroom\\fR(1), \\fBheadroom\\-model\\fR(5)\n");
}

static void page_of_program(hr_buf *out)
{
    title(out, "headroom", hr_program_summary);
    hr_buf_z(out, ".SH SYNOPSIS\n\\fBheadroom\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR]... [\\fIOPTION\\fR]...\n"
                  ".SH DESCRIPTION\n");
    hr_roff_text(out, hr_program_text);
    hr_buf_z(out, ".SH COMMANDS\n");
    for (size_t i = 0; i < HR_CMD_COUNT; i++) {
        const hr_command *c = &hr_commands[i];
        hr_buf_printf(out, ".TP\n\\fB%s\\fR \\fI", c->name);
        hr_roff_word(out, hr_str_of(c->arguments));
        hr_buf_z(out, "\\fR\n");
        roff_line(out, c->summary, strlen(c->summary));
    }
    options_add(out, NULL);
    exits_add(out);
    hr_buf_z(out,
             ".SH ENVIRONMENT\n.TP\n\\fBHEADROOM_PARTS\\fR\nfolders of the catalogue, between colons, instead of the "
             "one that came with the program\n"
             ".TP\n\\fBNO_COLOR\\fR\nwhen set, nothing is painted unless \\fB\\-\\-color=always\\fR says so\n"
             ".SH SEE ALSO\n");
    for (size_t i = 0; i < HR_CMD_COUNT; i++) hr_buf_printf(out, "\\fBheadroom\\-%s\\fR(1),\n", hr_commands[i].name);
    hr_buf_z(out, "\\fBheadroom\\-model\\fR(5)\n");
}

bool hr_man_name(size_t i, hr_buf *out)
{
    if (i == 0) hr_buf_z(out, "headroom.1");
    else if (i <= HR_CMD_COUNT) hr_buf_printf(out, "headroom-%s.1", hr_commands[i - 1].name);
    else if (i == HR_CMD_COUNT + 1) hr_buf_z(out, MODEL_PAGE);
    return i <= HR_CMD_COUNT + 1;
}

bool hr_man_page(hr_buf *out, hr_str name)
{
    hr_buf known = {0};
    bool found = false;
    for (size_t i = 0; !found && hr_man_name(i, &known) && !known.failed; i++, known.n = 0) {
        found = hr_str_is(name, known.s);
        if (!found) continue;
        if (i == 0) page_of_program(out);
        else if (i <= HR_CMD_COUNT) page_of_command(out, &hr_commands[i - 1]);
        else hr_man_model(out);
    }
    hr_buf_free(&known);
    return found;
}
