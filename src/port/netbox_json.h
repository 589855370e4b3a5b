/* netbox_json.h - tables of NetBox as the JSON that its REST API returns. */
#ifndef HR_PORT_NETBOX_JSON_H
#define HR_PORT_NETBOX_JSON_H

#include "base/str.h"
#include "port/netbox_read.h"

typedef struct hr_nb_link { /* where a cable from power ports leads; they are numbered as the cables are */
    hr_nb_name table;       /* HR_NB_OUTLETS or HR_NB_FEEDS */
    hr_id row;
} hr_nb_link;

/* Adds an object with a list for each table. links: of hr_nb_link, one for each cable. The rows are numbered from 1. */
hr_err hr_nb_json(const hr_nb *nb, const hr_vec *links, hr_arena *arena, hr_buf *out);

#endif
