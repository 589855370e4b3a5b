/* fmt_quantities.c - walks a model with the field tables, in search of quantities that are spelled otherwise.
 *
 * A type stands in the element or in a part of the same file; where it cannot be told, only the fields that every
 * element has are known. */
#include "model/fmt_quantities.h"

#include <stdlib.h>
#include <string.h>

#include "model/fields.h"
#include "model/units.h"

enum { PART_CHAIN = 64 }; /* parts derived from parts; longer chains are cycles */

typedef struct walk {
    const hr_types *types;
    const hr_ynode *parts;
    hr_str source;
    hr_arena *arena;
    hr_vec *list;
    bool no_memory;
} walk;

static void walk_fields(walk *w, const hr_field *table, const hr_ynode *map);

/* --- quantities -------------------------------------------------------------------------------------------- */

static bool is_in_source(const walk *w, hr_str text)
{
    uintptr_t s = (uintptr_t)text.s, from = (uintptr_t)w->source.s;
    return s >= from && s - from <= w->source.n && text.n <= w->source.n - (s - from);
}

static void walk_scalar(walk *w, hr_dim dim, const hr_ynode *n)
{
    double si;
    char canonical[160];
    if (n->kind != HR_Y_SCALAR || n->quoted || !is_in_source(w, n->text)) return;
    if (hr_unit_parse(n->text, dim, &si) != HR_UNIT_OK) return;
    if (!hr_unit_canonical(n->text, canonical, sizeof canonical) || hr_str_is(n->text, canonical)) return;
    hr_spelling *s = hr_vec_push(w->list, sizeof *s);
    if (s != NULL)
        *s = (hr_spelling){(size_t)(n->text.s - w->source.s), hr_arena_str(w->arena, canonical, strlen(canonical))};
    if (s == NULL || s->text.s == NULL) w->no_memory = true;
}

/* 6.6 kW, or {value: 6.6 kW, range: [6 kW, 7 kW], ...}. */
static void walk_quantity(walk *w, hr_dim dim, const hr_ynode *n)
{
    walk_scalar(w, dim, n);
    const hr_ynode *value = hr_yaml_get(n, "value"), *range = hr_yaml_get(n, "range");
    if (value != NULL) walk_scalar(w, dim, value);
    for (uint32_t i = 0; range != NULL && range->kind == HR_Y_SEQ && i < range->n; i++)
        walk_scalar(w, dim, range->u.item[i]);
}

static void walk_curve(walk *w, const hr_field *f, const hr_ynode *n)
{
    for (uint32_t i = 0; n->kind == HR_Y_MAP && i < n->n; i++) {
        walk_scalar(w, (hr_dim)f->dim, n->u.pair[i].key);
        walk_scalar(w, (hr_dim)f->dim2, n->u.pair[i].value);
    }
}

/* --- feeds ------------------------------------------------------------------------------------------------- */

static void walk_feed(walk *w, const hr_ynode *n)
{
    const hr_ynode *breaker = hr_yaml_get(n, "breaker"), *cable = hr_yaml_get(n, "cable");
    walk_fields(w, hr_feed_fields, n);
    if (breaker != NULL) walk_scalar(w, HR_DIM_AMP, breaker); /* short for {rating: ...} */
    if (breaker != NULL) walk_fields(w, hr_breaker_fields, breaker);
    if (cable != NULL) walk_fields(w, hr_cable_fields, cable);
}

static void walk_feed_list(walk *w, const hr_ynode *n)
{
    for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) walk_feed(w, n->u.item[i]);
}

static void walk_from(walk *w, const hr_ynode *n)
{
    const hr_ynode *parallel = hr_yaml_get(n, "parallel");
    walk_feed_list(w, parallel != NULL ? parallel : n);
    if (n->kind != HR_Y_MAP || parallel != NULL) return;
    if (hr_yaml_get(n, "to") != NULL || hr_yaml_get(n, "spread") != NULL) {
        walk_feed(w, n);
        return;
    }
    for (uint32_t i = 0; i < n->n; i++) walk_feed(w, n->u.pair[i].value);
}

/* --- elements ---------------------------------------------------------------------------------------------- */

static const hr_type *type_of(const walk *w, const hr_ynode *map)
{
    for (int i = 0; i < PART_CHAIN && map != NULL; i++) {
        const hr_ynode *type = hr_yaml_get(map, "type"), *part = hr_yaml_get(map, "part");
        if (type != NULL && type->kind == HR_Y_SCALAR) return hr_types_find(w->types, type->text);
        if (part == NULL || part->kind != HR_Y_SCALAR) return NULL;
        const hr_ypair *p = hr_yaml_pair(w->parts, part->text);
        map = p != NULL ? p->value : NULL;
    }
    return NULL;
}

static void walk_elements(walk *w, const hr_ynode *names)
{
    for (uint32_t i = 0; names != NULL && names->kind == HR_Y_MAP && i < names->n; i++) {
        const hr_ynode *map = names->u.pair[i].value;
        const hr_type *type = type_of(w, map);
        walk_fields(w, hr_common_fields, map);
        if (type != NULL) walk_fields(w, type->fields, map);
    }
}

static void walk_field(walk *w, const hr_field *f, const hr_ynode *n)
{
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY: walk_quantity(w, (hr_dim)f->dim, n); break;
    case HR_F_CURVE: walk_curve(w, f, n); break;
    case HR_F_BYPASS:
    case HR_F_FROM: walk_from(w, n); break;
    case HR_F_PSUS: walk_fields(w, hr_psu_fields, n); break;
    case HR_F_RECORD: walk_fields(w, f->record, n); break;
    case HR_F_RECORDS:
        for (uint32_t i = 0; n->kind == HR_Y_SEQ && i < n->n; i++) walk_fields(w, f->record, n->u.item[i]);
        break;
    case HR_F_HOLDS: walk_elements(w, n); break;
    default: break;
    }
}

static void walk_fields(walk *w, const hr_field *table, const hr_ynode *map)
{
    for (const hr_field *f = table; map->kind == HR_Y_MAP && f->name != NULL; f++) {
        const hr_ynode *value = hr_yaml_get(map, f->name);
        if (value != NULL) walk_field(w, f, value);
    }
}

/* --- the file ---------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const hr_spelling *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

hr_err hr_spellings(const hr_ynode *root, const hr_types *types, hr_str source, hr_arena *arena, hr_vec *list)
{
    walk w = {types, hr_yaml_get(root, "parts"), source, arena, list, false};
    const hr_ynode *site = hr_yaml_get(root, "site"), *jobs = hr_yaml_get(root, "jobs");
    if (site != NULL) walk_fields(&w, types->site->fields, site);
    walk_elements(&w, hr_yaml_get(root, "elements"));
    walk_elements(&w, w.parts);
    for (uint32_t i = 0; jobs != NULL && jobs->kind == HR_Y_MAP && i < jobs->n; i++)
        walk_fields(&w, types->job->fields, jobs->u.pair[i].value);
    if (list->n > 0) qsort(list->item, list->n, sizeof(hr_spelling), by_place);
    return w.no_memory ? HR_ENOMEM : HR_OK;
}
