/* unit_field.c - fields that only some types have, found by name in the type's own table. */
#include "rule/unit_field.h"

#include <string.h>

static const void *field_at(const hr_site *s, hr_id unit, const char *field, hr_field_kind kind)
{
    for (const hr_field *f = hr_unit_type(s, unit)->fields; f && f->name; f++)
        if (strcmp(f->name, field) == 0 && f->kind == kind) return (const char *)hr_unit_fields(s, unit) + f->offset;
    return NULL;
}

const hr_num *hr_unit_num(const hr_site *s, hr_id unit, const char *field)
{
    return field_at(s, unit, field, HR_F_QUANTITY);
}

const hr_flag *hr_unit_flag(const hr_site *s, hr_id unit, const char *field)
{
    return field_at(s, unit, field, HR_F_FLAG);
}
