/* unit_field.c - a field of an element by its name, for those who do not ask whose type it is. */
#include <string.h>

#include "headroom/site.h"

static bool same_kind(uint8_t is, hr_field_kind asked)
{
    return is == asked || (asked == HR_F_QUANTITY && is == HR_F_COUNT);
}

const hr_field *hr_unit_field(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind, const void **at)
{
    const char *fields = hr_unit_fields(site, unit);
    const hr_field *f = hr_unit_type(site, unit)->fields;
    if (!hr_unit_type(site, unit)->modelled) return NULL;
    while (f && f->name) {
        size_t n = strlen(f->name);
        if (strncmp(f->name, path, n) != 0 || (path[n] && path[n] != '.')) {
            f++;
        } else if (path[n]) {
            if (f->kind != HR_F_RECORD) return NULL;
            fields += f->offset;
            path += n + 1;
            f = f->record;
        } else {
            *at = fields + f->offset;
            return same_kind(f->kind, kind) ? f : NULL;
        }
    }
    return NULL;
}

const void *hr_unit_value(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind)
{
    const void *at;
    return hr_unit_field(site, unit, path, kind, &at) ? at : NULL;
}

const hr_num *hr_unit_num(const hr_site *s, hr_id unit, const char *path)
{
    return hr_unit_value(s, unit, path, HR_F_QUANTITY);
}

const hr_flag *hr_unit_flag(const hr_site *s, hr_id unit, const char *path)
{
    return hr_unit_value(s, unit, path, HR_F_FLAG);
}

const hr_choice *hr_unit_choice(const hr_site *s, hr_id unit, const char *path)
{
    return hr_unit_value(s, unit, path, HR_F_CHOICE);
}
