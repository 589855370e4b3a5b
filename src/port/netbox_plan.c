/* netbox_plan.c - places the rows of a NetBox export: infeeds, boards, racks, what they hold, their names.
 *
 *   a power panel                            an infeed for each of its voltages: nothing upstream of it is in NetBox
 *   a power feed                             the breaker of what is cabled to it, or of the rack that it is assigned to
 *   a feed of several racks                  a pdu, so that its breaker counts once
 *   something with outlets for one rack      a rack-pdu of that rack
 *   a feed assigned to a rack, not cabled    a rack-pdu of that rack: what distributes it is not in NetBox
 *   something with outlets beyond that, or   a pdu
 *     outside of racks
 *   a device with power ports and no outlets a node, with a power supply for each port */
#include "port/netbox_plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- names ------------------------------------------------------------------------------------------------- */

static bool implied_name(const hr_nb_row *row) { return row->name.n == 0; }

hr_str hr_nb_given(hr_nb_plan *p, hr_nb_name table, hr_id i)
{
    static const char *const words[HR_NB_TABLES] = {"site",   "panel", "feed",   "rack", "type",
                                                    "device", "port",  "outlet", "cable"};
    const hr_nb_row *row = hr_nb_at(&p->nb, table, i);
    if (!implied_name(row)) return row->name;
    const char *z = hr_arena_printf(p->arena, "%s-%.*s", words[table], HR_STR_FMT(row->id));
    return z != NULL ? hr_str_of(z) : (hr_str){NULL, 0};
}

static hr_id site_of(const hr_nb_plan *p, hr_nb_name table, hr_id i)
{
    const hr_nb_row *row = hr_nb_at(&p->nb, table, i);
    if (row->site != HR_NONE) return row->site;
    if (row->rack != HR_NONE) return hr_nb_at(&p->nb, HR_NB_RACKS, row->rack)->site;
    return row->panel != HR_NONE ? hr_nb_at(&p->nb, HR_NB_PANELS, row->panel)->site : HR_NONE;
}

/* A name at top level: with its site in front where there are several. */
static hr_str top_name(hr_nb_plan *p, hr_nb_name table, hr_id i, const char *suffix)
{
    hr_str given = hr_nb_given(p, table, i), full = given;
    hr_id site = site_of(p, table, i);
    if (p->sites && site != HR_NONE && given.s != NULL) {
        const char *z =
            hr_arena_printf(p->arena, "%.*s-%.*s", HR_STR_FMT(hr_nb_given(p, HR_NB_SITES, site)), HR_STR_FMT(given));
        full = z != NULL ? hr_str_of(z) : (hr_str){NULL, 0};
    }
    hr_str legal = full.s != NULL ? hr_name_legal(p->arena, full) : full;
    hr_str name = hr_namer_take(&p->namer, legal, suffix);
    if (name.s != NULL && suffix[0] == '\0' && !hr_str_eq(name, given))
        hr_note(&p->notes, HR_MADE_RENAMED, "\"%.*s\" is %.*s", HR_STR_FMT(given), HR_STR_FMT(name));
    return name;
}

static bool is_within(hr_str rack, hr_str given)
{
    return rack.n > 0 && given.n > rack.n + 1 && memcmp(given.s, rack.s, rack.n) == 0 &&
           strchr("-_ ./:", given.s[rack.n]) != NULL;
}

/* What is left of a name behind its first n bytes and a separator. */
static hr_str behind(hr_str given, uint32_t n) { return (hr_str){given.s + n + 1, given.n - n - 1}; }

static hr_str take_held(hr_nb_plan *p, hr_nb_place *place, hr_str given, hr_str rest)
{
    hr_str legal = given.s != NULL ? hr_name_legal(p->arena, rest) : given;
    hr_str name = hr_namer_take(&place->held, legal, "");
    if (name.s != NULL && !hr_str_eq(name, rest))
        hr_note(&p->notes, HR_MADE_RENAMED, "\"%.*s\" is %.*s.%.*s", HR_STR_FMT(given), HR_STR_FMT(place->name),
                HR_STR_FMT(name));
    return name;
}

/* A name inside a rack: "rack7-node1" in rack7 is node1. */
static hr_str held_name(hr_nb_plan *p, hr_nb_place *place, hr_str given)
{
    hr_str rack = place->rack != HR_NONE ? hr_nb_at(&p->nb, HR_NB_RACKS, place->rack)->name : (hr_str){"", 0};
    return take_held(p, place, given, is_within(rack, given) ? behind(given, rack.n) : given);
}

/* A cord on a board has the name that the board has in the model, so that the export knows the one by the other: without
 * the rack in front, unless something else has that name. */
static hr_str name_on_board(hr_nb_plan *p, hr_nb_place *place, hr_str board)
{
    bool within = is_within(place->name, board) && hr_namer_is_free(&place->held, behind(board, place->name.n));
    return take_held(p, place, board, within ? behind(board, place->name.n) : board);
}

void hr_nb_note_those(hr_nb_plan *p, hr_made_section s, hr_nb_name table, hr_nb_which *which, const char *what)
{
    hr_vec list = {0};
    for (hr_id i = 0; i < hr_nb_count(&p->nb, table); i++) {
        if (!which(p, i)) continue;
        hr_str given = hr_nb_given(p, table, i), *slot = hr_vec_push(&list, sizeof *slot);
        hr_str legal = given.s != NULL ? hr_name_legal(p->arena, given) : given;
        if (slot != NULL && legal.s != NULL) *slot = legal;
        else p->notes.text[s].failed = true;
    }
    if (!p->notes.text[s].failed) hr_note_names(&p->notes, s, what, &list);
    hr_vec_free(&list);
}

/* --- infeeds ----------------------------------------------------------------------------------------------- */

static bool is_three(const hr_nb_row *feed) { return hr_str_is(feed->phase, "three-phase"); }

static double volts(const hr_nb_row *feed) { return feed->voltage.given && feed->voltage.v > 0 ? feed->voltage.v : 0; }

/* Feeds without a panel are those of one more. */
static hr_id panel_slot(const hr_nb_plan *p, const hr_nb_row *feed)
{
    return feed->panel != HR_NONE ? feed->panel : hr_nb_count(&p->nb, HR_NB_PANELS);
}

static bool in_model(const hr_nb_plan *p, hr_id i)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    bool live = feed->status.n == 0 || hr_str_is(feed->status, "active");
    bool ac = feed->supply.n == 0 || hr_str_is(feed->supply, "ac");
    return live && ac && (p->feed[i].ports > 0 || feed->rack != HR_NONE);
}

/* Within the rounding of nominal voltages: 230 of 400, 120 of 208. NetBox keeps whole volts. */
static bool is_to_neutral(double line, double v)
{
    double neutral = line / sqrt(3);
    return line > 0 && v > 0 && (fabs(neutral / v - 1) < 0.01 || round(neutral) == v);
}

/* A single-phase feed lies between line and neutral of a three-phase panel of 1.73 times its voltage, or between
 * two of its lines. */
static const char *phases_at(const hr_nb_row *feed, const hr_nb_infeed *x)
{
    double v = volts(feed);
    if (is_three(feed)) return x->three && x->voltage == v ? "ABC" : NULL;
    if (x->voltage == v) return "AB";
    return x->three && is_to_neutral(x->voltage, v) ? "A-N" : NULL;
}

/* The voltage between the lines of a panel whose single-phase feeds, this one among them, show both voltages of a
 * three-phase system. 0: they do not. first: by panel. */
static double shown_by_panel(const hr_nb_plan *p, const hr_id *first, hr_id i)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    double v = volts(feed), line = 0;
    for (hr_id k = first[panel_slot(p, feed)]; k != HR_NONE; k = p->feed[k].next) {
        const hr_nb_row *other = hr_nb_at(&p->nb, HR_NB_FEEDS, k);
        if (is_three(other)) continue;
        if (is_to_neutral(v, volts(other))) line = fmax(line, v);
        if (is_to_neutral(volts(other), v)) line = fmax(line, volts(other));
    }
    return line;
}

/* A panel whose feeds do not show its system is one of a three-phase system where other panels of the export show such a
 * system: else its voltage would contradict theirs in a rack on both. NULL: they show none. */
static const hr_nb_infeed *system_of(const hr_nb_plan *p, const hr_nb_row *feed)
{
    for (hr_id k = 0; k < p->infeed.n; k++) {
        const char *phases = phases_at(feed, hr_nb_infeed_at(p, k));
        if (phases != NULL && strcmp(phases, "A-N") == 0) return hr_nb_infeed_at(p, k);
    }
    return NULL;
}

/* line: that of its panel, as its single-phase feeds show it; 0 where they do not. */
static hr_err find_infeed(hr_nb_plan *p, hr_id i, double line)
{
    const hr_nb_row *feed = hr_nb_at(&p->nb, HR_NB_FEEDS, i);
    for (hr_id k = 0; k < p->infeed.n; k++) {
        const hr_nb_infeed *x = hr_nb_infeed_at(p, k);
        if (x->panel != feed->panel) continue;
        p->feed[i].phases = phases_at(feed, x);
        p->feed[i].infeed = k;
        if (p->feed[i].phases != NULL) return HR_OK;
    }
    const hr_nb_infeed *like = system_of(p, feed);
    hr_nb_infeed made = {feed->panel, volts(feed), is_three(feed), {NULL, 0}};
    if (line > 0) made.voltage = line, made.three = true;
    else if (like != NULL) made.voltage = like->voltage, made.three = true;
    hr_nb_infeed *x = hr_vec_push(&p->infeed, sizeof *x);
    if (x == NULL) return HR_ENOMEM;
    *x = made;
    p->feed[i].infeed = (hr_id)p->infeed.n - 1;
    p->feed[i].phases = phases_at(feed, x);
    return HR_OK;
}

static hr_err name_infeed(hr_nb_plan *p, hr_id k)
{
    char suffix[40] = "";
    hr_nb_infeed *x = hr_nb_infeed_at(p, k);
    for (hr_id i = 0; i < k; i++)
        if (hr_nb_infeed_at(p, i)->panel == x->panel)
            snprintf(suffix, sizeof suffix, x->voltage > 0 ? "-%.0fV" : "-no-voltage", x->voltage);
    if (x->panel != HR_NONE) x->name = top_name(p, HR_NB_PANELS, x->panel, suffix);
    else x->name = hr_namer_take(&p->namer, HR_STR("panel"), suffix);
    return x->name.s != NULL ? HR_OK : HR_ENOMEM;
}

/* The feeds in the model by panel; NULL without memory. */
static hr_id *list_feeds(hr_nb_plan *p)
{
    hr_id panels = hr_nb_count(&p->nb, HR_NB_PANELS);
    hr_id *first = HR_NEW_ARRAY(p->arena, hr_id, panels + 1);
    if (first == NULL) return NULL;
    for (hr_id k = 0; k <= panels; k++) first[k] = HR_NONE;
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_FEEDS); i++) {
        p->feed[i].infeed = p->feed[i].next = HR_NONE;
        if (!in_model(p, i)) continue;
        hr_id *slot = &first[panel_slot(p, hr_nb_at(&p->nb, HR_NB_FEEDS, i))];
        p->feed[i].next = *slot;
        *slot = i;
    }
    return first;
}

/* Three-phase feeds first: they tell the voltage of a panel that has both. Then those that show such a system together,
 * and last those that other panels have to tell the system of. */
static hr_err make_infeeds(hr_nb_plan *p)
{
    hr_err e = HR_OK;
    const hr_id *first = list_feeds(p);
    if (first == NULL) return HR_ENOMEM;
    for (int turn = 0; turn < 3; turn++)
        for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_FEEDS) && e == HR_OK; i++) {
            bool three = is_three(hr_nb_at(&p->nb, HR_NB_FEEDS, i));
            double line = three ? 0 : shown_by_panel(p, first, i);
            if (in_model(p, i) && turn == (three ? 0 : line > 0 ? 1 : 2)) e = find_infeed(p, i, line);
        }
    for (hr_id k = 0; k < p->infeed.n && e == HR_OK; k++) e = name_infeed(p, k);
    return e;
}

/* --- places ------------------------------------------------------------------------------------------------ */

static hr_nb_place *new_place(hr_nb_plan *p, hr_id rack, hr_str name)
{
    hr_nb_place *place = name.s != NULL ? hr_vec_push(&p->place, sizeof *place) : NULL;
    if (place == NULL) return NULL;
    *place = (hr_nb_place){.rack = rack, .name = name, .held.arena = p->arena};
    return place;
}

/* Racks that neither hold anything that draws nor have a feed say nothing of power, but of weight and height. */
static hr_err make_places(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_RACKS); i++) {
        p->place_of[i] = (hr_id)p->place.n;
        if (new_place(p, i, top_name(p, HR_NB_RACKS, i, "")) == NULL) return HR_ENOMEM;
    }
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_DEVICES); i++) {
        hr_id rack = hr_nb_at(&p->nb, HR_NB_DEVICES, i)->rack;
        if (!hr_nb_draws(p, i)) continue;
        p->device[i].place = rack != HR_NONE ? p->place_of[rack] : (hr_id)p->place.n;
        if (rack == HR_NONE && new_place(p, HR_NONE, top_name(p, HR_NB_DEVICES, i, "-rack")) == NULL) return HR_ENOMEM;
        hr_id *slot = hr_vec_push(&hr_nb_place_at(p, p->device[i].place)->device, sizeof *slot);
        if (slot == NULL) return HR_ENOMEM;
        *slot = i;
    }
    return HR_OK;
}

/* --- what has outlets -------------------------------------------------------------------------------------- */

static hr_id inlet_of(const hr_nb_plan *p, hr_id port)
{
    const hr_nb_port *x = &p->port[port];
    return x->up.kind == HR_NB_AT_OUTLET ? p->inlet[x->up.row] : HR_NONE;
}

/* The role of an inlet, by what hangs on it. */
static void use_inlet(hr_nb_plan *p, hr_id inlet, hr_id consumer)
{
    hr_nb_port *x = &p->port[inlet];
    hr_id device = hr_nb_at(&p->nb, HR_NB_PORTS, consumer)->device;
    bool leaf = device != HR_NONE && hr_nb_draws(p, device);
    bool leg = hr_nb_at(&p->nb, HR_NB_OUTLETS, p->port[consumer].up.row)->leg.n > 0;
    x->legs = leg && (x->outlets == 0 || x->legs);
    x->outlets++;
    x->hung += hr_nb_draw_of(hr_nb_at(&p->nb, HR_NB_PORTS, consumer)).v;
    hr_id owner = hr_nb_at(&p->nb, HR_NB_PORTS, inlet)->device;
    bool outside = owner != HR_NONE && hr_nb_at(&p->nb, HR_NB_DEVICES, owner)->rack == HR_NONE;
    if (!leaf || outside || (x->role == HR_NB_STRIP && x->place != p->device[device].place)) x->role = HR_NB_BOARD;
    if (x->role != HR_NB_UNUSED) return;
    x->role = HR_NB_STRIP;
    x->place = p->device[device].place;
}

/* A strip with nothing on it is a cord of the rack in which it stands; in no rack it is an element of its own. */
static void keep_empty(hr_nb_plan *p, hr_id i)
{
    hr_nb_port *x = &p->port[i];
    hr_id device = hr_nb_at(&p->nb, HR_NB_PORTS, i)->device;
    hr_id rack = device != HR_NONE ? hr_nb_at(&p->nb, HR_NB_DEVICES, device)->rack : HR_NONE;
    bool empty = device != HR_NONE && p->device[device].has_outlets && x->role == HR_NB_UNUSED;
    if (!empty || x->why != HR_NB_FED) return;
    x->role = rack != HR_NONE ? HR_NB_STRIP : HR_NB_BOARD;
    if (rack != HR_NONE) x->place = p->place_of[rack];
}

static hr_err name_board(hr_nb_plan *p, hr_id i)
{
    hr_nb_port *x = &p->port[i];
    hr_id device = hr_nb_at(&p->nb, HR_NB_PORTS, i)->device;
    if (device == HR_NONE) x->name = top_name(p, HR_NB_PORTS, i, "");
    else x->name = top_name(p, HR_NB_DEVICES, device, "");
    return x->name.s != NULL ? HR_OK : HR_ENOMEM;
}

/* A feed with several ports is one cord where they are of devices in one rack, else an element. */
static void find_sharers(hr_nb_plan *p)
{
    hr_id n = hr_nb_count(&p->nb, HR_NB_FEEDS);
    bool *any = HR_NEW_ARRAY(p->arena, bool, n);
    for (hr_id i = 0; any != NULL && i < hr_nb_count(&p->nb, HR_NB_PORTS); i++) {
        hr_id device = hr_nb_at(&p->nb, HR_NB_PORTS, i)->device;
        if (p->port[i].up.kind != HR_NB_AT_FEED) continue;
        hr_nb_feed *f = &p->feed[p->port[i].up.row];
        hr_id place = device != HR_NONE && hr_nb_draws(p, device) ? p->device[device].place : HR_NONE;
        f->place = !any[p->port[i].up.row] || f->place == place ? place : HR_NONE;
        any[p->port[i].up.row] = true;
    }
}

static hr_err name_feeds(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_FEEDS); i++) {
        hr_nb_feed *f = &p->feed[i];
        if (f->ports < 2 || f->place != HR_NONE || f->infeed == HR_NONE) continue;
        f->name = top_name(p, HR_NB_FEEDS, i, "");
        if (f->name.s == NULL) return HR_ENOMEM;
    }
    return HR_OK;
}

static hr_err assign_inlets(hr_nb_plan *p)
{
    hr_id n = hr_nb_count(&p->nb, HR_NB_PORTS);
    hr_err e = HR_OK;
    for (hr_id i = 0; i < n; i++) {
        hr_id inlet = inlet_of(p, i);
        if (inlet != HR_NONE && p->port[i].why == HR_NB_FED) use_inlet(p, inlet, i);
    }
    for (hr_id i = 0; i < n; i++) keep_empty(p, i);
    find_sharers(p);
    for (hr_id i = 0; i < n && e == HR_OK; i++)
        if (p->port[i].role == HR_NB_BOARD) e = name_board(p, i);
    return e == HR_OK ? name_feeds(p) : e;
}

/* --- cords ------------------------------------------------------------------------------------------------- */

hr_id hr_nb_cord_of(const hr_nb_plan *p, const hr_nb_place *place, hr_id port)
{
    const hr_nb_cord *c = place->cord.item;
    hr_id inlet = inlet_of(p, port);
    hr_id feed = p->port[port].up.kind == HR_NB_AT_FEED ? p->port[port].up.row : HR_NONE;
    if (p->port[port].why != HR_NB_FED) return HR_NONE;
    for (hr_id k = 0; k < place->cord.n; k++)
        if (inlet != HR_NONE ? c[k].inlet == inlet : c[k].inlet == HR_NONE && c[k].feed == feed) return k;
    return HR_NONE;
}

static hr_str name_cord(hr_nb_plan *p, hr_nb_place *place, hr_id inlet, hr_id feed)
{
    hr_str board = inlet != HR_NONE ? p->port[inlet].name : p->feed[feed].name;
    hr_id device = inlet != HR_NONE ? hr_nb_at(&p->nb, HR_NB_PORTS, inlet)->device : HR_NONE;
    if (board.s != NULL) return name_on_board(p, place, board);
    return held_name(p, place,
                     device != HR_NONE  ? hr_nb_given(p, HR_NB_DEVICES, device)
                     : inlet != HR_NONE ? hr_nb_given(p, HR_NB_PORTS, inlet)
                                        : hr_nb_given(p, HR_NB_FEEDS, feed));
}

static hr_err add_cord(hr_nb_plan *p, hr_id at, hr_id inlet, hr_id feed)
{
    hr_nb_place *place = hr_nb_place_at(p, at);
    hr_nb_feed *f = &p->feed[inlet != HR_NONE ? p->port[inlet].feed : feed];
    double voltage = hr_nb_infeed_at(p, f->infeed)->voltage;
    f->apart = place->voltage > 0 && voltage > 0 && voltage != place->voltage; /* a rack has one voltage */
    place->apart |= f->apart;
    if (f->apart) return HR_OK;
    if (place->voltage <= 0) place->voltage = voltage;
    hr_nb_cord *c = hr_vec_push(&place->cord, sizeof *c);
    if (c == NULL) return HR_ENOMEM;
    *c = (hr_nb_cord){inlet, feed, {NULL, 0}};
    c->name = name_cord(p, place, inlet, feed);
    place->strips |= inlet != HR_NONE || p->feed[feed].ports == 0;
    return c->name.s != NULL ? HR_OK : HR_ENOMEM;
}

/* The cords that what stands in a rack is plugged into, in the order of ports. */
static hr_err cords_of_device(hr_nb_plan *p, hr_id device)
{
    hr_err e = HR_OK;
    hr_id at = p->device[device].place;
    for (hr_id i = p->device[device].port; i != HR_NONE && e == HR_OK; i = p->port[i].next) {
        const hr_nb_port *x = &p->port[i];
        if (x->why != HR_NB_FED || hr_nb_cord_of(p, hr_nb_place_at(p, at), i) != HR_NONE) continue;
        e = add_cord(p, at, inlet_of(p, i), x->up.kind == HR_NB_AT_FEED ? x->up.row : HR_NONE);
    }
    return e;
}

static hr_err make_cords(hr_nb_plan *p)
{
    hr_err e = HR_OK;
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_PORTS) && e == HR_OK; i++)
        if (p->port[i].role == HR_NB_STRIP) e = add_cord(p, p->port[i].place, i, HR_NONE);
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_DEVICES) && e == HR_OK; i++)
        if (hr_nb_draws(p, i)) e = cords_of_device(p, i);
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_FEEDS) && e == HR_OK; i++) {
        hr_id rack = hr_nb_at(&p->nb, HR_NB_FEEDS, i)->rack;
        if (p->feed[i].infeed == HR_NONE || p->feed[i].ports > 0 || rack == HR_NONE) continue;
        e = add_cord(p, p->place_of[rack], HR_NONE, i);
    }
    return e;
}

static hr_err name_devices(hr_nb_plan *p)
{
    for (hr_id k = 0; k < p->place.n; k++) {
        hr_nb_place *place = hr_nb_place_at(p, k);
        const hr_id *device = place->device.item;
        for (size_t i = 0; i < place->device.n; i++) {
            hr_str name = held_name(p, place, hr_nb_given(p, HR_NB_DEVICES, device[i]));
            if (name.s == NULL) return HR_ENOMEM;
            p->device[device[i]].name = name;
        }
    }
    return HR_OK;
}

/* --- the whole --------------------------------------------------------------------------------------------- */

hr_err hr_nb_plan_make(hr_nb_plan *p)
{
    p->namer.arena = p->arena;
    p->sites = hr_nb_count(&p->nb, HR_NB_SITES) > 1;
    hr_err e = hr_nb_plan_trace(p);
    if (e == HR_OK) e = make_infeeds(p);
    if (e == HR_OK) e = make_places(p);
    if (e == HR_OK) e = assign_inlets(p);
    if (e == HR_OK) e = make_cords(p);
    return e == HR_OK ? name_devices(p) : e;
}

void hr_nb_plan_close(hr_nb_plan *p)
{
    for (hr_id k = 0; k < p->place.n; k++) {
        hr_nb_place *place = hr_nb_place_at(p, k);
        hr_namer_close(&place->held);
        hr_vec_free(&place->cord);
        hr_vec_free(&place->device);
    }
    hr_vec_free(&p->place);
    hr_vec_free(&p->infeed);
    hr_notes_close(&p->notes);
    hr_namer_close(&p->namer);
    hr_nb_close(&p->nb);
}
