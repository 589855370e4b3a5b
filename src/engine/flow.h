/* flow.h - what travels through a feed: three-phase totals and per-phase complex power, each with a state.
 *
 * At nominal voltage line currents are linear in complex power, so carrying P and Q per phase adds currents as phasors
 * exactly: a load between two lines puts S/sqrt(3) at -30 and +30 degrees on them. Totals are carried beside the phases
 * and not derived from them, so that 144 x 5,600 W is 806,400 W to the last bit.
 * Equations: docs/physics/power.md. */
#ifndef HR_ENGINE_FLOW_H
#define HR_ENGINE_FLOW_H

#include <math.h>
#include <string.h>

#include "headroom/readings.h"

typedef struct hr_flow { /* one cache line */
    double p, q;         /* W, var: total */
    double fp[3], fq[3]; /* by phase A, B, C */
} hr_flow;

typedef struct hr_flow_state {
    uint8_t total, phase; /* hr_state of the totals and of the phases */
} hr_flow_state;

#define HR_FLOW_OFF ((hr_flow_state){HR_S_OFF, HR_S_OFF})
#define HR_FLOW_UNKNOWN ((hr_flow_state){HR_S_UNKNOWN, HR_S_UNKNOWN})

static inline hr_state flow_state_add(hr_state a, hr_state b)
{
    if (a == HR_S_OFF) return b;
    if (b == HR_S_OFF || a == b) return a;
    return HR_S_PARTIAL;
}

static inline void flow_add(hr_flow *to, hr_flow_state *ts, const hr_flow *f, hr_flow_state fs)
{
    to->p += f->p;
    to->q += f->q;
    for (int k = 0; k < 3; k++) to->fp[k] += f->fp[k], to->fq[k] += f->fq[k];
    ts->total = (uint8_t)flow_state_add((hr_state)ts->total, (hr_state)fs.total);
    ts->phase = (uint8_t)flow_state_add((hr_state)ts->phase, (hr_state)fs.phase);
}

/* The same bits: incremental and full solutions agree to the last one, so -0 and 0 differ here. */
static inline bool flow_same(const hr_flow *a, const hr_flow *b)
{
    uint64_t x[sizeof *a / 8], y[sizeof *a / 8];
    memcpy(x, a, sizeof x);
    memcpy(y, b, sizeof y);
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i]) return false;
    return true;
}

/* A line-to-line load of S puts S / sqrt(3) at -+30 degrees on its two lines: S x (1/2 -+ j / (2 sqrt(3))). */
#define HR_LL_IM 0.28867513459481288225 /* 1 / (2 sqrt(3)) */

static inline void flow_line_to_line(hr_flow *f, int first, int second, double p, double q)
{
    f->fp[first] += 0.5 * p + HR_LL_IM * q;
    f->fq[first] += 0.5 * q - HR_LL_IM * p;
    f->fp[second] += 0.5 * p - HR_LL_IM * q;
    f->fq[second] += 0.5 * q + HR_LL_IM * p;
}

/* Adds a load of p, q on a set of conductors. An unknown set leaves the phases unknown, the total known. */
static inline void flow_load(hr_flow *f, hr_flow_state *s, double p, double q, uint8_t phases)
{
    int line = -1;
    f->p += p;
    f->q += q;
    s->total = (uint8_t)flow_state_add((hr_state)s->total, HR_S_KNOWN);
    s->phase = (uint8_t)flow_state_add((hr_state)s->phase, phases ? HR_S_KNOWN : HR_S_UNKNOWN);
    for (int k = 0; k < 3 && (phases & HR_N); k++)
        if (phases >> k & 1) line = k;
    if (line >= 0) f->fp[line] += p, f->fq[line] += q;
    else if (phases == (HR_A | HR_B | HR_C))
        for (int k = 0; k < 3; k++) f->fp[k] += p / 3, f->fq[k] += q / 3;
    else if (phases == (HR_A | HR_B)) flow_line_to_line(f, 0, 1, p, q);
    else if (phases == (HR_B | HR_C)) flow_line_to_line(f, 1, 2, p, q);
    else if (phases == (HR_C | HR_A)) flow_line_to_line(f, 2, 0, p, q);
}

/* Secondary phases seen from the primary of a delta-wye winding: 1 = Dyn11 (a lies across A and B), 2 = Dyn1 (A and C).
 * Other windings pass phases through. */
static inline void flow_through_winding(hr_flow *f, int winding)
{
    if (winding == 0) return;
    hr_flow in = {.p = f->p, .q = f->q};
    for (int k = 0; k < 3; k++) {
        int other = winding == 1 ? (k + 1) % 3 : (k + 2) % 3;
        if (winding == 1) flow_line_to_line(&in, k, other, f->fp[k], f->fq[k]);
        else flow_line_to_line(&in, other, k, f->fp[k], f->fq[k]);
    }
    *f = in;
}

#endif
