/* conductor.c - what codes say conductors may carry: tables as data.
 *
 * Compared cell by cell with tests/data (tests/unit/test_conductor.c). 0 stands for a cell without a figure. */
#include "rule/conductor.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define KCMIL 5.067074790974977e-07 /* m2: pi/4 x (25.4 um)^2 x 1000 */
#define SAME 1e-6                   /* relative: a size that went through text in mm2 */
#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

/* --- Table 310.16 ---------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    double kcmil;  /* of AWG sizes by ASTM B258 */
    short a[2][3]; /* copper, aluminium; 60, 75, 90 degC */
} ampacity[] = {
    {"18 AWG", 1.624303701, {{0, 0, 14}, {0, 0, 0}}},
    {"16 AWG", 2.582744052, {{0, 0, 18}, {0, 0, 0}}},
    {"14 AWG", 4.106723905, {{15, 20, 25}, {0, 0, 0}}},
    {"12 AWG", 6.529946789, {{20, 25, 30}, {15, 20, 25}}},
    {"10 AWG", 10.3830221, {{30, 35, 40}, {25, 30, 35}}},
    {"8 AWG", 16.50965183, {{40, 50, 55}, {35, 40, 45}}},
    {"6 AWG", 26.25137469, {{55, 65, 75}, {40, 50, 55}}},
    {"4 AWG", 41.74132078, {{70, 85, 95}, {55, 65, 75}}},
    {"3 AWG", 52.63483368, {{85, 100, 115}, {65, 75, 85}}},
    {"2 AWG", 66.37129983, {{95, 115, 130}, {75, 90, 100}}},
    {"1 AWG", 83.69266382, {{110, 130, 145}, {85, 100, 115}}},
    {"1/0 AWG", 105.5345006, {{125, 150, 170}, {100, 120, 135}}},
    {"2/0 AWG", 133.0765481, {{145, 175, 195}, {115, 135, 150}}},
    {"3/0 AWG", 167.8064289, {{165, 200, 225}, {130, 155, 175}}},
    {"4/0 AWG", 211.6, {{195, 230, 260}, {150, 180, 205}}},
    {"250 kcmil", 250, {{215, 255, 290}, {170, 205, 230}}},
    {"300 kcmil", 300, {{240, 285, 320}, {195, 230, 260}}},
    {"350 kcmil", 350, {{260, 310, 350}, {210, 250, 280}}},
    {"400 kcmil", 400, {{280, 335, 380}, {225, 270, 305}}},
    {"500 kcmil", 500, {{320, 380, 430}, {260, 310, 350}}},
    {"600 kcmil", 600, {{350, 420, 475}, {285, 340, 385}}},
    {"700 kcmil", 700, {{385, 460, 520}, {315, 375, 425}}},
    {"750 kcmil", 750, {{400, 475, 535}, {320, 385, 435}}},
    {"800 kcmil", 800, {{410, 490, 555}, {330, 395, 445}}},
    {"900 kcmil", 900, {{435, 520, 585}, {355, 425, 480}}},
    {"1000 kcmil", 1000, {{455, 545, 615}, {375, 445, 500}}},
    {"1250 kcmil", 1250, {{495, 590, 665}, {405, 485, 545}}},
    {"1500 kcmil", 1500, {{525, 625, 705}, {435, 520, 585}}},
    {"1750 kcmil", 1750, {{545, 650, 735}, {455, 545, 615}}},
    {"2000 kcmil", 2000, {{555, 665, 750}, {470, 560, 630}}},
};

int hr_conductor_rows(void) { return COUNT(ampacity); }

int hr_conductor_row(double m2)
{
    double kcmil = m2 / KCMIL;
    for (int i = 0; i < COUNT(ampacity); i++)
        if (fabs(kcmil - ampacity[i].kcmil) <= SAME * ampacity[i].kcmil) return i;
    return -1;
}

const char *hr_conductor_name(int row) { return ampacity[row].name; }
double hr_conductor_m2(int row) { return ampacity[row].kcmil * KCMIL; }
double hr_conductor_ampacity(int row, hr_material m, hr_column c) { return ampacity[row].a[m][c]; }

/* --- Tables 310.15(B)(1)(1), 310.15(C)(1) ---------------------------------------------------------------------------- */

static const struct {
    double upto; /* degC */
    const char *words;
    double factor[HR_COLUMNS];
} ambient[] = {
    {10, "10 degC or less", {1.29, 1.20, 1.15}},
    {15, "11-15 degC", {1.22, 1.15, 1.12}},
    {20, "16-20 degC", {1.15, 1.11, 1.08}},
    {25, "21-25 degC", {1.08, 1.05, 1.04}},
    {30, "26-30 degC", {1.00, 1.00, 1.00}},
    {35, "31-35 degC", {0.91, 0.94, 0.96}},
    {40, "36-40 degC", {0.82, 0.88, 0.91}},
    {45, "41-45 degC", {0.71, 0.82, 0.87}},
    {50, "46-50 degC", {0.58, 0.75, 0.82}},
    {55, "51-55 degC", {0.41, 0.67, 0.76}},
    {60, "56-60 degC", {0, 0.58, 0.71}},
    {65, "61-65 degC", {0, 0.47, 0.65}},
    {70, "66-70 degC", {0, 0.33, 0.58}},
    {75, "71-75 degC", {0, 0, 0.50}},
    {80, "76-80 degC", {0, 0, 0.41}},
    {85, "81-85 degC", {0, 0, 0.29}},
};

/* A temperature between two rows takes the warmer one. */
double hr_conductor_ambient(double celsius, hr_column c, const char **words)
{
    static const double rated[HR_COLUMNS] = {60, 75, 90};
    for (int i = 0; i < COUNT(ambient); i++) {
        if (celsius > ambient[i].upto + SAME) continue;
        if (words) *words = ambient[i].words;
        return ambient[i].factor[c];
    }
    if (words) *words = "by the formula of 310.15(B)(1)";
    return celsius < rated[c] ? sqrt((rated[c] - celsius) / (rated[c] - 30)) : 0;
}

double hr_conductor_bundling(double conductors, const char **words)
{
    static const struct {
        double upto;
        const char *words;
        double factor;
    } bundling[] = {
        {3, "not more than 3 conductors", 1.00},  {6, "4-6 conductors", 0.80},    {9, "7-9 conductors", 0.70},
        {20, "10-20 conductors", 0.50},           {30, "21-30 conductors", 0.45}, {40, "31-40 conductors", 0.40},
        {INFINITY, "41 conductors or more", 0.35}};
    int i = 0;
    while (conductors > bundling[i].upto) i++;
    if (words) *words = bundling[i].words;
    return bundling[i].factor;
}

/* --- 240.4(D), 310.10(G) --------------------------------------------------------------------------------------------- */

double hr_conductor_smallest_m2(hr_material m) { return hr_conductor_m2(m == HR_CU ? 2 : 3); }

/* The rating of the largest listed size that is not larger than this one. */
double hr_conductor_small(double m2, hr_material m)
{
    static const struct {
        int row; /* of Table 310.16 */
        double a[2];
    } small[] = {{2, {15, 0}}, {3, {20, 15}}, {4, {30, 25}}};
    double found = 0;
    if (m2 > hr_conductor_m2(4) * (1 + SAME)) return 0;
    for (int i = 0; i < COUNT(small); i++)
        if (m2 >= hr_conductor_m2(small[i].row) * (1 - SAME)) found = small[i].a[m];
    return found;
}

double hr_conductor_parallel_m2(void) { return hr_conductor_m2(11); }

/* --- Chapter 9 Table 9 ----------------------------------------------------------------------------------------------- */

/* Ohm per km at 75 degC: X in PVC and aluminium, in steel; R of copper and aluminium in PVC, aluminium, steel. */
static const struct {
    const char *name;
    double x[2], r[2][HR_RACEWAYS];
} impedance[] = {
    {"14 AWG", {0.190, 0.240}, {{10.2, 10.2, 10.2}, {0, 0, 0}}},
    {"12 AWG", {0.177, 0.223}, {{6.6, 6.6, 6.6}, {10.5, 10.5, 10.5}}},
    {"10 AWG", {0.164, 0.207}, {{3.9, 3.9, 3.9}, {6.6, 6.6, 6.6}}},
    {"8 AWG", {0.171, 0.213}, {{2.56, 2.56, 2.56}, {4.3, 4.3, 4.3}}},
    {"6 AWG", {0.167, 0.210}, {{1.61, 1.61, 1.61}, {2.66, 2.66, 2.66}}},
    {"4 AWG", {0.157, 0.197}, {{1.02, 1.02, 1.02}, {1.67, 1.67, 1.67}}},
    {"3 AWG", {0.154, 0.194}, {{0.82, 0.82, 0.82}, {1.31, 1.35, 1.31}}},
    {"2 AWG", {0.148, 0.187}, {{0.62, 0.66, 0.66}, {1.05, 1.05, 1.05}}},
    {"1 AWG", {0.151, 0.187}, {{0.49, 0.52, 0.52}, {0.82, 0.85, 0.82}}},
    {"1/0 AWG", {0.144, 0.180}, {{0.39, 0.43, 0.39}, {0.66, 0.69, 0.66}}},
    {"2/0 AWG", {0.141, 0.177}, {{0.33, 0.33, 0.33}, {0.52, 0.52, 0.52}}},
    {"3/0 AWG", {0.138, 0.171}, {{0.253, 0.269, 0.259}, {0.43, 0.43, 0.43}}},
    {"4/0 AWG", {0.135, 0.167}, {{0.203, 0.220, 0.207}, {0.33, 0.36, 0.33}}},
    {"250 kcmil", {0.135, 0.171}, {{0.171, 0.187, 0.177}, {0.279, 0.295, 0.282}}},
    {"300 kcmil", {0.135, 0.167}, {{0.144, 0.161, 0.148}, {0.233, 0.249, 0.236}}},
    {"350 kcmil", {0.131, 0.164}, {{0.125, 0.141, 0.128}, {0.200, 0.217, 0.207}}},
    {"400 kcmil", {0.131, 0.161}, {{0.108, 0.125, 0.115}, {0.177, 0.194, 0.180}}},
    {"500 kcmil", {0.128, 0.157}, {{0.089, 0.105, 0.095}, {0.141, 0.157, 0.148}}},
    {"600 kcmil", {0.128, 0.157}, {{0.075, 0.092, 0.082}, {0.118, 0.135, 0.125}}},
    {"750 kcmil", {0.125, 0.157}, {{0.062, 0.079, 0.069}, {0.095, 0.112, 0.102}}},
    {"1000 kcmil", {0.121, 0.151}, {{0.049, 0.062, 0.059}, {0.075, 0.089, 0.082}}},
};

bool hr_conductor_impedance(double m2, hr_material m, hr_raceway w, double *r, double *x)
{
    int row = hr_conductor_row(m2);
    for (int i = 0; row >= 0 && i < COUNT(impedance); i++) {
        if (strcmp(impedance[i].name, ampacity[row].name) != 0) continue;
        *r = impedance[i].r[m][w] / 1000;
        *x = impedance[i].x[w == HR_STEEL] / 1000;
        return *r > 0;
    }
    return false;
}

/* --- IEC 60364-5-52, recalled ---------------------------------------------------------------------------------------- */

double hr_iec_ambient(double celsius, hr_column c)
{
    if (c != HR_90C || celsius > 40 + SAME) return celsius <= 30 + SAME ? 1 : 0;
    return celsius <= 30 + SAME ? 1 : celsius <= 35 + SAME ? 0.96 : 0.91;
}

double hr_iec_grouping(double circuits)
{
    static const struct {
        double upto, factor;
    } grouping[] = {{1, 1}, {2, 0.80}, {3, 0.70}, {4, 0.65}, {6, 0.57}, {9, 0.50}};
    for (int i = 0; i < COUNT(grouping); i++)
        if (circuits <= grouping[i].upto) return grouping[i].factor;
    return 0;
}
