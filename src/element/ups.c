/* ups.c - an uninterruptible power supply: converter, store, static bypass.
 *
 * It takes its feed, carries its output from its store while that is away, and falls back to `bypass` by itself. A fault
 * of the whole leaves its output dead; that its converter fails and the bypass carries is a case of its own, in which
 * nothing behind it is protected. W and VA limit its output.
 *
 * Loss: from `efficiency`; without it, in double conversion, loss / rated = c0 + c1 x + c2 x^2 with x = load / rated, which is
 * 96.0 / 97.0 / 96.6 % at a quarter, half and full load. */
#include <string.h>

#include "element/battery.h"
#include "element/fields.h"

typedef struct modules {
    hr_num rating, installed, needed;
} modules;

typedef struct fields {
    hr_from from, bypass;
    hr_num rating, rating_va, autonomy;
    modules modules;
    hr_curve efficiency, overload;
    hr_choice mode;
    hr_num voltage;
    hr_texts zone;
} fields;

enum { DOUBLE_CONVERSION, ECO, LINE_INTERACTIVE };
static const char *const mode_words[] = {"double-conversion", "eco", "line-interactive", NULL};

static const hr_field module_fields[] = {
    HR_FIELD_IN(modules, rating, HR_F_QUANTITY, .dim = HR_DIM_WATT, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE,
                .doc = "active power of one module"),
    HR_FIELD_IN(modules, installed, HR_F_COUNT, .flags = HR_POSITIVE, .doc = "how many there are"),
    HR_FIELD_IN(modules, needed, HR_F_COUNT, .flags = HR_POSITIVE, .doc = "how many its rating takes"),
    HR_FIELD_END,
};

static const hr_field table[] = {
    HR_FIELD_FROM("where its rectifier is fed"),
    HR_FIELD_(bypass, HR_F_BYPASS, .medium = HR_ELECTRICAL,
              .doc = "where its static bypass is fed; absent: it has none"),
    HR_FIELD_QUANTITY(rating, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "active power at its output"),
    HR_FIELD_QUANTITY(rating_va, HR_DIM_VA, HR_HARSH_LOW, HR_POSITIVE, "apparent power at its output"),
    HR_FIELD_QUANTITY(autonomy, HR_DIM_SECOND, HR_HARSH_LOW, 0, "how long its store carries its rating"),
    HR_FIELD_RECORD(modules, module_fields, "its power modules"),
    HR_FIELD_(efficiency, HR_F_CURVE, .dim = HR_DIM_NONE, .dim2 = HR_DIM_NONE, .flags = HR_POSITIVE | HR_IS_RATIO_0_1,
              .doc = "output over input, by share of its rating"),
    HR_FIELD_(overload, HR_F_CURVE, .dim = HR_DIM_NONE, .dim2 = HR_DIM_SECOND,
              .doc = "how long it carries more than its rating, by share of it"),
    HR_FIELD_CHOICE(mode, mode_words, "how it works in the normal state; else double-conversion"),
    HR_FIELD_QUANTITY(voltage, HR_DIM_VOLT, HR_HARSH_LOW, HR_POSITIVE, "output voltage; else that of its feed"),
    HR_FIELD_ZONE,
    HR_FIELD_END,
};

/* Loss over rating at the share x of it: fixed + linear x + square x^2. */
#define LOSS_FIXED 0.0086
#define LOSS_LINEAR 0.0009
#define LOSS_SQUARE 0.0257

/* Efficiency at its rating; 0 where nobody says it and no default is listed. */
static double at_rating(const fields *f)
{
    if (f->efficiency.n) return hr_curve_at(&f->efficiency, 1);
    return f->mode.v == DOUBLE_CONVERSION ? 1 / (1 + LOSS_FIXED + LOSS_LINEAR + LOSS_SQUARE) : 0;
}

static const char *const held[] = {"battery", NULL};

/* More modules needed than there are cannot be meant. */
static void check_modules(hr_site *site, const hr_decl *decl, const modules *m)
{
    if (!m->rating.presence || !m->needed.presence || !m->installed.presence || m->needed.v <= m->installed.v) return;
    (void)hr_diag_add(site->ctx, HR_ERROR, "M314", m->needed.at, "`needed` counts those that its rating takes",
                      "`%.*s` needs %g modules, %g are installed", HR_STR_FMT(decl->name), m->needed.v, m->installed.v);
}

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    check_modules(site, decl, &f->modules);
    if (f->mode.presence == HR_ABSENT)
        f->mode = (hr_choice){.v = DOUBLE_CONVERSION, .presence = HR_DEFAULTED, .trust = HR_DEFAULT, .at = HR_NOWHERE};
    if (f->autonomy.presence == HR_ABSENT) hr_battery_autonomy(site, decl, &f->rating, at_rating(f), &f->autonomy);
    if (f->efficiency.n || f->rating.presence == HR_ABSENT || f->mode.v != DOUBLE_CONVERSION) return;
    hr_default_text(site, decl, "efficiency", "96.0 / 97.0 / 96.6 % at 25 / 50 / 100 % load",
                    "a large double-conversion unit, computed from recalled typical values: loss / rated = 0.0086 + "
                    "0.0009 x + 0.0257 x^2");
}

static void series(const void *p, hr_corner corner, double vin, double vout, hr_series_coef *out)
{
    const fields *f = p;
    (void)vin, (void)vout;
    *out = (hr_series_coef){0};
    if (f->rating.presence == HR_ABSENT) out->unknown = true, out->field = "rating";
    else if (!f->efficiency.n && f->mode.v != DOUBLE_CONVERSION) out->unknown = true, out->field = "efficiency";
    if (out->unknown) return;
    out->rating = hr_num_at(&f->rating, HR_HARSH_LOW, corner);
    if (f->efficiency.n) {
        out->efficiency = &f->efficiency;
        return;
    }
    out->fixed = LOSS_FIXED * out->rating;
    out->per_va = LOSS_LINEAR;
    out->per_va2 = LOSS_SQUARE / out->rating;
}

static const hr_num *voltage(const void *p) { return &((const fields *)p)->voltage; }
static const hr_curve *overload(const void *p) { return &((const fields *)p)->overload; }
static const hr_num *autonomy(const void *p) { return &((const fields *)p)->autonomy; }

static double weight(const void *p, const char **missing)
{
    *missing = "rating";
    return ((const fields *)p)->rating.v;
}

static const hr_bridge_ops bridge = {.autonomy = autonomy};
static const hr_power_ops power = {.kind = HR_P_SERIES,
                                   .output_rated = true,
                                   .by_phase = true,
                                   .voltage = voltage,
                                   .series = series,
                                   .overload = overload,
                                   .weight = weight,
                                   .bridge = &bridge};

const hr_type hr_type_ups = {
    .name = "ups",
    .doc = "uninterruptible power supply",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .held = held,
    .power = &power,
    .complete = complete,
};
