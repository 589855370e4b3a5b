/* stated.c - limits whose load the model states, and the devices that they are about. */
#include "rule/stated.h"

#include <math.h>
#include <string.h>

#include "model/units.h"

hr_limit hr_stated_limit(const hr_site *s, uint16_t rule, hr_id unit, hr_id point, hr_sense sense)
{
    return (hr_limit){.point = point,
                      .rule = rule,
                      .sense = (uint8_t)sense,
                      .state = HR_S_KNOWN,
                      .kinds = HR_EVERY_KIND,
                      .value_point = HR_NONE,
                      .decl = s->unit[unit].decl,
                      .at = s->decl[s->unit[unit].decl].at,
                      .stated = true,
                      .load_state = HR_S_KNOWN};
}

static void take_trust(hr_limit *l, const hr_num *n) { l->trust = n->trust > l->trust ? n->trust : l->trust; }

void hr_stated_value(hr_limit *l, const hr_num *n, double factor)
{
    for (int c = 0; c < HR_CORNERS; c++)
        l->v[c] = factor * hr_num_at(n, l->sense == HR_MAX ? HR_HARSH_LOW : HR_HARSH_HIGH, (hr_corner)c);
    l->at = n->at;
    take_trust(l, n);
}

void hr_stated_load(hr_limit *l, const hr_num *n)
{
    for (int c = 0; c < HR_CORNERS; c++)
        l->load[c] = hr_num_at(n, l->sense == HR_MAX ? HR_HARSH_HIGH : HR_HARSH_LOW, (hr_corner)c);
    take_trust(l, n);
}

void hr_stated_constant(double v[HR_CORNERS], double value)
{
    for (int c = 0; c < HR_CORNERS; c++) v[c] = value;
}

void hr_stated_lacks(hr_limit *l, const char *field, hr_id unit)
{
    l->state = HR_S_UNKNOWN;
    l->missing = field;
    if (l->load[HR_NOMINAL] == 0) l->load_state = HR_S_UNKNOWN; /* none was found either */
    l->lacks = unit == HR_NONE ? 0 : unit + 1;
}

void hr_stated_input(hr_limit *l, hr_limit_input in)
{
    bool given = in.num ? in.num->presence : in.choice ? in.choice->presence : in.flag->presence;
    if (given && l->n_input < HR_LIMIT_INPUTS) l->input[l->n_input++] = in;
}

const char *const *hr_unit_words(const hr_site *s, hr_id unit, const char *field)
{
    const void *at;
    const hr_field *f = hr_unit_field(s, unit, field, HR_F_CHOICE, &at);
    return f ? f->words : NULL;
}

const hr_text *hr_unit_text_field(const hr_site *s, hr_id unit, const char *field)
{
    const void *at;
    return hr_unit_field(s, unit, field, HR_F_TEXT, &at) ? at : NULL;
}

void hr_put_quantity(hr_buf *out, double v, hr_dim dim)
{
    char text[64];
    hr_unit_text(text, sizeof text, v, dim, 5);
    hr_buf_z(out, text);
}

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

/* --- devices ---------------------------------------------------------------------------------------------------------- */

hr_id hr_device_places(const hr_site *s) { return s->n_wire + s->n_unit; }

static bool device_on_wire(const hr_site *s, hr_id w, hr_device *out)
{
    const hr_wire *x = &s->wire[w];
    if ((x->role != HR_WIRE_FEED && x->role != HR_WIRE_BYPASS) || !x->feed->breaker.present) return false;
    *out = (hr_device){.rec = &x->feed->breaker,
                       .unit = x->child,
                       .wire = w,
                       .supply = x->parent,
                       .port = x->port,
                       .at = x->feed->breaker.at};
    return true;
}

static bool device_in_unit(const hr_site *s, hr_id u, hr_device *out)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    if (!ops || !ops->switching || !ops->switching->record) return false;
    *out = (hr_device){.rec = ops->switching->record(hr_unit_fields(s, u)),
                       .unit = u,
                       .wire = HR_NONE,
                       .supply = u,
                       .port = s->unit[u].port,
                       .at = s->decl[s->unit[u].decl].at};
    return true;
}

bool hr_device_at(const hr_site *s, hr_id place, hr_device *out)
{
    return place < s->n_wire ? device_on_wire(s, place, out) : device_in_unit(s, place - s->n_wire, out);
}

bool hr_device_of(const hr_site *s, const hr_limit *l, hr_device *out)
{
    const hr_port *p = &s->port[hr_point_port(l->point)];
    return (p->wire != HR_NONE && device_on_wire(s, p->wire, out)) || device_in_unit(s, p->unit, out);
}

const char *hr_device_field(const hr_device *d, const char *on_feed)
{
    return d->wire == HR_NONE ? on_feed + strlen("breaker.") : on_feed;
}

hr_limit hr_device_limit(const hr_site *s, uint16_t rule, const hr_device *d, hr_quantity q, hr_sense sense)
{
    hr_limit l = hr_stated_limit(s, rule, d->unit, hr_point_of(d->port, q), sense);
    l.at = d->at;
    return l;
}

/* --- transformers ---------------------------------------------------------------------------------------------------------- */

bool hr_has_transformer(const hr_site *s, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    return ops && ops->winding && ops->voltage(hr_unit_fields(s, unit));
}

double hr_rated_amperes(double va, double volts, uint8_t phases)
{
    if ((phases & (HR_A | HR_B | HR_C)) == (HR_A | HR_B | HR_C) || !phases) return va / (sqrt(3.0) * volts);
    return phases & HR_N ? va / (volts / sqrt(3.0)) : va / volts;
}

/* --- voltages --------------------------------------------------------------------------------------------------------------- */

double hr_line_to_neutral(double volts, double rated)
{
    double v = volts / sqrt(3.0);
    return fabs(v - rated) <= 0.005 * rated ? rated : v;
}

void hr_put_line_to_neutral(hr_buf *out, double volts, double nominal)
{
    hr_put_quantity(out, volts, HR_DIM_VOLT);
    hr_buf_z(out, " / sqrt(3) = ");
    hr_put_quantity(out, volts / sqrt(3.0), HR_DIM_VOLT);
    if (fabs(nominal - volts / sqrt(3.0)) <= 1e-9 * nominal) return;
    hr_buf_z(out, ", nominal ");
    hr_put_quantity(out, nominal, HR_DIM_VOLT);
}
