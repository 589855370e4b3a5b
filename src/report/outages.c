/* outages.c - the matrix of outages and layers. */
#include "report/outages.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "element/job_fields.h"
#include "report/findings.h"
#include "report/lines.h"
#include "report/story.h"
#include "report/words.h"

/* --- lines --------------------------------------------------------------------------------------------------------------- */

/* 0 power, 1 cooling, 2 neither; losses stand in the stories. */
static unsigned layer_of(const hr_check *c, const hr_row *r)
{
    const hr_limit *l = &c->limits.item[r->limit];
    char letter = hr_rules[l->rule]->code[0];
    hr_quantity q = hr_point_quantity(l->point);
    if (hr_is_loss(q) || q == HR_Q_GPUS) return 2;
    if (letter == 'C' || hr_is_time_of_heat(q)) return 1;
    return letter == 'P' || letter == 'R' || letter == 'G' ? 0 : 2;
}

static bool is_pair(const hr_check *c, const hr_outage *x)
{
    const hr_case *k = &c->cases[x->story ? x->case_[0] : x->own];
    return k->n_out > 1 && k->kind != HR_CASE_COMMON;
}

static uint32_t *add_stories(hr_matrix *o, const hr_check *c)
{
    uint32_t *line = hr_malloc((c->n_cases + 1) * sizeof *line); /* by case */
    for (uint32_t i = 0; line && i < c->n_cases; i++) line[i] = HR_NONE;
    for (uint32_t i = 0; line && i < o->stories.n; i++) {
        const hr_story *x = &o->stories.item[i];
        hr_outage *slot = hr_vec_push(&o->list, sizeof *slot);
        if (!slot) {
            hr_free(line);
            return NULL;
        }
        *slot = (hr_outage){.case_ = x->case_, .n_case = x->n_case, .story = x};
        for (uint32_t k = 0; k < x->n_case; k++) line[x->case_[k]] = i;
    }
    return line;
}

/* Outages that bring rows beyond their limits. */
static hr_err add_rows(hr_matrix *o, const hr_check *c, uint32_t *line)
{
    for (uint32_t i = 0; i < c->n_row; i++) {
        const hr_row *r = &c->row[i];
        unsigned layer = r->verdict == HR_VIOLATED ? layer_of(c, r) : 2;
        if (layer == 2 || c->cases[r->case_].kind == HR_CASE_NORMAL) continue;
        if (line[r->case_] == HR_NONE) {
            hr_outage *slot = hr_vec_push(&o->list, sizeof *slot);
            if (!slot) return HR_ENOMEM;
            line[r->case_] = (uint32_t)o->list.n - 1;
            *slot = (hr_outage){.n_case = 1, .own = r->case_};
        }
        hr_outage *x = (hr_outage *)o->list.item + line[r->case_];
        if (x->beyond[layer]++ == 0) x->row[layer] = r;
    }
    return HR_OK;
}

/* One thing out before two, which have many variants; else as they stand. */
static hr_err part(hr_matrix *o, const hr_check *c)
{
    hr_outage *x = o->list.item, *pair = hr_malloc((o->list.n + 1) * sizeof *pair);
    size_t put = 0, pairs = 0;
    if (!pair) return HR_ENOMEM;
    for (size_t i = 0; i < o->list.n; i++) {
        if (is_pair(c, &x[i])) pair[pairs++] = x[i];
        else x[put++] = x[i];
    }
    if (pairs) memcpy(x + put, pair, pairs * sizeof *x);
    hr_free(pair);
    return HR_OK;
}

static hr_err choose_job(hr_matrix *o, uint32_t job)
{
    const hr_texts every = {0};
    const hr_site *s = o->stories.c->site;
    return hr_gpus_on(&o->gpus, job < s->n_job ? &((const hr_job_fields *)s->job[job].fields)->on : &every);
}

static hr_err find_bases(hr_matrix *o, const hr_check *c)
{
    hr_err e = HR_OK;
    bool unknown;
    for (uint32_t k = 0; k < o->n_job && e == HR_OK; k++) {
        e = choose_job(o, k);
        for (uint32_t i = 0; i < c->n_cases && c->cases[i].kind <= HR_CASE_ON_GENERATORS && e == HR_OK; i++)
            o->base[k][c->cases[i].base] = hr_gpus_taken(&o->gpus, i, &unknown);
    }
    return e;
}

hr_err hr_matrix_open(hr_matrix *o, const hr_check *c)
{
    *o = (hr_matrix){.n_job = c->site->n_job < HR_OUTAGE_JOBS ? c->site->n_job : HR_OUTAGE_JOBS};
    hr_err e = hr_stories_open(&o->stories, c), g = hr_gpus_open(&o->gpus, c);
    if (e == HR_OK) e = g;
    uint32_t *line = e == HR_OK ? add_stories(o, c) : NULL;
    if (e == HR_OK && !line) e = HR_ENOMEM;
    if (e == HR_OK) e = add_rows(o, c, line);
    if (e == HR_OK) e = part(o, c);
    o->has_gpus = e == HR_OK && o->gpus.all > 0;
    if (e == HR_OK) e = find_bases(o, c);
    hr_free(line);
    return e;
}

void hr_matrix_close(hr_matrix *o)
{
    hr_stories_close(&o->stories);
    hr_gpus_close(&o->gpus);
    hr_vec_free(&o->list);
}

/* --- cells ----------------------------------------------------------------------------------------------------------------- */

uint32_t hr_outage_columns(const hr_matrix *o) { return 2 + (o->n_job ? o->n_job : o->has_gpus); }

void hr_outage_head(const hr_matrix *o, uint32_t column, hr_buf *out)
{
    const hr_site *s = o->stories.c->site;
    if (column < 2) hr_buf_z(out, hr_words_what(column == 1));
    else if (o->n_job == 0) hr_buf_z(out, "GPUs");
    else hr_buf_printf(out, "job %.*s", HR_STR_FMT(s->job[column - 2].name));
}

static void layer_cell(const hr_check *c, const hr_outage *x, unsigned layer, hr_buf *out, hr_outage_state *state)
{
    char text[64];
    if (x->story && x->story->lost[layer]) {
        hr_story_watts(x->story->w[layer], x->story->unknown[layer], out);
        bool nothing = x->story->unknown[layer] && x->story->w[layer] == 0;
        if (nothing) out->n = 0, hr_buf_c(out, '?');
        else hr_buf_z(out, layer ? " without cooling" : " lost");
        *state = nothing ? HR_OUTAGE_UNKNOWN : HR_OUTAGE_BEYOND;
    } else if (x->beyond[layer]) {
        hr_view v = hr_view_of(c, x->row[layer]);
        hr_line_percent(&v, text, sizeof text);
        hr_buf_printf(out, "%s %s", v.rule->code, v.has_ratio ? text : "beyond");
        if (x->beyond[layer] > 1) hr_buf_printf(out, " and %u more", x->beyond[layer] - 1);
        *state = HR_OUTAGE_BEYOND;
    } else {
        hr_buf_z(out, "holds");
        *state = HR_OUTAGE_HOLDS;
    }
}

/* GPUs below which a job has too few, negative where nothing says so. */
static double least_of(const hr_check *c, uint32_t job)
{
    for (uint32_t i = 0; i < c->limits.n; i++) {
        const hr_limit *l = &c->limits.item[i];
        if (hr_point_quantity(l->point) == HR_Q_GPUS && l->decl == c->site->n_decl + job && l->state == HR_S_KNOWN)
            return l->v[HR_NOMINAL];
    }
    return -1;
}

static hr_err gpus_cell(hr_matrix *o, const hr_outage *x, uint32_t job, hr_buf *out, hr_outage_state *state)
{
    const hr_check *c = o->stories.c;
    char taken_text[40], all[40];
    uint32_t case_ = x->story ? x->case_[0] : x->own;
    bool unknown;
    hr_err e = choose_job(o, o->n_job ? job : HR_NONE);
    if (e != HR_OK) return e;
    double taken = hr_gpus_taken(&o->gpus, case_, &unknown), least = o->n_job ? least_of(c, job) : -1;
    bool base = c->cases[case_].kind == HR_CASE_ON_GENERATORS;
    double left = o->gpus.all - taken - (o->n_job && !base ? o->base[job][c->cases[case_].base] : 0);
    bool not_known = unknown || (o->gpus.unknown && x->story);
    *state = left < least || (least < 0 && taken > 0) ? HR_OUTAGE_BEYOND : taken > 0 ? HR_OUTAGE_LESS : HR_OUTAGE_HOLDS;
    if (not_known && *state != HR_OUTAGE_BEYOND) *state = HR_OUTAGE_UNKNOWN;
    hr_num_text(taken_text, sizeof taken_text, taken, 12);
    hr_num_text(all, sizeof all, o->gpus.all, 12);
    if (taken > 0) hr_buf_printf(out, "%s%s of %s lost", not_known ? ">= " : "", taken_text, all);
    else hr_buf_z(out, *state == HR_OUTAGE_UNKNOWN ? "?" : "holds");
    return HR_OK;
}

hr_err hr_outage_cell(hr_matrix *o, const hr_outage *x, uint32_t column, hr_buf *out, hr_outage_state *state)
{
    if (column >= 2) return gpus_cell(o, x, column - 2, out, state);
    layer_cell(o->stories.c, x, column, out, state);
    return HR_OK;
}

void hr_outage_cases(const hr_matrix *o, const hr_outage *x, uint32_t most, hr_buf *out)
{
    if (x->story) hr_story_cases(&o->stories, x->story, most, out);
    else hr_case_words(o->stories.c, x->own, out);
}
