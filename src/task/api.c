/* api.c - the public functions of headroom.h: thin covers over what the parts of the library call each other.
 *
 * Texts handed out end in NUL, so views are copied: those of a site and its diagnostics once, those of a row into
 * buffers that the next row uses again. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "element/types.h"
#include "headroom/headroom.h"
#include "task/check.h"

struct headroom_context {
    hr_ctx *ctx;
};

struct headroom_site {
    hr_ctx *ctx;
    hr_site *site;
    hr_buf name;
};

struct headroom_check {
    hr_check *check;
    hr_buf element, point, case_name; /* of the row asked for last */
};

static headroom_result result_of(hr_err e)
{
    static const headroom_result of[] = {
        [HR_OK] = HEADROOM_OK,         [HR_EINPUT] = HEADROOM_INPUT, [HR_EIO] = HEADROOM_IO,
        [HR_ENOMEM] = HEADROOM_MEMORY, [HR_ESOLVE] = HEADROOM_SOLVE, [HR_EINTERNAL] = HEADROOM_INTERNAL};
    return of[e];
}

const char *headroom_version(void) { return HEADROOM_VERSION; }

/* --- contexts ---------------------------------------------------------------------------------------------- */

headroom_context *headroom_new(const char *today)
{
    headroom_context *h = hr_calloc(1, sizeof *h);
    if (h && (h->ctx = hr_ctx_new(today)) != NULL) return h;
    hr_free(h);
    return NULL;
}

void headroom_free(headroom_context *h)
{
    if (!h) return;
    hr_ctx_free(h->ctx);
    hr_free(h);
}

headroom_result headroom_add_parts(headroom_context *h, const char *folder)
{
    return result_of(hr_ctx_add_catalogue(h->ctx, folder));
}

bool headroom_diagnostic_at(const headroom_context *h, size_t i, headroom_diagnostic *out)
{
    static const headroom_severity severity[] = {
        [HR_ERROR] = HEADROOM_ERROR, [HR_WARNING] = HEADROOM_WARNING, [HR_NOTE] = HEADROOM_NOTE};
    const hr_diag *d = hr_diag_at(h->ctx, i);
    if (!d) return false;
    *out = (headroom_diagnostic){.code = d->code,
                                 .severity = severity[d->severity],
                                 .message = d->message,
                                 .help = d->help,
                                 .file = d->at.file != HR_NONE ? hr_source_name(h->ctx, d->at.file) : NULL,
                                 .line = d->at.line,
                                 .column = d->at.col};
    return true;
}

/* --- sites ------------------------------------------------------------------------------------------------- */

headroom_result headroom_open(headroom_site **out, headroom_context *h, const char *path,
                              const headroom_overlay *overlay)
{
    static const headroom_overlay none = {0};
    const headroom_overlay *o = overlay ? overlay : &none;
    const hr_open_opts opts = {.types = &hr_builtin_types,
                               .with = o->with,
                               .n_with = o->n_with,
                               .set = o->set,
                               .n_set = o->n_set,
                               .case_name = o->case_name};
    *out = NULL;
    headroom_site *s = hr_calloc(1, sizeof *s);
    if (!s) return HEADROOM_MEMORY;
    s->ctx = h->ctx;
    hr_err e = hr_site_open(&s->site, h->ctx, path, &opts);
    if (e == HR_OK) hr_buf_str(&s->name, s->site->name);
    if (e == HR_OK && s->name.failed) e = HR_ENOMEM;
    if (e == HR_OK) *out = s;
    else headroom_site_free(s);
    return result_of(e);
}

void headroom_site_free(headroom_site *site)
{
    if (!site) return;
    hr_site_free(site->site);
    hr_buf_free(&site->name);
    hr_free(site);
}

void headroom_site_facts(const headroom_site *site, headroom_facts *out)
{
    const hr_site *s = site->site;
    *out = (headroom_facts){.name = site->name.s ? site->name.s : "",
                            .hash = s->hash,
                            .elements = s->n_elements,
                            .racks = s->n_racks,
                            .nodes = s->n_nodes,
                            .gpus = s->n_gpus};
}

/* --- checks ------------------------------------------------------------------------------------------------ */

headroom_result headroom_check_site(headroom_check **out, headroom_site *site, const headroom_options *options)
{
    static const headroom_options none = {0};
    const headroom_options *o = options ? options : &none;
    const hr_check_opts opts = {.threads = o->threads,
                                .outages = o->normal_only ? HR_OUTAGES_NONE : HR_OUTAGES_ALL,
                                .out = o->out,
                                .n_out = o->n_out,
                                .case_name = o->case_name,
                                .select = o->select,
                                .ignore = o->ignore};
    *out = NULL;
    headroom_check *c = hr_calloc(1, sizeof *c);
    if (!c) return HEADROOM_MEMORY;
    hr_err e = hr_check_run(&c->check, site->ctx, site->site, &opts);
    if (e == HR_OK) *out = c;
    else headroom_check_free(c);
    return result_of(e);
}

void headroom_check_free(headroom_check *check)
{
    if (!check) return;
    hr_check_free(check->check);
    hr_buf_free(&check->element);
    hr_buf_free(&check->point);
    hr_buf_free(&check->case_name);
    hr_free(check);
}

void headroom_check_summary(const headroom_check *check, headroom_summary *out)
{
    const hr_check *c = check->check;
    *out = (headroom_summary){.rows = c->n_row,
                              .holds = c->count[HR_HOLDS],
                              .violated = c->count[HR_VIOLATED],
                              .unknown = c->count[HR_V_UNKNOWN],
                              .waived = c->count[HR_WAIVED],
                              .cases = c->n_cases,
                              .converged = c->converged};
}

/* What is not known has no number. */
static void put_numbers(const hr_check *c, const hr_row *r, headroom_row *out)
{
    const hr_worst *w = &c->worst[r->limit];
    const hr_limit *l = &c->limits.item[r->limit];
    bool judged = w->verdict != HR_VERDICTS;
    bool load = judged && (w->load_state == HR_S_KNOWN || w->load_state == HR_S_PARTIAL || w->load_state == HR_S_OFF);
    bool limit = judged && l->state != HR_S_UNKNOWN;
    out->minimum = l->sense == HR_MIN;
    out->load = load ? w->load : (double)NAN;
    out->limit = limit ? w->limit : (double)NAN;
    out->ratio = load && limit ? w->ratio : (double)NAN;
    out->headroom = load && limit ? hr_row_headroom((hr_sense)l->sense, w->load, w->limit) : (double)NAN;
}

static void put_place(const hr_check *c, hr_span at, headroom_row *out)
{
    out->file = at.file != HR_NONE ? hr_source_name(c->site->ctx, at.file) : NULL;
    out->line = at.line;
    out->column = at.col;
}

static const char *text_of(const hr_buf *b) { return b->s && !b->failed ? b->s : ""; }

static void put_texts(headroom_check *check, const hr_row *r, headroom_row *out)
{
    const hr_check *c = check->check;
    hr_buf *all[] = {&check->element, &check->point, &check->case_name};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hr_buf_free(all[i]); /* empty, and no longer failed */
    hr_buf_str(&check->element, r->element);
    hr_point_name(c->site, c->limits.item[r->limit].point, &check->point);
    hr_case_words(c, r->case_, &check->case_name);
    out->element = text_of(&check->element);
    out->point = text_of(&check->point);
    out->case_name = text_of(&check->case_name);
}

bool headroom_row_at(headroom_check *check, size_t i, headroom_row *out)
{
    static const headroom_state state[HR_VERDICTS] = {[HR_HOLDS] = HEADROOM_HOLDS,
                                                      [HR_VIOLATED] = HEADROOM_VIOLATED,
                                                      [HR_V_UNKNOWN] = HEADROOM_UNKNOWN,
                                                      [HR_WAIVED] = HEADROOM_WAIVED};
    const hr_check *c = check->check;
    if (i >= c->n_row) return false;
    const hr_row *r = &c->row[i];
    const hr_limit *l = &c->limits.item[r->limit];
    const hr_rule *rule = hr_rules[l->rule];
    *out = (headroom_row){.state = state[r->verdict],
                          .code = rule->code,
                          .clause = rule->clause,
                          .edition = rule->edition,
                          .members = r->members,
                          .unit = hr_quantity_table[hr_point_quantity(l->point)].unit};
    put_numbers(c, r, out);
    put_place(c, l->at, out);
    put_texts(check, r, out);
    return true;
}
