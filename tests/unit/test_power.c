/* test_power.c - powers and currents of the first form against what a hand can work out: docs/physics/power.md. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "element/types.h"
#include "engine/flow.h"
#include "headroom/engine.h"
#include "rule/rule.h"
#include "task/check.h"

#include "cm.h"

#define SQRT3 1.7320508075688772

typedef struct hall { /* one site, built and solved in one case at a time */
    hr_ctx *ctx;
    hr_site *site;
    hr_engine *engine;
    hr_work *work;
    hr_arena *arena;
} hall;

static hr_err site_of(hr_ctx *ctx, const char *elements, hr_site **site)
{
    char path[] = P_tmpdir "/headroom-power-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *f = fdopen(fd, "w");
    assert_non_null(f);
    fprintf(f, "headroom: 1\nsite: {name: t, redundancy: any-one}\nelements:\n%s", elements);
    assert_int_equal(fclose(f), 0);
    hr_open_opts opts = {.types = &hr_builtin_types};
    hr_err e = hr_site_open(site, ctx, path, &opts);
    unlink(path);
    return e;
}

/* out: a name taken out in the base itself, or NULL. */
static hall open_hall(const char *elements, hr_corner corner, const char *out)
{
    hall h = {.ctx = hr_ctx_new("2026-11-20"), .arena = hr_arena_new()};
    hr_target t;
    assert_non_null(h.ctx);
    hr_err e = site_of(h.ctx, elements, &h.site);
    for (size_t i = 0; e != HR_OK && i < hr_diag_count(h.ctx); i++)
        print_message("%s\n", hr_diag_at(h.ctx, i)->message);
    assert_int_equal(e, HR_OK);
    if (out) assert_true(hr_site_find_target(h.site, hr_str_of(out), &t));
    assert_int_equal(hr_power_engine.build(&h.engine, h.ctx, h.site, corner, &t, out ? 1 : 0), HR_OK);
    assert_int_equal(hr_power_engine.work_new(&h.work, h.engine), HR_OK);
    return h;
}

static hall open_nominal(const char *elements) { return open_hall(elements, HR_NOMINAL, NULL); }

static void close_hall(hall *h)
{
    hr_power_engine.work_free(h->work);
    hr_power_engine.free(h->engine);
    hr_site_free(h->site);
    hr_ctx_free(h->ctx);
    hr_arena_free(h->arena);
}

static void solve(hall *h, const char *name)
{
    hr_case *c = HR_NEW(h->arena, hr_case); /* until the next one is solved */
    assert_non_null(c);
    assert_int_equal(hr_case_find(h->ctx, h->site, h->arena, name, c), HR_OK);
    hr_power_engine.solve(h->work, c);
}

static hr_id point_named(const hall *h, const char *name)
{
    hr_buf b = {0};
    hr_id point = 0, found = HR_NONE;
    for (; point < h->site->n_port * HR_Q_COUNT && found == HR_NONE; point++) {
        b.n = 0;
        hr_point_name(h->site, point, &b);
        assert_false(b.failed);
        if (strcmp(b.s, name) == 0) found = point;
    }
    hr_buf_free(&b);
    if (found == HR_NONE) print_message("no point %s\n", name);
    assert_true(found != HR_NONE);
    return found;
}

static hr_reading reading(const hall *h, const char *name)
{
    return hr_power_engine.reading(h->work, point_named(h, name));
}

static void expect_state(const hall *h, const char *name, hr_state state)
{
    hr_reading r = reading(h, name);
    if (r.state != state) print_message("%s has state %d (%.12g)\n", name, r.state, r.v);
    assert_int_equal(r.state, state);
}

static void expect(const hall *h, const char *name, double value)
{
    hr_reading r = reading(h, name);
    bool near = fabs(r.v - value) <= 1e-12 * fmax(1, fabs(value));
    if (!near || r.state != HR_S_KNOWN) print_message("%s is %.17g, state %d, not %.17g\n", name, r.v, r.state, value);
    assert_true(near);
    assert_int_equal(r.state, HR_S_KNOWN);
}

static void expect_currents(const hall *h, const char *port, double a, double b, double c)
{
    char name[96];
    const double value[] = {a, b, c};
    for (int k = 0; k < 3; k++) {
        snprintf(name, sizeof name, "%s.current.%c", port, "ABC"[k]);
        expect(h, name, value[k]);
    }
}

static hr_verdict judge(const hall *h, const char *point, double limit)
{
    return hr_judge(HR_MAX, reading(h, point), (hr_reading){limit, HR_S_KNOWN});
}

/* --- cords and taps ---------------------------------------------------------------------------------------- */

#define GRID "  grid: {type: utility, voltage: 415 V, rating: 5 MVA}\n"
#define TWO_BUSES \
    "  bus-A: {type: busway, from: grid, rating: 800 A}\n  bus-B: {type: busway, from: grid, rating: 800 A}\n"

static void two_cords_share_and_the_survivor_carries_all(void **state)
{
    (void)state;
    hall h =
        open_nominal(GRID TWO_BUSES "  rack: {type: rack, power: 80.5 kW, power_factor: 1,\n"
                                    "         from: {A: {to: bus-A, phases: ABC}, B: {to: bus-B, phases: ABC}}}\n");
    double all = 80500 / (SQRT3 * 415); /* 111.992 A */
    assert_true(fabs(all - 111.992) < 5e-4);
    expect_currents(&h, "rack.A", all / 2, all / 2, all / 2);
    expect_currents(&h, "rack.B", all / 2, all / 2, all / 2);
    expect(&h, "rack.from.psu", 80500 / 2.0);
    solve(&h, "fault: bus-A");
    expect_currents(&h, "rack.B", all, all, all);
    expect_currents(&h, "bus-B.from", all, all, all);
    expect_state(&h, "rack.A.current.A", HR_S_OFF);
    expect_state(&h, "bus-A.from.power", HR_S_OFF);
    expect(&h, "rack.from.lost", 0);
    expect(&h, "grid.out.power", 80500);
    close_hall(&h);
}

static void loads_between_lines_add_as_phasors(void **state)
{
    (void)state;
    hall h = open_nominal(GRID "  ab: {type: load, from: {to: bus, phases: AB}, power: 20 kW}\n"
                               "  bus: {type: busway, from: grid, rating: 800 A}\n"
                               "  ca: {type: load, from: {to: bus, phases: CA}, power: 50 kW}\n");
    double iab = 20000 / 415.0, ica = 50000 / 415.0;
    expect_currents(&h, "bus.from", sqrt(iab * iab + ica * ica + iab * ica), iab, ica);
    expect(&h, "bus.from.reactive", 0);
    close_hall(&h);
}

static void three_equal_loads_between_lines_are_balanced(void **state)
{
    (void)state;
    hall h = open_nominal(GRID "  bus: {type: busway, from: grid, rating: 800 A}\n"
                               "  l1: {type: load, from: {to: bus, phases: AB}, power: 20 kW, power_factor: 0.8}\n"
                               "  l2: {type: load, from: {to: bus, phases: BC}, power: 20 kW, power_factor: 0.8}\n"
                               "  l3: {type: load, from: {to: bus, phases: CA}, power: 20 kW, power_factor: 0.8}\n");
    double i = 25000 / 415.0;
    expect_currents(&h, "l1.from", i, i, 0);
    expect_currents(&h, "bus.from", SQRT3 * i, SQRT3 * i, SQRT3 * i);
    expect(&h, "bus.from.reactive", 45000); /* 60 kW at 0.8 */
    expect(&h, "bus.from.apparent", 75000);
    close_hall(&h);
}

static void each_alternative_takes_phases_of_its_own(void **state)
{
    (void)state;
    hall h = open_nominal(GRID TWO_BUSES "  l: {type: load, power: 10 kW, from: [{to: bus-A, phases: A-N}, "
                                         "{to: bus-B, phases: B-N, closes: auto}]}\n");
    double i = 10000 / (415 / SQRT3);
    expect_currents(&h, "bus-A.from", i, 0, 0);
    expect_currents(&h, "l.from[1]", i, 0, 0);
    solve(&h, "fault: bus-A");
    expect_currents(&h, "bus-B.from", 0, i, 0);
    close_hall(&h);
}

/* --- transformers and losses -------------------------------------------------------------------------------- */

static const char *const single_phase_below[] = {"Dyn11", "Dyn1"};

/* A load on secondary phase a lies between two primary lines; the third carries nothing. */
static void a_single_phase_behind_delta_wye_takes_two_lines(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        char text[512];
        snprintf(text, sizeof text,
                 "  grid: {type: utility, voltage: 13.8 kV, rating: 5 MVA}\n"
                 "  tx: {type: transformer, from: grid, rating: 500 kVA, secondary: 415 V, winding: %s,\n"
                 "       no_load_loss: 0 W, load_loss: 0 W}\n"
                 "  l: {type: load, from: {to: tx, phases: A-N}, power: 30 kW, power_factor: 0.6}\n",
                 single_phase_below[k]);
        hall h = open_nominal(text);
        double turns = 13800 / (415 / SQRT3), i = 50000 / (415 / SQRT3); /* winding to winding; load current */
        expect_currents(&h, "l.from", i, 0, 0);
        if (k == 0) expect_currents(&h, "tx.from", i / turns, i / turns, 0);
        else expect_currents(&h, "tx.from", i / turns, 0, i / turns);
        expect(&h, "tx.from.reactive", 40000);
        close_hall(&h);
    }
}

static void star_star_and_delta_delta_pass_phases_straight_on(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        char text[512];
        snprintf(text, sizeof text,
                 "  grid: {type: utility, voltage: 480 V, rating: 5 MVA}\n"
                 "  tx: {type: transformer, from: grid, rating: 500 kVA, secondary: 240 V, winding: %s,\n"
                 "       no_load_loss: 0 W, load_loss: 0 W}\n"
                 "  l: {type: load, from: {to: tx, phases: BC}, power: 24 kW}\n",
                 k == 0 ? "Yyn0" : "Dd0");
        hall h = open_nominal(text);
        expect_currents(&h, "l.from", 0, 100, 100);
        expect_currents(&h, "tx.from", 0, 50, 50);
        close_hall(&h);
    }
}

/* 10 CFR 431.196(a)(2): 1,000 kVA, 99.28 % at 35 % load: 2,538 W there, half of it at no load. */
static void loss_at_35_percent_is_that_of_the_table(void **state)
{
    (void)state;
    hall h = open_nominal("  grid: {type: utility, voltage: 13.8 kV, rating: 5 MVA}\n"
                          "  l: {type: load, from: {to: tx, phases: ABC}, power: 280 kW, power_factor: 0.8}\n"
                          "  tx: {type: transformer, from: grid, rating: 1000 kVA, secondary: 415 V}\n");
    double loss = reading(&h, "tx.from.power").v - 280000;
    expect(&h, "tx.from.power", 280000 + 350000 * (1 / 0.9928 - 1));
    assert_true(fabs(loss - 2538) < 0.5);
    expect(&h, "tx.from.reactive", 210000); /* a transformer's own reactive power is not in the first form */
    solve(&h, "fault: l");
    expect(&h, "tx.from.power", 350000 * (1 / 0.9928 - 1) / 2);
    assert_true(fabs(reading(&h, "tx.from.power").v - 1269) < 0.5);
    solve(&h, "fault: tx"); /* dead: no loss */
    expect_state(&h, "tx.from.power", HR_S_OFF);
    expect_state(&h, "grid.out.power", HR_S_OFF);
    close_hall(&h);
}

static void busway_loss_is_of_each_phase_and_drawn_on_the_lines_it_carries(void **state)
{
    (void)state;
    hall h =
        open_nominal(GRID "  bus: {type: busway, from: grid, rating: 800 A, length: 50 m, resistance: 0.1 mohm/m}\n"
                          "  l: {type: load, from: {to: bus, phases: A-N}, power: 24 kW}\n"
                          "  two: {type: busway, from: {to: grid, phases: BC}, rating: 800 A, length: 50 m,\n"
                          "        resistance: 0.1 mohm/m}\n"
                          "  z: {type: load, from: two, power: 41.5 kW}\n");
    double i = 24000 / (415 / SQRT3), loss = 0.005 * i * i, each = loss / 3 / (415 / SQRT3);
    expect(&h, "bus.from.power", 24000 + loss);
    expect_currents(&h, "bus.from", i + each, each, each);
    loss = 0.005 * 2 * 100 * 100;
    expect(&h, "two.from.power", 41500 + loss);
    expect_currents(&h, "two.from", 0, 100 + loss / 415, 100 + loss / 415);
    close_hall(&h);
}

/* 18 x 5,600 W is a sum of equal numbers; totals are carried beside the phases so that it stays exact. */
static void totals_are_exact(void **state)
{
    (void)state;
    hall h =
        open_nominal("  grid: {type: utility, power: 750 kW}\n"
                     "  rack-[1-8]: {type: rack, from: grid, holds: {\"node[1-18]\": {type: node, power: 5600 W}}}\n");
    assert_true(reading(&h, "grid.out.power").v == 806400.0);
    expect_state(&h, "grid.out.current.A", HR_S_UNKNOWN); /* no voltage, no phases */
    solve(&h, "fault: rack-3");
    assert_true(reading(&h, "grid.out.power").v == 705600.0);
    solve(&h, "fault: rack-3.node2"); /* one of 18 */
    assert_true(reading(&h, "grid.out.power").v == 800800.0);
    assert_true(reading(&h, "rack-3.from.power").v == 95200.0);
    close_hall(&h);
}

/* --- states ------------------------------------------------------------------------------------------------- */

static void states_add(void **state)
{
    (void)state;
    static const hr_state k = HR_S_KNOWN, p = HR_S_PARTIAL, u = HR_S_UNKNOWN, o = HR_S_OFF;
    static const hr_state all[] = {HR_S_KNOWN, HR_S_PARTIAL, HR_S_UNKNOWN, HR_S_OFF};
    assert_int_equal(hr_state_add(k, k), k);
    assert_int_equal(hr_state_add(k, u), p);
    assert_int_equal(hr_state_add(u, u), u);
    assert_int_equal(hr_state_add(p, u), p);
    assert_int_equal(hr_state_add(p, k), p);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) {
            assert_int_equal(hr_state_add(all[i], o), all[i]);
            assert_int_equal(hr_state_add(all[i], all[j]), hr_state_add(all[j], all[i]));
            for (int n = 0; n < 4; n++)
                assert_int_equal(hr_state_add(hr_state_add(all[i], all[j]), all[n]),
                                 hr_state_add(all[i], hr_state_add(all[j], all[n])));
        }
}

static void a_load_without_power_makes_what_is_above_partial(void **state)
{
    (void)state;
    hall h = open_nominal(GRID "  bus: {type: busway, from: grid, rating: 800 A}\n"
                               "  l: {type: load, from: {to: bus, phases: ABC}, power: 41.5 kW}\n"
                               "  x: {type: load, from: {to: bus, phases: ABC}}\n");
    hr_id unit;
    const char *field;
    double i = 41500 / (SQRT3 * 415);
    expect_state(&h, "x.from.power", HR_S_UNKNOWN);
    expect_state(&h, "bus.from.power", HR_S_PARTIAL);
    assert_true(reading(&h, "bus.from.power").v == 41500);
    assert_int_equal(judge(&h, "bus.from.current.A", 0.9 * i), HR_VIOLATED);
    assert_int_equal(judge(&h, "bus.from.current.A", 1.1 * i), HR_V_UNKNOWN);
    assert_int_equal(judge(&h, "l.from.current.A", i), HR_HOLDS);
    assert_true(hr_power_engine.gap(h.work, point_named(&h, "bus.from.power"), &unit, &field));
    assert_string_equal(field, "power");
    assert_true(hr_str_is(h.site->decl[h.site->unit[unit].decl].name, "x"));
    close_hall(&h);
}

static void a_load_without_phases_has_known_power_and_unknown_current(void **state)
{
    (void)state;
    hall h =
        open_nominal(GRID "  bus: {type: busway, from: grid, rating: 800 A, length: 10 m, resistance: 0.1 mohm/m}\n"
                          "  l: {type: load, from: bus, power: 41.5 kW}\n");
    double i = 41500 / (SQRT3 * 415);
    expect(&h, "l.from.power", 41500);
    expect_state(&h, "l.from.current.A", HR_S_UNKNOWN);
    expect_state(&h, "bus.from.power", HR_S_PARTIAL); /* the loss is at least that of balanced phases */
    assert_true(fabs(reading(&h, "bus.from.power").v - (41500 + 0.001 * 3 * i * i)) < 1e-6);
    expect_state(&h, "bus.from.current.B", HR_S_PARTIAL);
    close_hall(&h);
}

#define GENERATOR \
    GRID "  gen: {type: switch}\n" \
         "  gpb: {type: switchboard, from: gen, rating: 100 A}\n" \
         "  msb: {type: switchboard, from: [grid, {to: gpb, closes: auto}], rating: 1600 A}\n"

/* What the generator would carry is shown by no other case, so it must not read as nothing. */
static void an_unmodelled_source_behind_a_dead_feed_leaves_things_unknown(void **state)
{
    (void)state;
    hall h = open_nominal(GENERATOR "  l: {type: load, from: {to: msb, phases: ABC}, power: 500 kW}\n");
    hr_id unit;
    const char *field;
    expect(&h, "msb.from[1].power", 500000);
    expect_state(&h, "msb.from[2].current.A", HR_S_OFF);
    expect(&h, "l.from.lost", 0);
    solve(&h, "fault: grid");
    expect_state(&h, "l.from.lost", HR_S_UNKNOWN);
    expect_state(&h, "msb.from[2].current.A", HR_S_UNKNOWN);
    expect_state(&h, "gpb.from.current.A", HR_S_UNKNOWN);
    expect_state(&h, "gen.out.power", HR_S_UNKNOWN);
    assert_int_equal(judge(&h, "gpb.from.current.A", 100), HR_V_UNKNOWN);
    assert_true(hr_power_engine.gap(h.work, point_named(&h, "msb.from[2].current.A"), &unit, &field));
    assert_string_equal(field, "type");
    assert_true(hr_str_is(h.site->decl[h.site->unit[unit].decl].name, "gen"));
    solve(&h, "fault: msb"); /* its own outage: certain */
    expect(&h, "l.from.lost", 500000);
    expect_state(&h, "msb.from[2].current.A", HR_S_OFF);
    close_hall(&h);
}

static void a_cord_on_an_unmodelled_source_may_take_a_share(void **state)
{
    (void)state;
    hall h =
        open_nominal(GENERATOR "  r: {type: rack, from: {A: {to: msb, phases: ABC}, B: {to: gpb, phases: ABC}},\n"
                               "      holds: {one: {type: node, power: 4 kW, psus: {A: 1, B: 1, needed: 1}},\n"
                               "              both: {type: node, power: 4 kW, psus: {A: 1, B: 1, needed: 2}},\n"
                               "              weak: {type: node, power: 9 kW, psus: {A: 1, B: 1, rating: 4 kW}}}}\n");
    expect(&h, "r.A.power", 4000); /* the one that runs for certain */
    expect_state(&h, "r.B.power", HR_S_UNKNOWN);
    expect(&h, "r.one.from.lost", 0);
    expect_state(&h, "r.both.from.lost", HR_S_UNKNOWN);
    expect(&h, "r.weak.from.lost", 9000); /* too much for both cords together */
    close_hall(&h);
}

static void sources_in_parallel_share_unknown(void **state)
{
    (void)state;
    hall h = open_nominal("  grid-[1-2]: {type: utility, voltage: 415 V, rating: 1 MVA}\n"
                          "  msb: {type: switchboard, from: {parallel: \"grid-*\"}, rating: 1600 A}\n"
                          "  l: {type: load, from: {to: msb, phases: ABC}, power: 500 kW}\n");
    expect(&h, "msb.from.power", 500000);
    expect_state(&h, "msb.from[1].power", HR_S_UNKNOWN);
    expect_state(&h, "grid-2.out.power", HR_S_UNKNOWN);
    solve(&h, "fault: grid-1"); /* one is left: it carries all */
    expect(&h, "grid-2.out.power", 500000);
    expect_state(&h, "grid-1.out.power", HR_S_OFF);
    close_hall(&h);
}

/* --- power supplies ------------------------------------------------------------------------------------------ */

#define PSU_RACK(psus) \
    GRID TWO_BUSES "  r: {type: rack, from: {A: {to: bus-A, phases: ABC}, B: {to: bus-B, phases: ABC}},\n" \
                   "      holds: {\"node[1-4]\": {type: node, power: 6 kW, psus: " psus "}}}\n"

static void power_supplies_share_by_number(void **state)
{
    (void)state;
    hall h = open_nominal(PSU_RACK("{A: 3, B: 1, needed: 1, rating: 6 kW}"));
    expect(&h, "r.A.power", 18000);
    expect(&h, "r.B.power", 6000);
    expect(&h, "r.node1.from.psu", 1500);
    solve(&h, "fault: bus-A"); /* one supply of 6 kW for 6 kW: exactly its rating is enough */
    expect(&h, "r.B.power", 24000);
    expect(&h, "r.node1.from.psu", 6000);
    expect(&h, "r.node1.from.lost", 0);
    assert_int_equal(judge(&h, "r.node1.from.psu", 6000), HR_HOLDS);
    close_hall(&h);
}

static void too_few_or_too_weak_power_supplies_lose_the_load(void **state)
{
    (void)state;
    static const char *const halls[] = {PSU_RACK("{A: 2, B: 1, needed: 2}"), PSU_RACK("{A: 2, B: 1, rating: 5.99 kW}")};
    for (int k = 0; k < 2; k++) {
        hall h = open_nominal(halls[k]);
        solve(&h, "fault: bus-B");
        expect(&h, "r.A.power", 24000);
        solve(&h, "fault: bus-A");
        expect(&h, "r.node1.from.lost", 6000);
        expect_state(&h, "r.node1.from.psu", HR_S_OFF);
        assert_true(reading(&h, "r.B.power").v == 0);
        expect(&h, "bus-B.from.power", 0); /* live, and nothing drawn */
        close_hall(&h);
    }
}

/* Five on two cords are three and two, not two and a half each. */
static void installed_power_supplies_are_dealt_whole(void **state)
{
    (void)state;
    hall h = open_nominal(PSU_RACK("{installed: 5, needed: 3}"));
    expect(&h, "r.A.power", 24000 * 0.6);
    expect(&h, "r.B.power", 24000 * 0.4);
    solve(&h, "fault: bus-A");
    expect(&h, "r.node1.from.lost", 6000);
    solve(&h, "fault: bus-B");
    expect(&h, "r.node1.from.lost", 0);
    close_hall(&h);
}

static void power_supplies_of_a_rack_that_holds_loads_are_refused(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2026-11-20");
    hr_site *site = NULL;
    assert_int_equal(site_of(ctx,
                             GRID TWO_BUSES "  r: {type: rack, from: {A: bus-A, B: bus-B}, psus: {A: 1, B: 1},\n"
                                            "      holds: {n: {type: node, power: 1 kW}}}\n",
                             &site),
                     HR_EINPUT);
    assert_string_equal(hr_diag_at(ctx, 0)->code, "M314");
    hr_ctx_free(ctx);
}

static void a_delta_wye_unit_on_two_lines_is_refused(void **state)
{
    (void)state;
    hr_ctx *ctx = hr_ctx_new("2026-11-20");
    hr_site *site = NULL;
    assert_int_equal(
        site_of(ctx, GRID "  p: {type: pdu, from: {to: grid, phases: AB}, rating: 9 kVA, secondary: 208 V}\n", &site),
        HR_EINPUT);
    assert_string_equal(hr_diag_at(ctx, 0)->code, "M312");
    hr_ctx_free(ctx);
}

static void taken_power_supplies_are_listed_once(void **state)
{
    (void)state;
    hall h = open_nominal(GRID TWO_BUSES
                          "  r[1-3]: {type: rack, from: {A: {to: bus-A, phases: ABC}, B: {to: bus-B, phases: ABC}},\n"
                          "      holds: {\"n[1-2]\": {type: node, power: 1 kW}, told: {type: node, power: 1 kW,\n"
                          "              psus: {A: 1, B: 1}}}}\n"
                          "  s: {type: rack, from: {to: bus-A, phases: ABC}, holds: {n: {type: node, power: 1 kW}}}\n");
    uint32_t listed = 0;
    for (uint32_t i = 0; i < h.site->n_dflt; i++) listed += strcmp(h.site->dflt[i].field, "psus") == 0;
    assert_int_equal(listed, 1);
    close_hall(&h);
}

/* --- base and corners ------------------------------------------------------------------------------------------ */

static void what_is_out_in_the_base_stays_out_in_every_case(void **state)
{
    (void)state;
    static const char text[] =
        GRID TWO_BUSES "  r-[1-2]: {type: rack, from: {A: {to: bus-A, phases: ABC}, B: {to: bus-B, phases: ABC}},\n"
                       "            holds: {\"node[1-4]\": {type: node, power: 6 kW}}}\n";
    hall h = open_hall(text, HR_NOMINAL, "r-1");
    expect(&h, "grid.out.power", 24000);
    expect_state(&h, "r-1.node1.from.lost", HR_S_OFF); /* its own outage is no loss */
    solve(&h, "fault: bus-A");
    expect(&h, "bus-B.from.power", 24000);
    solve(&h, "fault: r-1"); /* once more: as the base */
    expect(&h, "grid.out.power", 24000);
    solve(&h, "fault: r-2");
    assert_true(reading(&h, "grid.out.power").v == 0);
    solve(&h, "normal");
    expect(&h, "grid.out.power", 24000);
    close_hall(&h);
    h = open_hall(text, HR_NOMINAL, "bus-A");
    expect(&h, "bus-B.from.power", 48000);
    solve(&h, "fault: bus-B");
    expect(&h, "r-1.node1.from.lost", 6000);
    close_hall(&h);
    h = open_hall(text, HR_NOMINAL, "r-1.node3");
    expect(&h, "r-1.from.power", 18000);
    solve(&h, "fault: r-1.node1");
    expect(&h, "r-1.from.power", 12000);
    close_hall(&h);
}

static void corners_take_the_ends_of_ranges(void **state)
{
    (void)state;
    static const char text[] =
        GRID "  l: {type: load, from: {to: grid, phases: ABC},\n"
             "      power: {value: 40 kW, range: [30 kW, 60 kW], trust: assumed, source: guess, as_of: 2026},\n"
             "      power_factor: {value: 0.9, range: [0.8, 1], trust: assumed, source: guess, as_of: 2026}}\n";
    static const double watts[HR_CORNERS] = {[HR_NOMINAL] = 40000, [HR_KIND] = 30000, [HR_HARSH] = 60000};
    static const double factor[HR_CORNERS] = {[HR_NOMINAL] = 0.9, [HR_KIND] = 1, [HR_HARSH] = 0.8};
    for (int c = 0; c <= HR_HARSH; c++) {
        hall h = open_hall(text, (hr_corner)c, NULL);
        expect(&h, "grid.out.power", watts[c]);
        expect(&h, "grid.out.apparent", watts[c] / factor[c]);
        close_hall(&h);
    }
}

static void nothing_hangs_on_it(void **state)
{
    (void)state;
    hall h = open_nominal(GRID "  bus: {type: busway, from: grid, rating: 800 A, length: 5 m, resistance: 0.1 mohm/m}\n"
                               "  empty: {type: rack, from: {to: bus, phases: ABC}}\n"
                               "  tx: {type: transformer, from: grid, rating: 75 kVA, secondary: 208 V}\n");
    expect_state(&h, "empty.from.power", HR_S_UNKNOWN); /* a rack that holds nothing and says nothing */
    expect(&h, "tx.from.power", 75000 * 0.35 * (1 / 0.9860 - 1) / 2);
    solve(&h, "fault: empty");
    expect(&h, "bus.from.power", 0);
    expect_currents(&h, "bus.from", 0, 0, 0);
    close_hall(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_cords_share_and_the_survivor_carries_all),
        cmocka_unit_test(loads_between_lines_add_as_phasors),
        cmocka_unit_test(three_equal_loads_between_lines_are_balanced),
        cmocka_unit_test(each_alternative_takes_phases_of_its_own),
        cmocka_unit_test(a_single_phase_behind_delta_wye_takes_two_lines),
        cmocka_unit_test(star_star_and_delta_delta_pass_phases_straight_on),
        cmocka_unit_test(loss_at_35_percent_is_that_of_the_table),
        cmocka_unit_test(busway_loss_is_of_each_phase_and_drawn_on_the_lines_it_carries),
        cmocka_unit_test(totals_are_exact),
        cmocka_unit_test(states_add),
        cmocka_unit_test(a_load_without_power_makes_what_is_above_partial),
        cmocka_unit_test(a_load_without_phases_has_known_power_and_unknown_current),
        cmocka_unit_test(an_unmodelled_source_behind_a_dead_feed_leaves_things_unknown),
        cmocka_unit_test(a_cord_on_an_unmodelled_source_may_take_a_share),
        cmocka_unit_test(sources_in_parallel_share_unknown),
        cmocka_unit_test(power_supplies_share_by_number),
        cmocka_unit_test(too_few_or_too_weak_power_supplies_lose_the_load),
        cmocka_unit_test(installed_power_supplies_are_dealt_whole),
        cmocka_unit_test(power_supplies_of_a_rack_that_holds_loads_are_refused),
        cmocka_unit_test(a_delta_wye_unit_on_two_lines_is_refused),
        cmocka_unit_test(taken_power_supplies_are_listed_once),
        cmocka_unit_test(what_is_out_in_the_base_stays_out_in_every_case),
        cmocka_unit_test(corners_take_the_ends_of_ranges),
        cmocka_unit_test(nothing_hangs_on_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
