/* words.c - what reports for people say alike. */
#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/fields.h"
#include "model/units.h"
#include "rule/cooling.h"

const hr_layer hr_layers[] = {{'P', "power"}, {'R', "redundancy"}, {'C', "cooling"}, {'F', "fabric"},
                              {'S', "floor"}, {'G', "grid"},       {'J', "job"},     {0, "other"}};

size_t hr_layer_of(const hr_rule *rule)
{
    size_t i = 0;
    while (hr_layers[i].letter && hr_layers[i].letter != rule->code[0]) i++;
    return i;
}

/* --- what is missing ------------------------------------------------------------------------------------------------ */

/* Its type has no such field, its feeds have. */
static bool is_of_feed(const hr_site *site, const hr_gap *g)
{
    bool known = false;
    for (const hr_field *f = hr_feed_fields; f->name; f++) known = known || hr_str_is(g->field, f->name);
    for (const hr_field *f = site->decl[g->decl].type->fields; known && f && f->name; f++)
        if (hr_str_is(g->field, f->name)) return false;
    return known;
}

void hr_words_gap(const hr_site *site, const hr_gap *g, hr_buf *out)
{
    static const struct {
        const char *field, *words;
    } special[] = {{"type", "type not modelled yet:"},
                   {"range", "an assumed range decides on"},
                   {"normally", "closed, so load divides in a way not known:"},
                   {"capacity", "capacity less than its heat on"},
                   {"weather within max_outdoor", "hours hotter than max_outdoor of"},
                   {"nameplate", "nameplate, asks for what no exchanger can do:"},
                   {"bbu.power", "bbu.power too little for the rating of"}};
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (!hr_str_is(g->field, special[i].field)) continue;
        hr_buf_z(out, special[i].words);
        return;
    }
    hr_buf_printf(out, "%.*s%s missing on", HR_STR_FMT(g->field), is_of_feed(site, g) ? " of a feed" : "");
}

void hr_words_needed_by(const hr_gap *g, hr_buf *out)
{
    const char *before = "";
    for (uint16_t r = 0; r < hr_rule_count; r++) {
        if (!hr_gap_of(g, r)) continue;
        hr_buf_printf(out, "%s%s", before, hr_rules[r]->code);
        before = ", ";
    }
}

static int by_rows(const void *a, const void *b)
{
    const hr_gap *x = *(const hr_gap *const *)a, *y = *(const hr_gap *const *)b;
    if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
    return x < y ? -1 : x > y; /* as they stand in the list: by element */
}

const hr_gap **hr_words_gaps(const hr_check *c)
{
    const hr_gap **list = hr_malloc((c->n_gap + 1) * sizeof *list);
    if (!list) return NULL;
    for (uint32_t i = 0; i < c->n_gap; i++) list[i] = &c->gap[i];
    if (c->n_gap > 1) qsort(list, c->n_gap, sizeof *list, by_rows);
    return list;
}

/* --- losses, defaults, places --------------------------------------------------------------------------------------- */

void hr_words_lost(const hr_lost_case *k, char *buf, size_t n)
{
    char text[48];
    hr_unit_text(text, sizeof text, k->total, HR_DIM_WATT, 4);
    if (k->unknown && k->total == 0) snprintf(buf, n, "unknown");
    else snprintf(buf, n, "%s%s", k->unknown ? ">= " : "", text);
}

void hr_words_default(const hr_used_default *d, char *buf, size_t n)
{
    if (d->flag) snprintf(buf, n, "%s", d->v != 0 ? "true" : "false");
    else if (d->text.n) snprintf(buf, n, "%.*s", HR_STR_FMT(d->text));
    else hr_unit_text(buf, n, d->v, d->dim, 6);
}

bool hr_words_same_default(const hr_used_default *x, const hr_used_default *y)
{
    char a[64], b[64];
    if (strcmp(x->field, y->field) != 0 || x->source != y->source || x->clause != y->clause) return false;
    hr_words_default(x, a, sizeof a);
    hr_words_default(y, b, sizeof b);
    return strcmp(a, b) == 0;
}

void hr_words_place(const hr_site *site, hr_span at, hr_buf *out)
{
    if (at.file != HR_NONE) hr_buf_printf(out, "%s:%u", hr_source_name(site->ctx, at.file), at.line);
}

size_t hr_words_shown(size_t n, size_t most) { return n < most ? n : most; }

hr_verdict hr_words_verdict(const hr_check *c)
{
    if (c->count[HR_VIOLATED]) return HR_VIOLATED;
    bool green = c->n_row && !c->count[HR_V_UNKNOWN] && !c->unjudged; /* nothing judged is not green */
    return green ? HR_HOLDS : HR_V_UNKNOWN;
}

hr_dim hr_words_dim(const hr_site *s, const hr_load_input *in)
{
    const hr_decl *d = in->decl != HR_NONE ? &s->decl[in->decl] : NULL;
    for (const hr_field *f = d ? d->type->fields : NULL; f && f->name; f++)
        if ((f->kind == HR_F_QUANTITY || f->kind == HR_F_COUNT) &&
            (const void *)((const char *)d->fields + f->offset) == (const void *)in->num)
            return (hr_dim)f->dim;
    return d && in->num == &d->weight ? HR_DIM_KG : HR_DIM_WATT;
}

const char hr_words_no_rules[] = "fabric: there are no rules for it yet";

/* Loops that are given without junctions: nothing of their pipework can be out. */
static hr_err list_bare_loops(const hr_site *s, hr_buf *out)
{
    bool *piped = hr_calloc(s->n_unit + 1, sizeof *piped);
    hr_id *bare = hr_malloc((s->n_unit + 1) * sizeof *bare);
    uint32_t n = 0;
    for (uint32_t i = 0; piped && i < s->n_heat_ref; i++)
        if (s->heat_ref[i].role == HR_HEAT_LOOP) piped[s->heat_ref[i].to] = true;
    for (hr_id u = 0; piped && bare && u < s->n_unit; u++)
        if (hr_unit_cooling(s, u) == HR_COOLING_LOOP && !piped[u]) bare[n++] = u;
    hr_err e = piped && bare ? HR_OK : HR_ENOMEM;
    if (e == HR_OK && n) {
        hr_buf_z(out, "; pipes, valves and pumps of loops without junctions: ");
        e = hr_fold_units(s, bare, n, out);
    }
    hr_free(piped);
    hr_free(bare);
    return e;
}

/* A valve that would move when something happens; one that does not is no case. */
static bool moves_by_itself(const hr_site *s, hr_id unit)
{
    const void *at;
    if (strcmp(hr_unit_type(s, unit)->name, "valve") != 0) return false;
    const hr_field *f = hr_unit_field(s, unit, "kind", HR_F_CHOICE, &at);
    const hr_choice *kind = at;
    if (!f || !kind->presence) return false;
    return strcmp(f->words[kind->v], "control") == 0 || strcmp(f->words[kind->v], "check") == 0;
}

static hr_err list_moving_valves(const hr_site *s, hr_buf *out)
{
    hr_id *valve = hr_malloc((s->n_unit + 1) * sizeof *valve);
    uint32_t n = 0;
    for (hr_id u = 0; valve && u < s->n_unit; u++)
        if (moves_by_itself(s, u)) valve[n++] = u;
    hr_err e = valve ? HR_OK : HR_ENOMEM;
    if (e == HR_OK && n) {
        hr_buf_z(out, "; control valves that move or stick, check valves that do not shut: ");
        e = hr_fold_units(s, valve, n, out);
    }
    hr_free(valve);
    return e;
}

void hr_words_cooling(const hr_site *site, hr_buf *out)
{
    if (!hr_site_cools(site)) {
        hr_buf_z(out, "cooling: the site has no loop, no zone and nothing that cools");
        return;
    }
    hr_buf_z(out, "temperatures in outages: there cooling is judged by balances of heat and flow");
    if (list_bare_loops(site, out) != HR_OK || list_moving_valves(site, out) != HR_OK) out->failed = true;
}

const char *hr_words_what(bool heat) { return heat ? "cooling" : "power"; }

bool hr_words_not_asked(const hr_site *site, hr_buf *out)
{
    const char *set, *before = "sets of rules that `rules:` does not name: ";
    uint32_t rules, not_asked;
    size_t start = out->n;
    for (size_t i = 0; (set = hr_rule_set_at(site, i, &rules, &not_asked)) != NULL; i++) {
        if (not_asked == 0) continue;
        hr_buf_printf(out, "%s%s (", before, set);
        if (not_asked < rules) hr_buf_printf(out, "%u of ", not_asked);
        hr_buf_printf(out, "%u)", rules);
        before = ", ";
    }
    return out->n > start;
}
