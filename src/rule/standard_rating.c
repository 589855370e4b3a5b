/* standard_rating.c - Table 240.6(A), NEC 2023 (verified). */
#include "rule/standard_rating.h"

#include <stddef.h>

static const double standard[] = {10,  15,  20,  25,   30,   35,   40,   45,   50,   60,   70,   80,  90,
                                  100, 110, 125, 150,  175,  200,  225,  250,  300,  350,  400,  450, 500,
                                  600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000};

double hr_standard_rating(double amperes)
{
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        if (standard[i] >= amperes * (1 - 1e-12)) return standard[i];
    return amperes;
}
