/* printed.h - computed values against figures as somebody printed them: within half of the last digit given. */
#ifndef HR_TESTS_UNIT_PRINTED_H
#define HR_TESTS_UNIT_PRINTED_H

#include <math.h>

#include "cm.h"

/* `last` is the worth of the last printed digit: 0.01 for 8.93. */
static inline void expect_printed_at(double value, double printed, double last, const char *what, const char *file,
                                     int line)
{
    if (fabs(value - printed) <= 0.5 * last * (1 + 1e-9)) return;
    print_error("%s: %.9g, printed as %.9g\n", what, value, printed);
    _fail(file, line);
}
#define expect_printed(value, printed, last) expect_printed_at(value, printed, last, #value, __FILE__, __LINE__)

static inline void expect_near_at(double value, double wanted, double by, const char *what, const char *file, int line)
{
    if (fabs(value - wanted) <= by) return;
    print_error("%s: %.17g, not %.17g: off by %.3g\n", what, value, wanted, value - wanted);
    _fail(file, line);
}
#define expect_near(value, wanted, by) expect_near_at(value, wanted, by, #value, __FILE__, __LINE__)

#endif
