/* power_pool.c - power supplies and the loads that share them: on cords of their own, or all on one bus bar.
 *
 * A load with supplies of its own counts them by cord. Behind power shelves nobody has: all that the rack draws is one
 * load, shared by the rectifiers that live, each alike, and lost as a whole when they are too few for it. */
#include "engine/power.h"

/* The part of a shelf's supplies whose whips live. A dead shelf is asked about only when it is taken to live: all. */
static double live_part(const hr_work *w, hr_id shelf)
{
    const hr_unit *x = &w->e->site->unit[shelf];
    double live = 0, all = 0;
    if (x->wire_count < 2 || !LIVE_ON_WIRE(w->s.live[shelf])) return 1;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        all += w->e->weight[k];
        if (hr_power_wire_live(w, k)) live += w->e->weight[k];
    }
    return all > 0 ? live / all : 1;
}

double hr_power_supplies(const hr_work *w, hr_id shelf) { return w->e->unit[shelf].supplies * live_part(w, shelf); }

static hr_id shelf_at(const hr_work *w, const power_load *l, uint32_t cord)
{
    const hr_site *s = w->e->site;
    return s->wire[s->unit[l->at].wire_first + cord].parent;
}

double hr_power_psus(const hr_work *w, const power_load *l, uint32_t cord)
{
    return l->pooled ? hr_power_supplies(w, shelf_at(w, l, cord)) : l->psu[cord];
}

double hr_power_demand(const hr_work *w, hr_id holder)
{
    const power_unit *u = &w->e->unit[holder];
    double sum = 0;
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++) {
        const power_load *l = &w->e->load[i];
        if (l->known && l->count > w->out_unit[l->unit]) sum += (l->count - w->out_unit[l->unit]) * l->p;
    }
    return sum;
}

double hr_power_capacity(const hr_work *w, hr_id holder, hr_cords cords)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[holder];
    double sum = 0;
    for (uint32_t k = 0; k < x->wire_count; k++) {
        hr_id shelf = s->wire[x->wire_first + k].parent;
        if (!(cords >> k & 1)) continue;
        if (w->e->unit[shelf].capacity <= 0) return 0;
        sum += w->e->unit[shelf].capacity * live_part(w, shelf);
    }
    return sum;
}

bool hr_power_pool_serves(const hr_work *w, hr_id holder, const double part[HR_MAX_CORDS])
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[holder];
    double supplies = 0, capacity = 0;
    bool known = true;
    for (uint32_t k = 0; k < x->wire_count; k++) {
        const power_unit *shelf = &w->e->unit[s->wire[x->wire_first + k].parent];
        supplies += part[k] * shelf->supplies;
        capacity += part[k] * shelf->capacity;
        known = known && (part[k] <= 0 || shelf->capacity > 0);
    }
    return supplies > 0 && (!known || hr_power_demand(w, holder) <= capacity * (1 + 1e-9));
}

bool hr_power_pool_gap(const hr_work *w, hr_id holder, hr_id *unit, const char **field)
{
    const hr_unit *x = &w->e->site->unit[holder];
    const power_unit *u = &w->e->unit[holder];
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++)
        if (!w->e->load[i].known) return *unit = w->e->load[i].unit, *field = "power", true;
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        *unit = w->e->site->wire[k].parent;
        *field = "psus.rating";
        if (w->e->unit[*unit].capacity <= 0) return true;
    }
    return false;
}

/* What is not known does not take a load: P105 has the row that asks for it. */
static bool is_too_much(const hr_work *w, const power_load *l, hr_cords cords, double live)
{
    double capacity = l->psu_rating * live, demand = l->known ? l->p : 0;
    if (l->pooled) capacity = hr_power_capacity(w, l->at, cords), demand = hr_power_demand(w, l->at);
    return capacity > 0 && demand > capacity * (1 + 1e-9);
}

double hr_power_live_psus(const hr_work *w, const power_load *l, hr_cords cords)
{
    uint32_t n = w->e->site->unit[l->at].wire_count;
    double live = 0;
    for (uint32_t k = 0; k < n; k++)
        if (cords >> k & 1) live += hr_power_psus(w, l, k);
    if (live <= 0 || live < l->needed) return 0;
    return is_too_much(w, l, cords, live) ? 0 : live;
}
