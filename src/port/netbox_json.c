/* netbox_json.c - tables of NetBox as JSON: the members that the import reads, a row a line. */
#include "port/netbox_json.h"

#include <stdio.h>

#include "base/json.h"

static bool put(void *user, const char *s, size_t n)
{
    hr_buf *out = user;
    hr_buf_add(out, s, n);
    return !out->failed;
}

static int64_t number_of(hr_str id)
{
    double v = 0;
    return hr_num_parse(id, &v) ? (int64_t)v : 0;
}

static void put_choice(hr_json *j, hr_str v)
{
    if (v.n == 0) {
        hr_json_null(j);
        return;
    }
    hr_json_object(j);
    hr_json_key_str(j, "value", v);
    hr_json_object_end(j);
}

static const char *name_key(hr_nb_name table) { return hr_nb_members[table]->name; } /* "name", of types "model" */

static void put_reference(hr_json *j, const hr_nb *nb, hr_nb_name table, hr_id row)
{
    if (row == HR_NONE) {
        hr_json_null(j);
        return;
    }
    hr_json_object(j);
    hr_json_key(j, "id");
    hr_json_int(j, number_of(hr_nb_at(nb, table, row)->id));
    hr_json_key_str(j, name_key(table), hr_nb_at(nb, table, row)->name);
    hr_json_object_end(j);
}

static void put_cable(hr_json *j, hr_str id)
{
    if (id.n == 0) {
        hr_json_null(j);
        return;
    }
    hr_json_object(j);
    hr_json_key(j, "id");
    hr_json_int(j, number_of(id));
    hr_json_object_end(j);
}

static void put_member(hr_json *j, const hr_nb *nb, const hr_nb_member *m, const hr_nb_row *row)
{
    const void *field = (const char *)row + m->offset;
    hr_json_key(j, m->name);
    switch (m->kind) {
    case HR_NB_FLAG: hr_json_bool(j, hr_str_is(*(const hr_str *)field, "true")); break;
    case HR_NB_TEXT: hr_json_str(j, *(const hr_str *)field); break;
    case HR_NB_CHOICE: put_choice(j, *(const hr_str *)field); break;
    case HR_NB_NUMBER:
    case HR_NB_SIGNED:
        if (((const hr_nb_num *)field)->given) hr_json_exact(j, ((const hr_nb_num *)field)->v);
        else hr_json_null(j);
        break;
    case HR_NB_REF: put_reference(j, nb, m->table, *(const hr_id *)field); break;
    case HR_NB_CABLE: put_cable(j, *(const hr_str *)field); break;
    }
}

typedef struct cables { /* the ports of each cable, as lists */
    hr_id *first, *next;
} cables;

static void put_end(hr_json *j, const char *type, hr_id row)
{
    hr_json_object(j);
    hr_json_key_z(j, "object_type", type);
    hr_json_key_int(j, "object_id", (uint64_t)row + 1);
    hr_json_object_end(j);
}

static void put_ends(hr_json *j, const cables *c, hr_id cable, const hr_nb_link *link)
{
    hr_json_key(j, "a_terminations");
    hr_json_array(j);
    for (hr_id i = c->first[cable]; i != HR_NONE; i = c->next[i]) put_end(j, "dcim.powerport", i);
    hr_json_array_end(j);
    hr_json_key(j, "b_terminations");
    hr_json_array(j);
    put_end(j, link->table == HR_NB_FEEDS ? "dcim.powerfeed" : "dcim.poweroutlet", link->row);
    hr_json_array_end(j);
}

static bool index_cables(const hr_nb *nb, hr_arena *arena, cables *c)
{
    hr_id n = hr_nb_count(nb, HR_NB_PORTS), m = hr_nb_count(nb, HR_NB_CABLES);
    c->first = HR_NEW_ARRAY(arena, hr_id, m);
    c->next = HR_NEW_ARRAY(arena, hr_id, n);
    if (c->first == NULL || c->next == NULL) return false;
    for (hr_id i = 0; i < m; i++) c->first[i] = HR_NONE;
    for (hr_id i = n; i-- > 0;) { /* the first is put in front last */
        hr_str id = hr_nb_at(nb, HR_NB_PORTS, i)->cable;
        if (id.n == 0) continue;
        hr_id cable = (hr_id)number_of(id) - 1;
        c->next[i] = c->first[cable];
        c->first[cable] = i;
    }
    return true;
}

static void put_row(hr_json *j, const hr_nb *nb, hr_nb_name table, hr_id i, const cables *c, const hr_nb_link *link)
{
    const hr_nb_row *row = hr_nb_at(nb, table, i);
    hr_json_object(j);
    hr_json_inline(j, true);
    hr_json_key(j, "id");
    hr_json_int(j, number_of(row->id));
    for (const hr_nb_member *m = hr_nb_members[table]; m->name != NULL; m++) put_member(j, nb, m, row);
    if (table == HR_NB_CABLES) put_ends(j, c, i, &link[i]);
    hr_json_object_end(j);
    hr_json_inline(j, false);
}

hr_err hr_nb_json(const hr_nb *nb, const hr_vec *links, hr_arena *arena, hr_buf *out)
{
    cables c;
    char key[64];
    if (!index_cables(nb, arena, &c)) return HR_ENOMEM;
    hr_json *j = hr_json_new(put, out, true);
    hr_json_object(j);
    for (int t = 0; t < HR_NB_TABLES; t++) {
        snprintf(key, sizeof key, "dcim/%s", hr_nb_names[t]);
        hr_json_key(j, key);
        hr_json_array(j);
        for (hr_id i = 0; i < hr_nb_count(nb, (hr_nb_name)t); i++) put_row(j, nb, (hr_nb_name)t, i, &c, links->item);
        hr_json_array_end(j);
    }
    hr_json_object_end(j);
    hr_json_end_line(j);
    return hr_json_free(j) && !out->failed ? HR_OK : HR_ENOMEM;
}
