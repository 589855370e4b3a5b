/* progress.c - the one place where the clock is read while something is computed; nothing of it enters a result. */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SILENT_SECONDS 0.5
#define EVERY_SECONDS 0.1

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

void hr_progress_begin(hr_progress *p, const char *what)
{
    const char *term = getenv("TERM");
    *p = (hr_progress){.what = what, .busy = ATOMIC_FLAG_INIT};
    clock_gettime(CLOCK_MONOTONIC, &p->start);
    p->on = isatty(STDERR_FILENO) == 1 && (!term || strcmp(term, "dumb") != 0);
}

bool hr_progress_watched(const hr_progress *p) { return p->on; }

void hr_progress_step(void *progress, uint32_t done, uint32_t total)
{
    hr_progress *p = progress;
    if (!p->on || total == 0 || atomic_flag_test_and_set(&p->busy)) return; /* somebody else is drawing */
    double t = seconds_since(&p->start);
    if (t >= SILENT_SECONDS && t - p->shown >= EVERY_SECONDS) {
        p->shown = t;
        p->drawn = true;
        (void)fprintf(stderr, "\r%3u %%  %u of %u %s\033[K", (unsigned)((uint64_t)done * 100 / total), (unsigned)done,
                      (unsigned)total, p->what);
        (void)fflush(stderr);
    }
    atomic_flag_clear(&p->busy);
}

double hr_progress_end(hr_progress *p)
{
    if (p->drawn) {
        (void)fputs("\r\033[K", stderr);
        (void)fflush(stderr);
    }
    p->drawn = false;
    return seconds_since(&p->start);
}
