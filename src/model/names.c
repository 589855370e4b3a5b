/* names.c - names -> elements and wires, and back.
 *
 * Held elements have no names of their own in memory: "rack-7.node3" is rack-7's name and the third name of the run
 * that all racks of the declaration share. */
#include <string.h>

#include "base/map.h"
#include "base/str.h"
#include "headroom/site.h"
#include "model/hostlist.h"

/* --- names out ------------------------------------------------------------------------------------------------- */

static size_t put(char *buf, size_t n, size_t at, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (at + i + 1 < n) buf[at + i] = s[i];
    if (n) buf[at + len < n ? at + len : n - 1] = '\0';
    return at + len;
}

size_t hr_unit_name(const hr_site *site, hr_id unit, uint32_t member, char *buf, size_t n)
{
    const hr_unit *u = &site->unit[unit];
    hr_str own = site->names[u->name + member];
    size_t at = 0;
    if (u->holder != HR_NONE) {
        at = hr_unit_name(site, u->holder, 0, buf, n);
        at = put(buf, n, at, ".", 1);
    }
    return put(buf, n, at, own.s, own.n);
}

/* The one entry of `from`, where there is but one and it has no name: then it is called "from" alone. */
static hr_id sole_feed(const hr_site *site, hr_id unit)
{
    const hr_unit *u = &site->unit[unit];
    hr_id found = HR_NONE;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        hr_str port = site->port[site->wire[w].port].name;
        if (site->wire[w].role != HR_WIRE_FEED) continue;
        if (found != HR_NONE || port.n < 4 || memcmp(port.s, "from", 4) != 0) return HR_NONE;
        found = w;
    }
    return found;
}

size_t hr_target_name(const hr_site *site, hr_target t, char *buf, size_t n)
{
    if (t.wire == HR_NONE) return hr_unit_name(site, t.unit, t.member, buf, n);
    const hr_wire *w = &site->wire[t.wire];
    hr_str port = site->port[w->port].name;
    bool cord = w->role == HR_WIRE_HELD || (w->role == HR_WIRE_FEED && (port.n < 4 || memcmp(port.s, "from", 4) != 0));
    size_t at = hr_unit_name(site, w->child, 0, buf, n);
    at = put(buf, n, at, ".", 1);
    if (sole_feed(site, w->child) == t.wire) return put(buf, n, at, "from", 4);
    if (cord) at = put(buf, n, at, "from.", 5);
    return put(buf, n, at, port.s, port.n);
}

/* --- names in ---------------------------------------------------------------------------------------------------- */

static hr_str first_comp(hr_str name, hr_str *rest)
{
    uint32_t depth = 0, i = 0;
    for (; i < name.n; i++) {
        if (name.s[i] == '[') depth++;
        if (name.s[i] == ']' && depth) depth--;
        if (name.s[i] == '.' && !depth) break;
    }
    *rest = i < name.n ? (hr_str){name.s + i + 1, name.n - i - 1} : (hr_str){name.s + name.n, 0};
    return (hr_str){name.s, i};
}

static bool find_held(const hr_site *site, hr_str rest, hr_id *unit, uint32_t *member)
{
    while (rest.n) {
        hr_str more, comp = first_comp(rest, &more);
        const hr_unit *holder = &site->unit[*unit];
        bool found = false;
        for (hr_id u = holder->held_first; !found && u < holder->held_first + holder->held_count; u++)
            for (uint32_t k = 0; !found && k < site->unit[u].count; k++)
                if (hr_str_eq(site->names[site->unit[u].name + k], comp)) *unit = u, *member = k, found = true;
        if (!found) return false;
        rest = more;
    }
    return true;
}

bool hr_site_find(const hr_site *site, hr_str name, hr_id *unit, uint32_t *member)
{
    hr_str rest, top = first_comp(name, &rest);
    *unit = hr_map_get(site->index, top);
    *member = 0;
    if (*unit == HR_NONE || (name.n && name.s[name.n - 1] == '.')) return false;
    return find_held(site, rest, unit, member);
}

/* "from", "from[2]", "from.A" behind an element's name. */
static hr_id find_wire(const hr_site *site, hr_id unit, hr_str rest)
{
    const hr_unit *u = &site->unit[unit];
    if (!site->wire) return HR_NONE; /* while a site is opened: its wires are still to come */
    if (hr_str_is(rest, "from") && sole_feed(site, unit) != HR_NONE) return sole_feed(site, unit);
    bool cord = rest.n > 5 && memcmp(rest.s, "from.", 5) == 0;
    if (cord) rest.s += 5, rest.n -= 5;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++)
        if ((cord || site->wire[w].role != HR_WIRE_HELD) && /* without `from` that is the name of what it holds */
            hr_str_eq(site->port[site->wire[w].port].name, rest))
            return w;
    return HR_NONE;
}

/* Splits "ELEMENT.from..." at the first component that is `from` or begins with "from[", "ELEMENT.bypass" before that. */
static bool split_wire(hr_str name, hr_str *element, hr_str *wire)
{
    if (name.n > 7 && memcmp(name.s + name.n - 7, ".bypass", 7) == 0) {
        *element = (hr_str){name.s, name.n - 7};
        *wire = (hr_str){name.s + name.n - 6, 6};
        return true;
    }
    for (uint32_t i = 1; i + 5 <= name.n; i++) {
        if (name.s[i] != '.' || memcmp(name.s + i + 1, "from", 4) != 0) continue;
        char after = i + 5 < name.n ? name.s[i + 5] : '.';
        if (after != '.' && after != '[') continue;
        *element = (hr_str){name.s, i};
        *wire = (hr_str){name.s + i + 1, name.n - i - 1};
        return true;
    }
    return false;
}

bool hr_site_find_target(const hr_site *site, hr_str name, hr_target *out)
{
    hr_str element, wire;
    uint32_t member;
    hr_id unit;
    *out = (hr_target){HR_NONE, 0, HR_NONE, HR_OUT};
    if (hr_site_find(site, name, &out->unit, &out->member)) return true;
    out->unit = HR_NONE;
    if (!split_wire(name, &element, &wire) || !hr_site_find(site, element, &unit, &member)) return false;
    out->wire = find_wire(site, unit, wire);
    return out->wire != HR_NONE;
}

/* --- patterns ------------------------------------------------------------------------------------------------------ */

typedef struct matcher {
    const hr_site *site;
    hr_target_cb *cb;
    void *user;
    uint32_t n;
} matcher;

static bool has_wild(hr_str s) { return memchr(s.s, '*', s.n) || memchr(s.s, '?', s.n); }

static hr_err hit(matcher *m, hr_target t)
{
    m->n++;
    return m->cb(m->user, t);
}

static hr_err match_rest(matcher *m, hr_id unit, uint32_t member, hr_str rest)
{
    const hr_site *s = m->site;
    const hr_unit *u = &s->unit[unit];
    if (rest.n == 0) return hit(m, (hr_target){unit, member, HR_NONE, HR_OUT});
    hr_id wire = find_wire(s, unit, rest);
    if (wire != HR_NONE) return hit(m, (hr_target){HR_NONE, 0, wire, HR_OUT});
    hr_str more, comp = first_comp(rest, &more);
    hr_err e = HR_OK;
    for (hr_id h = u->held_first; e == HR_OK && h < u->held_first + u->held_count; h++)
        for (uint32_t k = 0; e == HR_OK && k < s->unit[h].count; k++)
            if (hr_glob_match(comp, s->names[s->unit[h].name + k])) e = match_rest(m, h, k, more);
    return e;
}

static hr_err match_one(matcher *m, hr_str name)
{
    const hr_site *s = m->site;
    hr_str rest, top = first_comp(name, &rest);
    if (!has_wild(top)) {
        hr_id u = hr_map_get(s->index, top);
        return u == HR_NONE ? HR_OK : match_rest(m, u, 0, rest);
    }
    hr_err e = HR_OK;
    for (hr_id u = 0; u < s->n_unit && e == HR_OK; u++)
        if (s->unit[u].holder == HR_NONE && hr_glob_match(top, s->names[s->unit[u].name]))
            e = match_rest(m, u, 0, rest);
    return e;
}

hr_err hr_site_match(const hr_site *site, hr_text ref, hr_target_cb *cb, void *user, uint32_t *n)
{
    matcher m = {site, cb, user, 0};
    hr_target t;
    hr_err e = HR_OK;
    *n = 0;
    if (hr_site_find_target(site, ref.v, &t)) { /* plain names, and from[2], which is no hostlist */
        *n = 1;
        return cb(user, t);
    }
    if (!memchr(ref.v.s, '[', ref.v.n)) {
        e = match_one(&m, ref.v);
        *n = m.n;
        return e;
    }
    hr_hostlist list;
    hr_arena *a = hr_arena_new();
    hr_buf one = {0};
    if (!a) return HR_ENOMEM;
    e = hr_hostlist_parse(&list, site->ctx, a, ref.v, ref.at, true, true);
    for (uint32_t i = 0; e == HR_OK && i < list.count; i++) {
        one.n = 0;
        hr_hostlist_name(&list, i, &one);
        e = match_one(&m, (hr_str){one.s, (uint32_t)one.n});
    }
    hr_buf_free(&one);
    hr_arena_free(a);
    *n = m.n;
    return e;
}
