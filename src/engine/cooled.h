/* cooled.h - inside the engine: what loses its cooling in a case. The first form, by balances of heat and flow with what elements
 * state: no temperature is solved. docs/physics/cooling-outages.md
 *
 * Each worker has loads, coolers and bodies of its own, with networks of their own. They are settled from the state of power when
 * somebody asks, or when a case touches something that cools. */
#ifndef HR_ENGINE_COOLED_H
#define HR_ENGINE_COOLED_H

#include "engine/heat_time.h"
#include "engine/loop_net.h"

enum { COOLED_TRIPS = 32 };
enum { COOLED_DIRTY_SUM = 1, COOLED_DIRTY_HOLDS = 2 }; /* to be summed and judged again; to be judged again */

typedef enum cooled_hold { COOLED_HOLDS, COOLED_UNKNOWN, COOLED_FAILS } cooled_hold;

/* Which condition a body fails, or is not known to meet. */
typedef enum cooled_why {
    COOLED_WELL,
    COOLED_DEAD,     /* nothing that cools it runs */
    COOLED_CAPACITY, /* its heat is more than its coolers are rated for */
    COOLED_FLOW,     /* its loads need more than can be moved */
    COOLED_INLET,    /* racks take in air that is too warm */
    COOLED_PRIMARY   /* what takes the heat of one of its coolers does not hold */
} cooled_why;

typedef struct cooled_body {
    uint8_t dead;  /* hr_state: known = it is, off = it is not */
    uint8_t holds; /* cooled_hold */
    uint8_t why;   /* cooled_why */
    uint32_t at;   /* the cooler that `why` is about: COOLED_PRIMARY */
    cool_amount capacity;
    cool_amount inlet; /* K */
    cool_amount lacks; /* of COOLED_UNKNOWN */
} cooled_body;

typedef struct cooled_given { /* what a load gives and needs in the base */
    cool_amount liquid, air, need, airflow, door_flow, door_heat;
} cooled_given;

typedef struct cooled_loss {      /* of a load */
    cool_amount w;                /* that nobody takes: unknown where that is not known */
    hr_reading by[HR_COOL_MEDIA]; /* of that, what it gives to each */
    uint8_t why;                  /* cooled_why; of a loop's own part that gets too little: COOLED_FLOW */
    uint32_t body;                /* that fails first */
} cooled_loss;

typedef struct cooled_stage { /* of a body, from a time until that of the next one */
    double t;                 /* s */
    double deficit;           /* W that it is short of; 0: it carries what there is */
    double unmoved;           /* W of the part of its heat that nothing moves */
    double left;              /* part of its flow that goes on */
} cooled_stage;

typedef struct cooled_away { /* of a body: when it cannot carry what there is, at one corner */
    double from, to;         /* s, of the first and the last that is short; from = to: never */
    double left;             /* the least part of its flow that goes on */
    const cooled_stage *stage;
    uint32_t n_stage; /* those between `from` and `to`; the last one goes on until `to` */
    uint32_t by;      /* the cooler that is back last */
    bool untold;      /* how much flows meanwhile is not found: loops with pipes */
    bool rough;       /* heat, need or what its coolers take lies between bounds: by the worse ones */
} cooled_away;

typedef struct cooled_edge { /* a cooler, or a part of its pumps, goes or comes back */
    double t, rating, flow;  /* s; W and m3/s that it brings, negative where it goes */
    double warmth;           /* W that it puts into its body itself */
    uint32_t cooler;
    int32_t running; /* by how many fewer or more run then */
} cooled_edge;

typedef struct cooled_first { /* the first of several times */
    double s;                 /* of those that are known, from the outage; INFINITY: never */
    cool_amount lacks;        /* off where all are known, else what one of the others lacks */
    bool any;                 /* there is a time at all */
} cooled_first;

typedef struct cooled_moment { /* what a body has at a time: W, m3/s, coolers */
    double rating, flow;
    double warmth; /* W of pumps and fans of its coolers; negative: of those that are away */
    uint32_t running;
    uint32_t unrated; /* one of them of which it is not known what it takes; COOL_NONE */
} cooled_moment;

typedef enum cooled_how { COOLED_BY_STORE, COOLED_BY_FLOW, COOLED_BY_PIPES } cooled_how;

typedef struct cooled_time {           /* of a load, at one corner */
    double from;                       /* s from the outage */
    cool_amount away, lasts, shutdown; /* s: without cooling; until the first limit, and until chips shut down */
    uint32_t body;                     /* that is away, or short for good */
    uint8_t how;                       /* cooled_how: what stores its heat; chips short of flow; not told in pipes */
    bool air;                          /* the limit is that of the air of a zone, not of chips */
    bool for_good;                     /* some body on its way is */
    cooled_first limit, stop;          /* whichever body is away: a limit is reached, chips shut down */
} cooled_time;

typedef struct cooled_base { /* of the base, to go back to */
    cool_body *body;
    cool_cooler *cooler;
    cooled_body *holds;
    cool_amount *wants;
    uint32_t *run;
} cooled_base;

typedef struct cooled_work {
    cooling *c;
    cooled_base at_base;
    uint32_t *load_first, *load_of; /* by body: its loads, 4 x load + hr_cool_medium */
    uint32_t *giver_first,
        *giver_of;            /* by body: coolers that give their heat to it, in the order in which they are summed */
    uint32_t *place, *run_of; /* by cooler: its place in c->of_body; by place: where its run begins in the base */
    uint32_t *below_first,
        *below_of;              /* by body: what takes the heat of its coolers, economisers ahead aside; each once */
    uint8_t *dirty;             /* by body: COOLED_DIRTY_ */
    bool piped;                 /* some loop has pipes: then all is settled each time */
    cooled_given *given;        /* by load: in the base */
    cooled_body *body;          /* by body */
    cooled_loss *lost, *before; /* by load: now, and in the base */
    cool_amount *wants;         /* by cooler: m3/s of its primary */
    bool *stands;               /* by unit: a pump that stands still in the base for lack of a call */
    id_list in_pipes;           /* of these, those between junctions */
    id_list stale;              /* loads taken again */
    bool *is_stale;
    id_list looked; /* loads whose losses were found again */
    bool *is_looked;
    uint8_t *acts; /* by unit: what an outage of it changes here, heat_acts */
    double *store; /* by corner, then body: J/K of it and of all bodies whose heat it takes; made when asked for */
    bool stored[HR_CORNERS];
    double *scratch;        /* two for each body */
    uint32_t *given_by;     /* by body: scratch */
    cool_amount *meets;     /* by body: W until it is at a limit */
    cooled_away *away_at;   /* by corner, then body */
    cooled_away *away;      /* by body, at the corner asked for last */
    bool timed[HR_CORNERS]; /* away_at of it is that of now */
    id_list asked;          /* bodies that may be away: of all others none is */
    bool *is_asked, listed; /* by body; `asked` is that of now */
    uint32_t *moved_first,
        *moved_next;          /* by body, by cooler: those of its coolers that a case may take away; COOL_NONE ends */
    bool *is_moved, *odd;     /* by cooler: it is among those; in the base it does not run */
    uint32_t *n_odd;          /* by body: such coolers */
    cooled_moment *whole;     /* by body: what its coolers have together, nothing away */
    id_list behind;           /* bodies that are away, or of which what takes their heat is */
    bool *is_behind;          /* by body */
    struct cooled_edge *edge; /* room for those of one body */
    cooled_stage *stage;      /* by corner: two for each place in c->of_body, then one for each body */
    uint32_t n_stage;         /* of a corner */
    bool no_memory;           /* ran out while a network was solved: what is found counts for nothing */
    bool reached,
        waits; /* the case may take cooling from somebody; leaves something that cools without supply for a while */
    hr_heat_trip trip[COOLED_TRIPS];
    const double *trip_table[COOLED_TRIPS]; /* of its plate */
    double trip_limit[COOLED_TRIPS], trip_time[COOLED_TRIPS];
    uint32_t n_trip, next_trip; /* chips whose time was worked out last */
    bool settled;               /* for the power of now */
    bool rooted;                /* of two things: the first alone loses something */
    bool base;                  /* the base itself is being settled */
    bool all;                   /* everything is settled, whatever has changed: the check of settling what has */
} cooled_work;

/* Beside w, whose base is solved; NULL in w->cooled where nothing cools. HR_ENOMEM. */
hr_err hr_cooled_new(hr_work *w);
void hr_cooled_free(hr_work *w);
/* Before the next case. */
void hr_cooled_forget(hr_work *w);
/* After a case has been solved, or a cascade: notes what power has changed, and touches the ports of loads that lose cooling. */
void hr_cooled_case(hr_work *w);
/* Of a load as w stands: W, which body fails it and why. */
const cooled_loss *hr_cooled_loss(hr_work *w, hr_id unit);
/* Pumps that stood by and that the case has started. */
uint32_t hr_cooled_called(const hr_work *w, hr_target *out, uint32_t most);
hr_reading hr_cooled_reading(const hr_work *w, hr_id point);
void hr_cooled_parts(const hr_work *w, hr_id unit, hr_reading by[HR_COOL_MEDIA]);
bool hr_cooled_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field);
void hr_cooled_words(const hr_work *w, hr_id point, hr_buf *out);

static inline bool hr_cooled_failed(const hr_work *w) { return w->cooled && w->cooled->no_memory; }
/* Whether a unit is part of what goes wrong with cooling as w stands: out, without supply, not running, not holding. */
bool hr_cooled_suffers(const hr_work *w, hr_id unit);
/* Whether pipework lets nothing flow through a cooler that flows in the base: of its loop, or of its primary. */
bool hr_cooled_cut_off(const hr_work *w, hr_id unit);
/* How long a load is without cooling, and how long that may be; for good where it is lost. False: it has no cooling to lose. */
bool hr_cooled_time(hr_work *w, hr_id unit, hr_corner corner, cooled_time *out);
hr_reading hr_cooled_time_reading(const hr_work *w, hr_id point, hr_corner corner);
bool hr_cooled_time_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field);
bool hr_cooled_decides(const hr_work *w, hr_id point, hr_id *unit, const char **field);
void hr_cooled_time_words(const hr_work *w, hr_id point, hr_buf *out);

/* --- between its files --------------------------------------------------------------------------------------------------- */
/* cooled_called.c: notes which pumps stand still in the base; false: no memory. */
bool hr_cooled_note_standby(hr_work *w);
/* cooled_settle.c: lives, sums, what holds, what is lost. */
void hr_cooled_settle(hr_work *w);
/* The same file: K of the air that racks of a zone take in at a heat, W, and may take in at most. */
cool_amount hr_cooled_inlet(const cooling *c, const cool_body *b, double heat);
cool_amount hr_cooled_inlet_limit(const cooling *c, const cool_body *b);
/* The same file: W that a cooler takes: what it is rated for; of an economiser without others no more than its primary carries
 * in the normal state. */
cool_amount hr_cooled_takes(const cooling *c, const cool_cooler *x);
/* cooled_time.c: whether a case leaves something that cools without supply for a while. */
bool hr_cooled_interrupts(const hr_work *w, hr_id unit);
/* cooled_away.c: once, at the base; of all bodies, as w stands, at a corner; that has changed. */
void hr_cooled_prepare_away(cooled_work *h, const cooling *normal);
void hr_cooled_find_away(hr_work *w, hr_corner corner);
/* A loop or zone itself is out, which it is not in the base. */
bool hr_cooled_is_out(const hr_work *w, const cool_body *b);
void hr_cooled_forget_away(cooled_work *h);
/* cooled_alike.c: once, at the base, what is alike; what speaks for them given to all; runs of a body as in the base; a cooler
 * that runs otherwise out of its run, true where it was in one; what speaks for a cooler now. */
void hr_cooled_group(cooled_work *h, const cooling *normal);
void hr_cooled_spread(cooled_work *h);
void hr_cooled_join(cooled_work *h, uint32_t body);
bool hr_cooled_set_apart(cooled_work *h, uint32_t cooler);
const cool_cooler *hr_cooled_speaker(const cooled_work *h, uint32_t cooler);
/* J/K by body. */
const double *hr_cooled_store(hr_work *w, hr_corner corner);
/* cooling_build.c: a copy with networks of its own, all of it in `a`. */
hr_err hr_cooling_copy(cooling **out, const cooling *c, hr_arena *a);

#endif
