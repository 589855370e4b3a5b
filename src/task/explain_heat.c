/* explain_heat.c - derives a reading of the cooling engine: its arithmetic, the declared numbers in it, and what comes in
 * from elsewhere, followed down to loads. Equal addends of one declaration are one line, and one of them is followed. */
#include <string.h>

#include "engine/cooling.h"
#include "model/units.h"
#include "task/check.h"
#include "task/explain.h"

#define MOST_DEPTH 9
#define MOST_FIELDS 9

typedef struct heat {
    const hr_site *site;
    hr_work *work;
    hr_arena *arena;
    hr_buf *text;
    hr_err e;
} heat;

/* The fields behind each quantity, of whatever type has them. */
static const char *const fields_of[HR_Q_COUNT][MOST_FIELDS + 1] = {
    [HR_Q_HEAT] = {"cooling"},
    [HR_Q_FLOW] = {"flow", "airflow", "needed"},
    [HR_Q_NEED] = {"flow", "flow_per_power", "airflow_per_power"},
    [HR_Q_PRIMARY_FLOW] = {"primary_flow", "primary_rise"},
    [HR_Q_CARRIED] = {"cooling", "primary_flow", "primary_rise"},
    [HR_Q_SUPPLY] = {"supply", "boiling"},
    [HR_Q_RETURN] = {"fluid.density", "fluid.heat_capacity", "boiling"},
    [HR_Q_LOWEST] = {"cooling", "approach", "flow", "airflow", "primary_flow", "primary_rise", "primary_supply",
                     "supply", "boiling"},
    [HR_Q_INLET] = {"supply", "leakage", "recirculation"},
    [HR_Q_DRAW] = {"power", "cop", "cop_at", "cop_slope", "free_cooling", "fan"},
    [HR_Q_DEW_MARGIN] = {"supply", "dew_point"},
    [HR_Q_DIE] = {"plate.power", "plate.flow", "plate.count", "flow", "plate.boiling_resistance",
                  "plate.die_resistance"},
    [HR_Q_OUTDOOR] = {"outdoor.dry_bulb", "outdoor.wet_bulb"},
};

static void indent(heat *h, uint32_t depth) { hr_buf_printf(h->text, "%*s", (int)(2 * depth), ""); }

static void declared(heat *h, hr_id unit, hr_quantity q, uint32_t depth)
{
    for (unsigned i = 0; fields_of[q][i]; i++) {
        const void *at;
        const hr_field *f = hr_unit_field(h->site, unit, fields_of[q][i], HR_F_QUANTITY, &at);
        const hr_num *n = at;
        if (f && n->presence) hr_explain_num(h->site, fields_of[q][i], n, (hr_dim)f->dim, depth, h->text);
    }
}

/* What a load is: "18 x 6.6 kW of rack-1.node-[1-18], liquid_share 90 %". */
static void load_lines(heat *h, hr_id unit, hr_quantity q, uint32_t depth)
{
    static const char *const of_load[] = {"power", "liquid_share", "flow", "airflow"};
    const hr_unit *u = &h->site->unit[unit];
    bool liquid = q == HR_Q_HEAT || q == HR_Q_NEED;
    if (q != HR_Q_HEAT && q != HR_Q_AIR_HEAT && q != HR_Q_NEED) return;
    for (hr_id i = u->held_first; u->held_count && i < u->held_first + u->held_count; i++) {
        if (!hr_hangs_on_holder(h->site, i)) continue;
        indent(h, depth);
        if (h->site->unit[i].count > 1) hr_buf_printf(h->text, "%u x ", h->site->unit[i].count);
        if ((h->e = hr_unit_names(h->site, i, h->text)) != HR_OK) return;
        hr_buf_c(h->text, '\n');
        for (unsigned k = 0; k < sizeof of_load / sizeof *of_load; k++) {
            const void *at;
            const hr_field *f = hr_unit_field(h->site, i, of_load[k], HR_F_QUANTITY, &at);
            const hr_num *n = at;
            bool wanted = k < 2 || (q == HR_Q_NEED && (k == 2) == liquid);
            if (f && n->presence && wanted) hr_explain_num(h->site, of_load[k], n, (hr_dim)f->dim, depth + 1, h->text);
        }
    }
}

static bool alike(const heat *h, const hr_addend *a, const hr_addend *b)
{
    return a->v == b->v && a->state == b->state && a->quantity == b->quantity && strcmp(a->what, b->what) == 0 &&
           h->site->unit[a->unit].decl == h->site->unit[b->unit].decl;
}

static void derive(heat *h, hr_id point, uint32_t depth);

static void addend_line(heat *h, const hr_addend *list, const hr_id *same, uint32_t n, hr_quantity q, uint32_t depth)
{
    const hr_addend *a = &list[0];
    char text[64];
    hr_dim dim = (hr_dim)hr_quantity_table[q].dim;
    indent(h, depth);
    hr_unit_text(text, sizeof text, a->v * n, dim, 6);
    hr_buf_printf(h->text, "%s", a->state == HR_S_UNKNOWN ? "unknown" : text);
    hr_unit_text(text, sizeof text, a->v, dim, 6);
    if (n > 1) hr_buf_printf(h->text, " = %u x %s", n, text);
    hr_buf_printf(h->text, "  %s ", a->what);
    if ((h->e = hr_fold_units(h->site, same, n, h->text)) != HR_OK) return;
    hr_buf_c(h->text, '\n');
    bool same_again =
        strcmp(a->what, "heat to air") == 0 || strcmp(a->what, "air") == 0; /* less, or other, than there */
    if (same_again) load_lines(h, a->unit, HR_Q_AIR_HEAT, depth + 1);
    else derive(h, hr_point_of(a->port, (hr_quantity)a->quantity), depth + 1);
}

static void addends(heat *h, const hr_explanation *ex, hr_quantity q, uint32_t depth)
{
    hr_addend *list = HR_NEW_ARRAY(h->arena, hr_addend, ex->n);
    bool *done = HR_NEW_ARRAY(h->arena, bool, ex->n);
    hr_id *same = HR_NEW_ARRAY(h->arena, hr_id, ex->n);
    if (!list || !done || !same) {
        h->e = HR_ENOMEM;
        return;
    }
    if (ex->n) memcpy(list, ex->addend, ex->n * sizeof *list);
    for (uint32_t i = 0, total = ex->n; i < total && h->e == HR_OK; i++) {
        uint32_t n = 0;
        if (done[i]) continue;
        for (uint32_t k = i; k < total; k++) {
            if (done[k] || !alike(h, &list[i], &list[k])) continue;
            done[k] = true;
            same[n++] = list[k].unit;
        }
        addend_line(h, &list[i], same, n, q, depth);
    }
}

static void derive(heat *h, hr_id point, uint32_t depth)
{
    hr_explanation ex;
    hr_id unit = h->site->port[hr_point_port(point)].unit;
    hr_quantity q = hr_point_quantity(point);
    hr_buf words = {0};
    if (depth > MOST_DEPTH || h->e != HR_OK) return;
    hr_power_engine.words(h->work, point, &words);
    if (words.n) {
        indent(h, depth);
        hr_buf_printf(h->text, "%.*s\n", (int)words.n, words.s);
    }
    hr_buf_free(&words);
    if (unit < h->site->n_unit) {
        declared(h, unit, q, depth);
        load_lines(h, unit, q, depth);
    }
    h->e = hr_power_engine.explain(h->work, point, &ex);
    if (h->e == HR_OK) addends(h, &ex, q, depth);
}

hr_err hr_explain_heat(const hr_site *site, hr_work *work, hr_id point, hr_arena *a, hr_buf *out)
{
    heat h = {.site = site, .work = work, .arena = a, .text = out};
    derive(&h, point, 1);
    return h.e;
}
