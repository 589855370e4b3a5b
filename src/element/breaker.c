/* breaker.c - a breaker that ties two elements, or a device worth naming. A fault inside it takes both sides. */
#include "element/fields.h"
#include "element/tie.h"

typedef struct fields {
    hr_texts between;
    hr_breaker_rec device;
    hr_num time;
    hr_choice normally, closes;
    hr_flag drawout;
} fields;

#define DEVICE(m, kind_, ...) \
    { \
        .name = #m, .kind = (kind_), .offset = offsetof(fields, device.m), __VA_ARGS__ \
    }

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_BETWEEN, .medium = HR_ELECTRICAL, .flags = HR_NEED, .doc = "the two elements that it ties"),
    DEVICE(rating, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_LOW, .flags = HR_NEED | HR_POSITIVE,
           .doc = "long-time rating or setting"),
    DEVICE(frame, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_HIGH, .flags = HR_POSITIVE,
           .doc = "highest long-time setting it can be adjusted to; else its rating"),
    DEVICE(full_rated, HR_F_FLAG, .doc = "listed with its assembly for 100 % continuous load; absent counts as 80 %"),
    DEVICE(interrupting, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE,
           .doc = "interrupting rating"),
    DEVICE(voltage, HR_F_QUANTITY, .dim = HR_DIM_VOLT, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE,
           .doc = "voltage it is rated for between lines: 480 V of 480Y/277"),
    DEVICE(voltage_ground, HR_F_QUANTITY, .dim = HR_DIM_VOLT, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE,
           .doc = "lower value of a slash rating: 277 V of 480Y/277; else it is rated for `voltage` to ground too"),
    DEVICE(ground_fault, HR_F_FLAG, .doc = "whether it has ground-fault protection of equipment"),
    DEVICE(ground_fault_setting, HR_F_QUANTITY, .dim = HR_DIM_AMP, .harsh = HR_HARSH_HIGH, .flags = HR_POSITIVE,
           .doc = "pick-up of its ground-fault protection"),
    DEVICE(ground_fault_delay, HR_F_QUANTITY, .dim = HR_DIM_SECOND, .harsh = HR_HARSH_HIGH,
           .doc = "its delay at ground faults of 3 kA"),
    DEVICE(arc_energy, HR_F_CHOICE, .words = hr_arc_energy_words, .doc = "what reduces the energy of an arc behind it"),
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
    *full_rated = &f->device.full_rated;
    return &f->device.rating;
}

static const hr_breaker_rec *record(const void *p) { return &((const fields *)p)->device; }

static const hr_choice *normally(const void *p) { return &((const fields *)p)->normally; }
static const hr_choice *closes(const void *p) { return &((const fields *)p)->closes; }
static const hr_flag *drawout(const void *p) { return &((const fields *)p)->drawout; }

static const hr_switch_ops switching = {
    .device = device, .record = record, .normally = normally, .closes = closes, .drawout = drawout};
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
