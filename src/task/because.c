/* because.c - the arithmetic of a row in one line, and the declared numbers behind its load.
 *
 * Made only for rows that are printed, from the engine's own addends in the row's own case. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "element/job_fields.h"
#include "engine/cooling.h"
#include "engine/structure.h"
#include "model/units.h"
#include "task/check.h"

/* --- load inputs ----------------------------------------------------------------------------------------------------- */

#define DISTINCT 64
#define SHOWN_LOADS 3

typedef struct collector {
    hr_load_input item[DISTINCT];
    uint32_t n, others;
    const hr_check *c;
    const char *name; /* of the declared field */
    bool *seen;       /* by unit: on two cords a load comes twice, its members are counted once */
} collector;

static void collect(void *user, hr_id unit, uint32_t count, double w, const hr_num *num)
{
    collector *k = user;
    uint32_t i = 0;
    if (!num || !num->presence) return;
    while (i < k->n && k->item[i].num != num) i++;
    if (i == DISTINCT) {
        k->others += !k->seen[unit];
        k->seen[unit] = true;
        return;
    }
    if (i == k->n) k->item[k->n++] = (hr_load_input){k->name, num, 0, k->c->site->unit[unit].decl, 0};
    if (!k->seen[unit]) k->item[i].count += count;
    k->seen[unit] = true;
    k->item[i].carried += w;
}

/* Weights: the engine's own addends, each a unit with its members. */
static hr_err collect_weights(collector *k, hr_work *work, hr_id point)
{
    hr_explanation ex;
    hr_err e = hr_power_engine.explain(work, point, &ex);
    k->name = "weight";
    for (uint32_t i = 0; i < ex.n && e == HR_OK; i++) {
        const hr_addend *a = &ex.addend[i];
        collect(k, a->unit, a->count, a->count * a->num->v, a->num);
    }
    return e;
}

static void biggest_first(collector *k)
{
    for (uint32_t i = 1; i < k->n; i++)
        for (uint32_t j = i; j > 0 && k->item[j].carried > k->item[j - 1].carried; j--) {
            hr_load_input t = k->item[j];
            k->item[j] = k->item[j - 1];
            k->item[j - 1] = t;
        }
}

void hr_check_solve(const hr_check *c, hr_work *work, uint32_t limit)
{
    const hr_worst *w = &c->worst[limit];
    bool before = w->stage == HR_STAGE_BATTERY && hr_point_quantity(c->limits.item[limit].point) != HR_Q_BATTERY;
    bool there = hr_power_engine.solved(work) == &c->cases[w->case_];
    if (!there) hr_power_engine.solve(work, &c->cases[w->case_]);
    if (w->cascade) hr_power_engine.cascade(work);
    if (before) hr_power_engine.before_standby(work);
}

static int by_target(const void *a, const void *b)
{
    const hr_target *x = a, *y = b;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

hr_err hr_check_switched(const hr_check *c, hr_work *work, uint32_t case_, hr_arena *a, hr_target **out, uint32_t *n)
{
    uint32_t kept = 0;
    hr_target *t = *out = HR_NEW_ARRAY(a, hr_target, c->site->n_unit);
    *n = 0;
    if (!t) return HR_ENOMEM;
    if (hr_power_engine.solved(work) != &c->cases[case_]) hr_power_engine.solve(work, &c->cases[case_]);
    uint32_t all = hr_power_engine.called(work, t, c->site->n_unit);
    if (all) qsort(t, all, sizeof *t, by_target);
    for (uint32_t i = 0; i < all; i++)
        if (i == 0 || by_target(&t[i], &t[kept - 1])) t[kept++] = t[i];
    *n = kept;
    return HR_OK;
}

/* What a job is left with: "992 of 1,024 GPUs are left". */
static void gpus_words(const hr_check *c, const hr_row *r, hr_buf *out)
{
    const hr_worst *w = &c->worst[r->limit];
    const hr_num *wanted =
        &((const hr_job_fields *)c->site->job[c->limits.item[r->limit].decl - c->site->n_decl].fields)->gpus;
    hr_buf_printf(out, "%.0f", w->load);
    if (wanted->presence) hr_buf_printf(out, " of %.0f", wanted->v);
    hr_buf_z(out, " GPUs stay supplied");
}

static bool is_job(const hr_check *c, const hr_row *r)
{
    return hr_point_quantity(c->limits.item[r->limit].point) == HR_Q_GPUS;
}

hr_err hr_check_load_inputs(const hr_check *c, hr_work *work, const hr_row *r, hr_arena *a, uint32_t most,
                            hr_load_input **out, uint32_t *n, uint32_t *others)
{
    hr_id point = c->limits.item[r->limit].point;
    hr_err e = HR_OK;
    collector k = {.c = c, .name = "power", .seen = hr_calloc(c->site->n_unit + 1, sizeof *k.seen)};
    if (!k.seen) return HR_ENOMEM;
    if (!c->limits.item[r->limit].stated) hr_check_solve(c, work, r->limit);
    bool carries = !c->limits.item[r->limit].stated && !hr_cooling_measures(hr_point_quantity(point));
    if (!carries) e = HR_OK; /* no load is carried there */
    else if (hr_structure_measures(hr_point_quantity(point))) e = collect_weights(&k, work, point);
    else hr_power_engine.loads(work, hr_point_port(point), collect, &k);
    hr_free(k.seen);
    if (e != HR_OK) return e;
    biggest_first(&k);
    *n = k.n < most ? k.n : most;
    *others = k.others + k.n - *n;
    if (hr_power_engine.failed(work) || !(*out = HR_NEW_ARRAY(a, hr_load_input, *n))) return HR_ENOMEM;
    if (*n) memcpy(*out, k.item, *n * sizeof **out);
    return HR_OK;
}

/* --- words --------------------------------------------------------------------------------------------------------------- */

static void quantity(hr_buf *out, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_z(out, text);
}

/* "80.5 kVA / (sqrt(3) x 415 V)" when balanced, else "|S_A| 26.8 kVA / (415 V / sqrt(3))". */
static void current_words(const hr_check *c, hr_work *work, hr_id point, hr_buf *out)
{
    hr_id port = hr_point_port(point);
    double v = hr_power_engine.volts(c->engine[HR_NOMINAL], port);
    hr_reading i = hr_power_engine.reading(work, point);
    hr_reading s = hr_power_engine.reading(work, hr_point_of(port, HR_Q_APPARENT));
    double phase = i.v * v / sqrt(3.0);
    bool balanced = fabs(3 * phase - s.v) <= 1e-9 * s.v;
    if (!balanced) hr_buf_printf(out, "|S_%s| ", hr_quantity_table[hr_point_quantity(point)].place);
    quantity(out, balanced ? s.v : phase, HR_DIM_VA);
    hr_buf_z(out, balanced ? " / (sqrt(3) x " : " / (");
    quantity(out, v, HR_DIM_VOLT);
    hr_buf_z(out, balanced ? ")" : " / sqrt(3))");
}

/* "132 kW / 48 V". */
static void direct_words(const hr_check *c, hr_work *work, hr_id point, hr_buf *out)
{
    hr_id port = hr_point_port(point);
    quantity(out, hr_power_engine.reading(work, hr_point_of(port, HR_Q_POWER)).v, HR_DIM_WATT);
    hr_buf_z(out, " / ");
    quantity(out, hr_power_engine.volts(c->engine[HR_NOMINAL], port), HR_DIM_VOLT);
}

static void inputs_words(const hr_load_input *in, uint32_t n, uint32_t others, hr_dim dim, hr_buf *out)
{
    for (uint32_t i = 0; i < n; i++) {
        double all = in[i].count * in[i].num->v;
        hr_buf_z(out, i ? " + " : "");
        if (fabs(in[i].carried - all) > 1e-9 * all) hr_buf_printf(out, "%.4g of ", in[i].carried / all);
        if (in[i].count > 1) hr_buf_printf(out, "%u x ", in[i].count);
        quantity(out, in[i].num->v, dim);
    }
    if (others) hr_buf_printf(out, " + %u more", others);
}

/* "24 live power supplies carry 132 kW, 132.1 kW are asked of them". */
static void pool_words(const hr_supply *s, hr_buf *out)
{
    hr_buf_printf(out, "%g live power supplies carry ", s->psus);
    quantity(out, s->capacity, HR_DIM_WATT);
    hr_buf_z(out, ", the rack takes ");
    quantity(out, s->demand, HR_DIM_WATT);
}

/* Why a load is not served: "all 2 feeds dead", "2 live power supplies, 4 needed", "3 live power supplies x 3.3 kW". */
static void supply_words(const hr_check *c, const hr_work *work, hr_id point, hr_buf *out)
{
    hr_supply s;
    if (!hr_power_engine.supply(work, c->site->port[hr_point_port(point)].unit, &s)) return;
    if (s.live_cords > 0 && s.demand > 0) {
        pool_words(&s, out);
    } else if (s.live_cords == 0) {
        hr_buf_printf(out,
                      s.cords == 1   ? "its feed is dead"
                      : s.cords == 2 ? "both feeds are dead"
                                     : "all %u feeds are dead",
                      s.cords);
    } else if (s.psus < s.needed) {
        hr_buf_printf(out, "%g power supplies live, %g needed", s.psus, s.needed);
    } else {
        hr_buf_printf(out, "%g live power supplies x ", s.psus);
        quantity(out, s.rating, HR_DIM_WATT);
        hr_buf_z(out, " are ");
        quantity(out, s.psus * s.rating, HR_DIM_WATT);
        hr_buf_z(out, ", too little");
    }
}

/* "(2 x 1360 kg + 36 x 14 kg) x g / area"; the area is among the limit's inputs. */
static void weight_words(const hr_check *c, hr_id point, const hr_load_input *in, uint32_t n, uint32_t others,
                         hr_buf *out)
{
    const char *name;
    hr_id unit = c->site->port[hr_point_port(point)].unit;
    bool many = n + others > 1, divided = hr_structure_divisor(c->site, unit, hr_point_quantity(point), &name);
    if (n == 0) {
        hr_buf_z(out, "nothing stands on it");
        return;
    }
    hr_buf_z(out, many ? "(" : "");
    inputs_words(in, n, others, HR_DIM_KG, out);
    hr_buf_printf(out, "%s x g%s%s", many ? ")" : "", divided ? " / " : "", divided ? name : "");
}

/* The loss that the row is about; NULL where it has none: what the normal state does not serve. */
static const hr_loss *loss_of_row(const hr_check *c, const hr_row *r)
{
    hr_id point = c->limits.item[r->limit].point, unit = c->site->port[hr_point_port(point)].unit;
    bool heat = hr_point_quantity(point) == HR_Q_UNCOOLED;
    uint32_t lo = 0, hi = c->n_loss; /* sorted by case */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (c->loss[mid].case_ < r->case_) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < c->n_loss && c->loss[lo].case_ == r->case_; lo++)
        if (c->loss[lo].unit == unit && c->loss[lo].heat == heat) return &c->loss[lo];
    return NULL;
}

/* "; blame tie: tie > board-A > rack-1", where that says more than the case does. */
static void cause_words(const hr_check *c, const hr_row *r, hr_arena *a, hr_buf *out)
{
    enum { SHOWN = 8 };
    const hr_loss *l = loss_of_row(c, r);
    hr_str *name;
    uint32_t n;
    if (!l || c->blame[l->blame].text.n == 0) return;
    if (hr_check_chain(c, l, a, &name, &n) != HR_OK) {
        out->failed = true;
        return;
    }
    bool several = n > 0 && !hr_str_eq(name[0], c->blame[l->blame].text);
    if (n < 3 && !several) return;
    hr_buf_printf(out, "; blame %.*s", HR_STR_FMT(c->blame[l->blame].text));
    for (uint32_t i = 0; i < n; i++) {
        bool left_out = n > SHOWN && i == SHOWN / 2;
        if (left_out) i = n - SHOWN / 2;
        hr_buf_printf(out, "%s%s%.*s", i ? " > " : ": ", left_out ? "... > " : "", HR_STR_FMT(name[i]));
    }
}

/* "tcs-1: nothing that cools it runs; blame board-A: board-A > cdu-1 > tcs-1 > rack-1" */
static void uncooled_words(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out)
{
    hr_arena *a = hr_arena_new();
    hr_check_solve(c, work, r->limit);
    hr_power_engine.words(work, c->limits.item[r->limit].point, out);
    out->failed |= hr_power_engine.failed(work);
    if (a && r->verdict == HR_VIOLATED) cause_words(c, r, a, out);
    else if (!a) out->failed = true;
    hr_arena_free(a);
}

/* "132 kW / 24 m2, racks at their feeds". */
static void density_words(const hr_check *c, hr_id point, double load, hr_buf *out)
{
    const char *name;
    const hr_num *area = hr_structure_divisor(c->site, c->site->port[hr_point_port(point)].unit, HR_Q_DENSITY, &name);
    hr_buf_z(out, "racks at their feeds ");
    quantity(out, load * area->v, HR_DIM_WATT);
    hr_buf_z(out, " / ");
    quantity(out, area->v, HR_DIM_M2);
}

/* What the loads are not: "; with losses 12.4 kW", ", power factor 0.97". */
static void difference_words(hr_work *work, hr_id point, const hr_load_input *in, uint32_t n, hr_buf *out)
{
    hr_id port = hr_point_port(point);
    hr_quantity q = hr_point_quantity(point);
    hr_reading p = hr_power_engine.reading(work, hr_point_of(port, HR_Q_POWER));
    hr_reading s = hr_power_engine.reading(work, hr_point_of(port, HR_Q_APPARENT));
    double loads = 0;
    if (q > HR_Q_CURRENT_C || q == HR_Q_REACTIVE || n == 0 || p.state != HR_S_KNOWN) return;
    for (uint32_t i = 0; i < n; i++) loads += in[i].carried;
    if (p.v - loads > 1e-6 * p.v) {
        hr_buf_z(out, ", with losses of ");
        quantity(out, p.v - loads, HR_DIM_WATT);
    }
    if (q == HR_Q_POWER || s.state != HR_S_KNOWN || p.v > (1 - 1e-6) * s.v) return;
    hr_buf_z(out, ", power factor ");
    char text[32];
    hr_num_text(text, sizeof text, p.v / s.v, 4);
    hr_buf_z(out, text);
}

/* "after devices beyond their rating have opened, first bus-A.from at 234.4 % of its rating: " */
static void cascade_words(const hr_check *c, const hr_work *work, hr_buf *out)
{
    hr_target first;
    double ratio;
    char name[512];
    hr_buf_z(out, "after devices beyond their rating have opened");
    if (hr_power_engine.first_opened(work, &first, &ratio)) {
        hr_target_name(c->site, first, name, sizeof name);
        hr_buf_printf(out, ", first %s at ", name);
        hr_percent_text(name, sizeof name, ratio, 4);
        hr_buf_printf(out, "%s of its rating", name);
    }
    hr_buf_z(out, ": ");
}

/* Why a load is not served, up to the loads themselves. */
static void lost_words(const hr_check *c, hr_work *work, const hr_row *r, uint32_t n, hr_buf *out)
{
    if (c->worst[r->limit].cascade) cascade_words(c, work, out);
    if (r->verdict == HR_HOLDS) {
        hr_buf_z(out, n ? "served: " : "served");
        return;
    }
    supply_words(c, work, c->limits.item[r->limit].point, out);
    if (n) hr_buf_z(out, "; not served: ");
}

static const char *const before_words[HR_Q_COUNT] = {
    [HR_Q_WINDING] = "3 x the most loaded phase at its output, which carries ",
    [HR_Q_PSU] = "shared by the live power supplies: ",
    [HR_Q_BATTERY] = "until a feed of it is back; it carries ",
    [HR_Q_STEP] = "most that arrives at once of what it carries: ",
};

static void load_words(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out)
{
    if (is_job(c, r)) {
        gpus_words(c, r, out);
        return;
    }
    hr_id point = c->limits.item[r->limit].point;
    hr_quantity q = hr_point_quantity(point);
    if (q == HR_Q_UNCOOLED || hr_is_time_of_heat(q)) {
        uncooled_words(c, work, r, out);
        return;
    }
    if (hr_cooling_measures(q)) {
        hr_check_solve(c, work, r->limit);
        hr_power_engine.words(work, point, out);
        return;
    }
    hr_arena *a = hr_arena_new();
    hr_load_input *in = NULL;
    uint32_t all, others;
    if (!a || hr_check_load_inputs(c, work, r, a, DISTINCT, &in, &all, &others) != HR_OK) {
        out->failed = true;
        hr_arena_free(a);
        return;
    }
    uint32_t n = all < SHOWN_LOADS ? all : SHOWN_LOADS;
    bool whole = others == 0; /* no load is left out of the list */
    others += all - n;
    if (q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C) current_words(c, work, point, out);
    if (n && q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C) hr_buf_z(out, ", carrying ");
    if (q == HR_Q_DIRECT) direct_words(c, work, point, out);
    if (q == HR_Q_DIRECT && n) hr_buf_z(out, ", carrying ");
    if (q == HR_Q_LOST) lost_words(c, work, r, n, out);
    if (before_words[q]) hr_buf_z(out, before_words[q]);
    if (q == HR_Q_GAP)
        hr_buf_z(out, r->verdict == HR_HOLDS && c->worst[r->limit].load <= 0 ? "supplied all the time: "
                                                                             : "until its supply is back: ");
    if (q == HR_Q_DENSITY) density_words(c, point, c->worst[r->limit].load, out);
    if (hr_structure_measures(q)) weight_words(c, point, in, n, others, out);
    else inputs_words(in, n, others, HR_DIM_WATT, out);
    if (whole) difference_words(work, point, in, all, out);
    if (q == HR_Q_LOST && r->verdict == HR_VIOLATED) cause_words(c, r, a, out);
    hr_arena_free(a);
}

static void flag_words(const hr_limit_input *in, hr_buf *out)
{
    bool full = in->flag->presence && in->flag->v;
    hr_buf_printf(out, full ? " x 1.00, listed for 100 %%" : " x 0.80, %s",
                  in->flag->presence ? "not full-rated" : "full_rated not stated");
}

static void input_words(const hr_limit_input *in, hr_buf *out)
{
    if (in->flag) {
        flag_words(in, out);
        return;
    }
    hr_buf_printf(out, "; %s ", in->name);
    if (in->choice) hr_buf_z(out, in->words[in->choice->v]);
    else quantity(out, in->num->v, (hr_dim)in->dim);
}

/* A rule that has arithmetic of its own tells it; of the others the inputs say enough. */
static void limit_words(const hr_check *c, const hr_limit *l, hr_buf *out)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    const hr_rule *rule = hr_rules[l->rule];
    if (rule->because) {
        if (!l->stated) hr_buf_z(out, "; ");
        rule->because(c->site, l, out);
        return;
    }
    uint8_t n = hr_limit_inputs(c->site, l, in);
    for (uint8_t i = 0; i < n; i++) input_words(&in[i], out);
}

/* What is wrong with a field: mostly that nobody wrote it. */
static const char *gap_verb(const char *field)
{
    if (strcmp(field, "type") == 0) return " is not modelled yet";
    if (strcmp(field, "bbu.power") == 0) return " is too little for the rating of the shelf";
    if (strcmp(field, "capacity") == 0) return " is less than its heat";
    if (strcmp(field, "weather within max_outdoor") == 0) return " is not all there is: some hours are hotter";
    if (strcmp(field, "nameplate") == 0) return " asks for what no exchanger can do";
    if (strcmp(field, "way to a pump") == 0) return " is shut off";
    if (strcmp(field, "way for its flow") == 0) return " is shut off";
    if (strcmp(field, "free cooling") == 0) return " is shut off by the outdoor air, and nothing else cools";
    if (strcmp(field, "flow while pumps start") == 0) return " is not found in loops with pipes";
    if (strcmp(field, "convergence") == 0) return " of its flows was not reached";
    if (strcmp(field, "normally") == 0) return " is closed: how load divides round a loop is not known";
    return " is not given";
}

static void missing_words(const hr_check *c, const hr_limit *l, hr_buf *out)
{
    if (strcmp(l->missing, "type") == 0 && !l->lacks) {
        hr_buf_z(out, "its type is not modelled yet");
        return;
    }
    hr_id lacks = hr_limit_lacks(c->site, l);
    hr_buf_printf(out, "`%s`", l->missing);
    if (lacks != c->site->port[hr_point_port(l->point)].unit) {
        hr_buf_z(out, " of ");
        if (hr_unit_names(c->site, lacks, out) != HR_OK) out->failed = true;
    }
    hr_buf_z(out, gap_verb(l->missing));
}

/* "breaker is not given", and of whom when it is not the row's own. */
/* "; fws is without cooling for 5 min (1..15); stored heat lasts 4 min; `restart` of ch-1 would tell". */
static void time_words(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out)
{
    hr_id point = c->limits.item[r->limit].point, unit;
    const char *field;
    hr_check_solve(c, work, r->limit);
    hr_buf_z(out, "; ");
    hr_power_engine.words(work, point, out);
    out->failed |= hr_power_engine.failed(work);
    if (!hr_power_engine.decides(work, point, &unit, &field)) return;
    hr_buf_printf(out, "; `%s` of ", field);
    if (hr_unit_names(c->site, unit, out) != HR_OK) out->failed = true;
    hr_buf_z(out, " would tell");
}

static void gap_words(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out)
{
    const hr_limit *l = &c->limits.item[r->limit];
    hr_id unit;
    const char *field;
    if (c->worst[r->limit].corner) {
        hr_buf_z(out, "an assumed range decides: it holds at one end and not at the other");
        if (hr_is_time_of_heat(hr_point_quantity(l->point))) time_words(c, work, r, out);
        return;
    }
    if ((l->state != HR_S_KNOWN || l->stated) && l->missing) {
        missing_words(c, l, out);
        return;
    }
    if (is_job(c, r)) {
        hr_buf_z(out, "which nodes are lost, or `gpus` of one of them, is not known");
        return;
    }
    hr_check_solve(c, work, r->limit);
    if (!hr_power_engine.gap(work, l->point, &unit, &field) &&
        !(l->value_point != HR_NONE && hr_power_engine.gap(work, l->value_point, &unit, &field))) {
        if (l->missing) missing_words(c, l, out);
        return;
    }
    hr_buf_printf(out, "`%s` of ", field);
    if (hr_unit_names(c->site, unit, out) != HR_OK) out->failed = true;
    hr_buf_z(out, gap_verb(field));
    hr_reading load = hr_power_engine.reading(work, l->point);
    if (load.state != HR_S_PARTIAL) return;
    hr_buf_z(out, "; the known part is ");
    quantity(out, load.v, (hr_dim)hr_quantity_table[hr_point_quantity(l->point)].dim);
}

hr_err hr_check_because(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out)
{
    if (r->verdict == HR_V_UNKNOWN) {
        gap_words(c, work, r, out);
    } else {
        const hr_limit *l = &c->limits.item[r->limit];
        if (!l->stated) load_words(c, work, r, out);
        limit_words(c, l, out);
        if (r->verdict != HR_HOLDS) hr_limit_remedy(c->site, l, c->worst[r->limit].load, out);
        if (c->worst[r->limit].load_state == HR_S_PARTIAL)
            hr_buf_z(out, "; part of the load is unknown: a lower bound");
    }
    out->failed |= hr_power_engine.failed(work);
    return out->failed ? HR_ENOMEM : HR_OK;
}
