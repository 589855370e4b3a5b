/* diff_text.c - what differs between two models, for people: what came, went and changed, with both values and both
 * places; then the findings that changed their state, and those that moved most. The first line counts, the last too. */
#include <string.h>

#include "base/term.h"
#include "model/units.h"
#include "report/diff.h"
#include "report/lines.h"

enum { WIDTH = 100, NARROWEST = 60, INDENT = 8, CHANGES = 60, ROWS = 20, MOVED = 10 };

typedef struct text_out {
    const hr_diff *d;
    hr_buf *out, line;
    bool color;
    uint32_t width;
} text_out;

static void heading(text_out *p, const char *text)
{
    hr_buf_c(p->out, '\n');
    hr_paint_add(p->out, p->color, HR_BOLD, text);
    hr_buf_c(p->out, '\n');
}

static void restart(text_out *p)
{
    p->line.n = 0;
    if (p->line.s) p->line.s[0] = '\0';
}

/* What stands in the line, over several lines where it must. */
static void end_paragraph(text_out *p, uint32_t first)
{
    hr_line_wrap(p->out, hr_buf_text(&p->line), first, INDENT, p->width);
    restart(p);
}

static void add_more(text_out *p, size_t n, size_t shown, const char *what)
{
    if (n > shown) hr_buf_printf(p->out, "  and %zu more%s: --format json\n", n - shown, what);
}

static void add_place(const hr_check *c, hr_span at, hr_buf *out)
{
    if (at.file != HR_NONE) hr_buf_printf(out, "%s:%u", hr_source_name(c->site->ctx, at.file), at.line);
    else hr_buf_z(out, "nowhere");
}

/* --- the model --------------------------------------------------------------------------------------------- */

static void add_number(const hr_diff_value *v, int digits, hr_buf *out)
{
    char text[48], lo[48], hi[48];
    hr_unit_text(text, sizeof text, v->v, (hr_dim)v->dim, digits);
    hr_buf_z(out, text);
    if (v->lo >= v->hi) return;
    hr_unit_text(lo, sizeof lo, v->lo, (hr_dim)v->dim, digits);
    hr_unit_text(hi, sizeof hi, v->hi, (hr_dim)v->dim, digits);
    hr_buf_printf(out, " [%s, %s]", lo, hi);
}

/* trusted: how far it is trusted is what changed. */
static void add_value(const hr_diff_value *v, bool trusted, int digits, hr_buf *out)
{
    if (v->kind == HR_DIFF_NOTHING) hr_buf_z(out, "nothing");
    else if (v->kind == HR_DIFF_NUMBER) add_number(v, digits, out);
    else hr_buf_printf(out, v->text.n > 0 ? "%.*s" : "\"\"", HR_STR_FMT(v->text));
    if (v->kind != HR_DIFF_NOTHING && (trusted || v->trust == HR_DEFAULT))
        hr_buf_printf(out, " (%s)", hr_trust_words[v->trust]);
}

/* As many digits as tell the two apart. */
static void add_values(const hr_diff_change *c, hr_buf *out)
{
    bool trusted = c->old.kind != HR_DIFF_NOTHING && c->now.kind != HR_DIFF_NOTHING && c->old.trust != c->now.trust;
    hr_buf old = {0}, now = {0};
    for (int digits = 6;; digits = 17) {
        old.n = now.n = 0;
        add_value(&c->old, trusted, digits, &old);
        add_value(&c->now, trusted, digits, &now);
        if (digits == 17 || old.failed || now.failed || strcmp(old.s, now.s) != 0) break;
    }
    hr_buf_printf(out, "%s -> %s", old.s ? old.s : "", now.s ? now.s : "");
    out->failed = out->failed || old.failed || now.failed;
    hr_buf_free(&old);
    hr_buf_free(&now);
}

static void add_names(const hr_diff_change *c, hr_buf *out)
{
    if (strcmp(c->section, "site") != 0 && strcmp(c->section, "element") != 0) hr_buf_printf(out, "%s ", c->section);
    hr_line_cut(out, c->names, 60);
}

static void print_change(text_out *p, const hr_diff_change *c)
{
    static const struct {
        const char *sign;
        hr_paint paint;
    } sign[HR_DIFF_SIGNS] = {{"+", HR_GREEN}, {"-", HR_RED}, {"~", HR_YELLOW}};
    hr_buf_z(p->out, "  ");
    hr_paint_add(p->out, p->color, sign[c->sign].paint, sign[c->sign].sign);
    hr_buf_c(p->out, ' ');
    add_names(c, &p->line);
    if (c->sign == HR_DIFF_CHANGED) {
        hr_buf_printf(&p->line, ": %.*s ", HR_STR_FMT(c->field));
        add_values(c, &p->line);
    } else {
        if (c->type) hr_buf_printf(&p->line, ": %s", c->type);
        if (c->held) hr_buf_printf(&p->line, ", holding %llu", (unsigned long long)c->held);
    }
    hr_buf_z(&p->line, " (");
    if (c->sign != HR_DIFF_ADDED) add_place(p->d->old, c->old_at, &p->line);
    if (c->sign == HR_DIFF_CHANGED) hr_buf_z(&p->line, ", ");
    if (c->sign != HR_DIFF_REMOVED) add_place(p->d->now, c->at, &p->line);
    hr_buf_c(&p->line, ')');
    end_paragraph(p, 0);
}

static void print_changes(text_out *p)
{
    const hr_diff *d = p->d;
    if (d->n_change == 0) return;
    heading(p, "Model");
    uint32_t shown = 0;
    for (; shown < d->n_change && shown < CHANGES; shown++) print_change(p, &d->change[shown]);
    add_more(p, d->n_change, shown, "");
}

/* --- findings ---------------------------------------------------------------------------------------------- */

static const hr_limit *limit_of(const hr_diff *d, const hr_diff_row *r, const hr_check **c)
{
    bool now = r->now.limit != HR_NONE;
    *c = now ? d->now : d->old;
    return &(*c)->limits.item[now ? r->now.limit : r->old.limit];
}

static void add_state(const hr_check *c, const hr_row *r, hr_buf *out)
{
    char ratio[64], load[64];
    if (r->limit == HR_NONE) {
        hr_buf_z(out, "nothing");
        return;
    }
    hr_view v = hr_view_of(c, r);
    hr_line_percent(&v, ratio, sizeof ratio);
    hr_line_load(&v, load, sizeof load);
    hr_buf_z(out, hr_verdict_word[r->verdict]);
    if (v.has_ratio) hr_buf_printf(out, " %s", ratio);
    else if (v.has_load && v.has_at) hr_buf_printf(out, " at %s", load);
}

static void add_load(const hr_check *c, const hr_row *r, hr_buf *out)
{
    char load[64], limit[64];
    hr_view v = hr_view_of(c, r);
    hr_line_load(&v, load, sizeof load);
    hr_line_limit(&v, limit, sizeof limit);
    hr_buf_printf(out, "%s on %s", load, limit);
}

static void add_case(const hr_check *c, const hr_row *r, hr_buf *out)
{
    hr_buf name = {0};
    hr_view_case_name(c, r->case_, &name);
    hr_line_cut(out, hr_buf_text(&name), 40);
    out->failed = out->failed || name.failed;
    hr_buf_free(&name);
}

static bool same_case(text_out *p, const hr_diff_row *r)
{
    hr_buf old = {0}, now = {0};
    add_case(p->d->old, &r->old, &old);
    add_case(p->d->now, &r->now, &now);
    p->out->failed = p->out->failed || old.failed || now.failed;
    bool same = old.s && now.s && strcmp(old.s, now.s) == 0;
    hr_buf_free(&old);
    hr_buf_free(&now);
    return same;
}

/* The loads, limits and cases of both, then whom else it is true of and where the limit stands. */
static void print_figures(text_out *p, const hr_diff_row *r)
{
    const hr_diff *d = p->d;
    hr_buf *b = &p->line;
    bool old = r->old.limit != HR_NONE, now = r->now.limit != HR_NONE;
    if (old) add_load(d->old, &r->old, b);
    if (old && now && !same_case(p, r)) hr_buf_z(b, ", "), add_case(d->old, &r->old, b);
    if (old && now) hr_buf_z(b, " -> ");
    if (now) add_load(d->now, &r->now, b);
    hr_buf_z(b, ", ");
    add_case(now ? d->now : d->old, now ? &r->now : &r->old, b);
    if (r->members > 1) hr_buf_printf(b, "; worst of %u: ", r->members);
    if (r->members > 1) hr_line_cut(b, r->names, p->width / 2);
    const hr_check *c;
    const hr_limit *l = limit_of(d, r, &c);
    hr_buf_z(b, l->n_input ? "; limit at " : "; at ");
    add_place(c, l->at, b);
    end_paragraph(p, INDENT);
}

static bool same_figures(const hr_check *c, const hr_row *x, const hr_row *y)
{
    if (x->limit == HR_NONE || y->limit == HR_NONE) return x->limit == y->limit;
    hr_view a = hr_view_of(c, x), b = hr_view_of(c, y);
    return x->verdict == y->verdict && x->case_ == y->case_ && a.has_load == b.has_load && a.load == b.load &&
           a.has_at == b.has_at && a.at == b.at;
}

/* The same of another phase. */
static bool says_the_same(const hr_diff *d, const hr_diff_row *x, const hr_diff_row *y)
{
    const hr_check *c, *other;
    const hr_limit *a = limit_of(d, x, &c), *b = limit_of(d, y, &other);
    if (c != other || a->rule != b->rule || hr_point_port(a->point) != hr_point_port(b->point)) return false;
    const hr_quantity_info *p = &hr_quantity_table[hr_point_quantity(a->point)],
                           *q = &hr_quantity_table[hr_point_quantity(b->point)];
    return strcmp(p->quantity, q->quantity) == 0 && x->fate == y->fate && hr_str_eq(x->names, y->names) &&
           same_figures(d->old, &x->old, &y->old) && same_figures(d->now, &x->now, &y->now);
}

/* A row, and the n - 1 behind it that say the same of other phases. */
static void print_row(text_out *p, const hr_diff_row *r, uint32_t n)
{
    const hr_check *c, *other;
    const hr_limit *l = limit_of(p->d, r, &c);
    bool now = r->now.limit != HR_NONE;
    hr_paint paint = !now || r->now.verdict == HR_HOLDS ? HR_GREEN : r->now.verdict == HR_VIOLATED ? HR_RED : HR_YELLOW;
    hr_buf name = {0};
    hr_point_name(c->site, l->point, &name);
    hr_buf_z(p->out, "  ");
    hr_paint_add(p->out, p->color, r->fate == HR_DIFF_MOVED ? HR_PLAIN : paint, hr_rules[l->rule]->code);
    hr_buf_z(p->out, "  ");
    for (uint32_t i = 1; i < n; i++)
        hr_buf_printf(&name, ",%s", hr_quantity_table[hr_point_quantity(limit_of(p->d, r + i, &other)->point)].place);
    hr_line_cut(&p->line, hr_buf_text(&name), 50);
    hr_buf_z(&p->line, ": ");
    add_state(p->d->old, &r->old, &p->line);
    hr_buf_z(&p->line, " -> ");
    add_state(p->d->now, &r->now, &p->line);
    p->line.failed = p->line.failed || name.failed;
    hr_buf_free(&name);
    end_paragraph(p, 0);
    print_figures(p, r);
}

typedef bool wanted(const hr_diff_row *r);

static bool came(const hr_diff_row *r, hr_verdict v)
{
    return (r->fate == HR_DIFF_BECAME || r->fate == HR_DIFF_NEW) && r->now.verdict == v;
}
static bool violated(const hr_diff_row *r) { return came(r, HR_VIOLATED); }
static bool unknown(const hr_diff_row *r) { return came(r, HR_V_UNKNOWN); }
static bool waived(const hr_diff_row *r) { return came(r, HR_WAIVED); }
static bool holds(const hr_diff_row *r) { return r->fate == HR_DIFF_BECAME && r->now.verdict == HR_HOLDS; }
static bool moved(const hr_diff_row *r) { return r->fate == HR_DIFF_MOVED; }

static void print_rows(text_out *p)
{
    static const struct {
        const char *heading;
        wanted *want;
        uint32_t most;
    } section[] = {{"Became violated", violated, ROWS},
                   {"Became unknown", unknown, ROWS},
                   {"Became waived", waived, ROWS},
                   {"Now hold", holds, ROWS},
                   {"Headroom changed most", moved, MOVED}};
    const hr_diff_row *row = p->d->row;
    for (size_t s = 0; s < sizeof section / sizeof *section; s++) {
        uint32_t n = 0, said = 0, shown = 0;
        for (uint32_t i = 0, next; i < p->d->n_row; i = next) {
            for (next = i + 1; next < p->d->n_row && says_the_same(p->d, &row[i], &row[next]);) next++;
            if (!section[s].want(&row[i])) continue;
            n += next - i;
            if (shown++ >= section[s].most) continue;
            if (shown == 1) heading(p, section[s].heading);
            print_row(p, &row[i], next - i);
            said += next - i;
        }
        add_more(p, n, said, HR_PLURAL(n - said, " row", " rows"));
    }
}

/* --- whole ------------------------------------------------------------------------------------------------- */

static void add_side(text_out *p, const hr_check *c)
{
    hr_line_cut(&p->line, hr_str_of(hr_source_name(c->site->ctx, c->site->file)), 60);
}

static void add_counts(text_out *p)
{
    static const struct {
        wanted *want;
        const char *one, *many;
    } said[] = {{violated, "became violated", "became violated"},
                {unknown, "became unknown", "became unknown"},
                {waived, "became waived", "became waived"},
                {holds, "now holds", "now hold"}};
    const char *between = "; ";
    for (size_t s = 0; s < sizeof said / sizeof *said; s++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < p->d->n_row; i++)
            if (said[s].want(&p->d->row[i])) n += p->d->row[i].members;
        if (n == 0) continue;
        const char *what = between[0] == ',' ? "" : HR_PLURAL(n, "limit ", "limits ");
        hr_buf_printf(&p->line, "%s%u %s%s", between, n, what, HR_PLURAL(n, said[s].one, said[s].many));
        between = ", ";
    }
    if (between[0] == ';') hr_buf_z(&p->line, "; no limit is judged otherwise");
}

static void print_verdict(text_out *p)
{
    const hr_diff *d = p->d;
    bool differs = hr_diff_differs(d);
    hr_paint_add(p->out, p->color, differs ? HR_YELLOW : HR_GREEN, differs ? "DIFFERENT" : "SAME");
    hr_buf_z(p->out, "  ");
    add_side(p, d->old);
    hr_buf_z(&p->line, " -> ");
    add_side(p, d->now);
    if (!differs) hr_buf_z(&p->line, ": the same model, the same findings");
    else if (d->n_change == 0) hr_buf_z(&p->line, ": the same model, but");
    else
        hr_buf_printf(&p->line, ": %u added, %u removed, %u changed", d->count[HR_DIFF_ADDED],
                      d->count[HR_DIFF_REMOVED], d->count[HR_DIFF_CHANGED]);
    if (differs && d->n_row == 0) hr_buf_z(&p->line, "; the same findings");
    else if (differs) add_counts(p);
    end_paragraph(p, 0);
}

static void print_closing(text_out *p)
{
    const hr_diff *d = p->d;
    const uint32_t *a = d->old->count, *b = d->now->count;
    hr_buf_printf(&p->line, "%u -> %u rows: hold %u -> %u, violated %u -> %u, unknown %u -> %u, waived %u -> %u",
                  d->old->n_row, d->now->n_row, a[HR_HOLDS], b[HR_HOLDS], a[HR_VIOLATED], b[HR_VIOLATED],
                  a[HR_V_UNKNOWN], b[HR_V_UNKNOWN], a[HR_WAIVED], b[HR_WAIVED]);
    if (d->n_row > 0)
        hr_buf_printf(&p->line, "; limits: %u new, %u gone, %u moved", d->limits_new, d->limits_gone, d->limits_moved);
    hr_buf_c(p->out, '\n');
    end_paragraph(p, 0);
}

hr_err hr_report_diff_text(const hr_diff *d, hr_buf *out, const hr_report_opts *o)
{
    text_out p = {.d = d, .out = out, .color = o->color, .width = o->width ? o->width : WIDTH};
    if (p.width < NARROWEST) p.width = NARROWEST;
    print_verdict(&p);
    print_changes(&p);
    print_rows(&p);
    print_closing(&p);
    bool failed = out->failed || p.line.failed;
    hr_buf_free(&p.line);
    return failed ? HR_ENOMEM : HR_OK;
}
