/* paths.c - names of what `check --paths` shows. */
#include "report/paths.h"

#include <string.h>

void hr_paths_element_name(const hr_paths *p, hr_buf *out)
{
    hr_view_target_name(p->c->site, (hr_target){p->unit, p->member, HR_NONE, HR_OUT}, out);
}

hr_err hr_paths_step_name(const hr_paths *p, const hr_path *path, uint32_t i, hr_buf *out)
{
    hr_vec alike = {0};
    hr_err e = hr_path_alike(p, path->wire[i], &alike);
    if (e == HR_OK) e = hr_fold_units(p->c->site, alike.item, alike.n, out);
    if (e == HR_OK && i + 1 < path->n && p->c->site->wire[path->wire[i + 1]].role == HR_WIRE_BYPASS)
        hr_buf_z(out, ".bypass");
    hr_vec_free(&alike);
    return e;
}

void hr_paths_end_name(const hr_paths *p, const hr_path *path, hr_buf *out)
{
    const hr_site *s = p->c->site;
    const hr_wire *w = &s->wire[path->wire[0]];
    hr_str cord = s->port[w->port].name;
    bool named = hr_unit_kind(s, p->fed) == HR_P_HOLDER && (cord.n < 4 || memcmp(cord.s, "from", 4) != 0);
    if (w->role == HR_WIRE_HELD && hr_str_eq(cord, s->names[s->unit[w->parent].name]))
        named = false; /* stands before it */
    hr_view_target_name(s, (hr_target){p->fed, 0, HR_NONE, HR_OUT}, out);
    if (named) hr_buf_printf(out, ".%.*s", HR_STR_FMT(cord));
}

hr_err hr_paths_chain(const hr_paths *p, const hr_path *path, const char *between, hr_buf *out)
{
    hr_err e = HR_OK;
    for (uint32_t i = path->n; i-- > 0 && e == HR_OK;) {
        e = hr_paths_step_name(p, path, i, out);
        hr_buf_z(out, between);
    }
    hr_paths_end_name(p, path, out);
    if (p->unit != p->fed) hr_buf_z(out, between), hr_paths_element_name(p, out);
    return e;
}

hr_err hr_paths_level_name(const hr_paths *p, const hr_level *l, hr_buf *out)
{
    hr_vec units = {0};
    hr_err e = HR_OK;
    if (l->cords) {
        hr_view_target_name(p->c->site, (hr_target){p->fed, 0, HR_NONE, HR_OUT}, out);
        return HR_OK;
    }
    for (uint32_t i = 0; i < l->n && e == HR_OK; i++) {
        hr_id *slot = hr_vec_push(&units, sizeof *slot);
        if (slot) *slot = l->unit[i].what.unit;
        else e = HR_ENOMEM;
    }
    if (e == HR_OK) e = hr_fold_units(p->c->site, units.item, units.n, out);
    hr_vec_free(&units);
    return e;
}
