/* outages.h - the matrix of outages and layers: what each outage takes of power, of cooling and of each job. */
#ifndef HR_REPORT_OUTAGES_H
#define HR_REPORT_OUTAGES_H

#include "base/vec.h"
#include "task/gpus.h"
#include "task/worst.h"

enum { HR_OUTAGE_JOBS = 4 };

typedef enum hr_outage_state { HR_OUTAGE_HOLDS, HR_OUTAGE_UNKNOWN, HR_OUTAGE_LESS, HR_OUTAGE_BEYOND } hr_outage_state;

typedef struct hr_outage { /* cases that take the same, or that bring rows beyond their limits */
    const uint32_t *case_;
    uint32_t n_case, own;  /* own: the case where there is no story */
    const hr_story *story; /* NULL: nothing is lost */
    uint32_t beyond[2];    /* rows of power, of cooling that are worst in them and beyond their limits: no losses */
    const hr_row *row[2];  /* the first of each */
} hr_outage;

typedef struct hr_matrix {
    hr_stories stories;
    hr_gpus gpus;
    hr_vec list;    /* of hr_outage: one thing out before two, worst first */
    uint32_t n_job; /* columns of jobs; where there are none, one of all GPUs if there are any */
    bool has_gpus;
    double base[HR_OUTAGE_JOBS][HR_BASES]; /* GPUs that each lacks with nothing out */
} hr_matrix;

hr_err hr_matrix_open(hr_matrix *o, const hr_check *c);
void hr_matrix_close(hr_matrix *o);
static inline const hr_outage *hr_outage_at(const hr_matrix *o, size_t i)
{
    return (const hr_outage *)o->list.item + i;
}

/* Columns after the outage: "power", "cooling", "job: run", "GPUs". */
uint32_t hr_outage_columns(const hr_matrix *o);
void hr_outage_head(const hr_matrix *o, uint32_t column, hr_buf *out);
hr_err hr_outage_cell(hr_matrix *o, const hr_outage *x, uint32_t column, hr_buf *out, hr_outage_state *state);
void hr_outage_cases(const hr_matrix *o, const hr_outage *x, uint32_t most, hr_buf *out);

#endif
