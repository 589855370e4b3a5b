/* overlay.c - values laid over a model from outside: --set on the command line, `set:` of a case.
 *
 * A path names elements (globs and hostlists, holder first) and then a field: row*-rack*.from.A.breaker. Members that a
 * path singles out get a declaration of their own; the file is never edited. Short forms are opened where a path goes
 * through them: from.A.breaker works on `A: bus-1` and breaker.full_rated on `breaker: 100 A`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/build.h"

/* --- reading overlays ------------------------------------------------------------------------------------------- */

static bool split_path(hr_set_path *p, hr_str path)
{
    uint32_t start = 0, depth = 0;
    p->n = 0;
    for (uint32_t i = 0; i <= path.n; i++) {
        char c = i < path.n ? path.s[i] : '.';
        if (c == '[') depth++;
        if (c == ']' && depth) depth--;
        if (c != '.' || (depth && i < path.n)) continue;
        if (i == start || p->n == sizeof p->comp / sizeof *p->comp) return false;
        p->comp[p->n++] = (hr_str){path.s + start, i - start};
        start = i + 1;
    }
    return p->n >= 1;
}

static hr_err add_overlay(hr_build *b, hr_str path, hr_ynode *value, hr_span at)
{
    if (b->n_set == HR_MAX_SETS)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M106", at, "write a file and lay it over with --with",
                           "more than %d overlays at once", HR_MAX_SETS);
    hr_set_path *p = &b->set[b->n_set];
    if (!split_path(p, path) || p->n < 2)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M503", at,
                           "write ELEMENT.FIELD=VALUE, e.g. 'rack-*.from.A.breaker=60 A'",
                           "\"%.*s\" is not a path to a field", HR_STR_FMT(path));
    p->value = value;
    p->at = at;
    b->n_set++;
    return HR_OK;
}

/* The value was parsed from a copy with the same columns; messages show the text as it was written. */
static void stands_in(hr_ynode *n, hr_id file)
{
    n->at.file = file;
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) stands_in(n->u.item[i], file);
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) {
        stands_in(n->u.pair[i].key, file);
        stands_in(n->u.pair[i].value, file);
    }
}

static hr_err add_option(hr_build *b, const char *text)
{
    hr_ctx *ctx = b->r.ctx;
    const char *eq = strchr(text, '=');
    char *name = hr_arena_printf(b->site->arena, "--set '%s'", text);
    hr_id file, shown;
    if (!name) return HR_ENOMEM;
    hr_err e = hr_source_text(ctx, name, text, strlen(text), &shown);
    if (e != HR_OK) return e;
    hr_span at = {shown, 1, 1, (uint32_t)strlen(text)};
    if (!eq || eq == text || !eq[1])
        return hr_diag_add(ctx, HR_ERROR, "M503", at, "write --set 'PATH=VALUE'", "the overlay lacks %s",
                           eq && eq != text ? "its value" : "`=`");
    /* The value is parsed where it stands: blanks in front keep its columns right. */
    size_t skip = (size_t)(eq + 1 - text), n = strlen(text);
    char *padded = hr_arena_alloc(b->site->arena, n + 1);
    if (!padded) return HR_ENOMEM;
    memset(padded, ' ', skip);
    memcpy(padded + skip, text + skip, n - skip);
    if ((e = hr_source_text(ctx, name, padded, n, &file)) != HR_OK) return e;
    hr_ynode *value;
    if ((e = hr_yaml_parse(&value, ctx, b->site->arena, file)) != HR_OK) return e;
    stands_in(value, shown);
    return add_overlay(b, hr_str_trim((hr_str){text, (uint32_t)(eq - text)}), value, at);
}

static const hr_entry *find_case(const hr_build *b, const char *name)
{
    for (size_t i = 0; i < b->case_.n; i++)
        if (hr_str_is(((const hr_entry *)b->case_.item)[i].key->text, name))
            return &((const hr_entry *)b->case_.item)[i];
    return NULL;
}

static hr_err no_such_case(hr_build *b, const char *name)
{
    enum { LISTED = 20 };
    hr_buf have = {0};
    for (size_t i = 0; i < b->case_.n && i < LISTED; i++)
        hr_buf_printf(&have, "%s%.*s", i ? ", " : "cases are: ", HR_STR_FMT(((hr_entry *)b->case_.item)[i].key->text));
    if (b->case_.n > LISTED) hr_buf_z(&have, ", ...");
    if (b->case_.n == 0) hr_buf_z(&have, "the model declares no cases");
    if (strchr(name, ':')) hr_buf_z(&have, "; an outage is laid over everything with --out ELEMENT");
    hr_err e = hr_diag_add(b->r.ctx, HR_ERROR, "M502", HR_NOWHERE, have.s, "no case \"%s\"", name);
    hr_buf_free(&have);
    return e;
}

static hr_err add_case(hr_build *b, const char *name)
{
    const hr_entry *c = find_case(b, name);
    if (!c) return no_such_case(b, name);
    hr_ynode *set = hr_yaml_get(c->value, "set");
    if (!set) return HR_OK;
    if (set->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, set, "set", "a mapping {PATH: VALUE}");
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < set->n; i++)
        if ((e2 = add_overlay(b, set->u.pair[i].key->text, set->u.pair[i].value, set->u.pair[i].key->at)) != HR_OK)
            e = e2;
    return e;
}

/* --- applying ------------------------------------------------------------------------------------------------------- */

static bool comp_matches(hr_arena *a, hr_str pattern, hr_str name)
{
    if (!memchr(pattern.s, '[', pattern.n)) return hr_glob_match(pattern, name);
    hr_hostlist list;
    bool hit = false;
    if (hr_hostlist_parse(&list, NULL, a, pattern, HR_NOWHERE, false, true) != HR_OK) return false;
    hr_buf one = {0};
    for (uint32_t i = 0; i < list.count && !hit; i++) {
        one.n = 0;
        hr_hostlist_name(&list, i, &one);
        hit = hr_glob_match((hr_str){one.s, (uint32_t)one.n}, name);
    }
    hr_buf_free(&one);
    return hit;
}

uint32_t hr_overlay_match(const hr_build *b, uint32_t active, uint32_t depth, hr_str name)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < b->n_set; i++)
        if ((active >> i & 1) && b->set[i].n > depth + 1 && comp_matches(b->site->arena, b->set[i].comp[depth], name))
            mask |= 1u << i;
    return mask;
}

/* "from[2]" -> "from" and 2; index 0 when there is none. */
static hr_str bare(hr_str comp, uint32_t *index)
{
    *index = 0;
    const char *open = memchr(comp.s, '[', comp.n);
    if (!open || comp.s[comp.n - 1] != ']') return comp;
    for (const char *c = open + 1; c < comp.s + comp.n - 1; c++)
        *index = *c >= '0' && *c <= '9' && *index < 100000 ? *index * 10 + (uint32_t)(*c - '0') : 0;
    return (hr_str){comp.s, (uint32_t)(open - comp.s)};
}

static hr_ynode *new_map(hr_arena *a, uint32_t room, hr_span at)
{
    hr_ynode *m = HR_NEW(a, hr_ynode);
    if (!m || !(m->u.pair = HR_NEW_ARRAY(a, hr_ypair, room))) return NULL;
    m->kind = HR_Y_MAP;
    m->at = at;
    return m;
}

/* The mapping a short form stands for: `A: bus-1` is {to: bus-1}, `breaker: 100 A` is {rating: 100 A}. */
static hr_ynode *open_short(hr_arena *a, hr_ynode *n, hr_str key)
{
    if (n && n->kind == HR_Y_MAP) return n;
    hr_ynode *m = new_map(a, 1, n ? n->at : HR_NOWHERE), *k = HR_NEW(a, hr_ynode);
    if (!m || !k) return NULL;
    if (!n || n->kind != HR_Y_SCALAR) return m;
    *k = *n;
    k->text = hr_str_is(key, "breaker") ? HR_STR("rating") : HR_STR("to");
    m->u.pair[m->n++] = (hr_ypair){k, n};
    return m;
}

static hr_ynode *set_at(hr_build *b, hr_ynode *map, const hr_set_path *p, uint32_t depth);

static hr_ynode *set_item(hr_build *b, const hr_ynode *seq, uint32_t index, const hr_set_path *p, uint32_t depth)
{
    hr_arena *a = b->site->arena;
    if (!seq || seq->kind != HR_Y_SEQ || index == 0 || index > seq->n) return NULL;
    hr_ynode *copy = HR_NEW(a, hr_ynode);
    if (!copy || !(copy->u.item = HR_NEW_ARRAY(a, hr_ynode *, seq->n))) return NULL;
    hr_ynode **item = copy->u.item;
    *copy = *seq;
    copy->u.item = item;
    memcpy(item, seq->u.item, seq->n * sizeof *item);
    if (depth + 1 == p->n) item[index - 1] = p->value;
    else if (!(item[index - 1] = set_at(b, open_short(a, item[index - 1], HR_STR("from")), p, depth + 1))) return NULL;
    return copy;
}

/* A copy of map in which the path from depth on has the overlay's value; shares what does not change. */
static hr_ynode *set_at(hr_build *b, hr_ynode *map, const hr_set_path *p, uint32_t depth)
{
    hr_arena *a = b->site->arena;
    if (!map) return NULL;
    uint32_t index;
    hr_str key = bare(p->comp[depth], &index);
    hr_ynode *m = new_map(a, map->n + 1, map->at);
    if (!m) return NULL;
    memcpy(m->u.pair, map->u.pair, map->n * sizeof *m->u.pair);
    m->n = map->n;
    hr_ypair *pair = hr_yaml_pair(m, key);
    if (!pair) {
        hr_ynode *k = HR_NEW(a, hr_ynode);
        if (!k) return NULL;
        *k = (hr_ynode){.kind = HR_Y_SCALAR, .at = p->at, .text = key};
        pair = &m->u.pair[m->n++];
        *pair = (hr_ypair){k, NULL};
    }
    if (index) pair->value = set_item(b, pair->value, index, p, depth);
    else if (depth + 1 == p->n) pair->value = p->value;
    else pair->value = set_at(b, open_short(a, pair->value, key), p, depth + 1);
    return pair->value ? m : NULL;
}

static bool is_field(const hr_type *type, hr_str name)
{
    for (const hr_field *f = type->fields; f && f->name; f++)
        if (hr_str_is(name, f->name)) return true;
    for (const hr_field *f = hr_common_fields; f->name; f++)
        if (f->kind != HR_F_HOLDS && hr_str_is(name, f->name)) return true;
    return false;
}

static hr_err apply_one(hr_build *b, hr_set_path *p, uint32_t depth, hr_ynode **map)
{
    hr_ynode *m = set_at(b, *map, p, depth);
    if (!m)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M501", p->at, "alternatives are counted from 1: from[1].breaker",
                           "the path ends before its field: \"%.*s\"", HR_STR_FMT(p->comp[depth]));
    p->matched = true;
    *map = m;
    return HR_OK;
}

hr_err hr_overlay_apply(hr_build *b, const hr_type *type, uint32_t depth, uint32_t *active, hr_ynode **map)
{
    for (uint32_t i = 0; i < b->n_set; i++) {
        uint32_t index;
        if (!(*active >> i & 1)) continue;
        hr_set_path *p = &b->set[i];
        if (!is_field(type, bare(p->comp[depth], &index))) {
            if (depth > p->met) p->met = depth, p->met_type = type;
            continue;
        }
        hr_err e = apply_one(b, p, depth, map);
        if (e != HR_OK) return e;
        *active &= ~(1u << i);
    }
    return HR_OK;
}

/* site.* and jobs.NAME.*: not elements, so applied at once. */
static hr_err apply_outside(hr_build *b, hr_set_path *p)
{
    if (hr_str_is(p->comp[0], "site") && b->site_node) return apply_one(b, p, 1, &b->site_node);
    for (size_t i = 0; hr_str_is(p->comp[0], "jobs") && p->n > 2 && i < b->job.n; i++) {
        hr_entry *j = &((hr_entry *)b->job.item)[i];
        hr_err e = hr_glob_match(p->comp[1], j->key->text) ? apply_one(b, p, 2, &j->value) : HR_OK;
        if (e != HR_OK) return e;
    }
    return HR_OK;
}

hr_err hr_build_overlays(hr_build *b)
{
    hr_err e = HR_OK, e2;
    if (b->opts->case_name) e = add_case(b, b->opts->case_name);
    for (size_t i = 0; i < b->opts->n_set; i++)
        if ((e2 = add_option(b, b->opts->set[i])) != HR_OK) e = e2;
    for (uint32_t i = 0; i < b->n_set && e == HR_OK; i++) e = apply_outside(b, &b->set[i]);
    return e;
}

static const char *closest_element(hr_build *b, hr_str name)
{
    const char *near = NULL;
    hr_buf one = {0};
    for (size_t d = 0; d < b->decl_build.n && !near; d++) {
        const hr_hostlist *list = ((const hr_decl_build *)b->decl_build.item)[d].list;
        if (!list || ((const hr_decl *)b->decl.item)[d].parent != HR_NONE) continue;
        for (uint32_t k = 0; k < list->count && k < 100 && !near; k++) {
            one.n = 0;
            hr_hostlist_name(list, k, &one);
            const char *word = one.failed ? NULL : one.s;
            if (hr_str_closest(name, &word, 1)) near = hr_arena_printf(b->site->arena, "%s", word);
        }
    }
    hr_buf_free(&one);
    return near;
}

static const char *closest_field(const hr_type *type, hr_str name)
{
    const char *words[128];
    size_t n = 0;
    for (const hr_field *f = type->fields; f && f->name && n < 100; f++) words[n++] = f->name;
    for (const hr_field *f = hr_common_fields; f->name && n < 128; f++) words[n++] = f->name;
    return hr_str_closest(name, words, n);
}

static hr_err unmatched(hr_build *b, const hr_set_path *p)
{
    char help[160] = "held elements stand behind their holder: rack-*.node*.power";
    hr_str comp = p->comp[p->met];
    const char *near = p->met_type ? closest_field(p->met_type, comp) : closest_element(b, comp);
    if (near) snprintf(help, sizeof help, "did you mean `%.100s`?", near);
    if (hr_str_is(p->comp[0], "site") || hr_str_is(p->comp[0], "jobs"))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M501", p->at, "paths are site.FIELD and jobs.NAME.FIELD",
                           "no field and no job is matched by this overlay");
    if (p->met_type)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M501", p->at, help,
                           "a %s has no field `%.*s` and holds nothing of that name", p->met_type->name,
                           HR_STR_FMT(comp));
    return hr_diag_add(b->r.ctx, HR_ERROR, "M501", p->at, help, "no element is matched by \"%.*s\"", HR_STR_FMT(comp));
}

hr_err hr_overlay_unmatched(hr_build *b)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < b->n_set; i++)
        if (!b->set[i].matched) e = unmatched(b, &b->set[i]);
    return e;
}
