/* cmd_explain.c - `headroom explain`, `headroom explain CODE` and `headroom explain SITE POINT`. */
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/cli.h"
#include "cli/help.h"
#include "rule/rule.h"
#include "task/explain.h"

enum { WIDTH = 90 };

typedef struct code_text {
    const char *code, *title, *text;
} code_text;

static const code_text diags[] = {
#define HR_DIAG(code, title, text) {code, title, text},
#include "model/diags.def"
#undef HR_DIAG
};
enum { N_DIAGS = sizeof diags / sizeof *diags };

/* --- a code ------------------------------------------------------------------------------------------------ */

static void title_add(hr_buf *out, const char *code, const char *title, bool color)
{
    hr_paint_add(out, color, HR_BOLD, code);
    hr_buf_printf(out, ": %s\n\n", title);
}

static void line_add(hr_buf *out, const char *name, const char *value, const char *more)
{
    if (value[0]) hr_buf_printf(out, "  %-9s%s%s%s\n", name, value, more[0] ? ", " : "", more);
}

static void explain_rule(hr_buf *out, const hr_rule *r, bool color)
{
    title_add(out, r->code, r->title, color);
    line_add(out, "limit", r->formula, "");
    line_add(out, "clause", r->clause, r->clause[0] ? r->edition : "");
    if (r->set)
        hr_buf_printf(out,
                      r->everywhere ? "  %-9swhere it applies, and by what `rules:` of the site names: %s%s\n"
                                    : "  %-9swhere `rules:` of the site names %s%s\n",
                      "judged", r->set, r->by_default ? ", or no code" : "");
    hr_buf_c(out, '\n');
    hr_buf_z(out, r->text);
    if (!strstr(r->text, "waive:"))
        hr_buf_printf(out, "\nWaive with: waive: {%s: {on: ELEMENT, until: YYYY-MM-DD, because: \"...\"}}\n", r->code);
}

static void explain_diag(hr_buf *out, const code_text *d, bool color)
{
    title_add(out, d->code, d->title, color);
    hr_help_wrap(out, d->text, 0, WIDTH, 0);
}

static int unknown_code(const hr_cli *cli, const char *word)
{
    const char *codes[N_DIAGS + 256];
    char help[96];
    size_t n = 0;
    struct stat st;
    for (; n < N_DIAGS; n++) codes[n] = diags[n].code;
    for (uint16_t i = 0; i < hr_rule_count && n < N_DIAGS + 256; i++) codes[n++] = hr_rules[i]->code;
    if (stat(word, &st) == 0)
        return hr_cli_fault(cli, "write headroom explain SITE POINT, e.g. POINT = rack-1.from.power",
                            "what is to be explained in \"%s\"?", word);
    const char *near = hr_str_closest(hr_str_of(word), codes, n);
    snprintf(help, sizeof help, "did you mean %s?", near ? near : "");
    return hr_cli_fault(cli, near ? help : "codes stand in brackets in messages, and in the first column of results",
                        "unknown code \"%s\"", word);
}

static int explain_code(hr_cli *cli, const char *word)
{
    bool color = hr_cli_paint(cli);
    hr_buf out = {0};
    size_t d = 0, r = 0;
    while (d < N_DIAGS && strcasecmp(diags[d].code, word) != 0) d++;
    while (r < hr_rule_count && strcasecmp(hr_rules[r]->code, word) != 0) r++;
    if (r == hr_rule_count && d == N_DIAGS) return unknown_code(cli, word);
    if (r < hr_rule_count) explain_rule(&out, hr_rules[r], color);
    else explain_diag(&out, &diags[d], color);
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}

/* --- all rules --------------------------------------------------------------------------------------------- */

/* Codes, what they judge, by which clause, and the sets that ask for them. */
static int list_rules(hr_cli *cli)
{
    hr_buf out = {0};
    bool color = hr_cli_paint(cli);
    for (uint16_t i = 0; i < hr_rule_count; i++) {
        const hr_rule *r = hr_rules[i];
        hr_paint_add(&out, color, HR_BOLD, r->code);
        hr_buf_printf(&out, "  %s\n", r->title);
        if (r->clause[0]) hr_buf_printf(&out, "      %s %s\n", r->edition, r->clause);
        if (r->set)
            hr_buf_printf(&out, "      rules: [%s]%s\n", r->set,
                          r->everywhere   ? ", and without"
                          : r->by_default ? ", or where no code is named"
                                          : "");
    }
    return hr_cli_deliver(cli, &out, HR_EXIT_OK);
}

/* --- a point ----------------------------------------------------------------------------------------------- */

static int explain_point(hr_cli *cli, const char *path, const char *point)
{
    hr_site *site = NULL;
    hr_buf out = {0}, outage = {0};
    if (!hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = hr_cli_open_in_case(cli, path, hr_args_value(&cli->args, HR_OPT_point_case, NULL), &site, &outage);
    if (e == HR_OK && outage.failed) e = HR_ENOMEM;
    if (e == HR_OK)
        e = hr_explain_point(cli->ctx, site, point, outage.n > 0 ? outage.s : NULL, &out, hr_cli_paint(cli));
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) code = hr_cli_deliver(cli, &out, code);
    else hr_buf_free(&out);
    hr_buf_free(&outage);
    hr_site_free(site);
    return code;
}

/* Overlays belong to a site: beside a code they would be ignored silently. */
static bool plain(const hr_cli *cli)
{
    static const hr_opt of_site[] = {HR_OPT_set, HR_OPT_with, HR_OPT_point_case, HR_OPT_today};
    for (size_t i = 0; i < sizeof of_site / sizeof *of_site; i++) {
        if (!hr_args_has(&cli->args, of_site[i])) continue;
        hr_cli_fault(cli, "usage: headroom explain SITE POINT", "--%s has no meaning beside a code",
                     hr_options[of_site[i]].name);
        return false;
    }
    return true;
}

int hr_cmd_explain(hr_cli *cli)
{
    const char *first = hr_args_at(&cli->args, 0), *point = hr_args_at(&cli->args, 1);
    if (point) return explain_point(cli, first, point);
    if (!first) return plain(cli) ? list_rules(cli) : HR_EXIT_INPUT;
    return plain(cli) ? explain_code(cli, first) : HR_EXIT_INPUT;
}
