/* job_fields.h - the fields of a job (hr_site.job[i].fields). */
#ifndef HR_ELEMENT_JOB_FIELDS_H
#define HR_ELEMENT_JOB_FIELDS_H

#include "headroom/element.h"

typedef struct hr_job_fields {
    hr_num gpus;
    hr_texts on;
    hr_num min_gpus;
    hr_num length, start;
} hr_job_fields;

#endif
