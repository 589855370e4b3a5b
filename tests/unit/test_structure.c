/* test_structure.c - weights on floors against what a hand can work out: docs/physics/structure.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "engine/structure.h"
#include "rule/rule.h"
#include "task/check.h"

#include "cm.h"

#define G 9.80665

typedef struct hall {
    hr_ctx *ctx;
    hr_site *site;
    hr_arena *arena;
} hall;

static hall open_hall(const char *elements)
{
    hall h = {.ctx = hr_ctx_new("2026-11-20"), .arena = hr_arena_new()};
    char path[] = P_tmpdir "/headroom-structure-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f,
            "headroom: 1\nsite: {name: t, redundancy: any-one}\nelements:\n"
            "  grid: {type: utility, voltage: 415 V, rating: 5 MVA}\n%s",
            elements);
    assert_int_equal(fclose(f), 0);
    hr_open_opts opts = {.types = &hr_builtin_types};
    hr_err e = hr_site_open(&h.site, h.ctx, path, &opts);
    unlink(path);
    for (size_t i = 0; e != HR_OK && i < hr_diag_count(h.ctx); i++)
        print_message("%s\n", hr_diag_at(h.ctx, i)->message);
    assert_int_equal(e, HR_OK);
    return h;
}

static void close_hall(hall *h)
{
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
    hr_arena_free(h->arena);
}

static hr_id point_at(const hall *h, const char *name, hr_quantity q)
{
    hr_id unit;
    uint32_t member;
    assert_true(hr_site_find(h->site, hr_str_of(name), &unit, &member));
    assert_true(h->site->unit[unit].port != HR_NONE);
    return hr_point_of(h->site->unit[unit].port, q);
}

static void expect_at(const hall *h, hr_corner corner, const char *name, hr_quantity q, hr_state state, double value)
{
    hr_reading r = hr_structure_reading(h->site, corner, point_at(h, name, q));
    bool near = fabs(r.v - value) <= 1e-12 * fmax(1, fabs(value));
    if (!near || r.state != state) print_message("%s: %.17g, state %d, not %.17g\n", name, r.v, r.state, value);
    assert_true(near);
    assert_int_equal(r.state, state);
}

static void expect(const hall *h, const char *name, hr_quantity q, double value)
{
    expect_at(h, HR_NOMINAL, name, q, HR_S_KNOWN, value);
}

static void expect_state(const hall *h, const char *name, hr_quantity q, hr_state state, double value)
{
    expect_at(h, HR_NOMINAL, name, q, state, value);
}

static void expect_gap(const hall *h, const char *name, hr_quantity q, const char *who, const char *field)
{
    hr_id unit = HR_NONE;
    const char *missing = NULL;
    hr_buf b = {0};
    assert_true(hr_structure_gap(h->site, point_at(h, name, q), &unit, &missing));
    assert_string_equal(missing, field);
    assert_int_equal(hr_unit_names(h->site, unit, &b), HR_OK);
    assert_string_equal(b.s, who);
    hr_buf_free(&b);
}

/* --- what weighs how much ---------------------------------------------------------------------------------------- */

/* GB200 NVL72: 1.36 t on 0.600 x 1.068 m is 20.8 kPa on the footprint and 9.3 kPa over 0.6 x 2.4 m (facts, codes 6). */
static void a_rack_of_one_piece(void **state)
{
    (void)state;
    hall h = open_hall("  tile: {type: floor, area: 1.44 m2}\n"
                       "  nvl72: {type: rack, from: {A: grid}, floor: tile, weight: 1.36 t, footprint: 0.6408 m2}\n");
    expect(&h, "nvl72", HR_Q_ROLLING_LOAD, 13337.044);
    expect(&h, "nvl72", HR_Q_POINT_LOAD, 3334.261);
    expect(&h, "nvl72", HR_Q_PRESSURE, 13337.044 / 0.6408);
    expect(&h, "tile", HR_Q_PRESSURE, 13337.044 / 1.44);
    assert_true(fabs(13337.044 / 0.6408 - 20.8e3) < 50 && fabs(13337.044 / 1.44 - 9.3e3) < 50);
    close_hall(&h);
}

static void what_is_held_weighs_on_the_rack(void **state)
{
    (void)state;
    hall h = open_hall("  hall: {type: floor, area: 100 m2}\n"
                       "  rack-[1-5]:\n"
                       "    type: rack\n"
                       "    floor: hall\n"
                       "    weight: 120 kg\n"
                       "    feet: 3\n"
                       "    holds:\n"
                       "      node[1-18]: {type: node, power: 1 kW, weight: 30 kg}\n"
                       "      shelf[1-2]: {type: power-shelf, from: grid, weight: 25 kg, holds: {\"bbu[1-6]\": {type: "
                       "bbu, weight: 10 kg}}}\n");
    double rack = 120 + 18 * 30 + 2 * (25 + 6 * 10);
    expect(&h, "rack-3", HR_Q_ROLLING_LOAD, rack * G);
    expect(&h, "rack-3", HR_Q_POINT_LOAD, rack * G / 3);
    expect(&h, "hall", HR_Q_PRESSURE, 5 * rack * G / 100);
    close_hall(&h);
}

static void each_floor_has_its_own(void **state)
{
    (void)state;
    hall h = open_hall("  hall-[1-3]: {type: floor, area: 10 m2}\n"
                       "  r[1-2]-[1-4]: {type: rack, from: {A: grid}, floor: hall-$1, weight: 1000 kg}\n");
    expect(&h, "hall-1", HR_Q_PRESSURE, 4000 * G / 10);
    expect(&h, "hall-2", HR_Q_PRESSURE, 4000 * G / 10);
    expect(&h, "hall-3", HR_Q_PRESSURE, 0); /* nothing stands on it, and that is known */
    expect_state(&h, "hall-1", HR_Q_POINT_LOAD, HR_S_OFF, 0);
    close_hall(&h);
}

static void what_names_no_floor_may_stand_on_any(void **state)
{
    (void)state;
    hall h = open_hall("  hall-[1-2]: {type: floor, area: 10 m2}\n"
                       "  r: {type: rack, from: {A: grid}, floor: hall-1, weight: 1000 kg}\n"
                       "  loose: {type: rack, from: {A: grid}, weight: 500 kg}\n");
    expect_state(&h, "hall-1", HR_Q_PRESSURE, HR_S_PARTIAL, 1000 * G / 10);
    expect_state(&h, "hall-2", HR_Q_PRESSURE, HR_S_UNKNOWN, 0);
    expect_gap(&h, "hall-1", HR_Q_PRESSURE, "loose", "floor");
    expect_state(&h, "loose", HR_Q_ROLLING_LOAD, HR_S_OFF, 0);
    close_hall(&h);
}

/* --- what is not given ------------------------------------------------------------------------------------------- */

static void a_missing_weight_leaves_a_lower_bound(void **state)
{
    (void)state;
    hall h = open_hall("  hall: {type: floor, area: 10 m2}\n"
                       "  full: {type: rack, from: {A: grid}, floor: hall, weight: 900 kg, footprint: 0.5 m2}\n"
                       "  none: {type: rack, from: {A: grid}, floor: hall}\n"
                       "  part:\n"
                       "    type: rack\n"
                       "    from: {A: grid}\n"
                       "    floor: hall\n"
                       "    weight: 100 kg\n"
                       "    holds: {\"node[1-2]\": {type: node, power: 1 kW}, other: {type: node, weight: 20 kg}}\n");
    expect_state(&h, "part", HR_Q_ROLLING_LOAD, HR_S_PARTIAL, 120 * G);
    expect_gap(&h, "part", HR_Q_ROLLING_LOAD, "part.node[1-2]", "weight");
    expect_state(&h, "none", HR_Q_POINT_LOAD, HR_S_UNKNOWN, 0);
    expect_gap(&h, "none", HR_Q_POINT_LOAD, "none", "weight");
    expect_state(&h, "hall", HR_Q_PRESSURE, HR_S_PARTIAL, 1020 * G / 10);
    expect_gap(&h, "hall", HR_Q_PRESSURE, "none", "weight");
    close_hall(&h);
}

static void a_missing_area_leaves_nothing(void **state)
{
    (void)state;
    hall h = open_hall("  hall: {type: floor}\n"
                       "  rack: {type: rack, from: {A: grid}, floor: hall, weight: 900 kg}\n");
    expect_state(&h, "hall", HR_Q_PRESSURE, HR_S_UNKNOWN, 0);
    expect_gap(&h, "hall", HR_Q_PRESSURE, "hall", "area");
    expect_state(&h, "rack", HR_Q_PRESSURE, HR_S_UNKNOWN, 0);
    expect_gap(&h, "rack", HR_Q_PRESSURE, "rack", "footprint");
    expect(&h, "rack", HR_Q_ROLLING_LOAD, 900 * G);
    close_hall(&h);
}

static void a_range_is_heavy_and_narrow_at_the_harsh_corner(void **state)
{
    (void)state;
    hall h = open_hall("  hall: {type: floor, area: {value: 10 m2, trust: assumed, range: [8 m2, 12 m2]}}\n"
                       "  rack: {type: rack, from: {A: grid}, floor: hall,\n"
                       "         weight: {value: 900 kg, trust: assumed, range: [800 kg, 1000 kg]}}\n");
    expect_at(&h, HR_NOMINAL, "hall", HR_Q_PRESSURE, HR_S_KNOWN, 900 * G / 10);
    expect_at(&h, HR_HARSH, "hall", HR_Q_PRESSURE, HR_S_KNOWN, 1000 * G / 8);
    expect_at(&h, HR_KIND, "hall", HR_Q_PRESSURE, HR_S_KNOWN, 800 * G / 12);
    close_hall(&h);
}

/* --- through the face of the engines ------------------------------------------------------------------------------ */

#define TWO_RACKS \
    "  hall: {type: floor, area: 10 m2, rating: 12 kPa, point_load: 4.5 kN, rolling_load: 20 kN}\n" \
    "  rack-[1-2]:\n" \
    "    type: rack\n" \
    "    from: {A: grid}\n" \
    "    floor: hall\n" \
    "    weight: 120 kg\n" \
    "    holds: {\"node[1-18]\": {type: node, power: 1 kW, weight: 30 kg}, \"more[1-3]\": {type: node}}\n"

static void addends_make_the_reading(void **state)
{
    (void)state;
    hall h = open_hall(TWO_RACKS);
    static const hr_quantity q[] = {HR_Q_PRESSURE, HR_Q_POINT_LOAD, HR_Q_ROLLING_LOAD};
    for (int i = 0; i < 3; i++) {
        hr_id point = point_at(&h, i ? "rack-1" : "hall", q[i]);
        hr_explanation ex;
        double sum = 0;
        uint32_t unknown = 0;
        assert_int_equal(hr_structure_explain(h.site, HR_NOMINAL, point, h.arena, &ex), HR_OK);
        assert_int_equal(ex.n, i ? 3 : 6);
        for (uint32_t k = 0; k < ex.n; k++) {
            sum += ex.addend[k].v;
            unknown += ex.addend[k].missing != NULL;
        }
        assert_true(fabs(sum - ex.reading.v) <= 1e-12 * sum);
        assert_int_equal(unknown, i ? 1 : 2);
        assert_int_equal(ex.reading.state, HR_S_PARTIAL);
    }
    close_hall(&h);
}

static void an_outage_moves_no_weight(void **state)
{
    (void)state;
    hall h = open_hall(TWO_RACKS);
    hr_engine *engine;
    hr_work *work;
    hr_case c;
    assert_int_equal(hr_power_engine.build(&engine, h.ctx, h.site, HR_NOMINAL, NULL, 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&work, engine), HR_OK);
    assert_int_equal(hr_case_find(h.ctx, h.site, h.arena, "fault: rack-1", &c), HR_OK);
    hr_power_engine.solve(work, &c);
    for (hr_id p = 0; p < h.site->n_port * HR_Q_COUNT; p++) {
        if (!hr_structure_measures(hr_point_quantity(p))) continue;
        hr_reading have = hr_power_engine.reading(work, p), want = hr_structure_reading(h.site, HR_NOMINAL, p);
        assert_true(have.v == want.v && have.state == want.state);
    }
    hr_power_engine.work_free(work);
    hr_power_engine.free(engine);
    close_hall(&h);
}

static void floors_set_one_limit_a_rule_in_the_normal_state(void **state)
{
    (void)state;
    hall h = open_hall(TWO_RACKS "  slab: {type: floor}\n  lone: {type: rack, from: {A: grid}, weight: 1 kg}\n");
    hr_limits limits;
    uint32_t n[3] = {0}, unknown[3] = {0};
    assert_int_equal(hr_limits_declare(&limits, h.arena, h.site), HR_OK);
    for (uint32_t i = 0; i < limits.n; i++) {
        const hr_limit *l = &limits.item[i];
        const char *code = hr_rules[l->rule]->code;
        if (code[0] != 'S') continue;
        assert_int_equal(l->kinds, 1 << HR_CASE_NORMAL);
        n[code[3] - '1']++;
        unknown[code[3] - '1'] += l->state == HR_S_UNKNOWN;
    }
    assert_true(n[0] == 2 && n[1] == 3 && n[2] == 3);                   /* two floors, three racks */
    assert_true(unknown[0] == 1 && unknown[1] == 1 && unknown[2] == 1); /* slab states nothing, lone names no floor */
    hr_limits_free(&limits);
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rack_of_one_piece),
        cmocka_unit_test(what_is_held_weighs_on_the_rack),
        cmocka_unit_test(each_floor_has_its_own),
        cmocka_unit_test(what_names_no_floor_may_stand_on_any),
        cmocka_unit_test(a_missing_weight_leaves_a_lower_bound),
        cmocka_unit_test(a_missing_area_leaves_nothing),
        cmocka_unit_test(a_range_is_heavy_and_narrow_at_the_harsh_corner),
        cmocka_unit_test(addends_make_the_reading),
        cmocka_unit_test(an_outage_moves_no_weight),
        cmocka_unit_test(floors_set_one_limit_a_rule_in_the_normal_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
