/* p108_step.c - P108: the load that arrives at a generator at once, against what it takes in one step. */
#include "rule/rule.h"

static const hr_num *power_of(const hr_site *s, hr_id u)
{
    for (const hr_field *f = hr_unit_type(s, u)->fields; f->name; f++)
        if (f->kind == HR_F_QUANTITY && f->dim == HR_DIM_WATT)
            return (const hr_num *)(const void *)((const char *)hr_unit_fields(s, u) + f->offset);
    return NULL;
}

static void fill(hr_limit *l, const hr_num *power, const hr_num *step)
{
    l->missing = step->presence ? "power" : "first_step";
    if (!step->presence || !power || !power->presence) return;
    l->state = HR_S_KNOWN;
    l->missing = NULL;
    l->at = step->at;
    l->trust = step->trust > power->trust ? step->trust : power->trust;
    for (int c = 0; c < HR_CORNERS; c++)
        l->v[c] = hr_num_at(step, HR_HARSH_LOW, (hr_corner)c) * hr_num_at(power, HR_HARSH_LOW, (hr_corner)c);
    l->input[l->n_input++] = hr_input_num("first_step", step, HR_DIM_NONE);
    l->input[l->n_input++] = hr_input_num("power", power, HR_DIM_WATT);
}

static void declare(hr_limits *out, const hr_site *site, uint16_t rule)
{
    for (hr_id u = 0; u < site->n_unit; u++) {
        const hr_power_ops *ops = hr_unit_type(site, u)->power;
        if (!ops || !ops->bridge || !ops->bridge->first_step) continue;
        hr_limit l = {.point = hr_point_of(site->unit[u].port, HR_Q_STEP),
                      .rule = rule,
                      .sense = HR_MAX,
                      .state = HR_S_PARTIAL, /* nothing at least */
                      .value_point = HR_NONE,
                      .kinds = HR_EVERY_KIND,
                      .decl = site->unit[u].decl,
                      .at = site->decl[site->unit[u].decl].at};
        fill(&l, power_of(site, u), ops->bridge->first_step(hr_unit_fields(site, u)));
        hr_limit_add(out, &l);
    }
}

const hr_rule hr_rule_p108_step = {
    .code = "P108",
    .title = "step of load on a generator",
    .clause = "",
    .edition = "",
    .formula = "load that arrives at once <= first_step x power",
    .text = "A generator that is called takes its load in steps: everything whose transfer closes at the same moment "
            "arrives at\n"
            "once. The largest of these may not exceed `first_step` of its `power`, the largest step the set itself is "
            "said to\n"
            "accept; the steps of the ISO 8528-5 class test say nothing about a training hall that comes back all at "
            "once.\n"
            "Sets in parallel share each step as they share the load.\n"
            "\n"
            "Example: two sets of 1 MW with first_step 60 % take 1.4 MW at once: 700 kW each on 600 kW, ratio 1.167, "
            "although\n"
            "the settled load holds. With half of the boards 10 s later: 350 kW each, ratio 0.583.\n"
            "\n"
            "Unknown when load arrives and `first_step` or `power` is not given.\n",
    .declare = declare,
};
