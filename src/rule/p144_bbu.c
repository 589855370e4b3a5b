/* p144_bbu.c - P144: the battery backup units of an open rack: their power, and when they take over. */
#include "rule/open_rack.h"

#define DROOP 0.5 /* V from no load to full load: shelf documents of OCP ORv3 (verified) */

typedef struct store { /* of all units that a shelf or a rack holds */
    double watts[HR_CORNERS], need[HR_CORNERS];
    hr_id lacks;
    const char *missing;
    bool any;
} store;

static void ask(store *x, hr_id unit, const char *field)
{
    if (x->missing) return;
    x->lacks = unit;
    x->missing = field;
}

static void add_times(double sum[HR_CORNERS], const hr_num *n, double count, hr_harsh harsh)
{
    for (int c = 0; c < HR_CORNERS; c++) sum[c] += count * hr_num_at(n, harsh, (hr_corner)c);
}

static void add_shelf(const hr_site *s, hr_id u, double count, store *x)
{
    const hr_num *rating = hr_unit_num(s, u, "rating");
    if (rating->presence) add_times(x->need, rating, count, HR_HARSH_HIGH);
    else ask(x, u, "rating");
}

static store store_of(const hr_site *s, hr_id holder)
{
    const hr_unit *u = &s->unit[holder];
    store x = {.lacks = HR_NONE};
    if (hr_is_shelf(s, holder)) add_shelf(s, holder, 1, &x);
    for (hr_id h = u->held_first; u->held_count && h < u->held_first + u->held_count; h++) {
        const hr_num *power = hr_unit_num(s, h, "power");
        if (hr_is_shelf(s, h)) add_shelf(s, h, s->unit[h].count, &x);
        if (!hr_unit_num(s, h, "trigger")) continue;
        x.any = true;
        if (power->presence) add_times(x.watts, power, s->unit[h].count, HR_HARSH_LOW);
        else ask(&x, h, "power");
    }
    return x;
}

static void add_trigger(hr_limits *out, const hr_site *s, uint16_t rule, hr_id holder, hr_id bbu)
{
    const hr_num *trigger = hr_unit_num(s, bbu, "trigger"), *volts = hr_bus_volts(s, holder);
    hr_limit l = hr_stated_limit(s, rule, holder, hr_point_of(s->unit[holder].port, HR_Q_VOLTAGE), HR_MAX);
    l.at = trigger->presence ? trigger->at : s->decl[s->unit[bbu].decl].at;
    if (!trigger->presence) hr_stated_lacks(&l, "trigger", bbu);
    else if (!volts) hr_stated_lacks(&l, "psus.voltage", holder);
    else hr_stated_load(&l, trigger);
    for (int c = 0; c < HR_CORNERS && !l.missing; c++) l.v[c] = hr_num_at(volts, HR_HARSH_LOW, (hr_corner)c) - DROOP;
    hr_stated_input(&l, hr_input_num("trigger", trigger, HR_DIM_VOLT));
    if (volts) hr_stated_input(&l, hr_input_num("voltage", volts, HR_DIM_VOLT));
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_unit *x = &site->unit[u];
        store st = store_of(site, u);
        if (!st.any || x->port == HR_NONE) continue;
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(x->port, HR_Q_POWER), HR_MIN);
        for (int c = 0; c < HR_CORNERS; c++) l.v[c] = st.need[c], l.load[c] = st.watts[c];
        if (st.missing) hr_stated_lacks(&l, st.missing, st.lacks);
        hr_limit_add(out, &l);
        for (hr_id h = x->held_first; h < x->held_first + x->held_count; h++)
            if (hr_unit_num(site, h, "trigger")) add_trigger(out, site, rule, u, h);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    bool volts = hr_point_quantity(l->point) == HR_Q_VOLTAGE;
    (void)site;
    hr_buf_z(out, volts ? "trigger " : "all its units ");
    hr_put_quantity(out, l->load[HR_NOMINAL], volts ? HR_DIM_VOLT : HR_DIM_WATT);
    hr_buf_z(out, volts ? "; bus " : "; shelves ");
    hr_put_quantity(out, l->v[HR_NOMINAL] + (volts ? DROOP : 0), volts ? HR_DIM_VOLT : HR_DIM_WATT);
    if (volts) hr_buf_printf(out, " - %g V of droop", DROOP);
}

const hr_rule hr_rule_p144_bbu = {
    .code = "P144",
    .title = "battery backup units of an open rack",
    .clause = "shelf documents",
    .edition = "OCP ORv3",
    .formula = "power of the units >= rating of their shelves; trigger <= V - 0.5 V",
    .text = "Battery backup units carry the output of the shelves that they back: together they give the ratings of "
            "these. How "
            "long\n"
            "is judged by R104. They take over when the bus falls below `trigger` (48.5 V in the shelf documents): "
            "that must lie "
            "below\n"
            "the voltage that the bus has at full load, which droops by 0.5 V, or they run down without any outage.\n"
            "\n"
            "Example: 6 units of 3 kW beside 6 rectifiers of 3 kW: 18 on 18 kW, holds. Trigger 48.5 V on a bus of 48 "
            "V: 48.5 on "
            "47.5 V,\n"
            "violated; on 50 V: 48.5 on 49.5 V, holds.\n"
            "\n"
            "Unknown when `power`, `trigger`, a rating of a shelf or the voltage of the bus is not given.\n",
    .declare = declare,
    .set = "ocp-orv3",
    .because = because,
};
