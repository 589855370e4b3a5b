/* sparse.c - CHOLMOD's simplicial LDL', set up so that factoring again costs arithmetic only.
 *
 * CHOLMOD permutes the values of a matrix into its ordering at each factorization, which copies and allocates. So the
 * ordering (approximate minimum degree, postordered) is asked for once, the pattern is stored in that order as an upper
 * triangle, and CHOLMOD is told to take it as it stands: then it works on our values in place. */
#include "base/sparse.h"

#include <string.h>

#include <suitesparse/cholmod.h>

#include "base/alloc.h"

struct hr_sparse {
    cholmod_common common;
    cholmod_sparse matrix; /* upper triangle in the order of elimination; each column ends with its diagonal */
    cholmod_factor *factor;
    cholmod_dense right, *solution, *work[2];
    int *place, *unknown; /* unknown -> row in the order of elimination, and back */
    double *x;
};

static void start_cholmod(cholmod_common *c, int ordering)
{
#ifdef HR_TEST_ALLOC
    SuiteSparse_config.malloc_func = hr_malloc;
    SuiteSparse_config.calloc_func = hr_calloc;
    SuiteSparse_config.realloc_func = hr_realloc;
#endif
    cholmod_start(c);
    c->print = 0;
    c->supernodal = CHOLMOD_SIMPLICIAL;
    c->final_ll = 0;
    c->nmethods = 1;
    c->method[0].ordering = ordering;
    c->postorder = ordering == CHOLMOD_AMD;
    c->quick_return_if_not_posdef = 1;
}

static hr_err status_of(const cholmod_common *c)
{
    if (c->status == CHOLMOD_OUT_OF_MEMORY) return HR_ENOMEM;
    return c->status < CHOLMOD_OK ? HR_EINTERNAL : HR_OK;
}

/* --- the pattern ------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* Sorts each column, drops what stands twice, and closes the gaps. */
static void pack_columns(cholmod_sparse *m)
{
    int *p = m->p, *row = m->i, n = (int)m->ncol, to = 0, from = 0;
    for (int c = 0; c < n; c++) {
        int end = p[c + 1], first = to;
        qsort(row + from, (size_t)(end - from), sizeof *row, by_number);
        for (int k = from; k < end; k++)
            if (to == first || row[to - 1] != row[k]) row[to++] = row[k];
        from = end;
        p[c + 1] = to;
    }
    m->nzmax = (size_t)to;
}

/* The upper triangle of a pattern whose unknowns are numbered anew by place. */
static hr_err make_matrix(cholmod_sparse *m, uint32_t n, const hr_sparse_pair *pair, uint32_t n_pair, const int *place)
{
    size_t most = (size_t)n + n_pair;
    *m = (cholmod_sparse){.nrow = n, .ncol = n, .nzmax = most, .stype = 1, .xtype = CHOLMOD_REAL};
    m->itype = CHOLMOD_INT, m->dtype = CHOLMOD_DOUBLE, m->sorted = 1, m->packed = 1;
    int *p = m->p = hr_calloc((size_t)n + 2, sizeof *p);
    int *row = m->i = hr_malloc(most * sizeof *row);
    m->x = hr_calloc(most + 1, sizeof(double));
    if (m->p == NULL || m->i == NULL || m->x == NULL) return HR_ENOMEM;
    for (uint32_t c = 0; c < n; c++) p[c + 2] = 1; /* its diagonal; counted two columns ahead, see below */
    for (uint32_t k = 0; k < n_pair; k++) {
        int a = place[pair[k].i], b = place[pair[k].j];
        p[(a > b ? a : b) + 2]++;
    }
    for (uint32_t c = 2; c <= n + 1; c++) p[c] += p[c - 1];
    for (uint32_t c = 0; c < n; c++) row[p[c + 1]++] = (int)c; /* p[c + 1] runs from the start of c to its end */
    for (uint32_t k = 0; k < n_pair; k++) {
        int a = place[pair[k].i], b = place[pair[k].j];
        row[p[(a > b ? a : b) + 1]++] = a > b ? b : a;
    }
    pack_columns(m);
    return HR_OK;
}

static void free_matrix(cholmod_sparse *m)
{
    hr_free(m->p);
    hr_free(m->i);
    hr_free(m->x);
}

/* The order of elimination. */
static hr_err find_order(int *unknown, uint32_t n, const hr_sparse_pair *pair, uint32_t n_pair, int *place)
{
    cholmod_common c;
    cholmod_sparse m;
    cholmod_factor *f = NULL;
    for (uint32_t i = 0; i < n; i++) place[i] = (int)i;
    hr_err e = make_matrix(&m, n, pair, n_pair, place);
    start_cholmod(&c, CHOLMOD_AMD);
    if (e == HR_OK) {
        f = cholmod_analyze(&m, &c);
        e = status_of(&c);
    }
    if (e == HR_OK) memcpy(unknown, f->Perm, n * sizeof *unknown);
    for (uint32_t i = 0; i < n && e == HR_OK; i++) place[unknown[i]] = (int)i;
    cholmod_free_factor(&f, &c);
    cholmod_finish(&c);
    free_matrix(&m);
    return e;
}

/* --- life -------------------------------------------------------------------------------------------------- */

static hr_sparse *new_object(uint32_t n)
{
    hr_sparse *s = hr_calloc(1, sizeof *s);
    if (s == NULL) return NULL;
    start_cholmod(&s->common, CHOLMOD_NATURAL);
    s->place = hr_malloc(n * sizeof *s->place);
    s->unknown = hr_malloc(n * sizeof *s->unknown);
    s->x = hr_malloc(n * sizeof *s->x);
    s->right = (cholmod_dense){.nrow = n, .ncol = 1, .nzmax = n, .d = n, .x = s->x, .xtype = CHOLMOD_REAL};
    s->right.dtype = CHOLMOD_DOUBLE;
    if (s->place != NULL && s->unknown != NULL && s->x != NULL) return s;
    hr_sparse_free(s);
    return NULL;
}

static hr_err finish_object(hr_sparse *s, hr_err e, hr_sparse **out)
{
    if (e == HR_OK) {
        s->factor = cholmod_analyze(&s->matrix, &s->common);
        e = status_of(&s->common);
    }
    if (e == HR_OK) *out = s;
    else hr_sparse_free(s);
    return e;
}

hr_err hr_sparse_new(hr_sparse **out, uint32_t n, const hr_sparse_pair *pair, uint32_t n_pair)
{
    *out = NULL;
    if (n == 0 || n > INT32_MAX / 4 || n_pair > INT32_MAX / 4) return HR_EINPUT;
    for (uint32_t k = 0; k < n_pair; k++)
        if (pair[k].i >= n || pair[k].j >= n || pair[k].i == pair[k].j) return HR_EINPUT;
    hr_sparse *s = new_object(n);
    if (s == NULL) return HR_ENOMEM;
    hr_err e = find_order(s->unknown, n, pair, n_pair, s->place);
    if (e == HR_OK) e = make_matrix(&s->matrix, n, pair, n_pair, s->place);
    return finish_object(s, e, out);
}

hr_err hr_sparse_copy(hr_sparse **out, const hr_sparse *s)
{
    const cholmod_sparse *m = &s->matrix;
    hr_sparse *t = new_object((uint32_t)m->ncol);
    *out = NULL;
    if (t == NULL) return HR_ENOMEM;
    t->matrix = *m;
    t->matrix.p = hr_malloc((m->ncol + 1) * sizeof(int));
    t->matrix.i = hr_malloc(m->nzmax * sizeof(int));
    t->matrix.x = hr_calloc(m->nzmax + 1, sizeof(double));
    bool got = t->matrix.p != NULL && t->matrix.i != NULL && t->matrix.x != NULL;
    if (got) {
        memcpy(t->matrix.p, m->p, (m->ncol + 1) * sizeof(int));
        memcpy(t->matrix.i, m->i, m->nzmax * sizeof(int));
        memcpy(t->place, s->place, m->ncol * sizeof(int));
        memcpy(t->unknown, s->unknown, m->ncol * sizeof(int));
    }
    return finish_object(t, got ? HR_OK : HR_ENOMEM, out);
}

void hr_sparse_free(hr_sparse *s)
{
    if (s == NULL) return;
    cholmod_free_factor(&s->factor, &s->common);
    cholmod_free_dense(&s->solution, &s->common);
    for (int i = 0; i < 2; i++) cholmod_free_dense(&s->work[i], &s->common);
    cholmod_finish(&s->common);
    free_matrix(&s->matrix);
    hr_free(s->place);
    hr_free(s->unknown);
    hr_free(s->x);
    hr_free(s);
}

/* --- values ------------------------------------------------------------------------------------------------ */

uint32_t hr_sparse_slots(const hr_sparse *s) { return (uint32_t)s->matrix.nzmax; }

double *hr_sparse_values(hr_sparse *s) { return s->matrix.x; }

uint32_t hr_sparse_slot(const hr_sparse *s, hr_id i, hr_id j)
{
    const int *p = s->matrix.p, *row = s->matrix.i;
    int a = s->place[i], b = s->place[j], wanted = a < b ? a : b, column = a < b ? b : a;
    const int *found = bsearch(&wanted, row + p[column], (size_t)(p[column + 1] - p[column]), sizeof *row, by_number);
    return found != NULL ? (uint32_t)(found - row) : HR_NONE;
}

/* --- solving ----------------------------------------------------------------------------------------------- */

hr_err hr_sparse_factor(hr_sparse *s, hr_id *row)
{
    cholmod_factorize(&s->matrix, s->factor, &s->common);
    hr_err e = status_of(&s->common);
    if (e != HR_OK) return e;
    const cholmod_factor *f = s->factor;
    const double *x = f->x;
    const int *p = f->p;
    size_t k = 0;
    while (k < f->minor && x[p[k]] > 0) k++; /* LDL' itself stops at zeros only */
    if (k == f->n) return HR_OK;
    *row = (hr_id)s->unknown[k];
    return HR_ESOLVE;
}

hr_err hr_sparse_solve(hr_sparse *s, double *x)
{
    size_t n = s->matrix.ncol;
    for (size_t i = 0; i < n; i++) s->x[i] = x[s->unknown[i]];
    cholmod_solve2(CHOLMOD_A, s->factor, &s->right, NULL, &s->solution, NULL, &s->work[0], &s->work[1], &s->common);
    hr_err e = status_of(&s->common);
    if (e != HR_OK) return e;
    const double *answer = s->solution->x;
    for (size_t i = 0; i < n; i++) x[s->unknown[i]] = answer[i];
    return HR_OK;
}
