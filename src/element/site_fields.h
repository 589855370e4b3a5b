/* site_fields.h - the fields of `site:`, for the rules and tasks that read them (hr_site.fields). */
#ifndef HR_ELEMENT_SITE_FIELDS_H
#define HR_ELEMENT_SITE_FIELDS_H

#include "headroom/element.h"

typedef struct hr_site_outdoor { /* the design day */
    hr_num dry_bulb, wet_bulb;
} hr_site_outdoor;

typedef struct hr_site_limits { /* absent: what the rule knows */
    hr_num fuel;
    hr_num hanging;
    hr_num air, air_proved, rear_door, cold_plate, immersion;
    hr_num inlet_high, inlet_low, facility_supply; /* K */
    hr_num dew_margin;                             /* K, a difference */
    hr_num filtration, ph_high, ph_low, chloride;
    hr_num pue;
    hr_num wue; /* m3/J */
} hr_site_limits;

typedef struct hr_site_fields {
    hr_text name;
    hr_site_outdoor outdoor;
    hr_texts rules;
    hr_choice redundancy; /* hr_redundancy */
    hr_num frequency;
    hr_site_limits limits;
} hr_site_fields;

#endif
