/* heat_time.c - see heat_time.h.
 *
 * The chip is a linear system of two equations whose coefficient changes as the flow goes down. It is stiff where die
 * and case are close (0.6 s against minutes of a tail), so it is solved by Radau IIA with three stages, order 5 (E.
 * Hairer, G. Wanner, Solving Ordinary Differential Equations II, IV.5). One step is compared with two halves, which
 * sets the length of the next. */
#include "engine/heat_time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "engine/plant_laws.h"

/* --- values where none is given ----------------------------------------------------------------------------------- */

/* What die and plate hold is known together only, 250 to 450 J/K; both go by the sum, in proportion. */
#define LEAST (250.0 / 350)
#define MOST (450.0 / 350)
#define ROW(field, v, lo, hi, dim, shown, harsh, trust, source) \
    { \
        (field), {(v), (lo), (hi), (dim), (source)}, (shown), (harsh), (trust) \
    }

const hr_heat_default_row hr_heat_defaults[HR_HEAT_DEFAULTS] = {
    [HR_HEAT_COAST_DOWN] = ROW("coast_down", 1.5, 0.5, 5, HR_DIM_SECOND, "1.5 s", HR_HARSH_LOW, HR_ASSUMED,
                               "assumed, 0.5 to 5 s: twice the energy of the rotor over its power"),
    [HR_HEAT_DIE] = ROW("plate.die_capacity", 40, 40 * LEAST, 40 * MOST, HR_DIM_NONE, "40 J/K", HR_HARSH_LOW,
                        HR_ASSUMED, "assumed; with the plate 250 to 450 J/K"),
    [HR_HEAT_PLATE] = ROW("plate.capacity", 310, 310 * LEAST, 310 * MOST, HR_DIM_NONE, "310 J/K", HR_HARSH_LOW,
                          HR_ASSUMED, "assumed; with the die 250 to 450 J/K"),
    [HR_HEAT_DIE_RESISTANCE] =
        ROW("plate.die_resistance", 0.015, 0.008, 0.025, HR_DIM_KELVIN_PER_WATT, "0.015 K/W", HR_HARSH_HIGH, HR_ASSUMED,
            "assumed, 0.008 to 0.025 K/W: what chip makers do not publish"),
    [HR_HEAT_VOLUME_TCS] = ROW("volume", 0.5e-6, 0.3e-6, 2e-6, HR_DIM_NONE, "0.5 L/kW", HR_HARSH_LOW, HR_ASSUMED,
                               "assumed, 0.3 to 2 L/kW of a loop that cools racks"),
    [HR_HEAT_VOLUME_FWS] = ROW("volume", 5e-6, 2e-6, 15e-6, HR_DIM_NONE, "5 L/kW", HR_HARSH_LOW, HR_ASSUMED,
                               "assumed, 2 to 15 L/kW of facility water"),
    [HR_HEAT_ZONE_MASS] = ROW("thermal_mass", 4, 0, 8, HR_DIM_NONE, "4 kJ/K per kW", HR_HARSH_LOW, HR_ASSUMED,
                              "assumed, 0 to 8 kJ/K per kW of racks: what keeps step with the air"),
    [HR_HEAT_VFD_RESTART] = ROW("restart", 10, 5, 60, HR_DIM_SECOND, "10 s", HR_HARSH_HIGH, HR_ASSUMED,
                                "assumed, 5 to 60 s: a drive, after its supply returns"),
    [HR_HEAT_STANDBY_DETECT] = ROW("standby_detect", 2, 0.5, 10, HR_DIM_SECOND, "2 s", HR_HARSH_HIGH, HR_ASSUMED,
                                   "assumed, 0.5 to 10 s until a stopped pump is called"),
    [HR_HEAT_STANDBY_RUN_UP] = ROW("standby_run_up", 30, 5, 30, HR_DIM_SECOND, "30 s", HR_HARSH_HIGH, HR_ASSUMED,
                                   "assumed, 5 to 30 s from rest to full speed"),
    [HR_HEAT_CHILLER_RESTART] = ROW("restart", 300, 60, 900, HR_DIM_SECOND, "5 min", HR_HARSH_HIGH, HR_ASSUMED,
                                    "assumed, 1 to 15 min after its supply returns"),
    [HR_HEAT_SHUTDOWN] = ROW("plate.shutdown", 6, 6, 6, HR_DIM_KELVIN_DIFF, "6 K above slowdown", HR_HARSH_NONE,
                             HR_SECONDARY, "secondary, two modules: 89 to 95 and 88 to 94 degC"),
};

double hr_heat_default(hr_heat_which which, hr_corner corner)
{
    const hr_heat_default_row *row = &hr_heat_defaults[which];
    const hr_num n = {.v = row->value.v, .lo = row->value.lo, .hi = row->value.hi};
    return hr_num_at(&n, row->harsh, corner);
}

/* --- a chip after a pump trip ------------------------------------------------------------------------------------- */

#define STAGES 3
#define ROOT6 2.449489742783178
#define TOLERANCE 1e-9        /* of the rise, for each step */
#define LEAST_TOLERANCE 1e-12 /* of the temperature: rounding is below */

static const double STAGE[STAGES] = {(4 - ROOT6) / 10, (4 + ROOT6) / 10, 1};
/* The inverse of the method's weights. */
static const double INVERSE[STAGES][STAGES] = {{2 + ROOT6 / 2, -1.2 + 29 * ROOT6 / 30, 0.4 - 4 * ROOT6 / 15},
                                               {-1.2 - 29 * ROOT6 / 30, 2 - ROOT6 / 2, 0.4 + 4 * ROOT6 / 15},
                                               {-1 + 8 * ROOT6 / 3, -1 - 8 * ROOT6 / 3, 5}};

typedef struct nodes { /* K above the inlet */
    double die, plate;
} nodes;

static bool is_at_least(double v, double least) { return isfinite(v) && v >= least; }

static bool holds(const hr_heat_trip *x)
{
    return is_at_least(x->power, 0) && isfinite(x->inlet) && is_at_least(x->die_resistance, 0) &&
           is_at_least(x->die, 0) && is_at_least(x->plate, 0) && x->plate > 0 && x->curve->n > 0 &&
           is_at_least(x->flow, 0) && is_at_least(x->coast_down, 0) && is_at_least(x->left, 0) && x->left <= 1;
}

static double flow_at(const hr_heat_trip *x, double t)
{
    const double speed = x->coast_down > 0 ? hr_coast_down(t, x->coast_down) : 0;
    return x->flow * (x->left + (1 - x->left) * speed);
}

/* W/K from case to coolant. */
static double conductance_at(const hr_heat_trip *x, double t)
{
    double r;
    return hr_plate_resistance(x->curve, flow_at(x, t), &r) ? 1 / r : 0;
}

/* Gauss with pivots; the last column is the right side and then the solution. */
static void solve(double a[STAGES][STAGES + 1])
{
    for (int k = 0; k < STAGES; k++) {
        int best = k;
        for (int i = k + 1; i < STAGES; i++)
            if (fabs(a[i][k]) > fabs(a[best][k])) best = i;
        for (int j = k; best != k && j <= STAGES; j++) {
            const double kept = a[k][j];
            a[k][j] = a[best][j];
            a[best][j] = kept;
        }
        for (int i = k + 1; i < STAGES; i++) {
            const double f = a[i][k] / a[k][k];
            for (int j = k + 1; j <= STAGES; j++) a[i][j] -= f * a[k][j];
        }
    }
    for (int k = STAGES - 1; k >= 0; k--) {
        for (int j = k + 1; j < STAGES; j++) a[k][STAGES] -= a[k][j] * a[j][STAGES];
        a[k][STAGES] /= a[k][k];
    }
}

/* With z for the rises at the stages, B for the inverse of the weights and G for what the plate gives away:
 *   C_plate B z_plate / h = (die - plate) / R_jc - G plate    gives z_die where z_plate is known,
 *   C_die B z_die / h = P - C_plate B z_plate / h - G plate   with that put in is three equations for z_plate.
 * Nothing is divided by R_jc or C_die, so either may be 0. */
static nodes step(const hr_heat_trip *x, double t, double h, nodes y)
{
    const double lag = x->die * x->die_resistance, apart = y.die - y.plate;
    double away[STAGES], inner[STAGES][STAGES], right[STAGES], a[STAGES][STAGES + 1];
    for (int i = 0; i < STAGES; i++) {
        away[i] = conductance_at(x, t + STAGE[i] * h);
        right[i] = x->die * apart - lag * away[i] * y.plate;
        for (int j = 0; j < STAGES; j++) inner[i][j] = lag * x->plate / h * INVERSE[i][j];
        inner[i][i] += lag * away[i] + x->die + x->plate;
    }
    for (int i = 0; i < STAGES; i++) {
        for (int j = 0; j <= STAGES; j++) {
            a[i][j] = 0;
            for (int k = 0; k < STAGES; k++) a[i][j] += INVERSE[i][k] * (j < STAGES ? inner[k][j] : right[k]);
        }
        a[i][i] += h * away[i];
        a[i][STAGES] += h * (x->power - away[i] * y.plate);
    }
    solve(a);
    double slope = 0; /* of the plate at the end, where the last stage stands */
    for (int j = 0; j < STAGES; j++) slope += INVERSE[STAGES - 1][j] * a[j][STAGES] / h;
    y.plate += a[STAGES - 1][STAGES];
    y.die = y.plate + x->die_resistance * (x->plate * slope + away[STAGES - 1] * y.plate);
    return y;
}

/* The step from (t, y) that ends with the die at `goal`; one of `h` goes as far or beyond. False position, the end that
 * stays counted half (Illinois). */
static double step_to(const hr_heat_trip *x, double t, double h, nodes y, double goal)
{
    const double near = 1e-11 * (goal - y.die);
    double lo = 0, below = y.die - goal, hi = h, above = step(x, t, h, y).die - goal, s = h;
    for (int i = 0; i < 100 && above > 0 && hi - lo > 1e-12 * (t + hi); i++) {
        s = (lo * above - hi * below) / (above - below);
        const double off = step(x, t, s, y).die - goal;
        if (fabs(off) <= near) return s;
        if (off < 0) {
            lo = s;
            below = off;
            above /= 2;
        } else {
            hi = s;
            above = off;
            below /= 2;
        }
    }
    return s;
}

/* When the flow comes down to a point of the table, where the curve has a bend. */
static double bend_at(const hr_heat_trip *x, uint32_t point)
{
    const double part = x->curve->flow[point] / x->flow;
    if (part <= x->left || !(x->coast_down > 0)) return INFINITY;
    return x->coast_down * ((1 - x->left) / (part - x->left) - 1);
}

static double integrate(const hr_heat_trip *x, nodes y, double goal)
{
    const double rise = goal - y.die, tolerance = fmax(TOLERANCE * rise, LEAST_TOLERANCE * goal);
    double t = 0, h = 0.1 * rise * (x->die + x->plate) / x->power;
    uint32_t point = 0; /* points below the flow of now */
    while (point < x->curve->n && x->curve->flow[point] < x->flow) point++;
    while (t < HR_HEAT_HORIZON) {
        while (point > 0 && bend_at(x, point - 1) <= t) point--;
        const double bend = point > 0 ? bend_at(x, point - 1) : INFINITY;
        const double take = fmin(h, bend - t);
        const nodes half = step(x, t, take / 2, y), whole = step(x, t, take, y);
        const nodes end = step(x, t + take / 2, take / 2, half);
        const double off = fmax(fabs(end.die - whole.die), fabs(end.plate - whole.plate)) / 31; /* 2^5 - 1 */
        const double grow = off > 0 ? fmin(fmax(0.9 * pow(tolerance / off, 1.0 / 6), 0.2), 5) : 5;
        if (off > tolerance) {
            h = take * grow;
            continue;
        }
        if (half.die >= goal) return t + step_to(x, t, take / 2, y, goal);
        if (end.die >= goal) return t + take / 2 + step_to(x, t + take / 2, take / 2, half, goal);
        h = take < h ? fmax(h, take * grow) : take * grow;
        t = take < bend - t ? t + take : bend;
        y = end;
    }
    return INFINITY;
}

/* False without flow: then there is no steady temperature to begin with. */
static bool begin(const hr_heat_trip *x, nodes *y)
{
    double r;
    if (!holds(x) || !hr_plate_resistance(x->curve, x->flow, &r)) return false;
    *y = (nodes){x->power * (r + x->die_resistance), x->power * r};
    return true;
}

bool hr_heat_trip_final(const hr_heat_trip *x, double *die)
{
    nodes y;
    double r;
    if (!begin(x, &y)) return false;
    if (hr_plate_resistance(x->curve, x->flow * x->left, &r)) *die = x->inlet + x->power * (r + x->die_resistance);
    else *die = x->power > 0 ? INFINITY : x->inlet;
    return true;
}

bool hr_heat_trip_time(const hr_heat_trip *x, double limit, double *time)
{
    nodes y;
    double final;
    if (isnan(limit) || !begin(x, &y) || !hr_heat_trip_final(x, &final)) return false;
    if (x->inlet + y.die >= limit) *time = 0;
    else if (final <= limit) *time = INFINITY;
    else *time = integrate(x, y, limit - x->inlet);
    return true;
}

/* --- stored heat -------------------------------------------------------------------------------------------------- */

double hr_heat_zone_capacity(double rack_power, double mass, double air) { return rack_power * mass + air; }

double hr_heat_stored_time(double capacity, double rise, double deficit)
{
    if (rise <= 0) return 0;
    if (deficit <= 0) return INFINITY;
    return capacity * rise / deficit;
}

/* --- a time with its corners -------------------------------------------------------------------------------------- */

typedef struct unit {
    const char *name;
    double seconds, from; /* it is used from this many seconds on */
} unit;

static const unit UNITS[] = {{"s", 1, 0}, {"min", 60, 120}, {"h", 3600, 7200}};

static const unit *unit_of(double time)
{
    const unit *u = UNITS;
    for (size_t i = 1; i < sizeof UNITS / sizeof *UNITS; i++)
        if (isfinite(time) && time >= UNITS[i].from) u = &UNITS[i];
    return u;
}

/* Two digits, three from a hundred on. */
static void add_time(char *buf, size_t n, double time, const unit *u, bool named)
{
    char number[32];
    const double v = time / u->seconds;
    hr_num_text(number, sizeof number, v, v >= 100 ? 3 : 2);
    if (isinf(time)) (void)snprintf(buf, n, "never");
    else (void)snprintf(buf, n, named ? "%s %s" : "%s", number, u->name);
}

/* Whether a corner is of the size of the unit, so that it needs none of its own. */
static bool fits(double time, const unit *u)
{
    const double v = time / u->seconds;
    return isinf(time) || time == 0 || ((v >= 0.05 || u == UNITS) && v < 1000);
}

size_t hr_heat_times_text(char *buf, size_t n, const hr_heat_times *t)
{
    char text[3][40];
    if (isnan(t->kind) || isnan(t->nominal) || isnan(t->harsh)) return (size_t)snprintf(buf, n, "unknown");
    const double v[3] = {t->nominal, fmin(t->kind, t->harsh), fmax(t->kind, t->harsh)};
    const unit *u = unit_of(v[0]);
    const bool shared = isfinite(v[0]) && fits(v[1], u) && fits(v[2], u);
    for (int i = 0; i < 3; i++) add_time(text[i], sizeof text[i], v[i], shared ? u : unit_of(v[i]), true);
    if (strcmp(text[1], text[0]) == 0 && strcmp(text[2], text[0]) == 0) return (size_t)snprintf(buf, n, "%s", text[0]);
    for (int i = 1; shared && i < 3; i++) add_time(text[i], sizeof text[i], v[i], u, false);
    return (size_t)snprintf(buf, n, "%s (%s..%s)", text[0], text[1], text[2]);
}
