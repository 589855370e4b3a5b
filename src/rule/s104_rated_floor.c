/* s104_rated_floor.c - S104: the uniform rating of a floor against that of TIA-942 Rated 3, or the evidence in its place. */
#include "element/floor_fields.h"
#include "rule/floor.h"
#include "rule/stated.h"

#define ASKED (250 * 0.45359237 * 9.80665 / (0.3048 * 0.3048)) /* 250 lb/ft2 in Pa, rounded to 12 kPa in the standard */

static const hr_floor_fields *fields_of(const hr_site *s, hr_id floor) { return hr_unit_fields(s, floor); }

/* The evidence of a floor, in the order in which an auditor asks for it. */
static const hr_flag *evidence(const hr_floor_fields *f, uint32_t i, const char **name)
{
    static const char *const names[] = {"evidence.declared", "evidence.weights", "evidence.process",
                                        "evidence.accepted"};
    const hr_flag *const flag[] = {&f->evidence.declared, &f->evidence.weights, &f->evidence.process,
                                   &f->evidence.accepted};
    if (i == sizeof flag / sizeof *flag) return NULL;
    *name = names[i];
    return flag[i];
}

/* How much of it is there; `missing` is the first that nobody spoke of. */
static uint32_t count_evidence(const hr_floor_fields *f, uint32_t *asked, const char **missing, bool *refused)
{
    const char *name;
    const hr_flag *x;
    uint32_t n = 0;
    *missing = NULL;
    *refused = false;
    for (*asked = 0; (x = evidence(f, *asked, &name)) != NULL; ++*asked) {
        n += hr_says(x);
        if (x->presence && !x->v) *refused = true;
        if (!x->presence && !*missing) *missing = name;
    }
    return n;
}

/* A rating that is too low by itself decides nothing: what stands in for it is counted. */
static void floor_limit(hr_limits *out, const hr_site *site, hr_id floor, uint16_t rule)
{
    const hr_floor_fields *f = fields_of(site, floor);
    const hr_num asked = hr_figure(ASKED, HR_VERIFIED);
    hr_limit l = hr_stated_unknown(site, floor, rule, HR_Q_PRESSURE, HR_MIN, "rating");
    bool low = f->rating.presence && f->rating.v < ASKED * (1 - 1e-9);
    if (f->rating.presence && !low) hr_stated_fill(&l, &f->rating, HR_HARSH_LOW, &asked, HR_HARSH_NONE);
    if (low) {
        uint32_t all;
        bool refused;
        const char *missing;
        hr_num n = hr_figure(count_evidence(f, &all, &missing, &refused), HR_GIVEN);
        const hr_num most = hr_figure(all, HR_VERIFIED);
        n.at = f->rating.at;
        l = hr_stated_unknown(site, floor, rule, HR_Q_MEANS, HR_MIN, missing);
        if (!missing || refused) hr_stated_fill(&l, &n, HR_HARSH_NONE, &most, HR_HARSH_NONE);
    }
    hr_limit_add(out, &l);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule) { hr_floor_each(out, site, rule, floor_limit); }

static uint8_t inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    hr_id floor = hr_limit_at(site, l);
    const hr_num *rating = hr_unit_num(site, floor, "area") ? hr_unit_num(site, floor, "rating") : NULL;
    const char *name;
    const hr_flag *x;
    uint8_t n = 0;
    if (!rating || !rating->presence) return 0;
    out[n++] = hr_input_num("rating", rating, HR_DIM_PASCAL);
    for (uint32_t i = 0; (x = evidence(fields_of(site, floor), i, &name)) != NULL; i++)
        if (x->presence) out[n++] = hr_input_flag(name, x);
    return n;
}

static void because(const hr_site *site, const hr_limit *l, hr_buf *out)
{
    hr_put_quantity(out, fields_of(site, hr_limit_at(site, l))->rating.v, HR_DIM_PASCAL);
    hr_buf_z(out, " stated, ");
    hr_put_quantity(out, ASKED, HR_DIM_PASCAL);
    hr_buf_z(out, " (250 lb/ft2) asked for");
    if (hr_point_quantity(l->point) != HR_Q_MEANS) return;
    hr_buf_printf(out,
                  "; in its place %.0f of %.0f: declared capacity, recorded weights, a process for them, the "
                  "auditor's word",
                  l->load[HR_NOMINAL], l->v[HR_NOMINAL]);
}

const hr_rule hr_rule_s104_rated_floor = {
    .code = "S104",
    .title = "floor of a Rated 3 hall",
    .clause = "architectural, floor live load",
    .edition = "TIA-942",
    .formula = "rating >= 250 lb/ft2 (12 kPa), or its evidence is complete",
    .set = "tia-942-3",
    .declare = declare,
    .inputs = inputs,
    .because = because,
    .text =
        "Rated 3 asks for a floor of 12 kPa, 250 lb/ft2; judged by the latter, 11.97 kPa (read in a page of an "
        "auditor,\n"
        "epi-ap.com/content/28/641). A lower floor can still be accepted by an auditor, with three pieces of evidence: "
        "the\n"
        "capacity that a structural engineer declared, the recorded weight of each rack, and a process that manages "
        "the\n"
        "weights. So a low rating alone is no violation. The floor says what there is, and whether the auditor took "
        "it:\n"
        "  evidence: {declared: yes, weights: yes, process: yes, accepted: yes}\n"
        "\n"
        "Example: 12.5 kPa holds. 9 kPa with nothing said: unknown, `evidence.declared`. 9 kPa with `process: no`: "
        "violated.\n"
        "\n"
        "Unknown when `rating` is not given, when it is low and a piece of evidence is neither there nor refused, and "
        "for a rack\n"
        "that names no floor. Whether the racks are too heavy for the floor is S101's to judge.\n",
};
