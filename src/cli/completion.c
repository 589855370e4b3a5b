/* completion.c - completion scripts for bash, zsh and fish, from the table of commands and options.
 *
 * All three offer the same: commands, the options of a command, the words of an option or of an argument, and files.
 * Words come from tables and need no quotes in a shell; descriptions stand in single quotes. */
#include <string.h>

#include "cli/help.h"
#include "element/types.h"
#include "rule/rule.h"

/* --- what is offered --------------------------------------------------------------------------------------- */

/* A word of a list: a blank before it, but not before the first. */
static void word_add(hr_buf *out, const char *word)
{
    if (out->n > 0 && !strchr("'(", out->s[out->n - 1])) hr_buf_c(out, ' ');
    hr_buf_z(out, word);
}

static void codes_add(hr_buf *out)
{
    for (uint16_t i = 0; i < hr_rule_count; i++) word_add(out, hr_rules[i]->code);
#define HR_DIAG(code, title, text) word_add(out, code);
#include "model/diags.def"
#undef HR_DIAG
}

/* The words that a value may be; none where any text, number or file may stand. */
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

static bool has_files(hr_value_kind kind)
{ /* where a code may stand, a site may too */
    return kind == HR_VALUE_FILE || kind == HR_VALUE_SITE || kind == HR_VALUE_CODE;
}

/* The kind of a command's argument, counted from 0. */
static hr_value_kind argument_kind(const hr_command *c, size_t i)
{
    if (i >= c->most) return HR_VALUE_NONE;
    return i == 0 ? c->first : c->rest;
}

static const char *dashes(const hr_option *o) { return o->name[0] ? "--" : "-"; }
static const char *name_of(const hr_option *o) { return o->name[0] ? o->name : o->letter; }

/* The first clause of a help text for single quotes, with a backslash before each of `special`. */
static void brief_add(hr_buf *out, const char *text, const char *special)
{
    for (; *text; text++) {
        bool ends = (strchr(".,;:", *text) && text[1] == ' ') || (*text == ' ' && text[1] == '(');
        if (ends) break;
        if (strchr(special, *text)) hr_buf_c(out, '\\');
        if (*text != '\'') hr_buf_c(out, *text);
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
    "        case ${COMP_WORDS[i]} in\n"
    "        ";

static const char bash_middle[] =
    ") i=$((i + 1)); [[ ${COMP_WORDS[i]} == = ]] && i=$((i + 1)) ;;\n"
    "        -*) ;;\n"
    "        *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else count=$((count + 1)); fi ;;\n"
    "        esac\n"
    "    done\n"
    "    case $command:$prev in\n";

static const char bash_tail[] =
    "            esac ;;\n"
    "        esac ;;\n"
    "    esac\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r i; do COMPREPLY+=(\"$i\"); done < <(compgen -W \"$words\" -- \"$cur\")\n"
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
        hr_buf_z(out, has_files(kind) ? "'; files=1" : "'");
    } else if (has_files(kind)) {
        hr_buf_z(out, " files=1");
    }
    hr_buf_z(out, " ;;\n");
}

/* "--set | --with | -o": options whose value may be the next word. */
static void bash_valued(hr_buf *out)
{
    const char *between = "";
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        bool again = i > 0 && o->name[0] && strcmp(o->name, o[-1].name) == 0; /* of another command */
        if (!o->help || !o->argument || again) continue;
        hr_buf_printf(out, "%s%s%s", between, dashes(o), name_of(o));
        between = " | ";
    }
}

static void bash_values(hr_buf *out)
{
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        bool every = o->commands == HR_EVERY_COMMAND;
        for (size_t k = 0; o->help && o->argument && k < HR_CMD_COUNT; k++) {
            if (!hr_option_of(o, &hr_commands[k])) continue;
            hr_buf_printf(out, "    %s:%s%s)", every ? "*" : hr_commands[k].name, dashes(o), name_of(o));
            bash_offer(out, o->kind, o->words);
            if (every) break;
        }
    }
}

static void bash_options(hr_buf *out, const hr_command *c)
{
    hr_buf_printf(out, "        %s:-*) words='", c ? c->name : "");
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (!o->help || !hr_option_of(o, c)) continue;
        word_add(out, dashes(o));
        hr_buf_z(out, name_of(o));
    }
    hr_buf_z(out, "' ;;\n");
}

static void bash_arguments(hr_buf *out, const hr_command *c)
{
    for (size_t i = 0; i < 2; i++) {
        hr_value_kind kind = argument_kind(c, i);
        if (!has_words(kind) && !has_files(kind)) continue;
        hr_buf_printf(out, i == 0 ? "            %s:0)" : "            %s:*)", c->name);
        bash_offer(out, kind, i == 0 ? c->words : NULL);
    }
}

static void bash_add(hr_buf *out)
{
    hr_buf_z(out, bash_head);
    bash_valued(out);
    hr_buf_z(out, bash_middle);
    bash_values(out);
    hr_buf_z(out, "    *)\n        case $command:$cur in\n");
    bash_options(out, NULL);
    for (size_t k = 0; k < HR_CMD_COUNT; k++) bash_options(out, &hr_commands[k]);
    hr_buf_z(out, "        *)\n            case $command:$count in\n            :0)");
    bash_offer(out, HR_VALUE_COMMAND, NULL);
    for (size_t k = 0; k < HR_CMD_COUNT; k++) bash_arguments(out, &hr_commands[k]);
    hr_buf_z(out, bash_tail);
}

/* --- zsh --------------------------------------------------------------------------------------------------- */

/* ":ARGUMENT:(words)" or ":ARGUMENT:_files" */
static void zsh_value(hr_buf *out, const char *argument, hr_value_kind kind, const char *const *words)
{
    hr_buf_printf(out, ":%s:", argument);
    if (has_words(kind) && has_files(kind)) hr_buf_z(out, "{ _files; compadd --");
    else if (has_words(kind)) hr_buf_c(out, '(');
    else if (has_files(kind)) hr_buf_z(out, "_files");
    words_add(out, kind, words);
    if (has_words(kind)) hr_buf_z(out, has_files(kind) ? " }" : ")");
}

static void zsh_option(hr_buf *out, const hr_option *o)
{
    hr_buf_printf(out, " \\\n            '%s%s%s%s[", o->repeats ? "*" : "", dashes(o), name_of(o),
                  !o->argument ? ""
                  : o->name[0] ? "="
                               : "+");
    brief_add(out, o->help, "[]:\\");
    hr_buf_c(out, ']');
    if (o->argument) zsh_value(out, o->argument, o->kind, o->words);
    hr_buf_c(out, '\'');
}

static void zsh_command(hr_buf *out, const hr_command *c)
{
    hr_buf_printf(out, "        %s) _arguments", c->name);
    for (size_t i = 0; i < HR_OPT_COUNT; i++)
        if (hr_options[i].help && hr_option_of(&hr_options[i], c)) zsh_option(out, &hr_options[i]);
    for (size_t i = 0; i < 2; i++) {
        hr_value_kind kind = argument_kind(c, i);
        if (kind == HR_VALUE_NONE) continue;
        hr_buf_printf(out, " \\\n            '%s", i == 0 ? "1" : "*");
        zsh_value(out, "argument", kind, i == 0 ? c->words : NULL);
        hr_buf_c(out, '\'');
    }
    hr_buf_z(out, " ;;\n");
}

static void zsh_add(hr_buf *out)
{
    hr_buf_z(out, "#compdef headroom\n"
                  "# Completion of headroom for zsh, made by `headroom completion zsh`.\n"
                  "_headroom()\n{\n"
                  "    local context state state_descr line\n"
                  "    local -a commands\n"
                  "    typeset -A opt_args\n"
                  "    commands=(");
    for (size_t k = 0; k < HR_CMD_COUNT; k++) {
        hr_buf_printf(out, "\n        '%s:", hr_commands[k].name);
        brief_add(out, hr_commands[k].summary, ":\\");
        hr_buf_c(out, '\'');
    }
    hr_buf_z(out, ")\n    _arguments -C '1:command:->command' '*::argument:->argument'");
    for (size_t i = 0; i < HR_OPT_COUNT; i++)
        if (hr_options[i].help && hr_option_of(&hr_options[i], NULL)) zsh_option(out, &hr_options[i]);
    hr_buf_z(out, "\n    case $state in\n    command) _describe command commands ;;\n    argument)\n"
                  "        case $words[1] in\n");
    for (size_t k = 0; k < HR_CMD_COUNT; k++) zsh_command(out, &hr_commands[k]);
    hr_buf_z(out, "        esac ;;\n    esac\n}\n"
                  "if [ \"$funcstack[1]\" = _headroom ]; then _headroom \"$@\"; else compdef _headroom headroom; fi\n");
}

/* --- fish -------------------------------------------------------------------------------------------------- */

static void fish_offer(hr_buf *out, hr_value_kind kind, const char *const *words)
{
    if (has_files(kind)) hr_buf_z(out, " -F");
    if (!has_words(kind)) return;
    hr_buf_z(out, " -a '");
    words_add(out, kind, words);
    hr_buf_c(out, '\'');
}

static void fish_option(hr_buf *out, const hr_option *o, const hr_command *c)
{
    hr_buf_z(out, "complete -c headroom");
    if (c) hr_buf_printf(out, " -n '__fish_seen_subcommand_from %s'", c->name);
    if (o->letter[0]) hr_buf_printf(out, " -s %s", o->letter);
    if (o->name[0]) hr_buf_printf(out, " -l %s", o->name);
    if (o->argument) hr_buf_z(out, has_files(o->kind) ? " -r" : " -x");
    fish_offer(out, o->kind, o->words);
    hr_buf_z(out, " -d '");
    brief_add(out, o->help, "\\");
    hr_buf_z(out, "'\n");
}

static void fish_command(hr_buf *out, const hr_command *c)
{
    hr_buf_printf(out, "complete -c headroom -n __fish_use_subcommand -a %s -d '", c->name);
    brief_add(out, c->summary, "\\");
    hr_buf_z(out, "'\n");
    for (size_t i = 0; i < 2; i++) {
        hr_value_kind kind = argument_kind(c, i);
        if (!has_words(kind) && !has_files(kind)) continue;
        hr_buf_printf(out, "complete -c headroom -n '__fish_seen_subcommand_from %s'", c->name);
        fish_offer(out, kind, i == 0 ? c->words : NULL);
        hr_buf_c(out, '\n');
    }
    for (size_t i = 0; i < HR_OPT_COUNT; i++) {
        const hr_option *o = &hr_options[i];
        if (o->help && o->commands != HR_EVERY_COMMAND && hr_option_of(o, c)) fish_option(out, o, c);
    }
}

static void fish_add(hr_buf *out)
{
    hr_buf_z(out, "# Completion of headroom for fish, made by `headroom completion fish`.\ncomplete -c headroom -f\n");
    for (size_t i = 0; i < HR_OPT_COUNT; i++)
        if (hr_options[i].help && hr_options[i].commands == HR_EVERY_COMMAND) fish_option(out, &hr_options[i], NULL);
    for (size_t k = 0; k < HR_CMD_COUNT; k++) fish_command(out, &hr_commands[k]);
}

void hr_completion_add(hr_buf *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0) bash_add(out);
    else if (strcmp(shell, "zsh") == 0) zsh_add(out);
    else fish_add(out);
}
