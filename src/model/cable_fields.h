/* cable_fields.h - the fields of a conductor run, one table for both places where the language has one: the record
 * `cable` of a feed and the element type `cable`.
 *
 * HR_CABLE_ROWS(base, need) are rows of a field table whose struct holds an hr_cable_rec at offset base. */
#ifndef HR_MODEL_CABLE_FIELDS_H
#define HR_MODEL_CABLE_FIELDS_H

#include <stddef.h>

#include "headroom/element.h"

extern const char *const hr_conductor_words[]; /* Cu, Al */
extern const char *const hr_degree_words[];    /* 60, 75, 90 */
extern const char *const hr_raceway_words[];   /* pvc, aluminium, steel */

#define HR_CABLE_AT(base, member) ((uint16_t)((base) + offsetof(hr_cable_rec, member)))
#define HR_CABLE_NUM(base, member, dim_, harsh_, flags_, doc_) \
    { \
        .name = #member, .kind = HR_F_QUANTITY, .dim = (dim_), .harsh = (harsh_), .flags = (flags_), \
        .offset = HR_CABLE_AT(base, member), .doc = (doc_) \
    }
#define HR_CABLE_COUNT(base, member, flags_, doc_) \
    { \
        .name = #member, .kind = HR_F_COUNT, .harsh = HR_HARSH_HIGH, .flags = (flags_), \
        .offset = HR_CABLE_AT(base, member), .doc = (doc_) \
    }
#define HR_CABLE_CHOICE(base, member, words_, doc_) \
    { \
        .name = #member, .kind = HR_F_CHOICE, .words = (words_), .offset = HR_CABLE_AT(base, member), .doc = (doc_) \
    }

#define HR_CABLE_ROWS(base, need) \
    HR_CABLE_NUM(base, size, HR_DIM_M2_CONDUCTOR, HR_HARSH_LOW, (need) | HR_POSITIVE, "conductor size"), \
        {.name = "sets", \
         .kind = HR_F_COUNT, \
         .flags = HR_POSITIVE, \
         .harsh = HR_HARSH_LOW, \
         .offset = HR_CABLE_AT(base, sets), \
         .doc = "parallel sets; else 1"}, \
        HR_CABLE_CHOICE(base, conductor, hr_conductor_words, "conductor material"), \
        HR_CABLE_CHOICE(base, insulation, hr_degree_words, "temperature of its insulation in degC"), \
        HR_CABLE_NUM(base, length, HR_DIM_METRE, HR_HARSH_HIGH, (need), "length of the run"), \
        HR_CABLE_NUM(base, ambient, HR_DIM_KELVIN, HR_HARSH_HIGH, HR_MAY_NEGATIVE, "ambient temperature"), \
        HR_CABLE_COUNT(base, bundled, 0, "current-carrying conductors in the same raceway"), \
        HR_CABLE_CHOICE(base, termination, hr_degree_words, \
                        "temperature its terminations are marked for in degC; else by NEC 110.14(C)"), \
        HR_CABLE_NUM(base, ampacity, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, \
                     "of one set at 30 degC and on its own, by maker or engineer, in place of a table"), \
        HR_CABLE_NUM(base, derating, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE, \
                     "factor for ambient and bundling together, in place of the tables"), \
        HR_CABLE_COUNT(base, circuits, HR_POSITIVE, "circuits laid together, this one included (IEC)"), \
        {.name = "tap", \
         .kind = HR_F_FLAG, \
         .offset = HR_CABLE_AT(base, tap), \
         .doc = "a tap: its device may not be rounded up; absent counts as no"}, \
        HR_CABLE_CHOICE(base, raceway, hr_raceway_words, "what it lies in, for its impedance"), \
        HR_CABLE_NUM(base, resistance, HR_DIM_OHM_PER_M, HR_HARSH_HIGH, HR_POSITIVE, \
                     "of one conductor of one set, in place of the table"), \
        HR_CABLE_NUM(base, reactance, HR_DIM_OHM_PER_M, HR_HARSH_HIGH, 0, "the same"), \
        HR_CABLE_NUM(base, power_factor, HR_DIM_NONE, HR_HARSH_NONE, HR_POSITIVE | HR_IS_RATIO_0_1, \
                     "of what it carries, lagging; else that of the load it feeds")

#endif
