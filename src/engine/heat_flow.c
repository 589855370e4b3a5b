/* heat_flow.c - the pass over a planned network.
 *
 * A part that depends on itself is cut at its tears (heat_plan.h): with the enthalpies x of the tears taken as given,
 * one pass in order gives every other node and, at the tears themselves, F(x) with its derivatives. F is linear without
 * losses and nearly so with them; Newton on F(x) = x is a dense system as large as there are tears, one for an ordinary
 * loop, and ends in two passes or a few. Every step starts from the same guess, so results have no history. */
#include "engine/heat_flow.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/heat_pipe.h"
#include "engine/heat_plan.h"

#define LEAST_FLOW 1e-12 /* kg/s */

struct hr_heat {
    hr_arena *arena;
    hr_id n_node, n_link;
    hr_heat_link *link;
    uint8_t *kind;
    const hr_fluid **fluid; /* of each node; NULL at one without links */
    int8_t *turn;           /* of each link: 1, 0, -1 */
    bool planned;
    hr_heat_graph graph;
    hr_heat_plan plan;
    double *h, *T, *h_out, *loss, *taken, *outflow;
    uint8_t *state;
    bool *spoilt; /* nodes: something upstream lost heat outside its fluid's range */
    double *work;
    size_t n_work;
};

static hr_err fail(hr_heat_fault *fault, hr_heat_trouble what, hr_id at)
{
    *fault = (hr_heat_fault){what, at};
    return what == HR_HEAT_UNSETTLED ? HR_ESOLVE : HR_EINPUT;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

static bool allocate(hr_heat *s)
{
    hr_arena *a = s->arena;
    double **const node[] = {&s->h, &s->T, &s->taken, &s->outflow}, **const link[] = {&s->h_out, &s->loss};
    for (int i = 0; i < 4; i++)
        if (!(*node[i] = HR_NEW_ARRAY(a, double, s->n_node))) return false;
    for (int i = 0; i < 2; i++)
        if (!(*link[i] = HR_NEW_ARRAY(a, double, s->n_link))) return false;
    hr_heat_graph *g = &s->graph;
    return (s->link = HR_NEW_ARRAY(a, hr_heat_link, s->n_link)) && (s->kind = HR_NEW_ARRAY(a, uint8_t, s->n_node)) &&
           (s->fluid = HR_NEW_ARRAY(a, const hr_fluid *, s->n_node)) &&
           (s->turn = HR_NEW_ARRAY(a, int8_t, s->n_link)) && (s->state = HR_NEW_ARRAY(a, uint8_t, s->n_node)) &&
           (s->spoilt = HR_NEW_ARRAY(a, bool, s->n_node)) && (g->fixed = HR_NEW_ARRAY(a, bool, s->n_node)) &&
           (g->in_first = HR_NEW_ARRAY(a, hr_id, (size_t)s->n_node + 1)) &&
           (g->in_link = HR_NEW_ARRAY(a, hr_id, s->n_link)) && (g->in_from = HR_NEW_ARRAY(a, hr_id, s->n_link)) &&
           hr_heat_plan_new(&s->plan, a, s->n_node);
}

static hr_err take_links(hr_heat *s, const hr_heat_net *net, hr_heat_fault *fault)
{
    for (hr_id l = 0; l < s->n_link; l++) {
        const hr_heat_link *k = &net->link[l];
        if (k->from >= s->n_node || k->to >= s->n_node || k->from == k->to) return fail(fault, HR_HEAT_BAD_NODE, l);
        if (!(k->ua >= 0 && isfinite(k->ua) && isfinite(k->ambient))) return fail(fault, HR_HEAT_BAD_VALUE, l);
        const hr_id end[] = {k->from, k->to};
        for (int i = 0; i < 2; i++) {
            if (s->fluid[end[i]] && s->fluid[end[i]] != k->fluid) return fail(fault, HR_HEAT_MIXED, end[i]);
            s->fluid[end[i]] = k->fluid;
        }
        s->link[l] = *k;
    }
    for (hr_id n = 0; n < s->n_node; n++) {
        s->kind[n] = net->kind[n];
        s->graph.fixed[n] = net->kind[n] == HR_HEAT_FIXED;
    }
    return HR_OK;
}

hr_err hr_heat_new(hr_heat **out, const hr_heat_net *net, hr_heat_fault *fault)
{
    *out = NULL;
    *fault = (hr_heat_fault){HR_HEAT_FINE, HR_NONE};
    hr_arena *arena = hr_arena_new();
    hr_heat *s = arena ? HR_NEW(arena, hr_heat) : NULL;
    if (!s) {
        hr_arena_free(arena);
        return HR_ENOMEM;
    }
    s->arena = arena;
    s->n_node = s->graph.n_node = net->n_node;
    s->n_link = s->graph.n_link = net->n_link;
    const hr_err e = allocate(s) ? take_links(s, net, fault) : HR_ENOMEM;
    if (e == HR_OK) *out = s;
    else hr_heat_free(s);
    return e;
}

void hr_heat_free(hr_heat *s)
{
    if (!s) return;
    hr_free(s->work);
    hr_arena_free(s->arena);
}

/* --- planning ----------------------------------------------------------------------------------------------------- */

/* The direction of each link; *changed where it is not that of the last plan. */
static hr_err take_turns(hr_heat *s, const hr_heat_input *in, bool *changed, hr_heat_fault *fault)
{
    const double least = fmax(in->least_flow, LEAST_FLOW);
    *changed = !s->planned;
    for (hr_id l = 0; l < s->n_link; l++) {
        const double m = in->flow[l];
        if (!isfinite(m) || !isfinite(in->heat[l])) return fail(fault, HR_HEAT_BAD_VALUE, l);
        const int8_t turn = (int8_t)(fabs(m) < least ? 0 : m > 0 ? 1 : -1);
        *changed |= s->turn[l] != turn;
        s->turn[l] = turn;
    }
    return HR_OK;
}

static hr_err build_graph(hr_heat *s, hr_heat_fault *fault)
{
    hr_heat_graph *g = &s->graph;
    hr_id *next = s->plan.next;
    memset(g->in_first, 0, ((size_t)s->n_node + 1) * sizeof *g->in_first);
    for (hr_id l = 0; l < s->n_link; l++)
        if (s->turn[l]) g->in_first[(s->turn[l] > 0 ? s->link[l].to : s->link[l].from) + 1]++;
    for (hr_id n = 0; n < s->n_node; n++) {
        g->in_first[n + 1] += g->in_first[n];
        next[n] = g->in_first[n];
    }
    for (hr_id l = 0; l < s->n_link; l++) {
        const hr_heat_link *k = &s->link[l];
        if (!s->turn[l]) continue;
        const hr_id at = next[s->turn[l] > 0 ? k->to : k->from]++;
        g->in_link[at] = l;
        g->in_from[at] = s->turn[l] > 0 ? k->from : k->to;
    }
    for (hr_id i = 0; i < g->in_first[s->n_node]; i++) {
        const hr_id from = g->in_from[i];
        if (!g->fixed[from] && g->in_first[from] == g->in_first[from + 1]) return fail(fault, HR_HEAT_NO_SOURCE, from);
    }
    return HR_OK;
}

/* A part that takes in nothing from outside and has no pipe that loses heat. */
static hr_err check_bounds(const hr_heat *s, hr_heat_fault *fault)
{
    const hr_heat_plan *p = &s->plan;
    const hr_heat_graph *g = &s->graph;
    for (hr_id k = 0; k < p->n_part; k++) {
        bool bound = p->part_tears[k] == 0;
        hr_id first = HR_NONE;
        for (hr_id i = p->part_first[k]; i < p->part_first[k + 1] && !bound; i++) {
            const hr_id node = p->order[i];
            if (node < first) first = node;
            for (hr_id e = g->in_first[node]; e < g->in_first[node + 1]; e++)
                bound |= p->part[g->in_from[e]] != k || s->link[g->in_link[e]].ua > 0;
        }
        if (!bound) return fail(fault, HR_HEAT_UNBOUND, first);
    }
    return HR_OK;
}

/* For the largest part: a row of derivatives for each node, a matrix, F, and the step. */
static bool reserve(hr_heat *s)
{
    size_t need = 0;
    for (hr_id k = 0; k < s->plan.n_part; k++) {
        const size_t tears = s->plan.part_tears[k], nodes = s->plan.part_first[k + 1] - s->plan.part_first[k];
        const size_t n = tears ? tears * (nodes + tears + 2) : 0;
        if (n > need) need = n;
    }
    if (need <= s->n_work) return true;
    double *work = hr_realloc(s->work, need * sizeof *work);
    if (!work) return false;
    s->work = work;
    s->n_work = need;
    return true;
}

static hr_err plan(hr_heat *s, hr_heat_fault *fault)
{
    s->planned = false;
    hr_err e = build_graph(s, fault);
    if (e != HR_OK) return e;
    hr_heat_plan_find(&s->plan, &s->graph);
    e = check_bounds(s, fault);
    if (e != HR_OK) return e;
    if (!reserve(s)) return HR_ENOMEM;
    s->planned = true;
    return HR_OK;
}

/* --- one link, one node ------------------------------------------------------------------------------------------- */

/* Enthalpy at the end of a link that comes from a node; *T is its temperature there, or 0 if that is to be found. */
static double carry(hr_heat *s, const hr_heat_input *in, hr_id l, hr_id from, double *slope, double *T)
{
    const hr_heat_link *k = &s->link[l];
    const double m = fabs(in->flow[l]);
    double h = s->h[from];
    *slope = 1;
    *T = s->T[from];
    if (k->ua > 0) {
        const double lost = hr_pipe_loss(k->fluid, h, s->T[from], k->ua / m, k->ambient, slope, T);
        s->loss[l] = m * lost;
        h -= lost;
    }
    if (in->heat[l] != 0) {
        h += in->heat[l] / m;
        *T = 0;
    }
    return s->h_out[l] = h;
}

/* guess: its temperature, to rounding, or 0. */
static void set_node(hr_heat *s, hr_id node, double h, double guess)
{
    const hr_fluid *f = s->fluid[node];
    s->h[node] = h;
    s->state[node] = s->spoilt[node] ? HR_HEAT_BEYOND : HR_HEAT_KNOWN;
    if (guess > 0 ? hr_fluid_temperature_near(f, h, guess, &s->T[node]) : hr_fluid_temperature(f, h, &s->T[node]))
        return;
    s->T[node] = h < f->h_least ? f->least : f->most;
    s->state[node] = HR_HEAT_BEYOND;
}

/* d mix / d x of a node, of n tears, grows by that of one of its links. */
static void add_slope(const hr_heat *s, hr_id node, hr_id from, double slope, double *row, const double *rows, hr_id n)
{
    const hr_heat_plan *p = &s->plan;
    if (p->part[from] != p->part[node]) return;
    if (p->tear[from] != HR_NONE) {
        row[p->tear[from]] += slope;
        return;
    }
    const double *of = rows + (size_t)(p->place[from] - p->part_first[p->part[node]]) * n;
    for (hr_id k = 0; k < n; k++) row[k] += slope * of[k];
}

/* What flows into a node, mixed; *T as in carry. A node of a part passes the rows of that part and its own. */
static double mix(hr_heat *s, const hr_heat_input *in, hr_id node, double *T, double *row, const double *rows, hr_id n)
{
    const hr_heat_graph *g = &s->graph;
    const hr_id first = g->in_first[node], end = g->in_first[node + 1];
    double mass = 0, sum = 0, slope, h = 0;
    bool spoilt = false;
    *T = 0;
    if (row) memset(row, 0, n * sizeof *row);
    for (hr_id e = first; e < end; e++) {
        const hr_id l = g->in_link[e], from = g->in_from[e];
        const double m = fabs(in->flow[l]);
        h = carry(s, in, l, from, &slope, T);
        sum += m * h;
        mass += m;
        spoilt |= s->spoilt[from] || (s->link[l].ua > 0 && s->state[from] == HR_HEAT_BEYOND);
        if (row) add_slope(s, node, from, m * slope, row, rows, n);
    }
    s->spoilt[node] = spoilt;
    for (hr_id k = 0; row && k < n; k++) row[k] /= mass;
    if (end - first == 1) return h; /* as it came */
    *T = 0;
    return sum / mass;
}

/* --- parts that depend on themselves ------------------------------------------------------------------------------ */

/* A x = b in place, by elimination with the largest pivot of each column. False where A is singular. */
static bool eliminate(double *A, double *b, hr_id n)
{
    for (hr_id c = 0; c < n; c++) {
        hr_id best = c;
        for (hr_id r = c + 1; r < n; r++)
            if (fabs(A[(size_t)r * n + c]) > fabs(A[(size_t)best * n + c])) best = r;
        double *top = A + (size_t)c * n, *pivot = A + (size_t)best * n;
        if (!(fabs(pivot[c]) > 1e-15)) return false; /* entries are of the order of 1 */
        for (hr_id k = c; k < n && best != c; k++) {
            const double t = top[k];
            top[k] = pivot[k];
            pivot[k] = t;
        }
        const double t = b[c];
        b[c] = b[best];
        b[best] = t;
        for (hr_id r = c + 1; r < n; r++) {
            const double f = A[(size_t)r * n + c] / top[c];
            for (hr_id k = c + 1; k < n && f != 0; k++) A[(size_t)r * n + k] -= f * top[k];
            b[r] -= f * b[c];
        }
    }
    for (hr_id c = n; c-- > 0;) {
        for (hr_id k = c + 1; k < n; k++) b[c] -= A[(size_t)c * n + k] * b[k];
        b[c] /= A[(size_t)c * n + c];
    }
    return true;
}

/* Where to start: at the surroundings of the first pipe that loses heat, or at the middle of the fluid's range. */
static double first_guess(const hr_heat *s, hr_id part)
{
    const hr_heat_graph *g = &s->graph;
    const hr_fluid *f = s->fluid[s->plan.order[s->plan.part_first[part]]];
    for (hr_id i = s->plan.part_first[part]; i < s->plan.part_first[part + 1]; i++)
        for (hr_id e = g->in_first[s->plan.order[i]]; e < g->in_first[s->plan.order[i] + 1]; e++) {
            const hr_heat_link *k = &s->link[g->in_link[e]];
            if (k->ua > 0 && hr_fluid_holds(f, k->ambient))
                return fluid_enthalpy(f->heat, k->ambient - HR_ZERO_CELSIUS);
        }
    return (f->h_least + f->h_most) / 2;
}

/* One pass: matrix I - dF/dx and right side F - x at the present tears. Returns the largest enthalpy there. */
static double pass_over(hr_heat *s, const hr_heat_input *in, hr_id part, double *rows, double *A, double *b)
{
    const hr_heat_plan *p = &s->plan;
    const hr_id n = p->part_tears[part];
    double T;
    double scale = 1; /* J/kg */
    for (hr_id i = p->part_first[part]; i < p->part_first[part + 1]; i++) {
        const hr_id node = p->order[i], tear = p->tear[node];
        double *row = rows + (size_t)(i - p->part_first[part]) * n;
        const double h = mix(s, in, node, &T, row, rows, n);
        if (tear == HR_NONE) {
            set_node(s, node, h, T);
            continue;
        }
        b[tear] = h - s->h[node];
        scale = fmax(scale, fmax(fabs(h), fabs(s->h[node])));
        for (hr_id k = 0; k < n; k++) A[(size_t)tear * n + k] = (k == tear) - row[k];
    }
    return scale;
}

static hr_err solve_part(hr_heat *s, const hr_heat_input *in, hr_id part, hr_heat_fault *fault)
{
    const hr_heat_plan *p = &s->plan;
    const hr_id n = p->part_tears[part], first = p->part_first[part], end = p->part_first[part + 1];
    double *rows = s->work, *A = rows + (size_t)(end - first) * n, *b = A + (size_t)n * n;
    const double guess = first_guess(s, part);
    hr_id lowest = HR_NONE;
    for (hr_id i = first; i < end; i++) {
        const hr_id node = p->order[i];
        if (node < lowest) lowest = node;
        s->spoilt[node] = false;
        if (p->tear[node] != HR_NONE) set_node(s, node, guess, 0);
    }
    for (int round = 0; round < 50; round++) {
        const double scale = pass_over(s, in, part, rows, A, b);
        double rest = 0;
        for (hr_id k = 0; k < n; k++) rest = fmax(rest, fabs(b[k]));
        if (rest <= 1e-14 * scale) return HR_OK; /* as well as it can be worked out */
        if (!eliminate(A, b, n)) return fail(fault, HR_HEAT_UNBOUND, lowest);
        double step = 0;
        for (hr_id i = first; i < end; i++) {
            const hr_id node = p->order[i];
            if (p->tear[node] == HR_NONE) continue;
            step = fmax(step, fabs(b[p->tear[node]]));
            set_node(s, node, s->h[node] + b[p->tear[node]], 0);
        }
        if (step <= 1e-13 * scale) return HR_OK;
    }
    return fail(fault, HR_HEAT_UNSETTLED, lowest);
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static hr_err set_fixed(hr_heat *s, const hr_heat_input *in, hr_heat_fault *fault)
{
    for (hr_id n = 0; n < s->n_node; n++) {
        s->h[n] = s->T[n] = s->taken[n] = 0;
        s->state[n] = HR_HEAT_STILL;
        s->spoilt[n] = false;
        if (!s->graph.fixed[n] || !s->fluid[n]) continue;
        if (!hr_fluid_enthalpy(s->fluid[n], in->fixed[n], &s->h[n])) return fail(fault, HR_HEAT_RANGE, n);
        s->T[n] = in->fixed[n];
        s->state[n] = HR_HEAT_KNOWN;
    }
    memset(s->h_out, 0, s->n_link * sizeof *s->h_out);
    memset(s->loss, 0, s->n_link * sizeof *s->loss);
    return HR_OK;
}

/* What fixed nodes take from all that comes to them. */
static void take_heat(hr_heat *s, const hr_heat_input *in)
{
    const hr_heat_graph *g = &s->graph;
    double slope, T;
    for (hr_id n = 0; n < s->n_node; n++)
        for (hr_id e = g->in_first[n]; g->fixed[n] && e < g->in_first[n + 1]; e++) {
            const hr_id l = g->in_link[e];
            s->taken[n] += fabs(in->flow[l]) * (carry(s, in, l, g->in_from[e], &slope, &T) - s->h[n]);
        }
}

hr_err hr_heat_solve(hr_heat *s, const hr_heat_input *in, hr_heat_fault *fault)
{
    bool changed;
    *fault = (hr_heat_fault){HR_HEAT_FINE, HR_NONE};
    hr_err e = take_turns(s, in, &changed, fault);
    if (e == HR_OK && changed) e = plan(s, fault);
    if (e == HR_OK) e = set_fixed(s, in, fault);
    const hr_heat_plan *p = &s->plan;
    for (hr_id k = 0; e == HR_OK && k < p->n_part; k++) {
        const hr_id node = p->order[p->part_first[k]];
        if (p->part_tears[k]) e = solve_part(s, in, k, fault);
        else if (s->graph.in_first[node] < s->graph.in_first[node + 1]) {
            double T;
            const double mixed = mix(s, in, node, &T, NULL, NULL, 0);
            set_node(s, node, mixed, T);
        }
    }
    if (e == HR_OK) take_heat(s, in);
    return e;
}

hr_heat_result hr_heat_results(const hr_heat *s)
{
    return (hr_heat_result){s->h, s->T, s->state, s->h_out, s->loss, s->taken};
}

hr_heat_residuals hr_heat_check(const hr_heat *s, const hr_heat_input *in)
{
    const hr_heat_graph *g = &s->graph;
    hr_heat_residuals r = {0};
    double sum = 0, size = 0, *out = s->outflow;
    for (hr_id n = 0; n < s->n_node; n++) out[n] = 0;
    for (hr_id l = 0; l < s->n_link; l++) {
        if (!s->turn[l]) continue;
        out[s->turn[l] > 0 ? s->link[l].from : s->link[l].to] += fabs(in->flow[l]);
        sum += in->heat[l] - s->loss[l];
        size += fabs(in->heat[l]) + fabs(s->loss[l]);
    }
    for (hr_id n = 0; n < s->n_node; n++) {
        double mass = 0, heat = 0, all = 1e-300;
        for (hr_id e = g->in_first[n]; e < g->in_first[n + 1]; e++) {
            const hr_id l = g->in_link[e];
            const double m = fabs(in->flow[l]);
            mass += m;
            heat += m * (s->h_out[l] - s->h[n]);
            all += m * (fabs(s->h_out[l]) + fabs(s->h[n]));
        }
        const double over = s->kind[n] == HR_HEAT_OUTLET ? fmax(out[n] - mass, 0) : fabs(out[n] - mass);
        if (s->kind[n] != HR_HEAT_FIXED) {
            r.mass = fmax(r.mass, over / fmax(fmax(mass, out[n]), 1e-300));
            r.mixing = fmax(r.mixing, fabs(heat) / all);
        }
        const double leaves = s->kind[n] == HR_HEAT_JUNCTION ? 0 : s->h[n] * (mass - out[n]);
        sum -= s->taken[n] + leaves;
        size += fabs(s->taken[n]) + fabs(leaves);
    }
    r.energy = fabs(sum) / fmax(size, 1);
    return r;
}
