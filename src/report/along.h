/* along.h - pressure and temperature along the worst circuit of each loop with pipes, for the reports. The path is the
 * engine's (engine/loop_path.h), and so is every number: here it is put into words, tables and a plot. */
#ifndef HR_REPORT_ALONG_H
#define HR_REPORT_ALONG_H

#include "engine/loop_path.h"
#include "task/check.h"

typedef struct hr_along {
    const hr_check *c;
    hr_arena *arena;
    hr_loop_path *path; /* of each loop with pipes */
    hr_str *name;       /* of each of these loops */
    uint32_t n;
    hr_id *bare; /* loops without pipes: nothing is known of what stands between their ends */
    uint32_t n_bare;
} hr_along;

hr_err hr_along_open(hr_along *a, const hr_check *c);
void hr_along_close(hr_along *a);

static inline bool hr_along_has_path(const hr_loop_path *p) { return p->n_point > 1; }
static inline bool hr_along_any(const hr_along *a)
{
    for (uint32_t i = 0; i < a->n; i++)
        if (hr_along_has_path(&a->path[i])) return true;
    return false;
}

/* "tcs: from cdu through rack4, which gets 115.9 % of the flow that it needs, the least of all, and back to cdu", or what
 * keeps its pressures from being known. */
void hr_along_words(const hr_along *a, const hr_loop_path *p, hr_buf *out);
/* What is to be said of a path that is there: what pressures are told above, where temperatures are not known. */
void hr_along_note(const hr_along *a, const hr_loop_path *p, hr_buf *out);
/* Of loops without pipes; nothing without any. */
void hr_along_bare_words(const hr_along *a, hr_buf *out);
/* "kPa above the air", or above which junction */
void hr_along_pressure_words(const hr_along *a, const hr_loop_path *p, hr_buf *out);

/* The name of a unit, in a->arena; s is NULL without memory. */
hr_str hr_along_name(const hr_along *a, hr_id unit);

/* A table of the points. */
extern const char hr_along_head[]; /* "through|>flow|...": as hr_page_table takes it */
enum { HR_ALONG_FLOW, HR_ALONG_LOSS, HR_ALONG_LENGTH, HR_ALONG_PRESSURE, HR_ALONG_T, HR_ALONG_FIGURES };
typedef struct hr_along_figure {
    double v;   /* SI */
    bool known; /* else there is only a word */
    char text[48];
} hr_along_figure;
typedef struct hr_along_row {
    hr_str through, junction;                 /* names of what leads to the junction, and of that */
    hr_along_figure figure[HR_ALONG_FIGURES]; /* flow and loss in what leads there, pipe up to it, what is at it */
} hr_along_row;
/* False without memory. Names live in a->arena. */
bool hr_along_row_at(const hr_along *a, const hr_loop_path *p, uint32_t i, hr_along_row *out);

/* The plots of n paths from `first` that are there, below each other; styled: with the style they need, which a page
 * takes once. */
hr_err hr_along_svg(const hr_along *a, uint32_t first, uint32_t n, bool standalone, bool styled, hr_buf *out);

#endif
