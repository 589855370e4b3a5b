/* p150_existing.c - P150: new load in a building that stands already, by what a meter saw, NEC 220.87. */
#include <math.h>

#include "base/alloc.h"
#include "element/measured.h"
#include "rule/redundancy.h"
#include "rule/stated.h"

#define MARGIN 1.25

/* --- load that is new -------------------------------------------------------------------------------------------------- */

/* Itself, or the rack that holds it. */
static bool is_new(const hr_site *s, hr_id unit)
{
    for (hr_id u = unit; u != HR_NONE; u = s->unit[u].holder)
        if (hr_says(hr_unit_flag(s, u, "new"))) return true;
    return false;
}

/* By unit, what a unit can feed by itself: by feeds that close automatically, ties and bypasses left out. NULL: no
 * memory. */
static bool *find_below(const hr_site *s, hr_id top)
{
    bool *below = hr_calloc((size_t)s->n_unit + 1, sizeof *below);
    for (hr_id i = 0; below && i < s->n_unit; i++) {
        hr_id u = s->order[i];
        const hr_unit *x = &s->unit[u];
        below[u] |= u == top;
        for (hr_id w = x->wire_first; w < x->wire_first + x->wire_count; w++) {
            const hr_wire *y = &s->wire[w];
            if ((y->role == HR_WIRE_FEED && y->automatic) || y->role == HR_WIRE_HELD) below[u] |= below[y->parent];
        }
    }
    return below;
}

typedef struct added { /* VA of the new loads below an element */
    double va[HR_CORNERS];
    hr_id lacks; /* a load whose power is not given, HR_NONE */
    bool failed;
} added;

static void add_load(const hr_site *s, hr_id u, added *a)
{
    const hr_power_ops *ops = hr_unit_type(s, u)->power;
    const hr_num *p = ops->load ? ops->load(hr_unit_fields(s, u)) : NULL;
    const hr_num *pf = ops->power_factor ? ops->power_factor(hr_unit_fields(s, u)) : NULL;
    uint32_t members = s->unit[u].count;
    if (!p || !p->presence) {
        a->lacks = u;
        return;
    }
    for (int c = 0; c < HR_CORNERS; c++) {
        double factor = pf && pf->presence ? hr_num_at(pf, HR_HARSH_LOW, (hr_corner)c) : 1;
        a->va[c] += members * (hr_num_at(p, HR_HARSH_HIGH, (hr_corner)c) / factor);
    }
}

static added find_added(const hr_site *s, hr_id top)
{
    added a = {.lacks = HR_NONE};
    bool *below = find_below(s, top);
    a.failed = !below;
    for (hr_id u = 0; below && u < s->n_unit; u++) {
        hr_id fed = s->unit[u].wire_count || s->unit[u].holder == HR_NONE ? u : s->unit[u].holder;
        if (below[fed] && hr_is_load(s, u) && is_new(s, u)) add_load(s, u, &a);
    }
    hr_free(below);
    return a;
}

/* --- ampacity ---------------------------------------------------------------------------------------------------------- */

static double volts(const hr_site *s, hr_id u)
{
    return hr_unit_kind(s, u) == HR_P_SOURCE ? s->nominal[u].vout : s->nominal[u].vin;
}

static const hr_field *rating_field(const hr_site *s, hr_id u)
{
    for (const hr_field *f = hr_unit_type(s, u)->fields; f && f->name; f++)
        if (hr_str_is(HR_STR("rating"), f->name)) return f;
    return NULL;
}

static const hr_measured *measured_of(const hr_site *s, hr_id u)
{
    return hr_unit_value(s, u, "measured", HR_F_RECORD);
}

static bool says_anything(const hr_measured *m)
{
    return m && (m->demand.presence || m->power.presence || m->basis.presence || m->added.presence ||
                 m->seasonal.presence || m->shaving.presence || m->renewable.presence);
}

/* The first thing that keeps the calculation from being made, NULL when there is none. */
static const char *what_lacks(const hr_site *s, hr_id u, const hr_measured *m)
{
    const hr_num *rating = hr_unit_num(s, u, "rating");
    bool in_va = rating_field(s, u)->dim == HR_DIM_VA || !m->demand.presence;
    if (!rating->presence) return "rating";
    if (!m->demand.presence && !m->power.presence) return "measured.demand";
    if (!m->demand.presence && !m->power_factor.presence) return "measured.power_factor";
    if (!m->basis.presence) return "measured.basis";
    if (m->basis.v == HR_MEASURED_MONTH) {
        if (hr_says(&m->shaving) || hr_says(&m->renewable)) return "measured.basis: year";
        if (!m->shaving.presence) return "measured.shaving";
        if (!m->renewable.presence) return "measured.renewable";
        if (!m->seasonal.presence) return "measured.seasonal";
    }
    return in_va && !(volts(s, u) > 0) ? "voltage" : NULL;
}

/* A of three phases. */
static double amperes(const hr_site *s, hr_id u, double va) { return va / (sqrt(3.0) * volts(s, u)); }

static double demand_at(const hr_site *s, hr_id u, hr_corner c)
{
    const hr_measured *m = measured_of(s, u);
    if (m->demand.presence) return hr_num_at(&m->demand, HR_HARSH_HIGH, c);
    return amperes(s, u, hr_num_at(&m->power, HR_HARSH_HIGH, c) / hr_num_at(&m->power_factor, HR_HARSH_LOW, c));
}

static double seasonal_at(const hr_measured *m, hr_corner c)
{
    return m->basis.v == HR_MEASURED_MONTH ? hr_num_at(&m->seasonal, HR_HARSH_HIGH, c) : 0;
}

static double ampacity_at(const hr_site *s, hr_id u, hr_corner c)
{
    double v = hr_num_at(hr_unit_num(s, u, "rating"), HR_HARSH_LOW, c);
    return rating_field(s, u)->dim == HR_DIM_VA ? amperes(s, u, v) : v;
}

/* --- the rule ---------------------------------------------------------------------------------------------------------- */

/* A: what is added, at a corner. */
static double new_at(const hr_site *s, hr_id u, const hr_measured *m, const added *a, hr_corner c)
{
    if (m->added.presence) return hr_num_at(&m->added, HR_HARSH_HIGH, c);
    return a->va[c] > 0 ? amperes(s, u, a->va[c]) : 0;
}

static hr_limit limit_of(hr_limits *out, const hr_site *s, hr_id u, uint16_t rule)
{
    const hr_measured *m = measured_of(s, u);
    hr_limit l = hr_stated_unknown(s, u, rule, HR_Q_DEMAND, HR_MAX, what_lacks(s, u, m));
    added a = {.lacks = HR_NONE};
    if (!m->added.presence) a = find_added(s, u);
    out->failed |= a.failed;
    const hr_num *seen = m->demand.presence ? &m->demand : &m->power;
    if (seen->presence) l.at = seen->at;
    if (!l.missing && a.va[HR_NOMINAL] > 0 && !(volts(s, u) > 0)) l.missing = "voltage";
    if (!l.missing && a.lacks != HR_NONE) l.missing = "power", l.decl = s->unit[a.lacks].decl;
    if (l.missing) return l;
    const hr_num *rating = hr_unit_num(s, u, "rating");
    l.state = l.load_state = HR_S_KNOWN;
    l.trust = rating->trust > seen->trust ? rating->trust : seen->trust;
    for (int c = 0; c < HR_CORNERS; c++) {
        double demand = demand_at(s, u, (hr_corner)c) + seasonal_at(m, (hr_corner)c);
        l.load[c] = MARGIN * demand + MARGIN * new_at(s, u, m, &a, (hr_corner)c);
        l.v[c] = ampacity_at(s, u, (hr_corner)c);
    }
    return l;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (site->unit[u].port == HR_NONE || !says_anything(measured_of(site, u)) || !rating_field(site, u)) continue;
        hr_limit l = limit_of(out, site, u, rule);
        hr_limit_add(out, &l);
    }
}

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_id u = hr_limit_at(site, l);
    const hr_measured *m = measured_of(site, u);
    const hr_num *rating = hr_unit_num(site, u, "rating");
    uint8_t n = 0;
    if (m->demand.presence) out[n++] = hr_input_num("measured.demand", &m->demand, HR_DIM_AMP);
    if (m->power.presence) out[n++] = hr_input_num("measured.power", &m->power, HR_DIM_WATT);
    if (m->power_factor.presence) out[n++] = hr_input_num("measured.power_factor", &m->power_factor, HR_DIM_NONE);
    if (m->basis.presence) out[n++] = hr_input_choice("measured.basis", &m->basis, hr_measured_basis_words);
    if (m->seasonal.presence) out[n++] = hr_input_num("measured.seasonal", &m->seasonal, HR_DIM_AMP);
    if (m->added.presence) out[n++] = hr_input_num("measured.added", &m->added, HR_DIM_AMP);
    if (m->shaving.presence) out[n++] = hr_input_flag("measured.shaving", &m->shaving);
    if (m->renewable.presence) out[n++] = hr_input_flag("measured.renewable", &m->renewable);
    if (rating->presence) out[n++] = hr_input_num("rating", rating, (hr_dim)rating_field(site, u)->dim);
    return n;
}

static void ampere(hr_buf *out, double v) { hr_put_quantity(out, v, HR_DIM_AMP); }

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id u = hr_limit_at(site, l);
    const hr_measured *m = measured_of(site, u);
    double seasonal = seasonal_at(m, HR_NOMINAL), seen = demand_at(site, u, HR_NOMINAL), demand = seen + seasonal;
    double more = l->load[HR_NOMINAL] / MARGIN - demand;
    if (fabs(more) < 1e-9 * demand) more = 0;
    hr_buf_z(out, "1.25 x ");
    if (seasonal > 0) hr_buf_z(out, "(");
    ampere(out, seen);
    if (seasonal > 0) {
        hr_buf_z(out, " + ");
        ampere(out, seasonal);
        hr_buf_z(out, ")");
    }
    hr_buf_z(out, m->basis.v == HR_MEASURED_YEAR ? " (one year) + 1.25 x " : " (30 days) + 1.25 x ");
    ampere(out, more);
    hr_buf_z(out, " new = ");
    ampere(out, l->load[HR_NOMINAL]);
    hr_buf_z(out, ", used since new load counts as continuous; with 1.00 x ");
    ampere(out, more);
    hr_buf_z(out, ": ");
    ampere(out, MARGIN * demand + more);
    if (!m->demand.presence) {
        hr_buf_z(out, "; measured ");
        hr_put_quantity(out, m->power.v, HR_DIM_WATT);
        hr_buf_printf(out, " / %g / (sqrt(3) x ", m->power_factor.v);
        hr_put_quantity(out, volts(site, u), HR_DIM_VOLT);
        hr_buf_z(out, ")");
    }
    if (rating_field(site, u)->dim != HR_DIM_VA) return;
    hr_buf_z(out, "; ampacity ");
    hr_put_quantity(out, hr_unit_num(site, u, "rating")->v, HR_DIM_VA);
    hr_buf_z(out, " / (sqrt(3) x ");
    hr_put_quantity(out, volts(site, u), HR_DIM_VOLT);
    hr_buf_z(out, ") = ");
    ampere(out, l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_p150_existing = {
    .code = "P150",
    .title = "new load beside the measured demand of an existing service or feeder",
    .clause = "220.87",
    .edition = "NEC 2023",
    .formula = "1.25 x demand + 1.25 x new <= rating",
    .set = "nec-2023",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "A service or feeder that stands already may take new load by what a meter saw instead of by a list of all "
        "that "
        "hangs on\n"
        "it: 1.25 times the highest demand plus the new load may not exceed its ampacity or rating. `measured` of a "
        "utility,\n"
        "transformer, switchboard, busway or pdu says what was seen, at its input:\n"
        "  measured: {demand: 900 A, basis: year}       or in place of it {power: 600 kW, power_factor: 0.95, ...}\n"
        "  basis: year     one year of demand data\n"
        "  basis: month    30 days at least, recorded at 15 minutes on the line that carries most, the building "
        "occupied. Then\n"
        "                  `seasonal` adds heating or cooling, the larger, and periodic loads. Barred where a "
        "renewable "
        "source\n"
        "                  feeds in or any peak is shaved, by a cap or a battery too: `renewable: no`, `shaving: no` "
        "have to be\n"
        "                  said, and a yes leaves the row unknown until there is a year of data.\n"
        "\n"
        "New is what the loads (load, rack, node) below it take that say `new: yes`, each with its whole power on "
        "every "
        "element\n"
        "that can feed it by itself; ties and bypasses, and losses on the way, are left out. `added` states that "
        "current "
        "instead.\n"
        "Other rules judge the loads of the model alone: they do not add `measured`.\n"
        "The clause adds it once; a training load is continuous, so 1.25 times the new load is what is judged here, as "
        "215.3 asks\n"
        "of its device. Both sums are shown. A rating in VA counts at the nominal voltage of the input.\n"
        "\n"
        "Example: a service of 2,000 A, 900 A in a year: 1.25 x 900 = 1,125 A, 875 A are left; 700 A of new continuous "
        "load take\n"
        "all of it.\n"
        "\n"
        "Unknown when a field above, the rating, a voltage or the power of a new load is not given. An element "
        "without\n"
        "`measured` has no such row.\n",
};
