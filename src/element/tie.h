/* tie.h - how what stands `between` two elements is switched. */
#ifndef HR_ELEMENT_TIE_H
#define HR_ELEMENT_TIE_H

#include "headroom/site.h"

extern const char *const hr_normally_words[], *const hr_closes_words[]; /* NULL-terminated */

/* Fills and lists what is not said of a tie. */
void hr_tie_complete(hr_site *site, const hr_decl *decl, hr_choice *normally, int16_t otherwise, hr_choice *closes);

#endif
