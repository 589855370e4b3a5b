/* r213_compartments.c - R213, a statement of Tier IV: what stands in for each other stands in different rooms. */
#include "rule/tier.h"

typedef struct finding { /* of the best two feeds of a load */
    uint32_t shared;     /* rooms that both use */
    hr_str room;         /* one of them */
    hr_id lacks;         /* an element whose room is not given, or above which it is not known what feeds it */
    const char *missing;
    bool any; /* there are two feeds */
} finding;

static bool names(const hr_texts *list, hr_str room)
{
    for (uint32_t i = 0; i < list->n; i++)
        if (hr_str_eq(list->item[i].v, room)) return true;
    return false;
}

/* Both paths end in the room of the load itself. */
static bool is_its_own(const hr_site *s, hr_id load, hr_str room)
{
    for (hr_id u = load; u != HR_NONE; u = s->unit[u].holder)
        if (names(s->unit[u].room, room)) return true;
    return false;
}

static bool holds_room(const hr_site *s, const hr_tier_chain *c, uint32_t before, hr_str room)
{
    for (uint32_t i = 0; i < before; i++)
        if (names(s->unit[c->unit[i]].room, room)) return true;
    return false;
}

/* Rooms of a that b uses too, each once. */
static void count_shared(const hr_tier_walk *k, hr_id load, const hr_tier_chain *a, const hr_tier_chain *b, finding *f)
{
    for (uint32_t i = 0; i < a->n; i++) {
        const hr_texts *rooms = k->s->unit[a->unit[i]].room;
        for (uint32_t r = 0; r < rooms->n; r++) {
            hr_str room = rooms->item[r].v;
            if (is_its_own(k->s, load, room) || holds_room(k->s, a, i, room) || !holds_room(k->s, b, b->n, room))
                continue;
            f->shared++;
            f->room = room;
        }
    }
}

static void find_gap(const hr_site *s, const hr_tier_chain *c, finding *f)
{
    if (f->lacks != HR_NONE) return;
    f->lacks = c->lacks;
    f->missing = c->missing;
    for (uint32_t i = 0; i < c->n && f->lacks == HR_NONE; i++)
        if (s->unit[c->unit[i]].room->n == 0 && s->unit[c->unit[i]].holder == HR_NONE)
            f->lacks = c->unit[i], f->missing = "room";
}

static finding look_at_two(const hr_tier_walk *k, hr_id load, const hr_tier_chain *a, const hr_tier_chain *b)
{
    finding f = {.lacks = HR_NONE, .any = true};
    count_shared(k, load, a, b, &f);
    find_gap(k->s, a, &f);
    find_gap(k->s, b, &f);
    return f;
}

/* Nothing shared and all known, then nothing shared as far as is known, then the least that is shared. */
static bool is_better(const finding *a, const finding *b)
{
    if (!b->any || a->shared != b->shared) return !b->any || a->shared < b->shared;
    return a->lacks == HR_NONE && b->lacks != HR_NONE;
}

static finding look(const hr_tier_walk *k, hr_id load)
{
    finding best = {.lacks = HR_NONE};
    for (uint32_t i = 0; i < k->feeds.n; i++)
        for (uint32_t j = 0; j < i; j++) {
            finding f = look_at_two(k, load, &k->chain[j], &k->chain[i]);
            if (is_better(&f, &best)) best = f;
        }
    return best;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    const hr_num none = hr_figure(0, HR_VERIFIED);
    hr_tier_walk k;
    bool ok = hr_tier_walk_open(&k, site);
    for (hr_id u = 0; u < site->n_unit && ok; u++) {
        if (!hr_tier_is_it(site, u)) continue;
        if (!(ok = hr_tier_walk_load(&k, u))) break;
        finding f = look(&k, u);
        if (!f.any) continue; /* R202 and R212 have that */
        hr_limit l = hr_stated_unknown(site, u, rule, HR_Q_NUMBER, HR_MAX, f.missing);
        const hr_num n = hr_figure(f.shared, HR_GIVEN);
        hr_span at = l.at;
        if (f.shared == 0 && f.lacks != HR_NONE) l.decl = site->unit[f.lacks].decl;
        else hr_stated_fill(&l, &n, HR_HARSH_NONE, &none, HR_HARSH_NONE);
        l.at = at;
        hr_limit_add(out, &l);
    }
    if (!ok) out->failed = true;
    hr_tier_walk_close(&k);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_tier_walk k;
    hr_id load = hr_limit_at(site, l);
    if (!hr_tier_walk_open(&k, site) || !hr_tier_walk_load(&k, load)) {
        out->failed = true;
    } else {
        finding f = look(&k, load);
        if (f.shared == 0) hr_buf_z(out, "two of its paths share no room but its own");
        else hr_buf_printf(out, "its paths share the room %.*s", HR_STR_FMT(f.room));
        if (f.shared > 1) hr_buf_printf(out, " and %u more", f.shared - 1);
    }
    hr_tier_walk_close(&k);
}

const hr_rule hr_rule_r213_compartments = {
    .code = "R213",
    .title = "statement of Tier IV: paths in separate compartments",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "rooms that both paths use <= 0",
    .set = "tier-4",
    .declare = declare,
    .because = because,
    .text =
        "Components and paths that stand in for each other are in separate compartments, so that one event does not "
        "reach\n"
        "both. Every element on the two paths of an IT load (R212) says its `room:`; no room may hold something of "
        "both. The\n"
        "room of the load itself is left out: both paths have to end there. Give risers and trenches that cables share "
        "as rooms\n"
        "too: `room: [riser-1, hall]`. That the loss of a whole room interrupts nothing, on generators too, is "
        "R211's.\n"
        "\n"
        "Example: boards A and B in rooms A and B, both transformers in the room `vault`: 1 room shared, violated.\n"
        "\n"
        "Unknown when an element on the way has no `room`: never holding for want of one. A load with one feed has no "
        "such row.\n",
};
