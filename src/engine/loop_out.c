/* loop_out.c - what an outage does to the parts of a loop with pipes: what passes nothing, and which sections are drained.
 *
 * A pipe that leaks is shut off at the valves around it, and so is what has to be opened for maintenance: all that pipes,
 * filters, pumps and check valves join as far as the next valve is drained. A valve that sticks shut, a filter that clogs and
 * a pump that stops pass nothing, and drain nothing. docs/physics/cooling-outages.md */
#include "engine/loop_net.h"

static bool is_out(const hr_work *w, hr_id unit) { return w->out_unit[unit] >= w->e->site->unit[unit].count; }

static bool is_maintained(const hr_work *w, hr_id unit)
{
    const hr_case *x = w->nest.on ? w->nest.at : w->at;
    for (uint32_t i = 0; x && i < x->n_maintained; i++)
        if (x->out[i].unit == unit && x->out[i].how == HR_OUT) return true;
    return false;
}

static bool is_valve(const net_link *l)
{
    return l->what == NET_PART && l->link.kind == HR_LINK_VALVE && !l->link.one_way;
}

/* Racks and coolers have couplings or valves of their own: a section ends there. */
static bool joins(const net_link *l) { return l->what == NET_PART && !is_valve(l); }

static void drain(loop_net *n, uint32_t node)
{
    n->drained[node] = true;
    for (bool any = true; any;) {
        any = false;
        for (uint32_t i = 0; i < n->n_link; i++) {
            const hr_hydraulic_link *k = &n->link[i].link;
            if (!joins(&n->link[i]) || n->drained[k->from] == n->drained[k->to]) continue;
            n->drained[k->from] = n->drained[k->to] = any = true;
        }
    }
}

static void take_out(loop_net *n, net_link *l, bool maintained)
{
    bool drains = maintained || l->link.kind == HR_LINK_PIPE;
    l->stands = true;
    if (!drains) return;
    drain(n, l->link.from);
    drain(n, l->link.to);
}

static bool is_pump(const net_link *l) { return l->what == NET_PART && l->link.kind == HR_LINK_PUMP; }

/* A pump that stands by starts when one of its loop that runs else does not. One that is stuck does not. */
static void start_standby(const hr_work *w, loop_net *n)
{
    const hr_site *s = w->e->site;
    bool called = false;
    for (uint32_t i = 0; i < n->n_link; i++) {
        const net_link *l = &n->link[i];
        if (!is_pump(l) || hr_pump_stands_by(s, l->unit)) continue;
        called |= l->stands || n->drained[l->link.from] || n->drained[l->link.to];
    }
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        if (!is_pump(l) || !hr_pump_stands_by(s, l->unit)) continue;
        l->opened = called && !w->mode.stuck[l->unit];
        l->waits = !l->opened && !w->mode.stuck[l->unit];
    }
}

void hr_loop_net_out(const cooling *c, loop_net *n, const hr_work *w, bool only_maintained)
{
    const hr_site *s = c->e->site;
    for (uint32_t i = 0; i < n->n_node; i++) n->drained[i] = false;
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        l->stands = l->opened = l->may = l->waits = false;
    }
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        bool maintained = l->what == NET_PART && is_maintained(w, l->unit);
        if (l->what != NET_PART) continue;
        if (is_out(w, l->unit) && (maintained || !only_maintained)) take_out(n, l, maintained), n->in_case = true;
        if (!is_pump(l)) continue;
        hr_state fed = s->unit[l->unit].wire_count ? hr_power_engine.lives(w, l->unit) : HR_S_UNKNOWN;
        l->stands |= fed == HR_S_OFF;
        l->may = !l->stands && fed != HR_S_KNOWN;
        if (l->may) l->fed = hr_cooling_supply_gap(w, l->unit);
    }
    start_standby(w, n);
}

void hr_loop_net_open(loop_net *n, const hr_work *w)
{
    for (uint32_t i = 0; i < n->n_link; i++) {
        net_link *l = &n->link[i];
        bool bounds = n->drained[l->link.from] || n->drained[l->link.to];
        l->opened |= is_valve(l) && l->link.closed && !bounds && !is_out(w, l->unit);
    }
}
