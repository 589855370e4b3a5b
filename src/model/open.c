/* open.c - opening a site: texts -> declarations -> units -> wires, in this order.
 *
 * A step runs only when the one before it found no fault, so nothing partial ever leaves this file; inside a step all
 * faults are reported. */
#include <stdlib.h>
#include <string.h>

#include "model/build.h"

static hr_err index_names(hr_build *b)
{
    hr_site *s = b->site;
    hr_map *m = HR_NEW(s->arena, hr_map);
    if (!m || !hr_map_reserve(m, s->n_top)) return HR_ENOMEM;
    s->index = m;
    for (hr_id u = 0; u < s->n_unit; u++) {
        uint32_t old;
        if (s->unit[u].holder == HR_NONE && !hr_map_add(m, s->names[s->unit[u].name], u, &old)) return HR_ENOMEM;
    }
    return HR_OK;
}

static void *keep(hr_arena *a, hr_vec *v, size_t size)
{
    void *p = hr_arena_array(a, v->n, size);
    if (p && v->n) memcpy(p, v->item, v->n * size);
    return p;
}

/* From here on the site reads its own arrays; wires are still to come. */
static hr_err publish_units(hr_build *b)
{
    hr_site *s = b->site;
    s->decl = keep(s->arena, &b->decl, sizeof *s->decl);
    s->unit = keep(s->arena, &b->unit, sizeof *s->unit);
    s->names = keep(s->arena, &b->name, sizeof *s->names);
    if (!s->decl || !s->unit || !s->names) return HR_ENOMEM;
    s->n_decl = (uint32_t)b->decl.n;
    s->n_unit = (uint32_t)b->unit.n;
    s->n_names = (uint32_t)b->name.n;
    return index_names(b);
}

static hr_err complete(hr_build *b)
{
    for (hr_id d = 0; d < b->site->n_decl; d++) {
        hr_decl *x = &b->site->decl[d];
        if (x->type->complete) x->type->complete(b->site, x);
    }
    return HR_OK;
}

static hr_err run(hr_build *b, const char *path)
{
    hr_err e = hr_build_load(b, path);
    if (e == HR_OK) e = hr_build_overlays(b);
    if (e == HR_OK) e = hr_build_declare(b);
    if (e == HR_OK) e = hr_build_weather(b);
    if (e != HR_OK) return e;
    hr_build_hash(b);
    e = publish_units(b);
    if (e == HR_OK) e = complete(b);
    if (e == HR_OK) e = hr_build_groups(b);
    if (e == HR_OK) e = hr_build_wire(b);
    return e;
}

static void free_build(hr_build *b)
{
    hr_vec *all[] = {&b->file, &b->origin,     &b->part, &b->element,    &b->job,  &b->case_, &b->waive,
                     &b->decl, &b->decl_build, &b->unit, &b->unit_build, &b->name, &b->wire,  &b->port};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) hr_vec_free(all[i]);
    hr_vec_free(&b->tie_end);
    hr_vec_free(&b->heat_ref);
    hr_vec_free(&b->spread);
    hr_vec_free(&b->named);
    hr_vec_free(&b->named_unit);
    hr_map_free(&b->part_index);
    hr_map_free(&b->named_index);
}

hr_err hr_site_open(hr_site **out, hr_ctx *ctx, const char *path, const hr_open_opts *opts)
{
    *out = NULL;
    hr_arena *arena = hr_arena_new();
    hr_site *s = arena ? HR_NEW(arena, hr_site) : NULL;
    if (!s) {
        hr_arena_free(arena);
        return HR_ENOMEM;
    }
    *s = (hr_site){.ctx = ctx, .types = opts->types, .arena = arena};
    hr_build b = {.r = {.ctx = ctx, .arena = arena, .site = s}, .opts = opts, .site = s};
    hr_err e = run(&b, path);
    if (e == HR_OK) e = hr_build_misc(&b);
    free_build(&b);
    if (e == HR_OK && hr_diag_errors(ctx)) e = HR_EINPUT;
    if (e == HR_OK) *out = s;
    else hr_site_free(s);
    return e;
}

void hr_site_free(hr_site *site)
{
    if (!site) return;
    if (site->index) hr_map_free(site->index);
    hr_arena_free(site->arena);
}

hr_err hr_site_add_default(hr_site *site, hr_id decl, const char *field, double v, hr_dim dim, const char *text,
                           const char *source)
{
    if (site->n_dflt == site->cap_dflt) {
        uint32_t cap = site->cap_dflt ? 2 * site->cap_dflt : 16;
        hr_default *grown = HR_NEW_ARRAY(site->arena, hr_default, cap);
        if (!grown) return HR_ENOMEM;
        if (site->n_dflt) memcpy(grown, site->dflt, site->n_dflt * sizeof *grown);
        site->dflt = grown;
        site->cap_dflt = cap;
    }
    hr_str words = text ? (hr_str){text, (uint32_t)strlen(text)} : (hr_str){"", 0};
    site->dflt[site->n_dflt++] = (hr_default){decl, field, v, dim, words, source};
    return HR_OK;
}
