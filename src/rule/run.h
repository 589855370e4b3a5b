/* run.h - a conductor run of a site: the `cable` of a feed, or an element of type `cable` on each of its feeds.
 *
 * The rules on conductors declare a limit for each run, and find the run of a limit again when they tell its arithmetic. */
#ifndef HR_RULE_RUN_H
#define HR_RULE_RUN_H

#include "rule/conductor.h"
#include "rule/rule.h"

typedef struct hr_run {
    const hr_cable_rec *cable;
    const hr_feed *feed; /* on which it hangs; NULL between two elements */
    hr_id parent;        /* unit that feeds it, HR_NONE between two elements */
    hr_id unit, port;
    uint8_t phases;
    bool own;     /* an element's own fields, else the record of a feed */
    bool in_code; /* at a known voltage up to 2,000 V: Table 310.16 is for that */
} hr_run;

/* hr_limit.tag of every limit that hr_run_limit makes */
enum { HR_RUN_OF_FEED, HR_RUN_OWN };

typedef void hr_run_fn(hr_limits *out, const hr_site *site, uint16_t rule, const hr_run *run);
void hr_run_each(hr_limits *out, const hr_site *site, uint16_t rule, hr_run_fn *fn);
/* The run that a limit of hr_run_limit is about. */
hr_run hr_run_of(const hr_site *site, const hr_limit *l);
/* An unknown limit of a run, without a point. */
hr_limit hr_run_limit(const hr_site *site, uint16_t rule, const hr_run *run);
/* Adds l at the current of each phase; once where it is unknown. */
void hr_run_add_current(hr_limits *out, const hr_run *run, hr_limit l);

/* The breaker at its beginning, NULL where none is stated. */
const hr_breaker_rec *hr_run_breaker(const hr_run *run);
bool hr_run_full_rated(const hr_run *run);
/* Fed by a transformer: its device stands at its end. */
bool hr_run_is_secondary(const hr_site *site, const hr_run *run);
double hr_run_sets(const hr_run *run, hr_corner corner);

/* --- its ampacity ---------------------------------------------------------------------------------------------------- */

typedef struct hr_ampacity {
    const char *missing;       /* the field without which it is not known; NULL: it is known */
    int row;                   /* of Table 310.16; -1: `ampacity` is given */
    hr_column at, insulation;  /* columns: the lower of terminations and insulation, and the latter */
    const hr_choice *terminal; /* the word for its terminations, or the default of 110.14(C) */
    double sets;
    double limit;            /* A of one set, uncorrected, at the lower temperature of terminations and insulation */
    double table;            /* A of one set in the column of its insulation, before correction */
    double cap;              /* A of one set in the column of its terminations: no correction takes it above */
    double ambient, bundled; /* factors; ambient holds both where `derating` is given */
    double corrected;        /* A of all sets */
} hr_ampacity;

/* Its ampacity by its terminations alone: limit. */
hr_ampacity hr_run_terminal(const hr_run *run, hr_corner corner);
/* The same after correction for ambient and bundling, with all members filled. */
hr_ampacity hr_run_corrected(const hr_run *run, hr_corner corner);
/* "2 x 420 A (600 kcmil Cu, 75 degC, Table 310.16)"; "3 x min(...)  = 1037.4 A" */
void hr_run_terminal_words(const hr_run *run, hr_buf *out);
void hr_run_corrected_words(const hr_run *run, hr_buf *out);
/* "; termination not stated: 60 degC by 110.14(C)", where that was taken. */
void hr_run_default_words(const hr_run *run, hr_buf *out);
/* Adds the fields that hr_run_terminal, or hr_run_corrected, read; returns n with what was added. */
uint8_t hr_run_inputs(const hr_run *run, bool corrected, hr_limit_input *out, uint8_t n);
/* The weakest trust of the inputs in a list. */
uint8_t hr_inputs_trust(const hr_limit_input *in, uint8_t n);
/* Name of a field of the run as the user writes it: `cable.size` on a feed, `size` of an element. */
const char *hr_run_field(const hr_run *run, const char *name);
/* The next size up with which test(run) no longer fails: "the next size that would do: 1/0 AWG"; false without one. */
typedef bool hr_run_test(const hr_site *site, const hr_run *run, double load);
bool hr_run_next_size(const hr_site *site, const hr_run *run, hr_run_test *test, double load, hr_buf *out);

#endif
