/* hydraulics_newton.c - flows and pressures of a network whose open links are known: the global gradient method.
 *
 * Newton's method on the energy of each link and the mass of each node at once (Todini and Pilati 1988). Eliminating the
 * flows leaves a symmetric positive definite system in the changes of pressure,
 *
 *     sum c (dp_i - dp_j) = surplus_i +- sum c r,   c = 1 / slope,   r = loss - drive
 *
 * and dm = c (dp_i - dp_j - r). Changes, not values, are solved for: then mass is kept to rounding of the flows, not of
 * the pressures. */
#include <math.h>
#include <string.h>

#include "engine/hydraulics_state.h"

enum { STEPS = 100, STEPS_AT_FULL_LENGTH = 10 };

/* When a solution is one. Each link: what its flow changed last, and what its energy still lacks; each node: mass. */
static const double flow_share = 1e-4, flow_of_largest = 1e-9; /* of its own flow, of the largest in the network */
static const double loss_share = 1e-7, loss_of_largest = 1e-10;
static const double mass_of_largest = 1e-10;

/* Below these nothing flows and nothing drives: kg/s, Pa. */
static const double no_flow = 1e-12, no_loss = 1e-7;

typedef struct extent { /* largest magnitudes: kg/s, Pa */
    double flow, loss;
} extent;

/* Loss, slope, residual, conductance by link, surplus by row, for the flows and pressures as they are. */
static extent evaluate(hr_hydraulic_work *w)
{
    struct hr_hydraulic_state *s = w->state;
    const hr_hydraulics *h = s->h;
    extent most = {0};
    hr_laws_evaluate(&s->laws, w->rho, w->mu, w->flow, w->loss, s->slope);
    for (hr_id i = 0; i < h->n_node; i++) {
        s->surplus[h->unknown[i]] = -w->demand[i];
        if (h->unknown[i] < h->n_unknown) most.flow = larger(most.flow, fabs(w->demand[i]));
    }
    for (hr_id k = 0; k < h->n_link; k++) {
        const hydraulic_ends *x = &h->ends[k];
        s->conductance[k] = s->open[k] ? 1 / s->slope[k] : 0;
        s->residual[k] = s->open[k] ? w->loss[k] - hr_hydraulics_drive(w, k) : 0;
        s->surplus[x->row_from] -= w->flow[k];
        s->surplus[x->row_to] += w->flow[k];
        most.flow = larger(most.flow, fabs(w->flow[k]));
        most.loss = larger(most.loss, s->open[k] ? fabs(w->loss[k]) : 0);
    }
    return most;
}

static bool is_solved(const hr_hydraulic_work *w, extent most)
{
    const struct hr_hydraulic_state *s = w->state;
    for (hr_id k = 0; k < s->h->n_link; k++)
        if (!(fabs(s->residual[k]) <= loss_share * fabs(w->loss[k]) + loss_of_largest * most.loss + no_loss))
            return false;
    for (hr_id i = 0; i < s->h->n_unknown; i++)
        if (!(fabs(s->surplus[i]) <= mass_of_largest * most.flow + no_flow)) return false;
    return true;
}

/* The system for the step: matrix, and right side in step. */
static void assemble(hr_hydraulic_work *w)
{
    struct hr_hydraulic_state *s = w->state;
    const hr_hydraulics *h = s->h;
    double *value = hr_sparse_values(s->matrix);
    memset(value, 0, hr_sparse_slots(s->matrix) * sizeof *value);
    for (hr_id i = 0; i <= h->n_unknown; i++) s->step[i] = s->surplus[i];
    for (hr_id k = 0; k < h->n_link; k++) {
        hr_id i = h->ends[k].row_from, j = h->ends[k].row_to;
        double c = s->conductance[k], r = c * s->residual[k];
        value[h->ends[k].slot] -= c;
        value[h->diagonal[i]] += c;
        value[h->diagonal[j]] += c;
        s->step[i] += r;
        s->step[j] -= r;
    }
}

/* What the step would change in each flow. */
static void find_changes(hr_hydraulic_work *w)
{
    struct hr_hydraulic_state *s = w->state;
    const hr_hydraulics *h = s->h;
    s->step[h->n_unknown] = 0; /* of held pressures */
    for (hr_id k = 0; k < h->n_link; k++) {
        hr_id i = h->ends[k].row_from, j = h->ends[k].row_to;
        s->change[k] = s->conductance[k] * (s->step[i] - s->step[j] - s->residual[k]);
    }
}

/* The derivative, along the step, of the energy whose least value is the solution: sum over links of the integral of loss
 * less drive. Changes that keep mass leave out the pressures that are not held. */
static double energy_slope(hr_hydraulic_work *w, double length)
{
    struct hr_hydraulic_state *s = w->state;
    double sum = 0;
    for (hr_id k = 0; k < s->h->n_link; k++) s->trial[k] = w->flow[k] + length * s->change[k];
    hr_laws_evaluate(&s->laws, w->rho, w->mu, s->trial, s->trial_loss, s->slope);
    for (hr_id k = 0; k < s->h->n_link; k++) sum += s->change[k] * (s->trial_loss[k] - hr_hydraulics_drive(w, k));
    return sum;
}

/* How far to go along a step where full ones went on too long, to and fro over a bend of some curve: to where the energy,
 * which is convex, is about least (regula falsi, Illinois). */
static double find_length(hr_hydraulic_work *w)
{
    double lo = 0, hi = 1, at_lo = energy_slope(w, 0), at_hi = energy_slope(w, 1), wanted = 0.1 * fabs(at_lo);
    if (!(at_lo < 0) || at_hi <= wanted) return 1;
    for (int i = 0; i < 40; i++) {
        double t = lo + (hi - lo) * at_lo / (at_lo - at_hi), value = energy_slope(w, t);
        if (fabs(value) <= wanted) return t;
        if (value < 0) lo = t, at_lo = value, at_hi /= 2;
        else hi = t, at_hi = value, at_lo /= 2;
    }
    return hi;
}

/* Takes the step; true when every change of flow was small. */
static bool take_step(hr_hydraulic_work *w, double length, extent most)
{
    struct hr_hydraulic_state *s = w->state;
    const hr_hydraulics *h = s->h;
    bool small = true;
    for (hr_id i = 0; i < h->n_node; i++) w->pressure[i] += length * s->step[h->unknown[i]];
    for (hr_id k = 0; k < h->n_link; k++) {
        double change = length * s->change[k];
        w->flow[k] += change;
        small = small && fabs(change) <= flow_share * fabs(w->flow[k]) + flow_of_largest * most.flow + no_flow;
    }
    return small;
}

static hr_err give_up(const hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    const struct hr_hydraulic_state *s = w->state;
    hr_id worst = 0;
    for (hr_id k = 1; k < s->h->n_link; k++)
        if (!(fabs(s->residual[k]) <= fabs(s->residual[worst]))) worst = k;
    *fault = (hr_hydraulic_fault){HR_HYDRAULIC_NOT_FOUND, HR_NONE, worst};
    return HR_ESOLVE;
}

hr_err hr_hydraulics_newton(hr_hydraulic_work *w, hr_hydraulic_fault *fault)
{
    struct hr_hydraulic_state *s = w->state;
    bool small = false;
    hr_id row;
    for (hr_id k = 0; k < s->h->n_link; k++)
        if (!s->open[k]) w->flow[k] = 0;
    for (int step = 0; step <= STEPS; step++) {
        extent most = evaluate(w);
        if (small && is_solved(w, most)) return HR_OK;
        if (step == STEPS) break;
        hr_err e = HR_OK;
        if (s->matrix != NULL) {
            assemble(w);
            e = hr_sparse_factor(s->matrix, &row);
            if (e == HR_OK) e = hr_sparse_solve(s->matrix, s->step);
        }
        if (e == HR_ESOLVE) return give_up(w, fault);
        if (e != HR_OK) return e;
        find_changes(w);
        small = take_step(w, step < STEPS_AT_FULL_LENGTH ? 1 : find_length(w), most);
        w->iterations++;
        w->factorings++;
    }
    return give_up(w, fault);
}
