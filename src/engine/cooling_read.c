/* cooling_read.c - what the cooling engine found, at points: readings, what they come from, what keeps them unknown.
 *
 * Every quantity of heat stands at the own port of a unit. One function finds the amount behind a point; reading, gap and
 * words are told from that. */
#include "element/site_fields.h"
#include "engine/cold_plate.h"
#include "engine/loop_net.h"
#include "engine/trays.h"
#include "model/units.h"

/* --- chips ---------------------------------------------------------------------------------------------------------------- */

typedef struct chip {
    const hr_plate_rec *plate;
    const cool_load *rack;
    cool_amount flow, resistance, die; /* m3/s through one plate, where any flows */
} chip;

static const cool_load *rack_of(const cooling *c, hr_id unit)
{
    const hr_site *s = c->e->site;
    hr_id rack = unit;
    while (s->unit[rack].holder != HR_NONE) rack = s->unit[rack].holder;
    return hr_unit_cooling(s, rack) == HR_COOLING_RACK ? &c->load[c->index[rack]] : NULL;
}

/* m3/s of a node: its own, or by its heat as its loop says. */
static cool_amount node_flow(const cooling *c, const cool_load *rack, hr_id unit, const hr_heat_fields *f,
                             hr_harsh harsh)
{
    hr_corner corner = c->e->corner;
    cool_amount own = cool_num(f->flow, harsh, corner, unit, "flow");
    const hr_num *each = rack->coolant != COOL_NONE ? c->body[rack->coolant].loop.flow_per_power : NULL;
    hr_id load = c->e->unit[unit].own_load;
    bool told = each && each->presence && f->liquid_share && f->liquid_share->presence && load != HR_NONE;
    if (cool_is(&own) || !told || !c->e->load[load].known) return own;
    return cool_known(hr_num_at(each, HR_HARSH_HIGH, corner) * c->e->load[load].p *
                      hr_num_at(f->liquid_share, HR_HARSH_LOW_THEN_HIGH, corner));
}

/* m3/s through one plate: its own, or the node's in equal parts; as far as it comes. */
static cool_amount plate_flow(const cooling *c, const cool_load *rack, hr_id unit, const hr_heat_fields *f)
{
    hr_corner corner = c->e->corner;
    cool_amount own = cool_num(&f->plate->flow, HR_HARSH_LOW, corner, unit, "plate.flow");
    cool_amount count = cool_num(&f->plate->count, HR_HARSH_HIGH, corner, unit, "plate.count");
    cool_amount node = node_flow(c, rack, unit, f, HR_HARSH_LOW);
    cool_amount part = hr_trays_part(rack, node_flow(c, rack, unit, f, HR_HARSH_HIGH));
    if (!cool_is(&part)) return cool_lacks(&part);
    if (cool_is(&own)) return cool_known(own.v * part.v);
    if (!cool_is(&count) || count.v <= 0) return cool_unknown(unit, "plate.count");
    return cool_is(&node) ? cool_known(node.v / count.v * part.v) : cool_unknown(unit, "plate.flow");
}

/* What boils around a chip has one temperature, whatever moves. */
static bool boils_around(const cooling *c, const cool_load *rack)
{
    return rack->coolant != COOL_NONE && cool_boils(&c->body[rack->coolant]);
}

/* K/W from what comes to it to its case. */
static cool_amount case_resistance(const cooling *c, hr_id unit, const hr_heat_fields *f, chip *x)
{
    const hr_plate_rec *p = f->plate;
    const hr_plate_curve curve = {p->resistance.n, p->resistance.x, p->resistance.y};
    double r;
    if (x->rack->coolant == COOL_NONE) return cool_unknown(x->rack->unit, "coolant");
    if (boils_around(c, x->rack))
        return cool_num(&p->boiling_resistance, HR_HARSH_HIGH, c->e->corner, unit, "plate.boiling_resistance");
    if (curve.n == 0) return cool_unknown(unit, "plate.resistance");
    x->flow = plate_flow(c, x->rack, unit, f);
    if (!cool_is(&x->flow)) return cool_lacks(&x->flow);
    return hr_plate_resistance(&curve, x->flow.v, &r) ? cool_known(r) : cool_unknown(unit, "plate.flow");
}

static cool_amount chip_at(const cooling *c, hr_id unit, chip *out)
{
    hr_heat_fields f = {0};
    const hr_cooling_ops *ops = hr_unit_type(c->e->site, unit)->cooling;
    *out = (chip){.rack = rack_of(c, unit)};
    if (ops && ops->heat) ops->heat(hr_unit_fields(c->e->site, unit), &f);
    if (!f.plate || !f.plate->present || !out->rack) return cool_none();
    out->plate = f.plate;
    cool_amount power = cool_num(&f.plate->power, HR_HARSH_HIGH, c->e->corner, unit, "plate.power");
    cool_amount junction =
        cool_num(&f.plate->die_resistance, HR_HARSH_HIGH, c->e->corner, unit, "plate.die_resistance");
    out->resistance = case_resistance(c, unit, &f, out);
    const cool_amount *all[] = {&out->resistance, &power, &junction, &out->rack->supply};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (!cool_is(all[i])) return cool_lacks(all[i]);
    return out->die = cool_known(out->rack->supply.v + power.v * (out->resistance.v + junction.v));
}

bool hr_cooling_chip(const cooling *c, hr_id node, cool_chip *out)
{
    chip x;
    cool_amount die = chip_at(c, node, &x);
    *out = (cool_chip){.plate = x.plate, .lacks = die};
    if (!x.plate) return false;
    if (cool_is(&die)) {
        out->power = hr_num_at(&x.plate->power, HR_HARSH_HIGH, c->e->corner);
        out->inlet = x.rack->supply.v;
        out->flow = x.flow.v;
        out->boils = boils_around(c, x.rack);
    }
    return true;
}

/* --- dew point -------------------------------------------------------------------------------------------------------------- */

/* The highest of the zones in which something stands that the loop cools. */
static cool_amount dew_around(const cooling *c, uint32_t body)
{
    cool_amount most = cool_unknown(c->body[body].unit, "zone");
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        if (l->coolant != body && l->door_to != body) continue;
        if (l->zone == COOL_NONE) return cool_unknown(l->unit, "zone");
        const cool_body *z = &c->body[l->zone];
        cool_amount dew = cool_num(z->zone.dew_point, HR_HARSH_HIGH, c->e->corner, z->unit, "dew_point");
        if (!cool_is(&dew)) return dew;
        if (!cool_is(&most) || dew.v > most.v) most = dew;
    }
    return most;
}

/* Only a loop that something in a rack hangs on has room air around it that matters. */
static cool_amount dew_margin(const cooling *c, uint32_t body)
{
    const cool_body *b = &c->body[body];
    if (b->loads == 0) return cool_none();
    cool_amount dew = dew_around(c, body);
    if (!cool_is(&b->supply)) return cool_lacks(&b->supply);
    return cool_is(&dew) ? cool_known(b->supply.v - dew.v) : cool_lacks(&dew);
}

/* --- amounts ---------------------------------------------------------------------------------------------------------------- */

static cool_amount of_body(const cooling *c, uint32_t i, hr_quantity q)
{
    const cool_body *b = &c->body[i];
    switch (q) {
    case HR_Q_HEAT: return b->heat;
    case HR_Q_FLOW: return b->able;
    case HR_Q_NEED: return b->need;
    case HR_Q_SUPPLY: return b->supply;
    case HR_Q_RETURN: return b->back;
    case HR_Q_INLET: return b->air ? b->inlet : cool_none();
    case HR_Q_DEW_MARGIN: return b->air ? cool_none() : dew_margin(c, i);
    default: return cool_none();
    }
}

static cool_amount of_cooler(const cooling *c, const cool_cooler *x, hr_quantity q)
{
    if (x->lives == HR_S_OFF) return cool_none();
    switch (q) {
    case HR_Q_HEAT: return x->heat;
    case HR_Q_FLOW: return x->f.law == HR_LAW_CONDENSER ? cool_none() : x->flow;
    case HR_Q_ABLE: return x->ahead.is || x->f.law == HR_LAW_CONDENSER ? cool_none() : x->rated_flow;
    case HR_Q_PRIMARY_FLOW: return x->to == COOL_NONE ? cool_none() : x->primary_flow;
    case HR_Q_CARRIED: return x->alone.carried;
    case HR_Q_SUPPLY: return x->supply;
    case HR_Q_LOWEST: return x->f.law == HR_LAW_COMPRESSOR || x->ahead.is ? cool_none() : hr_cooling_lowest(c, x);
    case HR_Q_RETURN: return x->back;
    case HR_Q_OUTDOOR: return x->to == COOL_NONE ? x->outdoor : cool_none();
    case HR_Q_DRAW: return x->power;
    default: return cool_none();
    }
}

/* A bath whose tank does not run has its heat all the same: nothing moves it, nothing takes it, and it gets warmer. */
static cool_amount of_bath(const cooling *c, const cool_cooler *x, hr_quantity q)
{
    const cool_body *b = &c->body[x->body];
    bool idle = cool_is(&b->heat) && b->heat.v <= 0;
    if (x->lives != HR_S_OFF || idle) return of_cooler(c, x, q);
    switch (q) {
    case HR_Q_FLOW: return cool_boils(b) ? cool_none() : b->need;
    case HR_Q_ABLE: return cool_boils(b) ? cool_none() : cool_known(0);
    case HR_Q_SUPPLY:
    case HR_Q_LOWEST:
    case HR_Q_RETURN: return cool_unknown(x->unit, "from");
    default: return cool_none();
    }
}

/* W to the air of its zone. */
static cool_amount after_door(const cool_load *l)
{
    cool_amount air = l->air;
    if (l->door != HR_NONE && cool_is(&air)) {
        if (!cool_is(&l->door_heat)) return cool_lacks(&l->door_heat);
        air.v -= l->door_heat.v;
    }
    return air;
}

/* m3/s that its place has to bring: what it takes in, less the part that its own door has cooled already. */
static cool_amount place_need(const cool_load *l)
{
    cool_amount air = l->airflow, left = after_door(l);
    if (!cool_is(&air)) return cool_lacks(&air);
    if (l->door == HR_NONE) return air;
    if (!cool_is(&left)) return cool_lacks(&left);
    if (l->air.v > 0) air.v *= left.v / l->air.v;
    return air;
}

static cool_amount of_load(const cool_load *l, hr_quantity q)
{
    bool liquid = l->coolant != COOL_NONE, air = l->zone != COOL_NONE;
    switch (q) {
    case HR_Q_HEAT: return liquid ? l->liquid : cool_none();
    case HR_Q_AIR_HEAT: return after_door(l);
    case HR_Q_AIR_NEED: return air ? place_need(l) : cool_none();
    case HR_Q_FLOW: return liquid ? l->flow : cool_none();
    case HR_Q_NEED: return liquid ? l->need : cool_none();
    case HR_Q_SUPPLY: return liquid ? l->supply : cool_none();
    case HR_Q_RETURN: return liquid ? l->back : cool_none();
    case HR_Q_INLET: return air ? l->inlet : cool_none();
    default: return cool_none();
    }
}

static cool_amount of_door(const cooling *c, hr_id unit, hr_quantity q)
{
    const cool_load *l = rack_of(c, unit);
    if (!l || l->door != unit) return cool_none();
    return q == HR_Q_HEAT ? l->door_heat : q == HR_Q_NEED ? l->door_flow : cool_none();
}

static cool_amount of_manifold(const cooling *c, hr_id unit, hr_quantity q)
{
    const cool_load *l = rack_of(c, unit);
    if (!l || l->manifold != unit) return cool_none();
    if (l->coolant != COOL_NONE && cool_is(&l->need) && !(l->need.v > 0)) return cool_none();
    switch (q) {
    case HR_Q_TRAY_FLOW: return l->trays.least;
    case HR_Q_NEED: return l->trays.need;
    case HR_Q_DROP: return cool_is(&l->trays.least) ? cool_known(l->trays.found.drop) : cool_lacks(&l->trays.least);
    default: return cool_none();
    }
}

static cool_amount ratio(const cool_amount *top, const cool_amount *it)
{
    if (it->state == HR_S_OFF) return cool_none();
    if (!cool_is(top)) return top->state == HR_S_OFF ? cool_none() : cool_lacks(top);
    if (!cool_is(it)) return cool_lacks(it);
    return it->v > 0 ? cool_known(top->v / it->v) : cool_none();
}

static cool_amount of_site(const cooling *c, hr_quantity q)
{
    switch (q) {
    case HR_Q_PUE: return ratio(&c->total, &c->it);
    case HR_Q_WUE: return ratio(&c->water, &c->it);
    case HR_Q_PUE_YEAR: return ratio(&c->year.total, &c->year.it);
    case HR_Q_WUE_YEAR: return ratio(&c->year.water, &c->year.it);
    default: return cool_none();
    }
}

static cool_amount amount_at(const cooling *c, hr_id point)
{
    const hr_site *s = c->e->site;
    hr_id port = hr_point_port(point), unit = s->port[port].unit;
    hr_quantity q = hr_point_quantity(point);
    chip ignored;
    if (unit == s->self) return of_site(c, q);
    if (unit >= s->n_unit || s->unit[unit].port != port) return cool_none();
    if (q == HR_Q_DIE) return chip_at(c, unit, &ignored);
    switch (hr_unit_cooling(s, unit)) {
    case HR_COOLING_LOOP:
    case HR_COOLING_ZONE: return of_body(c, c->index[unit], q);
    case HR_COOLING_IMMERSION: return of_bath(c, &c->cooler[c->index[unit]], q);
    case HR_COOLING_COOLER: return of_cooler(c, &c->cooler[c->index[unit]], q);
    case HR_COOLING_DOOR: return of_door(c, unit, q);
    case HR_COOLING_MANIFOLD: return of_manifold(c, unit, q);
    case HR_COOLING_VESSEL: return q == HR_Q_EXPANSION ? hr_expansion(c, unit) : cool_none();
    case HR_COOLING_JUNCTION:
    case HR_COOLING_LINK:
    case HR_COOLING_PUMP: return hr_loop_net_amount(c, unit, q);
    default: return hr_cooling_is_load(s, unit) ? of_load(&c->load[c->index[unit]], q) : cool_none();
    }
}

hr_reading hr_cooling_reading(const hr_engine *e, hr_id point)
{
    if (!e->cooling) return (hr_reading){0, HR_S_OFF};
    cool_amount a = amount_at(e->cooling, point);
    if (a.state == HR_S_OFF) return (hr_reading){0, HR_S_OFF};
    hr_quantity q = hr_point_quantity(point);
    bool of_year = q == HR_Q_PUE_YEAR || q == HR_Q_WUE_YEAR; /* says itself which hours did not come to rest */
    if (e->cooling->unsolved && !of_year) return (hr_reading){0, HR_S_UNSOLVED};
    return (hr_reading){a.v, a.state};
}

bool hr_cooling_gap(const hr_engine *e, hr_id point, hr_id *unit, const char **field)
{
    if (!e->cooling) return false;
    cool_amount a = amount_at(e->cooling, point);
    if (a.missing == NULL) return false;
    *unit = a.unit == HR_NONE ? e->site->self : a.unit;
    *field = a.missing;
    return true;
}

/* --- addends ---------------------------------------------------------------------------------------------------------------- */

typedef struct addends {
    const cooling *c;
    hr_quantity q;
    hr_addend *item; /* NULL while they are counted */
    uint32_t n;
} addends;

static void add(addends *l, hr_id unit, hr_quantity q, const char *what, cool_amount a)
{
    if (a.state == HR_S_OFF || (cool_is(&a) && a.v == 0)) return;
    hr_id port = l->c->e->site->unit[unit].port;
    if (l->item)
        l->item[l->n] = (hr_addend){.what = what,
                                    .v = a.v,
                                    .state = a.state,
                                    .port = port,
                                    .unit = unit,
                                    .count = 1,
                                    .missing = a.missing,
                                    .quantity = (uint8_t)q};
    l->n++;
}

/* What comes into a loop or zone: of loads, of coolers that give their heat to it, of those that cool it. */
static void list_heat(addends *l, uint32_t body)
{
    const cooling *c = l->c;
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *x = &c->load[i];
        if (x->coolant == body) add(l, x->unit, HR_Q_HEAT, "heat", x->liquid);
        if (x->zone == body) add(l, x->unit, HR_Q_AIR_HEAT, "heat to air", after_door(x));
        if (x->door_to == body) add(l, x->door, HR_Q_HEAT, "heat", x->door_heat);
    }
    const loop_net *n = c->body[body].net;
    for (uint32_t i = 0; n && i < n->n_link; i++) {
        const net_link *x = &n->link[i];
        if (x->what == NET_PART) add(l, x->unit, HR_Q_DRAW, "power", x->draw);
    }
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        bool own = x->body == body && cool_warms_its_body(x);
        if (x->lives == HR_S_OFF) continue;
        if (x->to == body) add(l, x->unit, HR_Q_HEAT, "heat", x->heat);
        if (x->body == body) add(l, x->unit, HR_Q_DRAW, "own feeds of pumps of", x->held);
        if (own || (x->to == body && cool_warms_what_takes(x))) add(l, x->unit, HR_Q_DRAW, "power", x->power);
    }
}

static void list_need(addends *l, uint32_t body)
{
    const cooling *c = l->c;
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *x = &c->load[i];
        if (x->coolant == body) add(l, x->unit, HR_Q_NEED, "flow", x->need);
        if (x->zone == body) add(l, x->unit, HR_Q_NEED, "air", x->airflow);
        if (x->door_to == body) add(l, x->door, HR_Q_NEED, "flow", x->door_flow);
    }
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        if (x->to != body || x->lives == HR_S_OFF) continue;
        add(l, x->unit, HR_Q_PRIMARY_FLOW, c->body[body].air ? "air" : "flow", x->primary_flow);
    }
}

static void list_all(addends *l, hr_id unit)
{
    hr_cooling_kind k = hr_unit_cooling(l->c->e->site, unit);
    bool body = k == HR_COOLING_LOOP || k == HR_COOLING_ZONE;
    l->n = 0;
    if (body && l->q == HR_Q_HEAT) list_heat(l, l->c->index[unit]);
    if (body && l->q == HR_Q_NEED) list_need(l, l->c->index[unit]);
    if (k == HR_COOLING_IMMERSION && l->q == HR_Q_HEAT) list_heat(l, l->c->cooler[l->c->index[unit]].body);
    if (k == HR_COOLING_IMMERSION && l->q == HR_Q_FLOW) list_need(l, l->c->cooler[l->c->index[unit]].body);
    if (k != HR_COOLING_COOLER || l->c->cooler[l->c->index[unit]].body == COOL_NONE) return;
    hr_id of = l->c->body[l->c->cooler[l->c->index[unit]].body].unit; /* its share of that */
    const cool_cooler *x = &l->c->cooler[l->c->index[unit]];
    if (l->q == HR_Q_HEAT) add(l, of, HR_Q_HEAT, "share of", x->heat);
    if (l->q == HR_Q_FLOW) add(l, of, HR_Q_NEED, "share of", x->flow);
}

hr_err hr_cooling_explain(hr_work *w, hr_id point, hr_explanation *out)
{
    const cooling *c = w->e->cooling;
    *out = (hr_explanation){.reading = hr_cooling_reading(w->e, point)};
    hr_id unit = w->e->site->port[hr_point_port(point)].unit;
    if (!c || unit >= w->e->site->n_unit) return HR_OK;
    addends l = {.c = c, .q = hr_point_quantity(point)};
    list_all(&l, unit);
    if (!(l.item = HR_NEW_ARRAY(w->arena, hr_addend, l.n))) return HR_ENOMEM;
    list_all(&l, unit);
    out->addend = l.item;
    out->n = l.n;
    return HR_OK;
}

/* --- words ------------------------------------------------------------------------------------------------------------------- */

static void put(hr_buf *out, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_z(out, text);
}

static void put_name(const cooling *c, hr_id unit, hr_buf *out)
{
    char name[256];
    hr_unit_name(c->e->site, unit, 0, name, sizeof name);
    hr_buf_z(out, name);
}

/* "chw comes back at 29.6 degC, cws at 14 degC + 2 K approach at 500 kW". */
static void ahead_words(const cooling *c, const cool_cooler *x, hr_buf *out)
{
    cool_amount source = hr_free_cooling_source(c, x), open = hr_free_cooling_open(c, x);
    if (cool_is(&open) && open.v <= 0) hr_buf_z(out, "shut off by the outdoor air; ");
    if (cool_is(&x->back)) {
        put_name(c, c->body[x->body].unit, out);
        hr_buf_z(out, " comes back at ");
        put(out, x->back.v, HR_DIM_KELVIN);
    }
    if (!cool_is(&source)) return;
    if (cool_is(&x->back)) hr_buf_z(out, ", ");
    if (x->to != COOL_NONE) put_name(c, c->body[x->to].unit, out);
    else hr_buf_z(out, "outdoor air");
    hr_buf_z(out, " at ");
    put(out, source.v, HR_DIM_KELVIN);
    if (!x->f.approach || !x->f.approach->presence || !x->f.cooling->presence) return;
    hr_buf_z(out, " + ");
    put(out, hr_num_at(x->f.approach, HR_HARSH_HIGH, c->e->corner), HR_DIM_KELVIN_DIFF);
    hr_buf_z(out, " approach at ");
    put(out, hr_num_at(x->f.cooling, HR_HARSH_LOW, c->e->corner), HR_DIM_WATT);
}

/* "33.3 % of 2.4 MW that go into fws"; "50 % of 1.1 MW that economisers leave of 2.4 MW that go into fws". With pipes no share
 * of what is needed: "620 L/min that pipes let through; 45.5 L/min are needed of fws". */
static void share_words(const cooling *c, const cool_cooler *x, hr_quantity q, hr_buf *out)
{
    const cool_body *b = &c->body[x->body];
    char part[32];
    if (x->ahead.is) {
        ahead_words(c, x, out);
        return;
    }
    if (q != HR_Q_HEAT && b->net && cool_is(&x->flow)) {
        put(out, x->flow.v, HR_DIM_M3_PER_S);
        hr_buf_z(out, " that pipes let through; ");
        put(out, b->need.v, HR_DIM_M3_PER_S);
        hr_buf_z(out, " are needed of ");
        put_name(c, b->unit, out);
        return;
    }
    hr_percent_text(part, sizeof part, x->share.v, 4);
    if (x->share.v < 1 && !b->bathes) hr_buf_printf(out, "%s of ", part);
    if (b->ahead && q == HR_Q_HEAT) {
        put(out, b->rest.v, HR_DIM_WATT);
        hr_buf_z(out, " that economisers leave of ");
    }
    put(out, q == HR_Q_HEAT ? b->heat.v : b->need.v, q == HR_Q_HEAT ? HR_DIM_WATT : HR_DIM_M3_PER_S);
    hr_buf_z(out, q == HR_Q_HEAT ? " that go into " : " that are needed of ");
    put_name(c, b->unit, out);
}

/* "; cws carries at most 350 kW, from 14 degC to what comes back". */
static void carried_words(const cooling *c, const cool_cooler *x, hr_buf *out)
{
    if (!cool_is(&x->alone.carried)) return;
    hr_buf_z(out, "; ");
    put_name(c, c->body[x->to].unit, out);
    hr_buf_z(out, " carries at most ");
    put(out, x->alone.carried.v, HR_DIM_WATT);
    hr_buf_z(out, ", from ");
    put(out, c->body[x->to].supply.v, HR_DIM_KELVIN);
    hr_buf_z(out, " to what comes back");
}

/* "fws at 18 degC + 4.1 K for 1.02 MW". */
static void lowest_words(const cooling *c, const cool_cooler *x, hr_buf *out)
{
    double from = x->to != COOL_NONE && x->f.law != HR_LAW_TO_AIR ? c->body[x->to].supply.v
                  : x->f.law == HR_LAW_TO_AIR                     ? c->body[x->to].inlet.v
                                                                  : x->outdoor.v;
    if (x->to != COOL_NONE) put_name(c, c->body[x->to].unit, out);
    else hr_buf_z(out, x->f.law == HR_LAW_WET ? "wet bulb" : "outdoor air");
    hr_buf_z(out, " at ");
    put(out, from, HR_DIM_KELVIN);
    hr_buf_z(out, " + ");
    put(out, hr_cooling_lowest(c, x).v - from, HR_DIM_KELVIN_DIFF);
    hr_buf_z(out, " approach at ");
    put(out, x->heat.v, HR_DIM_WATT);
}

static void inlet_words(const cool_body *b, hr_buf *out)
{
    hr_buf_z(out, "supply at ");
    put(out, b->supply.v, HR_DIM_KELVIN);
    hr_buf_z(out, " + ");
    put(out, b->inlet.v - b->supply.v, HR_DIM_KELVIN_DIFF);
    hr_buf_z(out, " of exhaust that comes back; racks take in ");
    put(out, b->need.v, HR_DIM_M3_PER_S);
    hr_buf_z(out, " of ");
    put(out, b->able.v, HR_DIM_M3_PER_S);
}

static void back_words(const cool_body *b, hr_buf *out)
{
    hr_buf_z(out, "supply at ");
    put(out, b->supply.v, HR_DIM_KELVIN);
    hr_buf_z(out, " + ");
    put(out, b->heat.v, HR_DIM_WATT);
    hr_buf_z(out, " in ");
    put(out, hr_cooling_moved(b).v, HR_DIM_M3_PER_S);
}

/* "boils at 49 degC". */
static void boiling_words(const cooling *c, const cool_cooler *x, hr_buf *out)
{
    bool held = x->supply.v <= c->body[x->body].set.v * (1 + 1e-9);
    hr_buf_z(out, held ? "boils at " : "its coil takes all vapour no sooner than at ");
    put(out, x->supply.v, HR_DIM_KELVIN);
}

static void die_words(const cooling *c, hr_id unit, hr_buf *out)
{
    chip x;
    if (chip_at(c, unit, &x).state != HR_S_KNOWN) return;
    hr_buf_z(out, "coolant at ");
    put(out, x.rack->supply.v, HR_DIM_KELVIN);
    hr_buf_z(out, " + ");
    put(out, hr_num_at(&x.plate->power, HR_HARSH_HIGH, c->e->corner), HR_DIM_WATT);
    hr_buf_z(out, " x (");
    put(out, x.resistance.v, HR_DIM_KELVIN_PER_WATT);
    if (boils_around(c, x.rack)) {
        hr_buf_z(out, " in the boiling fluid");
    } else {
        hr_buf_z(out, " at ");
        put(out, x.flow.v, HR_DIM_M3_PER_S);
    }
    hr_buf_z(out, " + ");
    put(out, hr_num_at(&x.plate->die_resistance, HR_HARSH_HIGH, c->e->corner), HR_DIM_KELVIN_PER_WATT);
    hr_buf_z(out, ")");
}

static void dew_words(const cooling *c, uint32_t body, hr_buf *out)
{
    hr_buf_z(out, "supply at ");
    put(out, c->body[body].supply.v, HR_DIM_KELVIN);
    hr_buf_z(out, ", dew point ");
    put(out, dew_around(c, body).v, HR_DIM_KELVIN);
}

static void site_words(const cooling *c, hr_quantity q, hr_buf *out)
{
    put(out, q == HR_Q_PUE ? c->total.v : c->water.v, q == HR_Q_PUE ? HR_DIM_WATT : HR_DIM_M3_PER_S);
    hr_buf_z(out, q == HR_Q_PUE ? " of the whole site / " : " evaporated / ");
    put(out, c->it.v, HR_DIM_WATT);
    hr_buf_z(out, " that comes in at what racks hold");
}

/* "set to 34 degC, which is held". */
static void supply_words(const cool_body *b, hr_buf *out)
{
    if (!cool_is(&b->set)) return;
    hr_buf_z(out, "set to ");
    put(out, b->set.v, HR_DIM_KELVIN);
    bool held = b->supply.v <= b->set.v * (1 + 1e-9);
    hr_buf_z(out, held ? ", which is held" : ", which is not reached");
}

/* "asked for by 20 loads". */
static void need_words(const cooling *c, uint32_t body, hr_buf *out)
{
    addends l = {.c = c, .q = HR_Q_NEED};
    list_need(&l, body);
    hr_buf_printf(out, "asked for by %u load%s", l.n, l.n == 1 ? "" : "s");
}

/* "132 kW that it takes in, less 114.84 kW to its coolant". */
static void air_words(const cool_load *l, hr_buf *out)
{
    bool wet = cool_is(&l->liquid) && l->liquid.v > 0;
    put(out, l->air.v + (wet ? l->liquid.v : 0), HR_DIM_WATT);
    hr_buf_z(out, " that it takes in");
    if (!wet) return;
    hr_buf_z(out, ", less ");
    put(out, l->liquid.v, HR_DIM_WATT);
    hr_buf_z(out, " to its coolant");
}

static void cooler_words(const cooling *c, const cool_cooler *x, hr_quantity q, hr_buf *out)
{
    if (x->body != COOL_NONE && (q == HR_Q_HEAT || q == HR_Q_FLOW)) share_words(c, x, q, out);
    if (x->body != COOL_NONE && q == HR_Q_HEAT) carried_words(c, x, out);
    if (q == HR_Q_LOWEST) lowest_words(c, x, out);
    if (q == HR_Q_RETURN && x->f.law == HR_LAW_CONDENSER) boiling_words(c, x, out);
    else if (q == HR_Q_RETURN && x->body != COOL_NONE && c->body[x->body].bathes) back_words(&c->body[x->body], out);
    if (q == HR_Q_OUTDOOR)
        hr_buf_z(out, x->f.law == HR_LAW_WET ? "wet bulb of the design day" : "dry bulb of the design day");
}

static void body_words(const cooling *c, uint32_t body, hr_quantity q, hr_buf *out)
{
    const cool_body *b = &c->body[body];
    if (q == HR_Q_INLET) inlet_words(b, out);
    if (q == HR_Q_RETURN) back_words(b, out);
    if (q == HR_Q_DEW_MARGIN) dew_words(c, body, out);
    if (q == HR_Q_SUPPLY) supply_words(b, out);
    if (q == HR_Q_NEED) need_words(c, body, out);
}

/* "4.53 m3/s for 80 kW to air, of which its door leaves 10 kW". */
static void air_need_words(const cool_load *l, hr_buf *out)
{
    put(out, l->airflow.v, HR_DIM_M3_PER_S);
    hr_buf_z(out, " for ");
    put(out, l->air.v, HR_DIM_WATT);
    hr_buf_z(out, " to air");
    if (l->door == HR_NONE) return;
    hr_buf_z(out, ", of which its door leaves ");
    put(out, after_door(l).v, HR_DIM_WATT);
}

/* "30 kPa at its inlet + 101.33 kPa of the air - 7.38 kPa of vapour at 40 degC". */
static void suction_words(const cooling *c, hr_id pump, hr_buf *out)
{
    hr_id pair[2];
    if (!hr_unit_heat_pair(c->e->site, pump, HR_HEAT_BETWEEN, pair)) return;
    cool_amount p = hr_loop_net_amount(c, pair[0], HR_Q_STATIC), T = hr_loop_net_amount(c, pair[0], HR_Q_TEMPERATURE);
    double vapour;
    if (!cool_is(&p) || !cool_is(&T) || !hr_vapour_pressure(T.v, &vapour)) return;
    put(out, p.v, HR_DIM_PASCAL);
    hr_buf_z(out, " at its inlet + ");
    put(out, HR_ATMOSPHERE, HR_DIM_PASCAL);
    hr_buf_z(out, " of the air - ");
    put(out, vapour, HR_DIM_PASCAL);
    hr_buf_z(out, " of vapour at ");
    put(out, T.v, HR_DIM_KELVIN);
}

/* "; free cooling takes all heat in 2100 hours, a part in 3000, none in 3660". */
static void free_words(const cooling *c, hr_buf *out)
{
    const hr_weather *w = c->e->site->weather;
    const uint32_t *n = c->year.free;
    const uint32_t full = n[COOL_FREE_FULL], part = n[COOL_FREE_PART], none = n[COOL_FREE_NONE];
    if (full + part + none == 0) return;
    hr_buf_printf(out, "; free cooling takes all heat in %u %s%s, a part in %u, none in %u", full,
                  w->hourly ? "hour" : "row", full == 1 ? "" : "s", part, none);
}

/* "11.3 GWh of the whole site / 9.1 GWh that comes in at what racks hold, 8760 hours of x.epw; design day 1.27". */
static void year_words(const cooling *c, hr_quantity q, hr_buf *out)
{
    const hr_weather *w = c->e->site->weather;
    const bool power = q == HR_Q_PUE_YEAR;
    const uint32_t lost = power ? c->year.no_power : c->year.no_water;
    if (lost) hr_buf_printf(out, "not known in %u of ", lost);
    if (!lost) {
        put(out, power ? c->year.total.v : c->year.water.v, power ? HR_DIM_JOULE : HR_DIM_M3);
        hr_buf_z(out, power ? " of the whole site / " : " evaporated / ");
        put(out, c->year.it.v, HR_DIM_JOULE);
        hr_buf_z(out, " that comes in at what racks hold, ");
    }
    hr_buf_printf(out, "%u %s%s of %.*s", w->n, w->hourly ? "hour" : "row", w->n == 1 ? "" : "s", HR_STR_FMT(w->name));
    if (power && !lost) free_words(c, out);
    cool_amount day = of_site(c, power ? HR_Q_PUE : HR_Q_WUE);
    if (!cool_is(&day) || c->unsolved) return;
    hr_buf_z(out, "; design day ");
    put(out, day.v, power ? HR_DIM_NONE : HR_DIM_M3_PER_JOULE);
}

void hr_cooling_words(const hr_work *w, hr_id point, hr_buf *out)
{
    const cooling *c = w->e->cooling;
    const hr_site *s = w->e->site;
    hr_id unit = s->port[hr_point_port(point)].unit;
    hr_quantity q = hr_point_quantity(point);
    if (!c) return;
    uint8_t state = hr_cooling_reading(w->e, point).state;
    if ((q == HR_Q_PUE_YEAR || q == HR_Q_WUE_YEAR) && unit == s->self && state != HR_S_OFF) {
        year_words(c, q, out);
        return;
    }
    if (state == HR_S_OFF && unit < s->n_unit && hr_cooling_is_cooler(hr_unit_cooling(s, unit)))
        hr_buf_z(out, "it does not run");
    if (state != HR_S_KNOWN) return;
    if (unit == s->self) {
        site_words(c, q, out);
        return;
    }
    hr_cooling_kind k = hr_unit_cooling(s, unit);
    if (hr_cooling_is_cooler(k)) cooler_words(c, &c->cooler[c->index[unit]], q, out);
    if (k == HR_COOLING_LOOP || k == HR_COOLING_ZONE) body_words(c, c->index[unit], q, out);
    if (q == HR_Q_AIR_HEAT && hr_cooling_is_load(s, unit)) air_words(&c->load[c->index[unit]], out);
    if (q == HR_Q_AIR_NEED && hr_cooling_is_load(s, unit)) air_need_words(&c->load[c->index[unit]], out);
    if (q == HR_Q_DIE) die_words(c, unit, out);
    if (q == HR_Q_SUCTION) suction_words(c, unit, out);
    if (q == HR_Q_TRAY_FLOW) hr_trays_words(c, rack_of(c, unit), out);
    if (q == HR_Q_EXPANSION) hr_expansion_words(c, unit, out);
}
