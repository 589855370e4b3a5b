/* short_circuit.c - short-circuit currents as the load of a limit. */
#include "rule/short_circuit.h"

#include <math.h>

static double amperes(double va, double volts) { return va / (sqrt(3.0) * volts); }

void hr_fault_judge(hr_limit *l, const hr_fault *f, double volts, hr_id bus)
{
    bool kept = true;
    if (volts <= 0) {
        hr_stated_lacks(l, "voltage", bus);
        return;
    }
    for (int c = 0; c < HR_CORNERS; c++) {
        l->load[c] = isinf(f->va[c]) ? 0 : amperes(f->va[c], volts);
        kept = kept && !isinf(f->va[c]) && !hr_row_beyond(HR_MAX, l->load[c], l->v[c]);
    }
    if (f->exact || kept) return;
    l->state = HR_S_KNOWN;
    l->load_state = HR_S_UNKNOWN;
    l->missing = f->missing;
    l->lacks = f->lacks + 1;
}

void hr_fault_because(const hr_site *site, const hr_limit *l, hr_id bus, double volts, hr_buf *out)
{
    hr_faults faults;
    hr_buf way = {0};
    hr_arena *a = hr_arena_new();
    if (!a || hr_faults_find(&faults, a, site) != HR_OK) {
        out->failed = true;
    } else {
        hr_fault_words(&faults, bus, &way);
        hr_buf_add(out, way.s ? way.s : "", way.n);
        hr_buf_z(out, "; ");
        hr_put_quantity(out, l->load[HR_NOMINAL] * sqrt(3.0) * volts, HR_DIM_VA);
        hr_buf_z(out, " / (sqrt(3) x ");
        hr_put_quantity(out, volts, HR_DIM_VOLT);
        hr_buf_z(out, ") = ");
        hr_put_quantity(out, l->load[HR_NOMINAL], HR_DIM_AMP);
        hr_buf_printf(out, "; %s ", l->input[0].name);
        hr_put_quantity(out, l->v[HR_NOMINAL], HR_DIM_AMP);
    }
    hr_buf_free(&way);
    hr_arena_free(a);
}
