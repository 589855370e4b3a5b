/* trays.h - the manifolds of a model's racks: what they lose as a whole, and what the tray gets that gets least.
 *
 * A ladder is solved at steps of 2 % of flow where it is asked for, and between them a cubic in logarithms is its law: within
 * 4e-8, and 1e-5 where trays bend into a straight line. Loops take each rack as the power of its flow that touches that law where it runs, and are solved anew until
 * flows and laws agree. Racks on one loop with the same manifold share its steps. How a rack's flow divides is solved
 * once, at the end. docs/physics/cooling.md */
#ifndef HR_ENGINE_TRAYS_H
#define HR_ENGINE_TRAYS_H

#include "engine/cooling.h"

/* Ladders of all racks with a manifold: HR_EINPUT where one has two, or says a `dp` beside; HR_ENOMEM. */
hr_err hr_trays_build(cooling *c, hr_ctx *ctx);
void hr_trays_free(cooling *c);
static inline bool hr_has_trays(const cool_load *l) { return l->manifold != HR_NONE; }
/* Known where the ladder of a rack is. */
cool_amount hr_trays_state(const cooling *c, const cool_load *l);
/* Tells the law of a rack's ladder at a flow in m3/s; *moved where that changed what it loses there. False where no
 * solution is found. */
bool hr_trays_at(cooling *c, cool_load *l, double flow, double rho, double mu, bool *moved);
/* What each tray needs and the least of them gets, once loops are solved. */
void hr_trays_spread(cooling *c, cool_load *l);
/* A node of its rack that is served needs so much, in m3/s. */
void hr_trays_note(cool_load *l, const hr_site *s, hr_id unit, double need);
/* The part that a node gets of what it needs, in m3/s, were it on the least tray; of a rack without a manifold the part that
 * the rack gets. */
cool_amount hr_trays_part(const cool_load *l, cool_amount node);
/* Which tray that is, and what others get. */
void hr_trays_words(const cooling *c, const cool_load *l, hr_buf *out);

#endif
