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

#define HR_MAX_CORDS 32

typedef uint32_t hr_cords; /* set of cords of one holder */

typedef struct power_load { /* identical loads at one place: 18 nodes of a rack, or a load of its own */
    hr_id unit;             /* whose load it is */
    hr_id at;               /* the unit on whose cords it hangs */
    uint32_t count;
    double p, q;               /* W, var of one member at this corner */
    bool known;                /* false: the power is not given */
    bool needs_cords;          /* shares over cords by power supplies */
    bool pooled;               /* has none of its own: those of the shelves, with all else that the holder draws */
    double psu[HR_MAX_CORDS];  /* power supplies on each cord */
    double needed, psu_rating; /* psu_rating 0 = unknown */
    const hr_num *num, *pf;
    const hr_psus *psus;
} power_load;

typedef struct
    power_gap { /* a time without supply: from this moment until that one; lo < hi where a time is not given */
    double from, lo, hi;
} power_gap;

typedef struct power_unit { /* by site unit */
    uint8_t kind;           /* hr_power_kind */
    uint8_t winding;
    bool opaque;    /* adds a load or loss that is not known */
    bool standby;   /* a source that must be called first: `start` is its delay */
    bool store;     /* keeps its output alive for `start` */
    bool drawout;   /* maintenance of a tie does not take its sides */
    bool rated_out; /* its own port shows its output */
    bool transfers; /* several feeds of which one lives: it can be called to transfer */
    power_gap start;
    bool pools;   /* a shelf of power supplies: `supplies` of them are worth `capacity` W, 0 = not known */
    bool counted; /* it says how many */
    bool uneven;  /* a holder behind shelves of which nobody knows how they share */
    hr_id bar;    /* a holder's bus bar; HR_NONE without */
    double supplies, capacity;
    hr_id side[2];          /* of what stands between two; HR_NONE otherwise */
    double device;          /* A at which it opens as a protective device; 0 = it is none */
    double amps, va, watts; /* what it may carry, 0 = not said in this form */
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
    hr_id *live; /* by unit: the wire that feeds it; LIVE_SOURCE; HR_NONE = dead. Holders: see cords */
    bool *maybe; /* by unit: dead, or a holder with a dead cord, but what is not modelled could feed that */
    power_gap
        *gap; /* by unit: when its output is away; for ever where it is dead. Of a standby: until it has started */
    hr_cords *cords;  /* holders: set of live cords */
    double *psu_live; /* by load: power supplies that share it, 0 = not served */
} power_state;

#define LIVE_SOURCE (HR_NONE - 1)
#define LIVE_STORE (HR_NONE - 2) /* on a store of its own */
#define LIVE_ON_WIRE(feed) ((feed) < LIVE_STORE)

/* The base states that cases name, and a third from which the time before standby sources have started is solved: the
 * utilities feed, standby sources are dead, stores carry what nothing else does. */
enum { BASE_BEFORE_STANDBY = HR_BASES, POWER_BASES };

typedef struct power_base { /* a base state: everything works, as far as --out leaves it */
    power_state s;
    uint32_t *out_unit; /* by unit: members out */
    bool *out_wire;
    bool overloaded; /* a protective device is beyond its rating already */
} power_base;

typedef struct id_list { /* with room for all there are, so that noting never fails */
    hr_id *id;
    uint32_t n;
} id_list;

struct hr_engine {
    const hr_site *site;
    hr_corner corner;
    hr_arena *arena;
    power_unit *unit;
    uint32_t *wire_slot; /* leaf of a wire in its parent's tree */
    hr_id *child;
    power_load *load;
    uint32_t n_slot, n_load;
    double *weight;          /* by wire: share among sources in parallel, 0 = unknown */
    double *device;          /* by wire: A at which its breaker opens, 0 = none, or not known */
    struct cooling *cooling; /* NULL where nothing cools */
    hr_reading *density;     /* by unit, of floors that ask for it; NULL where none does */
    power_base base[POWER_BASES];
    uint32_t n_base; /* 1 where nothing could stand in for the utilities, else all of them */
    bool solved;     /* its bases are */
    hr_work **spare; /* one that was given back, or NULL: the only thing of an engine that changes once it is built */
};

typedef struct power_mode {           /* what a unit or a wire is made to do by the case, beside being out */
    bool *stuck, *on_bypass;          /* by unit */
    bool *closed, *contested;         /* by wire: closed by hand; claimed by several, nobody knows by whom */
    hr_id *planned;                   /* by unit: its feed after maintenance was switched */
    hr_id *opened_unit, *opened_wire; /* by the cascade, in order */
    uint32_t n_opened_unit, n_opened_wire;
    bool manual;       /* hands may close what does not close by itself */
    bool no_standby;   /* standby sources have not started yet; stores still carry */
    bool conducting;   /* of a ring: only what conducts while nothing is out */
    bool ties_by_hand; /* hands may close ties too */
    bool building;     /* there is no base yet */
} power_mode;

/* Two things at once are solved as the second on top of the first, which is kept for the next that shares it: what the
 * second changes is noted with what stood there before. */
typedef struct power_nest {
    bool on;         /* the second is applied */
    bool rooted;     /* the first is solved, and `root` is it */
    bool overloaded; /* it leaves something beyond its rating */
    hr_case root;
    hr_target first;   /* its target */
    const hr_case *at; /* the whole case */
    power_state saved;
    bool *unit_saved, *slot_saved, *port_noted;
    id_list units, slots, ports;
    uint32_t opened_unit, opened_wire; /* how many the cascade had opened before */
} power_nest;

/* Devices beyond their rating, the worst first: a heap, each device in it at most once. */
typedef struct power_queue {
    uint32_t *device, n;
    uint32_t *place; /* by device: its place + 1, 0 where it is not in */
    double *ratio;   /* by device */
} power_queue;

/* One for each base state of the engine stand side by side, the one in use first: a caller's handle stays the same. */
struct hr_work {
    const hr_engine *e;
    const power_base *b;
    struct cooled_work *cooled; /* what loses its cooling; NULL where nothing cools */
    uint8_t base;               /* of b: hr_base_state, BASE_BEFORE_STANDBY */
    hr_arena *arena;
    power_state s;
    power_mode mode;
    power_nest nest;
    uint32_t first_opened; /* device that opened first in the cascade, HR_NONE */
    double first_ratio;    /* what it carried, over its rating */
    power_queue queue;     /* of a cascade */
    id_list changed;       /* units touched since its last round */
    bool *is_changed, note_changes;
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

/* power.c: a port whose readings a case changes. */
void hr_power_touch_port(hr_work *w, hr_id port);
hr_err hr_power_build(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                      uint32_t n_out_base);
/* Makes a target and what goes with it (both sides of a tie) out, by = 1, or gives it back, by = -1. */
void hr_power_count_out(const hr_engine *e, const power_base *b, uint32_t *out_unit, bool *out_wire, const hr_target *t,
                        bool maintained, int by);
bool hr_power_state_new(hr_arena *a, const hr_engine *e, power_state *s);
void hr_power_touch_unit(hr_work *w, hr_id unit);
void hr_power_touch_slot(hr_work *w, uint32_t slot);
void hr_power_mark(uint64_t *bits, uint32_t *min, uint32_t *max, uint32_t i);

/* settle.c: decides again what feeds a unit (or the whole ring it belongs to). Returns true when its liveness
 * changed, so that what it feeds must be looked at too. */
bool hr_power_settle(hr_work *w, hr_id unit);
/* A feed that is dead as far as is known, but an element that is not modelled stands behind it. */
bool hr_power_wire_maybe(const hr_work *w, hr_id wire);
/* power_explain.c: a load that is not served as far as is known, but would be if the feeds that may live did. */
bool hr_power_may_serve(const hr_work *w, const power_load *l);
/* More than one source in parallel lives and how they share is not known. */
bool hr_power_shares(const hr_work *w, hr_id unit);
/* The part of its unit's intake that a feed carries: 1 on the one live feed, its weight among sources in parallel. */
double hr_power_share(const hr_work *w, hr_id wire);
bool hr_power_wire_live(const hr_work *w, hr_id wire);
/* A feed is closed, and its unit takes its power from it: among sources in parallel each that lives. */
bool hr_power_feeds(const hr_work *w, hr_id wire);
/* A tie that conducts between two sides that are both fed from elsewhere: what flows through it is not known. */
bool hr_power_closes_loop(const hr_work *w, hr_id unit);
/* How long a unit is without supply at its input before it is fed as it is now. */
power_gap hr_power_gap_in(const hr_work *w, hr_id unit);
/* From the loss until this feed has closed: no time where it is closed already, or nothing has to move. */
power_gap hr_power_closing_time(const hr_work *w, hr_id wire);
/* times.c: readings in seconds, and the step on a standby source. */
hr_reading hr_power_gap_reading(const hr_work *w, hr_id unit);
hr_reading hr_power_battery_reading(const hr_work *w, hr_id unit);
hr_reading hr_power_step_reading(const hr_work *w, hr_id unit);
/* density.c: makes the readings of floors, w standing at the base; one of them; what keeps it from being known. */
bool hr_density_find(hr_engine *e, const hr_work *w);
hr_reading hr_density_reading(const hr_engine *e, hr_id port);
hr_err hr_density_explain(hr_work *w, hr_id floor, hr_explanation *out);
bool hr_density_gap(const hr_work *w, hr_id floor, hr_id *unit, const char **field);
/* cascade.c */
uint32_t hr_power_cascade(hr_work *w);
bool hr_power_opened(const hr_work *w, uint32_t i, hr_target *device);
bool hr_power_first_opened(const hr_work *w, hr_target *device, double *ratio);
/* Whether something is beyond its rating: anywhere, or among what the case touched. */
bool hr_power_overloaded(const hr_work *w);
bool hr_power_is_overloaded(hr_work *w);
/* power.c: takes again what is marked, down and up. */
void hr_power_sweep(hr_work *w);
void hr_power_mark_down(hr_work *w, hr_id unit);
/* The state of a feed on which its unit puts nothing: off, or unknown where it might. */
hr_flow_state hr_power_idle(const hr_work *w, hr_id wire);
/* power_sum.c: takes the loads of a unit again and puts them on its feeds. */
void hr_power_sum(hr_work *w, hr_id unit);
/* power_pool.c: power supplies that share a load while these cords live, 0 when it is not served: too few, or too weak
 * for it. */
double hr_power_live_psus(const hr_work *w, const power_load *l, hr_cords cords);
/* Power supplies on one cord of a load, taken to live. */
double hr_power_psus(const hr_work *w, const power_load *l, uint32_t cord);
/* Power supplies of a shelf whose whips live. */
double hr_power_supplies(const hr_work *w, hr_id shelf);
/* W of all that a holder draws as far as is known, and of the shelves on these cords, 0 where one does not say. */
double hr_power_demand(const hr_work *w, hr_id holder);
double hr_power_capacity(const hr_work *w, hr_id holder, hr_cords cords);
/* Whether these parts of the power supplies of each cord carry all that a holder draws. */
bool hr_power_pool_serves(const hr_work *w, hr_id holder, const double part[HR_MAX_CORDS]);
/* Out itself, or by the bus bar that carries all of it. */
bool hr_power_is_out(const hr_work *w, hr_id unit);
void hr_power_wire_put(hr_work *w, hr_id wire, const hr_flow *f, hr_flow_state fs);
hr_err hr_power_explain(hr_work *w, hr_id point, hr_explanation *out);
double hr_power_volts(const hr_engine *e, hr_id port);
bool hr_power_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field);
bool hr_power_supply(const hr_work *w, hr_id unit, hr_supply *out);
void hr_power_loads(const hr_work *w, hr_id port, hr_load_cb *cb, void *user);
/* What keeps it from being known whether the shelves of a rack carry it: a load without power, a shelf without rating. */
bool hr_power_pool_gap(const hr_work *w, hr_id holder, hr_id *unit, const char **field);
double hr_power_moving(const hr_work *w);
void hr_power_times(const hr_work *w, hr_id port, hr_time_cb *cb, void *user);
hr_reading hr_power_reading(const hr_work *w, hr_id point);

#endif
