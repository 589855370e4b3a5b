/* node_fields.h - the fields of a node, for counts of GPUs and for later engines. */
#ifndef HR_ELEMENT_NODE_FIELDS_H
#define HR_ELEMENT_NODE_FIELDS_H

#include "headroom/element.h"

typedef struct hr_node_fields {
    hr_num power; /* the most it draws for long */
    hr_num power_factor;
    hr_choice redundancy; /* hr_redundancy */
    hr_num gpus;
    hr_psus psus;
    hr_num u;
    hr_num airflow;
    hr_num liquid_share; /* part of its heat that goes into the liquid */
    hr_num flow;
    hr_num idle_power;
    hr_flag new_;
    hr_plate_rec plate;
} hr_node_fields;

#endif
