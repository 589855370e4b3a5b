/* prop_conserve.c - proves on 1,000 random halls, in every case:
 *
 *   - power is conserved: what the sources give is what the served loads take plus the losses on the way, at every
 *     element and over the hall, active and reactive, to 1e-9; losses and served loads are worked out here once more;
 *   - the phases add up to the totals wherever they are known;
 *   - every live element has a live feed that closes by itself, is not out, and leads to a source; outside rings it is
 *     the first such alternative; a dead element has none, and nothing flows through it;
 *   - the addends that explain a reading of power add up to it;
 *   - one outage more never serves a load that was lost: only a transfer could, and all that close by themselves have
 *     closed already. */
#include <math.h>

#include "engine/power.h"
#include "property/halls.h"

static const double tolerance = 1e-9;

typedef struct audit { /* of one case of one hall */
    const hall *x;
    const hr_work *w;
    const hr_case *c;
    uint32_t case_;
    double given, given_q, served, served_q, lost_on_way;
} audit;

static bool close_to(double a, double b) { return fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b))); }

static const char *name_of(const audit *a, hr_id unit)
{
    static char text[512];
    hr_unit_name(a->x->site, unit, 0, text, sizeof text);
    return text;
}

static void expect_close(const audit *a, hr_id unit, const char *what, double have, double want)
{
    if (!close_to(have, want))
        fail_msg("seed %u, %s, %s: %s is %.17g, expected %.17g", a->x->seed, case_text(a->x, a->case_),
                 name_of(a, unit), what, have, want);
}

static void expect(const audit *a, hr_id unit, bool holds, const char *what)
{
    if (!holds) fail_msg("seed %u, %s, %s: %s", a->x->seed, case_text(a->x, a->case_), name_of(a, unit), what);
}

/* --- what is out, what lives, asked of the case and the model alone ------------------------------------------------ */

static uint32_t members_out(const audit *a, hr_id unit)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->c->n_out; i++) n += a->c->out[i].wire == HR_NONE && a->c->out[i].unit == unit;
    return n;
}

static bool wire_out(const audit *a, hr_id wire)
{
    for (uint32_t i = 0; i < a->c->n_out; i++)
        if (a->c->out[i].wire == wire) return true;
    return false;
}

static bool is_live(const audit *a, hr_id unit) { return a->w->s.live[unit] != HR_NONE; }

static bool usable(const audit *a, hr_id wire)
{
    const hr_wire *x = &a->x->site->wire[wire];
    return x->automatic && !wire_out(a, wire) && is_live(a, x->parent);
}

static bool has_usable(const audit *a, hr_id unit)
{
    const hr_unit *u = &a->x->site->unit[unit];
    for (hr_id k = u->wire_first; k < u->wire_first + u->wire_count; k++)
        if (usable(a, k)) return true;
    return false;
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
        if (feed == LIVE_SOURCE) return;
        expect(a, unit, feed != HR_NONE && usable(a, feed), "it lives on a feed that is dead, out or open");
        at = s->wire[feed].parent;
    }
    expect(a, unit, false, "its feeds go round in a ring");
}

/* An element with one live feed at a time. */
static void check_feed(const audit *a, hr_id unit)
{
    const hr_site *s = a->x->site;
    const hr_unit *u = &s->unit[unit];
    hr_id feed = a->w->s.live[unit];
    if (feed == HR_NONE) {
        expect(a, unit, members_out(a, unit) || !has_usable(a, unit),
               "it is dead, though a feed that closes by itself lives");
    } else {
        expect(a, unit, !members_out(a, unit), "it is out and lives");
        check_leads_to_source(a, unit);
    }
    for (hr_id k = u->wire_first; k < u->wire_first + u->wire_count; k++) {
        if (k == feed) {
            expect(a, unit, memcmp(flow_of(a, k), &a->w->s.in[unit], sizeof(hr_flow)) == 0,
                   "its feed does not carry its intake");
        } else {
            expect(a, unit, is_nothing(flow_of(a, k)) && flow_state_of(a, k).total == HR_S_OFF,
                   "an open feed carries power");
        }
        bool before = s->nominal[unit].ring == HR_NONE && feed != HR_NONE && k < feed;
        expect(a, unit, !before || !usable(a, k), "an alternative before its live one is live too");
    }
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

/* fixed + per_va2 x 3 x the sum of |S_phase|^2 + per_a2 x the sum of the squared phase currents, I = |S_phase| / (V / sqrt(3)). Where the
 * phases are not known they are taken as equal, which is the least it can be. */
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
    return c.fixed + c.per_va2 * copper + c.per_a2 * squares;
}

static void audit_series(audit *a, hr_id unit)
{
    const hr_flow *in = &a->w->s.in[unit];
    hr_flow_state fs;
    hr_flow f = fed_by(a, unit, &fs);
    bool source = a->w->e->unit[unit].kind == HR_P_SOURCE;
    if (source) expect(a, unit, is_live(a, unit) == !members_out(a, unit), "a source lives unless it is out");
    else check_feed(a, unit);
    if (!is_live(a, unit)) {
        expect(a, unit, is_nothing(&f) && is_nothing(in), "it is dead and power flows through it");
        return;
    }
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
    expect(a, unit, is_live(a, unit) == (!members_out(a, unit) && has_usable(a, unit)),
           "it lives if a cord of it does");
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

static void audit_case(const hall *x, const hr_work *w, uint32_t case_)
{
    audit a = {.x = x, .w = w, .c = &x->check->cases[case_], .case_ = case_};
    for (hr_id u = 0; u < x->site->n_unit; u++) {
        switch ((hr_power_kind)w->e->unit[u].kind) {
        case HR_P_SOURCE:
        case HR_P_SERIES: audit_series(&a, u); break;
        case HR_P_HOLDER: audit_holder(&a, u); break;
        case HR_P_LOAD: audit_load(&a, u); break;
        case HR_P_BAR:
        case HR_P_UNMODELLED:
        case HR_P_NONE: fail_msg("seed %u: halls.py makes only what is modelled", x->seed);
        }
    }
    if (!close_to(a.given, a.served + a.lost_on_way) || !close_to(a.given_q, a.served_q))
        fail_msg("seed %u, %s: the sources give %.17g W, %.17g var; loads take %.17g W, %.17g var, losses %.17g W",
                 x->seed, case_text(x, case_), a.given, a.given_q, a.served, a.served_q, a.lost_on_way);
}

static void power_is_conserved(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *w = new_work(&x);
        uint64_t random = x.seed;
        uint32_t every =
            x.check->n_cases > 200 ? x.check->n_cases / 100 : 1; /* in the largest halls some of the cases */
        for (uint32_t i = 0; i < x.check->n_cases; i++) {
            if (random_below(&random, every)) continue;
            hr_power_engine.solve(w, &x.check->cases[i]);
            audit_case(&x, w, i);
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

static void check_one_more(const hall *x, hr_work *less, hr_work *more, uint32_t a, uint32_t b)
{
    const hr_case *ca = &x->check->cases[a], *cb = &x->check->cases[b];
    hr_target out[64];
    hr_case both = {.kind = HR_CASE_COMMON, .out = out};
    if (ca->n_out + cb->n_out > 64) return;
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
    static const hr_case normal = {.kind = HR_CASE_NORMAL};
    hr_power_engine.solve(more, &normal); /* out[] is gone after this */
}

static void one_outage_more_serves_nothing_more(void **state)
{
    const halls *h = *state;
    for (uint32_t n = next_hall(h, 0); n < h->n; n = next_hall(h, n + 1)) {
        hall x = open_hall(h, n);
        hr_work *less = new_work(&x), *more = new_work(&x);
        uint64_t random = x.seed;
        for (int i = 0; i < 100; i++)
            check_one_more(&x, less, more, random_below(&random, x.check->n_cases),
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
