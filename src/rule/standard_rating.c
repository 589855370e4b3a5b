/* standard_rating.c - Table 240.6(A), NEC 2023 (verified). */
#include "rule/standard_rating.h"

static const double standard[] = {10,  15,  20,  25,   30,   35,   40,   45,   50,   60,   70,   80,  90,
                                  100, 110, 125, 150,  175,  200,  225,  250,  300,  350,  400,  450, 500,
                                  600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000};

enum { COUNT = sizeof standard / sizeof *standard };

double hr_standard_up(double a)
{
    for (int i = 0; i < COUNT; i++)
        if (standard[i] >= a * (1 - 1e-9)) return standard[i];
    return 0;
}

double hr_standard_down(double a)
{
    double found = 0;
    for (int i = 0; i < COUNT && standard[i] <= a * (1 + 1e-9); i++) found = standard[i];
    return found;
}
