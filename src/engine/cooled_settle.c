/* cooled_settle.c - what lives, what heat and flow it has to carry, what holds, and what is lost: docs/physics/cooling-outages.md.
 *
 *   life   from the outdoor air down: a cooler whose heat nobody takes cools nothing
 *   sums   from loads up: heat and need of each body, shared by the coolers that run
 *   holds  from the outdoor air down: a body holds where its coolers can carry what there is, and what takes their heat holds
 *
 * Coolers that are alike and run alike are gone through as one: cooled_alike.c. */
#include "engine/cooled.h"

#include <math.h>

#include "element/air_class.h"
#include "element/site_fields.h"

#define ROOM 1e-9 /* relative, by which a limit may be met */

/* --- amounts -------------------------------------------------------------------------------------------------------------- */

static void close_sum(cool_amount *sum)
{
    if (sum->state == HR_S_OFF) *sum = cool_known(0);
}

static cool_amount times(cool_amount a, double by)
{
    a.v *= by;
    a.most = by > 0 ? a.most * by : 0;
    return a;
}

/* Whether a load fits a limit, either of which may lie between bounds. */
static cooled_hold fits(const cool_amount *load, const cool_amount *limit, cool_amount *lacks)
{
    if (cool_most(load) <= 0) return COOLED_HOLDS;
    if (load->v > cool_most(limit) * (1 + ROOM)) return COOLED_FAILS;
    if (cool_most(load) <= limit->v * (1 + ROOM)) return COOLED_HOLDS;
    *lacks = cool_is(load) ? cool_lacks(limit) : cool_lacks(load);
    return COOLED_UNKNOWN;
}

static bool same(const cool_amount *a, const cool_amount *b)
{
    return a->state == b->state && a->v == b->v && a->unit == b->unit && a->missing == b->missing &&
           cool_most(a) == cool_most(b);
}

/* --- loads ---------------------------------------------------------------------------------------------------------------- */

static void put_given(cool_load *l, const cooled_given *g)
{
    l->liquid = g->liquid, l->air = g->air, l->need = g->need, l->airflow = g->airflow, l->door_flow = g->door_flow;
}

static void put_cooler(cooled_work *h, uint32_t cooler)
{
    cool_cooler *x = &h->c->cooler[cooler];
    const cool_cooler *y = &h->at_base.cooler[cooler];
    x->lives = y->lives, x->pumps = y->pumps, x->rated_flow = y->rated_flow, x->held = y->held;
    x->share = y->share, x->heat = y->heat, x->power = y->power;
    if (h->piped) x->moves = y->moves, x->primary_able = y->primary_able;
    h->wants[cooler] = h->at_base.wants[cooler];
}

/* What its doors take was found again with it. */
static void put_doors(cooled_work *h, uint32_t body)
{
    for (uint32_t k = h->load_first[body]; h->c->n_door && k < h->load_first[body + 1]; k++) {
        uint32_t load = h->load_of[k] / 4;
        h->c->load[load].door_heat = h->given[load].door_heat;
    }
}

/* Everything as in the base: bodies that were looked at, with their coolers, and loads that were taken again. */
static void go_back(cooled_work *h)
{
    cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_body && !h->base; i++) {
        cool_body *b = &c->body[i];
        const cool_body *y = &h->at_base.body[i];
        if (!h->dirty[i]) continue;
        h->dirty[i] = 0;
        b->heat = y->heat, b->rest = y->rest, b->need = y->need, b->able = y->able, b->pumped = y->pumped;
        h->body[i] = h->at_base.holds[i];
        for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) put_cooler(h, c->of_body[k]);
        hr_cooled_join(h, i);
        put_doors(h, i);
    }
    for (uint32_t i = 0; i < h->stale.n; i++) {
        put_given(&c->load[h->stale.id[i]], &h->given[h->stale.id[i]]);
        h->is_stale[h->stale.id[i]] = false;
    }
    h->stale.n = 0;
}

static void mark(cooled_work *h, uint32_t body, uint8_t how)
{
    if (body != COOL_NONE) h->dirty[body] |= how;
}

static void mark_load(cooled_work *h, const cool_load *l)
{
    mark(h, l->coolant, COOLED_DIRTY_SUM);
    mark(h, l->zone, COOLED_DIRTY_SUM);
    mark(h, l->door_to, COOLED_DIRTY_SUM);
}

static bool gives_as_before(const cool_load *l, const cooled_given *g)
{
    return same(&l->liquid, &g->liquid) && same(&l->air, &g->air) && same(&l->need, &g->need) &&
           same(&l->airflow, &g->airflow) && same(&l->door_flow, &g->door_flow);
}

/* What power has changed of what loads give; units of two things stand in one list. */
static void take_loads(hr_work *w)
{
    cooled_work *h = w->cooled;
    const hr_site *s = w->e->site;
    for (uint32_t i = 0; i < w->units.n && !h->base; i++) {
        hr_id u = w->units.id[i];
        while (s->unit[u].holder != HR_NONE) u = s->unit[u].holder;
        if (!hr_cooling_is_load(s, u) || h->is_stale[h->c->index[u]]) continue;
        hr_id k = h->c->index[u];
        h->is_stale[k] = true;
        h->stale.id[h->stale.n++] = k;
        hr_cooling_take_one(h->c, &h->c->load[k], w);
        if (!gives_as_before(&h->c->load[k], &h->given[k])) mark_load(h, &h->c->load[k]);
    }
}

/* --- life ----------------------------------------------------------------------------------------------------------------- */

/* Outdoor air that shuts it, or what takes its heat. */
static void end_life(cooled_work *h, cool_cooler *x)
{
    if (x->lives == HR_S_OFF) return;
    if (x->f.law == HR_LAW_FREE && !x->ahead.is) {
        cool_amount open = hr_free_cooling_open(h->c, x);
        if (cool_is(&open) && open.v <= 0) x->lives = HR_S_OFF;
    }
    if (x->to == COOL_NONE) return;
    if (h->body[x->to].dead == HR_S_KNOWN) x->lives = HR_S_OFF;
    else if (h->body[x->to].dead == HR_S_UNKNOWN && x->lives == HR_S_KNOWN) x->lives = HR_S_UNKNOWN;
}

static uint8_t is_dead(const hr_work *w, const cool_body *b)
{
    const cooling *c = w->cooled->c;
    bool any = false, maybe = false, lives = false;
    if (w->out_unit[b->unit] > 0) return HR_S_KNOWN;
    for (uint32_t i = b->first; i < b->first + b->n; i += c->run[i]) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->ahead.is) continue;
        any = true;
        lives |= x->lives == HR_S_KNOWN;
        maybe |= x->lives != HR_S_KNOWN && x->lives != HR_S_OFF;
    }
    return (uint8_t)(!any || lives ? HR_S_OFF : maybe ? HR_S_UNKNOWN : HR_S_KNOWN);
}

static bool runs_as_before(const cool_cooler *x, const cool_cooler *base)
{
    return x->lives == base->lives && x->pumps == base->pumps && same(&x->rated_flow, &base->rated_flow) &&
           same(&x->held, &base->held);
}

/* Sums of runs that are cut have other bits, though it may give the same as before. */
static void set_apart(cooled_work *h, uint32_t cooler)
{
    const cool_cooler *x = &h->c->cooler[cooler];
    mark(h, x->body, COOLED_DIRTY_SUM);
    if (hr_cooled_set_apart(h, cooler)) mark(h, x->to, COOLED_DIRTY_SUM);
}

/* One that only takes its power from elsewhere runs as before. */
static void look_at_cooler(const hr_work *w, uint32_t cooler)
{
    cooled_work *h = w->cooled;
    cool_cooler *x = &h->c->cooler[cooler];
    hr_cooling_find_life_of(h->c, x, w);
    uint8_t alone = x->lives;
    end_life(h, x);
    if (runs_as_before(x, &h->at_base.cooler[cooler])) return;
    x->lives = alone; /* what takes its heat may live otherwise too */
    set_apart(h, cooler);
}

/* A zone or loop that is out: its coolers go with it. */
static void look_at_body(hr_work *w, uint32_t body)
{
    cooled_work *h = w->cooled;
    const cool_body *b = &h->c->body[body];
    for (uint32_t k = b->first; k < b->first + b->n; k++) look_at_cooler(w, h->c->of_body[k]);
    mark(h, body, COOLED_DIRTY_SUM);
}

/* A cooler, a pump that one holds, a door, a zone or a loop, that power or the case itself has changed. */
static void look_at(hr_work *w, hr_id u)
{
    cooled_work *h = w->cooled;
    const hr_site *s = w->e->site;
    hr_id holder = s->unit[u].holder;
    hr_cooling_kind kind = hr_unit_cooling(s, u);
    if (kind == HR_COOLING_LOOP || kind == HR_COOLING_ZONE) look_at_body(w, h->c->index[u]);
    if (hr_unit_cooling(s, u) == HR_COOLING_DOOR && holder != HR_NONE && hr_cooling_is_load(s, holder))
        mark_load(h, &h->c->load[h->c->index[holder]]);
    if (hr_unit_cooling(s, u) == HR_COOLING_PUMP && holder != HR_NONE) u = holder;
    if (!hr_cooling_is_cooler(hr_unit_cooling(s, u))) return;
    look_at_cooler(w, h->c->index[u]);
}

static void look_at_touched(hr_work *w)
{
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    for (uint32_t i = 0; i < w->units.n; i++) look_at(w, w->units.id[i]);
    for (uint32_t i = 0; x && i < x->n_out; i++)
        if (x->out[i].wire == HR_NONE) look_at(w, x->out[i].unit);
    for (uint32_t i = 0; i < w->mode.n_opened_unit; i++) look_at(w, w->mode.opened_unit[i]);
}

/* Coolers that give their heat to a body which lives otherwise: bodies are gone through from the last, so theirs come later. */
static void look_at_givers(const hr_work *w, uint32_t body)
{
    cooled_work *h = w->cooled;
    for (uint32_t k = h->giver_first[body]; k < h->giver_first[body + 1]; k++) {
        cool_cooler *x = &h->c->cooler[h->giver_of[k]];
        hr_cooling_find_life_of(h->c, x, w);
        set_apart(h, h->giver_of[k]);
    }
}

/* What its doors take goes into their zones. */
static void mark_zones(cooled_work *h, uint32_t body)
{
    for (uint32_t k = h->load_first[body]; k < h->load_first[body + 1]; k++)
        if (h->load_of[k] % 4 == HR_BY_DOOR) mark(h, h->c->load[h->load_of[k] / 4].zone, COOLED_DIRTY_SUM);
}

static void find_life(hr_work *w)
{
    cooled_work *h = w->cooled;
    cooling *c = h->c;
    if (h->base || h->piped) hr_cooling_find_life(c, w);
    else look_at_touched(w);
    for (uint32_t i = 0; h->all && !h->piped && i < c->n_cooler; i++) look_at_cooler(w, i);
    for (uint32_t i = c->n_body; i-- > 0;) {
        cool_body *b = &c->body[i];
        if (!(h->dirty[i] & COOLED_DIRTY_SUM)) continue;
        for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) end_life(h, &c->cooler[c->of_body[k]]);
        uint8_t before = h->body[i].dead;
        h->body[i] = (cooled_body){.dead = is_dead(w, b), .at = COOL_NONE};
        if (h->body[i].dead == before && !h->base) continue;
        if (!h->base) look_at_givers(w, i);
        mark_zones(h, i);
    }
}

/* --- sums ----------------------------------------------------------------------------------------------------------------- */

static bool is_out(const hr_work *w, hr_id unit) { return w->out_unit[unit] >= w->e->site->unit[unit].count; }

/* What its door takes of the heat of a rack: no more than it is rated for where it is not known what it takes. */
static cool_amount door_takes(const hr_work *w, const cool_load *l, const cool_load *normal)
{
    hr_door_fields f = {0};
    if (is_out(w, l->door) || l->door_to == COOL_NONE || w->cooled->body[l->door_to].dead == HR_S_KNOWN)
        return cool_known(0);
    if (cool_is(&normal->door_heat) && cool_is(&l->air)) return cool_known(fmin(normal->door_heat.v, l->air.v));
    hr_unit_type(w->e->site, l->door)->cooling->door(hr_unit_fields(w->e->site, l->door), &f);
    cool_amount rated = cool_num(f.cooling, HR_HARSH_LOW_THEN_HIGH, w->e->corner, l->door, "cooling");
    double most = fmin(cool_most(&normal->door_heat), cool_most(&rated));
    return cool_between(0, fmin(most, cool_most(&l->air)), cool_is(&l->air) ? &normal->door_heat : &l->air);
}

/* What is left of one that is not less than the other. */
static cool_amount less(cool_amount all, const cool_amount *part)
{
    double left = all.v - part->v;
    if (cool_is(&all) && cool_is(part)) return cool_known(left > ROOM * all.v ? left : 0);
    return cool_between(fmax(0, all.v - cool_most(part)), fmax(0, cool_most(&all) - part->v),
                        cool_is(&all) ? part : &all);
}

/* W of the air of a rack that its door leaves. */
static cool_amount left_by_door(const cool_load *l)
{
    return l->door == HR_NONE ? l->air : less(l->air, &l->door_heat);
}

static void give(cool_body *b, cool_amount heat, cool_amount need)
{
    cool_add(&b->heat, heat);
    cool_add(&b->need, need);
}

static void add_load(const hr_work *w, cool_body *b, cool_load *l, uint32_t how)
{
    if (how == HR_BY_COOLANT) {
        give(b, l->liquid, l->need);
        return;
    }
    if (l->door != HR_NONE) l->door_heat = door_takes(w, l, &w->e->cooling->load[l - w->cooled->c->load]);
    if (how == HR_BY_DOOR) {
        if (!is_out(w, l->door)) give(b, l->door_heat, l->door_flow);
        return;
    }
    give(b, left_by_door(l), l->airflow);
}

/* Of a cooler of which it is not known whether it runs: nothing at least. */
static cool_amount if_it_runs(const cool_cooler *x, cool_amount a)
{
    cool_amount why = cool_unknown(x->unit, "from");
    return x->lives == HR_S_KNOWN ? a : cool_between(0, cool_most(&a), &why);
}

/* So many as it speaks for. */
static void add_giver(const cooled_work *h, cool_body *b, uint32_t cooler, uint32_t n)
{
    const cool_cooler *x = &h->c->cooler[cooler];
    cool_amount gives = x->heat;
    if (x->lives == HR_S_OFF) return;
    if (cool_warms_what_takes(x)) cool_add(&gives, x->power);
    give(b, times(if_it_runs(x, gives), n), times(if_it_runs(x, h->wants[cooler]), n));
}

/* What an economiser takes ahead of others: no more than it is rated for where that is not known. */
static cool_amount taken_ahead(const cool_cooler *x, const cool_amount *normal)
{
    return cool_is(normal) ? *normal : cool_between(0, fmin(cool_most(normal), cool_most(&x->most)), normal);
}

/* What its own coolers put into a body, and what economisers ahead take out of it: as in the normal state. */
static void add_own(const hr_work *w, cool_body *b)
{
    const cooling *c = w->cooled->c, *normal = w->e->cooling;
    cool_amount ahead = cool_known(0);
    if (!cool_is(&b->pumped) || b->pumped.v > 0) cool_add(&b->heat, b->pumped);
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) {
        const cool_cooler *x = &c->cooler[c->of_body[k]], *y = &normal->cooler[c->of_body[k]];
        if (x->lives == HR_S_OFF) continue;
        if (cool_warms_its_body(x)) cool_add(&b->heat, times(if_it_runs(x, y->power), c->run[k]));
        if (x->held.state != HR_S_KNOWN || x->held.v > 0) cool_add(&b->heat, times(if_it_runs(x, x->held), c->run[k]));
        if (x->ahead.is) cool_add(&ahead, if_it_runs(x, taken_ahead(x, &y->heat)));
    }
    close_sum(&b->heat), close_sum(&b->need);
    b->rest = b->ahead ? less(b->heat, &ahead) : b->heat;
}

static bool is_beside(const cool_cooler *x) { return x->lives != HR_S_OFF && !x->ahead.is; }

static bool all_state_flow(const cooling *c, const cool_body *b)
{
    for (uint32_t i = b->first; i < b->first + b->n; i += c->run[i]) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (!x->ahead.is && !cool_is(&x->rated_flow)) return false;
    }
    return true;
}

/* By flow where all state one, else by rating; a lone one has all. With junctions by what the network moves. */
static void share(cooling *c, cool_body *b)
{
    bool by_flow = all_state_flow(c, b);
    uint32_t n = 0;
    cool_amount sum = cool_none();
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k])
        n += is_beside(&c->cooler[c->of_body[k]]) ? c->run[k] : 0;
    if (b->net) hr_loop_net_bound(c, b);
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) {
        cool_cooler *x = &c->cooler[c->of_body[k]];
        x->share = !is_beside(x) ? cool_known(0) : b->net ? x->moves : by_flow ? x->rated_flow : x->most;
        if (x->lives != HR_S_KNOWN && is_beside(x) && !b->net) x->share = cool_unknown(x->unit, "from");
        if (n == 1 && is_beside(x) && !b->net) x->share = cool_known(1);
        if (is_beside(x)) cool_add(&sum, times(x->share, c->run[k]));
    }
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) {
        cool_cooler *x = &c->cooler[c->of_body[k]];
        if (!is_beside(x)) continue;
        if (!cool_is(&sum)) x->share = cool_lacks(&sum);
        else x->share.v = sum.v > 0 ? x->share.v / sum.v : 0;
    }
}

/* A part of what is known at least, and at most. */
static cool_amount part_of(cool_amount all, const cool_amount *share)
{
    return cool_is(share) ? times(all, share->v) : cool_between(0, cool_most(&all), share);
}

/* W that a compressor draws, by its heat as in the normal state. */
static cool_amount compressor_draws(const cool_cooler *x, const cool_cooler *normal)
{
    if (cool_is(&x->heat) && x->heat.v <= 0) return cool_known(0);
    if (!cool_is(&normal->power) || !cool_is(&normal->heat))
        return cool_lacks(cool_is(&normal->power) ? &normal->heat : &normal->power);
    return normal->heat.v > 0 ? times(x->heat, normal->power.v / normal->heat.v) : cool_unknown(x->unit, "cop");
}

/* m3/s of its primary at a heat, W: at most that of its nameplate. */
static cool_amount primary_at(const cooling *c, const cool_cooler *x, double heat)
{
    cool_amount rated = x->most, flow;
    if (heat <= 0) return cool_known(0);
    if (x->f.primary_flow->presence) {
        flow = cool_num(x->f.primary_flow, HR_HARSH_HIGH, c->e->corner, x->unit, "primary_flow");
        return cool_is(&rated) ? times(flow, fmin(1, heat / rated.v)) : cool_between(0, cool_most(&flow), &rated);
    }
    const cool_body *p = &c->body[x->to];
    const cool_amount *T = cool_is(&p->set) ? &p->set : &p->supply;
    return cool_is(T) ? hr_cooling_primary_flow(c, x, heat, T->v) : cool_unknown(p->unit, "supply");
}

static cool_amount primary_of(const cooling *c, const cool_cooler *x)
{
    if (x->f.law == HR_LAW_TO_AIR) return hr_cooling_side_stream(c, x);
    if (cool_is(&x->heat)) return primary_at(c, x, x->heat.v);
    cool_amount least = primary_at(c, x, x->heat.v), most = primary_at(c, x, cool_most(&x->heat));
    return cool_between(cool_is(&least) ? least.v : 0, cool_most(&most), &x->heat);
}

/* What a cooler has and wants, and whether what takes its heat has to be summed again for it. */
static void pass_on(const hr_work *w, uint32_t cooler)
{
    cooled_work *h = w->cooled;
    cool_cooler *x = &h->c->cooler[cooler];
    const cool_cooler *normal = &w->e->cooling->cooler[cooler];
    const cool_amount heat = x->heat, power = x->power, wanted = h->wants[cooler];
    const cool_body *b = &h->c->body[x->body];
    h->wants[cooler] = cool_known(0);
    if (x->ahead.is) x->heat = x->lives == HR_S_OFF ? cool_known(0) : normal->heat;
    else x->heat = x->lives == HR_S_OFF ? cool_known(0) : part_of(b->rest, &x->share);
    if (x->to == COOL_NONE) return;
    if (x->lives != HR_S_OFF) {
        x->power = normal->power;
        if (x->f.law == HR_LAW_COMPRESSOR) x->power = compressor_draws(x, normal);
        h->wants[cooler] = primary_of(h->c, x);
    }
    bool as_before = x->lives == h->at_base.cooler[cooler].lives && same(&heat, &x->heat) && same(&power, &x->power) &&
                     same(&wanted, &h->wants[cooler]);
    if (!as_before) mark(h, x->to, COOLED_DIRTY_SUM);
}

static void sum_body(const hr_work *w, uint32_t body)
{
    cooled_work *h = w->cooled;
    cool_body *b = &h->c->body[body];
    b->heat = b->need = cool_none();
    for (uint32_t k = h->load_first[body]; k < h->load_first[body + 1]; k++)
        add_load(w, b, &h->c->load[h->load_of[k] / 4], h->load_of[k] % 4);
    for (uint32_t k = h->giver_first[body]; k < h->giver_first[body + 1];) {
        uint32_t n = h->c->run[h->place[h->giver_of[k]]];
        add_giver(h, b, h->giver_of[k], n);
        k += n;
    }
    add_own(w, b);
    share(h->c, b);
    for (uint32_t k = b->first; k < b->first + b->n; k += h->c->run[k]) pass_on(w, h->c->of_body[k]);
}

static void sum_up(const hr_work *w)
{
    const cooled_work *h = w->cooled;
    for (uint32_t i = 0; i < h->c->n_body; i++)
        if (h->dirty[i] & COOLED_DIRTY_SUM) sum_body(w, i);
}

/* --- what holds ----------------------------------------------------------------------------------------------------------- */

static void judge(cooled_body *b, cooled_hold how, cooled_why why, uint32_t at, cool_amount lacks)
{
    if (how <= b->holds) return;
    b->holds = (uint8_t)how, b->why = (uint8_t)why, b->at = at, b->lacks = lacks;
}

cool_amount hr_cooled_takes(const cooling *c, const cool_cooler *x)
{
    if (x->f.law != HR_LAW_FREE || x->f.air || x->ahead.is || x->to == COOL_NONE) return x->most;
    cool_amount carried = c->e->cooling->cooler[x - c->cooler].alone.carried;
    if (carried.state == HR_S_OFF) carried = cool_unknown(x->unit, "from");
    if (cool_is(&carried) && cool_is(&x->most)) return cool_known(fmin(carried.v, x->most.v));
    return cool_between(0, fmin(cool_most(&carried), cool_most(&x->most)), cool_is(&carried) ? &x->most : &carried);
}

static cool_amount sum_of(const cooling *c, const cool_body *b, bool flow)
{
    cool_amount sum = cool_none();
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) {
        const cool_cooler *x = &c->cooler[c->of_body[k]];
        if (!is_beside(x)) continue;
        cool_add(&sum, times(if_it_runs(x, flow ? x->rated_flow : hr_cooled_takes(c, x)), c->run[k]));
    }
    close_sum(&sum);
    if (b->n == 0) sum = cool_unknown(b->unit, b->bathes ? "primary" : "cooled_by");
    return sum;
}

/* Each of its coolers may be given no more than it takes: as C101. */
static void judge_capacity(const cooling *c, const cool_body *b, cooled_body *out)
{
    cool_amount lacks = cool_known(0);
    for (uint32_t k = b->first; k < b->first + b->n; k += c->run[k]) {
        const cool_cooler *x = &c->cooler[c->of_body[k]];
        if (!is_beside(x)) continue;
        const cool_amount most = hr_cooled_takes(c, x);
        cooled_hold how = fits(&x->heat, &most, &lacks);
        judge(out, how, COOLED_CAPACITY, c->of_body[k], lacks);
    }
    if (b->n == 0) judge(out, COOLED_UNKNOWN, COOLED_CAPACITY, COOL_NONE, out->capacity);
}

/* The warmest air that racks of a zone are built for; unknown where the model does not say. */
cool_amount hr_cooled_inlet_limit(const cooling *c, const cool_body *b)
{
    const hr_site_fields *site = c->e->site->fields;
    const hr_choice *class = hr_unit_choice(c->e->site, b->unit, "class");
    if (site->limits.inlet_high.presence)
        return cool_known(hr_num_at(&site->limits.inlet_high, HR_HARSH_LOW, c->e->corner));
    return class->presence ? cool_known(HR_ZERO_CELSIUS + hr_air_classes[class->v].high)
                           : cool_unknown(b->unit, "class");
}

/* K that racks take in at a heat, W: supply air, and of their own exhaust what returns anyhow, or what the supply falls short by. */
cool_amount hr_cooled_inlet(const cooling *c, const cool_body *b, double heat)
{
    hr_corner corner = c->e->corner;
    cool_amount leak = cool_num(b->zone.leakage, HR_HARSH_HIGH, corner, b->unit, "leakage");
    cool_amount back = cool_num(b->zone.recirculation, HR_HARSH_HIGH, corner, b->unit, "recirculation");
    const cool_amount *all[] = {&b->set, &b->need, &b->able, &leak, &back};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (!cool_is(all[i])) return cool_lacks(all[i]);
    if (b->need.v <= 0) return b->set;
    double part = fmax(back.v, 1 - (1 - leak.v) * b->able.v / b->need.v);
    if (part >= 1) return cool_known(INFINITY);
    if (part <= 0) return b->set;
    return cool_known(b->set.v + part / (1 - part) * heat / (hr_cooling_rho_cp(b, b->set.v) * b->need.v));
}

static cool_amount inlet_of(const cooling *c, const cool_body *b)
{
    cool_amount least = hr_cooled_inlet(c, b, b->heat.v), most = hr_cooled_inlet(c, b, cool_most(&b->heat));
    if (!cool_is(&least)) return least;
    return cool_is(&b->heat) ? least : cool_between(least.v, most.v, &b->heat);
}

static void judge_flow(const cooling *c, cool_body *b, cooled_body *out)
{
    cool_amount lacks = cool_known(0);
    bool own = !b->air && b->loop.flow && b->loop.flow->presence;
    if (b->net || cool_boils(b)) return;
    b->able = own ? cool_num(b->loop.flow, HR_HARSH_LOW, c->e->corner, b->unit, "flow") : sum_of(c, b, true);
    cool_amount most = b->air ? hr_cooled_inlet_limit(c, b) : cool_unknown(b->unit, "class");
    if (cool_is(&most) && cool_is(&b->set)) {
        out->inlet = inlet_of(c, b);
        cooled_hold how = fits(&out->inlet, &most, &lacks);
        judge(out, how, COOLED_INLET, COOL_NONE, lacks);
        return;
    }
    cooled_hold how = fits(&b->need, &b->able, &lacks);
    judge(out, how, COOLED_FLOW, COOL_NONE, lacks);
}

/* What takes the heat of its coolers. */
static void judge_primary(const cooled_work *h, const cool_body *b, cooled_body *out)
{
    for (uint32_t k = b->first; k < b->first + b->n; k += h->c->run[k]) {
        uint32_t i = h->c->of_body[k];
        const cool_cooler *x = &h->c->cooler[i];
        if (x->lives == HR_S_OFF || cool_most(&x->heat) <= 0) continue;
        if (x->to == COOL_NONE && hr_law_two_sided(x->f.law))
            judge(out, COOLED_UNKNOWN, COOLED_PRIMARY, i, cool_unknown(x->unit, "primary"));
        if (x->to == COOL_NONE) continue;
        const cooled_body *to = &h->body[x->to];
        bool gives = x->lives == HR_S_KNOWN && x->heat.v > 0; /* else it may ask nothing of it */
        cool_amount lacks = x->lives == HR_S_KNOWN ? cool_lacks(&x->heat) : cool_unknown(x->unit, "from");
        if (to->holds == COOLED_FAILS) judge(out, gives ? COOLED_FAILS : COOLED_UNKNOWN, COOLED_PRIMARY, i, lacks);
        else judge(out, (cooled_hold)to->holds, COOLED_PRIMARY, i, to->lacks);
        if (!x->primary_piped) continue;
        cooled_hold how = fits(&h->wants[i], &x->primary_able, &lacks);
        judge(out, how, COOLED_PRIMARY, i, lacks);
    }
}

/* Where none of its coolers is known to run, and some may, it is not known whether anything cools it. */
static void judge_life(const cooling *c, const cool_body *b, cooled_body *out)
{
    if (out->dead == HR_S_KNOWN) judge(out, COOLED_FAILS, COOLED_DEAD, COOL_NONE, cool_known(0));
    for (uint32_t k = b->first; out->dead == HR_S_UNKNOWN && k < b->first + b->n; k += c->run[k]) {
        const cool_cooler *x = &c->cooler[c->of_body[k]];
        if (is_beside(x)) judge(out, COOLED_UNKNOWN, COOLED_DEAD, COOL_NONE, cool_unknown(x->unit, "from"));
    }
}

static void judge_body(cooled_work *h, uint32_t body)
{
    const cooling *c = h->c;
    cool_body *b = &h->c->body[body];
    cooled_body *out = &h->body[body];
    *out = (cooled_body){.dead = out->dead, .at = COOL_NONE};
    out->capacity = sum_of(c, b, false);
    if (cool_is(&b->heat) && b->heat.v <= 0) return;
    judge_life(c, b, out);
    judge_capacity(c, b, out);
    judge_flow(c, b, out);
    judge_primary(h, b, out);
}

static void find_holds(cooled_work *h)
{
    for (uint32_t i = h->c->n_body; i-- > 0;) {
        if (!h->dirty[i]) continue;
        judge_body(h, i);
        const cooled_body *a = &h->body[i], *b = &h->at_base.holds[i];
        bool as_before = !h->base && a->holds == b->holds && a->why == b->why && a->at == b->at && a->dead == b->dead &&
                         same(&a->lacks, &b->lacks);
        for (uint32_t k = h->giver_first[i]; !as_before && k < h->giver_first[i + 1]; k++)
            mark(h, h->c->cooler[h->giver_of[k]].body, COOLED_DIRTY_HOLDS);
    }
}

/* --- what is lost --------------------------------------------------------------------------------------------------------- */

static void lose(cooled_loss *out, cooled_hold how, cooled_why why, uint32_t body, hr_cool_medium by,
                 const cool_amount *heat, const cool_amount *lacks)
{
    if (how == COOLED_HOLDS || (cool_is(heat) && heat->v <= 0)) return;
    cool_amount lost = how == COOLED_FAILS ? *heat : cool_lacks(lacks);
    cool_add(&out->w, lost);
    out->by[by] = (hr_reading){lost.v, lost.state};
    if (out->why == COOLED_WELL) out->why = (uint8_t)why, out->body = body;
}

static void lose_to_body(const cooled_work *h, cooled_loss *out, uint32_t body, hr_cool_medium by,
                         const cool_amount *heat)
{
    const cooled_body *b = &h->body[body];
    lose(out, (cooled_hold)b->holds, (cooled_why)b->why, body, by, heat, &b->lacks);
}

/* A rack on junctions loses what its body would let it keep, where it gets less than it needs. */
static void lose_coolant(const cooled_work *h, cooled_loss *out, const cool_load *l)
{
    const cooled_body *b = &h->body[l->coolant];
    cool_amount lacks = cool_known(0);
    cooled_hold how = l->piped ? fits(&l->need, &l->flow, &lacks) : COOLED_HOLDS;
    if (how > b->holds) lose(out, how, COOLED_FLOW, l->coolant, HR_BY_COOLANT, &l->liquid, &lacks);
    else lose_to_body(h, out, l->coolant, HR_BY_COOLANT, &l->liquid);
}

/* However its heat divides between a door and the air, all of it is lost where neither holds. */
static bool lets_all_go(const cooled_work *h, const cool_load *l)
{
    if (l->door == HR_NONE || l->door_to == COOL_NONE || l->zone == COOL_NONE || cool_is(&l->door_heat)) return false;
    return h->body[l->door_to].holds == COOLED_FAILS && h->body[l->zone].holds == COOLED_FAILS;
}

/* Heat that nothing named takes: whether it is carried away nobody can say. As C104; a rack that names no place at all is left
 * to that. */
static void lose_nowhere(cooled_loss *out, const cool_load *l, const cool_amount *air)
{
    const bool placed = l->coolant != COOL_NONE || l->zone != COOL_NONE;
    const bool any = cool_most(&l->liquid) + cool_most(&l->air) > HR_HEAT_ROUNDING;
    const bool dry = l->coolant == COOL_NONE && l->wet && any;
    const bool hot = l->zone == COOL_NONE && cool_most(air) > HR_HEAT_ROUNDING;
    if (!placed) return;
    if (dry) cool_add(&out->w, cool_unknown(l->unit, "coolant")), out->by[HR_BY_COOLANT].state = HR_S_UNKNOWN;
    if (hot) cool_add(&out->w, cool_unknown(l->unit, "zone")), out->by[HR_BY_ZONE].state = HR_S_UNKNOWN;
}

static void find_loss(cooled_work *h, uint32_t load)
{
    const cool_load *l = &h->c->load[load];
    cooled_loss *out = &h->lost[load];
    cool_amount air = left_by_door(l);
    *out = (cooled_loss){.w = cool_none(), .body = COOL_NONE};
    for (int i = 0; i < HR_COOL_MEDIA; i++) out->by[i] = (hr_reading){0, HR_S_OFF};
    if (l->coolant != COOL_NONE) lose_coolant(h, out, l);
    if (lets_all_go(h, l)) air = l->air;
    else if (l->door != HR_NONE && l->door_to != COOL_NONE) lose_to_body(h, out, l->door_to, HR_BY_DOOR, &l->door_heat);
    if (l->zone != COOL_NONE) lose_to_body(h, out, l->zone, HR_BY_ZONE, &air);
    lose_nowhere(out, l, &air);
    close_sum(&out->w);
}

/* Of loads whose bodies were looked at; all others are as in the base. */
static void find_losses(cooled_work *h)
{
    for (uint32_t i = 0; i < h->looked.n; i++) {
        h->lost[h->looked.id[i]] = h->before[h->looked.id[i]];
        h->is_looked[h->looked.id[i]] = false;
    }
    h->looked.n = 0;
    for (uint32_t i = 0; i < h->c->n_body; i++) {
        for (uint32_t k = h->load_first[i]; h->dirty[i] && k < h->load_first[i + 1]; k++) {
            uint32_t load = h->load_of[k] / 4;
            if (h->is_looked[load]) continue;
            h->is_looked[load] = true;
            h->looked.id[h->looked.n++] = load;
            find_loss(h, load);
        }
    }
}

/* --- all ------------------------------------------------------------------------------------------------------------------ */

static uint32_t count_short(const cooled_work *h, uint32_t body)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < h->c->n_load; i++) {
        const cool_load *l = &h->c->load[i];
        cool_amount lacks;
        n += l->coolant == body && l->piped && fits(&l->need, &l->flow, &lacks) != COOLED_HOLDS;
    }
    return n;
}

/* Maintenance first, and what hands open for it: only where something would be short without. */
static void open_by_hand(hr_work *w)
{
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    cooling *c = w->cooled->c;
    for (uint32_t i = 0; x && x->n_maintained && i < c->n_body; i++) {
        loop_net *n = c->body[i].net;
        bool drains = false;
        if (!n) continue;
        hr_loop_net_out(c, n, w, true);
        for (uint32_t k = 0; k < n->n_node; k++) drains |= n->drained[k];
        if (!drains) {
            hr_loop_net_out(c, n, w, false);
            continue;
        }
        hr_loop_net_bound(c, &c->body[i]);
        uint32_t before = count_short(w->cooled, i);
        if (before) hr_loop_net_open(n, w);
        hr_loop_net_bound(c, &c->body[i]);
        bool helps = count_short(w->cooled, i) < before;
        hr_loop_net_out(c, n, w, false);
        if (helps) hr_loop_net_open(n, w);
    }
}

/* Whether memory ran out in any of its networks since the last time. */
static bool ran_out(cooling *c)
{
    bool any = false;
    for (uint32_t i = 0; i < c->n_body; i++) {
        if (!c->body[i].net) continue;
        any |= c->body[i].net->no_memory;
        c->body[i].net->no_memory = false;
    }
    return any;
}

void hr_cooled_settle(hr_work *w)
{
    cooled_work *h = w->cooled;
    go_back(h);
    for (uint32_t i = 0; (h->base || h->piped || h->all) && i < h->c->n_body; i++) mark(h, i, COOLED_DIRTY_SUM);
    take_loads(w);
    find_life(w);
    if (h->piped) hr_cooling_find_parts(h->c, w), open_by_hand(w);
    sum_up(w);
    find_holds(h);
    find_losses(h);
    h->no_memory |= ran_out(h->c);
    h->settled = !h->no_memory;
}
