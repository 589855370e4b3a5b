/* netbox_trace.c - who feeds whom in a NetBox export: every power port to the feed that it hangs on in the end.
 *
 * Two ends of a cable have its number. Outlets are fed by the port they name, else by the only port of their device. What
 * has outlets passes power on, whatever its role is called; what has none draws. */
#include <string.h>

#include "port/netbox_plan.h"

static bool word_is(hr_str v, const char *word)
{
    return v.n == 0 || hr_str_is(v, word);
} /* absent: as NetBox defaults */

/* --- cables ------------------------------------------------------------------------------------------------ */

typedef struct cables {
    hr_map index;
    hr_vec end; /* of hr_nb_end: outlets and feeds */
} cables;

static hr_err add_end(cables *c, hr_str cable, hr_nb_at_end kind, hr_id row)
{
    uint32_t at;
    if (cable.n == 0) return HR_OK;
    if (!hr_map_add(&c->index, cable, (uint32_t)c->end.n, &at)) return HR_ENOMEM;
    hr_nb_end *end = at == HR_NONE ? hr_vec_push(&c->end, sizeof *end) : (hr_nb_end *)c->end.item + at;
    if (end == NULL) return HR_ENOMEM;
    if (at == HR_NONE) *end = (hr_nb_end){kind, row, 0};
    end->count++;
    return HR_OK;
}

static hr_err index_cables(const hr_nb *nb, cables *c)
{
    hr_err e = HR_OK;
    for (hr_id i = 0; i < hr_nb_count(nb, HR_NB_FEEDS) && e == HR_OK; i++)
        e = add_end(c, hr_nb_at(nb, HR_NB_FEEDS, i)->cable, HR_NB_AT_FEED, i);
    for (hr_id i = 0; i < hr_nb_count(nb, HR_NB_OUTLETS) && e == HR_OK; i++)
        e = add_end(c, hr_nb_at(nb, HR_NB_OUTLETS, i)->cable, HR_NB_AT_OUTLET, i);
    return e;
}

/* What a list says of the other end itself: "dcim.poweroutlet", 17. */
static hr_nb_end peer_of(const hr_nb *nb, const hr_nb_row *port)
{
    bool feed = hr_str_is(port->peer_type, "dcim.powerfeed"), outlet = hr_str_is(port->peer_type, "dcim.poweroutlet");
    hr_nb_name table = feed ? HR_NB_FEEDS : HR_NB_OUTLETS;
    hr_id row = feed || outlet ? hr_map_get(&nb->by_id[table], port->peer) : HR_NONE;
    if (row == HR_NONE) return (hr_nb_end){HR_NB_NOTHING, HR_NONE, 0};
    return (hr_nb_end){feed ? HR_NB_AT_FEED : HR_NB_AT_OUTLET, row, 1};
}

static bool is_planned(const hr_nb *nb, hr_str cable)
{
    hr_id row = hr_map_get(&nb->by_id[HR_NB_CABLES], cable);
    return row != HR_NONE && !word_is(hr_nb_at(nb, HR_NB_CABLES, row)->status, "connected");
}

static void plug(hr_nb_plan *p, const cables *c, hr_id i)
{
    const hr_nb_row *row = hr_nb_at(&p->nb, HR_NB_PORTS, i);
    hr_nb_port *port = &p->port[i];
    uint32_t at = row->cable.n > 0 ? hr_map_get(&c->index, row->cable) : HR_NONE;
    const hr_nb_end *end = c->end.item;
    port->up = at != HR_NONE && end != NULL ? end[at] : peer_of(&p->nb, row);
    port->feed = HR_NONE;
    if (row->cable.n > 0 && is_planned(&p->nb, row->cable)) port->why = HR_NB_PLANNED;
    else if (port->up.count > 1) port->why = HR_NB_AMBIGUOUS;
    else if (port->up.kind != HR_NB_NOTHING) port->why = HR_NB_FED;
    else if (row->cable.n > 0 || row->peer.n > 0 || hr_str_is(row->marked, "true")) port->why = HR_NB_DANGLING;
    else port->why = HR_NB_OPEN;
    if (port->why != HR_NB_FED) port->up = (hr_nb_end){HR_NB_NOTHING, HR_NONE, 0};
}

/* --- devices ----------------------------------------------------------------------------------------------- */

static void list_ports(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_DEVICES); i++) p->device[i].port = p->device[i].place = HR_NONE;
    for (hr_id i = hr_nb_count(&p->nb, HR_NB_PORTS); i-- > 0;) { /* the first is put in front last */
        hr_id device = hr_nb_at(&p->nb, HR_NB_PORTS, i)->device;
        p->port[i].next = p->port[i].place = HR_NONE;
        if (device == HR_NONE) continue;
        p->port[i].next = p->device[device].port;
        p->device[device].port = i;
        p->device[device].ports++;
    }
}

/* A port that only outlets speak of belongs to their device. */
static void adopt_ports(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_OUTLETS); i++) {
        const hr_nb_row *outlet = hr_nb_at(&p->nb, HR_NB_OUTLETS, i);
        if (outlet->power_port == HR_NONE) continue;
        hr_nb_row *port = hr_nb_at(&p->nb, HR_NB_PORTS, outlet->power_port);
        if (port->device == HR_NONE) port->device = outlet->device;
    }
}

/* NULL: it is one of no device that the export lists */
static hr_nb_device *device_at(hr_nb_plan *p, hr_id device)
{
    if (p->device == NULL || device >= hr_nb_count(&p->nb, HR_NB_DEVICES)) return NULL;
    return &p->device[device];
}

/* An outlet is one of the device that it names and of that whose port feeds it, should they differ. */
static void list_outlets(hr_nb_plan *p)
{
    for (hr_id i = 0; i < hr_nb_count(&p->nb, HR_NB_OUTLETS); i++) {
        const hr_nb_row *outlet = hr_nb_at(&p->nb, HR_NB_OUTLETS, i);
        hr_id port = outlet->power_port;
        hr_nb_device *own = device_at(p, outlet->device);
        hr_nb_device *feeder = port != HR_NONE ? device_at(p, hr_nb_at(&p->nb, HR_NB_PORTS, port)->device) : NULL;
        if (own != NULL) own->has_outlets = true;
        if (feeder != NULL) feeder->has_outlets = true;
        p->inlet[i] = port == HR_NONE && own != NULL && own->ports == 1 ? own->port : port;
    }
}

/* --- to the feed ------------------------------------------------------------------------------------------- */

static hr_nb_why why_not(const hr_nb_row *feed)
{
    if (!word_is(feed->status, "active")) return HR_NB_DEAD;
    return word_is(feed->supply, "ac") ? HR_NB_FED : HR_NB_DC;
}

static void trace(hr_nb_plan *p, hr_id first)
{
    hr_nb_port *port = &p->port[first];
    hr_id n = hr_nb_count(&p->nb, HR_NB_PORTS), at = first;
    for (hr_id steps = 0; port->why == HR_NB_FED && steps <= n; steps++) {
        const hr_nb_port *x = &p->port[at];
        if (x->up.kind == HR_NB_NOTHING) {
            port->why = x->why;
        } else if (x->up.kind == HR_NB_AT_FEED) {
            port->feed = x->up.row;
            port->why = why_not(hr_nb_at(&p->nb, HR_NB_FEEDS, x->up.row));
            return;
        } else {
            at = p->inlet[x->up.row];
            if (at == HR_NONE) port->why = HR_NB_NO_INLET;
        }
    }
    if (port->why == HR_NB_FED) port->why = HR_NB_RING;
}

static bool make_room(hr_nb_plan *p)
{
    p->port = HR_NEW_ARRAY(p->arena, hr_nb_port, hr_nb_count(&p->nb, HR_NB_PORTS));
    p->inlet = HR_NEW_ARRAY(p->arena, hr_id, hr_nb_count(&p->nb, HR_NB_OUTLETS));
    p->feed = HR_NEW_ARRAY(p->arena, hr_nb_feed, hr_nb_count(&p->nb, HR_NB_FEEDS));
    p->device = HR_NEW_ARRAY(p->arena, hr_nb_device, hr_nb_count(&p->nb, HR_NB_DEVICES));
    p->place_of = HR_NEW_ARRAY(p->arena, hr_id, hr_nb_count(&p->nb, HR_NB_RACKS));
    return p->port != NULL && p->inlet != NULL && p->feed != NULL && p->device != NULL && p->place_of != NULL;
}

hr_err hr_nb_plan_trace(hr_nb_plan *p)
{
    cables c = {0};
    if (!make_room(p)) return HR_ENOMEM;
    hr_err e = index_cables(&p->nb, &c);
    hr_id n = hr_nb_count(&p->nb, HR_NB_PORTS);
    if (e == HR_OK) {
        adopt_ports(p);
        list_ports(p);
        list_outlets(p);
        for (hr_id i = 0; i < n; i++) plug(p, &c, i);
        for (hr_id i = 0; i < n; i++) {
            const hr_nb_end *up = &p->port[i].up;
            if (up->kind == HR_NB_AT_FEED) p->feed[up->row].ports++;
        }
        for (hr_id i = 0; i < n; i++) trace(p, i);
    }
    hr_vec_free(&c.end);
    hr_map_free(&c.index);
    return e;
}
