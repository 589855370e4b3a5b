/* netbox_write.c - a plan as YAML: infeeds, boards, racks with what they hold. */
#include <math.h>
#include <string.h>

#include "model/units.h"
#include "port/netbox.h"

enum { DIGITS = 15 };

/* --- power ------------------------------------------------------------------------------------------------- */

hr_nb_power hr_nb_power_of(const hr_nb_plan *p, hr_id device)
{
    hr_nb_power x = {.equal = true};
    double sum = 0, most = 0;
    for (hr_id i = p->device[device].port; i != HR_NONE; i = p->port[i].next) {
        const hr_nb_row *port = hr_nb_at(&p->nb, HR_NB_PORTS, i);
        hr_nb_num draw = hr_nb_draw_of(port);
        if (!draw.given) continue;
        x.equal = x.equal && (x.given == 0 || draw.v == most);
        x.maximum |= !port->allocated.given;
        x.given++;
        sum += draw.v;
        most = fmax(most, draw.v);
    }
    x.w = p->draw == HR_NB_PER_DEVICE ? most : sum;
    return x;
}

/* It is plugged in, but not known into what: any cord of its rack may carry it. */
static bool is_somewhere(hr_nb_why why)
{
    return why == HR_NB_DANGLING || why == HR_NB_AMBIGUOUS || why == HR_NB_NO_INLET || why == HR_NB_RING;
}

hr_nb_plugged hr_nb_plugged_of(const hr_nb_plan *p, hr_id device)
{
    const hr_nb_device *d = &p->device[device];
    const hr_nb_place *place = hr_nb_place_at(p, d->place);
    size_t cords = place->cord.n;
    bool open = true, cabled = false;
    for (hr_id i = d->port; i != HR_NONE; i = p->port[i].next) {
        if (is_somewhere(p->port[i].why)) return HR_NB_NOWHERE;
        cabled = cabled || hr_nb_cord_of(p, place, i) != HR_NONE;
        open = open && p->port[i].why == HR_NB_OPEN;
    }
    if (cabled) return HR_NB_BY_CABLE;
    return open && cords > 0 && !place->apart && d->ports % cords == 0 ? HR_NB_DEALT : HR_NB_NOWHERE;
}

/* --- feeds ------------------------------------------------------------------------------------------------- */

static void add_number(hr_buf *b, const char *field, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, DIGITS);
    hr_buf_printf(b, "%s: %s", field, text);
}

static void add_feed(const hr_nb_plan *p, hr_id feed, hr_buf *b)
{
    const hr_nb_feed *f = &p->feed[feed];
    const hr_nb_row *row = hr_nb_at(&p->nb, HR_NB_FEEDS, feed);
    hr_buf_printf(b, "{to: %.*s", HR_STR_FMT(hr_nb_infeed_at(p, f->infeed)->name));
    if (row->amperage.given && row->amperage.v > 0) add_number(b, ", breaker", row->amperage.v, HR_DIM_AMP);
    hr_buf_printf(b, ", phases: %s}", f->phases);
}

/* What a port is cabled to. */
static void add_source(const hr_nb_plan *p, hr_id port, hr_buf *b)
{
    const hr_nb_end *up = &p->port[port].up;
    if (up->kind == HR_NB_AT_OUTLET) hr_buf_str(b, p->port[p->inlet[up->row]].name);
    else if (p->feed[up->row].name.s != NULL) hr_buf_str(b, p->feed[up->row].name);
    else add_feed(p, up->row, b);
}

static void add_cord_source(const hr_nb_plan *p, const hr_nb_cord *c, hr_buf *b)
{
    if (c->inlet != HR_NONE && p->port[c->inlet].role == HR_NB_BOARD) hr_buf_str(b, p->port[c->inlet].name);
    else if (c->inlet != HR_NONE) add_source(p, c->inlet, b);
    else if (p->feed[c->feed].name.s != NULL) hr_buf_str(b, p->feed[c->feed].name);
    else add_feed(p, c->feed, b);
}

/* --- top level --------------------------------------------------------------------------------------------- */

static void add_infeeds(const hr_nb_plan *p, hr_buf *b)
{
    for (hr_id k = 0; k < p->infeed.n; k++) {
        const hr_nb_infeed *x = hr_nb_infeed_at(p, k);
        hr_buf_printf(b, "  %.*s: {type: infeed", HR_STR_FMT(x->name));
        if (x->voltage > 0) add_number(b, ", voltage", x->voltage, HR_DIM_VOLT);
        hr_buf_z(b, "}\n");
    }
}

static void add_boards(const hr_nb_plan *p, hr_buf *b)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_FEEDS); i++) {
        if (p->feed[i].name.s == NULL) continue;
        hr_buf_printf(b, "  %.*s: {type: pdu, from: ", HR_STR_FMT(p->feed[i].name));
        add_feed(p, i, b);
        hr_buf_z(b, "}\n");
    }
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_PORTS); i++) {
        if (p->port[i].role != HR_NB_BOARD) continue;
        hr_buf_printf(b, "  %.*s: {type: pdu, from: ", HR_STR_FMT(p->port[i].name));
        add_source(p, i, b);
        hr_buf_z(b, "}\n");
    }
}

/* --- rack PDUs --------------------------------------------------------------------------------------------- */

/* The devices that a strip feeds on one leg, each once: their ports on it stand together. */
static hr_err on_leg(const hr_nb_plan *p, const hr_nb_place *place, hr_id inlet, const char *leg, hr_vec *names)
{
    const hr_id *device = place->device.item;
    for (size_t k = 0; k < place->device.n; k++) {
        bool here = false;
        for (hr_id i = p->device[device[k]].port; i != HR_NONE; i = p->port[i].next) {
            const hr_nb_end *up = &p->port[i].up;
            here |= p->port[i].why == HR_NB_FED && up->kind == HR_NB_AT_OUTLET && p->inlet[up->row] == inlet &&
                    hr_str_is(hr_nb_at(&p->nb, HR_NB_OUTLETS, up->row)->leg, leg);
        }
        hr_str *slot = here ? hr_vec_push(names, sizeof *slot) : NULL;
        if (here && slot == NULL) return HR_ENOMEM;
        if (here) *slot = p->device[device[k]].name;
    }
    return HR_OK;
}

static hr_err add_banks(const hr_nb_plan *p, const hr_nb_place *place, hr_id inlet, hr_buf *b)
{
    static const char *const legs[] = {"A", "B", "C"}, *const lines[] = {"A-N", "B-N", "C-N"};
    const hr_nb_feed *f = &p->feed[p->port[inlet].feed];
    bool neutral = hr_nb_infeed_at(p, f->infeed)->voltage >= HR_NB_LEAST_TO_NEUTRAL;
    const char *between = ", banks: [";
    hr_err e = HR_OK;
    if (!p->port[inlet].legs || strcmp(f->phases, "ABC") != 0) return HR_OK;
    for (int k = 0; k < 3 && e == HR_OK; k++) {
        hr_vec names = {0};
        e = on_leg(p, place, inlet, legs[k], &names);
        if (e == HR_OK && names.n > 0) {
            hr_buf_printf(b, "%s{", between);
            if (neutral) hr_buf_printf(b, "phases: %s, ", lines[k]);
            hr_buf_z(b, "outlets: ");
            e = hr_made_names(b, &names);
            hr_buf_c(b, '}');
            between = ", ";
        }
        hr_vec_free(&names);
    }
    if (between[2] == '\0') hr_buf_c(b, ']');
    return e;
}

/* Devices are cabled to the feed itself, and nobody else is. */
static bool is_direct(const hr_nb_plan *p, const hr_nb_place *place, const hr_nb_cord *c)
{
    bool cabled = c->inlet == HR_NONE && p->feed[c->feed].ports > 0 && p->feed[c->feed].name.s == NULL;
    return cabled && !place->dealt;
}

/* All cords of a rack that holds strips are such. What a device is cabled to itself has no banks; what stands between
 * where NetBox does not say how, or in another rack, has some, and its lines are unknown. */
static hr_err add_strips(const hr_nb_plan *p, const hr_nb_place *place, hr_buf *b)
{
    const hr_nb_cord *c = place->cord.item;
    hr_err e = HR_OK;
    for (size_t k = 0; k < place->cord.n && e == HR_OK; k++) {
        bool strip = c[k].inlet != HR_NONE && p->port[c[k].inlet].role == HR_NB_STRIP;
        hr_buf_printf(b, "      %.*s: {type: rack-pdu, from: ", HR_STR_FMT(c[k].name));
        add_cord_source(p, &c[k], b);
        if (strip) e = add_banks(p, place, c[k].inlet, b);
        else if (is_direct(p, place, &c[k])) hr_buf_z(b, ", banks: []");
        hr_buf_z(b, "}\n");
    }
    return e;
}

static void add_cords(const hr_nb_plan *p, const hr_nb_place *place, hr_buf *b)
{
    const hr_nb_cord *c = place->cord.item;
    if (place->cord.n == 0) return;
    for (size_t k = 0; k < place->cord.n; k++) {
        hr_buf_printf(b, "%s%.*s: ", k > 0 ? ", " : "    from: {", HR_STR_FMT(c[k].name));
        add_cord_source(p, &c[k], b);
    }
    hr_buf_z(b, "}\n");
}

/* --- nodes ------------------------------------------------------------------------------------------------- */

double hr_nb_kilograms(hr_str unit)
{
    static const struct {
        const char *unit;
        double kg;
    } units[] = {{"kg", 1}, {"g", 1e-3}, {"lb", 0.45359237}, {"oz", 0.028349523125}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (hr_str_is(unit, units[i].unit)) return units[i].kg;
    return 0;
}

/* A stated zero is kept: it is not the same as no weight. */
static bool is_weighed(const hr_nb_row *row) { return row->weight.given && hr_nb_kilograms(row->unit) > 0; }

static double kilograms(const hr_nb_row *row) { return row->weight.v * hr_nb_kilograms(row->unit); }

static void add_recalled(hr_buf *b, const char *field, double v, hr_dim dim, const char *source)
{
    hr_buf_printf(b, ", %s: {", field);
    add_number(b, "value", v, dim);
    hr_buf_printf(b, ", trust: recalled, source: %s}", source);
}

static bool is_count(hr_nb_num n) { return n.given && n.v > 0 && n.v < 1e6 && n.v == floor(n.v); }

static void add_power(const hr_nb_plan *p, hr_id device, hr_buf *b)
{
    hr_nb_power x = hr_nb_power_of(p, device);
    bool plugged =
        hr_nb_plugged_of(p, device) != HR_NB_NOWHERE || hr_nb_place_at(p, p->device[device].place)->cord.n == 0;
    if (x.given == 0 || !plugged) return;
    if (x.maximum) add_recalled(b, "power", x.w, HR_DIM_WATT, "NetBox maximum_draw");
    else add_number(b, ", power", x.w, HR_DIM_WATT);
}

static void add_psus(const hr_nb_plan *p, hr_id device, hr_buf *b)
{
    const hr_nb_device *d = &p->device[device];
    const hr_nb_place *place = hr_nb_place_at(p, d->place);
    const hr_nb_cord *c = place->cord.item;
    const char *between = ", psus: {";
    hr_nb_plugged how = hr_nb_plugged_of(p, device);
    if (how == HR_NB_NOWHERE) return;
    for (hr_id k = 0; k < place->cord.n; k++) {
        uint32_t count = how == HR_NB_DEALT ? d->ports / (uint32_t)place->cord.n : 0;
        for (hr_id i = d->port; i != HR_NONE; i = p->port[i].next) count += hr_nb_cord_of(p, place, i) == k;
        if (count == 0) continue;
        hr_buf_printf(b, "%s%.*s: %u", between, HR_STR_FMT(c[k].name), count);
        between = ", ";
    }
    hr_buf_c(b, '}');
}

static void add_type(const hr_nb_plan *p, hr_id device, hr_buf *b)
{
    hr_id type = hr_nb_at(&p->nb, HR_NB_DEVICES, device)->type;
    const hr_nb_row *row = type != HR_NONE ? hr_nb_at(&p->nb, HR_NB_TYPES, type) : NULL;
    if (row == NULL) return;
    if (is_count(row->height)) hr_buf_printf(b, ", u: %.0f", row->height.v);
    if (is_weighed(row)) add_recalled(b, "weight", kilograms(row), HR_DIM_KG, "NetBox device type");
}

static hr_err node_fields(const hr_nb_plan *p, hr_id device, hr_str *out)
{
    hr_buf b = {0};
    hr_buf_z(&b, "{type: node");
    add_power(p, device, &b);
    add_psus(p, device, &b);
    add_type(p, device, &b);
    hr_buf_c(&b, '}');
    *out = b.failed ? (hr_str){NULL, 0} : hr_arena_str(p->arena, b.s, b.n);
    hr_buf_free(&b);
    return out->s != NULL ? HR_OK : HR_ENOMEM;
}

double hr_nb_unlisted(const hr_nb_plan *p, hr_id port)
{
    const hr_nb_port *x = &p->port[port];
    hr_nb_num draw = hr_nb_draw_of(hr_nb_at(&p->nb, HR_NB_PORTS, port));
    return x->role == HR_NB_STRIP && draw.given && draw.v > x->hung ? draw.v - x->hung : 0;
}

/* What the strips of a rack are said to draw beyond what is plugged into them: one load on all of these, for when one of
 * them dies the others may have to carry what it did. */
static hr_err add_unlisted(const hr_nb_plan *p, hr_nb_place *place, hr_held *held)
{
    const hr_nb_cord *c = place->cord.item;
    double sum = 0, most = 0;
    bool maximum = false;
    hr_buf b = {0}, psus = {0};
    for (size_t k = 0; k < place->cord.n; k++) {
        double w = c[k].inlet != HR_NONE ? hr_nb_unlisted(p, c[k].inlet) : 0;
        if (w <= 0) continue;
        hr_buf_printf(&psus, "%s%.*s: 1", psus.n > 0 ? ", " : "", HR_STR_FMT(c[k].name));
        maximum |= !hr_nb_at(&p->nb, HR_NB_PORTS, c[k].inlet)->allocated.given;
        sum += w;
        most = fmax(most, w);
    }
    hr_err e = HR_OK;
    if (psus.n > 0) {
        double w = p->draw == HR_NB_PER_DEVICE ? most : sum;
        hr_buf_z(&b, "{type: node");
        if (maximum) add_recalled(&b, "power", w, HR_DIM_WATT, "NetBox maximum_draw");
        else add_number(&b, ", power", w, HR_DIM_WATT);
        hr_buf_printf(&b, ", psus: {%s}}", psus.s);
        hr_str name = hr_namer_take(&place->held, HR_STR("unlisted"), "");
        hr_str fields = b.failed || psus.failed ? (hr_str){NULL, 0} : hr_arena_str(p->arena, b.s, b.n);
        e = name.s != NULL && fields.s != NULL ? hr_held_add(held, name, fields) : HR_ENOMEM;
    } else if (psus.failed) e = HR_ENOMEM;
    hr_buf_free(&b);
    hr_buf_free(&psus);
    return e;
}

static bool has_unlisted(const hr_nb_plan *p, const hr_nb_place *place)
{
    const hr_nb_cord *c = place->cord.item;
    for (size_t k = 0; k < place->cord.n; k++)
        if (c[k].inlet != HR_NONE && hr_nb_unlisted(p, c[k].inlet) > 0) return true;
    return false;
}

static hr_err add_nodes(const hr_nb_plan *p, hr_nb_place *place, hr_buf *b)
{
    hr_held held = {0};
    const hr_id *device = place->device.item;
    hr_err e = HR_OK;
    for (size_t i = 0; i < place->device.n && e == HR_OK; i++) {
        hr_str fields;
        e = node_fields(p, device[i], &fields);
        if (e == HR_OK) e = hr_held_add(&held, p->device[device[i]].name, fields);
    }
    if (e == HR_OK && has_unlisted(p, place)) e = add_unlisted(p, place, &held);
    if (e == HR_OK) e = hr_held_write(&held, b);
    hr_held_close(&held);
    return e;
}

/* --- racks ------------------------------------------------------------------------------------------------- */

static double metres(hr_nb_num n, hr_str unit)
{
    if (!n.given) return 0;
    if (hr_str_is(unit, "mm")) return n.v / 1000;
    return hr_str_is(unit, "in") ? n.v * 0.0254 : 0;
}

static hr_err add_place(const hr_nb_plan *p, hr_nb_place *place, hr_buf *b)
{
    const hr_nb_row *row = place->rack != HR_NONE ? hr_nb_at(&p->nb, HR_NB_RACKS, place->rack) : NULL;
    double area = row != NULL ? metres(row->width, row->outer_unit) * metres(row->depth, row->outer_unit) : 0;
    hr_err e = HR_OK;
    if (place->cord.n == 0 && place->device.n == 0) return HR_OK;
    hr_buf_printf(b, "  %.*s:\n    type: rack\n", HR_STR_FMT(place->name));
    if (row != NULL && is_count(row->height)) hr_buf_printf(b, "    u: %.0f\n", row->height.v);
    if (area > 0) add_number(b, "    footprint", area, HR_DIM_M2), hr_buf_c(b, '\n');
    if (row != NULL && is_weighed(row)) add_number(b, "    weight", kilograms(row), HR_DIM_KG), hr_buf_c(b, '\n');
    if (!place->strips) add_cords(p, place, b);
    if (place->strips || place->device.n > 0) hr_buf_z(b, "    holds:\n");
    if (place->strips) e = add_strips(p, place, b);
    return e == HR_OK ? add_nodes(p, place, b) : e;
}

/* --- panels at several voltages ---------------------------------------------------------------------------- */

static bool is_first_of_several(const hr_nb_plan *p, hr_id k)
{
    bool several = false;
    for (hr_id i = 0; i < p->infeed.n; i++) {
        if (hr_nb_infeed_at(p, i)->panel != hr_nb_infeed_at(p, k)->panel || i == k) continue;
        if (i < k) return false;
        several = true;
    }
    return several;
}

/* One panel that had to be written as several infeeds still goes as one. */
static void add_cases(const hr_nb_plan *p, hr_buf *b)
{
    bool any = false;
    for (hr_id k = 0; k < p->infeed.n; k++) {
        const hr_nb_infeed *x = hr_nb_infeed_at(p, k);
        if (!is_first_of_several(p, k)) continue;
        hr_buf_printf(b, "%s  %.*s: {out: [%.*s", any ? "" : "\ncases:\n", HR_STR_FMT(x->name), HR_STR_FMT(x->name));
        for (hr_id i = k + 1; i < p->infeed.n; i++)
            if (hr_nb_infeed_at(p, i)->panel == x->panel)
                hr_buf_printf(b, ", %.*s", HR_STR_FMT(hr_nb_infeed_at(p, i)->name));
        hr_buf_z(b, "], because: one panel in NetBox}\n");
        any = true;
    }
}

/* What deals a device over cords is not in NetBox, and neither are the lines that it puts it on. */
static void find_dealt(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_DEVICES); i++) {
        if (!hr_nb_draws(p, i) || hr_nb_plugged_of(p, i) != HR_NB_DEALT) continue;
        hr_nb_place *place = hr_nb_place_at(p, p->device[i].place);
        place->dealt = place->strips = true;
    }
}

hr_err hr_nb_write(hr_nb_plan *p, hr_buf *body)
{
    hr_err e = HR_OK;
    find_dealt(p);
    add_infeeds(p, body);
    add_boards(p, body);
    for (hr_id k = 0; k < p->place.n && e == HR_OK; k++) e = add_place(p, hr_nb_place_at(p, k), body);
    add_cases(p, body);
    return e;
}
