/* tmp */
#include "loop.h"
#include <stdio.h>
#include <time.h>
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
static int cmp(const void *a, const void *b)
{
    double x = *(double *)a, y = *(double *)b;
    return (x > y) - (x < y);
}
int main(void)
{
    unsigned sizes[] = {2, 128, 1024, 8192};
    for (int z = 0; z < 4; z++) {
        loop l;
        loop_make(&l, sizes[z], false, 9.81456, 28.317e-3 * 0 + 0.001);
        hr_hydraulics *h;
        hr_hydraulic_work *w;
        hr_hydraulic_fault f;
        double t = now();
        if (hr_hydraulics_build(&h, &l.net, &f)) return 1;
        double tb = now() - t;
        if (hr_hydraulics_work(&w, h)) return 1;
        double c[101], a[101], b[101];
        unsigned ic = 0, ia = 0, ib = 0;
        for (int r = 0; r < 101; r++) {
            hr_hydraulics_forget(w);
            t = now();
            if (hr_hydraulics_solve(w, &f)) return printf("%s\n", hr_hydraulic_what_word[f.what]), 1;
            c[r] = now() - t;
            ic = w->iterations;
            for (unsigned k = 0; k < l.net.n_link; k++) {
                w->rho[k] = r & 1 ? 998.2 : 997.9;
                w->mu[k] = r & 1 ? 1.002e-3 : 0.978e-3;
            }
            t = now();
            if (hr_hydraulics_solve(w, &f)) return 1;
            a[r] = now() - t;
            ia = w->iterations;
            hr_hydraulic_link k = *hr_hydraulics_link(w, l.rack[sizes[z] / 2]);
            k.u.pipe.k = r & 1 ? 16 : 24;
            hr_hydraulics_set(w, l.rack[sizes[z] / 2], &k);
            t = now();
            if (hr_hydraulics_solve(w, &f)) return 1;
            b[r] = now() - t;
            ib = w->iterations;
        }
        qsort(c, 101, 8, cmp);
        qsort(a, 101, 8, cmp);
        qsort(b, 101, 8, cmp);
        printf("%u build %.3f cold %.3f (%u) +1K %.3f (%u) branch %.3f (%u) ms total %.9g rack0 %.9g\n", sizes[z],
               1e3 * tb, 1e3 * c[50], ic, 1e3 * a[50], ia, 1e3 * b[50], ib, w->flow[0], w->flow[l.rack[0]]);
    }
    return 0;
}
