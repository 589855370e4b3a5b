/* shared.c - what coolers share, in words. */
#include "report/shared.h"

#include "base/alloc.h"
#include "report/view.h"

const char hr_shared_head[] = "body|cause|coolers stopped|supply taken|what is left";

hr_err hr_shared_causes(const hr_check *c, const hr_common *x, hr_buf *out)
{
    hr_id *unit = hr_malloc((x->n_case + 1) * sizeof *unit);
    size_t start = out->n;
    uint32_t n = 0;
    if (!unit) return HR_ENOMEM;
    for (uint32_t i = 0; i < x->n_case; i++)
        if (c->cases[x->case_[i]].out[0].unit != HR_NONE) unit[n++] = c->cases[x->case_[i]].out[0].unit;
    hr_err e = n ? hr_fold_units(c->site, unit, n, out) : HR_OK;
    for (uint32_t i = 0; i < x->n_case; i++) { /* feeds */
        const hr_target *t = &c->cases[x->case_[i]].out[0];
        if (t->unit != HR_NONE) continue;
        if (out->n > start) hr_buf_c(out, ',');
        hr_view_target_name(c->site, *t, out);
    }
    hr_free(unit);
    return e;
}

const char *hr_shared_left(const hr_common *x)
{
    if (x->left == HR_HOLDS && x->n_cooler == x->of) return "no heat left";
    return x->left == HR_HOLDS ? "holds" : x->left == HR_VIOLATED ? "does not hold" : "unknown";
}

hr_err hr_shared_line(const hr_check *c, const hr_common *x, hr_buf column[HR_SHARED_COLUMNS])
{
    for (int i = 0; i < HR_SHARED_COLUMNS; i++) column[i].n = 0;
    hr_err e = hr_unit_names(c->site, x->body, &column[0]);
    if (e == HR_OK) e = hr_shared_causes(c, x, &column[1]);
    if (e == HR_OK) hr_buf_printf(&column[2], "%u of %u: ", x->n_cooler, x->of);
    if (e == HR_OK) e = hr_fold_units(c->site, x->cooler, x->n_cooler, &column[2]);
    if (e == HR_OK && x->n_taken) e = hr_fold_units(c->site, x->taken, x->n_taken, &column[3]);
    if (!x->n_taken) hr_buf_c(&column[3], '-');
    hr_buf_z(&column[4], hr_shared_left(x));
    for (int i = 0; i < HR_SHARED_COLUMNS; i++)
        if (column[i].failed) e = HR_ENOMEM;
    return e;
}
