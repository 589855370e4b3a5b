/* engine.h - the face of every engine: build -> base -> work -> solve -> explain -> free.
 *
 * The built engine and its base solution are immutable and shared between threads; work is per thread. solve starts
 * from what the case takes out and re-solves only what that reaches. Engines know kinds (source, series, load), never
 * element types. explain makes a point's addends on demand, so derivations cost nothing until asked for. */
#ifndef HEADROOM_ENGINE_H
#define HEADROOM_ENGINE_H

#include "headroom/case.h"
#include "headroom/readings.h"

typedef struct hr_buf hr_buf;
typedef struct hr_engine hr_engine;
typedef struct hr_work hr_work;

/* One addend of a reading: what comes through a port further down, or a declared number, or a loss. */
typedef struct hr_addend {
    const char *what;  /* "load of", "loss in", "share of" */
    double v;          /* its contribution, in the unit of the point */
    uint8_t state;     /* hr_state */
    hr_id port;        /* the port it flows through, to descend into, or HR_NONE */
    hr_id unit;        /* the unit it belongs to */
    uint32_t count;    /* identical members it stands for */
    const hr_num *num; /* the declared number behind it, or NULL */
    double psu_here,
        psu_live;        /* shared over cords by live power supplies: those on this cord, all; 0 where it is not */
    const char *missing; /* the field whose absence makes it unknown, or NULL */
    uint8_t quantity;    /* hr_quantity in which it comes through its port; 0: that of the reading, or power */
} hr_addend;

typedef struct hr_explanation {
    hr_reading reading;
    const char *formula; /* "P / (sqrt(3) x V)": how the addends make the reading */
    hr_addend *addend;
    uint32_t n;
} hr_explanation;

/* One declared load that a port carries in the case solved last: w of the watts of `count` members of `unit`. A load
 * on two cords that both lie behind the port comes once for each. num is NULL or absent where it is not given. */
typedef void hr_load_cb(void *user, hr_id unit, uint32_t count, double w, const hr_num *num);

/* A time that a unit states in its field; of a feed: wire is that feed, else HR_NONE. */
typedef void hr_time_cb(void *user, hr_id unit, hr_id wire, const char *field, const hr_num *num);

/* What a load gives heat to. */
typedef enum hr_cool_medium { HR_BY_COOLANT, HR_BY_ZONE, HR_BY_DOOR, HR_COOL_MEDIA } hr_cool_medium;

/* How a load is supplied in the case solved last: why it is lost, how near its power supplies come to their rating. */
typedef struct hr_supply {
    uint32_t cords, live_cords;  /* feeds, and those of them that live */
    double psus, needed, rating; /* live power supplies; how many it takes; W of each, 0 = not given */
    double w;                    /* its power; 0 when not known */
    double capacity, demand;     /* W of all live supplies, and of all that shares them; 0 where nothing is shared */
} hr_supply;

typedef struct hr_engine_ops {
    const char *name;
    hr_err (*build)(hr_engine **out, hr_ctx *ctx, const hr_site *site, hr_corner corner, const hr_target *out_base,
                    uint32_t n_out_base);
    /* From one thread at a time, as is giving it back; each thread then works on its own. */
    hr_err (*work_new)(hr_work **out, const hr_engine *engine);
    void (*solve)(hr_work *work, const hr_case *c);     /* from the base; forgets the case before */
    void (*solve_all)(hr_work *work, const hr_case *c); /* the same from nothing: the check of solve */
    /* The same case before standby sources have started, stores still carrying. False, and nothing done, when no
     * standby source is called. */
    bool (*before_standby)(hr_work *work);
    /* Goes on from solve: opens devices beyond their rating one by one. How many; 0 leaves all as it was. */
    uint32_t (*cascade)(hr_work *work);
    /* The device that opened first in it, and what it carried over its rating; false where none has opened. */
    bool (*first_opened)(const hr_work *work, hr_target *device, double *ratio);
    /* The i-th device that opened in it, feeds first, each in their order; false where fewer have. */
    bool (*opened)(const hr_work *work, uint32_t i, hr_target *device);
    /* What the case solved last called to act: transfers, ties, standby sources. At most `most`. */
    uint32_t (*called)(const hr_work *work, hr_target *out, uint32_t most);
    uint32_t (*bases)(const hr_engine *engine); /* 2 where there are standby sources */
    /* Whether a unit lives in the case solved last: known, off, or unknown where that is not known. */
    hr_state (*lives)(const hr_work *work, hr_id unit);
    /* Whether it is part of what goes wrong with cooling in the case solved last: out, without supply, not running, short. */
    bool (*suffers)(const hr_work *work, hr_id unit);
    /* Whether pipework lets nothing flow through a cooler in it that flows in the base: of its loop, or of what takes its heat. */
    bool (*cut_off)(const hr_work *work, hr_id unit);
    /* W of heat that nobody takes from a load, by what it gives it to; all off where nothing of it is cooled. */
    void (*uncooled)(const hr_work *work, hr_id unit, hr_reading by[HR_COOL_MEDIA]);
    bool (*feeds)(const hr_work *work, hr_id wire); /* a feed is closed, and its unit takes its power from it */
    hr_reading (*reading)(const hr_work *work, hr_id point);
    /* The same with assumed values that the engine itself supplies at a corner; those of the model are at the engine's. */
    hr_reading (*reading_at)(const hr_work *work, hr_id point, hr_corner corner);
    /* ports whose readings differ from base in this case, ascending in no particular order but the same each time */
    const hr_id *(*touched)(const hr_work *work, uint32_t *n);
    hr_err (*explain)(hr_work *work, hr_id point,
                      hr_explanation *out); /* in the case solved last; until the next one */
    /* What is missing where a reading is partial or unknown: the first unit and field found on the way to it. */
    bool (*gap)(const hr_work *work, hr_id point, hr_id *unit, const char **field);
    /* Memory ran out in what was solved last, or is read of it. */
    bool (*failed)(const hr_work *work);
    /* Of a reading that rests on assumed values of the engine's own: which moves it most. */
    bool (*decides)(const hr_work *work, hr_id point, hr_id *unit, const char **field);
    /* The arithmetic of a reading in a line, for those that are no sum of loads; nothing added for the others. */
    void (*words)(const hr_work *work, hr_id point, hr_buf *out);
    bool (*supply)(const hr_work *work, hr_id unit, hr_supply *out); /* false: not a load */
    void (*loads)(const hr_work *work, hr_id port, hr_load_cb *cb, void *user);
    /* s until all that the case moves has moved: INFINITY where a time on the way is not given */
    double (*moving)(const hr_work *work);
    /* The stated times that an interruption or a time on battery at `port` comes from, from there up: how long feeds take
     * to close, sets to start, stores to run down. */
    void (*times)(const hr_work *work, hr_id port, hr_time_cb *cb, void *user);
    const hr_case *(*solved)(
        const hr_work *work); /* the case that `solve` left and nothing went on from, NULL = none */
    double (*volts)(const hr_engine *engine, hr_id port); /* nominal line-to-line, 0 = unknown */
    void (*work_free)(hr_work *work);
    void (*free)(hr_engine *engine);
} hr_engine_ops;

extern const hr_engine_ops hr_power_engine;

#endif
