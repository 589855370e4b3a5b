/* dps_topology.c - reads a DPS topology file: entities, who feeds whom, policies.
 *
 * The members are those of the public schema. Releases differ: until 0.8 limits are called Constraints and policies
 * stand in the file, later they are called OperatingLimit and policies live elsewhere; both are read. Members that are
 * not known are listed, not refused, because releases add some; but what is known must be of its shape. */
#include "port/dps_topology.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "port/members.h"

const char *const hr_dps_type_words[] = {
    "PowerDomain", "PowerDistribution", "PowerSupply", "ComputerSystem", "GPU", "CPU", NULL};

typedef struct edge {
    hr_id parent, child;
} edge;

typedef struct reader {
    hr_members m;
    hr_arena *arena;
    hr_dps *dps;
    hr_map by_name, unread;
    hr_map listed; /* names that stand in Topology.Entities */
    hr_vec edge;   /* of edge */
    const hr_ynode *policies;
    hr_map policy; /* name -> index in policies */
} reader;

/* --- shapes ------------------------------------------------------------------------------------------------ */

/* {"Value": 1150000, "Type": "W"} */
static hr_err read_power_value(reader *r, const hr_ynode *n, const char *member, hr_dps_value *out)
{
    if (n->kind == HR_Y_SCALAR) { /* StaticLoad: 500 */
        hr_err e = hr_member_number(&r->m, n, member, &out->w);
        out->given = e == HR_OK;
        return e;
    }
    if (n->kind != HR_Y_MAP) return hr_member_shape(&r->m, n, member, "an object {\"Value\": 1000, \"Type\": \"W\"}");
    const hr_ynode *value = hr_member(n, "Value"), *type = hr_member(n, "Type");
    if (type != NULL && (type->kind != HR_Y_SCALAR || !hr_str_is(type->text, "W")))
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", type->at, NULL, "`Type` of `%s` is W", member);
    if (value == NULL) return hr_member_missing(&r->m, n, member, "Value");
    hr_err e = hr_member_number(&r->m, value, "Value", &out->w);
    out->given = e == HR_OK;
    return e;
}

/* {"PowerValue": {...}, "PowerFactor": 0.9}, or the power value itself. */
static hr_err read_load(reader *r, const hr_ynode *n, const char *member, hr_dps_value *out, bool *factor)
{
    const hr_ynode *value = hr_member(n, "PowerValue"), *pf = hr_member(n, "PowerFactor");
    double v;
    if (pf != NULL && (pf->kind != HR_Y_SCALAR || !hr_num_parse(pf->text, &v) || v <= 0 || v > 1))
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", pf->at, NULL, "`PowerFactor` is a number above 0, up to 1");
    *factor = *factor || pf != NULL;
    if (n->kind == HR_Y_MAP && value == NULL && hr_member(n, "Value") == NULL) return HR_OK; /* nothing of power */
    return read_power_value(r, value != NULL ? value : n, value != NULL ? "PowerValue" : member, out);
}

/* --- members that are not understood ----------------------------------------------------------------------- */

static hr_err note_unread(reader *r, const hr_ynode *map, const char *const *known)
{
    for (uint32_t i = 0; i < map->n; i++) {
        const hr_str key = map->u.pair[i].key->text;
        const char *const *w = known;
        uint32_t old;
        while (*w != NULL && !hr_str_is(key, *w)) w++;
        if (*w != NULL || key.n == 0 || key.s[0] == '$') continue;
        if (!hr_map_add(&r->unread, key, 0, &old)) return HR_ENOMEM;
        if (old != HR_NONE) continue;
        hr_str *slot = hr_vec_push(&r->dps->unread, sizeof *slot);
        if (slot == NULL) return HR_ENOMEM;
        *slot = key;
    }
    return HR_OK;
}

/* --- entities ---------------------------------------------------------------------------------------------- */

static hr_err read_type(reader *r, const hr_ynode *map, hr_dps_type *out)
{
    const hr_ynode *n = hr_member(map, "Type");
    if (n == NULL) return hr_member_missing(&r->m, map, "the entity", "Type");
    if (n->kind != HR_Y_SCALAR) return hr_member_shape(&r->m, n, "Type", "a text");
    for (int i = 0; hr_dps_type_words[i] != NULL; i++)
        if (hr_str_is(n->text, hr_dps_type_words[i])) return *out = (hr_dps_type)i, HR_OK;
    const char *near = hr_str_closest(n->text, hr_dps_type_words, HR_DPS_TYPES);
    char help[64];
    if (near != NULL) snprintf(help, sizeof help, "did you mean \"%s\"?", near);
    return hr_diag_add(
        r->m.ctx, HR_ERROR, "M701", n->at, near != NULL ? help : NULL,
        "`Type` is PowerDomain, PowerDistribution, PowerSupply, ComputerSystem, GPU or CPU; found \"%.*s\"",
        HR_STR_FMT(n->text));
}

static hr_err read_name(reader *r, const hr_ynode *map, hr_id id, hr_str *out)
{
    const hr_ynode *n = hr_member(map, "Name");
    uint32_t old;
    if (n == NULL) return hr_member_missing(&r->m, map, "the entity", "Name");
    if (n->kind != HR_Y_SCALAR) return hr_member_shape(&r->m, n, "Name", "a text");
    if (n->text.n == 0) return hr_diag_add(r->m.ctx, HR_ERROR, "M701", n->at, NULL, "`Name` is empty");
    if (!hr_map_add(&r->by_name, n->text, id, &old)) return HR_ENOMEM;
    *out = n->text;
    if (old == HR_NONE) return HR_OK;
    hr_span first = r->dps->entity[old].at;
    return hr_diag_add(r->m.ctx, HR_ERROR, "M701", n->at, NULL, "a second entity \"%.*s\"; the first is at %u:%u",
                       HR_STR_FMT(n->text), first.line, first.col);
}

static hr_err read_entity(reader *r, const hr_ynode *map, hr_id id)
{
    static const char *const known[] = {"Type",        "Name",           "Model",      "Redfish",     "Policy",
                                        "Constraints", "OperatingLimit", "StaticLoad", "TelemetryID", "TelemetryId",
                                        NULL};
    hr_dps_entity *x = &r->dps->entity[id];
    bool ignored = false;
    x->at = map->at;
    if (map->kind != HR_Y_MAP) return hr_member_shape(&r->m, map, "Entities", "a list of objects");
    hr_err e = read_name(r, map, id, &x->given);
    e = hr_keep_worst(read_type(r, map, &x->type), e);
    e = hr_keep_worst(hr_member_text(&r->m, map, "Model", &x->model), e);
    e = hr_keep_worst(hr_member_text(&r->m, map, "Policy", &x->policy), e);
    const hr_ynode *limit = hr_member(map, "OperatingLimit"), *old = hr_member(map, "Constraints");
    const hr_ynode *load = hr_member(map, "StaticLoad");
    if (limit != NULL) e = hr_keep_worst(read_load(r, limit, "OperatingLimit", &x->limit, &x->limit_factor), e);
    else if (old != NULL) e = hr_keep_worst(read_load(r, old, "Constraints", &x->limit, &x->limit_factor), e);
    if (load != NULL) e = hr_keep_worst(read_load(r, load, "StaticLoad", &x->static_load, &ignored), e);
    x->telemetry = hr_member(map, "TelemetryID") != NULL || hr_member(map, "TelemetryId") != NULL;
    x->redfish = hr_member(map, "Redfish") != NULL;
    return hr_keep_worst(note_unread(r, map, known), e);
}

static hr_err read_entities(reader *r, const hr_ynode *root)
{
    const hr_ynode *list = hr_member(root, "Entities");
    if (list == NULL) return hr_member_missing(&r->m, root, "the topology file", "Entities");
    if (list->kind != HR_Y_SEQ) return hr_member_shape(&r->m, list, "Entities", "a list of objects");
    r->dps->entity = HR_NEW_ARRAY(r->arena, hr_dps_entity, list->n);
    if (r->dps->entity == NULL || !hr_map_reserve(&r->by_name, list->n)) return HR_ENOMEM;
    hr_err e = HR_OK;
    for (r->dps->n = 0; r->dps->n < list->n; r->dps->n++)
        e = hr_keep_worst(read_entity(r, list->u.item[r->dps->n], r->dps->n), e);
    return e;
}

/* --- who feeds whom ---------------------------------------------------------------------------------------- */

/* A reference: "node001", or {"Name": "node001", ...}. */
static hr_err refer(reader *r, const hr_ynode *n, const char *member, hr_id *out)
{
    const hr_ynode *name = n->kind == HR_Y_MAP ? hr_member(n, "Name") : n;
    if (name == NULL) return hr_member_missing(&r->m, n, "the object", "Name");
    if (name->kind != HR_Y_SCALAR) return hr_member_shape(&r->m, name, member, "a list of names");
    *out = hr_map_get(&r->by_name, name->text);
    if (*out == HR_NONE)
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", name->at,
                           "an entity must be defined in `Entities` of the same file",
                           "`%s` names \"%.*s\", which is no entity", member, HR_STR_FMT(name->text));
    r->dps->entity[*out].connected = true;
    return HR_OK;
}

/* Which types may feed which: bits of hr_dps_type. */
static const unsigned may_feed[HR_DPS_TYPES] = {
    [HR_DPS_DOMAIN] = 1u << HR_DPS_DOMAIN | 1u << HR_DPS_DISTRIBUTION | 1u << HR_DPS_SUPPLY | 1u << HR_DPS_SYSTEM,
    [HR_DPS_DISTRIBUTION] = 1u << HR_DPS_DOMAIN | 1u << HR_DPS_DISTRIBUTION | 1u << HR_DPS_SUPPLY | 1u << HR_DPS_SYSTEM,
    [HR_DPS_SUPPLY] = 1u << HR_DPS_DISTRIBUTION | 1u << HR_DPS_SUPPLY | 1u << HR_DPS_SYSTEM,
    [HR_DPS_SYSTEM] = 1u << HR_DPS_GPU | 1u << HR_DPS_CPU,
};

static hr_err add_edge(reader *r, hr_id parent, const hr_ynode *n)
{
    hr_id child = HR_NONE;
    hr_err e = refer(r, n, "Children", &child);
    if (e != HR_OK || child == HR_NONE) return e;
    const hr_dps_entity *p = &r->dps->entity[parent], *c = &r->dps->entity[child];
    if (!(may_feed[p->type] >> c->type & 1))
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", n->at, NULL, "a %s cannot be a child of a %s",
                           hr_dps_type_words[c->type], hr_dps_type_words[p->type]);
    edge *slot = hr_vec_push(&r->edge, sizeof *slot);
    if (slot == NULL) return HR_ENOMEM;
    *slot = (edge){parent, child};
    return HR_OK;
}

static hr_err read_children(reader *r, hr_id parent, const hr_ynode *list)
{
    hr_map seen = {0};
    hr_err e = HR_OK;
    if (list->kind != HR_Y_SEQ) return hr_member_shape(&r->m, list, "Children", "a list of names");
    for (uint32_t i = 0; i < list->n; i++) {
        const hr_ynode *n = list->u.item[i], *name = n->kind == HR_Y_MAP ? hr_member(n, "Name") : n;
        uint32_t old = HR_NONE;
        if (name != NULL && name->kind == HR_Y_SCALAR && !hr_map_add(&seen, name->text, i, &old)) e = HR_ENOMEM;
        if (e == HR_ENOMEM) break;
        e = hr_keep_worst(old == HR_NONE ? add_edge(r, parent, n)
                                         : hr_diag_add(r->m.ctx, HR_ERROR, "M701", n->at, NULL,
                                                       "`Children` names \"%.*s\" twice", HR_STR_FMT(name->text)),
                          e);
    }
    hr_map_free(&seen);
    return e;
}

static hr_err read_place(reader *r, const hr_ynode *n)
{
    static const char *const known[] = {"Name", "Children", NULL};
    hr_id id = HR_NONE;
    uint32_t old;
    hr_err e = refer(r, n, "Topology.Entities", &id);
    if (e != HR_OK || id == HR_NONE || n->kind != HR_Y_MAP) return e;
    if (!hr_map_add(&r->listed, r->dps->entity[id].given, id, &old)) return HR_ENOMEM;
    if (old != HR_NONE)
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", n->at, "put all its children into one list",
                           "`Topology.Entities` lists \"%.*s\" twice", HR_STR_FMT(r->dps->entity[id].given));
    const hr_ynode *children = hr_member(n, "Children");
    if (children != NULL) e = read_children(r, id, children);
    return hr_keep_worst(note_unread(r, n, known), e);
}

static hr_err read_topology(reader *r, const hr_ynode *root)
{
    const hr_ynode *topology = hr_member(root, "Topology");
    if (topology == NULL) return hr_member_missing(&r->m, root, "the topology file", "Topology");
    if (topology->kind != HR_Y_MAP)
        return hr_member_shape(&r->m, topology, "Topology", "an object with Name and Entities");
    hr_err e = hr_member_text(&r->m, topology, "Name", &r->dps->name);
    const hr_ynode *list = hr_member(topology, "Entities");
    if (list == NULL) return hr_keep_worst(hr_member_missing(&r->m, topology, "`Topology`", "Entities"), e);
    if (list->kind != HR_Y_SEQ)
        return hr_keep_worst(hr_member_shape(&r->m, list, "Topology.Entities", "a list of objects"), e);
    for (uint32_t i = 0; i < list->n; i++) e = hr_keep_worst(read_place(r, list->u.item[i]), e);
    return e;
}

/* Gives every entity the lists of its parents and children. */
static hr_err link_edges(reader *r)
{
    hr_dps *d = r->dps;
    const edge *list = r->edge.item;
    hr_id *room = HR_NEW_ARRAY(r->arena, hr_id, 2 * r->edge.n);
    if (room == NULL) return HR_ENOMEM;
    for (size_t i = 0; i < r->edge.n; i++) d->entity[list[i].parent].children++, d->entity[list[i].child].parents++;
    for (hr_id i = 0; i < d->n; i++) {
        hr_dps_entity *x = &d->entity[i];
        x->child = room;
        room += x->children;
        x->parent = room;
        room += x->parents;
        x->children = x->parents = 0;
    }
    for (size_t i = 0; i < r->edge.n; i++) {
        hr_dps_entity *p = &d->entity[list[i].parent], *c = &d->entity[list[i].child];
        p->child[p->children++] = list[i].child;
        c->parent[c->parents++] = list[i].parent;
    }
    return HR_OK;
}

/* Takes out what has no parents left, again and again; what remains feeds itself. */
static hr_err check_rings(reader *r)
{
    hr_dps *d = r->dps;
    uint32_t *left = HR_NEW_ARRAY(r->arena, uint32_t, d->n);
    hr_id *queue = HR_NEW_ARRAY(r->arena, hr_id, d->n);
    uint32_t n = 0;
    if (left == NULL || queue == NULL) return HR_ENOMEM;
    for (hr_id i = 0; i < d->n; i++)
        if ((left[i] = d->entity[i].parents) == 0) queue[n++] = i;
    for (uint32_t i = 0; i < n; i++) {
        const hr_dps_entity *x = &d->entity[queue[i]];
        for (uint32_t k = 0; k < x->children; k++)
            if (--left[x->child[k]] == 0) queue[n++] = x->child[k];
    }
    for (hr_id i = 0; i < d->n; i++)
        if (left[i] > 0)
            return hr_diag_add(r->m.ctx, HR_ERROR, "M701", d->entity[i].at, "follow `Children` from it",
                               "\"%.*s\" feeds itself, or is fed by what does", HR_STR_FMT(d->entity[i].given));
    return HR_OK;
}

/* --- policies ---------------------------------------------------------------------------------------------- */

static hr_err read_policies(reader *r, const hr_ynode *root)
{
    const hr_ynode *list = hr_member(root, "Policies");
    hr_err e = HR_OK;
    if (list == NULL) return HR_OK;
    if (list->kind != HR_Y_SEQ) return hr_member_shape(&r->m, list, "Policies", "a list of objects");
    r->policies = list;
    r->dps->policies = list->n > 0;
    for (uint32_t i = 0; i < list->n; i++) {
        const hr_ynode *p = list->u.item[i], *name = hr_member(p, "Name");
        uint32_t old;
        if (p->kind != HR_Y_MAP) e = hr_keep_worst(hr_member_shape(&r->m, p, "Policies", "a list of objects"), e);
        else if (name == NULL) e = hr_keep_worst(hr_member_missing(&r->m, p, "the policy", "Name"), e);
        else if (name->kind != HR_Y_SCALAR) e = hr_keep_worst(hr_member_shape(&r->m, name, "Name", "a text"), e);
        else if (!hr_map_add(&r->policy, name->text, i, &old)) return HR_ENOMEM;
        else if (old != HR_NONE)
            e = hr_keep_worst(hr_diag_add(r->m.ctx, HR_ERROR, "M701", name->at, NULL, "a second policy \"%.*s\"",
                                          HR_STR_FMT(name->text)),
                              e);
    }
    return e;
}

/* The limit of the node among a policy's limits: {"ElementType": "Node", "PowerLimit": {"Watts": 5600}}. */
static hr_err read_node_limit(reader *r, const hr_ynode *policy, hr_dps_value *out, bool *percentage)
{
    const hr_ynode *limits = hr_member(policy, "Limits");
    if (limits == NULL) return HR_OK;
    if (limits->kind != HR_Y_SEQ) return hr_member_shape(&r->m, limits, "Limits", "a list of objects");
    for (uint32_t i = 0; i < limits->n; i++) {
        const hr_ynode *type = hr_member(limits->u.item[i], "ElementType");
        const hr_ynode *power = hr_member(limits->u.item[i], "PowerLimit");
        if (type == NULL || type->kind != HR_Y_SCALAR || !hr_str_is(type->text, "Node") || power == NULL) continue;
        const hr_ynode *watts = hr_member(power, "Watts");
        if (power->kind != HR_Y_MAP)
            return hr_member_shape(&r->m, power, "PowerLimit", "an object with Watts or Percentage");
        *percentage = hr_member(power, "Percentage") != NULL;
        if (watts == NULL) return HR_OK;
        hr_err e = hr_member_number(&r->m, watts, "Watts", &out->w);
        out->given = e == HR_OK;
        return e;
    }
    return HR_OK;
}

static hr_err apply_policies(reader *r)
{
    hr_err e = HR_OK;
    uint32_t n = r->policies != NULL ? r->policies->n : 0;
    hr_dps_value *limit = HR_NEW_ARRAY(r->arena, hr_dps_value, n);
    bool *percentage = HR_NEW_ARRAY(r->arena, bool, n);
    if (limit == NULL || percentage == NULL) return HR_ENOMEM;
    for (uint32_t i = 0; i < n; i++) /* once each: a fault is told once, however many nodes have the policy */
        e = hr_keep_worst(read_node_limit(r, r->policies->u.item[i], &limit[i], &percentage[i]), e);
    for (hr_id i = 0; i < r->dps->n; i++) {
        hr_dps_entity *x = &r->dps->entity[i];
        uint32_t p = x->type == HR_DPS_SYSTEM && x->policy.n > 0 ? hr_map_get(&r->policy, x->policy) : HR_NONE;
        if (p == HR_NONE) continue;
        x->policy_found = true;
        x->node_limit = limit[p];
        x->percentage = percentage[p];
    }
    return e;
}

/* --- the file ---------------------------------------------------------------------------------------------- */

static hr_err read_root(reader *r, const hr_ynode *root)
{
    static const char *const known[] = {"Entities", "Topology", "Policies", NULL};
    if (root->kind != HR_Y_MAP)
        return hr_diag_add(r->m.ctx, HR_ERROR, "M701", root->at, NULL,
                           "a topology file is an object with Entities and Topology, found %s",
                           hr_yaml_kind_word(root));
    hr_err e = read_entities(r, root);
    if (e != HR_OK) return e; /* names of entities that could not be read would be missed everywhere */
    e = read_topology(r, root);
    e = hr_keep_worst(read_policies(r, root), e);
    e = hr_keep_worst(note_unread(r, root, known), e);
    if (e == HR_OK) e = apply_policies(r);
    if (e == HR_OK) e = link_edges(r);
    return e == HR_OK ? check_rings(r) : e;
}

hr_err hr_dps_read(hr_dps *out, hr_ctx *ctx, hr_arena *arena, hr_id file)
{
    reader r = {.m = {ctx, "M701"}, .arena = arena, .dps = out};
    hr_ynode *root;
    *out = (hr_dps){.name = {"", 0}};
    hr_err e = hr_yaml_parse(&root, ctx, arena, file);
    if (e == HR_OK) e = read_root(&r, root);
    hr_map_free(&r.by_name);
    hr_map_free(&r.unread);
    hr_map_free(&r.listed);
    hr_map_free(&r.policy);
    hr_vec_free(&r.edge);
    return e;
}
