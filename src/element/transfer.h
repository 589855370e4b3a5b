/* transfer.h - what transfer switches have in common. */
#ifndef HR_ELEMENT_TRANSFER_H
#define HR_ELEMENT_TRANSFER_H

#include "headroom/site.h"

typedef struct hr_transfer_fields {
    hr_from from;
    hr_num rating, sccr;
    hr_choice transition;
} hr_transfer_fields;

extern const hr_field hr_transfer_table[];

/* Hands `transition` on to the alternatives that say none; warns of a switch that can never transfer by itself. */
void hr_transfer_complete(hr_site *site, hr_decl *decl);

#endif
