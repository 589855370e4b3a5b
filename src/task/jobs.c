/* jobs.c - how many GPUs each case leaves to each job: the losses of the sweep once more, counted in GPUs.
 *
 * A job may run on the nodes its `on` names. What a case loses and what it takes out itself is taken from those, together
 * with what the base state of the case loses already. */
#include <string.h>

#include "base/alloc.h"
#include "element/job_fields.h"
#include "task/check.h"

typedef struct counter {
    hr_check *c;
    const hr_num **gpus; /* by unit: GPUs of one member, NULL where it is no node */
    bool *on;            /* by unit: the job may run on it */
    uint32_t *seen;      /* by unit: case + 1 that counted it */
    double all;          /* GPUs of all nodes that it may run on */
    bool unknown;        /* some node does not say how many it has */
} counter;

static const hr_num *gpus_of(const hr_site *s, hr_id unit)
{
    const hr_type *t = hr_unit_type(s, unit);
    for (const hr_field *f = t->fields; t->counts_as_node && f->name; f++)
        if (strcmp(f->name, "gpus") == 0)
            return (const hr_num *)(const void *)((const char *)hr_unit_fields(s, unit) + f->offset);
    return NULL;
}

static hr_err take_node(void *user, hr_target t)
{
    counter *k = user;
    if (t.wire == HR_NONE && k->gpus[t.unit]) k->on[t.unit] = true;
    return HR_OK;
}

static hr_err find_nodes(counter *k, const hr_job_fields *f)
{
    const hr_site *s = k->c->site;
    hr_err e = HR_OK;
    k->all = 0;
    k->unknown = false;
    for (hr_id u = 0; u < s->n_unit; u++) k->on[u] = f->on.n == 0 && k->gpus[u], k->seen[u] = 0;
    for (uint32_t i = 0; i < f->on.n && e == HR_OK; i++) {
        uint32_t n;
        e = hr_site_match(s, f->on.item[i], take_node, k, &n);
    }
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!k->on[u]) continue;
        k->all += k->gpus[u]->v * s->unit[u].count;
        k->unknown = k->unknown || !k->gpus[u]->presence;
    }
    return e;
}

static double count_unit(counter *k, hr_id unit, uint32_t members, uint32_t mark)
{
    if (!k->on[unit] || k->seen[unit] == mark) return 0;
    k->seen[unit] = mark;
    return k->gpus[unit]->v * members;
}

/* What a target takes with it: itself, and what it holds. A bus bar takes its rack. */
static double count_target(counter *k, hr_target t, uint32_t mark)
{
    const hr_site *s = k->c->site;
    double n = 0;
    if (t.wire != HR_NONE || t.how != HR_OUT) return 0;
    if (hr_unit_kind(s, t.unit) == HR_P_BAR) t.unit = s->unit[t.unit].holder;
    if (k->on[t.unit]) return k->gpus[t.unit]->v; /* one member; others are told one by one */
    const hr_unit *u = &s->unit[t.unit];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        n += count_unit(k, h, s->unit[h].count, mark) + count_target(k, (hr_target){h, 0, HR_NONE, HR_STUCK}, mark);
    return n;
}

/* What a rack without cooling holds cannot go on. */
static double count_held(counter *k, hr_id unit, uint32_t mark)
{
    const hr_unit *u = &k->c->site->unit[unit];
    double n = count_unit(k, unit, u->count, mark);
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        n += count_unit(k, h, k->c->site->unit[h].count, mark);
    return n;
}

static double count_losses(counter *k, uint32_t *at, uint32_t case_, uint32_t mark, bool *unknown)
{
    const hr_check *c = k->c;
    double n = 0;
    for (; *at < c->n_loss && c->loss[*at].case_ == case_; ++*at) {
        const hr_loss *l = &c->loss[*at];
        double gpus = l->heat ? count_held(k, l->unit, mark) : count_unit(k, l->unit, l->members, mark);
        if (l->unknown && gpus > 0 && hr_unit_fields(c->site, l->unit)) *unknown = true;
        n += gpus;
    }
    return n;
}

static void judge_case(counter *k, uint32_t limit, uint32_t case_, double lost, bool unknown, double wanted)
{
    hr_check *c = k->c;
    const hr_limit *l = &c->limits.item[limit];
    if (!(l->kinds >> c->cases[case_].kind & 1)) return;
    double left = k->all - lost;
    hr_reading r = {left < wanted ? left : wanted, unknown || k->unknown ? HR_S_UNKNOWN : HR_S_KNOWN};
    hr_worst x = {
        .load = r.v, .limit = l->v[HR_NOMINAL], .case_ = case_, .load_state = r.state, .stage = HR_STAGE_SETTLED};
    x.verdict = (uint8_t)hr_judge(HR_MIN, r, (hr_reading){x.limit, l->state});
    x.ratio = hr_row_ratio(HR_MIN, x.load, x.limit, 0);
    if (c->worst[limit].case_ == HR_NONE || hr_worse(&x, &c->worst[limit])) c->worst[limit] = x;
}

static void count_case(counter *k, uint32_t limit, uint32_t case_, uint32_t *at, double *base_lost, double wanted)
{
    const hr_check *c = k->c;
    const hr_case *x = &c->cases[case_];
    bool base = x->kind == HR_CASE_NORMAL || x->kind == HR_CASE_ON_GENERATORS, unknown = false;
    double lost = count_losses(k, at, case_, case_ + 1, &unknown);
    for (uint32_t i = 0; i < x->n_out; i++) lost += count_target(k, x->out[i], case_ + 1);
    for (uint32_t i = 0; i < c->n_base_out && base; i++) lost += count_target(k, c->base_out[i], case_ + 1);
    if (base) base_lost[x->base] = lost;
    else lost += base_lost[x->base];
    judge_case(k, limit, case_, lost, unknown, wanted);
}

static hr_err count_job(counter *k, uint32_t limit)
{
    const hr_check *c = k->c;
    uint32_t job = c->limits.item[limit].decl - c->site->n_decl, at = 0;
    const hr_job_fields *f = c->site->job[job].fields;
    double base_lost[HR_BASES] = {0};
    hr_err e = find_nodes(k, f);
    double wanted = f->gpus.presence ? f->gpus.v : k->all;
    k->c->worst[limit] = (hr_worst){.verdict = HR_VERDICTS, .case_ = HR_NONE};
    for (uint32_t i = 0; i < c->n_cases && e == HR_OK; i++) count_case(k, limit, i, &at, base_lost, wanted);
    return e;
}

hr_err hr_check_jobs(hr_check *c)
{
    uint32_t n = c->site->n_unit;
    counter k = {.c = c,
                 .gpus = hr_calloc(n + 1, sizeof *k.gpus),
                 .on = hr_calloc(n + 1, sizeof *k.on),
                 .seen = hr_calloc(n + 1, sizeof *k.seen)};
    hr_err e = k.gpus && k.on && k.seen ? HR_OK : HR_ENOMEM;
    for (hr_id u = 0; u < n && e == HR_OK; u++) k.gpus[u] = gpus_of(c->site, u);
    for (uint32_t i = 0; i < c->limits.n && e == HR_OK; i++)
        if (hr_point_quantity(c->limits.item[i].point) == HR_Q_GPUS) e = count_job(&k, i);
    hr_free(k.gpus);
    hr_free(k.on);
    hr_free(k.seen);
    return e;
}
