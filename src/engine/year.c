/* year.c - the energies of a year of outdoor air: the coupled state (couple.c) at each temperature that the year has.
 *
 * Loads draw what they are declared with all the year, so two hours of the same outdoor air are the same hour: the rows
 * are sorted by what coolers here look at (dry bulb, wet bulb or neither), equal ones are solved once and counted. That
 * makes the sums independent of the order of rows, too. Each state begins with the feeds of the one before.
 *
 * An hour that is not known makes the year not known: missing weather, a cooler beyond what it is made for (a heat that
 * it cannot carry, an outdoor air above its `max_outdoor`), a state that does not come to rest. */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/cooling.h"

#define NOT_KNOWN (-1.0)

typedef struct hour { /* rows of one outdoor air; 0 K where nothing looks at it */
    double dry_bulb, wet_bulb, dew_point;
    uint32_t n;
} hour;

/* --- the different hours ----------------------------------------------------------------------------------------------- */

typedef struct looks { /* what coolers look at */
    bool dry_bulb, wet_bulb, dew_point;
} looks;

static looks find_looks(const cooling *c)
{
    looks l = {false, false, false};
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        if (x->body == COOL_NONE) continue;
        if (x->f.law == HR_LAW_FREE && x->f.max_outdoor->presence) l.dry_bulb = true;
        if (x->f.law == HR_LAW_FREE && x->f.max_dew_point->presence) l.dew_point = true;
        if (x->to != COOL_NONE) continue;
        if (x->f.law == HR_LAW_WET) l.wet_bulb = true;
        else if (x->f.law == HR_LAW_DRY || x->f.law == HR_LAW_COMPRESSOR || x->f.law == HR_LAW_FREE) l.dry_bulb = true;
    }
    return l;
}

static double wet_bulb_of(const hr_weather_row *r)
{
    double wet;
    if (r->wet_bulb >= 0) return r->wet_bulb;
    if (r->dry_bulb < 0 || r->humidity < 0 || r->pressure < 0) return NOT_KNOWN;
    return hr_air_wet_bulb(r->dry_bulb, r->humidity, r->pressure, &wet) ? wet : NOT_KNOWN;
}

static double dew_point_of(const hr_weather_row *r, double pressure)
{
    double dew;
    if (r->dry_bulb < 0) return NOT_KNOWN;
    if (r->humidity >= 0 && r->pressure >= 0)
        return hr_air_dew_of_humidity(r->dry_bulb, r->humidity, r->pressure, &dew) ? dew : NOT_KNOWN;
    return r->wet_bulb >= 0 && hr_air_dew_of_wet_bulb(r->dry_bulb, r->wet_bulb, pressure, &dew) ? dew : NOT_KNOWN;
}

static int by_air(const void *a, const void *b)
{
    const hour *x = a, *y = b;
    if (x->dry_bulb != y->dry_bulb) return x->dry_bulb < y->dry_bulb ? -1 : 1;
    if (x->wet_bulb != y->wet_bulb) return x->wet_bulb < y->wet_bulb ? -1 : 1;
    return (x->dew_point > y->dew_point) - (x->dew_point < y->dew_point);
}

/* Ascending; how many different ones. */
static uint32_t sort_hours(const hr_weather *w, looks l, double pressure, hour *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        const hr_weather_row *r = &w->row[i];
        out[i] = (hour){.dry_bulb = l.dry_bulb ? r->dry_bulb : 0,
                        .wet_bulb = l.wet_bulb ? wet_bulb_of(r) : 0,
                        .dew_point = l.dew_point ? dew_point_of(r, pressure) : 0,
                        .n = 1};
    }
    qsort(out, w->n, sizeof *out, by_air);
    for (uint32_t i = 0; i < w->n; i++) {
        if (n && by_air(&out[n - 1], &out[i]) == 0) out[n - 1].n++;
        else out[n++] = out[i];
    }
    return n;
}

/* --- sums -------------------------------------------------------------------------------------------------------------- */

static cool_amount outdoor(double T) { return T > 0 ? cool_known(T) : cool_unknown(HR_NONE, "weather"); }

/* The first cooler that this hour asks for more than it is made for. */
static bool is_beyond(const cooling *c, cool_amount *why)
{
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        const cool_cooler *x = &c->cooler[i];
        if (x->lives != HR_S_KNOWN || x->body == COOL_NONE) continue;
        const hr_num *most =
            x->to == COOL_NONE && x->f.law != HR_LAW_FREE ? hr_unit_num(c->e->site, x->unit, "max_outdoor") : NULL;
        bool hot = most && most->presence && cool_is(&x->outdoor) &&
                   x->outdoor.v > hr_num_at(most, HR_HARSH_LOW, c->e->corner);
        bool own = x->supply.state == HR_S_UNKNOWN && x->supply.unit == x->unit;
        bool shut = own && strcmp(x->supply.missing, "free cooling") == 0;
        bool heat = own && strcmp(x->supply.missing, "capacity") == 0;
        if (hot || shut || heat)
            return *why = cool_unknown(x->unit, hot || shut ? "weather within max_outdoor" : "capacity"), true;
    }
    return false;
}

static cool_amount during(cool_amount a, double s)
{
    a.v *= s;
    return a;
}

static void add_hours(cooling *c, uint32_t n, double step)
{
    cool_amount total = c->total, water = c->water, why = cool_unknown(HR_NONE, "weather");
    bool told = !c->unsolved && !is_beyond(c, &why);
    if (!told) total = water = why;
    cool_add(&c->year.total, during(total, step * n));
    cool_add(&c->year.it, during(c->it, step * n));
    cool_add(&c->year.water, during(water, step * n));
    bool it = cool_is(&c->it);
    if (!it || !cool_is(&total)) c->year.no_power += n;
    int degree = told ? hr_free_cooling_degree(c) : COOL_FREE_N;
    if (degree != COOL_FREE_N) c->year.free[degree] += n;
    if (!it || (!cool_is(&water) && water.state != HR_S_OFF)) c->year.no_water += n;
}

hr_err hr_cooling_year(hr_engine *e, hr_work *w)
{
    cooling *c = e->cooling;
    const hr_weather *weather = e->site->weather;
    const cool_amount none = cool_none(), day[] = {c->dry_bulb, c->wet_bulb, c->dew_point};
    c->year = (cool_year){.total = none, .it = none, .water = none};
    if (!weather) return HR_OK;
    hour *h = hr_malloc(weather->n * sizeof *h);
    if (!h) return HR_ENOMEM;
    const uint32_t n = sort_hours(weather, find_looks(c), c->pressure, h);
    hr_couple_begin(e, w);
    for (uint32_t i = 0; i < n; i++) {
        c->dry_bulb = outdoor(h[i].dry_bulb);
        c->wet_bulb = outdoor(h[i].wet_bulb);
        c->dew_point = outdoor(h[i].dew_point);
        hr_couple_go_on(e, w);
        add_hours(c, h[i].n, weather->step);
    }
    hr_couple_end(e);
    hr_free(h);
    c->dry_bulb = day[0], c->wet_bulb = day[1], c->dew_point = day[2];
    return HR_OK;
}
