/* open_rack.h - the shelves and the bus of an open rack. */
#ifndef HR_RULE_OPEN_RACK_H
#define HR_RULE_OPEN_RACK_H

#include "engine/fault.h"
#include "rule/stated.h"

bool hr_is_shelf(const hr_site *site, hr_id unit);
/* Voltage of the bus of a rack or shelf: that of the bar, else of its shelves. NULL: not given. */
const hr_num *hr_bus_volts(const hr_site *site, hr_id holder);

#endif
