/* cmd_check.c - `headroom check SITE`: opens, runs, reports. The work is done in src/task, the output made in
 * src/report; here are the options, and what a script sees: exit codes, and where which text goes. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/selection.h"
#include "report/report.h"

/* --- running ----------------------------------------------------------------------------------------------- */

static hr_check_opts options(const hr_cli *cli, hr_progress *progress)
{
    const hr_args *a = &cli->args;
    return (hr_check_opts){
        .threads = (unsigned)strtoul(hr_args_value(a, HR_OPT_threads, "0"), NULL, 10),
        .outages = hr_cli_outages(cli),
        .out = hr_args_values(a, HR_OPT_out),
        .n_out = a->value[HR_OPT_out].n,
        .case_name = hr_args_value(a, HR_OPT_case_, NULL),
        .chain = hr_args_value(a, HR_OPT_chain, NULL),
        .select = hr_args_value(a, HR_OPT_select, NULL),
        .ignore = hr_args_value(a, HR_OPT_ignore, NULL),
        .progress = progress->on ? hr_progress_step : NULL,
        .progress_user = progress,
    };
}

static hr_err json(const hr_check *c, hr_json_put *put, void *user) { return hr_report_json(c, put, user, true); }

/* Every form but text, which knows of colours, and svg, which is several. */
static const struct {
    const char *word;
    hr_err (*write)(const hr_check *c, hr_json_put *put, void *user);
} forms[] = {{"json", json},           {"jsonl", hr_report_jsonl}, {"csv", hr_report_csv},
             {"html", hr_report_html}, {"md", hr_report_md},       {"sarif", hr_report_sarif}};

/* As hr_diagram_words. */
static hr_err drawing(const hr_cli *cli, const hr_check *c, hr_output *o)
{
    const char *which = hr_args_value(&cli->args, HR_OPT_diagram, "one-line");
    if (strcmp(which, "cooling") == 0) return hr_report_cooling_svg(c, hr_output_put, o);
    if (strcmp(which, "loop") == 0) return hr_report_loop_svg(c, hr_output_put, o);
    return hr_report_svg(c, hr_output_put, o);
}

/* --diagram or --chain beside another form would be ignored silently. */
static bool fits_diagram(const hr_cli *cli)
{
    const char *format = hr_args_value(&cli->args, HR_OPT_format, "text");
    if (hr_args_has(&cli->args, HR_OPT_chain) && strcmp(format, "svg") != 0 && strcmp(format, "html") != 0) {
        hr_cli_fault(cli, "write --format html or --format svg", "--chain has no meaning without a diagram");
        return false;
    }
    if (!hr_args_has(&cli->args, HR_OPT_diagram)) return true;
    if (strcmp(hr_args_value(&cli->args, HR_OPT_format, "text"), "svg") == 0) return true;
    hr_cli_fault(cli, "write --format svg --diagram WHICH", "--diagram has no meaning without --format svg");
    return false;
}

static hr_err write_report(const hr_cli *cli, const hr_check *c, hr_output *o)
{
    const char *format = hr_args_value(&cli->args, HR_OPT_format, "text");
    if (strcmp(format, "svg") == 0) return drawing(cli, c, o);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(format, forms[i].word) == 0) return forms[i].write(c, hr_output_put, o);
    hr_buf text = {0};
    hr_err e = hr_report_text(c, &text, &(hr_report_opts){.color = hr_cli_paint(cli)});
    if (e == HR_OK && text.failed) e = HR_ENOMEM;
    if (e == HR_OK) hr_output_put(o, text.s, text.n);
    hr_buf_free(&text);
    return e;
}

static int verdict(const hr_check *c)
{
    if (!c->converged) return HR_EXIT_SOLVE;
    bool green = c->n_row && !c->count[HR_VIOLATED] && !c->count[HR_V_UNKNOWN] && !c->unjudged;
    return green ? HR_EXIT_OK : HR_EXIT_FINDINGS; /* nothing judged is not green */
}

/* What could not be made whole is not put into its place. */
static int report(hr_cli *cli, const hr_check *c)
{
    hr_output o;
    hr_err e = HR_OK;
    if (hr_cli_output(cli, &o)) e = write_report(cli, c, &o);
    if (e != HR_OK && e != HR_EIO && o.reason == 0) {
        hr_output_drop(&o);
        return hr_cli_end(cli, e);
    }
    return hr_cli_close(cli, &o, verdict(c));
}

static void show_time(const hr_progress *p, const hr_check *c, double seconds)
{
    if (hr_progress_watched(p) && c) (void)fprintf(stderr, "%u cases in %.2f s\n", (unsigned)c->n_cases, seconds);
}

/* --- --paths ----------------------------------------------------------------------------------------------- */

/* What --paths does not heed would be ignored silently. */
static bool fits_paths(const hr_cli *cli)
{
    static const hr_opt others[] = {HR_OPT_select,  HR_OPT_ignore,  HR_OPT_outages,
                                    HR_OPT_threads, HR_OPT_diagram, HR_OPT_chain};
    const char *format = hr_args_value(&cli->args, HR_OPT_format, "text");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!hr_args_has(&cli->args, others[i])) continue;
        hr_cli_fault(cli, "leave one of the two out", "--%s has no meaning beside --paths", hr_options[others[i]].name);
        return false;
    }
    if (strcmp(format, "text") == 0 || strcmp(format, "json") == 0) return true;
    hr_cli_fault(cli, "write --format text or --format json", "--paths has no form %s", format);
    return false;
}

static hr_err write_paths(const hr_cli *cli, const hr_paths *p, hr_output *o)
{
    if (strcmp(hr_args_value(&cli->args, HR_OPT_format, "text"), "json") == 0)
        return hr_report_paths_json(p, hr_output_put, o);
    hr_buf text = {0};
    hr_err e = hr_report_paths_text(p, &text, &(hr_report_opts){.color = hr_cli_paint(cli)});
    if (e == HR_OK) hr_output_put(o, text.s, text.n);
    hr_buf_free(&text);
    return e;
}

static int report_paths(hr_cli *cli, const hr_paths *p)
{
    hr_output o;
    hr_err e = HR_OK;
    if (hr_cli_output(cli, &o)) e = write_paths(cli, p, &o);
    if (e != HR_OK && e != HR_EIO && o.reason == 0) {
        hr_output_drop(&o);
        return hr_cli_end(cli, e);
    }
    return hr_cli_close(cli, &o, hr_paths_verdict(p) == HR_HOLDS ? HR_EXIT_OK : HR_EXIT_FINDINGS);
}

static int show_paths(hr_cli *cli, const char *element)
{
    hr_progress silent = {0};
    hr_site *site = NULL;
    hr_paths *p = NULL;
    if (!fits_paths(cli) || !hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_err e = hr_cli_open(cli, hr_args_at(&cli->args, 0), hr_args_value(&cli->args, HR_OPT_case_, NULL), &site);
    if (e == HR_OK) {
        const hr_check_opts o = options(cli, &silent);
        e = hr_paths_run(&p, cli->ctx, site, element, &o);
    }
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) code = report_paths(cli, p);
    hr_paths_free(p);
    hr_site_free(site);
    return code;
}

int hr_cmd_check(hr_cli *cli)
{
    const char *element = hr_args_value(&cli->args, HR_OPT_paths, NULL);
    if (element) return show_paths(cli, element);
    hr_progress progress;
    hr_site *site = NULL;
    hr_check *c = NULL;
    if (!fits_diagram(cli) || !hr_cli_selection(cli) || !hr_cli_can_deliver(cli)) return HR_EXIT_INPUT;
    if (!hr_cli_begin(cli)) return HR_EXIT_INTERNAL;
    hr_progress_begin(&progress, "cases");
    hr_err e = hr_cli_open(cli, hr_args_at(&cli->args, 0), hr_args_value(&cli->args, HR_OPT_case_, NULL), &site);
    if (e == HR_OK) {
        const hr_check_opts o = options(cli, &progress);
        e = hr_check_run(&c, cli->ctx, site, &o);
    }
    double seconds = hr_progress_end(&progress);
    int code = hr_cli_end(cli, e);
    if (e == HR_OK) code = report(cli, c);
    show_time(&progress, c, seconds);
    hr_check_free(c);
    hr_site_free(site);
    return code;
}
