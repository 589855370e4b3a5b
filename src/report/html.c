/* html.c - the report to hand over: one HTML file that fetches nothing and is complete without its script.
 *
 * It begins with the verdict and ends with what was not judged, in the order in which an owner asks. The markup is
 * well-formed XML, so programs can read it; figures carry their values as JSON has them. */
#include "report/html.h"

#include <string.h>

#include "report/text.h"

/* The first line of the text report: its first word is the verdict. */
static void verdict(hr_page *p)
{
    hr_buf line = {0};
    hr_text_out text = {.c = p->c, .out = &line, .width = 400};
    hr_text_verdict(&text);
    hr_page_note(p, text.err);
    if (line.failed || text.line.failed || text.name.failed || text.cut.failed) hr_page_note(p, HR_ENOMEM);
    uint32_t word = 0;
    while (word < line.n && line.s[word] != ' ') word++;
    if (line.n) line.n--; /* its newline */
    hr_page_f(p, "<p class=\"verdict %s\"><strong>", hr_verdict_word[hr_words_verdict(p->c)]);
    hr_page_str(p, (hr_str){line.s, word});
    hr_page_z(p, "</strong> <span>");
    if (line.n > word + 2) hr_page_str(p, (hr_str){line.s + word + 2, (uint32_t)line.n - word - 2});
    hr_page_z(p, "</span></p>\n");
    hr_buf_free(&line);
    hr_buf_free(&text.line);
    hr_buf_free(&text.name);
    hr_buf_free(&text.cut);
}

static void links(hr_page *p)
{
    const hr_check *c = p->c;
    const struct {
        const char *id, *words;
        bool there;
    } link[] = {{"oneline", "Diagram", true},
                {"cooling", "Cooling", p->cooling != NULL},
                {"binding", "What binds", true},
                {"violated", "Violated", c->count[HR_VIOLATED] > 0},
                {"cases", "Cases", true},
                {"unknowns", "Unknown", c->n_gap > 0},
                {"waived", "Waived", c->count[HR_WAIVED] > 0},
                {"rows", "All rows", true},
                {"coverage", "Judged", true}};
    hr_page_z(p, "<nav aria-label=\"Sections\"><ul>");
    for (size_t i = 0; i < sizeof link / sizeof *link; i++)
        if (link[i].there) hr_page_f(p, "<li><a href=\"#%s\">%s</a></li>", link[i].id, link[i].words);
    hr_page_z(p, "</ul></nav>\n");
}

static void head(hr_page *p)
{
    const hr_site *s = p->c->site;
    hr_page_z(
        p,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\" />\n<meta name=\"generator\" content=\"headroom " HR_VERSION
        "\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n<link rel=\"icon\" href=\"data:,\" />\n<title>");
    hr_page_str(p, s->name);
    hr_page_f(p, ": %s</title>\n<style>", hr_verdict_word[hr_words_verdict(p->c)]);
    hr_page_z(p, hr_html_style);
    hr_page_z(p, "</style>\n</head>\n<body>\n<header>\n<p class=\"kind\">headroom check</p>\n<h1>");
    hr_page_str(p, s->name);
    hr_page_z(p, "</h1>\n");
    verdict(p);
    links(p);
    hr_page_z(p, "</header>\n<main>\n");
}

static void foot(hr_page *p)
{
    const hr_site *s = p->c->site;
    hr_page_z(p, "</main>\n<footer>\n<p>headroom " HR_VERSION);
    hr_page_f(p, ", schema %d; model ", HR_SCHEMA);
    hr_page_text(p, hr_source_name(s->ctx, s->file));
    hr_page_f(p, ", hash <code>%s</code> over all its texts.", s->hash);
    hr_page_z(p, " Headroom = limit - load (load - limit where the limit is a least one). The same model gives the "
                 "same report. No stamp of compliance with any code: every "
                 "figure can be followed to the line of text that it comes from.</p>\n</footer>\n<script>");
    hr_page_z(p, hr_html_script);
    hr_page_z(p, "</script>\n</body>\n</html>\n");
}

hr_err hr_report_html(const hr_check *c, hr_json_put *put, void *user)
{
    static void (*const section[])(hr_page *) = {head,
                                                 hr_html_summary,
                                                 hr_html_oneline,
                                                 hr_html_cooling,
                                                 hr_html_binding,
                                                 hr_html_violated,
                                                 hr_html_lost,
                                                 hr_html_unknowns,
                                                 hr_html_waived,
                                                 hr_html_defaults,
                                                 hr_html_sources,
                                                 hr_html_rows,
                                                 hr_html_coverage,
                                                 foot};
    hr_page p = {.c = c, .put = put, .user = user};
    hr_page_note(&p, hr_cooling_diagram_make(&p.cooling, c));
    for (size_t i = 0; i < sizeof section / sizeof *section && p.err == HR_OK; i++) section[i](&p);
    hr_page_flush(&p, true);
    hr_oneline_free(p.cooling);
    hr_power_engine.work_free(p.work);
    hr_arena_free(p.arena);
    hr_buf_free(&p.out);
    hr_buf_free(&p.name);
    return p.err;
}
