/* md.c - a check as GitHub-flavoured Markdown: what the text report says, as tables that render in reviews and issues.
 * Lists are cut where a reader of a comment would stop; everything is in the JSON. */
#include <stdio.h>

#include "base/alloc.h"
#include "report/along.h"
#include "report/findings.h"
#include "report/markup.h"
#include "report/outages.h"
#include "report/report.h"
#include "report/shared.h"
#include "report/story.h"
#include "report/text.h"
#include "report/words.h"

enum { BINDING = 6, LINES = 20, LOST_CASES = 10, LAYERS = 8, NAME = 80, POINTS = 40 };

typedef struct writer {
    const hr_check *c;
    hr_buf out, name;
    hr_work *work;
    hr_err err;
} writer;

static void note(writer *w, hr_err e)
{
    if (w->err == HR_OK) w->err = e;
}

/* --- pieces ---------------------------------------------------------------------------------------------------------- */

static void heading(writer *w, const char *text) { hr_buf_printf(&w->out, "\n## %s\n\n", text); }

/* "rule|>load": > aligns right. */
static void table(writer *w, const char *head)
{
    hr_buf second = {0};
    hr_buf_z(&w->out, "| ");
    hr_buf_z(&second, head[0] == '>' ? "| ---: |" : "| --- |");
    for (const char *p = head; *p; p++) {
        if (*p == '|') {
            hr_buf_z(&w->out, " | ");
            hr_buf_z(&second, p[1] == '>' ? " ---: |" : " --- |");
        } else if (*p != '>') {
            hr_buf_c(&w->out, *p);
        }
    }
    hr_buf_printf(&w->out, " |\n%s\n", second.s ? second.s : "");
    if (second.failed) note(w, HR_ENOMEM);
    hr_buf_free(&second);
}

static void cell_str(writer *w, hr_str text)
{
    hr_buf_c(&w->out, ' ');
    hr_markdown_text(&w->out, text);
    hr_buf_z(&w->out, " |");
}

static void cell(writer *w, const char *text) { cell_str(w, hr_str_of(text)); }

static void cell_name(writer *w)
{
    hr_buf cut = {0};
    hr_line_cut(&cut, hr_buf_text(&w->name), NAME);
    cell_str(w, hr_buf_text(&cut));
    if (cut.failed) note(w, HR_ENOMEM);
    hr_buf_free(&cut);
    w->name.n = 0;
}

static void cell_count(writer *w, uint64_t n) { hr_buf_printf(&w->out, " %llu |", (unsigned long long)n); }

static void begin_row(writer *w) { hr_buf_c(&w->out, '|'); }
static void end_row(writer *w) { hr_buf_c(&w->out, '\n'); }

static void more(writer *w, size_t n, size_t shown, const char *what)
{
    if (n > shown) hr_buf_printf(&w->out, "\nand %zu more%s%s: `--format json`\n", n - shown, what[0] ? " " : "", what);
}

static void case_cell(writer *w, uint32_t case_)
{
    hr_view_case_name(w->c, case_, &w->name);
    cell_name(w);
}

static void figures(writer *w, const hr_view *v)
{
    char text[64];
    hr_line_load(v, text, sizeof text);
    cell(w, text);
    hr_line_limit(v, text, sizeof text);
    cell(w, text);
    hr_line_headroom(v, text, sizeof text);
    cell(w, text);
    hr_line_percent(v, text, sizeof text);
    cell(w, text);
}

static void point_cell(writer *w, const hr_view *v)
{
    if (hr_view_is_loss(v)) hr_buf_str(&w->name, v->row->element);
    else hr_point_name(w->c->site, v->limit->point, &w->name);
    cell_name(w);
}

/* --- sections ------------------------------------------------------------------------------------------------------------ */

static void verdict(writer *w)
{
    hr_buf line = {0};
    hr_text_out text = {.c = w->c, .out = &line, .width = 400};
    hr_text_verdict(&text);
    note(w, text.err);
    uint32_t word = 0;
    while (word < line.n && line.s[word] != ' ') word++;
    if (line.n) line.n--; /* its newline */
    hr_buf_printf(&w->out, "# %.*s\n\n", (int)word, line.n ? line.s : "");
    if (line.n > word + 2) hr_markdown_text(&w->out, (hr_str){line.s + word + 2, (uint32_t)line.n - word - 2});
    hr_buf_c(&w->out, '\n');
    if (line.failed || text.line.failed || text.name.failed || text.cut.failed) note(w, HR_ENOMEM);
    hr_buf_free(&line);
    hr_buf_free(&text.line);
    hr_buf_free(&text.name);
    hr_buf_free(&text.cut);
}

static uint32_t binding_rows(writer *w, size_t layer, uint32_t before)
{
    const hr_check *c = w->c;
    hr_view shown[BINDING];
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_row && n < BINDING; i++) {
        const hr_row *r = &c->row[i];
        const hr_rule *rule = hr_rules[c->limits.item[r->limit].rule];
        if (!hr_view_can_bind(c, r) || hr_layer_of(rule) != layer) continue;
        hr_view v = hr_view_of(c, r);
        bool already = !v.has_ratio || v.ratio == 0;
        for (uint32_t k = 0; k < n; k++)
            already =
                already || (shown[k].rule == rule && c->site->unit[shown[k].unit].decl == c->site->unit[v.unit].decl);
        if (already) continue;
        if (before + n == 0)
            heading(w, "What binds first"), table(w, "layer|rule|point|>load|>limit|>headroom|>ratio|case");
        begin_row(w);
        shown[n++] = v;
        cell(w, hr_layers[layer].name);
        cell(w, v.rule->code);
        point_cell(w, &v);
        figures(w, &v);
        case_cell(w, r->case_);
        end_row(w);
    }
    return n;
}

static void binding(writer *w)
{
    uint32_t n = 0;
    for (size_t i = 0; i < LAYERS; i++) n += binding_rows(w, i, n);
}

static void finding(writer *w, const hr_findings *list, const hr_finding *x)
{
    begin_row(w);
    cell(w, x->v.rule->code);
    note(w, hr_finding_point(list, x, &w->name));
    cell_name(w);
    figures(w, &x->v);
    case_cell(w, x->v.row->case_);
    note(w, hr_finding_members(list, x, &w->name));
    if (w->name.n) hr_buf_z(&w->name, "; ");
    if (x->v.rule->clause[0]) hr_buf_printf(&w->name, "%s %s: ", x->v.rule->edition, x->v.rule->clause);
    size_t before = w->name.n;
    note(w, hr_check_because(w->c, w->work, x->v.row, &w->name));
    if (w->name.n == before) hr_buf_z(&w->name, x->v.rule->formula);
    if (x->v.limit->at.file != HR_NONE) hr_buf_z(&w->name, x->v.limit->n_input ? "; limit at " : "; at ");
    hr_words_place(w->c->site, x->v.limit->at, &w->name);
    cell_str(w, hr_buf_text(&w->name));
    w->name.n = 0;
    end_row(w);
}

static void violated(writer *w)
{
    hr_findings list;
    uint32_t said = 0;
    if (w->c->count[HR_VIOLATED] == 0) return;
    note(w, hr_findings_open(&list, w->c));
    if (w->err == HR_OK) note(w, hr_power_engine.work_new(&w->work, w->c->engine[HR_NOMINAL]));
    heading(w, "Violated");
    table(w, "rule|point|>load|>limit|>headroom|>ratio|case|because");
    for (uint32_t i = 0; i < list.n && i < LINES && w->err == HR_OK; i++) {
        finding(w, &list, &list.item[i]);
        said += list.item[i].n;
    }
    more(w, w->c->count[HR_VIOLATED], said, "rows");
    hr_findings_close(&list);
}

static void waived(writer *w)
{
    uint32_t shown = 0;
    if (w->c->count[HR_WAIVED] == 0) return;
    heading(w, "Waived");
    table(w, "rule|point|>load|>limit|>headroom|>ratio|case|until|because");
    for (uint32_t i = 0; i < w->c->n_row && shown < LINES; i++) {
        const hr_row *r = &w->c->row[i];
        if (r->verdict != HR_WAIVED) continue;
        hr_view v = hr_view_of(w->c, r);
        begin_row(w);
        cell(w, v.rule->code);
        point_cell(w, &v);
        figures(w, &v);
        case_cell(w, r->case_);
        cell_str(w, r->waiver ? r->waiver->until : HR_STR(""));
        cell_str(w, r->waiver ? r->waiver->because : HR_STR(""));
        end_row(w);
        shown++;
    }
    more(w, w->c->count[HR_WAIVED], shown, "");
}

static void lost_row(writer *w, hr_lost *l, const hr_lost_case *k)
{
    char text[64];
    begin_row(w);
    case_cell(w, k->case_);
    cell(w, hr_words_what(k->heat));
    hr_words_lost(k, text, sizeof text);
    cell(w, text);
    cell_count(w, k->nodes);
    note(w, hr_lost_split(l, k));
    for (size_t i = 0; i < l->parts.n && w->err == HR_OK; i++) {
        if (i) hr_buf_z(&w->name, ", ");
        note(w, hr_lost_names(l, &hr_lost_parts(l)[i], &w->name));
    }
    cell_name(w);
    end_row(w);
}

static void lost(writer *w)
{
    hr_lost l;
    note(w, hr_lost_open(&l, w->c));
    size_t shown = hr_words_shown(l.cases.n, LOST_CASES);
    if (l.cases.n && w->err == HR_OK) {
        heading(w, "Lost by case, worst first");
        table(w, "case|what|>lost|>nodes|elements");
        for (size_t i = 0; i < shown && w->err == HR_OK; i++) lost_row(w, &l, &hr_lost_cases(&l)[i]);
        more(w, l.cases.n, shown, "cases");
    }
    hr_lost_close(&l);
}

static void story(writer *w, const hr_stories *s, const hr_story *x, hr_arena *a)
{
    hr_chain *chain = NULL;
    uint32_t n = 0;
    note(w, hr_story_chains(s, x, a, &chain, &n));
    begin_row(w);
    hr_story_cases(s, x, HR_STORY_CASES, &w->name);
    hr_story_soonest(s, x, &w->name);
    cell_str(w, hr_buf_text(&w->name));
    w->name.n = 0;
    hr_story_takes(x, &w->name);
    cell_str(w, hr_buf_text(&w->name));
    w->name.n = 0;
    hr_buf_c(&w->out, ' ');
    for (uint32_t i = 0; i < n && i < HR_STORY_CHAINS; i++) {
        if (i) hr_buf_z(&w->out, "<br>");
        hr_story_chain(w->c, &chain[i], NAME, &w->name);
        hr_markdown_text(&w->out, hr_buf_text(&w->name));
        w->name.n = 0;
    }
    if (n > HR_STORY_CHAINS) hr_buf_printf(&w->out, "<br>and %u more", n - HR_STORY_CHAINS);
    hr_buf_z(&w->out, " |");
    end_row(w);
}

static void outage_row(writer *w, hr_matrix *o, const hr_outage *x)
{
    begin_row(w);
    hr_outage_cases(o, x, HR_STORY_CASES, &w->name);
    cell_str(w, hr_buf_text(&w->name));
    w->name.n = 0;
    for (uint32_t k = 0; k < hr_outage_columns(o); k++) {
        hr_outage_state state;
        note(w, hr_outage_cell(o, x, k, &w->name, &state));
        cell_name(w);
    }
    end_row(w);
}

static void outages(writer *w, hr_matrix *o)
{
    size_t shown = hr_words_shown(o->list.n, LINES);
    if (o->list.n == 0 || w->err != HR_OK) return;
    heading(w, "Outages by layer");
    hr_buf_z(&w->out, "| outage |");
    for (uint32_t k = 0; k < hr_outage_columns(o); k++) {
        hr_outage_head(o, k, &w->name);
        cell_name(w);
    }
    hr_buf_z(&w->out, "\n| --- |");
    for (uint32_t k = 0; k < hr_outage_columns(o); k++) hr_buf_z(&w->out, " ---: |");
    end_row(w);
    for (size_t i = 0; i < shown && w->err == HR_OK; i++) outage_row(w, o, hr_outage_at(o, i));
    more(w, o->list.n, shown, "");
}

static void worst(writer *w)
{
    hr_matrix o;
    hr_arena *a = hr_arena_new();
    note(w, a ? HR_OK : HR_ENOMEM);
    note(w, hr_matrix_open(&o, w->c));
    const hr_stories *s = &o.stories;
    if (s->n_worst && w->err == HR_OK) {
        heading(w, "Outages that take most");
        table(w, "outage|takes|how");
        for (uint32_t i = 0; i < s->n_worst && w->err == HR_OK; i++) story(w, s, &s->item[s->worst[i]], a);
    }
    outages(w, &o);
    hr_arena_free(a);
    hr_matrix_close(&o);
}

static void shared(writer *w)
{
    hr_arena *a = hr_arena_new();
    hr_common *list = NULL;
    hr_buf column[HR_SHARED_COLUMNS] = {{0}};
    uint32_t n = 0;
    note(w, a ? hr_commons_find(w->c, a, &list, &n) : HR_ENOMEM);
    if (n && w->err == HR_OK) {
        heading(w, "Shared by what cools");
        table(w, hr_shared_head);
    }
    for (uint32_t i = 0; i < n && i < LINES && w->err == HR_OK; i++) {
        note(w, hr_shared_line(w->c, &list[i], column));
        begin_row(w);
        for (int k = 0; k < HR_SHARED_COLUMNS; k++) {
            hr_buf_str(&w->name, hr_buf_text(&column[k]));
            cell_name(w);
        }
        end_row(w);
    }
    more(w, n, hr_words_shown(n, LINES), "");
    for (int k = 0; k < HR_SHARED_COLUMNS; k++) hr_buf_free(&column[k]);
    hr_arena_free(a);
}

/* One point of a loop; a long path without its middle. */
static void point_row(writer *w, const hr_along *a, const hr_loop_path *p, uint32_t i)
{
    hr_along_row r;
    if (!hr_along_row_at(a, p, i, &r)) {
        note(w, HR_ENOMEM);
        return;
    }
    begin_row(w);
    hr_buf_str(&w->name, r.through);
    cell_name(w);
    hr_buf_str(&w->name, r.junction);
    cell_name(w);
    for (int k = 0; k < HR_ALONG_FIGURES; k++) cell(w, r.figure[k].text);
    end_row(w);
}

static void along_line(writer *w)
{
    if (w->name.n == 0) return;
    hr_markdown_text(&w->out, hr_buf_text(&w->name));
    hr_buf_z(&w->out, "\n\n");
    w->name.n = 0;
}

static void along_loop(writer *w, const hr_along *a, const hr_loop_path *p)
{
    hr_along_words(a, p, &w->name);
    along_line(w);
    if (!hr_along_has_path(p)) return;
    hr_along_note(a, p, &w->name);
    along_line(w);
    table(w, hr_along_head);
    for (uint32_t i = 0; i < p->n_point && w->err == HR_OK; i++)
        if (i < POINTS / 2 || i + POINTS / 2 >= p->n_point) point_row(w, a, p, i);
    if (p->n_point > POINTS)
        hr_buf_printf(&w->out, "\nand %u points between these: `--format html`\n", p->n_point - POINTS);
    hr_buf_c(&w->out, '\n');
}

/* Where a loop has pipes. */
static void along(writer *w)
{
    hr_along a;
    note(w, hr_along_open(&a, w->c));
    if (w->err == HR_OK && a.n) {
        heading(w, "Along the loops");
        for (uint32_t k = 0; k < a.n && w->err == HR_OK; k++) along_loop(w, &a, &a.path[k]);
        hr_along_bare_words(&a, &w->name);
        along_line(w);
        if (!w->out.failed) w->out.n--; /* one blank line is enough */
    }
    hr_along_close(&a);
}

static void unknowns(writer *w)
{
    const hr_gap **list = hr_words_gaps(w->c);
    size_t n = w->c->n_gap, shown = hr_words_shown(n, LINES);
    if (!list) note(w, HR_ENOMEM);
    if (list && n) {
        heading(w, "Unknown");
        table(w, "missing|elements|needed by|>rows|where");
        for (size_t i = 0; i < shown; i++) {
            begin_row(w);
            hr_words_gap(w->c->site, list[i], &w->name);
            cell_name(w);
            hr_buf_str(&w->name, list[i]->elements);
            cell_name(w);
            hr_words_needed_by(list[i], &w->name);
            cell_name(w);
            cell_count(w, list[i]->rows);
            hr_words_place(w->c->site, list[i]->at, &w->name);
            cell_name(w);
            end_row(w);
        }
        more(w, n, shown, "");
    }
    hr_free(list);
}

static size_t default_row(writer *w, const hr_used_defaults *u, size_t first, bool *done)
{
    const hr_used_default *d = u->list.item;
    char value[64];
    size_t n = 0;
    for (size_t i = first; i < u->list.n; i++) {
        if (done[i] || !hr_words_same_default(&d[first], &d[i])) continue;
        if (n++) hr_buf_c(&w->name, ',');
        note(w, hr_used_default_names(u, &d[i], &w->name));
        done[i] = true;
    }
    begin_row(w);
    cell(w, d[first].field);
    hr_words_default(&d[first], value, sizeof value);
    cell(w, value);
    cell_name(w);
    hr_used_default_source(&d[first], &w->name);
    cell_str(w, hr_buf_text(&w->name));
    w->name.n = 0;
    end_row(w);
    return n;
}

static void defaults(writer *w)
{
    hr_used_defaults u;
    note(w, hr_used_defaults_open(&u, w->c));
    bool *done = hr_calloc(u.list.n + 1, sizeof *done);
    if (!done) note(w, HR_ENOMEM);
    if (done && u.list.n && w->err == HR_OK) {
        size_t said = 0;
        heading(w, "Defaults used");
        table(w, "field|>value|elements|why");
        for (size_t i = 0, lines = 0; i < u.list.n && lines < LINES; i++) {
            if (done[i]) continue;
            said += default_row(w, &u, i, done);
            lines++;
        }
        more(w, u.list.n, said, "");
    }
    hr_free(done);
    hr_used_defaults_close(&u);
}

static void not_judged(writer *w)
{
    heading(w, "Not judged");
    hr_buf_z(&w->out, "- ");
    if (hr_words_not_asked(w->c->site, &w->out)) hr_buf_z(&w->out, "\n- ");
    hr_words_cooling(w->c->site, &w->name);
    hr_markdown_text(&w->out, hr_buf_text(&w->name));
    w->name.n = 0;
    hr_buf_printf(&w->out, "\n- %s\n", hr_words_no_rules);
}

static void closing(writer *w)
{
    const hr_check *c = w->c;
    hr_buf_printf(&w->out, "\n%u %s: %u hold, %u violated, %u unknown, %u waived; %u %s judged\n", c->n_row,
                  HR_PLURAL(c->n_row, "row", "rows"), c->count[HR_HOLDS], c->count[HR_VIOLATED], c->count[HR_V_UNKNOWN],
                  c->count[HR_WAIVED], c->n_cases, HR_PLURAL(c->n_cases, "case", "cases"));
}

hr_err hr_report_md(const hr_check *c, hr_json_put *put, void *user)
{
    static void (*const section[])(writer *) = {verdict, binding, violated, waived,   worst,      lost,
                                                shared,  along,   unknowns, defaults, not_judged, closing};
    writer w = {.c = c};
    for (size_t i = 0; i < sizeof section / sizeof *section && w.err == HR_OK; i++) section[i](&w);
    if (w.out.failed || w.name.failed) note(&w, HR_ENOMEM);
    if (w.err == HR_OK && !put(user, w.out.s, w.out.n)) note(&w, HR_EIO);
    hr_power_engine.work_free(w.work);
    hr_buf_free(&w.out);
    hr_buf_free(&w.name);
    return w.err;
}
