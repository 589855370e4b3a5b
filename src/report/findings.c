/* findings.c - gathers violated rows by a key, in one sort. */
#include "report/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

typedef struct entry { /* a violated row under its key */
    uint32_t row;
    uint16_t rule;
    hr_id decl, unit;
    hr_str port, element; /* element: of a folded row, else empty */
    const char *quantity;
    double load, at;
    bool lower_bound;
    uint32_t first; /* the first row with this key: what findings are ordered by */
} entry;

static int by_text(hr_str a, hr_str b)
{
    if (a.n != b.n) return a.n < b.n ? -1 : 1;
    return a.n ? memcmp(a.s, b.s, a.n) : 0;
}

static int by_key(const entry *x, const entry *y)
{
    int d;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    if ((d = by_text(x->port, y->port)) != 0) return d;
    if ((d = strcmp(x->quantity, y->quantity)) != 0) return d;
    if (x->load != y->load) return x->load < y->load ? -1 : 1;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->lower_bound != y->lower_bound) return x->lower_bound ? 1 : -1;
    return by_text(x->element, y->element);
}

static int by_key_and_row(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int d = by_key(x, y);
    if (d) return d;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_first_row(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int by_id(const void *a, const void *b)
{
    hr_id x = *(const hr_id *)a, y = *(const hr_id *)b;
    return x < y ? -1 : x > y;
}

static entry entry_of(const hr_check *c, uint32_t row)
{
    hr_view v = hr_view_of(c, &c->row[row]);
    bool folded = c->row[row].members > c->site->unit[v.unit].count;
    return (entry){.row = row,
                   .rule = v.limit->rule,
                   .decl = c->site->unit[v.unit].decl,
                   .unit = v.unit,
                   .port = v.port,
                   .element = folded ? c->row[row].element : (hr_str){"", 0},
                   .quantity = v.quantity->quantity,
                   .load = v.load,
                   .at = v.at,
                   .lower_bound = v.lower_bound};
}

static void begin(hr_findings *f, const entry *e, uint32_t i)
{
    f->item[f->n++] = (hr_finding){
        .v = hr_view_of(f->c, &f->c->row[e->row]), .first = i, .one_case = true, .folded = e->element.n > 0};
}

static void take_units(hr_findings *f, hr_finding *x)
{
    hr_id *unit = f->unit + x->first;
    uint32_t n = 0;
    if (x->n > 1) qsort(unit, x->n, sizeof *unit, by_id);
    for (uint32_t i = 0; i < x->n; i++)
        if (n == 0 || unit[n - 1] != unit[i]) unit[n++] = unit[i];
    x->n_unit = n;
}

_Static_assert(HR_Q_COUNT <= 64, "a finding keeps its quantities as a set of 64");

static void gather(hr_findings *f, entry *e, uint32_t n)
{
    if (n > 1) qsort(e, n, sizeof *e, by_key_and_row);
    for (uint32_t i = 0; i < n; i++) e[i].first = i && by_key(&e[i - 1], &e[i]) == 0 ? e[i - 1].first : e[i].row;
    if (n > 1) qsort(e, n, sizeof *e, by_first_row);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || e[i].first != e[i - 1].first) begin(f, &e[i], i);
        hr_finding *x = &f->item[f->n - 1];
        const hr_row *row = &f->c->row[e[i].row];
        f->row[i] = e[i].row;
        f->unit[i] = e[i].unit;
        x->n++;
        x->quantities |= UINT64_C(1) << hr_point_quantity(f->c->limits.item[row->limit].point);
        x->one_case = x->one_case && row->case_ == x->v.row->case_;
    }
    for (uint32_t i = 0; i < f->n; i++) take_units(f, &f->item[i]);
}

hr_err hr_findings_open(hr_findings *f, const hr_check *c)
{
    uint32_t n = c->count[HR_VIOLATED]; /* they come first in c->row */
    *f = (hr_findings){.c = c};
    entry *e = hr_malloc((n + 1) * sizeof *e);
    f->item = hr_calloc((size_t)n + 1, sizeof *f->item);
    f->row = hr_malloc((n + 1) * sizeof *f->row);
    f->unit = hr_malloc((n + 1) * sizeof *f->unit);
    bool there = e && f->item && f->row && f->unit;
    for (uint32_t i = 0; i < n && there; i++) e[i] = entry_of(c, i);
    if (there) gather(f, e, n);
    hr_free(e);
    return there ? HR_OK : HR_ENOMEM;
}

void hr_findings_close(hr_findings *f)
{
    hr_free(f->item);
    hr_free(f->row);
    hr_free(f->unit);
}

hr_err hr_finding_point(const hr_findings *f, const hr_finding *x, hr_buf *out)
{
    if (hr_view_is_loss(&x->v)) return hr_unit_names(f->c->site, x->v.unit, out);
    hr_point_name(f->c->site, x->v.limit->point, out);
    for (unsigned q = 0; q < HR_Q_COUNT; q++)
        if (x->quantities >> q & 1 && q != (unsigned)hr_point_quantity(x->v.limit->point))
            hr_buf_printf(out, ",%s", hr_quantity_table[q].place);
    return HR_OK;
}

hr_err hr_finding_members(const hr_findings *f, const hr_finding *x, hr_buf *out)
{
    if (!x->folded && x->n_unit < 2) return HR_OK;
    if (!x->folded) {
        hr_buf_printf(out, "%u alike%s: ", x->n_unit, x->one_case ? "" : ", each in its own case");
        return hr_fold_units(f->c->site, f->unit + x->first, x->n_unit, out);
    }
    hr_buf_printf(out, "worst of %u: ", x->v.row->members);
    hr_buf_str(out, x->v.row->element);
    return HR_OK;
}
