/* gaps.c - what is missing: fields, by declaration, with the rules that cannot do without them.
 *
 * An unknown row names the first thing missing on its way; here these are gathered, so that the list of unknowns is the
 * list of questions to ask. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "task/check.h"

typedef struct cause { /* one unknown limit and what it lacks */
    hr_id decl, unit;
    const char *field;
    uint16_t rule;
} cause;

/* `solved`: work is at the limit's own case, not at the normal state. */
static bool cause_of(const hr_check *c, const hr_work *work, uint32_t limit, bool solved, cause *out)
{
    const hr_limit *l = &c->limits.item[limit];
    const hr_site *s = c->site;
    out->rule = l->rule;
    if ((l->state == HR_S_UNKNOWN || l->stated) && l->missing) {
        out->unit = hr_limit_lacks(s, l);
        out->decl = l->lacks ? s->unit[out->unit].decl : l->decl;
        out->field = l->missing;
        return true;
    }
    if (c->worst[limit].corner && hr_power_engine.decides(work, l->point, &out->unit, &out->field)) {
        out->decl = s->unit[out->unit].decl;
        return true;
    }
    if (c->worst[limit].corner) {
        out->unit = s->port[hr_point_port(l->point)].unit;
        out->decl = s->unit[out->unit].decl;
        out->field = "range";
        return true;
    }
    if (hr_point_quantity(l->point) == HR_Q_GPUS) { /* of a node it runs on */
        out->unit = s->port[hr_point_port(l->point)].unit;
        out->decl = l->decl;
        out->field = "gpus";
        return true;
    }
    if (hr_power_engine.gap(work, l->point, &out->unit, &out->field) ||
        (l->value_point != HR_NONE && hr_power_engine.gap(work, l->value_point, &out->unit, &out->field))) {
        out->decl = s->unit[out->unit].decl;
        return true;
    }
    if (!solved || !l->missing) return false; /* a limit that is known in part */
    out->unit = hr_limit_lacks(s, l);
    out->decl = l->lacks ? s->unit[out->unit].decl : l->decl;
    out->field = l->missing;
    return true;
}

static int by_field(const void *a, const void *b)
{
    const cause *x = a, *y = b;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    int d = strcmp(x->field, y->field);
    if (d) return d;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static bool same_field(const cause *x, const cause *y) { return x->decl == y->decl && strcmp(x->field, y->field) == 0; }

static hr_err make_gap(hr_check *c, const cause *x, uint32_t n, hr_gap *out)
{
    hr_buf names = {0};
    hr_id *units = hr_malloc(n * sizeof *units);
    uint32_t k = 0;
    hr_err e = units ? HR_OK : HR_ENOMEM;
    *out = (hr_gap){.decl = x->decl, .field = hr_str_of(x->field), .rows = n, .at = c->site->decl[x->decl].at};
    for (uint32_t i = 0; i < n && units; i++) {
        out->rules[x[i].rule / 64] |= 1ull << x[i].rule % 64;
        if (k == 0 || units[k - 1] != x[i].unit) units[k++] = x[i].unit;
    }
    if (e == HR_OK) e = hr_fold_units(c->site, units, k, &names);
    out->elements = hr_arena_str(c->arena, names.s ? names.s : "", names.n);
    hr_free(units);
    hr_buf_free(&names);
    return e == HR_OK && !out->elements.s ? HR_ENOMEM : e;
}

static int by_element(const void *a, const void *b)
{
    const hr_gap *x = a, *y = b;
    int d = hr_name_cmp(x->elements, y->elements);
    return d ? d : hr_name_cmp(x->field, y->field);
}

static hr_err group(hr_check *c, cause *list, uint32_t n)
{
    qsort(list, n, sizeof *list, by_field);
    if (!(c->gap = HR_NEW_ARRAY(c->arena, hr_gap, n))) return HR_ENOMEM;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < n && e == HR_OK;) {
        uint32_t end = i;
        while (end < n && same_field(&list[i], &list[end])) end++;
        e = make_gap(c, list + i, end - i, &c->gap[c->n_gap++]);
        i = end;
    }
    if (c->n_gap) qsort(c->gap, c->n_gap, sizeof *c->gap, by_element);
    return e;
}

/* Limits that are unknown in the normal state or in any case. The gap is looked for in the normal state first: what is
 * missing there is missing everywhere. */
hr_err hr_check_gaps(hr_check *c, const hr_check_opts *opts)
{
    hr_work *work;
    hr_err e = hr_power_engine.work_new(&work, c->engine[HR_NOMINAL]);
    cause *list = hr_malloc((c->limits.n + 1) * sizeof *list);
    uint32_t n = 0;
    if (e == HR_OK && !list) e = HR_ENOMEM;
    for (uint32_t i = 0; i < c->limits.n && e == HR_OK; i++) {
        if (c->worst[i].verdict != HR_V_UNKNOWN) continue;
        if (!hr_code_selected(hr_rules[c->limits.item[i].rule]->code, opts->select, opts->ignore)) continue;
        if (cause_of(c, work, i, false, &list[n])) {
            n++;
        } else {
            hr_check_solve(c, work, i);
            if (cause_of(c, work, i, true, &list[n])) n++;
            hr_power_engine.solve(work, &c->cases[0]);
        }
    }
    if (e == HR_OK && n) e = group(c, list, n);
    hr_free(list);
    hr_power_engine.work_free(work);
    return e;
}
