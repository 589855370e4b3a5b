/* types.c - the table of element types, and the two questions every layer asks of it.
 *
 * types.def is written in the order of names, so the table needs no sorting at start and can be searched by halves;
 * a unit test holds the list to that order. */
#include <string.h>

#include "element/types.h"

static const hr_type *const table[] = {
#define HR_TYPE(id) &hr_type_##id,
#define HR_WORD(id, name, medium, doc) &hr_type_##id,
#define HR_SECTION(id)
#include "element/types.def"
#undef HR_TYPE
#undef HR_WORD
#undef HR_SECTION
};

const hr_types hr_builtin_types = {
    .type = table,
    .n = sizeof table / sizeof table[0],
    .site = &hr_type_site,
    .job = &hr_type_job,
};

/* An assumed value carries a range. At the harsh corners each value sits at its bad end, at the kind ones at its good
 * one; which end is bad is the field's business. Where either may be, the far corners have the other. */
double hr_num_at(const hr_num *n, hr_harsh harsh, hr_corner corner)
{
    if (corner == HR_NOMINAL || harsh == HR_HARSH_NONE) return n->v;
    bool bad = corner == HR_HARSH || corner == HR_HARSH_FAR, far = corner == HR_KIND_FAR || corner == HR_HARSH_FAR;
    bool high_is_bad = harsh == HR_HARSH_HIGH || harsh == (far ? HR_HARSH_LOW_THEN_HIGH : HR_HARSH_HIGH_THEN_LOW);
    return high_is_bad == bad ? n->hi : n->lo;
}
