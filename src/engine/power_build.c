/* power_build.c - a site -> flat arrays: trees over what each unit feeds, loads with their power supplies, coefficients.
 *
 * Everything that does not depend on the case is decided here, once per corner. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/sumtree.h"
#include "engine/power.h"

static uint32_t members_fed(const hr_site *s, uint32_t *count)
{
    for (uint32_t w = 0; w < s->n_wire; w++) count[s->wire[w].parent]++;
    return s->n_wire;
}

/* What a unit feeds, in the order of wires: children in natural order. */
static bool build_children(hr_engine *e)
{
    const hr_site *s = e->site;
    uint32_t *count = HR_NEW_ARRAY(e->arena, uint32_t, s->n_unit);
    if (!count) return false;
    e->child = HR_NEW_ARRAY(e->arena, hr_id, members_fed(s, count));
    e->wire_slot = HR_NEW_ARRAY(e->arena, uint32_t, s->n_wire);
    if (!e->child || !e->wire_slot) return false;
    uint32_t first = 0;
    for (hr_id u = 0; u < s->n_unit; u++) {
        power_unit *p = &e->unit[u];
        p->child_first = first;
        first += count[u];
        if (!count[u]) continue;
        p->leaves = hr_sumtree_size(count[u]);
        p->slot = e->n_slot;
        e->n_slot += 2 * p->leaves;
    }
    for (hr_id w = 0; w < s->n_wire; w++) {
        power_unit *p = &e->unit[s->wire[w].parent];
        e->wire_slot[w] = p->slot + p->leaves + p->n_child;
        e->child[p->child_first + p->n_child++] = w;
    }
    return true;
}

static void build_series(hr_engine *e, hr_id u, const hr_power_ops *ops)
{
    const hr_nominal *n = &e->site->nominal[u];
    const void *fields = hr_unit_fields(e->site, u);
    power_unit *p = &e->unit[u];
    if (ops->winding) p->winding = (uint8_t)ops->winding(fields);
    if (ops->series) ops->series(fields, e->corner, n->vin, n->vout, &p->coef);
    p->opaque = p->kind == HR_P_UNMODELLED || p->coef.unknown;
}

/* --- how it is switched and protected ------------------------------------------------------------------------- */

static double at_corner(const hr_engine *e, const hr_num *n, hr_harsh harsh) { return hr_num_at(n, harsh, e->corner); }

/* A time that is not given may be anything. */
static power_gap time_of(const hr_engine *e, const hr_num *n, hr_harsh harsh)
{
    if (!n->presence) return (power_gap){0, 0, INFINITY};
    double t = at_corner(e, n, harsh);
    return (power_gap){0, t, t};
}

static void build_bridge(hr_engine *e, hr_id u, const hr_bridge_ops *ops)
{
    const void *fields = hr_unit_fields(e->site, u);
    power_unit *p = &e->unit[u];
    p->standby = p->kind == HR_P_SOURCE && ops->start;
    p->store = p->kind == HR_P_SERIES && ops->autonomy && ops->autonomy(fields);
    if (p->standby) p->start = time_of(e, ops->start(fields), HR_HARSH_HIGH);
    if (p->store) p->start = time_of(e, ops->autonomy(fields), HR_HARSH_LOW);
}

static void build_switching(hr_engine *e, hr_id u, const hr_switch_ops *ops)
{
    const hr_site *s = e->site;
    const void *fields = hr_unit_fields(s, u);
    const hr_unit *x = &s->unit[u];
    power_unit *p = &e->unit[u];
    const hr_flag *full;
    const hr_num *rating = ops->device ? ops->device(fields, &full) : NULL;
    if (rating && rating->presence) p->device = at_corner(e, rating, HR_HARSH_LOW);
    p->drawout = ops->drawout && ops->drawout(fields)->presence && ops->drawout(fields)->v;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++)
        if (s->wire[w].role == HR_WIRE_SIDE) p->side[s->wire[w].order] = s->wire[w].parent;
}

/* What it may carry, as its type states it: the fields that rules judge by. */
static void build_capacity(hr_engine *e, hr_id u)
{
    const hr_type *t = hr_unit_type(e->site, u);
    const char *fields = hr_unit_fields(e->site, u);
    power_unit *p = &e->unit[u];
    bool carries = p->kind == HR_P_SERIES || p->kind == HR_P_SOURCE;
    for (const hr_field *f = t->fields; f && f->name && carries; f++) {
        bool capacity =
            strcmp(f->name, "rating") == 0 || strcmp(f->name, "power") == 0 || strcmp(f->name, "rating_va") == 0;
        const hr_num *n = (const hr_num *)(const void *)(fields + f->offset);
        if (f->kind != HR_F_QUANTITY || !capacity || !n->presence) continue;
        double v = at_corner(e, n, HR_HARSH_LOW);
        if (f->dim == HR_DIM_AMP) p->amps = v;
        if (f->dim == HR_DIM_VA) p->va = v;
        if (f->dim == HR_DIM_WATT) p->watts = v;
    }
}

/* Without a number of supplies a shelf is worth one among its like; without their rating, what it may carry. */
static void build_shelf(hr_engine *e, hr_id u, const hr_psus *p)
{
    power_unit *x = &e->unit[u];
    double counted = 0;
    for (uint32_t i = 0; i < p->n; i++) counted += p->cord[i].count.v;
    x->pools = true;
    x->supplies = p->installed.presence ? p->installed.v : counted;
    x->counted = x->supplies > 0;
    x->capacity = x->counted && p->rating.presence ? x->supplies * at_corner(e, &p->rating, HR_HARSH_LOW) : 0;
    if (!x->counted || !p->rating.presence) x->capacity = x->watts;
}

static void build_unit(hr_engine *e, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(e->site, u)->power;
    const hr_unit *x = &e->site->unit[u];
    power_unit *p = &e->unit[u];
    p->kind = ops ? (uint8_t)ops->kind : HR_P_NONE;
    p->own_load = p->bar = p->side[0] = p->side[1] = HR_NONE;
    if (!ops) return;
    p->rated_out = ops->output_rated;
    p->transfers = x->wire_count > 1 && p->kind != HR_P_HOLDER && !e->site->wire[x->wire_first].parallel;
    build_series(e, u, ops);
    build_capacity(e, u);
    if (ops->bridge) build_bridge(e, u, ops->bridge);
    if (ops->switching) build_switching(e, u, ops->switching);
    if (ops->pools) build_shelf(e, u, ops->psus(hr_unit_fields(e->site, u)));
    if (p->kind == HR_P_HOLDER) p->bar = hr_bar_of(e->site, u);
}

/* Of a shelf with several whips: as counted, else alike. */
static double supplies_on_whip(const hr_site *s, hr_id wire)
{
    const hr_psus *p = hr_unit_type(s, s->wire[wire].child)->power->psus(hr_unit_fields(s, s->wire[wire].child));
    for (uint32_t i = 0; i < p->n; i++)
        if (hr_str_eq(p->cord[i].cord, hr_wire_cord(s, wire))) return p->cord[i].count.v;
    return p->n ? 0 : 1;
}

/* Sources in parallel share by weight: each by what its type says; members of one declaration alike in any case. A tie on
 * the same bus is no source. */
static double weight_of(const hr_site *s, hr_id wire)
{
    const hr_unit *u = &s->unit[s->wire[wire].child];
    const hr_power_ops *ops = hr_unit_type(s, s->wire[wire].parent)->power;
    bool alike = true, all = true;
    if (hr_unit_type(s, s->wire[wire].child)->power->pools) return supplies_on_whip(s, wire);
    const char *missing;
    for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count; x++) {
        if (!s->wire[x].parallel) continue; /* a tie is no source in parallel */
        hr_id parent = s->wire[x].parent;
        const hr_power_ops *other = hr_unit_type(s, parent)->power;
        alike = alike && s->unit[parent].decl == s->unit[s->wire[wire].parent].decl;
        all = all && other->weight && other->weight(hr_unit_fields(s, parent), &missing) > 0 && other == ops;
    }
    if (!ops->weight || (!alike && !all)) return 0;
    return alike ? 1 : ops->weight(hr_unit_fields(s, s->wire[wire].parent), &missing);
}

static bool build_wires(hr_engine *e)
{
    const hr_site *s = e->site;
    e->weight = HR_NEW_ARRAY(e->arena, double, s->n_wire);
    e->device = HR_NEW_ARRAY(e->arena, double, s->n_wire);
    for (hr_id w = 0; e->weight && e->device && w < s->n_wire; w++) {
        const hr_num *rating = &s->wire[w].feed->breaker.rating;
        if (s->wire[w].parallel) e->weight[w] = weight_of(s, w);
        if (rating->presence && s->wire[w].role != HR_WIRE_TIE) e->device[w] = at_corner(e, rating, HR_HARSH_LOW);
    }
    return e->weight && e->device;
}

/* --- loads ---------------------------------------------------------------------------------------------------- */

/* Wires of one held part stand together and are one cord: of it, wires first .. end - 1. */
static uint32_t end_of_cord(const hr_site *s, const hr_unit *holder, uint32_t first)
{
    const hr_wire *w = &s->wire[holder->wire_first];
    uint32_t end = first + 1;
    while (w[first].role == HR_WIRE_HELD && end < holder->wire_count && w[end].parent == w[first].parent) end++;
    return end;
}

/* Those of a load that is plugged into several banks of a cord are dealt over them evenly. */
static void deal_over_banks(const hr_site *s, power_load *l, const hr_unit *holder, uint32_t first, uint32_t end,
                            double count)
{
    uint32_t banks = 0;
    for (uint32_t k = first; k < end; k++) banks += hr_is_plugged(s, holder->wire_first + k, l->unit);
    for (uint32_t k = first; k < end && k < HR_MAX_CORDS; k++)
        l->psu[k] = hr_is_plugged(s, holder->wire_first + k, l->unit) ? count / banks : 0;
}

/* Power supplies by cord: as named; else as many as are installed, dealt as evenly as whole ones can be, the first
 * cords having more; else one for each. */
static void psus_by_cord(const hr_engine *e, power_load *l, const hr_unit *holder)
{
    const hr_site *s = e->site;
    const hr_psus *p = l->psus;
    bool named = p && p->n > 0;
    bool dealt = p && !named && p->installed.presence;
    uint32_t cords = 0, cord = 0;
    for (uint32_t k = 0; k < holder->wire_count; k = end_of_cord(s, holder, k)) cords++;
    double each = dealt ? floor(p->installed.v / cords) : 1;
    double more = dealt ? p->installed.v - each * cords : 0;
    for (uint32_t k = 0, end; k < holder->wire_count; k = end, cord++) {
        double count = named ? 0 : each + (cord < more);
        end = end_of_cord(s, holder, k);
        for (uint32_t i = 0; named && i < p->n; i++)
            if (hr_str_eq(p->cord[i].cord, hr_wire_cord(s, holder->wire_first + k))) count = p->cord[i].count.v;
        deal_over_banks(s, l, holder, k, end, count);
    }
    l->needed = p && p->needed.presence ? p->needed.v : 1;
    l->psu_rating = p && p->rating.presence ? at_corner(e, &p->rating, HR_HARSH_LOW) : 0;
}

static void build_load(hr_engine *e, hr_id u, const hr_unit *holder)
{
    const hr_site *s = e->site;
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    const void *fields = hr_unit_fields(s, u);
    power_load *l = &e->load[e->n_load++];
    *l = (power_load){.unit = u, .at = u, .count = s->unit[u].count, .needs_cords = holder != NULL};
    l->num = ops->load ? ops->load(fields) : NULL;
    l->pf = ops->power_factor ? ops->power_factor(fields) : NULL;
    l->psus = ops->psus ? ops->psus(fields) : NULL;
    if (l->psus && !l->psus->present) l->psus = NULL;
    l->known = l->num && l->num->presence && ops->kind != HR_P_UNMODELLED;
    if (l->known) {
        double pf = l->pf && l->pf->presence ? at_corner(e, l->pf, HR_HARSH_LOW) : 1;
        l->p = at_corner(e, l->num, HR_HARSH_HIGH);
        l->q = pf < 1 && pf > 0 ? l->p * sqrt(1 - pf * pf) / pf : 0;
    }
    e->unit[u].own_load = e->n_load - 1;
    if (!holder) return;
    l->at = (hr_id)(holder - s->unit);
    l->pooled = hr_is_pooled(s, l->at);
    if (l->pooled) l->needed = 0;
    else psus_by_cord(e, l, holder);
}

/* Shelves that do not say how many supplies they have share alike where they are of one declaration. */
static void build_sharing(hr_engine *e, hr_id u)
{
    const hr_site *s = e->site;
    const hr_unit *x = &s->unit[u];
    bool alike = true, counted = true;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        hr_id shelf = s->wire[w].parent;
        alike = alike && s->unit[shelf].decl == s->unit[s->wire[x->wire_first].parent].decl;
        counted = counted && e->unit[shelf].counted;
    }
    e->unit[u].uneven = !alike && !counted;
    for (hr_id w = x->wire_first; !counted && w < x->wire_first + x->wire_count; w++)
        e->unit[s->wire[w].parent].supplies = 1;
}

/* A rack's loads are what it holds and is no rack itself; its own power where it holds nothing. */
static void build_holder(hr_engine *e, hr_id u)
{
    const hr_site *s = e->site;
    const hr_unit *x = &s->unit[u];
    uint32_t before = e->n_load;
    for (hr_id h = x->held_first; h < x->held_first + x->held_count && x->held_count; h++)
        if (hr_hangs_on_holder(s, h)) build_load(e, h, x);
    if (e->n_load == before) build_load(e, u, x);
    if (hr_is_pooled(s, u)) build_sharing(e, u);
}

static bool build_loads(hr_engine *e)
{
    const hr_site *s = e->site;
    if (!(e->load = HR_NEW_ARRAY(e->arena, power_load, s->n_unit))) return false;
    for (hr_id u = 0; u < s->n_unit; u++) {
        power_unit *p = &e->unit[u];
        p->load_first = e->n_load;
        if (p->kind == HR_P_HOLDER) build_holder(e, u);
        else if (p->kind == HR_P_LOAD && (s->unit[u].wire_count || s->unit[u].holder == HR_NONE))
            build_load(e, u, NULL);
        p->n_load = e->n_load - p->load_first;
    }
    return true;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */

bool hr_power_state_new(hr_arena *a, const hr_engine *e, power_state *s)
{
    uint32_t n = e->site->n_unit;
    s->slot = HR_NEW_ARRAY(a, hr_flow, (size_t)e->n_slot + 1);
    s->slot_state = HR_NEW_ARRAY(a, hr_flow_state, (size_t)e->n_slot + 1);
    s->in = HR_NEW_ARRAY(a, hr_flow, n);
    s->in_state = HR_NEW_ARRAY(a, hr_flow_state, n);
    s->live = HR_NEW_ARRAY(a, hr_id, n);
    s->maybe = HR_NEW_ARRAY(a, bool, n);
    s->gap = HR_NEW_ARRAY(a, power_gap, n);
    s->cords = HR_NEW_ARRAY(a, hr_cords, n);
    s->psu_live = HR_NEW_ARRAY(a, double, e->n_load);
    return s->slot && s->slot_state && s->in && s->in_state && s->live && s->maybe && s->gap && s->cords && s->psu_live;
}

static void count_unit(uint32_t *out_unit, hr_id unit, int by)
{
    if (unit != HR_NONE) out_unit[unit] = (uint32_t)((int64_t)out_unit[unit] + by);
}

void hr_power_count_out(const hr_engine *e, const power_base *b, uint32_t *out_unit, bool *out_wire, const hr_target *t,
                        bool maintained, int by)
{
    const hr_site *s = e->site;
    if (t->how == HR_STAYS_CLOSED) {
        count_unit(out_unit, s->wire[t->wire].child, by);
    } else if (t->how != HR_OUT) {
        return;
    } else if (t->wire != HR_NONE) {
        out_wire[t->wire] = by > 0 || b->out_wire[t->wire];
    } else {
        const power_unit *p = &e->unit[t->unit];
        count_unit(out_unit, t->unit, by);
        for (int i = 0; i < 2 && !(maintained && p->drawout); i++) count_unit(out_unit, p->side[i], by);
    }
}

/* What is out in a base: what --out names, and the utilities where it is that of the generators. */
static bool build_out(hr_engine *e, const hr_target *out, uint32_t n)
{
    const hr_site *s = e->site;
    for (uint32_t k = 0; k < e->n_base; k++) {
        power_base *b = &e->base[k];
        b->out_unit = HR_NEW_ARRAY(e->arena, uint32_t, s->n_unit);
        b->out_wire = HR_NEW_ARRAY(e->arena, bool, s->n_wire);
        if (!b->out_unit || !b->out_wire) return false;
        for (hr_id u = 0; u < s->n_unit && k == HR_BASE_GENERATORS; u++) {
            const hr_power_ops *ops = hr_unit_type(s, u)->power;
            if (ops && ops->utility) b->out_unit[u] = s->unit[u].count;
        }
        for (uint32_t i = 0; i < n; i++) hr_power_count_out(e, b, b->out_unit, b->out_wire, &out[i], false, 1);
    }
    return true;
}

static uint32_t count_bases(const hr_engine *e)
{
    for (hr_id u = 0; u < e->site->n_unit; u++)
        if (e->unit[u].standby) return POWER_BASES;
    return 1;
}

static hr_err check_cords(const hr_engine *e, hr_ctx *ctx)
{
    const hr_site *s = e->site;
    for (hr_id u = 0; u < s->n_unit; u++)
        if (e->unit[u].kind == HR_P_HOLDER && s->unit[u].wire_count > HR_MAX_CORDS)
            return hr_diag_add(ctx, HR_ERROR, "M106", s->decl[s->unit[u].decl].at, NULL, "more than %d cords",
                               HR_MAX_CORDS);
    return HR_OK;
}

hr_err hr_power_build(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                      uint32_t n_out_base)
{
    *out = NULL;
    hr_arena *a = hr_arena_new();
    hr_engine *e = a ? HR_NEW(a, hr_engine) : NULL;
    hr_err err = HR_ENOMEM;
    if (e) {
        *e = (hr_engine){.site = site, .corner = corner, .arena = a};
        e->unit = HR_NEW_ARRAY(a, power_unit, site->n_unit);
        e->spare = HR_NEW(a, hr_work *);
    }
    if (e && e->unit && e->spare) {
        for (uint32_t i = 0; i < site->n_unit; i++) {
            build_unit(e, site->order[i]);
            e->unit[site->order[i]].rank = i;
        }
        e->n_base = count_bases(e);
        bool ok = build_children(e) && build_loads(e) && build_wires(e) && build_out(e, out_base, n_out_base);
        for (uint32_t k = 0; ok && k < e->n_base; k++) {
            ok = hr_power_state_new(a, e, &e->base[k].s);
            for (hr_id u = 0; ok && u < site->n_unit; u++) e->base[k].s.live[u] = HR_NONE; /* there is no base yet */
        }
        err = ok ? check_cords(e, ctx) : HR_ENOMEM;
    }
    if (err == HR_OK) *out = e;
    else hr_arena_free(a);
    return err;
}
