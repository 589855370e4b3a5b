/* oneline_chain.c - the outage whose chain a diagram shows: from what is out, through what stops, to what is lost. */
#include "report/oneline.h"
#include "report/view.h"

/* The case that was asked for; else the outage that takes most, in the cooling diagram of those that take cooling. */
static uint32_t choose(const hr_ol_hall *h, const hr_stories *s, uint32_t *case_)
{
    *case_ = h->c->drawn;
    if (*case_ != HR_NONE) return hr_stories_find(s, *case_);
    for (uint32_t i = 0; i < s->n_worst; i++) {
        if (h->cooling && s->item[s->worst[i]].lost[true] == 0) continue;
        *case_ = s->item[s->worst[i]].case_[0];
        return s->worst[i];
    }
    return HR_NONE;
}

hr_err hr_ol_choose_outage(hr_ol_hall *h)
{
    hr_stories s;
    hr_buf name = {0};
    hr_chain *chain = NULL;
    uint32_t case_ = HR_NONE, story = HR_NONE;
    hr_err e = hr_stories_open(&s, h->c);
    if (e == HR_OK) story = choose(h, &s, &case_);
    if (story != HR_NONE) e = hr_story_chains(&s, &s.item[story], h->arena, &chain, &h->n_chain);
    h->chain = chain;
    if (case_ != HR_NONE) hr_view_case_name(h->c, case_, &name);
    if (case_ != HR_NONE && story == HR_NONE) hr_buf_z(&name, ", which takes nothing");
    h->outage = hr_arena_str(h->arena, name.s ? name.s : "", name.n);
    if (name.failed || !h->outage.s) e = HR_ENOMEM;
    hr_stories_close(&s);
    hr_buf_free(&name);
    return e;
}

/* --- marks --------------------------------------------------------------------------------------------------------------- */

typedef struct marker {
    const hr_ol_hall *h;
    hr_oneline *o;
    uint32_t *symbol_of;   /* by unit, HR_NONE where it is not drawn */
    uint32_t *here, *last; /* by symbol: the step that stands there + 1, counted over all chains */
    uint32_t step;
} marker;

static uint32_t symbol_at(const marker *m, hr_id unit) { return m->symbol_of[m->h->top[unit]]; }

static void mark_step(marker *m, const hr_chain_way *x, bool heat, uint32_t k)
{
    const hr_site *s = m->h->c->site;
    const hr_chain_step *step = &x->step[k];
    uint8_t hit = k == 0 ? HR_OL_OUT : k + 1 == x->n_step ? heat ? HR_OL_UNCOOLED : HR_OL_LOST : HR_OL_ON_CHAIN;
    m->step++;
    uint32_t above = step->wire != HR_NONE ? symbol_at(m, s->wire[step->wire].parent) : HR_NONE;
    if (above != HR_NONE) m->here[above] = m->step; /* of a feed: the line is marked, not what it comes from */
    for (uint32_t i = 0; i < step->n; i++) {
        uint32_t at = symbol_at(m, step->unit[i]);
        if (at == HR_NONE) continue;
        m->here[at] = m->step;
        if (hit > m->o->symbol[at].hit) m->o->symbol[at].hit = hit;
    }
    for (uint32_t i = 0; k && i < m->o->n_line; i++) {
        hr_ol_line *l = &m->o->line[i];
        bool down = m->last[l->from] == m->step - 1 && m->here[l->to] == m->step;
        bool tied = l->tie && m->last[l->to] == m->step - 1 && m->here[l->from] == m->step;
        l->hit = l->hit || down || tied;
    }
    for (uint32_t i = 0; i < m->o->n_symbol; i++) m->last[i] = m->here[i];
}

hr_err hr_ol_mark_chain(const hr_ol_hall *h, hr_oneline *o)
{
    uint32_t n = h->c->site->n_unit;
    marker m = {.h = h, .o = o, .symbol_of = HR_NEW_ARRAY(o->arena, uint32_t, (size_t)n + 1)};
    m.here = HR_NEW_ARRAY(o->arena, uint32_t, (size_t)o->n_symbol + 1);
    m.last = HR_NEW_ARRAY(o->arena, uint32_t, (size_t)o->n_symbol + 1);
    if (!m.symbol_of || !m.here || !m.last) return HR_ENOMEM;
    for (uint32_t i = 0; i < n; i++) m.symbol_of[i] = HR_NONE;
    for (uint32_t i = 0; i < o->n_symbol; i++)
        for (uint32_t k = 0; k < o->symbol[i].n_unit; k++) m.symbol_of[o->symbol[i].unit[k]] = i;
    for (uint32_t i = 0; i < h->n_chain; i++)
        for (uint32_t j = 0; j < h->chain[i].n_way; j++)
            for (uint32_t k = 0; k < h->chain[i].way[j].n_step; k++)
                mark_step(&m, &h->chain[i].way[j], h->chain[i].heat, k);
    o->outage = hr_arena_str(o->arena, h->outage.s ? h->outage.s : "", h->outage.n);
    return o->outage.s ? HR_OK : HR_ENOMEM;
}

/* What leads to a piece of a line that is marked is marked too. */
void hr_ol_mark_passes(hr_oneline *o)
{
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < o->n_line; i++) {
            if (!o->line[i].hit || o->symbol[o->line[i].from].shape != HR_OL_PASS) continue;
            for (uint32_t k = 0; k < o->n_line; k++) {
                if (o->line[k].to != o->line[i].from || o->line[k].hit) continue;
                o->line[k].hit = more = true;
            }
        }
    }
}
