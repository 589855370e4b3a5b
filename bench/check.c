/* check.c - how long `check` takes and how much memory it needs, from 1 MW to 1 GW.
 *
 * Every figure is the median of several runs in this one process (memory: of a process of its own), printed beside its
 * bar. Ratios are between figures of this run, so they hold on a machine that is slow as a whole; a machine that is
 * busy with something else shows in the spread. */
#include <stdio.h>
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

typedef struct figures { /* seconds, bytes */
    double open, sweep[2], all[2], faults, json, rss;
    double kind[HR_CASE_KINDS]; /* of one run on two threads */
    uint32_t kind_cases[HR_CASE_KINDS];
    uint32_t cases, elements;
    uint64_t judged;
} figures;

static void write_hall(char *path, unsigned blocks)
{
    strcpy(path, P_tmpdir "/headroom-bench-XXXXXX");
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f) die("temporary file");
    if (blocks) hall_write(f, blocks);
    else expand_write(f);
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

static bool count_bytes(void *user, const char *s, size_t n)
{
    (void)s;
    *(size_t *)user += n;
    return true;
}

static double check_once(const hr_site *site, hr_ctx *ctx, hr_check_opts o, bool json, double *sweep, figures *f)
{
    hr_check *c = NULL;
    size_t bytes = 0;
    double start = now();
    if (hr_check_run(&c, ctx, site, &o) != HR_OK) die("check");
    if (json && hr_report_json(c, count_bytes, &bytes, true) != HR_OK) die("json");
    double took = now() - start;
    *sweep = 0;
    for (int k = 0; k < HR_CASE_KINDS; k++) {
        *sweep += c->by_kind[k].seconds;
        f->kind[k] = c->by_kind[k].seconds;
        f->kind_cases[k] = c->by_kind[k].cases;
    }
    f->cases = c->n_cases;
    f->judged = c->judged;
    f->elements = site->n_elements;
    hr_check_free(c);
    return took;
}

static double peak_memory(const char *path)
{
    int pipe_ends[2];
    fflush(stdout);
    if (pipe(pipe_ends) != 0) die("pipe");
    pid_t child = fork();
    if (child == 0) {
        hr_ctx *ctx;
        figures f;
        double sweep;
        hr_site *site = open_hall(&ctx, path);
        check_once(site, ctx, (hr_check_opts){.threads = 2}, true, &sweep, &f);
        struct rusage use;
        getrusage(RUSAGE_SELF, &use);
        dprintf(pipe_ends[1], "%ld", use.ru_maxrss);
        _exit(0);
    }
    siginfo_t ended;
    char peak[64] = {0};
    close(pipe_ends[1]);
    if (child < 0 || read(pipe_ends[0], peak, sizeof peak - 1) <= 0) die("memory run");
    close(pipe_ends[0]);
    waitid(P_PID, (id_t)child, &ended, WEXITED);
    return strtod(peak, NULL) * 1024;
}

static figures measure(unsigned blocks, int runs)
{
    figures f = {0};
    double open[16], all[2][16], sweep[2][16], faults[16], json[16], ignored;
    char path[64];
    write_hall(path, blocks);
    for (int i = 0; i < runs; i++) {
        hr_ctx *ctx;
        double start = now();
        hr_site *site = open_hall(&ctx, path);
        open[i] = now() - start;
        hr_check_opts few = {.threads = 2, .outages = HR_OUTAGES_FAULTS};
        if (blocks) faults[i] = check_once(site, ctx, few, false, &ignored, &f);
        for (unsigned t = 0; t < 2 && blocks; t++)
            all[t][i] = check_once(site, ctx, (hr_check_opts){.threads = t + 1}, false, &sweep[t][i], &f);
        if (blocks) json[i] = check_once(site, ctx, (hr_check_opts){.threads = 2}, true, &ignored, &f);
        f.elements = site->n_elements;
        hr_site_free(site);
        hr_ctx_free(ctx);
    }
    f.open = median(open, runs);
    for (int t = 0; t < 2 && blocks; t++) f.all[t] = median(all[t], runs), f.sweep[t] = median(sweep[t], runs);
    if (blocks) f.json = median(json, runs), f.faults = median(faults, runs);
    if (blocks) f.rss = peak_memory(path);
    remove(path);
    return f;
}

static void bar(const char *what, double value, const char *unit, const char *sense, double limit)
{
    bool ok = strcmp(sense, "<=") == 0 ? value <= limit : value >= limit;
    printf("%-64s %9.3f %-4s bar %s %g: %s\n", what, value, unit, sense, limit, ok ? "met" : "MISSED");
}

/* Kinds that print one name are counted together: a device stuck in the loss of a utility, and in any other fault. */
static void print_kinds(const figures *f, const char *name)
{
    printf("%s by kind:", name);
    for (int k = HR_CASE_FAULT; k < HR_CASE_KINDS; k++)
        if (f->kind_cases[k]) printf("  %s %u in %.1f ms", hr_case_kind_word[k], f->kind_cases[k], 1e3 * f->kind[k]);
    printf("\n");
}

int main(void)
{
    bool quick = getenv("QUICK") != NULL;
    int runs = quick ? 1 : 9;
    static const unsigned sizes[] = {1, 4, 18, 70, 360};
    static const char *const names[] = {"2.6 MW", "11 MW", "48 MW", "185 MW", "1 GW"};
    int n_sizes = quick ? 2 : 5;
    figures f[5];
    figures expand = measure(0, runs);
    printf("%-8s %9s %7s %10s %9s %9s %9s %9s %9s %8s\n", "hall", "elements", "cases", "judged", "open ms", "1 thr ms",
           "2 thr ms", "sweep 1/2", "json ms", "peak MB");
    for (int i = 0; i < n_sizes; i++) {
        f[i] = measure(sizes[i], runs);
        printf("%-8s %9u %7u %10llu %9.2f %9.2f %9.2f %9.2f %9.2f %8.1f\n", names[i], f[i].elements, f[i].cases,
               (unsigned long long)f[i].judged, 1e3 * f[i].open, 1e3 * f[i].all[0], 1e3 * f[i].all[1],
               f[i].sweep[0] / f[i].sweep[1], 1e3 * f[i].json, f[i].rss / 1e6);
    }
    for (int i = quick ? 0 : 3; i < n_sizes; i++) print_kinds(&f[i], names[i]);
    bar("131,072 GPUs open and expand", 1e3 * expand.open, "ms", "<=", 50);
    if (quick) return 0;
    bar("185 MW, single faults and common causes on utility, open included", f[3].open + f[3].faults, "s", "<=", 0.2);
    bar("1 GW, single faults and common causes on utility, open included", f[4].open + f[4].faults, "s", "<=", 1.0);
    bar("185 MW, all kinds of outages", f[3].all[1], "s", "<=", 0.5);
    bar("1 GW, all kinds of outages", f[4].all[1], "s", "<=", 3.0);
    bar("1 GW, peak memory, JSON included", f[4].rss / 1e6, "MB", "<=", 600);
    bar("1 GW, check with folded JSON / check alone", f[4].json / f[4].all[1], "", "<=", 1.3);
    bar("1 GW, sweep on one thread / on two", f[4].sweep[0] / f[4].sweep[1], "", ">=", 1.6);
    bar("time for each element, 1 GW / 2.6 MW, one thread", f[4].all[0] / f[4].elements / (f[0].all[0] / f[0].elements),
        "", "<=", 2.0);
    return 0;
}
