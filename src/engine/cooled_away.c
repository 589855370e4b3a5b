/* cooled_away.c - when a body cannot carry what there is, and what is stored under it meanwhile.
 *
 * A cooler is away from the loss of its supply until that is back and it has started again; one that is out, or whose supply does
 * not come back, for good. A body is away as long as those that run are too weak for its heat, or move too little: stage by
 * stage, as one after the other goes and comes back. docs/physics/time-to-limit.md */
#include <math.h>
#include <stdlib.h>

#include "engine/cooled.h"

#define ROOM 1e-9
#define RIDE_THROUGH 0.02 /* s that a drive does not notice: dynamics.md 8, after 20 ms */

typedef struct span {
    double from, to;
} span;

static const span never = {0, 0};

/* --- one unit ------------------------------------------------------------------------------------------------------------- */

/* Since when and until when it has no supply, as its times are given; at a bad end where they are not. */
static span without_supply(const hr_work *w, hr_id unit, hr_corner corner)
{
    if (w->e->unit[unit].kind == HR_P_NONE || w->b->s.live[unit] == HR_NONE) return never;
    power_gap g = w->s.gap[unit], b = w->b->s.gap[unit];
    if (g.from == b.from && g.lo == b.lo && g.hi == b.hi) return never;
    return (span){g.from, corner == HR_KIND || corner == HR_KIND_FAR ? g.lo : g.hi};
}

static double ride_through(const hr_work *w, hr_id unit, hr_corner corner)
{
    const hr_power_ops *ops = hr_unit_type(w->e->site, unit)->power;
    const hr_num *n = ops && ops->bridge && ops->bridge->ride_through
                          ? ops->bridge->ride_through(hr_unit_fields(w->e->site, unit))
                          : NULL;
    return n && n->presence ? hr_num_at(n, HR_HARSH_LOW, corner) : RIDE_THROUGH;
}

static double restart(const hr_work *w, hr_id unit, bool compressor, hr_corner corner)
{
    const hr_num *n = hr_unit_num(w->e->site, unit, "restart");
    if (n && n->presence) return hr_num_at(n, HR_HARSH_HIGH, corner);
    return hr_heat_default(compressor ? HR_HEAT_CHILLER_RESTART : HR_HEAT_VFD_RESTART, corner);
}

static span away_of_unit(const hr_work *w, hr_id unit, bool compressor, hr_corner corner)
{
    const hr_unit *u = &w->e->site->unit[unit];
    if (w->out_unit[unit] >= u->count) return w->b->out_unit[unit] >= u->count ? never : (span){0, INFINITY};
    span s = without_supply(w, unit, corner);
    if (s.to - s.from <= ride_through(w, unit, corner)) return never;
    s.to += restart(w, unit, compressor, corner);
    return s;
}

/* A pump that is out where another stands by: that has to run up. */
static bool calls_standby(const hr_work *w, hr_id pump)
{
    const hr_site *s = w->e->site;
    hr_id holder = s->unit[pump].holder;
    if (hr_unit_cooling(s, pump) != HR_COOLING_PUMP || holder == HR_NONE || w->out_unit[pump] == w->b->out_unit[pump])
        return false;
    const hr_unit *u = &s->unit[holder];
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++)
        if (hr_unit_cooling(s, h) == HR_COOLING_PUMP && hr_pump_stands_by(s, h)) return true;
    return false;
}

bool hr_cooled_interrupts(const hr_work *w, hr_id unit)
{
    if (calls_standby(w, unit)) return true;
    span s = w->e->unit[unit].kind == HR_P_NONE ? never : without_supply(w, unit, HR_HARSH);
    return s.to - s.from > ride_through(w, unit, HR_HARSH);
}

static double known(const cool_amount *a) { return cool_is(a) ? a->v : 0; }

/* --- coolers -------------------------------------------------------------------------------------------------------------- */

/* It runs, and only has lost what takes its heat: it goes on moving, and passes its heat on into what warms up. */
static bool is_cold(const hr_work *w, const cool_cooler *x)
{
    if (x->lives != HR_S_OFF || x->to == COOL_NONE || w->cooled->body[x->to].dead != HR_S_KNOWN) return false;
    cool_cooler own = *x;
    hr_cooling_find_life_of(w->cooled->c, &own, w);
    return own.lives != HR_S_OFF;
}

/* W that it puts into its own body while it moves: as in the normal state. */
static cool_amount warms(const cool_cooler *x, const cool_cooler *normal)
{
    cool_amount sum = cool_known(0);
    if (cool_warms_its_body(x)) cool_add(&sum, normal->power);
    cool_add(&sum, x->held);
    return sum;
}

/* The part of the heat of its dead body that a cold cooler passes on: as in the normal state, of those that go on. */
static double cold_part(const hr_work *w, uint32_t cooler)
{
    const cooling *c = w->cooled->c, *normal = w->e->cooling;
    const cool_body *b = &c->body[c->cooler[cooler].body];
    double sum = 0, n = 0;
    for (uint32_t k = b->first; k < b->first + b->n; k++) {
        if (c->cooler[c->of_body[k]].ahead.is || !is_cold(w, &c->cooler[c->of_body[k]])) continue;
        sum += known(&normal->cooler[c->of_body[k]].heat);
        n++;
    }
    return sum > 0 ? known(&normal->cooler[cooler].heat) / sum : 1 / n;
}

/* W that a cold cooler gives to what takes its heat. */
static cool_amount cold_gives(const hr_work *w, uint32_t cooler)
{
    const cool_cooler *x = &w->cooled->c->cooler[cooler], *normal = &w->e->cooling->cooler[cooler];
    const cool_amount *all = &w->cooled->meets[x->body];
    if (w->cooled->body[x->body].dead != HR_S_KNOWN) return cool_known(0); /* others take all of it */
    if (!cool_is(all)) return cool_lacks(all);
    cool_amount gives = cool_known(all->v * cold_part(w, cooler)), draws = normal->power;
    if (x->f.law == HR_LAW_COMPRESSOR && known(&normal->heat) > 0) draws.v *= gives.v / normal->heat.v;
    if (cool_warms_what_takes(x)) cool_add(&gives, draws);
    return gives;
}

/* W that bodies meet until they are at a limit. What is dead has been summed without those that go on for nothing. Bodies stand in
 * the order in which heat goes up. */
static void find_meets(const hr_work *w)
{
    const cooled_work *h = w->cooled;
    for (uint32_t i = 0; i < h->c->n_body; i++) {
        const cool_body *b = &h->c->body[i];
        h->meets[i] = b->rest;
        if (h->body[i].dead != HR_S_KNOWN) continue;
        for (uint32_t k = b->first; k < b->first + b->n; k++) {
            const cool_cooler *x = &h->c->cooler[h->c->of_body[k]];
            if (is_cold(w, x)) cool_add(&h->meets[i], warms(x, &w->e->cooling->cooler[h->c->of_body[k]]));
        }
        for (uint32_t k = h->giver_first[i]; k < h->giver_first[i + 1]; k++)
            if (is_cold(w, &h->c->cooler[h->giver_of[k]])) cool_add(&h->meets[i], cold_gives(w, h->giver_of[k]));
    }
}

typedef struct running { /* a cooler in time */
    span self, pumps;    /* away; some of its pumps are */
    double part;         /* of its flow meanwhile */
} running;

static span both(span a, span b)
{
    if (a.to <= a.from) return b;
    return b.to <= b.from ? a : (span){fmin(a.from, b.from), fmax(a.to, b.to)};
}

/* Of the pumps that a cooler takes, those that go on without a break. A pump that stands by and is stopped has to be called and to
 * run up first: until then those that are out are missing. */
static void time_pumps(const hr_work *w, const cool_cooler *x, hr_corner corner, running *out)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[x->unit];
    double held = 0, go_on = 0, stopped = 0, missing = 0;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        if (hr_unit_cooling(s, h) != HR_COOLING_PUMP) continue;
        span away = s->unit[h].wire_count ? away_of_unit(w, h, false, corner) : never;
        double n = s->unit[h].count - (double)w->out_unit[h];
        held += s->unit[h].count;
        if (hr_pump_stands_by(s, h)) {
            stopped += s->unit[h].count;
            continue;
        }
        missing += (double)w->out_unit[h] - (double)w->b->out_unit[h];
        out->pumps = both(out->pumps, away);
        if (away.to <= away.from) go_on += n;
    }
    double want = x->f.needed->presence ? x->f.needed->v : held > stopped ? held - stopped : held;
    bool called = stopped > 0 && go_on < want && (missing > 0 || out->pumps.to > out->pumps.from);
    double from = missing > 0 ? 0 : out->pumps.from;
    double delay = hr_heat_default(HR_HEAT_STANDBY_DETECT, corner) + hr_heat_default(HR_HEAT_STANDBY_RUN_UP, corner);
    if (called && x->pumps >= 1)
        out->pumps = (span){from, from + delay}; /* with those that stood by there are enough */
    else if (missing > 0 && x->pumps < 1) out->pumps = (span){0, INFINITY};
    out->part = want > 0 ? fmin(1, go_on / want) : 1;
}

static running time_cooler(const hr_work *w, const cool_cooler *x, const cool_cooler *normal, hr_corner corner)
{
    running r = {never, never, 1};
    if (normal->lives == HR_S_OFF) return (running){{0, INFINITY}, never, 0};
    r.self = away_of_unit(w, x->unit, x->f.law == HR_LAW_COMPRESSOR, corner);
    time_pumps(w, x, corner, &r);
    /* Of what only lost what takes its heat the time is that of the body further out. */
    bool cold = x->to != COOL_NONE && w->cooled->body[x->to].dead == HR_S_KNOWN;
    if (x->lives == HR_S_OFF && !cold && isfinite(r.self.to)) r.self.to = INFINITY;
    return r;
}

/* --- bodies --------------------------------------------------------------------------------------------------------------- */

/* W that it takes for certain. */
static double rating_of(const cooling *c, const cool_cooler *x)
{
    double rated = x->f.cooling && x->f.cooling->presence ? hr_num_at(x->f.cooling, HR_HARSH_LOW, c->e->corner) : 0;
    return fmin(rated, hr_cooled_takes(c, x).v);
}

/* m3/s with all its pumps. */
static double full_flow(const cooling *c, const cool_cooler *x)
{
    return x->f.flow && x->f.flow->presence ? hr_num_at(x->f.flow, HR_HARSH_LOW, c->e->corner) : 0;
}

static double deficit_at(const cool_body *b, const cooled_moment *m)
{
    double heat = known(&b->heat) + m->warmth, d = heat - m->rating;
    return d > ROOM * heat ? d : 0;
}

/* The part of what is needed that moves; pumps of the loop's own are taken to go on. */
static double left_at(const cool_body *b, const cooled_moment *m)
{
    if (!b->air && b->loop.flow && b->loop.flow->presence) return 1;
    if (b->net || cool_boils(b) || !cool_is(&b->need) || b->need.v <= 0) return m->running > 0;
    double part = m->flow / b->need.v;
    return part > 1 - ROOM ? 1 : fmax(0, part);
}

static int by_time(const void *a, const void *b)
{
    const cooled_edge *x = a, *y = b;
    if (x->t != y->t) return x->t < y->t ? -1 : 1;
    return x->cooler < y->cooler ? -1 : x->cooler > y->cooler;
}

static void push(cooled_edge *edge, uint32_t *n, span s, double rating, double flow, double warmth, uint32_t cooler)
{
    if (!(s.to > s.from)) return;
    edge[(*n)++] = (cooled_edge){s.from, -rating, -flow, -warmth, cooler, -1};
    if (isfinite(s.to)) edge[(*n)++] = (cooled_edge){s.to, rating, flow, warmth, cooler, 1};
}

/* When a cooler goes and comes back, or a part of its pumps. */
static void push_cooler(const hr_work *w, uint32_t cooler, hr_corner corner, uint32_t *n)
{
    const cooling *c = w->cooled->c;
    const cool_cooler *x = &c->cooler[cooler];
    cooled_edge *edge = w->cooled->edge;
    uint32_t before = *n;
    if (x->ahead.is) return;
    running r = time_cooler(w, x, &w->e->cooling->cooler[cooler], corner);
    double rating = rating_of(c, x), flow = full_flow(c, x), warmth = 0;
    bool all_pumps = r.part <= 0;
    if (x->lives != HR_S_OFF || is_cold(w, x)) { /* else its warmth is in no sum */
        cool_amount own = warms(x, &w->e->cooling->cooler[cooler]);
        warmth = known(&own);
    }
    push(edge, n, r.self, rating, flow, warmth, cooler);
    if (*n == before) push(edge, n, r.pumps, all_pumps ? rating : 0, flow * (1 - r.part), 0, cooler);
    for (uint32_t j = before; j < *n && r.self.to <= r.self.from && !all_pumps; j++) edge[j].running = 0;
}

/* Of those that the case may have moved, and those that do not run in the base; no other goes. */
static uint32_t list_edges(const hr_work *w, uint32_t body, hr_corner corner)
{
    const cooled_work *h = w->cooled;
    const cool_body *b = &h->c->body[body];
    uint32_t n = 0;
    for (uint32_t i = h->moved_first[body]; i != COOL_NONE; i = h->moved_next[i]) push_cooler(w, i, corner, &n);
    for (uint32_t k = b->first; h->n_odd[body] && k < b->first + b->n; k++) {
        uint32_t i = h->c->of_body[k];
        if (h->odd[i] && !h->is_moved[i]) push_cooler(w, i, corner, &n);
    }
    return n;
}

/* W of its heat that nothing moves: nothing where racks take in air that is cold enough all the same. */
static double unmoved_at(const cooling *c, const cool_body *b, const cooled_moment *m)
{
    double left = left_at(b, m), heat = known(&b->heat) + m->warmth;
    if (left >= 1 || heat <= 0) return 0;
    if (b->air) {
        cool_body now = *b;
        now.able = cool_known(m->flow);
        cool_amount T = hr_cooled_inlet(c, &now, heat), most = hr_cooled_inlet_limit(c, b);
        if (cool_is(&T) && cool_is(&most) && T.v <= most.v * (1 + ROOM)) return 0;
    }
    return (1 - left) * heat;
}

static cooled_away away_for(double from, double to, double left)
{
    return (cooled_away){.from = from, .to = to, .left = left, .by = COOL_NONE};
}

/* What is known between bounds counts as its upper one. */
static void at_most(cool_amount *a) { *a = cool_known(cool_most(a)); }

/* What a body has from an edge on: too little, or no more. What lies between two times that are too little is kept too. */
static void follow(const cooling *c, cooled_away *out, cooled_stage *stage, const cool_body *b, const cooled_moment *m,
                   const cooled_edge *e)
{
    cooled_stage now = {.t = e->t, .deficit = deficit_at(b, m), .left = left_at(b, m)};
    bool falls_short = now.deficit > 0 || now.left < 1;
    if (falls_short) now.unmoved = unmoved_at(c, b, m);
    if (!falls_short && out->n_stage == 0) return;
    if (out->n_stage == 0) out->from = e->t;
    if (falls_short) out->to = INFINITY, out->by = COOL_NONE;
    else if (isinf(out->to)) out->to = e->t, out->by = e->cooler;
    out->left = fmin(out->left, now.left);
    out->rough |= falls_short && m->unrated != COOL_NONE && m->running > 0;
    stage[out->n_stage++] = now;
}

/* When a pump between its junctions has no supply, or one that stands by has to run up for it. */
static span away_of_parts(const hr_work *w, const cool_body *b, hr_corner corner)
{
    const hr_site *s = w->e->site;
    double delay = hr_heat_default(HR_HEAT_STANDBY_DETECT, corner) + hr_heat_default(HR_HEAT_STANDBY_RUN_UP, corner);
    span all = never;
    bool called = false, standby = false;
    for (uint32_t i = 0; i < b->net->n_link; i++) {
        const net_link *l = &b->net->link[i];
        if (l->what != NET_PART || l->link.kind != HR_LINK_PUMP) continue;
        standby |= hr_pump_stands_by(s, l->unit) && !w->mode.stuck[l->unit];
        span away = s->unit[l->unit].wire_count ? away_of_unit(w, l->unit, false, corner) : never;
        bool out = w->out_unit[l->unit] != w->b->out_unit[l->unit];
        called |= out || isinf(away.to);
        if (!out && isfinite(away.to)) all = both(all, away);
    }
    return called && standby ? both(all, (span){0, delay}) : all;
}

/* When the last of what goes and comes back is back; 0 where nothing does. */
static double last_back(const cooled_edge *edge, uint32_t n)
{
    double back = 0;
    for (uint32_t i = 0; i < n; i++)
        if (edge[i].running > 0 || edge[i].flow > 0) back = edge[i].t;
    return back;
}

/* A loop or zone that is out: nothing moves in it. */
bool hr_cooled_is_out(const hr_work *w, const cool_body *b)
{
    return !b->bathes && w->out_unit[b->unit] > w->b->out_unit[b->unit];
}

/* All that follows from one edge to the next. */
static void follow_edges(const hr_work *w, const cool_body *b, const cooled_moment *whole, uint32_t n,
                         cooled_stage *room, cooled_away *out)
{
    const cooled_edge *edge = w->cooled->edge;
    cooled_moment m = *whole;
    out->stage = room;
    for (uint32_t i = 0; i < n; i++) {
        m.rating += edge[i].rating, m.flow += edge[i].flow, m.warmth += edge[i].warmth;
        m.running = (uint32_t)((int32_t)m.running + edge[i].running);
        if (i + 1 == n || edge[i + 1].t != edge[i].t) follow(w->cooled->c, out, room, b, &m, &edge[i]);
    }
    while (out->n_stage && room[out->n_stage - 1].t >= out->to) out->n_stage--; /* whole again */
}

/* From when on what there is is too little, until it is enough for good. */
static cooled_away away_of_body(const hr_work *w, uint32_t body, hr_corner corner)
{
    const cooled_work *h = w->cooled;
    cooled_stage *room = h->stage + (size_t)corner * h->n_stage;
    cool_body now = h->c->body[body];
    const cool_body *b = &now;
    now.heat = h->meets[body];
    cooled_away out = away_for(0, 0, 1);
    cooled_edge *edge = h->edge;
    span parts = b->net ? away_of_parts(w, b, corner) : never;
    bool rough = !cool_is(&now.heat) || !(cool_is(&now.need) || now.need.state == HR_S_OFF);
    at_most(&now.heat), at_most(&now.need);
    if (hr_cooled_is_out(w, b)) {
        out = away_for(0, INFINITY, 0);
        cooled_stage *still = room + h->n_stage - h->c->n_body + body;
        *still = (cooled_stage){.t = 0, .deficit = known(&b->heat), .left = 0};
        out.rough = rough, out.stage = still, out.n_stage = 1;
        return out;
    }
    if (parts.to > parts.from) {
        out = away_for(parts.from, parts.to, 1);
        out.untold = true;
        return out;
    }
    const cool_amount *all = &h->c->body[body].heat; /* economisers ahead take some, and move none of it */
    if (b->n == 0 || (cool_most(all) <= 0 && cool_most(&b->heat) <= 0)) return out;
    uint32_t n = list_edges(w, body, corner);
    if (n) qsort(edge, n, sizeof *edge, by_time);
    follow_edges(w, b, &h->whole[body], n, room + 2 * (size_t)b->first, &out);
    double back = b->net && out.left > 0 ? last_back(edge, n) : 0;
    if (back > 0)
        out = away_for(edge[0].t, back, 1), out.untold = true; /* how pipes divide what is left is not solved in time */
    out.rough |= rough;
    return out;
}

static const cooled_away not_away = {.left = 1, .by = COOL_NONE};

/* One without `cooling` counts as nothing, as ever: what that lacks is told where it is judged. */
static bool is_unrated(const cooling *c, const cool_cooler *x)
{
    const cool_amount most = hr_cooled_takes(c, x);
    return cool_is(&x->most) && !cool_is(&most);
}

void hr_cooled_prepare_away(cooled_work *h, const cooling *normal)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < HR_CORNERS * c->n_body; i++) h->away_at[i] = not_away;
    h->away = h->away_at;
    for (uint32_t i = 0; i < c->n_body; i++) {
        const cool_body *b = &c->body[i];
        h->moved_first[i] = h->whole[i].unrated = COOL_NONE;
        for (uint32_t k = b->first; k < b->first + b->n; k++) {
            uint32_t at = c->of_body[k];
            const cool_cooler *x = &c->cooler[at];
            if (x->ahead.is) continue;
            if (is_unrated(c, x)) h->whole[i].unrated = at;
            h->whole[i].rating += rating_of(c, x), h->whole[i].flow += full_flow(c, x), h->whole[i].running++;
            h->odd[at] = x->lives != HR_S_KNOWN || normal->cooler[at].lives != HR_S_KNOWN;
            h->n_odd[i] += h->odd[at];
        }
    }
}

void hr_cooled_forget_away(cooled_work *h)
{
    const uint32_t n = h->c->n_body;
    for (uint32_t i = 0; i < h->asked.n; i++) {
        uint32_t body = h->asked.id[i];
        for (int k = 0; k < HR_CORNERS; k++)
            if (h->timed[k]) h->away_at[(uint32_t)k * n + body] = not_away;
        for (uint32_t x = h->moved_first[body]; x != COOL_NONE; x = h->moved_next[x]) h->is_moved[x] = false;
        h->moved_first[body] = COOL_NONE;
        h->is_asked[body] = false;
    }
    h->asked.n = 0;
    for (int k = 0; k < HR_CORNERS; k++) h->timed[k] = false;
    h->listed = false;
}

static void ask(cooled_work *h, uint32_t body)
{
    if (h->is_asked[body]) return;
    h->is_asked[body] = true;
    h->asked.id[h->asked.n++] = body;
}

/* A cooler, or a pump that one holds. */
static void note_moved(const hr_work *w, hr_id u)
{
    cooled_work *h = w->cooled;
    const hr_site *s = w->e->site;
    if (hr_unit_cooling(s, u) == HR_COOLING_PUMP && s->unit[u].holder != HR_NONE) u = s->unit[u].holder;
    if (!hr_cooling_is_cooler(hr_unit_cooling(s, u))) return;
    uint32_t x = h->c->index[u], body = h->c->cooler[x].body;
    if (body == COOL_NONE || h->is_moved[x]) return;
    h->is_moved[x] = true;
    h->moved_next[x] = h->moved_first[body];
    h->moved_first[body] = x;
    ask(h, body);
}

/* Bodies of which something has lost its supply, or that are settled otherwise than in the base: no others can be away. */
static void list_asked(const hr_work *w)
{
    cooled_work *h = w->cooled;
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    for (uint32_t i = 0; i < h->c->n_body; i++)
        if (h->dirty[i]) ask(h, i);
    for (uint32_t i = 0; i < w->units.n; i++) note_moved(w, w->units.id[i]);
    for (uint32_t i = 0; x && i < x->n_out; i++)
        if (x->out[i].unit != HR_NONE) note_moved(w, x->out[i].unit);
    for (uint32_t i = 0; i < w->mode.n_opened_unit; i++) note_moved(w, w->mode.opened_unit[i]);
    h->listed = true;
}

void hr_cooled_find_away(hr_work *w, hr_corner corner)
{
    cooled_work *h = w->cooled;
    if (!h->settled) hr_cooled_settle(w);
    h->away = h->away_at + (size_t)corner * h->c->n_body;
    if (h->timed[corner]) return;
    if (!h->listed) list_asked(w), find_meets(w);
    for (uint32_t i = 0; i < h->asked.n; i++) h->away[h->asked.id[i]] = away_of_body(w, h->asked.id[i], corner);
    h->timed[corner] = true;
}

/* --- what is stored ------------------------------------------------------------------------------------------------------- */

typedef struct parts { /* by body */
    double *racks;     /* W of racks in a zone; of a loop above 0 where something names it as its coolant */
    double *tanks;     /* m3 of buffer tanks */
} parts;

static void find_parts(const cooling *c, const parts *p)
{
    const hr_site *s = c->e->site;
    for (uint32_t i = 0; i < c->n_body; i++) p->racks[i] = p->tanks[i] = 0;
    for (uint32_t i = 0; i < c->n_load; i++) {
        const cool_load *l = &c->load[i];
        double all = known(&l->liquid) + known(&l->air);
        if (l->coolant != COOL_NONE) p->racks[l->coolant] += fmax(all, 1);
        bool rack =
            hr_unit_cooling(s, l->unit) == HR_COOLING_RACK; /* what a transformer loses says nothing of its mass */
        if (l->zone != COOL_NONE && rack) p->racks[l->zone] += all;
    }
    for (uint32_t k = 0; k < s->n_heat_ref; k++) {
        const hr_heat_ref *r = &s->heat_ref[k];
        if (r->role != HR_HEAT_LOOP || hr_unit_cooling(s, r->unit) != HR_COOLING_TANK) continue;
        const hr_num *n = hr_unit_num(s, r->unit, "volume");
        if (n && n->presence) p->tanks[c->index[r->to]] += n->v * s->unit[r->unit].count;
    }
}

/* J/K of one body, by what there is in the normal state. */
static double own_store(const cooling *c, uint32_t body, const parts *p, hr_corner corner)
{
    const cool_body *b = &c->body[body];
    if (b->air) return hr_heat_zone_capacity(p->racks[body], hr_heat_default(HR_HEAT_ZONE_MASS, corner), 0);
    if (!b->has_fluid || cool_boils(b)) return 0;
    const hr_num *n = b->bathes ? hr_unit_num(c->e->site, b->unit, "volume") : b->loop.volume;
    double each = hr_heat_default(p->racks[body] > 0 ? HR_HEAT_VOLUME_TCS : HR_HEAT_VOLUME_FWS, corner);
    double volume = n && n->presence ? hr_num_at(n, HR_HARSH_LOW, corner) : each * known(&b->heat);
    double T = cool_is(&b->supply) ? b->supply.v : cool_is(&b->set) ? b->set.v : 0;
    return T > 0 ? hr_cooling_rho_cp(b, T) * (volume + p->tanks[body]) : 0;
}

/* To each that takes its heat, once. */
static void add_below(const cooling *c, double *store, uint32_t body, uint32_t *given_by)
{
    const cool_body *b = &c->body[body];
    for (uint32_t k = b->first; k < b->first + b->n; k++) {
        uint32_t to = c->cooler[c->of_body[k]].to;
        if (to == COOL_NONE || given_by[to] == body + 1) continue;
        given_by[to] = body + 1;
        store[to] += store[body];
    }
}

const double *hr_cooled_store(hr_work *w, hr_corner corner)
{
    cooled_work *h = w->cooled;
    const cooling *c = w->e->cooling;
    double *store = h->store + (size_t)corner * c->n_body;
    if (h->stored[corner]) return store;
    const parts p = {h->scratch, h->scratch + c->n_body};
    find_parts(c, &p);
    for (uint32_t i = 0; i < c->n_body; i++) store[i] = own_store(c, i, &p, corner), h->given_by[i] = 0;
    for (uint32_t i = 0; i < c->n_body; i++) add_below(c, store, i, h->given_by);
    h->stored[corner] = true;
    return store;
}
