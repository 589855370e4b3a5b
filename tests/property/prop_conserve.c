/* prop_conserve.c - proves on 1,000 random halls, in every kind of case, settled, after the cascade and before standby
 * starts:
 *
 *   - power is conserved: what the sources and stores give is what the served loads take plus the losses on the way, at
 *     every element and over the hall, active and reactive, to 1e-9; losses and served loads are worked out here once
 *     more. Where the ways through several live feeds are not known nothing is said to flow on any of them, and what is
 *     taken there is counted as given;
 *   - the phases add up to the totals wherever they are known;
 *   - every live element has a live feed that conducts, is not out, and leads to a source; outside rings it is the first
 *     such alternative; a dead element has none, and nothing flows through it. A stuck transfer keeps its feed, a stuck
 *     tie feeds whom it fed, a stuck set does not start; hands close only in maintenance;
 *   - after the cascade no device carries more than its rating;
 *   - the addends that explain a reading of power add up to it;
 *   - one outage more never serves a load that was lost, before the cascade. */
#include <math.h>

#include "engine/power.h"
#include "property/halls.h"

static const double tolerance = 1e-9;

typedef enum moment { SETTLED, CASCADED, BEFORE_STANDBY } moment;

typedef struct audit { /* of one case of one hall */
    const hall *x;
    const hr_work *w;
    const hr_case *c;
    uint32_t case_;
    moment moment;
    double given, given_q, served, served_q, lost_on_way;
} audit;

static bool close_to(double a, double b) { return fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b))); }

static const char *audit_text(const audit *a)
{
    static const char *const when[] = {"", ", after the cascade", ", before standby"};
    static char text[600];
    snprintf(text, sizeof text, "seed %u, %s%s", a->x->seed, case_text(a->x, a->case_), when[a->moment]);
    return text;
}

static const char *name_of(const audit *a, hr_id unit)
{
    static char text[512];
    hr_unit_name(a->x->site, unit, 0, text, sizeof text);
    return text;
}

static void expect_close(const audit *a, hr_id unit, const char *what, double have, double want)
{
    if (!close_to(have, want))
        fail_msg("%s, %s: %s is %.17g, expected %.17g", audit_text(a), name_of(a, unit), what, have, want);
}

static void expect(const audit *a, hr_id unit, bool holds, const char *what)
{
    if (!holds) fail_msg("%s, %s: %s", audit_text(a), name_of(a, unit), what);
}

/* --- what is out, what lives, asked of the case and the model alone ------------------------------------------------ */

static const hr_power_ops *ops_of(const audit *a, hr_id unit) { return hr_unit_type(a->x->site, unit)->power; }

static bool is_flag_set(const hr_flag *f) { return f->presence && f->v; }

/* The fault of what stands between two stands on both; a maintained one that can be drawn out leaves them. */
static bool takes_side(const audit *a, uint32_t i, hr_id unit)
{
    const hr_site *s = a->x->site;
    const hr_unit *tie = &s->unit[a->c->out[i].unit];
    const hr_switch_ops *ops = ops_of(a, a->c->out[i].unit)->switching;
    bool drawn = i < a->c->n_maintained && ops && ops->drawout &&
                 is_flag_set(ops->drawout(hr_unit_fields(s, a->c->out[i].unit)));
    for (hr_id k = tie->wire_first; k < tie->wire_first + tie->wire_count && !drawn; k++)
        if (s->wire[k].role == HR_WIRE_SIDE && s->wire[k].parent == unit) return true;
    return false;
}

static uint32_t members_taken(const audit *a, uint32_t i, hr_id unit)
{
    const hr_site *s = a->x->site;
    const hr_target *t = &a->c->out[i];
    if (t->how == HR_STAYS_CLOSED)
        return s->wire[t->wire].child == unit || s->wire[t->wire].parent == unit ? s->unit[unit].count : 0;
    if (t->how != HR_OUT || t->wire != HR_NONE) return 0;
    if (t->unit == unit) return 1;
    return takes_side(a, i, unit) ? s->unit[unit].count : 0;
}

/* The cascade opens ties and other devices that stand by themselves. */
static bool opened(const hr_id *list, uint32_t n, hr_id which)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == which) return true;
    return false;
}

static uint32_t members_out(const audit *a, hr_id unit)
{
    uint32_t n = 0;
    const power_mode *m = &a->w->mode;
    const hr_power_ops *ops = ops_of(a, unit);
    if (a->c->base == HR_BASE_GENERATORS && ops && ops->utility) return a->x->site->unit[unit].count;
    if (opened(m->opened_unit, m->n_opened_unit, unit)) return a->x->site->unit[unit].count;
    for (uint32_t i = 0; i < a->c->n_out; i++) n += members_taken(a, i, unit);
    return n;
}

static bool is_out(const audit *a, hr_id unit) { return members_out(a, unit) >= a->x->site->unit[unit].count; }

static bool wire_out(const audit *a, hr_id wire)
{
    for (uint32_t i = 0; i < a->c->n_out; i++)
        if (a->c->out[i].wire == wire && a->c->out[i].how == HR_OUT) return true;
    return opened(a->w->mode.opened_wire, a->w->mode.n_opened_wire, wire);
}

static bool is_how(const audit *a, hr_id unit, hr_how how)
{
    for (uint32_t i = 0; i < a->c->n_out; i++)
        if (a->c->out[i].wire == HR_NONE && a->c->out[i].unit == unit && a->c->out[i].how == how) return true;
    return false;
}

static bool is_live(const audit *a, hr_id unit) { return a->w->s.live[unit] != HR_NONE; }

/* A source that is there: a set has to be called first, but for what it feeds alone, and to start. */
static bool is_running(const audit *a, hr_id unit)
{
    const hr_power_ops *ops = ops_of(a, unit);
    bool standby = ops->bridge && ops->bridge->start;
    if (is_out(a, unit) || (standby && is_how(a, unit, HR_STUCK))) return false;
    return !standby || a->moment != BEFORE_STANDBY || a->w->e->base[HR_BASE_UTILITY].s.in[unit].p > 0;
}

static bool conducts(const audit *a, hr_id wire)
{
    const hr_wire *x = &a->x->site->wire[wire];
    bool by_hand = a->w->mode.closed[wire];
    if (by_hand && (x->automatic || !a->c->n_maintained))
        expect(a, x->child, false, "closed by hand without maintenance");
    if (is_how(a, x->child, HR_FED_BY_BYPASS) && x->role != HR_WIRE_BYPASS) return false;
    if (x->role == HR_WIRE_TIE && is_how(a, x->parent, HR_STUCK) && a->w->b->s.live[x->child] != wire) return false;
    return (x->automatic || by_hand) && !wire_out(a, wire);
}

static bool usable(const audit *a, hr_id wire)
{
    return conducts(a, wire) && is_live(a, a->x->site->wire[wire].parent);
}

static bool has_usable(const audit *a, hr_id unit)
{
    const hr_unit *u = &a->x->site->unit[unit];
    for (hr_id k = u->wire_first; k < u->wire_first + u->wire_count; k++)
        if (usable(a, k)) return true;
    return false;
}

/* It keeps the feed of the base: a transfer that is called and does not act. Of a tie its sides' feeds are told. */
static bool keeps_feed(const audit *a, hr_id unit)
{
    const hr_unit *u = &a->x->site->unit[unit];
    return is_how(a, unit, HR_STUCK) && u->wire_count && a->x->site->wire[u->wire_first].role != HR_WIRE_SIDE;
}

static const hr_flow *flow_of(const audit *a, hr_id wire) { return &a->w->s.slot[a->w->e->wire_slot[wire]]; }
static hr_flow_state flow_state_of(const audit *a, hr_id wire) { return a->w->s.slot_state[a->w->e->wire_slot[wire]]; }

static bool is_nothing(const hr_flow *f)
{
    double sum = fabs(f->p) + fabs(f->q);
    for (int k = 0; k < 3; k++) sum += fabs(f->fp[k]) + fabs(f->fq[k]);
    return sum == 0;
}

static void check_phases(const audit *a, hr_id unit, const hr_flow *f, hr_flow_state fs)
{
    if (fs.phase != HR_S_KNOWN) return;
    expect_close(a, unit, "the sum of the phases' active power", f->fp[0] + f->fp[1] + f->fp[2], f->p);
    expect_close(a, unit, "the sum of the phases' reactive power", f->fq[0] + f->fq[1] + f->fq[2], f->q);
}

/* --- feeds ------------------------------------------------------------------------------------------------------------ */

static void check_leads_to_source(const audit *a, hr_id unit)
{
    const hr_site *s = a->x->site;
    hr_id at = unit;
    for (uint32_t steps = 0; steps <= s->n_unit; steps++) {
        hr_id feed = a->w->s.live[at];
        if (feed == LIVE_SOURCE || feed == LIVE_STORE) return;
        expect(a, unit, feed != HR_NONE && usable(a, feed), "it lives on a feed that is dead, out or open");
        at = s->wire[feed].parent;
    }
    expect(a, unit, false, "its feeds go round in a ring");
}

static void check_which_feed(const audit *a, hr_id unit)
{
    const hr_site *s = a->x->site;
    hr_id feed = a->w->s.live[unit], base = a->w->b->s.live[unit];
    if (keeps_feed(a, unit)) {
        expect(a, unit, feed == HR_NONE || feed == LIVE_STORE || feed == base, "it is stuck and moves");
        return;
    }
    for (hr_id k = s->unit[unit].wire_first; LIVE_ON_WIRE(feed) && k < feed; k++)
        expect(a, unit, s->nominal[unit].ring != HR_NONE || !usable(a, k),
               "an alternative before its live one is live too");
    if (LIVE_ON_WIRE(feed)) return;
    expect(a, unit, is_out(a, unit) || !has_usable(a, unit), "it has no feed, though one lives");
}

/* On a store of its own only before standby starts, and only where there is one. */
static void check_store(const audit *a, hr_id unit)
{
    const hr_power_ops *ops = ops_of(a, unit);
    const hr_num *autonomy =
        ops->bridge && ops->bridge->autonomy ? ops->bridge->autonomy(hr_unit_fields(a->x->site, unit)) : NULL;
    expect(a, unit, a->moment == BEFORE_STANDBY && autonomy && autonomy->presence && autonomy->v > 0,
           "it lives on a store that it does not have");
}

/* Several feeds live at once and how they share is not known: sources in parallel without a weight, a tie that is closed
 * between two boards that are both fed. */
static bool may_hide(const audit *a, hr_id unit)
{
    const hr_unit *u = &a->x->site->unit[unit];
    uint32_t n = 0;
    for (hr_id k = u->wire_first; k < u->wire_first + u->wire_count; k++)
        n += usable(a, k) && (a->x->site->wire[k].parallel || a->x->site->wire[k].role == HR_WIRE_SIDE);
    return n > 1;
}

/* What the feeds of an element carry is what it takes in: on one, or shared by sources in parallel. */
static void check_intake(audit *a, hr_id unit)
{
    const hr_site *s = a->x->site;
    const hr_unit *u = &s->unit[unit];
    const hr_flow *in = &a->w->s.in[unit];
    hr_id feed = a->w->s.live[unit];
    bool shared = LIVE_ON_WIRE(feed) && s->wire[feed].parallel;
    double sum = 0, sum_q = 0;
    for (hr_id k = u->wire_first; k < u->wire_first + u->wire_count; k++) {
        bool carries = k == feed || (shared && s->wire[k].parallel && usable(a, k));
        expect(a, unit, carries || (is_nothing(flow_of(a, k)) && flow_state_of(a, k).total != HR_S_KNOWN),
               "an open feed carries power");
        sum += flow_of(a, k)->p;
        sum_q += flow_of(a, k)->q;
    }
    if (sum == 0 && sum_q == 0 && may_hide(a, unit)) {
        a->given += in->p, a->given_q += in->q;
        return;
    }
    expect_close(a, unit, "what its feeds carry", sum, in->p);
    expect_close(a, unit, "what its feeds carry reactively", sum_q, in->q);
}

/* An element with one live feed at a time. */
static void check_feed(audit *a, hr_id unit)
{
    check_which_feed(a, unit);
    if (a->w->s.live[unit] == LIVE_STORE) check_store(a, unit);
    if (is_live(a, unit)) {
        expect(a, unit, !is_out(a, unit), "it is out and lives");
        check_leads_to_source(a, unit);
    }
    check_intake(a, unit);
}

/* --- elements ----------------------------------------------------------------------------------------------------------- */

/* What an element feeds, added up from the feeds of those it feeds. */
static hr_flow fed_by(const audit *a, hr_id unit, hr_flow_state *fs)
{
    const hr_site *s = a->x->site;
    hr_flow f = {0};
    *fs = HR_FLOW_OFF;
    for (hr_id k = 0; k < s->n_wire; k++)
        if (s->wire[k].parent == unit) flow_add(&f, fs, flow_of(a, k), flow_state_of(a, k));
    return f;
}

/* Straight between the points, level beyond them. */
static double at_share(const hr_curve *c, double x)
{
    uint32_t above = 0;
    while (above < c->n && c->x[above] < x) above++;
    if (above == 0 || above == c->n) return c->y[above ? above - 1 : 0];
    double part = (x - c->x[above - 1]) / (c->x[above] - c->x[above - 1]);
    return (1 - part) * c->y[above - 1] + part * c->y[above];
}

/* What a curve of efficiency says, or else
 *
 *     fixed + per_w x P + per_va x |S| + per_va2 x 3 x the sum of |S_phase|^2 + per_a2 x the sum of |I_phase|^2
 *
 * with I = |S_phase| / (V / sqrt(3)). Where the phases are not known they are taken as equal, the least it can be. */
static double loss_of(const audit *a, hr_id unit, const hr_flow *f, hr_flow_state fs)
{
    const hr_power_ops *ops = hr_unit_type(a->x->site, unit)->power;
    const hr_nominal *n = &a->x->site->nominal[unit];
    hr_series_coef c = {0};
    double squares = 0, copper = 0;
    if (ops->series) ops->series(hr_unit_fields(a->x->site, unit), HR_NOMINAL, n->vin, n->vout, &c);
    for (int k = 0; k < 3; k++) {
        bool known = fs.phase == HR_S_KNOWN || fs.phase == HR_S_OFF;
        double s = known ? hypot(f->fp[k], f->fq[k]) : hypot(f->p, f->q) / 3;
        double i = n->vout > 0 ? s / (n->vout / sqrt(3.0)) : 0;
        squares += i * i;
        copper += 3 * s * s; /* each winding heats by itself */
    }
    if (n->phases != (HR_A | HR_B | HR_C)) copper = f->p * f->p + f->q * f->q;
    if (c.efficiency) return f->p / at_share(c.efficiency, f->p / c.rating) - f->p;
    return c.fixed + c.per_w * f->p + c.per_va * hypot(f->p, f->q) + c.per_va2 * copper + c.per_a2 * squares;
}

static void audit_series(audit *a, hr_id unit)
{
    const hr_flow *in = &a->w->s.in[unit];
    hr_flow_state fs;
    hr_flow f = fed_by(a, unit, &fs);
    bool source = a->w->e->unit[unit].kind == HR_P_SOURCE, store = a->w->s.live[unit] == LIVE_STORE;
    if (source)
        expect(a, unit, is_live(a, unit) == is_running(a, unit), "a source lives unless it is out or not called");
    else check_feed(a, unit);
    if (!is_live(a, unit) || store)
        expect(a, unit, is_nothing(in) && (store || is_nothing(&f)), "it is dead and power flows through it");
    if (store) a->given += f.p, a->given_q += f.q;
    if (!is_live(a, unit) || store) return;
    double loss = source ? 0 : loss_of(a, unit, &f, fs);
    expect_close(a, unit, "its intake", in->p, f.p + loss);
    expect_close(a, unit, "its reactive intake", in->q, f.q);
    check_phases(a, unit, in, a->w->s.in_state[unit]);
    a->lost_on_way += loss;
    if (source) a->given += in->p, a->given_q += in->q;
}

/* Power supplies on live cords, and what each of them has to give: is the load served? */
static bool is_served(const audit *a, const power_load *l, hr_id holder, double *live)
{
    const hr_unit *x = &a->x->site->unit[holder];
    *live = 0;
    for (uint32_t k = 0; k < x->wire_count; k++)
        if (is_live(a, holder) && usable(a, x->wire_first + k)) *live += l->psu[k];
    if (*live <= 0 || *live < l->needed) return false;
    return !l->known || l->psu_rating <= 0 || l->p <= l->psu_rating * *live * (1 + tolerance);
}

static void audit_holder(audit *a, hr_id unit)
{
    const hr_site *s = a->x->site;
    const power_unit *u = &a->w->e->unit[unit];
    const hr_unit *x = &s->unit[unit];
    double taken = 0, taken_q = 0, fed = 0;
    expect(a, unit, is_live(a, unit) == (!is_out(a, unit) && has_usable(a, unit)), "it lives if a cord of it does");
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++) {
        const power_load *l = &a->w->e->load[i];
        double live, alive = l->count - members_out(a, l->unit);
        bool served = is_served(a, l, unit, &live);
        expect(a, l->unit, served == (a->w->s.psu_live[i] > 0), "served by its power supplies or not");
        if (!served || !l->known) continue;
        taken += alive * l->p;
        taken_q += alive * l->q;
        if (l->psu_rating > 0)
            expect(a, l->unit, l->p / live <= l->psu_rating * (1 + tolerance), "a power supply gives too much");
    }
    for (uint32_t k = 0; k < x->wire_count; k++) {
        const hr_flow *f = flow_of(a, x->wire_first + k);
        fed += f->p;
        expect(a, unit, usable(a, x->wire_first + k) || is_nothing(f), "a dead cord carries power");
        check_phases(a, unit, f, flow_state_of(a, x->wire_first + k));
    }
    expect_close(a, unit, "the sum of its cords", fed, taken);
    a->served += taken;
    a->served_q += taken_q;
}

static void audit_load(audit *a, hr_id unit)
{
    const power_unit *u = &a->w->e->unit[unit];
    if (a->x->site->unit[unit].holder != HR_NONE && !a->x->site->unit[unit].wire_count) return; /* with its holder */
    check_feed(a, unit);
    assert_int_equal(u->n_load, 1);
    const power_load *l = &a->w->e->load[u->load_first];
    double p = is_live(a, unit) && l->known ? l->p : 0, q = p > 0 ? l->q : 0;
    expect_close(a, unit, "what it takes", a->w->s.in[unit].p, p);
    a->served += p;
    a->served_q += q;
}

/* Devices that are still closed after the cascade carry what they can. */
static void audit_devices(const audit *a)
{
    const hr_site *s = a->x->site;
    for (hr_id k = 0; k < s->n_wire; k++) {
        const hr_num *rating = &s->wire[k].feed->breaker.rating;
        const hr_flow *f = flow_of(a, k);
        double volts = s->nominal[s->wire[k].parent].vout;
        if (s->wire[k].role == HR_WIRE_TIE || !rating->presence || volts <= 0) continue;
        for (int p = 0; p < 3 && flow_state_of(a, k).phase == HR_S_KNOWN; p++)
            expect(a, s->wire[k].child,
                   hypot(f->fp[p], f->fq[p]) * sqrt(3.0) / volts <= rating->v * (1 + 2 * tolerance),
                   "a breaker carries more than its rating after the cascade");
    }
}

static void audit_case(const hall *x, const hr_work *w, uint32_t case_, moment when)
{
    audit a = {.x = x, .w = w, .c = &x->check->cases[case_], .case_ = case_, .moment = when};
    for (hr_id u = 0; u < x->site->n_unit; u++) {
        switch ((hr_power_kind)w->e->unit[u].kind) {
        case HR_P_SOURCE:
        case HR_P_SERIES: audit_series(&a, u); break;
        case HR_P_HOLDER: audit_holder(&a, u); break;
        case HR_P_LOAD: audit_load(&a, u); break;
        case HR_P_BAR:
        case HR_P_UNMODELLED:
        case HR_P_NONE: fail_msg("seed %u: the halls have only what is modelled", x->seed);
        }
    }
    if (when == CASCADED) audit_devices(&a);
    if (!close_to(a.given, a.served + a.lost_on_way) || !close_to(a.given_q, a.served_q))
        fail_msg("%s: the sources give %.17g W, %.17g var; loads take %.17g W, %.17g var, losses %.17g W",
                 audit_text(&a), a.given, a.given_q, a.served, a.served_q, a.lost_on_way);
}

static void power_is_conserved(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *w = new_work(&x);
        uint64_t random = x.seed;
        uint32_t every = x.check->n_cases / 100 + 1; /* in large halls some of the cases */
        for (uint32_t i = 0; i < x.check->n_cases; i++) {
            if (random_below(&random, every)) continue;
            hr_power_engine.solve(w, &x.check->cases[i]);
            audit_case(&x, w, i, SETTLED);
            if (hr_power_engine.cascade(w)) audit_case(&x, w, i, CASCADED);
            if (hr_power_engine.before_standby(w)) audit_case(&x, w, i, BEFORE_STANDBY);
        }
        hr_power_engine.work_free(w);
        close_hall(&x);
    }
}

/* --- explanations ----------------------------------------------------------------------------------------------------- */

static void check_explained(const hall *x, hr_work *w, hr_id point, const char *case_)
{
    hr_explanation why;
    double sum = 0;
    assert_int_equal(hr_power_engine.explain(w, point, &why), HR_OK);
    hr_reading r = hr_power_engine.reading(w, point);
    if (r.state != why.reading.state || !same_bits(r.v, why.reading.v))
        fail_msg("seed %u, %s: point %u is explained as another reading", x->seed, case_, point);
    for (uint32_t i = 0; i < why.n; i++) sum += why.addend[i].v;
    if (close_to(sum, r.v)) return;
    hr_buf name = {0};
    hr_point_name(x->site, point, &name);
    fail_msg("seed %u, %s: %s reads %.17g, its %u addends make %.17g", x->seed, case_, name.s ? name.s : "?", r.v,
             why.n, sum);
}

static void addends_make_the_reading(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *w = new_work(&x);
        uint64_t random = x.seed;
        for (int i = 0; i < 10; i++) {
            uint32_t case_ =
                i % 3 ? random_below(&random, x.check->n_cases) : 0; /* the normal state after others too */
            hr_power_engine.solve(w, &x.check->cases[case_]);
            for (hr_id p = 0; p < x.site->n_port; p++) {
                check_explained(&x, w, hr_point_of(p, HR_Q_POWER), case_text(&x, case_));
                check_explained(&x, w, hr_point_of(p, HR_Q_REACTIVE), case_text(&x, case_));
            }
        }
        hr_power_engine.work_free(w);
        close_hall(&x);
    }
}

/* --- one outage more ---------------------------------------------------------------------------------------------------- */

static bool is_out_with(const hr_site *s, const hr_case *c, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = s->unit[u].holder) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < c->n_out; i++) n += c->out[i].wire == HR_NONE && c->out[i].unit == u;
        if (n >= s->unit[u].count) return true;
    }
    return false;
}

static bool is_lost(const hr_work *w, hr_id port)
{
    hr_reading r = hr_power_engine.reading(w, hr_point_of(port, HR_Q_LOST));
    return r.state == HR_S_UNKNOWN || (r.state == HR_S_KNOWN && r.v > 0);
}

/* Things are out and nothing else: what a stuck device or a hand does is another outage, or none. */
static bool is_plain(const hr_case *c) { return c->kind <= HR_CASE_FAULT || c->kind == HR_CASE_COMMON; }

static bool check_one_more(const hall *x, hr_work *less, hr_work *more, uint32_t a, uint32_t b)
{
    const hr_case *ca = &x->check->cases[a], *cb = &x->check->cases[b];
    hr_target out[64];
    hr_case both = {.kind = HR_CASE_COMMON, .base = ca->base, .out = out};
    if (!is_plain(ca) || !is_plain(cb) || ca->base != cb->base || ca->n_out + cb->n_out > 64) return false;
    for (uint32_t i = 0; i < ca->n_out; i++) out[both.n_out++] = ca->out[i];
    for (uint32_t i = 0; i < cb->n_out; i++) { /* what is out already is not taken out again */
        bool again = false;
        for (uint32_t k = 0; k < ca->n_out; k++)
            again |=
                out[k].unit == cb->out[i].unit && out[k].wire == cb->out[i].wire && out[k].member == cb->out[i].member;
        if (!again) out[both.n_out++] = cb->out[i];
    }
    hr_power_engine.solve(less, ca);
    hr_power_engine.solve(more, &both);
    for (hr_id u = 0; u < x->site->n_unit; u++) {
        hr_id port = x->site->unit[u].port;
        if (port == HR_NONE || !is_lost(less, port) || is_out_with(x->site, &both, u) || is_lost(more, port)) continue;
        char name[512], first[512];
        hr_unit_name(x->site, u, 0, name, sizeof name);
        snprintf(first, sizeof first, "%s", case_text(x, a));
        fail_msg("seed %u: %s is lost in \"%s\" and served when \"%s\" comes on top", x->seed, name, first,
                 case_text(x, b));
    }
    hr_power_engine.solve(more, &base_case[both.base]); /* out[] is gone after this */
    return true;
}

static void one_outage_more_serves_nothing_more(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *less = new_work(&x), *more = new_work(&x);
        uint64_t random = x.seed;
        for (int done = 0, tried = 0; done < 100 && tried < 1000; tried++)
            done += check_one_more(&x, less, more, random_below(&random, x.check->n_cases),
                                   random_below(&random, x.check->n_cases));
        hr_power_engine.work_free(less);
        hr_power_engine.work_free(more);
        close_hall(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(power_is_conserved),
        cmocka_unit_test(addends_make_the_reading),
        cmocka_unit_test(one_outage_more_serves_nothing_more),
    };
    return cmocka_run_group_tests(tests, make_halls, remove_halls);
}
