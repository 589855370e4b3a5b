/* quick_disconnect.c - couplings that part without spilling, a pair of them on a branch: one in its supply, one in its return. What
 * is stated is the loss of one pair as a whole; `pairs` stand side by side between the two junctions. */
#include "element/fields.h"

typedef struct fields {
    hr_texts between;
    hr_num dp, flow, exponent, pairs;
    hr_flag closed;
    hr_num all_flow; /* no field: `flow` of all pairs */
} fields;

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "two junctions of one loop"),
    HR_FIELD_QUANTITY(dp, HR_DIM_PASCAL, HR_HARSH_HIGH, HR_NEED | HR_POSITIVE, "loss of one pair at `flow`"),
    HR_FIELD_QUANTITY(flow, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "through one pair, at which it loses `dp`; with a Kv of both in series: 1 bar at that"),
    HR_FIELD_(exponent, HR_F_QUANTITY, .dim = HR_DIM_NONE, .flags = HR_POSITIVE, .dflt = "2",
              .dflt_source = "a fitting in turbulent flow", .doc = "of the flow in its loss"),
    HR_FIELD_(pairs, HR_F_COUNT, .harsh = HR_HARSH_LOW, .flags = HR_POSITIVE, .dflt = "1", .dflt_source = "one pair",
              .doc = "that stand side by side"),
    HR_FIELD_FLAG(closed, "it is parted"),
    HR_FIELD_END,
};

/* Each pair carries its part of the flow: all lose `dp` at that many times as much. */
static void complete(hr_site *site, hr_decl *decl)
{
    fields *f = decl->fields;
    (void)site;
    f->all_flow = f->flow;
    if (!f->flow.presence || !f->pairs.presence) return;
    f->all_flow.v *= f->pairs.v;
    f->all_flow.lo *= f->pairs.v;
    f->all_flow.hi *= f->pairs.v;
}

static void link_(const void *p, hr_link_fields *out)
{
    const fields *f = p;
    *out = (hr_link_fields){.law = HR_FLOW_FILTER,
                            .dp = &f->dp,
                            .flow = &f->all_flow,
                            .exponent = &f->exponent,
                            .closed = f->closed.presence && f->closed.v};
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LINK, .link = link_};

const hr_type hr_type_quick_disconnect = {
    .name = "quick-disconnect",
    .doc = "pairs of couplings between two junctions",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
