/* fields.h - a YAML mapping -> the struct of a type, driven by its field table alone. */
#ifndef HR_MODEL_FIELDS_H
#define HR_MODEL_FIELDS_H

#include "headroom/site.h"
#include "model/yaml.h"

/* Which text carries which provenance: values that stand between two places of `file` come from it. A place is its
 * line and column in one number. */
typedef struct hr_origin {
    hr_id file;
    uint64_t first, last;
    hr_id provenance;
    uint32_t outer; /* the origin it stands in, HR_NONE */
} hr_origin;

static inline uint64_t hr_place_of(hr_span at) { return (uint64_t)at.line << 32 | at.col; }

typedef struct hr_reader {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_site *site;
    hr_origin *origin; /* sorted by file and place */
    uint32_t n_origin;
} hr_reader;

extern const hr_field hr_common_fields[]; /* room, epo, weight, ...: of every element */
/* The records behind `from` and `psus`; fmt and schema walk them too. A feed has `breaker`, `cable` and `phases` besides,
 * which take short forms of their own. */
extern const hr_field hr_feed_fields[], hr_breaker_fields[], hr_cable_fields[], hr_psu_fields[];
extern const char *const hr_phase_words[]; /* NULL-terminated */
uint8_t hr_phase_set(int16_t word);        /* the set of HR_A.. that a word of them stands for */

/* Reads the keys of `map` into `out`. Keys of `common` and `ignore` are left alone. Every key that is in no table is an
 * error, all errors of one mapping are reported. `owner` names the thing in messages ("transformer"). open: unknown
 * keys are accepted (types still to come). */
hr_err hr_fields_read(hr_reader *r, const hr_field *table, void *out, const hr_ynode *map, const char *owner,
                      const char *const *ignore, bool open);
hr_err hr_read_trust(hr_reader *r, const hr_ynode *n, uint8_t *out);
hr_err hr_read_num(hr_reader *r, const hr_field *f, const hr_ynode *n, hr_num *out);
hr_err hr_read_text(hr_reader *r, const char *name, const hr_ynode *n, hr_text *out);
hr_err hr_read_texts(hr_reader *r, const char *name, const hr_ynode *n, hr_texts *out);
hr_err hr_read_from(hr_reader *r, const hr_ynode *n, hr_from *out);

/* "expected a mapping, found a list" at a node: M108. */
hr_err hr_wrong_shape(hr_ctx *ctx, const hr_ynode *n, const char *name, const char *expected);

#endif
