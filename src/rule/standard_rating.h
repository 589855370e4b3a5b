/* standard_rating.h - the standard ratings of fuses and breakers, NEC 240.6(A). */
#ifndef HR_RULE_STANDARD_RATING_H
#define HR_RULE_STANDARD_RATING_H

/* The smallest standard rating that is not less than `amperes`; beyond the largest one, amperes itself. */
double hr_standard_rating(double amperes);

#endif
