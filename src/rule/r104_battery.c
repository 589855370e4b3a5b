/* r104_battery.c - R104: how long a UPS or power shelf has to carry its load from its store, against its autonomy. */
#include "rule/rule.h"

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_power_ops *ops = hr_unit_type(site, u)->power;
        if (!ops || ops->kind != HR_P_SERIES || !ops->bridge || !ops->bridge->autonomy) continue;
        const hr_num *n = ops->bridge->autonomy(hr_unit_fields(site, u));
        const char *field = hr_autonomy_field(site, u);
        if (!n) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_BATTERY),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_PARTIAL, /* nothing at least */
                      .value_point = HR_NONE,
                      .kinds = HR_EVERY_KIND,
                      .missing = field,
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        if (n->presence) {
            l.state = HR_S_KNOWN;
            l.missing = NULL;
            l.at = n->at;
            l.trust = n->trust;
            for (int c = 0; c < HR_CORNERS; c++) l.v[c] = hr_num_at(n, HR_HARSH_LOW, (hr_corner)c);
            l.input[l.n_input++] = hr_input_num(field, n, HR_DIM_SECOND);
        }
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_r104_battery = {
    .code = "R104",
    .title = "time on the battery of a UPS or power shelf",
    .clause = "",
    .edition = "",
    .formula = "time until a feed is back <= autonomy",
    .text =
        "When its feed fails a UPS carries its load from its store until a feed is back: the transfer above it has "
        "moved, the\n"
        "generators have started and taken over, or its static bypass lives. The longest such time may not exceed\n"
        "`autonomy`, which holds at its rating. Where no feed comes back at all, what it feeds is lost (R101).\n"
        "\n"
        "Battery backup units do the same for a power shelf. Their time is what they give (`power` for `carry`, or "
        "`energy`)\n"
        "over the rating of the shelf; units of the rack back all its shelves, each by its part. It is not known when "
        "they are\n"
        "too weak for that rating. They carry while the rectifiers of the rack that live are too few for it: a shelf "
        "that is\n"
        "dead while others carry the rack does not use them.\n"
        "\n"
        "Without `autonomy` that of a UPS comes from the batteries it holds: energy x end_of_life x its efficiency at "
        "its\n"
        "rating, over its rating. It is not known when their `power` is too weak for that.\n"
        "\n"
        "Example: generators that start in 10 s, a board that closes on them after 12 s, autonomy 5 min: 12 / 300 "
        "= 0.04.\n"
        "\n"
        "Unknown when a feed is away for a while and `autonomy`, a `time` or a `start` on the way is not given.\n",
    .declare = declare,
};
