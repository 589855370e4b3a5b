/* density.c - power by area of a floor: what all racks on it take in, in the normal state, over its area.
 *
 * A hall is built for what stands in it, so outages change nothing: the reading is made once, with the base solution. Only
 * a floor that says what it was built for has it. What a rack takes counts at its feeds, the losses of its shelves with
 * it. A rack that names no floor may stand on any: what is known of each floor is then a lower bound. */
#include "engine/power.h"

static const hr_num *stated(const hr_site *s, hr_id floor)
{
    const hr_structure_ops *ops = hr_unit_type(s, floor)->structure;
    const hr_num *n = ops && ops->density ? ops->density(hr_unit_fields(s, floor)) : NULL;
    return n && n->presence && s->unit[floor].port != HR_NONE ? n : NULL;
}

static void add_reading(const hr_work *w, hr_id port, hr_reading *sum)
{
    hr_reading r = hr_power_reading(w, hr_point_of(port, HR_Q_POWER));
    sum->v += r.v;
    sum->state = (uint8_t)hr_state_add((hr_state)sum->state, (hr_state)r.state);
}

/* At the feeds of a rack, or of the parts that feed it. */
static hr_reading power_of(const hr_work *w, hr_id rack)
{
    const hr_site *s = w->e->site;
    const hr_unit *u = &s->unit[rack];
    hr_reading sum = {0, u->wire_count ? HR_S_OFF : HR_S_UNKNOWN};
    hr_id last = HR_NONE;
    for (hr_id i = u->wire_first; i < u->wire_first + u->wire_count; i++) {
        hr_id part = s->wire[i].role == HR_WIRE_HELD ? s->wire[i].parent : HR_NONE;
        if (part == HR_NONE) add_reading(w, s->wire[i].port, &sum);
        if (part == HR_NONE || part == last) continue; /* banks of one part stand together */
        last = part;
        const hr_unit *p = &s->unit[part];
        if (p->wire_count == 0) sum.state = (uint8_t)hr_state_add((hr_state)sum.state, HR_S_UNKNOWN);
        for (hr_id k = p->wire_first; k < p->wire_first + p->wire_count; k++) add_reading(w, s->wire[k].port, &sum);
    }
    return sum;
}

static bool could_stand(const hr_site *s, hr_id unit)
{
    const hr_structure_ops *ops = hr_unit_type(s, unit)->structure;
    return ops && ops->feet && s->unit[unit].holder == HR_NONE;
}

static hr_reading density_of(const hr_work *w, hr_id floor)
{
    const hr_site *s = w->e->site;
    const hr_num *area = hr_unit_type(s, floor)->structure->area(hr_unit_fields(s, floor));
    hr_reading sum = {0, HR_S_OFF};
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!could_stand(s, u) || (s->unit[u].floor != floor && s->unit[u].floor != HR_NONE)) continue;
        hr_reading one = {0, HR_S_UNKNOWN};
        if (s->unit[u].floor == floor) one = power_of(w, u);
        sum.v += one.v;
        sum.state = (uint8_t)hr_state_add((hr_state)sum.state, (hr_state)one.state);
    }
    if (sum.state == HR_S_OFF) sum.state = HR_S_KNOWN; /* nothing on it draws, and that is known */
    if (!area->presence || sum.state == HR_S_UNKNOWN) return (hr_reading){0, HR_S_UNKNOWN};
    return (hr_reading){sum.v / hr_num_at(area, HR_HARSH_LOW, w->e->corner), sum.state};
}

bool hr_density_find(hr_engine *e, const hr_work *w)
{
    const hr_site *s = e->site;
    bool any = false;
    for (hr_id u = 0; u < s->n_unit; u++) any |= stated(s, u) != NULL;
    if (!any) return true;
    if (!(e->density = HR_NEW_ARRAY(e->arena, hr_reading, s->n_unit))) return false;
    for (hr_id u = 0; u < s->n_unit; u++) e->density[u] = stated(s, u) ? density_of(w, u) : (hr_reading){0, HR_S_OFF};
    return true;
}

hr_reading hr_density_reading(const hr_engine *e, hr_id port)
{
    hr_id unit = e->site->port[port].unit;
    bool own = e->density && e->site->unit[unit].port == port;
    return own ? e->density[unit] : (hr_reading){0, HR_S_OFF};
}

/* W of each rack that names the floor. */
hr_err hr_density_explain(hr_work *w, hr_id floor, hr_explanation *out)
{
    const hr_site *s = w->e->site;
    hr_addend *a = HR_NEW_ARRAY(w->arena, hr_addend, s->n_unit);
    if (!a) return HR_ENOMEM;
    out->addend = a;
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!could_stand(s, u) || s->unit[u].floor != floor) continue;
        hr_reading r = power_of(w, u);
        a[out->n++] =
            (hr_addend){.what = "feeds", .v = r.v, .state = r.state, .port = s->unit[u].port, .unit = u, .count = 1};
    }
    return HR_OK;
}

bool hr_density_gap(const hr_work *w, hr_id floor, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    *unit = floor, *field = "area";
    if (!hr_unit_type(s, floor)->structure->area(hr_unit_fields(s, floor))->presence) return true;
    for (hr_id u = 0; u < s->n_unit; u++) {
        if (!could_stand(s, u) || (s->unit[u].floor != floor && s->unit[u].floor != HR_NONE)) continue;
        hr_state state = (hr_state)power_of(w, u).state;
        *unit = u, *field = "floor";
        if (s->unit[u].floor == HR_NONE) return true;
        if (state == HR_S_KNOWN || state == HR_S_OFF) continue;
        *field = s->unit[u].wire_count ? "power" : "from";
        if (s->unit[u].wire_count) hr_power_gap(w, hr_point_of(s->unit[u].port, HR_Q_POWER), unit, field);
        return true;
    }
    return false;
}
