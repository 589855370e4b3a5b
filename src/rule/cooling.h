/* cooling.h - what the rules on cooling share: limits on what the cooling engine finds.
 *
 * It finds one steady state, so these limits are judged in the normal state alone. Where a site has nothing that cools there is
 * nothing to judge. */
#ifndef HR_RULE_COOLING_H
#define HR_RULE_COOLING_H

#include "element/site_fields.h"
#include "rule/stated.h"

#define HR_ZERO_C 273.15 /* K: what temperatures are counted from in ratios */

/* Whether a site has a loop, a zone or something that cools them. */
bool hr_site_cools(const hr_site *site);
/* Calls `one` for every unit of a kind, in order; tanks count as coolers. */
typedef void hr_cooling_cb(hr_limits *out, const hr_site *site, hr_id unit, uint16_t rule);
void hr_cooling_each(hr_limits *out, const hr_site *site, uint16_t rule, hr_cooling_kind kind, hr_cooling_cb *one);

/* The loop or zone that a cooler cools, HR_NONE where none names it; a tank cools itself. Whether anything cools a loop,
 * zone or tank. */
hr_id hr_cooled_by(const hr_site *site, hr_id cooler);
/* Whether it is an economiser in series ahead of others that cool the same. */
bool hr_is_ahead(const hr_site *site, hr_id cooler);
bool hr_is_cooled(const hr_site *site, hr_id body);
/* Whether racks give heat to a loop: through plates or a rear door. */
bool hr_loop_has_racks(const hr_site *site, hr_id loop);
bool hr_loop_has_pipes(const hr_site *site, hr_id loop); /* junctions name it */
hr_heat_fields hr_heat_at(const hr_site *site, hr_id unit);

/* A limit at the own port of a unit: known, in the normal state, with no value yet. Its value: hr_stated_value,
 * hr_stated_lacks. */
hr_limit hr_cooling_limit(const hr_site *site, hr_id unit, uint16_t rule, hr_quantity q, hr_sense sense);
/* A value that the model states in `field` of the unit itself: kept as an input; unknown without. */
void hr_cooling_value(hr_limit *l, const char *field, const hr_num *n, hr_dim dim);
/* The limit is what is read at another quantity of the same unit. Where that is not known, `missing` is why. */
void hr_cooling_value_point(const hr_site *site, hr_limit *l, hr_id unit, hr_quantity q, const char *missing);
/* A figure of the rule's own, or that of the site in its place, which is then an input `name`. */
void hr_cooling_figure(hr_limit *l, const char *name, const hr_num *own, hr_dim dim, double figure, hr_trust trust);
/* "2 K (secondary source, not verified)", "3 K (limits.dew_margin of the site)". */
void hr_cooling_figure_words(const hr_limit *l, hr_dim dim, hr_trust trust, hr_buf *out);

static inline const hr_site_limits *hr_limits_of_site(const hr_site *s)
{
    return &((const hr_site_fields *)s->fields)->limits;
}

#endif
