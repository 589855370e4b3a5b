/* check.h - the verb `check`: does every element hold, normally and with any single one out?
 *
 * hr_check_run sweeps the cases over threads and keeps, for every limit, its worst case; what a row needs beyond that
 * (inputs, derivation, chain) is made when it is printed, by solving that one case again. The result depends on site
 * and options alone: threads change no bit. */
#ifndef HR_TASK_CHECK_H
#define HR_TASK_CHECK_H

#include "base/str.h"
#include "headroom/engine.h"
#include "rule/rule.h"

typedef enum hr_outages { /* which are swept */
                          HR_OUTAGES_ALL,
                          HR_OUTAGES_FAULTS, /* single faults and common causes on utility supply */
                          HR_OUTAGES_NONE
} hr_outages;

typedef struct hr_check_opts {
    unsigned threads; /* 0 = all cores */
    hr_outages outages;
    const char *const *out;
    size_t n_out;                /* --out NAME: taken out in the base itself; names, hostlists, globs, wires */
    const char *case_name;       /* --case NAME: its `out:` is taken out in the base too */
    const char *select, *ignore; /* comma-separated code prefixes, or NULL */
    const char *chain;           /* --chain CASE: see hr_check.drawn */
    bool brute;                  /* solve every case from nothing: the check of the incremental way */
    void (*progress)(void *user, uint32_t done, uint32_t total);
    void *progress_user;
} hr_check_opts;

typedef struct hr_worst {      /* the worst case of one limit */
    double load, limit, ratio; /* ratio INFINITY where limit == ref and the load is beyond */
    uint32_t case_;            /* index into check->cases */
    uint8_t verdict;           /* hr_verdict; HR_VERDICTS when it was never judged */
    uint8_t load_state;        /* hr_state */
    bool corner;               /* unknown only because an assumed range decides */
    bool cascade;              /* after devices beyond their rating have opened */
    uint8_t stage;             /* hr_stage */
} hr_worst;

typedef struct hr_loss { /* one load not served in one case, though it is in the normal state (or: in case 0) */
    uint32_t case_;
    hr_id unit;       /* the load; held loads: the unit of identical members */
    uint32_t members; /* of them lost */
    double w;         /* watts of all lost members */
    bool unknown;     /* its power is not given: w is 0 */
    bool cascade;     /* only after devices beyond their rating have opened */
    bool heat;        /* it is its cooling that is lost, not its power */
    uint8_t by;       /* then: a bit for each hr_cool_medium that does not take its heat */
    uint32_t blame;   /* index into check->blame */
} hr_loss;

typedef struct hr_blame { /* minimal sets of what is out, any of which loses the load: "a", "a+b", "a|b" */
    hr_str text;
    hr_target first; /* where the chain begins */
} hr_blame;

typedef struct hr_row { /* one line of the output, made by hr_check_rows */
    uint32_t limit;     /* of its worst member */
    uint32_t case_;
    uint8_t verdict;
    uint32_t members; /* elements that it speaks for */
    hr_str element;   /* full name, or a hostlist of all it speaks for */
    const hr_waiver *waiver;
} hr_row;

#define HR_RULES_MOST 256
typedef struct hr_gap { /* something missing, and the rules that cannot do without it */
    hr_id decl;
    hr_str field;
    hr_str elements;                    /* hostlist */
    uint64_t rules[HR_RULES_MOST / 64]; /* set of rule indices */
    uint32_t rows;                      /* unknown rows it causes */
    hr_span at;
} hr_gap;

typedef struct hr_call { /* a device that a fault calls to act */
    uint32_t case_;
    hr_id device;
    uint8_t kind; /* hr_case_kind of its failing to */
} hr_call;

typedef struct hr_case_kind_count {
    uint32_t cases, stands_for;
    double seconds; /* for bench only: never printed in a result */
} hr_case_kind_count;

typedef struct hr_check {
    const hr_site *site;
    hr_arena *arena;
    hr_limits limits;
    hr_engine *engine[HR_CORNERS]; /* all but NOMINAL are NULL when no value has a range, FAR ones without has_far */
    hr_case *cases;
    uint32_t n_cases; /* cases[0] is the normal state */
    hr_target *base_out;
    uint32_t n_base_out; /* what --out and --case take out */
    hr_worst *worst;     /* by limit */
    hr_loss *loss;
    uint32_t n_loss; /* by case, power before heat, then unit */
    hr_blame *blame;
    uint32_t n_blame;
    hr_row *row;
    uint32_t n_row; /* sorted: violated first, then ratio, then name, case */
    hr_gap *gap;
    uint32_t n_gap;
    struct hr_check_chains *chains; /* what chains are looked up with */
    uint64_t judged;                /* how many times a reading met a limit */
    uint32_t count[HR_VERDICTS];    /* rows by verdict; they add up to n_row */
    hr_case_kind_count by_kind[HR_CASE_KINDS];
    uint32_t unjudged; /* rule sets the site asks for of which this version has no rules: a finding */
    uint32_t drawn;    /* the case whose chain diagrams draw; HR_NONE: the outage that takes most */
    bool converged;
} hr_check;

static inline bool hr_gap_of(const hr_gap *g, uint16_t rule) { return g->rules[rule / 64] >> rule % 64 & 1; }

/* Runs everything: cases, sweep, losses, rows, gaps. On HR_EINPUT (an unknown name in out) ctx says why. */
hr_err hr_check_run(hr_check **out, hr_ctx *ctx, const hr_site *site, const hr_check_opts *opts);
void hr_check_free(hr_check *c);

/* Whether the first is the worse case of the same limit: verdict, then ratio, then the earlier case. */
bool hr_worse(const hr_worst *a, const hr_worst *b);

/* The losses of a case begin here in check->loss; those of another, or the end, where it has none. */
uint32_t hr_first_loss(const hr_check *c, uint32_t case_);

/* The steps, for tests and bench. */
hr_err hr_check_base_out(hr_check *c, const hr_check_opts *opts);  /* cases.c: what is out in the base */
hr_err hr_check_cases(hr_check *c, const hr_check_opts *opts);     /* cases.c */
hr_err hr_check_stuck_cases(hr_check *c, hr_call *call, size_t n); /* cases.c, between faults and the rest */
hr_err hr_check_sweep(hr_check *c, const hr_check_opts *opts);     /* check.c */
hr_err hr_check_stated(hr_check *c);                               /* stated.c */
hr_err hr_check_jobs(hr_check *c);                                 /* jobs.c */
hr_err hr_check_blame(hr_check *c);                                /* blame.c */
hr_err hr_check_rows(hr_check *c, const hr_check_opts *opts);      /* rows.c */
hr_err hr_check_gaps(hr_check *c, const hr_check_opts *opts);      /* gaps.c */

/* "normal", "fault: bus-A2", "common: pit" into buf; returns the length needed. */
size_t hr_case_name(const hr_check *c, uint32_t case_, char *buf, size_t n);
void hr_case_words(const hr_check *c, uint32_t case_, hr_buf *out); /* the same, added to out */
/* The case a user names: "normal" (or NULL), "fault: bus-A2", "common: pit", or bare what is out or the common case's
 * name. Its targets live in a. HR_EINPUT with a diagnostic when there is no such thing. */
hr_err hr_case_find(hr_ctx *ctx, const hr_site *site, hr_arena *a, const char *name, hr_case *out);
/* Full name of a unit with all its members: "rack-1.node[1-18]". */
hr_err hr_unit_names(const hr_site *site, hr_id unit, hr_buf *out);
/* Some members of a unit, given by their own names: "rack-1.node[2-18]", "rack-1.nodeA,rack-1.nodeB". */
hr_err hr_member_names(const hr_site *site, hr_id unit, const hr_str *name, size_t n, hr_buf *out);
/* Hostlist of units: "rack-[1,5].node[1-18]"; held members are not expanded one by one. */
hr_err hr_fold_units(const hr_site *site, const hr_id *unit, size_t n, hr_buf *out);
/* The point's name: "row2-rack05.B.current.A". */
void hr_point_name(const hr_site *site, hr_id point, hr_buf *out);
bool hr_code_selected(const char *code, const char *select, const char *ignore);

/* --- what a row is made of when it is printed ------------------------------------------------------------------ */

/* What a case called to act by itself: transfers, ties, starts of standby sources; in natural order. */
hr_err hr_check_switched(const hr_check *c, hr_work *work, uint32_t case_, hr_arena *a, hr_target **out, uint32_t *n);
/* Solves the worst case of a limit again as it was judged: in its stage, after its cascade. */
void hr_check_solve(const hr_check *c, hr_work *work, uint32_t limit);
/* What a limit is, in the case that work is at: its value, or what is read at its value_point. */
hr_reading hr_check_limit_at(const hr_limit *l, const hr_work *work, hr_corner corner);
typedef enum hr_loss_when {
    HR_WHEN_NONE,        /* nothing to reach: it has lost its supply, or has no chips that shut down */
    HR_WHEN_REACHED,     /* s is known, and with all values as they are it is a number */
    HR_WHEN_NOT_REACHED, /* known, and never; at the harsh corner it may be a number all the same */
    HR_WHEN_AT_MOST,     /* not known, but no later than s */
    HR_WHEN_UNKNOWN,
    HR_WHENS
} hr_loss_when;
extern const char *const hr_loss_when_word[HR_WHENS];
typedef struct hr_loss_time { /* s from the outage, by corner of assumed values: INFINITY is never */
    double s[HR_CORNERS_OF_TIME];
    hr_loss_when when;
    bool failed; /* memory ran out */
    hr_id unit;  /* that lacks `field` where it is not known; HR_NONE */
    const char *field;
} hr_loss_time;
static inline bool hr_loss_time_is_known(const hr_loss_time *t)
{
    return t->when == HR_WHEN_REACHED || t->when == HR_WHEN_NOT_REACHED;
}
/* When the first chip or inlet of a load that loses its cooling is at its limit, or shuts down. */
hr_loss_time hr_check_loss_time(const hr_check *c, const hr_loss *l, bool shutdown);
void hr_check_chains_free(hr_check *c);
/* Chain of full names from what is out to the load, shortest path, through feeds live in the base. */
hr_err hr_check_chain(const hr_check *c, const hr_loss *l, hr_arena *a, hr_str **names, uint32_t *n);
typedef struct hr_chain_layers { /* all shortest ways from a cause to a load, by distance from the cause */
    hr_id *unit;
    uint32_t *first, n; /* layer k: unit[first[k] .. first[k + 1]); the last is the load; n = 0: there is no way */
    hr_target through;  /* by the cascade: the device that opened, and that they begin at instead; else nothing */
} hr_chain_layers;
/* place: room by unit, zero before and after. In `a`. */
hr_err hr_check_layers(const hr_check *c, const hr_loss *l, hr_target cause, uint32_t *place, hr_arena *a,
                       hr_chain_layers *out);

typedef struct hr_load_input { /* a declared number behind the load of a row, equal ones counted together */
    const char *name;          /* "power", "weight" */
    const hr_num *num;
    uint32_t count; /* members */
    hr_id decl;
    double carried; /* W, kg of all of them that reach the row's point: less than count x value on one of two cords */
} hr_load_input;
/* The declared numbers that make up a row's load in its case, biggest share first, at most `most`; `others` counts
 * those left out. work is a private one for printing (hr_power_engine.work_new on engine[HR_NOMINAL]). */
hr_err hr_check_load_inputs(const hr_check *c, hr_work *work, const hr_row *r, hr_arena *a, uint32_t most,
                            hr_load_input **out, uint32_t *n, uint32_t *others);
/* "80.5 kW / (sqrt(3) x 415 V) on the surviving cord; breaker 100 A x 0.80, not fully rated" */
hr_err hr_check_because(const hr_check *c, hr_work *work, const hr_row *r, hr_buf *out);

#endif
