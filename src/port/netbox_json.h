/* netbox_json.h - tables of NetBox as the JSON that its REST API returns. */
#ifndef HR_PORT_NETBOX_JSON_H
#define HR_PORT_NETBOX_JSON_H

#include "base/str.h"
#include "port/netbox_read.h"

typedef struct hr_nb_link { /* a cable: from a power port to an outlet or a feed; they are numbered as the cables are */
    hr_id port;
    hr_nb_name table; /* HR_NB_OUTLETS or HR_NB_FEEDS */
    hr_id row;
} hr_nb_link;

/* Adds an object with a list for each table. links: of hr_nb_link, one for each cable. */
hr_err hr_nb_json(const hr_nb *nb, const hr_vec *links, hr_buf *out);

#endif
