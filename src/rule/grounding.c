/* grounding.c - walks up from a bus to the sources and transformers that make its neutral. */
#include "rule/grounding.h"

#include <string.h>

#include "base/alloc.h"

static void note_unsaid(hr_grounding *g, hr_id unit, const char *field)
{
    if (g->unsaid != HR_NONE) return;
    g->unsaid = unit;
    g->missing = field;
}

/* A delta has no neutral: a line of it may stand at the full voltage to ground. */
static bool is_delta(const hr_site *s, hr_id u)
{
    const hr_choice *w = hr_unit_choice(s, u, "winding");
    return hr_has_transformer(s, u) && w && w->presence && strcmp(hr_unit_words(s, u, "winding")[w->v], "Dd0") == 0;
}

static void note_source(hr_grounding *g, const hr_site *s, hr_id u)
{
    const hr_choice *c = hr_unit_choice(s, u, "grounding");
    bool delta = is_delta(s, u);
    if (!delta && (!c || !c->presence)) {
        note_unsaid(g, u, "grounding");
        return;
    }
    bool solid = !delta && c->v == HR_GROUNDING_SOLID;
    if (g->who == HR_NONE || (!solid && !g->other)) g->who = u;
    g->solid |= solid;
    g->other |= !solid;
}

static void walk(const hr_site *s, hr_id u, bool *seen, hr_grounding *g)
{
    const hr_unit *x = &s->unit[u];
    if (seen[u]) return;
    seen[u] = true;
    if (hr_unit_kind(s, u) == HR_P_UNMODELLED) {
        note_unsaid(g, u, "type");
    } else if (hr_unit_kind(s, u) == HR_P_SOURCE || hr_has_transformer(s, u)) {
        note_source(g, s, u);
    } else if (x->wire_count == 0) {
        note_unsaid(g, u, "from");
    }
    if (hr_has_transformer(s, u)) return;
    for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) walk(s, s->wire[w].parent, seen, g);
}

bool hr_grounding_at(const hr_site *s, hr_id bus, hr_grounding *out)
{
    bool *seen = hr_calloc(s->n_unit + 1, sizeof *seen);
    *out = (hr_grounding){.unsaid = HR_NONE, .who = HR_NONE};
    if (seen) walk(s, bus, seen, out);
    hr_free(seen);
    return seen != NULL;
}
