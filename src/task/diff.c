/* diff.c - two checks compared: the models, then their findings. */
#include "task/diff.h"

#include "base/alloc.h"

hr_err hr_diff_run(hr_diff **out, const hr_check *old, const hr_check *now, const hr_check_opts *opts)
{
    *out = NULL;
    hr_diff *d = hr_calloc(1, sizeof *d);
    if (!d) return HR_ENOMEM;
    d->old = old;
    d->now = now;
    d->arena = hr_arena_new();
    hr_err e = d->arena ? hr_diff_model(d) : HR_ENOMEM;
    if (e == HR_OK) e = hr_diff_rows(d, opts);
    if (e == HR_OK) *out = d;
    else hr_diff_free(d);
    return e;
}

void hr_diff_free(hr_diff *d)
{
    if (!d) return;
    hr_arena_free(d->arena);
    hr_free(d);
}
