/* couple.c - power makes heat, heat is carried away, and that takes power again: the state in which all three agree.
 *
 * What cools is declared with what it draws at its nameplate, and feeds are judged by that. What it draws when it does
 * just what it has to is found here: the power engine is solved with what the cooling engine says that it takes, that
 * with what the power engine says that is turned into heat, until neither moves by more than 1e-11. Heat, temperatures
 * and PUE are those of this state; it changes nothing of the states in which feeds are judged. */
#include <math.h>

#include "engine/cooling.h"

enum { ROUNDS = 100 };
#define REST 1e-11

static power_load *load_of(const hr_engine *e, const cool_cooler *x)
{
    hr_id i = e->unit[x->unit].own_load;
    return i == HR_NONE ? NULL : &e->load[i];
}

static void put_power(power_load *l, hr_corner corner, double p)
{
    double factor = l->pf && l->pf->presence ? hr_num_at(l->pf, HR_HARSH_LOW, corner) : 1;
    l->p = p;
    l->q = p * sqrt(1 / (factor * factor) - 1);
    l->known = true;
}

void hr_couple_draw(hr_engine *e, hr_work *w, uint32_t load, double p)
{
    put_power(&e->load[load], e->corner, p);
    hr_power_mark_down(w, e->load[load].at);
}

/* Hands each cooler what it was found to draw, and takes again what that reaches; by how much the largest change was.
 * What is not found stays as it was until all else is: set_unknown. */
static double hand_over(hr_engine *e, const cooling *c, hr_work *w)
{
    double most = 0;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        power_load *l = load_of(e, x);
        if (!l) continue;
        if (!cool_is(&x->power)) continue;
        double size = fmax(fabs(l->p), fabs(x->power.v));
        if (!l->known) most = 1;
        else if (size > 0) most = fmax(most, fabs(l->p - x->power.v) / size);
        if (l->known && l->p == x->power.v) continue;
        hr_couple_draw(e, w, (uint32_t)(l - e->load), x->power.v);
    }
    hr_power_sweep(w);
    return most;
}

/* What a cooler draws and nobody can tell: as a beginning what it had before, at the end not known. The first that lacks
 * something is why the whole is not known; what hangs on that only follows. False where all is known. */
static bool set_unknown(hr_engine *e, cooling *c, hr_work *w, bool known)
{
    bool any = false;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        power_load *l = load_of(e, &c->cooler[i]);
        if (!l || (known ? l->known : cool_is(&c->cooler[i].power))) continue;
        if (!known && !any) c->lacks = cool_lacks(&c->cooler[i].power);
        any = true;
        if (known) put_power(l, e->corner, l->p);
        l->known = known;
        hr_power_mark_down(w, l->at);
    }
    if (any) hr_power_sweep(w);
    return any;
}

/* --- the site as a whole --------------------------------------------------------------------------------------------- */

static cool_amount reading_of(const hr_work *w, hr_id unit)
{
    hr_id point = hr_point_of(w->e->site->unit[unit].port, HR_Q_POWER);
    hr_reading r = hr_power_reading(w, point);
    cool_amount a = {r.v, r.state, HR_NONE, NULL, INFINITY};
    if (r.state == HR_S_KNOWN || r.state == HR_S_OFF) return a;
    a.unit = unit, a.missing = "power";
    hr_power_gap(w, point, &a.unit, &a.missing);
    return a;
}

/* Whether something takes the heat of a body. Of a cooler without a primary C103 says so, and a case may take what stands
 * behind it as nothing; a tank is there for what is in it alone. */
static bool is_taken(const cooling *c, const cool_body *b)
{
    for (uint32_t i = b->first; i < b->first + b->n; i++) {
        const cool_cooler *x = &c->cooler[c->of_body[i]];
        if (x->lives != HR_S_OFF && (!b->bathes || x->to != COOL_NONE)) return true;
    }
    return false;
}

/* Everything that sources give; what racks hold, as it comes in there; what is evaporated. While it is not known what a
 * cooler draws, the feeds carry what is declared of it: the sum is not known. */
static void sum_site(cooling *c, const hr_work *w)
{
    const hr_engine *e = c->e;
    c->total = c->it = c->water = cool_none();
    if (!cool_is(&c->lacks)) c->total = c->lacks;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        cool_add(&c->water, c->cooler[i].water);
    }
    for (hr_id u = 0; u < e->site->n_unit; u++)
        if (e->unit[u].kind == HR_P_SOURCE) cool_add(&c->total, reading_of(w, u));
    for (uint32_t i = 0; i < e->n_load; i++) {
        const power_load *l = &e->load[i];
        double count = l->count - (double)w->out_unit[l->unit];
        if (!c->is_it[i] || w->s.psu_live[i] <= 0) continue;
        cool_add(&c->it, l->known ? cool_known(l->p * count) : cool_unknown(l->unit, "power"));
    }
    for (uint32_t i = 0; i < c->n_body; i++) { /* heat that nothing takes: what would, draws too */
        const cool_body *b = &c->body[i];
        if (is_taken(c, b) || (cool_is(&b->heat) && b->heat.v <= 0)) continue;
        cool_add(&c->total, cool_unknown(b->unit, b->bathes ? "primary" : "cooled_by"));
    }
    for (uint32_t i = 0; i < c->n_door; i++) { /* no feed carries what their fans draw */
        hr_door_fields f = {0};
        hr_id door = c->load[c->with_door[i]].door;
        hr_unit_type(e->site, door)->cooling->door(hr_unit_fields(e->site, door), &f);
        cool_add(&c->total, cool_num(f.power, HR_HARSH_HIGH, e->corner, door, "power"));
    }
}

/* --- all -------------------------------------------------------------------------------------------------------------- */

void hr_couple_begin(hr_engine *e, hr_work *w)
{
    static const hr_case normal = {.kind = HR_CASE_NORMAL, .base = HR_BASE_UTILITY};
    cooling *c = e->cooling;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const power_load *l = load_of(e, &c->cooler[i]);
        if (l) c->declared[i] = (cool_declared){l->p, l->q, l->known};
        if (l && !l->known)
            put_power(&e->load[l - e->load], e->corner, 0); /* a beginning: else what it feeds on waits for it */
    }
    hr_power_engine.solve_all(w, &normal);
    hr_cooling_take(c, w);
}

/* Only what the sweep has changed is looked at again. */
static void take_changed(cooling *c, hr_work *w)
{
    hr_cooling_take_again(c, w, w->changed.id, w->changed.n);
    for (uint32_t i = 0; i < w->changed.n; i++) w->is_changed[w->changed.id[i]] = false;
    w->changed.n = 0;
}

void hr_couple_go_on(hr_engine *e, hr_work *w)
{
    cooling *c = e->cooling;
    double moved = 1;
    c->lacks = cool_known(0);
    w->note_changes = true;
    hr_power_sweep(w); /* what others draw since the last time */
    set_unknown(e, c, w, true);
    take_changed(c, w);
    for (c->rounds = 0; c->rounds < ROUNDS && moved > REST; c->rounds++) {
        hr_cooling_solve(c, w);
        moved = hand_over(e, c, w);
        take_changed(c, w);
    }
    if (set_unknown(e, c, w, false)) {
        take_changed(c, w);
        hr_cooling_solve(c, w);
    }
    w->note_changes = false;
    c->unsolved |= !(moved <= REST);
    sum_site(c, w);
}

void hr_couple_end(hr_engine *e)
{
    const cooling *c = e->cooling;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        power_load *l = load_of(e, &c->cooler[i]);
        if (l) l->p = c->declared[i].p, l->q = c->declared[i].q, l->known = c->declared[i].known;
    }
}

void hr_couple(hr_engine *e, hr_work *w)
{
    hr_couple_begin(e, w);
    hr_couple_go_on(e, w);
    hr_cooling_spread(e->cooling);
    hr_couple_end(e);
}
