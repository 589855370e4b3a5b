/* text_lists.c - lists for people: losses by case, what is not known, which defaults entered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "report/defaults.h"
#include "report/lost.h"
#include "report/shared.h"
#include "report/story.h"
#include "report/text.h"
#include "report/words.h"

enum { LOST_CASES = 10, UNKNOWN_FIELDS = 20, DEFAULTS = 20, SHARED = 10 }; /* lines shown */

/* --- losses ---------------------------------------------------------------------------------------------------------------- */

static const char *lost_elements(hr_text_out *p, hr_lost *l, const hr_lost_case *k, uint32_t width)
{
    hr_text_restart(&p->name);
    hr_text_note(p, hr_lost_split(l, k));
    for (size_t i = 0; i < l->parts.n && p->err == HR_OK; i++) {
        if (i) hr_buf_z(&p->name, ", ");
        hr_text_note(p, hr_lost_names(l, &hr_lost_parts(l)[i], &p->name));
    }
    return hr_text_cut(p, hr_buf_text(&p->name), width);
}

static void print_lost_table(hr_text_out *p, hr_lost *l, size_t shown)
{
    static const char *const head[] = {"case", "what", "lost", "nodes", "elements"};
    const hr_lost_case *k = hr_lost_cases(l);
    hr_table *t = hr_table_new("llrrl");
    uint32_t cases = 4, power = 4, what = 5;
    char text[64];
    for (size_t i = 0; i < shown; i++) {
        hr_words_lost(&k[i], text, sizeof text);
        hr_text_widen(&power, hr_text_columns(text));
        hr_text_widen(&what, hr_text_columns(hr_words_what(k[i].heat)));
        hr_text_widen(&cases, (uint32_t)hr_utf8_columns(hr_text_case(p, k[i].case_)));
    }
    if (cases > p->width * 2 / 5) cases = p->width * 2 / 5;
    for (int i = 0; i < 5; i++) hr_table_cell(t, HR_DIM, "%s", head[i]);
    hr_table_row(t);
    for (size_t i = 0; i < shown && p->err == HR_OK; i++) {
        hr_words_lost(&k[i], text, sizeof text);
        hr_table_cell(t, HR_PLAIN, "%s", hr_text_cut(p, hr_text_case(p, k[i].case_), cases));
        hr_table_cell(t, HR_PLAIN, "%s", hr_words_what(k[i].heat));
        hr_table_cell(t, HR_PLAIN, "%s", text);
        hr_table_cell(t, HR_PLAIN, "%llu", (unsigned long long)k[i].nodes);
        hr_table_cell(t, HR_PLAIN, "%s", lost_elements(p, l, &k[i], p->width - 2 - cases - what - power - 4 * 2 - 7));
        hr_table_row(t);
    }
    hr_table_write(t, p->out, "  ", p->color);
    hr_table_free(t);
}

/* Of the lines shown at most half are for two things at once, where one thing alone has lines to show: each plain loss has
 * many variants with something stuck or in maintenance, which say little beside it. */
static void plain_first(const hr_check *c, hr_lost *l)
{
    hr_lost_case *k = l->cases.item;
    size_t put = 0, pairs = 0;
    for (size_t i = 0; i < l->cases.n && put < LOST_CASES; i++) {
        bool pair = c->cases[k[i].case_].n_out > 1 && c->cases[k[i].case_].kind != HR_CASE_COMMON;
        if (pair && pairs == LOST_CASES / 2) continue;
        pairs += pair;
        hr_lost_case kept = k[i];
        memmove(&k[put + 1], &k[put], (i - put) * sizeof *k);
        k[put++] = kept;
    }
}

void hr_text_lost(hr_text_out *p)
{
    hr_lost l;
    hr_text_note(p, hr_lost_open(&l, p->c));
    size_t n = l.cases.n, shown = n < LOST_CASES ? n : LOST_CASES;
    if (n && p->err == HR_OK) {
        hr_text_heading(p, "Lost by case, worst first");
        plain_first(p->c, &l);
        print_lost_table(p, &l, shown);
        hr_text_more(p, n, shown, HR_PLURAL(n - shown, " case", " cases"));
    }
    hr_lost_close(&l);
}

/* --- the outages that take most ------------------------------------------------------------------------------------------- */

static void print_story(hr_text_out *p, const hr_stories *s, const hr_story *x, hr_arena *a)
{
    hr_chain *chain = NULL;
    uint32_t n = 0;
    hr_text_note(p, hr_story_chains(s, x, a, &chain, &n));
    hr_story_cases(s, x, HR_STORY_CASES, &p->line);
    hr_story_soonest(s, x, &p->line);
    hr_text_end_paragraph(p, 2);
    hr_story_takes(x, &p->line);
    if (n == 1) {
        hr_buf_z(&p->line, ": ");
        hr_story_steps(p->c, chain, p->width / 2, &p->line);
    }
    hr_text_end_paragraph(p, 6);
    for (uint32_t i = 0; n > 1 && i < n && i < HR_STORY_CHAINS && p->err == HR_OK; i++) {
        hr_story_chain(p->c, &chain[i], p->width / 2, &p->line);
        hr_text_end_paragraph(p, 6);
    }
    hr_text_more(p, n, HR_STORY_CHAINS, HR_PLURAL(n - HR_STORY_CHAINS, " chain", " chains"));
}

void hr_text_worst(hr_text_out *p)
{
    hr_stories s;
    hr_arena *a = hr_arena_new();
    hr_text_note(p, hr_stories_open(&s, p->c));
    if (!a) hr_text_note(p, HR_ENOMEM);
    if (s.n_worst && p->err == HR_OK) hr_text_heading(p, "Outages that take most");
    for (uint32_t i = 0; i < s.n_worst && p->err == HR_OK; i++) print_story(p, &s, &s.item[s.worst[i]], a);
    hr_arena_free(a);
    hr_stories_close(&s);
}

/* --- what coolers share --------------------------------------------------------------------------------------------------- */

static void shared_row(hr_text_out *p, hr_table *t, const hr_common *x, hr_buf *column)
{
    static const hr_paint paint[HR_VERDICTS] = {[HR_VIOLATED] = HR_RED, [HR_V_UNKNOWN] = HR_YELLOW};
    const uint32_t width[HR_SHARED_COLUMNS] = {14, 20, p->width - 74, 17, 13};
    hr_text_note(p, hr_shared_line(p->c, x, column));
    for (int i = 0; i < HR_SHARED_COLUMNS; i++)
        hr_table_cell(t, i + 1 == HR_SHARED_COLUMNS ? paint[x->left] : HR_PLAIN, "%s",
                      hr_text_cut(p, hr_buf_text(&column[i]), width[i]));
    hr_table_row(t);
}

static void print_shared(hr_text_out *p, const hr_common *list, uint32_t n)
{
    hr_table *t = hr_table_new("lllll");
    hr_buf column[HR_SHARED_COLUMNS] = {{0}};
    for (const char *head = hr_shared_head; *head;) {
        size_t length = strcspn(head, "|");
        hr_table_cell(t, HR_DIM, "%.*s", (int)length, head);
        head += length + (head[length] == '|');
    }
    hr_table_row(t);
    for (uint32_t i = 0; i < n && p->err == HR_OK; i++) shared_row(p, t, &list[i], column);
    hr_table_write(t, p->out, "  ", p->color);
    hr_table_free(t);
    for (int i = 0; i < HR_SHARED_COLUMNS; i++) hr_buf_free(&column[i]);
}

void hr_text_shared(hr_text_out *p)
{
    hr_arena *a = hr_arena_new();
    hr_common *list = NULL;
    uint32_t n = 0;
    hr_text_note(p, a ? hr_commons_find(p->c, a, &list, &n) : HR_ENOMEM);
    uint32_t shown = n < SHARED ? n : SHARED;
    if (n && p->err == HR_OK) {
        hr_text_heading(p, "Shared by what cools");
        print_shared(p, list, shown);
        hr_text_more(p, n, shown, "");
    }
    hr_arena_free(a);
}

/* --- unknowns, defaults ---------------------------------------------------------------------------------------------------- */

static void print_gap(hr_text_out *p, const hr_gap *g)
{
    hr_text_restart(&p->name);
    hr_buf_z(&p->name, " (");
    hr_words_needed_by(g, &p->name);
    hr_buf_printf(&p->name, ": %u %s)", g->rows, HR_PLURAL(g->rows, "row", "rows"));
    hr_words_gap(p->c->site, g, &p->line);
    hr_buf_c(&p->line, ' ');
    uint32_t taken = 2 + hr_text_columns(hr_text_of(&p->line)) + hr_text_columns(hr_text_of(&p->name));
    hr_line_cut(&p->line, g->elements, p->width > taken + 20 ? p->width - taken : 20);
    hr_buf_str(&p->line, hr_buf_text(&p->name));
    if (g->at.file != HR_NONE) hr_buf_z(&p->line, " at ");
    hr_text_place(p, g->at, &p->line);
    hr_text_end_paragraph(p, 2);
}

void hr_text_unknowns(hr_text_out *p)
{
    uint32_t n = p->c->n_gap, shown = n < UNKNOWN_FIELDS ? n : UNKNOWN_FIELDS;
    const hr_gap **list = n ? hr_words_gaps(p->c) : NULL;
    if (n == 0) return;
    if (!list) {
        hr_text_note(p, HR_ENOMEM);
        return;
    }
    hr_text_heading(p, "Unknown");
    for (uint32_t i = 0; i < shown; i++) print_gap(p, list[i]);
    hr_text_more(p, n, shown, "");
    hr_free(list);
}

/* One default with everything it was used for, beginning at d; returns how many entries of the list that were. */
static size_t print_default(hr_text_out *p, const hr_used_defaults *u, const hr_used_default *d, bool *done)
{
    const hr_used_default *list = u->list.item;
    size_t n = 0;
    char value[64];
    hr_text_restart(&p->name);
    for (size_t i = (size_t)(d - list); i < u->list.n; i++) {
        if (done[i] || !hr_words_same_default(d, &list[i])) continue;
        if (n++) hr_buf_c(&p->name, ',');
        hr_text_note(p, hr_used_default_names(u, &list[i], &p->name));
        done[i] = true;
    }
    hr_words_default(d, value, sizeof value);
    hr_line_cut(&p->line, hr_buf_text(&p->name), p->width / 2);
    hr_buf_printf(&p->line, ": %s %s (", d->field, value);
    hr_used_default_source(d, &p->line);
    hr_buf_c(&p->line, ')');
    hr_text_end_paragraph(p, 2);
    return n;
}

static void print_defaults(hr_text_out *p, const hr_used_defaults *u, bool *done)
{
    const hr_used_default *d = u->list.item;
    size_t said = 0;
    for (size_t i = 0, lines = 0; i < u->list.n && lines < DEFAULTS; i++) {
        if (done[i]) continue;
        said += print_default(p, u, &d[i], done);
        lines++;
    }
    hr_text_more(p, u->list.n, said, "");
}

void hr_text_defaults(hr_text_out *p)
{
    hr_used_defaults u;
    hr_text_note(p, hr_used_defaults_open(&u, p->c));
    if (u.list.n && p->err == HR_OK) {
        bool *done = hr_calloc(u.list.n, sizeof *done);
        hr_text_heading(p, "Defaults used");
        if (done) print_defaults(p, &u, done);
        else hr_text_note(p, HR_ENOMEM);
        hr_free(done);
    }
    hr_used_defaults_close(&u);
}

/* --- what was not judged ----------------------------------------------------------------------------------------------- */

void hr_text_not_judged(hr_text_out *p)
{
    hr_text_heading(p, "Not judged");
    if (hr_words_not_asked(p->c->site, &p->line)) hr_text_end_paragraph(p, 2);
    hr_words_cooling(p->c->site, &p->line);
    hr_text_end_paragraph(p, 2);
    hr_buf_z(&p->line, hr_words_no_rules);
    hr_text_end_paragraph(p, 2);
}
