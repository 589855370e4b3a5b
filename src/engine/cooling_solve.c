/* cooling_solve.c - heat up, temperatures down, until nothing changes.
 *
 *   up    loads -> loops and zones -> their coolers, each its share -> what takes their heat
 *   down  outdoor air -> coolers -> loops and zones -> loads
 *
 * What goes up depends on what came down the last time: the valve of an exchanger lets through what its set point takes,
 * a rear door takes what its water allows. Of loads only those with a door hang on temperatures: what the others give is
 * summed once, and what comes back to them found once all rests. So a pass costs the plant, however many racks there are. */
#include <math.h>

#include "engine/loop_net.h"
#include "engine/trays.h"

enum { PASSES = 200, ROUNDS = 60, TURNS = 8 };
#define REST 1e-12 /* relative change of every number at which it has come to rest */

cool_amount cool_num(const hr_num *n, hr_harsh harsh, hr_corner corner, hr_id unit, const char *field)
{
    return n && n->presence ? cool_known(hr_num_at(n, harsh, corner)) : cool_unknown(unit, field);
}

/* A sum of nothing is known to be nothing. */
static void close_sum(cool_amount *sum)
{
    if (sum->state == HR_S_OFF) *sum = cool_known(0);
}

static cool_amount scaled(cool_amount a, double by)
{
    a.v *= by;
    a.most = by > 0 ? a.most * by : 0;
    return a;
}

/* --- what loads give ------------------------------------------------------------------------------------------------ */

static cool_amount power_reading(const hr_work *w, hr_id port, hr_id unit)
{
    hr_id point = hr_point_of(port, HR_Q_POWER);
    hr_reading r = hr_power_reading(w, point);
    cool_amount a = {r.v, r.state, HR_NONE, NULL, INFINITY};
    if (r.state == HR_S_KNOWN || r.state == HR_S_OFF) return a;
    a.unit = unit, a.missing = "power";
    hr_power_gap(w, point, &a.unit, &a.missing);
    return a;
}

/* Not served as far as is known: by feeds that may live, or by some that are not given. */
static bool may_draw(const hr_work *w, const power_load *l)
{
    const hr_site *s = w->e->site;
    bool held = s->unit[l->unit].holder != HR_NONE && s->unit[l->unit].wire_count == 0;
    hr_id at = held ? s->unit[l->unit].holder : l->unit;
    return hr_power_may_serve(w, l) || (w->s.maybe[at] && s->unit[at].wire_count == 0);
}

cool_amount hr_cooling_supply_gap(const hr_work *w, hr_id unit)
{
    cool_amount why = cool_unknown(unit, "from");
    hr_power_gap(w, hr_point_of(w->e->site->unit[unit].port, HR_Q_LOST), &why.unit, &why.missing);
    return why;
}

/* W of one member of a held load: 0 where it is not served, something up to all where that is not known. */
static cool_amount load_power(const hr_work *w, const power_load *l)
{
    cool_amount all = l->known ? cool_known(l->p) : cool_unknown(l->unit, "power");
    if (w->s.psu_live[l - w->e->load] > 0) return all;
    if (!may_draw(w, l)) return cool_known(0);
    cool_amount why = hr_cooling_supply_gap(w, l->unit);
    return cool_between(0, cool_most(&all), &why);
}

static void heat_fields(const hr_site *s, hr_id unit, hr_heat_fields *out)
{
    const hr_cooling_ops *ops = hr_unit_type(s, unit)->cooling;
    *out = (hr_heat_fields){0};
    if (ops && ops->heat) ops->heat(hr_unit_fields(s, unit), out);
}

/* The part of a load that its coolant takes: all that has no liquid in it gives everything to the air, what is in a tank
 * everything to its bath. */
static cool_amount liquid_share(const cooling *c, const cool_load *rack, hr_id unit, const hr_heat_fields *f)
{
    bool given = f->liquid_share && f->liquid_share->presence;
    if (given) return cool_known(hr_num_at(f->liquid_share, HR_HARSH_LOW_THEN_HIGH, c->e->corner));
    if (rack->coolant == COOL_NONE) return cool_known(0);
    if (c->body[rack->coolant].bathes) return cool_known(1); /* it is in it */
    return cool_unknown(unit, "liquid_share");
}

static cool_amount product(cool_amount a, cool_amount b)
{
    if (!cool_is(&a)) return cool_lacks(&a);
    if (!cool_is(&b)) return cool_lacks(&b);
    return cool_known(a.v * b.v);
}

typedef struct asked_for { /* its own field, else what its loop or zone says for each watt */
    const hr_num *own, *per_watt;
    hr_harsh harsh;
    const char *field;
} asked_for;

/* What a load needs of its coolant and its air. Little air may be too much for nobody, and is warmer where it leaves. */
static cool_amount needed(const cooling *c, const asked_for *a, cool_amount heat, hr_id unit, double served)
{
    hr_corner corner = c->e->corner;
    if (cool_is(&heat) && heat.v == 0) return cool_known(0);
    if (a->own && a->own->presence) return cool_known(hr_num_at(a->own, a->harsh, corner) * served);
    if (!a->per_watt || !a->per_watt->presence) return cool_unknown(unit, a->field);
    return product(heat, cool_known(hr_num_at(a->per_watt, a->harsh, corner)));
}

static void add_held(cooling *c, cool_load *l, const hr_work *w, const power_load *p)
{
    const cool_body *loop = l->coolant == COOL_NONE ? NULL : &c->body[l->coolant];
    const cool_body *zone = l->zone == COOL_NONE ? NULL : &c->body[l->zone];
    hr_heat_fields f;
    heat_fields(c->e->site, p->unit, &f);
    double count = p->count - (double)w->out_unit[p->unit];
    cool_amount power = load_power(w, p), share = liquid_share(c, l, p->unit, &f);
    cool_amount liquid = cool_is(&share) ? scaled(power, share.v) : product(power, share);
    cool_amount air = cool_is(&share) ? scaled(power, 1 - share.v) : cool_lacks(&share);
    double served = cool_is(&power) && power.v == 0 ? 0 : 1;
    cool_add(&l->liquid, scaled(liquid, count));
    cool_add(&l->air, scaled(air, count));
    const asked_for flow = {f.flow, loop ? loop->loop.flow_per_power : NULL, HR_HARSH_HIGH, "flow"};
    const asked_for stream = {f.airflow, zone ? zone->zone.airflow_per_power : NULL, HR_HARSH_HIGH_THEN_LOW, "airflow"};
    const cool_amount need = needed(c, &flow, liquid, p->unit, served);
    cool_add(&l->need, scaled(need, count));
    if (hr_has_trays(l)) hr_trays_note(l, c->e->site, p->unit, count > 0 ? need.v : 0);
    cool_add(&l->airflow, scaled(needed(c, &stream, air, p->unit, served), count));
}

/* At its feeds, or those of the parts that feed it: the losses of its shelves are in it. */
static cool_amount intake_of(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[unit];
    cool_amount sum = cool_none();
    hr_id last = HR_NONE;
    for (hr_id i = u->wire_first; i < u->wire_first + u->wire_count; i++) {
        hr_id part = s->wire[i].role == HR_WIRE_HELD ? s->wire[i].parent : HR_NONE;
        if (part == HR_NONE) cool_add(&sum, power_reading(w, s->wire[i].port, unit));
        if (part == HR_NONE || part == last) continue;
        last = part;
        const hr_unit *p = &s->unit[part];
        for (hr_id k = p->wire_first; k < p->wire_first + p->wire_count; k++)
            cool_add(&sum, power_reading(w, s->wire[k].port, part));
    }
    if (u->wire_count == 0) sum = cool_unknown(unit, "from");
    close_sum(&sum);
    return sum;
}

/* What passes power on gives what it loses; anything else all that it takes. */
static cool_amount heat_alone(const hr_work *w, hr_id unit)
{
    const hr_site *s = w->e->site;
    const power_unit *p = &w->e->unit[unit];
    if (p->kind == HR_P_NONE) return cool_known(0);
    cool_amount in = {w->s.in[unit].p, w->s.in_state[unit].total, unit, "power", INFINITY};
    if (p->kind == HR_P_LOAD) {
        cool_amount all = power_reading(w, s->unit[unit].port, unit);
        if (!cool_is(&all) && w->e->unit[unit].own_load != HR_NONE)
            all = load_power(w, &w->e->load[w->e->unit[unit].own_load]);
        close_sum(&all); /* without supply it draws nothing */
        return all;
    }
    if (in.state == HR_S_OFF) return cool_known(0);
    if (in.state != HR_S_KNOWN) return cool_unknown(unit, "power");
    return cool_known(fmax(0, in.v - (p->leaves ? w->s.slot[p->slot + 1].p : 0)));
}

/* The part of the nodes of a rack that draw power; 1 where none does. */
static double serving(const cooling *c, const cool_load *l, const hr_work *w)
{
    const power_unit *p = &w->e->unit[l->unit];
    double all = 0, live = 0;
    for (uint32_t i = p->load_first; i < p->load_first + p->n_load; i++) {
        const power_load *x = &w->e->load[i];
        if (x->unit != l->unit && !hr_unit_type(c->e->site, x->unit)->counts_as_node) continue;
        cool_amount power = load_power(w, x);
        all += x->count;
        if (!cool_is(&power) || power.v > 0) live += x->count - (double)w->out_unit[x->unit];
    }
    return live > 0 ? live / all : 1;
}

/* Whether something in it may turn power into heat on the way to what it holds: else that gives all of its heat. */
static bool loses_inside(const hr_work *w, hr_id rack)
{
    const hr_unit *u = &w->e->site->unit[rack];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (w->e->unit[h].kind != HR_P_NONE && w->e->unit[h].kind != HR_P_LOAD) return true;
    return false;
}

/* m3/s that shelves of a rack take in by what they lose: they have no `airflow` of their own. */
static cool_amount airflow_of_losses(const cooling *c, const cool_load *l, const cool_amount *held)
{
    const cool_body *zone = &c->body[l->zone];
    cool_amount each =
        cool_num(zone->zone.airflow_per_power, HR_HARSH_HIGH_THEN_LOW, c->e->corner, zone->unit, "airflow_per_power");
    double least = fmax(0, l->air.v - cool_most(held)), most = fmax(0, cool_most(&l->air) - held->v);
    if (most <= REST * l->air.v) return cool_known(0);
    if (!cool_is(&each)) return each;
    if (cool_is(&l->air) && cool_is(held)) return cool_known(least * each.v);
    return scaled(cool_between(least, most, cool_is(&l->air) ? held : &l->air), each.v);
}

static void take_load(cooling *c, cool_load *l, const hr_work *w)
{
    const power_unit *p = &w->e->unit[l->unit];
    bool rack = p->kind == HR_P_HOLDER;
    l->liquid = l->air = l->need = l->airflow = cool_none();
    l->trays.largest = 0, l->trays.hungriest = HR_NONE; /* as far as no node needs any */
    for (uint32_t i = p->load_first; rack && i < p->load_first + p->n_load; i++) add_held(c, l, w, &w->e->load[i]);
    cool_amount all = rack ? intake_of(w, l->unit) : heat_alone(w, l->unit);
    if (!rack && p->own_load != HR_NONE) add_held(c, l, w, &w->e->load[p->own_load]);
    cool_amount held = l->air;
    close_sum(&l->liquid), close_sum(&l->need), close_sum(&held);
    double part = l->manifold != HR_NONE ? serving(c, l, w) : 1; /* a tray passes coolant though its node is off */
    l->need.v /= part, l->need.most /= part;
    if (cool_is(&all) && cool_is(&l->liquid)) l->air = cool_known(all.v - l->liquid.v);
    else if (l->air.state == HR_S_OFF || !rack || loses_inside(w, l->unit)) /* of what it holds at least */
        l->air =
            cool_between(l->air.v, fmax(l->air.v, cool_most(&all) - l->liquid.v), cool_is(&all) ? &l->liquid : &all);
    if (rack && l->zone != COOL_NONE && loses_inside(w, l->unit)) cool_add(&l->airflow, airflow_of_losses(c, l, &held));
    close_sum(&l->airflow);
    if (l->coolant != COOL_NONE && cool_boils(&c->body[l->coolant]))
        l->need = cool_none();                                       /* nothing moves its fluid */
    if (!rack && p->own_load == HR_NONE) l->airflow = cool_known(0); /* boards and transformers move none to speak of */
}

void hr_cooling_take_one(cooling *c, cool_load *l, const hr_work *w)
{
    hr_door_fields f = {0};
    take_load(c, l, w);
    if (l->door == HR_NONE) return;
    hr_unit_type(c->e->site, l->door)->cooling->door(hr_unit_fields(c->e->site, l->door), &f);
    l->door_flow = cool_num(f.flow, HR_HARSH_HIGH, c->e->corner, l->door, "flow"); /* that it asks of its loop */
    cool_add(&l->air, cool_num(f.power, HR_HARSH_HIGH, c->e->corner, l->door, "power"));
}

static void give(cool_body *b, cool_amount heat, cool_amount need)
{
    cool_add(&b->given, heat);
    cool_add(&b->asked, need);
}

/* What bodies get of loads whatever the temperatures: all but what a rear door takes part of. */
static void sum_given(cooling *c)
{
    for (uint32_t i = 0; i < c->n_body; i++) c->body[i].given = c->body[i].asked = cool_none();
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        if (l->coolant != COOL_NONE) give(&c->body[l->coolant], l->liquid, l->need);
        if (l->zone != COOL_NONE) give(&c->body[l->zone], l->door == HR_NONE ? l->air : cool_none(), l->airflow);
        if (l->door != HR_NONE && l->door_to != COOL_NONE) give(&c->body[l->door_to], cool_none(), l->door_flow);
    }
}

void hr_cooling_take(cooling *c, const hr_work *w)
{
    for (uint32_t i = 0; i < c->n_load; i++) hr_cooling_take_one(c, &c->load[i], w);
    sum_given(c);
}

void hr_cooling_take_again(cooling *c, const hr_work *w, const hr_id *unit, uint32_t n)
{
    const hr_site *s = c->e->site;
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        hr_id u = unit[i];
        while (s->unit[u].holder != HR_NONE) u = s->unit[u].holder; /* a rack counts what comes in at its parts */
        if (hr_cooling_is_load(s, u)) c->load[c->index[u]].stale = any = true;
    }
    for (uint32_t i = 0; any && i < c->n_load; i++) {
        if (c->load[i].stale) hr_cooling_take_one(c, &c->load[i], w);
        c->load[i].stale = false;
    }
    if (any) sum_given(c);
}

/* Members of a held pump that are there: one that is stuck stays as it stands. */
static double able_of(const hr_work *w, hr_id pump)
{
    bool stuck = w->mode.stuck[pump] && hr_pump_stands_by(w->e->site, pump);
    return fmax(0, w->e->site->unit[pump].count - (double)w->out_unit[pump] - stuck);
}

/* W of a pump of which it is not known whether it has supply. */
static cool_amount may_warm(const hr_work *w, hr_id pump)
{
    hr_id own = w->e->unit[pump].own_load;
    cool_amount why = hr_cooling_supply_gap(w, pump);
    const power_load *l = own == HR_NONE ? NULL : &w->e->load[own];
    return cool_between(0, l && l->known ? l->p * able_of(w, pump) : INFINITY, &why);
}

typedef struct held_pumps {
    double all, run, turn; /* those that a cooler holds; of them those that run always; those that turn now */
    double may;            /* of which it is not known whether they have supply */
    hr_id first;           /* of these */
} held_pumps;

/* Those that run always, then those that stand by: they turn where one of the others does not, or those are too few. */
static void count_pumps(cool_cooler *x, const hr_work *w, bool standby, held_pumps *p)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[x->unit];
    double least = x->f.needed->presence ? x->f.needed->v : p->run;
    bool called = p->turn < fmax(p->run, least) || p->run <= 0;
    if (!standby) x->held = cool_known(0);
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        const hr_unit *pump = &s->unit[h];
        if (hr_unit_cooling(s, h) != HR_COOLING_PUMP) continue;
        if (hr_pump_stands_by(s, h) != standby) continue;
        hr_state fed = pump->wire_count == 0 ? HR_S_KNOWN : hr_power_engine.lives(w, h);
        p->all += pump->count;
        if (!standby) p->run += pump->count;
        if (fed == HR_S_OFF || (standby && !called)) continue;
        if (fed != HR_S_KNOWN) {
            if (p->may <= 0) p->first = h;
            p->may += able_of(w, h);
            cool_add(&x->held, may_warm(w, h));
            continue;
        }
        p->turn += able_of(w, h);
        if (pump->wire_count) cool_add(&x->held, power_reading(w, pump->port, h));
    }
}

void hr_cooling_find_life_of(cooling *c, cool_cooler *x, const hr_work *w)
{
    const hr_site *s = c->e->site;
    const hr_unit *u = &s->unit[x->unit];
    bool no_body = x->body != COOL_NONE && w->out_unit[c->body[x->body].unit] > 0;
    x->lives = HR_S_KNOWN;
    if (w->out_unit[x->unit] >= u->count || no_body) x->lives = HR_S_OFF;
    else if (c->e->unit[x->unit].kind != HR_P_NONE) x->lives = (uint8_t)hr_power_engine.lives(w, x->unit);
    held_pumps p = {.first = HR_NONE};
    count_pumps(x, w, false, &p);
    count_pumps(x, w, true, &p);
    double want = x->f.needed->presence ? x->f.needed->v : p.run > 0 ? p.run : p.all;
    x->pumps = p.all > 0 && want > 0 ? fmin(1, p.turn / want) : 1;
    double most = p.all > 0 && want > 0 ? fmin(1, (p.turn + p.may) / want) : 1;
    if (most <= 0 || (x->piped && x->pumps <= 0)) x->lives = HR_S_OFF; /* in pipes none that may turn is solved */
    else if (x->pumps <= 0 && x->lives == HR_S_KNOWN) x->lives = HR_S_UNKNOWN;
    cool_amount all = cool_num(x->f.flow, HR_HARSH_LOW, c->e->corner, x->unit, x->f.air ? "airflow" : "flow");
    const cool_amount why = p.first == HR_NONE ? cool_known(0) : hr_cooling_supply_gap(w, p.first),
                      least = scaled(all, x->pumps), top = scaled(all, most);
    x->rated_flow = most > x->pumps ? cool_between(least.v, cool_most(&top), &why) : least;
}

void hr_cooling_find_life(cooling *c, const hr_work *w)
{
    for (uint32_t i = 0; i < c->n_cooler; i++) hr_cooling_find_life_of(c, &c->cooler[i], w);
}

/* What passes nothing of the parts of loops, and what pumps among them draw. */
void hr_cooling_find_parts(cooling *c, const hr_work *w)
{
    const hr_site *s = c->e->site;
    for (uint32_t i = 0; i < c->n_body; i++) {
        loop_net *n = c->body[i].net;
        c->body[i].pumped = cool_known(0);
        if (n) hr_loop_net_out(c, n, w, false);
        for (uint32_t k = 0; n && k < n->n_link; k++) {
            net_link *l = &n->link[k];
            l->draw = cool_none();
            if (l->what != NET_PART || l->link.kind != HR_LINK_PUMP) continue;
            const hr_num *stated = hr_unit_num(s, l->unit, "power");
            if (l->stands || (s->unit[l->unit].wire_count == 0 && !(stated && stated->presence))) continue;
            l->draw = l->may ? may_warm(w, l->unit) : power_reading(w, s->unit[l->unit].port, l->unit);
            cool_add(&c->body[i].pumped, l->draw);
        }
    }
}

/* --- up ------------------------------------------------------------------------------------------------------------------ */

/* Nobody asks for any flow, and yet there is heat: of its own pumps and fans, of boards. What turns takes that away. */
static bool stirs(const cool_body *b) { return b->need.v <= 0 && cool_is(&b->heat) && b->heat.v > 0; }

/* What a body lets through: what its loads need, as far as it can be moved. */
cool_amount hr_cooling_moved(const cool_body *b)
{
    if (b->net || b->bathes) return b->able; /* pipes let through what they do; the fluid of a bath goes round */
    if (b->need.state == HR_S_PARTIAL) return cool_lacks(&b->need);
    if (!cool_is(&b->need)) return cool_is(&b->able) ? b->able : cool_lacks(&b->need);
    if (cool_is(&b->able) && (b->able.v < b->need.v || stirs(b))) return b->able;
    return b->need;
}

/* The part of what is needed that is there. */
cool_amount hr_cooling_supplied(const cool_body *b)
{
    if (!cool_is(&b->need)) return cool_lacks(&b->need);
    if (!cool_is(&b->able)) return cool_lacks(&b->able);
    return cool_known(b->able.v < b->need.v ? b->able.v / b->need.v : 1);
}

static cool_amount door_takes(const cooling *c, const cool_load *l)
{
    hr_door_fields f = {0};
    const hr_site *s = c->e->site;
    hr_unit_type(s, l->door)->cooling->door(hr_unit_fields(s, l->door), &f);
    cool_amount effectiveness =
        cool_num(f.effectiveness, HR_HARSH_LOW_THEN_HIGH, c->e->corner, l->door, "effectiveness");
    cool_amount most = cool_num(f.cooling, HR_HARSH_LOW_THEN_HIGH, c->e->corner, l->door, "cooling");
    cool_amount flow = cool_num(f.flow, HR_HARSH_LOW, c->e->corner, l->door, "flow");
    if (l->door_to == COOL_NONE) return cool_unknown(l->door, "primary");
    const cool_body *loop = &c->body[l->door_to], *zone = l->zone == COOL_NONE ? NULL : &c->body[l->zone];
    if (!zone) return cool_unknown(l->unit, "zone");
    if (!cool_is(&l->air) || !cool_is(&l->airflow)) return cool_lacks(cool_is(&l->air) ? &l->airflow : &l->air);
    if (!loop->has_fluid) return cool_unknown(loop->unit, "fluid");
    if (!cool_is(&effectiveness) || !cool_is(&flow)) return cool_lacks(cool_is(&flow) ? &effectiveness : &flow);
    if (!cool_is(&zone->supply)) return cool_lacks(&zone->supply);
    if (!cool_is(&loop->supply) || !cool_is(&l->exhaust))
        return cool_lacks(cool_is(&l->exhaust) ? &loop->supply : &l->exhaust);
    cool_amount part = hr_cooling_supplied(loop);
    double through = flow.v * (cool_is(&part) ? part.v : 1);
    double rise = cool_is(&l->door_heat) ? l->door_heat.v / (hr_cooling_rho_cp(loop, loop->supply.v) * through) : 0;
    double water = hr_cooling_rho_cp(loop, loop->supply.v + rise / 2) * through;
    double air = hr_cooling_rho_cp(zone, zone->supply.v) * l->airflow.v; /* counted as it is supplied */
    double taken = effectiveness.v * fmin(water, air) * (l->exhaust.v - loop->supply.v);
    taken = fmax(0, fmin(taken, l->air.v));
    return cool_known(cool_is(&most) ? fmin(taken, most.v) : taken);
}

/* Of a rack with a door: the part of its heat that the door leaves to the zone. */
static void door_up(cooling *c, cool_load *l)
{
    cool_amount air = l->air;
    l->door_heat = door_takes(c, l);
    if (cool_is(&air)) air = cool_is(&l->door_heat) ? cool_known(air.v - l->door_heat.v) : cool_lacks(&l->door_heat);
    if (l->door_to != COOL_NONE) cool_add(&c->body[l->door_to].heat, l->door_heat);
    if (l->zone != COOL_NONE) cool_add(&c->body[l->zone].heat, air);
}

/* Coolers of a body side by side, without those ahead of them. */
static uint32_t side_by_side(const cooling *c, const cool_body *b)
{
    uint32_t n = 0;
    for (uint32_t i = b->first; i < b->first + b->n; i++) n += !c->cooler[c->of_body[i]].ahead.is;
    return n;
}

/* The measure by which coolers of one body share: what they can move, or else take; a lone one has all. */
static cool_amount measure(const cooling *c, const cool_body *b, const cool_cooler *x, bool by_flow)
{
    if (x->lives == HR_S_OFF || x->ahead.is) return cool_known(0);
    if (x->lives != HR_S_KNOWN) return cool_unknown(x->unit, "from");
    if (side_by_side(c, b) == 1) return cool_known(1);
    if (by_flow) return x->rated_flow;
    return cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
}

static bool all_state_flow(const cooling *c, const cool_body *b)
{
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!x->ahead.is && !cool_is(&x->rated_flow)) return false;
    }
    return true;
}

/* With pipes each carries the heat of what it moves. */
static void shares_of_flow(cooling *c, cool_body *b)
{
    hr_loop_net_solve(c, b);
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->ahead.is) x->share = cool_known(0);
        else if (!cool_is(&b->able)) x->share = cool_lacks(&b->able);
        else x->share = cool_known(b->able.v > 0 ? x->moves.v / b->able.v : 0);
    }
}

static void find_shares(cooling *c, cool_body *b)
{
    if (b->net) {
        shares_of_flow(c, b);
        return;
    }
    bool by_flow = all_state_flow(c, b);
    cool_amount sum = cool_none(), able = cool_none();
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        x->share = measure(c, b, x, by_flow);
        if (x->ahead.is) continue;
        cool_add(&sum, x->share);
        if (x->lives == HR_S_KNOWN) cool_add(&able, x->rated_flow);
        else if (x->lives != HR_S_OFF) cool_add(&able, cool_unknown(x->unit, "from"));
    }
    close_sum(&sum), close_sum(&able);
    if (b->n == 0) able = cool_unknown(b->unit, "cooled_by");
    if (!b->air && b->loop.flow && b->loop.flow->presence)
        able = cool_num(b->loop.flow, HR_HARSH_LOW, c->e->corner, b->unit, "flow");
    b->able = able.state == HR_S_PARTIAL ? cool_lacks(&able) : able;
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->ahead.is) continue;
        if (!cool_is(&sum)) x->share = x->lives == HR_S_OFF ? cool_known(0) : cool_lacks(&sum);
        else x->share.v = sum.v > 0 ? x->share.v / sum.v : 0;
    }
}

static void share_of(const cool_body *b, cool_cooler *x)
{
    cool_amount through = hr_cooling_moved(b);
    x->heat = product(b->rest, x->share);
    x->flow = b->net ? x->moves : product(b->need, x->share);
    if (b->rest.state == HR_S_PARTIAL && cool_is(&x->share)) /* what is known of it is a lower bound */
        x->heat = cool_between(b->rest.v * x->share.v, INFINITY, &b->rest);
    if (!b->net && !cool_is(&b->need) && cool_is(&through)) x->flow = cool_lacks(&b->need);
}

static void cooler_up(cooling *c, const cool_body *b, cool_cooler *x)
{
    if (!x->ahead.is) share_of(b, x);
    if (x->to == COOL_NONE || x->lives == HR_S_OFF) return;
    cool_amount gives = x->heat;
    if (cool_warms_what_takes(x)) cool_add(&gives, x->power);
    cool_add(&c->body[x->to].heat, gives);
    /* Heat never comes without its air: a zone too warm by far in the first pass would find no way back. */
    if (x->f.law == HR_LAW_TO_AIR) x->primary_flow = hr_cooling_side_stream(c, x);
    cool_add(&c->body[x->to].need, x->primary_flow);
}

/* Where it hangs on itself whether the need of a body is known, that turns with each pass: it is known only as long as it is
 * not. After some turns it stays known in part at most, and what hangs on it unknown. */
static void hold_unknown(cool_body *b, const cool_body *before)
{
    if (b->need.state != before->need.state) b->turns++;
    if (b->turns < TURNS) return;
    if (!cool_is(&before->need)) b->need.unit = before->need.unit, b->need.missing = before->need.missing;
    b->need.state = HR_S_PARTIAL; /* of a need that is unknown all that can be moved would be taken to move */
}

static void up(cooling *c)
{
    for (uint32_t i = 0; i < c->n_body; i++) {
        c->body[i].heat = c->body[i].given;
        c->body[i].need = c->body[i].asked;
    }
    for (uint32_t i = 0; i < c->n_door; i++) door_up(c, &c->load[c->with_door[i]]);
    for (uint32_t i = 0; i < c->n_body; i++) {
        cool_body *b = &c->body[i];
        if (!cool_is(&b->pumped) || b->pumped.v > 0) cool_add(&b->heat, b->pumped);
        for (uint32_t k = b->first; k < b->first + b->n; k++) {
            const cool_cooler *x = &c->cooler[c->of_body[k]];
            if (x->lives == HR_S_OFF) continue;
            if (cool_warms_its_body(x)) cool_add(&b->heat, x->power);
            if (x->held.state != HR_S_KNOWN || x->held.v > 0) cool_add(&b->heat, x->held);
        }
        close_sum(&b->heat), close_sum(&b->need);
        hold_unknown(b, &c->before[i]);
        find_shares(c, b);
        hr_free_cooling_take(c, b);
        for (uint32_t k = b->first; k < b->first + b->n; k++) cooler_up(c, b, &c->cooler[c->of_body[k]]);
    }
}

/* --- down --------------------------------------------------------------------------------------------------------------- */

/* What comes back of a body: its heat over what moves. */
cool_amount hr_cooling_warmed(const cool_body *b)
{
    cool_amount flow = hr_cooling_moved(b);
    if (!cool_is(&b->supply)) return cool_lacks(&b->supply);
    if (cool_boils(b)) return b->supply;
    if (!cool_is(&b->heat)) return cool_lacks(&b->heat);
    if (!cool_is(&flow)) return cool_lacks(&flow);
    if (!b->has_fluid) return hr_cooling_no_fluid(b);
    if (flow.v <= 0) return b->heat.v > 0 ? cool_unknown(b->unit, "flow") : b->supply;
    double back = cool_is(&b->back) ? b->back.v : b->supply.v, before = 0;
    for (int i = 0; i < ROUNDS && fabs(back - before) > REST * back; i++) {
        before = back; /* liquids count at their mean temperature, air as it is supplied */
        double mean = b->air ? b->supply.v : 0.5 * (b->supply.v + before);
        back = b->supply.v + b->heat.v / (hr_cooling_rho_cp(b, mean) * flow.v);
    }
    return cool_known(back);
}

/* The mix of what its coolers supply, by what each moves. */
static cool_amount mixed(const cooling *c, const cool_body *b)
{
    double sum = 0;
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!cool_is(&x->share)) return cool_lacks(&x->share);
        if (x->share.v <= 0) continue;
        if (!cool_is(&x->supply)) return cool_lacks(&x->supply);
        sum += x->share.v * x->supply.v;
    }
    bool any = false;
    for (uint32_t i = b->first; i < b->first + b->n; i++) any |= c->cooler[c->of_body[i]].share.v > 0;
    if (!any && b->ahead && cool_is(&b->rest) && b->rest.v <= 0) return b->set; /* nothing is left for them */
    return any ? cool_known(sum) : cool_unknown(b->unit, b->bathes ? "from" : "cooled_by");
}

/* What racks take in: supply air, and of their own exhaust what returns anyhow, or what the supply falls short by. */
static cool_amount inlet_of(const cooling *c, const cool_body *b)
{
    hr_corner corner = c->e->corner;
    cool_amount leak = cool_num(b->zone.leakage, HR_HARSH_HIGH, corner, b->unit, "leakage");
    cool_amount back = cool_num(b->zone.recirculation, HR_HARSH_HIGH, corner, b->unit, "recirculation");
    if (!cool_is(&b->supply)) return cool_lacks(&b->supply);
    if (!cool_is(&b->heat) || !cool_is(&b->need)) return cool_lacks(cool_is(&b->heat) ? &b->need : &b->heat);
    if (!cool_is(&leak) || !cool_is(&back)) return cool_lacks(cool_is(&leak) ? &back : &leak);
    if (!cool_is(&b->able)) return cool_lacks(&b->able);
    if (b->need.v <= 0) return b->supply;
    double part = fmax(back.v, 1 - (1 - leak.v) * b->able.v / b->need.v);
    if (part >= 1) return cool_unknown(b->unit, "cooled_by"); /* nothing but exhaust */
    double rise = b->heat.v / (hr_cooling_rho_cp(b, b->supply.v) * b->need.v);
    return cool_known(b->supply.v + part / (1 - part) * rise);
}

/* In a bath all that comes up from it mixes. */
static void bathe(const cool_body *b, cool_load *l)
{
    l->supply = b->supply;
    l->back = b->back;
    l->flow = cool_boils(b) ? cool_none() : product(l->need, hr_cooling_supplied(b));
}

static void load_down(cooling *c, cool_load *l)
{
    if (l->coolant != COOL_NONE && c->body[l->coolant].bathes) {
        bathe(&c->body[l->coolant], l);
    } else if (l->coolant != COOL_NONE) {
        const cool_body *b = &c->body[l->coolant];
        if (!b->net) l->flow = product(l->need, hr_cooling_supplied(b));
        l->supply = b->supply;
        l->back = !cool_is(&l->flow) ? cool_lacks(&l->flow) : !cool_is(&l->liquid) ? cool_lacks(&l->liquid) : l->supply;
        double mean = cool_is(&b->back) && cool_is(&b->supply) ? 0.5 * (b->supply.v + b->back.v) : b->supply.v;
        if (cool_is(&l->back) && !b->has_fluid) l->back = cool_unknown(b->unit, "fluid");
        if (cool_is(&l->back) && l->flow.v > 0) l->back.v += l->liquid.v / (hr_cooling_rho_cp(b, mean) * l->flow.v);
    }
    if (l->zone != COOL_NONE) {
        const cool_body *b = &c->body[l->zone];
        l->inlet = b->inlet;
        l->exhaust = !cool_is(&l->inlet) ? cool_lacks(&l->inlet) : !cool_is(&l->air) ? cool_lacks(&l->air) : l->inlet;
        if (cool_is(&l->exhaust) && !cool_is(&l->airflow)) l->exhaust = cool_lacks(&l->airflow);
        if (cool_is(&l->exhaust) && l->airflow.v > 0)
            l->exhaust.v += l->air.v / (hr_cooling_rho_cp(b, b->supply.v) * l->airflow.v);
    }
}

/* What comes to coolers behind an economiser: it has taken its part already. */
static cool_amount back_behind(const cool_body *b)
{
    cool_body at = *b;
    at.heat = b->rest;
    return hr_cooling_warmed(&at);
}

static void down(cooling *c)
{
    for (uint32_t i = c->n_body; i-- > 0;) {
        cool_body *b = &c->body[i];
        cool_amount behind = b->ahead ? back_behind(b) : b->back;
        for (uint32_t k = b->first; k < b->first + b->n; k++) {
            cool_cooler *x = &c->cooler[c->of_body[k]];
            x->back = x->ahead.is ? b->back : behind;
            hr_cooling_law(c, x);
        }
        b->supply = mixed(c, b);
        b->back = hr_cooling_warmed(b);
        if (b->air) b->inlet = inlet_of(c, b);
    }
    for (uint32_t i = 0; i < c->n_door; i++) load_down(c, &c->load[c->with_door[i]]);
}

void hr_cooling_spread(cooling *c)
{
    for (uint32_t i = 0; i < c->n_load; i++) {
        load_down(c, &c->load[i]);
        hr_trays_spread(c, &c->load[i]);
    }
}

/* --- all ------------------------------------------------------------------------------------------------------------------ */

static void start(cooling *c, const hr_work *w)
{
    for (uint32_t i = 0; i < c->n_body; i++) {
        cool_body *b = &c->body[i];
        b->supply = b->back = b->inlet = b->set; /* where it has one: a beginning */
        b->turns = 0;
    }
    hr_cooling_find_life(c, w);
    hr_cooling_find_parts(c, w);
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        cool_cooler *x = &c->cooler[i];
        if (!cool_is(&x->power)) x->power = cool_known(0); /* else as it was: a beginning */
        x->primary_flow = x->water = cool_known(0);
        x->moves = x->primary_able = cool_unknown(x->unit, "supplies");
        x->lowest = x->supply = x->back = cool_unknown(x->unit, "cooled_by");
        x->alone = (cool_alone){.carried = cool_none()};
        x->ahead.taken = -1, x->ahead.step = 1, x->ahead.drift = 0, x->ahead.told = false;
    }
    for (uint32_t i = 0; i < c->n_door; i++) {
        cool_load *l = &c->load[c->with_door[i]];
        l->exhaust = l->zone == COOL_NONE ? cool_known(0) : c->body[l->zone].set;
    }
}

static double change_of(const cool_amount *a, const cool_amount *b)
{
    if (a->state != b->state) return 1;
    double size = fmax(fabs(a->v), fabs(b->v));
    return size > 0 ? fabs(a->v - b->v) / size : 0;
}

/* How far the pass moved anything: heat and need of bodies and temperatures carry all else. */
static double change(const cooling *c, const cool_body *before)
{
    double most = 0;
    for (uint32_t i = 0; i < c->n_body; i++) {
        const cool_body *x = &c->body[i], *y = &before[i];
        most = fmax(most, fmax(change_of(&x->heat, &y->heat), change_of(&x->need, &y->need)));
        most = fmax(most, fmax(change_of(&x->supply, &y->supply), change_of(&x->back, &y->back)));
        most = fmax(most, change_of(&x->inlet, &y->inlet));
        if (x->rest.state != y->rest.state) most = 1;
        else if (x->heat.v > 0)
            most = fmax(most, fabs(x->rest.v - y->rest.v) / x->heat.v); /* it may be next to nothing */
    }
    return most;
}

void hr_cooling_solve(cooling *c, const hr_work *w)
{
    double moved_by = 1;
    c->begins = false;
    start(c, w);
    for (c->passes = 0; c->passes < PASSES && (moved_by > REST || c->begins); c->passes++) {
        c->begins = false;
        for (uint32_t i = 0; i < c->n_body; i++) c->before[i] = c->body[i];
        up(c);
        down(c);
        moved_by = change(c, c->before);
    }
    c->unsolved = !(moved_by <= REST);
    for (uint32_t i = 0; i < c->n_body; i++)
        if (c->body[i].net) hr_loop_net_warm(c, &c->body[i]);
}
