/* battery.h - stored energy, as a UPS holds it. */
#ifndef HR_ELEMENT_BATTERY_H
#define HR_ELEMENT_BATTERY_H

#include "headroom/site.h"

/* Fills the absent autonomy of `decl` from the batteries it holds: energy x end_of_life x efficiency / rating, where
 * `efficiency` is that of what stands between them and its output at its rating. Leaves it absent when that is 0, when it holds none, one
 * whose energy is not given, or batteries whose `power` is too weak for its rating: for how long they carry less, nobody
 * says. */
void hr_battery_autonomy(hr_site *site, const hr_decl *decl, const hr_num *rating, double efficiency, hr_num *autonomy);

#endif
