/* netbox_export.h - what the two halves of the NetBox export share. */
#ifndef HR_PORT_NETBOX_EXPORT_H
#define HR_PORT_NETBOX_EXPORT_H

#include "port/netbox.h"

#define HR_NB_MOST 1e9 /* a number of an export that the import takes */

typedef struct hr_nb_tail { /* of a rack */
    hr_id wire;             /* the first: of a rack-pdu one for each bank */
    uint32_t wires;
    hr_id from;  /* the wire that says what feeds it */
    hr_id strip; /* the rack-pdu, HR_NONE without */
    hr_id feed;  /* the power feed, HR_NONE behind a strip or a board */
} hr_nb_tail;

/* Power supplies of a load on cord k of those of its rack (of hr_nb_tail). */
double hr_nb_supplies_on(const hr_site *s, hr_id unit, const hr_vec *cords, size_t k);
/* On all of them; one where there is no cord. */
uint32_t hr_nb_supplies(const hr_site *s, hr_id unit, const hr_vec *cords);
/* The wire of the bank that power supply number `nth` of a load is in; HR_NONE where no bank names it. */
hr_id hr_nb_bank_of(const hr_site *s, const hr_nb_tail *c, hr_id unit, uint32_t nth);
/* The leg of a bank: "A", "B", "C", or empty where the strip has no banks. */
hr_str hr_nb_leg_of(const hr_site *s, const hr_nb_tail *c, hr_id wire);

typedef enum hr_nb_became { /* a declaration, in NetBox */
                            HR_NB_BY_TYPE,
                            HR_NB_A_PANEL,
                            HR_NB_LEFT_OUT /* what the import would not bring back */
} hr_nb_became;

/* Warns (M610) of every declaration that NetBox does not carry whole. became: by declaration. */
hr_err hr_nb_tell_lost(hr_ctx *ctx, const hr_site *site, const hr_nb_became *became);

#endif
