/* air_class.h - what classes of inlet air allow: by place in the words of a zone's `class`. */
#ifndef HR_ELEMENT_AIR_CLASS_H
#define HR_ELEMENT_AIR_CLASS_H

#include "headroom/element.h"

typedef struct hr_air_class {
    double low, high; /* degC */
    uint8_t trust;
} hr_air_class;

static const hr_air_class hr_air_classes[] = {
    {15, 32, HR_RECALLED}, /* A1: allowable, as those that follow */
    {10, 35, HR_RECALLED}, /* A2 */
    {5, 40, HR_RECALLED},  /* A3 */
    {5, 45, HR_RECALLED},  /* A4 */
    {18, 22, HR_SECONDARY} /* H1: recommended, its allowable range is not known here */
};

#endif
