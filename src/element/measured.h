/* measured.h - what a meter saw at an element of a building that stands already. */
#ifndef HR_ELEMENT_MEASURED_H
#define HR_ELEMENT_MEASURED_H

#include "headroom/element.h"

typedef enum hr_measured_basis { HR_MEASURED_YEAR, HR_MEASURED_MONTH } hr_measured_basis;

typedef struct hr_measured {
    hr_num demand;              /* A, highest */
    hr_num power, power_factor; /* W and ratio in place of it */
    hr_choice basis;            /* hr_measured_basis */
    hr_flag shaving, renewable;
    hr_num seasonal; /* A */
    hr_num added;    /* A */
} hr_measured;

extern const char *const hr_measured_basis_words[];
extern const hr_field hr_measured_table[];

#define HR_FIELD_MEASURED \
    HR_FIELD_RECORD(measured, hr_measured_table, "highest demand that a meter saw there before anything is added")

#endif
