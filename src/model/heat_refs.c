/* heat_refs.c - which loop or zone takes the heat of what: `cooled_by`, `primary`, `coolant`, `zone`.
 *
 * A reference names elements of one medium only: what holds liquid, what holds air, or what cools them. A loop may be cooled
 * by many; anything else gives its heat to one. */
#include <stdlib.h>
#include <string.h>

#include "model/wiring.h"

static const struct {
    const char *field;
    hr_cooling_kind kind;  /* of what it names: one, or any number where `many` */
    hr_cooling_kind other; /* or of this kind; HR_COOLING_NONE: no other */
    bool pair;             /* or two junctions; always, where kind is that of a junction */
    const char *what;      /* that it has to name */
    const char *help;
} roles[] = {
    [HR_HEAT_COOLED_BY] = {"cooled_by", HR_COOLING_COOLER, HR_COOLING_NONE, false, "something that cools",
                           "name a cdu, a chiller, a crah or the like; a tank cools its own bath alone"},
    [HR_HEAT_PRIMARY] = {"primary", HR_COOLING_LOOP, HR_COOLING_NONE, true,
                         "a loop, or two junctions of one: there and back",
                         "what takes the heat of that loop stands in its `cooled_by`"},
    [HR_HEAT_COOLANT] = {"coolant", HR_COOLING_LOOP, HR_COOLING_IMMERSION, true,
                         "a loop or a tank, or two junctions of a loop: there and back",
                         "what takes the heat of a loop stands in its `cooled_by`"},
    [HR_HEAT_ZONE] = {"zone", HR_COOLING_ZONE, HR_COOLING_NONE, false, "a zone", "name an element of the type zone"},
    [HR_HEAT_LOOP] = {"loop", HR_COOLING_LOOP, HR_COOLING_NONE, false, "a loop", "name an element of the type loop"},
    [HR_HEAT_SUPPLIES] = {"supplies", HR_COOLING_JUNCTION, HR_COOLING_NONE, true,
                          "two junctions of a loop: there and back", "name elements of the type junction"},
    [HR_HEAT_BETWEEN] = {"between", HR_COOLING_JUNCTION, HR_COOLING_NONE, true, "two junctions of a loop",
                         "name elements of the type junction"},
};
enum { N_ROLES = sizeof roles / sizeof *roles };

/* What cools air cannot cool a loop, nor the other way round. */
static bool is_other_medium(hr_build *b, hr_id unit, hr_id cooler)
{
    const hr_cooling_ops *of = decl_of(b, unit)->type->cooling, *ops = decl_of(b, cooler)->type->cooling;
    hr_cooler_fields f = {0};
    ops->cooler(decl_of(b, cooler)->fields, &f);
    return of && f.air != (of->kind == HR_COOLING_ZONE);
}

static bool is_kind(hr_cooling_kind is, hr_cooling_kind kind, uint8_t role)
{
    hr_cooling_kind other = kind == roles[role].kind ? roles[role].other : HR_COOLING_NONE;
    return is == kind || (other != HR_COOLING_NONE && is == other);
}

static const char *article(const hr_type *t) { return strchr("aeiou", t->name[0]) ? "an" : "a"; }

static hr_err push_link(hr_build *b, hr_id unit, hr_id to, uint8_t role, uint8_t place, hr_cooling_kind kind,
                        const hr_text *ref)
{
    const hr_type *t = decl_of(b, to)->type;
    if (!t->modelled) return HR_OK; /* its own row says so */
    if (!t->cooling || !is_kind(t->cooling->kind, kind, role))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M310", ref->at, roles[role].help, "\"%.*s\" is %s %s: `%s` names %s",
                           HR_STR_FMT(ref->v), article(t), t->name, roles[role].field, roles[role].what);
    if (role == HR_HEAT_COOLED_BY && is_other_medium(b, unit, to))
        return hr_diag_add(b->r.ctx, HR_ERROR, "M310", ref->at,
                           "air is cooled by a crah, crac or air-economiser, liquid by the others",
                           "\"%.*s\" is %s %s: it does not cool a %s", HR_STR_FMT(ref->v), article(t), t->name,
                           decl_of(b, unit)->type->name);
    hr_heat_ref *slot = hr_vec_push(&b->heat_ref, sizeof *slot);
    if (slot) *slot = (hr_heat_ref){unit, to, role, place};
    return slot ? HR_OK : HR_ENOMEM;
}

/* All that a pattern names, where brackets are not paired with those of the declaration. */
static hr_err link_many(hr_build *b, hr_id unit, const hr_text *ref, uint8_t role)
{
    hr_buf text = {0};
    hr_named list = {0};
    hr_err e = hr_ref_fill(b, unit, ref, &text);
    hr_str name = {text.s ? text.s : "", (uint32_t)text.n};
    if (e == HR_OK) e = hr_ref_named(b, ref, name, &list);
    if (e == HR_OK && list.n == 0) e = hr_ref_dangling(b, unit, ref, name);
    for (uint32_t i = 0; i < list.n && e == HR_OK; i++)
        e = push_link(b, unit, hr_ref_at(b, list, i), role, HR_COOLING_NONE, roles[role].kind, ref);
    hr_buf_free(&text);
    return e;
}

static hr_err link_at(hr_build *b, hr_id unit, const hr_text *ref, uint8_t role, uint8_t place, hr_cooling_kind kind)
{
    hr_id to = HR_NONE;
    hr_err e = hr_ref_one(b, unit, ref, false, &to);
    return e == HR_OK ? push_link(b, unit, to, role, place, kind, ref) : e;
}

static hr_err wrong_number(hr_build *b, hr_id unit, const hr_texts *refs, uint8_t role)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M307", refs->item[refs->n - 1].at, NULL,
                       "`%s` of `%.*s` names %s; %u %s named", roles[role].field, HR_STR_FMT(decl_of(b, unit)->name),
                       roles[role].what, refs->n, refs->n == 1 ? "is" : "are");
}

/* One loop, zone or junction; or two junctions, of one loop. */
static hr_err link_one(hr_build *b, hr_id unit, const hr_texts *refs, uint8_t role)
{
    bool two = refs->n == 2, always = roles[role].pair && roles[role].kind == HR_COOLING_JUNCTION;
    if (refs->n > 2 || (two && !roles[role].pair) || (!two && always)) return wrong_number(b, unit, refs, role);
    hr_cooling_kind kind = two ? HR_COOLING_JUNCTION : roles[role].kind;
    hr_err e = HR_OK;
    for (uint8_t i = 0; i < refs->n && e == HR_OK; i++) e = link_at(b, unit, &refs->item[i], role, i, kind);
    return e;
}

hr_err hr_link_heat(hr_build *b, hr_id unit, const hr_field *f)
{
    const hr_texts *refs = (const hr_texts *)(const void *)((const char *)decl_of(b, unit)->fields + f->offset);
    hr_err e = HR_OK;
    for (unsigned r = 0; r < N_ROLES; r++) {
        if (strcmp(f->name, roles[r].field) != 0 || refs->n == 0) continue;
        if (r != HR_HEAT_COOLED_BY) return link_one(b, unit, refs, (uint8_t)r);
        for (uint32_t i = 0; i < refs->n && e == HR_OK; i++) e = link_many(b, unit, &refs->item[i], (uint8_t)r);
    }
    return e;
}

static int by_unit(const void *a, const void *b)
{
    const hr_heat_ref *x = a, *y = b;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    if (x->role != y->role) return x->role < y->role ? -1 : 1;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

/* In natural order, each pair once. */
bool hr_heat_refs_publish(hr_build *b)
{
    hr_site *s = b->site;
    uint32_t n = (uint32_t)b->heat_ref.n, k = 0;
    s->heat_ref = HR_NEW_ARRAY(s->arena, hr_heat_ref, n);
    if (!s->heat_ref) return false;
    if (n) qsort(b->heat_ref.item, n, sizeof *s->heat_ref, by_unit);
    const hr_heat_ref *from = b->heat_ref.item;
    for (uint32_t i = 0; i < n; i++)
        if (i == 0 || by_unit(&from[i - 1], &from[i]) != 0) s->heat_ref[k++] = from[i];
    s->n_heat_ref = k;
    return true;
}

/* Where the references of this unit, or of what stands behind it, begin. */
static uint32_t first_ref(const hr_site *s, hr_id unit)
{
    uint32_t lo = 0, hi = s->n_heat_ref;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (s->heat_ref[mid].unit < unit) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

uint32_t hr_unit_heat_refs(const hr_site *s, hr_id unit, uint32_t *n)
{
    uint32_t first = first_ref(s, unit);
    bool none = first == s->n_heat_ref || s->heat_ref[first].unit != unit;
    *n = none ? 0 : first_ref(s, unit + 1) - first;
    return first;
}

hr_id hr_unit_heat_to(const hr_site *s, hr_id unit, hr_heat_role role)
{
    uint32_t n, first = hr_unit_heat_refs(s, unit, &n);
    for (uint32_t i = first; i < first + n; i++)
        if (s->heat_ref[i].role == role) return s->heat_ref[i].to;
    return HR_NONE;
}

bool hr_unit_heat_pair(const hr_site *s, hr_id unit, hr_heat_role role, hr_id out[2])
{
    uint32_t n, first = hr_unit_heat_refs(s, unit, &n), found = 0;
    for (uint32_t i = first; i < first + n && found < 2; i++)
        if (s->heat_ref[i].role == role && hr_unit_cooling(s, s->heat_ref[i].to) == HR_COOLING_JUNCTION)
            out[found++] = s->heat_ref[i].to;
    return found == 2;
}
