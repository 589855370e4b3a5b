/* battery.c - stored energy. Held by a UPS it gives the time for which that carries its rating, where the UPS does not
 * say so itself. On its own it would be a storage plant, which `check` does not follow. */
#include "element/battery.h"

#include <math.h>

#include "element/fields.h"

typedef struct fields {
    hr_num energy, power, end_of_life;
    hr_texts zone;
} fields;

#define END_OF_LIFE 0.80
static const char end_of_life_source[] = "capacity at which a battery is replaced by convention (recalled)";

static const hr_field table[] = {
    HR_FIELD_QUANTITY(energy, HR_DIM_JOULE, HR_HARSH_LOW, HR_POSITIVE, "energy it gives when new"),
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_POSITIVE, "most it gives"),
    HR_FIELD_QUANTITY(end_of_life, HR_DIM_NONE, HR_HARSH_LOW, HR_POSITIVE | HR_IS_RATIO_0_1,
                      "part of its energy left when it is replaced; else 80 %"),
    HR_FIELD_ZONE,
    HR_FIELD_END,
};

void hr_battery_autonomy(hr_site *site, const hr_decl *decl, const hr_num *rating, double efficiency, hr_num *autonomy)
{
    hr_id holder = (hr_id)(decl - site->decl);
    double joules = 0, watts = 0;
    if (rating->presence == HR_ABSENT || efficiency <= 0) return;
    for (hr_id d = holder + 1; d < site->n_decl && site->decl[d].parent != HR_NONE && site->decl[d].parent >= holder;
         d++) {
        const hr_decl *x = &site->decl[d];
        const fields *f = x->fields;
        if (x->parent != holder || x->type != &hr_type_battery) continue;
        if (f->energy.presence == HR_ABSENT) return;
        double left = f->end_of_life.presence ? f->end_of_life.v : END_OF_LIFE;
        double each = (double)x->members / decl->members;
        if (!f->end_of_life.presence)
            (void)hr_site_add_default(site, d, "end_of_life", END_OF_LIFE, HR_DIM_NONE, NULL, end_of_life_source);
        joules += f->energy.v * left * each;
        watts += f->power.presence ? f->power.v * each : INFINITY;
    }
    if (joules <= 0 || watts * efficiency < rating->v * (1 - 1e-9)) return;
    *autonomy = (hr_num){.presence = HR_PRESENT, .trust = HR_COMPUTED, .at = decl->at, .provenance = HR_NONE};
    autonomy->v = autonomy->lo = autonomy->hi = joules * efficiency / rating->v;
}

static void complete(hr_site *site, hr_decl *decl)
{
    if (decl->parent == HR_NONE)
        (void)hr_diag_add(site->ctx, HR_WARNING, "M902", decl->at, "hold it in a ups to count its energy there",
                          "`%.*s` stands by itself: what it does for the site is not judged", HR_STR_FMT(decl->name));
}

const hr_type hr_type_battery = {
    .name = "battery",
    .doc = "stored energy, held by a UPS",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .complete = complete,
};
