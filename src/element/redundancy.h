/* redundancy.h - what a load must survive: the words of `redundancy`, on the site and on single loads. */
#ifndef HR_ELEMENT_REDUNDANCY_H
#define HR_ELEMENT_REDUNDANCY_H

typedef enum hr_redundancy {
    HR_REDUNDANCY_NONE,
    HR_REDUNDANCY_ANY_ONE,           /* any one fault */
    HR_REDUNDANCY_MAINTENANCE_FAULT, /* any one fault while any one element is out for maintenance */
    HR_REDUNDANCY_ANY_TWO            /* any two independent faults */
} hr_redundancy;

extern const char *const hr_redundancy_words[]; /* in the order above, NULL-terminated */

#endif
