/* gpus.c - the losses of the sweep once more, counted in GPUs. */
#include "task/gpus.h"

#include <string.h>

#include "base/alloc.h"

static const hr_num *gpus_of(const hr_site *s, hr_id unit)
{
    const hr_type *t = hr_unit_type(s, unit);
    for (const hr_field *f = t->fields; t->counts_as_node && f->name; f++)
        if (strcmp(f->name, "gpus") == 0)
            return (const hr_num *)(const void *)((const char *)hr_unit_fields(s, unit) + f->offset);
    return NULL;
}

hr_err hr_gpus_open(hr_gpus *g, const hr_check *c)
{
    uint32_t n = c->site->n_unit;
    const hr_texts every = {0};
    *g = (hr_gpus){.c = c,
                   .of = hr_calloc(n + 1, sizeof *g->of),
                   .on = hr_calloc(n + 1, sizeof *g->on),
                   .seen = hr_calloc(n + 1, sizeof *g->seen)};
    if (!g->of || !g->on || !g->seen) return HR_ENOMEM;
    for (hr_id u = 0; u < n; u++) g->of[u] = gpus_of(c->site, u);
    return hr_gpus_on(g, &every);
}

void hr_gpus_close(hr_gpus *g)
{
    hr_free(g->of);
    hr_free(g->on);
    hr_free(g->seen);
}

static hr_err take_node(void *user, hr_target t)
{
    hr_gpus *g = user;
    if (t.wire == HR_NONE && g->of[t.unit]) g->on[t.unit] = true;
    return HR_OK;
}

hr_err hr_gpus_on(hr_gpus *g, const hr_texts *on)
{
    const hr_site *s = g->c->site;
    hr_err e = HR_OK;
    g->all = 0;
    g->unknown = false;
    for (hr_id u = 0; u < s->n_unit; u++) g->on[u] = on->n == 0 && g->of[u];
    for (uint32_t i = 0; i < on->n && e == HR_OK; i++) {
        uint32_t n;
        e = hr_site_match(s, on->item[i], take_node, g, &n);
    }
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!g->on[u]) continue;
        g->all += g->of[u]->v * s->unit[u].count;
        g->unknown = g->unknown || !g->of[u]->presence;
    }
    return e;
}

/* --- one case --------------------------------------------------------------------------------------------------------- */

static double count_unit(hr_gpus *g, hr_id unit, uint32_t members)
{
    if (!g->on[unit] || g->seen[unit] == g->mark) return 0;
    g->seen[unit] = g->mark;
    return g->of[unit]->v * members;
}

/* What a target takes with it: itself, and what it holds. A bus bar takes its rack. */
static double count_target(hr_gpus *g, hr_target t)
{
    const hr_site *s = g->c->site;
    double n = 0;
    if (t.wire != HR_NONE || t.how != HR_OUT) return 0;
    if (hr_unit_kind(s, t.unit) == HR_P_BAR) t.unit = s->unit[t.unit].holder;
    if (g->on[t.unit]) return g->of[t.unit]->v; /* one member; others are told one by one */
    const hr_unit *u = &s->unit[t.unit];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        n += count_unit(g, h, s->unit[h].count) + count_target(g, (hr_target){h, 0, HR_NONE, HR_STUCK});
    return n;
}

/* What a rack without cooling holds cannot go on. */
static double count_held(hr_gpus *g, hr_id unit)
{
    const hr_unit *u = &g->c->site->unit[unit];
    double n = count_unit(g, unit, u->count);
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        n += count_unit(g, h, g->c->site->unit[h].count);
    return n;
}

double hr_gpus_taken(hr_gpus *g, uint32_t case_, bool *unknown)
{
    const hr_check *c = g->c;
    const hr_case *x = &c->cases[case_];
    bool base = x->kind == HR_CASE_NORMAL || x->kind == HR_CASE_ON_GENERATORS;
    double taken = 0;
    *unknown = false;
    g->mark++;
    for (uint32_t i = hr_first_loss(c, case_); i < c->n_loss && c->loss[i].case_ == case_; i++) {
        const hr_loss *l = &c->loss[i];
        double n = l->heat ? count_held(g, l->unit) : count_unit(g, l->unit, l->members);
        if (l->unknown && n > 0 && hr_unit_fields(c->site, l->unit)) *unknown = true;
        taken += n;
    }
    for (uint32_t i = 0; i < x->n_out; i++) taken += count_target(g, x->out[i]);
    for (uint32_t i = 0; i < c->n_base_out && base; i++) taken += count_target(g, c->base_out[i]);
    return taken;
}
