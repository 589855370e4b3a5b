/* filter.c - holds back what coolant carries, for a loss of pressure that grows with flow: dp (V / flow)^exponent. */
#include "element/fields.h"

typedef struct fields {
    hr_texts between;
    hr_num dp, flow, exponent, filtration;
    hr_flag closed;
} fields;

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "two junctions of one loop"),
    HR_FIELD_QUANTITY(dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE, "loss across it at `flow`, clean"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "at which it loses `dp`"),
    HR_FIELD_(exponent, HR_F_QUANTITY, .dim = HR_DIM_NONE, .flags = HR_POSITIVE, .dflt = "1.76",
              .dflt_source = "LBL Buildings library, CDUs/LiquidToLiquid: a clean filter",
              .doc = "of the flow in its loss"),
    HR_FIELD_QUANTITY(filtration, HR_DIM_METRE, HR_HARSH_NONE, HR_POSITIVE, "size of what it holds back: 50 um"),
    HR_FIELD_FLAG(closed, "it is shut off"),
    HR_FIELD_END,
};

static void link_(const void *p, hr_link_fields *out)
{
    const fields *f = p;
    *out = (hr_link_fields){.law = HR_FLOW_FILTER,
                            .dp = &f->dp,
                            .flow = &f->flow,
                            .exponent = &f->exponent,
                            .closed = f->closed.presence && f->closed.v};
}

static void complete(hr_site *site, hr_decl *decl)
{
    const fields *f = decl->fields;
    hr_warn_stands_alone(site, decl, &f->between, "say `between` which junctions it stands");
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LINK, .link = link_};

const hr_type hr_type_filter = {
    .name = "filter",
    .doc = "a filter between two junctions",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
