/* rear_door.c - a heat exchanger in the rear door of a rack: takes a part of the heat out of the air that leaves the rack, the
 * rest goes to the zone.
 *
 * Without fans it is passive, and that is what it counts as. It has no feed: the rack may say its power itself, and then holds
 * nothing that draws. What fans draw is counted as power for cooling and as heat; no feed carries it. */
#include "element/fields.h"

typedef struct fields {
    hr_texts primary;
    hr_num cooling, effectiveness, flow, power;
} fields;

static const hr_field table[] = {
    HR_FIELD_(primary, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "loop that takes its heat"),
    HR_FIELD_QUANTITY(cooling, HR_DIM_WATT, HR_HARSH_LOW_THEN_HIGH, HR_POSITIVE, "most heat it takes"),
    HR_FIELD_QUANTITY(effectiveness, HR_DIM_NONE, HR_HARSH_LOW_THEN_HIGH, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "heat it takes, by what air cooled to its coolant would give; else 70 %"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "coolant through it"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_HIGH, 0, "of its fans; else 0 W: it is passive"),
    HR_FIELD_END,
};

static void complete(hr_site *site, hr_decl *decl)
{
    static const hr_assumed effectiveness = {0.70, 0.55, 0.85, HR_DIM_NONE,
                                             "assumed, 55 to 85 %, the share that one door is sold for"};
    fields *f = decl->fields;
    hr_default_assumed(site, decl, "effectiveness", &f->effectiveness, &effectiveness);
    site->has_far |= f->effectiveness.lo < f->effectiveness.hi; /* what it leaves goes elsewhere */
    if (!f->power.presence)
        hr_default_num(site, decl, "power", &f->power, 0, HR_DIM_WATT, "passive: doors with fans say what these draw");
    else if (f->power.v > 0)
        (void)hr_diag_add(site->ctx, HR_WARNING, "M902", f->power.at,
                          "for its rack's feeds, add it to the `power` of the rack or of a `load` in it",
                          "no feed carries what the fans of `%.*s` draw", HR_STR_FMT(decl->name));
}

static void door(const void *p, hr_door_fields *out)
{
    const fields *f = p;
    *out = (hr_door_fields){
        .cooling = &f->cooling, .effectiveness = &f->effectiveness, .flow = &f->flow, .power = &f->power};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_DOOR, .door = door};

const hr_type hr_type_rear_door = {
    .name = "rear-door",
    .doc = "heat exchanger in the rear door of a rack",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
