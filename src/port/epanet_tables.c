/* epanet_tables.c - options, patterns and curves of an .inp file. */
#include <string.h>

#include "port/epanet_reader.h"
#include "port/epanet_units.h"

/* --- options ----------------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    double per_cfs;
    bool metric;
} flow_units[] = {
    {"CFS", 1, false},      {"GPM", 448.831, false}, {"MGD", 0.64632, false}, {"IMGD", 0.5382, false},
    {"AFD", 1.9837, false}, {"LPS", 28.317, true},   {"LPM", 1699.0, true},   {"MLD", 2.4466, true},
    {"CMH", 101.94, true},  {"CMD", 2446.6, true},   {"CMS", 0.028317, true},
};

static bool set_units(epanet_reader *r, const epanet_words *w)
{
    for (size_t i = 0; i < sizeof flow_units / sizeof *flow_units; i++) {
        if (!epanet_is(w->word[1], flow_units[i].word)) continue;
        r->flow_unit = EPANET_CFS / flow_units[i].per_cfs;
        r->metric = flow_units[i].metric;
        r->length_unit = r->metric ? 1 : EPANET_FOOT;
        return true;
    }
    return epanet_fault(&r->t, w->at[1],
                        "UNITS is CFS, GPM, MGD, IMGD, AFD, LPS, LPM, MLD, CMH, CMD or CMS; found `%.*s`",
                        HR_STR_FMT(w->word[1]));
}

static bool set_headloss(epanet_reader *r, const epanet_words *w)
{
    static const char *const word[] = {"D-W", "H-W", "C-M"};
    for (uint8_t i = 0; i < 3; i++)
        if (epanet_is(w->word[1], word[i])) return r->friction = i, true;
    return epanet_fault(&r->t, w->at[1], "HEADLOSS is H-W, D-W or C-M; found `%.*s`", HR_STR_FMT(w->word[1]));
}

/* Options of two words: DEMAND MULTIPLIER, DEMAND MODEL. */
static bool set_second(epanet_reader *r, const epanet_words *w, bool *known)
{
    *known = true;
    if (epanet_is(w->word[0], "DEMAND") && epanet_is(w->word[1], "MULTIPLIER"))
        return w->n > 2 && epanet_number(&r->t, w, 2, "DEMAND MULTIPLIER", 0, &r->demand_multiplier);
    if (epanet_is(w->word[0], "DEMAND") && epanet_is(w->word[1], "MODEL") && w->n > 2) {
        if (epanet_is(w->word[2], "DDA")) return true;
        return epanet_fault(&r->t, w->at[2], "only DEMAND MODEL DDA is read; found `%.*s`", HR_STR_FMT(w->word[2]));
    }
    *known = false;
    return true;
}

static bool is_passed_over(hr_str word)
{
    static const char *const known[] = {
        "TRIALS",     "ACCURACY",  "UNBALANCED", "CHECKFREQ", "MAXCHECK",   "DAMPLIMIT",   "HEADERROR",
        "FLOWCHANGE", "TOLERANCE", "QUALITY",    "MAP",       "HYDRAULICS", "DIFFUSIVITY", "PRESSURE",
        "SEGMENTS",   "MINIMUM",   "REQUIRED",   "EMITTER",   "BACKFLOW",   "SPECIFIC",    "STATUS"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (epanet_is(word, known[i])) return true;
    return false;
}

void epanet_read_option(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    bool known;
    if (!epanet_split(&r->t, line, 1, &w)) return;
    if (is_passed_over(w.word[0])) {
        if (!r->options_noted)
            epanet_note(&r->t, w.at[0],
                        "options that change neither flows nor heads, `%.*s` and others, are passed over",
                        HR_STR_FMT(w.word[0]));
        r->options_noted = true;
        return;
    }
    if (w.n < 2) {
        (void)epanet_fault(&r->t, w.at[0], "an option without a value: `%.*s`", HR_STR_FMT(w.word[0]));
        return;
    }
    if (epanet_is(w.word[0], "UNITS")) (void)set_units(r, &w);
    else if (epanet_is(w.word[0], "HEADLOSS")) (void)set_headloss(r, &w);
    else if (epanet_is(w.word[0], "VISCOSITY")) (void)epanet_number(&r->t, &w, 1, "VISCOSITY", 1e-12, &r->viscosity);
    else if (epanet_is(w.word[0], "PATTERN")) r->default_pattern = w.word[1];
    else if (!set_second(r, &w, &known)) (void)(w.n > 2 || epanet_fault(&r->t, w.at[1], "a value is missing"));
    else if (!known) (void)epanet_fault(&r->t, w.at[0], "`%.*s` is no option", HR_STR_FMT(w.word[0]));
}

/* Later times are of no interest, but the first moment may lie inside the patterns. */
void epanet_read_time(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    if (!epanet_split(&r->t, line, 1, &w)) return;
    if (w.n > 2 && epanet_is(w.word[0], "PATTERN") && epanet_is(w.word[1], "START")) {
        for (uint32_t i = 0; i < w.word[2].n; i++) {
            char c = w.word[2].s[i];
            if (c == '0' || c == ':' || c == '.') continue;
            (void)epanet_fault(&r->t, w.at[2],
                               "patterns are read from their beginning only: PATTERN START is 0; found `%.*s`",
                               HR_STR_FMT(w.word[2]));
            return;
        }
    }
    if (!r->times_noted) epanet_note(&r->t, w.at[0], "[TIMES] is passed over: only the first moment is read");
    r->times_noted = true;
}

/* --- patterns ---------------------------------------------------------------------------------------------- */

void epanet_read_pattern(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    double value;
    uint32_t old;
    if (!epanet_split(&r->t, line, 2, &w) || !epanet_number(&r->t, &w, 1, "a multiplier", -1e30, &value)) return;
    if (!hr_map_add(&r->patterns, w.word[0], (uint32_t)r->pattern.n, &old)) {
        epanet_no_memory(&r->t);
        return;
    }
    if (old != HR_NONE) return; /* a later line of the same: later hours */
    double *slot = hr_vec_push(&r->pattern, sizeof *slot);
    if (slot == NULL) epanet_no_memory(&r->t);
    else *slot = value;
}

bool epanet_pattern(epanet_reader *r, hr_str name, hr_span at, double *value)
{
    uint32_t i = hr_map_get(&r->patterns, name);
    if (i == HR_NONE) return epanet_fault(&r->t, at, "there is no pattern `%.*s`", HR_STR_FMT(name));
    *value = ((double *)r->pattern.item)[i];
    return true;
}

/* --- curves ------------------------------------------------------------------------------------------------ */

static bool add_point(epanet_reader *r, epanet_curve *c, double x, double y)
{
    double *px = hr_vec_push(&c->x, sizeof *px), *py = hr_vec_push(&c->y, sizeof *py);
    if (px == NULL || py == NULL) return epanet_no_memory(&r->t), false;
    *px = x, *py = y;
    return true;
}

void epanet_read_curve(epanet_reader *r, const epanet_line *line)
{
    epanet_words w;
    uint32_t old;
    if (!epanet_split(&r->t, line, 3, &w)) return;
    if (!hr_map_add(&r->curves, w.word[0], (uint32_t)r->curve.n, &old)) {
        epanet_no_memory(&r->t);
        return;
    }
    if (old == HR_NONE) {
        epanet_curve *slot = hr_vec_push(&r->curve, sizeof *slot);
        if (slot == NULL) {
            epanet_no_memory(&r->t);
            return;
        }
        *slot = (epanet_curve){.name = w.word[0], .at = w.at[0]};
        old = (uint32_t)r->curve.n - 1;
    }
    epanet_curve *c = &((epanet_curve *)r->curve.item)[old];
    if (w.n % 2 == 0) {
        (void)epanet_fault(&r->t, w.at[w.n - 1], "points of a curve are pairs of numbers");
        return;
    }
    for (uint32_t i = 1; i < w.n; i += 2) {
        double x, y;
        if (!epanet_number(&r->t, &w, i, "x of a curve", -1e30, &x)) return;
        if (!epanet_number(&r->t, &w, i + 1, "y of a curve", -1e30, &y) || !add_point(r, c, x, y)) return;
    }
}

/* The points in m3/s and m, with room for one before them. NULL with a fault. */
static double *points_of(epanet_reader *r, hr_str name, hr_span at, uint32_t *n, double **h)
{
    uint32_t i = hr_map_get(&r->curves, name);
    if (i == HR_NONE) return epanet_fault(&r->t, at, "there is no curve `%.*s`", HR_STR_FMT(name)), NULL;
    const epanet_curve *c = &((epanet_curve *)r->curve.item)[i];
    double *q = HR_NEW_ARRAY(r->arena, double, c->x.n + 1);
    *h = HR_NEW_ARRAY(r->arena, double, c->x.n + 1);
    *n = (uint32_t)c->x.n;
    if (q == NULL || *h == NULL) return epanet_no_memory(&r->t), NULL;
    for (uint32_t k = 0; k < *n; k++) {
        q[k + 1] = ((double *)c->x.item)[k] * r->flow_unit;
        (*h)[k + 1] = ((double *)c->y.item)[k] * r->length_unit;
    }
    return q;
}

/* a - b q^c through three points, the first without flow. */
static bool fit_law(hr_pump_curve *out, double h0, double q1, double h1, double q2, double h2)
{
    if (!(h0 > h1 && h1 > h2 && q1 > 0 && q2 > q1)) return false;
    double c = log((h0 - h2) / (h0 - h1)) / log(q2 / q1);
    return c > 0 && c <= 20 && hr_pump_curve_law(out, h0, (h0 - h1) / pow(q1, c), c, q1);
}

const hr_pump_curve *epanet_pump_curve(epanet_reader *r, hr_str name, hr_span at)
{
    uint32_t n;
    double *h, *q = points_of(r, name, at, &n, &h);
    hr_pump_curve *out = q != NULL ? HR_NEW(r->arena, hr_pump_curve) : NULL;
    if (out == NULL) return q != NULL ? epanet_no_memory(&r->t) : (void)0, NULL;
    bool sound = n > 0;
    for (uint32_t i = 2; i <= n; i++) sound = sound && q[i] > q[i - 1] && h[i] < h[i - 1];
    if (!sound) {
    } else if (n == 1) {
        sound = fit_law(out, EPANET_SHUT_OFF * h[1], q[1], h[1], 2 * q[1], 0);
    } else if (n == 3 && q[1] == 0) {
        sound = fit_law(out, h[1], q[2], h[2], q[3], h[3]);
    } else {
        sound = hr_pump_curve_points(out, r->arena, HR_PUMP_LINEAR, q + 1, h + 1, n, (q[1] + q[n]) / 2);
    }
    if (sound) return out;
    return epanet_fault(&r->t, at, "`%.*s` is no pump curve: flow rises from point to point, head falls",
                        HR_STR_FMT(name)),
           NULL;
}

const hr_head_curve *epanet_loss_curve(epanet_reader *r, hr_str name, hr_span at)
{
    uint32_t n;
    double *h, *q = points_of(r, name, at, &n, &h);
    hr_head_curve *out = q != NULL ? HR_NEW(r->arena, hr_head_curve) : NULL;
    if (out == NULL) return q != NULL ? epanet_no_memory(&r->t) : (void)0, NULL;
    bool given = n > 1 && q[1] == 0;
    if (n > 1 && !given) { /* the first two points reach back to no flow, where there is no loss */
        double start = h[1] - q[1] * (h[2] - h[1]) / (q[2] - q[1]);
        if (fabs(start) > 1e-9 * fabs(h[2])) n = 0;
    }
    q[0] = h[0] = 0;
    if (n > 1 && hr_head_curve_make(out, r->arena, q + given, h + given, n + !given)) return out;
    return epanet_fault(&r->t, at, "`%.*s` is no head-loss curve: flow and loss rise from 0", HR_STR_FMT(name)), NULL;
}
