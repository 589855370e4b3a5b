/* yaml.h - YAML text -> a tree that remembers where every value stands.
 *
 * Read through libyaml's events. Every node keeps line, column and byte length; scalars stay text, because the field
 * tables decide types, not YAML. Refused with a diagnostic: anchors, aliases, tags, merge keys, several documents,
 * duplicate keys, text that is not UTF-8, keys that are not scalars, and anything beyond the bounds below. */
#ifndef HR_MODEL_YAML_H
#define HR_MODEL_YAML_H

#include "base/arena.h"
#include "headroom/diag.h"

#define HR_YAML_MAX_DEPTH 64
#define HR_YAML_MAX_NODES (8u << 20)

typedef enum hr_ykind { HR_Y_SCALAR, HR_Y_MAP, HR_Y_SEQ, HR_Y_NULL } hr_ykind; /* NULL: `key:` with nothing behind */

typedef struct hr_ynode hr_ynode;
typedef struct hr_ypair {
    hr_ynode *key, *value;
} hr_ypair;

struct hr_ynode {
    uint8_t kind; /* hr_ykind */
    bool quoted;  /* scalar in quotes or a block scalar: "yes" is text, yes may be a flag */
    bool flow;    /* map or seq written in braces or brackets */
    hr_span at;   /* of the whole scalar with its quotes; of the first character of a map or seq */
    hr_str text;  /* scalar, unquoted and unescaped */
    uint32_t n;
    union {
        hr_ypair *pair;  /* map */
        hr_ynode **item; /* seq */
    } u;
};

/* Parses a source. On error *root is NULL and ctx holds why. An empty text gives an HR_Y_NULL root. A hostlist without
 * quotes inside {} or [] is told from other syntax errors (M302); a value that begins with a bracket is a list, and
 * what it means is left to the readers of fields. JSON is read alike. */
hr_err hr_yaml_parse(hr_ynode **root, hr_ctx *ctx, hr_arena *arena, hr_id file);
/* Value of a key, or NULL. */
hr_ynode *hr_yaml_get(const hr_ynode *map, const char *key);
hr_ypair *hr_yaml_pair(const hr_ynode *map, hr_str key);
const char *hr_yaml_kind_word(const hr_ynode *n); /* "a list", "a mapping", "a value", "nothing" */

#endif
