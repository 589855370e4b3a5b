/* netbox_read.c - reads a NetBox export into tables.
 *
 * Few members are read, those that stayed the same from NetBox 3.0 to 4.6, and each by what is there: a reference is a
 * number or an object with an id, a choice a word or an object with a value, a table a list, a page {"count", "results"}
 * or a list of pages. Members that are not known are passed over; what is known must be of its shape. A row that only
 * other rows speak of, because its table is not in the export, is made with the name that they give it. */
#include "port/netbox_read.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

const char *const hr_nb_names[] = {"sites",   "power-panels", "power-feeds",   "racks",  "device-types",
                                   "devices", "power-ports",  "power-outlets", "cables", NULL};

enum { MOST_PAGES = 10000, MOST = 1000000000 };

#define MEMBER(name_, kind_, field_) \
    { \
        .name = (name_), .kind = (kind_), .offset = offsetof(hr_nb_row, field_) \
    }
#define MEMBER_OF(name_, field_, table_) \
    { \
        .name = (name_), .kind = HR_NB_REF, .offset = offsetof(hr_nb_row, field_), .table = (table_) \
    }
#define MEMBER_END \
    { \
        .name = NULL \
    }

static const hr_nb_member site_members[] = {MEMBER("name", HR_NB_TEXT, name), MEMBER_END};
static const hr_nb_member panel_members[] = {MEMBER("name", HR_NB_TEXT, name), MEMBER_OF("site", site, HR_NB_SITES),
                                             MEMBER_END};
static const hr_nb_member feed_members[] = {
    MEMBER("name", HR_NB_TEXT, name),           MEMBER_OF("power_panel", panel, HR_NB_PANELS),
    MEMBER_OF("rack", rack, HR_NB_RACKS),       MEMBER("status", HR_NB_CHOICE, status),
    MEMBER("type", HR_NB_CHOICE, kind),         MEMBER("supply", HR_NB_CHOICE, supply),
    MEMBER("phase", HR_NB_CHOICE, phase),       MEMBER("voltage", HR_NB_SIGNED, voltage),
    MEMBER("amperage", HR_NB_NUMBER, amperage), MEMBER("max_utilization", HR_NB_NUMBER, utilization),
    MEMBER("cable", HR_NB_CABLE, cable),        MEMBER_END};
static const hr_nb_member rack_members[] = {MEMBER("name", HR_NB_TEXT, name),
                                            MEMBER_OF("site", site, HR_NB_SITES),
                                            MEMBER("u_height", HR_NB_NUMBER, height),
                                            MEMBER("weight", HR_NB_NUMBER, weight),
                                            MEMBER("weight_unit", HR_NB_CHOICE, unit),
                                            MEMBER("outer_width", HR_NB_NUMBER, width),
                                            MEMBER("outer_depth", HR_NB_NUMBER, depth),
                                            MEMBER("outer_unit", HR_NB_CHOICE, outer_unit),
                                            MEMBER_END};
static const hr_nb_member type_members[] = {MEMBER("model", HR_NB_TEXT, name), MEMBER("u_height", HR_NB_NUMBER, height),
                                            MEMBER("weight", HR_NB_NUMBER, weight),
                                            MEMBER("weight_unit", HR_NB_CHOICE, unit), MEMBER_END};
static const hr_nb_member device_members[] = {
    MEMBER("name", HR_NB_TEXT, name),       MEMBER_OF("site", site, HR_NB_SITES),
    MEMBER_OF("rack", rack, HR_NB_RACKS),   MEMBER_OF("device_type", type, HR_NB_TYPES),
    MEMBER("status", HR_NB_CHOICE, status), MEMBER_END};
static const hr_nb_member port_members[] = {MEMBER("name", HR_NB_TEXT, name),
                                            MEMBER_OF("device", device, HR_NB_DEVICES),
                                            MEMBER("maximum_draw", HR_NB_NUMBER, maximum),
                                            MEMBER("allocated_draw", HR_NB_NUMBER, allocated),
                                            MEMBER("mark_connected", HR_NB_FLAG, marked),
                                            MEMBER("cable", HR_NB_CABLE, cable),
                                            MEMBER_END};
static const hr_nb_member outlet_members[] = {MEMBER("name", HR_NB_TEXT, name),
                                              MEMBER_OF("device", device, HR_NB_DEVICES),
                                              MEMBER_OF("power_port", power_port, HR_NB_PORTS),
                                              MEMBER("feed_leg", HR_NB_CHOICE, leg),
                                              MEMBER("cable", HR_NB_CABLE, cable),
                                              MEMBER_END};
static const hr_nb_member cable_members[] = {MEMBER("label", HR_NB_TEXT, name), MEMBER("status", HR_NB_CHOICE, status),
                                             MEMBER_END};

const hr_nb_member *const hr_nb_members[HR_NB_TABLES] = {site_members, panel_members,  feed_members,
                                                         rack_members, type_members,   device_members,
                                                         port_members, outlet_members, cable_members};

typedef struct reader {
    hr_members m;
    hr_arena *arena;
    hr_nb *nb;
    hr_map unread;
} reader;

/* --- references -------------------------------------------------------------------------------------------- */

static bool is_number(hr_str v)
{
    for (uint32_t i = 0; i < v.n; i++)
        if (v.s[i] < '0' || v.s[i] > '9') return false;
    return v.n > 0;
}

static hr_err read_id(reader *r, const hr_ynode *n, const char *name, hr_str *out)
{
    if (n->kind != HR_Y_SCALAR) return hr_member_shape(&r->m, n, name, "a whole number");
    if (!is_number(n->text))
        return hr_diag_add(r->m.ctx, HR_ERROR, r->m.code, n->at, NULL, "`%s` is a whole number, found \"%.*s\"", name,
                           HR_STR_FMT(n->text));
    *out = n->text;
    return HR_OK;
}

/* The id of what a member refers to: 5, or {"id": 5, "name": ...}. */
static hr_err read_reference(reader *r, const hr_ynode *n, const char *name, hr_str *out)
{
    if (n->kind != HR_Y_MAP) return read_id(r, n, name, out);
    const hr_ynode *id = hr_member(n, "id");
    return id != NULL ? read_id(r, id, "id", out) : hr_member_missing(&r->m, n, name, "id");
}

static hr_nb_row *new_row(reader *r, hr_nb_name table, hr_str id)
{
    hr_nb_row *row = hr_vec_push(&r->nb->row[table], sizeof *row);
    if (row == NULL) return NULL;
    *row = (hr_nb_row){.id = id, .name = {"", 0}, .at = HR_NOWHERE};
    row->site = row->panel = row->rack = row->type = row->device = row->power_port = HR_NONE;
    return row;
}

static hr_str text_of(const hr_ynode *map, const char *name)
{
    const hr_ynode *n = map->kind == HR_Y_MAP ? hr_member(map, name) : NULL;
    return n != NULL && n->kind == HR_Y_SCALAR ? n->text : (hr_str){"", 0};
}

/* A row of which only others speak: with the name that they give it. */
static hr_err imply(reader *r, hr_nb_name table, hr_str id, const hr_ynode *n)
{
    static const char *const names[] = {"name", "model", "display"};
    hr_nb_row *row = new_row(r, table, id);
    if (row == NULL) return HR_ENOMEM;
    row->at = n->at;
    for (size_t i = 0; i < sizeof names / sizeof *names && row->name.n == 0; i++) row->name = text_of(n, names[i]);
    return HR_OK;
}

static hr_err resolve(reader *r, const hr_nb_member *m, const hr_ynode *n, hr_id *out)
{
    hr_str id = {"", 0};
    uint32_t old;
    hr_err e = read_reference(r, n, m->name, &id);
    if (e != HR_OK || id.n == 0) return e;
    hr_id next = hr_nb_count(r->nb, m->table);
    if (!hr_map_add(&r->nb->by_id[m->table], id, next, &old)) return HR_ENOMEM;
    *out = old != HR_NONE ? old : next;
    return old != HR_NONE ? HR_OK : imply(r, m->table, id, n);
}

/* --- members ----------------------------------------------------------------------------------------------- */

static hr_err read_choice(reader *r, const hr_ynode *n, const char *name, hr_str *out)
{
    const hr_ynode *value = n->kind == HR_Y_MAP ? hr_member(n, "value") : n;
    if (value == NULL) return HR_OK;
    if (value->kind != HR_Y_SCALAR) return hr_member_shape(&r->m, n, name, "a word or an object {\"value\": \"...\"}");
    *out = value->text;
    return HR_OK;
}

static hr_err read_number(reader *r, const hr_ynode *n, const hr_nb_member *m, hr_nb_num *out)
{
    hr_err e = HR_OK;
    bool text = n->kind == HR_Y_SCALAR && n->text.n == 0; /* "": nothing */
    if (text) return HR_OK;
    if (m->kind == HR_NB_NUMBER || n->kind != HR_Y_SCALAR) e = hr_member_number(&r->m, n, m->name, &out->v);
    else if (!hr_num_parse(n->text, &out->v))
        e = hr_diag_add(r->m.ctx, HR_ERROR, r->m.code, n->at, NULL, "`%s` is a number, found \"%.*s\"", m->name,
                        HR_STR_FMT(n->text));
    if (e == HR_OK && fabs(out->v) > MOST)
        e = hr_diag_add(r->m.ctx, HR_ERROR, r->m.code, n->at, NULL, "`%s` is at most 1e9, found \"%.*s\"", m->name,
                        HR_STR_FMT(n->text));
    out->given = e == HR_OK;
    return e;
}

/* Fields are found by their offset in the row, which new rows of the same table would move: so the row is local. */
static hr_err read_member(reader *r, const hr_ynode *map, const hr_nb_member *m, hr_nb_row *row)
{
    const hr_ynode *n = hr_member(map, m->name);
    void *field = (char *)row + m->offset;
    if (n == NULL) return HR_OK;
    switch (m->kind) {
    case HR_NB_FLAG:
    case HR_NB_TEXT: return hr_member_text(&r->m, map, m->name, field);
    case HR_NB_CHOICE: return read_choice(r, n, m->name, field);
    case HR_NB_NUMBER:
    case HR_NB_SIGNED: return read_number(r, n, m, field);
    case HR_NB_REF: return resolve(r, m, n, field);
    case HR_NB_CABLE: return read_reference(r, n, m->name, field);
    }
    return HR_OK;
}

/* Who is at the other end, for lists without cables: link_peers, until NetBox 3.2 link_peer. */
static hr_err read_peer(reader *r, const hr_ynode *map, hr_nb_row *row)
{
    const hr_ynode *many = hr_member(map, "link_peers"), *one = hr_member(map, "link_peer");
    if (many != NULL && many->kind != HR_Y_SEQ) return hr_member_shape(&r->m, many, "link_peers", "a list");
    if (many != NULL) one = many->n > 0 ? many->u.item[0] : NULL;
    row->peer_type = text_of(map, many != NULL ? "link_peers_type" : "link_peer_type");
    return one != NULL ? read_reference(r, one, "link_peers", &row->peer) : HR_OK;
}

static hr_err read_members(reader *r, hr_nb_name table, hr_id i)
{
    hr_nb_row row = *hr_nb_at(r->nb, table, i);
    hr_err e = HR_OK;
    for (const hr_nb_member *m = hr_nb_members[table]; m->name != NULL; m++)
        e = hr_keep_worst(read_member(r, row.node, m, &row), e);
    if (table == HR_NB_PORTS || table == HR_NB_FEEDS) e = hr_keep_worst(read_peer(r, row.node, &row), e);
    *hr_nb_at(r->nb, table, i) = row;
    return e;
}

/* --- rows and pages ---------------------------------------------------------------------------------------- */

static hr_err add_row(reader *r, hr_nb_name table, const hr_ynode *n)
{
    uint32_t old;
    hr_str id = {"", 0};
    if (n->kind != HR_Y_MAP) return hr_member_shape(&r->m, n, hr_nb_names[table], "a list of objects");
    const hr_ynode *given = hr_member(n, "id");
    if (given == NULL) return hr_member_missing(&r->m, n, "the object", "id");
    hr_err e = read_id(r, given, "id", &id);
    if (e != HR_OK || id.n == 0) return e;
    if (!hr_map_add(&r->nb->by_id[table], id, hr_nb_count(r->nb, table), &old)) return HR_ENOMEM;
    if (old != HR_NONE) {
        hr_span first = hr_nb_at(r->nb, table, old)->at;
        return hr_diag_add(r->m.ctx, HR_ERROR, r->m.code, given->at, "were pages saved while the list changed?",
                           "a second object %.*s in `%s`; the first is at %s:%u:%u", HR_STR_FMT(id), hr_nb_names[table],
                           hr_source_name(r->m.ctx, first.file), first.line, first.col);
    }
    hr_nb_row *row = new_row(r, table, id);
    if (row == NULL) return HR_ENOMEM;
    row->at = given->at;
    row->node = n;
    return HR_OK;
}

/* A row, or a page of them: {"count": 120, "results": [...]}. */
static hr_err add_item(reader *r, hr_nb_name table, const hr_ynode *n)
{
    const hr_ynode *results = n->kind == HR_Y_MAP ? hr_member(n, "results") : NULL;
    const hr_ynode *count = results != NULL ? hr_member(n, "count") : NULL;
    hr_err e = HR_OK;
    if (results == NULL) return add_row(r, table, n);
    if (results->kind != HR_Y_SEQ) return hr_member_shape(&r->m, results, "results", "a list of objects");
    if (count != NULL) e = hr_member_number(&r->m, count, "count", &r->nb->counted[table]);
    for (uint32_t i = 0; i < results->n && e != HR_ENOMEM; i++)
        e = hr_keep_worst(add_row(r, table, results->u.item[i]), e);
    return e;
}

/* What a table is: a list, a page, a list of pages. */
static hr_err add_table(reader *r, hr_nb_name table, const hr_ynode *n)
{
    hr_err e = HR_OK;
    if (!r->nb->there[table]) r->nb->at[table] = n->at;
    r->nb->there[table] = true;
    if (n->kind == HR_Y_MAP && hr_member(n, "results") != NULL) return add_item(r, table, n);
    if (n->kind != HR_Y_SEQ)
        return hr_member_shape(&r->m, n, hr_nb_names[table],
                               "a list of objects, or {\"count\": 1, \"results\": [...]}");
    for (uint32_t i = 0; i < n->n && e != HR_ENOMEM; i++) e = hr_keep_worst(add_item(r, table, n->u.item[i]), e);
    return e;
}

/* "dcim/power-feeds", "/api/dcim/power-feeds/", "power_feeds": all the same. */
static hr_nb_name table_named(hr_str name)
{
    while (name.n > 0 && name.s[name.n - 1] == '/') name.n--;
    for (uint32_t i = name.n; i > 0; i--)
        if (name.s[i - 1] == '/') {
            name = (hr_str){name.s + i, name.n - i};
            break;
        }
    for (int t = 0; t < HR_NB_TABLES; t++) {
        bool same = strlen(hr_nb_names[t]) == name.n;
        for (uint32_t i = 0; i < name.n && same; i++) same = hr_nb_names[t][i] == (name.s[i] == '_' ? '-' : name.s[i]);
        if (same) return (hr_nb_name)t;
    }
    return HR_NB_TABLES;
}

static hr_err note_unread(reader *r, hr_str key)
{
    uint32_t old;
    if (!hr_map_add(&r->unread, key, 0, &old)) return HR_ENOMEM;
    hr_str *slot = old == HR_NONE ? hr_vec_push(&r->nb->unread, sizeof *slot) : NULL;
    if (slot != NULL) *slot = key;
    return old == HR_NONE && slot == NULL ? HR_ENOMEM : HR_OK;
}

static hr_err nothing_known(const reader *r, hr_span at)
{
    return hr_diag_add(
        r->m.ctx, HR_ERROR, "M710", at,
        "save what the API returns as {\"dcim/power-feeds\": [...], ...} or as power-feeds.json and so on",
        "none of the tables sites, power-panels, power-feeds, racks, device-types, devices, power-ports, "
        "power-outlets, cables is here");
}

static hr_err read_root(reader *r, const hr_ynode *root)
{
    hr_err e = HR_OK;
    bool any = false;
    if (root->kind != HR_Y_MAP)
        return hr_diag_add(r->m.ctx, HR_ERROR, "M710", root->at, NULL,
                           "a NetBox export is an object {\"dcim/power-feeds\": [...], ...}, found %s",
                           hr_yaml_kind_word(root));
    for (uint32_t i = 0; i < root->n && e != HR_ENOMEM; i++) {
        const hr_ypair *p = &root->u.pair[i];
        hr_nb_name table = table_named(p->key->text);
        any = any || table != HR_NB_TABLES;
        e = hr_keep_worst(table == HR_NB_TABLES ? note_unread(r, p->key->text) : add_table(r, table, p->value), e);
    }
    return any ? e : nothing_known(r, root->at);
}

/* --- files ------------------------------------------------------------------------------------------------- */

static hr_err parse(reader *r, hr_id file, hr_ynode **root) { return hr_yaml_parse(root, r->m.ctx, r->arena, file); }

static hr_err read_page(reader *r, hr_nb_name table, const char *path)
{
    hr_id file;
    hr_ynode *root;
    hr_err e = hr_source_read(r->m.ctx, path, HR_NOWHERE, &file);
    if (e == HR_OK) e = parse(r, file, &root);
    return e == HR_OK ? add_table(r, table, root) : e;
}

static bool is_there(const char *path, bool *folder)
{
    struct stat s;
    bool there = stat(path, &s) == 0;
    *folder = there && S_ISDIR(s.st_mode);
    return there;
}

/* power-feeds.json, and power-feeds-1.json, power-feeds-2.json ... */
static hr_err read_pages(reader *r, hr_nb_name table, const char *folder)
{
    bool inside;
    hr_err e = HR_OK;
    for (unsigned page = 0; page < MOST_PAGES && e != HR_ENOMEM; page++) {
        char number[16] = "";
        if (page > 0) snprintf(number, sizeof number, "-%u", page);
        const char *path = hr_arena_printf(r->arena, "%s/%s%s.json", folder, hr_nb_names[table], number);
        if (path == NULL) return HR_ENOMEM;
        if (is_there(path, &inside)) e = hr_keep_worst(read_page(r, table, path), e);
        else if (page > 0) break;
    }
    return e;
}

static hr_err read_folder(reader *r, const char *path)
{
    hr_err e = HR_OK;
    bool any = false;
    for (int t = 0; t < HR_NB_TABLES && e != HR_ENOMEM; t++) {
        e = hr_keep_worst(read_pages(r, (hr_nb_name)t, path), e);
        any = any || r->nb->there[t];
    }
    return any || e != HR_OK ? e : nothing_known(r, HR_NOWHERE);
}

static hr_err read_file(reader *r, hr_id file)
{
    hr_ynode *root;
    hr_err e = parse(r, file, &root);
    return e == HR_OK ? read_root(r, root) : e;
}

/* --- the whole --------------------------------------------------------------------------------------------- */

/* NetBox pages its lists, 50 rows a page unless asked otherwise: what was saved may be the first page only. */
static hr_err check_counts(const reader *r)
{
    hr_err e = HR_OK;
    for (int t = 0; t < HR_NB_TABLES && e == HR_OK; t++) {
        hr_id n = hr_nb_count(r->nb, (hr_nb_name)t);
        if (!(r->nb->counted[t] > n)) continue;
        e = hr_diag_add(
            r->m.ctx, HR_WARNING, "M711", r->nb->at[t], "ask for ?limit=0, or save the other pages too",
            "NetBox says that there are %.0f rows in `%s`, here are %u: the others are missing from the model",
            r->nb->counted[t], hr_nb_names[t], n);
    }
    return e;
}

static hr_err finish(reader *r, hr_err e)
{
    if (e == HR_OK) e = check_counts(r);
    hr_id n[HR_NB_TABLES];
    for (int t = 0; t < HR_NB_TABLES; t++) n[t] = hr_nb_count(r->nb, (hr_nb_name)t);
    for (int t = 0; t < HR_NB_TABLES && e != HR_ENOMEM; t++)
        for (hr_id i = 0; i < n[t] && e != HR_ENOMEM; i++) e = hr_keep_worst(read_members(r, (hr_nb_name)t, i), e);
    hr_map_free(&r->unread);
    return e;
}

hr_err hr_nb_read_source(hr_nb *out, hr_ctx *ctx, hr_arena *arena, hr_id file)
{
    reader r = {.m = {ctx, "M710"}, .arena = arena, .nb = out};
    return finish(&r, read_file(&r, file));
}

hr_err hr_nb_read(hr_nb *out, hr_ctx *ctx, hr_arena *arena, const char *path)
{
    reader r = {.m = {ctx, "M710"}, .arena = arena, .nb = out};
    bool folder;
    hr_id file;
    if (is_there(path, &folder) && folder) return finish(&r, read_folder(&r, path));
    hr_err e = hr_source_read(ctx, path, HR_NOWHERE, &file);
    return e == HR_OK ? hr_nb_read_source(out, ctx, arena, file) : e;
}

void hr_nb_close(hr_nb *nb)
{
    for (int t = 0; t < HR_NB_TABLES; t++) {
        hr_vec_free(&nb->row[t]);
        hr_map_free(&nb->by_id[t]);
    }
    hr_vec_free(&nb->unread);
}
