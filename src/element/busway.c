/* busway.c - a busbar run with tap-offs. Its rating is continuous.
 *
 * Loss: resistance per metre x length x the sum of the squared phase currents, with all current taken to the far end,
 * which is the most it can be. Makers give resistance; without it nothing is invented, the loss is left out and that
 * is listed. */
#include "element/fields.h"
#include "element/measured.h"

typedef struct fields {
    hr_from from;
    hr_num rating, length, resistance, reactance, tap_rating, taps, diversity, sccr;
    hr_measured measured;
} fields;

static const hr_field table[] = {
    HR_FIELD_FROM("where it is fed"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "continuous current"),
    HR_FIELD_QUANTITY(length, HR_DIM_METRE, HR_HARSH_HIGH, 0, "length of the run"),
    HR_FIELD_QUANTITY(resistance, HR_DIM_OHM_PER_M, HR_HARSH_HIGH, 0, "resistance of one phase per metre"),
    HR_FIELD_QUANTITY(reactance, HR_DIM_OHM_PER_M, HR_HARSH_HIGH, 0, "reactance of one phase per metre"),
    HR_FIELD_QUANTITY(tap_rating, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "continuous current of one tap-off"),
    HR_FIELD_QUANTITY(diversity, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "rated diversity factor of its outgoing circuits, as its maker declares it (IEC 61439)"),
    HR_FIELD_COUNT(taps, 0, "tap-offs it may carry"),
    HR_FIELD_QUANTITY(sccr, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "short-circuit current it withstands"),
    HR_FIELD_MEASURED,
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const char source[] = "left out: there is no figure to fall back on; resistance and length include it";
    const fields *f = decl->fields;
    bool no_r = f->resistance.presence == HR_ABSENT, no_l = f->length.presence == HR_ABSENT;
    if (no_r && no_l)
        hr_default_text(site, decl, "resistance", "loss not included: resistance and length not given", source);
    else if (no_r) hr_default_text(site, decl, "resistance", "loss not included: resistance not given", source);
    else if (no_l) hr_default_text(site, decl, "length", "loss not included: length not given", source);
}

static void series(const void *p, hr_corner corner, double vin, double vout, hr_series_coef *out)
{
    const fields *f = p;
    (void)vin, (void)vout;
    *out = (hr_series_coef){0};
    if (f->resistance.presence == HR_ABSENT || f->length.presence == HR_ABSENT) return; /* listed by complete */
    out->per_a2 = hr_num_at(&f->resistance, HR_HARSH_HIGH, corner) * hr_num_at(&f->length, HR_HARSH_HIGH, corner);
}

static const hr_power_ops power = {.kind = HR_P_SERIES, .series = series};

const hr_type hr_type_busway = {
    .name = "busway",
    .doc = "a busbar run with tap-offs",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
