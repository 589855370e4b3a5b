/* text_rows.c - rows for people: what binds first in each layer, what is violated with its arithmetic, what is waived. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
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
    if (hr_text_is_loss(v)) hr_buf_printf(out, "%s%s lost, ", load, p->c->site->unit[v->unit].count > 1 ? " each" : "");
    else if (v->has_ratio) hr_buf_printf(out, "%s, limit %s, %s, ", load, limit, ratio);
    else hr_buf_printf(out, "%s, limit %s, ", load, limit);
    hr_line_cut(out, hr_text_case(p, v->row->case_), 40);
}

/* Rows that say the same of several phases and members of one declaration: shown once. */
typedef struct finding {
    hr_view v;   /* of the first of them */
    hr_id *unit; /* with room for all violated rows */
    uint32_t n_unit, n_row;
    uint32_t quantities; /* set of 1 << hr_quantity: the phases */
    bool one_case;
} finding;

/* Listed by the task as one row for many. */
static bool is_folded(const hr_check *c, const hr_view *v) { return v->row->members > c->site->unit[v->unit].count; }

static bool says_the_same(const hr_check *c, const hr_view *x, const hr_view *y)
{
    const hr_unit *u = c->site->unit;
    bool same_point = x->rule == y->rule && u[x->unit].decl == u[y->unit].decl && hr_str_eq(x->port, y->port) &&
                      strcmp(x->quantity->quantity, y->quantity->quantity) == 0;
    bool same_figures = x->load == y->load && x->at == y->at && x->lower_bound == y->lower_bound;
    bool folded = is_folded(c, x) || is_folded(c, y);
    return same_point && same_figures && (!folded || hr_str_eq(x->row->element, y->row->element));
}

static void gather(const hr_text_out *p, uint32_t first, bool *done, finding *f)
{
    f->v = hr_view_of(p->c, &p->c->row[first]);
    f->n_unit = f->n_row = f->quantities = 0;
    f->one_case = true;
    for (uint32_t i = first; i < p->c->count[HR_VIOLATED]; i++) {
        if (done[i]) continue;
        hr_view v = hr_view_of(p->c, &p->c->row[i]);
        if (!says_the_same(p->c, &f->v, &v)) continue;
        done[i] = true;
        f->n_row++;
        f->quantities |= 1u << hr_point_quantity(v.limit->point);
        f->one_case = f->one_case && v.row->case_ == f->v.row->case_;
        if (f->n_unit == 0 || f->unit[f->n_unit - 1] != v.unit) f->unit[f->n_unit++] = v.unit;
    }
}

static int by_id(const void *a, const void *b)
{
    hr_id x = *(const hr_id *)a, y = *(const hr_id *)b;
    return x < y ? -1 : x > y;
}

static void sort_units(finding *f)
{
    uint32_t n = 0;
    if (f->n_unit > 1) qsort(f->unit, f->n_unit, sizeof *f->unit, by_id);
    for (uint32_t i = 0; i < f->n_unit; i++)
        if (n == 0 || f->unit[n - 1] != f->unit[i]) f->unit[n++] = f->unit[i];
    f->n_unit = n;
}

/* Whom else it is true of. */
static void add_members(hr_text_out *p, const finding *f, hr_buf *out)
{
    bool folded = is_folded(p->c, &f->v);
    if (!folded && f->n_unit < 2) return;
    hr_text_restart(&p->name);
    if (folded) hr_buf_str(&p->name, f->v.row->element);
    else hr_text_note(p, hr_fold_units(p->c->site, f->unit, f->n_unit, &p->name));
    if (folded) hr_buf_printf(out, "worst of %u: ", f->v.row->members);
    else hr_buf_printf(out, "%u alike%s: ", f->n_unit, f->one_case ? "" : ", each in its own case");
    hr_line_cut(out, hr_buf_text(&p->name), p->width / 2);
    hr_buf_z(out, "; ");
}

static void print_arithmetic(hr_text_out *p, const finding *f)
{
    const hr_view *v = &f->v;
    hr_buf *text = &p->line;
    if (!p->work) hr_text_note(p, hr_power_engine.work_new(&p->work, p->c->engine[HR_NOMINAL]));
    if (p->err != HR_OK) return;
    add_members(p, f, text);
    if (v->rule->clause[0]) hr_buf_printf(text, "%s %s: ", v->rule->edition, v->rule->clause);
    size_t before = text->n;
    hr_text_note(p, hr_check_because(p->c, p->work, v->row, text));
    if (text->n == before) hr_buf_z(text, v->rule->formula);
    hr_buf_z(text, v->limit->n_input ? "; limit at " : "; at ");
    hr_text_place(p, v->limit->at, text);
    hr_text_end_paragraph(p, HR_TEXT_INDENT);
}

/* "rack-1.A.current.A,B,C": the phases of one finding. A loss is that of whole elements: "rack-1.node[1-18]". */
static hr_str point_with_phases(hr_text_out *p, const finding *f)
{
    hr_text_restart(&p->name);
    if (hr_text_is_loss(&f->v)) {
        hr_text_note(p, hr_unit_names(p->c->site, f->v.unit, &p->name));
        return hr_buf_text(&p->name);
    }
    hr_text_point(p, &f->v);
    for (unsigned q = 0; q < HR_Q_COUNT; q++)
        if (f->quantities >> q & 1 && q != (unsigned)hr_point_quantity(f->v.limit->point))
            hr_buf_printf(&p->name, ",%s", hr_quantity_table[q].place);
    return hr_buf_text(&p->name);
}

static void print_finding(hr_text_out *p, const finding *f)
{
    hr_buf figures = {0};
    add_figures(p, &f->v, &figures);
    uint32_t taken = HR_TEXT_INDENT + 2 + hr_text_columns(hr_text_of(&figures));
    hr_buf_z(p->out, "  ");
    hr_paint_add(p->out, p->color, HR_RED, f->v.rule->code);
    hr_buf_z(&p->line, "  ");
    hr_line_cut(&p->line, point_with_phases(p, f), p->width > taken + 20 ? p->width - taken : 20);
    hr_buf_printf(&p->line, "  %s", hr_text_of(&figures));
    hr_text_end_line(p);
    print_arithmetic(p, f);
    if (figures.failed) hr_text_note(p, HR_ENOMEM);
    hr_buf_free(&figures);
}

/* Violated rows come first in c->row. */
static void print_findings(hr_text_out *p, uint32_t n, finding *f, bool *done)
{
    uint32_t said = 0;
    for (uint32_t i = 0, shown = 0; i < n && shown < VIOLATED && p->err == HR_OK; i++) {
        if (done[i]) continue;
        gather(p, i, done, f);
        sort_units(f);
        print_finding(p, f);
        said += f->n_row;
        shown++;
    }
    hr_text_more(p, n, said, HR_PLURAL(n - said, " row", " rows"));
}

void hr_text_violated(hr_text_out *p)
{
    uint32_t n = p->c->count[HR_VIOLATED];
    if (n == 0) return;
    finding f = {.unit = hr_malloc(n * sizeof *f.unit)};
    bool *done = hr_calloc(n, sizeof *done);
    hr_text_heading(p, "Violated");
    if (f.unit && done) print_findings(p, n, &f, done);
    else hr_text_note(p, HR_ENOMEM);
    hr_free(f.unit);
    hr_free(done);
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
        hr_line_cut(&p->line, hr_text_is_loss(&v) ? r->element : hr_text_point(p, &v), p->width / 3);
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
