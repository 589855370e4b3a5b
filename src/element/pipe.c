/* pipe.c - a run of pipe between two junctions of a loop. Fittings, bends and tees count as velocity heads in `loss`. */
#include "element/fields.h"

typedef struct fields {
    hr_texts between;
    hr_num length, diameter, roughness, loss;
    hr_flag closed;
} fields;

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "two junctions of one loop"),
    HR_FIELD_QUANTITY(length, HR_DIM_METRE, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE, "of the run"),
    HR_FIELD_QUANTITY(diameter, HR_DIM_METRE, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "inside"),
    HR_FIELD_QUANTITY(roughness, HR_DIM_METRE, HR_HARSH_HIGH, HR_NEED, "of its wall: 0.05 mm"),
    HR_FIELD_(loss, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_HIGH, .dflt = "0",
              .dflt_source = "a straight pipe without fittings", .doc = "of its fittings, in velocity heads"),
    HR_FIELD_FLAG(closed, "it is shut off"),
    HR_FIELD_END,
};

static void link_(const void *p, hr_link_fields *out)
{
    const fields *f = p;
    *out = (hr_link_fields){.law = HR_FLOW_PIPE,
                            .length = &f->length,
                            .diameter = &f->diameter,
                            .roughness = &f->roughness,
                            .loss = &f->loss,
                            .closed = f->closed.presence && f->closed.v};
}

static void complete(hr_site *site, hr_decl *decl)
{
    const fields *f = decl->fields;
    hr_warn_stands_alone(site, decl, &f->between, "say `between` which junctions it stands");
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LINK, .link = link_};

const hr_type hr_type_pipe = {
    .name = "pipe",
    .doc = "a run of pipe between two junctions",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
