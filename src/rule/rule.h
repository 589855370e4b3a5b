/* rule.h - the table of rules, and the limits they declare on the points of a site.
 *
 * A rule is one file (or one row of a file) and one line in rules.def. It looks at the site once and adds limits;
 * it computes nothing itself and never sees a case. */
#ifndef HR_RULE_RULE_H
#define HR_RULE_RULE_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "headroom/row.h"

typedef struct hr_limits {
    hr_limit *item; /* in order of (rule, point); in `list` */
    uint32_t n;
    uint32_t *of_port; /* limits by port: by_port[of_port[p]] .. by_port[of_port[p + 1] - 1] */
    uint32_t *by_port;
    uint32_t n_by_port; /* those of jobs are in no port's list */
    hr_vec list;
    bool failed; /* memory ran out while declaring */
} hr_limits;

typedef struct hr_rule {
    const char *code;             /* "P104" */
    const char *title;            /* "continuous load on overcurrent devices" */
    const char *clause, *edition; /* "" where it is no code's but the house's own */
    const char *formula;          /* "I <= 0.80 x breaker" */
    const char *text;             /* `explain CODE`: what is judged, why, a worked example */
    void (*declare)(hr_limits *out, const hr_site *site, uint16_t rule);
    /* Words of `rules:`, between commas, of which a site has to name one; NULL: it is judged everywhere. */
    const char *set;
    bool everywhere; /* judged without any of them too: they say what is asked, beside what the model does */
    bool by_default; /* on a site that names no code at all, too */
    /* Only when a row is printed, both may be NULL. What the limit comes from where that is more than is kept with it:
     * returns how many, HR_LIMIT_INPUTS_MOST at most. The arithmetic of the limit, and of a stated load, in a line. */
    uint8_t (*inputs)(const hr_site *site, const hr_limit *l, hr_limit_input *out);
    void (*because)(const hr_site *site, const hr_limit *l, hr_buf *out);
    /* Of a violated row: what would do, "next standard size that would do: 150 A"; load is that of the row. NULL, or
     * nothing added: nothing is known that would. */
    void (*remedy)(const hr_site *site, const hr_limit *l, double load, hr_buf *out);
} hr_rule;

extern const hr_rule *const hr_rules[];
extern const uint16_t hr_rule_count;
const hr_rule *hr_rule_find(hr_str code);

/* All limits of all rules, indexed by port. */
hr_err hr_limits_declare(hr_limits *out, hr_arena *arena, const hr_site *site);
void hr_limits_free(hr_limits *l); /* the list itself; its indices lie in the arena */
/* Looks at the words of `rules:`: M404 for one that does not exist, a warning M902 for one of which this version has no
 * rules; unjudged counts those. */
hr_err hr_rule_sets_check(hr_ctx *ctx, const hr_site *site, uint32_t *unjudged);
/* The unit whose field sets a limit: that of its point, the floor that this stands on, or what feeds it. */
hr_id hr_limit_unit(const hr_site *site, const hr_limit *l);
/* The unit that lacks what would make it known. */
static inline hr_id hr_limit_lacks(const hr_site *site, const hr_limit *l)
{
    return l->lacks ? l->lacks - 1 : hr_limit_unit(site, l);
}
void hr_limit_add(hr_limits *out, const hr_limit *l);
/* Adds the remedy of a row, after "; ", where its rule knows one. */
void hr_limit_remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out);
/* The inputs of a limit: those kept with it, or those its rule finds. out has room for HR_LIMIT_INPUTS_MOST. */
uint8_t hr_limit_inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out);
/* Whether the site's `rules:` ask for a rule, and whether they name a word. */
bool hr_rule_applies(const hr_site *site, const hr_rule *rule);
bool hr_site_names_set(const hr_site *site, const char *set);
/* The i-th set of rules: its word, how many rules it has, and how many of them this site does not ask for. NULL behind
 * the last. */
const char *hr_rule_set_at(const hr_site *site, size_t i, uint32_t *rules, uint32_t *not_asked);

#endif
