/* defaults.c - which defaults stand behind the rows: those the types listed while the site was opened, and yes-or-no
 * inputs of limits that nobody stated (a breaker that does not say `full_rated`), and words that a clause puts in their
 * place. */
#include "report/defaults.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static bool push(hr_used_defaults *u, hr_used_default d)
{
    if (d.decl >= u->c->site->n_decl || u->first[d.decl] == HR_NONE) return true; /* declared, but of no element */
    hr_used_default *slot = hr_vec_push(&u->list, sizeof *slot);
    if (!slot) return false;
    d.unit = u->first[d.decl];
    *slot = d;
    return true;
}

static bool list_stated(hr_used_defaults *u)
{
    for (uint32_t i = 0; i < u->c->site->n_dflt; i++) {
        const hr_default *d = &u->c->site->dflt[i];
        if (!push(u, (hr_used_default){.decl = d->decl,
                                       .field = d->field,
                                       .v = d->v,
                                       .dim = d->dim,
                                       .text = d->text,
                                       .source = d->source}))
            return false;
    }
    return true;
}

static bool list_unstated(hr_used_defaults *u)
{
    for (uint32_t i = 0; i < u->c->n_row; i++) {
        const hr_limit *l = &u->c->limits.item[u->c->row[i].limit];
        hr_limit_input input[HR_LIMIT_INPUTS_MOST];
        uint8_t n = hr_limit_inputs(u->c->site, l, input);
        for (uint8_t k = 0; k < n; k++) {
            const hr_limit_input *in = &input[k];
            bool flag = in->flag && in->flag->presence != HR_PRESENT;
            bool choice = in->choice && in->choice->presence == HR_DEFAULTED;
            if (!flag && !choice) continue;
            if (!push(u, (hr_used_default){.decl = l->decl,
                                           .field = in->name,
                                           .v = flag ? in->flag->v : 0,
                                           .flag = flag,
                                           .text = choice ? hr_str_of(in->words[in->choice->v]) : (hr_str){0},
                                           .clause = hr_rules[l->rule]->clause,
                                           .edition = hr_rules[l->rule]->edition}))
                return false;
        }
    }
    return true;
}

static int by_element(const void *a, const void *b)
{
    const hr_used_default *x = a, *y = b;
    if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
    int d = strcmp(x->field, y->field);
    if (d) return d;
    return x->flag - y->flag;
}

/* Of one that several rules take the first clause is told. */
static int by_clause(const void *a, const void *b)
{
    const hr_used_default *x = a, *y = b;
    int d = by_element(a, b);
    return d ? d : strcmp(x->clause ? x->clause : "", y->clause ? y->clause : "");
}

static void sort_once(hr_used_defaults *u)
{
    hr_used_default *d = u->list.item;
    size_t n = 0;
    if (u->list.n > 1) qsort(d, u->list.n, sizeof *d, by_clause);
    for (size_t i = 0; i < u->list.n; i++)
        if (n == 0 || by_element(&d[n - 1], &d[i]) != 0) d[n++] = d[i];
    u->list.n = n;
}

static bool index_units(hr_used_defaults *u)
{
    const hr_site *s = u->c->site;
    u->next = hr_malloc((s->n_unit + 1) * sizeof *u->next);
    u->first = hr_malloc((s->n_decl + 1) * sizeof *u->first);
    u->unit = hr_malloc((s->n_unit + 1) * sizeof *u->unit);
    if (!u->next || !u->first || !u->unit) return false;
    for (hr_id d = 0; d < s->n_decl; d++) u->first[d] = HR_NONE;
    for (hr_id i = s->n_unit; i-- > 0;) {
        u->next[i] = u->first[s->unit[i].decl];
        u->first[s->unit[i].decl] = i;
    }
    return true;
}

hr_err hr_used_defaults_open(hr_used_defaults *u, const hr_check *c)
{
    *u = (hr_used_defaults){.c = c};
    if (!index_units(u) || !list_stated(u) || !list_unstated(u)) return HR_ENOMEM;
    sort_once(u);
    return HR_OK;
}

void hr_used_defaults_close(hr_used_defaults *u)
{
    hr_vec_free(&u->list);
    hr_free(u->next);
    hr_free(u->first);
    hr_free(u->unit);
}

hr_err hr_used_default_names(const hr_used_defaults *u, const hr_used_default *d, hr_buf *out)
{
    uint32_t n = 0;
    for (hr_id i = d->unit; i != HR_NONE; i = u->next[i]) u->unit[n++] = i;
    return hr_fold_units(u->c->site, u->unit, n, out);
}

void hr_used_default_source(const hr_used_default *d, hr_buf *out)
{
    if (d->source) hr_buf_z(out, d->source);
    else if (d->clause[0]) hr_buf_printf(out, "%s %s, where the model does not say", d->edition, d->clause);
    else hr_buf_z(out, "where the model does not say");
}
