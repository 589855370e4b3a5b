/* outages.c - all outages of a hall of 100,000 GPUs, power and cooling together: halls.h, by liquid.
 *
 * What counts first is every single outage: faults of each element and feed on utility and on generators, maintenance, a
 * device that sticks at the loss of a utility, a breaker that stays closed, a UPS on its bypass, common causes. They have
 * 2 s on two threads, with all of the check but the sweep of two things at once: engines, rows, blame.
 *
 * A device that sticks at any other fault is two things at once: their number is that of the faults times what each calls
 * to act (a board with a cooler at each breaker calls all of those), not that of elements. They have a bar of their own,
 * and growth counts per case, so that more of them is not taken for slower ones.
 *
 * The same hall without liquid cooling stands beside it, so that what cooling costs is a ratio of this run; a quarter of
 * it, so that growth is. Coolers bring assumed values, whose ends are solved too: the hall with cooling is solved at three
 * corners, the one without at one, so they are compared for each case at each corner. Every time is the median of several
 * runs in this one process, memory that of a process of its own. Where the quarter takes so long that the whole would take
 * an hour, the whole is not run and its bar is missed. */
#include <stdio.h>
#include <stdlib.h>

#include "halls.h"
#include "sweep.h"

enum { MOST_RUNS = 9 };
#define LONG_ENOUGH 60.0 /* s of runs of one size, after which no other begins */
#define TOO_LONG 15.0    /* s of a quarter on two threads */

typedef struct figures { /* seconds, bytes; [threads - 1] */
    double open, all[2], single[2], two[2], faults, rss;
    double kind[HR_CASE_KINDS]; /* on two threads */
    uint32_t n_single, n_two, runs, corners;
    swept last;
} figures;

typedef struct times { /* of each run */
    double open[MOST_RUNS], faults[MOST_RUNS], all[2][MOST_RUNS], single[2][MOST_RUNS], two[2][MOST_RUNS];
    double kind[HR_CASE_KINDS][MOST_RUNS];
} times;

static bool is_two_things(int kind)
{
    return kind == HR_CASE_STUCK_FAULT || kind == HR_CASE_MAINTENANCE_FAULT || kind == HR_CASE_TWO_FAULTS;
}

static void measure_all(const hr_site *site, hr_ctx *ctx, times *t, int run, figures *f)
{
    for (unsigned k = 0; k < 2; k++) {
        f->last = check_once(site, ctx, (hr_check_opts){.threads = k + 1}, false);
        double two = 0;
        f->n_two = 0;
        for (int i = 0; i < HR_CASE_KINDS; i++) {
            t->kind[i][run] = f->last.kind[i];
            if (is_two_things(i)) two += f->last.kind[i], f->n_two += f->last.kind_cases[i];
        }
        t->all[k][run] = f->last.took, t->two[k][run] = two, t->single[k][run] = f->last.took - two;
    }
    f->n_single = f->last.cases - f->n_two;
    f->corners = site->has_far ? HR_CORNERS : site->has_ranges ? HR_HARSH + 1 : 1;
}

static void take_medians(figures *f, times *t, int n)
{
    f->runs = (uint32_t)n;
    f->open = median(t->open, n), f->faults = median(t->faults, n);
    for (int k = 0; k < 2; k++)
        f->all[k] = median(t->all[k], n), f->single[k] = median(t->single[k], n), f->two[k] = median(t->two[k], n);
    for (int i = 0; i < HR_CASE_KINDS; i++) f->kind[i] = median(t->kind[i], n);
}

static figures measure(unsigned blocks, hall_cooled how, int most)
{
    static times t;
    figures f = {0};
    double begin = now();
    char path[64];
    int n = 0;
    FILE *model = new_model(path);
    hall_write_cooled(model, blocks, how);
    fclose(model);
    while (n < most && (n == 0 || now() - begin < LONG_ENOUGH)) {
        hr_ctx *ctx;
        double start = now();
        hr_site *site = open_hall(&ctx, path);
        t.open[n] = now() - start;
        t.faults[n] = check_once(site, ctx, (hr_check_opts){.threads = 2, .outages = HR_OUTAGES_FAULTS}, false).took;
        measure_all(site, ctx, &t, n, &f);
        hr_site_free(site);
        hr_ctx_free(ctx);
        n++;
    }
    take_medians(&f, &t, n);
    f.rss = peak_memory(path, false);
    remove(path);
    return f;
}

static void print(const char *name, const figures *f)
{
    printf("%-22s %9u %7u %10llu %4u %8.1f %9.1f %9.1f %9.1f %9.1f %9.1f %8.2f %7.1f\n", name, f->last.elements,
           f->last.cases, (unsigned long long)f->last.judged, f->runs, 1e3 * f->open, 1e3 * f->faults,
           1e3 * f->single[0], 1e3 * f->single[1], 1e3 * f->all[0], 1e3 * f->all[1], 1e6 * f->all[0] / f->last.cases,
           f->rss / 1e6);
    printf("  by kind, two threads:");
    print_kinds(f->kind, f->last.kind_cases);
    fflush(stdout);
}

static void bar(const char *what, double value, const char *unit, double limit)
{
    printf("%-78s %9.3f %-3s bar <= %g: %s\n", what, value, unit, limit, value <= limit ? "met" : "MISSED");
}

static double each(const figures *f) { return f->all[0] / f->last.cases; }

static void print_bars(const figures *quarter, const figures *whole, const figures *dry)
{
    bar("185 MW with cooling, all single outages, two threads", whole->single[1], "s", 2);
    bar("time for each single outage with cooling, whole / quarter",
        whole->single[0] / whole->n_single / (quarter->single[0] / quarter->n_single), "", 2);
    bar("185 MW with cooling, two things at once besides, two threads", whole->two[1], "s", 2);
    bar("time for each case of two things at once with cooling, whole / quarter",
        whole->two[0] / whole->n_two / (quarter->two[0] / quarter->n_two), "", 2);
    bar("185 MW with cooling, single faults and common causes on utility alone", whole->faults, "s", 1);
    bar("185 MW, time for each case at each corner, with cooling / without",
        each(whole) / whole->corners / (each(dry) / dry->corners), "", 2);
    bar("185 MW with cooling, peak memory", whole->rss / 1e6, "MB", 600);
    bar("memory for each element with cooling, whole / quarter",
        whole->rss / whole->last.elements / (quarter->rss / quarter->last.elements), "", 1.2);
}

int main(void)
{
    bool quick = getenv("QUICK") != NULL;
    int runs = quick ? 1 : MOST_RUNS;
    unsigned whole = quick ? 4 : 70, part = quick ? 1 : 18;
    printf("%-22s %9s %7s %10s %4s %8s %9s %9s %9s %9s %9s %8s %7s\n", "hall", "elements", "cases", "judged", "runs",
           "open ms", "faults ms", "single 1", "single 2", "all 1 thr", "all 2 thr", "us/case", "peak MB");
    figures dry = measure(whole, HALL_AS_LOADS, runs), quarter = measure(part, HALL_BY_LIQUID, runs);
    print(quick ? "11 MW" : "185 MW", &dry);
    print(quick ? "2.6 MW, with cooling" : "48 MW, with cooling", &quarter);
    if (!quick && quarter.all[1] > TOO_LONG) {
        bar("185 MW with cooling: not run, its quarter took", quarter.all[1], "s", 2.0 / 4);
        return 0;
    }
    figures all = measure(whole, HALL_BY_LIQUID, runs);
    print(quick ? "11 MW, with cooling" : "185 MW, with cooling", &all);
    if (!quick) print_bars(&quarter, &all, &dry);
    return 0;
}
