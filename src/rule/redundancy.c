/* redundancy.c - what a load has to survive, for the rules that judge losses and interruptions.
 *
 * Everything working is always asked for. A single thing covers faults in both base states, maintenance, common causes, a
 * converter that falls back to its bypass, and a device that sticks when the loss of a utility calls it, since that loss is an
 * expected condition and no failure (Uptime Institute: generators are the primary source). A device that sticks in any other
 * fault makes two failures. */
#include "rule/redundancy.h"

#include "element/redundancy.h"
#include "element/site_fields.h"

#define BIT(kind) (1u << (kind))
#define ONE_THING \
    (BIT(HR_CASE_NORMAL) | BIT(HR_CASE_ON_GENERATORS) | BIT(HR_CASE_FAULT) | BIT(HR_CASE_STUCK) | \
     BIT(HR_CASE_BREAKER_FAILURE) | BIT(HR_CASE_BYPASS) | BIT(HR_CASE_MAINTENANCE) | BIT(HR_CASE_COMMON))
#define IN_MAINTENANCE (ONE_THING | BIT(HR_CASE_MAINTENANCE_FAULT) | BIT(HR_CASE_STUCK_FAULT))

static const uint16_t covered[] = {
    [HR_REDUNDANCY_NONE] = BIT(HR_CASE_NORMAL),
    [HR_REDUNDANCY_ANY_ONE] = ONE_THING,
    [HR_REDUNDANCY_MAINTENANCE_FAULT] = IN_MAINTENANCE,
    [HR_REDUNDANCY_ANY_TWO] = IN_MAINTENANCE | BIT(HR_CASE_TWO_FAULTS),
};

const hr_choice *hr_redundancy_of(const hr_site *s, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = s->unit[u].holder) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        const hr_choice *c = ops && ops->redundancy ? ops->redundancy(hr_unit_fields(s, u)) : NULL;
        if (c && c->presence) return c;
    }
    return &((const hr_site_fields *)s->fields)->redundancy;
}

bool hr_is_cooled_load(const hr_site *s, hr_id u)
{
    hr_cooling_kind k = hr_unit_cooling(s, u);
    bool goes = hr_unit_heat_to(s, u, HR_HEAT_COOLANT) != HR_NONE || hr_unit_heat_to(s, u, HR_HEAT_ZONE) != HR_NONE;
    if (!goes || s->unit[u].holder != HR_NONE || s->unit[u].port == HR_NONE) return false;
    return !hr_cooling_is_cooler(k) && !hr_cooling_is_body(k);
}

uint16_t hr_redundancy_kinds(const hr_choice *c) { return c && c->presence ? covered[c->v] : HR_EVERY_KIND; }

void hr_redundant_limit(hr_limits *out, hr_limit l, const hr_choice *c)
{
    l.kinds = hr_redundancy_kinds(c);
    if (l.state == HR_S_KNOWN && !(c && c->presence)) {
        l.kinds = 1 << HR_CASE_NORMAL;
        hr_limit_add(out, &l);
        l.kinds = HR_EVERY_KIND; /* every limit is met in the normal state, so an untouched one has its row */
        l.state = HR_S_UNKNOWN;
        l.missing = "redundancy";
    }
    hr_limit_add(out, &l);
}

/* What a load holds, a pump of a CDU, lives with it unless it has a feed of its own. */
static bool is_part_of_load(const hr_site *s, hr_id u)
{
    const hr_unit *x = &s->unit[u];
    return x->wire_count == 0 && x->holder != HR_NONE && hr_unit_kind(s, x->holder) == HR_P_LOAD;
}

bool hr_is_load(const hr_site *s, hr_id u)
{
    hr_power_kind kind = hr_unit_kind(s, u);
    if (kind == HR_P_LOAD) return !is_part_of_load(s, u);
    if (kind != HR_P_HOLDER) return false;
    for (hr_id h = s->unit[u].held_first; s->unit[u].held_count && h < s->unit[u].held_first + s->unit[u].held_count;
         h++)
        if (hr_hangs_on_holder(s, h)) return false;
    return true;
}
