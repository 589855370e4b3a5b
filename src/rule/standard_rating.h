/* standard_rating.h - the standard ratings of fuses and breakers, NEC 240.6(A). */
#ifndef HR_RULE_STANDARD_RATING_H
#define HR_RULE_STANDARD_RATING_H

/* The least standard rating that is not below a, and the largest that is not above it; 0 where there is none. */
double hr_standard_up(double a);
double hr_standard_down(double a);

/* The same upwards; a itself beyond the largest. */
static inline double hr_standard_or_own(double a) { return hr_standard_up(a) > 0 ? hr_standard_up(a) : a; }

#endif
