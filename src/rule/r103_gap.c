/* r103_gap.c - R103: how long a load is without supply while something transfers, against what it rides through. */
#include "rule/redundancy.h"

/* Nothing on the way to it can transfer: then it is served without a break, or not at all. */
static bool *find_transfers(const hr_site *s)
{
    bool *moves = hr_arena_array(s->arena, (size_t)s->n_unit + 1, sizeof *moves);
    for (hr_id i = 0; moves && i < s->n_unit; i++) {
        hr_id u = s->order[i];
        const hr_unit *x = &s->unit[u];
        bool one_at_a_time = hr_unit_kind(s, u) != HR_P_HOLDER && x->wire_count > 1;
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        moves[u] = one_at_a_time || s->nominal[u].ring != HR_NONE || (ops && ops->bridge && ops->bridge->start);
        for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) moves[u] |= moves[s->wire[w].parent];
    }
    return moves;
}

#define HOLD_UP 0.020
static const char hold_up_source[] = "power supplies carry on 20 ms without input at rated load, OCP ORv3; the ITI "
                                     "curve's first step (recalled) is the same";

/* Behind power shelves it is the rectifiers that hold up: the least of them, absent where one does not say. */
static const hr_num *least_of_shelves(const hr_site *s, hr_id holder)
{
    const hr_unit *x = &s->unit[holder];
    const hr_num *least = NULL;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
        hr_id shelf = s->wire[w].parent;
        const hr_num *n = &hr_unit_type(s, shelf)->power->psus(hr_unit_fields(s, shelf))->hold_up;
        if (!n->presence) return n;
        if (!least || n->v < least->v) least = n;
    }
    return least;
}

/* What a load says it rides through; power supplies that say nothing have a default. NULL where nobody knows. */
static const hr_num *ride_through(const hr_site *s, hr_id u, const hr_psus **psus)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    const void *fields = hr_unit_fields(s, u);
    *psus = NULL;
    if (ops->bridge && ops->bridge->ride_through) return ops->bridge->ride_through(fields);
    if (!ops->psus) return NULL;
    *psus = ops->psus(fields);
    hr_id holder = s->unit[u].wire_count ? u : s->unit[u].holder;
    if (!(*psus)->hold_up.presence && holder != HR_NONE && hr_is_pooled(s, holder)) return least_of_shelves(s, holder);
    return &(*psus)->hold_up;
}

static void fill(hr_limit *l, const hr_num *n, bool has_default)
{
    l->state = HR_S_KNOWN;
    if (n && n->presence) {
        l->at = n->at;
        l->trust = n->trust;
        for (int c = 0; c < HR_CORNERS; c++) l->v[c] = hr_num_at(n, HR_HARSH_LOW, (hr_corner)c);
        l->input[l->n_input++] = hr_input_num(has_default ? "psus.hold_up" : "ride_through", n, HR_DIM_SECOND);
    } else if (has_default) {
        l->trust = HR_DEFAULT;
        for (int c = 0; c < HR_CORNERS; c++) l->v[c] = HOLD_UP;
    } else {
        l->state = HR_S_PARTIAL; /* it rides through no time at least */
        l->missing = "ride_through";
    }
}

static bool has_feed(const hr_site *s, hr_id u)
{
    return s->unit[u].wire_count || (s->unit[u].holder != HR_NONE && s->unit[s->unit[u].holder].wire_count);
}

static void list_default(const hr_site *s, hr_id u, hr_id *last)
{
    if (*last == s->unit[u].decl) return;
    *last = s->unit[u].decl;
    (void)hr_site_add_default((hr_site *)s, s->unit[u].decl, "psus.hold_up", HOLD_UP, HR_DIM_SECOND, NULL,
                              hold_up_source);
}

static uint16_t kinds_covered(const hr_site *site, hr_id unit)
{
    return hr_redundancy_kinds(hr_redundancy_of(site, unit));
}

void hr_gap_declare(hr_limits *out, const hr_site *site, uint16_t rule, hr_kinds_of *kinds)
{
    bool *moves = find_transfers(site);
    hr_id listed = HR_NONE;
    if (!moves) out->failed = true;
    for (hr_id u = 0; u < site->n_unit && moves; u++) {
        const hr_psus *psus;
        hr_id fed = site->unit[u].wire_count || site->unit[u].holder == HR_NONE ? u : site->unit[u].holder;
        if (!hr_is_load(site, u) || site->unit[u].port == HR_NONE || !moves[fed] || !has_feed(site, u)) continue;
        uint16_t in = kinds(site, u);
        if (!in) continue;
        const hr_num *n = ride_through(site, u, &psus);
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_GAP),
                      .rule = rule,
                      .sense = HR_MAX,
                      .value_point = HR_NONE,
                      .kinds = in,
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        fill(&l, n, psus != NULL);
        if (l.trust == HR_DEFAULT) list_default(site, u, &listed);
        hr_limit_add(out, &l);
    }
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_gap_declare(out, site, rule, kinds_covered);
}

const hr_rule hr_rule_r103_gap = {
    .code = "R103",
    .title = "interruption while supply changes over",
    .clause = "",
    .edition = "",
    .formula = "time without supply <= ride-through",
    .text = "A load that an outage leaves served in the end may be without supply while something transfers: a switch "
            "moves, a\n"
            "tie closes, a generator starts. It carries on if that is no longer than its power supplies hold up\n"
            "(`psus.hold_up`, 20 ms unless said) or than its `ride_through`.\n"
            "\n"
            "The time of an alternative counts from the loss until it has closed; where its supply is not ready by "
            "then, a\n"
            "generator with a longer `start`, say, it closes as soon as it is: the later of the two. A UPS bridges up "
            "to its\n"
            "autonomy. A load on several cords is back when enough power supplies are. A planned transfer with\n"
            "`transition: closed` takes no time.\n"
            "\n"
            "Example: a rack on one ATS with `time: 30 ms`, power supplies that hold up 20 ms: ratio 1.50, violated. "
            "Behind a\n"
            "static switch of 4 ms: 0.20.\n"
            "\n"
            "Unknown when a time on the way is not given, or what the load rides through.\n",
    .declare = declare,
};
