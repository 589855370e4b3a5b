/* schema.h - the model language as told by the field tables: a JSON Schema for editors, tables for people. */
#ifndef HR_MODEL_SCHEMA_H
#define HR_MODEL_SCHEMA_H

#include "base/str.h"
#include "headroom/element.h"
#include "headroom/err.h"

/* Adds a JSON Schema (draft-07) of whole model files, as editors understand it for YAML (yaml-language-server). It
 * checks words, shapes and units; what needs other files or the whole site (parts, references) it lets pass. */
hr_err hr_schema_write(hr_buf *out, const hr_types *types);

/* Adds a list of all types: name and meaning. */
hr_err hr_schema_types(hr_buf *out, const hr_types *types);
/* A type by name; "site" and "job" are found too. NULL when there is none. */
const hr_type *hr_schema_find(const hr_types *types, hr_str name);
/* Adds the table of a type's fields: name, what it takes, whether it is needed or has a default, meaning. */
hr_err hr_schema_type(hr_buf *out, const hr_types *types, const hr_type *type);

#endif
