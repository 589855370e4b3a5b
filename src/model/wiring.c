/* wiring.c - feeds -> wires and ports: entries of `from`, bypasses, ties, parts that feed their holder.
 *
 * All that can contradict itself in the drawing is refused in these files, so the engines meet only halls that could be
 * built. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/wiring.h"

enum { BYPASS = 62, OTHERS = 63 }; /* bits of hr_decl_build.refused for references that are no entry of `from` */

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
        return hr_diag_add(b->r.ctx, HR_ERROR, "M308", f->to.at,
                           hr_ref_is_plain(f->to.v) ? "name the element that feeds it"
                                                    : "the pattern names it too: narrow it, gen-[1-3] for gen-*",
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
    hr_err e = hr_ref_fill(b, unit, &ref, &text);
    hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
    if (e == HR_OK) e = hr_ref_named(b, &ref, name, &list);
    if (e == HR_OK && list.n == 0) e = hr_ref_dangling(b, unit, &from->feed[i].to, name);
    for (uint32_t k = 0; k < list.n && e == HR_OK; k++) e = push_wire(b, unit, from, i, hr_ref_at(b, list, k));
    hr_buf_free(&text);
    return e;
}

static hr_err add_wire(hr_build *b, hr_id unit, const hr_from *from, uint32_t i)
{
    const hr_feed *f = &from->feed[i];
    hr_id parent = HR_NONE;
    if (from->form == HR_FROM_PARALLEL) return add_parallel(b, unit, from, i);
    hr_err e = hr_ref_one(b, unit, &f->to, f->spread, &parent);
    return e == HR_OK ? push_wire(b, unit, from, i, parent) : e;
}

static bool carries_weight(const hr_type *t) { return t->structure && t->structure->area; }

/* Of a type that takes no power: a floor, and what takes heat. */
static bool has_own_port(const hr_type *t)
{
    return carries_weight(t) || (t->cooling && t->cooling->kind != HR_COOLING_PUMP);
}

/* One element, of a type that carries weight. */
static hr_err stand_on(hr_build *b, hr_id unit, const hr_texts *refs)
{
    hr_id floor = HR_NONE;
    if (refs->n == 0) return HR_OK;
    if (refs->n > 1)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M307", refs->item[1].at, "name the one that carries it",
                           "`%.*s` stands on one floor, %u are named", HR_STR_FMT(decl_of(b, unit)->name), refs->n);
    hr_err e = hr_ref_one(b, unit, &refs->item[0], false, &floor);
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
        if (e == HR_OK) e = f->medium == HR_FLOOR ? stand_on(b, unit, refs) : hr_link_heat(b, unit, f);
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
    for (uint32_t i = 0; i < 2 && e == HR_OK; i++) e = hr_ref_one(b, unit, &db->between->item[i], false, &side[i]);
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
    hr_err e = hr_ref_one(b, unit, &f->to, f->spread, &parent);
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
    if (kind == HR_P_NONE) return carries_weight(decl_of(b, unit)->type) ? HR_STR("floor") : HR_STR("heat");
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
    if (kind_of(b, unit) == HR_P_NONE && has_own_port(decl_of(b, unit)->type)) {
        if ((e = add_port(b, unit, HR_NONE, own_port_name(b, unit), &port)) != HR_OK) return e;
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
    hr_err e = hr_ref_one(b, unit, ref, false, &end);
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

/* --- all ---------------------------------------------------------------------------------------------------------------------------- */

static bool publish(hr_build *b)
{
    hr_site *s = b->site;
    s->wire = HR_NEW_ARRAY(s->arena, hr_wire, b->wire.n);
    s->port = HR_NEW_ARRAY(s->arena, hr_port, b->port.n);
    s->nominal = HR_NEW_ARRAY(s->arena, hr_nominal, s->n_unit);
    s->order = HR_NEW_ARRAY(s->arena, hr_id, s->n_unit);
    if (!s->wire || !s->port || !s->nominal || !s->order || !hr_heat_refs_publish(b)) return false;
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
    e = hr_wire_psus(b);
    if (e == HR_OK) e = hr_wire_order(b);
    if (e == HR_OK) e = hr_wire_nominal(b);
    return e;
}
