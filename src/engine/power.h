/* power.h - inside the power engine: what is built once, what a thread works on.
 *
 * build (power_build.c) makes flat arrays from the site; settle.c decides which feeds are live; power_sum.c carries
 * loads up the path; power_explain.c shows the addends; power.c is the face. A worker holds a private copy of the
 * base solution, changes what a case reaches and puts exactly that back before the next case. */
#ifndef HR_ENGINE_POWER_H
#define HR_ENGINE_POWER_H

#include "base/arena.h"
#include "engine/flow.h"
#include "headroom/engine.h"

#define HR_MAX_CORDS 16

typedef struct power_load { /* identical loads at one place: 18 nodes of a rack, or a load of its own */
    hr_id unit;             /* whose load it is */
    uint32_t count;
    double p, q;               /* W, var of one member at this corner */
    bool known;                /* false: the power is not given */
    bool needs_cords;          /* shares over cords by power supplies */
    double psu[HR_MAX_CORDS];  /* power supplies on each cord */
    double needed, psu_rating; /* psu_rating 0 = unknown */
    const hr_num *num, *pf;
    const hr_psus *psus;
} power_load;

typedef struct power_unit { /* by site unit */
    uint8_t kind;           /* hr_power_kind */
    uint8_t winding;
    bool opaque; /* adds a load or loss that is not known */
    hr_series_coef coef;
    uint32_t slot;                 /* tree over what it feeds: slots slot .. slot + 2 * leaves - 1 */
    uint32_t leaves;               /* power of two; 0 = feeds nothing */
    uint32_t child_first, n_child; /* wires that it feeds, in engine->child */
    uint32_t load_first, n_load;   /* what it consumes, in engine->load */
    hr_id own_load;                /* index of its own load in engine->load, HR_NONE without; held loads have one too */
    uint32_t rank;                 /* place in the order of supply */
} power_unit;

typedef struct power_state { /* one solution */
    hr_flow *slot;           /* trees; leaf = flow of a wire */
    hr_flow_state *slot_state;
    hr_flow *in; /* by unit: what it takes in all */
    hr_flow_state *in_state;
    hr_id *live;      /* by unit: the wire that feeds it; LIVE_SOURCE; HR_NONE = dead. Holders: see cords */
    bool *maybe;      /* by unit: dead, or a holder with a dead cord, but what is not modelled could feed that */
    uint16_t *cords;  /* holders: set of live cords */
    double *psu_live; /* by load: power supplies that share it, 0 = not served */
} power_state;

#define LIVE_SOURCE (HR_NONE - 1)

struct hr_engine {
    const hr_site *site;
    hr_corner corner;
    hr_arena *arena;
    power_unit *unit;
    uint32_t *wire_slot; /* leaf of a wire in its parent's tree */
    hr_id *child;
    power_load *load;
    uint32_t n_slot, n_load;
    hr_target *out; /* out in the base itself: --out, --case */
    uint32_t n_out;
    power_state base;
    uint32_t *base_out_unit; /* by unit: members out */
    bool *base_out_wire;
};

typedef struct id_list { /* with room for all there are, so that noting never fails */
    hr_id *id;
    uint32_t n;
} id_list;

struct hr_work {
    const hr_engine *e;
    hr_arena *arena;
    power_state s;
    uint32_t *out_unit; /* members out */
    bool *out_wire;
    uint64_t *down, *up, *dirty;                 /* bitmaps over ranks, ranks, slots */
    uint32_t down_min, down_max, up_min, up_max; /* words that may hold bits */
    bool *unit_touched, *slot_touched, *port_touched;
    const hr_case *at;           /* the case solved last; NULL = base */
    id_list units, slots, ports; /* what this case changed */
    hr_addend *addend;           /* of the last explanation */
    uint32_t cap_addend;
};

hr_err hr_power_build(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                      uint32_t n_out_base);
bool hr_power_state_new(hr_arena *a, const hr_engine *e, power_state *s);
void hr_power_touch_unit(hr_work *w, hr_id unit);
void hr_power_touch_slot(hr_work *w, uint32_t slot);
void hr_power_mark(uint64_t *bits, uint32_t *min, uint32_t *max, uint32_t i);

/* settle.c: decides again what feeds a unit (or the whole ring it belongs to). Returns true when its liveness
 * changed, so that what it feeds must be looked at too. */
bool hr_power_settle(hr_work *w, hr_id unit);
/* A feed that is dead as far as is known, but an element that is not modelled stands behind it. */
bool hr_power_wire_maybe(const hr_work *w, hr_id wire);
/* More than one source in parallel lives: how they share is not modelled. */
bool hr_power_shares(const hr_work *w, hr_id unit);
/* The state of a feed on which its unit puts nothing: off, or unknown where it might. */
hr_flow_state hr_power_idle(const hr_work *w, hr_id wire);
/* power_sum.c: takes the loads of a unit again and puts them on its feeds. */
void hr_power_sum(hr_work *w, hr_id unit);
/* Power supplies that share a load while these cords live, 0 when it is not served: too few, or too weak for it. */
double hr_power_live_psus(const power_load *l, uint16_t cords, uint32_t n_cords);
void hr_power_wire_put(hr_work *w, hr_id wire, const hr_flow *f, hr_flow_state fs);
hr_err hr_power_explain(hr_work *w, hr_id point, hr_explanation *out);
double hr_power_volts(const hr_engine *e, hr_id port);
bool hr_power_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field);
bool hr_power_supply(const hr_work *w, hr_id unit, hr_supply *out);
void hr_power_loads(const hr_work *w, hr_id port, hr_load_cb *cb, void *user);
hr_reading hr_power_reading(const hr_work *w, hr_id point);

#endif
