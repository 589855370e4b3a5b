/* diff_fields.c - what is declared, as a list of paths and values that can be laid side by side.
 *
 * The field tables alone drive this. Lists whose order means nothing are put in order; feeds are told by their cord or
 * their number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/fields.h"
#include "model/hostlist.h"
#include "model/units.h"
#include "task/diff.h"

static hr_err push(hr_vec *out, hr_str path, hr_diff_value v)
{
    hr_diff_item *item = path.s ? hr_vec_push(out, sizeof *item) : NULL;
    if (!item) return HR_ENOMEM;
    *item = (hr_diff_item){path, v};
    return HR_OK;
}

static hr_str joined(hr_arena *a, hr_str prefix, const char *name)
{
    const char *s = hr_arena_printf(a, "%.*s%s%s", HR_STR_FMT(prefix), prefix.n > 0 ? "." : "", name);
    return s ? hr_str_of(s) : (hr_str){NULL, 0};
}

static hr_str kept(hr_arena *a, const char *text)
{
    hr_str s = hr_str_of(text);
    return hr_arena_str(a, s.s, s.n);
}

hr_err hr_diff_text(hr_arena *a, hr_str path, hr_str text, hr_span at, hr_vec *out)
{
    hr_str copy = hr_arena_str(a, text.s ? text.s : "", text.n);
    if (!copy.s) return HR_ENOMEM;
    return push(out, path, (hr_diff_value){.kind = HR_DIFF_TEXT, .text = copy, .at = at});
}

hr_err hr_diff_num(hr_arena *a, hr_str path, const hr_num *n, hr_dim dim, hr_vec *out)
{
    (void)a;
    if (n->presence == HR_ABSENT) return HR_OK;
    return push(out, path,
                (hr_diff_value){.kind = HR_DIFF_NUMBER,
                                .trust = n->trust,
                                .dim = (uint8_t)dim,
                                .v = n->v,
                                .lo = n->lo,
                                .hi = n->hi,
                                .at = n->at});
}

static int by_text(const void *a, const void *b) { return hr_name_cmp(*(const hr_str *)a, *(const hr_str *)b); }

hr_err hr_diff_texts(hr_arena *a, hr_str path, const hr_texts *x, hr_vec *out)
{
    if (x->n == 0) return HR_OK;
    hr_str *word = HR_NEW_ARRAY(a, hr_str, x->n);
    hr_buf text = {0};
    if (!word) return HR_ENOMEM;
    for (uint32_t i = 0; i < x->n; i++) word[i] = x->item[i].v;
    qsort(word, x->n, sizeof *word, by_text);
    for (uint32_t i = 0; i < x->n; i++) hr_buf_printf(&text, "%s%.*s", i > 0 ? ", " : "", HR_STR_FMT(word[i]));
    hr_err e = text.failed ? HR_ENOMEM : hr_diff_text(a, path, (hr_str){text.s, (uint32_t)text.n}, x->item[0].at, out);
    hr_buf_free(&text);
    return e;
}

/* --- kinds of fields --------------------------------------------------------------------------------------- */

static hr_err add_word(hr_arena *a, hr_str path, const char *word, uint8_t trust, hr_span at, hr_vec *out)
{
    hr_str text = kept(a, word);
    if (!text.s) return HR_ENOMEM;
    return push(out, path, (hr_diff_value){.kind = HR_DIFF_TEXT, .trust = trust, .text = text, .at = at});
}

static hr_err add_curve(hr_arena *a, const hr_field *f, hr_str path, const hr_curve *c, hr_vec *out)
{
    hr_buf text = {0};
    char x[48], y[48];
    if (c->n == 0) return HR_OK;
    for (uint32_t i = 0; i < c->n; i++) {
        hr_unit_text(x, sizeof x, c->x[i], (hr_dim)f->dim, 9);
        hr_unit_text(y, sizeof y, c->y[i], (hr_dim)f->dim2, 9);
        hr_buf_printf(&text, "%s%s: %s", i > 0 ? ", " : "", x, y);
    }
    hr_err e = text.failed ? HR_ENOMEM : hr_diff_text(a, path, (hr_str){text.s, (uint32_t)text.n}, c->at, out);
    hr_buf_free(&text);
    return e;
}

/* "from", "from.A", "from[2]": where feed i of a field stands. */
static hr_str feed_path(hr_arena *a, hr_str path, const hr_from *from, uint32_t i)
{
    const char *s;
    if (from->form == HR_FROM_CORDS)
        s = hr_arena_printf(a, "%.*s.%.*s", HR_STR_FMT(path), HR_STR_FMT(from->feed[i].cord));
    else if (from->n == 1) return path;
    else s = hr_arena_printf(a, "%.*s[%u]", HR_STR_FMT(path), i + 1);
    return s ? hr_str_of(s) : (hr_str){NULL, 0};
}

static hr_err add_feed(hr_arena *a, hr_str path, const hr_feed *f, hr_vec *out)
{
    hr_err e = hr_diff_fields(a, hr_feed_fields, f, path, out);
    if (e == HR_OK && f->breaker.present)
        e = hr_diff_fields(a, hr_breaker_fields, &f->breaker, joined(a, path, "breaker"), out);
    if (e == HR_OK && f->cable) e = hr_diff_fields(a, hr_cable_fields, f->cable, joined(a, path, "cable"), out);
    for (int16_t i = 0; e == HR_OK && f->phases.presence != HR_ABSENT && hr_phase_words[i]; i++)
        if (hr_phase_set(i) == f->phases.v)
            return add_word(a, joined(a, path, "phases"), hr_phase_words[i], f->phases.trust, f->phases.at, out);
    return e;
}

static hr_err add_from(hr_arena *a, hr_str path, const hr_from *from, hr_vec *out)
{
    hr_err e = HR_OK;
    char form[48] = "parallel";
    if (from->form == HR_FROM_ALTERNATIVES) snprintf(form, sizeof form, "%u alternatives", from->n);
    if (from->form == HR_FROM_PARALLEL || (from->form == HR_FROM_ALTERNATIVES && from->n > 1))
        e = hr_diff_text(a, path, hr_str_of(form), from->at, out);
    for (uint32_t i = 0; i < from->n && e == HR_OK; i++)
        e = add_feed(a, feed_path(a, path, from, i), &from->feed[i], out);
    return e;
}

static hr_err add_psus(hr_arena *a, hr_str path, const hr_psus *p, hr_vec *out)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < p->n && e == HR_OK; i++) {
        const char *s = hr_arena_printf(a, "%.*s.%.*s", HR_STR_FMT(path), HR_STR_FMT(p->cord[i].cord));
        e = s ? hr_diff_num(a, hr_str_of(s), &p->cord[i].count, HR_DIM_NONE, out) : HR_ENOMEM;
    }
    return e == HR_OK && p->present ? hr_diff_fields(a, hr_psu_fields, p, path, out) : e;
}

static hr_err add_records(hr_arena *a, const hr_field *f, hr_str path, const hr_records *r, hr_vec *out)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < r->n && e == HR_OK; i++) {
        const char *s = hr_arena_printf(a, "%.*s[%u]", HR_STR_FMT(path), i + 1);
        e = s ? hr_diff_fields(a, f->record, hr_record_at(r, i), hr_str_of(s), out) : HR_ENOMEM;
    }
    return e;
}

static hr_err add_field(hr_arena *a, const hr_field *f, const void *at, hr_str path, hr_vec *out)
{
    const hr_flag *flag = at;
    const hr_choice *choice = at;
    const hr_text *text = at;
    switch ((hr_field_kind)f->kind) {
    case HR_F_QUANTITY:
    case HR_F_COUNT: return hr_diff_num(a, path, at, (hr_dim)f->dim, out);
    case HR_F_FLAG:
        if (flag->presence == HR_ABSENT) return HR_OK;
        return add_word(a, path, flag->v ? "true" : "false", flag->trust, flag->at, out);
    case HR_F_CHOICE:
        if (choice->presence == HR_ABSENT) return HR_OK;
        return add_word(a, path, f->words[choice->v], choice->trust, choice->at, out);
    case HR_F_TEXT: return text->presence == HR_ABSENT ? HR_OK : hr_diff_text(a, path, text->v, text->at, out);
    case HR_F_REF: return f->medium == HR_FLOOR ? HR_OK : hr_diff_texts(a, path, at, out); /* the floor: of units */
    case HR_F_TEXTS: return hr_diff_texts(a, path, at, out);
    case HR_F_CURVE: return add_curve(a, f, path, at, out);
    case HR_F_BYPASS:
    case HR_F_FROM: return add_from(a, path, at, out);
    case HR_F_PSUS: return add_psus(a, path, at, out);
    case HR_F_RECORD: return hr_diff_fields(a, f->record, at, path, out);
    case HR_F_RECORDS: return add_records(a, f, path, at, out);
    case HR_F_BETWEEN:     /* of units */
    case HR_F_HOLDS:       /* by the elements themselves */
    case HR_F_OPEN: break; /* not read yet */
    }
    return HR_OK;
}

hr_err hr_diff_fields(hr_arena *a, const hr_field *table, const void *base, hr_str prefix, hr_vec *out)
{
    bool feed = table == hr_feed_fields;
    hr_err e = prefix.s ? HR_OK : HR_ENOMEM;
    for (const hr_field *f = table; f && f->name && e == HR_OK; f++) {
        if (feed && (strcmp(f->name, "to") == 0 || strcmp(f->name, "spread") == 0)) continue;
        hr_str path = joined(a, prefix, f->name);
        e = path.s ? add_field(a, f, (const char *)base + f->offset, path, out) : HR_ENOMEM;
    }
    return e;
}

/* --- what is told of units --------------------------------------------------------------------------------- */

/* The elements that feed a unit over one feed (NULL: the two that it ties), as a hostlist. */
static hr_err add_suppliers(hr_arena *a, const hr_site *s, hr_id unit, const hr_feed *feed, hr_str path, hr_span at,
                            hr_vec *out)
{
    const hr_unit *u = &s->unit[unit];
    hr_id *from = HR_NEW_ARRAY(a, hr_id, u->wire_count + 1);
    hr_buf text = {0};
    size_t n = 0;
    if (!from) return HR_ENOMEM;
    for (hr_id w = u->wire_first; u->wire_count && w < u->wire_first + u->wire_count; w++)
        if (feed ? s->wire[w].feed == feed : s->wire[w].role == HR_WIRE_SIDE) from[n++] = s->wire[w].parent;
    hr_err e = n > 0 ? hr_fold_units(s, from, n, &text) : HR_OK;
    if (e == HR_OK && n == 0 && feed) hr_buf_str(&text, feed->to.v);
    if (e == HR_OK && text.n > 0) e = hr_diff_text(a, path, (hr_str){text.s, (uint32_t)text.n}, at, out);
    hr_buf_free(&text);
    return e;
}

static hr_err add_feeds(hr_arena *a, const hr_site *s, hr_id unit, const hr_field *f, const hr_from *from, hr_vec *out)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < from->n && e == HR_OK; i++) {
        hr_str path = feed_path(a, hr_str_of(f->name), from, i);
        if (path.s) path = joined(a, path, "to");
        e = path.s ? add_suppliers(a, s, unit, &from->feed[i], path, from->feed[i].to.at, out) : HR_ENOMEM;
    }
    return e;
}

static hr_err add_floor(hr_arena *a, const hr_site *s, hr_id unit, const hr_field *f, const hr_texts *x, hr_vec *out)
{
    hr_id floor = s->unit[unit].floor;
    char name[512];
    if (floor == HR_NONE || x->n == 0) return hr_diff_texts(a, hr_str_of(f->name), x, out);
    hr_unit_name(s, floor, 0, name, sizeof name);
    return hr_diff_text(a, hr_str_of(f->name), hr_str_of(name), x->item[0].at, out);
}

hr_err hr_diff_unit_fields(hr_arena *a, const hr_site *s, hr_id unit, hr_vec *out)
{
    const hr_unit *u = &s->unit[unit];
    const hr_decl *d = &s->decl[u->decl];
    hr_err e = HR_OK;
    for (const hr_field *f = d->type->fields; f && f->name && e == HR_OK; f++) {
        const void *at = (const char *)d->fields + f->offset;
        if (f->kind == HR_F_FROM || f->kind == HR_F_BYPASS) e = add_feeds(a, s, unit, f, at, out);
        if (f->kind == HR_F_BETWEEN && ((const hr_texts *)at)->n > 0)
            e = add_suppliers(a, s, unit, NULL, hr_str_of(f->name), ((const hr_texts *)at)->item[0].at, out);
        if (f->kind == HR_F_REF && f->medium == HR_FLOOR) e = add_floor(a, s, unit, f, at, out);
    }
    if (e == HR_OK && u->room) e = hr_diff_texts(a, HR_STR("room"), u->room, out);
    if (e == HR_OK && u->epo) e = hr_diff_texts(a, HR_STR("epo"), u->epo, out);
    return e;
}

/* --- side by side ------------------------------------------------------------------------------------------ */

static int by_path(const void *a, const void *b)
{
    return hr_name_cmp(((const hr_diff_item *)a)->path, ((const hr_diff_item *)b)->path);
}

void hr_diff_sort(hr_vec *items)
{
    if (items->n > 1) qsort(items->item, items->n, sizeof(hr_diff_item), by_path);
}

/* The same number in another unit may differ in its last bit. */
static bool near(double a, double b) { return a == b || fabs(a - b) <= 1e-12 * fmax(fabs(a), fabs(b)); }

bool hr_diff_same(const hr_diff_value *a, const hr_diff_value *b)
{
    if (a->kind != b->kind || a->trust != b->trust) return false;
    if (a->kind == HR_DIFF_TEXT) return hr_str_eq(a->text, b->text);
    return a->kind == HR_DIFF_NOTHING || (near(a->v, b->v) && near(a->lo, b->lo) && near(a->hi, b->hi));
}
