/* selection.c - which rules and which outages the verbs that judge were asked for. */
#include "cli/selection.h"

#include <string.h>

static bool begins_a_code(hr_str prefix)
{
    for (uint16_t i = 0; i < hr_rule_count; i++)
        if (strncmp(hr_rules[i]->code, prefix.s, prefix.n) == 0) return true;
    return false;
}

static bool no_such_rule(const hr_cli *cli, const char *option, hr_str code)
{
    const char *codes[64] = {NULL};
    hr_buf help = {0};
    size_t n = 0;
    for (; n < hr_rule_count && n < 64; n++) codes[n] = hr_rules[n]->code;
    const char *near = hr_str_closest(code, codes, n);
    if (near) hr_buf_printf(&help, "did you mean %s?", near);
    else hr_buf_z(&help, "rules are:");
    for (size_t i = 0; !near && i < n; i++) hr_buf_printf(&help, " %s", codes[i]);
    hr_cli_fault(cli, help.s, "--%s names no rule: \"%.*s\"", option, HR_STR_FMT(code));
    hr_buf_free(&help);
    return false;
}

/* A code that no rule has would select nothing, and an empty result looks like a good one. */
static bool check_codes(const hr_cli *cli, hr_opt option)
{
    const char *list = hr_args_value(&cli->args, option, NULL);
    while (list && *list) {
        size_t n = strcspn(list, ",");
        hr_str code = {list, (uint32_t)n};
        if (n == 0 || !begins_a_code(code)) return no_such_rule(cli, hr_options[option].name, code);
        list += n + (list[n] == ',');
    }
    return true;
}

bool hr_cli_selection(const hr_cli *cli)
{
    const char *select = hr_args_value(&cli->args, HR_OPT_select, NULL);
    const char *ignore = hr_args_value(&cli->args, HR_OPT_ignore, NULL);
    if (!check_codes(cli, HR_OPT_select) || !check_codes(cli, HR_OPT_ignore)) return false;
    for (uint16_t i = 0; i < hr_rule_count; i++)
        if (hr_code_selected(hr_rules[i]->code, select, ignore)) return true;
    hr_cli_fault(cli, NULL, "--select and --ignore leave no rule to judge by");
    return false;
}

hr_outages hr_cli_outages(const hr_cli *cli)
{
    const char *word = hr_args_value(&cli->args, HR_OPT_outages, "all");
    const char *const *words = hr_options[HR_OPT_outages].words;
    for (int i = 0; words[i]; i++)
        if (strcmp(word, words[i]) == 0) return (hr_outages)i;
    return HR_OUTAGES_ALL;
}
