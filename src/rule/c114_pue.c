/* c114_pue.c - C114: power of the site over that of its information technology. */
#include "element/rack_cooling.h"
#include "rule/cooling.h"

/* Upper ends of what ways of cooling are held to reach, by word of `cooling`; immersion in what boils is one of its own. */
enum { BOILING = HR_COOLED_BY_IMMERSION + 1 };
static const double most[] = {[HR_COOLED_BY_AIR] = 2.0,
                              [HR_COOLED_BY_REAR_DOOR] = 1.5,
                              [HR_COOLED_BY_COLD_PLATE] = 1.15,
                              [HR_COOLED_BY_IMMERSION] = 1.05,
                              [BOILING] = 1.03};
enum { WAYS = sizeof most / sizeof *most };

typedef struct ways {
    int worst;    /* WAYS: no rack says one */
    hr_id silent; /* the first rack that says none */
    uint32_t racks;
} ways;

static int way_of(const hr_site *s, hr_id rack, const hr_choice *cooling)
{
    hr_id tank = hr_unit_heat_to(s, rack, HR_HEAT_COOLANT);
    if (cooling->v != HR_COOLED_BY_IMMERSION || tank == HR_NONE) return cooling->v;
    bool boils = hr_unit_cooling(s, tank) == HR_COOLING_IMMERSION && hr_unit_cooler(s, tank).law == HR_LAW_CONDENSER;
    return boils ? BOILING : HR_COOLED_BY_IMMERSION;
}

static ways ways_of(const hr_site *s)
{
    ways w = {.worst = WAYS, .silent = HR_NONE};
    for (hr_id u = 0; u < s->n_unit; u++) {
        const hr_choice *c = hr_unit_cooling(s, u) == HR_COOLING_RACK ? hr_unit_choice(s, u, "cooling") : NULL;
        if (!c) continue;
        w.racks++;
        if (!c->presence && w.silent == HR_NONE) w.silent = u;
        int way = c->presence ? way_of(s, u, c) : WAYS;
        if (c->presence && (w.worst == WAYS || most[way] > most[w.worst])) w.worst = way;
    }
    return w;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    const hr_num *own = &hr_limits_of_site(site)->pue;
    ways w = ways_of(site);
    if (!hr_site_cools(site) || w.racks == 0) return;
    hr_limit l = hr_cooling_limit(site, site->self, rule, site->weather ? HR_Q_PUE_YEAR : HR_Q_PUE, HR_MAX);
    l.tag = (uint8_t)w.worst;
    if (w.worst == WAYS && !own->presence) {
        hr_stated_lacks(&l, "limits.pue", HR_NONE);
    } else {
        hr_cooling_figure(&l, "limits.pue", own, HR_DIM_NONE, w.worst == WAYS ? 0 : most[w.worst], HR_SECONDARY);
        if (!own->presence && w.silent != HR_NONE &&
            w.worst != HR_COOLED_BY_AIR) { /* it may be worse than the others */
            hr_stated_lacks(&l, "cooling", w.silent);
            l.state = HR_S_PARTIAL;
        }
    }
    hr_limit_add(out, &l);
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    (void)site;
    const char *way = l->tag == BOILING ? "two-phase immersion" : l->tag < BOILING ? hr_rack_cooling_words[l->tag] : "";
    if (l->n_input == 0) hr_buf_printf(out, "racks cooled by %s reach ", way);
    hr_cooling_figure_words(l, HR_DIM_NONE, HR_SECONDARY, out);
}

const hr_rule hr_rule_c114_pue = {
    .code = "C114",
    .title = "power of the site for that of its IT",
    .clause = "",
    .edition = "",
    .formula = "PUE <= limits.pue, else what its way of cooling is held to reach",
    .declare = declare,
    .because = because,
    .text = "All power that comes in, over the power that comes in at what racks hold, may not exceed `limits: {pue: "
            "...}` of the site. Without\n"
            "that figure it is held against the upper end of what the way of cooling of its racks is held to reach, "
            "from a secondary source:\n"
            "  cooling      air   rear-door   cold-plate   immersion   immersion, its `coolant` a tank that boils\n"
            "  PUE          2.0   1.5         1.15         1.05        1.03\n"
            "Where racks differ, the highest of theirs counts.\n"
            "\n"
            "Where the site names a file of weather it is the ratio of energies over that year (ISO/IEC 30134-2), else "
            "the value at full load\n"
            "on the design day, which is mostly higher; with what pumps, fans and compressors draw when they do "
            "just what they have to,\n"
            "and losses of the power path. What the model "
            "leaves out (light, offices)\n"
            "is missing. Fans of servers count as IT, so liquid cooling lowers PUE by moving them out: look at "
            "kilowatts beside it.\n"
            "\n"
            "Example: 1.32 MW at 1.2 MW of IT: 1.10. Cold plates: 1.10 / 1.15 = 0.96.\n"
            "\n"
            "Unknown when no rack says `cooling` and the site no figure, when one that says nothing would decide, and "
            "when a power is not\n"
            "known.\n",
};
