/* r101_lost.c - R101: loads that an outage leaves without supply, where their redundancy says it must not. */
#include "element/redundancy.h"
#include "element/site_fields.h"
#include "rule/rule.h"

/* What the load itself says, else its holder, else the site. */
static const hr_choice *redundancy_of(const hr_site *s, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = s->unit[u].holder) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        const hr_choice *c = ops && ops->redundancy ? ops->redundancy(hr_unit_fields(s, u)) : NULL;
        if (c && c->presence) return c;
    }
    return &((const hr_site_fields *)s->fields)->redundancy;
}

/* Everything working is always asked for. Without a word on redundancy the rest is not known. */
static uint8_t kinds_covered(const hr_choice *c)
{
    if (c && c->presence && c->v == HR_REDUNDANCY_NONE) return 1 << HR_CASE_NORMAL;
    return 0xff;
}

static bool is_load(const hr_site *s, hr_id u)
{
    hr_power_kind kind = hr_unit_kind(s, u);
    if (kind == HR_P_LOAD) return true;
    if (kind != HR_P_HOLDER) return false;
    for (hr_id h = s->unit[u].held_first; s->unit[u].held_count && h < s->unit[u].held_first + s->unit[u].held_count;
         h++)
        if (hr_unit_kind(s, h) != HR_P_NONE && s->unit[h].wire_count == 0) return false;
    return true;
}

static bool has_feed(const hr_site *s, hr_id u)
{
    if (s->unit[u].wire_count) return true;
    return s->unit[u].holder != HR_NONE && s->unit[s->unit[u].holder].wire_count > 0;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (!is_load(site, u) || site->unit[u].port == HR_NONE) continue;
        const hr_choice *c = redundancy_of(site, u);
        bool said = c && c->presence, fed = has_feed(site, u);
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_LOST),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = fed ? HR_S_KNOWN : HR_S_UNKNOWN,
                      .value_point = HR_NONE,
                      .kinds = kinds_covered(c),
                      .missing = fed ? NULL : "from",
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        if (fed && !said) { /* normal is judged; whether an outage may take it, nobody said */
            l.kinds = 1 << HR_CASE_NORMAL;
            hr_limit_add(out, &l);
            l.kinds = 0xff; /* every limit is met in the normal state, so an untouched one has its row */
            l.state = HR_S_UNKNOWN;
            l.missing = "redundancy";
        }
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r101_lost = {
    .code = "R101",
    .title = "load lost by an outage",
    .clause = "",
    .edition = "",
    .formula = "unserved power <= 0",
    .text =
        "A load that has no live feed left, or whose live power supplies are fewer than needed or too weak, is lost. "
        "That is a\n"
        "violation in the normal state always, and after an outage where the load's `redundancy` (its own, else its\n"
        "rack's, else the site's) covers it: `any-one` covers every single fault and every declared common cause; "
        "`none` covers\n"
        "nothing, and the loss is listed under `lost` only. The outage of a load itself is no finding.\n"
        "\n"
        "Example: a rack with one feed, redundancy any-one: the fault of its board takes 100.8 kW: violated.\n"
        "\n"
        "Unknown when nobody states a redundancy, or the load has no `from`.\n",
    .declare = declare,
};
