/* test_weather.c - weather files: what is read of them, what is missing in them, what is refused and where; and the year
 * that the cooling engine makes of one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "engine/power.h"
#include "model/build.h"

#include "cm.h"

static const char header[] =
    "LOCATION,Nowhere,-,-,synthetic,0,0,0,0,0\r\nDESIGN CONDITIONS,0\r\nTYPICAL/EXTREME PERIODS,0\r\n"
    "GROUND TEMPERATURES,0\r\nHOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\r\nCOMMENTS 1,synthetic\r\n"
    "COMMENTS 2,\r\nDATA PERIODS,1,1,Data,Sunday,1/1,12/31\r\n";

typedef struct reading {
    hr_ctx *ctx;
    hr_arena *arena;
    hr_weather *w;
    hr_err e;
} reading;

static reading read_text(const char *name, const char *text, size_t n)
{
    reading r = {.ctx = hr_ctx_new("2026-01-01"), .arena = hr_arena_new()};
    hr_id file;
    assert_true(r.ctx && r.arena);
    assert_int_equal(hr_source_text(r.ctx, name, text, n, &file), HR_OK);
    r.e = hr_weather_read(&r.w, r.ctx, r.arena, file);
    assert_true((r.e == HR_OK) == (r.w != NULL));
    return r;
}

static void done(reading *r)
{
    hr_arena_free(r->arena);
    hr_ctx_free(r->ctx);
}

/* A year of records, of which the first is `first`, else `rest`. */
static reading read_epw(const char *head, unsigned n, const char *first, const char *rest)
{
    hr_buf b = {0};
    hr_buf_z(&b, head);
    for (unsigned i = 0; i < n; i++)
        hr_buf_printf(&b, "2001,1,1,%u,60,?9?9,%s,0,0,0\r\n", i % 24 + 1, i ? rest : first);
    reading r = read_text("t.epw", b.s, b.n);
    hr_buf_free(&b);
    return r;
}

static void assert_refused(reading r, const char *code, uint32_t line, uint32_t col, const char *words)
{
    assert_int_equal(r.e, HR_EINPUT);
    assert_true(hr_diag_count(r.ctx) >= 1);
    const hr_diag *d = hr_diag_at(r.ctx, 0);
    if (!strstr(d->message, words)) print_error("%s\n", d->message);
    assert_string_equal(d->code, code);
    assert_non_null(strstr(d->message, words));
    assert_int_equal(d->at.line, line);
    assert_int_equal(d->at.col, col);
    done(&r);
}

static void a_year_of_records(void **state)
{
    (void)state;
    reading r = read_epw(header, 8760, "21.5,11.0,54,98100", "-3.0,-9.0,105,101000");
    assert_int_equal(r.e, HR_OK);
    assert_int_equal(r.w->n, 8760);
    assert_true(r.w->hourly && r.w->step == 3600);
    assert_true(r.w->row[0].dry_bulb == 21.5 + 273.15 && r.w->row[0].humidity == 0.54 && r.w->row[0].pressure == 98100);
    assert_true(r.w->row[0].wet_bulb < 0);                                                 /* found by who needs it */
    assert_true(r.w->row[8759].dry_bulb == -3.0 + 273.15 && r.w->row[8759].humidity == 1); /* fog */
    done(&r);
    r = read_epw(header, 8784, "1,1,50,1e5", "1,1,50,1e5");
    assert_int_equal(r.e, HR_OK);
    assert_int_equal(r.w->n, 8784);
    done(&r);
}

static void codes_of_missing_values(void **state)
{
    (void)state;
    reading r = read_epw(header, 8760, "99.9,99.9,999,999999", ",,,");
    assert_int_equal(r.e, HR_OK);
    for (int i = 0; i < 8760; i += 8759)
        assert_true(r.w->row[i].dry_bulb < 0 && r.w->row[i].humidity < 0 && r.w->row[i].pressure < 0);
    done(&r);
}

static void faults_of_epw(void **state)
{
    (void)state;
    const char ok[] = "1,1,50,100000";
    assert_refused(read_epw(header, 8760, "75,1,50,100000", ok), "M604", 9, 20,
                   "between -70 and 70 degC; found \"75\"");
    assert_refused(read_epw(header, 8760, "1,1,111,100000", ok), "M604", 9, 24, "from 0 to 110 %; found \"111\"");
    assert_refused(read_epw(header, 8760, "1,1,50,990", ok), "M604", 9, 27,
                   "between 31000 and 120000 Pa; found \"990\"");
    assert_refused(read_epw(header, 8760, "1 C,1,50,100000", ok), "M604", 9, 20, "found \"1 C\"");
    assert_refused(read_epw(header, 8760, "nan,1,50,100000", ok), "M604", 9, 20, "found \"nan\"");
    assert_refused(read_epw(header, 24, ok, ok), "M604", 32, 1, "8760 records, or 8784 in a leap year; found 24");
    assert_refused(read_text("t.epw", "hello\n", 6), "M604", 1, 1, "line 1 of an EPW file begins with \"LOCATION\"");
    assert_refused(read_text("t.epw", "LOCATION,x\n", 11), "M604", 2, 1, "begins with \"DESIGN CONDITIONS\"");
    assert_refused(read_text("t.epw", "", 0), "M604", 1, 1, "begins with \"LOCATION\"");
    char head[sizeof header];
    memcpy(head, header, sizeof head);
    *strstr(head, "1,1,Data") = '1', strstr(head, ",1,Data")[1] = '7';
    assert_refused(read_epw(head, 8760, ok, ok), "M604", 8, 16, "a divisor of 60; found \"7\"");
    hr_buf b = {0};
    hr_buf_z(&b, header);
    hr_buf_z(&b, "2001,1,1,1,60,,1,2,3\n");
    assert_refused(read_text("t.epw", b.s, b.n), "M604", 9, 1, "the first 10 are needed; found 9");
    hr_buf_free(&b);
}

static void records_of_half_an_hour(void **state)
{
    (void)state;
    char head[sizeof header];
    memcpy(head, header, sizeof head);
    strstr(head, ",1,Data")[1] = '2';
    reading r = read_epw(head, 17520, "1,1,50,1e5", "1,1,50,1e5");
    assert_int_equal(r.e, HR_OK);
    assert_true(r.w->step == 1800 && !r.w->hourly);
    done(&r);
}

static reading read_table(const char *text) { return read_text("t.csv", text, strlen(text)); }

static void a_table(void **state)
{
    (void)state;
    reading r = read_table("time,dry_bulb [degC],wet_bulb [degF]\n1/1 00:00,20,50\n1/1 12:00,,\n");
    assert_int_equal(r.e, HR_OK);
    assert_int_equal(r.w->n, 2);
    assert_true(!r.w->hourly && r.w->step == 365 * 43200.0);
    assert_true(r.w->row[0].dry_bulb == 293.15 && fabs(r.w->row[0].wet_bulb - 283.15) < 1e-9);
    assert_true(r.w->row[1].dry_bulb < 0 && r.w->row[1].wet_bulb < 0);
    done(&r);
    r = read_table("time;dry_bulb [degC];humidity [%];pressure [kPa]\nt;20;40;98\n");
    assert_int_equal(r.e, HR_OK);
    assert_true(r.w->row[0].wet_bulb < 0 && r.w->row[0].humidity == 0.4 && r.w->row[0].pressure == 98e3);
    done(&r);
}

static void faults_of_tables(void **state)
{
    (void)state;
    assert_refused(read_table("time,dry_bulb [degC],wet_bulb [degC]\nt,10,12\n"), "M604", 2, 6,
                   "the dry bulb; found 12");
    assert_refused(read_table("time,dry_bulb [degC]\nt,71\n"), "M604", 2, 3, "between -70 and 70 degC; found 71");
    assert_refused(read_table("time,dry_bulb [degC],humidity\nt,10,0.5\n"), "M604", 2, 6, "without `pressure`");
    assert_refused(read_table("time,dry_bulb [degC],humidity,pressure [kPa]\nt,10,0.5,20\n"), "M604", 2, 10,
                   "found 20000");
    assert_refused(read_table("time,wet_bulb [degC],humidity,pressure [kPa]\nt,10,0.5,98\n"), "M604", 2, 6, "has both");
    assert_refused(read_table("time,dry_bulb [degC],humidity\nt,10,50\n"), "M204", 2, 6,
                   "`humidity` may not exceed 100 %");
    assert_refused(read_table("time,dry_bulb\nt,10\n"), "M203", 2, 3, "`dry_bulb` takes");
    assert_refused(read_table("time,dry_bulb [kW]\nt,10\n"), "M202", 2, 3, "`dry_bulb` takes");
    assert_refused(read_table("time,drybulb [degC]\nt,10\n"), "M201", 1, 6, "drybulb");
    assert_refused(read_table("time,dry_bulb [degC]\n"), "M604", 1, 1, "no rows");
    assert_refused(read_table("dry_bulb [degC]\n10\n"), "M604", 2, 1, "the row has no `time`");
}

/* --- the year ----------------------------------------------------------------------------------------------------------- */

typedef struct hall {
    hr_ctx *ctx;
    hr_site *site;
    hr_engine *engine;
    hr_work *work;
} hall;

static const char model[] =
    "headroom: 1\n"
    "site: {name: t, outdoor: {dry_bulb: 31 degC, wet_bulb: 22 degC}, weather: w.csv}\n"
    "elements:\n"
    "  grid: {type: utility, voltage: 415 V}\n"
    "  tx: {type: transformer, from: grid, rating: 2 MVA, no_load_loss: 2 kW, load_loss: 15 kW, "
    "zone: room}\n"
    "  rack-[1-4]: {type: rack, from: {to: tx, phases: ABC}, zone: room, coolant: tcs, holds: {node: {type: node, "
    "power: 90 kW, liquid_share: "
    "80 %, airflow: 1.2 m3/s}}}\n"
    "  room: {type: zone, cooled_by: crah, supply: 24 degC, leakage: 0 %, recirculation: 0 %}\n"
    "  tcs: {type: loop, fluid: PG25, cooled_by: \"cdu[1-2]\", supply: 32 degC, flow_per_power: 1.5 L/min/kW}\n"
    "  fws: {type: loop, fluid: water, cooled_by: chiller, supply: 18 degC}\n"
    "  cws: {type: loop, fluid: water, cooled_by: tower, supply: 15 degC}\n"
    "  crah: {type: crah, from: {to: tx, phases: ABC}, power: 4 kW, primary: fws, cooling: 120 kW, airflow: 8 m3/s, "
    "approach: 5 K, "
    "primary_flow: 5 L/s}\n"
    "  \"cdu[1-2]\": {type: cdu, from: {to: tx, phases: ABC}, power: 5 kW, variable: true, primary: fws, cooling: 300 "
    "kW, flow: 8 L/s, approach: "
    "5 K, primary_flow: 8 L/s}\n"
    "  chiller: {type: chiller, from: {to: tx, phases: ABC}, power: 150 kW, cooling: 600 kW, cop: 6, cop_at: 25 degC, "
    "cop_slope: 2.5 %, "
    "free_cooling: 2 K, primary: cws, primary_flow: 25 L/s}\n"
    "  tower: {type: cooling-tower, from: {to: tx, phases: ABC}, power: 9 kW, variable: true, cooling: 800 kW, flow: "
    "30 L/s, approach: 4 K}\n"
    "  dry: {type: dry-cooler, from: {to: tx, phases: ABC}, power: 8 kW, variable: true, cooling: 100 kW, approach: 8 "
    "K}\n"
    "  aux: {type: loop, fluid: water, cooled_by: dry, supply: 40 degC, flow: 1 L/s}\n"
    "  rack-x: {type: rack, from: {to: tx, phases: ABC}, coolant: aux, holds: {node: {type: node, power: 50 kW, "
    "liquid_share: 100 %, flow: 1 L/s}}}\n";

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static hall open_hall(const char *text, const char *weather)
{
    hall h = {.ctx = hr_ctx_new("2026-11-20")};
    char folder[] = P_tmpdir "/headroom-weather-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    write_file(folder, "site.yaml", text);
    write_file(folder, "w.csv", weather);
    hr_open_opts opts = {.types = &hr_builtin_types};
    hr_err e = hr_site_open(&h.site, h.ctx, folder, &opts);
    for (size_t i = 0; e != HR_OK && i < hr_diag_count(h.ctx); i++)
        print_message("%s\n", hr_diag_at(h.ctx, i)->message);
    assert_int_equal(e, HR_OK);
    snprintf(path, sizeof path, "%s/w.csv", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/site.yaml", folder);
    unlink(path);
    rmdir(folder);
    assert_int_equal(hr_power_engine.build(&h.engine, h.ctx, h.site, HR_NOMINAL, NULL, 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&h.work, h.engine), HR_OK);
    return h;
}

static void close_hall(hall *h)
{
    hr_power_engine.work_free(h->work);
    hr_power_engine.free(h->engine);
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
}

static hr_reading at_site(const hall *h, hr_quantity q)
{
    return hr_power_engine.reading(h->work, hr_point_of(h->site->unit[h->site->self].port, q));
}

static double known(const hall *h, hr_quantity q)
{
    hr_reading r = at_site(h, q);
    assert_int_equal(r.state, HR_S_KNOWN);
    return r.v;
}

static void a_year_of_the_design_day_is_the_design_day(void **state)
{
    (void)state;
    hall h = open_hall(model, "time,dry_bulb [degC],wet_bulb [degC]\nt,31,22\nt,31,22\nt,31,22\n");
    double day = known(&h, HR_Q_PUE), water = known(&h, HR_Q_WUE);
    assert_true(day > 1.05 && day < 2 && water > 0);
    assert_true(fabs(known(&h, HR_Q_PUE_YEAR) / day - 1) <= 1e-12);
    assert_true(fabs(known(&h, HR_Q_WUE_YEAR) / water - 1) <= 1e-12);
    close_hall(&h);
}

/* Whatever hours lie before it, an hour adds what it would alone. */
static void a_year_is_the_mean_of_its_hours(void **state)
{
    (void)state;
    static const char *const hour[] = {"-5,-7", "12,9", "24,16", "24,21", "36,25"};
    hr_buf all = {0};
    double pue = 0, wue = 0;
    hr_buf_z(&all, "time,dry_bulb [degC],wet_bulb [degC]\n");
    for (int i = 0; i < 5; i++) {
        char one[64];
        snprintf(one, sizeof one, "time,dry_bulb [degC],wet_bulb [degC]\nt,%s\n", hour[i]);
        hr_buf_printf(&all, "t,%s\n", hour[i]);
        hall h = open_hall(model, one);
        pue += known(&h, HR_Q_PUE_YEAR) / 5;
        wue += known(&h, HR_Q_WUE_YEAR) / 5;
        close_hall(&h);
    }
    hall h = open_hall(model, all.s);
    assert_true(fabs(known(&h, HR_Q_PUE_YEAR) / pue - 1) <= 1e-12);
    assert_true(fabs(known(&h, HR_Q_WUE_YEAR) / wue - 1) <= 1e-12);
    close_hall(&h);
    hr_buf_free(&all);
}

static void the_order_of_rows_changes_no_bit(void **state)
{
    (void)state;
    hall a = open_hall(model, "time,dry_bulb [degC],wet_bulb [degC]\nt,5,3\nt,30,24\nt,18,12\nt,5,3\nt,30,20\n");
    hall b = open_hall(model, "time,wet_bulb [degC],dry_bulb [degC]\nt,20,30\nt,3,5\nt,24,30\nt,3,5\nt,12,18\n");
    assert_true(known(&a, HR_Q_PUE_YEAR) == known(&b, HR_Q_PUE_YEAR));
    assert_true(known(&a, HR_Q_WUE_YEAR) == known(&b, HR_Q_WUE_YEAR));
    assert_string_not_equal(a.site->hash, b.site->hash); /* another text */
    close_hall(&a);
    close_hall(&b);
}

static void the_year_leaves_the_design_day_alone(void **state)
{
    (void)state;
    char without[sizeof model];
    memcpy(without, model, sizeof without);
    char *w = strstr(without, ", weather: w.csv");
    memset(w, ' ', strlen(", weather: w.csv"));
    hall a = open_hall(model, "time,dry_bulb [degC],wet_bulb [degC]\nt,5,3\nt,30,24\nt,18,12\n"),
         b = open_hall(without, "");
    assert_int_equal(at_site(&b, HR_Q_PUE_YEAR).state, HR_S_OFF);
    for (hr_id port = 0; port <= a.site->unit[a.site->self].port; port++)
        for (hr_quantity q = HR_Q_HEAT; q <= HR_Q_WUE; q++) {
            hr_reading x = hr_power_engine.reading(a.work, hr_point_of(port, q));
            hr_reading y = hr_power_engine.reading(b.work, hr_point_of(port, q));
            assert_true(x.state == y.state && x.v == y.v);
        }
    close_hall(&a);
    close_hall(&b);
}

static void assert_gap(const hall *h, hr_quantity q, const char *unit, const char *field, const char *words)
{
    hr_id point = hr_point_of(h->site->unit[h->site->self].port, q), at;
    const char *missing;
    char name[64];
    hr_buf b = {0};
    assert_int_equal(at_site(h, q).state, HR_S_UNKNOWN);
    assert_true(hr_power_engine.gap(h->work, point, &at, &missing));
    hr_unit_name(h->site, at, 0, name, sizeof name);
    assert_string_equal(name, unit);
    assert_string_equal(missing, field);
    hr_power_engine.words(h->work, point, &b);
    assert_non_null(strstr(b.s, words));
    hr_buf_free(&b);
}

static void an_hour_not_known_makes_the_year_not_known(void **state)
{
    (void)state;
    hall h = open_hall(model, "time,dry_bulb [degC],wet_bulb [degC]\nt,5,3\nt,,\nt,,\nt,18,12\n");
    assert_gap(&h, HR_Q_PUE_YEAR, "site", "weather", "not known in 2 of 4 rows of w.csv");
    assert_int_equal(at_site(&h, HR_Q_PUE).state, HR_S_KNOWN);
    close_hall(&h);
}

static void beyond_what_a_cooler_is_made_for(void **state)
{
    (void)state;
    char hot[sizeof model + 64];
    const char *at = strstr(model, "cooling: 100 kW, approach: 8 K");
    snprintf(hot, sizeof hot, "%.*smax_outdoor: 30 degC, %s", (int)(at - model), model, at);
    hall h = open_hall(hot, "time,dry_bulb [degC],wet_bulb [degC]\nt,5,3\nt,30,20\nt,30.5,20\n");
    assert_gap(&h, HR_Q_PUE_YEAR, "dry", "weather within max_outdoor", "not known in 1 of 3 rows");
    assert_gap(&h, HR_Q_WUE_YEAR, "dry", "weather within max_outdoor", "not known in 1 of 3 rows");
    close_hall(&h);
    char small[sizeof model];
    memcpy(small, model, sizeof small);
    memcpy(strstr(small, "cooling: 600 kW"), "cooling: 300 kW", 15);
    h = open_hall(small, "time,dry_bulb [degC],wet_bulb [degC]\nt,5,3\nt,30,20\n");
    assert_gap(&h, HR_Q_PUE_YEAR, "chiller", "capacity", "not known in 2 of 2 rows");
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_of_records),
        cmocka_unit_test(codes_of_missing_values),
        cmocka_unit_test(faults_of_epw),
        cmocka_unit_test(records_of_half_an_hour),
        cmocka_unit_test(a_table),
        cmocka_unit_test(faults_of_tables),
        cmocka_unit_test(a_year_of_the_design_day_is_the_design_day),
        cmocka_unit_test(a_year_is_the_mean_of_its_hours),
        cmocka_unit_test(the_order_of_rows_changes_no_bit),
        cmocka_unit_test(the_year_leaves_the_design_day_alone),
        cmocka_unit_test(an_hour_not_known_makes_the_year_not_known),
        cmocka_unit_test(beyond_what_a_cooler_is_made_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
