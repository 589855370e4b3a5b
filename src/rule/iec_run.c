/* iec_run.c - what a conductor run may carry by IEC 60364: the ampacity that the model gives, times recalled factors. */
#include "rule/iec_run.h"

#include "model/cable_fields.h"

#define KELVIN 273.15

const char *hr_iz(const hr_run *run, hr_corner corner, double *iz)
{
    const hr_cable_rec *c = run->cable;
    *iz = 0;
    if (!c->ampacity.presence) return hr_run_field(run, "ampacity");
    double amps = hr_run_sets(run, corner) * hr_num_at(&c->ampacity, HR_HARSH_LOW, corner), ambient, grouping;
    if (c->derating.presence) {
        *iz = amps * hr_num_at(&c->derating, HR_HARSH_LOW, corner);
        return NULL;
    }
    if (!c->insulation.presence) return hr_run_field(run, "insulation");
    if (!c->ambient.presence) return hr_run_field(run, "ambient");
    if (!c->circuits.presence) return hr_run_field(run, "circuits");
    ambient = hr_iec_ambient(hr_num_at(&c->ambient, HR_HARSH_HIGH, corner) - KELVIN, (hr_column)c->insulation.v);
    grouping = hr_iec_grouping(hr_num_at(&c->circuits, HR_HARSH_HIGH, corner));
    if (ambient == 0 || grouping == 0) return hr_run_field(run, "derating");
    *iz = amps * ambient * grouping;
    return NULL;
}

void hr_iz_words(const hr_run *run, hr_buf *out)
{
    const hr_cable_rec *c = run->cable;
    double iz, sets = hr_run_sets(run, HR_NOMINAL), celsius = c->ambient.v - KELVIN;
    (void)hr_iz(run, HR_NOMINAL, &iz);
    if (sets != 1) hr_buf_printf(out, "%g x ", sets);
    hr_buf_printf(out, "%g A (ampacity as given)", c->ampacity.v);
    if (c->derating.presence) hr_buf_printf(out, " x %g (derating)", c->derating.v);
    else
        hr_buf_printf(out, " x %.2f (%.4g degC, recalled) x %.2f (%g circuits, recalled)",
                      hr_iec_ambient(celsius, (hr_column)c->insulation.v), celsius, hr_iec_grouping(c->circuits.v),
                      c->circuits.v);
    hr_buf_printf(out, " = %.5g A", iz);
}

uint8_t hr_iz_inputs(const hr_run *run, hr_limit_input *out, uint8_t n)
{
    const hr_cable_rec *c = run->cable;
    bool factors = !c->derating.presence;
    if (c->ampacity.presence) out[n++] = hr_input_num(hr_run_field(run, "ampacity"), &c->ampacity, HR_DIM_AMP);
    if (c->sets.presence) out[n++] = hr_input_num(hr_run_field(run, "sets"), &c->sets, HR_DIM_NONE);
    if (!factors) out[n++] = hr_input_num(hr_run_field(run, "derating"), &c->derating, HR_DIM_NONE);
    if (factors && c->insulation.presence)
        out[n++] = hr_input_choice(hr_run_field(run, "insulation"), &c->insulation, hr_degree_words);
    if (factors && c->ambient.presence)
        out[n++] = hr_input_num(hr_run_field(run, "ambient"), &c->ambient, HR_DIM_KELVIN);
    if (factors && c->circuits.presence)
        out[n++] = hr_input_num(hr_run_field(run, "circuits"), &c->circuits, HR_DIM_NONE);
    return n;
}

bool hr_iz_limit(const hr_site *site, uint16_t rule, const hr_run *run, hr_limit *l)
{
    hr_limit_input in[HR_LIMIT_INPUTS_MOST];
    const hr_breaker_rec *b = hr_run_breaker(run);
    double iz;
    *l = hr_run_limit(site, rule, run);
    l->point = hr_point_of(run->port, HR_Q_DEVICE);
    l->stated = true;
    l->missing = b ? hr_iz(run, HR_NOMINAL, &iz) : "breaker";
    l->state = l->missing ? HR_S_UNKNOWN : HR_S_KNOWN;
    l->load_state = b ? HR_S_KNOWN : HR_S_UNKNOWN;
    l->trust = hr_inputs_trust(in, hr_iz_inputs(run, in, 0));
    if (!run->cable->derating.presence && l->trust < HR_RECALLED) l->trust = HR_RECALLED; /* the factors */
    if (b && b->rating.trust > l->trust) l->trust = b->rating.trust;
    if (b) l->at = b->rating.at;
    return b != NULL;
}
