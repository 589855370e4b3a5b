/* test_rack.c - what stands in a rack between its whips and its loads: shelves, bus bar, backup units, outlet strips.
 *
 * Every hall is swept twice, from the base and from nothing; both must give the same bits. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "task/check.h"

#include "cm.h"

typedef struct hall {
    hr_ctx *ctx;
    hr_site *site;
    hr_engine *engine;
    hr_work *work;
    hr_target out[2];
    hr_case at[2]; /* the case solved last has to stay until the next is solved */
    unsigned last;
} hall;

static const char two_sides[] =
    "  grid: {type: utility, voltage: 415 V, rating: 5 MVA}\n"
    "  gen: {type: generator, voltage: 415 V, rating: 2 MVA, power: 1.6 MW, start: 10 s}\n"
    "  msb-[A,B]: {type: switchboard, from: [{to: grid, breaker: 1600 A}, {to: gen, breaker: 1600 A, closes: auto,\n"
    "              time: 12 s}], rating: 1600 A}\n"
    "  tie: {type: breaker, between: [msb-A, msb-B], normally: open, closes: auto, rating: 1600 A}\n";

static hall open_hall(const char *elements, const char *more)
{
    hall h = {.ctx = hr_ctx_new("2026-11-20")};
    char path[] = P_tmpdir "/headroom-rack-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f, "headroom: 1\nsite: {name: t, redundancy: maintenance+fault}\nelements:\n%s%s", elements, more);
    assert_int_equal(fclose(f), 0);
    hr_open_opts opts = {.types = &hr_builtin_types};
    hr_err e = hr_site_open(&h.site, h.ctx, path, &opts);
    unlink(path);
    for (size_t i = 0; e != HR_OK && i < hr_diag_count(h.ctx); i++)
        print_message("%s\n", hr_diag_at(h.ctx, i)->message);
    assert_int_equal(e, HR_OK);
    assert_int_equal(hr_power_engine.build(&h.engine, h.ctx, h.site, HR_NOMINAL, NULL, 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&h.work, h.engine), HR_OK);
    return h;
}

static hr_check *sweep(const hall *h, bool brute)
{
    hr_check *c;
    hr_check_opts o = {.threads = 1, .brute = brute};
    assert_int_equal(hr_check_run(&c, h->ctx, h->site, &o), HR_OK);
    return c;
}

/* Closes a hall, after both ways of sweeping it have given the same. */
static void close_hall(hall *h)
{
    hr_check *a = sweep(h, false), *b = sweep(h, true);
    assert_int_equal(a->n_row, b->n_row);
    assert_int_equal(a->n_loss, b->n_loss);
    for (uint32_t i = 0; i < a->limits.n; i++) {
        const hr_worst *x = &a->worst[i], *y = &b->worst[i];
        assert_int_equal(x->verdict, y->verdict);
        assert_int_equal(x->case_, y->case_);
        assert_memory_equal(&x->load, &y->load, sizeof x->load);
    }
    for (uint32_t i = 0; i < a->n_loss; i++) assert_memory_equal(&a->loss[i].w, &b->loss[i].w, sizeof a->loss[i].w);
    hr_check_free(a);
    hr_check_free(b);
    hr_power_engine.work_free(h->work);
    hr_power_engine.free(h->engine);
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
}

static void take_out(hall *h, const char *name)
{
    unsigned k = h->last ^= 1;
    h->at[k] = (hr_case){.kind = HR_CASE_FAULT, .n_out = 1, .out = &h->out[k], .stands_for = 1};
    assert_true(hr_site_find_target(h->site, hr_str_of(name), &h->out[k]));
    hr_power_engine.solve(h->work, &h->at[k]);
}

static hr_id unit_of(const hall *h, const char *name)
{
    hr_id unit;
    uint32_t member;
    assert_true(hr_site_find(h->site, hr_str_of(name), &unit, &member));
    return unit;
}

/* At the own port of an element, or at its feed (port). */
static void expect(const hall *h, const char *name, const char *port, hr_quantity q, hr_state state, double value)
{
    const hr_unit *u = &h->site->unit[unit_of(h, name)];
    hr_id at = u->port;
    for (hr_id w = u->wire_first; port && w < u->wire_first + u->wire_count; w++)
        if (hr_str_is(h->site->port[h->site->wire[w].port].name, port)) at = h->site->wire[w].port;
    hr_reading r = hr_power_engine.reading(h->work, hr_point_of(at, q));
    bool near = fabs(r.v - value) <= 1e-9 * fmax(1, fabs(value));
    if (!near || r.state != state) print_message("%s: %.17g, state %d, not %.17g\n", name, r.v, r.state, value);
    assert_true(near);
    assert_int_equal(r.state, state);
}

static void is(const hall *h, const char *name, hr_quantity q, double value)
{
    expect(h, name, NULL, q, HR_S_KNOWN, value);
}

static void expect_gap(const hall *h, const char *name, hr_quantity q, const char *who, const char *field)
{
    hr_id unit = HR_NONE;
    const char *missing = NULL;
    hr_id port = h->site->unit[unit_of(h, name)].port;
    assert_true(hr_power_engine.gap(h->work, hr_point_of(port, q), &unit, &missing));
    assert_string_equal(missing, field);
    assert_int_equal(unit, unit_of(h, who));
}

/* --- shelves ------------------------------------------------------------------------------------------------------ */

static char nvl72[2048];

static const char *nvl72_with(const char *tray)
{
    snprintf(nvl72, sizeof nvl72,
             "  rack:\n    type: rack\n    holds:\n"
             "      \"shelf-[1-8]\": {type: power-shelf, from: {to: \"msb-[A,A,A,A,B,B,B,B]\", breaker: 60 A,\n"
             "        phases: ABC}, psus: {installed: 6, rating: 5.5 kW, voltage: 48 V, needed: 5}}\n"
             "      bar: {type: bus-bar, rating: 2900 A}\n"
             "      \"tray[01-10]\": {type: node, power: %s}\n",
             tray);
    return nvl72;
}

/* 8 shelves x 6 x 5.5 kW = 264 kW; one shelf out 231 kW; a side 132 kW (facts, power-equipment 8). */
static void half_of_the_shelves_carry_132_kw_and_no_more(void **state)
{
    (void)state;
    hr_supply s;
    hall h = open_hall(two_sides, nvl72_with("13.2 kW"));
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    assert_true(hr_power_engine.supply(h.work, unit_of(&h, "rack.tray01"), &s));
    assert_true(s.capacity == 264e3 && s.psus == 48);
    is(&h, "rack.shelf-3", HR_Q_POWER, 16.5e3);
    is(&h, "rack.shelf-3", HR_Q_PSU, 2750);
    expect(&h, "rack.shelf-3", "from[1]", HR_Q_POWER, HR_S_KNOWN, 16.5e3 / 0.965);
    is(&h, "rack.bar", HR_Q_DIRECT, 2750);
    take_out(&h, "rack.shelf-1");
    assert_true(hr_power_engine.supply(h.work, unit_of(&h, "rack.tray01"), &s));
    assert_true(s.capacity == 231e3 && s.psus == 42);
    is(&h, "rack.shelf-8", HR_Q_POWER, 132e3 / 7);
    take_out(&h, "msb-A");
    is(&h, "rack.tray01", HR_Q_LOST, 0);
    is(&h, "rack.shelf-8", HR_Q_PSU, 5500);
    close_hall(&h);

    h = open_hall(two_sides, nvl72_with("13.21 kW"));
    take_out(&h, "msb-A");
    is(&h, "rack.tray01", HR_Q_LOST, 13.21e3);
    expect(&h, "rack.shelf-8", NULL, HR_Q_POWER, HR_S_OFF, 0);
    take_out(&h, "rack.tray10"); /* one tray less is light enough for a side, but both live */
    is(&h, "rack.tray01", HR_Q_LOST, 0);
    close_hall(&h);
}

static void a_bar_takes_its_rack(void **state)
{
    (void)state;
    hall h = open_hall(two_sides, nvl72_with("10 kW"));
    take_out(&h, "rack.bar");
    expect(&h, "rack.tray10", NULL, HR_Q_LOST, HR_S_OFF, 0); /* the rack's own outage */
    expect(&h, "rack.bar", NULL, HR_Q_DIRECT, HR_S_OFF, 0);
    is(&h, "msb-A", HR_Q_POWER, 0);
    close_hall(&h);
}

/* Each whip takes its own rectifiers with it; a shelf on one whip counts half. */
static void rectifiers_hang_on_their_whips(void **state)
{
    (void)state;
    hall h = open_hall(
        two_sides,
        "  rack:\n    type: rack\n    holds:\n"
        "      wide: {type: power-shelf, from: {A: {to: msb-A, phases: ABC}, B: {to: msb-B, phases: ABC}},\n"
        "             psus: {A: 4, B: 2, rating: 3 kW, efficiency: 100 %}}\n"
        "      plain: {type: power-shelf, from: {to: msb-B, phases: ABC}, psus: {installed: 6, rating: 3 kW,\n"
        "             efficiency: 100 %}}\n"
        "      \"tray[1-6]\": {type: node, power: 3 kW}\n");
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    is(&h, "rack.wide", HR_Q_POWER, 9e3);
    expect(&h, "rack.wide", "A", HR_Q_POWER, HR_S_KNOWN, 6e3);
    expect(&h, "rack.wide", "B", HR_Q_POWER, HR_S_KNOWN, 3e3);
    take_out(&h, "rack.wide.from.A"); /* 2 and 6 live: 18 kW on 24 kW */
    is(&h, "rack.wide", HR_Q_POWER, 4.5e3);
    is(&h, "rack.plain", HR_Q_POWER, 13.5e3);
    is(&h, "rack.plain", HR_Q_PSU, 2250);
    take_out(&h, "rack.plain"); /* 6 live: 18 kW, just enough */
    is(&h, "rack.wide", HR_Q_PSU, 3000);
    close_hall(&h);
}

/* While msb-B is away for the 12 s of its transfer, A carries what it can: 6 x 3 kW. */
static void whips_come_back_one_by_one(void **state)
{
    static const char sides[] = "  grid-[A,B]: {type: utility, voltage: 415 V, rating: 5 MVA}\n"
                                "  spare: {type: utility, voltage: 415 V, rating: 5 MVA}\n"
                                "  msb-[A,B]: {type: switchboard, from: [{to: grid-$1}, {to: spare, closes: auto, "
                                "time: 12 s}], rating: 1600 A}\n";
    (void)state;
    for (int heavy = 0; heavy < 2; heavy++) {
        char rack[512];
        snprintf(rack, sizeof rack,
                 "  rack:\n    type: rack\n    holds:\n"
                 "      \"shelf[1-2]\": {type: power-shelf, from: {A: {to: msb-A, phases: ABC}, B: {to: msb-B, phases: "
                 "ABC}},\n"
                 "             psus: {A: 3, B: 3, rating: 3 kW}}\n"
                 "      \"tray[1-6]\": {type: node, power: %s}\n",
                 heavy ? "3.1 kW" : "3 kW");
        hall h = open_hall(sides, rack);
        take_out(&h, "grid-B");
        is(&h, "rack.tray1", HR_Q_LOST, 0);
        is(&h, "rack.tray1", HR_Q_GAP, heavy ? 12 : 0);
        close_hall(&h);
    }
}

static void shares_that_nobody_knows_are_unknown(void **state)
{
    (void)state;
    hall h = open_hall(two_sides, "  rack:\n    type: rack\n    holds:\n"
                                  "      one: {type: power-shelf, from: msb-A, rating: 18 kW, psus: {installed: 6}}\n"
                                  "      two: {type: power-shelf, from: msb-B, rating: 18 kW}\n"
                                  "      \"tray[1-6]\": {type: node, power: 3 kW}\n");
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    is(&h, "rack", HR_Q_POWER, 18e3);
    expect(&h, "msb-A", NULL, HR_Q_POWER, HR_S_PARTIAL, 0);
    expect_gap(&h, "msb-A", HR_Q_POWER, "rack.two", "psus.installed");
    close_hall(&h);
}

static void backup_units_carry_their_shelf(void **state)
{
    (void)state;
    hall h = open_hall(two_sides, "  rack:\n    type: rack\n    holds:\n"
                                  "      \"shelf[1-2]\": {type: power-shelf, from: {to: \"msb-[A,B]\", phases: ABC},\n"
                                  "        psus: {installed: 6, rating: 3 kW},\n"
                                  "        holds: {\"bbu[1-6]\": {type: bbu, power: 3 kW, carry: 90 s}}}\n"
                                  "      \"tray[1-6]\": {type: node, power: 3 kW}\n");
    take_out(&h, "grid");
    is(&h, "rack.shelf1", HR_Q_BATTERY, 12);
    is(&h, "rack.tray1", HR_Q_GAP, 0);
    assert_true(hr_power_engine.before_standby(h.work));
    is(&h, "rack.shelf1", HR_Q_POWER, 9e3); /* from its units: nothing is taken from the board */
    expect(&h, "rack.shelf1", "from[1]", HR_Q_POWER, HR_S_OFF, 0);
    is(&h, "rack.tray1", HR_Q_LOST, 0);
    close_hall(&h);
}

/* --- outlet strips ---------------------------------------------------------------------------------------------------- */

static const char strips[] = "  rack:\n    type: rack\n    holds:\n"
                             "      \"pdu-[A,B]\":\n        type: rack-pdu\n        from: {to: \"msb-[A,B]\", breaker: "
                             "60 A}\n        rating: 48 A\n"
                             "        banks:\n"
                             "          - {phases: AB, rating: 30 A, outlets: \"node[1,3]\"}\n"
                             "          - {phases: BC, rating: 30 A, outlets: node2}\n"
                             "          - {phases: CA, rating: 30 A, outlets: [node4, \"node2\"]}\n"
                             "      \"node[1-4]\": {type: node, power: 4 kW, psus: {pdu-A: 2, pdu-B: 2, needed: 2}}\n";

/* node2 has one supply in each of two banks: 1 kW on BC, 1 kW on CA, besides 4 kW on AB and 2 kW more on CA. */
static void banks_lie_on_their_lines(void **state)
{
    (void)state;
    hall h = open_hall(two_sides, strips);
    double ab = 4e3 / 415, bc = 1e3 / 415, ca = 3e3 / 415;
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    expect(&h, "rack", "pdu-A[1]", HR_Q_CURRENT_A, HR_S_KNOWN, ab);
    expect(&h, "rack", "pdu-A[2]", HR_Q_CURRENT_B, HR_S_KNOWN, bc);
    expect(&h, "rack", "pdu-A[3]", HR_Q_CURRENT_C, HR_S_KNOWN, ca);
    is(&h, "rack.pdu-A", HR_Q_CURRENT_A, sqrt(ab * ab + ca * ca + ab * ca));
    is(&h, "rack.pdu-A", HR_Q_CURRENT_B, sqrt(ab * ab + bc * bc + ab * bc));
    is(&h, "rack.pdu-A", HR_Q_CURRENT_C, sqrt(ca * ca + bc * bc + ca * bc));
    take_out(&h, "rack.pdu-B");
    expect(&h, "rack", "pdu-A[1]", HR_Q_CURRENT_A, HR_S_KNOWN, 2 * ab);
    take_out(&h, "rack.from.pdu-A[1]"); /* node1 and node3 have two supplies left, all on B */
    is(&h, "rack.node1", HR_Q_LOST, 0);
    expect(&h, "rack", "pdu-B[1]", HR_Q_CURRENT_A, HR_S_KNOWN, 2 * ab);
    expect(&h, "rack", "pdu-A[2]", HR_Q_CURRENT_B, HR_S_KNOWN, bc);
    close_hall(&h);
}

static void without_a_map_lines_are_unknown(void **state)
{
    (void)state;
    hall h = open_hall(two_sides,
                       "  rack:\n    type: rack\n    holds:\n"
                       "      pdu: {type: rack-pdu, from: msb-A, rating: 48 A, banks: [{phases: AB, rating: 20 A}]}\n"
                       "      node: {type: node, power: 4 kW}\n");
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    is(&h, "msb-A", HR_Q_POWER, 4e3);
    expect(&h, "msb-A", NULL, HR_Q_CURRENT_B, HR_S_PARTIAL, 0);
    expect_gap(&h, "msb-A", HR_Q_CURRENT_B, "rack.pdu", "banks.outlets");
    close_hall(&h);
}

/* A rack that is known as a whole may still say what feeds it. */
static void a_rack_of_one_piece_hangs_on_its_strips(void **state)
{
    (void)state;
    hall h = open_hall(two_sides,
                       "  rack:\n    type: rack\n    power: 8 kW\n    psus: {pdu-A: 2, pdu-B: 2, rating: 4 kW}\n"
                       "    holds: {\"pdu-[A,B]\": {type: rack-pdu, from: \"msb-[A,B]\", phases: AB, rating: 32 A}}\n");
    hr_power_engine.solve(h.work, &(hr_case){.kind = HR_CASE_NORMAL});
    is(&h, "rack.pdu-A", HR_Q_CURRENT_A, 4e3 / 415);
    take_out(&h, "msb-A");
    is(&h, "rack", HR_Q_PSU, 4e3);
    is(&h, "rack.pdu-B", HR_Q_POWER, 8e3);
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_of_the_shelves_carry_132_kw_and_no_more),
        cmocka_unit_test(a_bar_takes_its_rack),
        cmocka_unit_test(rectifiers_hang_on_their_whips),
        cmocka_unit_test(whips_come_back_one_by_one),
        cmocka_unit_test(shares_that_nobody_knows_are_unknown),
        cmocka_unit_test(backup_units_carry_their_shelf),
        cmocka_unit_test(banks_lie_on_their_lines),
        cmocka_unit_test(without_a_map_lines_are_unknown),
        cmocka_unit_test(a_rack_of_one_piece_hangs_on_its_strips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
