/* paths.c - runs `check --paths`: finds the element, builds the engine once, asks it three questions. */
#include "task/paths.h"

#include <stdio.h>
#include <string.h>

const char *const hr_way_word[HR_WAYS] = {"live", "automatic", "by hand"};

const hr_case hr_paths_base[HR_BASES] = {
    {.kind = HR_CASE_NORMAL, .base = HR_BASE_UTILITY, .stands_for = 1},
    {.kind = HR_CASE_ON_GENERATORS, .base = HR_BASE_GENERATORS, .stands_for = 1},
};

/* --- small questions ----------------------------------------------------------------------------------------- */

static bool is_utility(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    return ops && ops->utility;
}

bool hr_paths_is_out(const hr_paths *p, hr_target t, uint8_t base)
{
    const hr_check *c = p->c;
    if (base == HR_BASE_GENERATORS && t.unit != HR_NONE && is_utility(c->site, t.unit)) return true;
    for (uint32_t i = 0; i < c->n_base_out; i++) {
        const hr_target *b = &c->base_out[i];
        if (b->wire == t.wire && b->unit == t.unit && (t.unit == HR_NONE || b->member == t.member)) return true;
    }
    return false;
}

bool hr_paths_counts(const hr_paths *p, hr_id wire)
{
    const hr_wire *x = &p->c->site->wire[wire];
    return x->automatic && x->role <= HR_WIRE_BYPASS && (x->feed->breaker.present || x->feed->cable);
}

/* A node with power supplies on A alone has no path through B. */
bool hr_paths_uses_cord(const hr_paths *p, hr_id wire)
{
    const hr_site *s = p->c->site;
    const hr_power_ops *ops = hr_unit_type(s, p->unit)->power;
    const hr_psus *psus = ops && ops->psus ? ops->psus(hr_unit_fields(s, p->unit)) : NULL;
    if (hr_unit_kind(s, p->fed) != HR_P_HOLDER) return true;
    if (p->unit != p->fed && !hr_is_plugged(s, wire, p->unit)) return false;
    if (!psus || !psus->present || psus->n == 0) return true;
    for (uint32_t i = 0; i < psus->n; i++)
        if (hr_str_eq(psus->cord[i].cord, hr_wire_cord(s, wire))) return psus->cord[i].count.v > 0;
    return false;
}

uint32_t hr_paths_bases(const hr_paths *p) { return hr_power_engine.bases(p->c->engine[HR_NOMINAL]); }

void hr_paths_mark_above(const hr_paths *p, bool *marked, hr_id *queue, uint32_t n)
{
    const hr_site *s = p->c->site;
    for (uint32_t i = 0; i < n; i++) {
        const hr_unit *u = &s->unit[queue[i]];
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
            hr_id parent = s->wire[w].parent;
            if (!s->wire[w].automatic || marked[parent]) continue;
            if (queue[i] == p->fed && !hr_paths_uses_cord(p, w)) continue;
            marked[parent] = true;
            queue[n++] = parent;
        }
    }
}

/* --- sources in parallel that are one step of a path ----------------------------------------------------------- */

static bool fed_alike(const hr_site *s, hr_id a, hr_id b)
{
    const hr_unit *x = &s->unit[a], *y = &s->unit[b];
    if (x->decl != y->decl || x->wire_count != y->wire_count) return false;
    for (uint32_t i = 0; i < x->wire_count; i++)
        if (s->wire[x->wire_first + i].parent != s->wire[y->wire_first + i].parent) return false;
    return true;
}

bool hr_path_is_alike(const hr_site *s, hr_id a, hr_id b)
{
    const hr_wire *x = &s->wire[a], *y = &s->wire[b];
    return x->child == y->child && x->parallel && y->parallel && fed_alike(s, x->parent, y->parent);
}

hr_err hr_path_alike(const hr_paths *p, hr_id wire, hr_vec *units)
{
    const hr_site *s = p->c->site;
    const hr_unit *u = &s->unit[s->wire[wire].child];
    units->n = 0;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        const hr_target unit = {s->wire[w].parent, 0, HR_NONE, HR_OUT}, feed = {HR_NONE, 0, w, HR_OUT};
        bool out = hr_paths_is_out(p, unit, HR_BASE_UTILITY) || hr_paths_is_out(p, feed, HR_BASE_UTILITY);
        if (w != wire && (out || !hr_path_is_alike(s, wire, w))) continue;
        hr_id *slot = hr_vec_push(units, sizeof *slot);
        if (!slot) return HR_ENOMEM;
        *slot = s->wire[w].parent;
    }
    return HR_OK;
}

/* --- names --------------------------------------------------------------------------------------------------------- */

static void add_target_name(const hr_site *s, hr_target t, hr_buf *out)
{
    char small[512];
    size_t n = hr_target_name(s, t, small, sizeof small);
    hr_buf_add(out, small, n < sizeof small ? n : sizeof small - 1);
}

void hr_paths_case_name(const hr_paths *p, uint32_t case_, hr_buf *out)
{
    const hr_case *x = &p->cases[case_];
    hr_buf_z(out, x->n_out ? hr_case_kind_word[HR_CASE_FAULT] : hr_case_kind_word[HR_CASE_NORMAL]);
    if (x->n_out) hr_buf_z(out, ": "), add_target_name(p->c->site, x->out[0], out);
    if (x->base == HR_BASE_GENERATORS) hr_buf_z(out, ", on generators");
}

static hr_err no_such_element(const hr_paths *p, const char *element)
{
    const hr_site *s = p->c->site;
    const char **words = HR_NEW_ARRAY(p->c->arena, const char *, s->n_top + 1);
    char help[160];
    size_t n = 0;
    if (!words) return HR_ENOMEM;
    for (hr_id u = 0; u < s->n_unit && n < s->n_top; u++)
        if (s->unit[u].holder == HR_NONE) words[n++] = s->names[s->unit[u].name].s;
    const char *near = hr_str_closest(hr_str_of(element), words, n);
    if (near) snprintf(help, sizeof help, "did you mean \"%.120s\"?", near);
    return hr_diag_add(s->ctx, HR_ERROR, "M505", HR_NOWHERE,
                       near ? help : "name one element: a rack, rack-1.node3, a board",
                       "--paths: no element is called \"%s\"", element);
}

/* What is held and has no feeds of its own lives by those of what holds it. */
static hr_err find_element(hr_paths *p, const char *element)
{
    const hr_site *s = p->c->site;
    if (!hr_site_find(s, hr_str_of(element), &p->unit, &p->member)) return no_such_element(p, element);
    p->fed = p->unit;
    while (s->unit[p->fed].wire_count == 0 && s->unit[p->fed].holder != HR_NONE) p->fed = s->unit[p->fed].holder;
    if (hr_unit_kind(s, p->unit) != HR_P_NONE && hr_unit_kind(s, p->fed) != HR_P_NONE) return HR_OK;
    return hr_diag_add(s->ctx, HR_ERROR, "M505", HR_NOWHERE, "name what power flows to: a rack, a load, a board",
                       "--paths: no power flows to \"%s\", a %s", element, hr_unit_type(s, p->unit)->name);
}

/* --- all ------------------------------------------------------------------------------------------------------------- */

static hr_err build(hr_paths *p, const hr_check_opts *opts)
{
    hr_check *c = p->c;
    const hr_check_opts none = {
        .outages = HR_OUTAGES_NONE, .out = opts->out, .n_out = opts->n_out, .case_name = opts->case_name};
    hr_err e = hr_limits_declare(&c->limits, c->arena, c->site);
    if (e == HR_OK) e = hr_check_base_out(c, &none);
    for (int i = 0; i < HR_CORNERS && e == HR_OK; i++)
        if (i == HR_NOMINAL || (i == HR_HARSH && c->site->has_ranges))
            e = hr_power_engine.build(&c->engine[i], c->site->ctx, c->site, (hr_corner)i, c->base_out, c->n_base_out);
    return e;
}

static hr_err ask(hr_paths *p, const char *element, const hr_check_opts *opts)
{
    hr_work *work = NULL;
    hr_err e = find_element(p, element);
    if (e == HR_OK) e = build(p, opts);
    if (e == HR_OK) e = hr_power_engine.work_new(&work, p->c->engine[HR_NOMINAL]);
    if (e == HR_OK) e = hr_paths_walk(p, work);
    if (e == HR_OK) e = hr_paths_share(p, work);
    if (e == HR_OK) e = hr_paths_levels(p, work);
    hr_power_engine.work_free(work);
    return e;
}

hr_err hr_paths_run(hr_paths **out, hr_ctx *ctx, const hr_site *site, const char *element, const hr_check_opts *opts)
{
    (void)ctx;
    *out = NULL;
    hr_arena *a = hr_arena_new();
    hr_paths *p = a ? HR_NEW(a, hr_paths) : NULL;
    hr_check *c = p ? HR_NEW(a, hr_check) : NULL;
    if (!c) {
        hr_arena_free(a);
        return HR_ENOMEM;
    }
    *c = (hr_check){.site = site, .arena = a, .converged = true};
    *p = (hr_paths){.c = c};
    hr_err e = ask(p, element, opts);
    if (e == HR_OK) *out = p;
    else hr_paths_free(p);
    return e;
}

void hr_paths_free(hr_paths *p)
{
    if (!p) return;
    for (uint32_t i = 0; i < p->n_shared; i++) hr_vec_free(&p->shared[i].pair);
    for (uint32_t i = 0; i < p->n_level; i++)
        for (uint32_t k = 0; k < p->level[i].n; k++) hr_vec_free(&p->level[i].unit[k].moved);
    hr_vec_free(&p->unlisted);
    hr_vec_free(&p->single);
    hr_check_free(p->c);
}

static hr_verdict worse(hr_verdict a, hr_verdict b)
{
    if (a == HR_VIOLATED || b == HR_VIOLATED) return HR_VIOLATED;
    return a == HR_V_UNKNOWN ? a : b;
}

hr_verdict hr_measure_verdict(const hr_measure *m)
{
    if (m->present && m->unknown) return HR_V_UNKNOWN;
    if (!m->present || (m->any.factor >= 1 - 1e-9 && m->harsh.factor >= 1 - 1e-9)) return HR_HOLDS;
    return m->any.factor < 1 - 1e-9 ? HR_VIOLATED : HR_V_UNKNOWN; /* within an assumed range it turns */
}

hr_verdict hr_paths_verdict(const hr_paths *p)
{
    hr_verdict v = p->served ? HR_HOLDS : HR_VIOLATED;
    for (size_t i = 0; i < p->single.n; i++) {
        const hr_single *x = &((const hr_single *)p->single.item)[i];
        v = worse(v, x->unknown ? HR_V_UNKNOWN : HR_VIOLATED);
    }
    for (uint32_t i = 0; i < p->n_level; i++) {
        v = worse(v, hr_measure_verdict(&p->level[i].rating));
        v = worse(v, hr_measure_verdict(&p->level[i].device));
    }
    return v;
}
