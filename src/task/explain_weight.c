/* explain_weight.c - derives a weight: the declared masses of each declaration with their members, then what the sum is
 * divided by. Units of one declaration share its number, so they are one line, however many there are. */
#include <stdlib.h>
#include <string.h>

#include "engine/structure.h"
#include "model/units.h"
#include "task/check.h"
#include "task/explain.h"

typedef struct weight {
    hr_addend addend;
    hr_id decl;
} weight;

static int by_decl(const void *a, const void *b)
{
    const weight *x = a, *y = b;
    if (x->decl != y->decl) return x->decl < y->decl ? -1 : 1;
    return x->addend.unit < y->addend.unit ? -1 : x->addend.unit > y->addend.unit;
}

/* "    24.48 t = 18 x 1360 kg  rack-[1-18]" */
static hr_err decl_lines(const hr_site *site, const weight *w, uint32_t n, hr_arena *a, hr_buf *out)
{
    const hr_num *num = w[0].addend.num;
    uint32_t members = 0;
    char one[64], all[64];
    hr_id *units = HR_NEW_ARRAY(a, hr_id, n);
    if (!units) return HR_ENOMEM;
    for (uint32_t i = 0; i < n; i++) {
        units[i] = w[i].addend.unit;
        members += w[i].addend.count;
    }
    hr_unit_text(one, sizeof one, num->v, HR_DIM_KG, 6);
    hr_unit_text(all, sizeof all, members * num->v, HR_DIM_KG, 6);
    if (!num->presence) hr_buf_z(out, "    unknown: ");
    else if (members > 1) hr_buf_printf(out, "    %s = %u x %s  ", all, members, one);
    else hr_buf_printf(out, "    %s  ", one);
    hr_err e = hr_fold_units(site, units, n, out);
    hr_buf_z(out, num->presence ? "\n" : ", `weight` is not given\n");
    if (num->presence) hr_explain_num(site, "weight", num, HR_DIM_KG, 3, out);
    return e;
}

static void formula_lines(const hr_site *site, hr_id point, const hr_explanation *ex, hr_buf *out)
{
    const char *name;
    hr_quantity q = hr_point_quantity(point);
    const hr_num *n = hr_structure_divisor(site, site->port[hr_point_port(point)].unit, q, &name);
    hr_buf_printf(out, "  %s, g = 9.80665 m/s2\n", ex->formula);
    if (n && n->presence) hr_explain_num(site, name, n, q == HR_Q_PRESSURE ? HR_DIM_M2 : HR_DIM_NONE, 2, out);
    hr_buf_z(out, ex->n ? "  mass is the sum of\n" : "  nothing stands on it\n");
}

hr_err hr_explain_weight(const hr_site *site, hr_work *work, hr_id point, hr_arena *a, hr_buf *out)
{
    hr_explanation ex;
    hr_err e = hr_power_engine.explain(work, point, &ex);
    if (e != HR_OK || !ex.formula) return e;
    weight *w = HR_NEW_ARRAY(a, weight, ex.n);
    if (!w) return HR_ENOMEM;
    for (uint32_t i = 0; i < ex.n; i++) w[i] = (weight){ex.addend[i], site->unit[ex.addend[i].unit].decl};
    if (ex.n) qsort(w, ex.n, sizeof *w, by_decl);
    formula_lines(site, point, &ex, out);
    for (uint32_t i = 0, end; i < ex.n && e == HR_OK; i = end) {
        for (end = i; end < ex.n && w[end].decl == w[i].decl;) end++;
        e = decl_lines(site, w + i, end - i, a, out);
    }
    return e;
}
