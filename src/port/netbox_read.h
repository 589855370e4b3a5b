/* netbox_read.h - the power side of a NetBox export as tables: what its REST API returns, saved as JSON. */
#ifndef HR_PORT_NETBOX_READ_H
#define HR_PORT_NETBOX_READ_H

#include <stddef.h>

#include "base/map.h"
#include "base/vec.h"
#include "port/members.h"

typedef enum hr_nb_name { /* the order of hr_nb_names */
                          HR_NB_SITES,
                          HR_NB_PANELS,
                          HR_NB_FEEDS,
                          HR_NB_RACKS,
                          HR_NB_TYPES,
                          HR_NB_DEVICES,
                          HR_NB_PORTS,
                          HR_NB_OUTLETS,
                          HR_NB_CABLES,
                          HR_NB_TABLES
} hr_nb_name;

extern const char *const hr_nb_names[]; /* "power-feeds"; NULL-terminated */

typedef struct hr_nb_num {
    double v;
    bool given;
} hr_nb_num;

/* A row of any table; what its table does not have stays empty. Rows are named by their number in their table. */
typedef struct hr_nb_row {
    hr_str id, name; /* as in the file; the id is a whole number of any length */
    hr_span at;
    const hr_ynode *node; /* NULL: some other row refers to it, but its own table does not have it */
    hr_id site, panel, rack, type, device, power_port;
    hr_str status, kind, supply, phase, leg, unit, outer_unit; /* the `value` of choices */
    hr_str marked;                                             /* "true": connected, no cable is entered */
    hr_str cable;                                              /* id of the cable that ends here */
    hr_str peer_type;                                          /* else, where the list has no cables: link_peers_type */
    hr_str peer;                                               /* and the id of the first of link_peers */
    hr_nb_num voltage, amperage, utilization;                  /* utilization: percent */
    hr_nb_num maximum, allocated;                              /* W */
    hr_nb_num height, weight, width, depth;                    /* height: rack units; in `unit`, `outer_unit` */
} hr_nb_row;

typedef struct hr_nb {
    hr_vec row[HR_NB_TABLES]; /* of hr_nb_row */
    hr_map by_id[HR_NB_TABLES];
    bool there[HR_NB_TABLES];     /* the export has this table */
    hr_span at[HR_NB_TABLES];     /* its first page */
    double counted[HR_NB_TABLES]; /* rows that NetBox says there are */
    hr_vec unread;                /* hr_str: tables that are not read, each once */
} hr_nb;

typedef enum hr_nb_kind { /* of a member */
                          HR_NB_TEXT,
                          HR_NB_FLAG,   /* true or false, kept as a word */
                          HR_NB_CHOICE, /* a word, or an object with a value */
                          HR_NB_NUMBER,
                          HR_NB_SIGNED, /* a number that may be negative */
                          HR_NB_REF,    /* a row of another table: its id, or an object with it */
                          HR_NB_CABLE   /* the id of a cable, likewise */
} hr_nb_kind;

typedef struct hr_nb_member { /* of the objects of a table; the tables of them end with a NULL name */
    const char *name;
    hr_nb_kind kind;
    size_t offset;    /* into hr_nb_row */
    hr_nb_name table; /* of a reference */
} hr_nb_member;

extern const hr_nb_member *const hr_nb_members[HR_NB_TABLES];

/* Reads a file, or a folder that holds power-feeds.json and so on. Every fault is reported (M710, M711); strings live in
 * the context and the arena. */
hr_err hr_nb_read(hr_nb *out, hr_ctx *ctx, hr_arena *arena, const char *path);
/* The same for a text that was read already. */
hr_err hr_nb_read_source(hr_nb *out, hr_ctx *ctx, hr_arena *arena, hr_id file);
void hr_nb_close(hr_nb *nb);

static inline hr_nb_row *hr_nb_at(const hr_nb *nb, hr_nb_name t, hr_id i) { return (hr_nb_row *)nb->row[t].item + i; }
static inline hr_id hr_nb_count(const hr_nb *nb, hr_nb_name t) { return (hr_id)nb->row[t].n; }

#endif
