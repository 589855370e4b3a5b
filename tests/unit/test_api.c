/* test_api.c - the library as a program outside sees it: headroom.h is all of headroom that is included here. */
#include "headroom/headroom.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cm.h"

static const char hall[] = "headroom: 1\n"
                           "site: {name: Small, redundancy: none}\n"
                           "elements:\n"
                           "  grid: {type: utility, voltage: 415 V, rating: 500 kVA, power: 500 kW}\n"
                           "  bus: {type: busway, rating: 800 A, from: {to: grid, breaker: 800 A, phases: ABC}}\n"
                           "  rack-[1-2]: {type: rack, power: 20 kW, from: {to: bus, breaker: 63 A, phases: ABC}}\n"
                           "cases: {heavy: {set: {rack-2.power: 45 kW}}}\n";

typedef struct fixture {
    char path[32];
    headroom_context *h;
    headroom_site *site;
    headroom_check *check;
} fixture;

static void write_file(char *path, const char *text)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
    close(fd);
}

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    strcpy(f->path, P_tmpdir "/headroom-api-XXXXXX");
    write_file(f->path, hall);
    f->h = headroom_new("2026-07-01");
    assert_non_null(f->h);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    headroom_check_free(f->check);
    headroom_site_free(f->site);
    headroom_free(f->h);
    unlink(f->path);
    free(f);
    return 0;
}

static void versions_agree(void **state)
{
    (void)state;
    assert_string_equal(headroom_version(), HEADROOM_VERSION);
}

static void a_site_opens(void **state)
{
    fixture *f = *state;
    headroom_facts facts;
    assert_int_equal(headroom_open(&f->site, f->h, f->path, NULL), HEADROOM_OK);
    headroom_site_facts(f->site, &facts);
    assert_string_equal(facts.name, "Small");
    assert_int_equal(facts.elements, 4);
    assert_int_equal(facts.racks, 2);
    assert_int_equal(strlen(facts.hash), 16);
}

static void a_missing_file_is_told(void **state)
{
    fixture *f = *state;
    headroom_diagnostic d;
    assert_int_equal(headroom_open(&f->site, f->h, "/nowhere/hall.yaml", NULL), HEADROOM_IO);
    assert_null(f->site);
    assert_true(headroom_diagnostic_at(f->h, 0, &d));
    assert_string_equal(d.code, "M101");
    assert_int_equal(d.severity, HEADROOM_ERROR);
    assert_null(d.file);
    assert_false(headroom_diagnostic_at(f->h, 1, &d));
}

static void a_wrong_overlay_is_told(void **state)
{
    fixture *f = *state;
    headroom_diagnostic d;
    const char *set[] = {"rack-1.power=20 kVA"};
    const headroom_overlay overlay = {.set = set, .n_set = 1};
    assert_int_equal(headroom_open(&f->site, f->h, f->path, &overlay), HEADROOM_INPUT);
    assert_null(f->site);
    assert_true(headroom_diagnostic_at(f->h, 0, &d));
    assert_string_equal(d.code, "M202");
    assert_non_null(strstr(d.file, "--set"));
    assert_int_equal(d.line, 1);
    assert_int_equal(d.column, 14);
    assert_non_null(d.help);
}

static void rows_are_walked(void **state)
{
    fixture *f = *state;
    headroom_summary s;
    headroom_row row;
    uint32_t count[4] = {0}, n = 0;
    assert_int_equal(headroom_open(&f->site, f->h, f->path, NULL), HEADROOM_OK);
    assert_int_equal(headroom_check_site(&f->check, f->site, NULL), HEADROOM_OK);
    headroom_check_summary(f->check, &s);
    for (; headroom_row_at(f->check, n, &row); n++) {
        count[row.state]++;
        assert_true(row.members > 0 && row.element[0] && row.point[0] && row.case_name[0]);
        assert_int_equal(strncmp(row.point, row.element, strlen(row.element)), 0);
    }
    assert_int_equal(n, s.rows);
    assert_int_equal(s.holds + s.violated + s.unknown + s.waived, s.rows);
    assert_int_equal(count[HEADROOM_HOLDS], s.holds);
    assert_int_equal(count[HEADROOM_VIOLATED], s.violated);
    assert_true(s.converged && s.cases > 1);
}

/* 45 kW at 415 V is 62.604 A a phase; a breaker of 63 A may carry 50.4 A for long. */
static void the_worst_comes_first(void **state)
{
    fixture *f = *state;
    headroom_row row;
    const headroom_overlay overlay = {.case_name = "heavy"};
    const headroom_options options = {.select = "P104", .normal_only = true, .threads = 1};
    double amps = 45000 / (sqrt(3) * 415);
    assert_int_equal(headroom_open(&f->site, f->h, f->path, &overlay), HEADROOM_OK);
    assert_int_equal(headroom_check_site(&f->check, f->site, &options), HEADROOM_OK);
    assert_true(headroom_row_at(f->check, 0, &row));
    assert_int_equal(row.state, HEADROOM_VIOLATED);
    assert_string_equal(row.code, "P104");
    assert_string_equal(row.element, "rack-2");
    assert_string_equal(row.unit, "A");
    assert_string_equal(row.case_name, "normal");
    assert_string_equal(row.edition, "NEC 2023");
    assert_true(fabs(row.load - amps) < 1e-9 * amps && fabs(row.limit - 50.4) < 1e-9 && !row.minimum);
    assert_true(fabs(row.ratio - amps / 50.4) < 1e-9 && fabs(row.headroom - (50.4 - amps)) < 1e-9);
    assert_string_equal(row.file, f->path);
    assert_int_equal(row.line, 6);
}

static void what_is_not_known_is_no_number(void **state)
{
    fixture *f = *state;
    headroom_row row;
    char path[] = P_tmpdir "/headroom-api-XXXXXX";
    const headroom_options options = {.select = "P104"};
    write_file(path, "headroom: 1\nsite: {name: X, redundancy: none}\nelements:\n  g: {type: utility, voltage: 415 V}\n"
                     "  r: {type: rack, power: 1 kW, from: g}\n");
    headroom_result result = headroom_open(&f->site, f->h, path, NULL);
    unlink(path);
    assert_int_equal(result, HEADROOM_OK);
    assert_int_equal(headroom_check_site(&f->check, f->site, &options), HEADROOM_OK);
    assert_true(headroom_row_at(f->check, 0, &row));
    assert_int_equal(row.state, HEADROOM_UNKNOWN);
    assert_true(isnan(row.limit) && isnan(row.ratio) && isnan(row.headroom));
}

static void an_unknown_outage_is_told(void **state)
{
    fixture *f = *state;
    const char *out[] = {"rack-7"};
    const headroom_options options = {.out = out, .n_out = 1};
    headroom_diagnostic d;
    assert_int_equal(headroom_open(&f->site, f->h, f->path, NULL), HEADROOM_OK);
    assert_int_equal(headroom_check_site(&f->check, f->site, &options), HEADROOM_INPUT);
    assert_null(f->check);
    assert_true(headroom_diagnostic_at(f->h, 0, &d));
}

static void parts_are_found(void **state)
{
    fixture *f = *state;
    char path[] = P_tmpdir "/headroom-api-XXXXXX";
    headroom_facts facts;
    write_file(path, "headroom: 1\nelements:\n  g: {type: utility, voltage: 415 V, rating: 1 MVA}\n"
                     "  r: {type: rack, from: g, holds: {n: {part: dgx-h100}}}\n");
    assert_int_equal(headroom_add_parts(f->h, "parts"), HEADROOM_OK); /* tests run in the top folder */
    headroom_result result = headroom_open(&f->site, f->h, path, NULL);
    unlink(path);
    assert_int_equal(result, HEADROOM_OK);
    headroom_site_facts(f->site, &facts);
    assert_int_equal(facts.gpus, 8);
}

static void nothing_is_freed_in_peace(void **state)
{
    (void)state;
    headroom_check_free(NULL);
    headroom_site_free(NULL);
    headroom_free(NULL);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_agree),
        TEST(a_site_opens),
        TEST(a_missing_file_is_told),
        TEST(a_wrong_overlay_is_told),
        TEST(rows_are_walked),
        TEST(the_worst_comes_first),
        TEST(what_is_not_known_is_no_number),
        TEST(an_unknown_outage_is_told),
        TEST(parts_are_found),
        cmocka_unit_test(nothing_is_freed_in_peace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
