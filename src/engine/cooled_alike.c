/* cooled_alike.c - coolers of a body that are alike, and run in a case as they do in the base, are settled as one.
 *
 * A hall's loop has hundreds of equal coolers, of which a case takes away one. What stands side by side in the list of a body
 * and is alike is a run; its first speaks for all. A cooler that a case changes is set apart, which cuts its run in two: the
 * same cuts for the same state, whatever came before, so that sums have the same bits. */
#include <string.h>

#include "engine/cooled.h"

static bool same_num(const hr_num *a, const hr_num *b)
{
    bool has = a && a->presence, other = b && b->presence;
    return has == other && (!has || (a->v == b->v && a->lo == b->lo && a->hi == b->hi));
}

static bool both_are(const cool_amount *a, const cool_amount *b) { return cool_is(a) && cool_is(b) && a->v == b->v; }

/* In all that is asked of them in a case. What is not known names its own unit: such stand alone. */
static bool are_alike(const cooled_work *h, const cooling *normal, uint32_t i, uint32_t j)
{
    const cool_cooler *x = &h->c->cooler[i], *y = &h->c->cooler[j];
    const cool_cooler *a = &normal->cooler[i], *b = &normal->cooler[j];
    if (x->to != y->to || x->f.law != y->f.law || x->f.law == HR_LAW_TO_AIR || x->f.law == HR_LAW_FREE) return false;
    if (x->ahead.is || y->ahead.is || x->lives != HR_S_KNOWN || y->lives != HR_S_KNOWN || x->pumps != y->pumps)
        return false;
    return both_are(&x->rated_flow, &y->rated_flow) && both_are(&x->most, &y->most) && both_are(&x->held, &y->held) &&
           both_are(&x->share, &y->share) && both_are(&x->heat, &y->heat) && both_are(&a->heat, &b->heat) &&
           both_are(&a->power, &b->power) && same_num(x->f.primary_flow, y->f.primary_flow) &&
           same_num(x->f.primary_rise, y->f.primary_rise);
}

/* With pipes everything is settled one by one. */
void hr_cooled_group(cooled_work *h, const cooling *normal)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_body && !h->piped; i++) {
        for (uint32_t k = c->body[i].first, end = k + c->body[i].n; k < end; k += h->at_base.run[k]) {
            uint32_t n = 1;
            while (k + n < end && are_alike(h, normal, c->of_body[k], c->of_body[k + n])) n++;
            h->at_base.run[k] = n;
            for (uint32_t at = k; at < k + n; at++) h->run_of[at] = k;
        }
        hr_cooled_join(h, i);
    }
}

void hr_cooled_join(cooled_work *h, uint32_t body)
{
    const cool_body *b = &h->c->body[body];
    if (b->n) memcpy(h->c->run + b->first, h->at_base.run + b->first, b->n * sizeof *h->c->run);
}

/* Where what speaks for a place stands. */
static uint32_t speaker(const cooled_work *h, uint32_t place)
{
    uint32_t k = h->run_of[place];
    while (k + h->c->run[k] <= place) k += h->c->run[k];
    return k;
}

bool hr_cooled_set_apart(cooled_work *h, uint32_t cooler)
{
    uint32_t at = h->place[cooler], *run = h->c->run;
    if (at == COOL_NONE) return false;
    uint32_t k = speaker(h, at), n = run[k];
    if (n == 1) return false;
    if (at > k) run[k] = at - k;
    run[at] = 1;
    if (k + n > at + 1) run[at + 1] = k + n - at - 1;
    return true;
}

const cool_cooler *hr_cooled_speaker(const cooled_work *h, uint32_t cooler)
{
    uint32_t at = h->place[cooler];
    return &h->c->cooler[at == COOL_NONE ? cooler : h->c->of_body[speaker(h, at)]];
}

void hr_cooled_spread(cooled_work *h)
{
    const cooling *c = h->c;
    for (uint32_t i = 0; i < c->n_cooler; i++) {
        cool_cooler *x = &c->cooler[i];
        const cool_cooler *y = hr_cooled_speaker(h, i);
        x->lives = y->lives, x->share = y->share, x->heat = y->heat, x->power = y->power;
        h->wants[i] = h->wants[y - c->cooler];
    }
}
