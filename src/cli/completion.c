/* completion.c - completion scripts for bash, zsh and fish, from the table of commands and options.
 *
 * All three offer the same: commands, the options of a command, the words of an option or of the first argument, and
 * files. Words come from tables and need no quotes in a shell; descriptions stand in single quotes. */
#include <string.h>

#include "cli/help.h"
#include "element/types.h"
#include "rule/rule.h"

/* --- what is offered --------------------------------------------------------------------------------------- */

static void word_add(hr_buf *out, const char *word)
{
    if (out->n > 0 && out->s[out->n - 1] != '\'' && out->s[out->n - 1] != '(') hr_buf_c(out, ' ');
    hr_buf_z(out, word);
}

static void codes_add(hr_buf *out)
{
    for (uint16_t i = 0; i < hr_rule_count; i++) word_add(out, hr_rules[i]->code);
#define HR_DIAG(code, title, text) word_add(out, code);
#include "model/diags.def"
#undef HR_DIAG
}

/* The words of a value, between blanks; none where any text, number or file may stand. */
static void words_add(hr_buf *out, hr_value_kind kind, const char *const *words)
{
    for (size_t i = 0; kind == HR_VALUE_WORD && words[i]; i++) word_add(out, words[i]);
    for (size_t i = 0; kind == HR_VALUE_COMMAND && i < HR_CMD_COUNT; i++) word_add(out, hr_commands[i].name);
    for (size_t i = 0; kind == HR_VALUE_TYPE && i < hr_builtin_types.n; i++)
        word_add(out, hr_builtin_types.type[i]->name);
    if (kind == HR_VALUE_CODE) codes_add(out);
}

static bool has_words(hr_value_kind kind)
{
    return kind == HR_VALUE_WORD || kind == HR_VALUE_COMMAND || kind == HR_VALUE_TYPE || kind == HR_VALUE_CODE;
}

/* explain takes a code or a site. */
static bool has_files(hr_value_kind kind)
{
    return kind == HR_VALUE_FILE || kind == HR_VALUE_SITE || kind == HR_VALUE_CODE;
}

static bool offered(const hr_option *o, const hr_command *c) { return o->help && hr_option_of(o, c); }

/* The first clause of a help text in single quotes, with a backslash before each of `escaped`. */
static void brief_add(hr_buf *out, const char *text, const char *escaped)
{
    for (; *text; text++) {
        if (strchr(".,;:", *text) && text[1] == ' ') break;
        if (*text == ' ' && text[1] == '(') break;
        if (strchr(escaped, *text)) hr_buf_c(out, '\\');
        if (*text == '\'') hr_buf_z(out, "'\\'");
        hr_buf_c(out, *text);
    }
}

/* --- bash -------------------------------------------------------------------------------------------------- */

static const char bash_head[] =
    "# Completion of headroom for bash, made by `headroom completion bash`.\n"
    "_headroom()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= count=0 words= files= i\n"
    "    [[ $cur == = ]] && cur=\n"
    "    [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "        case ${COMP_WORDS[i]} in\n";

static const char bash_middle[] =
    "        -* | =) ;;\n"
    "        *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else count=$((count + 1)); fi ;;\n"
    "        esac\n"
    "    done\n";

static const char bash_tail[] =
    "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
    "    if [[ -n $files ]]; then\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        while IFS= read -r i; do COMPREPLY+=(\"$i\"); done < <(compgen -f -- \"$cur\")\n"
    "    fi\n"
    "}\n"
    "complete -F _headroom headroom\n";

static void bash_offer(hr_buf *out, hr_value_kind kind, const char *const *words)
{
    if (has_words(kind)) {
        hr_buf_z(out, " words='");
        words_add(out, kind, words);
        hr_buf_c(out, '\'');
    }
    hr_buf_z(out, has_files(kind) ? " files=1 ;;\n" : has_words(kind) ? " ;;\n" : " ;;\n");
}

static const char *dashes(const hr_option *o) { return o->name[0] ? "--" : "-"; }
static const char *name_of(const hr_option *o) { return o->name[0] ? o->name : o->letter; }

/* The options whose value is the next word. */
static void bash_values(hr_buf *out)
{
    hr_buf_z(out, "        ");
    bool first = true;
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (!o->help || !o->argument) continue;
        hr_buf_printf(out, "%s%s%s", first ? "" : " | ", dashes(o), name_of(o));
        first = false;
    }
    hr_buf_z(out, ") i=$((i + 1)); [[ ${COMP_WORDS[i]} == = ]] && i=$((i + 1)) ;;\n");
}

static void bash_option_words(hr_buf *out, const hr_command *c)
{
    hr_buf_printf(out, "        %s:*) words='", c ? c->name : "");
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (!offered(o, c)) continue;
        word_add(out, dashes(o));
        hr_buf_z(out, name_of(o));
    }
    hr_buf_z(out, "' ;;\n");
}

static void bash_add(hr_buf *out)
{
    hr_buf_z(out, bash_head);
    bash_values(out);
    hr_buf_z(out, bash_middle);
    hr_buf_z(out, "    case $command:$prev in\n");
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        for (size_t k = 0; o->help && o->argument && k < HR_CMD_COUNT; k++) {
            if (!hr_option_of(o, &hr_commands[k])) continue;
            hr_buf_printf(out, "    %s:%s%s)", hr_commands[k].name, dashes(o), name_of(o));
            bash_offer(out, o->kind, o->words);
        }
    }
    hr_buf_z(out, "    :--color) words='auto always never' ;;\n    *)\n        case $command:$cur in\n");
    for (size_t k = 0; k < HR_CMD_COUNT; k++) {
        hr_buf_printf(out, "        %s:-*)", hr_commands[k].name);
        hr_buf_z(out, " ;;\n");
    }
    (void)bash_option_words;
    hr_buf_z(out, bash_tail);
}
