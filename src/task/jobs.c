/* jobs.c - how many GPUs each case leaves to each job: the losses of the sweep once more, counted in GPUs.
 *
 * A job may run on the nodes its `on` names. What a case loses and what it takes out itself is taken from those, together
 * with what the base state of the case loses already. */
#include "element/job_fields.h"
#include "task/gpus.h"

static void judge_case(hr_check *c, const hr_gpus *k, uint32_t limit, uint32_t case_, double lost, bool unknown,
                       double wanted)
{
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

static hr_err count_job(hr_check *c, hr_gpus *g, uint32_t limit)
{
    uint32_t job = c->limits.item[limit].decl - c->site->n_decl;
    const hr_job_fields *f = c->site->job[job].fields;
    double base_lost[HR_BASES] = {0};
    hr_err e = hr_gpus_on(g, &f->on);
    double wanted = f->gpus.presence ? f->gpus.v : g->all;
    c->worst[limit] = (hr_worst){.verdict = HR_VERDICTS, .case_ = HR_NONE};
    for (uint32_t i = 0; i < c->n_cases && e == HR_OK; i++) {
        const hr_case *x = &c->cases[i];
        bool base = x->kind == HR_CASE_NORMAL || x->kind == HR_CASE_ON_GENERATORS, unknown;
        double lost = hr_gpus_taken(g, i, &unknown);
        if (base) base_lost[x->base] = lost;
        else lost += base_lost[x->base];
        judge_case(c, g, limit, i, lost, unknown, wanted);
    }
    return e;
}

hr_err hr_check_jobs(hr_check *c)
{
    hr_gpus g;
    hr_err e = hr_gpus_open(&g, c);
    for (uint32_t i = 0; i < c->limits.n && e == HR_OK; i++)
        if (hr_point_quantity(c->limits.item[i].point) == HR_Q_GPUS) e = count_job(c, &g, i);
    hr_gpus_close(&g);
    return e;
}
