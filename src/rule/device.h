/* device.h - what overcurrent devices may carry for ever: breakers of feeds, elements that are devices, and banks. */
#ifndef HR_RULE_DEVICE_H
#define HR_RULE_DEVICE_H

#include "rule/rule.h"

/* Declares, for the current of every feed and of every element that is a device, that it is at most `share` of the
 * rating, or all of it where listed for 100 %. Below 1 `full_rated` is an input. */
void hr_device_declare(hr_limits *out, const hr_site *site, uint16_t rule, double share);
/* The same for the banks of rack PDUs. */
void hr_bank_declare(hr_limits *out, const hr_site *site, uint16_t rule, double share);

#endif
