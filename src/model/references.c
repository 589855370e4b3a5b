/* references.c - what a reference means: names, hostlists, patterns and captures -> units.
 *
 * Every member of a declaration asks the same, so what a pattern names is kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/wiring.h"

/* Appends capture k of the full name that the unit's declaration gives its member: the holder's brackets count first. */
static bool add_capture(hr_build *b, hr_id unit, uint32_t member, uint32_t k, hr_buf *out)
{
    hr_id chain[HR_MAX_HOLD_DEPTH + 1];
    uint32_t n = 0;
    for (hr_id u = unit; u != HR_NONE && n <= HR_MAX_HOLD_DEPTH; u = unit_at(b, u)->holder) chain[n++] = u;
    while (n-- > 0) {
        const hr_hostlist *list = build_of(b, chain[n])->list;
        if (k <= list->brackets) return hr_hostlist_capture(list, n == 0 ? member : member_of(b, chain[n]), k, out);
        k -= list->brackets;
    }
    return false;
}

static hr_err no_such_capture(hr_build *b, hr_id unit, const hr_text *ref, uint32_t k)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M306", ref->at, "captures are counted from $1, the holder's first",
                       "\"%.*s\": the name `%.*s` has no bracket number %u", HR_STR_FMT(ref->v),
                       HR_STR_FMT(decl_of(b, unit)->name), k);
}

hr_err hr_ref_fill_member(hr_build *b, hr_id unit, uint32_t member, const hr_text *ref, hr_buf *out)
{
    out->n = 0;
    for (uint32_t i = 0; i < ref->v.n; i++) {
        if (ref->v.s[i] != '$') {
            hr_buf_c(out, ref->v.s[i]);
            continue;
        }
        uint32_t k = 0;
        while (i + 1 < ref->v.n && ref->v.s[i + 1] >= '0' && ref->v.s[i + 1] <= '9' && k < 100)
            k = k * 10 + (uint32_t)(ref->v.s[++i] - '0');
        if (k == 0 || !add_capture(b, unit, member, k, out)) return no_such_capture(b, unit, ref, k);
    }
    return out->failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_ref_fill(hr_build *b, hr_id unit, const hr_text *ref, hr_buf *out)
{
    return hr_ref_fill_member(b, unit, member_of(b, unit), ref, out);
}

hr_err hr_no_such_element(hr_build *b, hr_str name, hr_span at, const char *help)
{
    const hr_site *s = b->site;
    const char **words =
        hr_diag_errors(b->r.ctx) < 100 ? calloc(s->n_top + 1, sizeof *words) : NULL; /* else not shown */
    size_t n = 0;
    for (hr_id u = 0; words && u < s->n_unit && n < s->n_top; u++)
        if (s->unit[u].holder == HR_NONE) words[n++] = s->names[s->unit[u].name].s;
    const char *near = words ? hr_str_closest(name, words, n) : NULL;
    char meant[160];
    if (near) snprintf(meant, sizeof meant, "did you mean \"%.120s\"?", near);
    free(words);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M304", at, near ? meant : help, "no element is called \"%.*s\"",
                       HR_STR_FMT(name));
}

hr_err hr_ref_dangling(hr_build *b, hr_id unit, const hr_text *ref, hr_str name)
{
    static const char way[] = "elements are declared under `elements:`; the patterns * and ? match their names";
    if (hr_str_eq(ref->v, name)) return hr_no_such_element(b, name, ref->at, way);
    char member[512];
    hr_unit_name(b->site, unit, 0, member, sizeof member);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M304", ref->at, "declare it, or change the brackets of one of the two",
                       "no element is called \"%.*s\", which \"%.*s\" means for `%s`", HR_STR_FMT(name),
                       HR_STR_FMT(ref->v), member);
}

static hr_err take(void *user, hr_target t)
{
    hr_build *b = user;
    hr_id *slot = t.unit != HR_NONE ? hr_vec_push(&b->named_unit, sizeof *slot) : NULL;
    if (slot) *slot = t.unit;
    return slot || t.unit == HR_NONE ? HR_OK : HR_ENOMEM;
}

/* What a pattern names. Every member of a declaration asks the same, so the answer is kept. */
hr_err hr_ref_named(hr_build *b, const hr_text *ref, hr_str text, hr_named *out)
{
    uint32_t i = hr_map_get(&b->named_index, text), n;
    if (i != HR_NONE) return *out = ((const hr_named *)b->named.item)[i], HR_OK;
    hr_text t = *ref;
    t.v = text;
    *out = (hr_named){.first = (uint32_t)b->named_unit.n};
    hr_err e = hr_site_match(b->site, t, take, b, &n);
    if (e != HR_OK) return e;
    out->n = (uint32_t)b->named_unit.n - out->first;
    hr_str key = hr_arena_str(b->site->arena, text.s, text.n);
    hr_named *slot = key.s ? hr_vec_push(&b->named, sizeof *slot) : NULL;
    if (!slot) return HR_ENOMEM;
    *slot = *out;
    return hr_map_add(&b->named_index, key, (uint32_t)(b->named.n - 1), &n) ? HR_OK : HR_ENOMEM;
}

hr_id hr_ref_at(const hr_build *b, hr_named list, uint32_t i)
{
    return ((const hr_id *)b->named_unit.item)[list.first + i];
}

bool hr_ref_is_plain(hr_str s) { return !memchr(s.s, '[', s.n) && !memchr(s.s, '*', s.n) && !memchr(s.s, '?', s.n); }

static uint32_t dealt_to(uint32_t member, uint32_t members, uint32_t targets)
{
    uint32_t small = members / targets, larger = members % targets, in_larger = larger * (small + 1);
    return member < in_larger ? member / (small + 1) : larger + (member - in_larger) / small;
}

/* Numbers the members of a declaration that a spread deals over the same targets: all of them, unless a capture makes
 * the targets differ from member to member. In the order in which the declaration names them; made once for a feed. */
static hr_err number_members(hr_build *b, hr_id unit, const hr_text *ref, hr_spread *out)
{
    uint32_t n = build_of(b, unit)->list->count;
    hr_arena *a = hr_arena_new();
    hr_map groups = {0};
    hr_buf text = {0};
    uint32_t *group = a ? HR_NEW_ARRAY(a, uint32_t, n) : NULL, *size = a ? HR_NEW_ARRAY(a, uint32_t, n) : NULL;
    out->place = HR_NEW_ARRAY(b->site->arena, uint32_t, n);
    out->of = HR_NEW_ARRAY(b->site->arena, uint32_t, n);
    hr_err e = group && size && out->place && out->of ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        if ((e = hr_ref_fill_member(b, unit, i, ref, &text)) != HR_OK) break;
        hr_str key = hr_arena_str(a, text.s ? text.s : "", text.n);
        uint32_t old = HR_NONE;
        if (!key.s || !hr_map_add(&groups, key, i, &old)) e = HR_ENOMEM;
        group[i] = old == HR_NONE ? i : old;
        out->place[i] = size[group[i]]++;
    }
    for (uint32_t i = 0; i < n && e == HR_OK; i++) out->of[i] = size[group[i]];
    hr_buf_free(&text);
    hr_map_free(&groups);
    hr_arena_free(a);
    return e;
}

static hr_err place_among(hr_build *b, hr_id unit, const hr_text *ref, uint32_t *place, uint32_t *of)
{
    uint32_t member = member_of(b, unit);
    hr_spread *s = b->spread.item;
    size_t i = 0;
    *place = member;
    *of = build_of(b, unit)->list->count;
    if (!memchr(ref->v.s, '$', ref->v.n) || unit_at(b, unit)->holder != HR_NONE) return HR_OK;
    while (i < b->spread.n && s[i].ref != ref) i++;
    if (i == b->spread.n) {
        if (!(s = hr_vec_push(&b->spread, sizeof *s))) return HR_ENOMEM;
        s->ref = ref;
        hr_err e = number_members(b, unit, ref, s);
        if (e != HR_OK) return e;
        s = b->spread.item;
    }
    *place = s[i].place[member];
    *of = s[i].of[member];
    return HR_OK;
}

/* The hostlist a reference is paired with: the declaration's own, or its holder's. */
static hr_err pair_index(hr_build *b, hr_id unit, const hr_text *ref, uint32_t n, uint32_t *index)
{
    const hr_hostlist *own = build_of(b, unit)->list;
    hr_id holder = unit_at(b, unit)->holder;
    if (n == own->count) return *index = member_of(b, unit), HR_OK;
    if (holder != HR_NONE && n == build_of(b, holder)->list->count) return *index = member_of(b, holder), HR_OK;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M305", ref->at, "use $1, or {spread: ...} to deal many over few",
                       "\"%.*s\" has %u names, the declaration `%.*s` has %u", HR_STR_FMT(ref->v), n,
                       HR_STR_FMT(decl_of(b, unit)->name), own->count);
}

static hr_err resolve_many(hr_build *b, hr_id unit, const hr_text *ref, bool spread, hr_str text, hr_id *out)
{
    hr_named f;
    hr_err e = hr_ref_named(b, ref, text, &f);
    if (e != HR_OK) return e;
    if (f.n == 0) return hr_ref_dangling(b, unit, ref, text);
    if (f.n == 1) return *out = hr_ref_at(b, f, 0), HR_OK;
    uint32_t index = 0;
    if (spread) {
        uint32_t place, of;
        if ((e = place_among(b, unit, ref, &place, &of)) != HR_OK) return e;
        index = dealt_to(place, of, f.n);
    } else if (memchr(text.s, '[', text.n)) {
        e = pair_index(b, unit, ref, f.n, &index);
    } else {
        e = hr_diag_add(b->r.ctx, HR_ERROR, "M307", ref->at,
                        "a list gives alternatives, {parallel: ...} sources in parallel, {spread: ...} deals them out",
                        "\"%.*s\" names %u elements where one is meant", HR_STR_FMT(text), f.n);
    }
    if (e == HR_OK) *out = hr_ref_at(b, f, index);
    return e;
}

hr_err hr_ref_one(hr_build *b, hr_id unit, const hr_text *ref, bool spread, hr_id *out)
{
    hr_buf text = {0};
    hr_err e = hr_ref_fill(b, unit, ref, &text);
    hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
    uint32_t member;
    if (e == HR_OK) {
        if (!hr_ref_is_plain(name)) e = resolve_many(b, unit, ref, spread, name, out);
        else if (!hr_site_find(b->site, name, out, &member)) e = hr_ref_dangling(b, unit, ref, name);
    }
    hr_buf_free(&text);
    return e;
}
