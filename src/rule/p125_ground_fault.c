/* p125_ground_fault.c - P125: ground-fault protection of equipment, NEC 230.95 and 215.10. */
#include <math.h>

#include "base/alloc.h"
#include "rule/grounding.h"

#define LEAST_RATING 1000.0 /* A */
#define MOST_VOLTS 1000.0   /* between lines */
#define TO_GROUND 150.0     /* V */
#define MOST_SETTING 1200.0 /* A */
#define MOST_DELAY 1.0      /* s, at ground faults of 3 kA */

enum { OWN, ABOVE, NOWHERE }; /* hr_limit.tag of the means: where it is */

typedef enum answer { NO, UNSAID, YES } answer;

static answer says(const hr_breaker_rec *r)
{
    bool set = r->ground_fault_setting.presence || r->ground_fault_delay.presence;
    if (!r->ground_fault.presence) return set ? YES : UNSAID;
    return r->ground_fault.v ? YES : NO;
}

static answer device_says(const hr_site *s, hr_id place)
{
    hr_device d;
    return hr_device_at(s, place, &d) ? says(d.rec) : UNSAID;
}

typedef struct ascent {
    bool *seen;   /* by unit */
    hr_id unsaid; /* whose feed does not say, HR_NONE */
} ascent;

/* Whether every way from a source to this bus passes a device that has it: only those that no transformer lies behind. */
static answer above(const hr_site *s, hr_id bus, ascent *a)
{
    const hr_unit *x = &s->unit[bus];
    answer all = YES;
    if (a->seen[bus]) return YES; /* round a ring: the ways into it decide */
    a->seen[bus] = true;
    if (x->wire_count == 0 || hr_has_transformer(s, bus)) return NO;
    bool element = device_says(s, s->n_wire + bus) == YES; /* a device by itself */
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count && !element; w++) {
        answer here = device_says(s, w), up = NO;
        if (s->wire[w].role != HR_WIRE_FEED && s->wire[w].role != HR_WIRE_BYPASS) here = NO; /* no device of its own */
        if (here == UNSAID && a->unsaid == HR_NONE) a->unsaid = bus;
        if (here != YES) up = above(s, s->wire[w].parent, a);
        answer way = up > here ? up : here;
        if (way < all) all = way;
    }
    return all;
}

static answer supply_has_it(const hr_site *s, const hr_device *d, hr_id *unsaid, bool *failed)
{
    ascent a = {.seen = hr_calloc(s->n_unit + 1, sizeof *a.seen), .unsaid = HR_NONE};
    answer all = UNSAID;
    if (a.seen) all = d->wire == HR_NONE ? NO : above(s, d->supply, &a);
    *failed |= a.seen == NULL;
    *unsaid = a.unsaid;
    hr_free(a.seen);
    return all;
}

static void add_own(hr_limits *out, const hr_site *s, uint16_t rule, const hr_device *d)
{
    const struct {
        const hr_num *n;
        const char *name;
        hr_quantity q;
        hr_dim dim;
        double most;
    } part[] = {{&d->rec->ground_fault_setting, "breaker.ground_fault_setting", HR_Q_DEVICE, HR_DIM_AMP, MOST_SETTING},
                {&d->rec->ground_fault_delay, "breaker.ground_fault_delay", HR_Q_DELAY, HR_DIM_SECOND, MOST_DELAY}};
    for (int i = 0; i < 2; i++) {
        hr_limit l = hr_device_limit(s, rule, d, part[i].q, HR_MAX);
        hr_stated_constant(l.v, part[i].most);
        if (part[i].n->presence) {
            hr_stated_load(&l, part[i].n);
            l.at = part[i].n->at;
        } else {
            hr_stated_lacks(&l, hr_device_field(d, part[i].name), HR_NONE);
        }
        hr_stated_input(&l, hr_input_num(hr_device_field(d, part[i].name), part[i].n, part[i].dim));
        hr_limit_add(out, &l);
    }
}

static void add_means(hr_limits *out, const hr_site *s, uint16_t rule, const hr_device *d, const hr_grounding *g)
{
    hr_id unsaid = HR_NONE;
    answer own = says(d->rec), up = own == YES ? NO : supply_has_it(s, d, &unsaid, &out->failed);
    bool there = own == YES || up == YES;
    hr_limit l = hr_device_limit(s, rule, d, HR_Q_MEANS, HR_MIN);
    l.tag = own == YES ? OWN : up == YES ? ABOVE : NOWHERE;
    hr_stated_constant(l.v, 1);
    hr_stated_constant(l.load, there);
    if (!there && !g->solid) hr_stated_lacks(&l, g->missing, g->unsaid);
    else if (!there && own == UNSAID) hr_stated_lacks(&l, hr_device_field(d, "breaker.ground_fault"), HR_NONE);
    else if (!there && up == UNSAID) hr_stated_lacks(&l, "breaker.ground_fault", unsaid);
    hr_limit_add(out, &l);
    if (own == YES) add_own(out, s, rule, d);
}

static bool is_asked(const hr_device *d, double volts)
{
    const hr_num *highest = d->rec->frame.presence ? &d->rec->frame : &d->rec->rating;
    bool within = volts <= 0 || (volts <= MOST_VOLTS && volts / sqrt(3.0) > TO_GROUND);
    return highest->presence && highest->hi >= LEAST_RATING && within;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_device d;
    hr_grounding g;
    for (hr_id i = 0; i < hr_device_places(site); i++) {
        if (!hr_device_at(site, i, &d) || !is_asked(&d, site->nominal[d.supply].vout)) continue;
        if (!hr_grounding_at(site, d.supply, &g)) {
            out->failed = true;
            return;
        }
        if (site->nominal[d.supply].vout <= 0) g = (hr_grounding){.missing = "voltage", .unsaid = d.supply};
        if (g.solid || g.unsaid != HR_NONE) add_means(out, site, rule, &d, &g);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    static const char *const means[] = {"it has ground-fault protection", "its supply side has ground-fault protection",
                                        "neither it nor its supply side has ground-fault protection"};
    hr_device d;
    if (!hr_device_of(site, l, &d)) return;
    if (hr_point_quantity(l->point) != HR_Q_MEANS) {
        hr_buf_printf(out, "%s ", l->input[0].name);
        hr_put_quantity(out, l->load[HR_NOMINAL], (hr_dim)l->input[0].dim);
        return;
    }
    hr_put_quantity(out, (d.rec->frame.presence ? &d.rec->frame : &d.rec->rating)->v, HR_DIM_AMP);
    hr_buf_z(out, " at ");
    hr_put_quantity(out, site->nominal[d.supply].vout, HR_DIM_VOLT);
    hr_buf_z(out, " / sqrt(3) = ");
    hr_put_quantity(out, site->nominal[d.supply].vout / sqrt(3.0), HR_DIM_VOLT);
    hr_buf_printf(out, " to ground, solidly grounded: %s", means[l->tag]);
}

const hr_rule hr_rule_p125_ground_fault = {
    .code = "P125",
    .title = "ground-fault protection of equipment",
    .clause = "230.95, 215.10",
    .edition = "NEC 2023",
    .formula = "ground-fault protection there; its setting <= 1,200 A, its delay <= 1 s at 3,000 A",
    .text =
        "Asked of each device whose highest setting (`frame`, else `rating`) is 1,000 A or more on a solidly grounded "
        "wye "
        "of\n"
        "more than 150 V to ground and not more than 1,000 V between lines: 480Y/277, 415Y/240 and 400Y/230 are, "
        "208Y/120 is\n"
        "not. `grounding` of the transformer or source that makes the neutral says how it is grounded; where sources "
        "differ, one\n"
        "that is solid is enough.\n"
        "\n"
        "Met by the device itself (`ground_fault: yes`, with `ground_fault_setting` of at most 1,200 A and\n"
        "`ground_fault_delay` of at most 1 s at 3,000 A), or of a feeder by a device on its supply side, behind no "
        "other\n"
        "transformer (215.10). A main that has it alone trips the hall for the ground fault of one feeder: legal, and "
        "a "
        "matter\n"
        "of redundancy.\n"
        "\n"
        "The test on site by primary injection is not in the model.\n"
        "\n"
        "Example: 1,600 A at 415 V / sqrt(3) = 240 V to ground: asked for. `ground_fault: no`: 0 of 1 means, "
        "violated.\n"
        "\n"
        "Unknown when `ground_fault`, or with it the setting or the delay is not given; `grounding` of a source, where "
        "the means\n"
        "are not there anyway.\n",
    .declare = declare,
    .set = "nec-2023",
    .because = because,
};
