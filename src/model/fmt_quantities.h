/* fmt_quantities.h - which scalars of a model are quantities, and how they are spelled canonically. */
#ifndef HR_MODEL_FMT_QUANTITIES_H
#define HR_MODEL_FMT_QUANTITIES_H

#include "base/arena.h"
#include "base/vec.h"
#include "headroom/element.h"
#include "model/yaml.h"

typedef struct hr_spelling { /* a plain scalar of the source that is spelled otherwise */
    size_t at;               /* byte of the source where it begins */
    hr_str text;             /* its canonical spelling, in the arena */
} hr_spelling;

/* Finds them by walking the tree with the field tables; what stands where no table expects a quantity, in quotes, or on
 * several lines is left alone. list: of hr_spelling, in the order of the source. */
hr_err hr_spellings(const hr_ynode *root, const hr_types *types, hr_str source, hr_arena *arena, hr_vec *list);

#endif
