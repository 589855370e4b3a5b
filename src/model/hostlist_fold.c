/* hostlist_fold.c - names -> the few patterns that expand to exactly them.
 *
 * In every round each pattern stands at one run of digits, at first its last. Patterns with the same text before and
 * behind that run become one, the run a bracket of all its numbers; then everybody goes on to the run before. Sorting
 * by (before, behind, number) brings together what belongs together, so a round costs one sort. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/hostlist.h"

#define NUMBER_DIGITS 18u /* longer runs stay as they are: hr_hostlist_parse takes no more */

typedef struct pattern {
    hr_str text;
    uint32_t run, run_end; /* the digits it stands at: text.s[run..run_end) */
    uint32_t brackets;
    uint32_t count; /* names it stands for */
    uint32_t first; /* the least of them, in natural order */
} pattern;

typedef struct number {
    uint64_t v;
    uint32_t digits;
    bool padded;
} number;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* --- order ------------------------------------------------------------------------------------------------- */

static int text_cmp(hr_str a, hr_str b)
{
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n > 0 ? memcmp(a.s, b.s, n) : 0;
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

static hr_str before(const pattern *p) { return (hr_str){p->text.s, p->run}; }

static hr_str behind(const pattern *p) { return (hr_str){p->text.s + p->run_end, p->text.n - p->run_end}; }

static hr_str digits_of(const pattern *p) { return (hr_str){p->text.s + p->run, p->run_end - p->run}; }

/* Numbers with as many digits by value, which is their order as text. */
static int run_cmp(hr_str a, hr_str b) { return a.n != b.n ? (a.n > b.n) - (a.n < b.n) : text_cmp(a, b); }

static int pattern_cmp(const void *pa, const void *pb)
{
    const pattern *a = pa, *b = pb;
    int c = text_cmp(before(a), before(b));
    if (c == 0) c = text_cmp(behind(a), behind(b));
    return c != 0 ? c : run_cmp(digits_of(a), digits_of(b));
}

static int name_cmp(const void *a, const void *b) { return hr_name_cmp(*(const hr_str *)a, *(const hr_str *)b); }

static int first_cmp(const void *pa, const void *pb)
{
    const pattern *a = pa, *b = pb;
    return (a->first > b->first) - (a->first < b->first);
}

/* --- one group --------------------------------------------------------------------------------------------- */

/* Moves to the last run of digits before `end` that is short enough; false when there is none. */
static bool find_run(pattern *p, uint32_t end)
{
    while (end > 0) {
        while (end > 0 && !is_digit(p->text.s[end - 1])) end--;
        p->run = p->run_end = end;
        while (end > 0 && is_digit(p->text.s[end - 1])) end--;
        p->run = end;
        if (p->run_end > p->run && p->run_end - p->run <= NUMBER_DIGITS) return true;
    }
    return false;
}

static number number_of(const pattern *p)
{
    hr_str d = digits_of(p);
    number n = {.digits = d.n, .padded = d.n > 1 && d.s[0] == '0'};
    for (uint32_t i = 0; i < d.n; i++) n.v = n.v * 10 + (uint64_t)(d.s[i] - '0');
    return n;
}

/* The numbers of a group as [1-4,07-12], ranges as long as they go. A range keeps its padding: 08-12 goes on through
 * 10, which by itself has none; 8-12 does not contain 08. */
static void add_numbers(hr_buf *out, const pattern *p, size_t n)
{
    hr_buf_c(out, '[');
    for (size_t i = 0; i < n;) {
        number last = number_of(&p[i]);
        uint32_t width = last.padded ? last.digits : 0;
        size_t k = i + 1;
        for (; k < n; k++) {
            number next = number_of(&p[k]);
            if (next.v != last.v + 1 || (width != 0 ? next.digits != width : next.padded)) break;
            last = next;
        }
        if (i > 0) hr_buf_c(out, ',');
        hr_buf_str(out, digits_of(&p[i]));
        if (k - i > 1) {
            hr_buf_c(out, '-');
            hr_buf_str(out, digits_of(&p[k - 1]));
        }
        i = k;
    }
    hr_buf_c(out, ']');
}

/* Makes p[0] stand for all n patterns of a group. */
static hr_err merge(pattern *p, size_t n, hr_arena *arena, hr_buf *scratch)
{
    scratch->n = 0;
    hr_buf_str(scratch, before(p));
    add_numbers(scratch, p, n);
    hr_buf_str(scratch, behind(p));
    if (scratch->failed) return HR_ENOMEM;
    p->text = hr_arena_str(arena, scratch->s, scratch->n);
    if (p->text.s == NULL) return HR_ENOMEM;
    for (size_t i = 1; i < n; i++) {
        if (p[i].first < p->first) p->first = p[i].first;
    }
    p->count *= (uint32_t)n;
    p->brackets++;
    return HR_OK;
}

/* --- rounds ------------------------------------------------------------------------------------------------ */

/* Folds the first *active patterns at their runs. Afterwards *active says how many of the *total have a run left: these
 * come first again. */
static hr_err fold_round(pattern *p, size_t *active, size_t *total, hr_arena *arena, hr_buf *scratch)
{
    size_t n = *active, kept = 0;
    qsort(p, n, sizeof *p, pattern_cmp);
    for (size_t i = 0; i < n;) {
        size_t k = i + 1;
        while (k < n && text_cmp(before(&p[i]), before(&p[k])) == 0 && text_cmp(behind(&p[i]), behind(&p[k])) == 0) k++;
        bool fits = p[i].brackets < HR_HOSTLIST_BRACKETS && (uint64_t)p[i].count * (k - i) <= HR_HOSTLIST_MAX;
        if (k - i > 1 && fits) {
            hr_err e = merge(&p[i], k - i, arena, scratch);
            if (e != HR_OK) return e;
            p[kept++] = p[i];
        } else {
            while (i < k) p[kept++] = p[i++];
        }
        i = k;
    }
    memmove(p + kept, p + n, (*total - n) * sizeof *p);
    *total -= n - kept;
    *active = 0;
    for (size_t i = 0; i < kept; i++) { /* what has no run left goes behind */
        if (!find_run(&p[i], p[i].run)) continue;
        pattern moved = p[i];
        p[i] = p[*active];
        p[(*active)++] = moved;
    }
    return HR_OK;
}

/* Sorted patterns without doubles. */
static size_t patterns_of(const hr_str *name, size_t n, pattern *p, size_t *active)
{
    size_t total = 0;
    *active = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && hr_str_eq(name[i], name[i - 1])) continue;
        pattern one = {.text = name[i], .count = 1, .first = (uint32_t)total};
        size_t at = total++;
        if (find_run(&one, one.text.n)) {
            p[at] = p[*active];
            at = (*active)++;
        }
        p[at] = one;
    }
    return total;
}

static hr_err fold_sorted(const hr_str *name, size_t n, pattern *p, hr_arena *arena, hr_buf *out)
{
    size_t active = 0, total = patterns_of(name, n, p, &active);
    hr_buf scratch = {0};
    hr_err e = HR_OK;
    while (active > 1 && e == HR_OK) e = fold_round(p, &active, &total, arena, &scratch);
    hr_buf_free(&scratch);
    if (e != HR_OK) return e;
    qsort(p, total, sizeof *p, first_cmp);
    for (size_t i = 0; i < total; i++) {
        if (i > 0) hr_buf_c(out, ',');
        hr_buf_str(out, p[i].text);
    }
    return out->failed ? HR_ENOMEM : HR_OK;
}

hr_err hr_hostlist_fold(const hr_str *name, size_t n, hr_buf *out)
{
    if (n == 0) return HR_OK;
    if (n >= HR_NONE) return HR_ENOMEM;
    hr_arena *arena = hr_arena_new();
    hr_str *sorted = hr_calloc(n, sizeof *sorted);
    pattern *p = hr_calloc(n, sizeof *p);
    hr_err e = HR_ENOMEM;
    if (arena != NULL && sorted != NULL && p != NULL) {
        memcpy(sorted, name, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, name_cmp);
        e = fold_sorted(sorted, n, p, arena, out);
    }
    hr_free(p);
    hr_free(sorted);
    hr_arena_free(arena);
    return e;
}
