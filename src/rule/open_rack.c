/* open_rack.c - the shelves and the bus of an open rack. */
#include "rule/open_rack.h"

bool hr_is_shelf(const hr_site *s, hr_id u)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    return ops && ops->pools;
}

const hr_num *hr_bus_volts(const hr_site *s, hr_id holder)
{
    const hr_unit *x = &s->unit[holder];
    const hr_num *v = NULL;
    if (hr_is_shelf(s, holder)) v = hr_unit_type(s, holder)->power->voltage(hr_unit_fields(s, holder));
    for (hr_id h = x->held_first; x->held_count && h < x->held_first + x->held_count; h++) {
        const hr_power_ops *ops = hr_unit_type(s, h)->power;
        const hr_num *own = ops && (ops->kind == HR_P_BAR || ops->pools) ? ops->voltage(hr_unit_fields(s, h)) : NULL;
        if (own && own->presence && (!v || !v->presence || ops->kind == HR_P_BAR)) v = own;
    }
    return v && v->presence ? v : NULL;
}
