/* solve_inp.c - what test_epanet.py asks of the engine.
 *
 *     solve_inp FILE                        solves an .inp file: lines `node NAME HEAD`, `link NAME FLOW`, in its units
 *     solve_inp --write RACKS [WORD...]     writes a loop as an .inp file; plates, shut (one valve), spare (a second pump
 *                                           that stands, behind a check valve), cubic (pump curve), warm (other fluid) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop.h"
#include "port/epanet.h"
#include "port/epanet_units.h"

static int solve_net(const hr_hydraulic_net *net, double rho, double mu, hr_hydraulics **h, hr_hydraulic_work **w)
{
    hr_hydraulic_fault fault;
    *w = NULL;
    hr_err e = hr_hydraulics_build(h, net, &fault);
    if (e == HR_OK && (e = hr_hydraulics_work(w, *h)) == HR_OK) {
        for (hr_id k = 0; k < net->n_link; k++) (*w)->rho[k] = rho, (*w)->mu[k] = mu;
        e = hr_hydraulics_solve(*w, &fault);
    }
    if (e == HR_EINPUT || e == HR_ESOLVE)
        fprintf(stderr, "%s: node %u, link %u\n", hr_hydraulic_what_word[fault.what], fault.node, fault.link);
    return e != HR_OK;
}

static void print_diagnostics(const hr_ctx *ctx)
{
    for (size_t i = 0; i < hr_diag_count(ctx); i++) {
        const hr_diag *d = hr_diag_at(ctx, i);
        fprintf(stderr, "%s:%u:%u: %s %s\n", d->at.file != HR_NONE ? hr_source_name(ctx, d->at.file) : "", d->at.line,
                d->at.col, d->code, d->message);
    }
}

static int solve_file(const char *path)
{
    hr_ctx *ctx = hr_ctx_new("2026-01-01");
    hr_epanet e = {0};
    hr_hydraulics *h = NULL;
    hr_hydraulic_work *w = NULL;
    hr_id file;
    int bad =
        ctx == NULL || hr_source_read(ctx, path, HR_NOWHERE, &file) != HR_OK || hr_epanet_read(&e, ctx, file) != HR_OK;
    if (ctx != NULL) print_diagnostics(ctx);
    if (!bad) bad = solve_net(&e.net, e.rho, e.mu, &h, &w);
    for (hr_id i = 0; i < e.net.n_node && !bad; i++)
        printf("node %.*s %.15g\n", HR_STR_FMT(e.node_name[i]),
               (e.net.node[i].z + w->pressure[i] / (e.rho * e.net.g)) / e.length_unit);
    for (hr_id k = 0; k < e.net.n_link && !bad; k++)
        printf("link %.*s %.15g\n", HR_STR_FMT(e.link_name[k]), w->flow[k] / e.rho / e.flow_unit);
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
    hr_epanet_close(&e);
    hr_ctx_free(ctx);
    return bad;
}

/* --- loops -------------------------------------------------------------------------------------------------- */

static bool asked(char **word, const char *wanted)
{
    while (*word != NULL && strcmp(*word, wanted) != 0) word++;
    return *word != NULL;
}

/* A second pump that stands, with a check valve between it and the supply. */
static void add_spare(loop *l)
{
    hr_id between = l->net.n_node++;
    l->node = realloc(l->node, l->net.n_node * sizeof *l->node);
    l->link = realloc(l->link, (l->net.n_link + 2) * sizeof *l->link);
    if (l->node == NULL || l->link == NULL) abort();
    l->node[between] = (hr_hydraulic_node){0};
    hr_hydraulic_link pump = l->link[LOOP_PUMP], check = loop_pipe(between, LOOP_SUPPLY, 1, 0.3, 1);
    pump.to = between, pump.u.pump.speed = 0, check.one_way = true;
    (void)loop_add(l, pump);
    (void)loop_add(l, check);
    l->net.node = l->node, l->net.link = l->link;
}

static int write_loop(uint32_t racks, char **word)
{
    loop l;
    hr_buf out = {0};
    hr_hydraulics *h = NULL;
    hr_hydraulic_work *w = NULL;
    hr_arena *arena = hr_arena_new();
    hr_id link;
    double rho = asked(word, "warm") ? 1010.5 : 1000, mu = asked(word, "warm") ? 1.389e-3 : 1000 * EPANET_NU;
    loop_make(&l, racks, asked(word, "plates"), asked(word, "warm") ? 9.80665 : EPANET_G, EPANET_LITRES);
    double q0 = 3 * EPANET_LITRES * racks, q[] = {0, 0.25 * q0, 0.5 * q0, 0.75 * q0, q0, 1.5 * q0, 2 * q0};
    const double head[] = {34, 33.6, 32.2, 29.3, 25, 11, 0};
    if (asked(word, "cubic") && !hr_pump_curve_points(&l.curve, arena, HR_PUMP_CUBIC, q, head, 7, q0)) return 1;
    if (asked(word, "spare")) add_spare(&l);
    if (asked(word, "shut")) l.link[l.rack[racks / 3]].closed = true;
    int bad = solve_net(&l.net, rho, mu, &h, &w);
    if (!bad)
        bad = hr_epanet_write(&(hr_epanet_source){"loop", &l.net, NULL, NULL, w->flow, rho, mu, NULL, NULL, NULL, NULL},
                              &out, &link) != HR_OK;
    if (!bad) fwrite(out.s, 1, out.n, stdout);
    hr_buf_free(&out);
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
    hr_arena_free(arena);
    loop_free(&l);
    return bad;
}

int main(int argc, char **argv)
{
    if (argc == 2) return solve_file(argv[1]);
    if (argc >= 3 && strcmp(argv[1], "--write") == 0) return write_loop((uint32_t)strtoul(argv[2], NULL, 10), argv + 3);
    fprintf(stderr, "usage: solve_inp FILE | solve_inp --write RACKS [plates|shut|spare|cubic|warm]...\n");
    return 2;
}
