/* netbox_export.c - an opened site as the tables of NetBox, numbered from 1 in natural order of names.
 *
 *   what feeds a rack or a pdu       a power panel; what stands above it has no place
 *   the feed of a cord               a power feed: amperage is its breaker's rating
 *   a rack-pdu                       a device with an inlet and an outlet for each power supply plugged in; leg by bank
 *   a pdu without a transformer      a device with an inlet and outlets
 *   a node or load in a rack         a device with a power port for each power supply; the draws of its ports add up to
 *                                    its power: allocated, or only the maximum where the power is recalled
 * Cords that are no rack-pdu have no outlets: one cable leads from such a feed to all power ports on it. */
#include "port/netbox_export.h"
#include "port/export.h"

#include <math.h>
#include <string.h>

#include "port/netbox_json.h"

typedef struct builder {
    hr_ctx *ctx;
    const hr_site *site;
    hr_arena *arena;
    hr_nb nb;
    hr_vec link;        /* of hr_nb_link */
    hr_map types;       /* weight and height, as text -> device type */
    hr_id *panel;       /* by unit: its power panel */
    hr_id *inlet;       /* by unit: the inlet of the device that it became */
    hr_nb_became *decl; /* by declaration */
    hr_err err;
} builder;

/* --- rows -------------------------------------------------------------------------------------------------- */

static void note(builder *b, hr_err e)
{
    if (b->err == HR_OK) b->err = e;
}

static hr_str text(builder *b, const char *z)
{
    if (z == NULL) note(b, HR_ENOMEM);
    return hr_str_of(z != NULL ? z : "");
}

static hr_nb_row *at(builder *b, hr_nb_name table, hr_id i) { return hr_nb_at(&b->nb, table, i); }

/* A new row; the first of its table when memory ran out, which its caller may write to as to any. */
static hr_id add_row(builder *b, hr_nb_name table, hr_str name)
{
    hr_id i = hr_nb_count(&b->nb, table);
    hr_nb_row *row = hr_vec_push(&b->nb.row[table], sizeof *row);
    if (row == NULL) {
        note(b, HR_ENOMEM);
        return 0;
    }
    *row = (hr_nb_row){.name = name, .id = text(b, hr_arena_printf(b->arena, "%u", i + 1))};
    row->site = row->panel = row->rack = row->type = row->device = row->power_port = HR_NONE;
    if (table != HR_NB_SITES) row->site = 0;
    return i;
}

static hr_nb_num num(double v) { return (hr_nb_num){v, true}; }

/* The full name of an element, its dots as dashes: names of devices are unique in their site. */
static hr_str name_of(builder *b, hr_id unit, uint32_t member)
{
    size_t n = hr_unit_name(b->site, unit, member, NULL, 0);
    char *z = hr_arena_alloc(b->arena, n + 1);
    if (z == NULL) return text(b, NULL);
    hr_unit_name(b->site, unit, member, z, n + 1);
    for (size_t i = 0; i < n; i++)
        if (z[i] == '.') z[i] = '-';
    return hr_str_of(z);
}

static hr_id add_device(builder *b, hr_str name, hr_id rack, hr_id type)
{
    hr_id i = add_row(b, HR_NB_DEVICES, name);
    if (b->err != HR_OK) return 0;
    at(b, HR_NB_DEVICES, i)->status = HR_STR("active");
    at(b, HR_NB_DEVICES, i)->rack = rack;
    at(b, HR_NB_DEVICES, i)->type = type;
    return i;
}

/* A port or outlet. */
static hr_id add_part(builder *b, hr_nb_name table, hr_id device, const char *name)
{
    hr_id i = add_row(b, table, text(b, name));
    if (b->err == HR_OK) at(b, table, i)->device = device;
    return i;
}

static hr_id add_outlet(builder *b, hr_id inlet)
{
    const char *name = hr_arena_printf(b->arena, "Outlet %u", hr_nb_count(&b->nb, HR_NB_OUTLETS) + 1);
    hr_id i = add_part(b, HR_NB_OUTLETS, at(b, HR_NB_PORTS, inlet)->device, name);
    if (b->err == HR_OK) at(b, HR_NB_OUTLETS, i)->power_port = inlet;
    return i;
}

static hr_id type_named(builder *b, hr_str key, hr_str name, const hr_num *u, const hr_num *weight)
{
    uint32_t old = HR_NONE;
    if (!hr_map_add(&b->types, key, hr_nb_count(&b->nb, HR_NB_TYPES), &old)) note(b, HR_ENOMEM);
    if (old != HR_NONE || b->err != HR_OK) return old;
    hr_id i = add_row(b, HR_NB_TYPES, name);
    if (b->err != HR_OK) return i;
    hr_nb_row *row = at(b, HR_NB_TYPES, i);
    row->height = u != NULL && u->presence == HR_PRESENT ? num(u->v) : (hr_nb_num){0};
    row->weight = weight != NULL && weight->presence == HR_PRESENT ? num(weight->v) : (hr_nb_num){0};
    if (row->weight.given) row->unit = HR_STR("kg");
    return i;
}

/* One cable for each outlet and each feed, with as many ports as hang on it. */
static void connect(builder *b, hr_id port, hr_nb_name table, hr_id row)
{
    if (b->err == HR_OK && at(b, table, row)->cable.n == 0) {
        hr_id cable = add_row(b, HR_NB_CABLES, (hr_str){"", 0});
        hr_nb_link *link = hr_vec_push(&b->link, sizeof *link);
        if (link == NULL) note(b, HR_ENOMEM);
        if (link == NULL || b->err != HR_OK) return;
        *link = (hr_nb_link){table, row};
        at(b, HR_NB_CABLES, cable)->status = HR_STR("connected");
        at(b, table, row)->cable = at(b, HR_NB_CABLES, cable)->id;
    }
    if (b->err == HR_OK) at(b, HR_NB_PORTS, port)->cable = at(b, table, row)->cable;
}

/* --- fields of the model ----------------------------------------------------------------------------------- */

static const hr_num *field_of(const builder *b, hr_id unit, const char *name)
{
    const hr_field *f = hr_unit_type(b->site, unit)->fields;
    for (; f->name != NULL; f++)
        if (strcmp(f->name, name) == 0)
            return (const hr_num *)(const void *)((const char *)hr_unit_fields(b->site, unit) + f->offset);
    return NULL;
}

static bool is_type(const builder *b, hr_id unit, const char *name)
{
    return strcmp(hr_unit_type(b->site, unit)->name, name) == 0;
}

static bool is_given(const hr_num *n) { return n != NULL && n->presence == HR_PRESENT; }

/* A pdu with one feed and no transformer passes on what it gets, as a device with outlets does. */
static bool is_board(const builder *b, hr_id unit)
{
    return is_type(b, unit, "pdu") && b->site->unit[unit].wire_count == 1 &&
           !is_given(field_of(b, unit, "secondary")) && !is_given(field_of(b, unit, "no_load_loss")) &&
           !is_given(field_of(b, unit, "load_loss"));
}

static bool is_load(const builder *b, hr_id unit)
{
    return hr_unit_kind(b->site, unit) == HR_P_LOAD && b->site->unit[unit].wire_count == 0;
}

/* --- panels and feeds -------------------------------------------------------------------------------------- */

static bool is_fed_here(const builder *b, hr_id unit)
{
    return is_type(b, unit, "rack") || is_type(b, unit, "rack-pdu") || is_board(b, unit);
}

/* What feeds racks and boards and is none itself, in natural order. */
static void add_panels(builder *b)
{
    const hr_site *s = b->site;
    bool *wanted = HR_NEW_ARRAY(b->arena, bool, s->n_unit);
    if (wanted == NULL) {
        note(b, HR_ENOMEM);
        return;
    }
    for (hr_id w = 0; w < s->n_wire; w++)
        if (s->wire[w].role == HR_WIRE_FEED && is_fed_here(b, s->wire[w].child)) wanted[s->wire[w].parent] = true;
    for (hr_id u = 0; u < s->n_unit && b->err == HR_OK; u++) {
        if (!wanted[u] || is_board(b, u)) continue;
        b->panel[u] = add_row(b, HR_NB_PANELS, name_of(b, u, 0));
        b->decl[s->unit[u].decl] = HR_NB_A_PANEL;
    }
}

/* Whole volts and amperes, as NetBox keeps them. */
static hr_nb_num whole(builder *b, double v, hr_id wire, const char *what)
{
    double rounded = round(v);
    if (rounded < 1 || rounded > HR_NB_MOST) {
        note(b, hr_diag_add(b->ctx, HR_WARNING, "M610", b->site->wire[wire].feed->at, NULL,
                            "NetBox keeps %s as whole numbers from 1 to 1e9: %g is left out", what, v));
        return (hr_nb_num){0};
    }
    if (fabs(rounded - v) > 0.005 * v) /* more than a nominal voltage is off anyway: 415 V / sqrt(3) is 239.6 */
        note(b, hr_diag_add(b->ctx, HR_WARNING, "M610", b->site->wire[wire].feed->at, NULL,
                            "NetBox keeps %s as whole numbers: %g becomes %.0f", what, v, rounded));
    return num(rounded);
}

/* To neutral it is that of the lines as NetBox keeps it: so the import finds the one in the other. */
static hr_nb_num volts_of(builder *b, hr_id wire, double line)
{
    bool neutral = (b->site->wire[wire].phases & HR_N) != 0 && round(line) >= 1;
    return whole(b, neutral ? round(line) / sqrt(3) : line, wire, "volts");
}

static hr_id add_feed(builder *b, hr_id wire, hr_str name, hr_id rack)
{
    const hr_wire *w = &b->site->wire[wire];
    const hr_num *rating = &w->feed->breaker.rating;
    double v = b->site->nominal[w->parent].vout;
    hr_id i = add_row(b, HR_NB_FEEDS, name);
    bool three = w->phases == (HR_A | HR_B | HR_C);
    if (b->err != HR_OK) return i;
    hr_nb_row *row = at(b, HR_NB_FEEDS, i);
    row->panel = b->panel[w->parent];
    row->rack = rack;
    row->status = HR_STR("active");
    row->kind = HR_STR("primary");
    row->supply = HR_STR("ac");
    row->phase = three ? HR_STR("three-phase") : HR_STR("single-phase");
    if (v > 0) row->voltage = volts_of(b, wire, v);
    if (rating->presence == HR_PRESENT) at(b, HR_NB_FEEDS, i)->amperage = whole(b, rating->v, wire, "amperes");
    return i;
}

static hr_id inlet_of_board(builder *b, hr_id unit);

/* Cables a port to what a wire comes from: an outlet of a board, or a feed of its own. */
static void plug_in(builder *b, hr_id port, hr_id wire, hr_str name, hr_id rack)
{
    hr_id parent = b->site->wire[wire].parent;
    if (!is_board(b, parent)) {
        connect(b, port, HR_NB_FEEDS, add_feed(b, wire, name, rack));
        return;
    }
    hr_id inlet = inlet_of_board(b, parent);
    if (b->err != HR_OK) return;
    hr_id outlet = add_outlet(b, inlet);
    if (b->err != HR_OK) return;
    connect(b, port, HR_NB_OUTLETS, outlet);
}

/* Boards are made when they are first asked for, so that those above them come first; feeds form no rings here. */
static hr_id inlet_of_board(builder *b, hr_id unit)
{
    if (b->inlet[unit] != HR_NONE || b->err != HR_OK) return b->inlet[unit];
    hr_str name = name_of(b, unit, 0);
    hr_id type = type_named(b, HR_STR("pdu"), HR_STR("pdu"), NULL, NULL);
    hr_id device = add_device(b, name, HR_NONE, type);
    b->inlet[unit] = add_part(b, HR_NB_PORTS, device, "Inlet");
    plug_in(b, b->inlet[unit], b->site->unit[unit].wire_first, name, HR_NONE);
    return b->inlet[unit];
}

/* --- cords of a rack --------------------------------------------------------------------------------------- */

static hr_id add_strip(builder *b, hr_id unit, hr_id rack)
{
    hr_str name = name_of(b, unit, 0);
    hr_id type = type_named(b, HR_STR("rack-pdu"), HR_STR("rack-pdu"), NULL, NULL);
    hr_id device = add_device(b, name, rack, type);
    b->inlet[unit] = add_part(b, HR_NB_PORTS, device, "Inlet");
    if (b->err != HR_OK) return b->inlet[unit];
    plug_in(b, b->inlet[unit], b->site->unit[unit].wire_first, name, rack);
    return b->inlet[unit];
}

/* Some load of the rack hangs on a strip that it holds. */
static bool carries(const builder *b, hr_id rack_unit, hr_id strip)
{
    const hr_unit *u = &b->site->unit[rack_unit];
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++) {
        const hr_power_ops *ops = hr_unit_type(b->site, h)->power;
        const hr_psus *p = ops != NULL && ops->psus != NULL ? ops->psus(hr_unit_fields(b->site, h)) : NULL;
        bool on = is_load(b, h) && (p == NULL || p->n == 0);
        for (uint32_t i = 0; is_load(b, h) && p != NULL && i < p->n; i++)
            on |= hr_str_eq(p->cord[i].cord, b->site->names[b->site->unit[strip].name]) && p->cord[i].count.v > 0;
        if (on) return true;
    }
    return false;
}

static hr_str own_name(const builder *b, hr_id unit) { return b->site->names[b->site->unit[unit].name]; }

static bool holds_named(const builder *b, hr_id rack_unit, hr_str name)
{
    const hr_unit *u = &b->site->unit[rack_unit];
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        if (hr_str_eq(own_name(b, h), name)) return true;
    return false;
}

/* The name of a strip in its rack is that of a board, with the rack in front or, as the import has it unless that name is
 * taken, without. */
static bool is_named_after(builder *b, hr_id strip, hr_id board)
{
    hr_str own = own_name(b, strip), of = own_name(b, board), full = name_of(b, strip, 0);
    if (hr_str_eq(own, of)) return true;
    if (full.n != of.n || full.n <= own.n + 1 || holds_named(b, b->site->unit[strip].holder, of)) return false;
    uint32_t rack = full.n - own.n - 1;
    return memcmp(full.s, of.s, rack) == 0 && strchr("-_", of.s[rack]) != NULL &&
           memcmp(own.s, of.s + rack + 1, own.n) == 0;
}

/* A strip that has the name of the board which feeds it, and nothing of its own: what hangs on it is cabled to there. */
static bool is_board_itself(builder *b, hr_id strip)
{
    const hr_wire *w = &b->site->wire[b->site->unit[strip].wire_first];
    const hr_records *banks = (const hr_records *)(const void *)field_of(b, strip, "banks");
    return is_board(b, w->parent) && !w->feed->breaker.present && !banks->present &&
           is_named_after(b, strip, w->parent);
}

static void add_held_cord(builder *b, hr_nb_tail *c, hr_id rack_unit, hr_id rack)
{
    const hr_unit *u = &b->site->unit[c->strip];
    const hr_records *banks = (const hr_records *)(const void *)field_of(b, c->strip, "banks");
    bool none = banks->present && banks->n == 0; /* no breakers of its own: what hangs on it hangs on its feed */
    if (is_board(b, b->site->wire[u->wire_first].parent)) {
        if (carries(b, rack_unit, c->strip) && is_board_itself(b, c->strip))
            c->from = u->wire_first, c->strip = HR_NONE;
        else add_strip(b, c->strip, rack);
    } else if (carries(b, rack_unit, c->strip) && !none) {
        add_strip(b, c->strip, rack);
    } else if (none) {
        c->feed = add_feed(b, u->wire_first, name_of(b, c->strip, 0), rack);
        c->strip = HR_NONE;
    } else {
        add_feed(b, u->wire_first, name_of(b, c->strip, 0), rack);
    }
}

/* Power shelves have no place, and a rack-pdu that nothing feeds would not come back. */
static bool is_cord(const builder *b, const hr_wire *w)
{
    return w->role != HR_WIRE_HELD || (is_type(b, w->parent, "rack-pdu") && b->site->unit[w->parent].wire_count > 0);
}

static void add_cord(builder *b, hr_vec *cords, hr_id rack_unit, hr_id rack, hr_id wire)
{
    const hr_wire *w = &b->site->wire[wire];
    hr_nb_tail *last = cords->n > 0 ? (hr_nb_tail *)cords->item + cords->n - 1 : NULL;
    bool held = w->role == HR_WIRE_HELD;
    if (!is_cord(b, w)) return;
    if (held && last != NULL && last->strip == w->parent) {
        last->wires++;
        return;
    }
    hr_nb_tail *c = hr_vec_push(cords, sizeof *c);
    if (c == NULL) {
        note(b, HR_ENOMEM);
        return;
    }
    *c = (hr_nb_tail){wire, 1, wire, held ? w->parent : HR_NONE, HR_NONE};
    if (held) add_held_cord(b, c, rack_unit, rack);
    if (held || is_board(b, w->parent)) return;
    hr_str own = name_of(b, rack_unit, 0), on = hr_wire_cord(b->site, wire);
    hr_str name = text(b, hr_arena_printf(b->arena, "%.*s-%.*s", HR_STR_FMT(own), HR_STR_FMT(on)));
    c->feed = add_feed(b, wire, name, rack);
}

/* --- what a rack holds ------------------------------------------------------------------------------------- */

static void plug_into_strip(builder *b, const hr_nb_tail *c, hr_id unit, uint32_t nth, hr_id port)
{
    hr_id bank = hr_nb_bank_of(b->site, c, unit, nth), inlet = b->inlet[c->strip];
    if (inlet == HR_NONE || b->err != HR_OK) return;
    hr_id outlet = add_outlet(b, inlet);
    if (b->err != HR_OK) return;
    if (bank != HR_NONE) at(b, HR_NB_OUTLETS, outlet)->leg = hr_nb_leg_of(b->site, c, bank);
    connect(b, port, HR_NB_OUTLETS, outlet);
}

/* The device type of all nodes of this height and weight. */
static hr_id type_of(builder *b, const hr_num *u, const hr_num *weight)
{
    static const hr_num none = {0};
    if (u == NULL) u = &none;
    if (weight == NULL) weight = &none;
    hr_str key =
        text(b, hr_arena_printf(b->arena, "%d %.17g %d %.17g", u->presence, u->v, weight->presence, weight->v));
    hr_str name = text(b, hr_arena_printf(b->arena, "node-%u", hr_nb_count(&b->nb, HR_NB_TYPES) + 1));
    return type_named(b, key, name, u, weight);
}

/* What the first of so many ports draws, in whole watts. */
static double first_draw(const hr_num *power, uint32_t ports) { return ceil(round(power->v) / ports); }

/* Whole watts that add up to the power, the first ports taking what does not divide. */
static void set_draw(builder *b, hr_id port, const hr_num *power, uint32_t nth, uint32_t ports)
{
    if (!is_given(power) || first_draw(power, ports) > HR_NB_MOST) return;
    double all = round(power->v), each = floor(all / ports);
    hr_nb_num draw = num(each + (nth < all - each * ports));
    if (power->trust == HR_RECALLED) at(b, HR_NB_PORTS, port)->maximum = draw;
    else at(b, HR_NB_PORTS, port)->allocated = draw;
}

static void tell_much(builder *b, hr_id unit, const hr_num *power, uint32_t ports)
{
    const hr_decl *d = &b->site->decl[b->site->unit[unit].decl];
    if (!is_given(power) || first_draw(power, ports) <= HR_NB_MOST) return;
    note(b, hr_diag_add(b->ctx, HR_WARNING, "M610", d->at, NULL,
                        "NetBox does not carry `power` of %.*s: it is more than 1e9 W on a port", HR_STR_FMT(d->name)));
}

typedef struct rack {
    hr_id row;
    hr_vec cord;
} rack;

static const hr_num *power_of(const builder *b, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(b->site, unit)->power;
    return ops->load != NULL ? ops->load(hr_unit_fields(b->site, unit)) : NULL;
}

/* A device that draws what a unit does. */
static void add_node(builder *b, const rack *r, hr_id unit, hr_str name, hr_id type)
{
    const hr_num *power = power_of(b, unit);
    hr_id device = add_device(b, name, r->row, type);
    uint32_t ports = hr_nb_supplies(b->site, unit, &r->cord), nth = 0;
    const hr_nb_tail *c = r->cord.item;
    if (r->cord.n == 0) {
        hr_id port = add_part(b, HR_NB_PORTS, device, "PSU1");
        if (b->err == HR_OK) set_draw(b, port, power, 0, 1);
    }
    for (size_t k = 0; k < r->cord.n; k++) {
        uint32_t here = (uint32_t)hr_nb_supplies_on(b->site, unit, &r->cord, k);
        for (uint32_t i = 0; i < here && b->err == HR_OK; i++, nth++) {
            hr_id port = add_part(b, HR_NB_PORTS, device, hr_arena_printf(b->arena, "PSU%u", nth + 1));
            if (b->err != HR_OK) return;
            set_draw(b, port, power, nth, ports);
            if (c[k].strip != HR_NONE) plug_into_strip(b, &c[k], unit, i, port);
            else if (c[k].feed == HR_NONE) plug_in(b, port, c[k].from, (hr_str){"", 0}, r->row);
            else connect(b, port, HR_NB_FEEDS, c[k].feed);
        }
    }
}

/* A rack without any of these does not come back: it says nothing of power. */
static bool has_place(const builder *b, hr_id unit)
{
    const hr_unit *u = &b->site->unit[unit];
    bool any = is_given(power_of(b, unit));
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) any |= is_cord(b, &b->site->wire[w]);
    for (hr_id h = u->held_first; u->held_count > 0 && h < u->held_first + u->held_count; h++) any |= is_load(b, h);
    return any;
}

static void add_rack(builder *b, hr_id unit)
{
    const hr_unit *u = &b->site->unit[unit];
    rack r = {.row = add_row(b, HR_NB_RACKS, name_of(b, unit, 0))};
    bool loads = false;
    const hr_num *height = field_of(b, unit, "u"), *weight = &b->site->decl[u->decl].weight;
    if (b->err != HR_OK) return;
    hr_nb_row *row = at(b, HR_NB_RACKS, r.row);
    if (is_given(height)) row->height = num(height->v);
    if (is_given(weight)) row->weight = num(weight->v), row->unit = HR_STR("kg");
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count && b->err == HR_OK; w++)
        add_cord(b, &r.cord, unit, r.row, w);
    for (hr_id h = u->held_first; u->held_count > 0 && h < u->held_first + u->held_count; h++) {
        if (!is_load(b, h) || b->err != HR_OK) continue;
        loads = true;
        if (hr_nb_supplies(b->site, h, &r.cord) == 0) { /* without ports it would not come back */
            b->decl[b->site->unit[h].decl] = HR_NB_LEFT_OUT;
            continue;
        }
        tell_much(b, h, power_of(b, h), hr_nb_supplies(b->site, h, &r.cord));
        hr_id type = type_of(b, field_of(b, h, "u"), &b->site->decl[b->site->unit[h].decl].weight);
        for (uint32_t m = 0; m < b->site->unit[h].count && b->err == HR_OK; m++)
            add_node(b, &r, h, name_of(b, h, m), type);
    }
    if (!loads && is_given(power_of(b, unit)) && b->err == HR_OK) {
        hr_str name = text(b, hr_arena_printf(b->arena, "%.*s-load", HR_STR_FMT(name_of(b, unit, 0))));
        tell_much(b, unit, power_of(b, unit), hr_nb_supplies(b->site, unit, &r.cord));
        add_node(b, &r, unit, name, type_of(b, NULL, NULL));
    }
    hr_vec_free(&r.cord);
}

/* A strip with nothing plugged in still has an outlet: else it would pass for something that draws. */
static void add_spare_outlets(builder *b)
{
    bool *used = HR_NEW_ARRAY(b->arena, bool, hr_nb_count(&b->nb, HR_NB_PORTS));
    if (used == NULL) note(b, HR_ENOMEM);
    for (hr_id i = 0; used != NULL && i < hr_nb_count(&b->nb, HR_NB_OUTLETS); i++)
        used[at(b, HR_NB_OUTLETS, i)->power_port] = true;
    for (hr_id u = 0; used != NULL && u < b->site->n_unit && b->err == HR_OK; u++)
        if (b->inlet[u] != HR_NONE && !used[b->inlet[u]]) add_outlet(b, b->inlet[u]);
}

/* --- the whole --------------------------------------------------------------------------------------------- */

static hr_id *ids(builder *b, uint32_t n)
{
    hr_id *list = HR_NEW_ARRAY(b->arena, hr_id, n);
    for (uint32_t i = 0; list != NULL && i < n; i++) list[i] = HR_NONE;
    return list;
}

static hr_err build(builder *b)
{
    const hr_site *s = b->site;
    b->panel = ids(b, s->n_unit);
    b->inlet = ids(b, s->n_unit);
    b->decl = HR_NEW_ARRAY(b->arena, hr_nb_became, s->n_decl);
    if (b->panel == NULL || b->inlet == NULL || b->decl == NULL) return HR_ENOMEM;
    add_row(b, HR_NB_SITES, s->name.n > 0 ? s->name : HR_STR("site"));
    add_panels(b);
    for (hr_id u = 0; u < s->n_unit && b->err == HR_OK; u++) {
        bool of_rack = is_type(b, u, "rack"), strip = is_type(b, u, "rack-pdu");
        if (of_rack ? !has_place(b, u) : strip && s->unit[u].wire_count == 0) b->decl[s->unit[u].decl] = HR_NB_LEFT_OUT;
        else if (of_rack && s->unit[u].holder == HR_NONE) add_rack(b, u);
        if (s->unit[u].holder != HR_NONE) continue;
        if (is_board(b, u)) inlet_of_board(b, u);
    }
    add_spare_outlets(b);
    return b->err;
}

hr_err hr_export_netbox(hr_ctx *ctx, const hr_site *site, hr_buf *out)
{
    builder b = {.ctx = ctx, .site = site, .arena = hr_arena_new()};
    if (b.arena == NULL) return HR_ENOMEM;
    hr_err e = build(&b);
    if (e == HR_OK) e = hr_nb_tell_lost(ctx, site, b.decl);
    if (e == HR_OK) e = hr_nb_json(&b.nb, &b.link, b.arena, out);
    hr_nb_close(&b.nb);
    hr_vec_free(&b.link);
    hr_map_free(&b.types);
    hr_arena_free(b.arena);
    return e;
}

hr_err hr_export_run_netbox(const hr_export_in *in, hr_json_put *put, void *user)
{
    hr_buf out = {0};
    hr_err e = hr_export_netbox(in->ctx, in->site, &out);
    if (e == HR_OK) return hr_export_hand_over(&out, put, user);
    hr_buf_free(&out);
    return e;
}
