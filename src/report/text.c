/* text.c - a check for people: the verdict in one line, then what they would ask next, in the order in which they ask:
 * what binds first, what is violated and by which arithmetic, what is lost, what is not known, what was assumed. The
 * last line counts. For programs there is JSON; this may change. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/term.h"
#include "base/utf8.h"
#include "model/units.h"
#include "report/defaults.h"
#include "report/lines.h"
#include "report/lost.h"
#include "report/report.h"

enum { WIDTH = 100, NARROWEST = 60, INDENT = 8 };
enum { BINDING = 6, VIOLATED = 20, WAIVED = 20, LOST_CASES = 10, UNKNOWN_FIELDS = 20, DEFAULTS = 20 }; /* lines shown */

typedef struct printer {
    const hr_check *c;
    hr_buf *out;
    bool color;
    uint32_t width;
    hr_work *work;          /* made when the first arithmetic is asked for */
    hr_buf name, cut, line; /* scratch, each good until its next use */
    hr_err err;
} printer;

static void note(printer *p, hr_err e)
{
    if (p->err == HR_OK) p->err = e;
}

static void restart(hr_buf *b)
{
    b->n = 0;
    if (b->s) b->s[0] = '\0';
}

static const char *text_of(const hr_buf *b) { return b->s ? b->s : ""; }

static void heading(printer *p, const char *text)
{
    hr_buf_c(p->out, '\n');
    hr_paint_add(p->out, p->color, HR_BOLD, text);
    hr_buf_c(p->out, '\n');
}

static void and_more(printer *p, size_t n, size_t shown, const char *what)
{
    if (n > shown) hr_buf_printf(p->out, "  and %zu more%s: --format json\n", n - shown, what);
}

/* What was put into p->line, as a line of its own. */
static void end_line(printer *p)
{
    hr_buf_safe(p->out, hr_buf_text(&p->line));
    hr_buf_c(p->out, '\n');
    restart(&p->line);
}

static hr_str case_name(printer *p, uint32_t case_)
{
    restart(&p->name);
    hr_view_case_name(p->c, case_, &p->name);
    return hr_buf_text(&p->name);
}

static hr_str point_name(printer *p, const hr_view *v)
{
    restart(&p->name);
    hr_point_name(p->c->site, v->limit->point, &p->name);
    return hr_buf_text(&p->name);
}

static const char *cut_to(printer *p, hr_str name, uint32_t width)
{
    restart(&p->cut);
    hr_line_cut(&p->cut, name, width);
    return text_of(&p->cut);
}

static void add_place(const printer *p, hr_span at, hr_buf *out)
{
    if (at.file != HR_NONE) hr_buf_printf(out, "%s:%u", hr_source_name(p->c->site->ctx, at.file), at.line);
}

static uint32_t columns(const char *z) { return (uint32_t)hr_utf8_columns(hr_str_of(z)); }

static void widen(uint32_t *width, uint32_t to)
{
    if (to > *width) *width = to;
}

static bool is_loss(const hr_view *v) { return hr_point_quantity(v->limit->point) == HR_Q_LOST; }

static bool is_list(hr_str element) { return memchr(element.s, '[', element.n) || memchr(element.s, ',', element.n); }

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

static void add_worst(printer *p)
{
    const hr_row *r = hr_view_worst(p->c);
    char text[64];
    if (!r) return;
    hr_view v = hr_view_of(p->c, r);
    hr_buf_printf(&p->line, "; %s %s ", r->verdict == HR_VIOLATED ? "worst" : "nearest", v.rule->code);
    hr_line_cut(&p->line, r->element, 30);
    if (is_loss(&v)) hr_line_load(&v, text, sizeof text);
    else hr_line_percent(&v, text, sizeof text);
    hr_buf_printf(&p->line, " %s%s (", text, is_loss(&v) ? " lost" : "");
    hr_line_cut(&p->line, case_name(p, r->case_), 40);
    hr_buf_c(&p->line, ')');
}

static hr_verdict verdict_of(const hr_check *c)
{
    if (c->count[HR_VIOLATED]) return HR_VIOLATED;
    return c->count[HR_V_UNKNOWN] || c->n_row == 0 ? HR_V_UNKNOWN : HR_HOLDS; /* nothing judged is not green */
}

static void print_verdict(printer *p)
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
    hr_verdict verdict = verdict_of(c);
    uint32_t n = c->count[verdict];
    const char *rest = HR_PLURAL(n, said[verdict].one, said[verdict].many);
    hr_paint_add(p->out, p->color, said[verdict].paint, said[verdict].word);
    hr_buf_z(&p->line, "  ");
    hr_line_cut(&p->line, short_name(c), 40);
    if (c->n_row == 0) hr_buf_z(&p->line, ": nothing was judged");
    else if (n == c->n_row && verdict == HR_HOLDS) hr_buf_printf(&p->line, ": %s%u %s", n == 1 ? "" : "all ", n, rest);
    else if (verdict == HR_HOLDS) hr_buf_printf(&p->line, ": %u of %u %s", n, c->n_row, rest);
    else hr_buf_printf(&p->line, ": %u of %u %s %s", n, c->n_row, HR_PLURAL(c->n_row, "row", "rows"), rest);
    add_worst(p);
    end_line(p);
}

/* --- what binds first ---------------------------------------------------------------------------------------------------- */

typedef struct binding {
    hr_view v;
    char load[64], limit[64], headroom[64], ratio[64];
} binding;

static bool shown_already(const printer *p, const binding *b, uint32_t n, const hr_view *v)
{
    const hr_site *s = p->c->site;
    for (uint32_t i = 0; i < n; i++)
        if (b[i].v.rule == v->rule && s->unit[b[i].v.unit].decl == s->unit[v->unit].decl) return true;
    return false;
}

/* The nearest row of each rule and declaration: its other phases and members say the same. */
static uint32_t find_binding(const printer *p, char letter, binding *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->c->n_row && n < BINDING; i++) {
        const hr_row *r = &p->c->row[i];
        if (r->verdict == HR_V_UNKNOWN || hr_rules[p->c->limits.item[r->limit].rule]->code[0] != letter) continue;
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
static void share_width(printer *p, const binding *b, uint32_t n, uint32_t *point, uint32_t *case_)
{
    uint32_t load = 4, limit = 5, headroom = 8, ratio = 5, points = 5, cases = 4; /* their headings */
    for (uint32_t i = 0; i < n; i++) {
        widen(&load, columns(b[i].load));
        widen(&limit, columns(b[i].limit));
        widen(&headroom, columns(b[i].headroom));
        widen(&ratio, columns(b[i].ratio));
        widen(&points, (uint32_t)hr_utf8_columns(point_name(p, &b[i].v)));
        widen(&cases, (uint32_t)hr_utf8_columns(case_name(p, b[i].v.row->case_)));
    }
    uint32_t taken = 2 + 4 + 6 * 2 + load + limit + headroom + ratio,
             left = p->width > taken + 20 ? p->width - taken : 20;
    *case_ = points + cases <= left || cases <= left / 2 ? cases : points <= left / 2 ? left - points : left / 2;
    *point = left - *case_;
}

static void print_binding_table(printer *p, const binding *b, uint32_t n)
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
        hr_table_cell(t, HR_PLAIN, "%s", cut_to(p, point_name(p, &b[i].v), point));
        hr_table_cell(t, HR_PLAIN, "%s", b[i].load);
        hr_table_cell(t, HR_PLAIN, "%s", b[i].limit);
        hr_table_cell(t, HR_PLAIN, "%s", b[i].headroom);
        hr_table_cell(t, paint[r->verdict], "%s", b[i].ratio);
        hr_table_cell(t, HR_PLAIN, "%s", cut_to(p, case_name(p, r->case_), case_));
        hr_table_row(t);
    }
    hr_table_write(t, p->out, "  ", p->color);
    hr_table_free(t);
}

static void print_binding(printer *p)
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
        heading(p, layer[i].heading);
        print_binding_table(p, b, n);
    }
}

/* --- violated, waived ---------------------------------------------------------------------------------------------------- */

static void print_arithmetic(printer *p, const hr_view *v)
{
    const hr_row *r = v->row;
    hr_buf *text = &p->line;
    if (!p->work) note(p, hr_power_engine.work_new(&p->work, p->c->engine[HR_NOMINAL]));
    if (p->err != HR_OK) return;
    if (is_list(r->element) && !is_loss(v)) {
        hr_buf_printf(text, "worst of %u: ", r->members);
        hr_line_cut(text, r->element, p->width - INDENT - 24);
        hr_buf_z(text, "; ");
    }
    if (v->rule->clause[0]) hr_buf_printf(text, "%s %s: ", v->rule->edition, v->rule->clause);
    size_t before = text->n;
    note(p, hr_check_because(p->c, p->work, r, text));
    if (text->n == before) hr_buf_z(text, v->rule->formula);
    hr_buf_z(text, v->limit->n_input ? "; limit at " : "; at ");
    add_place(p, v->limit->at, text);
    hr_line_wrap(p->out, hr_buf_text(text), INDENT, INDENT, p->width);
    restart(text);
}

/* "112 A, limit 80 A, 140.0 %, fault: bus-A2" */
static void add_figures(printer *p, const hr_view *v, hr_buf *out)
{
    char load[64], limit[64], ratio[64];
    hr_line_load(v, load, sizeof load);
    hr_line_limit(v, limit, sizeof limit);
    hr_line_percent(v, ratio, sizeof ratio);
    if (is_loss(v)) hr_buf_printf(out, "%s%s lost, ", load, p->c->site->unit[v->unit].count > 1 ? " each" : "");
    else if (v->has_ratio) hr_buf_printf(out, "%s, limit %s, %s, ", load, limit, ratio);
    else hr_buf_printf(out, "%s, limit %s, ", load, limit);
    hr_line_cut(out, case_name(p, v->row->case_), 40);
}

static void print_violated_row(printer *p, const hr_row *r)
{
    hr_view v = hr_view_of(p->c, r);
    hr_buf figures = {0};
    add_figures(p, &v, &figures);
    uint32_t taken = INDENT + 2 + columns(text_of(&figures)), left = p->width > taken + 20 ? p->width - taken : 20;
    hr_buf_z(p->out, "  ");
    hr_paint_add(p->out, p->color, HR_RED, v.rule->code);
    hr_buf_z(&p->line, "  ");
    hr_line_cut(&p->line, is_loss(&v) ? r->element : point_name(p, &v), left);
    hr_buf_printf(&p->line, "  %s", text_of(&figures));
    end_line(p);
    print_arithmetic(p, &v);
    if (figures.failed) note(p, HR_ENOMEM);
    hr_buf_free(&figures);
}

static void print_violated(printer *p)
{
    uint32_t n = p->c->count[HR_VIOLATED], shown = n < VIOLATED ? n : VIOLATED;
    if (n == 0) return;
    heading(p, "Violated");
    for (uint32_t i = 0; i < shown && p->err == HR_OK; i++) print_violated_row(p, &p->c->row[i]); /* they come first */
    and_more(p, n, shown, "");
}

static void print_waived(printer *p)
{
    uint32_t n = p->c->count[HR_WAIVED], shown = 0;
    if (n == 0) return;
    heading(p, "Waived");
    for (uint32_t i = 0; i < p->c->n_row && shown < WAIVED; i++) {
        const hr_row *r = &p->c->row[i];
        if (r->verdict != HR_WAIVED) continue;
        hr_view v = hr_view_of(p->c, r);
        hr_buf_printf(&p->line, "  %s  ", v.rule->code);
        hr_line_cut(&p->line, is_loss(&v) ? r->element : point_name(p, &v), p->width / 3);
        hr_buf_z(&p->line, "  ");
        add_figures(p, &v, &p->line);
        end_line(p);
        if (r->waiver)
            hr_buf_printf(&p->line, "until %.*s: %.*s", HR_STR_FMT(r->waiver->until), HR_STR_FMT(r->waiver->because));
        hr_line_wrap(p->out, hr_buf_text(&p->line), INDENT, INDENT, p->width);
        restart(&p->line);
        shown++;
    }
    and_more(p, n, shown, "");
}

/* --- losses ---------------------------------------------------------------------------------------------------------------- */

static void lost_power(const hr_lost_case *k, char *buf, size_t n)
{
    char text[48];
    hr_unit_text(text, sizeof text, k->total, HR_DIM_WATT, 4);
    if (k->unknown && k->total == 0) snprintf(buf, n, "unknown");
    else snprintf(buf, n, "%s%s", k->unknown ? ">= " : "", text);
}

static const char *lost_elements(printer *p, hr_lost *l, const hr_lost_case *k, uint32_t width)
{
    restart(&p->name);
    note(p, hr_lost_split(l, k));
    for (size_t i = 0; i < l->parts.n && p->err == HR_OK; i++) {
        if (i) hr_buf_z(&p->name, ", ");
        note(p, hr_lost_names(l, &hr_lost_parts(l)[i], &p->name));
    }
    return cut_to(p, hr_buf_text(&p->name), width);
}

static void print_lost_table(printer *p, hr_lost *l, size_t shown)
{
    static const char *const head[] = {"case", "lost", "nodes", "elements"};
    const hr_lost_case *k = hr_lost_cases(l);
    hr_table *t = hr_table_new("lrrl");
    uint32_t cases = 4, power = 4;
    char text[64];
    for (size_t i = 0; i < shown; i++) {
        lost_power(&k[i], text, sizeof text);
        widen(&power, columns(text));
        widen(&cases, (uint32_t)hr_utf8_columns(case_name(p, k[i].case_)));
    }
    if (cases > p->width * 2 / 5) cases = p->width * 2 / 5;
    for (int i = 0; i < 4; i++) hr_table_cell(t, HR_DIM, "%s", head[i]);
    hr_table_row(t);
    for (size_t i = 0; i < shown && p->err == HR_OK; i++) {
        lost_power(&k[i], text, sizeof text);
        hr_table_cell(t, HR_PLAIN, "%s", cut_to(p, case_name(p, k[i].case_), cases));
        hr_table_cell(t, HR_PLAIN, "%s", text);
        hr_table_cell(t, HR_PLAIN, "%llu", (unsigned long long)k[i].nodes);
        hr_table_cell(t, HR_PLAIN, "%s", lost_elements(p, l, &k[i], p->width - 2 - cases - power - 3 * 2 - 7));
        hr_table_row(t);
    }
    hr_table_write(t, p->out, "  ", p->color);
    hr_table_free(t);
}

static void print_lost(printer *p)
{
    hr_lost l;
    note(p, hr_lost_open(&l, p->c));
    size_t n = l.cases.n, shown = n < LOST_CASES ? n : LOST_CASES;
    if (n && p->err == HR_OK) {
        heading(p, "Lost by case, worst first");
        print_lost_table(p, &l, shown);
        and_more(p, n, shown, HR_PLURAL(n - shown, " case", " cases"));
    }
    hr_lost_close(&l);
}

/* --- unknowns, defaults ---------------------------------------------------------------------------------------------------- */

static int by_rows(const void *a, const void *b)
{
    const hr_gap *x = *(const hr_gap *const *)a, *y = *(const hr_gap *const *)b;
    if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
    return x < y ? -1 : x > y; /* as they stand in the list: by element */
}

/* " (P101, P104: 24 rows)" */
static void add_needed_by(const hr_gap *g, hr_buf *out)
{
    const char *before = " (";
    for (uint16_t r = 0; r < hr_rule_count; r++) {
        if (!(g->rules >> r & 1)) continue;
        hr_buf_printf(out, "%s%s", before, hr_rules[r]->code);
        before = ", ";
    }
    hr_buf_printf(out, ": %u %s)", g->rows, HR_PLURAL(g->rows, "row", "rows"));
}

static void print_gap(printer *p, const hr_gap *g)
{
    restart(&p->name);
    add_needed_by(g, &p->name);
    if (hr_str_is(g->field, "type")) hr_buf_z(&p->line, "type not modelled yet: ");
    else if (hr_str_is(g->field, "range")) hr_buf_z(&p->line, "an assumed range decides on ");
    else hr_buf_printf(&p->line, "%.*s missing on ", HR_STR_FMT(g->field));
    uint32_t taken = 2 + columns(text_of(&p->line)) + columns(text_of(&p->name));
    hr_line_cut(&p->line, g->elements, p->width > taken + 20 ? p->width - taken : 20);
    hr_buf_str(&p->line, hr_buf_text(&p->name));
    if (g->at.file != HR_NONE) hr_buf_z(&p->line, " at ");
    add_place(p, g->at, &p->line);
    hr_line_wrap(p->out, hr_buf_text(&p->line), 2, INDENT, p->width);
    restart(&p->line);
}

static void print_unknowns(printer *p)
{
    uint32_t n = p->c->n_gap, shown = n < UNKNOWN_FIELDS ? n : UNKNOWN_FIELDS;
    const hr_gap **list = n ? hr_malloc(n * sizeof *list) : NULL;
    if (n == 0) return;
    if (!list) {
        note(p, HR_ENOMEM);
        return;
    }
    for (uint32_t i = 0; i < n; i++) list[i] = &p->c->gap[i];
    qsort(list, n, sizeof *list, by_rows);
    heading(p, "Unknown");
    for (uint32_t i = 0; i < shown; i++) print_gap(p, list[i]);
    and_more(p, n, shown, "");
    hr_free(list);
}

static void default_value(const hr_used_default *d, char *buf, size_t n)
{
    if (d->flag) snprintf(buf, n, "%s", d->v != 0 ? "true" : "false");
    else if (d->text.n) snprintf(buf, n, "%.*s", HR_STR_FMT(d->text));
    else hr_unit_text(buf, n, d->v, d->dim, 6);
}

static void print_default(printer *p, const hr_used_defaults *u, const hr_used_default *d)
{
    char value[64];
    default_value(d, value, sizeof value);
    restart(&p->name);
    note(p, hr_used_default_names(u, d, &p->name));
    hr_line_cut(&p->line, hr_buf_text(&p->name), p->width / 2);
    hr_buf_printf(&p->line, ": %s %s (", d->field, value);
    hr_used_default_source(d, &p->line);
    hr_buf_c(&p->line, ')');
    hr_line_wrap(p->out, hr_buf_text(&p->line), 2, INDENT, p->width);
    restart(&p->line);
}

static void print_defaults(printer *p)
{
    hr_used_defaults u;
    note(p, hr_used_defaults_open(&u, p->c));
    size_t n = u.list.n, shown = n < DEFAULTS ? n : DEFAULTS;
    if (n && p->err == HR_OK) {
        heading(p, "Defaults used");
        const hr_used_default *d = u.list.item;
        for (size_t i = 0; i < shown; i++) print_default(p, &u, &d[i]);
        and_more(p, n, shown, "");
    }
    hr_used_defaults_close(&u);
}

/* --- whole ------------------------------------------------------------------------------------------------------------------ */

static void print_closing(printer *p)
{
    const hr_check *c = p->c;
    hr_buf_printf(p->out, "\n%u %s: %u hold, %u violated, %u unknown, %u waived; %u %s judged\n", c->n_row,
                  HR_PLURAL(c->n_row, "row", "rows"), c->count[HR_HOLDS], c->count[HR_VIOLATED], c->count[HR_V_UNKNOWN],
                  c->count[HR_WAIVED], c->n_cases, HR_PLURAL(c->n_cases, "case", "cases"));
}

hr_err hr_report_text(const hr_check *c, hr_buf *out, const hr_report_opts *o)
{
    static void (*const section[])(printer *) = {print_verdict, print_binding,  print_violated, print_waived,
                                                 print_lost,    print_unknowns, print_defaults, print_closing};
    printer p = {.c = c, .out = out, .color = o->color, .width = o->width ? o->width : WIDTH};
    if (p.width < NARROWEST) p.width = NARROWEST;
    for (size_t i = 0; i < sizeof section / sizeof *section && p.err == HR_OK; i++) section[i](&p);
    if (out->failed || p.name.failed || p.cut.failed || p.line.failed) note(&p, HR_ENOMEM);
    hr_power_engine.work_free(p.work);
    hr_buf_free(&p.name);
    hr_buf_free(&p.cut);
    hr_buf_free(&p.line);
    return p.err;
}
