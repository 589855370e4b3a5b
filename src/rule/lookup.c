/* lookup.c - fields by name, and limits on what a model states. */
#include "rule/lookup.h"

#include <string.h>

#include "model/units.h"

static bool same_kind(uint8_t is, hr_field_kind asked)
{
    return is == asked || (asked == HR_F_QUANTITY && is == HR_F_COUNT);
}

const void *hr_field_of(const hr_site *site, hr_id unit, const char *path, hr_field_kind kind)
{
    const char *at = hr_unit_fields(site, unit);
    const hr_field *f = hr_unit_type(site, unit)->fields;
    if (!hr_unit_type(site, unit)->modelled) return NULL;
    while (f && f->name) {
        size_t n = strlen(f->name);
        if (strncmp(f->name, path, n) != 0 || (path[n] && path[n] != '.')) {
            f++;
        } else if (path[n]) {
            if (f->kind != HR_F_RECORD) return NULL;
            at += f->offset;
            path += n + 1;
            f = f->record;
        } else {
            return same_kind(f->kind, kind) ? at + f->offset : NULL;
        }
    }
    return NULL;
}

hr_limit hr_stated_limit(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense,
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
