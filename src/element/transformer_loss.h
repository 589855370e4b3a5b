/* transformer_loss.h - losses of a transformer, for the types that contain one.
 *
 *     loss(S) = no_load_loss + load_loss x (S / rating)^2
 *
 * Where a maker's figures are not given they follow from the minimum efficiency the law asks for. */
#ifndef HR_ELEMENT_TRANSFORMER_LOSS_H
#define HR_ELEMENT_TRANSFORMER_LOSS_H

#include "headroom/site.h"

typedef enum hr_cooling { HR_COOLING_DRY, HR_COOLING_LIQUID } hr_cooling;

typedef struct hr_loss { /* W */
    double no_load, load;
} hr_loss;

#define HR_WINDING_DEFAULT "Dyn1"
#define HR_WINDING_SOURCE "the usual North American delta-wye; it matters for unbalanced load only"
extern const char *const hr_winding_words[];   /* NULL-terminated */
int hr_winding_code(const hr_choice *winding); /* see hr_power_ops.winding */

/* Losses of a unit of rating VA that just meets the minimum efficiency of the next listed size at or below it.
 * False when it is smaller than every listed size. */
bool hr_loss_minimum(hr_cooling cooling, double rating, hr_loss *out);
const char *hr_loss_source(hr_cooling cooling);

/* Fills and lists the loss that is absent; does nothing without a rating. */
void hr_loss_complete(hr_site *site, const hr_decl *decl, hr_cooling cooling, const hr_num *rating, hr_num *no_load,
                      hr_num *load);
void hr_loss_series(const hr_num *rating, const hr_num *no_load, const hr_num *load, hr_corner corner,
                    hr_series_coef *out);

#endif
