/* wiring.c - feeds -> wires: resolves every reference, then what is nominal (voltage, phases) and the order of supply.
 *
 * A reference is a template: $1 is put in, brackets are paired with the declaration member by member, a glob must name
 * one. All that can contradict itself in the drawing is refused here, so the engines meet only halls that could be
 * built. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/build.h"

enum { BYPASS = 62, OTHERS = 63 }; /* bits of hr_decl_build.refused for references that are no entry of `from` */

static hr_decl *decl_of(hr_build *b, hr_id unit) { return &b->site->decl[b->site->unit[unit].decl]; }
static hr_decl_build *build_of(hr_build *b, hr_id unit)
{
    return &((hr_decl_build *)b->decl_build.item)[b->site->unit[unit].decl];
}
static hr_unit *unit_at(hr_build *b, hr_id unit) { return &b->site->unit[unit]; }
static uint32_t member_of(hr_build *b, hr_id unit) { return ((hr_unit_build *)b->unit_build.item)[unit].member; }

/* --- references ------------------------------------------------------------------------------------------------- */

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

static hr_err substitute_member(hr_build *b, hr_id unit, uint32_t member, const hr_text *ref, hr_buf *out)
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

static hr_err substitute(hr_build *b, hr_id unit, const hr_text *ref, hr_buf *out)
{
    return substitute_member(b, unit, member_of(b, unit), ref, out);
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

static hr_err dangling(hr_build *b, hr_id unit, const hr_text *ref, hr_str name)
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
static hr_err find_named(hr_build *b, const hr_text *ref, hr_str text, hr_named *out)
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

static hr_id named_at(const hr_build *b, hr_named list, uint32_t i)
{
    return ((const hr_id *)b->named_unit.item)[list.first + i];
}

static bool is_plain(hr_str s) { return !memchr(s.s, '[', s.n) && !memchr(s.s, '*', s.n) && !memchr(s.s, '?', s.n); }

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
        if ((e = substitute_member(b, unit, i, ref, &text)) != HR_OK) break;
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
    hr_err e = find_named(b, ref, text, &f);
    if (e != HR_OK) return e;
    if (f.n == 0) return dangling(b, unit, ref, text);
    if (f.n == 1) return *out = named_at(b, f, 0), HR_OK;
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
    if (e == HR_OK) *out = named_at(b, f, index);
    return e;
}

static hr_err resolve(hr_build *b, hr_id unit, const hr_text *ref, bool spread, hr_id *out)
{
    hr_buf text = {0};
    hr_err e = substitute(b, unit, ref, &text);
    hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
    uint32_t member;
    if (e == HR_OK) {
        if (!is_plain(name)) e = resolve_many(b, unit, ref, spread, name, out);
        else if (!hr_site_find(b->site, name, out, &member)) e = dangling(b, unit, ref, name);
    }
    hr_buf_free(&text);
    return e;
}

/* --- ties ------------------------------------------------------------------------------------------------------------- */

/* What ties `unit` to others: a run of the sorted list. NULL when nothing does. */
static const hr_tie_end *tie_ends(const hr_build *b, hr_id unit, uint32_t *n)
{
    const hr_tie_end *list = b->tie_end.item;
    size_t lo = 0, hi = b->tie_end.n, end;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (list[mid].unit < unit) lo = mid + 1;
        else hi = mid;
    }
    for (end = lo; end < b->tie_end.n && list[end].unit == unit;) end++;
    *n = (uint32_t)(end - lo);
    return *n ? list + lo : NULL;
}

/* --- wires and ports --------------------------------------------------------------------------------------------------- */

static hr_err add_port(hr_build *b, hr_id unit, hr_id wire, hr_str name, hr_id *out)
{
    hr_port *p = hr_vec_push(&b->port, sizeof *p);
    if (!p) return HR_ENOMEM;
    *p = (hr_port){unit, wire, name};
    *out = (hr_id)(b->port.n - 1);
    return HR_OK;
}

static hr_power_kind kind_of(hr_build *b, hr_id unit) { return hr_unit_kind(b->site, unit); }

static bool gives_power(hr_build *b, hr_id unit)
{
    hr_power_kind k = kind_of(b, unit);
    return k == HR_P_SOURCE || k == HR_P_SERIES || k == HR_P_UNMODELLED;
}

static hr_err check_form(hr_build *b, hr_id unit, const hr_from *from)
{
    const hr_type *type = decl_of(b, unit)->type;
    bool psus = type->power && type->power->psus;
    if (!type->modelled) return HR_OK;
    if (from->form == HR_FROM_CORDS && !psus)
        return hr_diag_add(
            b->r.ctx, HR_ERROR, "M313", from->at, "write a list of alternatives: [{to: x}, {to: y}]",
            "named feeds are simultaneous cords of loads with power supplies; a %s has one live feed at a "
            "time",
            type->name);
    if (from->form == HR_FROM_ALTERNATIVES && psus && from->n > 1)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M313", from->at, "name the cords: {A: x, B: y}",
                           "the feeds of a %s are named cords, not a list of alternatives", type->name);
    return HR_OK;
}

static hr_err wrong_target(hr_build *b, hr_id unit, hr_id parent, const hr_feed *f)
{
    const hr_type *t = decl_of(b, parent)->type;
    if (parent == unit)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M308", f->to.at, "name the element that feeds it",
                           "`%.*s` feeds itself", HR_STR_FMT(decl_of(b, unit)->name));
    if (!t->power)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M310", f->to.at,
                           "`from` is electrical; liquid is cooled_by, coolant, primary",
                           "\"%.*s\" is a %s: it has no electrical side", HR_STR_FMT(f->to.v), t->name);
    return hr_diag_add(b->r.ctx, HR_ERROR, "M310", f->to.at, "feed it from a board, busway, transformer or source",
                       "\"%.*s\" is a %s: it consumes and feeds nothing", HR_STR_FMT(f->to.v), t->name);
}

static bool automatic(const hr_feed *f, hr_from_form form, uint32_t order)
{
    if (f->closes.presence != HR_ABSENT) return f->closes.v == HR_CLOSES_AUTO;
    return order == 0 || form != HR_FROM_ALTERNATIVES;
}

static hr_err wire_name(hr_build *b, hr_id unit, const hr_from *from, uint32_t i, hr_str *out)
{
    if (from->form == HR_FROM_CORDS) return *out = from->feed[i].cord, HR_OK;
    char *text = hr_arena_printf(b->site->arena, "from[%u]", unit_at(b, unit)->wire_count + 1);
    *out = text ? hr_str_of(text) : (hr_str){0};
    return text ? HR_OK : HR_ENOMEM;
}

/* Adds a wire with a port of its own, or at `port` when name is empty. */
static hr_err add_one_wire(hr_build *b, hr_wire wire, hr_str name)
{
    if (b->wire.n == HR_MAX_WIRES)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M106", wire.feed->at,
                           "name fewer sources, or fewer elements fed by them", "more than %u feeds in one model",
                           HR_MAX_WIRES);
    hr_wire *w = hr_vec_push(&b->wire, sizeof *w);
    if (!w) return HR_ENOMEM;
    *w = wire;
    hr_id id = (hr_id)(b->wire.n - 1);
    unit_at(b, wire.child)->wire_count++;
    if (name.n) return add_port(b, wire.child, id, name, &w->port);
    ((hr_port *)b->port.item)[wire.port].wire = id;
    return HR_OK;
}

/* Its one feed: then its own port shows that feed. Not where the own port shows something else, or more can come in. */
static bool is_only_feed(hr_build *b, hr_id unit, const hr_from *from)
{
    const hr_power_ops *ops = decl_of(b, unit)->type->power;
    const hr_tie_end *end = tie_ends(b, unit, &(uint32_t){0});
    return from->n == 1 && (from->form == HR_FROM_ONE || from->form == HR_FROM_ALTERNATIVES) && !ops->output_rated &&
           !build_of(b, unit)->bypass && !end;
}

/* What the feed says, else its element. */
static uint8_t phases_of(hr_build *b, hr_id unit, const hr_feed *f)
{
    const hr_power_ops *ops = decl_of(b, unit)->type->power;
    if (f->phases.presence) return (uint8_t)f->phases.v;
    return ops->phases ? ops->phases(decl_of(b, unit)->fields) : 0;
}

static hr_err push_wire(hr_build *b, hr_id unit, const hr_from *from, uint32_t i, hr_id parent)
{
    const hr_power_ops *ops = decl_of(b, unit)->type->power;
    const hr_feed *f = &from->feed[i];
    hr_str name = {0};
    hr_err e;
    if (parent == unit || !gives_power(b, parent)) return wrong_target(b, unit, parent, f);
    if (!is_only_feed(b, unit, from) && (e = wire_name(b, unit, from, i, &name)) != HR_OK) return e;
    hr_wire w = {.child = unit,
                 .parent = parent,
                 .feed = f,
                 .port = unit_at(b, unit)->port,
                 .order = (uint16_t)i,
                 .phases = phases_of(b, unit, f),
                 .automatic = automatic(f, from->form, i),
                 .parallel = from->form == HR_FROM_PARALLEL || (from->form == HR_FROM_CORDS && ops->pools)};
    return add_one_wire(b, w, name);
}

/* Every element that the reference names becomes a wire. */
static hr_err add_parallel(hr_build *b, hr_id unit, const hr_from *from, uint32_t i)
{
    hr_text ref = from->feed[i].to;
    hr_buf text = {0};
    hr_named list = {0};
    hr_err e = substitute(b, unit, &ref, &text);
    hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
    if (e == HR_OK) e = find_named(b, &ref, name, &list);
    if (e == HR_OK && list.n == 0) e = dangling(b, unit, &from->feed[i].to, name);
    for (uint32_t k = 0; k < list.n && e == HR_OK; k++) e = push_wire(b, unit, from, i, named_at(b, list, k));
    hr_buf_free(&text);
    return e;
}

static hr_err add_wire(hr_build *b, hr_id unit, const hr_from *from, uint32_t i)
{
    const hr_feed *f = &from->feed[i];
    hr_id parent = HR_NONE;
    if (from->form == HR_FROM_PARALLEL) return add_parallel(b, unit, from, i);
    hr_err e = resolve(b, unit, &f->to, f->spread, &parent);
    return e == HR_OK ? push_wire(b, unit, from, i, parent) : e;
}

static bool carries_weight(const hr_type *t) { return t->structure && t->structure->area; }

/* One element, of a type that carries weight. */
static hr_err stand_on(hr_build *b, hr_id unit, const hr_texts *refs)
{
    hr_id floor = HR_NONE;
    if (refs->n == 0) return HR_OK;
    if (refs->n > 1)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M307", refs->item[1].at, "name the one that carries it",
                           "`%.*s` stands on one floor, %u are named", HR_STR_FMT(decl_of(b, unit)->name), refs->n);
    hr_err e = resolve(b, unit, &refs->item[0], false, &floor);
    if (e != HR_OK) return e;
    const hr_type *t = decl_of(b, floor)->type;
    if (!carries_weight(t))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M310", refs->item[0].at, "name an element of the type floor",
                           "\"%.*s\" is a %s: nothing can stand on it", HR_STR_FMT(refs->item[0].v), t->name);
    unit_at(b, unit)->floor = floor;
    return HR_OK;
}

static hr_err check_refs(hr_build *b, hr_id unit)
{
    const hr_decl *d = decl_of(b, unit);
    uint64_t *refused = &build_of(b, unit)->refused;
    hr_err e = *refused >> OTHERS & 1 ? HR_EINPUT : HR_OK;
    for (const hr_field *f = d->type->fields; f && f->name; f++) {
        if (f->kind != HR_F_REF) continue;
        const hr_texts *refs = (const hr_texts *)(const void *)((const char *)d->fields + f->offset);
        if (f->medium == HR_FLOOR && e == HR_OK) {
            e = stand_on(b, unit, refs);
            continue;
        }
        for (uint32_t i = 0; i < refs->n && e == HR_OK; i++) {
            hr_buf text = {0};
            hr_named any = {0};
            e = substitute(b, unit, &refs->item[i], &text);
            hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
            hr_id one = HR_NONE;
            uint32_t member;
            bool found = e == HR_OK && is_plain(name) && hr_site_find(b->site, name, &one, &member);
            if (e == HR_OK && !found) e = find_named(b, &refs->item[i], name, &any);
            if (e == HR_OK && !found && any.n == 0) e = dangling(b, unit, &refs->item[i], name);
            hr_buf_free(&text);
        }
    }
    if (e == HR_EINPUT) *refused |= UINT64_C(1) << OTHERS;
    return e;
}

/* Members of one declaration are refused for one reason: it is told for the first. */
static hr_err add_wires(hr_build *b, hr_id unit, const hr_from *from)
{
    uint64_t *refused = &build_of(b, unit)->refused;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < from->n; i++) {
        uint32_t bit = i < BYPASS ? i : BYPASS - 1;
        hr_err e2 = *refused >> bit & 1 ? HR_EINPUT : add_wire(b, unit, from, i);
        if (e2 == HR_EINPUT) *refused |= UINT64_C(1) << bit;
        if (e2 != HR_OK) e = e2;
    }
    return e;
}

/* What stands between two elements passes power either way: each side feeds it, it feeds each side. */
static hr_err wire_sides(hr_build *b, hr_id unit)
{
    const hr_decl_build *db = build_of(b, unit);
    const hr_power_ops *ops = decl_of(b, unit)->type->power;
    hr_id side[2];
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < 2 && e == HR_OK; i++) e = resolve(b, unit, &db->between->item[i], false, &side[i]);
    for (uint32_t i = 0; i < 2 && e == HR_OK; i++) {
        bool open = ops->switching->normally(decl_of(b, unit)->fields)->v == HR_NORMALLY_OPEN;
        bool manual = ops->switching->closes(decl_of(b, unit)->fields)->v == HR_CLOSES_MANUAL;
        e = add_one_wire(b,
                         (hr_wire){.child = unit,
                                   .parent = side[i],
                                   .feed = &db->side[i],
                                   .order = (uint16_t)i,
                                   .automatic = !open || !manual,
                                   .role = HR_WIRE_SIDE,
                                   .normally_open = open},
                         i ? HR_STR("between[2]") : HR_STR("between[1]"));
    }
    return e;
}

static hr_err wire_ties(hr_build *b, hr_id unit)
{
    uint32_t n;
    const hr_tie_end *end = tie_ends(b, unit, &n);
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        char *name = hr_arena_alloc(b->site->arena, 1024);
        if (!name) return HR_ENOMEM;
        hr_unit_name(b->site, end[i].tie, 0, name, 1024);
        e = add_one_wire(b,
                         (hr_wire){.child = unit,
                                   .parent = end[i].tie,
                                   .feed = build_of(b, end[i].tie)->tie,
                                   .order = (uint16_t)(unit_at(b, unit)->wire_count),
                                   .automatic = true,
                                   .role = HR_WIRE_TIE,
                                   .normally_open = end[i].normally_open},
                         hr_str_of(name));
    }
    return e;
}

static hr_err wire_bypass(hr_build *b, hr_id unit)
{
    const hr_from *bypass = build_of(b, unit)->bypass;
    hr_id parent;
    if (!bypass) return HR_OK;
    const hr_feed *f = &bypass->feed[0];
    hr_err e = resolve(b, unit, &f->to, f->spread, &parent);
    if (e != HR_OK) return e;
    if (parent == unit || !gives_power(b, parent)) return wrong_target(b, unit, parent, f);
    return add_one_wire(b,
                        (hr_wire){.child = unit,
                                  .parent = parent,
                                  .feed = f,
                                  .order = (uint16_t)(unit_at(b, unit)->wire_count),
                                  .phases = f->phases.presence ? (uint8_t)f->phases.v : 0,
                                  .automatic = true,
                                  .role = HR_WIRE_BYPASS},
                        HR_STR("bypass"));
}

/* --- parts that feed their holder ------------------------------------------------------------------------------------- */

static bool feeds_holder(hr_build *b, hr_id held) { return kind_of(b, held) == HR_P_SERIES; }

static hr_err two_ways(hr_build *b, hr_id unit, hr_id held, const hr_from *from)
{
    hr_str name = decl_of(b, held)->name;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M313", from->at,
                       "take `from` out here and give each part its own: its name is the name of the cord",
                       "`%.*s` has a `from` and holds `%.*s`, a %s, which feeds it too",
                       HR_STR_FMT(decl_of(b, unit)->name), HR_STR_FMT(name), decl_of(b, held)->type->name);
}

static hr_err two_kinds(hr_build *b, hr_id first, hr_id held)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M313", decl_of(b, held)->at, "split the rack in two",
                       "a rack is fed by parts of one kind: `%.*s` is a %s, `%.*s` a %s",
                       HR_STR_FMT(decl_of(b, first)->name), decl_of(b, first)->type->name,
                       HR_STR_FMT(decl_of(b, held)->name), decl_of(b, held)->type->name);
}

/* The feeds that a held part is to its holder: one, or one for each of its banks. Made once for a declaration, like those
 * that are written. */
static hr_feed *feeds_of_part(hr_build *b, hr_id held)
{
    hr_decl_build *db = build_of(b, held);
    const hr_decl *d = decl_of(b, held);
    uint32_t n = db->n_bank ? db->n_bank : 1;
    if (db->cord || !(db->cord = HR_NEW_ARRAY(b->site->arena, hr_feed, n))) return db->cord;
    for (uint32_t i = 0; i < n; i++)
        db->cord[i] = (hr_feed){.to = {.v = d->name, .presence = HR_PRESENT, .at = d->at}, .at = d->at};
    return db->cord;
}

static double supplies_on(hr_build *b, hr_id load, hr_str cord)
{
    const hr_power_ops *ops = decl_of(b, load)->type->power;
    const hr_psus *p = ops->psus ? ops->psus(decl_of(b, load)->fields) : NULL;
    double count = p && p->n ? 0 : 1;
    for (uint32_t i = 0; p && i < p->n; i++)
        if (hr_str_eq(p->cord[i].cord, cord)) count = p->cord[i].count.v;
    return count;
}

static bool is_plugged_in(hr_build *b, hr_id load, hr_id held)
{
    const hr_decl_build *db = build_of(b, held);
    for (uint32_t i = 0; i < db->n_bank; i++)
        if (db->outlets[i].plugged[unit_at(b, load)->name - db->outlets[i].first]) return true;
    return false;
}

static bool hangs_here(hr_build *b, hr_id held)
{
    hr_power_kind k = kind_of(b, held);
    const hr_from *from = build_of(b, held)->from;
    return (k == HR_P_LOAD || k == HR_P_UNMODELLED) && (!from || from->form == HR_FROM_NONE);
}

/* Every load that has power supplies on the part has its place in a bank. With one of them left out the banks carry
 * more than is said, nobody knows which. */
static bool knows_banks(hr_build *b, hr_id unit, hr_id held)
{
    const hr_unit *u = unit_at(b, unit);
    const hr_decl_build *db = build_of(b, held);
    bool any = false;
    for (uint32_t i = 0; i < db->n_bank; i++)
        if (!db->outlets[i].plugged) return false;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++) {
        if (!hangs_here(b, h) || supplies_on(b, h, b->site->names[unit_at(b, held)->name]) <= 0) continue;
        if (!is_plugged_in(b, h, held)) return false;
        any = true;
    }
    return any && db->n_bank;
}

static hr_err wire_bank(hr_build *b, hr_id unit, hr_id held, uint32_t i, bool known)
{
    hr_feed *f = &build_of(b, held)->cord[i];
    hr_str name = b->site->names[unit_at(b, held)->name];
    hr_wire w = {.child = unit,
                 .parent = held,
                 .feed = f,
                 .order = (uint16_t)unit_at(b, unit)->wire_count,
                 .automatic = true,
                 .role = HR_WIRE_HELD};
    if (known) {
        const hr_records *banks = hr_banks_of(decl_of(b, held));
        hr_bank bank = decl_of(b, held)->type->power->banks->bank(hr_record_at(banks, i));
        const char *text = hr_arena_printf(b->site->arena, "%.*s[%u]", HR_STR_FMT(name), i + 1);
        if (!text) return HR_ENOMEM;
        name = hr_str_of(text);
        w.phases = bank.phases;
        f->breaker = bank.breaker;
        f->outlets = &build_of(b, held)->outlets[i];
        f->at = f->to.at = f->breaker.at = banks->span[i];
    }
    return add_one_wire(b, w, name);
}

static hr_err wire_part(hr_build *b, hr_id unit, hr_id held)
{
    bool known = build_of(b, held)->n_bank && knows_banks(b, unit, held);
    uint32_t n = known ? build_of(b, held)->n_bank : 1;
    hr_err e = feeds_of_part(b, held) ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) e = wire_bank(b, unit, held, i, known);
    return e;
}

/* Rack PDUs and power shelves are the cords of the rack that holds them. */
static hr_err wire_parts(hr_build *b, hr_id unit)
{
    const hr_unit *u = unit_at(b, unit);
    const hr_from *from = build_of(b, unit)->from;
    hr_id first = HR_NONE, bar = HR_NONE;
    hr_err e = HR_OK;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count && e == HR_OK; h++) {
        if (kind_of(b, h) == HR_P_BAR && (bar != HR_NONE || unit_at(b, h)->count > 1))
            return hr_diag_add(b->r.ctx, HR_ERROR, "M313", decl_of(b, h)->at, "give one bar the rating of all",
                               "`%.*s` holds more than one bus bar", HR_STR_FMT(decl_of(b, unit)->name));
        if (kind_of(b, h) == HR_P_BAR) bar = h;
        if (!feeds_holder(b, h)) continue;
        if (from && from->form != HR_FROM_NONE) return two_ways(b, unit, h, from);
        if (first == HR_NONE) first = h;
        if (decl_of(b, h)->type != decl_of(b, first)->type) return two_kinds(b, first, h);
        e = wire_part(b, unit, h);
    }
    return e;
}

static hr_err wire_from(hr_build *b, hr_id unit, const hr_from *from)
{
    if (!from || from->form == HR_FROM_NONE) return HR_OK;
    hr_err e = check_form(b, unit, from);
    return e == HR_OK ? add_wires(b, unit, from) : e;
}

static hr_str own_port_name(hr_build *b, hr_id unit)
{
    const hr_from *from = build_of(b, unit)->from;
    hr_power_kind kind = kind_of(b, unit);
    if (build_of(b, unit)->between || kind == HR_P_BAR) return HR_STR("through");
    bool out = kind == HR_P_SOURCE || decl_of(b, unit)->type->power->output_rated ||
               (kind == HR_P_UNMODELLED && (!from || from->form == HR_FROM_NONE));
    return out ? HR_STR("out") : HR_STR("from");
}

static hr_err wire_unit(hr_build *b, hr_id unit)
{
    uint64_t *refused = &build_of(b, unit)->refused;
    hr_id port;
    hr_err e, e2;
    unit_at(b, unit)->wire_first = (hr_id)b->wire.n;
    if (kind_of(b, unit) == HR_P_NONE && carries_weight(decl_of(b, unit)->type)) {
        if ((e = add_port(b, unit, HR_NONE, HR_STR("floor"), &port)) != HR_OK) return e;
        unit_at(b, unit)->port = port;
    }
    if (kind_of(b, unit) == HR_P_NONE) return check_refs(b, unit);
    if ((e = add_port(b, unit, HR_NONE, own_port_name(b, unit), &port)) != HR_OK) return e;
    unit_at(b, unit)->port = port;
    e = wire_from(b, unit, build_of(b, unit)->from);
    if (e == HR_OK && kind_of(b, unit) == HR_P_HOLDER && !(*refused >> OTHERS & 1) &&
        (e = wire_parts(b, unit)) == HR_EINPUT)
        *refused |= UINT64_C(1) << OTHERS;
    if (e == HR_OK && build_of(b, unit)->between) e = wire_sides(b, unit);
    if (e == HR_OK && !(*refused >> BYPASS & 1) && (e = wire_bypass(b, unit)) == HR_EINPUT)
        *refused |= UINT64_C(1) << BYPASS;
    if (e == HR_OK) e = wire_ties(b, unit);
    e2 = check_refs(b, unit);
    return e != HR_OK ? e : e2;
}

/* --- what stands between two elements, before anything is wired ------------------------------------------------------------ */

static const hr_num *field_named(const hr_decl *d, const char *name)
{
    for (const hr_field *f = d->type->fields; f && f->name; f++)
        if (strcmp(f->name, name) == 0 && f->kind == HR_F_QUANTITY)
            return (const hr_num *)(const void *)((const char *)d->fields + f->offset);
    return NULL;
}

/* One feed for each side and one for the way back: what they stand in is the `between` of the declaration. */
static hr_err make_tie_feeds(hr_build *b, hr_id decl)
{
    hr_decl_build *db = &((hr_decl_build *)b->decl_build.item)[decl];
    const hr_decl *d = &b->site->decl[decl];
    const hr_num *time = field_named(d, "time");
    if (!db->between || db->side) return HR_OK;
    db->side = HR_NEW_ARRAY(b->site->arena, hr_feed, 2);
    db->tie = HR_NEW(b->site->arena, hr_feed);
    if (!db->side || !db->tie) return HR_ENOMEM;
    for (uint32_t i = 0; i < 2; i++)
        db->side[i] =
            (hr_feed){.to = db->between->item[i], .at = db->between->item[i].at, .time = time ? *time : (hr_num){0}};
    *db->tie =
        (hr_feed){.to = {.v = d->name, .presence = HR_PRESENT, .at = d->at}, .at = d->at, .time = db->side[0].time};
    return HR_OK;
}

static hr_err tie_one_end(hr_build *b, hr_id unit, const hr_text *ref, bool open)
{
    hr_id end;
    hr_err e = resolve(b, unit, ref, false, &end);
    if (e != HR_OK) return e;
    hr_power_kind k = kind_of(b, end);
    if (end == unit || (k != HR_P_SERIES && k != HR_P_UNMODELLED)) {
        const hr_type *t = decl_of(b, end)->type;
        return hr_diag_add(b->r.ctx, HR_ERROR, "M310", ref->at, "tie boards, busways or panels",
                           "\"%.*s\" is a %s: it has no bus that could be tied", HR_STR_FMT(ref->v), t->name);
    }
    hr_tie_end *slot = hr_vec_push(&b->tie_end, sizeof *slot);
    if (slot) *slot = (hr_tie_end){end, unit, open};
    return slot ? HR_OK : HR_ENOMEM;
}

static hr_err tie_unit(hr_build *b, hr_id unit)
{
    hr_decl_build *db = build_of(b, unit);
    const hr_power_ops *ops = decl_of(b, unit)->type->power;
    if (!db->between || (db->refused >> OTHERS & 1)) return db->between ? HR_EINPUT : HR_OK;
    hr_err e = make_tie_feeds(b, unit_at(b, unit)->decl);
    if (e == HR_OK && db->from && db->from->form != HR_FROM_NONE)
        e = hr_diag_add(b->r.ctx, HR_ERROR, "M313", db->from->at, "take one of them out",
                        "`%.*s` has both `from` and `between`", HR_STR_FMT(decl_of(b, unit)->name));
    bool open = ops->switching->normally(decl_of(b, unit)->fields)->v == HR_NORMALLY_OPEN;
    for (uint32_t i = 0; i < 2 && e == HR_OK; i++) e = tie_one_end(b, unit, &db->between->item[i], open);
    const hr_tie_end *end = b->tie_end.item;
    if (e == HR_OK && end[b->tie_end.n - 1].unit == end[b->tie_end.n - 2].unit)
        e = hr_diag_add(b->r.ctx, HR_ERROR, "M308", db->between->item[1].at, "name two different elements",
                        "`%.*s` ties an element to itself", HR_STR_FMT(decl_of(b, unit)->name));
    if (e == HR_EINPUT) db->refused |= UINT64_C(1) << OTHERS;
    return e;
}

static int by_end(const void *a, const void *b)
{
    const hr_tie_end *x = a, *y = b;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    if (x->normally_open != y->normally_open) return x->normally_open ? 1 : -1;
    return x->tie < y->tie ? -1 : x->tie > y->tie;
}

static hr_err find_ties(hr_build *b)
{
    hr_err e = HR_OK, e2;
    for (hr_id u = 0; u < b->site->n_unit; u++)
        if ((e2 = tie_unit(b, u)) != HR_OK) e = e2;
    if (b->tie_end.n) qsort(b->tie_end.item, b->tie_end.n, sizeof(hr_tie_end), by_end);
    return e;
}

/* --- power supplies against cords ------------------------------------------------------------------------------------------ */

static bool has_cord(const hr_site *s, const hr_unit *u, hr_str cord)
{
    for (uint32_t w = 0; w < u->wire_count; w++)
        if (hr_str_eq(hr_wire_cord(s, u->wire_first + w), cord)) return true;
    return false;
}

static hr_err no_such_cord(hr_build *b, const hr_unit *u, const hr_str *cord, hr_span at)
{
    const hr_site *s = b->site;
    const char *words[8];
    size_t n = 0;
    for (const hr_field *f = hr_psu_fields; f->name && n < 8; f++) words[n++] = f->name;
    const char *near = hr_str_closest(*cord, words, n);
    hr_buf help = {0};
    hr_buf_z(&help, u->wire_count ? "its cords are " : "name the cords in `from: {A: ..., B: ...}`");
    for (uint32_t w = 0; w < u->wire_count && w < 8; w++)
        hr_buf_printf(&help, "%s%.*s", w ? ", " : "", HR_STR_FMT(hr_wire_cord(s, u->wire_first + w)));
    for (size_t i = 0; u->wire_count && i < n; i++)
        hr_buf_printf(&help, "%s%s", i ? ", " : "; `psus` says besides: ", words[i]);
    if (u->wire_count == 1 && hr_str_is(s->port[s->wire[u->wire_first].port].name, "from"))
        help.n = 0, hr_buf_z(&help, "its one feed has no name; name it in `from: {A: ...}`");
    if (near) help.n = 0, hr_buf_printf(&help, "did you mean `%s`?", near);
    hr_err e = hr_diag_add(b->r.ctx, HR_ERROR, "M314", at, help.s, "`psus` names cord %.*s, which `%.*s` does not have",
                           HR_STR_FMT(*cord), HR_STR_FMT(s->decl[u->decl].name));
    hr_buf_free(&help);
    return e;
}

/* Behind power shelves the shelves have the power supplies. */
static hr_err behind_pool(hr_build *b, const hr_unit *u, const hr_psus *p)
{
    if (p->n == 0 && !p->needed.presence && !p->rating.presence && !p->installed.presence) return HR_OK;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->at, "count them in the `psus` of the shelves",
                       "`%.*s` hangs on the bus of power shelves: it has no power supplies of its own",
                       HR_STR_FMT(b->site->decl[u->decl].name));
}

static hr_err check_psus(hr_build *b, hr_id unit)
{
    const hr_site *s = b->site;
    const hr_type *type = hr_unit_type(s, unit);
    const hr_psus *p = type->power && type->power->psus ? type->power->psus(hr_unit_fields(s, unit)) : NULL;
    if (!p || !p->present) return HR_OK;
    const hr_unit *u = &s->unit[unit];
    if (hr_hangs_on_holder(s, unit) && u->holder != HR_NONE && hr_is_pooled(s, u->holder)) return behind_pool(b, u, p);
    if (u->wire_count == 0 && u->holder != HR_NONE) u = &s->unit[u->holder];
    double total = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        total += p->cord[i].count.v;
        if (!has_cord(s, u, p->cord[i].cord)) return no_such_cord(b, u, &p->cord[i].cord, p->cord[i].count.at);
    }
    if (p->n && total == 0)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->at, "count the power supplies on each cord: {A: 2, B: 2}",
                           "`psus` counts no power supply at all");
    if (p->n == 0 && p->installed.presence) total = p->installed.v;
    if (p->needed.presence && (p->n || p->installed.presence) && p->needed.v > total)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->needed.at,
                           "`needed` counts those that must live for the load to run",
                           "%g power supplies are needed, %g are there", p->needed.v, total);
    return HR_OK;
}

/* A holder's own power stands for all it holds, and its power supplies for those of its own power: with both, one of
 * them would be left out without a word. */
static hr_err check_own_power(hr_build *b, hr_id unit)
{
    const hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    if (!ops || ops->kind != HR_P_HOLDER || !ops->load || u->held_count == 0) return HR_OK;
    const hr_num *own = ops->load(hr_unit_fields(s, unit));
    const hr_psus *psus = ops->psus ? ops->psus(hr_unit_fields(s, unit)) : NULL;
    bool power = own && own->presence, supplies = psus && psus->present;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++) {
        hr_power_kind kind = hr_unit_kind(s, h);
        if (kind == HR_P_NONE || kind == HR_P_SERIES || kind == HR_P_BAR) continue;
        if (supplies && s->unit[h].wire_count == 0)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M314", psus->at, "give `psus` to what it holds",
                               "`%.*s` has power supplies of its own and holds `%.*s`, which has its own too",
                               HR_STR_FMT(s->decl[u->decl].name), HR_STR_FMT(s->decl[s->unit[h].decl].name));
        if (power)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M315", own->at,
                               "take `power` out; `rating` is what its vendor or operator allows",
                               "`%.*s` has a power of its own and holds `%.*s`, which draws power too",
                               HR_STR_FMT(s->decl[u->decl].name), HR_STR_FMT(s->decl[s->unit[h].decl].name));
    }
    return HR_OK;
}

/* A load on several cords that counts no power supplies on them: what is taken instead decides whether it survives the
 * loss of one, so it is listed. Once for each declaration. */
static hr_err list_taken_psus(hr_build *b, hr_id unit, bool *listed)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit], *cords = u;
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    if (!ops || !ops->load || listed[u->decl]) return HR_OK;
    if (u->wire_count == 0 && u->holder != HR_NONE) cords = &s->unit[u->holder];
    hr_id holder = cords == u ? unit : u->holder;
    const hr_num *power = ops->load(hr_unit_fields(s, unit));
    const hr_psus *p = ops->psus ? ops->psus(hr_unit_fields(s, unit)) : NULL;
    if (hr_unit_kind(s, holder) != HR_P_HOLDER || cords->wire_count < 2 || !power->presence || (p && p->n) ||
        hr_is_pooled(s, holder))
        return HR_OK;
    bool dealt = p && p->installed.presence;
    listed[u->decl] = true;
    return hr_site_add_default(s, u->decl, "psus", 0, HR_DIM_NONE,
                               dealt ? "dealt evenly over the cords" : "one on each cord, sharing evenly",
                               dealt ? "the model does not say how many are on which cord"
                                     : "the model counts no power supplies; give psus to judge the loss of a cord");
}

static hr_err list_psus(hr_build *b)
{
    bool *listed = calloc(b->decl.n + 1, sizeof *listed);
    hr_err e = listed ? HR_OK : HR_ENOMEM;
    for (hr_id u = 0; u < b->site->n_unit && e == HR_OK; u++) e = list_taken_psus(b, u, listed);
    free(listed);
    return e;
}

/* --- order of supply: strongly connected parts of the feeds, sources first ---------------------------------------------------- */

typedef struct tarjan {
    hr_build *b;
    uint32_t *index, *low, *next; /* next: which wire of the unit is looked at */
    hr_id *stack, *path;
    uint32_t n_stack, n_path, n_index, n_order;
    bool *on_stack;
} tarjan;

static int by_number(const void *a, const void *b)
{
    hr_id x = *(const hr_id *)a, y = *(const hr_id *)b;
    return (x > y) - (x < y);
}

static void close_component(tarjan *t, hr_id unit)
{
    hr_site *s = t->b->site;
    uint32_t first = t->n_order;
    hr_id u;
    do {
        u = t->stack[--t->n_stack];
        t->on_stack[u] = false;
        s->order[t->n_order++] = u;
    } while (u != unit);
    if (t->n_order - first == 1) return;
    for (uint32_t i = first; i < t->n_order; i++) s->nominal[s->order[i]].ring = first;
    qsort(s->order + first, t->n_order - first, sizeof *s->order, by_number); /* lowest first: ties go to it */
}

static void enter(tarjan *t, hr_id unit)
{
    t->index[unit] = t->low[unit] = ++t->n_index;
    t->stack[t->n_stack++] = unit;
    t->on_stack[unit] = true;
    t->path[t->n_path++] = unit;
}

static void visit(tarjan *t, hr_id start)
{
    const hr_site *s = t->b->site;
    enter(t, start);
    while (t->n_path) {
        hr_id u = t->path[t->n_path - 1];
        if (t->next[u] < s->unit[u].wire_count) {
            hr_id p = s->wire[s->unit[u].wire_first + t->next[u]++].parent;
            if (!t->index[p]) enter(t, p);
            else if (t->on_stack[p] && t->index[p] < t->low[u]) t->low[u] = t->index[p];
            continue;
        }
        if (t->low[u] == t->index[u]) close_component(t, u);
        if (--t->n_path && t->low[u] < t->low[t->path[t->n_path - 1]]) t->low[t->path[t->n_path - 1]] = t->low[u];
    }
}

static hr_err find_order(hr_build *b)
{
    hr_site *s = b->site;
    tarjan t = {.b = b};
    hr_arena *a = hr_arena_new();
    uint32_t n = s->n_unit;
    if (!a) return HR_ENOMEM;
    t.index = HR_NEW_ARRAY(a, uint32_t, n);
    t.low = HR_NEW_ARRAY(a, uint32_t, n);
    t.next = HR_NEW_ARRAY(a, uint32_t, n);
    t.stack = HR_NEW_ARRAY(a, hr_id, n);
    t.path = HR_NEW_ARRAY(a, hr_id, n);
    t.on_stack = HR_NEW_ARRAY(a, bool, n);
    bool ok = t.index && t.low && t.next && t.stack && t.path && t.on_stack;
    for (hr_id u = 0; ok && u < n; u++)
        if (!t.index[u]) visit(&t, u);
    hr_arena_free(a);
    return ok ? HR_OK : HR_ENOMEM;
}

static hr_err check_rings(hr_build *b)
{
    const hr_site *s = b->site;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < s->n_unit;) {
        hr_id ring = s->nominal[s->order[i]].ring;
        uint32_t end = i + 1;
        if (ring == HR_NONE) {
            i++;
            continue;
        }
        while (end < s->n_unit && s->nominal[s->order[end]].ring == ring) end++;
        bool fed = false;
        for (uint32_t k = i; k < end; k++) {
            const hr_unit *u = &s->unit[s->order[k]];
            for (uint32_t w = 0; w < u->wire_count; w++)
                fed |= s->nominal[s->wire[u->wire_first + w].parent].ring != ring;
        }
        if (!fed)
            e = hr_diag_add(b->r.ctx, HR_ERROR, "M308", decl_of(b, s->order[i])->at,
                            "feed one of them from outside the ring",
                            "the feeds of `%.*s` and %u more form a ring without a source",
                            HR_STR_FMT(decl_of(b, s->order[i])->name), end - i - 1);
        i = end;
    }
    return e;
}

/* --- nominal voltage and phases --------------------------------------------------------------------------------------------------- */

/* changed: NULL for the pass that reports contradictions. */
static hr_err nominal_voltage(hr_build *b, hr_id unit, bool *changed)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    const hr_type *type = hr_unit_type(s, unit);
    hr_nominal *n = &s->nominal[unit], before = *n;
    for (uint32_t w = 0; w < u->wire_count; w++) {
        const hr_wire *wire = &s->wire[u->wire_first + w];
        double v = s->nominal[wire->parent].vout;
        if (v > 0 && n->vin > 0 && fabs(v - n->vin) > 1e-9 * n->vin && !changed)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M311", wire->feed->to.at, "put a transformer between them",
                               "\"%.*s\" delivers %g V where another feed delivers %g V", HR_STR_FMT(wire->feed->to.v),
                               v, n->vin);
        if (n->vin == 0) n->vin = v;
    }
    const hr_num *own = type->power && type->power->voltage ? type->power->voltage(decl_of(b, unit)->fields) : NULL;
    if (own && own->presence) n->vout = own->v;
    else if (!own || hr_unit_kind(s, unit) == HR_P_SERIES)
        n->vout = own && (type->power->winding || type->power->pools) && !own->presence ? 0 : n->vin;
    if (changed && (n->vin != before.vin || n->vout != before.vout)) *changed = true;
    return HR_OK;
}

static const char *phases_word(uint8_t set)
{
    static const char *const words[] = {"none", "A",   "B",   "AB", "C",   "CA", "BC", "ABC",
                                        "N",    "A-N", "B-N", "AB", "C-N", "CA", "BC", "ABC"};
    return words[set & 15];
}

static hr_err lacks_phases(hr_build *b, const hr_wire *wire, uint8_t supply)
{
    const hr_feed *f = wire->feed;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M312", f->phases.presence ? f->phases.at : f->at,
                       "take phases that the supply carries, or feed the supply with these",
                       "\"%.*s\" carries %s, this feed takes %s", HR_STR_FMT(f->to.v), phases_word(supply),
                       phases_word(wire->phases));
}

static hr_err nominal_phases(hr_build *b, hr_id unit)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    hr_nominal *n = &s->nominal[unit];
    hr_power_kind kind = hr_unit_kind(s, unit);
    bool three_phase = kind == HR_P_SOURCE || kind == HR_P_SERIES || kind == HR_P_UNMODELLED;
    if (u->wire_count == 0) n->phases = three_phase ? HR_A | HR_B | HR_C : 0;
    for (uint32_t w = 0; w < u->wire_count; w++) {
        hr_wire *wire = &s->wire[u->wire_first + w];
        uint8_t supply = s->nominal[wire->parent].phases, lines = HR_A | HR_B | HR_C;
        bool even = three_phase || hr_is_pooled(s, unit); /* what rectifiers take lies evenly on their lines */
        if (!wire->phases && (even || supply != lines)) wire->phases = supply ? supply : three_phase ? lines : 0;
        if (wire->phases & supply & lines) supply |= HR_N; /* a neutral is taken to come along */
        if (supply && (wire->phases & ~supply & 0xf)) return lacks_phases(b, wire, supply);
        if (three_phase && w && wire->phases != n->phases)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M312", wire->feed->at, "give all of them the same `phases`",
                               "the alternatives of one element take different phases: %s here, %s before",
                               phases_word(wire->phases), phases_word(n->phases));
        n->phases = wire->phases;
        const hr_power_ops *ops = hr_unit_type(s, unit)->power;
        if (ops->winding && ops->winding(hr_unit_fields(s, unit)) && wire->phases != lines)
            return hr_diag_add(
                b->r.ctx, HR_ERROR, "M312", wire->feed->phases.presence ? wire->feed->phases.at : wire->feed->at,
                "feed it on ABC; for a unit on one or two lines write winding: Yyn0 or Dd0",
                "a delta-wye winding lies across three lines, this feed takes %s", phases_word(wire->phases));
    }
    return HR_OK;
}

/* In a ring what feeds may stand behind what is fed: phases stated anywhere in it are handed on until all know. */
static void hand_on_phases(hr_build *b, uint32_t first, uint32_t end)
{
    hr_site *s = b->site;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++) {
            hr_nominal *n = &s->nominal[s->order[i]];
            const hr_unit *u = &s->unit[s->order[i]];
            for (uint32_t w = 0; w < u->wire_count && !n->phases; w++) {
                const hr_wire *wire = &s->wire[u->wire_first + w];
                n->phases = wire->phases ? wire->phases : s->nominal[wire->parent].phases;
                changed |= n->phases != 0;
            }
        }
    }
}

static hr_err find_nominal(hr_build *b)
{
    hr_site *s = b->site;
    hr_err e = HR_OK, e2;
    /* Inside a ring what feeds may stand behind what is fed: again until all know, which takes the ring's length. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < s->n_unit; i++) nominal_voltage(b, s->order[i], &changed);
    }
    for (uint32_t i = 0; i < s->n_unit; i++)
        if ((e2 = nominal_voltage(b, s->order[i], NULL)) != HR_OK) e = e2;
    for (uint32_t i = 0, end; i < s->n_unit; i++) {
        hr_id ring = s->nominal[s->order[i]].ring;
        for (end = i; ring == i && end < s->n_unit && s->nominal[s->order[end]].ring == ring;) end++;
        if (ring == i) hand_on_phases(b, i, end); /* a ring is numbered by its first place in the order */
        if ((e2 = nominal_phases(b, s->order[i])) != HR_OK) e = e2;
    }
    return e;
}

/* --- all ---------------------------------------------------------------------------------------------------------------------------- */

static bool publish(hr_build *b)
{
    hr_site *s = b->site;
    s->wire = HR_NEW_ARRAY(s->arena, hr_wire, b->wire.n);
    s->port = HR_NEW_ARRAY(s->arena, hr_port, b->port.n);
    s->nominal = HR_NEW_ARRAY(s->arena, hr_nominal, s->n_unit);
    s->order = HR_NEW_ARRAY(s->arena, hr_id, s->n_unit);
    if (!s->wire || !s->port || !s->nominal || !s->order) return false;
    if (b->wire.n) memcpy(s->wire, b->wire.item, b->wire.n * sizeof *s->wire);
    if (b->port.n) memcpy(s->port, b->port.item, b->port.n * sizeof *s->port);
    s->n_wire = (uint32_t)b->wire.n;
    s->n_port = (uint32_t)b->port.n;
    for (hr_id u = 0; u < s->n_unit; u++) s->nominal[u].ring = HR_NONE;
    return true;
}

hr_err hr_build_wire(hr_build *b)
{
    hr_err e = find_ties(b), e2;
    if (e != HR_OK) return e;
    for (hr_id u = 0; u < b->site->n_unit; u++)
        if ((e2 = wire_unit(b, u)) != HR_OK) e = e2;
    if (e != HR_OK) return e;
    if (!publish(b)) return HR_ENOMEM;
    for (hr_id u = 0; u < b->site->n_unit; u++)
        if ((e2 = check_psus(b, u)) != HR_OK || (e2 = check_own_power(b, u)) != HR_OK) e = e2;
    if (e == HR_OK) e = list_psus(b);
    if (e == HR_OK) e = find_order(b);
    if (e == HR_OK) e = check_rings(b);
    if (e == HR_OK) e = find_nominal(b);
    return e;
}
