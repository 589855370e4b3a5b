/* outages.c - all single outages of a hall of 100,000 GPUs, power and cooling together: halls.h, by liquid.
 *
 * The same hall without liquid cooling stands beside it, so that what cooling costs is a ratio of this run; a quarter of
 * it, so that growth is. Every time is the median of several runs in this one process, memory that of a process of its
 * own. Where the quarter takes so long that the whole would take an hour, the whole is not run and its bar is missed. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "element/types.h"
#include "halls.h"
#include "measure.h"
#include "report/report.h"
#include "task/check.h"

enum { MOST_RUNS = 9 };
#define LONG_ENOUGH 60.0 /* s of runs of one size, after which no other begins */
#define TOO_LONG 15.0    /* s of a quarter on two threads */

typedef struct figures { /* seconds, bytes */
    double open, all[2], faults, rss;
    double kind[HR_CASE_KINDS]; /* of one run on two threads */
    uint32_t kind_cases[HR_CASE_KINDS];
    uint32_t cases, elements, runs;
    uint64_t judged;
} figures;

static void write_hall(char *path, unsigned blocks, hall_cooled how)
{
    strcpy(path, P_tmpdir "/headroom-outages-XXXXXX");
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f) die("temporary file");
    hall_write_cooled(f, blocks, how);
    fclose(f);
}

static hr_site *open_hall(hr_ctx **ctx, const char *path)
{
    hr_open_opts o = {.types = &hr_builtin_types};
    hr_site *site = NULL;
    *ctx = hr_ctx_new("2026-01-01");
    if (!*ctx || hr_site_open(&site, *ctx, path, &o) != HR_OK) die("opening");
    return site;
}

static double check_once(const hr_site *site, hr_ctx *ctx, hr_check_opts o, figures *f)
{
    hr_check *c = NULL;
    double start = now();
    if (hr_check_run(&c, ctx, site, &o) != HR_OK) die("check");
    double took = now() - start;
    for (int k = 0; k < HR_CASE_KINDS; k++) f->kind[k] = c->by_kind[k].seconds, f->kind_cases[k] = c->by_kind[k].cases;
    f->cases = c->n_cases;
    f->judged = c->judged;
    f->elements = site->n_elements;
    hr_check_free(c);
    return took;
}

static double peak_memory(const char *path)
{
    int ends[2];
    fflush(stdout);
    if (pipe(ends) != 0) die("pipe");
    pid_t child = fork();
    if (child == 0) {
        hr_ctx *ctx;
        figures f;
        hr_site *site = open_hall(&ctx, path);
        check_once(site, ctx, (hr_check_opts){.threads = 2}, &f);
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        dprintf(ends[1], "%ld", use.ru_maxrss);
        _exit(0);
    }
    siginfo_t ended;
    char peak[64] = {0};
    close(ends[1]);
    if (child < 0 || read(ends[0], peak, sizeof peak - 1) <= 0) die("memory run");
    close(ends[0]);
    waitid(P_PID, (id_t)child, &ended, WEXITED);
    return strtod(peak, NULL) * 1024;
}

static figures measure(unsigned blocks, hall_cooled how, int most)
{
    figures f = {0};
    double all[2][MOST_RUNS], faults[MOST_RUNS], open[MOST_RUNS], begin = now();
    char path[64];
    int n = 0;
    write_hall(path, blocks, how);
    while (n < most && (n == 0 || now() - begin < LONG_ENOUGH)) {
        hr_ctx *ctx;
        double start = now();
        hr_site *site = open_hall(&ctx, path);
        open[n] = now() - start;
        faults[n] = check_once(site, ctx, (hr_check_opts){.threads = 2, .outages = HR_OUTAGES_FAULTS}, &f);
        for (unsigned t = 0; t < 2; t++) all[t][n] = check_once(site, ctx, (hr_check_opts){.threads = t + 1}, &f);
        hr_site_free(site);
        hr_ctx_free(ctx);
        n++;
    }
    f.runs = (uint32_t)n;
    f.open = median(open, n), f.faults = median(faults, n);
    for (int t = 0; t < 2; t++) f.all[t] = median(all[t], n);
    f.rss = peak_memory(path);
    remove(path);
    return f;
}

static void print(const char *name, const figures *f)
{
    printf("%-22s %9u %7u %10llu %4u %8.1f %9.1f %9.1f %9.1f %8.2f %8.2f %7.1f\n", name, f->elements, f->cases,
           (unsigned long long)f->judged, f->runs, 1e3 * f->open, 1e3 * f->faults, 1e3 * f->all[0], 1e3 * f->all[1],
           1e6 * f->all[0] / f->cases, 1e6 * f->all[0] / f->elements, f->rss / 1e6);
    printf("  by kind:");
    for (int k = HR_CASE_FAULT; k < HR_CASE_KINDS; k++)
        if (f->kind_cases[k]) printf("  %s %u in %.1f ms", hr_case_kind_word[k], f->kind_cases[k], 1e3 * f->kind[k]);
    printf("\n");
    fflush(stdout);
}

static void bar(const char *what, double value, const char *unit, double limit)
{
    printf("%-70s %9.3f %-3s bar <= %g: %s\n", what, value, unit, limit, value <= limit ? "met" : "MISSED");
}

static void print_bars(const figures *quarter, const figures *whole, const figures *dry)
{
    bar("185 MW with cooling, all kinds of outages, two threads", whole->all[1], "s", 2);
    bar("185 MW with cooling, single faults and common causes on utility", whole->faults, "s", 1);
    bar("185 MW with cooling, peak memory", whole->rss / 1e6, "MB", 600);
    bar("185 MW, time with cooling / without", whole->all[0] / dry->all[0], "", 6);
    bar("185 MW, time for each case, with cooling / without", whole->all[0] / whole->cases / (dry->all[0] / dry->cases),
        "", 4);
    bar("time for each case with cooling, whole / quarter",
        whole->all[0] / whole->cases / (quarter->all[0] / quarter->cases), "", 2);
    bar("memory for each element with cooling, whole / quarter",
        whole->rss / whole->elements / (quarter->rss / quarter->elements), "", 1.2);
}

int main(void)
{
    bool quick = getenv("QUICK") != NULL;
    int runs = quick ? 1 : MOST_RUNS;
    unsigned whole = quick ? 4 : 70, part = quick ? 1 : 18;
    printf("%-22s %9s %7s %10s %4s %8s %9s %9s %9s %8s %8s %7s\n", "hall", "elements", "cases", "judged", "runs",
           "open ms", "faults ms", "1 thr ms", "2 thr ms", "us/case", "us/elem", "peak MB");
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
