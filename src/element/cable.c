/* cable.c - a conductor run worth naming: between a feed and what it feeds, or between two elements (a ring).
 *
 * Its ampacity is a matter of clauses that are not judged yet, and so its loss is left out too: both need the tables. A
 * fault inside it takes both sides where it stands between two. */
#include "element/fields.h"
#include "element/tie.h"

typedef struct fields {
    hr_from from;
    hr_texts between;
    hr_num size, sets, length, ambient, bundled;
    hr_choice conductor, insulation, termination;
    hr_choice normally, closes;
    hr_num time;
} fields;

static const char *const conductor_words[] = {"Cu", "Al", NULL};
static const char *const degree_words[] = {"60", "75", "90", NULL};

static const hr_field table[] = {
    HR_FIELD_(from, HR_F_FROM, .medium = HR_ELECTRICAL, .doc = "where it is fed; or `between`"),
    HR_FIELD_(between, HR_F_BETWEEN, .medium = HR_ELECTRICAL, .doc = "the two elements that it ties"),
    HR_FIELD_QUANTITY(size, HR_DIM_M2_CONDUCTOR, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "conductor size"),
    HR_FIELD_COUNT(sets, HR_POSITIVE, "parallel sets; else 1"),
    HR_FIELD_CHOICE(conductor, conductor_words, "conductor material"),
    HR_FIELD_CHOICE(insulation, degree_words, "temperature of its insulation in degC"),
    HR_FIELD_QUANTITY(length, HR_DIM_METRE, HR_HARSH_HIGH, HR_NEED, "length of the run"),
    HR_FIELD_(ambient, HR_F_QUANTITY, .dim = HR_DIM_KELVIN, .harsh = HR_HARSH_HIGH, .flags = HR_MAY_NEGATIVE,
              .doc = "ambient temperature"),
    HR_FIELD_COUNT(bundled, 0, "current-carrying conductors in the same raceway"),
    HR_FIELD_CHOICE(termination, degree_words, "temperature of its terminations in degC"),
    HR_FIELD_CHOICE(normally, hr_normally_words, "between two: its state while nothing is out; else closed"),
    HR_FIELD_CHOICE(closes, hr_closes_words, "between two, normally open: whether it closes by itself; else manual"),
    HR_FIELD_QUANTITY(time, HR_DIM_SECOND, HR_HARSH_HIGH, 0,
                      "between two: from the loss of a side until it has closed"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    hr_default_text(site, decl, "loss", "loss not included",
                    "left out: resistance tables of conductors are not in yet");
    if (f->between.n) hr_tie_complete(site, decl, &f->normally, HR_NORMALLY_CLOSED, &f->closes);
}

static const hr_choice *normally(const void *p) { return &((const fields *)p)->normally; }
static const hr_choice *closes(const void *p) { return &((const fields *)p)->closes; }

static const hr_switch_ops switching = {.normally = normally, .closes = closes};
static const hr_power_ops power = {.kind = HR_P_SERIES, .switching = &switching};

const hr_type hr_type_cable = {
    .name = "cable",
    .doc = "a conductor run worth naming",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .power = &power,
    .complete = complete,
};
