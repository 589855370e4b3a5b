/* progress.h - one line on standard error that says how far a long run is: only on a terminal, only after half a
 * second, gone when the run ends. */
#ifndef HR_CLI_PROGRESS_H
#define HR_CLI_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef struct hr_progress {
    const char *what; /* "cases" */
    struct timespec start;
    double shown; /* seconds since the start when the line was last drawn */
    bool on, drawn;
    atomic_flag busy;
} hr_progress;

void hr_progress_begin(hr_progress *p, const char *what);
/* hr_check_opts.progress; may be called from any thread. */
void hr_progress_step(void *progress, uint32_t done, uint32_t total);
/* Takes the line away. Returns the seconds since the beginning. */
double hr_progress_end(hr_progress *p);
bool hr_progress_watched(const hr_progress *p); /* standard error is a terminal */

#endif
