/* run.c - conductor runs of a site: finding them, and what they may carry by NEC 2023 Table 310.16.
 *
 * Every cell of the table is a figure for conditions that the model has to state. What is not stated leaves the limit
 * unknown; the one default is the clause's own, 110.14(C) on terminations. */
#include "rule/run.h"

#include <math.h>
#include <string.h>

#include "base/str.h"
#include "model/cable_fields.h"

#define TABLE_VOLTS 2000 /* 310.1: Table 310.16 is for conductors rated up to 2,000 V */
#define KELVIN 273.15

/* --- finding runs ------------------------------------------------------------------------------------------------------ */

static const hr_cable_rec *own_cable(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    return ops && ops->cable ? ops->cable(hr_unit_fields(s, unit)) : NULL;
}

static bool is_feed(const hr_wire *w) { return w->role == HR_WIRE_FEED || w->role == HR_WIRE_BYPASS; }

static bool is_in_code(double volts) { return volts > 0 && volts <= TABLE_VOLTS; }

static hr_run run_on_wire(const hr_site *s, hr_id wire, const hr_cable_rec *cable, bool own)
{
    const hr_wire *w = &s->wire[wire];
    return (hr_run){.cable = cable,
                    .feed = w->feed,
                    .parent = w->parent,
                    .unit = w->child,
                    .port = w->port,
                    .phases = w->phases,
                    .own = own,
                    .in_code = is_in_code(s->nominal[w->parent].vout)};
}

static hr_run run_between(const hr_site *s, hr_id unit)
{
    return (hr_run){.cable = own_cable(s, unit),
                    .parent = HR_NONE,
                    .unit = unit,
                    .port = s->unit[unit].port,
                    .phases = s->nominal[unit].phases,
                    .own = true,
                    .in_code = is_in_code(s->nominal[unit].vout)};
}

void hr_run_each(hr_limits *out, const hr_site *s, uint16_t rule, hr_run_fn *fn)
{
    for (hr_id w = 0; w < s->n_wire; w++) {
        const hr_cable_rec *own = own_cable(s, s->wire[w].child);
        hr_run on_feed = run_on_wire(s, w, s->wire[w].feed->cable, false), itself = run_on_wire(s, w, own, true);
        if (!is_feed(&s->wire[w])) continue;
        if (on_feed.cable) fn(out, s, rule, &on_feed);
        if (own) fn(out, s, rule, &itself);
    }
    for (hr_id u = 0; u < s->n_unit; u++) {
        const hr_unit *x = &s->unit[u];
        hr_run between = run_between(s, u);
        bool fed = x->wire_count && is_feed(&s->wire[x->wire_first]);
        if (between.cable && !fed && x->port != HR_NONE) fn(out, s, rule, &between);
    }
}

hr_run hr_run_of(const hr_site *s, const hr_limit *l)
{
    const hr_port *p = &s->port[hr_point_port(l->point)];
    if (p->wire == HR_NONE || !is_feed(&s->wire[p->wire])) return run_between(s, p->unit);
    bool own = l->tag == HR_RUN_OWN;
    return run_on_wire(s, p->wire, own ? own_cable(s, p->unit) : s->wire[p->wire].feed->cable, own);
}

hr_limit hr_run_limit(const hr_site *s, uint16_t rule, const hr_run *run)
{
    hr_id decl = s->unit[run->unit].decl;
    return (hr_limit){.rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = HR_EVERY_KIND,
                      .decl = decl,
                      .at = run->own ? s->decl[decl].at : run->cable->at,
                      .tag = run->own ? HR_RUN_OWN : HR_RUN_OF_FEED};
}

void hr_run_add_current(hr_limits *out, const hr_run *run, hr_limit l)
{
    uint8_t phases = run->phases ? run->phases : HR_A | HR_B | HR_C;
    for (unsigned k = 0, added = 0; k < 3; k++) {
        if (!(phases >> k & 1)) continue;
        if (l.state == HR_S_UNKNOWN && added++) break; /* one question, not one for each phase */
        l.point = hr_point_of(run->port, (hr_quantity)(HR_Q_CURRENT_A + k));
        hr_limit_add(out, &l);
    }
}

const hr_breaker_rec *hr_run_breaker(const hr_run *run)
{
    return run->feed && run->feed->breaker.rating.presence ? &run->feed->breaker : NULL;
}

bool hr_run_full_rated(const hr_run *run)
{
    const hr_breaker_rec *b = hr_run_breaker(run);
    return b && b->full_rated.presence && b->full_rated.v;
}

bool hr_run_is_secondary(const hr_site *s, const hr_run *run)
{
    return run->parent != HR_NONE && strcmp(hr_unit_type(s, run->parent)->name, "transformer") == 0;
}

double hr_run_sets(const hr_run *run, hr_corner corner)
{
    return run->cable->sets.presence ? hr_num_at(&run->cable->sets, HR_HARSH_LOW, corner) : 1;
}

/* --- fields ------------------------------------------------------------------------------------------------------------ */

const char *hr_run_field(const hr_run *run, const char *name)
{
    static const char *const of_feed[] = {
        "cable.size",         "cable.sets",        "cable.conductor",  "cable.insulation",
        "cable.length",       "cable.ambient",     "cable.bundled",    "cable.circuits",
        "cable.ampacity",     "cable.derating",    "cable.resistance", "cable.reactance",
        "cable.power_factor", "cable.termination", "cable.raceway",    "cable.tap"};
    for (size_t i = 0; !run->own && i < sizeof of_feed / sizeof *of_feed; i++) {
        hr_str field = hr_str_of(of_feed[i]);
        if (hr_str_is((hr_str){field.s + 6, field.n - 6}, name)) return of_feed[i]; /* behind `cable.` */
    }
    return name;
}

uint8_t hr_inputs_trust(const hr_limit_input *in, uint8_t n)
{
    uint8_t weakest = HR_GIVEN;
    for (uint8_t i = 0; i < n; i++) {
        uint8_t trust = in[i].num ? in[i].num->trust : in[i].choice ? in[i].choice->trust : HR_GIVEN;
        if (trust > weakest) weakest = trust;
    }
    return weakest;
}

static uint8_t add_num(const hr_run *run, const char *name, const hr_num *num, hr_dim dim, hr_limit_input *out,
                       uint8_t n)
{
    if (num->presence) out[n++] = hr_input_num(hr_run_field(run, name), num, dim);
    return n;
}

static uint8_t add_choice(const hr_run *run, const char *name, const hr_choice *c, const char *const *words,
                          hr_limit_input *out, uint8_t n)
{
    if (c->presence) out[n++] = hr_input_choice(hr_run_field(run, name), c, words);
    return n;
}

uint8_t hr_run_inputs(const hr_run *run, bool corrected, hr_limit_input *out, uint8_t n)
{
    const hr_cable_rec *c = run->cable;
    bool table = !c->ampacity.presence, factors = corrected && !c->derating.presence;
    if (table) n = add_num(run, "size", &c->size, HR_DIM_M2_CONDUCTOR, out, n);
    n = add_num(run, "ampacity", &c->ampacity, HR_DIM_AMP, out, n);
    n = add_num(run, "sets", &c->sets, HR_DIM_NONE, out, n);
    if (table) n = add_choice(run, "conductor", &c->conductor, hr_conductor_words, out, n);
    if (table || factors) n = add_choice(run, "insulation", &c->insulation, hr_degree_words, out, n);
    if (table) n = add_choice(run, "termination", hr_run_terminal(run, HR_NOMINAL).terminal, hr_degree_words, out, n);
    if (factors) {
        n = add_num(run, "ambient", &c->ambient, HR_DIM_KELVIN, out, n);
        n = add_num(run, "bundled", &c->bundled, HR_DIM_NONE, out, n);
    }
    if (corrected) n = add_num(run, "derating", &c->derating, HR_DIM_NONE, out, n);
    return n;
}

/* --- ampacity ---------------------------------------------------------------------------------------------------------- */

/* 110.14(C)(1): circuits of 100 A or less 60 degC, above 75 degC; without a device the size says which it is. */
static const hr_choice *terminal_of(const hr_run *run)
{
    static const hr_choice at_60 = {.v = HR_60C, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
    static const hr_choice at_75 = {.v = HR_75C, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
    const hr_breaker_rec *b = hr_run_breaker(run);
    if (run->cable->termination.presence) return &run->cable->termination;
    bool small = run->cable->size.v < hr_conductor_parallel_m2() * (1 - 1e-6); /* up to 1 AWG */
    return (b ? b->rating.v <= 100 : small) ? &at_60 : &at_75;
}

static const char *missing_of_table(const hr_run *run, int row)
{
    const hr_cable_rec *c = run->cable;
    const char *name = !run->in_code             ? "ampacity"
                       : !c->size.presence       ? "size"
                       : !c->conductor.presence  ? "conductor"
                       : !c->insulation.presence ? "insulation"
                       : row < 0                 ? "ampacity" /* the table has no such size */
                                                 : NULL;
    return name ? hr_run_field(run, name) : NULL;
}

hr_ampacity hr_run_terminal(const hr_run *run, hr_corner corner)
{
    const hr_cable_rec *c = run->cable;
    hr_ampacity a = {.row = -1, .sets = hr_run_sets(run, corner), .terminal = terminal_of(run)};
    a.insulation = (hr_column)c->insulation.v;
    a.at = (hr_column)(a.terminal->v < c->insulation.v ? a.terminal->v : c->insulation.v);
    if (c->ampacity.presence) {
        a.limit = a.table = a.cap = hr_num_at(&c->ampacity, HR_HARSH_LOW, corner);
        return a;
    }
    a.row = c->size.presence ? hr_conductor_row(c->size.v) : -1;
    a.missing = missing_of_table(run, a.row);
    if (a.missing) return a;
    a.limit = hr_conductor_ampacity(a.row, (hr_material)c->conductor.v, a.at);
    a.table = hr_conductor_ampacity(a.row, (hr_material)c->conductor.v, a.insulation);
    a.cap = hr_conductor_ampacity(a.row, (hr_material)c->conductor.v, (hr_column)a.terminal->v);
    if (a.limit == 0 || a.cap == 0) a.missing = hr_run_field(run, "ampacity");
    return a;
}

static void find_factors(const hr_run *run, hr_corner corner, hr_ampacity *a)
{
    const hr_cable_rec *c = run->cable;
    a->ambient = a->bundled = 1;
    if (c->derating.presence) {
        a->ambient = hr_num_at(&c->derating, HR_HARSH_LOW, corner);
        return;
    }
    const char *missing = !c->insulation.presence ? "insulation"
                          : !c->ambient.presence  ? "ambient"
                          : !c->bundled.presence  ? "bundled"
                                                  : NULL;
    if (missing) {
        a->missing = hr_run_field(run, missing);
        return;
    }
    a->ambient = hr_conductor_ambient(hr_num_at(&c->ambient, HR_HARSH_HIGH, corner) - KELVIN, a->insulation, NULL);
    a->bundled = hr_conductor_bundling(hr_num_at(&c->bundled, HR_HARSH_HIGH, corner), NULL);
}

hr_ampacity hr_run_corrected(const hr_run *run, hr_corner corner)
{
    hr_ampacity a = hr_run_terminal(run, corner);
    if (a.missing) return a;
    find_factors(run, corner, &a);
    double one = a.table * a.ambient * a.bundled;
    /* an ampacity that is given holds at its terminations, however cold it is */
    a.corrected = a.sets * (one < a.cap ? one : a.cap);
    return a;
}

/* --- words ------------------------------------------------------------------------------------------------------------- */

static void sets_words(const hr_ampacity *a, hr_buf *out)
{
    if (a->sets != 1) hr_buf_printf(out, "%g x ", a->sets);
}

/* "420 A (600 kcmil Cu, 75 degC, Table 310.16)" */
static void cell_words(const hr_run *run, const hr_ampacity *a, double amps, hr_column c, hr_buf *out)
{
    if (a->row < 0) hr_buf_printf(out, "%g A (ampacity as given)", amps);
    else
        hr_buf_printf(out, "%g A (%s %s, %s degC, Table 310.16)", amps, hr_conductor_name(a->row),
                      hr_conductor_words[run->cable->conductor.v], hr_degree_words[c]);
}

void hr_run_terminal_words(const hr_run *run, hr_buf *out)
{
    hr_ampacity a = hr_run_terminal(run, HR_NOMINAL);
    sets_words(&a, out);
    cell_words(run, &a, a.limit, a.at, out);
}

static void factor_words(const hr_run *run, const hr_ampacity *a, hr_buf *out)
{
    const hr_cable_rec *c = run->cable;
    const char *weather, *crowd;
    if (c->derating.presence) {
        hr_buf_printf(out, " x %g (derating)", a->ambient);
        return;
    }
    (void)hr_conductor_ambient(c->ambient.v - KELVIN, a->insulation, &weather);
    (void)hr_conductor_bundling(c->bundled.v, &crowd);
    bool table = a->ambient == round(a->ambient * 100) / 100;
    hr_buf_printf(out, table ? " x %.2f (%s)" : " x %.4g (%s)", a->ambient, weather);
    hr_buf_printf(out, " x %.2f (%s)", a->bundled, crowd);
}

void hr_run_corrected_words(const hr_run *run, hr_buf *out)
{
    hr_ampacity a = hr_run_corrected(run, HR_NOMINAL);
    bool capped = a.row >= 0 && (int)a.insulation != a.terminal->v;
    sets_words(&a, out);
    if (capped) hr_buf_z(out, "min(");
    cell_words(run, &a, a.table, a.insulation, out);
    factor_words(run, &a, out);
    if (capped) hr_buf_printf(out, ", %g A (%s degC terminations)", a.cap, hr_degree_words[a.terminal->v]);
    else if (a.table * a.ambient * a.bundled > a.cap) hr_buf_printf(out, ", at most %g A", a.cap);
    hr_buf_printf(out, "%s = %.5g A", capped ? ")" : "", a.corrected);
}

void hr_run_default_words(const hr_run *run, hr_buf *out)
{
    hr_ampacity a = hr_run_terminal(run, HR_NOMINAL);
    if (a.row >= 0 && !run->cable->termination.presence)
        hr_buf_printf(out, "; termination not stated: %s degC by 110.14(C)", hr_degree_words[a.terminal->v]);
}

/* --- remedies ---------------------------------------------------------------------------------------------------------- */

bool hr_run_next_size(const hr_site *s, const hr_run *run, hr_run_test *test, double load, hr_buf *out)
{
    int row = run->cable->ampacity.presence || !run->cable->size.presence ? -1 : hr_conductor_row(run->cable->size.v);
    for (int i = row + 1; row >= 0 && i < hr_conductor_rows(); i++) {
        hr_cable_rec larger = *run->cable;
        hr_run other = *run;
        larger.size.v = larger.size.lo = larger.size.hi = hr_conductor_m2(i);
        other.cable = &larger;
        if (!test(s, &other, load)) continue;
        hr_buf_printf(out, "next size that would do: %s", hr_conductor_name(i));
        return true;
    }
    return false;
}
