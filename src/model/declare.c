/* declare.c - declarations, and the units expanded from them.
 *
 * Every named mapping becomes one declaration (more, where overlays single out members), its fields parsed once. Then
 * the top-level names are put into natural order and each gets its unit, with the units it holds behind it. What is
 * held is laid out once per declaration of the holder: 7,200 racks share the names and runs of their 18 nodes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/build.h"

typedef struct named { /* one member on its way into natural order */
    hr_str name;
    hr_id decl;
    uint32_t member;
} named;

static int by_name(const void *a, const void *b)
{
    return hr_name_cmp(((const named *)a)->name, ((const named *)b)->name);
}

static hr_decl *decl_at(hr_build *b, hr_id i) { return &((hr_decl *)b->decl.item)[i]; }
static hr_decl_build *build_at(hr_build *b, hr_id i) { return &((hr_decl_build *)b->decl_build.item)[i]; }

static hr_err declare(hr_build *b, hr_ynode *key, hr_ynode *value, hr_id parent, uint32_t depth, uint32_t active);

/* --- one declaration ---------------------------------------------------------------------------------------------- */

static hr_err find_type(hr_build *b, const hr_ynode *map, const hr_ynode *key, const hr_type **out)
{
    const hr_ynode *t = hr_yaml_get(map, "type");
    hr_ctx *ctx = b->r.ctx;
    if (!t)
        return hr_diag_add(ctx, HR_ERROR, "M210", key->at, "add `type:` or `part:`", "`%.*s` has no type",
                           HR_STR_FMT(key->text));
    if (t->kind != HR_Y_SCALAR) return hr_wrong_shape(ctx, t, "type", "one word");
    *out = hr_types_find(b->opts->types, t->text);
    if (*out) return HR_OK;
    const char *words[256];
    size_t n = 0;
    for (; n < b->opts->types->n && n < 256; n++) words[n] = b->opts->types->type[n]->name;
    const char *near = hr_str_closest(t->text, words, n);
    char help[96];
    snprintf(help, sizeof help, near ? "did you mean `%s`?" : "`headroom schema --types` lists the types", near);
    if (hr_str_is(t->text, "job") || hr_str_is(t->text, "site"))
        snprintf(help, sizeof help,
                 hr_str_is(t->text, "job") ? "jobs stand under `jobs:`" : "the site stands under `site:`");
    return hr_diag_add(ctx, HR_ERROR, "M207", t->at, help, "unknown type \"%.*s\"", HR_STR_FMT(t->text));
}

static hr_err check_held(hr_build *b, hr_id parent, const hr_type *type, const hr_ynode *key, uint32_t depth)
{
    if (parent == HR_NONE) return HR_OK;
    const hr_type *holder = decl_at(b, parent)->type;
    if (depth >= HR_MAX_HOLD_DEPTH)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M309", key->at, "declare it under `elements:`",
                           "held more than %d levels deep", HR_MAX_HOLD_DEPTH);
    if (!holder->modelled) return HR_OK;
    for (const char *const *w = holder->held; w && *w; w++)
        if (strcmp(*w, type->name) == 0) return HR_OK;
    hr_buf help = {0};
    for (const char *const *w = holder->held; w && *w; w++)
        hr_buf_printf(&help, "%s%s", w == holder->held ? "it holds: " : ", ", *w);
    hr_err e = hr_diag_add(b->r.ctx, HR_ERROR, "M309", key->at, help.n ? help.s : "declare it under `elements:`",
                           "a %s cannot hold a %s", holder->name, type->name);
    hr_buf_free(&help);
    return e;
}

static hr_err read_common(hr_build *b, const hr_ynode *map, hr_decl *d)
{
    hr_err e = HR_OK;
    const hr_ynode *v;
    const hr_field *weight = &hr_common_fields[3];
    uint8_t trust;
    if ((v = hr_yaml_get(map, "room"))) e = hr_read_texts(&b->r, "room", v, &d->room);
    if (e == HR_OK && (v = hr_yaml_get(map, "epo"))) e = hr_read_texts(&b->r, "epo", v, &d->epo);
    if (e == HR_OK && (v = hr_yaml_get(map, "weight"))) e = hr_read_num(&b->r, weight, v, &d->weight);
    if (e == HR_OK && (v = hr_yaml_get(map, "trust"))) e = hr_read_trust(&b->r, v, &trust);
    return e;
}

static hr_err not_modelled_yet(hr_build *b, const hr_type *type, const hr_ynode *key)
{
    return hr_diag_add(b->r.ctx, HR_WARNING, "M901", key->at,
                       "it is counted and named; what it draws and whether what it feeds is served stays unknown",
                       "type `%s` is not modelled yet", type->name);
}

static hr_err read_declaration(hr_build *b, const hr_type *type, const hr_ynode *key, hr_ynode *map, hr_decl *d)
{
    static const char *const common[] = {"room",  "epo",     "position", "weight", "source", "as_of",
                                         "trust", "because", "type",     "part",   "holds",  NULL};
    d->type = type;
    d->type_name = hr_str_of(type->name);
    d->name = key->text;
    d->at = key->at;
    d->fields = hr_arena_alloc(b->site->arena, type->size);
    if (!d->fields) return HR_ENOMEM;
    hr_err e = hr_fields_read(&b->r, type->fields, d->fields, map, type->name, common, !type->modelled);
    hr_err e2 = read_common(b, map, d);
    if (!type->modelled) not_modelled_yet(b, type, key);
    return e != HR_OK ? e : e2;
}

/* The first field of a kind that a type has, as it was read; NULL when it has none. */
static const void *field_of_kind(const hr_decl *d, hr_field_kind kind)
{
    for (const hr_field *f = d->type->fields; f && f->name; f++)
        if (f->kind == kind) return (const char *)d->fields + f->offset;
    return NULL;
}

static hr_err holds_of(hr_build *b, hr_id decl, uint32_t depth, uint32_t active)
{
    hr_ynode *holds = hr_yaml_get(build_at(b, decl)->map, "holds");
    if (!holds) return HR_OK;
    if (holds->kind != HR_Y_MAP) return hr_wrong_shape(b->r.ctx, holds, "holds", "a mapping of names");
    hr_err e = HR_OK, e2;
    for (uint32_t i = 0; i < holds->n; i++)
        if ((e2 = declare(b, holds->u.pair[i].key, holds->u.pair[i].value, decl, depth + 1, active)) != HR_OK) e = e2;
    return e;
}

/* The hold chain of a part that holds itself would never end: a part name may stand once on the way up. */
static hr_err check_hold_cycle(hr_build *b, hr_id parent, hr_id part, const hr_ynode *key)
{
    for (; part != HR_NONE && parent != HR_NONE; parent = decl_at(b, parent)->parent)
        if (decl_at(b, parent)->part == part)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M209", key->at, "hold another part, or none",
                               "part `%.*s` holds itself", HR_STR_FMT(b->site->provenance[part].part));
    return HR_OK;
}

typedef struct variant { /* members of one declaration that the same overlays touch */
    uint32_t mask;
    hr_vec member;
} variant;

static hr_err declare_variant(hr_build *b, hr_ynode *key, hr_ynode *map, const hr_type *type, hr_hostlist *list,
                              hr_id parent, hr_id part, uint32_t depth, const variant *v)
{
    hr_decl *d = hr_vec_push(&b->decl, sizeof *d);
    hr_decl_build *db = hr_vec_push(&b->decl_build, sizeof *db);
    if (!d || !db) return HR_ENOMEM;
    hr_id id = (hr_id)(b->decl.n - 1);
    uint32_t active = v->mask;
    hr_err e = hr_overlay_apply(b, type, depth + 1, &active, &map);
    if (e != HR_OK) return e;
    *d = (hr_decl){.parent = parent, .part = part};
    db->list = list;
    db->map = map;
    db->active = active;
    db->n_member = (uint32_t)v->member.n;
    db->member = HR_NEW_ARRAY(b->site->arena, uint32_t, v->member.n);
    if (!db->member) return HR_ENOMEM;
    memcpy(db->member, v->member.item, v->member.n * sizeof *db->member);
    if ((e = read_declaration(b, type, key, map, d)) != HR_OK) {
        holds_of(b, id, depth, active); /* what it holds may have faults to report too */
        return e;
    }
    db->from = field_of_kind(d, HR_F_FROM);
    db->bypass = field_of_kind(d, HR_F_BYPASS);
    db->between = field_of_kind(d, HR_F_BETWEEN);
    if (db->bypass && db->bypass->form == HR_FROM_NONE) db->bypass = NULL;
    if (db->between && db->between->n == 0) db->between = NULL;
    return holds_of(b, id, depth, active);
}

static hr_err split_variants(hr_build *b, const hr_hostlist *list, uint32_t depth, uint32_t active, hr_vec *out)
{
    hr_buf name = {0};
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < list->count && e == HR_OK; i++) {
        uint32_t mask = 0;
        size_t k = 0;
        name.n = 0;
        if (active) {
            hr_hostlist_name(list, i, &name);
            mask = hr_overlay_match(b, active, depth, (hr_str){name.s, (uint32_t)name.n});
        }
        variant *v = out->item;
        while (k < out->n && v[k].mask != mask) k++;
        if (k == out->n) {
            if (!(v = hr_vec_push(out, sizeof *v))) e = HR_ENOMEM;
            else v->mask = mask;
        } else {
            v += k;
        }
        uint32_t *slot = e == HR_OK ? hr_vec_push(&v->member, sizeof *slot) : NULL;
        if (slot) *slot = i;
        else e = HR_ENOMEM;
    }
    hr_buf_free(&name);
    return e;
}

static hr_err declare(hr_build *b, hr_ynode *key, hr_ynode *value, hr_id parent, uint32_t depth, uint32_t active)
{
    if (value->kind != HR_Y_MAP) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", HR_STR_FMT(key->text));
        return hr_wrong_shape(b->r.ctx, value, name, "a mapping {type: ..., ...}");
    }
    if (b->decl.n >= HR_MAX_DECLS)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M106", key->at, "declare many at once with a hostlist: rack-[1-8]",
                           "more than %u declarations in one model, what parts hold included", HR_MAX_DECLS);
    hr_hostlist *list = HR_NEW(b->site->arena, hr_hostlist);
    if (!list) return HR_ENOMEM;
    hr_ynode *map = NULL;
    hr_id part = HR_NONE;
    const hr_type *type = NULL;
    hr_err e = hr_hostlist_parse(list, b->r.ctx, b->site->arena, key->text, key->at, false, false);
    hr_err e2 = hr_build_merged(b, value, &map, &part);
    if (e2 == HR_OK) e2 = check_hold_cycle(b, parent, part, key);
    if (e2 == HR_OK) e2 = find_type(b, map, key, &type);
    if (e2 == HR_OK) e2 = check_held(b, parent, type, key, depth);
    if (e != HR_OK || e2 != HR_OK || !type) return e != HR_OK ? e : e2;
    hr_vec variants = {0};
    e = split_variants(b, list, depth, active, &variants);
    for (size_t i = 0; i < variants.n && (e == HR_OK || e == HR_EINPUT); i++) {
        e2 = declare_variant(b, key, map, type, list, parent, part, depth, &((variant *)variants.item)[i]);
        if (e2 != HR_OK) e = e2;
    }
    for (size_t i = 0; i < variants.n; i++) hr_vec_free(&((variant *)variants.item)[i].member);
    hr_vec_free(&variants);
    return e;
}

/* --- natural order --------------------------------------------------------------------------------------------------- */

/* What a declaration holds, and what that holds, stands right behind it. */
static hr_id first_child(hr_id parent) { return parent == HR_NONE ? 0 : parent + 1; }

static bool more_children(hr_build *b, hr_id parent, hr_id d)
{
    if (d >= b->decl.n) return false;
    return parent == HR_NONE || (decl_at(b, d)->parent != HR_NONE && decl_at(b, d)->parent >= parent);
}

static hr_err collect_names(hr_build *b, hr_id parent, named *out, uint32_t n)
{
    uint32_t k = 0;
    hr_buf buf = {0};
    hr_err e = HR_OK;
    for (hr_id d = first_child(parent); more_children(b, parent, d) && e == HR_OK; d++) {
        if (decl_at(b, d)->parent != parent) continue;
        const hr_decl_build *db = build_at(b, d);
        for (uint32_t m = 0; m < db->n_member && k < n; m++, k++) {
            buf.n = 0;
            hr_hostlist_name(db->list, db->member[m], &buf);
            out[k] = (named){hr_arena_str(b->site->arena, buf.s, buf.n), d, db->member[m]};
            if (!out[k].name.s) e = HR_ENOMEM;
        }
    }
    hr_buf_free(&buf);
    return e;
}

static hr_err report_twins(hr_build *b, const named *list, uint32_t n)
{
    hr_err e = HR_OK;
    for (uint32_t i = 1; i < n; i++) {
        if (!hr_str_eq(list[i - 1].name, list[i].name)) continue;
        const hr_decl *x = decl_at(b, list[i - 1].decl), *y = decl_at(b, list[i].decl);
        bool swap = x->at.file == y->at.file && x->at.line > y->at.line;
        hr_span later = swap ? x->at : y->at, first = swap ? y->at : x->at;
        if (x->at.file == y->at.file && x->at.line == y->at.line && x->at.col == y->at.col)
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M303", later, "take one of them out", "`%.*s` names `%.*s` twice",
                            HR_STR_FMT(x->name), HR_STR_FMT(list[i].name));
        else
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M303", later, "rename one of the two",
                            "`%.*s` is declared already at %s:%u", HR_STR_FMT(list[i].name),
                            hr_source_name(b->r.ctx, first.file), first.line);
    }
    return e;
}

static hr_err too_many(hr_build *b)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M106", (hr_span){b->site->file, 1, 1, 1}, "split the model",
                       "more than %u elements in one model", HR_MAX_ELEMENTS);
}

static hr_err sorted_names(hr_build *b, hr_id parent, named **out, uint32_t *n)
{
    uint64_t total = 0;
    for (hr_id d = first_child(parent); more_children(b, parent, d); d++)
        if (decl_at(b, d)->parent == parent) total += build_at(b, d)->n_member;
    if (total > HR_MAX_ELEMENTS) return too_many(b);
    *n = (uint32_t)total;
    if (!(*out = HR_NEW_ARRAY(b->site->arena, named, *n))) return HR_ENOMEM;
    hr_err e = collect_names(b, parent, *out, *n);
    if (e != HR_OK || *n == 0) return e;
    qsort(*out, *n, sizeof **out, by_name);
    return report_twins(b, *out, *n);
}

/* Members that are wired, feed their holder or hold things differ from each other: they are units of one. */
static bool alone(hr_build *b, hr_id d)
{
    const hr_decl_build *db = build_at(b, d);
    const hr_power_ops *ops = decl_at(b, d)->type->power;
    if (ops && ops->kind == HR_P_SERIES) return true;
    return (db->from && db->from->form != HR_FROM_NONE) || db->between || hr_yaml_get(db->map, "holds");
}

/* Lays out what a declaration holds: names in natural order, cut into runs of identical members. */
static hr_err lay_out_held(hr_build *b, hr_id parent)
{
    named *list = NULL;
    uint32_t n = 0;
    hr_err e = sorted_names(b, parent, &list, &n);
    if (e != HR_OK || n == 0) return e;
    struct hr_run *run = HR_NEW_ARRAY(b->site->arena, struct hr_run, n);
    const hr_str **names = HR_NEW_ARRAY(b->site->arena, const hr_str *, n);
    if (!run || !names) return HR_ENOMEM;
    for (uint32_t i = 0; i < n; i++) names[i] = &list[i].name;
    if ((e = hr_build_outlets(b, parent, names, (hr_id)b->name.n, n)) != HR_OK) return e;
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        hr_str *name = hr_vec_push(&b->name, sizeof *name);
        if (!name) return HR_ENOMEM;
        *name = list[i].name;
        hr_id at = (hr_id)(b->name.n - 1);
        bool alike = k && run[k - 1].decl == list[i].decl && !alone(b, list[i].decl);
        if (alike && hr_same_outlets(b, parent, i - 1, i)) run[k - 1].count++;
        else run[k++] = (struct hr_run){list[i].decl, at, list[i].member, 1};
    }
    build_at(b, parent)->run = run;
    build_at(b, parent)->n_run = k;
    return HR_OK;
}

/* --- units ------------------------------------------------------------------------------------------------------------- */

static hr_err push_unit(hr_build *b, hr_unit u, uint32_t member, uint32_t holder_index)
{
    hr_unit *slot = hr_vec_push(&b->unit, sizeof *slot);
    hr_unit_build *ub = hr_vec_push(&b->unit_build, sizeof *ub);
    if (!slot || !ub) return HR_ENOMEM;
    *slot = u;
    *ub = (hr_unit_build){member, holder_index};
    return HR_OK;
}

static hr_err expand_held(hr_build *b, hr_id unit, uint32_t *element)
{
    hr_unit u = ((hr_unit *)b->unit.item)[unit];
    uint32_t holder_index = ((hr_unit_build *)b->unit_build.item)[unit].member;
    const hr_decl_build *db = build_at(b, u.decl);
    const struct hr_run *run = db->run;
    uint32_t n_run = db->n_run;
    hr_id first = (hr_id)b->unit.n;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < n_run && e == HR_OK; i++) {
        decl_at(b, run[i].decl)->members += run[i].count;
        e = push_unit(b,
                      (hr_unit){.decl = run[i].decl,
                                .holder = unit,
                                .count = run[i].count,
                                .name = run[i].name,
                                .held_first = HR_NONE,
                                .port = HR_NONE,
                                .floor = HR_NONE},
                      run[i].first, holder_index);
    }
    ((hr_unit *)b->unit.item)[unit].held_first = first;
    ((hr_unit *)b->unit.item)[unit].held_count = n_run;
    for (uint32_t i = 0; i < n_run && e == HR_OK; i++) {
        ((hr_unit *)b->unit.item)[first + i].first = *element;
        *element += run[i].count;
        if (*element > HR_MAX_ELEMENTS) return too_many(b);
        if (build_at(b, run[i].decl)->n_run) e = expand_held(b, first + i, element);
    }
    return e;
}

static hr_err expand_units(hr_build *b)
{
    named *list = NULL;
    uint32_t n = 0, element = 0;
    hr_err e = sorted_names(b, HR_NONE, &list, &n);
    if (e != HR_OK) return e;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        hr_str *name = hr_vec_push(&b->name, sizeof *name);
        if (!name) return HR_ENOMEM;
        *name = list[i].name;
        decl_at(b, list[i].decl)->members++;
        hr_id unit = (hr_id)b->unit.n;
        e = push_unit(b,
                      (hr_unit){.decl = list[i].decl,
                                .holder = HR_NONE,
                                .first = element++,
                                .count = 1,
                                .name = (hr_id)(b->name.n - 1),
                                .held_first = HR_NONE,
                                .port = HR_NONE,
                                .floor = HR_NONE},
                      list[i].member, 0);
        if (e == HR_OK && build_at(b, list[i].decl)->n_run) e = expand_held(b, unit, &element);
        if (element > HR_MAX_ELEMENTS) return too_many(b);
    }
    b->site->n_top = n;
    b->site->n_elements = element;
    return e;
}

static void count_summary(hr_build *b)
{
    for (hr_id d = 0; d < b->decl.n; d++) {
        const hr_decl *x = decl_at(b, d);
        if (x->type->counts_as_rack) b->site->n_racks += x->members;
        if (!x->type->counts_as_node) continue;
        b->site->n_nodes += x->members;
        for (const hr_field *f = x->type->fields; f->name; f++)
            if (strcmp(f->name, "gpus") == 0) {
                const hr_num *g = (const hr_num *)(const void *)((const char *)x->fields + f->offset);
                b->site->n_gpus += (uint64_t)g->v * x->members;
            }
    }
}

static hr_err own_origins(hr_build *b)
{
    for (size_t i = 0; i < b->element.n; i++) {
        const hr_entry *x = &((hr_entry *)b->element.item)[i];
        hr_id ignored;
        if (x->value->kind != HR_Y_MAP) continue;
        hr_str none = {"", 0};
        hr_trust trust = HR_GIVEN;
        hr_err e = HR_OK;
        if (hr_yaml_get(x->value, "source") || hr_yaml_get(x->value, "trust")) {
            e = hr_build_origin(b, none, x->key, x->value, HR_GIVEN, &ignored);
            trust = e == HR_OK ? b->site->provenance[ignored].trust : HR_GIVEN;
        }
        if (e == HR_OK) e = hr_build_held_origins(b, none, x->value, trust);
        if (e != HR_OK) return e;
    }
    return HR_OK;
}

hr_err hr_build_declare(hr_build *b)
{
    uint32_t all = b->n_set == 32 ? UINT32_MAX : (1u << b->n_set) - 1;
    hr_err e = own_origins(b), e2;
    if (e != HR_OK) return e;
    for (size_t i = 0; i < b->element.n; i++) {
        const hr_entry *x = &((hr_entry *)b->element.item)[i];
        if ((e2 = declare(b, x->key, x->value, HR_NONE, 0, all)) != HR_OK) e = e2;
    }
    if (e == HR_OK) e = hr_overlay_unmatched(b);
    for (hr_id d = 0; d < b->decl.n && e == HR_OK; d++)
        if (hr_yaml_get(build_at(b, d)->map, "holds")) e = lay_out_held(b, d);
    if (e == HR_OK) e = expand_units(b);
    if (e == HR_OK) count_summary(b);
    return e;
}
