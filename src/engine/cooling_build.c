/* cooling_build.c - from the site's units and links to bodies, coolers and loads.
 *
 * Bodies are put in the order in which heat goes up: a loop before the one that its coolers give their heat to. Where
 * that goes round, no order exists, and nothing would carry the heat away. */
#include <math.h>
#include <string.h>

#include "element/rack_cooling.h"
#include "element/site_fields.h"
#include "engine/cooled.h"
#include "engine/trays.h"

/* --- lists ---------------------------------------------------------------------------------------------------------- */

static bool stands_alone(const hr_site *s, hr_id u)
{
    return s->unit[u].holder == HR_NONE && hr_unit_heat_to(s, u, HR_HEAT_ZONE) != HR_NONE;
}

/* What gives heat: racks, and what names a zone. A cooler gives its own through what it cools. */
bool hr_cooling_is_load(const hr_site *s, hr_id u)
{
    hr_cooling_kind k = hr_unit_cooling(s, u);
    if (k == HR_COOLING_RACK) return s->unit[u].holder == HR_NONE;
    return (k == HR_COOLING_NONE || k == HR_COOLING_LOAD) && stands_alone(s, u);
}

static bool has_share(const hr_site *s, hr_id u)
{
    const hr_cooling_ops *ops = hr_unit_type(s, u)->cooling;
    hr_heat_fields f = {0};
    if (ops && ops->heat) ops->heat(hr_unit_fields(s, u), &f);
    return f.liquid_share && f.liquid_share->presence && f.liquid_share->hi > 0;
}

bool hr_cooling_is_wet(const hr_site *s, hr_id rack)
{
    const hr_unit *u = &s->unit[rack];
    const hr_choice *by = hr_unit_choice(s, rack, "cooling");
    if (by && by->presence && by->v >= HR_COOLED_BY_COLD_PLATE) return true;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (has_share(s, h)) return true;
    return has_share(s, rack);
}

static uint32_t count_kind(const hr_site *s, bool (*is)(hr_cooling_kind))
{
    uint32_t n = 0;
    for (hr_id u = 0; u < s->n_unit; u++) n += is(hr_unit_cooling(s, u));
    return n;
}

/* Of a loop, zone or bath, or of the loop that a junction is part of. */
static uint32_t body_of(const cooling *c, hr_id unit)
{
    const hr_site *s = c->e->site;
    if (unit == HR_NONE) return COOL_NONE;
    hr_cooling_kind k = hr_unit_cooling(s, unit);
    if (k == HR_COOLING_IMMERSION) return c->cooler[c->index[unit]].body;
    if (k == HR_COOLING_JUNCTION) unit = hr_unit_heat_to(s, unit, HR_HEAT_LOOP);
    return unit == HR_NONE ? COOL_NONE : c->index[unit];
}

static void add_body(cooling *c, hr_id u)
{
    const hr_type *t = hr_unit_type(c->e->site, u);
    const void *f = hr_unit_fields(c->e->site, u);
    cool_body *b = &c->body[c->n_body];
    hr_cooling_kind kind = t->cooling->kind;
    *b = (cool_body){.unit = u, .air = kind == HR_COOLING_ZONE, .bathes = kind == HR_COOLING_IMMERSION};
    if (b->air) t->cooling->zone(f, &b->zone);
    else t->cooling->loop(f, &b->loop);
    if (b->bathes) t->cooling->bath(f, &b->bath);
    else c->index[u] = c->n_body;
    c->n_body++;
}

static void add_cooler(cooling *c, hr_id u)
{
    const hr_type *t = hr_unit_type(c->e->site, u);
    cool_cooler *x = &c->cooler[c->n_cooler];
    *x = (cool_cooler){.unit = u, .body = COOL_NONE, .to = COOL_NONE};
    if (t->cooling->kind == HR_COOLING_IMMERSION) x->body = c->n_body - 1; /* its own, just added */
    x->f = hr_unit_cooler(c->e->site, u);
    c->index[u] = c->n_cooler++;
}

static hr_id door_of(const hr_site *s, hr_id rack)
{
    const hr_unit *u = &s->unit[rack];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_DOOR) return h;
    return HR_NONE;
}

static void add_load(cooling *c, hr_id u)
{
    c->load[c->n_load] =
        (cool_load){.unit = u, .door = door_of(c->e->site, u), .door_to = COOL_NONE, .manifold = HR_NONE};
    if (c->load[c->n_load].door != HR_NONE) c->with_door[c->n_door++] = c->n_load;
    c->index[u] = c->n_load++;
}

static void add_all(cooling *c)
{
    const hr_site *s = c->e->site;
    for (hr_id u = 0; u < s->n_unit; u++) {
        hr_cooling_kind k = hr_unit_cooling(s, u);
        if (hr_cooling_is_body(k)) add_body(c, u);
        if (hr_cooling_is_cooler(k)) add_cooler(c, u);
        if (hr_cooling_is_load(s, u)) add_load(c, u);
    }
}

/* --- where heat goes ------------------------------------------------------------------------------------------------- */

static void link_cooler(cooling *c, cool_cooler *x)
{
    const hr_site *s = c->e->site;
    hr_id primary = hr_unit_heat_to(s, x->unit, HR_HEAT_PRIMARY);
    hr_id zone = hr_unit_heat_to(s, x->unit, HR_HEAT_ZONE);
    x->to = body_of(c, primary != HR_NONE ? primary : x->f.law == HR_LAW_TO_AIR ? zone : HR_NONE);
}

static void link_load(cooling *c, cool_load *l)
{
    const hr_site *s = c->e->site;
    l->coolant = body_of(c, hr_unit_heat_to(s, l->unit, HR_HEAT_COOLANT));
    l->zone = body_of(c, hr_unit_heat_to(s, l->unit, HR_HEAT_ZONE));
    l->wet = hr_unit_cooling(s, l->unit) == HR_COOLING_RACK && hr_cooling_is_wet(s, l->unit);
    if (l->door != HR_NONE) l->door_to = body_of(c, hr_unit_heat_to(s, l->door, HR_HEAT_PRIMARY));
    if (l->coolant != COOL_NONE) c->body[l->coolant].loads++;
    if (l->zone != COOL_NONE) c->body[l->zone].loads++;
    if (l->door_to != COOL_NONE) c->body[l->door_to].loads++;
}

static hr_err two_bodies(const cooling *c, hr_ctx *ctx, const cool_cooler *x, hr_id other)
{
    const hr_site *s = c->e->site;
    char name[256], first[256];
    hr_unit_name(s, other, 0, name, sizeof name);
    hr_unit_name(s, c->body[x->body].unit, 0, first, sizeof first);
    return hr_diag_add(ctx, HR_ERROR, "M317", s->decl[s->unit[x->unit].decl].at,
                       "make one loop of the two, or give each a cooler of its own",
                       "\"%s\" and \"%s\" are both cooled by it", first, name);
}

/* Which coolers each body has. */
static hr_err link_bodies(cooling *c, hr_ctx *ctx)
{
    const hr_site *s = c->e->site;
    uint32_t k = 0;
    for (uint32_t i = 0; i < c->n_body; i++) {
        cool_body *b = &c->body[i];
        uint32_t n, first = hr_unit_heat_refs(s, b->unit, &n);
        b->first = k;
        if (b->bathes) c->of_body[k++] = c->index[b->unit];
        for (uint32_t j = first; j < first + n; j++) {
            if (s->heat_ref[j].role != HR_HEAT_COOLED_BY) continue;
            uint32_t cooler = c->index[s->heat_ref[j].to];
            if (c->cooler[cooler].body != COOL_NONE) return two_bodies(c, ctx, &c->cooler[cooler], b->unit);
            c->cooler[cooler].body = i;
            c->of_body[k++] = cooler;
        }
        b->n = k - b->first;
    }
    return HR_OK;
}

/* The loop of both junctions that a unit names in a role. */
static hr_err check_pair(const cooling *c, hr_ctx *ctx, hr_id unit, hr_heat_role role, const char *field)
{
    const hr_site *s = c->e->site;
    hr_id pair[2];
    if (!hr_unit_heat_pair(s, unit, role, pair)) return HR_OK;
    hr_id loop = hr_unit_heat_to(s, pair[0], HR_HEAT_LOOP);
    if (loop != HR_NONE && loop == hr_unit_heat_to(s, pair[1], HR_HEAT_LOOP)) return HR_OK;
    return hr_diag_add(ctx, HR_ERROR, "M319", s->decl[s->unit[unit].decl].at,
                       "name two junctions whose `loop` is the same", "`%s` names junctions that are not of one loop",
                       field);
}

/* What joins two loops, or a junction of none, would be in no network, and nobody would see it. */
static hr_err check_pairs(const cooling *c, hr_ctx *ctx)
{
    static const struct {
        hr_heat_role role;
        const char *field;
    } roles[] = {{HR_HEAT_PRIMARY, "primary"},
                 {HR_HEAT_COOLANT, "coolant"},
                 {HR_HEAT_SUPPLIES, "supplies"},
                 {HR_HEAT_BETWEEN, "between"}};
    hr_err e = HR_OK, e2;
    for (hr_id u = 0; u < c->e->site->n_unit; u++)
        for (unsigned i = 0; i < sizeof roles / sizeof *roles; i++)
            if ((e2 = check_pair(c, ctx, u, roles[i].role, roles[i].field)) != HR_OK) e = e2;
    return e;
}

/* --- order ------------------------------------------------------------------------------------------------------------ */

typedef struct ordering {
    cooling *c;
    uint32_t *place; /* by body as listed: its place in the order */
    uint8_t *mark;   /* 1: on the way up, 2: done */
    uint32_t next;   /* places are given from the last on */
    uint32_t round;  /* a body that gives heat to itself; COOL_NONE */
} ordering;

/* What takes its heat stands behind it. */
static void visit(ordering *o, uint32_t body)
{
    const cool_body *b = &o->c->body[body];
    if (o->mark[body] == 1) o->round = body;
    if (o->mark[body]) return;
    o->mark[body] = 1;
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        uint32_t to = o->c->cooler[o->c->of_body[i]].to;
        if (to != COOL_NONE) visit(o, to);
    }
    o->mark[body] = 2;
    o->place[body] = --o->next;
}

static hr_err goes_round(const cooling *c, hr_ctx *ctx, uint32_t body)
{
    const hr_site *s = c->e->site;
    return hr_diag_add(ctx, HR_ERROR, "M318", s->decl[s->unit[c->body[body].unit].decl].at,
                       "what cools it has to give the heat to something else, or to the outdoor air",
                       "the heat of this loop comes back to it");
}

static bool reorder(cooling *c, const uint32_t *place)
{
    cool_body *sorted = HR_NEW_ARRAY(c->e->arena, cool_body, c->n_body);
    if (!sorted) return false;
    for (uint32_t i = 0; i < c->n_body; i++) {
        sorted[place[i]] = c->body[i];
        if (!c->body[i].bathes) c->index[c->body[i].unit] = place[i];
    }
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        cool_cooler *x = &c->cooler[i];
        if (x->body != COOL_NONE) x->body = place[x->body];
        if (x->to != COOL_NONE) x->to = place[x->to];
    }
    c->body = sorted;
    return true;
}

static hr_err order_bodies(cooling *c, hr_ctx *ctx)
{
    hr_arena *a = c->e->arena;
    ordering o = {.c = c, .next = c->n_body, .round = COOL_NONE};
    o.place = HR_NEW_ARRAY(a, uint32_t, c->n_body);
    o.mark = HR_NEW_ARRAY(a, uint8_t, c->n_body);
    if (!o.place || !o.mark) return HR_ENOMEM;
    for (uint32_t i = c->n_body; i-- > 0;) visit(&o, i);
    if (o.round != COOL_NONE) return goes_round(c, ctx, o.round);
    return reorder(c, o.place) ? HR_OK : HR_ENOMEM;
}

static void find_ahead(cooling *c, cool_cooler *x)
{
    if (x->body == COOL_NONE) return;
    x->ahead.is = hr_cools_ahead(c->e->site, x->unit, c->body[x->body].unit);
    c->body[x->body].ahead |= x->ahead.is;
}

/* --- all ------------------------------------------------------------------------------------------------------------------ */

static void find_outdoor(cooling *c)
{
    const hr_site_outdoor *o = &((const hr_site_fields *)c->e->site->fields)->outdoor;
    c->dry_bulb = cool_num(&o->dry_bulb, HR_HARSH_HIGH, c->e->corner, HR_NONE, "outdoor.dry_bulb");
    c->wet_bulb = cool_num(&o->wet_bulb, HR_HARSH_HIGH, c->e->corner, HR_NONE, "outdoor.wet_bulb");
    c->pressure = HR_ATMOSPHERE;
    for (uint32_t i = 0; i < c->n_body;
         i++) { /* a zone that says at which pressure it stands says it of the air around */
        const hr_num *p = c->body[i].air ? c->body[i].zone.pressure : NULL;
        if (p && p->presence) c->pressure = fmin(c->pressure, p->v);
    }
    double dew;
    const bool both = cool_is(&c->dry_bulb) && cool_is(&c->wet_bulb);
    if (!both) c->dew_point = cool_lacks(cool_is(&c->dry_bulb) ? &c->wet_bulb : &c->dry_bulb);
    else if (!hr_air_dew_of_wet_bulb(c->dry_bulb.v, c->wet_bulb.v, c->pressure, &dew))
        c->dew_point = cool_unknown(HR_NONE, "outdoor.wet_bulb");
    else c->dew_point = cool_known(dew);
}

/* Whether what a load draws counts as that of IT: it says so, or its type, or it stands in a rack. */
static bool is_it(const hr_site *s, hr_id unit)
{
    const hr_cooling_ops *ops = hr_unit_type(s, unit)->cooling;
    hr_heat_fields f = {0};
    if (!ops || !ops->heat) return false;
    const hr_flag *said = hr_unit_flag(s, unit, "it");
    if (said && said->presence) return said->v;
    ops->heat(hr_unit_fields(s, unit), &f);
    return f.it || s->unit[unit].holder != HR_NONE;
}

static bool alloc(cooling *c)
{
    const hr_site *s = c->e->site;
    hr_arena *a = c->e->arena;
    uint32_t loads = 0, bodies = count_kind(s, hr_cooling_is_body), coolers = count_kind(s, hr_cooling_is_cooler);
    for (hr_id u = 0; u < s->n_unit; u++) loads += hr_cooling_is_load(s, u);
    c->body = HR_NEW_ARRAY(a, cool_body, bodies);
    c->cooler = HR_NEW_ARRAY(a, cool_cooler, coolers);
    c->declared = HR_NEW_ARRAY(a, cool_declared, coolers);
    c->load = HR_NEW_ARRAY(a, cool_load, loads);
    c->with_door = HR_NEW_ARRAY(a, uint32_t, loads);
    c->of_body = HR_NEW_ARRAY(a, uint32_t, s->n_heat_ref + coolers); /* each named, and each tank's own */
    c->index = HR_NEW_ARRAY(a, uint32_t, s->n_unit);
    c->is_it = HR_NEW_ARRAY(a, bool, c->e->n_load);
    c->before = HR_NEW_ARRAY(a, cool_body, bodies);
    return c->body && c->before && c->cooler && c->declared && c->load && c->with_door && c->of_body && c->index &&
           c->is_it;
}

hr_err hr_cooling_build(cooling **out, hr_ctx *ctx, const hr_engine *e)
{
    const hr_site *s = e->site;
    *out = NULL;
    if (count_kind(s, hr_cooling_is_body) + count_kind(s, hr_cooling_is_cooler) == 0) return HR_OK;
    cooling *c = HR_NEW(e->arena, cooling);
    if (!c) return HR_ENOMEM;
    *c = (cooling){.e = e, .arena = e->arena};
    if (!alloc(c)) return HR_ENOMEM;
    add_all(c);
    find_outdoor(c);
    for (uint32_t i = 0; i < e->n_load; i++) c->is_it[i] = is_it(s, e->load[i].unit);
    for (uint32_t i = 0; i < c->n_cooler; i++) link_cooler(c, &c->cooler[i]);
    hr_err err = check_pairs(c, ctx);
    if (err == HR_OK) err = link_bodies(c, ctx);
    if (err == HR_OK) err = order_bodies(c, ctx);
    if (err != HR_OK) return err;
    for (uint32_t i = 0; i < c->n_load; i++) link_load(c, &c->load[i]);
    for (uint32_t i = 0; i < c->n_body; i++) {
        cool_body *b = &c->body[i];
        b->set =
            cool_num(b->air ? b->zone.supply : b->loop.supply, HR_HARSH_HIGH_THEN_LOW, e->corner, b->unit, "supply");
        b->has_fluid = hr_cooling_fluid(b, e->corner);
    }
    for (uint32_t i = 0; i < c->n_cooler; i++) find_ahead(c, &c->cooler[i]);
    *out = c; /* what manifolds and networks hold is freed with it */
    err = hr_trays_build(c, ctx);
    if (err == HR_OK) err = hr_loop_nets_build(c);
    if (err != HR_OK) return err;
    for (uint32_t i = 0; i < c->n_cooler; i++) hr_cooling_nameplate(c, &c->cooler[i]);
    return HR_OK;
}

/* --- a copy -------------------------------------------------------------------------------------------------------------- */

static bool copy_lists(cooling *x, const cooling *c, hr_arena *a)
{
    x->body = HR_NEW_ARRAY(a, cool_body, c->n_body);
    x->before = HR_NEW_ARRAY(a, cool_body, c->n_body);
    x->cooler = HR_NEW_ARRAY(a, cool_cooler, c->n_cooler);
    x->load = HR_NEW_ARRAY(a, cool_load, c->n_load);
    if (!x->body || !x->before || !x->cooler || !x->load) return false;
    if (c->n_body) memcpy(x->body, c->body, c->n_body * sizeof *x->body);
    if (c->n_cooler) memcpy(x->cooler, c->cooler, c->n_cooler * sizeof *x->cooler);
    if (c->n_load) memcpy(x->load, c->load, c->n_load * sizeof *x->load);
    return true;
}

hr_err hr_cooling_copy(cooling **out, const cooling *c, hr_arena *a)
{
    cooling *x = HR_NEW(a, cooling);
    bool nets = false;
    *out = x;
    if (!x) return HR_ENOMEM;
    *x = *c;
    x->arena = a;
    x->n_ladder = 0;
    if (!copy_lists(x, c, a)) return *out = NULL, HR_ENOMEM;
    for (uint32_t i = 0; i < x->n_body; i++) nets |= x->body[i].net != NULL, x->body[i].net = NULL;
    if (!nets) return HR_OK;
    for (uint32_t i = 0; i < x->n_load; i++) x->load[i].manifold = HR_NONE, x->load[i].trays = (cool_trays){0};
    hr_err e = hr_trays_build(x, NULL); /* what there is to refuse was refused before */
    return e == HR_OK ? hr_loop_nets_build(x) : e;
}
