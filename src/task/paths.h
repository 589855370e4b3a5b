/* paths.h - `check SITE --paths ELEMENT`: how power can reach an element, what its paths share, and how much load each
 * arrangement on the way can carry.
 *
 * Nothing here goes by the name of an architecture. Paths are walked feed by feed; what loses the element, and who takes
 * over from whom, is what the engine answers when that outage is solved. docs/physics/redundancy.md has the equations. */
#ifndef HR_TASK_PATHS_H
#define HR_TASK_PATHS_H

#include "task/check.h"

typedef enum hr_way {                   /* how a path comes to carry the element */
                      HR_WAY_LIVE,      /* it does in the normal state */
                      HR_WAY_AUTOMATIC, /* something closes or starts by itself */
                      HR_WAY_BY_HAND,   /* hands have to close something */
                      HR_WAYS
} hr_way;

extern const char *const hr_way_word[HR_WAYS];

typedef struct hr_path {
    const hr_id *wire; /* from the element up; the parent of the last is where it begins */
    uint32_t n;
    uint8_t way;         /* hr_way */
    bool time_known;     /* of an automatic one: */
    double time;         /* s until all that moves has moved */
    hr_id store;         /* a store below what moves, which carries meanwhile; HR_NONE */
    uint32_t first_hand; /* of one by hand: the place in `wire` of what hands close, nearest to the element */
} hr_path;

typedef struct hr_unlisted { /* paths beyond those listed */
    hr_id cord;              /* the feed of the element that they come in by; HR_NONE when it stands for all */
    uint8_t way;
    bool at_least; /* the search was ended: there may be more */
    uint32_t n;
} hr_unlisted;

typedef struct hr_shared { /* what pairs of paths have in common; pairs with the same stand together */
    const hr_id *unit;     /* nearest to the element first */
    const hr_str *room, *epo;
    uint32_t n_unit, n_room, n_epo;
    hr_vec pair; /* hr_pair */
} hr_shared;

typedef struct hr_pair { /* places in the list of paths */
    uint32_t a, b;
} hr_pair;

typedef struct hr_single { /* one event that takes the element out while all else works */
    hr_target what;        /* an element or feed; unit HR_NONE and wire HR_NONE for a group */
    hr_str group;          /* "room east", "epo 1"; else empty */
    uint8_t base;          /* hr_base_state in which it does */
    bool unknown;          /* whether it does is not known */
} hr_single;

typedef struct hr_bind { /* the limit that is reached first as all loads grow alike */
    double factor;       /* on all loads of the site; INFINITY while nothing that counts carries load */
    double load, limit;
    uint32_t at;    /* index into check->limits, HR_NONE without */
    uint32_t case_; /* index into paths->cases */
} hr_bind;

/* One kind of limit at a level: what its units can carry, or the devices on their feeds. */
typedef struct hr_measure {
    bool present;        /* there is such a limit */
    hr_bind own;         /* in the normal states, and with one unit of the level out */
    hr_bind any;         /* with any single element or feed of any of the levels out */
    hr_bind harsh;       /* as `any`, with assumed ranges at their bad ends; INFINITY without ranges */
    bool unknown;        /* something that it takes is not given: then there is no number */
    hr_target missing;   /* where */
    const char *field;   /* which field */
    double of_installed; /* share of what all of them are rated for that `own` makes them carry in the normal state */
    double of_active;    /* of those that carry something in it; both 0 = not known */
} hr_measure;

typedef struct hr_moved { /* where the load of a unit goes when it is out */
    hr_id to;
    double w;
} hr_moved;

typedef struct hr_level_unit {
    hr_target what; /* an element; a feed at the element's own cords */
    double now;     /* W in the base of the level */
    double loads;   /* W of that without losses: 0 of what stands by, even where it has a loss of its own */
    hr_vec moved;   /* hr_moved */
    double lost;    /* W of loads that are not served then */
    bool lost_unknown;
} hr_level_unit;

typedef struct hr_level { /* units of one kind that stand side by side on the paths of the loads they serve */
    const hr_type *type;
    bool cords; /* the element's own feeds */
    hr_level_unit *unit;
    uint32_t n;
    uint8_t base;     /* hr_base_state that `now` is taken in: the first in which it carries anything */
    double now;       /* W that it carries in that */
    bool now_unknown; /* part of it is not known */
    bool first_order; /* losses are part of it: they are scaled with the load */
    hr_measure rating, device;
} hr_level;

typedef struct hr_paths {
    hr_check *c; /* site, limits, what --out takes out */
    hr_id unit;
    uint32_t member;
    hr_id fed;     /* the unit whose feeds count: the element, or what holds it */
    bool served;   /* it lives in the normal state */
    hr_path *path; /* by cord, then as they are taken */
    uint32_t n_path;
    hr_vec unlisted; /* hr_unlisted */
    hr_shared *shared;
    uint32_t n_shared;
    hr_vec single;   /* hr_single */
    hr_level *level; /* from the sources down */
    uint32_t n_level;
    hr_case *cases;
    uint32_t n_cases;
} hr_paths;

/* M505 when nothing is called `element`, or nothing can feed it. */
hr_err hr_paths_run(hr_paths **out, hr_ctx *ctx, const hr_site *site, const char *element, const hr_check_opts *opts);
void hr_paths_free(hr_paths *p);

/* Holds: no single point of failure, every factor known and at least 1. */
hr_verdict hr_paths_verdict(const hr_paths *p);
hr_verdict hr_measure_verdict(const hr_measure *m);
/* "fault: ups-A, on generators" */
void hr_paths_case_name(const hr_paths *p, uint32_t case_, hr_buf *out);
/* The units that a feed of a path stands for: its parent, and the sources in parallel that are fed as that one is. */
hr_err hr_path_alike(const hr_paths *p, hr_id wire, hr_vec *units); /* of hr_id; emptied first */

/* --- between its files ---------------------------------------------------------------------------------------------- */

extern const hr_case hr_paths_base[HR_BASES];       /* an engine keeps a pointer to the case solved last */
hr_err hr_paths_walk(hr_paths *p, hr_work *work);   /* paths_walk.c */
hr_err hr_paths_share(hr_paths *p, hr_work *work);  /* paths_share.c */
hr_err hr_paths_levels(hr_paths *p, hr_work *work); /* paths_levels.c */
bool hr_paths_is_out(const hr_paths *p, hr_target t, uint8_t base); /* absent already in that base */
/* Its outage is judged: it closes by itself, and has a device or a cable. */
bool hr_paths_counts(const hr_paths *p, hr_id wire);
bool hr_path_is_alike(const hr_site *s, hr_id a, hr_id b); /* two feeds from sources in parallel, fed alike */
bool hr_paths_uses_cord(const hr_paths *p, hr_id wire);    /* of p->fed: the element has power supplies on it */
uint32_t hr_paths_bases(const hr_paths *p);
/* Marks all units that can feed the marked ones over feeds that close by themselves. queue has room for all units. */
void hr_paths_mark_above(const hr_paths *p, bool *marked, hr_id *queue, uint32_t n);

#endif
