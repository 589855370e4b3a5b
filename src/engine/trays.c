/* trays.c - see trays.h. */
#include "engine/trays.h"

#include <math.h>

#include "engine/loop_net.h"
#include "model/units.h"

#define STEP 0.02        /* of the logarithm of flow from knot to knot */
#define SAME_FLUID 1e-11 /* relative, of density and viscosity: knots are told anew beyond it */
#define ALIKE 1e-9       /* part of a need by which those of nodes that are alike may differ */
#define SAME_LOSS 1e-7   /* relative: as near as the hydraulic engine comes */

enum { KNOTS = 512 }; /* as many steps as are kept at once: all that a rack can run at, from 1/1000 of its need */

/* --- fields ------------------------------------------------------------------------------------------------------------- */

typedef struct reader {
    cooling *c;
    hr_id unit;
    cool_amount state; /* known, or the first thing that lacks */
} reader;

static double need(reader *r, const hr_num *n, hr_harsh harsh, const char *field)
{
    cool_amount a = cool_num(n, harsh, r->c->e->corner, r->unit, field);
    if (!cool_is(&a) && cool_is(&r->state)) r->state = a;
    return a.v;
}

static uint32_t nodes_in(const hr_site *s, hr_id rack)
{
    const hr_unit *u = &s->unit[rack];
    uint32_t n = 0;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_type(s, h)->counts_as_node) n += (uint32_t)s->unit[h].count;
    return n;
}

static uint32_t count_trays(reader *r, const hr_num *stated)
{
    const hr_site *s = r->c->e->site;
    uint32_t nodes = stated->presence ? 0 : nodes_in(s, s->unit[r->unit].holder);
    return nodes > 0 ? nodes : (uint32_t)fmin(need(r, stated, HR_HARSH_HIGH, "trays"), HR_TRAYS_MOST + 1);
}

typedef struct rung_names {
    const char *dp, *flow, *exponent;
} rung_names;

/* What loses nothing needs no flow at which it does. */
static hr_rung_law rung(reader *r, const hr_rung_rec *x, double transition, const rung_names *name)
{
    hr_rung_law l = {.dp = need(r, &x->dp, HR_HARSH_HIGH, name->dp), .transition = transition};
    if (x->dp.presence && l.dp == 0) return l;
    l.flow = need(r, &x->flow, HR_HARSH_LOW, name->flow);
    l.exponent = need(r, &x->exponent, HR_HARSH_HIGH, name->exponent);
    return l;
}

static hr_manifold_shape shape_of(reader *r)
{
    static const rung_names couplings = {"quick_disconnect.dp", "quick_disconnect.flow", "quick_disconnect.exponent"};
    static const rung_names tray = {"tray.dp", "tray.flow", "tray.exponent"};
    hr_manifold_fields f = {0};
    hr_unit_type(r->c->e->site, r->unit)->cooling->manifold(hr_unit_fields(r->c->e->site, r->unit), &f);
    hr_manifold_shape s = {.trays = count_trays(r, f.trays), .opposite = f.connection->v == HR_OPPOSITE_END};
    s.diameter = need(r, f.diameter, HR_HARSH_LOW, "diameter");
    s.pitch = need(r, f.pitch, HR_HARSH_HIGH, "pitch");
    s.roughness = need(r, f.roughness, HR_HARSH_HIGH, "roughness");
    s.loss = need(r, f.loss, HR_HARSH_HIGH, "loss");
    if (!f.connection->presence && cool_is(&r->state)) r->state = cool_unknown(r->unit, "connection");
    s.couplings = rung(r, f.couplings, HR_FILTER_TRANSITION, &couplings);
    s.tray = rung(r, f.tray, HR_PLATE_TRANSITION, &tray);
    return s;
}

/* --- building ------------------------------------------------------------------------------------------------------------- */

/* The manifold that a rack holds, one at most, and then nothing that says its loss as a whole. */
static hr_err find_manifold(cooling *c, hr_ctx *ctx, cool_load *l)
{
    const hr_site *s = c->e->site;
    const hr_unit *u = &s->unit[l->unit];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        if (hr_unit_cooling(s, h) != HR_COOLING_MANIFOLD) continue;
        if (hr_has_trays(l) || s->unit[h].count > 1)
            return hr_diag_add(ctx, HR_ERROR, "M324", s->decl[u->decl].at, "a rack holds one",
                               "this rack holds several manifolds");
        l->manifold = h;
    }
    if (hr_has_trays(l) && l->coolant != COOL_NONE && c->body[l->coolant].bathes)
        return hr_diag_add(ctx, HR_ERROR, "M324", s->decl[s->unit[l->manifold].decl].at,
                           "take it out: what stands in a tank has the fluid of the tank around it",
                           "a manifold in a rack that stands in a tank");
    const hr_num *dp = hr_has_trays(l) ? hr_unit_num(s, l->unit, "dp") : NULL;
    if (!dp || !dp->presence) return HR_OK;
    return hr_diag_add(ctx, HR_ERROR, "M324", dp->at, "take it out: what the rack loses is told from its manifold",
                       "`dp` of a rack that holds a manifold");
}

static bool is_law(const hr_rung_law *l) { return l->dp == 0 || (l->exponent >= 1 && l->exponent < 3); }

/* The field of which no ladder can be made, though it is there. */
static const char *beyond(const hr_manifold_shape *s)
{
    if (s->trays == 0 || s->trays > HR_TRAYS_MOST) return "trays";
    if (!is_law(&s->couplings)) return "quick_disconnect.exponent";
    return is_law(&s->tray) ? "roughness" : "tray.exponent";
}

static bool is_same_law(const hr_rung_law *a, const hr_rung_law *b)
{
    return a->dp == b->dp && a->flow == b->flow && a->exponent == b->exponent;
}

static bool is_same_shape(const hr_manifold_shape *a, const hr_manifold_shape *b)
{
    return a->trays == b->trays && a->opposite == b->opposite && a->pitch == b->pitch && a->diameter == b->diameter &&
           a->roughness == b->roughness && a->loss == b->loss && is_same_law(&a->couplings, &b->couplings) &&
           is_same_law(&a->tray, &b->tray);
}

/* The one that another rack on its loop has alike, else a new one. What lacks may differ: of those each has its own. */
static hr_err find_ladder(cooling *c, cool_load *l)
{
    reader r = {c, l->manifold, cool_known(0)};
    hr_manifold_shape shape = shape_of(&r);
    uint32_t nodes = nodes_in(c->e->site, l->unit);
    l->trays.sharing = shape.trays > 0 && nodes > shape.trays ? (nodes + shape.trays - 1) / shape.trays : 1;
    for (l->ladder = 0; l->ladder < c->n_ladder && cool_is(&r.state); l->ladder++) {
        const cool_ladder *x = &c->ladder[l->ladder];
        if (cool_is(&x->state) && x->body == l->coolant && is_same_shape(&x->shape, &shape)) return HR_OK;
    }
    l->ladder = c->n_ladder;
    cool_ladder *x = &c->ladder[c->n_ladder++];
    *x = (cool_ladder){.shape = shape, .body = l->coolant, .state = r.state};
    if (!cool_is(&x->state)) return HR_OK;
    if (!(x->knot = HR_NEW_ARRAY(c->arena, cool_knot, KNOTS))) return HR_ENOMEM;
    hr_err e = hr_manifold_new(&x->m, &shape);
    if (e == HR_EINPUT) x->state = cool_unknown(l->manifold, beyond(&shape));
    return e == HR_EINPUT ? HR_OK : e;
}

/* One that no rack holds would divide nothing, and nobody would see it. */
static hr_err refuse_alone(const cooling *c, hr_ctx *ctx)
{
    const hr_site *s = c->e->site;
    hr_err e = HR_OK;
    for (hr_id u = 0; u < s->n_unit; u++)
        if (hr_unit_cooling(s, u) == HR_COOLING_MANIFOLD && s->unit[u].holder == HR_NONE)
            e = hr_diag_add(ctx, HR_ERROR, "M324", s->decl[s->unit[u].decl].at, "put it under `holds` of its rack",
                            "no rack holds this manifold");
    return e;
}

hr_err hr_trays_build(cooling *c, hr_ctx *ctx)
{
    hr_err e = refuse_alone(c, ctx), one;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_load; i++) {
        if ((one = find_manifold(c, ctx, &c->load[i])) != HR_OK) e = one;
        n += hr_has_trays(&c->load[i]);
    }
    c->ladder = HR_NEW_ARRAY(c->arena, cool_ladder, n);
    if (!c->ladder) return HR_ENOMEM;
    for (uint32_t i = 0; i < c->n_load && e == HR_OK; i++)
        if (hr_has_trays(&c->load[i])) e = find_ladder(c, &c->load[i]);
    return e;
}

void hr_trays_free(cooling *c)
{
    for (uint32_t i = 0; c && i < c->n_ladder; i++) hr_manifold_free(c->ladder[i].m);
}

/* --- solving -------------------------------------------------------------------------------------------------------------- */

cool_amount hr_trays_state(const cooling *c, const cool_load *l) { return c->ladder[l->ladder].state; }

static bool is_near(double a, double b, double share) { return fabs(a - b) <= share * fabs(b); }

static void set_fluid(cool_ladder *x, double rho, double mu)
{
    if (is_near(rho, x->rho, SAME_FLUID) && is_near(mu, x->mu, SAME_FLUID)) return;
    x->rho = rho, x->mu = mu;
    for (int i = 0; i < KNOTS; i++) x->knot[i].known = false;
}

static bool knot_at(cool_ladder *x, int32_t k, double *log_drop)
{
    cool_knot *at = &x->knot[(uint32_t)k % KNOTS];
    hr_manifold_flow f;
    if (!at->known || at->k != k) {
        at->known = hr_manifold_solve(x->m, exp(k * STEP), x->rho, x->mu, &f) == HR_OK;
        at->k = k;
        if (at->known) at->log_drop = log(f.drop);
    }
    *log_drop = at->log_drop;
    return at->known;
}

/* The cubic through four knots around a flow, in logarithms: its value, and as its slope the exponent. */
static bool law_at(cool_ladder *x, double flow, double *drop, double *exponent)
{
    double at = log(flow) / STEP, u = at - floor(at), y[4];
    for (int i = 0; i < 4; i++)
        if (!knot_at(x, (int32_t)floor(at) - 1 + i, &y[i])) return false;
    const double value[] = {-u * (u - 1) * (u - 2) / 6, (u + 1) * (u - 1) * (u - 2) / 2, -(u + 1) * u * (u - 2) / 2,
                            (u + 1) * u * (u - 1) / 6};
    const double slope[] = {-(3 * u * u - 6 * u + 2) / 6, (3 * u * u - 4 * u - 1) / 2, -(3 * u * u - 2 * u - 2) / 2,
                            (3 * u * u - 1) / 6};
    double sum = 0, rise = 0;
    for (int i = 0; i < 4; i++) sum += value[i] * y[i], rise += slope[i] * y[i];
    *drop = exp(sum), *exponent = rise / STEP;
    return true;
}

bool hr_trays_at(cooling *c, cool_load *l, double flow, double rho, double mu, bool *moved)
{
    cool_trays *t = &l->trays;
    cool_ladder *x = &c->ladder[l->ladder];
    double told = t->flow > 0 ? t->drop * pow(flow / t->flow, t->exponent) : 0;
    set_fluid(x, rho, mu);
    t->flow = 0;
    if (!law_at(x, flow, &t->drop, &t->exponent)) return false;
    t->flow = flow;
    *moved |= !is_near(told, t->drop, SAME_LOSS);
    return true;
}

/* Density and viscosity of what flows in its loop: of pipes as they were solved, else at the mean of supply and return. */
static cool_amount fluid_of(const cool_body *b, double *rho, double *mu)
{
    hr_properties p;
    if (b->net) return *rho = b->net->rho, *mu = b->net->mu, cool_known(0);
    if (!b->has_fluid) return cool_unknown(b->unit, "fluid");
    if (!cool_is(&b->supply)) return cool_lacks(&b->supply);
    double T = cool_is(&b->back) ? 0.5 * (b->supply.v + b->back.v) : b->supply.v;
    if (!hr_fluid_properties(&b->fluid, T, &p)) return cool_unknown(b->unit, "supply");
    return *rho = p.density, *mu = p.viscosity, cool_known(0);
}

/* m3/s of the least tray at a flow of the rack. */
static cool_amount least_at(cooling *c, cool_load *l, cool_amount flow)
{
    double rho, mu;
    cool_amount state = hr_trays_state(c, l);
    l->trays.spread = 0;
    if (!cool_is(&state)) return state;
    if (!cool_is(&flow)) return cool_lacks(&flow);
    cool_amount fluid = fluid_of(&c->body[l->coolant], &rho, &mu);
    if (!cool_is(&fluid)) return fluid;
    if (!(flow.v > 0)) return cool_known(0);
    if (hr_manifold_solve(c->ladder[l->ladder].m, flow.v, rho, mu, &l->trays.found) != HR_OK)
        return cool_unknown(l->manifold, "convergence");
    l->trays.spread = flow.v;
    return cool_known(l->trays.found.least);
}

/* m3/s that a rack can get. Pipes let through what they do; an ideal header gives what its loads need, and can give all
 * that is moved in it, by what each needs. */
static cool_amount reach(const cooling *c, const cool_load *l)
{
    const cool_body *b = &c->body[l->coolant];
    if (b->net) return l->flow;
    if (!cool_is(&l->need)) return cool_lacks(&l->need);
    if (!cool_is(&b->need)) return cool_lacks(&b->need);
    if (!cool_is(&b->able)) return cool_lacks(&b->able);
    return cool_known(b->need.v > 0 ? l->need.v * b->able.v / b->need.v : 0);
}

void hr_trays_note(cool_load *l, const hr_site *s, hr_id unit, double need)
{
    cool_trays *t = &l->trays;
    if (!hr_unit_type(s, unit)->counts_as_node || !(need > t->largest)) return;
    t->largest = need, t->hungriest = unit;
}

/* Which node hangs where nobody says, so the one that needs most may hang on the least of them. What is no node needs of all
 * trays alike. */
static cool_amount tray_need(const cooling *c, const cool_load *l)
{
    uint32_t n = c->ladder[l->ladder].shape.trays;
    if (!cool_is(&l->need)) return cool_lacks(&l->need);
    if (n == 0) return cool_unknown(l->manifold, "trays");
    return cool_known(fmax(l->trays.sharing * l->trays.largest, l->need.v / n));
}

void hr_trays_spread(cooling *c, cool_load *l)
{
    cool_trays *t = &l->trays;
    if (!hr_has_trays(l)) return;
    t->need = tray_need(c, l);
    t->least = t->running = cool_unknown(l->unit, "coolant");
    if (l->coolant == COOL_NONE) return;
    t->running = least_at(c, l, l->flow);
    t->least = c->body[l->coolant].net ? t->running : least_at(c, l, reach(c, l));
}

cool_amount hr_trays_part(const cool_load *l, cool_amount node)
{
    const cool_trays *t = &l->trays;
    const cool_amount *flow = hr_has_trays(l) ? &t->running : &l->flow;
    const cool_amount *wanted = hr_has_trays(l) ? &t->need : &l->need;
    if (!cool_is(flow)) return cool_lacks(flow);
    if (!cool_is(wanted)) return cool_lacks(wanted);
    double needs = hr_has_trays(l) && cool_is(&node) ? t->sharing * node.v : wanted->v;
    return cool_known(needs > 0 ? flow->v / needs : 1);
}

/* --- words ---------------------------------------------------------------------------------------------------------------- */

static void put(hr_buf *out, const char *before, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_printf(out, "%s%s", before, text);
}

/* "; n1 needs most, and may hang there". */
static void need_words(const cooling *c, const cool_load *l, hr_buf *out)
{
    const cool_trays *t = &l->trays;
    char name[256];
    double mean = l->need.v / c->ladder[l->ladder].shape.trays;
    if (t->hungriest == HR_NONE || !(t->sharing * t->largest > mean * (1 + ALIKE))) {
        hr_buf_z(out, "; each needs what its rack does, in equal parts");
        return;
    }
    hr_unit_name(c->e->site, t->hungriest, 0, name, sizeof name);
    hr_buf_printf(out, "; %s needs most, and may hang there", name);
    if (t->sharing > 1) hr_buf_printf(out, " with %u more", t->sharing - 1);
}

/* "tray 18 of 18, from where coolant comes in: of 110 L/min that its rack gets the mean is 6.1 L/min, the most 7 L/min, at
 * 52 kPa; n1 needs most, and may hang there". */
void hr_trays_words(const cooling *c, const cool_load *l, hr_buf *out)
{
    const cool_trays *t = &l->trays;
    uint32_t n = c->ladder[l->ladder].shape.trays;
    if (!cool_is(&t->least) || !(t->spread > 0)) return;
    hr_buf_printf(out, "tray %u of %u, from where coolant comes in: of ", t->found.tray, n);
    put(out, "", t->spread, HR_DIM_M3_PER_S);
    hr_buf_z(out,
             c->body[l->coolant].net ? " that its rack gets" : " that its rack gets when all is moved that can be");
    put(out, " the mean is ", t->spread / n, HR_DIM_M3_PER_S);
    put(out, ", the most ", t->found.most, HR_DIM_M3_PER_S);
    put(out, ", at ", t->found.drop, HR_DIM_PASCAL);
    need_words(c, l, out);
}
