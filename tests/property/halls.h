/* halls.h - random halls for property tests, a file each in a folder of its own: one half is made by tests/twin/halls.py
 * (everything that draws power), the other by tests/twin/paths.py (every way that power takes: transfers, ties,
 * generators, UPS).
 *
 * A test opens hall after hall; HR_LONG=1 makes it ten times as many, HR_SEED=N takes the one of that seed. A seed in a message is one of halls.py, or from
 * FIRST_OF_PATHS on one of paths.py. Needs the top folder as the working folder, as tests/run has it. */
#ifndef HR_TESTS_PROPERTY_HALLS_H
#define HR_TESTS_PROPERTY_HALLS_H

#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "element/types.h"
#include "report/diag.h"
#include "task/check.h"
#include "unit/random.h"

#define FIRST_OF_PATHS 100000

typedef struct halls {
    char folder[64];
    uint32_t n, of_each;
} halls;

typedef struct hall { /* one of them, opened */
    uint32_t seed;
    hr_ctx *ctx;
    hr_site *site;
    hr_check *check; /* threads 1; its cases and its engine are what tests work with */
} hall;

extern char **environ;

/* Both kinds in turn, so that what goes wrong in either shows soon. */
static inline uint32_t hall_seed(uint32_t i) { return i / 2 + (i % 2 ? FIRST_OF_PATHS : 0); }

static inline void hall_file(const halls *h, uint32_t i, char *path, size_t n)
{
    snprintf(path, n, "%s/%u.yaml", h->folder, hall_seed(i));
}

/* Which hall is the next, h->n when there is none. */
static inline uint32_t next_hall(const halls *h, uint32_t i)
{
    const char *only = getenv("HR_SEED");
    while (only && i < h->n && hall_seed(i) != strtoul(only, NULL, 10)) i++;
    return i;
}

static inline int write_halls(const halls *h, const char *script, const char *first, const char *option)
{
    char count[16];
    pid_t child;
    int how;
    snprintf(count, sizeof count, "%u", h->of_each);
    const char *const words[] = {"/usr/bin/python3", script, "--into", h->folder, first, count, option, NULL};
    char *copy[sizeof words / sizeof *words] = {NULL};
    for (size_t i = 0; words[i]; i++) copy[i] = strdup(words[i]);
    int failed = posix_spawn(&child, copy[0], NULL, NULL, copy, environ);
    for (size_t i = 0; words[i]; i++) free(copy[i]);
    return failed || waitpid(child, &how, 0) != child || how != 0 ? -1 : 0;
}

/* cmocka's setup of a group. */
static inline int make_halls(void **state)
{
    static halls h = {.folder = P_tmpdir "/headroom-halls-XXXXXX", .of_each = 500};
    if (getenv("HR_LONG")) h.of_each = 5000;
    h.n = 2 * h.of_each;
    if (!mkdtemp(h.folder)) return -1;
    *state = &h;
    return write_halls(&h, "tests/twin/halls.py", "0", NULL) ||
                   write_halls(&h, "tests/twin/paths.py", "100000", "--lossy")
               ? -1
               : 0;
}

static inline int remove_halls(void **state)
{
    const halls *h = *state;
    for (uint32_t i = 0; h && i < h->n; i++) {
        char path[128];
        hall_file(h, i, path, sizeof path);
        remove(path);
    }
    return h ? rmdir(h->folder) : 0;
}

static inline hr_check *run_check(const hall *x, bool brute)
{
    hr_check *c;
    hr_check_opts o = {.threads = 1, .brute = brute};
    assert_int_equal(hr_check_run(&c, x->ctx, x->site, &o), HR_OK);
    return c;
}

/* Opens and checks one; a hall that is refused is a fault of what made it. */
static inline hall open_hall(const halls *h, uint32_t i)
{
    hall x = {.seed = hall_seed(i), .ctx = hr_ctx_new("2026-01-01")};
    hr_open_opts o = {.types = &hr_builtin_types};
    char path[128];
    assert_non_null(x.ctx);
    hall_file(h, i, path, sizeof path);
    if (hr_site_open(&x.site, x.ctx, path, &o) != HR_OK) {
        hr_buf b = {0};
        hr_diag_write_all(x.ctx, &b, false);
        fail_msg("seed %u: %s", x.seed, b.s ? b.s : "refused without a word");
    }
    x.check = run_check(&x, false);
    return x;
}

static inline void close_hall(hall *x)
{
    hr_check_free(x->check);
    hr_site_free(x->site);
    hr_ctx_free(x->ctx);
}

static inline hr_work *new_work(const hall *x)
{
    hr_work *w;
    assert_int_equal(hr_power_engine.work_new(&w, x->check->engine[HR_NOMINAL]), HR_OK);
    return w;
}

/* A work keeps a pointer to the case that it solved last in each base state: before a case of one's own goes, the base
 * state itself is solved again. */
static const hr_case base_case[HR_BASES] = {{.kind = HR_CASE_NORMAL},
                                            {.kind = HR_CASE_ON_GENERATORS, .base = HR_BASE_GENERATORS}};

static inline bool same_bits(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

/* "fault: bus-A2", for messages. */
static inline const char *case_text(const hall *x, uint32_t case_)
{
    static char text[512];
    hr_case_name(x->check, case_, text, sizeof text);
    return text;
}

#endif
