/* types.h - the built-in element types, declared from types.def.
 *
 * Only main and tests hand hr_builtin_types to the model layer; engines and rules never name a type. */
#ifndef HR_ELEMENT_TYPES_H
#define HR_ELEMENT_TYPES_H

#include "headroom/element.h"

#define HR_TYPE(id) extern const hr_type hr_type_##id;
#define HR_WORD(id, name, medium, doc) extern const hr_type hr_type_##id;
#define HR_SECTION(id) extern const hr_type hr_type_##id;
#include "element/types.def"
#undef HR_TYPE
#undef HR_WORD
#undef HR_SECTION

extern const hr_types hr_builtin_types;

#endif
