/* conductor.h - what codes say conductors may carry: tables as data, and nothing of any site.
 *
 * NEC 2023 Table 310.16 (ampacity at 30 degC, not more than three current-carrying conductors together), Tables
 * 310.15(B)(1)(1) and 310.15(C)(1) (corrections), 240.4(D) (small conductors); NEC 2017
 * Chapter 9 Table 9 (impedance at 75 degC); factors of IEC 60364-5-52, recalled. */
#ifndef HR_RULE_CONDUCTOR_H
#define HR_RULE_CONDUCTOR_H

#include <stdbool.h>

typedef enum hr_material { HR_CU, HR_AL } hr_material;                   /* as in hr_conductor_words */
typedef enum hr_column { HR_60C, HR_75C, HR_90C, HR_COLUMNS } hr_column; /* as in hr_degree_words */
typedef enum hr_raceway { HR_PVC, HR_ALUMINIUM, HR_STEEL, HR_RACEWAYS } hr_raceway;

/* The row of a conductor of this cross-section, -1 where the table has none. Rows ascend in size. */
int hr_conductor_row(double m2);
int hr_conductor_rows(void);
const char *hr_conductor_name(int row); /* "3 AWG", "600 kcmil" */
double hr_conductor_m2(int row);
/* A; 0 where the table has no figure. */
double hr_conductor_ampacity(int row, hr_material m, hr_column c);
/* The factor for an ambient in degC. 0: the conductor may not be used there. The table above its last row is the
 * formula of 310.15(B)(1); words, if not NULL: what it was taken from, "36-40 degC". */
double hr_conductor_ambient(double celsius, hr_column c, const char **words);
double hr_conductor_bundling(double conductors, const char **words);
/* What the device of a small conductor may be rated at most, whatever its ampacity; 0: it is not small. */
double hr_conductor_small(double m2, hr_material m);
double hr_conductor_smallest_m2(hr_material m); /* the least that 240.4(D) lists here: 14 AWG Cu, 12 AWG Al */
double hr_conductor_parallel_m2(void);          /* 1/0 AWG */
/* Ohm per m of one conductor; false where the table has no figure. */
bool hr_conductor_impedance(double m2, hr_material m, hr_raceway w, double *r, double *x);

/* IEC 60364-5-52, recalled; 0 where no figure is known here. Ambient of 90 degC insulation in air. */
double hr_iec_ambient(double celsius, hr_column c);
double hr_iec_grouping(double circuits);

#endif
