/* capacity.c - P101, P102, P103: what equipment says it can carry, in amperes, volt-amperes or watts.
 *
 * Which of the three a type states is written in its field table, so a new type brings its capacity rules with it. */
#include "rule/capacity.h"

#include <string.h>

enum { FIELDS = 3 }; /* rating, power, rating_va */

static const hr_field *field_named(const hr_type *t, const char *name)
{
    for (const hr_field *f = t->fields; f && f->name; f++)
        if (strcmp(f->name, name) == 0 && f->kind == HR_F_QUANTITY) return f;
    return NULL;
}

static const hr_num *num_of(const hr_site *s, hr_id unit, const hr_field *f)
{
    return (const hr_num *)(const void *)((const char *)hr_unit_fields(s, unit) + f->offset);
}

/* `power` is a capacity where the element passes power on, and a demand where it consumes. */
static const hr_field *capacity_field(const hr_type *t, int i)
{
    hr_power_kind kind = t->power->kind;
    bool device = t->power->switching && t->power->switching->device; /* P104 has its rating */
    bool other = device || kind == HR_P_BAR;                          /* P109 */
    if (i == 0) return other ? NULL : field_named(t, "rating");
    if (i == 2) return field_named(t, "rating_va");
    return kind == HR_P_SOURCE || kind == HR_P_SERIES ? field_named(t, "power") : NULL;
}

static bool states_any(const hr_site *s, hr_id unit)
{
    for (int i = 0; i < FIELDS; i++) {
        const hr_field *f = capacity_field(hr_unit_type(s, unit), i);
        if (f && num_of(s, unit, f)->presence) return true;
    }
    return false;
}

/* Passes on what nobody says it gets: that it carries nothing is not known. */
static bool lacks_feed(const hr_site *s, hr_id unit)
{
    return hr_unit_kind(s, unit) == HR_P_SERIES && s->unit[unit].wire_count == 0;
}

static hr_limit new_limit(const hr_site *s, hr_id unit, uint16_t rule, const hr_field *f)
{
    const hr_num *n = num_of(s, unit, f);
    hr_limit l = {.rule = rule,
                  .sense = HR_MAX,
                  .value_point = HR_NONE,
                  .decl = s->unit[unit].decl,
                  .kinds = HR_EVERY_KIND,
                  .at = s->decl[s->unit[unit].decl].at,
                  .state = HR_S_UNKNOWN,
                  .missing = f->name};
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    const hr_curve *overload = ops && ops->overload ? ops->overload(hr_unit_fields(s, unit)) : NULL;
    if (overload && overload->n) l.overload = overload;
    if (!n->presence) return l;
    l.missing = lacks_feed(s, unit) ? "from" : NULL;
    l.state = l.missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    l.at = n->at;
    l.trust = n->trust;
    for (int c = 0; c < HR_CORNERS; c++) l.v[c] = hr_num_at(n, HR_HARSH_LOW, (hr_corner)c);
    l.input[l.n_input++] = hr_input_num(f->name, n, f->dim);
    return l;
}

static void add_at(hr_limits *out, const hr_site *s, hr_id unit, hr_quantity q, hr_limit l)
{
    uint8_t phases = s->nominal[unit].phases ? s->nominal[unit].phases : HR_A | HR_B | HR_C;
    for (int k = 0; k < 3; k++) {
        if (q == HR_Q_CURRENT_A && !(phases >> k & 1)) continue;
        if (q != HR_Q_CURRENT_A && k > 0) continue;
        l.point = hr_point_of(s->unit[unit].port, (hr_quantity)(q + (unsigned)k));
        hr_limit_add(out, &l);
    }
}

void hr_capacity_declare(hr_limits *out, const hr_site *site, uint16_t rule, hr_dim dim, hr_quantity quantity)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_type *t = hr_unit_type(site, u);
        if (!t->power || !t->modelled || site->unit[u].port == HR_NONE) continue;
        for (int i = 0; i < FIELDS; i++) {
            const hr_field *f = capacity_field(t, i);
            if (!f || f->dim != dim) continue;
            bool needed = (f->flags & HR_NEED) || (i == 0 && (f->flags & HR_NEED_ONE) && !states_any(site, u));
            if (num_of(site, u, f)->presence || needed) add_at(out, site, u, quantity, new_limit(site, u, rule, f));
        }
    }
}

bool hr_capacity_stated(const hr_site *site, hr_id unit, uint16_t rule, const char *field, hr_limit *out)
{
    const hr_field *f = field_named(hr_unit_type(site, unit), field);
    if (f) *out = new_limit(site, unit, rule, f);
    return f != NULL;
}

bool hr_capacity_rating(const hr_site *site, hr_id unit, uint16_t rule, hr_dim dim, hr_quantity quantity, hr_limit *out)
{
    const hr_type *t = hr_unit_type(site, unit);
    const hr_field *f = field_named(t, "rating"), *va = field_named(t, "rating_va");
    if (f && f->dim != dim && va && num_of(site, unit, va)->presence) f = va;
    if (!f || f->dim != dim || site->unit[unit].port == HR_NONE) return false;
    *out = new_limit(site, unit, rule, f);
    out->point = hr_point_of(site->unit[unit].port, quantity);
    return true;
}
