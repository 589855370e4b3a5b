/* text.c - a check for people: the verdict in one line, then what they would ask next, in the order in which they ask:
 * what binds first, what is violated and by which arithmetic, what is lost, what is not known, what was assumed. The
 * last line counts. For programs there is JSON; this may change. */
#include <string.h>

#include "base/utf8.h"
#include "report/findings.h"
#include "report/text.h"
#include "report/words.h"

enum { WIDTH = 100, NARROWEST = 60 };

void hr_text_note(hr_text_out *p, hr_err e)
{
    if (p->err == HR_OK) p->err = e;
}

void hr_text_restart(hr_buf *b)
{
    b->n = 0;
    if (b->s) b->s[0] = '\0';
}

const char *hr_text_of(const hr_buf *b) { return b->s ? b->s : ""; }

void hr_text_heading(hr_text_out *p, const char *text)
{
    hr_buf_c(p->out, '\n');
    hr_paint_add(p->out, p->color, HR_BOLD, text);
    hr_buf_c(p->out, '\n');
}

void hr_text_more(hr_text_out *p, size_t n, size_t shown, const char *what)
{
    if (n > shown) hr_buf_printf(p->out, "  and %zu more%s: --format json\n", n - shown, what);
}

void hr_text_end_paragraph(hr_text_out *p, uint32_t first)
{
    hr_line_wrap(p->out, hr_buf_text(&p->line), first, HR_TEXT_INDENT, p->width);
    hr_text_restart(&p->line);
}

void hr_text_end_line(hr_text_out *p)
{
    hr_buf_safe(p->out, hr_buf_text(&p->line));
    hr_buf_c(p->out, '\n');
    hr_text_restart(&p->line);
}

hr_str hr_text_case(hr_text_out *p, uint32_t case_)
{
    hr_text_restart(&p->name);
    hr_view_case_name(p->c, case_, &p->name);
    return hr_buf_text(&p->name);
}

hr_str hr_text_point(hr_text_out *p, const hr_view *v)
{
    hr_text_restart(&p->name);
    hr_point_name(p->c->site, v->limit->point, &p->name);
    return hr_buf_text(&p->name);
}

const char *hr_text_cut(hr_text_out *p, hr_str name, uint32_t width)
{
    hr_text_restart(&p->cut);
    hr_line_cut(&p->cut, name, width);
    return hr_text_of(&p->cut);
}

void hr_text_place(const hr_text_out *p, hr_span at, hr_buf *out) { hr_words_place(p->c->site, at, out); }

uint32_t hr_text_columns(const char *z) { return (uint32_t)hr_utf8_columns(hr_str_of(z)); }

void hr_text_widen(uint32_t *width, uint32_t to)
{
    if (to > *width) *width = to;
}

/* --- verdict ------------------------------------------------------------------------------------------------------------ */

static hr_str behind_last(hr_str path, char c)
{
    uint32_t i = path.n;
    while (i > 0 && path.s[i - 1] != c) i--;
    return (hr_str){path.s + i, path.n - i};
}

/* What people call the model: its folder where the file is site.yaml, else the file without its ending. */
static hr_str short_name(const hr_check *c)
{
    hr_str path = hr_str_of(hr_source_name(c->site->ctx, c->site->file)), file = behind_last(path, '/');
    hr_str ending = behind_last(file, '.');
    uint32_t folder_end = path.n - file.n;
    if (ending.n < file.n) file.n -= ending.n + 1;
    if (!hr_str_is(file, "site")) return file;
    hr_str folder = behind_last((hr_str){path.s, folder_end ? folder_end - 1 : 0}, '/');
    return folder.n == 0 || folder.s[0] == '.' ? c->site->name : folder;
}

/* taken: columns that stand in the line already. The case goes along where it fits. */
static void add_worst(hr_text_out *p, uint32_t taken)
{
    const hr_row *r = hr_view_worst(p->c);
    char text[64];
    if (!r) return;
    hr_view v = hr_view_of(p->c, r);
    if (r->verdict == HR_HOLDS && v.ratio == 0) return; /* nowhere near */
    hr_buf_printf(&p->line, "; %s %s ", r->verdict == HR_VIOLATED ? "worst" : "nearest", v.rule->code);
    hr_line_cut(&p->line, r->element, 30);
    if (hr_view_is_loss(&v)) hr_line_load(&v, text, sizeof text);
    else hr_line_percent(&v, text, sizeof text);
    hr_buf_printf(&p->line, " %s", text);
    if (hr_view_is_loss(&v)) hr_buf_printf(&p->line, " %s", hr_view_loss(&v));
    hr_str name = hr_text_case(p, r->case_);
    bool fits = hr_utf8_columns(name) + 3 + hr_text_columns(hr_text_of(&p->line)) + taken <= p->width;
    if (fits) hr_buf_printf(&p->line, " (%.*s)", HR_STR_FMT(name));
}

void hr_text_verdict(hr_text_out *p)
{
    static const struct {
        const char *word, *one, *many;
        hr_paint paint;
    } said[HR_VERDICTS] = {
        [HR_HOLDS] = {"HOLDS", "row holds", "rows hold", HR_GREEN},
        [HR_VIOLATED] = {"VIOLATED", "beyond its limit", "beyond their limits", HR_RED},
        [HR_V_UNKNOWN] = {"UNKNOWN", "cannot be judged", "cannot be judged", HR_YELLOW},
    };
    const hr_check *c = p->c;
    hr_verdict verdict = hr_words_verdict(c);
    uint32_t n = c->count[verdict];
    const char *rest = HR_PLURAL(n, said[verdict].one, said[verdict].many);
    hr_paint_add(p->out, p->color, said[verdict].paint, said[verdict].word);
    hr_buf_z(&p->line, "  ");
    hr_line_cut(&p->line, short_name(c), 40);
    if (c->n_row == 0) hr_buf_z(&p->line, ": nothing was judged");
    else if (n == c->n_row && verdict == HR_HOLDS) hr_buf_printf(&p->line, ": %s%u %s", n == 1 ? "" : "all ", n, rest);
    else if (verdict == HR_HOLDS) hr_buf_printf(&p->line, ": %u of %u %s", n, c->n_row, rest);
    else if (n == 0)
        hr_buf_printf(&p->line, ": of %u %s of rules nothing is judged", c->unjudged,
                      HR_PLURAL(c->unjudged, "set", "sets"));
    else hr_buf_printf(&p->line, ": %u of %u %s %s", n, c->n_row, HR_PLURAL(c->n_row, "row", "rows"), rest);
    add_worst(p, hr_text_columns(said[verdict].word));
    hr_text_end_line(p);
}

/* --- whole ------------------------------------------------------------------------------------------------------------------ */

static void print_closing(hr_text_out *p)
{
    const hr_check *c = p->c;
    hr_buf_printf(p->out, "\n%u %s: %u hold, %u violated, %u unknown, %u waived; %u %s judged\n", c->n_row,
                  HR_PLURAL(c->n_row, "row", "rows"), c->count[HR_HOLDS], c->count[HR_VIOLATED], c->count[HR_V_UNKNOWN],
                  c->count[HR_WAIVED], c->n_cases, HR_PLURAL(c->n_cases, "case", "cases"));
}

hr_err hr_report_text(const hr_check *c, hr_buf *out, const hr_report_opts *o)
{
    static void (*const section[])(hr_text_out *) = {
        hr_text_verdict, hr_text_binding,  hr_text_violated, hr_text_waived,     hr_text_worst, hr_text_lost,
        hr_text_shared,  hr_text_unknowns, hr_text_defaults, hr_text_not_judged, print_closing};
    hr_text_out p = {.c = c, .out = out, .color = o->color, .width = o->width ? o->width : WIDTH};
    if (p.width < NARROWEST) p.width = NARROWEST;
    for (size_t i = 0; i < sizeof section / sizeof *section && p.err == HR_OK; i++) section[i](&p);
    if (out->failed || p.name.failed || p.cut.failed || p.line.failed) hr_text_note(&p, HR_ENOMEM);
    hr_power_engine.work_free(p.work);
    hr_buf_free(&p.name);
    hr_buf_free(&p.cut);
    hr_buf_free(&p.line);
    return p.err;
}
