/* p145_whips.c - P145: the whips of a power shelf against those of its class. */
#include <math.h>
#include <string.h>

#include "rule/open_rack.h"
#include "rule/plugs.h"

typedef struct whips { /* facts, power-equipment 8: read in the OCP deck */
    int class_;
    uint32_t n;
    double amperes;
    const char *plug; /* NULL: hard-wired or of IEC 60309 */
} whips;

static const whips standard[] = {
    {HR_CLASS_ORV3, 2, 20, "L22-20"},
    {HR_CLASS_HPR, 2, 30, "L22-30"},
    {HR_CLASS_ORV3, 1, 32, NULL},
    {HR_CLASS_HPR, 2, 32, NULL},
};

static const whips *standard_of(int class_, const hr_plug *plug)
{
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++) {
        bool american = strncmp(plug->name, "L", 1) == 0;
        if (standard[i].class_ == class_ && american == (standard[i].plug != NULL)) return &standard[i];
    }
    return NULL;
}

static bool same_whips(const hr_site *s, hr_id u, const whips *w, const hr_plug *plug)
{
    const hr_unit *x = &s->unit[u];
    if (x->wire_count != w->n || (w->plug && strcmp(w->plug, plug->name) != 0)) return false;
    for (hr_id i = x->wire_first; i < x->wire_first + x->wire_count; i++)
        if (fabs(s->wire[i].feed->breaker.rating.v - w->amperes) > 1e-9) return false;
    return true;
}

static const char *lacks(const hr_site *s, hr_id u, const hr_choice *c, const hr_text *plug)
{
    const hr_unit *x = &s->unit[u];
    if (!c->presence) return "class";
    if (!plug->presence) return "plug";
    if (!hr_plug_find(plug->v)) return "plug of a known name";
    for (hr_id i = x->wire_first; i < x->wire_first + x->wire_count; i++)
        if (!s->wire[i].feed->breaker.rating.presence) return "breaker";
    return NULL;
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        if (!hr_is_shelf(site, u)) continue;
        const hr_choice *c = hr_unit_choice(site, u, "class");
        const hr_text *plug = hr_unit_text_field(site, u, "plug");
        hr_limit l = hr_stated_limit(site, rule, u, hr_point_of(site->unit[u].port, HR_Q_MEANS), HR_MIN);
        hr_stated_constant(l.v, 1);
        if (lacks(site, u, c, plug)) {
            hr_stated_lacks(&l, lacks(site, u, c, plug), HR_NONE);
        } else {
            const hr_plug *found = hr_plug_find(plug->v);
            hr_stated_constant(l.load, same_whips(site, u, standard_of(c->v, found), found));
        }
        hr_limit_add(out, &l);
    }
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_id u = site->port[hr_point_port(l->point)].unit;
    const hr_unit *x = &site->unit[u];
    const hr_text *plug = hr_unit_text_field(site, u, "plug");
    const whips *w = standard_of(hr_unit_choice(site, u, "class")->v, hr_plug_find(plug->v));
    for (hr_id i = x->wire_first; i < x->wire_first + x->wire_count; i++) {
        hr_buf_z(out, i > x->wire_first ? " + " : "");
        hr_put_quantity(out, site->wire[i].feed->breaker.rating.v, HR_DIM_AMP);
    }
    hr_buf_printf(out, " on %.*s; the standard has %u x %g A%s%s", HR_STR_FMT(plug->v), w->n, w->amperes,
                  w->plug ? " on " : "", w->plug ? w->plug : "");
}

const hr_rule hr_rule_p145_whips = {
    .code = "P145",
    .title = "whips of a power shelf",
    .clause = "shelf documents",
    .edition = "OCP ORv3",
    .formula = "number, device and plug of the whips are those of the class",
    .text = "A shelf of the class orv3 has two whips of 20 A with plugs L22-20 (North America) or one of 32 A "
            "(Europe), one of "
            "the\n"
            "class hpr two of 30 A with L22-30, or two of 32 A. A plug whose name begins with L is taken for North "
            "American.\n"
            "\n"
            "Example: an hpr shelf with two whips of 20 A on L22-20: not those of its class, violated.\n"
            "\n"
            "Unknown when `class`, `plug` or a `breaker` of the shelf is not given.\n",
    .declare = declare,
    .set = "ocp-orv3",
    .because = because,
};
