/* rows.c - worst cases of limits -> rows: one per declaration, port, quantity, place and rule.
 *
 * What holds is folded to the worst member of its declaration. What is violated, waived or unknown is listed one by one
 * up to 1,000 per rule, then folded to hostlists. Sorted: violated first, then ratio, then name, then case. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "task/check.h"

#define LISTED_PER_RULE 1000

typedef struct judged { /* one limit on its way into rows; the keys that group it */
    uint32_t limit;
    uint16_t rule;
    uint8_t verdict, quantity;
    hr_id decl, offset; /* declaration; port counted from the unit's first */
    const hr_waiver *waiver;
} judged;

typedef struct maker {
    hr_check *c;
    judged *item;
    uint32_t n;
    hr_vec rows;
    hr_buf name;
} maker;

static hr_id unit_of(const hr_check *c, uint32_t limit)
{
    return c->site->port[hr_point_port(c->limits.item[limit].point)].unit;
}

/* --- waivers -------------------------------------------------------------------------------------------------------- */

typedef struct waived { /* what one name of a waiver stands for, against the limit asked about */
    hr_id unit, wire;
    hr_id part; /* of a holder, whose own limit it is; else the unit again */
    bool hit;
} waived;

static hr_err compare(void *user, hr_target t)
{
    waived *w = user;
    if (t.wire != HR_NONE ? t.wire == w->wire : t.unit == w->unit || t.unit == w->part) w->hit = true;
    return HR_OK;
}

static const hr_waiver *waiver_of(const hr_check *c, uint32_t limit)
{
    const hr_limit *l = &c->limits.item[limit];
    waived w = {.unit = unit_of(c, limit), .wire = c->site->port[hr_point_port(l->point)].wire};
    bool held = w.wire != HR_NONE && c->site->wire[w.wire].role == HR_WIRE_HELD;
    w.part = held ? hr_limit_unit(c->site, l) : w.unit;
    for (uint32_t i = 0; i < c->site->n_waiver; i++) {
        const hr_waiver *x = &c->site->waiver[i];
        if (!hr_str_is(x->code, hr_rules[l->rule]->code)) continue;
        for (uint32_t k = 0; k < x->on.n && !w.hit; k++) {
            uint32_t n;
            hr_site_match(c->site, x->on.item[k], compare, &w, &n);
        }
        if (w.hit) return x;
    }
    return NULL;
}

/* --- grouping --------------------------------------------------------------------------------------------------------- */

static int by_group(const void *a, const void *b)
{
    const judged *x = a, *y = b;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    if (x->verdict != y->verdict) return x->verdict < y->verdict ? -1 : 1;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
    if (x->quantity != y->quantity) return x->quantity < y->quantity ? -1 : 1;
    return x->limit < y->limit ? -1 : x->limit > y->limit;
}

static bool same_group(const judged *x, const judged *y)
{
    return x->rule == y->rule && x->verdict == y->verdict && x->decl == y->decl && x->offset == y->offset &&
           x->quantity == y->quantity;
}

static bool gather(maker *m, const hr_check_opts *o)
{
    const hr_check *c = m->c;
    if (!(m->item = hr_malloc((c->limits.n + 1) * sizeof *m->item))) return false;
    for (uint32_t i = 0; i < c->limits.n; i++) {
        const hr_limit *l = &c->limits.item[i];
        hr_worst *w = &c->worst[i];
        if (w->verdict == HR_VERDICTS || !hr_code_selected(hr_rules[l->rule]->code, o->select, o->ignore)) continue;
        const hr_waiver *waiver = w->verdict == HR_VIOLATED && c->site->n_waiver ? waiver_of(c, i) : NULL;
        if (waiver) w->verdict = HR_WAIVED;
        m->item[m->n++] = (judged){.limit = i,
                                   .rule = l->rule,
                                   .verdict = w->verdict,
                                   .quantity = (uint8_t)hr_point_quantity(l->point),
                                   .decl = c->site->unit[unit_of(c, i)].decl,
                                   .offset = hr_point_port(l->point) - c->site->unit[unit_of(c, i)].port,
                                   .waiver = waiver};
    }
    qsort(m->item, m->n, sizeof *m->item, by_group);
    return true;
}

/* --- rows --------------------------------------------------------------------------------------------------------------- */

static bool worse_row(const hr_worst *a, const hr_worst *b)
{
    if (a->ratio != b->ratio) return a->ratio > b->ratio;
    return a->case_ < b->case_;
}

static hr_err push_row(maker *m, const judged *j, uint32_t limit, uint32_t members)
{
    hr_row *r = hr_vec_push(&m->rows, sizeof *r);
    if (!r) return HR_ENOMEM;
    *r = (hr_row){.limit = limit,
                  .case_ = m->c->worst[limit].case_,
                  .verdict = j->verdict,
                  .members = members,
                  .waiver = j->waiver};
    r->element = hr_arena_str(m->c->arena, m->name.s ? m->name.s : "", m->name.n);
    return r->element.s && !m->name.failed ? HR_OK : HR_ENOMEM;
}

static hr_err push_single(maker *m, const judged *j)
{
    hr_id unit = unit_of(m->c, j->limit);
    m->name.n = 0;
    hr_err e = hr_unit_names(m->c->site, unit, &m->name);
    return e == HR_OK ? push_row(m, j, j->limit, m->c->site->unit[unit].count) : e;
}

static uint32_t worst_of(const maker *m, const judged *group, uint32_t n, uint32_t *members)
{
    uint32_t best = group[0].limit;
    *members = 0;
    for (uint32_t i = 0; i < n; i++) {
        *members += m->c->site->unit[unit_of(m->c, group[i].limit)].count;
        if (worse_row(&m->c->worst[group[i].limit], &m->c->worst[best])) best = group[i].limit;
    }
    return best;
}

static hr_err push_worst(maker *m, const judged *group, uint32_t n)
{
    uint32_t members, limit = worst_of(m, group, n, &members);
    char name[512];
    size_t len = hr_unit_name(m->c->site, unit_of(m->c, limit), 0, name, sizeof name);
    m->name.n = 0;
    hr_buf_add(&m->name, name, len < sizeof name ? len : sizeof name - 1);
    return push_row(m, group, limit, members);
}

static hr_err push_folded(maker *m, const judged *group, uint32_t n)
{
    uint32_t members, limit = worst_of(m, group, n, &members);
    hr_id *units = hr_malloc(n * sizeof *units);
    hr_err e = units ? HR_OK : HR_ENOMEM;
    for (uint32_t i = 0; i < n && units; i++) units[i] = unit_of(m->c, group[i].limit);
    m->name.n = 0;
    if (e == HR_OK) e = hr_fold_units(m->c->site, units, n, &m->name);
    hr_free(units);
    return e == HR_OK ? push_row(m, group, limit, members) : e;
}

static hr_err make_rows(maker *m)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < m->n && e == HR_OK;) {
        uint32_t end = i;
        while (end < m->n && m->item[end].rule == m->item[i].rule && m->item[end].verdict == m->item[i].verdict) end++;
        bool listed = m->item[i].verdict != HR_HOLDS && end - i <= LISTED_PER_RULE;
        while (i < end && e == HR_OK) {
            uint32_t g = i;
            while (g < end && same_group(&m->item[i], &m->item[g])) g++;
            if (m->item[i].verdict == HR_HOLDS) e = push_worst(m, m->item + i, g - i);
            else if (!listed) e = push_folded(m, m->item + i, g - i);
            for (uint32_t k = i; k < g && listed && e == HR_OK; k++) e = push_single(m, &m->item[k]);
            i = g;
        }
    }
    return e;
}

/* --- order ----------------------------------------------------------------------------------------------------------------- */

typedef struct sortable {
    hr_row row;
    double ratio;
    double lost; /* W by its case, all loads: orders rows that allow no loss at all */
    const hr_check *c;
} sortable;

static int place(uint8_t verdict)
{
    static const int rank[HR_VERDICTS] = {[HR_VIOLATED] = 0, [HR_V_UNKNOWN] = 1, [HR_WAIVED] = 2, [HR_HOLDS] = 3};
    return rank[verdict];
}

static int by_row(const void *a, const void *b)
{
    const sortable *x = a, *y = b;
    int d = place(x->row.verdict) - place(y->row.verdict);
    if (d) return d;
    if (x->ratio != y->ratio) return x->ratio > y->ratio ? -1 : 1;
    if (x->lost != y->lost) return x->lost > y->lost ? -1 : 1;
    if ((d = hr_name_cmp(x->row.element, y->row.element)) != 0) return d;
    if (x->row.case_ != y->row.case_) return x->row.case_ < y->row.case_ ? -1 : 1;
    return x->row.limit < y->row.limit ? -1 : x->row.limit > y->row.limit;
}

static double *losses_by_case(const hr_check *c)
{
    double *lost = hr_calloc(c->n_cases + 1, sizeof *lost);
    for (uint32_t i = 0; lost && i < c->n_loss; i++) lost[c->loss[i].case_] += c->loss[i].w;
    return lost;
}

/* An unknown row has no ratio: all alike, by name. */
static sortable sortable_of(const hr_check *c, const hr_row *r, const double *lost)
{
    const hr_limit *l = &c->limits.item[r->limit];
    bool is_loss = r->verdict == HR_VIOLATED && hr_is_loss(hr_point_quantity(l->point));
    return (sortable){.row = *r,
                      .ratio = r->verdict == HR_V_UNKNOWN ? 0 : c->worst[r->limit].ratio,
                      .lost = is_loss ? lost[r->case_] : 0,
                      .c = c};
}

static hr_err sort_rows(maker *m)
{
    hr_check *c = m->c;
    const hr_row *rows = m->rows.item;
    sortable *s = hr_malloc((m->rows.n + 1) * sizeof *s);
    double *lost = losses_by_case(c);
    c->row = HR_NEW_ARRAY(c->arena, hr_row, m->rows.n);
    if (!s || !lost || !c->row) {
        hr_free(s);
        hr_free(lost);
        return HR_ENOMEM;
    }
    for (size_t i = 0; i < m->rows.n; i++) s[i] = sortable_of(c, &rows[i], lost);
    hr_free(lost);
    qsort(s, m->rows.n, sizeof *s, by_row);
    for (size_t i = 0; i < m->rows.n; i++) {
        c->row[i] = s[i].row;
        c->count[s[i].row.verdict]++;
    }
    c->n_row = (uint32_t)m->rows.n;
    hr_free(s);
    return HR_OK;
}

hr_err hr_check_rows(hr_check *c, const hr_check_opts *opts)
{
    maker m = {.c = c};
    hr_err e = gather(&m, opts) ? make_rows(&m) : HR_ENOMEM;
    if (e == HR_OK) e = sort_rows(&m);
    hr_free(m.item);
    hr_vec_free(&m.rows);
    hr_buf_free(&m.name);
    return e;
}
