/* import_epanet.c - `headroom import epanet FILE.inp`: a network of EPANET as loops with pipes.
 *
 * Nothing is made up: what an .inp file does not have (heat, racks, coolers, what feeds pumps) stays out, what a loop does
 * not have (demands, reservoirs, patterns, controls) is named with its count in the comments at the top. docs/epanet.md */
#include <math.h>
#include <stdio.h>

#include "element/fields.h"
#include "engine/constants.h"
#include "engine/loop_net.h"
#include "model/units.h"
#include "port/epanet_fit.h"
#include "port/epanet_plan.h"
#include "port/epanet_units.h"
#include "port/import.h"

enum { DIGITS = 10, CURVE_POINTS = 60 };

#define EXACT 1e-6 /* a curve is a law to this */

typedef struct writer {
    hr_epanet_plan plan;
    hr_buf body, links;
    hr_str first; /* of the pumps of a part, in the order of names; where it takes in its pressure is known */
    hr_id first_from;
} writer;

/* --- values -------------------------------------------------------------------------------------------------------- */

static void add_quantity(hr_buf *b, const char *field, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, DIGITS);
    hr_buf_printf(b, ", %s: %s", field, text);
}

static void add_number(hr_buf *b, const char *field, double v)
{
    char text[64];
    hr_num_text(text, sizeof text, v, DIGITS);
    hr_buf_printf(b, ", %s: %s", field, text);
}

static bool is_tagged(const writer *w, hr_id k, const char *word)
{
    return w->plan.own && hr_str_is(w->plan.ep.link_mark[k].tag, word);
}

static void begin(writer *w, hr_str name, const char *type, hr_str from, hr_str to)
{
    hr_buf_printf(&w->links, "  %.*s: {type: %s, between: [%.*s, %.*s]", HR_STR_FMT(name), type, HR_STR_FMT(from),
                  HR_STR_FMT(to));
}

static void begin_link(writer *w, hr_id k, const char *type)
{
    const hr_hydraulic_link *l = &w->plan.ep.net.link[k];
    begin(w, w->plan.link[k], type, w->plan.node[l->from], w->plan.node[l->to]);
}

static void end_link(writer *w, bool closed) { hr_buf_z(&w->links, closed ? ", closed: yes}\n" : "}\n"); }

/* --- pipes --------------------------------------------------------------------------------------------------------- */

/* A pipe has no way of its own: behind it stands a check valve with the loss of its fittings. */
static bool add_check(writer *w, hr_id k, hr_str between)
{
    hr_epanet_plan *p = &w->plan;
    const hr_hydraulic_link *l = &p->ep.net.link[k];
    hr_str name = hr_namer_take(&p->namer, p->link[k], "-check");
    double d = l->u.pipe.diameter, area = M_PI / 4 * d * d;
    if (!name.s) return false;
    hr_buf_printf(&w->links, "  %.*s: {type: junction, loop: %.*s", HR_STR_FMT(between),
                  HR_STR_FMT(p->part[p->part_of[l->to]].name));
    if (p->z[l->to] != 0) add_quantity(&w->links, "elevation", p->z[l->to], HR_DIM_METRE);
    hr_buf_z(&w->links, "}\n");
    begin(w, name, "valve", between, p->node[l->to]);
    hr_buf_z(&w->links, ", kind: check");
    add_quantity(&w->links, "kv", area * sqrt(200 / fmax(l->u.pipe.k, 1e-6)), HR_DIM_M3_PER_S);
    end_link(w, false);
    hr_epanet_list(p, l->u.pipe.k >= 1e-6 ? HR_EPANET_NOTE_CHECK : HR_EPANET_NOTE_TIGHT, name);
    return true;
}

static bool add_pipe(writer *w, hr_id k)
{
    hr_epanet_plan *p = &w->plan;
    const hr_hydraulic_link *l = &p->ep.net.link[k];
    hr_str to = l->one_way ? hr_namer_take(&p->namer, p->link[k], "-end") : p->node[l->to];
    if (!to.s) return false;
    begin(w, p->link[k], "pipe", p->node[l->from], to);
    add_quantity(&w->links, "length", l->u.pipe.length, HR_DIM_METRE);
    add_quantity(&w->links, "diameter", l->u.pipe.diameter, HR_DIM_METRE);
    if (l->u.pipe.friction == HR_DARCY_WEISBACH)
        add_quantity(&w->links, "roughness", l->u.pipe.roughness, HR_DIM_METRE);
    else hr_epanet_list(p, HR_EPANET_NOTE_ROUGHNESS, p->link[k]);
    if (l->u.pipe.k > 0 && !l->one_way) add_number(&w->links, "loss", l->u.pipe.k);
    end_link(w, l->closed);
    return !l->one_way || add_check(w, k, to);
}

/* --- head-loss curves ---------------------------------------------------------------------------------------------- */

static void add_valve(writer *w, hr_id k, double kv)
{
    begin_link(w, k, "valve");
    add_quantity(&w->links, "kv", kv, HR_DIM_M3_PER_S);
    end_link(w, w->plan.ep.net.link[k].closed);
    hr_epanet_list(&w->plan, HR_EPANET_NOTE_VALVE, w->plan.link[k]);
}

/* The flow at which it is stated: what its transition shows, so that figures of an exported model come back. */
static double stated_at(const writer *w, hr_id k, const epanet_loss *loss, double middle)
{
    if (!(loss->transition > 0) || loss->off > EXACT) return middle;
    bool rack = is_tagged(w, k, "rack") && middle > loss->transition;
    return loss->transition / (rack ? HR_PLATE_TRANSITION : HR_FILTER_TRANSITION);
}

static void add_filter(writer *w, hr_id k, const hr_head_curve *c, const epanet_loss *loss)
{
    hr_epanet_plan *p = &w->plan;
    double flow = stated_at(w, k, loss, c->q[c->n - 1] / 2);
    add_quantity(&w->links, "dp", epanet_loss_at(loss, flow) * p->rho * EPANET_G, HR_DIM_PASCAL);
    add_quantity(&w->links, "flow", flow, HR_DIM_M3_PER_S);
    if (fabs(loss->exponent - 1.76) > 1e-9) add_number(&w->links, "exponent", loss->exponent);
    if (loss->off > EXACT)
        hr_note(&p->notes, HR_MADE_INFERRED,
                "the curve of %.*s became a power of the flow: points lie up to %.2g %% off it", HR_STR_FMT(p->link[k]),
                loss->off * 100);
}

static hr_epanet_note filter_note(const writer *w, hr_id k)
{
    if (is_tagged(w, k, "rack")) return HR_EPANET_NOTE_RACK;
    if (w->plan.own && !is_tagged(w, k, "filter")) return HR_EPANET_NOTE_COOLER_SIDE;
    return HR_EPANET_NOTE_FILTER;
}

static void add_curve(writer *w, hr_id k)
{
    hr_epanet_plan *p = &w->plan;
    const hr_hydraulic_link *l = &p->ep.net.link[k];
    epanet_loss loss;
    bool fits = epanet_fit_loss(l->u.curve, p->own, &loss);
    if (fits && is_tagged(w, k, "valve") && loss.off <= EXACT && fabs(loss.exponent - 2) < EXACT) {
        add_valve(w, k, loss.q * sqrt(100 / (EPANET_G * loss.h)));
        return;
    }
    begin_link(w, k, "filter");
    if (fits) add_filter(w, k, l->u.curve, &loss);
    end_link(w, l->closed);
    hr_epanet_list(p, fits ? filter_note(w, k) : HR_EPANET_NOTE_NO_LOSS, p->link[k]);
}

/* --- pumps --------------------------------------------------------------------------------------------------------- */

static void add_point(writer *w, double q, double h, bool first)
{
    char x[64], y[64];
    hr_unit_text(x, sizeof x, q, HR_DIM_M3_PER_S, DIGITS);
    hr_unit_text(y, sizeof y, h * w->plan.rho0 * EPANET_G, HR_DIM_PASCAL, DIGITS);
    hr_buf_printf(&w->links, "%s%s: %s", first ? "" : ", ", x, y);
}

static void add_points(writer *w, const hr_pump_curve *c)
{
    double slope, end = c->form == HR_PUMP_LAW ? pow(c->a / c->b, 1 / c->c) : 0;
    hr_buf_z(&w->links, ", curve: {");
    for (uint32_t i = 0; c->form == HR_PUMP_LAW && i <= CURVE_POINTS; i++) {
        double q = end * i / CURVE_POINTS;
        add_point(w, q, fmax(hr_pump_curve_at(c, q, 1, 1, &slope), 0), i == 0);
    }
    for (uint32_t i = 0; c->form != HR_PUMP_LAW && i < c->points.n; i++)
        add_point(w, c->points.q[i], c->points.h[i], i == 0);
    hr_buf_c(&w->links, '}');
}

static void add_pump_curve(writer *w, hr_id k, const hr_pump_curve *c)
{
    hr_epanet_plan *p = &w->plan;
    double q0, h0;
    if (c->form == HR_PUMP_CONSTANT_POWER) {
        hr_epanet_list(p, HR_EPANET_NOTE_NO_CURVE, p->link[k]);
    } else if (epanet_fit_pump(c, &q0, &h0)) {
        add_quantity(&w->links, "flow", q0, HR_DIM_M3_PER_S);
        add_quantity(&w->links, "head", h0 * p->rho0 * EPANET_G, HR_DIM_PASCAL);
    } else {
        add_points(w, c);
        hr_epanet_list(p, c->form == HR_PUMP_LAW ? HR_EPANET_NOTE_RESAMPLED : HR_EPANET_NOTE_SMOOTH, p->link[k]);
    }
}

/* The first of them, in the order in which a site numbers its elements, is where a loop's pressure is known. */
static void note_pump(writer *w, hr_str name, hr_id from)
{
    if (w->first_from != HR_NONE && hr_name_cmp(w->first, name) < 0) return;
    w->first = name, w->first_from = from;
}

static void add_pump(writer *w, hr_id k)
{
    hr_epanet_plan *p = &w->plan;
    const hr_hydraulic_link *l = &p->ep.net.link[k];
    double speed = l->u.pump.speed;
    char text[64];
    begin_link(w, k, "pump");
    add_pump_curve(w, k, l->u.pump.curve);
    hr_percent_text(text, sizeof text, speed, DIGITS);
    if (speed > 0 && speed != 1) hr_buf_printf(&w->links, ", speed: %s", text);
    if (l->closed || speed == 0) hr_buf_z(&w->links, ", standby: stopped");
    end_link(w, false);
    note_pump(w, p->link[k], l->from);
    if (p->own && !is_tagged(w, k, "pump")) hr_epanet_list(p, HR_EPANET_NOTE_COOLER, p->link[k]);
}

static void add_pool(writer *w, const hr_epanet_pool *x)
{
    hr_epanet_plan *p = &w->plan;
    begin(w, x->name, "pump", p->node[x->back], p->node[x->supply]);
    add_quantity(&w->links, "flow", x->flow, HR_DIM_M3_PER_S);
    add_quantity(&w->links, "head", x->head * p->rho0 * EPANET_G, HR_DIM_PASCAL);
    end_link(w, false);
    note_pump(w, x->name, x->back);
    hr_epanet_list(p, HR_EPANET_NOTE_POOL, x->name);
}

/* --- loops --------------------------------------------------------------------------------------------------------- */

static bool add_link(writer *w, hr_id k)
{
    const hr_hydraulic_link *l = &w->plan.ep.net.link[k];
    switch (l->kind) {
    case HR_LINK_PIPE: return add_pipe(w, k);
    case HR_LINK_PUMP: add_pump(w, k); break;
    case HR_LINK_VALVE: add_valve(w, k, l->u.valve.kv); break;
    default: add_curve(w, k);
    }
    return true;
}

/* Pa where its first pump takes in: of the solution. */
static void add_pressure(writer *w, const hr_epanet_part *part)
{
    hr_epanet_plan *p = &w->plan;
    double metre = p->own ? EPANET_G / HR_STANDARD_GRAVITY : 1, pressure = -1;
    if (p->w && part->known && w->first_from != HR_NONE && !part->open)
        pressure = (hr_epanet_head(p, w->first_from) - p->z[w->first_from] / metre) * p->rho * EPANET_G;
    if (fabs(pressure) < 1e-3) pressure = 0;
    if (pressure >= 0) add_quantity(&w->body, "pressure", pressure, HR_DIM_PASCAL);
    else hr_note(&p->notes, HR_MADE_MISSING, "pressure of %.*s", HR_STR_FMT(part->name));
}

static void add_loop(writer *w, const hr_epanet_part *part)
{
    hr_epanet_plan *p = &w->plan;
    hr_buf_printf(&w->body, "  %.*s: {type: loop", HR_STR_FMT(part->name));
    if (p->fluid) hr_buf_printf(&w->body, ", fluid: %s", p->fluid);
    if (p->fluid && !part->open) add_quantity(&w->body, "supply", p->T, HR_DIM_KELVIN);
    add_pressure(w, part);
    hr_buf_z(&w->body, "}\n");
    if (part->open && p->fluid)
        hr_note(&p->notes, HR_MADE_MISSING,
                "supply of %.*s, left out because it is no closed loop: its flows "
                "are not those of the file",
                HR_STR_FMT(part->name));
}

static void add_junctions(writer *w, const hr_epanet_part *part)
{
    static const hr_epanet_note as[] = {
        [HR_EPANET_RESERVOIR] = HR_EPANET_NOTE_RESERVOIR, [HR_EPANET_TANK] = HR_EPANET_NOTE_TANK};
    hr_epanet_plan *p = &w->plan;
    for (uint32_t k = 0; k < part->n_node; k++) {
        const hr_id i = part->node[k];
        const hr_hydraulic_node *n = &p->ep.net.node[i];
        hr_buf_printf(&w->body, "  %.*s: {type: junction, loop: %.*s", HR_STR_FMT(p->node[i]), HR_STR_FMT(part->name));
        if (p->z[i] != 0) add_quantity(&w->body, "elevation", p->z[i], HR_DIM_METRE);
        hr_buf_z(&w->body, "}\n");
        if (n->fixed) hr_epanet_list(p, as[p->ep.node_mark[i].kind], p->node[i]);
        else if (n->demand != 0) hr_epanet_list(p, HR_EPANET_NOTE_DEMAND, p->node[i]);
    }
}

static bool add_part(writer *w, const hr_epanet_part *part)
{
    w->first_from = HR_NONE;
    w->links.n = 0;
    for (uint32_t i = 0; i < part->n_pool && !part->open; i++) add_pool(w, &w->plan.pool[part->pool_first + i]);
    for (uint32_t i = 0; i < part->n_link; i++)
        if (!add_link(w, part->link[i])) return false;
    add_loop(w, part);
    add_junctions(w, part);
    if (w->links.n > 0) hr_buf_add(&w->body, w->links.s, w->links.n);
    return !w->links.failed && !w->body.failed;
}

/* --- the head ------------------------------------------------------------------------------------------------------ */

static void note_coolant(hr_epanet_plan *p)
{
    char text[64];
    hr_unit_text(text, sizeof text, p->T, HR_DIM_KELVIN, 4);
    if (!p->fluid)
        hr_note(&p->notes, HR_MADE_MISSING, "fluid and supply: water is nowhere as viscous as the file says");
    else if (p->own)
        hr_note(&p->notes, HR_MADE_INFERRED, "supply, where %s is as viscous as the file says: %s", p->fluid, text);
    else hr_note(&p->notes, HR_MADE_INFERRED, "fluid and supply: water, as viscous as the file says at %s", text);
}

static void note_lists(hr_epanet_plan *p)
{
    static const struct {
        hr_made_section section;
        const char *text;
    } note[] = {
#define HR_EPANET_NOTE(id, section_, text_) {HR_MADE_##section_, text_},
#include "port/epanet_notes.def"
#undef HR_EPANET_NOTE
    };
    char text[160];
    for (int i = 0; i < HR_EPANET_NOTES; i++) {
        snprintf(text, sizeof text, "%zu x %s", p->list[i].n, note[i].text);
        hr_note_names(&p->notes, note[i].section, text, &p->list[i]);
    }
}

static void note_rest(hr_epanet_plan *p)
{
    double demand = 0;
    hr_note(&p->notes, HR_MADE_MISSING,
            "heat, racks, coolers (cooled_by), what feeds pumps: only flows and pressures are here");
    if (!p->w)
        hr_note(&p->notes, HR_MADE_MISSING, "what flows at the first moment of the file: it has no solution here");
    for (uint32_t i = 0; i < p->n_part; i++) demand += p->part[i].demand;
    if (demand > 0) hr_note(&p->notes, HR_MADE_UNREAD, "demands of %.4g L/s in all, at the first moment", demand * 1e3);
    if (p->ep.n_pattern > 0)
        hr_note(&p->notes, HR_MADE_UNREAD, "patterns: %u; figures are those of the first moment", p->ep.n_pattern);
    for (uint32_t i = 0; i < p->ep.n_left; i++)
        hr_note(&p->notes, HR_MADE_UNREAD, "[%s], lines: %u", p->ep.left[i].section, p->ep.left[i].lines);
}

static void add_head(const hr_epanet_plan *p, hr_buf *out)
{
    hr_str title = hr_str_trim(p->ep.title[0]);
    hr_buf_z(out, "# Made from the EPANET network \"");
    hr_made_comment(out, title);
    hr_buf_printf(out, "\": %u nodes, %u links.\n", p->ep.net.n_node, p->ep.net.n_link);
    hr_notes_write(&p->notes, out);
    hr_buf_z(out, "headroom: 1\n\nsite:\n  name: ");
    hr_made_quoted(out, title.n > 0 ? title : HR_STR("unnamed"));
    hr_buf_z(out, "\n\nelements:\n");
}

static hr_err write_model(writer *w, hr_buf *out)
{
    hr_epanet_plan *p = &w->plan;
    hr_err e = hr_epanet_plan_make(p);
    if (e != HR_OK) return e;
    note_coolant(p);
    for (uint32_t i = 0; i < p->n_part; i++)
        if (!add_part(w, &p->part[i])) return HR_ENOMEM;
    note_lists(p);
    note_rest(p);
    add_head(p, out);
    hr_buf_add(out, w->body.s, w->body.n);
    return out->failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_import_epanet(hr_ctx *ctx, hr_id file, hr_buf *out)
{
    writer w = {.plan = {.ctx = ctx}};
    size_t start = out->n;
    hr_err e = hr_epanet_read(&w.plan.ep, ctx, file);
    if (e != HR_OK) return e;
    w.plan.arena = w.plan.namer.arena = w.plan.ep.arena;
    e = write_model(&w, out);
    if (e != HR_OK && out->n > start) {
        out->n = start;
        out->s[start] = '\0';
    }
    hr_epanet_plan_close(&w.plan);
    hr_buf_free(&w.body);
    hr_buf_free(&w.links);
    return e;
}

hr_err hr_import_run_epanet(const hr_import_in *in, hr_buf *out)
{
    hr_id file;
    hr_err e = hr_source_read(in->ctx, in->path, HR_NOWHERE, &file);
    return e == HR_OK ? hr_import_epanet(in->ctx, file, out) : e;
}
