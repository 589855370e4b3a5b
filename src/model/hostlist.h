/* hostlist.h - names that stand for many: row[1-4]-rack[01-08], ups-[A,B], with $1 $2 for what was expanded.
 *
 * Slurm's form: ranges keep leading zeros (01-12), lists take commas, several brackets multiply (last one fastest).
 * Bounds: at most 8 brackets, 4 million names from one list. */
#ifndef HR_MODEL_HOSTLIST_H
#define HR_MODEL_HOSTLIST_H

#include "base/arena.h"
#include "base/str.h"
#include "headroom/diag.h"

#define HR_HOSTLIST_BRACKETS 8
#define HR_HOSTLIST_MAX (4u << 20)

typedef struct hr_hostlist {
    hr_str text;
    uint32_t brackets;
    struct hr_bracket {
        hr_str before;    /* literal text in front of the bracket */
        struct hr_range { /* numbers lo..hi padded to width, or one word */
            hr_str word;  /* .s == NULL for a range */
            uint64_t lo, hi;
            uint32_t width; /* 0 = no padding */
            uint32_t first; /* index of its first item inside the bracket */
        } * range;
        uint32_t n_range, count;
    } bracket[HR_HOSTLIST_BRACKETS];
    hr_str after;
    uint32_t count; /* names in all */
} hr_hostlist;

/* Parses text that stands at `at`. Allowed in names: letters, digits, - _ and, when dots is set, dots (references to
 * held elements); * and ? when globs is set. On error a diagnostic. ctx may be NULL: then no message. */
hr_err hr_hostlist_parse(hr_hostlist *out, hr_ctx *ctx, hr_arena *arena, hr_str text, hr_span at, bool dots,
                         bool globs);
/* Appends name i (0-based). */
void hr_hostlist_name(const hr_hostlist *h, uint32_t i, hr_buf *out);
/* Appends capture k (1-based) of name i; false when there is no such bracket. */
bool hr_hostlist_capture(const hr_hostlist *h, uint32_t i, uint32_t k, hr_buf *out);
/* Folds names (in any order) into hostlists, natural order, digits ranged: "row[1-4]-rack[01-08],tx-A". Folds one
 * bracket at a time, last digit run first, as far as it goes; the result expands to exactly the same set. */
hr_err hr_hostlist_fold(const hr_str *name, size_t n, hr_buf *out);

#endif
