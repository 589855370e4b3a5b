/* valve.c - between two junctions of a loop: isolates, balances, controls, or lets flow through one way only. */
#include "element/fields.h"

typedef struct fields {
    hr_texts between;
    hr_choice kind;
    hr_num kv, opening;
    hr_flag closed;
} fields;

enum { CONTROL, BALANCING, ISOLATION, CHECK };
static const char *const kind_words[] = {"control", "balancing", "isolation", "check", NULL};

static const hr_field table[] = {
    HR_FIELD_(between, HR_F_REF, .medium = HR_LIQUID, .flags = HR_NEED, .doc = "two junctions of one loop"),
    HR_FIELD_CHOICE(kind, kind_words,
                    "what it is for; a check valve passes from the first junction to the second only"),
    HR_FIELD_QUANTITY(kv, HR_DIM_M3_PER_S, HR_HARSH_LOW, HR_NEED | HR_POSITIVE,
                      "water that it passes at 1 bar, fully open: 40 m3/h"),
    HR_FIELD_(opening, HR_F_QUANTITY, .dim = HR_DIM_NONE, .harsh = HR_HARSH_LOW, .flags = HR_IS_RATIO_0_1,
              .dflt = "100 %", .dflt_source = "fully open", .doc = "part of its stroke, equal-percentage"),
    HR_FIELD_FLAG(closed, "it is shut off"),
    HR_FIELD_END,
};

static void link_(const void *p, hr_link_fields *out)
{
    const fields *f = p;
    *out = (hr_link_fields){.law = HR_FLOW_VALVE,
                            .kv = &f->kv,
                            .opening = &f->opening,
                            .closed = f->closed.presence && f->closed.v,
                            .one_way = f->kind.presence && f->kind.v == CHECK};
}

static void complete(hr_site *site, hr_decl *decl)
{
    const fields *f = decl->fields;
    hr_warn_stands_alone(site, decl, &f->between, "say `between` which junctions it stands");
}

static const hr_cooling_ops cooling = {.kind = HR_COOLING_LINK, .link = link_};

const hr_type hr_type_valve = {
    .name = "valve",
    .doc = "a valve between two junctions",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .cooling = &cooling,
    .complete = complete,
};
