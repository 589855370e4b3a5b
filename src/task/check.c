/* check.c - the sweep: every case over threads, every touched reading against its limits, the worst kept.
 *
 * A worker has its own solution and its own list of worst cases; at the end the lists are merged by a rule that does
 * not know who found what (worse verdict, higher ratio, lower case), so threads change no bit. */
#include "task/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/pool.h"

typedef struct uncooled { /* W of a load that nobody takes, by what it gives it to: what is known of it */
    double by[HR_COOL_MEDIA];
} uncooled;

typedef struct worker {
    hr_work *work[HR_CORNERS];
    hr_worst *worst; /* by place in sweep->met */
    hr_vec loss;
    hr_vec call;       /* hr_call: devices that faults call to act */
    uint32_t *stamp;   /* by port: case and pass it was judged in; only with corners */
    uint32_t *lost[2]; /* by unit, of power and of cooling: case + 1 that a loss of it was noted for */
    uncooled *first;   /* by unit: what that was of cooling */
    hr_target *called; /* room for all that one case may call */
    double
        moving; /* s until all that the case at hand moves has moved; only where some limit may be exceeded so long */
    uint64_t judged;
    bool failed;
    char own_line[128]; /* counters of two workers never share a cache line */
} worker;

/* What the sweep needs of a limit, in the order of ports: limits that are met together stand together, and 40 bytes
 * are a fifth of the whole. */
typedef struct met {
    double at, ref;
    hr_id point;
    uint32_t limit;
    uint16_t kinds;
    uint8_t sense, state;
    bool constant; /* at is the limit; else it is another point's reading */
} met;

typedef struct sweep {
    hr_check *c;
    met *met; /* limits.by_port, looked up once; workers keep their worst in this order */
    const hr_check_opts *opts;
    worker *workers;
    /* by unit, of power and of cooling: 0 served, 1 not known whether, 2 lost; 4 more: by the cascade */
    uint8_t *lost_in_base[HR_BASES][2];
    uncooled *uncooled_in_base[HR_BASES][2]; /* before and after its cascade, by unit */
    uint32_t first;                          /* case that item 0 of the pool stands for */
    uint32_t done;
    bool overloads; /* some limit has a curve of overload */
} sweep;

/* --- worst ---------------------------------------------------------------------------------------------------------- */

static int severity(uint8_t verdict)
{
    static const int rank[HR_VERDICTS + 1] = {[HR_HOLDS] = 1, [HR_VIOLATED] = 3, [HR_V_UNKNOWN] = 2, [HR_WAIVED] = 3};
    return rank[verdict];
}

bool hr_worse(const hr_worst *a, const hr_worst *b)
{
    int x = severity(a->verdict), y = severity(b->verdict);
    if (x != y) return x > y;
    if (a->verdict != HR_V_UNKNOWN && a->ratio != b->ratio) return a->ratio > b->ratio;
    if (isinf(a->ratio) && a->verdict != HR_V_UNKNOWN && a->load != b->load)
        return a->load > b->load;                    /* of no limit at all */
    if (a->cascade != b->cascade) return b->cascade; /* lost without any overload is the plainer finding */
    return a->case_ < b->case_;
}

/* --- judging --------------------------------------------------------------------------------------------------------- */

hr_reading hr_check_limit_at(const hr_limit *l, const hr_work *work, hr_corner corner)
{
    if (l->value_point == HR_NONE) return (hr_reading){l->v[corner], l->state};
    hr_reading r = hr_power_engine.reading_at(work, l->value_point, corner);
    return (hr_reading){r.v * l->factor, r.state};
}

static uint8_t judge_at(const worker *k, const hr_limit *l, hr_corner corner)
{
    const hr_work *work = k->work[corner] ? k->work[corner] : k->work[HR_NOMINAL]; /* without ranges all are alike */
    hr_reading load = hr_power_engine.reading_at(work, l->point, corner);
    return (uint8_t)hr_judge((hr_sense)l->sense, load, hr_check_limit_at(l, work, corner));
}

/* Assumed ranges: holds only if the harsh corners hold, violated only if the kind ones are; else the range decides. */
static void judge_corners(const worker *k, const hr_limit *l, hr_worst *x)
{
    const hr_corner near = x->verdict == HR_HOLDS ? HR_HARSH : HR_KIND;
    const hr_corner far = x->verdict == HR_HOLDS ? HR_HARSH_FAR : HR_KIND_FAR;
    if (x->verdict == HR_V_UNKNOWN) return;
    if (judge_at(k, l, near) == x->verdict && (!k->work[far] || judge_at(k, l, far) == x->verdict)) return;
    x->verdict = HR_V_UNKNOWN;
    x->corner = true;
}

typedef enum pass { /* what of a case is judged: after all has settled, with losses by the cascade, before standby starts */
                    PASS_SETTLED,
                    PASS_CASCADE,
                    PASS_BATTERY
} pass;

static bool in_pass(hr_quantity q, pass p)
{
    if (p == PASS_CASCADE) return q == HR_Q_LOST || q == HR_Q_UNCOOLED;
    return p == PASS_SETTLED || q < HR_Q_LOST || q == HR_Q_WINDING || q == HR_Q_DIRECT;
}

static hr_stage stage_of(hr_quantity q, pass p)
{
    if (p == PASS_BATTERY || q == HR_Q_BATTERY) return HR_STAGE_BATTERY;
    if (q == HR_Q_GAP || hr_is_time_of_heat(q)) return HR_STAGE_BRIDGE;
    return q == HR_Q_STEP ? HR_STAGE_GENERATOR : HR_STAGE_SETTLED;
}

/* Before standby sources have started, a rating may be exceeded for as long as its curve says, if by then all has moved. */
static bool rides_over(const hr_curve *c, double ratio, double moving)
{
    return c && ratio <= c->x[c->n - 1] * (1 + 1e-9) && hr_curve_at(c, ratio) >= moving;
}

static void judge(const sweep *s, worker *k, uint32_t i, uint32_t case_, pass p)
{
    const met *m = &s->met[i];
    hr_quantity q = hr_point_quantity(m->point);
    if (!(m->kinds >> s->c->cases[case_].kind & 1) || !in_pass(q, p)) return;
    const hr_limit *l = &s->c->limits.item[m->limit];
    hr_reading load = hr_power_engine.reading(k->work[HR_NOMINAL], m->point);
    hr_reading at = m->constant ? (hr_reading){m->at, m->state} : hr_check_limit_at(l, k->work[HR_NOMINAL], HR_NOMINAL);
    hr_worst x = {.load = load.v, .limit = at.v, .case_ = case_, .load_state = load.state};
    x.stage = (uint8_t)stage_of(q, p);
    x.cascade = p == PASS_CASCADE;
    x.verdict = (uint8_t)hr_judge((hr_sense)m->sense, load, at);
    if (!m->constant && at.state == HR_S_UNKNOWN) x.limit = NAN; /* what is read for it is not known: no limit of 0 */
    x.ratio = hr_row_ratio((hr_sense)m->sense, load.v, at.v, m->ref);
    if (k->work[HR_KIND] || hr_is_time_of_heat(q)) judge_corners(k, l, &x);
    if (p == PASS_BATTERY && x.verdict == HR_VIOLATED && rides_over(l->overload, x.ratio, k->moving)) return;
    k->judged++;
    if (hr_worse(&x, &k->worst[i])) k->worst[i] = x;
}

static void judge_port(const sweep *s, worker *k, hr_id port, uint32_t case_, pass p)
{
    if (k->stamp) {
        if (k->stamp[port] == 3 * case_ + p + 1) return;
        k->stamp[port] = 3 * case_ + p + 1;
    }
    for (uint32_t i = s->c->limits.of_port[port]; i < s->c->limits.of_port[port + 1]; i++) judge(s, k, i, case_, p);
}

static bool list_met(sweep *s)
{
    const hr_limits *all = &s->c->limits;
    if (!(s->met = HR_NEW_ARRAY(s->c->arena, met, all->n))) return false;
    for (uint32_t i = 0; i < all->n_by_port; i++) {
        const hr_limit *l = &all->item[all->by_port[i]];
        s->overloads = s->overloads || l->overload;
        s->met[i] = (met){.at = l->v[HR_NOMINAL],
                          .ref = l->ref,
                          .point = l->point,
                          .limit = all->by_port[i],
                          .sense = l->sense,
                          .state = l->state,
                          .kinds = l->kinds,
                          .constant = l->value_point == HR_NONE};
    }
    return true;
}

/* --- losses ------------------------------------------------------------------------------------------------------------ */

/* A load that keeps its feed when it is called to transfer is not out: what it loses by that is a loss. */
static uint32_t members_out(const hr_check *c, const hr_case *x, hr_id unit)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_out; i++) n += x->out[i].unit == unit && x->out[i].how == HR_OUT;
    for (uint32_t i = 0; i < c->n_base_out; i++) n += c->base_out[i].unit == unit;
    return n;
}

static bool is_base(const hr_case *x) { return x->kind == HR_CASE_NORMAL || x->kind == HR_CASE_ON_GENERATORS; }

/* A load that the base does not serve either is no loss of the case, unless less is known of it now. */
static bool is_news(const sweep *s, const hr_case *x, hr_id unit, uint8_t how, bool cascade, bool heat)
{
    uint8_t before = s->lost_in_base[x->base][heat][unit];
    if (is_base(x)) return true;
    if (before & 4 && !cascade) return true;
    return (before & 3) < how;
}

/* Of one member. */
static hr_err push_loss(const sweep *s, worker *k, uint32_t case_, hr_loss like, double w)
{
    const hr_check *c = s->c;
    uint32_t out = members_out(c, &c->cases[case_], like.unit), count = c->site->unit[like.unit].count;
    hr_loss *l = out < count ? hr_vec_push(&k->loss, sizeof *l) : NULL;
    if (out >= count) return HR_OK;
    if (!l) return HR_ENOMEM;
    *l = like;
    l->case_ = case_;
    l->members = count - out;
    l->w = w * l->members;
    return HR_OK;
}

static void note_power(sweep *s, worker *k, hr_id unit, uint32_t case_, pass p)
{
    const hr_case *x = &s->c->cases[case_];
    hr_id port = s->c->site->unit[unit].port;
    hr_reading lost = hr_power_engine.reading(k->work[HR_NOMINAL], hr_point_of(port, HR_Q_LOST));
    if (lost.state == HR_S_OFF || (lost.state == HR_S_KNOWN && lost.v <= 0)) return;
    if (lost.state == HR_S_UNSOLVED) lost = (hr_reading){0, HR_S_UNKNOWN};
    uint8_t how = lost.state == HR_S_UNKNOWN ? 1 : 2;
    bool by_cascade = p == PASS_CASCADE;
    if (k->lost[0][unit] == case_ + 1 || !is_news(s, x, unit, how, by_cascade, false)) return;
    hr_loss l = {.unit = unit, .unknown = lost.state != HR_S_KNOWN, .cascade = by_cascade};
    k->failed |= push_loss(s, k, case_, l, how == 1 ? 0 : lost.v) != HR_OK;
    k->lost[0][unit] = case_ + 1;
    if (is_base(x)) s->lost_in_base[x->base][0][unit] = (uint8_t)(how | (by_cascade ? 4 : 0));
}

/* What is told of a load already: in the base, and of this case before the cascade. */
static uncooled told_of(const sweep *s, const worker *k, hr_id unit, uint32_t case_, bool by_cascade)
{
    const hr_case *x = &s->c->cases[case_];
    uncooled told = s->uncooled_in_base[x->base][0][unit];
    for (int i = 0; i < HR_COOL_MEDIA && by_cascade; i++) {
        told.by[i] = fmax(told.by[i], s->uncooled_in_base[x->base][1][unit].by[i]);
        if (k->lost[1][unit] == case_ + 1) told.by[i] = fmax(told.by[i], k->first[unit].by[i]);
    }
    return told;
}

/* A load of which more heat is lost than was told of it, or of which it is not known whether any is. */
static void note_heat(sweep *s, worker *k, hr_id unit, uint32_t case_, pass p)
{
    const hr_case *x = &s->c->cases[case_];
    hr_id port = s->c->site->unit[unit].port;
    bool by_cascade = p == PASS_CASCADE, noted = k->lost[1][unit] == case_ + 1;
    hr_reading lost = hr_power_engine.reading(k->work[HR_NOMINAL], hr_point_of(port, HR_Q_UNCOOLED)), by[HR_COOL_MEDIA];
    if (lost.state == HR_S_OFF || (lost.state == HR_S_KNOWN && lost.v <= 0)) return;
    if (lost.state == HR_S_UNSOLVED) lost = (hr_reading){0, HR_S_UNKNOWN};
    hr_power_engine.uncooled(k->work[HR_NOMINAL], unit, by);
    uncooled lacks, told = told_of(s, k, unit, case_, by_cascade);
    hr_loss l = {.unit = unit, .unknown = lost.state != HR_S_KNOWN, .cascade = by_cascade, .heat = true};
    double before = 0;
    for (int i = 0; i < HR_COOL_MEDIA; i++) {
        lacks.by[i] = by[i].state == HR_S_KNOWN || by[i].state == HR_S_PARTIAL ? by[i].v : 0;
        bool open = by[i].state != HR_S_KNOWN && by[i].state != HR_S_OFF;
        if (lacks.by[i] > told.by[i] * (1 + 1e-9) || open) l.by |= (uint8_t)(1u << i);
        before += told.by[i];
    }
    uint8_t how = lost.state == HR_S_UNKNOWN ? 1 : 2;
    bool more = how == 2 && lost.v > before * (1 + 1e-9);
    if (!more && (how == 2 || noted || !is_news(s, x, unit, how, by_cascade, true))) return;
    k->failed |= push_loss(s, k, case_, l, more ? lost.v - before : 0) != HR_OK;
    if (!noted) k->first[unit] = lacks;
    k->lost[1][unit] = case_ + 1;
    if (!is_base(x)) return;
    if (!noted) s->lost_in_base[x->base][1][unit] = (uint8_t)(how | (by_cascade ? 4 : 0));
    s->uncooled_in_base[x->base][by_cascade][unit] = lacks;
}

static void note_loss(sweep *s, worker *k, hr_id port, uint32_t case_, pass p)
{
    hr_id unit = s->c->site->port[port].unit;
    if (unit >= s->c->site->n_unit || s->c->site->unit[unit].port != port) return;
    note_power(s, k, unit, case_, p);
    note_heat(s, k, unit, case_, p);
}

/* --- cases --------------------------------------------------------------------------------------------------------------- */

static void judge_touched(sweep *s, worker *k, uint32_t case_, pass p)
{
    for (int i = 0; i < HR_CORNERS; i++) {
        uint32_t n = 0;
        const hr_id *port = k->work[i] ? hr_power_engine.touched(k->work[i], &n) : NULL;
        for (uint32_t x = 0; x < n; x++) {
            judge_port(s, k, port[x], case_, p);
            if (i == HR_NOMINAL && p != PASS_BATTERY) note_loss(s, k, port[x], case_, p);
        }
    }
}

static void cascade(sweep *s, worker *k, uint32_t case_)
{
    uint32_t opened = 0;
    for (int i = 0; i < HR_CORNERS; i++)
        if (k->work[i]) opened += hr_power_engine.cascade(k->work[i]);
    if (opened) judge_touched(s, k, case_, PASS_CASCADE);
}

static void before_standby(sweep *s, worker *k, uint32_t case_)
{
    bool differs = false;
    for (int i = 0; i < HR_CORNERS; i++)
        if (k->work[i]) differs |= hr_power_engine.before_standby(k->work[i]);
    if (differs) judge_touched(s, k, case_, PASS_BATTERY);
}

static void note_calls(sweep *s, worker *k, uint32_t case_)
{
    if (s->opts->outages != HR_OUTAGES_ALL || s->c->cases[case_].kind != HR_CASE_FAULT) return;
    uint32_t n = hr_power_engine.called(k->work[HR_NOMINAL], k->called, s->c->site->n_unit);
    for (uint32_t i = 0; i < n; i++) {
        hr_call *x = hr_vec_push(&k->call, sizeof *x);
        if (!x) {
            k->failed = true;
            return;
        }
        *x = (hr_call){.case_ = case_, .device = k->called[i].unit};
    }
}

static void solve_case(sweep *s, worker *k, uint32_t case_)
{
    const hr_case *x = &s->c->cases[case_];
    for (int i = 0; i < HR_CORNERS; i++) {
        if (!k->work[i]) continue;
        if (s->opts->brute) hr_power_engine.solve_all(k->work[i], x);
        else hr_power_engine.solve(k->work[i], x);
    }
}

/* A base state: everything is judged, whether a case touches it or not. */
static void judge_base(sweep *s, worker *k, uint32_t case_)
{
    solve_case(s, k, case_);
    for (hr_id p = 0; p < s->c->site->n_port; p++) {
        judge_port(s, k, p, case_, PASS_SETTLED);
        note_loss(s, k, p, case_, PASS_SETTLED);
    }
    judge_port(s, k, s->c->site->unit[s->c->site->self].port, case_, PASS_SETTLED);
    cascade(s, k, case_);
}

static void run_case(sweep *s, worker *k, uint32_t case_)
{
    solve_case(s, k, case_);
    k->moving = 0;
    for (int i = 0; i < HR_CORNERS && s->overloads; i++)
        if (k->work[i]) k->moving = fmax(k->moving, hr_power_engine.moving(k->work[i]));
    judge_touched(s, k, case_, PASS_SETTLED);
    note_calls(s, k, case_);
    cascade(s, k, case_);
    k->failed |= hr_power_engine.failed(k->work[HR_NOMINAL]);
    if (s->opts->outages == HR_OUTAGES_ALL) before_standby(s, k, case_);
}

static void run_block(void *user, unsigned number, uint32_t first, uint32_t last)
{
    sweep *s = user;
    worker *k = &s->workers[number];
    for (uint32_t i = first; i < last; i++) run_case(s, k, s->first + i);
    if (!s->opts->progress) return;
    uint32_t done = __atomic_add_fetch(&s->done, last - first, __ATOMIC_RELAXED);
    if (number == 0) s->opts->progress(s->opts->progress_user, done, s->c->n_cases);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* What the faults called to act becomes cases of its own. */
static hr_err add_stuck(sweep *s, unsigned threads)
{
    hr_vec all = {0};
    hr_err e = HR_OK;
    for (unsigned k = 0; k < threads && e == HR_OK; k++)
        for (size_t i = 0; i < s->workers[k].call.n && e == HR_OK; i++) {
            hr_call *x = hr_vec_push(&all, sizeof *x);
            if (x) *x = ((const hr_call *)s->workers[k].call.item)[i];
            else e = HR_ENOMEM;
        }
    if (e == HR_OK && all.n) e = hr_check_stuck_cases(s->c, all.item, all.n);
    hr_vec_free(&all);
    return e;
}

/* Of two things those with the same first stand together: a worker that takes many in a row solves the first once. */
static bool is_of_two(uint8_t kind)
{
    return kind == HR_CASE_STUCK || kind == HR_CASE_STUCK_FAULT || kind == HR_CASE_MAINTENANCE_FAULT ||
           kind == HR_CASE_TWO_FAULTS || kind == HR_CASE_BREAKER_FAILURE;
}

static hr_err run_kinds(sweep *s, unsigned threads)
{
    hr_check *c = s->c;
    uint32_t first = 0;
    hr_err e = HR_OK;
    while (first < c->n_cases && c->cases[first].kind <= HR_CASE_ON_GENERATORS) judge_base(s, &s->workers[0], first++);
    while (first < c->n_cases && e == HR_OK) {
        uint32_t end = first;
        uint8_t kind = c->cases[first].kind;
        while (end < c->n_cases && c->cases[end].kind == kind) end++;
        double start = now();
        s->first = first;
        hr_pool_for(threads, end - first, is_of_two(kind) ? 512 : 16, run_block, s);
        if (kind == HR_CASE_FAULT) e = add_stuck(s, threads);
        c->by_kind[kind].seconds = now() - start;
        first = end;
    }
    return e;
}

/* By unit, where anything may lose its cooling. */
static uint32_t rooms_for_heat(const hr_check *c) { return c->site->n_heat_ref ? c->site->n_unit : 1; }

/* --- workers --------------------------------------------------------------------------------------------------------------- */

static hr_err start_worker(const hr_check *c, worker *k)
{
    for (int i = 0; i < HR_CORNERS; i++) {
        hr_err e = c->engine[i] ? hr_power_engine.work_new(&k->work[i], c->engine[i]) : HR_OK;
        if (e != HR_OK) return e;
    }
    k->worst = hr_malloc((c->limits.n + 1) * sizeof *k->worst);
    for (int i = 0; i < 2; i++) k->lost[i] = hr_calloc(c->site->n_unit + 1, sizeof *k->lost[i]);
    k->first = hr_calloc(rooms_for_heat(c), sizeof *k->first);
    k->called = hr_malloc((c->site->n_unit + 1) * sizeof *k->called);
    if (!k->lost[0] || !k->lost[1] || !k->first || !k->called) return HR_ENOMEM;
    if (c->engine[HR_KIND]) k->stamp = hr_calloc(c->site->unit[c->site->self].port + 1, sizeof *k->stamp);
    if (!k->worst || (c->engine[HR_KIND] && !k->stamp)) return HR_ENOMEM;
    for (uint32_t i = 0; i < c->limits.n; i++) k->worst[i] = (hr_worst){.verdict = HR_VERDICTS, .case_ = UINT32_MAX};
    return HR_OK;
}

static void stop_worker(worker *k)
{
    for (int i = 0; i < HR_CORNERS; i++) hr_power_engine.work_free(k->work[i]);
    hr_free(k->worst);
    hr_free(k->stamp);
    for (int i = 0; i < 2; i++) hr_free(k->lost[i]);
    hr_free(k->first);
    hr_free(k->called);
    hr_vec_free(&k->loss);
    hr_vec_free(&k->call);
}

static int by_case_and_unit(const void *a, const void *b)
{
    const hr_loss *x = a, *y = b;
    if (x->case_ != y->case_) return x->case_ < y->case_ ? -1 : 1;
    if (x->heat != y->heat) return x->heat ? 1 : -1;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    return x->cascade - y->cascade;
}

uint32_t hr_first_loss(const hr_check *c, uint32_t case_)
{
    uint32_t lo = 0, hi = c->n_loss;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (c->loss[mid].case_ < case_) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* It is out itself in part, or what holds it is. */
static bool is_taken_out(const hr_check *c, const hr_case *x, hr_id unit)
{
    bool out = members_out(c, x, unit) > 0;
    for (hr_id u = c->site->unit[unit].holder; u != HR_NONE && !out; u = c->site->unit[u].holder)
        out = members_out(c, x, u) >= c->site->unit[u].count;
    return out;
}

/* Cooling is settled again for both, where the first alone takes any. Of two things the sweep has looked at what the second changed: what the first loses alone is lost with it too, before
 * any cascade, unless it is what the second takes out. What the first loses by a cascade is not, since the second may
 * have relieved the device: that cascade has run again with both. */
static hr_err add_losses_alone(hr_check *c)
{
    hr_vec more = {0};
    hr_err e = HR_OK;
    for (uint32_t i = 0, at = 0; i < c->n_cases && e == HR_OK; i++) {
        uint32_t first = c->cases[i].alone[0], own = at;
        while (at < c->n_loss && c->loss[at].case_ == i) at++;
        for (uint32_t k = first == HR_NONE ? c->n_loss : hr_first_loss(c, first);
             k < c->n_loss && c->loss[k].case_ == first; k++) {
            hr_loss x = c->loss[k];
            if (x.cascade || x.heat || is_taken_out(c, &c->cases[i], x.unit)) continue;
            while (own < at && !c->loss[own].heat && c->loss[own].unit < x.unit) own++;
            bool noted = own < at && !c->loss[own].heat && c->loss[own].unit == x.unit;
            hr_loss *slot = noted ? &c->loss[own] : hr_vec_push(&more, sizeof *slot);
            x.case_ = i;
            if (!slot) e = HR_ENOMEM;
            else if (!noted || slot->cascade) *slot = x;
        }
    }
    hr_loss *all = more.n ? HR_NEW_ARRAY(c->arena, hr_loss, c->n_loss + more.n) : c->loss;
    if (!all) e = HR_ENOMEM;
    if (more.n && e == HR_OK) {
        if (c->n_loss) memcpy(all, c->loss, c->n_loss * sizeof *all);
        memcpy(all + c->n_loss, more.item, more.n * sizeof *all);
        c->loss = all;
        c->n_loss += (uint32_t)more.n;
        qsort(c->loss, c->n_loss, sizeof *c->loss, by_case_and_unit);
    }
    hr_vec_free(&more);
    return e;
}

static hr_err merge(hr_check *c, worker *workers, unsigned n, bool brute)
{
    size_t losses = 0;
    for (unsigned k = 0; k < n; k++) {
        if (workers[k].failed) return HR_ENOMEM;
        losses += workers[k].loss.n;
        c->judged += workers[k].judged;
        for (uint32_t i = 0; i < c->limits.n_by_port; i++) {
            hr_worst *x = &c->worst[c->limits.by_port[i]];
            if (k == 0 || hr_worse(&workers[k].worst[i], x)) *x = workers[k].worst[i];
        }
    }
    if (!(c->loss = HR_NEW_ARRAY(c->arena, hr_loss, losses))) return HR_ENOMEM;
    for (unsigned k = 0; k < n; k++) {
        if (workers[k].loss.n) memcpy(c->loss + c->n_loss, workers[k].loss.item, workers[k].loss.n * sizeof *c->loss);
        c->n_loss += (uint32_t)workers[k].loss.n;
    }
    if (c->n_loss) qsort(c->loss, c->n_loss, sizeof *c->loss, by_case_and_unit);
    return brute ? HR_OK : add_losses_alone(c); /* from nothing, everything was looked at */
}

hr_err hr_check_sweep(hr_check *c, const hr_check_opts *opts)
{
    unsigned threads = opts->threads ? opts->threads : hr_pool_cores();
    sweep s = {.c = c, .opts = opts};
    hr_err e = HR_OK;
    c->worst = HR_NEW_ARRAY(c->arena, hr_worst, c->limits.n);
    bool room = true;
    for (int b = 0; b < 2 * HR_BASES; b++)
        room &= (s.uncooled_in_base[b / 2][b % 2] = HR_NEW_ARRAY(c->arena, uncooled, rooms_for_heat(c))) != NULL;
    for (int b = 0; b < 2 * HR_BASES; b++)
        room &= (s.lost_in_base[b / 2][b % 2] = HR_NEW_ARRAY(c->arena, uint8_t, c->site->n_unit)) != NULL;
    s.workers = HR_NEW_ARRAY(c->arena, worker, threads);
    if (!c->worst || !room || !s.workers || !list_met(&s)) return HR_ENOMEM;
    for (unsigned k = 0; k < threads && e == HR_OK; k++) e = start_worker(c, &s.workers[k]);
    if (e == HR_OK) {
        e = run_kinds(&s, threads);
        if (e == HR_OK) e = merge(c, s.workers, threads, opts->brute);
    }
    for (unsigned k = 0; k < threads; k++) stop_worker(&s.workers[k]);
    return e;
}

/* --- all -------------------------------------------------------------------------------------------------------------------- */

static hr_err build_engines(hr_check *c)
{
    hr_err e = HR_OK;
    for (int i = 0; i < HR_CORNERS && e == HR_OK; i++)
        if (i == HR_NOMINAL || (c->site->has_ranges && (i <= HR_HARSH || c->site->has_far)))
            e = hr_power_engine.build(&c->engine[i], c->site->ctx, c->site, (hr_corner)i, c->base_out, c->n_base_out);
    return e;
}

static hr_err check_waiver_codes(const hr_check *c)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < c->site->n_waiver; i++)
        if (!hr_rule_find(c->site->waiver[i].code))
            e = hr_diag_add(c->site->ctx, HR_ERROR, "M402", c->site->waiver[i].at, "`headroom explain` lists the rules",
                            "no rule has the code \"%.*s\"", HR_STR_FMT(c->site->waiver[i].code));
    return e;
}

static bool same_targets(const hr_case *a, const hr_case *b)
{
    for (uint32_t i = 0; i < a->n_out && a->n_out == b->n_out; i++)
        if (a->out[i].unit != b->out[i].unit || a->out[i].wire != b->out[i].wire || a->out[i].how != b->out[i].how)
            return false;
    return a->n_out == b->n_out;
}

/* The case that --chain names, as it was swept. */
static hr_err find_drawn(hr_check *c, const hr_check_opts *o)
{
    hr_case named;
    hr_err e = o->chain ? hr_case_find(c->site->ctx, c->site, c->arena, o->chain, &named) : HR_OK;
    if (e != HR_OK || !o->chain) return e;
    for (uint32_t i = 0; i < c->n_cases; i++) {
        const hr_case *x = &c->cases[i];
        if (x->kind != named.kind || x->base != named.base || !hr_str_eq(x->name, named.name)) continue;
        if (named.name.n || same_targets(x, &named)) return c->drawn = i, HR_OK;
    }
    return hr_diag_add(c->site->ctx, HR_ERROR, "M502", HR_NOWHERE, "write it as results name it, \"fault: bus-A2\"",
                       "\"%s\" is not among the outages that were judged", o->chain);
}

static hr_err run(hr_check *c, const hr_check_opts *o)
{
    hr_err e = check_waiver_codes(c);
    if (e == HR_OK) e = hr_rule_sets_check(c->site->ctx, c->site, &c->unjudged);
    if (e == HR_OK) e = hr_limits_declare(&c->limits, c->arena, c->site);
    if (e == HR_OK) e = hr_check_base_out(c, o);
    if (e == HR_OK) e = build_engines(c);
    if (e == HR_OK) e = hr_check_cases(c, o);
    if (e == HR_OK) e = hr_check_sweep(c, o);
    if (e == HR_OK) e = find_drawn(c, o);
    if (e == HR_OK) e = hr_check_stated(c);
    if (e == HR_OK) e = hr_check_jobs(c);
    if (e == HR_OK) e = hr_check_blame(c);
    if (e == HR_OK) e = hr_check_rows(c, o);
    if (e == HR_OK) e = hr_check_gaps(c, o);
    return e;
}

hr_err hr_check_run(hr_check **out, hr_ctx *ctx, const hr_site *site, const hr_check_opts *opts)
{
    (void)ctx;
    *out = NULL;
    hr_arena *a = hr_arena_new();
    hr_check *c = a ? HR_NEW(a, hr_check) : NULL;
    if (!c) {
        hr_arena_free(a);
        return HR_ENOMEM;
    }
    *c = (hr_check){.site = site, .arena = a, .drawn = HR_NONE, .converged = true};
    hr_err e = run(c, opts);
    if (e == HR_OK) *out = c;
    else hr_check_free(c);
    return e;
}

void hr_check_free(hr_check *c)
{
    if (!c) return;
    hr_check_chains_free(c);
    for (int i = 0; i < HR_CORNERS; i++) hr_power_engine.free(c->engine[i]);
    hr_limits_free(&c->limits);
    hr_arena_free(c->arena);
}

bool hr_code_selected(const char *code, const char *select, const char *ignore)
{
    const char *list[2] = {select, ignore};
    bool hit[2] = {select == NULL, false};
    for (int i = 0; i < 2; i++) {
        for (const char *p = list[i]; p && *p;) {
            size_t n = strcspn(p, ",");
            if (n && strncmp(code, p, n) == 0) hit[i] = true;
            p += n + (p[n] == ',');
        }
    }
    return hit[0] && !hit[1];
}
