/* pdu.c - a floor PDU or remote power panel, with or without a transformer of its own.
 *
 * There is a transformer where `secondary` (or one of its losses) is given; then its losses are those of a dry unit of
 * its kVA rating. Without a rating in kVA there is nothing to compute them from: they are left out, and that is
 * listed. */
#include "element/fields.h"
#include "element/measured.h"
#include "element/transformer_loss.h"

typedef struct fields {
    hr_from from;
    hr_num rating, power, secondary, impedance;
    hr_choice winding;
    hr_num no_load_loss, load_loss, impedance_tolerance, diversity, sccr;
    hr_choice grounding;
    hr_measured measured;
    hr_texts zone;
} fields;

static const hr_field table[] = {
    HR_FIELD_FROM("where it is fed"),
    HR_FIELD_QUANTITY(rating, HR_DIM_VA, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "apparent power it may carry"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED_ONE | HR_POSITIVE, "active power it may carry"),
    HR_FIELD_QUANTITY(secondary, HR_DIM_VOLT, HR_HARSH_LOW, HR_POSITIVE, "line-to-line voltage of its transformer"),
    HR_FIELD_QUANTITY(impedance, HR_DIM_NONE, HR_HARSH_NONE, HR_POSITIVE | HR_IS_RATIO_0_1, "of its transformer"),
    HR_FIELD_CHOICE(winding, hr_winding_words, "vector group of its transformer; else " HR_WINDING_DEFAULT),
    HR_FIELD_QUANTITY(no_load_loss, HR_DIM_WATT, HR_HARSH_HIGH, 0, "of its transformer; else the legal minimum"),
    HR_FIELD_QUANTITY(load_loss, HR_DIM_WATT, HR_HARSH_HIGH, 0, "the same at rating; else the legal minimum"),
    HR_FIELD_QUANTITY(diversity, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "rated diversity factor of its outgoing circuits, as its maker declares it (IEC 61439)"),
    HR_FIELD_QUANTITY(impedance_tolerance, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1,
                      "how much lower the impedance of its transformer may be; else 7.5 %"),
    HR_FIELD_QUANTITY(sccr, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "short-circuit current it withstands at its input"),
    HR_FIELD_CHOICE(grounding, hr_grounding_words, "how the neutral of its transformer is connected to ground"),
    HR_FIELD_OPEN("panels", "its panels: rating and poles of each"),
    HR_FIELD_MEASURED,
    HR_FIELD_ZONE,
    HR_FIELD_END,
};

static bool has_losses(const fields *f)
{
    return f->no_load_loss.presence != HR_ABSENT || f->load_loss.presence != HR_ABSENT;
}

static bool has_transformer(const fields *f) { return f->secondary.presence != HR_ABSENT || has_losses(f); }

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    if (!has_transformer(f)) return;
    if (f->winding.presence == HR_ABSENT) { /* the first of the words */
        f->winding = (hr_choice){.v = 0, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
        hr_default_text(site, decl, "winding", HR_WINDING_DEFAULT, HR_WINDING_SOURCE);
    }
    if (f->rating.presence == HR_ABSENT && !has_losses(f))
        hr_default_text(site, decl, "rating", "loss not included: rating in kVA not given",
                        "left out: there is no figure to fall back on; give rating in kVA to include it");
    hr_loss_complete(site, decl, HR_COOLING_DRY, &f->rating, &f->no_load_loss, &f->load_loss);
}

static const hr_num *voltage(const void *p)
{ /* without a transformer what comes in goes out */
    const fields *f = p;
    return has_transformer(f) ? &f->secondary : NULL;
}

static int winding(const void *p)
{
    const fields *f = p;
    return has_transformer(f) ? hr_winding_code(&f->winding) : 0;
}

static void series(const void *p, hr_corner corner, double vin, double vout, hr_series_coef *out)
{
    const fields *f = p;
    (void)vin, (void)vout;
    *out = (hr_series_coef){0};
    if (!has_transformer(f)) return;
    if (f->rating.presence == HR_ABSENT && !has_losses(f)) return; /* listed by complete */
    hr_loss_series(&f->rating, &f->no_load_loss, &f->load_loss, corner, out);
}

static const hr_power_ops power = {
    .kind = HR_P_SERIES, .by_phase = true, .voltage = voltage, .series = series, .winding = winding};

const hr_type hr_type_pdu = {
    .name = "pdu",
    .doc = "a floor PDU or remote power panel, with or without transformer",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
