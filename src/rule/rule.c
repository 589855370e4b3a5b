/* rule.c - the table of rules, and the index from ports to limits. */
#include "rule/rule.h"

#include <string.h>

#include "base/str.h"

#define HR_RULE(name) extern const hr_rule hr_rule_##name;
#include "rule/rules.def"
#undef HR_RULE

#define HR_RULE(name) &hr_rule_##name,
const hr_rule *const hr_rules[] = {
#include "rule/rules.def"
};
#undef HR_RULE

const uint16_t hr_rule_count = sizeof hr_rules / sizeof *hr_rules;

const hr_rule *hr_rule_find(hr_str code)
{
    for (uint16_t i = 0; i < hr_rule_count; i++)
        if (hr_str_is(code, hr_rules[i]->code)) return hr_rules[i];
    return NULL;
}

hr_id hr_limit_unit(const hr_site *site, const hr_limit *l)
{
    const hr_port *p = &site->port[hr_point_port(l->point)];
    hr_id unit = p->unit, floor = site->unit[unit].floor;
    if (p->wire != HR_NONE && site->unit[unit].decl != l->decl &&
        site->unit[site->wire[p->wire].parent].decl == l->decl)
        return site->wire[p->wire].parent;
    if (floor != HR_NONE && site->unit[floor].decl == l->decl) return floor;
    for (hr_id u = 0; u < site->n_unit && site->unit[unit].decl != l->decl && l->decl < site->n_decl; u++)
        if (site->unit[u].decl == l->decl) return u; /* what the limit lacks is missing further up */
    return unit;
}

uint8_t hr_limit_inputs(const hr_site *site, const hr_limit *l, hr_limit_input *out)
{
    if (hr_rules[l->rule]->inputs) return hr_rules[l->rule]->inputs(site, l, out);
    memcpy(out, l->input, l->n_input * sizeof *out);
    return l->n_input;
}

void hr_limit_remedy(const hr_site *site, const hr_limit *l, double load, hr_buf *out)
{
    hr_buf words = {0};
    if (hr_rules[l->rule]->remedy) hr_rules[l->rule]->remedy(site, l, load, &words);
    if (words.n) hr_buf_printf(out, "; %s", words.s);
    if (words.failed) out->failed = true;
    hr_buf_free(&words);
}

void hr_limit_add(hr_limits *out, const hr_limit *l)
{
    hr_limit *slot = hr_vec_push(&out->list, sizeof *slot);
    if (slot) *slot = *l;
    else out->failed = true;
}

/* Points of jobs lie behind those of elements: no case of the sweep reads them, nor a load that the model states. Those of
 * the site as a whole lie behind the jobs'. */
static bool in_sweep(const hr_limit *l, const hr_site *site)
{
    hr_id port = hr_point_port(l->point);
    return (port < site->n_port || port == site->unit[site->self].port) && !l->stated;
}

static bool index_ports(hr_limits *out, hr_arena *a, const hr_site *site)
{
    hr_id ports = site->unit[site->self].port + 1;
    out->of_port = HR_NEW_ARRAY(a, uint32_t, (size_t)ports + 2);
    out->by_port = HR_NEW_ARRAY(a, uint32_t, out->n);
    if (!out->of_port || !out->by_port) return false;
    uint32_t *next = out->of_port + 1; /* counted one further, then shifted while filling */
    for (uint32_t i = 0; i < out->n; i++)
        if (in_sweep(&out->item[i], site)) next[hr_point_port(out->item[i].point) + 1]++;
    for (uint32_t p = 0; p < ports; p++) next[p + 1] += next[p];
    for (uint32_t i = 0; i < out->n; i++) {
        if (!in_sweep(&out->item[i], site)) continue;
        out->by_port[next[hr_point_port(out->item[i].point)]++] = i;
        out->n_by_port++;
    }
    return true;
}

hr_err hr_limits_declare(hr_limits *out, hr_arena *arena, const hr_site *site)
{
    *out = (hr_limits){0};
    /* Roughly how many there will be; what is not used is not touched. Growing would copy them again and again. */
    if (!hr_vec_reserve(&out->list, site->n_port, sizeof(hr_limit))) return HR_ENOMEM;
    for (uint16_t r = 0; r < hr_rule_count; r++)
        if (hr_rule_applies(site, hr_rules[r])) hr_rules[r]->declare(out, site, r);
    out->n = (uint32_t)out->list.n;
    out->item = out->list.item;
    return !out->failed && index_ports(out, arena, site) ? HR_OK : HR_ENOMEM;
}

void hr_limits_free(hr_limits *l)
{
    hr_vec_free(&l->list);
    l->item = NULL;
    l->n = 0;
}
