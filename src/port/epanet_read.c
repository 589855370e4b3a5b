/* epanet_read.c - nodes and links of an .inp file.
 *
 * Sections may stand in any order, and each may stand several times, so the lines are gone through once for each
 * section, in an order in which whatever is named has been read before. */
#include <string.h>

#include "port/epanet_reader.h"
#include "port/epanet_units.h"

static bool take_name(epanet_reader *r, hr_map *map, hr_vec *names, hr_str name, hr_span at, const char *what)
{
    uint32_t old;
    if (!hr_map_add(map, name, (uint32_t)names->n, &old)) return epanet_no_memory(&r->t), false;
    if (old != HR_NONE) return epanet_fault(&r->t, at, "a second %s `%.*s`", what, HR_STR_FMT(name));
    hr_str *slot = hr_vec_push(names, sizeof *slot);
    if (slot == NULL) return epanet_no_memory(&r->t), false;
    *slot = name;
    return true;
}

/* --- nodes ------------------------------------------------------------------------------------------------- */

static void add_mark(epanet_reader *r, hr_vec *marks, hr_span at, hr_epanet_kind kind)
{
    hr_epanet_mark *slot = hr_vec_push(marks, sizeof *slot);
    if (slot == NULL) epanet_no_memory(&r->t);
    else *slot = (hr_epanet_mark){.at = at, .kind = (uint8_t)kind};
}

static void add_node(epanet_reader *r, const epanet_words *w, hr_hydraulic_node node, hr_epanet_kind kind)
{
    if (!take_name(r, &r->nodes, &r->node_name, w->word[0], w->at[0], "node")) return;
    add_mark(r, &r->node_mark, w->at[0], kind);
    hr_hydraulic_node *slot = hr_vec_push(&r->node, sizeof *slot);
    bool *spread = hr_vec_push(&r->spread, sizeof *spread);
    if (slot == NULL || spread == NULL) epanet_no_memory(&r->t);
    else *slot = node;
}

/* kg/s of a base demand at words i and i + 1: figure, pattern. */
static bool read_demand(epanet_reader *r, const epanet_words *w, uint32_t i, double *out)
{
    double base = 0, factor = 1;
    if (w->n > i && !epanet_number(&r->t, w, i, "a demand", -1e30, &base)) return false;
    if (w->n > i + 1) {
        if (!epanet_pattern(r, w->word[i + 1], w->at[i + 1], &factor)) return false;
    } else if (hr_map_get(&r->patterns, r->default_pattern) != HR_NONE) {
        (void)epanet_pattern(r, r->default_pattern, w->at[0], &factor);
    }
    *out = base * factor * r->demand_multiplier * r->flow_unit * EPANET_RHO;
    return true;
}

static void read_junction(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    double z = 0, demand;
    if (!epanet_split(&r->t, line, 1, &w)) return;
    if (w.n > 1 && !epanet_number(&r->t, &w, 1, "an elevation", -1e30, &z)) return;
    if (!read_demand(r, &w, 2, &demand)) return;
    add_node(r, &w, (hr_hydraulic_node){.z = z * r->length_unit, .demand = demand}, HR_EPANET_JUNCTION);
}

static void read_demands(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    double demand;
    if (!epanet_split(&r->t, line, 2, &w) || !read_demand(r, &w, 1, &demand)) return;
    uint32_t i = hr_map_get(&r->nodes, w.word[0]);
    if (i == HR_NONE || ((hr_hydraulic_node *)r->node.item)[i].fixed) {
        (void)epanet_fault(&r->t, w.at[0], "there is no junction `%.*s`", HR_STR_FMT(w.word[0]));
        return;
    }
    hr_hydraulic_node *node = &((hr_hydraulic_node *)r->node.item)[i];
    bool *spread = &((bool *)r->spread.item)[i];
    node->demand = *spread ? node->demand + demand : demand;
    *spread = true;
}

static void read_held(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    bool tank = line->section == EPANET_TANKS;
    double z, level = 0, factor = 1;
    if (!epanet_split(&r->t, line, 2, &w) || !epanet_number(&r->t, &w, 1, tank ? "an elevation" : "a head", -1e30, &z))
        return;
    if (tank && w.n > 2 && !epanet_number(&r->t, &w, 2, "a level", 0, &level)) return;
    if (!tank && w.n > 2 && !epanet_pattern(r, w.word[2], w.at[2], &factor)) return;
    z *= factor * r->length_unit;
    level *= r->length_unit;
    add_node(r, &w, (hr_hydraulic_node){.z = z, .pressure = EPANET_RHO * EPANET_G * level, .fixed = true},
             tank ? HR_EPANET_TANK : HR_EPANET_RESERVOIR);
}

/* --- links ------------------------------------------------------------------------------------------------- */

static bool find_ends(epanet_reader *r, const epanet_words *w, hr_hydraulic_link *l)
{
    hr_id end[2];
    for (uint32_t i = 0; i < 2; i++) {
        end[i] = hr_map_get(&r->nodes, w->word[i + 1]);
        if (end[i] == HR_NONE)
            return epanet_fault(&r->t, w->at[i + 1], "there is no node `%.*s`", HR_STR_FMT(w->word[i + 1]));
    }
    l->from = end[0], l->to = end[1];
    if (l->from != l->to) return true;
    return epanet_fault(&r->t, w->at[2], "both ends of the link are one node, `%.*s`", HR_STR_FMT(w->word[2]));
}

static void add_link(epanet_reader *r, const epanet_words *w, hr_hydraulic_link l)
{
    if (!take_name(r, &r->links, &r->link_name, w->word[0], w->at[0], "link")) return;
    add_mark(r, &r->link_mark, w->at[0], HR_EPANET_JUNCTION);
    hr_hydraulic_link *slot = hr_vec_push(&r->link, sizeof *slot);
    if (slot == NULL) epanet_no_memory(&r->t);
    else *slot = l;
}

static bool read_status(hr_str word, hr_hydraulic_link *l)
{
    if (epanet_is(word, "OPEN")) l->closed = false;
    else if (epanet_is(word, "CLOSED")) l->closed = true;
    else return false;
    return true;
}

/* m */
static double diameter_unit(const epanet_reader *r) { return r->metric ? 1e-3 : EPANET_FOOT / 12; }

static bool read_roughness(epanet_reader *r, const epanet_words *w, hr_hydraulic_link *l)
{
    double value, diameter = l->u.pipe.diameter;
    if (!epanet_number(&r->t, w, 5, "a roughness", 1e-9, &value)) return false;
    l->u.pipe.friction = r->friction;
    if (r->friction == HR_DARCY_WEISBACH) value *= 1e-3 * r->length_unit; /* mm, or thousandths of a foot */
    l->u.pipe.roughness = value;
    if (r->friction != HR_DARCY_WEISBACH || value <= 0.5 * diameter) return true;
    return epanet_fault(&r->t, w->at[5], "a roughness of more than half the diameter: `%.*s`", HR_STR_FMT(w->word[5]));
}

static void read_pipe(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    hr_hydraulic_link l = {.kind = HR_LINK_PIPE};
    double length, diameter, k = 0;
    if (!epanet_split(&r->t, line, 6, &w) || !find_ends(r, &w, &l)) return;
    if (!epanet_number(&r->t, &w, 3, "a length", 1e-9, &length)) return;
    if (!epanet_number(&r->t, &w, 4, "a diameter", 1e-9, &diameter)) return;
    l.u.pipe.length = length * r->length_unit;
    l.u.pipe.diameter = diameter * diameter_unit(r);
    if (!read_roughness(r, &w, &l)) return;
    for (uint32_t i = 6; i < w.n && i < 8; i++) {
        if (read_status(w.word[i], &l)) continue;
        if (epanet_is(w.word[i], "CV")) {
            l.one_way = true;
        } else if (i == 6) {
            if (!epanet_number(&r->t, &w, i, "a loss coefficient (or OPEN, CLOSED, CV)", 0, &k)) return;
        } else {
            (void)epanet_fault(&r->t, w.at[i], "a pipe is OPEN, CLOSED or CV; found `%.*s`", HR_STR_FMT(w.word[i]));
            return;
        }
    }
    l.u.pipe.k = k * EPANET_MINOR;
    add_link(r, &w, l);
}

static bool read_power(epanet_reader *r, const epanet_words *w, uint32_t i, hr_hydraulic_link *l)
{
    double power;
    hr_pump_curve *curve = HR_NEW(r->arena, hr_pump_curve);
    if (curve == NULL) return epanet_no_memory(&r->t), false;
    if (!epanet_number(&r->t, w, i, "POWER", 1e-9, &power)) return false;
    l->u.pump.curve = curve;
    return hr_pump_curve_power(curve, power / (r->metric ? 0.7457 : 1) * EPANET_HORSEPOWER);
}

static bool read_pump_word(epanet_reader *r, const epanet_words *w, uint32_t i, hr_hydraulic_link *l)
{
    double speed;
    if (epanet_is(w->word[i], "HEAD"))
        return (l->u.pump.curve = epanet_pump_curve(r, w->word[i + 1], w->at[i + 1])) != NULL;
    if (epanet_is(w->word[i], "POWER")) return read_power(r, w, i + 1, l);
    if (epanet_is(w->word[i], "SPEED")) {
        if (!epanet_number(&r->t, w, i + 1, "SPEED", 0, &speed)) return false;
    } else if (epanet_is(w->word[i], "PATTERN")) {
        if (!epanet_pattern(r, w->word[i + 1], w->at[i + 1], &speed)) return false;
        if (speed < 0) return epanet_fault(&r->t, w->at[i + 1], "a speed below 0");
    } else {
        return epanet_fault(&r->t, w->at[i], "a pump has HEAD, POWER, SPEED and PATTERN; found `%.*s`",
                            HR_STR_FMT(w->word[i]));
    }
    l->u.pump.speed = speed;
    return true;
}

static void read_pump(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    hr_hydraulic_link l = {.kind = HR_LINK_PUMP, .one_way = true};
    l.u.pump.speed = 1, l.u.pump.curve = NULL, l.u.pump.k_stopped = 0;
    if (!epanet_split(&r->t, line, 5, &w) || !find_ends(r, &w, &l)) return;
    if (w.n % 2 == 0) {
        (void)epanet_fault(&r->t, w.at[w.n - 1], "what stands behind the nodes of a pump are pairs: HEAD curve");
        return;
    }
    for (uint32_t i = 3; i < w.n; i += 2)
        if (!read_pump_word(r, &w, i, &l)) return;
    if (l.u.pump.curve == NULL) (void)epanet_fault(&r->t, w.at[0], "a pump without HEAD or POWER");
    else add_link(r, &w, l);
}

/* Velocity heads over an area as a valve that is fully open. EPANET, too, has no valve without any loss. */
static void set_throttle(hr_hydraulic_link *l, double k, double diameter)
{
    double area = M_PI / 4 * diameter * diameter;
    l->u.valve.kv = area * sqrt(200 / fmax(k * EPANET_MINOR, 1e-6));
    l->u.valve.opening = 1;
}

static void read_valve(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    hr_hydraulic_link l = {0};
    double diameter, k;
    if (!epanet_split(&r->t, line, 6, &w) || !find_ends(r, &w, &l)) return;
    if (!epanet_number(&r->t, &w, 3, "a diameter", 1e-9, &diameter)) return;
    if (epanet_is(w.word[4], "GPV")) {
        l.kind = HR_LINK_CURVE;
        if ((l.u.curve = epanet_loss_curve(r, w.word[5], w.at[5])) == NULL) return;
    } else if (epanet_is(w.word[4], "TCV")) {
        l.kind = HR_LINK_VALVE;
        if (!epanet_number(&r->t, &w, 5, "the setting of a TCV", 0, &k)) return;
        set_throttle(&l, k, diameter * diameter_unit(r));
    } else {
        (void)epanet_fault(&r->t, w.at[4], "of valves TCV and GPV are read; found `%.*s`", HR_STR_FMT(w.word[4]));
        return;
    }
    add_link(r, &w, l);
}

static void read_link_status(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    double value;
    if (!epanet_split(&r->t, line, 2, &w)) return;
    uint32_t i = hr_map_get(&r->links, w.word[0]);
    if (i == HR_NONE) {
        (void)epanet_fault(&r->t, w.at[0], "there is no link `%.*s`", HR_STR_FMT(w.word[0]));
        return;
    }
    hr_hydraulic_link *l = &((hr_hydraulic_link *)r->link.item)[i];
    bool pump = l->kind == HR_LINK_PUMP;
    if ((pump || !l->one_way) && read_status(w.word[1], l)) {
        if (l->kind == HR_LINK_PIPE || pump || l->closed) return;
        (void)epanet_fault(&r->t, w.at[1], "a valve that is held OPEN, whatever its setting, is not read");
    } else if (pump) {
        if (epanet_number(&r->t, &w, 1, "a speed (or OPEN, CLOSED)", 0, &value)) l->u.pump.speed = value;
    } else {
        (void)epanet_fault(&r->t, w.at[1], "the status of this link is OPEN or CLOSED, and none for a CV; found `%.*s`",
                           HR_STR_FMT(w.word[1]));
    }
}

/* --- the whole --------------------------------------------------------------------------------------------- */

/* Other words than those of nodes and links that are there are left alone, as EPANET does. */
static void read_tag(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    if (!epanet_split(&r->t, line, 1, &w) || w.n < 3) return;
    bool node = epanet_is(w.word[0], "NODE");
    if (!node && !epanet_is(w.word[0], "LINK")) return;
    hr_id i = hr_map_get(node ? &r->nodes : &r->links, w.word[1]);
    if (i != HR_NONE) ((hr_epanet_mark *)(node ? r->node_mark.item : r->link_mark.item))[i].tag = w.word[2];
}

static void read_refused(epanet_reader *r, const epanet_line *line)
{
    (void)epanet_fault(&r->t, line->at, "[%s] has no counterpart here: flow that depends on pressure is not modelled",
                       line->section == EPANET_EMITTERS ? "EMITTERS" : "LEAKAGE");
}

static void read_section(epanet_reader *r, epanet_section section)
{
    static void (*const read[EPANET_SECTIONS])(epanet_reader *, const epanet_line *) = {
        [EPANET_OPTIONS] = epanet_read_option,
        [EPANET_PATTERNS] = epanet_read_pattern,
        [EPANET_CURVES] = epanet_read_curve,
        [EPANET_TIMES] = epanet_read_time,
        [EPANET_JUNCTIONS] = read_junction,
        [EPANET_RESERVOIRS] = read_held,
        [EPANET_TANKS] = read_held,
        [EPANET_DEMANDS] = read_demands,
        [EPANET_PIPES] = read_pipe,
        [EPANET_PUMPS] = read_pump,
        [EPANET_VALVES] = read_valve,
        [EPANET_STATUS] = read_link_status,
        [EPANET_TAGS] = read_tag,
        [EPANET_EMITTERS] = read_refused,
        [EPANET_LEAKAGE] = read_refused,
    };
    if (read[section] == NULL) return;
    const epanet_line *line = r->t.line.item;
    for (size_t i = 0; i < r->t.line.n && r->t.e != HR_ENOMEM; i++)
        if (line[i].section == section) read[section](r, &line[i]);
}

static void *keep(epanet_reader *r, const hr_vec *v, size_t size)
{
    void *copy = hr_arena_array(r->arena, v->n, size);
    if (copy == NULL) epanet_no_memory(&r->t);
    else if (v->n > 0) memcpy(copy, v->item, v->n * size);
    return copy;
}

/* What the figures do not show: marks, title, what was passed over. */
static void finish_rest(epanet_reader *r, hr_epanet *out)
{
    hr_epanet_left *left = HR_NEW_ARRAY(r->arena, hr_epanet_left, EPANET_SECTIONS);
    if (left == NULL) epanet_no_memory(&r->t);
    for (int s = 0; left != NULL && s < EPANET_SECTIONS; s++)
        if (r->t.passed[s] > 0)
            left[out->n_left++] = (hr_epanet_left){epanet_section_word((epanet_section)s), r->t.passed[s]};
    out->left = left;
    out->node_mark = keep(r, &r->node_mark, sizeof(hr_epanet_mark));
    out->link_mark = keep(r, &r->link_mark, sizeof(hr_epanet_mark));
    out->n_pattern = (uint32_t)r->pattern.n;
    memcpy(out->title, r->t.title, sizeof out->title);
}

static void finish(epanet_reader *r, hr_epanet *out)
{
    hr_span whole = {r->t.file, 1, 1, 0};
    if (r->t.e == HR_OK && r->node.n == 0) (void)epanet_fault(&r->t, whole, "the file has no nodes");
    if (r->t.e == HR_OK && r->link.n == 0) (void)epanet_fault(&r->t, whole, "the file has no links");
    out->net = (hr_hydraulic_net){.node = keep(r, &r->node, sizeof(hr_hydraulic_node)),
                                  .link = keep(r, &r->link, sizeof(hr_hydraulic_link)),
                                  .n_node = (uint32_t)r->node.n,
                                  .n_link = (uint32_t)r->link.n,
                                  .g = EPANET_G};
    out->node_name = keep(r, &r->node_name, sizeof(hr_str));
    out->link_name = keep(r, &r->link_name, sizeof(hr_str));
    finish_rest(r, out);
    /* A figure above 0.001 is a multiple of water's. */
    double nu = r->viscosity > 1e-3 ? r->viscosity * EPANET_NU : r->viscosity * r->length_unit * r->length_unit;
    out->rho = EPANET_RHO, out->mu = nu * EPANET_RHO;
    out->flow_unit = r->flow_unit, out->length_unit = r->length_unit, out->arena = r->arena;
}

static void close_reader(epanet_reader *r)
{
    hr_vec *const v[] = {&r->t.line, &r->node,    &r->node_name, &r->link,     &r->link_name,
                         &r->spread, &r->pattern, &r->node_mark, &r->link_mark};
    hr_map *const m[] = {&r->nodes, &r->links, &r->curves, &r->patterns};
    for (size_t i = 0; i < r->curve.n; i++) {
        hr_vec_free(&((epanet_curve *)r->curve.item)[i].x);
        hr_vec_free(&((epanet_curve *)r->curve.item)[i].y);
    }
    hr_vec_free(&r->curve);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) hr_vec_free(v[i]);
    for (size_t i = 0; i < sizeof m / sizeof *m; i++) hr_map_free(m[i]);
}

hr_err hr_epanet_read(hr_epanet *out, hr_ctx *ctx, hr_id file)
{
    epanet_reader r = {.flow_unit = EPANET_CFS / 448.831,
                       .length_unit = EPANET_FOOT,
                       .viscosity = 1,
                       .demand_multiplier = 1,
                       .friction = HR_HAZEN_WILLIAMS,
                       .default_pattern = HR_STR("1")};
    *out = (hr_epanet){0};
    if ((r.arena = hr_arena_new()) == NULL) return HR_ENOMEM;
    (void)epanet_text_read(&r.t, ctx, file);
    for (int s = 0; s < EPANET_SECTIONS; s++) read_section(&r, (epanet_section)s);
    if (r.t.e != HR_ENOMEM) finish(&r, out);
    hr_err e = r.t.e;
    close_reader(&r);
    if (e == HR_OK) return e;
    *out = (hr_epanet){0};
    hr_arena_free(r.arena);
    return e;
}

void hr_epanet_close(hr_epanet *e)
{
    hr_arena_free(e->arena);
    *e = (hr_epanet){0};
}
