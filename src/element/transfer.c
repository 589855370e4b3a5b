/* transfer.c - what transfer switches have in common. */
#include "element/transfer.h"

#include "element/fields.h"

typedef hr_transfer_fields fields;

static const char *const transition_words[] = {"open", "closed", NULL};

const hr_field hr_transfer_table[] = {
    HR_FIELD_FROM("its alternatives in order, two as a rule"),
    HR_FIELD_QUANTITY(rating, HR_DIM_AMP, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "continuous current"),
    HR_FIELD_QUANTITY(sccr, HR_DIM_AMP, HR_HARSH_LOW, HR_POSITIVE, "short-circuit current it withstands"),
    HR_FIELD_CHOICE(transition, transition_words,
                    "break before make, or make before break; else as each alternative says"),
    HR_FIELD_END,
};

void hr_transfer_complete(hr_site *site, hr_decl *decl)
{
    hr_transfer_fields *f = decl->fields;
    uint32_t automatic = 0;
    for (uint32_t i = 0; i < f->from.n; i++) {
        hr_feed *x = &f->from.feed[i];
        bool closes = x->closes.presence ? x->closes.v == HR_CLOSES_AUTO : i == 0;
        automatic += closes;
        if (f->transition.presence && !x->transition.presence) x->transition = f->transition;
    }
    if (f->from.form == HR_FROM_ALTERNATIVES && f->from.n > 1 && automatic < 2)
        (void)hr_diag_add(site->ctx, HR_WARNING, "M316", f->from.at, "write `closes: auto` on the other alternative",
                          "`%.*s` transfers to nothing by itself: only the first alternative closes automatically",
                          HR_STR_FMT(decl->name));
}
