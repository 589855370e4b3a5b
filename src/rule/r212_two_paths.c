/* r212_two_paths.c - R212, a statement of Tier IV: two paths that are active at the same time. */
#include "rule/tier.h"

/* Of the feeds of a load: whether some two have nothing in common; else the first two, and what they share. */
typedef struct finding {
    bool two;
    hr_id lacks; /* if not two: where it is not known what feeds a chain, HR_NONE */
    const char *missing;
} finding;

static finding look(const hr_tier_walk *k)
{
    finding f = {.lacks = HR_NONE};
    for (uint32_t i = 0; i < k->feeds.n; i++) {
        const hr_tier_chain *a = &k->chain[i];
        if (a->lacks != HR_NONE && f.lacks == HR_NONE) f.lacks = a->lacks, f.missing = a->missing;
        for (uint32_t j = 0; j < i; j++) {
            const hr_tier_chain *b = &k->chain[j];
            bool known = a->lacks == HR_NONE && b->lacks == HR_NONE;
            if (known && hr_tier_shared(a, b, 0) == HR_NONE) f.two = true;
        }
    }
    return f;
}

static hr_limit limit_of(hr_tier_walk *k, hr_id load, uint16_t rule)
{
    const hr_num two = hr_figure(2, HR_VERIFIED);
    hr_limit l = hr_stated_unknown(k->s, load, rule, HR_Q_NUMBER, HR_MIN, "from");
    if (k->feeds.n == 0) return l;
    finding f = look(k);
    const hr_num n = hr_figure(f.two ? 2 : 1, HR_GIVEN);
    hr_span at = l.at;
    if (!f.two && f.lacks != HR_NONE) l.missing = f.missing, l.decl = k->s->unit[f.lacks].decl;
    else hr_stated_fill(&l, &n, HR_HARSH_NONE, &two, HR_HARSH_NONE);
    l.at = at;
    return l;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    hr_tier_walk k;
    bool ok = hr_tier_walk_open(&k, site);
    for (hr_id u = 0; u < site->n_unit && ok; u++) {
        if (!hr_tier_is_it(site, u)) continue;
        if (!(ok = hr_tier_walk_load(&k, u))) break;
        hr_limit l = limit_of(&k, u, rule);
        hr_limit_add(out, &l);
    }
    if (!ok) out->failed = true;
    hr_tier_walk_close(&k);
}

static void shared_words(const hr_tier_walk *k, hr_buf *out)
{
    enum { SHOWN = 4 };
    uint32_t n = 0;
    for (hr_id u = hr_tier_shared(&k->chain[0], &k->chain[1], 0); u != HR_NONE;
         u = hr_tier_shared(&k->chain[0], &k->chain[1], u + 1), n++) {
        if (n >= SHOWN) continue;
        hr_buf_z(out, n ? ", " : "in the normal state its feeds share ");
        hr_tier_name(k->s, u, out);
    }
    if (n > SHOWN) hr_buf_printf(out, " and %u more", n - SHOWN);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_tier_walk k;
    if (!hr_tier_walk_open(&k, site) || !hr_tier_walk_load(&k, hr_limit_at(site, l))) out->failed = true;
    else if (l->load[HR_NOMINAL] >= 2) hr_buf_z(out, "two of its feeds share nothing up to their sources");
    else if (k.feeds.n < 2) hr_buf_z(out, "it has one feed");
    else shared_words(&k, out);
    hr_tier_walk_close(&k);
}

const hr_rule hr_rule_r212_two_paths = {
    .code = "R212",
    .title = "statement of Tier IV: two paths active at the same time",
    .clause = "Tier presentation",
    .edition = "Uptime Institute",
    .formula = "active paths with nothing in common >= 2",
    .set = "tier-4",
    .declare = declare,
    .because = because,
    .text =
        "Two paths serve each IT load at the same time. From its feeds (R202) up, the elements that feed it while "
        "nothing is\n"
        "out are walked: the first of alternatives, all in parallel, closed ties. Two of its feeds have to share none "
        "of them.\n"
        "Sources are left out: one utility may feed both, since generators stand in for it, and what they have in "
        "common is\n"
        "R211's to find.\n"
        "\n"
        "Example: cords A and B from boards A and B, each from its own UPS and board: 2. Both UPS from one board: 1, "
        "violated.\n"
        "\n"
        "Unknown when it is not known what feeds an element on the way, and no two feeds are known to be apart.\n",
};
