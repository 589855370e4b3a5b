/* cooled_work.c - a worker's cooling in cases: made from its base, settled when something that cools is touched, read when asked.
 *
 * A case that leaves alone what cools, and adds no heat, takes no cooling from anybody: nothing is settled for it. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "engine/cooled.h"
#include "engine/trays.h"
#include "model/units.h"

enum { ACTS_NOT, ACTS_AS_PART, ACTS_AS_LOAD };

/* --- made and unmade ------------------------------------------------------------------------------------------------------ */

static uint8_t acts_of(const hr_site *s, hr_id u)
{
    hr_cooling_kind k = hr_unit_cooling(s, u);
    if (hr_cooling_is_cooler(k) || k == HR_COOLING_PUMP || k == HR_COOLING_LINK || k == HR_COOLING_DOOR ||
        hr_cooling_is_body(k))
        return ACTS_AS_PART;
    while (s->unit[u].holder != HR_NONE) u = s->unit[u].holder;
    return hr_cooling_is_load(s, u) ? ACTS_AS_LOAD : ACTS_NOT;
}

static bool alloc(cooled_work *h, hr_arena *a, const hr_site *s)
{
    h->given = HR_NEW_ARRAY(a, cooled_given, h->c->n_load);
    h->body = HR_NEW_ARRAY(a, cooled_body, h->c->n_body);
    h->lost = HR_NEW_ARRAY(a, cooled_loss, h->c->n_load);
    h->before = HR_NEW_ARRAY(a, cooled_loss, h->c->n_load);
    h->wants = HR_NEW_ARRAY(a, cool_amount, h->c->n_cooler);
    h->stale.id = HR_NEW_ARRAY(a, hr_id, h->c->n_load);
    h->is_stale = HR_NEW_ARRAY(a, bool, h->c->n_load);
    h->looked.id = HR_NEW_ARRAY(a, hr_id, h->c->n_load);
    h->is_looked = HR_NEW_ARRAY(a, bool, h->c->n_load);
    h->acts = HR_NEW_ARRAY(a, uint8_t, s->n_unit);
    h->store = HR_NEW_ARRAY(a, double, (size_t)HR_CORNERS * h->c->n_body);
    h->meets = HR_NEW_ARRAY(a, cool_amount, h->c->n_body);
    h->scratch = HR_NEW_ARRAY(a, double, (size_t)2 * h->c->n_body);
    h->given_by = HR_NEW_ARRAY(a, uint32_t, h->c->n_body);
    return h->given && h->body && h->lost && h->before && h->wants && h->stale.id && h->is_stale && h->acts &&
           h->looked.id && h->is_looked && h->store && h->scratch && h->given_by && h->meets;
}

static bool alloc_away(cooled_work *h, hr_arena *a)
{
    const uint32_t bodies = h->c->n_body, coolers = h->c->n_cooler;
    h->away_at = HR_NEW_ARRAY(a, cooled_away, (size_t)HR_CORNERS * bodies);
    h->asked.id = HR_NEW_ARRAY(a, hr_id, bodies);
    h->is_asked = HR_NEW_ARRAY(a, bool, bodies);
    h->moved_first = HR_NEW_ARRAY(a, uint32_t, bodies);
    h->moved_next = HR_NEW_ARRAY(a, uint32_t, coolers);
    h->is_moved = HR_NEW_ARRAY(a, bool, coolers);
    h->odd = HR_NEW_ARRAY(a, bool, coolers);
    h->n_odd = HR_NEW_ARRAY(a, uint32_t, bodies);
    h->whole = HR_NEW_ARRAY(a, cooled_moment, bodies);
    h->behind.id = HR_NEW_ARRAY(a, hr_id, bodies);
    h->is_behind = HR_NEW_ARRAY(a, bool, bodies);
    h->edge = HR_NEW_ARRAY(a, cooled_edge, (size_t)4 * coolers);
    h->n_stage = bodies;
    for (uint32_t i = 0; i < bodies; i++) h->n_stage += 2 * h->c->body[i].n;
    h->stage = HR_NEW_ARRAY(a, cooled_stage, (size_t)HR_CORNERS * h->n_stage);
    return h->away_at && h->asked.id && h->is_asked && h->moved_first && h->moved_next && h->is_moved && h->odd &&
           h->n_odd && h->whole && h->behind.id && h->is_behind && h->edge && h->stage;
}

static void note_base(hr_work *w)
{
    cooled_work *h = w->cooled;
    h->base = true;
    hr_cooling_take(h->c, w);
    for (uint32_t i = 0; i < h->c->n_load; i++) {
        const cool_load *l = &h->c->load[i];
        h->given[i] = (cooled_given){l->liquid, l->air, l->need, l->airflow, l->door_flow, l->door_heat};
    }
    hr_cooled_settle(w);
    hr_cooled_group(h, w->e->cooling);
    hr_cooled_settle(w); /* again, for the bits that sums of runs have */
    hr_cooled_spread(h);
    for (uint32_t i = 0; i < h->c->n_load; i++) h->given[i].door_heat = h->c->load[i].door_heat;
    memcpy(h->before, h->lost, h->c->n_load * sizeof *h->before);
    memcpy(h->at_base.body, h->c->body, h->c->n_body * sizeof *h->c->body);
    memcpy(h->at_base.holds, h->body, h->c->n_body * sizeof *h->body);
    if (h->c->n_cooler) {
        memcpy(h->at_base.cooler, h->c->cooler, h->c->n_cooler * sizeof *h->c->cooler);
        memcpy(h->at_base.wants, h->wants, h->c->n_cooler * sizeof *h->wants);
    }
    memset(h->dirty, 0, h->c->n_body * sizeof *h->dirty);
    hr_cooled_prepare_away(h, w->e->cooling);
    h->base = false;
}

static bool alloc_base(cooled_work *h, hr_arena *a)
{
    const cooling *c = h->c;
    h->at_base.body = HR_NEW_ARRAY(a, cool_body, c->n_body);
    h->at_base.cooler = HR_NEW_ARRAY(a, cool_cooler, c->n_cooler);
    h->at_base.holds = HR_NEW_ARRAY(a, cooled_body, c->n_body);
    h->at_base.wants = HR_NEW_ARRAY(a, cool_amount, c->n_cooler);
    h->dirty = HR_NEW_ARRAY(a, uint8_t, c->n_body);
    h->load_first = HR_NEW_ARRAY(a, uint32_t, c->n_body + 2);
    h->load_of = HR_NEW_ARRAY(a, uint32_t, (size_t)3 * c->n_load);
    h->giver_first = HR_NEW_ARRAY(a, uint32_t, c->n_body + 2);
    h->giver_of = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    h->below_first = HR_NEW_ARRAY(a, uint32_t, c->n_body + 1);
    h->below_of = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    h->place = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    h->run_of = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    h->at_base.run = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    h->c->run = HR_NEW_ARRAY(a, uint32_t, c->n_cooler);
    return h->at_base.body && h->at_base.cooler && h->at_base.holds && h->at_base.wants && h->dirty && h->load_first &&
           h->load_of && h->giver_first && h->giver_of && h->below_first && h->below_of && h->place && h->run_of &&
           h->at_base.run && h->c->run;
}

static void count(uint32_t *first, uint32_t body)
{
    if (body != COOL_NONE) first[body + 2]++;
}

static void list(uint32_t *first, uint32_t *of, uint32_t body, uint32_t what)
{
    if (body != COOL_NONE) of[first[body + 1]++] = what;
}

/* Counted two places on, then filled one place on: in the end first[body] is where those of a body begin. */
static void list_loads(cooled_work *h)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        count(h->load_first, l->coolant), count(h->load_first, l->zone), count(h->load_first, l->door_to);
    }
    for (uint32_t i = 2; i < c->n_body + 2; i++) h->load_first[i] += h->load_first[i - 1];
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        list(h->load_first, h->load_of, l->coolant, 4 * i + HR_BY_COOLANT);
        list(h->load_first, h->load_of, l->zone, 4 * i + HR_BY_ZONE);
        list(h->load_first, h->load_of, l->door_to, 4 * i + HR_BY_DOOR);
    }
}

static void list_givers(cooled_work *h)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_cooler; i++)
        if (c->cooler[i].body != COOL_NONE) count(h->giver_first, c->cooler[i].to);
    for (uint32_t i = 2; i < c->n_body + 2; i++) h->giver_first[i] += h->giver_first[i - 1];
    for (uint32_t i = 0; i < c->n_body; i++)
        for (uint32_t k = c->body[i].first; k < c->body[i].first + c->body[i].n; k++)
            list(h->giver_first, h->giver_of, c->cooler[c->of_body[k]].to, c->of_body[k]);
}

static void list_places(cooled_work *h)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_cooler; i++) h->place[i] = COOL_NONE, c->run[i] = h->at_base.run[i] = 1;
    for (uint32_t i = 0; i < c->n_body; i++)
        for (uint32_t k = c->body[i].first; k < c->body[i].first + c->body[i].n; k++)
            h->place[c->of_body[k]] = k, h->run_of[k] = k;
}

static void list_below(cooled_work *h)
{
    const cooling *c = h->c;
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_body; i++) {
        for (uint32_t k = c->body[i].first; k < c->body[i].first + c->body[i].n; k++) {
            const cool_cooler *x = &c->cooler[c->of_body[k]];
            if (x->ahead.is || x->to == COOL_NONE || h->given_by[x->to] == i + 1) continue;
            h->given_by[x->to] = i + 1;
            h->below_of[n++] = x->to;
        }
        h->below_first[i + 1] = n;
    }
}

/* W that coolers are rated for; what blows outdoor air in takes as much as that brings, where nothing is stated. */
static void rate(cooling *c)
{
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        cool_cooler *x = &c->cooler[i];
        bool unbounded = x->f.law == HR_LAW_FREE && x->f.air;
        x->most = cool_num(x->f.cooling, HR_HARSH_LOW, c->e->corner, x->unit, "cooling");
        if (unbounded && !cool_is(&x->most)) x->most = cool_known(INFINITY);
    }
}

hr_err hr_cooled_new(hr_work *w)
{
    const hr_site *s = w->e->site;
    cooled_work *h;
    if (!w->e->cooling || w->base >= HR_BASES || w->e->cooling->n_load == 0) return HR_OK;
    if (!(h = HR_NEW(w->arena, cooled_work))) return HR_ENOMEM;
    w->cooled = h;
    hr_err e = hr_cooling_copy(&h->c, w->e->cooling, w->arena);
    if (e != HR_OK) return e;
    if (!alloc(h, w->arena, s) || !alloc_base(h, w->arena) || !alloc_away(h, w->arena)) return HR_ENOMEM;
    list_loads(h);
    list_givers(h);
    list_below(h);
    list_places(h);
    rate(h->c);
    for (hr_id u = 0; u < s->n_unit; u++) h->acts[u] = acts_of(s, u);
    for (uint32_t i = 0; i < h->c->n_body; i++)
        if (h->c->body[i].net) h->c->body[i].net->in_case = h->piped = true;
    note_base(w);
    if (!hr_cooled_note_standby(w)) return HR_ENOMEM;
    return h->no_memory ? HR_ENOMEM : HR_OK;
}

void hr_cooled_free(hr_work *w)
{
    if (!w->cooled || !w->cooled->c) return;
    hr_loop_nets_free(w->cooled->c);
    hr_trays_free(w->cooled->c);
}

/* --- cases ---------------------------------------------------------------------------------------------------------------- */

static bool more(const cool_amount *now, const cool_amount *before)
{
    return now->state != before->state || now->v > before->v * (1 + 1e-12);
}

static bool gives_more(hr_work *w, hr_id load)
{
    const cooled_work *h = w->cooled;
    const cooled_given *g = &h->given[load];
    cool_load l = h->c->load[load];
    hr_cooling_take_one(h->c, &l, w);
    return more(&l.liquid, &g->liquid) || more(&l.air, &g->air) || more(&l.need, &g->need) ||
           more(&l.airflow, &g->airflow);
}

static bool lives_otherwise(const hr_work *w, hr_id u)
{
    bool lived = w->b->s.live[u] != HR_NONE, maybe = w->b->s.maybe[u];
    bool lives = w->s.live[u] != HR_NONE;
    return w->out_unit[u] != w->b->out_unit[u] || lived != lives || (!lives && maybe != w->s.maybe[u]);
}

static bool touches(hr_work *w, hr_id u)
{
    const cooled_work *h = w->cooled;
    if (h->acts[u] == ACTS_AS_PART) return lives_otherwise(w, u);
    if (h->acts[u] != ACTS_AS_LOAD) return false;
    while (w->e->site->unit[u].holder != HR_NONE) u = w->e->site->unit[u].holder;
    return gives_more(w, h->c->index[u]);
}

/* Whether a case can take cooling from anybody. What is out need not be known to the engine of power. */
static bool reaches(hr_work *w)
{
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    const id_list *units = w->nest.on ? &w->nest.units : &w->units;
    for (uint32_t i = w->nest.on ? 1 : 0; x && i < x->n_out; i++)
        if (x->out[i].wire == HR_NONE && w->cooled->acts[x->out[i].unit] == ACTS_AS_PART) return true;
    for (uint32_t i = 0; i < units->n; i++)
        if (touches(w, units->id[i])) return true;
    return false;
}

/* Whether something that cools has no supply for a while. */
static bool interrupted(const hr_work *w)
{
    const id_list *units = w->nest.on ? &w->nest.units : &w->units;
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    for (uint32_t i = 0; i < units->n; i++)
        if (w->cooled->acts[units->id[i]] == ACTS_AS_PART && hr_cooled_interrupts(w, units->id[i])) return true;
    for (uint32_t i = 0; x && i < x->n_out; i++)
        if (x->out[i].wire == HR_NONE && w->cooled->acts[x->out[i].unit] == ACTS_AS_PART &&
            hr_cooled_interrupts(w, x->out[i].unit))
            return true;
    return false;
}

/* What gives its heat to a body that is away for a while gives it to nobody meanwhile, and so do the loads behind. */
static void touch_behind(hr_work *w, uint32_t body)
{
    cooled_work *h = w->cooled;
    if (h->is_behind[body]) return;
    h->is_behind[body] = true;
    h->behind.id[h->behind.n++] = body;
    for (uint32_t k = h->load_first[body]; k < h->load_first[body + 1]; k++)
        hr_power_touch_port(w, w->e->site->unit[h->c->load[h->load_of[k] / 4].unit].port);
    for (uint32_t k = h->giver_first[body]; k < h->giver_first[body + 1]; k++)
        touch_behind(w, h->c->cooler[h->giver_of[k]].body);
}

static void touch_away(hr_work *w)
{
    cooled_work *h = w->cooled;
    hr_cooled_find_away(w, HR_HARSH);
    for (uint32_t i = 0; i < h->asked.n; i++) {
        const cooled_away *a = &h->away[h->asked.id[i]];
        if (a->to > a->from) touch_behind(w, h->asked.id[i]);
    }
    for (uint32_t i = 0; i < h->behind.n; i++) h->is_behind[h->behind.id[i]] = false;
    h->behind.n = 0;
}

void hr_cooled_forget(hr_work *w)
{
    cooled_work *h = w->cooled;
    if (h) h->settled = h->no_memory = h->reached = h->waits = h->all = false;
}

static bool differs(const cooled_loss *a, const cooled_loss *b) { return a->w.state != b->w.state || a->w.v != b->w.v; }

void hr_cooled_case(hr_work *w)
{
    cooled_work *h = w->cooled;
    if (!h || h->base) return;
    h->settled = false;
    hr_cooled_forget_away(h);
    if (!w->nest.on) h->rooted = false;
    bool waits = h->waits = interrupted(w);
    h->reached = reaches(w) || h->rooted;
    if (!h->reached && !waits) return;
    hr_cooled_settle(w);
    for (uint32_t i = 0; i < h->looked.n; i++) {
        uint32_t k = h->looked.id[i];
        if (!differs(&h->lost[k], &h->before[k])) continue;
        hr_power_touch_port(w, w->e->site->unit[h->c->load[k].unit].port);
        h->rooted |= !w->nest.on;
    }
    if (waits) touch_away(w);
}

/* --- readings ------------------------------------------------------------------------------------------------------------- */

/* Settling changes nothing but what is kept here of the state that w is in. */
static const cooled_loss *loss_at(const hr_work *w, hr_id unit)
{
    cooled_work *h = w->cooled;
    if (!h || unit >= w->e->site->n_unit || !hr_cooling_is_load(w->e->site, unit)) return NULL;
    hr_work *at = (hr_work *)w;
    const cooled_loss *before = &h->before[h->c->index[unit]];
    if (!h->settled && !h->reached && before->w.state == HR_S_KNOWN && before->w.v <= 0) return before;
    if (!h->settled) hr_cooled_settle(at);
    return &h->lost[h->c->index[unit]];
}

const cooled_loss *hr_cooled_loss(hr_work *w, hr_id unit) { return loss_at(w, unit); }

hr_reading hr_cooled_reading(const hr_work *w, hr_id point)
{
    hr_id port = hr_point_port(point), unit = w->e->site->port[port].unit;
    bool own = unit < w->e->site->n_unit && w->e->site->unit[unit].port == port;
    const cooled_loss *l = own ? loss_at(w, unit) : NULL;
    if (l && w->e->cooling->unsolved) return (hr_reading){0, HR_S_UNSOLVED}; /* it rests on the normal state */
    return l ? (hr_reading){l->w.v, l->w.state} : (hr_reading){0, HR_S_OFF};
}

void hr_cooled_parts(const hr_work *w, hr_id unit, hr_reading by[HR_COOL_MEDIA])
{
    const cooled_loss *l = loss_at(w, unit);
    for (int i = 0; i < HR_COOL_MEDIA; i++) {
        by[i] = l ? l->by[i] : (hr_reading){0, HR_S_OFF};
        if (l && w->e->cooling->unsolved) by[i] = (hr_reading){0, HR_S_UNSOLVED};
    }
}

bool hr_cooled_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field)
{
    const cooled_loss *l = loss_at(w, w->e->site->port[hr_point_port(point)].unit);
    if (!l || cool_is(&l->w) || !l->w.missing) return false;
    *unit = l->w.unit == HR_NONE ? w->e->site->self : l->w.unit;
    *field = l->w.missing;
    return true;
}

/* --- what goes wrong ------------------------------------------------------------------------------------------------------ */

/* A loop suffers too where a part of its pipework passes nothing. */
static bool body_suffers(const hr_work *w, uint32_t body)
{
    const cooled_body *b = &w->cooled->body[body];
    const loop_net *n = w->cooled->c->body[body].net, *normal = w->e->cooling->body[body].net;
    if (b->holds != COOLED_HOLDS || b->dead == HR_S_KNOWN) return true;
    for (uint32_t i = 0; n && i < n->n_link; i++)
        if (n->link[i].stands && !normal->link[i].stands) return true;
    return false;
}

static bool cooler_suffers(const hr_work *w, const cool_cooler *x, const cool_cooler *normal)
{
    uint8_t lives = hr_cooled_speaker(w->cooled, (uint32_t)(x - w->cooled->c->cooler))->lives;
    if (lives != HR_S_KNOWN || x->pumps < normal->pumps) return true;
    const cool_amount *wants = &w->cooled->wants[x - w->cooled->c->cooler];
    bool fed = !x->primary_piped || !cool_is(&x->primary_able) || !cool_is(wants);
    if (!fed && x->primary_able.v < wants->v * (1 - 1e-9)) return true;
    return x->to != COOL_NONE && !x->primary_piped && body_suffers(w, x->to);
}

static bool part_suffers(const cooling *c, hr_id u)
{
    hr_id pair[2];
    if (!hr_unit_heat_pair(c->e->site, u, HR_HEAT_BETWEEN, pair) || c->net_of[pair[0]] == COOL_NONE) return false;
    const loop_net *n = c->body[c->net_of[pair[0]]].net;
    for (uint32_t i = 0; n && i < n->n_link; i++)
        if (n->link[i].unit == u && n->link[i].what == NET_PART)
            return n->link[i].stands || n->drained[n->link[i].link.from] || n->drained[n->link[i].link.to];
    return false;
}

/* A door takes nothing once it is out, or its loop is dead. */
static bool door_suffers(const hr_work *w, hr_id u)
{
    const hr_site *s = w->e->site;
    hr_id to = hr_unit_heat_to(s, u, HR_HEAT_PRIMARY);
    hr_id loop =
        to != HR_NONE && hr_unit_cooling(s, to) == HR_COOLING_JUNCTION ? hr_unit_heat_to(s, to, HR_HEAT_LOOP) : to;
    return w->out_unit[u] > 0 || (loop != HR_NONE && body_suffers(w, w->cooled->c->index[loop]));
}

bool hr_cooled_suffers(const hr_work *w, hr_id u)
{
    cooled_work *h = w->cooled;
    const hr_site *s = w->e->site;
    if (!h) return true;
    if (!h->settled) hr_cooled_settle((hr_work *)w);
    if (w->out_unit[u] != w->b->out_unit[u] || w->mode.stuck[u]) return true;
    hr_cooling_kind k = hr_unit_cooling(s, u);
    uint32_t i = h->c->index[u];
    if (k == HR_COOLING_LOOP || k == HR_COOLING_ZONE) return body_suffers(w, i);
    if (k == HR_COOLING_IMMERSION && body_suffers(w, h->c->cooler[i].body)) return true;
    if (hr_cooling_is_cooler(k)) return cooler_suffers(w, &h->c->cooler[i], &w->e->cooling->cooler[i]);
    if (part_suffers(h->c, u)) return true;
    if (k == HR_COOLING_DOOR) return door_suffers(w, u);
    return w->e->unit[u].kind != HR_P_NONE && w->s.live[u] == HR_NONE;
}

static bool has_stopped(const cool_amount *now, const cool_amount *base)
{
    return cool_is(now) && cool_is(base) && base->v > 0 &&
           now->v <= 1e-6 * base->v; /* a network leaves some rounding */
}

bool hr_cooled_cut_off(const hr_work *w, hr_id u)
{
    cooled_work *h = w->cooled;
    if (!h || !h->piped || !hr_cooling_is_cooler(hr_unit_cooling(w->e->site, u))) return false;
    if (!h->settled) hr_cooled_settle((hr_work *)w);
    const uint32_t i = h->c->index[u];
    const cool_cooler *x = &h->c->cooler[i], *base = &h->at_base.cooler[i];
    return (x->piped && has_stopped(&x->moves, &base->moves)) ||
           (x->primary_piped && has_stopped(&x->primary_able, &base->primary_able));
}

/* --- words ---------------------------------------------------------------------------------------------------------------- */

static void name_into(const hr_work *w, hr_id unit, hr_buf *out)
{
    char name[256];
    hr_unit_name(w->e->site, unit, 0, name, sizeof name);
    hr_buf_z(out, name);
}

static void figure(double v, hr_dim dim, hr_buf *out)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_z(out, text);
}

/* "tcs-1: 800 kW of heat, 600 kW of cooling runs" */
static void body_words(const hr_work *w, uint32_t body, hr_buf *out)
{
    const cooled_work *h = w->cooled;
    const cooled_body *b = &h->body[body];
    const cool_body *x = &h->c->body[body];
    name_into(w, x->unit, out);
    switch ((cooled_why)b->why) {
    case COOLED_WELL: break;
    case COOLED_DEAD: hr_buf_z(out, w->out_unit[x->unit] > 0 ? ": it is out" : ": nothing that cools it runs"); return;
    case COOLED_CAPACITY:
        hr_buf_z(out, ": heat "), figure(x->rest.v, HR_DIM_WATT, out);
        hr_buf_z(out, " > cooling that runs "), figure(b->capacity.v, HR_DIM_WATT, out);
        return;
    case COOLED_FLOW:
        hr_buf_z(out, ": flow needed "), figure(x->need.v, HR_DIM_M3_PER_S, out);
        hr_buf_z(out, " > that moves "), figure(x->able.v, HR_DIM_M3_PER_S, out);
        return;
    case COOLED_INLET:
        if (isinf(b->inlet.v)) hr_buf_z(out, ": racks take in nothing but exhaust");
        else hr_buf_z(out, ": racks take in air of "), figure(b->inlet.v, HR_DIM_KELVIN, out);
        return;
    case COOLED_PRIMARY:
        hr_buf_z(out, ", by "), name_into(w, h->c->cooler[b->at].unit, out), hr_buf_z(out, " to ");
        if (h->body[h->c->cooler[b->at].to].holds == COOLED_HOLDS)
            name_into(w, h->c->body[h->c->cooler[b->at].to].unit, out), hr_buf_z(out, ", which brings too little");
        else body_words(w, h->c->cooler[b->at].to, out);
        return;
    }
}

void hr_cooled_words(const hr_work *w, hr_id point, hr_buf *out)
{
    const cooled_loss *l = loss_at(w, w->e->site->port[hr_point_port(point)].unit);
    if (!l || l->why == COOLED_WELL) return;
    const cooled_body *b = &w->cooled->body[l->body];
    if (b->holds == COOLED_HOLDS || (b->holds == COOLED_UNKNOWN && cool_is(&l->w))) {
        const cool_load *x = &w->cooled->c->load[w->cooled->c->index[w->e->site->port[hr_point_port(point)].unit]];
        hr_buf_z(out, "flow that comes "), figure(x->flow.v, HR_DIM_M3_PER_S, out);
        hr_buf_z(out, " < flow that it needs "), figure(x->need.v, HR_DIM_M3_PER_S, out);
        return;
    }
    body_words(w, l->body, out);
}
