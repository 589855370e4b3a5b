/* dps.c - writes the model that a DPS topology describes.
 *
 * Nothing is made up: a figure the file lacks stays out and is listed in the comments at the top, so that results which
 * need it are unknown. What was inferred stands there too, for the reader to judge. */
#include "port/dps.h"

#include <string.h>

#include "port/dps_plan.h"
#include "port/import.h"

/* --- values ------------------------------------------------------------------------------------------------ */

/* GPUs of the makers' own systems, where the file does not list them one by one. */
static uint32_t gpus_of_model(hr_str model)
{
    static const struct {
        const char *part;
        uint32_t gpus;
    } known[] = {{"GB200", 4}, {"GB300", 4}, {"H100", 8}, {"H200", 8}, {"B200", 8}, {"B300", 8}};
    char text[64];
    if (model.n < 4 || model.n >= sizeof text) return 0;
    memcpy(text, model.s, model.n);
    text[model.n] = '\0';
    if (strncmp(text, "DGX", 3) != 0 && strncmp(text, "HGX", 3) != 0) return 0;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(text, known[i].part) != NULL) return known[i].gpus;
    return 0;
}

static uint32_t gpus_listed(const hr_dps_plan *p, hr_id node)
{
    const hr_dps_entity *x = &p->dps.entity[node];
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->children; k++) n += p->dps.entity[x->child[k]].type == HR_DPS_GPU;
    return n;
}

static uint32_t gpus_of(const hr_dps_plan *p, hr_id node)
{
    uint32_t n = gpus_listed(p, node);
    return n > 0 ? n : gpus_of_model(p->dps.entity[node].model);
}

/* What a node draws: the limit of its policy, else what is said to be fixed. */
static hr_dps_value power_of(const hr_dps_plan *p, hr_id node)
{
    const hr_dps_entity *x = &p->dps.entity[node];
    return x->node_limit.given ? x->node_limit : x->static_load;
}

static bool lacks_power(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_NODE && !power_of(p, i).given; }

static bool lacks_policy(const hr_dps_plan *p, hr_id i) { return lacks_power(p, i) && p->dps.entity[i].policy.n == 0; }

static bool lacks_policy_text(const hr_dps_plan *p, hr_id i)
{
    return lacks_power(p, i) && p->dps.entity[i].policy.n > 0 && !p->dps.entity[i].policy_found;
}

static bool has_percentage(const hr_dps_plan *p, hr_id i) { return lacks_power(p, i) && p->dps.entity[i].percentage; }

static bool lacks_node_limit(const hr_dps_plan *p, hr_id i)
{
    return lacks_power(p, i) && p->dps.entity[i].policy_found && !p->dps.entity[i].percentage;
}

static bool has_static_power(const hr_dps_plan *p, hr_id i)
{
    const hr_dps_entity *x = &p->dps.entity[i];
    return p->role[i] == HR_DPS_NODE && !x->node_limit.given && x->static_load.given;
}

static bool has_both_powers(const hr_dps_plan *p, hr_id i)
{
    const hr_dps_entity *x = &p->dps.entity[i];
    return p->role[i] == HR_DPS_NODE && x->node_limit.given && x->static_load.given;
}

static bool has_policy_power(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] == HR_DPS_NODE && p->dps.entity[i].node_limit.given;
}

static bool has_model_gpus(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] == HR_DPS_NODE && gpus_listed(p, i) == 0 && gpus_of(p, i) > 0;
}

static bool lacks_gpus(const hr_dps_plan *p, hr_id i) { return p->role[i] == HR_DPS_NODE && gpus_of(p, i) == 0; }

static bool lacks_limit(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] >= HR_DPS_UTILITY && p->role[i] <= HR_DPS_CORD && !p->dps.entity[i].limit.given;
}

static bool has_factor(const hr_dps_plan *p, hr_id i)
{
    return p->role[i] != HR_DPS_LEFT_OUT && p->dps.entity[i].limit_factor;
}

static void note_values(hr_dps_plan *p)
{
    hr_dps_note_those(p, HR_MADE_INFERRED, has_policy_power, "power is the node limit of the policy");
    hr_dps_note_those(p, HR_MADE_INFERRED, has_static_power, "power is the static load, for no policy limits the node");
    hr_dps_note_those(p, HR_MADE_INFERRED, has_model_gpus, "gpus by the model of the node");
    hr_dps_note_those(p, HR_MADE_MISSING, lacks_policy, "power of nodes without a policy");
    hr_dps_note_those(p, HR_MADE_MISSING, lacks_policy_text, "power of nodes whose policy is not in the file");
    hr_dps_note_those(p, HR_MADE_MISSING, has_percentage, "power of nodes whose policy limits them by percentage");
    hr_dps_note_those(p, HR_MADE_MISSING, lacks_node_limit, "power of nodes whose policy has no node limit");
    hr_dps_note_those(p, HR_MADE_MISSING, lacks_gpus, "gpus of nodes");
    hr_dps_note_those(p, HR_MADE_MISSING, lacks_limit, "limit of power");
    hr_note(&p->notes, HR_MADE_MISSING, "voltages, breakers, cables, phases: no current can be judged");
    hr_note(&p->notes, HR_MADE_MISSING,
            "losses, and loads that the file does not list (switches, management, cooling): what flows is more");
    hr_note(&p->notes, HR_MADE_MISSING, "what must survive an outage: say `redundancy:` under `site:`");
    hr_dps_note_those(p, HR_MADE_UNREAD, has_factor, "power factor of a limit");
    hr_dps_note_those(p, HR_MADE_UNREAD, has_both_powers, "static load of nodes that a policy limits");
}

/* --- the text ---------------------------------------------------------------------------------------------- */

typedef struct writer {
    hr_dps_plan plan;
    hr_buf body;
} writer;

static void add_name(writer *w, hr_id i) { hr_buf_str(&w->body, w->plan.name[i]); }

/* from: of an element that is no rack. */
static void add_from(writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->plan.dps.entity[i];
    hr_buf_z(&w->body, x->parents > 1 ? ", from: [" : ", from: ");
    for (uint32_t k = 0; k < x->parents; k++) {
        if (k > 0) hr_buf_z(&w->body, ", ");
        add_name(w, x->parent[k]);
    }
    if (x->parents > 1) hr_buf_c(&w->body, ']');
}

static void add_distribution(writer *w, hr_dps_role wanted, const char *type)
{
    for (hr_id i = 0; i < w->plan.dps.n; i++) {
        const hr_dps_entity *x = &w->plan.dps.entity[i];
        if (w->plan.role[i] != wanted) continue;
        hr_buf_z(&w->body, "  ");
        add_name(w, i);
        hr_buf_printf(&w->body, ": {type: %s", type);
        if (x->parents > 0) add_from(w, i);
        if (x->limit.given && x->limit.w > 0) hr_made_power(&w->body, ", power", x->limit.w);
        hr_buf_z(&w->body, "}\n");
    }
}

/* A fixed load beside the distribution that it hangs on. */
static hr_err add_static_load(writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->plan.dps.entity[i];
    hr_id from = i;
    if (w->plan.role[i] == HR_DPS_CORD) from = x->parents > 0 ? x->parent[0] : HR_NONE;
    if (from == HR_NONE) {
        hr_note(&w->plan.notes, HR_MADE_UNREAD, "static load of %.*s, which nothing feeds",
                HR_STR_FMT(w->plan.name[i]));
        return HR_OK;
    }
    hr_str name = hr_namer_take(&w->plan.namer, w->plan.name[i], "-static");
    if (name.s == NULL) return HR_ENOMEM;
    hr_buf_printf(&w->body, "  %.*s: {type: load, from: ", HR_STR_FMT(name));
    add_name(w, from);
    hr_made_power(&w->body, ", power", x->static_load.w);
    hr_buf_z(&w->body, "}\n");
    return HR_OK;
}

static hr_err add_static_loads(writer *w)
{
    hr_err e = HR_OK;
    for (hr_id i = 0; i < w->plan.dps.n && e == HR_OK; i++) {
        hr_dps_role role = w->plan.role[i];
        bool beside = role == HR_DPS_UTILITY || role == HR_DPS_BOARD || role == HR_DPS_PDU || role == HR_DPS_CORD;
        if (beside && w->plan.dps.entity[i].static_load.given) e = add_static_load(w, i);
    }
    return e;
}

/* --- racks and their nodes --------------------------------------------------------------------------------- */

static void add_cords(writer *w, const hr_dps_rack *r)
{
    const hr_id *feed = r->feed.item;
    if (r->feed.n == 0) return;
    hr_buf_z(&w->body, "    from: ");
    if (r->feed.n == 1 && !r->supplies) {
        add_name(w, feed[0]);
    } else {
        for (size_t i = 0; i < r->feed.n; i++) {
            hr_buf_z(&w->body, i > 0 ? ", " : "{");
            hr_made_cord(&w->body, i);
            hr_buf_z(&w->body, ": ");
            add_name(w, feed[i]);
        }
        hr_buf_c(&w->body, '}');
    }
    hr_buf_c(&w->body, '\n');
}

/* psus: how many supplies a node has on each cord of its rack; their rating where all have the same limit. */
static hr_err add_psus(const hr_dps_plan *p, const hr_dps_rack *r, hr_id node, hr_buf *out)
{
    hr_vec list = {0};
    hr_err e = hr_dps_feeds(p, node, &list);
    const hr_dps_cord *c = list.item;
    const hr_id *feed = r->feed.item;
    const char *between = ", psus: {";
    hr_dps_value rating = {0};
    bool same = true, first = true;
    for (size_t i = 0; i < r->feed.n; i++) {
        uint32_t count = 0;
        for (size_t k = 0; k < list.n; k++) {
            if (c[k].from != feed[i] || c[k].supply == HR_NONE) continue;
            hr_dps_value limit = p->dps.entity[c[k].supply].limit;
            if (first) rating = limit;
            first = false;
            same = same && limit.given && limit.w == rating.w;
            count++;
        }
        if (count == 0) continue;
        hr_buf_z(out, between);
        hr_made_cord(out, i);
        hr_buf_printf(out, ": %u", count);
        between = ", ";
    }
    if (!first && same && rating.w > 0) hr_made_power(out, ", rating", rating.w);
    if (!first) hr_buf_c(out, '}');
    hr_vec_free(&list);
    return e;
}

static hr_err node_fields(const hr_dps_plan *p, const hr_dps_rack *r, hr_id node, hr_str *out)
{
    hr_buf b = {0};
    hr_dps_value power = power_of(p, node);
    uint32_t gpus = gpus_of(p, node);
    hr_buf_z(&b, "{type: node");
    if (power.given) hr_made_power(&b, ", power", power.w);
    if (gpus > 0) hr_buf_printf(&b, ", gpus: %u", gpus);
    hr_err e = r->supplies ? add_psus(p, r, node, &b) : HR_OK;
    hr_buf_c(&b, '}');
    if (e == HR_OK) *out = b.failed ? (hr_str){NULL, 0} : hr_arena_str(p->arena, b.s, b.n);
    hr_buf_free(&b);
    return e == HR_OK && out->s == NULL ? HR_ENOMEM : e;
}

static hr_err add_nodes(writer *w, const hr_dps_rack *r)
{
    hr_held held = {0};
    const hr_id *node = r->node.item;
    hr_err e = HR_OK;
    for (size_t i = 0; i < r->node.n && e == HR_OK; i++) {
        hr_str fields;
        e = node_fields(&w->plan, r, node[i], &fields);
        if (e == HR_OK) e = hr_held_add(&held, w->plan.name[node[i]], fields);
    }
    if (e == HR_OK) e = hr_held_write(&held, &w->body);
    hr_held_close(&held);
    return e;
}

/* A fixed load inside a rack. */
static hr_err add_held_load(writer *w, const hr_dps_rack *r, double watts)
{
    hr_str name = hr_namer_take(&w->plan.namer, r->name, "-static");
    if (name.s == NULL) return HR_ENOMEM;
    hr_buf_printf(&w->body, "      %.*s: {type: load", HR_STR_FMT(name));
    hr_made_power(&w->body, ", power", watts);
    hr_buf_z(&w->body, "}\n");
    return HR_OK;
}

static hr_err add_rack(writer *w, const hr_dps_rack *r)
{
    const hr_dps_entity *supply = r->supply != HR_NONE ? &w->plan.dps.entity[r->supply] : NULL;
    bool fixed = supply != NULL && supply->static_load.given;
    hr_buf_printf(&w->body, "  %.*s:\n    type: rack\n", HR_STR_FMT(r->name));
    if (supply != NULL && supply->limit.given && supply->limit.w > 0) {
        hr_made_power(&w->body, "    rating", supply->limit.w);
        hr_buf_c(&w->body, '\n');
    }
    add_cords(w, r);
    if (r->node.n > 0 || fixed) hr_buf_z(&w->body, "    holds:\n");
    hr_err e = add_nodes(w, r);
    return e == HR_OK && fixed ? add_held_load(w, r, supply->static_load.w) : e;
}

static hr_err add_elements(writer *w)
{
    add_distribution(w, HR_DPS_UTILITY, "utility");
    add_distribution(w, HR_DPS_BOARD, "switchboard");
    add_distribution(w, HR_DPS_PDU, "pdu");
    hr_err e = add_static_loads(w);
    for (size_t i = 0; i < w->plan.rack.n && e == HR_OK; i++) e = add_rack(w, &((hr_dps_rack *)w->plan.rack.item)[i]);
    return e;
}

/* --- the head ---------------------------------------------------------------------------------------------- */

static void note_unread(hr_dps_plan *p)
{
    const hr_str *member = p->dps.unread.item;
    bool telemetry = false, redfish = false;
    for (hr_id i = 0; i < p->dps.n; i++) {
        telemetry |= p->dps.entity[i].telemetry;
        redfish |= p->dps.entity[i].redfish;
    }
    if (telemetry) hr_note(&p->notes, HR_MADE_UNREAD, "sensors (TelemetryID)");
    if (redfish) hr_note(&p->notes, HR_MADE_UNREAD, "addresses of management controllers (Redfish)");
    for (size_t i = 0; i < p->dps.unread.n; i++)
        hr_note(&p->notes, HR_MADE_UNREAD, "the member \"%.*s\"", HR_STR_FMT(member[i]));
}

static void add_counts(const hr_dps *d, hr_buf *out)
{
    uint32_t count[HR_DPS_TYPES] = {0};
    const char *between = ": ";
    for (hr_id i = 0; i < d->n; i++) count[d->entity[i].type] += d->entity[i].connected;
    for (int i = 0; hr_dps_type_words[i] != NULL; i++) {
        if (count[i] == 0) continue;
        hr_buf_printf(out, "%s%u %s", between, count[i], hr_dps_type_words[i]);
        between = ", ";
    }
}

static void add_head(const hr_dps_plan *p, hr_buf *out)
{
    hr_buf_z(out, "# Made from the NVIDIA DPS topology \"");
    hr_made_comment(out, p->dps.name);
    hr_buf_c(out, '"');
    add_counts(&p->dps, out);
    hr_buf_z(out, ".\n");
    hr_notes_write(&p->notes, out);
    hr_buf_z(out, "headroom: 1\n\nsite:\n  name: ");
    hr_made_quoted(out, p->dps.name.n > 0 ? p->dps.name : HR_STR("unnamed"));
    hr_buf_z(out, "\n\nelements:\n");
}

static hr_err write_model(writer *w, hr_buf *out)
{
    hr_err e = hr_dps_plan_make(&w->plan);
    if (e != HR_OK) return e;
    note_values(&w->plan);
    if ((e = add_elements(w)) != HR_OK) return e;
    note_unread(&w->plan);
    add_head(&w->plan, out);
    if (w->body.n > 0) hr_buf_add(out, w->body.s, w->body.n);
    return out->failed || w->body.failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_import_dps(hr_ctx *ctx, hr_id file, hr_buf *out)
{
    writer w = {.plan.arena = hr_arena_new()};
    size_t start = out->n;
    if (w.plan.arena == NULL) return HR_ENOMEM;
    hr_err e = hr_dps_read(&w.plan.dps, ctx, w.plan.arena, file);
    if (e == HR_OK) e = write_model(&w, out);
    if (e != HR_OK && out->n > start) {
        out->n = start;
        out->s[start] = '\0';
    }
    hr_dps_plan_close(&w.plan);
    hr_buf_free(&w.body);
    hr_arena_free(w.plan.arena);
    return e;
}

hr_err hr_import_run_dps(const hr_import_in *in, hr_buf *out)
{
    hr_id file;
    hr_err e = hr_source_read(in->ctx, in->path, HR_NOWHERE, &file);
    return e == HR_OK ? hr_import_dps(in->ctx, file, out) : e;
}
