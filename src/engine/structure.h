/* structure.h - the structure engine: what stands on a floor, and what it does to it.
 *
 * Weights are the same in every case, so it has no base and no work: its readings follow from the site and the corner,
 * and nothing is kept. The face of the engines passes the quantities that are its own on to it. */
#ifndef HR_ENGINE_STRUCTURE_H
#define HR_ENGINE_STRUCTURE_H

#include "base/arena.h"
#include "engine/constants.h"
#include "headroom/engine.h"

/* Its quantities: no other engine writes them. */
static inline bool hr_structure_measures(hr_quantity q) { return q >= HR_Q_PRESSURE && q <= HR_Q_ROLLING_LOAD; }

/* Off where there is nothing to say: at feeds, and at what stands on no floor. A floor that carries nothing has 0. */
hr_reading hr_structure_reading(const hr_site *site, hr_corner corner, hr_id point);
/* One addend for each unit with a weight of its own; they live in a. */
hr_err hr_structure_explain(const hr_site *site, hr_corner corner, hr_id point, hr_arena *a, hr_explanation *out);
/* Asked where the reading is partial or unknown. */
bool hr_structure_gap(const hr_site *site, hr_id point, hr_id *unit, const char **field);
/* What the weight is divided by: "area" or "footprint" in m2, "feet". NULL where all of it counts. */
const hr_num *hr_structure_divisor(const hr_site *site, hr_id unit, hr_quantity q, const char **name);

#endif
