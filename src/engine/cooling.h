/* cooling.h - inside the cooling engine: where heat goes, at what flow and temperature, in a steady state.
 *
 * Heat goes up: loads give it to the loop and the zone that they name, those to what they are cooled by, that to its
 * primary loop, a zone or the outdoor air. Temperatures come down the same way back. Both depend on each other (a warmer
 * loop opens the valve of an exchanger), so the two passes are repeated until nothing changes: cooling_solve.c. What a
 * cooler does with its heat is its law: cooling_law.c. Headers are ideal: flow divides by the ratings of what moves it,
 * and loads get what they need as far as it goes. docs/physics/cooling.md
 *
 * The state solved is the one in which everything works as far as the base leaves it, with what elements draw when they
 * do just what they have to (couple.c): no case changes it. */
#ifndef HR_ENGINE_COOLING_H
#define HR_ENGINE_COOLING_H

#include "engine/exchanger.h"
#include "engine/humid_air.h"
#include "engine/manifold.h"
#include "engine/power.h"

/* A number that may be unknown for want of a field. Sums keep what is known of them: HR_S_PARTIAL, v at least. */
typedef struct cool_amount {
    double v;
    uint8_t state; /* hr_state */
    hr_id unit;    /* that lacks */
    const char *missing;
    double most; /* of what is not known: it is no more than that */
} cool_amount;

static inline cool_amount cool_known(double v) { return (cool_amount){v, HR_S_KNOWN, HR_NONE, NULL, v}; }
static inline cool_amount cool_unknown(hr_id unit, const char *missing)
{
    return (cool_amount){0, HR_S_UNKNOWN, unit, missing, INFINITY};
}
/* Where nothing is: a sum of nothing, what is not there. */
static inline cool_amount cool_none(void) { return (cool_amount){0, HR_S_OFF, HR_NONE, NULL, 0}; }
static inline bool cool_is(const cool_amount *a) { return a->state == HR_S_KNOWN; }
static inline double cool_most(const cool_amount *a)
{
    return a->state == HR_S_KNOWN || a->state == HR_S_OFF ? a->v : a->most;
}
/* The first of them that is not known, as an unknown; what for where all are. */
static inline cool_amount cool_lacks(const cool_amount *a) { return cool_unknown(a->unit, a->missing); }
/* The same where it is between two numbers. */
static inline cool_amount cool_between(double least, double most, const cool_amount *why)
{
    return (cool_amount){least, least > 0 ? HR_S_PARTIAL : HR_S_UNKNOWN, why->unit, why->missing, most};
}
cool_amount cool_num(const hr_num *n, hr_harsh harsh, hr_corner corner, hr_id unit, const char *field);
static inline void cool_add(cool_amount *sum, cool_amount a)
{
    bool plain = a.state == HR_S_KNOWN && sum->state == HR_S_KNOWN;
    if (!plain) sum->most = cool_most(sum) + cool_most(&a);
    sum->v += a.v;
    if (plain) return;
    if (a.state != HR_S_KNOWN && sum->missing == NULL) sum->unit = a.unit, sum->missing = a.missing;
    sum->state = (uint8_t)flow_state_add((hr_state)sum->state, (hr_state)a.state);
}

enum { COOL_NONE = HR_NONE };

#define HR_HEAT_ROUNDING 1.0 /* W: what is left of sums that should be nothing */

typedef struct loop_net loop_net;

typedef struct cool_body { /* a loop, a zone or a bath */
    hr_id unit;
    bool air, bathes, has_fluid;
    hr_fluid fluid;
    double rated_at; /* K at which the density of its air is told */
    double rho0;     /* kg/m3 at 20 degC: what a pressure in m of it is told with */
    loop_net *net;   /* its pipes; NULL: an ideal header */
    hr_loop_fields loop;
    hr_zone_fields zone;
    hr_bath_fields bath;
    uint32_t first, n;        /* its coolers, in cooling->of_body */
    uint32_t loads;           /* that give heat to it */
    cool_amount set;          /* K it is set to */
    cool_amount pumped;       /* W that pumps between its junctions draw */
    cool_amount given, asked; /* W and m3/s of loads, as far as no temperature changes them */
    cool_amount heat;         /* W that go into it */
    cool_amount rest;         /* of that, what economisers ahead leave to the others */
    bool ahead;               /* it has some */
    cool_amount need;         /* m3/s that its loads need */
    uint32_t turns;           /* in how many passes it was not known as in the one before */
    cool_amount able;         /* m3/s that can be moved */
    cool_amount supply, back; /* K */
    cool_amount inlet;        /* zones: K of the air that racks take in */
} cool_body;

typedef struct cool_exchange { /* what went into an exchanger the last time, and what came of it */
    bool done;
    double heat, mass, primary, set; /* W, kg/s, K, K (negative: none) */
    double most, part; /* of its primary: kg/s with its valve open, the part of what it wants that is there */
    cool_amount supply, lowest, primary_flow;
    bool keeps;
} cool_exchange;

typedef struct cool_ahead { /* an economiser in series with the other coolers of its body: free_cooling.c */
    bool is;
    double into, through; /* K that comes to it; W/K of what passes through it */
    bool told;            /* flow and wanted were found in a pass before */
    double flow,
        wanted;   /* m3/s through it, W that it could take: kept where warmer than any set point nobody can tell */
    double taken; /* W in the pass before; negative: in none */
    double step, drift; /* part of the way to what it would take that a pass goes, and where the last one went */
} cool_ahead;

typedef struct cool_alone { /* an economiser without others, on a primary: free_cooling.c */
    cool_amount carried;    /* W that its primary can carry */
    bool beyond;            /* it has more */
    uint32_t turns;         /* how often that changed from pass to pass */
} cool_alone;

typedef struct cool_cooler {
    /* what cases ask for and change stands together: a hall has many of them */
    uint32_t body, to;         /* what it cools, what takes its heat: bodies; COOL_NONE: nothing, the outdoor air */
    hr_id unit;                /* itself */
    uint8_t lives;             /* hr_state: known = it runs */
    bool piped, primary_piped; /* it supplies junctions; takes its primary from junctions */
    double pumps;              /* part of its flow that its pumps can move */
    cool_amount share;         /* of what its body needs */
    cool_amount heat;
    cool_amount power;      /* W it draws */
    cool_amount rated_flow; /* m3/s that it can move as it runs */
    cool_amount most;       /* W that it is rated for; in cases alone */
    cool_amount held;       /* W of the pumps that it holds and that have feeds of their own */
    cool_ahead ahead;
    hr_cooler_fields f;
    cool_amount moves;        /* m3/s that it moves in a loop with pipes */
    cool_amount primary_able; /* m3/s of its primary, its valve open, where that has pipes */
    hr_exchanger exchanger;   /* where its nameplate is known; else what lacks of it */
    cool_amount nameplate;
    double primary0; /* kg/s of its primary with its valve wide open */
    double speed;    /* of its fans or pumps, over the full one */
    cool_exchange last;
    cool_amount flow, primary_flow;
    cool_amount supply, lowest, back; /* K: out of it; out of it at most cooling (hr_cooling_lowest); into it */
    bool keeps;                       /* an exchanger: its set point, its valve not wide open */
    cool_amount outdoor;              /* K of the air that it gives its heat to */
    cool_amount water;                /* m3/s */
    cool_alone alone;
} cool_cooler;

/* Its own power warms what it moves: a pump its coolant, a fan its air. A compressor warms what takes its heat; fans and pumps
 * out of doors warm neither. */
static inline bool cool_warms_its_body(const cool_cooler *x) { return hr_law_two_sided(x->f.law); }
static inline bool cool_warms_what_takes(const cool_cooler *x)
{
    return x->f.law == HR_LAW_COMPRESSOR || x->f.law == HR_LAW_TO_AIR;
}

typedef struct cool_knot { /* what a ladder loses at the k-th step of flows */
    int32_t k;
    bool known;
    double log_drop; /* Pa */
} cool_knot;

typedef struct cool_ladder { /* the manifold of racks on one loop that have it alike */
    hr_manifold_shape shape;
    uint32_t body; /* that it is part of */
    hr_manifold *m;
    cool_amount state; /* known, or what lacks of it */
    double rho, mu;    /* that its knots hold for */
    cool_knot *knot;
} cool_ladder;

typedef struct cool_trays {      /* of a rack with a manifold */
    double flow, drop, exponent; /* m3/s at which its law was told, 0: not yet; Pa there; of the flow in that */
    double spread;               /* m3/s at which trays were told, */
    hr_manifold_flow found;      /* and how */
    uint32_t sharing;            /* nodes on one of them */
    double largest;              /* m3/s that the node needs that needs most, */
    hr_id hungriest;             /* and which that is: HR_NONE where none needs any */
    cool_amount need;            /* m3/s that a tray may need: that of the node that needs most */
    cool_amount least;           /* that the least gets of all that its rack can, */
    cool_amount running;         /* and of what that gets now */
} cool_trays;

typedef struct cool_load { /* a rack, with what it holds, or what stands alone in a zone */
    hr_id unit;
    bool piped;              /* on two junctions of its coolant */
    bool wet;                /* a rack of which some heat goes to liquid */
    hr_id door;              /* unit of its rear door, HR_NONE without */
    hr_id manifold;          /* unit of its manifold, HR_NONE without */
    uint32_t ladder;         /* in cooling->ladder */
    bool stale;              /* what it draws has changed since it was taken */
    uint32_t coolant, zone;  /* bodies */
    uint32_t door_to;        /* body that takes the heat of its door */
    cool_amount liquid, air; /* W before the door */
    cool_amount need, flow;  /* m3/s of coolant */
    cool_amount airflow;     /* m3/s that it takes in */
    cool_amount supply, back, inlet, exhaust;
    cool_amount door_heat, door_flow;
    cool_trays trays;
} cool_load;

typedef struct cool_declared { /* what a cooler draws as declared, while another power stands in its place */
    double p, q;
    bool known;
} cool_declared;

/* Of the heat of loops and zones that have economisers ahead: nothing, a part, all of it. */
enum { COOL_FREE_NONE, COOL_FREE_PART, COOL_FREE_FULL, COOL_FREE_N };

typedef struct cool_year {       /* of site->weather */
    cool_amount total, it;       /* J of the site, of its IT */
    cool_amount water;           /* m3 */
    uint32_t no_power, no_water; /* rows of which it is not known */
    uint32_t free[COOL_FREE_N];  /* rows by how much of what they can take economisers took */
} cool_year;

typedef struct cooling {
    const hr_engine *e;
    hr_arena *arena;   /* that networks and ladders are taken from */
    cool_body *body;   /* in the order in which heat goes up */
    cool_body *before; /* as the pass before left them */
    cool_cooler *cooler;
    cool_load *load;
    cool_declared *declared; /* by cooler */
    uint32_t n_body, n_cooler, n_load;
    uint32_t *of_body; /* coolers by body */
    uint32_t *run;     /* by place in of_body, in cases: how many from there on are settled as one; cooled_alike.c */
    cool_ladder *ladder;
    uint32_t n_ladder;
    uint32_t *with_door; /* loads that have one */
    uint32_t n_door;
    uint32_t *net_of; /* by unit: of a junction, the body that it is part of; else COOL_NONE */
    uint32_t *index;  /* by unit: place in the list of its kind; of a bath, in that of coolers */
    bool *is_it;      /* by load of e: it counts as IT */
    cool_amount dry_bulb, wet_bulb, dew_point; /* of the outdoor air */
    double pressure;                           /* Pa of it where no weather says */
    cool_amount lacks;                         /* what keeps what coolers draw from being known */
    cool_amount total, it, water;              /* W of the site, W of its IT, m3/s */
    cool_year year;
    uint32_t passes, rounds; /* what it took */
    bool begins;             /* an economiser waits for what comes down: no rest yet */
    bool unsolved;           /* it did not come to rest */
} cooling;

/* cooling_build.c: NULL in *out where nothing cools. HR_EINPUT where a cooler has no place. */
/* Whether a unit is a cool_load: a rack, or what names a zone. */
bool hr_cooling_is_load(const hr_site *s, hr_id unit);
/* Whether a rack gives heat to liquid: it says so, or it or what it holds has a share of it. */
bool hr_cooling_is_wet(const hr_site *s, hr_id rack);
/* A pump that stands still until one of its set does not turn. */
static inline bool hr_pump_stands_by(const hr_site *s, hr_id pump)
{
    const hr_cooling_ops *ops = hr_unit_type(s, pump)->cooling;
    return ops->runs && !ops->runs(hr_unit_fields(s, pump));
}
hr_err hr_cooling_build(cooling **out, hr_ctx *ctx, const hr_engine *e);
/* cooling_solve.c: what would tell whether a unit has supply, as an unknown. */
cool_amount hr_cooling_supply_gap(const hr_work *w, hr_id unit);
/* In this order: what loads give and need as w stands; the same where these units have changed; heat,
 * flow and temperature of bodies and coolers; temperatures of loads. */
void hr_cooling_take(cooling *c, const hr_work *w);
void hr_cooling_take_one(cooling *c, cool_load *l, const hr_work *w);
void hr_cooling_take_again(cooling *c, const hr_work *w, const hr_id *unit, uint32_t n);
void hr_cooling_solve(cooling *c, const hr_work *w);
/* Of these, what runs: coolers and the pumps that they hold; parts of loops. */
void hr_cooling_find_life(cooling *c, const hr_work *w);
void hr_cooling_find_life_of(cooling *c, cool_cooler *x, const hr_work *w);
void hr_cooling_find_parts(cooling *c, const hr_work *w);
void hr_cooling_spread(cooling *c);
/* cooling_law.c: what comes out of a cooler, from its heat, its flow and what takes the heat. */
void hr_cooling_law(cooling *c, cool_cooler *x);
/* K that a cooler can supply at most cooling, after hr_cooling_solve. */
cool_amount hr_cooling_lowest(const cooling *c, const cool_cooler *x);
/* free_cooling.c: whether it stands in series ahead of others that cool the same loop or zone. */
bool hr_cools_ahead(const hr_site *s, hr_id cooler, hr_id body);
/* What economisers ahead take of the heat of a body, and what they leave. */
void hr_free_cooling_take(cooling *c, cool_body *b);
/* By how much all of them took, a COOL_FREE_; COOL_FREE_N where there are none, or nothing to take. */
int hr_free_cooling_degree(const cooling *c);
/* What leaves such a one, and how fast its fans or pumps turn. */
void hr_free_cooling_law(const cooling *c, cool_cooler *x);
/* Of one without others, which supplies at a temperature by its approach: whether it has more heat than its primary carries. */
bool hr_free_cooling_beyond(const cooling *c, cool_cooler *x);
/* The part of its primary flow that is there: of no other cooler than one on a primary, 1. */
double hr_free_cooling_part(const cooling *c, const cool_cooler *x);
/* 1 where the outdoor air lets it work, 0 where not. K of what it gives its heat to. */
cool_amount hr_free_cooling_open(const cooling *c, const cool_cooler *x);
cool_amount hr_free_cooling_source(const cooling *c, const cool_cooler *x);
/* m3/s of the primary at nameplate, heat W, supplied at T: stated, or from what it warms by. */
cool_amount hr_cooling_primary_flow(const cooling *c, const cool_cooler *x, double heat, double T);
/* m3/s of the air of its zone that a cooler which gives its heat to that blows through it. */
cool_amount hr_cooling_side_stream(const cooling *c, const cool_cooler *x);
/* Of a nameplate, and what lacks of it. */
void hr_cooling_nameplate(const cooling *c, cool_cooler *x);
/* What is in a body; false where it does not say. rho x cp of it at T, J/(m3 K). */
bool hr_cooling_fluid(cool_body *b, hr_corner corner);
cool_amount hr_cooling_no_fluid(const cool_body *b); /* what lacks of it */
/* Of a bath: it boils, so that nothing moves it and its temperature stands. */
static inline bool cool_boils(const cool_body *b) { return b->bathes && b->bath.boiling->presence != HR_ABSENT; }
/* The liquid that a word of `fluid` means (its place in hr_fluid_words). */
bool hr_cooling_liquid(int which, hr_fluid *f);
double hr_cooling_rho_cp(const cool_body *b, double T);
/* cooling_solve.c: K that comes back of a body. */
cool_amount hr_cooling_warmed(const cool_body *b);
/* m3/s that a body lets through: what its loads need, as far as it can be moved. */
cool_amount hr_cooling_moved(const cool_body *b);
/* The part of what is needed of it that is there. */
cool_amount hr_cooling_supplied(const cool_body *b);
/* couple.c: the state in which everything draws what it has to; w is left at it, and is to be solved again. The same in
 * steps, for several outdoor airs: what is declared comes back with the last. */
void hr_couple(hr_engine *e, hr_work *w);
void hr_couple_begin(hr_engine *e, hr_work *w);
/* Before the next step: a load of e->load draws p, in W of one member. */
void hr_couple_draw(hr_engine *e, hr_work *w, uint32_t load, double p);
void hr_couple_go_on(hr_engine *e, hr_work *w);
void hr_couple_end(hr_engine *e);
/* year.c: the energies and the water of the site's year of weather, where it has one; before hr_couple. HR_ENOMEM. */
hr_err hr_cooling_year(hr_engine *e, hr_work *w);
/* expansion.c: m3 of what its loop grows by that a vessel has to take up, and the words for it. */
cool_amount hr_expansion(const cooling *c, hr_id vessel);
void hr_expansion_words(const cooling *c, hr_id vessel, hr_buf *out);
/* cooling_read.c */
static inline bool hr_cooling_measures(hr_quantity q) { return q >= HR_Q_HEAT && q <= HR_Q_WUE_YEAR; }
hr_reading hr_cooling_reading(const hr_engine *e, hr_id point);
hr_err hr_cooling_explain(hr_work *w, hr_id point, hr_explanation *out);
typedef struct cool_chip { /* the chips of a node under their plates, in the normal state */
    const hr_plate_rec *plate;
    double power, inlet, flow; /* W, K, m3/s through one plate */
    bool boils;                /* in a fluid that does: it has no plate, and no flow */
    cool_amount lacks;         /* known where all of that is */
} cool_chip;
/* False for what has no plates, or stands in no rack. */
bool hr_cooling_chip(const cooling *c, hr_id node, cool_chip *out);
bool hr_cooling_gap(const hr_engine *e, hr_id point, hr_id *unit, const char **field);
void hr_cooling_words(const hr_work *w, hr_id point, hr_buf *out);

#endif
