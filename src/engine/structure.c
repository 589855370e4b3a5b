/* structure.c - weight sums up to the floor: what an element weighs, with all it holds, and what that is for a floor.
 *
 *   mass      = own weight + count x mass of each part it holds
 *   pressure  = mass x g / area          of a floor: the mass of all that stands on it, in the order of names
 *             = mass x g / footprint     of what stands on it: a figure to compare, no rule judges it, because weight
 *                                        spreads into the aisles by an amount that the model does not hold
 *   point     = mass x g / feet
 *   rolling   = mass x g
 *
 * A weight that is not given is an unknown addend, as is what names no floor on each: a sum is then a lower bound. docs/physics/structure.md */
#include "engine/structure.h"

static const hr_structure_ops *ops_of(const hr_site *s, hr_id unit) { return hr_unit_type(s, unit)->structure; }
static const hr_num *weight_of(const hr_site *s, hr_id unit) { return &s->decl[s->unit[unit].decl].weight; }
static bool carries(const hr_site *s, hr_id unit) { return ops_of(s, unit) && ops_of(s, unit)->area; }

/* Weights have points at a unit's own port only: a floor's, and that of what stands on one. */
static bool has_point(const hr_site *s, hr_id point)
{
    hr_id port = hr_point_port(point), unit = s->port[port].unit;
    if (s->unit[unit].port != port || !ops_of(s, unit)) return false;
    return carries(s, unit) ? hr_point_quantity(point) == HR_Q_PRESSURE : s->unit[unit].floor != HR_NONE;
}

/* --- masses ------------------------------------------------------------------------------------------------------- */

static void add(hr_reading *sum, hr_reading one, uint32_t count)
{
    sum->v += count * one.v;
    sum->state = (uint8_t)hr_state_add((hr_state)sum->state, (hr_state)one.state);
}

/* One member of a unit. */
static hr_reading mass_of(const hr_site *s, hr_corner corner, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    const hr_num *own = weight_of(s, unit);
    hr_reading sum = {0, HR_S_UNKNOWN};
    if (own->presence) sum = (hr_reading){hr_num_at(own, HR_HARSH_HIGH, corner), HR_S_KNOWN};
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        add(&sum, mass_of(s, corner, h), s->unit[h].count);
    return sum;
}

/* Stands somewhere, and does not say where: it may be on any floor. */
static bool names_no_floor(const hr_site *s, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    return ops_of(s, unit) && ops_of(s, unit)->feet && u->holder == HR_NONE && u->floor == HR_NONE;
}

static hr_reading mass_on(const hr_site *s, hr_corner corner, hr_id floor)
{
    hr_reading sum = {0, HR_S_OFF};
    for (hr_id u = 0; u < s->n_unit; u++)
        if (s->unit[u].floor == floor) add(&sum, mass_of(s, corner, u), 1);
        else if (names_no_floor(s, u)) add(&sum, (hr_reading){0, HR_S_UNKNOWN}, 1);
    if (sum.state == HR_S_OFF) sum.state = HR_S_KNOWN; /* nothing stands on it, and that is known */
    return sum;
}

/* --- readings ----------------------------------------------------------------------------------------------------- */

const hr_num *hr_structure_divisor(const hr_site *site, hr_id unit, hr_quantity q, const char **name)
{
    const hr_structure_ops *ops = ops_of(site, unit);
    const void *fields = hr_unit_fields(site, unit);
    *name = q == HR_Q_POINT_LOAD ? "feet" : ops->area ? "area" : "footprint";
    if (q == HR_Q_ROLLING_LOAD) return NULL;
    return q == HR_Q_POINT_LOAD ? ops->feet(fields) : ops->area ? ops->area(fields) : ops->footprint(fields);
}

/* What a kilogram is at the point; 0 where that is not known. */
static double per_kg(const hr_site *s, hr_corner corner, hr_id point)
{
    const char *name;
    const hr_num *n = hr_structure_divisor(s, s->port[hr_point_port(point)].unit, hr_point_quantity(point), &name);
    if (!n) return HR_STANDARD_GRAVITY;
    return n->presence ? HR_STANDARD_GRAVITY / hr_num_at(n, HR_HARSH_LOW, corner) : 0;
}

hr_reading hr_structure_reading(const hr_site *site, hr_corner corner, hr_id point)
{
    hr_id unit = site->port[hr_point_port(point)].unit;
    if (!has_point(site, point)) return (hr_reading){0, HR_S_OFF};
    double each = per_kg(site, corner, point);
    hr_reading mass = carries(site, unit) ? mass_on(site, corner, unit) : mass_of(site, corner, unit);
    if (each <= 0 || mass.state == HR_S_UNKNOWN) return (hr_reading){0, HR_S_UNKNOWN};
    return (hr_reading){mass.v * each, mass.state};
}

/* --- addends ------------------------------------------------------------------------------------------------------ */

typedef struct addends {
    const hr_site *site;
    hr_addend *item; /* NULL while they are counted */
    uint32_t n;
    double per_kg;
    hr_corner corner;
} addends;

static void list_held(addends *l, hr_id unit, uint32_t members)
{
    const hr_unit *u = &l->site->unit[unit];
    const hr_num *own = weight_of(l->site, unit);
    if (l->item)
        l->item[l->n] = (hr_addend){.what = "weight",
                                    .v = members * (hr_num_at(own, HR_HARSH_HIGH, l->corner) * l->per_kg),
                                    .state = own->presence ? HR_S_KNOWN : HR_S_UNKNOWN,
                                    .port = HR_NONE,
                                    .unit = unit,
                                    .count = members,
                                    .num = own,
                                    .missing = own->presence ? NULL : "weight"};
    l->n++;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        list_held(l, h, members * l->site->unit[h].count);
}

static void list_all(addends *l, hr_id unit)
{
    l->n = 0;
    if (!carries(l->site, unit)) list_held(l, unit, 1);
    for (hr_id u = 0; u < l->site->n_unit && carries(l->site, unit); u++)
        if (l->site->unit[u].floor == unit) list_held(l, u, 1);
}

static const char *formula_of(const hr_site *s, hr_id point)
{
    if (hr_point_quantity(point) == HR_Q_POINT_LOAD) return "mass x g / feet";
    if (hr_point_quantity(point) == HR_Q_ROLLING_LOAD) return "mass x g";
    return carries(s, s->port[hr_point_port(point)].unit) ? "mass x g / area" : "mass x g / footprint";
}

hr_err hr_structure_explain(const hr_site *site, hr_corner corner, hr_id point, hr_arena *a, hr_explanation *out)
{
    hr_id unit = site->port[hr_point_port(point)].unit;
    *out = (hr_explanation){.reading = hr_structure_reading(site, corner, point)};
    if (!has_point(site, point)) return HR_OK;
    addends l = {.site = site, .per_kg = per_kg(site, corner, point), .corner = corner};
    list_all(&l, unit);
    if (!(l.item = HR_NEW_ARRAY(a, hr_addend, l.n))) return HR_ENOMEM;
    list_all(&l, unit);
    out->formula = formula_of(site, point);
    out->addend = l.item;
    out->n = l.n;
    return HR_OK;
}

/* --- gaps --------------------------------------------------------------------------------------------------------- */

static bool weight_gap(const hr_site *s, hr_id at, hr_id *unit)
{
    const hr_unit *u = &s->unit[at];
    *unit = at;
    if (!weight_of(s, at)->presence) return true;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        if (weight_gap(s, h, unit)) return true;
    return false;
}

bool hr_structure_gap(const hr_site *site, hr_id point, hr_id *unit, const char **field)
{
    hr_id at = site->port[hr_point_port(point)].unit;
    const hr_num *divisor = hr_structure_divisor(site, at, hr_point_quantity(point), field);
    *unit = at;
    if (divisor && !divisor->presence) return true;
    *field = "weight";
    if (!carries(site, at)) return weight_gap(site, at, unit);
    for (hr_id u = 0; u < site->n_unit; u++)
        if (site->unit[u].floor == at && weight_gap(site, u, unit)) return true;
    *field = "floor";
    for (hr_id u = 0; u < site->n_unit; u++)
        if (names_no_floor(site, u)) return *unit = u, true;
    return false;
}
