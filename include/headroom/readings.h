/* readings.h - numbers at points: a dense base shared by all threads, and per thread a sparse overlay.
 *
 * A point is (port, quantity, place). Electrical ports carry the quantities below; later media add ports of their
 * own kinds behind them, so a point is always base of its port + index of its quantity.
 * A reading is a value and a state; there is no NaN inside. A case writes only what changes, and judging visits only
 * what was touched: copying a dense array for each case would cost a hundred times the bar. */
#ifndef HEADROOM_READINGS_H
#define HEADROOM_READINGS_H

#include "headroom/element.h"

typedef enum hr_state {
    HR_S_KNOWN,
    HR_S_PARTIAL, /* some addends are unknown: the value is a lower bound of what is there */
    HR_S_UNKNOWN,
    HR_S_OFF,   /* de-energised: the value is 0 */
    HR_S_STALE, /* live telemetry that stopped coming */
    HR_S_UNSOLVED
} hr_state;

typedef struct hr_reading {
    double v;
    uint8_t state; /* hr_state */
} hr_reading;

/* Quantities, in the order in which they are numbered: those of electrical ports, then those of weights. */
typedef enum hr_quantity {
    HR_Q_POWER,     /* W, three-phase total */
    HR_Q_REACTIVE,  /* var */
    HR_Q_APPARENT,  /* VA */
    HR_Q_CURRENT_A, /* A, per phase at nominal voltage */
    HR_Q_CURRENT_B,
    HR_Q_CURRENT_C,
    HR_Q_PSU,            /* W on each live power supply; holders only */
    HR_Q_LOST,           /* W of demand that is not served; loads only */
    HR_Q_WINDING,        /* VA, three times the most loaded phase at the output; transformers only */
    HR_Q_GAP,            /* s without supply until it is back; loads only */
    HR_Q_BATTERY,        /* s on the store of its own until its supply is back */
    HR_Q_STEP,           /* W that arrive at once at a standby source */
    HR_Q_DIRECT,         /* A of direct current; bus bars only */
    HR_Q_PRESSURE,       /* Pa, weight over the area of a floor or the footprint of what stands on it */
    HR_Q_POINT_LOAD,     /* N on each foot of what stands on a floor */
    HR_Q_ROLLING_LOAD,   /* N, all of it, on its way in */
    HR_Q_DENSITY,        /* W/m2 of a floor in the normal state: no case changes what stands on it */
    HR_Q_UNCOOLED,       /* W of heat that nothing carries away; racks, and what stands in a zone */
    HR_Q_UNCOOLED_FOR,   /* s without cooling until it is back; the same loads */
    HR_Q_COOLING_LASTS,  /* s that stored heat gives them before the first is too warm */
    HR_Q_LIMIT_AFTER,    /* s from an outage until the first chip or inlet of a load without cooling is at its limit */
    HR_Q_SHUTDOWN_AFTER, /* s until the first chip shuts down */
    HR_Q_HEAT,           /* W that goes into a loop or zone; that a cooler takes; that a load gives to its coolant */
    HR_Q_AIR_HEAT,       /* W that a load gives to the air of its zone */
    HR_Q_AIR_NEED,       /* m3/s of air that a load takes in, as far as its heat is left to its zone */
    HR_Q_FLOW, /* m3/s of coolant or air: what can be moved in a loop or zone, what a cooler has to, what a load gets */
    HR_Q_ABLE, /* m3/s that a cooler can move, with the pumps that run */
    HR_Q_NEED, /* m3/s that the loads of a loop or zone need; one load: that it needs */
    HR_Q_PRIMARY_FLOW, /* m3/s that a cooler takes of its primary */
    HR_Q_CARRIED,      /* W that the primary of an economiser without other coolers can carry */
    HR_Q_SUPPLY,       /* K of what comes: to a loop or zone, out of a cooler, into a load */
    HR_Q_LOWEST,       /* K, the lowest that a cooler could supply with the heat that it has */
    HR_Q_RETURN,       /* K of what goes back */
    HR_Q_INLET,        /* K of the air that racks of a zone take in */
    HR_Q_DRAW,         /* W that a cooler draws when it does just what it has to */
    HR_Q_DEW_MARGIN,   /* K by which a coolant is above the dew point of the air around it */
    HR_Q_DIE,          /* K of the hottest chip of a node */
    HR_Q_OUTDOOR,      /* K of the outdoor air, at what rejects heat to it */
    HR_Q_STATIC,       /* Pa above the air, at a junction of a loop */
    HR_Q_TEMPERATURE,  /* K of the coolant there */
    HR_Q_DROP,         /* Pa that a part of a loop loses; that a pump gives */
    HR_Q_SUCTION,      /* Pa above vapour at the inlet of a pump */
    HR_Q_TRAY_FLOW,    /* m3/s that the tray of a manifold gets that gets least */
    HR_Q_EXPANSION,    /* m3 by which the liquid of a loop grows from its fill to now: the part of a vessel */
    HR_Q_PUE,          /* power of the site over that of its information technology */
    HR_Q_WUE,          /* m3/J of water by energy of its information technology */
    HR_Q_PUE_YEAR,     /* the same of the energies of a year of weather */
    HR_Q_WUE_YEAR,
    HR_Q_GPUS,     /* GPUs of a job that stay supplied; jobs only */
    HR_Q_DEVICE,   /* A, rating of an overcurrent device: stated by the model, as all from here on */
    HR_Q_FAULT,    /* A, short-circuit current */
    HR_Q_VOLTAGE,  /* V */
    HR_Q_MEANS,    /* how many of the means that a clause asks for are there */
    HR_Q_NUMBER,   /* how many of something */
    HR_Q_AMPACITY, /* A that a conductor run may carry */
    HR_Q_SIZE,     /* m2, cross-section of a conductor */
    HR_Q_DELAY,    /* s that a protective device waits */
    HR_Q_TIME,     /* s */
    HR_Q_LENGTH,   /* m */
    HR_Q_MASS,     /* kg */
    HR_Q_DEMAND,   /* A, measured and to come */
    HR_Q_PH,       /* pH of a coolant */
    HR_Q_CHLORIDE, /* of a coolant, by mass */
    HR_Q_COUNT
} hr_quantity;

/* What the model states; no engine finds it. */
/* W of loads that a case takes: of their power, of their cooling. */
static inline bool hr_is_loss(hr_quantity q) { return q == HR_Q_LOST || q == HR_Q_UNCOOLED; }
/* s by stored heat: told by assumed values, with their ranges. */
static inline bool hr_is_time_of_heat(hr_quantity q) { return q >= HR_Q_UNCOOLED_FOR && q <= HR_Q_SHUTDOWN_AFTER; }
static inline bool hr_is_stated(hr_quantity q) { return q >= HR_Q_DEVICE; }

typedef struct hr_quantity_info {
    const char *quantity, *place, *unit;
    uint8_t dim;
} hr_quantity_info;
extern const hr_quantity_info hr_quantity_table[HR_Q_COUNT];

static inline hr_id hr_point_of(hr_id port, hr_quantity q) { return port * HR_Q_COUNT + (hr_id)q; }
static inline hr_id hr_point_port(hr_id point) { return point / HR_Q_COUNT; }
static inline hr_quantity hr_point_quantity(hr_id point) { return (hr_quantity)(point % HR_Q_COUNT); }

/* Adding states: off adds nothing; known and unknown make partial. Associative and commutative. */
hr_state hr_state_add(hr_state a, hr_state b);

#endif
