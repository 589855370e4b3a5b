/* headroom.h - the library's public face: open a site, check it, walk the rows.
 *
 *     headroom_context *h = headroom_new(NULL);
 *     headroom_add_parts(h, "/usr/share/headroom/parts");
 *     headroom_site *site;
 *     headroom_check *check;
 *     if (headroom_open(&site, h, "hall.yaml", NULL) == HEADROOM_OK &&
 *         headroom_check_site(&check, site, NULL) == HEADROOM_OK) {
 *         headroom_row row;
 *         for (size_t i = 0; headroom_row_at(check, i, &row); i++) printf("%s %s\n", row.code, row.element);
 *     }
 *
 * Link with -lheadroom -lyaml -lpthread -lm. Everything is in SI units. A context, and what was made from it, belongs
 * to one thread at a time; several may be used at once. Texts are UTF-8, end in NUL, and live as long as what they came
 * from. Free in the reverse order of making: check, site, context; NULL is taken by every free. */
#ifndef HEADROOM_HEADROOM_H
#define HEADROOM_HEADROOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HEADROOM_VERSION "0.1.0"

typedef enum headroom_result {
    HEADROOM_OK,
    HEADROOM_INPUT,   /* the input is wrong; the diagnostics say where, and the way out */
    HEADROOM_IO,      /* a file could not be read */
    HEADROOM_MEMORY,  /* memory ran out */
    HEADROOM_SOLVE,   /* a solver did not converge */
    HEADROOM_INTERNAL /* a fault of headroom itself */
} headroom_result;

typedef struct headroom_context headroom_context; /* texts read and what there is to say about them */
typedef struct headroom_site headroom_site;       /* an opened model: nothing changes it */
typedef struct headroom_check headroom_check;     /* its limits, each in its worst case */

const char *headroom_version(void); /* of the library, as against HEADROOM_VERSION of this header */

/* today: "YYYY-MM-DD", against which waivers expire; NULL for the clock. NULL when memory ran out. */
headroom_context *headroom_new(const char *today);
void headroom_free(headroom_context *h);
/* A folder of the catalogue, searched after those added before. */
headroom_result headroom_add_parts(headroom_context *h, const char *folder);

/* --- diagnostics ------------------------------------------------------------------------------------------- */

typedef enum headroom_severity { HEADROOM_ERROR, HEADROOM_WARNING, HEADROOM_NOTE } headroom_severity;

typedef struct headroom_diagnostic {
    const char *code; /* "M202" */
    headroom_severity severity;
    const char *message;
    const char *help;      /* the way out, or NULL */
    const char *file;      /* NULL when it stands in no text */
    uint32_t line, column; /* from 1; columns count characters */
} headroom_diagnostic;

/* Diagnostic i in the order in which they arose; false behind the last. */
bool headroom_diagnostic_at(const headroom_context *h, size_t i, headroom_diagnostic *out);

/* --- sites ------------------------------------------------------------------------------------------------- */

typedef struct headroom_overlay { /* laid over the model; the files are not changed. Zero: nothing */
    const char *const *with;      /* further model files that win over it */
    size_t n_with;
    const char *const *set; /* "rack-*.from.A.breaker=60 A" */
    size_t n_set;
    const char *case_name; /* a case of the model, or NULL: what it sets. What it takes out is an option of the check */
} headroom_overlay;

/* Opens a model file, or a folder that holds site.yaml. overlay may be NULL. Sets *out to NULL on failure. */
headroom_result headroom_open(headroom_site **out, headroom_context *h, const char *path,
                              const headroom_overlay *overlay);
void headroom_site_free(headroom_site *site);

typedef struct headroom_facts {
    const char *name; /* of the site */
    const char *hash; /* of all texts that made it, hexadecimal */
    uint32_t elements, racks, nodes;
    uint64_t gpus;
} headroom_facts;

void headroom_site_facts(const headroom_site *site, headroom_facts *out);

/* --- checks ------------------------------------------------------------------------------------------------ */

typedef struct headroom_options { /* zero: every single outage, all rules, all cores */
    unsigned threads;             /* 0: one for each core; the result is the same with any number */
    bool normal_only;             /* no outages */
    const char *const *out;       /* elements or feeds that are out in every case: names, hostlists, patterns */
    size_t n_out;
    const char *case_name;       /* what this case of the model takes out is out, too; NULL: none */
    const char *select, *ignore; /* codes of rules or their beginnings, between commas; NULL: all, none */
} headroom_options;

/* Judges every limit in every case. options may be NULL. Sets *out to NULL on failure. The site must outlive it. */
headroom_result headroom_check_site(headroom_check **out, headroom_site *site, const headroom_options *options);
void headroom_check_free(headroom_check *check);

typedef enum headroom_state { HEADROOM_HOLDS, HEADROOM_VIOLATED, HEADROOM_UNKNOWN, HEADROOM_WAIVED } headroom_state;

typedef struct headroom_summary { /* the four states add up to rows */
    uint32_t rows, holds, violated, unknown, waived;
    uint32_t cases;
    bool converged;
} headroom_summary;

void headroom_check_summary(const headroom_check *check, headroom_summary *out);

typedef struct headroom_row { /* one limit in its worst case; a number that is not known is NaN */
    headroom_state state;
    const char *code, *clause, *edition; /* of the rule; "" where it is no code's */
    const char *element;                 /* full name, or a hostlist of all it speaks for */
    uint32_t members;                    /* how many elements that is */
    const char *point;                   /* "row2-rack05.B.current.A" */
    const char *unit;                    /* of load, limit and headroom */
    bool minimum;                        /* the load must not be below the limit, instead of above */
    double load, limit;
    double ratio;          /* load / limit; above 1 is violated. INFINITY where the limit is zero and the load is not */
    double headroom;       /* positive when good */
    const char *case_name; /* "normal", "fault: bus-A2" */
    const char *file;      /* where the limit stands; NULL when nowhere */
    uint32_t line, column;
} headroom_row;

/* Row i: violated first, then by ratio. Its texts live until the next call with the same check. False behind the
 * last. */
bool headroom_row_at(headroom_check *check, size_t i, headroom_row *out);

#ifdef __cplusplus
}
#endif

#endif
