/* lost.c - losses by case and cause. */
#include "report/lost.h"

#include <stdlib.h>

#include "base/alloc.h"

struct hr_lost_entry { /* one loss under its key */
    hr_id decl;
    uint32_t blame, loss;
    bool cascade;
};

typedef struct hr_lost_entry entry;

/* --- parts of a case ----------------------------------------------------------------------------------------------- */

static int by_key(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    if (x->blame != y->blame) return x->blame < y->blame ? -1 : 1;
    if (x->cascade != y->cascade) return x->cascade ? 1 : -1;
    return x->loss < y->loss ? -1 : x->loss > y->loss;
}

/* Declarations are numbered as they stand in the text; natural order of what is lost does not depend on that. */
static int by_first_loss(const void *a, const void *b)
{
    const hr_lost_part *x = a, *y = b;
    return x->loss < y->loss ? -1 : x->loss > y->loss;
}

static void fill_entries(const hr_lost *l, const hr_lost_case *k)
{
    bool sorted = true; /* most cases lose loads of one declaration to one cause */
    for (uint32_t i = 0; i < k->n; i++) {
        const hr_loss *x = &l->c->loss[k->first + i];
        l->entry[i] = (entry){l->c->site->unit[x->unit].decl, x->blame, k->first + i, x->cascade};
        sorted = sorted && (i == 0 || by_key(&l->entry[i - 1], &l->entry[i]) < 0);
    }
    if (!sorted) qsort(l->entry, k->n, sizeof *l->entry, by_key);
}

static bool push_part(hr_lost *l, uint32_t first, uint32_t end)
{
    hr_lost_part *p = hr_vec_push(&l->parts, sizeof *p);
    const entry *key = &l->entry[first];
    if (!p) return false;
    *p = (hr_lost_part){.decl = key->decl,
                        .blame = key->blame,
                        .first = first,
                        .n = end - first,
                        .loss = key->loss,
                        .cascade = key->cascade};
    for (uint32_t i = first; i < end; i++) {
        const hr_loss *x = &l->c->loss[l->entry[i].loss];
        p->w += x->w;
        p->unknown = p->unknown || x->unknown;
    }
    return true;
}

hr_err hr_lost_split(hr_lost *l, const hr_lost_case *k)
{
    l->parts.n = 0;
    fill_entries(l, k);
    for (uint32_t i = 0; i < k->n;) {
        uint32_t end = i;
        while (end < k->n && l->entry[end].decl == l->entry[i].decl && l->entry[end].blame == l->entry[i].blame &&
               l->entry[end].cascade == l->entry[i].cascade)
            end++;
        if (!push_part(l, i, end)) return HR_ENOMEM;
        i = end;
    }
    if (l->parts.n > 1) qsort(l->parts.item, l->parts.n, sizeof(hr_lost_part), by_first_loss);
    return HR_OK;
}

/* --- cases ----------------------------------------------------------------------------------------------------------- */

static int by_total(const void *a, const void *b)
{
    const hr_lost_case *x = a, *y = b;
    if (x->total != y->total) return x->total > y->total ? -1 : 1;
    if (x->case_ != y->case_) return x->case_ < y->case_ ? -1 : 1;
    return x->heat - y->heat;
}

/* What a rack without cooling holds cannot go on. */
static uint64_t nodes_held(const hr_site *s, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    uint64_t n = 0;
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_type(s, h)->counts_as_node) n += s->unit[h].count;
    return n;
}

static hr_err add_up(hr_lost *l, hr_lost_case *k)
{
    hr_err e = hr_lost_split(l, k);
    const hr_lost_part *p = l->parts.item;
    for (size_t i = 0; e == HR_OK && i < l->parts.n; i++) {
        k->total += p[i].w;
        k->unknown = k->unknown || p[i].unknown;
    }
    for (uint32_t i = 0; i < k->n; i++) {
        const hr_loss *x = &l->c->loss[k->first + i];
        if (hr_unit_type(l->c->site, x->unit)->counts_as_node) k->nodes += x->members;
        if (x->heat) k->nodes += nodes_held(l->c->site, x->unit);
    }
    return e;
}

static hr_err list_cases(hr_lost *l)
{
    const hr_check *c = l->c;
    uint32_t most = 0;
    for (uint32_t i = 0; i < c->n_loss;) {
        hr_lost_case *k = hr_vec_push(&l->cases, sizeof *k);
        if (!k) return HR_ENOMEM;
        *k = (hr_lost_case){.case_ = c->loss[i].case_, .first = i, .heat = c->loss[i].heat};
        while (i < c->n_loss && c->loss[i].case_ == k->case_ && c->loss[i].heat == k->heat) i++;
        k->n = i - k->first;
        if (k->n > most) most = k->n;
    }
    l->entry = hr_malloc((most + 1) * sizeof *l->entry);
    l->unit = hr_malloc((most + 1) * sizeof *l->unit);
    return l->entry && l->unit ? HR_OK : HR_ENOMEM;
}

hr_err hr_lost_open(hr_lost *l, const hr_check *c)
{
    *l = (hr_lost){.c = c};
    hr_err e = list_cases(l);
    hr_lost_case *k = l->cases.item;
    for (size_t i = 0; e == HR_OK && i < l->cases.n; i++) e = add_up(l, &k[i]);
    if (e == HR_OK && l->cases.n > 1) qsort(k, l->cases.n, sizeof *k, by_total);
    return e;
}

void hr_lost_close(hr_lost *l)
{
    hr_vec_free(&l->cases);
    hr_vec_free(&l->parts);
    hr_free(l->entry);
    hr_free(l->unit);
}

/* --- names ------------------------------------------------------------------------------------------------------------- */

static bool is_out(const hr_check *c, const hr_case *x, hr_id unit, uint32_t member)
{
    for (uint32_t i = 0; i < c->n_base_out; i++)
        if (c->base_out[i].unit == unit && c->base_out[i].member == member) return true;
    for (uint32_t i = 0; i < x->n_out; i++)
        if (x->out[i].unit == unit && x->out[i].member == member && x->out[i].how == HR_OUT) return true;
    return false;
}

/* A member that is out itself is not among what its unit loses: "rack-1.node[2-18]". */
static hr_err rest_names(const hr_check *c, const hr_loss *x, hr_buf *out)
{
    const hr_unit *u = &c->site->unit[x->unit];
    hr_str *left = hr_malloc(u->count * sizeof *left);
    uint32_t n = 0;
    for (uint32_t k = 0; left && k < u->count; k++)
        if (!is_out(c, &c->cases[x->case_], x->unit, k)) left[n++] = c->site->names[u->name + k];
    hr_err e = left ? hr_member_names(c->site, x->unit, left, n, out) : HR_ENOMEM;
    hr_free(left);
    return e;
}

hr_err hr_lost_names(hr_lost *l, const hr_lost_part *p, hr_buf *out)
{
    const hr_check *c = l->c;
    uint32_t n = 0, start = (uint32_t)out->n;
    hr_err e = HR_OK;
    for (uint32_t i = p->first; i < p->first + p->n && e == HR_OK; i++) {
        const hr_loss *x = &c->loss[l->entry[i].loss];
        if (x->members == c->site->unit[x->unit].count) {
            l->unit[n++] = x->unit;
        } else {
            if (out->n > start) hr_buf_c(out, ',');
            e = rest_names(c, x, out);
        }
    }
    if (n && out->n > start) hr_buf_c(out, ',');
    if (e == HR_OK && n) e = hr_fold_units(c->site, l->unit, n, out);
    return e == HR_OK && out->failed ? HR_ENOMEM : e;
}
