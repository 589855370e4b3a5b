/* vec.c - growing arrays: capacity doubles, so that pushing costs a constant on average. */
#include "base/vec.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

bool hr_vec_reserve(hr_vec *v, size_t count, size_t size)
{
    if (count <= v->cap) return true;
    size_t cap = v->cap < 8 ? 8 : v->cap;
    while (cap < count) {
        if (cap > SIZE_MAX / 2) return false;
        cap *= 2;
    }
    if (size != 0 && cap > PTRDIFF_MAX / size) return false;
    void *item = hr_realloc(v->item, cap * (size != 0 ? size : 1));
    if (item == NULL) return false; /* what was there stays valid */
    v->item = item;
    v->cap = cap;
    return true;
}

void *hr_vec_push(hr_vec *v, size_t size)
{
    if (v->n == v->cap && !hr_vec_reserve(v, v->n + 1, size)) return NULL;
    char *slot = (char *)v->item + v->n * size;
    memset(slot, 0, size);
    v->n++;
    return slot;
}

void hr_vec_free(hr_vec *v)
{
    hr_free(v->item);
    *v = (hr_vec){0};
}
