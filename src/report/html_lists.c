/* html_lists.c - lists in the HTML report: the cases in which rows are worst, what is lost, what is not known, what was
 * assumed, where figures come from, what was judged and what was not. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "report/html.h"
#include "report/outages.h"
#include "report/shared.h"
#include "report/story.h"

enum { LOST_CASES = 100, LAYERS = 8, KINDS = HR_CASE_KINDS * HR_BASES };

/* --- summary ------------------------------------------------------------------------------------------------------------ */

static void tile(hr_page *p, const char *class, uint64_t n, const char *words)
{
    hr_page_f(p, "<div class=\"tile %s%s\"><dt>%s</dt><dd>%llu</dd></div>", class, n ? "" : " zero", words,
              (unsigned long long)n);
}

static void share(hr_page *p, const char *class, uint32_t n)
{
    char number[40];
    if (n == 0) return;
    hr_num_text(number, sizeof number, 100.0 * n / p->c->n_row, 5);
    hr_page_f(p, "<span class=\"%s\" style=\"width:%s%%\"></span>", class, number);
}

static void fact(hr_page *p, uint64_t n, const char *one, const char *many)
{
    if (n) hr_page_f(p, "<li>%llu %s</li>", (unsigned long long)n, HR_PLURAL(n, one, many));
}

/* What --out and --case take out: no result stands without it. */
static void show_base_out(hr_page *p)
{
    if (p->c->n_base_out == 0) return;
    hr_page_z(p, "<p class=\"base\"><strong>Out of service in every case:</strong> <span class=\"name\">");
    for (uint32_t i = 0; i < p->c->n_base_out; i++) {
        if (i) hr_buf_z(&p->name, ", ");
        hr_view_target_name(p->c->site, p->c->base_out[i], &p->name);
    }
    hr_page_show(p);
    hr_page_z(p, "</span></p>\n");
}

void hr_html_summary(hr_page *p)
{
    const hr_check *c = p->c;
    const hr_site *s = c->site;
    hr_page_begin(p, "summary", "Summary");
    hr_page_z(p, "<dl class=\"tiles\">");
    tile(p, "violated", c->count[HR_VIOLATED], "violated");
    tile(p, "unknown", c->count[HR_V_UNKNOWN], "unknown");
    tile(p, "waived", c->count[HR_WAIVED], "waived");
    tile(p, "holds", c->count[HR_HOLDS], "hold");
    tile(p, "rows", c->n_row, "rows in all");
    tile(p, "cases", c->n_cases, "cases");
    hr_page_z(p, "</dl>\n<div class=\"share\" aria-hidden=\"true\">");
    share(p, "violated", c->count[HR_VIOLATED]);
    share(p, "unknown", c->count[HR_V_UNKNOWN]);
    share(p, "waived", c->count[HR_WAIVED]);
    share(p, "holds", c->count[HR_HOLDS]);
    hr_page_z(p, "</div>\n<ul class=\"facts\">");
    fact(p, s->n_gpus, "GPU", "GPUs");
    fact(p, s->n_nodes, "node", "nodes");
    fact(p, s->n_racks, "rack", "racks");
    fact(p, s->n_elements, "element", "elements");
    fact(p, c->judged, "comparison of a reading with a limit", "comparisons of a reading with a limit");
    hr_page_z(p, "</ul>\n<p class=\"more\">Not judged: ");
    hr_words_cooling(s, &p->name);
    hr_page_show(p);
    hr_page_f(p, "; %s; what else is not stands at the end.</p>\n", hr_words_no_rules);
    show_base_out(p);
    hr_page_end(p);
}

void hr_html_oneline(hr_page *p)
{
    hr_oneline *o = NULL;
    hr_page_note(p, hr_oneline_make(&o, p->c));
    if (!o) return;
    hr_page_begin(p, "oneline", "One-line diagram");
    hr_page_z(
        p, "<p>From the utility down to the racks. Each symbol shows the row that is nearest to its limit, in whatever "
           "case; what is alike is one symbol with a count, coloured by the worst of it.</p>\n"
           "<figure class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"One-line diagram\">\n");
    hr_page_note(p, hr_oneline_svg(o, &p->out, false));
    hr_page_z(p, "</figure>\n");
    if (o->left_out)
        hr_page_f(p, "<p class=\"more\">%u %s without an electrical part %s not drawn.</p>\n", o->left_out,
                  HR_PLURAL(o->left_out, "element", "elements"), HR_PLURAL(o->left_out, "is", "are"));
    hr_page_end(p);
    hr_oneline_free(o);
}

void hr_html_cooling(hr_page *p)
{
    if (!p->cooling) return;
    hr_page_begin(p, "cooling", "Cooling diagram");
    hr_page_z(
        p, "<p>From the outdoor air down to the racks; heat goes up. Each symbol shows temperatures, flow and heat in "
           "the normal state, and the row on cooling that is nearest to its limit; of what is alike, those of the one "
           "with the most heat, and the worst row of all. A loop's symbol stands for its pipes, valves and pumps too."
           "</p>\n<figure class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Cooling diagram\">\n");
    hr_page_note(p, hr_oneline_svg(p->cooling, &p->out, false));
    hr_page_z(p, "</figure>\n");
    hr_html_along(p);
    hr_page_end(p);
}

/* --- cases ---------------------------------------------------------------------------------------------------------------- */

typedef struct cell { /* rows of one layer that are worst in cases of one kind */
    uint32_t rows, beyond, unknown;
    const hr_row *worst;
} cell;

typedef struct matrix {
    cell cell[KINDS][LAYERS];
    uint32_t cases[KINDS];
    bool layer[LAYERS];
    const hr_lost_case *lost[KINDS];
} matrix;

static unsigned kind_of(const hr_check *c, uint32_t case_)
{
    return (unsigned)c->cases[case_].kind * HR_BASES + c->cases[case_].base;
}

static void fill_matrix(matrix *m, const hr_check *c, const hr_lost *l)
{
    for (uint32_t i = 0; i < c->n_cases; i++) m->cases[kind_of(c, i)]++;
    for (uint32_t i = 0; i < c->n_row; i++) {
        const hr_row *r = &c->row[i];
        size_t layer = hr_layer_of(hr_rules[c->limits.item[r->limit].rule]);
        cell *x = &m->cell[kind_of(c, r->case_)][layer];
        m->layer[layer] = true;
        x->rows++;
        x->beyond += r->verdict == HR_VIOLATED;
        x->unknown += r->verdict == HR_V_UNKNOWN;
        if (hr_view_can_bind(c, r) && !x->worst) x->worst = r; /* rows come worst first */
    }
    for (size_t i = l->cases.n; i-- > 0;) m->lost[kind_of(c, hr_lost_cases(l)[i].case_)] = &hr_lost_cases(l)[i];
}

static void matrix_cell(hr_page *p, const cell *x)
{
    if (x->rows == 0) {
        hr_page_z(p, "<td class=\"r none\">-</td>");
        return;
    }
    if (!x->worst) {
        hr_page_f(p, "<td class=\"r unknown\">%u unknown</td>", x->unknown);
        return;
    }
    hr_view v = hr_view_of(p->c, x->worst);
    char text[64];
    if (v.has_ratio) hr_line_percent(&v, text, sizeof text);
    else snprintf(text, sizeof text, "%s", hr_view_is_loss(&v) ? hr_view_loss(&v) : "beyond");
    hr_page_f(p, "<td class=\"r %s\"><strong>%s</strong> %s<br /><span class=\"sub\">%u %s",
              hr_page_heat(&v, x->worst->verdict), text, v.rule->code, x->rows, HR_PLURAL(x->rows, "row", "rows"));
    if (x->beyond) hr_page_f(p, ", %u beyond", x->beyond);
    if (x->unknown) hr_page_f(p, ", %u unknown", x->unknown);
    hr_page_z(p, "</span></td>");
}

static void matrix_row(hr_page *p, const matrix *m, unsigned kind)
{
    char lost[64] = "-";
    bool on_generators = kind % HR_BASES == HR_BASE_GENERATORS;
    bool by_fault = kind / HR_BASES == HR_CASE_STUCK_FAULT; /* shares its word with the other kind of stuck */
    hr_page_f(p, "<tr><th scope=\"row\">%s%s%s</th>", hr_case_kind_word[kind / HR_BASES],
              by_fault ? ", called by a fault" : "", on_generators ? ", on generators" : "");
    hr_page_cell_count(p, m->cases[kind]);
    for (size_t i = 0; i < LAYERS; i++)
        if (m->layer[i]) matrix_cell(p, &m->cell[kind][i]);
    if (m->lost[kind]) hr_words_lost(m->lost[kind], lost, sizeof lost);
    hr_page_z(p, "<td class=\"r\">");
    hr_page_text(p, lost);
    hr_page_z(p, "</td></tr>\n");
}

static void show_matrix(hr_page *p, const matrix *m)
{
    char head[256];
    size_t n = (size_t)snprintf(head, sizeof head, "kind of case|>cases");
    for (size_t i = 0; i < LAYERS; i++)
        if (m->layer[i]) n += (size_t)snprintf(head + n, sizeof head - n, "|>%s", hr_layers[i].name);
    (void)snprintf(head + n, sizeof head - n, "|>most lost");
    hr_page_z(p, "<p>Every row is counted where it is worst: the table shows which kind of outage decides.</p>\n");
    hr_page_table(p, "Cases by kind, with the rows that are worst in them", head);
    for (unsigned k = 0; k < KINDS; k++)
        if (m->cases[k]) matrix_row(p, m, k);
    hr_page_table_end(p);
}

static void lost_names(hr_page *p, hr_lost *l, const hr_lost_case *k)
{
    hr_buf names = {0};
    hr_page_note(p, hr_lost_split(l, k));
    for (size_t i = 0; i < l->parts.n && p->err == HR_OK; i++) {
        const hr_lost_part *part = &hr_lost_parts(l)[i];
        if (i) hr_buf_z(&names, ", ");
        hr_page_note(p, hr_lost_names(l, part, &names));
        if (part->cascade) hr_buf_z(&names, " (by the cascade)");
    }
    if (names.failed) hr_page_note(p, HR_ENOMEM);
    hr_line_cut(&p->name, hr_buf_text(&names), 160);
    hr_buf_free(&names);
}

static void show_losses(hr_page *p, hr_lost *l)
{
    const hr_lost_case *k = hr_lost_cases(l);
    size_t shown = hr_words_shown(l->cases.n, LOST_CASES);
    hr_page_z(p, "<h3>What is lost, worst case first</h3>\n");
    hr_page_z(p,
              "<p>An outage lists what it adds to what the normal state loses already. By the cascade: after devices "
              "beyond their rating have opened, the worst first.</p>\n");
    hr_page_table(p, "Losses by case", "case|what|>lost|>nodes|elements");
    for (size_t i = 0; i < shown && p->err == HR_OK; i++) {
        char text[64];
        hr_page_z(p, "<tr><th scope=\"row\" class=\"name\">");
        hr_view_case_name(p->c, k[i].case_, &p->name);
        hr_page_show(p);
        hr_words_lost(&k[i], text, sizeof text);
        hr_page_f(p, "</th><td>%s</td><td class=\"r\">", hr_words_what(k[i].heat));
        hr_page_text(p, text);
        hr_page_z(p, "</td>");
        hr_page_cell_count(p, k[i].nodes);
        lost_names(p, l, &k[i]);
        hr_page_cell_name(p);
        hr_page_z(p, "</tr>\n");
    }
    hr_page_table_end(p);
    if (l->cases.n > shown)
        hr_page_f(p, "<p class=\"more\">and %zu more cases: --format json</p>\n", l->cases.n - shown);
}

static void outage_row(hr_page *p, hr_matrix *o, const hr_outage *x)
{
    static const char *const class[] = {" none", " hatched", " near", " over"};
    hr_page_z(p, "<tr><th scope=\"row\" class=\"name\">");
    hr_outage_cases(o, x, HR_STORY_CASES, &p->name);
    hr_page_show(p);
    hr_page_z(p, "</th>");
    for (uint32_t k = 0; k < hr_outage_columns(o) && p->err == HR_OK; k++) {
        hr_outage_state state = HR_OUTAGE_UNKNOWN;
        hr_page_note(p, hr_outage_cell(o, x, k, &p->name, &state));
        hr_page_f(p, "<td class=\"r%s\">", class[state]);
        hr_page_show(p);
        hr_page_z(p, "</td>");
    }
    hr_page_z(p, "</tr>\n");
}

static void show_outages(hr_page *p, hr_matrix *o)
{
    hr_buf head = {0};
    size_t shown = hr_words_shown(o->list.n, LOST_CASES);
    if (o->list.n == 0) return;
    hr_buf_z(&head, "outage");
    for (uint32_t k = 0; k < hr_outage_columns(o); k++) {
        hr_buf_z(&head, "|>");
        size_t from = head.n;
        hr_outage_head(o, k, &head);
        for (size_t i = from; i < head.n; i++) /* a name that would be markup, or a column */
            if (strchr("<>&|", head.s[i])) head.s[i] = '?';
    }
    if (head.failed) hr_page_note(p, HR_ENOMEM);
    hr_page_z(p,
              "<h3>Outages by layer</h3>\n<p>What each outage takes, or the row that it brings beyond its limit; rows "
              "stand where they are worst. Those that take the same are one line.</p>\n");
    hr_page_table(p, "Outages by layer", head.s ? head.s : "");
    for (size_t i = 0; i < shown && p->err == HR_OK; i++) outage_row(p, o, hr_outage_at(o, i));
    hr_page_table_end(p);
    if (o->list.n > shown) hr_page_f(p, "<p class=\"more\">and %zu more</p>\n", o->list.n - shown);
    hr_buf_free(&head);
}

static void show_story(hr_page *p, const hr_stories *s, const hr_story *x)
{
    hr_chain *chain = NULL;
    uint32_t n = 0;
    if (hr_page_can_solve(p)) hr_page_note(p, hr_story_chains(s, x, p->arena, &chain, &n));
    hr_page_z(p, "<li><p class=\"name\">");
    hr_story_cases(s, x, HR_STORY_CASES, &p->name);
    hr_story_soonest(s, x, &p->name);
    hr_page_show(p);
    hr_page_z(p, "</p>\n<p>");
    hr_story_takes(x, &p->name);
    hr_page_show(p);
    hr_page_z(p, "</p>\n<ul>");
    for (uint32_t i = 0; i < n && i < HR_STORY_CHAINS; i++) {
        hr_page_z(p, "<li class=\"name\">");
        hr_story_chain(p->c, &chain[i], 120, &p->name);
        hr_page_show(p);
        hr_page_z(p, "</li>\n");
    }
    if (n > HR_STORY_CHAINS) hr_page_f(p, "<li>and %u more: --format json</li>\n", n - HR_STORY_CHAINS);
    hr_page_z(p, "</ul></li>\n");
}

static void show_stories(hr_page *p, const hr_stories *s)
{
    if (s->n_worst == 0) return;
    hr_page_z(p, "<h3>Outages that take most</h3>\n<ol class=\"stories\">\n");
    for (uint32_t i = 0; i < s->n_worst && p->err == HR_OK; i++) show_story(p, s, &s->item[s->worst[i]]);
    hr_page_z(p, "</ol>\n");
}

static void show_shared(hr_page *p)
{
    static const char *const class[HR_VERDICTS] = {
        [HR_VIOLATED] = " class=\"over\"", [HR_V_UNKNOWN] = " class=\"hatched\""};
    hr_buf column[HR_SHARED_COLUMNS] = {{0}};
    hr_common *list = NULL;
    uint32_t n = 0;
    if (hr_page_can_solve(p)) hr_page_note(p, hr_commons_find(p->c, p->arena, &list, &n));
    if (n == 0) return;
    hr_page_z(p, "<h3>Shared by what cools</h3>\n<p>Single faults that stop several coolers of one loop or zone, or "
                 "coolers together with the supply of what they cool.</p>\n");
    hr_page_table(p, "Shared by what cools", hr_shared_head);
    for (uint32_t i = 0; i < n && p->err == HR_OK; i++) {
        hr_page_note(p, hr_shared_line(p->c, &list[i], column));
        hr_page_z(p, "<tr><th scope=\"row\" class=\"name\">");
        hr_page_str(p, hr_buf_text(&column[0]));
        hr_page_z(p, "</th>");
        for (int k = 1; k + 1 < HR_SHARED_COLUMNS; k++) {
            hr_page_z(p, "<td class=\"name\">");
            hr_page_str(p, hr_buf_text(&column[k]));
            hr_page_z(p, "</td>");
        }
        hr_page_f(p, "<td%s>%s</td></tr>\n", class[list[i].left] ? class[list[i].left] : "", hr_shared_left(&list[i]));
    }
    hr_page_table_end(p);
    for (int k = 0; k < HR_SHARED_COLUMNS; k++) hr_buf_free(&column[k]);
}

void hr_html_lost(hr_page *p)
{
    hr_lost l;
    hr_matrix o;
    matrix *m = hr_calloc(1, sizeof *m);
    hr_page_note(p, hr_lost_open(&l, p->c));
    hr_page_note(p, hr_matrix_open(&o, p->c));
    if (!m) hr_page_note(p, HR_ENOMEM);
    hr_page_begin(p, "cases", "Cases and losses");
    if (m && p->err == HR_OK) {
        fill_matrix(m, p->c, &l);
        show_matrix(p, m);
        show_outages(p, &o);
        show_stories(p, &o.stories);
        if (l.cases.n) show_losses(p, &l);
        else hr_page_z(p, "<p>No case loses any load beyond what is out itself.</p>\n");
        show_shared(p);
    }
    hr_page_end(p);
    hr_matrix_close(&o);
    hr_lost_close(&l);
    hr_free(m);
}

/* --- what is not known, what was assumed ----------------------------------------------------------------------------- */

void hr_html_unknowns(hr_page *p)
{
    const hr_gap **list = hr_words_gaps(p->c);
    if (!list) hr_page_note(p, HR_ENOMEM);
    if (list && p->c->n_gap) {
        hr_page_begin(p, "unknowns", "Unknown: what the model does not say");
        hr_page_table(p, "Missing values", "missing|elements|needed by|>rows|where");
        for (uint32_t i = 0; i < p->c->n_gap; i++) {
            hr_page_z(p, "<tr><th scope=\"row\">");
            hr_words_gap(p->c->site, list[i], &p->name);
            hr_page_show(p);
            hr_page_z(p, "</th>");
            hr_buf_str(&p->name, list[i]->elements);
            hr_page_cell_name(p);
            hr_words_needed_by(list[i], &p->name);
            hr_page_cell_name(p);
            hr_page_cell_count(p, list[i]->rows);
            hr_page_cell_place(p, list[i]->at);
            hr_page_z(p, "</tr>\n");
            hr_page_flush(p, false);
        }
        hr_page_table_end(p);
        hr_page_end(p);
    }
    hr_free(list);
}

static void default_row(hr_page *p, const hr_used_defaults *u, size_t first, bool *done)
{
    const hr_used_default *d = u->list.item;
    char value[64];
    hr_page_z(p, "<tr>");
    for (size_t i = first, n = 0; i < u->list.n; i++) {
        if (done[i] || !hr_words_same_default(&d[first], &d[i])) continue;
        if (n++) hr_buf_c(&p->name, ',');
        hr_page_note(p, hr_used_default_names(u, &d[i], &p->name));
        done[i] = true;
    }
    hr_page_z(p, "<th scope=\"row\">");
    hr_page_text(p, d[first].field);
    hr_page_z(p, "</th>");
    hr_words_default(&d[first], value, sizeof value);
    hr_page_z(p, "<td class=\"r\">");
    hr_page_text(p, value);
    hr_page_z(p, "</td>");
    hr_page_cell_name(p);
    hr_used_default_source(&d[first], &p->name);
    hr_page_z(p, "<td>");
    hr_page_show(p);
    hr_page_z(p, "</td></tr>\n");
}

void hr_html_defaults(hr_page *p)
{
    hr_used_defaults u;
    hr_page_note(p, hr_used_defaults_open(&u, p->c));
    bool *done = hr_calloc(u.list.n + 1, sizeof *done);
    if (!done) hr_page_note(p, HR_ENOMEM);
    if (done && u.list.n && p->err == HR_OK) {
        hr_page_begin(p, "defaults", "Defaults used");
        hr_page_table(p, "Defaults", "field|>value|elements|why");
        for (size_t i = 0; i < u.list.n && p->err == HR_OK; i++)
            if (!done[i]) default_row(p, &u, i, done);
        hr_page_table_end(p);
        hr_page_end(p);
    }
    hr_free(done);
    hr_used_defaults_close(&u);
}

/* --- sources ----------------------------------------------------------------------------------------------------------------- */

static void source_row(hr_page *p, const hr_provenance *v, uint64_t members)
{
    hr_page_z(p, "<tr><th scope=\"row\" class=\"name\">");
    if (v->part.n) hr_page_str(p, v->part);
    else hr_page_z(p, "value in the model");
    hr_page_z(p, "</th>");
    if (members) hr_page_cell_count(p, members);
    else hr_page_z(p, "<td class=\"r\"></td>");
    hr_page_cell_str(p, v->source.n ? v->source : HR_STR("not stated"));
    hr_page_cell_str(p, v->as_of);
    hr_page_cell(p, hr_trust_words[v->trust]);
    hr_page_z(p, "</tr>\n");
}

/* Parts that elements are made of; of what the model itself says with a source, that source. */
void hr_html_sources(hr_page *p)
{
    const hr_site *s = p->c->site;
    uint64_t *members = hr_calloc(s->n_provenance + 1, sizeof *members);
    bool any = false;
    if (!members) hr_page_note(p, HR_ENOMEM);
    for (hr_id d = 0; members && d < s->n_decl; d++)
        if (s->decl[d].part != HR_NONE) members[s->decl[d].part] += s->decl[d].members;
    for (uint32_t i = 0; members && i < s->n_provenance; i++) {
        bool stated = s->provenance[i].source.n && s->provenance[i].part.n == 0;
        if (members[i] == 0 && !stated) continue;
        if (!any) {
            hr_page_begin(p, "sources", "Sources");
            hr_page_table(p, "Where figures come from", "part|>elements|source|as of|trust");
        }
        any = true;
        source_row(p, &s->provenance[i], members[i]);
    }
    if (any) {
        hr_page_table_end(p);
        hr_page_z(
            p,
            "<p class=\"more\">Trust, strongest first: given (in the model), verified (read at its source), computed "
            "(from verified ones), secondary (a source that quotes another), recalled (not checked again), assumed "
            "(with a range), default.</p>\n");
        hr_page_end(p);
    }
    hr_free(members);
}

/* --- what was judged and what was not ------------------------------------------------------------------------------------ */

static void rule_row(hr_page *p, uint16_t rule, const uint32_t *count)
{
    const hr_rule *r = hr_rules[rule];
    hr_page_f(p, "<tr><th scope=\"row\" class=\"code\">%s</th>", r->code);
    hr_page_cell(p, r->title);
    hr_buf_printf(&p->name, "%s%s%s", r->edition, r->clause[0] ? " " : "", r->clause);
    if (!r->clause[0] && !r->edition[0]) hr_buf_c(&p->name, '-');
    hr_page_z(p, "<td>");
    hr_page_show(p);
    hr_page_z(p, "</td><td class=\"formula\">");
    hr_page_text(p, r->formula);
    hr_page_z(p, "</td>");
    for (int v = 0; v < HR_VERDICTS; v++) hr_page_cell_count(p, count[v]);
    hr_page_z(p, "</tr>\n");
}

static bool has_rows(const uint32_t *count)
{
    for (int v = 0; v < HR_VERDICTS; v++)
        if (count[v]) return true;
    return false;
}

/* Rules that the site asks for and that find nothing to judge in it. */
static void without_rows(hr_page *p, uint32_t (*count)[HR_VERDICTS])
{
    const char *before = "<li>rules that find nothing to judge here: ";
    for (uint16_t r = 0; r < hr_rule_count; r++) {
        if (has_rows(count[r]) || !hr_rule_applies(p->c->site, hr_rules[r])) continue;
        hr_page_f(p, "%s%s", before, hr_rules[r]->code);
        before = ", ";
    }
    if (before[0] == ',') hr_page_z(p, "</li>\n");
}

static void show_rules(hr_page *p)
{
    const hr_check *c = p->c;
    uint32_t(*count)[HR_VERDICTS] = hr_calloc(hr_rule_count, sizeof *count);
    if (!count) {
        hr_page_note(p, HR_ENOMEM);
        return;
    }
    for (uint32_t i = 0; i < c->n_row; i++) count[c->limits.item[c->row[i].limit].rule][c->row[i].verdict]++;
    hr_page_table(p, "Rules", "rule|what it judges|clause|formula|>hold|>violated|>unknown|>waived");
    for (uint16_t r = 0; r < hr_rule_count; r++)
        if (has_rows(count[r])) rule_row(p, r, count[r]);
    hr_page_table_end(p);
    hr_page_z(p, "<h3>Not judged</h3>\n<ul>\n");
    without_rows(p, count);
    hr_free(count);
}

static void show_not_judged(hr_page *p)
{
    if (hr_words_not_asked(p->c->site, &p->name)) {
        hr_page_z(p, "<li>");
        hr_page_show(p);
        hr_page_z(p, "</li>\n");
    }
    if (p->c->unjudged)
        hr_page_f(p, "<li>%u %s of rules that the model asks for: see the notes</li>\n", p->c->unjudged,
                  HR_PLURAL(p->c->unjudged, "set", "sets"));
    hr_page_z(p, "<li>");
    hr_words_cooling(p->c->site, &p->name);
    hr_page_show(p);
    hr_page_f(p, "</li>\n<li>%s</li>\n</ul>\n", hr_words_no_rules);
}

static void show_notes(hr_page *p)
{
    static const char *const severity[] = {[HR_ERROR] = "error", [HR_WARNING] = "warning", [HR_NOTE] = "note"};
    const hr_ctx *ctx = p->c->site->ctx;
    if (hr_diag_count(ctx) == 0) return;
    hr_page_z(p, "<h3>Notes on the model</h3>\n");
    hr_page_table(p, "Notes on the model", "code||note|where");
    for (size_t i = 0; i < hr_diag_count(ctx); i++) {
        const hr_diag *d = hr_diag_at(ctx, i);
        hr_page_f(p, "<tr><th scope=\"row\" class=\"code\">%s</th><td>%s</td><td>", d->code, severity[d->severity]);
        hr_page_text(p, d->message);
        if (d->help) hr_page_z(p, "; "), hr_page_text(p, d->help);
        hr_page_z(p, "</td>");
        hr_page_cell_place(p, d->at);
        hr_page_z(p, "</tr>\n");
    }
    hr_page_table_end(p);
}

void hr_html_coverage(hr_page *p)
{
    hr_page_begin(p, "coverage", "What was judged and what was not");
    show_rules(p);
    show_not_judged(p);
    show_notes(p);
    hr_page_end(p);
}
