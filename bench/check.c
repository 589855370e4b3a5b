/* check.c - how long `check` takes and how much memory it needs, from 1 MW to 1 GW.
 *
 * Every figure is the median of several runs in this one process (memory: of a process of its own), printed beside its
 * bar. Ratios are between figures of this run, so they hold on a machine that is slow as a whole; a machine that is
 * busy with something else shows in the spread. */
#include <stdio.h>
#include <stdlib.h>

#include "halls.h"
#include "sweep.h"

typedef struct figures { /* seconds, bytes */
    double open, sweep[2], all[2], faults, json, rss;
    swept last;
} figures;

static void write_hall(char *path, unsigned blocks)
{
    FILE *f = new_model(path);
    if (blocks) hall_write(f, blocks);
    else expand_write(f);
    fclose(f);
}

static figures measure(unsigned blocks, int runs)
{
    figures f = {0};
    double open[16], all[2][16], sweep[2][16], faults[16], json[16];
    char path[64];
    write_hall(path, blocks);
    for (int i = 0; i < runs; i++) {
        hr_ctx *ctx;
        double start = now();
        hr_site *site = open_hall(&ctx, path);
        open[i] = now() - start;
        hr_check_opts few = {.threads = 2, .outages = HR_OUTAGES_FAULTS};
        if (blocks) faults[i] = check_once(site, ctx, few, false).took;
        for (unsigned t = 0; t < 2 && blocks; t++) {
            f.last = check_once(site, ctx, (hr_check_opts){.threads = t + 1}, false);
            all[t][i] = f.last.took, sweep[t][i] = f.last.sweep;
        }
        if (blocks) json[i] = check_once(site, ctx, (hr_check_opts){.threads = 2}, true).took;
        hr_site_free(site);
        hr_ctx_free(ctx);
    }
    f.open = median(open, runs);
    for (int t = 0; t < 2 && blocks; t++) f.all[t] = median(all[t], runs), f.sweep[t] = median(sweep[t], runs);
    if (blocks) f.json = median(json, runs), f.faults = median(faults, runs);
    if (blocks) f.rss = peak_memory(path, true);
    remove(path);
    return f;
}

static void bar(const char *what, double value, const char *unit, const char *sense, double limit)
{
    bool ok = strcmp(sense, "<=") == 0 ? value <= limit : value >= limit;
    printf("%-64s %9.3f %-4s bar %s %g: %s\n", what, value, unit, sense, limit, ok ? "met" : "MISSED");
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
        printf("%-8s %9u %7u %10llu %9.2f %9.2f %9.2f %9.2f %9.2f %8.1f\n", names[i], f[i].last.elements,
               f[i].last.cases, (unsigned long long)f[i].last.judged, 1e3 * f[i].open, 1e3 * f[i].all[0],
               1e3 * f[i].all[1], f[i].sweep[0] / f[i].sweep[1], 1e3 * f[i].json, f[i].rss / 1e6);
    }
    for (int i = quick ? 0 : 3; i < n_sizes; i++) {
        printf("%s by kind:", names[i]);
        print_kinds(f[i].last.kind, f[i].last.kind_cases);
    }
    bar("131,072 GPUs open and expand", 1e3 * expand.open, "ms", "<=", 50);
    if (quick) return 0;
    bar("185 MW, single faults and common causes on utility, open included", f[3].open + f[3].faults, "s", "<=", 0.2);
    bar("1 GW, single faults and common causes on utility, open included", f[4].open + f[4].faults, "s", "<=", 1.0);
    bar("185 MW, all kinds of outages", f[3].all[1], "s", "<=", 0.5);
    bar("1 GW, all kinds of outages", f[4].all[1], "s", "<=", 3.0);
    bar("1 GW, peak memory, JSON included", f[4].rss / 1e6, "MB", "<=", 600);
    bar("1 GW, check with folded JSON / check alone", f[4].json / f[4].all[1], "", "<=", 1.3);
    bar("1 GW, sweep on one thread / on two", f[4].sweep[0] / f[4].sweep[1], "", ">=", 1.6);
    bar("time for each element, 1 GW / 2.6 MW, one thread",
        f[4].all[0] / f[4].last.elements / (f[0].all[0] / f[0].last.elements), "", "<=", 2.0);
    return 0;
}
