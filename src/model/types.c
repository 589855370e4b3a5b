/* types.c - finding a type by name in the table that the model layer was handed. */
#include <string.h>

#include "headroom/element.h"

/* Orders a view against a NUL-terminated name, as strcmp would. */
static int name_cmp(hr_str a, const char *z)
{
    size_t n = strlen(z), common = a.n < n ? a.n : n;
    int c = common ? memcmp(a.s, z, common) : 0;
    if (c != 0) return c;
    return a.n < n ? -1 : a.n > n;
}

const hr_type *hr_types_find(const hr_types *types, hr_str name)
{
    size_t lo = 0, hi = types->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = name_cmp(name, types->type[mid]->name);
        if (c == 0) return types->type[mid];
        if (c < 0) hi = mid;
        else lo = mid + 1;
    }
    return NULL;
}
