/* sheet.c - the elements of a site as a table, whatever it is written to. */
#include "port/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/fields.h"
#include "model/hostlist.h"
#include "model/units.h"
#include "port/export.h"

typedef hr_sheet_column column;
typedef hr_sheet_cell cell;

typedef struct table {
    hr_ctx *ctx;
    const hr_site *site;
    hr_arena *arena;
    hr_vec column, cell;
    uint32_t rows;
    bool held;  /* what others hold is carried */
    hr_id decl; /* being written */
    hr_err err; /* the first one */
    /* Of a row that is a single element: its number among the names of its declaration. */
    const hr_hostlist *list;
    uint32_t member;
    hr_id unit; /* HR_NONE: the row is the declaration itself */
} table;

static void note(table *t, hr_err e)
{
    if (t->err == HR_OK) t->err = e;
}

/* --- columns and cells ------------------------------------------------------------------------------------- */

static uint32_t find_column(table *t, const char *path)
{
    column *c = t->column.item;
    for (uint32_t i = 0; i < t->column.n; i++)
        if (strcmp(c[i].path, path) == 0) return i;
    c = hr_vec_push(&t->column, sizeof *c);
    if (!c) {
        note(t, HR_ENOMEM);
        return 0;
    }
    c->path = path;
    return (uint32_t)t->column.n - 1;
}

static cell *add_cell(table *t, const char *path)
{
    uint32_t at = path ? find_column(t, path) : 0;
    cell *c = path && t->err == HR_OK ? hr_vec_push(&t->cell, sizeof *c) : NULL;
    if (!c) {
        note(t, HR_ENOMEM);
        return NULL;
    }
    c->row = t->rows;
    c->column = at;
    return c;
}

static void add_text(table *t, const char *path, hr_str text)
{
    cell *c = add_cell(t, path);
    if (c) c->text = text;
}

static const char *below(table *t, const char *prefix, const char *name)
{
    const char *path = hr_arena_printf(t->arena, "%s%s%s", prefix, prefix[0] ? "." : "", name);
    if (!path) note(t, HR_ENOMEM);
    return path;
}

static void lost(table *t, const char *path, const char *what)
{
    bool element = t->decl != HR_NONE; /* else the site itself */
    hr_str name = element ? t->site->decl[t->decl].name : HR_STR("the site");
    hr_span at = element ? t->site->decl[t->decl].at : HR_NOWHERE;
    hr_err e = hr_diag_add(t->ctx, HR_WARNING, "M603", at, "`headroom export json` carries it",
                           "the table does not carry `%s` of %.*s: %s", path, HR_STR_FMT(name), what);
    if (e != HR_OK) note(t, e);
}

/* Of a type that is still to come, the fields are not read: only the model itself has them. */
static void lost_fields(table *t)
{
    const hr_decl *d = &t->site->decl[t->decl];
    hr_err e = hr_diag_add(t->ctx, HR_WARNING, "M603", d->at, NULL,
                           "the table does not carry the fields of %.*s: type `%s` is not modelled yet",
                           HR_STR_FMT(d->name), d->type->name);
    if (e != HR_OK) note(t, e);
}

static void add_num(table *t, const char *path, const hr_num *n, hr_dim dim)
{
    if (n->presence != HR_PRESENT) return;
    if (n->lo < n->hi) { /* its middle alone would pass for a value that is known */
        lost(t, path, "a value with a range");
        return;
    }
    cell *c = add_cell(t, path);
    if (!c) return;
    c->num = n;
    c->dim = dim;
    column *k = &((column *)t->column.item)[c->column];
    k->mixed = k->mixed || (k->number && k->dim != dim);
    k->number = true;
    k->dim = dim;
    k->sourced = k->sourced || n->trust != HR_GIVEN || hr_export_provenance(t->site, n) != NULL;
}

/* --- references -------------------------------------------------------------------------------------------- */

/* The reference of one element: the name its hostlist has for it, with $1, $2 put in. */
static hr_str resolve(table *t, hr_str text)
{
    hr_hostlist refs;
    hr_buf name = {0}, out = {0};
    if (t->unit == HR_NONE) return text;
    bool paired = memchr(text.s, '[', text.n) != NULL &&
                  hr_hostlist_parse(&refs, NULL, t->arena, text, HR_NOWHERE, true, true) == HR_OK &&
                  refs.count == t->list->count;
    if (paired) hr_hostlist_name(&refs, t->member, &name);
    else hr_buf_str(&name, text);
    for (size_t i = 0; i < name.n; i++) {
        bool capture = name.s[i] == '$' && i + 1 < name.n && name.s[i + 1] >= '1' && name.s[i + 1] <= '9';
        if (!capture) hr_buf_c(&out, name.s[i]);
        else hr_hostlist_capture(t->list, t->member, (uint32_t)(name.s[++i] - '0'), &out);
    }
    hr_str kept = hr_arena_str(t->arena, out.s ? out.s : "", out.n);
    if (name.failed || out.failed || !kept.s) note(t, HR_ENOMEM);
    hr_buf_free(&name);
    hr_buf_free(&out);
    return kept;
}

/* What feeds an element through a feed: known since the site was opened, for spread ones too. */
static hr_str supply(table *t, const hr_feed *f)
{
    const hr_unit *u = &t->site->unit[t->unit];
    char name[1024];
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        if (t->site->wire[w].feed != f) continue;
        size_t n = hr_unit_name(t->site, t->site->wire[w].parent, 0, name, sizeof name);
        hr_str kept = hr_arena_str(t->arena, name, n < sizeof name ? n : sizeof name - 1);
        if (!kept.s) note(t, HR_ENOMEM);
        return kept;
    }
    return resolve(t, f->to.v);
}

/* --- fields ------------------------------------------------------------------------------------------------ */

static void add_fields(table *t, const hr_field *f, const void *base, const char *prefix);

static void add_texts(table *t, const char *path, const hr_texts *x, bool refs)
{
    if (x->n > 1) lost(t, path, "a list");
    else if (x->n == 1) add_text(t, path, refs ? resolve(t, x->item[0].v) : x->item[0].v);
}

static void add_feed(table *t, const char *prefix, const hr_feed *f)
{
    bool single = t->unit != HR_NONE;
    add_text(t, below(t, prefix, f->spread && !single ? "spread" : "to"), single ? supply(t, f) : f->to.v);
    add_fields(t, hr_feed_fields, f, prefix);
    if (f->breaker.present) add_fields(t, hr_breaker_fields, &f->breaker, below(t, prefix, "breaker"));
    if (f->cable) add_fields(t, hr_cable_fields, f->cable, below(t, prefix, "cable"));
    const char *phases = f->phases.presence == HR_PRESENT ? hr_export_phases(f->phases.v) : NULL;
    if (phases) add_text(t, below(t, prefix, "phases"), hr_str_of(phases));
}

/* A cord's name becomes part of a header, where these have a meaning of their own. */
static bool fits_header(hr_str name)
{
    for (uint32_t i = 0; i < name.n; i++)
        if (strchr(".[](),;\" ", name.s[i])) return false;
    return name.n > 0;
}

static void add_cord(table *t, const char *path, const hr_feed *f)
{
    const char *name = hr_arena_printf(t->arena, "%.*s", HR_STR_FMT(f->cord));
    if (!name) note(t, HR_ENOMEM);
    else if (!fits_header(f->cord)) lost(t, path, "a cord whose name fits no header");
    else add_feed(t, below(t, path, name), f);
}

static void add_from(table *t, const char *path, const hr_from *from)
{
    switch (from->form) {
    case HR_FROM_NONE: return;
    case HR_FROM_CORDS:
        for (uint32_t i = 0; i < from->n; i++) add_cord(t, path, &from->feed[i]);
        return;
    case HR_FROM_PARALLEL:
        if (from->n > 1) lost(t, path, "several parallel feeds");
        else add_text(t, below(t, path, "parallel"), resolve(t, from->feed[0].to.v));
        return;
    case HR_FROM_ONE:
    case HR_FROM_ALTERNATIVES: break;
    }
    if (from->n > 1) lost(t, path, "a list of alternative feeds");
    else add_feed(t, path, &from->feed[0]);
}

static void add_psus(table *t, const char *path, const hr_psus *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        const char *name = hr_arena_printf(t->arena, "%.*s", HR_STR_FMT(p->cord[i].cord));
        if (!name) note(t, HR_ENOMEM);
        else if (!fits_header(p->cord[i].cord)) lost(t, path, "a cord whose name fits no header");
        else add_num(t, below(t, path, name), &p->cord[i].count, HR_DIM_NONE);
    }
    if (p->present) add_fields(t, hr_psu_fields, p, path);
}

static void add_field(table *t, const hr_field *f, const void *at, const char *path)
{
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: add_num(t, path, at, (hr_dim)f->dim); break;
    case HR_F_FLAG:
        if (((const hr_flag *)at)->presence == HR_PRESENT)
            add_text(t, path, ((const hr_flag *)at)->v ? HR_STR("true") : HR_STR("false"));
        break;
    case HR_F_CHOICE:
        if (((const hr_choice *)at)->presence == HR_PRESENT)
            add_text(t, path, hr_str_of(f->words[((const hr_choice *)at)->v]));
        break;
    case HR_F_TEXT:
        if (((const hr_text *)at)->presence == HR_PRESENT) add_text(t, path, ((const hr_text *)at)->v);
        break;
    case HR_F_TEXTS:
    case HR_F_REF: add_texts(t, path, at, f->kind == HR_F_REF); break;
    case HR_F_BETWEEN:
        if (((const hr_texts *)at)->n > 0) lost(t, path, "the two elements that it ties");
        break;
    case HR_F_CURVE:
        if (((const hr_curve *)at)->n > 0) lost(t, path, "a curve");
        break;
    case HR_F_BYPASS:
    case HR_F_FROM: add_from(t, path, at); break;
    case HR_F_PSUS: add_psus(t, path, at); break;
    case HR_F_RECORD: add_fields(t, f->record, at, path); break;
    case HR_F_RECORDS:
        if (((const hr_records *)at)->n > 0) lost(t, path, "a list of records");
        break;
    case HR_F_HOLDS:
    case HR_F_OPEN: break; /* no storage */
    }
}

/* What of a feed is read in a form of its own. */
static bool is_target(const hr_field *f) { return strcmp(f->name, "to") == 0 || strcmp(f->name, "spread") == 0; }

static void add_fields(table *t, const hr_field *f, const void *base, const char *prefix)
{
    bool feed = f == hr_feed_fields;
    for (; prefix && f && f->name && t->err == HR_OK; f++) {
        if (feed && is_target(f)) continue;
        const char *path = below(t, prefix, f->name);
        if (path) add_field(t, f, (const char *)base + f->offset, path);
    }
}

/* --- rows -------------------------------------------------------------------------------------------------- */

/* "rack-[1-8]", "rack-1.shelf-1": what holds it. */
static void add_holder(table *t, hr_id parent)
{
    const char *path = "";
    for (hr_id p = parent; p != HR_NONE && path; p = t->site->decl[p].parent)
        path = hr_arena_printf(t->arena, "%.*s%s%s", HR_STR_FMT(t->site->decl[p].name), path[0] ? "." : "", path);
    if (!path) note(t, HR_ENOMEM);
    else if (path[0]) add_text(t, "held_by", hr_str_of(path));
}

static void add_row(table *t, hr_str name)
{
    const hr_decl *d = &t->site->decl[t->decl];
    add_text(t, "name", name);
    add_text(t, "type", hr_str_of(d->type->name));
    add_holder(t, d->parent);
    add_fields(t, d->type->fields, d->fields, "");
    add_texts(t, "room", &d->room, false);
    add_texts(t, "epo", &d->epo, false);
    add_num(t, "weight", &d->weight, HR_DIM_KG);
    t->rows++;
}

/* The number of a name in its hostlist; looked for behind the one before, because units mostly stand in that order. */
static uint32_t member_of(table *t, hr_str name)
{
    hr_buf one = {0};
    uint32_t i = t->member;
    for (uint32_t k = 0; k < t->list->count; k++) {
        i = (t->member + k) % t->list->count;
        one.n = 0;
        hr_hostlist_name(t->list, i, &one);
        if (!one.failed && one.n == name.n && memcmp(one.s, name.s, name.n) == 0) break;
    }
    if (one.failed) note(t, HR_ENOMEM);
    hr_buf_free(&one);
    return i;
}

static void add_members(table *t)
{
    t->member = 0;
    for (hr_id u = 0; u < t->site->n_unit && t->err == HR_OK; u++) {
        if (t->site->unit[u].decl != t->decl) continue;
        hr_str name = t->site->names[t->site->unit[u].name];
        t->unit = u;
        t->member = member_of(t, name);
        add_row(t, name);
    }
    t->unit = HR_NONE;
}

/* A row stands for all names of its declaration. What is held by a holder that needs several rows has no one to name. */
static bool is_whole(const table *t, hr_id decl, uint32_t count)
{
    const hr_decl *d = &t->site->decl[decl];
    uint64_t members = count;
    hr_hostlist list;
    for (hr_id p = d->parent; p != HR_NONE; p = t->site->decl[p].parent) {
        const hr_decl *holder = &t->site->decl[p];
        if (hr_hostlist_parse(&list, NULL, t->arena, holder->name, holder->at, false, false) != HR_OK) return false;
        members *= list.count;
    }
    return members == d->members;
}

static void tell_held(table *t)
{
    for (hr_id k = t->decl + 1; k < t->site->n_decl; k++) {
        if (t->site->decl[k].parent != t->decl) continue;
        lost(t, "holds", "what it holds");
        return;
    }
}

static void add_held(table *t)
{
    const hr_decl *d = &t->site->decl[t->decl];
    hr_hostlist list;
    if (hr_hostlist_parse(&list, NULL, t->arena, d->name, d->at, false, false) != HR_OK) note(t, HR_EINTERNAL);
    else if (is_whole(t, t->decl, list.count)) add_row(t, d->name);
    else lost(t, "held_by", "what holds it stands in several rows");
    if (!d->type->modelled) lost_fields(t);
}

static void add_declaration(table *t)
{
    const hr_decl *d = &t->site->decl[t->decl];
    hr_hostlist list;
    hr_err e = hr_hostlist_parse(&list, NULL, t->arena, d->name, d->at, false, false);
    if (e != HR_OK) {
        note(t, e == HR_EINPUT ? HR_EINTERNAL : e);
        return;
    }
    t->list = &list;
    if (list.count == d->members) add_row(t, d->name);
    else add_members(t);
    t->list = NULL;
    if (!d->type->modelled) lost_fields(t);
    if (!t->held) tell_held(t);
}

/* --- units ------------------------------------------------------------------------------------------------- */

/* The number whose text with this unit reads back as the very same double. */
bool hr_sheet_exact(double si, hr_dim dim, const char *unit, double scale, double offset, hr_buf *out)
{
    const double x = unit ? (si - offset) / scale : si;
    const double near[] = {x, nextafter(x, -INFINITY), nextafter(x, INFINITY)};
    static const int digits[] = {12, 15, 17};
    char text[128];
    for (size_t k = 0; k < 9; k++) {
        double back;
        size_t n = hr_num_text(text, 40, near[k % 3], digits[k / 3]), all = n;
        if (unit) all += (size_t)snprintf(text + n, sizeof text - n, " %s", unit);
        if (hr_unit_parse((hr_str){text, (uint32_t)all}, dim, &back) != HR_UNIT_OK || back != si) continue;
        if (out) hr_buf_add(out, text, n);
        return true;
    }
    return false;
}

bool hr_sheet_scale(hr_dim dim, const char *unit, double *scale, double *offset)
{
    const char *u;
    for (size_t i = 0; (u = hr_unit_at(dim, i, scale, offset)) != NULL; i++)
        if (strcmp(u, unit) == 0) return !isnan(*scale);
    return false;
}

static bool suits(const table *t, uint32_t k, hr_dim dim, const char *unit)
{
    double scale, offset;
    const cell *c = t->cell.item;
    if (!hr_sheet_scale(dim, unit, &scale, &offset)) return false;
    for (size_t i = 0; i < t->cell.n; i++)
        if (c[i].column == k && c[i].num && !hr_sheet_exact(c[i].num->v, dim, unit, scale, offset, NULL)) return false;
    return true;
}

/* The unit people use for it, or the first in which every number of the column can be written exactly. */
static const char *unit_for(const table *t, uint32_t k, hr_dim dim)
{
    const char *likely = hr_unit_likely(dim), *u;
    double scale, offset;
    if (suits(t, k, dim, likely)) return likely;
    for (size_t i = 0; (u = hr_unit_at(dim, i, &scale, &offset)) != NULL; i++)
        if (suits(t, k, dim, u)) return u;
    return likely;
}

static void choose_units(table *t)
{
    column *c = t->column.item;
    for (uint32_t i = 0; i < t->column.n; i++)
        if (c[i].number && !c[i].mixed && c[i].dim != HR_DIM_NONE) c[i].unit = unit_for(t, i, c[i].dim);
}

void hr_sheet_number(const hr_sheet_cell *c, const hr_sheet_column *k, hr_buf *out)
{
    double scale = 1, offset = 0;
    const char *unit = k->unit;
    if (c->dim == HR_DIM_NONE) {
        hr_sheet_exact(c->num->v, c->dim, NULL, 1, 0, out);
        return;
    }
    if (!unit) unit = hr_unit_likely(c->dim);
    if (!hr_sheet_scale(c->dim, unit, &scale, &offset) ||
        !hr_sheet_exact(c->num->v, c->dim, unit, scale, offset, out)) {
        char text[40]; /* a unit whose conversion rounds: the nearest number there is */
        hr_buf_add(out, text, hr_num_text(text, sizeof text, (c->num->v - offset) / scale, 17));
    }
    if (!k->unit) hr_buf_printf(out, " %s", unit);
}

hr_err hr_sheet_open(hr_sheet *s, hr_ctx *ctx, const hr_site *site, const hr_type *type, bool held)
{
    table t = {.ctx = ctx, .site = site, .held = held, .arena = hr_arena_new(), .unit = HR_NONE};
    *s = (hr_sheet){0};
    if (!t.arena) return HR_ENOMEM;
    find_column(&t, "name");
    if (type == site->types->site) {
        t.decl = HR_NONE;
        add_fields(&t, type->fields, site->fields, "");
        t.rows = 1;
    } else {
        find_column(&t, "type");
    }
    for (t.decl = 0; t.decl < site->n_decl && t.err == HR_OK; t.decl++) {
        const hr_decl *d = &site->decl[t.decl];
        if (type && d->type != type) continue;
        if (d->parent == HR_NONE) add_declaration(&t);
        else if (held) add_held(&t);
    }
    if (t.err == HR_OK) choose_units(&t);
    *s = (hr_sheet){.arena = t.arena, .column = t.column, .cell = t.cell, .rows = t.rows};
    if (t.err != HR_OK) hr_sheet_close(s);
    return t.err;
}

void hr_sheet_close(hr_sheet *s)
{
    hr_vec_free(&s->column);
    hr_vec_free(&s->cell);
    hr_arena_free(s->arena);
    *s = (hr_sheet){0};
}
