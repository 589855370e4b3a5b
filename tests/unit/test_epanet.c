/* test_epanet.c - .inp files: units, patterns, what is refused and where, and there and back. Whether the answers are
 * EPANET's is peer/test_epanet.py's to say. */
#include "port/epanet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "port/epanet_units.h"

#include "cm.h"
#include "loop.h"

static hr_ctx *ctx;
static hr_epanet e;

static hr_err read_text(const char *text)
{
    hr_id file;
    assert_non_null(ctx = hr_ctx_new("2026-01-01"));
    assert_int_equal(hr_source_text(ctx, "t.inp", text, strlen(text), &file), HR_OK);
    return hr_epanet_read(&e, ctx, file);
}

static void close_text(void)
{
    hr_epanet_close(&e);
    hr_ctx_free(ctx);
}

static void near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 1e-12 * fabs(wanted))) print_error("%.17g is not %.17g\n", value, wanted);
    assert_true(fabs(value - wanted) <= 1e-12 * fabs(wanted));
}

#define NODES "[JUNCTIONS]\nA 10 5\nB\n[RESERVOIRS]\nR 100\n[PIPES]\nP A B 100 8 120 2\nQ B R 100 8 120\n"

static void units(void **unused)
{
    (void)unused;
    static const struct {
        const char *option;
        double flow, metres, diameter;
    } unit[] = {{"", 6.30901964e-5, 0.3048, 0.0254},         {"UNITS CFS", 0.028316846592, 0.3048, 0.0254},
                {"units mgd", 0.0438126364, 0.3048, 0.0254}, {"UNITS LPS", 1e-3, 1, 1e-3},
                {"UNITS CMH", 1 / 3600.0, 1, 1e-3},          {"UNITS CMD", 1 / 86400.0, 1, 1e-3},
                {"UNITS MLD", 1000 / 86400.0, 1, 1e-3}};
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
        char text[400];
        snprintf(text, sizeof text, NODES "[OPTIONS]\n%s\n", unit[i].option);
        assert_int_equal(read_text(text), HR_OK);
        assert_int_equal(e.net.n_node, 3);
        near(e.net.node[0].z, 10 * unit[i].metres);
        assert_true(fabs(e.net.node[0].demand / (5000 * unit[i].flow) - 1) < 3e-5); /* EPANET rounds to 5 digits */
        near(e.net.node[0].demand, 5000 * e.flow_unit);
        near(e.net.node[2].z, 100 * unit[i].metres);
        assert_true(e.net.node[2].fixed && e.net.node[2].pressure == 0);
        near(e.net.link[0].u.pipe.length, 100 * unit[i].metres);
        near(e.net.link[0].u.pipe.diameter, 8 * unit[i].diameter);
        near(e.net.link[0].u.pipe.k, 2 * EPANET_MINOR);
        assert_int_equal(e.net.link[0].u.pipe.friction, HR_HAZEN_WILLIAMS);
        near(e.mu / e.rho, 1.1e-5 * 0.3048 * 0.3048);
        close_text();
    }
}

static void patterns_and_demands(void **unused)
{
    (void)unused;
    assert_int_equal(read_text("[DEMANDS]\nB 2 p ;one\nB 3\n[JUNCTIONS]\nA 0 1\nB 0 7\nC 0 1 p\n[RESERVOIRS]\nR 10 p\n"
                               "[TANKS]\nT 5 2 0 9 3\n[PIPES]\n1 A B 1 100 1\n[PATTERNS]\np 0.5 9\np 8\nx 3\n"
                               "[OPTIONS]\nUNITS LPS\nPATTERN x\nDEMAND MULTIPLIER 2\n[END]\nnonsense"),
                     HR_OK);
    double litre = EPANET_LITRES * EPANET_RHO;
    near(e.net.node[0].demand, 1 * 3 * 2 * litre);
    near(e.net.node[1].demand, (2 * 0.5 + 3 * 3) * 2 * litre);
    near(e.net.node[2].demand, 1 * 0.5 * 2 * litre);
    near(e.net.node[3].z, 5);
    near(e.net.node[4].z, 5);
    near(e.net.node[4].pressure, 2 * EPANET_RHO * EPANET_G);
    close_text();
}

static void what_is_refused(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        uint32_t line, col;
        const char *word;
    } bad[] = {
        {"[JUNCTIONS]\n A 1 x\n", 2, 6, "`x`"},
        {"[JUNCTIONS]\n\xc3\xa4\xc3\xb6 1 x\n", 2, 6, "`x`"}, /* columns count characters */
        {"[PIPEZ]\n", 1, 1, "[PIPEZ]"},
        {"A 1\n", 1, 1, "before the first section"},
        {NODES "[PIPES]\nX A Z 1 1 1\n", 10, 5, "no node `Z`"},
        {NODES "[PIPES]\nP A B 1 1 1\n", 10, 1, "second link `P`"},
        {NODES "[VALVES]\nV A B 12 PRV 40\n", 10, 10, "`PRV`"},
        {NODES "[VALVES]\nV A B 12 FCV 40\n", 10, 10, "`FCV`"},
        {NODES "[PUMPS]\nU R A HEAD c\n", 10, 12, "no curve `c`"},
        {NODES "[PUMPS]\nU R A HEAD c\n[CURVES]\nc 1 5\nc 2 6\n", 10, 12, "no pump curve"},
        {NODES "[EMITTERS]\nA 1\n", 10, 1, "[EMITTERS]"},
        {NODES "[OPTIONS]\nDEMAND MODEL PDA\n", 10, 14, "`PDA`"},
        {NODES "[OPTIONS]\nFLOW 3\n", 10, 1, "`FLOW`"},
        {NODES "[TIMES]\nPATTERN START 2:00\n", 10, 15, "`2:00`"},
        {NODES "[STATUS]\nP 3\n", 10, 3, "`3`"},
        {"[OPTIONS]\nHEADLOSS D-W\n" NODES "[PIPES]\nX A B 1 1 600\n", 12, 11, "half the diameter"},
        {"", 1, 1, "no nodes"},
        {"[JUNCTIONS]\nA\n", 1, 1, "no links"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(read_text(bad[i].text), HR_EINPUT);
        const hr_diag *d = hr_diag_at(ctx, 0);
        for (size_t k = 0; d->severity != HR_ERROR; k++) d = hr_diag_at(ctx, k);
        if (d->at.line != bad[i].line || d->at.col != bad[i].col || strstr(d->message, bad[i].word) == NULL)
            print_error("%zu: %u:%u: %s\n", i, d->at.line, d->at.col, d->message);
        assert_string_equal(d->code, "M730");
        assert_int_equal(d->at.line, bad[i].line);
        assert_int_equal(d->at.col, bad[i].col);
        assert_non_null(strstr(d->message, bad[i].word));
        close_text();
    }
}

static void what_is_passed_over_is_said(void **unused)
{
    (void)unused;
    assert_int_equal(read_text(NODES
                               "[CONTROLS]\nLINK P CLOSED AT TIME 3\n[ENERGY]\nx\n[TIMES]\nDURATION 24\n[OPTIONS]\n"
                               "TRIALS 40\nACCURACY 1\n"),
                     HR_OK);
    static const char *const said[] = {"[CONTROLS]", "[ENERGY]", "`TRIALS`", "[TIMES]"};
    assert_int_equal(hr_diag_count(ctx), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(hr_diag_at(ctx, i)->severity, HR_NOTE);
        assert_string_equal(hr_diag_at(ctx, i)->code, "M731");
        assert_non_null(strstr(hr_diag_at(ctx, i)->message, said[i]));
    }
    close_text();
}

static void solve(const hr_hydraulic_net *net, double rho, double mu, double *flow)
{
    hr_hydraulics *h;
    hr_hydraulic_work *w;
    hr_hydraulic_fault fault;
    assert_int_equal(hr_hydraulics_build(&h, net, &fault), HR_OK);
    assert_int_equal(hr_hydraulics_work(&w, h), HR_OK);
    for (hr_id k = 0; k < net->n_link; k++) w->rho[k] = rho, w->mu[k] = mu;
    assert_int_equal(hr_hydraulics_solve(w, &fault), HR_OK);
    memcpy(flow, w->flow, net->n_link * sizeof *flow);
    hr_hydraulics_work_free(w);
    hr_hydraulics_free(h);
}

/* Written, read and solved: the same flows, though plates have become curves and links stand in another order. */
static void there_and_back(void **unused)
{
    (void)unused;
    loop l;
    hr_buf out = {0};
    hr_id link;
    double before[200], after[200];
    loop_make(&l, 40, true, 9.80665, 1e-3);
    l.link[l.rack[7]].closed = true;
    assert_true(l.net.n_link <= 200);
    solve(&l.net, 1010.5, 1.389e-3, before);
    hr_epanet_source source = {"loop", &l.net, NULL, NULL, before, 1010.5, 1.389e-3, NULL, NULL, NULL, NULL};
    assert_int_equal(hr_epanet_write(&source, &out, &link), HR_OK);
    assert_int_equal(read_text(out.s), HR_OK);
    assert_int_equal(e.net.n_link, l.net.n_link);
    near(e.mu / e.rho, 1.389e-3 / 1010.5);
    solve(&e.net, e.rho, e.mu, after);
    for (hr_id k = 0; k < e.net.n_link; k++) {
        char name[16];
        snprintf(name, sizeof name, "%.*s", HR_STR_FMT(e.link_name[k]));
        double wanted = before[strtoul(name + 1, NULL, 10) - 1] / 1010.5;
        assert_true(fabs(after[k] / e.rho - wanted) <= 1e-6 * fabs(wanted) + 1e-12);
    }
    hr_buf_free(&out);
    close_text();
    l.link[l.rack[9]].one_way = true; /* a plate with a check valve: there is no word for it */
    assert_int_equal(hr_epanet_write(&source, &out, &link), HR_EINPUT);
    assert_int_equal(link, l.rack[9]);
    hr_buf_free(&out);
    loop_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units),           cmocka_unit_test(patterns_and_demands),
        cmocka_unit_test(what_is_refused), cmocka_unit_test(what_is_passed_over_is_said),
        cmocka_unit_test(there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
