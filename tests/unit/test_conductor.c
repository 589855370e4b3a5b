/* test_conductor.c - the tables of conductors cell by cell against tests/data, and the figures printed with them. */
#include "rule/conductor.h"
#include "rule/standard_rating.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/units.h"

#include "cm.h"

/* cmocka compares single precision only */
#define assert_near(have, want) assert_true(is_near(have, want))

enum { CELLS = 10, TEXT = 256 };

static bool is_near(double have, double want) { return fabs(have - want) <= 1e-9 * fabs(want); }

typedef struct table {
    FILE *file;
    char line[TEXT];
    const char *cell[CELLS];
    int n;
} table;

static void open_table(table *t, const char *path)
{
    t->file = fopen(path, "r");
    assert_non_null(t->file);
}

/* The next line that is no comment, cut at its commas. */
static bool next_line(table *t)
{
    do {
        if (!fgets(t->line, TEXT, t->file)) return fclose(t->file), false;
    } while (t->line[0] == '#');
    t->line[strcspn(t->line, "\r\n")] = 0;
    t->n = 0;
    for (char *p = t->line; p && t->n < CELLS;) {
        t->cell[t->n++] = p;
        p = strchr(p, ',');
        if (p) *p++ = 0;
    }
    return true;
}

static double number(const char *text) { return text[0] ? strtod(text, NULL) : 0; }

/* "3", "1/0", "600": AWG up to 18 and with a slash, else kcmil. */
static double area_of(const char *size)
{
    char text[32];
    double m2;
    bool awg = strchr(size, '/') || number(size) <= 18;
    snprintf(text, sizeof text, "%s %s", size, awg ? "AWG" : "kcmil");
    assert_int_equal(hr_unit_parse(hr_str_of(text), HR_DIM_M2_CONDUCTOR, &m2), HR_UNIT_OK);
    return m2;
}

static void ampacities_are_those_of_the_table(void **state)
{
    (void)state;
    table t;
    int row = 0;
    open_table(&t, "tests/data/nec-310-16.csv");
    assert_true(next_line(&t)); /* the names of its columns */
    for (; next_line(&t); row++) {
        assert_int_equal(t.n, 7);
        assert_int_equal(hr_conductor_row(area_of(t.cell[0])), row);
        assert_near(hr_conductor_m2(row), area_of(t.cell[0]));
        assert_memory_equal(hr_conductor_name(row), t.cell[0], strlen(t.cell[0]));
        for (int c = 0; c < 6; c++)
            assert_near(hr_conductor_ampacity(row, (hr_material)(c / 3), (hr_column)(c % 3)), number(t.cell[c + 1]));
    }
    assert_int_equal(row, hr_conductor_rows());
}

static void factors_of_ambient_are_those_of_the_table(void **state)
{
    (void)state;
    table t;
    int rows = 0;
    open_table(&t, "tests/data/nec-310-15-ambient.csv");
    assert_true(next_line(&t));
    for (; next_line(&t); rows++) {
        const char *dash = strchr(t.cell[0], '-'), *words;
        double lo = dash ? number(t.cell[0]) : -40, hi = dash ? number(dash + 1) : 10;
        assert_int_equal(t.n, 4);
        for (int c = 0; c < 3; c++) {
            assert_near(hr_conductor_ambient(lo, (hr_column)c, &words), number(t.cell[c + 1]));
            assert_near(hr_conductor_ambient(hi, (hr_column)c, &words), number(t.cell[c + 1]));
            assert_near(hr_conductor_ambient(lo - 0.5, HR_90C, NULL), /* between two rows the warmer one */
                        number(t.cell[3]));
        }
        assert_memory_equal(words, t.cell[0], strcspn(t.cell[0], " "));
    }
    assert_int_equal(rows, 16);
}

static void beyond_the_table_the_formula_holds(void **state)
{
    (void)state;
    assert_near(hr_conductor_ambient(87, HR_90C, NULL), sqrt(3.0 / 60));
    assert_near(hr_conductor_ambient(90, HR_90C, NULL), 0);
    assert_near(hr_conductor_ambient(120, HR_90C, NULL), 0);
    assert_near(hr_conductor_ambient(87, HR_75C, NULL), 0);
    assert_near(hr_conductor_ambient(58, HR_60C, NULL), 0); /* an empty cell is no leave to use the formula */
}

static void impedances_are_those_of_the_table(void **state)
{
    (void)state;
    table t;
    int rows = 0, cells = 0;
    double r, x;
    open_table(&t, "tests/data/nec-9-9-impedance.csv");
    assert_true(next_line(&t));
    for (; next_line(&t); rows++) {
        assert_int_equal(t.n, 9);
        for (int c = 0; c < 6; c++) {
            hr_raceway w = (hr_raceway)(c % 3);
            bool have = hr_conductor_impedance(area_of(t.cell[0]), (hr_material)(c / 3), w, &r, &x);
            assert_int_equal(have, t.cell[c + 3][0] != 0);
            if (!have) continue;
            assert_near(r * 1000, number(t.cell[c + 3]));
            assert_near(x * 1000, number(t.cell[w == HR_STEEL ? 2 : 1]));
            cells++;
        }
    }
    assert_int_equal(rows, 21);
    assert_int_equal(cells, 123);
    assert_false(hr_conductor_impedance(area_of("700"), HR_CU, HR_PVC, &r, &x));
    assert_false(hr_conductor_impedance(120e-6, HR_CU, HR_PVC, &r, &x));
}

/* As the facts print them beside the file: 75/90 degC of copper and aluminium. */
static void figures_printed_with_the_table(void **state)
{
    (void)state;
    static const struct {
        const char *size;
        int a[4];
    } extract[] = {
        {"8", {50, 55, 40, 45}},        {"6", {65, 75, 50, 55}},       {"4", {85, 95, 65, 75}},
        {"3", {100, 115, 75, 85}},      {"2", {115, 130, 90, 100}},    {"1", {130, 145, 100, 115}},
        {"1/0", {150, 170, 120, 135}},  {"2/0", {175, 195, 135, 150}}, {"3/0", {200, 225, 155, 175}},
        {"4/0", {230, 260, 180, 205}},  {"250", {255, 290, 205, 230}}, {"350", {310, 350, 250, 280}},
        {"500", {380, 430, 310, 350}},  {"600", {420, 475, 340, 385}}, {"750", {475, 535, 385, 435}},
        {"1000", {545, 615, 445, 500}},
    };
    for (size_t i = 0; i < sizeof extract / sizeof *extract; i++)
        for (int c = 0; c < 4; c++)
            assert_near(hr_conductor_ampacity(hr_conductor_row(area_of(extract[i].size)), (hr_material)(c / 2),
                                              c % 2 ? HR_90C : HR_75C),
                        extract[i].a[c]);
}

static void bundling_by_number(void **state)
{
    (void)state;
    static const struct {
        int n;
        double factor;
    } want[] = {{0, 1},    {3, 1},    {4, .80},  {6, .80},  {7, .70},  {9, .70},  {10, .50},
                {20, .50}, {21, .45}, {30, .45}, {31, .40}, {40, .40}, {41, .35}, {500, .35}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_near(hr_conductor_bundling(want[i].n, NULL), want[i].factor);
}

static void small_conductors_have_a_ceiling(void **state)
{
    (void)state;
    assert_near(hr_conductor_small(area_of("14"), HR_CU), 15);
    assert_near(hr_conductor_small(area_of("12"), HR_CU), 20);
    assert_near(hr_conductor_small(area_of("10"), HR_CU), 30);
    assert_near(hr_conductor_small(area_of("12"), HR_AL), 15);
    assert_near(hr_conductor_small(area_of("10"), HR_AL), 25);
    assert_near(hr_conductor_small(area_of("8"), HR_CU), 0);
    assert_near(hr_conductor_small(2.5e-6, HR_CU), 15); /* between 14 and 12 AWG */
    assert_near(hr_conductor_smallest_m2(HR_CU), area_of("14"));
    assert_near(hr_conductor_smallest_m2(HR_AL), area_of("12"));
    assert_near(hr_conductor_parallel_m2(), area_of("1/0"));
}

static void standard_ratings(void **state)
{
    (void)state;
    static const int all[] = {10,  15,  20,  25,   30,   35,   40,   45,   50,   60,   70,   80,  90,
                              100, 110, 125, 150,  175,  200,  225,  250,  300,  350,  400,  450, 500,
                              600, 700, 800, 1000, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_near(hr_standard_up(all[i]), all[i]);
        assert_near(hr_standard_down(all[i]), all[i]);
        if (i) assert_near(hr_standard_up(all[i - 1] + 0.1), all[i]);
        if (i) assert_near(hr_standard_down(all[i] - 0.1), all[i - 1]);
    }
    assert_near(hr_standard_down(9.9), 0);
    assert_near(hr_standard_up(6001), 0);
}

static void sizes_that_the_table_does_not_have(void **state)
{
    (void)state;
    assert_int_equal(hr_conductor_row(120e-6), -1);
    assert_int_equal(hr_conductor_row(area_of("5")), -1);
    assert_int_equal(hr_conductor_row(0), -1);
}

static void recalled_factors_of_iec(void **state)
{
    (void)state;
    assert_near(hr_iec_ambient(30, HR_90C), 1);
    assert_near(hr_iec_ambient(35, HR_90C), 0.96);
    assert_near(hr_iec_ambient(40, HR_90C), 0.91);
    assert_near(hr_iec_ambient(41, HR_90C), 0); /* none known */
    assert_near(hr_iec_ambient(25, HR_75C), 1);
    assert_near(hr_iec_ambient(31, HR_75C), 0);
    static const double by_circuits[] = {1, 1, .80, .70, .65, .57, .57, .50, .50, .50, 0};
    for (int n = 0; n <= 10; n++) assert_near(hr_iec_grouping(n), by_circuits[n]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ampacities_are_those_of_the_table),
        cmocka_unit_test(factors_of_ambient_are_those_of_the_table),
        cmocka_unit_test(beyond_the_table_the_formula_holds),
        cmocka_unit_test(impedances_are_those_of_the_table),
        cmocka_unit_test(figures_printed_with_the_table),
        cmocka_unit_test(bundling_by_number),
        cmocka_unit_test(small_conductors_have_a_ceiling),
        cmocka_unit_test(standard_ratings),
        cmocka_unit_test(sizes_that_the_table_does_not_have),
        cmocka_unit_test(recalled_factors_of_iec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
