/* power_supplies.c - power supplies against the cords that they count: what cannot be meant is refused, what is taken
 * instead of a count is listed. */
#include <stdlib.h>
#include <string.h>

#include "model/wiring.h"

static bool has_cord(const hr_site *s, const hr_unit *u, hr_str cord)
{
    for (uint32_t w = 0; w < u->wire_count; w++)
        if (hr_str_eq(hr_wire_cord(s, u->wire_first + w), cord)) return true;
    return false;
}

static hr_err no_such_cord(hr_build *b, const hr_unit *u, const hr_str *cord, hr_span at)
{
    const hr_site *s = b->site;
    const char *words[16];
    size_t n = 0;
    for (const hr_field *f = hr_psu_fields; f->name && n < 16; f++) words[n++] = f->name;
    const char *near = hr_str_closest(*cord, words, n);
    hr_buf help = {0};
    hr_buf_z(&help, u->wire_count ? "its cords are " : "name the cords in `from: {A: ..., B: ...}`");
    for (uint32_t w = 0; w < u->wire_count && w < 8; w++)
        hr_buf_printf(&help, "%s%.*s", w ? ", " : "", HR_STR_FMT(hr_wire_cord(s, u->wire_first + w)));
    for (size_t i = 0; u->wire_count && i < n; i++)
        hr_buf_printf(&help, "%s%s", i ? ", " : "; `psus` says besides: ", words[i]);
    if (u->wire_count == 1 && hr_str_is(s->port[s->wire[u->wire_first].port].name, "from"))
        help.n = 0, hr_buf_z(&help, "its one feed has no name; name it in `from: {A: ...}`");
    if (near) help.n = 0, hr_buf_printf(&help, "did you mean `%s`?", near);
    hr_err e = hr_diag_add(b->r.ctx, HR_ERROR, "M314", at, help.s, "`psus` names cord %.*s, which `%.*s` does not have",
                           HR_STR_FMT(*cord), HR_STR_FMT(s->decl[u->decl].name));
    hr_buf_free(&help);
    return e;
}

/* Behind power shelves the shelves have the power supplies. */
static hr_err behind_pool(hr_build *b, const hr_unit *u, const hr_psus *p)
{
    if (p->n == 0 && !p->needed.presence && !p->rating.presence && !p->installed.presence) return HR_OK;
    return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->at, "count them in the `psus` of the shelves",
                       "`%.*s` hangs on the bus of power shelves: it has no power supplies of its own",
                       HR_STR_FMT(b->site->decl[u->decl].name));
}

static hr_err check_psus(hr_build *b, hr_id unit)
{
    const hr_site *s = b->site;
    const hr_type *type = hr_unit_type(s, unit);
    const hr_psus *p = type->power && type->power->psus ? type->power->psus(hr_unit_fields(s, unit)) : NULL;
    if (!p || !p->present) return HR_OK;
    const hr_unit *u = &s->unit[unit];
    if (hr_hangs_on_holder(s, unit) && u->holder != HR_NONE && hr_is_pooled(s, u->holder)) return behind_pool(b, u, p);
    if (u->wire_count == 0 && u->holder != HR_NONE) u = &s->unit[u->holder];
    double total = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        total += p->cord[i].count.v;
        if (!has_cord(s, u, p->cord[i].cord)) return no_such_cord(b, u, &p->cord[i].cord, p->cord[i].count.at);
    }
    if (p->n && total == 0)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->at, "count the power supplies on each cord: {A: 2, B: 2}",
                           "`psus` counts no power supply at all");
    if (p->n == 0 && p->installed.presence) total = p->installed.v;
    if (p->needed.presence && (p->n || p->installed.presence) && p->needed.v > total)
        return hr_diag_add(b->r.ctx, HR_ERROR, "M314", p->needed.at,
                           "`needed` counts those that must live for the load to run",
                           "%g power supplies are needed, %g are there", p->needed.v, total);
    return HR_OK;
}

/* A holder's own power stands for all it holds, and its power supplies for those of its own power: with both, one of
 * them would be left out without a word. */
static hr_err check_own_power(hr_build *b, hr_id unit)
{
    const hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit];
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    if (!ops || ops->kind != HR_P_HOLDER || !ops->load || u->held_count == 0) return HR_OK;
    const hr_num *own = ops->load(hr_unit_fields(s, unit));
    const hr_psus *psus = ops->psus ? ops->psus(hr_unit_fields(s, unit)) : NULL;
    bool power = own && own->presence, supplies = psus && psus->present;
    for (hr_id h = u->held_first; h < u->held_first + u->held_count; h++) {
        hr_power_kind kind = hr_unit_kind(s, h);
        if (kind == HR_P_NONE || kind == HR_P_SERIES || kind == HR_P_BAR) continue;
        if (supplies && s->unit[h].wire_count == 0)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M314", psus->at, "give `psus` to what it holds",
                               "`%.*s` has power supplies of its own and holds `%.*s`, which has its own too",
                               HR_STR_FMT(s->decl[u->decl].name), HR_STR_FMT(s->decl[s->unit[h].decl].name));
        if (power)
            return hr_diag_add(b->r.ctx, HR_ERROR, "M315", own->at,
                               "take `power` out; `rating` is what its vendor or operator allows",
                               "`%.*s` has a power of its own and holds `%.*s`, which draws power too",
                               HR_STR_FMT(s->decl[u->decl].name), HR_STR_FMT(s->decl[s->unit[h].decl].name));
    }
    return HR_OK;
}

/* A load on several cords that counts no power supplies on them: what is taken instead decides whether it survives the
 * loss of one, so it is listed. Once for each declaration. */
static hr_err list_taken_psus(hr_build *b, hr_id unit, bool *listed)
{
    hr_site *s = b->site;
    const hr_unit *u = &s->unit[unit], *cords = u;
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    if (!ops || !ops->load || listed[u->decl]) return HR_OK;
    if (u->wire_count == 0 && u->holder != HR_NONE) cords = &s->unit[u->holder];
    hr_id holder = cords == u ? unit : u->holder;
    const hr_num *power = ops->load(hr_unit_fields(s, unit));
    const hr_psus *p = ops->psus ? ops->psus(hr_unit_fields(s, unit)) : NULL;
    if (hr_unit_kind(s, holder) != HR_P_HOLDER || cords->wire_count < 2 || !power->presence || (p && p->n) ||
        hr_is_pooled(s, holder))
        return HR_OK;
    bool dealt = p && p->installed.presence;
    listed[u->decl] = true;
    return hr_site_add_default(s, u->decl, "psus", 0, HR_DIM_NONE,
                               dealt ? "dealt evenly over the cords" : "one on each cord, sharing evenly",
                               dealt ? "the model does not say how many are on which cord"
                                     : "the model counts no power supplies; give psus to judge the loss of a cord");
}

static hr_err list_psus(hr_build *b)
{
    bool *listed = calloc(b->decl.n + 1, sizeof *listed);
    hr_err e = listed ? HR_OK : HR_ENOMEM;
    for (hr_id u = 0; u < b->site->n_unit && e == HR_OK; u++) e = list_taken_psus(b, u, listed);
    free(listed);
    return e;
}

hr_err hr_wire_psus(hr_build *b)
{
    hr_err e = HR_OK, e2;
    for (hr_id u = 0; u < b->site->n_unit; u++)
        if ((e2 = check_psus(b, u)) != HR_OK || (e2 = check_own_power(b, u)) != HR_OK) e = e2;
    return e == HR_OK ? list_psus(b) : e;
}
