/* diff_model.c - elements, jobs, cases, waivers and the site itself, met by name and compared field by field.
 *
 * Elements meet member by member, because the two models may declare them in different groups. The fields of a
 * declaration are laid out once. What changes in the same way is one change with many names. */
#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "model/hostlist.h"
#include "task/diff.h"

typedef struct group { /* a change and all it is true of */
    hr_diff_change c;
    hr_vec name; /* of hr_str */
} group;

typedef struct side {
    const hr_site *site;
    hr_vec *fields; /* by declaration, of hr_diff_item; laid out when first asked for */
} side;

typedef struct differ {
    hr_diff *d;
    hr_arena *a;
    side old, now;
    hr_vec group[HR_DIFF_SIGNS]; /* of the section being compared */
    hr_map index[HR_DIFF_SIGNS];
    hr_vec out; /* of hr_diff_change */
    const char *section;
    hr_vec unit_old, unit_now; /* scratch, of hr_diff_item */
    hr_err err;                /* the first one */
} differ;

static void note(differ *f, hr_err e)
{
    if (f->err == HR_OK) f->err = e;
}

/* --- groups ------------------------------------------------------------------------------------------------ */

static void key_value(hr_buf *b, const hr_diff_value *v)
{
    char num[3][40];
    for (int i = 0; i < 3; i++) hr_num_text(num[i], sizeof num[i], i == 0 ? v->v : i == 1 ? v->lo : v->hi, 17);
    hr_buf_printf(b, "|%u %u %u %s %s %s %.*s", v->kind, v->trust, v->dim, num[0], num[1], num[2], HR_STR_FMT(v->text));
    hr_buf_printf(b, " %u:%u:%u", v->at.file, v->at.line, v->at.col);
}

/* The group of a change, new where nobody changed in this way yet. */
static group *group_of(differ *f, const hr_diff_change *c)
{
    hr_buf key = {0};
    hr_buf_printf(&key, "%s %.*s", c->type ? c->type : "", HR_STR_FMT(c->field));
    hr_buf_printf(&key, " %u:%u:%u %u:%u:%u", c->old_at.file, c->old_at.line, c->old_at.col, c->at.file, c->at.line,
                  c->at.col);
    key_value(&key, &c->old);
    key_value(&key, &c->now);
    hr_str text = key.failed ? (hr_str){NULL, 0} : hr_arena_str(f->a, key.s, key.n);
    hr_buf_free(&key);
    uint32_t at = HR_NONE;
    hr_vec *list = &f->group[c->sign];
    if (!text.s || !hr_map_add(&f->index[c->sign], text, (uint32_t)list->n, &at)) return NULL;
    if (at != HR_NONE) return &((group *)list->item)[at];
    group *g = hr_vec_push(list, sizeof *g);
    if (g) g->c = *c;
    return g;
}

static void add(differ *f, const hr_diff_change *c, hr_str name)
{
    group *g = group_of(f, c);
    hr_str *slot = g ? hr_vec_push(&g->name, sizeof *slot) : NULL;
    if (slot) *slot = name;
    else note(f, HR_ENOMEM);
    if (slot && c->sign != HR_DIFF_CHANGED) f->d->count[c->sign]++;
    if (slot && g->c.sign != HR_DIFF_CHANGED && g->name.n > 1) g->c.held += c->held;
}

/* Names of the section are folded, and its changes handed over: what came, what went, what changed. */
static void close_section(differ *f)
{
    hr_buf names = {0};
    for (int sign = 0; sign < HR_DIFF_SIGNS; sign++) {
        group *g = f->group[sign].item;
        for (size_t i = 0; i < f->group[sign].n; i++) {
            names.n = 0;
            if (g[i].name.n == 1) hr_buf_str(&names, *(hr_str *)g[i].name.item);
            else note(f, hr_hostlist_fold(g[i].name.item, g[i].name.n, &names));
            hr_diff_change *c = hr_vec_push(&f->out, sizeof *c);
            g[i].c.members = (uint32_t)g[i].name.n;
            g[i].c.names = hr_arena_str(f->a, names.s ? names.s : "", names.n);
            if (c && g[i].c.names.s && !names.failed) *c = g[i].c;
            else note(f, HR_ENOMEM);
            hr_vec_free(&g[i].name);
        }
        hr_vec_free(&f->group[sign]);
        hr_map_free(&f->index[sign]);
        f->group[sign] = (hr_vec){0};
        f->index[sign] = (hr_map){0};
    }
    hr_buf_free(&names);
}

/* --- fields side by side ----------------------------------------------------------------------------------- */

static const hr_diff_item nothing = {.value = {.at = {HR_NONE, 0, 0, 0}}};

static void changed(differ *f, const char *type, hr_str name, const hr_diff_item *old, const hr_diff_item *now,
                    hr_span old_decl, hr_span now_decl)
{
    add(f,
        &(hr_diff_change){.sign = HR_DIFF_CHANGED,
                          .section = f->section,
                          .type = type,
                          .field = old->path.n > 0 ? old->path : now->path,
                          .old = old->value,
                          .now = now->value,
                          .old_at = old->value.at.file != HR_NONE ? old->value.at : old_decl,
                          .at = now->value.at.file != HR_NONE ? now->value.at : now_decl},
        name);
}

static const hr_diff_item *item_at(const hr_vec *items, size_t i)
{
    return items->item && i < items->n ? (const hr_diff_item *)items->item + i : NULL;
}

/* Two sorted lists. How many differ. */
static uint32_t compare(differ *f, const char *type, hr_str name, const hr_vec *old, const hr_vec *now,
                        hr_span old_decl, hr_span now_decl)
{
    const hr_diff_item *x, *y;
    size_t i = 0, k = 0;
    uint32_t n = 0;
    while ((x = item_at(old, i)), (y = item_at(now, k)), x || y) {
        int d = !x ? 1 : !y ? -1 : hr_name_cmp(x->path, y->path);
        if (d <= 0) i++;
        if (d >= 0) k++;
        if (d > 0) x = &nothing;
        if (d < 0) y = &nothing;
        if (hr_diff_same(&x->value, &y->value)) continue;
        changed(f, type, name, x, y, old_decl, now_decl);
        n++;
    }
    return n;
}

/* --- elements ---------------------------------------------------------------------------------------------- */

static const hr_vec *fields_of(differ *f, side *s, hr_id decl)
{
    hr_vec *v = &s->fields[decl];
    const hr_decl *d = &s->site->decl[decl];
    if (v->n > 0) return v;
    note(f, hr_diff_text(f->a, HR_STR("type"), hr_str_of(d->type->name), d->at, v)); /* never empty */
    note(f, hr_diff_fields(f->a, d->type->fields, d->fields, HR_STR(""), v));
    note(f, hr_diff_num(f->a, HR_STR("weight"), &d->weight, HR_DIM_KG, v));
    note(f, hr_diff_num(f->a, HR_STR("position.x"), &d->position_x, HR_DIM_METRE, v));
    note(f, hr_diff_num(f->a, HR_STR("position.y"), &d->position_y, HR_DIM_METRE, v));
    hr_diff_sort(v);
    return v;
}

static const hr_vec *unit_fields_of(differ *f, const hr_site *s, hr_id unit, hr_vec *v)
{
    v->n = 0;
    note(f, hr_diff_unit_fields(f->a, s, unit, v));
    hr_diff_sort(v);
    return v;
}

static hr_str full_name(differ *f, const hr_site *s, hr_id unit, uint32_t member)
{
    char name[1024];
    size_t n = hr_unit_name(s, unit, member, name, sizeof name);
    hr_str kept = hr_arena_str(f->a, name, n < sizeof name ? n : sizeof name - 1);
    if (!kept.s) note(f, HR_ENOMEM);
    return kept.s ? kept : HR_STR("");
}

static uint64_t held_by(const hr_site *s, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    uint64_t n = 0;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        n += s->unit[h].count * (1 + held_by(s, h));
    return n;
}

/* What came or went; what it holds comes and goes with it. */
static void lone(differ *f, const hr_site *s, const hr_site *other, hr_id unit, hr_str name, hr_diff_sign sign)
{
    hr_id holder = s->unit[unit].holder, there;
    uint32_t member;
    if (holder != HR_NONE && !hr_site_find(other, full_name(f, s, holder, 0), &there, &member)) return;
    const hr_decl *d = &s->decl[s->unit[unit].decl];
    add(f,
        &(hr_diff_change){.sign = (uint8_t)sign,
                          .section = f->section,
                          .type = d->type->name,
                          .held = held_by(s, unit),
                          .old = {.at = HR_NOWHERE},
                          .now = {.at = HR_NOWHERE},
                          .old_at = sign == HR_DIFF_REMOVED ? d->at : HR_NOWHERE,
                          .at = d->at},
        name);
}

static void both(differ *f, hr_id old, hr_id now, hr_str name)
{
    const hr_site *a = f->old.site, *b = f->now.site;
    const hr_decl *da = &a->decl[a->unit[old].decl], *db = &b->decl[b->unit[now].decl];
    const hr_vec *x = fields_of(f, &f->old, a->unit[old].decl), *y = fields_of(f, &f->now, b->unit[now].decl);
    uint32_t n = compare(f, da->type->name, name, x, y, da->at, db->at);
    x = unit_fields_of(f, a, old, &f->unit_old);
    y = unit_fields_of(f, b, now, &f->unit_now);
    n += compare(f, da->type->name, name, x, y, da->at, db->at);
    if (n > 0) f->d->count[HR_DIFF_CHANGED]++;
}

/* Names of no further use are not kept: a hall has a hundred thousand of them. */
static void compare_elements(differ *f)
{
    const hr_site *a = f->old.site, *b = f->now.site;
    hr_id there;
    uint32_t member;
    f->section = "element";
    for (hr_id u = 0; u < a->n_unit && f->err == HR_OK; u++)
        for (uint32_t m = 0; m < a->unit[u].count && f->err == HR_OK; m++) {
            hr_str name = full_name(f, a, u, m);
            if (hr_site_find(b, name, &there, &member)) both(f, u, there, name);
            else lone(f, a, b, u, name, HR_DIFF_REMOVED);
        }
    for (hr_id u = 0; u < b->n_unit && f->err == HR_OK; u++)
        for (uint32_t m = 0; m < b->unit[u].count && f->err == HR_OK; m++) {
            hr_str name = full_name(f, b, u, m);
            if (!hr_site_find(a, name, &there, &member)) lone(f, b, a, u, name, HR_DIFF_ADDED);
        }
    close_section(f);
}

/* --- everything else that has a name ----------------------------------------------------------------------- */

typedef struct thing {
    hr_str name;
    hr_span at;
    hr_vec items; /* of hr_diff_item */
} thing;

static thing *push_thing(differ *f, hr_vec *out, hr_str name, hr_span at)
{
    thing *t = name.s ? hr_vec_push(out, sizeof *t) : NULL;
    if (!t) note(f, HR_ENOMEM);
    if (t) *t = (thing){.name = name, .at = at};
    return t;
}

static void list_site(differ *f, const hr_site *s, hr_vec *out)
{
    thing *t = push_thing(f, out, HR_STR("site"), (hr_span){s->file, 1, 1, 0});
    if (t) note(f, hr_diff_fields(f->a, s->types->site->fields, s->fields, HR_STR(""), &t->items));
}

static void list_jobs(differ *f, const hr_site *s, hr_vec *out)
{
    for (uint32_t i = 0; i < s->n_job; i++) {
        thing *t = push_thing(f, out, s->job[i].name, s->job[i].at);
        if (t) note(f, hr_diff_fields(f->a, s->types->job->fields, s->job[i].fields, HR_STR(""), &t->items));
    }
}

static void list_cases(differ *f, const hr_site *s, hr_vec *out)
{
    for (uint32_t i = 0; i < s->n_cases; i++) {
        const hr_case_decl *c = &s->cases[i];
        thing *t = push_thing(f, out, c->name, c->at);
        if (!t) return;
        note(f, hr_diff_texts(f->a, HR_STR("out"), &c->out, &t->items));
        if (c->because.n > 0) note(f, hr_diff_text(f->a, HR_STR("because"), c->because, c->at, &t->items));
        for (uint32_t k = 0; k < c->n_set; k++) {
            const char *path = hr_arena_printf(f->a, "set %.*s", HR_STR_FMT(c->set[k].path.v));
            if (!path) note(f, HR_ENOMEM);
            else note(f, hr_diff_text(f->a, hr_str_of(path), c->set[k].value.v, c->set[k].path.at, &t->items));
        }
    }
}

/* A waiver is known by what it waives. */
static void list_waivers(differ *f, const hr_site *s, hr_vec *out)
{
    for (uint32_t i = 0; i < s->n_waiver; i++) {
        const hr_waiver *w = &s->waiver[i];
        hr_vec on = {0};
        note(f, hr_diff_texts(f->a, HR_STR("on"), &w->on, &on));
        const hr_diff_item *item = on.item;
        const char *name = hr_arena_printf(f->a, "%.*s on %.*s", HR_STR_FMT(w->code),
                                           on.n ? (int)item->value.text.n : 0, on.n ? item->value.text.s : "");
        hr_vec_free(&on);
        thing *t = push_thing(f, out, name ? hr_str_of(name) : (hr_str){NULL, 0}, w->at);
        if (!t) return;
        note(f, hr_diff_text(f->a, HR_STR("until"), w->until, w->at, &t->items));
        note(f, hr_diff_text(f->a, HR_STR("because"), w->because, w->at, &t->items));
    }
}

static thing *find_thing(const hr_vec *list, hr_str name)
{
    thing *t = list->item;
    for (size_t i = 0; i < list->n; i++)
        if (hr_str_eq(t[i].name, name)) return &t[i];
    return NULL;
}

static void came_or_went(differ *f, const hr_vec *list, const hr_vec *other, hr_diff_sign sign)
{
    const thing *t = list->item;
    for (size_t i = 0; i < list->n; i++) {
        hr_diff_change c = {.sign = (uint8_t)sign, .section = f->section, .old_at = HR_NOWHERE, .at = t[i].at};
        c.old.at = c.now.at = HR_NOWHERE;
        if (sign == HR_DIFF_REMOVED) c.old_at = t[i].at;
        if (!find_thing(other, t[i].name)) add(f, &c, t[i].name);
    }
}

static void free_things(hr_vec *list)
{
    thing *t = list->item;
    for (size_t i = 0; i < list->n; i++) hr_vec_free(&t[i].items);
    hr_vec_free(list);
}

static void compare_things(differ *f, const char *section, void (*list)(differ *, const hr_site *, hr_vec *))
{
    hr_vec old = {0}, now = {0};
    f->section = section;
    list(f, f->old.site, &old);
    list(f, f->now.site, &now);
    came_or_went(f, &now, &old, HR_DIFF_ADDED);
    came_or_went(f, &old, &now, HR_DIFF_REMOVED);
    thing *t = old.item;
    for (size_t i = 0; i < old.n; i++) {
        thing *other = find_thing(&now, t[i].name);
        if (!other) continue;
        hr_diff_sort(&t[i].items);
        hr_diff_sort(&other->items);
        if (compare(f, NULL, t[i].name, &t[i].items, &other->items, t[i].at, other->at) > 0)
            f->d->count[HR_DIFF_CHANGED]++;
    }
    close_section(f);
    free_things(&old);
    free_things(&now);
}

static hr_err keep(differ *f)
{
    hr_diff *d = f->d;
    d->change = HR_NEW_ARRAY(f->a, hr_diff_change, f->out.n);
    if (!d->change) return HR_ENOMEM;
    if (f->out.n > 0) memcpy(d->change, f->out.item, f->out.n * sizeof *d->change);
    d->n_change = (uint32_t)f->out.n;
    return HR_OK;
}

static void free_fields(side *s)
{
    for (uint32_t i = 0; s->fields && i < s->site->n_decl; i++) hr_vec_free(&s->fields[i]);
}

hr_err hr_diff_model(hr_diff *d)
{
    differ f = {.d = d, .a = d->arena, .old = {.site = d->old->site}, .now = {.site = d->now->site}};
    f.old.fields = HR_NEW_ARRAY(f.a, hr_vec, (size_t)f.old.site->n_decl + 1);
    f.now.fields = HR_NEW_ARRAY(f.a, hr_vec, (size_t)f.now.site->n_decl + 1);
    if (!f.old.fields || !f.now.fields) return HR_ENOMEM;
    compare_things(&f, "site", list_site);
    compare_elements(&f);
    compare_things(&f, "job", list_jobs);
    compare_things(&f, "case", list_cases);
    compare_things(&f, "waiver", list_waivers);
    if (f.err == HR_OK) f.err = keep(&f);
    free_fields(&f.old);
    free_fields(&f.now);
    hr_vec_free(&f.out);
    hr_vec_free(&f.unit_old);
    hr_vec_free(&f.unit_now);
    return f.err;
}
