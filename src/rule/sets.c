/* sets.c - the words of `rules:`: which sets of rules exist, and which of them this version judges. */
#include "base/str.h"
#include "element/site_fields.h"
#include "rule/rule.h"

static const struct {
    const char *name;
    bool judged; /* this version has rules of it */
} sets[] = {
    {"nec-2023", true},         {"nec-notes", false},  {"iec-60364", false},  {"tier-3", false},
    {"tier-4", false},          {"ocp-orv3", false},   {"liquid-w17", false}, {"liquid-w27", false},
    {"liquid-w32", false},      {"liquid-w40", false}, {"liquid-w45", false}, {"liquid-w+", false},
    {"grid-ercot-2026", false},
};

#define COUNT (sizeof sets / sizeof *sets)

static hr_err unknown_set(hr_ctx *ctx, const hr_text *word)
{
    const char *names[COUNT];
    for (size_t i = 0; i < COUNT; i++) names[i] = sets[i].name;
    const char *near = hr_str_closest(word->v, names, COUNT);
    hr_buf help = {0};
    if (near) hr_buf_printf(&help, "did you mean `%s`?", near);
    else hr_buf_z(&help, "sets: ");
    for (size_t i = 0; i < COUNT && !near; i++) hr_buf_printf(&help, "%s%s", i ? ", " : "", names[i]);
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
        while (k < COUNT && !hr_str_is(word->v, sets[k].name)) k++;
        if (k == COUNT) {
            e = unknown_set(ctx, word);
        } else if (!sets[k].judged) {
            ++*unjudged;
            hr_diag_add(ctx, HR_WARNING, "M902", word->at,
                        "nothing of it is judged, so the site cannot come out as holding",
                        "this version has no rules of the set `%.*s`", HR_STR_FMT(word->v));
        }
    }
    return e;
}
