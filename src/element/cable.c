/* cable.c - a conductor run worth naming: between a feed and what it feeds, or between two elements (a ring).
 *
 * Its fields are those of the record `cable` of a feed (model/cable_fields.h); what it may carry is a matter of rules. Its
 * loss is left out. A fault inside it takes both sides where it stands between two. */
#include "model/cable_fields.h"

#include "element/fields.h"
#include "element/tie.h"

typedef struct fields {
    hr_from from;
    hr_texts between;
    hr_cable_rec run;
    hr_choice normally, closes;
    hr_num time;
} fields;

static const hr_field table[] = {
    HR_FIELD_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .doc = "where it is fed; or `between`"),
    HR_FIELD_(between, HR_F_BETWEEN, .medium = HR_ELECTRICAL, .doc = "the two elements that it ties"),
    HR_CABLE_ROWS(offsetof(fields, run), HR_NEED),
    HR_FIELD_CHOICE(normally, hr_normally_words, "between two: its state while nothing is out; else closed"),
    HR_FIELD_CHOICE(closes, hr_closes_words, "between two, normally open: whether it closes by itself; else manual"),
    HR_FIELD_QUANTITY(time, HR_DIM_SECOND, HR_HARSH_HIGH, 0,
                      "between two: from the loss of a side until it has closed"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_text(site, decl, "loss", "loss not included", "left out: losses of conductor runs are not computed");
    if (f->between.n) hr_tie_complete(site, decl, &f->normally, HR_NORMALLY_CLOSED, &f->closes);
}

static const hr_choice *normally(const void *p) { return &((const fields *)p)->normally; }
static const hr_choice *closes(const void *p) { return &((const fields *)p)->closes; }
static const hr_cable_rec *cable(const void *p) { return &((const fields *)p)->run; }

static const hr_switch_ops switching = {.normally = normally, .closes = closes};
static const hr_power_ops power = {.kind = HR_P_SERIES, .switching = &switching, .cable = cable};

const hr_type hr_type_cable = {
    .name = "cable",
    .doc = "a conductor run worth naming",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
