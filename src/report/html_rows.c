/* html_rows.c - rows in the HTML report: what binds first, what is violated with its derivation, what is waived, and the
 * whole table. */
#include <stdio.h>

#include "base/alloc.h"
#include "model/units.h"
#include "report/html.h"

enum { BINDING = 4, LOAD_INPUTS = 12, LAYERS = 8 };

static const char *const state_class[HR_VERDICTS] = {"holds", "violated", "unknown", "waived"};

static void rule_cell(hr_page *p, const hr_rule *r)
{
    hr_page_z(p, "<th scope=\"row\" class=\"code\"><abbr title=\"");
    hr_page_text(p, r->title);
    hr_page_f(p, "\">%s</abbr></th>", r->code);
}

static void point_cell(hr_page *p, const hr_view *v)
{
    if (hr_view_is_loss(v)) hr_buf_str(&p->name, v->row->element);
    else hr_point_name(p->c->site, v->limit->point, &p->name);
    hr_page_z(p, hr_view_is_loss(v) ? "<td class=\"name\">" : "<td class=\"name point\">");
    hr_page_show(p);
    hr_page_z(p, "</td>");
}

/* --- what binds first -------------------------------------------------------------------------------------------------- */

typedef struct binding {
    hr_view v;
    hr_id decl;
} binding;

/* The nearest rows of each layer, one for each rule and declaration: its other phases and members say the same. */
static uint32_t find_binding(const hr_page *p, size_t layer, binding *b)
{
    const hr_check *c = p->c;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_row && n < BINDING; i++) {
        const hr_row *r = &c->row[i];
        const hr_rule *rule = hr_rules[c->limits.item[r->limit].rule];
        if (!hr_view_can_bind(c, r) || hr_layer_of(rule) != layer) continue;
        hr_view v = hr_view_of(c, r);
        bool beyond = r->verdict == HR_VIOLATED || r->verdict == HR_WAIVED, already = false;
        if (!beyond && (!v.has_ratio || v.ratio == 0)) continue;
        hr_id decl = c->site->unit[v.unit].decl;
        for (uint32_t k = 0; k < n; k++) already = already || (b[k].v.rule == rule && b[k].decl == decl);
        if (!already) b[n++] = (binding){v, decl};
    }
    return n;
}

static void binding_rows(hr_page *p, const char *layer, const binding *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        hr_page_f(p, "<tr class=\"%s\">", i ? "next" : "first");
        if (i == 0) hr_page_f(p, "<th scope=\"rowgroup\" rowspan=\"%u\" class=\"layer\">%s</th>", n, layer);
        rule_cell(p, b[i].v.rule);
        point_cell(p, &b[i].v);
        hr_page_figures(p, &b[i].v);
        hr_page_case(p, b[i].v.row->case_);
        hr_page_z(p, "</tr>\n");
    }
}

void hr_html_binding(hr_page *p)
{
    binding b[BINDING];
    hr_page_begin(p, "binding", "What binds first");
    hr_page_z(
        p,
        "<p>The rows nearest to their limits in each layer, each in its worst case, with loads as they are asked for: "
        "before any device opens. Headroom = limit - load, and load - limit where the limit is a least one (&gt;=); "
        "at a ratio of 100 % it is used up.</p>\n");
    hr_page_table(p, "What binds first in each layer", "layer|rule|point|>load|>limit|>headroom|>ratio|worst case");
    for (size_t i = 0; i < LAYERS; i++) {
        uint32_t n = find_binding(p, i, b);
        binding_rows(p, hr_layers[i].name, b, n);
    }
    hr_page_table_end(p);
    hr_page_end(p);
}

/* --- derivations -------------------------------------------------------------------------------------------------------- */

static void num_cells(hr_page *p, const hr_num *n, hr_dim dim)
{
    char text[64] = "not given";
    bool given = n->presence != HR_ABSENT;
    if (given) hr_unit_text(text, sizeof text, n->v, dim, 6);
    hr_page_z(p, "<td class=\"r\">");
    hr_page_text(p, text);
    hr_page_z(p, "</td>");
}

static void limit_input(hr_page *p, const hr_limit_input *in)
{
    bool given = in->num ? in->num->presence != HR_ABSENT : in->flag->presence == HR_PRESENT;
    uint8_t trust = in->num ? in->num->trust : in->flag->trust;
    hr_page_z(p, "<tr><th scope=\"row\">limit: ");
    hr_page_text(p, in->name);
    hr_page_z(p, "</th>");
    if (in->num) num_cells(p, in->num, (hr_dim)in->dim);
    else hr_page_f(p, "<td class=\"r\">%s</td>", in->flag->v ? "true" : "false");
    hr_page_z(p, "<td class=\"r\"></td><td class=\"r\"></td>");
    hr_page_cell_place(p, given ? in->num ? in->num->at : in->flag->at : HR_NOWHERE);
    hr_page_cell(p, hr_trust_words[given ? trust : HR_DEFAULT]);
    hr_page_z(p, "</tr>\n");
}

static void load_input(hr_page *p, const hr_load_input *in)
{
    hr_dim dim = hr_words_dim(p->c->site, in);
    char text[64];
    hr_unit_text(text, sizeof text, in->carried, dim == HR_DIM_KG ? HR_DIM_KG : HR_DIM_WATT, 6);
    hr_page_z(p, "<tr><th scope=\"row\">load: ");
    if (in->decl != HR_NONE) hr_page_str(p, p->c->site->decl[in->decl].name), hr_page_z(p, " ");
    hr_page_text(p, in->name);
    hr_page_z(p, "</th>");
    num_cells(p, in->num, dim);
    hr_page_f(p, "<td class=\"r\">%u</td><td class=\"r\">", in->count);
    if (dim == HR_DIM_WATT || dim == HR_DIM_KG) hr_page_text(p, text);
    hr_page_z(p, "</td>");
    hr_page_cell_place(p, in->num->presence != HR_ABSENT ? in->num->at : HR_NOWHERE);
    hr_page_cell(p, hr_trust_words[in->num->presence != HR_ABSENT ? in->num->trust : HR_DEFAULT]);
    hr_page_z(p, "</tr>\n");
}

static void inputs(hr_page *p, const hr_view *v)
{
    hr_load_input *in = NULL;
    uint32_t n = 0, others = 0;
    hr_page_note(p, hr_check_load_inputs(p->c, p->work, v->row, p->arena, LOAD_INPUTS, &in, &n, &others));
    if (p->err != HR_OK || (n == 0 && v->limit->n_input == 0)) return;
    hr_page_table(p, "The numbers behind it", "number|>value|>times|>carried here|where|trust");
    for (uint8_t i = 0; i < v->limit->n_input; i++)
        if (v->limit->input[i].num || v->limit->input[i].flag) limit_input(p, &v->limit->input[i]);
    for (uint32_t i = 0; i < n; i++) load_input(p, &in[i]);
    hr_page_table_end(p);
    if (others) hr_page_f(p, "<p class=\"more\">and %u smaller loads: --format json</p>\n", others);
}

static void formula(hr_page *p, const hr_view *v)
{
    hr_page_z(p, "<p class=\"clause\">");
    if (v->rule->clause[0]) {
        hr_page_z(p, "<strong>");
        hr_page_text(p, v->rule->edition);
        hr_page_z(p, " ");
        hr_page_text(p, v->rule->clause);
        hr_page_z(p, "</strong> ");
    }
    hr_page_z(p, "<span class=\"formula\">");
    hr_page_text(p, v->rule->formula);
    hr_page_z(p, "</span>");
    if (v->limit->at.file != HR_NONE) {
        hr_page_f(p, " <span class=\"place\">%s at ", v->limit->n_input ? "limit" : "declared");
        hr_words_place(p->c->site, v->limit->at, &p->name);
        hr_page_show(p);
        hr_page_z(p, "</span>");
    }
    hr_page_z(p, "</p>\n");
}

static void because(hr_page *p, const hr_view *v)
{
    hr_page_note(p, hr_check_because(p->c, p->work, v->row, &p->name));
    if (p->name.n == 0) return;
    hr_page_z(p, "<p class=\"because\">");
    hr_page_show(p);
    hr_page_z(p, "</p>\n");
}

static void figures_line(hr_page *p, const hr_view *v)
{
    char load[64], limit[64], headroom[64], ratio[64];
    hr_line_load(v, load, sizeof load);
    hr_line_limit(v, limit, sizeof limit);
    hr_line_headroom(v, headroom, sizeof headroom);
    hr_line_percent(v, ratio, sizeof ratio);
    const char *const pair[][2] = {{"load", load}, {"limit", limit}, {"headroom", headroom}, {"ratio", ratio}};
    hr_page_z(p, "<dl class=\"figures\">");
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (i == 3 && !v->has_ratio) continue;
        hr_page_f(p, "<div><dt>%s</dt><dd>", pair[i][0]);
        hr_page_text(p, pair[i][1]);
        hr_page_z(p, "</dd></div>");
    }
    hr_page_z(p, "<div><dt>worst case</dt><dd>");
    hr_view_case_name(p->c, v->row->case_, &p->name);
    hr_page_show(p);
    hr_page_z(p, "</dd></div></dl>\n");
}

static void finding(hr_page *p, const hr_findings *list, const hr_finding *x, uint32_t number)
{
    hr_page_f(p,
              "<article class=\"finding\" id=\"finding-%u\">\n<h3><span class=\"code\">%s</span> <span class=\"name\">",
              number, x->v.rule->code);
    hr_page_note(p, hr_finding_point(list, x, &p->name));
    hr_page_show(p);
    hr_page_z(p, "</span> <span class=\"what\">");
    hr_page_text(p, x->v.rule->title);
    hr_page_z(p, "</span></h3>\n");
    figures_line(p, &x->v);
    hr_page_note(p, hr_finding_members(list, x, &p->name));
    if (p->name.n) {
        hr_page_z(p, "<p class=\"members\">");
        hr_page_show(p);
        hr_page_z(p, "</p>\n");
    }
    formula(p, &x->v);
    if (!hr_page_can_solve(p)) return;
    because(p, &x->v);
    inputs(p, &x->v);
    hr_page_z(p, "</article>\n");
    hr_page_flush(p, false);
}

void hr_html_violated(hr_page *p)
{
    hr_findings list;
    if (p->c->count[HR_VIOLATED] == 0) return;
    hr_page_note(p, hr_findings_open(&list, p->c));
    hr_page_begin(p, "violated", "Violated rows and how they come about");
    for (uint32_t i = 0; i < list.n && p->err == HR_OK; i++) finding(p, &list, &list.item[i], i + 1);
    hr_page_end(p);
    hr_findings_close(&list);
}

/* --- waived ------------------------------------------------------------------------------------------------------------------ */

void hr_html_waived(hr_page *p)
{
    if (p->c->count[HR_WAIVED] == 0) return;
    hr_page_begin(p, "waived", "Waived");
    hr_page_table(p, "Waived rows", "rule|point|>load|>limit|>headroom|>ratio|worst case|until|because");
    for (uint32_t i = 0; i < p->c->n_row; i++) {
        const hr_row *r = &p->c->row[i];
        if (r->verdict != HR_WAIVED) continue;
        hr_view v = hr_view_of(p->c, r);
        hr_page_z(p, "<tr>");
        rule_cell(p, v.rule);
        point_cell(p, &v);
        hr_page_figures(p, &v);
        hr_page_case(p, r->case_);
        hr_page_cell_str(p, r->waiver ? r->waiver->until : HR_STR(""));
        hr_page_cell_str(p, r->waiver ? r->waiver->because : HR_STR(""));
        hr_page_z(p, "</tr>\n");
    }
    hr_page_table_end(p);
    hr_page_end(p);
}

/* --- the whole table ----------------------------------------------------------------------------------------------------------- */

static void row(hr_page *p, const hr_row *r)
{
    hr_view v = hr_view_of(p->c, r);
    hr_page_f(p, "<tr class=\"%s\">", state_class[r->verdict]);
    rule_cell(p, v.rule);
    hr_page_f(p, "<td><span class=\"state\">%s</span></td>", hr_verdict_word[r->verdict]);
    hr_point_name(p->c->site, v.limit->point, &p->name);
    hr_page_z(p, "<td class=\"name point\">");
    hr_page_show(p);
    hr_page_z(p, "</td>");
    if (r->members > 1) hr_page_cell_count(p, r->members);
    else hr_page_z(p, "<td class=\"r\"></td>");
    hr_page_figures(p, &v);
    hr_page_case(p, r->case_);
    hr_page_cell_place(p, v.limit->at);
    hr_page_z(p, "</tr>\n");
    hr_page_flush(p, false);
}

void hr_html_rows(hr_page *p)
{
    const hr_check *c = p->c;
    uint32_t n[LAYERS] = {0};
    for (uint32_t i = 0; i < c->n_row; i++) n[hr_layer_of(hr_rules[c->limits.item[c->row[i].limit].rule])]++;
    hr_page_begin(p, "rows", "All rows");
    hr_page_z(
        p,
        "<p>Rows that hold stand for all elements of one declaration and show the worst of them; the others stand one "
        "by one. Each shows its worst case.</p>\n<p class=\"filter\" hidden=\"hidden\"><label>Only rows with "
        "<input type=\"search\" /></label> <span role=\"status\"></span></p>\n");
    for (size_t i = 0; i < LAYERS; i++) {
        if (n[i] == 0) continue;
        hr_page_f(p, "<h3>%c%s: %u %s</h3>\n", hr_layers[i].name[0] - 'a' + 'A', hr_layers[i].name + 1, n[i],
                  HR_PLURAL(n[i], "row", "rows"));
        hr_page_table(p, hr_layers[i].name,
                      "rule|state|point|>alike|>load|>limit|>headroom|>ratio|worst case|limit at");
        for (uint32_t k = 0; k < c->n_row && p->err == HR_OK; k++)
            if (hr_layer_of(hr_rules[c->limits.item[c->row[k].limit].rule]) == i) row(p, &c->row[k]);
        hr_page_table_end(p);
    }
    hr_page_end(p);
}
