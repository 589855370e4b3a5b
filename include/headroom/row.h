/* row.h - limits, and the rows that join a reading to a limit. Every output of every verb is rows. */
#ifndef HEADROOM_ROW_H
#define HEADROOM_ROW_H

#include "headroom/case.h"
#include "headroom/readings.h"

typedef enum hr_sense { HR_MAX, HR_MIN } hr_sense;

/* One input of a limit, kept by reference so that it costs nothing until it is printed. */
typedef struct hr_limit_input {
    const char *name;
    const hr_num *num;   /* or NULL */
    const hr_flag *flag; /* or NULL */
    uint8_t dim;
    const hr_choice *choice; /* or NULL: one of `words` */
    const char *const *words;
} hr_limit_input;

#define HR_LIMIT_INPUTS 3       /* kept with the limit */
#define HR_LIMIT_INPUTS_MOST 10 /* that a rule may find anew when they are printed (hr_limit_inputs) */
#define HR_EVERY_KIND 0xffff    /* of hr_limit.kinds */

static inline hr_limit_input hr_input_num(const char *name, const hr_num *n, hr_dim dim)
{
    return (hr_limit_input){.name = name, .num = n, .dim = (uint8_t)dim};
}
static inline hr_limit_input hr_input_flag(const char *name, const hr_flag *f)
{
    return (hr_limit_input){.name = name, .flag = f};
}
static inline hr_limit_input hr_input_choice(const char *name, const hr_choice *c, const char *const *words)
{
    return (hr_limit_input){.name = name, .choice = c, .words = words};
}

/* A ceiling or floor at a point. Declared by a rule, numbered in (rule, point) order. */
typedef struct hr_limit {
    hr_id point;
    uint16_t rule;        /* index into the table of rules */
    uint8_t sense;        /* hr_sense */
    uint8_t state;        /* HR_S_KNOWN; an input is missing: HR_S_UNKNOWN, or HR_S_PARTIAL when it is v at least */
    uint16_t kinds;       /* set of 1 << hr_case_kind in which it applies */
    double v[HR_CORNERS]; /* SI; by corner */
    double ref;
    hr_id value_point;        /* the limit is another point's reading instead of v, or HR_NONE */
    double factor;            /* limit = factor x value_point then */
    const char *missing;      /* the field that would make it known */
    const hr_curve *overload; /* s for which it may be exceeded, by ratio; NULL: not at all */
    hr_id decl;               /* the declaration that carries the limit, and that field */
    hr_span at;               /* of the value, or of the declaration when it is missing */
    hr_limit_input input[HR_LIMIT_INPUTS];
    uint8_t n_input;
    uint8_t trust; /* weakest of its inputs */
    uint8_t tag;   /* of the rule's own: which of its tests */
    /* The load is what the model states (a rating, a count), not what an engine finds: judged once, in no case. */
    bool stated;
    uint8_t load_state; /* hr_state of it */
    hr_id lacks;        /* 1 + the unit that lacks the field `missing`; 0: the limit's own */
    double load[HR_CORNERS];
} hr_limit;

typedef enum hr_verdict { HR_HOLDS, HR_VIOLATED, HR_V_UNKNOWN, HR_WAIVED, HR_VERDICTS } hr_verdict;

extern const char *const hr_verdict_word[HR_VERDICTS];

/* ratio = (load - ref) / (limit - ref) for max, inverted for min. */
double hr_row_ratio(hr_sense sense, double load, double limit, double ref);
/* Positive when good. */
double hr_row_headroom(hr_sense sense, double load, double limit);
/* Beyond the limit by more than 1e-9 relative. */
bool hr_row_beyond(hr_sense sense, double load, double limit);
/* A reading against a limit: a partial load already over an at-most limit is violated, otherwise unknown. */
hr_verdict hr_judge(hr_sense sense, hr_reading load, hr_reading limit);

#endif
