/* transfer.c - what transfer switches have in common. */
#include "element/transfer.h"

const char *const hr_transition_words[] = {"open", "closed", NULL};

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
