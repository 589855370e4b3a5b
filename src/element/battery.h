/* battery.h - stored energy, as a UPS holds it. */
#ifndef HR_ELEMENT_BATTERY_H
#define HR_ELEMENT_BATTERY_H

#include "headroom/site.h"

/* Fills the absent autonomy of `decl` from the batteries it holds: energy x end_of_life / rating. Leaves it absent when
 * it holds none, or one whose energy is not given. */
void hr_battery_autonomy(hr_site *site, const hr_decl *decl, const hr_num *rating, hr_num *autonomy);

#endif
