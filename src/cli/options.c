/* options.c - the parser of the command line. It knows the table only, never a single option by name but --help,
 * --version and --man, with which a command's arguments need not be there. */
#include "cli/options.h"

#include <string.h>

typedef struct parser {
    hr_args *a;
    char *const *argv;
    int argc, i; /* i: the argument being read */
    bool ended;  /* -- was read */
} parser;

#define MOST_NUMBER 1024 /* threads */

/* --- saying what is wrong ---------------------------------------------------------------------------------- */

static const char *command_text(const hr_args *a, hr_buf *b)
{
    hr_buf_printf(b, "headroom%s%s", a->command ? " " : "", a->command ? a->command->name : "");
    return b->s ? b->s : "headroom";
}

static void see_help(hr_args *a)
{
    hr_buf name = {0};
    if (a->help.n > 0) hr_buf_z(&a->help, "; ");
    hr_buf_printf(&a->help, "`%s --help` shows how it is used", command_text(a, &name));
    hr_buf_free(&name);
}

static bool fault(hr_args *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static bool fault(hr_args *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&a->fault, fmt, ap);
    va_end(ap);
    return false;
}

/* "--format" or "-o" */
#define OPTION_FMT "%s%s"
#define OPTION_ARG(o) (o)->name[0] ? "--" : "-", (o)->name[0] ? (o)->name : (o)->letter

int hr_word_index(const char *const *words, const char *word)
{
    for (int i = 0; words && words[i]; i++)
        if (strcmp(words[i], word) == 0) return i;
    return -1;
}

void hr_words_add(hr_buf *b, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        if (i > 0) hr_buf_z(b, words[i + 1] ? ", " : " or ");
        hr_buf_z(b, words[i]);
    }
}

/* --- commands ---------------------------------------------------------------------------------------------- */

static bool unknown_command(hr_args *a, const char *word)
{
    const char *names[HR_CMD_COUNT];
    for (size_t i = 0; i < HR_CMD_COUNT; i++) names[i] = hr_commands[i].name;
    const char *near = hr_str_closest(hr_str_of(word), names, HR_CMD_COUNT);
    if (near) hr_buf_printf(&a->help, "did you mean `headroom %s`?", near);
    else hr_buf_z(&a->help, "`headroom --help` lists the commands");
    return fault(a, "unknown command \"%s\"", word);
}

static bool take_argument(parser *p, const char *word)
{
    hr_args *a = p->a;
    if (!a->command && !hr_args_has(a, HR_OPT_man)) {
        for (size_t i = 0; i < HR_CMD_COUNT; i++)
            if (strcmp(hr_commands[i].name, word) == 0) a->command = &hr_commands[i];
        return a->command || unknown_command(a, word);
    }
    const char **slot = hr_vec_push(&a->argument, sizeof *slot);
    if (slot) *slot = word;
    return slot != NULL;
}

/* --- options ----------------------------------------------------------------------------------------------- */

/* The option of the command by name or by letter; else one of another command, so that the message can say so. */
static const hr_option *find_option(const hr_args *a, hr_str name, char letter)
{
    const hr_option *other = NULL;
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (letter ? o->letter[0] != letter : !o->name[0] || !hr_str_is(name, o->name)) continue;
        if (hr_option_of(o, a->command)) return o;
        other = o;
    }
    return other;
}

/* The option likely meant: one that begins with what was written, if there is only one, else the closest. */
static const char *likely_option(const hr_args *a, hr_str name)
{
    const char *names[HR_OPT_COUNT], *begins = NULL;
    size_t n = 0, beginning = 0;
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (!o->name[0] || !o->help || !hr_option_of(o, a->command)) continue;
        names[n++] = o->name;
        if (name.n > 0 && strncmp(o->name, name.s, name.n) == 0) begins = o->name, beginning++;
    }
    return beginning == 1 ? begins : hr_str_closest(name, names, n);
}

static bool unknown_option(hr_args *a, hr_str name, char letter)
{
    hr_buf command = {0};
    const char *near = letter ? NULL : likely_option(a, name);
    if (near) hr_buf_printf(&a->help, "did you mean --%s?", near);
    else see_help(a);
    if (letter) fault(a, "unknown option -%c of `%s`", letter, command_text(a, &command));
    else fault(a, "unknown option --%.*s of `%s`", HR_STR_FMT(name), command_text(a, &command));
    hr_buf_free(&command);
    return false;
}

static bool foreign_option(hr_args *a, const hr_option *o)
{
    if (!a->command) {
        hr_buf_z(&a->help, "options of a command stand behind it: headroom COMMAND [OPTION]...");
        return fault(a, OPTION_FMT " stands before the command", OPTION_ARG(o));
    }
    const char *near = o->name[0] ? likely_option(a, hr_str_of(o->name)) : NULL;
    if (near) hr_buf_printf(&a->help, "did you mean --%s?", near);
    else see_help(a);
    return fault(a, "`headroom %s` takes no " OPTION_FMT, a->command->name, OPTION_ARG(o));
}

static bool is_date(const char *s)
{
    static const char form[] = "0000-00-00";
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(s) != 10) return false;
    for (size_t i = 0; i < 10; i++)
        if (form[i] == '-' ? s[i] != '-' : s[i] < '0' || s[i] > '9') return false;
    int year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0';
    int month = (s[5] - '0') * 10 + s[6] - '0', day = (s[8] - '0') * 10 + s[9] - '0';
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

static bool is_number(const char *s)
{
    long v = 0;
    for (const char *p = s; *p; p++) {
        if (*p < '0' || *p > '9' || (v = v * 10 + (*p - '0')) > MOST_NUMBER) return false;
    }
    return s[0] != '\0';
}

static bool wrong_word(hr_args *a, const char *option, const char *const *words, const char *value)
{
    size_t n = 0;
    while (words[n]) n++;
    const char *near = hr_str_closest(hr_str_of(value), words, n);
    if (near) hr_buf_printf(&a->help, "did you mean %s?", near);
    if (option) fault(a, "--%s is ", option);
    else fault(a, "the first argument of `headroom %s` is ", a->command->name);
    hr_words_add(&a->fault, words);
    return fault(a, "; found \"%s\"", value);
}

static bool check_value(hr_args *a, const hr_option *o, const char *value)
{
    if (value[0] == '\0') return fault(a, OPTION_FMT " is empty", OPTION_ARG(o));
    if (o->kind == HR_VALUE_WORD && hr_word_index(o->words, value) < 0) return wrong_word(a, o->name, o->words, value);
    if (o->kind == HR_VALUE_NUMBER && !is_number(value))
        return fault(a, OPTION_FMT " is a whole number up to %d; found \"%s\"", OPTION_ARG(o), MOST_NUMBER, value);
    if (o->kind == HR_VALUE_DATE && !is_date(value))
        return fault(a, OPTION_FMT " is a date, YYYY-MM-DD; found \"%s\"", OPTION_ARG(o), value);
    return true;
}

static bool keep_value(hr_args *a, const hr_option *o, const char *value)
{
    hr_vec *list = &a->value[o - hr_options];
    if (value && !check_value(a, o, value)) return false;
    if (list->n > 0 && value && !o->repeats) {
        hr_buf_z(&a->help, "keep one of the two");
        return fault(a, OPTION_FMT " is given twice", OPTION_ARG(o));
    }
    const char **slot = hr_vec_push(list, sizeof *slot);
    if (slot) *slot = value;
    return slot != NULL;
}

static bool needs_value(hr_args *a, const hr_option *o, const char *next)
{
    if (next && o->name[0]) hr_buf_printf(&a->help, "if \"%s\" is meant, write --%s=%s", next, o->name, next);
    else if (next) hr_buf_printf(&a->help, "if \"%s\" is meant, write -%s%s", next, o->letter, next);
    else hr_buf_printf(&a->help, "write " OPTION_FMT " %s", OPTION_ARG(o), o->argument);
    return fault(a, OPTION_FMT " needs a value, %s", OPTION_ARG(o), o->argument);
}

/* An option and its value: joined, or the next argument. */
static bool take_option(parser *p, const hr_option *o, const char *joined)
{
    hr_args *a = p->a;
    if (!hr_option_of(o, a->command)) return foreign_option(a, o);
    if (!o->argument) return keep_value(a, o, NULL);
    if (joined) return keep_value(a, o, joined);
    const char *next = p->i + 1 < p->argc ? p->argv[p->i + 1] : NULL;
    if (!next || (next[0] == '-' && next[1])) return needs_value(a, o, next);
    p->i++;
    return keep_value(a, o, next);
}

static bool take_long(parser *p, const char *text)
{
    const char *eq = strchr(text, '=');
    hr_str name = {text, (uint32_t)(eq ? (size_t)(eq - text) : strlen(text))};
    const hr_option *o = find_option(p->a, name, 0);
    if (!o) return unknown_option(p->a, name, 0);
    if (eq && !o->argument && hr_option_of(o, p->a->command)) return fault(p->a, "--%s takes no value", o->name);
    return take_option(p, o, eq ? eq + 1 : NULL);
}

/* -h, -hV, -oFILE */
static bool take_short(parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const hr_option *o = find_option(p->a, (hr_str){0}, *letters);
        if (!o) return unknown_option(p->a, (hr_str){0}, *letters);
        if (o->argument) return take_option(p, o, letters[1] ? letters + 1 : NULL);
        if (!take_option(p, o, NULL)) return false;
    }
    return true;
}

static bool take(parser *p, const char *word)
{
    if (p->ended || word[0] != '-' || !word[1]) return take_argument(p, word);
    if (word[1] != '-') return take_short(p, word + 1);
    if (word[2]) return take_long(p, word + 2);
    p->ended = true;
    return true;
}

/* --- counts ------------------------------------------------------------------------------------------------ */

static bool check_arguments(hr_args *a)
{
    const hr_command *c = a->command;
    size_t n = a->argument.n;
    if (hr_args_has(a, HR_OPT_help) || hr_args_has(a, HR_OPT_version) || hr_args_has(a, HR_OPT_man)) return true;
    if (!c) {
        hr_buf_z(&a->help, "`headroom --help` lists the commands");
        return fault(a, "a command is missing");
    }
    if (n < c->least || n > c->most) hr_buf_printf(&a->help, "usage: headroom %s %s", c->name, c->arguments);
    if (n > c->most) return fault(a, "`headroom %s` takes no further argument \"%s\"", c->name, hr_args_at(a, c->most));
    if (n == 0 && c->least > 0) return fault(a, "`headroom %s` needs %s", c->name, c->arguments);
    if (n < c->least) return fault(a, "`headroom %s` needs more arguments", c->name);
    if (n > 0 && c->words && hr_word_index(c->words, hr_args_at(a, 0)) < 0)
        return wrong_word(a, NULL, c->words, hr_args_at(a, 0));
    return true;
}

bool hr_args_parse(hr_args *out, int argc, char *const *argv)
{
    *out = (hr_args){0};
    parser p = {.a = out, .argv = argv, .argc = argc};
    for (p.i = 1; p.i < argc; p.i++)
        if (!take(&p, argv[p.i])) return false;
    return check_arguments(out);
}

void hr_args_free(hr_args *a)
{
    hr_vec_free(&a->argument);
    for (size_t i = 0; i < HR_OPT_COUNT; i++) hr_vec_free(&a->value[i]);
    hr_buf_free(&a->fault);
    hr_buf_free(&a->help);
}

const char *hr_args_value(const hr_args *a, hr_opt o, const char *otherwise)
{
    return a->value[o].n > 0 ? hr_args_values(a, o)[a->value[o].n - 1] : otherwise;
}

const char *hr_args_at(const hr_args *a, size_t i)
{
    return i < a->argument.n ? ((const char *const *)a->argument.item)[i] : NULL;
}
