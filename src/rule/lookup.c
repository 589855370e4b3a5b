/* lookup.c - fields by name, and limits on what a model states. */
#include "rule/lookup.h"

#include "model/units.h"

hr_limit hr_stated_unknown(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense,
                           const char *missing)
{
    hr_id decl = site->unit[unit].decl;
    return (hr_limit){.point = hr_point_of(site->unit[unit].port, q),
                      .rule = rule,
                      .sense = (uint8_t)sense,
                      .state = HR_S_UNKNOWN,
                      .kinds = HR_EVERY_KIND,
                      .value_point = HR_NONE,
                      .missing = missing,
                      .decl = decl,
                      .at = site->decl[decl].at,
                      .stated = true,
                      .load_state = HR_S_UNKNOWN};
}

void hr_stated_fill(hr_limit *l, const hr_num *load, hr_harsh harsh, const hr_num *limit, hr_harsh limit_harsh)
{
    l->state = l->load_state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = load->at;
    l->trust = load->trust > limit->trust ? load->trust : limit->trust;
    for (int c = 0; c < HR_CORNERS; c++) {
        l->load[c] = hr_num_at(load, harsh, (hr_corner)c);
        l->v[c] = hr_num_at(limit, limit_harsh, (hr_corner)c);
    }
}

hr_num hr_figure(double v, hr_trust trust)
{
    return (hr_num){.v = v,
                    .lo = v,
                    .hi = v,
                    .at = HR_NOWHERE,
                    .presence = HR_DEFAULTED,
                    .trust = (uint8_t)trust,
                    .provenance = HR_NONE};
}

const hr_num *hr_figure_or(const hr_num *own, const hr_num *figure) { return own->presence ? own : figure; }

void hr_amount_add(hr_buf *out, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 6);
    hr_buf_z(out, text);
}
