/* heat_time.h - how long until a limit is reached when cooling falls short: what is stored takes the heat meanwhile.
 *
 * First order: a chip with its plate after a pump trip is two nodes, a body of liquid or air is one. They know no site
 * and no element. SI: s, W, K, J/K, m3, m3/s; INFINITY is never, 0 is already. Where a value is assumed, a time is
 * worked out three times, with all values as they are and with all at their kind and at their harsh ends.
 * Equations, sources and what is left out: docs/physics/time-to-limit.md. */
#ifndef HR_ENGINE_HEAT_TIME_H
#define HR_ENGINE_HEAT_TIME_H

#include "element/fields.h"
#include "engine/cold_plate.h"

/* --- values where none is given ----------------------------------------------------------------------------------- */

typedef enum hr_heat_which {
    HR_HEAT_COAST_DOWN,      /* s, of a pump that has lost its power */
    HR_HEAT_DIE,             /* J/K, die and lid */
    HR_HEAT_PLATE,           /* J/K, cold plate and the coolant in it */
    HR_HEAT_DIE_RESISTANCE,  /* K/W; plate.die_resistance of the model comes first */
    HR_HEAT_VOLUME_TCS,      /* m3/W, of a loop that cools racks */
    HR_HEAT_VOLUME_FWS,      /* m3/W, of a loop of facility water */
    HR_HEAT_ZONE_MASS,       /* J/(K W), of racks, in step with their air */
    HR_HEAT_VFD_RESTART,     /* s after supply returns */
    HR_HEAT_STANDBY_DETECT,  /* s, until a stopped standby pump is called */
    HR_HEAT_STANDBY_RUN_UP,  /* s, and until it has its speed */
    HR_HEAT_CHILLER_RESTART, /* s after supply returns */
    HR_HEAT_SHUTDOWN,        /* K above the slowdown of a die */
    HR_HEAT_DEFAULTS
} hr_heat_which;

typedef struct hr_heat_default_row {
    const char *field;
    hr_assumed value;  /* dim is HR_DIM_NONE where no dimension of fields is it */
    const char *shown; /* the value for people, with its unit */
    hr_harsh harsh;    /* which end is the bad one; HR_HARSH_NONE: not varied */
    hr_trust trust;
} hr_heat_default_row;

extern const hr_heat_default_row hr_heat_defaults[HR_HEAT_DEFAULTS];

double hr_heat_default(hr_heat_which which, hr_corner corner); /* the value that corner uses */

/* --- a chip after a pump trip ------------------------------------------------------------------------------------- */

/* At t = 0 it is in its steady state at `flow`. From then on a part `left` of the flow stays, and the rest goes down as
 * 1 / (1 + t / coast_down), at once where coast_down is 0. */
typedef struct hr_heat_trip {
    double power, inlet;
    double die_resistance;       /* die to case; 0: both are one node */
    double die, plate;           /* J/K, the plate's above 0; die 0: it follows its case at once */
    const hr_plate_curve *curve; /* case to inlet, over the flow of one plate; one that holds */
    double flow, coast_down, left;
} hr_heat_trip;

/* Seconds until the die is at `limit`. False, and *time untouched, where there is no such state: no flow before, a
 * plate of 0, anything negative or not finite. Later than HR_HEAT_HORIZON is never. */
#define HR_HEAT_HORIZON 1e9 /* s, thirty years */
bool hr_heat_trip_time(const hr_heat_trip *x, double limit, double *time);
/* Where the die ends: INFINITY where it has power and no flow is left. False as above. */
bool hr_heat_trip_final(const hr_heat_trip *x, double *die);

/* --- stored heat -------------------------------------------------------------------------------------------------- */

/* J/K of a zone: `mass` for each W of racks, and its air, 0 where its volume is not known. */
double hr_heat_zone_capacity(double rack_power, double mass, double air);
/* capacity x rise / deficit. Never where nothing is short, already where nothing is left to rise. */
double hr_heat_stored_time(double capacity, double rise, double deficit);

/* --- a time with its corners -------------------------------------------------------------------------------------- */

typedef struct hr_heat_times {
    double kind, nominal, harsh;
} hr_heat_times;

#define HR_HEAT_TIMES_TEXT 128
/* "43 min (31..70)", "8.2 s (1.8..21)", "12 min (7..never)"; corners in the unit of the nominal time where they are
 * of its size, else each with its own: "50 s (12 s..3 h)". "43 min" where nothing else would be printed, "unknown"
 * where one of the three is not a number. n is at least HR_HEAT_TIMES_TEXT. Returns the length. */
size_t hr_heat_times_text(char *buf, size_t n, const hr_heat_times *t);

#endif
