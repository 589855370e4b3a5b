/* dps.c - a DPS topology as a model: which element each entity becomes, and the text.
 *
 * DPS knows equipment by what it does for power capping, not by what it is: a PowerDistribution may be a switchboard or
 * a strip in a rack. So an entity's element follows from its place in the tree:
 *   whatever is fed by nothing          a utility
 *   what feeds further distribution     a switchboard
 *   what feeds racks or nodes           a pdu
 *   a PowerSupply that alone feeds its nodes   a rack that holds them
 *   several PowerSupplies of one node   the cords of a rack of its own, and power supplies of the node
 * Nothing is made up: a figure the file lacks stays out and is listed, so that results which need it are unknown. */
#include "port/dps.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/hostlist.h"
#include "model/units.h"
#include "port/dps_topology.h"

enum { NAME_BYTES = 200, DIGITS = 15 };

typedef enum role { LEFT_OUT, UTILITY, BOARD, PDU, RACK, CORD, NODE } role;

typedef enum section { INFERRED, MISSING, UNREAD, RENAMED, SECTIONS } section;

typedef struct cord {
    hr_id from;   /* entity that feeds it */
    hr_id supply; /* power supply on it, or HR_NONE */
} cord;

typedef struct rack { /* a supply with its nodes, or nodes that share their feeds */
    hr_str name;
    hr_id supply; /* HR_NONE: made up to hold the nodes */
    hr_vec node;  /* hr_id */
    hr_vec cord;  /* cord */
} rack;

typedef struct writer {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_dps dps;
    role *role;
    hr_str *name;
    hr_map names;   /* that are taken */
    hr_vec rack;    /* of rack */
    hr_map rack_of; /* parents of a node, as text -> its rack */
    hr_buf body;
    hr_buf note[SECTIONS];
} writer;

/* --- names ------------------------------------------------------------------------------------------------- */

static bool is_name_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* Everything that a name may not hold becomes one dash. */
static hr_str legal(writer *w, hr_str given)
{
    hr_buf b = {0};
    for (uint32_t i = 0; i < given.n && b.n < NAME_BYTES; i++) {
        bool good = is_name_char(given.s[i]);
        if (good) hr_buf_c(&b, given.s[i]);
        else if (b.n > 0 && b.s[b.n - 1] != '-') hr_buf_c(&b, '-');
    }
    while (b.n > 0 && given.n > 0 && !is_name_char(given.s[given.n - 1]) && b.s[b.n - 1] == '-') b.n--;
    bool begins = b.n > 0 && b.s[0] != '-' && b.s[0] != '_';
    const char *z = hr_arena_printf(w->arena, "%s%.*s", begins ? "" : "x", (int)b.n, b.n > 0 ? b.s : "");
    bool failed = b.failed || z == NULL;
    hr_buf_free(&b);
    return failed ? (hr_str){NULL, 0} : hr_str_of(z);
}

/* A name that nothing else has: the wanted one, or it with -2, -3, ... behind. */
static hr_str take_name(writer *w, hr_str wanted)
{
    hr_str name = wanted;
    for (uint32_t i = 2; name.s != NULL; i++) {
        uint32_t old = HR_NONE;
        bool reserved = hr_str_is(name, "csv"); /* names tables under elements: */
        if (!reserved && !hr_map_add(&w->names, name, 0, &old)) break;
        if (!reserved && old == HR_NONE) return name;
        const char *z = hr_arena_printf(w->arena, "%.*s-%u", HR_STR_FMT(wanted), i);
        name = z != NULL ? hr_str_of(z) : (hr_str){NULL, 0};
    }
    return (hr_str){NULL, 0};
}

static hr_str take_suffixed(writer *w, hr_str name, const char *suffix)
{
    const char *z = hr_arena_printf(w->arena, "%.*s%s", HR_STR_FMT(name), suffix);
    return z != NULL ? take_name(w, hr_str_of(z)) : (hr_str){NULL, 0};
}

/* --- notes ------------------------------------------------------------------------------------------------- */

/* A text from the file inside a comment: on one line, whatever it holds. */
static void add_comment_text(hr_buf *b, hr_str v)
{
    for (uint32_t i = 0; i < v.n;) {
        uint32_t code;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code);
        bool plain = length > 0 && !hr_utf8_unsafe(code) && code != 0x2028 && code != 0x2029 && code != 0xFEFF;
        if (plain) hr_buf_add(b, v.s + i, length);
        else hr_buf_c(b, '?');
        i += length > 0 ? length : 1;
    }
}

static void note(writer *w, section s, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void note(writer *w, section s, const char *fmt, ...)
{
    hr_buf line = {0};
    va_list ap;
    va_start(ap, fmt);
    hr_buf_vprintf(&line, fmt, ap);
    va_end(ap);
    hr_buf_z(&w->note[s], "#   ");
    if (line.n > 0) add_comment_text(&w->note[s], (hr_str){line.s, (uint32_t)line.n});
    hr_buf_c(&w->note[s], '\n');
    w->note[s].failed |= line.failed;
    hr_buf_free(&line);
}

/* Names of the entities that `which` chooses, folded: "node[001-018]"; *count is how many. */
static const char *fold(writer *w, bool (*which)(const writer *w, hr_id i), uint32_t *count)
{
    hr_str *list = HR_NEW_ARRAY(w->arena, hr_str, w->dps.n);
    hr_buf folded = {0};
    const char *text = NULL;
    *count = 0;
    if (list == NULL) return NULL;
    for (hr_id i = 0; i < w->dps.n; i++)
        if (which(w, i)) list[(*count)++] = w->name[i];
    if (*count > 0 && hr_hostlist_fold(list, *count, &folded) == HR_OK && !folded.failed)
        text = hr_arena_str(w->arena, folded.s, folded.n).s;
    hr_buf_free(&folded);
    return text;
}

static void note_those(writer *w, section s, bool (*which)(const writer *w, hr_id i), const char *what)
{
    uint32_t count;
    const char *names = fold(w, which, &count);
    if (count == 0) return;
    if (names == NULL) w->note[s].failed = true;
    else note(w, s, "%s: %s", what, names);
}

/* --- which element each entity becomes --------------------------------------------------------------------- */

static bool feeds(const writer *w, hr_id i, unsigned types)
{
    const hr_dps_entity *x = &w->dps.entity[i];
    for (uint32_t k = 0; k < x->children; k++)
        if (types >> w->dps.entity[x->child[k]].type & 1) return true;
    return false;
}

/* Whether some node beneath it has other feeds too. */
static bool shares_nodes(const writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->dps.entity[i];
    for (uint32_t k = 0; k < x->children; k++)
        if (w->dps.entity[x->child[k]].parents > 1) return true;
    return false;
}

static role role_of(const writer *w, hr_id i)
{
    const unsigned distribution = 1u << HR_DPS_DOMAIN | 1u << HR_DPS_DISTRIBUTION;
    const hr_dps_entity *x = &w->dps.entity[i];
    if (!x->connected || x->type == HR_DPS_GPU || x->type == HR_DPS_CPU) return LEFT_OUT;
    if (x->type == HR_DPS_SYSTEM) return NODE;
    if (x->type == HR_DPS_SUPPLY && !feeds(w, i, distribution | 1u << HR_DPS_SUPPLY))
        return shares_nodes(w, i) ? CORD : RACK;
    if (x->parents == 0) return UTILITY;
    return x->type == HR_DPS_DOMAIN || feeds(w, i, distribution) ? BOARD : PDU;
}

static bool is_unconnected(const writer *w, hr_id i) { return !w->dps.entity[i].connected; }

static bool is_root_by_place(const writer *w, hr_id i)
{
    return w->role[i] == UTILITY && w->dps.entity[i].type != HR_DPS_DOMAIN;
}

static bool is_board(const writer *w, hr_id i) { return w->role[i] == BOARD; }
static bool is_pdu(const writer *w, hr_id i) { return w->role[i] == PDU; }
static bool is_rack(const writer *w, hr_id i) { return w->role[i] == RACK; }
static bool is_cord(const writer *w, hr_id i) { return w->role[i] == CORD; }

static bool has_alternatives(const writer *w, hr_id i)
{
    return (w->role[i] == BOARD || w->role[i] == PDU) && w->dps.entity[i].parents > 1;
}

static hr_err assign(writer *w)
{
    w->role = HR_NEW_ARRAY(w->arena, role, w->dps.n);
    w->name = HR_NEW_ARRAY(w->arena, hr_str, w->dps.n);
    if (w->role == NULL || w->name == NULL) return HR_ENOMEM;
    for (hr_id i = 0; i < w->dps.n; i++) {
        hr_str given = w->dps.entity[i].given;
        w->role[i] = role_of(w, i);
        w->name[i] = take_name(w, legal(w, given));
        if (w->name[i].s == NULL) return HR_ENOMEM;
        if (w->role[i] != LEFT_OUT && !hr_str_eq(w->name[i], given))
            note(w, RENAMED, "\"%.*s\" is %.*s", HR_STR_FMT(given), HR_STR_FMT(w->name[i]));
    }
    note_those(w, INFERRED, is_root_by_place, "utility, for nothing feeds it");
    note_those(w, INFERRED, is_board, "switchboard, for it feeds further distribution");
    note_those(w, INFERRED, is_pdu, "pdu, for it feeds racks or nodes");
    note_those(w, INFERRED, is_rack, "rack, a power supply that holds what it feeds");
    note_those(w, INFERRED, is_cord, "cord of a rack, a power supply of nodes that have several");
    note_those(w, INFERRED, has_alternatives, "several feeds, taken as alternatives in the order of the file");
    note_those(w, UNREAD, is_unconnected, "not in the topology, left out");
    return HR_OK;
}

/* --- racks ------------------------------------------------------------------------------------------------- */

static hr_err add_cord(rack *r, hr_id from, hr_id supply)
{
    cord *c = hr_vec_push(&r->cord, sizeof *c);
    if (c == NULL) return HR_ENOMEM;
    *c = (cord){from, supply};
    return HR_OK;
}

/* The cords of a rack whose nodes have these parents. */
static hr_err add_cords(writer *w, rack *r, const hr_id *parent, uint32_t n)
{
    hr_err e = HR_OK;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        const hr_dps_entity *p = &w->dps.entity[parent[i]];
        if (w->role[parent[i]] != CORD) {
            e = add_cord(r, parent[i], HR_NONE);
            continue;
        }
        if (p->parents > 1)
            note(w, INFERRED, "%.*s has several feeds: each is taken as a cord of its own",
                 HR_STR_FMT(w->name[parent[i]]));
        if (p->parents == 0) note(w, MISSING, "feed of power supply %.*s", HR_STR_FMT(w->name[parent[i]]));
        for (uint32_t k = 0; k < p->parents && e == HR_OK; k++) e = add_cord(r, p->parent[k], parent[i]);
    }
    return e;
}

static rack *new_rack(writer *w, hr_str name, hr_id supply)
{
    rack *r = name.s != NULL ? hr_vec_push(&w->rack, sizeof *r) : NULL;
    if (r == NULL) return NULL;
    *r = (rack){.name = name, .supply = supply};
    return r;
}

/* The feeds of a node as a text to find its rack by. */
static hr_str feeds_key(writer *w, const hr_dps_entity *x)
{
    hr_buf key = {0};
    for (uint32_t k = 0; k < x->parents; k++) hr_buf_printf(&key, "%u,", x->parent[k]);
    hr_str text = key.failed ? (hr_str){NULL, 0} : hr_arena_str(w->arena, key.n > 0 ? key.s : "", key.n);
    hr_buf_free(&key);
    return text;
}

/* A name for a rack that the file does not have: after what feeds it, or the first node it holds. */
static hr_str inferred_name(writer *w, hr_id node)
{
    const hr_dps_entity *x = &w->dps.entity[node];
    if (x->parents == 0) return take_name(w, HR_STR("unfed"));
    return take_suffixed(w, w->name[x->parents == 1 ? x->parent[0] : node], "-rack");
}

static hr_err find_rack(writer *w, hr_id node, uint32_t *out)
{
    const hr_dps_entity *x = &w->dps.entity[node];
    hr_str key = feeds_key(w, x);
    if (key.s == NULL || !hr_map_add(&w->rack_of, key, (uint32_t)w->rack.n, out)) return HR_ENOMEM;
    if (*out != HR_NONE) return HR_OK;
    *out = (uint32_t)w->rack.n;
    rack *r = new_rack(w, inferred_name(w, node), HR_NONE);
    if (r == NULL) return HR_ENOMEM;
    if (x->parents == 0) note(w, MISSING, "feed of the nodes in %.*s", HR_STR_FMT(r->name));
    note(w, INFERRED, "%.*s, a rack that the file does not have, to hold nodes", HR_STR_FMT(r->name));
    return add_cords(w, r, x->parent, x->parents);
}

static hr_err make_racks(writer *w)
{
    hr_err e = HR_OK;
    for (hr_id i = 0; i < w->dps.n && e == HR_OK; i++) {
        if (w->role[i] != RACK) continue;
        const char *key = hr_arena_printf(w->arena, "%u,", i);
        uint32_t old;
        rack *r = key != NULL ? new_rack(w, w->name[i], i) : NULL;
        if (r == NULL || !hr_map_add(&w->rack_of, hr_str_of(key), (uint32_t)w->rack.n - 1, &old)) return HR_ENOMEM;
        const hr_dps_entity *x = &w->dps.entity[i];
        if (x->parents == 0) note(w, MISSING, "feed of %.*s", HR_STR_FMT(w->name[i]));
        e = add_cords(w, r, x->parent, x->parents);
    }
    for (hr_id i = 0; i < w->dps.n && e == HR_OK; i++) {
        uint32_t at;
        if (w->role[i] != NODE) continue;
        e = find_rack(w, i, &at);
        hr_id *slot = e == HR_OK ? hr_vec_push(&((rack *)w->rack.item)[at].node, sizeof *slot) : NULL;
        if (slot == NULL) return HR_ENOMEM;
        *slot = i;
    }
    return e;
}

/* --- values ------------------------------------------------------------------------------------------------ */

static void add_power(hr_buf *b, const char *field, double watts)
{
    char text[64];
    hr_unit_text(text, sizeof text, watts, HR_DIM_WATT, DIGITS);
    hr_buf_printf(b, "%s: %s", field, text);
}

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

static uint32_t gpus_listed(const writer *w, hr_id node)
{
    const hr_dps_entity *x = &w->dps.entity[node];
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->children; k++) n += w->dps.entity[x->child[k]].type == HR_DPS_GPU;
    return n;
}

static uint32_t gpus_of(const writer *w, hr_id node)
{
    uint32_t n = gpus_listed(w, node);
    return n > 0 ? n : gpus_of_model(w->dps.entity[node].model);
}

/* What a node draws: the limit of its policy, else what is said to be fixed. */
static hr_dps_value power_of(const writer *w, hr_id node)
{
    const hr_dps_entity *x = &w->dps.entity[node];
    return x->node_limit.given ? x->node_limit : x->static_load;
}

static bool lacks_power(const writer *w, hr_id i) { return w->role[i] == NODE && !power_of(w, i).given; }

static bool lacks_policy(const writer *w, hr_id i) { return lacks_power(w, i) && w->dps.entity[i].policy.n == 0; }

static bool lacks_policy_text(const writer *w, hr_id i)
{
    return lacks_power(w, i) && w->dps.entity[i].policy.n > 0 && !w->dps.entity[i].policy_found;
}

static bool has_percentage(const writer *w, hr_id i) { return lacks_power(w, i) && w->dps.entity[i].percentage; }

static bool lacks_node_limit(const writer *w, hr_id i)
{
    return lacks_power(w, i) && w->dps.entity[i].policy_found && !w->dps.entity[i].percentage;
}

static bool has_static_power(const writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->dps.entity[i];
    return w->role[i] == NODE && !x->node_limit.given && x->static_load.given;
}

static bool has_both_powers(const writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->dps.entity[i];
    return w->role[i] == NODE && x->node_limit.given && x->static_load.given;
}

static bool has_policy_power(const writer *w, hr_id i)
{
    return w->role[i] == NODE && w->dps.entity[i].node_limit.given;
}

static bool has_model_gpus(const writer *w, hr_id i)
{
    return w->role[i] == NODE && gpus_listed(w, i) == 0 && gpus_of(w, i) > 0;
}

static bool lacks_gpus(const writer *w, hr_id i) { return w->role[i] == NODE && gpus_of(w, i) == 0; }

static bool lacks_limit(const writer *w, hr_id i)
{
    return w->role[i] >= UTILITY && w->role[i] <= CORD && !w->dps.entity[i].limit.given;
}

static bool has_factor(const writer *w, hr_id i) { return w->role[i] != LEFT_OUT && w->dps.entity[i].limit_factor; }

static void note_values(writer *w)
{
    note_those(w, INFERRED, has_policy_power, "power is the node limit of the policy");
    note_those(w, INFERRED, has_static_power, "power is the static load, for no policy limits the node");
    note_those(w, INFERRED, has_model_gpus, "gpus by the model of the node");
    note_those(w, MISSING, lacks_policy, "power of nodes without a policy");
    note_those(w, MISSING, lacks_policy_text, "power of nodes whose policy is not in the file");
    note_those(w, MISSING, has_percentage, "power of nodes whose policy limits them by percentage");
    note_those(w, MISSING, lacks_node_limit, "power of nodes whose policy has no node limit");
    note_those(w, MISSING, lacks_gpus, "gpus of nodes");
    note_those(w, MISSING, lacks_limit, "limit of power");
    note(w, MISSING, "voltages, breakers, cables, phases: no current can be judged");
    note(w, MISSING,
         "losses, and loads that the file does not list (switches, management, cooling): what flows is more");
    note(w, MISSING, "what must survive an outage: say `redundancy:` under `site:`");
    note_those(w, UNREAD, has_factor, "power factor of a limit");
    note_those(w, UNREAD, has_both_powers, "static load of nodes that a policy limits");
}

/* --- the text ---------------------------------------------------------------------------------------------- */

static const char *cord_name(writer *w, size_t i)
{
    return i < 26 ? hr_arena_printf(w->arena, "%c", (char)('A' + i)) : hr_arena_printf(w->arena, "P%zu", i + 1);
}

static void add_cord_list(writer *w, const rack *r)
{
    const cord *c = r->cord.item;
    for (size_t i = 0; i < r->cord.n; i++) {
        const char *name = cord_name(w, i);
        w->body.failed |= name == NULL;
        if (name != NULL)
            hr_buf_printf(&w->body, "%s%s: %.*s", i > 0 ? ", " : "", name, HR_STR_FMT(w->name[c[i].from]));
    }
}

/* from: of an element that is no rack. */
static void add_from(writer *w, hr_id i)
{
    const hr_dps_entity *x = &w->dps.entity[i];
    hr_buf_z(&w->body, x->parents > 1 ? ", from: [" : ", from: ");
    for (uint32_t k = 0; k < x->parents; k++)
        hr_buf_printf(&w->body, "%s%.*s", k > 0 ? ", " : "", HR_STR_FMT(w->name[x->parent[k]]));
    if (x->parents > 1) hr_buf_c(&w->body, ']');
}

static void add_distribution(writer *w, role wanted, const char *type)
{
    for (hr_id i = 0; i < w->dps.n; i++) {
        const hr_dps_entity *x = &w->dps.entity[i];
        if (w->role[i] != wanted) continue;
        hr_buf_printf(&w->body, "  %.*s: {type: %s", HR_STR_FMT(w->name[i]), type);
        if (x->parents > 0) add_from(w, i);
        if (x->limit.given && x->limit.w > 0) add_power(&w->body, ", power", x->limit.w);
        hr_buf_z(&w->body, "}\n");
    }
}

/* Fixed loads beside the distribution that they hang on. */
static hr_err add_static_loads(writer *w)
{
    for (hr_id i = 0; i < w->dps.n; i++) {
        const hr_dps_entity *x = &w->dps.entity[i];
        hr_id from = w->role[i] == CORD ? (x->parents > 0 ? x->parent[0] : HR_NONE) : i;
        if (!x->static_load.given || w->role[i] < UTILITY || w->role[i] == RACK || w->role[i] == NODE) continue;
        if (from == HR_NONE) {
            note(w, UNREAD, "static load of %.*s, which nothing feeds", HR_STR_FMT(w->name[i]));
            continue;
        }
        hr_str name = take_suffixed(w, w->name[i], "-static");
        if (name.s == NULL) return HR_ENOMEM;
        hr_buf_printf(&w->body, "  %.*s: {type: load, from: %.*s", HR_STR_FMT(name), HR_STR_FMT(w->name[from]));
        add_power(&w->body, ", power", x->static_load.w);
        hr_buf_z(&w->body, "}\n");
    }
    return HR_OK;
}

/* psus: of the nodes of a rack that stands on power supplies; their rating where all have the same limit. */
static void add_psus(writer *w, const rack *r, hr_buf *out)
{
    const cord *c = r->cord.item;
    hr_dps_value rating = {0};
    bool same = true, any = false;
    for (size_t i = 0; i < r->cord.n; i++) {
        if (c[i].supply == HR_NONE) continue;
        const char *name = cord_name(w, i);
        hr_dps_value limit = w->dps.entity[c[i].supply].limit;
        out->failed |= name == NULL;
        if (name != NULL) hr_buf_printf(out, "%s%s: 1", any ? ", " : ", psus: {", name);
        if (!any) rating = limit;
        same = same && limit.given && limit.w == rating.w;
        any = true;
    }
    if (any && same && rating.w > 0) add_power(out, ", rating", rating.w);
    if (any) hr_buf_c(out, '}');
}

static hr_str node_fields(writer *w, hr_id node, hr_str psus)
{
    hr_buf b = {0};
    hr_dps_value power = power_of(w, node);
    uint32_t gpus = gpus_of(w, node);
    hr_buf_z(&b, "{type: node");
    if (power.given) add_power(&b, ", power", power.w);
    if (gpus > 0) hr_buf_printf(&b, ", gpus: %u", gpus);
    hr_buf_str(&b, psus);
    hr_buf_c(&b, '}');
    hr_str text = b.failed ? (hr_str){NULL, 0} : hr_arena_str(w->arena, b.s, b.n);
    hr_buf_free(&b);
    return text;
}

/* One line for each hostlist that names fold into: "node[001-018]: {...}". */
static hr_err add_folded(writer *w, const hr_str *names, uint32_t n, hr_str fields)
{
    hr_buf folded = {0};
    hr_err e = hr_hostlist_fold(names, n, &folded);
    uint32_t depth = 0;
    for (size_t i = 0, from = 0; e == HR_OK && i <= folded.n; i++) {
        char c = i < folded.n ? folded.s[i] : ',';
        if (c == '[') depth++;
        if (c == ']') depth--;
        if (c != ',' || depth > 0) continue;
        hr_buf_printf(&w->body, "      %.*s: %.*s\n", (int)(i - from), folded.s + from, HR_STR_FMT(fields));
        from = i + 1;
    }
    if (folded.failed) e = HR_ENOMEM;
    hr_buf_free(&folded);
    return e;
}

/* The nodes of a rack, those with the same fields together, in the order of the file. */
static hr_err add_nodes(writer *w, const rack *r)
{
    hr_buf psus = {0};
    const hr_id *node = r->node.item;
    uint32_t n = (uint32_t)r->node.n;
    hr_str *fields = HR_NEW_ARRAY(w->arena, hr_str, n), *names = HR_NEW_ARRAY(w->arena, hr_str, n);
    add_psus(w, r, &psus);
    hr_err e = fields == NULL || names == NULL || psus.failed ? HR_ENOMEM : HR_OK;
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        fields[i] = node_fields(w, node[i], (hr_str){psus.n > 0 ? psus.s : "", (uint32_t)psus.n});
        if (fields[i].s == NULL) e = HR_ENOMEM;
    }
    for (uint32_t i = 0; i < n && e == HR_OK; i++) {
        uint32_t count = 0;
        hr_str wanted = fields[i];
        for (uint32_t k = i; wanted.n > 0 && k < n; k++) {
            if (!hr_str_eq(fields[k], wanted)) continue;
            names[count++] = w->name[node[k]];
            fields[k].n = 0; /* written */
        }
        if (count > 0) e = add_folded(w, names, count, wanted);
    }
    hr_buf_free(&psus);
    return e;
}

static hr_err add_rack(writer *w, const rack *r)
{
    const hr_dps_entity *supply = r->supply != HR_NONE ? &w->dps.entity[r->supply] : NULL;
    const cord *c = r->cord.item;
    bool fixed = supply != NULL && supply->static_load.given;
    hr_buf_printf(&w->body, "  %.*s:\n    type: rack\n", HR_STR_FMT(r->name));
    if (supply != NULL && supply->limit.given && supply->limit.w > 0) {
        add_power(&w->body, "    rating", supply->limit.w);
        hr_buf_c(&w->body, '\n');
    }
    if (r->cord.n == 1 && c[0].supply == HR_NONE) {
        hr_buf_printf(&w->body, "    from: %.*s\n", HR_STR_FMT(w->name[c[0].from]));
    } else if (r->cord.n > 0) {
        hr_buf_z(&w->body, "    from: {");
        add_cord_list(w, r);
        hr_buf_z(&w->body, "}\n");
    }
    if (r->node.n > 0 || fixed) hr_buf_z(&w->body, "    holds:\n");
    hr_err e = r->node.n > 0 ? add_nodes(w, r) : HR_OK;
    if (!fixed || e != HR_OK) return e;
    hr_str name = take_suffixed(w, r->name, "-static");
    if (name.s == NULL) return HR_ENOMEM;
    hr_buf_printf(&w->body, "      %.*s: {type: load", HR_STR_FMT(name));
    add_power(&w->body, ", power", supply->static_load.w);
    hr_buf_z(&w->body, "}\n");
    return HR_OK;
}

static hr_err add_elements(writer *w)
{
    add_distribution(w, UTILITY, "utility");
    add_distribution(w, BOARD, "switchboard");
    add_distribution(w, PDU, "pdu");
    hr_err e = add_static_loads(w);
    for (size_t i = 0; i < w->rack.n && e == HR_OK; i++) e = add_rack(w, &((rack *)w->rack.item)[i]);
    return e;
}

/* A text in double quotes, whatever it holds. */
static void add_quoted(hr_buf *b, hr_str v)
{
    hr_buf_c(b, '"');
    for (uint32_t i = 0; i < v.n;) {
        uint32_t code = 0;
        unsigned length = hr_utf8_decode(v.s + i, v.n - i, &code);
        bool plain = length > 0 && !hr_utf8_unsafe(code) && code != 0x2028 && code != 0x2029 && code != 0xFEFF;
        if (plain && (code == '"' || code == '\\')) hr_buf_c(b, '\\');
        if (plain) hr_buf_add(b, v.s + i, length);
        else if (code <= 0xFFFF) hr_buf_printf(b, "\\u%04X", (unsigned)code);
        else hr_buf_printf(b, "\\U%08X", (unsigned)code);
        i += length > 0 ? length : 1;
    }
    hr_buf_c(b, '"');
}

static void note_unread(writer *w)
{
    const hr_str *member = w->dps.unread.item;
    bool telemetry = false, redfish = false;
    for (hr_id i = 0; i < w->dps.n; i++) {
        telemetry |= w->dps.entity[i].telemetry;
        redfish |= w->dps.entity[i].redfish;
    }
    if (telemetry) note(w, UNREAD, "sensors (TelemetryID)");
    if (redfish) note(w, UNREAD, "addresses of management controllers (Redfish)");
    for (size_t i = 0; i < w->dps.unread.n; i++) note(w, UNREAD, "the member \"%.*s\"", HR_STR_FMT(member[i]));
}

static void add_head(writer *w, hr_buf *out)
{
    static const char *const titles[SECTIONS] = {"Inferred", "Not in the file, so unknown", "Not taken over",
                                                 "Renamed: names are letters, digits, - and _"};
    uint32_t count[HR_DPS_TYPES] = {0};
    for (hr_id i = 0; i < w->dps.n; i++) count[w->dps.entity[i].type] += w->dps.entity[i].connected;
    hr_buf_z(out, "# Made from the NVIDIA DPS topology \"");
    add_comment_text(out, w->dps.name);
    hr_buf_z(out, "\":");
    for (int i = 0; hr_dps_type_words[i] != NULL; i++)
        if (count[i] > 0) hr_buf_printf(out, " %u %s", count[i], hr_dps_type_words[i]);
    hr_buf_z(out, ".\n");
    for (int s = 0; s < SECTIONS; s++) {
        if (w->note[s].n > 0) hr_buf_printf(out, "# %s:\n%s", titles[s], w->note[s].s);
        out->failed |= w->note[s].failed;
    }
    hr_buf_z(out, "headroom: 1\n\nsite:\n  name: ");
    add_quoted(out, w->dps.name.n > 0 ? w->dps.name : HR_STR("unnamed"));
    hr_buf_z(out, "\n\nelements:\n");
}

static hr_err write_model(writer *w, hr_buf *out)
{
    hr_err e = assign(w);
    if (e == HR_OK) e = make_racks(w);
    if (e == HR_OK) note_values(w);
    if (e == HR_OK) e = add_elements(w);
    if (e != HR_OK) return e;
    note_unread(w);
    add_head(w, out);
    if (w->body.n > 0) hr_buf_add(out, w->body.s, w->body.n);
    return out->failed || w->body.failed ? HR_ENOMEM : HR_OK;
}

static void close_writer(writer *w)
{
    for (size_t i = 0; i < w->rack.n; i++) {
        hr_vec_free(&((rack *)w->rack.item)[i].node);
        hr_vec_free(&((rack *)w->rack.item)[i].cord);
    }
    for (int s = 0; s < SECTIONS; s++) hr_buf_free(&w->note[s]);
    hr_vec_free(&w->rack);
    hr_vec_free(&w->dps.unread);
    hr_map_free(&w->rack_of);
    hr_map_free(&w->names);
    hr_buf_free(&w->body);
    hr_arena_free(w->arena);
}

hr_err hr_import_dps(hr_ctx *ctx, hr_id file, hr_buf *out)
{
    writer w = {.ctx = ctx, .arena = hr_arena_new()};
    size_t start = out->n;
    if (w.arena == NULL) return HR_ENOMEM;
    hr_err e = hr_dps_read(&w.dps, ctx, w.arena, file);
    if (e == HR_OK) e = write_model(&w, out);
    if (e != HR_OK && out->n > start) {
        out->n = start;
        out->s[start] = '\0';
    }
    close_writer(&w);
    return e;
}
