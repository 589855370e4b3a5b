/* catalogue.h - where the catalogue of parts lies. */
#ifndef HR_CLI_CATALOGUE_H
#define HR_CLI_CATALOGUE_H

#include "headroom/diag.h"

/* Adds the folders of parts to a context: those of $HEADROOM_PARTS, between colons, if it is set; else the one that
 * lies where the program was installed or built. That there is none is no fault: a missing part then says so. */
hr_err hr_catalogue_find(hr_ctx *ctx);

#endif
