/* oneline.c - makes a one-line diagram: the finest fold that is narrow enough to be read. */
#include "report/oneline.h"

#include <math.h>

#include "base/alloc.h"

/* What the widest layer takes, before anything is placed. */
static hr_err least_width(const hr_oneline *o, double *widest)
{
    double *width = HR_NEW_ARRAY(o->arena, double, o->n_layer);
    *widest = 0;
    if (!width) return HR_ENOMEM;
    for (uint32_t i = 0; i < o->n_symbol; i++) {
        const hr_ol_symbol *s = &o->symbol[i];
        width[s->layer] += s->left + s->right + HR_OL_GAP;
        *widest = fmax(*widest, width[s->layer]);
    }
    return HR_OK;
}

static hr_err try_level(const hr_ol_hall *h, unsigned level, hr_oneline *o, double *width)
{
    hr_arena_free(o->arena);
    *o = (hr_oneline){.c = h->c, .arena = hr_arena_new(), .cooling = h->cooling, .work = o->work};
    if (h->cooling) o->deeper = HR_OL_MORE * HR_OL_LINE;
    hr_err e = o->arena ? hr_ol_fold(h, level, o) : HR_ENOMEM;
    if (e == HR_OK) e = hr_ol_mark_chain(h, o);
    if (e == HR_OK) e = hr_ol_label(o);
    return e == HR_OK ? least_width(o, width) : e;
}

static hr_err fold(const hr_ol_hall *h, hr_oneline *o)
{
    double width = INFINITY;
    hr_err e = HR_OK;
    for (unsigned level = 0; e == HR_OK && level < HR_OL_LEVELS && width > HR_OL_WIDEST; level++)
        e = try_level(h, level, o, &width);
    return e;
}

static hr_err make(hr_oneline **out, const hr_check *c, bool cooling)
{
    hr_arena *arena = hr_arena_new();
    hr_oneline *o = hr_calloc(1, sizeof *o);
    hr_ol_hall h = {0};
    hr_err e = !arena || !o ? HR_ENOMEM : cooling ? hr_ol_cooling_read(&h, c, arena) : hr_ol_hall_read(&h, c, arena);
    if (e == HR_OK && cooling && h.n_layer == 0) {
        hr_arena_free(arena);
        hr_free(o);
        return HR_OK;
    }
    if (e == HR_OK && cooling) e = hr_power_engine.work_new(&o->work, c->engine[HR_NOMINAL]);
    if (e == HR_OK) e = hr_ol_choose_outage(&h);
    if (e == HR_OK) e = fold(&h, o);
    if (e == HR_OK) e = hr_ol_layout(o);
    if (e == HR_OK) e = hr_ol_route(o);
    if (e == HR_OK) hr_ol_mark_passes(o);
    hr_arena_free(arena);
    *out = e == HR_OK ? o : NULL;
    if (e != HR_OK) hr_oneline_free(o);
    return e;
}

hr_err hr_oneline_make(hr_oneline **out, const hr_check *c) { return make(out, c, false); }

hr_err hr_cooling_diagram_make(hr_oneline **out, const hr_check *c)
{
    *out = NULL;
    return make(out, c, true);
}

void hr_oneline_free(hr_oneline *o)
{
    if (!o) return;
    hr_power_engine.work_free(o->work);
    hr_arena_free(o->arena);
    hr_free(o);
}
