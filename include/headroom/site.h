/* site.h - an opened hall: declarations, the units expanded from them, ports and wires. Immutable once opened.
 *
 * A *declaration* is one line of the text with its field values, stored once. A *unit* is a run of identical members
 * of one declaration in one place: a top-level element is a unit of one, `node[1-18]` held by rack-7 is a unit of 18.
 * Engines work on units, so 18 identical nodes cost as much as one; a case may take single members out of a unit.
 * *Elements* are the members themselves, numbered in natural order of full names; they are not stored, only computed
 * from their unit. A *wire* is one electrical feed between two units. A *port* is a place where quantities live.
 *
 * Everything here lives in the site's arena and is freed with it; strings are views into the context's sources or
 * the arena. */
#ifndef HEADROOM_SITE_H
#define HEADROOM_SITE_H

#include "headroom/diag.h"
#include "headroom/element.h"

typedef struct hr_provenance { /* where a catalogue value comes from */
    hr_str part;               /* the part that carried it */
    hr_str source, as_of;
    hr_trust trust;
} hr_provenance;

typedef struct hr_decl {
    const hr_type *type;
    hr_str type_name;   /* as written; differs from type->name only for nothing, kept for messages */
    hr_str name;        /* hostlist text as written: "row[1-4]-rack[01-08]" */
    hr_span at;         /* of the name */
    hr_id parent;       /* holding declaration, or HR_NONE */
    hr_id part;         /* provenance of its part, or HR_NONE */
    void *fields;       /* the type's struct */
    uint32_t members;   /* elements of this declaration in the whole site */
    hr_texts room, epo; /* as written */
    hr_num position_x, position_y;
    hr_num weight;
} hr_decl;

typedef struct hr_unit {
    hr_id decl;
    hr_id holder;     /* unit that holds it, or HR_NONE at top level */
    hr_id first;      /* element id of its first member; members are first .. first+count-1 */
    uint32_t count;   /* identical members, 1 at top level */
    hr_id name;       /* index of first member's own (local) name in site->names; the members follow each other */
    hr_id held_first; /* units held by it: held_first .. held_first+held_count-1 */
    uint32_t held_count;
    hr_id wire_first; /* its feeds: wires wire_first .. +wire_count-1 */
    uint32_t wire_count;
    hr_id port;  /* its own total ("from" or "out", "floor" of a floor), HR_NONE without */
    hr_id floor; /* the unit that it stands on, HR_NONE without */
    const hr_texts *room, *epo;
} hr_unit;

/* What is nominal at a unit whatever the case: found once when the site is opened. */
typedef struct hr_nominal {
    double vin, vout; /* line-to-line volts at its input and output, 0 = unknown */
    uint8_t phases;   /* set of HR_A.. that it carries, 0 = unknown */
    hr_id ring;       /* units whose feeds form a ring share a number; HR_NONE for all others */
} hr_nominal;

typedef enum hr_wire_role {
    HR_WIRE_FEED,   /* an entry of `from` */
    HR_WIRE_BYPASS, /* `bypass` */
    HR_WIRE_SIDE,   /* one side of what stands `between` two elements: feeds it */
    HR_WIRE_TIE,    /* the other way: what stands between feeds the element; has no device of its own */
    HR_WIRE_HELD    /* a part that the element holds feeds it: a cord of its name */
} hr_wire_role;

typedef struct hr_wire { /* one electrical feed: parent -> child */
    hr_id child, parent; /* units */
    const hr_feed *feed; /* breaker, phases, ... as declared */
    hr_id port;          /* where its quantities live; the unit's own port when it is the only feed of a unit */
    uint16_t order;      /* alternative (0, 1, ...) or cord number */
    uint8_t phases;      /* set of HR_A..; 0 = unknown */
    bool automatic;      /* closes by itself */
    bool parallel;       /* one of the sources in parallel of its unit */
    uint8_t role;        /* hr_wire_role */
    bool normally_open;  /* a side or tie of what is open in the base */
} hr_wire;

/* Where heat goes: one reference of a unit to what takes its heat, or brings what does. */
typedef enum hr_heat_role {
    HR_HEAT_COOLED_BY, /* a loop or zone: its coolers, in natural order */
    HR_HEAT_PRIMARY,   /* a cooler or door: the loop that takes its heat, or two junctions of it, there and back */
    HR_HEAT_COOLANT,   /* a load: the loop that cools it, or two junctions of it; or its tank */
    HR_HEAT_ZONE,      /* anything: the zone whose air takes its heat */
    HR_HEAT_LOOP,      /* a junction: the loop that it is part of */
    HR_HEAT_SUPPLIES,  /* a cooler: the junction that it supplies and the one that it takes back from */
    HR_HEAT_BETWEEN    /* a pipe, valve, filter, pump: its two junctions */
} hr_heat_role;

typedef struct hr_heat_ref {
    hr_id unit, to;
    uint8_t role;  /* hr_heat_role */
    uint8_t place; /* of two junctions: which */
} hr_heat_ref;

/* A port carries the electrical points of 3 quantities x places (readings.h). Its name: "from", "out", "A", "from[2]". */
typedef struct hr_port {
    hr_id unit;
    hr_id wire; /* HR_NONE for a unit's total */
    hr_str name;
} hr_port;

typedef struct hr_case_decl {
    hr_str name;
    hr_span at;
    hr_str because;
    hr_texts out;
    struct hr_set {
        hr_text path, value;
        hr_id node; /* private to the model layer */
    } * set;
    uint32_t n_set;
} hr_case_decl;

typedef struct hr_waiver {
    hr_str code;
    hr_texts on;
    hr_str until, because;
    hr_span at;
} hr_waiver;

/* A default that may enter a result: listed with every result it entered. */
typedef struct hr_default {
    hr_id decl;
    const char *field; /* "full_rated", "psus", "winding" */
    double v;
    hr_dim dim;
    hr_str text; /* as words when it is no number */
    const char *source;
} hr_default;

/* The outdoor air of one part of a year, all parts being equally long. Negative: not known, or not given. */
typedef struct hr_weather_row {
    double dry_bulb, wet_bulb; /* K */
    double humidity, pressure; /* relative humidity 0..1; Pa */
} hr_weather_row;

typedef struct hr_weather { /* of the file that `site: {weather: ...}` names */
    hr_str name;            /* as written */
    hr_weather_row *row;    /* in the order of the file, which means nothing */
    uint32_t n;             /* at least 1 */
    double step;            /* s that a row stands for */
    bool hourly;            /* each row is an hour: words may call them so */
} hr_weather;

typedef struct hr_site {
    hr_ctx *ctx;
    const hr_types *types;
    hr_id file; /* the root source */
    hr_str name;
    void *fields;              /* struct of the site type */
    char hash[17];             /* of every source text that made it, hexadecimal */
    const hr_weather *weather; /* NULL without */

    hr_decl *decl;
    uint32_t n_decl;
    hr_unit *unit;
    uint32_t n_unit;
    hr_wire *wire;
    uint32_t n_wire;
    hr_port *port;
    uint32_t n_port;
    hr_nominal *nominal;   /* by unit */
    hr_heat_ref *heat_ref; /* by unit, then role, then as written */
    uint32_t n_heat_ref;
    hr_id *order; /* all units, what feeds before what is fed; those of a ring stand together */
    hr_str *names;
    uint32_t n_names;
    hr_decl *job;
    uint32_t
        n_job; /* a job has a unit, a declaration and a port too: behind the last of the elements, n_unit + its number */
    hr_id self; /* the unit of the site as a whole, behind the jobs */
    hr_case_decl *cases;
    uint32_t n_cases;
    hr_waiver *waiver;
    uint32_t n_waiver;
    hr_provenance *provenance;
    uint32_t n_provenance;
    hr_default *dflt;
    uint32_t n_dflt, cap_dflt;

    uint32_t n_elements; /* held ones included */
    uint32_t n_top;      /* top-level ones */
    uint32_t n_racks, n_nodes;
    uint64_t n_gpus;
    bool has_ranges; /* some value is assumed with a range: verdicts are taken at three corners */
    bool has_far;    /* either end of one of these may be the bad one: at five */
    struct hr_arena *arena;
    void *index; /* name -> unit */
} hr_site;

/* What to open and what to lay over it. */
typedef struct hr_open_opts {
    const hr_types *types;
    const char *const *with;
    size_t n_with; /* further files merged over the site: --with */
    const char *const *set;
    size_t n_set;          /* "path=value": --set */
    const char *case_name; /* a case whose `set:` is applied, and whose `out:` is taken out: --case */
} hr_open_opts;

/* Opens a site from a file, or a folder that holds site.yaml. On error nothing is returned and ctx holds why. */
hr_err hr_site_open(hr_site **out, hr_ctx *ctx, const char *path, const hr_open_opts *opts);
void hr_site_free(hr_site *site);

/* Full name of member k of a unit ("row1-rack03.node2") into buf; returns the length it needs without the NUL. */
size_t hr_unit_name(const hr_site *site, hr_id unit, uint32_t member, char *buf, size_t n);
/* The unit's type, and its struct. */
static inline const hr_type *hr_unit_type(const hr_site *s, hr_id unit) { return s->decl[s->unit[unit].decl].type; }
static inline const void *hr_unit_fields(const hr_site *s, hr_id unit) { return s->decl[s->unit[unit].decl].fields; }
/* A field by its name, "rating" or "measured.demand", and where the unit's value of it is; NULL where its type has none of
 * that kind. Counts are found as HR_F_QUANTITY. The others give the value, NULL likewise. */
const hr_field *hr_unit_field(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind, const void **at);
const void *hr_unit_value(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind);
const hr_num *hr_unit_num(const hr_site *site, hr_id unit, const char *path);
const hr_flag *hr_unit_flag(const hr_site *site, hr_id unit, const char *path);
const hr_choice *hr_unit_choice(const hr_site *site, hr_id unit, const char *path);
static inline hr_cooling_kind hr_unit_cooling(const hr_site *s, hr_id unit)
{
    const hr_type *t = hr_unit_type(s, unit);
    return t->cooling ? t->cooling->kind : HR_COOLING_NONE;
}
/* Heat goes into it, and it has a temperature; it takes that heat and gives it on. A bath is and does both. */
static inline bool hr_cooling_is_body(hr_cooling_kind k)
{
    return k == HR_COOLING_LOOP || k == HR_COOLING_ZONE || k == HR_COOLING_IMMERSION;
}
static inline bool hr_cooling_is_cooler(hr_cooling_kind k)
{
    return k == HR_COOLING_COOLER || k == HR_COOLING_IMMERSION;
}
/* What it says of itself, of a unit that is one. */
static inline hr_cooler_fields hr_unit_cooler(const hr_site *s, hr_id unit)
{
    hr_cooler_fields f = {0};
    hr_unit_type(s, unit)->cooling->cooler(hr_unit_fields(s, unit), &f);
    return f;
}
/* It has a stream of its own on either side, or vapour on one: what moves those draws power and warms what it cools. */
static inline bool hr_law_two_sided(hr_cooler_law law) { return law == HR_LAW_EXCHANGER || law == HR_LAW_CONDENSER; }
/* The links of a unit: site->heat_ref[first] and the *n that follow it. */
uint32_t hr_unit_heat_refs(const hr_site *s, hr_id unit, uint32_t *n);
/* The one unit that it names in a role, the first of two; HR_NONE without. */
hr_id hr_unit_heat_to(const hr_site *s, hr_id unit, hr_heat_role role);
/* The two junctions that it names in a role; false where it names a loop, or nothing. */
bool hr_unit_heat_pair(const hr_site *s, hr_id unit, hr_heat_role role, hr_id out[2]);
static inline hr_power_kind hr_unit_kind(const hr_site *s, hr_id unit)
{
    const hr_type *t = hr_unit_type(s, unit);
    return t->power ? t->power->kind : HR_P_NONE;
}
/* What of a holder hangs on its cords: not what feeds it, and not what has feeds of its own. */
static inline bool hr_hangs_on_holder(const hr_site *s, hr_id held)
{
    hr_power_kind k = hr_unit_kind(s, held);
    return (k == HR_P_LOAD || k == HR_P_HOLDER || k == HR_P_UNMODELLED) && s->unit[held].wire_count == 0;
}
/* The bus bar that a unit holds, HR_NONE without. */
static inline hr_id hr_bar_of(const hr_site *s, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++)
        if (hr_unit_kind(s, h) == HR_P_BAR) return h;
    return HR_NONE;
}
/* What to ask for where the time of its store is not given. */
static inline const char *hr_autonomy_field(const hr_site *s, hr_id unit)
{
    const hr_bridge_ops *ops = hr_unit_type(s, unit)->power->bridge;
    return ops->autonomy_field ? ops->autonomy_field(hr_unit_fields(s, unit)) : "autonomy";
}
/* Its cords come from power supplies that share all that it draws. */
static inline bool hr_is_pooled(const hr_site *s, hr_id unit)
{
    const hr_unit *u = &s->unit[unit];
    return u->wire_count && s->wire[u->wire_first].role == HR_WIRE_HELD &&
           hr_unit_type(s, s->wire[u->wire_first].parent)->power->pools;
}
/* The name by which loads count power supplies on a cord. */
static inline hr_str hr_wire_cord(const hr_site *s, hr_id wire)
{
    const hr_wire *w = &s->wire[wire];
    return w->role == HR_WIRE_HELD ? s->names[s->unit[w->parent].name] : s->port[w->port].name;
}
/* What the holder of `unit` is fed by over this wire feeds the unit too: not what stands in a bank of others. */
static inline bool hr_is_plugged(const hr_site *s, hr_id wire, hr_id unit)
{
    const hr_outlets *o = s->wire[wire].feed->outlets;
    return !o || s->unit[unit].name < o->first || s->unit[unit].name - o->first >= o->n ||
           o->plugged[s->unit[unit].name - o->first];
}
/* Finds an element by full name. */
bool hr_site_find(const hr_site *site, hr_str name, hr_id *unit, uint32_t *member);
/* Finds an outage target: an element, or a wire ("row1-rack01.from.A", "bus-A1.from", "msb-A.from[2]"). */
typedef enum hr_how {                   /* what an outage does to its target */
                      HR_OUT,           /* dead and isolated */
                      HR_STUCK,         /* it keeps its state when called: a transfer, a tie, a start */
                      HR_FED_BY_BYPASS, /* its converter is out, its bypass carries */
                      HR_STAYS_CLOSED /* a wire: what it feeds has a fault and its device fails; its supply goes out beside it */
} hr_how;

typedef struct hr_target {
    hr_id unit;      /* HR_NONE when it is a wire */
    uint32_t member; /* one member of a unit of many */
    hr_id wire;      /* HR_NONE when it is an element */
    hr_how how;
} hr_target;
bool hr_site_find_target(const hr_site *site, hr_str name, hr_target *out);
static inline bool hr_target_same(hr_target a, hr_target b)
{
    return a.unit == b.unit && a.wire == b.wire && a.member == b.member;
}
size_t hr_target_name(const hr_site *site, hr_target t, char *buf, size_t n);
/* Expands a reference (name, hostlist, glob) into targets, in natural order; appends to a caller's array through cb. */
typedef hr_err hr_target_cb(void *user, hr_target t);
hr_err hr_site_match(const hr_site *site, hr_text ref, hr_target_cb *cb, void *user, uint32_t *n);

hr_err hr_site_add_default(hr_site *site, hr_id decl, const char *field, double v, hr_dim dim, const char *text,
                           const char *source);

#endif
