/* sets.c - the words of `rules:`: which sets of rules exist, and which of them this version judges. */
#include <string.h>

#include "base/str.h"
#include "element/site_fields.h"
#include "rule/rule.h"

static const char *const sets[] = {"nec-2023",   "nec-notes",  "iec-60364",        "tier-3",       "tier-4",
                                   "tia-942-3",  "ocp-colo",   "ocp-colo-optimum", "rack-density", "ocp-orv3",
                                   "liquid-w17", "liquid-w27", "liquid-w32",       "liquid-w40",   "liquid-w45",
                                   "liquid-w+",  "coolant",    "grid-ercot-2026"};

enum { COUNT = sizeof sets / sizeof *sets };

bool hr_site_names_set(const hr_site *site, const char *set)
{
    const hr_site_fields *f = site->fields;
    for (uint32_t i = 0; i < f->rules.n; i++)
        if (hr_str_is(f->rules.item[i].v, set)) return true;
    return false;
}

/* A code says what devices and conductors may carry; other sets ask for more than that. */
static bool names_code(const hr_site *site)
{
    return hr_site_names_set(site, "nec-2023") || hr_site_names_set(site, "iec-60364");
}

/* Whether `word` is one of a list between commas. */
static bool in_list(const char *list, hr_str word)
{
    for (const char *p = list; *p;) {
        size_t n = strcspn(p, ",");
        if (n == word.n && memcmp(p, word.s, n) == 0) return true;
        p += n + (p[n] == ',');
    }
    return false;
}

bool hr_rule_applies(const hr_site *site, const hr_rule *rule)
{
    const hr_site_fields *f = site->fields;
    if (!rule->set || rule->everywhere || (rule->by_default && !names_code(site))) return true;
    for (uint32_t i = 0; i < f->rules.n; i++)
        if (in_list(rule->set, f->rules.item[i].v)) return true;
    return false;
}

const char *hr_rule_set_at(const hr_site *site, size_t i, uint32_t *rules, uint32_t *not_asked)
{
    *rules = *not_asked = 0;
    if (i >= COUNT) return NULL;
    for (uint16_t r = 0; r < hr_rule_count; r++) {
        if (!hr_rules[r]->set || !in_list(hr_rules[r]->set, hr_str_of(sets[i]))) continue;
        ++*rules;
        *not_asked += !hr_rule_applies(site, hr_rules[r]);
    }
    return sets[i];
}

static bool is_judged(hr_str set)
{
    for (uint16_t r = 0; r < hr_rule_count; r++)
        if (hr_rules[r]->set && in_list(hr_rules[r]->set, set)) return true;
    return false;
}

static hr_err unknown_set(hr_ctx *ctx, const hr_text *word)
{
    const char *near = hr_str_closest(word->v, sets, COUNT);
    hr_buf help = {0};
    if (near) hr_buf_printf(&help, "did you mean `%s`?", near);
    else hr_buf_z(&help, "sets: ");
    for (size_t i = 0; i < COUNT && !near; i++) hr_buf_printf(&help, "%s%s", i ? ", " : "", sets[i]);
    hr_err e =
        hr_diag_add(ctx, HR_ERROR, "M404", word->at, help.s, "no rule set is called \"%.*s\"", HR_STR_FMT(word->v));
    hr_buf_free(&help);
    return e;
}

hr_err hr_rule_sets_check(hr_ctx *ctx, const hr_site *site, uint32_t *unjudged)
{
    const hr_site_fields *f = site->fields;
    hr_err e = HR_OK;
    *unjudged = 0;
    for (uint32_t i = 0; i < f->rules.n; i++) {
        const hr_text *word = &f->rules.item[i];
        size_t k = 0;
        while (k < COUNT && !hr_str_is(word->v, sets[k])) k++;
        if (k == COUNT) {
            e = unknown_set(ctx, word);
        } else if (!is_judged(word->v)) {
            ++*unjudged;
            hr_diag_add(ctx, HR_WARNING, "M902", word->at,
                        "nothing of it is judged, so the site cannot come out as holding",
                        "this version has no rules of the set `%.*s`", HR_STR_FMT(word->v));
        }
    }
    return e;
}
