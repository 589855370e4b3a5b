/* transformer_table.c - NEC Table 450.3(A) and (B), 2023: verified, but for the one entry marked here. */
#include "rule/transformer_table.h"

#include <math.h>

#include "engine/fault.h"
#include "rule/standard_rating.h"

#define HIGH_VOLTAGE 1000.0 /* V: above it 450.3(A) */

/* --- the transformer ---------------------------------------------------------------------------------------------- */

static void add_primary(const hr_site *s, hr_tx *x)
{
    const hr_unit *u = &s->unit[x->unit];
    hr_device d;
    x->primary_known = u->wire_count > 0;
    for (hr_id w = u->wire_first; w < u->wire_first + u->wire_count; w++) {
        if (s->wire[w].role == HR_WIRE_TIE) continue; /* on its secondary */
        bool said = hr_device_at(s, w, &d) && d.rec->rating.presence;
        x->primary_known = x->primary_known && said;
        for (int c = 0; said && c < HR_CORNERS; c++)
            x->primary[c] = fmax(x->primary[c], hr_num_at(&d.rec->rating, HR_HARSH_HIGH, (hr_corner)c));
        x->primary_fuse |= said && d.rec->kind.presence && d.rec->kind.v == HR_KIND_FUSE;
    }
}

static void add_secondary(const hr_site *s, hr_tx *x)
{
    hr_device d;
    for (hr_id w = 0; w < s->n_wire; w++) {
        const hr_wire *wire = &s->wire[w];
        if (wire->parent != x->unit) continue;
        bool side = wire->role == HR_WIRE_SIDE;
        bool said = hr_device_at(s, side ? s->n_wire + wire->child : w, &d) && d.rec->rating.presence;
        x->secondary1 = ++x->n_secondary == 1 && !side ? w : HR_NONE;
        if (!said && x->unsaid == HR_NONE) x->unsaid = wire->child;
        for (int c = 0; said && c < HR_CORNERS; c++)
            x->secondary[c] += hr_num_at(&d.rec->rating, HR_HARSH_HIGH, (hr_corner)c);
        x->secondary_fuse |= said && d.rec->kind.presence && d.rec->kind.v == HR_KIND_FUSE;
    }
}

bool hr_tx_of(const hr_site *s, hr_id unit, hr_tx *out)
{
    if (!hr_has_transformer(s, unit)) return false;
    *out = (hr_tx){.unit = unit,
                   .rating = hr_unit_num(s, unit, "rating"),
                   .impedance = hr_unit_num(s, unit, "impedance"),
                   .supervised = hr_unit_flag(s, unit, "supervised"),
                   .v = {s->nominal[unit].vin, s->nominal[unit].vout},
                   .phases = s->nominal[unit].phases,
                   .unsaid = HR_NONE,
                   .secondary1 = HR_NONE};
    add_primary(s, out);
    add_secondary(s, out);
    return true;
}

double hr_tx_amperes(const hr_tx *x, int side, hr_corner c)
{
    return hr_rated_amperes(hr_num_at(x->rating, HR_HARSH_LOW, c), x->v[side], x->phases);
}

/* --- the tables ------------------------------------------------------------------------------------------------------ */

typedef struct row {
    double breaker, fuse;           /* primary, above 1000 V */
    double high_breaker, high_fuse; /* secondary above 1000 V */
    uint8_t high_trust;             /* of the secondary above 1000 V */
} row;

enum { UP_TO_6, UP_TO_10 };
/* Where both copies that were read differ (300 / 250 or 250 / 225 % at Z <= 6 %) the entry is as recalled. */
static const row any_place[] = {{6, 3, 3, 2.5, HR_RECALLED}, {4, 3, 2.5, 2.25, HR_VERIFIED}};
static const row supervised[] = {{6, 3, 3, 2.5, HR_VERIFIED}, {4, 3, 2.5, 2.25, HR_VERIFIED}};
#define ALONE_BREAKER 3.0 /* supervised, any impedance: no secondary device is asked for */
#define ALONE_FUSE 2.5

static bool is_supervised(const hr_tx *x) { return x->supervised && x->supervised->presence && x->supervised->v; }

/* Lacks its row without an impedance, and with one that the table does not have. */
static const char *lacks_row(const hr_tx *x)
{
    if (!x->impedance || !x->impedance->presence) return "impedance";
    return x->impedance->v > 0.10 ? "impedance of at most 10 %" : NULL;
}

static const row *row_of(const hr_tx *x)
{
    return &(is_supervised(x) ? supervised : any_place)[x->impedance->v <= 0.06 ? UP_TO_6 : UP_TO_10];
}

/* 125 %, or the next standard rating; small ones more. */
static double alone_factor(double amperes) { return amperes >= 9 ? 1.25 : amperes >= 2 ? 1.67 : 3.0; }

static bool primary_within(const hr_tx *x, const hr_tx_limit *l)
{
    if (!x->primary_known) return false;
    for (int c = 0; c < HR_CORNERS; c++)
        if (hr_row_beyond(HR_MAX, x->primary[c], hr_tx_value(x, 0, l, (hr_corner)c))) return false;
    return true;
}

static hr_tx_limit alone_low(const hr_tx *x)
{
    double i = hr_tx_amperes(x, 0, HR_NOMINAL);
    return (hr_tx_limit){.factor = alone_factor(i), .round_up = i >= 9, .why = "450.3(B), primary only"};
}

static hr_tx_limit alone_high(bool fuse)
{
    return (hr_tx_limit){.factor = fuse ? ALONE_FUSE : ALONE_BREAKER, .why = "450.3(A), supervised, primary only"};
}

static bool alone_if_supervised(const hr_tx *x)
{
    hr_tx_limit l = alone_high(x->primary_fuse);
    return primary_within(x, &l);
}

bool hr_tx_alone(const hr_tx *x)
{
    hr_tx_limit l = alone_low(x);
    return x->v[0] > HIGH_VOLTAGE ? is_supervised(x) && alone_if_supervised(x) : primary_within(x, &l);
}

hr_tx_limit hr_tx_primary(const hr_tx *x, bool fuse)
{
    bool alone = hr_tx_alone(x);
    if (x->v[0] <= HIGH_VOLTAGE)
        return alone ? alone_low(x) : (hr_tx_limit){.factor = 2.5, .why = "450.3(B), primary and secondary"};
    if (alone) return alone_high(fuse);
    if (lacks_row(x)) return (hr_tx_limit){.missing = lacks_row(x)};
    return (hr_tx_limit){.factor = fuse ? row_of(x)->fuse : row_of(x)->breaker,
                         .why = is_supervised(x) ? "450.3(A), supervised" : "450.3(A), any location"};
}

static bool beyond(const hr_tx *x, const hr_tx_limit *l)
{
    return hr_row_beyond(HR_MAX, x->secondary[HR_NOMINAL], hr_tx_value(x, 1, l, HR_NOMINAL));
}

/* Up to 1000 V the impedance decides nothing. Whether it is supervised is asked for only where that would help. */
static hr_tx_limit secondary_low(const hr_tx *x)
{
    bool said = x->supervised && x->supervised->presence;
    hr_tx_limit more = {.factor = 2.5, .why = "450.3(A), supervised"};
    hr_tx_limit l = {.factor = 1.25, .round_up = true, .why = "450.3(A), any location"};
    if (is_supervised(x)) {
        more.missing = lacks_row(x);
        return more;
    }
    bool helps = alone_if_supervised(x) || !beyond(x, &more);
    if (!said && beyond(x, &l) && helps) l.missing = "supervised";
    return l;
}

hr_tx_limit hr_tx_secondary(const hr_tx *x)
{
    double i = hr_tx_amperes(x, 1, HR_NOMINAL);
    if (x->v[0] <= HIGH_VOLTAGE)
        return (hr_tx_limit){
            .factor = i >= 9 ? 1.25 : 1.67, .round_up = i >= 9, .why = "450.3(B), primary and secondary"};
    if (x->v[1] <= HIGH_VOLTAGE) return secondary_low(x);
    if (lacks_row(x)) return (hr_tx_limit){.missing = lacks_row(x)};
    return (hr_tx_limit){.factor = x->secondary_fuse ? row_of(x)->high_fuse : row_of(x)->high_breaker,
                         .why = is_supervised(x) ? "450.3(A), supervised" : "450.3(A), any location",
                         .trust = row_of(x)->high_trust};
}

double hr_tx_value(const hr_tx *x, int side, const hr_tx_limit *l, hr_corner c)
{
    double a = l->factor * hr_tx_amperes(x, side, c);
    return l->round_up ? hr_standard_or_own(a) : a;
}

void hr_tx_words(const hr_tx *x, int side, const hr_tx_limit *l, hr_buf *out)
{
    bool three = !x->phases || (x->phases & (HR_A | HR_B | HR_C)) == (HR_A | HR_B | HR_C);
    double i = hr_tx_amperes(x, side, HR_NOMINAL), value = hr_tx_value(x, side, l, HR_NOMINAL);
    hr_put_quantity(out, x->rating->v, HR_DIM_VA);
    hr_buf_z(out, three ? " / (sqrt(3) x " : " / (");
    hr_put_quantity(out, x->v[side], HR_DIM_VOLT);
    hr_buf_z(out, x->phases & HR_N && !three ? " / sqrt(3)) = " : ") = ");
    hr_put_quantity(out, i, HR_DIM_AMP);
    hr_buf_printf(out, " x %g %% (%s) = ", 100 * l->factor, l->why);
    hr_put_quantity(out, l->factor * i, HR_DIM_AMP);
    if (!l->round_up || value <= l->factor * i) return;
    hr_buf_z(out, ", next standard rating ");
    hr_put_quantity(out, value, HR_DIM_AMP);
}
