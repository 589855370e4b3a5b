/* fault.c - short-circuit power along the order of supply.
 *
 * Only sources and transformers have an impedance here, all of it reactance: cables, busways and boards have none, so what
 * is found is rather too much than too little. UPSs pass on what their feeds can give. Motors and converters give nothing. In a ring of
 * ties the sources that closed ties join add up, as if each had the grid's impedance to itself, and every member is given the most that any joined part of it has: an
 * open tie closes only where the other supply is away. */
#include "engine/fault.h"

#include <math.h>
#include <string.h>

#include "model/units.h"

static bool given(const hr_num *n) { return n && n->presence; }

/* --- adding up ------------------------------------------------------------------------------------------------------ */

static hr_fault exactly(double va)
{
    hr_fault f = {.exact = true, .lacks = HR_NONE};
    for (int c = 0; c < HR_CORNERS; c++) f.va[c] = va;
    return f;
}

static hr_fault unbounded(hr_id unit, const char *missing)
{
    hr_fault f = exactly(INFINITY);
    f.exact = false;
    f.missing = missing;
    f.lacks = unit;
    return f;
}

static hr_fault sum_of(hr_fault a, hr_fault b)
{
    hr_fault sum = a.exact ? b : a; /* the first that lacks something tells it */
    for (int c = 0; c < HR_CORNERS; c++) sum.va[c] = a.va[c] + b.va[c];
    return sum;
}

/* What is not known exactly but is less in any case changes nothing. */
static hr_fault most_of(hr_fault a, hr_fault b)
{
    hr_fault most = a.va[HR_HARSH] > b.va[HR_HARSH] || (a.va[HR_HARSH] == b.va[HR_HARSH] && !a.exact) ? a : b;
    for (int c = 0; c < HR_CORNERS; c++) most.va[c] = fmax(a.va[c], b.va[c]);
    return most;
}

/* --- elements ----------------------------------------------------------------------------------------------------------- */

static hr_fault of_source(const hr_site *s, hr_id u)
{
    const hr_num *power = hr_unit_num(s, u, "fault"), *rating = hr_unit_num(s, u, "rating");
    const hr_num *x = hr_unit_num(s, u, "subtransient");
    hr_fault f = exactly(0);
    if (hr_unit_type(s, u)->power->utility) {
        if (!given(power)) return unbounded(u, "fault");
        for (int c = 0; c < HR_CORNERS; c++) f.va[c] = hr_num_at(power, HR_HARSH_HIGH, (hr_corner)c);
        return f;
    }
    if (!given(x) || !given(rating)) return unbounded(u, given(rating) ? "subtransient" : "rating");
    for (int c = 0; c < HR_CORNERS; c++)
        f.va[c] = hr_num_at(rating, HR_HARSH_HIGH, (hr_corner)c) / hr_num_at(x, HR_HARSH_LOW, (hr_corner)c);
    return f;
}

static bool has_transformer(const hr_site *s, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    return ops && ops->winding && ops->voltage(hr_unit_fields(s, u));
}

static double tolerance(const hr_site *s, hr_id u, hr_corner c)
{
    const hr_num *n = hr_unit_num(s, u, "impedance_tolerance");
    return given(n) ? hr_num_at(n, HR_HARSH_HIGH, c) : HR_IMPEDANCE_TOLERANCE;
}

/* 1 / (1 / S + z / rating), z at the low end of its tolerance. */
static hr_fault through_transformer(const hr_site *s, hr_id u, hr_fault in)
{
    const hr_num *z = hr_unit_num(s, u, "impedance"), *rating = hr_unit_num(s, u, "rating");
    if (!given(z) || !given(rating)) {
        if (in.exact) in.missing = given(rating) ? "impedance" : "rating", in.lacks = u;
        in.exact = false;
        return in;
    }
    for (int c = 0; c < HR_CORNERS; c++) {
        double least = hr_num_at(z, HR_HARSH_LOW, (hr_corner)c) * (1 - tolerance(s, u, (hr_corner)c));
        in.va[c] = 1 / (1 / in.va[c] + least / hr_num_at(rating, HR_HARSH_HIGH, (hr_corner)c));
    }
    return in;
}

static bool closes_before_it_opens(const hr_wire *w)
{
    return w->feed->transition.presence && w->feed->transition.v == HR_TRANSITION_CLOSED;
}

static hr_fault sum_of_part(const hr_faults *f, uint32_t first, hr_id part);

/* What a wire adds where the feeds of a unit close together: two from one part of a ring of ties are one bus. */
static hr_fault added_by(const hr_faults *f, hr_id u, hr_id w)
{
    const hr_site *s = f->site;
    hr_id p = s->wire[w].parent;
    uint32_t ring = s->nominal[p].ring;
    if (ring == HR_NONE) return f->out[p];
    for (hr_id i = s->unit[u].wire_first; i < w; i++)
        if (s->nominal[s->wire[i].parent].ring == ring && f->part[s->wire[i].parent] == f->part[p]) return exactly(0);
    return sum_of_part(f, ring, f->part[p]);
}

/* Of its feeds from outside `ring`; HR_NONE takes all of them. */
static hr_fault at_input(const hr_faults *f, hr_id u, hr_id ring)
{
    const hr_site *s = f->site;
    const hr_unit *x = &s->unit[u];
    hr_fault most = exactly(0), all = exactly(0);
    bool together = false;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        const hr_wire *wire = &s->wire[w];
        if (ring != HR_NONE && s->nominal[wire->parent].ring == ring) continue;
        most = most_of(most, f->out[wire->parent]);
        all = sum_of(all, added_by(f, u, w));
        together |= wire->parallel || closes_before_it_opens(wire);
    }
    return together ? all : most;
}

static void find_unit(hr_faults *f, hr_id u)
{
    const hr_site *s = f->site;
    hr_power_kind kind = hr_unit_kind(s, u);
    if (kind == HR_P_SOURCE) {
        f->in[u] = f->out[u] = of_source(s, u);
        return;
    }
    f->in[u] = s->unit[u].wire_count ? at_input(f, u, HR_NONE) : unbounded(u, "from");
    f->out[u] = f->in[u];
    if (kind == HR_P_UNMODELLED) f->out[u] = unbounded(u, "type");
    else if (kind == HR_P_SERIES && has_transformer(s, u)) f->out[u] = through_transformer(s, u, f->in[u]);
}

/* --- rings ---------------------------------------------------------------------------------------------------------------- */

/* Numbers the parts of a ring that closed feeds join by their first unit. */
static void join(const hr_site *s, uint32_t first, uint32_t end, hr_id *part)
{
    for (uint32_t i = first; i < end; i++) part[s->order[i]] = s->order[i];
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = first; i < end; i++) {
            const hr_unit *x = &s->unit[s->order[i]];
            for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
                const hr_wire *wire = &s->wire[w];
                if (wire->normally_open || s->nominal[wire->parent].ring != first) continue;
                hr_id *a = &part[s->order[i]], *b = &part[wire->parent];
                changed |= *a != *b;
                *a = *b = *a < *b ? *a : *b;
            }
        }
    }
}

/* Of all members of a part, each by what feeds it from outside. */
static hr_fault sum_of_part(const hr_faults *f, uint32_t first, hr_id part)
{
    const hr_site *s = f->site;
    hr_fault sum = exactly(0);
    for (uint32_t k = first; k < s->n_unit && s->nominal[s->order[k]].ring == first; k++)
        if (f->part[s->order[k]] == part) sum = sum_of(sum, at_input(f, s->order[k], first));
    return sum;
}

static void find_ring(hr_faults *f, uint32_t first, uint32_t end)
{
    const hr_site *s = f->site;
    hr_fault most = exactly(0);
    join(s, first, end, f->part);
    for (uint32_t i = first; i < end; i++) {
        hr_id u = s->order[i];
        if (f->part[u] == u) most = most_of(most, sum_of_part(f, first, u));
        if (has_transformer(s, u) && most.exact) most.exact = false, most.missing = "between", most.lacks = u;
    }
    for (uint32_t i = first; i < end; i++) f->in[s->order[i]] = f->out[s->order[i]] = most;
}

hr_err hr_faults_find(hr_faults *out, hr_arena *arena, const hr_site *site)
{
    *out = (hr_faults){.site = site,
                       .part = HR_NEW_ARRAY(arena, hr_id, site->n_unit),
                       .in = HR_NEW_ARRAY(arena, hr_fault, site->n_unit),
                       .out = HR_NEW_ARRAY(arena, hr_fault, site->n_unit)};
    if (!out->part || !out->in || !out->out) return HR_ENOMEM;
    for (uint32_t i = 0, end; i < site->n_unit; i = end) {
        hr_id ring = site->nominal[site->order[i]].ring;
        for (end = i + 1; ring != HR_NONE && end < site->n_unit && site->nominal[site->order[end]].ring == ring;) end++;
        if (ring == HR_NONE) find_unit(out, site->order[i]);
        else find_ring(out, i, end);
    }
    return HR_OK;
}

hr_fault hr_fault_of_wire(const hr_faults *f, hr_id wire)
{
    const hr_wire *w = &f->site->wire[wire];
    hr_fault own = f->out[w->parent], others = f->in[w->child];
    if (!w->parallel) return own;
    for (int c = 0; c < HR_CORNERS; c++) {
        bool endless = isinf(others.va[c]);
        others.va[c] = endless ? INFINITY : others.va[c] - own.va[c];
    }
    return most_of(own, others);
}

/* --- words ------------------------------------------------------------------------------------------------------------------ */

static void quantity(hr_buf *out, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_z(out, isinf(v) ? "infinite" : text);
}

static void name_words(const hr_site *s, hr_id u, hr_buf *out)
{
    char name[256];
    hr_unit_name(s, u, 0, name, sizeof name);
    hr_buf_printf(out, "%s%s: ", out->n ? "; " : "", name);
}

static void source_words(const hr_faults *f, hr_id u, hr_buf *out)
{
    const hr_num *x = hr_unit_num(f->site, u, "subtransient"), *rating = hr_unit_num(f->site, u, "rating");
    name_words(f->site, u, out);
    if (isinf(f->out[u].va[HR_NOMINAL])) {
        hr_buf_printf(out, "without limit, `%s` is not given", f->out[u].missing);
        return;
    }
    if (given(x) && given(rating)) {
        quantity(out, rating->v, HR_DIM_VA);
        hr_buf_printf(out, " / %g = ", x->v);
    }
    quantity(out, f->out[u].va[HR_NOMINAL], HR_DIM_VA);
}

static void transformer_words(const hr_faults *f, hr_id u, hr_buf *out)
{
    const hr_num *z = hr_unit_num(f->site, u, "impedance"), *rating = hr_unit_num(f->site, u, "rating");
    if (!given(z) || !given(rating)) return;
    name_words(f->site, u, out);
    hr_buf_z(out, isinf(f->in[u].va[HR_NOMINAL]) ? "1 / (" : "1 / (1 / ");
    if (!isinf(f->in[u].va[HR_NOMINAL])) quantity(out, f->in[u].va[HR_NOMINAL], HR_DIM_VA);
    hr_buf_printf(out, "%s%g %% x %g / ", isinf(f->in[u].va[HR_NOMINAL]) ? "" : " + ", 100 * z->v,
                  1 - tolerance(f->site, u, HR_NOMINAL));
    quantity(out, rating->v, HR_DIM_VA);
    hr_buf_z(out, ") = ");
    quantity(out, f->out[u].va[HR_NOMINAL], HR_DIM_VA);
}

static void add_term(hr_buf *out, bool *first, double va)
{
    if (va <= 0) return;
    hr_buf_z(out, *first ? "" : " + ");
    quantity(out, va, HR_DIM_VA);
    *first = false;
}

/* "bus: 25 MVA + 25 MVA = 50 MVA": feeds of a unit that add up, or what the members of a part of a ring get from outside. */
static void sum_words(const hr_faults *f, hr_id unit, hr_id part, hr_buf *out)
{
    const hr_site *s = f->site;
    uint32_t ring = s->nominal[unit].ring;
    bool first = true;
    name_words(s, unit, out);
    if (ring == HR_NONE)
        for (hr_id w = s->unit[unit].wire_first; w < s->unit[unit].wire_first + s->unit[unit].wire_count; w++)
            add_term(out, &first, added_by(f, unit, w).va[HR_NOMINAL]);
    for (uint32_t k = ring; ring != HR_NONE && k < s->n_unit && s->nominal[s->order[k]].ring == ring; k++)
        if (f->part[s->order[k]] == part) add_term(out, &first, at_input(f, s->order[k], ring).va[HR_NOMINAL]);
    hr_buf_z(out, " = ");
    quantity(out, f->in[unit].va[HR_NOMINAL], HR_DIM_VA);
}

/* The unit that alone gives all that arrives at `unit`, HR_NONE where several add up; of a ring also the part that has
 * the most. */
static hr_id only_source(const hr_faults *f, hr_id unit, hr_id *part)
{
    const hr_site *s = f->site;
    uint32_t ring = s->nominal[unit].ring, first = ring == HR_NONE ? 0 : ring, end = s->n_unit;
    double all = f->in[unit].va[HR_NOMINAL];
    *part = HR_NONE;
    for (uint32_t k = first; ring != HR_NONE && k < end && s->nominal[s->order[k]].ring == ring; k++)
        if (*part == HR_NONE && sum_of_part(f, ring, f->part[s->order[k]]).va[HR_NOMINAL] == all)
            *part = f->part[s->order[k]];
    for (uint32_t k = first; k < end; k++) {
        hr_id u = ring == HR_NONE ? unit : s->order[k];
        if (ring != HR_NONE && s->nominal[u].ring != ring) break;
        const hr_unit *x = &s->unit[u];
        for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
            hr_id p = s->wire[w].parent;
            bool outside = ring == HR_NONE || (s->nominal[p].ring != ring && f->part[u] == *part);
            if (outside && f->out[p].va[HR_NOMINAL] == all) return p;
        }
        if (ring == HR_NONE) break;
    }
    return HR_NONE;
}

void hr_fault_words(const hr_faults *f, hr_id unit, hr_buf *out)
{
    hr_id part, only;
    if (hr_unit_kind(f->site, unit) == HR_P_SOURCE) {
        source_words(f, unit, out);
        return;
    }
    only = only_source(f, unit, &part);
    if (only != HR_NONE) hr_fault_words(f, only, out);
    else sum_words(f, unit, part, out);
    if (has_transformer(f->site, unit)) transformer_words(f, unit, out);
}
