/* tier.h - what the rules on statements of Tier III and Tier IV share: which loads are critical, and which ways lead to
 * them while nothing is out. */
#ifndef HR_RULE_TIER_H
#define HR_RULE_TIER_H

#include "rule/stated.h"

#define HR_KIND_BIT(kind) (1u << (kind))
#define HR_TIER_FEEDS 32

/* Critical is what does not say itself, or by its rack, `redundancy: none`. */
bool hr_tier_is_critical(const hr_site *s, hr_id unit);
/* A critical load in a rack, or a rack. */
bool hr_tier_is_it(const hr_site *s, hr_id unit);
/* Some source stands by for the utilities: a generator. */
bool hr_tier_has_standby(const hr_site *s);
bool hr_tier_is_standby(const hr_site *s, hr_id unit);

/* Limits on what is lost of each critical load, in these kinds of cases. */
void hr_tier_served(hr_limits *out, const hr_site *s, uint16_t rule, uint16_t kinds);
/* Limits on what each critical rack loses of its cooling (HR_Q_UNCOOLED), or for how long (HR_Q_UNCOOLED_FOR). */
void hr_tier_cooled(hr_limits *out, const hr_site *s, uint16_t rule, hr_quantity q, uint16_t kinds);

typedef struct hr_tier_feeds { /* the feeds that a load can be served by at its point of use */
    hr_id wire[HR_TIER_FEEDS];
    uint32_t n;
    hr_id transfer; /* the transfer switch right before it that chooses among them; HR_NONE: they are cords */
} hr_tier_feeds;

void hr_tier_list_feeds(const hr_site *s, hr_id load, hr_tier_feeds *out);

/* What stands on a feed while nothing is out, from there up, sources left out; in ascending order. */
typedef struct hr_tier_chain {
    const hr_id *unit;
    uint32_t n;
    hr_id lacks;         /* something on it of which it is not known what feeds it, HR_NONE */
    const char *missing; /* which field of that */
} hr_tier_chain;

typedef struct hr_tier_walk { /* reused from load to load */
    const hr_site *s;
    uint32_t *stamp; /* by unit: the number of the chain it was met on last */
    uint32_t now;
    hr_id *stack;
    uint32_t n;
    hr_vec units;
    hr_tier_feeds feeds;
    hr_tier_chain chain[HR_TIER_FEEDS]; /* by feed; until the next load */
} hr_tier_walk;

bool hr_tier_walk_open(hr_tier_walk *k, const hr_site *s);
bool hr_tier_walk_load(hr_tier_walk *k, hr_id load);
void hr_tier_walk_close(hr_tier_walk *k);
/* Of two chains: the first unit from `from` on that both hold, HR_NONE. */
hr_id hr_tier_shared(const hr_tier_chain *a, const hr_tier_chain *b, hr_id from);
/* Adds the name of an element. */
void hr_tier_name(const hr_site *s, hr_id unit, hr_buf *out);

#endif
