/* element.h - what an element type is: a struct, a field table, a port table, small callbacks.
 *
 * One type is one file in src/element and one line in types.def. The field table alone drives the parser, the unit
 * check, the JSON Schema, CSV columns and the man page; the model layer is handed the table of types and knows none.
 * A declaration's fields are parsed straight into the type's struct (decl->fields), so callbacks read plain members. */
#ifndef HEADROOM_ELEMENT_H
#define HEADROOM_ELEMENT_H

#include "headroom/id.h"

struct hr_site;
struct hr_decl;

/* Dimensions. kW and kVA differ on purpose: a field says which it means. */
typedef enum hr_dim {
    HR_DIM_NONE, /* ratio: bare number or percent */
    HR_DIM_VOLT,
    HR_DIM_AMP,
    HR_DIM_WATT,
    HR_DIM_VA,
    HR_DIM_VAR,
    HR_DIM_OHM,
    HR_DIM_OHM_PER_M,
    HR_DIM_HERTZ,
    HR_DIM_SECOND,
    HR_DIM_JOULE,
    HR_DIM_KELVIN,      /* a temperature: degC and degF have an offset */
    HR_DIM_KELVIN_DIFF, /* a difference: K */
    HR_DIM_METRE,
    HR_DIM_M2,
    HR_DIM_M3,
    HR_DIM_KG,
    HR_DIM_NEWTON,
    HR_DIM_PASCAL,
    HR_DIM_M3_PER_S,
    HR_DIM_KG_PER_S,
    HR_DIM_WATT_PER_S,
    HR_DIM_WATT_PER_K,
    HR_DIM_BIT_PER_S,
    HR_DIM_BYTE,
    HR_DIM_USD,
    HR_DIM_USD_PER_J,
    HR_DIM_M2_CONDUCTOR, /* conductor size: mm2, kcmil, AWG */
    HR_DIM_WATT_PER_M2,
    HR_DIM_FLOW_PER_WATT,   /* coolant by power: L/min/kW */
    HR_DIM_M3_PER_JOULE,    /* water by energy: L/kWh */
    HR_DIM_KELVIN_PER_WATT, /* thermal resistance */
    HR_DIM_KG_PER_M3,
    HR_DIM_J_PER_KG_K,   /* specific heat */
    HR_DIM_M2_PER_S,     /* kinematic viscosity */
    HR_DIM_WATT_PER_M_K, /* thermal conductivity */
    HR_DIM_COUNT_
} hr_dim;

typedef enum hr_trust {           /* weakest last; a computed value carries the weakest of its inputs */
                        HR_GIVEN, /* written in the user's own model */
                        HR_VERIFIED,
                        HR_COMPUTED,
                        HR_SECONDARY,
                        HR_RECALLED,
                        HR_ASSUMED,
                        HR_DEFAULT
} hr_trust;
extern const char *const hr_trust_words[]; /* in this order, NULL-terminated */

typedef enum hr_presence { HR_ABSENT, HR_PRESENT, HR_DEFAULTED } hr_presence;

/* One number of a declaration, with where it came from. Absent is absent: v is then 0 and means nothing. */
typedef struct hr_num {
    double v, lo, hi; /* SI; lo == hi == v unless the value is assumed with a range */
    hr_span at;
    uint8_t presence; /* hr_presence */
    uint8_t trust;    /* hr_trust */
    hr_id provenance; /* index into site->provenances (source, as_of), HR_NONE for the user's own file */
} hr_num;

typedef struct hr_flag { /* yes/no */
    bool v;
    uint8_t presence, trust;
    hr_span at;
} hr_flag;

typedef struct hr_choice { /* index into the field's list of words */
    int16_t v;
    uint8_t presence, trust;
    hr_span at;
} hr_choice;

typedef struct hr_text {
    hr_str v;
    uint8_t presence, trust;
    hr_span at;
} hr_text;

typedef struct hr_texts { /* one word or a list of them: rules, globs, groups */
    hr_text *item;
    uint32_t n;
} hr_texts;

typedef struct hr_curve { /* x ascending; straight lines between points, ends held */
    double *x, *y;
    uint32_t n;
    hr_span at;
} hr_curve;

/* Of a curve with a point at least. */
static inline double hr_curve_at(const hr_curve *c, double x)
{
    uint32_t i = 1;
    if (x <= c->x[0]) return c->y[0];
    while (i < c->n && c->x[i] < x) i++;
    if (i == c->n) return c->y[c->n - 1];
    return c->y[i - 1] + (c->y[i] - c->y[i - 1]) * (x - c->x[i - 1]) / (c->x[i] - c->x[i - 1]);
}

typedef struct hr_records { /* a list of records, each of the field's own table */
    void *item;             /* n of them, `size` bytes each */
    hr_span *span;          /* where each begins */
    uint32_t n;
    uint16_t size;
    bool present; /* written, if only as an empty list */
    hr_span at;
} hr_records;

static inline void *hr_record_at(const hr_records *r, uint32_t i) { return (char *)r->item + (size_t)i * r->size; }

/* --- electrical feeds ---------------------------------------------------------------------------------------- */

enum { HR_A = 1, HR_B = 2, HR_C = 4, HR_N = 8 }; /* a set of conductors: ABC = 7, A-N = HR_A|HR_N */

enum { HR_MINIATURE, HR_MOULDED_CASE }; /* IEC 60898-1, IEC 60947-2 */
enum { HR_KIND_BREAKER, HR_KIND_FUSE }; /* absent counts as a breaker, which is what the record is called */

/* What reduces the energy of an arc at a device (NEC 240.67, 240.87). */
enum {
    HR_ARC_ZONE,
    HR_ARC_DIFFERENTIAL,
    HR_ARC_MAINTENANCE,
    HR_ARC_ACTIVE,
    HR_ARC_INSTANTANEOUS,
    HR_ARC_OVERRIDE,
    HR_ARC_FAST, /* a fuse that clears the arcing current within 0.07 s */
    HR_ARC_NONE
};
extern const char *const hr_device_kind_words[], *const hr_arc_energy_words[]; /* NULL-terminated */

typedef struct hr_breaker_rec {
    hr_num rating;       /* A */
    hr_num frame;        /* A, highest long-time setting */
    hr_flag full_rated;  /* listed for 100 % with its assembly; absent counts as 80 % */
    hr_num interrupting; /* A */
    hr_choice standard;  /* HR_MINIATURE.. */
    hr_num trip_current; /* A, at which it trips within its conventional time */
    hr_choice kind;
    hr_num voltage, voltage_ground; /* V between lines; to ground where it is slash-rated (480Y/277) */
    hr_flag ground_fault;           /* it protects equipment against ground faults */
    hr_num ground_fault_setting;    /* A */
    hr_num ground_fault_delay;      /* s at 3 kA */
    hr_choice arc_energy;
    hr_num cap; /* A, set-point of an energy management system */
    hr_flag cap_listed, cap_fail_safe;
    bool present;
    hr_span at;
} hr_breaker_rec;

enum { HR_CLASS_ORV3, HR_CLASS_HPR }; /* of open racks */

/* How the neutral point of a source is connected to ground. */
enum { HR_GROUNDING_SOLID, HR_GROUNDING_IMPEDANCE, HR_GROUNDING_NONE };
extern const char *const hr_grounding_words[]; /* NULL-terminated */

typedef struct hr_cable_rec {  /* a conductor run: model/cable_fields.h */
    hr_num size, sets, length; /* m2, count, m */
    hr_num ambient, bundled, circuits;
    hr_num ampacity, derating;    /* A of one set, factor: in place of tables */
    hr_num resistance, reactance; /* ohm/m */
    hr_num power_factor;          /* of what it carries */
    hr_choice conductor, insulation, termination, raceway;
    hr_flag tap;
    hr_span at;
} hr_cable_rec;

enum { HR_CLOSES_AUTO, HR_CLOSES_MANUAL };
enum { HR_NORMALLY_OPEN, HR_NORMALLY_CLOSED };
enum { HR_TRANSITION_OPEN, HR_TRANSITION_CLOSED };

/* What is plugged into a part that feeds its holder: of the names first .. first + n - 1 (hr_site.names) that the
 * holder holds, those that are. */
typedef struct hr_outlets {
    hr_id first;
    uint32_t n;
    bool *plugged;
} hr_outlets;

/* One feed as declared. `to` is a reference template: name, hostlist, glob, with $1 captures. */
typedef struct hr_feed {
    hr_str cord; /* the cord's name for named feeds, else empty */
    hr_text to;
    bool spread; /* `{spread: ...}`: members are dealt over the targets in blocks */
    hr_breaker_rec breaker;
    const hr_cable_rec *cable; /* NULL: none stated */
    hr_choice phases;          /* value is a set of HR_A.. */
    hr_choice closes;
    hr_choice transition;
    hr_num time, priority;
    hr_text receptacle;        /* of what is plugged in there */
    const hr_outlets *outlets; /* of a bank: what is plugged in; NULL: everything */
    hr_span at;
} hr_feed;

typedef enum hr_from_form {
    HR_FROM_NONE,
    HR_FROM_ONE,          /* from: x            or {to: x, ...} or {spread: ...} */
    HR_FROM_ALTERNATIVES, /* from: [{to}, {to}] in order */
    HR_FROM_CORDS,        /* from: {A: ..., B: ...} simultaneous; stored in natural order of cord names */
    HR_FROM_PARALLEL      /* from: {parallel: [...]} */
} hr_from_form;

typedef struct hr_from {
    hr_from_form form;
    hr_feed *feed;
    uint32_t n;
    hr_span at;
} hr_from;

enum { HR_LINE_LINE, HR_LINE_NEUTRAL, HR_THREE_LINES };

/* `psus: {A: 2, B: 2, needed: 2, rating: 6 kW}` */
typedef struct hr_psus {
    bool present;
    uint32_t n; /* cords named */
    struct hr_psu_cord {
        hr_str cord;
        hr_num count;
    } * cord;
    hr_num needed, rating, installed, voltage, efficiency;
    hr_num hold_up;               /* s without input at rated load */
    hr_num input_low, input_high; /* V, lowest and highest rated input */
    hr_choice connection;         /* of its input: HR_LINE_LINE, HR_LINE_NEUTRAL, HR_THREE_LINES */
    hr_span at;
} hr_psus;

/* --- fields --------------------------------------------------------------------------------------------------- */

typedef enum hr_field_kind {
    HR_F_QUANTITY, /* hr_num, dimension-checked */
    HR_F_COUNT,    /* hr_num, a whole number >= 0 */
    HR_F_FLAG,     /* hr_flag: true/false/yes/no */
    HR_F_CHOICE,   /* hr_choice among `words` */
    HR_F_TEXT,     /* hr_text */
    HR_F_TEXTS,    /* hr_texts: one or a list */
    HR_F_REF,      /* hr_texts: references to elements, resolved later, medium in `medium` */
    HR_F_CURVE,    /* hr_curve: {x: y, ...}, x in dim, y in dim2 */
    HR_F_FROM,     /* hr_from */
    HR_F_BYPASS,   /* hr_from: one feed beside `from`, taken when that fails */
    HR_F_BETWEEN,  /* hr_texts: the two elements that it ties */
    HR_F_PSUS,     /* hr_psus */
    HR_F_RECORD,   /* a nested mapping with a table of its own (`record`), parsed into the struct at offset */
    HR_F_RECORDS,  /* hr_records: a list of mappings with a table of their own (`record`), each `size` bytes */
    HR_F_HOLDS,    /* names -> declarations; kept by the declaration, no storage */
    HR_F_OPEN      /* kept as text only: parsed and checked by a type that is still to come; no storage */
} hr_field_kind;

/* Which end of a range is the bad one. Of the last two either is, for some of what hangs on it: the corner takes the one that is
 * named first, its far one the other. Those that are bad together are named alike: little heat to liquid leaves most to the air,
 * which is worst where that is supplied warm. */
typedef enum hr_harsh {
    HR_HARSH_NONE,
    HR_HARSH_HIGH,
    HR_HARSH_LOW,
    HR_HARSH_LOW_THEN_HIGH,
    HR_HARSH_HIGH_THEN_LOW
} hr_harsh;
static inline bool hr_harsh_is_either(hr_harsh h) { return h == HR_HARSH_LOW_THEN_HIGH || h == HR_HARSH_HIGH_THEN_LOW; }

typedef enum hr_medium { HR_ELECTRICAL, HR_LIQUID, HR_AIR, HR_FLOOR, HR_FABRIC, HR_NO_MEDIUM } hr_medium;

enum {              /* hr_field.flags */
       HR_NEED = 1, /* rows that depend on it are unknown without it */
       HR_MAY_NEGATIVE = 2,
       HR_IS_RATIO_0_1 = 4, /* refuse above 100 % */
       HR_POSITIVE = 8,     /* zero is refused too */
       HR_NEED_ONE = 16,    /* of the fields marked so, one is enough: rating or power */
       HR_NAMES_BESIDE = 32 /* texts: a count, or names of what the same holder holds; those it names apart from each
                               other are units apart */
};

typedef struct hr_field {
    const char *name;
    uint8_t kind; /* hr_field_kind */
    uint8_t dim, dim2;
    uint8_t flags;
    uint8_t harsh;
    uint8_t medium;
    uint16_t offset;               /* into the type's struct */
    const char *const *words;      /* HR_F_CHOICE: NULL-terminated */
    const struct hr_field *record; /* HR_F_RECORD, HR_F_RECORDS: its table, ended by a NULL name */
    uint16_t size;                 /* HR_F_RECORDS: of one */
    const char *dflt;              /* default as text with unit, or NULL: then a missing value is unknown */
    const char *dflt_source;       /* where the default comes from; listed with every result it entered */
    const char *doc;               /* one line for schema and man page */
} hr_field;

/* --- heat ------------------------------------------------------------------------------------------------------- */

enum { HR_FLUID_WATER, HR_FLUID_PG20, HR_FLUID_PG25, HR_FLUID_PG30 }; /* propylene glycol, per cent by volume */
extern const char *const hr_fluid_words[];                            /* NULL-terminated */

/* How the cooling engine treats an element. */
typedef enum hr_cooling_kind {
    HR_COOLING_NONE,
    HR_COOLING_LOOP,     /* a header of liquid: what names it gives it heat, what it is `cooled_by` takes that */
    HR_COOLING_ZONE,     /* the same of air */
    HR_COOLING_COOLER,   /* takes heat from the loops and zones that name it and gives it on */
    HR_COOLING_DOOR,     /* held by a rack: takes a part of its heat out of the air that leaves it */
    HR_COOLING_PUMP,     /* held by a cooler: moves its coolant */
    HR_COOLING_JUNCTION, /* a point of a loop with pipes */
    HR_COOLING_LINK,     /* between two junctions: pipe, valve, filter, pump */
    HR_COOLING_RACK,     /* gives the heat of what it holds to its coolant and its zone */
    HR_COOLING_LOAD,     /* held by a rack, or alone in a zone */
    HR_COOLING_VESSEL,   /* on a loop: takes up what its liquid grows by */
    HR_COOLING_TANK,     /* on a loop: more of its liquid */
    HR_COOLING_IMMERSION, /* a bath: what racks in it name as their coolant, and the cooler that takes its heat, in one */
    HR_COOLING_MANIFOLD   /* held by a rack: divides its coolant over trays */
} hr_cooling_kind;

/* What a cooler does with the heat. */
typedef enum hr_cooler_law {
    HR_LAW_EXCHANGER,  /* two streams in counterflow: to its `primary` loop */
    HR_LAW_CONDENSER,  /* vapour at its boiling point: to its `primary` loop */
    HR_LAW_TO_AIR,     /* liquid to the air of its `zone`, by its capacity */
    HR_LAW_COMPRESSOR, /* keeps its set point up to its capacity: to its `primary` loop, or the outdoor air */
    HR_LAW_DRY,        /* to the outdoor air, by dry bulb */
    HR_LAW_WET,        /* to the outdoor air, by wet bulb, with water */
    HR_LAW_FREE        /* ahead of the others, what a cold source can: its `primary` loop, or the outdoor air */
} hr_cooler_law;

enum { HR_LAWS = HR_LAW_FREE + 1 };

/* Numbers of a declaration, absent = unknown; NULL = the type has no such thing. */
typedef struct hr_loop_fields {
    const hr_choice *fluid;
    const hr_num *supply;         /* K, set point */
    const hr_num *flow_per_power; /* m3/s/W that its loads need where they do not say */
    const hr_num *flow;           /* m3/s that its own pumps move; absent: what its coolers do */
    const hr_num *pressure;       /* Pa above the air, where it comes back to the first of its coolers */
    const hr_num *dp;             /* Pa that its pumps keep between what they supply and take back */
    const hr_num *volume;         /* m3 in it */
} hr_loop_fields;

/* The fluid of a bath: its own figures, since no table has them. */
typedef struct hr_bath_fields {
    const hr_num *density, *heat;           /* kg/m3; J/(kg K) */
    const hr_num *viscosity, *conductivity; /* m2/s, kinematic; W/(m K) */
    const hr_num *boiling;                  /* K; absent: it does not boil */
} hr_bath_fields;

typedef struct hr_zone_fields {
    const hr_num *supply;            /* K, set point */
    const hr_num *airflow_per_power; /* m3/s/W that its loads need where they do not say */
    const hr_num *leakage;           /* part of the supply air that no rack takes in */
    const hr_num *recirculation;     /* part of the exhaust that returns to the inlets */
    const hr_num *dew_point;         /* K */
    const hr_num *pressure;          /* Pa of the air */
} hr_zone_fields;

typedef struct hr_cooler_fields {
    hr_cooler_law law;
    bool air;                     /* what it cools is a zone */
    const hr_num *cooling;        /* W at its nameplate */
    const hr_num *approach;       /* K there: what it supplies less what cools it */
    const hr_num *supply;         /* K that it is set to; absent: as its loop or zone is */
    const hr_num *flow;           /* m3/s that it moves of what it cools, all its pumps or fans running */
    const hr_num *primary_flow;   /* m3/s of its primary at nameplate, the most it takes */
    const hr_num *primary_rise;   /* K of the primary at nameplate, in place of primary_flow */
    const hr_num *primary_supply; /* K of the primary at nameplate; absent: supply less approach */
    const hr_num *power;          /* W that it draws at nameplate */
    const hr_flag *variable;      /* its fans or pumps follow what they have to move: power by its cube */
    const hr_num *cop;            /* of a compressor at cop_at */
    const hr_num *cop_at;         /* K of outdoor air or primary at which that holds */
    const hr_num *cop_slope;      /* part of cop that each K above cop_at takes off */
    const hr_num *free_cooling;   /* K that outdoor air must be below its supply to do without the compressor */
    const hr_num *max_outdoor;    /* K of outdoor air up to which it works: of free cooling */
    const hr_num *max_dew_point;  /* K of its dew point likewise */
    const hr_num *evaporation;    /* m3/J of water that it evaporates */
    const hr_num *blow_down;      /* part of that which it drains besides */
    const hr_num *dp;             /* Pa that it leaves to its loop at flow */
    const hr_num *primary_dp;     /* Pa that it takes of its primary at primary_flow */
    const hr_num *needed;         /* pumps that move its flow, of those it holds */
    const hr_num *airflow;        /* m3/s of the air of its zone that it takes in where it gives its heat to that */
} hr_cooler_fields;

typedef enum hr_flow_law { HR_FLOW_PIPE, HR_FLOW_FILTER, HR_FLOW_VALVE, HR_FLOW_PUMP } hr_flow_law;

/* What stands between two junctions. */
typedef struct hr_link_fields {
    hr_flow_law law;
    const hr_num *length, *diameter, *roughness, *loss; /* pipe: m, m, m, velocity heads */
    const hr_num *dp, *flow;                            /* filter: Pa at m3/s; pump: Pa that it gives at m3/s */
    const hr_num *exponent;                             /* filter: of the flow */
    const hr_num *kv, *opening;                         /* valve: m3/s at 1 bar, part */
    const hr_curve *curve;                              /* pump: Pa by m3/s, in place of one point */
    const hr_num *speed;                                /* pump: part of that of its curve */
    const hr_num *npsh;                                 /* pump: Pa above vapour that it needs */
    bool closed, one_way;
} hr_link_fields;

typedef struct hr_door_fields {
    const hr_num *cooling;       /* W at most */
    const hr_num *effectiveness; /* part of what could be taken */
    const hr_num *flow;          /* m3/s of coolant */
    const hr_num *power;         /* W of its fans */
} hr_door_fields;

/* A part of what stands between the headers of a manifold: it loses dp at flow, by a power of that. */
typedef struct hr_rung_rec {
    hr_num dp, flow, exponent; /* Pa, m3/s */
} hr_rung_rec;

extern const char *const hr_connection_words[]; /* NULL-terminated */
enum { HR_SAME_END, HR_OPPOSITE_END };

typedef struct hr_manifold_fields {
    const hr_num *trays;
    const hr_num *diameter, *pitch, *roughness, *loss; /* of both headers from tray to tray: m, m, m, velocity heads */
    const hr_choice *connection;                       /* HR_SAME_END: coolant leaves where it comes in */
    const hr_rung_rec *couplings, *tray;
} hr_manifold_fields;

/* Cold plates of a node, all alike. */
typedef struct hr_plate_rec {
    hr_num count;              /* of one node */
    hr_num power;              /* W of the chip under each */
    hr_num flow;               /* m3/s through each; absent: the node's flow in equal parts */
    hr_curve resistance;       /* K/W from coolant inlet to case by m3/s through one */
    hr_num boiling_resistance; /* K/W from the fluid of a two-phase tank to case, in place of that */
    hr_num die_resistance;     /* K/W from case to die */
    hr_num limit;              /* K of the die at which it slows down */
    bool present;
    hr_span at;
} hr_plate_rec;

typedef struct hr_heat_fields { /* of a load */
    const hr_num *liquid_share, *flow, *airflow;
    const hr_plate_rec *plate;
    bool it; /* its power counts as that of information technology */
} hr_heat_fields;

typedef struct hr_cooling_ops {
    hr_cooling_kind kind;
    void (*loop)(const void *fields, hr_loop_fields *out);
    void (*zone)(const void *fields, hr_zone_fields *out);
    void (*cooler)(const void *fields, hr_cooler_fields *out);
    void (*bath)(const void *fields, hr_bath_fields *out);
    void (*door)(const void *fields, hr_door_fields *out);
    void (*link)(const void *fields, hr_link_fields *out);
    void (*manifold)(const void *fields, hr_manifold_fields *out);
    const hr_num *(*elevation)(const void *fields); /* of a junction: m */
    const hr_num *(*drop)(const void *fields);      /* of a rack: Pa across it at the flow that it needs */
    void (*heat)(const void *fields, hr_heat_fields *out);
    bool (*runs)(const void *fields); /* of a pump: it turns while others carry; NULL: yes */
} hr_cooling_ops;

/* --- types ------------------------------------------------------------------------------------------------------ */

/* How the electrical engine treats an element. Engines know these kinds, never types. */
typedef enum hr_power_kind {
    HR_P_NONE,      /* no electrical part */
    HR_P_SOURCE,    /* feeds others, fed by nothing */
    HR_P_SERIES,    /* passes power on, with losses: boards, transformers, busways, ties */
    HR_P_HOLDER,    /* cords feed loads held inside, or its own load where nothing is held: racks */
    HR_P_LOAD,      /* consumes */
    HR_P_BAR,       /* carries all that its holder draws, from all of its cords: bus bars */
    HR_P_UNMODELLED /* an element whose type is known by name only: served state and load are unknown */
} hr_power_kind;

/* Coefficients of one series element, asked once per corner at build.
 * loss = fixed + per_w * P + per_va * |S| + per_va2 * 3 * sum(|S_phase|^2) + per_a2 * sum(|I_phase|^2), in watts; only
 * while energised. With a balanced load the third term is per_va2 * |S|^2. */
typedef struct hr_series_coef {
    double fixed, per_w, per_va, per_va2, per_a2;
    const hr_curve *efficiency; /* instead: output over input, by share of `rating` at the output */
    double rating;              /* VA or W that the curve counts from */
    bool unknown;               /* a loss that exists but cannot be computed: its input is missing */
    const char *field;          /* which field is missing then */
} hr_series_coef;

/* The far ones are as those before them, but with what is bad at either end at its other one. */
typedef enum hr_corner { HR_NOMINAL, HR_KIND, HR_HARSH, HR_KIND_FAR, HR_HARSH_FAR, HR_CORNERS } hr_corner;
enum { HR_CORNERS_OF_TIME = HR_HARSH + 1 }; /* those at which times are told */

/* What an element does when its supply fails: numbers of its fields, absent = unknown; NULL = it does not. */
typedef struct hr_bridge_ops {
    const hr_num *(*start)(const void *fields);        /* a standby source: s from the call until it carries load */
    const hr_num *(*first_step)(const void *fields);   /* of it: part of its power that it takes at once */
    const hr_num *(*autonomy)(const void *fields);     /* s for which a store of its own keeps the output alive; NULL
                                                          from it: this one has none */
    const char *(*autonomy_field)(const void *fields); /* what to ask for where that is absent; NULL: autonomy */
    const hr_num *(*ride_through)(const void *fields); /* a load: s without supply that it does not notice */
} hr_bridge_ops;

/* How an element is switched and protected. */
typedef struct hr_switch_ops {
    /* rating of the protective device that it is, or NULL; with whether it is listed for 100 % */
    const hr_num *(*device)(const void *fields, const hr_flag **full_rated);
    const hr_breaker_rec *(*record)(const void *fields); /* all that is said of that device */
    const hr_choice *(*normally)(const void *fields);    /* of a tie: 0 open, 1 closed */
    const hr_choice *(*closes)(const void *fields);      /* of a tie: HR_CLOSES_AUTO or HR_CLOSES_MANUAL */
    const hr_flag *(*drawout)(const void *fields);       /* its breakers can be withdrawn without taking the bus out */
} hr_switch_ops;

typedef struct hr_bank { /* a breaker and what is plugged in behind it */
    uint8_t phases;      /* set of conductors, 0 = not said */
    hr_breaker_rec breaker;
    hr_num sockets; /* how many can be plugged in */
} hr_bank;

/* An outlet strip: its records of banks, in the order in which they are written. */
typedef struct hr_bank_ops {
    const char *field, *outlets; /* of the type, HR_F_RECORDS; of the record: HR_F_TEXTS */
    hr_bank (*bank)(const void *record);
} hr_bank_ops;

typedef struct hr_power_ops {
    hr_power_kind kind;
    bool utility;      /* a source that is absent in the base state `generators` */
    bool boundary;     /* a source of which it is not known what feeds it: the model begins there */
    bool by_phase;     /* each phase of its output bears a third of its rating in VA: windings, converters */
    bool output_rated; /* its ratings hold at its output: its own port shows the output */
    /* Held: power supplies whose direct current all that the holder draws shares. It takes power evenly on its lines. */
    bool pools;
    uint8_t (*phases)(const void *fields); /* set of conductors its feeds take where they do not say; 0 = not said */
    const hr_bank_ops *banks;              /* held: it feeds its holder through banks of outlets */
    /* output voltage: no callback, or NULL from it = same as the input; absent value = unknown */
    const hr_num *(*voltage)(const void *fields);
    /* series coefficients at a corner; vin, vout are nominal line-to-line volts, 0 when unknown. NULL = no loss. */
    void (*series)(const void *fields, hr_corner corner, double vin, double vout, hr_series_coef *out);
    /* 1: delta-wye winding whose secondary phase a lies across primary A and B (Dyn11), 2: A and C (Dyn1), 0: straight */
    int (*winding)(const void *fields);
    const hr_num *(*load)(const void *fields);         /* W of a load; NULL where it has none of its own */
    const hr_num *(*power_factor)(const void *fields); /* lagging; absent = unknown reactive power */
    const hr_psus *(*psus)(const void *fields);
    const hr_choice *(*redundancy)(const void *fields);
    /* s for which it carries a share of its rating above 1; NULL, or a curve without points: none is said */
    const hr_curve *(*overload)(const void *fields);
    /* Its share among sources in parallel, in units of its type; 0 = unknown, for want of the field named. */
    double (*weight)(const void *fields, const char **missing);
    const hr_bridge_ops *bridge;                      /* NULL = it does not bridge anything */
    const hr_switch_ops *switching;                   /* NULL = no device, no tie */
    const hr_cable_rec *(*cable)(const void *fields); /* the conductor run that it is; NULL = none */
} hr_power_ops;

/* How weight travels: what carries others states an area, what stands on it a footprint and feet. */
typedef struct hr_structure_ops {
    const hr_num *(*area)(const void *fields);      /* m2; NULL: carries nothing */
    const hr_num *(*footprint)(const void *fields); /* m2; NULL: does not stand on a floor */
    const hr_num *(*feet)(const void *fields);      /* that share its weight evenly */
    const hr_num *(*density)(const void *fields);   /* W/m2 it was built for; NULL: it does not say */
} hr_structure_ops;

typedef struct hr_type {
    const char *name;
    const char *doc;
    const hr_field *fields; /* ended by a NULL name; with modelled == false `from` at most, other fields go unread */
    size_t size;            /* of the struct the fields are parsed into */
    bool modelled;          /* false: a word of the language whose type is still to come; its rows are unknown */
    bool counts_as_rack, counts_as_node; /* for the summary */
    const char *const *held;             /* types it may hold, NULL-terminated; NULL = none */
    const hr_power_ops *power;
    const hr_structure_ops *structure; /* NULL: its weight counts only inside what holds it */
    const hr_cooling_ops *cooling;     /* NULL: its heat is that of its losses, and goes into its zone */
    /* Called once per declaration after its fields are read: defaults that depend on other fields. May be NULL. */
    void (*complete)(struct hr_site *site, struct hr_decl *decl);
} hr_type;

typedef struct hr_types { /* the table handed to the model layer; sorted by name */
    const hr_type *const *type;
    size_t n;
    const hr_type *site, *job; /* the two that are not written under elements: */
} hr_types;

const hr_type *hr_types_find(const hr_types *types, hr_str name);
double hr_num_at(const hr_num *n, hr_harsh harsh, hr_corner corner); /* the value that corner uses */

#endif
