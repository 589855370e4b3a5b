/* netbox_plan.h - which element each row of a NetBox export becomes, what feeds it, and what is noted about it. */
#ifndef HR_PORT_NETBOX_PLAN_H
#define HR_PORT_NETBOX_PLAN_H

#include "port/made.h"
#include "port/netbox_read.h"

typedef enum hr_nb_why { /* why it is not known what feeds a port */
                         HR_NB_FED,
                         HR_NB_OPEN,      /* no cable */
                         HR_NB_DANGLING,  /* its cable ends nowhere */
                         HR_NB_AMBIGUOUS, /* its cable ends at several outlets or feeds */
                         HR_NB_PLANNED,   /* its cable is not there yet, or no more */
                         HR_NB_NO_INLET,  /* an outlet that does not say which inlet feeds it */
                         HR_NB_RING,
                         HR_NB_DEAD, /* a feed that is not active */
                         HR_NB_DC,
                         HR_NB_WHYS
} hr_nb_why;

typedef enum hr_nb_at_end { HR_NB_NOTHING, HR_NB_AT_FEED, HR_NB_AT_OUTLET } hr_nb_at_end;

typedef struct hr_nb_end { /* what a cable leads to */
    hr_nb_at_end kind;
    hr_id row;
    uint32_t count; /* of such ends of one cable */
} hr_nb_end;

typedef enum hr_nb_role { /* of the inlet of something with outlets */
                          HR_NB_UNUSED,
                          HR_NB_STRIP, /* held by the one rack whose devices it feeds */
                          HR_NB_BOARD  /* an element of its own: it feeds several racks, or others with outlets */
} hr_nb_role;

typedef struct hr_nb_port {
    hr_nb_end up;
    hr_nb_why why;
    hr_id feed;       /* that it hangs on in the end, where it is fed */
    hr_id next;       /* of its device */
    hr_nb_role role;  /* of an inlet */
    hr_id place;      /* of a strip */
    hr_str name;      /* of a board, of a strip in its rack */
    uint32_t outlets; /* taken */
    bool legs;        /* each of them has a leg */
    double hung;      /* W that what is plugged into them states */
} hr_nb_port;

typedef struct hr_nb_feed {
    uint32_t ports; /* on it */
    hr_id infeed;   /* HR_NONE: not in the model */
    hr_id next;     /* of its panel, of those in the model */
    const char *phases;
    hr_id place; /* of the devices that are cabled to it, HR_NONE: in several, or it feeds what has outlets */
    bool apart;  /* at another voltage than the rack that it would feed */
    hr_str name; /* where they share it: an element of its own */
} hr_nb_feed;

typedef struct hr_nb_infeed { /* a panel at one of its voltages */
    hr_id panel;
    double voltage; /* 0: unknown */
    bool three;
    hr_str name;
} hr_nb_infeed;

typedef struct hr_nb_device {
    hr_id port; /* the first */
    uint32_t ports;
    bool has_outlets;
    hr_id place; /* of a device that only draws */
    hr_str name; /* in its rack */
} hr_nb_device;

typedef struct hr_nb_cord { /* of a rack: a strip that it holds, or what it is cabled to itself */
    hr_id inlet, feed;      /* one of both */
    hr_str name;
} hr_nb_cord;

typedef struct hr_nb_place { /* a rack, with what stands in it */
    hr_id rack;              /* HR_NONE: made up for a device without one */
    hr_str name;
    hr_namer held;
    hr_vec cord, device; /* of hr_nb_cord; of hr_id */
    bool strips;         /* some cord is a strip, so that all are written as such */
    double voltage;      /* of its first cord; 0: unknown */
    bool apart;          /* some feed of it is at another voltage, and left out */
    bool dealt;          /* some device without cables is taken to hang on all its cords */
} hr_nb_place;

typedef enum hr_nb_draw { HR_NB_INFER, HR_NB_PER_PORT, HR_NB_PER_DEVICE } hr_nb_draw; /* how draw was entered */

typedef struct hr_nb_plan {
    hr_arena *arena;
    hr_nb nb;
    hr_nb_draw draw;
    hr_namer namer;
    hr_notes notes;
    bool sites; /* there are several: names carry them */
    hr_nb_port *port;
    hr_id *inlet; /* by outlet: the port that feeds it */
    hr_nb_feed *feed;
    hr_nb_device *device;
    hr_id *place_of; /* by rack */
    hr_vec infeed;   /* of hr_nb_infeed */
    hr_vec place;    /* of hr_nb_place */
} hr_nb_plan;

/* W that a power port states: allocated, else the most. */
static inline hr_nb_num hr_nb_draw_of(const hr_nb_row *port)
{
    return port->allocated.given ? port->allocated : port->maximum;
}

/* Plans for what was read into p->nb; p->arena and p->draw are there. */
hr_err hr_nb_plan_make(hr_nb_plan *p);
/* Its first half: who feeds whom. */
hr_err hr_nb_plan_trace(hr_nb_plan *p);
void hr_nb_plan_close(hr_nb_plan *p);

/* Names of the rows of a table that are chosen, behind a note; nothing when there are none. */
typedef bool hr_nb_which(const hr_nb_plan *p, hr_id i);
void hr_nb_note_those(hr_nb_plan *p, hr_made_section s, hr_nb_name table, hr_nb_which *which, const char *what);
/* The name of a row in NetBox; "device-7" without one. */
hr_str hr_nb_given(hr_nb_plan *p, hr_nb_name table, hr_id i);
/* Which cord of a place a port hangs on; HR_NONE when it hangs on none that is known. */
hr_id hr_nb_cord_of(const hr_nb_plan *p, const hr_nb_place *place, hr_id port);

static inline hr_nb_place *hr_nb_place_at(const hr_nb_plan *p, hr_id i) { return (hr_nb_place *)p->place.item + i; }
static inline hr_nb_infeed *hr_nb_infeed_at(const hr_nb_plan *p, hr_id i) { return (hr_nb_infeed *)p->infeed.item + i; }
/* It has power ports and no outlets. */
static inline bool hr_nb_draws(const hr_nb_plan *p, hr_id device)
{
    return p->device[device].ports > 0 && !p->device[device].has_outlets;
}

#endif
