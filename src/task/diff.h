/* diff.h - the verb `diff`: what two models say differently, and what that does to their findings.
 *
 * Models are compared by what they mean. Elements meet by their full names, however they are declared, and a feed by
 * the element it comes from; so the order of lines, hostlists and the spelling of units change nothing. Findings are
 * compared limit by limit: a rule at a point. What is alike is told once, with a hostlist of all it is true of.
 *
 * Not compared: notes (`because` of elements, sources and dates of figures), and fields that are not read yet. */
#ifndef HR_TASK_DIFF_H
#define HR_TASK_DIFF_H

#include "task/check.h"

typedef enum hr_diff_kind { HR_DIFF_NOTHING, HR_DIFF_NUMBER, HR_DIFF_TEXT } hr_diff_kind;

typedef struct hr_diff_value {
    uint8_t kind;  /* hr_diff_kind; nothing: the field is absent */
    uint8_t trust; /* hr_trust */
    uint8_t dim;   /* hr_dim, of a number */
    double v, lo, hi;
    hr_str text;
    hr_span at;
} hr_diff_value;

typedef struct hr_diff_item { /* one field of something */
    hr_str path;              /* "from.A.breaker.rating" */
    hr_diff_value value;
} hr_diff_item;

typedef enum hr_diff_sign { HR_DIFF_ADDED, HR_DIFF_REMOVED, HR_DIFF_CHANGED, HR_DIFF_SIGNS } hr_diff_sign;

typedef struct hr_diff_change {
    uint8_t sign;        /* hr_diff_sign */
    const char *section; /* "element", "job", "case", "waiver", "site" */
    const char *type;    /* of an element */
    hr_str names;        /* hostlist of all it is true of */
    uint32_t members;    /* how many that are */
    uint64_t held;       /* of what came or went: elements held inside, not listed themselves */
    hr_str field;        /* of what changed */
    hr_diff_value old, now;
    hr_span old_at,
        at; /* of what changed: the two values, or what declares them; of what came or went: the one there is */
} hr_diff_change;

typedef enum hr_diff_fate { /* of a limit; where the state is the same it moved, nearer to the limit or away from it */
                            HR_DIFF_BECAME,
                            HR_DIFF_NEW,
                            HR_DIFF_GONE,
                            HR_DIFF_MOVED
} hr_diff_fate;

typedef struct hr_diff_row {
    uint8_t fate;    /* hr_diff_fate */
    hr_row old, now; /* of the worst member; limit HR_NONE where there is none. Only limit, case_ and verdict are set */
    hr_str names;    /* of all it speaks for */
    uint32_t members; /* limits that it speaks for */
    double by;        /* how far it moved: of the ratio, else as part of the load */
} hr_diff_row;

typedef struct hr_diff {
    const hr_check *old, *now;
    hr_arena *arena;
    hr_diff_change *change; /* by section, added first, then removed, then changed, in natural order */
    uint32_t n_change;
    uint32_t count[HR_DIFF_SIGNS]; /* elements, jobs, ... that came, went, changed */
    hr_diff_row *row;              /* by fate and state, what became violated first; what moved by how far */
    uint32_t n_row;
    uint32_t became[HR_VERDICTS]; /* limits that came into this state, new ones too */
    uint32_t limits_new, limits_gone, limits_moved;
} hr_diff;

/* Compares two checks made with the same options. Both must outlive the result. */
hr_err hr_diff_run(hr_diff **out, const hr_check *old, const hr_check *now, const hr_check_opts *opts);
void hr_diff_free(hr_diff *d);
static inline bool hr_diff_differs(const hr_diff *d) { return d->n_change > 0 || d->n_row > 0; }

/* --- between the files of diff --------------------------------------------------------------------------------- */

/* Adds the fields of a table, by their paths below `prefix`, to a list of hr_diff_item. What a feed comes from is left
 * out: that is told of units. */
hr_err hr_diff_fields(hr_arena *a, const hr_field *table, const void *base, hr_str prefix, hr_vec *out);
/* Adds what is told of a unit rather than of its declaration: where feeds come from, rooms, the floor. */
hr_err hr_diff_unit_fields(hr_arena *a, const hr_site *site, hr_id unit, hr_vec *out);
hr_err hr_diff_text(hr_arena *a, hr_str path, hr_str text, hr_span at, hr_vec *out);
hr_err hr_diff_num(hr_arena *a, hr_str path, const hr_num *n, hr_dim dim, hr_vec *out);
hr_err hr_diff_texts(hr_arena *a, hr_str path, const hr_texts *x, hr_vec *out);
void hr_diff_sort(hr_vec *items); /* by path */
bool hr_diff_same(const hr_diff_value *a, const hr_diff_value *b);

hr_err hr_diff_model(hr_diff *d);                           /* diff_model.c */
hr_err hr_diff_rows(hr_diff *d, const hr_check_opts *opts); /* diff_rows.c */

#endif
