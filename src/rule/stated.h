/* stated.h - limits whose load the model states, and the devices that they are about. */
#ifndef HR_RULE_STATED_H
#define HR_RULE_STATED_H

#include "rule/rule.h"

/* Known on both sides, with no value yet. */
hr_limit hr_stated_limit(const hr_site *site, uint16_t rule, hr_id unit, hr_id point, hr_sense sense);
/* The value of the limit, and its load: a number times a factor, at every corner; its place and trust are the limit's. */
void hr_stated_value(hr_limit *l, const hr_num *n, double factor);
void hr_stated_load(hr_limit *l, const hr_num *n);
void hr_stated_constant(double v[HR_CORNERS], double value);
/* Unknown for want of a field of `unit`, HR_NONE: of the limit's own. */
void hr_stated_lacks(hr_limit *l, const char *field, hr_id unit);

/* Keeps an input with the limit, where it is given. */
void hr_stated_input(hr_limit *l, hr_limit_input in);

/* The words that a unit's choice is one of; NULL when its type has none of that name. */
const char *const *hr_unit_words(const hr_site *site, hr_id unit, const char *field);
const hr_text *hr_unit_text_field(const hr_site *site, hr_id unit, const char *field);
/* "1.5 MVA" with five digits. */
void hr_put_quantity(hr_buf *out, double v, hr_dim dim);

/* Present, and true. */
static inline bool hr_says(const hr_flag *f) { return f && f->presence && f->v; }

static inline hr_id hr_limit_at(const hr_site *site, const hr_limit *l)
{
    return site->port[hr_point_port(l->point)].unit;
}

#define HR_KIND_NORMAL (1u << HR_CASE_NORMAL)

/* A limit of a rule at the own port of a unit, stated, unknown for want of a field until it is filled. */
hr_limit hr_stated_unknown(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense,
                           const char *missing);
/* Makes it known: the load is what the model says, the limit a figure of the rule's or of the user's. */
void hr_stated_fill(hr_limit *l, const hr_num *load, hr_harsh harsh, const hr_num *limit, hr_harsh limit_harsh);
/* A figure that a rule knows. */
hr_num hr_figure(double v, hr_trust trust);
/* The user's own where it is given, else the rule's. */
const hr_num *hr_figure_or(const hr_num *own, const hr_num *figure);

/* An overcurrent device: on a feed, or an element of its own between two. */
typedef struct hr_device {
    const hr_breaker_rec *rec;
    hr_id unit;   /* that declares it: what is fed, or the element itself */
    hr_id wire;   /* HR_NONE of an element */
    hr_id supply; /* the unit on whose bus it stands */
    hr_id port;
    hr_span at;
} hr_device;

/* Devices are numbered 0 .. hr_device_places - 1; false at a place where the model has none. Banks are no such device. */
hr_id hr_device_places(const hr_site *site);
bool hr_device_at(const hr_site *site, hr_id place, hr_device *out);
/* The device of a limit that a rule has put at it. */
bool hr_device_of(const hr_site *site, const hr_limit *l, hr_device *out);
/* The name of a field of the device as the user writes it: "breaker.frame" on a feed, "frame" of an element. */
const char *hr_device_field(const hr_device *d, const char *on_feed);
hr_limit hr_device_limit(const hr_site *site, uint16_t rule, const hr_device *d, hr_quantity q, hr_sense sense);

/* Whether a unit has a transformer, and the rated current of a side of it that is on `phases` at `volts` between lines. */
bool hr_has_transformer(const hr_site *site, hr_id unit);
/* The voltage of a line to neutral against one that something is rated for. Nominal voltages are rounded names: 480 / sqrt(3)
 * is called 277, 400 / sqrt(3) 230; within 0.5 % of the rating it is the rating. */
double hr_line_to_neutral(double volts, double rated);
/* "480 V / sqrt(3) = 277.13 V, nominal 277 V". */
void hr_put_line_to_neutral(hr_buf *out, double volts, double nominal);
double hr_rated_amperes(double va, double volts, uint8_t phases);

#endif
