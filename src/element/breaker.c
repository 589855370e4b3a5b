/* breaker.c - a breaker that ties two elements, or a device worth naming. A fault inside it takes both sides. */
#include "element/fields.h"
#include "element/tie.h"

typedef struct fields {
    hr_texts between;
    hr_num rating, frame;
    hr_flag full_rated;
    hr_num interrupting, time;
    hr_choice normally, closes;
    hr_flag drawout;
} fields;

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_BETWEEN, .medium = HR_ELECTRICAL, .flags = HR_NEED, .doc = "the two elements that it ties"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "long-time rating or setting"),
    HR_FIELD_QUANTITY(frame, HR_DIM_AMP, HR_HARSH_NONE, HR_POSITIVE, "frame size"),
    HR_FIELD_FLAG(full_rated, "listed with its assembly for 100 % continuous load; absent counts as 80 %"),
    HR_FIELD_QUANTITY(interrupting, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "interrupting rating"),
    HR_FIELD_OPEN("trip", "trip band"),
    HR_FIELD_CHOICE(normally, hr_normally_words, "its state while nothing is out; else open"),
    HR_FIELD_CHOICE(closes, hr_closes_words, "whether it closes by itself when one side dies; else manual"),
    HR_FIELD_QUANTITY(time, HR_DIM_SECOND, HR_HARSH_HIGH, 0, "from the loss of a side until it has closed"),
    HR_FIELD_FLAG(drawout, "it can be withdrawn without taking both sides out; absent counts as no"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_tie_complete(site, decl, &f->normally, HR_NORMALLY_OPEN, &f->closes);
}

static const hr_num *device(const void *p, const hr_flag **full_rated)
{
    const fields *f = p;
    *full_rated = &f->full_rated;
    return &f->rating;
}

static const hr_choice *normally(const void *p) { return &((const fields *)p)->normally; }
static const hr_choice *closes(const void *p) { return &((const fields *)p)->closes; }
static const hr_flag *drawout(const void *p) { return &((const fields *)p)->drawout; }

static const hr_switch_ops switching = {.device = device, .normally = normally, .closes = closes, .drawout = drawout};
static const hr_power_ops power = {.kind = HR_P_SERIES, .switching = &switching};

const hr_type hr_type_breaker = {
    .name = "breaker",
    .doc = "a tie, or a device worth naming",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
