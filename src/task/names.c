/* names.c - how a check names things: points, units with their members, hostlists of many. */
#include <string.h>

#include "model/hostlist.h"
#include "task/check.h"

static void add_unit_name(const hr_site *site, hr_id unit, hr_buf *out)
{
    char small[256];
    size_t n = hr_unit_name(site, unit, 0, small, sizeof small);
    if (n < sizeof small) {
        hr_buf_add(out, small, n);
        return;
    }
    char *big = hr_arena_alloc(site->arena, n + 1); /* names this long are rare enough to keep */
    if (big) hr_buf_add(out, big, hr_unit_name(site, unit, 0, big, n + 1));
    else out->failed = true;
}

/* "node[1-18]": the members of a unit without their holder. */
static hr_err own_names(const hr_site *site, hr_id unit, hr_buf *out)
{
    const hr_unit *u = &site->unit[unit];
    return hr_hostlist_fold(site->names + u->name, u->count, out);
}

static hr_str text_of(const hr_buf *b) { return (hr_str){b->s ? b->s : "", (uint32_t)b->n}; }

/* Takes the first item off a list, minding the commas inside brackets. */
static hr_str next_item(hr_str *list)
{
    uint32_t depth = 0, i = 0;
    for (; i < list->n && (depth || list->s[i] != ','); i++) {
        if (list->s[i] == '[') depth++;
        if (list->s[i] == ']') depth--;
    }
    hr_str item = {list->s, i};
    i += i < list->n;
    *list = (hr_str){list->s + i, list->n - i};
    return item;
}

/* Each item of the one list before each of the other: "rack-1.nodeA,rack-1.nodeB". */
static void add_held(hr_buf *out, hr_str holders, hr_str own)
{
    for (bool first = true; holders.n;) {
        hr_str holder = next_item(&holders), rest = own;
        while (rest.n) {
            hr_str item = next_item(&rest);
            if (!first) hr_buf_c(out, ',');
            first = false;
            hr_buf_str(out, holder);
            hr_buf_c(out, '.');
            hr_buf_str(out, item);
        }
    }
}

hr_err hr_member_names(const hr_site *site, hr_id unit, const hr_str *name, size_t n, hr_buf *out)
{
    hr_id holder = site->unit[unit].holder;
    if (holder == HR_NONE) return hr_hostlist_fold(name, n, out);
    hr_buf before = {0}, own = {0};
    add_unit_name(site, holder, &before);
    hr_err e = hr_hostlist_fold(name, n, &own);
    if (e == HR_OK) add_held(out, text_of(&before), text_of(&own));
    if (before.failed || own.failed || out->failed) e = HR_ENOMEM;
    hr_buf_free(&before);
    hr_buf_free(&own);
    return e;
}

hr_err hr_unit_names(const hr_site *site, hr_id unit, hr_buf *out)
{
    const hr_unit *u = &site->unit[unit];
    return hr_member_names(site, unit, site->names + u->name, u->count, out);
}

/* Units from first on that are held alike: the same members in holders of one declaration (or all at top level). */
static size_t alike(const hr_site *site, const hr_id *unit, size_t n)
{
    const hr_unit *a = &site->unit[unit[0]];
    size_t k = 1;
    for (; k < n; k++) {
        const hr_unit *b = &site->unit[unit[k]];
        if ((a->holder == HR_NONE) != (b->holder == HR_NONE)) break;
        if (a->holder != HR_NONE && (a->name != b->name || a->count != b->count)) break;
    }
    return k;
}

static hr_err fold_alike(const hr_site *site, const hr_id *unit, size_t n, hr_buf *out)
{
    hr_arena *a = hr_arena_new();
    hr_str *names = a ? HR_NEW_ARRAY(a, hr_str, n) : NULL;
    hr_buf one = {0}, holders = {0}, own = {0};
    bool held = site->unit[unit[0]].holder != HR_NONE;
    hr_err e = names ? HR_OK : HR_ENOMEM;
    for (size_t i = 0; i < n && e == HR_OK; i++) {
        one.n = 0;
        add_unit_name(site, held ? site->unit[unit[i]].holder : unit[i], &one);
        names[i] = hr_arena_str(a, one.s, one.n);
        if (!names[i].s || one.failed) e = HR_ENOMEM;
    }
    if (e == HR_OK) e = hr_hostlist_fold(names, n, held ? &holders : out);
    if (e == HR_OK && held) {
        e = own_names(site, unit[0], &own);
        add_held(out, text_of(&holders), text_of(&own));
        if (holders.failed || own.failed) e = HR_ENOMEM;
    }
    hr_buf_free(&one);
    hr_buf_free(&holders);
    hr_buf_free(&own);
    hr_arena_free(a);
    return e == HR_OK && out->failed ? HR_ENOMEM : e;
}

hr_err hr_fold_units(const hr_site *site, const hr_id *unit, size_t n, hr_buf *out)
{
    hr_err e = HR_OK;
    for (size_t i = 0; i < n && e == HR_OK;) {
        size_t k = alike(site, unit + i, n - i);
        if (i) hr_buf_c(out, ',');
        e = k == 1 ? hr_unit_names(site, unit[i], out) : fold_alike(site, unit + i, k, out);
        i += k;
    }
    return e;
}

void hr_point_name(const hr_site *site, hr_id point, hr_buf *out)
{
    const hr_port *p = &site->port[hr_point_port(point)];
    const hr_quantity_info *q = &hr_quantity_table[hr_point_quantity(point)];
    add_unit_name(site, p->unit, out);
    hr_buf_printf(out, ".%.*s.%s", HR_STR_FMT(p->name), q->quantity);
    if (q->place[0]) hr_buf_printf(out, ".%s", q->place);
}
