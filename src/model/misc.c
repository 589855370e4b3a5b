/* misc.c - the sections that are not elements: site, jobs, cases, waivers. */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/build.h"

static hr_err read_site(hr_build *b)
{
    const hr_type *type = b->opts->types->site;
    hr_site *s = b->site;
    if (!(s->fields = hr_arena_alloc(s->arena, type->size))) return HR_ENOMEM;
    hr_ynode empty = {.kind = HR_Y_MAP, .at = HR_NOWHERE};
    hr_err e =
        hr_fields_read(&b->r, type->fields, s->fields, b->site_node ? b->site_node : &empty, "site", NULL, false);
    const hr_ynode *name = b->site_node ? hr_yaml_get(b->site_node, "name") : NULL;
    s->name = name && name->kind == HR_Y_SCALAR ? name->text : HR_STR("unnamed");
    return e;
}

static const char feed_help[] = "a feed is named as rack-1.from.A";

static hr_err count_only(void *user, hr_target t)
{
    (void)user;
    (void)t;
    return HR_OK;
}

static hr_err check_targets(hr_build *b, const hr_texts *list, const char *help)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t n;
        hr_err e2 = hr_site_match(b->site, list->item[i], count_only, NULL, &n);
        if (e2 == HR_OK && n == 0) e2 = hr_no_such_element(b, list->item[i].v, list->item[i].at, help);
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

/* --- jobs --------------------------------------------------------------------------------------------------------- */

static hr_err check_references(hr_build *b, const hr_decl *d)
{
    hr_err e = HR_OK, e2;
    for (const hr_field *f = d->type->fields; f && f->name; f++) {
        const void *at = (const char *)d->fields + f->offset;
        if (f->kind == HR_F_REF &&
            (e2 = check_targets(b, at, "name nodes: rack-1.node3, or a pattern, rack-*.node*")) != HR_OK)
            e = e2;
    }
    return e;
}

static hr_err read_jobs(hr_build *b)
{
    const hr_type *type = b->opts->types->job;
    hr_site *s = b->site;
    hr_err e = HR_OK, e2;
    s->job = HR_NEW_ARRAY(s->arena, hr_decl, b->job.n);
    if (!s->job) return HR_ENOMEM;
    for (size_t i = 0; i < b->job.n; i++) {
        const hr_entry *x = &((hr_entry *)b->job.item)[i];
        hr_decl *d = &s->job[s->n_job++];
        *d = (hr_decl){.type = type, .name = x->key->text, .at = x->key->at, .parent = HR_NONE, .part = HR_NONE};
        if (!(d->fields = hr_arena_alloc(s->arena, type->size))) return HR_ENOMEM;
        e2 = hr_fields_read(&b->r, type->fields, d->fields, x->value, "job", NULL, false);
        if (e2 == HR_OK) e2 = check_references(b, d);
        if (e2 == HR_OK && type->complete) type->complete(s, d);
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

/* --- cases ---------------------------------------------------------------------------------------------------- */

static hr_err read_case(hr_build *b, const hr_entry *x, hr_case_decl *c)
{
    static const char *const words[] = {"out", "set", "because"};
    *c = (hr_case_decl){.name = x->key->text, .at = x->key->at};
    if (x->value->kind != HR_Y_MAP)
        return hr_wrong_shape(b->r.ctx, x->value, "cases", "a mapping {out: ..., set: ...}");
    hr_err e = HR_OK, e2 = HR_OK;
    for (uint32_t i = 0; i < x->value->n; i++) {
        const hr_ypair *p = &x->value->u.pair[i];
        hr_text because;
        if (hr_str_is(p->key->text, "out")) {
            e2 = hr_read_texts(&b->r, "out", p->value, &c->out);
            if (e2 == HR_OK) e2 = check_targets(b, &c->out, feed_help);
        } else if (hr_str_is(p->key->text, "because")) {
            e2 = hr_read_text(&b->r, "because", p->value, &because);
            if (e2 == HR_OK) c->because = because.v;
        } else if (hr_str_is(p->key->text, "set")) {
            if (p->value->kind != HR_Y_MAP) e2 = hr_wrong_shape(b->r.ctx, p->value, "set", "a mapping {PATH: VALUE}");
        } else {
            const char *near = hr_str_closest(p->key->text, words, 3);
            char help[64] = "a case has: out, set, because";
            if (near) snprintf(help, sizeof help, "did you mean `%s`?", near);
            e2 = hr_diag_add(b->r.ctx, HR_ERROR, "M201", p->key->at, help, "a case has no field `%.*s`",
                             HR_STR_FMT(p->key->text));
        }
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

static hr_err read_cases(hr_build *b)
{
    hr_site *s = b->site;
    hr_err e = HR_OK, e2;
    s->cases = HR_NEW_ARRAY(s->arena, hr_case_decl, b->case_.n);
    if (!s->cases) return HR_ENOMEM;
    for (size_t i = 0; i < b->case_.n; i++)
        if ((e2 = read_case(b, &((hr_entry *)b->case_.item)[i], &s->cases[s->n_cases++])) != HR_OK) e = e2;
    for (uint32_t i = 1; i < s->n_cases; i++) /* natural order */
        for (uint32_t j = i; j > 0 && hr_name_cmp(s->cases[j - 1].name, s->cases[j].name) > 0; j--) {
            hr_case_decl t = s->cases[j];
            s->cases[j] = s->cases[j - 1];
            s->cases[j - 1] = t;
        }
    return e;
}

/* --- waivers ----------------------------------------------------------------------------------------------------- */

static bool is_date(hr_str d)
{
    static const char form[] = "0000-00-00";
    if (d.n != 10) return false;
    for (uint32_t i = 0; i < 10; i++)
        if (form[i] == '-' ? d.s[i] != '-' : d.s[i] < '0' || d.s[i] > '9') return false;
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = (d.s[0] - '0') * 1000 + (d.s[1] - '0') * 100 + (d.s[2] - '0') * 10 + d.s[3] - '0';
    int month = (d.s[5] - '0') * 10 + d.s[6] - '0', day = (d.s[8] - '0') * 10 + d.s[9] - '0';
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 1) return false;
    return day <= days[month - 1] - (month == 2 && !leap);
}

static hr_err waiver_lacks(hr_build *b, hr_span at, const char *what)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M402", at, "write {on: ELEMENT, until: YYYY-MM-DD, because: \"...\"}",
                       "the waiver lacks `%s`", what);
}

static hr_err check_waiver(hr_build *b, const hr_waiver *w, hr_span until_at)
{
    if (w->on.n == 0) return waiver_lacks(b, w->at, "on");
    if (w->until.n == 0) return waiver_lacks(b, w->at, "until");
    if (w->because.n == 0) return waiver_lacks(b, w->at, "because");
    if (!is_date(w->until))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M403", until_at, "write e.g. 2027-06-30",
                           "`until` is a date YYYY-MM-DD, found \"%.*s\"", HR_STR_FMT(w->until));
    if (memcmp(w->until.s, hr_ctx_today(b->r.ctx), 10) < 0)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M401", until_at, "renew it with a reason, or mend what it waived",
                           "the waiver of %.*s expired on %.*s (today is %s)", HR_STR_FMT(w->code),
                           HR_STR_FMT(w->until), hr_ctx_today(b->r.ctx));
    return check_targets(b, &w->on, feed_help);
}

static hr_err read_waiver(hr_build *b, const hr_ynode *code, hr_span at, const hr_ynode *n, hr_waiver *w)
{
    hr_err e = HR_OK;
    hr_span until_at = n->at;
    *w = (hr_waiver){.code = code->text, .at = at};
    if (n->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, n, "waive", "a mapping {on, until, because}");
    for (uint32_t i = 0; i < n->n && e == HR_OK; i++) {
        const hr_ypair *p = &n->u.pair[i];
        hr_text t = {0};
        if (hr_str_is(p->key->text, "on")) {
            e = hr_read_texts(&b->r, "on", p->value, &w->on);
        } else if (hr_str_is(p->key->text, "until")) {
            e = hr_read_text(&b->r, "until", p->value, &t);
            w->until = t.v;
            until_at = p->value->at;
        } else if (hr_str_is(p->key->text, "because")) {
            e = hr_read_text(&b->r, "because", p->value, &t);
            w->because = t.v;
        } else {
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M201", p->key->at, "a waiver has: on, until, because",
                            "a waiver has no field `%.*s`", HR_STR_FMT(p->key->text));
        }
    }
    return e == HR_OK ? check_waiver(b, w, until_at) : e;
}

static hr_err read_waivers(hr_build *b)
{
    hr_site *s = b->site;
    size_t count = 0;
    hr_err e = HR_OK, e2;
    for (size_t i = 0; i < b->waive.n; i++) {
        const hr_ynode *v = ((hr_entry *)b->waive.item)[i].value;
        count += v->kind == HR_Y_SEQ ? v->n : 1;
    }
    if (!(s->waiver = HR_NEW_ARRAY(s->arena, hr_waiver, count))) return HR_ENOMEM;
    for (size_t i = 0; i < b->waive.n; i++) {
        const hr_entry *x = &((hr_entry *)b->waive.item)[i];
        uint32_t n = x->value->kind == HR_Y_SEQ ? x->value->n : 1;
        for (uint32_t k = 0; k < n; k++) {
            const hr_ynode *v = x->value->kind == HR_Y_SEQ ? x->value->u.item[k] : x->value;
            if ((e2 = read_waiver(b, x->key, v == x->value ? x->key->at : v->at, v, &s->waiver[s->n_waiver++])) !=
                HR_OK)
                e = e2;
        }
    }
    return e;
}

static void *longer(hr_arena *a, const void *item, size_t n, size_t more, size_t size)
{
    char *grown = hr_arena_array(a, n + more, size);
    if (grown && n) memcpy(grown, item, n * size);
    return grown;
}

/* Jobs and the site itself are elements too, but nothing that loops over what is wired or held knows them: their units, declarations and
 * ports stand behind the last of those. */
static void append(hr_site *s, uint32_t i, const hr_decl *decl, hr_str port)
{
    s->decl[s->n_decl + i] = *decl;
    s->names[s->n_names + i] = decl->name;
    s->port[s->n_port + i] = (hr_port){s->n_unit + i, HR_NONE, port};
    s->unit[s->n_unit + i] = (hr_unit){.decl = s->n_decl + i,
                                       .holder = HR_NONE,
                                       .count = 1,
                                       .name = s->n_names + i,
                                       .held_first = HR_NONE,
                                       .port = s->n_port + i};
}

static hr_err append_all(hr_build *b)
{
    hr_site *s = b->site;
    uint32_t more = s->n_job + 1;
    s->unit = longer(s->arena, s->unit, s->n_unit, more, sizeof *s->unit);
    s->decl = longer(s->arena, s->decl, s->n_decl, more, sizeof *s->decl);
    s->port = longer(s->arena, s->port, s->n_port, more, sizeof *s->port);
    s->names = longer(s->arena, s->names, s->n_names, more, sizeof *s->names);
    s->nominal = longer(s->arena, s->nominal, s->n_unit, more, sizeof *s->nominal);
    if (!s->unit || !s->decl || !s->port || !s->names || !s->nominal) return HR_ENOMEM;
    for (uint32_t j = 0; j < s->n_job; j++) append(s, j, &s->job[j], HR_STR("job"));
    const hr_decl self = {.type = b->opts->types->site,
                          .type_name = HR_STR("site"),
                          .name = HR_STR("site"),
                          .at = b->site_node ? b->site_node->at : HR_NOWHERE,
                          .parent = HR_NONE,
                          .part = HR_NONE,
                          .fields = s->fields,
                          .members = 1};
    append(s, s->n_job, &self, HR_STR("site"));
    s->self = s->n_unit + s->n_job;
    return HR_OK;
}

hr_err hr_build_misc(hr_build *b)
{
    hr_err e = read_site(b), e2;
    if ((e2 = read_jobs(b)) != HR_OK) e = e2;
    if ((e2 = read_cases(b)) != HR_OK) e = e2;
    if (e == HR_OK) e = append_all(b);
    if ((e2 = read_waivers(b)) != HR_OK) e = e2;
    return e;
}
