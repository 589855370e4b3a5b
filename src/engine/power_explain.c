/* power_explain.c - readings at points, and the addends behind them.
 *
 * Nothing is kept for this while solving: a reading is read off the flow at its port, and its addends are listed again
 * from the same trees when somebody asks. */
#include <string.h>

#include "engine/cooled.h"
#include "engine/structure.h"

/* --- readings ----------------------------------------------------------------------------------------------------- */

static const power_load *load_at(const hr_work *w, hr_id unit)
{
    hr_id i = w->e->unit[unit].own_load;
    return i == HR_NONE ? NULL : &w->e->load[i];
}

static bool held_load(const hr_work *w, hr_id unit)
{
    const hr_unit *u = &w->e->site->unit[unit];
    return load_at(w, unit) && u->holder != HR_NONE && u->wire_count == 0;
}

/* It is out itself, or what holds it is: by itself, or by the bus bar that all of it hangs on. */
static bool all_out(const hr_work *w, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = w->e->site->unit[u].holder) {
        hr_id bar = w->e->unit[u].bar;
        if (w->out_unit[u] >= w->e->site->unit[u].count) return true;
        if (bar != HR_NONE && w->out_unit[bar] >= w->e->site->unit[bar].count) return true;
    }
    return false;
}

/* Not served as far as is known, but it would be if the feeds that may live did. */
bool hr_power_may_serve(const hr_work *w, const power_load *l)
{
    hr_id at = held_load(w, l->unit) ? w->e->site->unit[l->unit].holder : l->unit;
    const hr_unit *x = &w->e->site->unit[at];
    hr_cords cords = w->s.cords[at];
    if (w->s.psu_live[l - w->e->load] > 0 || !w->s.maybe[at]) return false;
    for (uint32_t k = 0; k < x->wire_count && l->needs_cords; k++)
        if (hr_power_wire_maybe(w, x->wire_first + k)) cords |= (hr_cords)1 << k;
    return !l->needs_cords || hr_power_live_psus(w, l, cords) > 0;
}

/* Then its flow in the base is judged there, and whether it is served is a matter of HR_Q_LOST alone. */
static bool served_in_base(const hr_work *w, const power_load *l) { return w->b->s.psu_live[l - w->e->load] > 0; }

/* What a bus bar carries is what its holder takes. */
static hr_id shown_at(const hr_work *w, hr_id unit)
{
    return w->e->unit[unit].kind == HR_P_BAR ? w->e->site->unit[unit].holder : unit;
}

/* The flow at a port; a held load's is that of one member. */
static void flow_at(const hr_work *w, hr_id port, hr_flow *f, hr_flow_state *fs)
{
    const hr_port *p = &w->e->site->port[port];
    hr_id unit = shown_at(w, p->unit);
    if (p->wire != HR_NONE) {
        uint32_t slot = w->e->wire_slot[p->wire];
        *f = w->s.slot[slot];
        *fs = w->s.slot_state[slot];
        return;
    }
    *f = w->s.in[unit];
    *fs = w->s.in_state[unit];
    const power_unit *u = &w->e->unit[p->unit];
    if (u->rated_out) {
        *f = u->leaves ? w->s.slot[u->slot + 1] : (hr_flow){0};
        *fs = u->leaves ? w->s.slot_state[u->slot + 1] : HR_FLOW_OFF;
        if (w->s.live[p->unit] == HR_NONE) *fs = w->s.in_state[p->unit];
    }
    const power_load *l = load_at(w, p->unit);
    if (!held_load(w, p->unit)) return;
    *f = (hr_flow){0};
    *fs = HR_FLOW_OFF;
    if (all_out(w, p->unit)) return;
    if (hr_power_may_serve(w, l) && !served_in_base(w, l)) *fs = HR_FLOW_UNKNOWN;
    if (w->s.psu_live[l - w->e->load] <= 0) return;
    if (l->known) flow_load(f, fs, l->p, l->q, 0);
    else *fs = (hr_flow_state){HR_S_UNKNOWN, HR_S_UNKNOWN};
}

/* A bus bar that states no voltage has that of the shelves. */
static double bar_volts(const hr_engine *e, hr_id bar)
{
    double own = e->site->nominal[bar].vout;
    hr_id holder = e->site->unit[bar].holder;
    return own > 0 || !hr_is_pooled(e->site, holder) ? own : e->site->nominal[holder].vin;
}

double hr_power_volts(const hr_engine *e, hr_id port)
{
    const hr_site *s = e->site;
    const hr_port *p = &s->port[port];
    if (e->unit[p->unit].kind == HR_P_BAR) return bar_volts(e, p->unit);
    if (p->wire != HR_NONE) return s->nominal[s->wire[p->wire].parent].vout;
    return e->unit[p->unit].kind == HR_P_SOURCE || e->unit[p->unit].rated_out ? s->nominal[p->unit].vout
                                                                              : s->nominal[p->unit].vin;
}

/* Behind rectifiers there are no lines. */
static bool is_direct(const hr_work *w, hr_id port)
{
    const hr_port *p = &w->e->site->port[port];
    uint8_t kind = w->e->unit[p->unit].kind;
    bool output = w->e->unit[p->unit].pools && p->wire == HR_NONE;
    return output || kind == HR_P_BAR || (kind == HR_P_HOLDER && hr_is_pooled(w->e->site, p->unit));
}

static hr_reading current_at(const hr_work *w, hr_id port, const hr_flow *f, hr_flow_state fs, int k)
{
    double v = hr_power_volts(w->e, port);
    if (is_direct(w, port)) return (hr_reading){0, HR_S_OFF};
    if (fs.phase == HR_S_OFF) return (hr_reading){0, HR_S_OFF};
    if (v <= 0 || fs.phase == HR_S_UNKNOWN) return (hr_reading){0, HR_S_UNKNOWN};
    double s = sqrt(f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]);
    return (hr_reading){s * sqrt(3.0) / v, fs.phase};
}

static bool has_outlets(const hr_work *w, const hr_unit *x, uint32_t cord)
{
    return w->e->site->wire[x->wire_first + cord].feed->outlets != NULL;
}

bool hr_power_supply(const hr_work *w, hr_id unit, hr_supply *out)
{
    const power_load *l = unit < w->e->site->n_unit ? load_at(w, unit) : NULL;
    if (!l) return false;
    hr_id fed = held_load(w, unit) ? w->e->site->unit[unit].holder : unit;
    const hr_unit *x = &w->e->site->unit[fed];
    *out = (hr_supply){.cords = x->wire_count, .needed = l->needed, .rating = l->psu_rating, .w = l->known ? l->p : 0};
    if (!l->needs_cords) {
        out->live_cords = w->s.live[fed] != HR_NONE;
        return true;
    }
    for (uint32_t k = 0; k < x->wire_count; k++) {
        if (has_outlets(w, x, k) && l->psu[k] <= 0) {
            out->cords--; /* a bank it is not plugged into */
            continue;
        }
        if (!(w->s.cords[fed] >> k & 1)) continue;
        out->live_cords++;
        out->psus += hr_power_psus(w, l, k);
    }
    if (l->pooled) out->capacity = hr_power_capacity(w, fed, w->s.cords[fed]), out->demand = hr_power_demand(w, fed);
    return true;
}

/* Of a shelf: its output over those that live. */
static hr_reading shelf_reading(const hr_work *w, hr_id shelf)
{
    const power_unit *u = &w->e->unit[shelf];
    if (w->s.live[shelf] == HR_NONE || !u->leaves) return (hr_reading){0, HR_S_OFF};
    hr_flow_state fs = w->s.slot_state[u->slot + 1];
    double live = hr_power_supplies(w, shelf);
    if (fs.total == HR_S_UNKNOWN || !u->counted) return (hr_reading){0, HR_S_UNKNOWN};
    return live > 0 ? (hr_reading){w->s.slot[u->slot + 1].p / live, fs.total} : (hr_reading){0, HR_S_OFF};
}

static hr_reading psu_reading(const hr_work *w, hr_id unit)
{
    const power_load *l = load_at(w, unit);
    if (w->e->unit[unit].pools) return shelf_reading(w, unit);
    if (!l || !l->needs_cords || l->pooled || all_out(w, unit)) return (hr_reading){0, HR_S_OFF};
    double live = w->s.psu_live[l - w->e->load];
    if (live <= 0) return (hr_reading){0, hr_power_may_serve(w, l) && !served_in_base(w, l) ? HR_S_UNKNOWN : HR_S_OFF};
    return l->known ? (hr_reading){l->p / live, HR_S_KNOWN} : (hr_reading){0, HR_S_UNKNOWN};
}

static hr_reading lost_reading(const hr_work *w, hr_id unit)
{
    const power_load *l = load_at(w, unit);
    if (!l || all_out(w, unit)) return (hr_reading){0, HR_S_OFF};
    if (w->s.psu_live[l - w->e->load] > 0) return (hr_reading){0, HR_S_KNOWN};
    if (!l->known || hr_power_may_serve(w, l)) return (hr_reading){0, HR_S_UNKNOWN};
    return (hr_reading){l->p, HR_S_KNOWN};
}

static hr_reading direct_reading(const hr_work *w, hr_id port)
{
    hr_flow f;
    hr_flow_state fs;
    double v = hr_power_volts(w->e, port);
    if (w->e->unit[w->e->site->port[port].unit].kind != HR_P_BAR) return (hr_reading){0, HR_S_OFF};
    flow_at(w, port, &f, &fs);
    if (fs.total == HR_S_OFF) return (hr_reading){0, HR_S_OFF};
    if (v <= 0 || fs.total == HR_S_UNKNOWN) return (hr_reading){0, HR_S_UNKNOWN};
    return (hr_reading){f.p / v, fs.total};
}

/* Three times the most loaded phase at the output: what its rating is per phase, times 3. */
static hr_reading winding_reading(const hr_work *w, hr_id unit)
{
    const hr_power_ops *ops = hr_unit_type(w->e->site, unit)->power;
    const power_unit *u = &w->e->unit[unit];
    double most = 0;
    bool source = u->kind == HR_P_SOURCE;
    if (!ops || !ops->by_phase || (!source && !u->leaves) || w->e->site->nominal[unit].phases != (HR_A | HR_B | HR_C) ||
        w->s.live[unit] == HR_NONE)
        return (hr_reading){0, HR_S_OFF};
    const hr_flow *f = source ? &w->s.in[unit] : &w->s.slot[u->slot + 1];
    hr_flow_state fs = source ? w->s.in_state[unit] : w->s.slot_state[u->slot + 1];
    for (int k = 0; k < 3; k++) most = fmax(most, sqrt(f->fp[k] * f->fp[k] + f->fq[k] * f->fq[k]));
    return (hr_reading){fs.phase == HR_S_UNKNOWN ? 0 : 3 * most, fs.phase};
}

hr_reading hr_power_reading(const hr_work *w, hr_id point)
{
    hr_id port = hr_point_port(point);
    hr_quantity q = hr_point_quantity(point);
    hr_flow f;
    hr_flow_state fs;
    if (hr_structure_measures(q)) return hr_structure_reading(w->e->site, w->e->corner, point);
    if (hr_cooling_measures(q)) return hr_cooling_reading(w->e, point);
    if (w->e->site->port[port].unit >= w->e->site->n_unit) return (hr_reading){0, HR_S_OFF}; /* a job, the site */
    if (q == HR_Q_UNCOOLED) return hr_cooled_reading(w, point);
    if (hr_is_time_of_heat(q)) return hr_cooled_time_reading(w, point, w->e->corner);
    if (q == HR_Q_DENSITY) return hr_density_reading(w->e, port);
    if (q >= HR_Q_GPUS) return (hr_reading){0, HR_S_OFF}; /* jobs are counted from losses, the rest is stated */
    if (q == HR_Q_PSU) return psu_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_LOST) return lost_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_WINDING) return winding_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_GAP) return hr_power_gap_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_BATTERY) return hr_power_battery_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_STEP) return hr_power_step_reading(w, w->e->site->port[port].unit);
    if (q == HR_Q_DIRECT) return direct_reading(w, port);
    flow_at(w, port, &f, &fs);
    if (q >= HR_Q_CURRENT_A) return current_at(w, port, &f, fs, (int)q - HR_Q_CURRENT_A);
    double v = q == HR_Q_POWER ? f.p : q == HR_Q_REACTIVE ? f.q : sqrt(f.p * f.p + f.q * f.q);
    return (hr_reading){fs.total == HR_S_UNKNOWN || fs.total == HR_S_OFF ? 0 : v, fs.total};
}

/* --- addends --------------------------------------------------------------------------------------------------------- */

static hr_addend *add(hr_work *w, hr_explanation *out, hr_addend a)
{
    if (out->n == w->cap_addend) {
        uint32_t cap = w->cap_addend ? 2 * w->cap_addend : 64;
        hr_addend *grown = HR_NEW_ARRAY(w->arena, hr_addend, cap);
        if (!grown) return NULL;
        if (out->n) memcpy(grown, w->addend, out->n * sizeof *grown);
        w->addend = grown;
        w->cap_addend = cap;
    }
    out->addend = w->addend;
    w->addend[out->n] = a;
    return &w->addend[out->n++];
}

static double part_of(hr_quantity q, const hr_flow *f) { return q == HR_Q_REACTIVE ? f->q : f->p; }

static const char *missing_load(const hr_work *w, const power_load *l)
{
    return hr_unit_type(w->e->site, l->unit)->modelled ? "power" : "type";
}

static const char *missing_loss(const hr_work *w, hr_id unit)
{
    const power_unit *u = &w->e->unit[unit];
    return u->coef.unknown ? u->coef.field : "type";
}

static hr_err explain_load(hr_work *w, const power_load *l, uint32_t cord, hr_quantity q, hr_explanation *out)
{
    double psus = l->needs_cords ? hr_power_psus(w, l, cord) : 1;
    double live = w->s.psu_live[l - w->e->load], share = l->needs_cords && live > 0 ? psus / live : 1;
    uint32_t out_of_it = w->out_unit[l->unit], alive = out_of_it < l->count ? l->count - out_of_it : 0;
    if (live <= 0 || alive == 0 || psus <= 0) return HR_OK;
    hr_addend a = {.what = "load",
                   .v = alive * ((q == HR_Q_REACTIVE ? l->q : l->p) * share),
                   .port = HR_NONE,
                   .state = l->known ? HR_S_KNOWN : HR_S_UNKNOWN,
                   .unit = l->unit,
                   .count = alive,
                   .num = l->num,
                   .missing = l->known ? NULL : missing_load(w, l)};
    if (l->needs_cords) a.psu_here = psus, a.psu_live = live;
    return add(w, out, a) ? HR_OK : HR_ENOMEM;
}

static hr_err explain_children(hr_work *w, hr_id unit, hr_quantity q, hr_explanation *out)
{
    const hr_site *s = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    for (uint32_t i = 0; i < u->n_child; i++) {
        hr_id wire = w->e->child[u->child_first + i];
        uint32_t slot = w->e->wire_slot[wire];
        if (w->s.slot_state[slot].total == HR_S_OFF) continue;
        hr_addend a = {.what = "feeds",
                       .v = part_of(q, &w->s.slot[slot]),
                       .state = w->s.slot_state[slot].total,
                       .port = s->wire[wire].port,
                       .unit = s->wire[wire].child,
                       .count = 1};
        if (!add(w, out, a)) return HR_ENOMEM;
    }
    return HR_OK;
}

static hr_err explain_series(hr_work *w, hr_id unit, bool output, hr_quantity q, hr_explanation *out)
{
    const power_unit *u = &w->e->unit[unit];
    hr_err e = explain_children(w, unit, q, out);
    if (e != HR_OK || u->kind == HR_P_SOURCE || !LIVE_ON_WIRE(w->s.live[unit]) || output) return e;
    double fed = 0;
    for (uint32_t i = 0; i < out->n; i++) fed += out->addend[i].v;
    double loss = part_of(q, &w->s.in[unit]) - (u->leaves ? part_of(q, &w->s.slot[u->slot + 1]) : fed);
    if (loss != 0 || u->opaque) {
        hr_addend a = {.what = u->kind == HR_P_UNMODELLED ? "own load" : "loss",
                       .v = loss,
                       .port = HR_NONE,
                       .state = u->opaque ? HR_S_UNKNOWN : HR_S_KNOWN,
                       .unit = unit,
                       .count = 1,
                       .missing = u->opaque ? missing_loss(w, unit) : NULL};
        if (!add(w, out, a)) return HR_ENOMEM;
    }
    return HR_OK;
}

/* What a series element takes, as one of its feeds carries it: all of it, or its share among sources in parallel. */
static hr_err explain_feed(hr_work *w, const hr_port *p, hr_quantity q, hr_explanation *out)
{
    hr_err e = explain_series(w, p->unit, p->wire == HR_NONE && w->e->unit[p->unit].rated_out, q, out);
    double share = p->wire != HR_NONE ? hr_power_share(w, p->wire) : 1;
    for (uint32_t i = 0; i < out->n && share < 1; i++) out->addend[i].v *= share;
    return e;
}

static hr_err explain_holder(hr_work *w, hr_id unit, hr_id wire, hr_quantity q, hr_explanation *out)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[unit];
    const power_unit *u = &w->e->unit[unit];
    hr_err e = HR_OK;
    for (uint32_t k = 0; k < x->wire_count; k++) {
        if (wire != HR_NONE && wire != x->wire_first + k) continue;
        if (!(w->s.cords[unit] >> k & 1)) continue;
        for (uint32_t i = u->load_first; i < u->load_first + u->n_load && e == HR_OK; i++)
            e = explain_load(w, &w->e->load[i], k, q, out);
    }
    return e;
}

static const char *formula_of(hr_quantity q)
{
    static const char *const text[HR_Q_COUNT] = {
        [HR_Q_POWER] = "sum of what it feeds, plus loss",
        [HR_Q_REACTIVE] = "sum of what it feeds",
        [HR_Q_APPARENT] = "sqrt(P^2 + Q^2)",
        [HR_Q_CURRENT_A] = "|S_A| / (V / sqrt(3))",
        [HR_Q_CURRENT_B] = "|S_B| / (V / sqrt(3))",
        [HR_Q_CURRENT_C] = "|S_C| / (V / sqrt(3))",
        [HR_Q_PSU] = "P / live power supplies",
        [HR_Q_LOST] = "P where not served",
        [HR_Q_WINDING] = "3 x the largest |S_phase| at the output",
        [HR_Q_GAP] = "from the loss of supply until enough of it is back",
        [HR_Q_BATTERY] = "from the loss of its feed until one of its feeds is back",
        [HR_Q_STEP] = "most of what its elements take up at the same time",
        [HR_Q_DIRECT] = "P / V",
        [HR_Q_DENSITY] = "P of all that stands on it / area",
    };
    return text[q];
}

hr_err hr_power_explain(hr_work *w, hr_id point, hr_explanation *out)
{
    hr_id port = hr_point_port(point);
    const hr_port *p = &w->e->site->port[port];
    hr_quantity q = hr_point_quantity(point);
    if (hr_structure_measures(q)) return hr_structure_explain(w->e->site, w->e->corner, point, w->arena, out);
    if (hr_cooling_measures(q)) return hr_cooling_explain(w, point, out);
    *out = (hr_explanation){.reading = hr_power_reading(w, point), .formula = formula_of(q)};
    if (q == HR_Q_DENSITY) return hr_density_explain(w, p->unit, out);
    const power_load *l = load_at(w, p->unit);
    bool own = held_load(w, p->unit) || q == HR_Q_PSU || q == HR_Q_LOST;
    if (own && !w->e->unit[p->unit].pools) {
        if (!l || (q < HR_Q_PSU && out->reading.state == HR_S_OFF)) return HR_OK;
        hr_addend a = {.what = "load",
                       .v = q == HR_Q_REACTIVE ? l->q : l->p,
                       .state = l->known ? HR_S_KNOWN : HR_S_UNKNOWN,
                       .port = HR_NONE,
                       .unit = p->unit,
                       .count = 1,
                       .num = l->num,
                       .missing = l->known ? NULL : missing_load(w, l)};
        return add(w, out, a) ? HR_OK : HR_ENOMEM;
    }
    if (p->wire != HR_NONE && w->s.slot_state[w->e->wire_slot[p->wire]].total == HR_S_OFF) return HR_OK;
    switch ((hr_power_kind)w->e->unit[p->unit].kind) {
    case HR_P_SOURCE:
    case HR_P_SERIES:
    case HR_P_UNMODELLED: return explain_feed(w, p, q, out);
    case HR_P_HOLDER: return explain_holder(w, p->unit, p->wire, q, out);
    case HR_P_LOAD: return l && w->s.live[p->unit] != HR_NONE ? explain_load(w, l, 0, q, out) : HR_OK;
    case HR_P_BAR: return explain_holder(w, w->e->site->unit[p->unit].holder, HR_NONE, q, out);
    case HR_P_NONE: break;
    }
    return HR_OK;
}

/* --- declared loads behind a port ---------------------------------------------------------------------------------- */

static void loads_of_holder(const hr_work *w, hr_id unit, hr_id wire, double part, hr_load_cb *cb, void *user)
{
    const hr_unit *x = &w->e->site->unit[unit];
    const power_unit *u = &w->e->unit[unit];
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++) {
        const power_load *l = &w->e->load[i];
        uint32_t alive = l->count - w->out_unit[l->unit];
        double here = 0, live = w->s.psu_live[i];
        for (uint32_t k = 0; k < x->wire_count; k++)
            if ((w->s.cords[unit] >> k & 1) && (wire == HR_NONE || wire == x->wire_first + k))
                here += hr_power_psus(w, l, k);
        if (live > 0 && here > 0 && alive) cb(user, l->unit, alive, part * (alive * (l->p * (here / live))), l->num);
    }
}

/* Less than 1 on a feed from one of several sources in parallel. */
static double divided(const hr_work *w, hr_id wire)
{
    double share = w->e->site->wire[wire].parallel ? hr_power_share(w, wire) : 1;
    return share > 0 ? share : 1; /* how they share is not known: each may carry all of it */
}

/* part: of what stands behind, where sources in parallel divide it on the way. */
static void loads_behind(const hr_work *w, hr_id unit, hr_id wire, uint32_t depth, double part, hr_load_cb *cb,
                         void *user)
{
    const hr_site *s = w->e->site;
    const power_unit *u = &w->e->unit[unit];
    if (u->kind == HR_P_HOLDER) {
        loads_of_holder(w, unit, wire, part, cb, user);
        return;
    }
    if (u->kind == HR_P_LOAD && u->n_load && w->s.live[unit] != HR_NONE)
        cb(user, unit, 1, part * w->s.in[unit].p, w->e->load[u->load_first].num);
    for (uint32_t i = 0; i < u->n_child && depth < s->n_unit; i++) {
        hr_id child_wire = w->e->child[u->child_first + i];
        if (hr_power_feeds(w, child_wire)) /* these make no rings, unlike what may feed */
            loads_behind(w, s->wire[child_wire].child, child_wire, depth + 1, part * divided(w, child_wire), cb, user);
    }
}

void hr_power_loads(const hr_work *w, hr_id port, hr_load_cb *cb, void *user)
{
    const hr_port *p = &w->e->site->port[port];
    if (p->unit >= w->e->site->n_unit) return; /* jobs stand behind what is wired */
    const power_load *l = load_at(w, p->unit);
    if (held_load(w, p->unit)) {
        if (w->s.psu_live[l - w->e->load] > 0 || !all_out(w, p->unit)) cb(user, p->unit, 1, l->p, l->num);
    } else if (p->wire == HR_NONE || w->s.slot_state[w->e->wire_slot[p->wire]].total != HR_S_OFF) {
        loads_behind(w, shown_at(w, p->unit), p->wire, 0, p->wire == HR_NONE ? 1 : divided(w, p->wire), cb, user);
    }
}

/* --- gaps ------------------------------------------------------------------------------------------------------------ */

static bool open_state(uint8_t state) { return state == HR_S_PARTIAL || state == HR_S_UNKNOWN; }

/* The field of the unit's type that stands at `value`. */
static const char *field_at(const hr_site *s, hr_id unit, const void *value)
{
    const char *fields = hr_unit_fields(s, unit);
    for (const hr_field *f = hr_unit_type(s, unit)->fields; f && f->name; f++)
        if (f->kind == HR_F_QUANTITY && (const void *)(fields + f->offset) == value) return f->name;
    return "voltage";
}

/* Up the feeds to whoever should state a voltage. */
static bool voltage_gap(const hr_work *w, hr_id port, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    const hr_port *p = &s->port[port];
    hr_id u = p->wire != HR_NONE ? s->wire[p->wire].parent : p->unit;
    for (uint32_t hops = 0; hops <= s->n_unit; hops++) {
        const hr_power_ops *ops = hr_unit_type(s, u)->power;
        const hr_num *own = ops && ops->voltage ? ops->voltage(hr_unit_fields(s, u)) : NULL;
        *unit = u;
        *field = !hr_unit_type(s, u)->modelled ? "type" : own ? field_at(s, u, own) : "from";
        if (own && (u != p->unit || ops->kind == HR_P_SOURCE)) return true;
        if (s->unit[u].wire_count == 0) return true;
        u = s->wire[s->unit[u].wire_first].parent;
    }
    return false;
}

/* The outlet strip of which nobody knows what lies on which line. */
static void bank_gap(const hr_work *w, hr_id holder, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[holder];
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        const hr_wire *wire = &s->wire[k];
        if (wire->role != HR_WIRE_HELD || wire->phases || !hr_unit_type(s, wire->parent)->power->banks) continue;
        *unit = wire->parent;
        *field = wire->feed->outlets ? "banks.phases" : "banks.outlets";
        return;
    }
}

static bool holder_gap(const hr_work *w, hr_id at, hr_id *unit, const char **field)
{
    const power_unit *u = &w->e->unit[at];
    for (uint32_t i = u->load_first; i < u->load_first + u->n_load; i++) {
        const power_load *l = &w->e->load[i];
        if (l->known) continue;
        *unit = l->unit;
        *field = missing_load(w, l);
        return true;
    }
    *unit = at;
    *field = "phases";
    bank_gap(w, at, unit, field);
    return true;
}

/* A reserve that several claim: who of them does not say how it ranks. */
static hr_id unranked(const hr_work *w, hr_id reserve)
{
    const power_unit *u = &w->e->unit[reserve];
    for (uint32_t i = 0; i < u->n_child; i++) {
        const hr_wire *x = &w->e->site->wire[w->e->child[u->child_first + i]];
        if (w->mode.contested[w->e->child[u->child_first + i]] && !x->feed->priority.presence) return x->child;
    }
    return HR_NONE;
}

/* Up the feeds to the element that is not modelled and may feed a unit. False when there is none. */
static bool maybe_gap(const hr_work *w, hr_id at, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    if (!w->s.maybe[at]) return false;
    for (uint32_t hops = 0; hops <= s->n_unit; hops++) {
        const hr_unit *u = &s->unit[at];
        hr_id next = HR_NONE;
        *unit = at;
        *field = hr_unit_type(s, at)->modelled ? "from" : "type";
        for (hr_id x = u->wire_first; x < u->wire_first + u->wire_count && next == HR_NONE; x++)
            if (hr_power_wire_maybe(w, x)) next = s->wire[x].parent;
        if (next == HR_NONE) return true;
        at = next;
        if (unranked(w, at) == HR_NONE) continue;
        *unit = unranked(w, at);
        *field = "priority";
        return true;
    }
    return true;
}

/* Of sources in parallel the one that does not say by what it shares; all do where they are of different types. */
static bool share_gap(const hr_work *w, hr_id at, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[at];
    *unit = at;
    *field = "from";
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count; k++) {
        hr_id parent = s->wire[k].parent;
        const hr_power_ops *ops = hr_unit_type(s, parent)->power;
        const char *missing = NULL;
        if (!s->wire[k].parallel || !ops->weight || ops->weight(hr_unit_fields(s, parent), &missing) > 0) continue;
        *unit = parent;
        *field = missing;
        break;
    }
    return true;
}

/* The first shelf of a holder that does not say how many power supplies it has. */
static bool uncounted_shelf(const hr_work *w, hr_id holder, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    const hr_unit *x = &s->unit[holder];
    hr_id k = x->wire_first;
    while (k + 1 < x->wire_first + x->wire_count && w->e->unit[s->wire[k].parent].counted) k++;
    *unit = s->wire[k].parent;
    *field = "psus.installed";
    return true;
}

/* Down to the first child whose contribution is open. */
static bool load_gap(const hr_work *w, hr_id start, bool phase, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    hr_id at = start;
    for (uint32_t hops = 0; hops <= s->n_unit; hops++) {
        const power_unit *u = &w->e->unit[at];
        hr_id next = HR_NONE;
        *unit = at;
        *field = u->opaque ? missing_loss(w, at) : "power";
        if (hr_power_closes_loop(w, at)) return *field = "normally", true; /* open, and it would be known */
        if (maybe_gap(w, at, unit, field)) return true;
        if (at != start && u->uneven) return uncounted_shelf(w, at, unit, field);
        if (u->n_load) return holder_gap(w, at, unit, field);
        if (u->opaque) return true;
        for (uint32_t i = 0; i < u->n_child && next == HR_NONE; i++) {
            hr_flow_state fs = w->s.slot_state[w->e->wire_slot[w->e->child[u->child_first + i]]];
            if (open_state(phase ? fs.phase : fs.total)) next = s->wire[w->e->child[u->child_first + i]].child;
        }
        if (next != HR_NONE) at = next;
        else if (hr_power_shares(w, at)) return share_gap(w, at, unit, field);
        else if (phase) return true;
        else phase = true; /* its loss, which follows the lines */
    }
    return false;
}

/* A loss that is not known: the load's own power, or an element behind its feeds that is not modelled. */
static bool lost_gap(const hr_work *w, hr_id load, hr_id *unit, const char **field)
{
    hr_id at = held_load(w, load) ? w->e->site->unit[load].holder : load;
    *unit = load;
    *field = "power";
    return maybe_gap(w, at, unit, field) || true;
}

/* A feed of now that had to close and does not say how long that takes. Cords do not move. */
static bool closes_untimed(const hr_work *w, hr_id unit)
{
    const hr_unit *x = &w->e->site->unit[unit];
    for (hr_id k = x->wire_first; k < x->wire_first + x->wire_count && w->e->unit[unit].kind != HR_P_HOLDER; k++)
        if (hr_power_feeds(w, k) && isinf(hr_power_closing_time(w, k).hi)) return true;
    return false;
}

/* Up the feeds of now, where times are open, to the first that is not given: of a transfer, a start, a store. */
static bool time_gap(const hr_work *w, hr_id start, hr_id *unit, const char **field)
{
    const hr_site *s = w->e->site;
    hr_id at = held_load(w, start) ? s->unit[start].holder : start;
    for (uint32_t hops = 0; hops <= s->n_unit; hops++) {
        const power_unit *u = &w->e->unit[at];
        const hr_unit *x = &s->unit[at];
        hr_id next = HR_NONE;
        *unit = at;
        *field = u->standby ? "start" : "time";
        if (u->store && at != start && u->start.hi > u->start.lo) return *field = hr_autonomy_field(s, at), true;
        if (u->standby || closes_untimed(w, at)) return true;
        for (hr_id k = x->wire_first; next == HR_NONE && k < x->wire_first + x->wire_count; k++)
            if (hr_power_feeds(w, k) && w->s.gap[s->wire[k].parent].hi > w->s.gap[s->wire[k].parent].lo) next = k;
        if (next == HR_NONE) return true;
        at = s->wire[next].parent;
    }
    return false;
}

bool hr_power_gap(const hr_work *w, hr_id point, hr_id *unit, const char **field)
{
    hr_id port = hr_point_port(point);
    hr_quantity q = hr_point_quantity(point);
    bool current = q >= HR_Q_CURRENT_A && q <= HR_Q_CURRENT_C;
    if (!open_state(hr_power_reading(w, point).state)) return false;
    if (hr_is_time_of_heat(q)) return hr_cooled_time_gap(w, point, unit, field);
    if (hr_structure_measures(q)) return hr_structure_gap(w->e->site, point, unit, field);
    if (hr_cooling_measures(q)) return hr_cooling_gap(w->e, point, unit, field);
    hr_id at = w->e->site->port[port].unit;
    if (q == HR_Q_DENSITY) return hr_density_gap(w, at, unit, field);
    bool timed = q == HR_Q_GAP || q == HR_Q_BATTERY;
    bool pooled = w->e->unit[at].pools || (load_at(w, at) && load_at(w, at)->pooled);
    hr_id holder =
        w->e->site->unit[at].holder == HR_NONE ? at : w->e->site->unit[at].holder; /* a rack may be the load itself */
    if (timed && pooled && hr_power_pool_gap(w, holder, unit, field)) return true;
    if (timed) return time_gap(w, w->e->site->port[port].unit, unit, field);
    if (q == HR_Q_UNCOOLED) return hr_cooled_gap(w, point, unit, field);
    if (q == HR_Q_LOST) return lost_gap(w, w->e->site->port[port].unit, unit, field);
    if (q == HR_Q_DIRECT && hr_power_volts(w->e, port) <= 0) return *unit = at, *field = "voltage", true;
    if (q == HR_Q_PSU && w->e->unit[at].pools && !w->e->unit[at].counted)
        return *unit = at, *field = "psus.installed", true;
    if (current && hr_power_volts(w->e, port) <= 0) return voltage_gap(w, port, unit, field);
    if (held_load(w, at) && !load_at(w, at)->known) /* it has no feed of its own to look up */
        return *unit = at, *field = missing_load(w, load_at(w, at)), true;
    return load_gap(w, shown_at(w, at), current || q == HR_Q_WINDING, unit, field);
}
