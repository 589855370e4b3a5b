/* stated.c - limits whose load the model states: a rating against a rating, a count against a count.
 *
 * No case changes them, so they are judged once, in the normal state and at every corner. */
#include "task/check.h"

static hr_reading load_at(const hr_limit *l, hr_corner corner) { return (hr_reading){l->load[corner], l->load_state}; }

static uint8_t judge_at(const hr_limit *l, hr_corner corner)
{
    return (uint8_t)hr_judge((hr_sense)l->sense, load_at(l, corner), (hr_reading){l->v[corner], l->state});
}

/* An assumed range decides where not all of it agrees. */
static void judge_corners(const hr_limit *l, hr_worst *x)
{
    uint8_t decisive = x->verdict == HR_HOLDS ? judge_at(l, HR_HARSH) : judge_at(l, HR_KIND);
    if (x->verdict == HR_V_UNKNOWN || x->verdict == decisive) return;
    x->verdict = HR_V_UNKNOWN;
    x->corner = true;
}

static hr_worst judge(const hr_limit *l)
{
    hr_reading load = load_at(l, HR_NOMINAL);
    hr_worst x = {.load = load.v,
                  .limit = l->v[HR_NOMINAL],
                  .ratio = hr_row_ratio((hr_sense)l->sense, load.v, l->v[HR_NOMINAL], l->ref),
                  .load_state = load.state,
                  .stage = HR_STAGE_SETTLED,
                  .verdict = judge_at(l, HR_NOMINAL)};
    judge_corners(l, &x);
    return x;
}

hr_err hr_check_stated(hr_check *c)
{
    for (uint32_t i = 0; i < c->limits.n; i++)
        if (c->limits.item[i].stated) c->worst[i] = judge(&c->limits.item[i]);
    return HR_OK;
}
