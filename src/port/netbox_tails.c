/* netbox_tails.c - what hangs on the cords of a rack, as its loads count it: power supplies, banks, legs. */
#include <math.h>

#include "port/netbox_export.h"

/* Power supplies of a load on a cord: as counted; else as many as are installed, dealt evenly, the first cords having
 * more; else one. */
double hr_nb_supplies_on(const hr_site *s, hr_id unit, const hr_vec *cords, size_t k)
{
    const hr_power_ops *ops = hr_unit_type(s, unit)->power;
    const hr_psus *p = ops->psus != NULL ? ops->psus(hr_unit_fields(s, unit)) : NULL;
    const hr_nb_tail *c = (const hr_nb_tail *)cords->item + k;
    for (uint32_t i = 0; p != NULL && i < p->n; i++)
        if (hr_str_eq(p->cord[i].cord, hr_wire_cord(s, c->wire))) return p->cord[i].count.v;
    if (p != NULL && p->n > 0) return 0;
    if (p == NULL || p->installed.presence == HR_ABSENT) return 1;
    double each = floor(p->installed.v / (double)cords->n);
    return each + ((double)k < p->installed.v - each * (double)cords->n);
}

uint32_t hr_nb_supplies(const hr_site *s, hr_id unit, const hr_vec *cords)
{
    double sum = cords->n == 0;
    for (size_t k = 0; k < cords->n; k++) sum += hr_nb_supplies_on(s, unit, cords, k);
    return (uint32_t)sum;
}

/* The bank of a strip that power supply number `nth` of a load is in: the wires whose outlets name it in turn. */
hr_id hr_nb_bank_of(const hr_site *s, const hr_nb_tail *c, hr_id unit, uint32_t nth)
{
    uint32_t banks = 0;
    for (uint32_t i = 0; i < c->wires; i++) banks += hr_is_plugged(s, c->wire + i, unit);
    for (uint32_t i = 0, k = 0; i < c->wires && banks > 0; i++)
        if (hr_is_plugged(s, c->wire + i, unit) && k++ == nth % banks) return c->wire + i;
    return HR_NONE;
}

hr_str hr_nb_leg_of(const hr_site *s, const hr_nb_tail *c, hr_id wire)
{
    static const char *const legs[] = {"A", "B", "C"};
    const hr_wire *w = &s->wire[wire];
    if (w->feed->outlets == NULL) return (hr_str){"", 0};
    for (int k = 0; k < 3; k++) /* a bank between two lines has the leg of the first: AB is A, BC is B, CA is C */
        if ((w->phases & (HR_A | HR_B | HR_C)) == 1u << k) return hr_str_of(legs[k]);
    if (w->phases == (HR_A | HR_B)) return HR_STR("A");
    if (w->phases == (HR_B | HR_C)) return HR_STR("B");
    if (w->phases == (HR_C | HR_A)) return HR_STR("C");
    return hr_str_of(legs[(wire - c->wire) % 3]);
}
