/* groups.c - the rooms and emergency power-offs that each unit belongs to, with captures put in: `room: "east-$1"`.
 *
 * What has no capture is the same for all of a declaration and stays where it was read. */
#include <string.h>

#include "model/wiring.h"

static bool has_capture(const hr_texts *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        if (memchr(t->item[i].v.s, '$', t->item[i].v.n)) return true;
    return false;
}

/* Members that are held side by side are one unit, so they stand in one room. */
static hr_err differ(hr_build *b, hr_id unit, const hr_text *t)
{
    return hr_diag_add(b->r.ctx, HR_ERROR, "M306", t->at,
                       "use a capture of what holds them, or declare them one by one",
                       "\"%.*s\" would put the members of `%.*s` that are held together into different groups",
                       HR_STR_FMT(t->v), HR_STR_FMT(decl_of(b, unit)->name));
}

static hr_str str_of(const hr_buf *b) { return (hr_str){b->s ? b->s : "", (uint32_t)b->n}; }

static hr_err fill_text(hr_build *b, hr_id unit, const hr_text *t, hr_text *out)
{
    hr_buf text = {0}, other = {0};
    hr_err e = hr_ref_fill(b, unit, t, &text);
    for (uint32_t m = 1; m < unit_at(b, unit)->count && e == HR_OK; m++) {
        e = hr_ref_fill_member(b, unit, member_of(b, unit) + m, t, &other);
        if (e == HR_OK && !hr_str_eq(str_of(&text), str_of(&other))) e = differ(b, unit, t);
    }
    *out = *t;
    if (e == HR_OK && !(out->v = hr_arena_str(b->site->arena, str_of(&text).s, text.n)).s) e = HR_ENOMEM;
    hr_buf_free(&text);
    hr_buf_free(&other);
    return e;
}

static hr_err fill(hr_build *b, hr_id unit, const hr_texts *t, const hr_texts **out)
{
    *out = t;
    if (!has_capture(t)) return HR_OK;
    hr_texts *own = HR_NEW(b->site->arena, hr_texts);
    if (!own || !(own->item = HR_NEW_ARRAY(b->site->arena, hr_text, t->n))) return HR_ENOMEM;
    own->n = t->n;
    *out = own;
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < t->n && e == HR_OK; i++) e = fill_text(b, unit, &t->item[i], &own->item[i]);
    return e;
}

/* What is refused for one member is told once. */
hr_err hr_build_groups(hr_build *b)
{
    hr_err e = HR_OK;
    for (hr_id u = 0; u < b->site->n_unit && e == HR_OK; u++) {
        const hr_decl *d = decl_of(b, u);
        e = fill(b, u, &d->room, &unit_at(b, u)->room);
        if (e == HR_OK) e = fill(b, u, &d->epo, &unit_at(b, u)->epo);
    }
    return e;
}
