/* test_heat_time.c - times to a limit against closed forms, a plain integration and published tables:
 * docs/physics/time-to-limit.md. */
#include "engine/heat_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/constants.h"

#include "printed.h"
#include "random.h"

#define C(t) ((t) + HR_ZERO_CELSIUS)
#define L(v) ((v)*HR_LITRE_A_MINUTE)

/* PG25 at 1.5 L/min for each kW. */
static hr_heat_trip trip(double power, double inlet, double coast_down)
{
    return (hr_heat_trip){.power = power,
                          .inlet = C(inlet),
                          .die_resistance = 0.015,
                          .die = 40,
                          .plate = 310,
                          .curve = &hr_plate_pg25,
                          .flow = L(1.5 * power / 1e3),
                          .coast_down = coast_down};
}

static double time_to(const hr_heat_trip *x, double limit)
{
    double t = -1;
    assert_true(hr_heat_trip_time(x, limit, &t));
    return t;
}

static double die_before(const hr_heat_trip *x)
{
    hr_chip_heat h;
    assert_true(hr_plate_chip(x->curve, x->flow, x->inlet, x->power, x->die_resistance, &h));
    return h.T_die;
}

static double final_of(const hr_heat_trip *x)
{
    double die;
    assert_true(hr_heat_trip_final(x, &die));
    return die;
}

/* --- another way to the same ---------------------------------------------------------------------------------------- */

#define SMALL_STEP 1e-4 /* s */

typedef double (*speed_law)(double t, double t_c);

static double coasting(double t, double t_c) { return 1 / (1 + t / t_c); }
static double ramp(double t, double t_c) { return fmax(1 - t / t_c, 0); }

static void slopes(const hr_heat_trip *x, speed_law speed, double t, const double *y, double *d)
{
    const double V = x->flow * (x->left + (1 - x->left) * speed(t, x->coast_down));
    double r = INFINITY;
    (void)hr_plate_resistance(x->curve, V, &r);
    if (x->die > 0) {
        const double q = (y[0] - y[1]) / x->die_resistance;
        d[0] = (x->power - q) / x->die;
        d[1] = (q - y[1] / r) / x->plate;
    } else {
        d[0] = d[1] = (x->power - y[1] / r) / x->plate;
    }
}

/* Runge and Kutta's fourth order by small steps, between two of them a straight line. Limits rise. */
static void plain(const hr_heat_trip *x, speed_law speed, const double *limit, int n, double *time)
{
    const double h = SMALL_STEP;
    double y[2] = {die_before(x) - x->inlet, die_before(x) - x->inlet - x->power * x->die_resistance}, k[4][2], z[2];
    int found = 0;
    for (long i = 0; found < n; i++) {
        const double t = (double)i * h, before = y[0];
        slopes(x, speed, t, y, k[0]);
        for (int s = 1; s < 4; s++) {
            const double part = s < 3 ? h / 2 : h;
            for (int j = 0; j < 2; j++) z[j] = y[j] + part * k[s - 1][j];
            slopes(x, speed, t + part, z, k[s]);
        }
        for (int j = 0; j < 2; j++) y[j] += h / 6 * (k[0][j] + 2 * k[1][j] + 2 * k[2][j] + k[3][j]);
        for (; found < n && y[0] >= limit[found] - x->inlet; found++) {
            const double goal = limit[found] - x->inlet;
            time[found] = before >= goal ? 0 : t + h * (goal - before) / (y[0] - before);
        }
    }
}

/* --- the table of facts, dynamics 8 --------------------------------------------------------------------------------- */

static const struct {
    double power, inlet;
    const char *before;
    const char *time[3][3]; /* by t_c, by limit */
} TABLE[] = {
    {1000, 40, "76.7", {{"18.6", "20.6", "26.4"}, {"10.1", "11.2", "14.7"}, {"6.8", "7.7", "10.3"}}},
    {1000, 45, "81.7", {{"12.6", "15.2", "21.7"}, {"6.8", "8.2", "11.8"}, {"4.5", "5.4", "8.2"}}},
    {1200, 40, "83.1", {{"10.2", "13.3", "20.5"}, {"5.7", "7.2", "10.7"}, {"3.6", "4.5", "7.0"}}},
    {1200, 45, "88.1", {{"0.0", "4.7", "14.7"}, {"0.0", "2.7", "7.8"}, {"0.0", "1.8", "5.0"}}},
};
static const double COAST_DOWN[3] = {5, 1.5, 0.5}, LIMIT[3] = {C(87), C(89), C(95)};

/* What a table says that takes the first of its samples at or beyond the limit: 6,000 of them over 60 s. */
static double sampled(double t)
{
    const double every = 60.0 / 5999;
    return ceil(t / every) * every;
}

static void the_table_of_pump_trips(void **state)
{
    (void)state;
    int late = 0, cells = 0;
    char text[16];
    for (int row = 0; row < 4; row++)
        for (int c = 0; c < 3; c++) {
            const hr_heat_trip x = trip(TABLE[row].power, TABLE[row].inlet, COAST_DOWN[c]);
            double by_plain[3];
            plain(&x, coasting, LIMIT, 3, by_plain);
            snprintf(text, sizeof text, "%.1f", die_before(&x) - HR_ZERO_CELSIUS);
            assert_string_equal(text, TABLE[row].before);
            for (int l = 0; l < 3; l++) {
                const double t = time_to(&x, LIMIT[l]), printed = strtod(TABLE[row].time[c][l], NULL);
                expect_near(t, by_plain[l], 1e-7 * t);
                snprintf(text, sizeof text, "%.1f", sampled(t));
                assert_string_equal(text, TABLE[row].time[c][l]);
                cells++;
                if (fabs(t - printed) <= 0.05) continue;
                late++;
                print_message("%g W, %g degC, t_c %g s: %.4f s, printed as %s\n", x.power, TABLE[row].inlet,
                              COAST_DOWN[c], t, TABLE[row].time[c][l]);
                assert_true(t < printed && printed - t - 0.05 < 0.01);
            }
        }
    assert_int_equal(cells, 36);
    assert_int_equal(late, 4);
}

/* --- closed forms --------------------------------------------------------------------------------------------------- */

/* All flow gone at once: the mean rises by P / C, and die and plate part until both rise alike. */
static void nothing_flows(void **state)
{
    (void)state;
    for (double limit = 77; limit < 200; limit += 3.7) {
        const hr_heat_trip x = trip(1000, 40, 0);
        const double all = x.die + x.plate, t = time_to(&x, C(limit)), r = x.die_resistance;
        const double apart = r * x.power * x.die / all * (exp(-t * all / (r * x.die * x.plate)) - 1);
        expect_near(die_before(&x) + x.power * t / all + x.plate / all * apart, C(limit), 1e-6);
    }
}

/* At once to a part of the flow, one lump: T = T_end - (T_end - T_0) e^(-t / R C). */
static void a_part_at_once(void **state)
{
    (void)state;
    hr_heat_trip x = trip(1000, 40, 0);
    x.die = 0, x.plate = 350, x.left = 0.4;
    double r;
    assert_true(hr_plate_resistance(x.curve, 0.4 * x.flow, &r));
    const double before = die_before(&x), end = final_of(&x);
    expect_near(end, C(40) + 1000 * (0.0300 + 0.015), 1e-9);
    for (double part = 0.01; part < 1; part += 0.07) {
        const double wanted = -r * 350 * log(1 - part);
        expect_near(time_to(&x, before + part * (end - before)), wanted, 1e-7 * wanted);
    }
    assert_true(isinf(time_to(&x, end)) && isinf(time_to(&x, end + 1)));
}

/* Below the table R ~ 1 / V. With u = 1 + t / t_c, one lump: C dT/du = P t_c - t_c T / (R_0 u), which is solved by
 * T = K u^-a + P t_c u / (C (a + 1)), a = t_c / (R_0 C). */
static void below_the_table(void **state)
{
    (void)state;
    hr_heat_trip x = trip(400, 40, 1.5);
    x.die = 0, x.plate = 350, x.flow = L(0.3);
    const double r = 0.0389 * 0.4 / 0.3, a = 1.5 / (r * 350), line = 400 * 1.5 / (350 * (a + 1)), k = 400 * r - line;
    for (double limit = 67; limit < 150; limit += 2.9) {
        const double u = 1 + time_to(&x, C(limit)) / 1.5;
        expect_near(k * pow(u, -a) + line * u + 400 * 0.015, limit - 40, 1e-6);
    }
}

/* Die and case as one node, and a die that holds nothing, are where the two nodes end. */
static void ends_of_two_nodes(void **state)
{
    (void)state;
    hr_heat_trip x = trip(1000, 40, 1.5), near = x;
    x.die_resistance = 0, near.die_resistance = 1e-9;
    const double one = time_to(&x, C(90));
    expect_near(time_to(&near, C(90)), one, 1e-5);
    x.die = 0, x.plate = 350;
    expect_near(time_to(&x, C(90)), one, 1e-7);
    x = near = trip(1000, 40, 1.5);
    x.die = 0, near.die = 1e-7;
    expect_near(time_to(&near, C(90)), time_to(&x, C(90)), 1e-6);
}

/* --- random chips --------------------------------------------------------------------------------------------------- */

static double random_part(uint64_t *seed) { return (double)(random_next(seed) >> 11) * 0x1p-53; }
static double between(uint64_t *seed, double lo, double hi) { return lo + (hi - lo) * random_part(seed); }

static hr_heat_trip random_trip(uint64_t *seed)
{
    const double power = between(seed, 300, 1500), per_kw = between(seed, 0.9, 2);
    return (hr_heat_trip){.power = power,
                          .inlet = C(between(seed, 20, 47)),
                          .die_resistance = between(seed, 0.004, 0.03),
                          .die = between(seed, 20, 60),
                          .plate = between(seed, 200, 500),
                          .curve = &hr_plate_pg25,
                          .flow = L(per_kw * power / 1e3),
                          .coast_down = between(seed, 0.3, 6),
                          .left = random_part(seed) < 0.5 ? 0 : between(seed, 0, 0.3)};
}

static double random_limit(uint64_t *seed, const hr_heat_trip *x)
{
    const double before = die_before(x), room = fmin(final_of(x) - before, 80);
    return before + between(seed, 0.01, 0.9) * room;
}

static void against_small_steps(void **state)
{
    (void)state;
    uint64_t seed = 8;
    double worst = 0, spent = 0;
    for (int i = 0; i < 24; i++) {
        const hr_heat_trip x = random_trip(&seed);
        const double limit = random_limit(&seed, &x);
        const clock_t begin = clock();
        double t = 0, wanted;
        for (int k = 0; k < 20; k++) t = time_to(&x, limit);
        spent += (double)(clock() - begin) / CLOCKS_PER_SEC / 20;
        plain(&x, coasting, &limit, 1, &wanted);
        worst = fmax(worst, fabs(t / wanted - 1));
    }
    print_message("24 chips: off by %.1g of the time at most, %.0f us each\n", worst, spent / 24 * 1e6);
    assert_true(worst < 1e-6);
}

/* Each move on its own: which way the time goes. */
static void what_helps(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int i = 0; i < 200; i++) {
        const hr_heat_trip x = random_trip(&seed);
        const double limit = random_limit(&seed, &x), t = time_to(&x, limit);
        hr_heat_trip y = x;
        assert_true(t > 0 && isfinite(t));
        assert_true(time_to(&x, limit + 0.01) > t);
        assert_true((y = x, y.power *= 1.01, time_to(&y, limit)) < t);
        assert_true((y = x, y.inlet += 0.1, time_to(&y, limit)) < t);
        assert_true((y = x, y.die_resistance *= 1.01, time_to(&y, limit)) < t);
        assert_true((y = x, y.die *= 1.01, time_to(&y, limit)) > t);
        assert_true((y = x, y.plate *= 1.01, time_to(&y, limit)) > t);
        assert_true((y = x, y.flow *= 1.01, time_to(&y, limit)) > t);
        assert_true((y = x, y.coast_down *= 1.01, time_to(&y, limit)) > t);
        assert_true((y = x, y.left += 0.01, time_to(&y, limit)) > t);
        assert_true((y = x, y.left += 0.01, final_of(&y)) < final_of(&x));
    }
}

/* --- never, already, refused ---------------------------------------------------------------------------------------- */

static void never_and_already(void **state)
{
    (void)state;
    hr_heat_trip x = trip(1000, 40, 1.5);
    const double before = die_before(&x);
    assert_true(isinf(final_of(&x)));
    assert_true(time_to(&x, before) == 0 && time_to(&x, before - 5) == 0 && time_to(&x, -INFINITY) == 0);
    assert_true(time_to(&x, before + 1e-9) > 0 && isinf(time_to(&x, INFINITY)));
    x.left = 1; /* nothing was lost */
    expect_near(final_of(&x), before, 1e-12);
    assert_true(isinf(time_to(&x, before + 1e-9)));
    x.left = 0.5; /* 0.75 L/min: half way between two points of R V */
    const double end = final_of(&x);
    expect_near(end, C(40) + 1000 * ((0.7 * .0280 + 0.8 * .0265) / 2 / 0.75 + 0.015), 1e-9);
    assert_true(isinf(time_to(&x, end)) && isfinite(time_to(&x, end - 1e-3)));
    /* Without power it stays as warm as its coolant, even in none. */
    x.power = 0, x.left = 0;
    assert_true(final_of(&x) == C(40) && isinf(time_to(&x, C(41))) && time_to(&x, C(40)) == 0);
    /* So little power that the limit is beyond the horizon. */
    x.power = 1e-6;
    assert_true(isinf(final_of(&x)) && isinf(time_to(&x, C(90))));
}

static void what_is_refused(void **state)
{
    (void)state;
    const hr_heat_trip good = trip(1000, 40, 1.5);
    const hr_plate_curve empty = {0, NULL, NULL};
    hr_heat_trip bad[13];
    for (int i = 0; i < 13; i++) bad[i] = good;
    bad[0].power = -1, bad[1].inlet = NAN, bad[2].die_resistance = -0.01, bad[3].die = -1, bad[4].plate = 0;
    bad[5].curve = &empty, bad[6].flow = 0, bad[7].coast_down = INFINITY, bad[8].left = 1.1, bad[9].left = -0.1;
    bad[10].flow = INFINITY, bad[11].power = NAN, bad[12].die = NAN;
    double t = 7;
    for (int i = 0; i < 13; i++) assert_false(hr_heat_trip_time(&bad[i], C(90), &t) || hr_heat_trip_final(&bad[i], &t));
    assert_false(hr_heat_trip_time(&good, NAN, &t));
    assert_true(t == 7);
}

/* --- one lump: facts, cooling 8 ------------------------------------------------------------------------------------- */

static void one_lump(void **state)
{
    (void)state;
    static const double rows[][3] = {{1.5, 0.015, 9.5}, {2, 0.015, 10.9}, {0.5, 0.015, 6.3}, {1.5, 0, 17.9}};
    for (int i = 0; i < 4; i++) {
        hr_heat_trip x = trip(1000, 40, rows[i][0]);
        x.die = 0, x.plate = 350, x.die_resistance = rows[i][1];
        expect_printed(time_to(&x, C(87)), rows[i][2], 0.1);
    }
    /* Were a trip the ramp of 30 s that commands follow. */
    hr_heat_trip x = trip(1000, 40, 30);
    x.die = 0, x.plate = 350;
    double ramped[2];
    plain(&x, ramp, LIMIT, 2, ramped);
    expect_printed(ramped[0], 25.7, 0.1);
    expect_printed(ramped[1], 26.8, 0.1);
    /* How early one lump is, over the whole table. */
    double least = INFINITY, most = 0;
    for (int i = 0; i < 36; i++) {
        hr_heat_trip two = trip(TABLE[i / 9].power, TABLE[i / 9].inlet, COAST_DOWN[i / 3 % 3]), one = two;
        one.die = 0, one.plate = 350;
        const double early = time_to(&two, LIMIT[i % 3]) - time_to(&one, LIMIT[i % 3]);
        if (time_to(&two, LIMIT[i % 3]) > 0) least = fmin(least, early), most = fmax(most, early);
    }
    print_message("one lump is %.2f to %.2f s early\n", least, most);
    assert_true(least >= 0.4 && most <= 0.6);
}

/* Adiabatic, by 250, 350 and 450 J/K: K/s, s to +20 K and +30 K of the case, and the time constant R C with flow. */
static void no_flow_at_all(void **state)
{
    (void)state;
    static const double sum[3] = {250, 350, 450};
    static const struct {
        double power, r, rise, rate[3], twenty[3], thirty[3], tau[3];
    } rows[] = {
        {700, .0242, 16.9, {2.80, 2.00, 1.56}, {7.1, 10.0, 12.9}, {10.7, 15.0, 19.3}, {6.0, 8.5, 10.9}},
        {1000, .0218, 21.8, {4.00, 2.86, 2.22}, {5.0, 7.0, 9.0}, {7.5, 10.5, 13.5}, {5.4, 7.6, 9.8}},
        {1200, .0208, 25.0, {4.80, 3.43, 2.67}, {4.2, 5.8, 7.5}, {6.2, 8.8, 11.2}, {5.2, 7.3, 9.4}},
        {1400, .0202, 28.2, {5.60, 4.00, 3.11}, {3.6, 5.0, 6.4}, {5.4, 7.5, 9.6}, {5.0, 7.1, 9.1}},
    };
    for (int i = 0; i < 4; i++) {
        const double power = rows[i].power, litres = 1.5 * power / 1e3, fit = 0.008392 / litres + 0.016166;
        expect_printed(fit, rows[i].r, 1e-4); /* the table there goes by the straight line, not by the points */
        expect_printed(fit * power, rows[i].rise, 0.1);
        for (int j = 0; j < 3; j++) {
            const double tau = fit * sum[j];
            expect_printed(hr_heat_stored_time(sum[j], rows[i].rate[j], power), 1, 0.01);
            expect_printed(hr_heat_stored_time(sum[j], 20, power), rows[i].twenty[j], 0.1);
            expect_printed(hr_heat_stored_time(sum[j], 30, power), rows[i].thirty[j], 0.1);
            expect_printed(tau, rows[i].tau[j], 0.1);
            /* The trip says the same where die and case are one and all flow is gone at once. */
            hr_heat_trip x = trip(power, 40, 0);
            x.die = 0, x.plate = sum[j];
            expect_near(time_to(&x, die_before(&x) + 20), sum[j] * 20 / power, 1e-7);
        }
    }
}

/* --- stored heat ---------------------------------------------------------------------------------------------------- */

/* Facts, dynamics 12, law 6: 1 MW, 5 m3 of water, 8 K; deficits of 4, 5 and 6 %. */
typedef struct store {
    double volume, density, heat; /* m3, kg/m3, J/(kg K) */
} store;

static double capacity_of(const store *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += x[i].volume * x[i].density * x[i].heat;
    return sum;
}

static void soak(void **state)
{
    (void)state;
    static const double rows[][2] = {{0.04, 69.7}, {0.05, 55.7}, {0.06, 46.5}};
    const store water = {5, 1000, 4181}, two[2] = {{2, 1000, 4181}, {3, 1000, 4181}};
    const double all = capacity_of(&water, 1);
    expect_near(capacity_of(two, 2), all, 1e-6);
    for (int i = 0; i < 3; i++) expect_printed(hr_heat_stored_time(all, 8, rows[i][0] * 1e6) / 60, rows[i][1], 0.1);
    assert_true(isinf(hr_heat_stored_time(all, 8, 0)) && isinf(hr_heat_stored_time(all, 8, -1)));
    assert_true(hr_heat_stored_time(all, 0, 1e3) == 0 && hr_heat_stored_time(all, -1, -1) == 0);
    assert_true(hr_heat_stored_time(0, 8, 1e3) == 0);
    /* Facts, dynamics 8: without rejection a loop of the default volume rises 0.50 K/s, facility water 0.048. */
    const store tcs = {hr_heat_default(HR_HEAT_VOLUME_TCS, HR_NOMINAL) * 1e6, 1010.5, 3959};
    const store fws = {hr_heat_default(HR_HEAT_VOLUME_FWS, HR_NOMINAL) * 1e6, 1000, 4181};
    expect_printed(1e6 / capacity_of(&tcs, 1), 0.50, 0.01);
    expect_printed(1e6 / capacity_of(&fws, 1), 0.048, 0.001);
}

/* 1 MW of racks at 4 kJ/K for each kW, 10 K, all cooling gone: 40 s; with 2,000 m3 of air 24 s more. */
static void zones(void **state)
{
    (void)state;
    const double mass = hr_heat_default(HR_HEAT_ZONE_MASS, HR_NOMINAL);
    const store air = {2000, 1.2, 1006};
    expect_near(hr_heat_stored_time(hr_heat_zone_capacity(1e6, mass, 0), 10, 1e6), 40, 1e-9);
    expect_near(hr_heat_stored_time(hr_heat_zone_capacity(1e6, mass, capacity_of(&air, 1)), 10, 1e6), 64.144, 1e-9);
    assert_true(
        hr_heat_stored_time(hr_heat_zone_capacity(1e6, hr_heat_default(HR_HEAT_ZONE_MASS, HR_HARSH), 0), 10, 1) == 0);
}

static void gaps(void **state)
{
    (void)state;
    const hr_heat_trip x = trip(1000, 40, 1.5);
    const double t = time_to(&x, C(87));
    const double standby =
        hr_heat_default(HR_HEAT_STANDBY_DETECT, HR_NOMINAL) + hr_heat_default(HR_HEAT_STANDBY_RUN_UP, HR_NOMINAL);
    assert_true(standby == 32);
    assert_true(t < standby); /* a stopped standby pump is slower than the chip */
}

/* --- values where none is given -------------------------------------------------------------------------------------- */

static void defaults(void **state)
{
    (void)state;
    static const double want[HR_HEAT_DEFAULTS][3] = {
        /* nominal, kind, harsh */
        [HR_HEAT_COAST_DOWN] = {1.5, 5, 0.5},
        [HR_HEAT_DIE] = {40, 360.0 / 7, 200.0 / 7},
        [HR_HEAT_PLATE] = {310, 2790.0 / 7, 1550.0 / 7},
        [HR_HEAT_DIE_RESISTANCE] = {0.015, 0.008, 0.025},
        [HR_HEAT_VOLUME_TCS] = {0.5e-6, 2e-6, 0.3e-6},
        [HR_HEAT_VOLUME_FWS] = {5e-6, 15e-6, 2e-6},
        [HR_HEAT_ZONE_MASS] = {4, 8, 0},
        [HR_HEAT_VFD_RESTART] = {10, 5, 60},
        [HR_HEAT_STANDBY_DETECT] = {2, 0.5, 10},
        [HR_HEAT_STANDBY_RUN_UP] = {30, 5, 30},
        [HR_HEAT_CHILLER_RESTART] = {300, 60, 900},
        [HR_HEAT_SHUTDOWN] = {6, 6, 6},
    };
    for (int i = 0; i < HR_HEAT_DEFAULTS; i++) {
        const hr_heat_default_row *row = &hr_heat_defaults[i];
        const char *trust = hr_trust_words[row->trust];
        for (int c = 0; c < HR_CORNERS_OF_TIME; c++) {
            expect_near(hr_heat_default((hr_heat_which)i, (hr_corner)c), want[i][c], 1e-12 * want[i][c]);
        }
        assert_true(row->value.lo <= row->value.v && row->value.v <= row->value.hi);
        assert_true((row->harsh == HR_HARSH_NONE) == (row->value.lo == row->value.hi));
        assert_true(row->field && row->shown && strncmp(row->value.source, trust, strlen(trust)) == 0);
    }
    expect_near(hr_heat_default(HR_HEAT_DIE, HR_HARSH) + hr_heat_default(HR_HEAT_PLATE, HR_HARSH), 250, 1e-12);
    expect_near(hr_heat_default(HR_HEAT_DIE, HR_KIND) + hr_heat_default(HR_HEAT_PLATE, HR_KIND), 450, 1e-12);
}

static hr_heat_trip at_corner(hr_corner corner)
{
    hr_heat_trip x = trip(1000, 40, hr_heat_default(HR_HEAT_COAST_DOWN, corner));
    x.die = hr_heat_default(HR_HEAT_DIE, corner);
    x.plate = hr_heat_default(HR_HEAT_PLATE, corner);
    x.die_resistance = hr_heat_default(HR_HEAT_DIE_RESISTANCE, corner);
    return x;
}

/* No point of the box is outside what its two corners say. */
static void corners_hold_what_is_between(void **state)
{
    (void)state;
    uint64_t seed = 5;
    hr_heat_trip x[HR_CORNERS_OF_TIME];
    double t[HR_CORNERS_OF_TIME];
    for (int c = 0; c < HR_CORNERS_OF_TIME; c++) {
        x[c] = at_corner((hr_corner)c);
        t[c] = time_to(&x[c], C(87));
    }
    char text[HR_HEAT_TIMES_TEXT];
    hr_heat_times_text(text, sizeof text, &(hr_heat_times){t[HR_KIND], t[HR_NOMINAL], t[HR_HARSH]});
    assert_string_equal(text, "10 s (1..28)");
    for (int i = 0; i < 20; i++) {
        hr_heat_trip y = x[HR_NOMINAL];
        const double part = random_part(&seed); /* die and plate move together */
        y.die = x[HR_HARSH].die + part * (x[HR_KIND].die - x[HR_HARSH].die);
        y.plate = x[HR_HARSH].plate + part * (x[HR_KIND].plate - x[HR_HARSH].plate);
        y.coast_down = between(&seed, 0.5, 5);
        y.die_resistance = between(&seed, 0.008, 0.025);
        const double now = time_to(&y, C(87));
        assert_true(now >= t[HR_HARSH] && now <= t[HR_KIND]);
    }
}

/* --- text ------------------------------------------------------------------------------------------------------------ */

static void times_as_text(void **state)
{
    (void)state;
    static const struct {
        hr_heat_times t; /* kind, nominal, harsh */
        const char *text;
    } rows[] = {
        {{70 * 60, 43 * 60, 31 * 60}, "43 min (31..70)"},
        {{31 * 60, 43 * 60, 70 * 60}, "43 min (31..70)"},
        {{21, 8.2, 1.8}, "8.2 s (1.8..21)"},
        {{INFINITY, 43 * 60, 31 * 60}, "43 min (31..never)"},
        {{INFINITY, INFINITY, 31 * 60}, "never (31 min..never)"},
        {{INFINITY, INFINITY, INFINITY}, "never"},
        {{3 * 3600, 50, 12}, "50 s (12 s..3 h)"},
        {{30 * 60, 43 * 60, 1.5}, "43 min (1.5 s..30 min)"},
        {{5, 0, 0}, "0 s (0..5)"},
        {{0, 0, 0}, "0 s"},
        {{12.01, 12, 11.99}, "12 s"},
        {{150, 119, 60}, "119 s (60..150)"},
        {{4 * 3600, 2.5 * 3600, 40 * 60}, "2.5 h (0.67..4)"},
        {{0.02, 0.01, 0}, "0.01 s (0..0.02)"},
        {{NAN, 1, 1}, "unknown"},
        {{1, NAN, 1}, "unknown"},
        {{1, 1, NAN}, "unknown"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[HR_HEAT_TIMES_TEXT];
        const size_t n = hr_heat_times_text(text, sizeof text, &rows[i].t);
        assert_string_equal(text, rows[i].text);
        assert_int_equal(n, strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_pump_trips),
        cmocka_unit_test(nothing_flows),
        cmocka_unit_test(a_part_at_once),
        cmocka_unit_test(below_the_table),
        cmocka_unit_test(ends_of_two_nodes),
        cmocka_unit_test(against_small_steps),
        cmocka_unit_test(what_helps),
        cmocka_unit_test(never_and_already),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(one_lump),
        cmocka_unit_test(no_flow_at_all),
        cmocka_unit_test(soak),
        cmocka_unit_test(zones),
        cmocka_unit_test(gaps),
        cmocka_unit_test(defaults),
        cmocka_unit_test(corners_hold_what_is_between),
        cmocka_unit_test(times_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
