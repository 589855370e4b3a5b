/* text_rows.c - rows for people: what binds first in each layer, what is violated with its arithmetic, what is waived. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "report/findings.h"
#include "report/text.h"

enum { BINDING = 6, VIOLATED = 20, WAIVED = 20 }; /* lines shown */

/* --- what binds first ---------------------------------------------------------------------------------------------------- */

typedef struct binding {
    hr_view v;
    char load[64], limit[64], headroom[64], ratio[64];
} binding;

static bool shown_already(const hr_text_out *p, const binding *b, uint32_t n, const hr_view *v)
{
    const hr_site *s = p->c->site;
    for (uint32_t i = 0; i < n; i++)
        if (b[i].v.rule == v->rule && s->unit[b[i].v.unit].decl == s->unit[v->unit].decl) return true;
    return false;
}

/* The nearest row of each rule and declaration: its other phases and members say the same. */
static uint32_t find_binding(const hr_text_out *p, char letter, binding *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->c->n_row && n < BINDING; i++) {
        const hr_row *r = &p->c->row[i];
        if (!hr_view_can_bind(p->c, r) || hr_rules[p->c->limits.item[r->limit].rule]->code[0] != letter) continue;
        hr_view v = hr_view_of(p->c, r);
        if (!v.has_ratio || v.ratio == 0 || shown_already(p, b, n, &v)) continue;
        b[n].v = v;
        hr_line_load(&v, b[n].load, sizeof b[n].load);
        hr_line_limit(&v, b[n].limit, sizeof b[n].limit);
        hr_line_headroom(&v, b[n].headroom, sizeof b[n].headroom);
        hr_line_percent(&v, b[n].ratio, sizeof b[n].ratio);
        n++;
    }
    return n;
}

/* How many columns points and cases may take, so that a line fits. */
static void share_width(hr_text_out *p, const binding *b, uint32_t n, uint32_t *point, uint32_t *case_)
{
    uint32_t load = 4, limit = 5, headroom = 8, ratio = 5, points = 5, cases = 4; /* their headings */
    for (uint32_t i = 0; i < n; i++) {
        hr_text_widen(&load, hr_text_columns(b[i].load));
        hr_text_widen(&limit, hr_text_columns(b[i].limit));
        hr_text_widen(&headroom, hr_text_columns(b[i].headroom));
        hr_text_widen(&ratio, hr_text_columns(b[i].ratio));
        hr_text_widen(&points, (uint32_t)hr_utf8_columns(hr_text_point(p, &b[i].v)));
        hr_text_widen(&cases, (uint32_t)hr_utf8_columns(hr_text_case(p, b[i].v.row->case_)));
    }
    uint32_t taken = 2 + 4 + 6 * 2 + load + limit + headroom + ratio,
             left = p->width > taken + 20 ? p->width - taken : 20;
    *case_ = points + cases <= left || cases <= left / 2 ? cases : points <= left / 2 ? left - points : left / 2;
    *point = left - *case_;
}

static void print_binding_table(hr_text_out *p, const binding *b, uint32_t n)
{
    static const char *const head[] = {"rule", "point", "load", "limit", "headroom", "ratio", "case"};
    static const hr_paint paint[HR_VERDICTS] = {[HR_VIOLATED] = HR_RED, [HR_WAIVED] = HR_YELLOW};
    uint32_t point, case_;
    hr_table *t = hr_table_new("llrrrrl");
    share_width(p, b, n, &point, &case_);
    for (int i = 0; i < 7; i++) hr_table_cell(t, HR_DIM, "%s", head[i]);
    hr_table_row(t);
    for (uint32_t i = 0; i < n; i++) {
        const hr_row *r = b[i].v.row;
        hr_table_cell(t, HR_PLAIN, "%s", b[i].v.rule->code);
        hr_table_cell(t, HR_PLAIN, "%s", hr_text_cut(p, hr_text_point(p, &b[i].v), point));
        hr_table_cell(t, HR_PLAIN, "%s", b[i].load);
        hr_table_cell(t, HR_PLAIN, "%s", b[i].limit);
        hr_table_cell(t, HR_PLAIN, "%s", b[i].headroom);
        hr_table_cell(t, paint[r->verdict], "%s", b[i].ratio);
        hr_table_cell(t, HR_PLAIN, "%s", hr_text_cut(p, hr_text_case(p, r->case_), case_));
        hr_table_row(t);
    }
    hr_table_write(t, p->out, "  ", p->color);
    hr_table_free(t);
}

void hr_text_binding(hr_text_out *p)
{
    static const struct {
        char letter;
        const char *heading;
    } layer[] = {{'P', "What binds first: power"},  {'C', "What binds first: cooling"},
                 {'F', "What binds first: fabric"}, {'S', "What binds first: floor"},
                 {'G', "What binds first: grid"},   {'J', "What binds first: job"}};
    binding b[BINDING];
    for (size_t i = 0; i < sizeof layer / sizeof *layer; i++) {
        uint32_t n = find_binding(p, layer[i].letter, b);
        if (n == 0) continue;
        hr_text_heading(p, layer[i].heading);
        print_binding_table(p, b, n);
    }
}

/* --- violated -------------------------------------------------------------------------------------------------------------- */

/* "112 A, limit 80 A, 140.0 %, fault: bus-A2" */
static void add_figures(hr_text_out *p, const hr_view *v, hr_buf *out)
{
    char load[64], limit[64], ratio[64];
    hr_line_load(v, load, sizeof load);
    hr_line_limit(v, limit, sizeof limit);
    hr_line_percent(v, ratio, sizeof ratio);
    bool several = p->c->site->unit[v->unit].count > 1;
    if (hr_view_is_loss(v)) hr_buf_printf(out, "%s%s %s, ", load, several ? " each" : "", hr_view_loss(v));
    else if (v->has_ratio) hr_buf_printf(out, "%s, limit %s, %s, ", load, limit, ratio);
    else hr_buf_printf(out, "%s, limit %s, ", load, limit);
    hr_line_cut(out, hr_text_case(p, v->row->case_), 40);
}

/* Whom else it is true of. */
static void add_members(hr_text_out *p, const hr_findings *list, const hr_finding *f, hr_buf *out)
{
    hr_text_restart(&p->name);
    hr_text_note(p, hr_finding_members(list, f, &p->name));
    hr_str all = hr_buf_text(&p->name);
    if (all.n == 0) return;
    uint32_t head = 0;
    while (all.s[head] != ':') head++;
    hr_buf_add(out, all.s, head + 2);
    hr_line_cut(out, (hr_str){all.s + head + 2, all.n - head - 2}, p->width / 2);
    hr_buf_z(out, "; ");
}

static void print_arithmetic(hr_text_out *p, const hr_findings *list, const hr_finding *f)
{
    const hr_view *v = &f->v;
    hr_buf *text = &p->line;
    if (!p->work) hr_text_note(p, hr_power_engine.work_new(&p->work, p->c->engine[HR_NOMINAL]));
    if (p->err != HR_OK) return;
    add_members(p, list, f, text);
    if (v->rule->clause[0]) hr_buf_printf(text, "%s %s: ", v->rule->edition, v->rule->clause);
    size_t before = text->n;
    hr_text_note(p, hr_check_because(p->c, p->work, v->row, text));
    if (text->n == before) hr_buf_z(text, v->rule->formula);
    hr_buf_z(text, v->limit->n_input ? "; limit at " : "; at ");
    hr_text_place(p, v->limit->at, text);
    hr_text_end_paragraph(p, HR_TEXT_INDENT);
}

static void print_finding(hr_text_out *p, const hr_findings *list, const hr_finding *f)
{
    hr_buf figures = {0};
    add_figures(p, &f->v, &figures);
    uint32_t taken = HR_TEXT_INDENT + 2 + hr_text_columns(hr_text_of(&figures));
    hr_buf_z(p->out, "  ");
    hr_paint_add(p->out, p->color, HR_RED, f->v.rule->code);
    hr_buf_z(&p->line, "  ");
    hr_text_restart(&p->name);
    hr_text_note(p, hr_finding_point(list, f, &p->name));
    hr_line_cut(&p->line, hr_buf_text(&p->name), p->width > taken + 20 ? p->width - taken : 20);
    hr_buf_printf(&p->line, "  %s", hr_text_of(&figures));
    hr_text_end_line(p);
    print_arithmetic(p, list, f);
    if (figures.failed) hr_text_note(p, HR_ENOMEM);
    hr_buf_free(&figures);
}

void hr_text_violated(hr_text_out *p)
{
    uint32_t n = p->c->count[HR_VIOLATED], said = 0;
    hr_findings list;
    if (n == 0) return;
    hr_text_note(p, hr_findings_open(&list, p->c));
    hr_text_heading(p, "Violated");
    for (uint32_t i = 0; i < list.n && i < VIOLATED && p->err == HR_OK; i++) {
        print_finding(p, &list, &list.item[i]);
        said += list.item[i].n;
    }
    hr_text_more(p, n, said, HR_PLURAL(n - said, " row", " rows"));
    hr_findings_close(&list);
}

/* --- waived ---------------------------------------------------------------------------------------------------------------- */

void hr_text_waived(hr_text_out *p)
{
    uint32_t n = p->c->count[HR_WAIVED], shown = 0;
    if (n == 0) return;
    hr_text_heading(p, "Waived");
    for (uint32_t i = 0; i < p->c->n_row && shown < WAIVED; i++) {
        const hr_row *r = &p->c->row[i];
        if (r->verdict != HR_WAIVED) continue;
        hr_view v = hr_view_of(p->c, r);
        hr_buf_printf(&p->line, "  %s  ", v.rule->code);
        hr_line_cut(&p->line, hr_view_is_loss(&v) ? r->element : hr_text_point(p, &v), p->width / 3);
        hr_buf_z(&p->line, "  ");
        add_figures(p, &v, &p->line);
        hr_text_end_line(p);
        if (r->waiver)
            hr_buf_printf(&p->line, "until %.*s: %.*s", HR_STR_FMT(r->waiver->until), HR_STR_FMT(r->waiver->because));
        hr_text_end_paragraph(p, HR_TEXT_INDENT);
        shown++;
    }
    hr_text_more(p, n, shown, "");
}
