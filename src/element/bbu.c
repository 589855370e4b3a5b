/* bbu.c - a battery backup unit: carries the output of a power shelf while its feed is away.
 *
 * Held by a shelf it backs that one, held by a rack all shelves of the rack, each by its part. It gives `power` for
 * `carry` seconds; without `carry`, for energy / power. It takes over faster than supplies run down (2 ms below the
 * trigger voltage and 2 ms more, OCP ORv3), so the bus sees no gap. */
#include "element/bbu.h"

#include "element/fields.h"

typedef struct fields {
    hr_num power, energy, trigger, carry;
} fields;

static const hr_field table[] = {
    HR_FIELD_QUANTITY(power, HR_DIM_WATT, HR_HARSH_LOW, HR_NEED | HR_POSITIVE, "most it gives"),
    HR_FIELD_QUANTITY(energy, HR_DIM_JOULE, HR_HARSH_LOW, HR_POSITIVE, "energy it gives; read where `carry` is absent"),
    HR_FIELD_QUANTITY(trigger, HR_DIM_VOLT, HR_HARSH_NONE, HR_POSITIVE, "bus voltage below which it takes over"),
    HR_FIELD_QUANTITY(carry, HR_DIM_SECOND, HR_HARSH_LOW, 0, "how long it gives `power`"),
    HR_FIELD_END,
};

static bool add_unit(const fields *f, double count, hr_bbu_store *s)
{
    bool enough = f->power.presence && (f->carry.presence || f->energy.presence);
    if (!enough) return false;
    s->watts += count * f->power.v;
    bool timed = f->carry.presence;
    s->joules += count * (timed ? f->power.v * f->carry.v : f->energy.v);
    s->joules_lo += count * (timed ? f->power.lo * f->carry.lo : f->energy.lo);
    s->joules_hi += count * (timed ? f->power.hi * f->carry.hi : f->energy.hi);
    return true;
}

hr_bbu_store hr_bbu_held_by(const hr_site *site, hr_id holder)
{
    hr_bbu_store s = {.known = true};
    for (hr_id d = holder + 1; d < site->n_decl && site->decl[d].parent != HR_NONE && site->decl[d].parent >= holder;
         d++) {
        const hr_decl *x = &site->decl[d];
        if (x->parent != holder || x->type != &hr_type_bbu) continue;
        s.any = true;
        s.known = add_unit(x->fields, (double)x->members / site->decl[holder].members, &s) && s.known;
    }
    return s;
}

static void complete(hr_site *site, hr_decl *decl)
{
    if (decl->parent == HR_NONE)
        (void)hr_diag_add(site->ctx, HR_WARNING, "M902", decl->at, "hold it in a power-shelf or rack",
                          "`%.*s` stands by itself: what it does for the site is not judged", HR_STR_FMT(decl->name));
}

const hr_type hr_type_bbu = {
    .name = "bbu",
    .doc = "a battery backup unit, held by a power shelf or by a rack for all its shelves",
    .fields = table,
    .size = sizeof(fields),
    .modelled = true,
    .complete = complete,
};
