/* sweep.h - what benchmarks of `check` share: a hall written and opened, one check of it, and the memory that one takes. */
#ifndef HR_BENCH_SWEEP_H
#define HR_BENCH_SWEEP_H

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "element/types.h"
#include "measure.h"
#include "report/report.h"
#include "task/check.h"

typedef struct swept {                       /* one check */
    double took, sweep, kind[HR_CASE_KINDS]; /* s: all of it, its cases, those of each kind */
    uint32_t kind_cases[HR_CASE_KINDS];
    uint32_t cases, elements;
    uint64_t judged;
} swept;

/* A file of its own for a model; its path goes into `path`. */
static inline FILE *new_model(char path[64])
{
    strcpy(path, P_tmpdir "/headroom-bench-XXXXXX");
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
    if (!f) die("temporary file");
    return f;
}

static inline hr_site *open_hall(hr_ctx **ctx, const char *path)
{
    hr_open_opts o = {.types = &hr_builtin_types};
    hr_site *site = NULL;
    *ctx = hr_ctx_new("2026-01-01");
    if (!*ctx || hr_site_open(&site, *ctx, path, &o) != HR_OK) die("opening");
    return site;
}

static inline bool count_bytes(void *user, const char *s, size_t n)
{
    (void)s;
    *(size_t *)user += n;
    return true;
}

static inline swept check_once(const hr_site *site, hr_ctx *ctx, hr_check_opts o, bool json)
{
    swept out = {0};
    hr_check *c = NULL;
    size_t bytes = 0;
    double start = now();
    if (hr_check_run(&c, ctx, site, &o) != HR_OK) die("check");
    if (json && hr_report_json(c, count_bytes, &bytes, true) != HR_OK) die("json");
    out.took = now() - start;
    for (int k = 0; k < HR_CASE_KINDS; k++) {
        out.sweep += out.kind[k] = c->by_kind[k].seconds;
        out.kind_cases[k] = c->by_kind[k].cases;
    }
    out.cases = c->n_cases, out.judged = c->judged, out.elements = site->n_elements;
    hr_check_free(c);
    return out;
}

/* Bytes, of a process of its own that opens a hall and checks it on two threads. */
static inline double peak_memory(const char *path, bool json)
{
    int ends[2];
    fflush(stdout);
    if (pipe(ends) != 0) die("pipe");
    pid_t child = fork();
    if (child == 0) {
        hr_ctx *ctx;
        hr_site *site = open_hall(&ctx, path);
        (void)check_once(site, ctx, (hr_check_opts){.threads = 2}, json);
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

/* Kinds that print one word are told apart by what sticks in: the loss of a utility, or any other fault. */
static inline void print_kinds(const double *kind, const uint32_t *cases)
{
    for (int k = HR_CASE_FAULT; k < HR_CASE_KINDS; k++)
        if (cases[k])
            printf("  %s%s %u in %.1f ms", hr_case_kind_word[k], k == HR_CASE_STUCK_FAULT ? " at any fault" : "",
                   cases[k], 1e3 * kind[k]);
    printf("\n");
}

#endif
