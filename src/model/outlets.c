/* outlets.c - which of the things that a rack holds are plugged into which bank of its outlet strips.
 *
 * A bank names them as the rack does, by hostlists and patterns. Found once for the declaration of the rack: all racks of
 * it share the names. */
#include <string.h>

#include "base/str.h"
#include "model/build.h"

static hr_decl *decl_at(const hr_build *b, hr_id i) { return &((hr_decl *)b->decl.item)[i]; }
static hr_decl_build *build_at(const hr_build *b, hr_id i) { return &((hr_decl_build *)b->decl_build.item)[i]; }

static const hr_field *field_named(const hr_field *table, const char *name)
{
    for (; table && table->name; table++)
        if (strcmp(table->name, name) == 0) return table;
    return NULL;
}

const hr_records *hr_banks_of(const hr_decl *d)
{
    const hr_bank_ops *banks = d->type->power ? d->type->power->banks : NULL;
    const hr_field *f = banks ? field_named(d->type->fields, banks->field) : NULL;
    return f ? (const hr_records *)(const void *)((const char *)d->fields + f->offset) : NULL;
}

static const hr_texts *outlets_of(const hr_decl *d, const void *record)
{
    const hr_bank_ops *banks = d->type->power->banks;
    const hr_field *f = field_named(field_named(d->type->fields, banks->field)->record, banks->outlets);
    return (const hr_texts *)(const void *)((const char *)record + f->offset);
}

/* "8" says how many there are, and not what is plugged in. */
static bool is_count(const hr_texts *t)
{
    if (t->n != 1) return t->n == 0;
    for (uint32_t i = 0; i < t->item[0].v.n; i++)
        if (t->item[0].v.s[i] < '0' || t->item[0].v.s[i] > '9') return false;
    return true;
}

static hr_err not_beside(hr_build *b, hr_id part, const hr_text *t, hr_str name)
{
    const hr_decl *d = decl_at(b, part);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M304", t->at,
                       "name what stands beside it, by the name it has there: node[1-2]; or count the outlets",
                       "`%.*s` holds nothing called \"%.*s\" that could be plugged into `%.*s`",
                       HR_STR_FMT(decl_at(b, d->parent)->name), HR_STR_FMT(name), HR_STR_FMT(d->name));
}

static bool is_pattern(hr_str s) { return memchr(s.s, '*', s.n) || memchr(s.s, '?', s.n); }

/* Plugs in what is meant: one of the names, which stand in natural order, or all that a pattern matches. */
static bool plug_in(hr_str wanted, const hr_str *const *name, hr_outlets *out)
{
    uint32_t lo = 0, hi = out->n;
    bool hit = false;
    for (uint32_t k = 0; is_pattern(wanted) && k < out->n; k++)
        if (hr_glob_match(wanted, *name[k])) out->plugged[k] = hit = true;
    while (!is_pattern(wanted) && lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (hr_name_cmp(*name[mid], wanted) < 0) lo = mid + 1;
        else hi = mid;
    }
    if (!is_pattern(wanted) && lo < out->n && hr_str_eq(*name[lo], wanted)) out->plugged[lo] = hit = true;
    return hit;
}

static hr_err plug(hr_build *b, hr_id part, const hr_text *t, const hr_str *const *name, hr_outlets *out)
{
    hr_hostlist list;
    hr_buf one = {0};
    hr_err e = hr_hostlist_parse(&list, b->r.ctx, b->site->arena, t->v, t->at, false, true);
    for (uint32_t i = 0; e == HR_OK && i < list.count; i++) {
        one.n = 0;
        hr_hostlist_name(&list, i, &one);
        hr_str wanted = {one.s ? one.s : "", (uint32_t)one.n};
        if (one.failed) e = HR_ENOMEM;
        else if (!plug_in(wanted, name, out)) e = not_beside(b, part, t, wanted);
    }
    hr_buf_free(&one);
    return e;
}

static hr_err plug_bank(hr_build *b, hr_id part, const hr_texts *t, const hr_str *const *name, hr_outlets *out)
{
    hr_err e = HR_OK;
    if (is_count(t)) return HR_OK;
    if (!(out->plugged = HR_NEW_ARRAY(b->site->arena, bool, out->n))) return HR_ENOMEM;
    for (uint32_t i = 0; i < t->n && e == HR_OK; i++) e = plug(b, part, &t->item[i], name, out);
    return e;
}

static hr_err plug_part(hr_build *b, hr_id part, const hr_str *const *name, hr_id first, uint32_t n)
{
    const hr_decl *d = decl_at(b, part);
    hr_decl_build *db = build_at(b, part);
    const hr_records *banks = hr_banks_of(d);
    hr_err e = HR_OK;
    if (!banks || banks->n == 0) return HR_OK;
    if (!(db->outlets = HR_NEW_ARRAY(b->site->arena, hr_outlets, banks->n))) return HR_ENOMEM;
    db->n_bank = banks->n;
    for (uint32_t i = 0; i < banks->n && e == HR_OK; i++) {
        db->outlets[i] = (hr_outlets){.first = first, .n = n};
        e = plug_bank(b, part, outlets_of(d, hr_record_at(banks, i)), name, &db->outlets[i]);
    }
    return e;
}

hr_err hr_build_outlets(hr_build *b, hr_id parent, const hr_str *const *name, hr_id first, uint32_t n)
{
    hr_err e = HR_OK;
    for (hr_id d = parent + 1; d < b->decl.n && decl_at(b, d)->parent != HR_NONE && decl_at(b, d)->parent >= parent;
         d++)
        if (decl_at(b, d)->parent == parent && e == HR_OK) e = plug_part(b, d, name, first, n);
    return e;
}

bool hr_same_outlets(const hr_build *b, hr_id parent, uint32_t i, uint32_t k)
{
    for (hr_id d = parent + 1; d < b->decl.n && decl_at(b, d)->parent != HR_NONE && decl_at(b, d)->parent >= parent;
         d++) {
        const hr_decl_build *db = build_at(b, d);
        for (uint32_t bank = 0; decl_at(b, d)->parent == parent && bank < db->n_bank; bank++)
            if (db->outlets[bank].plugged && db->outlets[bank].plugged[i] != db->outlets[bank].plugged[k]) return false;
    }
    return true;
}
