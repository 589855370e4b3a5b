/* vec.h - growing arrays: three words and one macro, for lists whose length is not known before.
 *
 *     hr_vec v = {0};                      // or HR_VEC_OF(type)
 *     hr_target *t = hr_vec_push(&v, sizeof *t);   // NULL when memory ran out; the slot is zeroed
 *     ((hr_target *)v.item)[i]
 *     hr_vec_free(&v);
 * One vec holds one size of item. */
#ifndef HR_BASE_VEC_H
#define HR_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hr_vec {
    void *item;
    size_t n, cap;
} hr_vec;

void *hr_vec_push(hr_vec *v, size_t size);
bool hr_vec_reserve(hr_vec *v, size_t count, size_t size);
void hr_vec_free(hr_vec *v);

#endif
