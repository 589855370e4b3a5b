/* transformer.c - a transformer between two voltages. The primary voltage comes from its feed. */
#include "element/fields.h"
#include "element/measured.h"
#include "element/transformer_loss.h"

typedef struct fields {
    hr_from from;
    hr_num rating, secondary, impedance;
    hr_choice winding;
    hr_num no_load_loss, load_loss, k_factor;
    hr_choice cooling; /* hr_cooling */
    hr_num impedance_tolerance;
    hr_flag supervised;
    hr_choice grounding;
    hr_measured measured;
    hr_texts zone;
} fields;

static const char *const cooling_words[] = {"dry", "liquid", NULL};

static const hr_field table[] = {
    HR_FIELD_FROM("where its primary is fed"),
    HR_FIELD_QUANTITY(rating, HR_DIM_VA, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "apparent power it may carry for ever"),
    HR_FIELD_QUANTITY(secondary, HR_DIM_VOLT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "line-to-line secondary voltage"),
    HR_FIELD_QUANTITY(impedance, HR_DIM_NONE, HR_HARSH_NONE, HR_POSITIVE | HR_IS_RATIO_0_1, "nameplate impedance"),
    HR_FIELD_(winding, HR_F_CHOICE, .words = hr_winding_words, .dflt = HR_WINDING_DEFAULT,
              .dflt_source = HR_WINDING_SOURCE, .doc = "vector group"),
    HR_FIELD_QUANTITY(no_load_loss, HR_DIM_WATT, HR_HARSH_HIGH, 0, "loss while energised; else the legal minimum"),
    HR_FIELD_QUANTITY(load_loss, HR_DIM_WATT, HR_HARSH_HIGH, 0, "loss added at rating; else the legal minimum"),
    HR_FIELD_QUANTITY(k_factor, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE, "harmonic load it is built for"),
    HR_FIELD_CHOICE(cooling, cooling_words, "which minimum efficiency applies where a loss is absent; else dry"),
    HR_FIELD_QUANTITY(impedance_tolerance, HR_DIM_NONE, HR_HARSH_HIGH, HR_IS_RATIO_0_1,
                      "how much lower its impedance may be; else 7.5 %"),
    HR_FIELD_FLAG(supervised, "only qualified persons monitor and service it (NEC 450.3)"),
    HR_FIELD_CHOICE(grounding, hr_grounding_words, "how its secondary neutral is connected to ground"),
    HR_FIELD_MEASURED,
    HR_FIELD_ZONE,
    HR_FIELD_END,
};

/* `cooling` decides nothing when both losses are given, so its default is taken and listed only where it enters. */
static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    if (f->winding.presence == HR_DEFAULTED)
        hr_default_text(site, decl, "winding", HR_WINDING_DEFAULT, HR_WINDING_SOURCE);
    if (f->no_load_loss.presence != HR_ABSENT && f->load_loss.presence != HR_ABSENT) return;
    if (f->cooling.presence == HR_ABSENT) {
        f->cooling = (hr_choice){.v = HR_COOLING_DRY, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
        hr_default_text(site, decl, "cooling", cooling_words[HR_COOLING_DRY],
                        "dry units are the usual indoor choice and the less efficient of the two");
    }
    hr_loss_complete(site, decl, (hr_cooling)f->cooling.v, &f->rating, &f->no_load_loss, &f->load_loss);
}

static const hr_num *voltage(const void *p) { return &((const fields *)p)->secondary; }
static int winding(const void *p) { return hr_winding_code(&((const fields *)p)->winding); }

static void series(const void *p, hr_corner corner, double vin, double vout, hr_series_coef *out)
{
    const fields *f = p;
    (void)vin, (void)vout;
    hr_loss_series(&f->rating, &f->no_load_loss, &f->load_loss, corner, out);
}

/* In parallel the currents divide by impedance: each carries in proportion to rating / impedance. */
static double weight(const void *p, const char **missing)
{
    const fields *f = p;
    *missing = f->rating.presence ? "impedance" : "rating";
    return f->impedance.presence ? f->rating.v / f->impedance.v : 0;
}

static const hr_power_ops power = {
    .kind = HR_P_SERIES, .voltage = voltage, .series = series, .by_phase = true, .winding = winding, .weight = weight};

const hr_type hr_type_transformer = {
    .name = "transformer",
    .doc = "a transformer between two voltages",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
