/* explain.c - derives a reading by hand-checkable arithmetic: addends down to declared numbers, limits with inputs.
 *
 * The addends are the engine's own. Equal ones of one declaration are shown once with their count, and one of them is
 * followed further down, so that the derivation of a utility's load stays as short as the model's text. */
#include "task/explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/term.h"
#include "engine/cooling.h"
#include "engine/structure.h"
#include "model/units.h"
#include "task/check.h"

#define MOST_DEPTH 12

typedef struct explainer {
    hr_ctx *ctx;
    const hr_site *site;
    hr_arena *arena;
    hr_engine *engine;
    hr_work *work;
    hr_limits limits;
    hr_case at;
    hr_str case_text;
    hr_buf *text;
    bool color;
    hr_quantity quantity; /* of the point asked for */
} explainer;

/* --- words ------------------------------------------------------------------------------------------------------- */

static void quantity(explainer *x, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 6);
    hr_buf_z(x->text, text);
}

static void place(explainer *x, hr_span at)
{
    if (at.file == HR_NONE) hr_buf_z(x->text, "(default)");
    else hr_buf_printf(x->text, "%s:%u:%u", hr_source_name(x->ctx, at.file), at.line, at.col);
}

static void indent(explainer *x, uint32_t depth) { hr_buf_printf(x->text, "%*s", (int)(2 * depth), ""); }

/* "  20.125 kW  hall.yaml:25:40, secondary: NVIDIA ..., 2026-03" */
void hr_explain_num(const hr_site *site, const char *name, const hr_num *n, hr_dim dim, uint32_t depth, hr_buf *out)
{
    char text[64];
    hr_unit_text(text, sizeof text, n->v, dim, 6);
    hr_buf_printf(out, "%*s%s %s  ", (int)(2 * depth), "", name, text);
    if (n->at.file == HR_NONE) hr_buf_z(out, "(default)");
    else
        hr_buf_printf(out, "%s:%u:%u, %s", hr_source_name(site->ctx, n->at.file), n->at.line, n->at.col,
                      hr_trust_words[n->trust]);
    if (n->lo < n->hi) {
        hr_unit_text(text, sizeof text, n->lo, dim, 6);
        hr_buf_printf(out, ", between %s", text);
        hr_unit_text(text, sizeof text, n->hi, dim, 6);
        hr_buf_printf(out, " and %s", text);
    }
    if (n->provenance != HR_NONE && site->provenance[n->provenance].source.n)
        hr_buf_printf(out, ": %.*s", HR_STR_FMT(site->provenance[n->provenance].source));
    hr_buf_c(out, '\n');
}

static void declared(explainer *x, const char *name, const hr_num *n, hr_dim dim, uint32_t depth)
{
    hr_explain_num(x->site, name, n, dim, depth, x->text);
}

static const char *state_word(uint8_t state)
{
    static const char *const words[] = {
        "", " (known part only: a lower bound)", " unknown", " (off)", " (stale)", " (unsolved)"};
    return words[state];
}

/* --- the tree of addends ---------------------------------------------------------------------------------------------- */

static hr_str port_name(const explainer *x, const hr_addend *a)
{
    return a->port == HR_NONE ? (hr_str){"", 0} : x->site->port[a->port].name;
}

static bool alike(const explainer *x, const hr_addend *a, const hr_addend *b)
{
    return a->port != HR_NONE && b->port != HR_NONE && a->v == b->v && a->state == b->state &&
           x->site->unit[a->unit].decl == x->site->unit[b->unit].decl && hr_str_eq(port_name(x, a), port_name(x, b));
}

static void addend_names(explainer *x, const hr_addend *list, uint32_t n, const bool *mine)
{
    hr_id *units = HR_NEW_ARRAY(x->arena, hr_id, n);
    uint32_t k = 0;
    for (uint32_t i = 0; i < n && units; i++)
        if (mine[i]) units[k++] = list[i].unit;
    if (units && k) hr_fold_units(x->site, units, k, x->text);
}

/* "efficiency 96 % at 50 %, 95 % at 100 % of its rating", or the curve that is taken instead. */
static void curve(explainer *x, hr_id unit, const hr_curve *c, uint32_t depth)
{
    const hr_site *s = x->site;
    for (uint32_t i = 0; i < s->n_dflt && c->n == 0; i++) {
        const hr_default *d = &s->dflt[i];
        if (d->decl != s->unit[unit].decl || strcmp(d->field, "efficiency") != 0) continue;
        indent(x, depth);
        hr_buf_printf(x->text, "efficiency %.*s  (default): %s\n", HR_STR_FMT(d->text), d->source);
    }
    if (c->n == 0) return;
    indent(x, depth);
    hr_buf_z(x->text, "efficiency");
    for (uint32_t i = 0; i < c->n; i++)
        hr_buf_printf(x->text, "%s %g %% at %g %%", i ? "," : "", 100 * c->y[i], 100 * c->x[i]);
    hr_buf_z(x->text, " of its rating, straight between  ");
    place(x, c->at);
    hr_buf_c(x->text, '\n');
}

static void losses(explainer *x, hr_id unit, uint32_t depth)
{
    static const char *const names[] = {"rating", "no_load_loss", "load_loss", "resistance", "length"};
    const hr_type *t = hr_unit_type(x->site, unit);
    const char *fields = hr_unit_fields(x->site, unit);
    for (const hr_field *f = t->fields; f && f->name; f++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            const hr_num *n = (const hr_num *)(const void *)(fields + f->offset);
            if (f->kind == HR_F_QUANTITY && strcmp(f->name, names[i]) == 0 && n->presence && !t->power->pools)
                declared(x, f->name, n, (hr_dim)f->dim, depth);
        }
    for (const hr_field *f = t->fields; f && f->name; f++)
        if (f->kind == HR_F_CURVE && strcmp(f->name, "efficiency") == 0)
            curve(x, unit, (const hr_curve *)(const void *)(fields + f->offset), depth);
    if (t->power->pools) declared(x, "psus.efficiency", &t->power->psus(fields)->efficiency, HR_DIM_NONE, depth);
}

static void load_line(explainer *x, const hr_addend *a, uint32_t depth)
{
    indent(x, depth);
    quantity(x, a->v, HR_DIM_WATT);
    hr_buf_z(x->text, a->state == HR_S_UNKNOWN ? " unknown: " : " = ");
    if (a->num && a->num->presence) {
        if (a->count > 1) hr_buf_printf(x->text, "%u x ", a->count);
        quantity(x, a->num->v, HR_DIM_WATT);
    }
    if (a->psu_live > 0)
        hr_buf_printf(x->text, " x %g / %g live power supplies on this cord", a->psu_here, a->psu_live);
    hr_buf_z(x->text, "  ");
    hr_unit_names(x->site, a->unit, x->text);
    if (a->missing) hr_buf_printf(x->text, ", `%s` is not given", a->missing);
    hr_buf_c(x->text, '\n');
    if (a->num && a->num->presence) declared(x, "power", a->num, HR_DIM_WATT, depth + 1);
    const hr_power_ops *ops = hr_unit_type(x->site, a->unit)->power;
    const hr_num *pf = ops->power_factor ? ops->power_factor(hr_unit_fields(x->site, a->unit)) : NULL;
    if (pf && pf->presence && x->quantity != HR_Q_POWER) declared(x, "power_factor", pf, HR_DIM_NONE, depth + 1);
}

static void tree(explainer *x, hr_id point, hr_quantity q, uint32_t depth);

static void fed_line(explainer *x, const hr_addend *list, uint32_t n, const bool *mine, const hr_addend *a,
                     hr_quantity q, uint32_t depth)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) count += mine[i];
    indent(x, depth);
    quantity(x, a->v * count, hr_quantity_table[q].dim);
    hr_buf_z(x->text, count > 1 ? " = " : "  ");
    if (count > 1) {
        hr_buf_printf(x->text, "%u x ", count);
        quantity(x, a->v, hr_quantity_table[q].dim);
        hr_buf_z(x->text, "  ");
    }
    addend_names(x, list, n, mine);
    hr_str port = port_name(x, a);
    hr_buf_printf(x->text, ".%.*s%s\n", HR_STR_FMT(port), state_word(a->state));
    tree(x, hr_point_of(a->port, q), q, depth + 1);
}

/* What makes a reading, in the quantity of its addends. */
static void tree(explainer *x, hr_id point, hr_quantity q, uint32_t depth)
{
    hr_explanation ex;
    if (depth > MOST_DEPTH || hr_power_engine.explain(x->work, point, &ex) != HR_OK) return;
    hr_addend *list = HR_NEW_ARRAY(x->arena, hr_addend, ex.n);
    bool *done = HR_NEW_ARRAY(x->arena, bool, ex.n), *mine = HR_NEW_ARRAY(x->arena, bool, ex.n);
    if (!list || !done || !mine) return;
    if (ex.n) memcpy(list, ex.addend, ex.n * sizeof *list);
    for (uint32_t i = 0; i < ex.n; i++) {
        if (done[i]) continue;
        for (uint32_t k = 0; k < ex.n; k++) {
            mine[k] = k >= i && !done[k] && (k == i || alike(x, &list[i], &list[k]));
            done[k] |= mine[k];
        }
        if (list[i].port != HR_NONE) {
            bool *keep = HR_NEW_ARRAY(x->arena, bool, ex.n);
            if (!keep) return;
            memcpy(keep, mine, ex.n * sizeof *keep);
            fed_line(x, list, ex.n, keep, &list[i], q, depth);
        } else if (strcmp(list[i].what, "load") == 0) {
            load_line(x, &list[i], depth);
        } else {
            indent(x, depth);
            quantity(x, list[i].v, hr_quantity_table[q].dim);
            hr_buf_printf(x->text, "  %s in ", list[i].what);
            hr_unit_names(x->site, list[i].unit, x->text);
            hr_buf_printf(x->text, "%s%s\n", state_word(list[i].state),
                          list[i].missing ? ": an input is not given" : "");
            losses(x, list[i].unit, depth + 1);
        }
    }
}

/* --- voltage --------------------------------------------------------------------------------------------------------------- */

static void voltage_source(explainer *x, hr_id port, uint32_t depth)
{
    const hr_site *s = x->site;
    const hr_port *p = &s->port[port];
    hr_id u = p->wire != HR_NONE ? s->wire[p->wire].parent : p->unit;
    for (uint32_t hops = 0; hops <= s->n_unit; hops++) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        const hr_num *own = ops && ops->voltage ? ops->voltage(hr_unit_fields(s, u)) : NULL;
        if (own && own->presence && (u != p->unit || ops->kind == HR_P_SOURCE)) {
            indent(x, depth);
            hr_buf_z(x->text, "V: nominal voltage set by ");
            hr_unit_names(s, u, x->text);
            hr_buf_c(x->text, '\n');
            declared(x, "V =", own, HR_DIM_VOLT, depth + 1);
            return;
        }
        if (s->unit[u].wire_count == 0) return;
        u = s->wire[s->unit[u].wire_first].parent;
    }
}

static void current_lines(explainer *x, hr_id port, hr_quantity q)
{
    hr_reading i = hr_power_engine.reading(x->work, hr_point_of(port, q));
    double v = hr_power_engine.volts(x->engine, port);
    if (i.state == HR_S_OFF) return;
    hr_buf_printf(x->text, "  I = |S_%s| / (V / sqrt(3)) = ", hr_quantity_table[q].place);
    if (v > 0 && i.state != HR_S_UNKNOWN) {
        quantity(x, i.v * v / sqrt(3.0), HR_DIM_VA);
        hr_buf_z(x->text, " / (");
        quantity(x, v, HR_DIM_VOLT);
        hr_buf_z(x->text, " / sqrt(3))\n");
    } else {
        hr_buf_z(x->text, "unknown\n");
    }
    voltage_source(x, port, 2);
    hr_reading s = hr_power_engine.reading(x->work, hr_point_of(port, HR_Q_APPARENT));
    hr_buf_z(x->text, "  S, all phases: ");
    quantity(x, s.v, HR_DIM_VA);
    hr_buf_printf(x->text, "%s\n  P, all phases, is the sum of\n", state_word(s.state));
}

/* --- limits ------------------------------------------------------------------------------------------------------------------- */

static void limit_inputs(explainer *x, const hr_limit *l)
{
    hr_limit_input input[HR_LIMIT_INPUTS_MOST];
    uint8_t n = hr_limit_inputs(x->site, l, input);
    for (uint8_t i = 0; i < n; i++) {
        const hr_limit_input *in = &input[i];
        if (in->choice) {
            hr_buf_printf(x->text, "      %s %s  ", in->name, in->words[in->choice->v]);
            place(x, in->choice->at);
            hr_buf_c(x->text, '\n');
        } else if (in->num) {
            declared(x, in->name, in->num, (hr_dim)in->dim, 3);
        } else if (in->flag) {
            hr_buf_printf(x->text, "      %s %s  ", in->name,
                          !in->flag->presence ? "not stated: counts as 80 %"
                          : in->flag->v       ? "true"
                                              : "false");
            place(x, in->flag->presence ? in->flag->at : HR_NOWHERE);
            hr_buf_c(x->text, '\n');
        }
    }
}

/* ", `fault` of grid is not given". */
static void lacks_words(explainer *x, const hr_limit *l)
{
    hr_buf_printf(x->text, ", `%s`", l->missing ? l->missing : "limit");
    if (l->lacks) {
        hr_id unit = l->lacks - 1;
        hr_buf_z(x->text, " of ");
        if (hr_fold_units(x->site, &unit, 1, x->text) != HR_OK) x->text->failed = true;
    }
    hr_buf_z(x->text, " is not given");
}

static void limit_lines(explainer *x, const hr_limit *l)
{
    const hr_rule *rule = hr_rules[l->rule];
    hr_reading stated = {l->load[HR_NOMINAL], l->load_state}, at = {l->v[HR_NOMINAL], l->state};
    if (!l->stated) at = hr_check_limit_at(l, x->work, HR_NOMINAL);
    hr_reading load = l->stated ? stated : hr_power_engine.reading(x->work, l->point);
    hr_verdict v = hr_judge((hr_sense)l->sense, load, at);
    hr_dim dim = (hr_dim)hr_quantity_table[hr_point_quantity(l->point)].dim;
    static const hr_paint paint[HR_VERDICTS] = {HR_GREEN, HR_RED, HR_YELLOW, HR_BLUE};
    const char *phase = hr_quantity_table[hr_point_quantity(l->point)].place;
    hr_quantity q = hr_point_quantity(l->point);
    const char *word = !phase[0] ? "" : q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C ? ", phase " : ", ";
    hr_buf_printf(x->text, "  %s %s%s%s: ", rule->code, rule->title, word, phase);
    if (load.state == HR_S_OFF && !l->stated && !hr_off_is_said(x->site, l->point)) {
        hr_buf_z(x->text, "nothing to judge in this case\n");
        return;
    }
    hr_paint_add(x->text, x->color, paint[v], hr_verdict_word[v]);
    if (l->state == HR_S_UNKNOWN) {
        lacks_words(x, l);
        hr_buf_z(x->text, "\n    at ");
    } else {
        hr_buf_z(x->text, l->sense == HR_MAX ? ", at most " : ", at least ");
        quantity(x, at.v, dim);
        if (load.state != HR_S_UNKNOWN) {
            hr_buf_z(x->text, ", headroom ");
            quantity(x, hr_row_headroom((hr_sense)l->sense, load.v, at.v), hr_unit_difference(dim));
            double ratio = hr_row_ratio((hr_sense)l->sense, load.v, at.v, l->ref);
            if (isfinite(ratio)) hr_buf_printf(x->text, ", ratio %.4f", ratio);
        } else if (l->stated && l->missing) {
            lacks_words(x, l);
        }
        hr_buf_printf(x->text, "\n    %s%s%s%s%s\n    at ", rule->formula, rule->clause[0] ? "; " : "", rule->clause,
                      rule->edition[0] ? ", " : "", rule->edition);
    }
    place(x, l->at);
    hr_buf_c(x->text, '\n');
    if (rule->because && v != HR_V_UNKNOWN) {
        hr_buf_z(x->text, "    ");
        rule->because(x->site, l, x->text);
        if (v == HR_VIOLATED) hr_limit_remedy(x->site, l, load.v, x->text);
        hr_buf_c(x->text, '\n');
    }
    limit_inputs(x, l);
}

static void limits_at(explainer *x, hr_id port, hr_id point, bool one)
{
    for (uint32_t i = x->limits.of_port[port]; i < x->limits.of_port[port + 1]; i++) {
        const hr_limit *l = &x->limits.item[x->limits.by_port[i]];
        if ((!one || l->point == point) && (l->kinds >> x->at.kind & 1)) limit_lines(x, l);
    }
    for (uint32_t i = 0; i < x->limits.n; i++) { /* no case asks for these, so they are in no port's list */
        const hr_limit *l = &x->limits.item[i];
        if (l->stated && hr_point_port(l->point) == port && (!one || l->point == point)) limit_lines(x, l);
    }
}

/* --- one point, or all of a port ------------------------------------------------------------------------------------------------- */

static void heading(explainer *x, hr_id point)
{
    hr_reading r = hr_power_engine.reading(x->work, point);
    hr_point_name(x->site, point, x->text);
    if (hr_is_stated(hr_point_quantity(point))) {
        hr_buf_z(x->text, "  stated by the model, the same in every case\n");
        return;
    }
    hr_str at = x->case_text;
    if (hr_cooling_measures(hr_point_quantity(point))) at = HR_STR("normal"); /* it is solved there only */
    hr_buf_printf(x->text, "  %.*s: ", HR_STR_FMT(at));
    if (r.state != HR_S_UNKNOWN) quantity(x, r.v, (hr_dim)hr_quantity_table[hr_point_quantity(point)].dim);
    hr_buf_printf(x->text, "%s\n", state_word(r.state));
}

/* A load's feeds and power supplies in this case: why it is lost, or what carries it. */
static void supply_line(explainer *x, hr_id port)
{
    hr_supply s;
    if (!hr_power_engine.supply(x->work, x->site->port[port].unit, &s)) return;
    hr_buf_printf(x->text, "  %u of %u feeds live", s.live_cords, s.cords);
    if (s.psus > 0 || s.needed > 0) hr_buf_printf(x->text, "; %g power supplies live", s.psus);
    if (s.needed > 0) hr_buf_printf(x->text, ", %g needed", s.needed);
    if (s.demand > 0) {
        hr_buf_z(x->text, "; ");
        quantity(x, s.capacity, HR_DIM_WATT);
        hr_buf_z(x->text, s.capacity > 0 ? " for all that the rack takes, " : " stated, for ");
        quantity(x, s.demand, HR_DIM_WATT);
    } else if (s.rating > 0) {
        hr_buf_z(x->text, ", ");
        quantity(x, s.rating, HR_DIM_WATT);
        hr_buf_z(x->text, " each: ");
        quantity(x, s.psus * s.rating, HR_DIM_WATT);
        hr_buf_z(x->text, " for ");
        quantity(x, s.w, HR_DIM_WATT);
    }
    hr_buf_c(x->text, '\n');
}

typedef struct time_list { /* those shown, each once */
    explainer *x;
    const hr_num *seen[32];
    uint32_t n;
} time_list;

static void time_line(void *user, hr_id unit, hr_id wire, const char *field, const hr_num *num)
{
    time_list *t = user;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->seen[i] == num) return;
    if (t->n < sizeof t->seen / sizeof *t->seen) t->seen[t->n++] = num;
    char name[512];
    hr_target what = wire != HR_NONE ? (hr_target){HR_NONE, 0, wire, HR_OUT} : (hr_target){unit, 0, HR_NONE, HR_OUT};
    hr_target_name(t->x->site, what, name, sizeof name);
    hr_buf_printf(t->x->text, "    %s: ", name);
    if (num->presence) hr_explain_num(t->x->site, field, num, HR_DIM_SECOND, 0, t->x->text);
    else hr_buf_printf(t->x->text, "`%s` is not given\n", field);
}

/* All that moves is called at once: the slowest decides, and a store takes off what it bridges. */
static void time_lines(explainer *x, hr_id port)
{
    time_list t = {.x = x};
    hr_buf_z(x->text, "  all is called at once and the slowest on the way decides; a store bridges its part:\n");
    hr_power_engine.times(x->work, port, time_line, &t);
    if (t.n == 0) hr_buf_z(x->text, "    nothing has to move\n");
}

/* In words: it is no sum of what stands behind the port. */
static void uncooled_words(explainer *x, hr_id point)
{
    size_t before = x->text->n;
    hr_buf_z(x->text, "    ");
    hr_power_engine.words(x->work, point, x->text);
    if (x->text->n == before + 4) x->text->n = before;
    else hr_buf_c(x->text, '\n');
}

static void explain_one(explainer *x, hr_id point)
{
    hr_id port = hr_point_port(point), unit;
    hr_quantity q = hr_point_quantity(point);
    const char *field;
    x->quantity = q;
    heading(x, point);
    if (hr_is_stated(q)) { /* nothing flows there */
        limits_at(x, port, point, true);
        return;
    }
    if (q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C) current_lines(x, port, q);
    if (q == HR_Q_DIRECT) hr_buf_z(x->text, "  I = P / V; P is the sum of\n");
    if (q == HR_Q_APPARENT) hr_buf_z(x->text, "  S = sqrt(P^2 + Q^2); P is the sum of\n");
    if (q == HR_Q_WINDING)
        hr_buf_z(x->text, "  3 x the largest |S_phase| at the output; P, all phases, is the sum of\n");
    bool is_shelf = hr_unit_kind(x->site, x->site->port[port].unit) == HR_P_SERIES;
    if (q == HR_Q_PSU || q == HR_Q_LOST) {
        supply_line(x, port);
        hr_buf_z(x->text, is_shelf ? "  of its output, from\n" : "  of one member, from\n");
    }
    if (q == HR_Q_GAP || q == HR_Q_BATTERY) {
        time_lines(x, port);
    } else if (hr_structure_measures(q)) {
        if (hr_explain_weight(x->site, x->work, point, x->arena, x->text) != HR_OK) x->text->failed = true;
    } else if (q == HR_Q_UNCOOLED || hr_is_time_of_heat(q)) {
        uncooled_words(x, point);
    } else if (hr_cooling_measures(q)) {
        if (hr_explain_heat(x->site, x->work, point, x->arena, x->text) != HR_OK) x->text->failed = true;
    } else if (q == HR_Q_DENSITY) {
        hr_buf_z(x->text, "  P / area; P is the sum of\n");
        tree(x, point, HR_Q_POWER, 2);
    } else if (q < HR_Q_TIME) { /* the model states the others: the limit tells them */
        tree(x, hr_point_of(port, q == HR_Q_REACTIVE ? q : HR_Q_POWER), q == HR_Q_REACTIVE ? q : HR_Q_POWER, 2);
    }
    if (hr_power_engine.gap(x->work, point, &unit, &field)) {
        hr_buf_printf(x->text, "  not known because `%s` is missing at ", field);
        hr_unit_names(x->site, unit, x->text);
        hr_buf_z(x->text, ", ");
        place(x, x->site->decl[x->site->unit[unit].decl].at);
        hr_buf_c(x->text, '\n');
    }
    limits_at(x, port, point, true);
}

static void list_port(explainer *x, hr_id port)
{
    if (x->site->unit[x->site->port[port].unit].port == port) supply_line(x, port);
    for (hr_quantity q = 0; q < HR_Q_COUNT; q++) {
        hr_reading r = hr_power_engine.reading(x->work, hr_point_of(port, q));
        if (r.state == HR_S_OFF && !hr_off_is_said(x->site, hr_point_of(port, q))) continue;
        heading(x, hr_point_of(port, q));
    }
    limits_at(x, port, HR_NONE, false);
}

/* --- names in ------------------------------------------------------------------------------------------------------------------------ */

static bool cut_last(hr_str *name, hr_str *last)
{
    uint32_t i = name->n;
    while (i > 0 && name->s[i - 1] != '.') i--;
    if (i == 0) return false;
    *last = (hr_str){name->s + i, name->n - i};
    name->n = i - 1;
    return true;
}

/* Takes ".power" or ".current.A" off the end. */
static bool cut_quantity(hr_str *name, hr_quantity *q)
{
    for (hr_quantity i = 0; i < HR_Q_COUNT; i++) {
        hr_str rest = *name, last;
        const hr_quantity_info *info = &hr_quantity_table[i];
        if (info->place[0] && (!cut_last(&rest, &last) || !hr_str_is(last, info->place))) continue;
        if (!cut_last(&rest, &last) || !hr_str_is(last, info->quantity)) continue;
        *name = rest;
        *q = i;
        return true;
    }
    return false;
}

static hr_id port_of(const hr_site *s, hr_id unit, hr_str name)
{
    const hr_unit *u = &s->unit[unit];
    if (u->port == HR_NONE) return HR_NONE;
    if (name.n == 0 || hr_str_eq(s->port[u->port].name, name)) return u->port;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
        if (hr_str_eq(s->port[s->wire[w].port].name, name)) return s->wire[w].port;
    return HR_NONE;
}

/* The site as a whole, where no element has that name. */
static bool find_self(const hr_site *s, hr_str name, hr_id *unit)
{
    *unit = s->self;
    return hr_str_eq(name, s->names[s->unit[s->self].name]);
}

static bool find_port(const hr_site *s, hr_str name, hr_id *port, bool *whole)
{
    hr_id unit;
    uint32_t member;
    hr_str last;
    *whole = hr_site_find(s, name, &unit, &member) || find_self(s, name, &unit);
    if (*whole) return (*port = port_of(s, unit, (hr_str){"", 0})) != HR_NONE;
    if (!cut_last(&name, &last)) return false;
    if (!hr_site_find(s, name, &unit, &member) && !find_self(s, name, &unit)) return false;
    return (*port = port_of(s, unit, last)) != HR_NONE;
}

static hr_err no_such_point(explainer *x, const char *point)
{
    hr_str name = hr_str_of(point), last;
    hr_id unit;
    uint32_t member;
    hr_buf help = {0};
    while (!hr_site_find(x->site, name, &unit, &member) && cut_last(&name, &last)) {
    }
    if (hr_site_find(x->site, name, &unit, &member) && x->site->unit[unit].port != HR_NONE) {
        const hr_unit *u = &x->site->unit[unit];
        hr_buf_printf(&help, "ports of %.*s: %.*s", HR_STR_FMT(name), HR_STR_FMT(x->site->port[u->port].name));
        for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
            if (x->site->wire[w].port != u->port)
                hr_buf_printf(&help, ", %.*s", HR_STR_FMT(x->site->port[x->site->wire[w].port].name));
        hr_buf_z(&help, "; quantities: ");
        for (hr_quantity q = 0; q < HR_Q_COUNT; q++)
            hr_buf_printf(&help, "%s%s%s%s", q ? ", " : "", hr_quantity_table[q].quantity,
                          hr_quantity_table[q].place[0] ? "." : "", hr_quantity_table[q].place);
    } else {
        hr_buf_z(&help, "a point is ELEMENT.PORT.QUANTITY[.PHASE], e.g. rack-1.A.current.B, or an element alone");
    }
    hr_err e = hr_diag_add(x->ctx, HR_ERROR, "M504", HR_NOWHERE, help.s, "no point is called \"%s\"", point);
    hr_buf_free(&help);
    return e;
}

static hr_err run(explainer *x, const char *point, const char *case_name)
{
    hr_str name = hr_str_of(point);
    hr_quantity q = HR_Q_POWER;
    hr_id port;
    bool whole, one = cut_quantity(&name, &q);
    if (!find_port(x->site, name, &port, &whole)) return no_such_point(x, point);
    x->case_text = hr_str_of(case_name ? case_name : "normal");
    hr_err e = hr_case_find(x->ctx, x->site, x->arena, case_name, &x->at);
    if (e == HR_OK) e = hr_limits_declare(&x->limits, x->arena, x->site);
    if (e == HR_OK) e = hr_power_engine.build(&x->engine, x->ctx, x->site, HR_NOMINAL, NULL, 0);
    if (e == HR_OK) e = hr_power_engine.work_new(&x->work, x->engine);
    if (e != HR_OK) return e;
    hr_power_engine.solve(x->work, &x->at);
    if (one) {
        explain_one(x, hr_point_of(port, q));
    } else {
        const hr_unit *u = &x->site->unit[x->site->port[port].unit];
        list_port(x, port);
        for (hr_id w = u->wire_first; whole && w < u->wire_first + u->wire_count; w++)
            if (x->site->wire[w].port != port) list_port(x, x->site->wire[w].port);
    }
    return x->text->failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_explain_point(hr_ctx *ctx, const hr_site *site, const char *point, const char *case_name, hr_buf *out,
                        bool color)
{
    explainer x = {.ctx = ctx, .site = site, .text = out, .color = color, .arena = hr_arena_new()};
    if (!x.arena) return HR_ENOMEM;
    hr_err e = run(&x, point, case_name);
    hr_power_engine.work_free(x.work);
    hr_power_engine.free(x.engine);
    hr_limits_free(&x.limits);
    hr_arena_free(x.arena);
    return e;
}
