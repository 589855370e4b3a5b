/* export_json.c - an opened site as JSON: what the program made of the model before it judged anything.
 *
 * Values are in SI units with the place they stand at, how far they are trusted and their source. Declarations name
 * their elements as hostlists, feeds stand resolved: which elements hang on which, through which port. Defaults that
 * entered are marked as such. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/fields.h"
#include "model/units.h"
#include "port/export.h"
#include "report/place.h"
#include "report/report.h"
#include "task/check.h"

typedef struct writer {
    hr_json *j;
    const hr_site *site;
    hr_err err;
    hr_buf text;
} writer;

const char *hr_export_phases(int16_t set)
{
    static const struct {
        int16_t set;
        const char *word;
    } words[] = {{HR_A | HR_B | HR_C, "ABC"}, {HR_A | HR_B, "AB"},  {HR_B | HR_C, "BC"}, {HR_C | HR_A, "CA"},
                 {HR_A | HR_N, "A-N"},        {HR_B | HR_N, "B-N"}, {HR_C | HR_N, "C-N"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].set == set) return words[i].word;
    return NULL;
}

const hr_provenance *hr_export_provenance(const hr_site *site, const hr_num *n)
{
    const hr_provenance *p = n && n->provenance != HR_NONE ? &site->provenance[n->provenance] : NULL;
    return p && (p->source.n > 0 || p->as_of.n > 0) ? p : NULL;
}

/* --- keys -------------------------------------------------------------------------------------------------- */

static void note(writer *w, hr_err e)
{
    if (w->err == HR_OK) w->err = e;
}

static void key_str(writer *w, const char *key, hr_str v)
{
    hr_json_key(w->j, key);
    if (v.n > 0) hr_json_str(w->j, v);
    else hr_json_null(w->j);
}

/* An object on a line of its own. */
static void open_line(writer *w)
{
    hr_json_object(w->j);
    hr_json_inline(w->j, true);
}

static void close_line(writer *w)
{
    hr_json_object_end(w->j);
    hr_json_inline(w->j, false);
}

static void key_text(writer *w, const char *key)
{
    if (w->text.failed) note(w, HR_ENOMEM);
    key_str(w, key, (hr_str){w->text.s ? w->text.s : "", (uint32_t)w->text.n});
    w->text.n = 0;
}

static void open_list(writer *w, const char *key)
{
    hr_json_key(w->j, key);
    hr_json_array(w->j);
}

/* --- fields ------------------------------------------------------------------------------------------------ */

static void put_fields(writer *w, const hr_field *f, const void *base);

static void put_num(writer *w, const char *name, const hr_num *n, hr_dim dim)
{
    if (n->presence == HR_ABSENT) return;
    const hr_provenance *p = hr_export_provenance(w->site, n);
    hr_json_key(w->j, name);
    open_line(w);
    hr_json_key_num(w->j, "value", n->v);
    hr_json_key_z(w->j, "unit", hr_unit_si(dim));
    hr_json_key_z(w->j, "trust", hr_trust_words[n->trust]);
    hr_json_key(w->j, "range");
    if (n->lo < n->hi) {
        hr_json_array(w->j);
        hr_json_num(w->j, n->lo);
        hr_json_num(w->j, n->hi);
        hr_json_array_end(w->j);
    } else {
        hr_json_null(w->j);
    }
    key_str(w, "source", p ? p->source : HR_STR(""));
    key_str(w, "as_of", p ? p->as_of : HR_STR(""));
    hr_json_key_at(w->j, w->site->ctx, n->at);
    close_line(w);
}

static void put_word(writer *w, const char *name, hr_str v, uint8_t trust, hr_span at)
{
    hr_json_key(w->j, name);
    open_line(w);
    hr_json_key(w->j, "value");
    hr_json_str(w->j, v);
    hr_json_key_z(w->j, "trust", hr_trust_words[trust]);
    hr_json_key_at(w->j, w->site->ctx, at);
    close_line(w);
}

static void put_flag(writer *w, const char *name, const hr_flag *f)
{
    if (f->presence == HR_ABSENT) return;
    hr_json_key(w->j, name);
    open_line(w);
    hr_json_key(w->j, "value");
    hr_json_bool(w->j, f->v);
    hr_json_key_z(w->j, "trust", hr_trust_words[f->trust]);
    hr_json_key_at(w->j, w->site->ctx, f->at);
    close_line(w);
}

static void put_texts(writer *w, const char *name, const hr_texts *x)
{
    if (x->n == 0) return;
    hr_json_key(w->j, name);
    hr_json_inline(w->j, true);
    hr_json_array(w->j);
    for (uint32_t i = 0; i < x->n; i++) hr_json_str(w->j, x->item[i].v);
    hr_json_array_end(w->j);
    hr_json_inline(w->j, false);
}

static void put_curve(writer *w, const hr_field *f, const hr_curve *c)
{
    if (c->n == 0) return;
    hr_json_key(w->j, f->name);
    open_line(w);
    hr_json_key_z(w->j, "unit_x", hr_unit_si((hr_dim)f->dim));
    hr_json_key_z(w->j, "unit_y", hr_unit_si((hr_dim)f->dim2));
    open_list(w, "points");
    for (uint32_t i = 0; i < c->n; i++) {
        hr_json_array(w->j);
        hr_json_num(w->j, c->x[i]);
        hr_json_num(w->j, c->y[i]);
        hr_json_array_end(w->j);
    }
    hr_json_array_end(w->j);
    hr_json_key_at(w->j, w->site->ctx, c->at);
    close_line(w);
}

static void put_feed(writer *w, const hr_feed *f)
{
    open_line(w);
    key_str(w, "cord", f->cord);
    key_str(w, f->spread ? "spread" : "to", f->to.v);
    hr_json_key(w->j, "phases");
    hr_json_z(w->j, f->phases.presence == HR_ABSENT ? NULL : hr_export_phases(f->phases.v));
    for (const hr_field *x = hr_feed_fields; x->name; x++) {
        if (strcmp(x->name, "closes") != 0 && strcmp(x->name, "transition") != 0) continue;
        const hr_choice *c = (const hr_choice *)(const void *)((const char *)f + x->offset);
        if (c->presence != HR_ABSENT) put_word(w, x->name, hr_str_of(x->words[c->v]), c->trust, c->at);
    }
    put_num(w, "time", &f->time, HR_DIM_SECOND);
    put_num(w, "priority", &f->priority, HR_DIM_NONE);
    hr_json_key(w->j, "breaker");
    if (f->breaker.present) {
        hr_json_object(w->j);
        put_fields(w, hr_breaker_fields, &f->breaker);
        hr_json_object_end(w->j);
    } else {
        hr_json_null(w->j);
    }
    hr_json_key(w->j, "cable");
    if (f->cable) {
        hr_json_object(w->j);
        put_fields(w, hr_cable_fields, f->cable);
        hr_json_object_end(w->j);
    } else {
        hr_json_null(w->j);
    }
    hr_json_key_at(w->j, w->site->ctx, f->at);
    close_line(w);
}

static void put_from(writer *w, const char *name, const hr_from *from)
{
    static const char *const form[] = {"none", "one", "alternatives", "cords", "parallel"};
    if (from->form == HR_FROM_NONE) return;
    hr_json_key(w->j, name);
    hr_json_object(w->j);
    hr_json_key_z(w->j, "form", form[from->form]);
    open_list(w, "feeds");
    for (uint32_t i = 0; i < from->n; i++) put_feed(w, &from->feed[i]);
    hr_json_array_end(w->j);
    hr_json_object_end(w->j);
}

static void put_psus(writer *w, const char *name, const hr_psus *p)
{
    if (!p->present) return;
    hr_json_key(w->j, name);
    hr_json_object(w->j);
    open_list(w, "cords");
    for (uint32_t i = 0; i < p->n; i++) {
        open_line(w);
        key_str(w, "cord", p->cord[i].cord);
        put_num(w, "count", &p->cord[i].count, HR_DIM_NONE);
        close_line(w);
    }
    hr_json_array_end(w->j);
    put_fields(w, hr_psu_fields, p);
    hr_json_object_end(w->j);
}

static void put_records(writer *w, const hr_field *f, const hr_records *r)
{
    if (!r->present) return;
    open_list(w, f->name);
    for (uint32_t i = 0; i < r->n; i++) {
        hr_json_object(w->j);
        put_fields(w, f->record, hr_record_at(r, i));
        hr_json_key_at(w->j, w->site->ctx, r->span[i]);
        hr_json_object_end(w->j);
    }
    hr_json_array_end(w->j);
}

static void put_field(writer *w, const hr_field *f, const void *at)
{
    const hr_text *text = at;
    const hr_choice *choice = at;
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: put_num(w, f->name, at, (hr_dim)f->dim); break;
    case HR_F_FLAG: put_flag(w, f->name, at); break;
    case HR_F_CHOICE:
        if (choice->presence != HR_ABSENT)
            put_word(w, f->name, hr_str_of(f->words[choice->v]), choice->trust, choice->at);
        break;
    case HR_F_TEXT:
        if (text->presence != HR_ABSENT) put_word(w, f->name, text->v, text->trust, text->at);
        break;
    case HR_F_TEXTS:
    case HR_F_BETWEEN:
    case HR_F_REF: put_texts(w, f->name, at); break;
    case HR_F_CURVE: put_curve(w, f, at); break;
    case HR_F_BYPASS:
    case HR_F_FROM: put_from(w, f->name, at); break;
    case HR_F_PSUS: put_psus(w, f->name, at); break;
    case HR_F_RECORD:
        hr_json_key(w->j, f->name);
        hr_json_object(w->j);
        put_fields(w, f->record, at);
        hr_json_object_end(w->j);
        break;
    case HR_F_RECORDS: put_records(w, f, at); break;
    case HR_F_HOLDS:
    case HR_F_OPEN: break; /* no storage */
    }
}

static void put_fields(writer *w, const hr_field *f, const void *base)
{
    for (; f && f->name; f++) put_field(w, f, (const char *)base + f->offset);
}

/* --- declarations and feeds -------------------------------------------------------------------------------- */

typedef struct member { /* a unit of a declaration */
    hr_id decl, unit;
} member;

static int by_decl(const void *a, const void *b)
{
    const member *x = a, *y = b;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static void put_elements(writer *w, const hr_id *unit, size_t n)
{
    hr_err e = n > 0 ? hr_fold_units(w->site, unit, n, &w->text) : HR_OK;
    if (e != HR_OK) note(w, e);
    key_text(w, "elements");
}

static void put_declaration(writer *w, hr_id d, const hr_id *unit, size_t n)
{
    const hr_decl *x = &w->site->decl[d];
    hr_json_object(w->j);
    key_str(w, "name", x->name);
    hr_json_key_z(w->j, "type", x->type->name);
    hr_json_key(w->j, "modelled");
    hr_json_bool(w->j, x->type->modelled);
    put_elements(w, unit, n);
    hr_json_key_int(w->j, "members", x->members);
    key_str(w, "held_by", x->parent != HR_NONE ? w->site->decl[x->parent].name : HR_STR(""));
    key_str(w, "part", x->part != HR_NONE ? w->site->provenance[x->part].part : HR_STR(""));
    hr_json_key_at(w->j, w->site->ctx, x->at);
    hr_json_key(w->j, "fields");
    hr_json_object(w->j);
    put_fields(w, x->type->fields, x->fields);
    put_texts(w, "room", &x->room);
    put_texts(w, "epo", &x->epo);
    put_num(w, "weight", &x->weight, HR_DIM_KG);
    hr_json_object_end(w->j);
    hr_json_object_end(w->j);
}

static void put_declarations(writer *w)
{
    const hr_site *s = w->site;
    member *m = hr_calloc((size_t)s->n_unit + 1, sizeof *m);
    hr_id *unit = hr_calloc((size_t)s->n_unit + 1, sizeof *unit);
    if (!m || !unit) note(w, HR_ENOMEM);
    for (hr_id u = 0; m && u < s->n_unit; u++) m[u] = (member){s->unit[u].decl, u};
    if (m && s->n_unit > 0) qsort(m, s->n_unit, sizeof *m, by_decl);
    open_list(w, "declarations");
    uint32_t k = 0;
    for (hr_id d = 0; d < s->n_decl && w->err == HR_OK; d++) {
        size_t n = 0;
        for (; k < s->n_unit && m[k].decl == d; k++) unit[n++] = m[k].unit;
        put_declaration(w, d, unit, n);
    }
    hr_json_array_end(w->j);
    hr_free(m);
    hr_free(unit);
}

typedef struct link { /* a wire with what groups it */
    hr_id decl, order, parent, child, wire;
} link;

static int by_link(const void *a, const void *b)
{
    const hr_id *x = a, *y = b; /* its members, in the order of their weight */
    for (size_t i = 0; i < sizeof(link) / sizeof(hr_id); i++)
        if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
}

static bool same_feed(const link *x, const link *y)
{
    return x->decl == y->decl && x->order == y->order && x->parent == y->parent;
}

static void put_name(writer *w, const char *key, hr_id unit)
{
    hr_err e = hr_unit_names(w->site, unit, &w->text);
    if (e != HR_OK) note(w, e);
    key_text(w, key);
}

static void put_link(writer *w, const link *l, const hr_id *child, size_t n)
{
    const hr_wire *x = &w->site->wire[l->wire];
    open_line(w);
    key_str(w, "declaration", w->site->decl[l->decl].name);
    key_str(w, "port", w->site->port[x->port].name);
    put_name(w, "from", l->parent);
    put_elements(w, child, n);
    hr_json_key(w->j, "phases");
    hr_json_z(w->j, hr_export_phases(x->phases));
    hr_json_key(w->j, "automatic");
    hr_json_bool(w->j, x->automatic);
    close_line(w);
}

/* Elements of one declaration that hang on the same supply through the same feed share a line. */
static void put_links(writer *w)
{
    const hr_site *s = w->site;
    link *l = hr_calloc((size_t)s->n_wire + 1, sizeof *l);
    hr_id *child = hr_calloc((size_t)s->n_wire + 1, sizeof *child);
    if (!l || !child) note(w, HR_ENOMEM);
    for (hr_id i = 0; l && i < s->n_wire; i++) {
        const hr_wire *x = &s->wire[i];
        l[i] = (link){s->unit[x->child].decl, x->order, x->parent, x->child, i};
    }
    if (l && s->n_wire > 0) qsort(l, s->n_wire, sizeof *l, by_link);
    open_list(w, "feeds");
    for (uint32_t i = 0; l && child && i < s->n_wire && w->err == HR_OK;) {
        uint32_t first = i;
        for (; i < s->n_wire && same_feed(&l[first], &l[i]); i++) child[i - first] = l[i].child;
        put_link(w, &l[first], child, i - first);
    }
    hr_json_array_end(w->j);
    hr_free(l);
    hr_free(child);
}

/* --- the other sections ------------------------------------------------------------------------------------ */

static void put_site(writer *w)
{
    const hr_site *s = w->site;
    hr_json_key(w->j, "site");
    hr_json_object(w->j);
    key_str(w, "name", s->name);
    hr_json_key_z(w->j, "file", hr_source_name(s->ctx, s->file));
    hr_json_key_z(w->j, "hash", s->hash);
    hr_json_key_int(w->j, "elements", s->n_elements);
    hr_json_key_int(w->j, "racks", s->n_racks);
    hr_json_key_int(w->j, "nodes", s->n_nodes);
    hr_json_key_int(w->j, "gpus", s->n_gpus);
    hr_json_key(w->j, "fields");
    hr_json_object(w->j);
    put_fields(w, s->types->site->fields, s->fields);
    hr_json_object_end(w->j);
    hr_json_object_end(w->j);
}

static void put_jobs(writer *w)
{
    open_list(w, "jobs");
    for (uint32_t i = 0; i < w->site->n_job; i++) {
        const hr_decl *d = &w->site->job[i];
        hr_json_object(w->j);
        key_str(w, "name", d->name);
        hr_json_key_at(w->j, w->site->ctx, d->at);
        hr_json_key(w->j, "fields");
        hr_json_object(w->j);
        put_fields(w, d->type->fields, d->fields);
        hr_json_object_end(w->j);
        hr_json_object_end(w->j);
    }
    hr_json_array_end(w->j);
}

static void put_cases(writer *w)
{
    open_list(w, "cases");
    for (uint32_t i = 0; i < w->site->n_cases; i++) {
        const hr_case_decl *c = &w->site->cases[i];
        open_line(w);
        key_str(w, "name", c->name);
        put_texts(w, "out", &c->out);
        key_str(w, "because", c->because);
        hr_json_key_at(w->j, w->site->ctx, c->at);
        close_line(w);
    }
    hr_json_array_end(w->j);
}

static void put_waivers(writer *w)
{
    open_list(w, "waivers");
    for (uint32_t i = 0; i < w->site->n_waiver; i++) {
        const hr_waiver *x = &w->site->waiver[i];
        open_line(w);
        key_str(w, "code", x->code);
        put_texts(w, "on", &x->on);
        key_str(w, "until", x->until);
        key_str(w, "because", x->because);
        hr_json_key_at(w->j, w->site->ctx, x->at);
        close_line(w);
    }
    hr_json_array_end(w->j);
}

static void put_defaults(writer *w)
{
    open_list(w, "defaults");
    for (uint32_t i = 0; i < w->site->n_dflt; i++) {
        const hr_default *d = &w->site->dflt[i];
        open_line(w);
        key_str(w, "declaration", w->site->decl[d->decl].name);
        hr_json_key_z(w->j, "field", d->field);
        if (d->text.n > 0) key_str(w, "value", d->text);
        else hr_json_key_num(w->j, "value", d->v);
        hr_json_key_z(w->j, "unit", d->text.n > 0 ? NULL : hr_unit_si(d->dim));
        hr_json_key_z(w->j, "source", d->source);
        close_line(w);
    }
    hr_json_array_end(w->j);
}

static void put_all(writer *w)
{
    hr_json_object(w->j);
    hr_json_key_int(w->j, "schema", HR_SCHEMA);
    hr_json_key_z(w->j, "headroom", HR_VERSION);
    put_site(w);
    put_declarations(w);
    put_links(w);
    put_jobs(w);
    put_cases(w);
    put_waivers(w);
    put_defaults(w);
    hr_json_object_end(w->j);
    hr_json_end_line(w->j);
}

hr_err hr_export_json(const hr_site *site, hr_json_put *put, void *user)
{
    writer w = {.j = hr_json_new(put, user, true), .site = site};
    if (!w.j) return HR_ENOMEM;
    put_all(&w);
    hr_buf_free(&w.text);
    bool written = hr_json_free(w.j);
    if (w.err != HR_OK) return w.err;
    return written ? HR_OK : HR_EIO;
}
