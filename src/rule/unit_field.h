/* unit_field.h - fields that only some types have, found by name in the type's own table. */
#ifndef HR_RULE_UNIT_FIELD_H
#define HR_RULE_UNIT_FIELD_H

#include "headroom/site.h"

/* A unit's field of that name and kind, NULL where its type has none: hr_num, hr_flag. */
const hr_num *hr_unit_num(const hr_site *site, hr_id unit, const char *field);
const hr_flag *hr_unit_flag(const hr_site *site, hr_id unit, const char *field);

#endif
